/// Elastic Load Balancing: nodes, listeners, rules, target groups, targets, health.
///
/// A balancer has a node in each of its zones. Every node matches rules, chooses targets and checks
/// their health by itself.
#pragma once

#include "engine/event_queue.h"
#include "engine/fifo.h"
#include "scenario/config.h"
#include "sim/base.h"
#include "sim/view.h"
#include "traffic/traffic.h"

#define ELB_ZONES_MAX 8 ///< zones a region can have in this model

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// A node: one balancer in one zone. What each request asks is in the first line of the cache.
typedef struct ElbNode {
    int32_t balancer, zone;
    int32_t number;      ///< within its balancer: its bit in DNS answers
    int32_t scope;       ///< of the meter
    int32_t connections; ///< open ones, client side and target side
    int32_t in_flight;
    int64_t requests;
    double overflow; ///< share of its load that it can not carry; 0: it carries all
    uint32_t ip;
    int32_t is_in_dns;         ///< as last told; see node_dns_refresh
    int32_t http2_connections; ///< of clients
    int32_t streams;           ///< under way on these
    int32_t target_http2;      ///< connections to targets that carry streams
    int32_t target_streams;    ///< under way on these
    int64_t elb_4xx, elb_5xx;  ///< the codes are its own
    int64_t evaluations;       ///< of rules, of the open second, as they are billed
    int64_t opened;            ///< connections of clients in the open second, those rejected too
    int64_t rejected;          ///< of these
    int64_t seen;              ///< requests until the open second began
    double asked;              ///< LCUs that its zone's load asks for, averaged over some seconds
    double asked_alone;        ///< that its own load asks for
    int32_t rank;              ///< 0: the first of its zone, which is always there
    int32_t stage;             ///< NodeStage
    SimTime stage_ends; ///< of a starting one, when it serves; of a leaving one, when it takes no
                        ///< more connections
    uint64_t padding[6];
} ElbNode;

/// Nodes of higher ranks come and go with the balancer's capacity; see ranks.h.
typedef enum NodeStage {
    NODE_SERVING,
    NODE_ABSENT,
    NODE_STARTING, ///< it checks targets, and is not in DNS yet
    NODE_LEAVING,  ///< no longer in DNS; what is open goes on
} NodeStage;

typedef struct Balancer {
    int32_t first_node, node_count; ///< a node a zone of the first rank, then of the second
    int32_t zone_count;             ///< of its region: a node each, absent where it is not enabled
    uint32_t joining, leaving;      ///< zones, a bit each, that were enabled or disabled lately
    int32_t ranks; ///< that are there; `node_count` has room for the most there can be
    int32_t scope;
    int32_t region;
    SimTime idle_timeout_ns; ///< on either side
    SimTime client_keep_alive_ns;
} Balancer;

/// Listeners, rules and forwards are known by handles that stay theirs for the whole run; which of
/// them there are now, and in which order, stands in the configuration.
typedef struct Listener {
    int32_t balancer, config;
    int32_t rule_count; ///< live ones
    int32_t is_deleted;
} Listener;

typedef struct Rule {
    int32_t listener, config;
    int32_t first_forward, forward_count;
    int64_t matched;
} Rule;

typedef struct Forward {
    int32_t rule, config;
    int64_t chosen;
} Forward;

/// Moving part of a target group.
typedef struct Group {
    int32_t balancer;   ///< -1: not in use
    int32_t first_view; ///< first NodeGroup; one a node of its balancer
    int32_t scope;      ///< METER_GROUP
    int32_t scope_alone;
    int32_t first_member;    ///< in `members`: the target of each member of its choosers
    int32_t member_count;    ///< targets ever registered
    int32_t member_capacity; ///< for which there is room
    int32_t padding;
    int32_t registered; ///< neither unused nor draining
    int32_t algorithm;
    int32_t slow_tick;    ///< ramping targets exist: a tick is pending
    int32_t anomaly_tick; ///< targets failed lately: a tick is pending
    int64_t requests, target_5xx;
} Group;

