// Conditions: what a rule asks of a request (elb.md 1.2). Hosts, headers and queries ignore case;
// paths and methods do not, and a method has no wildcards.
#include "elb/condition.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/fact.h"

static int fold(char c, bool ignores_case) {
    return ignores_case ? tolower((unsigned char)c) : (unsigned char)c;
}

// Whether the pattern begins with a character that stands for itself and is `c`; `length` is how
// much of the pattern that takes.
static bool is_literal(const char *pattern, char c, bool ignores_case, bool has_escapes,
                       size_t *length) {
    *length = has_escapes && pattern[0] == '\\' && pattern[1] != '\0' ? 2 : 1;
    char literal = pattern[*length - 1];
    return literal != '\0' && fold(literal, ignores_case) == fold(c, ignores_case);
}

// '*' takes zero or more characters and '?' exactly one; on a mismatch the last star takes one
// more.
static bool matches(const char *pattern, const char *text, size_t text_length, bool ignores_case,
                    bool has_escapes) {
    const char *star = NULL, *star_text = NULL, *end = text + text_length;
    size_t length = 0;
    while (text < end) {
        if (*pattern == '*' && SIM_FACT("ELB-115 ELB-116", true)) {
            star = pattern++;
            star_text = text;
        } else if (*pattern == '?' && SIM_FACT("ELB-115", true)) {
            pattern++;
            text++;
        } else if (is_literal(pattern, *text, ignores_case, has_escapes, &length)) {
            pattern += length;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++star_text;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

bool pattern_matches(const char *pattern, const char *text, bool ignores_case) {
    return matches(pattern, text, strlen(text), ignores_case, false);
}

static bool text_holds(const ConfigValue *value, const char *text, bool ignores_case) {
    if (value->regex != NULL) return SIM_FACT("ELB-143", regex_search(value->regex, text, NULL));
    return pattern_matches(value->text, text, ignores_case);
}

// A header sent several times is looked at in the order it was sent, until one matches.
static bool header_holds(const ConfigCondition *condition, const ConfigValue *value,
                         const ConfigRequest *request) {
    bool ignores_case = SIM_FACT("ELB-132", true);
    for (int32_t i = 0; i < request->header_count; i++) {
        const ConfigHeader *header = &request->headers[i];
        if (!SIM_FACT("ELB-131", strcasecmp(header->name, condition->header) == 0)) continue;
        if (SIM_FACT("ELB-130 ELB-134 ELB-135", text_holds(value, header->value, ignores_case)))
            return true;
        if (SIM_FACT("ELB-133", false)) return false;
    }
    return false;
}

// One pair of a query, "key=value" or "key".
static bool pair_holds(const ConfigValue *value, const char *pair, size_t length) {
    const char *sign = memchr(pair, '=', length);
    size_t key_length = sign != NULL ? (size_t)(sign - pair) : length;
    const char *text = sign != NULL ? sign + 1 : pair + length;
    size_t text_length = length - (size_t)(text - pair);
    bool ignores_case = SIM_FACT("ELB-138", true), has_escapes = SIM_FACT("ELB-140", true);
    if (value->key != NULL && !matches(value->key, pair, key_length, ignores_case, has_escapes))
        return false;
    if (value->key == NULL && SIM_FACT("ELB-139", false)) return false;
    return matches(value->text, text, text_length, ignores_case, has_escapes);
}

static bool query_holds(const ConfigValue *value, const char *query) {
    while (*query != '\0') {
        size_t length = strcspn(query, "&");
        if (pair_holds(value, query, length)) return true;
        query += length + (query[length] == '&');
    }
    return false;
}

static bool value_holds(const ConfigCondition *condition, const ConfigValue *value,
                        const RequestTarget *target) {
    switch (condition->kind) {
    case CONFIG_CONDITION_HOST:
        return text_holds(value, target->host, SIM_FACT("ELB-114", true));
    case CONFIG_CONDITION_PATH:
        return text_holds(value, SIM_FACT("ELB-118", true) ? target->path : target->query,
                          SIM_FACT("ELB-114", false));
    case CONFIG_CONDITION_HEADER:
        return header_holds(condition, value, target->config);
    case CONFIG_CONDITION_METHOD:
        return SIM_FACT("ELB-136 ELB-137", strcmp(value->text, target->config->method) == 0);
    case CONFIG_CONDITION_QUERY:
        return query_holds(value, target->query);
    case CONFIG_CONDITION_SOURCE:
        break;
    }
    return false;
}

static bool condition_holds(const ConfigCondition *condition, const RequestTarget *target) {
    for (int32_t i = 0; i < condition->value_count; i++)
        if (value_holds(condition, &condition->values[i], target)) return true;
    return SIM_FACT("ELB-117", false);
}

bool conditions_hold(const ConfigRule *rule, const RequestTarget *target) {
    int32_t count = rule->condition_count - rule->has_source;
    for (int32_t i = 0; i < count; i++)
        if (!condition_holds(&rule->conditions[i], target)) return false;
    return true;
}

bool source_holds(const ConfigRule *rule, uint32_t client_ip) {
    const ConfigCondition *condition = &rule->conditions[rule->condition_count - 1];
    for (int32_t i = 0; i < condition->value_count; i++) {
        const ConfigBlock *block = &condition->values[i].block;
        if (SIM_FACT("ELB-141 ELB-142", (client_ip & block->mask) == block->address)) return true;
    }
    return false;
}
