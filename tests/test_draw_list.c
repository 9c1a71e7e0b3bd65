// The draw list and its measurer: what is measured, what the check finds, what stays the same.
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "draw/draw_list.h"

static TextMeasure *text;
static Theme theme;
static DrawList list;

static void set_up(void) {
    SimError error = {""};
    text = text_measure_create(&error);
    ck_assert_msg(text != NULL, "%s", error.text);
    ck_assert_msg(theme_load(&theme, THEME_DARK, &error), "%s", error.text);
    draw_list_init(&list, text, &theme);
}

static void tear_down(void) {
    draw_list_deinit(&list);
    text_measure_destroy(text);
}

static DrawTextSpec body(void) {
    return (DrawTextSpec){
        .style = TEXT_WORDS, .size = TEXT_BODY, .color = theme_color(&theme, THEME_TEXT)};
}

static int check_count(DrawProblemKind kind) {
    DrawProblem problems[8];
    int count = draw_list_check(&list, 800, 600, problems, 8), found = 0;
    for (int i = 0; i < count && i < 8; i++)
        found += problems[i].kind == kind;
    return found;
}

// ---- theme

START_TEST(theme_has_every_colour_in_both_modes) {
    SimError error;
    Theme light;
    ck_assert(theme_load(&light, THEME_LIGHT, &error));
    ck_assert_int_eq(theme_color(&theme, THEME_GROUND).r, 0x15);
    ck_assert_int_eq(theme_color(&light, THEME_GROUND).r, 0xF4);
    ck_assert_int_eq(theme_color(&theme, THEME_SCRIM).a, 0xDB);
    for (int i = 0; i < THEME_COLOR_COUNT; i++) {
        ck_assert_int_gt(theme.colors[i].a, 0);
        ck_assert_int_gt(light.colors[i].a, 0);
    }
}
END_TEST

START_TEST(theme_refuses_a_palette_with_a_missing_or_broken_colour) {
    SimError error = {""};
    Theme made = theme;
    ck_assert(!theme_parse(&made, THEME_DARK,
                           "token,dark,light,meaning\nground,#151D26,#F4F6F8,x\n", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "\"panel\" is missing"));
    ck_assert(
        !theme_parse(&made, THEME_LIGHT, "token,dark,light\nground,#151D26,grey,x\n", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "\"grey\""));
    ck_assert(
        !theme_parse(&made, THEME_DARK, "token,dark,light\nmauve,#151D26,#FFFFFF,x\n", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "\"mauve\""));
    ck_assert_mem_eq(&made, &theme, sizeof made);
}
END_TEST

// ---- measuring

START_TEST(width_is_the_sum_of_its_parts_and_grows_exactly_with_size) {
    float whole = text_width(text, TEXT_WORDS, 16, "least outstanding");
    float parts = text_width(text, TEXT_WORDS, 16, "least ") +
                  text_width(text, TEXT_WORDS, 16, "outstanding");
    ck_assert_float_eq_tol(whole, parts, 1e-3f);
    ck_assert_float_eq_tol(text_width(text, TEXT_WORDS, 32, "least outstanding"), 2 * whole, 1e-3f);
    ck_assert_float_gt(whole, 16 * 4);
    ck_assert_float_eq(text_width(text, TEXT_WORDS, 16, ""), 0);
}
END_TEST

START_TEST(monospaced_digits_are_equally_wide) {
    float zero = text_width(text, TEXT_MONO_MEDIUM, 28, "0");
    for (char c = '1'; c <= '9'; c++)
        ck_assert_float_eq(text_width(text, TEXT_MONO_MEDIUM, 28, (char[]){c, 0}), zero);
    ck_assert_float_eq_tol(text_width(text, TEXT_MONO_MEDIUM, 28, "09:42"), 5 * zero, 1e-3f);
}
END_TEST

START_TEST(broken_utf8_is_one_replacement_each_and_never_read_past_the_end) {
    const char *at = "a\xC3";
    ck_assert_uint_eq(text_next_codepoint(&at), 'a');
    ck_assert_uint_eq(text_next_codepoint(&at), 0xFFFD);
    ck_assert_uint_eq(text_next_codepoint(&at), 0);
    at = "\xE2\x80\xA6\xFF";
    ck_assert_uint_eq(text_next_codepoint(&at), 0x2026);
    ck_assert_uint_eq(text_next_codepoint(&at), 0xFFFD);
    ck_assert_uint_eq(text_next_codepoint(&at), 0);
}
END_TEST

START_TEST(elided_text_fits_and_ends_with_an_ellipsis) {
    char out[64];
    float width = text_width(text, TEXT_WORDS, 14, "How do you deploy without downtime?");
    ck_assert(!text_elide(text, TEXT_WORDS, 14, "How do you deploy without downtime?", width, out,
                          sizeof out));
    ck_assert_str_eq(out, "How do you deploy without downtime?");
    for (float room = 20; room < width; room += 7) {
        ck_assert(text_elide(text, TEXT_WORDS, 14, "How do you deploy without downtime?", room, out,
                             sizeof out));
        ck_assert_str_eq(out + strlen(out) - 3, "…");
        ck_assert_float_le(text_width(text, TEXT_WORDS, 14, out), room);
    }
}
END_TEST

