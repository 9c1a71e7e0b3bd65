// Records and client populations: how users find the balancers, and what they ask of them.
#include "base/fact.h"
#include "scenario/cities.h"
#include "scenario/compile.h"
#include "scenario/keys.h"
#include "scenario/quantity.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ALIAS_TTL     (60 * SIM_SECOND)  // fixed by AWS
#define PLAIN_TTL     (300 * SIM_SECOND) // AWS's suggestion to start with
#define RECORDS_A_SET 100                // fixed

/// The first record of the same name; `index` itself when it is the first.
static int32_t compile_host(Compiler *compiler, const ConfigRecord *record, int32_t index) {
    int32_t first = record->name[0] == 0 ? index : names_add(&compiler->hosts, record->name, index);
    return first < 0 ? index : first;
}

static void check_record_keys(Compiler *compiler, const RawRecord *raw) {
    bool is_weighted = raw->policy == CONFIG_POLICY_WEIGHTED;
    if (is_weighted && node_member(raw->node, "weight") == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Add \"weight\": 0 to 255.",
                       "a weighted record needs a weight");
    if (!is_weighted && node_member(raw->node, "weight") != NULL)
        COMPILE_REFUSE(compiler, raw->node, "weight", "Add \"policy\": \"weighted\".",
                       "a simple record has no weight");
    if (!is_weighted && node_member(raw->node, "set_identifier") != NULL)
        COMPILE_REFUSE(compiler, raw->node, "set_identifier", "Add \"policy\": \"weighted\".",
                       "a simple record has no set identifier");
    if (raw->alias != NULL && node_member(raw->node, "ttl") != NULL)
        COMPILE_REFUSE(compiler, raw->node, "ttl", "It is 60s, the load balancer's own.",
                       "the TTL of an alias can not be set");
}

// --- places
// -----------------------------------------------------------------------------------------------------------------

// A running world knows a record by its index; one that was deleted leaves its place behind.
static void take_over_records(Config *config, const Config *previous) {
    if (previous == NULL) return;
    config->record_count = previous->record_count;
    for (int32_t i = 0; i < previous->record_count; i++) {
        config->records[i] = previous->records[i];
        config->records[i].is_deleted = true;
    }
}

static const char *identifier_of(Compiler *compiler, const RawRecord *raw, int32_t position) {
    const char *given = raw->record.set_identifier;
    return given != NULL ? given : arena_format(compiler->arena, "%d", position);
}

static int32_t take_index(Config *config, const Config *previous, const char *name,
                          const char *identifier) {
    for (int32_t i = 0; previous != NULL && i < previous->record_count; i++) {
        const ConfigRecord *old = &previous->records[i];
        if (!old->is_deleted && config->records[i].is_deleted && strcasecmp(old->name, name) == 0 &&
            strcmp(old->set_identifier, identifier) == 0)
            return i;
    }
    return config->record_count++;
}

static void compare_records(Config *config, const Config *previous) {
    if (previous == NULL) return;
    config->shape += config->record_count != previous->record_count;
    for (int32_t i = 0; i < previous->record_count; i++) {
        bool is_gone = config->records[i].is_deleted && !previous->records[i].is_deleted;
        config->has_deleted = config->has_deleted || is_gone;
        config->shape += is_gone;
    }
}

// --- a record
// ---------------------------------------------------------------------------------------------------------------

/// Whether a step of the timeline does this to a thing of this name, given at `key`, or at its
/// member "name".
static bool is_planned(const Compiler *compiler, const char *what, const char *key,
                       const char *name) {
    const RawStep *steps = compiler->raw->timeline.items;
    for (int32_t i = 0; i < compiler->raw->timeline.count; i++) {
        const Node *kind = node_member(steps[i].node, "do"), *at = node_member(steps[i].node, key);
        if (kind == NULL || kind->kind != NODE_STRING || strcmp(kind->text, what) != 0) continue;
        if (at != NULL && at->kind == NODE_OBJECT) at = node_member(at, "name");
        if (at == NULL || at->kind != NODE_STRING) continue;
        size_t length = strlen(name);
        bool is_it = strncasecmp(at->text, name, length) == 0;
        if (is_it && (at->text[length] == '\0' || at->text[length] == '/')) return true;
    }
    return false;
}

