/// The inside of SimHistogram, shared with the meter, whose histograms stand one after the other in
/// an array of uint32_t.
///
/// Durations below 128 ns have a bucket each; above, every octave has 64 buckets of equal width, so
/// a bucket's middle is within 0.79 % of every value in it. The last bucket also takes what is
/// longer than 39 hours. All zero is an empty histogram. Only the buckets from `low` to `high` can
/// be other than zero, so clearing, merging and reading cost what was touched.
#pragma once

#include "sim/metrics.h"

enum {
    HISTOGRAM_SUB_BITS = 6,
    HISTOGRAM_VALUE_BITS = 47,
    HISTOGRAM_BUCKETS = (HISTOGRAM_VALUE_BITS - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS,
};

struct SimHistogram {
    int64_t count;
    int32_t low, high; ///< touched buckets, inclusive; both 0 while count is 0
    uint32_t buckets[HISTOGRAM_BUCKETS];
};

/// What one histogram takes in an array of uint32_t.
enum { HISTOGRAM_WORDS = sizeof(struct SimHistogram) / sizeof(uint32_t) };

/// The bucket of a value; below 0 counts as 0.
static inline int32_t histogram_bucket(int64_t value_ns) {
    if (value_ns < 2 << HISTOGRAM_SUB_BITS) return value_ns < 0 ? 0 : (int32_t)value_ns;
    if (value_ns >> HISTOGRAM_VALUE_BITS != 0) return HISTOGRAM_BUCKETS - 1;
    int32_t shift = 63 - __builtin_clzll((unsigned long long)value_ns) - HISTOGRAM_SUB_BITS;
    return (shift << HISTOGRAM_SUB_BITS) + (int32_t)(value_ns >> shift);
}

/// The middle of a bucket, in ns.
double histogram_bucket_middle(int32_t bucket);

static inline void histogram_touch(struct SimHistogram *histogram, int32_t low, int32_t high) {
    bool is_empty = histogram->count == 0;
    if (is_empty || low < histogram->low) histogram->low = low;
    if (is_empty || high > histogram->high) histogram->high = high;
}

static inline void histogram_record(struct SimHistogram *histogram, int64_t value_ns) {
    int32_t bucket = histogram_bucket(value_ns);
    histogram_touch(histogram, bucket, bucket);
    histogram->buckets[bucket]++;
    histogram->count++;
}
