// A balancer: a box with a node for each zone, then its listeners, and under each the rules in the
// order in which they are tried. Beside a rule stand the badges of the groups it forwards to; a
// group with weight 0 is struck through, and a pin says that the rule is sticky.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

/// What holds clients back at a node: a rule, or that no packet finds the way.
static const char *held_word(const SimViewNode *node) {
    return node->held_by == SIM_BARRIER_NO_ROUTE ? "no route" : "blocks clients";
}

static void draw_node(const Frame *f, int32_t index) {
    const SimViewNode *node = &f->view->nodes[index];
    DrawRect rect = f->layout->node[index];
    bool has_two = rect.h >= 50, is_small = f->layout->is_small;
    SimBalancerState state = f->view->balancers[node->balancer].state;
    bool has_failed = state == SIM_BALANCER_FAILED, is_setup = state == SIM_BALANCER_PROVISIONING;
    bool is_there = node->is_alive && !has_failed && !is_setup;
    bool is_well = is_there && node->is_in_dns;
    DrawStroke edge = draw_stroke(part_color(f, THEME_HAIRLINE), 1);
    if (!is_well)
        edge = draw_dashed(part_color(f, is_there   ? THEME_DRAINING
                                         : is_setup ? THEME_SECONDARY
                                                    : THEME_ERROR),
                           1.25f, 4, 3);
    draw_box(f->list, draw_rect_make(rect.x + 0.5f, rect.y + 0.5f, rect.w - 1, rect.h - 1), 6,
             part_color(f, is_well ? THEME_TILE : THEME_PANEL), edge);
    float y = has_two ? rect.y + 23 : rect_middle_y(rect) + 5, x = rect.x + (is_small ? 25 : 32),
          right = rect_right(rect) - (is_small ? 6 : 9);
    bool is_starting = node->stage == SIM_NODE_STARTING;
    HealthGlyph glyph = !node->is_alive   ? HEALTH_NO_POWER
                        : has_failed      ? HEALTH_UNHEALTHY
                        : is_setup        ? HEALTH_SETUP
                        : node->is_in_dns ? HEALTH_HEALTHY
                        : is_starting     ? HEALTH_SETUP
                                          : HEALTH_LEAVING;
    mark_health(f->list, rect.x + (is_small ? 13 : 16), y - 5, 6.5f, glyph);
    char text[64];
    part_rate(f->scene->rates.node_rate ? f->scene->rates.node_rate[index] : -1, text, sizeof text);
    bool has_rate = is_there || (has_two && !has_failed && !is_setup);
    float used = has_rate ? part_figure(f, right, y, INK_MONO, text, "/s") + 6 : 0;
    char zone[32];
    part_node_zone(f->view, index, zone, sizeof zone);
    bool is_shifted = node->is_alive && node->is_shifted_away;
    if (is_small || (is_shifted && !has_two))
        snprintf(text, sizeof text, "%s%s", zone,
                 has_failed   ? " failed"
                 : is_setup   ? " starting"
                 : is_shifted ? " shifted"
                              : "");
    else
        snprintf(text, sizeof text, "node %s", zone);
    Ink ink = {TEXT_WORDS_MEDIUM, TEXT_LABEL, THEME_TEXT};
    // The mark beside it says that it leaves DNS; half a word would say nothing.
    if (part_width(f, ink, text) > right - used - x) snprintf(text, sizeof text, "%s", zone);
    part_name(f, x, y, ink, right - used - x, text);
    if (has_two)
        part_text(f, x, y + 21, INK_QUIET,
                  !node->is_alive          ? "dead, no power"
                  : has_failed             ? "set-up failed"
                  : is_setup               ? "being set up"
                  : node->held_clients > 0 ? held_word(node)
                  : is_shifted             ? "shifted away"
                  : is_starting            ? "new, checks first"
                  : node->is_in_dns        ? "in DNS"
                                           : "leaving DNS");
}

/// Handshakes have failed of late: a padlock with why, as far as there is room for words.
static void draw_handshakes(const Frame *f, const SimViewListener *listener, float right, float y,
                            float room) {
    const char *words[] = {listener->expired_certificates > 0 ? "certificate expired" : "TLS fails",
                           listener->expired_certificates > 0 ? "expired" : "fails", ""};
    int choice = 0;
    while (choice < 2 && part_width(f, INK_WORDS, words[choice]) + 18 > room)
        choice++;
    float width = part_right(f, right, y, INK_WORDS, words[choice]);
    mark_tls(f->list, right - width - 11, y - 5);
}

