// What `c` writes is what the headless command writes: the scenario and the commands so far are run again into files, so that the window has no
// files of its own kind.
#include "sim/export.h"
#include "window/session_state.h"

static bool run_again(const Session *session, SimWorld *world, SimExport *export, SimError *error) {
    int32_t count, all, given = 0;
    const SimCommand *tape = flight_tape(session->flight, &count, &all);
    SimTime now = flight_now(session->flight);
    const SimSink *sink = sim_export_sink(export);
    bool is_same = flight_replay(world, tape, all, &given, now, sink, error);
    sim_world_finish(world, sink);
    bool is_complete = now >= flight_duration(session->flight);
    return sim_export_finish(export, world, is_complete, error) && is_same;
}

bool session_export(const Session *session, const char *directory, SimError *error) {
    SimWorld *world = sim_world_create(flight_scenario(session->flight), sim_world_seed(flight_world(session->flight)));
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = sim_export_create(world, &options, error);
    bool is_written = export != NULL && run_again(session, world, export, error);
    if (export != NULL)
        sim_export_destroy(export);
    sim_world_destroy(world);
    return is_written;
}
