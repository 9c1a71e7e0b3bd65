// Random streams: the generator against its published outputs, the samplers against GSL's.
#include "engine/random.h"
#include "engine/random_gsl.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 1000000 };

static RandomStream stream_named(const char *name) {
    RandomStream stream;
    random_stream_seed(&stream, 2026, name);
    return stream;
}

START_TEST(random_u64_is_xoshiro256_plus_plus) {
    // The outputs from state 1, 2, 3, 4 that the algorithm's reference implementation gives.
    static const uint64_t expected[] = {41943041,
                                        58720359,
                                        3588806011781223,
                                        3591011842654386,
                                        9228616714210784205u,
                                        9973669472204895162u,
                                        14011001112246962877u,
                                        12406186145184390807u};
    RandomStream stream = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        ck_assert_uint_eq(random_u64(&stream), expected[i]);
}
END_TEST

START_TEST(random_streams_differ_by_name_and_seed_and_repeat) {
    RandomStream one, again, other_name, other_seed;
    random_stream_seed(&one, 42, "clients/mumbai/arrivals");
    random_stream_seed(&again, 42, "clients/mumbai/arrivals");
    random_stream_seed(&other_name, 42, "clients/mumbai/arrival");
    random_stream_seed(&other_seed, 43, "clients/mumbai/arrivals");
    for (int i = 0; i < 1000; i++) {
        uint64_t drawn = random_u64(&one);
        ck_assert_uint_eq(drawn, random_u64(&again));
        ck_assert_uint_ne(drawn, random_u64(&other_name));
        ck_assert_uint_ne(drawn, random_u64(&other_seed));
    }
}
END_TEST

START_TEST(random_mixed_is_a_function_of_each_of_its_arguments) {
    RandomStream base = random_mixed(1, 2, 3), again = random_mixed(1, 2, 3);
    ck_assert_mem_eq(&base, &again, sizeof(base));
    RandomStream others[] = {random_mixed(2, 2, 3), random_mixed(1, 3, 3), random_mixed(1, 2, 4),
                             random_mixed(1, 3, 2)};
    for (int i = 0; i < 4; i++)
        ck_assert_uint_ne(random_u64(&others[i]), random_u64(&again));
}
END_TEST

// Sum of squared deviations of `bins` counts from an even spread, in units of the expected count.
static double chi_squared(const int *counts, int bins, double expected) {
    double sum = 0;
    for (int i = 0; i < bins; i++)
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    return sum;
}

// Walks one argument of random_mixed through neighbouring values: first draws must be uniform, and
// so must the pairs of neighbours.
START_TEST(random_mixed_is_uniform_over_neighbouring_arguments) {
    enum { BINS = 16 };
    int counts[BINS * BINS] = {0};
    int before = 0;
    for (uint32_t i = 0; i < 200000; i++) {
        RandomStream stream = _i == 0   ? random_mixed(i, 1, 1)
                              : _i == 1 ? random_mixed(77, i, 1)
                                        : random_mixed(77, 1, i);
        int bin = (int)(random_unit(&stream) * BINS);
        counts[before * BINS + bin]++;
        before = bin;
    }
    double statistic = chi_squared(counts, BINS * BINS, 200000.0 / (BINS * BINS));
    ck_assert_double_gt(gsl_cdf_chisq_Q(statistic, BINS * BINS - 1), 1e-4);
    ck_assert_double_gt(gsl_cdf_chisq_P(statistic, BINS * BINS - 1), 1e-4);
}
END_TEST

START_TEST(random_unit_stays_inside_its_interval_even_at_the_extremes) {
    // With s[0] = 0 and s[3] chosen, the output is s[3] turned by 23.
    RandomStream lowest = {{0, 1, 1, 0}}, highest = {{0, 1, 1, UINT64_MAX}};
    RandomStream stream = lowest;
    ck_assert_double_eq(random_unit(&stream), 0.0);
    stream = lowest;
    ck_assert_double_gt(random_unit_open(&stream), 0.0);
    stream = highest;
    ck_assert_double_lt(random_unit(&stream), 1.0);
    stream = highest;
    ck_assert_double_lt(random_unit_open(&stream), 1.0);
}
END_TEST

