/// The draw list: a picture as data. A view appends commands, players (cairo for pictures, SDL for
/// the window) show them, tests read them. Coordinates are px at ui-scale 1, y downwards.
///
/// A command's layer is its height: players draw layer by layer, and within a layer in the order of
/// appending, so that a view may draw things panel by panel and still have dots above tiles.
/// Clipping is a rectangle that each command carries with it.
#pragma once

#include <stdio.h>

#include "draw/text.h"
#include "draw/theme.h"

/// Bottom to top. Dots are the only thing that moves with every frame; only sprites may lie there.
typedef enum DrawLayer {
    LAYER_GROUND,
    LAYER_PANELS,
    LAYER_HATCH,
    LAYER_PATHS,
    LAYER_TILES,
    LAYER_CHARTS,
    LAYER_CAPTION,
    LAYER_BARS,
    LAYER_DOTS,
    LAYER_BADGES,
    LAYER_FOCUS,
    LAYER_SCRIM,
    LAYER_DIALOG,
    LAYER_TOAST,
    LAYER_COUNT
} DrawLayer;

typedef enum DrawKind {
    DRAW_BOX,      ///< rectangle, rounded when radius > 0, filled and stroked
    DRAW_POLYLINE, ///< open line through points
    DRAW_CURVE,    ///< cubic curves: 1 + 3 n points
    DRAW_POLYGON,  ///< closed, filled and stroked
    DRAW_DISC,     ///< circle, filled and stroked
    DRAW_ARC,      ///< part of a circle's line
    DRAW_HATCH,    ///< 45 degree lines in a rectangle
    DRAW_TEXT,     ///< one line of text
    DRAW_SPRITE,   ///< a request's mark
    DRAW_KIND_COUNT
} DrawKind;

/// A request as a mark: the shape carries the outcome, so that colour is never the only cue.
typedef enum SpriteShape {
    SPRITE_DISC,    ///< ok
    SPRITE_DIAMOND, ///< error
    SPRITE_CROSS,   ///< dropped
    SPRITE_HOLLOW,  ///< draining
    SPRITE_PATIENCE ///< ring alone: `share` of the circle clockwise from 12
} SpriteShape;

typedef enum TextAlign { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT } TextAlign;

typedef struct DrawPoint {
    float x, y;
} DrawPoint;

typedef struct DrawRect {
    float x, y, w, h;
} DrawRect;

/// How a line is drawn; width 0 or alpha 0: not at all. A dash of 0 is a solid line.
typedef struct DrawStroke {
    Color color;
    float width;
    float dash_on, dash_off;
    bool is_round; ///< round ends
} DrawStroke;

typedef struct DrawSprite {
    SpriteShape shape;
    float x, y;    ///< centre
    float radius;  ///< of the mark; a patience ring is drawn at this radius itself
    Color color;   ///< of the shape
    Color edge;    ///< outline, or the fill of a hollow mark; alpha 0: none
    float share;   ///< of the patience ring, 0 to 1
    bool has_halo; ///< a flat disc of the colour at 14 %, 3 px wider
} DrawSprite;

typedef struct DrawTextSpec {
    TextStyle style;
    float size; ///< px
    Color color;
    TextAlign align;
    float width_max; ///< px the text is meant to fit in, from its anchor; 0: no such bound
    bool can_elide;  ///< cut with "…" instead of being a problem when wider than width_max
} DrawTextSpec;

/// Only four-byte fields, so that no padding enters the hash. Fields that a kind has no use for are
/// 0.
typedef struct DrawCommand {
    int32_t kind;  ///< DrawKind
    int32_t layer; ///< DrawLayer
    Color fill;
    Color stroke;
    float x, y, w,
        h; ///< box, hatch; text: the measured box (ink height); disc, arc, sprite: centre in x, y
    float radius;
    float line_width;
    float dash_on, dash_off;
    float start, sweep; ///< arc in turns, clockwise from 12; sprite: share in `sweep`
    int32_t is_round, has_halo;
    int32_t shape; ///< SpriteShape
    int32_t point_first, point_count;
    int32_t text_first, text_length; ///< in the list's characters, terminated
    int32_t style;                   ///< TextStyle
    int32_t align;                   ///< TextAlign as it was asked for; x is always the left edge
    int32_t was_elided;
    float size, baseline;
    DrawRect fit;  ///< text: the box it was meant to fit in
    DrawRect clip; ///< nothing outside this is drawn
} DrawCommand;

