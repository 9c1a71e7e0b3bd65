// The alarms of a region, in its header: each with the glyph of its state, those in ALARM first;
// what there is no room for is counted.
#include "window/scene_parts.h"

#include <stdio.h>

static HealthGlyph glyph_of(SimAlarmState state) {
    if (state == SIM_ALARM_ALARM) return HEALTH_UNHEALTHY;
    return state == SIM_ALARM_OK ? HEALTH_HEALTHY : HEALTH_INITIAL;
}

static int32_t count_alarms(const SimView *view, int32_t region) {
    int32_t count = 0;
    for (int32_t i = 0; i < view->alarm_count; i++)
        count += view->alarms[i].region == region;
    return count;
}

static int32_t count_state(const SimView *view, int32_t region, SimAlarmState state) {
    int32_t count = 0;
    for (int32_t i = 0; i < view->alarm_count; i++)
        count += view->alarms[i].region == region && view->alarms[i].state == state;
    return count;
}

/// Room for one more, and for "+n" behind it while others are left.
static float draw_state(const Frame *f, int32_t region, SimAlarmState state, float x, float right,
                        float y, int32_t *left) {
    static const float more = 34;
    for (int32_t i = 0; i < f->view->alarm_count; i++) {
        const SimViewAlarm *alarm = &f->view->alarms[i];
        if (alarm->region != region || alarm->state != state) continue;
        Ink ink = state == SIM_ALARM_ALARM ? INK_BOLD : INK_QUIET;
        float width = 18 + part_width(f, ink, alarm->name);
        if (x + width + (*left > 1 ? more : 0) > right) return x;
        mark_health(f->list, x + 7, y - 5, 6, glyph_of(state));
        part_text(f, x + 18, y, ink, alarm->name);
        x += width + 12;
        (*left)--;
    }
    return x;
}

// "2 ALARM, 3 OK, 1 no data", where names have no room.
static void draw_counts(const Frame *f, int32_t region, float x, float right, float y) {
    static const SimAlarmState states[] = {SIM_ALARM_ALARM, SIM_ALARM_OK,
                                           SIM_ALARM_INSUFFICIENT_DATA};
    static const char *const words[] = {"ALARM", "OK", "no data"};
    for (int s = 0; s < 3; s++) {
        int32_t count = count_state(f->view, region, states[s]);
        char text[24];
        snprintf(text, sizeof text, "%d %s", count, words[s]);
        float width = 18 + part_width(f, INK_QUIET, text);
        if (count == 0 || x + width > right) continue;
        mark_health(f->list, x + 7, y - 5, 6, glyph_of(states[s]));
        part_text(f, x + 18, y, INK_QUIET, text);
        x += width + 12;
    }
}

void part_alarms(const Frame *f, int32_t region, float x, float right, float y) {
    int32_t left = count_alarms(f->view, region);
    if (left == 0) return;
    float label = part_width(f, INK_QUIET, "Alarms");
    if (x + label + 60 > right) return;
    part_text(f, x, y, INK_QUIET, "Alarms");
    x += label + 10;
    float needed = 0;
    for (int32_t i = 0; i < f->view->alarm_count; i++)
        if (f->view->alarms[i].region == region && f->view->alarms[i].state == SIM_ALARM_ALARM)
            needed += 30 + part_width(f, INK_BOLD, f->view->alarms[i].name);
    // Those in ALARM are named or counted, never left out.
    if (x + needed + 34 > right) {
        draw_counts(f, region, x, right, y);
        return;
    }
    x = draw_state(f, region, SIM_ALARM_ALARM, x, right, y, &left);
    x = draw_state(f, region, SIM_ALARM_INSUFFICIENT_DATA, x, right, y, &left);
    x = draw_state(f, region, SIM_ALARM_OK, x, right, y, &left);
    char text[16];
    snprintf(text, sizeof text, "+%d", left);
    if (left > 0) part_text(f, x, y, INK_QUIET, text);
}
