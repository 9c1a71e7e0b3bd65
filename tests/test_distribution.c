// Every distribution that a scenario can name, as drawn for requests, against GSL's own
// distribution functions: Kolmogorov-Smirnov on a million draws, the stated mean, and the
// coefficient of variation.
#include "traffic/traffic.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DRAWS = 1000000 / (TEST_SCALE > 1 ? 5 : 1), KINDS = 8 };

// Where the greatest distance between equal distributions lies with probability 0.9999 (eight are
// tested), times the root of the number of draws.
#define KOLMOGOROV_0_9999 2.2253

// Long enough that drawing whole nanoseconds is no part of the distance.
#define MEAN_NS 250e6

static const ConfigDistribution kinds[KINDS] = {
    {CONFIG_EXPONENTIAL, MEAN_NS, 0}, {CONFIG_LOGNORMAL, MEAN_NS, 0.4},
    {CONFIG_LOGNORMAL, MEAN_NS, 2},   {CONFIG_GAMMA, MEAN_NS, 0.5},
    {CONFIG_GAMMA, MEAN_NS, 1.7},     {CONFIG_PARETO, MEAN_NS, 6.5},
    {CONFIG_WEIBULL, MEAN_NS, 0.8},   {CONFIG_WEIBULL, MEAN_NS, 2.5},
};

// GSL's function at x, in units of the mean, for a distribution of mean 1.
static double cdf_of(const ConfigDistribution *d, double x) {
    switch (d->kind) {
    case CONFIG_EXPONENTIAL:
        return gsl_cdf_exponential_P(x, 1);
    case CONFIG_LOGNORMAL: {
        double variance = log(1 + d->shape * d->shape);
        return gsl_cdf_lognormal_P(x, -variance / 2, sqrt(variance));
    }
    case CONFIG_GAMMA:
        return gsl_cdf_gamma_P(x, 1 / (d->shape * d->shape), d->shape * d->shape);
    case CONFIG_PARETO:
        return gsl_cdf_pareto_P(x, d->shape, 1 - 1 / d->shape);
    case CONFIG_WEIBULL:
        return gsl_cdf_weibull_P(x, 1 / exp(lgamma(1 + 1 / d->shape)), d->shape);
    default:
        return NAN;
    }
}

static double cv_of(const ConfigDistribution *d) {
    switch (d->kind) {
    case CONFIG_EXPONENTIAL:
        return 1;
    case CONFIG_PARETO:
        return sqrt(1 / (d->shape * (d->shape - 2)));
    case CONFIG_WEIBULL: {
        double first = lgamma(1 + 1 / d->shape), second = lgamma(1 + 2 / d->shape);
        return sqrt(exp(second - 2 * first) - 1);
    }
    default:
        return d->shape;
    }
}

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double *draw_sorted(const ConfigDistribution *d, double *mean, double *cv) {
    RandomStream stream;
    random_stream_seed(&stream, 2026, "distribution");
    double *draws = malloc(DRAWS * sizeof *draws), sum = 0, squares = 0;
    for (int i = 0; i < DRAWS; i++) {
        draws[i] = (double)distribution_draw(d, &stream) / MEAN_NS;
        sum += draws[i];
        squares += draws[i] * draws[i];
    }
    *mean = sum / DRAWS;
    *cv = sqrt(squares / DRAWS - *mean * *mean) / *mean;
    qsort(draws, DRAWS, sizeof *draws, compare_doubles);
    return draws;
}

static double distance_to(const ConfigDistribution *d, const double *sorted) {
    double distance = 0;
    for (int i = 0; i < DRAWS; i++) {
        double p = cdf_of(d, sorted[i]);
        distance = fmax(distance, fmax(p - (double)i / DRAWS, (double)(i + 1) / DRAWS - p));
    }
    return distance;
}

START_TEST(every_distribution_passes_kolmogorov_smirnov_against_gsl) {
    const ConfigDistribution *d = &kinds[_i];
    double mean, cv, *sorted = draw_sorted(d, &mean, &cv);
    double distance = distance_to(d, sorted);
    printf("kind %d, shape %g: distance %.6f of %.6f, mean %.5f, cv %.4f of %.4f\n", (int)d->kind,
           d->shape, distance, KOLMOGOROV_0_9999 / sqrt(DRAWS), mean, cv, cv_of(d));
    ck_assert_double_lt(distance, KOLMOGOROV_0_9999 / sqrt(DRAWS));
    ck_assert_double_eq_tol(mean, 1, 4 * cv_of(d) / sqrt(DRAWS));
    // The error of a cv grows with the fourth moment, which is large for wide distributions.
    ck_assert_double_eq_tol(cv, cv_of(d), (cv_of(d) > 1.5 ? 0.05 : 0.01) * cv_of(d));
    free(sorted);
}
END_TEST

// The same draws held to a neighbour: a mean or a shape wrong by a few thousandths would be seen.
START_TEST(a_distribution_slightly_wrong_fails_kolmogorov_smirnov) {
    const ConfigDistribution *d = &kinds[_i];
    ConfigDistribution wrong = *d;
    wrong.mean_ns *= TEST_SCALE > 1 ? 1.03 : 1.01;
    double mean, cv, *sorted = draw_sorted(&wrong, &mean, &cv);
    ck_assert_double_gt(distance_to(d, sorted), KOLMOGOROV_0_9999 / sqrt(DRAWS));
    free(sorted);
}
END_TEST

START_TEST(a_constant_is_its_mean_and_draws_nothing) {
    RandomStream stream, before;
    random_stream_seed(&stream, 2026, "constant");
    before = stream;
    ConfigDistribution constant = {CONFIG_CONSTANT, 1234567, 0};
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(distribution_draw(&constant, &stream), 1234567);
    ck_assert_mem_eq(&stream, &before, sizeof stream);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("distribution");
    TCase *tests = tcase_create("distribution");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, every_distribution_passes_kolmogorov_smirnov_against_gsl, 0, KINDS);
    tcase_add_loop_test(tests, a_distribution_slightly_wrong_fails_kolmogorov_smirnov, 0, KINDS);
    tcase_add_test(tests, a_constant_is_its_mean_and_draws_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
