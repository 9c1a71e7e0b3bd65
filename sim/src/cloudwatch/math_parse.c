// Recursive descent, from what binds least to what binds most: OR, AND, comparisons, sums,
// products, signs, powers. Each function leaves one row on the stack and says whether it is a
// series.
#include <ctype.h>
#include <string.h>

#include "cloudwatch/math.h"
#include "cloudwatch/math_ops.h"

#define DEPTH_MAX 40

typedef struct Parser {
    const char *text, *at;
    const MathNames *names;
    MathProgram *program;
    SimError *error;
    int32_t depth, stack;
    bool is_failed;
} Parser;

static bool parse_or(Parser *p);

static bool fail(Parser *p, const char *what) {
    if (!p->is_failed)
        sim_error_set(p->error, "character %d: %s", (int)(p->at - p->text) + 1, what);
    p->is_failed = true;
    return true;
}

static void emit(Parser *p, MathOpKind kind, int32_t operand, double number, int32_t change) {
    if (p->is_failed) return;
    if (p->program->count == MATH_OPS_MAX) {
        fail(p, "this expression is too long");
        return;
    }
    p->program->ops[p->program->count++] = (MathOp){(int32_t)kind, operand, number};
    p->stack += change;
    if (p->stack > MATH_STACK_MAX) fail(p, "this expression is nested too deeply");
    if (p->stack > p->program->stack) p->program->stack = p->stack;
}

static void skip_space(Parser *p) {
    while (*p->at == ' ' || *p->at == '\t' || *p->at == '\n')
        p->at++;
}

static bool take(Parser *p, const char *symbol) {
    skip_space(p);
    size_t length = strlen(symbol);
    if (strncmp(p->at, symbol, length) != 0) return false;
    // "AND" is no beginning of "ANDROID".
    if (isalpha((unsigned char)symbol[0]) &&
        (isalnum((unsigned char)p->at[length]) || p->at[length] == '_'))
        return false;
    p->at += length;
    return true;
}

static void expect(Parser *p, const char *symbol, const char *what) {
    if (!p->is_failed && !take(p, symbol)) fail(p, what);
}

// Digits with a point; without the locale's opinion.
static bool parse_number(Parser *p) {
    double digits = 0, scale = 1;
    bool has_point = false;
    int length = 0;
    for (; isdigit((unsigned char)*p->at) || (*p->at == '.' && !has_point); p->at++) {
        if (*p->at == '.') {
            has_point = true;
            continue;
        }
        digits = digits * 10 + (*p->at - '0');
        if (has_point) scale *= 10;
        if (++length > 15) return fail(p, "this number has too many digits");
    }
    if (length == 0) return fail(p, "this should be a number");
    emit(p, MATH_NUMBER, 0, digits / scale, 1);
    return false;
}

// Every metric, or those whose id contains a text, as separate rows. Returns how many.
static int32_t push_metrics(Parser *p) {
    char part[64] = "";
    expect(p, "(", "METRICS is followed by ()");
    if (take(p, "\"") || take(p, "'")) {
        size_t length = strcspn(p->at, "\"'");
        if (length >= sizeof part || p->at[length] == '\0') return fail(p, "this text has no end");
        memcpy(part, p->at, length);
        p->at += length + 1;
    }
    expect(p, ")", "a ) is missing");
    int32_t count = 0;
    for (int32_t i = 0; i < p->names->count && !p->is_failed; i++) {
        if (!p->names->is_metric[i] || strstr(p->names->ids[i], part) == NULL) continue;
        emit(p, MATH_QUERY, i, 0, 1);
        count++;
    }
    if (count == 0) fail(p, "METRICS() finds no metric");
    return count;
}

// SUM([a, b]) and SUM(METRICS()) work point by point and give a series; SUM(a) works over a's
// points and gives a number.
static bool parse_aggregate(Parser *p, MathOpKind kind) {
    int32_t count = 0;
    bool is_across = true;
    if (take(p, "[")) {
        do {
            parse_or(p);
            count++;
        } while (!p->is_failed && take(p, ","));
        expect(p, "]", "a ] is missing");
    } else if (take(p, "METRICS")) {
        count = push_metrics(p);
    } else {
        parse_or(p);
        count = 1;
        is_across = false;
    }
    expect(p, ")", "a ) is missing");
    emit(p, kind, is_across ? count : 0, 0, 1 - count);
    return is_across;
}

static bool parse_fill(Parser *p) {
    bool is_series = parse_or(p);
    if (!is_series) return fail(p, "FILL fills a series");
    expect(p, ",", "FILL takes a series and a number, REPEAT or LINEAR");
    if (take(p, "REPEAT")) {
        emit(p, MATH_FILL_REPEAT, 1, 0, 0);
    } else if (take(p, "LINEAR")) {
        emit(p, MATH_FILL_LINEAR, 1, 0, 0);
    } else {
        parse_or(p);
        emit(p, MATH_FILL, 2, 0, -1);
    }
    expect(p, ")", "a ) is missing");
    return true;
}

static bool parse_if(Parser *p) {
    bool is_series = parse_or(p);
    expect(p, ",", "IF takes a condition and one value or two");
    is_series |= parse_or(p);
    int32_t count = 2;
    if (!p->is_failed && take(p, ",")) {
        is_series |= parse_or(p);
        count = 3;
    }
    expect(p, ")", "a ) is missing");
    emit(p, MATH_IF, count, 0, 1 - count);
    return is_series;
}

static bool parse_one(Parser *p, MathOpKind kind) {
    bool is_series = parse_or(p);
    expect(p, ")", "a ) is missing");
    emit(p, kind, 1, 0, 0);
    return is_series;
}

