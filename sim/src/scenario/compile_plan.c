// What is planned and what is asked of a run: releases, expectations, charts and mutants.
#include "scenario/compile.h"
#include "scenario/set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Finds listener and rule of "region/lb/port/priority" below the balancer. False: said why.
static bool find_rule(Compiler *compiler, const RawRelease *raw, const char *rest,
                      ConfigRelease *release) {
    const ConfigBalancer *balancer = &compiler->config->balancers[release->balancer];
    const Node *place = compile_place(raw->node, "rule");
    int32_t port = atoi(rest);
    const char *priority = strchr(rest, '/') + 1;
    bool is_default = strcmp(priority, "default") == 0;
    release->listener = release->rule = -1;
    for (int32_t i = 0; i < balancer->listener_count; i++)
        if (balancer->listeners[i].port == port && release->listener < 0) release->listener = i;
    if (release->listener < 0) {
        if (!compiler->is_incomplete)
            COMPILE_REFUSE(compiler, place, NULL, "",
                           "the load balancer has no listener on port %d", port);
        return false;
    }
    const ConfigListener *listener = &balancer->listeners[release->listener];
    for (int32_t i = 0; i < listener->rule_count; i++)
        if (listener->rules[i].priority == (is_default ? 0 : atoi(priority))) release->rule = i;
    if (release->rule < 0 && !compiler->is_incomplete)
        COMPILE_REFUSE(compiler, place, NULL, "", "the listener has no rule of priority %.12s",
                       priority);
    return release->rule >= 0;
}

static int32_t find_forward(Compiler *compiler, const RawRelease *raw, const ConfigRelease *release,
                            const char *key, const char *name) {
    const ConfigBalancer *balancer = &compiler->config->balancers[release->balancer];
    const ConfigAction *action =
        &balancer->listeners[release->listener].rules[release->rule].action;
    if (name == NULL) return -1;
    int32_t group = names_find(&compiler->groups, compile_scoped(compiler, balancer->region, name));
    for (int32_t i = 0; i < action->forward_count; i++)
        if (action->forwards[i].target_group == group && group >= 0) return group;
    if (!compiler->is_incomplete)
        COMPILE_REFUSE(compiler, raw->node, key,
                       "Name it in the rule's \"forward\", with weight 0 if it takes nothing yet.",
                       "the rule does not forward to this target group");
    return -1;
}

static void compile_release(Compiler *compiler, const RawRelease *raw, int32_t index) {
    ConfigRelease *release = &compiler->config->releases[index];
    *release = (ConfigRelease){.name = raw->name == NULL ? "" : raw->name,
                               .balancer = -1,
                               .listener = -1,
                               .rule = -1,
                               .stable = -1,
                               .fresh = -1};
    if (raw->name != NULL)
        compile_add(compiler, &compiler->releases, raw->name, index,
                    compile_place(raw->node, "name"), "release");
    if (raw->rule == NULL) return;
    const char *slash = strchr(strchr(raw->rule, '/') + 1, '/');
    const char *balancer = arena_copy(compiler->arena, raw->rule, (size_t)(slash - raw->rule));
    release->balancer = compile_find(compiler, &compiler->balancers, balancer,
                                     compile_place(raw->node, "rule"), "load balancer");
    if (release->balancer < 0 || !find_rule(compiler, raw, slash + 1, release)) return;
    release->stable = find_forward(compiler, raw, release, "stable", raw->stable);
    release->fresh = find_forward(compiler, raw, release, "new", raw->fresh);
    if (release->stable >= 0 && release->stable == release->fresh)
        COMPILE_REFUSE(compiler, raw->node, "new", "", "stable and new are the same target group");
}

void compile_releases(Compiler *compiler) {
    const RawRelease *raws = compiler->raw->releases.items;
    Config *config = compiler->config;
    config->release_count = compiler->raw->releases.count;
    config->releases =
        arena_array(compiler->arena, config->release_count, sizeof *config->releases);
    for (int32_t i = 0; i < config->release_count; i++)
        compile_release(compiler, &raws[i], i);
}

