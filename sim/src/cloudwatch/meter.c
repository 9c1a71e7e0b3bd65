// The series of a scope are neighbours in an order that its kind fixes, so counting is one addition
// at `first_series` plus an offset from a table. A histogram of the open second is a SimHistogram
// laid out in `buckets`. Open samples of distributions are in ns, closed ones in seconds.
//
// Closing goes in steps: each touched counter becomes one sample of its node (so that Minimum and
// Maximum are over nodes, as in CloudWatch); metrics are added from where they are counted to the
// parents that carry them; metrics made of others are derived; what AWS would report is marked; the
// sink is told; all is cleared.
#include "cloudwatch/meter.h"

#include "base/fact.h"
#include "cloudwatch/histogram.h"
#include "cloudwatch/meter_table.h"
#include "cloudwatch/watch.h"
#include "engine/alloc.h"

#include <string.h>

// Of the open second: a histogram in the meter's array of words.
SimHistogram *meter_histogram(const Meter *meter, const MeterSeries *series) {
    if (series->histogram < 0) return NULL;
    return (SimHistogram *)(void *)(meter->buckets.items +
                                    (size_t)series->histogram * HISTOGRAM_WORDS);
}

static int32_t add_text(Meter *meter, const char *text) {
    int32_t offset = meter->text.count;
    size_t size = strlen(text) + 1;
    array_resize(&meter->text, offset + (int32_t)size);
    memcpy(meter->text.items + offset, text, size);
    return offset;
}

static void add_series(Meter *meter, int32_t scope, Metric metric) {
    SimSeriesKind kind = metric_row(metric)->kind;
    MeterSeries *series = array_push(&meter->series);
    *series = (MeterSeries){
        .scope = scope, .metric = (uint16_t)metric, .kind = (uint16_t)kind, .histogram = -1};
    array_push(&meter->samples);
    if (kind != SIM_SERIES_DISTRIBUTION) return;
    series->histogram = meter->buckets.count / HISTOGRAM_WORDS;
    array_resize(&meter->buckets, meter->buckets.count + HISTOGRAM_WORDS);
}

// The value of TargetGroup in a dimension string, and its length.
static const char *target_group_of(const char *dimensions, size_t *length) {
    const char *name = strstr(dimensions, "TargetGroup=");
    const char *value = name == NULL ? "" : name + strlen("TargetGroup=");
    *length = strcspn(value, ";");
    return value;
}

static bool is_same_group(const Meter *meter, int32_t a, int32_t b) {
    const char *text = meter->text.items;
    size_t length_a, length_b;
    const char *group_a = target_group_of(text + meter->scopes.items[a].dimensions, &length_a);
    const char *group_b = target_group_of(text + meter->scopes.items[b].dimensions, &length_b);
    return length_a == length_b && memcmp(group_a, group_b, length_a) == 0;
}

// TargetGroup alone is derived from the group with its balancer, whichever of the two was added
// first.
static void link_group_alone(Meter *meter, int32_t added) {
    MeterScope *scopes = meter->scopes.items;
    if (scopes[added].kind != METER_GROUP && scopes[added].kind != METER_GROUP_ALONE) return;
    for (int32_t i = 0; i < added; i++) {
        bool is_alone_first =
            scopes[i].kind == METER_GROUP_ALONE && scopes[added].kind == METER_GROUP;
        bool is_group_first =
            scopes[i].kind == METER_GROUP && scopes[added].kind == METER_GROUP_ALONE;
        if (!(is_alone_first || is_group_first) || !is_same_group(meter, i, added)) continue;
        if (is_alone_first) scopes[i].parents[0] = added;
        if (is_group_first) scopes[added].parents[0] = i;
    }
}

int32_t meter_scope_add(Meter *meter, MeterScopeKind kind, const char *dimensions, int32_t parent0,
                        int32_t parent1, int32_t parent2) {
    int32_t scope = meter->scopes.count;
    SIM_ASSERT(parent0 < scope && parent1 < scope && parent2 < scope);
    MeterScope *added = array_push(&meter->scopes);
    *added = (MeterScope){.kind = (int32_t)kind, .first_series = meter->series.count};
    added->parents[0] = parent0, added->parents[1] = parent1, added->parents[2] = parent2;
    added->dimensions = add_text(meter, dimensions);
    int32_t count;
    const uint8_t *metrics = meter_kind_metrics(kind, &count);
    for (int32_t i = 0; i < count; i++)
        add_series(meter, scope, metrics[i]);
    link_group_alone(meter, scope);
    return scope;
}

