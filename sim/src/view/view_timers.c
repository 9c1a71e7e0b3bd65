// What is it waiting for? The next timers, in words.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "view/viewer.h"

#define TIMERS_MAX 12

// Keeps the soonest few, in order of time.
__attribute__((format(printf, 4, 5))) static void add(SimViewer *viewer, SimTime at, SimPlace place,
                                                      const char *format, ...) {
    int32_t count = viewer->timers.count;
    if (count == TIMERS_MAX && at >= viewer->timers.items[count - 1].at) return;
    if (count < TIMERS_MAX) array_push(&viewer->timers);
    int32_t i = viewer->timers.count - 1;
    for (; i > 0 && viewer->timers.items[i - 1].at > at; i--)
        viewer->timers.items[i] = viewer->timers.items[i - 1];
    SimViewTimer *timer = &viewer->timers.items[i];
    timer->at = at;
    timer->place = place;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(timer->text, sizeof timer->text, format, arguments);
    va_end(arguments);
}

static void add_resolvers(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < viewer->resolvers.count; i++) {
        const SimViewResolver *resolver = &viewer->resolvers.items[i];
        if (!resolver->has_answer) continue;
        add(viewer, world->now + resolver->left, (SimPlace){SIM_PLACE_RESOLVER, i},
            "%s of %s: cached answer ends", resolver->name,
            viewer->clients.items[resolver->client].city);
    }
}

typedef struct TargetName {
    char text[72];
} TargetName;

// "host", and "host:32769" where it is not on its group's own port.
static TargetName name_of(const SimWorld *world, const Target *target) {
    TargetName name;
    const char *instance = instance_name(world, target->instance);
    if (target->port == world->config->target_groups[target->group].port)
        snprintf(name.text, sizeof name.text, "%.63s", instance);
    else
        snprintf(name.text, sizeof name.text, "%.63s:%d", instance, target->port);
    return name;
}

// A check is worth a word while results run against the state.
static void add_probe(SimViewer *viewer, const SimWorld *world, const Probe *probe) {
    const Target *target = &world->targets.items[probe->target];
    const ConfigHealthCheck *check = &world->config->target_groups[target->group].health_check;
    SimTime at;
    bool is_unhealthy = probe->state == SIM_TARGET_UNHEALTHY;
    int32_t streak = is_unhealthy ? probe->successes : probe->failures;
    int32_t needed = is_unhealthy ? check->healthy_threshold : check->unhealthy_threshold;
    if (target->lifecycle != TARGET_REGISTERED ||
        (streak == 0 && probe->state != SIM_TARGET_INITIAL))
        return;
    // A node without power checks nothing, nor does one that is not there.
    const ElbNode *node = &world->nodes.items[world->node_groups.items[probe->node_group].node];
    if (!world->zones.items[node->zone].has_power || node->stage == NODE_ABSENT) return;
    if (!event_queue_time_of(&world->events, probe->next, &at)) return;
    SimPlace place = {SIM_PLACE_INSTANCE, target->instance};
    const char *zone = world->config->zones[node->zone].name;
    if (probe->state == SIM_TARGET_INITIAL)
        add(viewer, at, place, "%s: first check from %s", name_of(world, target).text, zone);
    else
        add(viewer, at, place, "%s: check from %s, %d of %d %s", name_of(world, target).text, zone,
            streak, needed, is_unhealthy ? "passed" : "failed");
}

static void add_targets(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->probes.count; i++)
        add_probe(viewer, world, &world->probes.items[i]);
    for (int32_t i = 0; i < world->targets.count; i++) {
        const Target *target = &world->targets.items[i];
        SimPlace place = {SIM_PLACE_INSTANCE, target->instance};
        if (target->lifecycle == TARGET_DRAINING)
            add(viewer, target->drain_ends, place, "%s: deregistration delay ends",
                name_of(world, target).text);
        if (target->slow_since >= 0)
            add(viewer,
                target->slow_since + world->config->target_groups[target->group].slow_start_ns,
                place, "%s: slow start ends", name_of(world, target).text);
    }
}

