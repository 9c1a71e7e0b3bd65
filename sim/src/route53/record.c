// Names and their records as a run begins and as they come and go, and caches that are warm.
#include "route53/route53.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "world/world.h"

static const char *name_text(const SimWorld *world, int32_t index) {
    const Name *name = &world->names.items[index];
    if (name->balancer1 != 0) return "";
    return name->any_record >= 0 ? world->config->records[name->any_record].name
                                 : world->config->clients[name->client].host;
}

int32_t name_find(const SimWorld *world, const char *host) {
    for (int32_t i = 0; i < world->names.count; i++)
        if (strcasecmp(name_text(world, i), host) == 0) return i;
    return -1;
}

static int32_t add_name(SimWorld *world, const char *host, int32_t record, int32_t client) {
    Name *added = array_push(&world->names);
    *added = (Name){.first_record = record, .any_record = record, .client = client};
    char stream[300];
    snprintf(stream, sizeof stream, "route53/%s", host);
    random_stream_seed(&added->stream, world->seed, stream);
    return world->names.count - 1;
}

// The own DNS name of a load balancer, which a CNAME may give.
static int32_t name_of_balancer(SimWorld *world, int32_t balancer) {
    for (int32_t i = 0; i < world->names.count; i++)
        if (world->names.items[i].balancer1 == balancer + 1) return i;
    int32_t name = add_name(world, world->config->balancers[balancer].name, -1, -1);
    world->names.items[name].balancer1 = balancer + 1;
    return name;
}

static void add_record(SimWorld *world, int32_t index) {
    const char *host = world->config->records[index].name;
    int32_t name = name_find(world, host);
    if (name < 0) name = add_name(world, host, index, -1);
    Record *record = array_push(&world->records);
    record->name = name;
    record->is_healthy = 1;
    if (world->names.items[name].any_record < 0) world->names.items[name].any_record = index;
}

// The living records of each name side by side, in the order of the file.
static void index_records(SimWorld *world) {
    for (int32_t i = 0; i < world->records.count && world->config->has_cnames; i++)
        if (world->config->records[i].is_cname && world->config->records[i].balancer >= 0)
            name_of_balancer(world, world->config->records[i].balancer);
    for (int32_t i = 0; i < world->names.count; i++) {
        world->names.items[i].count = 0;
        world->names.items[i].first_record = -1;
    }
    for (int32_t i = world->records.count - 1; i >= 0; i--) {
        const ConfigRecord *config = &world->config->records[i];
        Record *record = &world->records.items[i];
        int32_t target = config->target >= 0 ? world->records.items[config->target].name : -1;
        record->alias_name = config->is_cname ? -1 : target;
        record->cname = config->is_cname ? target : -1;
        if (config->is_cname && config->balancer >= 0)
            record->cname = name_of_balancer(world, config->balancer);
        if (config->is_deleted) continue;
        world->names.items[record->name].count++;
        world->names.items[record->name].first_record = i;
    }
    array_resize(&world->name_records, world->records.count);
    int32_t first = 0;
    for (int32_t i = 0; i < world->names.count; i++) {
        world->names.items[i].first = first;
        first += world->names.items[i].count;
        world->names.items[i].count = 0;
    }
    for (int32_t i = 0; i < world->records.count; i++) {
        Name *name = &world->names.items[world->records.items[i].name];
        if (!world->config->records[i].is_deleted)
            world->name_records.items[name->first + name->count++] = i;
    }
}

// What clients ask for and nobody has made a record of yet.
static void add_hosts(SimWorld *world) {
    for (int32_t i = 0; i < world->config->client_count; i++) {
        const char *host = world->config->clients[i].host;
        if (name_find(world, host) < 0) add_name(world, host, -1, i);
    }
}

// --- resolvers
// -----------------------------------------------------------------------------------------------------------------

int32_t cache_index(const SimWorld *world, int32_t name, int32_t resolver) {
    return name * world->resolvers.count + resolver;
}

