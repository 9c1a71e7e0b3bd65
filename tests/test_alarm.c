// CloudWatch alarms, observed in runs: when they are evaluated, what missing data does, and what
// AWS refuses about them.
#include "alarm_text.h"

// --- missing data

enum { KEEPS = 3 };

// AWS's example: five minutes of a metric (0 below the threshold, X above, - nothing), M of 3, and
// the state that follows with missing data treated as missing, ignore, breaching, notBreaching.
typedef struct Row {
    const char *minutes;
    int m;
    int states[4];
} Row;

static const Row rows[] = {
    {"0-X-X", 3, {OK, OK, OK, OK}},          {"0----", 3, {OK, OK, OK, OK}},
    {"-----", 3, {UNKNOWN, KEEPS, BAD, OK}}, {"0XX-X", 3, {BAD, BAD, BAD, BAD}},
    {"--X--", 3, {BAD, KEEPS, BAD, OK}},     {"0-X-X", 2, {BAD, BAD, BAD, BAD}},
    {"00X0X", 2, {BAD, BAD, BAD, BAD}},      {"0-X--", 2, {OK, OK, BAD, OK}},
    {"----0", 2, {OK, OK, BAD, OK}},         {"---X-", 2, {BAD, KEEPS, BAD, OK}},
};

static const char *const treatments[] = {"missing", "ignore", "breaching", "notBreaching"};

// The minutes are the fifth to the ninth of a run; the alarms are judged as the tenth begins, from
// a state given before.
static void expect_row(int index, SimAlarmState before) {
    const Row *row = &rows[index - 1];
    char bursts[800] = "", arrivals[900], alarms[2000] = "";
    for (int i = 0; i < 5; i++) {
        if (row->minutes[i] == '-') continue;
        snprintf(bursts + strlen(bursts), sizeof bursts - strlen(bursts),
                 "%s{\"at\":\"%ds\",\"rate\":\"%s\",\"for\":\"30s\"}", bursts[0] == 0 ? "" : ",",
                 310 + 60 * i, row->minutes[i] == 'X' ? "3/s" : "0.5/s");
    }
    for (int t = 0; t < 4; t++)
        snprintf(alarms + strlen(alarms), sizeof alarms - strlen(alarms),
                 "%s{\"name\":\"%s\",\"metric\":\"TargetResponseTime\",\"dimensions\":{" OF_WEB
                 "},\"stat\":\"SampleCount\",\"period\":\"60s\",\"comparison\":\"" GREATER
                 "\",\"threshold\":30,\"evaluation_periods\":3,\"datapoints_to_alarm\":%d,"
                 "\"treat_missing_data\":\"%s\"" PROMPT "}",
                 t == 0 ? ",\"alarms\":[" : ",", treatments[t], row->m, treatments[t]);
    strcat(alarms, "]");
    snprintf(arrivals, sizeof arrivals, BURSTS("%s"), bursts);
    Run *run = run_of((Sketch){.arrivals = arrivals, .region = alarms}, 599.5);
    for (int t = 0; t < 4; t++)
        alarm_set_state(run, treatments[t], before);
    run_to(run, 600.5);
    for (int t = 0; t < 4; t++) {
        SimAlarmState expected = row->states[t] == KEEPS ? before : (SimAlarmState)row->states[t];
        ck_assert_msg(alarm_state_of(run, treatments[t]) == expected, "row %d, %s: %s, not %s",
                      index, treatments[t],
                      sim_alarm_state_name(alarm_state_of(run, treatments[t])),
                      sim_alarm_state_name(expected));
    }
    run_end(run);
}

static void expect_row_from_each(int index) {
    expect_row(index, OK);
    expect_row(index, BAD);
    expect_row(index, UNKNOWN);
}

START_TEST(missing_data_table_row_1) {
    expect_row_from_each(1);
}
END_TEST

START_TEST(missing_data_table_row_2) {
    expect_row_from_each(2);
}
END_TEST

START_TEST(missing_data_table_row_3) {
    expect_row_from_each(3);
}
END_TEST

START_TEST(missing_data_table_row_4) {
    expect_row_from_each(4);
}
END_TEST

START_TEST(missing_data_table_row_5) {
    expect_row_from_each(5);
}
END_TEST

START_TEST(missing_data_table_row_6) {
    expect_row_from_each(6);
}
END_TEST

START_TEST(missing_data_table_row_7) {
    expect_row_from_each(7);
}
END_TEST

