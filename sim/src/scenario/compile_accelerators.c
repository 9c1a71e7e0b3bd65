// Global Accelerator: what each listener leads to, and what AWS refuses of it.
#include "base/fact.h"
#include "scenario/compile.h"

#include <string.h>

#define LISTENERS_QUOTA 10 // adjustable
#define GROUPS_QUOTA    42 // of an accelerator, fixed

typedef struct Counts {
    int32_t listeners, groups, endpoints;
} Counts;

static Counts count_parts(const RawList *accelerators) {
    Counts counts = {0, 0, 0};
    const RawAccelerator *raws = accelerators->items;
    for (int32_t i = 0; i < accelerators->count; i++) {
        const RawAcceleratorListener *listeners = raws[i].listeners.items;
        counts.listeners += raws[i].listeners.count;
        for (int32_t l = 0; l < raws[i].listeners.count; l++) {
            const RawEndpointGroup *groups = listeners[l].groups.items;
            counts.groups += listeners[l].groups.count;
            for (int32_t g = 0; g < listeners[l].groups.count; g++)
                counts.endpoints += groups[g].endpoints.count;
        }
    }
    return counts;
}

// --- endpoints
// ---------------------------------------------------------------------------------------------------

// An endpoint that was deleted stays one, and is unhealthy.
static int32_t find_balancer(Compiler *compiler, const RawEndpoint *raw, int32_t index) {
    int32_t balancer = names_find(&compiler->balancers, raw->balancer);
    if (balancer >= 0) return balancer;
    if (compiler->previous != NULL && index < compiler->previous->endpoint_count)
        return compiler->previous->endpoints[index].balancer;
    bool is_left_over = compiler->is_nested && compile_is_planned(compiler, "delete_load_balancer",
                                                                  "load_balancer", raw->balancer);
    if (is_left_over) return -1;
    return compile_find(compiler, &compiler->balancers, raw->balancer,
                        compile_place(raw->node, "load_balancer"), "load balancer");
}

static int32_t region_of(const Config *config, const ConfigEndpoint *endpoint) {
    if (endpoint->balancer >= 0) return config->balancers[endpoint->balancer].region;
    return endpoint->instance >= 0 ? config->instances[endpoint->instance].region : -1;
}

static void check_endpoint(Compiler *compiler, const RawEndpoint *raw, int32_t index) {
    const Config *config = compiler->config;
    const ConfigEndpoint *endpoint = &config->endpoints[index];
    const ConfigEndpointGroup *group = &config->endpoint_groups[endpoint->group];
    const char *key = raw->balancer != NULL ? "load_balancer" : "instance";
    int32_t region = region_of(config, endpoint);
    if (SIM_FACT("R53-941", region >= 0 && group->region >= 0 && region != group->region))
        COMPILE_REFUSE(compiler, raw->node, key, "Give its region an endpoint group of its own.",
                       "this is in %s, and the endpoint group in %s", config->regions[region].name,
                       config->regions[group->region].name);
    for (int32_t i = group->first_endpoint; i < index; i++)
        if (strcmp(config->endpoints[i].name, endpoint->name) == 0)
            COMPILE_REFUSE(compiler, raw->node, key, "Name it once.",
                           "this endpoint group has the endpoint \"%.128s\" already",
                           endpoint->name);
}

static void compile_endpoint(Compiler *compiler, const RawEndpoint *raw, int32_t group) {
    Config *config = compiler->config;
    int32_t index = config->endpoint_count++;
    ConfigEndpoint *endpoint = &config->endpoints[index];
    *endpoint = (ConfigEndpoint){.group = group,
                                 .balancer = -1,
                                 .instance = -1,
                                 .weight = raw->weight,
                                 .name = raw->balancer != NULL   ? raw->balancer
                                         : raw->instance != NULL ? raw->instance
                                                                 : ""};
    if (raw->balancer != NULL)
        endpoint->balancer = find_balancer(compiler, raw, index);
    else
        endpoint->instance = compile_find(compiler, &compiler->instances, raw->instance,
                                          compile_place(raw->node, "instance"), "instance");
    config->endpoint_groups[group].endpoint_count++;
    check_endpoint(compiler, raw, index);
}

