// CloudWatch alarms: each with its state in a word, and the newest datapoint beside the threshold.
#include "window/scene_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void figure_words(double value, char *out, size_t capacity) {
    bool is_whole = fabs(value - round(value)) < 1e-9 && fabs(value) < 1e6;
    snprintf(out, capacity, is_whole ? "%.0f" : "%.3g", value);
}

void part_alarm_values(const SimViewAlarm *alarm, char *out, size_t capacity) {
    char value[24] = "-", threshold[24];
    out[0] = '\0';
    if (!alarm->metric) return; // it looks at other alarms
    if (alarm->has_value) figure_words(alarm->value, value, sizeof value);
    figure_words(alarm->threshold, threshold, sizeof threshold);
    // "99.6 > 50, 1/3": one of the three that it takes.
    bool is_on_its_way =
        alarm->state != SIM_ALARM_ALARM && alarm->breaching > 0 && alarm->datapoints_to_alarm > 1;
    if (is_on_its_way)
        snprintf(out, capacity, "%s %s %s, %d/%d", value, alarm->comparison, threshold,
                 alarm->breaching, alarm->datapoints_to_alarm);
    else
        snprintf(out, capacity, "%s, alarm %s %s", value, alarm->comparison, threshold);
}

const char *part_alarm_word(SimAlarmState state, bool is_short) {
    return state == SIM_ALARM_ALARM ? "ALARM"
           : state == SIM_ALARM_OK  ? "OK"
           : is_short               ? "no data"
                                    : "INSUFFICIENT_DATA";
}

// The alarms of target tracking have long names that begin alike: of those the end says more.
static void write_name(const Frame *f, const char *name, float room, char *out, size_t capacity) {
    snprintf(out, capacity, "%s", name);
    if (strncmp(name, "TargetTracking-", 15) != 0) return;
    for (const char *tail = name; *tail != '\0' && part_width(f, INK_WORDS, out) > room; tail++)
        snprintf(out, capacity, "\xe2\x80\xa6%s", tail + 1);
}

static void draw_alarm(const Frame *f, const SimViewAlarm *alarm, DrawRect box) {
    float x = box.x, right = rect_right(box), base = rect_middle_y(box) + 5;
    if (alarm->state == SIM_ALARM_ALARM)
        mark_event(f->list, x + 10, base - 5, EVENT_ALARM);
    else
        mark_health(f->list, x + 10, base - 5, 7,
                    alarm->state == SIM_ALARM_OK ? HEALTH_HEALTHY : HEALTH_INITIAL);
    x += 26;
    char values[64];
    part_alarm_values(alarm, values, sizeof values);
    Ink state_ink = alarm->state == SIM_ALARM_ALARM ? INK_BOLD : INK_QUIET;
    const char *word = part_alarm_word(alarm->state, false);
    float name = part_width(f, INK_WORDS, alarm->name), room = right - x,
          shown = part_width(f, INK_MONO, values);
    if (name + 12 + part_width(f, state_ink, word) + 12 + shown > room)
        word = part_alarm_word(alarm->state, true);
    float used = part_width(f, state_ink, word) + 12;
    bool has_values = values[0] != '\0' && (name < 90 ? name : 90) + used + 12 + shown <= room;
    if (has_values) part_right(f, right, base, INK_MONO, values);
    room -= has_values ? shown + 12 : 0;
    char shown_name[160];
    write_name(f, alarm->name, room - used, shown_name, sizeof shown_name);
    x += part_name(f, x, base, INK_WORDS, room - used, shown_name) + 12;
    part_text(f, x, base, state_ink, word);
}

void scene_draw_alarms(const Frame *f) {
    DrawRect box = f->layout->alarms;
    if (box.w <= 0) return;
    draw_layer(f->list, LAYER_TILES);
    bool is_small = f->layout->is_small;
    part_rule(f, box.x, rect_right(box), box.y);
    float w = part_text(f, box.x, box.y + (is_small ? 20 : 24), INK_BOLD, "Alarms");
    int32_t shown = layout_alarms_shown(f->layout, f->view);
    for (int32_t i = 0; i < shown; i++)
        draw_alarm(f, &f->view->alarms[layout_alarm_of(f->view, i)],
                   layout_alarm(f->layout, f->view, i));
    if (shown < f->view->alarm_count && !is_small)
        part_textf(f, box.x + w + 12, box.y + 24, INK_QUIET, "+%d more",
                   f->view->alarm_count - shown);
}