static void draw_listener(const Frame *f, int32_t index) {
    const SimViewListener *listener = &f->view->listeners[index];
    DrawRect rect = f->layout->listener[index];
    if (rect.h <= 0) return;
    float pad = f->layout->is_small ? 10 : 12, y = rect.y + rect.h / 2 + 6;
    part_rule(f, rect.x, rect_right(rect), rect.y + 2);
    float w = part_textf(f, rect.x + pad, y, INK_COUNT, "%s :%d",
                         listener->is_https ? "HTTPS" : "HTTP", listener->port);
    char takes[64] = "listener";
    float room = rect.w - 2 * pad - w - 10;
    if (listener->is_https) part_listener(listener, false, takes, sizeof takes);
    if (listener->is_https && part_width(f, INK_QUIET, takes) > room)
        part_listener(listener, true, takes, sizeof takes);
    if (part_fails_handshakes(f->view, listener)) {
        draw_handshakes(f, listener, rect_right(rect) - pad, y, room);
        return;
    }
    const char *word = part_width(f, INK_QUIET, takes) <= room ? takes : "listener";
    float x = rect_right(rect) - pad - part_width(f, INK_QUIET, word);
    part_if_fits(f, x, y, INK_QUIET, room, word);
    if (listener->expired_certificates > 0 && word == takes)
        mark_health(f->list, x - 12, y - 5, 6, HEALTH_WARN);
}

/// Badges of the groups a rule forwards to, from the right; returns where they begin.
static float draw_forwards(const Frame *f, const SimViewRule *rule, float right, float middle) {
    float size = f->layout->is_small ? 18 : 20;
    int32_t most = f->layout->is_small ? 2 : 3;
    for (int32_t i = (rule->forward_count < most ? rule->forward_count : most) - 1; i >= 0; i--) {
        const SimViewForward *forward = &f->view->forwards[rule->first_forward + i];
        right -= size;
        part_group_badge(f, right, middle - size / 2, size, forward->group);
        if (forward->weight == 0) // present, yet nothing goes there: struck through
            draw_line(f->list, right - 2, middle + size / 2 + 1, right + size + 2,
                      middle - size / 2 - 1, draw_stroke(part_color(f, THEME_TEXT), 1.5f));
        right -= 5;
    }
    return right;
}

/// Before the badges of a sticky rule: a pin, for its users stay where they are.
static float draw_pin(const Frame *f, float right, float middle) {
    mark_pin(f->list, right - 4, middle);
    return right - 12;
}

/// "app.example.com /api/*" and nothing else; where the path begins, or NULL.
static const char *path_after_host(const char *condition) {
    const char *blank = strchr(condition, ' ');
    bool is_both = blank && condition[0] != '/' && blank[1] == '/' && !strchr(blank + 1, ' ');
    return is_both ? blank + 1 : NULL;
}

/// A condition, in full where it fits. Of a host and a path, the host gives way first, down to its
/// first label: the path is what tells rules apart.
static void draw_condition(const Frame *f, float x, float base, float width,
                           const char *condition) {
    bool is_one = strchr(condition, ' ') == NULL;
    Ink ink = part_width(f, INK_MONO, condition) <= width ? INK_MONO : INK_WORDS;
    const char *path = path_after_host(condition);
    if (is_one || !path || part_width(f, ink, condition) <= width) {
        part_name(f, x, base, is_one ? INK_MONO : ink, width, condition);
        return;
    }
    char text[128];
    size_t label = strcspn(condition, ".");
    if (condition + label < path) {
        snprintf(text, sizeof text, "%.*s… %.64s", (int)(label < 40 ? label : 40), condition, path);
        if (part_if_fits(f, x, base, INK_WORDS, width, text) > 0) return;
    }
    part_tail(f, x, base, INK_WORDS, width, path);
}

static void draw_rule(const Frame *f, int32_t index) {
    const SimViewRule *rule = &f->view->rules[index];
    DrawRect rect = f->layout->rule[index];
    bool is_default = rule->priority == 0, is_small = f->layout->is_small;
    float x = rect.x + (is_small ? 4 : 8), right = rect_right(rect) - (is_small ? 4 : 8),
          base = rect_middle_y(rect) + 5;
    if (!is_default && rect.h >= 22) part_panel(f, rect, 4, THEME_TILE);
    float end = right;
    if (rule->forward_count > 0) end = draw_forwards(f, rule, right, rect_middle_y(rect)) - 4;
    if (rule->sticky_duration > 0) end = draw_pin(f, end, rect_middle_y(rect));
    if (is_default) {
        x += part_text(f, x, base, INK_QUIET, "default") + 8;
        const char *action = rule->action;
        if (part_width(f, INK_WORDS, action) > end - x && strncmp(action, "fixed ", 6) == 0)
            action += 6;
        if (rule->forward_count == 0 && part_width(f, INK_WORDS, action) <= end - x)
            part_right(f, end, base, INK_WORDS, action);
        else if (rule->forward_count == 0)
            part_name(f, x, base, INK_WORDS, end - x, action);
        return;
    }
    if (!is_small) {
        float w = part_textf(f, x, base, (Ink){TEXT_MONO, TEXT_LABEL, THEME_SECONDARY}, "%d",
                             rule->priority);
        x += w < 22 ? 28 : w + 8;
    }
    float action = rule->forward_count == 0 ? part_width(f, INK_QUIET, rule->action) : 0;
    if (rule->forward_count == 0 && action < (end - x) * 0.6f)
        end -= part_right(f, end, base, INK_QUIET, rule->action) + 8;
    draw_condition(f, x, base, end - x, rule->condition);
}

