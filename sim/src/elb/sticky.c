// Sticky sessions: a cookie holds a user to the target that served him, past the algorithm.
//
// The balancer's own cookie (AWSALB) comes with every answer of a target. The application's
// (AWSALBAPP beside it) begins with the answer in which the target sets the cookie named, and goes
// on with every answer while the client sends both back. Both are valid for the duration set,
// counted anew from each answer. A cookie that ran out, or names a target that may not be chosen
// now, means a new choice, to which the user is held from then on, even when the old target returns
// (elb.md 2.5). While a node fails open every target may be chosen, so cookies hold.
#include "elb/elb.h"

#include <string.h>

#include "base/fact.h"
#include "world/world.h"

static CookieKind cookie_of(const NodeGroup *view) {
    return view->stickiness == CONFIG_STICKINESS_APP_COOKIE ? COOKIE_TARGET_APP : COOKIE_TARGET_LB;
}

static bool keeps_cookies(const SimWorld *world, const Attempt *attempt) {
    int32_t population = world->kinds.items[attempt->kind_index].population;
    return SIM_FACT("ELB-248", world->config->clients[population].keeps_cookies);
}

// The cookie that came with the request and has not run out; NULL: none.
static Cookie *presented(SimWorld *world, const Attempt *attempt, const NodeGroup *view) {
    if (attempt->request1 == 0 || !keeps_cookies(world, attempt)) return NULL;
    int32_t user = world->requests.items[attempt->request1 - 1].user;
    Cookie *cookie = cookie_find(world, user, cookie_of(view), view->group);
    bool is_valid = cookie != NULL && SIM_FACT("ELB-241", cookie->expires > attempt->received);
    return is_valid ? cookie : NULL;
}

int32_t sticky_target(SimWorld *world, int32_t index, int32_t view_index) {
    const NodeGroup *view = &world->node_groups.items[view_index];
    const Cookie *cookie = presented(world, &world->attempts.items[index], view);
    if (cookie == NULL) return -1;
    int32_t member = world->targets.items[cookie->value].member;
    bool may_be_chosen =
        SIM_FACT("ELB-243", chooser_is_routable(&world->choosers, view->chooser, member));
    return SIM_FACT("ELB-240 ELB-244 ELB-255", may_be_chosen) ? cookie->value : -1;
}

// A session on a target that may no longer be chosen is lost, once.
static void count_lost_session(SimWorld *world, const Attempt *attempt, Cookie *cookie) {
    if (SIM_FACT("ELB-258", cookie->is_lost)) return;
    cookie->is_lost = 1;
    int32_t population = world->kinds.items[attempt->kind_index].population;
    meter_count(&world->meter, world->populations.items[population].scope, METRIC_SESSIONS_LOST, 1);
}

void sticky_chosen_anew(SimWorld *world, int32_t index, int32_t view_index) {
    const NodeGroup *view = &world->node_groups.items[view_index];
    const Attempt *attempt = &world->attempts.items[index];
    bool is_app = SIM_FACT("ELB-249", view->stickiness == CONFIG_STICKINESS_APP_COOKIE);
    meter_count(&world->meter, world->nodes.items[attempt->node].scope,
                is_app ? METRIC_APP_COOKIE_NON_STICKINESS : METRIC_NON_STICKY, 1);
    Cookie *cookie = presented(world, attempt, view);
    if (cookie != NULL) count_lost_session(world, attempt, cookie);
}

// Whether the target's answer sets the application's cookie: an error is no login.
static bool sets_cookie(const SimWorld *world, const Attempt *attempt, const char *cookie) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    const char *set = world->config->clients[kind->population].requests[kind->config].sets_cookie;
    return set != NULL && SIM_FACT("ELB-256", attempt->status < 400) && strcmp(set, cookie) == 0;
}

void sticky_answered(SimWorld *world, int32_t index, int32_t view_index) {
    const NodeGroup *view = &world->node_groups.items[view_index];
    const Attempt *attempt = &world->attempts.items[index];
    const ConfigStickiness *config = &world->config->target_groups[view->group].stickiness;
    if (attempt->request1 == 0 || !keeps_cookies(world, attempt)) return;
    bool is_held = presented(world, attempt, view) != NULL;
    bool begins =
        SIM_FACT("ELB-246", config->cookie == NULL) || sets_cookie(world, attempt, config->cookie);
    if (is_held ? !SIM_FACT("ELB-242 ELB-247", true) : !begins) return;
    int32_t user = world->requests.items[attempt->request1 - 1].user;
    cookie_put(world, user, cookie_of(view), view->group, attempt->target,
               world->now + config->duration_ns);
}

void group_stickiness_refresh(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    for (int32_t n = 0; n < world->balancers.items[group->balancer].node_count; n++)
        world->node_groups.items[group->first_view + n].stickiness =
            (int32_t)world->config->target_groups[index].stickiness.kind;
}

static bool is_used(const SimWorld *world, int32_t balancer, ConfigStickinessKind kind) {
    for (int32_t i = 0; i < world->config->target_group_count; i++) {
        const ConfigTargetGroup *group = &world->config->target_groups[i];
        if (group->balancer == balancer && group->stickiness.kind == kind) return true;
    }
    return false;
}

void balancer_stickiness_refresh(SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    bool has_lb = is_used(world, index, CONFIG_STICKINESS_LB_COOKIE),
         has_app = is_used(world, index, CONFIG_STICKINESS_APP_COOKIE);
    for (int32_t n = 0; n < balancer->node_count; n++) {
        if (world->nodes.items[balancer->first_node + n].scope < 0) continue;
        meter_set_sticky(&world->meter, world->nodes.items[balancer->first_node + n].scope, has_lb,
                         has_app);
    }
}
