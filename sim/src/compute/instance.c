// Instances: what an attempt meets at its target, and what comes back.
#include "compute/compute.h"
#include "compute/container.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "elb/condition.h"
#include "elb/headers.h"
#include "elb/transform.h"
#include "world/world.h"

// Statuses of gRPC: what a server says of a method it does not have, and of one that failed.
enum { GRPC_UNKNOWN = 2, GRPC_UNIMPLEMENTED = 12 };

#define PATH_BYTES_MAX 4096 // as long as a rewritten one can be

static const ConfigLaunch *launch_of(const SimWorld *world, int32_t instance) {
    return &world->config->launches[world->instances.items[instance].launch];
}

static SimPlace place_of(int32_t instance) {
    return (SimPlace){SIM_PLACE_INSTANCE, instance};
}

SimTime hop_between(const SimWorld *world, int32_t node, int32_t instance) {
    const Instance *at = &world->instances.items[instance];
    const ConfigRegion *region = &world->config->regions[at->region];
    bool is_same_zone = world->nodes.items[node].zone == at->zone;
    return is_same_zone ? region->same_zone_hop_ns : region->cross_zone_hop_ns;
}

bool instance_is_reachable(const SimWorld *world, int32_t instance, int32_t from_zone) {
    const Instance *at = &world->instances.items[instance];
    const Zone *zone = &world->zones.items[at->zone];
    if (!zone->has_power || at->is_terminated || at->is_stopped) return false;
    return !zone->is_partitioned || SIM_FACT("MODEL-105", from_zone == at->zone) || from_zone < 0;
}

static bool is_full(const SimWorld *world, int32_t instance) {
    const ConfigLaunch *launch = launch_of(world, instance);
    const Station *station = &world->stations.stations.items[instance];
    int32_t inside = station->queue.count + station->inside.count;
    if (launch->discipline == CONFIG_PROCESSOR_SHARING && launch->max_in_flight > 0)
        return inside >= launch->max_in_flight;
    return launch->backlog >= 0 && inside >= launch->workers + launch->backlog;
}

static bool has_crashed(const Container *container) {
    return container != NULL && container->is_crashed;
}

static bool hangs(const Container *container) {
    return container != NULL && container->is_hung;
}

bool instance_listens(const SimWorld *world, int32_t instance, int32_t port) {
    int32_t only = launch_of(world, instance)->port;
    return only == 0 || only == port;
}

InstanceAnswer instance_answers_syn(const SimWorld *world, int32_t instance, int32_t port) {
    const Instance *state = &world->instances.items[instance];
    if (!instance_is_reachable(world, instance, -1)) return INSTANCE_SILENT;
    if (SIM_FACT("MODEL-208", state->is_crashed || state->is_booting)) return INSTANCE_REFUSES;
    if (has_crashed(container_find(world, instance, port))) return INSTANCE_REFUSES;
    if (!instance_listens(world, instance, port)) return INSTANCE_REFUSES;
    if (!is_full(world, instance)) return INSTANCE_ACCEPTS;
    switch (launch_of(world, instance)->on_full) {
    case CONFIG_ON_FULL_DROP:
        return INSTANCE_SILENT;
    case CONFIG_ON_FULL_REFUSE:
        return INSTANCE_REFUSES;
    default:
        return INSTANCE_ACCEPTS;
    }
}

// Nobody waits for it any more: its node closed the connection, its client has gone, or the check
// timed out.
static bool is_orphan(const Attempt *attempt) {
    switch ((AttemptKind)attempt->kind) {
    case ATTEMPT_REQUEST:
        return !attempt->is_counted;
    case ATTEMPT_DIRECT:
        return attempt->request1 == 0;
    default:
        return attempt->kind_index < 0;
    }
}

static SimTime hop_of(const SimWorld *world, const Attempt *attempt) {
    return attempt->node >= 0 ? hop_between(world, attempt->node, attempt->instance) : 0;
}

// The connection breaks, which the node (or the client's own machine) learns a hop later.
static void send_reset(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (is_orphan(attempt)) {
        attempt_free(world, index);
        return;
    }
    attempt_step(world, index, hop_of(world, attempt), EVENT_RESET);
}

