// The charts, the memory of marks and the panels are the window's own, so that the files show what
// the window would have shown.
#include "cli/run_charts.h"

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
};

RunCharts *run_charts_create(const SimWorld *world) {
    RunCharts *charts = calloc(1, sizeof *charts);
    SIM_ASSERT(charts != NULL);
    charts->viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(charts->viewer, world);
    charts->charts = charts_create(world, sim_world_scenario(world), view);
    charts->history = history_create(world, view);
    return charts;
}

void run_charts_destroy(RunCharts *charts) {
    if (charts == NULL) return;
    history_destroy(charts->history);
    charts_destroy(charts->charts);
    sim_viewer_destroy(charts->viewer);
    free(charts);
}

void run_charts_period(RunCharts *charts, const SimPeriod *period) {
    charts_period(charts->charts, period);
}

void run_charts_incident(RunCharts *charts, const SimIncident *incident) {
    history_incident(charts->history, charts->incident_count++, incident);
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
