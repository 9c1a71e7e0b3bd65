// An instance's tile, in four sizes. The first lines are how the balancer sees it (its health, as a
// glyph and a word); the last is how it is (a crash is seen before the health check finds it). Bar:
// busy workers over workers, yellow from 90 %.
#include "window/scene_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// What a tile says, gathered once.
typedef struct Tile {
    int32_t index;
    const SimViewInstance *instance;
    const SimViewTarget *target; ///< NULL: registered nowhere
    DrawRect rect;
    char trouble[32];
    bool is_draining, is_dead, is_anomalous, is_shifted_away;
} Tile;

static bool is_dead(SimInstanceState state) {
    return state == SIM_INSTANCE_CRASHED || state == SIM_INSTANCE_NO_POWER ||
           state == SIM_INSTANCE_TERMINATED;
}

/// A state of the warm pool in a word, where its name has no room.
static const char *pool_word(SimLifecycle lifecycle) {
    if (lifecycle >= SIM_LIFECYCLE_WARMED_TERMINATING) return "leaving";
    if (lifecycle == SIM_LIFECYCLE_WARMED_STOPPED) return "stopped";
    if (lifecycle == SIM_LIFECYCLE_WARMED_HIBERNATED) return "asleep";
    return lifecycle == SIM_LIFECYCLE_WARMED_RUNNING ? "warm" : "warming";
}

static Tile tile_of(const Frame *f, int32_t index, bool is_short) {
    Tile tile = {.index = index,
                 .instance = &f->view->instances[index],
                 .target = part_target(f, index),
                 .rect = f->layout->instance[index]};
    char made[32];
    snprintf(tile.trouble, sizeof tile.trouble, "%s",
             part_trouble(tile.instance, is_short, made, sizeof made));
    // Where it stands in its Auto Scaling group says more than that it boots.
    SimLifecycle lifecycle = tile.instance->lifecycle;
    bool is_passing = lifecycle != SIM_LIFECYCLE_NONE && lifecycle != SIM_LIFECYCLE_IN_SERVICE &&
                      lifecycle != SIM_LIFECYCLE_TERMINATED;
    const char *words = sim_lifecycle_name(lifecycle);
    if (lifecycle >= SIM_LIFECYCLE_WARMED_PENDING &&
        part_width(f, INK_BOLD, words) > tile.rect.w - 32)
        words = pool_word(lifecycle);
    if (is_passing && !is_dead(tile.instance->state))
        snprintf(tile.trouble, sizeof tile.trouble, "%s", words);
    tile.is_draining = tile.target && tile.target->state == SIM_TARGET_DRAINING;
    tile.is_dead = is_dead(tile.instance->state);
    tile.is_anomalous = tile.target && tile.target->is_anomalous;
    tile.is_shifted_away = tile.target && strcmp(tile.target->override, "zonal_shift_active") == 0;
    if (tile.is_shifted_away && !tile.trouble[0])
        snprintf(tile.trouble, sizeof tile.trouble, is_short ? "shifted" : "shifted away");
    // That its traffic is held down says more than why: the mark says that it fails.
    char held_down[32];
    part_held_down(tile.target, is_short, held_down, sizeof held_down);
    if (held_down[0] && !tile.is_dead) snprintf(tile.trouble, sizeof tile.trouble, "%s", held_down);
    return tile;
}

/// How an instance is that no balancer judges.
static const char *plain_word(const Tile *tile) {
    if (tile->instance->state == SIM_INSTANCE_STOPPED) return "stopped";
    return tile->is_dead ? "down" : "running";
}

