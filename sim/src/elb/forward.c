// Forwarding: a rule's weights choose a target group, the group's algorithm chooses a target, a
// connection carries the request.
#include "elb/elb.h"

#include "base/fact.h"
#include "elb/code.h"

#include <string.h>

#include "world/world.h"

bool forward_is_only(const SimWorld *world, int32_t rule) {
    return world_action(world, rule)->forward_count == 1;
}

// A group keeps its share whatever its health: there is no failover between weighted groups.
static int32_t weight_of(const SimWorld *world, const ConfigForward *forward) {
    bool is_kept =
        SIM_FACT("ELB-120 ELB-121", true) ||
        world->node_groups.items[world->groups.items[forward->target_group].first_view].healthy > 0;
    return is_kept ? forward->weight : 0;
}

int32_t forward_choose(const SimWorld *world, int32_t rule, double draw) {
    const ConfigAction *action = world_action(world, rule);
    int32_t first = world->rules.items[rule].first_forward;
    if (action->forward_count == 1) return weight_of(world, &action->forwards[0]) > 0 ? first : -1;
    int32_t total = 0;
    for (int32_t i = 0; i < action->forward_count; i++)
        total += weight_of(world, &action->forwards[i]);
    if (total == 0) return -1;
    double left = draw * total;
    int32_t i = 0;
    while (i < action->forward_count - 1 &&
           SIM_FACT("ELB-119", (left -= weight_of(world, &action->forwards[i])) >= 0))
        i++;
    // Rounding must not choose a weight of 0 at the end.
    while (weight_of(world, &action->forwards[i]) == 0)
        i--;
    return first + i;
}

// 503: no registered targets, or all of them unused, or none in the node's zone without cross-zone
// (elb.md 4.3).
static bool has_target(const NodeGroup *view) {
    return view->usable > 0;
}

static void count_chosen(SimWorld *world, const NodeGroup *view, int32_t target) {
    meter_count_of(&world->meter, METER_GROUP_NODE, view->scope, METRIC_REQUEST_COUNT, 1);
    if (view->is_failing_open) meter_count(&world->meter, view->scope, METRIC_UNHEALTHY_ROUTING, 1);
    world->groups.items[view->group].requests++;
    world->targets.items[target].requests++;
    world->nodes.items[view->node].in_flight++;
    chooser_begin(&world->choosers, view->chooser, world->targets.items[target].member);
}

static void hop_to_target(SimWorld *world, int32_t index, SimTime arrives) {
    const Attempt *attempt = &world->attempts.items[index];
    SimPlace node = {SIM_PLACE_NODE, attempt->node},
             group = {SIM_PLACE_GROUP, world->targets.items[attempt->target].group};
    world_hop_attempt(world, index, SIM_HOP_TRAVEL, node, group, world->now, 0);
    world_hop_attempt(world, index, SIM_HOP_TRAVEL, group,
                      (SimPlace){SIM_PLACE_INSTANCE, attempt->instance}, arrives, 0);
}

// The target closes a kept connection while the request is on its way (its keep-alive is the
// shorter one).
static bool is_just_closed(const SimWorld *world, const Attempt *attempt, SimTime idle_since,
                           SimTime hop) {
    int32_t launch = world->instances.items[attempt->instance].launch;
    SimTime keep_alive = world->config->launches[launch].keep_alive_ns;
    return idle_since >= 0 && world->now + hop >= idle_since - hop + keep_alive;
}

// A connection that stands: one that carries streams already, or an idle one. `*idle_since` -1: it
// is not idle.
static bool take_connection(SimWorld *world, int32_t view_index, int32_t member,
                            SimTime *idle_since) {
    bool has_streams = view_has_streams(&world->node_groups.items[view_index]);
    *idle_since = -1;
    if (has_streams && target_stream_share(world, view_index, member)) return true;
    if (!target_connection_take(world, view_index, member, idle_since)) return false;
    if (has_streams) target_stream_begin(world, view_index, member);
    return true;
}

// A barrier drops what the node sends, and nothing comes back.
static bool is_held(const SimWorld *world, const Attempt *attempt) {
    const Target *target = &world->targets.items[attempt->target];
    uint8_t held = attempt->is_new_connection ? target->held : target->held_established;
    return held != 0 &&
           SIM_FACT("ELB-911 ELB-912", (held >> world->nodes.items[attempt->node].number & 1) != 0);
}

// TLS 1.3, whatever the client spoke: a round trip, and work for the target, which its first
// request brings along. Nobody looks at the target's certificate.
static SimTime begin_tls(const SimWorld *world, Attempt *attempt, SimTime hop) {
    const ConfigLaunch *launch =
        &world->config->launches[world->instances.items[attempt->instance].launch];
    if (attempt->is_closed == ATTEMPT_OPEN && launch->serves == CONFIG_SERVES_HTTP)
        attempt->is_closed = ATTEMPT_NO_HANDSHAKE;
    if (SIM_FACT("ELB-481", true)) attempt->work_ns += launch->tls_work_ns;
    return SIM_FACT("ELB-480", true) ? 2 * hop : 0;
}

