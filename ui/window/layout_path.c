// The ways of the map. Places stand in the order of a request's way: client, resolver, Route 53,
// node, rule, group, instance. A way between two of them is made of the pieces between, always from
// the earlier to the later, and turned round for an answer. The pieces are the very curves that are
// drawn, so that dots never leave their edge.
#include "window/layout.h"

enum { CURVE_STEPS = 14 };

static DrawPoint at(float x, float y) {
    return (DrawPoint){x, y};
}

/// A curve that leaves and arrives level.
static void level_curve(float x1, float y1, float x2, float y2, DrawPoint curve[4]) {
    float middle = (x1 + x2) / 2;
    curve[0] = at(x1, y1), curve[1] = at(middle, y1), curve[2] = at(middle, y2),
    curve[3] = at(x2, y2);
}

void layout_edge_resolver(const Layout *layout, int32_t resolver, int32_t line,
                          DrawPoint curve[4]) {
    float y = rect_middle_y(layout->resolver[resolver]);
    level_curve(rect_right(layout->clients), y, layout->route53.x, layout->lines[line].y, curve);
}

void layout_edge_node(const Layout *layout, int32_t line, DrawPoint curve[4]) {
    DrawRect node = layout->node[layout->lines[line].node];
    level_curve(rect_right(layout->route53), layout->lines[line].y, node.x, rect_middle_y(node),
                curve);
}

void layout_edge_group(const Layout *layout, const SimView *view, int32_t node, int32_t group,
                       DrawPoint curve[4]) {
    DrawRect from = layout->node[node], card = layout->rows[layout->row_of_group[group]].card;
    const SimViewBalancer *balancer = &view->balancers[view->nodes[node].balancer];
    float step = card.h / (float)(balancer->node_count + 3);
    float y = card.y + step * (float)(node - balancer->first_node + 2);
    level_curve(rect_right(from), rect_middle_y(from), card.x, y, curve);
}

float layout_rail_start(const Layout *layout, const LayoutRow *row) {
    if (row->rail_x > 0) return row->rail_x;
    if (row->card.w > 0) return rect_right(row->card);
    const LayoutRegion *region = &layout->region[row->region];
    return region->groups.w > 0 ? rect_right(region->groups) : region->rect.x;
}

void layout_edge_rail(const Layout *layout, int32_t line, const LayoutRow *row,
                      DrawPoint curve[4]) {
    float start = layout_rail_start(layout, row);
    level_curve(rect_right(layout->route53), layout->lines[line].y, start, row->rail_y, curve);
}

int32_t layout_line_of(const Layout *layout, int32_t record, int32_t node, int32_t instance) {
    int32_t found = -1;
    for (int32_t i = 0; i < layout->line_count; i++) {
        const LayoutLine *line = &layout->lines[i];
        bool fits = node >= 0 ? line->node == node : line->node < 0 && line->instance == instance;
        if (fits && (record < 0 || line->record == record)) return i;
        if (fits && found < 0) found = i;
    }
    return found;
}

/// A polyline that grows, and drops what its buffer cannot hold.
typedef struct Way {
    ScenePoint *points;
    int32_t count, capacity;
} Way;

static void go(Way *way, float x, float y) {
    if (way->count > 0) {
        ScenePoint last = way->points[way->count - 1];
        float dx = last.x - x, dy = last.y - y;
        if (dx * dx + dy * dy < 0.01f) return;
    }
    if (way->count < way->capacity) way->points[way->count++] = (ScenePoint){x, y};
}

static void go_curve(Way *way, const DrawPoint p[4]) {
    for (int32_t i = 0; i <= CURVE_STEPS; i++) {
        float t = (float)i / CURVE_STEPS, u = 1 - t;
        float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        go(way, a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
           a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y);
    }
}

static int rank(SimPlaceKind kind) {
    return (int)kind;
}

