// A bin says itself which time it is of, so nothing has to be cleared while a metric is silent.
#include "cloudwatch/watch.h"

#include "base/fact.h"
#include "cloudwatch/histogram.h"
#include "cloudwatch/series.h"

int32_t watch_add(Meter *meter, SimTime bin_ns, int32_t bin_count, bool has_histogram) {
    int32_t index = meter->watches.count, first_bin = meter->bins.count;
    int32_t first_histogram = meter->bin_buckets.count / HISTOGRAM_WORDS;
    *(MeterWatch *)array_push(&meter->watches) =
        (MeterWatch){.series = -1,
                     .bin_count = bin_count,
                     .first_bin = first_bin,
                     .first_histogram = has_histogram ? first_histogram : -1,
                     .bin_ns = bin_ns};
    array_resize(&meter->bins, first_bin + bin_count);
    if (has_histogram)
        array_resize(&meter->bin_buckets, meter->bin_buckets.count + bin_count * HISTOGRAM_WORDS);
    return index;
}

static SimHistogram *bin_histogram(const Meter *meter, const MeterWatch *watch, int64_t slot) {
    if (watch->first_histogram < 0) return NULL;
    return (SimHistogram *)(void *)(meter->bin_buckets.items +
                                    (size_t)(watch->first_histogram + slot) * HISTOGRAM_WORDS);
}

static void merge_sample(SimSample *into, const SimSample *from, double scale) {
    if (into->count == 0 || from->minimum * scale < into->minimum)
        into->minimum = from->minimum * scale;
    if (into->count == 0 || from->maximum * scale > into->maximum)
        into->maximum = from->maximum * scale;
    into->sum += from->sum * scale;
    into->count += from->count;
}

static void take(Meter *meter, const MeterWatch *watch, SimTime start) {
    if (watch->series < 0 || !meter_is_present(meter, watch->series)) return;
    const MeterSeries *series = &meter->series.items[watch->series];
    int64_t number = start / watch->bin_ns, slot = number % watch->bin_count;
    MeterBin *bin = &meter->bins.items[watch->first_bin + slot];
    SimHistogram *histogram = bin_histogram(meter, watch, slot);
    if (bin->number1 != number + 1) {
        *bin = (MeterBin){.number1 = number + 1};
        if (histogram != NULL) sim_histogram_clear(histogram);
    }
    bool is_duration = series->kind == SIM_SERIES_DISTRIBUTION;
    merge_sample(&bin->sample, &meter->samples.items[watch->series],
                 is_duration ? 1 / (double)SIM_SECOND : 1);
    if (histogram != NULL && is_duration)
        sim_histogram_merge(histogram, meter_histogram(meter, series));
}

void watches_take(Meter *meter, SimTime start) {
    for (int32_t i = 0; i < meter->watches.count; i++)
        take(meter, &meter->watches.items[i], start);
}

void watch_window(const Meter *meter, int32_t index, SimTime from, SimTime to,
                  Accumulator *accumulator) {
    const MeterWatch *watch = &meter->watches.items[index];
    SimTime first = (from < 0 ? 0 : from) + watch->bin_ns - 1;
    for (int64_t number = first / watch->bin_ns; number * watch->bin_ns < to; number++) {
        int64_t slot = number % watch->bin_count;
        const MeterBin *bin = &meter->bins.items[watch->first_bin + slot];
        accumulator->duration_ns += (double)watch->bin_ns;
        if (bin->number1 != number + 1 || bin->sample.count == 0) continue;
        merge_sample(&accumulator->sample, &bin->sample, 1);
        accumulator->level_time += bin->sample.sum * (double)SIM_SECOND;
        if (accumulator->histogram != NULL && watch->first_histogram >= 0) {
            if (!SIM_FACT("CW-207", true)) sim_histogram_clear(accumulator->histogram);
            sim_histogram_merge(accumulator->histogram, bin_histogram(meter, watch, slot));
        }
    }
}
