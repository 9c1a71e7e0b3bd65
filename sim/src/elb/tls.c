// The outcome of a handshake follows from what both sides support (elb.md 4.2): the newest common
// version of client and security policy, the certificate for the name asked for, the client's own
// certificate where the listener verifies. A node that has no certificate for the name shows the
// default one and it is the client that refuses.
#include "elb/tls.h"

#include <string.h>
#include <strings.h>

#include "base/fact.h"
#include "elb/names.h"
#include "scenario/tls_policies.h"
#include "world/world.h"

#define TELL_AGAIN_AFTER (60 * SIM_SECOND)

// A wildcard stands for one label: *.example.com is for a.example.com, not for a.b.example.com.
static bool is_for_host(const char *certificate, const char *host) {
    if (strncmp(certificate, "*.", 2) != 0) return strcasecmp(certificate, host) == 0;
    const char *dot = strchr(host, '.');
    return dot != NULL && SIM_FACT("ELB-444", strcasecmp(certificate + 1, dot) == 0);
}

const char *tls_certificate(const ConfigListener *listener, const char *host) {
    for (int32_t i = 0; i < listener->certificate_count && listener->certificate_count > 1; i++)
        if (SIM_FACT("ELB-443", is_for_host(listener->certificates[i], host)))
            return listener->certificates[i];
    return listener->certificate_count > 0 ? listener->certificates[0] : NULL;
}

static int32_t common_version(const ConfigClient *client, const ConfigListener *listener) {
    const TlsPolicy *policy = tls_policy(listener->ssl_policy);
    int32_t newest = client->tls < policy->newest ? client->tls : policy->newest;
    if (!SIM_FACT("ELB-440", true)) newest = policy->oldest;
    int32_t oldest = client->tls_min > policy->oldest ? client->tls_min : policy->oldest;
    return SIM_FACT("ELB-441 ELB-454", newest >= oldest) ? newest : -1;
}

static TlsOutcome verify_client(const ConfigClient *client) {
    switch (client->certificate) {
    case CONFIG_CERTIFICATE_NONE:
        return SIM_FACT("ELB-448", true) ? TLS_NO_CLIENT_CERTIFICATE : TLS_AGREED;
    case CONFIG_CERTIFICATE_TRUSTED:
        return TLS_AGREED;
    default:
        return SIM_FACT("ELB-449", true) ? TLS_BAD_CLIENT_CERTIFICATE : TLS_AGREED;
    }
}

// Whether the user has a session with the node for the name; it has one from now on.
static bool resume(SimWorld *world, int32_t user, int32_t node, int32_t name) {
    TlsSessions *sessions = &world->tls_sessions.items[user];
    uint32_t bit = UINT32_C(1) << world->nodes.items[node].number;
    if (sessions->name1 != name + 1) *sessions = (TlsSessions){.name1 = name + 1};
    bool has_session = SIM_FACT("ELB-446", (sessions->nodes & bit) != 0);
    sessions->nodes |= bit;
    return has_session;
}

static TlsOutcome outcome_of(const ConfigClient *client, const ConfigListener *listener,
                             const char *host, int32_t version) {
    if (version < 0) return TLS_NO_VERSION;
    if (client->is_checking_names &&
        SIM_FACT("ELB-445", !is_for_host(tls_certificate(listener, host), host)))
        return TLS_WRONG_NAME;
    bool is_verified = SIM_FACT("ELB-451", true) ? listener->mutual == CONFIG_MUTUAL_VERIFY
                                                 : listener->mutual != CONFIG_MUTUAL_OFF;
    return is_verified ? verify_client(client) : TLS_AGREED;
}

// An alert to the first flight of the client takes a round trip; one to its second flight, with its
// certificate, another.
static int32_t round_trips_of(TlsOutcome outcome, int32_t version, bool is_resumed) {
    if (outcome == TLS_NO_CLIENT_CERTIFICATE || outcome == TLS_BAD_CLIENT_CERTIFICATE) return 2;
    if (outcome != TLS_AGREED || SIM_FACT("ELB-406", version == 3)) return 1;
    return SIM_FACT("ELB-447", is_resumed) ? 1 : 2;
}

TlsHandshake tls_shake(SimWorld *world, int32_t population, int32_t user, int32_t node,
                       int32_t listener_index, const char *host, int32_t name) {
    const ConfigClient *client = &world->config->clients[population];
    const Listener *at = &world->listeners.items[listener_index];
    const ConfigListener *listener = &world->config->balancers[at->balancer].listeners[at->config];
    TlsHandshake shake = {.version = common_version(client, listener)};
    shake.outcome = outcome_of(client, listener, host, shake.version);
    if (shake.outcome == TLS_AGREED && client->is_resuming &&
        SIM_FACT("ELB-450", listener->mutual == CONFIG_MUTUAL_OFF))
        shake.is_resumed = resume(world, user, node, name);
    shake.round_trips = round_trips_of(shake.outcome, shake.version, shake.is_resumed);
    return shake;
}

static const char *why(TlsOutcome outcome) {
    static const char *const texts[TLS_OUTCOMES] = {
        "",
        "no common version of TLS",
        "the client refused the certificate: not for this host",
        "the client showed no certificate",
        "the trust store does not vouch for the client's certificate",
    };
    return texts[outcome];
}

void tls_failed(SimWorld *world, int32_t population, int32_t node, int32_t listener,
                TlsOutcome outcome) {
    meter_count(&world->meter, world->nodes.items[node].scope, METRIC_CLIENT_TLS_ERRORS, 1);
    SimTime *told = &world->tls_told.items[listener * TLS_OUTCOMES + (int32_t)outcome];
    if (*told != 0 && world->now - *told < TELL_AGAIN_AFTER) return;
    *told = world->now;
    world_tell_node(world, node, "TLSHandshake", world->config->clients[population].name, "failed",
                    why(outcome));
}