/// The resolver of a client through which a request to a node comes: one whose answer holds it,
/// else the first.
static int32_t resolver_for(const SimView *view, int32_t client, int32_t node) {
    const SimViewClient *it = &view->clients[client];
    if (it->resolver_count == 0) return -1;
    for (int32_t i = it->first_resolver; node >= 0 && i < it->first_resolver + it->resolver_count;
         i++) {
        int32_t bit = node - view->balancers[view->nodes[node].balancer].first_node;
        if (view->resolvers[i].has_answer && (view->resolvers[i].zone_mask >> bit & 1u)) return i;
    }
    return it->first_resolver;
}

/// The line across Route 53 that a way takes towards its end.
static int32_t line_towards(const Layout *layout, int32_t record, SimPlace to) {
    int32_t node = to.kind == SIM_PLACE_NODE ? to.index : -1;
    if (to.kind == SIM_PLACE_INSTANCE || node >= 0) {
        int32_t line =
            layout_line_of(layout, record, node, to.kind == SIM_PLACE_INSTANCE ? to.index : -1);
        if (line >= 0) return line;
    }
    for (int32_t i = 0; i < layout->line_count; i++)
        if (layout->lines[i].record == record) return i;
    return layout->line_count > 0 ? 0 : -1;
}

static void go_rail(Way *way, const Layout *layout, const SimView *view, int32_t instance) {
    const LayoutRow *row = layout_row_of(layout, view, instance);
    DrawRect tile = layout->instance[instance];
    float x = rect_middle_x(tile);
    go(way, layout_rail_start(layout, row), row->rail_y);
    if (tile.y > row->tiles_y + 1) { // a later line: down beside the tiles above it
        go(way, tile.x - 4, row->rail_y);
        go(way, tile.x - 4, tile.y - 3);
        go(way, x, tile.y - 3);
        return;
    }
    go(way, x - 6, row->rail_y);
    go(way, x - 1.5f, row->rail_y + 2);
    go(way, x, row->rail_y + 6);
    go(way, x, tile.y + 2); // and not over its words
}

/// Along the edge of a card to its rail, so that no dot runs over its words.
static void go_card(Way *way, const Layout *layout, int32_t group) {
    const LayoutRow *row = &layout->rows[layout->row_of_group[group]];
    go(way, row->card.x + 2, row->card.y);
    go(way, rect_right(row->card) - 5, row->card.y);
    go(way, rect_right(row->card), row->rail_y);
}

static void go_group(Way *way, const Layout *layout, const SimView *view, int32_t node,
                     int32_t group) {
    DrawPoint curve[4];
    if (node >= 0 && layout->rows[layout->row_of_group[group]].card.w > 0) {
        layout_edge_group(layout, view, node, group, curve);
        go_curve(way, curve);
    }
}

/// From the clients' side to the end of an address line.
static void go_dns(Way *way, const Layout *layout, int32_t resolver, int32_t line, bool is_across) {
    DrawPoint curve[4];
    if (layout->route53.w <= 0 || line < 0) return;
    if (resolver >= 0) {
        layout_edge_resolver(layout, resolver, line, curve);
        go_curve(way, curve);
    }
    if (is_across)
        go(way, layout->route53.x, layout->lines[line].y),
            go(way, rect_right(layout->route53), layout->lines[line].y);
}

/// From an address line into the region, to the node or straight to the rail.
static void go_in(Way *way, const Layout *layout, const SimView *view, int32_t line, SimPlace to) {
    DrawPoint curve[4];
    if (line < 0) return;
    if (to.kind == SIM_PLACE_NODE && layout->lines[line].node == to.index) {
        layout_edge_node(layout, line, curve);
        go_curve(way, curve);
    } else if (to.kind == SIM_PLACE_INSTANCE) {
        layout_edge_rail(layout, line, layout_row_of(layout, view, to.index), curve);
        go_curve(way, curve);
    }
}

