// Rows on a stack. A number is a row whose points are all the same.
#include "cloudwatch/math.h"

#include <math.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/math_ops.h"
#include "engine/alloc.h"

typedef struct Machine {
    MathRow rows[MATH_STACK_MAX];
    int32_t height, count;
    double period_s;
} Machine;

static double truth(bool is_true) {
    return is_true ? 1 : 0;
}

// False: there is no such value.
static bool compute(MathOpKind kind, double a, double b, double *out) {
    switch (kind) {
    case MATH_ADD:
        *out = a + b;
        break;
    case MATH_SUBTRACT:
        *out = a - b;
        break;
    case MATH_MULTIPLY:
        *out = a * b;
        break;
    case MATH_DIVIDE:
        *out = b == 0 ? 0 : a / b;
        return SIM_FACT("CW-221", b != 0);
    case MATH_POWER:
        *out = pow(a, b);
        break;
    case MATH_LESS:
        *out = truth(a < b);
        break;
    case MATH_LESS_EQUAL:
        *out = truth(a <= b);
        break;
    case MATH_GREATER:
        *out = truth(a > b);
        break;
    case MATH_GREATER_EQUAL:
        *out = truth(a >= b);
        break;
    case MATH_EQUAL:
        *out = truth(a == b);
        break;
    case MATH_NOT_EQUAL:
        *out = truth(a != b);
        break;
    case MATH_AND:
        *out = truth(a != 0 && b != 0);
        break;
    default:
        *out = truth(a != 0 || b != 0);
    }
    return true;
}

// Between two series one that has no point counts as 0, beside a number as none.
static bool is_point(const MathRow *a, const MathRow *b, int32_t i) {
    bool is_either = a->is_present[i] || b->is_present[i];
    bool is_both = a->is_present[i] && b->is_present[i];
    return a->is_series && b->is_series && SIM_FACT("CW-220", true) ? is_either : is_both;
}

static void combine(Machine *m, MathOpKind kind) {
    MathRow *b = &m->rows[--m->height], *a = &m->rows[m->height - 1];
    for (int32_t i = 0; i < m->count; i++) {
        bool is_here = is_point(a, b, i);
        double x = a->is_present[i] ? a->values[i] : 0, y = b->is_present[i] ? b->values[i] : 0;
        a->values[i] = 0;
        a->is_present[i] = is_here && compute(kind, x, y, &a->values[i]);
    }
    a->is_series |= b->is_series;
}

static void change_each(Machine *m, MathOpKind kind) {
    MathRow *row = &m->rows[m->height - 1];
    for (int32_t i = 0; i < m->count; i++) {
        double x = row->values[i];
        row->values[i] = kind == MATH_NEGATE  ? -x
                         : kind == MATH_ABS   ? fabs(x)
                         : kind == MATH_CEIL  ? ceil(x)
                         : kind == MATH_FLOOR ? floor(x)
                                              : m->period_s;
    }
    if (kind == MATH_PERIOD) {
        row->is_series = false;
        for (int32_t i = 0; i < m->count; i++)
            row->is_present[i] = true;
    }
}

// From the last point before, however far that is; RATE by the second.
static void difference(Machine *m, bool is_rate) {
    MathRow *row = &m->rows[m->height - 1];
    int32_t last = -1;
    double before = 0;
    for (int32_t i = 0; i < m->count; i++) {
        if (!row->is_present[i]) continue;
        double value = row->values[i];
        row->is_present[i] = last >= 0;
        double seconds = SIM_FACT("CW-224", is_rate) ? (i - last) * m->period_s : 1;
        row->values[i] = last >= 0 ? (value - before) / seconds : 0;
        before = value;
        last = i;
    }
}

static void running_sum(Machine *m) {
    MathRow *row = &m->rows[m->height - 1];
    double sum = 0;
    for (int32_t i = 0; i < m->count; i++)
        if (row->is_present[i]) row->values[i] = sum += row->values[i];
}

static int32_t next_present(const MathRow *row, int32_t from, int32_t count) {
    while (from < count && !row->is_present[from])
        from++;
    return from;
}

// Gaps between points; what is missing before the first or after the last stays missing, but for
// REPEAT, which goes on.
static void fill_gaps(Machine *m, bool is_linear) {
    MathRow *row = &m->rows[m->height - 1];
    for (int32_t i = 1; i < m->count; i++) {
        if (row->is_present[i] || !row->is_present[i - 1]) continue;
        int32_t next = next_present(row, i, m->count);
        if (is_linear && next == m->count) return;
        double step = is_linear ? (row->values[next] - row->values[i - 1]) / (next - i + 1) : 0;
        row->values[i] = row->values[i - 1] + step;
        row->is_present[i] = true;
    }
}

static void fill_with(Machine *m) {
    const MathRow *by = &m->rows[--m->height];
    MathRow *row = &m->rows[m->height - 1];
    for (int32_t i = 0; i < m->count; i++) {
        if (SIM_FACT("CW-222", row->is_present[i]) || !by->is_present[i]) continue;
        row->values[i] = by->values[i];
        row->is_present[i] = true;
    }
}

