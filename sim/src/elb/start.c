// Balancers as a run begins: nodes, listeners, rules, groups and what each node knows of each
// group.
#include "elb/elb.h"
#include "elb/tls.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/barrier.h"
#include "elb/ranks.h"
#include "world/scopes.h"
#include "world/world.h"

// Internet-facing: 13.232.<balancer>.<10 + 24 node>, and on through 13.233 to 13.235, public
// addresses that AWS could have given. Internal: out of 10.<region>, above its instances.
static uint32_t node_address(const SimWorld *world, int32_t index, int32_t number) {
    uint32_t host = ((uint32_t)index & 1023) << 8 | (10 + (uint32_t)number * 24);
    if (SIM_FACT("ELB-171", !world->config->balancers[index].is_internal))
        return UINT32_C(13) << 24 | UINT32_C(232) << 16 | host;
    uint32_t region = (uint32_t)world->config->balancers[index].region & 15;
    return UINT32_C(10) << 24 | region << 20 | UINT32_C(0xC0000) | (host & 0x3FFFF);
}

static void add_nodes(SimWorld *world, int32_t index) {
    const ConfigBalancer *config = &world->config->balancers[index];
    Balancer *balancer = &world->balancers.items[index];
    balancer->first_node = world->nodes.count;
    balancer->zone_count = config->zone_count;
    balancer->node_count = config->zone_count * config->capacity.ranks_max;
    balancer->ranks = 1;
    for (int32_t i = 0; i < balancer->node_count; i++) {
        int32_t rank = i / config->zone_count, place = i % config->zone_count;
        ElbNode *node = array_push(&world->nodes);
        *node = (ElbNode){.balancer = index, .zone = config->zones[place], .number = i};
        bool is_enabled = SIM_FACT("ELB-993", (config->enabled >> place & 1) != 0);
        node->rank = rank;
        node->stage = rank == 0 && is_enabled ? NODE_SERVING : NODE_ABSENT;
        node->is_in_dns = node->stage == NODE_SERVING;
        node->ip = node_address(world, index, i);
        // Metrics are of zones, from when they are enabled.
        node->scope = rank > 0     ? world->nodes.items[balancer->first_node + place].scope
                      : is_enabled ? world_node_scope(world, index, i)
                                   : -1;
    }
}

static void set_limits(SimWorld *world) {
    for (int32_t i = 0; i < world->balancers.count; i++) {
        const ConfigBalancer *config = &world->config->balancers[i];
        Balancer *balancer = &world->balancers.items[i];
        balancer->region = config->region;
        balancer->idle_timeout_ns =
            SIM_FACT("ELB-412", true) ? config->idle_timeout_ns : 60 * SIM_SECOND;
        balancer->client_keep_alive_ns = config->client_keep_alive_ns;
    }
}

static void refresh_stickiness(SimWorld *world) {
    for (int32_t i = 0; i < world->groups.count; i++)
        if (world->groups.items[i].balancer >= 0) group_stickiness_refresh(world, i);
    for (int32_t i = 0; i < world->balancers.count; i++)
        balancer_stickiness_refresh(world, i);
}

void balancers_add(SimWorld *world) {
    int32_t known = world->balancers.count, count = world->config->balancer_count;
    array_resize(&world->balancers, count);
    array_resize(&world->shifts, count);
    array_resize(&world->autoshifts, count);
    array_resize(&world->capacities, count);
    for (int32_t i = known; i < count; i++) {
        world->balancers.items[i].scope = world_balancer_scope(world, i);
        add_nodes(world, i);
        capacity_start(world, i);
        ranks_start(world, i);
        autoshift_start(world, i);
    }
}

void elb_start(SimWorld *world) {
    const Config *config = world->config;
    balancers_add(world);
    set_limits(world);
    elb_reshape(world, NULL);
    for (int32_t i = 0; i < config->instance_count && config->instances[i].slot1 == 0; i++)
        for (int32_t g = 0; g < config->instances[i].target_group_count; g++)
            target_register(world, config->instances[i].target_groups[g], i,
                            config->instances[i].target_ports[g], !config->is_cold, false);
    autoscaling_start(world);
    for (int32_t i = 0; i < config->target_group_count; i++)
        group_start(world, i);
    refresh_stickiness(world);
    for (int32_t i = 0; i < config->balancer_count; i++)
        balancer_dns_refresh(world, i, "as the run begins");
}

void elb_reconfigure(SimWorld *world) {
    if (SIM_FACT("ELB-917", true)) barriers_refresh(world);
    set_limits(world);
    refresh_stickiness(world);
    if (SIM_FACT("ELB-942 ELB-990", true)) routes_forget(world);
    capacity_reconfigure(world);
    autoshift_reconfigure(world);
    for (int32_t i = 0; i < world->groups.count; i++) {
        Group *group = &world->groups.items[i];
        if (group->balancer < 0) continue;
        int32_t algorithm = algorithm_find(world->config->target_groups[i].algorithm);
        bool is_changed = algorithm != group->algorithm;
        group->algorithm = algorithm;
        group_mitigation_refresh(world, i);
        for (int32_t n = 0; n < world->balancers.items[group->balancer].node_count; n++) {
            if (is_changed)
                chooser_set_algorithm(&world->choosers,
                                      world->node_groups.items[group->first_view + n].chooser,
                                      algorithm);
            // Slow start that is turned on is for those that become healthy from now on.
            if (!SIM_FACT("ELB-211", true))
                target_slow_begin(world, world->members.items[group->first_member]);
            node_group_refresh(world, group->first_view + n);
            target_connections_limit_changed(world, group->first_view + n);
        }
    }
    for (int32_t i = 0; i < world->balancers.count; i++)
        balancer_dns_refresh(world, i,
                             world->config->balancers[i].is_deleted ? "the balancer was deleted"
                                                                    : "a setting was changed");
}
