// A region is read from left to right: a balancer's nodes and rules, its target groups as rows, the
// zones as columns, and an instance where its row and its column cross. Tiles begin as large as
// they can be; as long as the rows are too high together, the highest row takes the next smaller
// kind of tile.
#include "window/layout.h"

/// px below which a region has its heading closer.
enum { REGION_LOW = 170 };

/// Steps of `tiles` that choosing begins and ends with.
enum { STEP_SMALL = 4, STEP_MINI = 6 };

static const LayoutTile tiles[] = {
    {TILE_SERVER, 236, 320, 192, 16}, {TILE_LARGE, 114, 152, 118, 8}, {TILE_FULL, 100, 116, 96, 6},
    {TILE_COMPACT, 100, 116, 70, 6},  {TILE_SMALL, 62, 74, 64, 4},    {TILE_SLIM, 100, 116, 48, 6},
    {TILE_MINI, 40, 46, 42, 4},       {TILE_CELL, 26, 26, 26, 3},     {TILE_CELL, 18, 18, 18, 2},
    {TILE_CELL, 12, 12, 12, 2},       {TILE_CELL, 10, 10, 10, 2},     {TILE_CELL, 8, 8, 8, 2},
    {TILE_CELL, 7, 7, 7, 1},          {TILE_CELL, 5, 5, 5, 1},        {TILE_CELL, 3, 3, 3, 1},
};

int32_t layout_tile_steps(void) {
    return sizeof tiles / sizeof tiles[0];
}

LayoutTile layout_tile(int32_t step) {
    SIM_ASSERT(step >= 0 && step < layout_tile_steps());
    return tiles[step];
}

static float zone_pad(const Layout *layout) {
    return layout->is_small ? 5 : 8;
}

int32_t layout_columns(const Layout *layout, int32_t zone, LayoutTile tile, float *width) {
    float inner = layout->zone[zone].w - 2 * zone_pad(layout) + tile.gap;
    int32_t columns = (int32_t)(inner / (tile.width_min + tile.gap));
    float w = columns > 0 ? inner / (float)columns - tile.gap : 0;
    if (width) *width = w > tile.width_max ? tile.width_max : w;
    return columns;
}

DrawRect layout_slot(const Layout *layout, const LayoutRow *row, int32_t zone, int32_t n) {
    LayoutTile tile = layout_tile(row->step);
    float width = 0;
    int32_t columns = layout_columns(layout, zone, tile, &width);
    if (columns < 1) columns = 1;
    float x = layout->zone[zone].x + zone_pad(layout) + (float)(n % columns) * (width + tile.gap);
    if (tile.size == TILE_SERVER) {
        // The few that stand alone stand in the middle.
        int32_t count = layout->cell_count[(row - layout->rows) * layout->zone_count + zone];
        float used = (float)(count < columns ? count : columns) * (width + tile.gap) - tile.gap;
        x += (layout->zone[zone].w - 2 * zone_pad(layout) - used) / 2;
    }
    return draw_rect_make(x, row->tiles_y + (float)(n / columns) * (tile.height + tile.gap), width,
                          tile.height);
}

const LayoutRow *layout_row_of(const Layout *layout, const SimView *view, int32_t instance) {
    const SimViewInstance *it = &view->instances[instance];
    int32_t row = it->first_group >= 0 ? layout->row_of_group[it->first_group]
                                       : layout->row_of_region[it->region];
    SIM_ASSERT(row >= 0);
    return &layout->rows[row];
}

/// px that the tiles of a row need in the zone that has most of them; more than any window when
/// they are too wide.
static float tiles_height(const Layout *layout, const SimView *view, const LayoutRow *row) {
    LayoutTile tile = layout_tile(row->step);
    const SimViewRegion *region = &view->regions[row->region];
    float most = tile.size == TILE_CELL ? 18 : tile.height;
    for (int32_t z = region->first_zone; z < region->first_zone + region->zone_count; z++) {
        int32_t count = layout->cell_count[(row - layout->rows) * layout->zone_count + z];
        int32_t columns = layout_columns(layout, z, tile, NULL);
        if (columns < 1) return 1e6f;
        float height =
            (float)((count + columns - 1) / columns) * (tile.height + tile.gap) - tile.gap;
        most = height > most ? height : most;
    }
    return most;
}

