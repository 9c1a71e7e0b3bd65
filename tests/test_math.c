// Metric math: what expressions give, point by point; which are refused; and that none breaks it.
#include "cloudwatch/math.h"
#include "scenario_text.h"

#define COUNT 5
#define NONE  -999.0

static const char *const ids[] = {"a", "b", "e1", "zero"};
static const bool are_metrics[] = {true, true, false, false};
static const MathNames names = {ids, are_metrics, 4};
static const double given[4][COUNT] = {
    {1, 2, NONE, 4, 5}, {10, NONE, NONE, 40, 0}, {2, 2, 2, 2, 2}, {0, 0, 0, 0, 0}};

static bool evaluate(const char *text, double *out, SimError *error) {
    MathProgram program;
    if (!math_compile(text, &names, &program, error)) return false;
    double values[4][COUNT];
    bool present[4][COUNT], out_present[COUNT];
    MathRow rows[4];
    for (int q = 0; q < 4; q++) {
        for (int i = 0; i < COUNT; i++) {
            present[q][i] = given[q][i] != NONE;
            values[q][i] = present[q][i] ? given[q][i] : 0;
        }
        rows[q] = (MathRow){values[q], present[q], true};
    }
    MathRow row = {out, out_present, false};
    math_evaluate(&program, rows, COUNT, 60, &row);
    ck_assert_int_eq(row.is_series, program.is_series);
    for (int i = 0; i < COUNT; i++)
        if (!out_present[i]) out[i] = NONE;
    return true;
}

static void expect(const char *text, const double *expected) {
    double out[COUNT];
    SimError error = {{0}};
    ck_assert_msg(evaluate(text, out, &error), "%s: %s", text, error.text);
    for (int i = 0; i < COUNT; i++)
        ck_assert_msg(out[i] == expected[i] ||
                          (out[i] - expected[i] < 1e-12 && expected[i] - out[i] < 1e-12),
                      "%s: point %d is %g, not %g", text, i, out[i], expected[i]);
}
#define EXPECT(text, ...) expect(text, (const double[COUNT]){__VA_ARGS__})

START_TEST(a_missing_point_beside_another_series_counts_as_zero) {
    EXPECT("a + b", 11, 2, NONE, 44, 5);
    EXPECT("a - b", -9, 2, NONE, -36, 5);
    EXPECT("a + 1", 2, 3, NONE, 5, 6);
}
END_TEST

START_TEST(division_by_zero_gives_no_point) {
    EXPECT("a / b", 0.1, NONE, NONE, 0.1, NONE);
    EXPECT("1 / zero", NONE, NONE, NONE, NONE, NONE);
}
END_TEST

START_TEST(beyond_the_range_of_numbers_there_is_no_point) {
    EXPECT("b ^ 400", NONE, NONE, NONE, NONE, 0);
    EXPECT("b ^ 200 / (1 / b ^ 200)", NONE, NONE, NONE, NONE, NONE);
    EXPECT("RUNNING_SUM(a * 10 ^ 308)", 1e308, NONE, NONE, NONE, NONE);
}
END_TEST

START_TEST(fill_puts_values_where_points_are_missing) {
    EXPECT("FILL(b, 7)", 10, 7, 7, 40, 0);
    EXPECT("FILL(b, REPEAT)", 10, 10, 10, 40, 0);
    EXPECT("FILL(b, LINEAR)", 10, 20, 30, 40, 0);
    EXPECT("FILL(a, 0) + 0", 1, 2, 0, 4, 5);
}
END_TEST

START_TEST(if_chooses_point_by_point) {
    EXPECT("IF(a > 2, 1, 0)", 0, 0, 0, 1, 1);
    EXPECT("IF(a > 2, b)", NONE, NONE, NONE, 40, 0);
    EXPECT("IF(a > 1 AND a < 5, a, 0 - a)", -1, 2, NONE, 4, -5);
}
END_TEST

START_TEST(rate_is_the_difference_by_the_second) {
    EXPECT("RATE(a)", NONE, 1 / 60.0, NONE, 2 / 120.0, 1 / 60.0);
    EXPECT("DIFF(a)", NONE, 1, NONE, 2, 1);
}
END_TEST

START_TEST(aggregates_go_across_series_or_over_one) {
    EXPECT("SUM([a, b])", 11, 2, NONE, 44, 5);
    EXPECT("SUM(METRICS())", 11, 2, NONE, 44, 5);
    EXPECT("AVG([a, b])", 5.5, 2, NONE, 22, 2.5);
    EXPECT("MAX(METRICS())", 10, 2, NONE, 40, 5);
    EXPECT("MIN([a, e1])", 1, 2, 2, 2, 2);
    EXPECT("SUM(a)", 12, 12, 12, 12, 12);
    EXPECT("AVG(b) * e1 / 10", 10 / 3.0, 10 / 3.0, 10 / 3.0, 10 / 3.0, 10 / 3.0);
    EXPECT("SUM(METRICS(\"b\"))", 10, NONE, NONE, 40, 0);
}
END_TEST

