// cairo draws every command the same way for files and for the window's static pictures. Text is
// filled from the measurer's outlines: cairo's own text interface would round each glyph to whole
// pixels.
#include "draw/player_cairo.h"

#include <cairo-svg.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double turn = 6.283185307179586;

static void set_color(cairo_t *cairo, Color color) {
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0,
                          color.a / 255.0);
}

static void stroke_path(cairo_t *cairo, const DrawCommand *command) {
    if (command->line_width <= 0 || command->stroke.a == 0) {
        cairo_new_path(cairo);
        return;
    }
    set_color(cairo, command->stroke);
    cairo_set_line_width(cairo, (double)command->line_width);
    cairo_set_line_cap(cairo, command->is_round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    double dash[2] = {(double)command->dash_on, (double)command->dash_off};
    cairo_set_dash(cairo, dash, command->dash_on > 0 ? 2 : 0, 0);
    cairo_stroke(cairo);
}

static void fill_and_stroke(cairo_t *cairo, const DrawCommand *command) {
    if (command->fill.a > 0) {
        set_color(cairo, command->fill);
        cairo_fill_preserve(cairo);
    }
    stroke_path(cairo, command);
}

static void trace_box(cairo_t *cairo, const DrawCommand *command) {
    double x = (double)command->x, y = (double)command->y, w = (double)command->w,
           h = (double)command->h;
    double radius = fmin((double)command->radius, fmin(w, h) / 2);
    if (radius <= 0) {
        cairo_rectangle(cairo, x, y, w, h);
        return;
    }
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + w - radius, y + radius, radius, -turn / 4, 0);
    cairo_arc(cairo, x + w - radius, y + h - radius, radius, 0, turn / 4);
    cairo_arc(cairo, x + radius, y + h - radius, radius, turn / 4, turn / 2);
    cairo_arc(cairo, x + radius, y + radius, radius, turn / 2, turn * 3 / 4);
    cairo_close_path(cairo);
}

static void trace_points(cairo_t *cairo, const DrawList *list, const DrawCommand *command) {
    const DrawPoint *points = list->points + command->point_first;
    cairo_move_to(cairo, (double)points[0].x, (double)points[0].y);
    if (command->kind == DRAW_CURVE) {
        for (int i = 1; i + 2 < command->point_count; i += 3)
            cairo_curve_to(cairo, (double)points[i].x, (double)points[i].y, (double)points[i + 1].x,
                           (double)points[i + 1].y, (double)points[i + 2].x,
                           (double)points[i + 2].y);
        return;
    }
    for (int i = 1; i < command->point_count; i++)
        cairo_line_to(cairo, (double)points[i].x, (double)points[i].y);
    if (command->kind == DRAW_POLYGON) cairo_close_path(cairo);
}

static void trace_disc(cairo_t *cairo, double x, double y, double radius) {
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, turn);
    cairo_close_path(cairo);
}

static void trace_arc(cairo_t *cairo, double x, double y, double radius, double start,
                      double sweep) {
    double from = (start - 0.25) * turn;
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, from, from + sweep * turn);
}

/// Lines "/" are where x + y is a multiple of pitch * sqrt 2, so neighbouring hatches join.
static void draw_hatch_lines(cairo_t *cairo, const DrawCommand *command) {
    double x = (double)command->x, y = (double)command->y, w = (double)command->w,
           h = (double)command->h;
    double step = (double)command->size * 1.4142135623730951;
    cairo_save(cairo);
    cairo_rectangle(cairo, x, y, w, h);
    cairo_clip(cairo);
    for (double sum = floor((x + y) / step) * step; sum <= x + w + y + h + step; sum += step) {
        cairo_move_to(cairo, sum - (y - 2), y - 2);
        cairo_line_to(cairo, sum - (y + h + 2), y + h + 2);
    }
    stroke_path(cairo, command);
    cairo_restore(cairo);
}

static void trace_outline(cairo_t *cairo, TextOutline outline, double x, double y, double size) {
    const float *p = outline.points;
    for (int i = 0; i < outline.segment_count; i++) {
        switch ((TextSegment)outline.segments[i]) {
        case TEXT_SEGMENT_MOVE:
            cairo_move_to(cairo, x + size * (double)p[0], y + size * (double)p[1]);
            p += 2;
            break;
        case TEXT_SEGMENT_LINE:
            cairo_line_to(cairo, x + size * (double)p[0], y + size * (double)p[1]);
            p += 2;
            break;
        case TEXT_SEGMENT_CURVE:
            cairo_curve_to(cairo, x + size * (double)p[0], y + size * (double)p[1],
                           x + size * (double)p[2], y + size * (double)p[3],
                           x + size * (double)p[4], y + size * (double)p[5]);
            p += 6;
            break;
        case TEXT_SEGMENT_CLOSE:
            cairo_close_path(cairo);
            break;
        }
    }
}