/// A target group as one node sees it.
typedef struct NodeGroup {
    int32_t node, group;
    int32_t chooser;
    int32_t scope; ///< METER_GROUP_NODE
    int32_t is_failing_open;
    int32_t stickiness; ///< ConfigStickinessKind
    int32_t version;    ///< ConfigVersion
    int32_t is_https;   ///< TLS to the targets
    int32_t usable;     ///< targets in scope that are initial, healthy or unhealthy
    int32_t healthy; ///< of these, healthy (scope: all, or the node's own zone without cross-zone)
    int32_t first_link;    ///< of its target links, one a member
    int32_t is_below_dns;  ///< too few healthy targets for its address to stay in DNS
    int32_t blocked_zone1; ///< a zone that is shifted away from, its number + 1; 0: none
    int32_t healthy_by_zone[ELB_ZONES_MAX]; ///< whatever the scope
    int32_t unhealthy_by_zone[ELB_ZONES_MAX];
    int32_t padding[3]; ///< two lines of the cache
} NodeGroup;

/// A registration of an instance in a target group.
typedef struct Target {
    int32_t group, instance;
    int32_t member;    ///< its number in the choosers of its group
    int32_t lifecycle; ///< TargetLifecycle
    int64_t requests;
    IndexList in_flight; ///< attempts sent to it and not answered, through Attempt.link
    // A bit a node, set where a barrier holds back its new connections for requests, its packets on
    // kept ones, its checks; see barrier.h.
    uint8_t held, held_established, held_checks;
    uint8_t deaf; ///< TARGET_DEAF...: nothing listens on a port
    // So far in the first line of the cache: what each request asks.
    int32_t first_probe; ///< one a node of the balancer; -1: none
    int32_t zone_number; ///< of its instance's zone within the region
    int32_t port;        ///< it is asked at
    int32_t is_anywhere; ///< an address outside the VPC: a target of every zone
    SimTime drain_ends;
    EventId drain;
    SimTime slow_since; ///< -1: not ramping
    uint64_t padding[6];
} Target;

enum { TARGET_DEAF = 1, TARGET_DEAF_CHECK = 2 };

/// How a target fails, beside it; see anomaly.c.
typedef struct Anomaly {
    double requests, failures; ///< of the periods that count
    int64_t requests_seen;     ///< Target.requests as the open period began
    int32_t failures_open;     ///< in the open period
    int32_t steps;             ///< its weight is 2 to the power of -steps
    int32_t is_anomalous;
    int32_t padding;
} Anomaly;

typedef enum TargetLifecycle {
    TARGET_REGISTERED,
    TARGET_DRAINING,
    TARGET_DEREGISTERED, ///< unused: Target.NotRegistered
    TARGET_INVALID,      ///< unused: Target.InvalidState, its instance is gone
    TARGET_IP_UNUSABLE,  ///< unused: the address is one of a load balancer
    TARGET_NOT_IN_USE,   ///< unused: no rule names its group, or its zone is not enabled
} TargetLifecycle;

typedef enum ProbeReason {
    PROBE_REASON_NONE,
    PROBE_REASON_REGISTRATION,
    PROBE_REASON_INITIAL,
    PROBE_REASON_MISMATCH,
    PROBE_REASON_TIMEOUT,
    PROBE_REASON_FAILED,
} ProbeReason;

/// One node's health check of one target.
typedef struct Probe {
    uint64_t bits; ///< seeds its draws
    EventId next;
    EventId timeout;
    int32_t node_group, target;
    int32_t attempt1;            ///< the check under way, as an attempt at the target
    int32_t number;              ///< checks made
    int16_t successes, failures; ///< in a row
    uint8_t state;               ///< SimTargetState: initial, healthy, unhealthy
    uint8_t reason;              ///< ProbeReason
    uint8_t padding[2];
} Probe;

