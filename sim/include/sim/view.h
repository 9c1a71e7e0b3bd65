/// What can be seen of a world: names, places and live state, as flat arrays in a fixed order.
///
/// A viewer looks at a world and fills a SimView, lent until the next look. An index never comes to
/// mean something else during a run; what is created gets the next one. Counts ending in `_total`
/// run from t = 0: whoever wants a rate subtracts.
#pragma once

#include "sim/world.h"

/// What keeps packets from their goal.
typedef enum SimBarrier {
    SIM_BARRIER_NONE,
    SIM_BARRIER_GROUP_IN,  ///< no security group of the receiver permits them
    SIM_BARRIER_GROUP_OUT, ///< no security group of the sender permits them
    SIM_BARRIER_ACL_IN,    ///< a network ACL denies them at the receiver's subnet
    SIM_BARRIER_ACL_OUT,   ///< a network ACL denies them at the sender's subnet
    SIM_BARRIER_NO_ROUTE,  ///< the subnet has no route to an internet gateway
} SimBarrier;

typedef struct SimViewClient {
    const char *name, *city, *host;
    const char *inside; ///< the region in whose network they are; NULL: on the internet
    bool is_https;
    bool is_http2;        ///< speaks HTTP/2 where it can
    int32_t tls;          ///< the newest version it speaks: 3 is TLS 1.3
    int32_t connections;  ///< to nodes; -1: not counted, for nobody can speak HTTP/2
    int32_t streams;      ///< requests under way on those of HTTP/2
    int32_t reconnecting; ///< users whose WebSocket was cut and is not open again
    int32_t users;
    bool is_closed_loop; ///< each waits for an answer before he asks again
    double burst;        ///< by what a burst multiplies the rate just now; 0: there is none
    int32_t first_resolver, resolver_count;
    double rate; ///< arrivals a second the scenario asks for now
    int64_t born_total, answered_total, available_total, failed_total;
    int64_t in_flight;
    int32_t hurt_region;    ///< the region whose link from here is slow or loses most; -1: none;
                            ///< the number of regions: all, by the clients' own access
    SimTime hurt_added;     ///< to a round trip there
    double hurt_loss;       ///< of packets, 0 to 1
    int32_t endpoint_group; ///< where an accelerator sends its new connections; -1: it asks none
} SimViewClient;

/// A resolver's cache of its population's host name.
typedef struct SimViewResolver {
    int32_t client;
    const char *name;   ///< "isp-1"
    bool has_answer;    ///< something is cached and not expired
    bool is_old;        ///< the answer is no longer what Route 53 would give
    SimTime ttl, left;  ///< of the cached answer
    int32_t record;     ///< the record answered; -1 none
    uint32_t zone_mask; ///< of the balancer's nodes: bit n = its n-th node is in the answer
} SimViewResolver;

typedef struct SimViewRecord {
    const char *name, *set_identifier, *policy;
    bool is_deleted;     ///< stays for those who remember it; not shown
    const char *detail;  ///< what the policy goes by: "eu-west-1", "PRIMARY"; "" when nothing
    const char *target;  ///< the name it is an alias or CNAME of; NULL
    bool is_cname;       ///< it gives that name, not its addresses
    int32_t value_count; ///< plain addresses that it gives
    bool is_judged;      ///< by a health check, or by the health of what it stands for
    bool is_healthy;     ///< to Route 53; true when nothing judges it
    int32_t weight;      ///< set; weighted only
    int32_t balancer;    ///< alias of; -1
    int32_t instance;    ///< plain address of; -1
    int32_t accelerator; ///< alias of; -1
    SimTime ttl;
    int64_t answers_total; ///< DNS queries answered with it
    int32_t health_check;  ///< index of SimView.health_checks; -1: nothing checks it
} SimViewRecord;

/// A health check of Route 53, as the DNS locations hold it.
typedef struct SimViewHealthCheck {
    const char *name;
    const char *type; ///< AWS's word: "HTTP", "CALCULATED", "RECOVERY_CONTROL" ...
    bool is_healthy, is_inverted, is_disabled;
    int32_t checkers, healthy_checkers; ///< 0: it asks nobody
    int32_t children, healthy_children; ///< of a calculated check
    int32_t children_needed;
    int32_t control;   ///< of a routing control: 1 on, 0 off; else -1
    const char *rules; ///< the safety rules that guard that control; NULL: none
} SimViewHealthCheck;

