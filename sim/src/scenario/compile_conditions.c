// What a rule asks of a request, with the limits of AWS's API. Each condition becomes one of the
// same shape, and that of the source address comes last: all others are the same for every request
// of a kind.
#include "scenario/compile.h"

#include "base/fact.h"
#include "engine/regex.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define VALUES_A_RULE    5 // fixed
#define WILDCARDS_A_RULE 5 // fixed; AWS's page of quotas says 6

const Regex *compile_regex(Compiler *compiler, const char *text, const Node *place,
                           bool ignores_case) {
    RegexBuilder builder;
    const char *error = regex_build(&builder, text, ignores_case);
    if (error != NULL) {
        COMPILE_REFUSE(compiler, place, NULL, "", "not a regular expression: %s", error);
        return NULL;
    }
    Regex *regex = arena_alloc(compiler->arena, sizeof *regex);
    *regex = builder.regex;
    size_t steps = (size_t)regex->step_count * sizeof *regex->steps,
           sets = (size_t)regex->set_count * sizeof *regex->sets;
    regex->steps = memcpy(arena_alloc(compiler->arena, steps), builder.steps, steps);
    regex->sets = memcpy(arena_alloc(compiler->arena, sets + 1), builder.sets, sets);
    return regex;
}

// The parts of "10.1.2.3/8": four numbers up to 255 and one up to 32.
static bool parse_block(const char *text, ConfigBlock *block) {
    uint32_t numbers[5] = {0};
    for (int i = 0; i < 5; i++) {
        for (; isdigit((unsigned char)*text) && numbers[i] < 1000; text++)
            numbers[i] = numbers[i] * 10 + (uint32_t)(*text - '0');
        if (numbers[i] > (i < 4 ? 255u : 32u)) return false;
        if (i < 4) text++;
    }
    uint32_t bits = numbers[4];
    block->mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
    block->address =
        (numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3]) & block->mask;
    return *text == '\0';
}

bool compile_block(Compiler *compiler, const char *text, const Node *place, ConfigBlock *block) {
    if (parse_block(text, block)) return true;
    COMPILE_REFUSE(compiler, place, NULL,
                   "Four numbers up to 255, and up to 32 bits, as in 10.0.0.0/8.",
                   "there is no such block of addresses");
    return false;
}

// The conditions of one rule as they are found.
typedef struct Finding {
    Compiler *compiler;
    const Node *node; ///< of the conditions
    ConfigRule *rule;
    int32_t values, wildcards;
} Finding;

static int32_t count_wildcards(const char *text, bool has_escapes) {
    int32_t count = 0;
    for (; *text != '\0'; text++) {
        if (has_escapes && *text == '\\' && text[1] != '\0')
            text++;
        else
            count += *text == '*' || *text == '?';
    }
    return count;
}

static ConfigCondition *add_condition(Finding *finding, ConfigConditionKind kind, int32_t count) {
    ConfigCondition *condition = &finding->rule->conditions[finding->rule->condition_count++];
    *condition = (ConfigCondition){
        .kind = kind,
        .values = arena_array(finding->compiler->arena, count, sizeof *condition->values),
        .value_count = count};
    finding->values += count;
    return condition;
}

static bool has_wildcards(ConfigConditionKind kind) {
    return kind != CONFIG_CONDITION_METHOD && kind != CONFIG_CONDITION_SOURCE;
}

static ConfigCondition *add_texts(Finding *finding, ConfigConditionKind kind,
                                  const RawTexts *texts) {
    if (texts->count == 0) return NULL;
    ConfigCondition *condition = add_condition(finding, kind, texts->count);
    for (int32_t i = 0; i < texts->count; i++) {
        condition->values[i].text = texts->items[i];
        if (has_wildcards(kind)) finding->wildcards += count_wildcards(texts->items[i], false);
    }
    return condition;
}

static ConfigCondition *add_regexes(Finding *finding, ConfigConditionKind kind,
                                    const RawTexts *texts, const Node *list) {
    if (texts->count == 0) return NULL;
    ConfigCondition *condition = add_condition(finding, kind, texts->count);
    for (int32_t i = 0; i < texts->count; i++) {
        condition->values[i].text = texts->items[i];
        condition->values[i].regex =
            compile_regex(finding->compiler, texts->items[i], node_element(list, i),
                          kind != CONFIG_CONDITION_PATH);
    }
    return condition;
}

static void refuse_both(Finding *finding, const RawTexts *texts, const RawTexts *regexes,
                        const char *key) {
    if (SIM_FACT("ELB-968", texts->count > 0 && regexes->count > 0))
        COMPILE_REFUSE(finding->compiler, finding->node, key,
                       "A condition compares with values or with regular expressions.",
                       "a rule has one condition of this kind");
}

static bool is_only_letters(const char *text) {
    while (isalpha((unsigned char)*text) || *text == '*' || *text == '?')
        text++;
    return *text == '\0';
}

static void check_host(Finding *finding, const char *host, const Node *place) {
    const char *dot = strrchr(host, '.');
    if (host[0] == '\0') return; // could not be read
    if (dot == NULL)
        COMPILE_REFUSE(finding->compiler, place, NULL, "AWS wants one, as in *.example.com.",
                       "a host without a dot");
    else if (!SIM_FACT("ELB-146", dot[1] != '\0' && is_only_letters(dot + 1)))
        COMPILE_REFUSE(finding->compiler, place, NULL, "As in *.example.com.",
                       "AWS takes only letters behind the last dot of a host");
}

