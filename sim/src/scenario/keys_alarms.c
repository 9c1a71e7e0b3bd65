// The keys of CloudWatch alarms.
#include "scenario/key_rows.h"

#define STAT_PATTERN "^(Sum|Average|Minimum|Maximum|SampleCount|p(100|[0-9]{1,2}(\\.[0-9]{1,4})?))$"
#define STAT_SHAPE   "Sum, Average, Minimum, Maximum, SampleCount or a percentile like p99.9"
#define ACTION_PATTERN                                                                             \
    "^(sns|autoscaling|ec2|lambda|ssm):[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$"
#define ACTION_SHAPE "an action such as \"sns:on-call\""

static const char *const comparisons[] = {"GreaterThanThreshold", "GreaterThanOrEqualToThreshold",
                                          "LessThanThreshold", "LessThanOrEqualToThreshold", NULL};
static const char *const later_comparisons[] = {"LessThanLowerOrGreaterThanUpperThreshold",
                                                "LessThanLowerThreshold",
                                                "GreaterThanUpperThreshold", NULL};
static const char *const treatments[] = {"missing", "ignore", "breaching", "notBreaching", NULL};
static const char *const low_samples[] = {"evaluate", "ignore", NULL};

static const Key alarm_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawAlarm, alarm.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, one of the region's."},
    {"namespace", KEY_TEXT, 0, AT(RawAlarm, metric.namespace_), 1, 255,
     .doc = "CloudWatch namespace; found by the metric's name unless said."},
    {"metric", KEY_TEXT, KEY_REQUIRED, AT(RawAlarm, metric.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawAlarm, metric.dimensions), .default_ = "{}",
     .doc = "Its dimensions, all of them; values may be short names of this region."},
    {"stat", KEY_TEXT, KEY_REQUIRED, AT(RawAlarm, metric.stat), 1, 12, .pattern = STAT_PATTERN,
     .shape = STAT_SHAPE, .doc = "The statistic of each period."},
    {"period", KEY_DURATION, KEY_REQUIRED, AT(RawAlarm, alarm.period_ns), SECONDS(10), 7 * DAY,
     .doc = "What one datapoint covers: 10s, 20s, 30s or a multiple of 60s."},
    {"comparison", KEY_ENUM, KEY_REQUIRED | KEY_LIVE, AT(RawAlarm, comparison),
     .values = comparisons, .later = later_comparisons,
     .doc = "How a breaching datapoint compares with the threshold."},
    {"threshold", KEY_NUMBER, KEY_REQUIRED | KEY_LIVE, AT(RawAlarm, alarm.threshold), -1e15, 1e15,
     .doc = "What datapoints are compared with."},
    {"evaluation_periods", KEY_INTEGER, KEY_REQUIRED, AT(RawAlarm, alarm.evaluation_periods), 1,
     10080, .doc = "N: how many of the newest datapoints count."},
    {"datapoints_to_alarm", KEY_INTEGER, KEY_LIVE, AT(RawAlarm, alarm.datapoints_to_alarm), 1,
     10080, .fact = "CW-306",
     .doc = "M: how many of those N must breach; all of them unless said."},
    {"treat_missing_data", KEY_ENUM, KEY_LIVE, AT(RawAlarm, treat_missing),
     .default_ = "\"missing\"", .values = treatments, .fact = "CW-314",
     .doc = "What a missing datapoint counts as when fewer than N are found."},
    {"evaluate_low_sample_count_percentile", KEY_ENUM, KEY_LIVE, AT(RawAlarm, low_samples),
     .default_ = "\"evaluate\"", .values = low_samples,
     .doc = "ignore: a percentile of too few samples leaves the state as it is."},
    {"publication_delay", KEY_BOOLEAN, 0, AT(RawAlarm, alarm.has_delay), .default_ = "true",
     .fact = "CW-102",
     .doc = "Whether datapoints appear 1 to 2 minutes after their end, as CloudWatch's do; false: "
            "at once, and the alarm is evaluated on the minute."},
    {"actions_enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawAlarm, alarm.has_actions), .default_ = "true",
     .doc = "Whether changes of state have their actions."},
    {"ok_actions", KEY_TEXTS, 0, AT(RawAlarm, actions[SIM_ALARM_OK]), 0, 5,
     .pattern = ACTION_PATTERN, .characters = 140, .shape = ACTION_SHAPE,
     .doc = "What is done when it becomes OK: \"sns:TOPIC\" notifies a topic."},
    {"alarm_actions", KEY_TEXTS, 0, AT(RawAlarm, actions[SIM_ALARM_ALARM]), 0, 5,
     .pattern = ACTION_PATTERN, .characters = 140, .shape = ACTION_SHAPE,
     .doc = "What is done when it goes into ALARM."},
    {"insufficient_data_actions", KEY_TEXTS, 0, AT(RawAlarm, actions[SIM_ALARM_INSUFFICIENT_DATA]),
     0, 5, .pattern = ACTION_PATTERN, .characters = 140, .shape = ACTION_SHAPE,
     .doc = "What is done when it no longer has enough data."},
    END,
};
const KeyKind key_alarm = {"alarm", "A CloudWatch alarm on one metric of its region.",
                           sizeof(RawAlarm), alarm_keys, 0};
