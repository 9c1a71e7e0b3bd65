// "What is it waiting for?" The next timers that are running, in words, soonest first: most of what
// a learner wonders about a balancer is a timer that has not ended yet. Where there is no room for
// all, caches of resolvers give way: rings beside them show how long they last.
#include "window/scene_parts.h"

#include <stdio.h>

static void draw_timer(const Frame *f, const SimViewTimer *timer, float x, float right, float y) {
    char text[24];
    const char *unit = part_left(timer->at - f->view->now, text, sizeof text);
    part_figure(f, x + 58, y, INK_COUNT, text, unit);
    part_name(f, x + 70, y, INK_WORDS, right - x - 70, timer->text);
}

static bool texts_fit(const Frame *f, float width) {
    for (int32_t i = 0; i < f->view->timer_count; i++)
        if (part_width(f, INK_WORDS, f->view->timers[i].text) > width) return false;
    return true;
}

enum { TIMERS_SHOWN = 16 };

/// The timers there is room for, soonest first; returns how many.
static int32_t choose(const SimView *view, int32_t most, int32_t chosen[TIMERS_SHOWN]) {
    most = most < TIMERS_SHOWN ? most : TIMERS_SHOWN;
    int32_t others = 0, count = 0, caches = 0;
    for (int32_t i = 0; i < view->timer_count; i++)
        others += view->timers[i].place.kind != SIM_PLACE_RESOLVER;
    int32_t caches_most = most > others ? most - others : 0;
    for (int32_t i = 0; i < view->timer_count && count < most; i++) {
        bool is_cache = view->timers[i].place.kind == SIM_PLACE_RESOLVER;
        if (is_cache && caches == caches_most) continue;
        caches += is_cache;
        chosen[count++] = i;
    }
    return count;
}

void scene_draw_timers(const Frame *f) {
    DrawRect box = f->layout->timers;
    if (box.h <= 0) return;
    draw_layer(f->list, LAYER_TILES);
    bool is_small = f->layout->is_small;
    float line = is_small ? 22 : 24, x = box.x, right = rect_right(box),
          y = box.y + (is_small ? 20 : 24);
    part_rule(f, x, right, box.y);
    const char *title = is_small ? "Waiting for" : "What is it waiting for?";
    if (is_small)
        x += part_text(f, x, y, INK_BOLD, title) + 8;
    else
        part_text(f, x, y, INK_BOLD, title), y += line;
    if (f->view->timer_count == 0) {
        part_text(f, is_small ? x + 12 : x, y, INK_QUIET, "no timer is running");
        return;
    }
    // One column as long as it holds all; else two alike, read down the first and then down the
    // second.
    int32_t capacity = (int32_t)((rect_bottom(box) - 4 - y) / line) + 1,
            count = f->view->timer_count;
    int32_t columns = count > capacity && texts_fit(f, (right - x) / 2 - 86) ? 2 : 1;
    int32_t rows = columns == 1 || count > 2 * capacity ? capacity : (count + 1) / 2;
    float width = (right - x) / (float)columns;
    int32_t chosen[TIMERS_SHOWN];
    count = choose(f->view, rows * columns, chosen);
    for (int32_t i = 0; i < count; i++) {
        float left = x + (float)(i / rows) * width;
        draw_timer(f, &f->view->timers[chosen[i]], left, left + width - 16,
                   y + (float)(i % rows) * line);
    }
}
