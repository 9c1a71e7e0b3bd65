// Which charts, and what they show of the past up to now. Metrics are questions to one collector;
// everything else is read off the view. A chart of the past is the beginning of the chart of the
// present, so going back only shows fewer points.
#include "window/charts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "window/charts_lines.h"
#include "window/charts_widgets.h"
#include "window/grow.h"

/// How the value at the cursor is written.
typedef enum ValueForm {
    VALUE_TOTAL,    ///< "724": all lines together
    VALUE_SECONDS,  ///< "p99 0.48 s": the last line
    VALUE_TIMES,    ///< "0.013 / 0.21 s"
    VALUE_EACH,     ///< "8 / 1"
    VALUE_PERCENTS, ///< "53 % / 13 %"
} ValueForm;

typedef struct ChartPlan {
    SceneChart chart;
    int32_t alarm1; ///< whose threshold is drawn, index + 1
    bool is_alarm_of_sum;
    Line lines[CHART_LINES_MAX];
    ValueForm form;
} ChartPlan;

/// A line of the scenario's own charts whose series is not there yet.
typedef struct Wanted {
    int32_t plan, chart; ///< of Charts, of the scenario; plan -1: found
    ThemeColor color;
    int32_t style;
    char label[64];
} Wanted;

struct Charts {
    SimScenario *scenario; ///< whose charts `wanted` refers to
    Wanted wanted[CHARTS_MAX * CHART_LINES_MAX];
    int32_t wanted_count;
    int32_t series_count; ///< known
    SimCollector *collector;
    SimDashboard *dashboard; ///< whose widgets are the charts; NULL: none
    ChartPlan plans[CHARTS_MAX];
    SceneChart list[CHARTS_MAX];
    int32_t count;
    int64_t period_count, second_count;
    uint64_t seed;
    const SimViewAlarm *alarms; ///< while the charts are planned
    int32_t alarm_count;
};

enum { STYLE_THIN, STYLE_MEDIUM, STYLE_THICK, STYLE_DASHED, STYLE_DOTTED, STYLE_AREA, STYLE_STEP };

// ---- planning

static ChartPlan *add_chart(Charts *charts, const char *title, const char *subtitle,
                            ValueForm form) {
    SIM_ASSERT(charts->count < CHARTS_MAX);
    ChartPlan *plan = &charts->plans[charts->count++];
    plan->form = form;
    snprintf(plan->chart.title, sizeof plan->chart.title, "%s", title);
    snprintf(plan->chart.subtitle, sizeof plan->chart.subtitle, "%.63s", subtitle);
    return plan;
}

static Line *add_line(ChartPlan *plan, LineSource source, int32_t index, const char *label,
                      ThemeColor color, int32_t style) {
    SIM_ASSERT(plan->chart.series_count < CHART_LINES_MAX);
    Line *line = &plan->lines[plan->chart.series_count++];
    *line = (Line){.source = source, .index = index, .question = -1, .question_minute = -1};
    line->resolution = SIM_MINUTE;
    line->look = (SceneSeries){.color = (int32_t)color, .style = style, .scale = 1};
    line->is_published = source == LINE_HEALTHY || source == LINE_UNHEALTHY || source == LINE_CPU;
    snprintf(line->look.label, sizeof line->look.label, "%s", label);
    char title[sizeof plan->chart.title];
    memcpy(title, plan->chart.title, sizeof title);
    snprintf(line->name, sizeof line->name, "%s %s", title, label);
    return line;
}

// Events are counted, so that a minute has more of them than a second; a level (connections that
// are open, capacity that is asked for) is what it is, however long one looks.
static bool is_rate(SimSeries it, const char *stat) {
    return strcmp(stat, "SampleCount") == 0 || (strcmp(stat, "Sum") == 0 && !it.is_level);
}

