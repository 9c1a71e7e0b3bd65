/// The SDL player: shows a draw list in a window, smoothly without a GPU. Everything but the dots
/// lives in two pictures (below and above the dots) of which only the cells whose commands changed
/// are drawn again; dots are small pictures made once and copied.
#pragma once

#include <SDL.h>

#include "draw/draw_list.h"

typedef struct Renderer Renderer;

/// `window` is borrowed. `ui_scale` is how many window px one px of the list is, 0.5 to 4. Fails
/// when SDL has no renderer or SDL_ttf cannot start. Uses a software renderer unless SDL's hint
/// says otherwise.
Renderer *renderer_create(SDL_Window *window, float ui_scale, SimError *error);
void renderer_destroy(Renderer *renderer);

/// The size of the window in px of the list.
void renderer_size(const Renderer *renderer, float *width, float *height);

/// Makes the pictures as large as the window now is. Fails when SDL has none that large, or when
/// memory is so short that a frame might not end. To be called before each renderer_play.
bool renderer_fit(Renderer *renderer, SimError *error);
/// Draws the list into the back buffer; nothing is shown before renderer_present.
void renderer_play(Renderer *renderer, DrawList *list);
void renderer_present(Renderer *renderer);

/// Writes what renderer_play drew last as PNG. To be called before renderer_present.
bool renderer_read_png(Renderer *renderer, const char *path, SimError *error);

/// Everything is drawn anew by the next renderer_play: to be called when SDL says that textures
/// were lost.
void renderer_invalidate(Renderer *renderer);

/// Cells drawn again by the last renderer_play, of how many: the cost of a frame.
void renderer_cost(const Renderer *renderer, int *cells_drawn, int *cells);
