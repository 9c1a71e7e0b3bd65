// A chart is drawn from the back: plot and grid, areas, event lines, lines, datapoints, threshold,
// what is not yet lived, cursor, and last the words. Series are turned into runs of neighbouring
// points; a run ends at a gap, so nothing can be drawn where nothing was measured.
//
// The engine's truth by the second is the thin line; where its points are denser than the eye can
// tell apart it is the mean of a few pixels over a light band of all values. CloudWatch's
// datapoints, one a minute, are the discs and the thicker line that joins them.
#include "draw/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RUN_POINTS_MAX = 4096, MARKS_MAX = 512 };
static const float BIN_PX = 2.5f, BAND_OPACITY = 0.28f;
// Bands of many series lie over each other: there they are lighter.
static const float BAND_OPACITY_MANY = 0.14f;

/// Where things stand: values and times to px.
typedef struct Frame {
    const ChartInput *input;
    DrawRect panel, plot;
    ChartTicks ticks[2]; ///< of the left and the right axis, as all that follows
    double low[2], top[2];
} Frame;

// ---- numbers

ChartTicks chart_ticks(double value_max, int most) {
    SIM_ASSERT(most >= 1);
    if (!(value_max > 0) || !isfinite(value_max)) value_max = 1;
    double raw = value_max / most;
    double power = pow(10, floor(log10(raw)));
    // A rounding error must not push 2 to 5: what is just above a step counts as the step.
    double lead = raw / power - 1e-9;
    double step = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
    ChartTicks ticks = {.step = step * power};
    ticks.count = (int)ceil(value_max / ticks.step - 1e-9);
    double exponent = floor(log10(ticks.step) + 1e-9);
    ticks.decimals = exponent < 0 ? (int)-exponent : 0;
    return ticks;
}

