// What is wrong with a request is known before any rule is tried, so neither a rule nor a target
// shows in its log line. An answer of this kind ends the connection: what comes after a request
// that could not be read may be anything.
#include "elb/defect.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "elb/code.h"
#include "elb/elb.h"
#include "elb/headers.h"
#include "elb/names.h"
#include "world/world.h"

#define FORWARDED_MAX 30

typedef struct Defect {
    int32_t status;
    const char *why;
} Defect;

static const ConfigRequest *request_of(const SimWorld *world, const Attempt *attempt) {
    const RequestKind *kind = &world->kinds.items[attempt->kind_index];
    return &world->config->clients[kind->population].requests[kind->config];
}

static Defect defect_of(const ConfigRequest *request) {
    switch (request->defect) {
    case CONFIG_DEFECT_MALFORMED:
        return (Defect){SIM_FACT("ELB-460", true) ? 400 : 0, "the request is malformed"};
    case CONFIG_DEFECT_HEADER_TOO_LONG:
        return (Defect){SIM_FACT("ELB-461", true) ? 400 : 0, "a header is longer than 16 K"};
    case CONFIG_DEFECT_HEADERS_TOO_LARGE:
        return (Defect){SIM_FACT("ELB-462", true) ? 413 : 0, "the headers are larger than 64 K"};
    case CONFIG_DEFECT_URL_TOO_LONG:
        return (Defect){SIM_FACT("ELB-463", true) ? 414 : 0,
                        "the request line is longer than 16 K"};
    case CONFIG_DEFECT_TRANSFER_ENCODING:
        return (Defect){SIM_FACT("ELB-464", true) ? 501 : 0,
                        "a Transfer-Encoding other than chunked or identity"};
    case CONFIG_DEFECT_HTTP_VERSION:
        return (Defect){SIM_FACT("ELB-465", true) ? 505 : 0, "an unexpected version of HTTP"};
    default:
        break;
    }
    if (SIM_FACT("ELB-466", request->forwarded_for > FORWARDED_MAX))
        return (Defect){463, "more than 30 addresses in X-Forwarded-For"};
    if (SIM_FACT("ELB-467", strcmp(request->method, "TRACE") == 0))
        return (Defect){405, "the method TRACE"};
    return (Defect){0, ""};
}

static const char went_silent[] = "the client sent nothing more within the idle timeout";
static const char left_early[] = "the client left before it had sent all";
static const char mitigated[] = "desync mitigation blocks the request";

const char *defect_why(const SimWorld *world, int32_t kind_index) {
    const RequestKind *kind = &world->kinds.items[kind_index];
    const ConfigRequest *request = &world->config->clients[kind->population].requests[kind->config];
    if (request->defect == CONFIG_DEFECT_NO_DATA)
        return world->defects_told.items[kind_index].status == 408 ? went_silent : left_early;
    Defect defect = defect_of(request);
    return defect.status != 0 ? defect.why : mitigated;
}

typedef enum DesyncClass { COMPLIANT, ACCEPTABLE, AMBIGUOUS, SEVERE } DesyncClass;

static DesyncClass class_of(ConfigDesyncReason reason) {
    if (reason == CONFIG_DESYNC_COMPLIANT) return COMPLIANT;
    if (reason >= CONFIG_DESYNC_FIRST_SEVERE) return SEVERE;
    return reason >= CONFIG_DESYNC_FIRST_AMBIGUOUS ? AMBIGUOUS : ACCEPTABLE;
}

const char *desync_class_name(ConfigDesyncReason reason) {
    static const char *const names[] = {NULL, "Acceptable", "Ambiguous", "Severe"};
    return names[class_of(reason)];
}

static bool is_blocked(DesyncClass class_, ConfigDesyncMode mode) {
    switch (mode) {
    case CONFIG_DESYNC_MONITOR:
        return !SIM_FACT("ELB-471", true) && class_ == SEVERE;
    case CONFIG_DESYNC_DEFENSIVE:
        return SIM_FACT("ELB-472", class_ == SEVERE);
    default:
        return SIM_FACT("ELB-473", class_ != COMPLIANT);
    }
}

