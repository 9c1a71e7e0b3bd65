// Every mark is a handful of primitives around a centre. Its proportions are fixed fractions of its
// radius, so that the legend's, the tile's and the chip's are one picture in three sizes.
#include "draw/marks.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { SPARK_POINTS_MAX = 512 };

static Color color_of(const DrawList *list, ThemeColor color) {
    return theme_color(list->theme, color);
}

static DrawTextSpec text_spec(const DrawList *list, TextStyle style, ThemeColor color,
                              TextAlign align) {
    return (DrawTextSpec){
        .style = style, .size = TEXT_LABEL, .color = color_of(list, color), .align = align};
}

static void draw_diamond(DrawList *list, float x, float y, float radius, Color fill,
                         DrawStroke stroke) {
    DrawPoint points[] = {{x, y - radius}, {x + radius, y}, {x, y + radius}, {x - radius, y}};
    draw_polygon(list, points, 4, fill, stroke);
}

/// The two strokes of a cross that reaches `reach` from its centre.
static void draw_cross(DrawList *list, float x, float y, float reach, Color color, float width) {
    DrawStroke stroke = {.color = color, .width = width, .is_round = true};
    draw_line(list, x - reach, y - reach, x + reach, y + reach, stroke);
    draw_line(list, x + reach, y - reach, x - reach, y + reach, stroke);
}

// ---- requests

float mark_dot_radius(float work_left) {
    const float least = 2.5f, most = 6;
    float share = work_left < 0 ? 0 : work_left > 1 ? 1 : work_left;
    return sqrtf(least * least + share * (most * most - least * least));
}

static DrawSprite dot_sprite(const DrawList *list, Dot dot, float radius) {
    DrawSprite sprite = {.x = dot.x, .y = dot.y, .radius = radius, .has_halo = dot.has_halo};
    switch (dot.kind) {
    case DOT_OK:
        sprite.shape = SPRITE_DISC;
        sprite.color = color_of(list, THEME_OK);
        if (list->theme->mode == THEME_LIGHT) sprite.edge = color_of(list, THEME_OK_EDGE);
        break;
    case DOT_ERROR:
        sprite.shape = SPRITE_DIAMOND;
        sprite.radius = radius * 1.3f; // a diamond of a circle's radius would look smaller
        sprite.color = color_of(list, THEME_ERROR);
        sprite.edge = color_of(list, THEME_GROUND);
        break;
    case DOT_DROPPED:
        sprite.shape = SPRITE_CROSS;
        sprite.color = color_of(list, THEME_ERROR);
        break;
    case DOT_DRAINING:
        sprite.shape = SPRITE_HOLLOW;
        sprite.color = color_of(list, THEME_DRAINING);
        sprite.edge = color_of(list, THEME_PANEL);
        break;
    }
    return sprite;
}

void mark_dot(DrawList *list, Dot dot) {
    float radius = mark_dot_radius(dot.work_left) * (dot.size > 0 ? dot.size : 1);
    mark_note(list, (MarkName)((int)MARK_OK + (int)dot.kind));
    draw_sprite(list, dot_sprite(list, dot, radius));
    if (dot.patience_left < 0) return;
    mark_note(list, MARK_PATIENCE);
    draw_sprite(list, (DrawSprite){.shape = SPRITE_PATIENCE,
                                   .x = dot.x,
                                   .y = dot.y,
                                   .radius = radius + 3.5f,
                                   .color = color_fade(color_of(list, THEME_TEXT), 0.85f),
                                   .share = fminf(dot.patience_left, 1)});
}

// ---- health

static void draw_tick(DrawList *list, float x, float y, float radius) {
    float r = radius;
    DrawPoint points[] = {{x - 0.45f * r, y + 0.02f * r},
                          {x - 0.1f * r, y + 0.38f * r},
                          {x + 0.48f * r, y - 0.34f * r}};
    draw_polyline(
        list, points, 3,
        (DrawStroke){.color = color_of(list, THEME_INK), .width = 1.75f, .is_round = true});
}

