// Widgets of a dashboard without a time axis, as CloudWatch's console has them: numbers with a
// small line below, a gauge, bars, a grid of alarms, and words.
#include "window/scene_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// The title, unless it is empty; returns where the content begins.
static float draw_head(const Frame *f, const SceneChart *chart, DrawRect rect) {
    float x = rect.x + 12, right = rect_right(rect) - 12, y = rect.y + 22;
    float room = right - x;
    part_panel(f, rect, 8, THEME_PANEL);
    if (chart->title[0] == 0) return rect.y + 8;
    float w = part_name(f, x, y, INK_BOLD, room, chart->title);
    if (chart->widget.view != SIM_WIDGET_ALARMS && chart->widget.view != SIM_WIDGET_TEXT)
        part_if_fits(f, x + w + 10, y, INK_QUIET, room - w - 10, chart->subtitle);
    return rect.y + 30;
}

static void number_words(const SceneSeries *series, char *out, size_t capacity) {
    double size = fabs(series->number);
    if (!series->has_number)
        snprintf(out, capacity, "-");
    else if (size >= 9999.5)
        snprintf(out, capacity, "%.3g%c", series->number / (size >= 999500 ? 1e6 : 1e3),
                 size >= 999500 ? 'M' : 'k');
    else
        snprintf(out, capacity, "%.*f",
                 series->number == floor(series->number) || size >= 99.95 ? 0
                 : size >= 9.995                                          ? 1
                                                                          : 2,
                 series->number);
}

/// The last sixty datapoints as a small line.
static void draw_spark(const Frame *f, const SceneSeries *series, DrawRect rect) {
    enum { SPARK = 60 };
    float values[SPARK];
    int count = series->point_count < SPARK ? series->point_count : SPARK;
    for (int i = 0; i < count; i++) {
        const SimPoint *point = &series->points[series->point_count - count + i];
        values[i] = point->is_present ? (float)point->value : NAN;
    }
    if (count > 1 && rect.h >= 12)
        mark_sparkline(f->list, rect, values, count, part_color(f, THEME_SECONDARY));
}

static void draw_numbers(const Frame *f, const SceneChart *chart, DrawRect rect, float top) {
    int32_t count = chart->series_count;
    float w = (rect.w - 24) / (float)(count > 0 ? count : 1), bottom = rect_bottom(rect) - 10;
    bool is_low = bottom - top < 48;
    for (int32_t i = 0; i < count; i++) {
        const SceneSeries *series = &chart->series[i];
        float x = rect.x + 12 + (float)i * w, base = is_low ? bottom - 2 : top + 30;
        char words[24];
        number_words(series, words, sizeof words);
        Ink ink = {TEXT_MONO_MEDIUM, is_low ? TEXT_LABEL : TEXT_FIGURE, THEME_TEXT};
        if (part_width(f, ink, words) > w - 8) ink.size = TEXT_LABEL;
        float used = part_name(f, x, base, ink, w - 8, words);
        bool has_label = count > 1 || strcmp(series->label, chart->title) != 0;
        if (is_low && has_label)
            part_if_fits(f, x + used + 6, base, INK_QUIET, w - used - 14, series->label);
        if (is_low) continue;
        if (has_label && bottom - base >= 20)
            part_name(f, x, base + 20, INK_QUIET, w - 8, series->label), base += 20;
        if (chart->widget.has_sparkline)
            draw_spark(f, series, draw_rect_make(x, base + 8, w - 12, bottom - base - 8));
    }
}

/// Which colour the value of a gauge has: that of the error where it stands in a shaded side.
static ThemeColor gauge_color(const SimWidget *widget, double value) {
    for (int32_t i = 0; i < widget->horizontal_count; i++) {
        const SimWidgetMark *level = &widget->horizontals[i];
        if ((level->fill == SIM_WIDGET_FILL_ABOVE && value >= level->value) ||
            (level->fill == SIM_WIDGET_FILL_BELOW && value <= level->value))
            return THEME_ERROR;
    }
    return THEME_LOAD;
}

static float share_of(const SimWidgetAxis *axis, double value) {
    double share = (value - axis->min) / (axis->max - axis->min);
    return (float)(share < 0 ? 0 : share > 1 ? 1 : share);
}

