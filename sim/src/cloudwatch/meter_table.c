// AWS's metrics in one table: names, units, "reported when" and useful statistics as in the
// documentation of AWS/ApplicationELB; then, for each kind of scope, the list of metrics it
// carries. The offsets that counting needs are made from those lists by the compiler.
#include "cloudwatch/meter_table.h"

#define ALB       "AWS/ApplicationELB"
#define ROUTE53   "AWS/Route53"
#define EC2       "AWS/EC2"
#define SCALING   "AWS/AutoScaling"
#define GLOBAL    "AWS/GlobalAccelerator"
#define ALBATROSS "Albatross"

#define SUM   "Sum"
#define HOSTS "Average,Minimum,Maximum"
#define TIMES "Average,p50,p90,p99"

#define ROW(namespace_, name, unit, stats, kind, reported, merge, counted_at)                      \
    {                                                                                              \
        namespace_, name, unit, stats, SIM_SERIES_##kind, SIM_REPORTED_##reported, METRIC_##merge, \
            METER_##counted_at                                                                     \
    }

// One line a metric, however long, so that two that are new never meet in one line.
// clang-format off
static const MetricRow rows[METRIC_COUNT] = {
    [METRIC_REQUEST_COUNT] = ROW(ALB, "RequestCount", "Count", SUM, COUNTER, REGISTERED, ADDED, GROUP_NODE),
    [METRIC_REQUEST_COUNT_PER_TARGET] = ROW(ALB, "RequestCountPerTarget", "Count", SUM, COUNTER, ALWAYS, DERIVED, GROUP),
    [METRIC_TARGET_RESPONSE_TIME] = ROW(ALB, "TargetResponseTime", "Seconds", TIMES, DISTRIBUTION, NONZERO, ADDED, GROUP_NODE),
    [METRIC_TARGET_2XX] = ROW(ALB, "HTTPCode_Target_2XX_Count", "Count", SUM, COUNTER, REGISTERED, ADDED, GROUP_NODE),
    [METRIC_TARGET_3XX] = ROW(ALB, "HTTPCode_Target_3XX_Count", "Count", SUM, COUNTER, REGISTERED, ADDED, GROUP_NODE),
    [METRIC_TARGET_4XX] = ROW(ALB, "HTTPCode_Target_4XX_Count", "Count", SUM, COUNTER, REGISTERED, ADDED, GROUP_NODE),
    [METRIC_TARGET_5XX] = ROW(ALB, "HTTPCode_Target_5XX_Count", "Count", SUM, COUNTER, REGISTERED, ADDED, GROUP_NODE),
    [METRIC_ELB_3XX] = ROW(ALB, "HTTPCode_ELB_3XX_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_4XX] = ROW(ALB, "HTTPCode_ELB_4XX_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_5XX] = ROW(ALB, "HTTPCode_ELB_5XX_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_500] = ROW(ALB, "HTTPCode_ELB_500_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_502] = ROW(ALB, "HTTPCode_ELB_502_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_503] = ROW(ALB, "HTTPCode_ELB_503_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ELB_504] = ROW(ALB, "HTTPCode_ELB_504_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_FIXED_RESPONSE] = ROW(ALB, "HTTP_Fixed_Response_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_REDIRECT] = ROW(ALB, "HTTP_Redirect_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_REDIRECT_TOO_LONG] = ROW(ALB, "HTTP_Redirect_Url_Limit_Exceeded_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_HEALTHY_HOSTS] = ROW(ALB, "HealthyHostCount", "Count", HOSTS, GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_UNHEALTHY_HOSTS] = ROW(ALB, "UnHealthyHostCount", "Count", HOSTS, GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_ANOMALOUS_HOSTS] = ROW(ALB, "AnomalousHostCount", "Count", "Minimum,Maximum", GAUGE, ALWAYS, GIVEN, GROUP),
    [METRIC_MITIGATED_HOSTS] = ROW(ALB, "MitigatedHostCount", "Count", HOSTS, GAUGE, ALWAYS, GIVEN, GROUP),
    // AWS states no rule for this one; as for its neighbours that count trouble, zero is not reported.
    [METRIC_UNHEALTHY_ROUTING] = ROW(ALB, "UnhealthyRoutingRequestCount", "Count", SUM, COUNTER, NONZERO, ADDED, GROUP_NODE),
    // Nor for these: as for the counts of hosts, while targets are registered.
    [METRIC_HEALTHY_STATE_DNS] = ROW(ALB, "HealthyStateDNS", "Count", "Maximum", GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_UNHEALTHY_STATE_DNS] = ROW(ALB, "UnhealthyStateDNS", "Count", "Minimum", GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_HEALTHY_STATE_ROUTING] = ROW(ALB, "HealthyStateRouting", "Count", "Maximum", GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_UNHEALTHY_STATE_ROUTING] = ROW(ALB, "UnhealthyStateRouting", "Count", "Minimum", GAUGE, REGISTERED, GIVEN, GROUP),
    [METRIC_NEW_CONNECTIONS] = ROW(ALB, "NewConnectionCount", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_ACTIVE_CONNECTIONS] = ROW(ALB, "ActiveConnectionCount", "Count", SUM, GAUGE, NONZERO, LEVEL, NODE),
    [METRIC_TARGET_CONNECTION_ERRORS] = ROW(ALB, "TargetConnectionErrorCount", "Count", SUM, COUNTER, NONZERO, ADDED, GROUP_NODE),
    [METRIC_CLIENT_TLS_ERRORS] = ROW(ALB, "ClientTLSNegotiationErrorCount", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_TARGET_TLS_ERRORS] = ROW(ALB, "TargetTLSNegotiationErrorCount", "Count", SUM, COUNTER, NONZERO, ADDED, GROUP_NODE),
    [METRIC_GRPC_REQUESTS] = ROW(ALB, "GrpcRequestCount", "Count", SUM, COUNTER, NONZERO, ADDED, GROUP_NODE),
    [METRIC_DROPPED_HEADERS] = ROW(ALB, "DroppedInvalidHeaderRequestCount", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_FORWARDED_HEADERS] = ROW(ALB, "ForwardedInvalidHeaderRequestCount", "Count", SUM, COUNTER, ALWAYS, ADDED, NODE),
    [METRIC_DESYNC] = ROW(ALB, "DesyncMitigationMode_NonCompliant_Request_Count", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_RULE_EVALUATIONS] = ROW(ALB, "RuleEvaluations", "Count", SUM, COUNTER, NONZERO, ADDED, BALANCER),
    [METRIC_PROCESSED_BYTES] = ROW(ALB, "ProcessedBytes", "Bytes", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_NON_STICKY] = ROW(ALB, "NonStickyRequestCount", "Count", SUM, COUNTER, STICKY, ADDED, NODE),
    [METRIC_APP_COOKIE_NON_STICKINESS] = ROW(ALB, "AppCookieNonStickinessCount", "Count", SUM, COUNTER, STICKY, ADDED, NODE),
    [METRIC_REJECTED_CONNECTIONS] = ROW(ALB, "RejectedConnectionCount", "Count", SUM, COUNTER, NONZERO, ADDED, NODE),
    [METRIC_CONSUMED_LCUS] = ROW(ALB, "ConsumedLCUs", "Count", SUM, COUNTER, ALWAYS, ADDED, BALANCER),
    [METRIC_PEAK_LCUS] = ROW(ALB, "PeakLCUs", "Count", "Sum,Maximum", GAUGE, ALWAYS, LEVEL, BALANCER),
    [METRIC_RESERVED_LCUS] = ROW(ALB, "ReservedLCUs", "Count", SUM, COUNTER, NONZERO, ADDED, BALANCER),
    // Where a balancer carries whatever comes there is nothing that it could be a part of.
    [METRIC_CAPACITY_UTILIZATION] = ROW(ALB, "CapacityUtilization", "Percent", "Maximum", GAUGE, ALWAYS, GIVEN, BALANCER),
    [METRIC_ZONAL_SHIFT_HOSTS] = ROW(ALB, "ActiveZonalShiftHostCount", "Count", SUM, GAUGE, NONZERO, LEVEL, GROUP_NODE),
    [METRIC_DNS_QUERIES] = ROW(ROUTE53, "DNSQueries", "Count", SUM, COUNTER, NONZERO, ADDED, HOSTED_ZONE),
    [METRIC_CPU_UTILIZATION] = ROW(EC2, "CPUUtilization", "Percent", HOSTS, GAUGE, ALWAYS, GIVEN, INSTANCE),
    [METRIC_GROUP_MIN] = ROW(SCALING, "GroupMinSize", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_MAX] = ROW(SCALING, "GroupMaxSize", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_DESIRED] = ROW(SCALING, "GroupDesiredCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_IN_SERVICE] = ROW(SCALING, "GroupInServiceInstances", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_PENDING] = ROW(SCALING, "GroupPendingInstances", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_STANDBY] = ROW(SCALING, "GroupStandbyInstances", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_TERMINATING] = ROW(SCALING, "GroupTerminatingInstances", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_GROUP_TOTAL] = ROW(SCALING, "GroupTotalInstances", "None", HOSTS, GAUGE, ALWAYS, GIVEN, SCALING_GROUP),
    [METRIC_POOL_MIN] = ROW(SCALING, "WarmPoolMinSize", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_POOL_DESIRED] = ROW(SCALING, "WarmPoolDesiredCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_POOL_PENDING] = ROW(SCALING, "WarmPoolPendingCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_POOL_TERMINATING] = ROW(SCALING, "WarmPoolTerminatingCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_POOL_WARMED] = ROW(SCALING, "WarmPoolWarmedCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_POOL_TOTAL] = ROW(SCALING, "WarmPoolTotalCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_GROUP_AND_POOL_DESIRED] = ROW(SCALING, "GroupAndWarmPoolDesiredCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_GROUP_AND_POOL_TOTAL] = ROW(SCALING, "GroupAndWarmPoolTotalCapacity", "None", HOSTS, GAUGE, ALWAYS, GIVEN, WARM_POOL),
    [METRIC_FORECAST_LOAD] = ROW(SCALING, "PredictiveScalingLoadForecast", "None", HOSTS, GAUGE, ALWAYS, GIVEN, FORECAST_PAIR),
    [METRIC_FORECAST_CAPACITY] = ROW(SCALING, "PredictiveScalingCapacityForecast", "None", HOSTS, GAUGE, ALWAYS, GIVEN, FORECAST),
    [METRIC_REQUESTS] = ROW(ALBATROSS, "Requests", "Count", SUM, COUNTER, ALWAYS, ADDED, CLIENT),
    [METRIC_ATTEMPTS] = ROW(ALBATROSS, "Attempts", "Count", SUM, COUNTER, ALWAYS, ADDED, CLIENT),
    [METRIC_ANSWERED] = ROW(ALBATROSS, "Answered", "Count", SUM, COUNTER, ALWAYS, ADDED, CLIENT),
    [METRIC_GOODPUT] = ROW(ALBATROSS, "Goodput", "Count", SUM, COUNTER, ALWAYS, ADDED, CLIENT),
    [METRIC_FAILED] = ROW(ALBATROSS, "Failed", "Count", SUM, COUNTER, ALWAYS, ADDED, CLIENT),
    [METRIC_AVAILABILITY] = ROW(ALBATROSS, "Availability", "Percent", "Average", GAUGE, NONZERO, DERIVED, CLIENT),
    [METRIC_LOST_REQUESTS] = ROW(ALBATROSS, "LostRequests", "Count", SUM, COUNTER, NONZERO, ADDED, CLIENT_CAUSE),
    [METRIC_CLIENT_TIME] = ROW(ALBATROSS, "ResponseTime", "Seconds", TIMES, DISTRIBUTION, NONZERO, ADDED, CLIENT),
    [METRIC_SESSIONS_LOST] = ROW(ALBATROSS, "SessionsLost", "Count", SUM, COUNTER, NONZERO, ADDED, CLIENT),
    [METRIC_RECONNECTS] = ROW(ALBATROSS, "WebSocketReconnects", "Count", SUM, COUNTER, NONZERO, ADDED, CLIENT),
    [METRIC_QUEUE_LENGTH] = ROW(ALBATROSS, "QueueLength", "Count", HOSTS, GAUGE, ALWAYS, GIVEN, INSTANCE),
    [METRIC_OPEN_SOCKETS] = ROW(ALBATROSS, "WebSockets", "Count", HOSTS, GAUGE, ALWAYS, GIVEN, INSTANCE),
    [METRIC_TLS_HANDSHAKES] = ROW(ALBATROSS, "TLSHandshakes", "Count", SUM, COUNTER, NONZERO, ADDED, INSTANCE),
    [METRIC_CLIENT_CONNECTIONS] = ROW(ALBATROSS, "Connections", "Count", "Average,Maximum", GAUGE, NONZERO, LEVEL, CLIENT),
    [METRIC_CLIENT_STREAMS] = ROW(ALBATROSS, "Http2Streams", "Count", "Average,Maximum", GAUGE, NONZERO, LEVEL, CLIENT),
    [METRIC_ALARM_STATE] = ROW(ALBATROSS, "AlarmState", "None", "Maximum", GAUGE, ALWAYS, GIVEN, ALARM),
    [METRIC_CHECK_STATUS] = ROW(ROUTE53, "HealthCheckStatus", "None", "Minimum", GAUGE, ALWAYS, GIVEN, HEALTH_CHECK),
    [METRIC_CHECK_PERCENTAGE_HEALTHY] = ROW(ROUTE53, "HealthCheckPercentageHealthy", "Percent", HOSTS, GAUGE, ALWAYS, GIVEN, HEALTH_CHECK),
    [METRIC_CHECK_CHILDREN] = ROW(ROUTE53, "ChildHealthCheckHealthyCount", "None", HOSTS, GAUGE, ALWAYS, GIVEN, HEALTH_CHECK),
    [METRIC_CHECK_CONNECTION_TIME] = ROW(ROUTE53, "ConnectionTime", "Milliseconds", "Average", GAUGE, ALWAYS, GIVEN, HEALTH_CHECK_REGION),
    [METRIC_CHECK_TLS_TIME] = ROW(ROUTE53, "SSLHandshakeTime", "Milliseconds", "Average", GAUGE, ALWAYS, GIVEN, HEALTH_CHECK_REGION),
    [METRIC_CHECK_FIRST_BYTE_TIME] = ROW(ROUTE53, "TimeToFirstByte", "Milliseconds", "Average", GAUGE, ALWAYS, GIVEN, HEALTH_CHECK_REGION),
    [METRIC_NEW_FLOWS] = ROW(GLOBAL, "NewFlowCount", "Count", SUM, COUNTER, NONZERO, ADDED, ENDPOINT_GROUP),
    [METRIC_ACTIVE_FLOWS] = ROW(GLOBAL, "ActiveFlowCount", "Count", SUM, GAUGE, ALWAYS, LEVEL, ENDPOINT_GROUP),
    [METRIC_BYTES_IN] = ROW(GLOBAL, "ProcessedBytesIn", "Bytes", SUM, COUNTER, NONZERO, ADDED, ENDPOINT_GROUP),
    [METRIC_BYTES_OUT] = ROW(GLOBAL, "ProcessedBytesOut", "Bytes", SUM, COUNTER, NONZERO, ADDED, ENDPOINT_GROUP),
    [METRIC_HEALTHY_ENDPOINTS] = ROW(GLOBAL, "HealthyEndpointCount", "Count", "Minimum,Maximum", GAUGE, ALWAYS, GIVEN, ENDPOINT_GROUP),
    [METRIC_UNHEALTHY_ENDPOINTS] = ROW(GLOBAL, "UnhealthyEndpointCount", "Count", "Minimum,Maximum", GAUGE, ALWAYS, GIVEN, ENDPOINT_GROUP),
    [METRIC_OLD_ANSWERS] = ROW(ALBATROSS, "OldAnswerShare", "Percent", "Average", GAUGE, ALWAYS, GIVEN, CLIENT),
};

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
    [METRIC_CLIENT_TLS_ERRORS] = {.fact = "ELB-529"},
    [METRIC_TARGET_TLS_ERRORS] = {.fact = "ELB-529"},
    [METRIC_REJECTED_CONNECTIONS] = {.fact = "ELB-530"},
    [METRIC_CONSUMED_LCUS] = {.fact = "ELB-531"},
    [METRIC_PEAK_LCUS] = {.fact = "ELB-531"},
    [METRIC_RESERVED_LCUS] = {.fact = "ELB-532"},
    [METRIC_GRPC_REQUESTS] = {.fact = "ELB-533"},
    [METRIC_DROPPED_HEADERS] = {.fact = "ELB-534"},
    [METRIC_FORWARDED_HEADERS] = {.fact = "ELB-534"},
    [METRIC_DESYNC] = {.fact = "ELB-535"},
    [METRIC_REDIRECT_TOO_LONG] = {.fact = "ELB-536"},
    [METRIC_HEALTHY_STATE_DNS] = {.fact = "ELB-537"},
    [METRIC_UNHEALTHY_STATE_DNS] = {.fact = "ELB-537"},
    [METRIC_HEALTHY_STATE_ROUTING] = {.fact = "ELB-537"},
    [METRIC_UNHEALTHY_STATE_ROUTING] = {.fact = "ELB-537"},
};

