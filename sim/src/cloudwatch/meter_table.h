/// What is known of a metric and of a kind of scope: read by the meter, by the series' descriptions
/// and by the statistics.
#pragma once

#include "cloudwatch/meter.h"

/// How the values of a metric come about.
typedef enum MetricMerge {
    METRIC_ADDED,   ///< counted at `counted_at`, added to those parents that carry the metric
    METRIC_LEVEL,   ///< the same, but a level: nodes add up, seconds average
    METRIC_GIVEN,   ///< given by the model wherever it is wanted; not merged
    METRIC_DERIVED, ///< made from other metrics when the second closes
} MetricMerge;

typedef struct MetricRow {
    const char *namespace_, *name, *unit, *stats;
    SimSeriesKind kind;
    SimReported reported;
    MetricMerge merge;
    MeterScopeKind counted_at;
} MetricRow;

const MetricRow *metric_row(Metric metric);

/// One above the position of a metric among the series of a scope; 0: this kind of scope does not
/// carry it.
extern const int8_t meter_offsets[METER_SCOPE_KINDS][METRIC_COUNT];

/// The position of a metric among the series of a scope; -1: this kind of scope does not carry it.
static inline int32_t meter_offset(int32_t kind, Metric metric) {
    return meter_offsets[kind][metric] - 1;
}

/// The metrics of a kind of scope, in the order of their series.
const uint8_t *meter_kind_metrics(MeterScopeKind kind, int32_t *count);

/// Whether series of this kind of scope are left out where only the coarse ones are wanted.
bool meter_kind_is_detail(int32_t kind);