START_TEST(products_bind_tighter_than_sums_and_powers_than_signs) {
    EXPECT("1 + 2 * e1", 5, 5, 5, 5, 5);
    EXPECT("(1 + 2) * e1", 6, 6, 6, 6, 6);
    EXPECT("-e1 ^ 2", -4, -4, -4, -4, -4);
    EXPECT("10 - 4 - 3 + zero", 3, 3, 3, 3, 3);
    EXPECT("100 * e1 / 8 - 1 >= 24 OR zero", 1, 1, 1, 1, 1);
    EXPECT("RUNNING_SUM(a)", 1, 3, NONE, 7, 12);
    EXPECT("ABS(0-a) + CEIL(1.2) * FLOOR(1.8) + PERIOD(a) / 60", 4, 5, NONE, 7, 8);
}
END_TEST

START_TEST(what_is_no_expression_is_refused_at_its_character) {
    static const char *const rows[][2] = {
        {"", "character 1: the expression ends too early"},
        {"a +", "character 4: the expression ends too early"},
        {"a b", "character 3: the expression should end here"},
        {"c", "character 1: there is no metric or expression of this id"},
        {"(a", "character 3: a ) is missing"},
        {"FILL(1, 2)", "character 7: FILL fills a series"},
        {"NOPE(a)", "character 1: there is no such function here"},
        {"SUM([a, b)", "character 10: a ] is missing"},
        {"a $ b", "character 3: the expression should end here"},
        {"METRICS()", "character 1: there is no such function here"},
        {"SUM(METRICS(\"x\"))", "character 17: METRICS() finds no metric"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double out[COUNT];
        SimError error = {{0}};
        ck_assert_msg(!evaluate(rows[i][0], out, &error), "taken: %s", rows[i][0]);
        ck_assert_str_eq(error.text, rows[i][1]);
    }
}
END_TEST

START_TEST(a_deep_or_long_expression_is_refused) {
    char text[4096];
    double out[COUNT];
    SimError error = {{0}};
    memset(text, '(', 2000);
    snprintf(text + 2000, sizeof text - 2000, "a");
    ck_assert(!evaluate(text, out, &error));
    text[0] = '\0';
    for (int i = 0; i < 300; i++)
        strcat(text, "a+");
    strcat(text, "a");
    ck_assert(!evaluate(text, out, &error));
}
END_TEST

// Words of the language in any order: taken or refused, never a crash.
START_TEST(no_text_breaks_the_parser) {
    static const char *const words[] = {
        "a",     "b",    "e1",        "1",     "2.5",    "+",     "-",  "*",   "/",  "^",
        "(",     ")",    ",",         "[",     "]",      "<",     ">=", "AND", "OR", "IF(",
        "FILL(", "SUM(", "METRICS()", "AVG([", "REPEAT", "RATE(", " ",  "\"",  "x",  "."};
    RandomStream stream;
    random_stream_seed(&stream, 7, "words");
    int32_t taken = 0;
    int32_t rounds =
        getenv("ALBATROSS_FUZZ_ROUNDS") != NULL ? atoi(getenv("ALBATROSS_FUZZ_ROUNDS")) : 100000;
    for (int32_t i = 0; i < rounds; i++) {
        char text[256] = "";
        uint32_t length = 1 + random_below(&stream, 14);
        for (uint32_t w = 0; w < length; w++)
            strcat(text, words[random_below(&stream, sizeof words / sizeof words[0])]);
        double out[COUNT];
        SimError error = {{0}};
        taken += evaluate(text, out, &error);
    }
    ck_assert_int_gt(taken, 100);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("math");
    TCase *tests = tcase_create("math");
    tcase_add_test(tests, a_missing_point_beside_another_series_counts_as_zero);
    tcase_add_test(tests, division_by_zero_gives_no_point);
    tcase_add_test(tests, beyond_the_range_of_numbers_there_is_no_point);
    tcase_add_test(tests, fill_puts_values_where_points_are_missing);
    tcase_add_test(tests, if_chooses_point_by_point);
    tcase_add_test(tests, rate_is_the_difference_by_the_second);
    tcase_add_test(tests, aggregates_go_across_series_or_over_one);
    tcase_add_test(tests, products_bind_tighter_than_sums_and_powers_than_signs);
    tcase_add_test(tests, what_is_no_expression_is_refused_at_its_character);
    tcase_add_test(tests, a_deep_or_long_expression_is_refused);
    tcase_add_test(tests, no_text_breaks_the_parser);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