START_TEST(missing_data_table_row_8) {
    expect_row_from_each(8);
}
END_TEST

START_TEST(missing_data_table_row_9) {
    expect_row_from_each(9);
}
END_TEST

START_TEST(missing_data_table_row_10) {
    expect_row_from_each(10);
}
END_TEST

// Two rows with one missing minute of five, and one with three, where it does matter.
START_TEST(with_enough_points_the_treatment_does_not_matter) {
    expect_row(4, OK);
    expect_row(6, OK);
    expect_row(8, OK);
}
END_TEST

START_TEST(missing_is_the_default_treatment) {
    Run *run = run_of((Sketch){.begin = "cold",
                               .arrivals = BURSTS(""),
                               .region = ALARMS(REQUESTS("a", "1", PROMPT))},
                      130);
    ck_assert_int_eq(alarm_state_of(run, "a"), UNKNOWN);
    run_end(run);
}
END_TEST

// --- when

// A burst in the sixth minute, from 300 s to 360 s.
static const char one_burst[] = BURSTS(BURST("310s", "3/s"));

START_TEST(datapoints_appear_one_to_two_minutes_late) {
    Run *run = run_of((Sketch){.arrivals = one_burst,
                               .region = ALARMS(REQUESTS("a", "1", "") "," REQUESTS("b", "1", ""))},
                      700);
    for (int i = 0; i < 2; i++) {
        double at = alarm_first(run, i == 0 ? "a" : "b", "ALARM");
        ck_assert_double_ge(at, 360 + 60);
        ck_assert_double_le(at, 360 + 120 + 60);
    }
    run_end(run);
}
END_TEST

START_TEST(a_switch_makes_datapoints_appear_at_once) {
    Run *run =
        run_of((Sketch){.arrivals = one_burst, .region = ALARMS(REQUESTS("a", "1", PROMPT))}, 700);
    ck_assert_double_eq(alarm_first(run, "a", "ALARM"), 360);
    run_end(run);
}
END_TEST

START_TEST(windows_slide_by_the_minute) {
    Run *run = run_of((Sketch){.arrivals = BURSTS(BURST("430s", "3/s")),
                               .region = ALARMS(ALARM("a", "RequestCount", OF_WEB, "Sum", "300s",
                                                      GREATER, "30", "1", PROMPT))},
                      900);
    ck_assert_double_eq(alarm_first(run, "a", "ALARM"), 480);
    run_end(run);
}
END_TEST

#define CLOSE_LOOK(more)                                                                           \
    ALARM("a", "Requests", "", "Sum", "10s", GREATER, "5", "1",                                    \
          ",\"namespace\":\"Albatross\"" PROMPT more)

START_TEST(a_short_period_is_evaluated_every_ten_seconds) {
    Run *run = run_of(
        (Sketch){.arrivals = BURSTS(BURST("71s", "3/s")), .region = ALARMS(CLOSE_LOOK(""))}, 200);
    ck_assert_double_eq(alarm_first(run, "a", "ALARM"), 80);
    run_end(run);
}
END_TEST

START_TEST(a_short_period_on_a_standard_metric_finds_a_point_a_minute) {
    Run *run = run_of((Sketch){.region = ALARMS(ALARM("a", "RequestCount", OF_WEB, "Sum", "10s",
                                                      GREATER, "5", "1", PROMPT))},
                      600);
    int32_t lapses = 0;
    while (run_incident(run, "Alarm", NULL, "INSUFFICIENT_DATA", lapses) != NULL)
        lapses++;
    ck_assert_int_ge(lapses, 6);
    run_end(run);
}
END_TEST

START_TEST(an_alarm_over_days_is_evaluated_hourly) {
    Run *run =
        run_of((Sketch){.begin = "cold",
                        .arrivals = BURSTS(BURST("70m", "3/s")),
                        .region = ALARMS(ALARM("a", "RequestCount", OF_WEB, "Sum", "1h", GREATER,
                                               "30", "25", ",\"datapoints_to_alarm\":1" PROMPT))},
               7300);
    ck_assert_double_eq(alarm_first(run, "a", "ALARM"), 7200);
    run_end(run);
}
END_TEST

#define CPU                                                                                        \
    ALARM("a", "CPUUtilization", "\"InstanceId\":\"web-1\"", "Average", "60s", LESS, "0.001", "1", \
          PROMPT)

