// A request's life: attempts, answers, redirects, retries, and the end.
#include "traffic/traffic.h"

#include <math.h>

#include "base/fact.h"
#include "engine/fetch.h"
#include "route53/health_check.h"
#include "route53/route53.h"
#include "world/world.h"

#define REDIRECTS_MAX 5

static Population *population_of(SimWorld *world, const Request *request) {
    return &world->populations.items[world->kinds.items[request->kind].population];
}

static const ConfigClient *client_of(const SimWorld *world, const Request *request) {
    return &world->config->clients[world->kinds.items[request->kind].population];
}

static SimPlace place_of_client(const SimWorld *world, const Request *request) {
    return (SimPlace){SIM_PLACE_CLIENT, world->kinds.items[request->kind].population};
}

RequestTarget request_target(const SimWorld *world, const Request *request) {
    const RequestKind *kind = &world->kinds.items[request->kind];
    const ConfigClient *client = &world->config->clients[kind->population];
    const ConfigRequest *config = &client->requests[kind->config];
    if (request->url1 == 0)
        return (RequestTarget){config->host, config->path,     config->query, kind->name,
                               client->port, client->is_https, config};
    const Url *url = &world->urls.items[request->url1 - 1];
    const char *text = world->url_text.items;
    return (RequestTarget){text + url->host,
                           text + url->path,
                           text + url->query,
                           url->name,
                           url->port,
                           url->is_https != 0,
                           config};
}

int32_t request_name(const SimWorld *world, const Request *request) {
    return request->url1 == 0 ? world->kinds.items[request->kind].name
                              : world->urls.items[request->url1 - 1].name;
}

static void begin_attempt(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    Population *population = population_of(world, request);
    request->attempt_number++;
    request->attempt_born = world->now;
    request->status = 0;
    world->totals.attempts_born++;
    world->totals.attempts_in_flight++;
    meter_count_of(&world->meter, METER_CLIENT, population->scope, METRIC_ATTEMPTS, 1);
    request->patience_ends = world->now + world->kinds.items[request->kind].patience_ns;
    if (SIM_FACT("R53-603", true) && connection_reuse(world, index)) return;
    resolver_ask(world, index);
}

void request_begin(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->tries = 1;
    if (world_is_watched(world))
        world_hop(world, index, SIM_HOP_BORN, place_of_client(world, request),
                  place_of_client(world, request), world->now, 0);
    begin_attempt(world, index);
}

static inline void end_request(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    SIM_ASSERT(request->attempt1 == 0 && request->connection1 == 0);
    Population *population = population_of(world, request);
    population->in_flight--;
    bool opens_anew = world->config->has_reconnects && world->socket_until.items[index] != 0;
    if (opens_anew) population->reconnecting--;
    if (SIM_FACT("MODEL-209", true)) world->totals.requests_in_flight--;
    // Whoever opens a socket anew goes on with his visit meanwhile.
    if (world->config->has_visits && !opens_anew) visit_request_ends(world, request);
    pool_give(&world->request_pool, (uint32_t)index);
}

static void count_lost(SimWorld *world, const Request *request, int32_t cause) {
    int32_t population = world->kinds.items[request->kind].population;
    world->totals.lost[cause]++;
    meter_count(&world->meter,
                world->scope_client_cause.items[population * SIM_CAUSE_COUNT + cause],
                METRIC_LOST_REQUESTS, 1);
}

// Nothing of the attempt that just ended is pending any more.
static inline void clear_attempt(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    if (request->state == REQUEST_RESOLVING) resolver_forget(world, index);
    world_cancel(world, &request->patience);
    world_cancel(world, &request->step);
    if (request->attempt1 != 0) {
        int32_t attempt = request->attempt1 - 1;
        request->attempt1 = 0;
        attempt_detach(world, attempt);
    }
    world->totals.attempts_in_flight--;
}

SimTime request_backoff(const SimWorld *world, const Request *request) {
    const ConfigRetry *retry = &client_of(world, request)->retry;
    int32_t doublings = SIM_FACT("MODEL-204", true) ? request->tries - 1 : 0;
    double delay = ldexp((double)retry->backoff_ns, doublings);
    if (retry->backoff_max_ns > 0) delay = fmin(delay, (double)retry->backoff_max_ns);
    if (retry->jitter == CONFIG_JITTER_FULL) {
        RandomStream stream = random_mixed(request->bits, DRAW_BACKOFF, request->attempt_number);
        delay *= random_unit(&stream);
    }
    return (SimTime)fmin(delay, 3.6e12);
}

static bool may_try_again(const SimWorld *world, const Request *request) {
    return SIM_FACT("MODEL-201", request->tries < client_of(world, request)->retry.attempts);
}

// Makes another attempt; the caller has cleared this one.
static void try_again(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    SimTime delay = request_backoff(world, request);
    request->tries++;
    request->state = REQUEST_BACKOFF;
    world->totals.retries++;
    request->step = world_after(world, delay, EVENT_RETRY, (uint32_t)index, 0);
}

void request_retry(SimWorld *world, int32_t index) {
    world->requests.items[index].step = (EventId){0, 0};
    begin_attempt(world, index);
}

