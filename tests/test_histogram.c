// Histograms: error, merging, percentiles of distributions whose quantiles are known.
#include "cloudwatch/histogram.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(uint64_t *state) {
    uint64_t x = (*state += UINT64_C(0x9E3779B97F4A7C15));
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static double next_share(uint64_t *state) {
    return ((double)(next_random(state) >> 11) + 0.5) / 9007199254740992.0;
}

static void check_error(int64_t value) {
    double middle = histogram_bucket_middle(histogram_bucket(value));
    ck_assert_msg(fabs(middle - (double)value) <= 0.01 * (double)value, "%lld became %g",
                  (long long)value, middle);
}

START_TEST(a_bucket_is_within_one_percent_of_its_values) {
    for (int64_t value = 0; value < 300000; value++)
        check_error(value);
    for (int bits = 18; bits < HISTOGRAM_VALUE_BITS; bits++) {
        int64_t octave = INT64_C(1) << bits;
        check_error(octave - 1), check_error(octave), check_error(octave + octave / 64 - 1);
        check_error(octave + octave / 64), check_error(2 * octave - 1);
    }
}
END_TEST

START_TEST(buckets_rise_with_values_and_stay_in_bounds) {
    int32_t before = 0;
    for (double value = 1; value < 9e18; value *= 1.003) {
        int32_t bucket = histogram_bucket((int64_t)value);
        ck_assert_int_ge(bucket, before);
        ck_assert_int_lt(bucket, HISTOGRAM_BUCKETS);
        before = bucket;
    }
    ck_assert_int_eq(histogram_bucket(INT64_MAX), HISTOGRAM_BUCKETS - 1);
    ck_assert_int_eq(histogram_bucket((INT64_C(1) << HISTOGRAM_VALUE_BITS) - 1),
                     HISTOGRAM_BUCKETS - 1);
    ck_assert_int_eq(histogram_bucket(-5), 0);
}
END_TEST

START_TEST(an_empty_histogram_has_no_percentile) {
    SimHistogram *histogram = sim_histogram_create();
    ck_assert_double_eq(sim_histogram_percentile(histogram, 0.5), -1);
    sim_histogram_record(histogram, 77);
    sim_histogram_clear(histogram);
    ck_assert_double_eq(sim_histogram_percentile(histogram, 0.5), -1);
    sim_histogram_destroy(histogram);
}
END_TEST

START_TEST(small_ranks_are_exact) {
    SimHistogram *histogram = sim_histogram_create();
    for (int64_t value = 1; value <= 100; value++)
        sim_histogram_record(histogram, value);
    ck_assert_double_eq(sim_histogram_percentile(histogram, 0), 1);
    ck_assert_double_eq(sim_histogram_percentile(histogram, 0.5), 50);
    ck_assert_double_eq(sim_histogram_percentile(histogram, 0.99), 99);
    ck_assert_double_eq(sim_histogram_percentile(histogram, 1), 100);
    sim_histogram_destroy(histogram);
}
END_TEST

START_TEST(merging_equals_recording_everything_in_one) {
    SimHistogram *parts[3] = {sim_histogram_create(), sim_histogram_create(),
                              sim_histogram_create()};
    SimHistogram *whole = sim_histogram_create(), *merged = sim_histogram_create();
    uint64_t state = 7;
    for (int i = 0; i < 30000; i++) {
        int64_t value = (int64_t)(next_random(&state) >> (20 + next_random(&state) % 40));
        sim_histogram_record(parts[i % 3], value);
        sim_histogram_record(whole, value);
    }
    for (int i = 0; i < 3; i++)
        sim_histogram_merge(merged, parts[i]);
    ck_assert_mem_eq(merged, whole, sizeof *whole);
    for (int i = 0; i < 3; i++)
        sim_histogram_destroy(parts[i]);
    sim_histogram_destroy(whole), sim_histogram_destroy(merged);
}
END_TEST

START_TEST(clearing_leaves_all_zero) {
    SimHistogram *histogram = sim_histogram_create(), *fresh = sim_histogram_create();
    int64_t values[] = {0, 5, 1000, SIM_SECOND, SIM_HOUR, 3, INT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        sim_histogram_record(histogram, values[i]);
    sim_histogram_clear(histogram);
    ck_assert_mem_eq(histogram, fresh, sizeof *fresh);
    sim_histogram_destroy(histogram), sim_histogram_destroy(fresh);
}
END_TEST

// The sampling error of 400,000 draws at p99 is below 0.5 %, the bucket's below 0.8 %.
START_TEST(percentiles_of_an_exponential_are_those_of_theory) {
    SimHistogram *histogram = sim_histogram_create();
    uint64_t state = 11;
    for (int i = 0; i < 400000; i++)
        sim_histogram_record(histogram, (int64_t)(-20e6 * log(next_share(&state))));
    double shares[] = {0.1, 0.5, 0.9, 0.99};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        double expected = -20e6 * log(1 - shares[i]);
        ck_assert_double_eq_tol(sim_histogram_percentile(histogram, shares[i]) / expected, 1,
                                0.018);
    }
    sim_histogram_destroy(histogram);
}
END_TEST

static int compare_values(const void *a, const void *b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

START_TEST(percentiles_are_within_one_percent_of_the_sorted_values) {
    enum { COUNT = 20001 };
    static const double shares[] = {0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};
    int64_t *values = calloc(COUNT, sizeof *values);
    SimHistogram *histogram = sim_histogram_create();
    uint64_t state = 3;
    for (int i = 0; i < COUNT; i++) {
        values[i] = (int64_t)exp(25 * next_share(&state));
        sim_histogram_record(histogram, values[i]);
    }
    qsort(values, COUNT, sizeof *values, compare_values);
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        int rank = (int)fmax(1, ceil(shares[i] * COUNT));
        double exact = (double)values[rank - 1];
        ck_assert_double_le(fabs(sim_histogram_percentile(histogram, shares[i]) - exact),
                            0.01 * exact);
    }
    sim_histogram_destroy(histogram);
    free(values);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("histogram");
    TCase *tests = tcase_create("histogram");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_bucket_is_within_one_percent_of_its_values);
    tcase_add_test(tests, buckets_rise_with_values_and_stay_in_bounds);
    tcase_add_test(tests, an_empty_histogram_has_no_percentile);
    tcase_add_test(tests, small_ranks_are_exact);
    tcase_add_test(tests, merging_equals_recording_everything_in_one);
    tcase_add_test(tests, clearing_leaves_all_zero);
    tcase_add_test(tests, percentiles_of_an_exponential_are_those_of_theory);
    tcase_add_test(tests, percentiles_are_within_one_percent_of_the_sorted_values);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
