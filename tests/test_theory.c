// The whole way of a request against queueing theory: ordinary scenario files, run as any other,
// and the TargetResponseTime that CloudWatch would show.
//
// Confidence intervals come from batch means over simulated time; all of this file hold together at
// level 99.9 %, so that a failure means a wrong model. Full length holds the mean within 0.5 % and
// the p99 within 2 %; with TEST_SCALE runs are that much shorter and intervals wider by its root.
#include "sim/metrics.h"
#include "sim/scenario.h"
#include "sim/world.h"
#include "world/world.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCHES     (TEST_SCALE > 1 ? 40 : 100)
#define BATCHES_MAX 100
#define INTERVALS   5 ///< asserted to hold in this file, for their joint level

typedef struct Queue {
    const char *file;
    double minutes; ///< of simulated time at full length
} Queue;

typedef struct Measured {
    double mean[BATCHES_MAX], p99[BATCHES_MAX]; ///< of each batch, seconds
    double total_mean, total_p99;               ///< of all requests, seconds
} Measured;

typedef struct Batch {
    int32_t series;
    double sum;
    int64_t count;
    SimHistogram *histogram, *total_histogram;
    double total_sum;
    int64_t total_count;
} Batch;

static void see_period(void *context, const SimPeriod *period) {
    Batch *batch = context;
    const SimSample *sample = &period->samples[batch->series];
    batch->sum += sample->sum;
    batch->count += sample->count;
    if (sample->count > 0) sim_histogram_merge(batch->histogram, period->histograms[batch->series]);
}

static SimScenario *load(const char *file, const char *path, const char *value) {
    char full[512];
    snprintf(full, sizeof full, SOURCE_DIR "/tests/theory/%s", file);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(full, &diagnostics);
    char line[512] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    if (scenario == NULL) ck_abort_msg("%s", line);
    sim_diagnostics_deinit(&diagnostics);
    if (path == NULL) return scenario;
    SimError error;
    SimScenario *changed = sim_scenario_set(scenario, path, value, false, &error);
    if (changed == NULL) ck_abort_msg("%s", error.text);
    sim_scenario_release(scenario);
    return changed;
}

static void end_batch(Batch *batch, Measured *measured, int32_t index) {
    measured->mean[index] = batch->sum / (double)batch->count;
    measured->p99[index] = sim_histogram_percentile(batch->histogram, 0.99) / 1e9;
    batch->total_sum += batch->sum;
    batch->total_count += batch->count;
    sim_histogram_merge(batch->total_histogram, batch->histogram);
    batch->sum = 0;
    batch->count = 0;
    sim_histogram_clear(batch->histogram);
}

// The first batch begins after one that is thrown away, so that the queue is as on any day.
static void measure(const Queue *queue, const char *path, const char *value, Measured *measured) {
    SimScenario *scenario = load(queue->file, path, value);
    SimWorld *world = sim_world_create(scenario, 0);
    Batch batch = {.series = sim_series_find(world, NULL, "TargetResponseTime", "LoadBalancer=web"),
                   .histogram = sim_histogram_create(),
                   .total_histogram = sim_histogram_create()};
    ck_assert_int_ge(batch.series, 0);
    SimSink sink = {.context = &batch, .period = see_period};
    double seconds = ceil(queue->minutes * 60 / TEST_SCALE / BATCHES);
    SimTime length = (SimTime)seconds * SIM_SECOND;
    sim_world_advance(world, length, 0, NULL);
    for (int32_t i = 0; i < BATCHES; i++) {
        sim_world_advance(world, (i + 2) * length, 0, &sink);
        end_batch(&batch, measured, i);
    }
    measured->total_mean = batch.total_sum / (double)batch.total_count;
    measured->total_p99 = sim_histogram_percentile(batch.total_histogram, 0.99) / 1e9;
    sim_histogram_destroy(batch.histogram);
    sim_histogram_destroy(batch.total_histogram);
    sim_world_finish(world, NULL);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

static double half_width(const double *batches) {
    double sum = 0, squares = 0;
    for (int32_t i = 0; i < BATCHES; i++)
        sum += batches[i];
    for (int32_t i = 0; i < BATCHES; i++)
        squares += (batches[i] - sum / BATCHES) * (batches[i] - sum / BATCHES);
    double error = sqrt(squares / (BATCHES - 1) / BATCHES);
    return error * gsl_cdf_tdist_Pinv(1 - 0.001 / INTERVALS / 2, BATCHES - 1);
}

// Whether theory lies in the interval; the interval must be as narrow as is promised.
static bool agrees(const char *what, double measured, double half, double theory, double share) {
    printf("%s: %.4f us +- %.4f us (%.2f %%), theory %.4f us\n", what, measured * 1e6, half * 1e6,
           100 * half / theory, theory * 1e6);
    // Fewer batches have wider quantiles besides.
    double promised = share * theory * sqrt(TEST_SCALE) * (TEST_SCALE > 1 ? 1.25 : 1);
    return half <= promised && fabs(measured - theory) <= half;
}

// A percentile from buckets is off by up to half a bucket besides.
#define BUCKET_SHARE 0.005

static bool p99_agrees(const char *what, const Measured *m, double theory) {
    double half = half_width(m->p99) + BUCKET_SHARE * theory;
    return agrees(what, m->total_p99, half, theory, 0.02 + BUCKET_SHARE);
}

static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
}

