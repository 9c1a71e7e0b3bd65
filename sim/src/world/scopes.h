/// The meter's scopes of a world: which dimensions each thing counts under.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

int32_t world_balancer_scope(SimWorld *world, int32_t balancer);
int32_t world_node_scope(SimWorld *world, int32_t balancer, int32_t number);
/// -1 while the group has no balancer.
int32_t world_group_scope(SimWorld *world, int32_t group);
int32_t world_group_alone_scope(SimWorld *world, int32_t group);
int32_t world_group_node_scope(SimWorld *world, int32_t group, int32_t number);
/// Of the group in the zone of a node, whichever its balancer; made once.
void world_group_zone_scope(SimWorld *world, int32_t group, int32_t number);
int32_t world_scaling_group_scope(SimWorld *world, int32_t group);
int32_t world_warm_pool_scope(SimWorld *world, int32_t group);
/// Of an instance launched from this template.
int32_t world_instance_scope(SimWorld *world, int32_t instance, int32_t launch);
/// Of the forecast of a predictive scaling policy; and of its load.
int32_t world_forecast_scope(SimWorld *world, int32_t policy, bool is_load);
/// How often EC2 publishes the metrics of what is launched from a template, in minutes.
int32_t world_ec2_minutes(const SimWorld *world, int32_t launch);
/// With those of its listener and its accelerator.
int32_t world_endpoint_group_scope(SimWorld *world, int32_t group);
int32_t world_check_scope(SimWorld *world, int32_t check);
int32_t world_check_region_scope(SimWorld *world, int32_t check, int32_t region);
