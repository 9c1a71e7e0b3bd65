// A shift is a state of a balancer; what it blocks is worked out for each group when the shift or
// the group's registrations change, so that choosing a target asks nothing more than before.
#include "elb/zonal_shift.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/autoshift.h"
#include "world/world.h"

#define SHORTEST SIM_MINUTE
#define LONGEST  (72 * SIM_HOUR)

bool is_zonal_shift(SimCommandKind kind) {
    return kind == SIM_COMMAND_ZONAL_SHIFT || kind == SIM_COMMAND_CANCEL_ZONAL_SHIFT;
}

// The node of the balancer in a zone; -1: it is not enabled there.
static int32_t node_in_zone(const SimWorld *world, int32_t balancer, int32_t zone) {
    const Balancer *b = &world->balancers.items[balancer];
    for (int32_t i = 0; i < b->node_count; i++)
        if (world->nodes.items[b->first_node + i].zone == zone)
            return (world->config->balancers[balancer].enabled >> i & 1) != 0 ? i : -1;
    return -1;
}

static const char *shifted_zone_name(const SimWorld *world, int32_t balancer) {
    const ZonalShift *shift = &world->shifts.items[balancer];
    int32_t node = world->balancers.items[balancer].first_node + shift->node1 - 1;
    return world->config->zones[world->nodes.items[node].zone].name;
}

static bool check_start(const SimWorld *world, int32_t balancer, const SimCommand *command,
                        SimError *error) {
    const ConfigBalancer *config = &world->config->balancers[balancer];
    int32_t zone = world_find_zone(world, command->value);
    if (zone < 0 || node_in_zone(world, balancer, zone) < 0)
        return sim_error_set(error, "%s is not enabled in a zone \"%s\".", command->target,
                             command->value);
    if (SIM_FACT("ELB-185", !config->has_zonal_shift))
        return sim_error_set(error,
                             "Zonal shift is off for %s: set its \"zonal_shift\" to true first.",
                             command->target);
    const ZonalShift *shift = &world->shifts.items[balancer];
    if (SIM_FACT("ELB-186", shift->node1 != 0 && shift->kind == SHIFT_BY_HAND))
        return sim_error_set(error,
                             "%s is shifted away from %s already, and one zone at a time is all "
                             "AWS allows: cancel that first.",
                             command->target, shifted_zone_name(world, balancer));
    if (!(command->number >= SHORTEST && command->number <= LONGEST))
        return sim_error_set(error, "A zonal shift expires in 1 minute to 72 hours.");
    return true;
}

bool zonal_shift_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    int32_t balancer = world_find_balancer(world, command->target);
    if (balancer < 0)
        return sim_error_set(error, "There is no load balancer \"%s\": name it as \"region/name\".",
                             command->target);
    if (command->kind == SIM_COMMAND_ZONAL_SHIFT)
        return check_start(world, balancer, command, error);
    if (world->shifts.items[balancer].node1 == 0)
        return sim_error_set(error, "%s is not shifted away from any zone.", command->target);
    return true;
}

// --- what it blocks
// ----------------------------------------------------------------------------------------------------------

static bool has_target_elsewhere(const SimWorld *world, const Group *group, int32_t zone_number) {
    for (int32_t i = 0; i < group->member_count; i++) {
        const Target *target = &world->targets.items[world->members.items[group->first_member + i]];
        if (target->lifecycle == TARGET_REGISTERED && target->zone_number != zone_number)
            return true;
    }
    return false;
}

static int32_t shifted_zone_number(const SimWorld *world, int32_t balancer) {
    const ZonalShift *shift = &world->shifts.items[balancer];
    if (shift->node1 == 0) return -1;
    int32_t node = world->balancers.items[balancer].first_node + shift->node1 - 1;
    return world->zones.items[world->nodes.items[node].zone].number;
}

// Targets in one zone only are not shifted away from: nothing would be left.
static bool is_blocking(const SimWorld *world, int32_t index, int32_t zone_number) {
    const Group *group = &world->groups.items[index];
    return zone_number >= 0 &&
           SIM_FACT("ELB-188", world->config->target_groups[index].is_cross_zone) &&
           SIM_FACT("ELB-190", has_target_elsewhere(world, group, zone_number));
}

void zonal_shift_group_changed(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    if (group->balancer < 0) return;
    int32_t zone_number = shifted_zone_number(world, group->balancer);
    int32_t blocked1 = is_blocking(world, index, zone_number) ? zone_number + 1 : 0;
    for (int32_t n = 0; n < world->balancers.items[group->balancer].node_count; n++) {
        NodeGroup *view = &world->node_groups.items[group->first_view + n];
        if (view->blocked_zone1 == blocked1) continue;
        view->blocked_zone1 = blocked1;
        node_group_refresh(world, group->first_view + n);
    }
}

// --- beginning and ending
// ----------------------------------------------------------------------------------------------------

static void refresh(SimWorld *world, int32_t balancer, const char *cause) {
    for (int32_t g = 0; g < world->groups.count; g++)
        if (world->groups.items[g].balancer == balancer) zonal_shift_group_changed(world, g);
    balancer_dns_refresh(world, balancer, cause);
}

void zonal_shift_begin(SimWorld *world, int32_t balancer, int32_t node1, int32_t kind,
                       SimTime ends) {
    ZonalShift *shift = &world->shifts.items[balancer];
    world_cancel(world, &shift->timer);
    shift->node1 = node1;
    shift->kind = kind;
    shift->ends = ends;
    refresh(world, balancer, shift_kind_word((ShiftKind)kind));
}