static void add_resolvers(SimWorld *world, int32_t population) {
    const ConfigClient *client = &world->config->clients[population];
    world->populations.items[population].first_resolver = world->resolvers.count;
    for (int32_t i = 0; i < client->resolvers; i++) {
        Resolver *resolver = array_push(&world->resolvers);
        resolver->population = population;
        char stream[300];
        snprintf(stream, sizeof stream, "resolver/%s/%d", client->name, i);
        random_stream_seed(&resolver->stream, world->seed, stream);
    }
}

// On an ordinary day caches are warm, each somewhere within its TTL.
static void warm(SimWorld *world, int32_t index, int32_t name) {
    CacheEntry *entry = &world->caches.items[cache_index(world, name, index)];
    entry->record = -1;
    bool is_own = world->names.items[name].balancer1 != 0;
    if (world->config->is_cold || (world->names.items[name].first_record < 0 && !is_own)) return;
    Resolver *resolver = &world->resolvers.items[index];
    DnsAnswer answer = route53_answer(world, name, resolver_source(world, index),
                                      &world->names.items[name].stream);
    entry->record = answer.record;
    entry->zone_mask = answer.mask;
    memcpy(entry->addresses, answer.addresses, sizeof entry->addresses);
    entry->ttl_ns = answer.ttl_ns;
    entry->expires = 1 + (SimTime)(random_unit(&resolver->stream) * (double)answer.ttl_ns);
    entry->cname1 = answer.cname1;
    entry->link_record = answer.record;
    entry->link_expires = entry->expires;
}

// Ends of chains first.
static void warm_link(SimWorld *world, int32_t index, int32_t name) {
    CacheEntry *entry = &world->caches.items[cache_index(world, name, index)];
    if (entry->cname1 == 0) return;
    warm_link(world, index, entry->cname1 - 1);
    cache_inherit(world, entry, index);
}

void route53_start(SimWorld *world) {
    for (int32_t i = 0; i < world->config->record_count; i++)
        add_record(world, i);
    add_hosts(world);
    index_records(world);
    for (int32_t i = 0; i < world->records.count; i++)
        world->records.items[i].is_healthy = record_is_healthy(world, i);
    for (int32_t i = 0; i < world->config->client_count; i++)
        add_resolvers(world, i);
    array_resize(&world->caches, world->names.count * world->resolvers.count);
    for (int32_t i = 0; i < world->resolvers.count; i++)
        for (int32_t name = 0; name < world->names.count; name++)
            warm(world, i, name);
    for (int32_t i = 0; i < world->resolvers.count && world->config->has_cnames; i++)
        for (int32_t name = 0; name < world->names.count; name++)
            warm_link(world, i, name);
}

// --- records come and go
// -----------------------------------------------------------------------------------------------------------------

// Hosts that nobody knew before may be known now.
static void find_hosts(SimWorld *world) {
    for (int32_t i = 0; i < world->kinds.count; i++) {
        RequestKind *kind = &world->kinds.items[i];
        const ConfigClient *client = &world->config->clients[kind->population];
        if (kind->name < 0) kind->name = name_find(world, client->requests[kind->config].host);
    }
    for (int32_t i = 0; i < world->urls.count; i++) {
        Url *url = &world->urls.items[i];
        if (url->name < 0) url->name = name_find(world, world->url_text.items + url->host);
    }
}

// Resolvers neither come nor go, so what they remember of a new name stands behind the rest.
void route53_reshape(SimWorld *world) {
    int32_t known = world->caches.count, names = world->names.count;
    for (int32_t i = world->records.count; i < world->config->record_count; i++)
        add_record(world, i);
    index_records(world);
    array_resize(&world->caches, world->names.count * world->resolvers.count);
    for (int32_t i = known; i < world->caches.count; i++)
        world->caches.items[i].record = -1;
    if (world->names.count > names) find_hosts(world);
}
