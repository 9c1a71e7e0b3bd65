// What is to be seen and what it means: how many requests a dot stands for, that the way it travels
// is not to scale, and the name of each mark that this very frame has drawn. The help names all of
// them.
#include "window/scene_parts.h"

#include <stdio.h>

/// A mark's words, the px of its picture, and whether the legend of the map has it: events stand on
/// the timeline with a word of their own.
typedef struct LegendEntry {
    const char *words;
    float width;
    bool is_on_map;
} LegendEntry;

static const LegendEntry entries[MARK_COUNT] = {
    [MARK_OK] = {"ok", 12, true},
    [MARK_ERROR] = {"error", 12, true},
    [MARK_DROPPED] = {"dropped", 12, true},
    [MARK_FINISHING] = {"finishing", 12, true},
    [MARK_PATIENCE] = {"patience left", 16, true},
    [MARK_STOP] = {"blocked", 16, true},
    [MARK_TLS] = {"handshakes fail", 14, true},
    [MARK_OWN_CODE] = {"ELB's own code", 34, true},
    [MARK_LINK] = {"slow or lossy link", 18, true},
    [MARK_NO_POWER] = {"no power", 14, true},
    [MARK_SETUP] = {"being set up", 16, true},
    [MARK_PIN] = {"sticky rule", 10, true},
    [MARK_ANOMALOUS] = {"anomalous target", 16, true},
    [MARK_WARNING] = {"look here", 16, true},
    [MARK_LEAVING] = {"leaving DNS", 16, true},
    [MARK_UNHEALTHY] = {"unhealthy", 16, true},
    [MARK_INITIAL] = {"initial, no data", 16, true},
    [MARK_COUNTDOWN] = {"draining", 16, true},
    [MARK_DRAINING] = {"draining targets", 16, true},
    [MARK_UNUSED] = {"unused", 16, true},
    [MARK_HEALTHY] = {"healthy", 16, true},
    [MARK_HATCH] = {"zone in trouble", 18, true},
    [MARK_QUEUE] = {"waiting", 10, true},
    [MARK_LOAD] = {"load, 70 and 90 %", 40, true},
    [MARK_WEIGHT] = {"share seen, set", 30, true},
    [MARK_GROUP] = {"target group", 18, true},
    [MARK_GROUP_NEW] = {"new version", 18, true},
    [MARK_TTL] = {"cached answer", 18, true},
    [MARK_TTL_OLD] = {"old answer", 18, true},
    [MARK_CHECKERS] = {"checkers, 18 %", 42, true},
    [MARK_SLOTS] = {"in service, wanted", 46, true},
    [MARK_UPDATED] = {"updated", 11, true},
    [MARK_OUTDATED] = {"to be replaced", 11, true},
    [MARK_DEPLOYMENT] = {"deployment", 22, false},
    [MARK_COMMAND] = {"command", 22, false},
    [MARK_ROLLBACK] = {"rollback", 22, false},
    [MARK_FAULT] = {"fault", 22, false},
    [MARK_ALARM] = {"alarm", 22, false},
    [MARK_ZONAL_SHIFT] = {"zonal shift", 22, false},
    [MARK_RECOVERY] = {"recovery", 20, false},
    [MARK_CHANGE] = {"change of health", 10, false},
};

const char *part_mark_word(MarkName name) {
    return entries[name].words;
}

float part_mark_width(const Frame *f, MarkName name) {
    return entries[name].width + 6 + part_width(f, INK_QUIET, entries[name].words);
}

static const HealthGlyph no_glyph = (HealthGlyph)-1;

static HealthGlyph glyph_of(MarkName name) {
    switch ((int)name) {
    case MARK_LEAVING:
    case MARK_DRAINING:
        return HEALTH_LEAVING;
    case MARK_UNHEALTHY:
        return HEALTH_UNHEALTHY;
    case MARK_INITIAL:
        return HEALTH_INITIAL;
    case MARK_UNUSED:
        return HEALTH_UNUSED;
    case MARK_NO_POWER:
        return HEALTH_NO_POWER;
    case MARK_SETUP:
        return HEALTH_SETUP;
    case MARK_HEALTHY:
        return HEALTH_HEALTHY;
    case MARK_WARNING:
        return HEALTH_WARN;
    default:
        return no_glyph;
    }
}