static void fall_silent(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (is_orphan(attempt)) {
        attempt_free(world, index);
        return;
    }
    attempt->state = ATTEMPT_SILENT;
    attempt_waits(world, index);
    if (world_is_watched(world))
        world_hop_attempt(world, index, SIM_HOP_DROPPED, place_of(attempt->instance),
                          place_of(attempt->instance), world->now, 0);
}

static inline void send_answer(SimWorld *world, int32_t index, int32_t status) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->status = (uint16_t)status;
    if (is_orphan(attempt)) {
        attempt_free(world, index);
        return;
    }
    int32_t from_zone = attempt->node >= 0 ? world->nodes.items[attempt->node].zone : -1;
    if (!instance_is_reachable(world, attempt->instance, from_zone)) {
        fall_silent(world, index);
        return;
    }
    attempt->state = ATTEMPT_FROM_TARGET;
    SimTime hop = hop_of(world, attempt);
    if (world_is_watched(world) && attempt->node >= 0)
        world_hop_attempt(world, index, SIM_HOP_TRAVEL, place_of(attempt->instance),
                          (SimPlace){SIM_PLACE_NODE, attempt->node}, world->now + hop, status);
    if (hop == 0) {
        respond_target(world, index);
        return;
    }
    attempt_step(world, index, hop, EVENT_NODE_RESPONSE);
}

// A full backlog: model-rules.md, "Targets under stress".
static void turn_away(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (attempt->kind != ATTEMPT_CHECK) world->instances.items[attempt->instance].lost++;
    switch (launch_of(world, attempt->instance)->on_full) {
    case CONFIG_ON_FULL_REFUSE:
        if (SIM_FACT("MODEL-102", true))
            send_reset(world, index);
        else
            fall_silent(world, index);
        break;
    case CONFIG_ON_FULL_SHED:
        send_answer(world, index, SIM_FACT("MODEL-103", true) ? 503 : 200);
        break;
    case CONFIG_ON_FULL_DROP:
        if (!SIM_FACT("MODEL-101", true)) {
            send_reset(world, index);
            break;
        }
        // Each attempt inside holds a connection, so a full target has none left for this one: the
        // connect limit counts.
        // A stream needs none.
        if (attempt->kind == ATTEMPT_REQUEST && attempt->is_counted &&
            !attempt->is_new_connection && !group_has_streams(world, attempt->group1 - 1)) {
            attempt->is_new_connection = 1;
            attempt_limit(world, index, ELB_CONNECT_LIMIT);
        }
        fall_silent(world, index);
        break;
    }
}

static void hop_inside(SimWorld *world, int32_t index, StationEntry entry) {
    SimPlace here = place_of(world->attempts.items[index].instance);
    world_hop_attempt(world, index, entry == STATION_SERVED ? SIM_HOP_SERVED : SIM_HOP_QUEUED, here,
                      here, world->now, 0);
}

// The connection stands, so from now on it is the idle time-out that limits the target's silence.
static void begin_idle_timer(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (attempt->kind != ATTEMPT_REQUEST || !attempt->is_counted) return;
    // A hung process accepts, and never does its part of a handshake: the limit stays.
    bool is_waiting =
        world->config->target_groups[attempt->group1 - 1].is_https &&
        (world->instances.items[attempt->instance].is_hung || hangs(container_of(world, attempt)));
    if (SIM_FACT("ELB-482", is_waiting)) return;
    attempt->is_new_connection = 0;
    if (group_has_streams(world, attempt->group1 - 1)) target_stream_stands(world, index);
    int32_t balancer = world->nodes.items[attempt->node].balancer;
    attempt_limit(world, index, world->balancers.items[balancer].idle_timeout_ns);
}

static void count_handshake(SimWorld *world, const Attempt *attempt) {
    if (attempt->kind == ATTEMPT_CHECK) return;
    if (attempt->kind == ATTEMPT_REQUEST &&
        !world->config->target_groups[attempt->group1 - 1].is_https)
        return;
    meter_count(&world->meter, world->instances.items[attempt->instance].scope,
                METRIC_TLS_HANDSHAKES, 1);
}

// The first of its connection: it stands now.
static void connect(SimWorld *world, int32_t index) {
    count_handshake(world, &world->attempts.items[index]);
    begin_idle_timer(world, index);
}

