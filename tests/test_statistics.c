// Statistics of samples within bounds, in a run whose answers take 10 ms or 100 ms to the
// nanosecond.
#include "scenario_text.h"

#include <math.h>

#define MIX                                                                                        \
    "{\"share\":9,\"path\":\"/\",\"work\":{\"constant\":\"10ms\"}},"                               \
    "{\"share\":1,\"path\":\"/\",\"work\":{\"constant\":\"100ms\"}}"

static void collect(void *context, const SimPeriod *period) {
    sim_collector_period(context, period);
}

// The statistic of TargetResponseTime over five minutes.
static double value_of(const char *stat) {
    SimScenario *scenario = scenario_of(
        &(Sketch){.requests = MIX,
                  .region = ",\"same_zone_round_trip\":\"0s\",\"cross_zone_round_trip\":\"0s\""});
    SimWorld *world = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    SimCollector *collector = sim_collector_create(world);
    int32_t series = sim_series_find(world, NULL, "TargetResponseTime", "LoadBalancer=web");
    int32_t question = sim_collector_add(collector, series, stat, 0, 0, SIM_NEVER);
    SimSink sink = {.context = collector, .period = collect};
    sim_world_advance(world, 300 * SIM_SECOND, 0, &sink);
    double value = -1;
    ck_assert_msg(sim_collector_value(collector, question, &value), "%s", stat);
    sim_collector_destroy(collector);
    sim_world_destroy(world);
    return value;
}

static void expect_near(const char *stat, double expected, double error) {
    double value = value_of(stat);
    ck_assert_msg(fabs(value - expected) <= error * expected, "%s is %g, not %g", stat, value,
                  expected);
}

START_TEST(the_lower_bound_is_left_out_and_the_upper_one_counts) {
    double all = value_of("SampleCount"), slow = value_of("TC(0.05:)");
    ck_assert_double_eq(value_of("TC(:0.01)"), all - slow);
    ck_assert_double_eq(value_of("TC(0.01:)"), slow);
    ck_assert_double_eq(value_of("TC(0.01:0.1)"), slow);
    ck_assert_double_eq(value_of("TC(0.1:1)"), 0);
}
END_TEST

START_TEST(a_trimmed_mean_leaves_the_slowest_out) {
    expect_near("tm80", 0.01, 0.01);
    expect_near("TM(0%:80%)", 0.01, 0.01);
    expect_near("TM(95%:)", 0.1, 0.01);
    expect_near("TM(0.05:)", 0.1, 0.01);
    expect_near("tm100", value_of("Average"), 0.01);
    expect_near("TM(80%:100%)", 0.055, 0.1); // half of that fifth is slow
}
END_TEST

START_TEST(a_winsorised_mean_moves_the_slowest_to_the_bound) {
    expect_near("wm80", 0.01, 0.01);
    expect_near("WM(0%:100%)", value_of("Average"), 0.01);
    expect_near("WM(95%:100%)", 0.1, 0.01);
}
END_TEST

START_TEST(the_interquartile_mean_is_of_the_middle_half) {
    expect_near("IQM", 0.01, 0.01);
}
END_TEST

START_TEST(the_percentile_rank_is_a_share_of_samples) {
    expect_near("PR(:0.05)", 90, 0.02);
    expect_near("PR(0.05:0.2)", 10, 0.15);
}
END_TEST

START_TEST(trimmed_counts_and_sums_are_of_the_samples_within) {
    expect_near("TC(0%:50%)", value_of("SampleCount") / 2, 0.001);
    expect_near("TS(0%:50%)", value_of("SampleCount") / 2 * 0.01, 0.01);
    expect_near("ts100", value_of("Sum"), 0.01);
}
END_TEST

START_TEST(bounds_that_make_no_sense_are_no_statistic) {
    static const char *const bad[] = {"TM(10%:5)",  "TM(:)",   "TM(90%:10%)", "PR(10%:90%)",
                                      "TM(1..2:3)", "tm0",     "tm101",       "XM(1:2)",
                                      "TM(10%:90%", "TM(a:b)", "IQ",          "WM(.5:1)"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!sim_stat_is_known(bad[i]), "%s", bad[i]);
    ck_assert(sim_stat_is_known("TM(0.5:1)"));
    ck_assert(sim_stat_is_known("TC(:95.5%)"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("statistics");
    TCase *tests = tcase_create("statistics");
    tcase_add_test(tests, the_lower_bound_is_left_out_and_the_upper_one_counts);
    tcase_add_test(tests, a_trimmed_mean_leaves_the_slowest_out);
    tcase_add_test(tests, a_winsorised_mean_moves_the_slowest_to_the_bound);
    tcase_add_test(tests, the_interquartile_mean_is_of_the_middle_half);
    tcase_add_test(tests, the_percentile_rank_is_a_share_of_samples);
    tcase_add_test(tests, trimmed_counts_and_sums_are_of_the_samples_within);
    tcase_add_test(tests, bounds_that_make_no_sense_are_no_statistic);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
