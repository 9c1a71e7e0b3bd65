/// A CloudWatch dashboard: widgets on a grid of 24 columns, each with values of its own period and
/// statistic.
///
/// What it shows is what CloudWatch has: datapoints of whole periods, which appear late. The
/// numbers come from the run that feeds it and change nothing in it.
#pragma once

#include "sim/metrics.h"

typedef enum SimWidgetView {
    SIM_WIDGET_LINES,  ///< timeSeries
    SIM_WIDGET_NUMBER, ///< singleValue
    SIM_WIDGET_GAUGE,
    SIM_WIDGET_BARS,
    SIM_WIDGET_ALARMS, ///< states of alarms
    SIM_WIDGET_TEXT,   ///< Markdown
} SimWidgetView;

typedef enum SimWidgetFill {
    SIM_WIDGET_FILL_NONE,
    SIM_WIDGET_FILL_ABOVE, ///< of a time: before
    SIM_WIDGET_FILL_BELOW, ///< of a time: after
} SimWidgetFill;

/// A line across a widget, at a value of the left axis or at a time.
typedef struct SimWidgetMark {
    double value;
    SimTime at;
    const char *label; ///< "" none
    SimWidgetFill fill;
} SimWidgetMark;

typedef struct SimWidgetAxis {
    bool has_min, has_max;
    double min, max;
} SimWidgetAxis;

typedef struct SimWidget {
    SimWidgetView view;
    bool is_stacked, has_sparkline;
    int32_t x, y, width, height; ///< columns of 24, rows
    const char *title;
    const char *markdown; ///< of a text; else ""
    SimTime period;
    SimWidgetAxis left, right;
    const SimWidgetMark *horizontals, *verticals;
    int32_t horizontal_count, vertical_count;
    const int32_t *alarms; ///< as SimView.alarms has them
    int32_t alarm_count;
    int32_t line_count; ///< visible ones
} SimWidget;

/// A visible line or number of a widget.
typedef struct SimWidgetLine {
    const char *label;
    const char *stat; ///< "" of an expression
    const char *unit; ///< "" of an expression, or as long as nothing reports the metric
    bool is_right;
} SimWidgetLine;

typedef struct SimDashboard SimDashboard;
/// Of the world's scenario; NULL: it has none. Texts are lent as long as the dashboard lives.
SimDashboard *sim_dashboard_create(const SimWorld *world);
void sim_dashboard_destroy(SimDashboard *dashboard);
/// Takes a closed second in. Seconds come in order of time.
void sim_dashboard_period(SimDashboard *dashboard, const SimPeriod *period);
int32_t sim_dashboard_widgets(const SimDashboard *dashboard);
SimWidget sim_dashboard_widget(const SimDashboard *dashboard, int32_t widget);
SimWidgetLine sim_dashboard_line(const SimDashboard *dashboard, int32_t widget, int32_t line);
/// The datapoints that can be seen at `now`, one a period from t = 0; with `has_delay` those that
/// CloudWatch has published by then, without it all whose period is over. Lent until the widget is
/// asked about another moment, or a second is taken in.
const SimPoint *sim_dashboard_points(SimDashboard *dashboard, int32_t widget, int32_t line,
                                     SimTime now, bool has_delay, int32_t *count);
