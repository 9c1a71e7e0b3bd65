// Predictive scaling: forecasts from a history, and groups that grow by them.
#include "group_run.h"

#include "autoscaling/predictive.h"

#define START(time)    ",\"start\":\"2026-01-07T" time "Z\"" // a Wednesday
#define HOURS(n, load) "{\"for\":\"" n "h\",\"load\":" load "}"
// Of ALBRequestCount at 100 requests a minute for an instance.
#define PREDICTIVE(more)                                                                           \
    "{\"name\":\"p\",\"type\":\"PredictiveScaling\",\"metric_pair\":\"ALBRequestCount\","          \
    "\"target\":100" more "}"
#define HISTORY(list) ",\"history\":[" list "]"
#define SCALES        ",\"mode\":\"ForecastAndScale\""
// A day that ends at 9: quiet but for the hours from 10 to 12, when six instances are needed.
#define DAY_TO_9       HISTORY(HOURS("1", "100") "," HOURS("2", "550") "," HOURS("21", "100"))
#define POLICIES(list) ",\"policies\":[" list "]"

static Run *run_predictive(const char *members, const char *start, const char *rate) {
    return run_group((Sketch){.top = start, .rate = rate}, members, "", 0);
}

static int32_t desired_at(Run *run, double seconds) {
    run_to(run, seconds);
    return desired(run);
}

static int32_t capacity_of(const Run *run, int32_t hour_from_start) {
    return predictive_capacity(run->world, 0, predictive_hour(run->world, 0) + hour_from_start);
}

START_TEST(a_forecast_repeats_the_hours_of_the_days_before) {
    Run *run = run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(DAY_TO_9)),
                              START("09:00:00"), "1/s");
    static const int32_t wanted[] = {1, 6, 6, 1, 1};
    for (int32_t h = 0; h < 5; h++) {
        ck_assert_int_eq(capacity_of(run, h), wanted[h]);
        ck_assert_int_eq(capacity_of(run, h + 24), wanted[h]);
    }
    ck_assert_int_eq(capacity_of(run, 47), 1);
    ck_assert_int_eq(capacity_of(run, 48), -1);
    ck_assert_int_eq(capacity_of(run, -1), -1);
    run_to(run, 3600);
    static const char by_policy[] = "AutoScalingGroupName=g;PolicyName=p";
    static const char by_pair[] = "AutoScalingGroupName=g;PairIndex=0;PolicyName=p";
    ck_assert_double_eq(run_sum(run, "PredictiveScalingCapacityForecast", by_policy), 3600);
    run_to(run, 3610);
    ck_assert_double_eq(run_sum(run, "PredictiveScalingCapacityForecast", by_policy), 3660);
    ck_assert_double_eq(run_sum(run, "PredictiveScalingLoadForecast", by_pair), 365500);
    run_end(run);
}
END_TEST

// Working days need five, the two days before Monday two. The run begins on a Monday.
START_TEST(two_weeks_make_a_forecast_by_the_day_of_the_week) {
    Run *run = run_predictive(
        "\"min\":1,\"max\":9" POLICIES(PREDICTIVE(HISTORY(HOURS("120", "500") "," HOURS(
            "48", "200") "," HOURS("120", "500") "," HOURS("48", "200")))),
        ",\"start\":\"2026-01-05T00:00:00Z\"", "1/s");
    ck_assert_int_eq(capacity_of(run, 0), 5);
    run_end(run);
    // Without the first of the two weeks, Monday is forecast from all the days before.
    run = run_predictive("\"min\":1,\"max\":9" POLICIES(
                             PREDICTIVE(HISTORY(HOURS("120", "500") "," HOURS("48", "200")))),
                         ",\"start\":\"2026-01-05T00:00:00Z\"", "1/s");
    ck_assert_double_eq_tol(predictive_load(run->world, 0, predictive_hour(run->world, 0)),
                            (5 * 500 + 2 * 200) / 7.0, 1e-9);
    run_end(run);
}
END_TEST

START_TEST(a_day_of_history_is_needed) {
    static const char by_policy[] = "AutoScalingGroupName=g;PolicyName=p";
    static const char *const hours[] = {"23", "24"};
    for (int i = 0; i < 2; i++) {
        char members[512];
        snprintf(members, sizeof members,
                 "\"min\":1,\"max\":9" POLICIES(
                     PREDICTIVE(SCALES HISTORY("{\"for\":\"%sh\",\"load\":400}"))),
                 hours[i]);
        Run *run = run_predictive(members, START("09:00:00"), "1/s");
        ck_assert_int_eq(desired_at(run, 10), i == 0 ? 1 : 4);
        ck_assert_int_eq(
            run->is_reported[run_series(run, "PredictiveScalingCapacityForecast", by_policy)], i);
        run_end(run);
    }
}
END_TEST

