// AWS's metrics in one table: names, units, "reported when" and useful statistics as in the
// documentation of AWS/ApplicationELB; then, for each kind of scope, the list of metrics it
// carries. The offsets that counting needs are made from those lists by the compiler.
#include "cloudwatch/meter_table.h"

#define ALB       "AWS/ApplicationELB"
#define ALBATROSS "Albatross"
#define HOSTS     "Average,Minimum,Maximum"
#define TIMES     "Average,p50,p90,p99"

#define ALB_COUNTER(name, reported, counted_at)                                                    \
    { ALB, name, "Count", "Sum", SIM_SERIES_COUNTER, reported, METRIC_ADDED, counted_at }
#define OUR_COUNTER(name, reported, counted_at)                                                    \
    { ALBATROSS, name, "Count", "Sum", SIM_SERIES_COUNTER, reported, METRIC_ADDED, counted_at }
#define OUR_LEVEL(name)                                                                            \
    {                                                                                              \
        ALBATROSS, name, "Count", "Average,Maximum", SIM_SERIES_GAUGE, SIM_REPORTED_NONZERO,       \
            METRIC_LEVEL, METER_CLIENT                                                             \
    }
#define ALB_HOSTS(name)                                                                            \
    {                                                                                              \
        ALB, name, "Count", HOSTS, SIM_SERIES_GAUGE, SIM_REPORTED_REGISTERED, METRIC_GIVEN,        \
            METER_GROUP                                                                            \
    }
#define ALB_ZONES(name, stat)                                                                      \
    {                                                                                              \
        ALB, name, "Count", stat, SIM_SERIES_GAUGE, SIM_REPORTED_REGISTERED, METRIC_GIVEN,         \
            METER_GROUP                                                                            \
    }
#define ALB_ELB(name)        ALB_COUNTER(name, SIM_REPORTED_NONZERO, METER_NODE)
#define ALB_REGISTERED(name) ALB_COUNTER(name, SIM_REPORTED_REGISTERED, METER_GROUP_NODE)

