// Scopes, named as AWS names its dimensions.
#include "world/scopes.h"

#include <stdio.h>

#include "base/fact.h"
#include "world/world.h"

static void balancer_value(const SimWorld *world, int32_t index, char *out, size_t capacity) {
    const ConfigBalancer *balancer = &world->config->balancers[index];
    snprintf(out, capacity, SIM_FACT("ELB-538", true) ? "app/%s/%s" : "%s/%s", balancer->name,
             balancer->id16);
}

static void group_value(const SimWorld *world, int32_t index, char *out, size_t capacity) {
    const ConfigTargetGroup *group = &world->config->target_groups[index];
    snprintf(out, capacity, "targetgroup/%s/%s", group->name, group->id16);
}

static const char *zone_name(const SimWorld *world, int32_t balancer, int32_t number) {
    return world->config->zones[world->config->balancers[balancer].zones[number]].name;
}

int32_t world_balancer_scope(SimWorld *world, int32_t balancer) {
    char value[192], dimensions[256];
    balancer_value(world, balancer, value, sizeof value);
    snprintf(dimensions, sizeof dimensions, "LoadBalancer=%s", value);
    return meter_scope_add(&world->meter, METER_BALANCER, dimensions, -1, -1, -1);
}

int32_t world_node_scope(SimWorld *world, int32_t balancer, int32_t number) {
    char value[192], dimensions[400];
    balancer_value(world, balancer, value, sizeof value);
    snprintf(dimensions, sizeof dimensions, "AvailabilityZone=%s;LoadBalancer=%s",
             zone_name(world, balancer, number), value);
    return meter_scope_add(&world->meter, METER_NODE, dimensions,
                           world->balancers.items[balancer].scope, -1, -1);
}

int32_t world_group_scope(SimWorld *world, int32_t index) {
    int32_t balancer = world->groups.items[index].balancer;
    char lb[192], tg[192], dimensions[500];
    if (balancer < 0) return -1;
    group_value(world, index, tg, sizeof tg);
    balancer_value(world, balancer, lb, sizeof lb);
    snprintf(dimensions, sizeof dimensions, "LoadBalancer=%s;TargetGroup=%s", lb, tg);
    return meter_scope_add(&world->meter, METER_GROUP, dimensions, -1, -1, -1);
}

int32_t world_group_alone_scope(SimWorld *world, int32_t index) {
    char tg[192], dimensions[256];
    group_value(world, index, tg, sizeof tg);
    snprintf(dimensions, sizeof dimensions, "TargetGroup=%s", tg);
    return meter_scope_add(&world->meter, METER_GROUP_ALONE, dimensions,
                           world->groups.items[index].scope, -1, -1);
}

int32_t world_group_node_scope(SimWorld *world, int32_t index, int32_t number) {
    const Group *group = &world->groups.items[index];
    char lb[192], tg[192], dimensions[640];
    balancer_value(world, group->balancer, lb, sizeof lb);
    group_value(world, index, tg, sizeof tg);
    snprintf(dimensions, sizeof dimensions, "AvailabilityZone=%s;LoadBalancer=%s;TargetGroup=%s",
             zone_name(world, group->balancer, number), lb, tg);
    const Balancer *balancer = &world->balancers.items[group->balancer];
    return meter_scope_add(&world->meter, METER_GROUP_NODE, dimensions, group->scope,
                           world->nodes.items[balancer->first_node + number].scope,
                           balancer->scope);
}

void world_group_zone_scope(SimWorld *world, int32_t index, int32_t number) {
    const Group *group = &world->groups.items[index];
    int32_t of_node = world->node_groups.items[group->first_view + number].scope;
    char tg[192], dimensions[320];
    group_value(world, index, tg, sizeof tg);
    snprintf(dimensions, sizeof dimensions, "AvailabilityZone=%s;TargetGroup=%s",
             zone_name(world, group->balancer, number), tg);
    int32_t scope = meter_scope_find(&world->meter, METER_GROUP_ZONE, dimensions);
    if (scope >= 0)
        meter_set_parent(&world->meter, scope, of_node);
    else
        meter_scope_add(&world->meter, METER_GROUP_ZONE, dimensions, of_node, -1, -1);
}

int32_t world_ec2_minutes(const SimWorld *world, int32_t launch) {
    return SIM_FACT("CW-103 ASG-415", world->config->launches[launch].is_detailed) ? 1 : 5;
}

int32_t world_instance_scope(SimWorld *world, int32_t instance, int32_t launch) {
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "InstanceId=%s", instance_name(world, instance));
    int32_t scope = meter_scope_add(&world->meter, METER_INSTANCE, dimensions, -1, -1, -1);
    meter_set_ec2_minutes(&world->meter, scope, world_ec2_minutes(world, launch));
    return scope;
}

