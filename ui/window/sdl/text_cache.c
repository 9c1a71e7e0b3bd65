// SDL_ttf renders a line once; its coverage is kept without colour, so that the same word in two
// colours is one entry. Entries live in a fixed array, found through a hash table and dropped in
// order of last use.
#include "text_cache.h"

#include "draw/memory.h"

#include <SDL_ttf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRY_COUNT = 2048, BUCKET_COUNT = 4096, FONT_COUNT = 48, NONE = -1 };

typedef struct Entry {
    uint64_t hash;
    int style, dots_per_inch, size;
    char *string;
    cairo_surface_t *mask;
    int ascent;
    int next_in_bucket;
    int older, newer; ///< chain of last use
} Entry;

typedef struct Font {
    TTF_Font *font;
    int style, size, dots_per_inch;
} Font;

struct TextCache {
    Entry entries[ENTRY_COUNT];
    int buckets[BUCKET_COUNT];
    int entry_count, newest, oldest;
    Font fonts[FONT_COUNT];
    int font_count, font_next;
};

TextCache *text_cache_create(SimError *error) {
    if (TTF_Init() != 0) {
        sim_error_set(error, "SDL_ttf cannot be started: %s", TTF_GetError());
        return NULL;
    }
    TextCache *cache = memory_check(calloc(1, sizeof *cache));
    for (int i = 0; i < BUCKET_COUNT; i++)
        cache->buckets[i] = NONE;
    cache->newest = cache->oldest = NONE;
    return cache;
}

void text_cache_destroy(TextCache *cache) {
    if (!cache) return;
    for (int i = 0; i < cache->entry_count; i++) {
        free(cache->entries[i].string);
        cairo_surface_destroy(cache->entries[i].mask);
    }
    for (int i = 0; i < cache->font_count; i++)
        TTF_CloseFont(cache->fonts[i].font);
    TTF_Quit();
    free(cache);
}

// ---- fonts

static TTF_Font *open_font(const DrawList *list, int style, int size, int dots_per_inch) {
    TTF_Font *font = TTF_OpenFontIndexDPI(text_font_path(list->text, (TextStyle)style), size,
                                          text_font_index(list->text, (TextStyle)style),
                                          (unsigned)dots_per_inch, (unsigned)dots_per_inch);
    if (font) {
        // Advances stay the font's own (as the measurer's); only heights are fitted to pixels.
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    }
    return font;
}

static TTF_Font *get_font(TextCache *cache, const DrawList *list, int style, int size,
                          int dots_per_inch) {
    for (int i = 0; i < cache->font_count; i++)
        if (cache->fonts[i].style == style && cache->fonts[i].size == size &&
            cache->fonts[i].dots_per_inch == dots_per_inch)
            return cache->fonts[i].font;
    TTF_Font *font = open_font(list, style, size, dots_per_inch);
    if (!font) return NULL;
    int at = cache->font_count < FONT_COUNT ? cache->font_count++ : cache->font_next++ % FONT_COUNT;
    if (cache->fonts[at].font) TTF_CloseFont(cache->fonts[at].font);
    cache->fonts[at] = (Font){font, style, size, dots_per_inch};
    return font;
}

// ---- entries

static void unchain(TextCache *cache, int at) {
    Entry *entry = &cache->entries[at];
    if (entry->older != NONE)
        cache->entries[entry->older].newer = entry->newer;
    else
        cache->oldest = entry->newer;
    if (entry->newer != NONE)
        cache->entries[entry->newer].older = entry->older;
    else
        cache->newest = entry->older;
}

static void chain_newest(TextCache *cache, int at) {
    cache->entries[at].older = cache->newest;
    cache->entries[at].newer = NONE;
    if (cache->newest != NONE)
        cache->entries[cache->newest].newer = at;
    else
        cache->oldest = at;
    cache->newest = at;
}

static void drop_oldest(TextCache *cache) {
    int at = cache->oldest;
    Entry *entry = &cache->entries[at];
    int *link = &cache->buckets[entry->hash % BUCKET_COUNT];
    while (*link != at)
        link = &cache->entries[*link].next_in_bucket;
    *link = entry->next_in_bucket;
    unchain(cache, at);
    free(entry->string);
    cairo_surface_destroy(entry->mask);
}

static int take_entry(TextCache *cache) {
    if (cache->entry_count < ENTRY_COUNT) return cache->entry_count++;
    int at = cache->oldest;
    drop_oldest(cache);
    return at;
}

static uint64_t hash_key(int style, int size, int dots_per_inch, const char *string) {
    uint64_t hash = (uint64_t)style * 1000003u + (uint64_t)size * 8191u + (uint64_t)dots_per_inch;
    for (; *string; string++)
        hash = (hash ^ (unsigned char)*string) * UINT64_C(0x100000001B3);
    return hash ^ hash >> 31;
}