// --- endpoint groups
// ---------------------------------------------------------------------------------------------------

static void check_group(Compiler *compiler, const RawEndpointGroup *raw, int32_t index) {
    const Config *config = compiler->config;
    const ConfigEndpointGroup *group = &config->endpoint_groups[index];
    bool is_odd_interval = raw->interval != 10 * SIM_SECOND && raw->interval != 30 * SIM_SECOND;
    if (SIM_FACT("R53-932", is_odd_interval))
        COMPILE_REFUSE(compiler, raw->node, "health_check_interval", "Use 10s or 30s.",
                       "an endpoint is checked every 10s or every 30s");
    int32_t first = config->accelerator_listeners[group->listener].first_group;
    for (int32_t i = first; i < index; i++)
        if (SIM_FACT("R53-942",
                     group->region >= 0 && config->endpoint_groups[i].region == group->region))
            COMPILE_REFUSE(compiler, raw->node, "region", "Put the endpoints into that one.",
                           "this listener has an endpoint group in %s already", raw->region);
}

// AWS takes settings of checks for any group and uses them for instances alone.
static void check_use(Compiler *compiler, const RawEndpointGroup *raw,
                      const ConfigEndpointGroup *group) {
    static const char *const keys[] = {"health_check_interval", "threshold_count",
                                       "health_check_port"};
    for (int32_t i = 0; i < group->endpoint_count; i++)
        if (compiler->config->endpoints[group->first_endpoint + i].instance >= 0) return;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (node_member(raw->node, keys[i]) != NULL && SIM_FACT("R53-931", true))
            COMPILE_WARN(compiler, raw->node, keys[i],
                         "Set the health checks of their target groups.",
                         "load balancers go by their own targets: this changes nothing here");
}

static void compile_group(Compiler *compiler, const RawEndpointGroup *raw, int32_t listener) {
    Config *config = compiler->config;
    int32_t index = config->endpoint_group_count++;
    ConfigEndpointGroup *group = &config->endpoint_groups[index];
    const ConfigAcceleratorListener *owner = &config->accelerator_listeners[listener];
    *group =
        (ConfigEndpointGroup){.listener = listener,
                              .region = compile_find(compiler, &compiler->regions, raw->region,
                                                     compile_place(raw->node, "region"), "region"),
                              .dial = raw->dial,
                              .interval_ns = raw->interval,
                              .threshold = raw->threshold,
                              .port = raw->port != 0           ? raw->port
                                      : owner->range_count > 0 ? owner->ranges[0].from
                                                               : 0,
                              .first_endpoint = config->endpoint_count};
    check_group(compiler, raw, index);
    const RawEndpoint *endpoints = raw->endpoints.items;
    for (int32_t i = 0; i < raw->endpoints.count; i++)
        compile_endpoint(compiler, &endpoints[i], index);
    check_use(compiler, raw, group);
}

// --- listeners
// ---------------------------------------------------------------------------------------------------

static bool is_taken(const Config *config, int32_t accelerator, const ConfigPortRange *range) {
    int32_t first = config->accelerators[accelerator].first_listener;
    for (int32_t l = first; l < config->accelerator_listener_count; l++) {
        const ConfigAcceleratorListener *listener = &config->accelerator_listeners[l];
        for (int32_t i = 0; i < listener->range_count; i++)
            if (range->from <= listener->ranges[i].to && range->to >= listener->ranges[i].from)
                return true;
    }
    return false;
}

static void compile_ranges(Compiler *compiler, const RawAcceleratorListener *raw, int32_t index) {
    ConfigAcceleratorListener *listener = &compiler->config->accelerator_listeners[index];
    const RawPortRange *ranges = raw->ranges.items;
    listener->ranges = arena_array(compiler->arena, raw->ranges.count, sizeof *listener->ranges);
    for (int32_t i = 0; i < raw->ranges.count; i++) {
        ConfigPortRange range = {ranges[i].from, ranges[i].to != 0 ? ranges[i].to : ranges[i].from};
        if (range.to < range.from)
            COMPILE_REFUSE(compiler, ranges[i].node, "to_port", "", "below the first port");
        if (is_taken(compiler->config, listener->accelerator, &range))
            COMPILE_REFUSE(compiler, ranges[i].node, "from_port", "Ports belong to one listener.",
                           "another range of this accelerator has a port of %d to %d", range.from,
                           range.to);
        listener->ranges[listener->range_count++] = range;
    }
}

