/// What a file says, decoded but not yet linked: one structure an object kind of the key table.
/// Names are still texts. Every structure begins with the node it came from, for the place of what
/// is wrong with it.
#pragma once

#include "scenario/config.h"
#include "scenario/document.h"

typedef struct RawTexts {
    const char **items;
    int32_t count;
} RawTexts;

typedef struct RawPercentages {
    int32_t *items;
    int32_t count;
} RawPercentages;

/// A list of objects; `items` are structures of the key's kind.
typedef struct RawList {
    void *items;
    int32_t count;
} RawList;

typedef struct RawWave {
    const Node *node;
    double swing;
    SimTime period, peak_at;
} RawWave;

typedef struct RawCrowd {
    const Node *node;
    SimTime at, rise, decay;
    double times;
} RawCrowd;

typedef struct RawBursts {
    const Node *node;
    double times;
    SimTime calm, burst;
} RawBursts;

typedef struct RawClosedLoop {
    const Node *node;
    ConfigDistribution think;
} RawClosedLoop;

typedef struct RawReplay {
    const Node *node;
    const char *file;
    double speed;
    SimTime begin;
} RawReplay;

typedef struct RawVisits {
    const Node *node;
    double requests;
    ConfigDistribution think;
} RawVisits;

typedef struct RawArrivals {
    const Node *node;
    double poisson, constant; ///< -1: not said
    RawList changes, crowds;
    RawWave wave;
    RawBursts bursts;
    RawClosedLoop closed_loop;
    RawReplay replay;
} RawArrivals;

typedef struct RawChange {
    const Node *node;
    SimTime at, over, for_; ///< for_ 0: it stays
    double rate;
} RawChange;

typedef struct RawRetry {
    const Node *node;
    ConfigRetry retry;
    int32_t jitter;
} RawRetry;

typedef struct RawRequest {
    const Node *node;
    ConfigRequest request;
    int32_t defect, desync;
    RawList headers; ///< of ConfigHeader
} RawRequest;

typedef struct RawDnsCache {
    const Node *node;
    ConfigDnsCache cache;
} RawDnsCache;

typedef struct RawClient {
    const Node *node;
    ConfigClient client;
    const char *inside; ///< NULL: on the internet
    int32_t protocol;   ///< 0 HTTP, 1 HTTPS
    const char *source, *resolver_source;
    int32_t certificate;
    RawArrivals arrivals;
    RawVisits visits;
    RawRetry retry;
    RawDnsCache dns_cache;
    RawList requests;
} RawClient;

typedef struct RawGeolocation {
    const Node *node;
    int32_t continent;
    const char *country, *subdivision;
} RawGeolocation;

typedef struct RawGeoproximity {
    const Node *node;
    const char *region;
    double latitude, longitude;
    int32_t bias;
} RawGeoproximity;

typedef struct RawCidr {
    const Node *node;
    const char *collection, *location;
} RawCidr;

typedef struct RawRecord {
    const Node *node;
    ConfigRecord record;
    int32_t policy, failover;
    const char *alias, *value, *cname;
    const char *health_check; ///< NULL: none
    RawTexts values;
    RawGeolocation geolocation;
    RawGeoproximity geoproximity;
    RawCidr cidr;
} RawRecord;

typedef struct RawCidrLocation {
    const Node *node;
    const char *name;
    RawTexts blocks;
} RawCidrLocation;

typedef struct RawCollection {
    const Node *node;
    const char *name;
    RawList locations;
} RawCollection;

typedef struct RawCheck {
    const Node *node;
    ConfigCheck check;
    int32_t type;
    int32_t insufficient;
    const char *endpoint, *routing_control, *alarm; ///< NULL: not said
    RawTexts regions, children;
} RawCheck;

typedef struct RawControl {
    const Node *node;
    const char *name;
    int32_t is_on;
} RawControl;

typedef struct RawRuleConfig {
    const Node *node;
    int32_t type, threshold;
    bool is_inverted;
} RawRuleConfig;

typedef struct RawSafetyRule {
    const Node *node;
    const char *name;
    RawTexts asserted, gating, targets;
    RawRuleConfig config;
    SimTime wait;
} RawSafetyRule;

