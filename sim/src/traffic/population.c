// Populations: when requests come, and what they are.
//
// Arrivals follow an integrated rate (course.c): the next one comes when the integral has grown by
// one unit (constant) or by an exponential (Poisson). So a rate that ramps, steps, bursts or is
// changed by hand needs no thinning, and the same draws are stretched in time.
#include "traffic/traffic.h"

#include <math.h>
#include <stdio.h>

#include "base/fact.h"
#include "engine/fetch.h"
#include "route53/hold.h"
#include "route53/route53.h"
#include "traffic/course.h"
#include "world/world.h"

static const ConfigClient *client_of(const Config *config, int32_t population) {
    return &config->clients[population];
}

double population_rate(const SimWorld *world, int32_t population, SimTime at) {
    const ConfigClient *client = client_of(world->config, population);
    if (client->arrivals.kind == CONFIG_ARRIVALS_CLOSED_LOOP)
        return client->users / (client->visits.think.mean_ns / 1e9);
    if (client->arrivals.kind == CONFIG_ARRIVALS_REPLAY) return replay_rate(world, population, at);
    double requests = client->visits.requests > 1 ? client->visits.requests : 1;
    return requests * course_rate(&client_of(world->config, population)->arrivals, at) *
           burst_factor(world, world->config, population);
}

static void schedule(SimWorld *world, int32_t index) {
    Population *population = &world->populations.items[index];
    const ConfigArrivals *arrivals = &client_of(world->config, index)->arrivals;
    double factor = burst_factor(world, world->config, index);
    SimTime at = course_time_after(arrivals, factor, population->mass_from, population->mass_left);
    population->next_arrival = (EventId){0, 0};
    if (at == SIM_NEVER) return;
    population->next_arrival =
        event_queue_push(&world->events, at, EVENT_CLASS_MODEL, EVENT_ARRIVAL, (uint32_t)index, 0);
}

static void draw_next(SimWorld *world, int32_t index) {
    Population *population = &world->populations.items[index];
    bool is_poisson = client_of(world->config, index)->arrivals.kind == CONFIG_ARRIVALS_POISSON;
    population->mass_from = world->now;
    population->mass_left = is_poisson ? random_exponential(&population->arrivals) : 1;
    schedule(world, index);
}

static void add_kinds(SimWorld *world, int32_t index) {
    const ConfigClient *client = client_of(world->config, index);
    Population *population = &world->populations.items[index];
    population->first_kind = world->kinds.count;
    for (int32_t i = 0; i < client->request_count; i++) {
        RequestKind *kind = array_push(&world->kinds);
        const ConfigRequest *request = &client->requests[i];
        *kind = (RequestKind){.population = index,
                              .config = i,
                              .name = name_find(world, request->host),
                              .flags = (index >= world->config->client_count ? KIND_CHECKER : 0) |
                                       (request->is_odd ? KIND_ODD : 0) |
                                       (request->is_grpc ? KIND_GRPC : 0) |
                                       (request->websocket.mean_ns > 0 ? KIND_WEBSOCKET : 0)};
    }
}

static void set_kinds(SimWorld *world, int32_t index) {
    const ConfigClient *client = client_of(world->config, index);
    Population *population = &world->populations.items[index];
    population->share_total = 0;
    for (int32_t i = 0; i < client->request_count; i++) {
        RequestKind *kind = &world->kinds.items[population->first_kind + i];
        population->share_total += client->requests[i].share;
        kind->share_up_to = population->share_total;
        kind->port = (uint16_t)client->port;
        kind->is_https = client->is_https;
        kind->patience_ns = client->timeout_ns;
        kind->keep_alive_ns = client->keep_alive_ns;
        kind->jitter_sigma = sqrt(log1p(client->jitter * client->jitter));
        kind->request_bytes = client->requests[i].request_bytes;
        kind->response_bytes = client->requests[i].response_bytes;
    }
}

// Its users and what they want, for people and checkers alike.
static void add_users(SimWorld *world, int32_t index) {
    const ConfigClient *client = client_of(world->config, index);
    world->populations.items[index].first_user = world->users.count;
    array_resize(&world->users, world->users.count + client->users);
    hold_start(world, index, world->populations.items[index].first_user);
    if (world->config->has_resumption) array_resize(&world->tls_sessions, world->users.count);
    if (world->config->has_http2) array_resize(&world->user_http2, world->users.count);
    add_kinds(world, index);
    set_kinds(world, index);
}

