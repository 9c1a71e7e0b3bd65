// What a dot is: how many requests it stands for, what its shapes mean, and that the way it travels
// is not to scale.
#include "window/scene_parts.h"

#include <stdio.h>

typedef struct LegendItem {
    DotKind kind;
    const char *word;
} LegendItem;

static const LegendItem items[] = {
    {DOT_OK, "ok"}, {DOT_ERROR, "error"}, {DOT_DROPPED, "dropped"}, {DOT_DRAINING, "draining"}};
enum { ITEM_COUNT = sizeof items / sizeof items[0] };

float part_dot_marks(const Frame *f, float x, float right, float y) {
    for (int i = 0; i < ITEM_COUNT; i++) {
        float width = 14 + part_width(f, INK_QUIET, items[i].word);
        if (x + width > right) return x;
        mark_dot(f->list, (Dot){.kind = items[i].kind,
                                .x = x + 6,
                                .y = y - 5,
                                .work_left = items[i].kind == DOT_DROPPED ? 0.4f : 0.5f,
                                .patience_left = -1});
        x += 16 + part_text(f, x + 16, y, INK_QUIET, items[i].word) + 16;
    }
    return x;
}

void part_dot_rings(const Frame *f, float x, float right, float y) {
    if (x + 16 + part_width(f, INK_QUIET, "patience left") > right) return;
    draw_arc(f->list, x + 7, y - 5, 7, 0, 0.66f, draw_stroke(part_color(f, THEME_TEXT), 1.25f));
    x += 20 + part_text(f, x + 20, y, INK_QUIET, "patience left") + 16;
    if (x + 28 + part_width(f, INK_QUIET, "work left") > right) return;
    mark_dot(f->list,
             (Dot){.kind = DOT_OK, .x = x + 4, .y = y - 5, .work_left = 0, .patience_left = -1});
    mark_dot(f->list,
             (Dot){.kind = DOT_OK, .x = x + 16, .y = y - 5, .work_left = 1, .patience_left = -1});
    part_text(f, x + 27, y, INK_QUIET, "work left");
}

static void weight_words(const Scene *scene, bool is_small, char *out, size_t capacity) {
    if (scene->dot_weight <= 1 && scene->dot_weight_error <= 1)
        snprintf(out, capacity, "1 dot = 1 request");
    else if (scene->dot_weight == scene->dot_weight_error || scene->dot_weight_error <= 0)
        snprintf(out, capacity, "1 dot = %d requests", scene->dot_weight);
    else if (is_small)
        snprintf(out, capacity, "1 dot = %d, or %d failed", scene->dot_weight,
                 scene->dot_weight_error);
    else if (scene->dot_weight_error == 1)
        snprintf(out, capacity, "1 dot = %d requests, every failed one is shown",
                 scene->dot_weight);
    else
        snprintf(out, capacity, "1 dot = %d requests, or %d failed ones", scene->dot_weight,
                 scene->dot_weight_error);
}

static void draw_wide(const Frame *f, DrawRect box, const char *weight) {
    float y = box.y + 22, x = box.x + 12, right = rect_right(box) - 12;
    part_panel(f, box, 6, THEME_PANEL);
    x += part_text(f, x, y, INK_BOLD, f->scene->is_literal ? "literal" : "flow") + 10;
    part_text(f, x, y, INK_WORDS, weight);
    part_right(f, right, y, INK_QUIET, "travel not to scale");
    x = part_dot_marks(f, box.x + 12, right, y + 23);
    part_dot_rings(f, x, right, y + 23);
}

/// One line for a small window: the marks alone carry their meaning in the help.
static void draw_narrow(const Frame *f, DrawRect box, const char *weight) {
    float y = rect_middle_y(box), x = box.x + 10, right = rect_right(box) - 10;
    part_panel(f, box, 6, THEME_PANEL);
    part_text(f, x, y - 2.5f, INK_WORDS, weight);
    const char *scale = "travel not to scale";
    float room = right - x - part_width(f, INK_WORDS, weight) - 10;
    float width = part_width(f, INK_QUIET, scale);
    if (width > room) {
        part_text(f, x, y + 13.5f, INK_QUIET, scale);
        return;
    }
    part_text(f, right - width, y - 2.5f, INK_QUIET, scale);
    part_dot_marks(f, x, right + 2, y + 13.5f);
}

void scene_draw_legend(const Frame *f) {
    char weight[64];
    draw_layer(f->list, LAYER_CAPTION);
    weight_words(f->scene, f->layout->is_small, weight, sizeof weight);
    if (f->layout->is_small)
        draw_narrow(f, f->layout->legend, weight);
    else
        draw_wide(f, f->layout->legend, weight);
}
