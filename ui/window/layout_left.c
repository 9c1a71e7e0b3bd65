// The two panels on the left. A city's block has a name, a small line of arrivals, and a row for
// each resolver; a record has its name, a card, and one line across the panel for each address it
// gives. When there is no room, in this order: details, sparklines, wide rows, then the last ones
// share a line that counts them.
#include "window/layout.h"

#include <string.h>

static int32_t resolvers_most(const SimView *view) {
    int32_t most = 0;
    for (int32_t i = 0; i < view->client_count; i++)
        if (view->clients[i].resolver_count > most) most = view->clients[i].resolver_count;
    return most;
}

/// What a block of a city holds, from the generous to the bare.
typedef struct ClientStyle {
    float name, detail, spark, resolver, tail;
    int32_t resolvers;
} ClientStyle;

static float client_height(ClientStyle style) {
    return style.name + style.detail + style.spark + style.resolver * (float)style.resolvers +
           style.tail;
}

static ClientStyle client_style(const Layout *layout, const SimView *view, float height_max) {
    int32_t most = resolvers_most(view);
    const ClientStyle styles[] = {
        {36, 26, 92, 30, 16, most}, {34, 24, 56, 28, 12, most}, {34, 24, 40, 26, 10, most},
        {32, 0, 36, 24, 8, most},   {32, 0, 24, 24, 6, most},   {29, 0, 0, 22, 6, most},
        {27, 0, 0, 20, 4, most},    {25, 0, 0, 18, 3, most},
    };
    int32_t count = sizeof styles / sizeof styles[0];
    for (int32_t i = layout->is_small ? 2 : 0; i < count; i++)
        if (client_height(styles[i]) <= height_max) return styles[i];
    ClientStyle bare = styles[count - 1];
    while (bare.resolvers > 0 && client_height(bare) > height_max)
        bare.resolvers--;
    return bare;
}

static void place_client(Layout *layout, const SimViewClient *client, int32_t index,
                         ClientStyle style, float y) {
    LayoutClient *block = &layout->client[index];
    float pad = layout->is_small ? 12 : 16;
    block->rect = draw_rect_make(layout->clients.x, y, layout->clients.w, client_height(style));
    block->name_y = y + style.name - 7;
    y += style.name;
    block->detail_y = style.detail > 0 ? y + 14 : 0;
    y += style.detail;
    block->spark = draw_rect_make(layout->clients.x + pad, y + 2, layout->clients.w - 2 * pad,
                                  style.spark - 8);
    if (style.spark <= 0) block->spark.h = 0;
    y += style.spark;
    block->resolver_y = y + style.resolver / 2;
    block->resolver_pitch = style.resolver;
    block->resolvers_shown =
        client->resolver_count < style.resolvers ? client->resolver_count : style.resolvers;
    for (int32_t i = 0; i < client->resolver_count; i++) {
        int32_t row = i < block->resolvers_shown ? i : block->resolvers_shown - 1;
        DrawRect rect = draw_rect_make(layout->clients.x, y + (float)row * style.resolver,
                                       layout->clients.w, style.resolver);
        if (row < 0)
            rect = draw_rect_make(layout->clients.x, block->rect.y, layout->clients.w, style.name);
        layout->resolver[client->first_resolver + i] = rect;
    }
}

void layout_clients(Layout *layout, const SimView *view) {
    layout->client = layout_array(layout, view->client_count, sizeof(LayoutClient));
    layout->resolver = layout_array(layout, view->resolver_count, sizeof(DrawRect));
    float head = layout->is_small ? 37 : 41;
    float y = layout->clients.y + head, room = layout->clients.h - head - 2;
    int32_t count = view->client_count, shown = count;
    if (count == 0) return;
    // Every city is named: at least the line of its name, and what does not fit is counted.
    while (shown > 1 && room / (float)shown < 26)
        shown--;
    layout->clients_hidden = count - shown;
    ClientStyle style = client_style(layout, view, room / (float)shown);
    for (int32_t i = 0; i < count; i++) {
        int32_t row = i < shown ? i : shown - 1;
        place_client(layout, &view->clients[i], i, style, y + (float)row * client_height(style));
    }
    layout->client_end_y = y + (float)shown * client_height(style);
}

/// Whether a record is the first of its name: its name is written above it.
static bool is_first_of_name(const SimView *view, int32_t record) {
    for (int32_t i = 0; i < record; i++)
        if (!view->records[i].is_deleted &&
            strcmp(view->records[i].name, view->records[record].name) == 0)
            return false;
    return true;
}

const SimViewAccelerator *layout_accelerator(const SimView *view, int32_t record) {
    int32_t accelerator = view->records[record].accelerator;
    return accelerator >= 0 && accelerator < view->accelerator_count
               ? &view->accelerators[accelerator]
               : NULL;
}

static int32_t lines_of_endpoint(const SimView *view, const SimViewEndpoint *endpoint) {
    return endpoint->balancer >= 0 ? view->balancers[endpoint->balancer].node_count : 1;
}

/// An accelerator has a line for each address of its endpoints, group by group.
static int32_t lines_of_accelerator(const SimView *view, const SimViewAccelerator *accelerator) {
    int32_t lines = 0;
    for (int32_t i = 0; i < view->endpoint_count; i++)
        if (&view->accelerators[view->endpoint_groups[view->endpoints[i].group].accelerator] ==
            accelerator)
            lines += lines_of_endpoint(view, &view->endpoints[i]);
    return lines;
}

