// The clients' panel: each city with its rate, the last minute as a small line, and its resolvers.
// A resolver's ring is the share of the TTL left of what it holds; when Route 53 would answer
// otherwise by now, it is yellow and says so.
#include "window/scene_parts.h"

#include <stdio.h>
#include <string.h>

static int32_t count_cities(const SimView *view) {
    int32_t count = 0;
    for (int32_t i = 0; i < view->client_count; i++) {
        bool is_first = true;
        for (int32_t k = 0; k < i; k++)
            is_first = is_first && strcmp(view->clients[i].city, view->clients[k].city) != 0;
        count += is_first;
    }
    return count;
}

static void draw_header(const Frame *f) {
    const Layout *layout = f->layout;
    DrawRect panel = layout->clients;
    float pad = layout->is_small ? 12 : 16, y = panel.y + (layout->is_small ? 24 : 28);
    char text[64];
    part_text(f, panel.x + pad, y, (Ink){TEXT_WORDS_BOLD, layout->is_small ? 16 : 20, THEME_TEXT},
              "Clients");
    int32_t cities = count_cities(f->view), resolvers = f->view->resolver_count;
    snprintf(text, sizeof text, "%d %s, %d %s", cities, cities == 1 ? "city" : "cities", resolvers,
             resolvers == 1 ? "resolver" : "resolvers");
    if (layout->is_small)
        snprintf(text, sizeof text, "%d %s", cities, cities == 1 ? "city" : "cities");
    part_right(f, rect_right(panel) - pad, y, INK_QUIET, text);
    part_rule(f, panel.x, rect_right(panel), panel.y + (layout->is_small ? 36 : 40));
}

/// The zones whose nodes the answer holds ("1a 1b"), the instance of a plain address, or nothing.
static void answer_words(const Frame *f, const SimViewResolver *resolver, char *out,
                         size_t capacity) {
    out[0] = 0;
    if (resolver->record < 0 && resolver->has_answer) snprintf(out, capacity, "no address");
    if (resolver->record < 0) return;
    const SimViewRecord *record = &f->view->records[resolver->record];
    if (layout_accelerator(f->view, resolver->record)) snprintf(out, capacity, "anycast");
    if (record->balancer < 0) {
        if (record->instance >= 0)
            snprintf(out, capacity, "%s", f->view->instances[record->instance].name);
        return;
    }
    const SimViewBalancer *balancer = &f->view->balancers[record->balancer];
    size_t at = 0;
    int32_t given = __builtin_popcount(resolver->zone_mask);
    if (balancer->node_count > 4 && given > 4) { // names of so many would be cut off
        snprintf(out, capacity, "%d addresses", given);
        return;
    }
    for (int32_t i = 0; i < balancer->node_count && i < 32 && at + 24 < capacity; i++) {
        if (!(resolver->zone_mask >> i & 1u)) continue;
        char zone[32];
        part_node_zone(f->view, balancer->first_node + i, zone, sizeof zone);
        at += (size_t)snprintf(out + at, capacity - at, "%s%.12s", at > 0 ? " " : "", zone);
    }
    if (at == 0) snprintf(out, capacity, "no address");
}

static void draw_resolver(const Frame *f, const SimViewResolver *resolver, DrawRect row) {
    bool is_small = f->layout->is_small;
    float y = rect_middle_y(row), base = y + 5, pad = is_small ? 12 : 16,
          right = rect_right(row) - pad;
    float share = resolver->ttl > 0 ? (float)((double)resolver->left / (double)resolver->ttl) : 0;
    mark_ttl(f->list, row.x + pad + (is_small ? 7 : 8), y, resolver->has_answer ? share : 0,
             resolver->is_old);
    float number = row.x + (is_small ? 52 : 120), rest = row.x + (is_small ? 72 : 144);
    if (!is_small)
        part_name(f, row.x + 40, base, INK_QUIET, number - 26 - row.x - 40, resolver->name);
    if (!resolver->has_answer) {
        part_if_fits(f, is_small ? row.x + 32 : number - 18, base, INK_QUIET, 120,
                     is_small ? "no answer" : "nothing cached");
        return;
    }
    char text[160];
    const char *unit = part_left(resolver->left, text, sizeof text);
    part_right(f, number, base, INK_MONO, text);
    float end = number + 12 + part_text(f, number + 4, base, INK_QUIET, unit);
    rest = rest < end ? end : rest;
    if (resolver->is_old) {
        mark_warning(f->list, rest + (is_small ? 12 : 8), y, 7);
        part_text(f, rest + (is_small ? 24 : 21), base, INK_WORDS, is_small ? "old" : "old answer");
        return;
    }
    answer_words(f, resolver, text, sizeof text);
    part_name(f, rest + (is_small ? 8 : 0), base, (Ink){TEXT_MONO, TEXT_LABEL, THEME_SECONDARY},
              right - rest - (is_small ? 8 : 0), text);
}

/// Whether another population lives in the same city: then its name tells them apart.
static bool has_twin(const SimView *view, int32_t client) {
    for (int32_t i = 0; i < view->client_count; i++)
        if (i != client && strcmp(view->clients[i].city, view->clients[client].city) == 0)
            return true;
    return false;
}