static void add_series(Charts *charts, ChartPlan *plan, SimSeries it, int32_t series,
                       const char *stat, const char *label, ThemeColor color, int32_t style) {
    Line *line = add_line(plan, LINE_METRIC, series, label, color, style);
    line->is_rate = is_rate(it, stat);
    line->question = sim_collector_add(charts->collector, series, stat, SIM_SECOND, 0, SIM_NEVER);
    line->resolution = it.resolution;
    line->question_minute =
        sim_collector_add(charts->collector, series, stat, it.resolution, 0, SIM_NEVER);
    line->is_published = strcmp(it.namespace_, "Albatross") != 0;
    // How many hosts there are changes in steps, and so do states.
    line->look.is_step =
        strstr(it.metric, "HostCount") != NULL || strcmp(it.metric, "AlarmState") == 0;
    snprintf(line->name, sizeof line->name, "%s %s", it.metric, it.dimensions);
}

// As it stands now: a threshold may be set while the world runs.
static void write_threshold(ChartPlan *plan, const SimViewAlarm *alarm) {
    bool is_sum = plan->is_alarm_of_sum;
    double periods = (double)alarm->period / (double)SIM_SECOND;
    plan->chart.has_threshold = true;
    plan->chart.threshold = is_sum ? alarm->threshold / periods : alarm->threshold;
    snprintf(plan->chart.threshold_label, sizeof plan->chart.threshold_label,
             is_sum ? "alarm %s %.5g in %.0f s" : "alarm %s %.5g", alarm->comparison,
             alarm->threshold, periods);
}

// The threshold of the first alarm on this very metric becomes a line of the chart, which draws
// sums by the second.
static void add_threshold(const Charts *charts, ChartPlan *plan, const SimWorld *world,
                          int32_t series, const char *stat, bool is_sum) {
    for (int32_t i = 0; i < charts->alarm_count && !plan->chart.has_threshold; i++) {
        const SimViewAlarm *alarm = &charts->alarms[i];
        if (alarm->metric == NULL || strcmp(alarm->stat, stat) != 0) continue;
        if (sim_series_find(world, alarm->namespace_, alarm->metric, alarm->dimensions) != series)
            continue;
        plan->alarm1 = i + 1;
        plan->is_alarm_of_sum = is_sum;
        write_threshold(plan, alarm);
    }
}

// Does nothing when the world has no such series.
static void add_metric(Charts *charts, ChartPlan *plan, const SimWorld *world, int32_t series,
                       const char *stat, const char *label, ThemeColor color, int32_t style) {
    if (series < 0 || plan->chart.series_count == CHART_LINES_MAX) return;
    add_series(charts, plan, sim_series(world, series), series, stat, label, color, style);
    const Line *line = &plan->lines[plan->chart.series_count - 1];
    add_threshold(charts, plan, world, series, stat, line->is_rate);
}

static ThemeColor group_color(const SimView *view, int32_t group) {
    if (view->groups[group].release >= 0)
        return view->groups[group].is_new_of_release ? THEME_GREEN_LINE : THEME_BLUE_LINE;
    static const ThemeColor colors[] = {THEME_BLUE_LINE, THEME_GREEN_LINE, THEME_LOAD,
                                        THEME_DRAINING};
    return colors[group % 4];
}

static void plan_requests(Charts *charts, const SimWorld *world, const SimView *view) {
    bool is_one = view->balancer_count == 1;
    char text[160];
    snprintf(text, sizeof text, "Sum, per second%s%.40s", is_one ? ", " : "",
             is_one ? view->balancers[0].name : "");
    ChartPlan *plan = add_chart(charts, "RequestCount", text, VALUE_TOTAL);
    for (int32_t i = 0; i < view->group_count; i++) {
        int32_t balancer = view->groups[i].balancer;
        snprintf(text, sizeof text, "LoadBalancer=%.60s;TargetGroup=%.60s",
                 view->balancers[balancer < 0 ? 0 : balancer].name, view->groups[i].name);
        int32_t series = sim_series_find(world, "AWS/ApplicationELB", "RequestCount", text);
        add_metric(charts, plan, world, series, "Sum", view->groups[i].name, group_color(view, i),
                   STYLE_AREA);
    }
}

static void plan_times(Charts *charts, const SimWorld *world, const char *title, int32_t series) {
    ChartPlan *plan = add_chart(charts, title, "seconds, 1 s", VALUE_SECONDS);
    add_metric(charts, plan, world, series, "p50", "p50", THEME_SECONDARY, STYLE_THIN);
    add_metric(charts, plan, world, series, "p90", "p90", THEME_SECONDARY, STYLE_MEDIUM);
    add_metric(charts, plan, world, series, "p99", "p99", THEME_TEXT, STYLE_THICK);
}

