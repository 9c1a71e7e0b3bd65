// A recorded log asks again: the same requests at the same times, from one user an address. Only
// how they are answered follows from this world.
#include "traffic/traffic.h"

#include "base/fact.h"
#include "world/world.h"

static const ConfigReplay *replay_of(const SimWorld *world, int32_t population) {
    return &world->config->clients[population].arrivals.replay;
}

static SimTime due(const ConfigReplay *replay, int32_t entry) {
    double at = (double)replay->entries[entry].at_ns;
    return replay->begin_ns + (SimTime)(SIM_FACT("MODEL-217", true) ? at / replay->speed : 0);
}

static void schedule(SimWorld *world, int32_t population) {
    const ConfigReplay *replay = replay_of(world, population);
    int32_t next = world->replays.items[population];
    if (next < replay->count)
        world_after(world, due(replay, next) - world->now, EVENT_REPLAY, (uint32_t)population, 0);
}

void replay_start(SimWorld *world, int32_t population) {
    if (!world->config->has_replays) return;
    array_resize(&world->replays, population + 1);
    schedule(world, population);
}

void replay_asks(SimWorld *world, int32_t index) {
    const ConfigReplayEntry *entry =
        &replay_of(world, index)->entries[world->replays.items[index]++];
    Population *population = &world->populations.items[index];
    Birth birth = {.bits = random_u64(&population->requests),
                   .work_ns = SIM_FACT("MODEL-218", true) ? entry->work_ns : 0,
                   .kind = population->first_kind + entry->request,
                   .user = population->first_user + entry->user};
    schedule(world, index);
    population_bears(world, index, &birth);
}

static int32_t first_after(const ConfigReplay *replay, SimTime at) {
    int32_t low = 0, high = replay->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (due(replay, middle) < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double replay_rate(const SimWorld *world, int32_t population, SimTime at) {
    const ConfigReplay *replay = replay_of(world, population);
    return first_after(replay, at + SIM_SECOND) - first_after(replay, at);
}