static inline void enter(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (!attempt->is_new_connection) attempt_awaits_work(world, index);
    StationEntry entry = station_enter(&world->stations, &world->events, world->now,
                                       attempt->instance, index, attempt->work_ns);
    if (entry == STATION_FULL) {
        turn_away(world, index);
        return;
    }
    attempt->state = ATTEMPT_AT_TARGET;
    if (attempt->is_new_connection) {
        connect(world, index);
        attempt_awaits_work(world, index);
    }
    if (world_is_watched(world)) hop_inside(world, index, entry);
}

static void receive_check(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    const ConfigLaunch *launch = launch_of(world, attempt->instance);
    RandomStream stream =
        random_mixed(attempt->bits, DRAW_HEALTH_WORK, (uint32_t)attempt->attempt_number + 1);
    attempt->work_ns = distribution_draw(&launch->health_work, &stream);
    if (!SIM_FACT("ELB-313 ELB-314", launch->is_health_separate)) {
        enter(world, index);
        return;
    }
    attempt->state = ATTEMPT_AT_TARGET;
    if (world->instances.items[attempt->instance].is_hung) return;
    attempt_step(world, index, attempt->work_ns, EVENT_CHECK_DONE);
}

// A process that hangs accepts, and its host's other processes keep all of the workers.
static void take_in_silence(SimWorld *world, int32_t index) {
    if (world->attempts.items[index].is_new_connection) begin_idle_timer(world, index);
    fall_silent(world, index);
}

void instance_receive(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->step = (EventId){0, 0};
    const Instance *instance = &world->instances.items[attempt->instance];
    const Container *container = container_of(world, attempt);
    int32_t from_zone = attempt->node >= 0 ? world->nodes.items[attempt->node].zone : -1;
    if (!instance_is_reachable(world, attempt->instance, from_zone))
        fall_silent(world, index);
    else if (instance->is_crashed || instance->is_booting || has_crashed(container))
        send_reset(world, index);
    else if (attempt->is_closed)
        send_reset(world, index);
    else if (hangs(container))
        take_in_silence(world, index);
    else if (attempt->kind == ATTEMPT_CHECK)
        receive_check(world, index);
    else
        enter(world, index);
}

// What a checker of Route 53 asks is health, too, whichever way it came.
static bool is_question(const SimWorld *world, const Attempt *attempt) {
    return attempt->kind != ATTEMPT_CHECK &&
           (world->kinds.items[attempt->kind_index].flags & KIND_CHECKER) != 0;
}

static double error_share(const SimWorld *world, const Attempt *attempt) {
    const Instance *instance = &world->instances.items[attempt->instance];
    const Container *container = container_of(world, attempt);
    double injected = instance->error_share, own = container != NULL ? container->error_share : 0;
    if (attempt->kind == ATTEMPT_CHECK || is_question(world, attempt)) {
        if (container != NULL && container->is_health_failing) return own;
        return SIM_FACT("MODEL-106", instance->is_health_failing) ? injected : 0;
    }
    return 1 - (1 - launch_of(world, attempt->instance)->errors) * (1 - injected) * (1 - own);
}

static const ConfigTargetGroup *group_of_check(const SimWorld *world, const Attempt *attempt) {
    return &world->config->target_groups[world->targets.items[attempt->target].group];
}

static bool is_grpc_check(const SimWorld *world, const Attempt *attempt) {
    return attempt->kind == ATTEMPT_CHECK &&
           SIM_FACT("ELB-316", group_of_check(world, attempt)->version == CONFIG_GRPC);
}

static const char *health_path(const SimWorld *world, const Attempt *attempt) {
    if (attempt->kind != ATTEMPT_CHECK) {
        const RequestKind *kind = &world->kinds.items[attempt->kind_index];
        return world->config->clients[kind->population].requests[kind->config].path;
    }
    return group_of_check(world, attempt)->health_check.path;
}

// What the application answers at the path that the target group, or a checker, asks for.
static int32_t health_status(const SimWorld *world, const Attempt *attempt) {
    const ConfigLaunch *launch = launch_of(world, attempt->instance);
    const char *path = health_path(world, attempt);
    bool is_grpc = is_grpc_check(world, attempt);
    for (int32_t i = 0; i < launch->health_path_count; i++) {
        const ConfigPathAnswer *answer = &launch->health_paths[i];
        if (SIM_FACT("ELB-330 ELB-331", pattern_matches(answer->path, path, false)))
            return is_grpc ? CONFIG_GRPC_STATUS + answer->grpc_status : answer->status;
    }
    if (is_grpc) return CONFIG_GRPC_STATUS + (SIM_FACT("ELB-354", true) ? GRPC_UNIMPLEMENTED : 0);
    return 200;
}