static int32_t lines_of(const SimView *view, int32_t record) {
    const SimViewRecord *it = &view->records[record];
    if (it->is_deleted) return 0;
    const SimViewAccelerator *accelerator = layout_accelerator(view, record);
    if (accelerator) return lines_of_accelerator(view, accelerator);
    return it->balancer >= 0 ? view->balancers[it->balancer].node_count : it->instance >= 0 ? 1 : 0;
}

typedef struct RecordStyle {
    float head, card, line, tail;
} RecordStyle;

static float records_height(const SimView *view, RecordStyle style) {
    float height = 0;
    for (int32_t i = 0; i < view->record_count; i++) {
        if (view->records[i].is_deleted) continue;
        height += is_first_of_name(view, i) ? style.head : 0;
        height += style.card + 4 + style.line * (float)lines_of(view, i) + style.tail;
    }
    return height;
}

bool layout_line_is_live(const SimView *view, const LayoutLine *line) {
    if (line->endpoint >= 0)
        return view->endpoints[line->endpoint].is_healthy &&
               view->endpoints[line->endpoint].weight > 0 &&
               (line->node < 0 || view->nodes[line->node].is_alive);
    return line->node < 0 || view->nodes[line->node].is_in_dns;
}

/// The n-th line of a record: where it leads.
static LayoutLine line_of(const SimView *view, int32_t record, int32_t n) {
    LayoutLine line = {.record = record, .node = -1, .instance = -1, .endpoint = -1};
    const SimViewRecord *it = &view->records[record];
    const SimViewAccelerator *accelerator = layout_accelerator(view, record);
    if (!accelerator) {
        line.node = it->balancer >= 0 ? view->balancers[it->balancer].first_node + n : -1;
        line.instance = it->balancer >= 0 ? -1 : it->instance;
        return line;
    }
    for (int32_t i = 0; i < view->endpoint_count; i++) {
        const SimViewEndpoint *endpoint = &view->endpoints[i];
        if (view->endpoint_groups[endpoint->group].accelerator != it->accelerator) continue;
        int32_t lines = lines_of_endpoint(view, endpoint);
        if (n >= lines) {
            n -= lines;
            continue;
        }
        line.endpoint = i;
        line.node =
            endpoint->balancer >= 0 ? view->balancers[endpoint->balancer].first_node + n : -1;
        line.instance = endpoint->instance;
        break;
    }
    return line;
}

static float place_record(Layout *layout, const SimView *view, int32_t index, RecordStyle style,
                          float y) {
    LayoutRecord *record = &layout->record[index];
    DrawRect panel = layout->route53;
    if (is_first_of_name(view, index)) {
        record->head_y = y + style.head - 9;
        y += style.head;
    }
    float side = layout->is_small ? 6 : 8;
    record->card = draw_rect_make(panel.x + side, y, panel.w - 2 * side, style.card);
    y += style.card + 4;
    int32_t count = lines_of(view, index);
    for (int32_t i = 0; i < count; i++) {
        float at = y + (style.line >= 90 ? 48 : style.line >= 70 ? 38 : style.line - 6);
        LayoutLine line = line_of(view, index, i);
        line.y = at, line.has_text = style.line >= 28;
        line.has_note = style.line >= 70 && line.endpoint < 0;
        layout->lines[layout->line_count++] = line;
        y += style.line;
    }
    return y + style.tail;
}

void layout_route53(Layout *layout, const SimView *view) {
    int32_t lines = 0;
    for (int32_t i = 0; i < view->record_count; i++)
        lines += lines_of(view, i);
    layout->record = layout_array(layout, view->record_count, sizeof(LayoutRecord));
    layout->lines = layout_array(layout, lines, sizeof(LayoutLine));
    layout->line_count = 0;
    layout->records_hidden = 0;
    const RecordStyle styles[] = {{40, 62, 96, 24}, {36, 60, 76, 20}, {34, 56, 52, 14},
                                  {32, 56, 38, 12}, {30, 50, 34, 8},  {26, 50, 30, 4},
                                  {24, 28, 28, 2},  {24, 28, 14, 2},  {22, 26, 7, 2}};
    int32_t count = sizeof styles / sizeof styles[0], chosen = layout->is_small ? 3 : 0;
    float head = layout->is_small ? 37 : 41;
    layout->checks_shown =
        view->health_check_count < CHECK_ROWS ? view->health_check_count : CHECK_ROWS;
    // A record's card says how its check is, so that rows of checks give way to records.
    float y = layout->route53.y + head, least = records_height(view, styles[count - 1]);
    while (layout->checks_shown > 1 &&
           least > rect_bottom(layout->route53) - 4 - (float)layout->checks_shown * CHECK_ROW - y)
        layout->checks_shown--;
    float bottom = rect_bottom(layout->route53) - 4 - (float)layout->checks_shown * CHECK_ROW;
    while (chosen < count - 1 && records_height(view, styles[chosen]) > bottom - y)
        chosen++;
    for (int32_t i = 0; i < view->record_count; i++) {
        if (view->records[i].is_deleted) {
            layout->records_hidden += y > bottom;
            continue;
        }
        float next = place_record(layout, view, i, styles[chosen], y);
        y = next;
        if (y > bottom) {
            // No room: this record and the rest share the last line of the panel.
            layout->records_hidden++;
            layout->record[i].head_y = 0;
            layout->record[i].card =
                draw_rect_make(layout->route53.x + 8, bottom - 26, layout->route53.w - 16, 20);
            for (int32_t k = 0; k < layout->line_count; k++)
                if (layout->lines[k].record == i)
                    layout->lines[k].y = bottom - 1,
                    layout->lines[k].has_text = layout->lines[k].has_note = false;
        }
    }
    layout->record_end_y = y < bottom ? y : bottom;
}
