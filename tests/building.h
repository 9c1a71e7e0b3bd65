/// What tests of building share: the console's steps as commands, and how they are refused.
#pragma once

#include "scenario_text.h"

#define FIXED(status)          "{\"fixed-response\":{\"status\":" #status "}}"
#define LISTENER(port, action) "{\"protocol\":\"HTTP\",\"port\":" #port ",\"default\":" action "}"
#define PATH_RULE(priority, path, action)                                                          \
    "{\"priority\":" #priority ",\"if\":{\"path-pattern\":[\"" path "\"]},\"then\":" action "}"
#define BRISK "\"health_check\":{\"interval\":\"5s\",\"timeout\":\"2s\"}"

static inline SimCommand command_of(SimCommandKind kind, const char *target, const char *value) {
    SimCommand command = {.kind = kind};
    snprintf(command.target, sizeof command.target, "%s", target);
    snprintf(command.value, sizeof command.value, "%s", value);
    return command;
}

static inline void build(Run *run, SimCommandKind kind, const char *target, const char *value) {
    run_command(run, command_of(kind, target, value));
}

// Whether it is refused with this word, and nothing has changed.
static inline bool is_refused(Run *run, SimCommandKind kind, const char *target, const char *value,
                              const char *word) {
    SimCommand command = command_of(kind, target, value);
    SimError error = {""};
    uint64_t before = sim_world_hash(run->world);
    bool is_taken = sim_world_command(run->world, &command, false, &error);
    if (is_taken || strstr(error.text, word) == NULL)
        printf("wanted %s, got %s\n", word, is_taken ? "taken" : error.text);
    return !is_taken && strstr(error.text, word) != NULL && sim_world_hash(run->world) == before;
}
