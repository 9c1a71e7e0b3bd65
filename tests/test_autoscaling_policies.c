// Scaling policies, scheduled actions, and the alarms that fire them: each fact seen in a run.
#include "group_run.h"

#define ALARM(name, more)                                                                          \
    "{\"name\":\"" name "\",\"metric\":\"CPUUtilization\",\"namespace\":\"AWS/EC2\","              \
    "\"dimensions\":{\"AutoScalingGroupName\":\"g\"},\"stat\":\"Average\",\"period\":\"60s\","     \
    "\"threshold\":50,\"evaluation_periods\":1," more "}"
#define TRACKING(more)                                                                             \
    "{\"name\":\"cpu\",\"type\":\"TargetTrackingScaling\",\"metric\":"                             \
    "\"ASGAverageCPUUtilization\",\"target\":50" more "}"
#define WORK "{\"constant\":\"1s\"}"

// A run whose instances each serve eight requests at once, a second each.
static Run *run_tracking(const char *members, const char *policies, const char *rate,
                         double seconds) {
    char region[2048];
    snprintf(region, sizeof region, GROUP("%s,\"policies\":[%s]"), members, policies);
    Sketch sketch = GROUP_SKETCH("", .work = WORK, .rate = rate);
    sketch.region = region;
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    return run;
}

// --- step
// ------------------------------------------------------------------------------------------------------------------

#define STEPS                                                                                      \
    "\"policies\":[{\"name\":\"out\",\"type\":\"StepScaling\",\"adjustment_type\":"                \
    "\"PercentChangeInCapacity\",\"steps\":[{\"lower_bound\":0,\"upper_bound\":10,\"adjustment\":" \
    "0},{\"lower_bound\":10,\"upper_bound\":20,\"adjustment\":10},{\"lower_bound\":20,"            \
    "\"adjustment\":30}]},{\"name\":\"in\",\"type\":\"StepScaling\",\"adjustment_type\":"          \
    "\"PercentChangeInCapacity\",\"steps\":[{\"upper_bound\":-20,\"adjustment\":-30},"             \
    "{\"lower_bound\":-20,\"upper_bound\":-10,\"adjustment\":-10},{\"lower_bound\":-10,"           \
    "\"upper_bound\":0,\"adjustment\":0}]}]"
#define STEP_ALARMS                                                                                \
    ",\"alarms\":[" ALARM(                                                                         \
        "high",                                                                                    \
        "\"comparison\":\"GreaterThanOrEqualToThreshold\","                                        \
        "\"alarm_actions\":[\"autoscaling:g/out\"]") "," ALARM("low", "\"comparison\":"            \
                                                                      "\"LessThanOrEqualToThresho" \
                                                                      "ld\",\"alarm_actions\":["   \
                                                                      "\"autoscaling:g/in\"]") "]"

// What the two alarms would do with a metric of this value.
static void fire(Run *run, double value) {
    int32_t alarm = value >= 50 ? 0 : 1;
    autoscaling_alarm_fires(run->world, alarm, alarm, value);
}

static Run *run_steps(void) {
    Sketch sketch = {.region = GROUP("\"min\":1,\"desired\":10,\"max\":20," STEPS) STEP_ALARMS,
                     .instances = "",
                     .rate = "80/s",
                     .work = WORK,
                     .group = SHORT_DRAIN,
                     .top = ""};
    sketch.rate = "1/s";
    Run *run = run_begin(&sketch);
    for (int32_t i = 0; i < 2; i++)
        run->world->alarms.items[i].state = SIM_ALARM_OK;
    run_to(run, 10);
    return run;
}

// AWS's own: at 60, 70, 40 and 30 a group of 10 has 11, 14, 13 and 10.
START_TEST(the_documented_example_of_step_scaling) {
    Run *run = run_steps();
    run_set(run, "regions.ap-south-1.alarms.high.actions_enabled", "false");
    run_set(run, "regions.ap-south-1.alarms.low.actions_enabled", "false");
    static const int values[] = {60, 70, 40, 30}, wanted[] = {11, 14, 13, 10};
    for (int i = 0; i < 4; i++) {
        fire(run, values[i]);
        run_to(run, 10 + 400 * (i + 1));
        ck_assert_int_eq(desired(run), wanted[i]);
        ck_assert_int_eq(counts(run).in_service, wanted[i]);
    }
    run_end(run);
}
END_TEST

START_TEST(a_step_that_repeats_adds_nothing_while_it_warms_up) {
    Run *run = run_steps();
    run_set(run, "regions.ap-south-1.alarms.low.actions_enabled", "false");
    fire(run, 60);
    run_to(run, 70);
    fire(run, 60);
    ck_assert_int_eq(desired(run), 11);
    fire(run, 70); // 30 % of ten, of which one is on its way
    ck_assert_int_eq(desired(run), 13);
    run_end(run);
}
END_TEST

