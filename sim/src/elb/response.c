// The way out: what a node does when its target answers, breaks, stays silent, or when the client
// goes away.
//
// Codes the node makes itself count as HTTPCode_ELB_*, what a target sent is passed through and
// counts as HTTPCode_Target_* (elb.md 4.3). An attempt given up by the node may live on at its
// target, as work nobody waits for.
#include "elb/elb.h"

#include <string.h>

#include "base/fact.h"
#include "elb/access.h"
#include "elb/code.h"
#include "elb/defect.h"
#include "engine/fetch.h"
#include "route53/health_check.h"
#include "world/world.h"

#define ELB_PAGE_BYTES 300 ///< what an answer of the balancer's own weighs (model)

static int32_t cause_of(int32_t status, bool is_target, bool is_fixed) {
    if (status < 500) return SIM_CAUSE_NONE;
    if (is_target) return SIM_CAUSE_TARGET_5XX;
    if (is_fixed) return SIM_CAUSE_FIXED_5XX;
    if (status == 502) return SIM_CAUSE_ELB_502;
    if (status == 503) return SIM_CAUSE_ELB_503;
    return status == 504 ? SIM_CAUSE_ELB_504 : SIM_CAUSE_ELB_OTHER;
}

// The answer leaves for the client, and the attempt is no longer its request's.
static void answer_client(SimWorld *world, int32_t index, int32_t status, int32_t cause) {
    Attempt *attempt = &world->attempts.items[index];
    if (attempt->request1 == 0) return;
    int32_t request_index = attempt->request1 - 1;
    Request *request = &world->requests.items[request_index];
    SimTime trip = request->round_trip_ns / 2;
    if (REQUEST_IS_QUESTION(world, request)) checker_reads(world, request_index, index, status);
    if (world_is_watched(world)) {
        SimPlace from = attempt->node >= 0 ? (SimPlace){SIM_PLACE_NODE, attempt->node}
                                           : (SimPlace){SIM_PLACE_INSTANCE, attempt->instance};
        world_hop_attempt(
            world, index, SIM_HOP_TRAVEL, from,
            (SimPlace){SIM_PLACE_CLIENT, world->kinds.items[request->kind].population},
            world->now + trip, status);
    }
    attempt->request1 = 0;
    request->attempt1 = 0;
    request->status = (uint16_t)status;
    request->cause = (uint8_t)cause;
    request->is_connection_kept = 1;
    request->state = REQUEST_RETURNING;
    // The connection is named only so that it can be fetched: see world/homes.c.
    request_step(world, request_index, trip, EVENT_CLIENT_RESPONSE,
                 (uint32_t)(request->connection1 - 1));
}

// `view` is the target's group as the node sees it.
static inline void uncount(SimWorld *world, int32_t index, int32_t view) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->is_counted = 0;
    Target *target = &world->targets.items[attempt->target];
    ElbNode *node = &world->nodes.items[attempt->node];
    chooser_end(&world->choosers, world->node_groups.items[view].chooser, target->member);
    index_list_remove(&target->in_flight, INDEX_LINKS(&world->attempts, link), (uint32_t)index);
    node->in_flight--;
    if (target->lifecycle == TARGET_DRAINING) target_drain_check(world, attempt->target);
}

void attempt_uncount(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (!attempt->is_counted) return;
    uncount(world, index, group_view(world, attempt->group1 - 1, attempt->node));
}

void attempt_free(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    SIM_ASSERT(!attempt->is_counted && world->stations.jobs.items[index].station1 == 0);
    world_cancel(world, &attempt->timer);
    world_cancel(world, &attempt->step);
    pool_give(&world->attempt_pool, (uint32_t)index);
}

// The node is done with the attempt. It goes on at the target when work on it has begun, or is
// still to arrive there.
void attempt_leave(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    world_cancel(world, &attempt->timer);
    if (world->stations.jobs.items[index].station1 != 0) {
        instance_abandon(world, index);
        return;
    }
    if (attempt->step.index1 == 0) attempt_free(world, index);
}

static void count_elb(SimWorld *world, int32_t node, int32_t status) {
    int32_t scope = world->nodes.items[node].scope;
    if (status >= 500) {
        world->nodes.items[node].elb_5xx++;
        if (SIM_FACT("ELB-520", true)) meter_count(&world->meter, scope, METRIC_ELB_5XX, 1);
        if (status == 500) meter_count(&world->meter, scope, METRIC_ELB_500, 1);
        if (status == 502) meter_count(&world->meter, scope, METRIC_ELB_502, 1);
        if (status == 503) meter_count(&world->meter, scope, METRIC_ELB_503, 1);
        if (status == 504) meter_count(&world->meter, scope, METRIC_ELB_504, 1);
    } else if (status >= 400) {
        world->nodes.items[node].elb_4xx++;
        meter_count(&world->meter, scope, METRIC_ELB_4XX, 1);
    } else if (SIM_FACT("ELB-502", status >= 300)) {
        meter_count(&world->meter, scope, METRIC_ELB_3XX, 1);
    }
}

