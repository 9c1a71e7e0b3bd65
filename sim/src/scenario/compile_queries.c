// The parts of a metric-math alarm, or of a widget. Expressions may name each other in any order;
// they are put in the order in which they can be worked out, what an alarm looks at last.
#include "scenario/query_parts.h"

#include "base/fact.h"
#include "cloudwatch/math_ops.h"

#include <string.h>

#define METRICS_MAX 10

static void add_part(Compiler *compiler, const RawQuery *raw, QueryParts *parts) {
    int32_t i = parts->count++;
    parts->raws[i] = raw;
    parts->ids[i] = raw->id == NULL ? "" : raw->id;
    parts->is_metric[i] = raw->expression == NULL;
    parts->place[i] = -1;
    for (int32_t k = 0; k < i; k++)
        if (strcmp(parts->ids[k], parts->ids[i]) == 0 && parts->ids[i][0] != 0)
            COMPILE_REFUSE(compiler, raw->node, "id", "Ids tell parts apart.",
                           "this id stands twice");
}

static void parse_expressions(Compiler *compiler, QueryParts *parts) {
    MathNames names = {parts->ids, parts->is_metric, parts->count};
    for (int32_t i = 0; i < parts->count; i++) {
        if (parts->is_metric[i]) continue;
        SimError error;
        parts->programs[i] = arena_alloc(compiler->arena, sizeof *parts->programs[i]);
        if (!math_compile(parts->raws[i]->expression, &names, parts->programs[i], &error))
            COMPILE_REFUSE(compiler, parts->raws[i]->node, "expression", "", "%.200s", error.text);
    }
}

void query_parts_read(Compiler *compiler, const RawQuery *const raws[], int32_t count,
                      QueryParts *parts) {
    SIM_ASSERT(count <= QUERY_PARTS_MAX);
    *parts = (QueryParts){.count = 0};
    for (int32_t i = 0; i < count; i++)
        add_part(compiler, raws[i], parts);
    parse_expressions(compiler, parts);
}

static bool is_ready(const QueryParts *parts, int32_t part) {
    for (int32_t k = 0; k < parts->count && !parts->is_metric[part]; k++)
        if (parts->place[k] < 0 && math_names(parts->programs[part], k)) return false;
    return parts->place[part] < 0;
}

int32_t query_parts_order(QueryParts *parts, int32_t returned) {
    int32_t put = 0;
    for (int32_t before = -1; before < put;) {
        before = put;
        for (int32_t i = 0; i < parts->count; i++)
            if (i != returned && is_ready(parts, i)) parts->place[i] = put++;
    }
    if (returned >= 0 && is_ready(parts, returned)) parts->place[returned] = put++;
    return put;
}

const MathProgram *query_parts_program(const QueryParts *parts, int32_t part) {
    MathProgram *program = parts->programs[part];
    for (int32_t i = 0; program != NULL && i < program->count; i++)
        if (program->ops[i].kind == MATH_QUERY)
            program->ops[i].operand = parts->place[program->ops[i].operand];
    return program;
}

static int32_t find_returned(Compiler *compiler, const RawAlarm *raw) {
    const RawQuery *raws = raw->queries.items;
    int32_t returned = -1, count = 0;
    for (int32_t i = 0; i < raw->queries.count; i++) {
        if (raws[i].is_returned) returned = i;
        count += raws[i].is_returned;
    }
    if (SIM_FACT("CW-360", count != 1))
        COMPILE_REFUSE(compiler, raw->node, "metrics",
                       "Give \"return_data\": true to the one that it looks at.",
                       "an alarm looks at one of its metrics and expressions, not %d", count);
    return count == 1 ? returned : -1;
}

static void check_counts(Compiler *compiler, const RawAlarm *raw, const ConfigAlarm *alarm) {
    if (SIM_FACT("CW-361", alarm->metric_count > METRICS_MAX))
        COMPILE_REFUSE(compiler, raw->node, "metrics", "Leave some out.",
                       "an alarm has up to %d metrics, not %d", METRICS_MAX, alarm->metric_count);
}

void compile_queries(Compiler *compiler, const RawAlarm *raw, ConfigAlarm *alarm) {
    const RawQuery *raws = raw->queries.items;
    const RawQuery *each[QUERY_PARTS_MAX];
    QueryParts parts;
    if (raw->queries.count > QUERY_PARTS_MAX) return; // refused by the table
    for (int32_t i = 0; i < raw->queries.count; i++)
        each[i] = &raws[i];
    query_parts_read(compiler, each, raw->queries.count, &parts);
    int32_t returned = find_returned(compiler, raw);
    check_counts(compiler, raw, alarm);
    if (returned < 0 || sim_diagnostics_has_errors(compiler->diagnostics)) return;
    if (query_parts_order(&parts, returned) < parts.count) {
        COMPILE_REFUSE(compiler, raw->node, "metrics", "",
                       "expressions name each other in a circle, or the one that the alarm looks "
                       "at is named by another");
        return;
    }
    if (!parts.is_metric[returned] && SIM_FACT("CW-362", !parts.programs[returned]->is_series))
        COMPILE_REFUSE(compiler, raws[returned].node, "expression",
                       "Name a metric in it, or take SUM([...]) across several.",
                       "this gives one number, and an alarm needs a series");
    alarm->queries = arena_array(compiler->arena, parts.count, sizeof *alarm->queries);
    alarm->query_count = parts.count;
    for (int32_t i = 0, metric = 0; i < parts.count; i++) {
        ConfigAlarmQuery *query = &alarm->queries[parts.place[i]];
        *query = (ConfigAlarmQuery){.id = parts.ids[i],
                                    .metric = parts.is_metric[i] ? metric++ : -1,
                                    .program = query_parts_program(&parts, i)};
    }
}