int32_t meter_scope_find(const Meter *meter, MeterScopeKind kind, const char *dimensions) {
    for (int32_t i = 0; i < meter->scopes.count; i++) {
        const MeterScope *scope = &meter->scopes.items[i];
        if (scope->kind == (int32_t)kind &&
            strcmp(meter->text.items + scope->dimensions, dimensions) == 0)
            return i;
    }
    return -1;
}

int32_t meter_parent(const Meter *meter, int32_t scope) {
    return meter->scopes.items[scope].parents[0];
}

void meter_set_parent(Meter *meter, int32_t scope, int32_t parent) {
    meter->scopes.items[scope].parents[0] = parent;
}

int32_t meter_series_of_parent(const Meter *meter, int32_t scope, Metric metric) {
    for (int i = 0; i < METER_PARENTS; i++) {
        int32_t parent = meter->scopes.items[scope].parents[i];
        if (parent < 0) continue;
        int32_t offset = meter_offset(meter->scopes.items[parent].kind, metric);
        if (offset >= 0) return meter->scopes.items[parent].first_series + offset;
    }
    return -1;
}

double meter_open_sum(const Meter *meter, int32_t scope, Metric metric) {
    const MeterScope *at = &meter->scopes.items[scope];
    int32_t offset = meter_offset(at->kind, metric);
    SIM_ASSERT(offset >= 0);
    return meter->samples.items[at->first_series + offset].sum;
}

static void add_value(SimSample *sample, double value) {
    if (sample->count == 0 || value < sample->minimum) sample->minimum = value;
    if (sample->count == 0 || value > sample->maximum) sample->maximum = value;
    sample->sum += value;
    sample->count++;
}

static void add_sample(SimSample *into, const SimSample *from) {
    if (from->count == 0) return;
    if (into->count == 0 || from->minimum < into->minimum) into->minimum = from->minimum;
    if (into->count == 0 || from->maximum > into->maximum) into->maximum = from->maximum;
    into->sum += from->sum;
    into->count += from->count;
}

void meter_observe(Meter *meter, int32_t scope, Metric metric, SimTime value_ns) {
    int32_t index = meter_series_at(meter, scope, metric);
    const MeterSeries *series = &meter->series.items[index];
    add_value(&meter->samples.items[index], (double)value_ns);
    meter_histogram(meter, series)->buckets[histogram_bucket(value_ns)]++;
}

void meter_gauge(Meter *meter, int32_t scope, Metric metric, double value) {
    add_value(&meter->samples.items[meter_series_at(meter, scope, metric)], value);
}

void meter_set_registered(Meter *meter, int32_t scope, int32_t count) {
    SIM_ASSERT(scope >= 0 && scope < meter->scopes.count && count >= 0);
    meter->scopes.items[scope].registered_count = count;
}

void meter_set_sticky(Meter *meter, int32_t scope, bool has_lb_cookie, bool has_app_cookie) {
    SIM_ASSERT(meter->scopes.items[scope].kind == METER_NODE);
    meter->scopes.items[scope].sticky_metrics = (has_lb_cookie ? 1 : 0) | (has_app_cookie ? 2 : 0);
}

void meter_set_ec2_minutes(Meter *meter, int32_t scope, int32_t minutes) {
    meter->scopes.items[scope].ec2_minutes = minutes;
}

static bool is_sticky(const Meter *meter, const MeterSeries *series) {
    int32_t bit = series->metric == METRIC_NON_STICKY ? 1 : 2;
    return (meter->scopes.items[series->scope].sticky_metrics & bit) != 0;
}

static bool has_registered(const Meter *meter, int32_t scope) {
    const MeterScope *scopes = meter->scopes.items;
    if (scopes[scope].registered_count > 0) return true;
    for (int i = 0; i < METER_PARENTS; i++) {
        int32_t parent = scopes[scope].parents[i];
        if (parent >= 0 && scopes[parent].kind == METER_GROUP &&
            scopes[parent].registered_count > 0)
            return true;
    }
    return false;
}

