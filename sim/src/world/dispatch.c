// From an event's kind to the room that knows what happens.
#include "world/world.h"

// That its client has gone is told to an attempt that may have ended meanwhile: then its generation
// has moved on. The other events are taken back with the attempt.
static void client_gone(SimWorld *world, int32_t attempt, uint32_t generation) {
    if (pool_is_live(&world->attempt_pool, (uint32_t)attempt + 1, generation))
        attempt_client_gone(world, attempt);
}

void world_dispatch(SimWorld *world, EventKind kind, uint32_t index, uint32_t b) {
    int32_t a = (int32_t)index;
    switch (kind) {
    case EVENT_COMMAND:
        command_execute(world, a);
        break;
    case EVENT_ARRIVAL:
        population_arrival(world, a);
        break;
    case EVENT_DNS_QUERY:
        resolver_query_arrives(world, a);
        break;
    case EVENT_DNS_ANSWER:
        resolver_answer_arrives(world, a);
        break;
    case EVENT_SYN:
        connection_syn(world, a);
        break;
    case EVENT_CONNECT_TIMEOUT:
        connection_timeout(world, a);
        break;
    case EVENT_BURST:
        burst_turns(world, a);
        break;
    case EVENT_REPLAY:
        replay_asks(world, a);
        break;
    case EVENT_THOUGHT:
        visit_goes_on(world, a);
        break;
    case EVENT_TLS_FAILED:
        connection_tls_failed(world, a, b);
        break;
    case EVENT_NODE_RECEIVE:
        node_receive(world, a);
        break;
    case EVENT_CLIENT_RESPONSE:
        request_response(world, a);
        break;
    case EVENT_PATIENCE:
        request_patience_ends(world, a);
        break;
    case EVENT_RETRY:
        request_retry(world, a);
        break;
    case EVENT_CONNECTION_IDLE:
        connection_timer(world, a);
        break;
    case EVENT_STATION:
        instance_complete(world, a, (int32_t)b);
        break;
    case EVENT_TARGET_CONNECTION:
        target_connections_expire(world, a, (int32_t)b);
        break;
    case EVENT_CHECK:
        probe_check(world, a);
        break;
    case EVENT_CHECK_TIMEOUT:
        probe_timeout(world, a);
        break;
    case EVENT_DRAIN_ENDS:
        target_drain_ends(world, a);
        break;
    case EVENT_SLOW_TICK:
        group_slow_tick(world, a);
        break;
    case EVENT_ANOMALY_TICK:
        group_anomaly_tick(world, a);
        break;
    case EVENT_SCALING_ACT:
        autoscaling_act(world, a);
        break;
    case EVENT_SCALING_CHECK:
        autoscaling_check(world, a);
        break;
    case EVENT_SCALING_SCHEDULED:
        autoscaling_scheduled(world, a);
        break;
    case EVENT_SCALING_REFRESH:
        autoscaling_refresh_due(world, a);
        break;
    case EVENT_SCALING_FORECAST:
        predictive_due(world, a, (ForecastMoment)b);
        break;
    case EVENT_SCALING_TIMER:
        autoscaling_timer(world, a);
        break;
    case EVENT_BOOTED:
        instance_booted(world, a);
        break;
    case EVENT_ZONAL_SHIFT:
        zonal_shift_expires(world, a);
        break;
    case EVENT_PROVISIONED:
        balancer_provisioned(world, a);
        break;
    case EVENT_ALARM:
        alarm_due(world, a);
        break;
    case EVENT_CHECKER:
        checker_ask(world, a);
        break;
    case EVENT_CHECKER_HEARD:
        checker_heard(world, a, b != 0);
        break;
    case EVENT_CONTROL_HEARD:
        control_heard(world, a);
        break;
    case EVENT_CHECK_READS:
        health_check_reads(world, a);
        break;
    case EVENT_CHECK_HEARD:
        health_check_heard(world, a, b != 0);
        break;
    case EVENT_INSTANCE_RECEIVE:
        instance_receive(world, a);
        break;
    case EVENT_NODE_RESPONSE:
        respond_target(world, a);
        break;
    case EVENT_RESET:
        attempt_reset(world, a);
        break;
    case EVENT_ATTEMPT_TIMER:
        attempt_timer(world, a);
        break;
    case EVENT_SOCKET_ENDS:
        socket_ends(world, a);
        break;
    case EVENT_CLIENT_GONE:
        client_gone(world, a, b);
        break;
    case EVENT_CHECK_DONE:
        instance_check_done(world, a);
        break;
    case EVENT_ENDPOINT_CHECK:
        accelerator_check(world, a);
        break;
    case EVENT_ENDPOINT_HEARD:
        accelerator_heard(world, a);
        break;
    case EVENT_AUTOSHIFT:
        autoshift_due(world, a);
        break;
    case EVENT_PRACTICE:
        practice_due(world, a);
        break;
    default:
        SIM_ASSERT(false);
    }
}
