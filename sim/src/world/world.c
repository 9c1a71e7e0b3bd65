// A world's life: made from a scenario, advanced event by event and second by second, cloned,
// hashed, ended.
#include "world/world.h"

#include <stdio.h>
#include <string.h>

#include "cloudwatch/meter.h"
#include "engine/alloc.h"
#include "engine/array_register.h"
#include "engine/hash.h"
#include "scenario/scenario.h"
#include "world/world_meter.h"

#define WORLD_ARRAY(member, hashed) ARRAY_ENTRY(SimWorld, member, hashed)

// Every array of the world, once. What is derived from the scenario alone, or is layout, is not
// hashed.
static const ArrayEntry register_entries[] = {
    EVENT_QUEUE_ARRAY_ENTRIES(SimWorld, events),
    WORLD_ARRAY(meter.scopes, false),
    WORLD_ARRAY(meter.series, false),
    WORLD_ARRAY(meter.samples, true),
    WORLD_ARRAY(meter.buckets, true),
    WORLD_ARRAY(meter.text, false),
    WORLD_ARRAY(meter.watches, true),
    WORLD_ARRAY(meter.bins, true),
    WORLD_ARRAY(meter.bin_buckets, true),
    WORLD_ARRAY(stations.stations, true),
    WORLD_ARRAY(stations.jobs, true),
    WORLD_ARRAY(choosers.choosers, true),
    WORLD_ARRAY(choosers.members, true),
    WORLD_ARRAY(choosers.index, true),
    POOL_ARRAY_ENTRIES(SimWorld, request_pool),
    POOL_ARRAY_ENTRIES(SimWorld, attempt_pool),
    POOL_ARRAY_ENTRIES(SimWorld, connection_pool),
    POOL_ARRAY_ENTRIES(SimWorld, target_connection_pool),
    POOL_ARRAY_ENTRIES(SimWorld, socket_pool),
    POOL_ARRAY_ENTRIES(SimWorld, thinker_pool),
    WORLD_ARRAY(commands, false),
    WORLD_ARRAY(command_order, false),
    WORLD_ARRAY(log, true),
    WORLD_ARRAY(populations, true),
    WORLD_ARRAY(bursts, true),
    WORLD_ARRAY(replays, true),
    WORLD_ARRAY(thinkers, true),
    WORLD_ARRAY(kinds, false),
    WORLD_ARRAY(scope_client_cause, false),
    WORLD_ARRAY(requests, true),
    WORLD_ARRAY(socket_until, true),
    WORLD_ARRAY(users, true),
    WORLD_ARRAY(jars, true),
    WORLD_ARRAY(cookies, true),
    WORLD_ARRAY(connections, true),
    WORLD_ARRAY(http2, true),
    WORLD_ARRAY(user_http2, true),
    WORLD_ARRAY(tls_sessions, true),
    WORLD_ARRAY(tls_told, true),
    WORLD_ARRAY(codes_told, true),
    WORLD_ARRAY(barriers_told, true),
    WORLD_ARRAY(defects_told, true),
    WORLD_ARRAY(urls, true),
    WORLD_ARRAY(url_text, true),
    WORLD_ARRAY(names, true),
    WORLD_ARRAY(records, true),
    WORLD_ARRAY(name_records, false),
    WORLD_ARRAY(resolvers, true),
    WORLD_ARRAY(caches, true),
    WORLD_ARRAY(balancers, true),
    WORLD_ARRAY(capacities, true),
    WORLD_ARRAY(shifts, true),
    WORLD_ARRAY(autoshifts, true),
    WORLD_ARRAY(nodes, true),
    WORLD_ARRAY(listeners, false),
    WORLD_ARRAY(rules, true),
    WORLD_ARRAY(forwards, true),
    WORLD_ARRAY(routes, false),
    WORLD_ARRAY(route_rules, false),
    WORLD_ARRAY(groups, true),
    WORLD_ARRAY(node_groups, true),
    WORLD_ARRAY(members, true),
    WORLD_ARRAY(targets, true),
    WORLD_ARRAY(anomalies, true),
    WORLD_ARRAY(probes, true),
    WORLD_ARRAY(attempts, true),
    WORLD_ARRAY(sockets, true),
    WORLD_ARRAY(target_connections, true),
    WORLD_ARRAY(target_links, true),
    WORLD_ARRAY(instances, true),
    WORLD_ARRAY(containers, true),
    WORLD_ARRAY(scaling_groups, true),
    WORLD_ARRAY(scaling_instances, true),
    WORLD_ARRAY(scaling_refreshes, true),
    WORLD_ARRAY(forecasts, true),
    WORLD_ARRAY(zones, true),
    WORLD_ARRAY(links, true),
    WORLD_ARRAY(alarms, true),
    WORLD_ARRAY(health_checks, true),
    WORLD_ARRAY(checkers, true),
    WORLD_ARRAY(controls, true),
    WORLD_ARRAY(safety_rules, true),
    WORLD_ARRAY(held_answers, true),
    WORLD_ARRAY(known_addresses, true),
    WORLD_ARRAY(endpoints, true),
    WORLD_ARRAY(endpoint_groups, true),
    WORLD_ARRAY(request_endpoints, true),
    WORLD_ARRAY(connection_endpoints, true),
};
#define REGISTER_COUNT ((int)(sizeof register_entries / sizeof *register_entries))

