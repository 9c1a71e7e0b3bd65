// The dashboard: places on the grid, what CloudWatch refuses about widgets, metrics and expressions
// in the order in which they can be worked out.
#include "base/fact.h"
#include "scenario/query_parts.h"

#include <string.h>

enum { COLUMNS = 24, PAGE_ROWS = 6, ROWS_MAX = 96, VISIBLE_MAX = 4 };

// --- places

static bool overlaps(const SimWidget *a, const SimWidget *b) {
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static bool is_free(const Config *config, const SimWidget *widget) {
    if (widget->x + widget->width > COLUMNS || widget->y % PAGE_ROWS + widget->height > PAGE_ROWS)
        return false;
    for (int32_t i = 0; i < config->widget_count; i++)
        if (overlaps(widget, &config->widgets[i].widget)) return false;
    return true;
}

// The first place from the left, row by row, where there is room.
static void find_place(const Config *config, SimWidget *widget) {
    for (widget->y = 0; widget->y < ROWS_MAX; widget->y++)
        for (widget->x = 0; widget->x + widget->width <= COLUMNS; widget->x++)
            if (is_free(config, widget)) return;
}

static void check_place(Compiler *compiler, const RawWidget *raw, const SimWidget *widget) {
    if (SIM_FACT("CW-401", widget->x + widget->width > COLUMNS)) {
        COMPILE_REFUSE(compiler, raw->node, "width",
                       "Make it narrower, or begin further to the left.",
                       "x %d and width %d end beyond the 24 columns of the grid", (int)widget->x,
                       (int)widget->width);
        return;
    }
    if (widget->y % PAGE_ROWS + widget->height > PAGE_ROWS) {
        COMPILE_REFUSE(compiler, raw->node, "height",
                       "Begin it at a multiple of six, or make it lower.",
                       "the window shows rows six at a time, and this stands on both sides of "
                       "row %d",
                       (int)(widget->y / PAGE_ROWS + 1) * PAGE_ROWS);
        return;
    }
    for (int32_t i = 0; i < compiler->config->widget_count; i++)
        if (overlaps(widget, &compiler->config->widgets[i].widget))
            COMPILE_REFUSE(compiler, raw->node, NULL, "Move one of them.",
                           "this widget and widget %d stand upon each other", (int)i);
}

// --- metrics

static bool is_period(SimTime period) {
    return period % SIM_MINUTE == 0 || period == SIM_SECOND || period == 5 * SIM_SECOND ||
           period == 10 * SIM_SECOND || period == 30 * SIM_SECOND;
}

/// What the console calls a metric: the value of its last dimension, else its name.
static const char *own_label(Compiler *compiler, const RawWidgetMetric *raw) {
    if (raw->label != NULL) return raw->label;
    if (raw->query.expression != NULL) return raw->query.id != NULL ? raw->query.id : "expression";
    const char *dimensions = raw->query.metric.dimensions;
    const char *last = dimensions != NULL ? strrchr(dimensions, '=') : NULL;
    const char *label = last != NULL && last[1] != 0 ? last + 1 : raw->query.metric.metric;
    return label == NULL ? "" : arena_copy(compiler->arena, label, strnlen(label, 47));
}

static void compile_metric(Compiler *compiler, const RawWidget *widget, const RawWidgetMetric *raw,
                           ConfigWidgetMetric *metric) {
    *metric = (ConfigWidgetMetric){.id = raw->query.id,
                                   .label = own_label(compiler, raw),
                                   .metric = raw->query.metric,
                                   .is_visible = raw->is_visible,
                                   .is_right = raw->side == 1};
    if (metric->metric.stat == NULL) metric->metric.stat = widget->stat;
    compile_check_stat(compiler, raw->node, metric->metric.stat);
    if (raw->query.expression != NULL || metric->metric.metric == NULL) return;
    if (!compile_has_metric(&metric->metric))
        COMPILE_WARN(compiler, raw->node, "metric", "The widget stays empty.",
                     "nothing reports a metric \"%.80s\"", metric->metric.metric);
    ConfigAlarmMetric ours = metric->metric;
    ours.namespace_ = "Albatross";
    if (SIM_FACT("CW-404", widget->period < SIM_MINUTE && !compile_has_metric(&ours)))
        COMPILE_REFUSE(compiler, widget->node, "period",
                       "Take 60s, or metrics of the namespace Albatross.",
                       "%.60s has a datapoint a minute", metric->metric.metric);
}

static void compile_metrics(Compiler *compiler, const RawWidget *raw, ConfigWidget *out) {
    RawWidgetMetric *raws = raw->metrics.items;
    int32_t count = raw->metrics.count, visible = 0;
    const RawQuery *queries[QUERY_PARTS_MAX];
    QueryParts parts;
    if (count > QUERY_PARTS_MAX) return; // refused by the table
    for (int32_t i = 0; i < count; i++) {
        raws[i].query.node = raws[i].node;
        queries[i] = &raws[i].query;
    }
    query_parts_read(compiler, queries, count, &parts);
    out->metric_count = count;
    out->metrics = arena_array(compiler->arena, count, sizeof *out->metrics);
    out->order = arena_array(compiler->arena, count, sizeof *out->order);
    if (sim_diagnostics_has_errors(compiler->diagnostics)) return;
    if (query_parts_order(&parts, -1) < count) {
        COMPILE_REFUSE(compiler, raw->node, "metrics", "",
                       "expressions name each other in a circle");
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        ConfigWidgetMetric *metric = &out->metrics[parts.place[i]];
        compile_metric(compiler, raw, &raws[i], metric);
        metric->program = query_parts_program(&parts, i);
        if (metric->program != NULL && metric->is_visible && !metric->program->is_series)
            COMPILE_REFUSE(compiler, raws[i].node, "expression",
                           "Name a metric in it, or make it invisible.",
                           "this gives one number and no series");
        if (SIM_FACT("CW-409", raws[i].is_visible)) out->order[visible++] = parts.place[i];
    }
    out->widget.line_count = visible;
    if (visible > VISIBLE_MAX)
        COMPILE_REFUSE(compiler, raw->node, "metrics", "Give the others \"visible\": false.",
                       "a widget shows up to %d lines, not %d", VISIBLE_MAX, (int)visible);
    if (visible == 0) COMPILE_REFUSE(compiler, raw->node, "metrics", "", "none of them is visible");
}

// --- what does not go together

static SimWidgetAxis axis_of(Compiler *compiler, const RawAxis *raw) {
    SimWidgetAxis axis = {.min = raw->min, .max = raw->max};
    if (raw->node == NULL) return axis;
    axis.has_min = node_member(raw->node, "min") != NULL;
    axis.has_max = node_member(raw->node, "max") != NULL;
    if (axis.has_min && axis.has_max && axis.min >= axis.max)
        COMPILE_REFUSE(compiler, raw->node, "max", "", "the axis ends where it begins");
    return axis;
}

static void check_metric_widget(Compiler *compiler, const RawWidget *raw, const SimWidget *widget) {
    const Node *node = raw->node;
    if (raw->metrics.count == 0)
        COMPILE_REFUSE(compiler, node, NULL, "Give it \"metrics\".",
                       "a widget of type metric shows metrics");
    if (raw->alarms.count > 0)
        COMPILE_REFUSE(compiler, node, "alarms", "Make it a widget of type alarm.",
                       "a widget of type metric shows no states of alarms");
    if (!is_period(raw->period))
        COMPILE_REFUSE(compiler, node, "period",
                       "Allowed are 1s, 5s, 10s, 30s and multiples of 60s.",
                       "no period of a metric");
    bool has_range = widget->left.has_min && widget->left.has_max;
    if (widget->view == SIM_WIDGET_GAUGE && SIM_FACT("CW-405", !has_range))
        COMPILE_REFUSE(compiler, node, "view",
                       "Give \"y_axis\": {\"left\": {\"min\": 0, \"max\": 100}}.",
                       "a gauge needs the least and the largest value of its scale");
    bool is_lines = widget->view == SIM_WIDGET_LINES;
    if (widget->is_stacked && !is_lines)
        COMPILE_REFUSE(compiler, node, "stacked", "Take the view timeSeries.",
                       "only lines over time are stacked");
    const RawWidgetMetric *raws = raw->metrics.items;
    for (int32_t i = 0; i < raw->metrics.count; i++)
        if (raws[i].side == 1 && (!is_lines || widget->is_stacked))
            COMPILE_REFUSE(compiler, raws[i].node, "y_axis", "",
                           "only lines that are not stacked have a right axis");
    if (widget->vertical_count > 0 && !is_lines)
        COMPILE_REFUSE(compiler, node, "annotations", "Take the view timeSeries.",
                       "only lines over time have vertical annotations");
}

static void compile_alarms_of(Compiler *compiler, const RawWidget *raw, SimWidget *widget) {
    int32_t *alarms = arena_array(compiler->arena, raw->alarms.count, sizeof *alarms);
    const Node *list = node_member(raw->node, "alarms");
    for (int32_t i = 0; i < raw->alarms.count; i++)
        alarms[i] = compile_find(compiler, &compiler->alarms, raw->alarms.items[i],
                                 node_element(list, i), "alarm");
    widget->alarms = alarms;
    widget->alarm_count = raw->alarms.count;
    if (raw->alarms.count == 0)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Give it \"alarms\".",
                       "a widget of type alarm shows alarms");
    if (raw->metrics.count > 0)
        COMPILE_REFUSE(compiler, raw->node, "metrics", "Make it a widget of type metric.",
                       "a widget of type alarm shows no metrics");
}

