// Health checks at the foot of Route 53's panel: what the DNS locations hold, and how many voices
// say so.
#include "window/scene_parts.h"

#include <stdio.h>

static void voices_of(const SimViewHealthCheck *check, bool is_small, char *out, size_t capacity) {
    const char *word = check->is_healthy ? "healthy" : "unhealthy";
    int32_t voices = check->checkers > 0 ? check->checkers : check->children;
    int32_t healthy = check->checkers > 0 ? check->healthy_checkers : check->healthy_children;
    if (check->is_disabled)
        snprintf(out, capacity, "disabled, %s", word);
    else if (voices == 0 || is_small)
        snprintf(out, capacity, voices == 0 ? "%s" : "%s %d/%d", word, healthy, voices);
    else
        snprintf(out, capacity, "%s, %d of %d%s", word, healthy, voices,
                 check->is_inverted ? ", inverted" : "");
}

static void draw_check(const Frame *f, const SimViewHealthCheck *check, float y) {
    DrawRect panel = f->layout->route53;
    float pad = f->layout->is_small ? 8 : 16, x = panel.x + pad, right = rect_right(panel) - pad;
    char words[64];
    voices_of(check, f->layout->is_small, words, sizeof words);
    mark_health(f->list, x + 6, y - 5, 6, check->is_healthy ? HEALTH_HEALTHY : HEALTH_UNHEALTHY);
    Ink ink = check->is_healthy ? INK_QUIET : INK_WORDS;
    float w = part_width(f, ink, words);
    part_right(f, right, y, ink, words);
    part_name(f, x + 18, y, INK_QUIET, right - w - 8 - x - 18, check->name);
}

void scene_draw_checks(const Frame *f) {
    const SimView *view = f->view;
    int32_t shown = f->layout->checks_shown;
    if (shown == 0 || f->layout->is_tiny) return;
    DrawRect panel = f->layout->route53;
    float top = rect_bottom(panel) - 4 - (float)shown * CHECK_ROW;
    part_rule(f, panel.x, rect_right(panel), top);
    for (int32_t i = 0; i < shown; i++) {
        float y = top + (float)i * CHECK_ROW + 15;
        if (i < shown - 1 || shown == view->health_check_count)
            draw_check(f, &view->health_checks[layout_check_of(f->layout, view, i)], y);
        else
            part_textf(f, panel.x + (f->layout->is_small ? 8 : 16), y, INK_QUIET,
                       "+%d health checks", view->health_check_count - i);
    }
}
