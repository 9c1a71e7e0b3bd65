// Scheduled actions by the wall clock: cron expressions, starts and ends.
#include "group_run.h"

#include "scenario/cron.h"
#include "scenario/time_zone.h"

#define START_AT(time)  ",\"start\":\"" time "\""
#define SCHEDULED(list) "\"min\":1,\"max\":20,\"scheduled_actions\":[" list "]"

static Run *run_scheduled(const char *actions, const char *start) {
    char members[2048];
    snprintf(members, sizeof members, SCHEDULED("%s"), actions);
    return run_group((Sketch){.top = start, .rate = "0.01/s"}, members, "", 0);
}

static int32_t desired_at(Run *run, double seconds) {
    run_to(run, seconds);
    return desired(run);
}

// 1767776400 is Wednesday, the 7th of January 2026, 09:00 UTC.
#define WEDNESDAY_9 INT64_C(1767776400)
#define IN(days, hours, minutes)                                                                   \
    (WEDNESDAY_9 + INT64_C(86400) * (days) + 3600 * (hours) + 60 * (minutes))

START_TEST(cron_expressions_are_read_as_cron_reads_them) {
    static const struct {
        const char *text;
        int64_t next;
    } rows[] = {
        {"0 9 * * *", IN(0, 0, 0)},
        {"30 6 * * 2", IN(6, -2, -30)}, // AWS's example: Tuesdays
        {"*/20 * * * *", IN(0, 0, 0)},
        {"5-59/20 10 * * *", IN(0, 1, 5)},
        {"0 8 * * MON-FRI", IN(1, -1, 0)},
        {"0 0 * * 0", IN(4, -9, 0)},    // Sunday
        {"0 0 * * 7", IN(4, -9, 0)},    // Sunday too
        {"0 0 13 * FRI", IN(2, -9, 0)}, // the 13th or a Friday, which comes first
        {"0 0 8 * SUN", IN(1, -9, 0)},
        {"30 0 1 1,6,12 *", IN(145, -9, 30)}, // AWS's example: the 1st of June
        {"0 12 29 2 *", IN(783, 3, 0)},       // the next leap day
        {"0 0 1 FEB *", IN(25, -9, 0)},
        {"0 0 30 2 *", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Cron cron;
        const char *fault = cron_parse(rows[i].text, &cron);
        ck_assert_msg(fault == NULL, "%s: %s", rows[i].text, fault);
        int64_t next = cron_next(&cron, WEDNESDAY_9);
        ck_assert_msg(next == rows[i].next, "%s: %lld h", rows[i].text,
                      (long long)(next - WEDNESDAY_9) / 3600);
    }
}
END_TEST

START_TEST(what_is_no_cron_expression_is_told) {
    static const struct {
        const char *text, *fault;
    } rows[] = {{"0 9 * *", "fewer than five"},   {"0 9 * * * *", "more than five"},
                {"60 9 * * *", "no minute"},      {"0 24 * * *", "no hour"},
                {"0 9 0 * *", "day of the mon"},  {"0 9 * 13 *", "no month"},
                {"0 9 * * 8", "day of the week"}, {"0 9 * * MO", "day of the week"},
                {"5-1 * * * *", "no minute"},     {"*/0 * * * *", "no minute"},
                {"1, * * * *", "no minute"},      {"", "fewer than five"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Cron cron;
        const char *fault = cron_parse(rows[i].text, &cron);
        ck_assert_msg(fault != NULL && strstr(fault, rows[i].fault) != NULL, "%s: %s", rows[i].text,
                      fault);
    }
}
END_TEST

// From 8:50 on: each working day at 9 and at 10.
START_TEST(a_scheduled_action_recurs_by_its_cron_expression) {
    Run *run = run_scheduled("{\"name\":\"up\",\"recurrence\":\"0 9 * * 1-5\",\"desired\":4},"
                             "{\"name\":\"down\",\"recurrence\":\"0 10 * * 1-5\",\"desired\":2}",
                             START_AT("2026-01-09T08:50:00Z")); // a Friday
    ck_assert_int_eq(desired_at(run, 599), 1);
    ck_assert_int_eq(desired_at(run, 721), 4);
    ck_assert_int_eq(desired_at(run, 4199), 4);
    ck_assert_int_eq(desired_at(run, 4321), 2);
    double day = 86400;
    ck_assert_int_eq(desired_at(run, 2 * day + 1000), 2); // Sunday
    ck_assert_int_eq(desired_at(run, 3 * day + 721), 4);  // Monday
    run_end(run);
}
END_TEST

START_TEST(a_scheduled_action_may_come_once_at_a_time_of_day) {
    Run *run =
        run_scheduled("{\"name\":\"once\",\"start_time\":\"2026-01-07T09:30:00Z\",\"desired\":3}",
                      START_AT("2026-01-07T09:00:00Z"));
    ck_assert_int_eq(desired_at(run, 1799), 1);
    ck_assert_int_eq(desired_at(run, 1921), 3);
    want(run, 1);
    ck_assert_int_eq(desired_at(run, 86400 + 1921), 1);
    run_end(run);
}
END_TEST

// It begins between two of its hours and ends after the next.
// Nine in the morning of Mumbai is half past three in UTC; "Etc/GMT+9" lies nine hours behind.
START_TEST(a_recurrence_follows_its_time_zone) {
    Run *run = run_scheduled("{\"name\":\"up\",\"recurrence\":\"0 9 * * *\",\"desired\":4,"
                             "\"time_zone\":\"Asia/Kolkata\"},"
                             "{\"name\":\"more\",\"recurrence\":\"0 19 8 * *\",\"desired\":6,"
                             "\"time_zone\":\"Etc/GMT+9\"}",
                             START_AT("2026-01-09T03:00:00Z"));
    ck_assert_int_eq(desired_at(run, 1799), 1);
    ck_assert_int_eq(desired_at(run, 1921), 4);
    // The evening of the 8th over there, at four in UTC.
    ck_assert_int_eq(desired_at(run, 3599), 4);
    ck_assert_int_eq(desired_at(run, 3721), 6);
    run_end(run);
}
END_TEST

START_TEST(zones_of_one_offset_are_known) {
    static const struct {
        const char *name;
        int64_t hours; // 99: none
    } rows[] = {{"Etc/UTC", 0},      {"Asia/Tokyo", 9},  {"Etc/GMT+12", -12},
                {"Etc/GMT-14", 14},  {"Etc/GMT+13", 99}, {"Etc/GMT-15", 99},
                {"Etc/GMT+", 99},    {"Etc/GMT+-3", 99}, {"Etc/GMT-5x", 99},
                {"Etc/GMT 5", 99},   {"", 99},           {"Pacific/Tahiti", -10},
                {"Europe/Paris", 99}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t seconds = 99 * 3600;
        bool is_known = time_zone_offset(rows[i].name, &seconds);
        ck_assert_msg(is_known == (rows[i].hours != 99) && seconds == rows[i].hours * 3600, "%s",
                      rows[i].name);
    }
}
END_TEST

START_TEST(a_recurring_action_has_a_start_and_an_end) {
    Run *run = run_scheduled("{\"name\":\"hourly\",\"start_time\":\"2026-01-07T09:30:00Z\","
                             "\"recurrence\":\"0 * * * *\",\"end_time\":\"2026-01-07T10:30:00Z\","
                             "\"desired\":3}",
                             START_AT("2026-01-07T08:50:00Z"));
    ck_assert_int_eq(desired_at(run, 721), 1); // not at 9:00
    ck_assert_int_eq(desired_at(run, 2521), 3);
    want(run, 1);
    ck_assert_int_eq(desired_at(run, 4199), 1);
    ck_assert_int_eq(desired_at(run, 4321), 3); // 10:00
    want(run, 1);
    ck_assert_int_eq(desired_at(run, 8000), 1); // not at 11:00
    run_end(run);
}
END_TEST

// What reading scheduled actions says first; "" when they are taken.
static void expect_of_actions(const char *actions, const char *words) {
    char members[2048];
    snprintf(members, sizeof members, SCHEDULED("%s"), actions);
    expect_of_group((Sketch){.top = START_AT("2026-01-07T09:00:00Z")}, members, words);
}

#define ACTION(name, more) "{\"name\":\"" name "\",\"desired\":2" more "}"
#define AT_30              ",\"start_time\":\"2026-01-07T09:30:00Z\""

START_TEST(what_aws_refuses_of_scheduled_actions_is_refused) {
    expect_of_actions(ACTION("a", AT_30), "");
    expect_of_actions(ACTION("a", ",\"start_time\":\"2026-01-07T08:30:00Z\""), "in the past");
    expect_of_actions(ACTION("a", AT_30) "," ACTION("b", ",\"at\":\"30m\""), "already exists");
    expect_of_actions(ACTION("a", AT_30) "," ACTION("b", ",\"recurrence\":\"30 9 * * *\""),
                      "already exists");
    expect_of_actions(ACTION("a", AT_30) "," ACTION("b", ",\"recurrence\":\"31 9 * * *\""), "");
}
END_TEST

START_TEST(times_that_contradict_each_other_are_refused) {
    expect_of_actions(ACTION("a", ""), "has a time");
    expect_of_actions(ACTION("a", ",\"at\":\"30m\"" AT_30), "the same thing");
    expect_of_actions(ACTION("a", ",\"at\":\"30m\",\"every\":\"1h\",\"recurrence\":\"0 9 * * *\""),
                      "both say how it recurs");
    expect_of_actions(ACTION("a", AT_30 ",\"time_zone\":\"Etc/UTC\""), "that of a cron expression");
    expect_of_actions(ACTION("a", ",\"recurrence\":\"0 9 * * *\",\"time_zone\":\"Europe/Paris\""),
                      "daylight saving time");
    expect_of_actions(ACTION("a", ",\"recurrence\":\"0 9 * *\""), "fewer than five");
    expect_of_actions(ACTION("a", ",\"every\":\"1h\",\"recurrence\":\"0 9 * * *\""), "both say");
    expect_of_actions(ACTION("a", AT_30 ",\"end_time\":\"2026-01-08T09:30:00Z\""), "has no end");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("scheduled");
    TCase *tests = tcase_create("scheduled");
    tcase_add_test(tests, cron_expressions_are_read_as_cron_reads_them);
    tcase_add_test(tests, what_is_no_cron_expression_is_told);
    tcase_add_test(tests, a_scheduled_action_recurs_by_its_cron_expression);
    tcase_add_test(tests, a_scheduled_action_may_come_once_at_a_time_of_day);
    tcase_add_test(tests, a_recurrence_follows_its_time_zone);
    tcase_add_test(tests, zones_of_one_offset_are_known);
    tcase_add_test(tests, a_recurring_action_has_a_start_and_an_end);
    tcase_add_test(tests, what_aws_refuses_of_scheduled_actions_is_refused);
    tcase_add_test(tests, times_that_contradict_each_other_are_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
