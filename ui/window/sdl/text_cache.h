/// Lines of text rendered by SDL_ttf as coverage masks, kept until they are the least recently
/// used.
#pragma once

#include <cairo.h>

#include "draw/draw_list.h"

typedef struct TextCache TextCache;

/// Starts SDL_ttf. The cache opens the very files that `text_font_path` names.
TextCache *text_cache_create(SimError *error);
void text_cache_destroy(TextCache *cache);

/// Draws a text command at `scale` window px a px, in `cairo`'s device space. False when SDL_ttf
/// cannot render it (then nothing was drawn).
bool text_cache_draw(TextCache *cache, cairo_t *cairo, const DrawList *list,
                     const DrawCommand *command, float scale);
