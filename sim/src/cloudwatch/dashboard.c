// A collector asks for the metrics; expressions are worked out when somebody looks, over the
// periods that are over.
#include "sim/dashboard.h"

#include "base/fact.h"
#include "cloudwatch/math.h"
#include "engine/alloc.h"
#include "world/world.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 20 }; ///< metrics and expressions of a widget, as its key has it

/// A metric or an expression of a widget, and its values as they were asked for last.
typedef struct Part {
    int32_t question; ///< of the collector; -1: nothing has reported it yet
    const char *unit;
    bool is_late;       ///< CloudWatch publishes it, unlike our own metrics
    SimTime resolution; ///< what one of its datapoints covers; a shorter period sees no more
    SimTime seen_until; ///< the end of the last period that can be seen
    char name[320];     ///< seeds how late its datapoints are
    ARRAY_OF(double) values;
    ARRAY_OF(bool) is_present;
    ARRAY_OF(SimPoint) points;
} Part;

/// The parts of a widget, and of which moment their values are.
typedef struct Board {
    Part *parts;
    SimTime now; ///< below 0: of none
    bool has_delay;
} Board;

struct SimDashboard {
    SimScenario *scenario; ///< whose texts are lent
    const ConfigWidget *widgets;
    Board *boards;
    int32_t count;
    uint64_t seed;
    SimCollector *collector;
    int32_t series_count; ///< that it knows
};

static void ask(SimDashboard *dashboard, const ConfigWidget *widget, int32_t index, Part *part,
                int32_t series, SimSeries found) {
    const ConfigAlarmMetric *metric = &widget->metrics[index].metric;
    SimTime period = widget->widget.period;
    part->is_late = period >= SIM_MINUTE && strcmp(found.namespace_, "Albatross") != 0;
    part->resolution = part->is_late ? found.resolution : period;
    if (period < part->resolution) period = part->resolution;
    part->question =
        sim_collector_add(dashboard->collector, series, metric->stat, period, 0, SIM_NEVER);
    part->unit = found.unit;
    snprintf(part->name, sizeof part->name, "%s %s", found.metric, found.dimensions);
}

static void ask_all(SimDashboard *dashboard, const SimWorld *world) {
    for (int32_t w = 0; w < dashboard->count; w++)
        for (int32_t i = 0; i < dashboard->widgets[w].metric_count; i++) {
            const ConfigWidgetMetric *metric = &dashboard->widgets[w].metrics[i];
            Part *part = &dashboard->boards[w].parts[i];
            part->question = -1;
            part->unit = "";
            if (metric->program != NULL) continue;
            int32_t series = sim_series_find(world, metric->metric.namespace_,
                                             metric->metric.metric, metric->metric.dimensions);
            if (series >= 0)
                ask(dashboard, &dashboard->widgets[w], i, part, series, sim_series(world, series));
        }
}

SimDashboard *sim_dashboard_create(const SimWorld *world) {
    const Config *config = world->config;
    if (config->widget_count == 0) return NULL;
    SimDashboard *dashboard = alloc_zeroed(1, sizeof *dashboard);
    dashboard->scenario = sim_scenario_retain(sim_world_scenario(world));
    dashboard->widgets = config->widgets;
    dashboard->count = config->widget_count;
    dashboard->seed = sim_world_seed(world);
    dashboard->collector = sim_collector_create(world);
    dashboard->series_count = sim_series_count(world);
    dashboard->boards = alloc_zeroed((size_t)dashboard->count, sizeof *dashboard->boards);
    for (int32_t w = 0; w < dashboard->count; w++)
        dashboard->boards[w] = (Board){
            .parts = alloc_zeroed((size_t)config->widgets[w].metric_count + 1, sizeof(Part)),
            .now = -1};
    ask_all(dashboard, world);
    return dashboard;
}

void sim_dashboard_destroy(SimDashboard *dashboard) {
    if (dashboard == NULL) return;
    for (int32_t w = 0; w < dashboard->count; w++) {
        for (int32_t i = 0; i < dashboard->widgets[w].metric_count; i++) {
            Part *part = &dashboard->boards[w].parts[i];
            array_deinit(&part->values);
            array_deinit(&part->is_present);
            array_deinit(&part->points);
        }
        alloc_free(dashboard->boards[w].parts);
    }
    alloc_free(dashboard->boards);
    sim_collector_destroy(dashboard->collector);
    sim_scenario_release(dashboard->scenario);
    alloc_free(dashboard);
}

// Things are built while the world runs, and their series come with them.
static void look_for_missing(SimDashboard *dashboard, const SimPeriod *period) {
    if (period->meter == NULL || period->series_count <= dashboard->series_count) return;
    dashboard->series_count = period->series_count;
    sim_collector_learn(dashboard->collector, period);
    for (int32_t w = 0; w < dashboard->count; w++)
        for (int32_t i = 0; i < dashboard->widgets[w].metric_count; i++) {
            const ConfigWidgetMetric *metric = &dashboard->widgets[w].metrics[i];
            Part *part = &dashboard->boards[w].parts[i];
            if (metric->program != NULL || part->question >= 0) continue;
            int32_t series =
                sim_period_series_find(period, metric->metric.namespace_, metric->metric.metric,
                                       metric->metric.dimensions);
            if (series >= 0)
                ask(dashboard, &dashboard->widgets[w], i, part, series,
                    sim_period_series(period, series));
        }
}

