// Client populations: where users are, and what they ask of the balancers.
#include "base/fact.h"
#include "scenario/cities.h"
#include "scenario/compile.h"
#include "scenario/keys.h"
#include "scenario/places.h"
#include "scenario/quantity.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/// A name that a command has deleted or will create may be asked for all the same.
static void check_host(Compiler *compiler, const RawClient *raw, const char *host) {
    bool is_known =
        host == NULL || compile_is_planned(compiler, "create_record", "record", host) ||
        (compiler->is_nested && compile_is_planned(compiler, "delete_record", "record", host));
    for (int32_t i = 0; i < compiler->config->record_count && !is_known; i++)
        is_known = compiler->config->records[i].is_deleted &&
                   strcasecmp(compiler->config->records[i].name, host) == 0;
    if (!is_known)
        compile_find(compiler, &compiler->hosts, host, compile_place(raw->node, "host"), "record");
}

// Of letters, digits and hyphens; X_Tenant is not.
static bool is_plain_name(const char *name) {
    for (; *name != '\0'; name++)
        if (!isalnum((unsigned char)*name) && *name != '-') return false;
    return true;
}

static void compile_headers(Compiler *compiler, const RawRequest *raw, ConfigRequest *request) {
    request->headers = raw->headers.items;
    request->header_count = raw->headers.count;
    for (int32_t i = 0; i < request->header_count; i++) {
        request->has_invalid_header |= !is_plain_name(request->headers[i].name);
        if (strcasecmp(request->headers[i].name, "Host") == 0)
            COMPILE_REFUSE(compiler, raw->node, "headers", "Write \"host\" beside the path.",
                           "the header Host says which host is asked for");
    }
}

static void compile_oddities(Compiler *compiler, const RawRequest *raw, const ConfigClient *client,
                             ConfigRequest *request) {
    request->defect = (ConfigDefect)raw->defect;
    request->desync = (ConfigDesyncReason)raw->desync;
    if (raw->desync > 0) request->desync_reason = desync_reasons[raw->desync];
    if (request->is_grpc && !client->is_http2)
        COMPILE_REFUSE(compiler, raw->node, "grpc", "Add \"http2\": true to the clients.",
                       "gRPC needs HTTP/2");
    bool has_method = node_member(raw->node, "method") != NULL;
    if (request->is_grpc && has_method && strcmp(request->method, "POST") != 0)
        COMPILE_REFUSE(compiler, raw->node, "method", "Leave it out.", "gRPC uses POST");
    if (request->is_grpc) request->method = "POST";
    bool is_websocket = request->websocket.mean_ns > 0;
    if (is_websocket) compiler->config->has_websockets = true;
    if (is_websocket && request->is_reconnecting) compiler->config->has_reconnects = true;
    if (!is_websocket && request->is_reconnecting)
        COMPILE_REFUSE(compiler, raw->node, "websocket_reconnect", "Add \"websocket\".",
                       "there is no WebSocket to open anew");
    if (is_websocket && (request->is_grpc || strcmp(request->method, "GET") != 0))
        COMPILE_REFUSE(compiler, raw->node, "websocket", "Use a request of its own.",
                       "a WebSocket begins with a GET");
    request->is_odd = raw->defect > 0 || raw->desync > 0 || request->is_grpc ||
                      request->forwarded_for > 0 || request->has_invalid_header ||
                      strcmp(request->method, "TRACE") == 0;
}

