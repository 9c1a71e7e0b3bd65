/// The look in one place: what each colour means, dark and light, and the few text styles and
/// sizes. The colours are read from assets/palette.csv, which is their only source.
#pragma once

#include <stdint.h>

#include "sim/base.h"

/// Straight (not premultiplied) 8-bit colour; alpha 0 means "do not draw this".
typedef struct Color {
    uint8_t r, g, b, a;
} Color;

typedef enum ThemeMode { THEME_DARK, THEME_LIGHT, THEME_MODE_COUNT } ThemeMode;

/// One meaning a colour; the words are in assets/palette.csv, in any order there.
typedef enum ThemeColor {
    THEME_GROUND,
    THEME_PANEL,
    THEME_TILE,
    THEME_INSET,
    THEME_SELECTED,
    THEME_HAIRLINE,
    THEME_EDGE,
    THEME_TEXT,
    THEME_SECONDARY,
    THEME_MUTE,
    THEME_NEUTRAL,
    THEME_LOAD,
    THEME_OK,
    THEME_OK_EDGE,
    THEME_WARN,
    THEME_WARN_EDGE,
    THEME_WARN_BODY,
    THEME_ERROR,
    THEME_DRAINING,
    THEME_BLUE,
    THEME_GREEN,
    THEME_BLUE_LINE,
    THEME_GREEN_LINE,
    THEME_HATCH,
    THEME_INK,
    THEME_PAPER,
    THEME_SCRIM,
    THEME_COLOR_COUNT
} ThemeColor;

typedef struct Theme {
    ThemeMode mode;
    Color colors[THEME_COLOR_COUNT];
} Theme;

/// Words for names and sentences; mono for every number that changes, ids, addresses and keys.
typedef enum TextStyle {
    TEXT_WORDS,        ///< weight 400
    TEXT_WORDS_MEDIUM, ///< weight 500
    TEXT_WORDS_BOLD,   ///< weight 600, titles
    TEXT_MONO,         ///< weight 400
    TEXT_MONO_MEDIUM,  ///< weight 500, numbers
    TEXT_STYLE_COUNT
} TextStyle;

/// Text sizes in px at ui-scale 1; there is nothing smaller than a label.
enum { TEXT_LABEL = 14, TEXT_BODY = 16, TEXT_TITLE = 20, TEXT_FIGURE = 28, TEXT_ANSWER = 56 };

/// Fills `theme` from the embedded palette. Fails when the palette misses a colour or holds one
/// that cannot be read; `theme` is then unchanged.
bool theme_load(Theme *theme, ThemeMode mode, SimError *error);

/// The same from a palette given as text (`token,dark,light,meaning` rows under a heading row).
bool theme_parse(Theme *theme, ThemeMode mode, const char *csv, SimError *error);

/// The token of a colour as it is spelt in the palette.
const char *theme_color_name(ThemeColor color);

static inline Color theme_color(const Theme *theme, ThemeColor color) {
    return theme->colors[color];
}

/// `color` with its alpha multiplied by `opacity`, 0 to 1.
Color color_fade(Color color, float opacity);

/// Between `from` (share 0) and `to` (share 1), in 8-bit steps.
Color color_mix(Color from, Color to, float share);