static void add_population(SimWorld *world, int32_t index) {
    const ConfigClient *client = client_of(world->config, index);
    Population *population = &world->populations.items[index];
    char name[256];
    const char *stream =
        client->stream != NULL && SIM_FACT("MODEL-206", true) ? client->stream : client->name;
    snprintf(name, sizeof name, "arrivals/%s", stream);
    random_stream_seed(&population->arrivals, world->seed, name);
    snprintf(name, sizeof name, "requests/%s", stream);
    random_stream_seed(&population->requests, world->seed, name);
    add_users(world, index);
    bursts_start(world, index);
    draw_next(world, index);
    visits_start(world, index);
    replay_start(world, index);
}

void traffic_start(SimWorld *world) {
    for (int32_t i = 0; i < world->config->client_count; i++)
        add_population(world, i);
    for (int32_t i = world->config->client_count; i < world->config->population_count; i++)
        add_users(world, i);
    cookies_prepare(world);
    array_resize(&world->barriers_told, world->config->population_count);
    array_resize(&world->defects_told, world->kinds.count);
    array_resize(&world->routes, world->kinds.count * world->listeners.count);
}

void traffic_reshape(SimWorld *world) {
    connections_of_deleted_close(world);
    array_resize(&world->routes, world->kinds.count * world->listeners.count);
}

static bool is_same_rate(const ConfigArrivals *a, const ConfigArrivals *b) {
    bool is_same = a->rate == b->rate && a->change_count == b->change_count &&
                   a->bursts.times == b->bursts.times;
    for (int32_t i = 0; is_same && i < a->change_count; i++) {
        const ConfigRateChange *x = &a->changes[i], *y = &b->changes[i];
        is_same = x->at_ns == y->at_ns && x->over_ns == y->over_ns && x->rate == y->rate;
    }
    return is_same;
}

void population_rate_changes(SimWorld *world, int32_t index, const ConfigArrivals *old,
                             double old_factor) {
    Population *population = &world->populations.items[index];
    population->mass_left -= old_factor * course_mass(old, population->mass_from, world->now);
    if (population->mass_left < 0) population->mass_left = 0;
    population->mass_from = world->now;
    world_cancel(world, &population->next_arrival);
    schedule(world, index);
}

// As if it had not been drawn yet: what it is may have changed.
static void forget_next(Population *population) {
    if (population->has_next) population->requests = population->before;
    population->has_next = 0;
}

void traffic_reconfigure(SimWorld *world, const Config *old) {
    connections_limit_changed(world);
    cookies_prepare(world);
    for (int32_t i = 0; i < world->populations.count; i++) {
        set_kinds(world, i);
        forget_next(&world->populations.items[i]);
        const ConfigArrivals *before = &client_of(old, i)->arrivals;
        // Left alone, so that no rounding moves an arrival because something else was set.
        if (is_same_rate(before, &client_of(world->config, i)->arrivals)) continue;
        population_rate_changes(world, i, before, burst_factor(world, old, i));
    }
}

static int32_t choose_kind(const SimWorld *world, const Population *population, double unit,
                           int32_t count) {
    double draw = unit * population->share_total;
    int32_t kind = population->first_kind;
    for (int32_t i = 1; i < count && draw >= world->kinds.items[kind].share_up_to; i++)
        kind++;
    return kind;
}

int32_t request_take(SimWorld *world) {
    uint32_t index = pool_take(&world->request_pool);
    if (pool_capacity(&world->request_pool) > world->requests.count) array_push(&world->requests);
    if (world->config->has_reconnects) {
        if (world->socket_until.count <= (int32_t)index) array_push(&world->socket_until);
        world->socket_until.items[index] = 0;
    }
    if (world->config->accelerator_count > 0) {
        if (world->request_endpoints.count <= (int32_t)index) array_push(&world->request_endpoints);
        world->request_endpoints.items[index] = 0;
    }
    return (int32_t)index;
}

// A request as it is born, counted, its way not begun.
static inline int32_t bear(SimWorld *world, int32_t index, const Birth *birth) {
    Population *population = &world->populations.items[index];
    int32_t taken = request_take(world);
    world->requests.items[taken] = (Request){
        .bits = birth->bits,
        .serial = ++world->next_serial,
        .born = world->now,
        .user = birth->user,
        .work_ns = birth->work_ns,
        .kind = birth->kind,
    };
    population->born++;
    population->in_flight++;
    world->totals.requests_born++;
    world->totals.requests_in_flight++;
    meter_count_of(&world->meter, METER_CLIENT, population->scope, METRIC_REQUESTS, 1);
    return taken;
}

