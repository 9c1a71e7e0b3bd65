// Requests that a node answers before its rules have their causes told in defect.c.
#include "elb/code.h"

#include <stdio.h>
#include <string.h>

#include "elb/elb.h"
#include "elb/names.h"
#include "world/world.h"

#define TELL_AGAIN_AFTER (60 * SIM_SECOND)

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

static const char *party_of(const SimWorld *world, const Attempt *attempt) {
    if (attempt->target >= 0) return world->config->instances[attempt->instance].name;
    if (attempt->group1 == 0) return "the rule";
    return world->config->target_groups[attempt->group1 - 1].name;
}

void code_tell(SimWorld *world, int32_t index, int32_t status, CodeCause cause) {
    const Attempt *attempt = &world->attempts.items[index];
    SimTime *told = &world->codes_told.items[attempt->node * CODE_CAUSES + (int32_t)cause];
    if (*told != 0 && world->now - *told < TELL_AGAIN_AFTER) return;
    *told = world->now;
    const char *text = text_of(cause), *place = strstr(text, "%s");
    char why[192], code[16];
    if (place == NULL)
        snprintf(why, sizeof why, "%s", text);
    else
        snprintf(why, sizeof why, "%.*s%.60s%s", (int)(place - text), text,
                 party_of(world, attempt), place + 2);
    snprintf(code, sizeof code, "%d", status);
    int32_t population = world->kinds.items[attempt->kind_index].population;
    world_tell_node(world, attempt->node, "Response", world->config->clients[population].name, code,
                    why);
}
