/// Why an alarm is in its state, as a sentence for the history.
#pragma once

#include "cloudwatch/alarm_decide.h"

/// `is_known`: the metric exists. `points` are the newest first; `start_unix_s` is the clock at 0.
void alarm_reason(const ConfigAlarm *alarm, const AlarmPoint *points, int32_t count,
                  const AlarmVerdict *verdict, bool is_known, int64_t start_unix_s, char *out,
                  size_t capacity);
