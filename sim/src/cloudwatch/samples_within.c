// A bucket of the histogram stands for samples of one value. Bounds by rank may cut through a
// bucket, bounds by value fall between buckets: that of the bound itself counts as the bound.
#include "cloudwatch/samples_within.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/histogram.h"

static const struct {
    const char *name, *brief;
    StatKind kind;
} kinds[] = {{"TM", "tm", STAT_TRIMMED_MEAN},
             {"WM", "wm", STAT_WINSORISED_MEAN},
             {"TC", "tc", STAT_TRIMMED_COUNT},
             {"TS", "ts", STAT_TRIMMED_SUM},
             {"PR", "", STAT_PERCENTILE_RANK}};

// One side of a range: a number with or without '%', or nothing.
typedef struct Side {
    double value;
    bool is_given, is_share;
} Side;

static bool parse_side(const char *text, size_t length, Side *side) {
    *side = (Side){0};
    if (length == 0) return true;
    side->is_given = true;
    side->is_share = text[length - 1] == '%';
    if (side->is_share) return stat_parse_percent(text, length - 1, &side->value);
    double digits = 0, scale = 1;
    bool has_point = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !has_point && i > 0) {
            has_point = true;
            continue;
        }
        if (!isdigit((unsigned char)text[i]) || length > 12) return false;
        digits = digits * 10 + (text[i] - '0');
        if (has_point) scale *= 10;
    }
    side->value = digits / scale;
    return true;
}

static bool parse_range(const char *text, size_t length, Stat *stat) {
    const char *colon = memchr(text, ':', length);
    Side low, high;
    if (colon == NULL || !parse_side(text, (size_t)(colon - text), &low) ||
        !parse_side(colon + 1, length - (size_t)(colon - text) - 1, &high))
        return false;
    if (!low.is_given && !high.is_given) return false;
    if (low.is_given && high.is_given && low.is_share != high.is_share) return false;
    stat->bounds.is_share = low.is_share || high.is_share;
    stat->bounds.low = low.value;
    stat->bounds.high = high.is_given ? high.value : stat->bounds.is_share ? 1 : INFINITY;
    bool is_rank_of_share = stat->kind == STAT_PERCENTILE_RANK && stat->bounds.is_share;
    return stat->bounds.low < stat->bounds.high && !is_rank_of_share;
}

bool bounds_parse(const char *text, size_t length, Stat *stat) {
    if (stat_is_named(text, length, "IQM")) {
        *stat = (Stat){.kind = SIM_FACT("CW-204", true) ? STAT_TRIMMED_MEAN : STAT_AVERAGE,
                       .bounds = {0.25, 0.75, true}};
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && length > 2; i++) {
        *stat = (Stat){.kind = kinds[i].kind, .bounds = {0, 1, true}};
        if (kinds[i].brief[0] != 0 && strncmp(text, kinds[i].brief, 2) == 0)
            return stat_parse_percent(text + 2, length - 2, &stat->bounds.high) &&
                   stat->bounds.high > 0;
        if (strncmp(text, kinds[i].name, 2) == 0 && length > 4 && text[2] == '(' &&
            text[length - 1] == ')')
            return parse_range(text + 3, length - 4, stat);
    }
    return false;
}

// --- values

// How many of a bucket's samples lie within; `before` have lower ranks.
static double kept_of(const SimHistogram *histogram, int32_t bucket, int64_t before,
                      const StatBounds *bounds) {
    double count = histogram->buckets[bucket], all = (double)histogram->count;
    if (!bounds->is_share) {
        int32_t low = histogram_bucket(llround(bounds->low * 1e9));
        int32_t high =
            isinf(bounds->high) ? HISTOGRAM_BUCKETS : histogram_bucket(llround(bounds->high * 1e9));
        bool is_above = bucket > low || bounds->low <= 0;
        return SIM_FACT("CW-201", is_above && bucket <= high) ? count : 0;
    }
    double first = fmax((double)before, bounds->low * all);
    double last = fmin((double)before + count, bounds->high * all);
    return last > first ? last - first : 0;
}

typedef struct Within {
    double count, sum, least, most; ///< of the samples that lie within; seconds
} Within;

static Within gather(const SimHistogram *histogram, const StatBounds *bounds) {
    Within within = {0};
    int64_t before = 0;
    for (int32_t b = histogram->low; b <= histogram->high; b++) {
        double kept = histogram->buckets[b] == 0 ? 0 : kept_of(histogram, b, before, bounds);
        before += histogram->buckets[b];
        if (kept <= 0) continue;
        double seconds = histogram_bucket_middle(b) / 1e9;
        if (within.count <= 0) within.least = seconds;
        within.most = seconds;
        within.count += kept;
        within.sum += kept * seconds;
    }
    return within;
}

// What lies outside is given the value of the bound that it lies beyond.
static double winsorised(const SimHistogram *histogram, const StatBounds *bounds,
                         const Within *within) {
    StatBounds below = {0, bounds->low, bounds->is_share};
    double under = bounds->low > 0 ? gather(histogram, &below).count : 0;
    double over = (double)histogram->count - under - within->count;
    double sum = within->sum;
    if (SIM_FACT("CW-203", true)) sum += under * within->least + over * within->most;
    return sum / (double)histogram->count;
}

bool samples_within(const SimHistogram *histogram, const Stat *stat, double *value) {
    if (histogram->count == 0) return false;
    Within within = gather(histogram, &stat->bounds);
    bool is_mean = stat->kind == STAT_TRIMMED_MEAN || stat->kind == STAT_WINSORISED_MEAN;
    if (is_mean && within.count <= 0) return false;
    switch (stat->kind) {
    case STAT_TRIMMED_MEAN:
        *value = SIM_FACT("CW-202", true) ? within.sum / within.count : within.most;
        return true;
    case STAT_WINSORISED_MEAN:
        *value = winsorised(histogram, &stat->bounds, &within);
        return true;
    case STAT_TRIMMED_COUNT:
        *value = SIM_FACT("CW-206", true) ? within.count : within.sum;
        return true;
    case STAT_TRIMMED_SUM:
        *value = within.sum;
        return true;
    default:
        *value =
            SIM_FACT("CW-205", true) ? 100 * within.count / (double)histogram->count : within.count;
        return true;
    }
}
