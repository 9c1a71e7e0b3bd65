// What `c` writes is what the headless command writes: the scenario and the commands so far are run again into files, so that the window has no
// files of its own kind.
#include "sim/export.h"
#include "window/run_charts.h"
#include "window/session_state.h"

// Charts are told of each whole second.
static bool run_again(const Session *session, SimWorld *world, RunCharts *charts, SimError *error) {
    int32_t count, all, given = 0;
    const SimCommand *tape = flight_tape(session->flight, &count, &all);
    SimTime now = flight_now(session->flight);
    bool is_same = true;
    for (SimTime t = 0; t < now;) {
        t = now - t > SIM_SECOND ? t + SIM_SECOND : now;
        is_same = flight_replay(world, tape, all, &given, t, run_charts_sink(charts), is_same ? error : NULL) && is_same;
        run_charts_second(charts, world);
    }
    sim_world_finish(world, run_charts_sink(charts));
    return is_same;
}

static bool write_all(const Session *session, SimWorld *world, SimExport *export, const char *directory, SimError *error) {
    RunCharts *charts = run_charts_create(world, sim_export_sink(export));
    bool is_same = run_again(session, world, charts, error);
    bool is_complete = flight_now(session->flight) >= flight_duration(session->flight);
    bool is_written = sim_export_finish(export, world, is_complete, error) && run_charts_write(charts, world, directory, error);
    run_charts_destroy(charts);
    return is_written && is_same;
}

bool session_export(const Session *session, const char *directory, SimError *error) {
    SimWorld *world = sim_world_create(flight_scenario(session->flight), sim_world_seed(flight_world(session->flight)));
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = sim_export_create(world, &options, error);
    bool is_written = export != NULL && write_all(session, world, export, directory, error);
    if (export != NULL)
        sim_export_destroy(export);
    sim_world_destroy(world);
    return is_written;
}