void population_bears(SimWorld *world, int32_t index, const Birth *birth) {
    request_begin(world, bear(world, index, birth));
}

void request_again(SimWorld *world, int32_t kind, int32_t user, RandomStream *draws,
                   SimTime delay_ns, SimTime until) {
    int32_t index = world->kinds.items[kind].population;
    const ConfigClient *client = client_of(world->config, index);
    Birth birth = {.bits = random_u64(draws), .kind = kind, .user = user};
    birth.work_ns =
        distribution_draw(&client->requests[world->kinds.items[kind].config].work, draws);
    int32_t taken = bear(world, index, &birth);
    Request *request = &world->requests.items[taken];
    request->tries = 1;
    request->state = REQUEST_BACKOFF;
    world->socket_until.items[taken] = until;
    Population *population = &world->populations.items[index];
    population->reconnecting++;
    meter_count(&world->meter, population->scope, METRIC_RECONNECTS, 1);
    SimTime wait = SIM_FACT("ELB-498", true) ? request_backoff(world, request) : 0;
    request->step = world_after(world, delay_ns + wait, EVENT_RETRY, (uint32_t)taken, 0);
    if (!world_is_watched(world)) return;
    SimPlace here = {SIM_PLACE_CLIENT, index};
    world_hop(world, taken, SIM_HOP_BORN, here, here, world->now, 0);
}

static inline Birth draw_birth(SimWorld *world, int32_t index, RandomStream *draws, int32_t user) {
    const ConfigClient *client = client_of(world->config, index);
    const Population *population = &world->populations.items[index];
    Birth birth = {.user = user};
    birth.kind = choose_kind(world, population, random_unit(draws), client->request_count);
    birth.bits = random_u64(draws);
    birth.work_ns =
        distribution_draw(&client->requests[world->kinds.items[birth.kind].config].work, draws);
    if (user < 0)
        birth.user = population->first_user + (int32_t)random_below(draws, (uint32_t)client->users);
    return birth;
}

void population_asks(SimWorld *world, int32_t index, RandomStream *draws, int32_t user) {
    Birth birth = draw_birth(world, index, draws, user);
    population_bears(world, index, &birth);
}

// One of thousands, so he is far away in memory, and so is his connection. He is fetched as soon as
// it is known that he comes, and his connection as the next one becomes known.
static void fetch_user(SimWorld *world, int32_t user) {
    const User *before = &world->users.items[world->user_fetched];
    if (before->idle1 != 0) fetch_line(&world->connections.items[before->idle1 - 1]);
    fetch_line(&world->users.items[user]);
    world->user_fetched = user;
}

static Birth take_birth(SimWorld *world, int32_t index) {
    Population *population = &world->populations.items[index];
    Birth birth = population->has_next ? population->next
                                       : draw_birth(world, index, &population->requests, -1);
    population->before = population->requests;
    population->next = draw_birth(world, index, &population->requests, -1);
    population->has_next = 1;
    fetch_user(world, population->next.user);
    return birth;
}

void population_arrival(SimWorld *world, int32_t index) {
    Birth birth = take_birth(world, index);
    draw_next(world, index);
    population_bears(world, index, &birth);
}

uint32_t user_address(const SimWorld *world, int32_t user) {
    int32_t index = 0;
    while (index + 1 < world->populations.count &&
           world->populations.items[index + 1].first_user <= user)
        index++;
    return population_address(world, index,
                              (uint32_t)(user - world->populations.items[index].first_user));
}

uint32_t request_address(const SimWorld *world, const Request *request) {
    int32_t index = world->kinds.items[request->kind].population;
    return population_address(
        world, index, (uint32_t)(request->user - world->populations.items[index].first_user));
}

uint32_t population_address(const SimWorld *world, int32_t index, uint32_t number) {
    const ConfigClient *client = client_of(world->config, index);
    uint32_t addresses =
        client->addresses > 0 ? (uint32_t)client->addresses : (uint32_t)client->users;
    if (client->has_source)
        return client->source.address + (~client->source.mask > 1) + number % addresses;
    // Out of the internet a /13 a population from 24.0.0.0 up: room for half a million users each,
    // never private. Inside a region the same from 100.64.0.0 up: such addresses are private too.
    uint32_t base =
        client->inside >= 0 ? UINT32_C(100) << 24 | UINT32_C(64) << 16 : UINT32_C(24) << 24;
    return base + ((uint32_t)index << 19) + 1 + number % addresses;
}
