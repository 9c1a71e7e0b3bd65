// Queues of Poisson arrivals and exponential work against their formulas: M/M/1, M/M/4, and
// Little's law at an instance. How figures are measured and judged is told in theory.h.
#include "theory.h"

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

static double mmc_mean(int servers, double load) {
    return THEORY_WORK * (1 + erlang_c(servers, load) / (servers * (1 - load)));
}

// The share of stays longer than t.
static double mmc_tail(double t, const void *context) {
    int servers = *(const int *)context;
    double load = theory_load(), mu = 1 / THEORY_WORK, theta = servers * mu * (1 - load);
    if (servers == 1) return exp(-theta * t);
    double c = erlang_c(servers, load);
    return (1 - c) * exp(-mu * t) +
           c * (theta * exp(-mu * t) - mu * exp(-theta * t)) / (theta - mu);
}

static double mmc_p99(int servers) {
    return theory_p99_of(mmc_tail, &servers, 1000 * THEORY_WORK);
}

static const TheoryRun mm1 = {.file = "mm1.json", .rate_full = 10000, .minutes = 66};
static const TheoryRun mm4 = {.file = "mm4.json", .rate_full = 40000, .minutes = 8.3};

START_TEST(one_worker_is_mm1) {
    TheoryMeans means;
    theory_measure(&mm1, &means);
    ck_assert(theory_mean_agrees("M/M/1 mean", &means, mmc_mean(1, theory_load())));
    ck_assert(theory_p99_agrees("M/M/1 p99", &means, mmc_p99(1)));
}
END_TEST

START_TEST(four_workers_with_one_queue_are_mm4) {
    TheoryMeans means;
    theory_measure(&mm4, &means);
    ck_assert(theory_mean_agrees("M/M/4 mean", &means, mmc_mean(4, theory_load())));
    ck_assert(theory_p99_agrees("M/M/4 p99", &means, mmc_p99(4)));
}
END_TEST

START_TEST(a_service_rate_wrong_by_two_percent_is_found_out) {
    ck_assert(theory_mutant_is_found("M/M/1 mean", mm1, mmc_mean(1, theory_load())));
    ck_assert(theory_mutant_is_found("M/M/4 mean", mm4, mmc_mean(4, theory_load())));
}
END_TEST

START_TEST(littles_law_holds_at_the_instance) {
    SimScenario *scenario = theory_load_scenario(&mm1);
    SimWorld *world = sim_world_create(scenario, 0);
    TheoryBatch batch = {
        .answers = sim_series_find(world, NULL, "TargetResponseTime", "LoadBalancer=web"),
        .requests = sim_series_find(world, NULL, "RequestCount", "LoadBalancer=web"),
        .histogram = sim_histogram_create()};
    SimSink sink = {.context = &batch, .period = theory_see_period};
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
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, one_worker_is_mm1);
    tcase_add_test(tests, four_workers_with_one_queue_are_mm4);
    tcase_add_test(tests, a_service_rate_wrong_by_two_percent_is_found_out);
    tcase_add_test(tests, littles_law_holds_at_the_instance);
    suite_add_tcase(suite, tests);
    return theory_main(suite);
}
