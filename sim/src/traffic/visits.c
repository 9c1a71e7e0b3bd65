// Visits: a user who has an answer thinks, and asks again; or leaves. In a closed loop nobody
// leaves.
//
// What the next request is follows from the bits of the one before, not from a stream that all
// share: so a visit asks the same things whatever the balancer does, only its times differ.
#include "traffic/traffic.h"

#include "base/fact.h"
#include "world/world.h"

static const ConfigVisits *visits_of(const SimWorld *world, int32_t population) {
    return &world->config->clients[population].visits;
}

static void think(SimWorld *world, int32_t population, int32_t user, RandomStream *draws) {
    uint32_t index = pool_take(&world->thinker_pool);
    if (pool_capacity(&world->thinker_pool) > world->thinkers.count) array_push(&world->thinkers);
    SimTime delay = distribution_draw(&visits_of(world, population)->think, draws);
    world->thinkers.items[index] =
        (Thinker){.bits = random_u64(draws), .user = user, .population = population};
    world_after(world, delay, EVENT_THOUGHT, index, 0);
}

void visits_start(SimWorld *world, int32_t population) {
    const ConfigClient *client = &world->config->clients[population];
    bool is_closed = client->arrivals.kind == CONFIG_ARRIVALS_CLOSED_LOOP;
    if (!SIM_FACT("MODEL-214", is_closed)) return;
    Population *loop = &world->populations.items[population];
    for (int32_t i = 0; i < client->users; i++)
        think(world, population, loop->first_user + i, &loop->requests);
}

void visit_request_ends(SimWorld *world, const Request *request) {
    int32_t population = world->kinds.items[request->kind].population;
    double mean = visits_of(world, population)->requests;
    if (mean <= 0) return;
    RandomStream draws = random_mixed(request->bits, DRAW_VISIT, 0);
    bool has_what_he_wants = random_unit(&draws) < 1 / mean;
    if (SIM_FACT("MODEL-215", has_what_he_wants)) return;
    think(world, population, request->user, &draws);
}

void visit_goes_on(SimWorld *world, int32_t index) {
    Thinker thinker = world->thinkers.items[index];
    pool_give(&world->thinker_pool, (uint32_t)index);
    RandomStream draws = SIM_FACT("MODEL-216", true)
                             ? random_mixed(thinker.bits, DRAW_VISIT, 1)
                             : world->populations.items[thinker.population].requests;
    population_asks(world, thinker.population, &draws, thinker.user);
}