/// An accelerator of Global Accelerator.
typedef struct SimViewAccelerator {
    const char *name;
    uint32_t addresses[2]; ///< IPv4, host byte order; they never change
    int32_t first_group, group_count;
} SimViewAccelerator;

/// The endpoints of an accelerator's listener in one region.
typedef struct SimViewEndpointGroup {
    int32_t accelerator, region;
    int32_t port; ///< the first one of its listener
    double dial;  ///< per cent
    bool is_able; ///< has a healthy endpoint with a weight: else connections go to other groups
    int32_t first_endpoint, endpoint_count, healthy;
    int32_t flows; ///< open connections
    int64_t new_flows_total;
} SimViewEndpointGroup;

typedef struct SimViewEndpoint {
    int32_t group;
    int32_t balancer, instance; ///< -1: the other
    int32_t weight;
    bool is_healthy; ///< as the edges of AWS know it
} SimViewEndpoint;

typedef struct SimViewRegion {
    const char *name, *place;
    int32_t first_zone, zone_count;
    int32_t first_balancer, balancer_count; ///< in SimView.balancer_order
    int32_t group_count;                    ///< live ones; a group says which region is its own
    int32_t first_instance, instance_count;
    int32_t hurt_clients; ///< populations whose link to it is slow or loses packets
    SimTime hurt_added;   ///< at most, to a round trip
    double hurt_loss;     ///< at most, of packets, 0 to 1
} SimViewRegion;

typedef struct SimViewZone {
    const char *name;
    int32_t region;
    bool has_power; ///< false after zone_power
    bool is_partitioned;
    bool is_impaired;     ///< AWS's own telemetry finds it so
    bool lacks_capacity;  ///< EC2 launches nothing there
    bool is_shifted_away; ///< a zonal shift takes traffic of some balancer away from it
} SimViewZone;

typedef enum SimBalancerState {
    SIM_BALANCER_ACTIVE,          ///< serves
    SIM_BALANCER_ACTIVE_IMPAIRED, ///< serves and can not scale
    SIM_BALANCER_PROVISIONING,    ///< being set up: nobody is at its addresses
    SIM_BALANCER_FAILED,          ///< it could not be set up, and never serves
} SimBalancerState;
/// "active", "active_impaired" or "provisioning".
const char *sim_balancer_state_name(SimBalancerState state);

/// What a load balancer capacity unit (LCU) is measured in; the highest counts.
typedef enum SimLcuDimension {
    SIM_LCU_NEW_CONNECTIONS,
    SIM_LCU_ACTIVE_CONNECTIONS,
    SIM_LCU_PROCESSED_BYTES,
    SIM_LCU_RULE_EVALUATIONS,
    SIM_LCU_DIMENSIONS,
} SimLcuDimension;
/// "new connections" and so on.
const char *sim_lcu_dimension_name(SimLcuDimension dimension);

/// What a balancer has cost since the run began, by the list prices of us-east-1.
typedef struct SimCost {
    int64_t hours; ///< begun hours of the balancer
    double lcu_hours;
    SimLcuDimension dimension; ///< the highest of the hour so far
    double usd;
} SimCost;
int32_t sim_balancer_count(const SimWorld *world);
/// As the scenario has it, lent as long as no scenario value is set.
const char *sim_balancer_name(const SimWorld *world, int32_t balancer);
SimCost sim_balancer_cost(const SimWorld *world, int32_t balancer);

