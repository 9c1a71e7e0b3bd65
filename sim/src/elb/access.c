// An access-log entry from an attempt, under the rules for `-` and `-1` (elb.md 6.1).
#include "elb/access.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "engine/hash.h"
#include "world/world.h"

static SimAccessAction action_of(const ConfigAction *action) {
    switch (action->kind) {
    case CONFIG_ACTION_REDIRECT:
        return SIM_ACCESS_REDIRECT;
    case CONFIG_ACTION_FIXED_RESPONSE:
        return SIM_ACCESS_FIXED_RESPONSE;
    default:
        return SIM_ACCESS_FORWARD;
    }
}

static void fill_times(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt,
                       bool has_answer) {
    bool is_dispatched = attempt->target >= 0 && attempt->sent >= 0;
    entry->request_processing = is_dispatched ? attempt->sent - attempt->received : -1;
    entry->target_processing = is_dispatched && has_answer ? world->now - attempt->sent : -1;
    entry->response_processing = has_answer ? 0 : -1;
}

static void fill_target(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    if (attempt->target < 0 || attempt->sent < 0) return;
    const Target *target = &world->targets.items[attempt->target];
    entry->target_ip = world->instances.items[target->instance].ip;
    entry->target_port = (uint16_t)world->config->target_groups[target->group].port;
}

static void fill_url(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    Request request = {.kind = attempt->kind_index, .url1 = attempt->url1};
    RequestTarget target = request_target(world, &request);
    const ConfigRequest *config = &world->config->clients[kind->population].requests[kind->config];
    entry->method = config->method;
    entry->host = target.host;
    entry->path = target.path;
    entry->query = target.query;
    entry->port = target.port;
    entry->received_bytes = config->request_bytes;
}

static const char *redirect_url(const SimWorld *world, const Attempt *attempt, char *out,
                                size_t capacity) {
    if (attempt->request1 == 0) return NULL;
    int32_t url1 = world->requests.items[attempt->request1 - 1].next_url1;
    if (url1 == 0) return NULL;
    const Url *url = &world->urls.items[url1 - 1];
    snprintf(out, capacity, "%s://%s:%d%s%s%s", url->is_https ? "https" : "http", url->host,
             url->port, url->path, url->query[0] != '\0' ? "?" : "", url->query);
    return out;
}

// A wildcard stands for one label: *.example.com is for a.example.com, not for a.b.example.com.
static bool is_for_host(const char *certificate, const char *host) {
    if (strncmp(certificate, "*.", 2) != 0) return strcasecmp(certificate, host) == 0;
    const char *dot = strchr(host, '.');
    return dot != NULL && strcasecmp(certificate + 1, dot) == 0;
}

// Chosen by the name the client asked for (SNI); the default, the first, when none is for it
// (elb.md 4.2).
static const char *certificate_of(const ConfigListener *listener, const char *host) {
    for (int32_t i = 0; i < listener->certificate_count; i++)
        if (is_for_host(listener->certificates[i], host)) return listener->certificates[i];
    return listener->certificate_count > 0 ? listener->certificates[0] : NULL;
}

// "app/NAME/ID", for every request: printf would cost more than the rest of the entry.
static void write_name(char *out, size_t capacity, const char *kind, const char *name,
                       const char *id) {
    const char *parts[] = {kind, name, "/", id};
    size_t length = 0;
    for (int i = 0; i < 4; i++) {
        size_t size = strlen(parts[i]), room = capacity - 1 - length;
        if (size > room) size = room;
        memcpy(out + length, parts[i], size);
        length += size;
    }
    out[length] = '\0';
}

void access_tell(SimWorld *world, int32_t index, int32_t elb_status, int32_t target_status,
                 int64_t sent_bytes) {
    if (world->sink == NULL || world->sink->access == NULL) return;
    const Attempt *attempt = &world->attempts.items[index];
    const Rule *rule = &world->rules.items[attempt->rule];
    const Listener *listener = &world->listeners.items[rule->listener];
    const ConfigBalancer *balancer = &world->config->balancers[listener->balancer];
    const ConfigListener *listener_config = &balancer->listeners[listener->config];
    const ConfigAction *action = world_action(world, attempt->rule);
    int32_t population = world->kinds.items[attempt->kind_index].population;
    char name[160], group[160], url[1024];
    write_name(name, sizeof name, "app/", balancer->name, balancer->id16);
    SimAccessEntry entry = {
        .time = world->now,
        .created = attempt->received,
        .region = world->config->regions[balancer->region].name,
        .balancer = name,
        .client_ip = attempt->client_ip,
        .client_port = attempt->client_port,
        .elb_status = elb_status,
        .target_status = target_status,
        .sent_bytes = sent_bytes,
        .is_https = attempt->is_https,
        .rule_priority = listener_config->rules[rule->config].priority,
        .is_tls12 = world->config->clients[population].tls_round_trips == 2,
        // Populations of one stream share the bits of their requests, but no trace.
        .trace_bits =
            hash_u64(hash_u64(attempt->bits, (uint64_t)population), attempt->attempt_number),
        .action = action_of(action),
        .connection_bits = hash_u64(attempt->client_ip, attempt->client_port),
    };
    if (attempt->group1 != 0) {
        const ConfigTargetGroup *config = &world->config->target_groups[attempt->group1 - 1];
        write_name(group, sizeof group, "targetgroup/", config->name, config->id16);
        entry.target_group = group;
    }
    entry.redirect_url = redirect_url(world, attempt, url, sizeof url);
    fill_times(&entry, world, attempt, target_status != 0);
    fill_target(&entry, world, attempt);
    fill_url(&entry, world, attempt);
    if (attempt->is_https) entry.certificate = certificate_of(listener_config, entry.host);
    world->sink->access(world->sink->context, &entry);
}
