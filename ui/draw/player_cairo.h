/// Plays a draw list through cairo: PNG and SVG files, and any part of a list onto any surface.
/// Text is filled as outlines that stand exactly where the measurer put them, so files need no
/// fonts.
#pragma once

#include <cairo.h>

#include "draw/draw_list.h"

/// Draws a text command otherwise (the window does, through SDL_ttf).
typedef struct CairoTextPainter {
    void (*paint)(void *context, cairo_t *cairo, const DrawList *list, const DrawCommand *command);
    void *context;
} CairoTextPainter;

/// Draws one command, within its clip. `painter` may be NULL.
void cairo_player_command(cairo_t *cairo, const DrawList *list, const DrawCommand *command,
                          const CairoTextPainter *painter);
/// Draws the whole list in its order.
void cairo_player_list(cairo_t *cairo, DrawList *list, const CairoTextPainter *painter);
/// Draws a sprite alone, as a list would, for players that keep sprites as pictures.
void cairo_player_sprite(cairo_t *cairo, DrawSprite sprite);

/// Writes the list as a picture of `width` x `height` px on the theme's ground. Equal lists give
/// equal bytes. Written beside `path` and renamed when complete.
bool draw_png(DrawList *list, int width, int height, const char *path, SimError *error);
/// The same with every px of the list drawn `scale` px large; the picture is that much larger.
bool draw_png_scaled(DrawList *list, int width, int height, float scale, const char *path,
                     SimError *error);
bool draw_svg(DrawList *list, int width, int height, const char *path, SimError *error);
/// Writes any cairo image surface as PNG, beside `path` first.
bool draw_surface_png(cairo_surface_t *surface, const char *path, SimError *error);
