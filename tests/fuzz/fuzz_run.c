// Structure-aware: bytes choose changes of a scenario in which much goes wrong, each of a value
// that the key table knows and mostly within its limits, and commands to a running world. Whatever
// the loader takes must run: the books are balanced at the end (sim_world_finish asserts it), and a
// clone made half-way ends alike.
#include "fuzz.h"

#include "scenario/document.h"
#include "scenario/keys.h"
#include "scenario/scenario.h"
#include "sim/world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES_MAX = 1200, EDITS_MAX = 12, COMMANDS_MAX = 12, EVENTS_MAX = 3000, COUNT_MAX = 500 };

typedef struct Input {
    const uint8_t *data;
    size_t left;
} Input;

/// A value that can be set: where it stands, and its row of the key table.
typedef struct Place {
    char path[160];
    const Key *key;
} Place;

typedef struct Places {
    Place items[PLACES_MAX];
    int32_t count;
} Places;

static uint32_t take(Input *input, uint32_t bound) {
    uint32_t value = 0;
    for (int i = 0; i < 2 && input->left > 0; i++, input->left--)
        value = value << 8 | *input->data++;
    return value % bound;
}

// ---- what can be changed

static void collect(Places *places, const KeyKind *kind, const Node *node, const char *path);

static void collect_key(Places *places, const Key *key, const Node *node, const char *path) {
    char below[160];
    bool is_list = key->type == KEY_OBJECTS || key->type == KEY_FORWARD;
    if (key->type == KEY_NOT_YET) return;
    if (snprintf(below, sizeof below, "%s%s%s", path, path[0] == '\0' ? "" : ".", key->name) >=
        (int)sizeof below)
        return;
    if (key->type == KEY_OBJECT && node != NULL) collect(places, key->kind, node, below);
    for (int32_t i = 0; is_list && node != NULL && i < node->count && node->kind == NODE_LIST;
         i++) {
        char element[180];
        snprintf(element, sizeof element, "%s.%d", below, (int)i);
        if (strlen(element) < sizeof below)
            collect(places, key->kind, node_element(node, i), element);
    }
    if (is_list || key->type == KEY_OBJECT || places->count == PLACES_MAX) return;
    Place *place = &places->items[places->count++];
    memcpy(place->path, below, sizeof below);
    place->key = key;
}

static void collect(Places *places, const KeyKind *kind, const Node *node, const char *path) {
    for (const Key *key = kind->keys; key->name != NULL; key++)
        collect_key(places, key, node_member(node, key->name), path);
}

// ---- what it can be changed to

static double number_between(Input *input, double min, double max) {
    switch (take(input, 6)) {
    case 0:
        return min;
    case 1:
        return max;
    case 2:
        return min + 1 <= max ? min + 1 : max;
    case 3:
        return min + (max - min) * take(input, 65536) / 65535;
    case 4:
        return max + 1;
    default: // by magnitude
        return (min > 0 ? min : 1) * pow(max / (min > 0 ? min : 1), take(input, 65536) / 65535.0);
    }
}

static void write_duration(Input *input, double min, double max, char *out, size_t capacity) {
    snprintf(out, capacity, "%.0fns", number_between(input, min, max));
}

static void write_distribution(Input *input, char *out, size_t capacity) {
    char mean[40];
    uint32_t shape = take(input, 6);
    write_duration(input, 0, take(input, 4) == 0 ? 3.6e12 : 1e9, mean, sizeof mean);
    double parameter = number_between(input, 0.01, take(input, 4) == 0 ? 1000 : 4);
    switch (shape) {
    case 0:
        snprintf(out, capacity, "{\"constant\":\"%s\"}", mean);
        break;
    case 1:
        snprintf(out, capacity, "{\"exponential\":{\"mean\":\"%s\"}}", mean);
        break;
    case 2:
    case 3:
        snprintf(out, capacity, "{\"%s\":{\"mean\":\"%s\",\"cv\":%g}}",
                 shape == 2 ? "lognormal" : "gamma", mean, parameter);
        break;
    default:
        snprintf(out, capacity, "{\"%s\":{\"mean\":\"%s\",\"shape\":%g}}",
                 shape == 4 ? "weibull" : "pareto", mean, parameter);
    }
}

static const char *choose_text(Input *input) {
    static const char *const texts[] = {"web",
                                        "green",
                                        "v1",
                                        "v2",
                                        "c",
                                        "d",
                                        "ap-south-1a",
                                        "ap-south-1b",
                                        "ap-south-1/web",
                                        "ap-south-1/lone",
                                        "app.example.com",
                                        "*",
                                        "/api*",
                                        "/",
                                        "Mumbai",
                                        "200-299",
                                        "#{host}",
                                        "nowhere",
                                        ""};
    uint32_t algorithms = (uint32_t)sim_algorithm_count(), count = sizeof texts / sizeof texts[0];
    uint32_t index = take(input, algorithms + count);
    return index < algorithms ? sim_algorithm((int32_t)index).name : texts[index - algorithms];
}

static const char *choose_value(Input *input, const Key *key) {
    uint32_t count = 0;
    while (key->values != NULL && key->values[count] != NULL)
        count++;
    return count > 0 ? key->values[take(input, count)] : "";
}

static bool is_count_of_things(const Key *key) {
    static const char *const names[] = {"count", "users", "resolvers", "addresses", "workers"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(key->name, names[i]) == 0) return true;
    return false;
}