#define TARGET_METRICS(X, kind) \
    X(kind, REQUEST_COUNT) \
    X(kind, TARGET_RESPONSE_TIME) \
    X(kind, TARGET_2XX) \
    X(kind, TARGET_3XX) \
    X(kind, TARGET_4XX) \
    X(kind, TARGET_5XX) \
    X(kind, TARGET_CONNECTION_ERRORS) \
    X(kind, TARGET_TLS_ERRORS)
#define ELB_METRICS(X, kind) \
    X(kind, ELB_3XX) \
    X(kind, ELB_4XX) \
    X(kind, ELB_5XX) \
    X(kind, ELB_500) \
    X(kind, ELB_502) \
    X(kind, ELB_503) \
    X(kind, ELB_504) \
    X(kind, DESYNC) \
    X(kind, FIXED_RESPONSE) \
    X(kind, REDIRECT) \
    X(kind, REDIRECT_TOO_LONG) \
    X(kind, REJECTED_CONNECTIONS) \
    X(kind, NEW_CONNECTIONS) \
    X(kind, ACTIVE_CONNECTIONS) \
    X(kind, PROCESSED_BYTES) \
    X(kind, NON_STICKY) \
    X(kind, APP_COOKIE_NON_STICKINESS) \
    X(kind, CLIENT_TLS_ERRORS)
