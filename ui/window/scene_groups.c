// A target group's card stands at the head of its row: name and version, the algorithm, the share
// of the rule's choices it gets (bar: observed, tick: set), and how its targets are. When none is
// healthy it says what AWS then does.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

/// The forward that says most about a group: one among several of its rule; -1: none leads here.
static int32_t forward_of(const SimView *view, int32_t group) {
    int32_t found = -1;
    for (int32_t i = 0; i < view->forward_count; i++) {
        if (view->forwards[i].group != group || view->rules[view->forwards[i].rule].is_deleted)
            continue;
        if (view->rules[view->forwards[i].rule].forward_count > 1) return i;
        if (found < 0) found = i;
    }
    return found;
}

static double set_share(const SimView *view, int32_t forward) {
    const SimViewRule *rule = &view->rules[view->forwards[forward].rule];
    int32_t sum = 0;
    for (int32_t i = rule->first_forward; i < rule->first_forward + rule->forward_count; i++)
        sum += view->forwards[i].weight;
    return sum > 0 ? (double)view->forwards[forward].weight / sum : 0;
}

static void counts_words(const SimViewGroup *group, char *out, size_t capacity) {
    const struct {
        int32_t count;
        const char *word;
    } parts[] = {{group->healthy, "healthy"},
                 {group->unhealthy, "unhealthy"},
                 {group->initial, "initial"},
                 {group->draining, "draining"},
                 {group->unused, "unused"}};
    size_t at = 0;
    out[0] = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].count > 0 && at < capacity)
            at += (size_t)snprintf(out + at, capacity - at, "%s%d %s", at > 0 ? ", " : "",
                                   parts[i].count, parts[i].word);
    if (out[0] == 0) snprintf(out, capacity, "no targets");
}

/// The same as glyphs, for many kinds at once: "✓5 ◆1".
static void draw_counts(const Frame *f, const SimViewGroup *group, float x, float right, float y) {
    char words[96];
    counts_words(group, words, sizeof words);
    if (part_if_fits(f, x, y, INK_QUIET, right - x, words) > 0) return;
    const int32_t counts[] = {group->healthy, group->unhealthy, group->initial, group->draining,
                              group->unused};
    const HealthGlyph glyphs[] = {HEALTH_HEALTHY, HEALTH_UNHEALTHY, HEALTH_INITIAL, HEALTH_DRAINING,
                                  HEALTH_UNUSED};
    for (int i = 0; i < 5; i++) {
        snprintf(words, sizeof words, "%d", counts[i]);
        float w = part_width(f, INK_COUNT, words);
        if (counts[i] == 0 || x + 16 + w > right) continue;
        mark_health(f->list, x + 6, y - 5, 6, glyphs[i]);
        x += 16 + part_text(f, x + 16, y, INK_COUNT, words) + 8;
    }
}

/// How many targets no new connection reaches.
static void draw_held(const Frame *f, const SimViewGroup *group, float x, float right, float y) {
    char words[48];
    snprintf(words, sizeof words, "%d of %d blocked", group->held_targets, group->target_count);
    mark_stop(f->list, x + 7, y - 5, 6);
    part_name(f, x + 19, y, INK_WORDS, right - x - 19, words);
}

static void draw_fail_open(const Frame *f, const SimViewGroup *group, float x, float right,
                           float y) {
    char words[80];
    part_fail_open(f->view, group, words, sizeof words);
    mark_warning(f->list, x + 7, y - 5, 7);
    if (part_if_fits(f, x + 19, y, INK_WORDS, right - x - 19, words) == 0)
        part_text(f, x + 19, y, INK_WORDS, "fail-open");
}

static void draw_thresholds(const Frame *f, const SimViewGroup *group, float x, float right,
                            float y) {
    char words[80];
    if (!part_thresholds(group, words, sizeof words)) return;
    // Where there is no room: "DNS ≥50%, route ≥1".
    char *routing = strstr(words, "routing");
    if (routing && part_width(f, INK_QUIET, words) > right - x)
        memmove(routing + 4, routing + 6, strlen(routing + 6) + 1), routing[4] = 'e';
    part_name(f, x, y, INK_QUIET, right - x, words);
}

