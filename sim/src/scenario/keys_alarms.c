// The keys of CloudWatch alarms.
#include "scenario/key_rows.h"

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

#define METRIC_KEYS(type, metric_flags)                                                            \
    {"namespace",                                                                                  \
     KEY_TEXT,                                                                                     \
     0,                                                                                            \
     AT(type, metric.namespace_),                                                                  \
     1,                                                                                            \
     255,                                                                                          \
     .doc = "CloudWatch namespace; found by the metric's name unless said."},                      \
        {"metric",                                                                                 \
         KEY_TEXT,                                                                                 \
         metric_flags,                                                                             \
         AT(type, metric.metric),                                                                  \
         1,                                                                                        \
         255,                                                                                      \
         .doc = "The metric's name."},                                                             \
        {"dimensions",                                                                             \
         KEY_DIMENSIONS,                                                                           \
         0,                                                                                        \
         AT(type, metric.dimensions),                                                              \
         .default_ = "{}",                                                                         \
         .doc = "Its dimensions, all of them; values may be short names of this region."},         \
    {                                                                                              \
        "stat", KEY_TEXT, 0, AT(type, metric.stat), 1, 30,                                         \
            .pattern = STAT_PATTERN, .shape = STAT_SHAPE,                                          \
            .doc = "The statistic of each period; a metric needs one."                             \
    }
#define ACTION_KEYS(type)                                                                          \
    {"ok_actions",                                                                                 \
     KEY_TEXTS,                                                                                    \
     0,                                                                                            \
     AT(type, actions[SIM_ALARM_OK]),                                                              \
     0,                                                                                            \
     5,                                                                                            \
     .pattern = ACTION_PATTERN,                                                                    \
     .characters = 140,                                                                            \
     .shape = ACTION_SHAPE,                                                                        \
     .limits_fact = "CW-309",                                                                      \
     .doc = "What is done when it becomes OK: \"sns:TOPIC\" notifies a topic."},                   \
        {"alarm_actions",                                                                          \
         KEY_TEXTS,                                                                                \
         0,                                                                                        \
         AT(type, actions[SIM_ALARM_ALARM]),                                                       \
         0,                                                                                        \
         5,                                                                                        \
         .pattern = ACTION_PATTERN,                                                                \
         .characters = 140,                                                                        \
         .shape = ACTION_SHAPE,                                                                    \
         .limits_fact = "CW-309",                                                                  \
         .doc = "What is done when it goes into ALARM."},                                          \
    {                                                                                              \
        "insufficient_data_actions", KEY_TEXTS, 0, AT(type, actions[SIM_ALARM_INSUFFICIENT_DATA]), \
            0, 5, .pattern = ACTION_PATTERN, .characters = 140, .shape = ACTION_SHAPE,             \
                  .limits_fact = "CW-309",                                                         \
                  .doc = "What is done when it no longer has enough data."                         \
    }

static const Key query_keys[] = {
    {"id", KEY_TEXT, KEY_REQUIRED, AT(RawQuery, id), 1, 255, .pattern = "^[a-z][A-Za-z0-9_]*$",
     .shape = "a letter a to z, then letters, digits and '_'",
     .doc = "By what expressions name it."},
    METRIC_KEYS(RawQuery, KEY_EXCLUSIVE),
    {"expression", KEY_TEXT, KEY_EXCLUSIVE, AT(RawQuery, expression), 1, 1024,
     .doc = "Metric math over the other ids: + - * / ^, comparisons, AND, OR, FILL, IF, RATE, "
            "DIFF, RUNNING_SUM, SUM, AVG, MIN, MAX, METRICS, ABS, CEIL, FLOOR, PERIOD."},
    {"return_data", KEY_BOOLEAN, 0, AT(RawQuery, is_returned), .default_ = "false",
     .doc = "Whether the alarm looks at this one: true for exactly one."},
    END,
};
static const KeyKind query = {"alarm_query", "A metric or an expression of a metric-math alarm.",
                              sizeof(RawQuery), query_keys, 0};

static const Key alarm_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawAlarm, alarm.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, one of the region's."},
    METRIC_KEYS(RawAlarm, KEY_EXCLUSIVE),
    {"metrics", KEY_OBJECTS, KEY_EXCLUSIVE, AT(RawAlarm, queries), 1, 20, .kind = &query,
     .doc = "Metric math instead of one metric: metrics and expressions."},
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
    ACTION_KEYS(RawAlarm),
    END,
};
const KeyKind key_alarm = {"alarm", "A CloudWatch alarm on one metric of its region.",
                           sizeof(RawAlarm), alarm_keys, 0};

static const Key composite_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawComposite, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, one of the region's alarms."},
    {"rule", KEY_TEXT, KEY_REQUIRED, AT(RawComposite, rule), 1, 1500,
     .doc = "When it is in ALARM: ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE and FALSE "
            "with AND, OR, NOT and parentheses."},
    {"actions_suppressor", KEY_TEXT, 0, AT(RawComposite, suppressor), 1, 63,
     .doc = "An alarm that holds back this one's actions while it is in ALARM."},
    {"actions_suppressor_wait_period", KEY_DURATION, KEY_LIVE, AT(RawComposite, wait_ns), 0, DAY,
     "\"0s\"", .doc = "How long actions wait for the suppressor to go into ALARM."},
    {"actions_suppressor_extension_period", KEY_DURATION, KEY_LIVE, AT(RawComposite, extension_ns),
     0, DAY, "\"0s\"", .doc = "How long actions wait after the suppressor has left ALARM."},
    {"actions_enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawComposite, has_actions), .default_ = "true",
     .doc = "Whether changes of state have their actions."},
    ACTION_KEYS(RawComposite),
    END,
};
const KeyKind key_composite_alarm = {"composite_alarm",
                                     "A CloudWatch alarm on the states of other alarms.",
                                     sizeof(RawComposite), composite_keys, 0};
