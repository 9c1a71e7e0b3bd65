// Appending is the hot path: commands, points and characters go to three arrays that only ever
// grow, so that a frame like the one before allocates nothing. Everything a command needs is
// resolved when it is appended (its clip, its measured box), so that players and tests walk a flat
// array.
#include "draw/draw_list.h"

#include "draw/memory.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(DrawCommand) % 4 == 0 && _Alignof(DrawCommand) == 4,
               "padding in a command would enter its hash");

enum { TEXT_BYTES_MAX = 1024 };

// Text may reach this far out of its box before that is a problem: rounding, not layout.
static const float tolerance = 0.75f;
static const float endless = 1e6f;

static void *grow(void *memory, int *capacity, int needed, size_t item_size) {
    if (needed <= *capacity) return memory;
    int wanted = *capacity ? *capacity * 2 : 256;
    while (wanted < needed)
        wanted *= 2;
    void *grown = memory_check(realloc(memory, (size_t)wanted * item_size));
    *capacity = wanted;
    return grown;
}

void draw_list_init(DrawList *list, TextMeasure *text, const Theme *theme) {
    *list = (DrawList){.text = text, .theme = theme};
}

void draw_list_deinit(DrawList *list) {
    free(list->commands);
    free(list->points);
    free(list->chars);
    free(list->clips);
    free(list->order);
    *list = (DrawList){0};
}

void draw_list_reset(DrawList *list) {
    SIM_ASSERT(list->clip_count == 0);
    list->layer = LAYER_GROUND;
    list->marks = 0;
    list->command_count = list->point_count = list->char_count = 0;
}

DrawLayer draw_layer(DrawList *list, DrawLayer layer) {
    DrawLayer before = list->layer;
    list->layer = layer;
    return before;
}

// ---- appending

static DrawRect current_clip(const DrawList *list) {
    if (list->clip_count > 0) return list->clips[list->clip_count - 1];
    return (DrawRect){-endless, -endless, 2 * endless, 2 * endless};
}

static DrawCommand *append(DrawList *list, DrawKind kind) {
    SIM_ASSERT(list->layer != LAYER_DOTS || kind == DRAW_SPRITE);
    list->commands = grow(list->commands, &list->command_capacity, list->command_count + 1,
                          sizeof *list->commands);
    DrawCommand *command = &list->commands[list->command_count++];
    memset(command, 0, sizeof *command);
    command->kind = (int32_t)kind;
    command->layer = (int32_t)list->layer;
    command->clip = current_clip(list);
    return command;
}

static void set_stroke(DrawCommand *command, DrawStroke stroke) {
    if (stroke.width <= 0 || stroke.color.a == 0) return;
    command->stroke = stroke.color;
    command->line_width = stroke.width;
    command->dash_on = stroke.dash_on;
    command->dash_off = stroke.dash_off;
    command->is_round = stroke.is_round;
}

static void set_rect(DrawCommand *command, DrawRect rect) {
    command->x = rect.x;
    command->y = rect.y;
    command->w = rect.w;
    command->h = rect.h;
}

static void set_points(DrawList *list, DrawCommand *command, const DrawPoint *points, int count) {
    list->points =
        grow(list->points, &list->point_capacity, list->point_count + count, sizeof *list->points);
    memcpy(list->points + list->point_count, points, (size_t)count * sizeof *points);
    command->point_first = list->point_count;
    command->point_count = count;
    list->point_count += count;
}

void draw_fill(DrawList *list, DrawRect rect, Color color) {
    draw_box(list, rect, 0, color, (DrawStroke){0});
}

void draw_box(DrawList *list, DrawRect rect, float radius, Color fill, DrawStroke stroke) {
    DrawCommand *command = append(list, DRAW_BOX);
    set_rect(command, rect);
    command->radius = radius;
    command->fill = fill;
    set_stroke(command, stroke);
}

void draw_line(DrawList *list, float x1, float y1, float x2, float y2, DrawStroke stroke) {
    draw_polyline(list, (DrawPoint[]){{x1, y1}, {x2, y2}}, 2, stroke);
}

void draw_polyline(DrawList *list, const DrawPoint *points, int count, DrawStroke stroke) {
    if (count < 2) return;
    DrawCommand *command = append(list, DRAW_POLYLINE);
    set_points(list, command, points, count);
    set_stroke(command, stroke);
}

void draw_curve(DrawList *list, const DrawPoint *points, int count, DrawStroke stroke) {
    SIM_ASSERT(count >= 4 && count % 3 == 1);
    DrawCommand *command = append(list, DRAW_CURVE);
    set_points(list, command, points, count);
    set_stroke(command, stroke);
}

