// Datapoints are windows over what watches keep, as far as they are published by now.
#include "cloudwatch/alarm_points.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/alarm.h"
#include "cloudwatch/publication.h"
#include "cloudwatch/series.h"
#include "cloudwatch/watch.h"
#include "engine/alloc.h"
#include "scenario/names.h"
#include "world/world.h"

#define STANDARD_RESOLUTION SIM_MINUTE
#define HIGH_RESOLUTION     (10 * SIM_SECOND)

static const ConfigAlarm *config_of(const SimWorld *world, int32_t alarm) {
    return &world->config->alarms[alarm];
}

static const MeterWatch *watch_of(const SimWorld *world, int32_t alarm) {
    return &world->meter.watches.items[world->alarms.items[alarm].first_watch];
}

// How much time a datapoint of the metric covers. AWS's own metrics have standard resolution, those
// of instances with basic monitoring less; ours are of high resolution where somebody looks so
// closely.
static SimTime resolution_of(const SimWorld *world, const ConfigAlarm *alarm,
                             const ConfigAlarmMetric *metric, int32_t series) {
    bool is_ours = metric->namespace_ != NULL && strcmp(metric->namespace_, "Albatross") == 0;
    SimTime own = series < 0 ? SIM_MINUTE : series_resolution(&world->meter, series);
    if (own > SIM_MINUTE) return own;
    return alarm->period_ns < SIM_MINUTE && SIM_FACT("CW-105", is_ours) ? HIGH_RESOLUTION
                                                                        : STANDARD_RESOLUTION;
}

static bool has_percentile(const ConfigAlarmMetric *metric) {
    return stats_need_histogram(metric->stat);
}

static void add_watch(SimWorld *world, const ConfigAlarm *alarm, const ConfigAlarmMetric *metric,
                      int32_t series, uint64_t name_bits) {
    SimTime bin = resolution_of(world, alarm, metric, series);
    int64_t range = alarm->evaluation_periods + 3; // as many as are ever looked at
    int64_t bins = (range * alarm->period_ns + 2 * bin + 2 * SIM_MINUTE) / bin + 2;
    int32_t watch = watch_add(&world->meter, bin, (int32_t)bins, has_percentile(metric));
    world->meter.watches.items[watch].series = series;
    world->meter.watches.items[watch].name_bits = name_bits;
}

void alarm_watch(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    world->alarms.items[index].first_watch = world->meter.watches.count;
    for (int32_t i = 0; i < config->metric_count; i++)
        add_watch(world, config, &config->metrics[i], -1, 0);
}

static uint64_t name_of(const SimWorld *world, int32_t series) {
    SimSeries it = series_describe(&world->meter, series);
    char name[800];
    snprintf(name, sizeof name, "%s %s", it.metric, it.dimensions);
    return text_hash(name);
}

// Instances are monitored by the minute or every five; a group that launches from another template
// may change that. What was seen so far is left behind with the old watches.
static void follow_resolution(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    int32_t first = world->alarms.items[index].first_watch;
    bool is_same = true;
    for (int32_t i = 0; i < config->metric_count; i++) {
        const MeterWatch *watch = &world->meter.watches.items[first + i];
        is_same &=
            watch->bin_ns == resolution_of(world, config, &config->metrics[i], watch->series);
    }
    if (is_same) return;
    world->alarms.items[index].first_watch = world->meter.watches.count;
    for (int32_t i = 0; i < config->metric_count; i++) {
        MeterWatch old = world->meter.watches.items[first + i];
        world->meter.watches.items[first + i].series = -1;
        add_watch(world, config, &config->metrics[i], old.series, old.name_bits);
    }
}

// Series may come later, with a target group that is created; until then there is no data.
void alarm_find_series(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t i = 0; i < config->metric_count; i++) {
        MeterWatch *watch = &world->meter.watches.items[world->alarms.items[index].first_watch + i];
        const ConfigAlarmMetric *metric = &config->metrics[i];
        if (watch->series >= 0) continue;
        watch->series =
            series_find(&world->meter, metric->namespace_, metric->metric, metric->dimensions);
        if (watch->series >= 0) watch->name_bits = name_of(world, watch->series);
    }
    follow_resolution(world, index);
}

bool alarm_has_series(const SimWorld *world, int32_t index) {
    return watch_of(world, index)->series >= 0;
}

// --- windows

// The end of the newest published datapoint.
static SimTime newest_end(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    const MeterWatch *watch = watch_of(world, index);
    int64_t number = world->now / watch->bin_ns - 1;
    while (config->has_delay && number >= 0 &&
           published_at(world->seed, watch->name_bits, number, watch->bin_ns) > world->now)
        number--;
    return (number + 1) * watch->bin_ns;
}

