// All keys, over the dimmed window, and what the marks mean. The keys are those of the person's own
// map; an action whose key was given away is shown without one.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

#include "window/keys.h"

enum { KEYS_A_ROW = 4 };

/// A row: keys of some actions and what they do.
typedef struct HelpRow {
    const char *words; ///< NULL: the next column
    int32_t count;     ///< actions; 0: a heading
    Action actions[KEYS_A_ROW];
    const char *between; ///< NULL: a space
} HelpRow;

static const HelpRow rows[] = {
    {"Time", 0, {0}, NULL},
    {"play or pause", 1, {ACTION_PLAY}, NULL},
    {"one event", 1, {ACTION_STEP}, NULL},
    {"faster, slower", 2, {ACTION_FASTER, ACTION_SLOWER}, NULL},
    {"as fast as the clock", 1, {ACTION_SPEED_ONE}, NULL},
    {"as fast as it goes", 1, {ACTION_SPEED_MAX}, NULL},
    {"10 s back in time", 1, {ACTION_BACK}, NULL},
    {"10 s forth in time", 1, {ACTION_FORWARD}, NULL},
    {"next mark", 1, {ACTION_NEXT_MARK}, NULL},
    {"mark before", 1, {ACTION_PREVIOUS_MARK}, NULL},
    {"Focus", 0, {0}, NULL},
    {"next thing", 1, {ACTION_FOCUS_NEXT}, NULL},
    {"what stands beside",
     4,
     {ACTION_FOCUS_LEFT, ACTION_FOCUS_UP, ACTION_FOCUS_DOWN, ACTION_FOCUS_RIGHT},
     NULL},
    {"go in, choose", 1, {ACTION_ENTER}, NULL},
    {"go out, close", 1, {ACTION_ESCAPE}, NULL},
    {NULL, 0, {0}, NULL},
    {"Break and mend", 0, {0}, NULL},
    {"crash the instance", 1, {ACTION_KILL}, NULL},
    {"hang it", 1, {ACTION_HANG}, NULL},
    {"slow it", 1, {ACTION_SLOW}, NULL},
    {"let it answer 500", 1, {ACTION_ERROR_RATE}, NULL},
    {"drain it", 1, {ACTION_DRAIN}, NULL},
    {"power off the zone", 1, {ACTION_FAIL_ZONE}, NULL},
    {"zonal shift from the node", 1, {ACTION_SHIFT_ZONE}, NULL},
    {"bring back what has the focus", 1, {ACTION_RECOVER}, NULL},
    {"Change", 0, {0}, NULL},
    {"algorithm of the group", 1, {ACTION_ALGORITHMS}, NULL},
    {"one of them at once", 2, {ACTION_ALGORITHM_1, ACTION_ALGORITHM_9}, ".."},
    {"weight of the new version", 2, {ACTION_WEIGHT_DOWN, ACTION_WEIGHT_UP}, NULL},
    {"deploy or roll back", 1, {ACTION_RELEASE}, NULL},
    {"refresh or roll back, cancel", 2, {ACTION_REFRESH, ACTION_CANCEL_REFRESH}, NULL},
    {NULL, 0, {0}, NULL},
    {"See", 0, {0}, NULL},
    {"every request or a sample", 1, {ACTION_MODE}, NULL},
    {"next page of charts", 1, {ACTION_CHARTS}, NULL},
    {"CloudWatch's delay or not", 1, {ACTION_DELAY}, NULL},
    {"full screen", 1, {ACTION_FULL_SCREEN}, NULL},
    {"this help", 1, {ACTION_HELP}, NULL},
    {"Take away", 0, {0}, NULL},
    {"all files of the run so far", 1, {ACTION_EXPORT}, NULL},
    {"picture of the window", 1, {ACTION_PICTURE}, NULL},
    {"leave", 1, {ACTION_QUIT}, NULL},
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0], COLUMNS = 3, ROWS = 15, COLUMN = 310 };
enum { MARK_COLUMNS = 5, MARK_WIDTH = COLUMN * COLUMNS / MARK_COLUMNS };

/// px from row to row, of keys and of marks: a low window has them close.
typedef struct HelpPitch {
    float line, mark;
} HelpPitch;

static HelpPitch pitch_of(const Layout *layout) {
    return layout->height < 760 ? (HelpPitch){25, 22} : (HelpPitch){30, 26};
}

