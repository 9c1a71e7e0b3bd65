// All keys, over the dimmed window, and what the marks mean.
#include "window/scene_parts.h"

typedef struct HelpKey {
    const char *key, *words; ///< key NULL: a heading; both NULL: the next column
} HelpKey;

static const HelpKey keys[] = {
    {NULL, "Time"},
    {"Space", "play or pause"},
    {".", "one event"},
    {"+ -", "faster, slower"},
    {"0", "as fast as the clock"},
    {"*", "as fast as it goes"},
    {"Shift ←", "10 s back in time"},
    {"Shift →", "10 s forth in time"},
    {">", "next mark"},
    {"<", "mark before"},
    {NULL, "Focus"},
    {"Tab", "next thing"},
    {"← ↑ ↓ →", "what stands beside"},
    {"Enter", "go in, choose"},
    {"Esc", "go out, close"},
    {NULL, NULL},
    {NULL, "Break and mend"},
    {"k", "crash the instance"},
    {"h", "hang it"},
    {"s", "slow it"},
    {"y", "let it answer 500"},
    {"d", "drain it"},
    {"z", "power off the zone"},
    {"u", "bring back what has the focus"},
    {NULL, "Change"},
    {"a", "algorithm of the group"},
    {"1..9", "one of them at once"},
    {"[ ]", "weight of the new version"},
    {"b", "deploy or roll back"},
    {NULL, NULL},
    {NULL, "See"},
    {"m", "every request or a sample"},
    {"g", "next page of charts"},
    {"w", "CloudWatch's delay or not"},
    {"F11", "full screen"},
    {"?", "this help"},
    {NULL, "Take away"},
    {"c", "all files of the run so far"},
    {"F12", "picture of the window"},
    {"Ctrl+Q", "leave"},
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0], COLUMNS = 3, ROWS = 15 };

void scene_draw_help(const Frame *f) {
    const Layout *layout = f->layout;
    const float line = 32, column = 310;
    float w = column * COLUMNS + 40, h = ROWS * line + 92;
    float x = (layout->width - w) / 2, y = (layout->height - h) / 2;
    draw_layer(f->list, LAYER_SCRIM);
    draw_fill(f->list, draw_rect_make(0, 0, layout->width, layout->height),
              part_color(f, THEME_SCRIM));
    draw_layer(f->list, LAYER_DIALOG);
    part_panel(f, draw_rect_make(x, y, w, h), 12, THEME_PANEL);
    part_text(f, x + 24, y + 40, (Ink){TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT}, "Keys");
    part_right(f, x + w - 24, y + 40, INK_QUIET, "Everything can be clicked as well. Esc closes.");
    float left = x + 24, top = y + 62;
    for (int i = 0; i < KEY_COUNT; i++, top += line) {
        if (!keys[i].words) {
            left += column, top = y + 62 - line;
        } else if (!keys[i].key) {
            part_text(f, left, top + 19, (Ink){TEXT_WORDS_BOLD, TEXT_BODY, THEME_TEXT},
                      keys[i].words);
        } else {
            mark_key_cap(f->list, left, top, keys[i].key);
            part_text(f, left + 92, top + 17, INK_QUIET, keys[i].words);
        }
    }
}
