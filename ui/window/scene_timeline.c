// The whole run as one line: what has been lived is bright, events stand on it as letters in
// shapes, and a word about each below where there is room. Letters that would cover one another are
// kept apart by leaving out the earlier one's shape.
#include "window/scene_parts.h"

#include <math.h>

static void draw_ticks(const Frame *f) {
    const Layout *layout = f->layout;
    double span = (double)f->view->duration / (double)SIM_SECOND;
    if (span <= 0) return;
    Ink ink = {TEXT_MONO, TEXT_LABEL, THEME_SECONDARY};
    double step = chart_time_step(span, (int)(layout->track.w / 150));
    float y = layout->timeline.y + 15, free_from = -1e6f;
    for (double t = 0; t <= span + step * 1e-6; t += step / 2) {
        float x = roundf(layout_time_x(layout, f->view, (SimTime)(t * (double)SIM_SECOND))) + 0.5f;
        int half = (int)(t / (step / 2) + 0.5);
        draw_line(f->list, x, y + 5, x, y + (half % 2 == 0 ? 11 : 8),
                  draw_stroke(part_color(f, THEME_EDGE), 1));
        if (half % 2 != 0) continue;
        char text[24];
        chart_format_time(t, text, sizeof text);
        float w = part_width(f, ink, text), left = half == 0 ? x : x - w / 2;
        float limit = rect_right(layout->timeline) - 8 - w;
        left = left > limit ? limit : left;
        if (left > free_from) part_text(f, left, y, ink, text), free_from = left + w + 8;
    }
}

static void draw_track(const Frame *f) {
    DrawRect track = f->layout->track;
    float now = layout_time_x(f->layout, f->view, f->view->now);
    DrawStroke rest = {.color = part_color(f, THEME_HAIRLINE), .width = 4, .is_round = true};
    DrawStroke lived = {.color = part_color(f, THEME_TEXT), .width = 4, .is_round = true};
    draw_line(f->list, track.x, track.y, rect_right(track), track.y, rest);
    if (now > track.x + 0.5f) draw_line(f->list, track.x, track.y, now, track.y, lived);
}

static bool letter_of(SimMark mark, EventMark *event) {
    static const EventMark events[] = {
        [SIM_MARK_DEPLOYMENT] = EVENT_DEPLOYMENT, [SIM_MARK_COMMAND] = EVENT_COMMAND,
        [SIM_MARK_ROLLBACK] = EVENT_ROLLBACK,     [SIM_MARK_FAULT] = EVENT_FAULT,
        [SIM_MARK_ALARM] = EVENT_ALARM,           [SIM_MARK_SHIFT] = EVENT_ZONAL_SHIFT};
    if (mark == SIM_MARK_NONE || mark == SIM_MARK_RECOVERY || mark == SIM_MARK_HEALTH) return false;
    *event = events[mark];
    return true;
}

static bool is_large_mark(SimMark mark) {
    EventMark event;
    return mark == SIM_MARK_RECOVERY || letter_of(mark, &event);
}

static void draw_mark(const Frame *f, const SceneMark *mark, float x) {
    EventMark event;
    float y = f->layout->track.y;
    if (letter_of(mark->mark, &event)) {
        mark_event(f->list, x, y, event);
    } else if (mark->mark == SIM_MARK_RECOVERY) {
        mark_recovery(f->list, x, y);
    } else {
        mark_change(f->list, x, y);
    }
}

/// Which of two marks that stand in one place is to be seen.
static int mark_rank(SimMark mark) {
    switch (mark) {
    case SIM_MARK_FAULT:
    case SIM_MARK_SHIFT:
        return 6;
    case SIM_MARK_ALARM:
        return 5;
    case SIM_MARK_ROLLBACK:
        return 4;
    case SIM_MARK_DEPLOYMENT:
        return 3;
    case SIM_MARK_COMMAND:
        return 2;
    case SIM_MARK_RECOVERY:
        return 1;
    case SIM_MARK_NONE:
    case SIM_MARK_HEALTH:
        break;
    }
    return 0;
}