typedef struct SimViewBalancer {
    const char *name;
    int32_t region;
    bool is_deleted;   ///< stays for those in flight; not shown
    bool is_protected; ///< delete_load_balancer is refused
    bool is_internal;  ///< its nodes have private addresses
    int32_t first_node, node_count;
    int32_t first_listener, listener_count; ///< in SimView.listener_order
    bool has_zonal_shift;                   ///< it may be shifted away from a zone
    int32_t shifted_zone;                   ///< a zonal shift takes traffic away from it; -1: none
    SimTime shift_left;                     ///< until it expires; 0: when AWS ends it
    const char *shift_word; ///< "zonal shift", "zonal autoshift", "practice run"; NULL: none
    const char *practice;   ///< outcome of its last practice run, "PENDING" while it lasts; NULL
    int32_t overruled_zone; ///< an autoshift is active away from it and not applied; -1: none
    SimBalancerState state;
    double lcus;               ///< of the last second
    SimLcuDimension dimension; ///< the highest of the last second
    double capacity;           ///< LCUs that it can carry; 0: whatever comes
    double utilization;        ///< asked of it over capacity, of the node worst off; may be above 1
    double reserved;           ///< LCUs reserved and provisioned
    double requested;          ///< LCUs reserved as asked for
    SimTime reserved_in;       ///< until what was asked for is provisioned; 0: nothing pends
    bool has_reservation_failed; ///< what was asked for could not be had
    int64_t rejected_total;      ///< connections
    SimCost cost;
} SimViewBalancer;

/// Why a node answered by itself, or turned a request away.
typedef struct SimViewReason {
    int32_t status;
    int64_t count; ///< since t = 0
    SimTime last;
    char text[104]; ///< as it was last: "app-1 refused the connection"
} SimViewReason;
enum { SIM_VIEW_REASONS = 3 };

typedef enum SimNodeStage {
    SIM_NODE_SERVING,
    SIM_NODE_STARTING, ///< it checks targets, and enters DNS when it knows them
    SIM_NODE_LEAVING,  ///< no longer needed: out of DNS, serving what is open
    SIM_NODE_ABSENT,   ///< its zone is not enabled
} SimNodeStage;

/// A balancer's node in one zone.
typedef struct SimViewNode {
    int32_t balancer, zone;
    uint32_t ip;            ///< IPv4, host byte order
    bool is_alive;          ///< its zone has power
    bool is_in_dns;         ///< the balancer's name gives its address
    bool is_shifted_away;   ///< a zonal shift takes traffic away from its zone
    int32_t number_in_zone; ///< 1 and up: the zone has further ones when the balancer has grown
    SimNodeStage stage;
    int32_t held_clients; ///< populations whose new connections a barrier holds back
    SimBarrier held_by;   ///< what holds back the first of them
    char held[80];        ///< what holds the first of them back, "" nothing
    int64_t requests_total;
    int64_t elb_4xx_total, elb_5xx_total; ///< codes of its own
    int64_t in_flight;
    int32_t connections;       ///< of clients and to targets
    int32_t http2_connections; ///< of clients, and the requests under way on them
    int32_t streams;
    int32_t target_http2; ///< to targets, that carry requests, and how many
    int32_t target_streams;
    int32_t reason_count;                    ///< of codes of its own
    SimViewReason reasons[SIM_VIEW_REASONS]; ///< the latest first
} SimViewNode;

typedef struct SimViewListener {
    int32_t balancer;
    bool is_https;
    bool is_http2;                  ///< offers HTTP/2
    int32_t tls_oldest, tls_newest; ///< of its security policy: 3 is TLS 1.3
    int32_t expired_certificates;
    int64_t tls_failed_total; ///< handshakes
    SimTime tls_failed_last;
    const char *tls_failure; ///< why the last of them failed; NULL: none has
    const char *mutual;      ///< mutual TLS: "passthrough", "verify"; NULL: off
    int32_t port;
    int32_t first_rule, rule_count; ///< in SimView.rule_order; none: it was deleted
} SimViewListener;

typedef struct SimViewRule {
    int32_t listener;
    bool is_deleted;       ///< it stands here for those in flight that it took
    int32_t priority;      ///< 0: the default rule
    const char *condition; ///< "/api/*", "app.example.com /api/*", "X-Version: beta*", "default"
    const char *action;    ///< "forward", "fixed 404", "301 to https"
    int32_t first_forward, forward_count;
    SimTime sticky_duration;  ///< a cookie holds users to one of its groups so long; 0: not
    bool has_transforms;      ///< it rewrites what it forwards
    const char *content_type; ///< of a fixed response, "text/html"; else NULL
    int64_t matched_total;
} SimViewRule;