/// How tight the rows are: what a card needs at least, and the room above and below the tiles.
typedef struct RowStyle {
    float card, lead, tail;
} RowStyle;

static float row_height(const Layout *layout, const SimView *view, const LayoutRow *row,
                        RowStyle style) {
    float tiles_h = tiles_height(layout, view, row),
          card = row->group < 0 ? 0 : style.card - style.lead;
    return style.lead + (tiles_h > card ? tiles_h : card) + style.tail;
}

static float rows_height(const Layout *layout, const SimView *view, const LayoutRegion *region,
                         RowStyle style) {
    float sum = 0;
    for (int32_t i = 0; i < region->row_count; i++)
        sum += row_height(layout, view, &layout->rows[region->first_row + i], style);
    return sum;
}

static void set_steps(Layout *layout, const LayoutRegion *region, int32_t step) {
    for (int32_t i = 0; i < region->row_count; i++)
        layout->rows[region->first_row + i].step = step;
}

/// Makes the tiles of the highest row, and of those as high, one step smaller; false when all are
/// the smallest.
static bool demote_highest(Layout *layout, const SimView *view, const LayoutRegion *region,
                           RowStyle style, int32_t step_last) {
    float highest = 0;
    bool was_any = false;
    for (int pass = 0; pass < 2; pass++)
        for (int32_t i = 0; i < region->row_count; i++) {
            LayoutRow *row = &layout->rows[region->first_row + i];
            float height = row_height(layout, view, row, style);
            bool is_card_higher =
                row->group >= 0 && tiles_height(layout, view, row) <= style.card - style.lead;
            if (row->step >= step_last || is_card_higher) continue;
            if (pass == 0)
                highest = height > highest ? height : highest;
            else if (height >= highest - 0.5f)
                row->step++, was_any = true;
        }
    return was_any;
}

/// Makes rows of small tiles smaller one after the other, down to tiles of step `step_last`, until
/// they fit.
static bool fit_rows(Layout *layout, const SimView *view, const LayoutRegion *region,
                     RowStyle style, float room, int32_t step_last) {
    set_steps(layout, region, STEP_SMALL);
    while (rows_height(layout, view, region, style) > room)
        if (!demote_highest(layout, view, region, style, step_last)) return false;
    return true;
}

/// Tiles with words are alike in all rows, so that rows can be compared. When they are too high,
/// the fullest rows get smaller tiles, then the cards give way, and cells come last.
static RowStyle choose_tiles(Layout *layout, const SimView *view, const LayoutRegion *region,
                             float room) {
    const RowStyle styles[] = {
        {layout->is_small ? 72 : 88, 16, 8}, {48, 14, 6}, {30, 12, 4}, {26, 9, 2}};
    const int32_t count = sizeof styles / sizeof styles[0];
    // Servers without a group, a few of them, are shown with their workers one by one.
    bool is_alone = region->row_count == 1 && layout->rows[region->first_row].group < 0;
    for (int32_t i = 0; i < count - 1; i++) {
        for (int32_t step = is_alone                ? 0
                            : layout->width >= 2400 ? 1
                                                    : 2;
             step <= STEP_SMALL; step++) {
            set_steps(layout, region, step);
            if (rows_height(layout, view, region, styles[i]) <= room) return styles[i];
        }
        if (fit_rows(layout, view, region, styles[i], room, STEP_MINI)) return styles[i];
    }
    for (int32_t i = 0;; i++)
        if (fit_rows(layout, view, region, styles[i], room, layout_tile_steps() - 1) ||
            i == count - 1)
            return styles[i];
}

