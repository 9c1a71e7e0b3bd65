// albatross run: one world, everything that listens to it behind one sink, and the files.
#include "cli/headless.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/scenarios.h"
#include "cli/summary.h"
#include "cli/words.h"
#include "window/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct RunOptions {
    const char *out, *commands;
    uint64_t seed;
    SimTime until, period; ///< -1: not given
    TextList changes;
    bool has_no_access_log, is_detailed, is_json;
} RunOptions;

typedef struct Run {
    const RunOptions *options;
    SimWorld *world;
    SimExport *export;    ///< NULL: nothing is written
    Recorder *recorder;   ///< NULL without files
    const SimSink *files; ///< of charts and export; NULL without files
    Summary summary;
    Progress progress;
    int64_t refused_count;
    char refused[256]; ///< the first command that was refused when its moment came
} Run;

static void take_period(void *context, const SimPeriod *period) {
    Run *run = context;
    summary_period(&run->summary, period);
    if (run->files != NULL) run->files->period(run->files->context, period);
}

static void take_access(void *context, const SimAccessEntry *entry) {
    Run *run = context;
    run->files->access(run->files->context, entry);
}

static void take_incident(void *context, const SimIncident *incident) {
    Run *run = context;
    if (run->files != NULL) run->files->incident(run->files->context, incident);
    if (strcmp(incident->type, "Refused") != 0) return;
    if (run->refused_count++ == 0)
        snprintf(run->refused, sizeof run->refused, "%s", incident->cause);
}

static void take_second(void *context, const SimWorld *world) {
    Run *run = context;
    if (run->recorder != NULL) recorder_second(run->recorder, world);
}

static SimSink make_sink(Run *run) {
    bool has_access = run->files != NULL && run->files->access != NULL;
    return (SimSink){.context = run,
                     .period = take_period,
                     .access = has_access ? take_access : NULL,
                     .incident = take_incident};
}

static void tell_refused(const Run *run) {
    if (run->refused_count == 0) return;
    fprintf(stderr, "albatross: when its moment came, a command was refused: %s", run->refused);
    if (run->refused_count > 1)
        fprintf(stderr, " So were %lld more; events.csv has them all.",
                (long long)run->refused_count - 1);
    fputc('\n', stderr);
}

static bool write_run_info(const Run *run, int argc, char **argv, double wall_s, SimError *error) {
    char *text = words_invocation(argc, argv);
    SimTotals totals = sim_world_totals(run->world);
    bool is_written = sim_export_run_info(run->options->out, text, ALBATROSS_VERSION, wall_s,
                                          &totals, sim_world_now(run->world), error);
    free(text);
    return is_written;
}

static CliStatus fail(const Run *run, const char *what, const char *reason) {
    fprintf(stderr, "albatross: the %s in %s could not be written: %s.\n", what, run->options->out,
            reason);
    return CLI_OUTSIDE;
}

static bool write_files(Run *run, bool is_complete, int argc, char **argv, double wall_s,
                        SimError *error) {
    return sim_export_finish(run->export, run->world, is_complete, error) &&
           write_run_info(run, argc, argv, wall_s, error);
}

static CliStatus end(Run *run, HeadlessEnd how, const SimSink *sink, int argc, char **argv) {
    double wall_s = progress_seconds(&run->progress);
    bool is_complete = how == HEADLESS_DONE;
    SimError error = {""};
    sim_world_finish(run->world, sink);
    tell_refused(run);
    // The older files are still whole, and go together; half of the new ones would not.
    if (how == HEADLESS_FAILED) return fail(run, "files", sim_export_failure(run->export));
    if (run->export != NULL && !write_files(run, is_complete, argc, argv, wall_s, &error))
        return fail(run, "files", error.text);
    // Without fonts there are no charts; the numbers are there all the same.
    if (run->export != NULL &&
        !recorder_write(run->recorder, run->world, run->options->out, &error))
        return fail(run, "charts", error.text);
    if (run->options->is_json)
        summary_print_json(&run->summary, run->world, is_complete);
    else
        summary_print(&run->summary, run->world, wall_s, run->options->out);
    if (is_complete) return CLI_DONE;
    fputs("albatross: interrupted; what there is was kept.\n", stderr);
    return CLI_INTERRUPTED;
}

