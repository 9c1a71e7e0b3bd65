// Connections of clients: reused while idle and fresh enough, opened address by address otherwise.
//
// A new one costs a round trip for TCP and one or two for TLS; an address that does not answer
// costs the connect time-out, then the next address of the answer is tried, all within the
// attempt's patience.
#include "traffic/traffic.h"

#include <math.h>

#include "base/fact.h"
#include "elb/barrier.h"
#include "elb/tls.h"
#include "route53/health_check.h"
#include "route53/hold.h"
#include "route53/route53.h"
#include "world/world.h"

// How long a packet is waited for before it is sent again: a SYN, and a request beyond its round
// trip (model: as Linux does).
#define SYN_WAIT     SIM_SECOND
#define REQUEST_WAIT (200 * SIM_MILLISECOND)

_Static_assert(ELB_ZONES_MAX <= 8, "a Request has a bit for each node of a balancer");

static int32_t population_index(const SimWorld *world, const Request *request) {
    return world->kinds.items[request->kind].population;
}

static const ConfigClient *client_of(const SimWorld *world, const Request *request) {
    return &world->config->clients[population_index(world, request)];
}

static SimPlace place_of_client(const SimWorld *world, const Request *request) {
    return (SimPlace){SIM_PLACE_CLIENT, population_index(world, request)};
}

static SimPlace place_of_address(const Connection *connection) {
    return connection->node >= 0 ? (SimPlace){SIM_PLACE_NODE, connection->node}
                                 : (SimPlace){SIM_PLACE_INSTANCE, connection->instance};
}

static SimTime round_trip_of_checker(const SimWorld *world, const Request *request,
                                     int32_t region) {
    int32_t population = population_index(world, request);
    int32_t checker = request->user - world->populations.items[population].first_user;
    return world->config->clients[population]
        .checker_round_trips_ns[checker * world->config->region_count + region];
}

static SimTime draw_round_trip(const SimWorld *world, const Request *request, int32_t region) {
    const RequestKind *kind = &world->kinds.items[request->kind];
    SimTime base = (kind->flags & KIND_CHECKER) == 0
                       ? world->config->clients[kind->population].round_trip_by_region_ns[region]
                       : round_trip_of_checker(world, request, region);
    int32_t endpoint = accelerator_endpoint(world, request);
    if (endpoint >= 0) base = accelerator_round_trip(world, endpoint, base);
    if (world->links.count > 0)
        base += link_added(world, kind->population,
                           SIM_FACT("R53-953", endpoint < 0) ? region : LINK_TO_EDGE);
    double sigma = kind->jitter_sigma;
    if (sigma == 0 || base == 0) return base;
    RandomStream stream = random_mixed(request->bits, DRAW_ROUND_TRIP, request->attempt_number);
    return (SimTime)((double)base * exp(sigma * random_normal(&stream) - sigma * sigma / 2));
}

static int32_t region_of(const SimWorld *world, const Connection *connection) {
    if (connection->node < 0) return world->config->instances[connection->instance].region;
    return world->balancers.items[world->nodes.items[connection->node].balancer].region;
}

bool connection_fits(const Connection *connection, const RequestTarget *target) {
    return connection->name == target->name && connection->port == target->port &&
           (connection->is_https != 0) == target->is_https;
}

// Where it leads where a request wants to go.
static bool fits(const SimWorld *world, const Connection *connection, const Request *request) {
    if (request->url1 != 0) {
        RequestTarget target = request_target(world, request);
        return connection_fits(connection, &target);
    }
    const RequestKind *kind = &world->kinds.items[request->kind];
    return connection->name == kind->name && connection->port == kind->port &&
           connection->is_https == kind->is_https;
}

// The request leaves over its connection and arrives after `delay_ns`.
static void send_request(SimWorld *world, int32_t index, SimTime delay_ns) {
    Request *request = &world->requests.items[index];
    const Connection *connection = &world->connections.items[request->connection1 - 1];
    request->state = REQUEST_SENT;
    request->carrier = (Carrier){.node = connection->node,
                                 .listener = connection->listener,
                                 .client_port = connection->client_port,
                                 .port = connection->port,
                                 .tls = connection->tls,
                                 .is_http2 = connection->is_http2};
    bool is_accelerated = accelerator_endpoint(world, request) >= 0;
    if (is_accelerated)
        accelerator_carries(world, request->connection1 - 1,
                            world->kinds.items[request->kind].request_bytes, -1);
    if (world->links.count > 0)
        delay_ns +=
            link_lost(world, request, is_accelerated ? LINK_TO_EDGE : region_of(world, connection),
                      request->round_trip_ns + REQUEST_WAIT, 1);
    request_step(world, index, delay_ns, EVENT_NODE_RECEIVE, 0);
    if (world_is_watched(world))
        world_hop(world, index, SIM_HOP_TRAVEL, place_of_client(world, request),
                  place_of_address(connection), world->now + delay_ns, 0);
}

