// Registration: instances join target groups, warm up slowly, drain, and leave.
#include "elb/elb.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/barrier.h"
#include "elb/code.h"
#include "elb/names.h"
#include "world/world.h"

#define SLOW_TICK SIM_SECOND

static int32_t node_count_of(const SimWorld *world, int32_t group) {
    int32_t balancer = world->groups.items[group].balancer;
    return balancer >= 0 ? world->balancers.items[balancer].node_count : 0;
}

static bool is_zone_enabled(const SimWorld *world, int32_t group, int32_t zone) {
    int32_t balancer = world->groups.items[group].balancer;
    if (balancer < 0) return SIM_FACT("ELB-201", false);
    const ConfigBalancer *config = &world->config->balancers[balancer];
    for (int32_t i = 0; i < config->zone_count; i++)
        if (config->zones[i] == zone && (config->enabled >> i & 1) != 0) return true;
    return SIM_FACT("ELB-101", false);
}

int32_t target_find(const SimWorld *world, int32_t group, int32_t instance, int32_t port) {
    const Group *g = &world->groups.items[group];
    for (int32_t i = 0; i < g->member_count; i++) {
        int32_t index = world->members.items[g->first_member + i];
        const Target *target = &world->targets.items[index];
        if (target->instance == instance && (port == 0 || target->port == port)) return index;
    }
    return -1;
}

static bool is_in_group(const Target *target) {
    return target->lifecycle != TARGET_DEREGISTERED && target->lifecycle != TARGET_INVALID;
}

int32_t target_meant(const SimWorld *world, int32_t group, int32_t instance, int32_t port) {
    if (SIM_FACT("ELB-282", port > 0)) return target_find(world, group, instance, port);
    const Group *g = &world->groups.items[group];
    int32_t usual = target_find(world, group, instance, world->config->target_groups[group].port);
    if (usual >= 0 && is_in_group(&world->targets.items[usual])) return usual;
    int32_t only = -1;
    for (int32_t i = 0; i < g->member_count; i++) {
        int32_t index = world->members.items[g->first_member + i];
        const Target *target = &world->targets.items[index];
        if (target->instance != instance || !is_in_group(target)) continue;
        if (only >= 0) return -2;
        only = index;
    }
    return only >= 0 ? only : usual;
}

// Those of a zone are what its RequestCountPerTarget is over when none is healthy.
static void tell_registered_by_zone(SimWorld *world, int32_t index, const int32_t *by_zone) {
    const Group *group = &world->groups.items[index];
    for (int32_t i = 0; i < node_count_of(world, index); i++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + i];
        int32_t zone = world->zones.items[world->nodes.items[view->node].zone].number;
        if (view->scope >= 0) meter_set_registered(&world->meter, view->scope, by_zone[zone]);
    }
}

void group_count_registered(SimWorld *world, int32_t index) {
    Group *group = &world->groups.items[index];
    int32_t by_zone[ELB_ZONES_MAX] = {0};
    group->registered = 0;
    for (int32_t i = 0; i < group->member_count; i++) {
        const Target *target = &world->targets.items[world->members.items[group->first_member + i]];
        if (target->lifecycle != TARGET_REGISTERED) continue;
        group->registered++;
        by_zone[target->zone_number]++;
    }
    if (group->scope >= 0) meter_set_registered(&world->meter, group->scope, group->registered);
    meter_set_registered(&world->meter, group->scope_alone, group->registered);
    tell_registered_by_zone(world, index, by_zone);
    if (group->balancer >= 0 && world->shifts.items[group->balancer].node1 != 0)
        zonal_shift_group_changed(world, index);
}

