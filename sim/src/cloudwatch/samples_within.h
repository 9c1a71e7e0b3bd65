/// Statistics of the samples within bounds: trimmed and winsorised means, trimmed counts and sums,
/// and the share of samples in a range of values.
///
/// Bounds are shares by rank, as in TM(10%:90%), or values, as in TC(0:0.2); the lower bound is
/// left out and the upper one counts. "tm99" is TM(0%:99%), and IQM is TM(25%:75%).
#pragma once

#include "cloudwatch/statistic.h"

/// Reads such a statistic. False: it is none, or none that makes sense.
bool bounds_parse(const char *text, size_t length, Stat *stat);

/// Computes it, in seconds, percent or samples. False: there are no samples.
bool samples_within(const SimHistogram *histogram, const Stat *stat, double *value);
