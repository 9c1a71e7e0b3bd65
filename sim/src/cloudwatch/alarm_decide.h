/// How an alarm's state follows from datapoints: a function of its points and settings alone.
///
/// An alarm needs M breaching points of N. It looks at more than N, so that points which are late
/// or missing can be replaced by older ones; only when fewer than N are there does it matter how
/// missing data is treated.
#pragma once

#include "scenario/config.h"

typedef struct AlarmPoint {
    SimTime start;
    double value;
    int64_t samples;
    bool is_present;
    bool is_breaching;
} AlarmPoint;

typedef enum AlarmOutcome {
    ALARM_TO_OK,
    ALARM_TO_ALARM,
    ALARM_TO_INSUFFICIENT_DATA,
    ALARM_KEEPS,
} AlarmOutcome;

typedef struct AlarmVerdict {
    AlarmOutcome outcome;
    int32_t real;      ///< points that counted, at most N
    int32_t breaching; ///< of those
    int32_t filled;    ///< missing ones that a setting stood in for
} AlarmVerdict;

/// Whether a value breaches.
bool alarm_breaches(const ConfigAlarm *alarm, double value);

/// How many points an alarm looks at: more than N, which AWS does not publish.
int32_t alarm_range(const ConfigAlarm *alarm);

/// Decides by `count` points, the newest first.
AlarmVerdict alarm_decide(const ConfigAlarm *alarm, const AlarmPoint *points, int32_t count);
