// Many servers, and each job joins the shorter of two queues chosen at random. A stream a server
// for its work, a pool of jobs, a histogram of every time in the system, and, where asked for, a
// time-out on every job through a lane.
#include "bench/bench.h"
#include "bench/engine_loop.h"
#include "bench/textbook.h"
#include "cloudwatch/histogram.h"
#include "engine/fifo.h"
#include "engine/pool.h"
#include "engine/random.h"

#include <math.h>
#include <stdio.h>

enum { ROUNDS = 5, ARRIVAL = 0, COMPLETION = 1, TIME_OUT = 2 };

#define SERVICE  SIM_MILLISECOND
#define PATIENCE SIM_SECOND // a thousand services: it is always cancelled
static const double LOAD = 0.9;

typedef struct Job {
    SimTime arrived;
    EventId time_out;
    IndexLink link; ///< among those inside its server
} Job;

typedef struct Servers {
    EngineLoop loop;
    RandomStream arrivals, choices;
    Pool pool;
    ARRAY_OF(Job) jobs;
    ARRAY_OF(int32_t) outstanding; ///< of each server: the one dense array that choices read
    ARRAY_OF(IndexList) inside;    ///< of each server; the first is served
    ARRAY_OF(RandomStream) works;  ///< of each server
    SimHistogram *histogram;
    int32_t lane; ///< of time-outs; -1: none
    BenchTally tally;
} Servers;

static SimTime draw(RandomStream *stream, double mean_ns) {
    return (SimTime)(random_exponential(stream) * mean_ns + 0.5);
}

static void serve(Servers *servers, uint32_t server) {
    SimTime work = draw(&servers->works.items[server], (double)SERVICE);
    uint32_t job = servers->inside.items[server].head1 - 1;
    event_queue_push(&servers->loop.events, servers->loop.now + work, EVENT_CLASS_MODEL, COMPLETION,
                     server, job);
}

static uint32_t shorter_of_two(Servers *servers) {
    const int32_t *outstanding = servers->outstanding.items;
    uint32_t count = (uint32_t)servers->outstanding.count;
    uint32_t a = random_below(&servers->choices, count);
    uint32_t b = random_below(&servers->choices, count - 1);
    b += b >= a;
    return outstanding[b] < outstanding[a] ? b : a;
}

static uint32_t take_job(Servers *servers) {
    uint32_t job = pool_take(&servers->pool);
    if (pool_capacity(&servers->pool) > servers->jobs.count) array_push(&servers->jobs);
    return job;
}

static void arrive(Servers *servers) {
    double gap = (double)SERVICE / LOAD / servers->outstanding.count;
    EventQueue *events = &servers->loop.events;
    SimTime now = servers->loop.now;
    event_queue_push(events, now + draw(&servers->arrivals, gap), EVENT_CLASS_MODEL, ARRIVAL, 0, 0);
    uint32_t job = take_job(servers), server = shorter_of_two(servers);
    servers->jobs.items[job].arrived = now;
    if (servers->lane >= 0)
        servers->jobs.items[job].time_out =
            event_queue_push_lane(events, servers->lane, now, TIME_OUT, job, 0);
    index_list_push_back(&servers->inside.items[server], INDEX_LINKS(&servers->jobs, link), job);
    if (++servers->outstanding.items[server] == 1) serve(servers, server);
}

static void complete(Servers *servers, uint32_t server, uint32_t index) {
    const Job *job = &servers->jobs.items[index];
    SimTime stay = servers->loop.now - job->arrived;
    histogram_record(servers->histogram, stay);
    bench_tally_add(&servers->tally, (double)stay);
    if (servers->lane >= 0) event_queue_cancel(&servers->loop.events, job->time_out);
    index_list_remove(&servers->inside.items[server], INDEX_LINKS(&servers->jobs, link), index);
    pool_give(&servers->pool, index);
    if (--servers->outstanding.items[server] > 0) serve(servers, server);
}

static void advance(Servers *servers, int64_t jobs) {
    Event event;
    while (jobs > 0 && engine_loop_next(&servers->loop, SIM_NEVER, &event)) {
        SIM_ASSERT(event.kind != TIME_OUT);
        if (event.kind == ARRIVAL) {
            arrive(servers);
        } else {
            complete(servers, event.a, event.b);
            jobs--;
        }
    }
}

