// The health of endpoints as the edges know it, and what is counted of flows.
//
// A load balancer is as healthy as its target groups; the accelerator's own checks are for
// instances. What an edge hears it goes by at once, for new connections; on the way back it takes
// AWS's half a minute.
#include "accelerator/accelerator.h"

#include <stdio.h>

#include "base/fact.h"
#include "route53/route53.h"
#include "world/scopes.h"
#include "world/world.h"

#define RETURN_DELAY (30 * SIM_SECOND)
#define HEADER_BYTES 40   // of TCP and IP, a packet
#define PACKET_BYTES 1460 // of data (model)

static const ConfigEndpointGroup *group_of(const SimWorld *world, int32_t endpoint) {
    return &world->config->endpoint_groups[world->config->endpoints[endpoint].group];
}

static const ConfigAccelerator *accelerator_of(const SimWorld *world, int32_t group) {
    int32_t listener = world->config->endpoint_groups[group].listener;
    int32_t accelerator = world->config->accelerator_listeners[listener].accelerator;
    return &world->config->accelerators[accelerator];
}

// --- telling
// -----------------------------------------------------------------------------------------------------

static void tell_endpoint(SimWorld *world, int32_t index, const char *cause) {
    const ConfigEndpoint *config = &world->config->endpoints[index];
    bool is_healthy = world->endpoints.items[index].is_held_healthy != 0;
    char subject[400];
    snprintf(subject, sizeof subject, "%s: %s", accelerator_of(world, config->group)->name,
             config->name);
    world_tell(world, SIM_MARK_HEALTH, "Endpoint", subject, is_healthy ? "unhealthy" : "healthy",
               is_healthy ? "healthy" : "unhealthy", cause);
}

bool endpoint_group_is_able(const SimWorld *world, int32_t index) {
    const ConfigEndpointGroup *config = &world->config->endpoint_groups[index];
    for (int32_t i = config->first_endpoint; i < config->first_endpoint + config->endpoint_count;
         i++)
        if (world->endpoints.items[i].is_held_healthy && world->config->endpoints[i].weight > 0)
            return true;
    return false;
}

bool accelerator_is_able(const SimWorld *world, int32_t accelerator) {
    for (int32_t i = 0; i < world->config->endpoint_group_count; i++)
        if (accelerator_of(world, i) == &world->config->accelerators[accelerator] &&
            endpoint_group_is_able(world, i))
            return true;
    return false;
}

// Tells when a group can take no connection any more, or can again.
static void judge_group(SimWorld *world, int32_t index) {
    EndpointGroup *group = &world->endpoint_groups.items[index];
    int32_t is_able = endpoint_group_is_able(world, index);
    if (is_able == group->is_able) return;
    group->is_able = is_able;
    char subject[200];
    snprintf(subject, sizeof subject, "%s/%s", accelerator_of(world, index)->name,
             world->config->regions[world->config->endpoint_groups[index].region].name);
    if (is_able)
        world_tell(world, SIM_MARK_HEALTH, "EndpointGroup", subject, "failed over", "serving",
                   "it has a healthy endpoint with a weight above 0 again");
    else
        world_tell(world, SIM_MARK_HEALTH, "EndpointGroup", subject, "serving", "failed over",
                   "no healthy endpoint with a weight above 0: new connections go to the closest "
                   "group that has one; DNS answers are the same as ever");
    if (!world->config->evaluates_health) return;
    world_dns_may_change(world);
    route53_health_changed(world);
}

void accelerator_reconfigure(SimWorld *world) {
    for (int32_t i = 0; i < world->config->endpoint_group_count; i++)
        judge_group(world, i);
}

// --- health
// ------------------------------------------------------------------------------------------------------

void accelerator_heard(SimWorld *world, int32_t index) {
    Endpoint *endpoint = &world->endpoints.items[index];
    endpoint->timer = (EventId){0, 0};
    endpoint->is_held_healthy = endpoint->is_healthy;
    const ConfigEndpoint *config = &world->config->endpoints[index];
    bool is_balancer = config->balancer >= 0;
    tell_endpoint(world, index,
                  endpoint->is_healthy ? (is_balancer ? "each of its target groups has a healthy "
                                                        "target again"
                                                      : "it passed its checks")
                  : is_balancer        ? "a target group of it has no healthy target"
                                       : "it failed its checks");
    judge_group(world, config->group);
}

