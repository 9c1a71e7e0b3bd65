// All keys, over the dimmed window, and what the marks mean.
#include "window/scene_parts.h"

typedef struct HelpKey {
    const char *key, *words; ///< key NULL: a heading
} HelpKey;

static const HelpKey keys[] = {
    {NULL, "Time"},
    {"Space", "play or pause"},
    {".", "one event"},
    {"+", "faster"},
    {"-", "slower"},
    {"0", "real time"},
    {"Shift ←", "back in time"},
    {"Shift →", "forth in time"},
    {">", "next mark"},
    {"<", "previous mark"},
    {NULL, "Focus"},
    {"Tab", "next thing"},
    {"Arrows", "thing beside"},
    {"Enter", "in"},
    {"Esc", "out"},
    {NULL, "Break and mend"},
    {"k", "kill the instance"},
    {"h", "hang it"},
    {"s", "slow it"},
    {"y", "let it answer 500"},
    {"u", "recover it or its zone"},
    {"d", "drain it"},
    {"z", "fail the zone"},
    {"x", "fail the region"},
    {NULL, "Change"},
    {"a", "algorithms of the group"},
    {"1..9", "pick one at once"},
    {"[ ]", "shift weight"},
    {"b", "deploy or roll back"},
    {"e", "edit a value"},
    {NULL, "See and take away"},
    {"m", "literal or flow"},
    {"g", "next page of charts"},
    {"v", "side by side"},
    {"c", "export all as CSV"},
    {"F12", "picture"},
    {"F11", "full screen"},
    {"?", "this help"},
    {"Ctrl+Q", "quit"},
};
enum { KEY_COUNT = sizeof keys / sizeof keys[0], COLUMNS = 3 };

/// Rows that a column takes, so that headings are not parted from their keys.
static int column_end(int from, int rows) {
    int end = from + rows < KEY_COUNT ? from + rows : KEY_COUNT;
    while (end < KEY_COUNT && end > from + 1 && !keys[end - 1].key)
        end--;
    return end;
}

void scene_draw_help(const Frame *f) {
    const Layout *layout = f->layout;
    const float line = 32, column = 290, rows = (KEY_COUNT + COLUMNS - 1) / COLUMNS;
    float w = column * COLUMNS + 48, h = rows * line + 96;
    float x = (layout->width - w) / 2, y = (layout->height - h) / 2;
    draw_layer(f->list, LAYER_SCRIM);
    draw_fill(f->list, draw_rect_make(0, 0, layout->width, layout->height), part_color(f, THEME_SCRIM));
    draw_layer(f->list, LAYER_DIALOG);
    part_panel(f, draw_rect_make(x, y, w, h), 12, THEME_PANEL);
    part_text(f, x + 24, y + 40, (Ink){TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT}, "Keys");
    part_right(f, x + w - 24, y + 40, INK_QUIET, "Everything can be clicked as well. Esc closes.");
    int from = 0;
    for (int c = 0; c < COLUMNS; c++) {
        int end = c == COLUMNS - 1 ? KEY_COUNT : column_end(from, (int)rows);
        for (int i = from; i < end; i++) {
            float left = x + 24 + (float)c * column, top = y + 62 + (float)(i - from) * line;
            if (!keys[i].key) {
                part_text(f, left, top + 19, (Ink){TEXT_WORDS_BOLD, TEXT_BODY, THEME_TEXT}, keys[i].words);
                continue;
            }
            mark_key_cap(f->list, left, top, keys[i].key);
            part_text(f, left + 92, top + 17, INK_QUIET, keys[i].words);
        }
        from = end;
    }
}
