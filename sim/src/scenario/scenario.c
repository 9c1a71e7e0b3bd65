// A scenario owns one arena with its document and what was compiled from it; nothing in it ever
// changes, so it can be shared by worlds and threads. Only the count of references is written,
// atomically.
#include "scenario/scenario.h"

#include "engine/alloc.h"
#include "engine/hash.h"
#include "scenario/build.h"
#include "scenario/compile.h"
#include "scenario/meaning.h"
#include "scenario/set.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct SimScenario {
    atomic_int references;
    Arena arena;
    const char *file;
    const Node *root;
    const Config *config;
    const char **mutants; ///< "path=value"
    uint64_t hash;
    SimScenarioInfo info;
    // Earlier versions that hold what was deleted while the world runs: this one refers to it.
    SimScenario **earlier;
    int32_t earlier_count;
};

const Config *scenario_config(const SimScenario *scenario) {
    return scenario->config;
}

const Node *scenario_document(const SimScenario *scenario) {
    return scenario->root;
}

static SimScenario *create(const char *file) {
    SimScenario *scenario = alloc_zeroed(1, sizeof *scenario);
    atomic_init(&scenario->references, 1);
    arena_init(&scenario->arena);
    scenario->file = arena_text(&scenario->arena, file);
    return scenario;
}

SimScenario *sim_scenario_retain(const SimScenario *scenario) {
    // The count is the one thing that changes in what is otherwise constant.
    SimScenario *mutable_scenario = (SimScenario *)(uintptr_t)scenario;
    atomic_fetch_add_explicit(&mutable_scenario->references, 1, memory_order_relaxed);
    return mutable_scenario;
}

void sim_scenario_release(SimScenario *scenario) {
    if (scenario == NULL ||
        atomic_fetch_sub_explicit(&scenario->references, 1, memory_order_acq_rel) > 1)
        return;
    for (int32_t i = 0; i < scenario->earlier_count; i++)
        sim_scenario_release(scenario->earlier[i]);
    arena_deinit(&scenario->arena);
    free(scenario);
}

static void describe(SimScenario *scenario) {
    const Config *config = scenario->config;
    scenario->info = (SimScenarioInfo){
        .file = scenario->file,
        .title = config->title,
        .level = config->level,
        .question = config->question,
        .answer = config->answer,
        .pitfall = config->pitfall,
        .topics = config->topics,
        .curriculum = config->curriculum,
        .follow_ups = config->follow_ups,
        .topic_count = config->topic_count,
        .curriculum_count = config->curriculum_count,
        .follow_up_count = config->follow_up_count,
        .duration = config->duration_ns,
        .start_unix_s = config->start_unix_s,
        .seed = config->seed,
        .expect_count = config->expect_count,
        .mutant_count = config->mutant_count,
        .step_count = config->step_count,
        .chart_count = config->chart_count,
    };
    scenario->mutants =
        arena_array(&scenario->arena, config->mutant_count, sizeof *scenario->mutants);
    for (int32_t i = 0; i < config->mutant_count; i++)
        scenario->mutants[i] = arena_format(&scenario->arena, "%s=%s", config->mutants[i].path,
                                            config->mutants[i].value);
}

static void keep_earlier(SimScenario *scenario, const SimScenario *previous) {
    bool is_needed = scenario->config->has_deleted || scenario->config->is_sharing;
    int32_t count = previous->earlier_count + is_needed;
    scenario->earlier = arena_array(&scenario->arena, count, sizeof *scenario->earlier);
    for (int32_t i = 0; i < previous->earlier_count; i++)
        scenario->earlier[i] = sim_scenario_retain(previous->earlier[i]);
    if (is_needed) scenario->earlier[count - 1] = sim_scenario_retain(previous);
    scenario->earlier_count = count;
}

/// Compiles the document that stands in the scenario's arena, for the world that runs with
/// `previous` (NULL: none). False: the diagnostics hold errors.
static bool finish(SimScenario *scenario, const Node *root, const SimScenario *previous,
                   SimDiagnostics *diagnostics) {
    scenario->root = root;
    if (previous == NULL)
        scenario->config = compile_document(&scenario->arena, root, scenario->file, diagnostics);
    else
        scenario->config = compile_live(&scenario->arena, root, previous->config, diagnostics);
    if (previous != NULL) keep_earlier(scenario, previous);
    diagnostics_sort(diagnostics);
    if (sim_diagnostics_has_errors(diagnostics)) return false;
    describe(scenario);
    scenario->hash = meaning_hash(root);
    if (scenario->config->has_replays)
        scenario->hash = hash_u64(scenario->hash, scenario->config->replay_hash);
    return true;
}

SimScenario *sim_scenario_parse(const char *text, int64_t length, const char *name,
                                SimDiagnostics *diagnostics) {
    SimScenario *scenario = create(name);
    Scan scan;
    diagnostics_set_file(diagnostics, name);
    const Node *root = document_parse(&scenario->arena, &scan, text, length, true);
    if (root == NULL) diagnostics_add_syntax(diagnostics, &scan);
    scan_deinit(&scan);
    if (root != NULL && finish(scenario, root, NULL, diagnostics)) return scenario;
    sim_scenario_release(scenario);
    return NULL;
}