static int mark_rows(void) {
    int count = 0;
    for (int name = 0; name < MARK_COUNT; name++)
        count += part_mark_word((MarkName)name) != NULL;
    return (count + MARK_COLUMNS - 1) / MARK_COLUMNS;
}

/// The keys of a row as one cap has them: "+ -"; "" when none of its actions has a key.
static void row_keys(const KeyMap *map, const HelpRow *row, char *out, size_t capacity) {
    size_t length = 0;
    out[0] = '\0';
    for (int32_t i = 0; i < row->count; i++) {
        char key[32];
        key_map_label(map, row->actions[i], key, sizeof key);
        if (key[0] == '\0') continue;
        const char *between = length == 0 ? "" : row->between ? row->between : " ";
        int added = snprintf(out + length, capacity - length, "%s%s", between, key);
        if (added < 0 || (size_t)added >= capacity - length) return;
        length += (size_t)added;
    }
}

static void draw_row(const Frame *f, const KeyMap *map, const HelpRow *row, float left, float top) {
    char keys[96];
    float x = left + 92, right = left + COLUMN - 10;
    row_keys(map, row, keys, sizeof keys);
    if (keys[0] == '\0') {
        part_text(f, left, top + 17, INK_QUIET, "no key");
    } else {
        float end = left + mark_key_cap(f->list, left, top, keys) + 10;
        x = end > x ? end : x;
    }
    part_name(f, x, top + 17, INK_QUIET, right - x, row->words);
}

static void draw_heading(const Frame *f, float left, float top, const char *words) {
    part_text(f, left, top + 19, (Ink){TEXT_WORDS_BOLD, TEXT_BODY, THEME_TEXT}, words);
}

/// What lines of charts mean.
static void draw_lines(const Frame *f, float left, float top, float line) {
    part_text(f, left, top + 17, INK_QUIET, "thin line: each second; band: what it folds");
    part_text(f, left, top + line + 15, INK_QUIET, "discs: CloudWatch's minutes, which come late");
}

/// Every mark, by columns.
static void draw_marks(const Frame *f, float left, float top, float pitch) {
    int at = 0, rows_each = mark_rows();
    uint64_t seen = f->list->marks;
    for (int name = 0; name < MARK_COUNT; name++) {
        if (!part_mark_word((MarkName)name)) continue;
        part_mark(f, (MarkName)name, left + (float)(at / rows_each) * MARK_WIDTH,
                  top + (float)(at % rows_each) * pitch + 17);
        at++;
    }
    f->list->marks = seen;
}

static void draw_rows(const Frame *f, const KeyMap *map, float x, float y, float line) {
    float left = x, top = y;
    for (int i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].words) {
            left += COLUMN, top = y;
            continue;
        }
        if (rows[i].count == 0)
            draw_heading(f, left, top, rows[i].words);
        else
            draw_row(f, map, &rows[i], left, top);
        top += line;
    }
    draw_lines(f, left, top, line);
}

void scene_draw_help(const Frame *f) {
    const Layout *layout = f->layout;
    HelpPitch pitch = pitch_of(layout);
    float marks_h = (float)mark_rows() * pitch.mark;
    float w = COLUMN * COLUMNS + 40, h = ROWS * pitch.line + marks_h + 78;
    float x = (layout->width - w) / 2, y = (layout->height - h) / 2;
    draw_layer(f->list, LAYER_SCRIM);
    draw_fill(f->list, draw_rect_make(0, 0, layout->width, layout->height),
              part_color(f, THEME_SCRIM));
    draw_layer(f->list, LAYER_DIALOG);
    part_panel(f, draw_rect_make(x, y, w, h), 12, THEME_PANEL);
    part_text(f, x + 24, y + 40, (Ink){TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT}, "Keys");
    part_right(f, x + w - 24, y + 40, INK_QUIET, "Everything can be clicked as well.");
    if (f->scene->keys) {
        draw_rows(f, f->scene->keys, x + 24, y + 56, pitch.line);
    } else {
        KeyMap own = key_map_default();
        draw_rows(f, &own, x + 24, y + 56, pitch.line);
    }
    float top = y + 60 + ROWS * pitch.line;
    part_rule(f, x, x + w, top);
    draw_marks(f, x + 24, top + 8, pitch.mark);
}
