/// Requests' marks as small textures, made once by the cairo player for each look and each quarter
/// of a pixel, so that dots glide although SDL's software renderer copies to whole pixels.
#pragma once

#include <SDL.h>

#include "draw/draw_list.h"

typedef struct SpriteCache SpriteCache;

SpriteCache *sprite_cache_create(void);
/// To be called before the SDL renderer is destroyed.
void sprite_cache_destroy(SpriteCache *cache);
/// Forgets all textures.
void sprite_cache_clear(SpriteCache *cache);
/// Draws a sprite command at `scale` window px a px.
void sprite_cache_draw(SpriteCache *cache, SDL_Renderer *sdl, const DrawCommand *command,
                       float scale);