static int32_t find_balancer_series(const SimWorld *world, const char *metric,
                                    const char *balancer) {
    char dimensions[160];
    snprintf(dimensions, sizeof dimensions, "LoadBalancer=%s", balancer);
    return sim_series_find(world, "AWS/ApplicationELB", metric, dimensions);
}

static void plan_codes(Charts *charts, const SimWorld *world, const char *balancer) {
    ChartPlan *plan = add_chart(charts, "HTTPCode 5XX", "Sum, per second", VALUE_EACH);
    add_metric(charts, plan, world,
               find_balancer_series(world, "HTTPCode_Target_5XX_Count", balancer), "Sum",
               "Target_5XX", THEME_ERROR, STYLE_MEDIUM);
    add_metric(charts, plan, world, find_balancer_series(world, "HTTPCode_ELB_5XX_Count", balancer),
               "Sum", "ELB_5XX", THEME_TEXT, STYLE_DOTTED);
}

/// Things of one kind side by side: told apart by hue and by pattern.
static const ThemeColor side_colors[CHART_LINES_MAX] = {THEME_BLUE_LINE, THEME_GREEN_LINE,
                                                        THEME_TEXT, THEME_SECONDARY};
static const int32_t side_styles[CHART_LINES_MAX] = {STYLE_MEDIUM, STYLE_DASHED, STYLE_DOTTED,
                                                     STYLE_THIN};

static void add_side(Charts *charts, ChartPlan *plan, const SimWorld *world, int32_t series,
                     const char *stat, const char *label) {
    int32_t n = plan->chart.series_count;
    if (n < CHART_LINES_MAX)
        add_metric(charts, plan, world, series, stat, label, side_colors[n], side_styles[n]);
}

static void plan_balancers(Charts *charts, const SimWorld *world, const SimView *view) {
    ChartPlan *times = add_chart(charts, "TargetResponseTime", "p99, seconds, 1 s", VALUE_EACH);
    ChartPlan *codes =
        add_chart(charts, "HTTPCode 5XX", "Sum, per second, target + ELB", VALUE_EACH);
    for (int32_t i = 0; i < view->balancer_count; i++) {
        const char *name = view->balancers[i].name;
        char label[48];
        add_side(charts, times, world, find_balancer_series(world, "TargetResponseTime", name),
                 "p99", name);
        snprintf(label, sizeof label, "%.36s", name);
        add_side(charts, codes, world,
                 find_balancer_series(world, "HTTPCode_Target_5XX_Count", name), "Sum", label);
        snprintf(label, sizeof label, "%.36s ELB", name);
        add_side(charts, codes, world, find_balancer_series(world, "HTTPCode_ELB_5XX_Count", name),
                 "Sum", label);
    }
}

static void plan_clients(Charts *charts, const SimWorld *world, const SimView *view) {
    ChartPlan *plan = add_chart(charts, "ResponseTime", "p99 by client, seconds, 1 s", VALUE_EACH);
    for (int32_t i = 0; i < view->client_count; i++) {
        char dimensions[160];
        snprintf(dimensions, sizeof dimensions, "Client=%.100s", view->clients[i].name);
        add_side(charts, plan, world,
                 sim_series_find(world, "Albatross", "ResponseTime", dimensions), "p99",
                 view->clients[i].name);
    }
}

static void plan_hosts(Charts *charts) {
    ChartPlan *plan = add_chart(charts, "HostCount", "Healthy, UnHealthy, all groups", VALUE_EACH);
    add_line(plan, LINE_HEALTHY, 0, "Healthy", THEME_OK, STYLE_STEP);
    add_line(plan, LINE_UNHEALTHY, 0, "UnHealthy", THEME_ERROR, STYLE_STEP);
}

static bool has_lone_instances(const SimView *view) {
    for (int32_t i = 0; i < view->instance_count; i++)
        if (view->instances[i].first_group < 0 && !view->instances[i].is_absent) return true;
    return false;
}

