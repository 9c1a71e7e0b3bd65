// The keys of Global Accelerator.
#include "scenario/key_rows.h"

static const char *const affinities[] = {"NONE", "SOURCE_IP", NULL};

static const Key endpoint_keys[] = {
    {"load_balancer", KEY_TEXT, KEY_EXCLUSIVE, AT(RawEndpoint, balancer), 3, 128,
     .pattern = PLACE_PATTERN, .shape = "\"region/load balancer\"",
     .doc = "The load balancer, as region/name; it is as healthy as its target groups are."},
    {"instance", KEY_TEXT, KEY_EXCLUSIVE, AT(RawEndpoint, instance), 3, 128,
     .pattern = PLACE_PATTERN, .shape = "\"region/instance\"",
     .doc = "The instance, as region/name; the accelerator checks it by TCP."},
    {"weight", KEY_INTEGER, KEY_LIVE, AT(RawEndpoint, weight), 0, 255, "128", .fact = "R53-921",
     .limits_fact = "R53-922", .doc = "Its share of its group is weight / sum; 0: none."},
    {"client_ip_preservation", KEY_NOT_YET, .doc = "Client addresses are preserved."},
    END,
};
static const KeyKind endpoint = {"accelerator_endpoint", "An endpoint of an endpoint group.",
                                 sizeof(RawEndpoint), endpoint_keys, 0};

static const Key group_keys[] = {
    {"region", KEY_TEXT, KEY_REQUIRED, AT(RawEndpointGroup, region), 1, 63,
     .doc = "The region, in which all its endpoints are."},
    {"traffic_dial_percentage", KEY_NUMBER, KEY_LIVE, AT(RawEndpointGroup, dial), 0, 100, "100",
     .fact = "R53-923",
     .doc = "How much it takes of the new connections that are directed to it; the rest goes to "
            "other groups."},
    {"health_check_interval", KEY_DURATION, 0, AT(RawEndpointGroup, interval), SECONDS(10),
     SECONDS(30), "\"30s\"", .fact = "R53-933",
     .doc = "Between checks of an instance: 10s or 30s. Load balancers have their own."},
    {"threshold_count", KEY_INTEGER, 0, AT(RawEndpointGroup, threshold), 1, 10, "3",
     .fact = "R53-934", .limits_fact = "R53-935",
     .doc = "Equal results in a row that change an instance's health, either way."},
    {"health_check_port", KEY_INTEGER, 0, AT(RawEndpointGroup, port), 1, 65535,
     .doc = "Where instances are checked; the listener's first port unless said."},
    {"health_check_protocol", KEY_NOT_YET, .doc = "Instances are checked by TCP."},
    {"port_overrides", KEY_NOT_YET, .doc = "Endpoints are reached at the listener's ports."},
    {"endpoints", KEY_OBJECTS, KEY_REQUIRED, AT(RawEndpointGroup, endpoints), 1, 10,
     .limits_fact = "R53-943", .kind = &endpoint, .doc = "Its endpoints."},
    END,
};
static const KeyKind group = {"endpoint_group", "The endpoints of a listener in one region.",
                              sizeof(RawEndpointGroup), group_keys, 0};

static const Key range_keys[] = {
    {"from_port", KEY_INTEGER, KEY_REQUIRED, AT(RawPortRange, from), 1, 65535,
     .doc = "Its first port."},
    {"to_port", KEY_INTEGER, 0, AT(RawPortRange, to), 1, 65535,
     .doc = "Its last port; the first unless said."},
    END,
};
static const KeyKind range = {"port_range", "Ports of a listener.", sizeof(RawPortRange),
                              range_keys, 0};

static const Key listener_keys[] = {
    {"port_ranges", KEY_OBJECTS, KEY_REQUIRED, AT(RawAcceleratorListener, ranges), 1, 10,
     .kind = &range, .doc = "The ports it listens on, by TCP."},
    {"client_affinity", KEY_ENUM, KEY_LIVE, AT(RawAcceleratorListener, affinity),
     .default_ = "\"NONE\"", .values = affinities, .fact = "R53-936",
     .doc = "NONE: each connection goes its own way; SOURCE_IP: all of a client address go to one "
            "endpoint."},
    {"endpoint_groups", KEY_OBJECTS, KEY_REQUIRED, AT(RawAcceleratorListener, groups), 1, 42,
     .kind = &group, .doc = "Its endpoint groups, one a region."},
    END,
};
static const KeyKind listener = {"accelerator_listener", "A listener of an accelerator.",
                                 sizeof(RawAcceleratorListener), listener_keys, 0};

static const Key accelerator_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawAccelerator, accelerator.name), 1, 64,
     .pattern = NAME_PATTERN, .shape = NAME_SHAPE,
     .doc = "Its name, which also stands for its id. Records name it as accelerator/name."},
    {"edge_round_trip", KEY_DURATION, 0, AT(RawAccelerator, accelerator.edge_round_trip_ns), 0,
     SECONDS(1), "\"5ms\"", .doc = "Model: from a client to the nearest edge of AWS and back."},
    {"backbone_factor", KEY_NUMBER, KEY_LIVE, AT(RawAccelerator, accelerator.backbone_factor), 0.05,
     1, "0.8",
     .doc = "Model: the rest of the way to a region takes so much of what it takes over the "
            "internet, and slow or lossy links to a region are not on it."},
    {"failover_delay", KEY_DURATION, KEY_LIVE, AT(RawAccelerator, accelerator.failover_delay_ns), 0,
     5 * 60e9, "\"10s\"",
     .doc = "Model: from a load balancer becoming unhealthy to new connections going elsewhere; "
            "AWS says \"instantly\" once it knows, and about 30s for the way back."},
    {"listeners", KEY_OBJECTS, KEY_REQUIRED, AT(RawAccelerator, listeners), 1, 42,
     .kind = &listener, .doc = "Its listeners."},
    END,
};
static const KeyKind accelerator = {"accelerator", "A standard accelerator.",
                                    sizeof(RawAccelerator), accelerator_keys, 0};

static const Key global_keys[] = {
    {"accelerators", KEY_OBJECTS, KEY_REQUIRED, AT(RawGlobalAccelerator, accelerators), 1, 20,
     .kind = &accelerator, .doc = "The accelerators."},
    END,
};
const KeyKind key_global_accelerator = {"global_accelerator", "Global Accelerator.",
                                        sizeof(RawGlobalAccelerator), global_keys, 1};