int32_t world_check_scope(SimWorld *world, int32_t check) {
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "HealthCheckId=%s", world->config->checks[check].name);
    return meter_scope_add(&world->meter, METER_HEALTH_CHECK, dimensions, -1, -1, -1);
}

int32_t world_check_region_scope(SimWorld *world, int32_t check, int32_t region) {
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "HealthCheckId=%s;Region=%s",
             world->config->checks[check].name, checker_region(region));
    return meter_scope_add(&world->meter, METER_HEALTH_CHECK_REGION, dimensions, -1, -1, -1);
}

int32_t world_scaling_group_scope(SimWorld *world, int32_t group) {
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "AutoScalingGroupName=%s",
             world->config->scaling_groups[group].name);
    return meter_scope_add(&world->meter, METER_SCALING_GROUP, dimensions, -1, -1, -1);
}

// The meter's scope of a kind and dimensions, made when it is asked for first.
static int32_t shared_scope(SimWorld *world, MeterScopeKind kind, const char *dimensions) {
    int32_t scope = meter_scope_find(&world->meter, kind, dimensions);
    return scope >= 0 ? scope : meter_scope_add(&world->meter, kind, dimensions, -1, -1, -1);
}

// Ids of AWS are made of letters and digits; here a name and a port stand for them.
int32_t world_endpoint_group_scope(SimWorld *world, int32_t index) {
    const Config *config = world->config;
    const ConfigEndpointGroup *group = &config->endpoint_groups[index];
    const ConfigAcceleratorListener *listener = &config->accelerator_listeners[group->listener];
    const char *name = config->accelerators[listener->accelerator].name;
    int32_t port = listener->ranges[0].from;
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "Accelerator=%s", name);
    int32_t accelerator = shared_scope(world, METER_ACCELERATOR, dimensions);
    snprintf(dimensions, sizeof dimensions, "Accelerator=%s;Listener=%d", name, port);
    int32_t of_listener = shared_scope(world, METER_ACCELERATOR_LISTENER, dimensions);
    snprintf(dimensions, sizeof dimensions, "Accelerator=%s;EndpointGroup=%s;Listener=%d", name,
             config->regions[group->region].name, port);
    return meter_scope_add(&world->meter, METER_ENDPOINT_GROUP, dimensions, of_listener,
                           accelerator, -1);
}

int32_t world_warm_pool_scope(SimWorld *world, int32_t group) {
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "AutoScalingGroupName=%s",
             world->config->scaling_groups[group].name);
    return meter_scope_add(&world->meter, METER_WARM_POOL, dimensions, -1, -1, -1);
}

int32_t world_forecast_scope(SimWorld *world, int32_t index, bool is_load) {
    const ConfigScalingPolicy *policy = &world->config->scaling_policies[index];
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "AutoScalingGroupName=%s;%sPolicyName=%s",
             world->config->scaling_groups[policy->group].name, is_load ? "PairIndex=0;" : "",
             policy->name);
    return meter_scope_add(&world->meter, is_load ? METER_FORECAST_PAIR : METER_FORECAST,
                           dimensions, -1, -1, -1);
}

static void add_client_scopes(SimWorld *world, int32_t index) {
    const char *name = world->config->clients[index].name;
    char dimensions[400];
    snprintf(dimensions, sizeof dimensions, "Client=%s", name);
    world->populations.items[index].scope =
        meter_scope_add(&world->meter, METER_CLIENT, dimensions, world->scope_clients, -1, -1);
    for (int32_t cause = 0; cause < SIM_CAUSE_COUNT; cause++) {
        snprintf(dimensions, sizeof dimensions, "Cause=%s;Client=%s",
                 sim_cause_name((SimCause)cause), name);
        int32_t *scope = array_push(&world->scope_client_cause);
        *scope = cause == SIM_CAUSE_NONE
                     ? -1
                     : meter_scope_add(&world->meter, METER_CLIENT_CAUSE, dimensions,
                                       world->scope_cause[cause], -1, -1);
    }
}

// What belongs to no balancer and no instance; their scopes come with them.
void world_scopes(SimWorld *world) {
    world->scope_clients = meter_scope_add(&world->meter, METER_CLIENTS, "", -1, -1, -1);
    world->scope_hosted_zone =
        meter_scope_add(&world->meter, METER_HOSTED_ZONE, "HostedZoneId=Z0ALBATROSS", -1, -1, -1);
    for (int32_t cause = 1; cause < SIM_CAUSE_COUNT; cause++) {
        char dimensions[64];
        snprintf(dimensions, sizeof dimensions, "Cause=%s", sim_cause_name((SimCause)cause));
        world->scope_cause[cause] =
            meter_scope_add(&world->meter, METER_CAUSE, dimensions, -1, -1, -1);
    }
    array_resize(&world->populations, world->config->population_count);
    for (int32_t i = 0; i < world->config->client_count; i++)
        add_client_scopes(world, i);
}