// As the first instance of a group is monitored; -1: of those in none.
static SimTime cpu_resolution(const SimWorld *world, const SimView *view, int32_t group) {
    for (int32_t i = 0; i < view->instance_count; i++) {
        char dimensions[160];
        if (view->instances[i].first_group != group || view->instances[i].is_absent) continue;
        snprintf(dimensions, sizeof dimensions, "InstanceId=%.120s", view->instances[i].name);
        int32_t series = sim_series_find(world, "AWS/EC2", "CPUUtilization", dimensions);
        if (series >= 0) return sim_series(world, series).resolution;
    }
    return SIM_MINUTE;
}

static void plan_cpu(Charts *charts, const SimWorld *world, const SimView *view) {
    ChartPlan *plan =
        add_chart(charts, "CPUUtilization", "Average of instances, %", VALUE_PERCENTS);
    bool has_lone = has_lone_instances(view);
    int32_t groups_max = CHART_LINES_MAX - has_lone;
    for (int32_t i = 0; i < view->group_count && i < groups_max; i++)
        add_line(plan, LINE_CPU, i, view->groups[i].name, group_color(view, i), STYLE_MEDIUM)
            ->resolution = cpu_resolution(world, view, i);
    if (has_lone)
        add_line(plan, LINE_CPU, -1, "no group", THEME_TEXT, STYLE_DASHED)->resolution =
            cpu_resolution(world, view, -1);
}

static void plan_weight(Charts *charts, const SimView *view) {
    char subtitle[64];
    const SimViewRelease *release = &view->releases[0];
    snprintf(subtitle, sizeof subtitle, "%.20s share of %.20s, %%",
             view->groups[release->fresh].name, view->rules[release->rule].condition);
    ChartPlan *plan = add_chart(charts, "Deployment weight", subtitle, VALUE_PERCENTS);
    add_line(plan, LINE_WEIGHT_SET, 0, "set", THEME_TEXT, STYLE_DASHED);
    add_line(plan, LINE_WEIGHT_SEEN, 0, "observed", THEME_GREEN_LINE, STYLE_AREA);
}

static void plan_with_balancer(Charts *charts, const SimWorld *world, const SimView *view) {
    const char *balancer = view->balancers[0].name;
    bool is_one = view->balancer_count == 1;
    plan_requests(charts, world, view);
    if (is_one) {
        plan_times(charts, world, "TargetResponseTime",
                   find_balancer_series(world, "TargetResponseTime", balancer));
        plan_codes(charts, world, balancer);
    } else {
        plan_balancers(charts, world, view);
    }
    plan_hosts(charts);
    plan_cpu(charts, world, view);
    if (view->release_count > 0)
        plan_weight(charts, view);
    else if (!is_one && view->client_count > 1)
        plan_clients(charts, world, view);
    else
        plan_times(charts, world, "ResponseTime",
                   sim_series_find(world, "Albatross", "ResponseTime", ""));
}

static void plan_one(Charts *charts, const SimWorld *world, const char *metric, ThemeColor color,
                     int32_t style) {
    int32_t series = sim_series_find(world, "Albatross", metric, "");
    ChartPlan *plan = add_chart(charts, metric, "Sum, per second, all clients", VALUE_TOTAL);
    add_metric(charts, plan, world, series, "Sum", metric, color, style);
}

// LostRequests by Cause: those causes that the world has a series for, the first four of them.
static void plan_lost(Charts *charts, const SimWorld *world) {
    static const ThemeColor colors[] = {THEME_ERROR, THEME_TEXT, THEME_DRAINING, THEME_SECONDARY};
    static const int32_t styles[] = {STYLE_MEDIUM, STYLE_DOTTED, STYLE_DASHED, STYLE_THIN};
    ChartPlan *plan = add_chart(charts, "LostRequests", "Sum by Cause, per second", VALUE_TOTAL);
    int32_t count = sim_series_count(world);
    for (int32_t i = 0; i < count && plan->chart.series_count < CHART_LINES_MAX; i++) {
        SimSeries series = sim_series(world, i);
        bool is_cause = strcmp(series.metric, "LostRequests") == 0 &&
                        strncmp(series.dimensions, "Cause=", 6) == 0 &&
                        strchr(series.dimensions, ';') == NULL;
        int32_t n = plan->chart.series_count;
        if (is_cause)
            add_metric(charts, plan, world, i, "Sum", series.dimensions + 6, colors[n], styles[n]);
    }
}

