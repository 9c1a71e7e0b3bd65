// What charts show of metrics: counts as rates, levels as they are, values with their unit.
#include "scenario_text.h"

#include "window/charts.h"

#define CHART(metric, stat)                                                                        \
    "{\"metric\":\"" metric "\",\"dimensions\":{\"LoadBalancer\":\"web\"},\"stat\":\"" stat "\"}"

/// Four minutes of a steady run, and its charts.
typedef struct Shown {
    SimScenario *scenario;
    SimWorld *world;
    SimViewer *viewer;
    Charts *charts;
    const SceneChart *list;
    int32_t count;
} Shown;

static void take_period(void *context, const SimPeriod *period) {
    charts_period(context, period);
}

static Shown show_sketch(const Sketch *sketch) {
    Shown shown = {.scenario = scenario_of(sketch)};
    shown.world = sim_world_create(shown.scenario, 0);
    shown.viewer = sim_viewer_create();
    shown.charts =
        charts_create(shown.world, shown.scenario, sim_viewer_look(shown.viewer, shown.world));
    SimSink sink = {.context = shown.charts, .period = take_period};
    charts_second(shown.charts, sim_viewer_look(shown.viewer, shown.world));
    for (SimTime now = SIM_SECOND; now <= 4 * SIM_MINUTE; now += SIM_SECOND) {
        sim_world_advance(shown.world, now, INT64_MAX, &sink);
        charts_second(shown.charts, sim_viewer_look(shown.viewer, shown.world));
    }
    shown.list = charts_list(shown.charts, sim_viewer_look(shown.viewer, shown.world), -1, false,
                             &shown.count);
    return shown;
}

static Shown show(const char *charts) {
    return show_sketch(&(Sketch){.rate = "50/s", .top = charts});
}

static void show_end(Shown *shown) {
    charts_destroy(shown->charts);
    sim_viewer_destroy(shown->viewer);
    sim_world_destroy(shown->world);
    sim_scenario_release(shown->scenario);
}

/// The value of the third minute as it is drawn, and of a second within it.
static void values(const Shown *shown, int32_t chart, double *minute, double *second) {
    const SceneSeries *series = &shown->list[chart].series[0];
    ck_assert_int_ge(series->datapoint_count, 3);
    ck_assert_int_ge(series->point_count, 180);
    ck_assert(series->datapoints[2].is_present && series->points[170].is_present);
    *minute = series->datapoints[2].value * series->scale;
    *second = series->points[170].value * series->scale;
}

START_TEST(a_minute_stands_as_high_as_its_seconds_whether_counted_or_a_level) {
    Shown shown =
        show(",\"charts\":[" CHART("RequestCount", "Sum") "," CHART("PeakLCUs", "Sum") "," CHART(
            "PeakLCUs", "Maximum") "," CHART("ActiveConnectionCount", "Sum") "]");
    // The two of PeakLCUs are neighbours and share a chart.
    ck_assert_int_eq(shown.count, 3);
    ck_assert_int_eq(shown.list[1].series_count, 2);
    for (int32_t i = 0; i < shown.count; i++) {
        double minute, second;
        values(&shown, i, &minute, &second);
        ck_assert_double_gt(second, 0);
        ck_assert_msg(minute > 0.7 * second && minute < 1.4 * second,
                      "%s: %g a minute, %g a second", shown.list[i].title, minute, second);
    }
    show_end(&shown);
}
END_TEST

START_TEST(lines_of_one_title_share_a_chart_with_its_annotation) {
    Shown shown = show(
        ",\"charts\":[{\"title\":\"Load\",\"label\":\"asked\",\"metric\":\"RequestCount\","
        "\"dimensions\":{\"LoadBalancer\":\"web\"},\"stat\":\"Sum\",\"annotation\":60,"
        "\"annotation_label\":\"tested\"},{\"title\":\"Load\",\"metric\":\"NewConnectionCount\","
        "\"dimensions\":{\"LoadBalancer\":\"web\"},\"stat\":\"Sum\"}]");
    ck_assert_int_eq(shown.count, 1);
    ck_assert_str_eq(shown.list[0].title, "Load");
    ck_assert_int_eq(shown.list[0].series_count, 2);
    ck_assert_str_eq(shown.list[0].series[0].label, "asked");
    ck_assert(shown.list[0].has_threshold);
    ck_assert_double_eq(shown.list[0].threshold, 60);
    ck_assert_str_eq(shown.list[0].threshold_label, "tested");
    show_end(&shown);
}
END_TEST

// The subtitle speaks of the first line's statistic.
START_TEST(a_line_of_another_statistic_says_so) {
    Shown shown = show(
        ",\"charts\":[{\"title\":\"T\",\"metric\":\"TargetResponseTime\",\"dimensions\":{"
        "\"LoadBalancer\":\"web\"},\"stat\":\"p50\"},{\"title\":\"T\",\"metric\":\"ResponseTime\","
        "\"dimensions\":{\"Client\":\"c\"},\"stat\":\"p99\"}]");
    ck_assert_int_eq(shown.count, 1);
    ck_assert_str_eq(shown.list[0].series[0].label, "web");
    ck_assert_str_eq(shown.list[0].series[1].label, "c p99");
    show_end(&shown);
}
END_TEST

