// Pictures of the window without a display.
#include "session_fixture.h"
#include "window/shot.h"

static SimScenario *scenario;
static char folder[64], path[100];

static void set_up(void) {
    scenario = session_scenario();
    make_directory(folder, sizeof folder);
    snprintf(path, sizeof path, "%s/shot.png", folder);
}

static void tear_down(void) {
    sim_scenario_release(scenario);
    remove_directory(folder);
}

static uint32_t big_endian(const char *bytes) {
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

START_TEST(equal_options_make_equal_pictures_of_the_asked_size) {
    ShotOptions options = shot_default(scenario, path);
    options.at = 25 * SIM_SECOND;
    options.width = 1280;
    options.height = 720;
    SimError error = {0};
    ck_assert_msg(shot_take(&options, &error), "%s", error.text);
    size_t first_length, second_length;
    char *first = read_whole(folder, "shot.png", &first_length);
    ck_assert_uint_eq(big_endian(first + 16), 1280);
    ck_assert_uint_eq(big_endian(first + 20), 720);
    ck_assert(shot_take(&options, &error));
    char *second = read_whole(folder, "shot.png", &second_length);
    ck_assert_uint_eq(first_length, second_length);
    ck_assert_mem_eq(first, second, first_length);
    free(first);
    free(second);
}
END_TEST

START_TEST(a_shot_stands_at_its_instant_with_requests_on_their_way) {
    ShotOptions options = shot_default(scenario, path);
    options.at = 33 * SIM_SECOND + 250 * SIM_MILLISECOND;
    SimError error = {0};
    Session *session = shot_session(&options, &error);
    ck_assert_msg(session != NULL, "%s", error.text);
    const Scene *scene = session_scene(session);
    ck_assert_int_eq(scene->view->now, options.at);
    ck_assert_int_gt(scene->dot_count, 20);
    ck_assert_int_gt(scene->badge_count, 0);
    ck_assert_int_eq(scene->chart_count, 6);
    ck_assert(!scene->is_playing);
    session_destroy(session);
}
END_TEST

START_TEST(commands_change_the_picture) {
    ShotOptions options = shot_default(scenario, path);
    options.at = 12 * SIM_SECOND;
    SimCommand crash = {.kind = SIM_COMMAND_CRASH, .at = 5 * SIM_SECOND};
    Session *plain = shot_session(&options, NULL);
    snprintf(crash.target, sizeof crash.target, "ap-south-1/%s",
             session_scene(plain)->view->instances[0].name);
    options.commands = &crash;
    options.command_count = 1;
    Session *crashed = shot_session(&options, NULL);
    ck_assert_int_eq(session_scene(plain)->view->instances[0].state, SIM_INSTANCE_RUNNING);
    ck_assert_int_eq(session_scene(crashed)->view->instances[0].state, SIM_INSTANCE_CRASHED);
    session_destroy(plain);
    session_destroy(crashed);
}
END_TEST

static const struct {
    int32_t width, height;
    float scale;
    SimTime at;
    const char *message;
} wrong[] = {
    {800, 600, 1, 0, "too small"},
    {1920, 1080, 3, 0, "too small"},
    {1920, 1080, 9, 0, "between 0.5 and 4"},
    {1920, 1080, 1, 61 * SIM_SECOND, "lasts 60 s"},
};

START_TEST(impossible_pictures_are_refused_with_the_reason) {
    ShotOptions options = shot_default(scenario, path);
    options.width = wrong[_i].width;
    options.height = wrong[_i].height;
    options.ui_scale = wrong[_i].scale;
    options.at = wrong[_i].at;
    SimError error = {0};
    ck_assert(!shot_take(&options, &error));
    ck_assert_msg(strstr(error.text, wrong[_i].message) != NULL, "%s", error.text);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("shot");
    TCase *tests = tcase_create("shot");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, equal_options_make_equal_pictures_of_the_asked_size);
    tcase_add_test(tests, a_shot_stands_at_its_instant_with_requests_on_their_way);
    tcase_add_test(tests, commands_change_the_picture);
    tcase_add_loop_test(tests, impossible_pictures_are_refused_with_the_reason, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
