// The real window with real SDL events: on SDL's dummy driver with a script, and on a virtual X
// server with xdotool.
#ifdef ALBATROSS_WINDOW

#include "session_fixture.h"
#include "sim/export.h"
#include "window/sdl/play.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static SimScenario *scenario;
static char folder[64], files[64];

static void set_up(void) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    scenario = session_scenario();
    make_directory(folder, sizeof folder);
    make_directory(files, sizeof files);
}

static void tear_down(void) {
    sim_scenario_release(scenario);
    remove_directory(folder);
    remove_directory(files);
}

// Replays the window's log without a window; returns the run hash and, when `directory` is given,
// writes the files.
static uint64_t replay(SimTime until, const char *directory) {
    size_t length;
    int32_t count;
    SimCommand *commands;
    SimError error = {0};
    char *text = read_whole(folder, "commands.jsonl", &length);
    ck_assert_msg(sim_command_log_read(text, (int64_t)length, &commands, &count, &error), "%s",
                  error.text);
    SimWorld *world = sim_world_create(scenario, 0);
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(world, &commands[i], true, NULL));
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = directory != NULL ? sim_export_create(world, &options, &error) : NULL;
    sim_world_advance(world, until, 0, export != NULL ? sim_export_sink(export) : NULL);
    uint64_t hash = sim_world_hash(world);
    if (export != NULL) {
        sim_world_finish(world, sim_export_sink(export));
        ck_assert_msg(sim_export_finish(export, world, true, &error), "%s", error.text);
        sim_export_destroy(export);
    }
    sim_world_destroy(world);
    free(commands);
    free(text);
    return hash;
}

static int32_t logged_lines(void) {
    size_t length;
    char *text = read_whole(folder, "commands.jsonl", &length);
    int32_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    free(text);
    return lines;
}

static PlayOutcome play(const PlayKey *keys, int32_t count, int32_t frames) {
    PlayScript script = {.keys = keys, .key_count = count, .frame_count = frames};
    PlayOptions options = play_default(scenario);
    options.log_directory = folder;
    options.export_directory = files;
    options.has_intro = false;
    options.script = &script;
    PlayOutcome outcome;
    SimError error = {0};
    ck_assert_msg(play_run(&options, &outcome, &error), "%s", error.text);
    return outcome;
}

#define PLAY(keys, frames) play(keys, (int32_t)(sizeof keys / sizeof *keys), frames)

START_TEST(keys_pressed_in_the_window_replay_headless_to_the_same_bytes) {
    static const PlayKey keys[] = {
        {5, "2"},   {20, "Enter"}, {25, "k"},      {40, "+"},  {60, "]"},     {70, "Space"},
        {75, "u"},  {75, "s"},     {76, "."},      {77, "."},  {80, "Space"}, {100, "Tab"},
        {101, "d"}, {120, "b"},    {140, "Space"}, {150, "c"},
    };
    PlayOutcome outcome = PLAY(keys, 155);
    ck_assert_int_eq(outcome.frames, 156);
    ck_assert_int_gt(outcome.now, SIM_SECOND);
    ck_assert_int_ge(logged_lines(), 6);
    char headless[64];
    make_directory(headless, sizeof headless);
    ck_assert_uint_eq(outcome.hash, replay(outcome.now, headless));
    assert_same_files(files, headless);
    remove_directory(headless);
}
END_TEST

START_TEST(going_back_in_the_window_replays_too) {
    static const PlayKey keys[] = {
        {5, "*"},   {6, "0"},   {30, "]"},  {60, "Shift+Left"}, {90, "4"}, {100, "Shift+Right"},
        {130, ">"}, {160, "m"}, {170, "?"}, {172, "Escape"},
    };
    PlayOutcome outcome = PLAY(keys, 180);
    ck_assert_uint_eq(outcome.hash, replay(outcome.now, NULL));
}
END_TEST

START_TEST(a_script_is_the_same_flight_each_time) {
    static const PlayKey keys[] = {{5, "3"}, {30, "Enter"}, {31, "h"}};
    PlayOutcome first = PLAY(keys, 60), second = PLAY(keys, 60);
    ck_assert_int_eq(first.now, second.now);
    ck_assert_uint_eq(first.hash, second.hash);
}
END_TEST

START_TEST(control_q_closes_the_window) {
    static const PlayKey keys[] = {{10, "Ctrl+q"}};
    PlayOutcome outcome = PLAY(keys, 0);
    ck_assert_int_eq(outcome.frames, 11);
}
END_TEST

START_TEST(f12_keeps_a_picture) {
    static const PlayKey keys[] = {{20, "F12"}};
    PlayScript script = {.keys = keys, .key_count = 1, .frame_count = 30};
    PlayOptions options = play_default(scenario);
    char path[100];
    snprintf(path, sizeof path, "%s/picture.png", files);
    options.picture_path = path;
    options.script = &script;
    ck_assert(play_run(&options, NULL, NULL));
    size_t length;
    char *png = read_whole(files, "picture.png", &length);
    ck_assert_int_gt((int64_t)length, 20000);
    ck_assert_mem_eq(png, "\x89PNG", 4);
    free(png);
}
END_TEST