static void draw_box_of(const Frame *f, const Tile *tile) {
    DrawRect inside = {tile->rect.x + 0.5f, tile->rect.y + 0.5f, tile->rect.w - 1,
                       tile->rect.h - 1};
    ThemeColor fill = THEME_TILE;
    DrawStroke edge = draw_stroke(part_color(f, THEME_HAIRLINE), 1);
    if (tile->is_dead)
        fill = THEME_PANEL,
        edge = draw_dashed(part_color(f, tile->instance->state == SIM_INSTANCE_TERMINATED
                                             ? THEME_MUTE
                                             : THEME_ERROR),
                           1.25f, 4, 3);
    else if (tile->instance->state == SIM_INSTANCE_STOPPED)
        fill = THEME_PANEL, edge = draw_dashed(part_color(f, THEME_MUTE), 1, 2, 3);
    else if (tile->is_draining)
        fill = THEME_PANEL, edge = draw_stroke(part_color(f, THEME_DRAINING), 1.5f);
    else if (tile->target && tile->target->state == SIM_TARGET_UNHEALTHY)
        edge = draw_stroke(part_color(f, THEME_ERROR), 1.25f);
    else if (tile->target && tile->target->state == SIM_TARGET_INITIAL)
        fill = THEME_PANEL, edge = draw_dashed(part_color(f, THEME_MUTE), 1, 4, 4);
    draw_box(f->list, inside, 6, part_color(f, fill), edge);
    bool is_gone = tile->instance->lifecycle >= SIM_LIFECYCLE_TERMINATING &&
                   tile->instance->lifecycle <= SIM_LIFECYCLE_DETACHED;
    if (!is_gone && (tile->instance->is_old || tile->instance->is_new))
        mark_corner(f->list, rect_right(tile->rect) - 2, tile->rect.y + 2, tile->instance->is_new);
}

/// What tells an instance from its neighbours, as much of it as there is room for: all begin with
/// "i-", and the badge beside it says the group. Words are narrower than figures.
static const char *short_name(const Frame *f, const SimViewInstance *instance, Ink *ink,
                              float width) {
    const char *name = instance->name;
    if (part_width(f, *ink, name) <= width) return name;
    if (strncmp(name, "i-", 2) == 0) name += 2;
    if (part_width(f, *ink, name) <= width) return name;
    if (part_width(f, INK_WORDS, name) <= width) {
        *ink = INK_WORDS;
        return name;
    }
    if (instance->first_group < 0) return name;
    const char *group = f->view->groups[instance->first_group].name;
    size_t length = strlen(group);
    bool is_named_so = strncmp(name, group, length) == 0 && name[length] == '-' && name[length + 1];
    return is_named_so ? name + length + 1 : name;
}

/// An anomalous target has a bar that stands out in its corner; the name of one that a zonal shift
/// takes all new requests from is crossed out.
static void draw_name(const Frame *f, const Tile *tile, float x, float y, float right, float size) {
    if (tile->is_anomalous) {
        mark_anomalous(f->list, rect_right(tile->rect) - 10, y + size / 2 - 1, 6.5f);
        right = rect_right(tile->rect) - 19;
    }
    if (tile->instance->first_group >= 0) {
        part_group_badge(f, x, y, size, tile->instance->first_group);
        x += size + (size < 20 ? 4 : 6);
    }
    Ink ink = INK_MONO;
    const char *name = short_name(f, tile->instance, &ink, right - x);
    float w = part_tail(f, x, y + size / 2 + 5, ink, right - x, name);
    if (!tile->is_shifted_away || w <= 0) return;
    draw_line(f->list, x - 2, y + size / 2, x + w + 2, y + size / 2,
              draw_stroke(part_color(f, THEME_TEXT), 1.5f));
}

static void draw_health(const Frame *f, const Tile *tile, float x, float y, float radius) {
    if (!tile->target) return;
    if (tile->is_draining) {
        SimTime whole = f->view->groups[tile->target->group].deregistration_delay;
        float share = whole > 0 ? (float)((double)tile->target->drain_left / (double)whole) : 0;
        mark_countdown(f->list, x, y, radius, share);
    } else {
        mark_health(f->list, x, y, radius, part_glyph(tile->target->state));
    }
}

/// The same where there is one line for health and trouble: who has no power shows that.
static void draw_state(const Frame *f, const Tile *tile, float x, float y, float radius) {
    if (tile->instance->state == SIM_INSTANCE_NO_POWER)
        mark_health(f->list, x, y, radius, HEALTH_NO_POWER);
    else
        draw_health(f, tile, x, y, radius);
}

