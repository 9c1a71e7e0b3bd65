// Words for targets and balancers.
#include "elb/names.h"

#include <stdio.h>

#include "world/world.h"

const char *sim_target_state_name(SimTargetState state) {
    static const char *const names[] = {"initial", "healthy", "unhealthy", "draining", "unused"};
    return names[state];
}

const char *sim_balancer_state_name(SimBalancerState state) {
    static const char *const names[] = {"active", "active_impaired", "provisioning", "failed"};
    return names[state];
}

const char *target_state_word(const SimWorld *world, int32_t target) {
    return sim_target_state_name(target_state(world, target, NULL, NULL, NULL, NULL));
}

void world_tell_target_as(SimWorld *world, const char *type, int32_t index, const char *from,
                          const char *to, const char *cause) {
    const Target *target = &world->targets.items[index];
    const ConfigTargetGroup *group = &world->config->target_groups[target->group];
    char subject[256], port[16] = "";
    if (target->port != group->port) snprintf(port, sizeof port, ":%d", target->port);
    snprintf(subject, sizeof subject, "%s/%s/%s%s", world->config->regions[group->region].name,
             group->name, instance_name(world, target->instance), port);
    world_tell(world, SIM_MARK_HEALTH, type, subject, from, to, cause);
}

void world_tell_target(SimWorld *world, int32_t index, const char *from, const char *to,
                       const char *cause) {
    world_tell_target_as(world, "TargetHealth", index, from, to, cause);
}

const char *probe_reason_name(int32_t reason) {
    static const char *const names[] = {"",
                                        "Elb.RegistrationInProgress",
                                        "Elb.InitialHealthChecking",
                                        "Target.ResponseCodeMismatch",
                                        "Target.Timeout",
                                        "Target.FailedHealthChecks"};
    return names[reason];
}

void node_subject(const SimWorld *world, int32_t index, char *out, size_t capacity) {
    const ElbNode *node = &world->nodes.items[index];
    char number[16] = "";
    if (node->rank > 0) snprintf(number, sizeof number, " %d", node->rank + 1);
    snprintf(out, capacity, "%s/%s%s", world->config->balancers[node->balancer].name,
             world->config->zones[node->zone].name, number);
}

void world_tell_node(SimWorld *world, int32_t index, const char *type, const char *from,
                     const char *to, const char *cause) {
    char subject[256];
    node_subject(world, index, subject, sizeof subject);
    world_tell(world, SIM_MARK_NONE, type, subject, from, to, cause);
}