/// Whether a mark of higher rank, or a later one of the same, stands so near that both could not be
/// read.
static bool is_covered(const Frame *f, int32_t index) {
    const SceneMark *marks = f->scene->marks;
    float x = layout_time_x(f->layout, f->view, marks[index].time);
    int rank = mark_rank(marks[index].mark);
    for (int32_t i = 0; i < f->scene->mark_count; i++) {
        int other = mark_rank(marks[i].mark);
        if (i == index || other < rank || (other == rank && i < index)) continue;
        if (fabsf(layout_time_x(f->layout, f->view, marks[i].time) - x) < 23) return true;
    }
    return false;
}

static void draw_marks(const Frame *f) {
    for (int large = 0; large < 2; large++)
        for (int32_t i = 0; i < f->scene->mark_count; i++) {
            const SceneMark *mark = &f->scene->marks[i];
            float x = layout_time_x(f->layout, f->view, mark->time);
            bool is_large = is_large_mark(mark->mark) && !is_covered(f, i);
            if (is_large && large)
                draw_mark(f, mark, x);
            else if (!is_large && !large)
                mark_change(f->list, x, f->layout->track.y);
        }
}

/// Words below the marks, on two lines where the panel is high: the latest has room first, earlier
/// ones where some is left.
static void draw_words(const Frame *f) {
    float y = f->layout->track.y + (f->layout->is_small ? 25 : 30),
          right = rect_right(f->layout->timeline) - 12;
    float limits[2] = {right, right};
    int lines = f->layout->is_small ? 1 : 2;
    for (int32_t i = f->scene->mark_count - 1; i >= 0; i--) {
        const SceneMark *mark = &f->scene->marks[i];
        if (!is_large_mark(mark->mark) || !mark->text[0] || is_covered(f, i)) continue;
        float x = layout_time_x(f->layout, f->view, mark->time) - 9,
              w = part_width(f, INK_QUIET, mark->text);
        x = x + w > right ? right - w : x;
        for (int k = 0; k < lines && x >= f->layout->track.x - 10; k++) {
            if (x + w > limits[k]) continue;
            part_text(f, x, y + 18 * (float)k, INK_QUIET, mark->text);
            limits[k] = x - 20;
            break;
        }
    }
}

static void draw_playhead(const Frame *f) {
    float x = roundf(layout_time_x(f->layout, f->view, f->view->now)) + 0.5f,
          y = f->layout->track.y;
    Color color = part_color(f, THEME_TEXT);
    draw_line(f->list, x, y - 14, x, y + 14, draw_stroke(color, 2));
    DrawPoint tip[] = {{x - 6, y - 16}, {x + 6, y - 16}, {x, y - 7}};
    draw_polygon(f->list, tip, 3, color, (DrawStroke){0});
}

void scene_draw_timeline(const Frame *f) {
    const Layout *layout = f->layout;
    DrawRect box = layout->timeline;
    draw_layer(f->list, LAYER_CHARTS);
    part_panel(f, box, 8, THEME_PANEL);
    draw_ticks(f);
    draw_track(f);
    draw_playhead(f);
    draw_marks(f);
    if (box.h >= 64) draw_words(f);
    float y = layout->track.y + 5;
    part_text(f, box.x + 12, y, (Ink){TEXT_WORDS_MEDIUM, TEXT_LABEL, THEME_SECONDARY}, "main");
    if (layout->is_small) return;
    // The latest event, in words, beside its lane's name.
    for (int32_t i = f->scene->mark_count - 1; i >= 0; i--) {
        const SceneMark *mark = &f->scene->marks[i];
        if (!is_large_mark(mark->mark) || mark->time > f->view->now) continue;
        char text[32];
        chart_format_time((double)mark->time / (double)SIM_SECOND, text, sizeof text);
        part_textf(f, box.x + 72, y, INK_QUIET, "last event at %s", text);
        break;
    }
}
