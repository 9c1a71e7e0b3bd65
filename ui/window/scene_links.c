// Links between cities and regions that are slow or lose packets: a mark before the region, where
// the ways to it come in. The figures of the worst of them stand in the region's heading, and whose
// link it is with the clients.
#include "window/scene_parts.h"

#include <stdio.h>

void part_link(SimTime added, double loss, char *out, size_t capacity) {
    char slower[24] = "", lost[24] = "";
    if (added > 0) snprintf(slower, sizeof slower, "+%.0f ms", (double)added / 1e6);
    if (loss > 0) snprintf(lost, sizeof lost, "%.3g%% lost", loss * 100);
    const char *comma = slower[0] != 0 && lost[0] != 0 ? ", " : "";
    snprintf(out, capacity, "%s%s%s", slower, comma, lost);
}

static void draw_link(const Frame *f, int32_t index) {
    const Layout *layout = f->layout;
    DrawRect rect = layout->region[index].rect,
             before = layout->route53.w > 0 ? layout->route53 : layout->clients;
    mark_link(f->list, (rect_right(before) + rect.x) / 2, rect.y + (layout->is_small ? 22 : 26),
              layout->is_small ? 8 : 10);
}

void scene_draw_links(const Frame *f) {
    draw_layer(f->list, LAYER_BADGES);
    for (int32_t r = 0; r < f->view->region_count; r++)
        if (f->view->regions[r].hurt_clients > 0) draw_link(f, r);
}
