// What is planned and what is asked of a run: releases, the timeline, expectations, charts and
// mutants.
#include "scenario/command.h"
#include "scenario/compile.h"
#include "scenario/quantity.h"
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

/// The member that gave the command its target, for messages.
static const Node *target_place(const Node *node) {
    static const char *const keys[] = {"instance", "zone", "target", "release", "path"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (node_member(node, keys[i]) != NULL) return node_member(node, keys[i]);
    return node;
}

/// An instance by its whole name, or by its short one where only one region has it.
static int32_t find_instance(Compiler *compiler, const char *name) {
    int32_t index = names_find(&compiler->instances, name);
    if (index >= 0 || strchr(name, '/') != NULL) return index;
    for (int32_t r = 0; r < compiler->config->region_count; r++) {
        int32_t other = names_find(&compiler->instances, compile_scoped(compiler, r, name));
        if (other >= 0 && index >= 0) return -1;
        if (other >= 0) index = other;
    }
    return index;
}

static int32_t check_instance(Compiler *compiler, const Node *node, SimCommand *command) {
    int32_t index = find_instance(compiler, command->target);
    if (index < 0) {
        compile_find(compiler, &compiler->instances, command->target, target_place(node),
                     "instance");
        return -1;
    }
    const ConfigInstance *instance = &compiler->config->instances[index];
    snprintf(command->target, sizeof command->target, "%s/%s",
             compiler->config->regions[instance->region].name, instance->name);
    return index;
}

static void check_registration(Compiler *compiler, const Node *node, SimCommand *command) {
    int32_t instance = check_instance(compiler, node, command);
    const Node *place = compile_place(node, "target_group");
    if (instance < 0) return;
    int32_t region = compiler->config->instances[instance].region;
    const char *name = command->value;
    if (strchr(name, '/') == NULL) name = compile_scoped(compiler, region, name);
    int32_t group = compile_find(compiler, &compiler->groups, name, place, "target group");
    if (group < 0) return;
    if (compiler->config->target_groups[group].region != region)
        COMPILE_REFUSE(compiler, place, NULL, "",
                       "the target group is in another region than the instance");
    // A full name stands there already, and a text must not be printed over itself.
    if (name != command->value) snprintf(command->value, sizeof command->value, "%s", name);
}

static void check_recover(Compiler *compiler, const Node *node, SimCommand *command) {
    const char *slash = strchr(command->target, '/');
    int32_t zone = names_find(&compiler->zones, slash == NULL ? command->target : slash + 1);
    if (zone < 0) {
        check_instance(compiler, node, command);
        return;
    }
    const ConfigZone *found = &compiler->config->zones[zone];
    const char *whole = compile_scoped(compiler, found->region, found->name);
    if (slash != NULL && strcmp(whole, command->target) != 0)
        COMPILE_REFUSE(compiler, target_place(node), NULL, "", "the zone is in another region");
    snprintf(command->target, sizeof command->target, "%s", whole);
}

/// The error as a clause: without its full stop.
static const char *clause_of(SimError *error) {
    size_t length = strlen(error->text);
    if (length > 0 && error->text[length - 1] == '.') error->text[length - 1] = 0;
    return error->text;
}

static void check_set(Compiler *compiler, const Node *node, const SimCommand *command) {
    SimError error = {{0}};
    if (compiler->is_nested || compiler->is_incomplete ||
        set_check(compiler->raw->node, command->target, command->value, true, &error))
        return;
    COMPILE_REFUSE(compiler, compile_place(node, "path"), NULL, "", "this can not be set: %.300s",
                   clause_of(&error));
}

static void check_command(Compiler *compiler, const Node *node, SimCommand *command) {
    switch (command->kind) {
    case SIM_COMMAND_NONE:
    case SIM_COMMAND_COUNT:
        break;
    case SIM_COMMAND_SET:
        check_set(compiler, node, command);
        break;
    case SIM_COMMAND_CRASH:
    case SIM_COMMAND_HANG:
    case SIM_COMMAND_SLOW:
    case SIM_COMMAND_ERRORS:
    case SIM_COMMAND_TERMINATE:
        check_instance(compiler, node, command);
        break;
    case SIM_COMMAND_RECOVER:
        check_recover(compiler, node, command);
        break;
    case SIM_COMMAND_ZONE_POWER:
    case SIM_COMMAND_ZONE_PARTITION:
        compile_find(compiler, &compiler->zones, command->target, target_place(node), "zone");
        break;
    case SIM_COMMAND_REGISTER:
    case SIM_COMMAND_DEREGISTER:
        check_registration(compiler, node, command);
        break;
    case SIM_COMMAND_SHIFT:
    case SIM_COMMAND_ROLLBACK:
        compile_find(compiler, &compiler->releases, command->target, target_place(node), "release");
        break;
    }
}

static void compile_step(Compiler *compiler, const RawStep *raw, ConfigStep *step) {
    const Node *place = NULL;
    SimError error;
    *step = (ConfigStep){.command = {.at = raw->at}, .say = raw->say};
    const Node *kind = node_member(raw->node, "do");
    // A time or a command that the table refused was already spoken of.
    bool is_readable = kind == NULL || (kind->kind == NODE_STRING &&
                                        sim_command_kind(kind->text) != SIM_COMMAND_COUNT);
    SimTime at = 0;
    const Node *time = node_member(raw->node, "at");
    is_readable = is_readable && time != NULL && time->kind == NODE_STRING &&
                  quantity_duration(time->text, &at) == QUANTITY_OK;
    if (!is_readable) return;
    if (!command_decode(raw->node, true, &step->command, &place, &error)) {
        COMPILE_REFUSE(compiler, place, NULL, "", "%.300s", error.text);
        return;
    }
    if (compiler->config->duration_ns > 0 && raw->at > compiler->config->duration_ns)
        COMPILE_WARN(compiler, raw->node, "at", "", "this lies behind the end of the run");
    check_command(compiler, raw->node, &step->command);
}

/// In order of time; steps of one instant keep the file's order.
static void sort_steps(ConfigStep *steps, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        ConfigStep step = steps[i];
        int32_t j = i;
        for (; j > 0 && steps[j - 1].command.at > step.command.at; j--)
            steps[j] = steps[j - 1];
        steps[j] = step;
    }
}

