// The scan: what is JSON, and where things stand.
#include "scenario/document.h"
#include "scenario/quantity.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool is_accepted(const char *text, size_t length) {
    Scan scan;
    bool is_fine = scan_text(&scan, text, (int64_t)length, true);
    ck_assert_int_eq(is_fine, scan.error[0] == 0);
    scan_deinit(&scan);
    return is_fine;
}

START_TEST(the_scan_accepts_json_and_nothing_else) {
    static const char *const good[] = {"0",          "-0",
                                       "-0.5",       "1e3",
                                       "1E+3",       "1.25e-2",
                                       "\"\"",       "\"\\u00e4\\ud83d\\ude00\\n\"",
                                       "[]",         "{}",
                                       " [1, 2 ] ",  "{\"a\":{\"b\":[null,true,false]}}",
                                       "// note\n1", "/* a * b */ 1",
                                       "1 // end",   "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\""};
    static const char *const bad[] = {"",
                                      " ",
                                      "01",
                                      "+1",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "1e400",
                                      "--1",
                                      "0x10",
                                      "1 2",
                                      "nul",
                                      "truex",
                                      "TRUE",
                                      "'a'",
                                      "\"a",
                                      "\"\\x\"",
                                      "\"\\u12g4\"",
                                      "\"\\u0000\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\"",
                                      "\"\\ud800\\u0041\"",
                                      "[1,]",
                                      "[1 2]",
                                      "[",
                                      "]",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{a:1}",
                                      "{\"a\":1,}",
                                      "{,}",
                                      "/ 1",
                                      "/* 1",
                                      "\"\t\"",
                                      "\"a\nb\"",
                                      "\"\xff\"",
                                      "\"\xc0\xaf\"",
                                      "\"\xed\xa0\x80\"",
                                      "\"\xf4\x90\x80\x80\"",
                                      "\"\xe2\x82\"",
                                      "\xef\xbb\xbf{}",
                                      "NaN",
                                      "1e99999999999999999999"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_msg(is_accepted(good[i], strlen(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!is_accepted(bad[i], strlen(bad[i])), "%s", bad[i]);
    ck_assert(!is_accepted("\"a\0b\"", 5));
    ck_assert(!is_accepted("1\0", 2));
}
END_TEST

START_TEST(depth_and_size_are_bounded) {
    char deep[2 * SCAN_DEPTH_MAX + 8];
    for (int depth = SCAN_DEPTH_MAX; depth <= SCAN_DEPTH_MAX + 1; depth++) {
        memset(deep, '[', (size_t)depth);
        memset(deep + depth, ']', (size_t)depth);
        ck_assert_int_eq(is_accepted(deep, (size_t)depth * 2), depth == SCAN_DEPTH_MAX);
    }
    char *large = malloc((size_t)SCAN_SIZE_MAX + 1);
    memset(large, ' ', (size_t)SCAN_SIZE_MAX + 1);
    large[0] = '1';
    ck_assert(is_accepted(large, (size_t)SCAN_SIZE_MAX));
    ck_assert(!is_accepted(large, (size_t)SCAN_SIZE_MAX + 1));
    free(large);
}
END_TEST

START_TEST(every_value_and_key_knows_its_line_and_column_in_characters) {
    const char *text =
        "{ // \xc3\xa4\n  \"\xc3\xa4\": [1, \"\xe2\x82\xac\", {\"b\": /* x\n */ null}] }";
    Arena arena;
    Scan scan;
    arena_init(&arena);
    const Node *root = document_parse(&arena, &scan, text, (int64_t)strlen(text), true);
    ck_assert_ptr_nonnull(root);
    const Node *list = node_member(root, "\xc3\xa4"), *last = node_element(list, 2),
               *null = node_member(last, "b");
    ck_assert_int_eq(list->place.key_line, 2);
    ck_assert_int_eq(list->place.key_column, 3);
    ck_assert_int_eq(list->place.column, 8);
    ck_assert_int_eq(last->place.line, 2);
    ck_assert_int_eq(last->place.column, 17);
    ck_assert_int_eq(null->place.key_column, 18);
    ck_assert_int_eq(null->place.line, 3);
    ck_assert_int_eq(null->place.column, 5);
    char path[40];
    node_path(null, path, sizeof path);
    ck_assert_str_eq(path, "\xc3\xa4.2.b");
    scan_deinit(&scan);
    arena_deinit(&arena);
}
END_TEST

START_TEST(a_key_given_twice_is_an_error_however_it_is_written) {
    static const char *const texts[] = {"{\"a\":1,\n \"a\":2}", "{\"a\":1,\n \"\\u0061\":2}",
                                        "{\"z\":1,\"a\":{},\"b\":2,\n \"a\":{}, \"b\":3}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Arena arena;
        Scan scan;
        arena_init(&arena);
        ck_assert_ptr_null(
            document_parse(&arena, &scan, texts[i], (int64_t)strlen(texts[i]), true));
        ck_assert_int_eq(scan.line, 2);
        ck_assert_int_eq(scan.column, 2);
        scan_deinit(&scan);
        arena_deinit(&arena);
    }
}
END_TEST

START_TEST(printed_documents_read_back_the_same) {
    const char *text =
        "{\"a\":[1,0.1,20000,1e+300,true,null],\"b\":\"\\\"\\\\\\n\\u0001\xc3\xa4\"}";
    Arena arena;
    Scan scan;
    char out[200];
    arena_init(&arena);
    const Node *root = document_parse(&arena, &scan, text, (int64_t)strlen(text), false);
    ck_assert_int_eq(node_print(root, out, sizeof out), (int)strlen(text));
    ck_assert_str_eq(out, text);
    scan_deinit(&scan);
    arena_deinit(&arena);
}
END_TEST

START_TEST(durations_are_exact) {
    static const struct {
        const char *text;
        SimTime ns;
    } good[] = {{"0s", 0},
                {"1ns", 1},
                {"250ms", 250000000},
                {"1.5s", 1500000000},
                {"12.000000001s", 12000000001},
                {"5m", 300 * SIM_SECOND},
                {"0.1h", 360 * SIM_SECOND},
                {"1.25us", 1250},
                {"0.000000000000s", 0},
                {"1.10ns", -1}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        SimTime ns = -1;
        QuantityResult result = quantity_duration(good[i].text, &ns);
        ck_assert_msg((result == QUANTITY_OK) == (good[i].ns >= 0), "%s", good[i].text);
        ck_assert_msg(ns == good[i].ns, "%s", good[i].text);
    }
    static const char *const bad[] = {"",   "s",  "5",    "5 s",  "-5s", "+5s",   ".5s", "5.s",
                                      "5S", "5d", "5sec", "1e3s", "5s ", "1h30m", "0x5s"};
    SimTime ns = 7;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(quantity_duration(bad[i], &ns) == QUANTITY_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(quantity_duration("0.5ns", &ns), QUANTITY_TOO_FINE);
    ck_assert_int_eq(quantity_duration("999999999999999h", &ns), QUANTITY_TOO_LARGE);
    ck_assert_int_eq(ns, 7);
}
END_TEST

START_TEST(printed_durations_read_back_the_same) {
    static const SimTime times[] = {0,
                                    1,
                                    999,
                                    1000,
                                    1000001,
                                    SIM_MILLISECOND,
                                    1500 * SIM_MILLISECOND,
                                    SIM_SECOND + 1,
                                    90 * SIM_SECOND,
                                    SIM_HOUR,
                                    30 * 24 * SIM_HOUR + 1};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        char text[40];
        SimTime back = -1;
        quantity_duration_print(times[i], text, sizeof text);
        ck_assert_int_eq(quantity_duration(text, &back), QUANTITY_OK);
        ck_assert_int_eq(back, times[i]);
    }
}
END_TEST

START_TEST(rates_and_dates_are_read) {
    double rate = 0;
    int64_t seconds = 0;
    ck_assert_int_eq(quantity_rate("18000/m", &rate), QUANTITY_OK);
    ck_assert_double_eq(rate, 300);
    ck_assert_int_eq(quantity_rate("0.1/s", &rate), QUANTITY_OK);
    ck_assert_double_eq(rate, 0.1);
    ck_assert_int_eq(quantity_rate("1/ms", &rate), QUANTITY_MALFORMED);
    ck_assert_int_eq(quantity_rate("1s", &rate), QUANTITY_MALFORMED);
    ck_assert_int_eq(quantity_start("1970-01-01T00:00:00Z", &seconds), QUANTITY_OK);
    ck_assert_int_eq(seconds, 0);
    ck_assert_int_eq(quantity_start("2024-02-29T23:59:59Z", &seconds), QUANTITY_OK);
    ck_assert_int_eq(seconds, 1709251199);
    ck_assert_int_eq(quantity_start("2023-02-29T00:00:00Z", &seconds), QUANTITY_TOO_FINE);
    ck_assert_int_eq(quantity_start("2023-01-01T00:00:00", &seconds), QUANTITY_MALFORMED);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("scan");
    TCase *tests = tcase_create("scan");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_scan_accepts_json_and_nothing_else);
    tcase_add_test(tests, depth_and_size_are_bounded);
    tcase_add_test(tests, every_value_and_key_knows_its_line_and_column_in_characters);
    tcase_add_test(tests, a_key_given_twice_is_an_error_however_it_is_written);
    tcase_add_test(tests, printed_documents_read_back_the_same);
    tcase_add_test(tests, durations_are_exact);
    tcase_add_test(tests, printed_durations_read_back_the_same);
    tcase_add_test(tests, rates_and_dates_are_read);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
