// Each barrier a packet meets on its way, in the order in which it meets them.
//
// What holds between a node and a target is worked out when a target is registered and when the
// configuration changes, into bits of the target that the request path looks at. A client's address
// is judged when it opens a connection.
#include "elb/barrier.h"

#include "base/fact.h"
#include "elb/names.h"
#include "world/world.h"

#include <stdio.h>

#define EPHEMERAL_FIRST 1024
#define EPHEMERAL_LAST  65535

/// One end of a connection.
typedef struct End {
    uint32_t address;
    const int32_t *groups;
    int32_t group_count; ///< 0: nothing is held back, or no business of ours
    int32_t acl1;
} End;

static bool is_at(const ConfigTraffic *traffic, const End *peer) {
    if (traffic->security_group < 0) return (peer->address & traffic->mask) == traffic->address;
    for (int32_t i = 0; i < peer->group_count; i++)
        if (peer->groups[i] == traffic->security_group) return true;
    return false;
}

static bool covers(const ConfigTraffic *traffic, const End *peer, int32_t first, int32_t last) {
    return traffic->is_tcp && traffic->first_port <= first && traffic->last_port >= last &&
           SIM_FACT("ELB-905", is_at(traffic, peer));
}

// Permissions add up: one of any group is enough.
static bool groups_permit(const Config *config, const End *bearer, const End *peer, bool is_inbound,
                          int32_t first, int32_t last) {
    if (bearer->group_count == 0) return true;
    int32_t count = SIM_FACT("ELB-906", true) ? bearer->group_count : 1;
    for (int32_t g = 0; g < count; g++) {
        const ConfigSecurityGroup *group = &config->security_groups[bearer->groups[g]];
        const ConfigTraffic *list = is_inbound ? group->inbound : group->outbound;
        int32_t length = is_inbound ? group->inbound_count : group->outbound_count;
        for (int32_t i = 0; i < length; i++)
            if (covers(&list[i], peer, first, last)) return true;
    }
    return false;
}

// A range of ports passes when it passes as a whole. An entry for a part of it denies the whole,
// or leaves the rest to those behind it.
static bool acl_allows(const Config *config, int32_t acl1, const End *peer, bool is_inbound,
                       int32_t first, int32_t last) {
    if (acl1 == 0) return true;
    const ConfigNetworkAcl *acl = &config->network_acls[acl1 - 1];
    const ConfigAclEntry *list = is_inbound ? acl->inbound : acl->outbound;
    int32_t length = is_inbound ? acl->inbound_count : acl->outbound_count;
    bool is_allowed = !SIM_FACT("ELB-918", true);
    for (int32_t i = 0; i < length; i++) {
        const ConfigTraffic *traffic = &list[i].traffic;
        if (!traffic->is_tcp || !is_at(traffic, peer)) continue;
        bool is_whole = traffic->first_port <= first && traffic->last_port >= last;
        bool is_part = traffic->first_port <= last && traffic->last_port >= first;
        if (!is_whole && !(is_part && !list[i].is_allowed)) continue;
        is_allowed = list[i].is_allowed;
        if (SIM_FACT("ELB-908", true)) break;
    }
    return is_allowed;
}

static Barrier hold(SimBarrier kind, int32_t owner, int32_t port) {
    return (Barrier){.kind = kind, .owner = owner, .port = port};
}

static int32_t only_group(const End *end) {
    return end->group_count == 1 ? end->groups[0] : -1;
}

// Replies pass the security groups of both ends untold, and no network ACL.
static Barrier judge_replies(const Config *config, const End *from, const End *to) {
    const int32_t first = EPHEMERAL_FIRST, last = EPHEMERAL_LAST;
    if (!SIM_FACT("ELB-903", true)) {
        if (!groups_permit(config, to, from, false, first, last))
            return hold(SIM_BARRIER_GROUP_OUT, only_group(to), 0);
        if (!groups_permit(config, from, to, true, first, last))
            return hold(SIM_BARRIER_GROUP_IN, only_group(from), 0);
    }
    if (!SIM_FACT("ELB-907 ELB-915", true)) return hold(SIM_BARRIER_NONE, -1, 0);
    if (!acl_allows(config, to->acl1, from, false, first, last))
        return hold(SIM_BARRIER_ACL_OUT, to->acl1 - 1, 0);
    if (!acl_allows(config, from->acl1, to, true, first, last))
        return hold(SIM_BARRIER_ACL_IN, from->acl1 - 1, 0);
    return hold(SIM_BARRIER_NONE, -1, 0);
}