static void write_value(Input *input, const Key *key, char *out, size_t capacity) {
    switch (key->type) {
    case KEY_ENUM:
        snprintf(out, capacity, "%s", choose_value(input, key));
        break;
    case KEY_BOOLEAN:
        snprintf(out, capacity, "%s", take(input, 2) == 0 ? "false" : "true");
        break;
    case KEY_INTEGER:
    case KEY_SEED:
    case KEY_INTEGER_OR:
        snprintf(
            out, capacity, "%.0f",
            number_between(input, key->min,
                           is_count_of_things(key) && key->max > COUNT_MAX ? COUNT_MAX : key->max));
        break;
    case KEY_NUMBER:
        snprintf(out, capacity, "%.6g", number_between(input, key->min, key->max));
        break;
    case KEY_DURATION:
        write_duration(input, key->min, take(input, 2) == 0 && key->max > 1e10 ? 1e10 : key->max,
                       out, capacity);
        break;
    case KEY_RATE:
        snprintf(out, capacity, "%.3f/s",
                 number_between(input, 0, take(input, 4) == 0 ? 1e7 : 1000));
        break;
    case KEY_DISTRIBUTION:
        write_distribution(input, out, capacity);
        break;
    case KEY_PERCENTAGES:
        snprintf(out, capacity, "[%.0f,%.0f]", number_between(input, 1, 60),
                 number_between(input, 40, 100));
        break;
    case KEY_TEXTS:
        snprintf(out, capacity, "[\"%s\",\"%s\"]", choose_text(input), choose_text(input));
        break;
    default:
        snprintf(out, capacity, "%s", choose_text(input));
    }
}

static void write_change(Input *input, const Places *places, char *path, size_t path_size,
                         char *value, size_t value_size) {
    const Place *place = &places->items[take(input, (uint32_t)places->count)];
    snprintf(path, path_size, "%s", place->path);
    write_value(input, place->key, value, value_size);
}

// ---- the run

static SimScenario *change(Input *input, const Places *places, SimScenario *scenario) {
    char path[192], value[256];
    for (uint32_t edits = take(input, EDITS_MAX); edits > 0; edits--) {
        write_change(input, places, path, sizeof path, value, sizeof value);
        SimScenario *fresh = sim_scenario_set(scenario, path, value, false, NULL);
        if (getenv("FUZZ_TELL") != NULL)
            fprintf(stderr, "%s %s=%s\n", fresh != NULL ? "took" : "refused", path, value);
        if (fresh == NULL) continue;
        sim_scenario_release(scenario);
        scenario = fresh;
    }
    return scenario;
}

static void command(Input *input, const Places *places, SimWorld *world) {
    static const char *const targets[] = {"ap-south-1/shared-1", "ap-south-1/shared-2",
                                          "ap-south-1/lone",     "nowhere",
                                          "ap-south-1/web-2",    "ap-south-1/green-1",
                                          "ap-south-1/lone",     "ap-south-1a",
                                          "ap-south-1b",         "v2",
                                          "ap-south-1/nobody"};
    SimCommand command = {.kind = (SimCommandKind)take(input, SIM_COMMAND_COUNT),
                          .is_health = (int32_t)take(input, 2),
                          .number = number_between(input, 0, 100)};
    snprintf(command.target, sizeof command.target, "%s",
             targets[take(input, sizeof targets / sizeof targets[0])]);
    snprintf(command.value, sizeof command.value, "%s",
             take(input, 2) == 0 ? "ap-south-1/web" : "ap-south-1/green");
    if (command.kind == SIM_COMMAND_SET)
        write_change(input, places, command.target, sizeof command.target, command.value,
                     sizeof command.value);
    bool is_replay = take(input, 2) == 1;
    command.at =
        is_replay ? sim_world_now(world) + 1 + (SimTime)take(input, 65536) * SIM_MILLISECOND : 0;
    bool is_taken = sim_world_command(world, &command, is_replay, NULL);
    if (getenv("FUZZ_TELL") != NULL)
        fprintf(stderr, "%s at %lld: %s %s %s %g\n", is_taken ? "took" : "refused",
                (long long)sim_world_now(world), sim_command_name(command.kind), command.target,
                command.value, command.number);
}

static void advance(SimWorld *world, SimTime until) {
    sim_world_advance(world, until, EVENTS_MAX, NULL);
}

static void fly(Input *input, const Places *places, const SimScenario *scenario) {
    SimWorld *world = sim_world_create(scenario, 0);
    SimTime until = 0;
    for (uint32_t commands = take(input, COMMANDS_MAX); commands > 0; commands--) {
        command(input, places, world);
        until += (SimTime)take(input, 4000) * SIM_MILLISECOND;
        advance(world, until);
    }
    SimWorld *clone = sim_world_clone(world);
    advance(world, until + 20 * SIM_SECOND);
    advance(clone, until + 20 * SIM_SECOND);
    SIM_ASSERT(sim_world_hash(world) == sim_world_hash(clone));
    sim_world_finish(world, NULL);
    sim_world_finish(clone, NULL);
    sim_world_destroy(clone);
    sim_world_destroy(world);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Input input = {data, size};
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(SOURCE_DIR "/tests/chaos.json", &diagnostics);
    SIM_ASSERT(scenario != NULL);
    Places *places = calloc(1, sizeof *places);
    SIM_ASSERT(places != NULL);
    collect(places, &key_scenario, scenario_document(scenario), "");
    scenario = change(&input, places, scenario);
    fly(&input, places, scenario);
    free(places);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    return 0;
}