#define HOST_METRICS(X, kind) \
    X(kind, HEALTHY_HOSTS) \
    X(kind, ZONAL_SHIFT_HOSTS) \
    X(kind, UNHEALTHY_HOSTS) \
    X(kind, ANOMALOUS_HOSTS) \
    X(kind, MITIGATED_HOSTS) \
    X(kind, UNHEALTHY_ROUTING) \
    X(kind, HEALTHY_STATE_DNS) \
    X(kind, UNHEALTHY_STATE_DNS) \
    X(kind, HEALTHY_STATE_ROUTING) \
    X(kind, UNHEALTHY_STATE_ROUTING)
#define USER_METRICS(X, kind) \
    X(kind, REQUESTS) \
    X(kind, ATTEMPTS) \
    X(kind, ANSWERED) \
    X(kind, GOODPUT) \
    X(kind, FAILED) \
    X(kind, AVAILABILITY) \
    X(kind, CLIENT_TIME) \
    X(kind, CLIENT_CONNECTIONS) \
    X(kind, CLIENT_STREAMS) \
    X(kind, OLD_ANSWERS) \
    X(kind, RECONNECTS) \
    X(kind, SESSIONS_LOST)

#define INSTANCE_METRICS(X, kind) \
    X(kind, CPU_UTILIZATION) \
    X(kind, QUEUE_LENGTH) \
    X(kind, TLS_HANDSHAKES) \
    X(kind, OPEN_SOCKETS)
