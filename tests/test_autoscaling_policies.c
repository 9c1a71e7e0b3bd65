// Scaling policies, scheduled actions, and the alarms that fire them: each fact seen in a run.
#include "group_run.h"

#define TRACKING(more)                                                                             \
    "{\"name\":\"cpu\",\"type\":\"TargetTrackingScaling\",\"metric\":"                             \
    "\"ASGAverageCPUUtilization\",\"target\":50" more "}"
#define WORK "{\"constant\":\"1s\"}"

#define DETAILED ",\"detailed_monitoring\":true"

// A run whose instances each serve eight requests at once, a second each.
static Run *run_monitored(const char *launch, const char *members, const char *policies,
                          const char *rate, double seconds) {
    char all[2048];
    snprintf(all, sizeof all, "%s,\"policies\":[%s]", members, policies);
    return run_group((Sketch){.work = WORK, .rate = rate, .launch = launch}, all, "", seconds);
}

static Run *run_tracking(const char *members, const char *policies, const char *rate,
                         double seconds) {
    return run_monitored(DETAILED, members, policies, rate, seconds);
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
// Requests a minute, known as soon as the minute is over.
#define ALARM(name, comparison, n, policy)                                                         \
    "{\"name\":\"" name "\",\"metric\":\"RequestCount\",\"dimensions\":{\"LoadBalancer\":\"web\"}" \
    ",\"stat\":\"Sum\",\"period\":\"60s\",\"threshold\":50,\"evaluation_periods\":" n              \
    ",\"publication_delay\":false,\"comparison\":\"" comparison "\",\"alarm_actions\":["           \
    "\"autoscaling:g/" policy "\"]}"
#define HIGH(n) ALARM("high", "GreaterThanOrEqualToThreshold", n, "out")
#define STEP_ALARMS                                                                                \
    ",\"alarms\":[" HIGH("1") "," ALARM("low", "LessThanOrEqualToThreshold", "1", "in") "]"
// The metric of a minute; 45 in all others.
#define MINUTE(at, rate) "{\"at\":\"" at "\",\"rate\":\"" rate "\",\"for\":\"60s\"}"
#define MINUTES(list)    "{\"constant\":\"0.75/s\",\"changes\":[" list "]}"
#define METRIC_30        "0.5/s"
#define METRIC_40        "0.6666/s"
#define METRIC_52        "0.8667/s"
#define METRIC_60        "1/s"
#define METRIC_62        "1.04/s"
#define METRIC_70        "1.17/s"

static Run *run_steps(const char *arrivals, const char *group) {
    Sketch sketch = {.region = GROUP("\"min\":1,\"desired\":10,\"max\":20," STEPS) STEP_ALARMS,
                     .instances = "",
                     .arrivals = arrivals,
                     .group = group};
    return run_begin(&sketch);
}

static int32_t desired_at(Run *run, double seconds) {
    run_to(run, seconds);
    return desired(run);
}

// AWS's own: at 60, 70, 40 and 30 a group of 10 has 11, 14, 13 and 10.
START_TEST(the_documented_example_of_step_scaling) {
    Run *run = run_steps(MINUTES(MINUTE("2m", METRIC_60) "," MINUTE("10m", METRIC_70) "," MINUTE(
                             "18m", METRIC_40) "," MINUTE("22m", METRIC_30)),
                         SHORT_DRAIN);
    ck_assert_int_eq(desired_at(run, 179), 10);
    static const double ends[] = {3, 11, 19, 23};
    static const int32_t wanted[] = {11, 14, 13, 10};
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(desired_at(run, 60 * ends[i] + 1), wanted[i]);
        ck_assert_int_eq(desired_at(run, 60 * ends[i] + 150), wanted[i]);
        ck_assert_int_eq(counts(run).in_service, wanted[i]);
    }
    run_end(run);
}
END_TEST

