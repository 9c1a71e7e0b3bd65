// Barriers: where a security group or a network ACL drops what is sent, the way is closed by a mark
// with a word. Which rule is missing stands in the note of the node or the group behind it.
#include "window/scene_parts.h"

#include <stdio.h>

static DrawPoint point_of(const DrawPoint curve[4], float t) {
    float s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
    return (DrawPoint){a * curve[0].x + b * curve[1].x + c * curve[2].x + d * curve[3].x,
                       a * curve[0].y + b * curve[1].y + c * curve[2].y + d * curve[3].y};
}

/// Where the curve, which runs to the right, passes `x`.
static DrawPoint point_at(const DrawPoint curve[4], float x) {
    int step = 0;
    while (step < 40 && point_of(curve, (float)step / 40).x < x)
        step++;
    return point_of(curve, (float)step / 40);
}

/// `room`: px between the panels at both sides of the mark.
static void draw_stop(const Frame *f, DrawPoint at, float room) {
    const char *word = "blocked";
    float width = part_width(f, INK_QUIET, word);
    mark_stop(f->list, at.x, at.y, f->layout->is_small ? 7 : 9);
    if (width + 4 <= room) part_text(f, at.x - width / 2, at.y + 23, INK_QUIET, word);
}

static void draw_before_nodes(const Frame *f) {
    for (int32_t i = 0; i < f->layout->line_count; i++) {
        int32_t node = f->layout->lines[i].node;
        if (node < 0 || f->view->nodes[node].held_clients == 0) continue;
        DrawPoint curve[4];
        layout_edge_node(f->layout, i, curve);
        float left = rect_right(f->layout->route53), right = f->layout->map.x;
        draw_stop(f, point_at(curve, (left + right) / 2), right - left);
    }
}

static void draw_before_group(const Frame *f, int32_t index) {
    const SimViewGroup *group = &f->view->groups[index];
    int32_t count = layout_nodes(f->view, group->balancer);
    for (int32_t i = 0; i < count; i++) {
        DrawPoint curve[4];
        layout_edge_group(f->layout, f->view, layout_nth_node(f->view, group->balancer, i), index,
                          curve);
        bool is_last = i + 1 == count;
        draw_stop(f, point_of(curve, 0.5f), is_last ? curve[3].x - curve[0].x : 0);
    }
}

void scene_draw_barriers(const Frame *f) {
    draw_layer(f->list, LAYER_BADGES);
    if (f->layout->route53.w > 0) draw_before_nodes(f);
    for (int32_t g = 0; g < f->view->group_count; g++)
        if (f->view->groups[g].held_targets > 0 && f->view->groups[g].balancer >= 0 &&
            layout_place(f->layout, (SimPlace){SIM_PLACE_GROUP, g}).w > 0)
            draw_before_group(f, g);
}
