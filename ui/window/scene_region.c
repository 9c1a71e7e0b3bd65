// A region: its header says in one word how it is, and in three figures how it fares; below, its
// zones as columns. A zone in trouble is hatched, outlined in yellow, and says what ails it.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

static const char *zone_trouble(const SimViewZone *zone) {
    return !zone->has_power       ? "NO POWER"
           : zone->is_partitioned ? "PARTITIONED"
           : zone->is_impaired    ? "IMPAIRED"
                                  : "";
}

/// What stands beside the zone's name. Traffic that was taken away by hand is no trouble, nor is a
/// zone that takes no new instances for those that it has.
static const char *zone_word(const SimViewZone *zone) {
    const char *trouble = zone_trouble(zone);
    return *trouble                ? trouble
           : zone->is_shifted_away ? "SHIFTED AWAY"
           : zone->lacks_capacity  ? "NO LAUNCHES"
                                   : "";
}

/// How a region is: what its zones, nodes and groups say, from the worst down.
static HealthGlyph region_state(const Frame *f, int32_t index, const char **word) {
    const SimView *view = f->view;
    const SimViewRegion *region = &view->regions[index];
    const SceneRates *rates = &f->scene->rates;
    // One failed answer in a hundred is what users notice.
    bool has_trouble = rates->region_5xx_rate && rates->region_rate &&
                       rates->region_5xx_rate[index] > 0.01 * rates->region_rate[index];
    for (int32_t i = 0; i < view->listener_count; i++)
        has_trouble =
            has_trouble || (view->balancers[view->listeners[i].balancer].region == index &&
                            view->listeners[i].expired_certificates > 0 &&
                            part_fails_handshakes(view, &view->listeners[i]));
    for (int32_t i = region->first_balancer; i < region->first_balancer + region->balancer_count;
         i++) {
        const SimViewBalancer *balancer = &view->balancers[view->balancer_order[i]];
        has_trouble = has_trouble || (balancer->capacity > 0 && balancer->utilization > 1);
    }
    bool has_life = false, has_power = region->zone_count == 0;
    for (int32_t z = region->first_zone; z < region->first_zone + region->zone_count; z++) {
        has_trouble = has_trouble || *zone_trouble(&view->zones[z]);
        has_life = has_life || view->zones[z].has_power;
        has_power = has_power || view->zones[z].has_power;
    }
    int32_t healthy = 0, registered = 0, initial = 0;
    for (int32_t g = 0; g < view->group_count; g++) {
        const SimViewGroup *group = &view->groups[g];
        if (group->region != index || group->is_deleted) continue;
        has_trouble = has_trouble || group->is_failing_open || group->unhealthy > 0;
        healthy += group->healthy, registered += group->target_count, initial += group->initial;
    }
    int32_t running = 0;
    for (int32_t i = 0; i < view->instance_count; i++) {
        if (view->instances[i].region != index || view->instances[i].is_absent) continue;
        SimInstanceState state = view->instances[i].state;
        running += state == SIM_INSTANCE_RUNNING;
        has_trouble = has_trouble || state == SIM_INSTANCE_CRASHED || state == SIM_INSTANCE_HUNG ||
                      state == SIM_INSTANCE_NO_POWER;
    }
    has_life = has_life && (running > 0 || region->instance_count == 0);
    if (!has_power) {
        *word = "NO POWER";
        return HEALTH_NO_POWER;
    }
    if (has_life && !has_trouble && healthy == 0 && initial > 0) {
        *word = "STARTING";
        return HEALTH_INITIAL;
    }
    if (!has_life || (registered > 0 && healthy == 0)) {
        *word = has_life ? "NO HEALTHY TARGET" : "DOWN";
        return HEALTH_UNHEALTHY;
    }
    *word = has_trouble ? "IMPAIRED" : "OK";
    return has_trouble ? HEALTH_WARN : HEALTH_HEALTHY;
}

/// Rate, p99 and failures, from right to left; returns where they begin.
static float draw_figures(const Frame *f, int32_t index, float right, float y) {
    const SceneRates *rates = &f->scene->rates;
    Ink ink = {TEXT_MONO_MEDIUM, f->layout->is_small ? 14 : 16, THEME_TEXT};
    float gap = f->layout->is_tiny ? 14 : 26;
    char text[24];
    part_rate_fine(rates->region_5xx_rate ? rates->region_5xx_rate[index] : -1, text, sizeof text);
    right -= part_figure(f, right, y, ink, text, "/s") + 6;
    right -= part_right(f, right, y, INK_QUIET, "5XX") + gap;
    part_seconds(rates->region_p99_s ? rates->region_p99_s[index] : -1, text, sizeof text);
    right -= part_figure(f, right, y, ink, text, "s") + 6;
    right -= part_right(f, right, y, INK_QUIET, "p99") + gap;
    part_rate(rates->region_rate ? rates->region_rate[index] : -1, text, sizeof text);
    return right - part_figure(f, right, y, ink, text, "/s");
}

/// How many alarms of the region are in ALARM, where there is room for it.
static void draw_alarms_chip(const Frame *f, int32_t index, float x, float limit, float y) {
    int32_t count = 0;
    for (int32_t i = 0; i < f->view->alarm_count; i++)
        count += f->view->alarms[i].region == index && f->view->alarms[i].state == SIM_ALARM_ALARM;
    char words[32];
    snprintf(words, sizeof words, "%d in ALARM", count);
    if (count == 0 || x + 28 + part_width(f, INK_BOLD, words) > limit) return;
    mark_event(f->list, x + 11, y - 5, EVENT_ALARM);
    part_text(f, x + 28, y, INK_BOLD, words);
}

