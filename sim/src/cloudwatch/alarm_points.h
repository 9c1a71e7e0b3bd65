/// What an alarm sees: the datapoints of its metric or expression that are published by now.
///
/// What an alarm looks back on is kept for it alone, in watches (watch.h), one a metric, with bins
/// as long as the metric's datapoints: a minute, five minutes for instances with basic monitoring,
/// less for our own metrics where an alarm looks so closely.
#pragma once

#include "cloudwatch/alarm_decide.h"
#include "cloudwatch/statistic.h"

typedef struct SimWorld SimWorld;

/// Makes the watches of an alarm on metrics.
void alarm_watch(SimWorld *world, int32_t alarm);
/// Finds the series of those that had none, and follows a changed resolution.
void alarm_find_series(SimWorld *world, int32_t alarm);
bool alarm_has_series(const SimWorld *world, int32_t alarm);
/// The statistic that an alarm takes of a metric.
Stat alarm_stat(const ConfigAlarmMetric *metric);
/// When the newest datapoint of its (first) metric was published; 0: alarms without a delay see it
/// as its period ends.
SimTime alarm_newest_published(const SimWorld *world, int32_t alarm);
/// Where the newest window ends.
SimTime alarm_anchor(const SimWorld *world, int32_t alarm);
/// `count` windows back from the anchor, the newest first; to be freed.
AlarmPoint *alarm_points(const SimWorld *world, int32_t alarm, SimTime anchor, int32_t count);
