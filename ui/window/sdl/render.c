// Two pictures as large as the window hold all that does not move with every frame: one below the
// dots, one above. Each is cut into cells; a cell's hash covers the commands that touch it. A frame
// redraws only the cells whose hash changed, through the cairo player, copies the lower picture,
// the dots as sprites, and those parts of the upper picture that hold anything.
#include "render.h"

#include "draw/memory.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/player_cairo.h"
#include "pixels.h"
#include "sprite_cache.h"
#include "text_cache.h"

enum { CELL = 64, BELOW = 0, ABOVE = 1, PLANE_COUNT = 2 };
static const size_t frame_room = (size_t)16 << 20; // for one frame of cairo, SDL and SDL_ttf
enum { PIXEL_ROOM = 24 }; // a pixel of a new size: two surfaces, their textures, scratch, SDL's own

typedef struct Plane {
    cairo_surface_t *surface;
    SDL_Texture *texture;
    uint64_t *shown, *wanted; ///< a hash a cell; 0: nothing in it
} Plane;

/// What a command touches, in cells (last ones included) and in window px.
typedef struct Reach {
    int x1, y1, x2, y2;
} Reach;

struct Renderer {
    SDL_Window *window;
    SDL_Renderer *sdl;
    float scale;
    int width, height, columns, rows;
    Plane planes[PLANE_COUNT];
    Color ground;
    TextCache *texts;
    SpriteCache *sprites;
    Reach *reaches;
    uint32_t *scratch; ///< straight pixels on their way to a texture
    int reach_capacity, scratch_capacity;
    int cells_drawn;
};

// ---- making

static void drop_planes(Renderer *renderer) {
    for (int i = 0; i < PLANE_COUNT; i++) {
        Plane *plane = &renderer->planes[i];
        if (plane->surface) cairo_surface_destroy(plane->surface);
        if (plane->texture) SDL_DestroyTexture(plane->texture);
        free(plane->shown);
        free(plane->wanted);
        *plane = (Plane){0};
    }
}

