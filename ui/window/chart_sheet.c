// The panels are those of the window, only larger: what was seen there is what stands in the files.
#include "window/chart_sheet.h"

#include <stdio.h>

#include "draw/player_cairo.h"
#include "window/scene_parts.h"

enum { COLUMNS = 3, PANEL_WIDTH = 496, PANEL_HEIGHT = 300, GAP = 18, HEAD = 48 };

// Nothing of the layout is asked but that panels are not small.
static const Layout sheet_layout;

static void draw_head(const Frame *f) {
    char end[32];
    part_clock(f->view->now, end, sizeof end);
    Ink title = {TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT};
    float right = CHART_SHEET_WIDTH - GAP;
    char text[96];
    snprintf(text, sizeof text, "0:00 to %s, seed %llu", end, (unsigned long long)f->view->seed);
    float width = part_right(f, right, 32, INK_QUIET, text);
    part_name(f, GAP, 32, title, right - width - 2 * GAP, f->view->info->title);
}

int chart_sheet_draw(const Scene *scene, DrawList *list) {
    Frame frame = {.scene = scene, .view = scene->view, .layout = &sheet_layout, .list = list};
    ChartSeries series[PART_CHART_SERIES];
    ChartEvent events[PART_CHART_EVENTS];
    draw_list_reset(list);
    draw_layer(list, LAYER_CHARTS);
    draw_head(&frame);
    int event_count = part_chart_events(&frame, events);
    for (int32_t i = 0; i < scene->chart_count; i++) {
        float x = GAP + (float)(i % COLUMNS) * (PANEL_WIDTH + GAP);
        float y = HEAD + (float)(i / COLUMNS) * (PANEL_HEIGHT + GAP);
        ChartInput input = part_chart_input(&frame, &scene->charts[i], series, events, event_count);
        chart_draw(list, draw_rect_make(x, y, PANEL_WIDTH, PANEL_HEIGHT), &input);
    }
    int rows = (scene->chart_count + COLUMNS - 1) / COLUMNS;
    return HEAD + rows * (PANEL_HEIGHT + GAP);
}

static bool write_both(const Scene *scene, DrawList *list, const char *directory, SimError *error) {
    char path[4096];
    int height = chart_sheet_draw(scene, list);
    snprintf(path, sizeof path, "%s/charts.svg", directory);
    if (!draw_svg(list, CHART_SHEET_WIDTH, height, path, error)) return false;
    snprintf(path, sizeof path, "%s/charts.png", directory);
    return draw_png(list, CHART_SHEET_WIDTH, height, path, error);
}

bool chart_sheet_write(const Scene *scene, const char *directory, SimError *error) {
    Theme theme;
    if (!theme_load(&theme, THEME_DARK, error)) return false;
    TextMeasure *text = text_measure_create(error);
    if (text == NULL) return false;
    DrawList list;
    draw_list_init(&list, text, &theme);
    bool is_written = write_both(scene, &list, directory, error);
    draw_list_deinit(&list);
    text_measure_destroy(text);
    return is_written;
}
