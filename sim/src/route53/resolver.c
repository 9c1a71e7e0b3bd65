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
    int32_t name = request_name(world, request);
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

// --- chains of CNAMEs
// ----------------------------------------------------------------------------------------------

void cache_inherit(const SimWorld *world, CacheEntry *entry, int32_t resolver) {
    int32_t name = entry->cname1 - 1;
    const CacheEntry *end = &world->caches.items[cache_index(world, name, resolver)];
    bool is_own = world->names.items[name].balancer1 != 0;
    entry->record = is_own ? entry->link_record : end->record;
    entry->zone_mask = end->zone_mask;
    memcpy(entry->addresses, end->addresses, sizeof entry->addresses);
    bool is_link_shorter = entry->link_expires < end->expires;
    if (!is_link_shorter) entry->ttl_ns = end->ttl_ns;
    entry->expires = is_link_shorter ? entry->link_expires : end->expires;
}

static void query(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    entry->is_asking = CACHE_ASKS;
    entry->trip_ns = draw_trip(world, cache);
    world_after(world, entry->trip_ns / 2, EVENT_DNS_QUERY, (uint32_t)cache, 0);
}

static void serve(SimWorld *world, int32_t cache);

// The name that it leads to may be known, may be asked for already, or lead on itself.
static void follow(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    int32_t resolver = cache % world->resolvers.count;
    int32_t next = cache_index(world, entry->cname1 - 1, resolver);
    const CacheEntry *end = &world->caches.items[next];
    entry->is_asking = CACHE_WAITS_FOR_NAME;
    if (end->expires > world->now) {
        cache_inherit(world, entry, resolver);
        serve(world, cache);
    } else if (end->is_asking == CACHE_ASKS_NOBODY) {
        bool is_link_known =
            end->cname1 != 0 && SIM_FACT("R53-254", end->link_expires > world->now);
        if (is_link_known)
            follow(world, next);
        else
            query(world, next);
    }
}

// Those who waited go on with this answer even when its TTL is zero, names that led here too.
static void serve(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    entry->is_asking = CACHE_ASKS_NOBODY;
    uint32_t waiting1;
    while ((waiting1 = index_list_pop_front(&entry->waiting,
                                            INDEX_LINKS(&world->requests, waiting))) != 0) {
        world->requests.items[waiting1 - 1].state = REQUEST_CONNECTING;
        request_resolved(world, (int32_t)waiting1 - 1);
    }
    if (!world->config->has_cnames) return;
    int32_t resolver = cache % world->resolvers.count, name1 = cache / world->resolvers.count + 1;
    for (int32_t i = 0; i < world->names.count; i++) {
        int32_t other = cache_index(world, i, resolver);
        CacheEntry *waiting = &world->caches.items[other];
        if (waiting->is_asking != CACHE_WAITS_FOR_NAME || waiting->cname1 != name1) continue;
        cache_inherit(world, waiting, resolver);
        serve(world, other);
    }
}

// --- asking
// -------------------------------------------------------------------------------------------------------

void resolver_ask(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->state = REQUEST_CONNECTING;
    if (request_name(world, request) < 0) {
        request_attempt_fails(world, index, SIM_CAUSE_NO_ADDRESS, 0);
        return;
    }
    if (world->config->has_dns_holds && hold_serves(world, request)) {
        request_resolved(world, index);
        return;
    }
    int32_t cache;
    CacheEntry *entry = entry_of(world, request, &cache);
    if (SIM_FACT("R53-203 R53-601 R53-611 R53-692 R53-695 R53-707", entry->expires > world->now)) {
        request_resolved(world, index);
        return;
    }
    request->state = REQUEST_RESOLVING;
    request_waits(world, index);
    index_list_push_back(&entry->waiting, INDEX_LINKS(&world->requests, waiting), (uint32_t)index);
    if (SIM_FACT("R53-602", entry->is_asking != CACHE_ASKS_NOBODY)) return;
    if (entry->cname1 != 0 && entry->link_expires > world->now) {
        follow(world, cache);
        return;
    }
    query(world, cache);
    if (world_is_watched(world)) hop_query(world, index, cache, world->now + entry->trip_ns / 2);
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
    entry->next_cname1 = answer.cname1;
    world_after(world, entry->trip_ns - entry->trip_ns / 2, EVENT_DNS_ANSWER, (uint32_t)cache, 0);
}

void resolver_answer_arrives(SimWorld *world, int32_t cache) {
    CacheEntry *entry = &world->caches.items[cache];
    entry->record = entry->next_record;
    entry->zone_mask = entry->next_mask;
    memcpy(entry->addresses, entry->next_addresses, sizeof entry->addresses);
    entry->ttl_ns = entry->next_ttl_ns;
    entry->expires = world->now + entry->ttl_ns;
    if (world->config->has_dns_holds)
        entry->expires += resolver_overstay(world, cache % world->resolvers.count);
    entry->cname1 = entry->next_cname1;
    if (entry->cname1 == 0) {
        serve(world, cache);
        return;
    }
    entry->link_record = entry->record;
    entry->link_expires = entry->expires;
    entry->expires = 0;
    follow(world, cache);
}

int32_t cache_instance(const SimWorld *world, const CacheEntry *entry, int32_t number) {
    const ConfigRecord *record = &world->config->records[entry->record];
    int32_t address = entry->addresses[number % ANSWER_ADDRESSES];
    return record->policy == CONFIG_POLICY_MULTIVALUE
               ? world->config->records[address].instance
               : record->values[address % record->value_count];
}

// A resolver says nothing of its users but its own address, which is one of their block unless
// said, or by EDNS client subnet the first bits of theirs.
QuerySource resolver_source(const SimWorld *world, int32_t index) {
    int32_t population = world->resolvers.items[index].population;
    const ConfigClient *client = &world->config->clients[population];
    QuerySource source = {
        .place = client->place, .address = population_address(world, population, 0), .bits = 32};
    if (client->has_client_subnet) {
        source.bits = client->subnet_bits;
        source.address &= ~UINT32_C(0) << (32 - source.bits);
    } else if (SIM_FACT("R53-249", client->has_resolver_source)) {
        source.address = client->resolver_source.address;
    }
    return source;
}

bool cache_is_old(const SimWorld *world, const CacheEntry *entry) {
    if (entry->record < 0) return false;
    const ConfigRecord *record = &world->config->records[entry->record];
    if (record->is_deleted || !record_is_healthy(world, entry->record)) return true;
    if (entry->cname1 != 0 && !record_is_healthy(world, entry->link_record)) return true;
    if (record->balancer < 0) return false;
    return entry->zone_mask != balancer_dns_mask(world, record->balancer);
}
