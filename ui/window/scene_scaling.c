// Auto Scaling groups: a line each, with a slot for every instance there may be. Filled slots are
// in service, dashed ones are wanted, the upright tick is the minimum.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

/// A figure with its name before it; returns where it ends.
static float draw_number(const Frame *f, float x, float y, const char *name, int32_t value) {
    x += part_text(f, x, y, INK_QUIET, name) + 5;
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    return x + part_text(f, x, y, INK_COUNT, text) + 12;
}

/// How the last instance refresh stands, as AWS has it, with a bar while it goes on.
static float draw_refresh(const Frame *f, const SimViewScalingGroup *group, float x, float right,
                          float y) {
    char words[96];
    const char *status = sim_refresh_status_name(group->refresh);
    if (group->refresh == SIM_REFRESH_NONE) return x;
    if (!group->is_refreshing) return x + part_name(f, x, y, INK_QUIET, right - x, status) + 12;
    size_t at = (size_t)snprintf(words, sizeof words, "%s %d %%, %d left", status,
                                 group->refresh_percent, group->refresh_left);
    if (group->refresh_waits_until > 0 && group->refresh != SIM_REFRESH_BAKING)
        snprintf(words + at, sizeof words - at, ", checkpoint");
    else if (group->refresh_waits_for > 0)
        snprintf(words + at, sizeof words - at, ", %d aside", group->refresh_waits_for);
    const float width = 60;
    DrawRect bar = {x, y - 9, width, 8};
    draw_box(f->list, bar, 2, part_color(f, THEME_INSET),
             draw_stroke(part_color(f, THEME_EDGE), 1));
    bar.w = width * (float)group->refresh_percent / 100;
    draw_box(f->list, bar, 2, part_color(f, THEME_TEXT), (DrawStroke){0});
    x += width + 6;
    // The bar says by itself that it is in progress.
    bool is_plain =
        group->refresh == SIM_REFRESH_IN_PROGRESS && part_width(f, INK_BOLD, words) > right - x;
    const char *said = is_plain ? words + strlen(status) + 1 : words;
    return x + part_name(f, x, y, INK_BOLD, right - x, said) + 12;
}

/// The warm pool: how many wait of how many that are wanted, and how many are on their way there.
static float draw_pool(const Frame *f, const SimViewScalingGroup *group, float x, float right,
                       float y) {
    char words[64];
    if (group->warm_wanted < 0) return x;
    size_t at =
        (size_t)snprintf(words, sizeof words, "%d of %d", group->warmed, group->warm_wanted);
    if (group->warm_pending > 0)
        snprintf(words + at, sizeof words - at, ", %d coming", group->warm_pending);
    x += part_name(f, x, y, INK_QUIET, right - x, "warm pool") + 5;
    return x + part_name(f, x, y, INK_COUNT, right - x, words) + 12;
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
    x = draw_refresh(f, group, x, right, y);
    x = draw_pool(f, group, x, right, y);
    const struct {
        const char *name;
        int32_t value;
        bool is_always;
    } numbers[] = {{"min", group->min, true},
                   {"desired", group->desired, true},
                   {"in service", group->in_service, true},
                   {"max", group->max, true},
                   {"forecast", group->forecast < 0 ? 0 : group->forecast, false},
                   {"pending", group->pending, false},
                   {"warming up", group->warming, false},
                   {"terminating", group->terminating, false},
                   {"standby", group->standby, false}};
    for (size_t i = right - x < 300 ? 1 : 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!numbers[i].is_always && numbers[i].value == 0) continue;
        if (x + part_width(f, INK_QUIET, numbers[i].name) + 40 > right) return;
        x = draw_number(f, x, y, numbers[i].name, numbers[i].value);
    }
}

/// How many stand beside each other: more than one where there are more groups than lines, as long
/// as each can say what matters of it. One with a refresh and a pool has a line's worth to say.
static int32_t columns_of(const Frame *f, int32_t lines, float width) {
    int32_t columns = (f->view->scaling_group_count + lines - 1) / (lines > 0 ? lines : 1);
    for (int32_t i = 0; i < f->view->scaling_group_count; i++)
        if (f->view->scaling_groups[i].is_refreshing && f->view->scaling_groups[i].warm_wanted >= 0)
            return 1;
    while (columns > 1 && width / (float)columns < 180)
        columns--;
    return f->layout->is_small || columns < 1 ? 1 : columns;
}

void scene_draw_scaling(const Frame *f) {
    DrawRect box = f->layout->scaling;
    if (box.w <= 0) return;
    float line = f->layout->is_small ? 24 : 28;
    int32_t count = (int32_t)(box.h / line + 0.5f);
    draw_layer(f->list, LAYER_TILES);
    part_rule(f, box.x, rect_right(box), box.y);
    int32_t columns = columns_of(f, count, box.w);
    float width = box.w / (float)columns;
    for (int32_t i = 0; i < count * columns && i < f->view->scaling_group_count; i++) {
        float left = box.x + width * (float)(i % columns);
        draw_group(f, &f->view->scaling_groups[i], left, left + width - (columns > 1 ? 12 : 0),
                   box.y + line * (float)(i / columns) + (f->layout->is_small ? 18 : 20));
    }
}
