// The keys of target groups: health checks, stickiness, thresholds, draining.
#include "scenario/key_rows.h"

static const char *const target_types[] = {"instance", "ip", NULL};
static const char *const later_target_types[] = {"lambda", "alb", NULL};
static const char *const traffic_port[] = {"traffic-port", NULL};
static const char *const target_versions[] = {"HTTP1", "HTTP2", "GRPC", NULL};
static const char *const stickiness_types[] = {"lb_cookie", "app_cookie", NULL};
static const char *const later_stickiness_types[] = {"source_ip", "source_ip_dest_ip",
                                                     "source_ip_dest_ip_proto", NULL};
static const char *const off[] = {"off", NULL};

static const Key draining_keys[] = {
    {"early_end", KEY_BOOLEAN, KEY_LIVE, AT(RawDraining, is_early_end), .default_ = "false",
     .doc = "Draining ends with the last request; AWS shows it for the whole delay."},
    END,
};
static const KeyKind draining = {"draining", "How draining ends.", sizeof(RawDraining),
                                 draining_keys, 0};

#define MATCHER_ITEM "[2-4][0-9]{2}(-[2-4][0-9]{2})?"
#define GRPC_ITEM    "[0-9]{1,2}(-[0-9]{1,2})?"
static const Key health_check_keys[] = {
    {"path", KEY_TEXT, KEY_LIVE, AT(RawHealthCheck, check.path), 1, 1024, "\"/\"",
     .fact = "ELB-355", .pattern = "^/[!-~]*$", .shape = "a path that begins with '/'",
     .doc = "The path asked for; of protocol_version GRPC a method, /AWS.ALB/healthcheck unless "
            "said."},
    {"interval", KEY_DURATION, KEY_LIVE, AT(RawHealthCheck, check.interval_ns), SECONDS(5),
     SECONDS(300), "\"30s\"", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "From one check's start to the next, for each node and target."},
    {"timeout", KEY_DURATION, KEY_LIVE, AT(RawHealthCheck, check.timeout_ns), SECONDS(2),
     SECONDS(120), "\"5s\"", .fact = "ELB-317", .limits_fact = "ELB-333",
     .doc = "No answer so long is a failure; below the interval."},
    {"healthy_threshold", KEY_INTEGER, KEY_LIVE, AT(RawHealthCheck, check.healthy_threshold), 2, 10,
     "5", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "Successes in a row that make an unhealthy target healthy."},
    {"unhealthy_threshold", KEY_INTEGER, KEY_LIVE, AT(RawHealthCheck, check.unhealthy_threshold), 2,
     10, "2", .fact = "ELB-306", .limits_fact = "ELB-333",
     .doc = "Failures in a row that make a target unhealthy."},
    {"matcher", KEY_TEXT, KEY_LIVE, AT(RawHealthCheck, check.matcher_text), 1, 200, "\"200\"",
     .pattern = "^" MATCHER_ITEM "(," MATCHER_ITEM ")*$",
     .shape = "codes 200 to 499 like \"200\", \"200,202\" or \"200-299\"",
     .doc = "The codes that count as success; not with protocol_version GRPC."},
    {"grpc_code", KEY_TEXT, KEY_LIVE, AT(RawHealthCheck, check.grpc_code), 1, 200, "\"12\"",
     .fact = "ELB-350", .pattern = "^" GRPC_ITEM "(," GRPC_ITEM ")*$",
     .shape = "codes 0 to 99 like \"12\", \"0,12\" or \"0-99\"",
     .doc = "With protocol_version GRPC: the statuses of gRPC that count as success."},
    {"protocol", KEY_ENUM, KEY_LIVE, AT(RawHealthCheck, protocol), .default_ = "\"HTTP\"",
     .values = key_protocols, .doc = "What a check speaks, whatever requests speak."},
    {"port", KEY_INTEGER_OR, KEY_LIVE, AT(RawHealthCheck, check.port), 1, 65535, "\"traffic-port\"",
     .values = traffic_port,
     .doc = "The port asked: \"traffic-port\", the one the target gets requests on, or a number."},
    END,
};
static const KeyKind health_check = {"health_check",
                                     "Health checks: every node checks every target by itself.",
                                     sizeof(RawHealthCheck), health_check_keys, 0};

