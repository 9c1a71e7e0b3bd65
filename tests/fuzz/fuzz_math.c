// Any text as an expression of metric math, up to a line end, and what is behind it as the points
// of four queries: a byte each, the first of them how many periods there are. What is refused has
// its reason; what is taken computes numbers alone, of the kind that it was compiled to give, and
// the same ones again.
#include "fuzz.h"

#include "cloudwatch/math.h"
#include "sim/base.h"

#include <math.h>
#include <string.h>

enum { QUERIES = 4, POINTS_MAX = 24, TEXT_MAX = 2000 };

static const char *const ids[QUERIES] = {"a", "b", "e1", "requests"};
static const bool are_metrics[QUERIES] = {true, false, false, true};

typedef struct Points {
    int32_t count;
    double values[QUERIES][POINTS_MAX];
    bool is_present[QUERIES][POINTS_MAX];
    MathRow rows[QUERIES];
} Points;

/// Small numbers, numbers at the ends of what there is, and gaps.
static double number_of(uint8_t byte) {
    static const double far[] = {1e300, -1e300, 1e-300, 4e15, 0.1, -0.0};
    if (byte < 250) return (double)byte - 100;
    return far[byte - 250];
}

static void read_points(Points *points, const uint8_t *data, size_t size) {
    points->count = size == 0 ? 1 : data[0] % POINTS_MAX + 1;
    for (int32_t q = 0; q < QUERIES; q++) {
        for (int32_t i = 0; i < points->count; i++) {
            size_t at = 1 + (size_t)(q * points->count + i);
            points->is_present[q][i] = at < size && data[at] % 7 != 3;
            points->values[q][i] = points->is_present[q][i] ? number_of(data[at]) : 0;
        }
        points->rows[q] = (MathRow){points->values[q], points->is_present[q], q != 2};
    }
}

static void check(const MathProgram *program, const Points *points) {
    double values[2][POINTS_MAX];
    bool present[2][POINTS_MAX];
    for (int turn = 0; turn < 2; turn++) {
        MathRow out = {values[turn], present[turn], false};
        math_evaluate(program, points->rows, points->count, 60, &out);
        SIM_ASSERT(!out.is_series || program->is_series);
    }
    for (int32_t i = 0; i < points->count; i++) {
        SIM_ASSERT(present[0][i] == present[1][i]);
        SIM_ASSERT(!present[0][i] || isfinite(values[0][i]));
        SIM_ASSERT(!present[0][i] || values[0][i] == values[1][i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char text[TEXT_MAX + 1];
    const uint8_t *newline = size == 0 ? NULL : memchr(data, '\n', size);
    size_t length = newline == NULL ? size : (size_t)(newline - data);
    if (length > TEXT_MAX) return 0;
    if (length > 0) memcpy(text, data, length);
    text[length] = '\0';
    MathProgram program;
    SimError error = {""};
    const MathNames names = {ids, are_metrics, QUERIES};
    if (!math_compile(text, &names, &program, &error)) {
        SIM_ASSERT(error.text[0] != '\0');
        return 0;
    }
    SIM_ASSERT(program.count > 0 && program.count <= MATH_OPS_MAX);
    SIM_ASSERT(program.stack > 0 && program.stack <= MATH_STACK_MAX);
    size_t behind = newline == NULL ? size : length + 1;
    Points points;
    read_points(&points, data + behind, size - behind);
    check(&program, &points);
    return 0;
}
