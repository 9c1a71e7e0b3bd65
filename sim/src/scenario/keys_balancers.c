// The keys of load balancers and of their capacity.
#include "scenario/key_rows.h"

static const char *const balancer_types[] = {"application", NULL};
static const char *const later_balancer_types[] = {"network", "gateway", "classic", NULL};
static const char *const schemes[] = {"internet-facing", "internal", NULL};
static const char *const forwarded_modes[] = {"append", "preserve", "remove", NULL};
static const char *const desync_modes[] = {"defensive", "monitor", "strictest", NULL};

static const char *const overflows[] = {"reject", "answer_503", NULL};
static const Key capacity_keys[] = {
    {"units", KEY_NUMBER, 0, AT(RawCapacity, capacity.units), 0.01, 1e6,
     .doc = "LCUs it has as the run begins, which is also the least it keeps; must be said."},
    {"grow", KEY_BOOLEAN, KEY_LIVE, AT(RawCapacity, capacity.can_grow), .default_ = "true",
     .doc = "Whether it can scale; false: its subnets have no free addresses, and it becomes "
            "active_impaired when it should grow, or failed when a command creates it."},
    {"doubles_in", KEY_DURATION, KEY_LIVE, AT(RawCapacity, capacity.doubling_ns), SECONDS(1),
     SECONDS(3600), "\"300s\"", .doc = "How fast it grows at most: twice as much after this time."},
    {"node_units", KEY_NUMBER, 0, AT(RawCapacity, capacity.node_units), 0.01, 1e6,
     .doc = "LCUs that one node carries: a zone whose part is larger gets further nodes, whose "
            "addresses enter DNS, 8 nodes a balancer at most. Unless said, a zone has one node, "
            "which grows (AWS publishes neither)."},
    {"overflow", KEY_ENUM, KEY_LIVE, AT(RawCapacity, overflow), .default_ = "\"reject\"",
     .values = overflows,
     .doc = "What becomes of the load above it: new connections are rejected, or requests are "
            "answered 503 by the balancer."},
    END,
};
static const KeyKind capacity = {"capacity", "The capacity of a balancer that scales reactively.",
                                 sizeof(RawCapacity), capacity_keys, 0};

static const Key reservation_keys[] = {
    {"capacity_units", KEY_INTEGER, KEY_LIVE, AT(RawReservation, units), 0, 1000000, "0",
     .doc = "Reserved LCUs, at least 100; 0: none. It takes minutes, and may be lowered twice a "
            "day."},
    END,
};
static const KeyKind reservation = {"reservation", "A capacity reservation.",
                                    sizeof(RawReservation), reservation_keys, 0};

static const Key balancer_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawBalancer, balancer.name), 1, 32, .pattern = AWS_PATTERN,
     .shape = AWS_SHAPE, .doc = "Its name."},
    {"type", KEY_ENUM, 0, AT(RawBalancer, type), .default_ = "\"application\"",
     .values = balancer_types, .later = later_balancer_types, .doc = "The kind of load balancer."},
    {"scheme", KEY_ENUM, 0, AT(RawBalancer, scheme), .default_ = "\"internet-facing\"",
     .values = schemes,
     .doc = "internet-facing: its nodes have public addresses; internal: private ones, which only "
            "clients inside the region reach."},
    {"zones", KEY_TEXTS, 0, AT(RawBalancer, zones), 1, 20,
     .doc = "Zones it is enabled in, two at least; all of the region unless said. The command "
            "set_subnets changes them while it runs."},
    {"idle_timeout", KEY_DURATION, KEY_LIVE, AT(RawBalancer, balancer.idle_timeout_ns), SECONDS(1),
     SECONDS(4000), "\"60s\"", .fact = "ELB-989", .limits_fact = "ELB-417",
     .doc = "Silence after which a connection is closed; a target silent so long is a 504."},
    {"client_keep_alive", KEY_DURATION, KEY_LIVE, AT(RawBalancer, balancer.client_keep_alive_ns),
     SECONDS(60), SECONDS(604800), "\"3600s\"", .fact = "ELB-988", .limits_fact = "ELB-417",
     .doc = "The longest life of a client's connection."},
    {"desync_mitigation_mode", KEY_ENUM, KEY_LIVE, AT(RawBalancer, desync_mode),
     .default_ = "\"defensive\"", .values = desync_modes,
     .doc = "monitor lets all pass; defensive blocks Severe requests with 400 and closes both "
            "connections behind Ambiguous ones; strictest lets Compliant ones pass only."},
    {"drop_invalid_header_fields", KEY_BOOLEAN, KEY_LIVE,
     AT(RawBalancer, balancer.drops_invalid_headers), .default_ = "false", .fact = "ELB-493",
     .doc = "Whether headers are removed whose names have other characters than letters, digits "
            "and hyphens."},
    {"xff_header_processing_mode", KEY_ENUM, KEY_LIVE, AT(RawBalancer, forwarded_mode),
     .default_ = "\"append\"", .values = forwarded_modes,
     .doc = "X-Forwarded-For: append adds the client's address, preserve leaves it as it came, "
            "remove takes it out."},
    {"http2", KEY_BOOLEAN, KEY_LIVE, AT(RawBalancer, balancer.is_http2), .default_ = "true",
     .doc = "Whether its HTTPS listeners offer HTTP/2 to new connections."},
    {"listeners", KEY_OBJECTS, KEY_REQUIRED, AT(RawBalancer, listeners), 0, 1000,
     .kind = &key_listener, .doc = "Its listeners; without any, no traffic."},
    {"security_groups", KEY_TEXTS, KEY_LIVE, AT(RawBalancer, security_groups), 1, 5,
     .characters = 63,
     .doc = "Security groups of the region that its nodes bear; none: nothing is held back."},
    {"web_acl", KEY_NOT_YET, .doc = "WAF."},
    {"capacity", KEY_OBJECT, KEY_LIVE, AT(RawBalancer, capacity), .kind = &capacity,
     .doc = "What the balancer can carry and how that grows; without it, whatever comes (AWS does "
            "not publish how much a balancer begins with)."},
    {"minimum_load_balancer_capacity", KEY_OBJECT, KEY_LIVE, AT(RawBalancer, reservation),
     .kind = &reservation, .doc = "A capacity reservation: the balancer keeps at least that much."},
    {"provisioning", KEY_DURATION, 0, AT(RawBalancer, balancer.provisioning_ns), 0, SECONDS(3600),
     "\"0s\"",
     .doc = "How long it is in state provisioning, where nothing answers yet, when the run begins "
            "cold or a command creates it."},
    {"deletion_protection", KEY_BOOLEAN, KEY_LIVE, AT(RawBalancer, balancer.is_protected),
     .default_ = "false", .doc = "Whether delete_load_balancer is refused for it."},
    {"zonal_shift", KEY_BOOLEAN, KEY_LIVE, AT(RawBalancer, balancer.has_zonal_shift),
     .default_ = "false", .doc = "Whether the command zonal_shift may be given for it."},
    {"zonal_autoshift", KEY_OBJECT, KEY_OPTIONAL, AT(RawBalancer, autoshift),
     .kind = &key_autoshift,
     .doc = "Whether AWS shifts it away from impaired zones, and practises."},
    END,
};
const KeyKind key_balancer = {"load_balancer", "A load balancer: a node in each of its zones.",
                              sizeof(RawBalancer), balancer_keys, 0};
