// M/M/1 on the engine: customers from a pool, a first-in-first-out list, a stream for arrivals and
// one for work, two events a customer.
#include "bench/bench.h"
#include "bench/engine_loop.h"
#include "bench/textbook.h"
#include "engine/fifo.h"
#include "engine/pool.h"
#include "engine/random.h"

enum { ROUNDS = 7, ARRIVAL = 0, COMPLETION = 1 };

#define SERVICE SIM_MILLISECOND
static const double LOAD = 0.8;

typedef struct Customer {
    SimTime arrived;
    IndexLink link; ///< among those inside
} Customer;

typedef struct Queue {
    EngineLoop loop;
    RandomStream arrivals, works;
    Pool pool;
    ARRAY_OF(Customer) customers;
    IndexList inside; ///< the first is served
    BenchTally tally;
} Queue;

static SimTime draw(RandomStream *stream, double mean_ns) {
    return (SimTime)(random_exponential(stream) * mean_ns + 0.5);
}

static void schedule(Queue *queue, SimTime delay, uint16_t kind, uint32_t a) {
    event_queue_push(&queue->loop.events, queue->loop.now + delay, EVENT_CLASS_MODEL, kind, a, 0);
}

static void serve(Queue *queue, uint32_t customer) {
    schedule(queue, draw(&queue->works, (double)SERVICE), COMPLETION, customer);
}

static void arrive(Queue *queue) {
    uint32_t customer = pool_take(&queue->pool);
    if (pool_capacity(&queue->pool) > queue->customers.count) array_push(&queue->customers);
    queue->customers.items[customer].arrived = queue->loop.now;
    index_list_push_back(&queue->inside, INDEX_LINKS(&queue->customers, link), customer);
    schedule(queue, draw(&queue->arrivals, (double)SERVICE / LOAD), ARRIVAL, 0);
    if (queue->inside.count == 1) serve(queue, customer);
}

static void complete(Queue *queue, uint32_t customer) {
    bench_tally_add(&queue->tally,
                    (double)(queue->loop.now - queue->customers.items[customer].arrived));
    index_list_remove(&queue->inside, INDEX_LINKS(&queue->customers, link), customer);
    pool_give(&queue->pool, customer);
    if (queue->inside.count > 0) serve(queue, queue->inside.head1 - 1);
}

static void advance(Queue *queue, int64_t customers) {
    Event event;
    while (customers > 0 && engine_loop_next(&queue->loop, SIM_NEVER, &event)) {
        if (event.kind == ARRIVAL) {
            arrive(queue);
        } else {
            complete(queue, event.a);
            customers--;
        }
    }
}

static void queue_init(Queue *queue, int64_t customers) {
    *queue = (Queue){.tally = {.batch_size = customers / BENCH_BATCHES}};
    engine_loop_init(&queue->loop);
    random_stream_seed(&queue->arrivals, 1, "arrivals");
    random_stream_seed(&queue->works, 1, "works");
    schedule(queue, 0, ARRIVAL, 0);
}

static void queue_deinit(Queue *queue) {
    event_queue_deinit(&queue->loop.events);
    pool_deinit(&queue->pool);
    array_deinit(&queue->customers);
}

bool bench_queue(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                 SimError *error) {
    (void)parameter, (void)error;
    int64_t customers = host->is_full ? 20000000 : 3000000;
    Queue queue;
    queue_init(&queue, customers * ROUNDS);
    Textbook *book = textbook_create(1);
    BenchRounds ours = {0}, theirs = {0}, ratios = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double start = host->cpu_seconds();
        advance(&queue, customers);
        double middle = host->cpu_seconds();
        textbook_queue(book, LOAD, customers);
        double end = host->cpu_seconds();
        bench_rounds_add(&ours, (double)customers / (middle - start) / 1e6);
        bench_rounds_add(&theirs, (double)customers / (end - middle) / 1e6);
        bench_rounds_add(&ratios, (end - middle) / (middle - start));
    }
    bench_result_set(result, &ours);
    result->baseline = bench_rounds_median(&theirs);
    result->ratio = bench_rounds_median(&ratios);
    result->theory = 1 / (1 - LOAD);
    bench_tally_result(&queue.tally, 1 / (double)SERVICE, result);
    textbook_destroy(book);
    queue_deinit(&queue);
    return true;
}
