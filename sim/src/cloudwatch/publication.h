/// When a datapoint can be seen: a minute after its period's end and up to another minute later,
/// both shorter where datapoints are. What is drawn belongs to the datapoint, so that all who look
/// at it see it at once; it follows from the seed and touches no stream of the run.
#pragma once

#include "sim/metrics.h"

/// Of the `number`-th period of `bin_ns` of a series, whose metric and dimensions `name_bits` stand
/// for.
SimTime published_at(uint64_t seed, uint64_t name_bits, int64_t number, SimTime bin_ns);