static bool parse_function(Parser *p) {
    static const struct {
        const char *name;
        MathOpKind kind;
    } functions[] = {{"SUM", MATH_SUM},      {"AVG", MATH_AVG},   {"MIN", MATH_MIN},
                     {"MAX", MATH_MAX},      {"IF", MATH_IF},     {"FILL", MATH_FILL},
                     {"ABS", MATH_ABS},      {"CEIL", MATH_CEIL}, {"FLOOR", MATH_FLOOR},
                     {"RATE", MATH_RATE},    {"DIFF", MATH_DIFF}, {"RUNNING_SUM", MATH_RUNNING_SUM},
                     {"PERIOD", MATH_PERIOD}};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (!take(p, functions[i].name)) continue;
        expect(p, "(", "a function is followed by (");
        if (p->is_failed) return true;
        MathOpKind kind = functions[i].kind;
        if (kind >= MATH_SUM) return parse_aggregate(p, kind);
        if (kind == MATH_IF) return parse_if(p);
        if (kind == MATH_FILL) return parse_fill(p);
        bool is_series = parse_one(p, kind);
        return kind == MATH_PERIOD ? false : is_series;
    }
    return fail(p, "there is no such function here");
}

static bool parse_id(Parser *p) {
    size_t length = 0;
    while (isalnum((unsigned char)p->at[length]) || p->at[length] == '_')
        length++;
    for (int32_t i = 0; i < p->names->count; i++) {
        const char *id = p->names->ids[i];
        if (strncmp(id, p->at, length) != 0 || id[length] != '\0') continue;
        p->at += length;
        emit(p, MATH_QUERY, i, 0, 1);
        return true;
    }
    return fail(p, "there is no metric or expression of this id");
}

static bool parse_primary(Parser *p) {
    skip_space(p);
    if (p->depth >= DEPTH_MAX) return fail(p, "this expression is nested too deeply");
    bool is_series = false;
    p->depth++;
    if (take(p, "(")) {
        is_series = parse_or(p);
        expect(p, ")", "a ) is missing");
    } else if (isdigit((unsigned char)*p->at) || *p->at == '.') {
        is_series = parse_number(p);
    } else if (isupper((unsigned char)*p->at)) {
        is_series = parse_function(p);
    } else if (islower((unsigned char)*p->at)) {
        is_series = parse_id(p);
    } else {
        is_series = fail(p, *p->at == '\0' ? "the expression ends too early" : "nothing fits here");
    }
    p->depth--;
    return is_series;
}

static bool parse_power(Parser *p) {
    bool is_series = parse_primary(p);
    while (!p->is_failed && take(p, "^")) {
        is_series |= parse_primary(p);
        emit(p, MATH_POWER, 2, 0, -1);
    }
    return is_series;
}

static bool parse_sign(Parser *p) {
    int32_t minus = 0;
    while (!p->is_failed && take(p, "-"))
        minus++;
    bool is_series = parse_power(p);
    if (minus % 2 == 1) emit(p, MATH_NEGATE, 1, 0, 0);
    return is_series;
}

typedef struct Operator {
    const char *symbol;
    MathOpKind kind;
} Operator;

static bool parse_level(Parser *p, bool (*tighter)(Parser *), const Operator *operators) {
    bool is_series = tighter(p);
    while (!p->is_failed) {
        const Operator *operator= operators;
        while (operator->symbol != NULL && !take(p, operator->symbol))
            operator++;
        if (operator->symbol == NULL) break;
        is_series |= tighter(p);
        emit(p, operator->kind, 2, 0, -1);
    }
    return is_series;
}

static bool parse_product(Parser *p) {
    static const Operator operators[] = {
        {"*", MATH_MULTIPLY}, {"/", MATH_DIVIDE}, {NULL, MATH_NUMBER}};
    return parse_level(p, parse_sign, operators);
}

static bool parse_sum(Parser *p) {
    static const Operator operators[] = {
        {"+", MATH_ADD}, {"-", MATH_SUBTRACT}, {NULL, MATH_NUMBER}};
    return parse_level(p, parse_product, operators);
}

static bool parse_comparison(Parser *p) {
    static const Operator operators[] = {{"<=", MATH_LESS_EQUAL}, {">=", MATH_GREATER_EQUAL},
                                         {"==", MATH_EQUAL},      {"!=", MATH_NOT_EQUAL},
                                         {"<", MATH_LESS},        {">", MATH_GREATER},
                                         {NULL, MATH_NUMBER}};
    return parse_level(p, parse_sum, operators);
}

static bool parse_and(Parser *p) {
    static const Operator operators[] = {{"AND", MATH_AND}, {"&&", MATH_AND}, {NULL, MATH_NUMBER}};
    return parse_level(p, parse_comparison, operators);
}

static bool parse_or(Parser *p) {
    static const Operator operators[] = {{"OR", MATH_OR}, {"||", MATH_OR}, {NULL, MATH_NUMBER}};
    return parse_level(p, parse_and, operators);
}

bool math_compile(const char *text, const MathNames *names, MathProgram *program, SimError *error) {
    Parser parser = {.text = text, .at = text, .names = names, .program = program, .error = error};
    *program = (MathProgram){0};
    program->is_series = parse_or(&parser);
    skip_space(&parser);
    if (!parser.is_failed && *parser.at != '\0') fail(&parser, "the expression should end here");
    return !parser.is_failed;
}

bool math_names(const MathProgram *program, int32_t query) {
    for (int32_t i = 0; i < program->count; i++)
        if (program->ops[i].kind == MATH_QUERY && program->ops[i].operand == query) return true;
    return false;
}