/// A bolt with a stroke across it.
static void draw_no_power(DrawList *list, float x, float y, float r) {
    DrawPoint bolt[] = {{x + 0.3f * r, y - 1.05f * r},  {x - 0.6f * r, y + 0.15f * r},
                        {x - 0.05f * r, y + 0.15f * r}, {x - 0.3f * r, y + 1.05f * r},
                        {x + 0.6f * r, y - 0.2f * r},   {x + 0.05f * r, y - 0.2f * r}};
    draw_polygon(list, bolt, 6, color_of(list, THEME_TEXT), (DrawStroke){0});
    draw_line(list, x - r, y - 0.8f * r, x + r, y + 0.8f * r,
              (DrawStroke){.color = color_of(list, THEME_ERROR), .width = 2, .is_round = true});
}

static void draw_setup(DrawList *list, float x, float y, float r) {
    draw_disc(list, x, y, r * 0.93f, (Color){0},
              draw_stroke(color_of(list, THEME_SECONDARY), 1.5f));
    for (int i = -1; i <= 1; i++)
        draw_disc(list, x + (float)i * 0.45f * r, y, 1.1f, color_of(list, THEME_SECONDARY),
                  (DrawStroke){0});
}

static void draw_hourglass(DrawList *list, float x, float y, float radius) {
    Color color = color_of(list, THEME_DRAINING);
    float r = radius;
    draw_disc(list, x, y, r * 0.93f, (Color){0}, draw_stroke(color, 1.5f));
    DrawPoint glass[] = {{x - 0.4f * r, y - 0.48f * r},
                         {x + 0.4f * r, y - 0.48f * r},
                         {x - 0.4f * r, y + 0.48f * r},
                         {x + 0.4f * r, y + 0.48f * r}};
    draw_polygon(list, glass, 4, (Color){0}, draw_stroke(color, 1.25f));
}

void mark_warning(DrawList *list, float x, float y, float radius) {
    float r = radius;
    mark_note(list, MARK_WARNING);
    Color ink = color_of(list, THEME_INK);
    DrawPoint triangle[] = {
        {x, y - 1.08f * r}, {x + 0.98f * r, y + 0.68f * r}, {x - 0.98f * r, y + 0.68f * r}};
    draw_polygon(
        list, triangle, 3, color_of(list, THEME_WARN),
        (DrawStroke){.color = color_of(list, THEME_WARN_EDGE), .width = 1, .is_round = true});
    draw_line(list, x, y - 0.5f * r, x, y + 0.07f * r,
              (DrawStroke){.color = ink, .width = 1.75f, .is_round = true});
    draw_disc(list, x, y + 0.4f * r, 1, ink, (DrawStroke){0});
}

void mark_anomalous(DrawList *list, float x, float y, float radius) {
    float r = radius, bar = 0.5f * r;
    mark_note(list, MARK_ANOMALOUS);
    for (int i = 0; i < 3; i++) {
        float height = i == 1 ? 1.8f * r : 0.7f * r;
        draw_box(list,
                 draw_rect_make(x + (float)(i - 1) * 0.72f * r - bar / 2, y + 0.9f * r - height,
                                bar, height),
                 1, color_of(list, i == 1 ? THEME_WARN : THEME_SECONDARY),
                 i == 1 && list->theme->mode == THEME_LIGHT
                     ? draw_stroke(color_of(list, THEME_WARN_EDGE), 1)
                     : (DrawStroke){0});
    }
}

void mark_health(DrawList *list, float x, float y, float radius, HealthGlyph glyph) {
    static const MarkName names[] = {MARK_HEALTHY,   MARK_INITIAL,  MARK_DRAINING,
                                     MARK_UNHEALTHY, MARK_UNUSED,   MARK_LEAVING,
                                     MARK_WARNING,   MARK_NO_POWER, MARK_SETUP};
    float r = radius;
    mark_note(list, names[glyph]);
    switch (glyph) {
    case HEALTH_HEALTHY:
        draw_disc(list, x, y, r, color_of(list, THEME_OK),
                  list->theme->mode == THEME_LIGHT ? draw_stroke(color_of(list, THEME_OK_EDGE), 1)
                                                   : (DrawStroke){0});
        draw_tick(list, x, y, r);
        break;
    case HEALTH_INITIAL:
        draw_disc(list, x, y, r * 0.93f, (Color){0},
                  draw_dashed(color_of(list, THEME_SECONDARY), 1.75f, 3, 2.6f));
        break;
    case HEALTH_DRAINING:
    case HEALTH_LEAVING:
        draw_hourglass(list, x, y, r);
        break;
    case HEALTH_UNHEALTHY:
        draw_diamond(list, x, y, r * 1.18f, color_of(list, THEME_ERROR), (DrawStroke){0});
        draw_cross(list, x, y, r * 0.34f, color_of(list, THEME_PAPER), 1.5f);
        break;
    case HEALTH_UNUSED:
        draw_disc(list, x, y, r * 0.93f, (Color){0}, draw_stroke(color_of(list, THEME_MUTE), 1.5f));
        draw_line(list, x - 0.4f * r, y, x + 0.4f * r, y,
                  draw_stroke(color_of(list, THEME_MUTE), 1.5f));
        break;
    case HEALTH_WARN:
        mark_warning(list, x, y, r);
        break;
    case HEALTH_NO_POWER:
        draw_no_power(list, x, y, r);
        break;
    case HEALTH_SETUP:
        draw_setup(list, x, y, r);
        break;
    }
}

