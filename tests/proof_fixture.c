// What a run gives is told to a sink and hashed as it comes. Of commands and faults
// nothing is hashed: they repeat what was asked for, acting or not.
#include "proof_fixture.h"

#include "engine/hash.h"
#include "scenario/quantity.h"
#include "scenario/scenario.h"
#include "scenario/set.h"
#include "sim/dashboard.h"
#include "sim/export.h"
#include "sim/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// --- the table

static int32_t add_kind(ProofKey *out, int32_t count, const KeyKind *kind) {
    for (int32_t i = 0; i < count; i++)
        if (out[i].kind == kind) return count;
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if (key->type == KEY_NOT_YET) continue;
        SIM_ASSERT(count < PROOF_KEYS_MAX);
        out[count] = (ProofKey){.kind = kind, .row = key};
        snprintf(out[count].name, sizeof out[count].name, "%s.%s", kind->name, key->name);
        count++;
    }
    for (const Key *key = kind->keys; key->name != NULL; key++)
        if (key->kind != NULL && key->type != KEY_NOT_YET) count = add_kind(out, count, key->kind);
    return count;
}

int32_t proof_keys(ProofKey *out) {
    return add_kind(out, 0, &key_scenario);
}

bool proof_is_told(const ProofKey *key) {
    static const char *const told[] = {"scenario.title",
                                       "scenario.level",
                                       "scenario.topics",
                                       "scenario.curriculum",
                                       "scenario.question",
                                       "scenario.answer",
                                       "scenario.pitfall",
                                       "scenario.follow_ups",
                                       "scenario.start",
                                       "scenario.charts",
                                       "scenario.dashboard",
                                       "scenario.mutants",
                                       "fixed_response.content_type",
                                       NULL};
    for (int i = 0; told[i] != NULL; i++)
        if (strcmp(key->name, told[i]) == 0) return true;
    static const char *const kinds[] = {"chart",
                                        "dashboard",
                                        "widget",
                                        "widget_metric",
                                        "widget_axis",
                                        "widget_axes",
                                        "widget_annotations",
                                        "horizontal_annotation",
                                        "vertical_annotation",
                                        NULL};
    for (int i = 0; kinds[i] != NULL; i++)
        if (strcmp(key->kind->name, kinds[i]) == 0) return true;
    return false;
}

// --- a row

/// Cuts `text` at the next " | " and returns what lies behind it; NULL: nothing does.
static char *cut(char *text) {
    char *bar = strstr(text, " | ");
    if (bar == NULL) return NULL;
    *bar = '\0';
    return bar + 3;
}

static bool read_times(char *text, Proof *proof, SimError *error) {
    char *dots = strstr(text, "..");
    if ((dots != NULL) != (proof->sort == PROOF_LIVE))
        return sim_error_set(error, "line %d: a live proof says from..until, others until",
                             proof->line);
    if (dots != NULL) *dots = '\0';
    const char *until = dots != NULL ? dots + 2 : text;
    bool is_fine = quantity_duration(until, &proof->until) == QUANTITY_OK &&
                   (dots == NULL || quantity_duration(text, &proof->at) == QUANTITY_OK);
    return is_fine || sim_error_set(error, "line %d: \"%s\" is no time", proof->line, text);
}

static bool read_sort(char *key, Proof *proof) {
    static const struct {
        const char *word;
        ProofSort sort;
    } words[] = {{" live", PROOF_LIVE}, {" alike", PROOF_ALIKE}, {" none", PROOF_NONE}};
    for (int i = 0; i < 3; i++) {
        char *word = strstr(key, words[i].word);
        if (word == NULL || word[strlen(words[i].word)] != '\0') continue;
        *word = '\0';
        proof->sort = words[i].sort;
    }
    return strchr(key, ' ') == NULL;
}

