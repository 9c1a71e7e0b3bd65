// `set` with any path and any value: a byte whose lowest bit says whether the world runs already,
// the path, a line end, the value. What is refused has its reason; what is taken can be read back,
// and the old scenario is untouched.
#include "fuzz.h"

#include "sim/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    SIM_ASSERT(text != NULL);
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

static void check(const SimScenario *base, const char *path, const char *value, bool is_live) {
    enum { CAPACITY = 1 << 20 };
    char *got = malloc(CAPACITY);
    SIM_ASSERT(got != NULL);
    SimError error = {""};
    uint64_t hash = sim_scenario_hash(base);
    SimScenario *fresh = sim_scenario_set(base, path, value, is_live, &error);
    SIM_ASSERT(sim_scenario_hash(base) == hash);
    if (fresh == NULL) {
        SIM_ASSERT(error.text[0] != '\0');
        (void)sim_scenario_get(base, path, got, CAPACITY, &error);
    } else if (sim_scenario_get(fresh, path, got, CAPACITY, &error)) {
        // The same value again changes nothing.
        SimScenario *same = sim_scenario_set(fresh, path, got, is_live, &error);
        SIM_ASSERT(same != NULL && sim_scenario_hash(same) == sim_scenario_hash(fresh));
        sim_scenario_release(same);
    } else {
        // Only a change of the name that the path goes by hides what was set.
        SIM_ASSERT(error.text[0] != '\0');
    }
    sim_scenario_release(fresh);
    free(got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    const uint8_t *newline = memchr(data + 1, '\n', size - 1);
    size_t path_size = newline == NULL ? size - 1 : (size_t)(newline - data - 1);
    size_t value_from = newline == NULL ? size : path_size + 2;
    char *path = copy(data + 1, path_size), *value = copy(data + value_from, size - value_from);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *base = sim_scenario_load(SOURCE_DIR "/tests/valid/timeline.json", &diagnostics);
    SIM_ASSERT(base != NULL);
    check(base, path, value, (data[0] & 1) != 0);
    sim_scenario_release(base);
    sim_diagnostics_deinit(&diagnostics);
    free(path);
    free(value);
    return 0;
}
