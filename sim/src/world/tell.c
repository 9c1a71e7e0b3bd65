// Telling the sink: state changes, control-plane steps, and the hops of requests.
#include "world/world.h"

void world_tell_api(SimWorld *world, SimMark mark, const char *type, const char *subject,
                    const char *from, const char *to, const char *cause, const char *api,
                    const char *parameters) {
    if (world->sink == NULL || world->sink->incident == NULL) return;
    SimIncident incident = {.time = world->now,
                            .mark = mark,
                            .type = type,
                            .subject = subject,
                            .from = from,
                            .to = to,
                            .cause = cause,
                            .api = api,
                            .parameters = parameters};
    world->sink->incident(world->sink->context, &incident);
}

void world_tell(SimWorld *world, SimMark mark, const char *type, const char *subject,
                const char *from, const char *to, const char *cause) {
    world_tell_api(world, mark, type, subject, from, to, cause, NULL, NULL);
}

void world_hop(SimWorld *world, int32_t index, SimHopKind kind, SimPlace from, SimPlace to,
               SimTime arrives, int32_t status) {
    const Request *request = &world->requests.items[index];
    if (REQUEST_IS_QUESTION(world, request)) return;
    const ConfigClient *client =
        &world->config->clients[world->kinds.items[request->kind].population];
    bool is_draining =
        request->attempt1 != 0 && world->attempts.items[request->attempt1 - 1].target >= 0 &&
        world->targets.items[world->attempts.items[request->attempt1 - 1].target].lifecycle ==
            TARGET_DRAINING;
    SimHop hop = {.time = world->now,
                  .arrives = arrives,
                  .request = request->serial,
                  .bits = request->bits,
                  .kind = kind,
                  .from = from,
                  .to = to,
                  .status = status,
                  .attempt = request->attempt_number > 0 ? request->attempt_number - 1 : 0,
                  .is_response = from.kind > to.kind,
                  .is_draining = is_draining,
                  .work = request->work_ns,
                  .born = request->attempt_born,
                  .deadline = request->attempt_born + client->timeout_ns};
    world->sink->hop(world->sink->context, &hop);
}

void world_hop_attempt(SimWorld *world, int32_t index, SimHopKind kind, SimPlace from, SimPlace to,
                       SimTime arrives, int32_t status) {
    int32_t request1 = world->attempts.items[index].request1;
    if (request1 != 0) world_hop(world, request1 - 1, kind, from, to, arrives, status);
}

const char *sim_cause_name(SimCause cause) {
    static const char *const names[SIM_CAUSE_COUNT] = {
        "none",       "no_address", "connect_timeout", "refused", "reset",     "timeout",
        "target_5xx", "elb_502",    "elb_503",         "elb_504", "fixed_5xx", "too_many_redirects",
        "tls",        "elb_other",
    };
    return names[cause];
}
