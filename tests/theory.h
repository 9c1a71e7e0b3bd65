/// The whole way of a request against queueing theory: ordinary scenario files of tests/theory/,
/// run as any other and seen through the sink, and how closely what they show must agree.
///
/// Confidence intervals come from batch means over simulated time. All figures of all tests named
/// test_theory* hold together at level 99.9 %, so that a failure means a wrong model. Full length
/// holds a mean within 0.5 % and a p99 within 2 %; with TEST_SCALE runs are that much shorter and
/// intervals wider by its root. The load is 0.7 unless ALBATROSS_THEORY_LOAD says another, for
/// which runs are longer, as queues then remember longer.
#pragma once

#include "sim/metrics.h"
#include "sim/scenario.h"
#include "sim/world.h"
#include "world/world.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define THEORY_BATCHES     (TEST_SCALE > 1 ? 40 : 100)
#define THEORY_BATCHES_MAX 100
/// Asserted to hold over all files of theory, for their joint level.
#define THEORY_FIGURES 20
#define THEORY_WORK    100e-6 ///< mean work of a request in these scenarios, seconds
/// A speed wrong by this much must be found out; at a fiftieth of the length a tenth can be seen,
/// not a fiftieth.
#define THEORY_WRONG_SPEED (TEST_SCALE > 1 ? 0.9 : 0.98)
#define THEORY_WRONG_SHARE 6 ///< runs with a wrong speed are this much shorter

/// A run to be made.
typedef struct TheoryRun {
    const char *file;
    double rate_full; ///< arrivals a second at load 1
    double minutes;   ///< of simulated time at full length and load 0.7
    const char *work; ///< of a request, as JSON; NULL: the file's
    double speed;     ///< of the servers; 0: 1, the right one
    int32_t servers;  ///< 0: the file's
} TheoryRun;

static inline double theory_load(void) {
    const char *said = getenv("ALBATROSS_THEORY_LOAD");
    return said != NULL ? atof(said) : 0.7;
}

static inline double theory_rate(const TheoryRun *run) {
    return run->rate_full * theory_load();
}

/// Length of a batch. Variances of means grow with the fourth power of 1 / (1 - load), their
/// squares with the second.
static inline SimTime theory_batch_length(const TheoryRun *run) {
    double longer = pow(0.3 / (1 - theory_load()), 2) * 1.4;
    if (theory_load() <= 0.7) longer = 1;
    if (run->speed > 0) longer /= THEORY_WRONG_SHARE;
    double seconds = ceil(run->minutes * 60 * longer / TEST_SCALE / THEORY_BATCHES);
    return (SimTime)seconds * SIM_SECOND;
}

static inline void theory_set(SimScenario **scenario, const char *path, const char *value) {
    SimError error;
    SimScenario *changed = sim_scenario_set(*scenario, path, value, false, &error);
    if (changed == NULL) ck_abort_msg("%s", error.text);
    sim_scenario_release(*scenario);
    *scenario = changed;
}

static inline SimScenario *theory_load_scenario(const TheoryRun *run) {
    char text[512];
    snprintf(text, sizeof text, SOURCE_DIR "/tests/theory/%s", run->file);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(text, &diagnostics);
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, text, sizeof text);
    if (scenario == NULL) ck_abort_msg("%s", text);
    sim_diagnostics_deinit(&diagnostics);
    snprintf(text, sizeof text, "%.6f/s", theory_rate(run));
    theory_set(&scenario, "clients.source.arrivals.poisson", text);
    if (run->work != NULL) theory_set(&scenario, "clients.source.requests.0.work", run->work);
    snprintf(text, sizeof text, "%d", run->servers);
    if (run->servers > 0) theory_set(&scenario, "regions.ap-south-1.instances.server.count", text);
    snprintf(text, sizeof text, "%g", run->speed);
    if (run->speed > 0) theory_set(&scenario, "launch_templates.server.speed", text);
    return scenario;
}

/// What one batch showed, and all of them together.
typedef struct TheoryMeans {
    double mean[THEORY_BATCHES_MAX], p99[THEORY_BATCHES_MAX]; ///< of answers, seconds
    double loss[THEORY_BATCHES_MAX];                          ///< share of requests not answered
    double total_mean, total_p99, total_loss;
} TheoryMeans;

typedef struct TheoryBatch {
    int32_t answers, requests; ///< series
    double sum;
    int64_t count, asked;
    SimHistogram *histogram, *total_histogram;
    double total_sum;
    int64_t total_count, total_asked;
} TheoryBatch;

static inline void theory_see_period(void *context, const SimPeriod *period) {
    TheoryBatch *batch = context;
    const SimSample *sample = &period->samples[batch->answers];
    batch->sum += sample->sum;
    batch->count += sample->count;
    batch->asked += (int64_t)period->samples[batch->requests].sum;
    if (sample->count > 0)
        sim_histogram_merge(batch->histogram, period->histograms[batch->answers]);
}

static inline void theory_end_batch(TheoryBatch *batch, TheoryMeans *means, int32_t index) {
    means->mean[index] = batch->sum / (double)batch->count;
    means->p99[index] = sim_histogram_percentile(batch->histogram, 0.99) / 1e9;
    means->loss[index] = 1 - (double)batch->count / (double)batch->asked;
    batch->total_sum += batch->sum;
    batch->total_count += batch->count;
    batch->total_asked += batch->asked;
    sim_histogram_merge(batch->total_histogram, batch->histogram);
    batch->sum = 0;
    batch->count = batch->asked = 0;
    sim_histogram_clear(batch->histogram);
}

