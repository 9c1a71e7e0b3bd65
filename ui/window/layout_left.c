// The two panels on the left. A city's block has a name, a small line of arrivals, and a row for
// each resolver; a record has its name, a card, and one line across the panel for each address it
// gives. When there is no room, in this order: details, sparklines, wide rows, then the last ones
// share a line that counts them; what is in trouble comes before the others then.
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

/// What a resolver holds is old, or no address at all.
static bool is_resolver_ill(const SimViewResolver *resolver) {
    return resolver->has_answer && (resolver->is_old || resolver->record < 0);
}

static void place_resolver(Layout *layout, LayoutClient *block, ClientStyle style, int32_t index,
                           int32_t row, int32_t count) {
    bool is_hidden = count > block->resolvers_shown && row >= block->resolvers_shown - 1;
    float y = block->resolver_y - style.resolver / 2;
    if (is_hidden) row = block->resolvers_shown - 1;
    layout->resolver_hidden[index] = is_hidden;
    layout->resolver[index] = draw_rect_make(layout->clients.x, y + (float)row * style.resolver,
                                             layout->clients.w, style.resolver);
    if (row < 0)
        layout->resolver[index] =
            draw_rect_make(layout->clients.x, block->rect.y, layout->clients.w, style.name);
}

static void place_client(Layout *layout, const SimView *view, int32_t index, ClientStyle style,
                         float y) {
    const SimViewClient *client = &view->clients[index];
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
    bool is_full = client->resolver_count > block->resolvers_shown;
    int32_t row = 0;
    for (int is_ill = 1; is_ill >= 0; is_ill--)
        for (int32_t i = client->first_resolver;
             i < client->first_resolver + client->resolver_count; i++)
            if ((is_full && is_resolver_ill(&view->resolvers[i])) == (is_ill == 1))
                place_resolver(layout, block, style, i, row++, client->resolver_count);
}

/// More than one request in a thousand was lost, or the way to a region is bad.
static bool is_client_ill(const SimViewClient *client) {
    return client->hurt_region >= 0 || client->failed_total > client->born_total / 1000;
}

static void order_clients(Layout *layout, const SimView *view, bool is_full) {
    int32_t row = 0;
    for (int is_ill = 1; is_ill >= 0; is_ill--)
        for (int32_t i = 0; i < view->client_count; i++)
            if ((is_full && is_client_ill(&view->clients[i])) == (is_ill == 1))
                layout->client_order[row++] = i;
}

void layout_clients(Layout *layout, const SimView *view) {
    layout->client = layout_array(layout, view->client_count, sizeof(LayoutClient));
    layout->client_order = layout_array(layout, view->client_count, sizeof(int32_t));
    layout->resolver = layout_array(layout, view->resolver_count, sizeof(DrawRect));
    layout->resolver_hidden = layout_array(layout, view->resolver_count, sizeof(bool));
    float head = layout->is_small ? 37 : 41;
    float y = layout->clients.y + head, room = layout->clients.h - head - 2;
    int32_t count = view->client_count, shown = count;
    if (count == 0) return;
    // Every city is named: at least the line of its name, and what does not fit is counted.
    while (shown > 1 && room / (float)shown < 26)
        shown--;
    layout->clients_hidden = count - shown;
    ClientStyle style = client_style(layout, view, room / (float)shown);
    order_clients(layout, view, shown < count);
    for (int32_t n = 0; n < count; n++) {
        int32_t row = n < shown ? n : shown - 1;
        place_client(layout, view, layout->client_order[n], style,
                     y + (float)row * client_height(style));
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
    return endpoint->balancer >= 0 ? layout_nodes(view, endpoint->balancer) : 1;
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
    return it->balancer >= 0 ? layout_nodes(view, it->balancer) : it->instance >= 0 ? 1 : 0;
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
        line.node = it->balancer >= 0 ? layout_nth_node(view, it->balancer, n) : -1;
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
        line.node = endpoint->balancer >= 0 ? layout_nth_node(view, endpoint->balancer, n) : -1;
        line.instance = endpoint->instance;
        break;
    }
    return line;
}

static float place_record(Layout *layout, const SimView *view, int32_t index, bool has_head,
                          RecordStyle style, float y) {
    LayoutRecord *record = &layout->record[index];
    DrawRect panel = layout->route53;
    if (has_head) {
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

static bool is_same_name(const SimView *view, int32_t a, int32_t b) {
    return strcmp(view->records[a].name, view->records[b].name) == 0;
}

static bool is_record_ill(const SimViewRecord *record) {
    return !record->is_deleted && record->is_judged && !record->is_healthy;
}

static bool has_ill_record(const SimView *view, int32_t name) {
    for (int32_t i = 0; i < view->record_count; i++)
        if (is_record_ill(&view->records[i]) && is_same_name(view, i, name)) return true;
    return false;
}

/// The records of a name stay together, ill ones first.
static int32_t order_name(const SimView *view, int32_t name, int32_t *order, int32_t count) {
    for (int is_ill = 1; is_ill >= 0; is_ill--)
        for (int32_t i = name; i < view->record_count; i++)
            if (!view->records[i].is_deleted && is_same_name(view, i, name) &&
                is_record_ill(&view->records[i]) == (is_ill == 1))
                order[count++] = i;
    return count;
}

/// The records that are shown, in the order of the file; where not all fit, names of which a record
/// is unhealthy before the others. Returns how many.
static int32_t order_records(const SimView *view, bool is_full, int32_t *order) {
    int32_t count = 0;
    for (int is_ill = 1; is_ill >= 0; is_ill--)
        for (int32_t i = 0; i < view->record_count; i++) {
            if (view->records[i].is_deleted) continue;
            if (!is_full && is_ill == 0) order[count++] = i;
            if (is_full && is_first_of_name(view, i) && has_ill_record(view, i) == (is_ill == 1))
                count = order_name(view, i, order, count);
        }
    return count;
}

/// No room: this record and the rest share the last line of the panel.
static void hide_record(Layout *layout, int32_t index, float bottom) {
    LayoutRecord *record = &layout->record[index];
    layout->records_hidden++;
    record->is_hidden = true, record->head_y = 0;
    record->card = draw_rect_make(layout->route53.x + 8, bottom - 26, layout->route53.w - 16, 20);
    for (int32_t k = 0; k < layout->line_count; k++)
        if (layout->lines[k].record == index)
            layout->lines[k].y = bottom - 1,
            layout->lines[k].has_text = layout->lines[k].has_note = false;
}

int32_t layout_check_of(const Layout *layout, const SimView *view, int32_t n) {
    bool is_full = layout->checks_shown < view->health_check_count;
    for (int is_ill = 1; is_ill >= 0; is_ill--)
        for (int32_t i = 0; i < view->health_check_count; i++)
            if ((is_full && !view->health_checks[i].is_healthy) == (is_ill == 1) && n-- == 0)
                return i;
    return -1;
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
    bool is_full = records_height(view, styles[chosen]) > bottom - y;
    int32_t *order = layout_array(layout, view->record_count, sizeof(int32_t));
    int32_t shown = order_records(view, is_full, order);
    for (int32_t n = 0; n < shown; n++) {
        bool has_head = is_full ? n == 0 || !is_same_name(view, order[n - 1], order[n])
                                : is_first_of_name(view, order[n]);
        y = place_record(layout, view, order[n], has_head, styles[chosen], y);
        if (y > bottom) hide_record(layout, order[n], bottom);
    }
    layout->record_end_y = y < bottom ? y : bottom;
}
