// The hold model: the first pending event is taken and put back an exponential time later. Nothing
// but the set of pending events and one draw, so it shows what that set costs at a size. Ours pays
// for its handles and for the loop of advance.
#include "bench/bench.h"
#include "bench/engine_loop.h"
#include "bench/textbook.h"
#include "engine/random.h"

enum { ROUNDS = 5 };

typedef struct Hold {
    EngineLoop loop;
    RandomStream random;
} Hold;

static void hold_push(Hold *hold, uint32_t a) {
    SimTime delay = (SimTime)(random_exponential(&hold->random) * (double)SIM_SECOND);
    event_queue_push(&hold->loop.events, hold->loop.now + delay, EVENT_CLASS_MODEL, 0, a, 0);
}

static void hold_run(Hold *hold, int64_t holds) {
    Event event;
    for (int64_t i = 0; i < holds && engine_loop_next(&hold->loop, SIM_NEVER, &event); i++)
        hold_push(hold, event.a);
}

bool bench_hold(const SimBenchHost *host, int32_t pending, SimBenchResult *result,
                SimError *error) {
    (void)error;
    int64_t holds = (pending > 100000 ? 1500000 : 2500000) * (host->is_full ? 4 : 1);
    Hold hold;
    engine_loop_init(&hold.loop);
    random_stream_seed(&hold.random, 1, "hold");
    for (int32_t i = 0; i < pending; i++)
        hold_push(&hold, (uint32_t)i);
    Textbook *book = textbook_create(1);
    // The set takes on its lasting shape.
    hold_run(&hold, 2 * (int64_t)pending);
    textbook_hold(book, pending, 2 * (int64_t)pending);
    BenchRounds ours = {0}, theirs = {0}, ratios = {0};
    for (int i = 0; i < ROUNDS; i++) {
        double start = host->cpu_seconds();
        hold_run(&hold, holds);
        double middle = host->cpu_seconds();
        textbook_hold(book, pending, holds);
        double end = host->cpu_seconds();
        bench_rounds_add(&ours, (middle - start) / (double)holds * 1e9);
        bench_rounds_add(&theirs, (end - middle) / (double)holds * 1e9);
        bench_rounds_add(&ratios, (end - middle) / (middle - start));
    }
    textbook_destroy(book);
    event_queue_deinit(&hold.loop.events);
    bench_result_set(result, &ours);
    result->baseline = bench_rounds_median(&theirs);
    result->ratio = bench_rounds_median(&ratios);
    return true;
}