// clang-format off
static const MetricRow rows[METRIC_COUNT] = {
    [METRIC_REQUEST_COUNT] = ALB_REGISTERED("RequestCount"),
    [METRIC_REQUEST_COUNT_PER_TARGET] = { ALB, "RequestCountPerTarget", "Count", "Sum", SIM_SERIES_COUNTER,
                                          SIM_REPORTED_ALWAYS, METRIC_DERIVED, METER_GROUP },
    [METRIC_TARGET_RESPONSE_TIME] = { ALB, "TargetResponseTime", "Seconds", TIMES, SIM_SERIES_DISTRIBUTION,
                                      SIM_REPORTED_NONZERO, METRIC_ADDED, METER_GROUP_NODE },
    [METRIC_TARGET_2XX] = ALB_REGISTERED("HTTPCode_Target_2XX_Count"),
    [METRIC_TARGET_3XX] = ALB_REGISTERED("HTTPCode_Target_3XX_Count"),
    [METRIC_TARGET_4XX] = ALB_REGISTERED("HTTPCode_Target_4XX_Count"),
    [METRIC_TARGET_5XX] = ALB_REGISTERED("HTTPCode_Target_5XX_Count"),
    [METRIC_ELB_3XX] = ALB_ELB("HTTPCode_ELB_3XX_Count"),
    [METRIC_ELB_4XX] = ALB_ELB("HTTPCode_ELB_4XX_Count"),
    [METRIC_ELB_5XX] = ALB_ELB("HTTPCode_ELB_5XX_Count"),
    [METRIC_ELB_500] = ALB_ELB("HTTPCode_ELB_500_Count"),
    [METRIC_ELB_502] = ALB_ELB("HTTPCode_ELB_502_Count"),
    [METRIC_ELB_503] = ALB_ELB("HTTPCode_ELB_503_Count"),
    [METRIC_ELB_504] = ALB_ELB("HTTPCode_ELB_504_Count"),
    [METRIC_FIXED_RESPONSE] = ALB_ELB("HTTP_Fixed_Response_Count"),
    [METRIC_REDIRECT] = ALB_ELB("HTTP_Redirect_Count"),
    [METRIC_REDIRECT_TOO_LONG] = ALB_ELB("HTTP_Redirect_Url_Limit_Exceeded_Count"),
    [METRIC_HEALTHY_HOSTS] = ALB_HOSTS("HealthyHostCount"),
    [METRIC_UNHEALTHY_HOSTS] = ALB_HOSTS("UnHealthyHostCount"),
    [METRIC_ANOMALOUS_HOSTS] = { ALB, "AnomalousHostCount", "Count", "Minimum,Maximum", SIM_SERIES_GAUGE,
                                 SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_GROUP },
    [METRIC_MITIGATED_HOSTS] = { ALB, "MitigatedHostCount", "Count", HOSTS, SIM_SERIES_GAUGE,
                                 SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_GROUP },
    // AWS states no rule for this one; as for its neighbours that count trouble, zero is not reported.
    [METRIC_UNHEALTHY_ROUTING] = ALB_COUNTER("UnhealthyRoutingRequestCount", SIM_REPORTED_NONZERO, METER_GROUP_NODE),
    // Nor for these: as for the counts of hosts, while targets are registered.
    [METRIC_HEALTHY_STATE_DNS] = ALB_ZONES("HealthyStateDNS", "Maximum"),
    [METRIC_UNHEALTHY_STATE_DNS] = ALB_ZONES("UnhealthyStateDNS", "Minimum"),
    [METRIC_HEALTHY_STATE_ROUTING] = ALB_ZONES("HealthyStateRouting", "Maximum"),
    [METRIC_UNHEALTHY_STATE_ROUTING] = ALB_ZONES("UnhealthyStateRouting", "Minimum"),
    [METRIC_NEW_CONNECTIONS] = ALB_ELB("NewConnectionCount"),
    [METRIC_ACTIVE_CONNECTIONS] = { ALB, "ActiveConnectionCount", "Count", "Sum", SIM_SERIES_GAUGE,
                                    SIM_REPORTED_NONZERO, METRIC_LEVEL, METER_NODE },
    [METRIC_TARGET_CONNECTION_ERRORS] = ALB_COUNTER("TargetConnectionErrorCount", SIM_REPORTED_NONZERO, METER_GROUP_NODE),
    [METRIC_CLIENT_TLS_ERRORS] = ALB_ELB("ClientTLSNegotiationErrorCount"),
    [METRIC_TARGET_TLS_ERRORS] = ALB_COUNTER("TargetTLSNegotiationErrorCount", SIM_REPORTED_NONZERO, METER_GROUP_NODE),
    [METRIC_GRPC_REQUESTS] = ALB_COUNTER("GrpcRequestCount", SIM_REPORTED_NONZERO, METER_GROUP_NODE),
    [METRIC_DESYNC] = ALB_ELB("DesyncMitigationMode_NonCompliant_Request_Count"),
    [METRIC_RULE_EVALUATIONS] = ALB_COUNTER("RuleEvaluations", SIM_REPORTED_NONZERO, METER_BALANCER),
    [METRIC_PROCESSED_BYTES] = { ALB, "ProcessedBytes", "Bytes", "Sum", SIM_SERIES_COUNTER,
                                 SIM_REPORTED_NONZERO, METRIC_ADDED, METER_NODE },
    [METRIC_NON_STICKY] = ALB_COUNTER("NonStickyRequestCount", SIM_REPORTED_STICKY, METER_NODE),
    [METRIC_APP_COOKIE_NON_STICKINESS] = ALB_COUNTER("AppCookieNonStickinessCount", SIM_REPORTED_STICKY, METER_NODE),
    [METRIC_REJECTED_CONNECTIONS] = ALB_ELB("RejectedConnectionCount"),
    [METRIC_CONSUMED_LCUS] = { ALB, "ConsumedLCUs", "Count", "Sum", SIM_SERIES_COUNTER,
                               SIM_REPORTED_ALWAYS, METRIC_ADDED, METER_BALANCER },
    [METRIC_PEAK_LCUS] = { ALB, "PeakLCUs", "Count", "Sum,Maximum", SIM_SERIES_GAUGE,
                           SIM_REPORTED_ALWAYS, METRIC_LEVEL, METER_BALANCER },
    [METRIC_RESERVED_LCUS] = { ALB, "ReservedLCUs", "Count", "Sum", SIM_SERIES_COUNTER,
                               SIM_REPORTED_NONZERO, METRIC_ADDED, METER_BALANCER },
    // Where a balancer carries whatever comes there is nothing that it could be a part of.
    [METRIC_CAPACITY_UTILIZATION] = { ALB, "CapacityUtilization", "Percent", "Maximum", SIM_SERIES_GAUGE,
                                      SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_BALANCER },
    [METRIC_ZONAL_SHIFT_HOSTS] = { ALB, "ActiveZonalShiftHostCount", "Count", "Sum", SIM_SERIES_GAUGE,
                                   SIM_REPORTED_NONZERO, METRIC_LEVEL, METER_GROUP_NODE },
    [METRIC_DNS_QUERIES] = { "AWS/Route53", "DNSQueries", "Count", "Sum", SIM_SERIES_COUNTER,
                             SIM_REPORTED_NONZERO, METRIC_ADDED, METER_HOSTED_ZONE },
    [METRIC_CPU_UTILIZATION] = { "AWS/EC2", "CPUUtilization", "Percent", HOSTS, SIM_SERIES_GAUGE,
                                 SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_INSTANCE },
    [METRIC_REQUESTS] = OUR_COUNTER("Requests", SIM_REPORTED_ALWAYS, METER_CLIENT),
    [METRIC_ATTEMPTS] = OUR_COUNTER("Attempts", SIM_REPORTED_ALWAYS, METER_CLIENT),
    [METRIC_ANSWERED] = OUR_COUNTER("Answered", SIM_REPORTED_ALWAYS, METER_CLIENT),
    [METRIC_GOODPUT] = OUR_COUNTER("Goodput", SIM_REPORTED_ALWAYS, METER_CLIENT),
    [METRIC_FAILED] = OUR_COUNTER("Failed", SIM_REPORTED_ALWAYS, METER_CLIENT),
    [METRIC_AVAILABILITY] = { ALBATROSS, "Availability", "Percent", "Average", SIM_SERIES_GAUGE,
                              SIM_REPORTED_NONZERO, METRIC_DERIVED, METER_CLIENT },
    [METRIC_LOST_REQUESTS] = OUR_COUNTER("LostRequests", SIM_REPORTED_NONZERO, METER_CLIENT_CAUSE),
    [METRIC_CLIENT_TIME] = { ALBATROSS, "ResponseTime", "Seconds", TIMES, SIM_SERIES_DISTRIBUTION,
                             SIM_REPORTED_NONZERO, METRIC_ADDED, METER_CLIENT },
    [METRIC_SESSIONS_LOST] = OUR_COUNTER("SessionsLost", SIM_REPORTED_NONZERO, METER_CLIENT),
    [METRIC_QUEUE_LENGTH] = { ALBATROSS, "QueueLength", "Count", HOSTS, SIM_SERIES_GAUGE,
                              SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_INSTANCE },
    [METRIC_OPEN_SOCKETS] = { ALBATROSS, "WebSockets", "Count", HOSTS, SIM_SERIES_GAUGE,
                              SIM_REPORTED_ALWAYS, METRIC_GIVEN, METER_INSTANCE },
    [METRIC_TLS_HANDSHAKES] = OUR_COUNTER("TLSHandshakes", SIM_REPORTED_NONZERO, METER_INSTANCE),
    [METRIC_CLIENT_CONNECTIONS] = OUR_LEVEL("Connections"),
    [METRIC_CLIENT_STREAMS] = OUR_LEVEL("Http2Streams"),
};
// clang-format on

