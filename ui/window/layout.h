/// The inside of a layout: rectangles in px, one for each thing that can be seen. Only the files
/// that draw a frame, follow a path or answer the mouse look in here; everybody else asks through
/// scene.h.
#pragma once

#include "window/scene.h"

/// How much a tile can say, from the most to the least.
typedef enum TileSize {
    TILE_SERVER,
    TILE_LARGE,
    TILE_FULL,
    TILE_COMPACT,
    TILE_SMALL,
    TILE_SLIM,
    TILE_MINI,
    TILE_CELL
} TileSize;

typedef struct LayoutClient {
    DrawRect rect;    ///< the whole block
    float name_y;     ///< baseline of the city
    DrawRect spark;   ///< height 0: gave way
    float detail_y;   ///< baseline of the line about users; 0: gave way
    float resolver_y; ///< centre of the first resolver
    float resolver_pitch;
    int32_t resolvers_shown; ///< rows; those that have none share the last line, "+N resolvers"
} LayoutClient;

typedef struct LayoutRecord {
    float head_y; ///< baseline of the name; 0: the name stands above an earlier record, or gave way
    DrawRect card;  ///< height 0: gave way
    bool is_hidden; ///< shares the last line, "+N records"
} LayoutRecord;

/// An address that Route 53 gives: a line across its panel on which dots travel.
typedef struct LayoutLine {
    int32_t record, node; ///< node -1: the plain address of an instance
    int32_t instance;     ///< that instance; -1
    int32_t endpoint;     ///< of an accelerator, to which the line leads; -1: DNS gives an address
    float y;
    bool has_text; ///< its address is written above it
    bool has_note; ///< and below it, how many caches hold it
} LayoutLine;

/// A row of tiles: those of one group in all zones of a region.
typedef struct LayoutRow {
    int32_t region, group; ///< group -1: instances that stand in no group
    DrawRect band;         ///< from the rail's lead to the tail
    DrawRect card;         ///< width 0: no card
    float rail_y, tiles_y;
    float rail_x; ///< where its rail begins; 0: at its card, or at the column of cards
    int32_t step; ///< index of a tile's kind, see layout_tile
} LayoutRow;

typedef struct LayoutRegion {
    DrawRect rect, body;
    DrawRect groups; ///< the column of group cards; width 0: none
    int32_t first_row, row_count;
} LayoutRegion;

/// A kind of tile: how wide, how high, how far apart.
typedef struct LayoutTile {
    TileSize size;
    float width_min, width_max, height, gap;
} LayoutTile;

typedef struct LayoutArray {
    void *items;
    int32_t capacity;
} LayoutArray;

struct Layout {
    float width, height, margin;
    bool is_small; ///< 1280x720 and below: content gives way
    bool is_tiny;  ///< narrower than 1200 px
    DrawRect topbar, clients, route53, legend, map, caption, charts, timeline, track, keys, timers,
        alarms, scaling;
    int32_t chart_slots;
    float client_end_y, record_end_y;
    int32_t checks_shown; ///< rows at the foot of the panel of Route 53
    int32_t clients_hidden, records_hidden;

    LayoutClient *client;
    int32_t *client_order; ///< who stands in which row; where not all fit, those in trouble first
    DrawRect *resolver;
    bool *resolver_hidden; ///< shares its city's last line
    LayoutRecord *record;
    LayoutLine *lines;
    int32_t line_count;
    LayoutRegion *region;
    DrawRect *zone;
    DrawRect *balancer;
    DrawRect *node;
    DrawRect *listener; ///< its heading; height 0: gave way
    DrawRect *rule;
    DrawRect *rule_more; ///< one a balancer: "+N rules"; height 0: all are shown
    bool *rule_hidden;
    LayoutRow *rows;
    int32_t row_count;
    int32_t *row_of_group,
        *row_of_region;  ///< the row of a group; the row without a group, -1: none
    int32_t *cell_count; ///< instances in a row and zone: [row * zone_count + zone]
    DrawRect *instance;
    int32_t *target_of_instance; ///< its registration in the group of its row; -1: none

    int32_t zone_count, client_count, resolver_count, record_count, region_count, balancer_count,
        node_count;
    int32_t listener_count, rule_count, group_count, instance_count;
    LayoutArray arrays[26];
    int32_t array_count;
};

/// The next array of the layout with room for `count` items, all zero; kept from one update to the
/// next.
void *layout_array(Layout *layout, int32_t count, size_t size);