static void plan_without_balancer(Charts *charts, const SimWorld *world, const SimView *view) {
    plan_one(charts, world, "Requests", THEME_BLUE_LINE, STYLE_AREA);
    plan_one(charts, world, "Goodput", THEME_OK, STYLE_AREA);
    plan_times(charts, world, "ResponseTime",
               sim_series_find(world, "Albatross", "ResponseTime", ""));
    plan_lost(charts, world);
    plan_cpu(charts, world, view);
}

// What tells a line from its neighbour: the value of its last dimension, that of its first where
// the last is the same, or its statistic when a neighbour has the same dimensions.
static void own_label(const SimScenario *scenario, int32_t index, int32_t count, char *out,
                      size_t capacity) {
    SimScenarioChart it = sim_scenario_chart(scenario, index);
    const char *value = it.dimensions != NULL ? strrchr(it.dimensions, '=') : NULL;
    for (int32_t i = index > 0 ? index - 1 : 0; value != NULL && i <= index + 1 && i < count; i++) {
        SimScenarioChart other = sim_scenario_chart(scenario, i);
        if (i == index || strcmp(other.metric, it.metric) != 0 || other.dimensions == NULL)
            continue;
        const char *last = strrchr(other.dimensions, '=');
        if (strcmp(other.dimensions, it.dimensions) == 0)
            value = NULL;
        else if (last != NULL && strcmp(last, value) == 0)
            value = strchr(it.dimensions, '=');
    }
    if (value == NULL)
        snprintf(out, capacity, "%s", it.stat);
    else
        snprintf(out, capacity, "%.*s", (int)strcspn(value + 1, ";"), value + 1);
}

// A unit as it stands in a subtitle; counts need no word.
static const char *unit_word(const char *unit) {
    if (strcmp(unit, "Percent") == 0) return "%, ";
    if (strcmp(unit, "Seconds") == 0) return "seconds, ";
    return strcmp(unit, "Bytes") == 0 ? "bytes, " : "";
}

static ValueForm form_of(const char *unit) {
    return strcmp(unit, "Percent") == 0   ? VALUE_PERCENTS
           : strcmp(unit, "Seconds") == 0 ? VALUE_TIMES
                                          : VALUE_EACH;
}

// What a chart is of: "Sum, bytes, per second", "p99, seconds, 1 s".
static void write_subtitle(ChartPlan *plan, SimSeries it, const char *what, const char *stat) {
    snprintf(plan->chart.subtitle, sizeof plan->chart.subtitle, "%.36s, %s%s", what,
             unit_word(it.unit), is_rate(it, stat) ? "per second" : "1 s");
    plan->form = form_of(it.unit);
}

// A line of the scenario's own across the chart; it goes before the threshold of an alarm.
static void annotate(ChartPlan *plan, SimScenarioChart it) {
    if (!it.has_annotation) return;
    plan->chart.has_threshold = true;
    plan->chart.threshold = it.annotation;
    snprintf(plan->chart.threshold_label, sizeof plan->chart.threshold_label, "%.23s",
             it.annotation_label);
}

