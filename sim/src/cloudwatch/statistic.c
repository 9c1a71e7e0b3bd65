// Longer periods come from merging: sums add, extremes compare, histograms add up; an average is
// the merged sum over the merged count. A level is different in one way: its sum over a period is
// the mean over time of the sums of the seconds.
#include "cloudwatch/statistic.h"

#include "cloudwatch/histogram.h"
#include "cloudwatch/samples_within.h"

#include <string.h>

bool stat_is_named(const char *text, size_t length, const char *name) {
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

// "99.9" without the locale's opinion, as digits over a power of ten, so that it is the nearest
// double.
bool stat_parse_percent(const char *text, size_t length, double *share) {
    double digits = 0, scale = 100;
    bool has_point = false;
    if (length == 0 || length > 10 || text[length - 1] == '.' || text[0] == '.') return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !has_point) {
            has_point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9') return false;
        digits = digits * 10 + (text[i] - '0');
        if (has_point) scale *= 10;
    }
    *share = digits / scale;
    return *share <= 1;
}

bool stat_parse(const char *text, size_t length, Stat *stat) {
    static const struct {
        const char *name;
        StatKind kind;
    } names[] = {{"Sum", STAT_SUM},
                 {"Average", STAT_AVERAGE},
                 {"Minimum", STAT_MINIMUM},
                 {"Maximum", STAT_MAXIMUM},
                 {"SampleCount", STAT_SAMPLE_COUNT}};
    *stat = (Stat){0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!stat_is_named(text, length, names[i].name)) continue;
        stat->kind = names[i].kind;
        return true;
    }
    if (bounds_parse(text, length, stat)) return true;
    stat->kind = STAT_PERCENTILE;
    return length > 1 && text[0] == 'p' && stat_parse_percent(text + 1, length - 1, &stat->share);
}

bool sim_stat_is_known(const char *stat) {
    Stat parsed;
    return stat_parse(stat, strlen(stat), &parsed);
}

bool stat_next(const char **list, Stat *stat, const char **name, size_t *length) {
    if (**list == '\0') return false;
    *name = *list;
    *length = strcspn(*list, ",");
    *list += *length + ((*list)[*length] == ',');
    bool is_known = stat_parse(*name, *length, stat);
    SIM_ASSERT(is_known);
    return true;
}

bool stats_need_histogram(const char *list) {
    Stat stat;
    const char *name;
    size_t length;
    while (stat_next(&list, &stat, &name, &length))
        if (stat.kind >= STAT_PERCENTILE) return true;
    return false;
}

void accumulator_init(Accumulator *accumulator, bool is_level, bool has_histogram) {
    *accumulator = (Accumulator){.is_level = is_level};
    if (has_histogram) accumulator->histogram = sim_histogram_create();
}

void accumulator_deinit(Accumulator *accumulator) {
    sim_histogram_destroy(accumulator->histogram);
    *accumulator = (Accumulator){0};
}

void accumulator_clear(Accumulator *accumulator) {
    accumulator->sample = (SimSample){0};
    accumulator->level_time = 0;
    accumulator->duration_ns = 0;
    if (accumulator->histogram != NULL) sim_histogram_clear(accumulator->histogram);
}

static void merge_sample(SimSample *into, const SimSample *from) {
    if (into->count == 0 || from->minimum < into->minimum) into->minimum = from->minimum;
    if (into->count == 0 || from->maximum > into->maximum) into->maximum = from->maximum;
    into->sum += from->sum;
    into->count += from->count;
}

void accumulator_add(Accumulator *accumulator, const SimPeriod *period, int32_t series) {
    // The last second may have no length at all; it still weighs something.
    double duration = period->end > period->start ? (double)(period->end - period->start) : 1;
    accumulator->duration_ns += duration;
    if (!period->is_present[series] || period->samples[series].count == 0) return;
    merge_sample(&accumulator->sample, &period->samples[series]);
    accumulator->level_time += period->samples[series].sum * duration;
    if (accumulator->histogram != NULL && period->histograms[series] != NULL)
        sim_histogram_merge(accumulator->histogram, period->histograms[series]);
}

// Within the extremes, which are exact.
static bool percentile(const Accumulator *accumulator, double share, double *value) {
    if (accumulator->histogram == NULL || sim_histogram_count(accumulator->histogram) == 0)
        return false;
    if (share <= 0) *value = accumulator->sample.minimum;
    if (share >= 1) *value = accumulator->sample.maximum;
    if (share <= 0 || share >= 1) return true;
    double seconds = sim_histogram_percentile(accumulator->histogram, share) / (double)SIM_SECOND;
    if (seconds < accumulator->sample.minimum) seconds = accumulator->sample.minimum;
    if (seconds > accumulator->sample.maximum) seconds = accumulator->sample.maximum;
    *value = seconds;
    return true;
}

bool accumulator_value(const Accumulator *accumulator, Stat stat, double *value) {
    const SimSample *sample = &accumulator->sample;
    *value = 0;
    if (sample->count == 0) return false;
    switch (stat.kind) {
    case STAT_SUM:
        *value = accumulator->is_level ? accumulator->level_time / accumulator->duration_ns
                                       : sample->sum;
        return true;
    case STAT_AVERAGE:
        *value = sample->sum / (double)sample->count;
        return true;
    case STAT_MINIMUM:
        *value = sample->minimum;
        return true;
    case STAT_MAXIMUM:
        *value = sample->maximum;
        return true;
    case STAT_SAMPLE_COUNT:
        *value = (double)sample->count;
        return true;
    case STAT_PERCENTILE:
        return percentile(accumulator, stat.share, value);
    default:
        return accumulator->histogram != NULL &&
               samples_within(accumulator->histogram, &stat, value);
    }
    return false;
}
