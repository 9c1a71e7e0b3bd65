// A rank that comes checks the targets for an interval and a time-out of the slowest group, so that
// it knows all of them when its addresses enter DNS. One that is no longer needed leaves DNS, takes
// no new connections two minutes later, serves what is open, and goes when nothing is. All of that
// is model.
#include "elb/ranks.h"

#include <math.h>
#include <stdio.h>

#include "base/fact.h"
#include "elb/names.h"
#include "elb/zones.h"
#include "world/world.h"

#define LEAVES_BELOW 0.75 // of what one rank fewer carries, so that none comes and goes

bool node_has_say(const ElbNode *node) {
    return node->stage == NODE_SERVING || node->stage == NODE_LEAVING;
}

static const ConfigCapacity *config_of(const SimWorld *world, int32_t balancer) {
    return &world->config->balancers[balancer].capacity;
}

// What each zone's nodes have to carry, in nodes.
static double nodes_worth(const SimWorld *world, int32_t index) {
    double part =
        world->capacities.items[index].units / (double)zones_in_service_count(world, index);
    return part / config_of(world, index)->node_units;
}

static bool may_grow(const SimWorld *world, int32_t index) {
    double worth = nodes_worth(world, index);
    int32_t ranks = world->balancers.items[index].ranks;
    return ranks < config_of(world, index)->ranks_max && SIM_FACT("ELB-826", worth > ranks);
}

static ElbNode *first_of_rank(SimWorld *world, int32_t index, int32_t rank) {
    const Balancer *balancer = &world->balancers.items[index];
    return &world->nodes.items[balancer->first_node + rank * balancer->zone_count];
}

// The zones whose nodes come and go in ranks: others are on their way for a reason of their own.
static bool is_in_rank(const SimWorld *world, int32_t index, int32_t zone) {
    return (zones_in_service(world, index) >> zone & 1) != 0;
}

void ranks_start(SimWorld *world, int32_t index) {
    Balancer *balancer = &world->balancers.items[index];
    while (config_of(world, index)->ranks_max > 1 && may_grow(world, index)) {
        ElbNode *nodes = first_of_rank(world, index, balancer->ranks++);
        for (int32_t i = 0; i < balancer->zone_count; i++) {
            if (!is_in_rank(world, index, i)) continue;
            nodes[i].stage = NODE_SERVING;
            nodes[i].is_in_dns = 1;
        }
    }
}

static void tell(SimWorld *world, const ElbNode *node, const char *from, const char *to,
                 const char *cause) {
    int32_t index = (int32_t)(node - world->nodes.items);
    char address[24], why[160];
    snprintf(address, sizeof address, "%u.%u.%u.%u", node->ip >> 24, node->ip >> 16 & 255,
             node->ip >> 8 & 255, node->ip & 255);
    snprintf(why, sizeof why, "%s: %s", address, cause);
    world_tell_node(world, index, "Node", from, to, why);
}

void node_set_stage(SimWorld *world, int32_t index, NodeStage stage, SimTime length,
                    const char *cause) {
    static const char *const names[] = {"serving", "absent", "starting", "leaving"};
    ElbNode *node = &world->nodes.items[index];
    int32_t before = node->stage;
    node->stage = (int32_t)stage;
    node->stage_ends = world->now + length;
    tell(world, node, names[before], names[stage], cause);
}

static void set_stage(SimWorld *world, int32_t index, int32_t rank, NodeStage stage, SimTime length,
                      const char *cause) {
    int32_t first = (int32_t)(first_of_rank(world, index, rank) - world->nodes.items);
    for (int32_t i = 0; i < world->balancers.items[index].zone_count; i++)
        if (is_in_rank(world, index, i)) node_set_stage(world, first + i, stage, length, cause);
    balancer_dns_refresh(world, index, cause);
}

SimTime ranks_checks_last(const SimWorld *world, int32_t index) {
    SimTime longest = 0;
    for (int32_t g = 0; g < world->groups.count; g++) {
        const ConfigHealthCheck *check = &world->config->target_groups[g].health_check;
        SimTime length = check->interval_ns + check->timeout_ns;
        if (world->groups.items[g].balancer == index && length > longest) longest = length;
    }
    return longest;
}

void ranks_forget_health(SimWorld *world, int32_t index, int32_t number) {
    for (int32_t g = 0; g < world->groups.count; g++) {
        const Group *group = &world->groups.items[g];
        if (group->balancer != index) continue;
        node_probes_forget(world, group->first_view + number);
        node_group_refresh(world, group->first_view + number);
    }
}

static void grow(SimWorld *world, int32_t index) {
    Balancer *balancer = &world->balancers.items[index];
    char cause[96];
    snprintf(cause, sizeof cause, "%.3g LCUs are more than %d node%s a zone carry",
             world->capacities.items[index].units, balancer->ranks,
             balancer->ranks == 1 ? "" : "s");
    int32_t rank = balancer->ranks++;
    for (int32_t i = 0; i < balancer->zone_count; i++)
        ranks_forget_health(world, index, rank * balancer->zone_count + i);
    SimTime length = SIM_FACT("ELB-962", true) ? ranks_checks_last(world, index) : 0;
    set_stage(world, index, rank, NODE_STARTING, length, cause);
}

static bool is_idle(SimWorld *world, int32_t index, int32_t rank) {
    const ElbNode *nodes = first_of_rank(world, index, rank);
    for (int32_t i = 0; i < world->balancers.items[index].zone_count; i++)
        if (nodes[i].connections > 0 || nodes[i].in_flight > 0) return false;
    return true;
}

static void go(SimWorld *world, int32_t index, int32_t rank) {
    const Balancer *balancer = &world->balancers.items[index];
    set_stage(world, index, rank, NODE_ABSENT, 0, "nothing is open there any more");
    world->balancers.items[index].ranks = rank;
    for (int32_t i = 0; i < balancer->zone_count; i++)
        probes_of_node_stop(world, balancer->first_node + rank * balancer->zone_count + i);
}

// The last rank alone is on its way to anywhere, and only while no zone is.
static void move_last(SimWorld *world, int32_t index) {
    uint32_t zones = zones_in_service(world, index);
    const Balancer *balancer = &world->balancers.items[index];
    if (zones == 0 || (balancer->joining | balancer->leaving) != 0) return;
    int32_t last = world->balancers.items[index].ranks - 1;
    const ElbNode *node = first_of_rank(world, index, last) + __builtin_ctz(zones);
    double worth = nodes_worth(world, index);
    switch ((NodeStage)node->stage) {
    case NODE_STARTING:
        if (world->now >= node->stage_ends)
            set_stage(world, index, last, NODE_SERVING, 0, "it has checked the targets");
        break;
    case NODE_LEAVING:
        if (worth > last)
            set_stage(world, index, last, NODE_SERVING, 0, "it is needed again");
        else if (world->now >= node->stage_ends && SIM_FACT("ELB-963", is_idle(world, index, last)))
            go(world, index, last);
        break;
    default:
        if (may_grow(world, index))
            grow(world, index);
        else if (last > 0 && worth < LEAVES_BELOW * last)
            set_stage(world, index, last, NODE_LEAVING, NODE_LEAVES_AFTER,
                      "fewer nodes carry the capacity");
    }
}

void ranks_follow(SimWorld *world, int32_t index) {
    if (config_of(world, index)->ranks_max > 1) move_last(world, index);
}