const char *mark_health_word(HealthGlyph glyph) {
    static const char *const words[] = {"healthy",   "initial",  "draining",
                                        "unhealthy", "unused",   "leaving DNS",
                                        "impaired",  "no power", "being set up"};
    SIM_ASSERT((size_t)glyph < sizeof words / sizeof *words);
    return words[glyph];
}

static void draw_gauge(DrawList *list, float x, float y, float radius, float share, Color rest,
                       Color color) {
    draw_disc(list, x, y, radius, (Color){0}, draw_stroke(rest, 2.5f));
    if (share > 0) draw_arc(list, x, y, radius, 0, fminf(share, 1), draw_stroke(color, 2.5f));
}

void mark_stop(DrawList *list, float x, float y, float radius) {
    Color error = color_of(list, THEME_ERROR);
    mark_note(list, MARK_STOP);
    draw_box(list, draw_rect_make(x - radius, y - radius, 2 * radius, 2 * radius), radius,
             color_of(list, THEME_PANEL), draw_stroke(error, 2));
    draw_fill(list, draw_rect_make(x - radius * 0.55f, y - 1.5f, radius * 1.1f, 3), error);
}

void mark_tls(DrawList *list, float x, float y) {
    mark_note(list, MARK_TLS);
    Color body = color_of(list, THEME_SECONDARY);
    draw_arc(list, x, y - 1.5f, 3.5f, -0.25f, 0.5f, draw_stroke(body, 1.75f));
    draw_box(list, draw_rect_make(x - 5.5f, y - 1, 11, 7.5f), 1.5f, body, (DrawStroke){0});
    draw_line(list, x - 7, y - 6, x + 7, y + 7,
              (DrawStroke){.color = color_of(list, THEME_ERROR), .width = 2.25f, .is_round = true});
}

void mark_link(DrawList *list, float x, float y, float radius) {
    mark_note(list, MARK_LINK);
    draw_disc(list, x, y, radius, color_of(list, THEME_PANEL),
              draw_stroke(color_of(list, THEME_WARN_EDGE), 1.5f));
    float r = radius;
    DrawPoint left[] = {
        {x - 0.72f * r, y}, {x - 0.5f * r, y - 0.4f * r}, {x - 0.2f * r, y + 0.35f * r}};
    DrawPoint right[] = {
        {x + 0.2f * r, y - 0.35f * r}, {x + 0.5f * r, y + 0.4f * r}, {x + 0.72f * r, y}};
    DrawStroke stroke = {.color = color_of(list, THEME_TEXT), .width = 1.5f, .is_round = true};
    draw_polyline(list, left, 3, stroke);
    draw_polyline(list, right, 3, stroke);
}

void mark_own_code(DrawList *list, float x, float y, float width, ThemeColor edge) {
    mark_note(list, MARK_OWN_CODE);
    draw_box(list, draw_rect_make(x + 0.5f, y + 0.5f, width - 1, 21), 5,
             color_of(list, THEME_PANEL), draw_stroke(color_of(list, edge), 1.25f));
}

void mark_pin(DrawList *list, float x, float y) {
    Color color = color_of(list, THEME_TEXT);
    mark_note(list, MARK_PIN);
    draw_box(list, draw_rect_make(x - 4, y - 7, 8, 8), 4, color, draw_stroke(color, 1));
    draw_line(list, x, y, x, y + 7, draw_stroke(color, 1.5f));
}