// Over an idle connection when there is one; a new one costs a round trip and may take 10 s at
// most.
static void send_to_target(SimWorld *world, int32_t index, int32_t view_index) {
    Attempt *attempt = &world->attempts.items[index];
    const NodeGroup *view = &world->node_groups.items[view_index];
    SimTime hop = hop_between(world, attempt->node, attempt->instance);
    SimTime idle_since = 0;
    attempt->state = ATTEMPT_TO_TARGET;
    attempt->is_new_connection = !take_connection(
        world, view_index, world->targets.items[attempt->target].member, &idle_since);
    attempt->is_closed =
        attempt->is_new_connection
            ? SIM_FACT("ELB-914", (world->targets.items[attempt->target].deaf & TARGET_DEAF) != 0)
            : SIM_FACT("ELB-402", is_just_closed(world, attempt, idle_since, hop));
    SimTime connect = 0;
    if (attempt->is_new_connection) {
        connect = 2 * hop;
        ElbNode *node = &world->nodes.items[attempt->node];
        node->connections++;
        if (SIM_FACT("ELB-524", true))
            meter_count(&world->meter, node->scope, METRIC_NEW_CONNECTIONS, 1);
        if (view->is_https) connect += begin_tls(world, attempt, hop);
    }
    attempt->sent = world->now + connect;
    int32_t balancer = world->nodes.items[view->node].balancer;
    attempt_limit(world, index,
                  SIM_FACT("ELB-410 ELB-411", attempt->is_new_connection)
                      ? ELB_CONNECT_LIMIT
                      : world->balancers.items[balancer].idle_timeout_ns);
    if (world_is_watched(world)) hop_to_target(world, index, world->now + connect + hop);
    if (is_held(world, attempt)) {
        attempt->state = ATTEMPT_SILENT;
        attempt_waits(world, index);
        return;
    }
    if (connect + hop == 0) {
        instance_receive(world, index);
        return;
    }
    attempt_step(world, index, connect + hop, EVENT_INSTANCE_RECEIVE);
}

// Of the request's own bits, so that whatever is drawn here leaves what clients ask alone.
static RandomStream draws_of(SimWorld *world, const Attempt *attempt) {
    if (!SIM_FACT("MODEL-210", true))
        random_u64(
            &world->populations.items[world->kinds.items[attempt->kind_index].population].requests);
    return random_mixed(attempt->bits, DRAW_TARGET, attempt->attempt_number);
}

// Every node goes round its targets by itself.
static int32_t chooser_of(const SimWorld *world, const NodeGroup *view) {
    if (SIM_FACT("ELB-204", true)) return view->chooser;
    return world->node_groups.items[world->groups.items[view->group].first_view].chooser;
}

// By the group's algorithm; -1: none may be chosen.
static inline int32_t choose_target(SimWorld *world, const Attempt *attempt,
                                    const NodeGroup *view) {
    RandomStream stream;
    int32_t chooser = chooser_of(world, view);
    if (chooser_has_draws(&world->choosers, chooser)) stream = draws_of(world, attempt);
    ChooserRequest request = {.client_ip = attempt->client_ip, .stream = &stream};
    int32_t member = chooser_pick(&world->choosers, chooser, &request);
    if (member < 0) return -1;
    return world->members.items[world->groups.items[view->group].first_member + member];
}

// The target of the user's session, else a new one.
static int32_t choose_sticky_target(SimWorld *world, int32_t index, int32_t view_index) {
    int32_t target = sticky_target(world, index, view_index);
    if (target >= 0) return target;
    target =
        choose_target(world, &world->attempts.items[index], &world->node_groups.items[view_index]);
    if (target >= 0) sticky_chosen_anew(world, index, view_index);
    return target;
}

// Whether the group's protocol version takes the request (elb.md 2.1).
static bool speaks(const SimWorld *world, const Attempt *attempt, const NodeGroup *view) {
    if (attempt->protocol == SIM_ACCESS_GRPCS)
        return SIM_FACT("ELB-484", view->version != CONFIG_HTTP1);
    if (attempt->protocol == SIM_ACCESS_HTTP || attempt->protocol == SIM_ACCESS_WS)
        return SIM_FACT("ELB-483", false);
    if (view->version == CONFIG_HTTP2) return SIM_FACT("ELB-485", true);
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    const ConfigRequest *request = &world->config->clients[kind->population].requests[kind->config];
    return SIM_FACT("ELB-486", strcmp(request->method, "POST") == 0);
}

static void respond_no_target(SimWorld *world, int32_t index) {
    int32_t status = SIM_FACT("ELB-105 ELB-120 ELB-409 ELB-995", true) ? 503 : 504;
    code_tell(world, index, status, CODE_NO_TARGET);
    respond_elb(world, index, status);
}

void forward_attempt(SimWorld *world, int32_t index, int32_t forward) {
    Attempt *attempt = &world->attempts.items[index];
    world->forwards.items[forward].chosen++;
    const ConfigAction *action = world_action(world, attempt->rule);
    int32_t group = action->forwards[world->forwards.items[forward].config].target_group;
    int32_t view_index = group_view(world, group, attempt->node);
    const NodeGroup *view = &world->node_groups.items[view_index];
    attempt->group1 = group + 1;
    bool may_differ = view->version != CONFIG_HTTP1 || attempt->protocol == SIM_ACCESS_GRPCS;
    if (may_differ && !speaks(world, attempt, view)) {
        code_tell(world, index, 464, CODE_PROTOCOL_VERSION);
        respond_elb(world, index, 464);
        return;
    }
    if (!has_target(view)) {
        respond_no_target(world, index);
        return;
    }
    int32_t target = view->stickiness == CONFIG_STICKINESS_OFF
                         ? choose_target(world, attempt, view)
                         : choose_sticky_target(world, index, view_index);
    if (target < 0) {
        respond_no_target(world, index);
        return;
    }
    attempt->target = target;
    attempt->instance = world->targets.items[target].instance;
    attempt->is_counted = 1;
    index_list_push_back(&world->targets.items[target].in_flight,
                         INDEX_LINKS(&world->attempts, link), (uint32_t)index);
    count_chosen(world, view, target);
    if (SIM_FACT("ELB-487", attempt->protocol == SIM_ACCESS_GRPCS))
        meter_count(&world->meter, view->scope, METRIC_GRPC_REQUESTS, 1);
    send_to_target(world, index, view_index);
}