START_TEST(random_below_is_unbiased_where_scaling_alone_would_not_be) {
    // Of 2^32 draws scaled to 3 * 2^30 results, every third result would come up twice.
    RandomStream stream = stream_named("below");
    int counts[3] = {0};
    for (int i = 0; i < 300000; i++) {
        uint32_t drawn = random_below(&stream, UINT32_C(3) << 30);
        ck_assert_uint_lt(drawn, UINT32_C(3) << 30);
        counts[drawn % 3]++;
    }
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_squared(counts, 3, 100000), 2), 1e-4);
}
END_TEST

START_TEST(random_below_gives_each_small_number_its_share) {
    RandomStream stream = stream_named("small");
    int counts[7] = {0};
    for (int i = 0; i < 700000; i++)
        counts[random_below(&stream, 7)]++;
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_squared(counts, 7, 100000), 6), 1e-4);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(random_below(&stream, 1), 0);
}
END_TEST

START_TEST(random_below_refuses_nothing_to_choose_from) {
    RandomStream stream = stream_named("none");
    random_below(&stream, 0);
}
END_TEST

typedef struct Ziggurat {
    const double *x, *f;
    double base_area;
    bool is_normal;
} Ziggurat;

START_TEST(random_ziggurat_layers_have_equal_areas_under_the_density) {
    double exponential_edge = random_exponential_x[1], normal_edge = random_normal_x[1];
    Ziggurat ziggurats[] = {
        {random_exponential_x, random_exponential_f,
         (exponential_edge + 1) * exp(-exponential_edge), false},
        {random_normal_x, random_normal_f,
         normal_edge * exp(-0.5 * normal_edge * normal_edge) +
             sqrt(acos(-1.0) / 2) * erfc(normal_edge / sqrt(2.0)),
         true},
    };
    const Ziggurat *ziggurat = &ziggurats[_i];
    const double *x = ziggurat->x, *f = ziggurat->f;
    ck_assert_double_eq_tol(x[0] * f[1], ziggurat->base_area, 1e-15);
    for (int i = 1; i < RANDOM_LAYERS; i++) {
        ck_assert_double_eq_tol(x[i] * (f[i + 1] - f[i]), ziggurat->base_area, 1e-14);
        ck_assert_double_eq_tol(f[i], ziggurat->is_normal ? exp(-0.5 * x[i] * x[i]) : exp(-x[i]),
                                1e-15);
    }
    ck_assert_double_eq(x[RANDOM_LAYERS], 0.0);
    ck_assert_double_eq(f[RANDOM_LAYERS], 1.0);
}
END_TEST

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// The greatest distance between two sorted samples' distribution functions.
static double kolmogorov_smirnov(const double *a, const double *b, int count) {
    double distance = 0;
    for (int i = 0, j = 0; i < count && j < count;) {
        if (a[i] <= b[j])
            i++;
        else
            j++;
        distance = fmax(distance, fabs((double)(i - j)) / count);
    }
    return distance;
}

// The greatest distance between a sorted sample's distribution function and `cdf`.
static double kolmogorov_smirnov_to(const double *a, int count, double (*cdf)(double, double)) {
    double distance = 0;
    for (int i = 0; i < count; i++) {
        double p = cdf(a[i], 1.0);
        distance = fmax(distance, fmax(p - (double)i / count, (double)(i + 1) / count - p));
    }
    return distance;
}

// Where the greatest distance between equal distributions lies with probability 0.999, times the
// root of the number of draws.
#define KOLMOGOROV_0_999 1.9495

typedef double Sampler(RandomStream *stream);
typedef double GslSampler(const gsl_rng *generator, double parameter);

static void check_against_gsl(const char *name, Sampler *ours, GslSampler *theirs,
                              double (*cdf)(double, double)) {
    RandomStream stream = stream_named(name);
    gsl_rng *generator = gsl_rng_alloc(gsl_rng_mt19937);
    double *a = malloc(2 * DRAWS * sizeof(double));
    ck_assert_ptr_nonnull(a);
    double *b = a + DRAWS;
    for (int i = 0; i < DRAWS; i++) {
        a[i] = ours(&stream);
        b[i] = theirs(generator, 1.0);
    }
    qsort(a, DRAWS, sizeof(double), compare_doubles);
    qsort(b, DRAWS, sizeof(double), compare_doubles);
    ck_assert_double_lt(kolmogorov_smirnov(a, b, DRAWS), KOLMOGOROV_0_999 * sqrt(2.0 / DRAWS));
    ck_assert_double_lt(kolmogorov_smirnov_to(a, DRAWS, cdf), KOLMOGOROV_0_999 / sqrt(DRAWS));
    free(a);
    gsl_rng_free(generator);
}