// Network ACLs first: what they hold back is held back for standing connections too.
static Barrier judge(const Config *config, const End *from, const End *to, int32_t port) {
    if (!acl_allows(config, from->acl1, to, false, port, port))
        return hold(SIM_BARRIER_ACL_OUT, from->acl1 - 1, port);
    if (!acl_allows(config, to->acl1, from, true, port, port))
        return hold(SIM_BARRIER_ACL_IN, to->acl1 - 1, port);
    Barrier replies = judge_replies(config, from, to);
    if (replies.kind != SIM_BARRIER_NONE) return replies;
    if (!SIM_FACT("ELB-916", groups_permit(config, from, to, false, port, port)))
        return hold(SIM_BARRIER_GROUP_OUT, only_group(from), port);
    if (!groups_permit(config, to, from, true, port, port))
        return hold(SIM_BARRIER_GROUP_IN, only_group(to), port);
    return replies;
}

bool barrier_stops_established(const Barrier *barrier) {
    bool is_acl = barrier->kind == SIM_BARRIER_ACL_IN || barrier->kind == SIM_BARRIER_ACL_OUT;
    bool is_group = barrier->kind == SIM_BARRIER_GROUP_IN || barrier->kind == SIM_BARRIER_GROUP_OUT;
    return (is_acl && SIM_FACT("ELB-909", true)) || (is_group && !SIM_FACT("ELB-904", true)) ||
           barrier->kind == SIM_BARRIER_NO_ROUTE;
}

// Nodes are spoken to at public addresses and speak to targets from private ones behind the
// instances: 10.15.0.0 and up in the first region.
static End end_of_node(const SimWorld *world, int32_t index) {
    const ElbNode *node = &world->nodes.items[index];
    const ConfigBalancer *balancer = &world->config->balancers[node->balancer];
    return (End){.address = UINT32_C(10) << 24 | ((uint32_t)balancer->region & 15) << 20 |
                            UINT32_C(0xF0000) | ((uint32_t)index & 0xFFFF),
                 .groups = balancer->security_groups,
                 .group_count = balancer->security_group_count,
                 .acl1 = world->config->zones[node->zone].network_acl1[CONFIG_SUBNET_BALANCERS]};
}

// What an Auto Scaling group launches bears what its own launch template gives it, whichever
// template the group has by now.
static ConfigBearer bearer_of(const SimWorld *world, int32_t index) {
    const Config *config = world->config;
    const ConfigInstance *instance = &config->instances[index];
    int32_t launch = world->instances.items[index].launch;
    if (SIM_FACT("ASG-786", instance->is_borne_by_launch))
        return config->bearers[launch * config->region_count + instance->region];
    return (ConfigBearer){instance->security_groups, instance->security_group_count};
}

static End end_of_instance(const SimWorld *world, int32_t index) {
    const ConfigInstance *instance = &world->config->instances[index];
    ConfigBearer bearer = bearer_of(world, index);
    return (End){.address = world->instances.items[index].ip,
                 .groups = bearer.groups,
                 .group_count = bearer.count,
                 .acl1 =
                     world->config->zones[instance->zone].network_acl1[CONFIG_SUBNET_INSTANCES]};
}

bool address_is_of_node(const SimWorld *world, int32_t region, uint32_t address) {
    for (int32_t i = 0; i < world->nodes.count && address != 0; i++)
        if (world->config->balancers[world->nodes.items[i].balancer].region == region &&
            end_of_node(world, i).address == address)
            return true;
    return false;
}

Barrier barrier_to_node(const SimWorld *world, uint32_t client, int32_t node, int32_t port) {
    End from = {.address = client}, to = end_of_node(world, node);
    const ElbNode *at = &world->nodes.items[node];
    bool is_public = !world->config->balancers[at->balancer].is_internal;
    bool has_no_route = is_public && world->config->zones[at->zone].is_private;
    if (SIM_FACT("ELB-955", has_no_route)) return hold(SIM_BARRIER_NO_ROUTE, at->zone, port);
    return judge(world->config, &from, &to, port);
}

Barrier barrier_to_instance(const SimWorld *world, int32_t node, int32_t instance, int32_t port) {
    End from = end_of_node(world, node), to = end_of_instance(world, instance);
    return judge(world->config, &from, &to, port);
}

Barrier barrier_to_server(const SimWorld *world, uint32_t client, int32_t instance, int32_t port) {
    End from = {.address = client}, to = end_of_instance(world, instance);
    return judge(world->config, &from, &to, port);
}

// --- targets
// -----------------------------------------------------------------------------------------------------------------