// The scenario's own: neighbours with the same title, or else the same metric, share a chart.
static void plan_own(Charts *charts, const SimWorld *world, const SimScenario *scenario,
                     int32_t count) {
    static const int32_t styles[] = {STYLE_MEDIUM, STYLE_DASHED, STYLE_DOTTED, STYLE_THIN};
    static const ThemeColor colors[] = {THEME_TEXT, THEME_BLUE_LINE, THEME_GREEN_LINE,
                                        THEME_SECONDARY};
    ChartPlan *plan = NULL;
    const char *first_stat = "";
    for (int32_t i = 0; i < count; i++) {
        SimScenarioChart it = sim_scenario_chart(scenario, i);
        const char *dimensions = it.dimensions != NULL ? it.dimensions : "";
        char subtitle[64], label[48];
        own_label(scenario, i, count, label, sizeof label);
        bool is_by_stat = strcmp(label, it.stat) == 0 && dimensions[0] != '\0';
        int32_t series = sim_series_find(world, NULL, it.metric, dimensions);
        snprintf(subtitle, sizeof subtitle, "%.36s, 1 s", is_by_stat ? dimensions : it.stat);
        const char *title = it.title != NULL ? it.title : it.metric;
        if (it.label != NULL) snprintf(label, sizeof label, "%.47s", it.label);
        bool is_same = plan != NULL && strncmp(plan->chart.title, title, 47) == 0 &&
                       plan->chart.series_count < CHART_LINES_MAX;
        if (!is_same && charts->count == CHARTS_MAX) return;
        if (!is_same) plan = add_chart(charts, title, subtitle, VALUE_EACH), first_stat = it.stat;
        // The subtitle speaks of the first line; whoever differs says so.
        bool is_other = strcmp(first_stat, it.stat) != 0 && strcmp(label, it.stat) != 0;
        if (is_other && it.label == NULL)
            snprintf(label + strlen(label), sizeof label - strlen(label), " %.12s", it.stat);
        annotate(plan, it);
        if (!is_same && series >= 0)
            write_subtitle(plan, sim_series(world, series), is_by_stat ? dimensions : it.stat,
                           it.stat);
        int32_t n = plan->chart.series_count;
        add_metric(charts, plan, world, series, it.stat, label, colors[n], styles[n]);
        if (series >= 0) continue;
        Wanted *wanted = &charts->wanted[charts->wanted_count++];
        *wanted = (Wanted){.plan = charts->count - 1, .chart = i, .color = colors[n]};
        wanted->style = styles[n];
        snprintf(wanted->label, sizeof wanted->label, "%s", label);
    }
}

// A widget's lines come from the dashboard whenever they are shown.
static void plan_dashboard(Charts *charts) {
    for (int32_t w = 0; w < sim_dashboard_widgets(charts->dashboard); w++) {
        ChartPlan *plan = add_chart(charts, "", "", VALUE_EACH);
        widget_plan(charts->dashboard, w, &plan->chart);
    }
}

Charts *charts_create(const SimWorld *world, const SimScenario *scenario, const SimView *view) {
    Charts *charts = grow_zeroed(1, sizeof *charts);
    charts->collector = sim_collector_create(world);
    charts->scenario = sim_scenario_retain(scenario);
    charts->series_count = sim_series_count(world);
    charts->seed = view->seed;
    charts->alarms = view->alarms;
    charts->alarm_count = view->alarm_count;
    int32_t own = sim_scenario_info(scenario)->chart_count;
    charts->dashboard = sim_dashboard_create(world);
    if (charts->dashboard != NULL)
        plan_dashboard(charts);
    else if (own > 0)
        plan_own(charts, world, scenario, own);
    else if (view->balancer_count > 0)
        plan_with_balancer(charts, world, view);
    else
        plan_without_balancer(charts, world, view);
    charts->alarms = NULL;
    charts->alarm_count = 0;
    return charts;
}

void charts_destroy(Charts *charts) {
    if (charts == NULL) return;
    for (int32_t i = 0; i < charts->count; i++)
        for (int32_t j = 0; j < CHART_LINES_MAX; j++)
            line_deinit(&charts->plans[i].lines[j]);
    sim_collector_destroy(charts->collector);
    sim_dashboard_destroy(charts->dashboard);
    sim_scenario_release(charts->scenario);
    free(charts);
}

// ---- taking in

static void look_for_wanted(Charts *charts, const SimPeriod *period) {
    for (int32_t i = 0; i < charts->wanted_count; i++) {
        Wanted *wanted = &charts->wanted[i];
        if (wanted->plan < 0) continue;
        SimScenarioChart it = sim_scenario_chart(charts->scenario, wanted->chart);
        int32_t series = sim_period_series_find(period, NULL, it.metric, it.dimensions);
        ChartPlan *plan = &charts->plans[wanted->plan];
        if (series < 0 || plan->chart.series_count == CHART_LINES_MAX) continue;
        SimSeries found = sim_period_series(period, series);
        add_series(charts, plan, found, series, it.stat, wanted->label, wanted->color,
                   wanted->style);
        if (plan->chart.series_count == 1) write_subtitle(plan, found, it.stat, it.stat);
        wanted->plan = -1;
    }
}

