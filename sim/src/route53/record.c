// Records: which one answers a query.
#include "route53/route53.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fact.h"
#include "route53/health_check.h"
#include "world/world.h"

static const char *name_text(const SimWorld *world, int32_t index) {
    const Name *name = &world->names.items[index];
    return name->any_record >= 0 ? world->config->records[name->any_record].name
                                 : world->config->clients[name->client].host;
}

int32_t name_find(const SimWorld *world, const char *host) {
    for (int32_t i = 0; i < world->names.count; i++)
        if (strcasecmp(name_text(world, i), host) == 0) return i;
    return -1;
}

static bool is_of_name(const SimWorld *world, int32_t record, int32_t name) {
    return world->records.items[record].name == name && !world->config->records[record].is_deleted;
}

static bool is_healthy(const SimWorld *world, int32_t record) {
    return health_check_status(world, world->config->records[record].health_check);
}

static bool is_any_healthy(const SimWorld *world, int32_t name) {
    for (int32_t i = 0; i < world->records.count; i++)
        if (is_of_name(world, i, name) && is_healthy(world, i)) return true;
    return false;
}

// Whether a record takes part: it is healthy, or none of its name is.
static bool takes_part(const SimWorld *world, int32_t record, int32_t name, bool any_healthy) {
    return is_of_name(world, record, name) && (!any_healthy || is_healthy(world, record));
}

static int64_t weight_of_name(const SimWorld *world, int32_t name, bool any_healthy,
                              int32_t *count) {
    int64_t total = 0;
    *count = 0;
    for (int32_t i = 0; i < world->records.count; i++) {
        if (!takes_part(world, i, name, any_healthy)) continue;
        total += world->config->records[i].weight;
        (*count)++;
    }
    return total;
}

// Weight 0 is never chosen, unless all are 0: then all are equally likely (route53.md 2).
static int32_t choose_weighted(const SimWorld *world, int32_t name, RandomStream *stream) {
    int32_t count;
    bool any_healthy = is_any_healthy(world, name);
    int64_t total = weight_of_name(world, name, any_healthy, &count);
    bool has_weights = SIM_FACT("R53-201 R53-202", total > 0);
    int64_t draw = random_below(stream, (uint32_t)(has_weights ? total : count));
    for (int32_t i = 0; i < world->records.count; i++) {
        if (!takes_part(world, i, name, any_healthy)) continue;
        draw -= has_weights ? world->config->records[i].weight : 1;
        if (draw < 0) return i;
    }
    SIM_ASSERT(false);
    return -1;
}

int32_t record_choose(const SimWorld *world, int32_t name, RandomStream *stream) {
    int32_t first = world->names.items[name].first_record;
    if (first < 0) return -1;
    if (world->config->records[first].policy == CONFIG_POLICY_WEIGHTED)
        return choose_weighted(world, name, stream);
    return first;
}

static int32_t add_name(SimWorld *world, const char *host, int32_t record, int32_t client) {
    Name *added = array_push(&world->names);
    *added = (Name){.first_record = record, .any_record = record, .client = client};
    char stream[300];
    snprintf(stream, sizeof stream, "route53/%s", host);
    random_stream_seed(&added->stream, world->seed, stream);
    return world->names.count - 1;
}

static void add_record(SimWorld *world, int32_t index) {
    const char *host = world->config->records[index].name;
    int32_t name = name_find(world, host);
    if (name < 0) name = add_name(world, host, index, -1);
    Record *record = array_push(&world->records);
    record->name = name;
    if (world->names.items[name].any_record < 0) world->names.items[name].any_record = index;
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
    if (world->config->is_cold || world->names.items[name].first_record < 0) return;
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
    add_hosts(world);
    for (int32_t i = 0; i < world->config->client_count; i++)
        add_resolvers(world, i);
    array_resize(&world->caches, world->names.count * world->resolvers.count);
    for (int32_t i = 0; i < world->resolvers.count; i++)
        for (int32_t name = 0; name < world->names.count; name++)
            warm(world, i, name);
}

// --- records come and go
// -----------------------------------------------------------------------------------------------------------------

static void find_first_records(SimWorld *world) {
    for (int32_t i = 0; i < world->names.count; i++)
        world->names.items[i].first_record = -1;
    for (int32_t i = world->records.count - 1; i >= 0; i--)
        if (!world->config->records[i].is_deleted)
            world->names.items[world->records.items[i].name].first_record = i;
}

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
    find_first_records(world);
    array_resize(&world->caches, world->names.count * world->resolvers.count);
    for (int32_t i = known; i < world->caches.count; i++)
        world->caches.items[i].record = -1;
    if (world->names.count > names) find_hosts(world);
}
