/// The world's inside: all that changes during a run, as arrays without pointers between them, and
/// the few words every room needs to work on it.
#pragma once

#include "accelerator/accelerator.h"
#include "autoscaling/autoscaling.h"
#include "autoscaling/predictive.h"
#include "balancing/balancing.h"
#include "base/fact.h"
#include "cloudwatch/alarm.h"
#include "cloudwatch/meter.h"
#include "compute/compute.h"
#include "compute/container.h"
#include "compute/station.h"
#include "elb/autoshift.h"
#include "elb/capacity.h"
#include "elb/elb.h"
#include "elb/refusal.h"
#include "elb/zonal_shift.h"
#include "engine/array.h"
#include "engine/event_queue.h"
#include "engine/pool.h"
#include "engine/random.h"
#include "faults/links.h"
#include "route53/health_check.h"
#include "route53/hold.h"
#include "route53/route53.h"
#include "route53/safety_rule.h"
#include "scenario/config.h"
#include "sim/world.h"
#include "traffic/cookies.h"
#include "traffic/traffic.h"

/// Kinds of events; `a` is the index of what it happens to.
typedef enum EventKind {
    EVENT_COMMAND, ///< a = index of `commands`; waits there, not among the pending events
    EVENT_ARRIVAL, ///< a = population
    EVENT_BURST,   ///< a = population
    EVENT_REPLAY,  ///< a = population
    EVENT_THOUGHT, ///< a = thinker
    EVENT_DNS_QUERY,
    EVENT_DNS_ANSWER, ///< a = cache entry
    EVENT_SYN,
    EVENT_CONNECT_TIMEOUT,
    EVENT_TLS_FAILED, ///< b = TlsOutcome | listener << 8
    EVENT_NODE_RECEIVE,
    EVENT_CLIENT_RESPONSE,
    EVENT_PATIENCE,
    EVENT_RETRY,           ///< a = request
    EVENT_CONNECTION_IDLE, ///< a = connection
    EVENT_INSTANCE_RECEIVE,
    EVENT_NODE_RESPONSE,
    EVENT_RESET,
    EVENT_ATTEMPT_TIMER,
    EVENT_SOCKET_ENDS,
    EVENT_CLIENT_GONE,       ///< a = attempt, b = its generation
    EVENT_STATION,           ///< a = station (its instance), b = job (its attempt)
    EVENT_TARGET_CONNECTION, ///< a = link, b = node group
    EVENT_CHECK,
    EVENT_CHECK_TIMEOUT, ///< a = probe
    EVENT_CHECK_DONE,    ///< a = attempt of a separate health endpoint
    EVENT_DRAIN_ENDS,    ///< a = target
    EVENT_SLOW_TICK,
    EVENT_ANOMALY_TICK, ///< a = group
    EVENT_SCALING_ACT,
    EVENT_SCALING_CHECK,     ///< a = scaling group
    EVENT_SCALING_SCHEDULED, ///< a = scheduled action
    EVENT_SCALING_FORECAST,  ///< a = forecast, b = ForecastMoment
    EVENT_SCALING_TIMER,     ///< a = slot
    EVENT_SCALING_REFRESH,   ///< a = scaling group
    EVENT_BOOTED,            ///< a = instance
    EVENT_ZONAL_SHIFT,
    EVENT_PROVISIONED, ///< a = balancer
    EVENT_ALARM,       ///< a = alarm
    EVENT_CHECKER,
    EVENT_CHECKER_HEARD, ///< a = checker, b = what it says
    EVENT_CONTROL_HEARD, ///< a = routing control
    EVENT_CHECK_READS,
    EVENT_CHECK_HEARD, ///< a = health check, b = what it says
    EVENT_ENDPOINT_CHECK,
    EVENT_ENDPOINT_HEARD, ///< a = endpoint of an accelerator
    EVENT_AUTOSHIFT,
    EVENT_PRACTICE, ///< a = balancer
    EVENT_KIND_COUNT,
} EventKind;