// A WebSocket is an upgrade of HTTP/1.1: its client does not offer h2.
static bool is_websocket(const SimWorld *world, const Request *request) {
    return SIM_FACT("ELB-439", (world->kinds.items[request->kind].flags & KIND_WEBSOCKET) != 0);
}

// Over an HTTP/2 connection of its user, at once or as soon as its handshakes are done.
static bool reuse_http2(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    RequestTarget target = request_target(world, request);
    int32_t taken = http2_take(world, request->user, &target);
    if (taken < 0) return false;
    const Connection *connection = &world->connections.items[taken];
    SimTime ready = world->http2.items[taken].ready;
    request->connection1 = taken + 1;
    if (world->config->accelerator_count > 0) accelerator_reuse(world, index);
    request->round_trip_ns = draw_round_trip(world, request, region_of(world, connection));
    send_request(world, index,
                 (SIM_FACT("ELB-438", true) && ready > world->now ? ready - world->now : 0) +
                     request->round_trip_ns / 2);
    return true;
}

static void count_old_answer(SimWorld *world, const Request *request) {
    const Connection *connection = &world->connections.items[request->connection1 - 1];
    if (connection->node < 0) {
        old_answers_count(world, request, -1, 0, connection->instance);
        return;
    }
    const ElbNode *node = &world->nodes.items[connection->node];
    old_answers_count(world, request, node->balancer, node->number, -1);
}

static bool reuse(SimWorld *world, int32_t index) {
    if (world->config->has_http2 && SIM_FACT("ELB-430", true) &&
        !is_websocket(world, &world->requests.items[index]) && reuse_http2(world, index))
        return true;
    Request *request = &world->requests.items[index];
    User *user = &world->users.items[request->user];
    if (user->idle1 == 0) return false;
    Connection *connection = &world->connections.items[user->idle1 - 1];
    if (!fits(world, connection, request)) return false;
    bool stays = !connection_is_accelerated(world, user->idle1 - 1) || SIM_FACT("R53-929", true);
    if (!stays) return false;
    request->connection1 = user->idle1;
    user->idle1 = 0;
    if (world->config->accelerator_count > 0) accelerator_reuse(world, index);
    request->round_trip_ns = draw_round_trip(world, request, region_of(world, connection));
    send_request(world, index, request->round_trip_ns / 2);
    return true;
}

bool connection_reuse(SimWorld *world, int32_t index) {
    if (!reuse(world, index)) return false;
    if (world->config->tells_old_answers) count_old_answer(world, &world->requests.items[index]);
    return true;
}

static int32_t take_address(Request *request) {
    int32_t left = __builtin_popcount(request->addresses_left);
    RandomStream stream = random_mixed(request->bits, DRAW_ADDRESS,
                                       (uint32_t)request->attempt_number * 64 + (uint32_t)left);
    int32_t skip = (int32_t)random_below(&stream, (uint32_t)left);
    uint32_t mask = request->addresses_left;
    while (skip-- > 0)
        mask &= mask - 1;
    int32_t number = __builtin_ctz(mask);
    request->addresses_left = (uint8_t)(request->addresses_left & ~(1u << number));
    return number;
}

static int32_t region_of_answer(const SimWorld *world, const Request *request) {
    return request->balancer >= 0 ? world->config->balancers[request->balancer].region
                                  : world->config->instances[request->instance].region;
}

// The plain address that a number of the answer stands for, as the resolver has it now. Checkers of
// Route 53 know theirs.
static void take_instance(SimWorld *world, Request *request) {
    if ((world->kinds.items[request->kind].flags & KIND_CHECKER) != 0) return;
    CacheEntry scratch;
    const CacheEntry *entry = hold_answer(world, request, &scratch);
    bool is_of_answer = accelerator_endpoint(world, request) < 0;
    if (is_of_answer && entry->record >= 0 && world->config->records[entry->record].instance >= 0)
        request->instance = cache_instance(world, entry, request->address);
}