static int32_t lapses_with(const char *launch) {
    Run *run = run_of((Sketch){.region = ALARMS(CPU), .launch = launch}, 1800);
    int32_t lapses = 0;
    while (run_incident(run, "Alarm", NULL, "INSUFFICIENT_DATA", lapses) != NULL)
        lapses++;
    run_end(run);
    return lapses;
}

START_TEST(basic_monitoring_has_a_point_every_five_minutes) {
    ck_assert_int_ge(lapses_with(""), 3);
    ck_assert_int_eq(lapses_with(",\"detailed_monitoring\":true"), 0);
}
END_TEST

// An alarm is evaluated once a minute, so it is at most that much behind what the window draws.
START_TEST(alarms_see_a_datapoint_when_the_window_draws_it) {
    Run *run =
        run_of((Sketch){.arrivals = one_burst, .region = ALARMS(REQUESTS("a", "1", ""))}, 700);
    SimSeries series =
        sim_series(run->world, run_series(run, "TargetResponseTime", "LoadBalancer=web"));
    char name[300];
    snprintf(name, sizeof name, "TargetResponseTime %s", series.dimensions);
    double drawn =
        (double)sim_published(sim_world_seed(run->world), name, SIM_MINUTE, 360 * SIM_SECOND) / 1e9;
    double seen = alarm_first(run, "a", "ALARM");
    ck_assert_double_ge(seen, drawn);
    ck_assert_double_lt(seen, drawn + 60);
    run_end(run);
}
END_TEST

// --- states

START_TEST(a_new_alarm_has_insufficient_data) {
    Run *run = run_of((Sketch){.begin = "cold", .region = ALARMS(REQUESTS("a", "1", ""))}, 1);
    ck_assert_int_eq(alarm_state_of(run, "a"), UNKNOWN);
    run_end(run);
}
END_TEST

START_TEST(a_steady_run_begins_with_quiet_alarms) {
    Run *run = run_of((Sketch){.rate = "0.1/s",
                               .region = ALARMS(REQUESTS("busy", "3", "") "," ALARM(
                                   "sparse", "HTTPCode_ELB_5XX_Count", OF_WEB, "Sum", "60s",
                                   GREATER, "0", "3", ""))},
                      900);
    ck_assert_int_eq(alarm_state_of(run, "busy"), OK);
    ck_assert_int_eq(alarm_state_of(run, "sparse"), UNKNOWN);
    ck_assert_int_eq(count_incidents(run, "Alarm"), 0);
    run_end(run);
}
END_TEST

START_TEST(breaching_points_need_not_be_adjacent) {
    Sketch sketch = {.arrivals = BURSTS(
                         BURST("310s", "3/s") "," BURST("370s", "0.5/s") "," BURST("430s", "3/s")),
                     .region = ALARMS(REQUESTS("a", "3", ",\"datapoints_to_alarm\":2" PROMPT))};
    Run *run = run_of(sketch, 600);
    ck_assert_double_eq(alarm_first(run, "a", "ALARM"), 480);
    run_end(run);
}
END_TEST

START_TEST(all_points_must_breach_unless_said) {
    Sketch sketch = {.arrivals = BURSTS(BURST("310s", "3/s") "," BURST("370s", "0.5/s") "," BURST(
                         "430s", "3/s") "," BURST("490s", "0.5/s")),
                     .region = ALARMS(REQUESTS("a", "3", PROMPT))};
    Run *run = run_of(sketch, 541);
    ck_assert_double_lt(alarm_first(run, "a", "ALARM"), 0);
    run_end(run);
}
END_TEST

#define HOSTS(name, comparison)                                                                    \
    ALARM(name, "HealthyHostCount", OF_WEB ",\"TargetGroup\":\"web\"", "Maximum", "60s",           \
          comparison, "2", "1", PROMPT)

START_TEST(a_point_at_the_threshold_is_not_greater) {
    Run *run = run_of(
        (Sketch){.region = ALARMS(HOSTS("above", GREATER) "," HOSTS(
                     "at-least",
                     "GreaterThanOrEqualToThre"
                     "shold") "," HOSTS("below", LESS) "," HOSTS("at-most",
                                                                 "LessThanOrEqualToThreshold"))},
        200);
    ck_assert_int_eq(alarm_state_of(run, "above"), OK);
    ck_assert_int_eq(alarm_state_of(run, "at-least"), BAD);
    ck_assert_int_eq(alarm_state_of(run, "below"), OK);
    ck_assert_int_eq(alarm_state_of(run, "at-most"), BAD);
    run_end(run);
}
END_TEST

