// Streams from nodes to targets that speak HTTP/2: the requests that a node has under way at a
// target share its connections.
//
// AWS says neither how many share one nor when another is opened. Here a connection takes 128 at
// once, as those of clients do; one that is being opened takes nothing but the request it is opened
// for, so requests that meet none that stands open their own; and streams fill the first of several
// before the next, so that the last falls idle as soon as the others have room. So which connection
// a stream is on need not be known: of each node and target how many there are.
//
// A stream that ends early (its client left, the target was silent) takes nothing along; one that
// was sent before the target lost its connections has gone with them.
#include "elb/elb.h"

#include "base/fact.h"
#include "world/world.h"

static TargetLink *link_of(const SimWorld *world, int32_t view, int32_t member) {
    return &world->target_links.items[world->node_groups.items[view].first_link + member];
}

static ElbNode *node_of(const SimWorld *world, int32_t view) {
    return &world->nodes.items[world->node_groups.items[view].node];
}

static void add(SimWorld *world, int32_t view, int32_t member, int32_t connections,
                int32_t streams) {
    TargetLink *link = link_of(world, view, member);
    link->http2 += connections;
    link->streams += streams;
    ElbNode *node = node_of(world, view);
    node->target_http2 += connections;
    node->target_streams += streams;
}

bool target_stream_share(SimWorld *world, int32_t view, int32_t member) {
    const TargetLink *link = link_of(world, view, member);
    int32_t room = SIM_FACT("ELB-490", true) ? TARGET_STREAMS_MAX * link->http2 : INT32_MAX;
    if (link->http2 == 0 || link->streams >= room) return false;
    add(world, view, member, 0, 1);
    return true;
}

void target_stream_begin(SimWorld *world, int32_t view, int32_t member) {
    add(world, view, member, 1, 1);
}

void target_stream_stands(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    int32_t view = group_view(world, attempt->group1 - 1, attempt->node);
    int32_t member = world->targets.items[attempt->target].member;
    if (attempt->sent < link_of(world, view, member)->since)
        node_of(world, view)->connections--;
    else
        target_stream_begin(world, view, member);
}

void target_stream_ends(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    int32_t view = group_view(world, attempt->group1 - 1, attempt->node);
    if (attempt->is_new_connection) {
        node_of(world, view)->connections--;
        return;
    }
    int32_t member = world->targets.items[attempt->target].member;
    const TargetLink *link = link_of(world, view, member);
    if (attempt->sent < link->since) return;
    add(world, view, member, 0, -1);
    if (link->streams > TARGET_STREAMS_MAX * (link->http2 - 1)) return;
    add(world, view, member, -1, 0);
    target_connection_keep(world, view, attempt->target);
}

void target_streams_lose(SimWorld *world, int32_t index) {
    const Target *target = &world->targets.items[index];
    const Group *group = &world->groups.items[target->group];
    if (group->balancer < 0 || !group_has_streams(world, target->group)) return;
    for (int32_t i = 0; i < world->balancers.items[group->balancer].node_count; i++) {
        int32_t view = group->first_view + i;
        TargetLink *link = link_of(world, view, target->member);
        node_of(world, view)->connections -= link->http2;
        add(world, view, target->member, -link->http2, -link->streams);
        link->since = world->now;
    }
}