static bool is_retried(int32_t cause) {
    return SIM_FACT("MODEL-203",
                    cause != SIM_CAUSE_NO_ADDRESS && cause != SIM_CAUSE_TOO_MANY_REDIRECTS) &&
           SIM_FACT("ELB-453", cause != SIM_CAUSE_TLS);
}

static void finish_failed(SimWorld *world, int32_t index, int32_t cause) {
    Request *request = &world->requests.items[index];
    Population *population = population_of(world, request);
    population->failed++;
    world->totals.requests_failed++;
    meter_count(&world->meter, population->scope, METRIC_FAILED, 1);
    count_lost(world, request, cause);
    end_request(world, index);
}

void request_attempt_fails(SimWorld *world, int32_t index, int32_t cause, int32_t status) {
    Request *request = &world->requests.items[index];
    if (REQUEST_IS_QUESTION(world, request)) {
        checker_failed(world, index, cause);
        return;
    }
    world->totals.attempts_failed++;
    clear_attempt(world, index);
    // A redirect that did not come in time points nowhere.
    request->next_url1 = 0;
    if (request->connection1 != 0) connection_release(world, index, false);
    if (world_is_watched(world)) {
        SimPlace here = place_of_client(world, request);
        world_hop(world, index, SIM_HOP_FAILED, here, here, world->now, status);
    }
    if (is_retried(cause) && may_try_again(world, request))
        try_again(world, index);
    else
        finish_failed(world, index, cause);
}

// A time-out for each request, nearly all of them taken back, would be much of what a run does. So
// there is a moment at which patience ends, and an event only while it is not known that something
// else happens before.
void request_waits(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    if (request->patience.index1 != 0 || request->patience_ends == SIM_NEVER) return;
    request->patience = event_queue_push(&world->events, request->patience_ends, EVENT_CLASS_MODEL,
                                         EVENT_PATIENCE, (uint32_t)index, 0);
}

void request_step(SimWorld *world, int32_t index, SimTime delay_ns, int32_t kind, uint32_t b) {
    Request *request = &world->requests.items[index];
    if (world->now + delay_ns >= request->patience_ends) request_waits(world, index);
    request->step = world_after(world, delay_ns, (EventKind)kind, (uint32_t)index, b);
}

void request_patience_ends(SimWorld *world, int32_t index) {
    world->requests.items[index].patience = (EventId){0, 0};
    request_attempt_fails(world, index, SIM_CAUSE_TIMEOUT, 0);
}

static void follow(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    request->url1 = request->next_url1;
    request->next_url1 = 0;
    request->redirects++;
    world->totals.redirects++;
    begin_attempt(world, index);
}

static inline void count_answered(SimWorld *world, const Request *request, int32_t status,
                                  int32_t cause) {
    Population *population = population_of(world, request);
    population->answered++;
    world->totals.requests_answered++;
    meter_count_of(&world->meter, METER_CLIENT, population->scope, METRIC_ANSWERED, 1);
    meter_observe(&world->meter, population->scope, METRIC_CLIENT_TIME, world->now - request->born);
    if (SIM_FACT("MODEL-207", status < 500)) {
        population->available++;
        world->totals.requests_available++;
        meter_count_of(&world->meter, METER_CLIENT, population->scope, METRIC_GOODPUT, 1);
    } else {
        count_lost(world, request, cause);
    }
}

// What the balancer itself answers has no body worth a word (model).
static int32_t bytes_of_answer(const SimWorld *world, const Request *request) {
    return request->status < 300 ? world->kinds.items[request->kind].response_bytes : 0;
}

void request_response(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    // He is far away in memory, as is what world/homes.c has fetched by now.
    fetch_line(&world->users.items[request->user]);
    request->step = (EventId){0, 0};
    int32_t status = request->status, cause = request->cause;
    if (status == 0) {
        request_attempt_fails(world, index, cause, 0);
        return;
    }
    if (REQUEST_IS_QUESTION(world, request)) {
        checker_answered(world, index);
        return;
    }
    world->totals.attempts_answered++;
    if (accelerator_endpoint(world, request) >= 0 && request->connection1 != 0)
        accelerator_carries(world, request->connection1 - 1, -1, bytes_of_answer(world, request));
    bool is_worth_trying =
        SIM_FACT("MODEL-201 MODEL-202", status == 502 || status == 503 || status == 504);
    bool goes_on = request->next_url1 != 0 || (is_worth_trying && may_try_again(world, request));
    if (!goes_on) count_answered(world, request, status, cause);
    clear_attempt(world, index);
    if (request->connection1 != 0) connection_release(world, index, request->is_connection_kept);
    if (world_is_watched(world)) {
        SimPlace here = place_of_client(world, request);
        world_hop(world, index, SIM_HOP_ANSWERED, here, here, world->now, status);
    }
    if (!goes_on)
        end_request(world, index);
    else if (request->next_url1 == 0)
        try_again(world, index);
    else if (SIM_FACT("MODEL-205", request->redirects < REDIRECTS_MAX))
        follow(world, index);
    else
        finish_failed(world, index, SIM_CAUSE_TOO_MANY_REDIRECTS);
}

void request_resolved(SimWorld *world, int32_t index) {
    connection_open(world, index);
}
