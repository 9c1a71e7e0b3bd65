/// CloudWatch's statistics over any span, made by merging seconds.
#pragma once

#include "cloudwatch/meter.h"

typedef enum StatKind {
    STAT_SUM,
    STAT_AVERAGE,
    STAT_MINIMUM,
    STAT_MAXIMUM,
    STAT_SAMPLE_COUNT,
    STAT_PERCENTILE,
    // Of the samples within bounds; see samples_within.h.
    STAT_TRIMMED_MEAN,
    STAT_WINSORISED_MEAN,
    STAT_TRIMMED_COUNT,
    STAT_TRIMMED_SUM,
    STAT_PERCENTILE_RANK,
} StatKind;

/// Bounds of the samples that count: shares of them by rank, or values in seconds. The lower one is
/// left out, the upper one counts.
typedef struct StatBounds {
    double low, high; ///< open ends: 0 and INFINITY, or 0 and 1
    bool is_share;
} StatBounds;

typedef struct Stat {
    StatKind kind;
    double share; ///< of a percentile, 0 to 1
    StatBounds bounds;
} Stat;

/// Reads "Sum", "Average", ..., "p99.9", "tm99", "TM(10%:90%)", "IQM", "PR(0:0.1)". False: there is
/// no such statistic.
bool stat_parse(const char *text, size_t length, Stat *stat);

/// Whether a text of `length` is this name, and the share that "99.9" stands for.
bool stat_is_named(const char *text, size_t length, const char *name);
bool stat_parse_percent(const char *text, size_t length, double *share);

/// Takes the next of a comma-separated list ("Average,p50") off its front. False: the list is
/// empty.
bool stat_next(const char **list, Stat *stat, const char **name, size_t *length);

/// Whether any of a comma-separated list is a percentile or asks for samples within bounds.
bool stats_need_histogram(const char *list);

/// The seconds of one series merged so far.
typedef struct Accumulator {
    SimSample sample;
    double level_time; ///< of a level: its sums, each times its duration in ns
    double duration_ns;
    SimHistogram *histogram; ///< owned; NULL: percentiles are not asked for
    bool is_level;
} Accumulator;

void accumulator_init(Accumulator *accumulator, bool is_level, bool has_histogram);
void accumulator_deinit(Accumulator *accumulator);
void accumulator_clear(Accumulator *accumulator);
/// Adds a second's sample of a series; a second that is not present adds only its duration.
void accumulator_add(Accumulator *accumulator, const SimPeriod *period, int32_t series);
/// False: no data, and `value` is 0.
bool accumulator_value(const Accumulator *accumulator, Stat stat, double *value);
