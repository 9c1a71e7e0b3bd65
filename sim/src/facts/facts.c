// All tables of facts, one after the other.
#include "facts/table.h"

static const FactTable *const tables[] = {
    &facts_balancer,    &facts_rules,       &facts_target_groups, &facts_health,
    &facts_connections, &facts_metrics,     &facts_log,           &facts_capacity,
    &facts_security,    &facts_route53,     &facts_health_checks, &facts_cloudwatch,
    &facts_recovery,    &facts_accelerator, &facts_autoscaling,   &facts_refresh,
    &facts_warm_pools,  &facts_model,
};

int32_t sim_fact_count(void) {
    int32_t count = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        count += tables[i]->count;
    return count;
}

// The table that holds the fact at `*index`, which becomes the index in it.
static const FactTable *find_table(int32_t *index) {
    SIM_ASSERT(*index >= 0);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (*index < tables[i]->count) return tables[i];
        *index -= tables[i]->count;
    }
    SIM_ASSERT(false);
    return NULL;
}

SimFact sim_fact(int32_t index) {
    const FactTable *table = find_table(&index);
    return table->rows[index];
}

const char *sim_fact_subject(int32_t index) {
    return find_table(&index)->subject;
}

const char *sim_fact_status_name(SimFactStatus status) {
    static const char *const names[SIM_FACT_STATUS_COUNT] = {
        "documented", "observed", "inferred", "memory", "model", "not modelled"};
    SIM_ASSERT(status < SIM_FACT_STATUS_COUNT);
    return names[status];
}