// A day of one instance, and then traffic for three. What was seen counts six hours later.
START_TEST(a_forecast_is_made_anew_every_six_hours) {
    Run *run =
        run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(HISTORY(HOURS("24", "60")))),
                       START("09:00:00"), "4/s");
    run_to(run, 5 * 3600 + 1);
    ck_assert_int_eq(capacity_of(run, 24), 1);
    run_to(run, 6 * 3600 + 1);
    // The mean of 60 and 240.
    ck_assert_double_eq_tol(predictive_load(run->world, 0, predictive_hour(run->world, 0) + 24),
                            150, 1);
    ck_assert_int_eq(capacity_of(run, 24), 2);
    run_end(run);
}
END_TEST

// Nothing is known before; the thirteenth hour of the run has ten times the load.
START_TEST(a_group_learns_from_its_own_first_day) {
    char region[1024];
    snprintf(region, sizeof region, GROUP("%s"),
             "\"min\":1,\"max\":9" POLICIES(PREDICTIVE(SCALES)));
    Sketch sketch = {.instances = "",
                     .top = START("09:00:00"),
                     .arrivals = "{\"constant\":\"0.5/s\",\"changes\":[{\"at\":\"12h\",\"rate\":"
                                 "\"5/s\",\"for\":\"1h\"}]}",
                     .region = region};
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(desired_at(run, 23.9 * 3600), 1);
    ck_assert_int_eq(capacity_of(run, 36), -1);
    run_to(run, 24 * 3600 + 1);
    ck_assert_int_eq(capacity_of(run, 35), 1);
    ck_assert_int_eq(capacity_of(run, 36), 3); // 300 a minute, 100 for each
    ck_assert_int_eq(capacity_of(run, 37), 1);
    run_end(run);
}
END_TEST

START_TEST(the_cpu_of_a_group_can_be_the_load) {
    static const char policy[] =
        "{\"name\":\"p\",\"type\":\"PredictiveScaling\",\"metric_pair\":\"ASGCPUUtilization\","
        "\"target\":40,\"history\":[{\"for\":\"24h\",\"load\":100}]}";
    char members[512];
    snprintf(members, sizeof members, "\"min\":2,\"max\":9" POLICIES("%s"), policy);
    Sketch sketch = {.instances = "", .top = START("09:00:00"), .rate = "4/s"};
    char region[1024];
    snprintf(region, sizeof region, GROUP("%s"), members);
    sketch.region = region;
    sketch.work = "{\"constant\":\"2s\"}"; // eight of sixteen workers: twice 50 %
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(capacity_of(run, 0), 3);
    run_to(run, 3601);
    ck_assert_double_eq_tol(
        run->world->forecasts.items[0].past[predictive_hour(run->world, 0) % FORECAST_PAST_HOURS],
        100, 1);
    run_end(run);
}
END_TEST

START_TEST(a_policy_that_only_forecasts_does_not_scale) {
    Run *run = run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(DAY_TO_9)),
                              START("09:30:00"), "1/s");
    ck_assert_int_eq(desired_at(run, 3600), 1);
    run_set(run, PATH "policies.p.mode", "ForecastAndScale");
    ck_assert_int_eq(desired_at(run, 1800 + 3600), 6); // ahead of 11:00
    run_end(run);
}
END_TEST

static double grows_at(const char *buffer) {
    char members[1024];
    snprintf(members, sizeof members,
             "\"min\":1,\"max\":9" POLICIES(PREDICTIVE(SCALES "%s" DAY_TO_9)), buffer);
    Run *run = run_predictive(members, START("09:30:00"), "1/s");
    run_to(run, 2000);
    double at = when(run, "AutoScalingGroup", "desired 6", 0);
    run_end(run);
    return at;
}

START_TEST(a_group_grows_before_the_hour_begins) {
    ck_assert_double_eq(grows_at(""), 1500);
    ck_assert_double_eq(grows_at(",\"scheduling_buffer_time\":\"20m\""), 600);
    ck_assert_double_eq(grows_at(",\"scheduling_buffer_time\":\"0s\""), 1800);
}
END_TEST

START_TEST(a_forecast_never_scales_in) {
    Run *run = run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(SCALES DAY_TO_9)),
                              START("09:30:00"), "1/s");
    ck_assert_int_eq(desired_at(run, 2000), 6);
    ck_assert_int_eq(desired_at(run, 4 * 3600), 6); // one would do from 12:00 on
    run_end(run);
}
END_TEST

#define TRACKING                                                                                   \
    "{\"name\":\"t\",\"type\":\"TargetTrackingScaling\",\"metric\":"                               \
    "\"ALBRequestCountPerTarget\",\"target\":100}"

// An instance would do all the while, and the forecast wants six until noon.
START_TEST(others_do_not_scale_in_below_the_forecast) {
    Run *run =
        run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(SCALES DAY_TO_9) "," TRACKING),
                       START("09:30:00"), "1/s");
    ck_assert_int_eq(desired_at(run, 2000), 6);
    want(run, 9);
    ck_assert_int_eq(desired_at(run, 8700), 6); // 11:55
    ck_assert_int_eq(desired_at(run, 9900), 1); // 12:15
    run_end(run);
}
END_TEST