static void draw_outlines(cairo_t *cairo, const DrawList *list, const DrawCommand *command) {
    const char *at = draw_command_text(list, command);
    double x = (double)command->x, size = (double)command->size;
    for (uint32_t c; (c = text_next_codepoint(&at)) != 0;) {
        TextOutline outline = text_outline(list->text, (TextStyle)command->style, c);
        trace_outline(cairo, outline, x, (double)command->baseline, size);
        x += size * (double)outline.advance;
    }
    set_color(cairo, command->fill);
    cairo_fill(cairo);
}

static void stroke_sprite(cairo_t *cairo, Color color, double width) {
    set_color(cairo, color);
    cairo_set_line_width(cairo, width);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cairo);
}

static void fill_sprite(cairo_t *cairo, Color fill, Color edge, double edge_width) {
    set_color(cairo, fill);
    cairo_fill_preserve(cairo);
    if (edge.a > 0 && edge_width > 0) stroke_sprite(cairo, edge, edge_width);
    cairo_new_path(cairo);
}

static void draw_sprite_shape(cairo_t *cairo, DrawSprite s) {
    double x = (double)s.x, y = (double)s.y, r = (double)s.radius;
    switch (s.shape) {
    case SPRITE_DISC:
        trace_disc(cairo, x, y, r);
        fill_sprite(cairo, s.color, s.edge, 1);
        break;
    case SPRITE_DIAMOND:
        cairo_move_to(cairo, x, y - r);
        cairo_line_to(cairo, x + r, y);
        cairo_line_to(cairo, x, y + r);
        cairo_line_to(cairo, x - r, y);
        cairo_close_path(cairo);
        fill_sprite(cairo, s.color, s.edge, 1);
        break;
    case SPRITE_CROSS:
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
        cairo_move_to(cairo, x - r, y - r);
        cairo_line_to(cairo, x + r, y + r);
        cairo_move_to(cairo, x + r, y - r);
        cairo_line_to(cairo, x - r, y + r);
        stroke_sprite(cairo, s.color, 2.25);
        break;
    case SPRITE_HOLLOW:
        trace_disc(cairo, x, y, r);
        fill_sprite(cairo, s.edge, s.color, 1.75);
        break;
    case SPRITE_PATIENCE:
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
        trace_arc(cairo, x, y, r, 0, (double)s.share);
        stroke_sprite(cairo, s.color, 1.25);
        break;
    }
}

void cairo_player_sprite(cairo_t *cairo, DrawSprite sprite) {
    if (sprite.has_halo) {
        trace_disc(cairo, (double)sprite.x, (double)sprite.y, (double)sprite.radius + 3);
        set_color(cairo, color_fade(sprite.color, 0.14f));
        cairo_fill(cairo);
    }
    draw_sprite_shape(cairo, sprite);
}

static void play_sprite(cairo_t *cairo, const DrawCommand *c) {
    cairo_player_sprite(cairo, (DrawSprite){.shape = (SpriteShape)c->shape,
                                            .x = c->x,
                                            .y = c->y,
                                            .radius = c->radius,
                                            .color = c->fill,
                                            .edge = c->stroke,
                                            .share = c->sweep,
                                            .has_halo = c->has_halo != 0});
}

static void play_unclipped(cairo_t *cairo, const DrawList *list, const DrawCommand *command,
                           const CairoTextPainter *painter) {
    switch ((DrawKind)command->kind) {
    case DRAW_BOX:
        trace_box(cairo, command);
        fill_and_stroke(cairo, command);
        break;
    case DRAW_POLYLINE:
    case DRAW_CURVE:
    case DRAW_POLYGON:
        trace_points(cairo, list, command);
        fill_and_stroke(cairo, command);
        break;
    case DRAW_DISC:
        trace_disc(cairo, (double)command->x, (double)command->y, (double)command->radius);
        fill_and_stroke(cairo, command);
        break;
    case DRAW_ARC:
        trace_arc(cairo, (double)command->x, (double)command->y, (double)command->radius,
                  (double)command->start, (double)command->sweep);
        stroke_path(cairo, command);
        break;
    case DRAW_HATCH:
        draw_hatch_lines(cairo, command);
        break;
    case DRAW_TEXT:
        if (painter)
            painter->paint(painter->context, cairo, list, command);
        else
            draw_outlines(cairo, list, command);
        break;
    case DRAW_SPRITE:
        play_sprite(cairo, command);
        break;
    case DRAW_KIND_COUNT:
        break;
    }
}

void cairo_player_command(cairo_t *cairo, const DrawList *list, const DrawCommand *command,
                          const CairoTextPainter *painter) {
    bool is_clipped = command->clip.w < 1e6f;
    if (is_clipped) {
        cairo_save(cairo);
        cairo_rectangle(cairo, (double)command->clip.x, (double)command->clip.y,
                        (double)command->clip.w, (double)command->clip.h);
        cairo_clip(cairo);
    }
    cairo_new_path(cairo);
    play_unclipped(cairo, list, command, painter);
    if (is_clipped) cairo_restore(cairo);
}

void cairo_player_list(cairo_t *cairo, DrawList *list, const CairoTextPainter *painter) {
    const int32_t *order = draw_list_order(list);
    for (int i = 0; i < list->command_count; i++)
        cairo_player_command(cairo, list, &list->commands[order[i]], painter);
}

// ---- files