void mark_countdown(DrawList *list, float x, float y, float radius, float share) {
    mark_note(list, MARK_COUNTDOWN);
    draw_gauge(list, x, y, radius, share, color_of(list, THEME_EDGE),
               color_of(list, THEME_DRAINING));
}

void mark_ttl(DrawList *list, float x, float y, float share, bool is_stale) {
    ThemeColor color = !is_stale                          ? THEME_TEXT
                       : list->theme->mode == THEME_LIGHT ? THEME_WARN_EDGE
                                                          : THEME_WARN;
    mark_note(list, is_stale ? MARK_TTL_OLD : MARK_TTL);
    draw_gauge(list, x, y, 7, share, color_of(list, THEME_HAIRLINE), color_of(list, color));
}

// ---- bars and stacks

/// The inset and its filled part; a sliver is as wide as the bar is high, so that it can be seen.
static void draw_bar(DrawList *list, DrawRect rect, float share, Color color, Color edge) {
    float radius = rect.h / 2;
    draw_box(list, rect, radius, color_of(list, THEME_INSET), (DrawStroke){0});
    if (!(share > 0)) return;
    rect.w = fminf(fmaxf(rect.w * share, rect.h), rect.w);
    draw_box(list, rect, radius, color, draw_stroke(edge, edge.a > 0 ? 1 : 0));
}

void mark_load_bar(DrawList *list, float x, float y, float width, float load, bool is_draining) {
    bool is_hot = load >= 0.9f && !is_draining;
    mark_note(list, MARK_LOAD);
    ThemeColor color = is_draining ? THEME_DRAINING : is_hot ? THEME_WARN : THEME_LOAD;
    Color edge =
        is_hot && list->theme->mode == THEME_LIGHT ? color_of(list, THEME_WARN_EDGE) : (Color){0};
    draw_bar(list, (DrawRect){x, y, width, 8}, load, color_of(list, color), edge);
    DrawStroke notch = draw_stroke(color_of(list, THEME_PANEL), 1.5f);
    draw_line(list, x + width * 0.7f, y - 1, x + width * 0.7f, y + 9, notch);
    draw_line(list, x + width * 0.9f, y - 1, x + width * 0.9f, y + 9, notch);
}

void mark_weight_bar(DrawList *list, float x, float y, float width, float height, float seen,
                     float set, Color color) {
    mark_note(list, MARK_WEIGHT);
    draw_bar(list, (DrawRect){x, y, width, height}, seen, color, (Color){0});
    if (set < 0) return;
    float at = x + width * fminf(set, 1);
    draw_line(list, at, y - 4, at, y + height + 4, draw_stroke(color_of(list, THEME_TEXT), 2));
}

int mark_queue(DrawList *list, float x, float y, int count, int rows, int columns) {
    const float pitch = 8;
    int drawn = count < rows * columns ? count : rows * columns;
    if (drawn > 0) mark_note(list, MARK_QUEUE);
    bool is_light = list->theme->mode == THEME_LIGHT;
    for (int i = 0; i < drawn; i++)
        draw_disc(list, x - (float)(i / rows) * pitch, y - (float)(i % rows) * pitch, 3,
                  color_of(list, THEME_WARN),
                  is_light ? draw_stroke(color_of(list, THEME_WARN_EDGE), 1) : (DrawStroke){0});
    return drawn;
}

int mark_finishing(DrawList *list, float x, float y, int count, int most) {
    int drawn = count < most ? count : most;
    if (drawn > 0) mark_note(list, MARK_FINISHING);
    for (int i = 0; i < drawn; i++)
        draw_disc(list, x - (float)i * 9, y, 3, (Color){0},
                  draw_stroke(color_of(list, THEME_DRAINING), 1.5f));
    return drawn;
}

// ---- releases and events

Color mark_version_color(const DrawList *list, int index) {
    ThemeColor color = index == 0 ? THEME_BLUE : index == 1 ? THEME_GREEN : THEME_NEUTRAL;
    return color_of(list, color);
}

Color mark_version_line(const DrawList *list, int index) {
    ThemeColor color = index == 0   ? THEME_BLUE_LINE
                       : index == 1 ? THEME_GREEN_LINE
                                    : THEME_SECONDARY;
    return color_of(list, color);
}

