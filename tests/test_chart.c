// Charts as data: ticks that read well, gaps that stay gaps, and values that are what the series
// say.
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/chart.h"

enum { POINT_COUNT = 600 };

static TextMeasure *text;
static Theme theme;
static DrawList list;
static SimPoint points[POINT_COUNT];
static ChartSeries series;
static ChartInput input;
static const DrawRect panel = {16, 16, 308, 232};

static void set_up(void) {
    SimError error = {""};
    text = text_measure_create(&error);
    ck_assert_msg(text != NULL, "%s", error.text);
    ck_assert(theme_load(&theme, THEME_DARK, &error));
    draw_list_init(&list, text, &theme);
    for (int i = 0; i < POINT_COUNT; i++)
        points[i] = (SimPoint){.start = i * SIM_SECOND, .value = i % 50, .is_present = true};
    series = (ChartSeries){.name = "Healthy",
                           .points = points,
                           .point_count = POINT_COUNT,
                           .color = theme_color(&theme, THEME_OK),
                           .width = 2};
    input = (ChartInput){.title = "HostCount",
                         .subtitle = "Average, 1 s",
                         .series = &series,
                         .series_count = 1,
                         .time_from_s = 0,
                         .time_to_s = 600,
                         .now_s = 600,
                         .cursor_s = -1,
                         .has_legend = true};
}

static void tear_down(void) {
    draw_list_deinit(&list);
    text_measure_destroy(text);
}

static bool is_of_series(const DrawCommand *command) {
    return command->kind == DRAW_POLYLINE &&
           memcmp(&command->stroke, &series.color, sizeof(Color)) == 0 && command->point_count > 2;
}

/// The line of the series, `skip` runs later.
static const DrawCommand *find_run(int skip) {
    for (int i = 0; i < list.command_count; i++)
        if (is_of_series(&list.commands[i]) && skip-- == 0) return &list.commands[i];
    return NULL;
}

static bool has_text(const char *wanted) {
    for (int i = 0; i < list.command_count; i++)
        if (list.commands[i].kind == DRAW_TEXT &&
            strcmp(draw_command_text(&list, &list.commands[i]), wanted) == 0)
            return true;
    return false;
}

static void assert_no_problem(void) {
    DrawProblem problem;
    int count = draw_list_check(&list, 340, 264, &problem, 1);
    ck_assert_msg(count == 0, "%s", problem.sentence);
}

// ---- ticks and labels

static const struct {
    double value_max, step;
    int most, count, decimals;
} tick_cases[] = {
    {100, 50, 2, 2, 0},   {101, 100, 2, 2, 0}, {4400, 2000, 4, 3, 0},
    {1.54, 0.5, 4, 4, 1}, {0.3, 0.1, 4, 3, 1}, {0.031, 0.01, 4, 4, 2},
    {12, 5, 4, 3, 0},     {200, 50, 4, 4, 0},  {7e6, 2e6, 4, 4, 0},
};

START_TEST(ticks_are_one_two_or_five_and_reach_the_top) {
    ChartTicks ticks = chart_ticks(tick_cases[_i].value_max, tick_cases[_i].most);
    ck_assert_double_eq_tol(ticks.step, tick_cases[_i].step, tick_cases[_i].step * 1e-9);
    ck_assert_int_eq(ticks.count, tick_cases[_i].count);
    ck_assert_int_eq(ticks.decimals, tick_cases[_i].decimals);
}
END_TEST

START_TEST(ticks_cover_every_size_with_at_most_what_was_asked) {
    for (double top = 1e-4; top < 1e9; top *= 1.07) {
        ChartTicks ticks = chart_ticks(top, 4);
        ck_assert_int_le(ticks.count, 4);
        ck_assert_double_ge(ticks.step * ticks.count, top * (1 - 1e-6));
    }
    ck_assert_int_ge(chart_ticks(0, 4).count, 1);
    ck_assert_int_ge(chart_ticks(NAN, 4).count, 1);
}
END_TEST

START_TEST(times_are_minutes_and_seconds_and_hours_when_there_are_any) {
    char out[32];
    chart_format_time(430, out, sizeof out);
    ck_assert_str_eq(out, "7:10");
    chart_format_time(3725, out, sizeof out);
    ck_assert_str_eq(out, "1:02:05");
    chart_format_value(2500, 0, out, sizeof out);
    ck_assert_str_eq(out, "2.5k");
    chart_format_value(1, 1, out, sizeof out);
    ck_assert_str_eq(out, "1.0");
    ck_assert_double_eq(chart_time_step(600, 2), 300);
    ck_assert_double_eq(chart_time_step(1200, 5), 300);
}
END_TEST

