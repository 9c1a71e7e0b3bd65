/// Rules for sketches, and what becomes of requests under them.
#pragma once

#include "scenario_text.h"

#define ASK(path)     "{\"path\":\"" path "\",\"work\":{\"constant\":\"1ms\"}}"
#define FIXED(status) "{\"fixed-response\":{\"status\":" #status "}}"
#define RULE(priority, condition, action)                                                          \
    "{\"priority\":" #priority ",\"if\":{" condition "},\"then\":" action "}"
/// Asks for "/" with more members, which begin with a comma.
#define ASK_WITH(more) "{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}" more "}"

/// A second target group, green, instances in both, and an action that splits between them.
#define GREEN ",{\"name\":\"green\",\"health_check\":{\"interval\":\"10s\"}}"
#define BOTH_GROUPS                                                                                \
    "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},{\"name\":"      \
    "\"green\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"green\"]}"
#define SPLIT(web, green)                                                                          \
    "{\"forward\":[{\"target_group\":\"web\",\"weight\":" #web                                     \
    "},{\"target_group\":\"green\",\"weight\":" #green "}]}"

/// The code that the requests of a sketch get in a short run; -1: several.
static inline int32_t code_of(const Sketch *sketch) {
    Run *run = run_begin(sketch);
    run_to(run, 3);
    ck_assert_int_gt(run->accesses.count, 10);
    int32_t code = run->accesses.items[0].elb_status;
    for (int32_t i = 1; i < run->accesses.count; i++)
        if (run->accesses.items[i].elb_status != code) code = -1;
    run_end(run);
    return code;
}

static inline int32_t code_under(const char *requests, const char *rules, const char *action) {
    return code_of(&(Sketch){.requests = requests, .rules = rules, .action = action});
}

/// Whether requests meet a rule of this condition: 410 there, 404 else.
static inline bool is_met(const char *requests, const char *condition) {
    char rule[2048];
    snprintf(rule, sizeof rule, "{\"priority\":1,\"if\":{%s},\"then\":" FIXED(410) "}", condition);
    int32_t code = code_under(requests, rule, FIXED(404));
    ck_assert(code == 410 || code == 404);
    return code == 410;
}

/// Whether a sketch is refused, with a message that holds `wanted`; other errors end the test.
static inline bool is_refused(const Sketch *sketch, const char *wanted) {
    char *text = text_of(sketch), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    if (scenario == NULL && strstr(line, wanted) == NULL) ck_abort_msg("%s in %s", line, text);
    bool is_accepted = scenario != NULL;
    if (is_accepted) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return !is_accepted;
}

/// The same for a rule with this condition.
static inline bool is_condition_refused(const char *condition, const char *wanted) {
    char rule[2048];
    snprintf(rule, sizeof rule, "{\"priority\":1,\"if\":{%s},\"then\":" FIXED(410) "}", condition);
    return is_refused(&(Sketch){.rules = rule}, wanted);
}