/// The picture itself, `x` its left edge and `y` its middle.
static void draw_sample(const Frame *f, MarkName name, float x, float y) {
    DrawList *list = f->list;
    float middle = x + entries[name].width / 2;
    if (glyph_of(name) != no_glyph)
        mark_health(list, middle, y, 6.5f, glyph_of(name));
    else if (name <= MARK_FINISHING)
        mark_dot(list, (Dot){.kind = (DotKind)name,
                             .x = middle,
                             .y = y,
                             .work_left = name == MARK_DROPPED ? 0.4f : 0.5f,
                             .patience_left = -1});
    else if (name >= MARK_DEPLOYMENT && name <= MARK_ZONAL_SHIFT)
        mark_event(list, middle, y, (EventMark)(name - MARK_DEPLOYMENT));
    else if (name == MARK_PATIENCE)
        draw_arc(list, middle, y, 7, 0, 0.66f, draw_stroke(part_color(f, THEME_TEXT), 1.25f));
    else if (name == MARK_STOP)
        mark_stop(list, middle, y, 6.5f);
    else if (name == MARK_ANOMALOUS)
        mark_anomalous(list, middle, y, 6.5f);
    else if (name == MARK_TLS)
        mark_tls(list, middle, y);
    else if (name == MARK_LINK)
        mark_link(list, middle, y, 8);
    else if (name == MARK_OWN_CODE) {
        mark_own_code(list, x, y - 11, entries[name].width, THEME_ERROR);
        part_center(f, middle, y + 5, INK_WORDS, "ELB");
    } else if (name == MARK_PIN)
        mark_pin(list, middle, y);
    else if (name == MARK_COUNTDOWN)
        mark_countdown(list, middle, y, 6.5f, 0.6f);
    else if (name == MARK_HATCH)
        draw_hatch(list, draw_rect_make(x, y - 7, 18, 14), part_color(f, THEME_WARN_EDGE), 1.5f, 6);
    else if (name == MARK_QUEUE)
        mark_queue(list, middle, y + 4, 2, 2, 1);
    else if (name == MARK_LOAD)
        mark_load_bar(list, x, y - 4, entries[name].width, 0.6f, false);
    else if (name == MARK_WEIGHT)
        mark_weight_bar(list, x, y - 4, entries[name].width, 8, 0.4f, 0.7f,
                        mark_version_color(list, 0));
    else if (name == MARK_GROUP || name == MARK_GROUP_NEW)
        mark_version(list, x, y - 9, 18, name == MARK_GROUP ? 'A' : 'N', name == MARK_GROUP_NEW);
    else if (name == MARK_TTL || name == MARK_TTL_OLD)
        mark_ttl(list, middle, y, 0.66f, name == MARK_TTL_OLD);
    else if (name == MARK_SLOTS)
        mark_slots(list, x, y, 2, 3, 1, 4, mark_version_color(list, 0));
    else if (name == MARK_UPDATED || name == MARK_OUTDATED)
        mark_corner(list, x + 11, y - 6, name == MARK_UPDATED);
    else if (name == MARK_CHECKERS)
        mark_checkers(list, x, y, 6, 4);
    else if (name == MARK_RECOVERY)
        mark_recovery(list, middle, y);
    else if (name == MARK_CHANGE)
        mark_change(list, middle, y);
}

float part_mark(const Frame *f, MarkName name, float x, float y) {
    draw_sample(f, name, x, y - 5);
    x += entries[name].width + 6;
    return x + part_text(f, x, y, INK_QUIET, entries[name].words);
}

static float draw_work(const Frame *f, float x, float y) {
    for (int i = 0; i < 2; i++)
        mark_dot(f->list, (Dot){.kind = DOT_OK,
                                .x = x + (i ? 16 : 4),
                                .y = y - 5,
                                .work_left = (float)i,
                                .patience_left = -1});
    return x + 27 + part_text(f, x + 27, y, INK_QUIET, "work left");
}

