// What becomes of a zone's nodes is worked out when its configuration changes and as seconds close,
// and nodes of all ranks go the same way together; so a request asks nothing more than before.
#include "elb/zones.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/autoshift.h"
#include "elb/ranks.h"
#include "elb/zonal_shift.h"
#include "world/scopes.h"
#include "world/world.h"

#define BIT(zone) (UINT32_C(1) << (zone))

uint32_t zones_in_service(const SimWorld *world, int32_t index) {
    return world->config->balancers[index].enabled & ~world->balancers.items[index].joining;
}

int32_t zones_in_service_count(const SimWorld *world, int32_t index) {
    int32_t count = __builtin_popcount(zones_in_service(world, index));
    return count > 0 ? count : 1;
}

int32_t zones_node_count(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    uint32_t zones = world->config->balancers[index].enabled | balancer->leaving;
    return __builtin_popcount(zones) * balancer->ranks;
}

// --- nodes
// -------------------------------------------------------------------------------------------------

static void set_stage(SimWorld *world, int32_t index, int32_t zone, NodeStage stage, SimTime length,
                      const char *cause) {
    const Balancer *balancer = &world->balancers.items[index];
    for (int32_t r = 0; r < balancer->ranks; r++) {
        int32_t node = balancer->first_node + r * balancer->zone_count + zone;
        node_set_stage(world, node, stage, length, cause);
        if (stage == NODE_ABSENT) probes_of_node_stop(world, node);
    }
    balancer_dns_refresh(world, index, cause);
}

// A zone that is enabled for the first time has metrics from now on.
static void add_scopes(SimWorld *world, int32_t index, int32_t zone) {
    const Balancer *balancer = &world->balancers.items[index];
    if (world->nodes.items[balancer->first_node + zone].scope >= 0) return;
    int32_t scope = world_node_scope(world, index, zone);
    for (int32_t n = zone; n < balancer->node_count; n += balancer->zone_count)
        world->nodes.items[balancer->first_node + n].scope = scope;
    for (int32_t g = 0; g < world->groups.count; g++)
        if (world->groups.items[g].balancer == index) group_add_zone_scopes(world, g);
}

static void join(SimWorld *world, int32_t index, int32_t zone) {
    Balancer *balancer = &world->balancers.items[index];
    if ((balancer->leaving & BIT(zone)) != 0) {
        balancer->leaving &= ~BIT(zone);
        set_stage(world, index, zone, NODE_SERVING, 0, "its zone is enabled again");
        return;
    }
    add_scopes(world, index, zone);
    balancer->joining |= BIT(zone);
    for (int32_t r = 0; r < balancer->ranks; r++)
        ranks_forget_health(world, index, r * balancer->zone_count + zone);
    SimTime length = SIM_FACT("ELB-991", true) ? ranks_checks_last(world, index) : 0;
    set_stage(world, index, zone, NODE_STARTING, length, "its zone was enabled");
}

// A shift away from a zone ends with it.
static void leave(SimWorld *world, int32_t index, int32_t zone) {
    Balancer *balancer = &world->balancers.items[index];
    balancer->joining &= ~BIT(zone);
    balancer->leaving |= BIT(zone);
    autoshift_zone_left(world, index, zone + 1);
    if (world->shifts.items[index].node1 == zone + 1)
        zonal_shift_stop(world, index, "the zone is not enabled any more");
    set_stage(world, index, zone, NODE_LEAVING, NODE_LEAVES_AFTER, "its zone was disabled");
}

static bool is_idle(const SimWorld *world, int32_t index, int32_t zone) {
    const Balancer *balancer = &world->balancers.items[index];
    for (int32_t r = 0; r < balancer->ranks; r++) {
        const ElbNode *node =
            &world->nodes.items[balancer->first_node + r * balancer->zone_count + zone];
        if (node->connections > 0 || node->in_flight > 0) return false;
    }
    return true;
}

static void move(SimWorld *world, int32_t index, int32_t zone) {
    Balancer *balancer = &world->balancers.items[index];
    SimTime ends = world->nodes.items[balancer->first_node + zone].stage_ends;
    if (world->now < ends) return;
    if ((balancer->joining & BIT(zone)) != 0) {
        balancer->joining &= ~BIT(zone);
        set_stage(world, index, zone, NODE_SERVING, 0, "it has checked the targets");
    } else if ((balancer->leaving & BIT(zone)) != 0 &&
               SIM_FACT("ELB-992", is_idle(world, index, zone))) {
        set_stage(world, index, zone, NODE_ABSENT, 0, "nothing is open there any more");
        balancer->leaving &= ~BIT(zone);
    }
}

void zones_follow(SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    for (int32_t z = 0; z < balancer->zone_count; z++)
        if (((balancer->joining | balancer->leaving) & BIT(z)) != 0) move(world, index, z);
}

// --- the change
// --------------------------------------------------------------------------------------------

static void follow_balancer(SimWorld *world, int32_t index, uint32_t before) {
    uint32_t after = world->config->balancers[index].enabled;
    for (int32_t z = 0; z < world->balancers.items[index].zone_count; z++) {
        if ((after & ~before & BIT(z)) != 0) join(world, index, z);
        if ((before & ~after & BIT(z)) != 0) leave(world, index, z);
    }
    for (int32_t g = 0; g < world->groups.count; g++)
        if (world->groups.items[g].balancer == index) group_follow_zones(world, g);
}

void zones_reshape(SimWorld *world, const Config *old) {
    for (int32_t i = 0; i < old->balancer_count; i++)
        if (!world->config->balancers[i].is_deleted &&
            old->balancers[i].enabled != world->config->balancers[i].enabled)
            follow_balancer(world, i, old->balancers[i].enabled);
}
