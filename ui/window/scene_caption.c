// One sentence about what happens now. A long one is set smaller, then on two lines; the panel
// never changes its size.
#include "window/scene_parts.h"

#include <string.h>

/// Bytes of `text` that fit in `width`, cut at a space; all of them when they fit.
static size_t line_break(const Frame *f, Ink ink, const char *text, float width) {
    char line[256];
    size_t best = 0, length = strlen(text);
    if (length > sizeof line - 1) length = sizeof line - 1;
    for (size_t i = 1; i <= length; i++) {
        if (i < length && text[i] != ' ') continue;
        memcpy(line, text, i), line[i] = 0;
        if (part_width(f, ink, line) > width) break;
        best = i;
    }
    return best > 0 ? best : length;
}

static void draw_lines(const Frame *f, float x, float right, float middle, ThemeColor color,
                       const char *text) {
    Ink ink = {TEXT_WORDS, 16, color};
    if (f->layout->is_small || part_width(f, ink, text) > right - x) ink.size = 14;
    float width = right - x;
    if (part_width(f, ink, text) <= width) {
        part_text(f, x, middle + ink.size * 0.36f, ink, text);
        return;
    }
    char line[256];
    size_t cut = line_break(f, ink, text, width);
    memcpy(line, text, cut), line[cut] = 0;
    part_text(f, x, middle - 3.5f, ink, line);
    part_name(f, x, middle + 13, ink, width, text + cut + (text[cut] == ' '));
}

void scene_draw_caption(const Frame *f) {
    DrawRect box = f->layout->caption;
    draw_layer(f->list, LAYER_CAPTION);
    part_panel(f, box, 8, THEME_PANEL);
    float x = box.x + 8, right = rect_right(box) - 12, middle = rect_middle_y(box);
    const char *step = f->scene->caption_step;
    if (*step && !f->layout->is_tiny) {
        float width = part_width(f, INK_BOLD, step) + 24;
        draw_box(f->list, draw_rect_make(x, middle - 12, width, 24), 4, part_color(f, THEME_TILE),
                 (DrawStroke){0});
        part_center(f, x + width / 2, middle + 5, INK_BOLD, step);
        x += width + 12;
    } else {
        x += 4;
    }
    if (*f->scene->caption)
        draw_lines(f, x, right, middle, THEME_TEXT, f->scene->caption);
    else if (f->view->info) // nothing to say yet: the question that the scenario asks
        draw_lines(f, x, right, middle, THEME_SECONDARY, f->view->info->question);
}
