// When AWS begins and ends an autoshift, and how it stands beside other shifts.
#include "elb/autoshift.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/ranks.h"
#include "elb/zonal_shift.h"
#include "world/world.h"

#define HELD_AGAIN SIM_MINUTE // until capacity is checked again (model)

const char *shift_kind_word(ShiftKind kind) {
    static const char *const words[] = {"zonal shift", "zonal autoshift", "practice run"};
    return words[kind];
}

static void subject_of(const SimWorld *world, int32_t balancer, char *out, size_t capacity) {
    const ConfigBalancer *config = &world->config->balancers[balancer];
    snprintf(out, capacity, "%s/%s", world->config->regions[config->region].name, config->name);
}

static void tell(SimWorld *world, int32_t balancer, const char *to, const char *cause) {
    char subject[160];
    subject_of(world, balancer, subject, sizeof subject);
    world_tell(world, SIM_MARK_SHIFT, "ZonalAutoshift", subject, "", to, cause);
}

static int32_t zone_of_node(const SimWorld *world, int32_t balancer, int32_t node1) {
    return world->nodes.items[world->balancers.items[balancer].first_node + node1 - 1].zone;
}

static bool is_impaired(const SimWorld *world, int32_t zone) {
    const Zone *it = &world->zones.items[zone];
    return !it->has_power || it->is_partitioned || it->is_impaired;
}

// --- telemetry
// ---------------------------------------------------------------------------------------------------

static void notice_later(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    SimTime delay = world->config->balancers[balancer].autoshift.telemetry_delay_ns;
    if (!SIM_FACT("R53-803", true)) delay = 0;
    world_cancel(world, &autoshift->telemetry);
    autoshift->telemetry = world_after(world, delay, EVENT_AUTOSHIFT, (uint32_t)balancer, 0);
}

static void zone_changed(SimWorld *world, int32_t balancer, int32_t node1, bool is_bad) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    bool is_enabled = world->config->balancers[balancer].autoshift.is_enabled;
    if (autoshift->active_node1 == node1) {
        if (is_bad)
            world_cancel(world, &autoshift->telemetry);
        else if (autoshift->telemetry.index1 == 0)
            notice_later(world, balancer);
    } else if (autoshift->active_node1 == 0 && is_bad && is_enabled &&
               autoshift->noticed_node1 == 0) {
        autoshift->noticed_node1 = node1;
        notice_later(world, balancer);
    } else if (autoshift->noticed_node1 == node1 && !(is_bad && is_enabled)) {
        autoshift->noticed_node1 = 0;
        world_cancel(world, &autoshift->telemetry);
    }
}

void autoshift_zone_changed(SimWorld *world, int32_t zone) {
    for (int32_t i = 0; i < world->balancers.count; i++) {
        const Balancer *balancer = &world->balancers.items[i];
        if (world->config->balancers[i].is_deleted) continue;
        for (int32_t n = 0; n < balancer->zone_count; n++)
            if (world->nodes.items[balancer->first_node + n].zone == zone &&
                (world->config->balancers[i].enabled >> n & 1) != 0)
                zone_changed(world, i, n + 1, is_impaired(world, zone));
    }
}

void autoshift_zone_left(SimWorld *world, int32_t balancer, int32_t node1) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    if (autoshift->active_node1 != node1 && autoshift->noticed_node1 != node1) return;
    world_cancel(world, &autoshift->telemetry);
    autoshift->active_node1 = autoshift->noticed_node1 = 0;
    autoshift->is_held = 0;
}

void autoshift_reconfigure(SimWorld *world) {
    for (int32_t i = 0; i < world->zones.count; i++)
        autoshift_zone_changed(world, i);
}

// --- beginning and ending
// ---------------------------------------------------------------------------------------------------

