// The small things every part of the frame needs, so that a number looks the same wherever it
// stands.
#include "window/scene_parts.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Color part_color(const Frame *f, ThemeColor color) {
    return theme_color(f->list->theme, color);
}

float part_width(const Frame *f, Ink ink, const char *text) {
    return text_width(f->list->text, ink.style, ink.size, text);
}

static DrawTextSpec spec_of(const Frame *f, Ink ink, TextAlign align) {
    return (DrawTextSpec){
        .style = ink.style, .size = ink.size, .color = part_color(f, ink.color), .align = align};
}

float part_text(const Frame *f, float x, float y, Ink ink, const char *text) {
    return draw_text(f->list, x, y, spec_of(f, ink, ALIGN_LEFT), text);
}

float part_textf(const Frame *f, float x, float y, Ink ink, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return part_text(f, x, y, ink, text);
}

float part_right(const Frame *f, float right, float y, Ink ink, const char *text) {
    return draw_text(f->list, right, y, spec_of(f, ink, ALIGN_RIGHT), text);
}

float part_center(const Frame *f, float x, float y, Ink ink, const char *text) {
    return draw_text(f->list, x, y, spec_of(f, ink, ALIGN_CENTER), text);
}

float part_name(const Frame *f, float x, float y, Ink ink, float width, const char *text) {
    if (width < 12) return 0;
    DrawTextSpec spec = spec_of(f, ink, ALIGN_LEFT);
    spec.width_max = width, spec.can_elide = true;
    return draw_text(f->list, x, y, spec, text);
}

size_t part_break(const Frame *f, Ink ink, const char *text, float width) {
    char line[SCENE_CAPTION_BYTES];
    size_t best = 0, length = strlen(text);
    if (length > sizeof line - 1) length = sizeof line - 1;
    for (size_t i = 1; i <= length; i++) {
        if (i < length && text[i] != ' ') continue;
        memcpy(line, text, i), line[i] = 0;
        if (part_width(f, ink, line) > width) break;
        best = i;
    }
    return best > 0 ? best : length;
}

float part_tail(const Frame *f, float x, float y, Ink ink, float width, const char *text) {
    char cut[64];
    if (part_width(f, ink, text) <= width) return part_text(f, x, y, ink, text);
    for (const char *tail = text; *tail;) {
        text_next_codepoint(&tail);
        snprintf(cut, sizeof cut, "…%s", tail);
        if (part_width(f, ink, cut) <= width) return *tail ? part_text(f, x, y, ink, cut) : 0;
    }
    return 0;
}

float part_if_fits(const Frame *f, float x, float y, Ink ink, float width, const char *text) {
    return part_width(f, ink, text) <= width ? part_text(f, x, y, ink, text) : 0;
}

float part_figure(const Frame *f, float right, float y, Ink ink, const char *value,
                  const char *unit) {
    float unit_width = *unit ? part_right(f, right, y, INK_QUIET, unit) + 4 : 0;
    return unit_width + part_right(f, right - unit_width, y, ink, value);
}

void part_panel(const Frame *f, DrawRect rect, float radius, ThemeColor fill) {
    DrawRect inside = {rect.x + 0.5f, rect.y + 0.5f, rect.w - 1, rect.h - 1};
    draw_box(f->list, inside, radius, part_color(f, fill),
             draw_stroke(part_color(f, THEME_HAIRLINE), 1));
}

void part_rule(const Frame *f, float x1, float x2, float y) {
    draw_line(f->list, x1, y + 0.5f, x2, y + 0.5f, draw_stroke(part_color(f, THEME_HAIRLINE), 1));
}

void part_rate(double rate, char *out, size_t capacity) {
    if (!(rate >= 0))
        snprintf(out, capacity, "-");
    else if (rate < 9.95)
        snprintf(out, capacity, "%.1f", rate);
    else if (rate < 9999.5)
        snprintf(out, capacity, "%.0f", rate);
    else if (rate < 999500)
        snprintf(out, capacity, "%.1fk", rate / 1000);
    else
        snprintf(out, capacity, "%.1fM", rate / 1e6);
}

void part_rate_fine(double rate, char *out, size_t capacity) {
    if (rate >= 9.95 && rate < 99.95)
        snprintf(out, capacity, "%.1f", rate);
    else
        part_rate(rate, out, capacity);
}

