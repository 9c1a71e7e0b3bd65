// Ordinary log tools read our access logs: goaccess fails no line of any shipped scenario.
#include "export/outputs.h"
#include "sim/world.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char directory[] = "/tmp/albatross-goaccess-XXXXXX";

typedef struct Writer {
    OutFile file;
    AccessLog log;
    int64_t seen, written;
} Writer;

// All that is out of the ordinary, and of the ordinary enough.
static void write_some(void *context, const SimAccessEntry *entry) {
    Writer *writer = context;
    bool is_ordinary = entry->elb_status == 200 && entry->target_status == 200;
    if (is_ordinary && writer->seen++ % 32 != 0) return;
    access_log_write(&writer->log, entry);
    writer->written++;
}

static long long member(const char *json, const char *name) {
    const char *at = strstr(json, name);
    ck_assert_msg(at != NULL, "goaccess tells no %s", name);
    return atoll(strchr(at, ':') + 1);
}

static void check_log(int64_t lines) {
    char command[512], json[2048];
    snprintf(command, sizeof command,
             "goaccess %s/access.log --log-format=AWSALB --no-global-config -o %s/report.json "
             ">%s/messages 2>&1 </dev/null",
             directory, directory, directory);
    ck_assert_msg(system(command) == 0, "%s does not run", command);
    snprintf(command, sizeof command, "%s/report.json", directory);
    FILE *report = fopen(command, "rb");
    ck_assert_ptr_nonnull(report);
    json[fread(json, 1, sizeof json - 1, report)] = '\0';
    fclose(report);
    ck_assert_int_eq(member(json, "\"failed_requests\""), 0);
    ck_assert_int_eq(member(json, "\"valid_requests\""), lines);
}

static SimScenario *load(const char *path) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(path, &diagnostics);
    sim_diagnostics_deinit(&diagnostics);
    ck_assert_msg(scenario != NULL, "%s cannot be read", path);
    return scenario;
}

static void check_scenario(const char *path) {
    SimScenario *scenario = load(path);
    SimWorld *world = sim_world_create(scenario, 0);
    Writer writer = {0};
    SimError error = {0};
    ck_assert_msg(out_file_open(&writer.file, directory, "access.log", &error), "%s", error.text);
    writer.log = (AccessLog){.file = &writer.file,
                             .start_unix_s = sim_scenario_info(scenario)->start_unix_s};
    SimSink sink = {.context = &writer, .access = write_some};
    sim_world_advance(world, sim_scenario_info(scenario)->duration, 0, &sink);
    ck_assert_msg(out_file_finish(&writer.file, &error), "%s", error.text);
    ck_assert_msg(writer.written > 0, "%s logs nothing", path);
    check_log(writer.written);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

static void make_directory(void) {
    ck_assert_ptr_nonnull(mkdtemp(directory));
}

static void remove_directory(void) {
    static const char *const names[] = {"access.log", "report.json", "messages"};
    char path[256];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        remove(path);
    }
    rmdir(directory);
}

START_TEST(goaccess_reads_every_line_of_every_scenario) {
    glob_t found;
    ck_assert_int_eq(glob(SOURCE_DIR "/scenarios/*.json", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (strstr(found.gl_pathv[i], "schema.json") == NULL) check_scenario(found.gl_pathv[i]);
    globfree(&found);
}
END_TEST

START_TEST(goaccess_reads_hostile_requests) {
    static char path[4000];
    static const char *const paths[] = {"/",           "/a b", "/\"quoted\"", "/back\\slash",
                                        "/\xc3\xa9\n", path};
    memset(path, 'x', sizeof path - 1);
    path[0] = '/';
    Writer writer = {0};
    SimError error = {0};
    ck_assert_msg(out_file_open(&writer.file, directory, "access.log", &error), "%s", error.text);
    writer.log = (AccessLog){.file = &writer.file, .start_unix_s = 1767603600};
    for (int i = 0; i < 6; i++) {
        SimAccessEntry entry = {.time = i * SIM_SECOND,
                                .region = "r",
                                .balancer = "app/web/0",
                                .client_ip = 77,
                                .elb_status = 503,
                                .method = "GET",
                                .request_processing = -1,
                                .target_processing = -1,
                                .response_processing = -1,
                                .host = "h",
                                .path = paths[i],
                                .query = i % 2 == 0 ? "" : "q=\"",
                                .port = 80,
                                .rule_priority = -2};
        write_some(&writer, &entry);
    }
    ck_assert_msg(out_file_finish(&writer.file, &error), "%s", error.text);
    check_log(6);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("goaccess");
    TCase *tests = tcase_create("goaccess");
    tcase_set_timeout(tests, 500);
    tcase_add_checked_fixture(tests, make_directory, remove_directory);
    tcase_add_test(tests, goaccess_reads_every_line_of_every_scenario);
    tcase_add_test(tests, goaccess_reads_hostile_requests);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
