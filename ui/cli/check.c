// albatross check: a scenario is a test of what it expects, and its mutants are tests of that test:
// an expectation that holds whatever is broken proves nothing.
#include "cli/headless.h"

#include "cli/interrupt.h"
#include "cli/json_print.h"
#include "cli/options.h"
#include "cli/scenarios.h"
#include "cli/words.h"
#include "draw/memory.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Check {
    uint64_t seed;
    bool has_mutants;
    JsonPrint *json;  ///< NULL: words
    CliStatus status; ///< the worst so far
} Check;

/// What a run came to.
typedef struct Judgement {
    SimVerdict *verdicts; ///< owned
    int32_t count, failed_count;
    bool is_interrupted;
} Judgement;

static void take_period(void *context, const SimPeriod *period) {
    sim_judge_period(context, period);
}

static Judgement judge(const SimScenario *scenario, uint64_t seed) {
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    SimWorld *world = sim_world_create(scenario, seed);
    SimJudge *judge = sim_judge_create(world);
    SimSink sink = {.context = judge, .period = take_period};
    Progress progress = progress_begin();
    HeadlessPlan plan = {.until = info->duration, .sink = &sink, .progress = &progress};
    Judgement result = {.count = info->expect_count};
    result.is_interrupted = headless_fly(world, &plan) != HEADLESS_DONE;
    sim_world_finish(world, &sink);
    result.verdicts = memory_check(calloc((size_t)result.count + 1, sizeof *result.verdicts));
    for (int32_t i = 0; i < result.count; i++) {
        result.verdicts[i] = sim_judge_verdict(judge, i);
        if (!result.verdicts[i].holds) result.failed_count++;
    }
    sim_judge_destroy(judge);
    sim_world_destroy(world);
    return result;
}

// Wrong beats failed, and interrupted beats both.
static void worsen(Check *check, CliStatus status) {
    if (status > check->status) check->status = status;
}

static void print_verdict(Check *check, const SimVerdict *verdict) {
    if (check->json == NULL) {
        printf("  %-6s  %s\n", verdict->holds ? "ok" : "FAILED", verdict->text);
        return;
    }
    json_print_open(check->json, NULL, '{');
    json_print_boolean(check->json, "holds", verdict->holds);
    json_print_text(check->json, "text", verdict->text);
    json_print_close(check->json, '}');
}

static void print_mutant(Check *check, const char *mutant, bool is_found_out, const char *text) {
    if (!is_found_out) worsen(check, CLI_EXPECTATION_FAILED);
    if (check->json == NULL) {
        printf("  %-6s  with %s: %s\n", is_found_out ? "ok" : "FAILED", mutant, text);
        return;
    }
    json_print_open(check->json, NULL, '{');
    json_print_text(check->json, "change", mutant);
    json_print_boolean(check->json, "is_found_out", is_found_out);
    json_print_text(check->json, "text", text);
    json_print_close(check->json, '}');
}

static void check_mutant(Check *check, const SimScenario *scenario, const char *mutant) {
    SimError error;
    SimScenario *changed = scenarios_change(scenario, mutant, &error);
    if (changed == NULL) {
        char text[640];
        snprintf(text, sizeof text, "it cannot be applied: %s", error.text);
        print_mutant(check, mutant, false, text);
        return;
    }
    Judgement result = judge(changed, check->seed);
    const char *text = "everything expected still holds";
    for (int32_t i = result.count; i-- > 0;)
        if (!result.verdicts[i].holds) text = result.verdicts[i].text;
    if (result.is_interrupted)
        worsen(check, CLI_INTERRUPTED);
    else
        print_mutant(check, mutant, result.failed_count > 0, text);
    free(result.verdicts);
    sim_scenario_release(changed);
}

static void check_mutants(Check *check, const SimScenario *scenario) {
    int32_t count = sim_scenario_info(scenario)->mutant_count;
    if (check->json != NULL) json_print_open(check->json, "mutants", '[');
    for (int32_t i = 0; i < count && check->status != CLI_INTERRUPTED; i++)
        check_mutant(check, scenario, sim_scenario_mutant(scenario, i));
    if (check->json != NULL) json_print_close(check->json, ']');
}

// What a scenario lacks to be a test at all; NULL: nothing.
static const char *missing(const Check *check, const SimScenarioInfo *info) {
    if (!check->has_mutants) return NULL;
    if (info->expect_count == 0) return "it expects nothing, so no mutant can be found out";
    if (info->mutant_count == 0) return "it has no mutants, so its expectations may never fail";
    return NULL;
}

static void report_missing(Check *check, const SimScenarioInfo *info) {
    const char *text = missing(check, info);
    if (text != NULL) worsen(check, CLI_EXPECTATION_FAILED);
    if (check->json != NULL)
        json_print_text(check->json, "missing", text);
    else if (text != NULL)
        printf("  FAILED  %s\n", text);
    else if (info->expect_count == 0)
        puts("  it expects nothing");
}

static void begin_scenario(Check *check, const char *name, const SimScenarioInfo *info) {
    if (check->json == NULL) {
        printf("%s: %s\n", name, info->title);
        return;
    }
    json_print_open(check->json, NULL, '{');
    json_print_text(check->json, "scenario", name);
    json_print_text(check->json, "title", info->title);
}

static void check_expectations(Check *check, const SimScenario *scenario) {
    Judgement result = judge(scenario, check->seed);
    if (result.failed_count > 0) worsen(check, CLI_EXPECTATION_FAILED);
    if (result.is_interrupted) worsen(check, CLI_INTERRUPTED);
    if (check->json != NULL) json_print_open(check->json, "expectations", '[');
    // Half a run says nothing about the whole.
    for (int32_t i = 0; i < result.count && !result.is_interrupted; i++)
        print_verdict(check, &result.verdicts[i]);
    if (check->json != NULL) json_print_close(check->json, ']');
    free(result.verdicts);
}

static void check_one(Check *check, const char *name) {
    SimScenario *scenario = scenarios_load(name);
    if (scenario == NULL) {
        worsen(check, CLI_WRONG);
        return;
    }
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    begin_scenario(check, name, info);
    check_expectations(check, scenario);
    report_missing(check, info);
    if (check->has_mutants && info->expect_count > 0) check_mutants(check, scenario);
    if (check->json != NULL) json_print_close(check->json, '}');
    sim_scenario_release(scenario);
    fflush(stdout);
}

CliStatus cli_check(int argc, char **argv) {
    bool is_json = false;
    Check check = {.status = CLI_DONE};
    const Option options[] = {
        {"--mutants", NULL, OPTION_FLAG, &check.has_mutants,
         "run each mutant too: it must fail, or the expectations prove nothing"},
        {"--seed", "N", OPTION_SEED, &check.seed, "another seed than the scenario's own"},
        {"--json", NULL, OPTION_FLAG, &is_json, "for another program"},
    };
    const Usage usage = {"check SCENARIO... [OPTION]...",
                         "Runs each scenario and judges what it expects. Ends with 1 when an "
                         "expectation fails.",
                         options,
                         3,
                         1,
                         TEXTS_MAX};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    interrupt_begin();
    JsonPrint json = {.file = stdout};
    if (is_json) check.json = &json;
    if (is_json) json_print_open(&json, NULL, '[');
    for (int i = 0; i < operands.count && check.status != CLI_INTERRUPTED; i++)
        if (!scenarios_is_schema(operands.items[i])) check_one(&check, operands.items[i]);
    if (is_json) json_print_close(&json, ']');
    if (check.status == CLI_INTERRUPTED) fputs("albatross: interrupted.\n", stderr);
    return check.status;
}
