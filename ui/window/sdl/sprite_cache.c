// A look is a sprite rounded to what the eye can tell: quarter px of radius and place, 32nds of
// patience. The table is bounded by starting over when it is nearly full, which no picture known so
// far does.
#include "sprite_cache.h"

#include "draw/memory.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw/player_cairo.h"
#include "pixels.h"

enum { SLOT_COUNT = 8192, SLOT_USED_MAX = SLOT_COUNT * 3 / 4, STEPS = 4, SHARE_STEPS = 32 };

/// Only four-byte fields: compared as bytes.
typedef struct Look {
    int32_t shape, radius, share, has_halo, phase_x, phase_y, scale;
    Color color, edge;
} Look;

typedef struct Slot {
    Look look;
    SDL_Texture *texture; ///< NULL: empty
    int size;             ///< px of its side
} Slot;

struct SpriteCache {
    Slot slots[SLOT_COUNT];
    int used;
};

SpriteCache *sprite_cache_create(void) {
    SpriteCache *cache = memory_check(calloc(1, sizeof *cache));
    return cache;
}

void sprite_cache_clear(SpriteCache *cache) {
    for (int i = 0; i < SLOT_COUNT; i++) {
        if (cache->slots[i].texture) SDL_DestroyTexture(cache->slots[i].texture);
        cache->slots[i].texture = NULL;
    }
    cache->used = 0;
}

void sprite_cache_destroy(SpriteCache *cache) {
    if (!cache) return;
    sprite_cache_clear(cache);
    free(cache);
}

static Slot *find_slot(SpriteCache *cache, const Look *look) {
    uint32_t words[sizeof(Look) / 4], hash = 2166136261u;
    memcpy(words, look, sizeof *look);
    for (size_t i = 0; i < sizeof words / 4; i++)
        hash = (hash ^ words[i]) * 2654435761u, hash ^= hash >> 15;
    uint32_t at = hash % SLOT_COUNT;
    while (cache->slots[at].texture && memcmp(&cache->slots[at].look, look, sizeof *look) != 0)
        at = (at + 1) % SLOT_COUNT;
    return &cache->slots[at];
}

/// The sprite in a square texture, its centre in the middle pixel plus the phase.
static void make_texture(Slot *slot, SDL_Renderer *sdl, const Look *look, float scale) {
    float radius = (float)look->radius / STEPS / scale;
    int half = (int)ceilf((radius + 5) * scale) + 1;
    slot->size = 2 * half + 1;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, slot->size, slot->size);
    cairo_t *cairo = cairo_create(surface);
    cairo_translate(cairo, half + (double)look->phase_x / STEPS,
                    half + (double)look->phase_y / STEPS);
    cairo_scale(cairo, (double)scale, (double)scale);
    cairo_player_sprite(cairo, (DrawSprite){.shape = (SpriteShape)look->shape,
                                            .radius = radius,
                                            .color = look->color,
                                            .edge = look->edge,
                                            .share = (float)look->share / SHARE_STEPS,
                                            .has_halo = look->has_halo != 0});
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    slot->texture = SDL_CreateTexture(sdl, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC,
                                      slot->size, slot->size);
    if (slot->texture) {
        uint32_t *pixels = (uint32_t *)(void *)cairo_image_surface_get_data(surface);
        int stride = cairo_image_surface_get_stride(surface);
        pixels_make_straight(pixels, stride / 4, pixels, stride / 4, slot->size, slot->size);
        SDL_UpdateTexture(slot->texture, NULL, pixels, stride);
        SDL_SetTextureBlendMode(slot->texture, SDL_BLENDMODE_BLEND);
    }
    cairo_surface_destroy(surface);
}

static int phase_of(float at, float *whole) {
    float quarters = roundf(at * STEPS);
    *whole = floorf(quarters / STEPS);
    return (int)(quarters - *whole * STEPS);
}

void sprite_cache_draw(SpriteCache *cache, SDL_Renderer *sdl, const DrawCommand *command,
                       float scale) {
    float x, y;
    Look look = {.shape = command->shape,
                 .radius = (int32_t)lroundf(command->radius * scale * STEPS),
                 .share = (int32_t)lroundf(command->sweep * SHARE_STEPS),
                 .has_halo = command->has_halo,
                 .scale = (int32_t)lroundf(scale * 1000),
                 .color = command->fill,
                 .edge = command->stroke};
    // cairo counts from a pixel's corner, so the middle pixel's corner is where phase 0 stands.
    look.phase_x = phase_of(command->x * scale, &x);
    look.phase_y = phase_of(command->y * scale, &y);
    if (cache->used >= SLOT_USED_MAX) sprite_cache_clear(cache);
    Slot *slot = find_slot(cache, &look);
    if (!slot->texture) {
        slot->look = look;
        make_texture(slot, sdl, &look, scale);
        if (!slot->texture) return;
        cache->used++;
    }
    int half = slot->size / 2;
    SDL_RenderCopy(sdl, slot->texture, NULL,
                   &(SDL_Rect){(int)x - half, (int)y - half, slot->size, slot->size});
}