/// The error as a clause: without its full stop.
static const char *clause_of(SimError *error) {
    size_t length = strlen(error->text);
    if (length > 0 && error->text[length - 1] == '.') error->text[length - 1] = 0;
    return error->text;
}

static void parse_comparison(const char *text, ConfigExpect *expect) {
    static const struct {
        const char *sign;
        ConfigComparison comparison;
    } signs[] = {{"==", CONFIG_EQ}, {"!=", CONFIG_NE}, {"<=", CONFIG_LE},
                 {">=", CONFIG_GE}, {"<", CONFIG_LT},  {">", CONFIG_GT}};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t length = strlen(signs[i].sign);
        if (strncmp(text, signs[i].sign, length) != 0) continue;
        expect->comparison = signs[i].comparison;
        expect->value = strtod(text + length, NULL);
        return;
    }
}

void compile_check_stat(Compiler *compiler, const Node *node, const char *stat) {
    if (stat != NULL && stat[0] != 0 && !sim_stat_is_known(stat))
        COMPILE_REFUSE(compiler, node, "stat",
                       "Give two values or two percentages, the lower one first, as TM(10%%:90%%).",
                       "these bounds make no sense");
}

static void compile_charts(Compiler *compiler) {
    const RawChart *raws = compiler->raw->charts.items;
    Config *config = compiler->config;
    config->chart_count = compiler->raw->charts.count;
    config->charts = arena_array(compiler->arena, config->chart_count, sizeof *config->charts);
    for (int32_t i = 0; i < config->chart_count; i++) {
        config->charts[i] = raws[i].chart;
        config->charts[i].has_annotation = node_member(raws[i].node, "annotation") != NULL;
        if (config->charts[i].annotation_label == NULL) config->charts[i].annotation_label = "";
        compile_check_stat(compiler, raws[i].node, raws[i].chart.stat);
    }
}

void compile_expects(Compiler *compiler) {
    const RawExpect *raws = compiler->raw->expects.items;
    Config *config = compiler->config;
    config->expect_count = compiler->raw->expects.count;
    config->expects = arena_array(compiler->arena, config->expect_count, sizeof *config->expects);
    for (int32_t i = 0; i < config->expect_count; i++) {
        ConfigExpect *expect = &config->expects[i];
        *expect = raws[i].expect;
        compile_check_stat(compiler, raws[i].node, expect->stat);
        if (expect->is != NULL) parse_comparison(expect->is, expect);
        if (node_member(raws[i].node, "to") == NULL) expect->to_ns = SIM_NEVER;
        if (expect->to_ns <= expect->from_ns)
            COMPILE_REFUSE(compiler, raws[i].node, "to", "", "the span ends before it begins");
        if (expect->from_ns >= config->duration_ns && config->duration_ns > 0)
            COMPILE_WARN(compiler, raws[i].node, "from", "", "this lies behind the end of the run");
    }
    compile_charts(compiler);
}

void compile_mutants(Compiler *compiler) {
    const RawTexts *texts = &compiler->raw->mutants;
    Config *config = compiler->config;
    const Node *list = node_member(compiler->raw->node, "mutants");
    config->mutants = arena_array(compiler->arena, texts->count, sizeof *config->mutants);
    for (int32_t i = 0; i < texts->count; i++) {
        const char *sign = strchr(texts->items[i], '=');
        if (sign == NULL) continue; // refused by the table
        ConfigMutant *mutant = &config->mutants[config->mutant_count++];
        *mutant = (ConfigMutant){
            arena_copy(compiler->arena, texts->items[i], (size_t)(sign - texts->items[i])),
            sign + 1};
        SimError error;
        // What a running world was built to need not be what the file's mutants are about.
        if (compiler->is_nested || compiler->is_incomplete || compiler->previous != NULL ||
            set_resolves(compiler->raw->node, mutant->path, &error))
            continue;
        COMPILE_REFUSE(compiler, node_element(list, i), NULL, "", "%.300s", clause_of(&error));
    }
}