static void compile_listener(Compiler *compiler, const RawAcceleratorListener *raw,
                             int32_t accelerator) {
    Config *config = compiler->config;
    int32_t index = config->accelerator_listener_count++;
    config->accelerator_listeners[index] =
        (ConfigAcceleratorListener){.accelerator = accelerator,
                                    .has_affinity = raw->affinity == 1,
                                    .first_group = config->endpoint_group_count,
                                    .group_count = raw->groups.count};
    compile_ranges(compiler, raw, index);
    const RawEndpointGroup *groups = raw->groups.items;
    for (int32_t i = 0; i < raw->groups.count; i++)
        compile_group(compiler, &groups[i], index);
}

// --- accelerators
// ---------------------------------------------------------------------------------------------------

// Two addresses of different network zones, as AWS gives them: made from the name.
static void give_addresses(Compiler *compiler, ConfigAccelerator *accelerator) {
    const char *id = compile_id16(compiler, "accelerator", accelerator->name);
    uint32_t bits = 0;
    for (int i = 0; i < 8; i++)
        bits = bits * 16 + (uint32_t)(id[i] <= '9' ? id[i] - '0' : id[i] - 'a' + 10);
    accelerator->addresses[0] = UINT32_C(75) << 24 | UINT32_C(2) << 16 | (bits & 0xFFFF);
    accelerator->addresses[1] = UINT32_C(99) << 24 | UINT32_C(83) << 16 | (bits >> 16);
}

static void compile_accelerator(Compiler *compiler, const RawAccelerator *raw, int32_t index) {
    Config *config = compiler->config;
    ConfigAccelerator *accelerator = &config->accelerators[index];
    *accelerator = raw->accelerator;
    if (accelerator->name == NULL)
        accelerator->name = "";
    else
        compile_add(compiler, &compiler->accelerators, accelerator->name, index,
                    compile_place(raw->node, "name"), "accelerator");
    give_addresses(compiler, accelerator);
    accelerator->first_listener = config->accelerator_listener_count;
    accelerator->listener_count = raw->listeners.count;
    int32_t groups = config->endpoint_group_count;
    const RawAcceleratorListener *listeners = raw->listeners.items;
    for (int32_t i = 0; i < raw->listeners.count; i++)
        compile_listener(compiler, &listeners[i], index);
    if (config->endpoint_group_count - groups > GROUPS_QUOTA)
        COMPILE_REFUSE(compiler, raw->node, "listeners", "This quota is fixed.",
                       "more than %d endpoint groups in one accelerator", GROUPS_QUOTA);
    if (raw->listeners.count > LISTENERS_QUOTA)
        COMPILE_WARN(compiler, raw->node, "listeners", "AWS raises this quota on request.",
                     "more than %d listeners in one accelerator", LISTENERS_QUOTA);
}

void compile_accelerators(Compiler *compiler) {
    const RawList *list = &compiler->raw->accelerator.accelerators;
    const RawAccelerator *raws = list->items;
    Config *config = compiler->config;
    Arena *arena = compiler->arena;
    Counts counts = count_parts(list);
    config->accelerators = arena_array(arena, list->count, sizeof *config->accelerators);
    config->accelerator_listeners =
        arena_array(arena, counts.listeners, sizeof *config->accelerator_listeners);
    config->endpoint_groups = arena_array(arena, counts.groups, sizeof *config->endpoint_groups);
    config->endpoints = arena_array(arena, counts.endpoints, sizeof *config->endpoints);
    config->accelerator_count = list->count;
    for (int32_t i = 0; i < list->count; i++)
        compile_accelerator(compiler, &raws[i], i);
}
