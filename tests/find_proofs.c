// Usage: find_proofs [kind.key ...]
// Prints rows for tests/keys/proofs.txt: of the keys named, or of all that have no proof there yet.
// Scenarios are tried for ever longer spans, and each place of a key with values that such a key
// may have, until what a run gives is another. What it does not find needs a row made by hand.
#include "proof_fixture.h"

#include "scenario/scenario.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS_MAX = 40, STRINGS_MAX = 60, TRIES_MAX = 24, ELEMENTS_MAX = 4, FILES_MAX = 200 };

typedef struct Wanted {
    ProofKey key;
    int32_t tries, live_tries; ///< in the file that is looked through
    bool is_file_wanted, is_live_wanted;
    bool is_apart[WORDS_MAX][WORDS_MAX]; ///< enumerators that some row tells apart
} Wanted;

static Wanted wanted[PROOF_KEYS_MAX];
static int32_t wanted_count;
static char *files[FILES_MAX];
static int32_t file_count;

typedef struct Look {
    const char *file;
    const SimScenario *scenario;
    Outcome base;
    SimTime until;
    const char *strings[STRINGS_MAX]; ///< texts that stand in the file: names to refer to
    int32_t string_count;
    double run_s;
} Look;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static Wanted *wanted_of(const KeyKind *kind, const Key *key) {
    for (int32_t i = 0; i < wanted_count; i++)
        if (wanted[i].key.row == key && wanted[i].key.kind == kind) return &wanted[i];
    return NULL;
}

static const char *const *usual_values(const Key *key) {
    static const char *const booleans[] = {"true", "false", NULL};
    static const char *const integers[] = {"2",   "1",    "0",   "3",         "7",   "20", "100",
                                           "404", "5000", "off", "unlimited", "443", NULL};
    static const char *const numbers[] = {"0.5", "2", "0", "1", "0.01", "20", "-1", "200", NULL};
    static const char *const durations[] = {"1s",  "5s", "30s",  "100ms", "0s",
                                            "61s", "2s", "300s", "1h",    NULL};
    static const char *const rates[] = {"7/s", "90/s", NULL};
    static const char *const works[] = {"{\"constant\":\"333ms\"}", "{\"constant\":\"7s\"}", NULL};
    static const char *const texts[] = {"/zz", "zz.example.com", "zz",  "24.0.0.0/16", "POST",
                                        "a=b", "10.0.0.9",       "p50", "1-65535",     NULL};
    static const char *const lists[] = {"[]",         "[\"zz\"]",          "[\"/zz\"]",
                                        "[\"POST\"]", "[\"24.0.0.0/16\"]", NULL};
    static const char *const anything[] = {"2",     "0.5", "5s", "30s", "true",
                                           "false", "0",   "20", NULL};
    static const char *const headers[] = {"{\"X-Zz\":\"z\"}", NULL};
    static const char *const starts[] = {"2026-03-05T10:00:00Z", NULL};
    static const char *const redirects[] = {"HTTP_302", "HTTP_301", NULL};
    static const char *const none[] = {NULL};
    switch (key->type) {
    case KEY_BOOLEAN:
        return booleans;
    case KEY_ENUM:
        return key->values;
    case KEY_INTEGER:
    case KEY_INTEGER_OR:
    case KEY_SEED:
        return integers;
    case KEY_NUMBER:
        return numbers;
    case KEY_DURATION:
        return durations;
    case KEY_RATE:
        return rates;
    case KEY_DISTRIBUTION:
        return works;
    case KEY_TEXT:
        return texts;
    case KEY_TEXTS:
        return lists;
    case KEY_ANY:
    case KEY_NAME_OR_JSON:
        return anything;
    case KEY_HEADERS:
        return headers;
    case KEY_START:
        return starts;
    case KEY_REDIRECT:
        return redirects;
    default:
        return none;
    }
}

/// The `n`-th value to try; NULL: no more. `buffer` may be used.
static const char *value_to_try(const Look *look, const Key *key, const Node *node, int32_t n,
                                char *buffer, size_t capacity) {
    const char *const *usual = usual_values(key);
    for (; *usual != NULL; usual++)
        if (n-- == 0) return *usual;
    if (node != NULL && n-- == 0) return "absent";
    bool is_list = node != NULL && node->kind == NODE_LIST && node->count > 1;
    if (is_list && n-- == 0) { // without its last element
        size_t length = (size_t)snprintf(buffer, capacity, "[");
        for (const Node *element = node->first; element->next != NULL; element = element->next) {
            char text[2000];
            node_print(element, text, sizeof text);
            if (length < capacity)
                length += (size_t)snprintf(buffer + length, capacity - length, "%s%s",
                                           length > 1 ? "," : "", text);
        }
        if (length + 2 < capacity) snprintf(buffer + length, capacity - length, "]");
        return buffer;
    }
    bool is_name = key->type == KEY_TEXT || key->type == KEY_TEXTS || key->type == KEY_ANY ||
                   key->type == KEY_NAME_OR_JSON || key->type == KEY_FORWARD;
    if (!is_name || n >= look->string_count) return NULL;
    if (key->type != KEY_TEXTS) return look->strings[n];
    snprintf(buffer, capacity, "[\"%s\"]", look->strings[n]);
    return buffer;
}