/// Fills the two panels on the left: clients and resolvers, records and address lines.
void layout_clients(Layout *layout, const SimView *view);
void layout_route53(Layout *layout, const SimView *view);
/// The accelerator that a record is an alias of; NULL: none.
const SimViewAccelerator *layout_accelerator(const SimView *view, int32_t record);
/// Which health check is shown n-th: where not all fit, unhealthy ones first.
int32_t layout_check_of(const Layout *layout, const SimView *view, int32_t n);
/// Whether a line leads where new connections or answers may go now.
bool layout_line_is_live(const SimView *view, const LayoutLine *line);
/// Health checks have rows at the foot of Route 53's panel, so many at most and so high.
#define CHECK_ROWS 4
#define CHECK_ROW  20
/// Fills the regions: balancers, groups, zones, instances.
void layout_regions(Layout *layout, const SimView *view);

/// The kind of tile at a step, 0 the largest; there are `layout_tile_steps()`.
LayoutTile layout_tile(int32_t step);
int32_t layout_tile_steps(void);
/// Tiles abreast in a zone, and their width.
int32_t layout_columns(const Layout *layout, int32_t zone, LayoutTile tile, float *width);
/// Where the n-th tile of a row and zone stands.
DrawRect layout_slot(const Layout *layout, const LayoutRow *row, int32_t zone, int32_t n);

/// The row an instance stands in.
const LayoutRow *layout_row_of(const Layout *layout, const SimView *view, int32_t instance);
/// The box of a place; width 0 when it is not on the map.
DrawRect layout_place(const Layout *layout, SimPlace place);
/// Where chart `index` stands on its page; width 0: on another page.
DrawRect layout_chart(const Layout *layout, int32_t chart_count, int32_t page, int32_t index);
int32_t layout_chart_pages(const Layout *layout, int32_t chart_count);
/// The same of a scene's charts, which may be widgets on the grid of a dashboard: six of its rows
/// are a page. On a small window widgets stand in a row, as charts do.
DrawRect layout_panel(const Layout *layout, const Scene *scene, int32_t index);
int32_t layout_panel_pages(const Layout *layout, const Scene *scene);
/// Where hint `index` stands; width 0: there was no room for it.
DrawRect layout_hint(const Layout *layout, const Scene *scene, int32_t index);
/// The time under the mouse in chart `index`.
SimTime layout_chart_time(const Layout *layout, const Scene *scene, int32_t index, float x);
/// px on the timeline's track of a time, and back.
float layout_time_x(const Layout *layout, const SimView *view, SimTime time);
SimTime layout_x_time(const Layout *layout, const SimView *view, float x);

/// Whether a node is drawn: its zone is enabled, or was until lately.
bool layout_node_is_there(const SimView *view, int32_t node);
/// How many nodes of a balancer are drawn, and the n-th of them.
int32_t layout_nodes(const SimView *view, int32_t balancer);
int32_t layout_nth_node(const SimView *view, int32_t balancer, int32_t n);

/// The edges of the map as cubic curves of four points; drawing and dots share them.
void layout_edge_resolver(const Layout *layout, int32_t resolver, int32_t line, DrawPoint curve[4]);
void layout_edge_node(const Layout *layout, int32_t line, DrawPoint curve[4]);
void layout_edge_group(const Layout *layout, const SimView *view, int32_t node, int32_t group,
                       DrawPoint curve[4]);
/// From an address line straight to the rail of a row without a balancer.
void layout_edge_rail(const Layout *layout, int32_t line, const LayoutRow *row, DrawPoint curve[4]);
/// Where alarms stand in the panel of alarms: how many fit, and the box of the n-th shown.
int32_t layout_alarms_shown(const Layout *layout, const SimView *view);
DrawRect layout_alarm(const Layout *layout, const SimView *view, int32_t n);
/// Which alarm is shown n-th: those in ALARM first, then those without data.
int32_t layout_alarm_of(const SimView *view, int32_t n);
/// Where a row's rail begins.
float layout_rail_start(const Layout *layout, const LayoutRow *row);
/// The line of the Route 53 panel that leads to a node or an instance by a record (-1: any); -1:
/// none.
int32_t layout_line_of(const Layout *layout, int32_t record, int32_t node, int32_t instance);

static inline float rect_right(DrawRect rect) {
    return rect.x + rect.w;
}
static inline float rect_bottom(DrawRect rect) {
    return rect.y + rect.h;
}
static inline float rect_middle_x(DrawRect rect) {
    return rect.x + rect.w / 2;
}
static inline float rect_middle_y(DrawRect rect) {
    return rect.y + rect.h / 2;
}
