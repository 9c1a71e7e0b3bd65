// Two players, one picture: cairo's files are equal byte for byte, and the window shows what they
// show.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw/chart.h"
#include "draw/player_cairo.h"
#ifdef ALBATROSS_WINDOW
#include "window/sdl/render.h"
#endif

enum { WIDTH = 640, HEIGHT = 400 };

static TextMeasure *text;
static Theme theme;
static DrawList list;
static SimError error;
static char folder[64];
static SimPoint points[300];

static void set_up(void) {
    strcpy(folder, "/tmp/albatross-players-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    text = text_measure_create(&error);
    ck_assert_msg(text != NULL, "%s", error.text);
    ck_assert(theme_load(&theme, THEME_DARK, &error));
    draw_list_init(&list, text, &theme);
    for (int i = 0; i < 300; i++)
        points[i] = (SimPoint){
            .start = i * SIM_SECOND, .value = i * 7 % 40, .is_present = i < 90 || i > 120};
}

static void path_of(const char *name, char *out, size_t capacity) {
    snprintf(out, capacity, "%s/%s", folder, name);
}

static void tear_down(void) {
    static const char *const names[] = {"a.png", "b.png", "a.svg", "b.svg"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        path_of(names[i], path, sizeof path);
        remove(path);
    }
    rmdir(folder);
    draw_list_deinit(&list);
    text_measure_destroy(text);
}

static void draw_tile(float x, float y, HealthGlyph glyph) {
    draw_layer(&list, LAYER_TILES);
    draw_box(&list, draw_rect_make(x + 0.5f, y + 0.5f, 103, 95), 6, theme_color(&theme, THEME_TILE),
             draw_stroke(theme_color(&theme, THEME_HAIRLINE), 1));
    mark_version(&list, x + 8, y + 8, 20, 'B', (int)glyph % 3);
    draw_label(&list, x + 34, y + 23, TEXT_MONO, THEME_TEXT, "i-0a1f");
    mark_health(&list, x + 17, y + 43, 7, glyph);
    draw_label(&list, x + 32, y + 48, TEXT_WORDS, THEME_TEXT, mark_health_word(glyph));
    mark_load_bar(&list, x + 8, y + 61, 88, 0.15f * (float)glyph, false);
}

/// A bit of everything; `shift` moves the dots alone, `caption` is on a layer of its own.
static void draw_sample(float shift, const char *caption) {
    draw_list_reset(&list);
    draw_layer(&list, LAYER_PANELS);
    draw_box(&list, draw_rect_make(8.5f, 8.5f, 623, 119), 8, theme_color(&theme, THEME_PANEL),
             draw_stroke(theme_color(&theme, THEME_HAIRLINE), 1));
    draw_layer(&list, LAYER_HATCH);
    draw_hatch(&list, draw_rect_make(240, 12, 300, 112), theme_color(&theme, THEME_HATCH), 3, 10);
    for (int i = 0; i < 5; i++)
        draw_tile(20 + 120 * (float)i, 20, (HealthGlyph)i);
    draw_layer(&list, LAYER_PATHS);
    draw_curve(&list, (DrawPoint[]){{340, 150}, {400, 150}, {420, 220}, {500, 220}}, 4,
               draw_dashed(theme_color(&theme, THEME_EDGE), 1.5f, 5, 4));
    for (int i = 0; i < 7; i++)
        mark_event(&list, 350 + (float)i * 32, 250, (EventMark)i);
    mark_key_hint(&list, 340, 280, "Space", "pause");
    draw_layer(&list, LAYER_BADGES);
    mark_failure(&list, 340, 320, 104, (FailureBadge){DOT_ERROR, "500", 141, "in last 10 s"}, true);
    draw_layer(&list, LAYER_CAPTION);
    draw_label(&list, 460, 340, TEXT_WORDS, THEME_TEXT, caption);
    draw_layer(&list, LAYER_DOTS);
    for (int i = 0; i < 12; i++)
        mark_dot(&list, (Dot){.kind = (DotKind)(i % 4),
                              .x = 340 + shift + (float)i * 22,
                              .y = 190,
                              .work_left = (float)i / 11,
                              .patience_left = i % 2 ? 0.7f : -1,
                              .has_halo = i % 3 == 0});
    ChartSeries series = {.name = "p99",
                          .points = points,
                          .point_count = 300,
                          .color = theme_color(&theme, THEME_ERROR),
                          .width = 2};
    chart_draw(&list, draw_rect_make(8, 140, 308, 232),
               &(ChartInput){.title = "TargetResponseTime",
                             .subtitle = "seconds, 1 s",
                             .series = &series,
                             .series_count = 1,
                             .time_to_s = 300,
                             .now_s = 280,
                             .cursor_s = 200,
                             .has_legend = true});
}

static char *read_file(const char *path, long *size) {
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)*size + 1);
    ck_assert_uint_eq(fread(bytes, 1, (size_t)*size, file), (size_t)*size);
    fclose(file);
    bytes[*size] = 0;
    return bytes;
}

