/// The outputs of a run, one function or three a file; what each file looks like is told in its own
/// source.
#pragma once

#include "export/access_template.h"
#include "export/export_series.h"
#include "export/file.h"
#include "export/json_out.h"
#include "sim/world.h"

void metrics_csv_begin(OutFile *file);
/// Writes the open period.
void metrics_csv_write(OutFile *file, const ExportSeries *series, int64_t start_unix_s);

void metrics_wide_csv_begin(OutFile *file, const ExportSeries *series, bool is_detailed);
void metrics_wide_csv_write(OutFile *file, const ExportSeries *series, bool is_detailed,
                            int64_t start_unix_s);
/// Once all is written: gives what came after the beginning its columns, if there is any.
void metrics_wide_csv_end(OutFile *file, const ExportSeries *series, bool is_detailed);

/// A second as it was written last; all zero: none.
typedef struct AccessClock {
    SimTime from;
    uint64_t length;                 ///< SIM_SECOND; 0: nothing is written
    char text[DATE_TIME_LENGTH + 1]; ///< to the point before the fraction
    char hex[8];                     ///< seconds since 1970
} AccessClock;

/// `{.file, .start_unix_s}` begins a log.
typedef struct AccessLog {
    OutFile *file;
    int64_t start_unix_s;
    AccessClock sent, created;
    AccessTemplates templates;
} AccessLog;
void access_log_write(AccessLog *log, const SimAccessEntry *entry);

void events_csv_begin(OutFile *file);
void events_csv_write(OutFile *file, const SimIncident *incident, int64_t start_unix_s);

/// Writes incidents that are API calls and passes over the others. `record_count` numbers the
/// records.
void trail_begin(JsonOut *json);
void trail_write(JsonOut *json, const SimIncident *incident, int64_t start_unix_s,
                 int64_t *record_count);
void trail_end(JsonOut *json);

void commands_json_write(OutFile *file, const SimCommand *commands, int32_t count);

typedef struct RunSummary {
    const char *title;
    bool is_complete;
    SimTime simulated;
    int64_t start_unix_s;
    uint64_t seed, scenario_hash, command_hash, run_hash;
    int32_t command_count;
    SimTotals totals;
    const ExportSeries *series;
    const SimWorld *world; ///< for what its balancers cost
} RunSummary;
void summary_json_write(OutFile *file, const RunSummary *summary);