/// A letter in the middle of a mark.
static void draw_letter(DrawList *list, float x, float y, float size, char letter, Color color) {
    DrawTextSpec spec = {
        .style = TEXT_WORDS_BOLD, .size = size, .color = color, .align = ALIGN_CENTER};
    TextMetrics metrics = text_metrics(list->text, spec.style, size);
    draw_text(list, x, y + metrics.cap_height / 2, spec, (char[]){letter, 0});
}

void mark_version(DrawList *list, float x, float y, float size, char letter, int index) {
    mark_note(list, index == 1 ? MARK_GROUP_NEW : MARK_GROUP);
    float half = size / 2, letter_size = fmaxf(TEXT_LABEL, roundf(size * 0.7f));
    ThemeColor ink = index == 0 ? THEME_PAPER : index == 1 ? THEME_INK : THEME_TEXT;
    if (index == 0)
        draw_box(list, (DrawRect){x, y, size, size}, 3, mark_version_color(list, 0),
                 (DrawStroke){0});
    else if (index == 1)
        draw_disc(list, x + half, y + half, half, mark_version_color(list, 1), (DrawStroke){0});
    else
        draw_box(list, (DrawRect){x + 0.75f, y + 0.75f, size - 1.5f, size - 1.5f}, 3,
                 color_of(list, THEME_TILE), draw_stroke(color_of(list, THEME_SECONDARY), 1.5f));
    draw_letter(list, x + half, y + half, letter_size, letter, color_of(list, ink));
}

char mark_event_letter(EventMark event) {
    SIM_ASSERT(event <= EVENT_ZONAL_SHIFT);
    return "DCSRAFZ"[event];
}

void mark_recovery(DrawList *list, float x, float y) {
    draw_disc(list, x, y, 9, color_of(list, THEME_TILE),
              draw_stroke(color_of(list, THEME_OK), 1.25f));
    mark_health(list, x, y, 6, HEALTH_HEALTHY);
    mark_note(list, MARK_RECOVERY);
}

void mark_change(DrawList *list, float x, float y) {
    mark_note(list, MARK_CHANGE);
    draw_disc(list, x, y, 3, color_of(list, THEME_TILE),
              draw_stroke(color_of(list, THEME_TEXT), 1.25f));
}

void mark_event(DrawList *list, float x, float y, EventMark event) {
    mark_note(list, (MarkName)((int)MARK_DEPLOYMENT + (int)event));
    Color fill = color_of(list, THEME_TILE);
    float letter_y = y;
    if (event == EVENT_ALARM || event == EVENT_FAULT) {
        draw_diamond(list, x, y, 11, fill, draw_stroke(color_of(list, THEME_ERROR), 1.5f));
    } else if (event == EVENT_ZONAL_SHIFT) {
        DrawPoint triangle[] = {{x, y - 12}, {x + 12, y + 8.5f}, {x - 12, y + 8.5f}};
        draw_polygon(list, triangle, 3, fill, draw_stroke(color_of(list, THEME_WARN_EDGE), 1.5f));
        letter_y = y + 1.5f;
    } else {
        draw_box(list, (DrawRect){x - 9.5f, y - 9.5f, 19, 19}, 4, fill,
                 draw_stroke(color_of(list, THEME_SECONDARY), 1.25f));
    }
    draw_letter(list, x, letter_y, TEXT_LABEL, mark_event_letter(event),
                color_of(list, THEME_TEXT));
}

/// "141", or "1.4k" and "1.2M" from a thousand on: a glance at a badge wants the size, not the
/// digits.
static void format_count(int64_t count, char *out, size_t capacity) {
    if (count < 1000)
        snprintf(out, capacity, "%" PRId64, count);
    else if (count < 1000000)
        snprintf(out, capacity, count < 10000 ? "%.1fk" : "%.0fk", floor((double)count / 100) / 10);
    else
        snprintf(out, capacity, count < 10000000 ? "%.1fM" : "%.0fM",
                 floor((double)count / 1e5) / 10);
}

