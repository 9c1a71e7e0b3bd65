// A frame, part by part. The order here does not decide what lies above what: layers do.
#include "window/scene_parts.h"

void scene_draw(const Scene *scene, const Layout *layout, DrawList *list) {
    draw_list_reset(list);
    Frame frame = {scene, scene->view, layout, list};
    const Frame *f = &frame;
    draw_layer(list, LAYER_GROUND);
    draw_fill(list, draw_rect_make(0, 0, layout->width, layout->height),
              part_color(f, THEME_GROUND));
    scene_draw_topbar(f);
    scene_draw_clients(f);
    scene_draw_route53(f);
    scene_draw_regions(f);
    scene_draw_balancers(f);
    scene_draw_groups(f);
    scene_draw_instances(f);
    scene_draw_edges(f);
    scene_draw_timers(f);
    scene_draw_alarms(f);
    scene_draw_scaling(f);
    scene_draw_dots(f);
    scene_draw_links(f);
    scene_draw_barriers(f);
    scene_draw_badges(f);
    scene_draw_focus(f);
    scene_draw_legend(f);
    scene_draw_caption(f);
    scene_draw_charts(f);
    scene_draw_timeline(f);
    scene_draw_keys(f);
    if (scene->overlay == SCENE_OVERLAY_HELP)
        scene_draw_help(f);
    else if (scene->overlay == SCENE_OVERLAY_ALGORITHMS)
        scene_draw_algorithms(f);
    scene_draw_toast(f);
}
