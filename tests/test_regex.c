// Regular expressions: what matches, which groups, what is no expression, and that nothing is slow.
#include "engine/regex.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Case {
    const char *pattern, *text;
    const char *match; ///< NULL: none
    const char *first; ///< group 1; NULL: took no part
} Case;

static const Case cases[] = {
    {"b", "abc", "b", NULL},
    {"^b", "abc", NULL, NULL},
    {"c$", "abc", "c", NULL},
    {"^$", "", "", NULL},
    {"", "abc", "", NULL},
    {"a.c", "abc", "abc", NULL},
    {"a.c", "ac", NULL, NULL},
    {"a\\.c", "abc", NULL, NULL},
    {"a\\.c", "a.c", "a.c", NULL},
    {"ab*c", "ac", "ac", NULL},
    {"ab+c", "ac", NULL, NULL},
    {"ab?c", "abbc", NULL, NULL},
    {"a*", "aaa", "aaa", NULL},
    {"a*?", "aaa", "", NULL},
    {"(a+?)b", "aab", "aab", "aa"},
    {"(a+)(a*)", "aaa", "aaa", "aaa"},
    {"(a+?)(a*)", "aaa", "aaa", "a"},
    {"a{2}", "aaa", "aa", NULL},
    {"^a{2,3}$", "aaaa", NULL, NULL},
    {"^a{2,}$", "aaaa", "aaaa", NULL},
    {"a{0}b", "ab", "b", NULL},
    {"(x|xy)(z|yz)", "xyz", "xyz", "x"},
    {"a|bc|d", "xbcd", "bc", NULL},
    {"(a|b)*c", "abac", "abac", "a"},
    {"(?:a|b)+(c)", "abc", "abc", "c"},
    {"[a-c]+", "xxabcd", "abc", NULL},
    {"[^a-c]+", "abxyc", "xy", NULL},
    {"[]a]+", "x]a]", "]a]", NULL},
    {"[a-]+", "x-a-", "-a-", NULL},
    {"[\\d.]+", "v1.25x", "1.25", NULL},
    {"\\w+\\s\\W", "go !", "go !", NULL},
    {"\\D\\S", "12ab", "ab", NULL},
    {"(a*)*", "b", "", NULL}, // the star that would take nothing takes no part
    {"(a*)+$", "aab", "", ""},
    {"(|a)+b", "aab", "aab", "a"},
    {"^/dp/([A-Za-z0-9]+)/?$", "/dp/B09G3HRMW", "/dp/B09G3HRMW", "B09G3HRMW"},
    {"^mywebsite-(.+).com$", "mywebsite-example.com", "mywebsite-example.com", "example"},
    {"^\\/api\\/(.*)$", "/api/", "/api/", ""},
    {"(b)?c", "ac", "c", NULL},
};

static const char *part(const char *text, const int32_t *slots, int32_t group, char *out) {
    if (slots[2 * group] < 0) return NULL;
    sprintf(out, "%.*s", slots[2 * group + 1] - slots[2 * group], text + slots[2 * group]);
    return out;
}

static void expect_part(const Case *c, const int32_t *slots, int32_t group, const char *wanted) {
    char out[100];
    const char *found = part(c->text, slots, group, out);
    bool is_same = wanted == NULL ? found == NULL : found != NULL && strcmp(found, wanted) == 0;
    ck_assert_msg(is_same, "%s in %s: group %d is %s", c->pattern, c->text, group,
                  found != NULL ? found : "-");
}

START_TEST(patterns_match_as_they_say) {
    const Case *c = &cases[_i];
    RegexBuilder builder;
    const char *error = regex_build(&builder, c->pattern, false);
    ck_assert_msg(error == NULL, "%s: %s", c->pattern, error);
    int32_t slots[REGEX_SLOTS];
    bool is_found = regex_search(&builder.regex, c->text, slots);
    ck_assert_msg(is_found == (c->match != NULL), "%s in %s", c->pattern, c->text);
    if (!is_found) return;
    expect_part(c, slots, 0, c->match);
    expect_part(c, slots, 1, c->first);
}
END_TEST

START_TEST(case_is_ignored_where_that_is_asked) {
    RegexBuilder builder;
    ck_assert_ptr_null(regex_build(&builder, "^Ab[c-e]\\w", true));
    ck_assert(regex_search(&builder.regex, "aBDx", NULL));
    ck_assert_ptr_null(regex_build(&builder, "^Ab[c-e]\\w", false));
    ck_assert(!regex_search(&builder.regex, "aBDx", NULL));
}
END_TEST

static const char *const wrong[] = {"(a",
                                    "a)",
                                    "[a",
                                    "*a",
                                    "a|*",
                                    "a{2,1}",
                                    "a{x}",
                                    "a{999}",
                                    "\\",
                                    "[\\",
                                    "a\\q",
                                    "(?=a)",
                                    "[b-a]",
                                    "\\1",
                                    "[a",
                                    "[^",
                                    "(((a{200}){200}){200})",
                                    "(?:(?:(?:(?:(?:){255}){255}){255}){255}){255}",
                                    "(()()()()()()()()()())",
                                    "((((((((((((((((((((((a))))))))))))))))))))))"};

START_TEST(what_is_no_expression_is_told) {
    RegexBuilder builder;
    ck_assert_msg(regex_build(&builder, wrong[_i], false) != NULL, "%s", wrong[_i]);
}
END_TEST

// A backtracking matcher would need longer than the universe.
START_TEST(nothing_is_slow) {
    RegexBuilder builder;
    char text[2001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert_ptr_null(regex_build(&builder, "^(a+)+b?(a*)*(a|a)*c$", false));
    ck_assert(!regex_search(&builder.regex, text, NULL));
}
END_TEST

// Whatever bytes stand in pattern and text: nothing is read or written beyond its place.
START_TEST(any_bytes_are_survived) {
    static const char letters[] = "ab()[]^$.*+?{}|\\,0123-:dws";
    srand(7);
    for (int i = 0; i < 20000; i++) {
        RegexBuilder builder;
        char pattern[24] = "", text[24] = "";
        for (int k = rand() % 22; k > 0; k--)
            pattern[k - 1] = letters[rand() % (int)(sizeof letters - 1)];
        for (int k = rand() % 22; k > 0; k--)
            text[k - 1] = (char)(rand() % 9 == 0 ? 128 + rand() % 128 : "ab01- "[rand() % 6]);
        int32_t slots[REGEX_SLOTS];
        if (regex_build(&builder, pattern, i % 2 == 0) != NULL) continue;
        if (!regex_search(&builder.regex, text, slots)) continue;
        ck_assert_int_le(slots[0], slots[1]);
        ck_assert_int_le(slots[1], (int)strlen(text));
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("regex");
    TCase *tests = tcase_create("regex");
    tcase_add_loop_test(tests, patterns_match_as_they_say, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, case_is_ignored_where_that_is_asked);
    tcase_add_loop_test(tests, what_is_no_expression_is_told, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(tests, nothing_is_slow);
    tcase_add_test(tests, any_bytes_are_survived);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
