// Requests on their way. Only sprites: nothing else moves with every frame.
#include "window/scene_parts.h"

void scene_draw_dots(const Frame *f) {
    static const DotKind kinds[] = {DOT_OK, DOT_ERROR, DOT_DROPPED, DOT_DRAINING};
    draw_layer(f->list, LAYER_DOTS);
    // Rings are for looking closely: where there are many dots, they would hide more than they say.
    bool has_rings = f->scene->dot_count <= 250;
    for (int32_t i = 0; i < f->scene->dot_count; i++) {
        const SceneDot *dot = &f->scene->dots[i];
        if (dot->fade <= 0.02f) continue;
        mark_dot(f->list, (Dot){.kind = kinds[dot->shape],
                                .x = dot->x,
                                .y = dot->y,
                                .work_left = dot->work,
                                .patience_left = has_rings && dot->fade >= 1 ? dot->patience : -1,
                                .size = dot->fade,
                                .has_halo = dot->shape == SCENE_DOT_OK && dot->fade >= 1});
    }
}
