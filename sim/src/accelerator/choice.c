// Where a new connection ends: a group by distance and dial, an endpoint of it by weight and
// health, other groups when it has none (route53.md 9).
#include "accelerator/accelerator.h"
#include "base/fact.h"
#include "engine/hash.h"
#include "world/world.h"

#define GROUPS_TRIED 3 // besides the one that the dials chose

typedef struct Choice {
    const SimWorld *world;
    const ConfigAcceleratorListener *listener;
    const SimTime *trips; ///< of the client, by region
    uint64_t bits;
    uint32_t salt;  ///< for the next draw
    uint64_t tried; ///< bit n: the listener's n-th group
} Choice;

static double draw(Choice *choice) {
    RandomStream stream = random_mixed(choice->bits, DRAW_ENDPOINT, choice->salt++);
    return random_unit(&stream);
}

/// The closest group that was not tried, which then is; -1: none is left.
static int32_t next_closest(Choice *choice) {
    const ConfigEndpointGroup *groups = choice->world->config->endpoint_groups;
    int32_t first = choice->listener->first_group, best = -1;
    for (int32_t i = 0; i < choice->listener->group_count; i++) {
        if ((choice->tried >> i & 1) != 0) continue;
        bool is_closer = best >= 0 && choice->trips[groups[first + i].region] <
                                          choice->trips[groups[first + best].region];
        if (best < 0 || SIM_FACT("R53-946", is_closer)) best = i;
    }
    if (best < 0) return -1;
    choice->tried |= UINT64_C(1) << best;
    return first + best;
}

/// What a dial does not let in goes on to the next group, and whom none lets in gets the last one
/// that is dialled up at all; -1: none is.
static int32_t dialled_group(Choice *choice) {
    int32_t group, last = -1;
    choice->tried = 0;
    while ((group = next_closest(choice)) >= 0) {
        double dial = choice->world->config->endpoint_groups[group].dial;
        if (!SIM_FACT("R53-924", true)) dial = 100;
        if (dial <= 0) continue;
        last = group;
        if (dial >= 100 || 100 * draw(choice) < dial) break;
    }
    return last;
}

static int32_t weight_of(const SimWorld *world, int32_t endpoint) {
    bool is_healthy = world->endpoints.items[endpoint].is_held_healthy != 0;
    int32_t weight = world->config->endpoints[endpoint].weight;
    if (!SIM_FACT("R53-925", true)) weight = 1;
    return is_healthy ? weight : 0;
}

/// A healthy endpoint by weight; -1: none has a weight.
static int32_t weighted_endpoint(Choice *choice, int32_t group) {
    const ConfigEndpointGroup *config = &choice->world->config->endpoint_groups[group];
    int32_t sum = 0, first = config->first_endpoint;
    for (int32_t i = 0; i < config->endpoint_count; i++)
        sum += weight_of(choice->world, first + i);
    if (sum == 0) return -1;
    double left = draw(choice) * sum;
    for (int32_t i = 0; i < config->endpoint_count; i++) {
        left -= weight_of(choice->world, first + i);
        if (left < 0) return first + i;
    }
    SIM_ASSERT(false);
    return -1;
}

static double dial_of(const Choice *choice, int32_t group) {
    return choice->world->config->endpoint_groups[group].dial;
}

/// The dials have no say.
static int32_t failed_over(Choice *choice, int32_t origin) {
    choice->tried = 0;
    if (origin >= 0) choice->tried = UINT64_C(1) << (origin - choice->listener->first_group);
    int32_t tries = SIM_FACT("R53-927", true) ? GROUPS_TRIED : 1;
    for (int32_t i = 0; i < tries; i++) {
        int32_t group = next_closest(choice);
        if (group < 0) break;
        if (!SIM_FACT("R53-926", true) && dial_of(choice, group) <= 0) continue;
        int32_t endpoint = weighted_endpoint(choice, group);
        if (endpoint >= 0) return endpoint;
    }
    return -1;
}

/// Nothing is healthy: any endpoint of the closest group.
static int32_t failed_open(Choice *choice) {
    choice->tried = 0;
    int32_t group = next_closest(choice);
    if (!SIM_FACT("R53-928", true)) group = choice->listener->first_group;
    const ConfigEndpointGroup *config = &choice->world->config->endpoint_groups[group];
    return config->first_endpoint + (int32_t)(draw(choice) * config->endpoint_count);
}

