// The charts, the memory of marks and the panels are the window's own, so that the files show what
// the window would have shown.
#include "window/run_charts.h"

#include "sim/view.h"
#include "window/chart_sheet.h"
#include "window/charts.h"
#include "window/history.h"

#include <stdlib.h>

struct RunCharts {
    SimViewer *viewer;
    Charts *charts;
    History *history;
    int64_t incident_count;
    const SimSink *next;
    SimSink sink;
};

static void take_period(void *context, const SimPeriod *period) {
    RunCharts *charts = context;
    charts_period(charts->charts, period);
    if (charts->next->period != NULL) charts->next->period(charts->next->context, period);
}

static void take_access(void *context, const SimAccessEntry *entry) {
    const RunCharts *charts = context;
    charts->next->access(charts->next->context, entry);
}

static void take_incident(void *context, const SimIncident *incident) {
    RunCharts *charts = context;
    history_incident(charts->history, charts->incident_count++, incident);
    if (charts->next->incident != NULL) charts->next->incident(charts->next->context, incident);
}

RunCharts *run_charts_create(const SimWorld *world, const SimSink *next) {
    RunCharts *charts = calloc(1, sizeof *charts);
    SIM_ASSERT(charts != NULL);
    charts->next = next;
    // Nobody pays for log lines that nobody reads.
    charts->sink = (SimSink){.context = charts,
                             .period = take_period,
                             .access = next->access != NULL ? take_access : NULL,
                             .incident = take_incident};
    charts->viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(charts->viewer, world);
    charts->charts = charts_create(world, sim_world_scenario(world), view);
    charts->history = history_create(world, view);
    charts_second(charts->charts, view);
    return charts;
}

void run_charts_destroy(RunCharts *charts) {
    if (charts == NULL) return;
    history_destroy(charts->history);
    charts_destroy(charts->charts);
    sim_viewer_destroy(charts->viewer);
    free(charts);
}

const SimSink *run_charts_sink(RunCharts *charts) {
    return &charts->sink;
}

void run_charts_second(RunCharts *charts, const SimWorld *world) {
    charts_second(charts->charts, sim_viewer_look(charts->viewer, world));
}

bool run_charts_write(RunCharts *charts, const SimWorld *world, const char *directory,
                      SimError *error) {
    Scene scene = {.view = sim_viewer_look(charts->viewer, world), .cursor = -1};
    scene.charts = charts_list(charts->charts, sim_world_now(world), -1, false, &scene.chart_count);
    scene.marks = history_marks(charts->history, &scene.mark_count);
    return chart_sheet_write(&scene, directory, error);
}
