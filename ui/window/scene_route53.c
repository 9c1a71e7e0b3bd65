// Route 53's panel: names, the records under each, what is set and what is seen, and one line for
// each address given. A line is part of a request's way; it is dashed once the address has been
// withdrawn, and dots on it follow old answers.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

static int32_t weight_sum(const SimView *view, const char *name, int32_t *count) {
    int32_t sum = 0;
    *count = 0;
    for (int32_t i = 0; i < view->record_count; i++)
        if (!view->records[i].is_deleted && strcmp(view->records[i].name, name) == 0)
            sum += view->records[i].weight, ++*count;
    return sum;
}

/// What it is beside an address.
static const char *kind_word(const Frame *f, const SimViewRecord *record) {
    if (record->is_cname) return "CNAME";
    bool is_alias = record->balancer >= 0 || record->target != NULL ||
                    layout_accelerator(f->view, (int32_t)(record - f->view->records)) != NULL;
    return is_alias ? "alias" : "";
}

/// What tells a record from those of the same name: its identifier, else what its policy goes by.
static const char *record_label(const SimViewRecord *record, const char *target) {
    return record->set_identifier[0] != 0 ? record->set_identifier
           : record->detail[0] != 0       ? record->detail
                                          : target;
}

/// Below that: where the record leads, and whether Route 53 holds it healthy.
static void draw_leads_to(const Frame *f, const SimViewRecord *record, const char *target, float x,
                          float right, float y) {
    const char *word = !record->is_judged   ? "not judged"
                       : record->is_healthy ? "healthy"
                                            : "unhealthy";
    Ink ink = record->is_judged && !record->is_healthy ? INK_WORDS : INK_QUIET;
    float w = part_width(f, ink, word);
    part_right(f, right, y, ink, word);
    part_name(f, x, y, INK_QUIET, right - w - 8 - x, target);
}

static void record_target(const Frame *f, const SimViewRecord *record, char *out, size_t capacity) {
    const SimViewAccelerator *accelerator =
        layout_accelerator(f->view, (int32_t)(record - f->view->records));
    if (accelerator) {
        snprintf(out, capacity, "accelerator %s", accelerator->name);
        return;
    }
    if (record->balancer >= 0) {
        const SimViewBalancer *balancer = &f->view->balancers[record->balancer];
        snprintf(out, capacity, "%s/%s", f->view->regions[balancer->region].name, balancer->name);
    } else if (record->target != NULL) {
        snprintf(out, capacity, "to %s", record->target);
    } else if (record->value_count > 1) {
        snprintf(out, capacity, "%d addresses", record->value_count);
    } else {
        snprintf(out, capacity, "%s",
                 record->instance >= 0 ? f->view->instances[record->instance].name : "no address");
    }
}

static void draw_head(const Frame *f, const SimViewRecord *record, float y) {
    DrawRect panel = f->layout->route53;
    float pad = f->layout->is_small ? 12 : 16, x = panel.x + pad, right = rect_right(panel) - pad;
    char words[64];
    const char *kind = kind_word(f, record);
    snprintf(words, sizeof words, "%s%s%s", record->policy, kind[0] != 0 ? ", " : "", kind);
    float name = part_width(f, INK_COUNT, record->name), policy = part_width(f, INK_QUIET, words);
    if (name + 12 + policy > right - x)
        snprintf(words, sizeof words, "%s", record->policy),
            policy = part_width(f, INK_QUIET, words);
    bool has_policy = name + 12 + policy <= right - x;
    if (has_policy) part_right(f, right, y, INK_QUIET, words);
    part_name(f, x, y, INK_COUNT, right - x - (has_policy ? policy + 12 : 0), record->name);
}

/// The health check of a record; NULL: none.
static const SimViewHealthCheck *check_of(const Frame *f, const SimViewRecord *record) {
    int32_t check = record->health_check;
    return check >= 0 && check < f->view->health_check_count ? &f->view->health_checks[check]
                                                             : NULL;
}