/// What the next checks have to say: "1 of 5 ok" on the way to health, "1 of 2 bad" away from it;
/// "" otherwise.
static void streak_words(const Frame *f, const SimViewTarget *target, char *out, size_t capacity) {
    const SimViewGroup *group = &f->view->groups[target->group];
    out[0] = 0;
    if (target->state == SIM_TARGET_UNHEALTHY && target->streak > 0)
        snprintf(out, capacity, "%d of %d ok", target->streak, group->healthy_threshold);
    else if (target->state == SIM_TARGET_INITIAL)
        snprintf(out, capacity, "%d of 1 ok", target->streak);
    else if (target->state == SIM_TARGET_HEALTHY && target->streak > 0)
        snprintf(out, capacity, "%d of %d bad", target->streak, group->unhealthy_threshold);
}

/// "slow start 26%", or with less room "ramp 26%".
static void draw_slow_start(const Frame *f, const SimViewTarget *target, float x, float right,
                            float y) {
    char text[16];
    snprintf(text, sizeof text, "%.0f%%", target->slow_start * 100);
    float figure = part_width(f, INK_COUNT, text) + 5;
    bool is_wide = part_width(f, INK_QUIET, "slow start") + figure <= right - x;
    float w = part_text(f, x, y, INK_QUIET, is_wide ? "slow start" : "ramp") + 5;
    part_if_fits(f, x + w, y, INK_COUNT, right - x - w, text);
}

/// The last line of a full tile: what ails it, else how long it drains, what its checks say, how
/// fast it warms up, whom it holds by cookie, and else what is in flight.
static void draw_last_line(const Frame *f, const Tile *tile, float x, float right, float y) {
    char text[32];
    const SimViewTarget *target = tile->target;
    if (tile->trouble[0] && !(tile->instance->state == SIM_INSTANCE_RUNNING && tile->is_draining)) {
        part_name(f, x, y, INK_BOLD, right - x, tile->trouble);
        return;
    }
    if (tile->is_draining) {
        const char *unit = part_left(target->drain_left, text, sizeof text);
        float w = part_text(f, x, y, INK_COUNT, text) + 4;
        part_textf(f, x + w, y, INK_QUIET, "%s left", unit);
        mark_finishing(f->list, right - 3, y - 5, target->outstanding, w > 24 ? 2 : 3);
        return;
    }
    if (target) {
        streak_words(f, target, text, sizeof text);
        if (text[0] && part_if_fits(f, x, y, INK_QUIET, right - x, text) > 0) return;
        if (target->slow_start < 0.999) {
            draw_slow_start(f, target, x, right, y);
            return;
        }
    }
    if (target && f->view->groups[target->group].sticky_cookie && target->sessions >= 0) {
        part_count(target->sessions, text, sizeof text);
        float w = part_text(f, x, y, INK_COUNT, text) + 5;
        part_if_fits(f, x + w, y, INK_QUIET, right - x - w,
                     target->sessions == 1 ? "user" : "users");
        return;
    }
    if (tile->instance->sockets > 0) { // open WebSockets stay with it whatever changes
        part_count(tile->instance->sockets, text, sizeof text);
        float w = part_text(f, x, y, INK_COUNT, text) + 5;
        part_if_fits(f, x + w, y, INK_QUIET, right - x - w,
                     tile->instance->sockets == 1 ? "socket" : "sockets");
        return;
    }
    int32_t in_flight =
        target ? target->outstanding : tile->instance->busy + tile->instance->queued;
    snprintf(text, sizeof text, "%d", in_flight);
    float w = part_text(f, x, y, INK_COUNT, text) + 5;
    part_if_fits(f, x + w, y, INK_QUIET, right - x - w, "in flight");
}

static void draw_load(const Frame *f, const Tile *tile, float x, float y, float width, float right,
                      float base) {
    char text[16];
    float load = tile->is_dead ? 0 : (float)tile->instance->cpu;
    mark_load_bar(f->list, x, y, width, load, tile->is_draining);
    snprintf(text, sizeof text, "%.0f%%", (double)load * 100);
    if (right > x + width) part_right(f, right, base, INK_MONO, tile->is_dead ? "-" : text);
}

