// Ten rows of AWS's own example fix this: see the table in tests/test_alarm.c.
#include "cloudwatch/alarm_decide.h"

#include "base/fact.h"

#define OLDER_POINTS 2

int32_t alarm_range(const ConfigAlarm *alarm) {
    return alarm->evaluation_periods + (SIM_FACT("CW-316", true) ? OLDER_POINTS : 0);
}

bool alarm_breaches(const ConfigAlarm *alarm, double value) {
    switch (alarm->comparison) {
    case CONFIG_GT:
        return SIM_FACT("CW-307", value > alarm->threshold);
    case CONFIG_GE:
        return value >= alarm->threshold;
    case CONFIG_LT:
        return value < alarm->threshold;
    default:
        return value <= alarm->threshold;
    }
}

static AlarmOutcome outcome_of(bool is_alarm) {
    return is_alarm ? ALARM_TO_ALARM : ALARM_TO_OK;
}

static AlarmOutcome without_data(ConfigTreatMissing treat) {
    switch (treat) {
    case CONFIG_MISSING_BREACHING:
        return outcome_of(SIM_FACT("CW-312", true));
    case CONFIG_MISSING_NOT_BREACHING:
        return outcome_of(!SIM_FACT("CW-313", true));
    case CONFIG_MISSING_IGNORE:
        return SIM_FACT("CW-311", true) ? ALARM_KEEPS : ALARM_TO_OK;
    case CONFIG_MISSING_MISSING:
        break;
    }
    return SIM_FACT("CW-310", true) ? ALARM_TO_INSUFFICIENT_DATA : ALARM_TO_OK;
}

// Fewer than N points, none of which settles it: all breach, and the setting says that missing
// ones are no data. An alarm goes off early when the oldest is so old that only missing ones would
// be left soon.
static AlarmOutcome early(const ConfigAlarm *alarm, int32_t oldest_age) {
    if (SIM_FACT("CW-319", oldest_age < alarm->datapoints_to_alarm)) return ALARM_KEEPS;
    return alarm->treat_missing == CONFIG_MISSING_MISSING ? ALARM_TO_ALARM : ALARM_KEEPS;
}

static AlarmOutcome with_few(const ConfigAlarm *alarm, AlarmVerdict *verdict, int32_t oldest_age) {
    int32_t missing = alarm->evaluation_periods - verdict->real;
    bool is_settled = verdict->breaching >= alarm->datapoints_to_alarm;
    switch (alarm->treat_missing) {
    case CONFIG_MISSING_BREACHING:
        verdict->filled = missing;
        return outcome_of(
            SIM_FACT("CW-317", verdict->breaching + missing >= alarm->datapoints_to_alarm));
    case CONFIG_MISSING_NOT_BREACHING:
        verdict->filled = missing;
        return outcome_of(SIM_FACT("CW-318", is_settled));
    default:
        if (is_settled) return ALARM_TO_ALARM;
        return verdict->breaching < verdict->real ? ALARM_TO_OK : early(alarm, oldest_age);
    }
}

AlarmVerdict alarm_decide(const ConfigAlarm *alarm, const AlarmPoint *points, int32_t count) {
    AlarmVerdict verdict = {.outcome = ALARM_KEEPS};
    int32_t oldest_age = 0;
    // Of more than N real ones the newest N count.
    for (int32_t i = 0; i < count && verdict.real < alarm->evaluation_periods; i++) {
        if (!points[i].is_present) continue;
        verdict.real++;
        verdict.breaching += points[i].is_breaching;
        oldest_age = i + 1;
    }
    if (verdict.real == 0) {
        verdict.outcome = without_data(alarm->treat_missing);
        verdict.filled = alarm->evaluation_periods;
    } else if (SIM_FACT("CW-315", verdict.real == alarm->evaluation_periods)) {
        verdict.outcome =
            outcome_of(SIM_FACT("CW-305", verdict.breaching >= alarm->datapoints_to_alarm));
    } else {
        verdict.outcome = with_few(alarm, &verdict, oldest_age);
    }
    return verdict;
}
