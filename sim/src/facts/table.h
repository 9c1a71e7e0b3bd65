/// How the tables of facts are written: one file a subject, rows in the order of their numbers.
///
/// A number's hundreds are a section of what is known of the service: of the Application Load
/// Balancer 1 stands for the balancer and its rules, 2 for target groups, 3 for health checks,
/// 4 for connections and codes, 5 for metrics, 6 for the access log, 8 for capacity, 9 for
/// security. A number is never given again. A source is the page of AWS's documentation as its URL
/// ends; a test is a START_TEST of tests/.
#pragma once

#include "sim/facts.h"

#include <stddef.h>

typedef struct FactTable {
    const char *subject;
    const SimFact *rows;
    int32_t count;
} FactTable;

#define FACT_TABLE(subject, rows)                                                                  \
    { subject, rows, (int32_t)(sizeof(rows) / sizeof *(rows)) }

#define FACT(id, sentence, source, status, test)                                                   \
    { id, sentence, source, status, test, NULL }
/// True of AWS and not simulated; the reason is a few words, without a full stop.
#define LEFT_OUT(id, sentence, source, reason)                                                     \
    { id, sentence, source, SIM_FACT_NOT_MODELLED, NULL, reason }

#define DOCUMENTED SIM_FACT_DOCUMENTED
#define OBSERVED   SIM_FACT_OBSERVED
#define INFERRED   SIM_FACT_INFERRED
#define MEMORY     SIM_FACT_MEMORY
#define MODEL      SIM_FACT_MODEL

#define ALB        "application/application-load-balancers"
#define LISTENERS  "application/load-balancer-listeners"
#define RULES      "application/listener-rules"
#define CONDS      "application/rule-condition-types"
#define ACTIONS    "application/rule-action-types"
#define TRANSFORMS "application/rule-transforms"
#define GROUPS     "application/load-balancer-target-groups"
#define ATTRS      "application/edit-target-group-attributes"
#define LBATTRS    "application/edit-load-balancer-attributes"
#define HEALTH     "application/target-group-health-checks"
#define TROUBLE    "application/load-balancer-troubleshooting"
#define METRICS    "application/load-balancer-cloudwatch-metrics"
#define LOGS       "application/load-balancer-access-logs"
#define QUOTAS     "application/load-balancer-limits"
#define HOW        "userguide/how-elastic-load-balancing-works"
#define R53        "Route53/"

extern const FactTable facts_balancer;
extern const FactTable facts_rules;
extern const FactTable facts_target_groups;
extern const FactTable facts_health;
extern const FactTable facts_connections;
extern const FactTable facts_metrics;
extern const FactTable facts_log;
extern const FactTable facts_capacity;
extern const FactTable facts_security;
extern const FactTable facts_health_checks;
extern const FactTable facts_accelerator;
extern const FactTable facts_recovery;
extern const FactTable facts_route53;
extern const FactTable facts_cloudwatch;
extern const FactTable facts_autoscaling;
extern const FactTable facts_refresh;
extern const FactTable facts_warm_pools;
extern const FactTable facts_model;
