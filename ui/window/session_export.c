// What `c` writes is what `run --until` now writes, complete up to there: the scenario and the
// commands so far are run again into files, so that the window has no files of its own kind.
#include "sim/export.h"
#include "window/recorder.h"
#include "window/session_state.h"

// By whole seconds, for the charts; slices do not change a run.
static bool run_again(const Session *session, SimWorld *world, Recorder *recorder,
                      SimError *error) {
    int32_t count, all, given = 0;
    const SimCommand *tape = flight_tape(session->flight, &count, &all);
    SimTime now = flight_now(session->flight);
    bool is_same = true;
    for (SimTime t = SIM_SECOND; t <= now; t += SIM_SECOND) {
        is_same =
            flight_replay(world, tape, all, &given, t, recorder_sink(recorder), error) && is_same;
        recorder_second(recorder, world);
    }
    return flight_replay(world, tape, all, &given, now, recorder_sink(recorder), error) && is_same;
}

static bool write_files(const Session *session, const char *directory, SimWorld *world,
                        SimExport *export, SimError *error) {
    Recorder *recorder = recorder_create(world, sim_export_sink(export));
    bool is_written = run_again(session, world, recorder, error);
    sim_world_finish(world, recorder_sink(recorder));
    is_written = sim_export_finish(export, world, true, error) && is_written;
    is_written = is_written && recorder_write(recorder, world, directory, error);
    recorder_destroy(recorder);
    return is_written;
}

bool session_export(const Session *session, const char *directory, SimError *error) {
    SimWorld *world = sim_world_create(flight_scenario(session->flight),
                                       sim_world_seed(flight_world(session->flight)));
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = sim_export_create(world, &options, error);
    bool is_written = export != NULL && write_files(session, directory, world, export, error);
    if (export != NULL) sim_export_destroy(export);
    sim_world_destroy(world);
    return is_written;
}