static bool is_rewritten(const SimWorld *world, const Attempt *attempt) {
    return world->config->has_transforms && attempt->kind == ATTEMPT_REQUEST &&
           attempt->rule >= 0 && world_rule(world, attempt->rule)->has_transforms;
}

// As it was asked for, or as a rule rewrote it; behind a rewritten one may stand a query. NULL: the
// rules were changed meanwhile, and what they had made of it is forgotten.
static const char *path_at_target(const SimWorld *world, const Attempt *attempt) {
    const char *text = world->url_text.items;
    bool has_transforms = is_rewritten(world, attempt);
    const Url *rewritten = has_transforms ? transform_of(world, attempt) : NULL;
    if (has_transforms && rewritten == NULL) return NULL;
    if (SIM_FACT("ELB-853", rewritten != NULL && rewritten->path >= 0))
        return text + rewritten->path;
    if (attempt->url1 != 0) return text + world->urls.items[attempt->url1 - 1].path;
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    return world->config->clients[kind->population].requests[kind->config].path;
}

static int32_t request_status(const SimWorld *world, const Attempt *attempt, int32_t normal) {
    const ConfigLaunch *launch = launch_of(world, attempt->instance);
    if (launch->path_count == 0) return normal;
    const char *asked = path_at_target(world, attempt);
    if (asked == NULL) return normal;
    size_t length = strcspn(asked, "?");
    char path[PATH_BYTES_MAX + 1];
    if (length > PATH_BYTES_MAX) length = PATH_BYTES_MAX;
    memcpy(path, asked, length);
    path[length] = '\0';
    for (int32_t i = 0; i < launch->path_count; i++)
        if (pattern_matches(launch->paths[i].path, path, false))
            return launch->paths[i].status == 200 ? normal : launch->paths[i].status;
    return normal;
}

// A plain request to a port that expects TLS.
static bool is_plain_to_tls(const SimWorld *world, const Attempt *attempt) {
    if (launch_of(world, attempt->instance)->serves != CONFIG_SERVES_HTTPS) return false;
    if (attempt->kind == ATTEMPT_DIRECT) return attempt->tls == 0;
    if (attempt->kind != ATTEMPT_CHECK)
        return !world->config->target_groups[attempt->group1 - 1].is_https;
    return !group_of_check(world, attempt)->health_check.is_https;
}

// Nothing that its server is, or that was done to it, keeps it from a good answer.
static bool is_answered_well(const SimWorld *world, const Attempt *attempt) {
    return launch_of(world, attempt->instance)->answers_all && world->containers.count == 0 &&
           world->instances.items[attempt->instance].error_share == 0 &&
           attempt->kind != ATTEMPT_CHECK && !is_question(world, attempt);
}

static int32_t draw_status(const SimWorld *world, const Attempt *attempt) {
    int32_t success = attempt->protocol == SIM_ACCESS_WS ? 101 : 200;
    if (is_answered_well(world, attempt)) return success;
    bool is_health = attempt->kind == ATTEMPT_CHECK || is_question(world, attempt);
    int32_t normal =
        is_health ? health_status(world, attempt) : request_status(world, attempt, success);
    if (is_plain_to_tls(world, attempt)) return 400;
    const char *needs = launch_of(world, attempt->instance)->needs_header;
    if (needs != NULL && attempt->kind != ATTEMPT_CHECK && !header_arrives(world, attempt, needs))
        return 400;
    double share = error_share(world, attempt);
    if (share <= 0) return normal;
    RandomStream stream = random_mixed(attempt->bits, DRAW_ERROR, attempt->attempt_number);
    if (random_unit(&stream) >= share) return normal;
    return is_grpc_check(world, attempt) ? CONFIG_GRPC_STATUS + GRPC_UNKNOWN : 500;
}

// A check under way when its process broke is not taken out of the queue, but nobody answers it.
static bool is_check_lost(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (attempt->kind != ATTEMPT_CHECK) return false;
    const Container *container = container_of(world, attempt);
    if (!has_crashed(container) && !hangs(container)) return false;
    if (has_crashed(container))
        send_reset(world, index);
    else
        fall_silent(world, index);
    return true;
}