// What the edges hold changes after a while, unless it is as it was by then.
static void find(SimWorld *world, int32_t index, bool is_healthy, SimTime failing_delay) {
    Endpoint *endpoint = &world->endpoints.items[index];
    if ((endpoint->is_healthy != 0) == is_healthy) return;
    endpoint->is_healthy = is_healthy;
    world_cancel(world, &endpoint->timer);
    if (endpoint->is_held_healthy == endpoint->is_healthy) return;
    SimTime delay = is_healthy ? (SIM_FACT("R53-930", true) ? RETURN_DELAY : 0)
                               : (SIM_FACT("R53-954", true) ? failing_delay : 0);
    endpoint->timer = world_after(world, delay, EVENT_ENDPOINT_HEARD, (uint32_t)index, 0);
}

void accelerator_balancer_changed(SimWorld *world, int32_t balancer) {
    for (int32_t i = 0; i < world->endpoints.count; i++) {
        const ConfigEndpoint *config = &world->config->endpoints[i];
        if (config->balancer != balancer) continue;
        find(world, i, SIM_FACT("R53-944", balancer_is_healthy(world, balancer)),
             accelerator_of(world, config->group)->failover_delay_ns);
    }
}

void accelerator_check(SimWorld *world, int32_t index) {
    const ConfigEndpointGroup *group = group_of(world, index);
    Endpoint *endpoint = &world->endpoints.items[index];
    world_after(world, group->interval_ns, EVENT_ENDPOINT_CHECK, (uint32_t)index, 0);
    int32_t instance = world->config->endpoints[index].instance;
    bool is_healthy = instance_answers_syn(world, instance, group->port) == INSTANCE_ACCEPTS;
    if (is_healthy == (endpoint->is_healthy != 0)) {
        endpoint->streak = 0;
        return;
    }
    int32_t needed = SIM_FACT("R53-938", true) ? group->threshold : 1;
    if (++endpoint->streak < needed) return;
    endpoint->streak = 0;
    find(world, index, is_healthy, 0);
}

// --- flows
// -------------------------------------------------------------------------------------------------------

static EndpointGroup *live_group(SimWorld *world, int32_t endpoint1) {
    return &world->endpoint_groups.items[world->config->endpoints[endpoint1 - 1].group];
}

void accelerator_opened(SimWorld *world, int32_t connection, int32_t request) {
    if (world->connection_endpoints.count <= connection)
        array_resize(&world->connection_endpoints, connection + 1);
    int32_t endpoint1 = world->request_endpoints.items[request];
    world->connection_endpoints.items[connection] = endpoint1;
    if (endpoint1 == 0) return;
    EndpointGroup *group = live_group(world, endpoint1);
    world->endpoints.items[endpoint1 - 1].flows++;
    group->new_flows++;
    meter_count(&world->meter, group->scope, METRIC_NEW_FLOWS, SIM_FACT("R53-947", true) ? 1 : 0);
}

void accelerator_closed(SimWorld *world, int32_t connection) {
    int32_t endpoint1 = world->connection_endpoints.items[connection];
    if (endpoint1 != 0) world->endpoints.items[endpoint1 - 1].flows--;
    world->connection_endpoints.items[connection] = 0;
}

static double with_headers(int32_t bytes) {
    int32_t packets = bytes / PACKET_BYTES + 1;
    return bytes + (SIM_FACT("R53-949", true) ? packets * HEADER_BYTES : 0);
}

void accelerator_carries(SimWorld *world, int32_t connection, int32_t in, int32_t out) {
    int32_t endpoint1 = world->connection_endpoints.items[connection];
    if (endpoint1 == 0) return;
    int32_t scope = live_group(world, endpoint1)->scope;
    if (in >= 0) meter_count(&world->meter, scope, METRIC_BYTES_IN, with_headers(in));
    if (out >= 0) meter_count(&world->meter, scope, METRIC_BYTES_OUT, with_headers(out));
}

