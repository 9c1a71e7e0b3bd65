/// Zones of a running balancer, which SetSubnets enables and disables.
///
/// A balancer has room for nodes in every zone of its region, so that a node keeps its number; in
/// a zone that is not enabled they are absent. Where a zone is enabled its nodes check the targets
/// first, as any node that is new; where one is disabled they leave DNS, take no new connections
/// two minutes later and go when nothing is open. AWS documents what becomes of the targets, the
/// rest is model.
#pragma once

#include "elb/elb.h"

/// The configuration has changed: nodes and targets of zones that were enabled or disabled follow.
void zones_reshape(SimWorld *world, const Config *old);
/// A second closes: nodes that have checked the targets serve, those that nobody uses any more go.
void zones_follow(SimWorld *world, int32_t balancer);
/// Zones between which capacity is spread, a bit each: enabled, and no longer being set up.
uint32_t zones_in_service(const SimWorld *world, int32_t balancer);
int32_t zones_in_service_count(const SimWorld *world, int32_t balancer);
/// Nodes that are there.
int32_t zones_node_count(const SimWorld *world, int32_t balancer);