void part_count(int64_t count, char *out, size_t capacity) {
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%" PRId64, count);
    size_t at = 0;
    for (int i = 0; i < length && at + 2 < capacity; i++) {
        if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-') out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = 0;
}

void part_seconds(double seconds, char *out, size_t capacity) {
    if (!(seconds >= 0))
        snprintf(out, capacity, "-");
    else
        snprintf(out, capacity,
                 seconds < 0.0995 ? "%.3f"
                 : seconds < 9.95 ? "%.2f"
                                  : "%.1f",
                 seconds);
}

const char *part_left(SimTime left, char *out, size_t capacity) {
    int64_t seconds = left <= 0 ? 0 : (left + SIM_SECOND - 1) / SIM_SECOND;
    int64_t unit = seconds < 600 ? 1 : seconds < 36000 ? 60 : 3600;
    snprintf(out, capacity, "%" PRId64, seconds / unit);
    return unit == 1 ? "s" : unit == 60 ? "min" : "h";
}

void part_clock(SimTime time, char *out, size_t capacity) {
    int64_t seconds = (time < 0 ? 0 : time) / SIM_SECOND;
    if (seconds < 3600)
        snprintf(out, capacity, "%02" PRId64 ":%02" PRId64, seconds / 60, seconds % 60);
    else
        snprintf(out, capacity, "%" PRId64 ":%02" PRId64 ":%02" PRId64, seconds / 3600,
                 seconds / 60 % 60, seconds % 60);
}

const char *part_zone(const char *name) {
    const char *hyphen = strrchr(name, '-');
    return hyphen && hyphen[1] ? hyphen + 1 : name;
}

void part_node_zone(const SimView *view, int32_t node, char *out, size_t capacity) {
    const SimViewNode *it = &view->nodes[node];
    int length = snprintf(out, capacity, "%s", part_zone(view->zones[it->zone].name));
    if (it->number_in_zone > 1 && length < (int)capacity)
        snprintf(out + length, capacity - (size_t)length, "·%d", it->number_in_zone);
}

char part_group_letter(const SimView *view, int32_t group) {
    unsigned char first = (unsigned char)view->groups[group].name[0];
    return first && first < 128 ? (char)toupper(first) : '?';
}

int part_group_index(const SimView *view, int32_t group) {
    return view->groups[group].release >= 0 && view->groups[group].is_new_of_release ? 1 : 0;
}

void part_group_badge(const Frame *f, float x, float y, float size, int32_t group) {
    mark_version(f->list, x, y, size, part_group_letter(f->view, group),
                 part_group_index(f->view, group));
}

const SimViewTarget *part_target(const Frame *f, int32_t instance) {
    const SimView *view = f->view;
    int32_t group = view->instances[instance].first_group,
            guess = f->layout->target_of_instance[instance];
    if (group < 0) return NULL;
    if (guess >= 0 && guess < view->target_count && view->targets[guess].instance == instance &&
        view->targets[guess].group == group)
        return &view->targets[guess];
    const SimViewGroup *it = &view->groups[group];
    for (int32_t t = it->first_target; t < it->first_target + it->target_count; t++)
        if (view->targets[t].instance == instance) return &view->targets[t];
    return NULL;
}

const char *part_trouble(const SimViewInstance *instance, bool is_short, char *out,
                         size_t capacity) {
    out[0] = 0;
    switch (instance->state) {
    case SIM_INSTANCE_BOOTING:
        return is_short ? "boot" : "booting";
    case SIM_INSTANCE_CRASHED:
        return is_short ? "crash" : "crashed";
    case SIM_INSTANCE_HUNG:
        return "hung";
    case SIM_INSTANCE_NO_POWER:
        return is_short ? "dark" : "no power";
    case SIM_INSTANCE_STOPPED:
        return "stopped";
    case SIM_INSTANCE_TERMINATED:
        return is_short ? "gone" : "terminated";
    case SIM_INSTANCE_RUNNING:
        break;
    }
    if (instance->is_partitioned) return is_short ? "cut" : "cut off";
    if (instance->slow_factor > 1.001)
        snprintf(out, capacity, is_short ? "×%.3g" : "slow ×%.3g", instance->slow_factor);
    else if (instance->error_share > 0 && instance->errors_total > 0) // not before it happens
        snprintf(out, capacity, is_short ? "fails" : "fails %.0f%%", instance->error_share * 100);
    return out;
}

HealthGlyph part_glyph(SimTargetState state) {
    switch (state) {
    case SIM_TARGET_INITIAL:
        return HEALTH_INITIAL;
    case SIM_TARGET_HEALTHY:
        return HEALTH_HEALTHY;
    case SIM_TARGET_UNHEALTHY:
        return HEALTH_UNHEALTHY;
    case SIM_TARGET_DRAINING:
        return HEALTH_DRAINING;
    case SIM_TARGET_UNUSED:
        return HEALTH_UNUSED;
    }
    return HEALTH_UNUSED;
}

double part_axis_s(const SimView *view) {
    static const double ends[] = {60,   120,   300,   600,   1200,   1800,  3600,
                                  7200, 14400, 28800, 86400, 172800, 604800};
    double now = (double)view->now / (double)SIM_SECOND,
           duration = (double)view->duration / (double)SIM_SECOND;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends[i] >= now || ends[i] >= duration)
            return ends[i] < duration || duration <= 0 ? ends[i] : duration;
    return duration;
}
