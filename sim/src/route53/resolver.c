// Resolvers: caches between the users and Route 53. Only a miss is a query, and one query serves
// all who wait for it, which is why weighted answers come in lumps.
#include "route53/route53.h"

#include <string.h>

#include "base/fact.h"
#include "route53/hold.h"
#include "world/world.h"

// How far Route 53 is from a resolver, there and back (model: 5 to 30 ms).
#define QUERY_TRIP_MIN (5 * SIM_MILLISECOND)
#define QUERY_TRIP_MAX (30 * SIM_MILLISECOND)

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
    if (world->config->has_dns_holds && hold_serves(world, request)) {
        request_resolved(world, index);
        return;
    }
    int32_t cache;
    CacheEntry *entry = entry_of(world, request, &cache);
    if (SIM_FACT("R53-203 R53-601 R53-611 R53-692 R53-707", entry->expires > world->now)) {
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

void resolver_query_arrives(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    int32_t name = cache / world->resolvers.count;
    DnsAnswer answer =
        route53_query(world, name, resolver_source(world, cache % world->resolvers.count));
    entry->next_record = answer.record;
    entry->next_mask = answer.mask;
    memcpy(entry->next_addresses, answer.addresses, sizeof entry->next_addresses);
    entry->next_ttl_ns = answer.ttl_ns;
    world_after(world, entry->trip_ns - entry->trip_ns / 2, EVENT_DNS_ANSWER, (uint32_t)cache, 0);
}

void resolver_answer_arrives(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    entry->is_asking = 0;
    entry->record = entry->next_record;
    entry->zone_mask = entry->next_mask;
    memcpy(entry->addresses, entry->next_addresses, sizeof entry->addresses);
    entry->ttl_ns = entry->next_ttl_ns;
    entry->expires = world->now + entry->ttl_ns;
    if (world->config->has_dns_holds)
        entry->expires += resolver_overstay(world, cache % world->resolvers.count);
    // Those who waited go on with this answer even when its TTL is zero.
    uint32_t waiting1;
    while ((waiting1 = index_list_pop_front(&entry->waiting,
                                            INDEX_LINKS(&world->requests, waiting))) != 0) {
        world->requests.items[waiting1 - 1].state = REQUEST_CONNECTING;
        request_resolved(world, (int32_t)waiting1 - 1);
    }
}

int32_t cache_instance(const SimWorld *world, const CacheEntry *entry, int32_t number) {
    const ConfigRecord *record = &world->config->records[entry->record];
    int32_t address = entry->addresses[number % ANSWER_ADDRESSES];
    return record->policy == CONFIG_POLICY_MULTIVALUE
               ? world->config->records[address].instance
               : record->values[address % record->value_count];
}

// A resolver stands in the city of its users, and says nothing of theirs but its own address.
QuerySource resolver_source(const SimWorld *world, int32_t index) {
    int32_t population = world->resolvers.items[index].population;
    return (QuerySource){.place = world->config->clients[population].place,
                         .address = population_address(world, population, 0)};
}

bool cache_is_old(const SimWorld *world, const CacheEntry *entry) {
    if (entry->record < 0) return false;
    const ConfigRecord *record = &world->config->records[entry->record];
    if (record->is_deleted || !record_is_healthy(world, entry->record)) return true;
    if (record->balancer < 0) return false;
    return entry->zone_mask != balancer_dns_mask(world, record->balancer);
}