static void draw_weights(const Frame *f, int32_t forward, float x, float right, float y) {
    const SimViewForward *it = &f->view->forwards[forward];
    char text[24];
    double seen = f->scene->rates.forward_share ? f->scene->rates.forward_share[forward] : -1;
    if (seen >= 0)
        snprintf(text, sizeof text, f->layout->is_small ? "%.0f%%" : "%.1f%%", seen * 100);
    else
        snprintf(text, sizeof text, "-");
    float w = part_right(f, right, y, INK_COUNT, text);
    float seen_x = right - w - 6 - part_width(f, INK_QUIET, "seen");
    x += part_text(f, x, y, INK_QUIET, "set") + 6;
    snprintf(text, sizeof text, "%d", it->weight);
    x += part_text(f, x, y, INK_COUNT, text) + 6;
    if (seen_x >= x) part_text(f, seen_x, y, INK_QUIET, "seen");
}

/// Stickiness, or that mitigation is on.
static void badge_words(const SimViewGroup *group, char *out, size_t capacity) {
    part_stickiness(group, true, out, capacity);
    if (!out[0] && group->is_mitigating) snprintf(out, capacity, "ATW");
}

/// The same in a box at the right end of a line. Returns where it begins.
static float draw_badge(const Frame *f, const SimViewGroup *group, float right, float y) {
    char words[48];
    badge_words(group, words, sizeof words);
    if (!words[0]) return right;
    float w = part_width(f, INK_WORDS, words) + 10;
    draw_box(f->list, draw_rect_make(right - w + 0.5f, y - 14.5f, w - 1, 19), 5,
             part_color(f, THEME_PANEL), draw_stroke(part_color(f, THEME_EDGE), 1));
    part_text(f, right - w + 5, y - 0.5f, INK_WORDS, words);
    return right - w - 6;
}

static void draw_anomalies(const Frame *f, const SimViewGroup *group, float x, float right,
                           float y) {
    char words[64];
    part_anomalies(group, words, sizeof words);
    mark_anomalous(f->list, x + 7, y - 5, 7);
    if (part_if_fits(f, x + 19, y, INK_WORDS, right - x - 19, words) > 0) return;
    part_textf(f, x + 19, y, INK_WORDS, "%d anomalous", group->anomalous);
}

/// "least outstanding requests" says the same without its last word where there is no room for it.
static void draw_algorithm(const Frame *f, const SimViewGroup *group, float x, float right,
                           float y) {
    const char *title = sim_algorithm(group->algorithm).title;
    char words[96];
    snprintf(words, sizeof words, "%s", title);
    char *last = strstr(words, " requests");
    if (last && part_width(f, INK_QUIET, words) > right - x) *last = 0;
    part_name(f, x, y, INK_QUIET, right - x, words);
}

/// Whether the badge can stand beside the whole name of the algorithm.
static bool has_room_for_badge(const Frame *f, const SimViewGroup *group, float room) {
    char words[48];
    badge_words(group, words, sizeof words);
    return part_width(f, INK_QUIET, sim_algorithm(group->algorithm).title) +
               part_width(f, INK_WORDS, words) + 16 <=
           room;
}

/// What its instances were launched from; they need not all be the same.
static const char *version_of(const Frame *f, int32_t group) {
    const char *version = f->view->groups[group].version;
    for (int32_t i = 0; i < f->view->instance_count; i++)
        if (f->view->instances[i].first_group == group && !f->view->instances[i].is_absent &&
            strcmp(f->view->instances[i].launch, version) != 0)
            return "mixed";
    return version;
}

/// The version; of an Auto Scaling group, how many there should be of how many there may be.
static const char *version_and_capacity(const Frame *f, int32_t group, char *out, size_t capacity) {
    snprintf(out, capacity, "%s", version_of(f, group));
    for (int32_t i = 0; i < f->view->scaling_group_count; i++) {
        const SimViewScalingGroup *it = &f->view->scaling_groups[i];
        if (it->first_group != group) continue;
        snprintf(out, capacity, "%d of %d", it->desired, it->max);
    }
    return out;
}