void connection_try(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    if (request->addresses_left == 0) {
        request_attempt_fails(world, index, SIM_CAUSE_CONNECT_TIMEOUT, 0);
        return;
    }
    request->address = (uint8_t)take_address(request);
    if (request->balancer < 0) take_instance(world, request);
    if (world->config->tells_old_answers && !REQUEST_IS_QUESTION(world, request))
        old_answers_count(world, request, request->balancer, request->address, request->instance);
    request->state = REQUEST_CONNECTING;
    request->round_trip_ns = draw_round_trip(world, request, region_of_answer(world, request));
    SimTime lost = 0;
    if (world->links.count > 0)
        lost =
            link_lost(world, request,
                      accelerator_endpoint(world, request) >= 0 ? LINK_TO_EDGE
                                                                : region_of_answer(world, request),
                      SYN_WAIT, request->addresses_left * 2u);
    SimTime patience = client_of(world, request)->connect_timeout_ns;
    if (lost >= patience && lost > 0)
        request_step(world, index, patience, EVENT_CONNECT_TIMEOUT, 0);
    else
        request_step(world, index, lost + request->round_trip_ns / 2, EVENT_SYN, 0);
}

// Nobody listens at the edge, or the endpoint has no address: nothing comes back.
static void open_at_edge(SimWorld *world, int32_t index, int32_t accelerator) {
    Request *request = &world->requests.items[index];
    if (accelerator_route(world, index, accelerator) && request->addresses_left != 0) {
        connection_try(world, index);
        return;
    }
    request->state = REQUEST_CONNECTING;
    request->addresses_left = 0;
    request_step(world, index, client_of(world, request)->connect_timeout_ns, EVENT_CONNECT_TIMEOUT,
                 0);
}

void connection_open(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    CacheEntry scratch;
    const CacheEntry *entry = hold_answer(world, request, &scratch);
    if (entry->record < 0) {
        request_attempt_fails(world, index, SIM_CAUSE_NO_ADDRESS, 0);
        return;
    }
    const ConfigRecord *record = &world->config->records[entry->record];
    if (record->balancer >= 0 && entry->zone_mask == 0) {
        request_attempt_fails(world, index, SIM_CAUSE_NO_ADDRESS, 0);
        return;
    }
    if (world->config->has_dns_holds) hold_keep(world, request, entry);
    if (world->config->accelerator_count > 0) {
        accelerator_leave(world, index);
        if (record->accelerator >= 0) {
            open_at_edge(world, index, record->accelerator);
            return;
        }
    }
    request->balancer = (int16_t)record->balancer;
    request->instance = record->instance;
    request->addresses_left = (uint8_t)entry->zone_mask;
    connection_try(world, index);
}

void connection_timeout(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->step = (EventId){0, 0};
    if (!SIM_FACT("ELB-108", true)) request->addresses_left = 0;
    connection_try(world, index);
}

// The address answers with a reset: known at the client half a round trip later.
static void refuse(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->state = REQUEST_RETURNING;
    request->status = 0;
    request->cause = SIM_CAUSE_REFUSED;
    request_step(world, index, request->round_trip_ns / 2, EVENT_CLIENT_RESPONSE, 0);
}

// Nothing answers: the client waits for its connect time-out.
static void stay_silent(SimWorld *world, int32_t index, SimPlace place) {
    Request *request = &world->requests.items[index];
    SimTime left = client_of(world, request)->connect_timeout_ns - request->round_trip_ns / 2;
    request_step(world, index, left > 0 ? left : 0, EVENT_CONNECT_TIMEOUT, 0);
    if (world_is_watched(world))
        world_hop(world, index, SIM_HOP_DROPPED, place, place, world->now, 0);
}

// What the handshake agreed upon, and who has how many connections.
static void begin_http2(SimWorld *world, int32_t index, SimTime ready) {
    const Request *request = &world->requests.items[index];
    Connection *connection = &world->connections.items[request->connection1 - 1];
    if (connection->node < 0) return;
    http2_count(world, request->user, 1, 0);
    connection->is_http2 = !is_websocket(world, request) &&
                           http2_is_negotiated(world, population_index(world, request),
                                               connection->node, connection->is_https);
    if (connection->is_http2) http2_opened(world, request->connection1 - 1, ready);
}