static void start(SimWorld *world, int32_t balancer, const SimCommand *command) {
    ZonalShift *shift = &world->shifts.items[balancer];
    SimTime length = (SimTime)command->number;
    if (shift->node1 != 0) autoshift_overruled(world, balancer);
    shift->kind = SHIFT_BY_HAND;
    shift->node1 = node_in_zone(world, balancer, world_find_zone(world, command->value)) + 1;
    shift->ends = world->now + length;
    if (!SIM_FACT("ELB-193", true)) length = LONGEST;
    shift->timer = world_after(world, length, EVENT_ZONAL_SHIFT, (uint32_t)balancer, 0);
    char parameters[600], to[64];
    snprintf(parameters, sizeof parameters,
             "{\"resourceIdentifier\":\"%s\",\"awayFrom\":\"%.64s\",\"expiresIn\":\"%lldm\"}",
             world->config->balancers[balancer].full_name, command->value,
             (long long)(length / SIM_MINUTE));
    snprintf(to, sizeof to, "away from %.48s", command->value);
    world_tell_api(world, SIM_MARK_SHIFT, "ZonalShift", command->target, "", to,
                   sim_command_name(command->kind), "StartZonalShift", parameters);
    if (!SIM_FACT("ELB-189", true)) // what is under way goes on
        node_dies(world, world->balancers.items[balancer].first_node + shift->node1 - 1);
    refresh(world, balancer, "zonal shift");
}

static void end(SimWorld *world, int32_t balancer, const char *cause, bool is_cancelled) {
    ZonalShift *shift = &world->shifts.items[balancer];
    ShiftKind kind = (ShiftKind)shift->kind;
    world_cancel(world, &shift->timer);
    shift->node1 = 0;
    shift->ends = 0;
    shift->kind = SHIFT_BY_HAND;
    refresh(world, balancer, cause);
    autoshift_follows(world, balancer, kind, is_cancelled);
}

void zonal_shift_stop(SimWorld *world, int32_t balancer, const char *cause) {
    end(world, balancer, cause, false);
}

void zonal_shift_forget(SimWorld *world, int32_t balancer) {
    world_cancel(world, &world->shifts.items[balancer].timer);
    world->shifts.items[balancer].node1 = 0;
    world->shifts.items[balancer].ends = 0;
    autoshift_forget(world, balancer);
}

void zonal_shift_apply(SimWorld *world, const SimCommand *command) {
    int32_t balancer = world_find_balancer(world, command->target);
    if (command->kind == SIM_COMMAND_ZONAL_SHIFT) {
        start(world, balancer, command);
        return;
    }
    char parameters[400];
    snprintf(parameters, sizeof parameters, "{\"resourceIdentifier\":\"%s\"}",
             world->config->balancers[balancer].full_name);
    world_tell_api(world, SIM_MARK_SHIFT, "ZonalShift", command->target, "", "cancelled",
                   sim_command_name(command->kind), "CancelZonalShift", parameters);
    if (world->shifts.items[balancer].kind == SHIFT_PRACTICE) autoshift_overruled(world, balancer);
    end(world, balancer, "the zonal shift is over", true);
}

void zonal_shift_expires(SimWorld *world, int32_t balancer) {
    const ConfigBalancer *config = &world->config->balancers[balancer];
    world->shifts.items[balancer].timer = (EventId){0, 0};
    char subject[128];
    snprintf(subject, sizeof subject, "%s/%s", world->config->regions[config->region].name,
             config->name);
    world_tell(world, SIM_MARK_SHIFT, "ZonalShift", subject, "", "expired", "its time is over");
    end(world, balancer, "the zonal shift is over", false);
}

// --- what is seen of it
// ------------------------------------------------------------------------------------------------------

static bool is_overridden(const SimWorld *world, const Target *target) {
    int32_t balancer = world->groups.items[target->group].balancer;
    return balancer >= 0 && target->lifecycle == TARGET_REGISTERED &&
           target->zone_number == shifted_zone_number(world, balancer);
}

const char *target_override(const SimWorld *world, int32_t index) {
    const Target *target = &world->targets.items[index];
    if (!SIM_FACT("ELB-191", is_overridden(world, target))) return "no_override";
    const Group *group = &world->groups.items[target->group];
    return world->node_groups.items[group->first_view].blocked_zone1 != 0
               ? "zonal_shift_active"
               : "zonal_shift_delegated_to_dns";
}

static void gauge_group(SimWorld *world, const Group *group, const ZonalShift *shift) {
    int32_t count = 0;
    for (int32_t i = 0; i < group->member_count; i++)
        count += is_overridden(
            world, &world->targets.items[world->members.items[group->first_member + i]]);
    const NodeGroup *view = &world->node_groups.items[group->first_view + shift->node1 - 1];
    if (SIM_FACT("ELB-192", count > 0))
        meter_gauge(&world->meter, view->scope, METRIC_ZONAL_SHIFT_HOSTS, count);
}

void zonal_shift_gauges(SimWorld *world) {
    for (int32_t i = 0; i < world->shifts.count; i++) {
        const ZonalShift *shift = &world->shifts.items[i];
        if (shift->node1 == 0) continue;
        for (int32_t g = 0; g < world->groups.count; g++)
            if (world->groups.items[g].balancer == i)
                gauge_group(world, &world->groups.items[g], shift);
    }
}
