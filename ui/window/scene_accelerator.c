// Global Accelerator within the panel of Route 53: the record that leads to it has its name and its
// two addresses, and below it stands a line for each address of its endpoints, by region. A line is
// dashed while the edges of AWS send no new connection there.
#include "window/scene_parts.h"

#include <stdio.h>

static void ip_words(uint32_t ip, char *out, size_t capacity) {
    snprintf(out, capacity, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 255u, ip >> 8 & 255u, ip & 255u);
}

void scene_draw_accelerator(const Frame *f, const SimViewAccelerator *accelerator, DrawRect card) {
    bool is_small = f->layout->is_small, has_two = card.h >= 50;
    float x = card.x + (is_small ? 6 : 8), right = rect_right(card) - (is_small ? 6 : 8);
    float y = has_two ? card.y + (is_small ? 19 : 22) : rect_middle_y(card) + 5;
    char first[24], second[24], both[56];
    char count[16];
    int32_t healthy = 0, all = 0;
    for (int32_t i = 0; i < accelerator->group_count; i++) {
        healthy += f->view->endpoint_groups[accelerator->first_group + i].healthy;
        all += f->view->endpoint_groups[accelerator->first_group + i].endpoint_count;
    }
    snprintf(count, sizeof count, "%d/%d", healthy, all);
    float end = right - part_right(f, right, y, INK_COUNT, count) - 9;
    mark_health(f->list, end - 4, y - 5, 6, healthy == all ? HEALTH_HEALTHY : HEALTH_UNHEALTHY);
    end -= 16;
    float w = part_name(f, x, y, INK_BOLD, end - x, "Global Accelerator") + 8;
    part_if_fits(f, x + w, y, INK_QUIET, end - x - w, accelerator->name);
    if (!has_two) return;
    y += is_small ? 19 : 22;
    ip_words(accelerator->addresses[0], first, sizeof first);
    ip_words(accelerator->addresses[1], second, sizeof second);
    snprintf(both, sizeof both, "%s  %s", first, second);
    if (part_if_fits(f, x, y, INK_MONO, right - x, both) > 0) return;
    w = part_text(f, x, y, INK_MONO, first) + 8;
    part_if_fits(f, x + w, y, INK_QUIET, right - x - w, "and another");
}

static const char *state_word(const SimViewEndpoint *endpoint, const SimViewEndpointGroup *group,
                              char *out, size_t capacity) {
    if (!endpoint->is_healthy) return "unhealthy";
    if (endpoint->weight == 0) return "weight 0";
    if (group->dial >= 100 && group->endpoint_count == 1) return "healthy";
    if (group->endpoint_count == 1)
        snprintf(out, capacity, "dial %.3g %%", group->dial);
    else
        snprintf(out, capacity, "weight %d", (int)endpoint->weight);
    return out;
}

/// The first line of an endpoint names it; each says its zone.
void scene_draw_endpoint(const Frame *f, const LayoutLine *line) {
    const SimView *view = f->view;
    const SimViewEndpoint *endpoint = &view->endpoints[line->endpoint];
    const SimViewEndpointGroup *group = &view->endpoint_groups[endpoint->group];
    DrawRect panel = f->layout->route53;
    bool is_small = f->layout->is_small;
    float pad = is_small ? 12 : 16, x = panel.x + pad, right = rect_right(panel) - pad,
          y = line->y - (is_small ? 10 : 12);
    bool is_first = line->node < 0 || layout_nth_node(view, endpoint->balancer, 0) == line->node;
    char made[32];
    if (line->node >= 0)
        right -= part_right(f, right, y, INK_QUIET,
                            part_zone(view->zones[view->nodes[line->node].zone].name)) +
                 8;
    if (!is_first) return;
    const char *word = state_word(endpoint, group, made, sizeof made);
    Ink ink = endpoint->is_healthy ? INK_QUIET : INK_WORDS;
    float wide = part_width(f, ink, word);
    part_right(f, right, y, ink, word);
    mark_health(f->list, x + 6, y - 5, 6, endpoint->is_healthy ? HEALTH_HEALTHY : HEALTH_UNHEALTHY);
    part_name(f, x + 18, y, INK_BOLD, right - wide - 8 - x - 18, view->regions[group->region].name);
}
