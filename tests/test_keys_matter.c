// A key that the loader accepts changes the run, or it is an error. For each row of the key table
// tests/keys/proofs.txt has a proof; here they are played. Every enumerator is told apart from
// every other by some row, and a key that may be set in a running world has a proof of that
// besides.
#include "proof_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROOFS_FILE SOURCE_DIR "/tests/keys/proofs.txt"
enum { WORDS_MAX = 64 };

static ProofKey keys[PROOF_KEYS_MAX];
static int32_t key_count;
static Proof **proofs;
static int32_t proof_count;
static char read_error[600];

static const char how[] =
    "\n\nA key that the loader accepts has to change the run. To prove it, let\n"
    "    build/.../tests/find_proofs%s\n"
    "look for rows, and put what it prints into tests/keys/proofs.txt, among the rows of its "
    "kind.\n"
    "When it finds none, write the row by hand; tests/proof_fixture.h says what a row is. A base "
    "may\n"
    "be any scenario file with changes behind it, and tests/keys/ has small ones to add to.\n"
    "When no row can be made, the key does nothing: let it act, or make it KEY_NOT_YET.";

static void read_proofs(void) {
    FILE *file = fopen(PROOFS_FILE, "r");
    static char line[PROOF_LINE_MAX];
    Proof *next = malloc(sizeof *next);
    for (int32_t number = 1; file != NULL && fgets(line, sizeof line, file) != NULL; number++) {
        SimError error;
        if (!proof_read(line, number, next, &error)) {
            if (error.text[0] != '\0' && read_error[0] == '\0')
                snprintf(read_error, sizeof read_error, "%s", error.text);
            continue;
        }
        proofs = realloc(proofs, (size_t)(proof_count + 1) * sizeof *proofs);
        proofs[proof_count++] = next;
        next = malloc(sizeof *next);
    }
    free(next);
    if (file != NULL) fclose(file);
}

static void forget_proofs(void) {
    for (int32_t i = 0; i < proof_count; i++)
        free(proofs[i]);
    free(proofs);
}

START_TEST(every_row_of_proofs_can_be_read_and_names_a_key) {
    ck_assert_msg(read_error[0] == '\0', "tests/keys/proofs.txt: %s", read_error);
    for (int32_t i = 0; i < proof_count; i++) {
        bool is_known = false;
        for (int32_t k = 0; k < key_count && !is_known; k++)
            is_known = strcmp(keys[k].name, proofs[i]->key) == 0;
        ck_assert_msg(is_known,
                      "tests/keys/proofs.txt:%d: there is no key %s (kind.key, as in "
                      "scenarios/schema.json)",
                      proofs[i]->line, proofs[i]->key);
    }
}
END_TEST

static bool has_proof(const ProofKey *key, bool is_live) {
    for (int32_t i = 0; i < proof_count; i++)
        if (strcmp(proofs[i]->key, key->name) == 0 && proofs[i]->sort != PROOF_ALIKE &&
            (proofs[i]->sort == PROOF_NONE || (proofs[i]->sort == PROOF_LIVE) == is_live))
            return true;
    return false;
}

START_TEST(every_key_has_a_proof) {
    char missing[1500] = "";
    int32_t count = 0;
    for (int32_t k = 0; k < key_count; k++) {
        bool is_live = (keys[k].row->flags & KEY_LIVE) != 0;
        bool misses_file = !has_proof(&keys[k], false);
        if (!misses_file && (!is_live || has_proof(&keys[k], true))) continue;
        size_t length = strlen(missing);
        if (count++ < 20) snprintf(missing + length, sizeof missing - length, " %s", keys[k].name);
    }
    if (count == 0) return;
    char text[3000];
    snprintf(text, sizeof text, how, missing);
    ck_abort_msg("%d keys have no proof that they matter (one that is live needs one of that too), "
                 "the first of them:%s%s",
                 count, missing, text);
}
END_TEST

// --- one key

typedef struct Apart {
    const char *const *words;
    bool is_apart[WORDS_MAX][WORDS_MAX];
} Apart;

