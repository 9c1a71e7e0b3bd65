// HTTP/2 between clients and nodes: a user's requests share one connection as streams, up to 128 at
// once, and only a request that finds no room opens another. Targets never see it: each stream goes
// on as a request of its own (elb.md 4.1).
//
// A user's connections are a list. Those that are going away stay in it until their last stream
// ends.
#include "base/fact.h"
#include "elb/names.h"
#include "world/world.h"

bool http2_is_negotiated(const SimWorld *world, int32_t population, int32_t node, bool is_https) {
    const ConfigBalancer *balancer = &world->config->balancers[world->nodes.items[node].balancer];
    return is_https && world->config->clients[population].is_http2 &&
           SIM_FACT("ELB-431", balancer->is_http2);
}

static bool has_room(const Connection *connection, const Http2 *http2) {
    return !connection->is_going_away && SIM_FACT("ELB-432", http2->streams < HTTP2_STREAMS_MAX);
}

static void tell_goaway(SimWorld *world, const Connection *connection) {
    world_tell_node(world, connection->node, "Connection", "open", "GOAWAY",
                    "10,000 requests on one HTTP/2 connection");
}

static void begin_stream(SimWorld *world, int32_t index) {
    Connection *connection = &world->connections.items[index];
    Http2 *http2 = &world->http2.items[index];
    http2->streams++;
    http2->requests++;
    world->nodes.items[connection->node].streams++;
    http2_count(world, connection->user, 0, 1);
    if (SIM_FACT("ELB-433", http2->requests < HTTP2_REQUESTS_MAX)) return;
    connection->is_going_away = 1;
    tell_goaway(world, connection);
}

int32_t http2_take(SimWorld *world, int32_t user, const RequestTarget *target) {
    int32_t at1 = SIM_FACT("ELB-430", true) ? world->user_http2.items[user] : 0;
    while (at1 != 0) {
        const Connection *connection = &world->connections.items[at1 - 1];
        if (connection_fits(connection, target) &&
            has_room(connection, &world->http2.items[at1 - 1]) &&
            (SIM_FACT("ELB-438", true) || world->http2.items[at1 - 1].ready <= world->now))
            break;
        at1 = world->http2.items[at1 - 1].next1;
    }
    if (at1 != 0) begin_stream(world, at1 - 1);
    return at1 - 1;
}

void http2_opened(SimWorld *world, int32_t index, SimTime ready) {
    const Connection *connection = &world->connections.items[index];
    int32_t *head1 = &world->user_http2.items[connection->user];
    world->http2.items[index] = (Http2){.ready = ready, .next1 = *head1};
    if (*head1 != 0) world->http2.items[*head1 - 1].previous1 = index + 1;
    *head1 = index + 1;
    world->nodes.items[connection->node].http2_connections++;
    begin_stream(world, index);
}

void http2_stream_ends(SimWorld *world, int32_t index) {
    const Connection *connection = &world->connections.items[index];
    world->http2.items[index].streams--;
    world->nodes.items[connection->node].streams--;
    http2_count(world, connection->user, 0, -1);
}

void http2_closed(SimWorld *world, int32_t index) {
    const Connection *connection = &world->connections.items[index];
    const Http2 *http2 = &world->http2.items[index];
    SIM_ASSERT(http2->streams == 0);
    if (http2->next1 != 0) world->http2.items[http2->next1 - 1].previous1 = http2->previous1;
    if (http2->previous1 != 0)
        world->http2.items[http2->previous1 - 1].next1 = http2->next1;
    else
        world->user_http2.items[connection->user] = http2->next1;
    world->nodes.items[connection->node].http2_connections--;
}

void http2_count(SimWorld *world, int32_t user, int32_t connections, int32_t streams) {
    int32_t index = 0;
    while (index + 1 < world->populations.count &&
           world->populations.items[index + 1].first_user <= user)
        index++;
    world->populations.items[index].connections += connections;
    world->populations.items[index].streams += streams;
}