/// Waiting requests as dots at the tile's right, below the mark of an anomaly.
static void draw_queue(const Frame *f, const Tile *tile, float x, float y, int rows, int columns) {
    int32_t queued = tile->is_dead ? 0 : tile->instance->queued;
    mark_queue(f->list, x, y + (tile->is_anomalous ? 16 : 0), queued, rows, columns);
}

/// `count` squares of which the first `filled` are full, in lines of at most `columns`; returns the
/// height.
static float draw_squares(const Frame *f, float x, float y, int32_t count, int32_t filled,
                          int32_t columns, float pitch, ThemeColor color) {
    for (int32_t i = 0; i < count; i++) {
        DrawRect square = {x + (float)(i % columns) * pitch, y + (float)(i / columns) * pitch,
                           pitch - 3, pitch - 3};
        if (i < filled)
            draw_box(f->list, square, 2, part_color(f, color), (DrawStroke){0});
        else
            draw_box(f->list,
                     draw_rect_make(square.x + 0.5f, square.y + 0.5f, square.w - 1, square.h - 1),
                     2, part_color(f, THEME_INSET), draw_stroke(part_color(f, THEME_EDGE), 1));
    }
    return (float)((count + columns - 1) / columns) * pitch;
}

/// A server that stands alone, with its workers and its backlog one by one.
static void draw_server(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    const SimViewInstance *it = tile->instance;
    float x = r.x + 16, right = rect_right(r) - 16, inner = right - x;
    char text[64];
    draw_box_of(f, tile);
    bool has_trouble = tile->trouble[0] != 0;
    const char *word = has_trouble ? tile->trouble : "running";
    float w = part_right(f, right, r.y + 28, has_trouble ? INK_BOLD : INK_WORDS, word);
    mark_health(f->list, right - w - 13, r.y + 23, 7,
                tile->is_dead ? HEALTH_UNHEALTHY
                : has_trouble ? HEALTH_WARN
                              : HEALTH_HEALTHY);
    part_tail(f, x, r.y + 28, (Ink){TEXT_MONO_MEDIUM, 16, THEME_TEXT}, right - w - 30 - x,
              it->name);
    draw_load(f, tile, x, r.y + 44, inner - 50, right, r.y + 53);
    int32_t busy = tile->is_dead ? 0 : it->busy, queued = tile->is_dead ? 0 : it->queued;
    float pitch = inner / (float)it->workers < 20 ? 11 : 20;
    int32_t columns = (int32_t)((inner + 3) / pitch),
            shown = it->workers < columns ? it->workers : columns;
    part_text(f, x, r.y + 80, INK_QUIET, "workers");
    snprintf(text, sizeof text, "%d of %d", busy, it->workers);
    part_right(f, right, r.y + 80, INK_COUNT, text);
    draw_squares(f, x, r.y + 87, shown,
                 it->workers > 0 ? (int32_t)((int64_t)busy * shown / it->workers) : 0, columns,
                 pitch, THEME_OK);
    part_text(f, x, r.y + 128, INK_QUIET, "waiting");
    snprintf(text, sizeof text, "%d of %d", queued, it->backlog);
    part_right(f, right, r.y + 128, INK_COUNT, text);
    columns = (int32_t)((inner + 3) / 10),
    shown = it->backlog < 2 * columns ? it->backlog : 2 * columns;
    draw_squares(
        f, x, r.y + 135, shown,
        it->backlog > 0 ? (int32_t)(((int64_t)queued * shown + it->backlog - 1) / it->backlog) : 0,
        columns, 10, THEME_WARN);
    part_count(it->answered_total, text, sizeof text);
    w = part_text(f, x, r.y + 178, INK_COUNT, text) + 5;
    w += part_text(f, x + w, r.y + 178, INK_QUIET, "answered") + 14;
    part_count(it->lost_total, text, sizeof text);
    float used = part_width(f, INK_COUNT, text) + 5 + part_width(f, INK_QUIET, "lost");
    if (x + w + used <= right)
        part_text(f, right - used, r.y + 178, INK_COUNT, text),
            part_right(f, right, r.y + 178, INK_QUIET, "lost");
}