/// A connection from a node to a target that waits to be used again.
typedef struct TargetConnection {
    SimTime idle_since;
    int32_t below1, above1; ///< its neighbours on the stack
} TargetConnection;

/// The connections from one node to one target: those that are idle as a stack, the one used last
/// on top; of those that carry streams, how many there are (see target_stream.c).
typedef struct TargetLink {
    int32_t top1, bottom1;
    EventId timer; ///< goes off when the one at the bottom must close, or before
    int32_t http2, streams;
    SimTime since; ///< what was sent before went down with its connection
} TargetLink;

typedef enum AttemptKind { ATTEMPT_REQUEST, ATTEMPT_DIRECT, ATTEMPT_CHECK } AttemptKind;
typedef enum AttemptState {
    ATTEMPT_TO_TARGET,   ///< travels to the target (a connection may be opening)
    ATTEMPT_AT_TARGET,   ///< queued or served
    ATTEMPT_SILENT,      ///< nothing will answer: dropped, or its target fell silent
    ATTEMPT_FROM_TARGET, ///< the answer travels back to the node
    ATTEMPT_SOCKET,      ///< an open WebSocket
} AttemptState;

typedef enum AttemptClosed {
    ATTEMPT_OPEN,
    ATTEMPT_CLOSED,       ///< the kept connection it uses will have been closed, or nothing listens
    ATTEMPT_NO_HANDSHAKE, ///< the target can not do TLS
} AttemptClosed;
/// The node answers before its rules; `rule` is then the listener's default rule.
enum { ATTEMPT_UNREAD = 0x80 };

/// An open WebSocket, beside its attempt.
typedef struct Socket {
    SimTime opened;
    SimTime until;      ///< its user stays
    int32_t connection; ///< of the client
    int32_t padding;
} Socket;

/// One attempt as the node (or, straight, the server) sees it. Also a health check under way.
typedef struct Attempt {
    SimTime received;      ///< at the node
    SimTime sent;          ///< dispatched to the target; -1: not
    SimTime work_ns;       ///< it brings to its instance; of an open WebSocket: index of its Socket
    SimTime limit;         ///< the node gives up: 10 s for a connection, then the idle time-out
    EventId timer;         ///< that, as an event: see attempt_waits
    SimTime patience_ends; ///< its client's
    EventId step;          ///< travelling to or from the target
    IndexLink link;        ///< among those in flight at its target
    uint64_t bits;
    int32_t request1;   ///< index + 1; 0: the client has gone, or a check
    int32_t kind_index; ///< of RequestKind; of a check: the probe
    int32_t url1;       ///< as the request's, for the client may leave first
    int32_t node;       ///< -1: straight
    int32_t rule;       ///< -1
    int32_t target;     ///< -1: straight
    int32_t instance;   ///< -1: none yet
    int32_t group1;     ///< target group chosen, index + 1; 0: none
    uint32_t client_ip;
    uint16_t status; ///< of the answer
    uint16_t client_port;
    uint8_t kind;       ///< AttemptKind
    uint8_t state;      ///< AttemptState
    uint8_t is_counted; ///< the node counts it as in progress (chooser, in_flight)
    uint8_t is_new_connection;
    uint8_t is_closed; ///< AttemptClosed: its connection will break at the target
    uint8_t attempt_number;
    uint8_t tls;      ///< as its Connection's
    uint8_t protocol; ///< SimAccessProtocol: what its client speaks; and ATTEMPT_UNREAD
    uint64_t padding; ///< two lines of the cache
} Attempt;

#pragma GCC diagnostic pop

void elb_start(SimWorld *world);
/// The balancers of the configuration that the world does not have yet.
void balancers_add(SimWorld *world);
void elb_reconfigure(SimWorld *world);
/// Takes up listeners, rules and target groups that came, went or moved since `old` (NULL: the run
/// begins).
void elb_reshape(SimWorld *world, const Config *old);
/// A group has metrics in each zone that was ever enabled for its balancer.
void group_add_zone_scopes(SimWorld *world, int32_t group);

