// Alarms made of others: composites over states, with their suppressors, and metric math. Metric
// alarms are evaluated on the minute here, so between two minutes a state that was set by hand
// stands.
#include "alarm_text.h"

#define COMPOSITE(name, rule, more) "{\"name\":\"" name "\",\"rule\":\"" rule "\"" more "}"
#define COMPOSITES(list)            ",\"composite_alarms\":[" list "]"
#define QUIET(name)                 REQUESTS(name, "1", PROMPT ",\"treat_missing_data\":\"notBreaching\"")
#define THREE                       ALARMS(QUIET("a") "," QUIET("b") "," QUIET("c"))

static Run *begin(const char *composites) {
    char region[4000];
    snprintf(region, sizeof region, "%s" COMPOSITES("%s"), THREE, composites);
    return run_of((Sketch){.rate = "0.1/s", .region = region}, 602);
}

static void set_now(Run *run, const char *name, SimAlarmState state) {
    alarm_set_state(run, name, state);
    run_to(run, (double)sim_world_now(run->world) / 1e9 + 0.001);
}

static void expect_rule(const char *rule, SimAlarmState a, SimAlarmState b, SimAlarmState state) {
    char composite[400];
    snprintf(composite, sizeof composite, COMPOSITE("all", "%s", ""), rule);
    Run *run = begin(composite);
    set_now(run, "a", a);
    set_now(run, "b", b);
    ck_assert_msg(alarm_state_of(run, "all") == state, "%s", rule);
    run_end(run);
}

START_TEST(a_composite_follows_its_rule) {
    expect_rule("ALARM(a) AND ALARM(b)", BAD, OK, OK);
    expect_rule("ALARM(a) AND ALARM(b)", BAD, BAD, BAD);
    expect_rule("ALARM(a) OR ALARM(b)", BAD, OK, BAD);
    expect_rule("ALARM(a) AND NOT ALARM(b)", BAD, OK, BAD);
    expect_rule("ALARM(a) AND NOT ALARM(b)", BAD, BAD, OK);
    expect_rule("INSUFFICIENT_DATA(a) AND OK(b)", UNKNOWN, OK, BAD);
    expect_rule("ALARM(a) OR ALARM(c) AND ALARM(b)", BAD, OK, BAD);
    expect_rule("(ALARM(a) OR ALARM(c)) AND ALARM(\\\"b\\\")", BAD, OK, OK);
    expect_rule("TRUE AND NOT FALSE", OK, OK, BAD);
}
END_TEST

START_TEST(composites_follow_composites) {
    Run *run =
        begin(COMPOSITE("low", "ALARM(a)", "") "," COMPOSITE("high", "ALARM(low)", NOTIFIES));
    set_now(run, "a", BAD);
    ck_assert_int_eq(alarm_state_of(run, "high"), BAD);
    ck_assert_int_eq(count_incidents(run, "Notification"), 1);
    const SeenIncident *told = run_incident(run, "Alarm", "ap-south-1/high", "ALARM", 0);
    ck_assert_str_eq(told->cause, "the rule is true: low is ALARM");
    run_end(run);
}
END_TEST

#define SUPPRESSED                                                                                 \
    NOTIFIES ",\"actions_suppressor\":\"c\",\"actions_suppressor_wait_period\":\"10s\","           \
             "\"actions_suppressor_extension_period\":\"15s\""

START_TEST(a_suppressor_holds_actions_back_and_not_states) {
    Run *run = begin(COMPOSITE("all", "ALARM(a)", SUPPRESSED));
    set_now(run, "c", BAD);
    set_now(run, "a", BAD);
    run_to(run, 655);
    ck_assert_int_eq(alarm_state_of(run, "all"), BAD);
    ck_assert_int_eq(count_incidents(run, "Notification"), 0);
    run_end(run);
}
END_TEST

START_TEST(actions_wait_for_the_suppressor_to_go_off) {
    Run *run = begin(COMPOSITE("all", "ALARM(a)", SUPPRESSED));
    set_now(run, "a", BAD);
    run_to(run, 611);
    ck_assert_int_eq(count_incidents(run, "Notification"), 0);
    run_to(run, 613);
    ck_assert_int_eq(count_incidents(run, "Notification"), 1);
    run_end(run);
}
END_TEST

START_TEST(actions_wait_a_while_after_the_suppressor) {
    Run *run = begin(COMPOSITE("all", "ALARM(a)", SUPPRESSED));
    set_now(run, "c", BAD);
    set_now(run, "a", BAD);
    run_to(run, 610);
    set_now(run, "c", OK);
    run_to(run, 624);
    ck_assert_int_eq(count_incidents(run, "Notification"), 0);
    run_to(run, 626);
    ck_assert_int_eq(count_incidents(run, "Notification"), 1);
    run_end(run);
}
END_TEST

