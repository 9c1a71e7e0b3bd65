// Checkers: each asks, counts, and says what it has found.
#include "route53/health_check.h"

#include <string.h>

#include "base/fact.h"
#include "elb/elb.h"
#include "world/world.h"

#define STATUS_LIMIT  (2 * SIM_SECOND) // after the connection
#define BODY_SEARCHED 5120             // bytes of the body in which the text must stand
#define TRIP_MIN      (1 * SIM_SECOND) // to the DNS locations (model)
#define TRIP_MAX      (5 * SIM_SECOND)

static const ConfigCheck *config_of(const SimWorld *world, const Checker *checker) {
    return &world->config->checks[checker->check];
}

static Checker *checker_of(SimWorld *world, const Request *request) {
    int32_t population = world->kinds.items[request->kind].population;
    int32_t number = request->user - world->populations.items[population].first_user;
    for (int32_t i = 0; i < world->config->check_count; i++)
        if (world->config->checks[i].population == population)
            return &world->checkers.items[world->health_checks.items[i].first_checker + number];
    SIM_ASSERT(false);
    return NULL;
}

static void schedule_next(SimWorld *world, Checker *checker) {
    SimTime pause = SIM_FACT("R53-704 R53-705 R53-706", true)
                        ? config_of(world, checker)->interval_ns
                        : 60 * SIM_SECOND;
    // An interval is counted from the answer, so failures by time-out slow a checker down.
    if (!SIM_FACT("R53-513", true)) pause -= (world->now - checker->sent) % pause;
    checker->next =
        world_after(world, pause, EVENT_CHECKER, (uint32_t)(checker - world->checkers.items), 0);
}

// --- asking
// --------------------------------------------------------------------------------------------------------------------

// One address of the endpoint's DNS answer.
static uint8_t draw_address(const SimWorld *world, const ConfigCheck *check, uint64_t bits) {
    if (check->balancer < 0) return 1;
    uint32_t mask = balancer_dns_mask(world, check->balancer);
    RandomStream stream = random_mixed(bits, DRAW_CHECKER, 0);
    int32_t skip = (int32_t)random_below(&stream, (uint32_t)__builtin_popcount(mask));
    while (skip-- > 0)
        mask &= mask - 1;
    return (uint8_t)(mask & (~mask + 1));
}

void checker_ask(SimWorld *world, int32_t index) {
    Checker *checker = &world->checkers.items[index];
    const ConfigCheck *check = config_of(world, checker);
    checker->next = (EventId){0, 0};
    checker->sent = world->now;
    if (check->is_disabled) {
        schedule_next(world, checker);
        return;
    }
    checker->number++;
    checker->has_text = 0;
    const HealthCheck *owner = &world->health_checks.items[checker->check];
    const Population *population = &world->populations.items[check->population];
    RandomStream stream = random_mixed(checker->bits, DRAW_CHECKER, (uint32_t)checker->number);
    uint64_t bits = random_u64(&stream);
    SimTime work = distribution_draw(&check->work, &stream);
    int32_t request = request_take(world);
    world->requests.items[request] = (Request){
        .bits = bits,
        .born = world->now,
        .attempt_born = world->now,
        .patience_ends = SIM_NEVER,
        .work_ns = work,
        .user = population->first_user + index - owner->first_checker,
        .kind = population->first_kind,
        .instance = check->instance,
        .balancer = (int16_t)check->balancer,
        .addresses_left = draw_address(world, check, bits),
        .attempt_number = 1,
        .tries = 1,
    };
    world->questions_in_flight++;
    connection_try(world, request);
}

static void gauge_time(SimWorld *world, const Checker *checker, Metric metric, SimTime time) {
    if (checker->scope >= 0 && SIM_FACT("R53-902", true))
        meter_gauge(&world->meter, checker->scope, metric, (double)time / 1e6);
}

bool checker_connected(SimWorld *world, int32_t index, int32_t tls_round_trips, SimTime delay_ns) {
    Request *request = &world->requests.items[index];
    Checker *checker = checker_of(world, request);
    SimTime trip = request->round_trip_ns;
    if (checker->scope >= 0) {
        gauge_time(world, checker, METRIC_CHECK_CONNECTION_TIME, trip);
        if (tls_round_trips > 0)
            gauge_time(world, checker, METRIC_CHECK_TLS_TIME, tls_round_trips * trip);
    }
    if (config_of(world, checker)->type == CONFIG_CHECK_TCP) {
        request->state = REQUEST_RETURNING;
        request->status = 200;
        request_step(world, index, trip / 2, EVENT_CLIENT_RESPONSE, 0);
        return false;
    }
    SimTime until_sent = delay_ns - trip / 2;
    checker->sent = world->now + until_sent;
    SimTime limit = SIM_FACT("R53-508", true) ? STATUS_LIMIT : 10 * STATUS_LIMIT;
    request->patience = world_after(world, until_sent + limit, EVENT_PATIENCE, (uint32_t)index, 0);
    return true;
}

