// Caches on the user's side of the resolver, resolvers that overstay, and old addresses.
#include "route53/hold.h"

#include <string.h>

#include "base/fact.h"
#include "engine/hash.h"
#include "world/world.h"

// --- holding
// -------------------------------------------------------------------------------------------------------------------

static const ConfigDnsCache *cache_of(const SimWorld *world, const Request *request) {
    return &world->config->clients[world->kinds.items[request->kind].population].dns_cache;
}

void hold_start(SimWorld *world, int32_t population, int32_t first) {
    if (!world->config->has_dns_holds) return;
    array_resize(&world->held_answers, world->users.count);
    const ConfigDnsCache *cache = &world->config->clients[population].dns_cache;
    for (int32_t user = first; user < world->users.count; user++) {
        RandomStream stream =
            random_mixed(hash_u64(HASH_START, world->seed), DRAW_DNS_HOLD, (uint32_t)user);
        world->held_answers.items[user].is_holder =
            cache->browser_hold_ns > 0 && random_unit(&stream) < cache->browser_share;
    }
}

bool hold_serves(const SimWorld *world, const Request *request) {
    const HeldAnswer *held = &world->held_answers.items[request->user];
    return SIM_FACT("R53-610 R53-708", held->until > world->now) &&
           held->name == request_name(world, request);
}

void hold_keep(SimWorld *world, const Request *request, const CacheEntry *entry) {
    HeldAnswer *held = &world->held_answers.items[request->user];
    if (!held->is_holder || hold_serves(world, request)) return;
    held->until = world->now + cache_of(world, request)->browser_hold_ns;
    held->name = request_name(world, request);
    held->record = entry->record;
    held->zone_mask = entry->zone_mask;
    memcpy(held->addresses, entry->addresses, sizeof held->addresses);
}

const CacheEntry *hold_answer(const SimWorld *world, const Request *request, CacheEntry *scratch) {
    int32_t name = request_name(world, request);
    if (!world->config->has_dns_holds || !hold_serves(world, request))
        return &world->caches
                    .items[cache_index(world, name, resolver_of_user(world, request->user))];
    const HeldAnswer *held = &world->held_answers.items[request->user];
    *scratch = (CacheEntry){.record = held->record, .zone_mask = held->zone_mask};
    memcpy(scratch->addresses, held->addresses, sizeof held->addresses);
    return scratch;
}

// The first so many of a population's resolvers, so that a share of 2 % of 50 is one of them.
SimTime resolver_overstay(const SimWorld *world, int32_t index) {
    int32_t population = world->resolvers.items[index].population;
    const ConfigClient *client = &world->config->clients[population];
    int32_t number = index - world->populations.items[population].first_resolver;
    int32_t staying = (int32_t)(client->dns_cache.overstay_share * client->resolvers + 0.5);
    return SIM_FACT("R53-604", number < staying) ? client->dns_cache.overstay_ns : 0;
}

// --- old addresses
// -------------------------------------------------------------------------------------------------------------

typedef struct Address {
    const SimWorld *world;
    QuerySource source;
    int32_t balancer, number, instance;
} Address;

static bool name_gives(const Address *address, int32_t index);

static bool record_gives(const Address *address, int32_t index) {
    const SimWorld *world = address->world;
    const ConfigRecord *record = &world->config->records[index];
    int32_t alias_name = world->records.items[index].alias_name;
    if (alias_name < 0 && record->balancer < 0) alias_name = world->records.items[index].cname;
    if (alias_name >= 0) return name_gives(address, alias_name);
    // The address of an accelerator is never old, wherever it leads.
    if (SIM_FACT("R53-920", record->accelerator >= 0)) return true;
    if (record->balancer >= 0)
        return record->balancer == address->balancer &&
               (balancer_dns_mask(world, record->balancer) >> address->number & 1) != 0;
    for (int32_t i = 0; i < record->value_count; i++)
        if (address->balancer < 0 && record->values[i] == address->instance) return true;
    return false;
}

// Whether one of the records that the policy may choose now gives the address: with weights and
// multivalue answers there are several. Weight 0 has its turn when no other is left.
static bool choices_give(const Address *address, const Name *name, bool needs_health,
                         bool *has_choice) {
    const SimWorld *world = address->world;
    ConfigPolicy policy = world->config->records[name->first_record].policy;
    bool has_several = policy == CONFIG_POLICY_WEIGHTED || policy == CONFIG_POLICY_MULTIVALUE;
    RecordSet dropped = {{0, 0}};
    RandomStream stream = name->stream;
    int32_t position;
    while ((position = policy_choose(world, name, address->source, &stream, &dropped)) >= 0) {
        int32_t record = world->name_records.items[name->first + position];
        dropped.bits[position / 64] |= UINT64_C(1) << (position % 64);
        if (needs_health && !record_is_healthy(world, record)) continue;
        bool is_last_resort =
            policy == CONFIG_POLICY_WEIGHTED && world->config->records[record].weight == 0;
        if (*has_choice && is_last_resort) continue;
        *has_choice = true;
        if (record_gives(address, record)) return true;
        if (!has_several) return false;
    }
    return false;
}

static bool name_gives(const Address *address, int32_t index) {
    const Name *name = &address->world->names.items[index];
    bool has_choice = false;
    if (name->count == 0) return false;
    if (choices_give(address, name, true, &has_choice)) return true;
    return !has_choice && choices_give(address, name, false, &has_choice);
}

static KnownAddress *known_address(SimWorld *world, int32_t population, const Address *address) {
    int32_t count = (population + 1) * KNOWN_ADDRESSES;
    if (world->known_addresses.count < count) array_resize(&world->known_addresses, count);
    uint32_t slot = (uint32_t)(address->balancer >= 0 ? address->balancer * 3 + address->number
                                                      : address->instance) %
                    KNOWN_ADDRESSES;
    return &world->known_addresses.items[population * KNOWN_ADDRESSES + (int32_t)slot];
}

static bool is_known(const SimWorld *world, const KnownAddress *known, int32_t name,
                     const Address *address) {
    return known->dns_changes == world->dns_changes && known->name == name &&
           known->balancer == address->balancer && known->number == address->number &&
           known->instance == address->instance;
}

// Whether Route 53 would not give the address any more to where the population's users ask.
static bool is_old_for(SimWorld *world, int32_t population, int32_t name, Address *address) {
    KnownAddress *known = known_address(world, population, address);
    if (is_known(world, known, name, address)) return known->is_old != 0;
    int32_t resolver = world->populations.items[population].first_resolver;
    address->source = resolver_source(world, resolver);
    bool is_old = !name_gives(address, name);
    *known = (KnownAddress){.dns_changes = world->dns_changes,
                            .name = name,
                            .balancer = address->balancer,
                            .number = address->number,
                            .instance = address->instance,
                            .is_old = is_old};
    return is_old;
}

void old_answers_count(SimWorld *world, const Request *request, int32_t balancer, int32_t number,
                       int32_t instance) {
    int32_t name = request_name(world, request);
    if (name < 0) return;
    Address address = {
        .world = world, .balancer = balancer, .number = number, .instance = instance};
    int32_t population = world->kinds.items[request->kind].population;
    bool is_old = is_old_for(world, population, name, &address);
    double share = SIM_FACT("R53-615", is_old) ? 100 : 0;
    meter_gauge(&world->meter, world->populations.items[population].scope, METRIC_OLD_ANSWERS,
                share);
    meter_gauge(&world->meter, world->scope_clients, METRIC_OLD_ANSWERS, share);
}