static void assert_equal_files(const char *a, const char *b) {
    long size_a, size_b;
    char *bytes_a = read_file(a, &size_a), *bytes_b = read_file(b, &size_b);
    ck_assert_int_eq(size_a, size_b);
    ck_assert_int_gt(size_a, 2000);
    ck_assert_mem_eq(bytes_a, bytes_b, (size_t)size_a);
    free(bytes_a);
    free(bytes_b);
}

START_TEST(the_sample_has_no_text_problem) {
    DrawProblem problem;
    draw_sample(0, "Green answers 500");
    int count = draw_list_check(&list, WIDTH, HEIGHT, &problem, 1);
    ck_assert_msg(count == 0, "%s", problem.sentence);
}
END_TEST

START_TEST(a_png_of_an_equal_list_is_equal_byte_for_byte) {
    char a[128], b[128];
    path_of("a.png", a, sizeof a);
    path_of("b.png", b, sizeof b);
    draw_sample(0, "Green answers 500");
    ck_assert_msg(draw_png(&list, WIDTH, HEIGHT, a, &error), "%s", error.text);
    draw_sample(0, "Green answers 500");
    ck_assert(draw_png(&list, WIDTH, HEIGHT, b, &error));
    assert_equal_files(a, b);
}
END_TEST

START_TEST(an_svg_of_an_equal_list_is_equal_and_needs_no_font) {
    char a[128], b[128];
    long size;
    path_of("a.svg", a, sizeof a);
    path_of("b.svg", b, sizeof b);
    draw_sample(0, "Green answers 500");
    ck_assert_msg(draw_svg(&list, WIDTH, HEIGHT, a, &error), "%s", error.text);
    ck_assert(draw_svg(&list, WIDTH, HEIGHT, b, &error));
    assert_equal_files(a, b);
    char *svg = read_file(a, &size);
    ck_assert_ptr_nonnull(strstr(svg, "<svg"));
    ck_assert_ptr_null(strstr(svg, "font-family"));
    free(svg);
}
END_TEST