static const ConfigRequest *config_request(const SimWorld *world, const Attempt *attempt) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    return &world->config->clients[kind->population].requests[kind->config];
}

static void count_bytes(SimWorld *world, const Attempt *attempt, int64_t bytes) {
    int32_t scope = world->nodes.items[attempt->node].scope;
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    int64_t asked = SIM_FACT("ELB-525", true) ? kind->request_bytes : 0;
    meter_count_of(&world->meter, METER_NODE, scope, METRIC_PROCESSED_BYTES,
                   (double)(asked + bytes));
}

// The connection to the target that carried the attempt is gone; one with several streams stays.
static void drop_connection(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (!attempt->is_counted) return;
    if (group_has_streams(world, attempt->group1 - 1))
        target_stream_ends(world, index);
    else
        world->nodes.items[attempt->node].connections--;
}

void respond_elb(SimWorld *world, int32_t index, int32_t status) {
    Attempt *attempt = &world->attempts.items[index];
    const ConfigAction *action = world_action(world, attempt->rule);
    bool is_fixed = action->kind == CONFIG_ACTION_FIXED_RESPONSE && action->status == status;
    int64_t bytes = is_fixed ? (int64_t)strlen(action->body) : ELB_PAGE_BYTES;
    count_elb(world, attempt->node, status);
    count_bytes(world, attempt, bytes);
    access_tell(world, index, status, 0, bytes);
    if (SIM_FACT("ELB-154", false) && attempt->group1 != 0) sticky_group_answered(world, index);
    drop_connection(world, index);
    attempt_uncount(world, index);
    answer_client(world, index, status, cause_of(status, false, is_fixed));
    attempt_leave(world, index);
}

// Whatever follows on the connection could be misread.
void respond_unread(SimWorld *world, int32_t index, int32_t status) {
    Attempt *attempt = &world->attempts.items[index];
    int32_t request1 = attempt->request1;
    attempt->protocol |= ATTEMPT_UNREAD;
    count_elb(world, attempt->node, status);
    count_bytes(world, attempt, ELB_PAGE_BYTES);
    access_tell(world, index, status, 0, ELB_PAGE_BYTES);
    answer_client(world, index, status, cause_of(status, false, false));
    if (request1 != 0) world->requests.items[request1 - 1].is_connection_kept = 0;
    attempt_leave(world, index);
}

static void count_target(SimWorld *world, const Attempt *attempt, int32_t view, int32_t status) {
    static const Metric by_class[] = {METRIC_TARGET_2XX, METRIC_TARGET_3XX, METRIC_TARGET_4XX,
                                      METRIC_TARGET_5XX};
    int32_t scope = world->node_groups.items[view].scope;
    if (status >= 200)
        meter_count_of(&world->meter, METER_GROUP_NODE, scope,
                       by_class[SIM_FACT("ELB-522", true) ? status / 100 - 2 : 0], 1);
    SimTime since = SIM_FACT("ELB-519 MODEL-304", true) ? attempt->sent : world->now;
    meter_observe(&world->meter, scope, METRIC_TARGET_RESPONSE_TIME, world->now - since);
    if (status < 500) return;
    world->groups.items[attempt->group1 - 1].target_5xx++;
    target_failed(world, attempt->target);
}

static void respond_direct(SimWorld *world, int32_t index) {
    int32_t status = world->attempts.items[index].status;
    answer_client(world, index, status, cause_of(status, true, false));
    attempt_free(world, index);
}

// The answer goes to the client, and the connections on either side can be used again, unless the
// request was ambiguous.
static void pass_answer_on(SimWorld *world, int32_t index, int32_t view) {
    Attempt *attempt = &world->attempts.items[index];
    int32_t request1 = attempt->request1;
    bool closes = (world->kinds.items[attempt->kind_index].flags & KIND_ODD) != 0 &&
                  desync_closes(world, config_request(world, attempt),
                                world->nodes.items[attempt->node].balancer);
    bool has_streams = view_has_streams(&world->node_groups.items[view]);
    if (closes || has_streams) drop_connection(world, index);
    uncount(world, index, view);
    if (!closes && !has_streams) target_connection_keep(world, view, attempt->target);
    answer_client(world, index, attempt->status, cause_of(attempt->status, true, false));
    if (closes && request1 != 0) world->requests.items[request1 - 1].is_connection_kept = 0;
    attempt_free(world, index);
}

