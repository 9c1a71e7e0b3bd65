// One LCU is 25 new connections a second, 3,000 active ones, 1 GB an hour, or 1,000 rule
// evaluations a second (elb.md 8); the first ten rules of a request are free. Connections count as
// the metrics count them, on both sides of the node (model).
#include "elb/lcu.h"

#include "base/fact.h"
#include "world/world.h"

#define NEW_PER_LCU         25.0
#define ACTIVE_PER_LCU      3000.0
#define BYTES_PER_LCU       (1e9 / 3600) // a second
#define EVALUATIONS_PER_LCU 1000.0

const char *sim_lcu_dimension_name(SimLcuDimension dimension) {
    static const char *const names[SIM_LCU_DIMENSIONS] = {"new connections", "active connections",
                                                          "processed bytes", "rule evaluations"};
    return names[dimension];
}

SimLcuDimension lcu_highest(const double load[SIM_LCU_DIMENSIONS]) {
    int highest = 0;
    for (int i = 1; i < SIM_LCU_DIMENSIONS; i++)
        if (SIM_FACT("ELB-805", load[i] > load[highest])) highest = i;
    return (SimLcuDimension)highest;
}

void lcu_add_node(const SimWorld *world, int32_t index, double seconds, bool with_rejected,
                  double load[SIM_LCU_DIMENSIONS]) {
    const ElbNode *node = &world->nodes.items[index];
    const Balancer *balancer = &world->balancers.items[node->balancer];
    const Meter *meter = &world->meter;
    int64_t connections = 0, evaluations = 0;
    for (int32_t r = 0; r < balancer->ranks; r++) {
        connections += node[r * balancer->zone_count].connections;
        evaluations += node[r * balancer->zone_count].evaluations;
    }
    double rejected = meter_open_sum(meter, node->scope, METRIC_REJECTED_CONNECTIONS);
    double fresh =
        meter_open_sum(meter, node->scope, METRIC_NEW_CONNECTIONS) + (with_rejected ? rejected : 0);
    double bytes = meter_open_sum(meter, node->scope, METRIC_PROCESSED_BYTES);
    load[SIM_LCU_NEW_CONNECTIONS] +=
        fresh / (SIM_FACT("ELB-801", true) ? NEW_PER_LCU : 1) / seconds;
    load[SIM_LCU_ACTIVE_CONNECTIONS] +=
        (double)connections / (SIM_FACT("ELB-802", true) ? ACTIVE_PER_LCU : 1);
    load[SIM_LCU_PROCESSED_BYTES] +=
        bytes / (SIM_FACT("ELB-803", true) ? BYTES_PER_LCU : 1) / seconds;
    load[SIM_LCU_RULE_EVALUATIONS] += (double)evaluations / EVALUATIONS_PER_LCU / seconds;
}