START_TEST(actions_come_once_with_the_change) {
    Run *run = run_of((Sketch){.region = ALARMS(REQUESTS("a", "1", NOTIFIES))}, 900);
    ck_assert_int_eq(alarm_state_of(run, "a"), BAD);
    ck_assert_int_eq(count_incidents(run, "Notification"), 1);
    const SeenIncident *told = run_incident(run, "Notification", "on-call", "ALARM", 0);
    ck_assert_ptr_nonnull(told);
    ck_assert_str_eq(told->cause, "alarm ap-south-1/a");
    run_end(run);
}
END_TEST

START_TEST(disabled_actions_leave_the_state) {
    Run *run = run_of(
        (Sketch){.region = ALARMS(REQUESTS("a", "1", NOTIFIES ",\"actions_enabled\":false"))}, 900);
    ck_assert_int_eq(alarm_state_of(run, "a"), BAD);
    ck_assert_int_eq(count_incidents(run, "Notification"), 0);
    run_end(run);
}
END_TEST

#define SLOWEST(name, more)                                                                        \
    ALARM(name, "TargetResponseTime", OF_WEB, "p99", "60s", GREATER, "0.001", "1", more)

// 600 samples a minute, and p99 wants 1000.
START_TEST(a_percentile_of_few_samples_is_ignored_where_asked) {
    Run *run =
        run_of((Sketch){.region = ALARMS(SLOWEST("evaluated", "") "," SLOWEST(
                            "ignored", ",\"evaluate_low_sample_count_percentile\":\"ignore\""))},
               900);
    ck_assert_int_eq(alarm_state_of(run, "evaluated"), BAD);
    ck_assert_int_eq(alarm_state_of(run, "ignored"), OK);
    run_end(run);
}
END_TEST

START_TEST(a_state_set_by_hand_stays_until_the_next_evaluation) {
    Run *run = run_of(
        (Sketch){.rate = "0.1/s", .region = ALARMS(REQUESTS("a", "1", PROMPT NOTIFIES))}, 605);
    alarm_set_state(run, "a", BAD);
    run_to(run, 659);
    ck_assert_int_eq(alarm_state_of(run, "a"), BAD);
    ck_assert_int_eq(count_incidents(run, "Notification"), 1);
    run_to(run, 661);
    ck_assert_int_eq(alarm_state_of(run, "a"), OK);
    run_end(run);
}
END_TEST

START_TEST(a_changed_threshold_holds_from_the_next_evaluation) {
    Run *run = run_of((Sketch){.rate = "0.1/s", .region = ALARMS(REQUESTS("a", "1", PROMPT))}, 605);
    run_set(run, "regions.ap-south-1.alarms.a.threshold", "3");
    run_to(run, 659);
    ck_assert_int_eq(alarm_state_of(run, "a"), OK);
    run_to(run, 661);
    ck_assert_int_eq(alarm_state_of(run, "a"), BAD);
    run_end(run);
}
END_TEST

START_TEST(the_reason_names_points_and_threshold) {
    Run *run =
        run_of((Sketch){.arrivals = one_burst, .region = ALARMS(REQUESTS("a", "1", PROMPT))}, 700);
    const SeenIncident *told = run_incident(run, "Alarm", NULL, "ALARM", 0);
    ck_assert_str_eq(told->cause,
                     "1 of the last 1 datapoint [90 (09:05)] was greater than the threshold (30)");
    run_end(run);
}
END_TEST

START_TEST(the_state_is_a_metric_too) {
    Run *run =
        run_of((Sketch){.arrivals = one_burst, .region = ALARMS(REQUESTS("a", "1", PROMPT))}, 400);
    ck_assert_double_gt(run_sum(run, "AlarmState", "AlarmName=a"), 0);
    run_end(run);
}
END_TEST

START_TEST(the_data_stream_does_not_know_of_states) {
    Run *run =
        run_of((Sketch){.arrivals = one_burst, .region = ALARMS(REQUESTS("a", "1", PROMPT))}, 330);
    alarm_set_state(run, "a", BAD);
    run_to(run, 331);
    ck_assert_int_eq(alarm_data_stream(run->world, 0), ALARM_STREAM_INSUFFICIENT);
    run_to(run, 361);
    ck_assert_int_eq(alarm_data_stream(run->world, 0), ALARM_STREAM_BREACHING);
    run_end(run);
}
END_TEST

// --- regions

