// A group: how many there should be, and the steps that lead there.
//
// Nobody launches or terminates but `autoscaling_act`, a few seconds after the desired capacity and
// the actual one have come apart: everybody else changes the desired capacity, marks an instance,
// or ends one. So several reasons at once are one step.
#include "autoscaling/autoscaling.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "world/scopes.h"
#include "world/world.h"

#define LAUNCH_DELAY    (6 * SIM_SECOND)
#define TERMINATE_DELAY (5 * SIM_SECOND)
#define RETRY_DELAY     SIM_MINUTE
#define CHECK_PERIOD    (30 * SIM_SECOND)

int32_t scaling_capacity(const SimWorld *world, int32_t group) {
    int32_t count = 0;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        count += it->group == group && scaling_counts(it);
    }
    return count;
}

bool scaling_is_suspended(const SimWorld *world, int32_t group, ConfigProcess process) {
    return SIM_FACT("ASG-520",
                    (world->config->scaling_groups[group].suspended >> process & 1) != 0);
}

int32_t world_find_scaling_group(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->scaling_group_count; i++) {
        const ConfigScalingGroup *group = &world->config->scaling_groups[i];
        const char *region = world->config->regions[group->region].name;
        size_t length = strlen(region);
        if (strncmp(name, region, length) == 0 && name[length] == '/' &&
            strcmp(name + length + 1, group->name) == 0)
            return i;
    }
    return -1;
}

const char *instance_name(const SimWorld *world, int32_t instance) {
    const ConfigInstance *config = &world->config->instances[instance];
    return config->slot1 == 0 ? config->name : world->scaling_instances.items[config->slot1 - 1].id;
}

int32_t autoscaling_nth(const SimWorld *world, int32_t group, int32_t n) {
    int32_t last = 0;
    for (; n > 0; n--) {
        const ScalingInstance *next = NULL;
        for (int32_t i = 0; i < world->scaling_instances.count; i++) {
            const ScalingInstance *it = &world->scaling_instances.items[i];
            bool is_there = it->group == group && it->state != SIM_LIFECYCLE_NONE &&
                            it->state < SIM_LIFECYCLE_TERMINATED;
            if (is_there && it->number > last && (next == NULL || it->number < next->number))
                next = it;
        }
        if (next == NULL) return -1;
        last = next->number;
        if (n == 1) return next->instance;
    }
    return -1;
}

// --- following
// -------------------------------------------------------------------------------------------------------------

void scaling_follow(SimWorld *world, int32_t index, const char *cause) {
    ScalingGroup *group = &world->scaling_groups.items[index];
    if (cause != NULL) snprintf(group->cause, sizeof group->cause, "%s", cause);
    if (group->act.index1 != 0) return;
    int32_t capacity = scaling_capacity(world, index);
    if (capacity == group->desired && !scaling_pool_differs(world, index)) return;
    bool launches = capacity <= group->desired;
    SimTime delay = SIM_FACT("ASG-105", launches) ? LAUNCH_DELAY : TERMINATE_DELAY;
    group->act = world_after(world, delay, EVENT_SCALING_ACT, (uint32_t)index, 0);
}

void scaling_desire(SimWorld *world, int32_t index, int32_t desired, const char *cause) {
    ScalingGroup *group = &world->scaling_groups.items[index];
    if (SIM_FACT("ASG-403", desired > group->max)) desired = group->max;
    if (desired < group->min) desired = group->min;
    if (desired == group->desired) return;
    char when[40], text[SCALING_CAUSE_MAX];
    snprintf(text, sizeof text, "At %s %s changing the desired capacity from %d to %d.",
             scaling_time(world, when, sizeof when), cause, group->desired, desired);
    group->desired = desired;
    char to[32];
    snprintf(to, sizeof to, "desired %d", desired);
    scaling_tell_group(world, index, to, text);
    scaling_follow(world, index, text);
}

// One launch after the other, each into the zone that has the fewest by then.
static bool launch_one(SimWorld *world, int32_t index, int32_t capacity, int32_t target) {
    uint32_t tried = 0;
    const ConfigScalingGroup *config = &world->config->scaling_groups[index];
    char text[2 * SCALING_CAUSE_MAX], when[40];
    for (;;) {
        int32_t zone = scaling_pick_zone(world, index, tried);
        if (zone < 0) return false;
        bool has_capacity = SIM_FACT("ASG-302", scaling_zone_has_capacity(world, zone));
        if (has_capacity || config->warm_pool.is_there) {
            snprintf(text, sizeof text,
                     "%s At %s an instance was started in response to a difference between desired "
                     "and actual capacity, increasing the capacity from %d to %d.",
                     world->scaling_groups.items[index].cause,
                     scaling_time(world, when, sizeof when), capacity, target);
            if (scaling_pool_take(world, index, zone, -1, text)) return true;
        }
        if (has_capacity && SIM_FACT("ASG-772", true))
            return scaling_launch(world, index, zone, -1, text);
        snprintf(text, sizeof text,
                 "Launching a new EC2 instance failed: there is not sufficient capacity in the "
                 "Availability Zone %s.",
                 world->config->zones[zone].name);
        scaling_tell_group(world, index, "Failed", text);
        if (SIM_FACT("ASG-304", config->is_balanced_only)) return false;
        for (int32_t z = 0; z < config->zone_count; z++)
            if (config->zones[z] == zone) tried |= UINT32_C(1) << z;
    }
}