START_TEST(percentages_are_rounded_as_documented) {
    static const struct {
        int32_t base, least;
        double percent;
        int32_t becomes;
    } rows[] = {{10, 0, 25, 12}, {5, 0, 10, 6},   {5, 0, -10, 4}, {10, 0, -25, 8},
                {10, 4, 10, 14}, {10, 4, -10, 6}, {10, 0, 0, 10}, {3, 0, 100, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ConfigScalingPolicy policy = {.adjustment = CONFIG_ADJUST_PERCENT,
                                      .min_magnitude = rows[i].least};
        ck_assert_int_eq(scaling_adjust(rows[i].base, &policy, rows[i].percent), rows[i].becomes);
    }
}
END_TEST

START_TEST(steps_with_gaps_are_refused) {
    run_end(run_steps()); // these are taken
    Sketch sketch = GROUP_SKETCH("\"min\":1,\"max\":2,\"policies\":[{\"name\":\"out\",\"type\":"
                                 "\"StepScaling\",\"steps\":[{\"lower_bound\":0,\"upper_bound\":10,"
                                 "\"adjustment\":1},{\"lower_bound\":15,\"adjustment\":2}]}]",
                                 .begin = NULL);
    char *text = text_of(&sketch), line[512] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    ck_assert_ptr_null(sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics));
    sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(strstr(line, "gap between steps") != NULL, "%s", line);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}
END_TEST

// --- simple, scheduled
// -----------------------------------------------------------------------------------------------------

#define IN_SERVICE_ALARM                                                                           \
    ",\"alarms\":[{\"name\":\"always\",\"metric\":\"GroupInServiceInstances\",\"dimensions\":"     \
    "{\"AutoScalingGroupName\":\"g\"},\"stat\":\"Average\",\"period\":\"60s\",\"threshold\":0,"    \
    "\"comparison\":\"GreaterThanThreshold\",\"evaluation_periods\":1,\"alarm_actions\":["         \
    "\"autoscaling:g/more\"]}]"

START_TEST(simple_scaling_waits_for_its_cooldown) {
    Sketch sketch = {.region =
                         GROUP("\"min\":1,\"max\":20,\"policies\":[{\"name\":\"more\","
                               "\"type\":\"SimpleScaling\",\"adjustment\":1}]") IN_SERVICE_ALARM,
                     .instances = "",
                     .group = SHORT_DRAIN};
    Run *run = run_begin(&sketch);
    run_to(run, 1000);
    double first = when(run, "AutoScalingGroup", "desired", 0);
    double second = when(run, "AutoScalingGroup", "desired", 1);
    ck_assert_double_gt(first, 60);
    ck_assert_double_gt(second, first + 12.4 + 300);
    ck_assert_double_lt(second, first + 12.4 + 361);
    run_end(run);
}
END_TEST

START_TEST(an_alarm_that_stays_fires_each_minute) {
    Sketch sketch = {.region =
                         GROUP("\"min\":1,\"max\":20,\"policies\":[{\"name\":\"more\",\"type\":"
                               "\"StepScaling\",\"estimated_instance_warmup\":\"0s\",\"steps\":[{"
                               "\"lower_bound\":0,\"adjustment\":1}]}]") IN_SERVICE_ALARM,
                     .instances = "",
                     .group = SHORT_DRAIN};
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    ck_assert_int_ge(desired(run), 7);
    ck_assert_int_le(desired(run), 10);
    run_end(run);
}
END_TEST

START_TEST(a_scheduled_action_comes_a_little_late) {
    Sketch sketch =
        GROUP_SKETCH("\"min\":1,\"max\":20,\"scheduled_actions\":[{\"name\":\"morning\","
                     "\"at\":\"600s\",\"every\":\"1h\",\"min\":2,\"desired\":5}]",
                     .begin = NULL);
    Run *run = run_begin(&sketch);
    run_to(run, 800);
    double at = when(run, "AutoScalingGroup", "desired 5", 0);
    ck_assert_double_gt(at, 600.5);
    ck_assert_double_lt(at, 720);
    want(run, 2);
    run_to(run, 4400);
    ck_assert_int_eq(desired(run), 5);
    run_end(run);
}
END_TEST

// --- target tracking
// --------------------------------------------------------------------------------------------------------