// Requests of a target group that was created get a line beside those of the others.
static void add_group_line(Charts *charts, const SimPeriod *period, int32_t series) {
    static const ThemeColor colors[] = {THEME_BLUE_LINE, THEME_GREEN_LINE, THEME_LOAD,
                                        THEME_DRAINING};
    ChartPlan *plan = &charts->plans[0];
    SimSeries it = sim_period_series(period, series);
    const char *group = strstr(it.dimensions, "TargetGroup=targetgroup/");
    if (charts->count == 0 || strcmp(plan->chart.title, "RequestCount") != 0 ||
        plan->form != VALUE_TOTAL || plan->chart.series_count == CHART_LINES_MAX ||
        strcmp(it.metric, "RequestCount") != 0 || group == NULL ||
        strncmp(it.dimensions, "LoadBalancer=", 13) != 0)
        return;
    char name[40];
    group += strlen("TargetGroup=targetgroup/");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(group, "/"), group);
    add_series(charts, plan, it, series, "Sum", name, colors[plan->chart.series_count % 4],
               STYLE_AREA);
}

// Things are built while the world runs, and their series come with them.
static void take_new_series(Charts *charts, const SimPeriod *period) {
    if (period->meter == NULL || period->series_count <= charts->series_count) return;
    sim_collector_learn(charts->collector, period);
    look_for_wanted(charts, period);
    for (int32_t i = charts->series_count; i < period->series_count; i++)
        add_group_line(charts, period, i);
    charts->series_count = period->series_count;
}

void charts_period(Charts *charts, const SimPeriod *period) {
    int64_t second = period->start / SIM_SECOND;
    if (second < charts->period_count) return;
    charts->period_count = second + 1;
    take_new_series(charts, period);
    sim_collector_period(charts->collector, period);
    if (charts->dashboard != NULL) sim_dashboard_period(charts->dashboard, period);
}

void charts_second(Charts *charts, const SimView *view) {
    if (view->now % SIM_SECOND != 0 || view->now / SIM_SECOND != charts->second_count) return;
    charts->second_count++;
    for (int32_t i = 0; i < charts->count; i++)
        for (int32_t j = 0;
             j < charts->plans[i].chart.series_count && !charts->plans[i].chart.is_widget; j++)
            line_second(&charts->plans[i].lines[j], view);
}

// ---- showing

// How many points are over at `now`: they stand `period` apart, in order.
static int32_t count_lived(const SimPoint *points, int32_t count, SimTime period, SimTime now) {
    while (count > 0 && points[count - 1].start + period > now)
        count--;
    return count;
}

static const SimPoint *line_points(const Charts *charts, const Line *line, bool is_minute,
                                   int32_t *count) {
    const LinePoints *own = is_minute ? &line->minutes : &line->seconds;
    *count = own->count;
    if (line->source != LINE_METRIC) return own->items;
    return sim_collector_points(charts->collector,
                                is_minute ? line->question_minute : line->question, count);
}

static void show_datapoints(const Charts *charts, Line *line, SimTime now, bool has_delay) {
    int32_t count;
    const SimPoint *minutes = line_points(charts, line, true, &count);
    line->shown.count = 0;
    for (int32_t i = 0; i < count; i++) {
        SimTime end = minutes[i].start + line->resolution,
                at = has_delay ? sim_published(charts->seed, line->name, line->resolution, end)
                               : end;
        if (at > now) break;
        SimPoint point = {
            .start = at, .value = minutes[i].value, .is_present = minutes[i].is_present};
        if (line->is_rate) point.value /= (double)line->resolution / (double)SIM_SECOND;
        line_points_push(&line->shown, point);
    }
    static const SimPoint none_yet;
    line->look.datapoints = line->shown.count > 0 ? line->shown.items : &none_yet;
    line->look.datapoint_count = line->shown.count;
}

static bool value_at(const SceneSeries *series, SimTime cursor, double *value) {
    int32_t count = count_lived(series->points, series->point_count, SIM_SECOND, cursor);
    if (count == 0 || !series->points[count - 1].is_present) return false;
    *value = series->points[count - 1].value * series->scale;
    return true;
}

