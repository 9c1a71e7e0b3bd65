// The way into a balancer: a request reaches a node, finds its rule, and the rule's action takes
// over.
#include "elb/elb.h"

#include "base/fact.h"
#include "elb/barrier.h"
#include "elb/code.h"
#include "elb/defect.h"
#include "elb/transform.h"
#include "world/world.h"

static int32_t attempt_take(SimWorld *world) {
    uint32_t index = pool_take(&world->attempt_pool);
    if (pool_capacity(&world->attempt_pool) > world->attempts.count) {
        array_push(&world->attempts);
        stations_reserve_jobs(&world->stations, world->attempts.count);
    }
    return (int32_t)index;
}

int32_t attempt_create(SimWorld *world) {
    int32_t index = attempt_take(world);
    world->attempts.items[index] = (Attempt){.received = world->now,
                                             .sent = -1,
                                             .limit = SIM_NEVER,
                                             .patience_ends = SIM_NEVER,
                                             .node = -1,
                                             .rule = -1,
                                             .target = -1,
                                             .instance = -1};
    return index;
}

static uint8_t protocol_of(const SimWorld *world, const Request *request) {
    int32_t flags = world->kinds.items[request->kind].flags;
    if (!request->carrier.is_http2)
        return (flags & KIND_WEBSOCKET) != 0 ? SIM_ACCESS_WS : SIM_ACCESS_HTTP;
    bool is_grpc = (flags & KIND_GRPC) != 0;
    return is_grpc ? SIM_ACCESS_GRPCS : SIM_ACCESS_H2;
}

static int32_t attempt_of_request(SimWorld *world, int32_t request_index) {
    int32_t index = attempt_create(world);
    Request *request = &world->requests.items[request_index];
    Attempt *attempt = &world->attempts.items[index];
    attempt->bits = request->bits;
    attempt->work_ns = request->work_ns;
    attempt->patience_ends = request->patience_ends;
    attempt->request1 = request_index + 1;
    attempt->kind_index = request->kind;
    attempt->url1 = request->url1;
    attempt->node = request->carrier.node;
    attempt->client_ip = request_address(world, request);
    attempt->client_port = request->carrier.client_port;
    attempt->tls = request->carrier.tls;
    attempt->protocol = protocol_of(world, request);
    attempt->attempt_number = request->attempt_number;
    request->attempt1 = index + 1;
    request->state = REQUEST_INSIDE;
    return index;
}

static int32_t match_rule(SimWorld *world, const Request *request, int32_t listener,
                          uint32_t client_ip) {
    RequestTarget target;
    if (request->url1 != 0) {
        target = request_target(world, request);
        return rule_match(world, listener, &target, client_ip);
    }
    int32_t *route = &world->routes.items[request->kind * world->listeners.count + listener];
    if (*route == 0) {
        target = request_target(world, request);
        *route = route_make(world, listener, &target);
    }
    return route_follow(world, listener, *route, client_ip);
}

static double draw_forward(const Attempt *attempt) {
    RandomStream stream = random_mixed(attempt->bits, DRAW_FORWARD, attempt->attempt_number);
    return random_unit(&stream);
}

static void act(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    const ConfigAction *action = world_action(world, attempt->rule);
    switch (action->kind) {
    case CONFIG_ACTION_REDIRECT:
        action_redirect(world, index);
        break;
    case CONFIG_ACTION_FIXED_RESPONSE:
        action_fixed(world, index);
        break;
    case CONFIG_ACTION_FORWARD: {
        if (world->config->has_transforms && !transform_request(world, index)) {
            code_tell(world, index, 500, CODE_TRANSFORM);
            respond_elb(world, index, 500);
            break;
        }
        int32_t forward = action->sticky_ns > 0 ? sticky_group_forward(world, index) : -1;
        if (forward < 0)
            forward =
                forward_choose(world, attempt->rule,
                               forward_is_only(world, attempt->rule) ? 0 : draw_forward(attempt));
        if (forward >= 0) {
            forward_attempt(world, index, forward);
            break;
        }
        code_tell(world, index, 503, CODE_NO_TARGET);
        respond_elb(world, index, 503);
        break;
    }
    }
}

// Nothing of it reaches the node: its zone is dark, or a barrier drops each packet of a
// connection that stands. The client notices nothing until its patience ends.
static bool is_lost(const SimWorld *world, const Request *request) {
    const Carrier *carrier = &request->carrier;
    const ElbNode *node = &world->nodes.items[carrier->node];
    if (!world->zones.items[node->zone].has_power) return true;
    // Security groups do not ask again.
    bool is_judged = world->config->has_stateless_barriers || !SIM_FACT("ELB-904", true);
    if (!is_judged || !world->config->has_barriers) return false;
    Barrier barrier =
        barrier_to_node(world, request_address(world, request), carrier->node, carrier->port);
    return barrier_stops_established(&barrier);
}

static void receive_at_node(SimWorld *world, int32_t request_index) {
    Request *request = &world->requests.items[request_index];
    ElbNode *node = &world->nodes.items[request->carrier.node];
    if (is_lost(world, request)) {
        SimPlace place = {SIM_PLACE_NODE, request->carrier.node};
        request->state = REQUEST_INSIDE;
        request_waits(world, request_index);
        if (world_is_watched(world))
            world_hop(world, request_index, SIM_HOP_DROPPED, place, place, world->now, 0);
        return;
    }
    int32_t listener = request->carrier.listener;
    int32_t index = attempt_of_request(world, request_index);
    if ((world->kinds.items[request->kind].flags & KIND_ODD) != 0 &&
        defect_turns_away(world, index, listener)) {
        node->requests++;
        return;
    }
    int32_t rule = match_rule(world, request, listener, world->attempts.items[index].client_ip);
    int32_t evaluated = rules_evaluated(world, rule);
    world->attempts.items[index].rule = rule;
    world->rules.items[rule].matched++;
    node->requests++;
    if (evaluated > 0)
        meter_count(&world->meter, world->balancers.items[node->balancer].scope,
                    METRIC_RULE_EVALUATIONS, evaluated);
    if (SIM_FACT("ELB-804", evaluated > LCU_FREE_RULES))
        node->evaluations += evaluated - LCU_FREE_RULES;
    if (node->overflow > 0 && node_sheds(world, index)) {
        code_tell(world, index, 503, CODE_NO_CAPACITY);
        respond_elb(world, index, 503);
        return;
    }
    act(world, index);
}

// Without a balancer the server does its clients' handshakes: the first request of each connection
// brings the work along.
static void receive_at_server(SimWorld *world, int32_t request_index) {
    const Request *request = &world->requests.items[request_index];
    const Connection *connection = &world->connections.items[request->connection1 - 1];
    int32_t instance = request->carrier.instance;
    bool is_first = connection->tls != 0 && connection->expires == 0;
    int32_t index = attempt_of_request(world, request_index);
    Attempt *attempt = &world->attempts.items[index];
    attempt->kind = ATTEMPT_DIRECT;
    attempt->instance = instance;
    attempt->sent = world->now;
    if (SIM_FACT("ELB-491", is_first)) {
        attempt->is_new_connection = 1;
        int32_t launch = world->instances.items[instance].launch;
        attempt->work_ns += world->config->launches[launch].tls_work_ns;
    }
    instance_receive(world, index);
}

void node_receive(SimWorld *world, int32_t request_index) {
    Request *request = &world->requests.items[request_index];
    request->step = (EventId){0, 0};
    if (request->carrier.node >= 0) {
        receive_at_node(world, request_index);
        return;
    }
    receive_at_server(world, request_index);
}