// How many endpoints the edges hold healthy, and how many they do not.
typedef struct Healthy {
    int32_t yes, no;
} Healthy;

static void gauge_health(SimWorld *world, int32_t scope, Healthy healthy) {
    meter_gauge(&world->meter, scope, METRIC_HEALTHY_ENDPOINTS,
                SIM_FACT("R53-950", true) ? healthy.yes : 0);
    meter_gauge(&world->meter, scope, METRIC_UNHEALTHY_ENDPOINTS, healthy.no);
}

static Healthy gauge_group(SimWorld *world, int32_t index) {
    const ConfigEndpointGroup *config = &world->config->endpoint_groups[index];
    int32_t flows = 0, end = config->first_endpoint + config->endpoint_count;
    Healthy healthy = {0, 0};
    for (int32_t i = config->first_endpoint; i < end; i++) {
        flows += world->endpoints.items[i].flows;
        healthy.yes += world->endpoints.items[i].is_held_healthy;
    }
    healthy.no = config->endpoint_count - healthy.yes;
    int32_t scope = world->endpoint_groups.items[index].scope;
    meter_gauge(&world->meter, scope, METRIC_ACTIVE_FLOWS, SIM_FACT("R53-948", true) ? flows : 0);
    gauge_health(world, scope, healthy);
    return healthy;
}

// Flows of groups are added up by the meter; the totals of endpoints are given, so that Minimum is
// one of totals and not of groups.
static void gauge_accelerator(SimWorld *world, const ConfigAccelerator *config) {
    Healthy all = {0, 0};
    const int32_t *parents = NULL;
    for (int32_t l = config->first_listener; l < config->first_listener + config->listener_count;
         l++) {
        const ConfigAcceleratorListener *listener = &world->config->accelerator_listeners[l];
        Healthy here = {0, 0};
        for (int32_t g = listener->first_group; g < listener->first_group + listener->group_count;
             g++) {
            Healthy of_group = gauge_group(world, g);
            here.yes += of_group.yes, here.no += of_group.no;
        }
        parents =
            world->meter.scopes.items[world->endpoint_groups.items[listener->first_group].scope]
                .parents;
        gauge_health(world, parents[0], here);
        all.yes += here.yes, all.no += here.no;
    }
    if (parents != NULL) gauge_health(world, parents[1], all);
}

void accelerator_gauges(SimWorld *world) {
    for (int32_t i = 0; i < world->config->accelerator_count; i++)
        gauge_accelerator(world, &world->config->accelerators[i]);
}

// --- beginning
// ---------------------------------------------------------------------------------------------------

static void add_endpoint(SimWorld *world, int32_t index) {
    const ConfigEndpoint *config = &world->config->endpoints[index];
    Endpoint *endpoint = array_push(&world->endpoints);
    bool is_healthy = config->balancer >= 0
                          ? balancer_is_healthy(world, config->balancer)
                          : instance_answers_syn(world, config->instance, 0) == INSTANCE_ACCEPTS;
    endpoint->is_healthy = endpoint->is_held_healthy = is_healthy;
    if (config->instance < 0) return;
    // Checks are spread over their interval, so that endpoints are not judged at one moment.
    SimTime interval = group_of(world, index)->interval_ns;
    int32_t count = world->config->endpoint_count;
    world_after(world, interval * (index + 1) / count, EVENT_ENDPOINT_CHECK, (uint32_t)index, 0);
}

void accelerator_start(SimWorld *world) {
    const Config *config = world->config;
    for (int32_t i = 0; i < config->endpoint_count; i++)
        add_endpoint(world, i);
    for (int32_t i = 0; i < config->endpoint_group_count; i++) {
        EndpointGroup *group = array_push(&world->endpoint_groups);
        group->scope = world_endpoint_group_scope(world, i);
        group->is_able = endpoint_group_is_able(world, i);
    }
}