static void begin(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    const ZonalShift *shift = &world->shifts.items[balancer];
    char to[160];
    autoshift->active_node1 = autoshift->noticed_node1;
    autoshift->noticed_node1 = 0;
    autoshift->is_held = 0;
    const char *zone =
        world->config->zones[zone_of_node(world, balancer, autoshift->active_node1)].name;
    bool is_overruled = SIM_FACT("R53-806", shift->node1 != 0 && shift->kind == SHIFT_BY_HAND);
    snprintf(to, sizeof to, "%s away from %.64s", is_overruled ? "ACTIVE, NOT_APPLIED," : "ACTIVE",
             zone);
    tell(world, balancer, to, "AWS's own telemetry finds the zone impaired");
    if (is_overruled) return;
    if (shift->node1 != 0 && shift->kind == SHIFT_PRACTICE) autoshift_overruled(world, balancer);
    zonal_shift_begin(world, balancer, autoshift->active_node1, SHIFT_AUTO, 0);
}

static void end(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    const ZonalShift *shift = &world->shifts.items[balancer];
    bool is_balanced = SIM_FACT("R53-805", balancer_is_balanced(world, balancer));
    if (!is_balanced) {
        if (!autoshift->is_held)
            tell(world, balancer, "ACTIVE, capacity check failed",
                 "the zone has recovered, and its healthy targets are not as many as elsewhere");
        autoshift->is_held = 1;
        autoshift->telemetry =
            world_after(world, HELD_AGAIN, EVENT_AUTOSHIFT, (uint32_t)balancer, 0);
        return;
    }
    autoshift->active_node1 = 0;
    tell(world, balancer, "ended", "AWS's own telemetry finds the zone recovered");
    if (shift->node1 != 0 && shift->kind == SHIFT_AUTO)
        zonal_shift_stop(world, balancer, "the zonal autoshift is over");
}

void autoshift_due(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    autoshift->telemetry = (EventId){0, 0};
    if (autoshift->active_node1 != 0)
        end(world, balancer);
    else if (SIM_FACT("R53-801", autoshift->noticed_node1 != 0))
        begin(world, balancer);
}

void autoshift_follows(SimWorld *world, int32_t balancer, ShiftKind ended, bool is_cancelled) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    if (ended == SHIFT_AUTO && is_cancelled) {
        autoshift->active_node1 = 0;
        world_cancel(world, &autoshift->telemetry);
    }
    if (autoshift->active_node1 == 0 || world->shifts.items[balancer].node1 != 0) return;
    tell(world, balancer, "APPLIED", "the shift that had precedence is over");
    zonal_shift_begin(world, balancer, autoshift->active_node1, SHIFT_AUTO, 0);
}

void autoshift_forget(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    world_cancel(world, &autoshift->telemetry);
    world_cancel(world, &autoshift->practice);
    autoshift->active_node1 = autoshift->noticed_node1 = 0;
    autoshift->practice_ends = 0;
}

// --- capacity
// ----------------------------------------------------------------------------------------------------

// The first node that sees anything says how many are healthy in each zone.
static const NodeGroup *seeing_view(const SimWorld *world, int32_t balancer, const Group *group) {
    for (int32_t n = 0; n < world->config->balancers[balancer].zone_count; n++) {
        const NodeGroup *view = &world->node_groups.items[group->first_view + n];
        if (!node_has_say(&world->nodes.items[view->node])) continue;
        if (world->zones.items[world->nodes.items[view->node].zone].has_power) return view;
    }
    return NULL;
}

bool balancer_is_balanced(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    for (int32_t g = 0; g < world->groups.count; g++) {
        const Group *group = &world->groups.items[g];
        if (group->balancer != index || group->registered == 0) continue;
        const NodeGroup *view = seeing_view(world, index, group);
        if (view == NULL) return false;
        int32_t least = 1000000, most = 0;
        for (int32_t n = 0; n < balancer->zone_count; n++) {
            if ((world->config->balancers[index].enabled >> n & 1) == 0) continue;
            int32_t zone = world->nodes.items[balancer->first_node + n].zone;
            int32_t healthy = view->healthy_by_zone[world->zones.items[zone].number];
            least = healthy < least ? healthy : least;
            most = healthy > most ? healthy : most;
        }
        if (5 * least < 4 * most) return false;
    }
    return true;
}
