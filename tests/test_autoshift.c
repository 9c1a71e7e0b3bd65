// Zonal autoshift: what AWS does by itself, how it practises, and which shift is applied.
#include "alarm_text.h"

#include "elb/autoshift.h"

#define WEB "ap-south-1/web"
#define QUIET(name)                                                                                \
    ALARM(name, "HTTPCode_ELB_503_Count", OF_WEB, "Sum", "60s", GREATER, "1000000", "1",           \
          ",\"treat_missing_data\":\"ignore\"")
#define AUTOSHIFT(more)                                                                            \
    ",\"zonal_shift\":true,\"zonal_autoshift\":{\"outcome_alarms\":[\"ap-south-1/bad\"]" more "}"
#define IMPAIR(at)  "{\"at\":\"" at "\",\"do\":\"zone_impairment\",\"zone\":\"ap-south-1a\"}"
#define RECOVER(at) "{\"at\":\"" at "\",\"do\":\"recover\",\"zone\":\"ap-south-1/ap-south-1a\"}"
#define BY_HAND(at, zone)                                                                          \
    "{\"at\":\"" at "\",\"do\":\"zonal_shift\",\"load_balancer\":\"" WEB "\",\"zone\":\"" zone     \
    "\",\"expires_in\":\"10m\"}"

