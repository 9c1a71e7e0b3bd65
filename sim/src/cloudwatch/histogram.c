// A log-linear histogram: an octave is found by the position of the highest bit, the bucket in it
// by the six bits that follow. Percentiles are nearest-rank: the middle of the bucket that holds
// the record of that rank.
#include "cloudwatch/histogram.h"

#include "engine/alloc.h"

#include <math.h>
#include <string.h>

SimHistogram *sim_histogram_create(void) {
    return alloc_zeroed(1, sizeof(SimHistogram));
}

void sim_histogram_destroy(SimHistogram *histogram) {
    alloc_free(histogram);
}

void sim_histogram_clear(SimHistogram *histogram) {
    if (histogram->count == 0) return;
    size_t touched = (size_t)(histogram->high - histogram->low + 1);
    memset(histogram->buckets + histogram->low, 0, touched * sizeof histogram->buckets[0]);
    histogram->count = 0;
    histogram->low = histogram->high = 0;
}

void sim_histogram_record(SimHistogram *histogram, int64_t value_ns) {
    histogram_record(histogram, value_ns);
}

// A bucket that would overflow stays at its largest count.
static uint32_t add_saturating(uint32_t a, uint32_t b) {
    uint32_t sum = a + b;
    return sum < a ? UINT32_MAX : sum;
}

void sim_histogram_merge(SimHistogram *into, const SimHistogram *from) {
    if (from->count == 0) return;
    histogram_touch(into, from->low, from->high);
    for (int32_t i = from->low; i <= from->high; i++)
        into->buckets[i] = add_saturating(into->buckets[i], from->buckets[i]);
    into->count += from->count;
}

int64_t sim_histogram_count(const SimHistogram *histogram) {
    return histogram->count;
}

double histogram_bucket_middle(int32_t bucket) {
    if (bucket < 2 << HISTOGRAM_SUB_BITS) return bucket;
    int32_t shift = (bucket >> HISTOGRAM_SUB_BITS) - 1;
    int64_t lowest = (int64_t)(bucket - (shift << HISTOGRAM_SUB_BITS)) << shift;
    return (double)lowest + (double)((INT64_C(1) << shift) - 1) / 2;
}

double sim_histogram_percentile(const SimHistogram *histogram, double share) {
    SIM_ASSERT(share >= 0 && share <= 1);
    if (histogram->count == 0) return -1;
    // The hair less keeps 0.999 of 1,000 records at rank 999, whatever the product rounds to.
    double rank = fmax(1, ceil(share * (double)histogram->count * (1 - 1e-12)));
    double seen = 0;
    for (int32_t i = histogram->low; i <= histogram->high; i++) {
        seen += histogram->buckets[i];
        if (seen >= rank) return histogram_bucket_middle(i);
    }
    return histogram_bucket_middle(histogram->high);
}