/// What a check goes by: its checkers one by one, or its children, or a control. From `x`.
static void draw_check(const Frame *f, const SimViewHealthCheck *check, float x, float right,
                       float base) {
    char text[48];
    if (check->checkers > 0) {
        snprintf(text, sizeof text, "%d/%d", check->healthy_checkers, check->checkers);
        if (x + 7 * (float)check->checkers + 8 + part_width(f, INK_COUNT, text) <= right)
            x += mark_checkers(f->list, x, base - 5, check->checkers, check->healthy_checkers) + 8;
        x += part_text(f, x, base, INK_COUNT, text) + 6;
        part_if_fits(f, x, base, INK_QUIET, right - x, "healthy");
        return;
    }
    if (check->children > 0)
        snprintf(text, sizeof text, "%d of %d checks, needs %d", check->healthy_children,
                 check->children, check->children_needed);
    else if (check->control >= 0)
        snprintf(text, sizeof text, "routing control %s", check->control ? "on" : "off");
    else
        snprintf(text, sizeof text, "%s", check->type);
    part_name(f, x, base, INK_QUIET, right - x, text);
}

/// Whether Route 53 holds a record healthy, where something judges it. Returns the px it takes.
static float draw_record_health(const Frame *f, const SimViewRecord *record, float x, float base) {
    if (!record->is_judged) return 0;
    mark_health(f->list, x + 7, base - 5, 6.5f,
                record->is_healthy ? HEALTH_HEALTHY : HEALTH_UNHEALTHY);
    return 20;
}

/// Set and seen of one record among several: "80 / 81.3%", or its share alone.
static void share_words(const SimViewRecord *record, double seen, char *out, size_t capacity) {
    bool is_weighted = strcmp(record->policy, "weighted") == 0;
    char share[16] = "-";
    if (seen >= 0) snprintf(share, sizeof share, "%.1f%%", seen * 100);
    if (is_weighted)
        snprintf(out, capacity, "%d / %s", record->weight, share);
    else
        snprintf(out, capacity, "%s", share);
}

/// One among several of its name: who it is, what its policy goes by, and its share of answers.
static void draw_one_of_many(const Frame *f, int32_t index, const char *label, int32_t sum) {
    const SimViewRecord *record = &f->view->records[index];
    DrawRect card = f->layout->record[index].card;
    bool is_small = f->layout->is_small, has_two = card.h >= 50;
    float x = card.x + (is_small ? 6 : 8), right = rect_right(card) - (is_small ? 6 : 8);
    float y = has_two ? card.y + (is_small || card.h < 56 ? 19 : 22) : rect_middle_y(card) + 5;
    double seen = f->scene->rates.record_share ? f->scene->rates.record_share[index] : -1;
    char text[160];
    share_words(record, seen, text, sizeof text);
    float end = right - part_right(f, right, y, INK_COUNT, text) - 8;
    x += draw_record_health(f, record, x, y);
    const char *name = record_label(record, label);
    x += part_name(f, x, y, INK_BOLD, end - x, name) + 8;
    const char *detail = strcmp(record->detail, name) != 0 ? record->detail : "";
    if (part_if_fits(f, x, y, INK_QUIET, end - x, detail) > 0) detail = "";
    if (!has_two) return;
    const SimViewHealthCheck *check = check_of(f, record);
    x = card.x + (is_small ? 6 : 8);
    float base = rect_bottom(card) - 10, wide = part_width(f, INK_QUIET, detail);
    if (check) {
        if (*detail && wide + 70 < right - x)
            right -= part_right(f, right, base, INK_QUIET, detail) + 8;
        draw_check(f, check, x, right, base);
        return;
    }
    if (strcmp(record->policy, "weighted") != 0) {
        draw_leads_to(f, record, label, x, right, base);
        return;
    }
    float set = sum > 0 ? (float)record->weight / (float)sum : 0;
    mark_weight_bar(f->list, x, rect_bottom(card) - (is_small ? 15 : 20), right - x, 5,
                    (float)(seen < 0 ? 0 : seen), set, part_color(f, THEME_NEUTRAL));
}

