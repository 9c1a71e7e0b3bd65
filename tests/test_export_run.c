// A run's whole directory: all files together, complete, interrupted, and with a disk that fails.
#include "fake_world.h"
#include "sim/export.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {"metrics.csv",  "metrics-wide.csv", "access.log",
                                    "events.csv",   "trail.json",       "commands.json",
                                    "summary.json", "run-info.json"};
enum { NAME_COUNT = 8, RUN_FILES = 7 };

static char directory[] = "/tmp/albatross-run-XXXXXX";
static char text[1 << 20];

static void path_of(const char *name, const char *suffix, char path[256]) {
    snprintf(path, 256, "%s/%s%s", directory, name, suffix);
}

static void make_directory(void) {
    ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void remove_directory(void) {
    char path[256];
    for (int i = 0; i < NAME_COUNT; i++) {
        path_of(names[i], "", path);
        remove(path);
        path_of(names[i], ".part", path);
        remove(path);
    }
    ck_assert_int_eq(rmdir(directory), 0);
}

static const char *read_back(const char *name, const char *suffix) {
    char path[256];
    path_of(name, suffix, path);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void check_has(const char *name, const char *piece) {
    const char *got = read_back(name, "");
    ck_assert_ptr_nonnull(got);
    ck_assert_msg(strstr(got, piece) != NULL, "%s is not in %s", piece, name);
}

static int count_rows(const char *piece) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, piece)) != NULL; at++)
        count++;
    return count;
}

static SimExport *open_run(SimWorld *world, SimTime period) {
    SimExportOptions options = sim_export_default(directory);
    options.period = period;
    SimError error = {0};
    SimExport *export = sim_export_create(world, &options, &error);
    ck_assert_msg(export != NULL, "%s", error.text);
    return export;
}

// Ninety seconds: each has two requests of 100 and 300 ms, one of them an error; one log line and
// one event.
static void fly(SimWorld *world, SimExport *export) {
    const SimSink *sink = sim_export_sink(export);
    for (int second = 0; second < 90; second++) {
        meter_count(&world->meter, world->node, METRIC_ELB_502, 1);
        meter_count(&world->meter, world->client, METRIC_ANSWERED, 2);
        meter_count(&world->meter, world->client, METRIC_GOODPUT, 1);
        meter_observe(&world->meter, world->client, METRIC_CLIENT_TIME, 100 * SIM_MILLISECOND);
        meter_observe(&world->meter, world->client, METRIC_CLIENT_TIME, 300 * SIM_MILLISECOND);
        meter_close(&world->meter, second * SIM_SECOND, (second + 1) * SIM_SECOND, sink);
    }
    SimIncident incident = {.time = SIM_MINUTE,
                            .mark = SIM_MARK_FAULT,
                            .type = "Fault",
                            .subject = "r/i-1",
                            .from = "",
                            .to = "crashed",
                            .cause = "Asked."};
    sink->incident(sink->context, &incident);
    SimAccessEntry entry = {.time = 1,
                            .region = "r",
                            .balancer = "app/web/0",
                            .client_ip = 1,
                            .method = "GET",
                            .host = "h",
                            .path = "/",
                            .query = ""};
    if (sink->access != NULL) sink->access(sink->context, &entry);
    world->now = 90 * SIM_SECOND;
    world->totals = (SimTotals){.events = 1000,
                                .requests_born = 181,
                                .requests_answered = 180,
                                .requests_available = 90,
                                .requests_in_flight = 1};
    world->totals.lost[SIM_CAUSE_ELB_502] = 90;
    world->command_count = 2;
    strcpy(world->commands[1].target, "x");
}

static void finish(SimWorld *world, SimExport *export, bool is_complete) {
    SimError error = {0};
    ck_assert_msg(sim_export_finish(export, world, is_complete, &error), "%s", error.text);
    sim_export_destroy(export);
}

START_TEST(a_run_leaves_its_files_and_no_parts) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    for (int i = 0; i < RUN_FILES; i++)
        ck_assert_ptr_null(read_back(names[i], ""));
    ck_assert_ptr_null(sim_export_failure(export));
    finish(&world, export, true);
    for (int i = 0; i < RUN_FILES; i++) {
        ck_assert_msg(read_back(names[i], "") != NULL, "%s", names[i]);
        ck_assert_ptr_null(read_back(names[i], ".part"));
    }
    ck_assert_str_eq(read_back("trail.json", ""), "{\n  \"Records\": []\n}\n");
    fake_world_deinit(&world);
}
END_TEST

