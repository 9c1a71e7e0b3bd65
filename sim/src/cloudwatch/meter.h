/// The meter: where the model counts.
///
/// A scope is a set of dimension values ("the node of web in ap-south-1a") with all metrics of its
/// kind as neighbouring series. The model counts at the finest scope; when a second closes, the
/// meter adds finer scopes to their parents, tells the period to the sink and clears itself.
/// Everything lives in arrays without pointers, so a meter is cloned with its world.
#pragma once

#include "engine/array.h"
#include "sim/metrics.h"
#include "sim/world.h"

/// AWS's metrics that this model can produce. Names, units and rules stand in one table in
/// meter_table.c.
typedef enum Metric {
    METRIC_REQUEST_COUNT,
    METRIC_REQUEST_COUNT_PER_TARGET, ///< derived at the close: requests over healthy (else
                                     ///< registered) targets
    METRIC_TARGET_RESPONSE_TIME,
    METRIC_TARGET_2XX,
    METRIC_TARGET_3XX,
    METRIC_TARGET_4XX,
    METRIC_TARGET_5XX,
    METRIC_ELB_3XX,
    METRIC_ELB_4XX,
    METRIC_ELB_5XX,
    METRIC_ELB_500,
    METRIC_ELB_502,
    METRIC_ELB_503,
    METRIC_ELB_504,
    METRIC_FIXED_RESPONSE,
    METRIC_REDIRECT,
    METRIC_REDIRECT_TOO_LONG,
    METRIC_HEALTHY_HOSTS,
    METRIC_UNHEALTHY_HOSTS,
    METRIC_ANOMALOUS_HOSTS,
    METRIC_MITIGATED_HOSTS,
    METRIC_UNHEALTHY_ROUTING,
    METRIC_HEALTHY_STATE_DNS, ///< zones that meet the threshold, and those that do not
    METRIC_UNHEALTHY_STATE_DNS,
    METRIC_HEALTHY_STATE_ROUTING,
    METRIC_UNHEALTHY_STATE_ROUTING,
    METRIC_NEW_CONNECTIONS,
    METRIC_ACTIVE_CONNECTIONS, ///< a level: nodes add up, seconds average
    METRIC_TARGET_CONNECTION_ERRORS,
    METRIC_CLIENT_TLS_ERRORS,
    METRIC_TARGET_TLS_ERRORS,
    METRIC_GRPC_REQUESTS,
    METRIC_DROPPED_HEADERS, ///< requests with a header whose name is not valid, and taken out
    METRIC_FORWARDED_HEADERS,
    METRIC_DESYNC, ///< requests that desync mitigation finds not compliant
    METRIC_RULE_EVALUATIONS,
    METRIC_PROCESSED_BYTES,
    METRIC_NON_STICKY,
    METRIC_APP_COOKIE_NON_STICKINESS,
    METRIC_REJECTED_CONNECTIONS,
    METRIC_CONSUMED_LCUS, ///< LCU-hours used in the second
    METRIC_PEAK_LCUS,     ///< a level: LCUs that the load asks for
    METRIC_RESERVED_LCUS, ///< LCU-hours reserved in the second
    METRIC_CAPACITY_UTILIZATION,
    METRIC_ZONAL_SHIFT_HOSTS, ///< a level, told while a shift is active
    METRIC_DNS_QUERIES,
    METRIC_CPU_UTILIZATION,
    METRIC_GROUP_MIN, ///< of an Auto Scaling group
    METRIC_GROUP_MAX,
    METRIC_GROUP_DESIRED,
    METRIC_GROUP_IN_SERVICE,
    METRIC_GROUP_PENDING,
    METRIC_GROUP_STANDBY,
    METRIC_GROUP_TERMINATING,
    METRIC_GROUP_TOTAL,
    METRIC_POOL_MIN, ///< of its warm pool
    METRIC_POOL_DESIRED,
    METRIC_POOL_PENDING,
    METRIC_POOL_TERMINATING,
    METRIC_POOL_WARMED,
    METRIC_POOL_TOTAL,
    METRIC_GROUP_AND_POOL_DESIRED,
    METRIC_GROUP_AND_POOL_TOTAL,
    METRIC_FORECAST_LOAD, ///< of a predictive scaling policy, for the hour
    METRIC_FORECAST_CAPACITY,
    // Namespace Albatross: what AWS has no metric for.
    METRIC_REQUESTS,       ///< requests born
    METRIC_ATTEMPTS,       ///< attempts born
    METRIC_ANSWERED,       ///< a response before the client's patience ended
    METRIC_GOODPUT,        ///< answered with status < 500
    METRIC_FAILED,         ///< given up
    METRIC_AVAILABILITY,   ///< percent: goodput over finished requests; derived when a period is
                           ///< made, from the two sums
    METRIC_LOST_REQUESTS,  ///< by Cause
    METRIC_CLIENT_TIME,    ///< birth to answer, as the user feels it (distribution; "ResponseTime")
    METRIC_SESSIONS_LOST,  ///< users whose target could no longer be chosen, and who got another
    METRIC_RECONNECTS,     ///< WebSockets that were cut and are opened anew
    METRIC_QUEUE_LENGTH,   ///< an instance's backlog (gauge)
    METRIC_OPEN_SOCKETS,   ///< WebSockets pinned to an instance (gauge)
    METRIC_TLS_HANDSHAKES, ///< of an instance as server, with nodes
    METRIC_CLIENT_CONNECTIONS, ///< a population's open connections to nodes (level)
    METRIC_CLIENT_STREAMS,     ///< its requests under way on HTTP/2 connections (level)
    METRIC_ALARM_STATE,        ///< 0 OK, 1 ALARM, 0.5 without enough data (gauge)
    // Health checks of Route 53, in the namespace AWS/Route53.
    METRIC_CHECK_STATUS,
    METRIC_CHECK_PERCENTAGE_HEALTHY,
    METRIC_CHECK_CHILDREN,
    METRIC_CHECK_CONNECTION_TIME, ///< in ms, by Region of the checkers, as are the next two
    METRIC_CHECK_TLS_TIME,
    METRIC_CHECK_FIRST_BYTE_TIME,
    METRIC_OLD_ANSWERS, ///< attempts that set out for an address DNS would not give now, in per
                        ///< cent
    // Global Accelerator, in the namespace AWS/GlobalAccelerator.
    METRIC_NEW_FLOWS,
    METRIC_ACTIVE_FLOWS, ///< a level
    METRIC_BYTES_IN,
    METRIC_BYTES_OUT,
    METRIC_HEALTHY_ENDPOINTS,
    METRIC_UNHEALTHY_ENDPOINTS,
    METRIC_COUNT,
} Metric;

