// Every shipped scenario as it is seen: at telling moments and at three sizes of the window no text
// is clipped, overlaps another or lies outside, and every caption can be read to its end.
#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/player_cairo.h"
#include "session_fixture.h"
#include "window/layout.h"
#include "window/painter.h"
#include "window/shot.h"

static const struct {
    int32_t width, height;
} sizes[] = {{1280, 720}, {1920, 1080}, {2560, 1440}, {1024, 640}};
enum { SIZE_COUNT = 3, SIZE_COUNT_ALL = 4 }; ///< the last is the smallest that is allowed
enum { MOMENTS = TEST_SCALE > 1 ? 1 : 3 };

static glob_t files;
static Painter painter;
static Layout *layout;

static void set_up(void) {
    SimError error;
    ck_assert_msg(painter_init(&painter, THEME_DARK, &error), "%s", error.text);
    layout = layout_create();
}

static void tear_down(void) {
    layout_destroy(layout);
    painter_deinit(&painter);
}

static SimScenario *load(int file) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(files.gl_pathv[file], &diagnostics);
    ck_assert_msg(scenario != NULL, "%s", files.gl_pathv[file]);
    sim_diagnostics_deinit(&diagnostics);
    return scenario;
}

/// A few seconds after a step of the timeline, when what it did can be seen: after the steps in the
/// middle, a quarter before and a quarter after it.
static SimTime moment_of(const SimScenario *scenario, int moment) {
    static const int quarters[] = {2, 1, 3};
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    if (info->step_count == 0) return info->duration * quarters[moment] / 4;
    SimTime at = sim_scenario_step(scenario, info->step_count * quarters[moment] / 4).at;
    return at + 8 * SIM_SECOND < info->duration ? at + 8 * SIM_SECOND : info->duration;
}

static Session *session_at(const SimScenario *scenario, SimTime at) {
    ShotOptions options = shot_default(scenario, NULL);
    SimError error;
    options.at = at;
    Session *session = shot_session(&options, &error);
    ck_assert_msg(session != NULL, "%s", error.text);
    return session;
}

static void resize(Session *session, int size) {
    UiEvent event = {
        .kind = UI_EVENT_RESIZE, .x = (float)sizes[size].width, .y = (float)sizes[size].height};
    session_event(session, &event);
    session_frame(session, 0);
}

static void assert_clean(const char *name, SimTime at, int size) {
    DrawProblem problem;
    int count = draw_list_check(&painter.list, (float)sizes[size].width, (float)sizes[size].height,
                                &problem, 1);
    ck_assert_msg(count == 0, "%s at %.0f s, %dx%d: %d problems, first: %s", name, (double)at / 1e9,
                  (int)sizes[size].width, (int)sizes[size].height, count, problem.sentence);
}

START_TEST(no_text_is_clipped_covered_or_outside) {
    SimScenario *scenario = load(_i);
    for (int moment = 0; moment < MOMENTS; moment++) {
        SimTime at = moment_of(scenario, moment);
        Session *session = session_at(scenario, at);
        for (int size = 0; size < SIZE_COUNT; size++) {
            resize(session, size);
            painter_paint(&painter, session);
            ck_assert_int_gt(painter.list.command_count, 300); // something is seen
            assert_clean(files.gl_pathv[_i], at, size);
        }
        session_destroy(session);
    }
    sim_scenario_release(scenario);
}
END_TEST

/// Words of the caption's layer that were cut.
static const char *find_cut_caption(void) {
    for (int i = 0; i < painter.list.command_count; i++) {
        const DrawCommand *command = &painter.list.commands[i];
        if (command->kind != DRAW_TEXT || command->layer != LAYER_CAPTION) continue;
        const char *text = draw_command_text(&painter.list, command);
        if (strstr(text, "…")) return text;
    }
    return NULL;
}

static void assert_read_in_full(Scene *scene, const char *say, int size) {
    snprintf(scene->caption, sizeof scene->caption, "%s", say);
    layout_update(layout, scene->view, (float)sizes[size].width, (float)sizes[size].height);
    scene_draw(scene, layout, &painter.list);
    const char *cut = find_cut_caption();
    ck_assert_msg(cut == NULL, "at %dx%d the caption ends with: %s", (int)sizes[size].width,
                  (int)sizes[size].height, cut);
}