SimTime alarm_newest_published(const SimWorld *world, int32_t index) {
    const MeterWatch *watch = watch_of(world, index);
    SimTime end = newest_end(world, index);
    if (!config_of(world, index)->has_delay || end == 0) return 0;
    return published_at(world->seed, watch->name_bits, end / watch->bin_ns - 1, watch->bin_ns);
}

// Where the newest window ends. Windows shorter than a datapoint follow each other by the clock.
SimTime alarm_anchor(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    if (config->period_ns >= watch_of(world, index)->bin_ns) return newest_end(world, index);
    SimTime bin = watch_of(world, index)->bin_ns;
    SimTime known = world->now - bin - (config->has_delay ? 2 * SIM_MINUTE : 0);
    return known < 0 ? 0 : known / config->period_ns * config->period_ns;
}

Stat alarm_stat(const ConfigAlarmMetric *metric) {
    Stat stat;
    bool is_known = stat_parse(metric->stat, strlen(metric->stat), &stat);
    SIM_ASSERT(is_known);
    return stat;
}

// Of one metric in the window that begins at `start`.
static bool value_at(const SimWorld *world, int32_t index, int32_t metric, SimTime start,
                     Accumulator *accumulator, double *value) {
    const ConfigAlarm *config = config_of(world, index);
    accumulator_clear(accumulator);
    if (start < 0) return false;
    watch_window(&world->meter, world->alarms.items[index].first_watch + metric, start,
                 start + config->period_ns, accumulator);
    return accumulator_value(accumulator, alarm_stat(&config->metrics[metric]), value);
}

static void init_accumulator(const SimWorld *world, int32_t index, int32_t metric,
                             Accumulator *accumulator) {
    const MeterWatch *watch =
        &world->meter.watches.items[world->alarms.items[index].first_watch + metric];
    accumulator_init(accumulator,
                     watch->series >= 0 && series_is_level(&world->meter, watch->series),
                     has_percentile(&config_of(world, index)->metrics[metric]));
}

// The values of all parts of a metric-math alarm, the oldest first; the last part is looked at.
// One period more than asked, so that RATE has something to begin from.
static void compute_parts(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                          MathRow *rows) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t q = 0; q < config->query_count; q++) {
        const ConfigAlarmQuery *query = &config->queries[q];
        if (query->metric < 0) {
            math_evaluate(query->program, rows, count, (double)config->period_ns / 1e9, &rows[q]);
            continue;
        }
        Accumulator accumulator;
        init_accumulator(world, index, query->metric, &accumulator);
        rows[q].is_series = true;
        for (int32_t i = 0; i < count; i++)
            rows[q].is_present[i] =
                value_at(world, index, query->metric, anchor - (count - i) * config->period_ns,
                         &accumulator, &rows[q].values[i]);
        accumulator_deinit(&accumulator);
    }
}

static void points_of_math(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                           AlarmPoint *points) {
    const ConfigAlarm *config = config_of(world, index);
    int32_t span = count + 1;
    size_t cells = (size_t)config->query_count * (size_t)span;
    double *values = alloc_zeroed(cells, sizeof *values);
    bool *present = alloc_zeroed(cells, sizeof *present);
    MathRow *rows = alloc_zeroed((size_t)config->query_count, sizeof *rows);
    for (int32_t q = 0; q < config->query_count; q++)
        rows[q] =
            (MathRow){values + (size_t)q * (size_t)span, present + (size_t)q * (size_t)span, false};
    compute_parts(world, index, anchor, span, rows);
    const MathRow *looked_at = &rows[config->query_count - 1];
    for (int32_t i = 0; i < count; i++) {
        SimTime start = anchor - (i + 1) * config->period_ns;
        points[i].start = start;
        points[i].is_present = start >= 0 && looked_at->is_present[span - 1 - i];
        points[i].value = looked_at->values[span - 1 - i];
    }
    alloc_free(values);
    alloc_free(present);
    alloc_free(rows);
}

static void points_of_metric(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                             AlarmPoint *points) {
    Accumulator accumulator;
    init_accumulator(world, index, 0, &accumulator);
    for (int32_t i = 0; i < count; i++) {
        points[i].start = anchor - (i + 1) * config_of(world, index)->period_ns;
        points[i].is_present =
            value_at(world, index, 0, points[i].start, &accumulator, &points[i].value);
        points[i].samples = accumulator.sample.count;
    }
    accumulator_deinit(&accumulator);
}

AlarmPoint *alarm_points(const SimWorld *world, int32_t index, SimTime anchor, int32_t count) {
    ConfigAlarm config = *config_of(world, index);
    config.threshold = alarm_threshold(world, index);
    AlarmPoint *points = alloc_zeroed((size_t)count, sizeof *points);
    if (config.query_count > 0)
        points_of_math(world, index, anchor, count, points);
    else
        points_of_metric(world, index, anchor, count, points);
    for (int32_t i = 0; i < count; i++)
        points[i].is_breaching = points[i].is_present && alarm_breaches(&config, points[i].value);
    return points;
}
