// A scenario is named by its path, or by its bare name along the search order. What is wrong with
// it is told here, so that all subcommands say it alike.
#include "cli/scenarios.h"

#include "cli/words.h"
#include "draw/memory.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// The schema stands beside the scenarios that it describes.
static const char schema_name[] = "schema.json";

bool scenarios_is_schema(const char *name) {
    const char *slash = strrchr(name, '/');
    if (strcmp(slash != NULL ? slash + 1 : name, schema_name) != 0) return false;
    fprintf(stderr, "albatross: %s describes scenarios and is none; passed over.\n", name);
    return true;
}

static const char *const places[] = {"scenarios", ALBATROSS_SOURCE_DATA_DIR "/scenarios",
                                     ALBATROSS_DATA_DIR "/scenarios"};
enum { PLACE_COUNT = sizeof places / sizeof places[0] };

static bool is_file(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

// The length of a name without ".json".
static size_t stem_length(const char *file) {
    size_t length = strlen(file);
    bool has_end = length > 5 && strcmp(file + length - 5, ".json") == 0;
    return has_end ? length - 5 : length;
}

static bool has_name(const FoundScenarios *found, const char *name, size_t length) {
    for (int i = 0; i < found->count; i++) {
        const char *other = found->items[i].name;
        if (strlen(other) == length && strncmp(other, name, length) == 0) return true;
    }
    return false;
}

static void add_file(FoundScenarios *found, const char *place, const char *file) {
    size_t length = stem_length(file);
    if (file[0] == '.' || file[length] == '\0' || strcmp(file, schema_name) == 0) return;
    if (has_name(found, file, length)) return;
    FoundScenario *items =
        memory_check(realloc(found->items, (size_t)(found->count + 1) * sizeof *items));
    found->items = items;
    FoundScenario *item = &items[found->count++];
    item->path = words_join(place, "/", file);
    item->name = words_join(file, "", "");
    item->name[length] = '\0';
}

static int compare_names(const void *a, const void *b) {
    return strcmp(((const FoundScenario *)a)->name, ((const FoundScenario *)b)->name);
}

FoundScenarios scenarios_find(void) {
    FoundScenarios found = {0};
    for (int i = 0; i < PLACE_COUNT; i++) {
        DIR *directory = opendir(places[i]);
        if (directory == NULL) continue;
        for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
            add_file(&found, places[i], entry->d_name);
        closedir(directory);
    }
    if (found.count > 0)
        qsort(found.items, (size_t)found.count, sizeof *found.items, compare_names);
    return found;
}

void scenarios_free(FoundScenarios *found) {
    for (int i = 0; i < found->count; i++) {
        free(found->items[i].name);
        free(found->items[i].path);
    }
    free(found->items);
    *found = (FoundScenarios){0};
}

// The bare name is what a slip of the finger is looked for in, whatever folder was written before.
static const char *find_nearest(const FoundScenarios *found, const char *name) {
    const char *slash = strrchr(name, '/');
    char *bare = words_join(slash != NULL ? slash + 1 : name, "", "");
    bare[stem_length(bare)] = '\0';
    const char **names = memory_check(calloc((size_t)found->count + 1, sizeof *names));
    for (int i = 0; i < found->count; i++)
        names[i] = found->items[i].name;
    const char *nearest = words_nearest(bare, names, found->count);
    free(names);
    free(bare);
    return nearest;
}

static void refuse_name(const char *name) {
    FoundScenarios found = scenarios_find();
    const char *nearest = find_nearest(&found, name);
    fprintf(stderr, "albatross: there is no scenario \"%s\".", name);
    if (nearest != NULL) fprintf(stderr, " Did you mean \"%s\"?", nearest);
    fputs(" \"albatross list\" shows those that are found.\n", stderr);
    scenarios_free(&found);
}

static char *look_up(const char *name) {
    for (int i = 0; i < PLACE_COUNT; i++) {
        char *folder = words_join(places[i], "/", name);
        char *with_end = words_join(folder, ".json", "");
        char *path = is_file(with_end) ? with_end : is_file(folder) ? folder : NULL;
        if (path != with_end) free(with_end);
        if (path != folder) free(folder);
        if (path != NULL) return path;
    }
    return NULL;
}

char *scenarios_resolve(const char *name) {
    if (is_file(name)) return words_join(name, "", "");
    char *path = strchr(name, '/') == NULL ? look_up(name) : NULL;
    if (path == NULL) refuse_name(name);
    return path;
}

void scenarios_print(const SimDiagnostics *diagnostics, FILE *file) {
    for (int32_t i = 0; i < diagnostics->count; i++) {
        char line[4096];
        sim_diagnostic_format(diagnostics, i, line, sizeof line);
        fprintf(file, "%s\n", line);
    }
}

SimScenario *scenarios_load(const char *name) {
    char *path = scenarios_resolve(name);
    if (path == NULL) return NULL;
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(path, &diagnostics);
    scenarios_print(&diagnostics, stderr);
    sim_diagnostics_deinit(&diagnostics);
    free(path);
    return scenario;
}

SimScenario *scenarios_change(const SimScenario *scenario, const char *path_and_value,
                              SimError *error) {
    const char *equals = strchr(path_and_value, '=');
    if (equals == NULL || equals == path_and_value) {
        sim_error_set(error, "a change is written PATH=VALUE, as in clients.0.users=500.");
        return NULL;
    }
    char *path = words_join(path_and_value, "", "");
    path[equals - path_and_value] = '\0';
    SimScenario *changed = sim_scenario_set(scenario, path, equals + 1, false, error);
    free(path);
    return changed;
}

SimScenario *scenarios_load_with(const char *name, const TextList *changes) {
    SimScenario *scenario = scenarios_load(name);
    for (int i = 0; scenario != NULL && i < changes->count; i++) {
        SimError error;
        SimScenario *changed = scenarios_change(scenario, changes->items[i], &error);
        if (changed == NULL)
            fprintf(stderr, "albatross: --set %s: %s\n", changes->items[i], error.text);
        sim_scenario_release(scenario);
        scenario = changed;
    }
    return scenario;
}
