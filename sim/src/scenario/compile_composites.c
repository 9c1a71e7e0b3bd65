// The rules of composite alarms, by recursive descent: OR binds least, then AND, then NOT. A rule
// names alarms that stand before it, since AWS makes no composite of alarms that do not exist.
#include "base/fact.h"
#include "scenario/compile.h"

#include <ctype.h>
#include <string.h>

#define TERMS_MAX    400
#define CHILDREN_MAX 100
#define DEPTH_MAX    40

typedef struct Rule {
    Compiler *compiler;
    const char *text, *at;
    const Node *place;
    ConfigTerm *terms;
    int32_t region, count, children, depth;
    bool is_failed;
} Rule;

static void parse_or(Rule *rule);

static void fail(Rule *rule, const char *what) {
    if (!rule->is_failed)
        COMPILE_REFUSE(rule->compiler, rule->place, NULL, "", "character %d: %s",
                       (int)(rule->at - rule->text) + 1, what);
    rule->is_failed = true;
}

static void emit(Rule *rule, ConfigTerm term) {
    if (rule->count == TERMS_MAX) fail(rule, "this rule is too long");
    if (!rule->is_failed) rule->terms[rule->count++] = term;
}

static bool take(Rule *rule, const char *word) {
    while (isspace((unsigned char)*rule->at))
        rule->at++;
    size_t length = strlen(word);
    if (strncmp(rule->at, word, length) != 0) return false;
    if (isalpha((unsigned char)word[0]) &&
        (isalnum((unsigned char)rule->at[length]) || rule->at[length] == '_'))
        return false;
    rule->at += length;
    return true;
}

static void parse_state(Rule *rule, SimAlarmState state) {
    if (!take(rule, "(")) {
        fail(rule, "the name of an alarm follows in parentheses");
        return;
    }
    bool is_quoted = take(rule, "\"");
    while (isspace((unsigned char)*rule->at))
        rule->at++;
    size_t length = strcspn(rule->at, is_quoted ? "\"" : " )");
    const char *name = arena_copy(rule->compiler->arena, rule->at, length);
    rule->at += length;
    if (is_quoted && !take(rule, "\"")) fail(rule, "the name has no end");
    if (!take(rule, ")")) fail(rule, "a ) is missing");
    if (rule->is_failed) return;
    int32_t alarm =
        compile_find(rule->compiler, &rule->compiler->alarms,
                     compile_scoped(rule->compiler, rule->region, name), rule->place, "alarm");
    if (alarm < 0) rule->is_failed = true;
    rule->children++;
    emit(rule, (ConfigTerm){CONFIG_TERM_STATE, alarm, state});
}

static void parse_primary(Rule *rule) {
    if (rule->is_failed) return;
    if (++rule->depth > DEPTH_MAX) fail(rule, "this rule is nested too deeply");
    if (rule->is_failed) return;
    if (take(rule, "NOT")) {
        parse_primary(rule);
        emit(rule, (ConfigTerm){CONFIG_TERM_NOT, -1, SIM_ALARM_OK});
    } else if (take(rule, "TRUE")) {
        emit(rule, (ConfigTerm){CONFIG_TERM_TRUE, -1, SIM_ALARM_OK});
    } else if (take(rule, "FALSE")) {
        emit(rule, (ConfigTerm){CONFIG_TERM_FALSE, -1, SIM_ALARM_OK});
    } else if (take(rule, "INSUFFICIENT_DATA")) {
        parse_state(rule, SIM_ALARM_INSUFFICIENT_DATA);
    } else if (take(rule, "ALARM")) {
        parse_state(rule, SIM_ALARM_ALARM);
    } else if (take(rule, "OK")) {
        parse_state(rule, SIM_ALARM_OK);
    } else if (take(rule, "(")) {
        parse_or(rule);
        if (!rule->is_failed && !take(rule, ")")) fail(rule, "a ) is missing");
    } else {
        fail(rule, "ALARM(name), OK(name), INSUFFICIENT_DATA(name), NOT or ( should stand here");
    }
    rule->depth--;
}

static void parse_and(Rule *rule) {
    parse_primary(rule);
    while (!rule->is_failed && take(rule, "AND")) {
        parse_primary(rule);
        emit(rule, (ConfigTerm){CONFIG_TERM_AND, -1, SIM_ALARM_OK});
    }
}

static void parse_or(Rule *rule) {
    parse_and(rule);
    while (!rule->is_failed && take(rule, "OR")) {
        parse_and(rule);
        emit(rule, (ConfigTerm){CONFIG_TERM_OR, -1, SIM_ALARM_OK});
    }
}

static void compile_rule(Compiler *compiler, const RawComposite *raw, ConfigAlarm *alarm) {
    Rule rule = {.compiler = compiler,
                 .text = raw->rule,
                 .at = raw->rule,
                 .place = compile_place(raw->node, "rule"),
                 .terms = arena_array(compiler->arena, TERMS_MAX, sizeof(ConfigTerm)),
                 .region = alarm->region};
    parse_or(&rule);
    take(&rule, "");
    if (!rule.is_failed && *rule.at != 0) fail(&rule, "the rule should end here");
    if (SIM_FACT("CW-342", rule.children > CHILDREN_MAX))
        COMPILE_REFUSE(compiler, rule.place, NULL, "Make composites of composites.",
                       "a composite alarm names up to %d alarms, not %d", CHILDREN_MAX,
                       rule.children);
    alarm->rule = rule.terms;
    alarm->rule_count = rule.count;
}

static void compile_composite(Compiler *compiler, const RawComposite *raw, int32_t region) {
    const char *name = raw->name == NULL ? "" : raw->name;
    ConfigAlarm alarm = {.name = name,
                         .region = region,
                         .rule_text = raw->rule,
                         .has_actions = raw->has_actions,
                         .suppressor = -1,
                         .suppressor_wait_ns = raw->wait_ns,
                         .suppressor_extension_ns = raw->extension_ns};
    if (raw->rule == NULL) return;
    // Before it has a name, so that it can not name itself.
    compile_rule(compiler, raw, &alarm);
    if (raw->suppressor != NULL)
        alarm.suppressor = compile_find(compiler, &compiler->alarms,
                                        compile_scoped(compiler, region, raw->suppressor),
                                        compile_place(raw->node, "actions_suppressor"), "alarm");
    compile_alarm_actions(compiler, raw->actions, raw->node, &alarm);
    *compile_alarm_add(compiler, region, name, compile_place(raw->node, "name")) = alarm;
}

void compile_composites(Compiler *compiler, const RawList *list, int32_t region) {
    const RawComposite *raws = list->items;
    for (int32_t i = 0; i < list->count; i++)
        compile_composite(compiler, &raws[i], region);
}