// The one of this name that was deleted last.
static int32_t find_deleted_balancer(Compiler *compiler, const char *alias) {
    const Config *config = compiler->config;
    for (int32_t b = config->balancer_count - 1; b >= 0; b--) {
        const ConfigBalancer *balancer = &config->balancers[b];
        if (!balancer->is_deleted) continue;
        if (strcmp(compile_scoped(compiler, balancer->region, balancer->name), alias) == 0)
            return b;
    }
    return -1;
}

// An alias outlives the balancer that it stands for.
static int32_t compile_alias(Compiler *compiler, const RawRecord *raw) {
    if (names_find(&compiler->balancers, raw->alias) < 0) {
        int32_t deleted = find_deleted_balancer(compiler, raw->alias);
        bool is_left_over = compiler->is_nested && is_planned(compiler, "delete_load_balancer",
                                                              "load_balancer", raw->alias);
        if (deleted >= 0 || is_left_over) return deleted;
    }
    return compile_find(compiler, &compiler->balancers, raw->alias,
                        compile_place(raw->node, "alias"), "load balancer");
}

static void compile_record(Compiler *compiler, const RawRecord *raw, int32_t index,
                           const char *identifier) {
    ConfigRecord *record = &compiler->config->records[index];
    *record = raw->record;
    if (record->name == NULL) record->name = "";
    record->set_identifier = identifier;
    record->policy = (ConfigPolicy)raw->policy;
    record->balancer = record->instance = -1;
    if (raw->alias != NULL)
        record->balancer = compile_alias(compiler, raw);
    else
        record->instance = compile_find(compiler, &compiler->instances, raw->value,
                                        compile_place(raw->node, "value"), "instance");
    bool is_alias = SIM_FACT("R53-301 R53-302", raw->alias != NULL);
    if (is_alias)
        record->ttl_ns = ALIAS_TTL;
    else if (node_member(raw->node, "ttl") == NULL)
        record->ttl_ns = PLAIN_TTL;
    record->health_check = compile_find(compiler, &compiler->checks, raw->health_check,
                                        compile_place(raw->node, "health_check"), "health check");
    check_record_keys(compiler, raw);
}

/// What the records of one name must agree upon; this one is that of `position` among them.
static void check_record_set(Compiler *compiler, const RawRecord *raw, int32_t index, int32_t first,
                             int32_t position, Names *identifiers) {
    ConfigRecord *records = compiler->config->records, *record = &records[index];
    const char *key = arena_format(compiler->arena, "%s %s", record->name, record->set_identifier);
    bool is_weighted = record->policy == CONFIG_POLICY_WEIGHTED;
    if (names_add(identifiers, key, index) >= 0 && is_weighted)
        COMPILE_REFUSE(compiler, raw->node, "set_identifier",
                       "Set identifiers tell records of one name apart.",
                       "another record of this name has the set identifier \"%s\"",
                       record->set_identifier);
    if (first == index) return;
    if (records[first].policy != record->policy)
        COMPILE_REFUSE(compiler, raw->node, "policy", "Use one policy.",
                       "records of one name can not mix policies");
    else if (!is_weighted)
        COMPILE_REFUSE(compiler, raw->node, "name",
                       "Several records of one name need a policy such as weighted.",
                       "there is a simple record of this name already");
    if (position == RECORDS_A_SET + 1)
        COMPILE_REFUSE(compiler, raw->node, "name", "This quota is fixed.",
                       "more than %d records of one name", RECORDS_A_SET);
}