// What is set while the world runs moves the line.
START_TEST(the_line_of_an_alarm_follows_its_threshold) {
    Shown shown = show_sketch(&(Sketch){
        .rate = "50/s",
        .region = ",\"alarms\":[{\"name\":\"busy\",\"metric\":\"RequestCount\","
                  "\"dimensions\":{\"LoadBalancer\":\"web\"},\"stat\":\"Sum\",\"period\":\"60s\","
                  "\"comparison\":"
                  "\"GreaterThanThreshold\",\"threshold\":1200,\"evaluation_periods\":1}]",
        .top = ",\"charts\":[" CHART("RequestCount", "Sum") "]"});
    SimCommand command = {.kind = SIM_COMMAND_SET};
    SimError error;
    snprintf(command.target, sizeof command.target, "regions.ap-south-1.alarms.busy.threshold");
    snprintf(command.value, sizeof command.value, "1800");
    ck_assert(sim_world_command(shown.world, &command, false, &error));
    sim_world_advance(shown.world, 4 * SIM_MINUTE + 1, 0, NULL);
    shown.list = charts_list(shown.charts, sim_viewer_look(shown.viewer, shown.world), -1, false,
                             &shown.count);
    ck_assert_double_eq(shown.list[0].threshold, 30);
    ck_assert_str_eq(shown.list[0].threshold_label, "alarm > 1800 in 60 s");
    show_end(&shown);
}
END_TEST

// A datapoint of an instance with basic monitoring covers five minutes.
START_TEST(datapoints_stand_as_far_apart_as_an_instance_is_monitored) {
    static const char *const launches[] = {",\"detailed_monitoring\":true", ""};
    for (int i = 0; i < 2; i++) {
        Shown shown = show_sketch(
            &(Sketch){.rate = "50/s",
                      .launch = launches[i],
                      .top = ",\"charts\":[{\"metric\":\"CPUUtilization\",\"dimensions\":{"
                             "\"InstanceId\":\"web-1\"},\"stat\":\"Average\"}]"});
        // The run is four minutes long.
        ck_assert_int_eq(shown.list[0].series[0].datapoint_count, i == 0 ? 4 : 0);
        show_end(&shown);
    }
}
END_TEST

START_TEST(the_cpu_of_instances_stands_as_far_apart_as_they_are_monitored) {
    static const char *const launches[] = {",\"detailed_monitoring\":true", ""};
    for (int i = 0; i < 2; i++) {
        Shown shown = show_sketch(&(Sketch){.rate = "50/s", .launch = launches[i]});
        int32_t found = -1;
        for (int32_t c = 0; c < shown.count; c++)
            if (strcmp(shown.list[c].title, "CPUUtilization") == 0) found = c;
        ck_assert_int_ge(found, 0);
        ck_assert_int_eq(shown.list[found].series[0].datapoint_count, i == 0 ? 4 : 0);
        show_end(&shown);
    }
}
END_TEST

// The chart draws counts by the second, so the threshold is brought down from a minute.
START_TEST(the_threshold_of_an_alarm_is_a_line_of_the_chart_of_its_metric) {
    Sketch sketch = {
        .rate = "50/s",
        .region = ",\"alarms\":[{\"name\":\"a\",\"metric\":\"RequestCount\",\"dimensions\":"
                  "{\"LoadBalancer\":\"web\"},\"stat\":\"Sum\",\"period\":\"60s\",\"comparison\":"
                  "\"GreaterThanThreshold\",\"threshold\":1200,\"evaluation_periods\":1}]",
        .top = ",\"charts\":[" CHART("RequestCount", "Sum") "," CHART("PeakLCUs", "Sum") "]"};
    Shown shown = show_sketch(&sketch);
    ck_assert(shown.list[0].has_threshold && !shown.list[1].has_threshold);
    ck_assert_double_eq(shown.list[0].threshold, 20);
    ck_assert_str_eq(shown.list[0].threshold_label, "alarm > 1200 in 60 s");
    show_end(&shown);
}
END_TEST

START_TEST(values_and_subtitles_say_their_unit) {
    Shown shown = show(",\"charts\":[" CHART("RequestCount", "Sum") "," CHART(
        "TargetResponseTime", "p50") "," CHART("ProcessedBytes", "Sum") "," CHART("PeakLCUs",
                                                                                  "Sum") "]");
    ck_assert_int_eq(shown.count, 4);
    ck_assert_str_eq(shown.list[0].subtitle, "Sum, per second");
    ck_assert_str_eq(shown.list[1].subtitle, "p50, seconds, 1 s");
    ck_assert_str_eq(shown.list[2].subtitle, "Sum, bytes, per second");
    ck_assert_str_eq(shown.list[3].subtitle, "Sum, 1 s");
    ck_assert_str_eq(shown.list[0].value, "50");
    ck_assert_ptr_nonnull(strstr(shown.list[1].value, "0.01"));
    ck_assert_ptr_nonnull(strstr(shown.list[1].value, " s"));
    ck_assert_msg(strstr(shown.list[2].value, "k") != NULL, "%s", shown.list[2].value);
    show_end(&shown);
}
END_TEST