static void choose(Machine *m, int32_t rows) {
    const MathRow *otherwise = rows == 3 ? &m->rows[--m->height] : NULL;
    const MathRow *then = &m->rows[--m->height];
    MathRow *out = &m->rows[m->height - 1];
    for (int32_t i = 0; i < m->count; i++) {
        bool is_true = SIM_FACT("CW-223", out->is_present[i] && out->values[i] != 0);
        const MathRow *from = is_true ? then : otherwise;
        out->is_present[i] = from != NULL && from->is_present[i];
        out->values[i] = out->is_present[i] ? from->values[i] : 0;
    }
    out->is_series |= then->is_series || (otherwise != NULL && otherwise->is_series);
}

typedef struct Gathered {
    double sum, least, most;
    int32_t count;
} Gathered;

static void gather(Gathered *gathered, const MathRow *row, int32_t i) {
    if (!row->is_present[i]) return;
    double value = row->values[i];
    if (gathered->count == 0 || value < gathered->least) gathered->least = value;
    if (gathered->count == 0 || value > gathered->most) gathered->most = value;
    gathered->sum += value;
    gathered->count++;
}

static double result_of(MathOpKind kind, const Gathered *gathered) {
    if (kind == MATH_SUM) return gathered->sum;
    if (kind == MATH_MIN) return gathered->least;
    return kind == MATH_MAX ? gathered->most : gathered->sum / gathered->count;
}

static void aggregate_points(Machine *m, MathOpKind kind, int32_t rows) {
    MathRow *first = &m->rows[m->height - rows];
    for (int32_t i = 0; i < m->count; i++) {
        Gathered gathered = {0};
        for (int32_t r = 0; r < rows; r++)
            gather(&gathered, &first[r], i);
        first->is_present[i] = gathered.count > 0;
        first->values[i] = gathered.count > 0 ? result_of(kind, &gathered) : 0;
    }
    first->is_series = true;
    m->height -= rows - 1;
}

static void aggregate_row(Machine *m, MathOpKind kind) {
    MathRow *row = &m->rows[m->height - 1];
    Gathered gathered = {0};
    for (int32_t i = 0; i < m->count; i++)
        gather(&gathered, row, i);
    for (int32_t i = 0; i < m->count; i++) {
        row->is_present[i] = gathered.count > 0;
        row->values[i] = gathered.count > 0 ? result_of(kind, &gathered) : 0;
    }
    row->is_series = false;
}

static void push(Machine *m, const MathOp *op, const MathRow *queries) {
    MathRow *row = &m->rows[m->height++];
    const MathRow *from = op->kind == MATH_QUERY ? &queries[op->operand] : NULL;
    row->is_series = from != NULL && from->is_series;
    for (int32_t i = 0; i < m->count; i++) {
        row->is_present[i] = from == NULL || from->is_present[i];
        row->values[i] = from == NULL ? op->number : from->values[i];
    }
}

// Beyond the range of numbers there is no point.
static void keep_finite(Machine *m) {
    MathRow *row = &m->rows[m->height - 1];
    for (int32_t i = 0; i < m->count; i++) {
        if (isfinite(row->values[i])) continue;
        row->is_present[i] = false;
        row->values[i] = 0;
    }
}

static void execute(Machine *m, const MathOp *op, const MathRow *queries) {
    MathOpKind kind = (MathOpKind)op->kind;
    if (kind <= MATH_QUERY)
        push(m, op, queries);
    else if (kind <= MATH_OR)
        combine(m, kind);
    else if (kind == MATH_RATE || kind == MATH_DIFF)
        difference(m, kind == MATH_RATE);
    else if (kind == MATH_RUNNING_SUM)
        running_sum(m);
    else if (kind == MATH_FILL_REPEAT || kind == MATH_FILL_LINEAR)
        fill_gaps(m, kind == MATH_FILL_LINEAR);
    else if (kind == MATH_FILL)
        fill_with(m);
    else if (kind == MATH_IF)
        choose(m, op->operand);
    else if (kind >= MATH_SUM && op->operand > 0)
        aggregate_points(m, kind, op->operand);
    else if (kind >= MATH_SUM)
        aggregate_row(m, kind);
    else
        change_each(m, kind);
    keep_finite(m);
}

void math_evaluate(const MathProgram *program, const MathRow *queries, int32_t count,
                   double period_s, MathRow *out) {
    Machine machine = {.count = count, .period_s = period_s};
    size_t cells = (size_t)MATH_STACK_MAX * (size_t)count;
    double *values = alloc_zeroed(cells + 1, sizeof *values);
    bool *present = alloc_zeroed(cells + 1, sizeof *present);
    for (int32_t i = 0; i < MATH_STACK_MAX; i++)
        machine.rows[i] = (MathRow){values + (size_t)i * (size_t)count,
                                    present + (size_t)i * (size_t)count, false};
    for (int32_t i = 0; i < program->count; i++)
        execute(&machine, &program->ops[i], queries);
    SIM_ASSERT(machine.height == 1);
    memcpy(out->values, machine.rows[0].values, (size_t)count * sizeof *out->values);
    memcpy(out->is_present, machine.rows[0].is_present, (size_t)count * sizeof *out->is_present);
    out->is_series = machine.rows[0].is_series;
    alloc_free(values);
    alloc_free(present);
}