static void servers_init(Servers *servers, int32_t count, int64_t jobs, bool has_time_outs) {
    *servers = (Servers){.histogram = sim_histogram_create(),
                         .tally = {.batch_size = jobs / BENCH_BATCHES}};
    engine_loop_init(&servers->loop);
    servers->lane = has_time_outs ? event_queue_lane(&servers->loop.events, PATIENCE) : -1;
    random_stream_seed(&servers->arrivals, 1, "arrivals");
    random_stream_seed(&servers->choices, 1, "choices");
    array_resize(&servers->outstanding, count);
    array_resize(&servers->inside, count);
    array_resize(&servers->works, count);
    for (int32_t i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "server/%d", i);
        random_stream_seed(&servers->works.items[i], 1, name);
    }
    event_queue_push(&servers->loop.events, 0, EVENT_CLASS_MODEL, ARRIVAL, 0, 0);
}

static void servers_deinit(Servers *servers) {
    sim_histogram_destroy(servers->histogram);
    event_queue_deinit(&servers->loop.events);
    pool_deinit(&servers->pool);
    array_deinit(&servers->jobs);
    array_deinit(&servers->outstanding);
    array_deinit(&servers->inside);
    array_deinit(&servers->works);
}

// The mean time in the system with infinitely many servers: queues of k or more are a share
// load^(2^k - 1) (Mitzenmacher 1996).
static double mean_field(double load) {
    double jobs = 0;
    for (int k = 1; k < 12; k++)
        jobs += pow(load, pow(2, k) - 1);
    return jobs / load;
}

static int64_t jobs_a_round(const SimBenchHost *host) {
    return host->is_full ? 10000000 : 1500000;
}

// Long enough for all queues to take on their lasting lengths.
static void warm(Servers *servers, int64_t jobs) {
    advance(servers, 100 * (int64_t)servers->outstanding.count);
    servers->tally = (BenchTally){.batch_size = jobs / BENCH_BATCHES};
}

static double seconds_for(const SimBenchHost *host, Servers *servers, int64_t jobs) {
    double start = host->cpu_seconds();
    advance(servers, jobs);
    return host->cpu_seconds() - start;
}

bool bench_choices(const SimBenchHost *host, int32_t count, SimBenchResult *result,
                   SimError *error) {
    (void)error;
    int64_t jobs = jobs_a_round(host);
    Servers servers;
    servers_init(&servers, count, jobs * ROUNDS, false);
    Textbook *book = textbook_create(1);
    warm(&servers, jobs * ROUNDS);
    textbook_choices(book, count, LOAD, 20 * (int64_t)count);
    BenchRounds ours = {0}, theirs = {0}, ratios = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double mine = seconds_for(host, &servers, jobs), start = host->cpu_seconds();
        textbook_choices(book, count, LOAD, jobs);
        double other = host->cpu_seconds() - start;
        bench_rounds_add(&ours, (double)jobs / mine / 1e6);
        bench_rounds_add(&theirs, (double)jobs / other / 1e6);
        bench_rounds_add(&ratios, other / mine);
    }
    bench_result_set(result, &ours);
    result->baseline = bench_rounds_median(&theirs);
    result->ratio = bench_rounds_median(&ratios);
    result->theory = mean_field(LOAD);
    bench_tally_result(&servers.tally, 1 / (double)SERVICE, result);
    snprintf(result->note, sizeof result->note, "p99 %.3f services",
             sim_histogram_percentile(servers.histogram, 0.99) / (double)SERVICE);
    textbook_destroy(book);
    servers_deinit(&servers);
    return true;
}

// Two systems turn by turn; what the second costs of the first, a job.
static void compare(const SimBenchHost *host, Servers *first, Servers *second,
                    BenchRounds *ratios) {
    int64_t jobs = jobs_a_round(host);
    warm(first, jobs * ROUNDS);
    warm(second, jobs * ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
        double a = seconds_for(host, first, jobs);
        bench_rounds_add(ratios, seconds_for(host, second, jobs) / a);
    }
    servers_deinit(first);
    servers_deinit(second);
}

bool bench_choices_growth(const SimBenchHost *host, int32_t count, SimBenchResult *result,
                          SimError *error) {
    (void)error;
    Servers few, many;
    servers_init(&few, 100, BENCH_BATCHES, false);
    servers_init(&many, count, BENCH_BATCHES, false);
    BenchRounds ratios = {0};
    compare(host, &few, &many, &ratios);
    bench_result_set(result, &ratios);
    return true;
}

bool bench_choices_time_outs(const SimBenchHost *host, int32_t count, SimBenchResult *result,
                             SimError *error) {
    (void)error;
    Servers plain, patient;
    servers_init(&plain, count, BENCH_BATCHES, false);
    servers_init(&patient, count, BENCH_BATCHES, true);
    BenchRounds ratios = {0};
    compare(host, &plain, &patient, &ratios);
    for (int32_t i = 0; i < ratios.count; i++)
        ratios.values[i] = 100 * (ratios.values[i] - 1);
    bench_result_set(result, &ratios);
    return true;
}