// Only to see what would notice if such requests were cut off.
static bool came_through_deleted(const SimWorld *world, const Attempt *attempt) {
    return world->listeners.items[world->rules.items[attempt->rule].listener].is_deleted != 0;
}

// All that an answer touches is far away, and can be fetched at the same time.
static inline void fetch_for_answer(const SimWorld *world, const Attempt *attempt) {
    if (attempt->target >= 0) fetch_line(&world->targets.items[attempt->target]);
    if (attempt->request1 != 0) {
        const char *request = (const char *)&world->requests.items[attempt->request1 - 1];
        fetch_line(request);
        fetch_line(request + 64);
    }
}

void respond_target(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    fetch_for_answer(world, attempt);
    attempt->step = (EventId){0, 0};
    if (attempt->kind == ATTEMPT_CHECK) {
        probe_answered(world, index, attempt->status);
        return;
    }
    if (attempt->kind == ATTEMPT_DIRECT) {
        respond_direct(world, index);
        return;
    }
    if (!attempt->is_counted) {
        attempt_free(world, index);
        return;
    }
    if (world->config->has_response_defects && defect_of_response(world, index)) return;
    if (!SIM_FACT("ELB-937", true) && came_through_deleted(world, attempt)) {
        respond_elb(world, index, 502);
        return;
    }
    world_cancel(world, &attempt->timer);
    int32_t view = group_view(world, attempt->group1 - 1, attempt->node);
    if (SIM_FACT("ELB-414", true))
        count_target(world, attempt, view, attempt->status);
    else
        count_elb(world, attempt->node, attempt->status);
    int64_t bytes = world->kinds.items[attempt->kind_index].response_bytes;
    count_bytes(world, attempt, bytes);
    bool opens = attempt->status == 101 && attempt->request1 != 0;
    if (!opens) access_tell(world, index, attempt->status, attempt->status, bytes);
    if (world->node_groups.items[view].stickiness != CONFIG_STICKINESS_OFF)
        sticky_answered(world, index, view);
    if (world->config->has_sticky_rules) sticky_group_answered(world, index);
    if (opens) {
        socket_open(world, index);
        answer_client(world, index, 101, SIM_CAUSE_NONE);
        return;
    }
    pass_answer_on(world, index, view);
}

static void count_connection_error(SimWorld *world, const Attempt *attempt) {
    int32_t view = group_view(world, attempt->group1 - 1, attempt->node);
    meter_count(&world->meter, world->node_groups.items[view].scope,
                METRIC_TARGET_CONNECTION_ERRORS, 1);
    if (SIM_FACT("ELB-269", true)) target_failed(world, attempt->target);
}

static void count_tls_error(SimWorld *world, const Attempt *attempt) {
    int32_t view = group_view(world, attempt->group1 - 1, attempt->node);
    meter_count(&world->meter, world->node_groups.items[view].scope, METRIC_TARGET_TLS_ERRORS, 1);
}

// The target is there and does not do TLS; a process that has crashed refuses before that.
static bool is_handshake_refused(const SimWorld *world, const Attempt *attempt) {
    return attempt->is_closed == ATTEMPT_NO_HANDSHAKE &&
           !world->instances.items[attempt->instance].is_crashed;
}

static CodeCause cause_of_reset(const SimWorld *world, const Attempt *attempt) {
    if (attempt->state != ATTEMPT_TO_TARGET) return CODE_BROKEN;
    if (attempt->is_new_connection)
        return is_handshake_refused(world, attempt) ? CODE_NO_HANDSHAKE : CODE_REFUSED;
    return attempt->is_closed == ATTEMPT_CLOSED ? CODE_KEEP_ALIVE : CODE_BROKEN;
}

static void reset_direct(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (attempt->request1 != 0) {
        Request *request = &world->requests.items[attempt->request1 - 1];
        request->attempt1 = 0;
        request->status = 0;
        request->cause = SIM_CAUSE_RESET;
        request->is_connection_kept = 0;
        request->state = REQUEST_RETURNING;
        request_step(world, attempt->request1 - 1, request->round_trip_ns / 2,
                     EVENT_CLIENT_RESPONSE, 0);
        attempt->request1 = 0;
    }
    attempt_free(world, index);
}

// What a balancer of this kind does not do: only to see what would notice if it did.
static void try_another(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    world_cancel(world, &attempt->timer);
    drop_connection(world, index);
    attempt_uncount(world, index);
    attempt->attempt_number++;
    forward_attempt(world, index, world->rules.items[attempt->rule].first_forward);
}