/// Lays rows out one below the other; room that is left goes between them, up to a point. Returns
/// where they end.
static float place_tiles(Layout *layout, const SimView *view, LayoutRegion *region, float top,
                         float room, float room_min) {
    RowStyle style = choose_tiles(layout, view, region, room);
    float needed = rows_height(layout, view, region, style);
    float spare = region->row_count > 0 ? (room - needed) / (float)region->row_count : 0;
    float spare_max = layout->is_small ? 30 : layout->width >= 2400 ? 84 : 36;
    float spare_min = region->row_count > 0 ? (room_min - needed) / (float)region->row_count : 0;
    spare_max = spare_min > spare_max ? spare_min : spare_max;
    spare = spare < 0 ? 0 : spare > spare_max ? spare_max : spare;
    float y = top;
    for (int32_t i = 0; i < region->row_count; i++) {
        LayoutRow *row = &layout->rows[region->first_row + i];
        float height = row_height(layout, view, row, style) + spare;
        row->band = draw_rect_make(region->body.x, y, region->body.w, height);
        row->rail_y = y + style.lead / 2;
        row->tiles_y = y + style.lead;
        if (layout_tile(row->step).size == TILE_SERVER) {
            row->tiles_y = y + (height - tiles_height(layout, view, row)) / 2;
            row->rail_y = row->tiles_y - 14 > y + 3 ? row->tiles_y - 14 : y + 3;
        }
        float card_h = height - style.tail < 140 ? height - style.tail : 140;
        if (row->group >= 0)
            row->card = draw_rect_make(region->groups.x, y, region->groups.w, card_h);
        y += height;
    }
    return y;
}

static void place_instances(Layout *layout, const SimView *view) {
    for (int32_t i = 0; i < layout->row_count * layout->zone_count; i++)
        layout->cell_count[i] = 0;
    for (int32_t i = 0; i < view->instance_count; i++) {
        layout->instance[i] = (DrawRect){0};
        if (view->instances[i].is_absent) continue;
        const LayoutRow *row = layout_row_of(layout, view, i);
        int32_t zone = view->instances[i].zone;
        int32_t *count = &layout->cell_count[(row - layout->rows) * layout->zone_count + zone];
        layout->instance[i] = layout_slot(layout, row, zone, (*count)++);
    }
}

static void count_cells(Layout *layout, const SimView *view) {
    for (int32_t i = 0; i < view->instance_count; i++) {
        layout->target_of_instance[i] = -1;
        if (view->instances[i].is_absent) continue;
        const LayoutRow *row = layout_row_of(layout, view, i);
        layout->cell_count[(row - layout->rows) * layout->zone_count + view->instances[i].zone]++;
    }
    for (int32_t t = 0; t < view->target_count; t++) {
        int32_t instance = view->targets[t].instance;
        if (layout->target_of_instance[instance] < 0 &&
            view->instances[instance].first_group == view->targets[t].group)
            layout->target_of_instance[instance] = t;
    }
}

/// Rows of all regions: one a group, and one for instances without a group where there are any.
static void make_rows(Layout *layout, const SimView *view) {
    int32_t row_max = view->group_count + view->region_count;
    layout->rows = layout_array(layout, row_max + 1, sizeof(LayoutRow));
    layout->row_of_group = layout_array(layout, view->group_count, sizeof(int32_t));
    layout->row_of_region = layout_array(layout, view->region_count, sizeof(int32_t));
    layout->row_count = 0;
    // The row behind the last one is nowhere: that of groups that were deleted.
    layout->rows[row_max] = (LayoutRow){.group = -1};
    for (int32_t g = 0; g < view->group_count; g++)
        layout->row_of_group[g] = row_max;
    for (int32_t r = 0; r < view->region_count; r++) {
        layout->region[r].first_row = layout->row_count;
        for (int32_t g = 0; g < view->group_count; g++) {
            if (view->groups[g].region != r || view->groups[g].is_deleted) continue;
            layout->row_of_group[g] = layout->row_count;
            layout->rows[layout->row_count++] = (LayoutRow){.region = r, .group = g};
        }
        layout->row_of_region[r] = -1;
        for (int32_t i = 0; i < view->instance_count; i++)
            if (view->instances[i].region == r && view->instances[i].first_group < 0 &&
                layout->row_of_region[r] < 0) {
                layout->row_of_region[r] = layout->row_count;
                layout->rows[layout->row_count++] = (LayoutRow){.region = r, .group = -1};
            }
        layout->region[r].row_count = layout->row_count - layout->region[r].first_row;
    }
}

