// The keys of the hosted zone.
#include "scenario/key_rows.h"

const char *const key_policies[] = {"simple",      "weighted",     "latency",           "failover",
                                    "geolocation", "geoproximity", "multivalue_answer", "ip_based",
                                    NULL};
static const char *const roles[] = {"PRIMARY", "SECONDARY", NULL};
static const char *const continents[] = {"AF", "AN", "AS", "EU", "OC", "NA", "SA", NULL};
static const char *const empty_groups[] = {"ignore", "unhealthy", NULL};

static const Key geolocation_keys[] = {
    {"continent", KEY_ENUM, 0, AT(RawGeolocation, continent), .values = continents,
     .doc = "A continent: AF, AN, AS, EU, OC, NA or SA."},
    {"country", KEY_TEXT, 0, AT(RawGeolocation, country), 1, 2, .pattern = "^([A-Z]{2}|[*])$",
     .shape = "a country's two letters, or \"*\" for all others",
     .doc = "A country (ISO 3166, two letters); \"*\": the default, for whoever matches nothing "
            "else."},
    {"subdivision", KEY_TEXT, 0, AT(RawGeolocation, subdivision), 2, 2, .pattern = "^[A-Z]{2}$",
     .shape = "a state's two letters", .doc = "A state of the country US."},
    END,
};
static const KeyKind geolocation = {"geolocation", "Where the users of a geolocation record are.",
                                    sizeof(RawGeolocation), geolocation_keys, 1};

static const Key geoproximity_keys[] = {
    {"region", KEY_TEXT, 0, AT(RawGeoproximity, region), 1, 63,
     .doc = "The region its resource is in; or say latitude and longitude."},
    {"latitude", KEY_NUMBER, 0, AT(RawGeoproximity, latitude), -90, 90,
     .doc = "Of a resource outside AWS, in degrees."},
    {"longitude", KEY_NUMBER, 0, AT(RawGeoproximity, longitude), -180, 180,
     .doc = "Of a resource outside AWS, in degrees."},
    {"bias", KEY_INTEGER, KEY_LIVE, AT(RawGeoproximity, bias), -99, 99, "0",
     .limits_fact = "R53-235",
     .doc = "Shrinks (above 0) or stretches its distances: distance * (1 - bias / 100)."},
    END,
};
static const KeyKind geoproximity = {"geoproximity", "Where the resource of a record is.",
                                     sizeof(RawGeoproximity), geoproximity_keys, 1};

static const Key cidr_keys[] = {
    {"collection", KEY_TEXT, 0, AT(RawCidr, collection), 1, 64,
     .doc = "A CIDR collection of the zone; must be said."},
    {"location", KEY_TEXT, 0, AT(RawCidr, location), 1, 16,
     .doc = "One of its locations, or \"*\" for whoever is in none; must be said."},
    END,
};
static const KeyKind cidr = {"cidr_routing", "Which addresses an ip_based record answers.",
                             sizeof(RawCidr), cidr_keys, 1};

