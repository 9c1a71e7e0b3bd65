// The panel of alarms: a line for each, as many as there is room for; what is in ALARM comes first.
#include "window/layout.h"

static float line_height(const Layout *layout) {
    return layout->is_small ? 22 : 24;
}

/// px from the panel's top to its first line: its heading, beside which a low panel begins.
static float head_height(const Layout *layout) {
    return layout->is_small ? 4 : 32;
}

int32_t layout_alarms_shown(const Layout *layout, const SimView *view) {
    if (layout->alarms.w <= 0) return 0;
    float room = layout->alarms.h - head_height(layout) + 4;
    int32_t most = (int32_t)(room / line_height(layout));
    return view->alarm_count < most ? view->alarm_count : most;
}

DrawRect layout_alarm(const Layout *layout, const SimView *view, int32_t n) {
    if (n < 0 || n >= layout_alarms_shown(layout, view)) return (DrawRect){0};
    float left = layout->is_small ? 60 : 0;
    return draw_rect_make(layout->alarms.x + left,
                          layout->alarms.y + head_height(layout) + line_height(layout) * (float)n,
                          layout->alarms.w - left, line_height(layout));
}

int32_t layout_alarm_of(const SimView *view, int32_t n) {
    static const SimAlarmState order[] = {SIM_ALARM_ALARM, SIM_ALARM_INSUFFICIENT_DATA,
                                          SIM_ALARM_OK};
    for (size_t s = 0; s < sizeof order / sizeof order[0]; s++)
        for (int32_t i = 0; i < view->alarm_count; i++)
            if (view->alarms[i].state == order[s] && n-- == 0) return i;
    return -1;
}