START_TEST(a_step_that_repeats_adds_nothing_while_it_warms_up) {
    Run *run = run_steps(
        MINUTES(MINUTE("2m", METRIC_60) "," MINUTE("3m", METRIC_62) "," MINUTE("4m", METRIC_70)),
        SHORT_DRAIN);
    ck_assert_int_eq(desired_at(run, 190), 11);
    ck_assert_int_eq(desired_at(run, 250), 11);
    ck_assert_int_eq(desired_at(run, 310), 13); // 30 % of ten, of which one is on its way
    run_end(run);
}
END_TEST

START_TEST(a_step_that_repeats_takes_no_more_while_others_terminate) {
    Run *run = run_steps(MINUTES(MINUTE("2m", METRIC_40) "," MINUTE("3m", METRIC_40)),
                         ",\"deregistration_delay\":\"300s\"");
    ck_assert_int_eq(desired_at(run, 190), 9);
    ck_assert_int_eq(desired_at(run, 400), 9);
    run_end(run);
}
END_TEST

START_TEST(no_step_scales_in_while_another_scales_out) {
    Run *run = run_steps(MINUTES(MINUTE("2m", METRIC_60) "," MINUTE("3m", METRIC_30)), SHORT_DRAIN);
    ck_assert_int_eq(desired_at(run, 400), 11);
    run_end(run);
}
END_TEST

// Three datapoints of 52, 62 and 70: on average 61, at least 52, at most 70.
static int32_t desired_by(const char *aggregation) {
    char region[2048];
    snprintf(region, sizeof region,
             GROUP("\"min\":1,\"desired\":10,\"max\":20,\"policies\":[{\"name\":\"out\",\"type\":"
                   "\"StepScaling\",\"adjustment_type\":\"ExactCapacity\"%s,\"steps\":["
                   "{\"lower_bound\":0,\"upper_bound\":10,\"adjustment\":11},"
                   "{\"lower_bound\":10,\"upper_bound\":20,\"adjustment\":12},"
                   "{\"lower_bound\":20,\"adjustment\":13}]}]") ",\"alarms\":[" HIGH("3") "]",
             aggregation);
    Sketch sketch = {.instances = "",
                     .region = region,
                     .arrivals = MINUTES(MINUTE("2m", METRIC_52) "," MINUTE(
                         "3m", METRIC_62) "," MINUTE("4m", METRIC_70))};
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(desired_at(run, 299), 10);
    int32_t wanted = desired_at(run, 301);
    run_end(run);
    return wanted;
}

