// WebSockets: after the target's 101 the client's connection and the one to the target belong
// together until either side ends it (elb.md 4.1). Nothing is chosen again: rules may change, the
// target may be deregistered, the socket stays, until the deregistration delay is over. A socket
// that carries nothing for the idle timeout is closed like any other connection.
//
// The attempt that opened it lives on as the socket, counted as in progress at its target; its work
// is done, so that its `work_ns` holds the index of the Socket.
#include "elb/elb.h"

#include "base/fact.h"
#include "elb/access.h"
#include "world/world.h"

static const ConfigRequest *request_of(const SimWorld *world, const Attempt *attempt) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    return &world->config->clients[kind->population].requests[kind->config];
}

static SimTime idle_timeout_of(const SimWorld *world, int32_t node) {
    return world->config->balancers[world->nodes.items[node].balancer].idle_timeout_ns;
}

// A user stays as long as was drawn; one that opens a socket anew, for the rest of that.
static SimTime user_stays_until(const SimWorld *world, const Attempt *attempt) {
    if (world->config->has_reconnects && attempt->request1 != 0) {
        SimTime until = world->socket_until.items[attempt->request1 - 1];
        if (until != 0) return until;
    }
    RandomStream stream = random_mixed(attempt->bits, DRAW_SOCKET, attempt->attempt_number);
    return world->now + distribution_draw(&request_of(world, attempt)->websocket, &stream);
}

// As long as its user stays, unless its messages are too far apart.
static SimTime life_of(const SimWorld *world, const Attempt *attempt, SimTime until) {
    SimTime life = until > world->now ? until - world->now : 0;
    SimTime idle = idle_timeout_of(world, attempt->node);
    bool falls_silent = SIM_FACT("ELB-459", request_of(world, attempt)->websocket_ping_ns >= idle);
    if (!SIM_FACT("ELB-456 ELB-457", true)) return 0;
    return falls_silent && life > idle ? idle : life;
}

static int32_t take(SimWorld *world) {
    uint32_t index = pool_take(&world->socket_pool);
    if (pool_capacity(&world->socket_pool) > world->sockets.count) array_push(&world->sockets);
    return (int32_t)index;
}

void socket_open(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    int32_t socket = take(world);
    Request *request = &world->requests.items[attempt->request1 - 1];
    SimTime until = user_stays_until(world, attempt);
    world->sockets.items[socket] =
        (Socket){.opened = world->now, .until = until, .connection = request->connection1 - 1};
    request->connection1 = 0;
    attempt->work_ns = socket;
    attempt->state = ATTEMPT_SOCKET;
    attempt->step =
        world_after(world, life_of(world, attempt, until), EVENT_SOCKET_ENDS, (uint32_t)index,
                    pool_generation(&world->attempt_pool, (uint32_t)index));
    world->instances.items[attempt->instance].sockets++;
    if (!SIM_FACT("ELB-458", true)) attempt_uncount(world, index);
}

// Its client learns of the end half a round trip later; of a node that has died, when it has lost
// patience with it.
static void open_anew(SimWorld *world, int32_t index, bool is_noticed) {
    const Attempt *attempt = &world->attempts.items[index];
    const Socket *socket = &world->sockets.items[attempt->work_ns];
    if (!request_of(world, attempt)->is_reconnecting || world->now >= socket->until) return;
    int32_t population = world->kinds.items[attempt->kind_index].population;
    const ConfigClient *client = &world->config->clients[population];
    const ElbNode *node = &world->nodes.items[attempt->node];
    int32_t region = world->config->balancers[node->balancer].region;
    SimTime delay = is_noticed ? client->round_trip_by_region_ns[region] / 2 : client->timeout_ns;
    int32_t user = world->connections.items[socket->connection].user;
    RandomStream draws = random_mixed(attempt->bits, DRAW_RECONNECT, attempt->attempt_number);
    request_again(world, attempt->kind_index, user, &draws, delay, socket->until);
}

void socket_close(SimWorld *world, int32_t index, bool is_logged) {
    if (world->config->has_reconnects) open_anew(world, index, is_logged);
    Attempt *attempt = &world->attempts.items[index];
    int32_t socket = (int32_t)attempt->work_ns;
    int64_t bytes = request_of(world, attempt)->response_bytes;
    if (is_logged && SIM_FACT("ELB-489", true)) access_tell(world, index, 101, 101, bytes);
    connection_close(world, world->sockets.items[socket].connection);
    pool_give(&world->socket_pool, (uint32_t)socket);
    world->instances.items[attempt->instance].sockets--;
    world->nodes.items[attempt->node].connections--;
    attempt_uncount(world, index);
    attempt_free(world, index);
}

void socket_ends(SimWorld *world, int32_t index) {
    world->attempts.items[index].step = (EventId){0, 0};
    socket_close(world, index, true);
}

// Of silence the node learns by its idle timeout.
static void fall_silent(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    world_cancel(world, &attempt->step);
    attempt->step =
        world_after(world, idle_timeout_of(world, attempt->node), EVENT_SOCKET_ENDS,
                    (uint32_t)index, pool_generation(&world->attempt_pool, (uint32_t)index));
}

void sockets_lose_target(SimWorld *world, int32_t target, bool is_reset) {
    uint32_t at1 = world->targets.items[target].in_flight.head1;
    while (at1 != 0) {
        int32_t index = (int32_t)at1 - 1;
        at1 = world->attempts.items[index].link.next1;
        if (world->attempts.items[index].state != ATTEMPT_SOCKET) continue;
        if (is_reset)
            socket_close(world, index, true);
        else
            fall_silent(world, index);
    }
}