static void finish(SimWorld *world, int32_t index) {
    if (is_check_lost(world, index)) return;
    Attempt *attempt = &world->attempts.items[index];
    int32_t status = draw_status(world, attempt);
    if (attempt->kind != ATTEMPT_CHECK) {
        Instance *instance = &world->instances.items[attempt->instance];
        instance->answered++;
        instance->errors += status >= 500;
        if (world_is_watched(world))
            world_hop_attempt(world, index, SIM_HOP_FINISHED, place_of(attempt->instance),
                              place_of(attempt->instance), world->now, status);
    }
    send_answer(world, index, status);
}

static void tell_started(SimWorld *world, int32_t started) {
    if (started >= 0 && world_is_watched(world)) hop_inside(world, started, STATION_SERVED);
}

void instance_complete(SimWorld *world, int32_t station, int32_t job) {
    int32_t started = -1;
    int32_t finished =
        station_complete(&world->stations, &world->events, world->now, station, job, &started);
    tell_started(world, started);
    finish(world, finished);
}

// A separate endpoint does not outlive its process, nor answer for one that hangs.
void instance_check_done(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    const Instance *instance = &world->instances.items[attempt->instance];
    attempt->step = (EventId){0, 0};
    if (instance->is_crashed)
        send_reset(world, index);
    else if (instance->is_hung)
        fall_silent(world, index);
    else
        finish(world, index);
}

void instance_abandon(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (!SIM_FACT("MODEL-104", launch_of(world, attempt->instance)->is_cancel_on_disconnect))
        return;
    int32_t started = -1;
    station_abandon(&world->stations, &world->events, world->now, index, &started);
    tell_started(world, started);
    attempt_free(world, index);
}

// What waits for its part of a connection that was accepted, or is inside. What travels, either
// way, is not the target's business.
static bool is_held_by_target(const SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (attempt->step.index1 != 0) return false; // on its way, or its reset is
    if (attempt->state == ATTEMPT_SILENT) return !attempt->is_new_connection;
    return attempt->state == ATTEMPT_AT_TARGET && world->stations.jobs.items[index].station1 != 0;
}

static void lose(SimWorld *world, int32_t index, bool is_reset) {
    int32_t started = -1;
    bool is_inside = world->attempts.items[index].state == ATTEMPT_AT_TARGET;
    if (is_inside) {
        station_abandon(&world->stations, &world->events, world->now, index, &started);
        world->instances.items[world->attempts.items[index].instance].lost++;
    }
    tell_started(world, started);
    if (is_reset)
        send_reset(world, index);
    else if (is_inside)
        fall_silent(world, index);
}

void instance_lose_target(SimWorld *world, int32_t target, bool is_reset) {
    uint32_t at1 = world->targets.items[target].in_flight.head1;
    while (at1 != 0) {
        int32_t index = (int32_t)at1 - 1;
        at1 = world->attempts.items[index].link.next1;
        if (is_held_by_target(world, index)) lose(world, index, is_reset);
    }
    if (world->config->has_websockets) sockets_lose_target(world, target, is_reset);
    target_connections_drop(world, target);
}

void instance_lose_all(SimWorld *world, int32_t instance, bool is_reset) {
    int32_t job;
    while ((job = station_evict(&world->stations, &world->events, world->now, instance)) >= 0) {
        if (world->attempts.items[job].kind != ATTEMPT_CHECK)
            world->instances.items[instance].lost++;
        if (is_reset)
            send_reset(world, job);
        else
            fall_silent(world, job);
    }
    for (int32_t i = 0; i < world->targets.count; i++)
        if (world->targets.items[i].instance == instance) {
            if (world->config->has_websockets) sockets_lose_target(world, i, is_reset);
            target_connections_drop(world, i);
            target_streams_lose(world, i);
        }
}

void instance_refresh(SimWorld *world, int32_t index) {
    const Instance *instance = &world->instances.items[index];
    double speed = launch_of(world, index)->speed / instance->slow_factor;
    if (instance->is_hung || speed < world->stations.stations.items[index].speed)
        attempts_at_instance_wait(world, index);
    station_set_speed(&world->stations, &world->events, world->now, index, speed);
    station_set_frozen(&world->stations, &world->events, world->now, index, instance->is_hung != 0);
}
