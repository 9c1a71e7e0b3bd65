// Scheduled actions: at their time, up to two minutes late, they set limits and the desired
// capacity. How late an action comes belongs to it, so those of a group keep their order when they
// are far enough apart.
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "scenario/schedule.h"
#include "world/world.h"

static SimTime lateness(const SimWorld *world, int32_t index) {
    char name[160];
    snprintf(name, sizeof name, "scheduled %.63s", world->config->scheduled_actions[index].name);
    RandomStream stream;
    random_stream_seed(&stream, world->seed, name);
    SimTime late = (SimTime)(random_unit(&stream) * 2 * (double)SIM_MINUTE);
    return SIM_FACT("ASG-508", true) ? late : 0;
}

static void plan(SimWorld *world, int32_t index, SimTime after) {
    SimTime next = schedule_next(world->config, &world->config->scheduled_actions[index], after);
    if (next == SIM_NEVER) return;
    event_queue_push(&world->events, next + lateness(world, index), EVENT_CLASS_MODEL,
                     EVENT_SCALING_SCHEDULED, (uint32_t)index, 0);
}

void scaling_scheduled_start(SimWorld *world) {
    for (int32_t i = 0; i < world->config->scheduled_action_count; i++)
        plan(world, i, -1);
}

SimTime scaling_scheduled_time(const SimWorld *world, int32_t index) {
    SimTime late = lateness(world, index), passed = world->now - late;
    SimTime next = schedule_next(world->config, &world->config->scheduled_actions[index],
                                 passed < 0 ? -1 : passed);
    return next == SIM_NEVER ? SIM_NEVER : next + late;
}

void autoscaling_scheduled(SimWorld *world, int32_t index) {
    const ConfigScheduledAction *action = &world->config->scheduled_actions[index];
    ScalingGroup *group = &world->scaling_groups.items[action->group];
    plan(world, index, world->now - lateness(world, index));
    if (SIM_FACT("ASG-615",
                 scaling_is_suspended(world, action->group, CONFIG_PROCESS_SCHEDULED_ACTIONS)))
        return;
    if (action->min >= 0) group->min = action->min;
    if (action->max >= 0) group->max = action->max;
    char cause[160];
    snprintf(cause, sizeof cause, "scheduled action %.63s", action->name);
    scaling_desire(world, action->group, action->desired >= 0 ? action->desired : group->desired,
                   cause);
}