START_TEST(the_last_open_period_is_written_with_what_it_has) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    finish(&world, export, true);
    const char *row = "AWS/ApplicationELB,HTTPCode_ELB_502_Count,LoadBalancer=app/web/"
                      "0123456789abcdef,Sum,60,Count,";
    char whole[256], rest[256];
    snprintf(whole, sizeof whole, "\n2026-01-05T09:00:00Z,%s60\n", row);
    snprintf(rest, sizeof rest, "\n2026-01-05T09:01:00Z,%s30\n", row);
    check_has("metrics.csv", whole);
    check_has("metrics.csv", rest);
    ck_assert_int_eq(count_rows(row), 2);
    check_has("metrics-wide.csv", "\n2026-01-05T09:01:00Z,");
    ck_assert_int_eq(count_rows("\n"), 3);
    fake_world_deinit(&world);
}
END_TEST

START_TEST(the_period_of_the_metrics_can_be_chosen) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_SECOND);
    fly(&world, export);
    finish(&world, export, true);
    check_has("metrics.csv", "\n2026-01-05T09:01:29Z,");
    check_has("metrics-wide.csv", "timestamp,");
    ck_assert_int_eq(count_rows("\n"), 91);
    SimExportOptions options = sim_export_default(directory);
    SimError error = {0};
    options.period = SIM_SECOND / 2;
    ck_assert_ptr_null(sim_export_create(&world, &options, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "period"));
    fake_world_deinit(&world);
}
END_TEST

START_TEST(the_summary_tells_the_run) {
    static const char *const members[] = {"\"title\": \"A \\\"test\\\"\"",
                                          "\"complete\": true",
                                          "\"start\": \"2026-01-05T09:00:00Z\"",
                                          "\"simulated_s\": 90.000000000",
                                          "\"seed\": 42",
                                          "\"scenario_hash\": \"000000000000007e\"",
                                          "\"commands\": 2",
                                          "\"availability_percent\": 50",
                                          "\"goodput_per_s\": 1,",
                                          "\"Average\": 0.2,",
                                          "\"ELB502\": 90",
                                          "\"HTTPCode_ELB_502_Count\": 90",
                                          "\"usd\": 0.0385",
                                          "\"dimension\": \"processed bytes\"",
                                          "\"in_flight\": 1"};
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    finish(&world, export, true);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        check_has("summary.json", members[i]);
    // Percentiles are within 1 %.
    double p50 = 0;
    ck_assert_int_eq(sscanf(strstr(text, "\"p50\": ") + 7, "%lf", &p50), 1);
    ck_assert_double_eq_tol(p50, 0.1, 0.001);
    fake_world_deinit(&world);
}
END_TEST

START_TEST(an_interrupted_run_says_it_is_not_complete) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    finish(&world, export, false);
    check_has("summary.json", "\"complete\": false");
    fake_world_deinit(&world);
}
END_TEST

START_TEST(commands_are_an_array_of_lines) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    finish(&world, export, true);
    ck_assert_str_eq(read_back("commands.json", ""), "[]\n");
    export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    finish(&world, export, true);
    ck_assert_str_eq(read_back("commands.json", ""),
                     "[\n  {\"at\":0,\"target\":\"\"},\n  {\"at\":0,\"target\":\"x\"}\n]\n");
    fake_world_deinit(&world);
}
END_TEST

START_TEST(equal_runs_leave_equal_bytes) {
    static char first[RUN_FILES][1 << 16];
    for (int round = 0; round < 2; round++) {
        SimWorld world = fake_world();
        SimExport *export = open_run(&world, SIM_MINUTE);
        fly(&world, export);
        finish(&world, export, true);
        for (int i = 0; i < RUN_FILES; i++) {
            const char *got = read_back(names[i], "");
            ck_assert_uint_lt(strlen(got), sizeof first[i]);
            if (round == 0)
                strcpy(first[i], got);
            else
                ck_assert_str_eq(got, first[i]);
        }
        fake_world_deinit(&world);
    }
}
END_TEST

START_TEST(when_one_file_fails_the_older_ones_stay_all_of_them) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    finish(&world, export, true); // an empty run: metrics.csv has only its heading
    char part[256];
    path_of("metrics.csv", ".part", part);
    ck_assert_int_eq(symlink("/dev/full", part), 0);
    export = open_run(&world, SIM_SECOND);
    fly(&world, export);
    SimError error = {0};
    ck_assert(!sim_export_finish(export, &world, true, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "metrics.csv"));
    ck_assert_ptr_nonnull(strstr(error.text, strerror(ENOSPC)));
    ck_assert_str_eq(sim_export_failure(export), error.text);
    sim_export_destroy(export);
    ck_assert_str_eq(read_back("metrics.csv", ""),
                     "timestamp,namespace,metric,dimensions,stat,period,unit,value\n");
    check_has("summary.json", "\"born\": 0");
    for (int i = 0; i < RUN_FILES; i++)
        ck_assert_ptr_null(read_back(names[i], ".part"));
    fake_world_deinit(&world);
}
END_TEST

