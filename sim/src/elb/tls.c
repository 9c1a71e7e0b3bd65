// The outcome of a handshake follows from what both sides support (elb.md 4.2): the newest common
// version of client and security policy, the certificate for the name asked for, the client's own
// certificate where the listener verifies. Of several certificates for the name the node shows the
// best that the client can use; one that has none shows the default one, and it is the client that
// refuses.
#include "elb/tls.h"

#include <string.h>
#include <strings.h>

#include "base/fact.h"
#include "elb/names.h"
#include "scenario/tls_policies.h"
#include "world/world.h"

// A wildcard stands for one label: *.example.com is for a.example.com, not for a.b.example.com.
static bool is_for_host(const char *certificate, const char *host) {
    if (strncmp(certificate, "*.", 2) != 0) return strcasecmp(certificate, host) == 0;
    const char *dot = strchr(host, '.');
    return dot != NULL && SIM_FACT("ELB-444", strcasecmp(certificate + 1, dot) == 0);
}

static bool is_ecdsa(const ConfigServerCertificate *certificate) {
    return certificate->key_algorithm >= CONFIG_EC_256;
}

static bool has_expired(const ConfigServerCertificate *certificate, SimTime now) {
    return certificate->expires_ns > 0 && certificate->expires_ns <= now;
}

static int32_t bits_of(const ConfigServerCertificate *certificate) {
    static const int32_t bits[] = {2048, 1024, 3072, 4096, 256, 384, 521};
    return bits[certificate->key_algorithm];
}

static int32_t hash_of(const ConfigServerCertificate *certificate) {
    static const int32_t bits[] = {256, 1, 384, 512};
    return bits[certificate->signature];
}

// What is the same for both leaves the choice to the next quality, at last to the list's order.
static bool is_better(const ConfigServerCertificate *a, const ConfigServerCertificate *b,
                      SimTime now) {
    if (is_ecdsa(a) != is_ecdsa(b)) return SIM_FACT("ELB-455", is_ecdsa(a));
    if (has_expired(a, now) != has_expired(b, now)) return SIM_FACT("ELB-455", has_expired(b, now));
    if (hash_of(a) != hash_of(b)) return SIM_FACT("ELB-455", hash_of(a) > hash_of(b));
    if (bits_of(a) != bits_of(b)) return SIM_FACT("ELB-455", bits_of(a) > bits_of(b));
    return a->validity_ns != b->validity_ns && SIM_FACT("ELB-455", a->validity_ns > b->validity_ns);
}

static bool can_use(const ConfigClient *client, const ConfigServerCertificate *certificate) {
    return client->knows_ecdsa || !SIM_FACT("ELB-494", is_ecdsa(certificate));
}

static bool is_for(const ConfigServerCertificate *certificate, const char *host) {
    return SIM_FACT("ELB-443", is_for_host(certificate->name, host));
}

// How the manyth of those for the host: the best that the client can use; 0 when none is.
static int32_t choose_certificate(const ConfigClient *client, const ConfigListener *listener,
                                  const char *host, SimTime now) {
    const ConfigServerCertificate *best = NULL;
    int32_t chosen = 0, number = 0;
    for (int32_t i = 0; i < listener->certificate_count && number < TLS_CERTIFICATES_MAX; i++) {
        const ConfigServerCertificate *one = &listener->certificates[i];
        if (!is_for(one, host)) continue;
        number++;
        if (!can_use(client, one) || (best != NULL && !is_better(one, best, now))) continue;
        best = one;
        chosen = number;
    }
    return chosen;
}

bool tls_has_ecdsa(const ConfigServerCertificate *certificate) {
    return is_ecdsa(certificate);
}

const ConfigServerCertificate *tls_certificate(const ConfigListener *listener, const char *host,
                                               int32_t chosen) {
    if (listener->certificate_count == 1) return listener->certificates;
    for (int32_t i = 0; i < listener->certificate_count && chosen > 0; i++)
        if (is_for(&listener->certificates[i], host) && --chosen == 0)
            return &listener->certificates[i];
    return listener->certificate_count > 0 ? listener->certificates : NULL;
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

static TlsOutcome judge(const ConfigClient *client, const ConfigServerCertificate *shown,
                        const char *host, SimTime now) {
    if (!can_use(client, shown)) return TLS_NO_ECDSA;
    if (!client->is_checking_names) return TLS_AGREED;
    if (SIM_FACT("ELB-445", !is_for_host(shown->name, host))) return TLS_WRONG_NAME;
    return SIM_FACT("ELB-495", has_expired(shown, now)) ? TLS_EXPIRED : TLS_AGREED;
}

static TlsOutcome outcome_of(const ConfigClient *client, const ConfigListener *listener,
                             const ConfigServerCertificate *shown, const char *host, SimTime now) {
    TlsOutcome judged = judge(client, shown, host, now);
    if (judged != TLS_AGREED) return judged;
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
    shake.certificate = choose_certificate(client, listener, host, world->now);
    shake.outcome =
        shake.version < 0
            ? TLS_NO_VERSION
            : outcome_of(client, listener, tls_certificate(listener, host, shake.certificate), host,
                         world->now);
    if (shake.outcome == TLS_AGREED && client->is_resuming &&
        SIM_FACT("ELB-450", listener->mutual == CONFIG_MUTUAL_OFF))
        shake.is_resumed = resume(world, user, node, name);
    shake.round_trips = round_trips_of(shake.outcome, shake.version, shake.is_resumed);
    return shake;
}

const char *tls_why(TlsOutcome outcome) {
    static const char *const texts[TLS_OUTCOMES] = {
        "",
        "no common version of TLS",
        "the client refused the certificate: not for this host",
        "the client refused the certificate: it has expired",
        "the client knows RSA alone, and the certificate's key is ECDSA",
        "the client showed no certificate",
        "the trust store does not vouch for the client's certificate",
    };
    return texts[outcome];
}

void tls_failed(SimWorld *world, int32_t population, int32_t node, int32_t listener,
                TlsOutcome outcome) {
    meter_count(&world->meter, world->nodes.items[node].scope, METRIC_CLIENT_TLS_ERRORS, 1);
    Refusal *refusal = &world->tls_told.items[listener * TLS_OUTCOMES + (int32_t)outcome];
    if (!refusal_count(refusal, world->now, 0, node)) return;
    world_tell_node(world, node, "TLSHandshake", world->config->clients[population].name, "failed",
                    tls_why(outcome));
}