static void compile_requests(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    const RawRequest *requests = raw->requests.items;
    if (client->arrivals.kind == CONFIG_ARRIVALS_REPLAY) return;
    if (node_member(raw->node, "requests") == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"requests\": the mix of requests.",
                       "what do these clients ask for?");
    client->request_count = raw->requests.count;
    client->requests = arena_array(compiler->arena, raw->requests.count, sizeof *client->requests);
    double sum = 0;
    for (int32_t i = 0; i < raw->requests.count; i++) {
        ConfigRequest *request = &client->requests[i];
        *request = requests[i].request;
        sum += request->share;
        compile_headers(compiler, &requests[i], request);
        compile_oddities(compiler, &requests[i], client, request);
        if (request->host == NULL)
            request->host = client->host;
        else
            compile_find(compiler, &compiler->hosts, request->host,
                         compile_place(requests[i].node, "host"), "record");
    }
    if (client->request_count > 0 && !(sum > 0))
        COMPILE_REFUSE(compiler, raw->node, "requests", "Give one request a share above 0.",
                       "all shares are 0");
}

/// Inside a region a balancer is as far as another zone (model); other regions are asked for.
static bool has_inner_round_trips(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    const Config *config = compiler->config;
    if (SIM_FACT("ELB-173", client->inside < 0)) return false;
    client->round_trip_ns = -1;
    client->round_trip_by_region_ns[client->inside] =
        config->regions[client->inside].cross_zone_round_trip_ns;
    if (config->region_count > 1)
        COMPILE_REFUSE(compiler, raw->node, "inside", "Give the clients a \"round_trip\".",
                       "how far are the other regions from these clients?");
    return true;
}

static void compile_round_trips(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    const Config *config = compiler->config;
    bool has_own = node_member(raw->node, "round_trip") != NULL;
    client->round_trip_by_region_ns =
        arena_array(compiler->arena, config->region_count, sizeof *client->round_trip_by_region_ns);
    for (int32_t r = 0; r < config->region_count; r++)
        client->round_trip_by_region_ns[r] = client->round_trip_ns;
    if (SIM_FACT("R53-699", has_own) || has_inner_round_trips(compiler, raw, client)) return;
    client->round_trip_ns = -1;
    if (client->city == NULL) {
        if (!diagnostics_has_below(compiler->diagnostics, raw->node))
            COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"city\" or \"round_trip\".",
                           "where are these clients?");
        return;
    }
    if (!city_is_known(client->city)) {
        char remedy[600], cities[500];
        city_list(cities, sizeof cities);
        snprintf(remedy, sizeof remedy, "Known are %s; or give a \"round_trip\".", cities);
        COMPILE_REFUSE(compiler, raw->node, "city", remedy,
                       "no such city in the table of round trips");
        return;
    }
    for (int32_t r = 0; r < config->region_count; r++) {
        const char *region = config->regions[r].name;
        if (region[0] == 0 ||
            city_round_trip(client->city, region, &client->round_trip_by_region_ns[r]))
            continue;
        COMPILE_REFUSE(compiler, raw->node, "city", "Give the clients a \"round_trip\".",
                       "the table of round trips does not know the region %s", region);
    }
}

static void compile_inside(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    client->inside = compile_find(compiler, &compiler->regions, raw->inside,
                                  compile_place(raw->node, "inside"), "region");
    if (raw->inside != NULL && client->city != NULL)
        COMPILE_REFUSE(compiler, raw->node, "inside", "Leave one of the two out.",
                       "these clients can not be in a city and inside a region");
}

/// Whether a balancer is no good for these clients.
typedef bool (*IsBad)(const ConfigBalancer *balancer, const ConfigClient *client);

/// The first such balancer that answers for `host` can lead to; -1: none. `seen` has a mark for the
/// first record of each name.
static int32_t find_below(const Config *config, const ConfigClient *client, const char *host,
                          IsBad is_bad, bool *seen) {
    for (int32_t i = 0; i < config->record_count; i++) {
        const ConfigRecord *record = &config->records[i];
        int32_t balancer = record->balancer, target = record->target;
        if (record->is_deleted || strcmp(record->name, host) != 0) continue;
        if (balancer >= 0 && is_bad(&config->balancers[balancer], client)) return balancer;
        if (target < 0 || seen[target]) continue;
        seen[target] = true;
        balancer = find_below(config, client, config->records[target].name, is_bad, seen);
        if (balancer >= 0) return balancer;
    }
    return -1;
}

