// The table of facts is whole: every fact that is modelled names a test that exists and is run.
#include "cli/facts_markdown.h"
#include "sim/facts.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// All sources that match, one after the other.
static char *read_sources(const char *pattern) {
    glob_t files;
    ck_assert_int_eq(glob(pattern, 0, NULL, &files), 0);
    size_t length = 0, capacity = 1 << 22;
    char *text = malloc(capacity);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        FILE *file = fopen(files.gl_pathv[i], "r");
        ck_assert_ptr_nonnull(file);
        length += fread(text + length, 1, capacity - length - 1, file);
        fclose(file);
    }
    ck_assert_uint_lt(length, capacity - 1);
    text[length] = '\0';
    globfree(&files);
    return text;
}

static void expect_in(const char *text, const char *format, const SimFact *fact) {
    char wanted[256];
    snprintf(wanted, sizeof wanted, format, fact->test);
    if (strstr(text, wanted) == NULL)
        ck_abort_msg("%s names %s, but there is no %s", fact->id, fact->test, wanted);
}

START_TEST(every_fact_that_is_modelled_names_a_test_that_is_run) {
    char *text = read_sources(SOURCE_DIR "/tests/test_*.c");
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        SimFact fact = sim_fact(i);
        if (fact.status == SIM_FACT_NOT_MODELLED) {
            ck_assert_ptr_null(fact.test);
            continue;
        }
        ck_assert_msg(fact.test != NULL, "%s has no test", fact.id);
        expect_in(text, "START_TEST(%s)", &fact);
        expect_in(text, "(tests, %s)", &fact);
    }
    free(text);
}
END_TEST

// Where the ids of the next place behind `at` begin; NULL: there is none. A place is a SIM_FACT or
// a key of scenario files that names a fact.
static const char *next_ids(const char *at) {
    for (; (at = strstr(at, "FACT(")) != NULL; at++) {
        const char *ids = at + strlen("FACT(");
        ids += strspn(ids, " \n");
        if (strncmp(at - 4, "SIM_", 4) == 0 && *ids == '"') return ids + 1;
    }
    return NULL;
}

static const char *next_key_ids(const char *at) {
    static const char mark[] = "fact = \"";
    at = strstr(at, mark);
    return at != NULL ? at + strlen(mark) : NULL;
}

// All ids that stand in the code, a blank before and after each.
static char *read_places(void) {
    char *text = read_sources(SOURCE_DIR "/sim/src/*/*.[ch]");
    char *ids = calloc(1, strlen(text) + 3), *end = ids;
    *end++ = ' ';
    for (int pass = 0; pass < 2; pass++) {
        const char *(*next)(const char *) = pass == 0 ? next_ids : next_key_ids;
        for (const char *at = next(text); at != NULL; at = next(at)) {
            size_t length = strcspn(at, "\"");
            memcpy(end, at, length);
            end += length;
            *end++ = ' ';
        }
    }
    free(text);
    return ids;
}

START_TEST(every_fact_that_is_modelled_stands_at_its_place_in_the_code) {
    char *places = read_places(), id[32];
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        snprintf(id, sizeof id, " %s ", sim_fact(i).id);
        bool is_modelled = sim_fact(i).status != SIM_FACT_NOT_MODELLED;
        if ((strstr(places, id) != NULL) == is_modelled) continue;
        ck_abort_msg("%s%s",
                     is_modelled ? "no SIM_FACT names" : "not modelled, yet in the code:", id);
    }
    free(places);
}
END_TEST

static bool is_fact(const char *id, size_t length) {
    for (int32_t i = 0; i < sim_fact_count(); i++)
        if (strncmp(sim_fact(i).id, id, length) == 0 && sim_fact(i).id[length] == '\0') return true;
    return false;
}

START_TEST(every_place_in_the_code_names_facts) {
    char *places = read_places();
    int32_t count = 0;
    for (const char *id = places + 1; *id != '\0'; count++) {
        size_t length = strcspn(id, " ");
        ck_assert_msg(is_fact(id, length), "there is no fact %.*s", (int)length, id);
        id += length + 1;
    }
    ck_assert_int_gt(count, 100);
    free(places);
}
END_TEST

START_TEST(what_is_left_out_says_why) {
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        SimFact fact = sim_fact(i);
        bool is_left_out = fact.status == SIM_FACT_NOT_MODELLED;
        ck_assert_msg((fact.reason != NULL) == is_left_out, "%s", fact.id);
        ck_assert_msg(!is_left_out || fact.reason[0] != '\0', "%s has no reason", fact.id);
    }
}
END_TEST

START_TEST(ids_are_unique_and_ascend_within_a_subject) {
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        for (int32_t j = 0; j < i; j++)
            ck_assert_str_ne(sim_fact(i).id, sim_fact(j).id);
        bool follows = i > 0 && strcmp(sim_fact_subject(i), sim_fact_subject(i - 1)) == 0;
        ck_assert_msg(!follows || strcmp(sim_fact(i).id, sim_fact(i - 1).id) > 0,
                      "%s stands after %s", sim_fact(i).id, sim_fact(i - 1).id);
    }
}
END_TEST

START_TEST(the_committed_page_is_the_printed_one) {
    char *printed = NULL, *committed = NULL;
    size_t length = 0, capacity = 0;
    FILE *memory = open_memstream(&printed, &length);
    facts_print_markdown(memory);
    fclose(memory);
    FILE *file = fopen(SOURCE_DIR "/docs/fidelity.md", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_gt(getdelim(&committed, &capacity, '\0', file), 0);
    fclose(file);
    ck_assert_msg(strcmp(committed, printed) == 0,
                  "docs/fidelity.md is not what albatross facts --markdown prints");
    free(committed);
    free(printed);
}
END_TEST

START_TEST(facts_are_sentences_and_what_aws_says_has_a_source) {
    ck_assert_int_ge(sim_fact_count(), 60);
    for (int32_t i = 0; i < sim_fact_count(); i++) {
        SimFact fact = sim_fact(i);
        size_t length = strlen(fact.sentence);
        ck_assert_msg(length > 20 && fact.sentence[length - 1] == '.', "%s is no sentence",
                      fact.id);
        bool is_aws = fact.status == SIM_FACT_DOCUMENTED || fact.status == SIM_FACT_OBSERVED ||
                      fact.status == SIM_FACT_INFERRED;
        ck_assert_msg(!is_aws || fact.source[0] != '\0', "%s has no source", fact.id);
        ck_assert_str_ne(sim_fact_status_name(fact.status), "");
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("facts");
    TCase *tests = tcase_create("facts");
    tcase_add_test(tests, every_fact_that_is_modelled_names_a_test_that_is_run);
    tcase_add_test(tests, every_fact_that_is_modelled_stands_at_its_place_in_the_code);
    tcase_add_test(tests, every_place_in_the_code_names_facts);
    tcase_add_test(tests, what_is_left_out_says_why);
    tcase_add_test(tests, ids_are_unique_and_ascend_within_a_subject);
    tcase_add_test(tests, the_committed_page_is_the_printed_one);
    tcase_add_test(tests, facts_are_sentences_and_what_aws_says_has_a_source);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