static void draw_card(const Frame *f, int32_t index) {
    const SimViewRecord *record = &f->view->records[index];
    DrawRect card = f->layout->record[index].card;
    bool is_small = f->layout->is_small, has_two = card.h >= 50;
    float x = card.x + (is_small ? 6 : 8), right = rect_right(card) - (is_small ? 6 : 8);
    float y = has_two ? card.y + (is_small ? 19 : 22) : rect_middle_y(card) + 5;
    draw_box(f->list, card, 6, part_color(f, THEME_TILE), (DrawStroke){0});
    int32_t count, sum = weight_sum(f->view, record->name, &count);
    char text[160], label[160];
    record_target(f, record, label, sizeof label);
    if (count > 1) {
        draw_one_of_many(f, index, label, sum);
        return;
    }
    const SimViewAccelerator *accelerator = layout_accelerator(f->view, index);
    if (accelerator) {
        scene_draw_accelerator(f, accelerator, card);
        return;
    }
    float glyph = draw_record_health(f, record, x, y);
    part_name(f, x + glyph, y, INK_BOLD, right - x - glyph, label);
    if (!has_two) return;
    y += is_small ? 19 : 22;
    if (check_of(f, record)) {
        draw_check(f, check_of(f, record), x, right, y);
        return;
    }
    part_count(record->answers_total, text, sizeof text);
    float w = part_figure(f, right, y, INK_COUNT, text,
                          is_small ? (record->answers_total == 1 ? "answer" : "answers")
                          : record->answers_total == 1 ? "query answered"
                                                       : "queries answered");
    part_if_fits(f, x, y, INK_QUIET, right - w - 8 - x,
                 kind_word(f, record)[0] != 0 ? kind_word(f, record)
                 : is_small                   ? "plain"
                                              : "plain address");
}

static void ip_words(uint32_t ip, char *out, size_t capacity) {
    snprintf(out, capacity, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255u, ip >> 8 & 255u, ip & 255u);
}

static void draw_line_text(const Frame *f, const LayoutLine *line) {
    if (line->endpoint >= 0) {
        scene_draw_endpoint(f, line);
        return;
    }
    DrawRect panel = f->layout->route53;
    bool is_small = f->layout->is_small;
    float pad = is_small ? 12 : 16, x = panel.x + pad, right = rect_right(panel) - pad,
          y = line->y - (is_small ? 10 : 12);
    char ip[24];
    if (line->node < 0) {
        const SimViewInstance *instance = &f->view->instances[line->instance];
        ip_words(instance->ip, ip, sizeof ip);
        float w = part_text(f, x, y, INK_MONO, ip);
        part_if_fits(f, right - part_width(f, INK_QUIET, "address"), y, INK_QUIET,
                     right - x - w - 8, "address");
        return;
    }
    const SimViewNode *node = &f->view->nodes[line->node];
    ip_words(node->ip, ip, sizeof ip);
    float w = part_text(f, x, y, INK_MONO, ip);
    char zone[32];
    part_node_zone(f->view, line->node, zone, sizeof zone);
    bool is_new = node->stage == SIM_NODE_STARTING;
    const char *word = node->is_in_dns ? "in DNS" : is_new ? "new" : is_small ? "out" : "withdrawn";
    Ink ink = node->is_in_dns ? INK_QUIET : INK_WORDS,
        mono = {TEXT_MONO, TEXT_LABEL, THEME_SECONDARY};
    if (is_small) {
        float used = part_right(f, right, y, mono, zone) + 6;
        if (!node->is_in_dns)
            part_if_fits(f, right - used - part_width(f, ink, word), y, ink,
                         right - used - x - w - 6, word);
        return;
    }
    part_name(f, x + w + 10, y, mono, 60, zone);
    part_right(f, right, y, ink, word);
}