/// A command waiting for its moment, or carried out.
typedef struct PendingCommand {
    SimCommand command;
    int32_t step;  ///< of the timeline; -1: given from outside
    int32_t state; ///< 0 waiting, 1 carried out, 2 refused when its moment came
} PendingCommand;

struct SimWorld {
    SimScenario *scenario; ///< as it stands now; retained
    const Config *config;  ///< of that scenario
    const SimSink *sink;   ///< during an advance only
    bool is_watched;       ///< the sink wants the steps of requests
    uint64_t seed;
    SimTime now;
    SimTime period_start;
    uint64_t executed_hash;
    SimTotals totals;
    uint64_t next_serial;
    int64_t is_finished;
    int32_t scope_clients, scope_hosted_zone, scope_cause[SIM_CAUSE_COUNT];
    uint16_t next_port;
    int32_t user_fetched; ///< whose request was drawn last
    EventQueue events;    ///< of the model; commands wait in `commands`
    Meter meter;
    Stations stations;
    Choosers choosers;
    Pool request_pool, attempt_pool, connection_pool, target_connection_pool, socket_pool,
        thinker_pool;
    ARRAY_OF(PendingCommand) commands;
    ARRAY_OF(int32_t)
    command_order; ///< of `commands`, as they come: by time, those of one instant as they were
                   ///< given
    int32_t commands_done;    ///< how many of that order were carried out
    int32_t next_launch;      ///< numbers the addresses of instances that groups launch
    ARRAY_OF(SimCommand) log; ///< what came from outside, as accepted
    ARRAY_OF(Population) populations;
    ARRAY_OF(Burst) bursts;    ///< one a population; none without bursts
    ARRAY_OF(int32_t) replays; ///< one a population: the next entry of its log; none without logs
    ARRAY_OF(Thinker) thinkers;
    ARRAY_OF(RequestKind) kinds;
    ARRAY_OF(int32_t) scope_client_cause; ///< population * SIM_CAUSE_COUNT + cause
    ARRAY_OF(Request) requests;
    ARRAY_OF(SimTime)
    socket_until; ///< one a request that opens a WebSocket anew: until when its
                  ///< user stays; 0: it does not; empty where nobody does
    ARRAY_OF(User) users;
    ARRAY_OF(int32_t) jars; ///< one a user: the first of his cookies, index + 1; empty: no jars
    ARRAY_OF(Cookie) cookies;
    ARRAY_OF(Connection) connections;
    ARRAY_OF(Http2) http2;              ///< one a connection; none without HTTP/2
    ARRAY_OF(int32_t) user_http2;       ///< one a user: its first HTTP/2 connection, index + 1
    ARRAY_OF(TlsSessions) tls_sessions; ///< one a user; none where nobody resumes
    ARRAY_OF(Refusal) tls_told;      ///< listener * TLS_OUTCOMES + outcome: handshakes that failed
    ARRAY_OF(Refusal) codes_told;    ///< node * CODE_CAUSES + cause: codes that it made by itself
    ARRAY_OF(Refusal) barriers_told; ///< of each population: its connects that a barrier drops
    ARRAY_OF(Refusal) defects_told;  ///< of each kind: when it was turned away; the party is a node
    ARRAY_OF(Url) urls;
    ARRAY_OF(char) url_text; ///< hosts, paths and queries of `urls`, each ended by a zero
    ARRAY_OF(Name) names;
    ARRAY_OF(Record) records;
    ARRAY_OF(int32_t) name_records; ///< of each name, see Name
    ARRAY_OF(Resolver) resolvers;
    ARRAY_OF(CacheEntry) caches; ///< name * resolvers + resolver
    ARRAY_OF(Balancer) balancers;
    ARRAY_OF(Capacity) capacities;  ///< one a balancer
    ARRAY_OF(ZonalShift) shifts;    ///< one a balancer
    ARRAY_OF(Autoshift) autoshifts; ///< one a balancer
    ARRAY_OF(ElbNode) nodes;
    ARRAY_OF(Listener) listeners;
    ARRAY_OF(Rule) rules;
    ARRAY_OF(Forward) forwards;
    ARRAY_OF(int32_t)
    routes; ///< kind * listeners + listener: the rule + 1; 0: not yet known; -1 - n: `route_rules`
            ///< from n on, which rule takes it depends on the source address
    ARRAY_OF(int32_t) route_rules;
    ARRAY_OF(Group) groups;
    ARRAY_OF(NodeGroup) node_groups;
    ARRAY_OF(int32_t) members;
    ARRAY_OF(Target) targets;
    ARRAY_OF(Anomaly) anomalies; ///< one a target, from the first failure of any on
    ARRAY_OF(Probe) probes;
    ARRAY_OF(Attempt) attempts;
    ARRAY_OF(Socket) sockets;
    ARRAY_OF(TargetConnection) target_connections;
    ARRAY_OF(TargetLink) target_links;
    ARRAY_OF(Instance) instances;
    ARRAY_OF(Container) containers; ///< those that something happened to
    ARRAY_OF(ScalingGroup) scaling_groups;
    ARRAY_OF(ScalingInstance) scaling_instances; ///< one a slot
    ARRAY_OF(ScalingRefresh) scaling_refreshes;  ///< one a group, from the first refresh on
    ARRAY_OF(ScalingForecast) forecasts;         ///< one a predictive policy
    ARRAY_OF(Zone) zones;
    ARRAY_OF(Link) links; ///< population * regions + region; empty until a link is touched
    ARRAY_OF(Alarm) alarms;
    ARRAY_OF(HealthCheck) health_checks; ///< of Route 53, one a ConfigCheck
    ARRAY_OF(Checker) checkers;
    ARRAY_OF(RoutingControl) controls;
    ARRAY_OF(SafetyRule) safety_rules; ///< over them, one a ConfigSafetyRule
    ARRAY_OF(HeldAnswer) held_answers; ///< one a user; none where nobody holds answers
    int64_t dns_changes;               ///< how often what DNS gives may have changed, from 1 on
    ARRAY_OF(KnownAddress) known_addresses;  ///< KNOWN_ADDRESSES a population
    ARRAY_OF(Endpoint) endpoints;            ///< of accelerators, one a ConfigEndpoint
    ARRAY_OF(EndpointGroup) endpoint_groups; ///< one a ConfigEndpointGroup
    ARRAY_OF(int32_t)
    request_endpoints;                      ///< one a request: endpoint + 1, 0: it goes without;
                                            ///< none where nobody has an accelerator
    ARRAY_OF(int32_t) connection_endpoints; ///< the same of a connection
    int64_t questions_in_flight;            ///< requests that are questions of checkers
};

