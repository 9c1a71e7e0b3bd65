// Requests that a node answers before its rules have their causes told in defect.c.
#include "elb/code.h"

#include <stdio.h>
#include <string.h>

#include "elb/barrier.h"
#include "elb/elb.h"
#include "elb/names.h"
#include "world/world.h"

// %s stands for the target, or for its group where none was chosen.
static const char *text_of(CodeCause cause) {
    static const char *const texts[CODE_CAUSES] = {
        [CODE_CLIENT_LEFT] = "the client closed its connection before %s answered",
        [CODE_PROTOCOL_VERSION] = "the request does not fit the protocol version of %s",
        [CODE_TRANSFORM] = "a transform of the rule failed",
        [CODE_REFUSED] = "%s refused the connection",
        [CODE_KEEP_ALIVE] =
            "%s closed a kept connection as the request came: keep-alive below idle timeout",
        [CODE_BROKEN] = "%s broke the connection with the request inside",
        [CODE_NO_HANDSHAKE] = "the TLS handshake with %s failed",
        [CODE_BAD_ANSWER] = "%s sent an answer that is malformed, or whose headers are above 32 K",
        [CODE_CUT_OFF] = "the deregistration delay of %s ran out with the request inside",
        [CODE_NO_TARGET] = "%s has no registered target that this node may use",
        [CODE_NO_CAPACITY] = "the load balancer has no capacity left",
        [CODE_NO_CONNECTION] = "%s gave no connection within 10 s",
        [CODE_HANDSHAKE_LATE] = "%s did not finish the TLS handshake within 10 s",
        [CODE_NO_ANSWER] = "%s gave no answer within the idle timeout",
        [CODE_SHORT_BODY] = "%s sent a body shorter than its Content-Length",
        [CODE_URL_TOO_LONG] = "the Location of the redirect is longer than 8 K",
    };
    return texts[cause];
}

// An instance from 1 up, a group from -1 down.
static int32_t party_of(const Attempt *attempt) {
    return attempt->target >= 0 ? attempt->instance + 1 : -attempt->group1;
}

static const char *party_name(const SimWorld *world, int32_t party) {
    if (party > 0) return world->config->instances[party - 1].name;
    return party < 0 ? world->config->target_groups[-party - 1].name : "the rule";
}

void code_describe(const SimWorld *world, int32_t node, CodeCause cause, char *out,
                   size_t capacity) {
    int32_t party = world->codes_told.items[node * CODE_CAUSES + (int32_t)cause].party;
    const char *text = text_of(cause), *place = strstr(text, "%s");
    if (place == NULL)
        snprintf(out, capacity, "%s", text);
    else
        snprintf(out, capacity, "%.*s%.60s%s", (int)(place - text), text, party_name(world, party),
                 place + 2);
}

void code_tell(SimWorld *world, int32_t index, int32_t status, CodeCause cause) {
    const Attempt *attempt = &world->attempts.items[index];
    Refusal *refusal = &world->codes_told.items[attempt->node * CODE_CAUSES + (int32_t)cause];
    if (!refusal_count(refusal, world->now, status, party_of(attempt))) return;
    char why[320], code[16], behind[160] = "";
    code_describe(world, attempt->node, cause, why, sizeof why);
    if (cause == CODE_NO_CONNECTION || cause == CODE_REFUSED)
        target_barrier_describe(world, attempt->node, attempt->target, false, behind,
                                sizeof behind);
    snprintf(why + strlen(why), sizeof why - strlen(why), "%s", behind);
    snprintf(code, sizeof code, "%d", status);
    int32_t population = world->kinds.items[attempt->kind_index].population;
    world_tell_node(world, attempt->node, "Response", world->config->clients[population].name, code,
                    why);
}