START_TEST(a_suppressed_alarm_that_is_over_is_never_told) {
    Run *run = begin(COMPOSITE("all", "ALARM(a)", SUPPRESSED));
    set_now(run, "a", BAD);
    set_now(run, "a", OK);
    run_to(run, 655);
    ck_assert_int_eq(count_incidents(run, "Notification"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_composite_has_no_actions_of_ec2_or_auto_scaling) {
    expect_of_region(
        THREE COMPOSITES(COMPOSITE("all", "ALARM(a)", ",\"alarm_actions\":[\"ec2:stop\"]")), false,
        "no actions of EC2 or Auto Scaling");
}
END_TEST

START_TEST(a_composite_names_up_to_100_alarms) {
    for (int count = 100; count <= 101; count++) {
        char rule[1500] = "ALARM(a)", region[4000];
        for (int i = 1; i < count; i++)
            strcat(rule, " OR OK(a)");
        snprintf(region, sizeof region, "%s" COMPOSITES(COMPOSITE("all", "%s", "")), THREE, rule);
        expect_of_region(region, count == 100, count == 100 ? "" : "up to 100 alarms, not 101");
    }
}
END_TEST

START_TEST(what_is_no_rule_is_refused) {
    static const char *const rows[][2] = {
        {"ALARM(nobody)", "there is no alarm \\\"ap-south-1/nobody\\\""},
        {"ALARM(all)", "there is no alarm"},
        {"ALARM(a", "a ) is missing"},
        {"ALARM(a) ALARM(b)", "character 10: the rule should end here"},
        {"ALARM(a) AND", "character 13: ALARM(name)"},
        {"PENDING(a)", "should stand here"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char region[4000];
        snprintf(region, sizeof region, "%s" COMPOSITES(COMPOSITE("all", "%s", "")), THREE,
                 rows[i][0]);
        char words[100] = "";
        for (const char *from = rows[i][1]; *from != 0; from++)
            if (*from != '\\') strncat(words, from, 1);
        expect_of_region(region, false, words);
    }
}
END_TEST

// --- metric math

#define METRIC(id, metric, stat, more)                                                             \
    "{\"id\":\"" id "\",\"metric\":\"" metric "\",\"dimensions\":{" OF_WEB "},\"stat\":\"" stat    \
    "\"" more "}"
#define LOOKED_AT        ",\"return_data\":true"
#define EXPRESSION(text) "{\"id\":\"e\",\"expression\":\"" text "\"" LOOKED_AT "}"
#define MATH(name, metrics, threshold)                                                             \
    "{\"name\":\"" name "\",\"metrics\":[" metrics                                                 \
    "],\"period\":\"60s\",\"comparison\":\"" GREATER "\",\"threshold\":" threshold                 \
    ",\"evaluation_periods\":1" PROMPT "}"
#define ERRORS METRIC("errors", "HTTPCode_ELB_5XX_Count", "Sum", "")
#define ASKED  METRIC("asked", "RequestCount", "Sum", "")
#define PARTS  ERRORS "," ASKED ","

static SimAlarmState state_after(Sketch sketch, double seconds) {
    Run *run = run_of(sketch, seconds);
    SimAlarmState state = alarm_state_of(run, "m");
    run_end(run);
    return state;
}

START_TEST(missing_errors_are_no_errors_in_an_error_rate) {
    ck_assert_int_eq(state_after((Sketch){.region = ALARMS(MATH(
                                              "m", PARTS EXPRESSION("100 * errors / asked"), "5"))},
                                 300),
                     OK);
}
END_TEST

START_TEST(an_error_rate_without_requests_has_no_point) {
    ck_assert_int_eq(state_after((Sketch){.arrivals = BURSTS(""),
                                          .region = ALARMS(MATH(
                                              "m", PARTS EXPRESSION("100 * errors / asked"), "5"))},
                                 300),
                     UNKNOWN);
}
END_TEST

START_TEST(an_alarm_on_math_goes_off) {
    Run *run =
        run_of((Sketch){.rate = "10/s",
                        .region = ALARMS(MATH("m", PARTS EXPRESSION("asked / 2 - errors"), "250"))},
               300);
    ck_assert_int_eq(alarm_state_of(run, "m"), BAD);
    const SeenIncident *told = run_incident(run, "Alarm", NULL, "ALARM", 0);
    ck_assert_ptr_nonnull(strstr(told->cause, "greater than the threshold (250)"));
    run_end(run);
}
END_TEST

START_TEST(fill_makes_a_sparse_metric_dense) {
    ck_assert_int_eq(state_after((Sketch){.region = ALARMS(MATH(
                                              "m", PARTS EXPRESSION("FILL(errors, 0) + 1"), "5"))},
                                 300),
                     OK);
}
END_TEST

START_TEST(if_leaves_quiet_minutes_out_of_account) {
    ck_assert_int_eq(
        state_after((Sketch){.rate = "1/s",
                             .region = ALARMS(
                                 MATH("m", PARTS EXPRESSION("IF(asked > 100, asked, 0)"), "5"))},
                    300),
        OK);
}
END_TEST

// 10 a second more each minute: 600 more in 60 s.
START_TEST(rate_is_a_change_by_the_second) {
    ck_assert_int_eq(
        state_after(
            (Sketch){.arrivals = "{\"constant\":\"10/s\",\"changes\":[{\"at\":\"240s\","
                                 "\"rate\":\"20/s\"}]}",
                     .region = ALARMS(MATH("m", ASKED "," EXPRESSION("RATE(asked)"), "11"))},
            301),
        OK);
    ck_assert_int_eq(
        state_after((Sketch){.arrivals = "{\"constant\":\"10/s\",\"changes\":[{\"at\":\"240s\","
                                         "\"rate\":\"20/s\"}]}",
                             .region = ALARMS(MATH("m", ASKED "," EXPRESSION("RATE(asked)"), "9"))},
                    301),
        BAD);
}
END_TEST

START_TEST(an_alarm_looks_at_exactly_one_part) {
    expect_of_region(ALARMS(MATH("m", ERRORS "," ASKED, "1")), false, "not 0");
    expect_of_region(
        ALARMS(MATH("m", METRIC("a", "RequestCount", "Sum", LOOKED_AT) "," EXPRESSION("a"), "1")),
        false, "not 2");
    expect_of_region(ALARMS(MATH("m", METRIC("a", "RequestCount", "Sum", LOOKED_AT), "1")), true,
                     "");
}
END_TEST

START_TEST(an_alarm_has_up_to_ten_metrics) {
    for (int count = 10; count <= 11; count++) {
        char metrics[4000] = "", region[5000];
        for (int i = 0; i < count; i++)
            snprintf(metrics + strlen(metrics), sizeof metrics - strlen(metrics),
                     "{\"id\":\"m%d\",\"metric\":\"RequestCount\",\"dimensions\":{" OF_WEB
                     "},\"stat\":\"Sum\"},",
                     i);
        snprintf(region, sizeof region, ALARMS(MATH("m", "%s%s", "1")), metrics,
                 EXPRESSION("SUM(METRICS())"));
        expect_of_region(region, count == 10, count == 10 ? "" : "up to 10 metrics, not 11");
    }
}
END_TEST

START_TEST(an_alarm_needs_a_series) {
    expect_of_region(ALARMS(MATH("m", ASKED "," EXPRESSION("SUM(asked)"), "1")), false,
                     "this gives one number");
    expect_of_region(ALARMS(MATH("m", ASKED "," EXPRESSION("SUM([asked])"), "1")), true, "");
}
END_TEST

START_TEST(math_that_makes_no_sense_is_refused) {
    expect_of_region(ALARMS(MATH("m", ASKED "," EXPRESSION("asked +"), "1")), false,
                     "character 8: the expression ends too early");
    expect_of_region(ALARMS(MATH("m", ASKED "," ASKED "," EXPRESSION("asked"), "1")), false,
                     "this id stands twice");
    expect_of_region(ALARMS(MATH("m",
                                 ASKED ",{\"id\":\"x\",\"expression\":\"y\"},{\"id\":\"y\","
                                       "\"expression\":\"x\"}," EXPRESSION("asked"),
                                 "1")),
                     false, "in a circle");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("composite");
    TCase *tests = tcase_create("composite");
    tcase_add_test(tests, a_composite_follows_its_rule);
    tcase_add_test(tests, composites_follow_composites);
    tcase_add_test(tests, a_suppressor_holds_actions_back_and_not_states);
    tcase_add_test(tests, actions_wait_for_the_suppressor_to_go_off);
    tcase_add_test(tests, actions_wait_a_while_after_the_suppressor);
    tcase_add_test(tests, a_suppressed_alarm_that_is_over_is_never_told);
    tcase_add_test(tests, a_composite_has_no_actions_of_ec2_or_auto_scaling);
    tcase_add_test(tests, a_composite_names_up_to_100_alarms);
    tcase_add_test(tests, what_is_no_rule_is_refused);
    tcase_add_test(tests, missing_errors_are_no_errors_in_an_error_rate);
    tcase_add_test(tests, an_error_rate_without_requests_has_no_point);
    tcase_add_test(tests, an_alarm_on_math_goes_off);
    tcase_add_test(tests, fill_makes_a_sparse_metric_dense);
    tcase_add_test(tests, if_leaves_quiet_minutes_out_of_account);
    tcase_add_test(tests, rate_is_a_change_by_the_second);
    tcase_add_test(tests, an_alarm_looks_at_exactly_one_part);
    tcase_add_test(tests, an_alarm_has_up_to_ten_metrics);
    tcase_add_test(tests, an_alarm_needs_a_series);
    tcase_add_test(tests, math_that_makes_no_sense_is_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
