// Failures are counted where they happen, one badge a cause. Those of a row's instances in one zone
// share a badge, in the free slot after the tiles or below them; others stand on the lower edge of
// their place. At most twelve at once.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

enum { BADGES_MAX = 12, HEIGHT = 22 };

/// A badge to be drawn: where its box is anchored, and how many already stand there.
typedef struct Badge {
    SceneBadge what;
    int32_t row, zone; ///< of an instance's; -1
    int32_t slot;      ///< how many badges stand before it at the same anchor
} Badge;

static Badge badge_of(const Frame *f, const SceneBadge *what) {
    Badge badge = {.what = *what, .row = -1, .zone = -1};
    if (what->place.kind == SIM_PLACE_INSTANCE) {
        badge.row =
            (int32_t)(layout_row_of(f->layout, f->view, what->place.index) - f->layout->rows);
        badge.zone = f->view->instances[what->place.index].zone;
    }
    return badge;
}

static bool is_same_anchor(const Badge *a, const Badge *b) {
    if (a->row >= 0 || b->row >= 0) return a->row == b->row && a->zone == b->zone;
    return a->what.place.kind == b->what.place.kind && a->what.place.index == b->what.place.index;
}

/// A fixed response below 500 that a rule gives is what somebody asked for, and its rule says so.
static bool is_asked_for(const SimView *view, const SceneBadge *what) {
    if (what->place.kind != SIM_PLACE_NODE || what->status < 400 || what->status >= 500)
        return false;
    char action[24];
    snprintf(action, sizeof action, "fixed %d", (int)what->status);
    for (int32_t i = 0; i < view->rule_count; i++) {
        const SimViewListener *listener = &view->listeners[view->rules[i].listener];
        if (listener->balancer == view->nodes[what->place.index].balancer &&
            strcmp(view->rules[i].action, action) == 0)
            return true;
    }
    return false;
}

/// Gathers what the session counted by instance into one badge a row, zone and cause.
static int32_t gather(const Frame *f, Badge badges[BADGES_MAX]) {
    int32_t count = 0;
    for (int32_t i = 0; i < f->scene->badge_count; i++) {
        if (is_asked_for(f->view, &f->scene->badges[i])) continue;
        Badge badge = badge_of(f, &f->scene->badges[i]);
        bool was_merged = false;
        for (int32_t k = 0; k < count; k++) {
            if (!is_same_anchor(&badge, &badges[k])) continue;
            if (badges[k].what.status == badge.what.status &&
                badges[k].what.shape == badge.what.shape) {
                badges[k].what.count += badge.what.count;
                was_merged = true;
                break;
            }
            badge.slot++;
        }
        if (!was_merged && count < BADGES_MAX) badges[count++] = badge;
    }
    return count;
}

/// `is_short`: so that a node's chip keeps its name beside it.
static void badge_words(const SceneBadge *badge, bool is_short, char *out, size_t capacity) {
    char count[16];
    part_rate(badge->count < 10 ? -1 : (double)badge->count, count, sizeof count);
    if (badge->count < 10) snprintf(count, sizeof count, "%d", badge->count);
    if (badge->status > 0)
        snprintf(out, capacity, is_short ? "%d×%s" : "%d ×%s", badge->status, count);
    else
        snprintf(out, capacity, is_short ? "×%s" : "lost ×%s", count);
}

/// What a node made by itself says so instead of a shape: "ELB 503 ×12". A client's fault (400 and
/// above) is outlined as a warning.
static void draw_own_code(const Frame *f, float x, float y, float width, bool is_bare,
                          const SceneBadge *badge, const char *words) {
    mark_own_code(f->list, x, y, width, badge->status < 500 ? THEME_WARN_EDGE : THEME_ERROR);
    x += 6;
    if (!is_bare) x += part_text(f, x, y + 16, INK_QUIET, "ELB") + 5;
    part_text(f, x, y + 16, INK_COUNT, words);
}

static void draw_pill(const Frame *f, float x, float y, float width, bool is_chip, bool is_bare,
                      const SceneBadge *badge, const char *words) {
    DrawRect box = {x + 0.5f, y + 0.5f, width - 1, HEIGHT - 1};
    draw_box(f->list, box, 5, part_color(f, THEME_PANEL),
             draw_stroke(part_color(f, THEME_ERROR), 1.25f));
    static const SpriteShape shapes[] = {SPRITE_DISC, SPRITE_DIAMOND, SPRITE_CROSS, SPRITE_HOLLOW};
    DrawSprite mark = {.shape = shapes[badge->shape],
                       .x = x + (is_chip ? 10 : 12),
                       .y = y + HEIGHT / 2.0f,
                       .radius = badge->shape == SCENE_DOT_ERROR ? 6 : 4.5f,
                       .color = part_color(f, THEME_ERROR)};
    if (!is_bare) draw_sprite(f->list, mark);
    part_text(f, x + (is_bare ? 6 : is_chip ? 19 : 22), y + 16, INK_COUNT, words);
}

