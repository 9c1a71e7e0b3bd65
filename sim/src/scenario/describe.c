// Short words for rules, made once when a scenario is compiled, for whoever shows them.
#include "scenario/describe.h"

#include <stdio.h>
#include <string.h>

typedef struct Words {
    char text[160];
    size_t length;
} Words;

static void say(Words *words, const char *text) {
    int written =
        snprintf(words->text + words->length, sizeof words->text - words->length, "%s", text);
    words->length += (size_t)written;
    if (words->length >= sizeof words->text) words->length = sizeof words->text - 1;
}

static void say_value(Words *words, const ConfigCondition *condition, const ConfigValue *value) {
    bool is_query = condition->kind == CONFIG_CONDITION_QUERY;
    if (value->regex != NULL) say(words, "~");
    if (is_query && value->key != NULL) say(words, value->key);
    if (is_query) say(words, "=");
    say(words, value->text);
}

// "app.example.com", "/api/*", "X-Version: beta*", "POST", "?v=2", "10.0.0.0/8"; a regular
// expression after a '~'.
static void say_condition(Words *words, const ConfigCondition *condition) {
    if (condition->kind == CONFIG_CONDITION_HEADER) {
        say(words, condition->header);
        say(words, ": ");
    }
    if (condition->kind == CONFIG_CONDITION_QUERY) say(words, "?");
    for (int32_t i = 0; i < condition->value_count; i++) {
        if (i > 0) say(words, " | ");
        say_value(words, condition, &condition->values[i]);
    }
}

static const char *describe_condition(Arena *arena, const ConfigRule *rule) {
    if (rule->priority == 0) return "default";
    Words words = {.length = 0};
    for (int32_t i = 0; i < rule->condition_count; i++) {
        if (i > 0) say(&words, " ");
        say_condition(&words, &rule->conditions[i]);
    }
    return arena_text(arena, words.text);
}

static const char *describe_action(Arena *arena, const ConfigAction *action) {
    switch (action->kind) {
    case CONFIG_ACTION_FIXED_RESPONSE:
        return arena_format(arena, "fixed %d", (int)action->status);
    case CONFIG_ACTION_REDIRECT: {
        bool is_to_https = strcmp(action->protocol, "HTTPS") == 0;
        if (is_to_https) return arena_format(arena, "%d to HTTPS", (int)action->status);
        return arena_format(arena, "%d to %.40s%.60s", (int)action->status,
                            strchr(action->host, '{') != NULL ? "" : action->host, action->path);
    }
    default:
        return "forward";
    }
}

void config_describe(Config *config, Arena *arena) {
    for (int32_t b = 0; b < config->balancer_count; b++)
        for (int32_t l = 0; l < config->balancers[b].listener_count; l++)
            for (int32_t r = 0; r < config->balancers[b].listeners[l].rule_count; r++) {
                ConfigRule *rule = &config->balancers[b].listeners[l].rules[r];
                rule->condition_text = describe_condition(arena, rule);
                rule->action_text = describe_action(arena, &rule->action);
            }
}