static bool terminate_one(SimWorld *world, int32_t index, int32_t capacity, int32_t target) {
    int32_t victim = scaling_pick_victim(world, index);
    if (victim < 0) return false;
    char text[2 * SCALING_CAUSE_MAX], when[40];
    snprintf(text, sizeof text,
             "%s At %s an instance was taken out of service in response to a difference between "
             "desired and actual capacity, shrinking the capacity from %d to %d.",
             world->scaling_groups.items[index].cause, scaling_time(world, when, sizeof when),
             capacity, target);
    if (!scaling_pool_return(world, victim, text)) scaling_terminate(world, victim, text);
    return true;
}

void autoscaling_act(SimWorld *world, int32_t index) {
    world->scaling_groups.items[index].act = (EventId){0, 0};
    int32_t capacity = scaling_capacity(world, index);
    int32_t desired = world->scaling_groups.items[index].desired;
    bool is_done = true;
    if (!scaling_is_suspended(world, index, CONFIG_PROCESS_LAUNCH))
        for (int32_t n = capacity; n < desired && is_done; n++)
            is_done = launch_one(world, index, capacity, desired);
    if (!is_done)
        world->scaling_groups.items[index].act =
            world_after(world, RETRY_DELAY, EVENT_SCALING_ACT, (uint32_t)index, 0);
    is_done = !scaling_is_suspended(world, index, CONFIG_PROCESS_TERMINATE);
    for (int32_t n = capacity; n > desired && is_done; n--)
        is_done = terminate_one(world, index, capacity, desired);
    scaling_pool_act(world, index);
}

void autoscaling_check(SimWorld *world, int32_t index) {
    world->scaling_groups.items[index].check =
        world_after(world, CHECK_PERIOD, EVENT_SCALING_CHECK, (uint32_t)index, 0);
    scaling_check_health(world, index);
    scaling_check_lifetimes(world, index);
    scaling_rebalance(world, index);
    scaling_pool_check(world, index);
    scaling_follow(world, index, NULL);
}

// --- beginning, changing
// -------------------------------------------------------------------------------------------------

// Those that a steady run begins with have been there for a while.
static void begin_in_service(SimWorld *world, int32_t group) {
    int32_t zone = scaling_pick_zone(world, group, 0);
    scaling_launch(world, group, zone, -1, "");
}

static void add_slots(SimWorld *world) {
    for (int32_t i = 0; i < world->config->instance_count; i++) {
        const ConfigInstance *config = &world->config->instances[i];
        if (config->slot1 == 0 || config->slot1 - 1 < world->scaling_instances.count) continue;
        ScalingInstance *it = array_push(&world->scaling_instances);
        *it = (ScalingInstance){.group = config->scaling_group,
                                .instance = i,
                                .in_service = -1,
                                .silent_since = -1,
                                .hook = -1};
    }
}

// What the group's CPUUtilization is made of comes as often as the metrics of its launch template.
void scaling_set_monitoring(SimWorld *world, int32_t index) {
    int32_t minutes = world_ec2_minutes(world, scaling_launch_template(world, index));
    meter_set_ec2_minutes(&world->meter, world->scaling_groups.items[index].scope, minutes);
}

static void begin_group(SimWorld *world, int32_t index) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[index];
    ScalingGroup *group = &world->scaling_groups.items[index];
    group->min = config->min;
    group->max = config->max;
    group->desired = config->desired;
    group->scope = world_scaling_group_scope(world, index);
    scaling_set_monitoring(world, index);
    snprintf(group->cause, sizeof group->cause, "The group was created.");
    if (!world->config->is_cold) group->attached = UINT64_MAX;
    for (int32_t n = 0; n < config->desired && config->zone_count > 0; n++)
        begin_in_service(world, index);
    scaling_pool_begin(world, index);
    scaling_pool_act(world, index);
    world->scaling_groups.items[index].check =
        world_after(world, SIM_FACT("ASG-203", true) ? CHECK_PERIOD : 10 * CHECK_PERIOD,
                    EVENT_SCALING_CHECK, (uint32_t)index, 0);
}