const MetricFact metric_facts[METRIC_COUNT] = {
    [METRIC_REQUEST_COUNT] = {.fact = "ELB-507"},
    [METRIC_TARGET_2XX] = {.fact = "ELB-508"},
    [METRIC_TARGET_3XX] = {.fact = "ELB-508"},
    [METRIC_TARGET_4XX] = {.fact = "ELB-508"},
    [METRIC_TARGET_5XX] = {.fact = "ELB-508"},
    [METRIC_HEALTHY_HOSTS] = {.fact = "ELB-509"},
    [METRIC_UNHEALTHY_HOSTS] = {.fact = "ELB-509"},
    [METRIC_REQUEST_COUNT_PER_TARGET] = {.fact = "ELB-510"},
    [METRIC_ELB_3XX] = {.fact = "ELB-511"},
    [METRIC_ELB_4XX] = {.fact = "ELB-511"},
    [METRIC_ELB_5XX] = {.fact = "ELB-511"},
    [METRIC_ELB_500] = {.fact = "ELB-511"},
    [METRIC_ELB_502] = {.fact = "ELB-511"},
    [METRIC_ELB_503] = {.fact = "ELB-511"},
    [METRIC_ELB_504] = {.fact = "ELB-511"},
    [METRIC_FIXED_RESPONSE] = {.fact = "ELB-512"},
    [METRIC_REDIRECT] = {.fact = "ELB-512"},
    [METRIC_NEW_CONNECTIONS] = {.fact = "ELB-513"},
    [METRIC_ACTIVE_CONNECTIONS] = {.fact = "ELB-514"},
    [METRIC_TARGET_CONNECTION_ERRORS] = {.fact = "ELB-515"},
    [METRIC_RULE_EVALUATIONS] = {.fact = "ELB-516"},
    [METRIC_PROCESSED_BYTES] = {.fact = "ELB-517"},
    [METRIC_UNHEALTHY_ROUTING] = {.fact = "ELB-518"},
};