/// Of a balancer with a limit: how much of its capacity is asked for, as a bar over the nodes.
static void draw_capacity(const Frame *f, const SimViewBalancer *balancer) {
    if (balancer->capacity <= 0 || balancer->node_count == 0) return;
    int32_t index = (int32_t)(balancer - f->view->balancers);
    DrawRect node = f->layout->node[layout_nth_node(f->view, index, 0)];
    float share = (float)(balancer->utilization < 1 ? balancer->utilization : 1);
    DrawRect bar = {node.x + 1, node.y - 5, node.w - 2, 3};
    draw_box(f->list, bar, 1.5f, part_color(f, THEME_HAIRLINE), (DrawStroke){0});
    bar.w *= share;
    ThemeColor color = share < 0.8f ? THEME_OK : share < 1 ? THEME_WARN : THEME_ERROR;
    if (bar.w >= 1) draw_box(f->list, bar, 1.5f, part_color(f, color), (DrawStroke){0});
}

/// What the balancer is, and what ails it.
static const char *balancer_word(const SimViewBalancer *balancer, bool is_small) {
    if (balancer->state != SIM_BALANCER_ACTIVE) return sim_balancer_state_name(balancer->state);
    if (balancer->capacity > 0 && balancer->utilization > 1) return is_small ? "full" : "rejects";
    if (balancer->is_internal) return is_small ? "internal" : "internal ALB";
    return is_small ? "ALB" : "Application LB";
}

/// Load, capacity and cost, below the last rule where there is room.
static void draw_load(const Frame *f, const SimViewBalancer *balancer, DrawRect box, float last) {
    float base = rect_bottom(box) - 8, pad = f->layout->is_small ? 10 : 12;
    if (base - 14 < last) return;
    char text[64];
    snprintf(text, sizeof text, "$%.2f", balancer->cost.usd);
    float cost = part_right(f, rect_right(box) - pad, base, INK_QUIET, text) + 8;
    if (balancer->capacity > 0)
        snprintf(text, sizeof text, "%.0f %% of %.0f LCU", 100 * balancer->utilization,
                 balancer->capacity);
    else
        snprintf(text, sizeof text, "%.1f LCU", balancer->lcus);
    part_if_fits(f, box.x + pad, base, INK_QUIET, box.w - 2 * pad - cost, text);
}

static void draw_balancer(const Frame *f, int32_t index) {
    const SimViewBalancer *balancer = &f->view->balancers[index];
    DrawRect box = f->layout->balancer[index];
    bool is_small = f->layout->is_small;
    float pad = is_small ? 10 : 12, y = box.y + (is_small ? 20 : 24);
    if (balancer->node_count > 0) { // where the box is low, the heading moves up with the nodes
        float above = f->layout->node[layout_nth_node(f->view, index, 0)].y - 9;
        y = y > above ? above : y;
    }
    draw_layer(f->list, LAYER_PANELS);
    part_panel(f, box, 8, THEME_GROUND);
    draw_layer(f->list, LAYER_TILES);
    const char *kind = balancer_word(balancer, is_small);
    Ink bold = {TEXT_WORDS_BOLD, is_small ? 14 : 16, THEME_TEXT};
    float room = box.w - 2 * pad - 8, used = 0;
    if (part_width(f, bold, balancer->name) + part_width(f, INK_QUIET, kind) > room)
        kind = balancer_word(balancer, true);
    if (part_width(f, bold, balancer->name) + part_width(f, INK_QUIET, kind) <= room)
        used = part_right(f, rect_right(box) - pad, y, INK_QUIET, kind);
    part_name(f, box.x + pad, y, bold, room - used, balancer->name);
    draw_capacity(f, balancer);
    float last = box.y;
    for (int32_t i = balancer->first_node; i < balancer->first_node + balancer->node_count; i++)
        if (layout_node_is_there(f->view, i)) draw_node(f, i);
    int32_t hidden = 0;
    for (int32_t n = balancer->first_listener;
         n < balancer->first_listener + balancer->listener_count; n++) {
        int32_t i = f->view->listener_order[n];
        draw_listener(f, i);
        const SimViewListener *listener = &f->view->listeners[i];
        for (int32_t k = listener->first_rule; k < listener->first_rule + listener->rule_count;
             k++) {
            int32_t r = f->view->rule_order[k];
            if (f->layout->rule_hidden[r])
                hidden++;
            else
                draw_rule(f, r);
            float bottom = rect_bottom(f->layout->rule[r]);
            last = bottom > last ? bottom : last;
        }
    }
    DrawRect more = f->layout->rule_more[index];
    if (hidden == 0) draw_load(f, balancer, box, last);
    if (hidden > 0 && more.h > 0)
        part_textf(f, more.x + 4, more.y + 15, INK_QUIET, hidden == 1 ? "+1 rule" : "+%d rules",
                   hidden);
}

void scene_draw_balancers(const Frame *f) {
    for (int32_t i = 0; i < f->view->balancer_order_count; i++)
        draw_balancer(f, f->view->balancer_order[i]);
}