// ---- values

START_TEST(value_at_the_cursor_is_the_last_point_and_not_an_interpolation) {
    double value = -1;
    ck_assert(chart_value_at(&series, 430, &value));
    ck_assert_double_eq(value, 430 % 50);
    ck_assert(chart_value_at(&series, 430.9, &value));
    ck_assert_double_eq(value, 430 % 50);
    points[430].is_present = false;
    ck_assert(!chart_value_at(&series, 430.5, &value));
    ck_assert(!chart_value_at(&series, -1, &value));
    series.gap_s = 5;
    ck_assert(chart_value_at(&series, 603, &value));
    ck_assert(!chart_value_at(&series, 700, &value));
}
END_TEST

START_TEST(values_of_all_series_stand_top_right_and_a_gap_is_a_dash) {
    char out[64];
    ChartSeries two[2] = {series, series};
    SimPoint other[] = {{.start = 0, .value = 0.48, .is_present = true},
                        {.start = 100 * SIM_SECOND, .is_present = false}};
    two[1].points = other;
    two[1].point_count = 2;
    two[1].scale = 10;
    input.series = two;
    input.series_count = 2;
    input.cursor_s = 8;
    chart_value_text(&input, out, sizeof out);
    ck_assert_str_eq(out, "8 / 4.80");
    input.cursor_s = 101;
    input.unit = "s";
    chart_value_text(&input, out, sizeof out);
    ck_assert_str_eq(out, "1 / - s");
    chart_draw(&list, panel, &input);
    ck_assert(has_text("1 / - s"));
}
END_TEST

// ---- drawing

START_TEST(a_line_is_never_drawn_over_a_gap) {
    for (int i = 200; i < 260; i++)
        points[i].is_present = false;
    chart_draw(&list, panel, &input);
    DrawRect plot = chart_plot_rect(panel, &input);
    const DrawCommand *before = find_run(0), *after = find_run(1);
    ck_assert_ptr_nonnull(before);
    ck_assert_ptr_nonnull(after);
    ck_assert_ptr_null(find_run(2));
    float left = plot.x + plot.w * 199 / 600, right = plot.x + plot.w * 260 / 600;
    for (int i = 0; i < before->point_count; i++)
        ck_assert_float_le(list.points[before->point_first + i].x, left + 0.01f);
    for (int i = 0; i < after->point_count; i++)
        ck_assert_float_ge(list.points[after->point_first + i].x, right - 0.01f);
}
END_TEST

START_TEST(points_far_apart_are_not_joined_when_the_series_says_so) {
    series.gap_s = 2;
    for (int i = 300; i < POINT_COUNT; i++)
        points[i].start += 60 * SIM_SECOND;
    chart_draw(&list, panel, &input);
    ck_assert_ptr_nonnull(find_run(1));
}
END_TEST

/// The light band of the series: a filled polygon of its hue that is not opaque.
static const DrawCommand *find_band(void) {
    for (int i = 0; i < list.command_count; i++) {
        const DrawCommand *command = &list.commands[i];
        bool is_hue = memcmp(&command->fill, &series.color, 3) == 0;
        if (command->kind == DRAW_POLYGON && is_hue && command->fill.a < 128) return command;
    }
    return NULL;
}

static float highest(const DrawCommand *command) {
    float top = INFINITY;
    for (int i = 0; i < command->point_count; i++)
        top = fminf(top, list.points[command->point_first + i].y);
    return top;
}

START_TEST(many_points_are_folded_without_losing_the_peak) {
    static SimPoint many[40000];
    for (int i = 0; i < 40000; i++)
        many[i] = (SimPoint){.start = i * SIM_SECOND / 100, .value = 1, .is_present = true};
    many[12345].value = 100;
    series.points = many;
    series.point_count = 40000;
    chart_draw(&list, panel, &input);
    const DrawCommand *line = find_run(0), *band = find_band();
    DrawRect plot = chart_plot_rect(panel, &input);
    ck_assert_ptr_nonnull(line);
    ck_assert_int_lt(line->point_count, (int)plot.w / 2);
    ck_assert_ptr_nonnull(band);
    ck_assert_float_eq_tol(highest(band), plot.y, 0.5f);
    ck_assert_float_gt(highest(line), plot.y + plot.h * 0.9f); // one in hundreds is not the mean
}
END_TEST