START_TEST(an_alarm_is_a_line_on_the_chart_of_its_metric_as_high_as_what_is_drawn) {
    static const char alarms[] =
        ",\"alarms\":[{\"name\":\"busy\",\"metric\":\"RequestCount\",\"dimensions\":{"
        "\"LoadBalancer\":\"web\"},\"stat\":\"Sum\",\"period\":\"60s\",\"comparison\":"
        "\"GreaterThanThreshold\",\"threshold\":1800,\"evaluation_periods\":1},"
        "{\"name\":\"big\",\"metric\":\"PeakLCUs\",\"dimensions\":{\"LoadBalancer\":\"web\"},"
        "\"stat\":\"Sum\",\"period\":\"60s\",\"comparison\":\"GreaterThanThreshold\","
        "\"threshold\":30,\"evaluation_periods\":1}]";
    Shown shown =
        show_sketch(&(Sketch){.rate = "50/s",
                              .top = ",\"charts\":[" CHART("RequestCount", "Sum") "," CHART(
                                  "PeakLCUs", "Sum") "," CHART("ProcessedBytes", "Sum") "]",
                              .region = alarms});
    ck_assert(shown.list[0].has_threshold && shown.list[1].has_threshold);
    ck_assert(!shown.list[2].has_threshold);
    ck_assert_double_eq(shown.list[0].threshold, 30); // 1,800 a minute
    ck_assert_str_eq(shown.list[0].threshold_label, "alarm > 1800 in 60 s");
    ck_assert_double_eq(shown.list[1].threshold, 30);
    show_end(&shown);
}
END_TEST

START_TEST(lines_of_two_zones_bear_the_zones_names) {
    Shown shown = show(",\"charts\":[{\"metric\":\"RequestCount\",\"stat\":\"Sum\",\"dimensions\":{"
                       "\"AvailabilityZone\":\"ap-south-1a\",\"LoadBalancer\":\"web\"}},"
                       "{\"metric\":\"RequestCount\",\"stat\":\"Sum\",\"dimensions\":{"
                       "\"AvailabilityZone\":\"ap-south-1b\",\"LoadBalancer\":\"web\"}}]");
    ck_assert_int_eq(shown.count, 1);
    ck_assert_str_eq(shown.list[0].series[0].label, "ap-south-1a");
    ck_assert_str_eq(shown.list[0].series[1].label, "ap-south-1b");
    show_end(&shown);
}
END_TEST

// Two groups, and an instance that is launched into none.
START_TEST(an_instance_stands_with_the_group_it_is_registered_in) {
    Sketch sketch = {.groups = ",{\"name\":\"other\",\"deregistration_delay\":\"1s\"}",
                     .instances =
                         "{\"name\":\"web-1\",\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],"
                         "\"target_groups\":[\"web\"]},"
                         "{\"name\":\"late\",\"launch\":\"v1\",\"zones\":[\"ap-south-1b\"]}"};
    Run *run = run_begin(&sketch);
    SimViewer *viewer = sim_viewer_create();
    run_to(run, 1);
    int32_t late = run_instance(run, "late"), first = run_instance(run, "web-1");
    ck_assert_int_eq(sim_viewer_look(viewer, run->world)->instances[late].first_group, -1);
    SimCommand command = {.kind = SIM_COMMAND_REGISTER};
    snprintf(command.target, sizeof command.target, "ap-south-1/late");
    snprintf(command.value, sizeof command.value, "ap-south-1/other");
    run_command(run, command);
    run_to(run, 2);
    ck_assert_int_eq(sim_viewer_look(viewer, run->world)->instances[late].first_group, 1);
    ck_assert_int_eq(sim_viewer_look(viewer, run->world)->instances[first].first_group, 0);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("charts");
    TCase *tests = tcase_create("charts");
    tcase_add_test(tests, lines_of_one_title_share_a_chart_with_its_annotation);
    tcase_add_test(tests, the_cpu_of_instances_stands_as_far_apart_as_they_are_monitored);
    tcase_add_test(tests, a_line_of_another_statistic_says_so);
    tcase_add_test(tests, the_line_of_an_alarm_follows_its_threshold);
    tcase_add_test(tests, datapoints_stand_as_far_apart_as_an_instance_is_monitored);
    tcase_add_test(tests, the_threshold_of_an_alarm_is_a_line_of_the_chart_of_its_metric);
    tcase_add_test(tests, a_minute_stands_as_high_as_its_seconds_whether_counted_or_a_level);
    tcase_add_test(tests, values_and_subtitles_say_their_unit);
    tcase_add_test(tests, an_alarm_is_a_line_on_the_chart_of_its_metric_as_high_as_what_is_drawn);
    tcase_add_test(tests, lines_of_two_zones_bear_the_zones_names);
    tcase_add_test(tests, an_instance_stands_with_the_group_it_is_registered_in);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