/// How many resolvers hold the address in their caches: withdrawn is not yet forgotten.
static void draw_line_note(const Frame *f, const LayoutLine *line) {
    int32_t held = 0, old = 0;
    for (int32_t i = 0; i < f->view->resolver_count; i++) {
        const SimViewResolver *resolver = &f->view->resolvers[i];
        if (!resolver->has_answer || resolver->record != line->record) continue;
        int32_t bit =
            line->node < 0
                ? 0
                : line->node - f->view->balancers[f->view->nodes[line->node].balancer].first_node;
        bool holds = line->node < 0 || (bit < 32 && (resolver->zone_mask >> bit & 1u));
        held += holds, old += holds && resolver->is_old;
    }
    DrawRect panel = f->layout->route53;
    float x = panel.x + 16, y = line->y + 20;
    x += part_textf(f, x, y, INK_COUNT, "%d", held) + 4;
    x += part_textf(f, x, y, INK_QUIET, "of %d caches hold it", f->view->resolver_count);
    if (old > 0) part_textf(f, x, y, INK_WORDS, ", %d old", old);
}

static void draw_line_stroke(const Frame *f, const LayoutLine *line) {
    DrawRect panel = f->layout->route53;
    bool is_given = layout_line_is_live(f->view, line);
    Color color = part_color(f, THEME_EDGE);
    draw_line(f->list, panel.x + 1, line->y, rect_right(panel) - 1, line->y,
              is_given ? draw_stroke(color, 2) : draw_dashed(color, 1.5f, 5, 4));
}

static void draw_ttl(const Frame *f, float right, float y) {
    char text[24];
    SimTime ttl = -1;
    for (int32_t i = 0; i < f->view->record_count; i++) {
        const SimViewRecord *record = &f->view->records[i];
        if (record->is_deleted) continue;
        if (ttl >= 0 && record->ttl != ttl) return;
        ttl = record->ttl;
    }
    if (ttl < 0) return;
    const char *unit = part_left(ttl, text, sizeof text);
    float w = part_figure(f, right, y, INK_MONO, text, unit);
    part_right(f, right - w - 6, y, INK_QUIET, "TTL");
}

void scene_draw_route53(const Frame *f) {
    const Layout *layout = f->layout;
    DrawRect panel = layout->route53;
    if (panel.w <= 0) return;
    draw_layer(f->list, LAYER_PANELS);
    part_panel(f, panel, 8, THEME_PANEL);
    draw_layer(f->list, LAYER_PATHS);
    for (int32_t i = 0; i < layout->line_count; i++)
        draw_line_stroke(f, &layout->lines[i]);
    draw_layer(f->list, LAYER_TILES);
    float pad = layout->is_small ? 12 : 16, y = panel.y + (layout->is_small ? 24 : 28);
    part_text(f, panel.x + pad, y, (Ink){TEXT_WORDS_BOLD, layout->is_small ? 16 : 20, THEME_TEXT},
              "Route 53");
    draw_ttl(f, rect_right(panel) - pad, y);
    part_rule(f, panel.x, rect_right(panel), panel.y + (layout->is_small ? 36 : 40));
    float hidden_y = 0;
    for (int32_t i = 0; i < layout->record_count; i++) {
        if (layout->record[i].is_hidden) hidden_y = layout->record[i].card.y + 15;
        if (f->view->records[i].is_deleted || layout->record[i].is_hidden) continue;
        if (layout->record[i].head_y > 0)
            draw_head(f, &f->view->records[i], layout->record[i].head_y);
        draw_card(f, i);
    }
    for (int32_t i = 0; i < layout->line_count; i++)
        if (layout->lines[i].has_text && !layout->record[layout->lines[i].record].is_hidden)
            draw_line_text(f, &layout->lines[i]);
    for (int32_t i = 0; i < layout->line_count; i++)
        if (layout->lines[i].has_note) draw_line_note(f, &layout->lines[i]);
    scene_draw_checks(f);
    if (layout->records_hidden > 0)
        part_textf(f, panel.x + pad, hidden_y, INK_QUIET,
                   layout->records_hidden == 1 ? "+%d record" : "+%d records",
                   layout->records_hidden);
}
