// One sink in front of all files of a run. Metrics are merged to the asked period and written when
// it ends; everything else is written as it is told.
#include "sim/export.h"

#include "engine/alloc.h"
#include "export/outputs.h"
#include "world/world_meter.h"

#include <string.h>

typedef enum ExportFile {
    FILE_METRICS,
    FILE_METRICS_WIDE,
    FILE_ACCESS,
    FILE_EVENTS,
    FILE_TRAIL,
    FILE_COMMANDS,
    FILE_SUMMARY,
    FILE_COUNT,
} ExportFile;

static const char *const file_names[FILE_COUNT] = {
    "metrics.csv", "metrics-wide.csv", "access.log",  "events.csv",
    "trail.json",  "commands.json",    "summary.json"};

struct SimExport {
    OutFile files[FILE_COUNT];
    char *directory; ///< owned
    ExportSeries series;
    SimSink sink;
    JsonOut trail;
    AccessLog access;
    int64_t trail_count;
    int64_t start_unix_s;
    uint64_t scenario_hash;
    bool has_access_log, is_wide_detailed, is_finished;
};

SimExportOptions sim_export_default(const char *directory) {
    return (SimExportOptions){.directory = directory, .period = SIM_MINUTE, .has_access_log = true};
}

static char *copy_path(const char *path) {
    size_t size = strlen(path) + 1;
    return memcpy(alloc_zeroed(size, 1), path, size);
}

static void write_open_period(SimExport *export) {
    if (!export_series_has_open(&export->series)) return;
    metrics_csv_write(&export->files[FILE_METRICS], &export->series, export->start_unix_s);
    metrics_wide_csv_write(&export->files[FILE_METRICS_WIDE], &export->series,
                           export->is_wide_detailed, export->start_unix_s);
    export_series_clear_open(&export->series);
}

static void take_period(void *context, const SimPeriod *period) {
    SimExport *export = context;
    if (export_series_is_full(&export->series, period)) write_open_period(export);
    export_series_add(&export->series, period);
}

static void take_access(void *context, const SimAccessEntry *entry) {
    SimExport *export = context;
    access_log_write(&export->access, entry);
}

static void take_incident(void *context, const SimIncident *incident) {
    SimExport *export = context;
    events_csv_write(&export->files[FILE_EVENTS], incident, export->start_unix_s);
    trail_write(&export->trail, incident, export->start_unix_s, &export->trail_count);
}

static bool is_wanted(const SimExport *export, ExportFile file) {
    return file != FILE_ACCESS || export->has_access_log;
}

static bool open_files(SimExport *export, const char *directory, SimError *error) {
    for (int i = 0; i < FILE_COUNT; i++) {
        if (!is_wanted(export, (ExportFile)i)) continue;
        if (!out_file_open(&export->files[i], directory, file_names[i], error)) return false;
    }
    return true;
}

static void begin_files(SimExport *export) {
    metrics_csv_begin(&export->files[FILE_METRICS]);
    metrics_wide_csv_begin(&export->files[FILE_METRICS_WIDE], &export->series,
                           export->is_wide_detailed);
    events_csv_begin(&export->files[FILE_EVENTS]);
    export->access =
        (AccessLog){.file = &export->files[FILE_ACCESS], .start_unix_s = export->start_unix_s};
    export->trail = (JsonOut){.file = &export->files[FILE_TRAIL]};
    trail_begin(&export->trail);
}

SimExport *sim_export_create(const SimWorld *world, const SimExportOptions *options,
                             SimError *error) {
    bool is_period_right = options->period >= SIM_SECOND && options->period % SIM_SECOND == 0;
    if (!is_period_right) {
        sim_error_set(error, "the period of metrics must be whole seconds, at least one");
        return NULL;
    }
    if (!make_directories(options->directory, error)) return NULL;
    const SimScenario *scenario = sim_world_scenario(world);
    SimExport *export = alloc_zeroed(1, sizeof *export);
    export->directory = copy_path(options->directory);
    export->start_unix_s = sim_scenario_info(scenario)->start_unix_s;
    export->scenario_hash = sim_scenario_hash(scenario);
    export->has_access_log = options->has_access_log;
    export->is_wide_detailed = options->is_wide_detailed;
    export_series_init(&export->series, world_meter(world), options->period);
    if (!open_files(export, options->directory, error)) {
        sim_export_destroy(export);
        return NULL;
    }
    begin_files(export);
    export->sink = (SimSink){.context = export,
                             .period = take_period,
                             .access = export->has_access_log ? take_access : NULL,
                             .incident = take_incident};
    return export;
}

const SimSink *sim_export_sink(SimExport *export) {
    return &export->sink;
}

const char *sim_export_failure(const SimExport *export) {
    for (int i = 0; i < FILE_COUNT; i++)
        if (out_file_has_failed(&export->files[i])) return export->files[i].failure.text;
    return NULL;
}

static RunSummary summarise(const SimExport *export, const SimWorld *world, bool is_complete) {
    int32_t count;
    const SimCommand *commands = sim_world_commands(world, &count);
    return (RunSummary){.title = sim_scenario_info(sim_world_scenario(world))->title,
                        .is_complete = is_complete,
                        .simulated = sim_world_now(world),
                        .start_unix_s = export->start_unix_s,
                        .seed = sim_world_seed(world),
                        .scenario_hash = export->scenario_hash,
                        .command_hash = sim_commands_hash(commands, count),
                        .run_hash = sim_world_hash(world),
                        .command_count = count,
                        .totals = sim_world_totals(world),
                        .series = &export->series,
                        .world = world};
}

// What an earlier run left under a name that this run does not use.
static bool remove_unwanted(const SimExport *export, SimError *error) {
    for (int i = 0; i < FILE_COUNT; i++) {
        if (is_wanted(export, (ExportFile)i)) continue;
        if (!remove_file(export->directory, file_names[i], error)) return false;
    }
    return true;
}

// All files are whole on the disk before the first takes its name, so that old and new ones are not
// mixed when the disk is full. What is not published is discarded with the export.
static bool publish(SimExport *export, SimError *error) {
    bool is_whole = true;
    for (int i = 0; i < FILE_COUNT && is_whole; i++)
        is_whole = !is_wanted(export, (ExportFile)i) || out_file_seal(&export->files[i], error);
    for (int i = 0; i < FILE_COUNT && is_whole; i++)
        is_whole = !is_wanted(export, (ExportFile)i) || out_file_finish(&export->files[i], error);
    return is_whole && remove_unwanted(export, error);
}

bool sim_export_finish(SimExport *export, const SimWorld *world, bool is_complete,
                       SimError *error) {
    SIM_ASSERT(!export->is_finished);
    export->is_finished = true;
    int32_t count;
    const SimCommand *commands = sim_world_commands(world, &count);
    RunSummary summary = summarise(export, world, is_complete);
    write_open_period(export);
    metrics_wide_csv_end(&export->files[FILE_METRICS_WIDE], &export->series,
                         export->is_wide_detailed);
    trail_end(&export->trail);
    commands_json_write(&export->files[FILE_COMMANDS], commands, count);
    summary_json_write(&export->files[FILE_SUMMARY], &summary);
    return publish(export, error);
}

void sim_export_destroy(SimExport *export) {
    if (export == NULL) return;
    for (int i = 0; i < FILE_COUNT; i++)
        out_file_discard(&export->files[i]);
    export_series_deinit(&export->series);
    alloc_free(export->directory);
    alloc_free(export);
}