// One instance can be registered on port after port, so there may come more targets than were
// thought of.
static void make_room(SimWorld *world, int32_t group) {
    Group *g = &world->groups.items[group];
    if (g->member_count < g->member_capacity) return;
    int32_t capacity = 2 * g->member_capacity + 8, from = g->first_member;
    for (int32_t i = 0; i < world->node_groups.count; i++)
        if (world->node_groups.items[i].group == group) target_links_move(world, i, capacity);
    g->first_member = world->members.count;
    array_resize(&world->members, g->first_member + capacity);
    for (int32_t i = 0; i < g->member_count; i++)
        world->members.items[g->first_member + i] = world->members.items[from + i];
    g->member_capacity = capacity;
}

static int32_t add_target(SimWorld *world, int32_t group, int32_t instance, int32_t port) {
    make_room(world, group);
    Group *g = &world->groups.items[group];
    int32_t index = world->targets.count;
    Target *target = array_push(&world->targets);
    int32_t zone = world->config->instances[instance].zone;
    const ConfigInstance *config = &world->config->instances[instance];
    *target = (Target){.group = group,
                       .instance = instance,
                       .port = port,
                       .is_anywhere = config->address != 0 &&
                                      !address_is_in_vpc(config->address, config->region),
                       .member = g->member_count,
                       .first_probe = -1,
                       .zone_number = world->zones.items[zone].number,
                       .slow_since = -1};
    world->members.items[g->first_member + g->member_count] = index;
    g->member_count++;
    for (int32_t i = 0; i < node_count_of(world, group); i++)
        chooser_member_add(&world->choosers, world->node_groups.items[g->first_view + i].chooser);
    return index;
}

static void refresh_group(SimWorld *world, int32_t group) {
    for (int32_t i = 0; i < node_count_of(world, group); i++)
        node_group_refresh(world, world->groups.items[group].first_view + i);
}

// Those of a balancer that its group served before are of no use.
static bool has_probes(const SimWorld *world, const Target *target) {
    return target->first_probe >= 0 && world->probes.items[target->first_probe].node_group ==
                                           world->groups.items[target->group].first_view;
}

static TargetLifecycle lifecycle_of(const SimWorld *world, const Target *target) {
    const ConfigInstance *instance = &world->config->instances[target->instance];
    if (SIM_FACT("ELB-288", address_is_of_node(world, instance->region, instance->address)))
        return TARGET_IP_UNUSABLE;
    bool is_enabled = is_zone_enabled(world, target->group, instance->zone) ||
                      (target->is_anywhere && world->groups.items[target->group].balancer >= 0);
    return is_enabled ? TARGET_REGISTERED : TARGET_NOT_IN_USE;
}

static void tell_registered(SimWorld *world, int32_t index, const char *before) {
    const char *reason = "";
    char cause[96];
    SimTargetState state = target_state(world, index, &reason, NULL, NULL, NULL);
    snprintf(cause, sizeof cause, "registered%s%s", *reason != 0 ? ": " : "", reason);
    world_tell_target(world, index, before, sim_target_state_name(state), cause);
}

// Registering for the whole scenario at t = 0 is one refresh a group, not one a target.
int32_t target_register(SimWorld *world, int32_t group, int32_t instance, int32_t port,
                        bool is_healthy, bool is_told) {
    // A scenario names each registration once, so only later ones can be repeats.
    int32_t index = is_told ? target_find(world, group, instance, port) : -1;
    const char *before = index >= 0 ? target_state_word(world, index) : "unused";
    if (index < 0) index = add_target(world, group, instance, port);
    Target *target = &world->targets.items[index];
    world_cancel(world, &target->drain);
    target->drain_ends = 0;
    target->lifecycle = (int32_t)lifecycle_of(world, target);
    target_barriers_refresh(world, index);
    if (target->lifecycle == TARGET_REGISTERED)
        probe_start(world, index, is_healthy, !has_probes(world, target));
    if (is_told) {
        group_count_registered(world, group);
        refresh_group(world, group);
        tell_registered(world, index, before);
    }
    return index;
}

void group_start(SimWorld *world, int32_t group) {
    group_count_registered(world, group);
    refresh_group(world, group);
}