typedef struct SimViewForward {
    int32_t rule, group;
    int32_t weight;
    int64_t chosen_total;
} SimViewForward;

typedef struct SimViewGroup {
    const char *name;
    int32_t region, balancer; ///< balancer -1: not in use
    int32_t algorithm;        ///< index for sim_algorithm()
    bool is_deleted;
    int32_t held_targets; ///< that new connections of a node do not reach
    char held[80];        ///< what holds the first of them back, "" nothing
    int32_t deaf_targets; ///< on whose port nothing listens
    bool is_cross_zone, is_failing_open;
    int32_t first_target, target_count;
    int32_t healthy, unhealthy, initial, draining, unused;
    const char *version; ///< the launch template of its first instance, "" when none
    int32_t release;     ///< index of the release it takes part in; -1
    bool is_new_of_release;
    int64_t requests_total, target_5xx_total;
    const char *protocol; ///< spoken to its targets: "HTTP", "HTTPS", "HTTPS, GRPC"
    SimTime health_interval, health_timeout, deregistration_delay, slow_start;
    int32_t healthy_threshold, unhealthy_threshold;
    const char *health_path;
    const char *sticky_cookie; ///< "AWSALB" or the application's; NULL: no stickiness
    bool is_app_cookie;
    SimTime sticky_duration;
    bool is_mitigating; ///< anomaly mitigation is turned on
    int32_t anomalous, mitigated;
    int32_t port;                      ///< of its targets unless they have one of their own
    int32_t health_port;               ///< -1: each target's own
    bool is_ip;                        ///< its targets are addresses
    int32_t dns_count, dns_percentage; ///< healthy targets below which an address leaves DNS; -1
    int32_t routing_count, routing_percentage; ///< below which a node fails open; -1: off
    uint32_t failing_open, below_dns;          ///< bit n: the balancer's n-th node
} SimViewGroup;

typedef enum SimInstanceState {
    SIM_INSTANCE_BOOTING,
    SIM_INSTANCE_RUNNING,
    SIM_INSTANCE_CRASHED,
    SIM_INSTANCE_HUNG,
    SIM_INSTANCE_NO_POWER,
    SIM_INSTANCE_TERMINATED,
    SIM_INSTANCE_STOPPED, ///< in a warm pool, or hibernated there
} SimInstanceState;

/// Where an instance of an Auto Scaling group stands.
typedef enum SimLifecycle {
    SIM_LIFECYCLE_NONE, ///< a fixed instance, or an empty slot
    SIM_LIFECYCLE_PENDING,
    SIM_LIFECYCLE_PENDING_WAIT,
    SIM_LIFECYCLE_PENDING_PROCEED,
    SIM_LIFECYCLE_IN_SERVICE,
    SIM_LIFECYCLE_STANDBY,
    SIM_LIFECYCLE_ENTERING_STANDBY,
    SIM_LIFECYCLE_TERMINATING,
    SIM_LIFECYCLE_TERMINATING_WAIT,
    SIM_LIFECYCLE_TERMINATING_PROCEED,
    SIM_LIFECYCLE_TERMINATED,
    SIM_LIFECYCLE_DETACHING,
    SIM_LIFECYCLE_DETACHED,       ///< it runs on outside its group
    SIM_LIFECYCLE_WARMED_PENDING, ///< from here on it is in the warm pool
    SIM_LIFECYCLE_WARMED_PENDING_WAIT,
    SIM_LIFECYCLE_WARMED_PENDING_PROCEED,
    SIM_LIFECYCLE_WARMED_STOPPED,
    SIM_LIFECYCLE_WARMED_RUNNING,
    SIM_LIFECYCLE_WARMED_HIBERNATED,
    SIM_LIFECYCLE_WARMED_TERMINATING,
    SIM_LIFECYCLE_WARMED_TERMINATING_WAIT,
    SIM_LIFECYCLE_WARMED_TERMINATING_PROCEED,
    SIM_LIFECYCLE_COUNT,
} SimLifecycle;
/// AWS's word: "Pending:Wait"; "" for none.
const char *sim_lifecycle_name(SimLifecycle lifecycle);

