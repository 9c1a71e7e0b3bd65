// Bursts: a chain of two states, calm and burst, each lasting an exponential time, multiplies a
// population's rate. With Poisson arrivals this is a Markov-modulated Poisson process. The chain
// has a stream of its own, so that bursts leave the draws of arrivals alone.
#include "traffic/traffic.h"

#include <math.h>
#include <stdio.h>

#include "base/fact.h"
#include "world/world.h"

static const ConfigBursts *bursts_of(const SimWorld *world, int32_t population) {
    return &world->config->clients[population].arrivals.bursts;
}

double burst_factor(const SimWorld *world, const Config *config, int32_t population) {
    if (!config->has_bursts) return 1;
    if (!SIM_FACT("MODEL-213", world->bursts.items[population].is_on)) return 1;
    return config->clients[population].arrivals.bursts.times;
}

static void schedule_turn(SimWorld *world, int32_t index) {
    Burst *burst = &world->bursts.items[index];
    const ConfigBursts *config = bursts_of(world, index);
    double mean = burst->is_on ? config->burst_ns : config->calm_ns;
    double ns = fmin(random_exponential(&burst->stream) * mean, 1e18);
    world_after(world, (SimTime)ns, EVENT_BURST, (uint32_t)index, 0);
}

void bursts_start(SimWorld *world, int32_t index) {
    if (!world->config->has_bursts) return;
    array_resize(&world->bursts, index + 1);
    if (bursts_of(world, index)->times <= 0) return;
    const ConfigClient *client = &world->config->clients[index];
    char name[256];
    snprintf(name, sizeof name, "bursts/%s", client->stream);
    random_stream_seed(&world->bursts.items[index].stream, world->seed, name);
    schedule_turn(world, index);
}

void burst_turns(SimWorld *world, int32_t index) {
    double before = burst_factor(world, world->config, index);
    Burst *burst = &world->bursts.items[index];
    burst->is_on = !burst->is_on;
    population_rate_changes(world, index, &world->config->clients[index].arrivals, before);
    schedule_turn(world, index);
}