static void schedule_timeline(SimWorld *world) {
    for (int32_t i = 0; i < world->config->step_count; i++)
        command_add(world, &world->config->timeline[i].command, i);
}

SimWorld *sim_world_create(const SimScenario *scenario, uint64_t seed) {
    SimWorld *world = alloc_zeroed(1, sizeof *world);
    world->scenario = sim_scenario_retain(scenario);
    world->config = scenario_config(scenario);
    world->seed = seed != 0 ? seed : world->config->seed;
    world->executed_hash = HASH_START;
    world->dns_changes = 1;
    world->next_port = 1024;
    event_queue_init(&world->events);
    world->stations.event_kind = EVENT_STATION;
    schedule_timeline(world);
    world_scopes(world);
    compute_start(world);
    elb_start(world);
    health_checks_start(world);
    accelerator_start(world);
    route53_start(world);
    traffic_start(world);
    alarms_start(world);
    return world;
}

void sim_world_destroy(SimWorld *world) {
    if (world == NULL) return;
    array_register_deinit(register_entries, REGISTER_COUNT, world);
    sim_scenario_release(world->scenario);
    alloc_free(world);
}

SimWorld *sim_world_clone(const SimWorld *world) {
    SIM_ASSERT(world->sink == NULL);
    SimWorld *clone = alloc_zeroed(1, sizeof *clone);
    memcpy(clone, world, sizeof *clone);
    array_register_clone(register_entries, REGISTER_COUNT, clone, world);
    clone->scenario = sim_scenario_retain(world->scenario);
    return clone;
}

// For as long as somebody advances the world; NULL: nobody listens.
static void listen_to(SimWorld *world, const SimSink *sink) {
    world->sink = sink;
    world->is_watched = sink != NULL && sink->hop != NULL;
}

static void close_period(SimWorld *world) {
    SimTime end = world->period_start + SIM_SECOND;
    world_gauges(world);
    meter_close(&world->meter, world->period_start, end, world->sink);
    world->period_start = end;
}

// A second [s, s + 1) is closed before the first event at or after its end; that is no event
// itself.
static void close_periods_until(SimWorld *world, SimTime time) {
    while (time - world->period_start >= SIM_SECOND) {
        world->now = world->period_start + SIM_SECOND;
        close_period(world);
    }
}

// In place in its loop, so that only the dispatch is a call.
static inline __attribute__((always_inline)) void execute(SimWorld *world, const Event *event) {
    SIM_ASSERT(event->time >= world->now);
    if (event->time - world->period_start >= SIM_SECOND) close_periods_until(world, event->time);
    world->now = event->time;
    sim_assert_clock(event->time);
    world->executed_hash =
        hash_step(world->executed_hash, (uint64_t)event->time ^ (uint64_t)event->kind << 56 ^
                                            (uint64_t)event->a << 28 ^ event->b);
    world->totals.events++;
    world_handlers[event->kind](world, (int32_t)event->a, event->b);
}

// Executes events of the model up to `until_ns`, `max` at most; returns how many. No event gives a
// command, so nobody looks for one in between.
static int64_t execute_events(SimWorld *world, SimTime until_ns, int64_t max) {
    Event event;
    EventHomes homes[EVENT_KIND_COUNT];
    world_homes(world, homes);
    int64_t executed = 0;
    while (executed < max && event_queue_pop_until(&world->events, until_ns, homes, &event)) {
        execute(world, &event);
        executed++;
    }
    return executed;
}

// Executes the command that comes next, if it is due.
static bool execute_command(SimWorld *world, int32_t command, SimTime until_ns) {
    if (command < 0 || world->commands.items[command].command.at > until_ns) return false;
    Event event = {.time = world->commands.items[command].command.at,
                   .a = (uint32_t)command,
                   .kind = EVENT_COMMAND};
    world->commands_done++;
    execute(world, &event);
    return true;
}