#define ELSEWHERE                                                                                  \
    "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]}]},"              \
    "{\"name\":\"eu-west-1\",\"zones\":[\"eu-west-1a\",\"eu-west-1b\"],\"load_balancers\":[],"     \
    "\"target_groups\":[]" ALARMS(REQUESTS("far", "1", "")) ",\"instances\":["

START_TEST(an_alarm_sees_its_own_region_only) {
    Run *run =
        run_of((Sketch){.region = ALARMS(REQUESTS("near", "1", "")), .instances = ELSEWHERE}, 900);
    ck_assert_int_eq(alarm_state_of(run, "near"), BAD);
    int32_t far = world_find_alarm(run->world, "eu-west-1/far");
    ck_assert_int_eq(run->world->alarms.items[far].state, UNKNOWN);
    run_end(run);
}
END_TEST

// --- what is refused

static void expect_finding(const char *alarm, bool is_taken, const char *words) {
    char region[2000];
    snprintf(region, sizeof region, ALARMS("%s"), alarm);
    expect_of_region(region, is_taken, words);
}

START_TEST(more_points_than_periods_are_refused) {
    expect_finding(REQUESTS("a", "3", ",\"datapoints_to_alarm\":4"), false, "4 datapoints of 3");
    expect_finding(REQUESTS("a", "3", ",\"datapoints_to_alarm\":3"), true, "");
}
END_TEST

START_TEST(a_state_has_up_to_five_actions) {
    expect_finding(
        REQUESTS("a", "3",
                 ",\"alarm_actions\":[\"sns:a\",\"sns:b\",\"sns:c\",\"sns:d\",\"sns:e\"]"),
        true, "");
    expect_finding(
        REQUESTS(
            "a", "3",
            ",\"alarm_actions\":[\"sns:a\",\"sns:b\",\"sns:c\",\"sns:d\",\"sns:e\",\"sns:f\"]"),
        false, "6 elements");
}
END_TEST

// Four slow minutes of 60 requests, and a fast one of 1200: half of all are fast.
START_TEST(a_percentile_of_minutes_is_of_all_their_samples) {
    Run *run =
        run_of((Sketch){.arrivals = "{\"constant\":\"1/s\",\"changes\":[{\"at\":\"60s\",\"rate\":"
                                    "\"20/s\",\"for\":\"60s\"}]}",
                        .region = ALARMS(ALARM("a", "TargetResponseTime", OF_WEB, "p50", "300s",
                                               GREATER, "0.05", "1", PROMPT))},
               0);
    for (int i = 0; i < 3; i++) {
        SimCommand slow = {.kind = SIM_COMMAND_SLOW, .number = i == 1 ? 1.0001 : 20};
        run_to(run, 60 * i);
        snprintf(slow.target, sizeof slow.target, "ap-south-1/web-1");
        run_command(run, slow);
        snprintf(slow.target, sizeof slow.target, "ap-south-1/web-2");
        run_command(run, slow);
    }
    run_to(run, 310);
    ck_assert_int_eq(alarm_state_of(run, "a"), OK);
    run_to(run, 450); // without the fast minute
    ck_assert_int_eq(alarm_state_of(run, "a"), BAD);
    run_end(run);
}
END_TEST

START_TEST(an_odd_period_is_refused) {
    expect_finding(ALARM("a", "RequestCount", OF_WEB, "Sum", "90s", GREATER, "1", "1", ""), false,
                   "no period of an alarm");
    expect_finding(ALARM("a", "RequestCount", OF_WEB, "Sum", "120s", GREATER, "1", "1", ""), true,
                   "");
}
END_TEST

START_TEST(a_look_too_far_back_is_refused) {
    expect_finding(ALARM("a", "RequestCount", OF_WEB, "Sum", "5m", GREATER, "1", "289", ""), false,
                   "does not look back so far");
    expect_finding(ALARM("a", "RequestCount", OF_WEB, "Sum", "1h", GREATER, "1", "168", ""), true,
                   "");
}
END_TEST

START_TEST(few_samples_are_a_matter_of_percentiles) {
    expect_finding(REQUESTS("a", "1", ",\"evaluate_low_sample_count_percentile\":\"ignore\""),
                   false, "only percentiles have too few samples");
    expect_finding(SLOWEST("a", ",\"evaluate_low_sample_count_percentile\":\"ignore\""), true, "");
}
END_TEST

