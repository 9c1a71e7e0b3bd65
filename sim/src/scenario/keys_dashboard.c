// The keys of a dashboard, by the names of CloudWatch's dashboard body.
#include "scenario/key_rows.h"

static const char *const types[] = {"metric", "alarm", "text", NULL};
static const char *const later_types[] = {"log", "explorer", NULL};
static const char *const views[] = {"timeSeries", "singleValue", "gauge", "bar", NULL};
static const char *const later_views[] = {"pie", "table", NULL};
static const char *const sides[] = {"left", "right", NULL};
static const char *const fills[] = {"none", "above", "below", NULL};
static const char *const vertical_fills[] = {"none", "before", "after", NULL};

static const Key metric_keys[] = {
    {"id", KEY_TEXT, 0, AT(RawWidgetMetric, query.id), 1, 255, .pattern = "^[a-z][A-Za-z0-9_]*$",
     .shape = "a letter a to z, then letters, digits and '_'",
     .doc = "By what expressions name it."},
    {"namespace", KEY_TEXT, 0, AT(RawWidgetMetric, query.metric.namespace_), 1, 255,
     .doc = "CloudWatch namespace; found by the metric's name unless said."},
    {"metric", KEY_TEXT, KEY_EXCLUSIVE, AT(RawWidgetMetric, query.metric.metric), 1, 255,
     .doc = "The metric's name."},
    {"dimensions", KEY_DIMENSIONS, 0, AT(RawWidgetMetric, query.metric.dimensions),
     .default_ = "{}", .doc = "Its dimensions, all of them; values may be short names."},
    {"stat", KEY_TEXT, 0, AT(RawWidgetMetric, query.metric.stat), 1, 30, .pattern = STAT_PATTERN,
     .shape = STAT_SHAPE, .doc = "The statistic of each period; the widget's unless said."},
    {"expression", KEY_TEXT, KEY_EXCLUSIVE, AT(RawWidgetMetric, query.expression), 1, 1024,
     .doc = "Metric math over the other ids, as of alarms."},
    {"label", KEY_TEXT, 0, AT(RawWidgetMetric, label), 1, 47,
     .doc = "What it is called; the value of its last dimension or its id unless said."},
    {"visible", KEY_BOOLEAN, 0, AT(RawWidgetMetric, is_visible), .default_ = "true",
     .doc = "Whether it is drawn; what is not serves expressions."},
    {"y_axis", KEY_ENUM, 0, AT(RawWidgetMetric, side), .default_ = "\"left\"", .values = sides,
     .doc = "The axis that it is measured on."},
    END,
};
static const KeyKind metric = {"widget_metric", "A metric or an expression of a widget.",
                               sizeof(RawWidgetMetric), metric_keys, 0};

static const Key axis_keys[] = {
    {"min", KEY_NUMBER, 0, AT(RawAxis, min), -1e15, 1e15, .doc = "Where the axis begins."},
    {"max", KEY_NUMBER, 0, AT(RawAxis, max), -1e15, 1e15, .doc = "Where it ends."},
    END,
};
static const KeyKind axis = {"widget_axis", "Limits of an axis; from the data unless said.",
                             sizeof(RawAxis), axis_keys, 0};

static const Key axes_keys[] = {
    {"left", KEY_OBJECT, KEY_OPTIONAL, AT(RawAxes, left), .kind = &axis, .doc = "The left axis."},
    {"right", KEY_OBJECT, KEY_OPTIONAL, AT(RawAxes, right), .kind = &axis,
     .doc = "The right axis."},
    END,
};
static const KeyKind axes = {"widget_axes", "The axes of a widget.", sizeof(RawAxes), axes_keys, 0};

static const Key horizontal_keys[] = {
    {"value", KEY_NUMBER, KEY_REQUIRED, AT(RawAnnotation, value), -1e15, 1e15,
     .doc = "On the left axis."},
    {"label", KEY_TEXT, 0, AT(RawAnnotation, label), 1, 23, .doc = "What stands at the line."},
    {"fill", KEY_ENUM, 0, AT(RawAnnotation, fill), .default_ = "\"none\"", .values = fills,
     .doc = "Which side of the line is shaded."},
    END,
};
static const KeyKind horizontal = {"horizontal_annotation", "A line at a value.",
                                   sizeof(RawAnnotation), horizontal_keys, 0};