static bool is_sign(char c) {
    return (unsigned char)c > ' ' && (unsigned char)c < 0x7F && !(c >= '0' && c <= '9') &&
           !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Bytes of `string` that may be rendered in one go. SDL_ttf kerns, so each word is put where the
/// measurer has it and cannot drift; and it would draw "->" as an arrow and "5x3" with a times sign
/// where the font offers them, but what is measured is one glyph a character.
static size_t run_length(const char *string) {
    size_t length = 1;
    for (; string[length]; length++) {
        char before = string[length - 1], here = string[length];
        if ((before == ' ' && here != ' ') || (is_sign(before) && is_sign(here)) ||
            (is_digit(before) && here == 'x') || (before == 'x' && is_digit(here)))
            break;
    }
    return length;
}

/// Adds the alpha of what SDL_ttf drew to the mask.
static void add_alpha(cairo_surface_t *mask, SDL_Surface *drawn, int left) {
    unsigned char *out = cairo_image_surface_get_data(mask);
    int stride = cairo_image_surface_get_stride(mask),
        width = cairo_image_surface_get_width(mask) - left;
    int height = cairo_image_surface_get_height(mask);
    width = drawn->w < width ? drawn->w : width;
    height = drawn->h < height ? drawn->h : height;
    SDL_LockSurface(drawn);
    for (int y = 0; out && y < height; y++) {
        const uint32_t *row =
            (const uint32_t *)(const void *)((const char *)drawn->pixels + y * drawn->pitch);
        for (int x = 0; x < width; x++) {
            unsigned char *pixel = &out[y * stride + left + x],
                          alpha = (unsigned char)(row[x] >> 24);
            *pixel = alpha > *pixel ? alpha : *pixel;
        }
    }
    SDL_UnlockSurface(drawn);
}

static bool render_run(TTF_Font *font, const char *run, cairo_surface_t *mask, int left) {
    SDL_Surface *drawn = TTF_RenderUTF8_Blended(font, run, (SDL_Color){255, 255, 255, 255});
    SDL_Surface *argb = drawn ? SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
    if (argb) add_alpha(mask, argb, left);
    SDL_FreeSurface(drawn);
    SDL_FreeSurface(argb);
    return argb != NULL;
}

/// The coverage of a whole line, run by run at the places that the measurer gives.
static cairo_surface_t *render(TTF_Font *font, const DrawList *list, int style, float size,
                               const char *string) {
    char run[1100];
    float x = 0, width = text_width(list->text, (TextStyle)style, size, string);
    cairo_surface_t *mask = cairo_image_surface_create(
        CAIRO_FORMAT_A8, (int)ceilf(width + size / 2), TTF_FontHeight(font) + 2);
    bool ok = cairo_surface_status(mask) == CAIRO_STATUS_SUCCESS;
    while (ok && *string) {
        size_t length = run_length(string);
        ok = length < sizeof run;
        memcpy(run, string, ok ? length : 0);
        run[ok ? length : 0] = 0;
        ok = ok && render_run(font, run, mask, (int)lroundf(x));
        x += text_width(list->text, (TextStyle)style, size, run);
        string += length;
    }
    cairo_surface_mark_dirty(mask);
    if (ok) return mask;
    cairo_surface_destroy(mask);
    return NULL;
}

static Entry *find_entry(TextCache *cache, uint64_t hash, int style, int size, int dots_per_inch,
                         const char *string) {
    for (int at = cache->buckets[hash % BUCKET_COUNT]; at != NONE;
         at = cache->entries[at].next_in_bucket) {
        Entry *entry = &cache->entries[at];
        if (entry->hash == hash && entry->style == style && entry->size == size &&
            entry->dots_per_inch == dots_per_inch && strcmp(entry->string, string) == 0) {
            unchain(cache, at);
            chain_newest(cache, at);
            return entry;
        }
    }
    return NULL;
}

static char *copy_string(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = memory_check(malloc(size));
    return memcpy(copy, text, size);
}

static Entry *add_entry(TextCache *cache, const DrawList *list, uint64_t hash, int style, int size,
                        int dots_per_inch, const char *string) {
    TTF_Font *font = get_font(cache, list, style, size, dots_per_inch);
    cairo_surface_t *mask =
        font ? render(font, list, style, (float)(size * dots_per_inch) / 72, string) : NULL;
    if (!mask) return NULL;
    int at = take_entry(cache);
    Entry *entry = &cache->entries[at];
    int *bucket = &cache->buckets[hash % BUCKET_COUNT];
    *entry = (Entry){.hash = hash,
                     .style = style,
                     .dots_per_inch = dots_per_inch,
                     .size = size,
                     .string = copy_string(string),
                     .mask = mask,
                     .ascent = TTF_FontAscent(font),
                     .next_in_bucket = *bucket};
    *bucket = at;
    chain_newest(cache, at);
    return entry;
}

bool text_cache_draw(TextCache *cache, cairo_t *cairo, const DrawList *list,
                     const DrawCommand *command, float scale) {
    const char *string = draw_command_text(list, command);
    // SDL_ttf takes whole points; the scale goes into the dots an inch, where 72 is one px a point.
    int size = (int)lroundf(command->size), dots = (int)lroundf(72 * scale);
    uint64_t hash = hash_key(command->style, size, dots, string);
    Entry *entry = find_entry(cache, hash, command->style, size, dots, string);
    if (!entry) entry = add_entry(cache, list, hash, command->style, size, dots, string);
    if (!entry) return false;
    Color color = command->fill;
    cairo_save(cairo);
    cairo_identity_matrix(cairo);
    cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0,
                          color.a / 255.0);
    cairo_mask_surface(cairo, entry->mask, (double)roundf(command->x * scale),
                       (double)(roundf(command->baseline * scale) - (float)entry->ascent));
    cairo_restore(cairo);
    return true;
}