static void check_text_widget(Compiler *compiler, const RawWidget *raw) {
    if (raw->markdown == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Give it \"markdown\".",
                       "a widget of type text says something");
    if (raw->metrics.count > 0)
        COMPILE_REFUSE(compiler, raw->node, "metrics", "Make it a widget of type metric.",
                       "a widget of type text shows no metrics");
    if (raw->alarms.count > 0)
        COMPILE_REFUSE(compiler, raw->node, "alarms", "Make it a widget of type alarm.",
                       "a widget of type text shows no states of alarms");
}

static const SimWidgetMark *marks_of(Compiler *compiler, const RawList *list) {
    const RawAnnotation *raws = list->items;
    SimWidgetMark *marks = arena_array(compiler->arena, list->count, sizeof *marks);
    for (int32_t i = 0; i < list->count; i++)
        marks[i] = (SimWidgetMark){.value = raws[i].value,
                                   .at = raws[i].at,
                                   .label = raws[i].label == NULL ? "" : raws[i].label,
                                   .fill = (SimWidgetFill)raws[i].fill};
    return marks;
}

static const char *title_of(const RawWidget *raw) {
    const RawWidgetMetric *raws = raw->metrics.items;
    if (raw->title != NULL) return raw->title;
    if (raw->type == 1) return "Alarms";
    if (raw->metrics.count > 0 && raws[0].query.metric.metric != NULL)
        return raws[0].query.metric.metric;
    return "";
}

