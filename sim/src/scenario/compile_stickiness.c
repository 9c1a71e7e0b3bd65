// Sticky sessions: what AWS refuses, and cookies that nobody sets.
#include "scenario/compile.h"

#include "base/fact.h"

#include <string.h>

#define RESERVED_PREFIX "AWSALB" // AWSALBAPP and AWSALBTG begin with it too

static bool is_reserved(const char *name) {
    return SIM_FACT("ELB-252", strncmp(name, RESERVED_PREFIX, strlen(RESERVED_PREFIX)) == 0);
}

static bool check_name(Compiler *compiler, const RawStickiness *raw, bool is_app) {
    if (is_app && raw->name == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"name\": the cookie that the target sets.",
                       "app_cookie stickiness needs the name of a cookie");
    else if (!is_app && raw->name != NULL)
        COMPILE_REFUSE(compiler, raw->node, "name",
                       "Leave it out, or write \"type\": \"app_cookie\".",
                       "the cookie of lb_cookie stickiness is always AWSALB");
    else if (is_app && is_reserved(raw->name))
        COMPILE_REFUSE(compiler, raw->node, "name", "Name the application's own cookie.",
                       "AWSALB, AWSALBAPP and AWSALBTG are the load balancer's own cookies");
    else
        return true;
    return false;
}

static void check_combination(Compiler *compiler, const RawTargetGroup *raw,
                              const ConfigTargetGroup *group) {
    if (SIM_FACT("ELB-250", !group->is_cross_zone))
        COMPILE_REFUSE(compiler, raw->node, "stickiness",
                       "Turn cross-zone balancing on, or leave stickiness out.",
                       "sticky sessions need cross-zone balancing");
    if (SIM_FACT("ELB-251", strcmp(group->algorithm, "weighted_random") == 0))
        COMPILE_REFUSE(compiler, raw->node, "stickiness",
                       "Use round_robin or least_outstanding_requests, or leave stickiness out.",
                       "sticky sessions do not work with weighted_random");
}

void compile_stickiness(Compiler *compiler, const RawTargetGroup *raw, ConfigTargetGroup *group) {
    const RawStickiness *stickiness = &raw->stickiness;
    if (node_member(raw->node, "stickiness") == NULL) return;
    bool is_app = stickiness->type == 1;
    if (!check_name(compiler, stickiness, is_app) || !stickiness->is_enabled) return;
    check_combination(compiler, raw, group);
    group->stickiness = (ConfigStickiness){
        .kind = is_app ? CONFIG_STICKINESS_APP_COOKIE : CONFIG_STICKINESS_LB_COOKIE,
        .duration_ns =
            SIM_FACT("ELB-245", stickiness->duration_ns > 0) ? stickiness->duration_ns : SIM_SECOND,
        .cookie = is_app ? stickiness->name : NULL};
}

static bool is_set_by_a_request(const Config *config, const char *cookie) {
    for (int32_t i = 0; i < config->client_count; i++)
        for (int32_t r = 0; r < config->clients[i].request_count; r++) {
            const char *set = config->clients[i].requests[r].sets_cookie;
            if (set != NULL && strcmp(set, cookie) == 0) return true;
        }
    return false;
}

static bool is_stuck_to(const Config *config, const char *cookie) {
    for (int32_t i = 0; i < config->target_group_count; i++) {
        const char *name = config->target_groups[i].stickiness.cookie;
        if (name != NULL && strcmp(name, cookie) == 0) return true;
    }
    return false;
}

static void check_group(Compiler *compiler, const RawTargetGroup *raw,
                        const ConfigTargetGroup *group) {
    if (group->stickiness.cookie == NULL ||
        is_set_by_a_request(compiler->config, group->stickiness.cookie))
        return;
    COMPILE_WARN(compiler, raw->stickiness.node, "name",
                 "Add \"sets_cookie\" to the request that begins a session.",
                 "no request sets the cookie \"%s\": nobody will be held",
                 group->stickiness.cookie);
}

static void check_request(Compiler *compiler, const RawRequest *raw) {
    const char *cookie = raw->request.sets_cookie;
    if (cookie == NULL || is_stuck_to(compiler->config, cookie)) return;
    COMPILE_WARN(compiler, raw->node, "sets_cookie",
                 "Give a target group \"stickiness\" of type app_cookie with this name.",
                 "no target group sticks by the cookie \"%s\"", cookie);
}

void compile_cookies(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    const RawClient *clients = compiler->raw->clients.items;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t g = 0; g < regions[r].target_groups.count; g++) {
            const RawTargetGroup *raw = (const RawTargetGroup *)regions[r].target_groups.items + g;
            int32_t index = compile_group_index(compiler, r, raw);
            if (index >= 0) check_group(compiler, raw, &compiler->config->target_groups[index]);
        }
    for (int32_t c = 0; c < compiler->raw->clients.count; c++)
        for (int32_t i = 0; i < clients[c].requests.count; i++)
            check_request(compiler, (const RawRequest *)clients[c].requests.items + i);
}
