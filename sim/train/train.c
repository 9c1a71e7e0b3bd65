// The runs from which gcc learns how often what is done, for a build by profile
// (ALBATROSS_PROFILE): two rows of the benchmarks, and the beginning of every shipped scenario.
//
//     train DIRECTORY SCENARIO...     DIRECTORY takes what the runs write
#include "sim/bench.h"
#include "sim/export.h"
#include "sim/scenario.h"
#include "sim/world.h"

#include <stdio.h>
#include <stdlib.h>

#define SIMULATED (3 * SIM_MINUTE)

// Nobody reads the figures: time stands still.
static double no_seconds(void) {
    return 0;
}

static int64_t no_bytes(void) {
    return 0;
}

static _Noreturn void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void run_row(const char *name, const char *directory) {
    SimBenchHost host = {.cpu_seconds = no_seconds,
                         .seconds = no_seconds,
                         .peak_bytes = no_bytes,
                         .directory = directory};
    SimBenchResult result;
    SimError error;
    if (!sim_bench_run(sim_bench_find(name), &host, &result, &error)) fail(name, error.text);
}

static void run_scenario(const char *path, const char *directory) {
    SimDiagnostics diagnostics;
    SimError error = {0};
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(path, &diagnostics);
    if (scenario == NULL) fail(path, "it can not be loaded");
    SimWorld *world = sim_world_create(scenario, 0);
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = sim_export_create(world, &options, &error);
    if (export == NULL) fail(path, error.text);
    sim_world_advance(world, SIMULATED, 0, sim_export_sink(export));
    sim_world_finish(world, sim_export_sink(export));
    if (!sim_export_finish(export, world, false, &error)) fail(path, error.text);
    sim_export_destroy(export);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
}

int main(int count, char **arguments) {
    if (count < 2) fail("train", "DIRECTORY SCENARIO...");
    run_row("path", arguments[1]);
    run_row("world", arguments[1]);
    for (int i = 2; i < count; i++)
        run_scenario(arguments[i], arguments[1]);
    return 0;
}