static double draw_exponential(RandomStream *stream) {
    return random_exponential(stream);
}

static double draw_normal(RandomStream *stream) {
    return random_normal(stream);
}

START_TEST(random_exponential_passes_kolmogorov_smirnov_against_gsl) {
    check_against_gsl("exponential", draw_exponential, gsl_ran_exponential, gsl_cdf_exponential_P);
}
END_TEST

START_TEST(random_normal_passes_kolmogorov_smirnov_against_gsl) {
    check_against_gsl("normal", draw_normal, gsl_ran_gaussian, gsl_cdf_gaussian_P);
}
END_TEST

// Kolmogorov-Smirnov hardly sees the tails, where the samplers switch to another method: count the
// draws beyond points on both sides of that edge.
static void check_share_beyond(Sampler *sampler, double point, double expected, int sign) {
    enum { TAIL_DRAWS = 4 * DRAWS };
    RandomStream stream = stream_named("tail");
    int beyond = 0;
    for (int i = 0; i < TAIL_DRAWS; i++)
        beyond += sign * sampler(&stream) > point;
    double sigma = sqrt(expected * TAIL_DRAWS);
    ck_assert_double_eq_tol(beyond, expected * TAIL_DRAWS, 4 * sigma);
}

START_TEST(random_exponential_has_the_right_share_in_its_tail) {
    static const double points[] = {5.0, 7.6, 7.8, 9.0, 11.0};
    check_share_beyond(draw_exponential, points[_i], exp(-points[_i]), 1);
}
END_TEST

START_TEST(random_normal_has_the_right_share_in_both_tails) {
    static const double points[] = {2.5, 3.6, 3.7, 4.2};
    double point = points[_i / 2];
    check_share_beyond(draw_normal, point, gsl_cdf_ugaussian_Q(point), _i % 2 ? 1 : -1);
}
END_TEST

// Shares of the tails beyond the ziggurats' edges.
static double normal_beyond_edge_P(double x, double sigma) {
    return 1.0 - gsl_cdf_gaussian_Q(x, sigma) / gsl_cdf_gaussian_Q(random_normal_x[1], sigma);
}

static double exponential_beyond_edge_P(double x, double mean) {
    return gsl_cdf_exponential_P(x - random_exponential_x[1], mean);
}

START_TEST(random_draws_beyond_the_edge_follow_the_tail) {
    enum { EDGE_DRAWS = 200000 };
    RandomStream stream = stream_named("edge");
    double *draws = malloc(EDGE_DRAWS * sizeof(double));
    ck_assert_ptr_nonnull(draws);
    for (int i = 0; i < EDGE_DRAWS; i++)
        draws[i] = _i == 0 ? random_exponential_edge(&stream, 0, 0.0)
                           : random_normal_edge(&stream, 0, 0.0, 1.0);
    qsort(draws, EDGE_DRAWS, sizeof(double), compare_doubles);
    double distance = kolmogorov_smirnov_to(
        draws, EDGE_DRAWS, _i == 0 ? exponential_beyond_edge_P : normal_beyond_edge_P);
    ck_assert_double_lt(distance, KOLMOGOROV_0_999 / sqrt(EDGE_DRAWS));
    free(draws);
}
END_TEST

START_TEST(random_gsl_draws_are_the_draws_of_the_stream) {
    RandomStream stream = stream_named("gsl"), twin = stream;
    gsl_rng generator = random_gsl(&stream);
    ck_assert_ptr_eq(generator.type, random_gsl_type());
    for (int i = 0; i < 100; i++) {
        ck_assert_double_eq(gsl_rng_uniform(&generator), random_unit(&twin));
        ck_assert_uint_eq(gsl_rng_get(&generator), random_u64(&twin));
    }
    ck_assert_mem_eq(&stream, &twin, sizeof(stream));
    for (int i = 0; i < 1000; i++)
        ck_assert_uint_lt(gsl_rng_uniform_int(&generator, 10), 10);
}
END_TEST