START_TEST(what_never_has_data_is_warned_of) {
    expect_finding(ALARM("a", "RequestCounts", OF_WEB, "Sum", "60s", GREATER, "1", "1", ""), true,
                   "nothing reports a metric \"RequestCounts\"");
    expect_finding(
        ALARM("a", "RequestCount", "\"LoadBalancer\":\"x\"", "Sum", "60s", GREATER, "1", "1", ""),
        true, "this region has no LoadBalancer \"x\"");
    expect_finding(ALARM("a", "RequestCount", OF_WEB, "Sum", "10s", GREATER, "1", "1", ""), true,
                   "a datapoint a minute");
}
END_TEST

START_TEST(actions_that_are_not_built_are_refused) {
    expect_finding(REQUESTS("a", "1", ",\"ok_actions\":[\"ec2:stop\"]"), false, "not yet: \"ec2\"");
}
END_TEST

// --- the world

START_TEST(a_run_with_alarms_is_the_same_watched_cloned_or_not) {
    Sketch sketch = {.arrivals = one_burst,
                     .region = ALARMS(REQUESTS("a", "3", "") "," SLOWEST("b", ""))};
    Run *run = run_of(sketch, 350);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 700);
    sim_world_advance(clone, 500 * SIM_SECOND, 0, NULL);
    sim_world_advance(clone, 700 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("alarm");
    TCase *tests = tcase_create("alarm");
    tcase_add_test(tests, missing_data_table_row_1);
    tcase_add_test(tests, missing_data_table_row_2);
    tcase_add_test(tests, missing_data_table_row_3);
    tcase_add_test(tests, missing_data_table_row_4);
    tcase_add_test(tests, missing_data_table_row_5);
    tcase_add_test(tests, missing_data_table_row_6);
    tcase_add_test(tests, missing_data_table_row_7);
    tcase_add_test(tests, missing_data_table_row_8);
    tcase_add_test(tests, missing_data_table_row_9);
    tcase_add_test(tests, missing_data_table_row_10);
    tcase_add_test(tests, with_enough_points_the_treatment_does_not_matter);
    tcase_add_test(tests, missing_is_the_default_treatment);
    tcase_add_test(tests, datapoints_appear_one_to_two_minutes_late);
    tcase_add_test(tests, a_switch_makes_datapoints_appear_at_once);
    tcase_add_test(tests, windows_slide_by_the_minute);
    tcase_add_test(tests, a_short_period_is_evaluated_every_ten_seconds);
    tcase_add_test(tests, a_short_period_on_a_standard_metric_finds_a_point_a_minute);
    tcase_add_test(tests, an_alarm_over_days_is_evaluated_hourly);
    tcase_add_test(tests, basic_monitoring_has_a_point_every_five_minutes);
    tcase_add_test(tests, alarms_see_a_datapoint_when_the_window_draws_it);
    tcase_add_test(tests, a_new_alarm_has_insufficient_data);
    tcase_add_test(tests, a_steady_run_begins_with_quiet_alarms);
    tcase_add_test(tests, breaching_points_need_not_be_adjacent);
    tcase_add_test(tests, all_points_must_breach_unless_said);
    tcase_add_test(tests, a_point_at_the_threshold_is_not_greater);
    tcase_add_test(tests, actions_come_once_with_the_change);
    tcase_add_test(tests, disabled_actions_leave_the_state);
    tcase_add_test(tests, a_percentile_of_few_samples_is_ignored_where_asked);
    tcase_add_test(tests, a_state_set_by_hand_stays_until_the_next_evaluation);
    tcase_add_test(tests, a_changed_threshold_holds_from_the_next_evaluation);
    tcase_add_test(tests, the_reason_names_points_and_threshold);
    tcase_add_test(tests, the_state_is_a_metric_too);
    tcase_add_test(tests, the_data_stream_does_not_know_of_states);
    tcase_add_test(tests, an_alarm_sees_its_own_region_only);
    tcase_add_test(tests, more_points_than_periods_are_refused);
    tcase_add_test(tests, a_state_has_up_to_five_actions);
    tcase_add_test(tests, a_percentile_of_minutes_is_of_all_their_samples);
    tcase_add_test(tests, an_odd_period_is_refused);
    tcase_add_test(tests, a_look_too_far_back_is_refused);
    tcase_add_test(tests, few_samples_are_a_matter_of_percentiles);
    tcase_add_test(tests, what_never_has_data_is_warned_of);
    tcase_add_test(tests, actions_that_are_not_built_are_refused);
    tcase_add_test(tests, a_run_with_alarms_is_the_same_watched_cloned_or_not);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