/// A way that begins on the left of the balancers.
static void go_from_left(Way *way, const Layout *layout, const SimView *view, SimPlace from,
                         SimPlace to) {
    int32_t resolver = -1, record = -1;
    if (from.kind == SIM_PLACE_CLIENT) {
        resolver = resolver_for(view, from.index, to.kind == SIM_PLACE_NODE ? to.index : -1);
        if (to.kind == SIM_PLACE_RESOLVER) resolver = to.index;
        DrawRect rect = layout->client[from.index].rect;
        float y = resolver >= 0 ? rect_middle_y(layout->resolver[resolver]) : rect_middle_y(rect);
        // In flight to its resolver a request stays in the block; any further way begins at the
        // panel's edge.
        if (rank(to.kind) <= SIM_PLACE_RESOLVER)
            go(way, rect_right(rect) - 28, layout->client[from.index].name_y + 6);
        go(way, rect_right(rect), y);
    } else if (from.kind == SIM_PLACE_RESOLVER) {
        resolver = from.index;
        go(way, rect_right(layout->clients), rect_middle_y(layout->resolver[resolver]));
    } else {
        record = from.index;
    }
    if (to.kind == SIM_PLACE_RESOLVER || to.kind == SIM_PLACE_CLIENT) return;
    if (to.kind == SIM_PLACE_ROUTE53)
        record = to.index;
    else if (resolver >= 0)
        record = view->resolvers[resolver].record;
    int32_t line = line_towards(layout, record, to);
    go_dns(way, layout, resolver, line, to.kind != SIM_PLACE_ROUTE53);
    go_in(way, layout, view, line, to);
}

/// The balancer's node in the zone of an instance, else its first: where a way that skips the node
/// is thought to pass.
static int32_t node_of_group(const SimView *view, int32_t group) {
    int32_t balancer = view->groups[group].balancer;
    return balancer >= 0 && view->balancers[balancer].node_count > 0
               ? layout_nth_node(view, balancer, 0)
               : -1;
}

static void go_from_rule(Way *way, const Layout *layout, int32_t rule, int32_t group) {
    DrawRect from = layout->rule[rule], card = layout->rows[layout->row_of_group[group]].card;
    DrawPoint curve[4];
    level_curve(rect_right(from), rect_middle_y(from), card.x, rect_middle_y(card), curve);
    go_curve(way, curve);
}

/// A way that begins in a region.
static void go_within(Way *way, const Layout *layout, const SimView *view, SimPlace from,
                      SimPlace to) {
    int32_t group = to.kind == SIM_PLACE_GROUP ? to.index : -1;
    if (to.kind == SIM_PLACE_INSTANCE && from.kind != SIM_PLACE_GROUP)
        group = view->instances[to.index].first_group;
    if (from.kind == SIM_PLACE_NODE) {
        DrawRect node = layout->node[from.index];
        go(way, rect_right(node), rect_middle_y(node));
        if (to.kind == SIM_PLACE_RULE)
            go(way, rect_right(node) - 4, rect_middle_y(layout->rule[to.index])),
                go(way, rect_middle_x(layout->rule[to.index]),
                   rect_middle_y(layout->rule[to.index]));
        else if (group >= 0)
            go_group(way, layout, view, from.index, group);
    } else if (from.kind == SIM_PLACE_RULE && group >= 0) {
        go_from_rule(way, layout, from.index, group);
    }
    if (group >= 0 && to.kind == SIM_PLACE_INSTANCE && from.kind != SIM_PLACE_GROUP) {
        go_card(way, layout, group);
    } else if (from.kind == SIM_PLACE_GROUP && to.kind == SIM_PLACE_INSTANCE) {
        go(way, layout_rail_start(layout, layout_row_of(layout, view, to.index)),
           layout_row_of(layout, view, to.index)->rail_y);
    }
}

static bool is_on_map(const Layout *layout, SimPlace place) {
    return layout_place(layout, place).w > 0;
}