bool proof_read(const char *line, int32_t number, Proof *proof, SimError *error) {
    *proof = (Proof){.line = number};
    error->text[0] = '\0';
    if (line[0] == '#' || line[strspn(line, " \n")] == '\0') return false;
    if (snprintf(proof->text, sizeof proof->text, "%s", line) >= PROOF_LINE_MAX)
        return sim_error_set(error, "line %d is too long", number);
    proof->text[strcspn(proof->text, "\n")] = '\0';
    char *rest = cut(proof->text);
    proof->key = proof->text;
    if (rest == NULL || !read_sort(proof->text, proof))
        return sim_error_set(error, "line %d: no row of proofs (see proof_fixture.h)", number);
    char *times = NULL;
    if (proof->sort == PROOF_FILE || proof->sort == PROOF_LIVE) {
        proof->base = rest;
        times = rest = cut(rest);
        if (rest != NULL) proof->path = rest = cut(rest);
        if (rest != NULL) rest = cut(rest);
    }
    for (; rest != NULL && proof->value_count < PROOF_VALUES_MAX; proof->value_count++) {
        proof->values[proof->value_count] = rest;
        rest = cut(rest);
    }
    if (proof->value_count == 0 || rest != NULL)
        return sim_error_set(error, "line %d: too few or too many values", number);
    return times == NULL || read_times(times, proof, error);
}

// --- scenarios

static SimScenario *tell_diagnostics(SimScenario *scenario, SimDiagnostics *diagnostics,
                                     SimError *error) {
    char text[400] = "no reason given";
    if (diagnostics->count > 0) sim_diagnostic_format(diagnostics, 0, text, sizeof text);
    if (scenario == NULL) sim_error_set(error, "%s", text);
    sim_diagnostics_deinit(diagnostics);
    return scenario;
}

static SimScenario *load(const char *name, SimError *error) {
    char file[PROOF_LINE_MAX + sizeof SOURCE_DIR + 1];
    snprintf(file, sizeof file, SOURCE_DIR "/%s", name);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    return tell_diagnostics(sim_scenario_load(file, &diagnostics), &diagnostics, error);
}

/// The scenario without what stands at the path.
static SimScenario *without(const SimScenario *scenario, const char *path, SimError *error) {
    Arena arena;
    arena_init(&arena);
    Node *root = node_copy(&arena, scenario_document(scenario));
    Node *node = set_walk(&arena, root, path, false, error);
    SimScenario *changed = NULL;
    if (node != NULL) {
        node_remove(node);
        int32_t length = node_print(root, NULL, 0);
        char *text = arena_alloc(&arena, (size_t)length + 1);
        node_print(root, text, length + 1);
        SimDiagnostics diagnostics;
        sim_diagnostics_init(&diagnostics);
        changed = sim_scenario_parse(text, length, sim_scenario_info(scenario)->file, &diagnostics);
        tell_diagnostics(changed, &diagnostics, error);
    }
    arena_deinit(&arena);
    return changed;
}

void proof_word(const char *value, char *out, size_t capacity) {
    const char *arrow = strstr(value, " => ");
    int length = arrow == NULL ? (int)strlen(value) : (int)(arrow - value);
    snprintf(out, capacity, "%.*s", length, value);
}

SimScenario *proof_change(const SimScenario *scenario, const char *path, const char *value,
                          SimError *error) {
    const char *arrow = strstr(value, " => ");
    if (arrow != NULL) value = arrow + 4;
    if (value[0] == '!' && value[1] == ' ') value += 2;
    if (strcmp(value, "file") == 0) return sim_scenario_retain(scenario);
    if (strcmp(value, "absent") == 0) return without(scenario, path, error);
    return sim_scenario_set(scenario, path, value, false, error);
}

SimScenario *proof_base(const char *base, SimError *error) {
    char text[PROOF_LINE_MAX];
    snprintf(text, sizeof text, "%s", base);
    char *rest = strstr(text, " + ");
    if (rest != NULL) *rest = '\0';
    SimScenario *scenario = load(text, error);
    while (rest != NULL && scenario != NULL) {
        char *path = rest + 3;
        rest = strstr(path, " + ");
        if (rest != NULL) *rest = '\0';
        char *value = strchr(path, '=');
        SIM_ASSERT(value != NULL);
        *value = '\0';
        SimScenario *changed = proof_change(scenario, path, value + 1, error);
        sim_scenario_release(scenario);
        scenario = changed;
    }
    return scenario;
}

// --- what a run gives

typedef struct Listener {
    uint64_t hash;
    SimJudge *judge;
    SimDashboard *board;
} Listener;

static uint64_t add_text(uint64_t hash, const char *text) {
    return hash_text(hash, text == NULL ? "" : text);
}

