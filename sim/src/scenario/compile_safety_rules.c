// Safety rules over routing controls: what each asks for, in structures and in words.
#include "scenario/compile.h"

#include <string.h>

static int32_t *find_controls(Compiler *compiler, const RawSafetyRule *raw, const RawTexts *texts,
                              const char *key, int32_t *count) {
    int32_t *controls = arena_array(compiler->arena, texts->count, sizeof *controls);
    const Node *list = node_member(raw->node, key);
    for (int32_t i = 0; i < texts->count; i++) {
        const Node *place = node_element(list, i);
        int32_t control =
            compile_find(compiler, &compiler->controls, texts->items[i], place, "routing control");
        for (int32_t k = 0; k < *count && control >= 0; k++)
            if (controls[k] == control)
                COMPILE_REFUSE(compiler, place, NULL, "Name it once.",
                               "the routing control \"%.63s\" stands twice", texts->items[i]);
        if (control >= 0) controls[(*count)++] = control;
    }
    return controls;
}

static void check_rule(Compiler *compiler, const RawSafetyRule *raw, const ConfigSafetyRule *rule) {
    bool has_targets = node_member(raw->node, "target_controls") != NULL;
    if (rule->is_gating && !has_targets)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"target_controls\".",
                       "which routing controls does this gating rule guard?");
    if (!rule->is_gating && has_targets)
        COMPILE_REFUSE(compiler, raw->node, "target_controls", "Leave them out.",
                       "an assertion rule guards the controls that it asserts");
    if (rule->type != CONFIG_RULE_ATLEAST) return;
    if (node_member(raw->config.node, "threshold") == NULL)
        COMPILE_REFUSE(compiler, raw->node, "rule_config", "Add \"threshold\".",
                       "at least how many controls must be On?");
    else if (rule->threshold > rule->control_count)
        COMPILE_WARN(compiler, raw->config.node, "threshold", "It refuses every change.",
                     "this rule has %d controls", (int)rule->control_count);
}

static const char *words_of(Compiler *compiler, const ConfigSafetyRule *rule) {
    const char *must = rule->is_inverted ? "must not be" : "must be";
    if (rule->type == CONFIG_RULE_AND)
        return arena_format(compiler->arena, "all of its %d controls %s On",
                            (int)rule->control_count, must);
    int32_t needed = rule->type == CONFIG_RULE_OR ? 1 : rule->threshold;
    return arena_format(compiler->arena, "at least %d of its %d controls %s On", (int)needed,
                        (int)rule->control_count, must);
}

// Whoever looks at a control reads which rules guard it.
static void note_on_controls(Compiler *compiler, const ConfigSafetyRule *rule) {
    const int32_t *guarded = rule->is_gating ? rule->targets : rule->controls;
    int32_t count = rule->is_gating ? rule->target_count : rule->control_count;
    for (int32_t i = 0; i < count; i++) {
        ConfigControl *control = &compiler->config->controls[guarded[i]];
        control->rules = control->rules == NULL
                             ? rule->name
                             : arena_format(compiler->arena, "%s, %s", control->rules, rule->name);
    }
}

static void compile_rule(Compiler *compiler, const RawSafetyRule *raw, int32_t index,
                         Names *names) {
    ConfigSafetyRule *rule = &compiler->config->safety_rules[index];
    *rule = (ConfigSafetyRule){.name = raw->name != NULL ? raw->name : "",
                               .is_gating = raw->gating.count > 0,
                               .type = (ConfigRuleType)raw->config.type,
                               .threshold = raw->config.threshold,
                               .is_inverted = raw->config.is_inverted,
                               .wait_ns = raw->wait};
    if (raw->name != NULL)
        compile_add(compiler, names, raw->name, index, compile_place(raw->node, "name"),
                    "safety rule");
    rule->controls = rule->is_gating ? find_controls(compiler, raw, &raw->gating, "gating_controls",
                                                     &rule->control_count)
                                     : find_controls(compiler, raw, &raw->asserted,
                                                     "asserted_controls", &rule->control_count);
    rule->targets =
        find_controls(compiler, raw, &raw->targets, "target_controls", &rule->target_count);
    check_rule(compiler, raw, rule);
    rule->text = words_of(compiler, rule);
    note_on_controls(compiler, rule);
}

void compile_safety_rules(Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.safety_rules;
    const RawSafetyRule *raws = list->items;
    Config *config = compiler->config;
    Names names;
    names_init(&names, compiler->arena);
    config->safety_rule_count = list->count;
    config->safety_rules = arena_array(compiler->arena, list->count, sizeof *config->safety_rules);
    for (int32_t i = 0; i < list->count; i++)
        compile_rule(compiler, &raws[i], i, &names);
}