typedef struct RawRoute53 {
    const Node *node;
    const char *name; ///< NULL: not said
    RawList records, collections, checks, controls, safety_rules;
    int32_t empty_group;
} RawRoute53;

typedef struct RawEndpoint {
    const Node *node;
    const char *balancer, *instance;
    int32_t weight;
} RawEndpoint;

typedef struct RawEndpointGroup {
    const Node *node;
    const char *region;
    double dial;
    SimTime interval;
    int32_t threshold, port; ///< port 0: the listener's
    RawList endpoints;
} RawEndpointGroup;

typedef struct RawPortRange {
    const Node *node;
    int32_t from, to; ///< to 0: as from
} RawPortRange;

typedef struct RawAcceleratorListener {
    const Node *node;
    RawList ranges, groups;
    int32_t affinity;
} RawAcceleratorListener;

typedef struct RawAccelerator {
    const Node *node;
    ConfigAccelerator accelerator;
    RawList listeners;
} RawAccelerator;

typedef struct RawGlobalAccelerator {
    const Node *node;
    RawList accelerators;
} RawGlobalAccelerator;

typedef struct RawForward {
    const Node *node;
    const char *target_group;
    int32_t weight;
} RawForward;

typedef struct RawRedirect {
    const Node *node;
    int32_t status; ///< 301 or 302
    int32_t protocol;
    const char *host, *port, *path, *query;
} RawRedirect;

typedef struct RawFixedResponse {
    const Node *node;
    int32_t status;
    int32_t content_type;
    const char *body;
} RawFixedResponse;

typedef struct RawGroupStickiness {
    const Node *node;
    bool is_enabled;
    SimTime duration_ns; ///< 0: not said
} RawGroupStickiness;

typedef struct RawAction {
    const Node *node;
    RawList forward;
    RawRedirect redirect;
    RawFixedResponse fixed_response;
    RawGroupStickiness stickiness;
} RawAction;

typedef struct RawHeaderCondition {
    const Node *node;
    const char *name;
    RawTexts values, regexes;
} RawHeaderCondition;

typedef struct RawQueryValue {
    const Node *node;
    const char *key, *value; ///< key NULL: any
} RawQueryValue;

typedef struct RawQueryCondition {
    const Node *node;
    RawList values;
} RawQueryCondition;

typedef struct RawConditions {
    const Node *node;
    RawTexts hosts, host_regexes, paths, path_regexes, methods, sources;
    RawList headers, queries;
} RawConditions;

typedef struct RawRewrite {
    const Node *node;
    const char *regex, *replace;
} RawRewrite;

typedef struct RawTransforms {
    const Node *node;
    RawRewrite host, url;
} RawTransforms;

typedef struct RawRule {
    const Node *node;
    int32_t priority;
    RawConditions conditions;
    RawAction action;
    RawTransforms transforms;
} RawRule;

typedef struct RawCertificate {
    const Node *node;
    ConfigServerCertificate certificate;
    int32_t key_algorithm, signature;
} RawCertificate;

typedef struct RawListener {
    const Node *node;
    int32_t protocol;
    int32_t port, ssl_policy, mutual;
    RawList certificates;
    RawList rules;
    RawAction default_;
} RawListener;

typedef struct RawTraffic {
    int32_t protocol;  ///< 0 tcp, the last of its names: all
    int32_t port;      ///< 0: not said
    const char *ports; ///< "80-443"; NULL: not said
    const char *peer;  ///< a CIDR block or the name of a security group
} RawTraffic;

typedef struct RawPermission {
    const Node *node;
    RawTraffic traffic;
} RawPermission;

typedef struct RawSecurityGroup {
    const Node *node;
    const char *name;
    RawList inbound, outbound;
} RawSecurityGroup;

typedef struct RawAclEntry {
    const Node *node;
    int32_t number, action;
    RawTraffic traffic;
} RawAclEntry;

typedef struct RawNetworkAcl {
    const Node *node;
    const char *name;
    int32_t subnets;
    RawTexts zones;
    RawList inbound, outbound;
} RawNetworkAcl;