START_TEST(random_gsl_type_can_be_allocated_and_seeded_by_gsl) {
    gsl_rng *one = gsl_rng_alloc(random_gsl_type()), *two = gsl_rng_alloc(random_gsl_type());
    gsl_rng_set(one, 5);
    gsl_rng_set(two, 5);
    ck_assert_uint_eq(gsl_rng_get(one), gsl_rng_get(two));
    gsl_rng_set(two, 6);
    ck_assert_uint_ne(gsl_rng_get(one), gsl_rng_get(two));
    gsl_rng_free(one);
    gsl_rng_free(two);
}
END_TEST

static double lognormal(const gsl_rng *generator) {
    return gsl_ran_lognormal(generator, -0.125, 0.5);
}
static double gamma_below_one(const gsl_rng *generator) {
    return gsl_ran_gamma(generator, 0.5, 2.0);
}
static double gamma_above_one(const gsl_rng *generator) {
    return gsl_ran_gamma(generator, 2.5, 0.4);
}
static double pareto(const gsl_rng *generator) {
    return gsl_ran_pareto(generator, 5.0, 0.8);
}
static double weibull(const gsl_rng *generator) {
    return gsl_ran_weibull(generator, 0.5, 0.5);
}
static double exponential(const gsl_rng *generator) {
    return gsl_ran_exponential(generator, 1.0);
}
static double gaussian_ziggurat(const gsl_rng *generator) {
    return 1.0 + gsl_ran_gaussian_ziggurat(generator, 2.0);
}
static double poisson(const gsl_rng *generator) {
    return gsl_ran_poisson(generator, 1.0);
}
static double binomial(const gsl_rng *generator) {
    return gsl_ran_binomial(generator, 0.02, 50);
}

// Distributions with mean 1 and the given variance.
static const struct {
    double (*draw)(const gsl_rng *generator);
    double variance;
} distributions[] = {
    {lognormal, 0.2840},      {gamma_below_one, 2.0}, {gamma_above_one, 0.4},
    {pareto, 0.0667},         {weibull, 5.0},         {exponential, 1.0},
    {gaussian_ziggurat, 4.0}, {poisson, 1.0},         {binomial, 0.98},
};

START_TEST(random_gsl_distributions_have_the_right_mean) {
    RandomStream stream = stream_named("mean");
    gsl_rng generator = random_gsl(&stream);
    double sum = 0;
    for (int i = 0; i < 400000; i++)
        sum += distributions[_i].draw(&generator);
    double sigma = sqrt(distributions[_i].variance / 400000);
    ck_assert_double_eq_tol(sum / 400000, 1.0, 4 * sigma);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("random");
    TCase *tests = tcase_create("random");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, random_u64_is_xoshiro256_plus_plus);
    tcase_add_test(tests, random_streams_differ_by_name_and_seed_and_repeat);
    tcase_add_test(tests, random_mixed_is_a_function_of_each_of_its_arguments);
    tcase_add_loop_test(tests, random_mixed_is_uniform_over_neighbouring_arguments, 0, 3);
    tcase_add_test(tests, random_unit_stays_inside_its_interval_even_at_the_extremes);
    tcase_add_test(tests, random_below_is_unbiased_where_scaling_alone_would_not_be);
    tcase_add_test(tests, random_below_gives_each_small_number_its_share);
    tcase_add_test_raise_signal(tests, random_below_refuses_nothing_to_choose_from, SIGABRT);
    tcase_add_loop_test(tests, random_ziggurat_layers_have_equal_areas_under_the_density, 0, 2);
    tcase_add_test(tests, random_exponential_passes_kolmogorov_smirnov_against_gsl);
    tcase_add_test(tests, random_normal_passes_kolmogorov_smirnov_against_gsl);
    tcase_add_loop_test(tests, random_exponential_has_the_right_share_in_its_tail, 0, 5);
    tcase_add_loop_test(tests, random_normal_has_the_right_share_in_both_tails, 0, 8);
    tcase_add_loop_test(tests, random_draws_beyond_the_edge_follow_the_tail, 0, 2);
    tcase_add_test(tests, random_gsl_draws_are_the_draws_of_the_stream);
    tcase_add_test(tests, random_gsl_type_can_be_allocated_and_seeded_by_gsl);
    tcase_add_loop_test(tests, random_gsl_distributions_have_the_right_mean, 0,
                        (int)(sizeof(distributions) / sizeof(distributions[0])));
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
