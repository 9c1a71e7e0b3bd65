// albatross list: the scenarios along the search order, with what each says of itself.
#include "cli/json_print.h"
#include "cli/options.h"
#include "cli/scenarios.h"

#include <stdio.h>

static void print_words(const char *before, const char *const *words, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        printf("%s%s", i == 0 ? before : ", ", words[i]);
}

static void print_person(const FoundScenario *found, const SimScenarioInfo *info) {
    printf("%-25s %s\n%26s%s", found->name, info->title, "", info->level);
    print_words("  ", info->curriculum, info->curriculum_count);
    print_words("  ", info->topics, info->topic_count);
    printf("\n%26s%s\n", "", info->question);
}

static void print_json(JsonPrint *json, const FoundScenario *found, const SimScenarioInfo *info) {
    json_print_open(json, NULL, '{');
    json_print_text(json, "name", found->name);
    json_print_text(json, "file", found->path);
    json_print_text(json, "title", info->title);
    json_print_text(json, "level", info->level);
    json_print_texts(json, "curriculum", info->curriculum, info->curriculum_count);
    json_print_texts(json, "topics", info->topics, info->topic_count);
    json_print_text(json, "question", info->question);
    json_print_number(json, "duration_s", (double)info->duration / (double)SIM_SECOND);
    json_print_close(json, '}');
}

// A scenario that cannot be read is no reason to hide the others.
static CliStatus print_one(JsonPrint *json, const FoundScenario *found) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(found->path, &diagnostics);
    sim_diagnostics_deinit(&diagnostics);
    if (scenario == NULL) {
        fprintf(stderr, "albatross: %s is wrong; \"albatross validate %s\" says why.\n",
                found->path, found->path);
        return CLI_WRONG;
    }
    if (json != NULL)
        print_json(json, found, sim_scenario_info(scenario));
    else
        print_person(found, sim_scenario_info(scenario));
    sim_scenario_release(scenario);
    return CLI_DONE;
}

CliStatus cli_list(int argc, char **argv) {
    bool is_json = false;
    const Option options[] = {{"--json", NULL, OPTION_FLAG, &is_json, "for another program"}};
    const Usage usage = {"list [--json]",
                         "Lists the scenarios found: those in ./scenarios, those of the source "
                         "tree, those installed.\nThe first of a name counts.",
                         options,
                         1,
                         0,
                         0};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    FoundScenarios found = scenarios_find();
    JsonPrint json = {.file = stdout};
    CliStatus status = CLI_DONE;
    if (is_json) json_print_open(&json, NULL, '[');
    for (int i = 0; i < found.count; i++)
        if (print_one(is_json ? &json : NULL, &found.items[i]) != CLI_DONE) status = CLI_WRONG;
    if (is_json) json_print_close(&json, ']');
    scenarios_free(&found);
    return status;
}
