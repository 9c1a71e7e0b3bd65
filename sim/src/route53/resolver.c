// Resolvers: caches between the users and Route 53. Only a miss is a query, and one query serves
// all who wait for it, which is why weighted answers come in lumps.
#include "route53/route53.h"

#include "base/fact.h"
#include "world/world.h"

// How far Route 53 is from a resolver, there and back (model: 5 to 30 ms).
#define QUERY_TRIP_MIN (5 * SIM_MILLISECOND)
#define QUERY_TRIP_MAX (30 * SIM_MILLISECOND)
#define NEGATIVE_TTL   (900 * SIM_SECOND) // of the SOA record that Route 53 makes

int32_t resolver_of_user(const SimWorld *world, int32_t user) {
    int32_t index = 0;
    while (index + 1 < world->populations.count &&
           world->populations.items[index + 1].first_user <= user)
        index++;
    const Population *population = &world->populations.items[index];
    return population->first_resolver +
           (user - population->first_user) % world->config->clients[index].resolvers;
}

static CacheEntry *entry_of(SimWorld *world, const Request *request, int32_t *index) {
    int32_t name = request_target(world, request).name;
    *index = cache_index(world, name, resolver_of_user(world, request->user));
    return &world->caches.items[*index];
}

static SimTime draw_trip(SimWorld *world, int32_t cache) {
    Resolver *resolver = &world->resolvers.items[cache % world->resolvers.count];
    SimTime fixed = world->config->clients[resolver->population].dns_round_trip_ns;
    if (fixed >= 0) return fixed;
    return QUERY_TRIP_MIN +
           (SimTime)(random_unit(&resolver->stream) * (double)(QUERY_TRIP_MAX - QUERY_TRIP_MIN));
}

static void hop_query(SimWorld *world, int32_t request, int32_t cache, SimTime arrives) {
    SimPlace resolver = {SIM_PLACE_RESOLVER, cache % world->resolvers.count};
    world_hop(world, request, SIM_HOP_TRAVEL, resolver, (SimPlace){SIM_PLACE_ROUTE53, -1}, arrives,
              0);
}

void resolver_ask(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->state = REQUEST_CONNECTING;
    if (request_target(world, request).name < 0) {
        request_attempt_fails(world, index, SIM_CAUSE_NO_ADDRESS, 0);
        return;
    }
    int32_t cache;
    CacheEntry *entry = entry_of(world, request, &cache);
    if (SIM_FACT("R53-203 R53-601 R53-692", entry->expires > world->now)) {
        request_resolved(world, index);
        return;
    }
    request->state = REQUEST_RESOLVING;
    index_list_push_back(&entry->waiting, INDEX_LINKS(&world->requests, waiting), (uint32_t)index);
    if (SIM_FACT("R53-602", entry->is_asking)) return;
    entry->is_asking = 1;
    SimTime trip = draw_trip(world, cache);
    entry->trip_ns = trip;
    world_after(world, trip / 2, EVENT_DNS_QUERY, (uint32_t)cache, 0);
    if (world_is_watched(world)) hop_query(world, index, cache, world->now + trip / 2);
}

void resolver_forget(SimWorld *world, int32_t index) {
    int32_t cache;
    CacheEntry *entry = entry_of(world, &world->requests.items[index], &cache);
    index_list_remove(&entry->waiting, INDEX_LINKS(&world->requests, waiting), (uint32_t)index);
}

// An alias of a balancer that was deleted has nothing to answer with.
static void prepare_answer(SimWorld *world, CacheEntry *entry) {
    int32_t balancer = world->config->records[entry->next_record].balancer;
    world->records.items[entry->next_record].answers++;
    entry->next_mask = balancer >= 0 ? balancer_dns_mask(world, balancer) : 0;
    if (SIM_FACT("ELB-197", balancer >= 0 && world->config->balancers[balancer].is_deleted))
        entry->next_record = -1;
}

void resolver_query_arrives(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    int32_t name = cache / world->resolvers.count;
    entry->next_record = record_choose(world, name, &world->names.items[name].stream);
    if (entry->next_record >= 0) prepare_answer(world, entry);
    meter_count(&world->meter, world->scope_hosted_zone, METRIC_DNS_QUERIES, 1);
    world_after(world, entry->trip_ns - entry->trip_ns / 2, EVENT_DNS_ANSWER, (uint32_t)cache, 0);
}

void resolver_answer_arrives(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    entry->is_asking = 0;
    entry->record = entry->next_record;
    entry->zone_mask = entry->next_mask;
    if (entry->record >= 0)
        entry->ttl_ns = world->config->records[entry->record].ttl_ns;
    else
        entry->ttl_ns = SIM_FACT("R53-690", true) ? NEGATIVE_TTL : 0;
    entry->expires = world->now + entry->ttl_ns;
    // Those who waited go on with this answer even when its TTL is zero.
    uint32_t waiting1;
    while ((waiting1 = index_list_pop_front(&entry->waiting,
                                            INDEX_LINKS(&world->requests, waiting))) != 0) {
        world->requests.items[waiting1 - 1].state = REQUEST_CONNECTING;
        request_resolved(world, (int32_t)waiting1 - 1);
    }
}

bool cache_is_old(const SimWorld *world, const CacheEntry *entry) {
    if (entry->record < 0) return false;
    const ConfigRecord *record = &world->config->records[entry->record];
    if (record->is_deleted) return true;
    if (record->balancer < 0) return false;
    return entry->zone_mask != balancer_dns_mask(world, record->balancer);
}
