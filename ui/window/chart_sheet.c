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

/// The whole grid of a dashboard.
static int draw_dashboard(const Frame *f, const ChartEvent *events, int event_count) {
    const float column = (CHART_SHEET_WIDTH - 2 * GAP + GAP) / 24.0f, row = 53;
    int rows = 0;
    for (int32_t i = 0; i < f->scene->chart_count; i++) {
        const SimWidget *it = &f->scene->charts[i].widget;
        DrawRect rect = {GAP + (float)it->x * column, HEAD + (float)it->y * row,
                         (float)it->width * column - GAP, (float)it->height * row - GAP};
        part_chart(f, i, rect, events, event_count);
        rows = it->y + it->height > rows ? it->y + it->height : rows;
    }
    return HEAD + rows * (int)row;
}

int chart_sheet_draw(const Scene *scene, DrawList *list) {
    Frame frame = {.scene = scene, .view = scene->view, .layout = &sheet_layout, .list = list};
    ChartEvent events[PART_CHART_EVENTS];
    draw_list_reset(list);
    draw_layer(list, LAYER_CHARTS);
    draw_head(&frame);
    int event_count = part_chart_events(&frame, events);
    bool is_dashboard = scene->chart_count > 0 && scene->charts[0].is_widget;
    if (is_dashboard) return draw_dashboard(&frame, events, event_count);
    for (int32_t i = 0; i < scene->chart_count; i++) {
        float x = GAP + (float)(i % COLUMNS) * (PANEL_WIDTH + GAP);
        float y = HEAD + (float)(i / COLUMNS) * (PANEL_HEIGHT + GAP);
        part_chart(&frame, i, draw_rect_make(x, y, PANEL_WIDTH, PANEL_HEIGHT), events, event_count);
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