static void make_plane(Renderer *renderer, Plane *plane, bool is_opaque) {
    size_t cells = (size_t)(renderer->columns * renderer->rows);
    plane->surface = cairo_image_surface_create(
        is_opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, renderer->width, renderer->height);
    // Streaming: SDL would compress a static texture again after each change.
    plane->texture = SDL_CreateTexture(
        renderer->sdl, is_opaque ? SDL_PIXELFORMAT_RGB888 : SDL_PIXELFORMAT_ARGB8888,
        SDL_TEXTUREACCESS_STREAMING, renderer->width, renderer->height);
    if (plane->texture)
        SDL_SetTextureBlendMode(plane->texture,
                                is_opaque ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    memory_check(cairo_image_surface_get_data(plane->surface));
    plane->shown = memory_check(calloc(cells, sizeof *plane->shown));
    plane->wanted = memory_check(calloc(cells, sizeof *plane->wanted));
}

void renderer_invalidate(Renderer *renderer) {
    drop_planes(renderer);
    renderer->width = renderer->height = 0;
    sprite_cache_clear(renderer->sprites);
}

static void fit_window(Renderer *renderer) {
    int width = 0, height = 0;
    if (SDL_GetRendererOutputSize(renderer->sdl, &width, &height) != 0 || width < 1 || height < 1)
        return;
    if (width == renderer->width && height == renderer->height) return;
    drop_planes(renderer);
    renderer->width = width;
    renderer->height = height;
    renderer->columns = (width + CELL - 1) / CELL;
    renderer->rows = (height + CELL - 1) / CELL;
    make_plane(renderer, &renderer->planes[BELOW], true);
    make_plane(renderer, &renderer->planes[ABOVE], false);
}

bool renderer_fit(Renderer *renderer, SimError *error) {
    int width = 0, height = 0;
    if (SDL_GetRendererOutputSize(renderer->sdl, &width, &height) != 0 || width < 1 || height < 1)
        return true;
    bool is_new = width != renderer->width || height != renderer->height;
    size_t room = frame_room + (is_new ? (size_t)width * (size_t)height * PIXEL_ROOM : 0);
    if (!sim_memory_has_room(room))
        return sim_error_set(error, "Out of memory: less than %zu MB are left to draw the window.",
                             room >> 20);
    fit_window(renderer);
    if (renderer->planes[BELOW].texture && renderer->planes[ABOVE].texture) return true;
    return sim_error_set(error, "SDL has no picture of %dx%d: %s.", width, height, SDL_GetError());
}

Renderer *renderer_create(SDL_Window *window, float ui_scale, SimError *error) {
    TextCache *texts = text_cache_create(error);
    if (!texts) return NULL;
    Uint32 flags = SDL_GetHint(SDL_HINT_RENDER_DRIVER) ? 0 : SDL_RENDERER_SOFTWARE;
    SDL_Renderer *sdl = SDL_CreateRenderer(window, -1, flags);
    if (!sdl) {
        sim_error_set(error, "SDL cannot draw in this window: %s", SDL_GetError());
        text_cache_destroy(texts);
        return NULL;
    }
    Renderer *renderer = memory_check(calloc(1, sizeof *renderer));
    renderer->window = window;
    renderer->sdl = sdl;
    renderer->scale = fminf(fmaxf(ui_scale, 0.5f), 4);
    renderer->texts = texts;
    renderer->sprites = sprite_cache_create();
    return renderer;
}

void renderer_destroy(Renderer *renderer) {
    if (!renderer) return;
    drop_planes(renderer);
    sprite_cache_destroy(renderer->sprites);
    text_cache_destroy(renderer->texts);
    SDL_DestroyRenderer(renderer->sdl);
    free(renderer->reaches);
    free(renderer->scratch);
    free(renderer);
}

void renderer_size(const Renderer *renderer, float *width, float *height) {
    int w = 0, h = 0;
    SDL_GetRendererOutputSize(renderer->sdl, &w, &h);
    *width = (float)w / renderer->scale;
    *height = (float)h / renderer->scale;
}

void renderer_cost(const Renderer *renderer, int *cells_drawn, int *cells) {
    *cells_drawn = renderer->cells_drawn;
    *cells = renderer->columns * renderer->rows * PLANE_COUNT;
}

// ---- which cells changed

static int plane_of(const DrawCommand *command) {
    return command->layer < LAYER_DOTS ? BELOW : ABOVE;
}

static int clamp_cell(float px, int count) {
    float cell = floorf(px / CELL);
    return cell < 0 ? 0 : cell >= (float)count ? count - 1 : (int)cell;
}

/// Empty (x2 < x1) when nothing of it is in the window.
static Reach find_reach(const Renderer *renderer, const DrawList *list,
                        const DrawCommand *command) {
    DrawRect bounds = draw_command_bounds(list, command);
    float s = renderer->scale, x1 = bounds.x * s, y1 = bounds.y * s;
    float x2 = (bounds.x + bounds.w) * s, y2 = (bounds.y + bounds.h) * s;
    if (x2 <= 0 || y2 <= 0 || x1 >= (float)renderer->width || y1 >= (float)renderer->height ||
        x2 <= x1 || y2 <= y1)
        return (Reach){0, 0, -1, -1};
    return (Reach){clamp_cell(x1, renderer->columns), clamp_cell(y1, renderer->rows),
                   clamp_cell(x2, renderer->columns), clamp_cell(y2, renderer->rows)};
}

static void mix_into_cells(const Renderer *renderer, uint64_t *cells, Reach reach, uint64_t hash) {
    for (int y = reach.y1; y <= reach.y2; y++)
        for (int x = reach.x1; x <= reach.x2; x++) {
            uint64_t *cell = &cells[y * renderer->columns + x];
            *cell = (*cell ^ hash) * UINT64_C(0x9E3779B97F4A7C15);
            *cell ^= *cell >> 31;
        }
}

static void note_cells(Renderer *renderer, const DrawList *list, const int32_t *order) {
    size_t size = (size_t)(renderer->columns * renderer->rows) * sizeof(uint64_t);
    memset(renderer->planes[BELOW].wanted, 0, size);
    memset(renderer->planes[ABOVE].wanted, 0, size);
    if (renderer->reach_capacity < list->command_count) {
        renderer->reach_capacity = list->command_count * 2;
        free(renderer->reaches);
        renderer->reaches =
            memory_check(malloc((size_t)renderer->reach_capacity * sizeof *renderer->reaches));
    }
    for (int i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[order[i]];
        if (command->layer == LAYER_DOTS) continue;
        Reach reach = find_reach(renderer, list, command);
        renderer->reaches[order[i]] = reach;
        mix_into_cells(renderer, renderer->planes[plane_of(command)].wanted, reach,
                       draw_command_hash(list, command));
    }
}

// ---- drawing cells again

static void paint_text(void *context, cairo_t *cairo, const DrawList *list,
                       const DrawCommand *command) {
    Renderer *renderer = context;
    if (!text_cache_draw(renderer->texts, cairo, list, command, renderer->scale))
        cairo_player_command(cairo, list, command, NULL);
}

static SDL_Rect cells_to_px(const Renderer *renderer, Reach cells) {
    int x = cells.x1 * CELL, y = cells.y1 * CELL;
    int right = (cells.x2 + 1) * CELL, bottom = (cells.y2 + 1) * CELL;
    right = right < renderer->width ? right : renderer->width;
    bottom = bottom < renderer->height ? bottom : renderer->height;
    return (SDL_Rect){x, y, right - x, bottom - y};
}

static bool do_meet(Reach a, Reach b) {
    return a.x1 <= b.x2 && b.x1 <= a.x2 && a.y1 <= b.y2 && b.y1 <= a.y2;
}

static void clear(cairo_t *cairo, const Renderer *renderer, int plane) {
    Color c = renderer->ground;
    cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
    if (plane == BELOW)
        cairo_set_source_rgb(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0);
    else
        cairo_set_source_rgba(cairo, 0, 0, 0, 0);
    cairo_paint(cairo);
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

static void redraw(Renderer *renderer, DrawList *list, const int32_t *order, int plane,
                   Reach cells) {
    CairoTextPainter painter = {paint_text, renderer};
    SDL_Rect px = cells_to_px(renderer, cells);
    cairo_t *cairo = cairo_create(renderer->planes[plane].surface);
    cairo_rectangle(cairo, px.x, px.y, px.w, px.h);
    cairo_clip(cairo);
    clear(cairo, renderer, plane);
    cairo_scale(cairo, (double)renderer->scale, (double)renderer->scale);
    for (int i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[order[i]];
        if (command->layer != LAYER_DOTS && plane_of(command) == plane &&
            do_meet(renderer->reaches[order[i]], cells))
            cairo_player_command(cairo, list, command, &painter);
    }
    cairo_destroy(cairo);
}

static uint32_t *get_scratch(Renderer *renderer, int pixels) {
    if (renderer->scratch_capacity < pixels) {
        free(renderer->scratch);
        renderer->scratch = memory_check(malloc((size_t)pixels * sizeof *renderer->scratch));
        renderer->scratch_capacity = pixels;
    }
    return renderer->scratch;
}

static void upload(Renderer *renderer, int plane, Reach cells) {
    SDL_Rect px = cells_to_px(renderer, cells);
    cairo_surface_t *surface = renderer->planes[plane].surface;
    cairo_surface_flush(surface);
    int stride = cairo_image_surface_get_stride(surface) / 4;
    const uint32_t *from = (const uint32_t *)(const void *)cairo_image_surface_get_data(surface) +
                           px.y * stride + px.x;
    int pitch = stride;
    if (plane == ABOVE) {
        uint32_t *straight = get_scratch(renderer, px.w * px.h);
        pixels_make_straight(straight, px.w, from, stride, px.w, px.h);
        from = straight;
        pitch = px.w;
    }
    SDL_UpdateTexture(renderer->planes[plane].texture, &px, from, pitch * 4);
}

static bool is_dirty(const Plane *plane, int cell) {
    return plane->shown[cell] != plane->wanted[cell];
}

/// The largest rectangle of changed cells that begins at (x, y): first to the right, then down.
static Reach grow_dirty(const Renderer *renderer, const Plane *plane, int x, int y) {
    Reach reach = {x, y, x, y};
    int row = y * renderer->columns;
    while (reach.x2 + 1 < renderer->columns && is_dirty(plane, row + reach.x2 + 1))
        reach.x2++;
    for (bool grows = true; grows && reach.y2 + 1 < renderer->rows;) {
        for (int at = reach.x1; grows && at <= reach.x2; at++)
            grows = is_dirty(plane, (reach.y2 + 1) * renderer->columns + at);
        reach.y2 += grows;
    }
    return reach;
}

static void settle(Renderer *renderer, Plane *plane, Reach reach) {
    for (int y = reach.y1; y <= reach.y2; y++)
        for (int x = reach.x1; x <= reach.x2; x++) {
            int cell = y * renderer->columns + x;
            plane->shown[cell] = plane->wanted[cell];
            renderer->cells_drawn++;
        }
}

static void update_plane(Renderer *renderer, DrawList *list, const int32_t *order, int index) {
    Plane *plane = &renderer->planes[index];
    for (int y = 0; y < renderer->rows; y++)
        for (int x = 0; x < renderer->columns; x++) {
            if (!is_dirty(plane, y * renderer->columns + x)) continue;
            Reach reach = grow_dirty(renderer, plane, x, y);
            redraw(renderer, list, order, index, reach);
            upload(renderer, index, reach);
            settle(renderer, plane, reach);
        }
}

// ---- a frame

static void draw_dots(Renderer *renderer, const DrawList *list, const int32_t *order) {
    for (int i = 0; i < list->command_count; i++) {
        const DrawCommand *command = &list->commands[order[i]];
        if (command->layer != LAYER_DOTS) continue;
        bool is_clipped = command->clip.w < 1e6f;
        if (is_clipped) {
            float s = renderer->scale;
            SDL_Rect clip = {(int)floorf(command->clip.x * s), (int)floorf(command->clip.y * s),
                             (int)ceilf(command->clip.w * s), (int)ceilf(command->clip.h * s)};
            SDL_RenderSetClipRect(renderer->sdl, &clip);
        }
        sprite_cache_draw(renderer->sprites, renderer->sdl, command, renderer->scale);
        if (is_clipped) SDL_RenderSetClipRect(renderer->sdl, NULL);
    }
}

/// Copies the runs of cells that hold something.
static void copy_above(Renderer *renderer) {
    const Plane *plane = &renderer->planes[ABOVE];
    for (int y = 0; y < renderer->rows; y++)
        for (int x = 0; x < renderer->columns; x++) {
            if (plane->shown[y * renderer->columns + x] == 0) continue;
            Reach run = {x, y, x, y};
            while (run.x2 + 1 < renderer->columns &&
                   plane->shown[y * renderer->columns + run.x2 + 1] != 0)
                run.x2++;
            SDL_Rect px = cells_to_px(renderer, run);
            SDL_RenderCopy(renderer->sdl, plane->texture, &px, &px);
            x = run.x2;
        }
}

/// The ground is part of every cell's hash, so that a change of theme redraws everything and an
/// empty cell of a new window is drawn once.
static void mix_ground(Renderer *renderer, const DrawList *list) {
    Color ground = theme_color(list->theme, THEME_GROUND);
    renderer->ground = ground;
    uint64_t hash =
        UINT64_C(1) << 40 | (uint64_t)ground.r << 16 | (uint64_t)ground.g << 8 | ground.b;
    Reach all = {0, 0, renderer->columns - 1, renderer->rows - 1};
    mix_into_cells(renderer, renderer->planes[BELOW].wanted, all, hash);
}

void renderer_play(Renderer *renderer, DrawList *list) {
    fit_window(renderer);
    renderer->cells_drawn = 0;
    if (!renderer->planes[BELOW].texture || !renderer->planes[ABOVE].texture) return;
    const int32_t *order = draw_list_order(list);
    note_cells(renderer, list, order);
    mix_ground(renderer, list);
    update_plane(renderer, list, order, BELOW);
    update_plane(renderer, list, order, ABOVE);
    SDL_RenderCopy(renderer->sdl, renderer->planes[BELOW].texture, NULL, NULL);
    draw_dots(renderer, list, order);
    copy_above(renderer);
}

void renderer_present(Renderer *renderer) {
    SDL_RenderPresent(renderer->sdl);
}

bool renderer_read_png(Renderer *renderer, const char *path, SimError *error) {
    int width = 0, height = 0;
    SDL_GetRendererOutputSize(renderer->sdl, &width, &height);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    unsigned char *data = cairo_image_surface_get_data(surface);
    bool ok = data && SDL_RenderReadPixels(renderer->sdl, NULL, SDL_PIXELFORMAT_ARGB8888, data,
                                           cairo_image_surface_get_stride(surface)) == 0;
    if (!ok) sim_error_set(error, "%s: SDL cannot read the window back: %s", path, SDL_GetError());
    cairo_surface_mark_dirty(surface);
    ok = ok && draw_surface_png(surface, path, error);
    cairo_surface_destroy(surface);
    return ok;
}