/// Marks of a set, from left to right, in the order of their names; those there is no room for stay
/// in the set.
static float draw_marks(const Frame *f, uint64_t *set, float x, float right, float y) {
    for (int name = 0; name < MARK_COUNT; name++) {
        if (!(*set >> name & 1u) || !entries[name].is_on_map) continue;
        if (x + part_mark_width(f, (MarkName)name) > right) continue;
        x = part_mark(f, (MarkName)name, x, y) + 16;
        *set &= ~(UINT64_C(1) << name);
    }
    return x;
}

static void weight_words(const Scene *scene, bool is_small, char *out, size_t capacity) {
    if (scene->dot_weight <= 1 && scene->dot_weight_error <= 1)
        snprintf(out, capacity, "1 dot = 1 request");
    else if (scene->dot_weight == scene->dot_weight_error || scene->dot_weight_error <= 0)
        snprintf(out, capacity, "1 dot = %d requests", scene->dot_weight);
    else if (is_small)
        snprintf(out, capacity, "1 dot = %d, or %d failed", scene->dot_weight,
                 scene->dot_weight_error);
    else if (scene->dot_weight_error == 1)
        snprintf(out, capacity, "1 dot = %d requests, every failed one is shown",
                 scene->dot_weight);
    else
        snprintf(out, capacity, "1 dot = %d request%s, or %d failed ones", scene->dot_weight,
                 scene->dot_weight == 1 ? "" : "s", scene->dot_weight_error);
}

static void draw_wide(const Frame *f, DrawRect box, const char *weight, uint64_t seen) {
    float y = box.y + 22, x = box.x + 12, right = rect_right(box) - 12;
    part_panel(f, box, 6, THEME_PANEL);
    x += part_text(f, x, y, INK_BOLD, f->scene->is_literal ? "literal" : "flow") + 10;
    part_text(f, x, y, INK_WORDS, weight);
    part_right(f, right, y, INK_QUIET, "travel not to scale");
    uint64_t dots = (UINT64_C(1) << (MARK_PATIENCE + 1)) - 1, rest = seen & ~dots;
    x = draw_marks(f, &dots, box.x + 12, right, y + 23);
    if (x + 27 + part_width(f, INK_QUIET, "work left") <= right) draw_work(f, x, y + 23);
    if (box.h >= 76) draw_marks(f, &rest, box.x + 12, right, y + 46);
    if (box.h >= 99) draw_marks(f, &rest, box.x + 12, right, y + 69);
}

/// One line for a small window: the marks alone carry their meaning in the help.
static void draw_narrow(const Frame *f, DrawRect box, const char *weight) {
    float y = rect_middle_y(box), x = box.x + 10, right = rect_right(box) - 10;
    part_panel(f, box, 6, THEME_PANEL);
    part_text(f, x, y - 2.5f, INK_WORDS, weight);
    const char *scale = "travel not to scale";
    float room = right - x - part_width(f, INK_WORDS, weight) - 10;
    float width = part_width(f, INK_QUIET, scale);
    if (width > room) {
        part_text(f, x, y + 13.5f, INK_QUIET, scale);
        return;
    }
    part_text(f, right - width, y - 2.5f, INK_QUIET, scale);
    uint64_t dots = (UINT64_C(1) << MARK_PATIENCE) - 1;
    draw_marks(f, &dots, x, right + 2, y + 13.5f);
}

void scene_draw_legend(const Frame *f) {
    char weight[64];
    uint64_t seen = f->list->marks;
    draw_layer(f->list, LAYER_CAPTION);
    weight_words(f->scene, f->layout->is_small, weight, sizeof weight);
    if (f->layout->is_small)
        draw_narrow(f, f->layout->legend, weight);
    else
        draw_wide(f, f->layout->legend, weight, seen);
    f->list->marks = seen; // samples are not what they stand for
}