// A command is the first of its instant. An event at the end of time never happens.
static int64_t execute_until(SimWorld *world, SimTime until_ns, int64_t max) {
    int64_t executed = 0;
    while (executed < max) {
        int32_t command = command_next(world);
        SimTime command_at = command >= 0 ? world->commands.items[command].command.at : SIM_NEVER;
        executed += execute_events(world, until_ns < command_at ? until_ns : command_at - 1,
                                   max - executed);
        if (executed == max || !execute_command(world, command, until_ns)) break;
        executed++;
    }
    return executed;
}

int64_t sim_world_advance(SimWorld *world, SimTime until_ns, int64_t max_events,
                          const SimSink *sink) {
    SIM_ASSERT(!world->is_finished);
    listen_to(world, sink);
    int64_t executed = execute_until(world, until_ns, max_events != 0 ? max_events : INT64_MAX);
    bool is_bounded_by_count = max_events != 0 && executed >= max_events;
    if (!is_bounded_by_count && until_ns != SIM_NEVER && until_ns > world->now) {
        close_periods_until(world, until_ns);
        world->now = until_ns;
    }
    listen_to(world, NULL);
    return executed;
}

// Who waits longer than he wanted to would have been forgotten: see request_waits, attempt_waits.
static void assert_nobody_overdue(const SimWorld *world) {
    for (int32_t i = 0; i < world->requests.count; i++) {
        const Request *request = &world->requests.items[i];
        bool is_waiting = pool_is_taken(&world->request_pool, (uint32_t)i) &&
                          request->state != REQUEST_BACKOFF && request->patience.index1 == 0;
        SIM_ASSERT(!is_waiting || request->patience_ends >= world->now);
    }
    for (int32_t i = 0; i < world->attempts.count; i++) {
        const Attempt *attempt = &world->attempts.items[i];
        bool is_waiting = pool_is_taken(&world->attempt_pool, (uint32_t)i) && attempt->is_counted &&
                          attempt->state != ATTEMPT_SOCKET && attempt->timer.index1 == 0;
        SIM_ASSERT(!is_waiting || attempt->limit >= world->now);
    }
}

static void assert_conserved(const SimWorld *world) {
    const SimTotals *t = &world->totals;
    SIM_ASSERT(t->requests_in_flight + world->questions_in_flight == world->request_pool.live);
    SIM_ASSERT(t->requests_born ==
               t->requests_answered + t->requests_failed + t->requests_in_flight);
    SIM_ASSERT(t->attempts_born ==
               t->attempts_answered + t->attempts_failed + t->attempts_in_flight);
    int64_t lost = 0;
    for (int i = 0; i < SIM_CAUSE_COUNT; i++)
        lost += t->lost[i];
    SIM_ASSERT(lost == t->requests_born - t->requests_available - t->requests_in_flight);
}

void sim_world_finish(SimWorld *world, const SimSink *sink) {
    SIM_ASSERT(!world->is_finished);
    listen_to(world, sink);
    if (world->now > world->period_start) {
        world_gauges(world);
        meter_close(&world->meter, world->period_start, world->now, sink);
        world->period_start = world->now;
    }
    listen_to(world, NULL);
    world->is_finished = 1;
    assert_conserved(world);
    assert_nobody_overdue(world);
}

SimTime sim_world_now(const SimWorld *world) {
    return world->now;
}

uint64_t sim_world_seed(const SimWorld *world) {
    return world->seed;
}

const SimScenario *sim_world_scenario(const SimWorld *world) {
    return world->scenario;
}

uint64_t sim_world_hash(const SimWorld *world) {
    uint64_t hash = hash_u64(world->executed_hash, (uint64_t)world->now);
    hash = hash_u64(hash, array_register_hash(register_entries, REGISTER_COUNT, world));
    hash = hash_u64(hash, event_queue_hash(&world->events));
    hash = hash_bytes(hash, &world->totals, sizeof world->totals);
    return hash_u64(hash, sim_scenario_hash(world->scenario));
}

int64_t sim_world_bytes(const SimWorld *world) {
    return (int64_t)(sizeof *world + array_register_bytes(register_entries, REGISTER_COUNT, world));
}

SimTotals sim_world_totals(const SimWorld *world) {
    return world->totals;
}

const Meter *world_meter(const SimWorld *world) {
    return &world->meter;
}
