// The charts: all on one time axis, with the events as dotted verticals and one cursor. A chart shows what the engine measured
// each second as a line and CloudWatch's datapoints as discs over it. More points than pixels are thinned to the lowest and the
// highest of each stretch, so that no peak is lost.
#include "window/scene_parts.h"

#include <string.h>

enum { POINTS_MAX = 1200, DATAPOINTS_MAX = 240, EVENTS_MAX = 64, SERIES_MAX = 4 };

/// The charts' input made of the scene's; large, so that it lives on the stack once a frame.
typedef struct ChartScratch {
    ChartPoint points[SERIES_MAX][POINTS_MAX];
    ChartPoint datapoints[SERIES_MAX][DATAPOINTS_MAX];
    ChartSeries series[SERIES_MAX];
    ChartEvent events[EVENTS_MAX];
} ChartScratch;

static ChartPoint point_of(const SimPoint *point, double scale) {
    return (ChartPoint){(double)point->start / (double)SIM_SECOND, point->value * scale, point->is_present};
}

/// The lowest and the highest of a stretch, in the order of their times; one gap when it holds nothing.
static int thin_stretch(const SimPoint *points, int32_t from, int32_t to, double scale, ChartPoint out[2]) {
    int32_t low = -1, high = -1;
    for (int32_t i = from; i < to; i++) {
        if (!points[i].is_present)
            continue;
        if (low < 0 || points[i].value < points[low].value)
            low = i;
        if (high < 0 || points[i].value > points[high].value)
            high = i;
    }
    if (low < 0) {
        out[0] = point_of(&points[from], scale);
        return 1;
    }
    out[0] = point_of(&points[low < high ? low : high], scale);
    out[1] = point_of(&points[low < high ? high : low], scale);
    return low == high ? 1 : 2;
}

static int thin(const SimPoint *points, int32_t count, double scale, ChartPoint *out, int capacity) {
    int used = 0;
    if (count <= capacity) {
        for (int32_t i = 0; i < count; i++)
            out[used++] = point_of(&points[i], scale);
        return used;
    }
    int stretches = capacity / 2;
    for (int s = 0; s < stretches; s++) {
        int32_t from = (int32_t)((int64_t)count * s / stretches), to = (int32_t)((int64_t)count * (s + 1) / stretches);
        used += thin_stretch(points, from, to, scale, &out[used]);
    }
    return used;
}

/// A series that bears a group's name carries the group's badge in the legend.
static void name_version(const Frame *f, const char *label, ChartSeries *series) {
    for (int32_t g = 0; g < f->view->group_count; g++)
        if (strcmp(f->view->groups[g].name, label) == 0) {
            series->version = part_group_letter(f->view, g);
            series->version_index = part_group_index(f->view, g);
            return;
        }
}

static ChartSeries series_of(const Frame *f, const SceneSeries *from, ChartScratch *scratch, int index) {
    static const float widths[] = {1, 1.75f, 2.5f, 1.75f, 1.75f, 1.75f, 2};
    double scale = from->scale != 0 ? from->scale : 1;
    int style = from->style >= 0 && from->style <= 6 ? from->style : 1;
    ChartSeries series = {.name = from->label[0] ? from->label : NULL, .points = scratch->points[index], .color = part_color(f, (ThemeColor)from->color), .width = widths[style], .gap_s = 2.5};
    series.point_count = thin(from->points, from->point_count, scale, scratch->points[index], POINTS_MAX);
    if (from->point_count > POINTS_MAX)
        series.gap_s = 2.5 * (double)from->point_count / (POINTS_MAX / 2);
    series.pattern = style == 3 ? CHART_DASHED : style == 4 ? CHART_DOTTED : CHART_SOLID;
    series.fill = style == 5 ? 0.45f : 0;
    series.is_step = style == 6;
    if (from->datapoints) {
        int32_t skip = from->datapoint_count > DATAPOINTS_MAX ? from->datapoint_count - DATAPOINTS_MAX : 0;
        series.marks = scratch->datapoints[index];
        series.mark_count = thin(from->datapoints + skip, from->datapoint_count - skip, scale, scratch->datapoints[index], DATAPOINTS_MAX);
    }
    name_version(f, from->label, &series);
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
    case SIM_MARK_NONE:
    case SIM_MARK_RECOVERY:
    case SIM_MARK_HEALTH:
        break;
    }
    return false;
}

static int events_of(const Frame *f, ChartEvent *events) {
    int count = 0;
    for (int32_t i = 0; i < f->scene->mark_count && count < EVENTS_MAX; i++) {
        const SceneMark *mark = &f->scene->marks[i];
        if (mark->time <= f->view->now && event_of(mark->mark, &events[count].mark))
            events[count++].time_s = (double)mark->time / (double)SIM_SECOND;
    }
    return count;
}

static ChartInput input_of(const Frame *f, const SceneChart *chart, ChartScratch *scratch, int event_count) {
    int count = chart->series_count < SERIES_MAX ? chart->series_count : SERIES_MAX;
    for (int i = 0; i < count; i++)
        scratch->series[i] = series_of(f, &chart->series[i], scratch, i);
    double cursor = f->scene->cursor < 0 ? -1 : (double)f->scene->cursor / (double)SIM_SECOND;
    return (ChartInput){.title = chart->title,
                        .subtitle = chart->subtitle,
                        .value = chart->value[0] ? chart->value : NULL,
                        .series = scratch->series,
                        .series_count = count,
                        .events = scratch->events,
                        .event_count = event_count,
                        .time_to_s = part_axis_s(f->view),
                        .now_s = (double)f->view->now / (double)SIM_SECOND,
                        .cursor_s = cursor,
                        .threshold = chart->has_threshold ? chart->threshold : 0,
                        .threshold_label = chart->has_threshold ? chart->threshold_label : NULL,
                        .has_legend = !f->layout->is_small,
                        .is_small = f->layout->is_small};
}

SimTime layout_chart_time(const Layout *layout, const Scene *scene, int32_t index, float x) {
    ChartInput input = {.time_to_s = part_axis_s(scene->view), .has_legend = !layout->is_small, .is_small = layout->is_small};
    DrawRect rect = layout_chart(layout, scene->chart_count, scene->chart_page, index);
    double time = chart_time_at(rect, &input, x);
    double now = (double)scene->view->now / (double)SIM_SECOND;
    time = time < 0 ? 0 : time > now ? now : time;
    return (SimTime)(time * (double)SIM_SECOND);
}

void scene_draw_charts(const Frame *f) {
    ChartScratch scratch;
    draw_layer(f->list, LAYER_CHARTS);
    int events = events_of(f, scratch.events);
    for (int32_t i = 0; i < f->scene->chart_count; i++) {
        DrawRect rect = layout_chart(f->layout, f->scene->chart_count, f->scene->chart_page, i);
        if (rect.w <= 0)
            continue;
        ChartInput input = input_of(f, &f->scene->charts[i], &scratch, events);
        chart_draw(f->list, rect, &input);
    }
}