#define CAPACITY_METRICS(X, kind) \
    X(kind, CONSUMED_LCUS) \
    X(kind, PEAK_LCUS) \
    X(kind, RESERVED_LCUS) \
    X(kind, CAPACITY_UTILIZATION)

#define OF_BALANCER(X, kind) \
    TARGET_METRICS(X, kind) \
    ELB_METRICS(X, kind) \
    X(kind, RULE_EVALUATIONS) \
    CAPACITY_METRICS(X, kind)
#define OF_NODE(X, kind) \
    TARGET_METRICS(X, kind) \
    ELB_METRICS(X, kind) \
    X(kind, DROPPED_HEADERS) \
    X(kind, FORWARDED_HEADERS)
#define OF_GROUP(X, kind) \
    TARGET_METRICS(X, kind) \
    X(kind, REQUEST_COUNT_PER_TARGET) \
    X(kind, GRPC_REQUESTS) \
    HOST_METRICS(X, kind)
#define OF_GROUP_NODE(X, kind) \
    TARGET_METRICS(X, kind) \
    X(kind, REQUEST_COUNT_PER_TARGET) \
    X(kind, GRPC_REQUESTS) \
    HOST_METRICS(X, kind)
#define OF_GROUP_ALONE(X, kind) \
    X(kind, REQUEST_COUNT_PER_TARGET) \
    X(kind, GRPC_REQUESTS)