// limit.c: how long node and client wait.
#define ELB_CONNECT_LIMIT (10 * SIM_SECOND) ///< for a connection to a target
/// Nothing is certain to happen to an attempt any more before its node or its client gives up:
/// makes events of that, unless they are already.
void attempt_waits(SimWorld *world, int32_t attempt);
/// What is certain to happen to an attempt, after `delay_ns`; `kind` is an EventKind.
void attempt_step(SimWorld *world, int32_t attempt, SimTime delay_ns, int32_t kind);
/// The attempt is, or is about to be, queued or served at its target.
void attempt_awaits_work(SimWorld *world, int32_t attempt);
/// The node waits for so long from now on.
void attempt_limit(SimWorld *world, int32_t attempt, SimTime wait_ns);
/// What is under way at an instance is done later than was thought.
void attempts_at_instance_wait(SimWorld *world, int32_t instance);

// node.c, rule.c, forward.c: the way in.
void node_receive(SimWorld *world, int32_t request);
/// A new attempt record, nothing known of it yet.
int32_t attempt_create(SimWorld *world);
/// The zone of a node lost its power: what it held is gone, and nobody is told.
void node_dies(SimWorld *world, int32_t node);
/// The rule of a listener that takes what is asked from this address.
int32_t rule_match(const SimWorld *world, int32_t listener, const RequestTarget *target,
                   uint32_t client_ip);
/// How requests of a kind that ask for this find their rule: a route, never 0.
int32_t route_make(SimWorld *world, int32_t listener, const RequestTarget *target);
/// The rule that a route leads to from this address.
int32_t route_follow(const SimWorld *world, int32_t listener, int32_t route, uint32_t client_ip);
/// Rules or requests have changed: routes are found anew.
void routes_forget(SimWorld *world);
/// How many rules were looked at until this one took a request.
int32_t rules_evaluated(const SimWorld *world, int32_t rule);
int32_t listener_find(const SimWorld *world, int32_t balancer, bool is_https, int32_t port);
/// Whether the rule forwards to one group only, so that forward_choose needs no draw.
bool forward_is_only(const SimWorld *world, int32_t rule);
/// A group of the rule by weight; -1: all weights are 0. Returns a Forward index.
int32_t forward_choose(const SimWorld *world, int32_t rule, double draw);
void forward_attempt(SimWorld *world, int32_t attempt, int32_t forward);
void action_redirect(SimWorld *world, int32_t attempt);
void action_fixed(SimWorld *world, int32_t attempt);

// response.c: the way out.
/// The balancer itself answers with `status`.
void respond_elb(SimWorld *world, int32_t attempt, int32_t status);
/// The balancer answers a request that it did not take to its rules, and closes the connection.
void respond_unread(SimWorld *world, int32_t attempt, int32_t status);
/// The target's answer has reached the node.
void respond_target(SimWorld *world, int32_t attempt);
/// The target's connection broke (RST): 502.
void attempt_reset(SimWorld *world, int32_t attempt);
void attempt_timer(SimWorld *world, int32_t attempt);
/// The client closed its connection: 460.
void attempt_client_gone(SimWorld *world, int32_t attempt);
/// The node no longer waits for the target: takes it off the counts.
void attempt_uncount(SimWorld *world, int32_t attempt);
/// The node is done with an attempt, which goes on at the target when it has begun there, and is
/// freed else.
void attempt_leave(SimWorld *world, int32_t attempt);
void attempt_free(SimWorld *world, int32_t attempt);
/// The client side of an attempt ended; the attempt may live on at the target.
void attempt_detach(SimWorld *world, int32_t attempt);