// While a target is anomalous or held down, the next look at the group is worth a word.
static void add_anomalies(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < viewer->groups.count; i++) {
        const SimViewGroup *group = &viewer->groups.items[i];
        if (group->anomalous + group->mitigated == 0) continue;
        SimTime period = 5 * SIM_SECOND;
        add(viewer, (world->now / period + 1) * period, (SimPlace){SIM_PLACE_GROUP, i},
            group->is_mitigating ? "%s: target weights are adjusted" : "%s: anomalies are judged",
            group->name);
    }
}

static void add_instances(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->instances.count; i++) {
        SimTime at;
        if (world->instances.items[i].is_booting &&
            event_queue_time_of(&world->events, world->instances.items[i].boot, &at))
            add(viewer, at, (SimPlace){SIM_PLACE_INSTANCE, i}, "%s: boot ends",
                instance_name(world, i));
    }
}

// When those that scale a group begin to count on an instance.
static void add_warm_ups(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        SimTime at = scaling_warm_at(world, i);
        if (at > world->now)
            add(viewer, at, (SimPlace){SIM_PLACE_INSTANCE, it->instance}, "%s: warm-up ends",
                it->id);
    }
}

// While datapoints speak against the state of an alarm, its next look is worth a word. Of target
// tracking's long names the end says which.
static void add_alarms(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->alarms.count; i++) {
        const Alarm *alarm = &world->alarms.items[i];
        const ConfigAlarm *config = &world->config->alarms[i];
        bool is_on = alarm->state == SIM_ALARM_ALARM;
        bool is_against =
            is_on ? alarm->breaching < config->datapoints_to_alarm : alarm->breaching > 0;
        if (config->rule != NULL || !alarm->has_point || !is_against) continue;
        const char *name = config->name, *tail = strstr(name, "-Alarm");
        add(viewer, alarm_next_evaluation(world, i), (SimPlace){SIM_PLACE_CLIENT, -1},
            "%.60s: %d of %d breach, looks again", tail != NULL ? tail + 1 : name, alarm->breaching,
            config->datapoints_to_alarm);
    }
}

// A refresh waits at its checkpoints, and at its end.
static void add_refreshes(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->scaling_refreshes.count; i++) {
        const ScalingRefresh *refresh = &world->scaling_refreshes.items[i];
        const char *name = world->config->scaling_groups[i].name;
        int32_t first = viewer->scaling_groups.items[i].first_group;
        SimPlace place = {first >= 0 ? SIM_PLACE_GROUP : SIM_PLACE_CLIENT, first};
        if (refresh->waits_until == 0 || !refresh_is_active(refresh->status)) continue;
        if (refresh->status == SIM_REFRESH_BAKING)
            add(viewer, refresh->waits_until, place, "%s: bake time of the refresh ends", name);
        else
            add(viewer, refresh->waits_until, place, "%s: checkpoint of the refresh ends", name);
    }
}

// The last two parts of a path say enough: "app.algorithm".
static const char *short_path(const char *path) {
    const char *dots[2] = {path - 1, path - 1};
    for (const char *at = path; *at != '\0'; at++) {
        if (*at != '.') continue;
        dots[0] = dots[1];
        dots[1] = at;
    }
    return dots[0] + 1;
}

static void add_step(SimViewer *viewer, const SimCommand *command) {
    SimPlace nowhere = {SIM_PLACE_CLIENT, -1};
    if (command->kind == SIM_COMMAND_SET)
        add(viewer, command->at, nowhere, "timeline: %.48s = %.32s", short_path(command->target),
            command->value);
    else
        add(viewer, command->at, nowhere, "timeline: %s %.60s", sim_command_name(command->kind),
            command->target);
}

static void add_timeline(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = world->commands_done; i < world->command_order.count; i++) {
        const PendingCommand *pending = &world->commands.items[world->command_order.items[i]];
        if (pending->command.kind == SIM_COMMAND_NONE) continue;
        add_step(viewer, &pending->command);
        return;
    }
}