void draw_polygon(DrawList *list, const DrawPoint *points, int count, Color fill,
                  DrawStroke stroke) {
    if (count < 3) return;
    DrawCommand *command = append(list, DRAW_POLYGON);
    set_points(list, command, points, count);
    command->fill = fill;
    set_stroke(command, stroke);
}

void draw_disc(DrawList *list, float x, float y, float radius, Color fill, DrawStroke stroke) {
    DrawCommand *command = append(list, DRAW_DISC);
    command->x = x;
    command->y = y;
    command->radius = radius;
    command->fill = fill;
    set_stroke(command, stroke);
}

void draw_arc(DrawList *list, float x, float y, float radius, float start, float sweep,
              DrawStroke stroke) {
    DrawCommand *command = append(list, DRAW_ARC);
    command->x = x;
    command->y = y;
    command->radius = radius;
    command->start = start;
    command->sweep = sweep;
    set_stroke(command, stroke);
}

void draw_hatch(DrawList *list, DrawRect rect, Color color, float width, float pitch) {
    SIM_ASSERT(pitch > 0);
    DrawCommand *command = append(list, DRAW_HATCH);
    set_rect(command, rect);
    command->stroke = color;
    command->line_width = width;
    command->size = pitch;
}

void draw_sprite(DrawList *list, DrawSprite sprite) {
    DrawCommand *command = append(list, DRAW_SPRITE);
    command->x = sprite.x;
    command->y = sprite.y;
    command->radius = sprite.radius;
    command->fill = sprite.color;
    command->stroke = sprite.edge;
    command->sweep = sprite.share;
    command->shape = (int32_t)sprite.shape;
    command->has_halo = sprite.has_halo;
}

/// Where a text of this width begins when its anchor is at `x`.
static float left_edge(float x, float width, TextAlign align) {
    return align == ALIGN_LEFT ? x : align == ALIGN_CENTER ? x - width / 2 : x - width;
}

static int32_t store_text(DrawList *list, const char *text, int length) {
    list->chars = grow(list->chars, &list->char_capacity, list->char_count + length + 1, 1);
    memcpy(list->chars + list->char_count, text, (size_t)length);
    list->chars[list->char_count + length] = 0;
    list->char_count += length + 1;
    return (int32_t)(list->char_count - length - 1);
}

float draw_text(DrawList *list, float x, float y, DrawTextSpec spec, const char *text) {
    char cut[TEXT_BYTES_MAX];
    bool was_elided = false;
    if (spec.can_elide && spec.width_max > 0) {
        was_elided =
            text_elide(list->text, spec.style, spec.size, text, spec.width_max, cut, sizeof cut);
        text = cut;
    }
    float width = text_width(list->text, spec.style, spec.size, text);
    if (*text == 0) return 0;
    TextMetrics metrics = text_metrics(list->text, spec.style, spec.size);
    DrawCommand *command = append(list, DRAW_TEXT);
    float height = metrics.ink_ascent + metrics.ink_descent;
    set_rect(command,
             (DrawRect){left_edge(x, width, spec.align), y - metrics.ink_ascent, width, height});
    float fit_width = spec.width_max > 0 ? spec.width_max : width;
    command->fit = (DrawRect){left_edge(x, fit_width, spec.align), command->y, fit_width, height};
    command->fill = spec.color;
    command->style = (int32_t)spec.style;
    command->size = spec.size;
    command->align = (int32_t)spec.align;
    command->baseline = y;
    command->was_elided = was_elided;
    command->text_length = (int32_t)strlen(text);
    command->text_first = store_text(list, text, command->text_length);
    return width;
}

