// The focus walks the map as a reader does: cities, records, nodes, rules, zones, then each group
// with its row of instances. Arrows go to the nearest box in their direction, where straight ahead
// counts more than aside.
#include "window/layout.h"

#include <math.h>

/// Visits everything that can have the focus, in reading order, until `visit` returns true.
typedef bool (*FocusVisit)(void *context, SceneTarget target);

static SceneTarget place_target(SimPlaceKind kind, int32_t index) {
    return (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {kind, index}};
}

static bool visit_kind(SimPlaceKind kind, int32_t count, FocusVisit visit, void *context) {
    for (int32_t i = 0; i < count; i++)
        if (visit(context, place_target(kind, i))) return true;
    return false;
}

static bool visit_row(const SimView *view, const LayoutRow *row, FocusVisit visit, void *context) {
    if (row->group >= 0 && visit(context, place_target(SIM_PLACE_GROUP, row->group))) return true;
    for (int32_t i = 0; i < view->instance_count; i++)
        if (view->instances[i].region == row->region && !view->instances[i].is_absent &&
            view->instances[i].first_group == row->group &&
            visit(context, place_target(SIM_PLACE_INSTANCE, i)))
            return true;
    return false;
}

static void visit_all(const Layout *layout, const SimView *view, FocusVisit visit, void *context) {
    if (visit_kind(SIM_PLACE_CLIENT, layout->client_count, visit, context) ||
        visit_kind(SIM_PLACE_ROUTE53, layout->record_count, visit, context) ||
        visit_kind(SIM_PLACE_NODE, layout->node_count, visit, context) ||
        visit_kind(SIM_PLACE_RULE, layout->rule_count, visit, context))
        return;
    for (int32_t z = 0; z < layout->zone_count; z++)
        if (visit(context, (SceneTarget){.kind = SCENE_TARGET_ZONE, .index = z})) return;
    for (int32_t r = 0; r < layout->row_count; r++)
        if (visit_row(view, &layout->rows[r], visit, context)) return;
}

static bool is_same(SceneTarget a, SceneTarget b) {
    if (a.kind != b.kind) return false;
    return a.kind == SCENE_TARGET_PLACE
               ? a.place.kind == b.place.kind && a.place.index == b.place.index
               : a.index == b.index;
}

static DrawRect target_rect(const Layout *layout, SceneTarget target) {
    if (target.kind == SCENE_TARGET_ZONE)
        return target.index >= 0 && target.index < layout->zone_count ? layout->zone[target.index]
                                                                      : (DrawRect){0};
    return target.kind == SCENE_TARGET_PLACE ? layout_place(layout, target.place) : (DrawRect){0};
}

typedef struct Walk {
    SceneTarget from, first, last, before, after;
    bool has_first, has_before, has_after, was_found;
} Walk;

static bool walk(void *context, SceneTarget target) {
    Walk *it = context;
    if (!it->has_first) it->first = target, it->has_first = true;
    if (it->was_found && !it->has_after) it->after = target, it->has_after = true;
    if (is_same(target, it->from))
        it->was_found = true;
    else if (!it->was_found)
        it->before = target, it->has_before = true;
    it->last = target;
    return false;
}

SceneTarget layout_next(const Layout *layout, const SimView *view, SceneTarget from, int32_t step) {
    Walk it = {.from = from};
    visit_all(layout, view, walk, &it);
    if (!it.has_first) return (SceneTarget){.kind = SCENE_TARGET_NONE};
    if (!it.was_found) return step >= 0 ? it.first : it.last;
    if (step >= 0) return it.has_after ? it.after : it.first;
    return it.has_before ? it.before : it.last;
}

typedef struct Search {
    const Layout *layout;
    SceneTarget from, best;
    DrawRect box;
    float dx, dy, cost;
} Search;

static bool consider(void *context, SceneTarget target) {
    Search *it = context;
    DrawRect rect = target_rect(it->layout, target);
    if (is_same(target, it->from) || rect.w <= 0 ||
        (target.kind == SCENE_TARGET_ZONE && it->from.kind != SCENE_TARGET_ZONE))
        return false;
    float x = rect_middle_x(rect) - rect_middle_x(it->box),
          y = rect_middle_y(rect) - rect_middle_y(it->box);
    float ahead = x * it->dx + y * it->dy, aside = fabsf(x * it->dy) + fabsf(y * it->dx);
    float cost = ahead + 3 * aside;
    if (ahead > 4 && cost < it->cost) it->best = target, it->cost = cost;
    return false;
}

SceneTarget layout_towards(const Layout *layout, const SimView *view, SceneTarget from, int32_t dx,
                           int32_t dy) {
    DrawRect box = target_rect(layout, from);
    if (box.w <= 0) return layout_next(layout, view, from, 1);
    Search it = {.layout = layout,
                 .from = from,
                 .best = from,
                 .box = box,
                 .dx = (float)dx,
                 .dy = (float)dy,
                 .cost = 1e9f};
    visit_all(layout, view, consider, &it);
    return it.best;
}