typedef struct RawCapacity {
    const Node *node;
    ConfigCapacity capacity;
    int32_t overflow;
} RawCapacity;

typedef struct RawReservation {
    const Node *node;
    int32_t units;
} RawReservation;

typedef struct RawAutoshift {
    const Node *node;
    bool is_enabled;
    RawTexts outcome_alarms, blocking_alarms, blocked_windows, blocked_dates;
    SimTime practice_at, practice_length, telemetry_delay;
} RawAutoshift;

typedef struct RawBalancer {
    const Node *node;
    ConfigBalancer balancer;
    int32_t type, scheme, desync_mode, forwarded_mode;
    RawTexts zones, security_groups;
    RawCapacity capacity;
    RawReservation reservation;
    RawAutoshift autoshift;
    RawList listeners;
} RawBalancer;

typedef struct RawHealthCheck {
    const Node *node;
    ConfigHealthCheck check;
    int32_t protocol; ///< 0 HTTP, 1 HTTPS
} RawHealthCheck;

typedef struct RawDraining {
    const Node *node;
    bool is_early_end;
} RawDraining;

typedef struct RawStickiness {
    const Node *node;
    int32_t type; ///< 0 lb_cookie, 1 app_cookie
    SimTime duration_ns;
    const char *name;
    bool is_enabled;
} RawStickiness;

typedef struct RawMinimum {
    const Node *node;
    ConfigMinimum minimum;
} RawMinimum;

typedef struct RawFailover {
    const Node *node;
    RawMinimum minimum;
} RawFailover;

typedef struct RawThresholds {
    const Node *node;
    RawFailover dns, routing;
} RawThresholds;

typedef struct RawTargetGroup {
    const Node *node;
    ConfigTargetGroup group;
    int32_t target_type, protocol, version;
    RawDraining draining;
    RawHealthCheck health_check;
    RawStickiness stickiness;
    RawThresholds thresholds;
} RawTargetGroup;

typedef struct RawRegistration {
    const Node *node;
    const char *target_group;
    int32_t port; ///< 0: the group's
} RawRegistration;

typedef struct RawInstance {
    const Node *node;
    const char *name; ///< NULL: ids are made
    int32_t count;
    const char *launch;
    const char *address; ///< NULL: one is made
    RawTexts zones, security_groups;
    RawList target_groups;
} RawInstance;

typedef struct RawPathAnswer {
    const Node *node;
    ConfigPathAnswer path;
} RawPathAnswer;

typedef struct RawLaunch {
    const Node *node;
    ConfigLaunch launch;
    int32_t discipline, on_full, health_endpoint, serves, response_defect;
    RawList health_paths, paths;
    RawTexts security_groups;
} RawLaunch;

typedef struct RawQuery {
    const Node *node;
    const char *id, *expression;
    ConfigAlarmMetric metric;
    bool is_returned;
} RawQuery;

typedef struct RawComposite {
    const Node *node;
    const char *name, *rule, *suppressor;
    SimTime wait_ns, extension_ns;
    bool has_actions;
    RawTexts actions[3]; ///< By SimAlarmState.
} RawComposite;

typedef struct RawAlarm {
    const Node *node;
    ConfigAlarm alarm;
    ConfigAlarmMetric metric;
    RawList queries;
    int32_t comparison, treat_missing, low_samples;
    RawTexts actions[3]; ///< By SimAlarmState.
} RawAlarm;

typedef struct RawHook {
    const Node *node;
    const char *name;
    int32_t transition, result; ///< 1: terminating; 1: CONTINUE
    bool is_self_completed;
    SimTime timeout;
} RawHook;

typedef struct RawMaintenance {
    const Node *node;
    int32_t min_healthy, max_healthy; ///< -1: not said
} RawMaintenance;

typedef struct RawRefresh {
    const Node *node;
    const char *launch; ///< NULL: no desired configuration
    int32_t min_healthy, max_healthy, protected_, standby;
    SimTime warmup, checkpoint_delay, bake;
    RawPercentages checkpoints;
    RawTexts alarms;
    bool skips_matching, is_auto_rollback;
} RawRefresh;