static void accept(SimWorld *world, int32_t index, int32_t node, int32_t listener,
                   const TlsHandshake *connect) {
    Request *request = &world->requests.items[index];
    RequestTarget target = request_target(world, request);
    uint32_t taken = pool_take(&world->connection_pool);
    if (pool_capacity(&world->connection_pool) > world->connections.count) {
        array_push(&world->connections);
        if (world->config->has_http2) array_push(&world->http2);
    }
    Connection *connection = &world->connections.items[taken];
    *connection = (Connection){
        .opened = world->now,
        .user = request->user,
        .name = target.name,
        .node = node,
        .client_port = world->next_port,
        .port = (uint16_t)target.port,
        .is_https = target.is_https,
        .tls = target.is_https
                   ? TLS_MADE(connect->version, connect->is_resumed, connect->certificate)
                   : 0,
    };
    if (node >= 0)
        connection->listener = listener;
    else
        connection->instance = request->instance;
    world->next_port = world->next_port == UINT16_MAX ? 1024 : (uint16_t)(world->next_port + 1);
    request->connection1 = (int32_t)taken + 1;
    if (world->config->accelerator_count > 0) accelerator_opened(world, (int32_t)taken, index);
    if (node >= 0) {
        world->nodes.items[node].connections++;
        world->nodes.items[node].opened++;
        meter_count(&world->meter, world->nodes.items[node].scope, METRIC_NEW_CONNECTIONS, 1);
    }
    int32_t endpoint = accelerator_endpoint(world, request);
    SimTime trip = request->round_trip_ns;
    SimTime first = endpoint < 0 ? trip : accelerator_set_up(world, endpoint, trip);
    SimTime delay = first + connect->round_trips * trip;
    if (world->config->has_http2)
        begin_http2(world, index, world->now + delay - request->round_trip_ns / 2);
    if (REQUEST_IS_QUESTION(world, request) &&
        !checker_connected(world, index, connect->round_trips, delay))
        return;
    send_request(world, index, delay);
}

// The private addresses of an internal balancer lead nowhere outside its region's network.
static bool reaches(const SimWorld *world, const Request *request) {
    const ConfigBalancer *balancer = &world->config->balancers[request->balancer];
    bool is_accelerated = SIM_FACT("R53-945", accelerator_endpoint(world, request) >= 0);
    return SIM_FACT("ELB-170", !balancer->is_internal || is_accelerated ||
                                   client_of(world, request)->inside == balancer->region);
}

// A barrier drops the SYN: no code, and no line in any log.
static bool is_held(const SimWorld *world, const Request *request, int32_t node, int32_t port) {
    if (!world->config->has_barriers) return false;
    uint32_t client = request_address(world, request);
    Barrier barrier = node >= 0 ? barrier_to_node(world, client, node, port)
                                : barrier_to_server(world, client, request->instance, port);
    return SIM_FACT("ELB-901", barrier.kind != SIM_BARRIER_NONE);
}

static InstanceAnswer answer_of_instance(const SimWorld *world, const Request *request) {
    RequestTarget target = request_target(world, request);
    if (is_held(world, request, -1, target.port)) return INSTANCE_SILENT;
    return instance_answers_syn(world, request->instance, target.port);
}

// A TCP connection was made whatever becomes of the handshake.
static void shake_hands(SimWorld *world, int32_t index, int32_t node, int32_t listener,
                        const RequestTarget *target) {
    Request *request = &world->requests.items[index];
    TlsHandshake shake = tls_shake(world, population_index(world, request), request->user, node,
                                   listener, target->host, target->name);
    if (shake.outcome == TLS_AGREED) {
        accept(world, index, node, listener, &shake);
        return;
    }
    world->nodes.items[node].opened++;
    if (SIM_FACT("ELB-452", true))
        meter_count(&world->meter, world->nodes.items[node].scope, METRIC_NEW_CONNECTIONS, 1);
    SimTime trip = request->round_trip_ns;
    request_step(world, index, shake.round_trips * trip + trip / 2, EVENT_TLS_FAILED,
                 (uint32_t)shake.outcome | (uint32_t)listener << 8);
}

void connection_tls_failed(SimWorld *world, int32_t index, uint32_t outcome_of_listener) {
    Request *request = &world->requests.items[index];
    request->step = (EventId){0, 0};
    int32_t listener = (int32_t)(outcome_of_listener >> 8);
    TlsOutcome outcome = (TlsOutcome)(outcome_of_listener & 255);
    if (request->balancer >= 0) {
        int32_t node = world->balancers.items[request->balancer].first_node + request->address;
        tls_failed(world, population_index(world, request), node, listener, outcome);
    }
    request_attempt_fails(world, index, SIM_CAUSE_TLS, 0);
}