static const Key stickiness_keys[] = {
    {"type", KEY_ENUM, KEY_LIVE, AT(RawStickiness, type), .default_ = "\"lb_cookie\"",
     .values = stickiness_types, .later = later_stickiness_types,
     .doc =
         "lb_cookie: a cookie of the load balancer's own, AWSALB, with every answer. app_cookie: "
         "from the answer on in which the target sets the cookie named."},
    {"duration", KEY_DURATION, KEY_LIVE, AT(RawStickiness, duration_ns), SECONDS(1),
     SECONDS(604800), "\"86400s\"",
     .doc = "How long a user is held after the last answer: 1s to 604800s (7 days)."},
    {"name", KEY_TEXT, KEY_LIVE, AT(RawStickiness, name), 1, 256, .pattern = COOKIE_PATTERN,
     .shape = COOKIE_SHAPE,
     .doc = "Of app_cookie: the cookie of the application; not AWSALB, AWSALBAPP or AWSALBTG."},
    {"enabled", KEY_BOOLEAN, KEY_LIVE, AT(RawStickiness, is_enabled), .default_ = "true",
     .doc = "Whether it is on."},
    END,
};
static const KeyKind stickiness = {
    "stickiness", "Sticky sessions: a cookie holds a user to one target; off unless given.",
    sizeof(RawStickiness), stickiness_keys, 0};

#define HEALTHY_PERCENTAGE(type)                                                                   \
    {                                                                                              \
        "percentage", KEY_INTEGER_OR, KEY_LIVE, AT(type, minimum.percentage), 1, 100, "\"off\"",   \
            .fact = "ELB-297", .limits_fact = "ELB-298", .values = off,                            \
            .doc = "Of the registered targets, 1 to 100, or \"off\"."                              \
    }
static const Key dns_minimum_keys[] = {
    {"count", KEY_INTEGER_OR, KEY_LIVE, AT(RawMinimum, minimum.count), 1, 100000, "1",
     .fact = "ELB-987", .values = off, .doc = "Healthy targets, or \"off\"."},
    HEALTHY_PERCENTAGE(RawMinimum),
    END,
};
static const KeyKind dns_minimum = {"dns_minimum_healthy_targets",
                                    "Below either of these the node's address leaves DNS.",
                                    sizeof(RawMinimum), dns_minimum_keys, 0};
static const Key routing_minimum_keys[] = {
    {"count", KEY_INTEGER, KEY_LIVE, AT(RawMinimum, minimum.count), 1, 100000, "1",
     .fact = "ELB-987", .doc = "Healthy targets."},
    HEALTHY_PERCENTAGE(RawMinimum),
    END,
};
static const KeyKind routing_minimum = {"routing_minimum_healthy_targets",
                                        "Below either of these a node routes to all its targets.",
                                        sizeof(RawMinimum), routing_minimum_keys, 0};
static const Key dns_failover_keys[] = {
    {"minimum_healthy_targets", KEY_OBJECT, KEY_LIVE, AT(RawFailover, minimum),
     .kind = &dns_minimum, .doc = "How many must be healthy."},
    END,
};
static const KeyKind dns_failover = {"dns_failover", "When the node's address leaves DNS.",
                                     sizeof(RawFailover), dns_failover_keys, 0};
static const Key routing_failover_keys[] = {
    {"minimum_healthy_targets", KEY_OBJECT, KEY_LIVE, AT(RawFailover, minimum),
     .kind = &routing_minimum, .doc = "How many must be healthy."},
    END,
};
static const KeyKind routing_failover = {"unhealthy_state_routing", "When a node fails open.",
                                         sizeof(RawFailover), routing_failover_keys, 0};