START_TEST(eliding_keeps_characters_whole_when_room_for_bytes_ends) {
    char out[10];
    text_elide(text, TEXT_WORDS, 14, "ÄÖÜÄÖÜÄÖÜÄÖÜ", 1e6f, out, sizeof out);
    ck_assert_str_eq(out, "ÄÖÜÄ");
    text_elide(text, TEXT_WORDS, 14, "ÄÖÜÄÖÜÄÖÜÄÖÜ", 80, out, sizeof out);
    ck_assert_str_eq(out, "ÄÖÜ…");
}
END_TEST

// ---- text commands

START_TEST(text_is_placed_by_its_alignment) {
    DrawTextSpec spec = body();
    float width = draw_text(&list, 100, 50, spec, "blue");
    spec.align = ALIGN_RIGHT;
    draw_text(&list, 100, 80, spec, "blue");
    spec.align = ALIGN_CENTER;
    draw_text(&list, 100, 110, spec, "blue");
    ck_assert_float_eq(list.commands[0].x, 100);
    ck_assert_float_eq(list.commands[1].x, 100 - width);
    ck_assert_float_eq(list.commands[2].x, 100 - width / 2);
    ck_assert_float_eq(list.commands[0].w, width);
    ck_assert_str_eq(draw_command_text(&list, &list.commands[2]), "blue");
}
END_TEST

START_TEST(text_is_elided_only_when_allowed) {
    DrawTextSpec spec = body();
    spec.width_max = 60;
    draw_text(&list, 10, 50, spec, "least outstanding requests");
    ck_assert_int_eq(check_count(DRAW_TEXT_OUTSIDE_BOX), 1);
    draw_list_reset(&list);
    spec.can_elide = true;
    draw_text(&list, 10, 50, spec, "least outstanding requests");
    ck_assert_int_eq(list.commands[0].was_elided, 1);
    ck_assert_int_eq(draw_list_check(&list, 800, 600, NULL, 0), 0);
}
END_TEST

// ---- the check

START_TEST(check_finds_text_outside_the_window) {
    draw_text(&list, 780, 50, body(), "too far right");
    draw_text(&list, 10, 5, body(), "too high");
    draw_text(&list, 10, 599, body(), "going down");
    ck_assert_int_eq(check_count(DRAW_TEXT_OUTSIDE_WINDOW), 3);
}
END_TEST

START_TEST(check_finds_text_cut_by_its_clip) {
    draw_clip_push(&list, draw_rect_make(0, 0, 400, 400));
    draw_clip_push(&list, draw_rect_make(10, 10, 500, 20));
    draw_text(&list, 12, 26, body(), "inside");
    draw_text(&list, 100, 36, body(), "half below");
    draw_text(&list, 380, 26, body(), "half beside");
    draw_clip_pop(&list);
    draw_clip_pop(&list);
    draw_text(&list, 380, 80, body(), "no clip any more");
    ck_assert_int_eq(check_count(DRAW_TEXT_OUTSIDE_CLIP), 2);
}
END_TEST

START_TEST(check_finds_overlapping_text_of_one_height_only) {
    draw_layer(&list, LAYER_PANELS);
    draw_text(&list, 10, 50, body(), "first words");
    draw_layer(&list, LAYER_TILES);
    draw_text(&list, 40, 54, body(), "second words");
    ck_assert_int_eq(check_count(DRAW_TEXT_OVERLAPS), 1);
    draw_layer(&list, LAYER_DIALOG);
    draw_text(&list, 10, 50, body(), "a dialog covers the map");
    ck_assert_int_eq(check_count(DRAW_TEXT_OVERLAPS), 1);
}
END_TEST

START_TEST(check_lets_lines_and_neighbours_stand_close) {
    DrawTextSpec spec = body();
    spec.size = TEXT_LABEL;
    float width = draw_text(&list, 10, 50, spec, "lgjpq");
    draw_text(&list, 10 + width, 50, spec, "lgjpq");
    draw_text(&list, 10, 67, spec, "lgjpq");
    ck_assert_int_eq(draw_list_check(&list, 800, 600, NULL, 0), 0);
}
END_TEST

START_TEST(check_says_which_texts_in_a_sentence) {
    DrawProblem problem;
    draw_text(&list, 10, 50, body(), "first words");
    draw_text(&list, 40, 50, body(), "second words");
    ck_assert_int_eq(draw_list_check(&list, 800, 600, &problem, 1), 1);
    ck_assert_ptr_nonnull(strstr(problem.sentence, "second words"));
    ck_assert_ptr_nonnull(strstr(problem.sentence, "overlaps \"first words\""));
}
END_TEST

// ---- hash, order, memory

