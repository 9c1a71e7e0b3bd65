// From an event's kind to the room that knows what happens.
#include "world/world.h"

// That its client has gone is told to an attempt that may have ended meanwhile: then its generation
// has moved on. The other events are taken back with the attempt.
static void client_gone(SimWorld *world, int32_t attempt, uint32_t generation) {
    if (pool_is_live(&world->attempt_pool, (uint32_t)attempt + 1, generation))
        attempt_client_gone(world, attempt);
}

// clang-format off
#define HANDLERS(X) \
    X(EVENT_COMMAND, command_execute(world, a)) \
    X(EVENT_ARRIVAL, population_arrival(world, a)) \
    X(EVENT_DNS_QUERY, resolver_query_arrives(world, a)) \
    X(EVENT_DNS_ANSWER, resolver_answer_arrives(world, a)) \
    X(EVENT_SYN, connection_syn(world, a)) \
    X(EVENT_CONNECT_TIMEOUT, connection_timeout(world, a)) \
    X(EVENT_BURST, burst_turns(world, a)) \
    X(EVENT_REPLAY, replay_asks(world, a)) \
    X(EVENT_THOUGHT, visit_goes_on(world, a)) \
    X(EVENT_TLS_FAILED, connection_tls_failed(world, a, b)) \
    X(EVENT_NODE_RECEIVE, node_receive(world, a)) \
    X(EVENT_CLIENT_RESPONSE, request_response(world, a)) \
    X(EVENT_PATIENCE, request_patience_ends(world, a)) \
    X(EVENT_RETRY, request_retry(world, a)) \
    X(EVENT_CONNECTION_IDLE, connection_timer(world, a)) \
    X(EVENT_STATION, instance_complete(world, a, (int32_t)b)) \
    X(EVENT_TARGET_CONNECTION, target_connections_expire(world, a, (int32_t)b)) \
    X(EVENT_CHECK, probe_check(world, a)) \
    X(EVENT_CHECK_TIMEOUT, probe_timeout(world, a)) \
    X(EVENT_DRAIN_ENDS, target_drain_ends(world, a)) \
    X(EVENT_SLOW_TICK, group_slow_tick(world, a)) \
    X(EVENT_ANOMALY_TICK, group_anomaly_tick(world, a)) \
    X(EVENT_SCALING_ACT, autoscaling_act(world, a)) \
    X(EVENT_SCALING_CHECK, autoscaling_check(world, a)) \
    X(EVENT_SCALING_SCHEDULED, autoscaling_scheduled(world, a)) \
    X(EVENT_SCALING_REFRESH, autoscaling_refresh_due(world, a)) \
    X(EVENT_SCALING_FORECAST, predictive_due(world, a, (ForecastMoment)b)) \
    X(EVENT_SCALING_TIMER, autoscaling_timer(world, a)) \
    X(EVENT_BOOTED, instance_booted(world, a)) \
    X(EVENT_ZONAL_SHIFT, zonal_shift_expires(world, a)) \
    X(EVENT_PROVISIONED, balancer_provisioned(world, a)) \
    X(EVENT_ALARM, alarm_due(world, a)) \
    X(EVENT_CHECKER, checker_ask(world, a)) \
    X(EVENT_CHECKER_HEARD, checker_heard(world, a, b != 0)) \
    X(EVENT_CONTROL_HEARD, control_heard(world, a)) \
    X(EVENT_CHECK_READS, health_check_reads(world, a)) \
    X(EVENT_CHECK_HEARD, health_check_heard(world, a, b != 0)) \
    X(EVENT_INSTANCE_RECEIVE, instance_receive(world, a)) \
    X(EVENT_NODE_RESPONSE, respond_target(world, a)) \
    X(EVENT_RESET, attempt_reset(world, a)) \
    X(EVENT_ATTEMPT_TIMER, attempt_timer(world, a)) \
    X(EVENT_SOCKET_ENDS, socket_ends(world, a)) \
    X(EVENT_CLIENT_GONE, client_gone(world, a, b)) \
    X(EVENT_CHECK_DONE, instance_check_done(world, a)) \
    X(EVENT_ENDPOINT_CHECK, accelerator_check(world, a)) \
    X(EVENT_ENDPOINT_HEARD, accelerator_heard(world, a)) \
    X(EVENT_AUTOSHIFT, autoshift_due(world, a)) \
    X(EVENT_PRACTICE, practice_due(world, a))
// clang-format on

// A function of its own for each kind: so none of them saves registers that only another needs.
#define FUNCTION(kind, call)                                                                       \
    static void on_##kind(SimWorld *world, int32_t a, uint32_t b) {                                \
        (void)b;                                                                                   \
        call;                                                                                      \
    }
HANDLERS(FUNCTION)

#define ONE(kind, call) +1
_Static_assert(HANDLERS(ONE) == EVENT_KIND_COUNT, "a kind of event without a handler");

#define ENTRY(kind, call) [kind] = on_##kind,
void (*const world_handlers[EVENT_KIND_COUNT])(SimWorld *world, int32_t a,
                                               uint32_t b) = {HANDLERS(ENTRY)};