static void collect_strings(Look *look, const Node *node) {
    if (node->kind == NODE_STRING && node->text != NULL && strlen(node->text) < 40 &&
        strchr(node->text, ' ') == NULL && strchr(node->text, '"') == NULL) {
        for (int32_t i = 0; i < look->string_count; i++)
            if (strcmp(look->strings[i], node->text) == 0) return;
        if (look->string_count < STRINGS_MAX) look->strings[look->string_count++] = node->text;
    }
    for (const Node *member = node->first; member != NULL; member = member->next)
        collect_strings(look, member);
}

static bool is_other(const Wanted *it, const Outcome *a, const Outcome *b) {
    return a->run != b->run || (proof_is_told(&it->key) && a->told != b->told);
}

static void print_span(SimTime at, SimTime until) {
    if (at > 0) printf("%gs..", (double)at / 1e9);
    printf("%gs", (double)until / 1e9);
}

static void try_file(const Look *look, const char *path, const Node *node, Wanted *it) {
    char buffer[3000];
    SimError error;
    for (int32_t n = 0; it->is_file_wanted && it->tries < TRIES_MAX; n++) {
        const char *value = value_to_try(look, it->key.row, node, n, buffer, sizeof buffer);
        if (value == NULL) return;
        SimScenario *changed = proof_change(look->scenario, path, value, &error);
        if (changed == NULL) continue;
        it->tries++;
        Outcome outcome = proof_outcome(changed, look->until);
        sim_scenario_release(changed);
        if (!is_other(it, &look->base, &outcome)) continue;
        it->is_file_wanted = false;
        printf("%s | %s | ", it->key.name, look->file);
        print_span(0, look->until);
        printf(" | %s | %s\n", path, value);
        fflush(stdout);
    }
}

static void try_live(const Look *look, const char *path, const Node *node, Wanted *it) {
    char buffer[3000];
    SimError error;
    SimTime at = look->until / 4;
    Outcome unset, set;
    bool has_unset = false;
    for (int32_t n = 0; it->is_live_wanted && it->live_tries < TRIES_MAX; n++) {
        const char *value = value_to_try(look, it->key.row, node, n, buffer, sizeof buffer);
        if (value == NULL) return;
        if (strcmp(value, "absent") == 0 || strlen(value) > 900 || strlen(path) > 180) continue;
        if (!has_unset)
            has_unset = proof_live(look->scenario, path, NULL, at, look->until, &unset, &error);
        if (!proof_live(look->scenario, path, value, at, look->until, &set, &error)) continue;
        it->live_tries++;
        if (set.run == unset.run) continue;
        it->is_live_wanted = false;
        printf("%s live | %s | ", it->key.name, look->file);
        print_span(at, look->until);
        printf(" | %s | %s\n", path, value);
        fflush(stdout);
    }
}

static bool is_all_apart(const Wanted *it, const char *const *words) {
    for (int32_t a = 0; words[a] != NULL; a++)
        for (int32_t b = a + 1; words[b] != NULL; b++)
            if (!it->is_apart[a][b]) return false;
    return true;
}

/// A row with all enumerators that may stand here, when it tells some apart that no row did.
static void try_words(const Look *look, const char *path, Wanted *it) {
    const char *const *words = it->key.row->values;
    if (is_all_apart(it, words)) return;
    SimError error;
    bool is_taken[WORDS_MAX] = {false}, is_new = false;
    Outcome outcomes[WORDS_MAX];
    for (int32_t n = 0; words[n] != NULL; n++) {
        SimScenario *changed = proof_change(look->scenario, path, words[n], &error);
        if (changed == NULL) continue;
        is_taken[n] = true;
        outcomes[n] = proof_outcome(changed, look->until);
        sim_scenario_release(changed);
    }
    for (int32_t a = 0; words[a] != NULL; a++)
        for (int32_t b = a + 1; words[b] != NULL; b++) {
            if (!is_taken[a] || !is_taken[b] || it->is_apart[a][b]) continue;
            if (!is_other(it, &outcomes[a], &outcomes[b])) continue;
            it->is_apart[a][b] = is_new = true;
        }
    if (!is_new) return;
    it->is_file_wanted = false;
    printf("%s | %s | ", it->key.name, look->file);
    print_span(0, look->until);
    printf(" | %s", path);
    for (int32_t n = 0; words[n] != NULL; n++)
        if (is_taken[n]) printf(" | %s", words[n]);
    printf("\n");
    fflush(stdout);
}