static int32_t find_reached(Compiler *compiler, const ConfigClient *client, IsBad is_bad) {
    if (client->host == NULL) return -1;
    const Config *config = compiler->config;
    bool *seen = arena_array(compiler->arena, config->record_count, sizeof *seen);
    return find_below(config, client, client->host, is_bad, seen);
}

static bool is_out_of_reach(const ConfigBalancer *balancer, const ConfigClient *client) {
    return balancer->is_internal && balancer->region != client->inside;
}

/// A word where clients of the internet ask for an internal balancer.
static void check_reach(Compiler *compiler, const RawClient *raw, const ConfigClient *client) {
    const Config *config = compiler->config;
    int32_t balancer = find_reached(compiler, client, is_out_of_reach);
    if (balancer < 0) return;
    COMPILE_WARN(compiler, raw->node, "host", "Connections will time out.",
                 "the load balancer \"%s\" is internal, and these clients are not inside %s",
                 config->balancers[balancer].name,
                 config->regions[config->balancers[balancer].region].name);
}

/// Addresses to give away in a block: network and broadcast address are not among them.
static int64_t addresses_of(const ConfigBlock *block) {
    int64_t all = (int64_t)(uint32_t)~block->mask + 1;
    return all > 2 ? all - 2 : all;
}

static void compile_source(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    if (raw->source != NULL)
        client->has_source = compile_block(compiler, raw->source,
                                           compile_place(raw->node, "source"), &client->source);
    int64_t room = client->has_source ? addresses_of(&client->source) : INT64_MAX;
    if (client->addresses == 0)
        client->addresses = room < client->users ? (int32_t)room : client->users;
    if (client->addresses > room)
        COMPILE_REFUSE(compiler, raw->node, "addresses", "Give them a larger block.",
                       "the source block has %d addresses", (int)room);
}

/// What Route 53 sees of these clients' addresses.
static void compile_resolver_source(Compiler *compiler, const RawClient *raw,
                                    ConfigClient *client) {
    if (raw->resolver_source != NULL)
        client->has_resolver_source =
            compile_block(compiler, raw->resolver_source,
                          compile_place(raw->node, "resolver_source"), &client->resolver_source);
    if (node_member(raw->node, "client_subnet_bits") != NULL && !client->has_client_subnet)
        COMPILE_REFUSE(compiler, raw->node, "client_subnet_bits",
                       "Add \"edns_client_subnet\": true.",
                       "these resolvers say nothing of their clients");
}

static bool is_listener_created(const Compiler *compiler) {
    const RawStep *steps = compiler->raw->timeline.items;
    for (int32_t i = 0; i < compiler->raw->timeline.count; i++) {
        const Node *kind = node_member(steps[i].node, "do");
        if (kind != NULL && kind->kind == NODE_STRING && strcmp(kind->text, "create_listener") == 0)
            return true;
    }
    return false;
}

static bool is_deaf(const ConfigBalancer *balancer, const ConfigClient *client) {
    for (int32_t k = 0; k < balancer->listener_count; k++)
        if (balancer->listeners[k].port == client->port) return false;
    return true;
}

/// A word where the balancer asked has no listener for these clients: they will be refused.
static void check_port(Compiler *compiler, const RawClient *raw, const ConfigClient *client) {
    const Config *config = compiler->config;
    if (is_listener_created(compiler)) return;
    int32_t balancer = find_reached(compiler, client, is_deaf);
    if (balancer >= 0)
        COMPILE_WARN(compiler, raw->node, "host", "Connections will be refused.",
                     "the load balancer \"%s\" has no listener on port %d",
                     config->balancers[balancer].name, client->port);
}