float draw_textf(DrawList *list, float x, float y, DrawTextSpec spec, const char *format, ...) {
    char text[TEXT_BYTES_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return draw_text(list, x, y, spec, text);
}

float draw_label(DrawList *list, float x, float y, TextStyle style, ThemeColor color,
                 const char *text) {
    return draw_text(list, x, y,
                     (DrawTextSpec){.style = style,
                                    .size = TEXT_LABEL,
                                    .color = theme_color(list->theme, color)},
                     text);
}

static DrawRect intersect(DrawRect a, DrawRect b) {
    float x1 = fmaxf(a.x, b.x), y1 = fmaxf(a.y, b.y);
    float x2 = fminf(a.x + a.w, b.x + b.w), y2 = fminf(a.y + a.h, b.y + b.h);
    return (DrawRect){x1, y1, fmaxf(0, x2 - x1), fmaxf(0, y2 - y1)};
}

void draw_clip_push(DrawList *list, DrawRect rect) {
    DrawRect clip = intersect(current_clip(list), rect);
    list->clips =
        grow(list->clips, &list->clip_capacity, list->clip_count + 1, sizeof *list->clips);
    list->clips[list->clip_count++] = clip;
}

void draw_clip_pop(DrawList *list) {
    SIM_ASSERT(list->clip_count > 0);
    list->clip_count--;
}

// ---- reading

const char *draw_command_text(const DrawList *list, const DrawCommand *command) {
    SIM_ASSERT(command->kind == DRAW_TEXT);
    return list->chars + command->text_first;
}

static DrawRect points_bounds(const DrawPoint *points, int count) {
    float x1 = points[0].x, y1 = points[0].y, x2 = x1, y2 = y1;
    for (int i = 1; i < count; i++) {
        x1 = fminf(x1, points[i].x);
        y1 = fminf(y1, points[i].y);
        x2 = fmaxf(x2, points[i].x);
        y2 = fmaxf(y2, points[i].y);
    }
    return (DrawRect){x1, y1, x2 - x1, y2 - y1};
}

DrawRect draw_command_bounds(const DrawList *list, const DrawCommand *command) {
    DrawRect rect = {command->x, command->y, command->w, command->h};
    float pad = command->line_width + 1;
    if (command->point_count > 0)
        rect = points_bounds(list->points + command->point_first, command->point_count);
    if (command->kind == DRAW_DISC || command->kind == DRAW_ARC || command->kind == DRAW_SPRITE) {
        rect = (DrawRect){command->x, command->y, 0, 0};
        pad += command->radius + 5;
    }
    // Accents and brackets reach beyond the ink of plain letters, and hinting may move a line.
    if (command->kind == DRAW_TEXT) pad += command->size * 0.3f;
    rect = (DrawRect){rect.x - pad, rect.y - pad, rect.w + 2 * pad, rect.h + 2 * pad};
    return intersect(rect, command->clip);
}

const int32_t *draw_list_order(DrawList *list) {
    int first[LAYER_COUNT + 1] = {0};
    list->order =
        grow(list->order, &list->order_capacity, list->command_count, sizeof *list->order);
    for (int i = 0; i < list->command_count; i++)
        first[list->commands[i].layer + 1]++;
    for (int i = 0; i < LAYER_COUNT; i++)
        first[i + 1] += first[i];
    for (int i = 0; i < list->command_count; i++)
        list->order[first[list->commands[i].layer]++] = i;
    return list->order;
}

// ---- checking

typedef struct Check {
    const DrawList *list;
    DrawProblem *out;
    int capacity, count;
} Check;

static void report(Check *check, DrawProblemKind kind, int command, int other) {
    static const char *const what[] = {"is wider than its box", "is cut by its clip",
                                       "reaches out of the window", "overlaps"};
    int at = check->count++;
    if (at >= check->capacity) return;
    const DrawList *list = check->list;
    const DrawCommand *a = &list->commands[command];
    DrawProblem *problem = &check->out[at];
    problem->kind = kind;
    problem->command = command;
    problem->other = other;
    int length = snprintf(problem->sentence, sizeof problem->sentence,
                          "\"%.60s\" at %.1f,%.1f (%.1f x %.1f) %s", draw_command_text(list, a),
                          a->x, a->y, a->w, a->h, what[kind]);
    const DrawCommand *b = other >= 0 ? &list->commands[other] : NULL;
    if (b && length > 0 && length < (int)sizeof problem->sentence)
        snprintf(problem->sentence + length, sizeof problem->sentence - (size_t)length,
                 " \"%.60s\" at %.1f,%.1f (%.1f x %.1f)", draw_command_text(list, b), b->x, b->y,
                 b->w, b->h);
    else if (kind == DRAW_TEXT_OUTSIDE_BOX && length > 0 && length < (int)sizeof problem->sentence)
        snprintf(problem->sentence + length, sizeof problem->sentence - (size_t)length,
                 " (%.1f wide)", a->fit.w);
}

static bool is_inside(DrawRect inner, DrawRect outer) {
    return inner.x >= outer.x - tolerance && inner.y >= outer.y - tolerance &&
           inner.x + inner.w <= outer.x + outer.w + tolerance &&
           inner.y + inner.h <= outer.y + outer.h + tolerance;
}

static bool do_overlap(DrawRect a, DrawRect b) {
    DrawRect both = intersect(a, b);
    return both.w > tolerance && both.h > tolerance;
}

/// Layers whose texts must not touch each other share a group.
static int text_group(int32_t layer) {
    return layer <= LAYER_BARS ? 0 : layer;
}

static DrawRect text_box(const DrawCommand *command) {
    return (DrawRect){command->x, command->y, command->w, command->h};
}

static void check_place(Check *check, int index, float width, float height) {
    const DrawCommand *command = &check->list->commands[index];
    DrawRect box = text_box(command);
    if (!is_inside(box, command->fit)) report(check, DRAW_TEXT_OUTSIDE_BOX, index, -1);
    if (!is_inside(box, (DrawRect){0, 0, width, height}))
        report(check, DRAW_TEXT_OUTSIDE_WINDOW, index, -1);
    else if (!is_inside(box, command->clip))
        report(check, DRAW_TEXT_OUTSIDE_CLIP, index, -1);
}

static void check_overlaps(Check *check, int index) {
    const DrawCommand *commands = check->list->commands;
    for (int i = 0; i < index; i++)
        if (commands[i].kind == DRAW_TEXT &&
            text_group(commands[i].layer) == text_group(commands[index].layer) &&
            do_overlap(text_box(&commands[i]), text_box(&commands[index])))
            report(check, DRAW_TEXT_OVERLAPS, index, i);
}

int draw_list_check(const DrawList *list, float width, float height, DrawProblem *out,
                    int capacity) {
    Check check = {.list = list, .out = out, .capacity = capacity};
    for (int i = 0; i < list->command_count; i++) {
        if (list->commands[i].kind != DRAW_TEXT) continue;
        check_place(&check, i, width, height);
        check_overlaps(&check, i);
    }
    return check.count;
}

// ---- hash and dump

/// Eight bytes a step would be faster; a frame has too few commands for that to matter.
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    for (; size >= 4; size -= 4, at += 4) {
        uint32_t word;
        memcpy(&word, at, 4);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    for (; size > 0; size--, at++)
        hash = (hash ^ *at) * UINT64_C(0x100000001B3);
    return hash;
}

uint64_t draw_command_hash(const DrawList *list, const DrawCommand *command) {
    DrawCommand copy = *command;
    // Where points and characters happen to lie is not part of the picture.
    copy.point_first = copy.text_first = 0;
    uint64_t hash = hash_bytes(UINT64_C(0xCBF29CE484222325), &copy, sizeof copy);
    if (command->point_count > 0)
        hash = hash_bytes(hash, list->points + command->point_first,
                          (size_t)command->point_count * sizeof *list->points);
    if (command->text_length > 0)
        hash = hash_bytes(hash, list->chars + command->text_first, (size_t)command->text_length);
    return hash;
}

uint64_t draw_list_hash(const DrawList *list) {
    uint64_t hash = (uint64_t)list->command_count;
    for (int i = 0; i < list->command_count; i++) {
        uint64_t one = draw_command_hash(list, &list->commands[i]);
        hash = hash_bytes(hash, &one, sizeof one);
    }
    return hash;
}

static const char *const kind_names[DRAW_KIND_COUNT] = {
    "box", "polyline", "curve", "polygon", "disc", "arc", "hatch", "text", "sprite"};
static const char *const layer_names[LAYER_COUNT] = {
    "ground", "panels", "hatch",  "paths", "tiles", "charts", "caption",
    "bars",   "dots",   "badges", "focus", "scrim", "dialog", "toast"};

static void dump_color(FILE *out, const char *name, Color color) {
    if (color.a > 0)
        fprintf(out, " %s=#%02X%02X%02X%02X", name, color.r, color.g, color.b, color.a);
}

void draw_list_dump(const DrawList *list, FILE *out) {
    for (int i = 0; i < list->command_count; i++) {
        const DrawCommand *c = &list->commands[i];
        fprintf(out, "%s %s %.2f,%.2f %.2fx%.2f r=%.2f", layer_names[c->layer], kind_names[c->kind],
                (double)c->x, (double)c->y, (double)c->w, (double)c->h, (double)c->radius);
        dump_color(out, "fill", c->fill);
        dump_color(out, "stroke", c->stroke);
        if (c->line_width > 0)
            fprintf(out, " width=%.2f dash=%.1f/%.1f", (double)c->line_width, (double)c->dash_on,
                    (double)c->dash_off);
        if (c->kind == DRAW_ARC || c->kind == DRAW_SPRITE)
            fprintf(out, " shape=%d start=%.3f sweep=%.3f halo=%d", c->shape, (double)c->start,
                    (double)c->sweep, c->has_halo);
        for (int p = 0; p < c->point_count; p++)
            fprintf(out, " %.2f,%.2f", (double)list->points[c->point_first + p].x,
                    (double)list->points[c->point_first + p].y);
        if (c->kind == DRAW_TEXT)
            fprintf(out, " style=%d size=%.1f \"%s\"", c->style, (double)c->size,
                    draw_command_text(list, c));
        fputc('\n', out);
    }
}