/// A gauge in one line: the number, and a bar between the ends of the scale.
static void draw_flat_gauge(const Frame *f, const SceneChart *chart, const SceneSeries *series,
                            DrawRect room, const char *words) {
    const SimWidgetAxis *axis = &chart->widget.left;
    float y = rect_middle_y(room), right = rect_right(room) - 4;
    char low[24], high[24];
    snprintf(low, sizeof low, "%.4g", axis->min);
    snprintf(high, sizeof high, "%.4g", axis->max);
    Ink ink = {TEXT_MONO_MEDIUM, room.h >= 40 ? TEXT_FIGURE : TEXT_LABEL, THEME_TEXT};
    float x = room.x + part_text(f, room.x, y + ink.size * 0.36f, ink, words) + 14;
    x += part_text(f, x, y + 5, INK_QUIET, low) + 8;
    right -= part_right(f, right, y + 5, INK_QUIET, high) + 8;
    if (right - x < 20) return;
    DrawRect bar = {x, y - 5, right - x, 10};
    draw_box(f->list, bar, 3, part_color(f, THEME_INSET), (DrawStroke){0});
    float share = series->has_number ? share_of(axis, series->number) : 0;
    if (share * bar.w >= 1)
        draw_box(f->list, draw_rect_make(bar.x, bar.y, bar.w * share, bar.h), 3,
                 part_color(f, gauge_color(&chart->widget, series->number)), (DrawStroke){0});
    for (int32_t i = 0; i < chart->widget.horizontal_count; i++) {
        float at = bar.x + bar.w * share_of(axis, chart->widget.horizontals[i].value);
        draw_line(f->list, at, bar.y - 4, at, rect_bottom(bar) + 4,
                  draw_stroke(part_color(f, THEME_TEXT), 2));
    }
}

/// Half a ring from the least to the largest value; annotations are ticks across it.
static void draw_one_gauge(const Frame *f, const SceneChart *chart, const SceneSeries *series,
                           DrawRect room) {
    const SimWidgetAxis *axis = &chart->widget.left;
    float radius = fminf(room.w / 2 - 44, room.h - 40), x = rect_middle_x(room);
    float y = room.y + radius + 10;
    char words[24];
    number_words(series, words, sizeof words);
    if (radius < 36) { // too low for a ring
        draw_flat_gauge(f, chart, series, room, words);
        return;
    }
    const float width = fmaxf(8, radius * 0.22f), from = -0.25f;
    draw_arc(f->list, x, y, radius, from, 0.25f, draw_stroke(part_color(f, THEME_INSET), width));
    float share = share_of(axis, series->number);
    if (series->has_number && share > 0)
        draw_arc(f->list, x, y, radius, from, from + share / 2,
                 draw_stroke(part_color(f, gauge_color(&chart->widget, series->number)), width));
    for (int32_t i = 0; i < chart->widget.horizontal_count; i++) {
        float angle = 3.14159265f * (1 - share_of(axis, chart->widget.horizontals[i].value));
        float near = radius - width / 2 - 3, far = radius + width / 2 + 3;
        draw_line(f->list, x + near * cosf(angle), y - near * sinf(angle), x + far * cosf(angle),
                  y - far * sinf(angle), draw_stroke(part_color(f, THEME_TEXT), 2));
    }
    Ink ink = {TEXT_MONO_MEDIUM, radius >= 50 ? TEXT_FIGURE : TEXT_BODY, THEME_TEXT};
    part_center(f, x, y - 2, ink, words);
    char end[24];
    snprintf(end, sizeof end, "%.4g", axis->min);
    part_center(f, x - radius, y + 18, INK_QUIET, end);
    snprintf(end, sizeof end, "%.4g", axis->max);
    part_center(f, x + radius, y + 18, INK_QUIET, end);
    float half = part_width(f, INK_QUIET, series->label) / 2;
    if (half < radius - 24) part_center(f, x, y + 18, INK_QUIET, series->label);
}

static void draw_gauges(const Frame *f, const SceneChart *chart, DrawRect rect, float top) {
    int32_t count = chart->series_count;
    float w = (rect.w - 24) / (float)(count > 0 ? count : 1);
    for (int32_t i = 0; i < count; i++)
        draw_one_gauge(
            f, chart, &chart->series[i],
            draw_rect_make(rect.x + 12 + (float)i * w, top, w, rect_bottom(rect) - 6 - top));
}

/// A bar a line, from the left, with its name above it where there is room.
static void draw_bars(const Frame *f, const SceneChart *chart, DrawRect rect, float top) {
    int32_t count = chart->series_count;
    const SimWidgetAxis *axis = &chart->widget.left;
    double most = axis->has_max ? axis->max : 0;
    for (int32_t i = 0; i < count && !axis->has_max; i++)
        if (chart->series[i].has_number) most = fmax(most, chart->series[i].number);
    float pitch = (rect_bottom(rect) - 8 - top) / (float)(count > 0 ? count : 1), right = 0;
    pitch = fminf(pitch, 52);
    float x = rect.x + 12, room = rect.w - 24;
    bool has_line = pitch >= 38; // else the name stands in the bar's line
    for (int32_t i = 0; i < count; i++) {
        char words[24];
        const SceneSeries *series = &chart->series[i];
        float y = top + (float)i * pitch;
        number_words(series, words, sizeof words);
        right = part_right(f, x + room, y + 15, INK_COUNT, words);
        float name = has_line ? room - right - 8 : room * 0.34f;
        part_name(f, x, y + 15, INK_QUIET, name, series->label);
        DrawRect bar = has_line
                           ? draw_rect_make(x, y + 21, room, 10)
                           : draw_rect_make(x + room * 0.36f, y + 5, room * 0.64f - right - 8, 10);
        draw_box(f->list, bar, 3, part_color(f, THEME_INSET), (DrawStroke){0});
        double share = most > 0 && series->has_number ? series->number / most : 0;
        bar.w *= (float)(share > 1 ? 1 : share < 0 ? 0 : share);
        if (bar.w >= 1)
            draw_box(f->list, bar, 3, part_color(f, (ThemeColor)series->color), (DrawStroke){0});
    }
}

