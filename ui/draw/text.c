// A font is read once: outlines and advances in design units, divided by the units an em has.
// Everything else is multiplication by the size, so no hinting, no rounding and no size-dependent
// cache can make two players disagree. What was read stays in one table a style, addressed by
// character.
#include "draw/text.h"

#include "draw/memory.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <stdlib.h>
#include <string.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

enum { SLOT_COUNT_MIN = 256 };
// For fontconfig's caches, or its reading of every font where there are none, and for FreeType.
static const size_t font_room = (size_t)16 << 20;

/// One character that was read; `codepoint` 0 marks an empty slot.
typedef struct Glyph {
    uint32_t codepoint;
    float advance;
    int segment_first, segment_count;
    int point_first;
} Glyph;

typedef struct Face {
    char *path;
    long index;
    bool is_packaged;
    FT_Face ft;
    TextMetrics metrics; ///< at size 1
    Glyph *glyphs;       ///< open addressing, a power of two, at most half full
    int glyph_count, glyph_capacity;
    uint8_t *segments;
    int segment_count, segment_capacity;
    float *points;
    int point_count, point_capacity;
} Face;

struct TextMeasure {
    FT_Library library;
    Face faces[TEXT_STYLE_COUNT];
};

// ---- finding fonts

typedef struct Wish {
    const char *families[4]; ///< in order of preference, ended by NULL
    int weight;              ///< fontconfig's scale
} Wish;

static const Wish wishes[TEXT_STYLE_COUNT] = {
    [TEXT_WORDS] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_REGULAR},
    [TEXT_WORDS_MEDIUM] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_MEDIUM},
    [TEXT_WORDS_BOLD] = {{"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_DEMIBOLD},
    [TEXT_MONO] = {{"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_REGULAR},
    [TEXT_MONO_MEDIUM] = {{"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_MEDIUM},
};

static char *copy_string(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = memory_check(malloc(size));
    return memcpy(copy, text, size);
}

static FcPattern *make_pattern(const Wish *wish) {
    FcPattern *pattern = memory_check(FcPatternCreate());
    for (int i = 0; wish->families[i]; i++)
        FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)wish->families[i]);
    FcPatternAddInteger(pattern, FC_WEIGHT, wish->weight);
    FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddInteger(pattern, FC_WIDTH, FC_WIDTH_NORMAL);
    FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern, FC_COLOR, FcFalse);
    return pattern;
}

/// Whether the match has the family and the weight asked for first.
static bool is_first_choice(FcPattern *match, const Wish *wish) {
    FcChar8 *family = NULL;
    int weight = -1;
    FcPatternGetInteger(match, FC_WEIGHT, 0, &weight);
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &family) == FcResultMatch; i++)
        if (strcmp((const char *)family, wish->families[0]) == 0 && weight == wish->weight)
            return true;
    return false;
}

