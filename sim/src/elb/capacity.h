/// What a balancer carries, what it could carry, and what that costs.
///
/// A load balancer capacity unit (LCU) is so much of four things: new connections, active ones,
/// bytes, rule evaluations. As each second closes its load is measured in all four, and the highest
/// counts. AWS publishes neither how much a balancer begins with nor how it grows, so a scenario
/// says it: capacity follows the load, it doubles in five minutes at the fastest, and what a node
/// can not carry it rejects (model).
#pragma once

#include "sim/base.h"
#include "sim/view.h"

typedef struct SimWorld SimWorld;
typedef struct Request Request;
typedef struct Config Config;

#define LCU_FREE_RULES 10 ///< rules of a request that are not billed

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// The moving part of a balancer's capacity.
typedef struct Capacity {
    double units; ///< LCUs that it can carry now; no limit where the scenario says none
    double load[SIM_LCU_DIMENSIONS]; ///< of the last second, in LCUs
    double hour[SIM_LCU_DIMENSIONS]; ///< of the hour so far, in LCU-hours
    double utilization;              ///< of the node that is worst off, 0 and up
    double reserved;                 ///< LCUs of the reservation that is provisioned
    double reserved_hour;            ///< of the hour so far, in LCU-hours
    double billed;                   ///< LCU-hours of the hours before
    int64_t hours;                   ///< begun so far
    int64_t rejected;                ///< connections since the run began
    SimTime provisioned_at;          ///< when what was asked for is provisioned; 0: nothing pends
    SimTime created;                 ///< its hours are counted from then on
    int64_t lowered_on;              ///< day since 1970 on which the reservation was lowered last
    int32_t lowered;                 ///< how often on that day
    int32_t requested;               ///< LCUs of the reservation as asked for
    int32_t state;                   ///< SimBalancerState
    int32_t is_overflowing;
    int32_t has_failed; ///< the reservation asked for could not be had
    int32_t padding;
} Capacity;

#pragma GCC diagnostic pop

/// The balancer begins, with the run or created in it.
void capacity_start(SimWorld *world, int32_t balancer);
/// A reservation may have been changed.
void capacity_reconfigure(SimWorld *world);
/// Whether AWS would take up the changes of a configuration; false: `error` says why not.
bool capacity_check(const SimWorld *world, const Config *changed, SimError *error);
/// A second of this length is about to close: measures the load, lets capacity follow.
void capacity_close(SimWorld *world, SimTime length);
/// The balancer's nodes are there.
void balancer_provisioned(SimWorld *world, int32_t balancer);

/// Whether the node is at work: its zone has power, its balancer is provisioned and needs it.
bool node_is_up(const SimWorld *world, int32_t node);
/// Whether it also takes new connections: one that has long left DNS does not.
bool node_answers(const SimWorld *world, int32_t node);
/// Whether an overloaded node rejects the new connection of a request, which it then counts.
bool node_rejects(SimWorld *world, int32_t node, const Request *request);
/// Whether an overloaded node answers 503 by itself instead of acting.
bool node_sheds(const SimWorld *world, int32_t attempt);
