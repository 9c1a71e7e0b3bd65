// "3 of the last 3 datapoints [12 (09:03), 15 (09:04), 9 (09:05)] were greater than the threshold
// (5)": what counted, oldest first, with the time each point is of.
#include "cloudwatch/alarm_reason.h"

#include "base/fact.h"

#include <stdio.h>

#define POINTS_NAMED 5

static const char *words_of(ConfigComparison comparison) {
    switch (comparison) {
    case CONFIG_GT:
        return "greater than";
    case CONFIG_GE:
        return "greater than or equal to";
    case CONFIG_LT:
        return "less than";
    default:
        return "less than or equal to";
    }
}

static size_t length_of(int written, size_t used, size_t capacity) {
    size_t length = used + (size_t)(written < 0 ? 0 : written);
    return length < capacity ? length : capacity - 1;
}

// The newest points that count, as far as there is room for them, from the oldest on.
static void name_points(const AlarmPoint *points, int32_t count, int32_t real, int64_t start_unix_s,
                        char *out, size_t capacity) {
    int32_t last = -1, seen = 0;
    out[0] = '\0';
    for (int32_t i = 0; i < count && seen < real && seen < POINTS_NAMED; i++)
        if (points[i].is_present) last = i, seen++;
    size_t used = 0;
    if (real > POINTS_NAMED) used = length_of(snprintf(out, capacity, "..., "), used, capacity);
    for (int32_t i = last; i >= 0; i--) {
        if (!points[i].is_present) continue;
        int64_t clock =
            start_unix_s + points[i].start / SIM_SECOND + (SIM_FACT("CW-104", true) ? 0 : 60);
        int written =
            snprintf(out + used, capacity - used, "%s%.6g (%02d:%02d)", i == last ? "" : ", ",
                     points[i].value, (int)(clock / 3600 % 24), (int)(clock / 60 % 60));
        used = length_of(written, used, capacity);
    }
}

static const char *missing_words(ConfigTreatMissing treat) {
    static const char *const words[] = {"missing", "to be ignored", "breaching", "not breaching"};
    return words[treat];
}

void alarm_reason(const ConfigAlarm *alarm, const AlarmPoint *points, int32_t count,
                  const AlarmVerdict *verdict, bool is_known, int64_t start_unix_s, char *out,
                  size_t capacity) {
    char named[160];
    if (verdict->real == 0) {
        snprintf(out, capacity,
                 "%s in the last %d periods of %.0f s; missing data is treated as %s",
                 is_known ? "no datapoint" : "no such metric, so no datapoint", count,
                 (double)alarm->period_ns / 1e9, missing_words(alarm->treat_missing));
        return;
    }
    name_points(points, count, verdict->real, start_unix_s, named, sizeof named);
    int written = snprintf(
        out, capacity, "%d of the last %d datapoint%s [%s] %s %s the threshold (%.6g)",
        verdict->breaching, verdict->real, verdict->real == 1 ? "" : "s", named,
        verdict->breaching == 1 ? "was" : "were", words_of(alarm->comparison), alarm->threshold);
    size_t used = length_of(written, 0, capacity);
    if (verdict->filled > 0)
        written = snprintf(out + used, capacity - used, ", %d missing treated as %s",
                           verdict->filled, missing_words(alarm->treat_missing));
    if (verdict->filled > 0) used = length_of(written, used, capacity);
    if (alarm->datapoints_to_alarm > 1 || verdict->breaching == 0)
        snprintf(out + used, capacity - used, "; an alarm needs %d of %d",
                 alarm->datapoints_to_alarm, alarm->evaluation_periods);
}