static void compile_widget(Compiler *compiler, const RawWidget *raw, ConfigWidget *out) {
    static const SimWidgetView views[] = {SIM_WIDGET_LINES, SIM_WIDGET_NUMBER, SIM_WIDGET_GAUGE,
                                          SIM_WIDGET_BARS};
    SimWidget *widget = &out->widget;
    *widget = (SimWidget){.view = raw->type == 2   ? SIM_WIDGET_TEXT
                                  : raw->type == 1 ? SIM_WIDGET_ALARMS
                                                   : views[raw->view],
                          .is_stacked = raw->is_stacked,
                          .has_sparkline = raw->has_sparkline,
                          .x = raw->x,
                          .y = raw->y,
                          .width = raw->width,
                          .height = raw->height,
                          .title = title_of(raw),
                          .markdown = raw->type == 2 && raw->markdown != NULL ? raw->markdown : "",
                          .period = raw->period,
                          .left = axis_of(compiler, &raw->axes.left),
                          .right = axis_of(compiler, &raw->axes.right),
                          .horizontals = marks_of(compiler, &raw->annotations.horizontals),
                          .horizontal_count = raw->annotations.horizontals.count,
                          .verticals = marks_of(compiler, &raw->annotations.verticals),
                          .vertical_count = raw->annotations.verticals.count};
    if (node_member(raw->node, "x") == NULL && node_member(raw->node, "y") == NULL)
        find_place(compiler->config, widget);
    check_place(compiler, raw, widget);
    if (widget->view == SIM_WIDGET_ALARMS) {
        compile_alarms_of(compiler, raw, widget);
        return;
    }
    if (raw->type != 2 && raw->markdown != NULL)
        COMPILE_REFUSE(compiler, raw->node, "markdown", "Make it a widget of type text.",
                       "only a widget of type text has words of its own");
    if (SIM_FACT("CW-413", raw->type == 2)) {
        check_text_widget(compiler, raw);
        return;
    }
    check_metric_widget(compiler, raw, widget);
    compile_metrics(compiler, raw, out);
}

void compile_dashboard(Compiler *compiler) {
    const RawDashboard *raw = &compiler->raw->dashboard;
    Config *config = compiler->config;
    if (raw->node == NULL) return;
    if (config->chart_count > 0)
        COMPILE_REFUSE(compiler, compiler->raw->node, "dashboard", "Leave one of them out.",
                       "a scenario has charts or a dashboard, and not both");
    const RawWidget *raws = raw->widgets.items;
    config->widgets = arena_array(compiler->arena, raw->widgets.count, sizeof *config->widgets);
    for (int32_t i = 0; i < raw->widgets.count; i++) {
        compile_widget(compiler, &raws[i], &config->widgets[i]);
        config->widget_count++;
    }
}
