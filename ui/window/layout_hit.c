// What is under the mouse: asked from the top of the picture to its bottom, the small before the
// large.
#include "window/layout.h"

#include <string.h>

static bool contains(DrawRect rect, float x, float y) {
    return rect.w > 0 && rect.h > 0 && x >= rect.x && x < rect_right(rect) && y >= rect.y &&
           y < rect_bottom(rect);
}

/// px a word of hints is thought to be wide. The mouse has no measurer at hand, so that drawing
/// uses this as well.
static float word_width(const char *word) {
    float width = 0;
    for (; *word; word++)
        width += strchr("iljtfr.,'|! ", *word) ? 4.9f : strchr("mwMW", *word) ? 12.2f : 8.5f;
    return width;
}

static float cap_width(const char *key) {
    int32_t count = 0;
    for (; *key; key++)
        count += ((unsigned char)*key & 0xC0) != 0x80;
    float width = 8.4f * (float)count + 13;
    return width < 24 ? 24 : width;
}

DrawRect layout_hint(const Layout *layout, const Scene *scene, int32_t index) {
    float x = layout->margin, right = layout->width - layout->margin;
    for (int32_t i = 0; i <= index && i < scene->hint_count; i++) {
        const SceneHint *hint = &scene->hints[i];
        float width = cap_width(hint->key) + 8 + word_width(hint->word);
        if (x + width > right) return (DrawRect){0};
        if (i == index) return draw_rect_make(x, layout->keys.y + 8, width, 24);
        x += width + (layout->is_small ? 14 : 22);
    }
    return (DrawRect){0};
}

static bool hit_keys(const Layout *layout, const Scene *scene, float x, float y, SceneTarget *hit) {
    for (int32_t i = 0; i < scene->hint_count; i++)
        if (contains(layout_hint(layout, scene, i), x, y)) {
            *hit = (SceneTarget){.kind = SCENE_TARGET_KEY, .index = i};
            return true;
        }
    return false;
}

static bool hit_timeline(const Layout *layout, const Scene *scene, float x, float y,
                         SceneTarget *hit) {
    if (!contains(layout->timeline, x, y)) return false;
    for (int32_t i = scene->mark_count - 1; i >= 0; i--) {
        float dx = x - layout_time_x(layout, scene->view, scene->marks[i].time),
              dy = y - layout->track.y;
        if (dx * dx + dy * dy <= 121) {
            *hit =
                (SceneTarget){.kind = SCENE_TARGET_MARK, .index = i, .time = scene->marks[i].time};
            return true;
        }
    }
    if (x >= layout->track.x - 8)
        *hit = (SceneTarget){.kind = SCENE_TARGET_TIMELINE,
                             .time = layout_x_time(layout, scene->view, x)};
    return true;
}

static bool hit_kind(const Layout *layout, SimPlaceKind kind, int32_t count, float x, float y,
                     SceneTarget *hit) {
    for (int32_t i = 0; i < count; i++) {
        SimPlace place = {kind, i};
        if (contains(layout_place(layout, place), x, y)) {
            *hit = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = place};
            return true;
        }
    }
    return false;
}

/// Resolvers that gave way stand on their city's line, which stays the city's.
static bool hit_resolvers(const Layout *layout, const SimView *view, float x, float y,
                          SceneTarget *hit) {
    SceneTarget found;
    if (!hit_kind(layout, SIM_PLACE_RESOLVER, layout->resolver_count, x, y, &found)) return false;
    if (layout->client[view->resolvers[found.place.index].client].resolvers_shown == 0)
        return false;
    *hit = found;
    return true;
}

static bool hit_places(const Layout *layout, const SimView *view, float x, float y,
                       SceneTarget *hit) {
    return hit_kind(layout, SIM_PLACE_INSTANCE, layout->instance_count, x, y, hit) ||
           hit_kind(layout, SIM_PLACE_GROUP, layout->group_count, x, y, hit) ||
           hit_kind(layout, SIM_PLACE_RULE, layout->rule_count, x, y, hit) ||
           hit_kind(layout, SIM_PLACE_NODE, layout->node_count, x, y, hit) ||
           hit_kind(layout, SIM_PLACE_ROUTE53, layout->record_count, x, y, hit) ||
           hit_resolvers(layout, view, x, y, hit) ||
           hit_kind(layout, SIM_PLACE_CLIENT, layout->client_count, x, y, hit);
}

SceneTarget layout_hit(const Layout *layout, const Scene *scene, float x, float y) {
    SceneTarget hit = {.kind = SCENE_TARGET_NONE};
    if (hit_keys(layout, scene, x, y, &hit) || hit_timeline(layout, scene, x, y, &hit)) return hit;
    if (contains(layout->topbar, x, y) && x < layout->width * 0.24f)
        return (SceneTarget){.kind = SCENE_TARGET_TITLE};
    for (int32_t i = 0; i < layout_alarms_shown(layout, scene->view); i++)
        if (contains(layout_alarm(layout, scene->view, i), x, y))
            return (SceneTarget){.kind = SCENE_TARGET_ALARM,
                                 .index = layout_alarm_of(scene->view, i)};
    for (int32_t i = 0; i < scene->chart_count; i++)
        if (contains(layout_panel(layout, scene, i), x, y))
            return (SceneTarget){.kind = SCENE_TARGET_CHART,
                                 .index = i,
                                 .time = layout_chart_time(layout, scene, i, x)};
    if (hit_places(layout, scene->view, x, y, &hit)) return hit;
    for (int32_t i = 0; i < layout->listener_count; i++)
        if (contains(layout->listener[i], x, y))
            return (SceneTarget){.kind = SCENE_TARGET_LISTENER, .index = i};
    for (int32_t i = 0; i < layout->zone_count; i++)
        if (contains(layout->zone[i], x, y))
            return (SceneTarget){.kind = SCENE_TARGET_ZONE, .index = i};
    return hit;
}
