/// A chart panel as a pure function of its inputs: plain arrays in, commands out. Nothing is ever
/// interpolated over a gap, and what stands top right is what the series say at the cursor.
#pragma once

#include "draw/marks.h"
#include "sim/dashboard.h"
#include "sim/metrics.h"

typedef enum ChartPattern { CHART_SOLID, CHART_DASHED, CHART_DOTTED } ChartPattern;

typedef struct ChartSeries {
    const char *name;       ///< for the legend; NULL: not in the legend
    const SimPoint *points; ///< ascending in time; the engine's truth, usually every second
    int point_count;
    const SimPoint *marks; ///< CloudWatch's datapoints: discs, joined; the line below is then thin;
                           ///< NULL: there is no such metric, the line itself has the width
    int mark_count;
    double scale; ///< values are multiplied by it; 0 counts as 1
    Color color;
    float width; ///< px of the emphasised line
    ChartPattern pattern;
    bool is_step;  ///< a value holds until the next
    float fill;    ///< opacity of the area below the line; 0: no area
    double gap_s;  ///< points further apart than this are not joined; 0: always joined
    bool is_right; ///< on the right axis
    char version;  ///< letter of a version badge in the legend; 0: a line
    int version_index;
} ChartSeries;

typedef struct ChartEvent {
    double time_s;
    EventMark mark;
} ChartEvent;

typedef struct ChartInput {
    const char *title;
    const char *subtitle; ///< unit, statistic, period
    const char *value; ///< at the cursor, top right; NULL: made from the series by chart_value_text
    const ChartSeries *series;
    int series_count;
    const ChartEvent *events;
    int event_count;
    double time_from_s, time_to_s;
    double now_s;    ///< what lies later is hatched: not yet lived; less than time_from_s: no hatch
    double cursor_s; ///< less than time_from_s: no cursor
    double value_max; ///< the axis reaches at least here; 0: from the data
    double threshold;
    const char *threshold_label; ///< NULL: no threshold
    bool is_stacked;       ///< areas of one series upon the other: their points are sums already
    bool has_right;        ///< some series is on the right axis
    SimWidgetAxis axes[2]; ///< left, right: limits that are given
    const SimWidgetMark *levels;  ///< lines at values, with a side shaded
    const SimWidgetMark *moments; ///< lines at times
    int level_count, moment_count;
    const char *unit; ///< after values at the cursor, "%" or "s"; NULL: none
    bool has_legend;
    bool is_small; ///< without subtitle and legend, as at 1280x720
} ChartInput;

/// Draws the panel into `rect` (308 x 232 as in the mock-up, any other size too), in LAYER_CHARTS.
void chart_draw(DrawList *list, DrawRect rect, const ChartInput *input);

/// The plot inside a panel, for hit tests: x there maps to time linearly.
DrawRect chart_plot_rect(DrawRect rect, const ChartInput *input);
double chart_time_at(DrawRect rect, const ChartInput *input, float x);

/// Ticks at 1, 2 or 5 times a power of ten from 0 to at least `value_max`, at most `most`
/// intervals.
typedef struct ChartTicks {
    double step;
    int count;    ///< intervals; the axis ends at step * count
    int decimals; ///< that labels need
} ChartTicks;
ChartTicks chart_ticks(double value_max, int most);
/// Steps of a time axis (1, 2, 5, 10, 15, 30 s, 1, 2, 5, ... min) so that there are at most `most`.
double chart_time_step(double span_s, int most);

/// "0", "2.5k", "1.0": an axis label.
void chart_format_value(double value, int decimals, char *out, size_t capacity);
/// "7:10", "1:02:05": minutes and seconds, hours when there are any.
void chart_format_time(double time_s, char *out, size_t capacity);
/// The value of a series at a time: the last point at or before it, not older than the gap. False:
/// no data.
bool chart_value_at(const ChartSeries *series, double time_s, double *value);
/// Values of all named series at the cursor, joined with " / "; "-" where there is no data.
void chart_value_text(const ChartInput *input, char *out, size_t capacity);