void compile_timeline(Compiler *compiler) {
    const RawStep *raws = compiler->raw->timeline.items;
    Config *config = compiler->config;
    config->step_count = compiler->raw->timeline.count;
    config->timeline = arena_array(compiler->arena, config->step_count, sizeof *config->timeline);
    for (int32_t i = 0; i < config->step_count; i++)
        compile_step(compiler, &raws[i], &config->timeline[i]);
    sort_steps(config->timeline, config->step_count);
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

static void compile_charts(Compiler *compiler) {
    const RawChart *raws = compiler->raw->charts.items;
    Config *config = compiler->config;
    config->chart_count = compiler->raw->charts.count;
    config->charts = arena_array(compiler->arena, config->chart_count, sizeof *config->charts);
    for (int32_t i = 0; i < config->chart_count; i++)
        config->charts[i] = raws[i].chart;
}

void compile_expects(Compiler *compiler) {
    const RawExpect *raws = compiler->raw->expects.items;
    Config *config = compiler->config;
    config->expect_count = compiler->raw->expects.count;
    config->expects = arena_array(compiler->arena, config->expect_count, sizeof *config->expects);
    for (int32_t i = 0; i < config->expect_count; i++) {
        ConfigExpect *expect = &config->expects[i];
        *expect = raws[i].expect;
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
        if (compiler->is_nested || compiler->is_incomplete ||
            set_resolves(compiler->raw->node, mutant->path, &error))
            continue;
        COMPILE_REFUSE(compiler, node_element(list, i), NULL, "", "%.300s", clause_of(&error));
    }
}
