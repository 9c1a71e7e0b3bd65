// The keys of Route 53's health checks and of the routing controls that some of them mirror.
#include "scenario/key_rows.h"

static const char *const types[] = {"TCP",
                                    "HTTP",
                                    "HTTPS",
                                    "HTTP_STR_MATCH",
                                    "HTTPS_STR_MATCH",
                                    "CALCULATED",
                                    "RECOVERY_CONTROL",
                                    "CLOUDWATCH_METRIC",
                                    NULL};
static const char *const insufficient[] = {"Healthy", "Unhealthy", "LastKnownStatus", NULL};
static const char *const control_states[] = {"Off", "On", NULL};

static const Key check_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawCheck, check.name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, which also stands for its HealthCheckId."},
    {"type", KEY_ENUM, KEY_REQUIRED, AT(RawCheck, type), .values = types,
     .doc =
         "What is asked: TCP opens a connection, HTTP and HTTPS want a 2xx or 3xx, ..._STR_MATCH "
         "a text in the body too; CALCULATED counts other checks, RECOVERY_CONTROL mirrors a "
         "routing control."},
    {"endpoint", KEY_TEXT, 0, AT(RawCheck, endpoint), 3, 128,
     .doc = "What is asked, from the internet: a load balancer by its DNS name or an instance by "
            "its public address, as region/name."},
    {"port", KEY_INTEGER, 0, AT(RawCheck, check.port), 1, 65535,
     .doc = "80 for HTTP and 443 for HTTPS unless said; TCP needs it."},
    {"path", KEY_TEXT, 0, AT(RawCheck, check.path), 1, 255, "\"/\"", .pattern = "^/[!-~]*$",
     .shape = "a path that begins with '/', without spaces", .doc = "The path asked for."},
    {"host", KEY_TEXT, 0, AT(RawCheck, check.host), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE,
     .doc = "The host that its requests name; the endpoint's own DNS name unless said."},
    {"search_string", KEY_TEXT, 0, AT(RawCheck, check.search_string), 1, 255,
     .limits_fact = "R53-538",
     .doc =
         "Of ..._STR_MATCH: must stand, letter by letter, in the first 5,120 bytes of the body."},
    {"request_interval", KEY_DURATION, 0, AT(RawCheck, check.interval_ns), SECONDS(10), SECONDS(60),
     "\"30s\"", .fact = "R53-501",
     .doc = "From an answer to the next request of the same checker: 30s or 10s, for good."},
    {"failure_threshold", KEY_INTEGER, KEY_LIVE, AT(RawCheck, check.failure_threshold), 1, 10, "3",
     .fact = "R53-502", .limits_fact = "R53-503",
     .doc = "Equal results in a row that change what a checker says, either way."},
    {"regions", KEY_TEXTS, 0, AT(RawCheck, regions), 3, 8, .limits_fact = "R53-523",
     .doc = "Where its checkers are, two a region; all eight regions unless said."},
    {"measure_latency", KEY_BOOLEAN, 0, AT(RawCheck, check.is_measuring), .default_ = "false",
     .doc = "Whether ConnectionTime, SSLHandshakeTime and TimeToFirstByte are measured."},
    {"inverted", KEY_BOOLEAN, KEY_LIVE, AT(RawCheck, check.is_inverted), .default_ = "false",
     .doc = "Whether healthy and unhealthy are swapped."},
    {"disabled", KEY_BOOLEAN, KEY_LIVE, AT(RawCheck, check.is_disabled), .default_ = "false",
     .doc = "Whether it stops asking; it is then always healthy, inverted always unhealthy."},
    {"work", KEY_DISTRIBUTION, 0, AT(RawCheck, check.work),
     .doc = "The time one worker needs for a request of the check; 1 ms unless said."},
    {"children", KEY_TEXTS, 0, AT(RawCheck, children), 1, 255, .limits_fact = "R53-539",
     .doc = "Of CALCULATED: the health checks that it counts."},
    {"health_threshold", KEY_INTEGER, KEY_LIVE, AT(RawCheck, check.health_threshold), 0, 256,
     .doc = "Of CALCULATED: how many children must be healthy; all unless said."},
    {"alarm", KEY_TEXT, 0, AT(RawCheck, alarm), 3, 320, .pattern = PLACE_PATTERN,
     .shape = "\"region/alarm\"",
     .doc = "Of CLOUDWATCH_METRIC: the alarm whose data it reads, as region/name."},
    {"insufficient_data_health_status", KEY_ENUM, 0, AT(RawCheck, insufficient),
     .default_ = "\"LastKnownStatus\"", .values = insufficient,
     .doc = "Of CLOUDWATCH_METRIC: what it is while the data does not suffice."},
    {"routing_control", KEY_TEXT, 0, AT(RawCheck, routing_control), 1, 63,
     .doc = "Of RECOVERY_CONTROL: the routing control that it mirrors."},
    END,
};
const KeyKind key_check = {"route53_health_check", "A Route 53 health check.", sizeof(RawCheck),
                           check_keys, 0};

static const Key control_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawControl, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"state", KEY_ENUM, 0, AT(RawControl, is_on), .default_ = "\"Off\"", .values = control_states,
     .doc = "As the run begins; the command update_routing_control_state flips it."},
    END,
};
const KeyKind key_routing_control = {
    "routing_control", "A routing control of Application Recovery Controller: a switch.",
    sizeof(RawControl), control_keys, 0};

static const char *const rule_types[] = {"ATLEAST", "AND", "OR", NULL};

static const Key rule_config_keys[] = {
    {"type", KEY_ENUM, KEY_REQUIRED, AT(RawRuleConfig, type), .values = rule_types,
     .doc = "ATLEAST: as many controls as the threshold says are On; AND: all are; OR: one is."},
    {"threshold", KEY_INTEGER, 0, AT(RawRuleConfig, threshold), 0, 300,
     .doc = "Of ATLEAST: how many controls must be On."},
    {"inverted", KEY_BOOLEAN, 0, AT(RawRuleConfig, is_inverted), .default_ = "false",
     .doc = "Whether the rule holds when it otherwise would not."},
    END,
};
static const KeyKind rule_config = {"rule_config", "What a safety rule asks for.",
                                    sizeof(RawRuleConfig), rule_config_keys, 0};

static const Key safety_rule_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawSafetyRule, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name, which a refusal gives."},
    {"asserted_controls", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawSafetyRule, asserted), 1, 300,
     .characters = 63,
     .doc = "Of an assertion rule: the routing controls of which it must hold after a change."},
    {"gating_controls", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawSafetyRule, gating), 1, 300,
     .characters = 63,
     .doc = "Of a gating rule: the routing controls of which it must hold before target controls "
            "may be changed."},
    {"target_controls", KEY_TEXTS, 0, AT(RawSafetyRule, targets), 1, 300, .characters = 63,
     .doc = "Of a gating rule: the routing controls that it guards."},
    {"rule_config", KEY_OBJECT, KEY_REQUIRED, AT(RawSafetyRule, config), .kind = &rule_config,
     .doc = "What it asks for."},
    {"wait_period", KEY_DURATION, 0, AT(RawSafetyRule, wait), 0, 3600e9, "\"5s\"",
     .fact = "R53-824", .doc = "How long after a change its controls stay as they are."},
    END,
};
const KeyKind key_safety_rule = {
    "safety_rule", "A safety rule of Application Recovery Controller over routing controls.",
    sizeof(RawSafetyRule), safety_rule_keys, 0};