/// What sets the pace of a population, where it is not its rate alone.
static void pace_of(const SimViewClient *client, char *out, size_t capacity) {
    out[0] = '\0';
    if (client->is_closed_loop) snprintf(out, capacity, "loop of %d", client->users);
    if (client->burst > 0) snprintf(out, capacity, "burst ×%.3g", client->burst);
}

/// What is wrong with the way to a region, as far as there is room for it.
static void link_of(const Frame *f, const SimViewClient *client, float room, char *out,
                    size_t capacity) {
    char words[48];
    part_link(client->hurt_added, client->hurt_loss, words, sizeof words);
    snprintf(out, capacity, "link %s", words);
    if (part_width(f, INK_QUIET, out) <= room) return;
    part_link(client->hurt_added, client->hurt_added > 0 ? 0 : client->hurt_loss, out, capacity);
}

static void draw_client(const Frame *f, int32_t index) {
    const SimViewClient *client = &f->view->clients[index];
    const LayoutClient *block = &f->layout->client[index];
    bool is_small = f->layout->is_small;
    float pad = is_small ? 12 : 16, x = block->rect.x + pad, right = rect_right(block->rect) - pad;
    const SceneRates *rates = &f->scene->rates;
    char text[64];
    part_rate(rates->client_rate ? rates->client_rate[index] : client->rate, text, sizeof text);
    Ink ink = {TEXT_MONO_MEDIUM, is_small ? 14 : 16, THEME_TEXT};
    float used = part_figure(f, right, block->name_y, ink, text, "/s");
    Ink bold = {TEXT_WORDS_BOLD, is_small ? 14 : 16, THEME_TEXT};
    float w = part_width(f, bold, client->city), room = right - used - 8 - x;
    char pace[64];
    pace_of(client, pace, sizeof pace);
    if (client->hurt_region >= 0) link_of(f, client, room - w - 6, pace, sizeof pace);
    if (!has_twin(f->view, index)) {
        part_name(f, x, block->name_y, bold, room, client->city);
        part_if_fits(f, x + w + 6, block->name_y, INK_QUIET, room - w - 6, pace);
    } else if (w + 6 + part_width(f, INK_QUIET, client->name) <= room) {
        part_text(f, x, block->name_y, bold, client->city);
        part_text(f, x + w + 6, block->name_y, INK_QUIET, client->name);
        w += 12 + part_width(f, INK_QUIET, client->name);
        part_if_fits(f, x + w, block->name_y, INK_QUIET, room - w, pace);
    } else { // no room for both: what tells them apart
        part_name(f, x, block->name_y, bold, room, client->name);
    }
    if (block->detail_y > 0) {
        part_count(client->in_flight, text, sizeof text);
        w = part_figure(f, right, block->detail_y, INK_COUNT, text, "in flight");
        char protocol[24];
        part_protocol(client, protocol, sizeof protocol);
        snprintf(text, sizeof text, "%d user%s%s%s%s", client->users, client->users == 1 ? "" : "s",
                 client->is_https ? ", " : "", client->is_https ? protocol : "",
                 client->inside ? ", inside" : "");
        if (client->reconnecting > 0) // their WebSockets were cut
            snprintf(text, sizeof text, "%d reconnecting", client->reconnecting);
        part_if_fits(f, x, block->detail_y, INK_QUIET, right - w - 8 - x,
                     client->users > 0 ? text : protocol);
    }
    if (block->spark.h > 4) {
        part_rule(f, block->spark.x, rect_right(block->spark), rect_bottom(block->spark) + 2);
        if (rates->client_spark && rates->client_spark[index] && rates->spark_count > 1)
            mark_sparkline(f->list, block->spark, rates->client_spark[index], rates->spark_count,
                           part_color(f, THEME_SECONDARY));
    }
    int32_t hidden = client->resolver_count - block->resolvers_shown;
    bool is_counted = false;
    for (int32_t i = client->first_resolver; i < client->first_resolver + client->resolver_count;
         i++) {
        DrawRect row = f->layout->resolver[i];
        if (!f->layout->resolver_hidden[i])
            draw_resolver(f, &f->view->resolvers[i], row);
        else if (!is_counted && block->resolvers_shown > 0)
            part_textf(f, x, rect_middle_y(row) + 5, INK_QUIET, "+%d resolvers", hidden + 1),
                is_counted = true;
    }
}

void scene_draw_clients(const Frame *f) {
    const Layout *layout = f->layout;
    draw_layer(f->list, LAYER_PANELS);
    part_panel(f, layout->clients, 8, THEME_PANEL);
    draw_layer(f->list, LAYER_TILES);
    draw_header(f);
    int32_t shown = layout->client_count - layout->clients_hidden;
    for (int32_t row = 0; row < shown; row++) {
        int32_t i = layout->client_order[row];
        if (row == shown - 1 && layout->clients_hidden > 0) {
            part_textf(f, layout->clients.x + 12, layout->client[i].name_y, INK_QUIET, "+%d more",
                       layout->clients_hidden + 1);
            break;
        }
        draw_client(f, i);
        if (row < shown - 1 || rect_bottom(layout->clients) - layout->client_end_y > 24)
            part_rule(f, layout->clients.x, rect_right(layout->clients),
                      rect_bottom(layout->client[i].rect) - 1);
    }
}
