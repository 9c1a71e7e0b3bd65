// The keys of the hosted zone.
#include "scenario/key_rows.h"

static const char *const policies[] = {"simple", "weighted", NULL};
static const char *const later_policies[] = {
    "latency", "failover", "geolocation", "geoproximity", "multivalue_answer", "ip_based", NULL};

static const Key record_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRecord, record.name), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE, .doc = "The DNS name."},
    {"policy", KEY_ENUM, 0, AT(RawRecord, policy), .default_ = "\"simple\"", .values = policies,
     .later = later_policies, .doc = "The routing policy."},
    {"set_identifier", KEY_TEXT, 0, AT(RawRecord, record.set_identifier), 1, 128,
     .pattern = "^[^.]+$", .shape = "1 to 128 characters without '.'",
     .doc = "Tells a weighted record from its siblings."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawRecord, record.weight), 0, 255,
     .doc = "Of a weighted record: its share is weight / sum."},
    {"alias", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, alias), 3, 128, .pattern = PLACE_PATTERN,
     .shape = "\"region/load balancer\"",
     .doc = "The load balancer it stands for, as region/name."},
    {"value", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, value), 3, 128, .pattern = PLACE_PATTERN,
     .shape = "\"region/instance\"", .doc = "The plain address of one instance, as region/name."},
    {"ttl", KEY_DURATION, KEY_LIVE, AT(RawRecord, record.ttl_ns), 0, 30 * DAY,
     .doc = "How long resolvers may keep a plain address (300s unless said); an alias has 60s, not "
            "settable."},
    {"evaluate_target_health", KEY_NOT_YET, .doc = "Health of an alias."},
    {"health_check", KEY_TEXT, 0, AT(RawRecord, health_check), 1, 63,
     .doc = "The health check that it is given by; healthy for ever unless said."},
    {"region", KEY_NOT_YET, .doc = "Region of a latency record."},
    {"failover", KEY_NOT_YET, .doc = "Role of a failover record."},
    {"geolocation", KEY_NOT_YET, .doc = "Place of a geolocation record."},
    {"bias", KEY_NOT_YET, .doc = "Bias of a geoproximity record."},
    END,
};
static const KeyKind record = {"record", "A Route 53 record.", sizeof(RawRecord), record_keys, 0};

static const Key route53_keys[] = {
    {"records", KEY_OBJECTS, KEY_REQUIRED, AT(RawRoute53, records), 0, 10000, .kind = &record,
     .doc = "The records of the hosted zone."},
    {"health_checks", KEY_OBJECTS, 0, AT(RawRoute53, checks), 0, 200, .kind = &key_check,
     .doc = "Its health checks."},
    {"routing_controls", KEY_OBJECTS, 0, AT(RawRoute53, controls), 0, 300,
     .kind = &key_routing_control, .doc = "Routing controls for health checks to mirror."},
    END,
};
const KeyKind key_route53 = {"route53", "The hosted zone.", sizeof(RawRoute53), route53_keys, 0};