static void hear_period(void *context, const SimPeriod *period) {
    Listener *listener = context;
    uint64_t hash = listener->hash;
    // A series that is not reported may keep what it had.
    for (int32_t i = 0; i < period->series_count; i++) {
        if (!period->is_present[i] || period->samples[i].count == 0) continue;
        SimSeries series = sim_period_series(period, i);
        hash = add_text(add_text(hash, series.metric), series.dimensions);
        hash = hash_bytes(hash, &period->samples[i], sizeof period->samples[i]);
    }
    listener->hash = hash;
    if (listener->judge != NULL) sim_judge_period(listener->judge, period);
    if (listener->board != NULL) sim_dashboard_period(listener->board, period);
}

static void hear_incident(void *context, const SimIncident *incident) {
    Listener *listener = context;
    static const char *const asked_for[] = {"Command", "Fault", "Recovery", "Deployment",
                                            "Refused"};
    if (incident->mark == SIM_MARK_COMMAND || incident->api != NULL) return;
    for (size_t i = 0; i < sizeof asked_for / sizeof *asked_for; i++)
        if (strcmp(incident->type, asked_for[i]) == 0) return;
    uint64_t hash = hash_u64(listener->hash, (uint64_t)incident->time);
    hash = add_text(add_text(hash, incident->type), incident->subject);
    hash = add_text(add_text(hash, incident->from), incident->to);
    listener->hash = add_text(hash, incident->cause);
}

static uint64_t add_access_texts(uint64_t hash, const SimAccessEntry *entry) {
    const char *const texts[] = {entry->region,
                                 entry->balancer,
                                 entry->method,
                                 entry->host,
                                 entry->path,
                                 entry->query,
                                 entry->user_agent,
                                 entry->target_group,
                                 entry->certificate,
                                 entry->redirect.host,
                                 entry->redirect.path,
                                 entry->redirect.query,
                                 entry->error_reason,
                                 entry->classification,
                                 entry->classification_reason,
                                 entry->transformed_host,
                                 entry->transformed_uri,
                                 entry->transform_status};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = add_text(hash, texts[i]);
    return hash;
}

static void hear_access(void *context, const SimAccessEntry *entry) {
    Listener *listener = context;
    const int64_t numbers[] = {entry->time,
                               entry->created,
                               entry->client_ip,
                               entry->target_ip,
                               entry->target_port,
                               entry->request_processing,
                               entry->target_processing,
                               entry->response_processing,
                               entry->elb_status,
                               entry->target_status,
                               entry->received_bytes,
                               entry->sent_bytes,
                               entry->protocol,
                               entry->is_https,
                               entry->is_https ? (int64_t)entry->tls : -1,
                               entry->is_ecdsa,
                               entry->port,
                               entry->rule_priority,
                               entry->action,
                               entry->redirect.port,
                               entry->redirect.is_https,
                               entry->is_rewritten};
    uint64_t hash = hash_bytes(listener->hash, numbers, sizeof numbers);
    listener->hash = add_access_texts(hash, entry);
}

static SimSink sink_of(Listener *listener) {
    return (SimSink){.context = listener,
                     .period = hear_period,
                     .incident = hear_incident,
                     .access = hear_access};
}

static uint64_t add_verdicts(uint64_t hash, const SimScenario *scenario, const SimJudge *judge) {
    for (int32_t i = 0; judge != NULL && i < sim_scenario_info(scenario)->expect_count; i++)
        hash = add_text(hash, sim_judge_verdict(judge, i).text);
    return hash;
}

static uint64_t add_words(uint64_t hash, const char *const *words, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        hash = add_text(hash, words[i]);
    return hash_u64(hash, (uint64_t)count);
}

static uint64_t shown_of(const SimWorld *world) {
    uint64_t hash = HASH_START;
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, world);
    for (int32_t i = 0; i < view->rule_count; i++)
        hash = add_text(hash, view->rules[i].content_type);
    sim_viewer_destroy(viewer);
    return hash;
}

static uint64_t told_of(const SimScenario *scenario) {
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    uint64_t hash = add_text(add_text(HASH_START, info->title), info->level);
    hash = add_text(add_text(hash, info->question), info->answer);
    hash = hash_u64(add_text(hash, info->pitfall), (uint64_t)info->start_unix_s);
    hash = add_words(hash, info->topics, info->topic_count);
    hash = add_words(hash, info->curriculum, info->curriculum_count);
    hash = add_words(hash, info->follow_ups, info->follow_up_count);
    for (int32_t i = 0; i < info->mutant_count; i++)
        hash = add_text(hash, sim_scenario_mutant(scenario, i));
    for (int32_t i = 0; i < info->chart_count; i++) {
        SimScenarioChart chart = sim_scenario_chart(scenario, i);
        hash = add_text(add_text(hash, chart.metric), chart.dimensions);
        hash = add_text(add_text(add_text(hash, chart.stat), chart.title), chart.label);
        hash = hash_bytes(hash, &chart.annotation, sizeof chart.annotation);
        hash = add_text(hash_u64(hash, chart.has_annotation), chart.annotation_label);
    }
    return hash;
}