static void syn_at_node(SimWorld *world, int32_t index) {
    const Request *request = &world->requests.items[index];
    int32_t node = world->balancers.items[request->balancer].first_node + request->address;
    if (!node_answers(world, node) || !reaches(world, request)) {
        stay_silent(world, index, (SimPlace){SIM_PLACE_NODE, node});
        return;
    }
    RequestTarget target = request_target(world, request);
    if (is_held(world, request, node, target.port)) {
        Barrier barrier =
            barrier_to_node(world, request_address(world, request), node, target.port);
        barrier_tell(world, population_index(world, request), node, &barrier);
        stay_silent(world, index, (SimPlace){SIM_PLACE_NODE, node});
        return;
    }
    if (world->nodes.items[node].overflow > 0 && node_rejects(world, node, request)) {
        refuse(world, index);
        return;
    }
    int32_t listener = listener_find(world, request->balancer, target.is_https, target.port);
    if (listener < 0)
        refuse(world, index);
    else if (target.is_https)
        shake_hands(world, index, node, listener, &target);
    else
        accept(world, index, node, listener, &(TlsHandshake){0});
}

// The application does not speak TLS; the client learns it a round trip after the TCP connection.
static void fail_handshake(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    SimTime trip = request->round_trip_ns;
    request_step(world, index, trip + trip / 2, EVENT_TLS_FAILED, TLS_NO_VERSION);
}

static bool can_do_tls(const SimWorld *world, int32_t instance) {
    int32_t launch = world->instances.items[instance].launch;
    return SIM_FACT("ELB-492", world->config->launches[launch].serves != CONFIG_SERVES_HTTP);
}

// A server that refuses: its client tries the next address of the answer, as long as there is one.
static void refuse_at_instance(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    if (SIM_FACT("R53-239", request->addresses_left == 0))
        refuse(world, index);
    else
        request_step(world, index, request->round_trip_ns / 2, EVENT_CONNECT_TIMEOUT, 0);
}

static void syn_at_instance(SimWorld *world, int32_t index) {
    const Request *request = &world->requests.items[index];
    int32_t instance = request->instance, version = client_of(world, request)->tls;
    // A server without a balancer speaks every version, and its certificate is right.
    TlsHandshake direct = {.version = version};
    if (request_target(world, request).is_https) direct.round_trips = version == 3 ? 1 : 2;
    switch (answer_of_instance(world, request)) {
    case INSTANCE_SILENT:
        stay_silent(world, index, (SimPlace){SIM_PLACE_INSTANCE, instance});
        break;
    case INSTANCE_REFUSES:
        refuse_at_instance(world, index);
        break;
    case INSTANCE_ACCEPTS:
        if (direct.round_trips > 0 && !can_do_tls(world, instance))
            fail_handshake(world, index);
        else
            accept(world, index, -1, -1, &direct);
        break;
    }
}

void connection_syn(SimWorld *world, int32_t index) {
    world->requests.items[index].step = (EventId){0, 0};
    if (world->requests.items[index].balancer >= 0)
        syn_at_node(world, index);
    else
        syn_at_instance(world, index);
}

void connection_close(SimWorld *world, int32_t index) {
    Connection *connection = &world->connections.items[index];
    world_cancel(world, &connection->timer);
    if (world->config->accelerator_count > 0) accelerator_closed(world, index);
    if (connection->node >= 0) {
        world->nodes.items[connection->node].connections--;
        if (connection->is_http2) http2_closed(world, index);
        if (world->config->has_http2) http2_count(world, connection->user, -1, 0);
    }
    pool_give(&world->connection_pool, (uint32_t)index);
}

// Connections are used again and again and the timer is not moved along: when it goes off it is set
// anew for one that was used meanwhile. One in use gets it when it is idle again. Most are closed
// long before, so the first time goes by a lane, whose events are forgotten when they are taken
// back.
static void set_timer_anew(SimWorld *world, int32_t index) {
    Connection *connection = &world->connections.items[index];
    connection->timer = world_after(world, connection->expires - world->now, EVENT_CONNECTION_IDLE,
                                    (uint32_t)index, 0);
}

static inline void be_idle(SimWorld *world, int32_t index, SimTime limit) {
    Connection *connection = &world->connections.items[index];
    connection->expires = world->now + limit;
    if (connection->timer.index1 != 0) return;
    connection->timer = world_lane(world, event_queue_lane(&world->events, limit),
                                   EVENT_CONNECTION_IDLE, (uint32_t)index, 0);
}