static void draw_full(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    float x = r.x + 8, right = rect_right(r) - 8;
    draw_box_of(f, tile);
    draw_name(f, tile, x, r.y + 8, right - (tile->instance->queued > 0 ? 8 : 0), 20);
    draw_health(f, tile, r.x + 17, r.y + 43, 7);
    const char *word =
        tile->target ? mark_health_word(part_glyph(tile->target->state)) : plain_word(tile);
    part_name(f, tile->target ? r.x + 30 : x, r.y + 48, INK_WORDS, rect_right(r) - 4 - r.x - 30,
              word);
    draw_load(f, tile, x, r.y + 61, r.w - 58, right, r.y + 70);
    draw_last_line(f, tile, x, right, r.y + 87);
    draw_queue(f, tile, right - 1, r.y + 31, 3, 1);
}

/// A full tile with room to breathe, and a line about its workers.
static void draw_large(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    float x = r.x + 10, right = rect_right(r) - 10;
    char text[48];
    draw_box_of(f, tile);
    draw_name(f, tile, x, r.y + 9, right - (tile->instance->queued > 0 ? 8 : 0), 20);
    draw_health(f, tile, r.x + 19, r.y + 46, 7);
    const char *word =
        tile->target ? mark_health_word(part_glyph(tile->target->state)) : plain_word(tile);
    part_name(f, tile->target ? r.x + 34 : x, r.y + 51, INK_WORDS, right - r.x - 34, word);
    draw_load(f, tile, x, r.y + 64, r.w - 62, right, r.y + 73);
    snprintf(text, sizeof text, "%d of %d busy", tile->is_dead ? 0 : tile->instance->busy,
             tile->instance->workers);
    part_name(f, x, r.y + 91, INK_QUIET, right - x, text);
    draw_last_line(f, tile, x, right, r.y + 109);
    draw_queue(f, tile, right - 1, r.y + 33, 3, 1);
}

/// Two lines: who, and how in a glyph, a bar and a figure.
static void draw_slim(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    float right = rect_right(r) - 6, x = r.x + (tile->target ? 27 : 6);
    draw_box_of(f, tile);
    draw_name(f, tile, r.x + 6, r.y + 5, right, 18);
    if (tile->target) draw_state(f, tile, r.x + 14, r.y + 36, 6);
    if (tile->trouble[0])
        part_name(f, x, r.y + 41, INK_BOLD, right - x, tile->trouble);
    else
        draw_load(f, tile, x, r.y + 32, r.w - 45 - (x - r.x), right, r.y + 41);
}

/// Too narrow for words: the group's letter, the glyph of its health, the load.
static void draw_mini(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    draw_box_of(f, tile);
    if (tile->instance->first_group >= 0) {
        part_group_badge(f, r.x + 4, r.y + 5, 17, tile->instance->first_group);
    } else if (!tile->is_dead) {
        const char *name = tile->instance->name;
        part_tail(f, r.x + 4, r.y + 19, INK_WORDS, r.w - (tile->trouble[0] ? 26 : 8), name);
    } else {
        part_tail(f, r.x + 4, r.y + 19, INK_WORDS, r.w - 8, tile->instance->name);
    }
    if (tile->trouble[0] && !tile->is_dead)
        mark_warning(f->list, rect_right(r) - 11, r.y + 14, 6.5f);
    else
        draw_state(f, tile, rect_right(r) - 11, r.y + 13.5f, 6);
    draw_load(f, tile, r.x + 5, r.y + 28, r.w - 10, 0, 0);
}

/// Open WebSockets at the right of a line, when they fit behind `end`.
static void draw_sockets(const Frame *f, const Tile *tile, float end, float right, float y) {
    char text[32];
    if (tile->instance->sockets == 0 || tile->trouble[0]) return;
    part_count(tile->instance->sockets, text, sizeof text);
    float unit = part_width(f, INK_QUIET, "ws") + 4, count = part_width(f, INK_COUNT, text);
    if (end + 6 + count + unit > right) return;
    part_text(f, right - unit - count, y, INK_COUNT, text);
    part_right(f, right, y, INK_QUIET, "ws");
}