/// Badge, name and version; returns how much of the right end the version takes. The name has the
/// room first.
static float draw_head(const Frame *f, int32_t index, DrawRect card) {
    const SimViewGroup *group = &f->view->groups[index];
    bool is_small = f->layout->is_small;
    float x = card.x + 8, right = rect_right(card) - 8, size = is_small ? 18 : 20;
    float y = card.y + (is_small ? 22 : 24), used = 0;
    Ink mono = {TEXT_MONO, TEXT_LABEL, THEME_SECONDARY};
    part_group_badge(f, x, card.y + 8, size, index);
    Ink bold = {TEXT_WORDS_BOLD, is_small ? 14 : 16, THEME_TEXT};
    char words[96];
    const char *version = version_and_capacity(f, index, words, sizeof words);
    float name_width = part_width(f, bold, group->name), left = x + size + 8;
    float version_width = part_width(f, mono, version);
    if (*version && left + name_width + 8 + version_width <= right)
        used = part_right(f, right, y - 0.5f, mono, version) + 8;
    else if (*version && left + name_width > right && version_width > card.w * 0.4f)
        part_name(f, right - card.w * 0.3f, y - 0.5f, mono, card.w * 0.3f, version),
            used = card.w * 0.3f + 8;
    part_name(f, left, y, bold, right - used - left, group->name);
    return used;
}

/// Lines in the order in which they matter; what does not fit the card is left out, the last first.
static void draw_lines(const Frame *f, int32_t index, DrawRect card) {
    const SimViewGroup *group = &f->view->groups[index];
    float x = card.x + 8, right = rect_right(card) - 8, bottom = rect_bottom(card);
    float line = card.h >= 116 ? 22 : card.h >= 108 ? 20 : 18;
    float y = card.y + (f->layout->is_small ? 22 : 24) + line;
    int32_t forward = forward_of(f->view, index);
    bool has_room = card.h >= 104, is_well = group->healthy == group->target_count;
    bool is_badge_up = !has_room || has_room_for_badge(f, group, right - x);
    if (group->held_targets > 0)
        draw_held(f, group, x, right, y);
    else if (group->is_failing_open && !has_room)
        draw_fail_open(f, group, x, right, y);
    else if (!is_well && !has_room)
        draw_counts(f, group, x, right, y);
    else
        draw_algorithm(f, group, x, is_badge_up ? draw_badge(f, group, right, y) : right, y);
    if (forward >= 0 && y + line + 6 <= bottom) {
        double seen = f->scene->rates.forward_share ? f->scene->rates.forward_share[forward] : -1;
        mark_weight_bar(f->list, x, y + line * 0.65f - 4, right - x, 8,
                        (float)(seen < 0 ? 0 : seen), (float)set_share(f->view, forward),
                        mark_version_color(f->list, part_group_index(f->view, index)));
        y += line;
    }
    if (forward >= 0 && y + line - 2 <= bottom - 6)
        y += line - 1, draw_weights(f, forward, x, right, y);
    if (forward < 0 && y + line <= bottom - 6)
        y += line, part_text(f, x, y, INK_QUIET, "no rule leads here");
    y += line;
    if (y > bottom - 5) return;
    float end = is_badge_up || group->is_failing_open ? right : draw_badge(f, group, right, y);
    if (group->is_failing_open && has_room)
        draw_fail_open(f, group, x, end, y);
    else
        draw_counts(f, group, x, end, y);
    y += line;
    if (group->anomalous + group->mitigated > 0 && y <= bottom - 5)
        draw_anomalies(f, group, x, right, y), y += line;
    if (y <= bottom - 5) draw_thresholds(f, group, x, right, y);
}

static void draw_card(const Frame *f, int32_t index) {
    DrawRect card = f->layout->rows[f->layout->row_of_group[index]].card;
    if (card.w <= 0) return; // it was deleted
    part_panel(f, card, 6, THEME_TILE);
    float used = draw_head(f, index, card);
    if (card.h >= 46)
        draw_lines(f, index, card);
    else if (f->view->groups[index].is_failing_open)
        mark_warning(f->list, rect_right(card) - 16 - used, card.y + 17, 7);
}

void scene_draw_groups(const Frame *f) {
    draw_layer(f->list, LAYER_TILES);
    for (int32_t i = 0; i < f->view->group_count; i++)
        draw_card(f, i);
}