static const Key target_group_health_keys[] = {
    {"dns_failover", KEY_OBJECT, KEY_LIVE, AT(RawThresholds, dns), .kind = &dns_failover,
     .doc = "When the node's address leaves DNS; not below the threshold of routing."},
    {"unhealthy_state_routing", KEY_OBJECT, KEY_LIVE, AT(RawThresholds, routing),
     .kind = &routing_failover, .doc = "When a node fails open."},
    END,
};
static const KeyKind target_group_health = {
    "target_group_health",
    "Thresholds of a target group's health, for each zone without cross-zone balancing, for the "
    "whole group with it.",
    sizeof(RawThresholds), target_group_health_keys, 0};

static const Key target_group_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawTargetGroup, group.name), 1, 32, .pattern = AWS_PATTERN,
     .shape = AWS_SHAPE, .doc = "Its name."},
    {"target_type", KEY_ENUM, 0, AT(RawTargetGroup, target_type), .default_ = "\"instance\"",
     .values = target_types, .later = later_target_types, .doc = "What is registered."},
    {"protocol", KEY_ENUM, 0, AT(RawTargetGroup, protocol), .default_ = "\"HTTP\"",
     .values = key_protocols,
     .doc = "Spoken to the targets: with HTTPS a new connection costs a handshake."},
    {"port", KEY_INTEGER, 0, AT(RawTargetGroup, group.port), 1, 65535, "80",
     .doc = "The targets' port."},
    {"algorithm", KEY_TEXT, KEY_LIVE, AT(RawTargetGroup, group.algorithm), 1, 63, "\"round_robin\"",
     .doc = "How a node chooses a target: `albatross algorithms` lists them."},
    {"deregistration_delay", KEY_DURATION, KEY_LIVE,
     AT(RawTargetGroup, group.deregistration_delay_ns), 0, SECONDS(3600), "\"300s\"",
     .fact = "ELB-218", .limits_fact = "ELB-228",
     .doc = "How long a deregistered target may finish its requests."},
    {"draining", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, draining), .kind = &draining,
     .doc = "How draining ends."},
    {"slow_start", KEY_DURATION, KEY_LIVE, AT(RawTargetGroup, group.slow_start_ns), 0, SECONDS(900),
     "\"0s\"", .limits_fact = "ELB-229",
     .doc = "Ramp of a new target's share: 30s to 900s, 0s off; with round_robin only."},
    {"cross_zone", KEY_BOOLEAN, KEY_LIVE, AT(RawTargetGroup, group.is_cross_zone),
     .default_ = "true", .fact = "ELB-296",
     .doc = "Whether a node also uses targets of other zones."},
    {"health_check", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, health_check), .kind = &health_check,
     .doc = "Health checks."},
    {"stickiness", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, stickiness), .kind = &stickiness,
     .doc = "Sticky sessions; none unless said."},
    {"protocol_version", KEY_ENUM, 0, AT(RawTargetGroup, version), .default_ = "\"HTTP1\"",
     .values = target_versions,
     .doc = "HTTP1 takes HTTP/1.1 and HTTP/2; HTTP2 and GRPC take no HTTP/1.1 and need HTTPS "
            "listeners; a request that does not fit is 464."},
    {"anomaly_mitigation", KEY_BOOLEAN, KEY_LIVE, AT(RawTargetGroup, group.is_anomaly_mitigation),
     .default_ = "false", .fact = "ELB-985",
     .doc = "Automatic target weights: whether targets that fail more than their peers get less; "
            "with weighted_random only. They are found in any case."},
    {"target_group_health", KEY_OBJECT, KEY_LIVE, AT(RawTargetGroup, thresholds),
     .kind = &target_group_health, .doc = "How many healthy targets are enough."},
    {"capacity", KEY_NOT_YET, .doc = "Target optimizer."},
    END,
};
const KeyKind key_target_group = {"target_group", "A target group.", sizeof(RawTargetGroup),
                                  target_group_keys, 0};
