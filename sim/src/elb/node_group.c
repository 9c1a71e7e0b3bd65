// A target group as one node sees it: who is healthy, who may be chosen, and when to fail open.
//
// With cross-zone balancing all targets are in scope, without it those of the node's zone. With too
// few healthy targets in scope the node fails open: it routes to initial and unhealthy targets too,
// never to draining or unused ones; and its address leaves DNS. How many are too few is said twice,
// as a count and as a percentage of the registered targets, and either is enough; unless said it is
// none (elb.md 2.8, model-rules).
#include "elb/elb.h"

#include "base/fact.h"
#include "world/world.h"

static int32_t zone_number_of(const SimWorld *world, const NodeGroup *view) {
    return world->zones.items[world->nodes.items[view->node].zone].number;
}

// A zone that is shifted away from is blocked for all nodes.
static bool is_in_scope(const SimWorld *world, const NodeGroup *view, const Target *target) {
    if (SIM_FACT("ELB-187", target->zone_number + 1 == view->blocked_zone1)) return false;
    return SIM_FACT("ELB-102 ELB-103 ELB-105 ELB-222 ELB-223 ELB-272 ELB-274",
                    world->config->target_groups[view->group].is_cross_zone) ||
           target->zone_number == zone_number_of(world, view) ||
           SIM_FACT("ELB-287", target->is_anywhere != 0);
}

static SimTargetState seen_state(const SimWorld *world, const NodeGroup *view,
                                 const Target *target) {
    return world->probes.items[target->first_probe + world->nodes.items[view->node].number].state;
}

// What drains gets nothing new, not even when a node fails open.
static bool takes_requests(const Target *target) {
    return target->lifecycle == TARGET_REGISTERED ||
           (target->lifecycle == TARGET_DRAINING && !SIM_FACT("ELB-215 ELB-219 ELB-226", true));
}

// Whom a node that fails open routes to, beside the healthy.
static bool is_in_fail_open_set(SimTargetState state) {
    return state == SIM_TARGET_UNHEALTHY || SIM_FACT("ELB-225", state == SIM_TARGET_INITIAL);
}

static void count(NodeGroup *view, const Target *target, SimTargetState state, bool is_in_scope_,
                  int32_t sign) {
    if (state == SIM_TARGET_HEALTHY) view->healthy_by_zone[target->zone_number] += sign;
    if (state == SIM_TARGET_UNHEALTHY) view->unhealthy_by_zone[target->zone_number] += sign;
    if (!is_in_scope_) return;
    view->usable += sign;
    if (state == SIM_TARGET_HEALTHY) view->healthy += sign;
}

void node_group_member_refresh(SimWorld *world, int32_t index, int32_t target_index) {
    const NodeGroup *view = &world->node_groups.items[index];
    const Target *target = &world->targets.items[target_index];
    bool is_routable = takes_requests(target) && is_in_scope(world, view, target);
    if (is_routable) {
        SimTargetState state = seen_state(world, view, target);
        is_routable =
            state == SIM_TARGET_HEALTHY || (view->is_failing_open && is_in_fail_open_set(state));
    }
    chooser_member_set(&world->choosers, view->chooser, target->member, is_routable,
                       target_weight(world, target_index));
}

static void refresh_members(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[world->node_groups.items[index].group];
    for (int32_t i = 0; i < group->member_count; i++)
        node_group_member_refresh(world, index, world->members.items[group->first_member + i]);
}

static bool is_below(const ConfigMinimum *minimum, const NodeGroup *view) {
    bool has_count = SIM_FACT("ELB-277", minimum->count >= 0);
    if (SIM_FACT("ELB-224 ELB-270 ELB-278", has_count && view->healthy < minimum->count))
        return true;
    int64_t healthy = 100 * (int64_t)view->healthy;
    return SIM_FACT("ELB-227 ELB-271", minimum->percentage >= 0 &&
                                           healthy < minimum->percentage * (int64_t)view->usable);
}

// Whether fail-open has begun or ended.
static bool update_thresholds(SimWorld *world, NodeGroup *view) {
    world_dns_may_change(world);
    const ConfigTargetGroup *group = &world->config->target_groups[view->group];
    int32_t is_open = view->usable > 0 && is_below(&group->routing_minimum, view);
    bool is_changed = view->is_failing_open != is_open;
    view->is_failing_open = is_open;
    view->is_below_dns = is_below(&group->dns_minimum, view);
    return is_changed;
}

void node_group_refresh(SimWorld *world, int32_t index) {
    NodeGroup *view = &world->node_groups.items[index];
    const Group *group = &world->groups.items[view->group];
    view->usable = view->healthy = 0;
    for (int32_t z = 0; z < ELB_ZONES_MAX; z++)
        view->healthy_by_zone[z] = view->unhealthy_by_zone[z] = 0;
    for (int32_t i = 0; i < group->member_count; i++) {
        const Target *target = &world->targets.items[world->members.items[group->first_member + i]];
        if (!takes_requests(target)) continue;
        count(view, target, seen_state(world, view, target), is_in_scope(world, view, target), 1);
    }
    update_thresholds(world, view);
    refresh_members(world, index);
}

void node_group_target_changed(SimWorld *world, int32_t index, int32_t target_index,
                               SimTargetState before, SimTargetState after) {
    NodeGroup *view = &world->node_groups.items[index];
    const Target *target = &world->targets.items[target_index];
    bool in_scope = is_in_scope(world, view, target);
    count(view, target, before, in_scope, -1);
    count(view, target, after, in_scope, 1);
    if (update_thresholds(world, view)) refresh_members(world, index);
}
