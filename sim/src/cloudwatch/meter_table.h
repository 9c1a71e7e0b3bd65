/// What is known of a metric and of a kind of scope: read by the meter, by the series' descriptions
/// and by the statistics.
#pragma once

#include "base/fact.h"
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

/// The fact that says when a metric is reported; NULL: none does.
typedef struct MetricFact {
    const char *fact;
} MetricFact;
extern const MetricFact metric_facts[METRIC_COUNT];

/// When AWS reports a metric.
static inline SimReported metric_reported(const MetricRow *row, Metric metric) {
    bool is_flipped =
        metric_facts[metric].fact != NULL && !SIM_FACT(metric_facts[metric].fact, true);
    if (!is_flipped) return row->reported;
    return row->reported == SIM_REPORTED_NONZERO ? SIM_REPORTED_ALWAYS : SIM_REPORTED_NONZERO;
}

/// The metrics of a kind of scope, in the order of their series.
const uint8_t *meter_kind_metrics(MeterScopeKind kind, int32_t *count);

/// Whether series of this kind of scope are left out where only the coarse ones are wanted.
bool meter_kind_is_detail(int32_t kind);
