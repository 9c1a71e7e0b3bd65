/// Metric math: expressions over the metrics of an alarm or a chart, point by point.
///
/// An expression names metrics and other expressions by ids ("100 * errors / requests"), and is
/// compiled once into operations on a stack of rows. A row is one value a period, some of which may
/// be missing, or a single number. Between two series a missing point counts as 0 where the other
/// has one; divided by 0 there is no point.
#pragma once

#include "sim/base.h"

enum { MATH_OPS_MAX = 200, MATH_STACK_MAX = 24 };

typedef struct MathOp {
    int32_t kind;
    int32_t operand; ///< a query, or how many rows a function takes
    double number;
} MathOp;

typedef struct MathProgram {
    int32_t count;
    int32_t stack;  ///< rows needed at once
    bool is_series; ///< else a single number comes out
    MathOp ops[MATH_OPS_MAX];
} MathProgram;

/// What an expression may name: ids, and which of them are metrics, as METRICS() gives them.
typedef struct MathNames {
    const char *const *ids;
    const bool *is_metric;
    int32_t count;
} MathNames;

/// `count` points, the oldest first.
typedef struct MathRow {
    double *values;
    bool *is_present;
    bool is_series;
} MathRow;

/// False: `error` says which character is wrong, and why.
bool math_compile(const char *text, const MathNames *names, MathProgram *program, SimError *error);

/// Whether the program names this query.
bool math_names(const MathProgram *program, int32_t query);

/// Computes `out`, whose arrays the caller made, from the rows of the queries it names; each has
/// `count` points, `period_s` apart.
void math_evaluate(const MathProgram *program, const MathRow *queries, int32_t count,
                   double period_s, MathRow *out);
