// Auto Scaling groups: a line each, with a slot for every instance there may be. Filled slots are
// in service, dashed ones are wanted, the upright tick is the minimum.
#include "window/scene_parts.h"

#include <stdio.h>

/// A figure with its name before it; returns where it ends.
static float draw_number(const Frame *f, float x, float y, const char *name, int32_t value) {
    x += part_text(f, x, y, INK_QUIET, name) + 5;
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    return x + part_text(f, x, y, INK_COUNT, text) + 12;
}

static void draw_group(const Frame *f, const SimViewScalingGroup *group, float x, float right,
                       float y) {
    if (group->first_group >= 0) {
        part_group_badge(f, x, y - 15, 18, group->first_group);
        x += 24;
    }
    x += part_text(f, x, y, INK_BOLD, "ASG") + 10;
    Color color = group->first_group >= 0
                      ? mark_version_color(f->list, part_group_index(f->view, group->first_group))
                      : part_color(f, THEME_NEUTRAL);
    if (group->max <= 16 && x + 11 * (float)group->max + 330 < right)
        x += mark_slots(f->list, x, y - 5, group->in_service, group->desired, group->min,
                        group->max, color) +
             12;
    const struct {
        const char *name;
        int32_t value;
        bool is_always;
    } numbers[] = {{"min", group->min, true},
                   {"desired", group->desired, true},
                   {"in service", group->in_service, true},
                   {"max", group->max, true},
                   {"pending", group->pending, false},
                   {"terminating", group->terminating, false},
                   {"standby", group->standby, false},
                   {"warmed", group->warmed, false}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!numbers[i].is_always && numbers[i].value == 0) continue;
        if (x + part_width(f, INK_QUIET, numbers[i].name) + 40 > right) return;
        x = draw_number(f, x, y, numbers[i].name, numbers[i].value);
    }
}

void scene_draw_scaling(const Frame *f) {
    DrawRect box = f->layout->scaling;
    if (box.w <= 0) return;
    float line = f->layout->is_small ? 24 : 28;
    int32_t count = (int32_t)(box.h / line + 0.5f);
    draw_layer(f->list, LAYER_TILES);
    part_rule(f, box.x, rect_right(box), box.y);
    for (int32_t i = 0; i < count && i < f->view->scaling_group_count; i++)
        draw_group(f, &f->view->scaling_groups[i], box.x, rect_right(box),
                   box.y + line * (float)i + (f->layout->is_small ? 18 : 20));
}