static uint64_t add_marks(uint64_t hash, const SimWidgetMark *marks, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        hash = hash_bytes(hash, &marks[i].value, sizeof marks[i].value);
        hash = hash_u64(hash_u64(hash, (uint64_t)marks[i].at), (uint64_t)marks[i].fill);
        hash = add_text(hash, marks[i].label);
    }
    return hash_u64(hash, (uint64_t)count);
}

static uint64_t add_axis(uint64_t hash, SimWidgetAxis axis) {
    hash = hash_u64(hash, (uint64_t)axis.has_min * 2 + axis.has_max);
    hash = hash_bytes(hash, &axis.min, sizeof axis.min);
    return hash_bytes(hash, &axis.max, sizeof axis.max);
}

static uint64_t add_line(uint64_t hash, SimDashboard *board, int32_t widget, int32_t line,
                         SimTime now) {
    SimWidgetLine it = sim_dashboard_line(board, widget, line);
    hash = add_text(add_text(hash_u64(hash, it.is_right), it.label), it.stat);
    int32_t count;
    const SimPoint *points = sim_dashboard_points(board, widget, line, now, false, &count);
    for (int32_t i = 0; i < count; i++)
        if (points[i].is_present) hash = hash_bytes(hash, &points[i].value, sizeof points[i].value);
    return hash_u64(hash, (uint64_t)count);
}

static uint64_t board_of(SimDashboard *board, SimTime now) {
    uint64_t hash = HASH_START;
    for (int32_t i = 0; board != NULL && i < sim_dashboard_widgets(board); i++) {
        SimWidget it = sim_dashboard_widget(board, i);
        const int64_t numbers[] = {it.view, it.is_stacked, it.has_sparkline, it.x,
                                   it.y,    it.width,      it.height,        it.period};
        hash = add_text(hash_bytes(hash, numbers, sizeof numbers), it.title);
        hash = add_text(hash, it.markdown);
        hash = add_axis(add_axis(hash, it.left), it.right);
        hash = add_marks(hash, it.horizontals, it.horizontal_count);
        hash = add_marks(hash, it.verticals, it.vertical_count);
        for (int32_t k = 0; k < it.alarm_count; k++)
            hash = hash_u64(hash, (uint64_t)it.alarms[k]);
        for (int32_t k = 0; k < it.line_count; k++)
            hash = add_line(hash, board, i, k, now);
    }
    return hash;
}

Outcome proof_outcome(const SimScenario *scenario, SimTime until) {
    if (scenario == NULL) return (Outcome){0, 0};
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    SimWorld *world = sim_world_create(scenario, 0);
    Listener listener = {HASH_START, info->expect_count > 0 ? sim_judge_create(world) : NULL,
                         sim_dashboard_create(world)};
    SimSink sink = sink_of(&listener);
    sim_world_advance(world, until < info->duration ? until : info->duration, 0, &sink);
    uint64_t board = board_of(listener.board, sim_world_now(world));
    Outcome outcome = {add_verdicts(listener.hash, scenario, listener.judge),
                       hash_u64(hash_u64(told_of(scenario), shown_of(world)), board)};
    sim_dashboard_destroy(listener.board);
    if (listener.judge != NULL) sim_judge_destroy(listener.judge);
    sim_world_destroy(world);
    return outcome;
}

bool proof_live(const SimScenario *scenario, const char *path, const char *value, SimTime at,
                SimTime until, Outcome *outcome, SimError *error) {
    SimWorld *world = sim_world_create(scenario, 0);
    sim_world_advance(world, at, 0, NULL);
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "%s", path);
    if (value != NULL) snprintf(command.value, sizeof command.value, "%s", value);
    bool is_taken = value == NULL || sim_world_command(world, &command, false, error);
    if (is_taken) {
        Listener listener = {HASH_START, NULL, NULL};
        SimSink sink = sink_of(&listener);
        sim_world_advance(world, until, 0, &sink);
        *outcome = (Outcome){listener.hash, 0};
    }
    sim_world_destroy(world);
    return is_taken;
}