#define OF_GROUP_ZONE(X, kind) OF_GROUP_ALONE(X, kind)
#define OF_HOSTED_ZONE(X, kind) X(kind, DNS_QUERIES)
#define OF_INSTANCE(X, kind) INSTANCE_METRICS(X, kind)
#define OF_CLIENT(X, kind) USER_METRICS(X, kind)
#define OF_CLIENTS(X, kind) USER_METRICS(X, kind)
#define OF_CLIENT_CAUSE(X, kind) X(kind, LOST_REQUESTS)
#define OF_CAUSE(X, kind) X(kind, LOST_REQUESTS)
#define OF_ALARM(X, kind) X(kind, ALARM_STATE)
#define OF_HEALTH_CHECK(X, kind) \
    X(kind, CHECK_STATUS) \
    X(kind, CHECK_PERCENTAGE_HEALTHY) \
    X(kind, CHECK_CHILDREN)
#define OF_HEALTH_CHECK_REGION(X, kind) \
    X(kind, CHECK_CONNECTION_TIME) \
    X(kind, CHECK_TLS_TIME) \
    X(kind, CHECK_FIRST_BYTE_TIME)
#define OF_SCALING_GROUP(X, kind) \
    X(kind, GROUP_MIN) \
    X(kind, GROUP_MAX) \
    X(kind, GROUP_DESIRED) \
    X(kind, GROUP_IN_SERVICE) \
    X(kind, GROUP_PENDING) \
    X(kind, GROUP_STANDBY) \
    X(kind, GROUP_TERMINATING) \
    X(kind, GROUP_TOTAL) \
    X(kind, CPU_UTILIZATION)