/// Pushes a model event `delay_ns` from now.
static inline EventId world_after(SimWorld *world, SimTime delay_ns, EventKind kind, uint32_t a,
                                  uint32_t b) {
    return event_queue_push(&world->events, world->now + delay_ns, EVENT_CLASS_MODEL,
                            (uint16_t)kind, a, b);
}

static inline EventId world_lane(SimWorld *world, int32_t lane, EventKind kind, uint32_t a,
                                 uint32_t b) {
    return event_queue_push_lane(&world->events, lane, world->now, (uint16_t)kind, a, b);
}

/// Takes an event back and forgets its id.
static inline void world_cancel(SimWorld *world, EventId *id) {
    if (id->index1 == 0) return;
    event_queue_cancel(&world->events, *id);
    *id = (EventId){0, 0};
}

/// Whoever changes what Route 53 goes by says so: health, thresholds, shifts, records.
static inline void world_dns_may_change(SimWorld *world) {
    world->dns_changes++;
}

static inline bool world_is_watched(const SimWorld *world) {
    return world->is_watched;
}

/// Tells the sink a state change; `subject`, `cause` may be built on the caller's stack.
void world_tell(SimWorld *world, SimMark mark, const char *type, const char *subject,
                const char *from, const char *to, const char *cause);
/// The same with the API action of a control-plane step.
void world_tell_api(SimWorld *world, SimMark mark, const char *type, const char *subject,
                    const char *from, const char *to, const char *cause, const char *api,
                    const char *parameters);