/// How an instance refresh stands.
typedef enum SimRefreshStatus {
    SIM_REFRESH_NONE, ///< there was none
    SIM_REFRESH_PENDING,
    SIM_REFRESH_IN_PROGRESS,
    SIM_REFRESH_BAKING,
    SIM_REFRESH_CANCELLING,
    SIM_REFRESH_ROLLBACK_IN_PROGRESS,
    SIM_REFRESH_SUCCESSFUL, ///< from here on it is over
    SIM_REFRESH_FAILED,
    SIM_REFRESH_CANCELLED,
    SIM_REFRESH_ROLLBACK_SUCCESSFUL,
    SIM_REFRESH_ROLLBACK_FAILED,
    SIM_REFRESH_STATUS_COUNT,
} SimRefreshStatus;
/// AWS's word: "InProgress"; "" for none.
const char *sim_refresh_status_name(SimRefreshStatus status);

typedef struct SimViewInstance {
    const char *name, *launch;
    bool is_absent; ///< an empty slot of an Auto Scaling group: not to be shown
    SimLifecycle lifecycle;
    int32_t scaling_group; ///< index of SimView.scaling_groups; -1: a fixed instance
    bool is_old, is_new;   ///< while a refresh goes on: to be replaced, launched by it
    int32_t region, zone;
    int32_t first_group; ///< the group of its first registration, whose row it stands in; -1
    uint32_t ip;
    SimInstanceState state;
    bool is_partitioned;
    int32_t workers;
    int32_t busy;   ///< workers at work
    int32_t queued; ///< waiting in the backlog
    int32_t backlog;
    int32_t sockets;    ///< open WebSockets
    SimTime warm_at;    ///< when it counts for those that scale its group; in the past: it does
    double cpu;         ///< busy workers over workers during the last closed second, 0 to 1
    double slow_factor; ///< 1: as launched
    double error_share; ///< of injected and of its version, 0 to 1
    int64_t answered_total, errors_total, lost_total;
} SimViewInstance;

typedef enum SimTargetState {
    SIM_TARGET_INITIAL,
    SIM_TARGET_HEALTHY,
    SIM_TARGET_UNHEALTHY,
    SIM_TARGET_DRAINING,
    SIM_TARGET_UNUSED,
} SimTargetState;
const char *sim_target_state_name(SimTargetState state);

/// An instance's registration in a target group. Nodes check by themselves; `state` is what most of
/// them say, the healthier on a tie; `healthy_nodes` of `node_count` say healthy.
typedef struct SimViewTarget {
    int32_t group, instance;
    int32_t port; ///< it is asked at
    SimTargetState state;
    const char *reason;   ///< "Target.Timeout", "" when none
    const char *override; ///< AdministrativeOverride: "no_override", "zonal_shift_active" ...
    int32_t healthy_nodes, node_count;
    int32_t streak;      ///< the longest run of equal results that goes against the state
    int32_t outstanding; ///< requests in progress, all nodes together
    SimTime drain_left;  ///< 0 unless draining
    double slow_start;   ///< share of full traffic, 1 when not ramping
    bool is_anomalous;   ///< fails more than its peers
    double held_down;    ///< while mitigation is in effect: its weight beside its peers'; else 0
    int32_t sessions;    ///< users held to it by a valid cookie; -1: too many cookies to count
    int64_t requests_total;
    SimInstanceState process; ///< of what listens at its port: running, crashed, hung
    double process_errors;    ///< injected into it alone: share answered with 500
} SimViewTarget;