static void go_all(Way *way, const Layout *layout, const SimView *view, SimPlace from,
                   SimPlace to) {
    if (rank(from.kind) >= SIM_PLACE_NODE) {
        go_within(way, layout, view, from, to);
    } else if (rank(to.kind) <= SIM_PLACE_NODE) {
        go_from_left(way, layout, view, from, to);
    } else {
        int32_t group = to.kind == SIM_PLACE_GROUP      ? to.index
                        : to.kind == SIM_PLACE_INSTANCE ? view->instances[to.index].first_group
                                                        : -1;
        bool is_plain =
            to.kind == SIM_PLACE_INSTANCE && layout_line_of(layout, -1, -1, to.index) >= 0;
        int32_t node = group >= 0 && !is_plain ? node_of_group(view, group) : -1;
        if (to.kind == SIM_PLACE_RULE)
            node =
                layout_nth_node(view, view->listeners[view->rules[to.index].listener].balancer, 0);
        SimPlace middle = node >= 0 ? (SimPlace){SIM_PLACE_NODE, node} : to;
        go_from_left(way, layout, view, from, middle);
        if (node >= 0) go_within(way, layout, view, middle, to);
    }
    if (to.kind == SIM_PLACE_INSTANCE) go_rail(way, layout, view, to.index);
}

int32_t layout_path(const Layout *layout, const SimView *view, SimPlace from, SimPlace to,
                    ScenePoint *points, int32_t capacity) {
    if (!is_on_map(layout, from) || !is_on_map(layout, to)) return 0;
    bool is_back = rank(from.kind) > rank(to.kind);
    Way way = {points, 0, capacity};
    go_all(&way, layout, view, is_back ? to : from, is_back ? from : to);
    for (int32_t i = 0; is_back && i < way.count / 2; i++) {
        ScenePoint held = points[i];
        points[i] = points[way.count - 1 - i], points[way.count - 1 - i] = held;
    }
    return way.count;
}

/// Where dots wait in a tile: stacked at its right, as the tile draws its queue; at work: along the
/// load bar.
static ScenePoint rest_in_tile(DrawRect tile, bool is_queued, int32_t n) {
    if (tile.w < 50) return (ScenePoint){rect_middle_x(tile), rect_middle_y(tile)};
    if (tile.h > 150) { // a server alone: on its squares
        float inner = tile.w - 32;
        int32_t columns = (int32_t)((inner + 3) / (is_queued ? 10 : 20));
        float pitch = is_queued ? 10 : 20, half = pitch / 2 - 1.5f;
        return (ScenePoint){tile.x + 16 + half + pitch * (float)(n % columns),
                            tile.y + (is_queued ? 135 : 87) + half +
                                (is_queued ? pitch * (float)(n / columns % 2) : 0)};
    }
    if (tile.h < 60 && tile.w >= 90) // slim: beside the glyph
        return (ScenePoint){
            tile.x + (is_queued ? tile.w - 9 : 27 + (tile.w - 72) * ((float)(n % 8) + 0.5f) / 8),
            tile.y + (is_queued ? 22 - 8 * (float)(n % 2) : 36)};
    bool is_large = tile.h > 110, is_wide = tile.w >= 90;
    if (is_queued) {
        float bottom = is_large ? 33 : tile.h > 80 ? 31 : is_wide ? 26 : 42;
        return (ScenePoint){rect_right(tile) - (is_large ? 11 : 9),
                            tile.y + bottom - 8 * (float)(n % 3)};
    }
    float left = is_large  ? 10
                 : is_wide ? 8
                           : 7,
          bar = is_large  ? tile.w - 62
                : is_wide ? tile.w - 58
                          : tile.w - 14;
    float y = is_large ? 68 : is_wide ? (tile.h > 80 ? 65 : 57) : 55;
    return (ScenePoint){tile.x + left + bar * ((float)(n % 8) + 0.5f) / 8,
                        tile.y + y - 2 * (float)(n / 8 % 3)};
}

ScenePoint layout_rest(const Layout *layout, SimPlace place, bool is_queued, int32_t n) {
    DrawRect rect = layout_place(layout, place);
    if (place.kind == SIM_PLACE_INSTANCE) return rest_in_tile(rect, is_queued, n);
    if (place.kind == SIM_PLACE_CLIENT || place.kind == SIM_PLACE_RESOLVER)
        return (ScenePoint){rect_right(rect) - 4 + 7 * (float)(n % 2),
                            rect_middle_y(rect) + 6 * (float)(n / 2 % 3 - 1)};
    return (ScenePoint){rect_right(rect) - 6 - 9 * (float)(n % 6),
                        rect_bottom(rect) - 5 - 9 * (float)(n / 6 % 2)};
}