void sim_dashboard_period(SimDashboard *dashboard, const SimPeriod *period) {
    look_for_missing(dashboard, period);
    sim_collector_period(dashboard->collector, period);
    for (int32_t w = 0; w < dashboard->count; w++)
        dashboard->boards[w].now = -1;
}

int32_t sim_dashboard_widgets(const SimDashboard *dashboard) {
    return dashboard->count;
}

SimWidget sim_dashboard_widget(const SimDashboard *dashboard, int32_t widget) {
    SIM_ASSERT(widget >= 0 && widget < dashboard->count);
    return dashboard->widgets[widget].widget;
}

SimWidgetLine sim_dashboard_line(const SimDashboard *dashboard, int32_t widget, int32_t line) {
    SIM_ASSERT(widget >= 0 && widget < dashboard->count);
    const ConfigWidget *config = &dashboard->widgets[widget];
    SIM_ASSERT(line >= 0 && line < config->widget.line_count);
    int32_t part = config->order[line];
    const ConfigWidgetMetric *metric = &config->metrics[part];
    return (SimWidgetLine){.label = metric->label,
                           .stat = metric->program != NULL ? "" : metric->metric.stat,
                           .unit = dashboard->boards[widget].parts[part].unit,
                           .is_right = metric->is_right};
}

// ---- values

static SimTime published(const SimDashboard *dashboard, const Part *part, SimTime end,
                         bool has_delay) {
    if (part->resolution > 0) // the datapoint that covers the end
        end = (end + part->resolution - 1) / part->resolution * part->resolution;
    return has_delay && part->is_late
               ? sim_published(dashboard->seed, part->name, part->resolution, end)
               : end;
}

// How far a metric can be seen: periods are seen in their order.
static SimTime seen_until(const SimDashboard *dashboard, const Part *part, SimTime period,
                          SimTime now, bool has_delay) {
    // A period that is not over would show as a dip.
    SimTime end = (now / period + 1) * period;
    while (end > 0 && SIM_FACT("CW-406", published(dashboard, part, end, has_delay) > now))
        end -= period;
    return end;
}

static void read_metric(const SimDashboard *dashboard, Part *part, SimTime period, int32_t count) {
    int32_t point_count = 0;
    const SimPoint *points =
        part->question < 0
            ? NULL
            : sim_collector_points(dashboard->collector, part->question, &point_count);
    for (int32_t i = 0; i < count; i++)
        part->is_present.items[i] = false;
    for (int32_t i = 0; i < point_count; i++) {
        int64_t at = points[i].start / period;
        if (at >= count || !points[i].is_present) continue;
        part->is_present.items[at] = true;
        part->values.items[at] = points[i].value;
    }
}

static void compute(SimDashboard *dashboard, int32_t widget, SimTime now, bool has_delay) {
    const ConfigWidget *config = &dashboard->widgets[widget];
    Board *board = &dashboard->boards[widget];
    Part *parts = board->parts;
    MathRow rows[ROWS_MAX];
    SIM_ASSERT(config->metric_count <= ROWS_MAX);
    if (board->now == now && board->has_delay == has_delay) return;
    board->now = now;
    board->has_delay = has_delay;
    SimTime period = config->widget.period;
    int32_t count = (int32_t)(now / period) + 1; // the last one is open
    for (int32_t i = 0; i < config->metric_count; i++) {
        Part *part = &parts[i];
        array_resize(&part->values, count);
        array_resize(&part->is_present, count);
        rows[i] = (MathRow){part->values.items, part->is_present.items, true};
        const MathProgram *program = config->metrics[i].program;
        if (program == NULL) {
            read_metric(dashboard, part, period, count);
            part->seen_until = seen_until(dashboard, part, period, now, has_delay);
            continue;
        }
        math_evaluate(program, rows, count, (double)period / 1e9, &rows[i]);
        part->seen_until = now / period * period;
        for (int32_t k = 0; k < i; k++)
            if (math_names(program, k) && parts[k].seen_until < part->seen_until)
                part->seen_until = parts[k].seen_until;
    }
}

const SimPoint *sim_dashboard_points(SimDashboard *dashboard, int32_t widget, int32_t line,
                                     SimTime now, bool has_delay, int32_t *count) {
    const ConfigWidget *config = &dashboard->widgets[widget];
    SIM_ASSERT(line >= 0 && line < config->widget.line_count);
    compute(dashboard, widget, now, has_delay);
    Part *part = &dashboard->boards[widget].parts[config->order[line]];
    *count = (int32_t)(part->seen_until / config->widget.period);
    array_resize(&part->points, *count);
    for (int32_t i = 0; i < *count; i++)
        part->points.items[i] = (SimPoint){.start = i * config->widget.period,
                                           .value = part->values.items[i],
                                           .is_present = part->is_present.items[i]};
    return part->points.items;
}