#define FLOW_METRICS(X, kind) \
    X(kind, NEW_FLOWS) \
    X(kind, ACTIVE_FLOWS) \
    X(kind, BYTES_IN) \
    X(kind, BYTES_OUT) \
    X(kind, HEALTHY_ENDPOINTS) \
    X(kind, UNHEALTHY_ENDPOINTS)
#define OF_ACCELERATOR(X, kind) FLOW_METRICS(X, kind)
#define OF_ACCELERATOR_LISTENER(X, kind) FLOW_METRICS(X, kind)
#define OF_ENDPOINT_GROUP(X, kind) FLOW_METRICS(X, kind)
#define OF_WARM_POOL(X, kind) \
    X(kind, POOL_MIN) \
    X(kind, POOL_DESIRED) \
    X(kind, POOL_PENDING) \
    X(kind, POOL_TERMINATING) \
    X(kind, POOL_WARMED) \
    X(kind, POOL_TOTAL) \
    X(kind, GROUP_AND_POOL_DESIRED) \
    X(kind, GROUP_AND_POOL_TOTAL)
#define OF_FORECAST(X, kind) X(kind, FORECAST_CAPACITY)
#define OF_FORECAST_PAIR(X, kind) X(kind, FORECAST_LOAD)

#define KINDS(X) \
    X(BALANCER) \
    X(NODE) \
    X(GROUP) \
    X(GROUP_NODE) \
    X(GROUP_ALONE) \
    X(GROUP_ZONE) \
    X(HOSTED_ZONE) \
    X(INSTANCE) \
    X(CLIENT) \
    X(CLIENTS) \
    X(CLIENT_CAUSE) \
    X(CAUSE) \
    X(ALARM) \
    X(HEALTH_CHECK) \
    X(HEALTH_CHECK_REGION) \
    X(WARM_POOL) \
    X(SCALING_GROUP) \
    X(ACCELERATOR) \
    X(ACCELERATOR_LISTENER) \
    X(ENDPOINT_GROUP) \
    X(FORECAST) \
    X(FORECAST_PAIR)
// clang-format on

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
    return kind == METER_INSTANCE || kind == METER_GROUP_NODE || kind == METER_GROUP_ZONE ||
           kind == METER_CLIENT_CAUSE || kind == METER_HEALTH_CHECK_REGION;
}
