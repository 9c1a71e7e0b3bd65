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

static void say_all(Words *words, const char **patterns, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        if (i > 0) say(words, " | ");
        say(words, patterns[i]);
    }
}

static const char *describe_condition(Arena *arena, const ConfigRule *rule) {
    if (rule->priority == 0) return "default";
    Words words = {.length = 0};
    say_all(&words, rule->host_patterns, rule->host_pattern_count);
    if (rule->host_pattern_count > 0 && rule->path_pattern_count > 0) say(&words, " ");
    say_all(&words, rule->path_patterns, rule->path_pattern_count);
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