typedef enum MeterScopeKind {
    METER_BALANCER,             ///< L
    METER_NODE,                 ///< Z: AvailabilityZone + LoadBalancer; parent L
    METER_GROUP,                ///< T
    METER_GROUP_NODE,           ///< ZT; parents T, and for some metrics Z and L
    METER_GROUP_ALONE,          ///< t: TargetGroup alone
    METER_GROUP_ZONE,           ///< t + AvailabilityZone, without the balancer; parent ZT
    METER_HOSTED_ZONE,          ///< DNSQueries by HostedZoneId
    METER_INSTANCE,             ///< AWS/EC2 by InstanceId
    METER_CLIENT,               ///< Albatross by Client; parent METER_CLIENTS
    METER_CLIENTS,              ///< Albatross, no dimension
    METER_CLIENT_CAUSE,         ///< Albatross, LostRequests by Cause and Client; parent METER_CAUSE
    METER_CAUSE,                ///< Albatross, LostRequests by Cause
    METER_ALARM,                ///< Albatross, AlarmState by AlarmName
    METER_HEALTH_CHECK,         ///< AWS/Route53 by HealthCheckId
    METER_HEALTH_CHECK_REGION,  ///< by HealthCheckId and Region
    METER_WARM_POOL,            ///< AWS/AutoScaling by AutoScalingGroupName, of groups with a pool
    METER_SCALING_GROUP,        ///< AWS/AutoScaling and AWS/EC2 by AutoScalingGroupName
    METER_ACCELERATOR,          ///< AWS/GlobalAccelerator by Accelerator
    METER_ACCELERATOR_LISTENER, ///< and by Listener
    METER_ENDPOINT_GROUP,       ///< and by EndpointGroup; parents the two above
    METER_FORECAST,             ///< AWS/AutoScaling by AutoScalingGroupName and PolicyName
    METER_FORECAST_PAIR,        ///< and by PairIndex
    METER_SCOPE_KINDS,
} MeterScopeKind;

#define METER_PARENTS 3

/// Opaque to the model but embedded in the world; see meter.c for what the arrays hold.
typedef struct MeterSeries {
    int32_t scope;
    uint16_t metric;
    uint16_t kind;
    int32_t histogram; ///< index into `buckets` in units of a histogram; -1: none
} MeterSeries;

typedef struct MeterScope {
    int32_t kind;
    int32_t first_series;
    int32_t dimensions;             ///< offset into `text`
    int32_t parents[METER_PARENTS]; ///< -1: none
    int32_t registered_count; ///< registered targets: SIM_REPORTED_REGISTERED holds when above 0
    int32_t sticky_metrics;   ///< bits: SIM_REPORTED_STICKY holds for NonStickyRequestCount (1),
                              ///< AppCookieNonStickinessCount (2)
    int32_t ec2_minutes;      ///< covered by a datapoint of AWS/EC2; 0: one
} MeterScope;

/// What somebody looks back on: the last bins of one series; see watch.h.
typedef struct MeterWatch {
    int32_t series; ///< -1: there is none yet
    int32_t bin_count;
    int32_t first_bin;
    int32_t first_histogram; ///< in units of a histogram; -1: percentiles are not asked for
    SimTime bin_ns;
    uint64_t name_bits; ///< of the series, for draws about it
} MeterWatch;

typedef struct MeterBin {
    int64_t number1; ///< time / bin_ns + 1; 0: nothing yet
    SimSample sample;
} MeterBin;