/// Tells the sink a step of a request. Call only when watched.
void world_hop(SimWorld *world, int32_t request, SimHopKind kind, SimPlace from, SimPlace to,
               SimTime arrives, int32_t status);
/// The same for an attempt, when its request is still there.
void world_hop_attempt(SimWorld *world, int32_t attempt, SimHopKind kind, SimPlace from,
                       SimPlace to, SimTime arrives, int32_t status);

/// Takes up a changed scenario, whose reference it takes over.
void world_reconfigure(SimWorld *world, SimScenario *scenario);
/// Makes the scopes of the meter that belong to no balancer and no instance.
void world_scopes(SimWorld *world);
/// Where lies what events will touch, by their kind.
void world_homes(const SimWorld *world, EventHomes *homes);
/// What carries out an event, by its kind; `a` and `b` as it was pushed with them.
extern void (*const world_handlers[EVENT_KIND_COUNT])(SimWorld *world, int32_t a, uint32_t b);
const char *command_api(const char *path);
/// Takes a command into those that wait for their moment; `step` of the timeline, -1: from outside.
void command_add(SimWorld *world, const SimCommand *command, int32_t step);
/// The command that comes next (index of `commands`), -1: none waits.
int32_t command_next(const SimWorld *world);
void command_execute(SimWorld *world, int32_t index);
bool command_check(const SimWorld *world, const SimCommand *command, SimError *error);
/// Gauges of the second that is about to close.
void world_gauges(SimWorld *world);

/// A rule, as the scenario stands now.
static inline const ConfigRule *world_rule(const SimWorld *world, int32_t rule) {
    const Rule *r = &world->rules.items[rule];
    const Listener *listener = &world->listeners.items[r->listener];
    return &world->config->balancers[listener->balancer]
                .listeners[listener->config]
                .rules[r->config];
}

static inline const ConfigAction *world_action(const SimWorld *world, int32_t rule) {
    return &world_rule(world, rule)->action;
}

/// The group as a node sees it, also one of the balancer that it served before. Asked several times
/// a request, so the usual case is looked up in place.
static inline int32_t group_view(const SimWorld *world, int32_t group, int32_t node) {
    int32_t view = world->groups.items[group].first_view + world->nodes.items[node].number;
    if (view < world->node_groups.count) {
        const NodeGroup *seen = &world->node_groups.items[view];
        if (seen->node == node && seen->group == group) return view;
    }
    return group_view_of_before(world, group, node);
}

/// The endpoint of an accelerator that a request goes to (index), -1: it goes without one. Asked
/// several times a request, too.
static inline int32_t accelerator_endpoint(const SimWorld *world, const Request *request) {
    if (world->config->accelerator_count == 0) return -1;
    return world->request_endpoints.items[request - world->requests.items] - 1;
}

static inline bool connection_is_accelerated(const SimWorld *world, int32_t connection) {
    return world->config->accelerator_count > 0 &&
           world->connection_endpoints.items[connection] != 0;
}

/// Whether requests to a target group share connections as streams of HTTP/2; the first way is for
/// where a node's view of the group is at hand.
static inline bool view_has_streams(const NodeGroup *view) {
    return SIM_FACT("ELB-488", view->version != CONFIG_HTTP1);
}
static inline bool group_has_streams(const SimWorld *world, int32_t group) {
    return SIM_FACT("ELB-488", world->config->target_groups[group].version != CONFIG_HTTP1);
}

// Finding things by name; -1 when there is none.
int32_t world_find_instance(const SimWorld *world, const char *name); ///< "region/instance"
int32_t world_find_balancer(const SimWorld *world, const char *name); ///< "region/balancer"
int32_t world_find_group(const SimWorld *world, const char *name);    ///< "region/group"
int32_t world_find_zone(const SimWorld *world,
                        const char *name); ///< "ap-south-1a" or "region/zone"
int32_t world_find_alarm(const SimWorld *world, const char *name); ///< "region/alarm"
int32_t world_find_region(const SimWorld *world, const char *name);
int32_t world_find_release(const SimWorld *world, const char *name);