void autoscaling_start(SimWorld *world) {
    array_resize(&world->scaling_groups, world->config->scaling_group_count);
    add_slots(world);
    for (int32_t i = 0; i < world->config->scaling_group_count; i++)
        begin_group(world, i);
    scaling_scheduled_start(world);
    predictive_start(world);
}

// AWS moves the desired capacity to a limit that passes it.
static void reconfigure_group(SimWorld *world, int32_t index, const ConfigScalingGroup *old) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[index];
    ScalingGroup *group = &world->scaling_groups.items[index];
    if (config->min != old->min) group->min = config->min;
    if (config->max != old->max) group->max = config->max;
    if (config->launch != old->launch) scaling_refresh_forget(world, index);
    scaling_set_monitoring(world, index);
    scaling_pool_begin(world, index);
    bool is_desired = config->desired != old->desired;
    char cause[160];
    snprintf(cause, sizeof cause,
             "a user request update of AutoScalingGroup constraints to min: %d, max: %d, desired: "
             "%d",
             group->min, group->max, config->desired);
    scaling_desire(world, index, is_desired ? config->desired : group->desired, cause);
    scaling_follow(world, index, NULL);
}

void autoscaling_reconfigure(SimWorld *world, const Config *old) {
    add_slots(world);
    for (int32_t i = 0; i < world->config->scaling_group_count; i++)
        reconfigure_group(world, i, &old->scaling_groups[i]);
}

// --- gauges
// ----------------------------------------------------------------------------------------------------------------

static void group_gauges(SimWorld *world, int32_t index) {
    const ScalingGroup *group = &world->scaling_groups.items[index];
    SimViewScalingGroup counts = scaling_counts_of(world, index);
    Meter *meter = &world->meter;
    meter_gauge(meter, group->scope, METRIC_GROUP_MIN, group->min);
    meter_gauge(meter, group->scope, METRIC_GROUP_MAX, group->max);
    meter_gauge(meter, group->scope, METRIC_GROUP_DESIRED, group->desired);
    meter_gauge(meter, group->scope, METRIC_GROUP_IN_SERVICE, counts.in_service);
    meter_gauge(meter, group->scope, METRIC_GROUP_PENDING, counts.pending);
    meter_gauge(meter, group->scope, METRIC_GROUP_STANDBY, counts.standby);
    meter_gauge(meter, group->scope, METRIC_GROUP_TERMINATING, counts.terminating);
    meter_gauge(meter, group->scope, METRIC_GROUP_TOTAL,
                counts.in_service + counts.pending + counts.standby + counts.terminating);
}

void autoscaling_gauges(SimWorld *world) {
    for (int32_t g = 0; g < world->scaling_groups.count; g++) {
        if (SIM_FACT("ASG-130", true)) group_gauges(world, g);
        scaling_pool_gauges(world, g);
    }
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        if (SIM_FACT("ASG-604", it->state != SIM_LIFECYCLE_IN_SERVICE)) continue;
        SimTime warmup = world->config->scaling_groups[it->group].default_warmup_ns;
        if (SIM_FACT("ASG-603", world->now < it->in_service + (warmup > 0 ? warmup : 0))) continue;
        meter_gauge(&world->meter, world->scaling_groups.items[it->group].scope,
                    METRIC_CPU_UTILIZATION, 100 * world->instances.items[it->instance].cpu);
    }
    predictive_gauges(world);
}

SimViewScalingGroup scaling_counts_of(const SimWorld *world, int32_t group) {
    SimViewScalingGroup out = {0};
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        if (it->group != group) continue;
        out.pending += scaling_is_pending(it->state);
        out.in_service += it->state == SIM_LIFECYCLE_IN_SERVICE;
        out.standby += it->state == SIM_LIFECYCLE_STANDBY;
        out.terminating += it->state >= SIM_LIFECYCLE_TERMINATING &&
                           it->state <= SIM_LIFECYCLE_TERMINATING_PROCEED;
        out.warm_pending += it->state >= SIM_LIFECYCLE_WARMED_PENDING &&
                            it->state <= SIM_LIFECYCLE_WARMED_PENDING_PROCEED;
        out.warmed += it->state >= SIM_LIFECYCLE_WARMED_STOPPED &&
                      it->state <= SIM_LIFECYCLE_WARMED_HIBERNATED;
        out.warm_terminating += it->state >= SIM_LIFECYCLE_WARMED_TERMINATING;
    }
    out.warm_wanted = world->config->scaling_groups[group].warm_pool.is_there
                          ? scaling_pool_wanted(world, group)
                          : -1;
    return out;
}