bool desync_closes(const SimWorld *world, const ConfigRequest *request, int32_t balancer) {
    return class_of(request->desync) == AMBIGUOUS &&
           world->config->balancers[balancer].desync_mode == CONFIG_DESYNC_DEFENSIVE &&
           SIM_FACT("ELB-474", true);
}

static Defect desync_defect(SimWorld *world, const ConfigRequest *request, int32_t node) {
    DesyncClass class_ = class_of(request->desync);
    if (class_ == COMPLIANT) return (Defect){0, ""};
    const ElbNode *at = &world->nodes.items[node];
    if (SIM_FACT("ELB-478 ELB-543", true)) meter_count(&world->meter, at->scope, METRIC_DESYNC, 1);
    ConfigDesyncMode mode = world->config->balancers[at->balancer].desync_mode;
    return (Defect){is_blocked(class_, mode) ? 400 : 0, mitigated};
}

// Of each kind of request once a minute at most.
static void tell(SimWorld *world, const Attempt *attempt, const Defect *defect) {
    Refusal *refusal = &world->defects_told.items[attempt->kind_index];
    if (!refusal_count(refusal, world->now, defect->status, attempt->node)) return;
    int32_t population = world->kinds.items[attempt->kind_index].population;
    char status[16];
    snprintf(status, sizeof status, "%d", defect->status);
    world_tell_node(world, attempt->node, "Refusal", world->config->clients[population].name,
                    status, defect->why);
}

static void turn_away(SimWorld *world, int32_t index, Defect defect) {
    tell(world, &world->attempts.items[index], &defect);
    respond_unread(world, index, defect.status);
}

// The node has part of the request and waits for more.
static void await_rest(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    int32_t balancer = world->nodes.items[attempt->node].balancer;
    attempt_limit(world, index, world->balancers.items[balancer].idle_timeout_ns);
    attempt_waits(world, index);
}

bool defect_turns_away(SimWorld *world, int32_t index, int32_t listener) {
    Attempt *attempt = &world->attempts.items[index];
    const ConfigRequest *request = request_of(world, attempt);
    const Listener *at = &world->listeners.items[listener];
    // Stands for the listener: respond_unread and the log know that no rule was tried.
    const ConfigListener *config = &world->config->balancers[at->balancer].listeners[at->config];
    attempt->rule = config->rules[config->rule_count - 1].handle;
    if (SIM_FACT("ELB-468", request->defect == CONFIG_DEFECT_NO_DATA)) {
        attempt->protocol |= ATTEMPT_UNREAD;
        await_rest(world, index);
        return true;
    }
    Defect defect = defect_of(request);
    if (defect.status == 0) defect = desync_defect(world, request, attempt->node);
    if (defect.status == 0) {
        if (request->has_invalid_header) headers_count_invalid(world, attempt->node);
        return false;
    }
    turn_away(world, index, defect);
    return true;
}

void defect_times_out(SimWorld *world, int32_t index) {
    turn_away(world, index, (Defect){408, went_silent});
}

void defect_client_gone(SimWorld *world, int32_t index) {
    turn_away(world, index, (Defect){SIM_FACT("ELB-469", true) ? 400 : 408, left_early});
}

// Header and body have parted: the header was all that came.
static void await_body(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    attempt->state = ATTEMPT_SILENT;
    attempt->is_new_connection = 0;
    await_rest(world, index);
}

bool defect_of_response(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    int32_t launch = world->instances.items[attempt->instance].launch;
    switch (world->config->launches[launch].response_defect) {
    case CONFIG_RESPONSE_GOOD:
        return false;
    case CONFIG_RESPONSE_SHORT_BODY:
        if (!SIM_FACT("ELB-477", true)) return false;
        await_body(world, index);
        return true;
    case CONFIG_RESPONSE_MALFORMED:
        if (!SIM_FACT("ELB-475", true)) return false;
        break;
    case CONFIG_RESPONSE_HEADERS_TOO_LARGE:
        if (!SIM_FACT("ELB-476", true)) return false;
        break;
    }
    code_tell(world, index, 502, CODE_BAD_ANSWER);
    respond_elb(world, index, 502);
    return true;
}