double chart_time_step(double span_s, int most) {
    static const double steps[] = {1,   2,   5,    10,   15,   30,    60,    120,   300,
                                   600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (span_s / steps[i] <= most) return steps[i];
    return ceil(span_s / most / 86400) * 86400;
}

void chart_format_value(double value, int decimals, char *out, size_t capacity) {
    double size = fabs(value);
    if (size >= 1e9)
        snprintf(out, capacity, "%.3gG", value / 1e9);
    else if (size >= 1e6)
        snprintf(out, capacity, "%.3gM", value / 1e6);
    else if (size >= 1e3)
        snprintf(out, capacity, "%.3gk", value / 1e3);
    else if (size == 0)
        snprintf(out, capacity, "0");
    else
        snprintf(out, capacity, "%.*f", decimals, value);
}

void chart_format_time(double time_s, char *out, size_t capacity) {
    long long seconds = (long long)floor(time_s + 1e-6);
    if (seconds >= 3600)
        snprintf(out, capacity, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
                 seconds % 60);
    else
        snprintf(out, capacity, "%lld:%02lld", seconds / 60, seconds % 60);
}

static double point_time(const SimPoint *point) {
    return (double)point->start / 1e9;
}

static double point_value(const ChartSeries *series, const SimPoint *point) {
    return point->value * (series->scale != 0 ? series->scale : 1);
}

/// Index of the last point at or before a time, -1 when there is none.
static int find_point(const SimPoint *points, int count, double time_s) {
    int low = 0, high = count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (point_time(&points[middle]) <= time_s + 1e-9)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

bool chart_value_at(const ChartSeries *series, double time_s, double *value) {
    int at = find_point(series->points, series->point_count, time_s);
    if (at < 0 || !series->points[at].is_present) return false;
    if (series->gap_s > 0 && time_s - point_time(&series->points[at]) > series->gap_s) return false;
    *value = point_value(series, &series->points[at]);
    return true;
}

/// Three significant digits are what a glance takes in.
static void format_reading(double value, char *out, size_t capacity) {
    double size = fabs(value);
    int decimals = size >= 100 || value == floor(value) ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4;
    snprintf(out, capacity, "%.*f", decimals, value);
}

void chart_value_text(const ChartInput *input, char *out, size_t capacity) {
    SIM_ASSERT(capacity > 0);
    out[0] = 0;
    size_t length = 0;
    for (int i = 0; i < input->series_count; i++) {
        double value = 0;
        char reading[32] = "-";
        if (!input->series[i].name) continue;
        if (chart_value_at(&input->series[i], input->cursor_s, &value))
            format_reading(value, reading, sizeof reading);
        int added =
            snprintf(out + length, capacity - length, "%s%s", length > 0 ? " / " : "", reading);
        if (added < 0 || (size_t)added >= capacity - length) return;
        length += (size_t)added;
    }
    if (input->unit && length > 0)
        snprintf(out + length, capacity - length, "%s%s", input->unit[0] == '%' ? "" : " ",
                 input->unit);
}

// ---- places

DrawRect chart_plot_rect(DrawRect rect, const ChartInput *input) {
    float top = input->is_small ? 36 : 56, bottom = 26;
    if (!input->is_small) bottom = input->has_legend ? 52 : 28;
    float right = input->has_right ? 44 : 12;
    return (DrawRect){rect.x + 44, rect.y + top, fmaxf(16, rect.w - 44 - right),
                      fmaxf(16, rect.h - top - bottom)};
}

static float place_time(const Frame *frame, double time_s) {
    double span = frame->input->time_to_s - frame->input->time_from_s;
    double share = span > 0 ? (time_s - frame->input->time_from_s) / span : 0;
    return frame->plot.x + frame->plot.w * (float)share;
}

static float place_value(const Frame *frame, double value, bool is_right) {
    double share = (value - frame->low[is_right]) / (frame->top[is_right] - frame->low[is_right]);
    share = share < -0.02 ? -0.02 : share > 1.02 ? 1.02 : share;
    return frame->plot.y + frame->plot.h * (float)(1 - share);
}

double chart_time_at(DrawRect rect, const ChartInput *input, float x) {
    DrawRect plot = chart_plot_rect(rect, input);
    float share = plot.w > 0 ? (x - plot.x) / plot.w : 0;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    return input->time_from_s + (input->time_to_s - input->time_from_s) * (double)share;
}

/// A crisp hairline stands in the middle of a pixel.
static float crisp(float at) {
    return floorf(at) + 0.5f;
}

/// The largest value on an axis, and the least where it is below 0.
static double largest(const ChartInput *input, bool is_right, double *least) {
    double most = 0;
    if (!is_right)
        most = fmax(input->value_max, input->threshold_label ? input->threshold * 1.1 : 0);
    for (int i = 0; i < input->level_count && !is_right; i++)
        most = fmax(most, input->levels[i].value * 1.1);
    for (int s = 0; s < input->series_count; s++) {
        const ChartSeries *series = &input->series[s];
        if (series->is_right != is_right) continue;
        int from = find_point(series->points, series->point_count, input->time_from_s);
        for (int i = from < 0 ? 0 : from; i < series->point_count; i++) {
            if (point_time(&series->points[i]) > input->time_to_s) break;
            if (!series->points[i].is_present) continue;
            most = fmax(most, point_value(series, &series->points[i]));
            *least = fmin(*least, point_value(series, &series->points[i]));
        }
        for (int i = 0; i < series->mark_count; i++)
            if (series->marks[i].is_present && point_time(&series->marks[i]) >= input->time_from_s)
                most = fmax(most, point_value(series, &series->marks[i]));
    }
    return most;
}

/// Where an axis begins and ends: as it is given, else at a tick beyond the data.
static void scale_axis(Frame *frame, bool is_right) {
    const SimWidgetAxis *axis = &frame->input->axes[is_right];
    double low = 0, top = largest(frame->input, is_right, &low);
    low = axis->has_min ? axis->min : low;
    top = axis->has_max ? axis->max : top;
    if (low >= top) top = low + 1;
    ChartTicks ticks = chart_ticks(top - low, frame->plot.h >= 90 ? 4 : 2);
    if (low < 0 && !axis->has_min) {
        low = floor(low / ticks.step) * ticks.step;
        ticks.count = (int)ceil((top - low) / ticks.step - 1e-9);
    }
    frame->ticks[is_right] = ticks;
    frame->low[is_right] = low;
    frame->top[is_right] = axis->has_max ? top : low + ticks.step * ticks.count;
}

// ---- grid and axes

static DrawTextSpec label_spec(const DrawList *list, TextStyle style, ThemeColor color,
                               TextAlign align) {
    return (DrawTextSpec){.style = style,
                          .size = TEXT_LABEL,
                          .color = theme_color(list->theme, color),
                          .align = align};
}

static DrawStroke hairline(const DrawList *list, ThemeColor color) {
    return draw_stroke(theme_color(list->theme, color), 1);
}

static void draw_value_axis(DrawList *list, const Frame *frame, bool is_right) {
    const ChartTicks *ticks = &frame->ticks[is_right];
    float x = is_right ? frame->plot.x + frame->plot.w + 6 : frame->plot.x - 6;
    DrawTextSpec spec =
        label_spec(list, TEXT_MONO, THEME_SECONDARY, is_right ? ALIGN_LEFT : ALIGN_RIGHT);
    for (int i = 0; i <= ticks->count; i++) {
        char label[24];
        double value = frame->low[is_right] + ticks->step * i;
        if (value > frame->top[is_right] + ticks->step * 1e-6) break;
        float y = crisp(place_value(frame, value, is_right));
        if (!is_right)
            draw_line(list, frame->plot.x, y, frame->plot.x + frame->plot.w, y,
                      hairline(list, THEME_HAIRLINE));
        chart_format_value(value, ticks->decimals, label, sizeof label);
        draw_text(list, x, roundf(y + 4.5f), spec, label);
    }
}

/// The left edge and the width of the cursor's flag; width 0 when there is none.
static float flag_place(DrawList *list, const Frame *frame, float *left) {
    char label[24];
    const ChartInput *input = frame->input;
    if (input->cursor_s < input->time_from_s || input->cursor_s > input->time_to_s)
        return *left = 0;
    chart_format_time(input->cursor_s, label, sizeof label);
    float width = text_width(list->text, TEXT_MONO_MEDIUM, TEXT_LABEL, label) + 8;
    *left = place_time(frame, input->cursor_s) - width / 2;
    float right_most = frame->panel.x + frame->panel.w - 4 - width;
    *left = fminf(fmaxf(*left, frame->panel.x + 4), right_most);
    return width;
}

static void draw_time_label(DrawList *list, const Frame *frame, double time_s, float *free_from) {
    char label[24];
    chart_format_time(time_s, label, sizeof label);
    float width = text_width(list->text, TEXT_MONO, TEXT_LABEL, label);
    float x = place_time(frame, time_s) - width / 2, flag_left, flag_width;
    x = fmaxf(x, frame->plot.x);
    x = fminf(x, frame->plot.x + frame->plot.w - width);
    flag_width = flag_place(list, frame, &flag_left);
    bool is_under_flag =
        flag_width > 0 && x < flag_left + flag_width + 4 && x + width > flag_left - 4;
    if (x < *free_from || is_under_flag) return;
    draw_text(list, x, frame->plot.y + frame->plot.h + 19,
              label_spec(list, TEXT_MONO, THEME_SECONDARY, ALIGN_LEFT), label);
    *free_from = x + width + 12;
}

static void draw_time_axis(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    double span = input->time_to_s - input->time_from_s;
    if (!(span > 0)) return;
    int most = (int)fmaxf(1, frame->plot.w / 90);
    double step = chart_time_step(span, most);
    float bottom = frame->plot.y + frame->plot.h, free_from = -1e6f;
    for (double t = ceil(input->time_from_s / step - 1e-9) * step; t <= input->time_to_s + 1e-6;
         t += step) {
        float x = crisp(fminf(place_time(frame, t), frame->plot.x + frame->plot.w - 1));
        draw_line(list, x, bottom, x, bottom + 4, hairline(list, THEME_EDGE));
        draw_time_label(list, frame, t, &free_from);
    }
}

static void draw_events(DrawList *list, const Frame *frame) {
    DrawStroke stroke = draw_dashed(theme_color(list->theme, THEME_EDGE), 1, 2, 3);
    float last = -1e6f;
    for (int i = 0; i < frame->input->event_count; i++) {
        double t = frame->input->events[i].time_s;
        float x = crisp(place_time(frame, t));
        if (t < frame->input->time_from_s || t > frame->input->time_to_s || x == last) continue;
        draw_line(list, x, frame->plot.y, x, frame->plot.y + frame->plot.h, stroke);
        last = x;
    }
}

// ---- series

/// Neighbouring points without a gap, in px, in bins of one point each or, where points are dense,
/// of BIN_PX: the line goes through the bins' means, the band from their lowest to their highest.
/// So noise becomes a shade, no peak is lost, and long runs cost no more than short ones.
typedef struct Run {
    DrawPoint points[RUN_POINTS_MAX];
    float tops[RUN_POINTS_MAX], feet[RUN_POINTS_MAX]; ///< highest and lowest place of each bin
    int count;
    float bin_px; ///< 0: every point is a bin of its own
    float bin;    ///< of the last points
    int in_bin;   ///< points in it
} Run;

static void push_point(Run *run, float x, float y) {
    if (run->count == RUN_POINTS_MAX) return;
    run->points[run->count] = (DrawPoint){x, y};
    run->tops[run->count] = run->feet[run->count] = y;
    run->count++;
    run->in_bin = 1;
}

static void fold_point(Run *run, float x, float y) {
    float bin = run->bin_px > 0 ? floorf(x / run->bin_px) : x;
    bool is_new = run->count == 0 || bin != run->bin;
    run->bin = bin;
    if (is_new) {
        push_point(run, x, y);
        return;
    }
    int last = run->count - 1;
    float share = 1 / (float)++run->in_bin;
    run->points[last].x += (x - run->points[last].x) * share;
    run->points[last].y += (y - run->points[last].y) * share;
    run->tops[last] = fminf(run->tops[last], y);
    run->feet[last] = fmaxf(run->feet[last], y);
}

static void push_value(Run *run, const ChartSeries *series, float x, float y) {
    if (series->is_step && run->count > 0) {
        // What stays level needs no corner.
        float level = run->points[run->count - 1].y;
        bool is_level = y == level && run->count > 1 && run->points[run->count - 2].y == level;
        if (is_level) run->count--;
        push_point(run, x, level);
        if (y != level) push_point(run, x, y);
    } else if (series->is_step) {
        push_point(run, x, y);
    } else {
        fold_point(run, x, y);
    }
}

static void draw_run_area(DrawList *list, const Frame *frame, const ChartSeries *series, Run *run) {
    if (run->count < 2 || run->count > RUN_POINTS_MAX - 2) return;
    float bottom = frame->plot.y + frame->plot.h;
    int count = run->count;
    run->points[count] = (DrawPoint){run->points[count - 1].x, bottom};
    run->points[count + 1] = (DrawPoint){run->points[0].x, bottom};
    // What is stacked covers what lies below it.
    Color fill = frame->input->is_stacked ? color_mix(theme_color(list->theme, THEME_GROUND),
                                                      series->color, series->fill)
                                          : color_fade(series->color, series->fill);
    draw_polygon(list, run->points, count + 2, fill, (DrawStroke){0});
}

static int count_lines(const ChartInput *input) {
    int count = 0;
    for (int i = 0; i < input->series_count; i++)
        count += input->series[i].name != NULL;
    return count;
}

/// From the lowest to the highest of each bin; a bin that is alone or of one height has none.
static void draw_run_band(DrawList *list, const Frame *frame, const ChartSeries *series,
                          const Run *run) {
    DrawPoint outline[2 * RUN_POINTS_MAX];
    int count = run->count;
    float height = 0;
    for (int i = 0; i < count; i++) {
        float x = run->points[i].x;
        outline[i] = (DrawPoint){x, run->tops[i]};
        outline[2 * count - 1 - i] = (DrawPoint){x, run->feet[i]};
        height = fmaxf(height, run->feet[i] - run->tops[i]);
    }
    float opacity = count_lines(frame->input) > 2 ? BAND_OPACITY_MANY : BAND_OPACITY;
    if (count >= 2 && height > 0.5f)
        draw_polygon(list, outline, 2 * count, color_fade(series->color, opacity), (DrawStroke){0});
}

static DrawStroke series_stroke(const ChartSeries *series, float width) {
    DrawStroke stroke = draw_stroke(series->color, width);
    if (series->pattern == CHART_DASHED) stroke.dash_on = 6, stroke.dash_off = 4;
    if (series->pattern == CHART_DOTTED) stroke.dash_on = 3, stroke.dash_off = 3;
    return stroke;
}

/// What CloudWatch tells is the emphasised line where it exists; then the truth below it is thin.
static float truth_width(const ChartSeries *series) {
    return series->marks && !series->is_step ? fminf(series->width, 1) : series->width;
}

static void draw_run(DrawList *list, const Frame *frame, const ChartSeries *series, Run *run,
                     bool is_area) {
    float width = truth_width(series);
    if (is_area)
        draw_run_area(list, frame, series, run);
    else
        draw_run_band(list, frame, series, run);
    if (!is_area && run->count == 1) {
        // A single value between gaps is still a value: a needle that the eye finds.
        DrawPoint at = run->points[0];
        draw_line(list, at.x, run->feet[0], at.x, frame->plot.y + frame->plot.h,
                  draw_stroke(color_fade(series->color, 0.6f), 1));
        draw_disc(list, at.x, at.y, 2, series->color, (DrawStroke){0});
    } else if (!is_area) {
        DrawStroke stroke = series_stroke(series, width);
        // A run shorter than a few dashes would only look torn.
        if (run->points[run->count - 1].x - run->points[0].x < 24)
            stroke.dash_on = stroke.dash_off = 0;
        draw_polyline(list, run->points, run->count, stroke);
    }
    run->count = 0;
}

/// A step's last value is held until the next point would have come, and not beyond now.
static void hold_last(const Frame *frame, Run *run, double time_s) {
    const ChartInput *input = frame->input;
    if (run->count == 0) return;
    double end = input->now_s >= input->time_from_s ? fmin(input->now_s, input->time_to_s)
                                                    : input->time_to_s;
    if (time_s < end) push_point(run, place_time(frame, end), run->points[run->count - 1].y);
}

/// More points than a third of the pixels they stand on are noise to the eye.
static bool is_dense(const Frame *frame, const ChartSeries *series) {
    const ChartInput *input = frame->input;
    int first = find_point(series->points, series->point_count, input->time_from_s);
    int last = find_point(series->points, series->point_count, input->time_to_s);
    first = first < 0 ? 0 : first;
    if (last - first < 2) return false;
    float width = place_time(frame, point_time(&series->points[last])) -
                  place_time(frame, point_time(&series->points[first]));
    return (float)(last - first) > width / 3;
}

static void draw_series(DrawList *list, const Frame *frame, const ChartSeries *series,
                        bool is_area) {
    Run run = {.count = 0, .bin_px = is_dense(frame, series) ? BIN_PX : 0};
    const ChartInput *input = frame->input;
    int first = find_point(series->points, series->point_count, input->time_from_s);
    double last_time = -INFINITY;
    for (int i = first < 0 ? 0 : first; i < series->point_count; i++) {
        const SimPoint *point = &series->points[i];
        double time_s = point_time(point);
        bool is_gap =
            !point->is_present || (series->gap_s > 0 && time_s - last_time > series->gap_s * 1.001);
        if (is_gap || run.count > RUN_POINTS_MAX - 8) {
            DrawPoint last = run.count > 0 ? run.points[run.count - 1] : (DrawPoint){0, 0};
            bool goes_on = !is_gap;
            if (run.count > 0) draw_run(list, frame, series, &run, is_area);
            if (goes_on) push_point(&run, last.x, last.y);
        }
        if (time_s > input->time_to_s) break;
        if (point->is_present) {
            push_value(&run, series, place_time(frame, time_s),
                       place_value(frame, point_value(series, point), series->is_right));
            last_time = time_s;
        }
    }
    if (series->is_step) hold_last(frame, &run, last_time);
    if (run.count > 0) draw_run(list, frame, series, &run, is_area);
}

static bool place_mark(const Frame *frame, const ChartSeries *series, int i, DrawPoint *place) {
    const SimPoint *mark = &series->marks[i];
    double time_s = point_time(mark);
    *place = (DrawPoint){place_time(frame, time_s),
                         place_value(frame, point_value(series, mark), series->is_right)};
    return mark->is_present && time_s >= frame->input->time_from_s &&
           time_s <= frame->input->time_to_s;
}

/// CloudWatch's datapoints, joined where one follows the other without a gap. A level that only
/// changes in steps is not joined: a slope would tell of levels that never were.
static void draw_marks(DrawList *list, const Frame *frame, const ChartSeries *series) {
    DrawPoint run[MARKS_MAX];
    int count = 0;
    for (int i = 0; i <= series->mark_count; i++) {
        DrawPoint place;
        bool is_seen = i < series->mark_count && place_mark(frame, series, i, &place);
        if (is_seen) draw_disc(list, place.x, place.y, 2.25f, series->color, (DrawStroke){0});
        if (is_seen) run[count++] = place;
        if (is_seen && count < MARKS_MAX) continue;
        if (count > 1 && !series->is_step)
            draw_polyline(list, run, count, series_stroke(series, series->width));
        run[0] = run[count > 0 ? count - 1 : 0];
        count = is_seen ? 1 : 0;
    }
}

/// Above the line, unless there is no room.
static float level_label_top(const Frame *frame, double value) {
    float y = crisp(place_value(frame, value, false));
    return y - 20 >= frame->plot.y ? y - 20 : y + 2;
}

/// A line across the plot at a value, with its words.
static void draw_level(DrawList *list, const Frame *frame, double value, const char *label) {
    DrawRect plot = frame->plot;
    float y = crisp(place_value(frame, value, false));
    draw_line(list, plot.x, y, plot.x + plot.w, y,
              draw_dashed(theme_color(list->theme, THEME_ERROR), 1.5f, 6, 4));
    if (label[0] == 0) return;
    DrawTextSpec spec = label_spec(list, TEXT_WORDS, THEME_TEXT, ALIGN_LEFT);
    spec.width_max = plot.w - 8;
    spec.can_elide = true;
    float width = text_width(list->text, TEXT_WORDS, TEXT_LABEL, label);
    width = fminf(width, spec.width_max);
    float top = level_label_top(frame, value);
    draw_fill(list, (DrawRect){plot.x + 2, top, width + 8, 18},
              color_fade(theme_color(list->theme, THEME_GROUND), 0.85f));
    draw_text(list, plot.x + 6, top + 14, spec, label);
}

/// The shaded side of a line at a value.
static void draw_level_fill(DrawList *list, const Frame *frame, const SimWidgetMark *level) {
    if (level->fill == SIM_WIDGET_FILL_NONE) return;
    DrawRect side = frame->plot;
    float y = place_value(frame, level->value, false);
    y = fminf(fmaxf(y, side.y), side.y + side.h);
    if (level->fill == SIM_WIDGET_FILL_ABOVE)
        side.h = y - side.y;
    else
        side.h -= y - side.y, side.y = y;
    draw_fill(list, side, color_fade(theme_color(list->theme, THEME_ERROR), 0.14f));
}

static void draw_moment_fill(DrawList *list, const Frame *frame, const SimWidgetMark *moment) {
    if (moment->fill == SIM_WIDGET_FILL_NONE) return;
    DrawRect side = frame->plot;
    float x = place_time(frame, (double)moment->at / 1e9);
    x = fminf(fmaxf(x, side.x), side.x + side.w);
    if (moment->fill == SIM_WIDGET_FILL_ABOVE)
        side.w = x - side.x;
    else
        side.w -= x - side.x, side.x = x;
    draw_fill(list, side, color_fade(theme_color(list->theme, THEME_SECONDARY), 0.14f));
}

/// Whether the words of a line at a value stand at this height.
static bool is_label_at(const Frame *frame, float top) {
    for (int i = 0; i < frame->input->level_count; i++) {
        const SimWidgetMark *level = &frame->input->levels[i];
        float other = level_label_top(frame, level->value);
        if (level->label[0] != 0 && top < other + 19 && other < top + 19) return true;
    }
    return false;
}

/// A line at a time, with its words at its top or its foot: to its left where there is no room to
/// its right.
static void draw_moment(DrawList *list, const Frame *frame, const SimWidgetMark *moment) {
    double at = (double)moment->at / 1e9;
    DrawRect plot = frame->plot;
    if (at < frame->input->time_from_s || at > frame->input->time_to_s) return;
    float x = crisp(place_time(frame, at));
    draw_line(list, x, plot.y, x, plot.y + plot.h,
              draw_dashed(theme_color(list->theme, THEME_TEXT), 1.25f, 4, 3));
    float width = text_width(list->text, TEXT_WORDS, TEXT_LABEL, moment->label);
    if (moment->label[0] == 0 || width + 8 > plot.w) return;
    float left = x + width + 8 <= plot.x + plot.w ? x + 3 : x - width - 5;
    left = fmaxf(left, plot.x + 1);
    float top = is_label_at(frame, plot.y + 1) ? plot.y + plot.h - 20 : plot.y + 1;
    if (is_label_at(frame, top)) return;
    draw_fill(list, (DrawRect){left - 1, top, width + 4, 18},
              color_fade(theme_color(list->theme, THEME_GROUND), 0.85f));
    draw_text(list, left + 1, top + 14, label_spec(list, TEXT_WORDS, THEME_TEXT, ALIGN_LEFT),
              moment->label);
}

static void draw_marks_across(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    if (input->threshold_label) draw_level(list, frame, input->threshold, input->threshold_label);
    for (int i = 0; i < input->level_count; i++)
        draw_level(list, frame, input->levels[i].value, input->levels[i].label);
}

static void draw_future(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    if (input->now_s < input->time_from_s || input->now_s >= input->time_to_s) return;
    float x = floorf(place_time(frame, input->now_s));
    DrawRect rest = {x, frame->plot.y, frame->plot.x + frame->plot.w - x, frame->plot.h};
    draw_fill(list, rest, theme_color(list->theme, THEME_PANEL));
    draw_hatch(list, rest, theme_color(list->theme, THEME_HAIRLINE), 1, 6);
    draw_line(list, x + 0.5f, rest.y, x + 0.5f, rest.y + rest.h, hairline(list, THEME_EDGE));
}

static void draw_cursor(DrawList *list, const Frame *frame) {
    char label[24];
    float left, width = flag_place(list, frame, &left);
    if (width <= 0) return;
    const ChartInput *input = frame->input;
    Color text = theme_color(list->theme, THEME_TEXT),
          ground = theme_color(list->theme, THEME_GROUND);
    float x = crisp(place_time(frame, input->cursor_s)), bottom = frame->plot.y + frame->plot.h;
    draw_line(list, x, frame->plot.y - 4, x, bottom + 5, draw_stroke(text, 1));
    for (int i = 0; i < input->series_count; i++) {
        double value;
        if (input->series[i].name && chart_value_at(&input->series[i], input->cursor_s, &value))
            draw_disc(list, x, place_value(frame, value, input->series[i].is_right), 3, ground,
                      draw_stroke(text, 1.5f));
    }
    draw_box(list, (DrawRect){left, bottom + 5, width, 19}, 3, text, (DrawStroke){0});
    chart_format_time(input->cursor_s, label, sizeof label);
    DrawTextSpec spec = label_spec(list, TEXT_MONO_MEDIUM, THEME_GROUND, ALIGN_CENTER);
    draw_text(list, left + width / 2, bottom + 19, spec, label);
}

// ---- words

/// px of a key with the space after it; shorter where names stand close.
static float key_width(const ChartSeries *series, float gap) {
    return series->version ? 26 : gap < 16 ? 17 : 24;
}

static float legend_width(const DrawList *list, const ChartInput *input, float gap) {
    float width = -gap;
    for (int i = 0; i < input->series_count; i++)
        if (input->series[i].name)
            width += key_width(&input->series[i], gap) + gap +
                     text_width(list->text, TEXT_WORDS, TEXT_LABEL, input->series[i].name);
    return width;
}

/// The key of a series before its name: badge, or a piece of its line.
static void draw_key(DrawList *list, const ChartSeries *series, float x, float y, float width) {
    if (series->version) {
        mark_version(list, x, y - 10, 20, series->version, series->version_index);
        return;
    }
    DrawStroke stroke = draw_stroke(series->color, fmaxf(series->width, 1));
    if (series->pattern != CHART_SOLID)
        stroke.dash_on = stroke.dash_off = series->pattern == CHART_DOTTED ? 3 : 4;
    float length = width - (width < 20 ? 4 : 6);
    draw_line(list, x, y, x + length, y, stroke);
    if (series->mark_count > 0)
        draw_disc(list, x + length / 2, y, 2.25f, series->color, (DrawStroke){0});
}

/// What a small panel has instead of a legend: keys and names in its head, each before its value.
typedef struct SmallLegend {
    char values[8][24]; ///< one a named series, else only the first
    int value_count, name_count;
} SmallLegend;

/// "8 / 1" as the values of two series; a value that is not one a series stays whole.
static SmallLegend split_values(const ChartInput *input, const char *value) {
    SmallLegend legend = {.value_count = 0};
    for (int i = 0; i < input->series_count; i++)
        legend.name_count += input->series[i].name != NULL;
    while (legend.value_count < 8) {
        const char *end = strstr(value, " / ");
        int length = end ? (int)(end - value) : (int)strlen(value);
        snprintf(legend.values[legend.value_count++], sizeof legend.values[0], "%.*s",
                 length < 23 ? length : 23, value);
        if (!end) return legend;
        value = end + 3;
    }
    return legend;
}

static const float small_gap = 12, small_inner = 5;

static float small_legend_width(const DrawList *list, const ChartInput *input,
                                const SmallLegend *legend, bool has_names, bool has_each) {
    float width = has_each
                      ? -small_gap
                      : text_width(list->text, TEXT_MONO_MEDIUM, TEXT_LABEL, legend->values[0]);
    for (int i = 0, n = 0; i < input->series_count; i++) {
        const char *name = input->series[i].name;
        if (!name) continue;
        width += key_width(&input->series[i], 8) + small_gap;
        if (has_names) width += text_width(list->text, TEXT_WORDS, TEXT_LABEL, name);
        if (has_names && has_each) width += small_inner;
        if (has_each)
            width += text_width(list->text, TEXT_MONO_MEDIUM, TEXT_LABEL, legend->values[n++]);
    }
    return width;
}

/// Draws the legend so that it ends at `right`, if it is not wider than `room`; names give way
/// before keys. Returns its width, 0 when there was no room or nothing to tell apart.
static float draw_small_legend(DrawList *list, const ChartInput *input, float right, float room,
                               float y, const char *value) {
    SmallLegend legend = split_values(input, value);
    bool has_each = legend.value_count == legend.name_count, has_names = true;
    if (legend.name_count < 2 || (!has_each && legend.value_count > 1)) return 0;
    float width = small_legend_width(list, input, &legend, has_names, has_each);
    if (width > room && has_each)
        width = small_legend_width(list, input, &legend, has_names = false, has_each);
    if (width > room) return 0;
    DrawTextSpec name = label_spec(list, TEXT_WORDS, THEME_SECONDARY, ALIGN_LEFT);
    DrawTextSpec figure = label_spec(list, TEXT_MONO_MEDIUM, THEME_TEXT, ALIGN_LEFT);
    float x = right - width;
    for (int i = 0, n = 0; i < input->series_count; i++) {
        const ChartSeries *series = &input->series[i];
        if (!series->name) continue;
        float key = key_width(series, 8);
        draw_key(list, series, x, y - 5, key);
        x += key;
        if (has_names) x += draw_text(list, x, y, name, series->name);
        if (has_names && has_each) x += small_inner;
        if (has_each) x += draw_text(list, x, y, figure, legend.values[n++]);
        x += small_gap;
    }
    if (!has_each) draw_text(list, x, y, figure, legend.values[0]);
    return width;
}

static void draw_head(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    float left = frame->panel.x + 12, right = frame->panel.x + frame->panel.w - 12;
    char made[96];
    const char *value = input->value;
    if (!value) {
        made[0] = 0;
        if (input->cursor_s >= input->time_from_s) chart_value_text(input, made, sizeof made);
        value = made;
    }
    DrawTextSpec figures = label_spec(list, TEXT_MONO_MEDIUM, THEME_TEXT, ALIGN_RIGHT);
    figures.width_max = (right - left) * 0.6f;
    figures.can_elide = true;
    float title_width = text_width(list->text, TEXT_WORDS_BOLD, TEXT_LABEL, input->title);
    float used = input->is_small
                     ? draw_small_legend(list, input, right, right - left - title_width - 16,
                                         frame->panel.y + 22, value)
                     : 0;
    if (used <= 0) used = draw_text(list, right, frame->panel.y + 22, figures, value);
    DrawTextSpec title = label_spec(list, TEXT_WORDS_BOLD, THEME_TEXT, ALIGN_LEFT);
    title.width_max = right - left - used - 8;
    title.can_elide = true;
    draw_text(list, left, frame->panel.y + 22, title, input->title);
    DrawTextSpec subtitle = label_spec(list, TEXT_WORDS, THEME_SECONDARY, ALIGN_LEFT);
    subtitle.width_max = right - left;
    subtitle.can_elide = true;
    if (!input->is_small && input->subtitle)
        draw_text(list, left, frame->panel.y + 42, subtitle, input->subtitle);
}

/// How wide a name may be so that all of them find room: those that need less than an even share
/// leave the rest to the others.
static float name_room(const DrawList *list, const ChartInput *input, float gap, float room) {
    float needed = legend_width(list, input, gap), share, left;
    int count = 0, longer = 0;
    if (needed <= room) return room;
    for (int i = 0; i < input->series_count; i++)
        if (input->series[i].name) count++, room -= key_width(&input->series[i], gap) + gap;
    left = room += gap;
    share = room / (float)count;
    for (int i = 0; i < input->series_count; i++) {
        if (!input->series[i].name) continue;
        float width = text_width(list->text, TEXT_WORDS, TEXT_LABEL, input->series[i].name);
        if (width <= share)
            left -= width;
        else
            longer++;
    }
    return longer > 0 ? left / (float)longer : room;
}

static void draw_legend(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    float x = frame->panel.x + 12, y = frame->panel.y + frame->panel.h - 16;
    float right = frame->panel.x + frame->panel.w - 12;
    float gap = legend_width(list, input, 16) <= right - x ? 16 : 8;
    float most = name_room(list, input, gap, right - x);
    for (int i = 0; i < input->series_count && !input->is_small && input->has_legend; i++) {
        const ChartSeries *series = &input->series[i];
        if (!series->name) continue;
        float key = key_width(series, gap), room = fminf(right - x - key, most);
        if (room < 24)
            return; // the value top right still names its order; a cut name would not help
        DrawTextSpec spec = label_spec(list, TEXT_WORDS, THEME_SECONDARY, ALIGN_LEFT);
        spec.width_max = room;
        spec.can_elide = true;
        draw_key(list, series, x, y, key);
        x += key;
        x += draw_text(list, x, y + 5, spec, series->name) + gap;
    }
}

static void draw_all_series(DrawList *list, const Frame *frame) {
    const ChartInput *input = frame->input;
    for (int i = 0; i < input->level_count; i++)
        draw_level_fill(list, frame, &input->levels[i]);
    for (int i = 0; i < input->moment_count; i++)
        draw_moment_fill(list, frame, &input->moments[i]);
    for (int i = 0; i < input->series_count; i++) {
        int s = input->is_stacked ? input->series_count - 1 - i : i; // the highest lies behind
        if (input->series[s].fill > 0) draw_series(list, frame, &input->series[s], true);
    }
    draw_events(list, frame);
    for (int i = 0; i < input->series_count; i++)
        if (input->series[i].width > 0) draw_series(list, frame, &input->series[i], false);
    for (int i = 0; i < input->series_count; i++)
        draw_marks(list, frame, &input->series[i]);
}

static bool has_values(const ChartInput *input) {
    for (int s = 0; s < input->series_count; s++) {
        const ChartSeries *series = &input->series[s];
        for (int i = 0; i < series->point_count; i++)
            if (series->points[i].is_present) return true;
        for (int i = 0; i < series->mark_count; i++)
            if (series->marks[i].is_present) return true;
    }
    return false;
}

/// An empty plot says that it is empty on purpose: CloudWatch has no zeros where nothing happened.
static void draw_empty(DrawList *list, const Frame *frame) {
    if (has_values(frame->input) || frame->input->threshold_label || frame->input->level_count > 0)
        return;
    DrawTextSpec spec = label_spec(list, TEXT_WORDS, THEME_SECONDARY, ALIGN_CENTER);
    spec.width_max = frame->plot.w - 8;
    spec.can_elide = true;
    draw_text(list, frame->plot.x + frame->plot.w / 2, frame->plot.y + frame->plot.h / 2 + 5, spec,
              "nothing reported yet");
}

void chart_draw(DrawList *list, DrawRect rect, const ChartInput *input) {
    DrawLayer before = draw_layer(list, LAYER_CHARTS);
    Frame frame = {.input = input, .panel = rect, .plot = chart_plot_rect(rect, input)};
    scale_axis(&frame, false);
    scale_axis(&frame, true);
    draw_box(list, (DrawRect){rect.x + 0.5f, rect.y + 0.5f, rect.w - 1, rect.h - 1}, 8,
             theme_color(list->theme, THEME_PANEL), hairline(list, THEME_HAIRLINE));
    draw_fill(list, frame.plot, theme_color(list->theme, THEME_GROUND));
    draw_value_axis(list, &frame, false);
    if (input->has_right) draw_value_axis(list, &frame, true);
    draw_time_axis(list, &frame);
    DrawRect clip = {frame.plot.x - 3, frame.plot.y - 3, frame.plot.w + 6, frame.plot.h + 6};
    draw_clip_push(list, clip);
    draw_all_series(list, &frame);
    draw_marks_across(list, &frame);
    draw_future(list, &frame);
    for (int i = 0; i < input->moment_count; i++) // what is planned is no secret
        draw_moment(list, &frame, &input->moments[i]);
    draw_clip_pop(list);
    draw_empty(list, &frame);
    draw_cursor(list, &frame);
    draw_head(list, &frame);
    draw_legend(list, &frame);
    draw_layer(list, before);
}
