// Alarms and what they are about.
#include "view/viewer.h"

static const char *comparison_sign(ConfigComparison comparison) {
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    return signs[comparison];
}

static SimViewAlarm view_alarm(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = &world->config->alarms[index];
    const Alarm *alarm = &world->alarms.items[index];
    const ConfigAlarmMetric *metric =
        config->rule == NULL && config->query_count == 0 ? &config->metrics[0] : NULL;
    return (SimViewAlarm){.name = config->name,
                          .region = config->region,
                          .state = (SimAlarmState)alarm->state,
                          .since = alarm->since,
                          .reason = alarm->reason,
                          .rule = config->rule_text,
                          .namespace_ = metric != NULL ? metric->namespace_ : NULL,
                          .metric = metric != NULL ? metric->metric : NULL,
                          .dimensions = metric != NULL ? metric->dimensions : NULL,
                          .stat = metric != NULL ? metric->stat : NULL,
                          .period = config->period_ns,
                          .threshold = alarm_threshold(world, index),
                          .comparison = comparison_sign(config->comparison),
                          .datapoints_to_alarm = config->datapoints_to_alarm,
                          .evaluation_periods = config->evaluation_periods,
                          .has_value = alarm->has_point != 0,
                          .value = alarm->point_value,
                          .breaching = alarm->breaching,
                          .evaluated_at = alarm_next_evaluation(world, index)};
}

void view_alarms(SimViewer *viewer, const SimWorld *world) {
    viewer->alarms.count = 0;
    for (int32_t i = 0; i < world->alarms.count; i++)
        *array_push(&viewer->alarms) = view_alarm(world, i);
}