START_TEST(a_picture_that_cannot_be_written_is_an_error_that_names_it) {
    draw_sample(0, "");
    ck_assert(!draw_png(&list, WIDTH, HEIGHT, "/nowhere/at/all.png", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/nowhere/at/all.png"));
    ck_assert(!draw_svg(&list, WIDTH, HEIGHT, "/nowhere/at/all.svg", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/nowhere/at/all.svg"));
}
END_TEST

#ifdef ALBATROSS_WINDOW
static SDL_Window *window;
static Renderer *renderer;

static void open_window(float scale) {
    SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    ck_assert_int_eq(SDL_Init(SDL_INIT_VIDEO), 0);
    window = SDL_CreateWindow("test", 0, 0, (int)(WIDTH * scale), (int)(HEIGHT * scale), 0);
    ck_assert_ptr_nonnull(window);
    renderer = renderer_create(window, scale, &error);
    ck_assert_msg(renderer != NULL, "%s", error.text);
}

static void close_window(void) {
    renderer_destroy(renderer);
    SDL_DestroyWindow(window);
    SDL_Quit();
}

/// Mean absolute difference of all channels, and the largest difference of what 16 x 16 px have in
/// mean: a letter half a pixel further left does not count there, a mark that is missing does.
static double mean_difference(const char *a, const char *b, double *block_most) {
    cairo_surface_t *pictures[] = {cairo_image_surface_create_from_png(a),
                                   cairo_image_surface_create_from_png(b)};
    int width = cairo_image_surface_get_width(pictures[0]),
        height = cairo_image_surface_get_height(pictures[0]);
    ck_assert_int_eq(width, cairo_image_surface_get_width(pictures[1]));
    ck_assert_int_eq(height, cairo_image_surface_get_height(pictures[1]));
    const unsigned char *data[] = {cairo_image_surface_get_data(pictures[0]),
                                   cairo_image_surface_get_data(pictures[1])};
    int stride = cairo_image_surface_get_stride(pictures[0]);
    double sum = 0;
    double *blocks = calloc((size_t)((width / 16 + 1) * (height / 16 + 1)), sizeof *blocks);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++) {
                int at = y * stride + x * 4 + c, difference = data[0][at] - data[1][at];
                sum += abs(difference);
                blocks[y / 16 * (width / 16 + 1) + x / 16] += difference / 768.0;
            }
    *block_most = 0;
    for (int i = 0; i < (width / 16 + 1) * (height / 16 + 1); i++)
        *block_most = fmax(*block_most, fabs(blocks[i]));
    free(blocks);
    cairo_surface_destroy(pictures[0]);
    cairo_surface_destroy(pictures[1]);
    return sum / (3.0 * width * height);
}

static const float scales[] = {1, 1.5f};

START_TEST(the_window_shows_what_the_picture_shows) {
    char a[128], b[128];
    double block_most;
    path_of("a.png", a, sizeof a);
    path_of("b.png", b, sizeof b);
    open_window(scales[_i]);
    // Fractions of a pixel are rounded to quarters by the window, so take one that both can show.
    draw_sample(0.25f, "Green answers 500");
    renderer_play(renderer, &list);
    ck_assert_msg(renderer_read_png(renderer, a, &error), "%s", error.text);
    ck_assert(draw_png_scaled(&list, WIDTH, HEIGHT, scales[_i], b, &error));
    double mean = mean_difference(a, b, &block_most);
    ck_assert_msg(mean < 1.0, "mean difference %f", mean);
    ck_assert_msg(block_most < 12, "a block differs by %f", block_most);
    close_window();
}
END_TEST

START_TEST(moving_dots_redraw_no_cell_and_a_new_word_only_its_own) {
    int drawn, cells;
    open_window(1);
    draw_sample(0, "Green answers 500");
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells);
    ck_assert_int_gt(drawn, 0);
    draw_sample(3.7f, "Green answers 500");
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells);
    ck_assert_int_eq(drawn, 0);
    draw_sample(3.7f, "Green answers 503");
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells);
    ck_assert_int_gt(drawn, 0);
    ck_assert_int_le(drawn, 6);
    close_window();
}
END_TEST

START_TEST(a_picture_drawn_by_cells_is_the_picture_drawn_at_once) {
    char a[128], b[128];
    path_of("a.png", a, sizeof a);
    path_of("b.png", b, sizeof b);
    open_window(1);
    for (int i = 0; i < 6; i++) {
        draw_sample((float)i * 1.3f, i % 2 ? "Green answers 500" : "Blue is back");
        renderer_play(renderer, &list);
        renderer_present(renderer);
    }
    renderer_play(renderer, &list);
    ck_assert(renderer_read_png(renderer, a, &error));
    renderer_invalidate(renderer);
    renderer_play(renderer, &list);
    ck_assert(renderer_read_png(renderer, b, &error));
    assert_equal_files(a, b);
    close_window();
}
END_TEST

START_TEST(a_window_follows_its_size_and_theme) {
    int drawn, cells, cells_before;
    float width, height;
    open_window(2);
    renderer_size(renderer, &width, &height);
    ck_assert_float_eq(width, WIDTH);
    draw_sample(0, "");
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells_before);
    SDL_SetWindowSize(window, 1500, 900);
    SDL_PumpEvents();
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells);
    ck_assert_int_gt(cells, cells_before);
    ck_assert(theme_load(&theme, THEME_LIGHT, &error));
    renderer_play(renderer, &list);
    renderer_cost(renderer, &drawn, &cells);
    ck_assert_int_ge(drawn, cells / 2);
    close_window();
}
END_TEST
#endif

int main(void) {
    Suite *suite = suite_create("players");
    TCase *cases = tcase_create("players");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, the_sample_has_no_text_problem);
    tcase_add_test(cases, a_png_of_an_equal_list_is_equal_byte_for_byte);
    tcase_add_test(cases, an_svg_of_an_equal_list_is_equal_and_needs_no_font);
    tcase_add_test(cases, a_picture_that_cannot_be_written_is_an_error_that_names_it);
#ifdef ALBATROSS_WINDOW
    tcase_add_loop_test(cases, the_window_shows_what_the_picture_shows, 0, 2);
    tcase_add_test(cases, moving_dots_redraw_no_cell_and_a_new_word_only_its_own);
    tcase_add_test(cases, a_picture_drawn_by_cells_is_the_picture_drawn_at_once);
    tcase_add_test(cases, a_window_follows_its_size_and_theme);
#endif
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
