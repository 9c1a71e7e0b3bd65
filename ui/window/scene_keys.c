// The keys that work now, as caps with a word, the most useful first; as many as there is room for.
#include "window/scene_parts.h"

void scene_draw_keys(const Frame *f) {
    DrawRect bar = f->layout->keys;
    draw_layer(f->list, LAYER_BARS);
    draw_fill(f->list, bar, part_color(f, THEME_PANEL));
    part_rule(f, 0, bar.w, bar.y);
    for (int32_t i = 0; i < f->scene->hint_count; i++) {
        DrawRect rect = layout_hint(f->layout, f->scene, i);
        if (rect.w <= 0) break;
        mark_key_hint(f->list, rect.x, rect.y, f->scene->hints[i].key, f->scene->hints[i].word);
    }
}
