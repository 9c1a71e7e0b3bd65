// What a group does is told as AWS tells it: an activity with a status and its cause in a sentence.
#include <inttypes.h>
#include <stdio.h>

#include "autoscaling/autoscaling.h"
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

// The civil date of a day since 1970, counted in years that begin in March.
static void civil(int64_t days, int64_t *year, int64_t *month, int64_t *day) {
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

const char *scaling_time(const SimWorld *world, char *out, size_t capacity) {
    int64_t unix_s = world->config->start_unix_s + world->now / SIM_SECOND;
    int64_t days = (unix_s >= 0 ? unix_s : unix_s - (DAY_S - 1)) / DAY_S, s = unix_s - days * DAY_S;
    int64_t year, month, day;
    civil(days, &year, &month, &day);
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