void compile_records(Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.records;
    const RawRecord *raws = list->items;
    Config *config = compiler->config;
    Names identifiers;
    names_init(&identifiers, compiler->arena);
    int32_t count =
        list->count + (compiler->previous == NULL ? 0 : compiler->previous->record_count);
    config->records = arena_array(compiler->arena, count, sizeof *config->records);
    take_over_records(config, compiler->previous);
    int32_t *siblings = arena_array(compiler->arena, count, sizeof *siblings);
    Names positions;
    names_init(&positions, compiler->arena);
    for (int32_t i = 0; i < list->count; i++) {
        const char *name = raws[i].record.name == NULL ? "" : raws[i].record.name;
        int32_t earlier = name[0] == 0 ? -1 : names_add(&positions, name, i);
        int32_t *position = &siblings[earlier < 0 ? i : earlier];
        const char *identifier = identifier_of(compiler, &raws[i], ++*position);
        int32_t index = take_index(config, compiler->previous, name, identifier);
        compile_record(compiler, &raws[i], index, identifier);
        int32_t first = compile_host(compiler, &config->records[index], index);
        check_record_set(compiler, &raws[i], index, first, *position, &identifiers);
    }
    compare_records(config, compiler->previous);
}

/// A name that a command has deleted or will create may be asked for all the same.
static void check_host(Compiler *compiler, const RawClient *raw, const char *host) {
    bool is_known = host == NULL || is_planned(compiler, "create_record", "record", host) ||
                    (compiler->is_nested && is_planned(compiler, "delete_record", "record", host));
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
    if (has_own || has_inner_round_trips(compiler, raw, client)) return;
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

/// A word where clients of the internet ask for an internal balancer.
static void check_reach(Compiler *compiler, const RawClient *raw, const ConfigClient *client) {
    const Config *config = compiler->config;
    for (int32_t i = 0; i < config->record_count && client->host != NULL; i++) {
        const ConfigRecord *record = &config->records[i];
        if (record->is_deleted || record->balancer < 0 || strcmp(record->name, client->host) != 0)
            continue;
        const ConfigBalancer *balancer = &config->balancers[record->balancer];
        if (!balancer->is_internal || balancer->region == client->inside) continue;
        COMPILE_WARN(compiler, raw->node, "host", "Connections will time out.",
                     "the load balancer \"%s\" is internal, and these clients are not inside %s",
                     balancer->name, config->regions[balancer->region].name);
        return;
    }
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

static bool is_listener_created(const Compiler *compiler) {
    const RawStep *steps = compiler->raw->timeline.items;
    for (int32_t i = 0; i < compiler->raw->timeline.count; i++) {
        const Node *kind = node_member(steps[i].node, "do");
        if (kind != NULL && kind->kind == NODE_STRING && strcmp(kind->text, "create_listener") == 0)
            return true;
    }
    return false;
}

/// A word where the balancer asked has no listener for these clients: they will be refused.
static void check_port(Compiler *compiler, const RawClient *raw, const ConfigClient *client) {
    const Config *config = compiler->config;
    for (int32_t i = 0; i < config->record_count && client->host != NULL; i++) {
        const ConfigRecord *record = &config->records[i];
        if (record->is_deleted || record->balancer < 0 || strcmp(record->name, client->host) != 0)
            continue;
        const ConfigBalancer *balancer = &config->balancers[record->balancer];
        bool is_served = false;
        for (int32_t k = 0; k < balancer->listener_count; k++)
            is_served = is_served || balancer->listeners[k].port == client->port;
        if (is_served || is_listener_created(compiler)) continue;
        COMPILE_WARN(compiler, raw->node, "host", "Connections will be refused.",
                     "the load balancer \"%s\" has no listener on port %d", balancer->name,
                     client->port);
        return;
    }
}

static void compile_client(Compiler *compiler, const RawClient *raw, int32_t index, Names *names) {
    ConfigClient *client = &compiler->config->clients[index];
    *client = raw->client;
    client->is_https = raw->protocol == 1;
    if (client->is_http2) compiler->config->has_http2 = true;
    client->certificate = (ConfigCertificate)raw->certificate;
    if (client->is_resuming) compiler->config->has_resumption = true;
    if (client->tls_min > client->tls)
        COMPILE_REFUSE(compiler, raw->node, "tls_min", "",
                       "newer than the newest version, \"tls\"");
    client->retry = raw->retry.retry;
    client->retry.jitter = (ConfigJitter)raw->retry.jitter;
    if (client->port == 0) client->port = client->is_https ? 443 : 80;
    compile_source(compiler, raw, client);
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
    check_port(compiler, raw, client);
    check_reach(compiler, raw, client);
    compile_arrivals(compiler, raw, client);
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
