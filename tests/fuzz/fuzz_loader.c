// Any bytes as a scenario file. Either it is a scenario, whose every part can be asked for and
// whose hash holds, or there is at least one finding, and each can be told in a line.
#include "fuzz.h"

#include "sim/scenario.h"

#include <string.h>

static void ask_everything(const SimScenario *scenario) {
    const SimScenarioInfo *info = sim_scenario_info(scenario);
    SIM_ASSERT(info->duration > 0 && info->seed > 0);
    for (int32_t i = 0; i < info->step_count; i++)
        SIM_ASSERT(sim_scenario_step(scenario, i).at >= 0);
    for (int32_t i = 0; i < info->expect_count; i++)
        SIM_ASSERT(sim_scenario_expect(scenario, i).metric != NULL);
    for (int32_t i = 0; i < info->mutant_count; i++)
        SIM_ASSERT(strchr(sim_scenario_mutant(scenario, i), '=') != NULL);
    for (int32_t i = 0; i < info->chart_count; i++)
        SIM_ASSERT(sim_scenario_chart(scenario, i).metric != NULL);
}

static void read_findings(const SimDiagnostics *diagnostics) {
    char line[400];
    for (int32_t i = 0; i < diagnostics->count; i++) {
        int32_t length = sim_diagnostic_format(diagnostics, i, line, (int32_t)sizeof line);
        SIM_ASSERT(length > 0 && strlen(line) < sizeof line);
        SIM_ASSERT(diagnostics->items[i].class_ != SIM_DIAGNOSTIC_SYNTAX ||
                   diagnostics->count == 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario =
        sim_scenario_parse((const char *)data, (int64_t)size, "fuzz.json", &diagnostics);
    SIM_ASSERT((scenario == NULL) == sim_diagnostics_has_errors(&diagnostics));
    read_findings(&diagnostics);
    if (scenario != NULL) {
        ask_everything(scenario);
        SimScenario *same = sim_scenario_set(scenario, "albatross", "1", false, NULL);
        SIM_ASSERT(same != NULL && sim_scenario_hash(same) == sim_scenario_hash(scenario));
        sim_scenario_release(same);
    }
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    return 0;
}