static int32_t choose(Choice *choice) {
    int32_t origin = dialled_group(choice);
    int32_t endpoint = origin >= 0 ? weighted_endpoint(choice, origin) : -1;
    if (endpoint < 0) endpoint = failed_over(choice, origin);
    return endpoint >= 0 ? endpoint : failed_open(choice);
}

// --- a request's way
// ---------------------------------------------------------------------------------------------------

static const ConfigAcceleratorListener *listener_on(const SimWorld *world, int32_t accelerator,
                                                    int32_t port) {
    const ConfigAccelerator *config = &world->config->accelerators[accelerator];
    for (int32_t l = 0; l < config->listener_count; l++) {
        const ConfigAcceleratorListener *listener =
            &world->config->accelerator_listeners[config->first_listener + l];
        for (int32_t i = 0; i < listener->range_count; i++)
            if (port >= listener->ranges[i].from && port <= listener->ranges[i].to) return listener;
    }
    return NULL;
}

// The five things that tell flows apart differ with each connection, for its port does; with
// affinity only the client's address counts.
static uint64_t bits_of(const SimWorld *world, const Request *request, bool has_affinity) {
    if (SIM_FACT("R53-937", has_affinity))
        return hash_u64(hash_u64(HASH_START, world->seed), user_address(world, request->user));
    return hash_u64(request->bits, request->attempt_number);
}

static void set_out(SimWorld *world, int32_t index, int32_t endpoint) {
    Request *request = &world->requests.items[index];
    const ConfigEndpoint *config = &world->config->endpoints[endpoint];
    world->request_endpoints.items[index] = endpoint + 1;
    request->balancer = (int16_t)config->balancer;
    request->instance = config->instance;
    request->addresses_left =
        config->balancer >= 0 ? (uint8_t)balancer_dns_mask(world, config->balancer) : 1;
}

bool accelerator_route(SimWorld *world, int32_t index, int32_t accelerator) {
    const Request *request = &world->requests.items[index];
    int32_t population = world->kinds.items[request->kind].population;
    const ConfigAcceleratorListener *listener =
        listener_on(world, accelerator, request_target(world, request).port);
    if (listener == NULL) return false;
    Choice choice = {.world = world,
                     .listener = listener,
                     .trips = world->config->clients[population].round_trip_by_region_ns,
                     .bits = bits_of(world, request, listener->has_affinity)};
    set_out(world, index, choose(&choice));
    return true;
}

int32_t accelerator_prefers(const SimWorld *world, int32_t population, int32_t accelerator) {
    const ConfigClient *client = &world->config->clients[population];
    Choice choice = {.world = world,
                     .listener = listener_on(world, accelerator, client->port),
                     .trips = client->round_trip_by_region_ns};
    if (choice.listener == NULL) return -1;
    int32_t group;
    for (int pass = 0; pass < 2; pass++)
        for (choice.tried = 0; (group = next_closest(&choice)) >= 0;) {
            bool is_dialled = pass > 0 || world->config->endpoint_groups[group].dial >= 50;
            if (is_dialled && endpoint_group_is_able(world, group)) return group;
        }
    choice.tried = 0;
    return next_closest(&choice);
}

void accelerator_leave(SimWorld *world, int32_t request) {
    world->request_endpoints.items[request] = 0;
}

void accelerator_reuse(SimWorld *world, int32_t index) {
    const Request *request = &world->requests.items[index];
    world->request_endpoints.items[index] =
        world->connection_endpoints.items[request->connection1 - 1];
}

static const ConfigAccelerator *accelerator_of(const SimWorld *world, int32_t endpoint) {
    const Config *config = world->config;
    int32_t listener = config->endpoint_groups[config->endpoints[endpoint].group].listener;
    return &config->accelerators[config->accelerator_listeners[listener].accelerator];
}

SimTime accelerator_round_trip(const SimWorld *world, int32_t endpoint, SimTime direct_ns) {
    const ConfigAccelerator *config = accelerator_of(world, endpoint);
    SimTime edge = config->edge_round_trip_ns;
    if (!SIM_FACT("R53-952", direct_ns > edge)) return direct_ns;
    return edge + (SimTime)(config->backbone_factor * (double)(direct_ns - edge));
}

SimTime accelerator_set_up(const SimWorld *world, int32_t endpoint, SimTime round_trip_ns) {
    SimTime edge = accelerator_of(world, endpoint)->edge_round_trip_ns;
    if (!SIM_FACT("R53-940", true)) return round_trip_ns;
    return edge < round_trip_ns / 2 ? round_trip_ns - edge : edge;
}