START_TEST(a_failure_can_be_asked_for_during_the_run) {
    SimWorld world = fake_world();
    char part[256];
    path_of("events.csv", ".part", part);
    ck_assert_int_eq(symlink("/dev/full", part), 0);
    SimExport *export = open_run(&world, SIM_MINUTE);
    const SimSink *sink = sim_export_sink(export);
    SimIncident incident = {.type = "Fault",
                            .subject = "r/i-1",
                            .from = "",
                            .to = "",
                            .cause = "Much is said about little."};
    ck_assert_ptr_null(sim_export_failure(export));
    for (int i = 0; i < 3000; i++)
        sink->incident(sink->context, &incident);
    ck_assert_ptr_nonnull(strstr(sim_export_failure(export), "events.csv"));
    sim_export_destroy(export);
    for (int i = 0; i < RUN_FILES; i++) {
        ck_assert_ptr_null(read_back(names[i], ""));
        ck_assert_ptr_null(read_back(names[i], ".part"));
    }
    fake_world_deinit(&world);
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_refused) {
    SimWorld world = fake_world();
    SimExportOptions options = sim_export_default("/dev/null/run");
    SimError error = {0};
    ck_assert_ptr_null(sim_export_create(&world, &options, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/dev/null"));
    fake_world_deinit(&world);
}
END_TEST

START_TEST(without_an_access_log_there_is_no_file) {
    SimWorld world = fake_world();
    SimExportOptions options = sim_export_default(directory);
    options.has_access_log = false;
    SimError error = {0};
    SimExport *export = sim_export_create(&world, &options, &error);
    ck_assert(sim_export_sink(export)->access == NULL);
    fly(&world, export);
    finish(&world, export, true);
    ck_assert_ptr_null(read_back("access.log", ""));
    fake_world_deinit(&world);
}
END_TEST

START_TEST(an_older_access_log_goes_with_a_finished_run_that_has_none) {
    SimWorld world = fake_world();
    SimExport *export = open_run(&world, SIM_MINUTE);
    fly(&world, export);
    finish(&world, export, true);
    ck_assert_ptr_nonnull(read_back("access.log", ""));
    SimExportOptions options = sim_export_default(directory);
    options.has_access_log = false;
    SimError error = {0};
    sim_export_destroy(sim_export_create(&world, &options, &error));
    ck_assert_msg(read_back("access.log", "") != NULL, "a run that was not finished took it away");
    finish(&world, sim_export_create(&world, &options, &error), true);
    ck_assert_ptr_null(read_back("access.log", ""));
    fake_world_deinit(&world);
}
END_TEST

START_TEST(run_info_holds_what_may_differ) {
    SimTotals totals = {.events = 5000, .requests_born = 100};
    SimError error = {0};
    ck_assert(sim_export_run_info(directory, "albatross run a \"b\"", "0.1.0", 0.5, &totals,
                                  SIM_MINUTE, &error));
    check_has("run-info.json", "\"invocation\": \"albatross run a \\\"b\\\"\"");
    check_has("run-info.json", "\"speed\": 120");
    check_has("run-info.json", "\"requests_per_s\": 200");
    ck_assert(sim_export_run_info(directory, "", "0.1.0", 0, &totals, SIM_MINUTE, &error));
    check_has("run-info.json", "\"speed\": null");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("export_run");
    TCase *tests = tcase_create("export_run");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, make_directory, remove_directory);
    tcase_add_test(tests, a_run_leaves_its_files_and_no_parts);
    tcase_add_test(tests, the_last_open_period_is_written_with_what_it_has);
    tcase_add_test(tests, the_period_of_the_metrics_can_be_chosen);
    tcase_add_test(tests, the_summary_tells_the_run);
    tcase_add_test(tests, an_interrupted_run_says_it_is_not_complete);
    tcase_add_test(tests, commands_are_an_array_of_lines);
    tcase_add_test(tests, equal_runs_leave_equal_bytes);
    tcase_add_test(tests, when_one_file_fails_the_older_ones_stay_all_of_them);
    tcase_add_test(tests, a_failure_can_be_asked_for_during_the_run);
    tcase_add_test(tests, a_directory_that_cannot_be_made_is_refused);
    tcase_add_test(tests, without_an_access_log_there_is_no_file);
    tcase_add_test(tests, an_older_access_log_goes_with_a_finished_run_that_has_none);
    tcase_add_test(tests, run_info_holds_what_may_differ);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
