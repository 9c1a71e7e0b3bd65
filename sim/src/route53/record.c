// Records: which one answers a query.
#include "route53/route53.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fact.h"
#include "world/world.h"

int32_t name_find(const SimWorld *world, const char *host) {
    for (int32_t i = 0; i < world->names.count; i++)
        if (strcasecmp(world->config->records[world->names.items[i].first_record].name, host) == 0)
            return i;
    return -1;
}

static int64_t weight_of_name(const SimWorld *world, int32_t name, int32_t *count) {
    int64_t total = 0;
    *count = 0;
    for (int32_t i = 0; i < world->records.count; i++) {
        if (world->records.items[i].name != name) continue;
        total += world->config->records[i].weight;
        (*count)++;
    }
    return total;
}

// Weight 0 is never chosen, unless all are 0: then all are equally likely (route53.md 2).
static int32_t choose_weighted(const SimWorld *world, int32_t name, RandomStream *stream) {
    int32_t count;
    int64_t total = weight_of_name(world, name, &count);
    bool has_weights = SIM_FACT("R53-201 R53-202", total > 0);
    int64_t draw = random_below(stream, (uint32_t)(has_weights ? total : count));
    for (int32_t i = 0; i < world->records.count; i++) {
        if (world->records.items[i].name != name) continue;
        draw -= has_weights ? world->config->records[i].weight : 1;
        if (draw < 0) return i;
    }
    SIM_ASSERT(false);
    return -1;
}

int32_t record_choose(const SimWorld *world, int32_t name, RandomStream *stream) {
    int32_t first = world->names.items[name].first_record;
    if (world->config->records[first].policy == CONFIG_POLICY_WEIGHTED)
        return choose_weighted(world, name, stream);
    return first;
}

static void add_record(SimWorld *world, int32_t index) {
    const char *host = world->config->records[index].name;
    int32_t name = name_find(world, host);
    if (name < 0) {
        name = world->names.count;
        Name *added = array_push(&world->names);
        added->first_record = index;
        char stream[300];
        snprintf(stream, sizeof stream, "route53/%s", host);
        random_stream_seed(&added->stream, world->seed, stream);
    }
    Record *record = array_push(&world->records);
    record->name = name;
}

static void warm(SimWorld *world, int32_t resolver, int32_t name);

static void add_resolvers(SimWorld *world, int32_t population) {
    const ConfigClient *client = &world->config->clients[population];
    for (int32_t i = 0; i < client->resolvers; i++) {
        Resolver *resolver = array_push(&world->resolvers);
        resolver->population = population;
        char stream[300];
        snprintf(stream, sizeof stream, "resolver/%s/%d", client->name, i);
        random_stream_seed(&resolver->stream, world->seed, stream);
        array_resize(&world->caches, world->caches.count + world->names.count);
        for (int32_t name = 0; name < world->names.count; name++)
            warm(world, world->resolvers.count - 1, name);
    }
}

// On an ordinary day caches are warm, each somewhere within its TTL.
static void warm(SimWorld *world, int32_t index, int32_t name) {
    CacheEntry *entry = &world->caches.items[index * world->names.count + name];
    entry->record = -1;
    if (world->config->is_cold) return;
    Resolver *resolver = &world->resolvers.items[index];
    entry->record = record_choose(world, name, &world->names.items[name].stream);
    const ConfigRecord *record = &world->config->records[entry->record];
    entry->ttl_ns = record->ttl_ns;
    entry->expires = 1 + (SimTime)(random_unit(&resolver->stream) * (double)record->ttl_ns);
    if (record->balancer >= 0) entry->zone_mask = balancer_dns_mask(world, record->balancer);
}

void route53_start(SimWorld *world) {
    for (int32_t i = 0; i < world->config->record_count; i++)
        add_record(world, i);
    int32_t user_resolvers = 0;
    for (int32_t i = 0; i < world->config->client_count; i++) {
        world->populations.items[i].first_resolver = user_resolvers;
        user_resolvers += world->config->clients[i].resolvers;
        add_resolvers(world, i);
    }
}
