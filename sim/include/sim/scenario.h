/// Scenarios: reading, checking, describing and changing scenario files.
///
/// A scenario is immutable and shared by reference: worlds, clones and threads hold the same one.
#pragma once

#include "sim/base.h"
#include "sim/command.h"

typedef struct SimScenario SimScenario;

typedef enum SimDiagnosticClass {
    SIM_DIAGNOSTIC_SYNTAX,     ///< not JSON; reported alone
    SIM_DIAGNOSTIC_STRUCTURAL, ///< wrong key, type, unit or range: the schema sees it too
    SIM_DIAGNOSTIC_SEMANTIC,   ///< names that do not exist, AWS's own refusals
    SIM_DIAGNOSTIC_WARNING,    ///< allowed, but worth a word (an adjustable quota exceeded)
} SimDiagnosticClass;

/// One finding: where (file, 1-based line and column, path), what stands there, and what to do.
typedef struct SimDiagnostic {
    SimDiagnosticClass class_;
    int32_t line, column;
    char *path;
    char *value; ///< what stands there, shortened to fit; may be empty
    char *message;
    char *remedy; ///< what is allowed, or "did you mean"
} SimDiagnostic;

typedef struct SimDiagnostics {
    char *file;
    SimDiagnostic *items;
    int32_t count, capacity;
} SimDiagnostics;

void sim_diagnostics_init(SimDiagnostics *diagnostics);
void sim_diagnostics_deinit(SimDiagnostics *diagnostics);
/// Whether something stronger than a warning is among them.
bool sim_diagnostics_has_errors(const SimDiagnostics *diagnostics);
/// "file:line:column: path: message (value). remedy" into `out`; returns the length.
int32_t sim_diagnostic_format(const SimDiagnostics *diagnostics, int32_t index, char *out,
                              int32_t capacity);

/// Reads a scenario from a file. NULL: `diagnostics` says why (also when the file cannot be read).
/// The caller holds one reference.
SimScenario *sim_scenario_load(const char *file, SimDiagnostics *diagnostics);
/// The same from memory; `name` stands for the file in messages.
SimScenario *sim_scenario_parse(const char *text, int64_t length, const char *name,
                                SimDiagnostics *diagnostics);

/// References are counted atomically.
SimScenario *sim_scenario_retain(const SimScenario *scenario);
void sim_scenario_release(SimScenario *scenario);

/// A new scenario with the value at `path` changed to `value` (JSON, or bare text where a string or
/// a quantity stands). Paths name members by key and elements by name, key or index:
/// `regions.ap-south-1.target_groups.blue.algorithm`. With `live`, only what may change in a
/// running world is accepted. NULL: `error` says why and the old scenario is untouched.
SimScenario *sim_scenario_set(const SimScenario *scenario, const char *path, const char *value,
                              bool live, SimError *error);

/// The value at a path as JSON text into `out`. False: no such path.
bool sim_scenario_get(const SimScenario *scenario, const char *path, char *out, int32_t capacity,
                      SimError *error);

/// 64-bit hash of the document's meaning (not of its white space, comments or member order).
uint64_t sim_scenario_hash(const SimScenario *scenario);

/// The JSON Schema of scenario files, from the same table as the loader. The text is the caller's,
/// to be freed with free().
char *sim_scenario_schema(void);

/// What the scenario says of itself, lent as long as the scenario lives. Texts not given are "".
typedef struct SimScenarioInfo {
    const char *file, *title, *level, *question, *answer, *pitfall;
    const char *const *topics, *const *curriculum, *const *follow_ups;
    int32_t topic_count, curriculum_count, follow_up_count;
    SimTime duration;
    int64_t start_unix_s;
    uint64_t seed;
    int32_t expect_count, mutant_count, step_count, chart_count;
} SimScenarioInfo;
const SimScenarioInfo *sim_scenario_info(const SimScenario *scenario);

/// A step of the timeline: when, what, and the caption (NULL: none).
typedef struct SimScenarioStep {
    SimTime at;
    SimCommand command;
    const char *say;
} SimScenarioStep;
SimScenarioStep sim_scenario_step(const SimScenario *scenario, int32_t index);

typedef struct SimScenarioExpect {
    const char *namespace_, *metric, *dimensions, *stat, *is;
    SimTime from, to;
} SimScenarioExpect;
SimScenarioExpect sim_scenario_expect(const SimScenario *scenario, int32_t index);
/// Whether `value` meets expectation `index`.
bool sim_scenario_expect_holds(const SimScenario *scenario, int32_t index, double value);
/// "path=value" of a mutant, lent.
const char *sim_scenario_mutant(const SimScenario *scenario, int32_t index);
/// A chart the scenario asks for.
typedef struct SimScenarioChart {
    const char *metric, *dimensions, *stat;
    const char *title, *label; ///< NULL: made from the metric
    bool has_annotation;       ///< a horizontal line
    double annotation;
    const char *annotation_label;
} SimScenarioChart;
SimScenarioChart sim_scenario_chart(const SimScenario *scenario, int32_t index);

/// The balancing algorithms, in the order of their number keys.
typedef struct SimAlgorithmInfo {
    const char *name;        ///< as in files: "round_robin"
    const char *title;       ///< "Round robin"
    const char *description; ///< one sentence
    bool is_offered_by_alb;
} SimAlgorithmInfo;
int32_t sim_algorithm_count(void);
SimAlgorithmInfo sim_algorithm(int32_t index);
