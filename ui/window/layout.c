// The window is a grid: bars and rows of fixed height from top and bottom, and the map takes what
// is left. The map's columns follow the way of a request: clients, Route 53, regions. Below
// 1600x900 everything keeps its text size and gives up content; the files that lay out a column say
// in which order.
#include "window/layout.h"

#include "draw/memory.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 8 };

Layout *layout_create(void) {
    Layout *layout = memory_check(calloc(1, sizeof *layout));
    return layout;
}

void layout_destroy(Layout *layout) {
    if (!layout) return;
    for (size_t i = 0; i < sizeof layout->arrays / sizeof layout->arrays[0]; i++)
        free(layout->arrays[i].items);
    free(layout);
}

void *layout_array(Layout *layout, int32_t count, size_t size) {
    SIM_ASSERT(layout->array_count < (int32_t)(sizeof layout->arrays / sizeof layout->arrays[0]));
    LayoutArray *array = &layout->arrays[layout->array_count++];
    size_t bytes = (size_t)(count > 0 ? count : 1) * size;
    if ((size_t)array->capacity < bytes) {
        free(array->items);
        array->items = memory_check(malloc(bytes));
        array->capacity = (int32_t)bytes;
    }
    memset(array->items, 0, bytes);
    return array->items;
}

/// The rows, from top and bottom towards the map.
static void place_rows(Layout *layout) {
    float w = layout->width, h = layout->height, m = layout->margin, inner = w - 2 * m;
    bool is_large = w >= 2400 && h >= 1300;
    bool is_low = h < 700;
    float charts = is_large ? 312 : layout->is_small ? (is_low ? 108 : 128) : h < 1000 ? 196 : 232;
    float timeline = is_large ? 112 : layout->is_small ? (is_low ? 58 : 66) : 96;
    float caption = layout->is_tiny ? 52 : layout->is_small ? 34 : 40;
    layout->topbar = draw_rect_make(0, 0, w, 64);
    layout->keys = draw_rect_make(0, h - 40, w, 40);
    layout->timeline = draw_rect_make(m, layout->keys.y - GAP - timeline, inner, timeline);
    layout->charts = draw_rect_make(m, layout->timeline.y - GAP - charts, inner, charts);
    layout->caption = draw_rect_make(m, layout->charts.y - GAP - caption, inner, caption);
    float left = m + (layout->is_small ? 64 : 248), right = layout->is_small ? 26 : 24;
    float track_y = layout->timeline.y + (layout->is_small ? 34 : 38);
    layout->track = draw_rect_make(left, track_y, w - m - right - left, 0);
}

/// The columns of the map: the gaps between them are where dots are seen travelling.
static void place_columns(Layout *layout, const SimView *view) {
    float m = layout->margin, top = 72, bottom = layout->caption.y - GAP;
    bool is_large = layout->width >= 2400;
    float clients = layout->is_tiny ? 148 : layout->is_small ? 168 : is_large ? 304 : 256;
    float route53 = layout->is_tiny ? 164 : layout->is_small ? 184 : is_large ? 360 : 312;
    float gap = layout->is_tiny        ? 40
                : layout->is_small     ? 52
                : layout->width < 1900 ? 60
                : is_large             ? 88
                                       : 72;
    float legend = layout->is_small ? 0 : layout->height >= 1000 ? 101 : 78;
    float panel_bottom = bottom - (legend > 0 ? legend + GAP : 0);
    layout->clients = draw_rect_make(m, top, clients, panel_bottom - top);
    layout->route53 = draw_rect_make(m + clients + gap, top, route53, panel_bottom - top);
    if (view->record_count == 0) layout->route53.w = 0;
    float map_x = layout->route53.x + route53 + gap;
    layout->map = draw_rect_make(map_x, top, layout->width - m - map_x, bottom - top);
    layout->legend = draw_rect_make(m, bottom - legend, clients + gap + route53, legend);
    if (layout->is_small) {
        // The caption has the legend at its right.
        float w = layout->width >= 1500 ? 372 : 176;
        layout->legend = draw_rect_make(rect_right(layout->caption) - w, layout->caption.y, w,
                                        layout->caption.h);
        layout->caption.w -= w + GAP;
    }
}

void layout_update(Layout *layout, const SimView *view, float width, float height) {
    SIM_ASSERT(width >= 1024 && height >= 640);
    layout->array_count = 0;
    layout->width = width, layout->height = height;
    layout->is_small = width < 1600 || height < 900;
    layout->is_tiny = width < 1200;
    layout->margin = width >= 2400 ? 24 : 16;
    layout->chart_slots = layout->is_small ? 3 : 6;
    layout->client_count = view->client_count, layout->resolver_count = view->resolver_count;
    layout->record_count = view->record_count, layout->region_count = view->region_count;
    layout->zone_count = view->zone_count, layout->balancer_count = view->balancer_count;
    layout->node_count = view->node_count, layout->listener_count = view->listener_count;
    layout->rule_count = view->rule_count, layout->group_count = view->group_count;
    layout->instance_count = view->instance_count;
    place_rows(layout);
    place_columns(layout, view);
    layout_clients(layout, view);
    layout_route53(layout, view);
    layout_regions(layout, view);
}

