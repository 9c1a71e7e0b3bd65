// Connections from nodes to targets: opened when needed, kept while idle, the one used last used
// first.
//
// Either side closes an idle one: the node at its idle time-out, the target at its own keep-alive.
// When the target's is shorter, a request can meet a connection that is just being closed: the
// classic 502 (elb.md 4.1); see send_to_target.
//
// The one at the bottom of the stack has been idle longest, so a stack needs one timer. Connections
// come and go all the time and the timer is not moved along: when it goes off it closes what is due
// and is set anew for what then is at the bottom.
#include "elb/elb.h"

#include "base/fact.h"
#include "world/world.h"

static void give_back(SimWorld *world, TargetLink *link, int32_t index) {
    const TargetConnection *connection = &world->target_connections.items[index];
    if (connection->above1 != 0)
        world->target_connections.items[connection->above1 - 1].below1 = connection->below1;
    else
        link->top1 = connection->below1;
    if (connection->below1 != 0)
        world->target_connections.items[connection->below1 - 1].above1 = connection->above1;
    else
        link->bottom1 = connection->above1;
    pool_give(&world->target_connection_pool, (uint32_t)index);
}

static void close_one(SimWorld *world, int32_t view, TargetLink *link, int32_t index) {
    world->nodes.items[world->node_groups.items[view].node].connections--;
    give_back(world, link, index);
}

bool target_connection_take(SimWorld *world, int32_t view, int32_t member, SimTime *idle_since) {
    TargetLink *link =
        &world->target_links.items[world->node_groups.items[view].first_link + member];
    if (link->top1 == 0 || !SIM_FACT("ELB-418", true)) return false;
    *idle_since = world->target_connections.items[link->top1 - 1].idle_since;
    // It carries one request at a time, whatever shares a connection at the client's side.
    if (SIM_FACT("ELB-434", true)) give_back(world, link, link->top1 - 1);
    return true;
}

// How long a connection of the link may be idle.
static SimTime limit_of(const SimWorld *world, int32_t view_index, int32_t link) {
    const NodeGroup *view = &world->node_groups.items[view_index];
    int32_t member = world->groups.items[view->group].first_member + link - view->first_link;
    int32_t instance = world->targets.items[world->members.items[member]].instance;
    SimTime target = world->config->launches[world->instances.items[instance].launch].keep_alive_ns;
    SimTime node =
        world->config->balancers[world->nodes.items[view->node].balancer].idle_timeout_ns;
    return SIM_FACT("ELB-974", target < node) ? target : node;
}

static void set_timer(SimWorld *world, int32_t view, int32_t index) {
    TargetLink *link = &world->target_links.items[index];
    SimTime due = world->target_connections.items[link->bottom1 - 1].idle_since +
                  limit_of(world, view, index);
    link->timer = world_after(world, due > world->now ? due - world->now : 0,
                              EVENT_TARGET_CONNECTION, (uint32_t)index, (uint32_t)view);
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
    world->target_connections.items[taken] =
        (TargetConnection){.idle_since = world->now, .below1 = link->top1};
    if (link->top1 != 0)
        world->target_connections.items[link->top1 - 1].above1 = (int32_t)taken + 1;
    else
        link->bottom1 = (int32_t)taken + 1;
    link->top1 = (int32_t)taken + 1;
    if (link->timer.index1 == 0) set_timer(world, view, link_index);
}

void target_connections_expire(SimWorld *world, int32_t index, int32_t view) {
    TargetLink *link = &world->target_links.items[index];
    link->timer = (EventId){0, 0};
    SimTime since = world->now - limit_of(world, view, index);
    while (link->bottom1 != 0 &&
           world->target_connections.items[link->bottom1 - 1].idle_since <= since)
        close_one(world, view, link, link->bottom1 - 1);
    if (link->bottom1 != 0) set_timer(world, view, index);
}

void target_connections_limit_changed(SimWorld *world, int32_t view) {
    const NodeGroup *v = &world->node_groups.items[view];
    for (int32_t m = 0; m < world->groups.items[v->group].member_count; m++) {
        TargetLink *link = &world->target_links.items[v->first_link + m];
        if (link->timer.index1 == 0) continue;
        world_cancel(world, &link->timer);
        if (link->bottom1 != 0) set_timer(world, view, v->first_link + m);
    }
}

void target_links_move(SimWorld *world, int32_t view, int32_t capacity) {
    NodeGroup *v = &world->node_groups.items[view];
    int32_t count = world->groups.items[v->group].member_capacity, from = v->first_link;
    int32_t to = world->target_links.count;
    array_resize(&world->target_links, to + capacity);
    v->first_link = to;
    for (int32_t m = 0; m < count; m++) {
        TargetLink *old = &world->target_links.items[from + m];
        TargetLink *link = &world->target_links.items[to + m];
        world_cancel(world, &old->timer);
        *link = *old;
        *old = (TargetLink){0};
        if (link->bottom1 != 0) set_timer(world, view, to + m);
    }
}

void target_connections_drop_at(SimWorld *world, int32_t target_index, int32_t view) {
    const Target *target = &world->targets.items[target_index];
    TargetLink *link =
        &world->target_links.items[world->node_groups.items[view].first_link + target->member];
    while (link->top1 != 0)
        close_one(world, view, link, link->top1 - 1);
}

void target_connections_drop(SimWorld *world, int32_t target_index) {
    const Group *group = &world->groups.items[world->targets.items[target_index].group];
    if (group->balancer < 0) return;
    for (int32_t i = 0; i < world->balancers.items[group->balancer].node_count; i++)
        target_connections_drop_at(world, target_index, group->first_view + i);
}
