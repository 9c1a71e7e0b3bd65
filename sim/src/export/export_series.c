// Both tables of metrics are written from the same merged seconds, so the merging is done once,
// here.
#include "export/export_series.h"

#include "cloudwatch/series.h"
#include "engine/alloc.h"

#include <string.h>

static const char *copy_text(const char *text) {
    size_t size = strlen(text) + 1;
    return memcpy(alloc_zeroed(size, 1), text, size);
}

// The summary tells of balancers and of all clients together.
static bool is_of_summary(const SimSeries *series) {
    if (strncmp(series->metric, "HTTP", 4) == 0)
        return strncmp(series->dimensions, "LoadBalancer=", 13) == 0 &&
               strchr(series->dimensions, ';') == NULL;
    return strcmp(series->metric, "ResponseTime") == 0 && series->dimensions[0] == '\0';
}

// The series there are by now: things that are built while a world runs bring theirs with them.
static void learn(ExportSeries *series, const Meter *meter) {
    for (int32_t i = series->items.count; i < meter->series.count; i++) {
        ExportedSeries *added = array_push(&series->items);
        added->series = series_describe(meter, i);
        added->series.dimensions = copy_text(added->series.dimensions);
        added->is_summed = is_of_summary(&added->series);
        bool has_histogram = stats_need_histogram(added->series.stats);
        accumulator_init(&added->open, series_is_level(meter, i), has_histogram);
        if (added->is_summed) accumulator_init(&added->whole, false, has_histogram);
    }
}

void export_series_init(ExportSeries *series, const Meter *meter, SimTime period) {
    *series = (ExportSeries){.period = period, .open_index = -1};
    learn(series, meter);
    series->first_count = series->items.count;
}

void export_series_deinit(ExportSeries *series) {
    for (int32_t i = 0; i < series->items.count; i++) {
        ExportedSeries *item = &series->items.items[i];
        alloc_free((char *)item->series.dimensions);
        accumulator_deinit(&item->open);
        accumulator_deinit(&item->whole);
    }
    array_deinit(&series->items);
}

bool export_series_is_full(const ExportSeries *series, const SimPeriod *second) {
    return series->open_index >= 0 && second->start / series->period != series->open_index;
}

bool export_series_has_open(const ExportSeries *series) {
    return series->open_index >= 0;
}

SimTime export_series_start(const ExportSeries *series) {
    return series->open_index * series->period;
}

void export_series_add(ExportSeries *series, const SimPeriod *second) {
    if (second->meter != NULL) learn(series, second->meter);
    SIM_ASSERT(second->series_count == series->items.count);
    series->open_index = second->start / series->period;
    for (int32_t i = 0; i < series->items.count; i++) {
        ExportedSeries *item = &series->items.items[i];
        accumulator_add(&item->open, second, i);
        if (item->is_summed) accumulator_add(&item->whole, second, i);
    }
}

void export_series_clear_open(ExportSeries *series) {
    series->open_index = -1;
    for (int32_t i = 0; i < series->items.count; i++)
        accumulator_clear(&series->items.items[i].open);
}