#define TARGET_METRICS(X, kind)                                                                    \
    X(kind, REQUEST_COUNT)                                                                         \
    X(kind, TARGET_RESPONSE_TIME)                                                                  \
    X(kind, TARGET_2XX)                                                                            \
    X(kind, TARGET_3XX)                                                                            \
    X(kind, TARGET_4XX)                                                                            \
    X(kind, TARGET_5XX) X(kind, TARGET_CONNECTION_ERRORS) X(kind, TARGET_TLS_ERRORS)
#define ELB_METRICS(X, kind)                                                                       \
    X(kind, ELB_3XX)                                                                               \
    X(kind, ELB_4XX)                                                                               \
    X(kind, ELB_5XX)                                                                               \
    X(kind, ELB_500)                                                                               \
    X(kind, ELB_502)                                                                               \
    X(kind, ELB_503)                                                                               \
    X(kind, ELB_504)                                                                               \
    X(kind, DESYNC)                                                                                \
    X(kind, FIXED_RESPONSE)                                                                        \
    X(kind, REDIRECT)                                                                              \
    X(kind, REDIRECT_TOO_LONG)                                                                     \
    X(kind, REJECTED_CONNECTIONS)                                                                  \
    X(kind, NEW_CONNECTIONS)                                                                       \
    X(kind, ACTIVE_CONNECTIONS)                                                                    \
    X(kind, PROCESSED_BYTES)                                                                       \
    X(kind, NON_STICKY) X(kind, APP_COOKIE_NON_STICKINESS) X(kind, CLIENT_TLS_ERRORS)
#define HOST_METRICS(X, kind)                                                                      \
    X(kind, HEALTHY_HOSTS)                                                                         \
    X(kind, ZONAL_SHIFT_HOSTS)                                                                     \
    X(kind, UNHEALTHY_HOSTS)                                                                       \
    X(kind, ANOMALOUS_HOSTS)                                                                       \
    X(kind, MITIGATED_HOSTS)                                                                       \
    X(kind, UNHEALTHY_ROUTING)                                                                     \
    X(kind, HEALTHY_STATE_DNS)                                                                     \
    X(kind, UNHEALTHY_STATE_DNS) X(kind, HEALTHY_STATE_ROUTING) X(kind, UNHEALTHY_STATE_ROUTING)
#define USER_METRICS(X, kind)                                                                      \
    X(kind, REQUESTS)                                                                              \
    X(kind, ATTEMPTS)                                                                              \
    X(kind, ANSWERED)                                                                              \
    X(kind, GOODPUT)                                                                               \
    X(kind, FAILED)                                                                                \
    X(kind, AVAILABILITY)                                                                          \
    X(kind, CLIENT_TIME) X(kind, CLIENT_CONNECTIONS) X(kind, CLIENT_STREAMS) X(kind, SESSIONS_LOST)

