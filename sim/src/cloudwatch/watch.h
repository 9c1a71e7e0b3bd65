/// Watches: what is kept of a series for those who look back, which alarms do.
///
/// A watch is a ring of bins, each the statistic set of as much time as one datapoint of the metric
/// covers (a minute; 10 s for metrics of high resolution), with a histogram where percentiles are
/// asked for. Seconds are merged into bins as they close; windows are merged from bins. A bin is
/// stamped by its start, as CloudWatch stamps datapoints, so a window takes the bins that start in
/// it. There is a watch only for what an alarm names.
#pragma once

#include "cloudwatch/meter.h"
#include "cloudwatch/statistic.h"

/// Adds a watch that keeps the last `bin_count` bins and returns its index.
int32_t watch_add(Meter *meter, SimTime bin_ns, int32_t bin_count, bool has_histogram);

/// Merges the second that closes, which began at `start`, into the bins.
void watches_take(Meter *meter, SimTime start);

/// What happened in the bins that start in [from, to); the accumulator is fresh.
void watch_window(const Meter *meter, int32_t watch, SimTime from, SimTime to,
                  Accumulator *accumulator);
