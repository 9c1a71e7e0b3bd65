/// How many nodes a balancer has in each of its zones.
///
/// AWS scales a balancer by larger nodes and by more of them; the second is what clients can see,
/// for each node has an address in DNS, checks every target by itself and goes round the targets by
/// itself. Nodes come and go in ranks, one a zone, because capacity is spread evenly. What one node
/// carries is not published: a scenario says it, or a zone has one node that grows (model).
#pragma once

#include "elb/elb.h"

/// The balancer begins with as many ranks as its capacity needs, all of them serving.
void ranks_start(SimWorld *world, int32_t balancer);
/// A second closes: ranks come and go with the capacity.
void ranks_follow(SimWorld *world, int32_t balancer);
/// Whether the node has a say about the health of targets: it has had time to check them, and is
/// still there.
bool node_has_say(const ElbNode *node);

#define NODE_LEAVES_AFTER (2 * SIM_MINUTE) ///< twice the TTL of its address

/// One node's stage, told with its cause; DNS is refreshed by whoever calls.
void node_set_stage(SimWorld *world, int32_t node, NodeStage stage, SimTime length,
                    const char *cause);
/// How long the checks of the slowest group take: after so long each target has been checked.
SimTime ranks_checks_last(const SimWorld *world, int32_t balancer);
/// The node of this number knows nothing of any target yet.
void ranks_forget_health(SimWorld *world, int32_t balancer, int32_t number);
