/// The metrics and expressions of a metric-math alarm or of a widget, and the order in which they
/// can be worked out.
#pragma once

#include "scenario/compile.h"

enum { QUERY_PARTS_MAX = 20 };

typedef struct QueryParts {
    const RawQuery *raws[QUERY_PARTS_MAX];
    const char *ids[QUERY_PARTS_MAX];
    bool is_metric[QUERY_PARTS_MAX];
    MathProgram *programs[QUERY_PARTS_MAX];
    int32_t place[QUERY_PARTS_MAX]; ///< in the order of work; -1: not yet
    int32_t count;
} QueryParts;

/// Reads their expressions, and says what is wrong with them.
void query_parts_read(Compiler *compiler, const RawQuery *const raws[], int32_t count,
                      QueryParts *parts);
/// Puts what can be worked out, until nothing can; `returned` comes last (-1: none does). Returns
/// how many were put: fewer than there are when they name each other in a circle.
int32_t query_parts_order(QueryParts *parts, int32_t returned);
/// The program of a part, once, which names parts by their place in the order; NULL: a metric.
const MathProgram *query_parts_program(const QueryParts *parts, int32_t part);
