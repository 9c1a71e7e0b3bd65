/// Metrics under AWS's names, as CloudWatch would have them.
///
/// The world closes one second after the other and tells each to the sink as a SimPeriod: one
/// sample for each of its series. Everything else (longer periods, percentiles over a span, charts,
/// expectations, CSV) is made from those seconds by merging.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

typedef enum SimSeriesKind {
    SIM_SERIES_COUNTER,      ///< Sum is what matters
    SIM_SERIES_GAUGE,        ///< Average, Minimum, Maximum of samples
    SIM_SERIES_DISTRIBUTION, ///< has a histogram: percentiles too
} SimSeriesKind;

/// When AWS reports the metric: a datapoint exists only then (elb.md 5.1).
typedef enum SimReported {
    SIM_REPORTED_ALWAYS,
    SIM_REPORTED_NONZERO,
    SIM_REPORTED_REGISTERED, ///< while the target group has registered targets
    SIM_REPORTED_STICKY,     ///< while a target group of the balancer has stickiness
} SimReported;

/// One time series: a metric with its dimensions. Lent as long as the world lives.
typedef struct SimSeries {
    const char *namespace_; ///< "AWS/ApplicationELB"
    const char *metric;     ///< "RequestCount"
    const char
        *dimensions;  ///< "AvailabilityZone=ap-south-1a;LoadBalancer=app/web/0123456789abcdef",
                      ///< by name
    const char *unit; ///< "Count", "Seconds", "Bytes", "Percent"
    SimSeriesKind kind;
    SimReported reported;
    const char *stats; ///< the useful statistics: "Sum" or "Average,Minimum,Maximum" or
                       ///< "Average,p50,p90,p99"
    SimTime
        resolution; ///< time that one of CloudWatch's datapoints covers: a minute, five, an hour
    bool is_level;  ///< not a count of events: a sum over a minute is the mean of its seconds
    bool is_detail; ///< an instance's or another fine one: left out of metrics-wide.csv unless
                    ///< asked for
} SimSeries;

/// CloudWatch's statistic set. count 0: no data.
typedef struct SimSample {
    double sum, minimum, maximum;
    int64_t count;
} SimSample;

/// A histogram of non-negative durations in nanoseconds; log-linear buckets, at most 1 % error in
/// value.
typedef struct SimHistogram SimHistogram;
SimHistogram *sim_histogram_create(void);
void sim_histogram_destroy(SimHistogram *histogram);
void sim_histogram_clear(SimHistogram *histogram);
void sim_histogram_record(SimHistogram *histogram, int64_t value_ns);
void sim_histogram_merge(SimHistogram *into, const SimHistogram *from);
int64_t sim_histogram_count(const SimHistogram *histogram);
/// The value below which `share` (0 to 1) of the records lie, in ns; -1 when there are none.
double sim_histogram_percentile(const SimHistogram *histogram, double share);

/// A closed second. Arrays are indexed by series and lent during the call; histograms[i] is NULL
/// for other kinds.
typedef struct SimPeriod {
    SimTime start, end;
    int32_t series_count;
    const SimSample *samples;
    const SimHistogram *const *histograms;
    const bool *is_present;    ///< whether AWS would report it
    const struct Meter *meter; ///< knows all series, also those that came since the run began
} SimPeriod;

/// The state of a CloudWatch alarm.
typedef enum SimAlarmState {
    SIM_ALARM_OK,
    SIM_ALARM_ALARM,
    SIM_ALARM_INSUFFICIENT_DATA,
} SimAlarmState;

/// "OK", "ALARM", "INSUFFICIENT_DATA".
const char *sim_alarm_state_name(SimAlarmState state);

int32_t sim_series_count(const SimWorld *world);
SimSeries sim_series(const SimWorld *world, int32_t index);

/// Finds a series by metric and dimensions, AWS values or short names
/// ("LoadBalancer=web;TargetGroup=blue"). `namespace_` NULL: any. Dimensions must match as a whole
/// set. -1: none.
int32_t sim_series_find(const SimWorld *world, const char *namespace_, const char *metric,
                        const char *dimensions);

/// The same among the series that there are by now.
int32_t sim_period_series_find(const SimPeriod *period, const char *namespace_, const char *metric,
                               const char *dimensions);

SimSeries sim_period_series(const SimPeriod *period, int32_t index);

/// When CloudWatch shows the datapoint of a period (SimSeries.resolution) that ends at `end`, of a
/// series named by its metric and dimensions with a space between them, in a world with this seed.
SimTime sim_published(uint64_t seed, const char *series, SimTime period, SimTime end);

/// Whether `stat` is one: "Sum", "Average", "Minimum", "Maximum", "SampleCount", "p0" to "p100"
/// ("p99.9").
bool sim_stat_is_known(const char *stat);

/// A collector turns seconds into datapoints of chosen series, statistics and periods, and keeps
/// them: for charts, expectations, summaries. Feed it from a sink's `period`.
typedef struct SimCollector SimCollector;
typedef struct SimPoint {
    SimTime start; ///< of its period
    double value;
    bool is_present;
} SimPoint;

SimCollector *sim_collector_create(const SimWorld *world);
void sim_collector_destroy(SimCollector *collector);
/// Adds a question: `stat` of `series` by `period_ns` within [from, to). period_ns 0: one value
/// over the whole span. Returns its number.
int32_t sim_collector_add(SimCollector *collector, int32_t series, const char *stat,
                          SimTime period_ns, SimTime from, SimTime to);
/// Takes a second in. Seconds come in order of time; after going back in time, make a new
/// collector.
void sim_collector_period(SimCollector *collector, const SimPeriod *period);
/// Makes series askable that came since the collector was made; sim_collector_period does so too.
void sim_collector_learn(SimCollector *collector, const SimPeriod *period);
/// The datapoints so far, the open period as the last; lent until the next call of
/// sim_collector_period.
const SimPoint *sim_collector_points(const SimCollector *collector, int32_t question,
                                     int32_t *count);
/// The one value of a whole-span question. False: no data. (Sum and SampleCount of nothing are 0,
/// and true.)
bool sim_collector_value(const SimCollector *collector, int32_t question, double *value);
