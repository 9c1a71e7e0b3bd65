// Independent replications: two worlds of different seeds one after the other, then side by side on
// two threads.
#include "bench/bench.h"
#include "bench/city.h"

#include <pthread.h>

enum { ROUNDS = 3 };

typedef struct Worker {
    CityRun run;
    int64_t requests;
} Worker;

static void *work(void *context) {
    Worker *worker = context;
    city_answer(&worker->run, worker->requests);
    return NULL;
}

static bool beside(Worker workers[2], SimError *error) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &workers[1]) != 0)
        return sim_error_set(error, "no thread could be started");
    work(&workers[0]);
    pthread_join(thread, NULL);
    return true;
}

static bool measure(const SimBenchHost *host, Worker workers[2], BenchRounds *ratios,
                    SimError *error) {
    for (int i = 0; i < ROUNDS; i++) {
        double start = host->seconds();
        work(&workers[0]);
        work(&workers[1]);
        double middle = host->seconds();
        if (!beside(workers, error)) return false;
        bench_rounds_add(ratios, (middle - start) / (host->seconds() - middle));
    }
    return true;
}

bool bench_threads(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                   SimError *error) {
    (void)parameter;
    City city = {.targets = 10};
    Worker workers[2] = {{.requests = host->is_full ? 5000000 : 500000},
                         {.requests = host->is_full ? 5000000 : 500000}};
    BenchRounds ratios = {0};
    bool is_done = city_begin(&workers[0].run, &city, NULL, error) &&
                   city_begin(&workers[1].run, &city, NULL, error) &&
                   measure(host, workers, &ratios, error);
    if (is_done) bench_result_set(result, &ratios);
    city_end(&workers[0].run);
    city_end(&workers[1].run);
    return is_done;
}