void mark_failure(DrawList *list, float x, float y, float width, FailureBadge badge, bool is_tall) {
    char number[24], words[96];
    float height = is_tall ? 58 : 28, row = is_tall ? y + 19 : y + 14;
    draw_box(list, (DrawRect){x + 0.5f, y + 0.5f, width - 1, height - 1}, 6,
             color_of(list, THEME_PANEL), draw_stroke(color_of(list, THEME_ERROR), 1.25f));
    format_count(badge.count, number, sizeof number);
    snprintf(words, sizeof words, "%s ×%s", badge.code, number);
    // A long count takes the room beside the shape rather than being cut.
    float words_width = text_width(list->text, TEXT_MONO_MEDIUM, TEXT_LABEL, words);
    float tight = words_width > width - 35 ? 5.0f : 0;
    if (badge.shape == DOT_DROPPED)
        draw_cross(list, x + 16 - tight, row, 4.5f, color_of(list, THEME_ERROR), 2.25f);
    else
        draw_diamond(list, x + 16 - tight, row, 6, color_of(list, THEME_ERROR),
                     draw_stroke(color_of(list, THEME_GROUND), 1));
    float left = x + 30 - 1.5f * tight;
    DrawTextSpec code = text_spec(list, TEXT_MONO_MEDIUM, THEME_TEXT, ALIGN_LEFT);
    code.width_max = x + width - 4 - left;
    code.can_elide = true;
    draw_text(list, left, row + 5, code, words);
    DrawTextSpec span = text_spec(list, TEXT_WORDS, THEME_SECONDARY, ALIGN_LEFT);
    span.width_max = width - 16;
    if (is_tall) draw_text(list, x + 10, y + 46, span, badge.span);
}

// ---- controls

float mark_key_cap(DrawList *list, float x, float y, const char *key) {
    float width = text_width(list->text, TEXT_MONO_MEDIUM, TEXT_LABEL, key) + 12;
    width = fmaxf(24, ceilf(width));
    draw_box(list, (DrawRect){x + 0.5f, y + 0.5f, width - 1, 23}, 4, color_of(list, THEME_TILE),
             draw_stroke(color_of(list, THEME_EDGE), 1));
    draw_text(list, x + width / 2, y + 17,
              text_spec(list, TEXT_MONO_MEDIUM, THEME_TEXT, ALIGN_CENTER), key);
    return width;
}

float mark_key_hint(DrawList *list, float x, float y, const char *key, const char *meaning) {
    float width = mark_key_cap(list, x, y, key) + 8;
    return width + draw_label(list, x + width, y + 17, TEXT_WORDS, THEME_SECONDARY, meaning);
}

float mark_chip(DrawList *list, float x, float y, HealthGlyph glyph, const char *word) {
    float width = ceilf(text_width(list->text, TEXT_WORDS_MEDIUM, TEXT_LABEL, word)) + 36;
    ThemeColor edge = glyph == HEALTH_WARN ? THEME_WARN_EDGE : THEME_HAIRLINE;
    draw_box(list, (DrawRect){x + 0.5f, y + 0.5f, width - 1, 23}, 4, color_of(list, THEME_TILE),
             draw_stroke(color_of(list, edge), 1));
    mark_health(list, x + 15, y + 12, glyph == HEALTH_WARN ? 7 : 6.5f, glyph);
    draw_label(list, x + 28, y + 17, TEXT_WORDS_MEDIUM, THEME_TEXT, word);
    return width;
}

void mark_checkbox(DrawList *list, float x, float y, bool is_checked) {
    Color fill = color_of(list, is_checked ? THEME_OK : THEME_INSET);
    draw_box(list, (DrawRect){x + 0.5f, y + 0.5f, 15, 15}, 3, fill,
             draw_stroke(color_of(list, is_checked ? THEME_OK_EDGE : THEME_MUTE), 1));
    if (is_checked) draw_tick(list, x + 8, y + 8, 7);
}

void mark_play(DrawList *list, float x, float y, bool is_playing) {
    Color color = color_of(list, THEME_OK);
    if (is_playing) {
        DrawPoint triangle[] = {{x - 6, y - 7}, {x + 6, y}, {x - 6, y + 7}};
        draw_polygon(list, triangle, 3, color, draw_stroke(color_of(list, THEME_OK_EDGE), 1));
        return;
    }
    draw_box(list, (DrawRect){x - 6, y - 7, 4, 14}, 1, color, (DrawStroke){0});
    draw_box(list, (DrawRect){x + 2, y - 7, 4, 14}, 1, color, (DrawStroke){0});
}