static bool find_face(FcConfig *config, const Wish *wish, Face *face) {
    FcPattern *pattern = make_pattern(wish);
    FcConfigSubstitute(config, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result = FcResultNoMatch;
    FcPattern *match = FcFontMatch(config, pattern, &result);
    FcPatternDestroy(pattern);
    FcChar8 *file = NULL;
    bool found = match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch;
    if (found) {
        int index = 0;
        FcPatternGetInteger(match, FC_INDEX, 0, &index);
        face->path = copy_string((const char *)file);
        face->index = index;
        face->is_packaged = is_first_choice(match, wish);
    }
    if (match) FcPatternDestroy(match);
    return found;
}

static bool find_faces(TextMeasure *text, SimError *error) {
    FcConfig *config = FcInitLoadConfigAndFonts();
    bool found = config != NULL;
    for (int i = 0; found && i < TEXT_STYLE_COUNT; i++)
        found = find_face(config, &wishes[i], &text->faces[i]);
    if (config) FcConfigDestroy(config);
    if (!found)
        sim_error_set(error,
                      "no font was found through fontconfig; install the packages fonts-inter "
                      "and fonts-jetbrains-mono, or any scalable font");
    return found;
}

// ---- reading glyphs

static void *grow(void *memory, int *capacity, int needed, size_t item_size) {
    if (needed <= *capacity) return memory;
    int wanted = *capacity ? *capacity * 2 : 256;
    while (wanted < needed)
        wanted *= 2;
    void *grown = memory_check(realloc(memory, (size_t)wanted * item_size));
    *capacity = wanted;
    return grown;
}

static void add_segment(Face *face, TextSegment segment, int point_count, const FT_Vector *points) {
    face->segments = grow(face->segments, &face->segment_capacity, face->segment_count + 1, 1);
    face->segments[face->segment_count++] = (uint8_t)segment;
    face->points = grow(face->points, &face->point_capacity, face->point_count + 2 * point_count,
                        sizeof *face->points);
    float em = (float)face->ft->units_per_EM;
    for (int i = 0; i < point_count; i++) {
        face->points[face->point_count++] = (float)points[i].x / em;
        face->points[face->point_count++] = -(float)points[i].y / em;
    }
}

/// What decomposing an outline needs to remember between segments.
typedef struct Pen {
    Face *face;
    FT_Vector at;
    bool is_open;
} Pen;

static int pen_move(const FT_Vector *to, void *user) {
    Pen *pen = user;
    if (pen->is_open) add_segment(pen->face, TEXT_SEGMENT_CLOSE, 0, NULL);
    add_segment(pen->face, TEXT_SEGMENT_MOVE, 1, to);
    pen->at = *to;
    pen->is_open = true;
    return 0;
}

static int pen_line(const FT_Vector *to, void *user) {
    Pen *pen = user;
    add_segment(pen->face, TEXT_SEGMENT_LINE, 1, to);
    pen->at = *to;
    return 0;
}

static int pen_cubic(const FT_Vector *c1, const FT_Vector *c2, const FT_Vector *to, void *user) {
    Pen *pen = user;
    add_segment(pen->face, TEXT_SEGMENT_CURVE, 3, (FT_Vector[]){*c1, *c2, *to});
    pen->at = *to;
    return 0;
}

static int pen_conic(const FT_Vector *control, const FT_Vector *to, void *user) {
    Pen *pen = user;
    FT_Vector c1 = {pen->at.x + 2 * (control->x - pen->at.x) / 3,
                    pen->at.y + 2 * (control->y - pen->at.y) / 3};
    FT_Vector c2 = {to->x + 2 * (control->x - to->x) / 3, to->y + 2 * (control->y - to->y) / 3};
    return pen_cubic(&c1, &c2, to, user);
}

static void read_glyph(Face *face, Glyph *glyph) {
    static const FT_Outline_Funcs pens = {pen_move, pen_line, pen_conic, pen_cubic, 0, 0};
    glyph->segment_first = face->segment_count;
    glyph->point_first = face->point_count;
    FT_UInt index = FT_Get_Char_Index(face->ft, glyph->codepoint);
    FT_Error status = FT_Load_Glyph(face->ft, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP);
    memory_check(status == FT_Err_Out_Of_Memory ? NULL : face);
    if (status != 0) return;
    glyph->advance = (float)face->ft->glyph->metrics.horiAdvance / (float)face->ft->units_per_EM;
    Pen pen = {.face = face};
    FT_Outline_Decompose(&face->ft->glyph->outline, &pens, &pen);
    if (pen.is_open) add_segment(face, TEXT_SEGMENT_CLOSE, 0, NULL);
    glyph->segment_count = face->segment_count - glyph->segment_first;
}

static Glyph *find_slot(Glyph *glyphs, int capacity, uint32_t codepoint) {
    uint32_t mask = (uint32_t)capacity - 1;
    uint32_t at = (codepoint * 2654435761u) & mask;
    while (glyphs[at].codepoint != 0 && glyphs[at].codepoint != codepoint)
        at = (at + 1) & mask;
    return &glyphs[at];
}

static void grow_glyphs(Face *face) {
    int capacity = face->glyph_capacity ? face->glyph_capacity * 2 : SLOT_COUNT_MIN;
    Glyph *grown = memory_check(calloc((size_t)capacity, sizeof *grown));
    for (int i = 0; i < face->glyph_capacity; i++)
        if (face->glyphs[i].codepoint != 0)
            *find_slot(grown, capacity, face->glyphs[i].codepoint) = face->glyphs[i];
    free(face->glyphs);
    face->glyphs = grown;
    face->glyph_capacity = capacity;
}

static const Glyph *get_glyph(Face *face, uint32_t codepoint) {
    SIM_ASSERT(codepoint != 0);
    Glyph *glyph = find_slot(face->glyphs, face->glyph_capacity, codepoint);
    if (glyph->codepoint != 0) return glyph;
    if (face->glyph_count * 2 >= face->glyph_capacity) {
        grow_glyphs(face);
        glyph = find_slot(face->glyphs, face->glyph_capacity, codepoint);
    }
    glyph->codepoint = codepoint;
    face->glyph_count++;
    read_glyph(face, glyph);
    return glyph;
}

/// How far the outlines of some letters reach: up for `up` above the baseline, down otherwise.
static float measure_reach(Face *face, const char *letters, bool up) {
    float reach = 0;
    for (const char *c = letters; *c; c++) {
        const Glyph *glyph = get_glyph(face, (uint32_t)(unsigned char)*c);
        for (int i = glyph->point_first; i < face->point_count; i += 2) {
            float y = up ? -face->points[i + 1] : face->points[i + 1];
            reach = y > reach ? y : reach;
        }
    }
    return reach;
}

static bool open_face(FT_Library library, Face *face, SimError *error) {
    if (FT_New_Face(library, face->path, face->index, &face->ft) != 0)
        return sim_error_set(error, "%s: this font cannot be read; reinstall its package",
                             face->path);
    if (face->ft->units_per_EM == 0)
        return sim_error_set(error, "%s: this font has no outlines; install fonts-inter",
                             face->path);
    grow_glyphs(face);
    // The last glyph read is the last in the points, so each letter is asked for on its own.
    float em = (float)face->ft->units_per_EM;
    face->metrics.ascent = (float)face->ft->ascender / em;
    face->metrics.descent = -(float)face->ft->descender / em;
    face->metrics.cap_height = measure_reach(face, "H", true);
    face->metrics.ink_ascent = measure_reach(face, "l", true);
    face->metrics.ink_descent = measure_reach(face, "g", false);
    return true;
}

TextMeasure *text_measure_create(SimError *error) {
    if (!sim_memory_has_room(font_room)) {
        sim_error_set(error, "out of memory: less than %zu MB are left to read fonts",
                      font_room >> 20);
        return NULL;
    }
    TextMeasure *text = memory_check(calloc(1, sizeof *text));
    if (FT_Init_FreeType(&text->library) != 0) {
        sim_error_set(error, "FreeType cannot be started; reinstall the package libfreetype6");
        free(text);
        return NULL;
    }
    bool ok = find_faces(text, error);
    for (int i = 0; ok && i < TEXT_STYLE_COUNT; i++)
        ok = open_face(text->library, &text->faces[i], error);
    if (ok) return text;
    text_measure_destroy(text);
    return NULL;
}

void text_measure_destroy(TextMeasure *text) {
    if (!text) return;
    for (int i = 0; i < TEXT_STYLE_COUNT; i++) {
        Face *face = &text->faces[i];
        if (face->ft) FT_Done_Face(face->ft);
        free(face->path);
        free(face->glyphs);
        free(face->segments);
        free(face->points);
    }
    FT_Done_FreeType(text->library);
    free(text);
}

// ---- measuring

/// Bytes that follow a leading byte, or -1 when it cannot lead.
static int continuation_count(unsigned char lead) {
    return lead < 0x80                   ? 0
           : lead >= 0xF0 && lead < 0xF8 ? 3
           : lead >= 0xE0                ? (lead < 0xF0 ? 2 : -1)
           : lead >= 0xC2                ? 1
                                         : -1;
}

uint32_t text_next_codepoint(const char **utf8) {
    const unsigned char *bytes = (const unsigned char *)*utf8;
    if (bytes[0] == 0) return 0;
    int rest = continuation_count(bytes[0]);
    (*utf8)++;
    if (rest <= 0) return rest == 0 ? bytes[0] : 0xFFFD;
    uint32_t codepoint = bytes[0] & (0x3Fu >> rest);
    for (int i = 1; i <= rest; i++) {
        if ((bytes[i] & 0xC0) != 0x80) return 0xFFFD;
        codepoint = codepoint << 6 | (bytes[i] & 0x3Fu);
        (*utf8)++;
    }
    return codepoint;
}

static Face *get_face(const TextMeasure *text, TextStyle style) {
    SIM_ASSERT((int)style >= 0 && style < TEXT_STYLE_COUNT);
    return (Face *)&text->faces[style];
}

float text_width(TextMeasure *text, TextStyle style, float size, const char *utf8) {
    Face *face = get_face(text, style);
    float em = 0;
    for (uint32_t c; (c = text_next_codepoint(&utf8)) != 0;)
        em += get_glyph(face, c)->advance;
    return em * size;
}

TextMetrics text_metrics(const TextMeasure *text, TextStyle style, float size) {
    TextMetrics metrics = get_face(text, style)->metrics;
    metrics.ascent *= size;
    metrics.descent *= size;
    metrics.ink_ascent *= size;
    metrics.ink_descent *= size;
    metrics.cap_height *= size;
    return metrics;
}

static void copy_bytes(char *out, size_t capacity, const char *text, size_t length) {
    // A character is kept whole or left out, also when the room ends within it.
    length = length < capacity ? length : capacity - 1;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    memcpy(out, text, length);
    out[length] = 0;
}

bool text_elide(TextMeasure *text, TextStyle style, float size, const char *utf8, float width_max,
                char *out, size_t capacity) {
    static const char ellipsis[] = "…";
    SIM_ASSERT(capacity > sizeof ellipsis);
    if (text_width(text, style, size, utf8) <= width_max) {
        copy_bytes(out, capacity, utf8, strlen(utf8));
        return false;
    }
    Face *face = get_face(text, style);
    float room = width_max - text_width(text, style, size, ellipsis), em = 0;
    const char *end = utf8, *next = utf8;
    for (uint32_t c; (c = text_next_codepoint(&next)) != 0; end = next) {
        em += get_glyph(face, c)->advance;
        if (em * size > room) break;
    }
    while (end > utf8 && end[-1] == ' ')
        end--;
    copy_bytes(out, capacity - sizeof ellipsis + 1, utf8, (size_t)(end - utf8));
    strcat(out, ellipsis);
    return true;
}

TextOutline text_outline(TextMeasure *text, TextStyle style, uint32_t codepoint) {
    Face *face = get_face(text, style);
    const Glyph *glyph = get_glyph(face, codepoint);
    return (TextOutline){.segments = face->segments + glyph->segment_first,
                         .segment_count = glyph->segment_count,
                         .points = face->points + glyph->point_first,
                         .advance = glyph->advance};
}

const char *text_font_path(const TextMeasure *text, TextStyle style) {
    return get_face(text, style)->path;
}

long text_font_index(const TextMeasure *text, TextStyle style) {
    return get_face(text, style)->index;
}

bool text_fonts_are_packaged(const TextMeasure *text) {
    for (int i = 0; i < TEXT_STYLE_COUNT; i++)
        if (!text->faces[i].is_packaged) return false;
    return true;
}
