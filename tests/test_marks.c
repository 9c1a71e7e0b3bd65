// The vocabulary: every mark can be told from every other without its colour, and sizes say what
// they should.
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/marks.h"

static TextMeasure *text;
static Theme theme;
static DrawList list;

static void set_up(void) {
    SimError error = {""};
    text = text_measure_create(&error);
    ck_assert_msg(text != NULL, "%s", error.text);
    ck_assert(theme_load(&theme, THEME_DARK, &error));
    draw_list_init(&list, text, &theme);
}

static void tear_down(void) {
    draw_list_deinit(&list);
    text_measure_destroy(text);
}

/// The hash of what was drawn as somebody sees it who sees no colours: only whether there is one.
static uint64_t colourless_hash(void) {
    for (int i = 0; i < list.command_count; i++) {
        DrawCommand *command = &list.commands[i];
        command->fill = command->fill.a > 0 ? (Color){1, 1, 1, 255} : (Color){0};
        command->stroke = command->stroke.a > 0 ? (Color){1, 1, 1, 255} : (Color){0};
    }
    uint64_t hash = draw_list_hash(&list);
    draw_list_reset(&list);
    return hash;
}

static void assert_all_differ(const uint64_t *hashes, int count) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            ck_assert_msg(hashes[i] != hashes[j], "%d looks like %d", i, j);
}

START_TEST(requests_are_told_apart_without_colour) {
    uint64_t hashes[4];
    for (int i = 0; i < 4; i++) {
        mark_dot(&list,
                 (Dot){.kind = (DotKind)i, .x = 20, .y = 20, .work_left = 1, .patience_left = -1});
        hashes[i] = colourless_hash();
    }
    assert_all_differ(hashes, 4);
}
END_TEST

START_TEST(health_is_told_apart_without_colour) {
    static const HealthGlyph glyphs[] = {HEALTH_HEALTHY,   HEALTH_INITIAL, HEALTH_DRAINING,
                                         HEALTH_UNHEALTHY, HEALTH_UNUSED,  HEALTH_WARN};
    uint64_t hashes[6];
    for (int i = 0; i < 6; i++) {
        mark_health(&list, 20, 20, 7, glyphs[i]);
        hashes[i] = colourless_hash();
    }
    assert_all_differ(hashes, 6);
}
END_TEST

START_TEST(releases_and_events_are_told_apart_without_colour_or_letter) {
    uint64_t hashes[3];
    for (int i = 0; i < 3; i++) {
        mark_version(&list, 20, 20, 20, 'X', i);
        hashes[i] = colourless_hash();
    }
    assert_all_differ(hashes, 3);
    EventMark shapes[] = {EVENT_COMMAND, EVENT_ALARM, EVENT_ZONAL_SHIFT};
    for (int i = 0; i < 3; i++) {
        mark_event(&list, 20, 20, shapes[i]);
        list.chars[0] = 'X';
        hashes[i] = colourless_hash();
    }
    assert_all_differ(hashes, 3);
}
END_TEST

START_TEST(area_not_radius_is_in_proportion_to_the_work_left) {
    float none = mark_dot_radius(0), half = mark_dot_radius(0.5f), all = mark_dot_radius(1);
    ck_assert_float_eq_tol(none, 2.5f, 1e-4f);
    ck_assert_float_eq_tol(all, 6, 1e-4f);
    ck_assert_float_eq_tol(half * half, (none * none + all * all) / 2, 1e-3f);
    ck_assert_float_eq(mark_dot_radius(7), all);
    ck_assert_float_eq(mark_dot_radius(-1), none);
}
END_TEST

START_TEST(load_turns_from_ninety_percent_on_and_never_leaves_its_bar) {
    static const struct {
        float load;
        ThemeColor color;
    } cases[] = {{0.3f, THEME_LOAD}, {0.89f, THEME_LOAD}, {0.9f, THEME_WARN}, {4, THEME_WARN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        draw_list_reset(&list);
        mark_load_bar(&list, 10, 10, 88, cases[i].load, false);
        Color wanted = theme_color(&theme, cases[i].color);
        ck_assert_mem_eq(&list.commands[1].fill, &wanted, sizeof wanted);
        ck_assert_float_le(list.commands[1].w, 88);
    }
    draw_list_reset(&list);
    mark_load_bar(&list, 10, 10, 88, 0, false);
    ck_assert_float_eq(list.commands[0].w, 88);
    ck_assert_int_eq(list.commands[1].kind, DRAW_POLYLINE);
}
END_TEST

START_TEST(a_queue_shows_at_most_what_there_is_room_for) {
    ck_assert_int_eq(mark_queue(&list, 90, 50, 3, 4, 2), 3);
    ck_assert_int_eq(list.command_count, 3);
    ck_assert_int_eq(mark_queue(&list, 90, 50, 30, 4, 2), 8);
    ck_assert_int_eq(mark_queue(&list, 90, 50, 0, 4, 2), 0);
    ck_assert_int_eq(list.command_count, 11);
}
END_TEST

START_TEST(failures_of_any_count_are_read_in_full) {
    static const int64_t counts[] = {1, 141, 999, 1000, 1412, 99999, 1234567, 98765432};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        draw_list_reset(&list);
        mark_failure(&list, 10, 10, 104,
                     (FailureBadge){DOT_ERROR, "503", counts[i], "in last 10 s"}, true);
        ck_assert_int_eq(draw_list_check(&list, 200, 100, NULL, 0), 0);
        for (int c = 0; c < list.command_count; c++)
            ck_assert_msg(!list.commands[c].was_elided, "%s",
                          draw_command_text(&list, &list.commands[c]));
    }
}
END_TEST

START_TEST(a_sparkline_has_a_gap_where_there_is_no_value) {
    float values[] = {1, 2, 3, NAN, NAN, 3, 2, 5};
    mark_sparkline(&list, draw_rect_make(0, 0, 70, 16), values, 8, theme_color(&theme, THEME_TEXT));
    ck_assert_int_eq(list.command_count, 2);
    ck_assert_int_eq(list.commands[0].point_count, 3);
    ck_assert_int_eq(list.commands[1].point_count, 3);
    for (int i = 0; i < list.point_count; i++) {
        ck_assert_float_ge(list.points[i].y, -0.01f);
        ck_assert_float_le(list.points[i].y, 16.01f);
    }
}
END_TEST

START_TEST(a_row_of_key_hints_can_be_laid_by_the_widths_returned) {
    float x = 10;
    static const char *const hints[][2] = {
        {"Space", "pause"}, {".", "one event"}, {"[ ]", "weight"}};
    for (int i = 0; i < 3; i++)
        x += mark_key_hint(&list, x, 10, hints[i][0], hints[i][1]) + 16;
    ck_assert_int_eq(draw_list_check(&list, x, 40, NULL, 0), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("marks");
    TCase *cases = tcase_create("marks");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, requests_are_told_apart_without_colour);
    tcase_add_test(cases, health_is_told_apart_without_colour);
    tcase_add_test(cases, releases_and_events_are_told_apart_without_colour_or_letter);
    tcase_add_test(cases, area_not_radius_is_in_proportion_to_the_work_left);
    tcase_add_test(cases, load_turns_from_ninety_percent_on_and_never_leaves_its_bar);
    tcase_add_test(cases, a_queue_shows_at_most_what_there_is_room_for);
    tcase_add_test(cases, failures_of_any_count_are_read_in_full);
    tcase_add_test(cases, a_sparkline_has_a_gap_where_there_is_no_value);
    tcase_add_test(cases, a_row_of_key_hints_can_be_laid_by_the_widths_returned);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