/// Reads a whole file, at most a little more than the scan accepts. NULL: errno says why.
static char *read_file(const char *file, int64_t *length) {
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) return NULL;
    size_t capacity = (size_t)SCAN_SIZE_MAX + 2, used = 0, room = 1 << 16;
    char *text = alloc_grow(NULL, room, 1);
    for (size_t n = 1; n > 0 && used < capacity;) {
        if (used == room) {
            room *= 2;
            text = alloc_grow(text, room, 1);
        }
        n = fread(text + used, 1, room - used, stream);
        used += n;
    }
    bool has_failed = ferror(stream) != 0;
    int reason = errno;
    fclose(stream);
    if (has_failed) {
        free(text);
        errno = reason;
        return NULL;
    }
    *length = (int64_t)used;
    return text;
}

SimScenario *sim_scenario_load(const char *file, SimDiagnostics *diagnostics) {
    int64_t length = 0;
    char *text = read_file(file, &length);
    if (text == NULL) {
        diagnostics_set_file(diagnostics, file);
        diagnostics_add(diagnostics, SIM_DIAGNOSTIC_SYNTAX, NULL,
                        "`albatross list` shows what there is.", "the file can not be read: %s",
                        strerror(errno));
        return NULL;
    }
    SimScenario *scenario = sim_scenario_parse(text, length, file, diagnostics);
    free(text);
    return scenario;
}

/// Compiles a changed document in the arena of `fresh`, which is given up when that fails.
static SimScenario *finish_change(SimScenario *fresh, const Node *root, const SimScenario *previous,
                                  SimError *error) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    bool is_fine = root != NULL && (finish(fresh, root, previous, &diagnostics) ||
                                    diagnostics_to_error(&diagnostics, error));
    sim_diagnostics_deinit(&diagnostics);
    if (is_fine) return fresh;
    sim_scenario_release(fresh);
    return NULL;
}

SimScenario *sim_scenario_set(const SimScenario *scenario, const char *path, const char *value,
                              bool live, SimError *error) {
    SimScenario *fresh = create(scenario->file);
    const Node *root = set_apply(&fresh->arena, scenario->root, path, value, live, error);
    return finish_change(fresh, root, live ? scenario : NULL, error);
}

SimScenario *scenario_build(const SimScenario *scenario, const SimCommand *command,
                            SimError *error) {
    SimScenario *fresh = create(scenario->file);
    const Node *root = build_apply(&fresh->arena, scenario->root, scenario->config, command, error);
    return finish_change(fresh, root, scenario, error);
}

bool sim_scenario_get(const SimScenario *scenario, const char *path, char *out, int32_t capacity,
                      SimError *error) {
    Arena arena;
    arena_init(&arena);
    const Node *node = set_find(&arena, scenario->root, path, error);
    bool fits = node != NULL && node_print(node, out, capacity) < capacity;
    if (node != NULL && !fits)
        sim_error_set(error, "%.200s: the value is longer than %d bytes.", path, capacity - 1);
    arena_deinit(&arena);
    return fits;
}

uint64_t sim_scenario_hash(const SimScenario *scenario) {
    return scenario->hash;
}

const SimScenarioInfo *sim_scenario_info(const SimScenario *scenario) {
    return &scenario->info;
}

SimScenarioStep sim_scenario_step(const SimScenario *scenario, int32_t index) {
    SIM_ASSERT(index >= 0 && index < scenario->config->step_count);
    const ConfigStep *step = &scenario->config->timeline[index];
    return (SimScenarioStep){.at = step->command.at, .command = step->command, .say = step->say};
}

SimScenarioExpect sim_scenario_expect(const SimScenario *scenario, int32_t index) {
    SIM_ASSERT(index >= 0 && index < scenario->config->expect_count);
    const ConfigExpect *expect = &scenario->config->expects[index];
    return (SimScenarioExpect){.namespace_ = expect->namespace_,
                               .metric = expect->metric,
                               .dimensions = expect->dimensions,
                               .stat = expect->stat,
                               .is = expect->is,
                               .from = expect->from_ns,
                               .to = expect->to_ns};
}

bool sim_scenario_expect_holds(const SimScenario *scenario, int32_t index, double value) {
    SIM_ASSERT(index >= 0 && index < scenario->config->expect_count);
    const ConfigExpect *expect = &scenario->config->expects[index];
    switch (expect->comparison) {
    case CONFIG_EQ:
        return value == expect->value;
    case CONFIG_NE:
        return value != expect->value;
    case CONFIG_LT:
        return value < expect->value;
    case CONFIG_LE:
        return value <= expect->value;
    case CONFIG_GT:
        return value > expect->value;
    case CONFIG_GE:
        return value >= expect->value;
    }
    return false;
}

const char *sim_scenario_mutant(const SimScenario *scenario, int32_t index) {
    SIM_ASSERT(index >= 0 && index < scenario->config->mutant_count);
    return scenario->mutants[index];
}

SimScenarioChart sim_scenario_chart(const SimScenario *scenario, int32_t index) {
    SIM_ASSERT(index >= 0 && index < scenario->config->chart_count);
    const ConfigChart *chart = &scenario->config->charts[index];
    return (SimScenarioChart){.metric = chart->metric,
                              .dimensions = chart->dimensions,
                              .stat = chart->stat,
                              .title = chart->title,
                              .label = chart->label,
                              .has_annotation = chart->has_annotation,
                              .annotation = chart->annotation,
                              .annotation_label = chart->annotation_label};
}