/// An Auto Scaling group.
typedef struct SimViewScalingGroup {
    const char *name;
    int32_t region;
    int32_t min, desired, max;
    int32_t pending, in_service, standby, terminating;
    int32_t warm_pending, warmed, warm_terminating; ///< of its warm pool
    int32_t warm_wanted;                            ///< as many are to wait; -1: there is no pool
    SimRefreshStatus refresh;                       ///< of the last instance refresh
    bool is_refreshing;                             ///< it goes on
    int32_t refresh_percent;                        ///< PercentageComplete
    int32_t refresh_left;                           ///< InstancesToUpdate
    SimTime refresh_waits_until; ///< at a checkpoint or baking; 0: it does not wait
    int32_t refresh_waits_for;   ///< instances protected from scale-in or in standby
    const char *refresh_launch;  ///< what it launches; NULL: there was none
    const char *refresh_reason;  ///< StatusReason
    bool can_roll_back;          ///< the refresh that goes on
    const char *next_launch; ///< what the next refresh would launch; NULL: the scenario says none
    int32_t warming;         ///< in service, and not counted yet by those that scale
    int32_t first_group;     ///< its first target group; -1
    int32_t forecast;        ///< what predictive scaling wants by now; -1: nothing
} SimViewScalingGroup;

typedef struct SimViewRelease {
    const char *name;
    int32_t rule;          ///< index of SimView.rules
    int32_t stable, fresh; ///< groups
    int32_t weight;        ///< of the new group, 0 to 100, as the share of both
} SimViewRelease;

/// A CloudWatch alarm.
typedef struct SimViewAlarm {
    const char *name;
    int32_t region;
    SimAlarmState state;
    SimTime since;                                       ///< in this state
    const char *reason;                                  ///< why, as told last
    const char *rule;                                    ///< of a composite alarm; else NULL
    const char *namespace_, *metric, *dimensions, *stat; ///< of an alarm on one metric; else NULL
    SimTime period;
    double threshold;
    const char *comparison;                          ///< of its values with the threshold: ">="
    int32_t datapoints_to_alarm, evaluation_periods; ///< "2 of 3"
    bool has_value;                                  ///< there was a datapoint
    double value;                                    ///< of the newest one that it knows
    int32_t breaching;                               ///< of the datapoints that counted last
    SimTime evaluated_at;                            ///< the next time; 0: it looks at other alarms
} SimViewAlarm;

/// A timer that is running, in words, soonest first.
typedef struct SimViewTimer {
    SimTime at;
    SimPlace place;
    char text[112]; ///< "i-3: second failed check", without the time left
} SimViewTimer;

typedef struct SimView {
    SimTime now, duration;
    uint64_t seed;
    const SimScenarioInfo *info;
    SimTotals totals;
    const SimViewClient *clients;
    const SimViewResolver *resolvers;
    const SimViewRecord *records;
    const SimViewRegion *regions;
    const SimViewZone *zones;
    const SimViewBalancer *balancers;
    const SimViewNode *nodes;
    const SimViewListener *listeners;
    const int32_t *balancer_order; ///< the live balancers, region by region
    const int32_t *listener_order; ///< the live listeners, balancer by balancer
    const int32_t *rule_order;     ///< the live rules by priority, listener by listener
    const SimViewRule *rules;
    const SimViewForward *forwards;
    const SimViewGroup *groups;
    const SimViewInstance *instances;
    const SimViewTarget *targets;
    const SimViewScalingGroup *scaling_groups;
    const SimViewRelease *releases;
    const SimViewHealthCheck *health_checks;
    const SimViewAccelerator *accelerators;
    const SimViewEndpointGroup *endpoint_groups;
    const SimViewEndpoint *endpoints;
    const SimViewAlarm *alarms;
    const SimViewTimer *timers; ///< the next few
    int32_t alarm_count, health_check_count;
    int32_t accelerator_count, endpoint_group_count, endpoint_count;
    int32_t client_count, resolver_count, record_count, region_count, zone_count, balancer_count,
        node_count;
    int32_t listener_count, rule_count, forward_count, group_count, instance_count, target_count;
    int32_t release_count, timer_count, balancer_order_count, listener_order_count,
        rule_order_count, scaling_group_count;
} SimView;

typedef struct SimViewer SimViewer;
SimViewer *sim_viewer_create(void);
void sim_viewer_destroy(SimViewer *viewer);
/// Looks at a world, which is not changed. The view is lent until the next look, and its names as
/// long as the world lives and no scenario value is set.
const SimView *sim_viewer_look(SimViewer *viewer, const SimWorld *world);