static void draw_compact(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    float x = r.x + 8, right = rect_right(r) - 8, end = r.x + 28;
    char text[32];
    draw_box_of(f, tile);
    draw_name(f, tile, x, r.y + 6, right - (tile->instance->queued > 0 ? 8 : 0), 20);
    draw_state(f, tile, r.x + 15, r.y + 38, 6.5f);
    const char *word =
        tile->target ? mark_health_word(part_glyph(tile->target->state)) : plain_word(tile);
    // The mark says healthy by itself.
    if (tile->instance->sockets > 0 && tile->target && tile->target->state == SIM_TARGET_HEALTHY) {
        snprintf(text, sizeof text, "%d sockets", tile->instance->sockets);
        word = text;
    }
    if (tile->is_draining && !tile->trouble[0]) {
        const char *unit = part_left(tile->target->drain_left, text, sizeof text);
        float w = part_text(f, r.x + 29, r.y + 43, INK_COUNT, text) + 4;
        end = r.x + 29 + w;
        end += part_textf(f, end, r.y + 43, INK_QUIET,
                          tile->instance->sockets > 0 ? "%s" : "%s left", unit);
    } else {
        bool has_trouble = tile->trouble[0] != 0;
        bool is_slow_start = !has_trouble && tile->target && tile->target->slow_start < 0.999 &&
                             tile->target->state == SIM_TARGET_HEALTHY;
        if (is_slow_start)
            draw_slow_start(f, tile->target, r.x + 28, rect_right(r) - 4, r.y + 43);
        else
            part_name(f, tile->target ? r.x + 28 : x, r.y + 43, has_trouble ? INK_BOLD : INK_WORDS,
                      rect_right(r) - 4 - r.x - 28, has_trouble ? tile->trouble : word);
    }
    if (tile->is_draining) draw_sockets(f, tile, end, right, r.y + 43);
    draw_load(f, tile, x, r.y + 53, r.w - 58, right, r.y + 62);
    draw_queue(f, tile, right - 1, r.y + 26, 3, 1);
}

static void draw_small(const Frame *f, const Tile *tile) {
    DrawRect r = tile->rect;
    float x = r.x + 6, right = rect_right(r) - 6;
    char text[32];
    draw_box_of(f, tile);
    draw_name(f, tile, x, r.y + 6, rect_right(r) - 4, 18);
    draw_state(f, tile, r.x + 14, r.y + 38, 6.5f);
    Ink ink = INK_MONO;
    if (tile->trouble[0]) {
        snprintf(text, sizeof text, "%s", tile->trouble), ink = INK_BOLD;
    } else if (tile->is_draining) {
        const char *unit = part_left(tile->target->drain_left, text, sizeof text);
        size_t length = strlen(text);
        snprintf(text + length, sizeof text - length, "%s", unit);
    } else if (tile->target && tile->target->state == SIM_TARGET_INITIAL) {
        snprintf(text, sizeof text, "new");
    } else {
        snprintf(text, sizeof text, "%.0f%%", tile->instance->cpu * 100);
    }
    if (part_width(f, ink, text) <= right - r.x - 24) part_right(f, right, r.y + 43, ink, text);
    draw_load(f, tile, r.x + 7, r.y + 51, r.w - 14, 0, 0);
}