/// What a balancer's box holds, from the generous to the bare.
typedef struct BalancerStyle {
    float head, node, node_gap, listener, rule, rule_gap;
} BalancerStyle;

static const BalancerStyle balancer_styles[] = {{38, 58, 22, 36, 30, 8}, {38, 56, 14, 36, 28, 6},
                                                {36, 56, 8, 32, 26, 4},  {32, 34, 12, 30, 26, 4},
                                                {30, 32, 6, 28, 24, 2},  {28, 30, 4, 26, 22, 1},
                                                {26, 24, 3, 24, 20, 0},  {24, 20, 2, 22, 18, 0}};

static void count_rules(const SimView *view, int32_t balancer, int32_t *listeners, int32_t *rules) {
    const SimViewBalancer *it = &view->balancers[balancer];
    *listeners = it->listener_count, *rules = 0;
    for (int32_t i = 0; i < it->listener_count; i++)
        *rules += view->listeners[view->listener_order[it->first_listener + i]].rule_count;
}

static float balancer_height(const SimView *view, int32_t balancer, BalancerStyle style) {
    int32_t listeners, rules;
    count_rules(view, balancer, &listeners, &rules);
    float nodes = (float)layout_nodes(view, balancer) * (style.node + style.node_gap);
    return style.head + nodes + (float)listeners * style.listener +
           (float)rules * (style.rule + style.rule_gap) + 10;
}

static void place_rules(Layout *layout, const SimView *view, int32_t balancer, BalancerStyle style,
                        float y) {
    const SimViewBalancer *it = &view->balancers[balancer];
    DrawRect box = layout->balancer[balancer];
    float side = layout->is_small ? 6 : 8, bottom = rect_bottom(box) - 4;
    float more_y = bottom - 22;
    bool is_full = false;
    float needed = 0;
    for (int32_t i = 0; i < it->listener_count; i++)
        needed += style.listener +
                  (float)view->listeners[view->listener_order[it->first_listener + i]].rule_count *
                      (style.rule + style.rule_gap);
    float limit = y + needed <= bottom ? bottom : more_y;
    layout->rule_more[balancer] = (DrawRect){0};
    for (int32_t n = it->first_listener; n < it->first_listener + it->listener_count; n++) {
        int32_t i = view->listener_order[n];
        const SimViewListener *listener = &view->listeners[i];
        if (!is_full && y + style.listener <= limit)
            layout->listener[i] = draw_rect_make(box.x, y, box.w, style.listener),
            y += style.listener;
        else
            layout->listener[i] = (DrawRect){0};
        for (int32_t k = listener->first_rule; k < listener->first_rule + listener->rule_count;
             k++) {
            int32_t r = view->rule_order[k];
            is_full = is_full || y + style.rule > limit;
            layout->rule_hidden[r] = is_full;
            layout->rule[r] = draw_rect_make(box.x + side, is_full ? more_y : y, box.w - 2 * side,
                                             is_full ? 20 : style.rule);
            y += is_full ? 0 : style.rule + style.rule_gap;
        }
    }
    if (is_full && more_y >= y - style.rule_gap)
        layout->rule_more[balancer] = draw_rect_make(box.x + side, more_y, box.w - 2 * side, 20);
}