// --- answers
// -------------------------------------------------------------------------------------------------------------------

static const char *body_of(const SimWorld *world, const Attempt *attempt, int32_t status) {
    if (attempt->instance >= 0 && attempt->status == status)
        return world->config->launches[world->instances.items[attempt->instance].launch].body;
    if (attempt->rule < 0 || attempt->instance >= 0) return "";
    const ConfigAction *action = world_action(world, attempt->rule);
    return action->kind == CONFIG_ACTION_FIXED_RESPONSE ? action->body : "";
}

static bool holds(const char *body, const char *text) {
    size_t searched = strlen(body), length = strlen(text);
    if (SIM_FACT("R53-511", searched > BODY_SEARCHED)) searched = BODY_SEARCHED;
    for (size_t i = 0; i + length <= searched; i++)
        if (SIM_FACT("R53-537", memcmp(body + i, text, length) == 0)) return true;
    return false;
}

void checker_reads(SimWorld *world, int32_t request, int32_t index, int32_t status) {
    Checker *checker = checker_of(world, &world->requests.items[request]);
    const char *text = config_of(world, checker)->search_string;
    checker->has_text =
        text == NULL || holds(body_of(world, &world->attempts.items[index], status), text);
}

SimTime status_trip(uint64_t bits, int32_t number) {
    RandomStream stream = random_mixed(bits, DRAW_STATUS_TRIP, (uint32_t)number);
    double share = random_unit(&stream);
    return SIM_FACT("R53-522", true) ? TRIP_MIN + (SimTime)(share * (double)(TRIP_MAX - TRIP_MIN))
                                     : 60 * SIM_SECOND;
}

static void record_result(SimWorld *world, Checker *checker, bool is_success,
                          CheckerReason reason) {
    if (!is_success) checker->reason = (uint8_t)reason;
    if (SIM_FACT("R53-514", is_success == (checker->is_healthy != 0))) {
        checker->streak = 0;
        return;
    }
    int32_t threshold = config_of(world, checker)->failure_threshold;
    // The way back is as long as the way there.
    if (is_success && !SIM_FACT("R53-515", true)) threshold = 1;
    if (++checker->streak < threshold) return;
    checker->streak = 0;
    checker->is_healthy = is_success;
    SimTime trip = status_trip(checker->bits, checker->number);
    health_check_tells(world, (int32_t)(checker - world->checkers.items), trip);
    world_after(world, trip, EVENT_CHECKER_HEARD, (uint32_t)(checker - world->checkers.items),
                is_success);
}

// The question is over: nothing of it is pending any more.
static void end(SimWorld *world, int32_t index) {
    Request *request = &world->requests.items[index];
    world_cancel(world, &request->patience);
    world_cancel(world, &request->step);
    if (request->attempt1 != 0) {
        int32_t attempt = request->attempt1 - 1;
        request->attempt1 = 0;
        attempt_detach(world, attempt);
    }
    if (request->connection1 != 0) connection_release(world, index, false);
    world->questions_in_flight--;
    pool_give(&world->request_pool, (uint32_t)index);
}

void checker_answered(SimWorld *world, int32_t index) {
    const Request *request = &world->requests.items[index];
    Checker *checker = checker_of(world, request);
    const ConfigCheck *check = config_of(world, checker);
    checker->status = request->status;
    int32_t class = request->status / 100;
    // Redirects are not followed.
    bool is_fine = SIM_FACT("R53-509", class == 2) || SIM_FACT("R53-510", class == 3);
    bool has_text = check->search_string == NULL || checker->has_text != 0;
    if (check->type != CONFIG_CHECK_TCP)
        gauge_time(world, checker, METRIC_CHECK_FIRST_BYTE_TIME, world->now - checker->sent);
    end(world, index);
    record_result(world, checker, is_fine && has_text, is_fine ? CHECKER_NO_TEXT : CHECKER_STATUS);
    schedule_next(world, checker);
}

static CheckerReason reason_of(int32_t cause) {
    switch (cause) {
    case SIM_CAUSE_CONNECT_TIMEOUT:
        return CHECKER_NO_CONNECTION;
    case SIM_CAUSE_REFUSED:
        return CHECKER_REFUSED;
    case SIM_CAUSE_TLS:
        return CHECKER_NO_TLS;
    case SIM_CAUSE_TIMEOUT:
        return CHECKER_NO_ANSWER;
    default:
        return CHECKER_RESET;
    }
}

void checker_failed(SimWorld *world, int32_t index, int32_t cause) {
    Checker *checker = checker_of(world, &world->requests.items[index]);
    checker->status = 0;
    end(world, index);
    record_result(world, checker, false, reason_of(cause));
    schedule_next(world, checker);
}
