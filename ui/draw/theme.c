// The palette is a small table in a file. Reading it is a matter of splitting lines at commas; that
// every colour is there exactly once is checked here, so that a missing row is found at the first
// start.
#include "draw/theme.h"

#include <string.h>

#include "assets.h"

static const char *const names[THEME_COLOR_COUNT] = {
    [THEME_GROUND] = "ground",
    [THEME_PANEL] = "panel",
    [THEME_TILE] = "tile",
    [THEME_INSET] = "inset",
    [THEME_SELECTED] = "selected",
    [THEME_HAIRLINE] = "hairline",
    [THEME_EDGE] = "edge",
    [THEME_TEXT] = "text",
    [THEME_SECONDARY] = "secondary",
    [THEME_MUTE] = "mute",
    [THEME_NEUTRAL] = "neutral",
    [THEME_LOAD] = "load",
    [THEME_OK] = "ok",
    [THEME_OK_EDGE] = "ok_edge",
    [THEME_WARN] = "warn",
    [THEME_WARN_EDGE] = "warn_edge",
    [THEME_WARN_BODY] = "warn_body",
    [THEME_ERROR] = "error",
    [THEME_DRAINING] = "draining",
    [THEME_BLUE] = "blue",
    [THEME_GREEN] = "green",
    [THEME_BLUE_LINE] = "blue_line",
    [THEME_GREEN_LINE] = "green_line",
    [THEME_HATCH] = "hatch",
    [THEME_INK] = "ink",
    [THEME_PAPER] = "paper",
    [THEME_SCRIM] = "scrim",
};

const char *theme_color_name(ThemeColor color) {
    SIM_ASSERT((int)color >= 0 && color < THEME_COLOR_COUNT);
    return names[color];
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// "#RRGGBB" or "#RRGGBBAA".
static bool parse_color(const char *text, size_t length, Color *out) {
    uint8_t bytes[4] = {0, 0, 0, 255};
    if ((length != 7 && length != 9) || text[0] != '#') return false;
    for (size_t i = 1; i + 1 < length; i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i / 2] = (uint8_t)(high * 16 + low);
    }
    *out = (Color){bytes[0], bytes[1], bytes[2], bytes[3]};
    return true;
}

static int find_name(const char *text, size_t length) {
    for (int i = 0; i < THEME_COLOR_COUNT; i++)
        if (strlen(names[i]) == length && memcmp(names[i], text, length) == 0) return i;
    return -1;
}

/// One row: the token and, in the mode's column, its colour. Unknown tokens are errors too.
static bool parse_row(const char *row, ThemeMode mode, Theme *theme, bool *seen, SimError *error) {
    size_t name_length = strcspn(row, ",\r\n");
    int color = find_name(row, name_length);
    if (color < 0)
        return sim_error_set(error,
                             "palette.csv: \"%.*s\" is not a colour of the theme; remove the row",
                             (int)name_length, row);
    const char *cell = row + name_length;
    for (int skip = mode == THEME_DARK ? 1 : 2; skip > 0; skip--) {
        if (*cell != ',')
            return sim_error_set(error, "palette.csv: \"%s\" lacks a column", names[color]);
        cell++;
        if (skip > 1) cell += strcspn(cell, ",\r\n");
    }
    size_t length = strcspn(cell, ",\r\n");
    if (!parse_color(cell, length, &theme->colors[color]))
        return sim_error_set(error, "palette.csv: \"%s\" is \"%.*s\"; write it as #RRGGBB",
                             names[color], (int)length, cell);
    seen[color] = true;
    return true;
}

bool theme_parse(Theme *theme, ThemeMode mode, const char *csv, SimError *error) {
    Theme made = {.mode = mode};
    bool seen[THEME_COLOR_COUNT] = {false};
    const char *row = strchr(csv, '\n');
    for (row = row ? row + 1 : ""; *row; row += strcspn(row, "\n"), row += *row == '\n') {
        if (*row == '\n' || *row == '\r') continue;
        if (!parse_row(row, mode, &made, seen, error)) return false;
    }
    for (int i = 0; i < THEME_COLOR_COUNT; i++)
        if (!seen[i])
            return sim_error_set(error, "palette.csv: the colour \"%s\" is missing", names[i]);
    *theme = made;
    return true;
}

bool theme_load(Theme *theme, ThemeMode mode, SimError *error) {
    return theme_parse(theme, mode, asset_palette_csv, error);
}

Color color_fade(Color color, float opacity) {
    float alpha = (float)color.a * opacity;
    color.a = (uint8_t)(alpha < 0 ? 0 : alpha > 255 ? 255 : alpha + 0.5f);
    return color;
}

static uint8_t mix_channel(uint8_t from, uint8_t to, float share) {
    return (uint8_t)((float)from + ((float)to - (float)from) * share + 0.5f);
}

Color color_mix(Color from, Color to, float share) {
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (Color){mix_channel(from.r, to.r, share), mix_channel(from.g, to.g, share),
                   mix_channel(from.b, to.b, share), mix_channel(from.a, to.a, share)};
}