// target_connection.c
/// Takes the connection to a member that was used last. False: none is idle.
bool target_connection_take(SimWorld *world, int32_t node_group, int32_t member,
                            SimTime *idle_since);
/// The request on it has ended, and it can carry another.
void target_connection_keep(SimWorld *world, int32_t node_group, int32_t target);
/// The timer of a link: closes what has been idle too long.
void target_connections_expire(SimWorld *world, int32_t link, int32_t view);
/// How long connections may be idle has changed.
void target_connections_limit_changed(SimWorld *world, int32_t view);
void target_connections_drop(SimWorld *world, int32_t target);
/// Moves the links of a group at a node to where there is room for `capacity` of them.
void target_links_move(SimWorld *world, int32_t view, int32_t capacity);
void target_connections_drop_at(SimWorld *world, int32_t target, int32_t node_group);

// target_stream.c: for target groups of protocol version HTTP2 or GRPC only.
#define TARGET_STREAMS_MAX 128 ///< at once on a connection (model)
/// Begins a stream on a connection to a member that carries others. False: none has room.
bool target_stream_share(SimWorld *world, int32_t node_group, int32_t member);
/// Begins a stream on a connection to a member that stands and carries none.
void target_stream_begin(SimWorld *world, int32_t node_group, int32_t member);
/// The connection that an attempt has opened stands.
void target_stream_stands(SimWorld *world, int32_t attempt);
/// The attempt's stream has ended, or its connection never stood.
void target_stream_ends(SimWorld *world, int32_t attempt);
/// All connections to a target are gone, with the streams on them.
void target_streams_lose(SimWorld *world, int32_t target);

// sticky_group.c
/// The Forward to which a cookie holds the user of an attempt whose rule has stickiness; -1: none.
int32_t sticky_group_forward(SimWorld *world, int32_t attempt);
/// Gives the user the rule's cookie with a target's answer, if the rule has one.
void sticky_group_answered(SimWorld *world, int32_t attempt);

// sticky.c: called only where a node group has stickiness.
/// The target that the user's cookie names, if it may be chosen; -1: choose one.
int32_t sticky_target(SimWorld *world, int32_t attempt, int32_t node_group);
/// No cookie helped and a target was chosen: counts that, and a session that was lost by it.
void sticky_chosen_anew(SimWorld *world, int32_t attempt, int32_t node_group);
/// The target's answer leaves for the client, with the cookie when one is due.
void sticky_answered(SimWorld *world, int32_t attempt, int32_t node_group);
/// Takes up what the scenario says now: of a group in use, and of a balancer's metrics.
void group_stickiness_refresh(SimWorld *world, int32_t group);
void balancer_stickiness_refresh(SimWorld *world, int32_t balancer);

// anomaly.c
/// A 5XX answer of the target, or no connection to it.
void target_failed(SimWorld *world, int32_t target);
void group_anomaly_tick(SimWorld *world, int32_t group);
/// Takes up whether the group mitigates; who may be chosen is to be refreshed afterwards.
void group_mitigation_refresh(SimWorld *world, int32_t group);
/// All zero when no target has failed yet.
const Anomaly *target_anomaly(const SimWorld *world, int32_t target);
/// A target's share of traffic beside its peers': 1 unless it ramps up or is held down.
double target_weight(const SimWorld *world, int32_t target);
typedef struct AnomalyCounts {
    int32_t anomalous, mitigated;
    int32_t anomalous_by_zone[ELB_ZONES_MAX], mitigated_by_zone[ELB_ZONES_MAX];
} AnomalyCounts;
void group_count_anomalies(const SimWorld *world, int32_t group, AnomalyCounts *counts);

// socket.c
/// The target has agreed: from now on the attempt is an open WebSocket.
void socket_open(SimWorld *world, int32_t attempt);
/// Closes both connections; a node that has died writes no line.
void socket_close(SimWorld *world, int32_t attempt, bool is_logged);
void socket_ends(SimWorld *world, int32_t attempt);
/// The target of open sockets is gone, and says so by a reset or falls silent.
void sockets_lose_target(SimWorld *world, int32_t target, bool is_reset);

