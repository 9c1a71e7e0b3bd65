// An access-log entry from an attempt, under the rules for `-` and `-1` (elb.md 6.1).
#include "elb/access.h"

#include <strings.h>

#include "base/fact.h"
#include "elb/defect.h"
#include "elb/tls.h"
#include "elb/transform.h"
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

static bool is_dispatched(const Attempt *attempt) {
    return attempt->target >= 0 && attempt->sent >= 0;
}

static void fill_times(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt,
                       bool has_answer) {
    bool is_sent = is_dispatched(attempt);
    entry->time = world->now;
    entry->created = SIM_FACT("ELB-603", true) ? attempt->received : world->now;
    SimTime until = SIM_FACT("ELB-629", true) ? attempt->sent : attempt->received;
    entry->request_processing = is_sent ? until - attempt->received : -1;
    SimTime answered = attempt->state == ATTEMPT_SOCKET
                           ? world->sockets.items[attempt->work_ns].opened
                           : world->now;
    entry->target_processing =
        is_sent && SIM_FACT("ELB-607", has_answer) ? answered - attempt->sent : -1;
    entry->response_processing = SIM_FACT("ELB-628", has_answer) ? 0 : -1;
}

static void fill_parties(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    int32_t population = world->kinds.items[attempt->kind_index].population;
    entry->client_ip = attempt->client_ip;
    entry->client_port = SIM_FACT("ELB-604", true) ? attempt->client_port : 0;
    entry->connection_bits = hash_u64(
        attempt->client_ip, SIM_FACT("ELB-622", true) ? attempt->client_port : attempt->bits);
    // Populations of one stream share the bits of their requests, but no trace.
    entry->trace_bits =
        SIM_FACT("ELB-614", true)
            ? hash_u64(hash_u64(attempt->bits, (uint64_t)population), attempt->attempt_number)
            : 0;
    entry->target_ip = 0;
    entry->target_port = 0;
    if (!is_dispatched(attempt)) return;
    const Target *target = &world->targets.items[attempt->target];
    entry->target_ip = world->instances.items[target->instance].ip;
    entry->target_port = (uint16_t)target->port;
}

static const char *user_agent_of(const ConfigRequest *config) {
    for (int32_t i = 0; i < config->header_count; i++)
        if (SIM_FACT("ELB-611", strcasecmp(config->headers[i].name, "User-Agent") == 0))
            return config->headers[i].value;
    return NULL;
}

// As the attempt asked, which is where a redirect led when the client came by one.
static void fill_request(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    const ConfigClient *client = &world->config->clients[kind->population];
    const ConfigRequest *config = &client->requests[kind->config];
    const Url *url = attempt->url1 != 0 ? &world->urls.items[attempt->url1 - 1] : NULL;
    entry->is_https = attempt->tls != 0;
    entry->protocol = (SimAccessProtocol)(attempt->protocol & ~ATTEMPT_UNREAD);
    entry->tls = attempt->tls != 0 ? (SimTlsVersion)(3 - TLS_MINOR(attempt->tls)) : SIM_TLS_1_3;
    entry->received_bytes = SIM_FACT("ELB-609", true) ? config->request_bytes : 0;
    entry->classification =
        SIM_FACT("ELB-640", config->is_odd) ? desync_class_name(config->desync) : NULL;
    entry->classification_reason = config->desync_reason;
    entry->has_odd_version = SIM_FACT("ELB-644", config->defect == CONFIG_DEFECT_HTTP_VERSION);
    entry->method = config->method;
    entry->user_agent = user_agent_of(config);
    const char *text = world->url_text.items;
    entry->host = url != NULL ? text + url->host : config->host;
    entry->path = url != NULL ? text + url->path : config->path;
    entry->query = url != NULL ? text + url->query : config->query;
    entry->port = url != NULL ? url->port : client->port;
}

static void fill_redirect(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    entry->redirect = (SimAccessUrl){0};
    if (attempt->request1 == 0) return;
    int32_t url1 = world->requests.items[attempt->request1 - 1].next_url1;
    if (url1 == 0 || !SIM_FACT("ELB-618", true)) return;
    const Url *url = &world->urls.items[url1 - 1];
    const char *text = world->url_text.items;
    entry->redirect = (SimAccessUrl){.host = text + url->host,
                                     .path = text + url->path,
                                     .query = text + url->query,
                                     .port = url->port,
                                     .is_https = url->is_https != 0};
}