static Run *shifting(const char *balancer, const char *timeline, double seconds) {
    Sketch sketch = {.balancer = balancer,
                     .timeline = timeline,
                     .region = ALARMS(QUIET("bad") "," QUIET("block")),
                     .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    return run;
}

/// The zone that the balancer is shifted away from now: 'a', 'b', or '-'.
static char away(const Run *run) {
    int32_t node1 = run->world->shifts.items[0].node1;
    return node1 == 0 ? '-' : (char)('a' + node1 - 1);
}

static ShiftKind kind_of(const Run *run) {
    return (ShiftKind)run->world->shifts.items[0].kind;
}

static const char *outcome_of(const Run *run) {
    return practice_outcome_word((PracticeOutcome)run->world->autoshifts.items[0].outcome);
}

START_TEST(aws_shifts_away_from_an_impaired_zone_whatever_the_targets_say) {
    Run *run = shifting(AUTOSHIFT(""), IMPAIR("100s") "," RECOVER("1000s"), 399);
    // All targets are healthy for all of the time.
    ck_assert_int_eq(away(run), '-');
    run_to(run, 401);
    ck_assert_int_eq(away(run), 'a');
    ck_assert_int_eq(kind_of(run), SHIFT_AUTO);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    int64_t before = run_requests(run, "web", "web-1");
    run_to(run, 1299);
    ck_assert_int_eq(run_requests(run, "web", "web-1"), before);
    run_to(run, 1301);
    ck_assert_int_eq(away(run), '-');
    run_to(run, 1500);
    ck_assert_int_gt(run_requests(run, "web", "web-1"), before);
    run_end(run);
}
END_TEST

START_TEST(a_zone_that_recovers_in_time_is_not_shifted_away_from) {
    Run *run = shifting(AUTOSHIFT(""), IMPAIR("100s") "," RECOVER("300s"), 2000);
    ck_assert_int_eq(away(run), '-');
    ck_assert_ptr_null(run_incident(run, "ZonalAutoshift", NULL, NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(who_did_not_opt_in_is_not_shifted) {
    Run *run = shifting(",\"zonal_shift\":true", IMPAIR("100s"), 2000);
    ck_assert_int_eq(away(run), '-');
    run_end(run);
    run = shifting(AUTOSHIFT(",\"enabled\":false"), IMPAIR("100s"), 2000);
    ck_assert_int_eq(away(run), '-');
    run_end(run);
}
END_TEST

START_TEST(a_zone_without_power_is_impaired_too) {
    Run *run = shifting(AUTOSHIFT(",\"telemetry_delay\":\"2m\""),
                        "{\"at\":\"100s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}", 221);
    ck_assert_int_eq(away(run), 'a');
    run_end(run);
}
END_TEST

START_TEST(traffic_comes_back_when_capacity_is_balanced) {
    // The server of zone a is down when the zone recovers, and comes back later.
    Run *run = shifting(AUTOSHIFT(""),
                        IMPAIR("100s") ",{\"at\":\"500s\",\"do\":\"crash\",\"instance\":"
                                       "\"ap-south-1/web-1\"}," RECOVER(
                                           "1000s") ",{\"at\":\"1500s\",\"do\":\"recover\","
                                                    "\"instance\":\"ap-south-1/web-1\"}",
                        1490);
    ck_assert_int_eq(away(run), 'a');
    const SeenIncident *held =
        run_incident(run, "ZonalAutoshift", WEB, "ACTIVE, capacity check failed", 0);
    ck_assert_ptr_nonnull(held);
    run_to(run, 1700);
    ck_assert_int_eq(away(run), '-');
    run_end(run);
}
END_TEST

START_TEST(a_shift_by_hand_goes_before_an_autoshift) {
    Run *run = shifting(AUTOSHIFT(""), IMPAIR("100s") "," BY_HAND("200s", "ap-south-1b"), 401);
    ck_assert_int_eq(away(run), 'b');
    ck_assert_ptr_nonnull(
        run_incident(run, "ZonalAutoshift", WEB, "ACTIVE, NOT_APPLIED, away from ap-south-1a", 0));
    // When it has expired the autoshift, still active, is applied.
    run_to(run, 801);
    ck_assert_int_eq(away(run), 'a');
    ck_assert_int_eq(kind_of(run), SHIFT_AUTO);
    run_end(run);
    // The other way round alike: begun by hand it takes the place of an autoshift.
    run = shifting(AUTOSHIFT(""), IMPAIR("100s") "," BY_HAND("500s", "ap-south-1b"), 450);
    ck_assert_int_eq(away(run), 'a');
    run_to(run, 501);
    ck_assert_int_eq(away(run), 'b');
    run_to(run, 1101);
    ck_assert_int_eq(away(run), 'a');
    run_end(run);
}
END_TEST

START_TEST(a_cancelled_autoshift_stays_away) {
    Run *run = shifting(AUTOSHIFT(""), IMPAIR("100s"), 450);
    run_do(run, SIM_COMMAND_CANCEL_ZONAL_SHIFT, WEB);
    run_to(run, 2000);
    ck_assert_int_eq(away(run), '-');
    run_end(run);
}
END_TEST

// --- practice
// ----------------------------------------------------------------------------------------------------

#define PRACTISE(more) AUTOSHIFT(",\"practice_run_at\":\"10m\"" more)

START_TEST(a_practice_run_takes_a_zone_out_for_half_an_hour) {
    Run *run = shifting(PRACTISE(""), NULL, 599);
    ck_assert_int_eq(away(run), '-');
    run_to(run, 601);
    ck_assert_int_eq(away(run), 'a');
    ck_assert_int_eq(kind_of(run), SHIFT_PRACTICE);
    ck_assert_str_eq(outcome_of(run), "PENDING");
    run_to(run, 600 + 1799);
    ck_assert_int_eq(away(run), 'a');
    run_to(run, 600 + 1801);
    ck_assert_int_eq(away(run), '-');
    ck_assert_str_eq(outcome_of(run), "SUCCEEDED");
    ck_assert_ptr_nonnull(run_incident(run, "PracticeRun", WEB, "SUCCEEDED", 0));
    run_end(run);
}
END_TEST

START_TEST(the_next_practice_run_is_a_week_later) {
    Sketch sketch = {.balancer = PRACTISE(""),
                     .region = ALARMS(QUIET("bad")),
                     .top = ",\"start\":\"2026-01-05T09:00:00Z\"",
                     .rate = "0.001/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 3 * 3600);
    ck_assert_str_eq(outcome_of(run), "SUCCEEDED");
    SimTime at = 0;
    ck_assert(
        event_queue_time_of(&run->world->events, run->world->autoshifts.items[0].practice, &at));
    ck_assert_int_eq(at, 600 * SIM_SECOND + 7 * 24 * SIM_HOUR);
    run_end(run);
}
END_TEST

START_TEST(an_outcome_alarm_fails_a_practice_run) {
    Run *run = shifting(PRACTISE(""), NULL, 700);
    ck_assert_str_eq(outcome_of(run), "PENDING");
    alarm_set_state(run, "bad", BAD);
    run_to(run, 715);
    ck_assert_int_eq(away(run), '-');
    ck_assert_str_eq(outcome_of(run), "FAILED");
    run_end(run);
}
END_TEST

#define BLOCKING ",\"blocking_alarms\":[\"ap-south-1/block\"]"

START_TEST(a_blocking_alarm_keeps_practice_away) {
    Run *run = shifting(PRACTISE(BLOCKING), NULL, 500);
    alarm_set_state(run, "block", BAD);
    run_to(run, 900);
    ck_assert_int_eq(away(run), '-');
    ck_assert_ptr_nonnull(run_incident(run, "PracticeRun", WEB, "blocked", 0));
    alarm_set_state(run, "block", OK);
    run_to(run, 970);
    ck_assert_int_eq(away(run), 'a');
    alarm_set_state(run, "block", BAD);
    run_to(run, 990);
    ck_assert_int_eq(away(run), '-');
    ck_assert_str_eq(outcome_of(run), "INTERRUPTED");
    run_end(run);
}
END_TEST

START_TEST(a_blocked_window_puts_practice_off) {
    // 5 January 2026 is a Monday; the run begins at 9:00 UTC, practice is due at 9:10.
    static const char *const windows[] = {",\"blocked_windows\":[\"Mon:09:05-Mon:09:20\"]",
                                          ",\"blocked_windows\":[\"Sun:09:05-Mon:09:20\"]",
                                          ",\"blocked_dates\":[\"2026-01-05\"]",
                                          ",\"blocked_windows\":[\"Tue:09:05-Tue:09:20\"]"};
    static const int begins_at[] = {20, 20, 0, 10};
    for (int i = 0; i < 4; i++) {
        char balancer[400];
        snprintf(
            balancer, sizeof balancer,
            ",\"zonal_shift\":true,\"zonal_autoshift\":{\"outcome_alarms\":[\"ap-south-1/bad\"]"
            ",\"practice_run_at\":\"10m\"%s}",
            windows[i]);
        Sketch sketch = {.balancer = balancer,
                         .region = ALARMS(QUIET("bad")),
                         .top = ",\"start\":\"2026-01-05T09:00:00Z\"",
                         .rate = "0.1/s"};
        Run *run = run_begin(&sketch);
        run_to(run, 11 * 60);
        ck_assert_msg((away(run) != '-') == (begins_at[i] == 10), "%s", windows[i]);
        run_to(run, 21.5 * 60);
        ck_assert_msg((away(run) != '-') == (begins_at[i] > 0), "%s", windows[i]);
        run_end(run);
    }
}
END_TEST

START_TEST(an_event_in_the_region_puts_practice_off) {
    // Three zones, of which the balancer has two: the impaired one is not its own.
    Sketch sketch = {
        .balancer = PRACTISE("") ",\"zones\":[\"ap-south-1b\",\"ap-south-1c\"]",
        .zones = "\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\"",
        .region = ALARMS(QUIET("bad")),
        .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"zones\":[\"ap-south-1b\","
                     "\"ap-south-1c\"],\"target_groups\":[\"web\"]}",
        .timeline = IMPAIR("500s") "," RECOVER("800s"),
        .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 790);
    ck_assert_int_eq(away(run), '-');
    run_to(run, 870);
    ck_assert_int_ne(away(run), '-');
    run_end(run);
}
END_TEST

START_TEST(practice_begins_with_a_capacity_check) {
    Run *run = shifting(
        PRACTISE(""), "{\"at\":\"100s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}", 700);
    ck_assert_int_eq(away(run), '-');
    ck_assert_str_eq(outcome_of(run), "CAPACITY_CHECK_FAILED");
    run_end(run);
}
END_TEST

START_TEST(no_practice_run_begins_while_another_shift_is_applied) {
    Run *run = shifting(PRACTISE(""), BY_HAND("500s", "ap-south-1b"), 700);
    ck_assert_int_eq(away(run), 'b');
    ck_assert_ptr_nonnull(run_incident(run, "PracticeRun", WEB, "blocked", 0));
    // It begins when that has expired.
    run_to(run, 1170);
    ck_assert_int_eq(away(run), 'a');
    ck_assert_int_eq(kind_of(run), SHIFT_PRACTICE);
    run_end(run);
}
END_TEST

START_TEST(other_shifts_interrupt_a_practice_run) {
    Run *run = shifting(PRACTISE(""), BY_HAND("700s", "ap-south-1b"), 701);
    ck_assert_int_eq(away(run), 'b');
    ck_assert_int_eq(kind_of(run), SHIFT_BY_HAND);
    ck_assert_str_eq(outcome_of(run), "INTERRUPTED");
    run_to(run, 1400);
    ck_assert_int_eq(away(run), '-');
    run_end(run);
    run = shifting(PRACTISE(""), IMPAIR("500s"), 801);
    // An event keeps practice away from the start; let it begin first.
    ck_assert_int_eq(kind_of(run), SHIFT_AUTO);
    run_end(run);
    run = shifting(PRACTISE(""), IMPAIR("620s"), 921);
    ck_assert_int_eq(kind_of(run), SHIFT_AUTO);
    ck_assert_str_eq(outcome_of(run), "INTERRUPTED");
    run_end(run);
}
END_TEST

// --- what may be said
// --------------------------------------------------------------------------------------------

static void expect_refused(const char *balancer, const char *region, const char *words) {
    Sketch sketch = {.balancer = balancer, .region = region};
    char *text = text_of(&sketch), finding[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "t", &diagnostics);
    ck_assert_msg(scenario == NULL, "taken, not \"%s\"", words);
    bool is_said = false;
    for (int32_t i = 0; i < diagnostics.count && !is_said; i++) {
        sim_diagnostic_format(&diagnostics, i, finding, sizeof finding);
        is_said = strstr(finding, words) != NULL;
    }
    ck_assert_msg(is_said, "\"%s\", not \"%s\"", finding, words);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}

#define TEN                                                                                        \
    "\"ap-south-1/bad\",\"ap-south-1/bad\",\"ap-south-1/bad\",\"ap-south-1/bad\","                 \
    "\"ap-south-1/bad\",\"ap-south-1/bad\",\"ap-south-1/bad\",\"ap-south-1/bad\","                 \
    "\"ap-south-1/bad\",\"ap-south-1/bad\""
// The load balancer then is in eu-west-1, and the alarm is not.
#define ELSEWHERE                                                                                  \
    ALARMS(QUIET("bad")) "},{\"name\":\"eu-west-1\",\"zones\":[\"eu-west-1a\",\"eu-west-1b\"]"

START_TEST(what_aws_refuses_of_autoshifts_is_refused) {
    static const char *const region = ALARMS(QUIET("bad"));
    expect_refused(",\"zonal_shift\":true,\"zonal_autoshift\":{\"outcome_alarms\":[" TEN
                   ",\"ap-south-1/bad\"]}",
                   region, "1 to 10");
    expect_refused(",\"zonal_shift\":true,\"zonal_autoshift\":{\"enabled\":true}", region,
                   "these an outcome alarm");
    expect_refused(",\"zonal_autoshift\":{\"outcome_alarms\":[\"ap-south-1/bad\"]}", region,
                   "has not opted in");
    expect_refused(AUTOSHIFT(""), ELSEWHERE, "of the load balancer's region");
    expect_refused(AUTOSHIFT(",\"blocked_windows\":[\"Monday\"]"), region, "a window such as");
}
END_TEST

START_TEST(a_clone_goes_on_alike) {
    Run *run = shifting(PRACTISE(""), IMPAIR("620s") "," RECOVER("1300s"), 700);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 2000);
    sim_world_advance(clone, 2000 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("autoshift");
    TCase *tests = tcase_create("autoshift");
    tcase_add_test(tests, aws_shifts_away_from_an_impaired_zone_whatever_the_targets_say);
    tcase_add_test(tests, a_zone_that_recovers_in_time_is_not_shifted_away_from);
    tcase_add_test(tests, who_did_not_opt_in_is_not_shifted);
    tcase_add_test(tests, a_zone_without_power_is_impaired_too);
    tcase_add_test(tests, traffic_comes_back_when_capacity_is_balanced);
    tcase_add_test(tests, a_shift_by_hand_goes_before_an_autoshift);
    tcase_add_test(tests, a_cancelled_autoshift_stays_away);
    tcase_add_test(tests, a_practice_run_takes_a_zone_out_for_half_an_hour);
    tcase_add_test(tests, the_next_practice_run_is_a_week_later);
    tcase_add_test(tests, an_outcome_alarm_fails_a_practice_run);
    tcase_add_test(tests, a_blocking_alarm_keeps_practice_away);
    tcase_add_test(tests, a_blocked_window_puts_practice_off);
    tcase_add_test(tests, an_event_in_the_region_puts_practice_off);
    tcase_add_test(tests, practice_begins_with_a_capacity_check);
    tcase_add_test(tests, no_practice_run_begins_while_another_shift_is_applied);
    tcase_add_test(tests, other_shifts_interrupt_a_practice_run);
    tcase_add_test(tests, what_aws_refuses_of_autoshifts_is_refused);
    tcase_add_test(tests, a_clone_goes_on_alike);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