typedef struct RawWarmPool {
    const Node *node;
    int32_t prepared, min_size, state; ///< prepared: with has_prepared
    bool is_reused;
} RawWarmPool;

typedef struct RawPolicyStep {
    const Node *node;
    double lower, upper, by;
} RawPolicyStep;

typedef struct RawPolicy {
    const Node *node;
    const char *name;
    int32_t type, adjustment, metric, min_magnitude, aggregation;
    double by, target, factor;
    bool is_in_disabled;
    SimTime warmup, cooldown;
    RawList steps;
    int32_t metric_pair, mode, breach, max_buffer;
    SimTime buffer;
    RawList history;
} RawPolicy;

/// The load of a stretch of hours before the run.
typedef struct RawLoad {
    const Node *node;
    SimTime length;
    double load;
} RawLoad;

typedef struct RawScheduled {
    const Node *node;
    const char *name;
    SimTime at, every;
    int64_t start_unix_s, end_unix_s;
    const char *recurrence, *time_zone;
    int32_t min, max, desired;
} RawScheduled;

typedef struct RawScalingGroup {
    const Node *node;
    const char *name, *launch;
    RawTexts zones, target_groups, security_groups, terminations, suspended;
    int32_t min, desired, max; ///< desired -1: not said
    int32_t health_type, distribution, impairment;
    SimTime grace, warmup, cooldown, max_lifetime;
    bool is_protected;
    RawMaintenance maintenance;
    RawRefresh refresh;
    RawWarmPool warm_pool; ///< its node NULL: none
    RawList hooks, policies, scheduled;
} RawScalingGroup;

typedef struct RawRegion {
    const Node *node;
    const char *name;
    RawList scaling_groups;
    SimTime same_zone_round_trip, cross_zone_round_trip;
    RawTexts zones, private_subnets;
    RawList balancers, target_groups, instances, security_groups, network_acls, alarms, composites;
} RawRegion;

typedef struct RawRelease {
    const Node *node;
    const char *name, *rule, *stable, *fresh;
} RawRelease;

typedef struct RawStep {
    const Node *node;
    SimTime at;
    const char *say;
    RawTexts zones; ///< the command decodes them
} RawStep;

typedef struct RawExpect {
    const Node *node;
    ConfigExpect expect;
    bool has_to;
} RawExpect;

typedef struct RawChart {
    const Node *node;
    ConfigChart chart;
} RawChart;

/// A metric or an expression of a widget; its query's node and `is_returned` are not read.
typedef struct RawWidgetMetric {
    const Node *node;
    RawQuery query;
    const char *label;
    bool is_visible;
    int32_t side; ///< 1: right
} RawWidgetMetric;

typedef struct RawAxis {
    const Node *node;
    double min, max;
} RawAxis;

typedef struct RawAxes {
    const Node *node;
    RawAxis left, right;
} RawAxes;

typedef struct RawAnnotation {
    const Node *node;
    double value;
    SimTime at;
    const char *label;
    int32_t fill;
} RawAnnotation;

typedef struct RawAnnotations {
    const Node *node;
    RawList horizontals, verticals;
} RawAnnotations;

typedef struct RawWidget {
    const Node *node;
    int32_t type, view, x, y, width, height;
    const char *title, *stat, *markdown;
    bool is_stacked, has_sparkline;
    SimTime period;
    RawList metrics;
    RawTexts alarms;
    RawAxes axes;
    RawAnnotations annotations;
} RawWidget;

typedef struct RawDashboard {
    const Node *node;
    RawList widgets;
} RawDashboard;

typedef struct RawScenario {
    const Node *node;
    int32_t version, level, begin;
    const char *schema;
    const char *title, *question, *answer, *pitfall;
    RawTexts topics, curriculum, follow_ups, mutants;
    int64_t start_unix_s;
    uint64_t seed;
    SimTime duration;
    RawRoute53 route53;
    RawGlobalAccelerator accelerator;
    RawList clients, regions, launches, releases, timeline, charts, expects;
    RawDashboard dashboard;
} RawScenario;