// ---- small pictures

static void value_range(const float *values, int count, float *low, float *high) {
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < count; i++) {
        if (isnan(values[i])) continue;
        *low = fminf(*low, values[i]);
        *high = fmaxf(*high, values[i]);
    }
}

void mark_sparkline(DrawList *list, DrawRect rect, const float *values, int count, Color color) {
    DrawPoint points[SPARK_POINTS_MAX];
    float low, high;
    value_range(values, count, &low, &high);
    if (count < 2 || low > high) return;
    // A flat line stands in the middle; chance alone is not blown up to the whole height, so that
    // traffic that doubles looks like it.
    float span = fmaxf(high - low, fmaxf(fabsf(high) * 0.6f, 1e-6f));
    float middle = (low + high) / 2;
    int used = 0;
    for (int i = 0; i < count; i++) {
        if (!isnan(values[i])) {
            float up = 0.5f + (values[i] - middle) / span;
            points[used++] = (DrawPoint){rect.x + rect.w * (float)i / (float)(count - 1),
                                         rect.y + rect.h * (1 - up)};
        }
        if (isnan(values[i]) || i == count - 1 || used == SPARK_POINTS_MAX) {
            draw_polyline(list, points, used, draw_stroke(color, 1.25f));
            // A line cut only because the array is full goes on from its last point.
            bool goes_on = used == SPARK_POINTS_MAX && !isnan(values[i]);
            points[0] = goes_on ? points[used - 1] : points[0];
            used = goes_on ? 1 : 0;
        }
    }
}

float mark_slots(DrawList *list, float x, float y, int in_service, int desired, int min, int max,
                 Color color) {
    const float pitch = 8;
    for (int i = 0; i < max; i++) {
        float left = x + (float)i * pitch;
        if (i < in_service)
            draw_box(list, (DrawRect){left, y - 7, 6, 14}, 2, color, (DrawStroke){0});
        else if (i < desired)
            draw_box(list, (DrawRect){left + 0.75f, y - 6.25f, 4.5f, 12.5f}, 2, (Color){0},
                     draw_dashed(color_of(list, THEME_TEXT), 1.5f, 2, 2));
        else
            draw_box(list, (DrawRect){left + 0.5f, y - 6.5f, 5, 13}, 2, (Color){0},
                     draw_stroke(color_of(list, THEME_EDGE), 1));
    }
    mark_note(list, MARK_SLOTS);
    float at = x + (float)min * pitch - 1;
    draw_line(list, at, y - 11, at, y + 11, draw_stroke(color_of(list, THEME_TEXT), 1.5f));
    return (float)max * pitch;
}

void mark_corner(DrawList *list, float right, float top, bool is_updated) {
    DrawPoint points[] = {{right - 11, top}, {right, top}, {right, top + 11}};
    mark_note(list, is_updated ? MARK_UPDATED : MARK_OUTDATED);
    draw_polygon(list, points, 3, is_updated ? color_of(list, THEME_TEXT) : (Color){0},
                 draw_stroke(color_of(list, THEME_TEXT), 1));
}

float mark_checkers(DrawList *list, float x, float y, int count, int healthy) {
    const float pitch = 7;
    mark_note(list, MARK_CHECKERS);
    for (int i = 0; i < count; i++) {
        float left = x + (float)i * pitch;
        if (i < healthy)
            draw_box(list, (DrawRect){left, y - 5, 4, 10}, 1, color_of(list, THEME_OK),
                     (DrawStroke){0});
        else
            draw_diamond(list, left + 2, y, 3.5f, color_of(list, THEME_ERROR), (DrawStroke){0});
    }
    float at = x + (float)(18 * count / 100 + 1) * pitch - 1.5f;
    draw_line(list, at, y - 7, at, y + 7, draw_stroke(color_of(list, THEME_TEXT), 1.5f));
    return (float)count * pitch;
}

void mark_focus(DrawList *list, DrawRect rect, float radius) {
    draw_box(list, (DrawRect){rect.x - 3, rect.y - 3, rect.w + 6, rect.h + 6}, radius + 2,
             (Color){0}, draw_stroke(color_of(list, THEME_TEXT), 2));
}
