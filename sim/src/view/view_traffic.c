// The left of the picture: clients, resolvers, records.
#include <stdio.h>

#include "scenario/keys.h"
#include "view/viewer.h"

// Names of resolvers live as long as the viewer; "isp-" and a number is all they are.
static void name_resolvers(SimViewer *viewer, int32_t count) {
    enum { ROOM = 16 };
    if (viewer->text.count == count * ROOM) return;
    array_resize(&viewer->text, count * ROOM);
    for (int32_t i = 0; i < count; i++)
        snprintf(viewer->text.items + i * ROOM, ROOM, "isp-%d", i + 1);
}

static double burst_of(const SimWorld *world, int32_t population) {
    bool is_on = world->config->has_bursts && world->bursts.items[population].is_on;
    return is_on ? burst_factor(world, world->config, population) : 0;
}

static void view_client(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigClient *config = &world->config->clients[index];
    const Population *population = &world->populations.items[index];
    *array_push(&viewer->clients) = (SimViewClient){
        .name = config->name,
        .city = config->city != NULL ? config->city : config->name,
        .inside = config->inside >= 0 ? world->config->regions[config->inside].name : NULL,
        .host = config->host,
        .is_https = config->is_https,
        .is_http2 = config->is_http2,
        .tls = config->tls,
        .connections = world->config->has_http2 ? population->connections : -1,
        .streams = population->streams,
        .reconnecting = population->reconnecting,
        .users = config->users,
        .is_closed_loop = config->arrivals.kind == CONFIG_ARRIVALS_CLOSED_LOOP,
        .burst = burst_of(world, index),
        .first_resolver = population->first_resolver,
        .resolver_count = config->resolvers,
        .rate = population_rate(world, index, world->now),
        .born_total = population->born,
        .answered_total = population->answered,
        .available_total = population->available,
        .failed_total = population->failed,
        .in_flight = population->in_flight,
    };
}

static bool is_hurt(Link link) {
    return link.added_ns != 0 || link.loss != 0;
}

// The access lies on each way: a region is named only where it is worse than that.
static void view_links(SimViewClient *client, const SimWorld *world, int32_t index) {
    int32_t regions = world->config->region_count;
    Link worst = link_whole(world, index, LINK_TO_EDGE);
    client->hurt_region = is_hurt(worst) ? regions : -1;
    for (int32_t r = 0; r < regions && world->links.count > 0; r++) {
        Link link = link_whole(world, index, r);
        bool is_worse = link.added_ns > worst.added_ns ||
                        (link.added_ns == worst.added_ns && link.loss > worst.loss);
        if (is_worse) client->hurt_region = r, worst = link;
    }
    client->hurt_added = worst.added_ns;
    client->hurt_loss = worst.loss;
}

void view_region_links(SimViewRegion *region, const SimWorld *world, int32_t index) {
    int32_t clients = world->config->client_count;
    region->hurt_clients = 0;
    region->hurt_added = 0;
    region->hurt_loss = 0;
    for (int32_t c = 0; c < clients && world->links.count > 0; c++) {
        Link link = link_whole(world, c, index);
        region->hurt_clients += is_hurt(link);
        if (link.added_ns > region->hurt_added) region->hurt_added = link.added_ns;
        if (link.loss > region->hurt_loss) region->hurt_loss = link.loss;
    }
}

static void view_resolver(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const Resolver *resolver = &world->resolvers.items[index];
    SimViewResolver *out = array_push(&viewer->resolvers);
    *out = (SimViewResolver){
        .client = resolver->population, .name = viewer->text.items + index * 16, .record = -1};
    int32_t name = name_find(world, world->config->clients[resolver->population].host);
    if (name < 0) return;
    const CacheEntry *entry = &world->caches.items[cache_index(world, name, index)];
    out->has_answer = entry->expires > world->now;
    out->ttl = entry->ttl_ns;
    out->left = out->has_answer ? entry->expires - world->now : 0;
    out->record = entry->record;
    out->zone_mask = entry->zone_mask;
    out->is_old = out->has_answer && cache_is_old(world, entry);
}

static void view_record(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigRecord *config = &world->config->records[index];
    *array_push(&viewer->records) = (SimViewRecord){
        .name = config->name,
        .is_deleted = config->is_deleted,
        .set_identifier = config->set_identifier,
        .policy = key_policies[config->policy],
        .detail = config->detail,
        .target = config->target >= 0 ? world->config->records[config->target].name : NULL,
        .is_cname = config->is_cname,
        .value_count = config->value_count,
        .is_judged = config->evaluates_health || config->health_check >= 0,
        .is_healthy = record_is_healthy(world, index),
        .weight = config->weight,
        .balancer = config->balancer,
        .instance = config->instance,
        .accelerator = config->accelerator,
        .ttl = config->ttl_ns,
        .answers_total = world->records.items[index].answers,
        .health_check = config->health_check,
    };
}

void view_traffic(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->clients);
    array_clear(&viewer->resolvers);
    array_clear(&viewer->records);
    name_resolvers(viewer, world->resolvers.count);
    for (int32_t i = 0; i < world->config->client_count; i++)
        view_client(viewer, world, i);
    for (int32_t i = 0; i < world->config->client_count; i++)
        view_links(&viewer->clients.items[i], world, i);
    for (int32_t i = 0; i < world->resolvers.count; i++)
        view_resolver(viewer, world, i);
    for (int32_t i = 0; i < world->config->record_count; i++)
        view_record(viewer, world, i);
}
