// A short word back after something was done or refused, above the keys.
#include "window/scene_parts.h"

void scene_draw_toast(const Frame *f) {
    const char *text = f->scene->toast;
    if (!*text) return;
    const Layout *layout = f->layout;
    float width_max = layout->width - 2 * layout->margin - 40,
          width = part_width(f, INK_WORDS, text);
    width = width > width_max ? width_max : width;
    float w = width + 40, x = (layout->width - w) / 2, y = layout->keys.y - 48;
    draw_layer(f->list, LAYER_TOAST);
    draw_box(f->list, draw_rect_make(x, y, w, 38), 8, part_color(f, THEME_SELECTED),
             draw_stroke(part_color(f, THEME_TEXT), 1));
    part_name(f, x + 20, y + 24, INK_WORDS, width + 1, text);
}