typedef struct DrawList {
    TextMeasure *text;  ///< borrowed
    const Theme *theme; ///< borrowed; what marks and charts take their colours from
    DrawLayer layer;    ///< of the next command
    uint64_t marks;     ///< bit n: MarkName n has been drawn since the last reset
    DrawCommand *commands;
    DrawPoint *points;
    char *chars;
    DrawRect *clips;
    int32_t *order;
    int command_count, command_capacity;
    int point_count, point_capacity;
    int char_count, char_capacity;
    int clip_count, clip_capacity;
    int order_capacity;
} DrawList;

static inline DrawRect draw_rect_make(float x, float y, float w, float h) {
    return (DrawRect){x, y, w, h};
}
static inline DrawStroke draw_stroke(Color color, float width) {
    return (DrawStroke){.color = color, .width = width};
}
static inline DrawStroke draw_dashed(Color color, float width, float on, float off) {
    return (DrawStroke){.color = color, .width = width, .dash_on = on, .dash_off = off};
}

/// An empty list that measures with `text` and takes colours from `theme`; both are borrowed.
void draw_list_init(DrawList *list, TextMeasure *text, const Theme *theme);
void draw_list_deinit(DrawList *list);
/// Empties the list and keeps its memory: a frame like the one before allocates nothing.
void draw_list_reset(DrawList *list);

/// Sets the layer of the commands that follow; returns the one before, to be put back.
DrawLayer draw_layer(DrawList *list, DrawLayer layer);

void draw_fill(DrawList *list, DrawRect rect, Color color);
/// A rectangle with rounded corners, filled and then stroked on its outline; either may be absent.
void draw_box(DrawList *list, DrawRect rect, float radius, Color fill, DrawStroke stroke);
void draw_line(DrawList *list, float x1, float y1, float x2, float y2, DrawStroke stroke);
void draw_polyline(DrawList *list, const DrawPoint *points, int count, DrawStroke stroke);
/// Cubic curves joined end to end: `count` is 1 + 3 n.
void draw_curve(DrawList *list, const DrawPoint *points, int count, DrawStroke stroke);
void draw_polygon(DrawList *list, const DrawPoint *points, int count, Color fill,
                  DrawStroke stroke);
void draw_disc(DrawList *list, float x, float y, float radius, Color fill, DrawStroke stroke);
/// Part of a circle, in turns clockwise from 12 o'clock.
void draw_arc(DrawList *list, float x, float y, float radius, float start, float sweep,
              DrawStroke stroke);
/// Lines "/" of `width` px, `pitch` px apart, anchored to the window, not to the rectangle.
void draw_hatch(DrawList *list, DrawRect rect, Color color, float width, float pitch);
void draw_sprite(DrawList *list, DrawSprite sprite);

/// One line of text at the anchor (`x`, baseline `y`). Returns its width in px.
float draw_text(DrawList *list, float x, float y, DrawTextSpec spec, const char *text);
float draw_textf(DrawList *list, float x, float y, DrawTextSpec spec, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/// The short form: left, label size.
float draw_label(DrawList *list, float x, float y, TextStyle style, ThemeColor color,
                 const char *text);

/// Nothing of the following commands shows outside `rect` (within the clip before it).
void draw_clip_push(DrawList *list, DrawRect rect);
void draw_clip_pop(DrawList *list);

/// The string of a text command.
const char *draw_command_text(const DrawList *list, const DrawCommand *command);
/// What a command may touch, clip included, with room for antialiasing.
DrawRect draw_command_bounds(const DrawList *list, const DrawCommand *command);
/// Indices of all commands in the order of drawing; lent until the list changes.
const int32_t *draw_list_order(DrawList *list);

typedef enum DrawProblemKind {
    DRAW_TEXT_OUTSIDE_BOX,
    DRAW_TEXT_OUTSIDE_CLIP,
    DRAW_TEXT_OUTSIDE_WINDOW,
    DRAW_TEXT_OVERLAPS
} DrawProblemKind;

typedef struct DrawProblem {
    DrawProblemKind kind;
    int command, other; ///< `other` is -1 unless two texts overlap
    char sentence[240]; ///< what is wrong, with the strings and places
} DrawProblem;

/// Finds text outside its box, its clip or the window, and texts that overlap: those of the layers
/// up to the bars among each other, and badges, dialog and toast each among themselves. Returns how
/// many there are and describes the first `capacity`.
int draw_list_check(const DrawList *list, float width, float height, DrawProblem *out,
                    int capacity);

/// The same for equal pictures: every field of every command, points and strings.
uint64_t draw_list_hash(const DrawList *list);
/// The hash of one command with its points and its string.
uint64_t draw_command_hash(const DrawList *list, const DrawCommand *command);
/// One line a command, stable, for reading and comparing.
void draw_list_dump(const DrawList *list, FILE *out);