static void find_hosts(Finding *finding, const RawConditions *raw) {
    refuse_both(finding, &raw->hosts, &raw->host_regexes, "host-header-regex");
    const Node *list = node_member(finding->node, "host-header");
    for (int32_t i = 0; i < raw->hosts.count; i++)
        check_host(finding, raw->hosts.items[i], node_element(list, i));
    add_texts(finding, CONFIG_CONDITION_HOST, &raw->hosts);
    add_regexes(finding, CONFIG_CONDITION_HOST, &raw->host_regexes,
                node_member(finding->node, "host-header-regex"));
}

static bool is_of_path(char c) {
    return isalnum((unsigned char)c) || strchr("_-.$/~\"'@:+&*?", c) != NULL;
}

static void check_path(Finding *finding, const char *path, const Node *place) {
    char odd = '\0';
    for (const char *at = path; *at != '\0' && odd == '\0'; at++)
        if (!is_of_path(*at)) odd = *at;
    if (SIM_FACT("ELB-854", odd != '\0'))
        COMPILE_REFUSE(finding->compiler, place, NULL,
                       "Write ? in its place, or use \"path-pattern-regex\".",
                       "a path condition can not hold '%c'", odd);
}

static void find_paths(Finding *finding, const RawConditions *raw) {
    refuse_both(finding, &raw->paths, &raw->path_regexes, "path-pattern-regex");
    const Node *list = node_member(finding->node, "path-pattern");
    for (int32_t i = 0; i < raw->paths.count; i++)
        check_path(finding, raw->paths.items[i], node_element(list, i));
    add_texts(finding, CONFIG_CONDITION_PATH, &raw->paths);
    add_regexes(finding, CONFIG_CONDITION_PATH, &raw->path_regexes,
                node_member(finding->node, "path-pattern-regex"));
}

static void find_headers(Finding *finding, const RawConditions *raw) {
    const RawHeaderCondition *headers = raw->headers.items;
    for (int32_t i = 0; i < raw->headers.count; i++) {
        const RawHeaderCondition *header = &headers[i];
        ConfigCondition *condition =
            header->regexes.count > 0
                ? add_regexes(finding, CONFIG_CONDITION_HEADER, &header->regexes,
                              node_member(header->node, "regex_values"))
                : add_texts(finding, CONFIG_CONDITION_HEADER, &header->values);
        if (condition == NULL || header->name == NULL) continue; // could not be read
        condition->header = header->name;
        if (SIM_FACT("ELB-149", strcasecmp(header->name, "Host") == 0))
            COMPILE_REFUSE(finding->compiler, header->node, "name", "Use \"host-header\".",
                           "a header condition can not look at Host");
    }
}

static void find_queries(Finding *finding, const RawConditions *raw) {
    const RawQueryCondition *queries = raw->queries.items;
    for (int32_t i = 0; i < raw->queries.count; i++) {
        const RawQueryValue *values = queries[i].values.items;
        int32_t count = queries[i].values.count;
        ConfigCondition *condition = add_condition(finding, CONFIG_CONDITION_QUERY, count);
        for (int32_t v = 0; v < count; v++) {
            const char *value = values[v].value == NULL ? "" : values[v].value;
            condition->values[v] = (ConfigValue){.text = value, .key = values[v].key};
            finding->wildcards += count_wildcards(value, true);
            if (values[v].key != NULL) finding->wildcards += count_wildcards(values[v].key, true);
        }
    }
}

static void find_sources(Finding *finding, const RawConditions *raw) {
    const Node *list = node_member(finding->node, "source-ip");
    ConfigCondition *condition = add_texts(finding, CONFIG_CONDITION_SOURCE, &raw->sources);
    for (int32_t i = 0; condition != NULL && i < condition->value_count; i++) {
        ConfigValue *value = &condition->values[i];
        const Node *place = node_element(list, i);
        if (value->text[0] == '\0') continue; // could not be read
        if (SIM_FACT("ELB-169", strcmp(value->text, "255.255.255.255/32") == 0))
            COMPILE_REFUSE(finding->compiler, place, NULL, "No client has this address.",
                           "AWS refuses this block");
        else
            compile_block(finding->compiler, value->text, place, &value->block);
    }
    finding->rule->has_source = condition != NULL;
}

void compile_conditions(Compiler *compiler, const RawRule *raw, ConfigRule *rule) {
    const RawConditions *conditions = &raw->conditions;
    Finding finding = {.compiler = compiler, .node = conditions->node, .rule = rule};
    int64_t most = 6 + (int64_t)conditions->headers.count + conditions->queries.count;
    rule->conditions = arena_array(compiler->arena, most, sizeof *rule->conditions);
    find_hosts(&finding, conditions);
    find_paths(&finding, conditions);
    find_headers(&finding, conditions);
    add_texts(&finding, CONFIG_CONDITION_METHOD, &conditions->methods);
    find_queries(&finding, conditions);
    find_sources(&finding, conditions);
    if (!SIM_FACT("ELB-144", finding.values <= VALUES_A_RULE))
        COMPILE_REFUSE(compiler, raw->node, "if", "Split the rule.",
                       "more than %d values in one rule", VALUES_A_RULE);
    if (!SIM_FACT("ELB-145", finding.wildcards <= WILDCARDS_A_RULE))
        COMPILE_REFUSE(compiler, raw->node, "if", "Split the rule.",
                       "more than %d wildcards in one rule", WILDCARDS_A_RULE);
}