/// A cell is a bar itself, filled from below with its load; a cap of yellow from 90 %. What is not
/// well has a shape of its own.
static void draw_cell(const Frame *f, int32_t index) {
    const SimViewInstance *instance = &f->view->instances[index];
    const SimViewTarget *target = part_target(f, index);
    DrawRect r = f->layout->instance[index];
    float radius = r.w >= 18 ? 3 : r.w >= 8 ? 1.5f : 0, load = (float)fmin(instance->cpu, 1);
    SimTargetState state = target ? target->state : SIM_TARGET_HEALTHY;
    if (is_dead(instance->state) || state == SIM_TARGET_UNHEALTHY) {
        draw_box(f->list, r, radius, part_color(f, THEME_INSET),
                 draw_stroke(part_color(f, THEME_ERROR), r.w >= 8 ? 1 : 0));
        if (r.w >= 12 && state == SIM_TARGET_UNHEALTHY)
            mark_health(f->list, rect_middle_x(r), rect_middle_y(r), r.w * 0.3f, HEALTH_UNHEALTHY);
        else {
            float reach = r.w * 0.25f;
            DrawStroke cross = draw_stroke(part_color(f, THEME_ERROR), r.w >= 8 ? 1.75f : 1);
            draw_line(f->list, rect_middle_x(r) - reach, rect_middle_y(r) - reach,
                      rect_middle_x(r) + reach, rect_middle_y(r) + reach, cross);
            draw_line(f->list, rect_middle_x(r) + reach, rect_middle_y(r) - reach,
                      rect_middle_x(r) - reach, rect_middle_y(r) + reach, cross);
        }
        return;
    }
    bool is_hot = load >= 0.9f, is_draining = state == SIM_TARGET_DRAINING;
    DrawStroke edge = {0};
    if (is_draining && r.w >= 8)
        edge = draw_stroke(part_color(f, THEME_DRAINING), 1.5f);
    else if (state == SIM_TARGET_INITIAL && r.w >= 8)
        edge = draw_dashed(part_color(f, THEME_MUTE), 1, 2, 2);
    draw_box(f->list, r, radius, part_color(f, THEME_TILE), edge);
    float h = r.h * load;
    ThemeColor body = is_draining ? THEME_DRAINING : is_hot ? THEME_WARN_BODY : THEME_LOAD;
    if (h >= 0.5f)
        draw_box(f->list, draw_rect_make(r.x, rect_bottom(r) - h, r.w, h),
                 h > 2 * radius ? radius : 0, part_color(f, body), (DrawStroke){0});
    if (is_hot)
        draw_fill(f->list, draw_rect_make(r.x, rect_bottom(r) - h, r.w, r.w >= 12 ? 3 : 1),
                  part_color(f, THEME_WARN));
}

/// Where an instance is not as well in another of its groups, or at another of its ports, as in the
/// group of its row, a tag on the tile's lower edge says which and how.
static void draw_elsewhere(const Frame *f, const Tile *tile) {
    float x = rect_right(tile->rect) - 2, bottom = rect_bottom(tile->rect);
    for (int32_t i = 0; i < f->view->target_count; i++) {
        const SimViewTarget *other = &f->view->targets[i];
        if (other->instance != tile->index || other == tile->target) continue;
        bool is_container = other->group == tile->target->group;
        char port[16];
        snprintf(port, sizeof port, ":%d", other->port);
        float width = is_container ? part_width(f, INK_QUIET, port) + 22 : 36;
        float y = bottom + 5; // below the last line of the tile
        if (other->state == tile->target->state || x - width < tile->rect.x) continue;
        x -= width;
        draw_box(f->list, draw_rect_make(x + 0.5f, y - 9.5f, width - 1, 17), 5,
                 part_color(f, THEME_PANEL), draw_stroke(part_color(f, THEME_EDGE), 1));
        if (is_container)
            part_text(f, x + 4, y + 3.5f, INK_QUIET, port);
        else
            part_group_badge(f, x + 2, y - 8, 14, other->group);
        mark_health(f->list, x + width - 10, y - 1, 5.5f, part_glyph(other->state));
        x -= 2;
    }
}

void scene_draw_instances(const Frame *f) {
    draw_layer(f->list, LAYER_TILES);
    for (int32_t i = 0; i < f->view->instance_count; i++) {
        if (f->view->instances[i].is_absent) continue;
        TileSize size = layout_tile(layout_row_of(f->layout, f->view, i)->step).size;
        if (size == TILE_CELL) {
            draw_cell(f, i);
            continue;
        }
        Tile tile = tile_of(f, i, size == TILE_SMALL);
        if (size == TILE_SERVER)
            draw_server(f, &tile);
        else if (size == TILE_LARGE)
            draw_large(f, &tile);
        else if (size == TILE_FULL)
            draw_full(f, &tile);
        else if (size == TILE_SLIM)
            draw_slim(f, &tile);
        else if (size == TILE_MINI)
            draw_mini(f, &tile);
        else if (size == TILE_COMPACT)
            draw_compact(f, &tile);
        else
            draw_small(f, &tile);
        if (tile.target) draw_elsewhere(f, &tile);
    }
}