START_TEST(a_dense_line_goes_through_the_means_of_its_bins) {
    for (int i = 0; i < POINT_COUNT; i++)
        points[i].value = i % 2 == 0 ? 20 : 80;
    input.value_max = 100;
    chart_draw(&list, panel, &input);
    DrawRect plot = chart_plot_rect(panel, &input);
    const DrawCommand *line = find_run(0), *band = find_band();
    ck_assert(line != NULL && band != NULL);
    // The first and last bin may hold a single point.
    for (int i = 1; i < line->point_count - 1; i++) {
        float share = (plot.y + plot.h - list.points[line->point_first + i].y) / plot.h;
        ck_assert_float_eq_tol(share, 0.5f, 0.08f);
    }
    ck_assert_float_eq_tol(highest(band), plot.y + plot.h * 0.2f, 0.5f);
}
END_TEST

START_TEST(points_with_room_are_drawn_each_and_have_no_band) {
    series.point_count = 60;
    input.time_to_s = 60;
    chart_draw(&list, panel, &input);
    ck_assert_int_eq(find_run(0)->point_count, 60);
    ck_assert_ptr_null(find_band());
}
END_TEST

/// Widths of the lines of the series, thinnest and thickest.
static void find_widths(float *least, float *most) {
    *least = INFINITY, *most = 0;
    for (int i = 0; i < list.command_count; i++)
        if (is_of_series(&list.commands[i])) {
            *least = fminf(*least, list.commands[i].line_width);
            *most = fmaxf(*most, list.commands[i].line_width);
        }
}

START_TEST(datapoints_are_joined_by_the_thick_line_over_a_thin_truth) {
    SimPoint minutes[9];
    float least, most;
    for (int i = 0; i < 9; i++)
        minutes[i] = (SimPoint){.start = (i + 1) * SIM_MINUTE, .value = 25, .is_present = i != 4};
    series.width = 2.5f;
    chart_draw(&list, panel, &input);
    find_widths(&least, &most);
    ck_assert_float_eq(least, 2.5f); // no such metric in CloudWatch: the truth is all there is
    draw_list_reset(&list);
    series.marks = minutes;
    series.mark_count = 9;
    chart_draw(&list, panel, &input);
    find_widths(&least, &most);
    ck_assert_float_eq(least, 1);
    ck_assert_float_eq(most, 2.5f);
    ck_assert_int_eq(find_run(1)->point_count, 4); // and not over the minute that is absent
    ck_assert_int_eq(find_run(2)->point_count, 4);
    ck_assert_ptr_null(find_run(3));
    draw_list_reset(&list);
    series.is_step = true;
    chart_draw(&list, panel, &input);
    ck_assert_ptr_null(find_run(1)); // levels are not joined by slopes
}
END_TEST

START_TEST(a_step_series_has_only_level_and_upright_lines) {
    series.is_step = true;
    chart_draw(&list, panel, &input);
    const DrawCommand *run = find_run(0);
    ck_assert_ptr_nonnull(run);
    for (int i = 1; i < run->point_count; i++) {
        DrawPoint a = list.points[run->point_first + i - 1], b = list.points[run->point_first + i];
        ck_assert(a.x == b.x || a.y == b.y);
    }
}
END_TEST

START_TEST(the_cursor_shows_its_time_and_hides_labels_it_would_cover) {
    input.cursor_s = 300;
    chart_draw(&list, panel, &input);
    int count = 0;
    for (int i = 0; i < list.command_count; i++)
        count += list.commands[i].kind == DRAW_TEXT &&
                 strcmp(draw_command_text(&list, &list.commands[i]), "5:00") == 0;
    ck_assert_int_eq(count, 1);
    assert_no_problem();
}
END_TEST

START_TEST(charts_of_every_size_and_cursor_have_no_text_problem) {
    input.threshold = 40;
    input.threshold_label = "alarm > 40";
    input.title = "HTTPCode_ELB_5XX_Count of a balancer with a long name";
    for (int step = 0; step < 40; step++) {
        draw_list_reset(&list);
        input.is_small = step % 2 == 1;
        input.cursor_s = step * 600.0 / 39;
        input.time_to_s = step % 3 == 0 ? 7200 : 600;
        chart_draw(&list,
                   (DrawRect){8, 8, 240 + (float)(step % 5) * 20, input.is_small ? 128 : 232},
                   &input);
        assert_no_problem();
    }
}
END_TEST

