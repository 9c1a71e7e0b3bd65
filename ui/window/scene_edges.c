// The edges between panels and the rails within a region. What is drawn here is what dots travel
// on: both ask the layout for the same curves. An edge stands only where requests could go now; an
// old answer's is dashed.
#include "window/scene_parts.h"

static void draw_resolver_edges(const Frame *f, int32_t index) {
    const SimViewResolver *resolver = &f->view->resolvers[index];
    Color color = part_color(f, resolver->is_old ? THEME_MUTE : THEME_EDGE);
    for (int32_t i = 0; i < f->layout->line_count && resolver->has_answer; i++) {
        const LayoutLine *line = &f->layout->lines[i];
        if (line->record != resolver->record) continue;
        if (line->endpoint >= 0) {
            const SimViewClient *client = &f->view->clients[resolver->client];
            bool is_used = f->view->endpoints[line->endpoint].group == client->endpoint_group;
            if (!is_used || !layout_line_is_live(f->view, line)) continue;
        } else if (line->node >= 0) {
            int32_t bit =
                line->node - f->view->balancers[f->view->nodes[line->node].balancer].first_node;
            if (bit >= 32 || !(resolver->zone_mask >> bit & 1u)) continue;
        }
        DrawPoint curve[4];
        layout_edge_resolver(f->layout, index, i, curve);
        draw_curve(f->list, curve, 4,
                   resolver->is_old ? draw_dashed(color, 1.5f, 5, 4) : draw_stroke(color, 1.5f));
    }
}

static void draw_line_edge(const Frame *f, int32_t index) {
    const LayoutLine *line = &f->layout->lines[index];
    DrawPoint curve[4];
    Color color = part_color(f, THEME_EDGE);
    if (line->node >= 0) {
        bool is_given = layout_line_is_live(f->view, line);
        layout_edge_node(f->layout, index, curve);
        draw_curve(f->list, curve, 4,
                   is_given ? draw_stroke(color, 1.5f) : draw_dashed(color, 1.5f, 5, 4));
        return;
    }
    const LayoutRow *row = layout_row_of(f->layout, f->view, line->instance);
    layout_edge_rail(f->layout, index, row, curve);
    draw_curve(f->list, curve, 4, draw_stroke(color, 1.5f));
}

static bool leads_to(const SimView *view, int32_t balancer, int32_t group, bool *has_weight) {
    bool leads = false;
    for (int32_t i = 0; i < view->forward_count; i++) {
        const SimViewForward *forward = &view->forwards[i];
        if (forward->group != group || view->rules[forward->rule].is_deleted ||
            view->listeners[view->rules[forward->rule].listener].balancer != balancer)
            continue;
        leads = true;
        *has_weight = *has_weight || forward->weight > 0;
    }
    return leads;
}

/// From every node of a balancer to a group that one of its rules forwards to.
static void draw_group_edges(const Frame *f, int32_t group) {
    Color color = mark_version_color(f->list, part_group_index(f->view, group));
    for (int32_t b = 0; b < f->view->balancer_count; b++) {
        const SimViewBalancer *balancer = &f->view->balancers[b];
        bool has_weight = false;
        if (balancer->region != f->view->groups[group].region ||
            !leads_to(f->view, b, group, &has_weight))
            continue;
        for (int32_t n = balancer->first_node; n < balancer->first_node + balancer->node_count;
             n++) {
            if (!layout_node_is_there(f->view, n)) continue;
            bool is_live = has_weight && f->view->nodes[n].is_alive;
            DrawPoint curve[4];
            layout_edge_group(f->layout, f->view, n, group, curve);
            draw_curve(f->list, curve, 4,
                       is_live ? draw_stroke(color, 2)
                               : draw_dashed(color_fade(color, 0.6f), 1.5f, 2, 4));
        }
    }
}

/// A row's rail above its tiles, with a drop into each tile of the first line.
static void draw_rail(const Frame *f, const LayoutRow *row) {
    Color color = row->group >= 0
                      ? mark_version_color(f->list, part_group_index(f->view, row->group))
                      : part_color(f, THEME_NEUTRAL);
    float start = layout_rail_start(f->layout, row), end = start;
    bool is_cell = layout_tile(row->step).size == TILE_CELL;
    for (int32_t i = 0; i < f->view->instance_count; i++) {
        const SimViewInstance *it = &f->view->instances[i];
        if (it->region != row->region || it->is_absent || it->first_group != row->group) continue;
        DrawRect tile = f->layout->instance[i];
        float x = rect_middle_x(tile);
        end = x > end ? x : end;
        if (tile.y > row->tiles_y + 1 || is_cell) continue;
        const SimViewTarget *target = part_target(f, i);
        bool is_leaving =
            target && (target->state == SIM_TARGET_DRAINING || target->state == SIM_TARGET_UNUSED);
        DrawPoint drop[4] = {
            {x - 8, row->rail_y}, {x - 3, row->rail_y}, {x, row->rail_y + 3}, {x, tile.y}};
        draw_curve(f->list, drop, 4,
                   is_leaving ? draw_dashed(color, 2, 2, 3) : draw_stroke(color, 2));
    }
    if (end > start)
        draw_line(f->list, start, row->rail_y, end - (is_cell ? 0 : 8), row->rail_y,
                  draw_stroke(color, 2));
}

void scene_draw_edges(const Frame *f) {
    draw_layer(f->list, LAYER_PATHS);
    if (f->layout->route53.w > 0) {
        for (int32_t i = 0; i < f->view->resolver_count; i++)
            draw_resolver_edges(f, i);
        for (int32_t i = 0; i < f->layout->line_count; i++)
            draw_line_edge(f, i);
    }
    for (int32_t g = 0; g < f->view->group_count; g++)
        draw_group_edges(f, g);
    for (int32_t i = 0; i < f->layout->row_count; i++)
        draw_rail(f, &f->layout->rows[i]);
}