static void add_balancers(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->balancers.count; i++) {
        const ZonalShift *shift = &world->shifts.items[i];
        const Capacity *capacity = &world->capacities.items[i];
        const char *name = world->config->balancers[i].name;
        SimPlace node = {SIM_PLACE_NODE, world->balancers.items[i].first_node +
                                             (shift->node1 > 0 ? shift->node1 - 1 : 0)};
        if (shift->node1 != 0 && shift->ends > 0)
            add(viewer, shift->ends, node, "%s: %s away from %s ends", name,
                shift_kind_word((ShiftKind)shift->kind),
                world->config->zones[world->nodes.items[node.index].zone].name);
        SimTime at;
        if (event_queue_time_of(&world->events, world->autoshifts.items[i].telemetry, &at))
            add(viewer, at, node, "%s: AWS %s", name,
                world->autoshifts.items[i].active_node1 != 0 ? "ends its zonal autoshift"
                                                             : "begins a zonal autoshift");
        if (world->autoshifts.items[i].practice_ends == 0 &&
            event_queue_time_of(&world->events, world->autoshifts.items[i].practice, &at))
            add(viewer, at, node, "%s: a practice run is due", name);
        if (capacity->provisioned_at > 0)
            add(viewer, capacity->provisioned_at, node, "%s: reservation of %d LCUs is provisioned",
                name, capacity->requested);
    }
}

// Nodes on their way into DNS, and out of it.
static void add_nodes(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->nodes.count; i++) {
        const ElbNode *node = &world->nodes.items[i];
        bool is_leaving = node->stage == NODE_LEAVING;
        if ((node->stage != NODE_STARTING && !is_leaving) || node->stage_ends <= world->now)
            continue;
        add(viewer, node->stage_ends, (SimPlace){SIM_PLACE_NODE, i}, "%.48s: node in %s %s",
            world->config->balancers[node->balancer].name, world->config->zones[node->zone].name,
            is_leaving ? "takes no new connections" : "has checked the targets");
    }
}

static void add_endpoints(SimViewer *viewer, const SimWorld *world) {
    SimPlace nowhere = {SIM_PLACE_CLIENT, -1};
    for (int32_t i = 0; i < world->endpoints.count; i++) {
        const Endpoint *endpoint = &world->endpoints.items[i];
        SimTime at;
        if (!event_queue_time_of(&world->events, endpoint->timer, &at)) continue;
        add(viewer, at, nowhere, "edges of AWS: %.48s %s", world->config->endpoints[i].name,
            endpoint->is_healthy ? "gets connections again" : "gets no new connections");
    }
}

// What the clock will do with Auto Scaling groups.
static void add_schedules(SimViewer *viewer, const SimWorld *world) {
    const Config *config = world->config;
    for (int32_t i = 0; i < config->scheduled_action_count; i++) {
        const ConfigScheduledAction *action = &config->scheduled_actions[i];
        const ConfigScalingGroup *group = &config->scaling_groups[action->group];
        SimTime at = scaling_scheduled_time(world, i);
        int32_t first = group->target_group_count > 0 ? group->target_groups[0] : -1;
        if (at != SIM_NEVER)
            add(viewer, at, (SimPlace){SIM_PLACE_GROUP, first}, "%.30s: scheduled action %.30s",
                group->name, action->name);
    }
    for (int32_t i = 0; i < world->forecasts.count; i++) {
        int32_t policy = world->forecasts.items[i].policy, capacity;
        const ConfigScalingGroup *group =
            &config->scaling_groups[config->scaling_policies[policy].group];
        int64_t hour;
        SimTime at = predictive_next(world, i, &capacity, &hour);
        int32_t first = group->target_group_count > 0 ? group->target_groups[0] : -1;
        if (at != SIM_NEVER)
            add(viewer, at, (SimPlace){SIM_PLACE_GROUP, first}, "%.30s: forecast of %d for %02d:00",
                group->name, capacity, (int)(hour % 24));
    }
}

void view_timers(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->timers);
    add_resolvers(viewer, world);
    add_targets(viewer, world);
    add_anomalies(viewer, world);
    add_instances(viewer, world);
    add_warm_ups(viewer, world);
    add_alarms(viewer, world);
    add_balancers(viewer, world);
    add_nodes(viewer, world);
    add_refreshes(viewer, world);
    add_endpoints(viewer, world);
    add_schedules(viewer, world);
    add_timeline(viewer, world);
}