bool layout_node_is_there(const SimView *view, int32_t node) {
    return view->nodes[node].stage != SIM_NODE_ABSENT;
}

int32_t layout_nodes(const SimView *view, int32_t balancer) {
    const SimViewBalancer *it = &view->balancers[balancer];
    int32_t count = 0;
    for (int32_t n = it->first_node; n < it->first_node + it->node_count; n++)
        count += layout_node_is_there(view, n);
    return count;
}

int32_t layout_nth_node(const SimView *view, int32_t balancer, int32_t n) {
    const SimViewBalancer *it = &view->balancers[balancer];
    for (int32_t node = it->first_node; node < it->first_node + it->node_count; node++)
        if (layout_node_is_there(view, node) && n-- == 0) return node;
    return it->first_node; // a balancer has two at least
}

DrawRect layout_place(const Layout *layout, SimPlace place) {
    DrawRect none = {0};
    int32_t i = place.index;
    if (i < 0) return none;
    switch (place.kind) {
    case SIM_PLACE_CLIENT:
        return i < layout->client_count ? layout->client[i].rect : none;
    case SIM_PLACE_RESOLVER:
        return i < layout->resolver_count ? layout->resolver[i] : none;
    case SIM_PLACE_ROUTE53:
        return i < layout->record_count ? layout->record[i].card : none;
    case SIM_PLACE_NODE:
        return i < layout->node_count ? layout->node[i] : none;
    case SIM_PLACE_RULE:
        return i < layout->rule_count ? layout->rule[i] : none;
    case SIM_PLACE_GROUP:
        return i < layout->group_count ? layout->rows[layout->row_of_group[i]].card : none;
    case SIM_PLACE_INSTANCE:
        return i < layout->instance_count ? layout->instance[i] : none;
    }
    return none;
}

int32_t layout_chart_pages(const Layout *layout, int32_t chart_count) {
    int32_t pages = (chart_count + layout->chart_slots - 1) / layout->chart_slots;
    return pages > 0 ? pages : 1;
}

DrawRect layout_chart(const Layout *layout, int32_t chart_count, int32_t page, int32_t index) {
    int32_t slots = layout->chart_slots, pages = layout_chart_pages(layout, chart_count);
    if (chart_count > 0 &&
        chart_count < slots) // a few charts share the whole width, a lone one does not sprawl
        slots = chart_count == 1 ? 3 : chart_count;
    int32_t slot = index - (page % pages) * slots;
    if (slot < 0 || slot >= slots || index >= chart_count) return (DrawRect){0};
    float w = (layout->charts.w - (float)(slots - 1) * GAP) / (float)slots;
    return draw_rect_make(layout->charts.x + (float)slot * (w + GAP), layout->charts.y, w,
                          layout->charts.h);
}

enum { GRID_COLUMNS = 24, PAGE_ROWS = 6 };

static bool is_on_grid(const Layout *layout, const Scene *scene) {
    return !layout->is_small && scene->chart_count > 0 && scene->charts[0].is_widget;
}

int32_t layout_panel_pages(const Layout *layout, const Scene *scene) {
    if (!is_on_grid(layout, scene)) return layout_chart_pages(layout, scene->chart_count);
    int32_t pages = 1;
    for (int32_t i = 0; i < scene->chart_count; i++)
        if (scene->charts[i].widget.y / PAGE_ROWS >= pages)
            pages = scene->charts[i].widget.y / PAGE_ROWS + 1;
    return pages;
}

DrawRect layout_panel(const Layout *layout, const Scene *scene, int32_t index) {
    if (!is_on_grid(layout, scene))
        return layout_chart(layout, scene->chart_count, scene->chart_page, index);
    if (index >= scene->chart_count) return (DrawRect){0};
    const SimWidget *it = &scene->charts[index].widget;
    if (it->y / PAGE_ROWS != scene->chart_page % layout_panel_pages(layout, scene))
        return (DrawRect){0};
    float column = (layout->charts.w + GAP) / GRID_COLUMNS,
          row = (layout->charts.h + GAP) / PAGE_ROWS;
    return draw_rect_make(layout->charts.x + (float)it->x * column,
                          layout->charts.y + (float)(it->y % PAGE_ROWS) * row,
                          (float)it->width * column - GAP, (float)it->height * row - GAP);
}

float layout_time_x(const Layout *layout, const SimView *view, SimTime time) {
    if (view->duration <= 0) return layout->track.x;
    double share = (double)time / (double)view->duration;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return layout->track.x + (float)(share * (double)layout->track.w);
}

SimTime layout_x_time(const Layout *layout, const SimView *view, float x) {
    double share = (double)(x - layout->track.x) / (double)layout->track.w;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return (SimTime)(share * (double)view->duration);
}
