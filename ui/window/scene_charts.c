// The charts: all on one time axis, with the events as dotted verticals and one cursor. A chart
// shows what the engine measured each second as a line and CloudWatch's datapoints as discs over
// it.
#include "window/scene_parts.h"

#include <string.h>

/// A series that bears a group's name carries the group's badge in the legend.
static void name_version(const Frame *f, const SceneSeries *from, ChartSeries *series) {
    for (int32_t g = 0; g < f->view->group_count; g++)
        if (strcmp(f->view->groups[g].name, from->label) == 0) {
            int index = part_group_index(f->view, g);
            // A badge of another colour than the line would point at the wrong line.
            if (from->color != (index == 1 ? THEME_GREEN_LINE : THEME_BLUE_LINE)) return;
            series->version = part_group_letter(f->view, g);
            series->version_index = part_group_index(f->view, g);
            return;
        }
}

static ChartSeries series_of(const Frame *f, const SceneSeries *from) {
    static const float widths[] = {1, 1.75f, 2.5f, 1.75f, 1.75f, 1.75f, 2};
    int style = from->style >= 0 && from->style <= 6 ? from->style : 1;
    ChartSeries series = {.name = from->label[0] ? from->label : NULL,
                          .points = from->points,
                          .point_count = from->point_count,
                          .marks = from->datapoints,
                          .mark_count = from->datapoints ? from->datapoint_count : 0,
                          .scale = from->scale,
                          .color = part_color(f, (ThemeColor)from->color),
                          .width = widths[style],
                          .gap_s = from->gap_s > 0 ? from->gap_s : 2.5,
                          .is_right = from->is_right};
    series.pattern = style == 3 ? CHART_DASHED : style == 4 ? CHART_DOTTED : CHART_SOLID;
    series.fill = style == 5 ? from->gap_s > 0 ? 0.6f : 0.45f : 0;
    series.is_step = style == 6 || from->is_step;
    name_version(f, from, &series);
    return series;
}

static bool event_of(SimMark mark, EventMark *event) {
    switch (mark) {
    case SIM_MARK_DEPLOYMENT:
        *event = EVENT_DEPLOYMENT;
        return true;
    case SIM_MARK_COMMAND:
        *event = EVENT_COMMAND;
        return true;
    case SIM_MARK_ROLLBACK:
        *event = EVENT_ROLLBACK;
        return true;
    case SIM_MARK_FAULT:
        *event = EVENT_FAULT;
        return true;
    case SIM_MARK_ALARM:
        *event = EVENT_ALARM;
        return true;
    case SIM_MARK_SHIFT:
        *event = EVENT_ZONAL_SHIFT;
        return true;
    case SIM_MARK_NONE:
    case SIM_MARK_RECOVERY:
    case SIM_MARK_HEALTH:
        break;
    }
    return false;
}

int part_chart_events(const Frame *f, ChartEvent events[PART_CHART_EVENTS]) {
    int count = 0;
    for (int32_t i = 0; i < f->scene->mark_count && count < PART_CHART_EVENTS; i++) {
        const SceneMark *mark = &f->scene->marks[i];
        if (mark->time <= f->view->now && event_of(mark->mark, &events[count].mark))
            events[count++].time_s = (double)mark->time / (double)SIM_SECOND;
    }
    return count;
}

ChartInput part_chart_input(const Frame *f, const SceneChart *chart,
                            ChartSeries series[PART_CHART_SERIES], const ChartEvent *events,
                            int event_count) {
    int count = chart->series_count < PART_CHART_SERIES ? chart->series_count : PART_CHART_SERIES;
    for (int i = 0; i < count; i++)
        series[i] = series_of(f, &chart->series[i]);
    // Badges for all or for none: a legend speaks one language.
    bool has_all = true;
    for (int i = 0; i < count; i++)
        has_all = has_all && (series[i].version != 0 || !series[i].name);
    for (int i = 0; i < count && !has_all; i++)
        series[i].version = 0;
    bool has_right = false;
    for (int i = 0; i < count; i++)
        has_right = has_right || series[i].is_right;
    const SimWidget *widget = &chart->widget;
    double cursor = f->scene->cursor < 0 ? -1 : (double)f->scene->cursor / (double)SIM_SECOND;
    return (ChartInput){.title = chart->title,
                        .subtitle = chart->subtitle,
                        .value = chart->value[0] ? chart->value : NULL,
                        .series = series,
                        .series_count = count,
                        .events = events,
                        .event_count = event_count,
                        .time_to_s = part_axis_s(f->view),
                        .now_s = (double)f->view->now / (double)SIM_SECOND,
                        .cursor_s = cursor,
                        .threshold = chart->has_threshold ? chart->threshold : 0,
                        .threshold_label = chart->has_threshold ? chart->threshold_label : NULL,
                        .is_stacked = widget->is_stacked,
                        .has_right = has_right,
                        .axes = {widget->left, widget->right},
                        .levels = widget->horizontals,
                        .moments = widget->verticals,
                        .level_count = widget->horizontal_count,
                        .moment_count = widget->vertical_count,
                        .has_legend = !f->layout->is_small,
                        .is_small = f->layout->is_small};
}

/// A low widget has the dress of a small window.
static void dress(const SceneChart *chart, DrawRect rect, ChartInput *input) {
    if (!chart->is_widget || rect.h >= 170) return;
    input->is_small = true;
    input->has_legend = false;
}

void part_chart(const Frame *f, int32_t index, DrawRect rect, const ChartEvent *events,
                int event_count) {
    ChartSeries series[PART_CHART_SERIES];
    const SceneChart *chart = &f->scene->charts[index];
    if (chart->is_widget && chart->widget.view != SIM_WIDGET_LINES) {
        part_widget(f, chart, rect);
        return;
    }
    ChartInput input = part_chart_input(f, chart, series, events, event_count);
    dress(chart, rect, &input);
    chart_draw(f->list, rect, &input);
}

SimTime layout_chart_time(const Layout *layout, const Scene *scene, int32_t index, float x) {
    ChartInput input = {.time_to_s = part_axis_s(scene->view),
                        .has_legend = !layout->is_small,
                        .is_small = layout->is_small};
    const SceneChart *chart = &scene->charts[index];
    DrawRect rect = layout_panel(layout, scene, index);
    for (int32_t i = 0; i < chart->series_count; i++)
        input.has_right = input.has_right || chart->series[i].is_right;
    dress(chart, rect, &input);
    double time = chart_time_at(rect, &input, x);
    double now = (double)scene->view->now / (double)SIM_SECOND;
    time = time < 0 ? 0 : time > now ? now : time;
    return (SimTime)(time * (double)SIM_SECOND);
}

void scene_draw_charts(const Frame *f) {
    ChartEvent events[PART_CHART_EVENTS];
    draw_layer(f->list, LAYER_CHARTS);
    int event_count = part_chart_events(f, events);
    for (int32_t i = 0; i < f->scene->chart_count; i++) {
        DrawRect rect = layout_panel(f->layout, f->scene, i);
        if (rect.w > 0) part_chart(f, i, rect, events, event_count);
    }
}
