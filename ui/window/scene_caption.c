// One sentence about what happens now, always in full: a long one is set smaller, then on more
// lines; the panel never changes its size.
#include "window/scene_parts.h"

#include <string.h>

enum { LINES_MAX = 3 };

/// Writes at most `lines_max` lines around `middle`; only what is too long for all of them is cut.
static void draw_lines(const Frame *f, float x, float right, float middle, int lines_max,
                       ThemeColor color, const char *text) {
    const float pitch = 16.5f;
    char lines[LINES_MAX][SCENE_CAPTION_BYTES];
    int count = 0;
    Ink ink = {TEXT_WORDS, 16, color};
    if (f->layout->is_small || part_width(f, ink, text) > right - x) ink.size = 14;
    while (*text && count < lines_max) {
        bool is_last = count == lines_max - 1;
        size_t cut = is_last ? strlen(text) : part_break(f, ink, text, right - x);
        if (cut > SCENE_CAPTION_BYTES - 1) cut = SCENE_CAPTION_BYTES - 1;
        memcpy(lines[count], text, cut), lines[count++][cut] = 0;
        text += cut + (text[cut] == ' ');
    }
    float y = middle + ink.size * 0.36f - pitch * 0.5f * (float)(count - 1);
    for (int i = 0; i < count; i++)
        part_name(f, x, y + pitch * (float)i, ink, right - x, lines[i]);
}

void scene_draw_caption(const Frame *f) {
    DrawRect box = f->layout->caption;
    draw_layer(f->list, LAYER_CAPTION);
    part_panel(f, box, 8, THEME_PANEL);
    float x = box.x + 8, right = rect_right(box) - 12, middle = rect_middle_y(box);
    const char *step = f->scene->caption_step;
    if (*step && !f->layout->is_small) { // a small window has it under its title
        float width = part_width(f, INK_BOLD, step) + 24;
        draw_box(f->list, draw_rect_make(x, middle - 12, width, 24), 4, part_color(f, THEME_TILE),
                 (DrawStroke){0});
        part_center(f, x + width / 2, middle + 5, INK_BOLD, step);
        x += width + 12;
    } else {
        x += 4;
    }
    int lines_max = box.h >= 50 ? 3 : 2;
    if (*f->scene->caption)
        draw_lines(f, x, right, middle, lines_max, THEME_TEXT, f->scene->caption);
    else if (f->view->info) // nothing to say yet: the question that the scenario asks
        draw_lines(f, x, right, middle, lines_max, THEME_SECONDARY, f->view->info->question);
}