START_TEST(a_chart_without_values_says_so) {
    for (int i = 0; i < POINT_COUNT; i++)
        points[i].is_present = false;
    chart_draw(&list, panel, &input);
    ck_assert(has_text("nothing reported yet"));
    assert_no_problem();
    points[17].is_present = true;
    draw_list_reset(&list);
    chart_draw(&list, panel, &input);
    ck_assert(!has_text("nothing reported yet"));
}
END_TEST

START_TEST(a_small_chart_tells_its_lines_apart_in_its_head) {
    ChartSeries two[2] = {series, series};
    two[0].name = "alone", two[1].name = "pair";
    input.series = two;
    input.series_count = 2;
    input.is_small = true;
    input.value = "7 / 12.5";
    chart_draw(&list, (DrawRect){8, 8, 320, 128}, &input);
    ck_assert(has_text("alone") && has_text("7") && has_text("pair") && has_text("12.5"));
    assert_no_problem();
    draw_list_reset(&list); // names give way, then keys; values stay
    chart_draw(&list, (DrawRect){8, 8, 230, 128}, &input);
    ck_assert(!has_text("alone") && has_text("7") && has_text("12.5"));
    assert_no_problem();
    draw_list_reset(&list);
    chart_draw(&list, (DrawRect){8, 8, 180, 128}, &input);
    ck_assert(has_text("7 / 12.5"));
    assert_no_problem();
}
END_TEST

START_TEST(x_and_time_are_each_others_inverse) {
    DrawRect plot = chart_plot_rect(panel, &input);
    ck_assert_double_eq_tol(chart_time_at(panel, &input, plot.x), 0, 1e-6);
    ck_assert_double_eq_tol(chart_time_at(panel, &input, plot.x + plot.w / 2), 300, 0.01);
    ck_assert_double_eq_tol(chart_time_at(panel, &input, 9999), 600, 1e-6);
}
END_TEST

START_TEST(equal_inputs_give_equal_lists) {
    chart_draw(&list, panel, &input);
    uint64_t first = draw_list_hash(&list);
    draw_list_reset(&list);
    chart_draw(&list, panel, &input);
    ck_assert_uint_eq(draw_list_hash(&list), first);
    points[17].value += 30;
    draw_list_reset(&list);
    chart_draw(&list, panel, &input);
    ck_assert_uint_ne(draw_list_hash(&list), first);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chart");
    TCase *cases = tcase_create("chart");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, ticks_are_one_two_or_five_and_reach_the_top, 0,
                        (int)(sizeof tick_cases / sizeof *tick_cases));
    tcase_add_test(cases, ticks_cover_every_size_with_at_most_what_was_asked);
    tcase_add_test(cases, times_are_minutes_and_seconds_and_hours_when_there_are_any);
    tcase_add_test(cases, value_at_the_cursor_is_the_last_point_and_not_an_interpolation);
    tcase_add_test(cases, values_of_all_series_stand_top_right_and_a_gap_is_a_dash);
    tcase_add_test(cases, a_line_is_never_drawn_over_a_gap);
    tcase_add_test(cases, points_far_apart_are_not_joined_when_the_series_says_so);
    tcase_add_test(cases, many_points_are_folded_without_losing_the_peak);
    tcase_add_test(cases, a_dense_line_goes_through_the_means_of_its_bins);
    tcase_add_test(cases, points_with_room_are_drawn_each_and_have_no_band);
    tcase_add_test(cases, datapoints_are_joined_by_the_thick_line_over_a_thin_truth);
    tcase_add_test(cases, a_step_series_has_only_level_and_upright_lines);
    tcase_add_test(cases, the_cursor_shows_its_time_and_hides_labels_it_would_cover);
    tcase_add_test(cases, charts_of_every_size_and_cursor_have_no_text_problem);
    tcase_add_test(cases, a_chart_without_values_says_so);
    tcase_add_test(cases, a_small_chart_tells_its_lines_apart_in_its_head);
    tcase_add_test(cases, x_and_time_are_each_others_inverse);
    tcase_add_test(cases, equal_inputs_give_equal_lists);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