/// Returns where its content ends.
static float place_balancer(Layout *layout, const SimView *view, int32_t balancer, DrawRect box) {
    int32_t count = sizeof balancer_styles / sizeof balancer_styles[0],
            chosen = layout->is_small ? 3 : 0;
    while (chosen < count - 1 && balancer_height(view, balancer, balancer_styles[chosen]) > box.h)
        chosen++;
    BalancerStyle style = balancer_styles[chosen];
    layout->balancer[balancer] = box;
    float side = layout->is_small ? 6 : 8, y = box.y + style.head;
    const SimViewBalancer *it = &view->balancers[balancer];
    for (int32_t i = it->first_node; i < it->first_node + it->node_count; i++) {
        layout->node[i] = (DrawRect){0};
        if (!layout_node_is_there(view, i)) continue;
        layout->node[i] = draw_rect_make(box.x + side, y, box.w - 2 * side, style.node);
        y += style.node + style.node_gap;
    }
    place_rules(layout, view, balancer, style, y);
    float end = box.y + balancer_height(view, balancer, style);
    return end < rect_bottom(box) ? end : rect_bottom(box);
}

/// What the columns of a region are wide, by the size of the window.
typedef struct RegionStyle {
    float balancer, balancer_gap, groups, groups_gap, timers;
} RegionStyle;

static RegionStyle region_style(const Layout *layout) {
    if (layout->is_tiny) return (RegionStyle){122, 18, 136, 10, layout->height < 700 ? 30 : 52};
    if (layout->is_small) return (RegionStyle){136, 24, 144, 20, 52};
    if (layout->width >= 2400) return (RegionStyle){232, 72, 220, 64, 176};
    if (layout->width < 1900) return (RegionStyle){188, 30, 156, 22, 104};
    return (RegionStyle){192, 48, 176, 40, 104};
}

/// `count` balancers from `first` in SimView.balancer_order one below the other; returns where the
/// content of the last one ends.
static float stack_balancers(Layout *layout, const SimView *view, int32_t first, int32_t count,
                             DrawRect column) {
    float h = (column.h - (float)(count - 1) * 8) / (float)count, end = column.y;
    for (int32_t b = 0; b < count; b++)
        end = place_balancer(layout, view, view->balancer_order[first + b],
                             draw_rect_make(column.x, column.y + (float)b * (h + 8), column.w, h));
    return end;
}

/// All of a region; a lone one leaves the room below `room` free when it can without being bare.
static float place_balancers(Layout *layout, const SimView *view, const SimViewRegion *it,
                             DrawRect column, float room) {
    const BalancerStyle tight = balancer_styles[5];
    if (it->balancer_count == 1 &&
        balancer_height(view, view->balancer_order[it->first_balancer], tight) <= room)
        column.h = room;
    return stack_balancers(layout, view, it->first_balancer, it->balancer_count, column);
}

/// Whether balancers fit above each other, be they as bare as can be.
static bool balancers_fit(const SimView *view, int32_t first, int32_t count, float room) {
    const BalancerStyle bare =
        balancer_styles[sizeof balancer_styles / sizeof balancer_styles[0] - 1];
    float share = (room - (float)(count - 1) * 8) / (float)count;
    for (int32_t b = first; b < first + count; b++)
        if (balancer_height(view, view->balancer_order[b], bare) - 6 > share) return false;
    return true;
}

/// Makes way for the rail of a server without a balancer: as many balancers as can stand above it,
/// the others below. False, and nothing is moved, when there is no such order.
static bool part_balancers(Layout *layout, const SimView *view, const SimViewRegion *it,
                           DrawRect column, float rail_y, int32_t *above) {
    const float clear = layout->is_small ? 9 : 12;
    DrawRect over = column, under = column;
    over.h = rail_y - clear - column.y;
    under.y = rail_y + clear, under.h = rect_bottom(column) - under.y;
    for (int32_t count = it->balancer_count; count >= 0; count--) {
        int32_t rest = it->balancer_count - count, second = it->first_balancer + count;
        if (count > 0 && !balancers_fit(view, it->first_balancer, count, over.h)) continue;
        if (rest > 0 && !balancers_fit(view, second, rest, under.h)) continue;
        if (count > 0) stack_balancers(layout, view, it->first_balancer, count, over);
        if (rest > 0) stack_balancers(layout, view, second, rest, under);
        *above = count;
        return true;
    }
    return false;
}