static void leave_routing(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    target->slow_since = -1;
    probe_stop(world, index);
    if (SIM_FACT("ELB-233", true)) target_connections_drop(world, index);
    group_count_registered(world, target->group);
    refresh_group(world, target->group);
}

// New requests stop at once; those in flight have the deregistration delay to finish (elb.md 2.6).
void target_deregister(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    const ConfigTargetGroup *group = &world->config->target_groups[target->group];
    const char *before = target_state_word(world, index);
    target->lifecycle = TARGET_DRAINING;
    target->drain_ends = world->now + group->deregistration_delay_ns;
    target->drain = event_queue_push(&world->events, target->drain_ends, EVENT_CLASS_MODEL,
                                     EVENT_DRAIN_ENDS, (uint32_t)index, 0);
    leave_routing(world, index);
    world_tell_target(world, index, before, "draining",
                      "deregistered: Target.DeregistrationInProgress");
    target_drain_check(world, index);
}

// An early end is asked for by the group's draining.early_end: an idle target need not be shown as
// draining any longer.
void target_drain_check(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    if (target->lifecycle != TARGET_DRAINING || target->in_flight.count > 0) return;
    bool ends_early = world->config->target_groups[target->group].is_drain_early_end;
    if (!SIM_FACT("ELB-216 ELB-220", ends_early)) return;
    world_cancel(world, &target->drain);
    target_drain_ends(world, index);
}

// A WebSocket is closed; a request gets an answer. Returns whether it was a WebSocket.
static bool cut_off(SimWorld *world, int32_t attempt) {
    bool is_socket = world->attempts.items[attempt].state == ATTEMPT_SOCKET;
    if (is_socket) socket_close(world, attempt, true);
    if (is_socket) return true;
    code_tell(world, attempt, 502, CODE_CUT_OFF);
    respond_elb(world, attempt, 502);
    return false;
}

static void describe_cut(int32_t cut, int32_t sockets, char *out, size_t capacity) {
    char requests[48] = "", closed[48] = "";
    if (cut > sockets)
        snprintf(requests, sizeof requests, ", %d in flight cut with 502", cut - sockets);
    if (sockets > 0) snprintf(closed, sizeof closed, ", %d WebSockets closed", sockets);
    snprintf(out, capacity, "Target.NotRegistered: the deregistration delay ran out%s%s", requests,
             closed);
}

void target_drain_ends(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    target->drain = (EventId){0, 0};
    target->drain_ends = 0;
    target->lifecycle = TARGET_DEREGISTERED;
    int32_t cut = target->in_flight.count, sockets = 0;
    while (SIM_FACT("ELB-217", true) && target->in_flight.head1 != 0)
        sockets += cut_off(world, (int32_t)target->in_flight.head1 - 1);
    char cause[160];
    describe_cut(cut, sockets, cause, sizeof cause);
    world_tell_target(world, index, "draining", "unused", cause);
    autoscaling_drained(world, target->instance);
}

// A draining target drains on: a balancer that no longer names its group ends it no sooner.
static void leave_use(SimWorld *world, int32_t index, const char *cause) {
    Target *target = &world->targets.items[index];
    if (target->lifecycle != TARGET_REGISTERED) return;
    const char *before = target_state_word(world, index);
    target->lifecycle = TARGET_NOT_IN_USE;
    target->slow_since = -1;
    probe_stop(world, index);
    target_connections_drop(world, index);
    world_tell_target(world, index, before, "unused", cause);
}

void target_leave_use(SimWorld *world, int32_t index) {
    leave_use(world, index, "no rule names its group: Target.NotInUse");
}

// Checked anew from nothing, and by the nodes of this balancer.
static void enter_use(SimWorld *world, int32_t index, const char *cause) {
    Target *target = &world->targets.items[index];
    if (target->lifecycle != TARGET_NOT_IN_USE || lifecycle_of(world, target) != TARGET_REGISTERED)
        return;
    target->lifecycle = TARGET_REGISTERED;
    target_barriers_refresh(world, index);
    probe_start(world, index, false, !has_probes(world, target));
    world_tell_target(world, index, "unused", "initial", cause);
}

