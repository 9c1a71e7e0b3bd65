// Stickiness of a rule: a cookie (AWSALBTG) holds a user to one of the target groups between which
// the rule's weights choose (elb.md 1.2).
//
// The cookie comes with a target's answer and is valid for the duration set, counted anew from each
// answer. While it is, weights have no say, not even a weight of 0. A cookie that ran out, or names
// a group that the rule no longer forwards to, means a new choice by weight.
#include "elb/elb.h"

#include "base/fact.h"
#include "world/world.h"

// The user whose cookies count for an attempt; -1: he keeps none, or has gone.
static int32_t user_of(const SimWorld *world, const Attempt *attempt) {
    int32_t population = world->kinds.items[attempt->kind_index].population;
    bool keeps_cookies = SIM_FACT("ELB-155", world->config->clients[population].keeps_cookies);
    if (attempt->request1 == 0 || !keeps_cookies) return -1;
    return world->requests.items[attempt->request1 - 1].user;
}

// A weight of 0 takes no new users; those it has stay.
static bool is_forward_to(const ConfigForward *forward, int32_t group) {
    return forward->target_group == group && SIM_FACT("ELB-151", true);
}

int32_t sticky_group_forward(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    int32_t user = user_of(world, attempt);
    if (user < 0) return -1;
    const Cookie *cookie = cookie_find(world, user, COOKIE_GROUP, attempt->rule);
    if (cookie == NULL || !SIM_FACT("ELB-150", cookie->expires > attempt->received)) return -1;
    const ConfigAction *action = world_action(world, attempt->rule);
    for (int32_t i = 0; i < action->forward_count; i++)
        if (SIM_FACT("ELB-125", true) && is_forward_to(&action->forwards[i], cookie->value))
            return world->rules.items[attempt->rule].first_forward + i;
    return -1;
}

void sticky_group_answered(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    SimTime duration = world_action(world, attempt->rule)->sticky_ns;
    int32_t user = duration > 0 ? user_of(world, attempt) : -1;
    if (user < 0 || (!SIM_FACT("ELB-168", true) && sticky_group_forward(world, index) >= 0)) return;
    cookie_put(world, user, COOKIE_GROUP, attempt->rule, attempt->group1 - 1,
               world->now + duration);
}