static const Key vertical_keys[] = {
    {"at", KEY_DURATION, KEY_REQUIRED, AT(RawAnnotation, at), 0, 30 * DAY,
     .doc = "Simulated time, where CloudWatch has a date."},
    {"label", KEY_TEXT, 0, AT(RawAnnotation, label), 1, 23, .doc = "What stands at the line."},
    {"fill", KEY_ENUM, 0, AT(RawAnnotation, fill), .default_ = "\"none\"", .values = vertical_fills,
     .doc = "Which side of the line is shaded."},
    END,
};
static const KeyKind vertical = {"vertical_annotation", "A line at a time.", sizeof(RawAnnotation),
                                 vertical_keys, 0};

static const Key annotation_keys[] = {
    {"horizontal", KEY_OBJECTS, 0, AT(RawAnnotations, horizontals), 0, 4, .kind = &horizontal,
     .doc = "Lines at values."},
    {"vertical", KEY_OBJECTS, 0, AT(RawAnnotations, verticals), 0, 8, .kind = &vertical,
     .doc = "Lines at times."},
    END,
};
static const KeyKind annotations = {"widget_annotations", "Lines across a widget.",
                                    sizeof(RawAnnotations), annotation_keys, 0};

static const Key widget_keys[] = {
    {"type", KEY_ENUM, 0, AT(RawWidget, type), .default_ = "\"metric\"", .values = types,
     .later = later_types, .doc = "metric: values; alarm: states of alarms; text: words."},
    {"markdown", KEY_TEXT, 0, AT(RawWidget, markdown), 1, 1000,
     .doc = "Of type text: what it says. \"# \" begins a heading, \"- \" or \"* \" an item; lines "
            "end with \\n."},
    {"x", KEY_INTEGER, 0, AT(RawWidget, x), 0, 23,
     .doc = "Its left column, of 24; the next free place unless x or y is said."},
    {"y", KEY_INTEGER, 0, AT(RawWidget, y), 0, 95,
     .doc = "Its upper row; the window shows six rows at once."},
    {"width", KEY_INTEGER, 0, AT(RawWidget, width), 1, 24, "6", .fact = "CW-402",
     .doc = "In columns."},
    {"height", KEY_INTEGER, 0, AT(RawWidget, height), 1, 6, "6", .fact = "CW-402",
     .doc = "In rows."},
    {"title", KEY_TEXT, 0, AT(RawWidget, title), 1, 47,
     .doc = "The title; the first metric's name unless said."},
    {"view", KEY_ENUM, 0, AT(RawWidget, view), .default_ = "\"timeSeries\"", .values = views,
     .later = later_views, .doc = "How values are shown."},
    {"stacked", KEY_BOOLEAN, 0, AT(RawWidget, is_stacked), .default_ = "false",
     .doc = "Lines as areas upon each other."},
    {"sparkline", KEY_BOOLEAN, 0, AT(RawWidget, has_sparkline), .default_ = "true",
     .doc = "Of singleValue: whether a small line stands below the number."},
    {"period", KEY_DURATION, 0, AT(RawWidget, period), SECONDS(1), DAY, "\"5m\"", .fact = "CW-403",
     .doc = "What one datapoint covers: 1s, 5s, 10s, 30s or a multiple of 60s."},
    {"stat", KEY_TEXT, 0, AT(RawWidget, stat), 1, 30, "\"Average\"", .pattern = STAT_PATTERN,
     .shape = STAT_SHAPE, .doc = "The statistic of metrics that say none."},
    {"metrics", KEY_OBJECTS, 0, AT(RawWidget, metrics), 1, 20, .kind = &metric,
     .doc = "Metrics and expressions, of which up to four are visible."},
    {"alarms", KEY_TEXTS, 0, AT(RawWidget, alarms), 1, 100, .pattern = PLACE_PATTERN,
     .shape = "region/name", .doc = "Of type alarm: which."},
    {"y_axis", KEY_OBJECT, KEY_OPTIONAL, AT(RawWidget, axes), .kind = &axes,
     .doc = "Limits of the axes; a gauge needs those of the left one."},
    {"annotations", KEY_OBJECT, KEY_OPTIONAL, AT(RawWidget, annotations), .kind = &annotations,
     .doc = "Lines across it."},
    END,
};
static const KeyKind widget = {"widget", "A widget of a dashboard.", sizeof(RawWidget), widget_keys,
                               0};

static const Key dashboard_keys[] = {
    {"widgets", KEY_OBJECTS, KEY_REQUIRED, AT(RawDashboard, widgets), 1, 24, .kind = &widget,
     .doc = "What stands on it."},
    END,
};
const KeyKind key_dashboard = {"dashboard", "A CloudWatch dashboard, in place of charts.",
                               sizeof(RawDashboard), dashboard_keys, 0};