// Erlang's C: the share of arrivals that wait.
static double erlang_c(int servers, double load) {
    double offered = servers * load, sum = 0;
    for (int k = 0; k < servers; k++)
        sum += pow(offered, k) / factorial(k);
    double full = pow(offered, servers) / factorial(servers) / (1 - load);
    return full / (sum + full);
}

static double mmc_mean(int servers, double load, double work) {
    return work + erlang_c(servers, load) * work / (servers * (1 - load));
}

// The share of stays longer than t.
static double mmc_tail(int servers, double load, double work, double t) {
    double mu = 1 / work, theta = servers * mu * (1 - load), c = erlang_c(servers, load);
    if (servers == 1) return exp(-theta * t);
    return (1 - c) * exp(-mu * t) +
           c * (theta * exp(-mu * t) - mu * exp(-theta * t)) / (theta - mu);
}

static double mmc_p99(int servers, double load, double work) {
    double low = 0, high = 1000 * work;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (mmc_tail(servers, load, work, middle) > 0.01)
            low = middle;
        else
            high = middle;
    }
    return low;
}

#define WORK 100e-6
static const Queue mm1 = {"mm1.json", 50}, mm4 = {"mm4.json", 6.6}, mg1ps = {"mg1ps.json", 33};

START_TEST(one_worker_is_mm1) {
    Measured m;
    measure(&mm1, NULL, NULL, &m);
    ck_assert(
        agrees("M/M/1 mean", m.total_mean, half_width(m.mean), mmc_mean(1, 0.7, WORK), 0.005));
    ck_assert(p99_agrees("M/M/1 p99", &m, mmc_p99(1, 0.7, WORK)));
}
END_TEST

START_TEST(four_workers_with_one_queue_are_mm4) {
    Measured m;
    measure(&mm4, NULL, NULL, &m);
    ck_assert(
        agrees("M/M/4 mean", m.total_mean, half_width(m.mean), mmc_mean(4, 0.7, WORK), 0.005));
    ck_assert(p99_agrees("M/M/4 p99", &m, mmc_p99(4, 0.7, WORK)));
}
END_TEST

START_TEST(shared_work_of_any_spread_stays_as_long_as_its_mean_says) {
    Measured m;
    measure(&mg1ps, NULL, NULL, &m);
    ck_assert(agrees("M/G/1-PS mean", m.total_mean, half_width(m.mean), WORK / (1 - 0.5), 0.005));
}
END_TEST

// At a fiftieth of the length a tenth can be seen, not a fiftieth.
START_TEST(a_service_rate_wrong_by_two_percent_is_found_out) {
    Measured m;
    Queue shorter = {mm4.file, 3};
    measure(&shorter, "launch_templates.server.speed", TEST_SCALE > 1 ? "0.9" : "0.98", &m);
    double mean = mmc_mean(4, 0.7, WORK), p99 = mmc_p99(4, 0.7, WORK), half = half_width(m.mean);
    ck_assert_double_le(half, 0.01 * mean * sqrt(TEST_SCALE));
    ck_assert(!agrees("slowed M/M/4 mean", m.total_mean, half, mean, 0.01));
    ck_assert(!p99_agrees("slowed M/M/4 p99", &m, p99));
}
END_TEST

START_TEST(littles_law_holds_at_the_instance) {
    SimScenario *scenario = load("mm1.json", NULL, NULL);
    SimWorld *world = sim_world_create(scenario, 0);
    Batch batch = {.series = sim_series_find(world, NULL, "TargetResponseTime", "LoadBalancer=web"),
                   .histogram = sim_histogram_create()};
    SimSink sink = {.context = &batch, .period = see_period};
    double sum = 0;
    int32_t seconds = 30 / (TEST_SCALE > 1 ? 10 : 1), looks = 0;
    // Looks of an odd distance in time, about as far apart as a stay is long.
    for (SimTime t = 0; t < seconds * SIM_SECOND; t += 313 * SIM_MICROSECOND, looks++) {
        sim_world_advance(world, t, 0, &sink);
        const Station *station = &world->stations.stations.items[0];
        sum += station->inside.count + station->queue.count;
    }
    sim_world_advance(world, seconds * SIM_SECOND, 0, &sink);
    double l = sum / looks, lambda_w = batch.sum / seconds;
    printf("L = %.4f, lambda W = %.4f\n", l, lambda_w);
    ck_assert_double_lt(fabs(l / lambda_w - 1), 0.01 * sqrt(TEST_SCALE > 1 ? 10 : 1));
    sim_histogram_destroy(batch.histogram);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("theory");
    TCase *tests = tcase_create("theory");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, one_worker_is_mm1);
    tcase_add_test(tests, four_workers_with_one_queue_are_mm4);
    tcase_add_test(tests, shared_work_of_any_spread_stays_as_long_as_its_mean_says);
    tcase_add_test(tests, a_service_rate_wrong_by_two_percent_is_found_out);
    tcase_add_test(tests, littles_law_holds_at_the_instance);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