START_TEST(a_forecast_is_held_at_the_maximum) {
    Run *run = run_predictive("\"min\":1,\"max\":4" POLICIES(PREDICTIVE(SCALES DAY_TO_9)),
                              START("09:30:00"), "1/s");
    ck_assert_int_eq(desired_at(run, 2000), 4);
    ck_assert_int_eq(run->world->scaling_groups.items[0].max, 4);
    run_end(run);
}
END_TEST

// AWS's own example in small: a buffer of half makes nine of a forecast of six.
START_TEST(a_maximum_is_raised_with_a_buffer_and_stays) {
    Run *run =
        run_predictive("\"min\":1,\"max\":4" POLICIES(PREDICTIVE(
                           SCALES ",\"max_capacity_breach_behavior\":\"IncreaseMaxCapacity\","
                                  "\"max_capacity_buffer\":50" DAY_TO_9)),
                       START("09:30:00"), "1/s");
    ck_assert_int_eq(desired_at(run, 2000), 6);
    ck_assert_int_eq(run->world->scaling_groups.items[0].max, 9);
    ck_assert_int_eq(counts(run).in_service, 6);
    run_to(run, 4 * 3600);
    ck_assert_int_eq(run->world->scaling_groups.items[0].max, 9);
    run_end(run);
}
END_TEST

// What reading policies says first; "" when they are taken.
static void expect_of_policies(const char *policies, const char *words) {
    char members[4000];
    snprintf(members, sizeof members, "\"min\":1,\"max\":4,\"policies\":[%s]", policies);
    expect_of_group((Sketch){0}, members, words);
}

#define RAISES ",\"max_capacity_breach_behavior\":\"IncreaseMaxCapacity\""
#define SECOND                                                                                     \
    "{\"name\":\"q\",\"type\":\"PredictiveScaling\",\"metric_pair\":\"ASGCPUUtilization\","        \
    "\"target\":50" SCALES DAY_TO_9 "}"

START_TEST(what_aws_refuses_of_forecasts_is_refused) {
    expect_of_policies(PREDICTIVE(SCALES DAY_TO_9), "");
    expect_of_policies(PREDICTIVE(RAISES ",\"max_capacity_buffer\":10" DAY_TO_9), "");
    expect_of_policies(PREDICTIVE(RAISES DAY_TO_9), "needs \"max_capacity_buffer\"");
    expect_of_policies(PREDICTIVE(",\"max_capacity_buffer\":10" DAY_TO_9), "only a policy with");
    expect_of_policies(PREDICTIVE(DAY_TO_9) "," SECOND, "");
    expect_of_policies(PREDICTIVE(SCALES DAY_TO_9) "," SECOND, "another predictive policy");
    expect_of_policies(PREDICTIVE(",\"scheduling_buffer_time\":\"1h\"" DAY_TO_9), "out of range");
    expect_of_policies(PREDICTIVE(",\"scheduling_buffer_time\":\"3599s\"" DAY_TO_9), "");
}
END_TEST

START_TEST(a_world_that_forecasts_is_cloned_and_sliced_without_a_difference) {
    Run *run = run_predictive("\"min\":1,\"max\":9" POLICIES(PREDICTIVE(SCALES DAY_TO_9)),
                              START("09:55:00"), "1/s");
    run_to(run, 100);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 4000);
    for (int t = 101; t <= 4000; t++)
        sim_world_advance(clone, t * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("predictive");
    TCase *tests = tcase_create("predictive");
    tcase_add_test(tests, a_forecast_repeats_the_hours_of_the_days_before);
    tcase_add_test(tests, two_weeks_make_a_forecast_by_the_day_of_the_week);
    tcase_add_test(tests, a_day_of_history_is_needed);
    tcase_add_test(tests, a_forecast_is_made_anew_every_six_hours);
    tcase_add_test(tests, a_group_learns_from_its_own_first_day);
    tcase_add_test(tests, the_cpu_of_a_group_can_be_the_load);
    tcase_add_test(tests, a_policy_that_only_forecasts_does_not_scale);
    tcase_add_test(tests, a_group_grows_before_the_hour_begins);
    tcase_add_test(tests, a_forecast_never_scales_in);
    tcase_add_test(tests, others_do_not_scale_in_below_the_forecast);
    tcase_add_test(tests, a_forecast_is_held_at_the_maximum);
    tcase_add_test(tests, a_maximum_is_raised_with_a_buffer_and_stays);
    tcase_add_test(tests, what_aws_refuses_of_forecasts_is_refused);
    tcase_add_test(tests, a_world_that_forecasts_is_cloned_and_sliced_without_a_difference);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
