// Connections from nodes to targets: opened when needed, kept while idle, the one used last used
// first.
//
// Either side closes an idle one: the node at its idle time-out, the target at its own keep-alive.
// When the target's is shorter, a request can meet a connection that is just being closed: the
// classic 502 (elb.md 4.1); see instance_receive.
#include "elb/elb.h"

#include "world/world.h"

static void unlink_connection(SimWorld *world, int32_t index) {
    TargetConnection *connection = &world->target_connections.items[index];
    TargetLink *link = &world->target_links.items[connection->link];
    if (connection->prev1 != 0)
        world->target_connections.items[connection->prev1 - 1].next1 = connection->next1;
    else
        link->top1 = connection->next1;
    if (connection->next1 != 0)
        world->target_connections.items[connection->next1 - 1].prev1 = connection->prev1;
    link->count--;
    world_cancel(world, &connection->expiry);
    pool_give(&world->target_connection_pool, (uint32_t)index);
}

bool target_connection_take(SimWorld *world, int32_t view, int32_t member, SimTime *idle_since) {
    const TargetLink *link =
        &world->target_links.items[world->node_groups.items[view].first_link + member];
    if (link->top1 == 0) return false;
    *idle_since = world->target_connections.items[link->top1 - 1].idle_since;
    unlink_connection(world, link->top1 - 1);
    return true;
}

static int32_t expiry_lane(SimWorld *world, const Target *target, int32_t view) {
    const ConfigLaunch *launch =
        &world->config->launches[world->config->instances[target->instance].launch];
    int32_t balancer = world->nodes.items[world->node_groups.items[view].node].balancer;
    SimTime limit = world->config->balancers[balancer].idle_timeout_ns;
    if (launch->keep_alive_ns >= limit) return world->balancers.items[balancer].idle_lane;
    return event_queue_lane(&world->events, launch->keep_alive_ns);
}

void target_connection_keep(SimWorld *world, int32_t view, int32_t target_index) {
    const Target *target = &world->targets.items[target_index];
    if (target->lifecycle != TARGET_REGISTERED) {
        world->nodes.items[world->node_groups.items[view].node].connections--;
        return;
    }
    uint32_t taken = pool_take(&world->target_connection_pool);
    if (pool_capacity(&world->target_connection_pool) > world->target_connections.count)
        array_push(&world->target_connections);
    int32_t link_index = world->node_groups.items[view].first_link + target->member;
    TargetLink *link = &world->target_links.items[link_index];
    TargetConnection *connection = &world->target_connections.items[taken];
    *connection =
        (TargetConnection){.idle_since = world->now, .link = link_index, .next1 = link->top1};
    connection->expiry = world_lane(world, expiry_lane(world, target, view),
                                    EVENT_TARGET_CONNECTION, taken, (uint32_t)view);
    if (link->top1 != 0) world->target_connections.items[link->top1 - 1].prev1 = (int32_t)taken + 1;
    link->top1 = (int32_t)taken + 1;
    link->count++;
}

void target_connection_expires(SimWorld *world, int32_t index, int32_t view) {
    world->target_connections.items[index].expiry = (EventId){0, 0};
    world->nodes.items[world->node_groups.items[view].node].connections--;
    unlink_connection(world, index);
}

void target_connections_drop_at(SimWorld *world, int32_t target_index, int32_t view) {
    const Target *target = &world->targets.items[target_index];
    const TargetLink *link =
        &world->target_links.items[world->node_groups.items[view].first_link + target->member];
    while (link->top1 != 0) {
        world->nodes.items[world->node_groups.items[view].node].connections--;
        unlink_connection(world, link->top1 - 1);
    }
}

void target_connections_drop(SimWorld *world, int32_t target_index) {
    const Group *group = &world->groups.items[world->targets.items[target_index].group];
    if (group->balancer < 0) return;
    for (int32_t i = 0; i < world->balancers.items[group->balancer].node_count; i++)
        target_connections_drop_at(world, target_index, group->first_view + i);
}