// Whether a counter that counted nothing is a sample of zero rather than no sample.
static bool is_zero_reported(const Meter *meter, const MeterSeries *series, const MetricRow *row) {
    if (meter->scopes.items[series->scope].kind != (int32_t)row->counted_at) return false;
    SimReported reported = metric_reported(row, series->metric);
    if (reported == SIM_REPORTED_ALWAYS) return true;
    if (reported == SIM_REPORTED_STICKY) return SIM_FACT("ELB-254", is_sticky(meter, series));
    return reported == SIM_REPORTED_REGISTERED && has_registered(meter, series->scope);
}

static void make_one_sample(SimSample *sample, double value) {
    *sample = (SimSample){.sum = value, .minimum = value, .maximum = value, .count = 1};
}

// What a node counted in the second becomes one sample; so does a level, the mean of what it was.
static void settle(Meter *meter) {
    for (int32_t i = 0; i < meter->series.count; i++) {
        const MeterSeries *series = &meter->series.items[i];
        const MetricRow *row = metric_row(series->metric);
        SimSample *sample = &meter->samples.items[i];
        if (row->merge == METRIC_LEVEL && sample->count > 0)
            make_one_sample(sample, sample->sum / (double)sample->count);
        if (row->merge == METRIC_ADDED && row->kind == SIM_SERIES_COUNTER &&
            (sample->count > 0 || is_zero_reported(meter, series, row)))
            make_one_sample(sample, sample->sum);
    }
}

static void add_series_to(Meter *meter, int32_t from, int32_t into) {
    const MeterSeries *source = &meter->series.items[from];
    MeterSeries *sink = &meter->series.items[into];
    add_sample(&meter->samples.items[into], &meter->samples.items[from]);
    if (source->histogram >= 0)
        sim_histogram_merge(meter_histogram(meter, sink), meter_histogram(meter, source));
}

static void merge_to_parents(Meter *meter, int32_t index) {
    const MeterSeries *series = &meter->series.items[index];
    const MeterScope *scopes = meter->scopes.items;
    for (int i = 0; i < METER_PARENTS; i++) {
        int32_t parent = scopes[series->scope].parents[i];
        if (parent < 0) continue;
        int32_t offset = meter_offset(scopes[parent].kind, series->metric);
        if (offset >= 0) add_series_to(meter, index, scopes[parent].first_series + offset);
    }
}

static void merge(Meter *meter) {
    for (int32_t i = 0; i < meter->series.count; i++) {
        const MeterSeries *series = &meter->series.items[i];
        const MetricRow *row = metric_row(series->metric);
        bool is_merged =
            row->merge == METRIC_ADDED || SIM_FACT("ELB-506", row->merge == METRIC_LEVEL);
        bool is_finest = meter->scopes.items[series->scope].kind == (int32_t)row->counted_at;
        if (is_merged && is_finest && meter->samples.items[i].count > 0) merge_to_parents(meter, i);
    }
}

static SimSample *sample_of(const Meter *meter, int32_t scope, Metric metric) {
    int32_t offset = meter_offset(meter->scopes.items[scope].kind, metric);
    SIM_ASSERT(offset >= 0);
    return &meter->samples.items[meter->scopes.items[scope].first_series + offset];
}

// Requests over healthy targets, over the registered ones when none is healthy; 0 without targets.
// Those of a zone's node are over the zone's targets.
static double requests_per_target(const Meter *meter, int32_t group) {
    const SimSample *healthy = sample_of(meter, group, METRIC_HEALTHY_HOSTS);
    double targets = healthy->count > 0 ? healthy->sum / (double)healthy->count : 0;
    if (SIM_FACT("ELB-504", targets <= 0)) targets = meter->scopes.items[group].registered_count;
    return targets > 0 ? sample_of(meter, group, METRIC_REQUEST_COUNT)->sum / targets : 0;
}

// A share whose mean over any span is right: the sum is 100 for every available answer, the count
// is of finished requests.
static void derive_availability(Meter *meter, int32_t scope) {
    double answered = sample_of(meter, scope, METRIC_ANSWERED)->sum;
    double finished = answered + sample_of(meter, scope, METRIC_FAILED)->sum;
    if (finished <= 0) return;
    double sum = 100 * sample_of(meter, scope, METRIC_GOODPUT)->sum;
    double percent = sum / finished;
    *sample_of(meter, scope, METRIC_AVAILABILITY) =
        (SimSample){.sum = sum, .minimum = percent, .maximum = percent, .count = (int64_t)finished};
}