START_TEST(every_caption_is_read_in_full) {
    SimScenario *scenario = load(_i);
    Session *session = session_at(scenario, 0);
    Scene scene = *session_scene(session);
    snprintf(scene.caption_step, sizeof scene.caption_step, "Step 10 of 15");
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    for (int32_t i = 0; i < info->step_count; i++)
        for (int size = 0; size < SIZE_COUNT_ALL; size++) {
            const char *say = sim_scenario_step(scenario, i).say;
            if (say != NULL) assert_read_in_full(&scene, say, size);
        }
    session_destroy(session);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(the_longest_caption_that_a_scenario_may_have_is_read_in_full) {
    static const char words[] = "The balancer passes on what the target says, so these count as "
                                "target errors: an alarm on ELB 5XX would sleep through this. ";
    char say[301];
    for (size_t i = 0; i < sizeof say - 1; i++)
        say[i] = words[i % (sizeof words - 1)];
    say[sizeof say - 1] = '\0';
    SimScenario *scenario = session_scenario();
    Session *session = session_at(scenario, 0);
    Scene scene = *session_scene(session);
    for (int size = 0; size < SIZE_COUNT_ALL; size++)
        assert_read_in_full(&scene, say, size);
    // A caption that is longer than any may be is cut, so the search for cuts can fail.
    char all[900];
    snprintf(all, sizeof all, "%s %s", say, say);
    snprintf(scene.caption, sizeof scene.caption, "%s", all);
    scene_draw(&scene, layout, &painter.list);
    ck_assert_ptr_nonnull(find_cut_caption());
    session_destroy(session);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(the_same_instant_is_the_same_picture) {
    char folder[64], path[100];
    char *bytes[2];
    size_t lengths[2];
    uint64_t hashes[2];
    SimError error;
    SimScenario *scenario = load(_i);
    make_directory(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/window.png", folder);
    for (int i = 0; i < 2; i++) {
        Session *session = session_at(scenario, moment_of(scenario, 0));
        painter_paint(&painter, session);
        hashes[i] = draw_list_hash(&painter.list);
        ck_assert_msg(draw_png(&painter.list, 1920, 1080, path, &error), "%s", error.text);
        bytes[i] = read_whole(folder, "window.png", &lengths[i]);
        session_destroy(session);
    }
    ck_assert_uint_eq(hashes[0], hashes[1]);
    if (text_fonts_are_packaged(painter.text)) {
        ck_assert_uint_eq(lengths[0], lengths[1]);
        ck_assert_mem_eq(bytes[0], bytes[1], lengths[0]);
    }
    free(bytes[0]);
    free(bytes[1]);
    remove_directory(folder);
    sim_scenario_release(scenario);
}
END_TEST

static bool has_text(const char *wanted) {
    for (int i = 0; i < painter.list.command_count; i++)
        if (painter.list.commands[i].kind == DRAW_TEXT &&
            strcmp(draw_command_text(&painter.list, &painter.list.commands[i]), wanted) == 0)
            return true;
    return false;
}

START_TEST(help_and_hints_tell_the_keys_of_the_persons_own_map) {
    char folder[64], path[100];
    make_directory(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/keys.csv", folder);
    FILE *file = fopen(path, "w");
    fputs("action,keys\nkill,Ctrl+Alt+PageDown\nplay,F9\nback,Space\n", file);
    fclose(file);
    SimScenario *scenario = session_scenario();
    SessionOptions options = {
        .scenario = scenario, .keys_file = path, .width = 1024, .height = 640};
    Session *session = session_create(&options, NULL);
    session_frame(session, 0.1);
    painter_paint(&painter, session);
    ck_assert(has_text("F9")); // the hint
    ck_assert(!has_text("Ctrl+Alt+PageDown"));
    session_press(session, ACTION_HELP);
    session_frame(session, 0);
    painter_paint(&painter, session);
    ck_assert(has_text("F9"));
    ck_assert(has_text("Ctrl+Alt+PageDown"));
    ck_assert(!has_text("k"));
    ck_assert(!has_text("Shift+←"));
    assert_clean("the help", 0, SIZE_COUNT_ALL - 1);
    session_destroy(session);
    remove_directory(folder);
    sim_scenario_release(scenario);
}
END_TEST

/// The scenarios, without the schema that lies beside them.
static int find_files(void) {
    if (glob(SOURCE_DIR "/scenarios/*.json", 0, NULL, &files) != 0) return 0;
    size_t count = 0;
    for (size_t i = 0; i < files.gl_pathc; i++)
        if (!strstr(files.gl_pathv[i], "schema.json"))
            files.gl_pathv[count++] = files.gl_pathv[i];
        else
            free(files.gl_pathv[i]);
    files.gl_pathc = count;
    files.gl_pathv[count] = NULL;
    return (int)count;
}

int main(void) {
    int count = find_files();
    if (count == 0) return EXIT_FAILURE;
    Suite *suite = suite_create("pictures");
    TCase *tests = tcase_create("pictures");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, no_text_is_clipped_covered_or_outside, 0, count);
    tcase_add_loop_test(tests, every_caption_is_read_in_full, 0, count);
    tcase_add_test(tests, the_longest_caption_that_a_scenario_may_have_is_read_in_full);
    tcase_add_test(tests, help_and_hints_tell_the_keys_of_the_persons_own_map);
    // One is enough: what is drawn depends on the run, and that it repeats is shown elsewhere.
    tcase_add_loop_test(tests, the_same_instant_is_the_same_picture, 0, 1);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    globfree(&files);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
