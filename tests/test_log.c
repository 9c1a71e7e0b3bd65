// The log of a flight on a disk that fills up and a directory that goes away.
#include "session_fixture.h"
#include "sim/command.h"
#include "window/log.h"

#include <signal.h>
#include <sys/resource.h>

enum { COUNT = 40 };
static SimCommand commands[COUNT];
static char folder[64];

static void set_up(void) {
    make_directory(folder, sizeof folder);
    for (int i = 0; i < COUNT; i++) {
        commands[i] = (SimCommand){.at = i * SIM_SECOND, .kind = SIM_COMMAND_CRASH};
        snprintf(commands[i].target, sizeof commands[i].target, "ap-south-1/i-%d", i);
    }
}

static void tear_down(void) {
    remove_directory(folder);
}

// As `ulimit -f`, which fails a write in the middle of a line just as a full disk does. Only for
// the call: check keeps files of its own.
static bool keep_within(rlim_t bytes, FlightLog *log, int count, SimError *error) {
    struct rlimit before, limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    limit = before;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
    bool is_kept = flight_log_keep(log, commands, count, error);
    setrlimit(RLIMIT_FSIZE, &before);
    return is_kept;
}

static FlightLog *open_log(int count) {
    SimError error = {0};
    FlightLog *log = flight_log_open(folder, commands, count, &error);
    ck_assert_msg(log != NULL, "%s", error.text);
    return log;
}

static int whole_lines(void) {
    size_t length;
    char *text = read_whole(folder, "commands.jsonl", &length);
    ck_assert_msg(length == 0 || text[length - 1] == '\n', "half a line is left: %s", text);
    SimCommand *read = NULL;
    int32_t count = 0;
    SimError error = {0};
    if (length > 0)
        ck_assert_msg(sim_command_log_read(text, (int64_t)length, &read, &count, &error), "%s",
                      error.text);
    for (int32_t i = 0; i < count; i++)
        ck_assert_str_eq(read[i].target, commands[i].target);
    free(read);
    free(text);
    return count;
}

START_TEST(commands_are_in_the_file_when_they_are_kept) {
    FlightLog *log = open_log(2);
    ck_assert_int_eq(whole_lines(), 2);
    ck_assert(flight_log_keep(log, commands, 3, NULL));
    ck_assert_int_eq(whole_lines(), 3);
    flight_log_close(log);
}
END_TEST

// At whatever byte of a line the disk is full.
START_TEST(a_full_disk_leaves_whole_lines_and_what_is_missing_comes_later) {
    FlightLog *log = open_log(0);
    rlim_t room = 500 + (rlim_t)_i;
    SimError error = {0};
    int given = 1;
    while (keep_within(room, log, given, &error))
        ck_assert_int_lt(++given, COUNT);
    ck_assert_ptr_nonnull(strstr(error.text, "File too large"));
    ck_assert_int_eq(whole_lines(), given - 1);
    ck_assert(!keep_within(room, log, given + 1, &error));
    ck_assert_int_eq(whole_lines(), given - 1);
    ck_assert(flight_log_keep(log, commands, given + 2, &error));
    ck_assert_int_eq(whole_lines(), given + 2);
    flight_log_close(log);
}
END_TEST

START_TEST(a_log_whose_directory_went_away_is_told) {
    FlightLog *log = open_log(1);
    remove_directory(folder);
    SimError error = {0};
    ck_assert(!flight_log_keep(log, commands, 1, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "No such file or directory"));
    ck_assert(!flight_log_keep(log, commands, 2, &error));
    flight_log_close(log);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("log");
    TCase *tests = tcase_create("log");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, commands_are_in_the_file_when_they_are_kept);
    tcase_add_loop_test(tests, a_full_disk_leaves_whole_lines_and_what_is_missing_comes_later, 0,
                        70);
    tcase_add_test(tests, a_log_whose_directory_went_away_is_told);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