// What is said of a target group whichever balancer it has.
static void derive_alone(Meter *meter, int32_t scope) {
    int32_t group = meter->scopes.items[scope].parents[0];
    if (!SIM_FACT("ELB-550", group >= 0)) return;
    make_one_sample(sample_of(meter, scope, METRIC_REQUEST_COUNT_PER_TARGET),
                    requests_per_target(meter, group));
    *sample_of(meter, scope, METRIC_GRPC_REQUESTS) = *sample_of(meter, group, METRIC_GRPC_REQUESTS);
}

static void derive(Meter *meter) {
    for (int32_t i = 0; i < meter->scopes.count; i++) {
        const MeterScope *scope = &meter->scopes.items[i];
        if (scope->kind == METER_CLIENT || scope->kind == METER_CLIENTS)
            derive_availability(meter, i);
        bool is_zone = scope->kind == METER_GROUP_NODE && SIM_FACT("ELB-551", true);
        if (scope->kind == METER_GROUP || is_zone)
            make_one_sample(sample_of(meter, i, METRIC_REQUEST_COUNT_PER_TARGET),
                            requests_per_target(meter, i));
        if (scope->kind == METER_GROUP_ALONE || scope->kind == METER_GROUP_ZONE)
            derive_alone(meter, i);
    }
}

bool meter_is_present(const Meter *meter, int32_t index) {
    const MeterSeries *series = &meter->series.items[index];
    const SimSample *sample = &meter->samples.items[index];
    const MetricRow *row = metric_row(series->metric);
    if (sample->count == 0) return false;
    SimReported reported = metric_reported(row, series->metric);
    if (reported == SIM_REPORTED_NONZERO &&
        (row->merge == METRIC_LEVEL || row->kind == SIM_SERIES_COUNTER))
        return SIM_FACT("ELB-505", sample->sum != 0);
    if (reported == SIM_REPORTED_REGISTERED && row->merge == METRIC_GIVEN)
        return has_registered(meter, series->scope);
    return true;
}

static void convert_to_seconds(SimSample *sample) {
    sample->sum /= (double)SIM_SECOND;
    sample->minimum /= (double)SIM_SECOND;
    sample->maximum /= (double)SIM_SECOND;
}

static void tell(Meter *meter, SimTime start, SimTime end, const SimSink *sink) {
    int32_t count = meter->series.count;
    // Pointers may not stay in the meter, for worlds are cloned byte by byte.
    const SimHistogram **histograms =
        alloc_zeroed((size_t)count + 1, sizeof *histograms + sizeof(bool));
    bool *present = (bool *)(histograms + count);
    for (int32_t i = 0; i < count; i++) {
        const MeterSeries *series = &meter->series.items[i];
        histograms[i] = meter_histogram(meter, series);
        present[i] = meter_is_present(meter, i);
        if (series->kind == SIM_SERIES_DISTRIBUTION) convert_to_seconds(&meter->samples.items[i]);
    }
    SimPeriod period = {.start = start,
                        .end = end,
                        .series_count = count,
                        .samples = meter->samples.items,
                        .histograms = histograms,
                        .is_present = present,
                        .meter = meter};
    sink->period(sink->context, &period);
    alloc_free(histograms);
}

static void clear(Meter *meter) {
    if (meter->series.count == 0) return;
    memset(meter->samples.items, 0, (size_t)meter->samples.count * sizeof meter->samples.items[0]);
    for (int32_t i = 0; i < meter->series.count; i++) {
        const MeterSeries *series = &meter->series.items[i];
        if (series->histogram >= 0) sim_histogram_clear(meter_histogram(meter, series));
    }
}

// While the second is open only buckets are counted: how many and from where to where, the samples
// say.
static void close_histograms(Meter *meter) {
    for (int32_t i = 0; i < meter->series.count; i++) {
        SimHistogram *histogram = meter_histogram(meter, &meter->series.items[i]);
        const SimSample *sample = &meter->samples.items[i];
        if (histogram == NULL || sample->count == 0) continue;
        histogram->count = sample->count;
        histogram->low = histogram_bucket((int64_t)sample->minimum);
        histogram->high = histogram_bucket((int64_t)sample->maximum);
    }
}

void meter_close(Meter *meter, SimTime start, SimTime end, const SimSink *sink) {
    close_histograms(meter);
    bool is_told = sink != NULL && sink->period != NULL;
    if (is_told || meter->watches.count > 0) {
        settle(meter);
        merge(meter);
        derive(meter);
        watches_take(meter, start);
    }
    if (is_told) tell(meter, start, end, sink);
    clear(meter);
}