static bool is_idle(const SimWorld *world, int32_t index) {
    const Connection *connection = &world->connections.items[index];
    if (connection->is_http2) return SIM_FACT("ELB-436", world->http2.items[index].streams == 0);
    return world->users.items[connection->user].idle1 == index + 1;
}

void connection_timer(SimWorld *world, int32_t index) {
    Connection *connection = &world->connections.items[index];
    connection->timer = (EventId){0, 0};
    if (!is_idle(world, index)) return;
    if (SIM_FACT("ELB-419", connection->expires > world->now)) {
        set_timer_anew(world, index);
        return;
    }
    if (!connection->is_http2) world->users.items[connection->user].idle1 = 0;
    connection_close(world, index);
}

void connections_of_deleted_close(SimWorld *world) {
    for (int32_t i = 0; i < world->connections.count; i++) {
        Connection *connection = &world->connections.items[i];
        if (!pool_is_taken(&world->connection_pool, (uint32_t)i) || connection->node < 0 ||
            !world->listeners.items[connection->listener].is_deleted)
            continue;
        connection->is_going_away = 1;
        if (!is_idle(world, i)) continue;
        if (!connection->is_http2) world->users.items[connection->user].idle1 = 0;
        connection_close(world, i);
    }
}

// Those in use may get a time before that of their timers.
void connections_limit_changed(SimWorld *world) {
    for (int32_t i = 0; i < world->connections.count; i++)
        if (pool_is_taken(&world->connection_pool, (uint32_t)i) && !is_idle(world, i))
            world_cancel(world, &world->connections.items[i].timer);
}

// ALB closes a connection that has lived its client keep-alive time after one more answer.
static bool may_stay_open(const SimWorld *world, const Connection *connection) {
    if (connection->node < 0) return true;
    if (connection->is_going_away) return false;
    const Balancer *balancer =
        &world->balancers.items[world->nodes.items[connection->node].balancer];
    return SIM_FACT("ELB-403 ELB-435",
                    world->now - connection->opened < balancer->client_keep_alive_ns);
}

// Whoever is the first to lose patience closes it.
static inline SimTime idle_limit_of(const SimWorld *world, const Request *request,
                                    const Connection *connection) {
    SimTime limit = world->kinds.items[request->kind].keep_alive_ns;
    int32_t index = (int32_t)(connection - world->connections.items);
    if (connection_is_accelerated(world, index) && limit > ACCELERATOR_IDLE_LIMIT &&
        SIM_FACT("R53-939", true))
        limit = ACCELERATOR_IDLE_LIMIT;
    if (connection->node < 0) return limit;
    int32_t balancer = world->nodes.items[connection->node].balancer;
    SimTime of_node = world->balancers.items[balancer].idle_timeout_ns;
    return SIM_FACT("ELB-401", of_node < limit) ? of_node : limit;
}

// Whoever lost patience with one stream asks for nothing more on its connection; the other streams
// end as they may.
static void release_stream(SimWorld *world, const Request *request, int32_t taken,
                           bool is_reusable) {
    Connection *connection = &world->connections.items[taken];
    http2_stream_ends(world, taken);
    bool is_usable =
        (is_reusable || !SIM_FACT("ELB-437", true)) && may_stay_open(world, connection);
    if (!is_usable) connection->is_going_away = 1;
    if (world->http2.items[taken].streams > 0) return;
    if (connection->is_going_away || world->kinds.items[request->kind].keep_alive_ns <= 0) {
        connection_close(world, taken);
        return;
    }
    be_idle(world, taken, idle_limit_of(world, request, connection));
}

void connection_release(SimWorld *world, int32_t index, bool is_reusable) {
    Request *request = &world->requests.items[index];
    int32_t taken = request->connection1 - 1;
    request->connection1 = 0;
    Connection *connection = &world->connections.items[taken];
    if (connection->is_http2) {
        release_stream(world, request, taken, is_reusable);
        return;
    }
    if (!is_reusable || world->kinds.items[request->kind].keep_alive_ns <= 0 ||
        !may_stay_open(world, connection)) {
        connection_close(world, taken);
        return;
    }
    User *user = &world->users.items[request->user];
    if (user->idle1 != 0) connection_close(world, user->idle1 - 1);
    user->idle1 = taken + 1;
    be_idle(world, taken, idle_limit_of(world, request, connection));
}