static int32_t word_of(const Apart *apart, const char *value) {
    char word[128];
    proof_word(value, word, sizeof word);
    for (int32_t i = 0; apart->words != NULL && apart->words[i] != NULL; i++)
        if (strcmp(apart->words[i], word) == 0) return i;
    return -1;
}

static void note_apart(Apart *apart, const char *a, const char *b) {
    int32_t i = word_of(apart, a), j = word_of(apart, b);
    if (i >= 0 && j >= 0) apart->is_apart[i][j] = apart->is_apart[j][i] = true;
}

static SimScenario *base_of(const Proof *proof) {
    SimError error = {""};
    SimScenario *scenario = proof_base(proof->base, &error);
    ck_assert_msg(scenario != NULL, "tests/keys/proofs.txt:%d: the base is refused: %s",
                  proof->line, error.text);
    return scenario;
}

/// A row proves the key that its path leads to; of an object also what lies below, and whatever
/// its values spell out.
static void assert_path(const ProofKey *key, const Proof *proof) {
    size_t length = strlen(key->row->name);
    char quoted[140];
    snprintf(quoted, sizeof quoted, "\"%s\":", key->row->name);
    for (int32_t i = 0; i < proof->value_count; i++)
        if (strstr(proof->values[i], quoted) != NULL) return;
    for (const char *at = strstr(proof->path, key->row->name); at != NULL;
         at = strstr(at + 1, key->row->name)) {
        bool is_begun = at == proof->path || at[-1] == '.';
        bool is_ended = at[length] == '\0' || (at[length] == '.' && key->row->kind != NULL);
        if (is_begun && is_ended) return;
    }
    ck_abort_msg("tests/keys/proofs.txt:%d: the path %s does not lead to %s", proof->line,
                 proof->path, key->name);
}

static void play_file(const ProofKey *key, const Proof *proof, Apart *apart) {
    SimScenario *base = base_of(proof);
    Outcome outcomes[PROOF_VALUES_MAX + 1];
    const char *values[PROOF_VALUES_MAX + 1];
    int32_t count = 0;
    if (proof->value_count == 1) values[count++] = "file";
    for (int32_t i = 0; i < proof->value_count; i++)
        values[count++] = proof->values[i];
    for (int32_t i = 0; i < count; i++) {
        SimError error = {""};
        SimScenario *changed = proof_change(base, proof->path, values[i], &error);
        bool is_refusal = strncmp(values[i], "! ", 2) == 0 || strstr(values[i], " => ! ") != NULL;
        ck_assert_msg((changed != NULL) != is_refusal,
                      "tests/keys/proofs.txt:%d: %s = %s is %s: %s", proof->line, proof->path,
                      values[i], is_refusal ? "accepted" : "refused", error.text);
        outcomes[i] = proof_outcome(changed, proof->until);
        sim_scenario_release(changed);
    }
    bool is_shown = false, is_told = proof_is_told(key);
    for (int32_t i = 0; i < count; i++)
        for (int32_t j = 0; j < i; j++) {
            if (outcomes[i].run == outcomes[j].run &&
                (!is_told || outcomes[i].told == outcomes[j].told))
                continue;
            is_shown = true;
            note_apart(apart, values[i], values[j]);
        }
    sim_scenario_release(base);
    char text[1000], named[140];
    snprintf(named, sizeof named, " %s", key->name);
    snprintf(text, sizeof text, how, named);
    ck_assert_msg(is_shown, "tests/keys/proofs.txt:%d: %s changes nothing that a run gives%s",
                  proof->line, key->name, text);
}

static void play_live(const Proof *proof) {
    SimScenario *base = base_of(proof);
    Outcome unset, set;
    SimError error = {""};
    proof_live(base, proof->path, NULL, proof->at, proof->until, &unset, &error);
    bool is_taken =
        proof_live(base, proof->path, proof->values[0], proof->at, proof->until, &set, &error);
    ck_assert_msg(is_taken, "tests/keys/proofs.txt:%d: set %s %s is refused: %s", proof->line,
                  proof->path, proof->values[0], error.text);
    ck_assert_msg(unset.run != set.run,
                  "tests/keys/proofs.txt:%d: %s set in a running world changes nothing that "
                  "follows. Another row of find_proofs %s may; else the key is not live.",
                  proof->line, proof->key, proof->key);
    sim_scenario_release(base);
}