START_TEST(a_step_policy_aggregates_the_datapoints_of_its_alarm) {
    ck_assert_int_eq(desired_by(""), 12);
    ck_assert_int_eq(desired_by(",\"metric_aggregation_type\":\"Minimum\""), 11);
    ck_assert_int_eq(desired_by(",\"metric_aggregation_type\":\"Maximum\""), 13);
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

// What reading steps says first; "" when they are taken.
static void expect_of_steps(const char *steps, const char *words) {
    char members[1024];
    snprintf(members, sizeof members,
             "\"min\":1,\"max\":2,\"policies\":[{\"name\":\"out\",\"type\":\"StepScaling\","
             "\"steps\":[%s]}]",
             steps);
    expect_of_group((Sketch){0}, members, words);
}

#define STEP(bounds) "{" bounds "\"adjustment\":1}"
#define LOWER(n)     "\"lower_bound\":" #n ","
#define UPPER(n)     "\"upper_bound\":" #n ","

START_TEST(steps_with_gaps_are_refused) {
    expect_of_steps(STEP(LOWER(0) UPPER(10)) "," STEP(LOWER(10)), "");
    expect_of_steps(STEP(LOWER(0) UPPER(10)) "," STEP(LOWER(15)), "gap between steps");
    expect_of_steps(STEP(LOWER(0) UPPER(10)) "," STEP(LOWER(5)), "steps overlap");
}
END_TEST

START_TEST(the_outermost_steps_are_open) {
    expect_of_steps(STEP(UPPER(0)), "");
    expect_of_steps(STEP(LOWER(-10) UPPER(0)), "reach down without end");
    expect_of_steps(STEP(LOWER(0) UPPER(10)), "reach up without end");
    expect_of_steps(STEP(""), "bounded on one side");
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

// One that is always in ALARM, with these actions.
static Run *run_always(const char *policies, const char *actions, double seconds) {
    char members[1024], alarm[1024];
    snprintf(members, sizeof members, "\"min\":1,\"max\":20,\"policies\":[%s]", policies);
    snprintf(alarm, sizeof alarm,
             ",\"alarms\":[{\"name\":\"always\",\"metric\":\"GroupInServiceInstances\","
             "\"dimensions\":{\"AutoScalingGroupName\":\"g\"},\"stat\":\"Average\",\"period\":"
             "\"60s\",\"threshold\":0,\"comparison\":\"GreaterThanThreshold\","
             "\"evaluation_periods\":1,\"alarm_actions\":[%s]}]",
             actions);
    return run_group((Sketch){.work = WORK, .rate = "7.2/s", .launch = DETAILED}, members, alarm,
                     seconds);
}

#define SIMPLE "{\"name\":\"more\",\"type\":\"SimpleScaling\",\"adjustment\":1}"

START_TEST(an_adjustment_can_set_the_capacity) {
    Run *run = run_always("{\"name\":\"five\",\"type\":\"SimpleScaling\",\"adjustment_type\":"
                          "\"ExactCapacity\",\"adjustment\":5}",
                          "\"autoscaling:g/five\"", 300);
    ck_assert_int_eq(desired(run), 5);
    run_end(run);
    run = run_always(SIMPLE, "\"autoscaling:g/more\"", 300);
    ck_assert_int_eq(desired(run), 2);
    run_end(run);
}
END_TEST

START_TEST(step_scaling_waits_for_no_cooldown) {
    Run *run = run_always(SIMPLE ",{\"name\":\"out\",\"type\":\"StepScaling\","
                                 "\"estimated_instance_warmup\":\"0s\",\"steps\":[{"
                                 "\"lower_bound\":0,\"adjustment\":1}]}",
                          "\"autoscaling:g/more\",\"autoscaling:g/out\"", 480);
    ck_assert_int_ge(desired(run), 5); // one by the simple policy, the others minute by minute
    run_end(run);
}
END_TEST

START_TEST(target_tracking_waits_for_no_cooldown) {
    Run *run = run_always(SIMPLE "," TRACKING(",\"estimated_instance_warmup\":\"0s\""),
                          "\"autoscaling:g/more\"", 400);
    const SeenIncident *second = run_incident(run, "AutoScalingGroup", NULL, NULL, 1);
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_nonnull(strstr(second->cause, "policy cpu"));
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

START_TEST(suspended_alarm_notifications_fire_nothing_until_they_are_resumed) {
    Sketch sketch = {.region =
                         GROUP("\"min\":1,\"max\":20,\"suspended_processes\":["
                               "\"AlarmNotification\"],\"policies\":[{\"name\":\"more\","
                               "\"type\":\"SimpleScaling\",\"adjustment\":1}]") IN_SERVICE_ALARM,
                     .instances = "",
                     .group = SHORT_DRAIN};
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(desired_at(run, 600), 1);
    ck_assert_ptr_nonnull(run_incident(run, "Alarm", "ap-south-1/always", "ALARM", 0));
    run_set(run, PATH "suspended_processes", "[]");
    ck_assert_int_eq(desired_at(run, 661), 2); // the alarm is still in ALARM
    run_end(run);
}
END_TEST

START_TEST(suspended_scheduled_actions_are_passed_over) {
    Sketch sketch =
        GROUP_SKETCH("\"min\":1,\"max\":20,\"suspended_processes\":[\"ScheduledActions\"],"
                     "\"scheduled_actions\":[{\"name\":\"morning\",\"at\":\"600s\",\"every\":"
                     "\"1h\",\"desired\":5}]",
                     .begin = NULL);
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(desired_at(run, 1000), 1);
    run_set(run, PATH "suspended_processes", "[]");
    ck_assert_int_eq(desired_at(run, 4190), 1); // what was missed is not made up for
    ck_assert_int_eq(desired_at(run, 4330), 5);
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

// 40 % of eight instances: too much for the low alarm of two, 35, and too little for that of eight.
START_TEST(the_low_alarm_follows_the_size_of_the_group) {
    Run *run = run_tracking("\"min\":1,\"desired\":2,\"max\":8", TRACKING(""), "25.6/s", 10);
    ck_assert_double_eq_tol(alarm_threshold(run->world, 1), 35, 1e-9);
    want(run, 8);
    run_to(run, 100);
    ck_assert_double_eq_tol(alarm_threshold(run->world, 1), 42.5, 1e-9);
    ck_assert_int_eq(desired_at(run, 1500), 7);
    run_end(run);
}
END_TEST

// The same load with a datapoint every minute or every five.
START_TEST(target_tracking_is_late_with_basic_monitoring) {
    static const char *const launches[] = {DETAILED, ""};
    double scaled[2];
    for (int i = 0; i < 2; i++) {
        Run *run = run_monitored(launches[i], "\"min\":1,\"max\":6", TRACKING(""), "7.2/s", 900);
        scaled[i] = when(run, "AutoScalingGroup", "desired 2", 0);
        run_end(run);
    }
    ck_assert_double_gt(scaled[0], 240);
    ck_assert_double_lt(scaled[0], 361);
    ck_assert_double_gt(scaled[1], 540);
    ck_assert_double_lt(scaled[1], 721);
}
END_TEST

static SimTime resolution_of_group(const Run *run) {
    return sim_series(run->world, run_series(run, "CPUUtilization", "AutoScalingGroupName=g"))
        .resolution;
}

// The alarm that waits for a datapoint every five minutes soon has one every minute.
START_TEST(a_group_is_monitored_as_its_launch_template_says) {
    Sketch sketch =
        GROUP_SKETCH("\"min\":1,\"max\":6,\"policies\":[" TRACKING("") "]", .work = WORK,
                     .rate = "7.2/s", .launches = ",{\"name\":\"v2\",\"workers\":8" DETAILED "}");
    Run *run = run_begin(&sketch);
    run_to(run, 61);
    ck_assert_int_eq(resolution_of_group(run), 5 * SIM_MINUTE);
    ck_assert_int_eq(
        sim_series(run->world, run_series(run, "GroupDesiredCapacity", "AutoScalingGroupName=g"))
            .resolution,
        SIM_MINUTE);
    run_set(run, PATH "launch", "v2");
    run_to(run, 62);
    ck_assert_int_eq(resolution_of_group(run), SIM_MINUTE);
    ck_assert_int_eq(desired_at(run, 500), 2);
    run_end(run);
}
END_TEST

START_TEST(without_data_nothing_scales) {
    Run *run = run_tracking("\"min\":0,\"desired\":0,\"max\":4", TRACKING(""), "1/s", 1300);
    for (int32_t i = 0; i < run->world->alarms.count; i++)
        ck_assert_int_eq(run->world->alarms.items[i].state, SIM_ALARM_INSUFFICIENT_DATA);
    ck_assert_int_eq(run->world->alarms.count, 2);
    ck_assert_int_eq(desired(run), 0);
    run_end(run);
}
END_TEST

// A quarter busy at first, then nearly full.
START_TEST(from_a_step_in_the_load_to_capacity_takes_five_to_eight_minutes) {
    char region[1024];
    snprintf(region, sizeof region, GROUP("\"min\":1,\"max\":6,\"policies\":[%s]"), TRACKING(""));
    Sketch sketch =
        GROUP_SKETCH("", .work = WORK,
                     .health = "\"interval\":\"10s\",\"timeout\":\"5s\",\"healthy_threshold\":2",
                     .launch = DETAILED ",\"boot\":{\"constant\":\"30s\"}",
                     .arrivals = "{\"constant\":\"2/s\",\"changes\":[{\"at\":\"300s\","
                                 "\"rate\":\"7.2/s\"}]}");
    sketch.region = region;
    Run *run = run_begin(&sketch);
    double serves = 300;
    while (counts(run).in_service < 2 || run_requests(run, "web", nth(run, 2)->id) == 0) {
        ck_assert_double_le(serves, 300 + 480);
        run_to(run, serves += 1);
    }
    ck_assert_double_ge(serves, 300 + 300);
    run_end(run);
}
END_TEST

START_TEST(a_terminating_instance_does_not_count_in_the_groups_cpu) {
    Sketch sketch = {
        .region =
            GROUP("\"min\":1,\"desired\":2,\"max\":4") ",\"alarms\":[{\"name\":\"busy\",\"metric\":"
                                                       "\"CPUUtilization\",\"dimensions\":"
                                                       "{\"AutoScalingGroupName\":\"g\"},\"stat\":"
                                                       "\"Average\",\"period\":\"60s\","
                                                       "\"threshold\":70,\"comparison\":"
                                                       "\"GreaterThanThreshold\","
                                                       "\"evaluation_periods\":1,\"publication_"
                                                       "delay\":false}]",
        .instances = "",
        .group = ",\"deregistration_delay\":\"300s\"",
        .launch = DETAILED,
        .work = WORK,
        .rate = "7.2/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    want(run, 1);
    run_to(run, 240); // one drains, idle; the other does all the work
    ck_assert_int_eq(counts(run).terminating, 1);
    ck_assert_ptr_nonnull(run_incident(run, "Alarm", "ap-south-1/busy", "ALARM", 0));
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
    tcase_add_test(tests, a_step_that_repeats_takes_no_more_while_others_terminate);
    tcase_add_test(tests, no_step_scales_in_while_another_scales_out);
    tcase_add_test(tests, a_step_policy_aggregates_the_datapoints_of_its_alarm);
    tcase_add_test(tests, the_outermost_steps_are_open);
    tcase_add_test(tests, suspended_alarm_notifications_fire_nothing_until_they_are_resumed);
    tcase_add_test(tests, suspended_scheduled_actions_are_passed_over);
    tcase_add_test(tests, the_low_alarm_follows_the_size_of_the_group);
    tcase_add_test(tests, target_tracking_is_late_with_basic_monitoring);
    tcase_add_test(tests, a_group_is_monitored_as_its_launch_template_says);
    tcase_add_test(tests, percentages_are_rounded_as_documented);
    tcase_add_test(tests, steps_with_gaps_are_refused);
    tcase_add_test(tests, simple_scaling_waits_for_its_cooldown);
    tcase_add_test(tests, an_adjustment_can_set_the_capacity);
    tcase_add_test(tests, step_scaling_waits_for_no_cooldown);
    tcase_add_test(tests, target_tracking_waits_for_no_cooldown);
    tcase_add_test(tests, an_alarm_that_stays_fires_each_minute);
    tcase_add_test(tests, a_scheduled_action_comes_a_little_late);
    tcase_add_test(tests, target_tracking_scales_out_in_proportion);
    tcase_add_test(tests, target_tracking_scales_in_when_the_metric_stays_low);
    tcase_add_test(tests, a_warming_instance_is_no_reason_for_another);
    tcase_add_test(tests, no_scaling_in_while_instances_warm_up);
    tcase_add_test(tests, scaling_in_can_be_turned_off);
    tcase_add_test(tests, all_policies_agree_before_a_group_scales_in);
    tcase_add_test(tests, scaling_in_begins_well_below_the_target);
    tcase_add_test(tests, without_data_nothing_scales);
    tcase_add_test(tests, from_a_step_in_the_load_to_capacity_takes_five_to_eight_minutes);
    tcase_add_test(tests, a_terminating_instance_does_not_count_in_the_groups_cpu);
    tcase_add_test(tests, requests_for_each_target_can_be_tracked);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