static void look_at(const Look *look, const Node *node, const KeyKind *kind) {
    char place[500] = "", path[600];
    if (node->parent != NULL) node_path(node, place, sizeof place);
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if (key->type == KEY_NOT_YET) continue;
        const Node *member = node_member(node, key->name);
        Wanted *it = wanted_of(kind, key);
        snprintf(path, sizeof path, "%s%s%s", place, place[0] != '\0' ? "." : "", key->name);
        if (it != NULL && key->type == KEY_ENUM) try_words(look, path, it);
        if (it != NULL && it->is_file_wanted) try_file(look, path, member, it);
        if (it != NULL && it->is_live_wanted) try_live(look, path, member, it);
        if (key->kind == NULL || member == NULL) continue;
        if (member->kind == NODE_OBJECT) look_at(look, member, key->kind);
        if (member->kind != NODE_LIST) continue;
        int32_t count = 0;
        for (const Node *element = member->first; element != NULL; element = element->next)
            if (element->kind == NODE_OBJECT && (count++ < ELEMENTS_MAX || kind == &key_scenario))
                look_at(look, element, key->kind);
    }
}

static void look_through(const char *file, SimTime until, double patience_s) {
    SimError error;
    Look look = {.file = file, .scenario = proof_base(file, &error), .until = until};
    if (look.scenario == NULL) {
        fprintf(stderr, "%s: %s\n", file, error.text);
        return;
    }
    for (int32_t i = 0; i < wanted_count; i++)
        wanted[i].tries = wanted[i].live_tries = 0;
    double began = seconds();
    look.base = proof_outcome(look.scenario, until);
    look.run_s = seconds() - began;
    if (look.run_s < patience_s) {
        collect_strings(&look, scenario_document(look.scenario));
        look_at(&look, scenario_document(look.scenario), &key_scenario);
    }
    sim_scenario_release((SimScenario *)(uintptr_t)look.scenario);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(const char *folder) {
    char path[400];
    snprintf(path, sizeof path, SOURCE_DIR "/%s", folder);
    DIR *directory = opendir(path);
    int32_t first = file_count;
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 6 || strcmp(entry->d_name + length - 5, ".json") != 0 ||
            strcmp(entry->d_name, "schema.json") == 0 || file_count >= FILES_MAX)
            continue;
        size_t capacity = length + strlen(folder) + 2;
        files[file_count] = malloc(capacity);
        snprintf(files[file_count++], capacity, "%s/%s", folder, entry->d_name);
    }
    if (directory != NULL) closedir(directory);
    qsort(files + first, (size_t)(file_count - first), sizeof *files, by_name);
}

/// Takes from the wanted what the rows that there are prove.
static void forget_proven(void) {
    FILE *file = fopen(SOURCE_DIR "/tests/keys/proofs.txt", "r");
    static char line[PROOF_LINE_MAX];
    static Proof proof;
    SimError error;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (!proof_read(line, 0, &proof, &error)) continue;
        for (int32_t i = 0; i < wanted_count; i++) {
            if (strcmp(wanted[i].key.name, proof.key) != 0) continue;
            if (proof.sort == PROOF_LIVE || proof.sort == PROOF_NONE)
                wanted[i].is_live_wanted = false;
            if (proof.sort != PROOF_LIVE) wanted[i].is_file_wanted = false;
            memset(wanted[i].is_apart, true, sizeof wanted[i].is_apart);
        }
    }
    if (file != NULL) fclose(file);
}

static void want(int count, char **names) {
    static ProofKey keys[PROOF_KEYS_MAX];
    int32_t key_count = proof_keys(keys);
    for (int32_t i = 0; i < key_count; i++) {
        bool is_named = count == 0;
        for (int n = 0; n < count; n++)
            is_named = is_named || strcmp(names[n], keys[i].name) == 0;
        if (!is_named) continue;
        wanted[wanted_count++] = (Wanted){
            .key = keys[i],
            .is_file_wanted = true,
            .is_live_wanted = (keys[i].row->flags & KEY_LIVE) != 0,
        };
    }
    if (count == 0) forget_proven();
}

int main(int count, char **arguments) {
    static const int spans_s[] = {3, 20, 120, 600, 1800};
    want(count - 1, arguments + 1);
    list_files("tests/keys");
    list_files("tests/valid");
    list_files("scenarios");
    for (size_t span = 0; span < sizeof spans_s / sizeof *spans_s; span++)
        for (int32_t i = 0; i < file_count; i++)
            look_through(files[i], spans_s[span] * SIM_SECOND, 0.12);
    for (int32_t i = 0; i < wanted_count; i++) {
        if (wanted[i].is_file_wanted) printf("# %s: nothing found\n", wanted[i].key.name);
        if (wanted[i].is_live_wanted) printf("# %s live: nothing found\n", wanted[i].key.name);
        if (wanted[i].key.row->type == KEY_ENUM &&
            !is_all_apart(&wanted[i], wanted[i].key.row->values))
            printf("# %s: enumerators not told apart\n", wanted[i].key.name);
    }
    for (int32_t i = 0; i < file_count; i++)
        free(files[i]);
    return 0;
}
