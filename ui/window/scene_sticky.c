// Sticky sessions and automatic target weights in words.
#include "window/scene_parts.h"

#include <stdio.h>

/// "1 d", "90 min", "1 s": the largest unit that divides it.
static void span_words(SimTime span, char *out, size_t capacity) {
    const struct {
        SimTime length;
        const char *unit;
    } units[] = {{24 * SIM_HOUR, "d"}, {SIM_HOUR, "h"}, {SIM_MINUTE, "min"}, {SIM_SECOND, "s"}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (span % units[i].length != 0) continue;
        snprintf(out, capacity, "%lld %s", (long long)(span / units[i].length), units[i].unit);
        return;
    }
    snprintf(out, capacity, "%.3g s", (double)span / (double)SIM_SECOND);
}

void part_stickiness(const SimViewGroup *group, bool is_short, char *out, size_t capacity) {
    char span[32];
    out[0] = 0;
    if (!group->sticky_cookie) return;
    span_words(group->sticky_duration, span, sizeof span);
    if (is_short)
        snprintf(out, capacity, "sticky %s", span);
    else
        snprintf(out, capacity, "cookie %.40s, %s", group->sticky_cookie, span);
}

void part_rule_stickiness(const SimViewRule *rule, char *out, size_t capacity) {
    char span[32];
    out[0] = 0;
    if (rule->sticky_duration == 0) return;
    span_words(rule->sticky_duration, span, sizeof span);
    snprintf(out, capacity, "cookie AWSALBTG, %s", span);
}

void part_anomalies(const SimViewGroup *group, char *out, size_t capacity) {
    out[0] = 0;
    if (group->mitigated > 0)
        snprintf(out, capacity, "%d anomalous, %d held down", group->anomalous, group->mitigated);
    else if (group->anomalous > 0)
        snprintf(out, capacity, "%d anomalous", group->anomalous);
}

void part_held_down(const SimViewTarget *target, bool is_short, char *out, size_t capacity) {
    out[0] = 0;
    if (target && target->held_down > 0)
        snprintf(out, capacity, is_short ? "wt %.0f%%" : "weight %.0f%%", target->held_down * 100);
}