void target_enter_use(SimWorld *world, int32_t index) {
    enter_use(world, index, "a rule names its group");
}

void group_follow_zones(SimWorld *world, int32_t index) {
    const Group group = world->groups.items[index];
    for (int32_t i = 0; i < group.member_count; i++) {
        int32_t target = world->members.items[group.first_member + i];
        bool is_of_use = lifecycle_of(world, &world->targets.items[target]) == TARGET_REGISTERED;
        if (SIM_FACT("ELB-980", !is_of_use))
            leave_use(world, target, "its zone is not enabled any more: Target.NotInUse");
        else
            enter_use(world, target, "its zone is enabled");
    }
    group_start(world, index);
}

void target_forget(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    world_cancel(world, &target->drain);
    target->drain_ends = 0;
    if (target->lifecycle != TARGET_INVALID) target->lifecycle = TARGET_DEREGISTERED;
}

// The instance is gone: Target.InvalidState.
void target_invalidate(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    const char *before = target_state_word(world, index);
    world_cancel(world, &target->drain);
    target->drain_ends = 0;
    target->lifecycle = SIM_FACT("ELB-312", true) ? TARGET_INVALID : TARGET_REGISTERED;
    leave_routing(world, index);
    world_tell_target(world, index, before, "unused",
                      "its instance was terminated: Target.InvalidState");
}

// --- slow start
// -----------------------------------------------------------------------------------------------------------------

double target_slow_share(const SimWorld *world, int32_t index) {
    const Target *target = &world->targets.items[index];
    SimTime duration = world->config->target_groups[target->group].slow_start_ns;
    if (target->slow_since < 0 || duration <= 0) return 1;
    double share = (double)(world->now - target->slow_since) / (double)duration;
    if (!SIM_FACT("ELB-209", share < 1)) return 1;
    return share > 0.01 ? share : 0.01;
}

static bool has_full_peer(const SimWorld *world, int32_t index) {
    const Target *target = &world->targets.items[index];
    const Group *group = &world->groups.items[target->group];
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t other = world->members.items[group->first_member + i];
        if (other == index || world->targets.items[other].slow_since >= 0) continue;
        if (target_state(world, other, NULL, NULL, NULL, NULL) == SIM_TARGET_HEALTHY) return true;
    }
    return false;
}

// A target that becomes healthy ramps up, unless none of its peers could carry the rest
// (elb.md 2.4).
void target_slow_begin(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    if (world->config->target_groups[target->group].slow_start_ns <= 0 || target->slow_since >= 0)
        return;
    if (!SIM_FACT("ELB-210", has_full_peer(world, index))) return;
    target->slow_since = world->now;
    Group *group = &world->groups.items[target->group];
    if (group->slow_tick) return;
    group->slow_tick = 1;
    world_after(world, SLOW_TICK, EVENT_SLOW_TICK, (uint32_t)target->group, 0);
}

// Out of the ramp; healthy again, it begins anew.
void target_slow_end(SimWorld *world, int32_t index) {
    if (SIM_FACT("ELB-212", true) &&
        target_state(world, index, NULL, NULL, NULL, NULL) != SIM_TARGET_HEALTHY)
        world->targets.items[index].slow_since = -1;
}

void group_slow_tick(SimWorld *world, int32_t index) {
    Group *group = &world->groups.items[index];
    bool is_ramping = false;
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t member = world->members.items[group->first_member + i];
        Target *target = &world->targets.items[member];
        if (target->slow_since < 0) continue;
        if (target_slow_share(world, member) >= 1)
            target->slow_since = -1;
        else
            is_ramping = true;
    }
    refresh_group(world, index);
    group->slow_tick = is_ramping;
    if (is_ramping) world_after(world, SLOW_TICK, EVENT_SLOW_TICK, (uint32_t)index, 0);
}