// registration.c
/// Registers an instance; returns the target. At the start of a steady run it is healthy at once.
int32_t target_register(SimWorld *world, int32_t group, int32_t instance, int32_t port,
                        bool is_healthy, bool is_told);
void target_deregister(SimWorld *world, int32_t target);
void target_drain_ends(SimWorld *world, int32_t target);
/// A rule names its group from now on, or none does any more.
void target_enter_use(SimWorld *world, int32_t target);
void target_leave_use(SimWorld *world, int32_t target);
/// Zones of its balancer were enabled or disabled: targets there come into use or fall out of it.
void group_follow_zones(SimWorld *world, int32_t group);
/// Its group was deleted.
void target_forget(SimWorld *world, int32_t target);
void target_invalidate(SimWorld *world, int32_t target);
/// The first target of an instance in a group; the one on `port` unless that is 0. -1: none.
int32_t target_find(const SimWorld *world, int32_t group, int32_t instance, int32_t port);
/// The target that a command means: on the port given, or on the group's own, or the only one there
/// is. -1: none; -2: there are several.
int32_t target_meant(const SimWorld *world, int32_t group, int32_t instance, int32_t port);
/// Counts and routability of a group once all of the scenario's targets are registered.
void group_start(SimWorld *world, int32_t group);
void group_count_registered(SimWorld *world, int32_t group);
/// Ends draining early where the group allows it and nothing is in flight.
void target_drain_check(SimWorld *world, int32_t target);
/// The group as a node sees it that served it before; see group_view in world/world.h.
int32_t group_view_of_before(const SimWorld *world, int32_t group, int32_t node);
void target_slow_begin(SimWorld *world, int32_t target);
/// The target has gone unhealthy at a node: ends its ramp unless most nodes still find it healthy.
void target_slow_end(SimWorld *world, int32_t target);
void group_slow_tick(SimWorld *world, int32_t group);
double target_slow_share(const SimWorld *world, int32_t target);

// health.c
void probe_start(SimWorld *world, int32_t target, bool is_healthy, bool is_first);
void probe_stop(SimWorld *world, int32_t target);
/// A node knows nothing of the targets of a group yet.
void node_probes_forget(SimWorld *world, int32_t node_group);
/// The checks that a node has under way are forgotten: it lost its power, or it is gone.
void probes_of_node_stop(SimWorld *world, int32_t node);
void probe_check(SimWorld *world, int32_t probe);
void probe_timeout(SimWorld *world, int32_t probe);
/// A check came back with `status` (0: the connection was refused or reset); frees its attempt.
void probe_answered(SimWorld *world, int32_t attempt, int32_t status);
/// Works out counts, fail-open and routability of a group at a node anew.
void node_group_refresh(SimWorld *world, int32_t node_group);
/// One target's state changed as this node sees it: counts, and all members when fail-open begins
/// or ends.
void node_group_target_changed(SimWorld *world, int32_t node_group, int32_t target,
                               SimTargetState before, SimTargetState after);
/// Whether this one may be chosen, and its weight.
void node_group_member_refresh(SimWorld *world, int32_t node_group, int32_t target);
/// What the nodes say together: most, the healthier on a tie.
SimTargetState target_state(const SimWorld *world, int32_t target, const char **reason,
                            int32_t *healthy_nodes, int32_t *node_count, int32_t *streak);

// dns.c
uint32_t balancer_dns_mask(const SimWorld *world, int32_t balancer);
/// Tells what changed in the balancer's answer since the last call.
/// Whether all of its nodes are without power.
bool balancer_is_dark(const SimWorld *world, int32_t balancer);
void balancer_dns_refresh(SimWorld *world, int32_t balancer, const char *cause);