static const Key record_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawRecord, record.name), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE, .doc = "The DNS name."},
    {"policy", KEY_ENUM, 0, AT(RawRecord, policy), .default_ = "\"simple\"", .values = key_policies,
     .doc = "The routing policy."},
    {"set_identifier", KEY_TEXT, 0, AT(RawRecord, record.set_identifier), 1, 128,
     .pattern = "^[^.]+$", .shape = "1 to 128 characters without '.'",
     .doc = "Tells a record of any other policy than simple from its siblings."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawRecord, record.weight), 0, 255,
     .limits_fact = "R53-243", .doc = "Of a weighted record: its share is weight / sum."},
    {"alias", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, alias), 1, 253,
     .pattern = "^([^/]+/[^/]+|[A-Za-z0-9_.-]+)$",
     .shape = "\"region/load balancer\", \"accelerator/name\" or the name of other records",
     .doc = "What it stands for: a load balancer, as region/name, an accelerator, as "
            "accelerator/name, or other records of the zone, by their name."},
    {"value", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, value), 3, 128, .pattern = PLACE_PATTERN,
     .shape = "\"region/instance\"", .doc = "The plain address of one instance, as region/name."},
    {"values", KEY_TEXTS, KEY_EXCLUSIVE, AT(RawRecord, values), 1, 400, .pattern = PLACE_PATTERN,
     .limits_fact = "R53-206", .characters = 128, .shape = "\"region/instance\"",
     .doc = "The plain addresses of several instances, all of which a simple record gives."},
    {"cname", KEY_TEXT, KEY_EXCLUSIVE, AT(RawRecord, cname), 1, 253,
     .pattern = "^([^/]+/[^/]+|[A-Za-z0-9_.-]+)$",
     .shape = "\"region/load balancer\", or the name of other records",
     .doc = "The name that resolvers must ask for instead: the own DNS name of a load balancer, as "
            "region/name, or that of other records of the zone."},
    {"ttl", KEY_DURATION, KEY_LIVE, AT(RawRecord, record.ttl_ns), 0, 30 * DAY,
     .doc =
         "How long resolvers may keep a plain address or a CNAME (300s unless said); an alias has "
         "that of "
         "what it stands for, 60s for a load balancer."},
    {"evaluate_target_health", KEY_BOOLEAN, KEY_LIVE, AT(RawRecord, record.evaluates_health),
     .default_ = "false", .doc = "Whether an alias is only as healthy as what it stands for."},
    {"health_check", KEY_TEXT, 0, AT(RawRecord, health_check), 1, 63,
     .doc = "The health check that it is given by; healthy for ever unless said."},
    {"region", KEY_TEXT, 0, AT(RawRecord, record.region), 1, 63,
     .doc = "Of a latency record: the region its resource is in."},
    {"failover", KEY_ENUM, 0, AT(RawRecord, failover), .values = roles,
     .doc = "Of a failover record: its role."},
    {"geolocation", KEY_OBJECT, 0, AT(RawRecord, geolocation), .kind = &geolocation,
     .doc = "Of a geolocation record: where the users are that it answers."},
    {"geoproximity", KEY_OBJECT, KEY_LIVE, AT(RawRecord, geoproximity), .kind = &geoproximity,
     .doc = "Of a geoproximity record: where its resource is."},
    {"cidr", KEY_OBJECT, 0, AT(RawRecord, cidr), .kind = &cidr,
     .doc = "Of an ip_based record: whose queries it answers."},
    END,
};
static const KeyKind record = {"record", "A Route 53 record.", sizeof(RawRecord), record_keys, 0};

static const Key location_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawCidrLocation, name), 1, 16,
     .pattern = "^[A-Za-z0-9_-]+$", .shape = "1 to 16 letters, digits, '_' or '-'",
     .doc = "Its name."},
    {"blocks", KEY_TEXTS, KEY_REQUIRED, AT(RawCidrLocation, blocks), 1, 1000,
     .pattern = BLOCK_PATTERN, .characters = 18, .shape = BLOCK_SHAPE,
     .doc = "Blocks of IPv4 addresses, of 1 to 24 bits."},
    END,
};
static const KeyKind location = {"cidr_location", "Blocks of addresses under one name.",
                                 sizeof(RawCidrLocation), location_keys, 0};

static const Key collection_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawCollection, name), 1, 64, .pattern = "^[A-Za-z0-9_-]+$",
     .shape = "1 to 64 letters, digits, '_' or '-'", .doc = "Its name."},
    {"locations", KEY_OBJECTS, KEY_REQUIRED, AT(RawCollection, locations), 1, 1000,
     .kind = &location, .doc = "Its locations."},
    END,
};
static const KeyKind collection = {"cidr_collection", "Locations for ip_based records.",
                                   sizeof(RawCollection), collection_keys, 0};

static const Key route53_keys[] = {
    {"name", KEY_TEXT, 0, AT(RawRoute53, name), 1, 253, .pattern = HOST_PATTERN,
     .shape = HOST_SHAPE,
     .doc = "The zone's own name, its apex, in which all records lie; the last two labels of its "
            "first record's unless said."},
    {"records", KEY_OBJECTS, KEY_REQUIRED, AT(RawRoute53, records), 0, 10000, .kind = &record,
     .doc = "The records of the hosted zone."},
    {"cidr_collections", KEY_OBJECTS, 0, AT(RawRoute53, collections), 0, 5, .kind = &collection,
     .doc = "CIDR collections for ip_based records."},
    {"empty_group", KEY_ENUM, KEY_LIVE, AT(RawRoute53, empty_group), .default_ = "\"ignore\"",
     .values = empty_groups,
     .doc = "What a target group without targets says of its load balancer's health: nothing while "
            "another group has targets, or unhealthy (AWS's pages say both)."},
    {"health_checks", KEY_OBJECTS, 0, AT(RawRoute53, checks), 0, 200, .kind = &key_check,
     .doc = "Its health checks."},
    {"routing_controls", KEY_OBJECTS, 0, AT(RawRoute53, controls), 0, 300,
     .kind = &key_routing_control, .doc = "Routing controls for health checks to mirror."},
    {"safety_rules", KEY_OBJECTS, 0, AT(RawRoute53, safety_rules), 0, 100, .kind = &key_safety_rule,
     .doc = "What changes of routing controls are refused."},
    END,
};
const KeyKind key_route53 = {"route53", "The hosted zone.", sizeof(RawRoute53), route53_keys, 0};