/// Measures by the metrics that CloudWatch would show. The first batch begins after one that is
/// thrown away, so that the queue is as on any day.
static inline void theory_measure(const TheoryRun *run, TheoryMeans *means) {
    SimScenario *scenario = theory_load_scenario(run);
    SimWorld *world = sim_world_create(scenario, 0);
    TheoryBatch batch = {
        .answers = sim_series_find(world, NULL, "TargetResponseTime", "LoadBalancer=web"),
        .requests = sim_series_find(world, NULL, "RequestCount", "LoadBalancer=web"),
        .histogram = sim_histogram_create(),
        .total_histogram = sim_histogram_create()};
    ck_assert_int_ge(batch.answers, 0);
    ck_assert_int_ge(batch.requests, 0);
    SimSink sink = {.context = &batch, .period = theory_see_period};
    SimTime length = theory_batch_length(run);
    sim_world_advance(world, length, 0, NULL);
    for (int32_t i = 0; i < THEORY_BATCHES; i++) {
        sim_world_advance(world, (i + 2) * length, 0, &sink);
        theory_end_batch(&batch, means, i);
    }
    means->total_mean = batch.total_sum / (double)batch.total_count;
    means->total_p99 = sim_histogram_percentile(batch.total_histogram, 0.99) / 1e9;
    means->total_loss = 1 - (double)batch.total_count / (double)batch.total_asked;
    sim_histogram_destroy(batch.histogram);
    sim_histogram_destroy(batch.total_histogram);
    sim_world_finish(world, NULL);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

static inline double theory_quantile(int32_t degrees) {
    return gsl_cdf_tdist_Pinv(1 - 0.001 / THEORY_FIGURES / 2, degrees);
}

static inline double theory_half_width(const double *batches) {
    double sum = 0, squares = 0;
    for (int32_t i = 0; i < THEORY_BATCHES; i++)
        sum += batches[i];
    for (int32_t i = 0; i < THEORY_BATCHES; i++)
        squares += (batches[i] - sum / THEORY_BATCHES) * (batches[i] - sum / THEORY_BATCHES);
    double error = sqrt(squares / (THEORY_BATCHES - 1) / THEORY_BATCHES);
    return error * theory_quantile(THEORY_BATCHES - 1);
}

/// Mean of batches less what is explained by what was drawn in them: `controls` of known mean,
/// given as deviations from it. Returns the half-width.
static inline double theory_controlled(const double *batches, const double *const *controls,
                                       int32_t count, double *mean) {
    size_t n = (size_t)THEORY_BATCHES, p = (size_t)count + 1;
    gsl_matrix *x = gsl_matrix_alloc(n, p), *covariance = gsl_matrix_alloc(p, p);
    gsl_vector *y = gsl_vector_alloc(n), *fit = gsl_vector_alloc(p);
    for (size_t i = 0; i < n; i++) {
        gsl_vector_set(y, i, batches[i]);
        gsl_matrix_set(x, i, 0, 1);
        for (size_t c = 1; c < p; c++)
            gsl_matrix_set(x, i, c, controls[c - 1][i]);
    }
    gsl_multifit_linear_workspace *room = gsl_multifit_linear_alloc(n, p);
    double squares;
    gsl_multifit_linear(x, y, fit, covariance, &squares, room);
    *mean = gsl_vector_get(fit, 0);
    double half = sqrt(gsl_matrix_get(covariance, 0, 0)) * theory_quantile((int32_t)(n - p));
    gsl_multifit_linear_free(room);
    gsl_matrix_free(x), gsl_matrix_free(covariance);
    gsl_vector_free(y), gsl_vector_free(fit);
    return half;
}

/// Whether theory lies in the interval; the interval must be as narrow as is promised: `share` of
/// the theory at full length.
static inline bool theory_agrees(const char *what, double measured, double half, double theory,
                                 double share) {
    printf("%s: %.7g +- %.3g (%.2f %%), theory %.7g\n", what, measured, half, 100 * half / theory,
           theory);
    fflush(stdout); // A failure ends the process that tests run in.
    // Fewer batches have wider quantiles besides.
    double promised = share * theory * sqrt(TEST_SCALE) * (TEST_SCALE > 1 ? 1.25 : 1);
    return half <= promised && fabs(measured - theory) <= half;
}

static inline bool theory_mean_agrees(const char *what, const TheoryMeans *means, double theory) {
    return theory_agrees(what, means->total_mean, theory_half_width(means->mean), theory, 0.005);
}

/// A percentile from buckets is off by up to half a bucket besides.
#define THEORY_BUCKET_SHARE 0.005

static inline bool theory_p99_agrees(const char *what, const TheoryMeans *means, double theory) {
    double half = theory_half_width(means->p99) + THEORY_BUCKET_SHARE * theory;
    return theory_agrees(what, means->total_p99, half, theory, 0.02 + THEORY_BUCKET_SHARE);
}

/// Whether servers of a wrong speed would be found out: their mean's interval, though wider than is
/// promised, does not hold the theory.
static inline bool theory_mutant_is_found(const char *what, TheoryRun run, double theory) {
    run.speed = THEORY_WRONG_SPEED;
    TheoryMeans means;
    theory_measure(&run, &means);
    double half = theory_half_width(means.mean);
    printf("%s at a speed of %g: %.7g +- %.3g, theory %.7g\n", what, run.speed, means.total_mean,
           half, theory);
    return fabs(means.total_mean - theory) > half;
}

/// Time at which a falling function (of time in units of THEORY_WORK's seconds) is down to 0.01.
static inline double theory_p99_of(double (*tail)(double time, const void *context),
                                   const void *context, double longest) {
    double low = 0, high = longest;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (tail(middle, context) > 0.01)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static inline int theory_main(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
