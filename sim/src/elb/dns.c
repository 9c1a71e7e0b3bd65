// The balancer's own name: it gives the nodes of zones that can serve, and all of them when none
// can (model-rules.md).
#include "elb/elb.h"

#include <stdio.h>

#include "world/world.h"

// One group with a healthy target in the node's scope keeps its zone in DNS; groups without targets
// have no say.
static bool can_serve(const SimWorld *world, int32_t balancer, const ElbNode *node) {
    if (!world->zones.items[node->zone].has_power) return false;
    for (int32_t g = 0; g < world->groups.count; g++) {
        const Group *group = &world->groups.items[g];
        if (group->balancer == balancer &&
            world->node_groups.items[group->first_view + node->number].healthy > 0)
            return true;
    }
    return false;
}

// A balancer whose rules never forward has nothing to fail.
static bool has_groups(const SimWorld *world, int32_t balancer) {
    for (int32_t g = 0; g < world->groups.count; g++)
        if (world->groups.items[g].balancer == balancer) return true;
    return false;
}

uint32_t balancer_dns_mask(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    uint32_t all = (UINT32_C(1) << balancer->node_count) - 1, mask = 0;
    bool has_group = has_groups(world, index);
    for (int32_t i = 0; i < balancer->node_count; i++) {
        const ElbNode *node = &world->nodes.items[balancer->first_node + i];
        bool is_alive = world->zones.items[node->zone].has_power != 0;
        if (has_group ? can_serve(world, index, node) : is_alive) mask |= UINT32_C(1) << i;
    }
    return mask != 0 ? mask : all;
}

void balancer_dns_refresh(SimWorld *world, int32_t index, const char *cause) {
    const Balancer *balancer = &world->balancers.items[index];
    uint32_t mask = balancer_dns_mask(world, index);
    for (int32_t i = 0; i < balancer->node_count; i++) {
        ElbNode *node = &world->nodes.items[balancer->first_node + i];
        int32_t is_in = (mask >> i & 1) != 0;
        if (is_in == node->is_in_dns) continue;
        node->is_in_dns = is_in;
        char subject[256];
        snprintf(subject, sizeof subject, "%s/%s", world->config->balancers[index].name,
                 world->config->zones[node->zone].name);
        world_tell(world, SIM_MARK_HEALTH, "NodeDNS", subject, is_in ? "withdrawn" : "in DNS",
                   is_in ? "in DNS" : "withdrawn", cause);
    }
}
