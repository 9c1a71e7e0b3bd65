// Commands: one table for timelines, logs and the window.
#include "sim/command.h"
#include "sim/scenario.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static SimCommand command(SimTime at, SimCommandKind kind, const char *target, const char *value,
                          double number, int32_t is_health) {
    SimCommand made;
    memset(&made, 0, sizeof made);
    made.at = at;
    made.kind = kind;
    made.number = number;
    made.is_health = is_health;
    snprintf(made.target, sizeof made.target, "%s", target);
    snprintf(made.value, sizeof made.value, "%s", value);
    return made;
}

static void check_equal(const SimCommand *a, const SimCommand *b) {
    ck_assert_int_eq(a->at, b->at);
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_int_eq(a->is_health, b->is_health);
    ck_assert_double_eq(a->number, b->number);
    ck_assert_str_eq(a->target, b->target);
    ck_assert_str_eq(a->value, b->value);
}

START_TEST(every_command_written_reads_back_the_same) {
    const SimCommand commands[] = {
        command(0, SIM_COMMAND_NONE, "", "", 0, 0),
        command(1, SIM_COMMAND_SET, "clients.mumbai.timeout", "\"30s\"", 0, 0),
        command(12 * SIM_SECOND + 1, SIM_COMMAND_SET, "a.b", "bare \"text\" with \\ and \xc3\xa4",
                0, 0),
        command(SIM_HOUR, SIM_COMMAND_CRASH, "ap-south-1/i-1", "", 0, 0),
        command(3, SIM_COMMAND_HANG, "ap-south-1/i-1", "", 0, 0),
        command(4, SIM_COMMAND_SLOW, "ap-south-1/i-1", "", 0.1 + 0.2, 0),
        command(5, SIM_COMMAND_ERRORS, "ap-south-1/i-1", "", 1.0 / 3, 1),
        command(6, SIM_COMMAND_ERRORS, "ap-south-1/i-1", "", 0, 0),
        command(7, SIM_COMMAND_TERMINATE, "ap-south-1/i-1", "", 0, 0),
        command(8, SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a", "", 0, 0),
        command(9, SIM_COMMAND_ZONE_POWER, "ap-south-1a", "", 0, 0),
        command(10, SIM_COMMAND_ZONE_PARTITION, "ap-south-1a", "", 0, 0),
        command(11, SIM_COMMAND_REGISTER, "ap-south-1/i-1", "ap-south-1/blue", 0, 0),
        command(12, SIM_COMMAND_DEREGISTER, "ap-south-1/i-1", "ap-south-1/blue", 0, 0),
        command(13, SIM_COMMAND_SHIFT, "v2", "", 55, 0),
        command(INT64_C(2592000000000001), SIM_COMMAND_ROLLBACK, "v2", "", 0, 0),
        command(14, SIM_COMMAND_ZONAL_SHIFT, "ap-south-1/web", "ap-south-1a", 600e9, 0),
        command(15, SIM_COMMAND_CANCEL_ZONAL_SHIFT, "ap-south-1/web", "", 0, 0),
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char line[1024];
        int32_t length = sim_command_write(&commands[i], line, sizeof line);
        ck_assert_int_eq(length, (int32_t)strlen(line));
        ck_assert_ptr_null(strchr(line, '\n'));
        SimCommand back;
        SimError error = {{0}};
        ck_assert_msg(sim_command_read(line, &back, &error), "%s: %s", line, error.text);
        check_equal(&commands[i], &back);
    }
}
END_TEST

START_TEST(a_command_is_written_as_one_would_write_it) {
    SimCommand made = command(12 * SIM_SECOND + 1, SIM_COMMAND_SLOW, "ap-south-1/i-1", "", 3, 0);
    char line[300];
    sim_command_write(&made, line, sizeof line);
    ck_assert_str_eq(
        line,
        "{\"at\":\"12.000000001s\",\"do\":\"slow\",\"instance\":\"ap-south-1/i-1\",\"factor\":3}");
}
END_TEST

START_TEST(names_and_kinds_go_both_ways) {
    for (int kind = 0; kind < SIM_COMMAND_COUNT; kind++)
        ck_assert_int_eq(sim_command_kind(sim_command_name((SimCommandKind)kind)), kind);
    ck_assert_int_eq(sim_command_kind("explode"), SIM_COMMAND_COUNT);
}
END_TEST

START_TEST(a_wrong_line_is_refused_with_its_reason_and_writes_nothing) {
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"", "text ends"},
        {"[]", "an object"},
        {"{\"do\":\"crash\",\"instance\":\"r/i\"}", "\"at\" is missing"},
        {"{\"at\":\"1s\"}", "\"do\" is missing"},
        {"{\"at\":1,\"do\":\"crash\",\"instance\":\"r/i\"}", "at: this should be a time"},
        {"{\"at\":\"1s\",\"do\":\"crsh\",\"instance\":\"r/i\"}", "did you mean \"crash\""},
        {"{\"at\":\"1s\",\"do\":\"crash\"}", "needs \"instance\""},
        {"{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"r/i\",\"factor\":2}", "has no \"factor\""},
        {"{\"at\":\"1s\",\"do\":\"errors\",\"instance\":\"r/i\"}", "needs \"share\""},
        {"{\"at\":\"1s\",\"do\":\"errors\",\"instance\":\"r/i\",\"share\":2}",
         "out of range: 0 to 1"},
        {"{\"at\":\"1s\",\"do\":\"shift\",\"release\":\"v2\",\"weight\":\"50\"}",
         "should be a number"},
        {"{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"r/i\"", "no end"},
        {"{\"at\":\"1s\",\"do\":\"recover\",\"instance\":\"r/i\",\"zone\":\"a\"}", "given twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SimCommand untouched = command(77, SIM_COMMAND_SHIFT, "x", "y", 1, 0), kept = untouched;
        SimError error = {{0}};
        ck_assert_msg(!sim_command_read(cases[i].line, &untouched, &error), "%s", cases[i].line);
        ck_assert_msg(strstr(error.text, cases[i].reason) != NULL, "%s: %s", cases[i].line,
                      error.text);
        check_equal(&untouched, &kept);
    }
}
END_TEST