// 90 % of one instance, at a target of 50 %.
START_TEST(target_tracking_scales_out_in_proportion) {
    Run *run = run_tracking("\"min\":1,\"max\":6", TRACKING(""), "7.2/s", 420);
    ck_assert_int_eq(desired(run), 2);
    ck_assert_double_gt(when(run, "AutoScalingGroup", "desired", 0), 240);
    ck_assert_ptr_nonnull(
        run_incident(run, "Alarm", "ap-south-1/TargetTracking-g-AlarmHigh-cpu", "ALARM", 0));
    run_end(run);
}
END_TEST

START_TEST(target_tracking_scales_in_when_the_metric_stays_low) {
    Run *run = run_tracking("\"min\":0,\"desired\":4,\"max\":6", TRACKING(""), "2.4/s", 900);
    ck_assert_int_eq(desired(run), 4);
    run_to(run, 1100);
    ck_assert_int_eq(desired(run), 1); // 0.6 would do
    run_end(run);
}
END_TEST

START_TEST(a_warming_instance_is_no_reason_for_another) {
    Run *run = run_tracking("\"min\":1,\"max\":20",
                            "{\"name\":\"cpu\",\"type\":\"TargetTrackingScaling\",\"metric\":"
                            "\"ASGAverageCPUUtilization\",\"target\":31}",
                            "7.2/s", 580);
    ck_assert_int_eq(desired(run), 3);
    run_end(run);
}
END_TEST

START_TEST(no_scaling_in_while_instances_warm_up) {
    Run *run = run_tracking("\"min\":1,\"desired\":4,\"max\":6", TRACKING(""), "2.4/s", 870);
    want(run, 5); // warm at about 1180 s
    run_to(run, 1150);
    ck_assert_int_eq(desired(run), 5);
    run_to(run, 1300);
    ck_assert_int_eq(desired(run), 1);
    run_end(run);
}
END_TEST

START_TEST(scaling_in_can_be_turned_off) {
    Run *run = run_tracking("\"min\":1,\"desired\":4,\"max\":6",
                            TRACKING(",\"disable_scale_in\":true"), "2.4/s", 1200);
    ck_assert_int_eq(desired(run), 4);
    run_end(run);
}
END_TEST

// The CPU is idle, and there are more requests for each target than the other policy wants.
START_TEST(all_policies_agree_before_a_group_scales_in) {
    Run *run = run_tracking("\"min\":1,\"desired\":4,\"max\":4",
                            TRACKING("") ",{\"name\":\"requests\",\"type\":"
                                         "\"TargetTrackingScaling\",\"metric\":"
                                         "\"ALBRequestCountPerTarget\",\"target\":10}",
                            "2.4/s", 1200);
    ck_assert_int_eq(how_many(run, "AutoScalingGroup", "desired"), 0);
    run_end(run);
}
END_TEST

// 43 % of eight instances at a target of 50: seven would do, and the low alarm is at 42.5.
START_TEST(scaling_in_begins_well_below_the_target) {
    Run *run = run_tracking("\"min\":1,\"desired\":8,\"max\":8", TRACKING(""), "27.52/s", 1200);
    ck_assert_int_eq(desired(run), 8);
    run_end(run);
}
END_TEST

START_TEST(requests_for_each_target_can_be_tracked) {
    Run *run = run_tracking("\"min\":1,\"max\":6",
                            "{\"name\":\"requests\",\"type\":\"TargetTrackingScaling\",\"metric\":"
                            "\"ALBRequestCountPerTarget\",\"target\":200}",
                            "6/s", 420);
    ck_assert_int_eq(desired(run), 2);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("autoscaling_policies");
    TCase *tests = tcase_create("policies");
    tcase_add_test(tests, the_documented_example_of_step_scaling);
    tcase_add_test(tests, a_step_that_repeats_adds_nothing_while_it_warms_up);
    tcase_add_test(tests, percentages_are_rounded_as_documented);
    tcase_add_test(tests, steps_with_gaps_are_refused);
    tcase_add_test(tests, simple_scaling_waits_for_its_cooldown);
    tcase_add_test(tests, an_alarm_that_stays_fires_each_minute);
    tcase_add_test(tests, a_scheduled_action_comes_a_little_late);
    tcase_add_test(tests, target_tracking_scales_out_in_proportion);
    tcase_add_test(tests, target_tracking_scales_in_when_the_metric_stays_low);
    tcase_add_test(tests, a_warming_instance_is_no_reason_for_another);
    tcase_add_test(tests, no_scaling_in_while_instances_warm_up);
    tcase_add_test(tests, scaling_in_can_be_turned_off);
    tcase_add_test(tests, all_policies_agree_before_a_group_scales_in);
    tcase_add_test(tests, scaling_in_begins_well_below_the_target);
    tcase_add_test(tests, requests_for_each_target_can_be_tracked);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