#define INSTANCE_METRICS(X, kind)                                                                  \
    X(kind, CPU_UTILIZATION) X(kind, QUEUE_LENGTH) X(kind, TLS_HANDSHAKES) X(kind, OPEN_SOCKETS)
#define CAPACITY_METRICS(X, kind)                                                                  \
    X(kind, CONSUMED_LCUS)                                                                         \
    X(kind, PEAK_LCUS) X(kind, RESERVED_LCUS) X(kind, CAPACITY_UTILIZATION)

#define OF_BALANCER(X, kind)                                                                       \
    TARGET_METRICS(X, kind) ELB_METRICS(X, kind) X(kind, RULE_EVALUATIONS) CAPACITY_METRICS(X, kind)
#define OF_NODE(X, kind) TARGET_METRICS(X, kind) ELB_METRICS(X, kind)
#define OF_GROUP(X, kind)                                                                          \
    TARGET_METRICS(X, kind)                                                                        \
    X(kind, REQUEST_COUNT_PER_TARGET) X(kind, GRPC_REQUESTS) HOST_METRICS(X, kind)
#define OF_GROUP_NODE(X, kind)   TARGET_METRICS(X, kind) X(kind, GRPC_REQUESTS) HOST_METRICS(X, kind)
#define OF_GROUP_ALONE(X, kind)  X(kind, REQUEST_COUNT_PER_TARGET)
#define OF_HOSTED_ZONE(X, kind)  X(kind, DNS_QUERIES)
#define OF_INSTANCE(X, kind)     INSTANCE_METRICS(X, kind)
#define OF_CLIENT(X, kind)       USER_METRICS(X, kind)
#define OF_CLIENTS(X, kind)      USER_METRICS(X, kind)
#define OF_CLIENT_CAUSE(X, kind) X(kind, LOST_REQUESTS)
#define OF_CAUSE(X, kind)        X(kind, LOST_REQUESTS)

#define KINDS(X)                                                                                   \
    X(BALANCER)                                                                                    \
    X(NODE)                                                                                        \
    X(GROUP)                                                                                       \
    X(GROUP_NODE)                                                                                  \
    X(GROUP_ALONE)                                                                                 \
    X(HOSTED_ZONE) X(INSTANCE) X(CLIENT) X(CLIENTS) X(CLIENT_CAUSE) X(CAUSE)

// For every kind an enumeration of its offsets, its list of metrics, and the way back.
#define PLACE(kind, metric)     PLACE_##kind##_##metric,
#define METRIC_OF(kind, metric) METRIC_##metric,
#define OFFSET_OF(kind, metric) [METRIC_##metric] = 1 + PLACE_##kind##_##metric,
#define DECLARE_PLACES(kind)    enum { OF_##kind(PLACE, kind) COUNT_OF_##kind };
#define DECLARE_METRICS(kind)                                                                      \
    static const uint8_t metrics_of_##kind[] = {OF_##kind(METRIC_OF, kind)};
#define KIND_OFFSETS(kind) [METER_##kind] = {OF_##kind(OFFSET_OF, kind)},
#define KIND_METRICS(kind) [METER_##kind] = {metrics_of_##kind, COUNT_OF_##kind},

KINDS(DECLARE_PLACES)
KINDS(DECLARE_METRICS)

// One above the offset, so that what is not named is none.
const int8_t meter_offsets[METER_SCOPE_KINDS][METRIC_COUNT] = {KINDS(KIND_OFFSETS)};

typedef struct KindMetrics {
    const uint8_t *metrics;
    int32_t count;
} KindMetrics;
static const KindMetrics kind_metrics[METER_SCOPE_KINDS] = {KINDS(KIND_METRICS)};

const MetricRow *metric_row(Metric metric) {
    SIM_ASSERT(metric >= 0 && metric < METRIC_COUNT);
    return &rows[metric];
}

const uint8_t *meter_kind_metrics(MeterScopeKind kind, int32_t *count) {
    *count = kind_metrics[kind].count;
    return kind_metrics[kind].metrics;
}

bool meter_kind_is_detail(int32_t kind) {
    return kind == METER_INSTANCE || kind == METER_GROUP_NODE || kind == METER_CLIENT_CAUSE;
}