static void fill_certificate(SimAccessEntry *entry, const Attempt *attempt,
                             const ConfigListener *listener) {
    entry->certificate = NULL;
    entry->is_ecdsa = false;
    if (!SIM_FACT("ELB-615", attempt->tls != 0)) return;
    const ConfigServerCertificate *shown =
        tls_certificate(listener, entry->host, TLS_CERTIFICATE(attempt->tls));
    if (shown == NULL) return;
    bool is_resumed = SIM_FACT("ELB-967", TLS_IS_RESUMED(attempt->tls));
    entry->certificate = is_resumed ? "session-reused" : shown->label;
    entry->is_ecdsa = tls_has_ecdsa(shown);
}

static void fill_rule(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    const Config *config = world->config;
    const Rule *rule = &world->rules.items[attempt->rule];
    const Listener *listener = &world->listeners.items[rule->listener];
    const ConfigBalancer *balancer = &config->balancers[listener->balancer];
    const ConfigListener *listener_config = &balancer->listeners[listener->config];
    const ConfigRule *rule_config = &listener_config->rules[rule->config];
    entry->region = config->regions[balancer->region].name;
    entry->balancer = SIM_FACT("ELB-645", true) ? balancer->full_name : balancer->name;
    entry->target_group =
        attempt->group1 != 0 ? config->target_groups[attempt->group1 - 1].full_name : NULL;
    fill_certificate(entry, attempt, listener_config);
    entry->rule_priority = SIM_FACT("ELB-616", true) ? rule_config->priority : -1;
    entry->action = SIM_FACT("ELB-617", true) ? action_of(&rule_config->action) : SIM_ACCESS_NONE;
    entry->error_reason = NULL;
    if (!SIM_FACT("ELB-470", (attempt->protocol & ATTEMPT_UNREAD) != 0)) return;
    entry->rule_priority = -2;
    entry->action = SIM_ACCESS_NONE;
}

// Nothing is told of a rewrite that changed nothing, and of one that failed only that.
static void fill_transform(SimAccessEntry *entry, const SimWorld *world, const Attempt *attempt) {
    const Url *url = transform_of(world, attempt);
    TransformStatus status = url != NULL ? (TransformStatus)url->outcome : TRANSFORM_NONE;
    const char *text = world->url_text.items;
    bool is_done = SIM_FACT("ELB-164", status == TRANSFORM_SUCCESS);
    entry->is_rewritten = SIM_FACT("ELB-646", is_done);
    entry->transformed_host = is_done && url != NULL && url->host >= 0 ? text + url->host : NULL;
    entry->transformed_uri = is_done && url != NULL && url->path >= 0 ? text + url->path : NULL;
    entry->transform_status = transform_status_name(status);
    if (status > TRANSFORM_SUCCESS) entry->action = SIM_ACCESS_NONE;
}

// All texts follow from the scenario, the rule, the kind of request and the group, except where a
// redirect has led a client: such an entry has no key.
static SimAccessKey key_of(const SimWorld *world, const Attempt *attempt) {
    return (SimAccessKey){.scenario = attempt->url1 == 0 ? sim_scenario_hash(world->scenario) : 0,
                          .rule = attempt->rule,
                          .request = attempt->kind_index,
                          .group = attempt->group1,
                          .variant = attempt->protocol | attempt->tls << 8};
}

// Every member is filled in: to clear the entry first would cost as much as half of that.
void access_tell(SimWorld *world, int32_t index, int32_t elb_status, int32_t target_status,
                 int64_t sent_bytes) {
    if (world->sink == NULL || world->sink->access == NULL) return;
    const Attempt *attempt = &world->attempts.items[index];
    SimAccessEntry entry;
    entry.elb_status = elb_status;
    entry.target_status = target_status;
    entry.sent_bytes = sent_bytes;
    entry.key = key_of(world, attempt);
    fill_times(&entry, world, attempt, target_status != 0);
    fill_parties(&entry, world, attempt);
    fill_request(&entry, world, attempt);
    fill_redirect(&entry, world, attempt);
    fill_rule(&entry, world, attempt);
    fill_transform(&entry, world, attempt);
    world->sink->access(world->sink->context, &entry);
}
