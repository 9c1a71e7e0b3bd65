// What a group does is told as AWS tells it: an activity with a status and its cause in a sentence.
#include <inttypes.h>
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/calendar.h"
#include "world/world.h"

const char *sim_lifecycle_name(SimLifecycle lifecycle) {
    static const char *const names[SIM_LIFECYCLE_COUNT] = {"",
                                                           "Pending",
                                                           "Pending:Wait",
                                                           "Pending:Proceed",
                                                           "InService",
                                                           "Standby",
                                                           "EnteringStandby",
                                                           "Terminating",
                                                           "Terminating:Wait",
                                                           "Terminating:Proceed",
                                                           "Terminated",
                                                           "Detaching",
                                                           "Detached",
                                                           "Warmed:Pending",
                                                           "Warmed:Pending:Wait",
                                                           "Warmed:Pending:Proceed",
                                                           "Warmed:Stopped",
                                                           "Warmed:Running",
                                                           "Warmed:Hibernated",
                                                           "Warmed:Terminating",
                                                           "Warmed:Terminating:Wait",
                                                           "Warmed:Terminating:Proceed"};
    return names[lifecycle];
}

#define DAY_S 86400

const char *scaling_time(const SimWorld *world, char *out, size_t capacity) {
    return scaling_time_at(world, world->now, out, capacity);
}

const char *scaling_time_at(const SimWorld *world, SimTime at, char *out, size_t capacity) {
    int64_t unix_s = world->config->start_unix_s + at / SIM_SECOND;
    int64_t days = (unix_s >= 0 ? unix_s : unix_s - (DAY_S - 1)) / DAY_S, s = unix_s - days * DAY_S;
    int64_t year, month, day;
    calendar_date(days, &year, &month, &day);
    snprintf(out, capacity,
             "%04" PRId64 "-%02" PRId64 "-%02" PRId64 "T%02" PRId64 ":%02" PRId64 ":%02" PRId64 "Z",
             year, month, day, s / 3600, s / 60 % 60, s % 60);
    return out;
}

void scaling_tell_activity(SimWorld *world, int32_t slot, const char *status, const char *cause) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    world_tell(world, SIM_MARK_NONE, "ScalingActivity", it->id, "", status, cause);
}

void scaling_tell_group(SimWorld *world, int32_t group, const char *to, const char *cause) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[group];
    char subject[160];
    snprintf(subject, sizeof subject, "%s/%s", world->config->regions[config->region].name,
             config->name);
    world_tell(world, SIM_MARK_NONE, "AutoScalingGroup", subject, "", to, cause);
}