typedef struct Meter {
    ARRAY_OF(MeterScope) scopes;
    ARRAY_OF(MeterSeries) series;
    ARRAY_OF(SimSample) samples; ///< of the open second, one a series
    ARRAY_OF(uint32_t) buckets;  ///< histograms of the open second
    ARRAY_OF(char) text;         ///< dimension strings
    ARRAY_OF(MeterWatch) watches;
    ARRAY_OF(MeterBin) bins;        ///< of watches, each a ring
    ARRAY_OF(uint32_t) bin_buckets; ///< histograms of bins
} Meter;

/// Adds a scope with its dimensions ("Name=Value;Name=Value", by name) and returns its index.
/// Parents must exist already, in any order; -1 for none. A METER_GROUP_NODE needs its group, node
/// and balancer; a METER_GROUP_ALONE finds the group of the same TargetGroup itself, a
/// METER_GROUP_ZONE is made of its METER_GROUP_NODE.
int32_t meter_scope_add(Meter *meter, MeterScopeKind kind, const char *dimensions, int32_t parent0,
                        int32_t parent1, int32_t parent2);

/// The scope of these very dimensions; -1: none.
int32_t meter_scope_find(const Meter *meter, MeterScopeKind kind, const char *dimensions);

/// Its first parent; -1: none.
int32_t meter_parent(const Meter *meter, int32_t scope);
/// Moves a METER_GROUP_ALONE to another METER_GROUP, a METER_GROUP_ZONE to another
/// METER_GROUP_NODE.
void meter_set_parent(Meter *meter, int32_t scope, int32_t parent);

/// One above the position of a metric among the series of a scope; 0: this kind of scope does not
/// carry it.
extern const int8_t meter_offsets[METER_SCOPE_KINDS][METRIC_COUNT];

/// The position of a metric among the series of a scope; -1: this kind of scope does not carry it.
static inline int32_t meter_offset(int32_t kind, Metric metric) {
    return meter_offsets[kind][metric] - 1;
}

/// The series of the first parent of a scope that carries the metric; -1: none does.
int32_t meter_series_of_parent(const Meter *meter, int32_t scope, Metric metric);

/// The series to which a scope adds values of a metric: its own, or that of the first parent that
/// carries it.
static inline int32_t meter_series_at(const Meter *meter, int32_t scope, Metric metric) {
    const MeterScope *at = &meter->scopes.items[scope];
    int32_t offset = meter_offset(at->kind, metric);
    int32_t index =
        offset >= 0 ? at->first_series + offset : meter_series_of_parent(meter, scope, metric);
    SIM_ASSERT(index >= 0);
    return index;
}

// That the sample counts one says that the second has data.
static inline void meter_add(SimSample *sample, double n) {
    sample->sum += n;
    sample->count = 1;
}

/// Adds `n` to a counter of the open second. A metric that the scope does not carry is counted at
/// the first parent that does (RuleEvaluations of a node at its balancer).
static inline void meter_count(Meter *meter, int32_t scope, Metric metric, double n) {
    meter_add(&meter->samples.items[meter_series_at(meter, scope, metric)], n);
}
/// The same where it is known what kind of scope it is and that it carries the metric: for what is
/// counted for every request.
static inline void meter_count_of(Meter *meter, MeterScopeKind kind, int32_t scope, Metric metric,
                                  double n) {
    int32_t offset = meter_offset((int32_t)kind, metric);
    SIM_ASSERT(offset >= 0);
    meter_add(&meter->samples.items[meter->scopes.items[scope].first_series + offset], n);
}
/// What a scope itself has counted in the open second.
double meter_open_sum(const Meter *meter, int32_t scope, Metric metric);
/// Records a duration in a distribution of the open second.
void meter_observe(Meter *meter, int32_t scope, Metric metric, SimTime value_ns);
/// Adds one sample of a gauge to the open second. A level (ActiveConnectionCount) is given at each
/// node, once a second; HealthyHostCount and UnHealthyHostCount at the group and at its nodes, one
/// sample a node, for they are not merged.
void meter_gauge(Meter *meter, int32_t scope, Metric metric, double value);
/// Tells the meter how many targets are registered in the group of this scope; of a
/// METER_GROUP_NODE, how many of these its zone has.
void meter_set_registered(Meter *meter, int32_t scope, int32_t count);

/// Tells the meter whether target groups of the balancer of this METER_NODE have stickiness by the
/// balancer's cookie and by the application's.
void meter_set_sticky(Meter *meter, int32_t scope, bool has_lb_cookie, bool has_app_cookie);

/// Tells the meter how often EC2 publishes the metrics of this scope: every minute or every five.
void meter_set_ec2_minutes(Meter *meter, int32_t scope, int32_t minutes);

/// Of the second being closed: its histogram, NULL without one; whether AWS would report it.
SimHistogram *meter_histogram(const Meter *meter, const MeterSeries *series);
bool meter_is_present(const Meter *meter, int32_t series);

/// Closes the open second: merges upwards, tells the sink (which may be NULL), clears. The meter
/// afterwards is the same whether anybody listened or not. Allocates only while somebody listens,
/// one block a second.
void meter_close(Meter *meter, SimTime start, SimTime end, const SimSink *sink);
