// A widget has no truth by the second below it: its points are CloudWatch's own, at the beginning
// of their period, as the console draws them.
#include "window/charts_widgets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { THIN, MEDIUM, THICK, DASHED, DOTTED, AREA };

static const char *unit_word(const char *unit) {
    if (strcmp(unit, "Percent") == 0) return "%, ";
    if (strcmp(unit, "Seconds") == 0) return "seconds, ";
    return strcmp(unit, "Bytes") == 0 ? "bytes, " : "";
}

/// "Sum, 1 min", "p99, seconds, 10 s".
static void write_subtitle(const SimDashboard *dashboard, int32_t index, SceneChart *chart) {
    const SimWidget *widget = &chart->widget;
    SimWidgetLine first = sim_dashboard_line(dashboard, index, 0);
    bool is_minutes = widget->period % SIM_MINUTE == 0;
    long long count = widget->period / (is_minutes ? SIM_MINUTE : SIM_SECOND);
    const char *stat = first.stat;
    for (int32_t i = 1; i < widget->line_count; i++)
        if (strcmp(sim_dashboard_line(dashboard, index, i).stat, stat) != 0) stat = "";
    snprintf(chart->subtitle, sizeof chart->subtitle, "%.20s%s%s%lld %s", stat,
             stat[0] != 0 ? ", " : "", unit_word(first.unit), count, is_minutes ? "min" : "s");
}

void widget_plan(const SimDashboard *dashboard, int32_t index, SceneChart *chart) {
    static const ThemeColor colors[] = {THEME_TEXT, THEME_BLUE_LINE, THEME_GREEN_LINE,
                                        THEME_SECONDARY};
    static const ThemeColor areas[] = {THEME_BLUE_LINE, THEME_GREEN_LINE, THEME_DRAINING,
                                       THEME_SECONDARY};
    static const int32_t styles[] = {MEDIUM, DASHED, DOTTED, THIN};
    chart->is_widget = true;
    chart->widget = sim_dashboard_widget(dashboard, index);
    snprintf(chart->title, sizeof chart->title, "%s", chart->widget.title);
    chart->series_count = chart->widget.line_count;
    bool is_area = chart->widget.is_stacked || chart->widget.view == SIM_WIDGET_BARS;
    for (int32_t i = 0; i < chart->series_count; i++) {
        SimWidgetLine line = sim_dashboard_line(dashboard, index, i);
        SceneSeries *series = &chart->series[i];
        *series = (SceneSeries){.color = (int32_t)(is_area ? areas[i] : colors[i]),
                                .style = chart->widget.is_stacked ? AREA : styles[i],
                                .scale = 1,
                                .gap_s = 1.5 * (double)chart->widget.period / 1e9,
                                .is_right = line.is_right};
        snprintf(series->label, sizeof series->label, "%s", line.label);
    }
}

/// The newest value at a time: periods are named by their beginning.
static void read_number(SceneSeries *series, const SimPoint *points, int32_t count,
                        SimTime cursor) {
    series->has_number = false;
    for (int32_t i = count - 1; i >= 0 && !series->has_number; i--) {
        if (points[i].start > cursor || !points[i].is_present) continue;
        series->has_number = true;
        series->number = points[i].value;
    }
}

/// The sum of a line and of those below it; where a line has no point it adds nothing.
static void stack(Line *lines, int32_t index, const SimPoint *points, int32_t count) {
    LinePoints *sums = &lines[index].shown;
    const LinePoints *below = index > 0 ? &lines[index - 1].shown : NULL;
    sums->count = 0;
    for (int32_t i = 0; i < count; i++) {
        SimPoint point = points[i];
        if (!point.is_present) point.value = 0;
        if (below != NULL && i < below->count) {
            point.value += below->items[i].value;
            point.is_present = point.is_present || below->items[i].is_present;
        }
        line_points_push(sums, point);
    }
}

static void write_number(const SceneSeries *series, char *out, size_t capacity) {
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
                 : size >= 0.01                                           ? 2
                                                                          : 4,
                 series->number);
}

static void write_value(SceneChart *chart) {
    size_t length = 0;
    char one[24];
    chart->value[0] = 0;
    for (int32_t i = 0; i < chart->series_count && length < sizeof chart->value; i++) {
        write_number(&chart->series[i], one, sizeof one);
        length += (size_t)snprintf(chart->value + length, sizeof chart->value - length, "%s%s",
                                   i > 0 ? " / " : "", one);
    }
}

void widget_show(SimDashboard *dashboard, int32_t index, SceneChart *chart, Line *lines,
                 SimTime now, SimTime cursor, bool has_delay) {
    for (int32_t i = 0; i < chart->series_count; i++) {
        SceneSeries *series = &chart->series[i];
        int32_t count;
        const SimPoint *points = sim_dashboard_points(dashboard, index, i, now, has_delay, &count);
        read_number(series, points, count, cursor);
        series->points = points;
        series->point_count = count;
        if (!chart->widget.is_stacked) continue;
        stack(lines, i, points, count);
        series->points = lines[i].shown.items;
        series->point_count = lines[i].shown.count;
    }
    if (chart->series_count > 0) write_subtitle(dashboard, index, chart);
    write_value(chart);
}