static bool open_files(Run *run) {
    if (run->options->out == NULL) return true;
    SimExportOptions options = sim_export_default(run->options->out);
    if (run->options->period > 0) options.period = run->options->period;
    options.has_access_log = !run->options->has_no_access_log;
    options.is_wide_detailed = run->options->is_detailed;
    SimError error = {""};
    run->export = sim_export_create(run->world, &options, &error);
    if (run->export == NULL) {
        fail(run, "files", error.text);
        return false;
    }
    run->recorder = recorder_create(run->world, sim_export_sink(run->export));
    run->files = recorder_sink(run->recorder);
    return true;
}

static bool replay(Run *run) {
    SimCommand *commands;
    int32_t count;
    SimError error = {""};
    if (!headless_read_commands(run->options->commands, &commands, &count)) return false;
    bool is_right = true;
    for (int32_t i = 0; is_right && i < count; i++)
        is_right = sim_world_command(run->world, &commands[i], true, &error);
    if (!is_right) fprintf(stderr, "albatross: %s: %s\n", run->options->commands, error.text);
    free(commands);
    return is_right;
}

static CliStatus fly(Run *run, int argc, char **argv) {
    const RunOptions *options = run->options;
    if (!replay(run)) return CLI_WRONG;
    if (!open_files(run)) return CLI_OUTSIDE;
    const SimScenarioInfo *info = sim_scenario_info(sim_world_scenario(run->world));
    SimSink sink = make_sink(run);
    HeadlessPlan plan = {.until = options->until >= 0 ? options->until : info->duration,
                         .sink = &sink,
                         .export = run->export,
                         .progress = &run->progress,
                         .second = take_second,
                         .context = run};
    return end(run, headless_fly(run->world, &plan), &sink, argc, argv);
}

static OptionsResult read_options(RunOptions *run, int argc, char **argv, TextList *operands) {
    const Option options[] = {
        {"--out", "DIR", OPTION_TEXT, &run->out, "leave CSV files, logs and charts there"},
        {"--seed", "N", OPTION_SEED, &run->seed, "another seed than the scenario's own"},
        {"--until", "T", OPTION_TIME, &run->until, "end there instead of at the scenario's end"},
        {"--set", "PATH=VALUE", OPTION_TEXTS, &run->changes,
         "change a value of the scenario before the start; several times"},
        {"--commands", "LOG", OPTION_TEXT, &run->commands,
         "replay a commands.json or commands.jsonl of an earlier session"},
        {"--period", "T", OPTION_TIME, &run->period,
         "period of the datapoints in the CSV files, whole seconds (60s)"},
        {"--no-access-log", NULL, OPTION_FLAG, &run->has_no_access_log,
         "without access.log, which is the largest of the files"},
        {"--detail", NULL, OPTION_FLAG, &run->is_detailed, "metrics-wide.csv with instances too"},
        {"--json", NULL, OPTION_FLAG, &run->is_json, "the summary for another program"},
    };
    const Usage usage = {"run SCENARIO [--out DIR] [OPTION]...",
                         "Runs without a window, as fast as it goes, tells a summary and leaves "
                         "files in DIR.\nSCENARIO is a file or a name of \"albatross list\". Times "
                         "are \"90s\", \"5m\", \"1h\" or plain seconds.",
                         options,
                         sizeof options / sizeof options[0],
                         1,
                         1};
    OptionsResult result = options_read(&usage, argc, argv, operands);
    bool is_period_wrong = run->period >= 0 && (run->period == 0 || run->period % SIM_SECOND != 0);
    if (result != OPTIONS_GO || !is_period_wrong) return result;
    fputs("albatross: --period must be whole seconds, at least one.\n", stderr);
    return OPTIONS_WRONG;
}

CliStatus cli_run(int argc, char **argv) {
    RunOptions options = {.until = -1, .period = -1};
    TextList operands;
    OptionsResult result = read_options(&options, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    SimScenario *scenario = scenarios_load_with(operands.items[0], &options.changes);
    if (scenario == NULL) return CLI_WRONG;
    interrupt_begin();
    Run run = {.options = &options,
               .world = sim_world_create(scenario, options.seed),
               .progress = progress_begin()};
    summary_init(&run.summary, run.world);
    CliStatus status = fly(&run, argc, argv);
    summary_deinit(&run.summary);
    recorder_destroy(run.recorder);
    sim_export_destroy(run.export);
    sim_world_destroy(run.world);
    sim_scenario_release(scenario);
    return status;
}
