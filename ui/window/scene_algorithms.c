// The list of balancing algorithms for the group in focus: a number key picks one at once. Those
// that ALB does not offer are here to be compared, and say so.
#include "window/scene_parts.h"

#include <stdio.h>

/// The group in focus, or the group of the instance in focus; -1: none.
static int32_t focused_group(const Frame *f) {
    SceneTarget focus = f->scene->focus;
    if (focus.kind != SCENE_TARGET_PLACE || focus.place.index < 0) return -1;
    if (focus.place.kind == SIM_PLACE_GROUP && focus.place.index < f->view->group_count)
        return focus.place.index;
    if (focus.place.kind == SIM_PLACE_INSTANCE && focus.place.index < f->view->instance_count)
        return f->view->instances[focus.place.index].first_group;
    return -1;
}

static void draw_row(const Frame *f, DrawRect row, int32_t index, bool is_current) {
    SimAlgorithmInfo info = sim_algorithm(index);
    char key[12];
    bool is_chosen = index == f->scene->overlay_choice;
    if (is_chosen)
        draw_box(f->list, row, 6, part_color(f, THEME_SELECTED),
                 draw_stroke(part_color(f, THEME_TEXT), 1.25f));
    snprintf(key, sizeof key, "%d", index + 1);
    mark_key_cap(f->list, row.x + 12, row.y + 8, key);
    float x = row.x + 50, right = rect_right(row) - 12;
    float w =
        part_text(f, x, row.y + 25, (Ink){TEXT_WORDS_BOLD, TEXT_BODY, THEME_TEXT}, info.title);
    if (is_current) {
        mark_health(f->list, x + w + 18, row.y + 20, 6.5f, HEALTH_HEALTHY);
        part_text(f, x + w + 30, row.y + 25, INK_WORDS, "in use");
    }
    if (!info.is_offered_by_alb) part_right(f, right, row.y + 25, INK_QUIET, "not offered by ALB");
    part_name(f, x, row.y + 47, INK_QUIET, right - x, info.description);
}

void scene_draw_algorithms(const Frame *f) {
    const Layout *layout = f->layout;
    int32_t group = focused_group(f), count = sim_algorithm_count();
    float w = 840, line = 60, h = 84 + line * (float)count + 12;
    float x = (layout->width - w) / 2, y = (layout->height - h) / 2;
    draw_layer(f->list, LAYER_SCRIM);
    draw_fill(f->list, draw_rect_make(0, 0, layout->width, layout->height),
              part_color(f, THEME_SCRIM));
    draw_layer(f->list, LAYER_DIALOG);
    part_panel(f, draw_rect_make(x, y, w, h), 12, THEME_PANEL);
    float used = part_text(f, x + 24, y + 40, (Ink){TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT},
                           "Balancing algorithm") +
                 16;
    if (group >= 0) {
        part_group_badge(f, x + 24 + used, y + 23, 20, group);
        part_name(f, x + 24 + used + 28, y + 39, (Ink){TEXT_WORDS, TEXT_BODY, THEME_SECONDARY},
                  w - used - 76, f->view->groups[group].name);
    }
    part_text(f, x + 24, y + 64, INK_QUIET, "A number picks at once, while the run goes on.");
    for (int32_t i = 0; i < count; i++)
        draw_row(f, draw_rect_make(x + 16, y + 84 + line * (float)i, w - 32, line - 4), i,
                 group >= 0 && f->view->groups[group].algorithm == i);
}
