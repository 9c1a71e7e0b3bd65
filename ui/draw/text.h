/// The one text measurer. Every player asks it where a glyph stands, so that what a test measures
/// is what is shown. Advances are the font's own, in design units, scaled and never rounded or
/// hinted: equal fonts give equal numbers on every machine, and a text's width grows exactly with
/// its size.
#pragma once

#include <stddef.h>

#include "draw/theme.h"

/// Fonts found through fontconfig and the outlines read from them so far. Not to be shared between
/// threads.
typedef struct TextMeasure TextMeasure;

typedef struct TextMetrics {
    float ascent, descent; ///< px above and below the baseline for which the font makes room
    float ink_ascent, ink_descent; ///< px that letters such as "l" and "g" really reach
    float cap_height;              ///< px of a capital letter: centre words with half of it
} TextMetrics;

/// A glyph's outline in px at size 1, y downwards, as a run of segments in `points`.
typedef enum TextSegment {
    TEXT_SEGMENT_MOVE,
    TEXT_SEGMENT_LINE,
    TEXT_SEGMENT_CURVE, ///< three points, cubic
    TEXT_SEGMENT_CLOSE
} TextSegment;

typedef struct TextOutline {
    const uint8_t *segments; ///< TextSegment values
    int segment_count;
    const float *points; ///< x, y pairs: one for move and line, three for a curve
    float advance;       ///< em
} TextOutline;

/// Finds Inter and JetBrains Mono (else DejaVu, else any sans and any monospace). Fails with a
/// sentence that names the packages when there is no font at all. The caller destroys it.
TextMeasure *text_measure_create(SimError *error);
void text_measure_destroy(TextMeasure *text);

/// Width in px of one line of UTF-8; broken bytes count as U+FFFD.
float text_width(TextMeasure *text, TextStyle style, float size, const char *utf8);
TextMetrics text_metrics(const TextMeasure *text, TextStyle style, float size);

/// Copies `utf8` to `out`, cut so that it is at most `width_max` px wide and then ending with "…".
/// Returns true when it was cut. `out` is always terminated; capacity counts the terminator.
bool text_elide(TextMeasure *text, TextStyle style, float size, const char *utf8, float width_max,
                char *out, size_t capacity);

/// The outline of one character, lent until the measurer is used again.
TextOutline text_outline(TextMeasure *text, TextStyle style, uint32_t codepoint);

/// Reads one character and advances `*utf8`; 0 at the end of the string.
uint32_t text_next_codepoint(const char **utf8);

/// The file and the face in it that a style uses, for players that open fonts themselves.
const char *text_font_path(const TextMeasure *text, TextStyle style);
long text_font_index(const TextMeasure *text, TextStyle style);

/// Whether all styles use Inter and JetBrains Mono: only then are pictures equal byte for byte
/// between machines.
bool text_fonts_are_packaged(const TextMeasure *text);