/// Whether every row of a region has tiles that say something.
static bool has_words(const Layout *layout, const LayoutRegion *region) {
    for (int32_t i = 0; i < region->row_count; i++)
        if (layout_tile(layout->rows[region->first_row + i].step).size == TILE_CELL) return false;
    return true;
}

/// The zones as columns from `x`, with the rows of tiles in them; returns where they end.
static float place_zones(Layout *layout, const SimView *view, int32_t index, float x, float room,
                         float room_min) {
    const SimViewRegion *it = &view->regions[index];
    LayoutRegion *region = &layout->region[index];
    DrawRect body = region->body;
    bool is_low = layout->is_small || region->rect.h < REGION_LOW;
    float gap = layout->is_small ? 5 : 8, head = is_low ? 24 : 30;
    float w = (rect_right(body) - x - (float)(it->zone_count - 1) * gap) / (float)it->zone_count;
    for (int32_t z = 0; z < it->zone_count; z++)
        layout->zone[it->first_zone + z] =
            draw_rect_make(x + (float)z * (w + gap), body.y, w, room);
    float end = place_tiles(layout, view, region, body.y + head, room - head, room_min - head);
    end = end > body.y + room ? body.y + room : end;
    for (int32_t z = 0; z < it->zone_count; z++)
        layout->zone[it->first_zone + z].h = end - body.y;
    return end;
}

/// What place_columns found out: where the balancers' content and the rows end.
typedef struct RegionEnds {
    float room, balancer_end, rows_end;
    bool is_below_all; ///< nothing but timers stands below the rows
} RegionEnds;

/// The columns of one region with `timers` px kept free below the rows.
static RegionEnds place_columns(Layout *layout, const SimView *view, int32_t index,
                                RegionStyle style, float timers) {
    const SimViewRegion *it = &view->regions[index];
    LayoutRegion *region = &layout->region[index];
    DrawRect body = region->body;
    RegionEnds ends = {.balancer_end = body.y};
    float x = body.x;
    ends.room = body.h - (timers > 0 ? timers + (layout->is_small ? 6 : 10) : 0);
    if (it->balancer_count > 0) {
        ends.balancer_end = place_balancers(
            layout, view, it, draw_rect_make(x, body.y, style.balancer, body.h), ends.room);
        x += style.balancer + style.balancer_gap;
    } else {
        x += style.balancer_gap;
    }
    if (it->group_count > 0) {
        region->groups = draw_rect_make(x, body.y, style.groups, body.h);
        x += style.groups + style.groups_gap;
    }
    ends.is_below_all = ends.balancer_end <= body.y + ends.room;
    ends.rows_end = place_zones(layout, view, index, x, ends.room,
                                it->group_count == 0 ? ends.room
                                : ends.is_below_all  ? ends.balancer_end - body.y
                                                     : 0);
    return ends;
}