/// The alarms as tiles: glyph, name and state; those in ALARM outlined.
static void draw_alarm_grid(const Frame *f, const SceneChart *chart, DrawRect rect, float top) {
    int32_t count = chart->widget.alarm_count;
    float room = rect.w - 24, bottom = rect_bottom(rect) - 8;
    int32_t columns = (int32_t)(room / 190);
    columns = columns < 1 ? 1 : columns > count ? count : columns;
    float w = (room - (float)(columns - 1) * 6) / (float)columns, h = 26;
    int32_t rows = (int32_t)((bottom - top + 6) / (h + 6)), shown = rows * columns;
    shown = shown < 0 ? 0 : shown;
    for (int32_t i = 0; i < count && i < shown; i++) {
        DrawRect box = {rect.x + 12 + (float)(i % columns) * (w + 6),
                        top + (float)(i / columns) * (h + 6), w, h};
        if (i == shown - 1 && shown < count) {
            part_textf(f, box.x + 4, box.y + 18, INK_QUIET, "+%d alarms", (int)(count - shown + 1));
            break;
        }
        int32_t index = chart->widget.alarms[i];
        if (index < 0 || index >= f->view->alarm_count) continue;
        const SimViewAlarm *alarm = &f->view->alarms[index];
        bool is_on = alarm->state == SIM_ALARM_ALARM;
        draw_box(
            f->list, draw_rect_make(box.x + 0.5f, box.y + 0.5f, box.w - 1, box.h - 1), 5,
            part_color(f, THEME_TILE),
            draw_stroke(part_color(f, is_on ? THEME_ERROR : THEME_HAIRLINE), is_on ? 1.5f : 1));
        mark_health(f->list, box.x + 13, rect_middle_y(box), 6.5f,
                    is_on                          ? HEALTH_UNHEALTHY
                    : alarm->state == SIM_ALARM_OK ? HEALTH_HEALTHY
                                                   : HEALTH_INITIAL);
        const char *word = part_alarm_word(alarm->state, true);
        float used = part_right(f, rect_right(box) - 8, box.y + 18, INK_WORDS, word);
        part_name(f, box.x + 26, box.y + 18, is_on ? INK_BOLD : INK_WORDS, box.w - 42 - used,
                  alarm->name);
    }
}

/// A line of Markdown in as many lines as it needs; returns where the next one begins.
static float draw_markdown(const Frame *f, const char *line, float x, float y, float room,
                           float bottom) {
    Ink ink = line[0] == '#' ? INK_BOLD : INK_WORDS;
    bool is_item = (line[0] == '-' || line[0] == '*') && line[1] == ' ';
    line += line[0] == '#' ? strspn(line, "# ") : is_item ? 2 : 0;
    float indent = is_item ? 14 : 0, first = y;
    while (*line != '\0' && y <= bottom) {
        char part[256];
        size_t cut = part_break(f, ink, line, room - indent);
        snprintf(part, sizeof part, "%.*s", (int)(cut < sizeof part ? cut : sizeof part - 1), line);
        // What has no room below is cut off with a mark.
        bool is_last = line[cut] != '\0' && y + 20 > bottom;
        part_name(f, x + indent, y, ink, room - indent, is_last ? line : part);
        line += cut;
        line += strspn(line, " ");
        y += 20;
    }
    if (is_item && y > first) part_text(f, x, first, INK_QUIET, "\xe2\x80\xa2");
    return y > first ? y : y + 10; // an empty line parts two paragraphs
}

static void draw_words(const Frame *f, const SceneChart *chart, DrawRect rect, float top) {
    const char *at = chart->widget.markdown;
    float y = top + 14, bottom = rect_bottom(rect) - 8;
    while (*at != '\0' && y <= bottom) {
        char line[512];
        size_t length = strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(length < sizeof line ? length : sizeof line - 1),
                 at);
        y = draw_markdown(f, line, rect.x + 12, y, rect.w - 24, bottom);
        at += length + (at[length] == '\n');
    }
}

void part_widget(const Frame *f, const SceneChart *chart, DrawRect rect) {
    float top = draw_head(f, chart, rect);
    switch (chart->widget.view) {
    case SIM_WIDGET_NUMBER:
        draw_numbers(f, chart, rect, top);
        break;
    case SIM_WIDGET_GAUGE:
        draw_gauges(f, chart, rect, top);
        break;
    case SIM_WIDGET_BARS:
        draw_bars(f, chart, rect, top);
        break;
    case SIM_WIDGET_ALARMS:
        draw_alarm_grid(f, chart, rect, top);
        break;
    case SIM_WIDGET_TEXT:
        draw_words(f, chart, rect, top);
        break;
    case SIM_WIDGET_LINES:
        break;
    }
}
