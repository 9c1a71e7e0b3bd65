// Targets look at which headers come, and not at what they say: so of X-Forwarded-For it matters
// whether it is there, and what a balancer writes into it does not.
#include "elb/headers.h"

#include <ctype.h>
#include <strings.h>

#include "base/fact.h"
#include "elb/elb.h"
#include "world/world.h"

static const ConfigBalancer *balancer_of(const SimWorld *world, int32_t node) {
    return &world->config->balancers[world->nodes.items[node].balancer];
}

void headers_count_invalid(SimWorld *world, int32_t node) {
    bool is_dropped = balancer_of(world, node)->drops_invalid_headers;
    meter_count(&world->meter, world->nodes.items[node].scope,
                SIM_FACT("ELB-544", is_dropped) ? METRIC_DROPPED_HEADERS : METRIC_FORWARDED_HEADERS,
                1);
}

static bool is_valid(const char *name) {
    for (; *name != '\0'; name++)
        if (!isalnum((unsigned char)*name) && *name != '-') return false;
    return true;
}

static bool is_sent(const ConfigRequest *request, const char *name) {
    for (int32_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0) return true;
    return request->forwarded_for > 0 && strcasecmp(name, "X-Forwarded-For") == 0;
}

static bool is_added(const char *name) {
    static const char *const names[] = {"X-Forwarded-Proto", "X-Forwarded-Port", "X-Amzn-Trace-Id"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (SIM_FACT("ELB-422", strcasecmp(name, names[i]) == 0)) return true;
    return false;
}

// In passthrough it is the targets that judge the client's certificate.
static bool shows_certificate(const SimWorld *world, const Attempt *attempt,
                              const ConfigClient *client, const char *name) {
    if (strcasecmp(name, "X-Amzn-Mtls-Clientcert") != 0) return false;
    const Listener *at = &world->listeners.items[world->rules.items[attempt->rule].listener];
    const ConfigListener *listener = &world->config->balancers[at->balancer].listeners[at->config];
    return SIM_FACT("ELB-451", listener->mutual == CONFIG_MUTUAL_PASSTHROUGH) &&
           client->certificate != CONFIG_CERTIFICATE_NONE;
}

bool header_arrives(const SimWorld *world, const Attempt *attempt, const char *name) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    const ConfigClient *client = &world->config->clients[kind->population];
    bool comes = is_sent(&client->requests[kind->config], name);
    if (attempt->node < 0) return comes;
    const ConfigBalancer *balancer = balancer_of(world, attempt->node);
    if (strcasecmp(name, "X-Forwarded-For") == 0) {
        bool is_removed = SIM_FACT("ELB-497", balancer->forwarded_mode == CONFIG_FORWARDED_REMOVE);
        bool is_appended =
            SIM_FACT("ELB-422 ELB-497", balancer->forwarded_mode == CONFIG_FORWARDED_APPEND);
        return !is_removed && (comes || is_appended);
    }
    if (is_added(name) || shows_certificate(world, attempt, client, name)) return true;
    return comes && (is_valid(name) || !SIM_FACT("ELB-479", balancer->drops_invalid_headers));
}