/// A client's badge where its block is full of words: half beside the panel.
static bool is_beside(const Layout *layout, const Badge *badge) {
    return badge->what.place.kind == SIM_PLACE_CLIENT &&
           layout->client[badge->what.place.index].spark.h < 20;
}

/// The right end and the top of the first badge at an anchor.
static void anchor_of(const Frame *f, const Badge *badge, float width, float *x, float *y) {
    const Layout *layout = f->layout;
    if (badge->row < 0) {
        DrawRect rect = layout_place(layout, badge->what.place);
        *x = rect_right(rect) - 6 - width;
        *y = rect_bottom(rect) - 8;
        if (badge->what.place.kind == SIM_PLACE_NODE && rect.h < 50) {
            *y = rect_middle_y(rect) - HEIGHT / 2.0f;
        } else if (is_beside(layout, badge)) {
            *x = rect_right(rect) + 16 - width;
            *y = rect_bottom(rect) - HEIGHT - 2;
        } else if (badge->what.place.kind == SIM_PLACE_CLIENT) {
            // Over the small line of arrivals, else over the last row: the next city keeps its
            // name.
            const LayoutClient *block = &layout->client[badge->what.place.index];
            *y = block->spark.h >= 20 ? rect_middle_y(block->spark) - HEIGHT / 2.0f
                                      : rect_bottom(rect) - HEIGHT - 2;
        } else if (badge->what.place.kind == SIM_PLACE_RESOLVER ||
                   badge->what.place.kind == SIM_PLACE_RULE) {
            *y = rect_middle_y(rect) - HEIGHT / 2.0f;
        }
        return;
    }
    const LayoutRow *row = &layout->rows[badge->row];
    int32_t count = layout->cell_count[badge->row * layout->zone_count + badge->zone];
    DrawRect last = layout_slot(layout, row, badge->zone, count > 0 ? count - 1 : 0),
             next = layout_slot(layout, row, badge->zone, count);
    DrawRect zone = layout->zone[badge->zone];
    bool is_free = next.y == last.y && rect_right(last) + 6 + width <= rect_right(zone) - 4;
    if (is_free) {
        *x = rect_right(last) + 6;
        *y = next.y + (next.h > 50 ? next.h / 2 - HEIGHT - 2 : (next.h - HEIGHT) / 2);
    } else {
        *x = rect_right(zone) - 6 - width;
        *y = rect_bottom(last) - 2 + 3;
    }
}

/// Whether a chip has room for the whole badge beside the name of its node.
static bool has_room_beside_name(const Frame *f, const SceneBadge *what) {
    char words[32];
    badge_words(what, true, words, sizeof words);
    float badge = part_width(f, INK_COUNT, words) + part_width(f, INK_QUIET, "ELB") + 17;
    float name = (f->layout->is_small ? 25 : 32) + part_width(f, INK_WORDS, "node 1a");
    return name + badge + 12 <= layout_place(f->layout, what->place).w;
}

static void draw_badge(const Frame *f, const Badge *badge) {
    char words[32];
    bool is_node = badge->what.place.kind == SIM_PLACE_NODE;
    bool is_chip = (is_node && layout_place(f->layout, badge->what.place).h < 50) ||
                   is_beside(f->layout, badge);
    bool is_bare = is_chip && is_node && f->layout->is_tiny; // the code says it alone
    bool is_own = is_node && badge->what.status > 0;
    is_bare = is_bare || (is_own && is_chip && !has_room_beside_name(f, &badge->what));
    badge_words(&badge->what, is_chip, words, sizeof words);
    float mark = is_bare ? 12 : is_own ? 17 + part_width(f, INK_QUIET, "ELB") : (is_chip ? 25 : 30);
    float width = part_width(f, INK_COUNT, words) + mark, x, y;
    anchor_of(f, badge, width, &x, &y);
    x += is_chip && is_node ? 9 : 0;
    float step = badge->row < 0 ? -(width + 4) : 0;
    y += badge->row < 0 ? 0 : (float)badge->slot * (HEIGHT + 4);
    x += step * (float)badge->slot;
    x = x < 4 ? 4 : x;
    if (is_own)
        draw_own_code(f, x, y, width, is_bare, &badge->what, words);
    else
        draw_pill(f, x, y, width, is_chip, is_bare, &badge->what, words);
}

void scene_draw_badges(const Frame *f) {
    Badge badges[BADGES_MAX];
    draw_layer(f->list, LAYER_BADGES);
    int32_t count = gather(f, badges);
    for (int32_t i = 0; i < count; i++)
        if (layout_place(f->layout, badges[i].what.place).w > 0) draw_badge(f, &badges[i]);
}