void attempt_reset(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->step = (EventId){0, 0};
    if (attempt->kind == ATTEMPT_CHECK) {
        probe_answered(world, index, 0);
        return;
    }
    if (attempt->kind == ATTEMPT_DIRECT) {
        reset_direct(world, index);
        return;
    }
    if (!attempt->is_counted) {
        attempt_free(world, index);
        return;
    }
    CodeCause cause = cause_of_reset(world, attempt);
    if (attempt->state == ATTEMPT_TO_TARGET && attempt->is_new_connection) {
        if (SIM_FACT("ELB-606", true)) attempt->sent = -1;
        if (cause == CODE_NO_HANDSHAKE)
            count_tls_error(world, attempt);
        else
            count_connection_error(world, attempt);
    }
    if (!SIM_FACT("ELB-404", true) && attempt->attempt_number < UINT8_MAX) {
        try_another(world, index);
        return;
    }
    int32_t status = SIM_FACT("ELB-290 ELB-407 ELB-408", true) ? 502 : 504;
    code_tell(world, index, status, cause);
    respond_elb(world, index, status);
}

// The header has come, and not all of the body.
static bool is_awaiting_body(const SimWorld *world, const Attempt *attempt) {
    int32_t launch = world->instances.items[attempt->instance].launch;
    return attempt->state == ATTEMPT_SILENT && attempt->status != 0 &&
           world->config->launches[launch].response_defect == CONFIG_RESPONSE_SHORT_BODY;
}

// 10 s without a connection, or the idle time-out without an answer: 504 either way.
void attempt_timer(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->timer = (EventId){0, 0};
    if ((attempt->protocol & ATTEMPT_UNREAD) != 0) {
        defect_times_out(world, index);
        return;
    }
    CodeCause cause = CODE_NO_ANSWER;
    // It has been accepted and waits in vain for the handshake.
    if (attempt->state == ATTEMPT_AT_TARGET && attempt->is_new_connection) {
        attempt->sent = -1;
        count_tls_error(world, attempt);
        cause = CODE_HANDSHAKE_LATE;
    }
    if (attempt->state == ATTEMPT_SILENT && SIM_FACT("ELB-415", attempt->is_new_connection)) {
        if (SIM_FACT("ELB-606", true)) attempt->sent = -1;
        count_connection_error(world, attempt);
        cause = CODE_NO_CONNECTION;
    }
    if (is_awaiting_body(world, attempt)) cause = CODE_SHORT_BODY;
    code_tell(world, index, 504, cause);
    respond_elb(world, index, 504);
}

// 460: the client closed its connection before the target answered (elb.md 4.3).
void attempt_client_gone(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    if (attempt->kind == ATTEMPT_DIRECT) {
        attempt_leave(world, index);
        return;
    }
    if ((attempt->protocol & ATTEMPT_UNREAD) != 0) {
        defect_client_gone(world, index);
        return;
    }
    if (!attempt->is_counted) return;
    int32_t status = SIM_FACT("ELB-413", true) ? 460 : 408;
    count_elb(world, attempt->node, status);
    code_tell(world, index, status, CODE_CLIENT_LEFT);
    access_tell(world, index, status, 0, 0);
    drop_connection(world, index);
    attempt_uncount(world, index);
    attempt_leave(world, index);
}

void attempt_detach(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    SimTime trip = world->requests.items[attempt->request1 - 1].round_trip_ns / 2;
    attempt->request1 = 0;
    world_after(world, trip, EVENT_CLIENT_GONE, (uint32_t)index,
                pool_generation(&world->attempt_pool, (uint32_t)index));
}

// Clients of a dead node notice nothing until their patience ends; targets work on for nobody.
void node_dies(SimWorld *world, int32_t node) {
    for (int32_t i = 0; i < world->attempts.count; i++) {
        Attempt *attempt = &world->attempts.items[i];
        if (!pool_is_taken(&world->attempt_pool, (uint32_t)i) || attempt->node != node ||
            attempt->kind != ATTEMPT_REQUEST)
            continue;
        if (attempt->state == ATTEMPT_SOCKET) {
            socket_close(world, i, false);
            continue;
        }
        if (attempt->request1 != 0) {
            request_waits(world, attempt->request1 - 1);
            world->requests.items[attempt->request1 - 1].attempt1 = 0;
        }
        attempt->request1 = 0;
        drop_connection(world, i);
        attempt_uncount(world, i);
        attempt_leave(world, i);
    }
    probes_of_node_stop(world, node);
    for (int32_t i = 0; i < world->node_groups.count; i++) {
        if (world->node_groups.items[i].node != node) continue;
        const Group *group = &world->groups.items[world->node_groups.items[i].group];
        for (int32_t m = 0; m < group->member_count; m++)
            target_connections_drop_at(world, world->members.items[group->first_member + m], i);
    }
}