/// What is wrong with the ways to the region; returns where the words end.
static float draw_link_words(const Frame *f, const SimViewRegion *region, float x, float limit,
                             float y) {
    char figures[48], words[64];
    if (region->hurt_clients == 0) return x;
    part_link(region->hurt_added, region->hurt_loss, figures, sizeof figures);
    snprintf(words, sizeof words, "link %s", figures);
    float width = part_width(f, INK_WORDS, words);
    if (x + 22 + width > limit) return x;
    mark_link(f->list, x + 8, y - 5, 8);
    return x + 22 + part_text(f, x + 22, y, INK_WORDS, words) + 14;
}

static void draw_header(const Frame *f, int32_t index) {
    const SimViewRegion *region = &f->view->regions[index];
    DrawRect rect = f->layout->region[index].rect;
    bool is_small = f->layout->is_small;
    float pad = is_small ? 12 : 16, x = rect.x + pad, y = rect.y + (is_small ? 25 : 28);
    float limit = draw_figures(f, index, rect_right(rect) - pad, y) - 16;
    const char *word;
    HealthGlyph glyph = region_state(f, index, &word);
    float chip = part_width(f, (Ink){TEXT_WORDS_MEDIUM, TEXT_LABEL, THEME_TEXT}, word) + 40;
    x += part_name(f, x, y, (Ink){TEXT_WORDS_BOLD, TEXT_TITLE, THEME_TEXT}, limit - chip - 16 - x,
                   region->name) +
         10;
    Ink place = {TEXT_WORDS, is_small ? 14 : 16, THEME_SECONDARY};
    float w = part_if_fits(f, x, y, place, limit - chip - 24 - x, region->place);
    x += w > 0 ? w + (is_small ? 16 : 28) : 6;
    x += mark_chip(f->list, x, y - 17, glyph, word) + 10;
    x = draw_link_words(f, region, x, limit, y);
    // Where there is a panel of them, the heading only counts those in ALARM.
    if (f->layout->alarms.w > 0)
        draw_alarms_chip(f, index, x, limit, y);
    else
        part_alarms(f, index, x, limit, y);
    part_rule(f, rect.x, rect_right(rect), rect.y + (is_small ? 36 : 40));
}

static void draw_zone_head(const Frame *f, const SimViewZone *zone, DrawRect rect) {
    float x = rect.x + (f->layout->is_small ? 8 : 12), y = rect.y + (f->layout->is_small ? 18 : 20),
          right = rect_right(rect) - 8;
    const char *trouble = zone_word(zone), *word = *trouble ? trouble : "OK";
    float words = part_width(f, INK_WORDS, word) + 22;
    const char *name = zone->name;
    if (part_width(f, INK_BOLD, name) + 10 + words > right - x) name = part_zone(name);
    bool has_word = part_width(f, INK_BOLD, name) + 10 + words <= right - x;
    if (*trouble) // words are not to be read through the hatch
        draw_box(f->list,
                 draw_rect_make(rect.x + 5, rect.y + 3, rect.w - 10, f->layout->is_small ? 19 : 22),
                 3, part_color(f, THEME_GROUND), (DrawStroke){0});
    x += part_name(f, x, y, INK_BOLD, right - x - 18, name) + 16;
    HealthGlyph glyph = !zone->has_power ? HEALTH_NO_POWER
                        : *trouble       ? HEALTH_WARN
                                         : HEALTH_HEALTHY;
    mark_health(f->list, x, y - 5, *trouble ? 7 : 6.5f, glyph);
    if (has_word) part_text(f, x + 13, y, INK_WORDS, word);
}

static void draw_zone(const Frame *f, int32_t index) {
    const SimViewZone *zone = &f->view->zones[index];
    DrawRect rect = f->layout->zone[index],
             inside = {rect.x + 0.5f, rect.y + 0.5f, rect.w - 1, rect.h - 1};
    bool is_impaired = *zone_word(zone);
    draw_layer(f->list, LAYER_PANELS);
    draw_box(f->list, inside, 6, part_color(f, THEME_GROUND),
             draw_stroke(part_color(f, is_impaired ? THEME_WARN_EDGE : THEME_HAIRLINE), 1));
    if (is_impaired) {
        mark_note(f->list, MARK_HATCH);
        draw_layer(f->list, LAYER_HATCH);
        draw_hatch(f->list, draw_rect_make(rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 2),
                   part_color(f, THEME_HATCH), 3, 10);
    }
    draw_layer(f->list, LAYER_TILES);
    draw_zone_head(f, zone, rect);
}

void scene_draw_regions(const Frame *f) {
    for (int32_t r = 0; r < f->view->region_count; r++) {
        draw_layer(f->list, LAYER_PANELS);
        part_panel(f, f->layout->region[r].rect, 8, THEME_PANEL);
        draw_layer(f->list, LAYER_TILES);
        draw_header(f, r);
        const SimViewRegion *region = &f->view->regions[r];
        for (int32_t z = region->first_zone; z < region->first_zone + region->zone_count; z++)
            draw_zone(f, z);
    }
}
