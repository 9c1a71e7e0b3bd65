/// What a run leaves in a directory: metrics.csv, metrics-wide.csv, access.log, events.csv,
/// trail.json, commands.json, summary.json. (Charts are drawn by ui/draw.)
///
/// Files are written beside their final name and renamed when the run is finished; a failed write
/// is reported and leaves the older file whole. An access.log of an earlier run goes when the new
/// run has none: it would be taken for this run's. Equal runs leave equal bytes; run-info.json
/// alone may differ.
#pragma once

#include "sim/world.h"

typedef struct SimExport SimExport;

typedef struct SimExportOptions {
    const char *directory;
    SimTime period;        ///< of metrics.csv and metrics-wide.csv; at least 1 s and whole seconds
    bool has_access_log;   ///< access.log costs time and space
    bool is_wide_detailed; ///< metrics-wide.csv shows instances too
} SimExportOptions;
/// 60 s, with the access log.
SimExportOptions sim_export_default(const char *directory);

/// Opens the files, making the directory when needed. NULL: `error` says why, nothing is left
/// behind.
SimExport *sim_export_create(const SimWorld *world, const SimExportOptions *options,
                             SimError *error);

/// The sink to advance with; lent as long as the export lives. A write that fails is remembered,
/// not repeated.
const SimSink *sim_export_sink(SimExport *export);

/// The first failure so far, or NULL.
const char *sim_export_failure(const SimExport *export);

/// Writes what remains, summary.json with `"complete": is_complete`, and renames all files to their
/// names. False: `error` says which file failed and why; older files of those that failed are
/// whole. To be called after sim_world_finish.
bool sim_export_finish(SimExport *export, const SimWorld *world, bool is_complete, SimError *error);
void sim_export_destroy(SimExport *export);

/// A hash of the commands as commands.json writes them: `command_hash` of summary.json.
uint64_t sim_commands_hash(const SimCommand *commands, int32_t count);

/// Facts of the invocation that may differ between equal runs, into run-info.json. `invocation` is
/// the command line.
bool sim_export_run_info(const char *directory, const char *invocation, const char *version,
                         double wall_seconds, const SimTotals *totals, SimTime simulated,
                         SimError *error);

/// Judges the scenario's expectations over a run: feed every period, then ask.
typedef struct SimJudge SimJudge;
typedef struct SimVerdict {
    bool holds, has_data;
    double value;
    char text[256]; ///< "Sum of HTTPCode_ELB_5XX_Count {LoadBalancer=web} is 12, expected == 0"
} SimVerdict;
SimJudge *sim_judge_create(const SimWorld *world);
void sim_judge_destroy(SimJudge *judge);
void sim_judge_period(SimJudge *judge, const SimPeriod *period);
SimVerdict sim_judge_verdict(const SimJudge *judge, int32_t expectation);