int32_t target_port(const SimWorld *world, int32_t target) {
    return world->targets.items[target].port;
}

int32_t target_check_port(const SimWorld *world, int32_t target) {
    const Target *at = &world->targets.items[target];
    int32_t port = world->config->target_groups[at->group].health_check.port;
    return SIM_FACT("ELB-335", port > 0) ? port : at->port;
}

void target_barriers_refresh(SimWorld *world, int32_t index) {
    Target *target = &world->targets.items[index];
    int32_t balancer = world->groups.items[target->group].balancer;
    int32_t port = target_port(world, index), check_port = target_check_port(world, index);
    target->held = target->held_established = target->held_checks = 0;
    target->deaf =
        (uint8_t)((instance_listens(world, target->instance, port) ? 0 : TARGET_DEAF) |
                  (instance_listens(world, target->instance, check_port) ? 0 : TARGET_DEAF_CHECK));
    if (!world->config->has_barriers || balancer < 0) return;
    const Balancer *owner = &world->balancers.items[balancer];
    for (int32_t i = 0; i < owner->node_count; i++) {
        int32_t node = owner->first_node + i;
        Barrier barrier = barrier_to_instance(world, node, target->instance, port);
        Barrier check = barrier_to_instance(world, node, target->instance, check_port);
        uint8_t bit = (uint8_t)(1u << i);
        if (barrier.kind != SIM_BARRIER_NONE) target->held |= bit;
        if (barrier_stops_established(&barrier)) target->held_established |= bit;
        if (check.kind != SIM_BARRIER_NONE) target->held_checks |= bit;
    }
}

void barriers_refresh(SimWorld *world) {
    for (int32_t i = 0; i < world->targets.count; i++)
        target_barriers_refresh(world, i);
}

// --- words
// -------------------------------------------------------------------------------------------------------------------

static const char *owner_name(const Config *config, const Barrier *barrier) {
    if (barrier->owner < 0) return "";
    bool is_acl = barrier->kind == SIM_BARRIER_ACL_IN || barrier->kind == SIM_BARRIER_ACL_OUT;
    return is_acl ? config->network_acls[barrier->owner].name
                  : config->security_groups[barrier->owner].name;
}

void barrier_describe(const SimWorld *world, const Barrier *barrier, char *out, int32_t capacity) {
    static const char *const whose[] = {"", "security group", "security group", "network ACL",
                                        "network ACL"};
    static const char *const does[] = {"", "has no inbound rule for", "has no outbound rule for",
                                       "denies inbound", "denies outbound"};
    out[0] = '\0';
    if (barrier->kind == SIM_BARRIER_NONE) return;
    if (barrier->kind == SIM_BARRIER_NO_ROUTE) {
        snprintf(out, (size_t)capacity, "its subnet has no route to an internet gateway");
        return;
    }
    char ports[40] = "replies to 1024-65535";
    if (barrier->port > 0) snprintf(ports, sizeof ports, "tcp %d", barrier->port);
    const char *owner = owner_name(world->config, barrier);
    snprintf(out, (size_t)capacity, "%s%s%s %s %s", whose[barrier->kind],
             owner[0] != '\0' ? " " : "", owner, does[barrier->kind], ports);
}

void target_barrier_describe(const SimWorld *world, int32_t node, int32_t index, bool is_check,
                             char *out, int32_t capacity) {
    const Target *target = &world->targets.items[index];
    int32_t port = is_check ? target_check_port(world, index) : target_port(world, index);
    Barrier barrier = {.kind = SIM_BARRIER_NONE};
    if (world->config->has_barriers)
        barrier = barrier_to_instance(world, node, target->instance, port);
    out[0] = '\0';
    if (barrier.kind != SIM_BARRIER_NONE) {
        char words[128];
        barrier_describe(world, &barrier, words, sizeof words);
        snprintf(out, (size_t)capacity, "; %s", words);
    } else if ((target->deaf & (is_check ? TARGET_DEAF_CHECK : TARGET_DEAF)) != 0) {
        snprintf(out, (size_t)capacity, "; nothing listens on port %d", port);
    }
}

void barrier_tell(SimWorld *world, int32_t population, int32_t node, const Barrier *barrier) {
    Refusal *told = &world->barriers_told.items[population];
    if (!refusal_count(told, world->now, 0, node)) return;
    char cause[128];
    barrier_describe(world, barrier, cause, sizeof cause);
    const char *name = population < world->config->client_count
                           ? world->config->clients[population].name
                           : "checkers";
    world_tell_node(world, node, "Connection", name, "times out", cause);
}