START_TEST(no_display_is_told_with_what_works_without_one) {
    setenv("SDL_VIDEODRIVER", "x11", 1);
    unsetenv("DISPLAY");
    PlayOptions options = play_default(scenario);
    SimError error = {0};
    ck_assert(!play_run(&options, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no display"));
    ck_assert_ptr_nonnull(strstr(error.text, "albatross shot"));
}
END_TEST

START_TEST(a_wrong_scale_or_key_map_is_told) {
    PlayOptions options = play_default(scenario);
    SimError error = {0};
    options.ui_scale = 9;
    ck_assert(!play_run(&options, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "scale"));
    options.ui_scale = 1;
    options.keys_file = "/no/such/keys.csv";
    ck_assert(!play_run(&options, NULL, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/no/such/keys.csv"));
}
END_TEST

// ---- a virtual X server

static bool has_program(const char *name) {
    char path[256];
    const char *const places[] = {"/usr/bin", "/usr/local/bin", "/bin"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path, sizeof path, "%s/%s", places[i], name);
        if (access(path, X_OK) == 0) return true;
    }
    return false;
}

// Starts Xvfb on a free display and sets DISPLAY. Returns its process.
static pid_t start_x(void) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t server = fork();
    if (server == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", ends[1]);
        close(ends[0]);
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDERR_FILENO);
        execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", "1280x720x24", "-nolisten",
               "tcp", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char display[16] = ":";
    size_t length = 1; // the number comes in pieces, and ends with a line break
    while (length < sizeof display - 1 && read(ends[0], display + length, 1) == 1 &&
           display[length] != '\n')
        length++;
    close(ends[0]);
    ck_assert_int_gt((int)length, 1);
    display[strcspn(display, "\n")] = '\0';
    setenv("DISPLAY", display, 1);
    return server;
}

static void stop(pid_t process) {
    kill(process, SIGTERM);
    waitpid(process, NULL, 0);
}

// The window in a process of its own, as in life; its outcome comes back through `end`.
static pid_t start_window(int end) {
    pid_t window = fork();
    if (window != 0) return window;
    setenv("SDL_VIDEODRIVER", "x11", 1);
    PlayOptions options = play_default(scenario);
    options.log_directory = folder;
    options.export_directory = files;
    options.has_intro = false;
    PlayOutcome outcome = {0};
    SimError error = {0};
    if (!play_run(&options, &outcome, &error)) fprintf(stderr, "%s\n", error.text);
    ssize_t written = write(end, &outcome, sizeof outcome);
    _exit(written == (ssize_t)sizeof outcome ? 0 : 1);
}

static void press(const char *keys) {
    char command[256];
    snprintf(command, sizeof command, "xdotool mousemove 640 300 key --delay 60 %s", keys);
    ck_assert_int_eq(system(command), 0);
}

static void wait_s(double seconds) {
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&time, NULL);
}

START_TEST(keys_from_an_x_server_replay_headless_to_the_same_bytes) {
    if (!has_program("Xvfb") || !has_program("xdotool")) {
        fprintf(
            stderr,
            "test_play: Xvfb or xdotool is not installed: the test on an X server is skipped\n");
        return;
    }
    pid_t server = start_x();
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t window = start_window(ends[1]);
    close(ends[1]);
    ck_assert_int_eq(
        system("timeout 20 xdotool search --sync --onlyvisible --name Albatross >/dev/null"), 0);
    wait_s(1);
    press("2 Return k bracketright"); // algorithm, into the group, kill, weight
    wait_s(0.5);
    press("u s space period c"); // paused from the space on, so the files hold all of the run
    wait_s(1);
    press("ctrl+q");
    PlayOutcome outcome = {0};
    ck_assert_int_eq((int)read(ends[0], &outcome, sizeof outcome), (int)sizeof outcome);
    close(ends[0]);
    waitpid(window, NULL, 0);
    stop(server);
    ck_assert_int_eq(logged_lines(), 5);
    char headless[64];
    make_directory(headless, sizeof headless);
    ck_assert_uint_eq(outcome.hash, replay(outcome.now, headless));
    assert_same_files(files, headless);
    remove_directory(headless);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("play");
    TCase *tests = tcase_create("play");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, keys_pressed_in_the_window_replay_headless_to_the_same_bytes);
    tcase_add_test(tests, going_back_in_the_window_replays_too);
    tcase_add_test(tests, a_script_is_the_same_flight_each_time);
    tcase_add_test(tests, control_q_closes_the_window);
    tcase_add_test(tests, f12_keeps_a_picture);
    tcase_add_test(tests, no_display_is_told_with_what_works_without_one);
    tcase_add_test(tests, a_wrong_scale_or_key_map_is_told);
    tcase_add_test(tests, keys_from_an_x_server_replay_headless_to_the_same_bytes);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#else

int main(void) {
    return 0; // built without a window
}

#endif