/// The columns of one region and what stands in them. The timers take the room below the rows, and
/// below the balancer too when it is short; they give way to tiles that would lose their words.
static void place_region(Layout *layout, const SimView *view, int32_t index, DrawRect rect) {
    const SimViewRegion *it = &view->regions[index];
    LayoutRegion *region = &layout->region[index];
    RegionStyle style = region_style(layout);
    float pad = layout->is_small ? 8 : 16, head = layout->is_small || rect.h < REGION_LOW ? 42 : 48,
          gap = layout->is_small ? 6 : 10, least = layout->is_small ? 30 : 52;
    region->rect = rect;
    region->body = draw_rect_make(rect.x + pad, rect.y + head, rect.w - 2 * pad, rect.h - head - 8);
    DrawRect body = region->body;
    float timers = style.timers;
    if (view->region_count > 1) // less for a region among several; none beside the first
        timers = index > 0 || rect.h < 240 ? 0 : timers * 0.6f;
    const float choices[] = {timers, least < timers ? least : 0, 0};
    RegionEnds ends = {0};
    for (int i = 0; i < 3; i++) {
        ends = place_columns(layout, view, index, style, choices[i]);
        if (has_words(layout, region)) break;
        if (i == 2) ends = place_columns(layout, view, index, style, timers);
    }
    float box_end = ends.is_below_all ? ends.rows_end : rect_bottom(body);
    LayoutRow *alone =
        layout->row_of_region[index] >= 0 ? &layout->rows[layout->row_of_region[index]] : NULL;
    if (alone && it->balancer_count > 0) {
        int32_t above = 0;
        DrawRect column = {body.x, body.y, style.balancer, body.h};
        if (part_balancers(layout, view, it, column, alone->rail_y, &above)) {
            alone->rail_x = rect.x + pad / 2;
            ends.is_below_all = above == it->balancer_count;
            box_end = ends.is_below_all ? alone->rail_y - 9 : rect_bottom(body);
        }
    }
    if (it->balancer_count == 1) {
        DrawRect *box = &layout->balancer[view->balancer_order[it->first_balancer]];
        box->h = box_end - box->y;
    }
    float left = body.x;
    if (!ends.is_below_all && it->group_count > 0) left = region->groups.x;
    if (!ends.is_below_all && it->group_count == 0 && it->balancer_count > 0)
        left = layout->zone[it->first_zone].x;
    DrawRect free_room = draw_rect_make(left, ends.rows_end + gap, rect_right(body) - left,
                                        rect_bottom(body) - ends.rows_end - gap);
    if (timers > 0 && free_room.h >= (layout->is_small ? 26 : 50)) layout->timers = free_room;
}

/// Alarms have the right part of the room of the timers.
static void split_timers(Layout *layout, const SimView *view) {
    // Auto Scaling groups stand above them, a line each, the first two at most.
    float line = layout->is_small ? 24 : 28, least = layout->is_small ? 26 : 50;
    int32_t count = view->scaling_group_count < 2 ? view->scaling_group_count : 2;
    while (count > 0 && layout->timers.h - line * (float)count < least)
        count--;
    if (count > 0 && layout->timers.w > 0) {
        layout->scaling = layout->timers;
        layout->scaling.h = line * (float)count;
        layout->timers.y += layout->scaling.h, layout->timers.h -= layout->scaling.h;
    }
    if (view->alarm_count == 0 || layout->timers.w <= 0) return;
    float gap = 16, w = layout->timers.w * (layout->is_small ? 0.52f : 0.5f) - gap;
    layout->alarms = layout->timers;
    layout->alarms.x = rect_right(layout->timers) - w, layout->alarms.w = w;
    layout->timers.w -= w + gap;
}

void layout_regions(Layout *layout, const SimView *view) {
    layout->region = layout_array(layout, view->region_count, sizeof(LayoutRegion));
    layout->zone = layout_array(layout, view->zone_count, sizeof(DrawRect));
    layout->balancer = layout_array(layout, view->balancer_count, sizeof(DrawRect));
    layout->node = layout_array(layout, view->node_count, sizeof(DrawRect));
    layout->listener = layout_array(layout, view->listener_count, sizeof(DrawRect));
    layout->rule = layout_array(layout, view->rule_count, sizeof(DrawRect));
    layout->rule_more = layout_array(layout, view->balancer_count, sizeof(DrawRect));
    layout->rule_hidden = layout_array(layout, view->rule_count, sizeof(bool));
    layout->instance = layout_array(layout, view->instance_count, sizeof(DrawRect));
    layout->target_of_instance = layout_array(layout, view->instance_count, sizeof(int32_t));
    make_rows(layout, view);
    layout->cell_count =
        layout_array(layout, layout->row_count * view->zone_count, sizeof(int32_t));
    count_cells(layout, view);
    layout->timers = layout->alarms = layout->scaling = (DrawRect){0};
    float gap = 8, h = layout->map.h;
    if (view->region_count > 1)
        h = (h - gap * (float)(view->region_count - 1)) / (float)view->region_count;
    for (int32_t r = 0; r < view->region_count; r++)
        place_region(
            layout, view, r,
            draw_rect_make(layout->map.x, layout->map.y + (float)r * (h + gap), layout->map.w, h));
    place_instances(layout, view);
    split_timers(layout, view);
}
