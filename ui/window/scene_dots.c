// Requests on their way. Only sprites: nothing else moves with every frame.
#include "window/scene_parts.h"

static bool is_within(DrawRect rect, float edge, const SceneDot *dot) {
    return dot->x > rect.x + edge && dot->x < rect_right(rect) - edge && dot->y > rect.y + edge &&
           dot->y < rect_bottom(rect) - edge;
}

/// The way to a lone server may pass behind balancers and cards, where there is no room beside
/// them: a dot that is not at rest goes behind them too, so that no word is covered.
static bool is_hidden(const Frame *f, const SceneDot *dot) {
    if (f->scene->is_literal || dot->shape == SCENE_DOT_DROPPED) return false;
    for (int32_t i = 0; i < f->view->balancer_count; i++)
        if (is_within(f->layout->balancer[i], 12, dot)) return true;
    for (int32_t i = 0; i < f->layout->row_count; i++)
        if (f->layout->rows[i].card.w > 0 && is_within(f->layout->rows[i].card, 3, dot))
            return true;
    return false;
}

void scene_draw_dots(const Frame *f) {
    static const DotKind kinds[] = {DOT_OK, DOT_ERROR, DOT_DROPPED, DOT_DRAINING};
    draw_layer(f->list, LAYER_DOTS);
    // Rings are for looking closely: where there are many dots, they would hide more than they say.
    bool has_rings = f->scene->dot_count <= 250;
    for (int32_t i = 0; i < f->scene->dot_count; i++) {
        const SceneDot *dot = &f->scene->dots[i];
        if (dot->fade <= 0.02f || is_hidden(f, dot)) continue;
        mark_dot(f->list, (Dot){.kind = kinds[dot->shape],
                                .x = dot->x,
                                .y = dot->y,
                                .work_left = dot->work,
                                .patience_left = has_rings && dot->fade >= 1 ? dot->patience : -1,
                                .size = dot->fade,
                                .has_halo = dot->shape == SCENE_DOT_OK && dot->fade >= 1});
    }
}