START_TEST(logs_are_read_as_an_array_or_by_line) {
    const char *array = "[\n {\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"r/i\"},\n "
                        "{\"at\":\"2s\",\"do\":\"rollback\",\"release\":\"v2\"}\n]\n";
    const char *lines = "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"r/"
                        "i\"}\n\n{\"at\":\"2s\",\"do\":\"rollback\",\"release\":\"v2\"}\n";
    const char *texts[] = {array, lines};
    for (int i = 0; i < 2; i++) {
        SimCommand *commands = NULL;
        int32_t count = 0;
        SimError error = {{0}};
        ck_assert_msg(
            sim_command_log_read(texts[i], (int64_t)strlen(texts[i]), &commands, &count, &error),
            "%s", error.text);
        ck_assert_int_eq(count, 2);
        ck_assert_int_eq(commands[1].kind, SIM_COMMAND_ROLLBACK);
        ck_assert_int_eq(commands[1].at, 2 * SIM_SECOND);
        free(commands);
    }
}
END_TEST

START_TEST(a_torn_last_line_is_ignored_a_torn_middle_is_not) {
    const char *whole = "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"r/i\"}\n";
    char text[300];
    for (size_t cut = 1; cut + 2 < strlen(whole); cut++) {
        snprintf(text, sizeof text, "%s%.*s", whole, (int)cut, whole);
        SimCommand *commands = NULL;
        int32_t count = 0;
        SimError error = {{0}};
        ck_assert(sim_command_log_read(text, (int64_t)strlen(text), &commands, &count, &error));
        ck_assert_int_eq(count, 1);
        free(commands);
        snprintf(text, sizeof text, "%.*s\n%s", (int)cut, whole, whole);
        commands = NULL;
        ck_assert(!sim_command_log_read(text, (int64_t)strlen(text), &commands, &count, &error));
        ck_assert_ptr_nonnull(strstr(error.text, "line 1"));
        ck_assert_ptr_null(commands);
    }
}
END_TEST

START_TEST(an_empty_log_is_a_log) {
    static const char *const texts[] = {"", "\n", "[]", " [ ] \n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        SimCommand *commands = NULL;
        int32_t count = 7;
        SimError error;
        ck_assert(
            sim_command_log_read(texts[i], (int64_t)strlen(texts[i]), &commands, &count, &error));
        ck_assert_int_eq(count, 0);
        free(commands);
    }
}
END_TEST

START_TEST(steps_of_a_timeline_come_in_order_of_time_with_whole_names) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario =
        sim_scenario_load(SOURCE_DIR "/tests/valid/timeline.json", &diagnostics);
    char line[2000] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(scenario != NULL, "%s", line);
    static const struct {
        SimCommandKind kind;
        const char *target, *value;
    } steps[] = {
        {SIM_COMMAND_NONE, "", ""},
        {SIM_COMMAND_CRASH, "ap-south-1/b-1", ""},
        {SIM_COMMAND_SLOW, "ap-south-1/b-2", ""},
        {SIM_COMMAND_DEREGISTER, "ap-south-1/b-3", "ap-south-1/blue"},
        {SIM_COMMAND_REGISTER, "ap-south-1/b-3", "ap-south-1/blue"},
        {SIM_COMMAND_SET, "clients.mumbai.arrivals.poisson", "200/s"},
        {SIM_COMMAND_SET, "launch_templates.v1.speed", "0.5"},
        {SIM_COMMAND_ZONE_POWER, "ap-south-1a", ""},
        {SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a", ""},
        {SIM_COMMAND_SHIFT, "v2", ""},
    };
    int32_t count = (int32_t)(sizeof steps / sizeof steps[0]);
    ck_assert_int_eq(sim_scenario_info(scenario)->step_count, count);
    SimTime before = 0;
    for (int32_t i = 0; i < count; i++) {
        SimScenarioStep step = sim_scenario_step(scenario, i);
        ck_assert_int_eq(step.command.kind, steps[i].kind);
        ck_assert_str_eq(step.command.target, steps[i].target);
        ck_assert_str_eq(step.command.value, steps[i].value);
        ck_assert_int_ge(step.at, before);
        before = step.at;
    }
    ck_assert_str_eq(sim_scenario_step(scenario, 0).say, "Only a caption.");
    ck_assert_double_eq(sim_scenario_step(scenario, 2).command.number, 3);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("command");
    TCase *tests = tcase_create("command");
    tcase_add_test(tests, every_command_written_reads_back_the_same);
    tcase_add_test(tests, a_command_is_written_as_one_would_write_it);
    tcase_add_test(tests, names_and_kinds_go_both_ways);
    tcase_add_test(tests, a_wrong_line_is_refused_with_its_reason_and_writes_nothing);
    tcase_add_test(tests, logs_are_read_as_an_array_or_by_line);
    tcase_add_test(tests, a_torn_last_line_is_ignored_a_torn_middle_is_not);
    tcase_add_test(tests, an_empty_log_is_a_log);
    tcase_add_test(tests, steps_of_a_timeline_come_in_order_of_time_with_whole_names);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