/// Those that AWS tells apart by what no run has.
static void take_alike(const Proof *proof, Apart *apart) {
    for (int32_t i = 0; i + 1 < proof->value_count; i++) {
        ck_assert_msg(word_of(apart, proof->values[i]) >= 0,
                      "tests/keys/proofs.txt:%d: no value %s", proof->line, proof->values[i]);
        for (int32_t j = 0; j < i; j++)
            note_apart(apart, proof->values[i], proof->values[j]);
    }
}

/// Commands have fields of their own, so each is told apart from none alone.
static void assert_all_apart(const ProofKey *key, const Apart *apart) {
    bool is_command = strcmp(key->name, "step.do") == 0;
    for (int32_t a = 0; apart->words[a] != NULL && (a == 0 || !is_command); a++)
        for (int32_t b = a + 1; apart->words[b] != NULL; b++)
            ck_assert_msg(
                apart->is_apart[a][b],
                "%s: no row of tests/keys/proofs.txt tells %s from %s by what a run gives. "
                "Add one that lists both (find_proofs %s looks for it), or, if AWS itself "
                "tells them apart by nothing that is modelled, a row\n    %s alike | %s | "
                "%s | why",
                key->name, apart->words[a], apart->words[b], key->name, key->name, apart->words[a],
                apart->words[b]);
}

/// The words that the key may be, for all that run time knows of them.
static const char *const *words_of(const ProofKey *key) {
    static const char *algorithms[WORDS_MAX + 1];
    if (key->row->type == KEY_ENUM) return key->row->values;
    if (strcmp(key->name, "target_group.algorithm") != 0) return NULL;
    for (int32_t i = 0; i < sim_algorithm_count() && i < WORDS_MAX; i++)
        algorithms[i] = sim_algorithm(i).name;
    return algorithms;
}

/// "unlimited" is not just another number.
static void assert_word_is_proven(const ProofKey *key) {
    for (int32_t i = 0; i < proof_count; i++)
        for (int32_t v = 0; v < proofs[i]->value_count && proofs[i]->sort == PROOF_FILE; v++)
            if (strcmp(proofs[i]->key, key->name) == 0 &&
                strcmp(proofs[i]->values[v], key->row->values[0]) == 0)
                return;
    ck_abort_msg("%s: no row of tests/keys/proofs.txt has the value %s", key->name,
                 key->row->values[0]);
}

START_TEST(a_key_changes_what_a_run_gives) {
    const ProofKey *key = &keys[_i];
    if (key->row->type == KEY_INTEGER_OR) assert_word_is_proven(key);
    Apart apart = {.words = words_of(key)};
    bool is_exempt = false;
    for (int32_t i = 0; i < proof_count; i++) {
        const Proof *proof = proofs[i];
        if (strcmp(proof->key, key->name) != 0) continue;
        if (proof->path != NULL) assert_path(key, proof);
        is_exempt = is_exempt || proof->sort == PROOF_NONE;
        if (proof->sort == PROOF_FILE) play_file(key, proof, &apart);
        if (proof->sort == PROOF_LIVE) play_live(proof);
        if (proof->sort == PROOF_ALIKE) take_alike(proof, &apart);
    }
    if (apart.words != NULL && !is_exempt) assert_all_apart(key, &apart);
}
END_TEST

int main(void) {
    key_count = proof_keys(keys);
    read_proofs();
    Suite *suite = suite_create("keys_matter");
    TCase *tests = tcase_create("keys_matter");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, every_row_of_proofs_can_be_read_and_names_a_key);
    tcase_add_test(tests, every_key_has_a_proof);
    tcase_add_loop_test(tests, a_key_changes_what_a_run_gives, 0, key_count);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    forget_proofs();
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
