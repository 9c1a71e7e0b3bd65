// The balancer's own name: it gives the nodes of zones that have enough healthy targets, and all of
// them when none has (elb.md 1.1, 2.8).
#include "elb/elb.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/names.h"
#include "world/world.h"

// One group with enough healthy targets in the node's scope keeps its zone in DNS. Groups without
// targets there have no say: the address of a zone without any target is still given, and what
// enters there gets 503.
static bool can_serve(const SimWorld *world, int32_t balancer, const ElbNode *node) {
    if (!SIM_FACT("ELB-107", world->zones.items[node->zone].has_power != 0)) return false;
    if (node->stage != NODE_SERVING) return false;
    bool is_one_enough = SIM_FACT("ELB-106", true);
    bool has_failed = false;
    for (int32_t g = 0; g < world->groups.count; g++) {
        const Group *group = &world->groups.items[g];
        if (group->balancer != balancer) continue;
        const NodeGroup *view = &world->node_groups.items[group->first_view + node->number];
        if (SIM_FACT("ELB-273", view->usable == 0)) continue;
        bool is_fit = !view->is_below_dns;
        if (is_fit == is_one_enough) return is_one_enough;
        has_failed = true;
    }
    return !has_failed || !is_one_enough;
}

uint32_t balancer_dns_mask(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    if (world->config->balancers[index].is_deleted) return 0;
    const ElbNode *nodes = &world->nodes.items[balancer->first_node];
    uint32_t all = 0, mask = 0, shifted = 0;
    int32_t shifted1 = world->shifts.items[index].node1;
    for (int32_t i = 0; i < balancer->node_count; i++) {
        uint32_t bit = UINT32_C(1) << i;
        if (nodes[i].stage == NODE_SERVING) all |= bit;
        if (can_serve(world, index, &nodes[i])) mask |= bit;
        if (shifted1 != 0 && nodes[i].zone == nodes[shifted1 - 1].zone) shifted |= bit;
    }
    // What was shifted away from is not given, not even when all others have failed (model).
    if (SIM_FACT("ELB-184", shifted != 0)) mask &= ~shifted;
    if (SIM_FACT("ELB-194", shifted != 0)) all &= ~shifted;
    return SIM_FACT("ELB-104", mask != 0) ? mask : all;
}

bool balancer_is_dark(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    for (int32_t i = 0; i < balancer->node_count; i++) {
        const ElbNode *node = &world->nodes.items[balancer->first_node + i];
        if (node->stage != NODE_ABSENT && world->zones.items[node->zone].has_power) return false;
    }
    return true;
}

// A group without targets has no say unless the scenario wants it to; with no target at all a
// balancer is unhealthy (route53.md 3, model-rules). A node without power sees nothing while
// another sees something; when all are dark it is their checks that tell (probe_check).
bool balancer_is_healthy(const SimWorld *world, int32_t index) {
    const Balancer *balancer = &world->balancers.items[index];
    bool has_targets = false, is_dark = balancer_is_dark(world, index);
    for (int32_t g = 0; g < world->groups.count; g++) {
        const Group *group = &world->groups.items[g];
        if (group->balancer != index) continue;
        int32_t usable = 0, healthy = 0;
        for (int32_t n = 0; n < balancer->node_count; n++) {
            const NodeGroup *view = &world->node_groups.items[group->first_view + n];
            const ElbNode *node = &world->nodes.items[view->node];
            if (!is_dark && !world->zones.items[node->zone].has_power) continue;
            if (node->stage != NODE_SERVING) continue;
            usable += view->usable;
            healthy += view->healthy;
        }
        if (SIM_FACT("R53-402", usable == 0 && !world->config->is_empty_group_unhealthy)) continue;
        if (SIM_FACT("R53-401", healthy == 0)) return false;
        has_targets = true;
    }
    return SIM_FACT("R53-403", has_targets);
}

void balancer_dns_refresh(SimWorld *world, int32_t index, const char *cause) {
    world_dns_may_change(world);
    const Balancer *balancer = &world->balancers.items[index];
    uint32_t mask = balancer_dns_mask(world, index);
    for (int32_t i = 0; i < balancer->node_count; i++) {
        ElbNode *node = &world->nodes.items[balancer->first_node + i];
        int32_t is_in = (mask >> i & 1) != 0;
        if (is_in == node->is_in_dns) continue;
        node->is_in_dns = is_in;
        char subject[256];
        node_subject(world, balancer->first_node + i, subject, sizeof subject);
        world_tell(world, SIM_MARK_HEALTH, "NodeDNS", subject, is_in ? "withdrawn" : "in DNS",
                   is_in ? "in DNS" : "withdrawn",
                   is_in && !can_serve(world, index, node) ? "no zone is fit: all are given"
                                                           : cause);
    }
    if (world->endpoints.count > 0) accelerator_balancer_changed(world, index);
    if (SIM_FACT("R53-404", world->config->evaluates_health)) route53_health_changed(world);
}