static void draw_sample(float shift) {
    draw_layer(&list, LAYER_DOTS);
    draw_sprite(&list, (DrawSprite){.shape = SPRITE_DISC, .x = 20 + shift, .y = 20, .radius = 4});
    draw_layer(&list, LAYER_PANELS);
    draw_box(&list, draw_rect_make(0, 0, 100, 50), 8, theme_color(&theme, THEME_PANEL),
             draw_stroke(theme_color(&theme, THEME_HAIRLINE), 1));
    draw_layer(&list, LAYER_TILES);
    draw_polyline(&list, (DrawPoint[]){{0, 0}, {10, 10}, {20, 0}}, 3,
                  draw_stroke(theme_color(&theme, THEME_EDGE), 1.5f));
    draw_text(&list, 10, 40, body(), "i-0a1f");
}

START_TEST(hash_is_the_same_for_the_same_picture_and_differs_for_any_change) {
    draw_sample(0);
    uint64_t first = draw_list_hash(&list);
    draw_list_reset(&list);
    draw_sample(0);
    ck_assert_uint_eq(draw_list_hash(&list), first);
    list.points[1].y += 0.25f;
    ck_assert_uint_ne(draw_list_hash(&list), first);
    list.points[1].y -= 0.25f;
    ck_assert_uint_eq(draw_list_hash(&list), first);
    list.chars[2] = 'z';
    ck_assert_uint_ne(draw_list_hash(&list), first);
    draw_list_reset(&list);
    draw_sample(0.25f);
    ck_assert_uint_ne(draw_list_hash(&list), first);
}
END_TEST

START_TEST(a_command_hashes_alike_wherever_its_points_and_letters_lie) {
    draw_text(&list, 10, 40, body(), "i-0a1f");
    uint64_t alone = draw_command_hash(&list, &list.commands[0]);
    draw_list_reset(&list);
    draw_text(&list, 90, 40, body(), "before");
    draw_text(&list, 10, 40, body(), "i-0a1f");
    ck_assert_uint_eq(draw_command_hash(&list, &list.commands[1]), alone);
}
END_TEST

START_TEST(order_goes_by_layer_and_then_by_appending) {
    draw_sample(0);
    const int32_t *order = draw_list_order(&list);
    static const int32_t wanted[] = {1, 2, 3, 0};
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(order[i], wanted[i]);
}
END_TEST

START_TEST(a_second_equal_frame_allocates_nothing) {
    for (int i = 0; i < 500; i++)
        draw_sample((float)i);
    draw_list_order(&list);
    DrawList before = list;
    draw_list_reset(&list);
    ck_assert_int_eq(list.command_count, 0);
    for (int i = 0; i < 500; i++)
        draw_sample((float)i);
    draw_list_order(&list);
    ck_assert_mem_eq(&list, &before, sizeof list);
}
END_TEST

START_TEST(dump_is_stable_and_names_what_is_drawn) {
    char *first = NULL, *second = NULL;
    size_t size;
    for (int round = 0; round < 2; round++) {
        draw_list_reset(&list);
        draw_sample(0);
        FILE *out = open_memstream(round == 0 ? &first : &second, &size);
        draw_list_dump(&list, out);
        fclose(out);
    }
    ck_assert_str_eq(first, second);
    ck_assert_ptr_nonnull(strstr(first, "panels box 0.00,0.00 100.00x50.00"));
    ck_assert_ptr_nonnull(strstr(first, "\"i-0a1f\""));
    free(first);
    free(second);
}
END_TEST

START_TEST(only_sprites_may_lie_among_the_dots) {
    draw_layer(&list, LAYER_DOTS);
    draw_fill(&list, draw_rect_make(0, 0, 1, 1), theme_color(&theme, THEME_OK));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("draw_list");
    TCase *cases = tcase_create("draw_list");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, theme_has_every_colour_in_both_modes);
    tcase_add_test(cases, theme_refuses_a_palette_with_a_missing_or_broken_colour);
    tcase_add_test(cases, width_is_the_sum_of_its_parts_and_grows_exactly_with_size);
    tcase_add_test(cases, monospaced_digits_are_equally_wide);
    tcase_add_test(cases, broken_utf8_is_one_replacement_each_and_never_read_past_the_end);
    tcase_add_test(cases, elided_text_fits_and_ends_with_an_ellipsis);
    tcase_add_test(cases, eliding_keeps_characters_whole_when_room_for_bytes_ends);
    tcase_add_test(cases, text_is_placed_by_its_alignment);
    tcase_add_test(cases, text_is_elided_only_when_allowed);
    tcase_add_test(cases, check_finds_text_outside_the_window);
    tcase_add_test(cases, check_finds_text_cut_by_its_clip);
    tcase_add_test(cases, check_finds_overlapping_text_of_one_height_only);
    tcase_add_test(cases, check_lets_lines_and_neighbours_stand_close);
    tcase_add_test(cases, check_says_which_texts_in_a_sentence);
    tcase_add_test(cases, hash_is_the_same_for_the_same_picture_and_differs_for_any_change);
    tcase_add_test(cases, a_command_hashes_alike_wherever_its_points_and_letters_lie);
    tcase_add_test(cases, order_goes_by_layer_and_then_by_appending);
    tcase_add_test(cases, a_second_equal_frame_allocates_nothing);
    tcase_add_test(cases, dump_is_stable_and_names_what_is_drawn);
    tcase_add_test_raise_signal(cases, only_sprites_may_lie_among_the_dots, SIGABRT);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