/// A picture on its way to the disk, beside its name until it is complete.
typedef struct PictureFile {
    const char *path;
    char partial[4096];
    FILE *file;
    int reason;  ///< errno of the first write that failed, which cairo would not tell; 0: none
    int matched; ///< of an SVG file: see write_svg
} PictureFile;

static bool open_picture(PictureFile *picture, const char *path, SimError *error) {
    *picture = (PictureFile){.path = path};
    int length = snprintf(picture->partial, sizeof picture->partial, "%s.part", path);
    if (length < 0 || (size_t)length >= sizeof picture->partial)
        return sim_error_set(error, "%.200s...: the path is too long", path);
    picture->file = fopen(picture->partial, "wb");
    return picture->file != NULL ||
           sim_error_set(error, "%s: cannot be written: %s", path, strerror(errno));
}

static cairo_status_t check_write(PictureFile *picture, bool is_written) {
    if (!is_written && picture->reason == 0) picture->reason = errno;
    return is_written ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool close_picture(PictureFile *picture, cairo_status_t status, SimError *error) {
    bool is_closed = fclose(picture->file) == 0;
    if (status == CAIRO_STATUS_SUCCESS) status = check_write(picture, is_closed);
    if (status == CAIRO_STATUS_SUCCESS)
        status = check_write(picture, rename(picture->partial, picture->path) == 0);
    if (status == CAIRO_STATUS_SUCCESS) return true;
    sim_error_set(error, "%s: cannot be written: %s", picture->path,
                  picture->reason != 0 ? strerror(picture->reason)
                                       : cairo_status_to_string(status));
    remove(picture->partial);
    return false;
}

static cairo_status_t write_plain(void *context, const unsigned char *bytes, unsigned int length) {
    PictureFile *picture = context;
    return check_write(picture, fwrite(bytes, 1, length, picture->file) == length);
}

static bool write_png(cairo_surface_t *surface, cairo_status_t drawn, const char *path,
                      SimError *error) {
    PictureFile picture;
    if (!open_picture(&picture, path, error)) return false;
    if (drawn == CAIRO_STATUS_SUCCESS)
        drawn = cairo_surface_write_to_png_stream(surface, write_plain, &picture);
    return close_picture(&picture, drawn, error);
}

bool draw_surface_png(cairo_surface_t *surface, const char *path, SimError *error) {
    return write_png(surface, CAIRO_STATUS_SUCCESS, path, error);
}

/// Whether cairo and libpng may be asked for a picture: an image is `pixels` large, an SVG file
/// keeps every command until the end.
static bool has_room(const DrawList *list, size_t pixels, const char *path, SimError *error) {
    size_t parts = (size_t)list->command_count + (size_t)list->point_count;
    size_t room = ((size_t)8 << 20) + pixels * 4 + parts * 1024;
    return sim_memory_has_room(room) ||
           sim_error_set(error, "%s: out of memory: less than %zu MB are left to draw the picture",
                         path, room >> 20);
}

/// What went wrong while drawing, if anything did: the surface would not tell.
static cairo_status_t play_on_ground(cairo_surface_t *surface, DrawList *list, float scale) {
    cairo_t *cairo = cairo_create(surface);
    set_color(cairo, theme_color(list->theme, THEME_GROUND));
    cairo_paint(cairo);
    cairo_scale(cairo, (double)scale, (double)scale);
    cairo_player_list(cairo, list, NULL);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    return status;
}

bool draw_png_scaled(DrawList *list, int width, int height, float scale, const char *path,
                     SimError *error) {
    int w = (int)lroundf((float)width * scale), h = (int)lroundf((float)height * scale);
    if (!has_room(list, (size_t)w * (size_t)h, path, error)) return false;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    bool ok = write_png(surface, play_on_ground(surface, list, scale), path, error);
    cairo_surface_destroy(surface);
    return ok;
}

bool draw_png(DrawList *list, int width, int height, const char *path, SimError *error) {
    return draw_png_scaled(list, width, height, 1, path, error);
}

/// cairo numbers its surfaces through the whole process ("surface17"), which would make equal
/// pictures differ; the number is left out. `matched` counts the letters of that word seen.
static cairo_status_t write_svg(void *context, const unsigned char *bytes, unsigned int length) {
    static const char id[] = "id=\"surface";
    PictureFile *svg = context;
    bool is_written = true;
    for (unsigned int i = 0; i < length && is_written; i++) {
        bool is_digit = bytes[i] >= '0' && bytes[i] <= '9';
        if (id[svg->matched] == 0 && is_digit) continue;
        svg->matched =
            bytes[i] == (unsigned char)id[svg->matched] ? svg->matched + 1 : bytes[i] == 'i';
        is_written = fputc(bytes[i], svg->file) != EOF;
    }
    return check_write(svg, is_written);
}

bool draw_svg(DrawList *list, int width, int height, const char *path, SimError *error) {
    PictureFile svg;
    if (!has_room(list, 0, path, error) || !open_picture(&svg, path, error)) return false;
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(write_svg, &svg, width, height);
    cairo_status_t status = play_on_ground(surface, list, 1);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return close_picture(&svg, status, error);
}