// Two or three digits are what a glance takes in; of many values side by side, two.
static void format_value(ValueForm form, double value, bool is_one_of_many, char *out,
                         size_t capacity) {
    double size = fabs(value);
    if (form == VALUE_PERCENTS) {
        snprintf(out, capacity, is_one_of_many ? "%.*f" : "%.*f%%", value < 9.95 && value > 0,
                 value);
        return;
    }
    if (form == VALUE_TIMES) {
        snprintf(out, capacity, size >= 9.95 ? "%.0f" : "%.2g", value);
        return;
    }
    if (size >= 9999.5) {
        bool is_million = size >= 999500;
        double scaled = value / (is_million ? 1e6 : 1e3);
        snprintf(out, capacity, "%.*f%c", fabs(scaled) < 99.95 && !is_one_of_many ? 1 : 0, scaled,
                 is_million ? 'M' : 'k');
        return;
    }
    int decimals = value == floor(value) || size >= 99.95 ? 0
                   : size >= 9.995 && is_one_of_many      ? 0
                   : size >= 9.995                        ? 1
                                                          : 2;
    snprintf(out, capacity, "%.*f", decimals, value);
}

static void write_total(SceneChart *chart, SimTime cursor) {
    double sum = 0, value;
    bool has_any = false;
    for (int32_t i = 0; i < chart->series_count; i++)
        if (value_at(&chart->series[i], cursor, &value)) {
            sum += value;
            has_any = true;
        }
    snprintf(chart->value, sizeof chart->value, has_any ? "%.0f" : "-", sum);
}

static void write_each(SceneChart *chart, ValueForm form, SimTime cursor) {
    char one[16];
    size_t length = 0;
    for (int32_t i = 0; i < chart->series_count && length < sizeof chart->value; i++) {
        double value;
        snprintf(one, sizeof one, "-");
        if (value_at(&chart->series[i], cursor, &value))
            format_value(form, value, chart->series_count > 2, one, sizeof one);
        length += (size_t)snprintf(chart->value + length, sizeof chart->value - length, "%s%s",
                                   i > 0 ? " / " : "", one);
    }
    // The subtitle says the unit where there is no room for it.
    if (form == VALUE_TIMES && chart->series_count <= 2 && length + 3 < sizeof chart->value)
        snprintf(chart->value + length, sizeof chart->value - length, " s");
}

static void write_seconds(SceneChart *chart, SimTime cursor) {
    double value;
    snprintf(chart->value, sizeof chart->value, "-");
    if (chart->series_count == 0) return;
    const SceneSeries *last = &chart->series[chart->series_count - 1];
    if (value_at(last, cursor, &value))
        snprintf(chart->value, sizeof chart->value, "%.12s %.3g s", last->label, value);
}

static void write_value(SceneChart *chart, ValueForm form, SimTime cursor) {
    chart->value[0] = '\0';
    if (form == VALUE_TOTAL)
        write_total(chart, cursor);
    else if (form == VALUE_SECONDS)
        write_seconds(chart, cursor);
    else
        write_each(chart, form, cursor);
}

const SceneChart *charts_list(Charts *charts, const SimView *view, SimTime cursor, bool has_delay,
                              int32_t *count) {
    SimTime now = view->now;
    for (int32_t i = 0; i < charts->count; i++) {
        ChartPlan *plan = &charts->plans[i];
        if (plan->chart.is_widget) {
            widget_show(charts->dashboard, i, &plan->chart, plan->lines, now,
                        cursor >= 0 && cursor < now ? cursor : now, has_delay);
            charts->list[i] = plan->chart;
            continue;
        }
        if (plan->alarm1 > 0 && plan->alarm1 <= view->alarm_count)
            write_threshold(plan, &view->alarms[plan->alarm1 - 1]);
        charts->list[i] = plan->chart;
        for (int32_t j = 0; j < plan->chart.series_count; j++) {
            Line *line = &plan->lines[j];
            int32_t point_count;
            line->look.points = line_points(charts, line, false, &point_count);
            line->look.point_count = count_lived(line->look.points, point_count, SIM_SECOND, now);
            if (line->is_published) show_datapoints(charts, line, now, has_delay);
            charts->list[i].series[j] = line->look;
        }
        write_value(&charts->list[i], plan->form, cursor >= 0 && cursor < now ? cursor : now);
    }
    *count = charts->count;
    return charts->list;
}