static void compile_dns_cache(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    ConfigDnsCache *cache = &client->dns_cache;
    *cache = raw->dns_cache.cache;
    bool overstays = cache->overstay_ns > 0 && cache->overstay_share > 0;
    if (overstays || cache->browser_hold_ns > 0) compiler->config->has_dns_holds = true;
    if (overstays && cache->overstay_share * client->resolvers < 0.5)
        COMPILE_WARN(compiler, raw->dns_cache.node, "overstay_share", "Add \"resolvers\".",
                     "of %d resolvers that is none", client->resolvers);
    if (client->resolver_city != NULL && !city_is_known(client->resolver_city))
        COMPILE_REFUSE(compiler, raw->node, "resolver_city", "Name a city of the table.",
                       "no such city in the table of round trips");
    compiler->config->tells_old_answers = compiler->config->has_dns_holds ||
                                          compiler->config->check_count > 0 ||
                                          compiler->config->evaluates_health;
}

/// Where Route 53 sees these clients; a word when a policy asks and nobody knows.
static void compile_client_place(Compiler *compiler, const RawClient *raw, ConfigClient *client) {
    const Config *config = compiler->config;
    client->place = -1;
    if (config->place_count == 0) return;
    const char *name = client->inside >= 0 ? config->regions[client->inside].name : client->city;
    bool is_misplaced =
        client->resolver_city != NULL && SIM_FACT("R53-620", !client->has_client_subnet);
    if (is_misplaced) name = client->resolver_city;
    if (name != NULL) client->place = place_find(config, name);
    if (client->place < 0)
        COMPILE_WARN(compiler, raw->node, "host", "Add a \"city\".",
                     "a policy goes by location, and nobody knows where these clients are");
}

static void compile_client(Compiler *compiler, const RawClient *raw, int32_t index, Names *names) {
    ConfigClient *client = &compiler->config->clients[index];
    *client = raw->client;
    client->is_https = raw->protocol == 1;
    if (client->is_http2) compiler->config->has_http2 = true;
    client->certificate = (ConfigCertificate)raw->certificate;
    compile_dns_cache(compiler, raw, client);
    if (client->is_resuming) compiler->config->has_resumption = true;
    if (client->tls_min > client->tls)
        COMPILE_REFUSE(compiler, raw->node, "tls_min", "",
                       "newer than the newest version, \"tls\"");
    client->retry = raw->retry.retry;
    client->retry.jitter = (ConfigJitter)raw->retry.jitter;
    if (client->port == 0) client->port = client->is_https ? 443 : 80;
    compile_source(compiler, raw, client);
    compile_resolver_source(compiler, raw, client);
    if (client->name == NULL)
        client->name = "";
    else
        compile_add(compiler, names, client->name, index, compile_place(raw->node, "name"),
                    "client population");
    if (client->stream == NULL) client->stream = client->name;
    if (node_member(raw->node, "dns_round_trip") == NULL) client->dns_round_trip_ns = -1;
    if (client->retry.backoff_max_ns < client->retry.backoff_ns)
        COMPILE_REFUSE(compiler, raw->retry.node, "backoff_max", "",
                       "below the backoff that it bounds");
    check_host(compiler, raw, client->host);
    compile_inside(compiler, raw, client);
    compile_client_place(compiler, raw, client);
    check_port(compiler, raw, client);
    check_reach(compiler, raw, client);
    compile_arrivals(compiler, raw, client, index);
    compile_requests(compiler, raw, client);
    compile_round_trips(compiler, raw, client);
}

void compile_clients(Compiler *compiler) {
    const RawClient *raws = compiler->raw->clients.items;
    Config *config = compiler->config;
    Names names;
    names_init(&names, compiler->arena);
    config->client_count = compiler->raw->clients.count;
    config->population_count = config->client_count;
    config->clients = arena_array(compiler->arena, config->client_count + config->check_count,
                                  sizeof *config->clients);
    for (int32_t i = 0; i < config->client_count; i++)
        compile_client(compiler, &raws[i], i, &names);
}
