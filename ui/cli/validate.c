// albatross validate: reads and checks, runs nothing.
#include "cli/json_print.h"
#include "cli/options.h"
#include "cli/scenarios.h"

#include <stdio.h>
#include <stdlib.h>

static const char *class_name(SimDiagnosticClass class_) {
    static const char *const names[] = {"syntax", "structural", "semantic", "warning"};
    return names[class_];
}

static void print_finding(JsonPrint *json, const SimDiagnostic *finding) {
    json_print_open(json, NULL, '{');
    json_print_text(json, "class", class_name(finding->class_));
    json_print_integer(json, "line", finding->line);
    json_print_integer(json, "column", finding->column);
    json_print_text(json, "path", finding->path);
    json_print_text(json, "value", finding->value);
    json_print_text(json, "message", finding->message);
    json_print_text(json, "remedy", finding->remedy);
    json_print_close(json, '}');
}

static void print_json(JsonPrint *json, const char *path, const SimDiagnostics *diagnostics,
                       bool is_right) {
    json_print_open(json, NULL, '{');
    json_print_text(json, "file", path);
    json_print_boolean(json, "valid", is_right);
    json_print_open(json, "diagnostics", '[');
    for (int32_t i = 0; i < diagnostics->count; i++)
        print_finding(json, &diagnostics->items[i]);
    json_print_close(json, ']');
    json_print_close(json, '}');
}

static bool validate_one(JsonPrint *json, const char *name) {
    char *path = scenarios_resolve(name);
    if (path == NULL) return false;
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(path, &diagnostics);
    bool is_right = scenario != NULL;
    if (json != NULL) {
        print_json(json, path, &diagnostics, is_right);
    } else {
        scenarios_print(&diagnostics, stderr);
        if (is_right) printf("%s: valid\n", path);
    }
    if (is_right) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(path);
    return is_right;
}

CliStatus cli_validate(int argc, char **argv) {
    bool is_json = false;
    const Option options[] = {
        {"--json", NULL, OPTION_FLAG, &is_json, "for another program, on standard output"}};
    const Usage usage = {"validate SCENARIO... [--json]",
                         "Reads and checks scenarios only. What is wrong is told on standard "
                         "error, a line each:\nfile:line:column: path: what, and what is allowed.",
                         options,
                         1,
                         1,
                         TEXTS_MAX};
    TextList operands;
    OptionsResult result = options_read(&usage, argc, argv, &operands);
    if (result != OPTIONS_GO) return options_status(result);
    JsonPrint json = {.file = stdout};
    bool is_right = true;
    if (is_json) json_print_open(&json, NULL, '[');
    for (int i = 0; i < operands.count; i++)
        if (!scenarios_is_schema(operands.items[i]) &&
            !validate_one(is_json ? &json : NULL, operands.items[i]))
            is_right = false;
    if (is_json) json_print_close(&json, ']');
    return is_right ? CLI_DONE : CLI_WRONG;
}
