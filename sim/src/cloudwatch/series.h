/// Series of a meter, described and found: what sim_series and its neighbours do for a world.
#pragma once

#include "cloudwatch/meter.h"

SimSeries series_describe(const Meter *meter, int32_t index);

/// See sim_series_find.
int32_t series_find(const Meter *meter, const char *namespace_, const char *metric,
                    const char *dimensions);

/// How much time one of CloudWatch's datapoints of a series covers.
SimTime series_resolution(const Meter *meter, int32_t index);

/// Whether the values of a series are a level: nodes add up, seconds average.
bool series_is_level(const Meter *meter, int32_t index);
