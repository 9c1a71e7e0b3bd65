// What requests in flight hold, what a long run holds, and what a clone costs.
#include "bench/bench.h"
#include "bench/city.h"

#include <stdio.h>

enum { CLONE_ROUNDS = 7 };

// Clones carry no spare room, so their size is what is in use.
static int64_t bytes_in_use(const CityRun *run) {
    SimWorld *clone = sim_world_clone(run->world);
    int64_t bytes = sim_world_bytes(clone);
    sim_world_destroy(clone);
    return bytes;
}

// Long work on many workers: 100,000 and more at the targets, in steady coming and going. Clients
// keep no connection after an answer, so all that has grown belongs to those in flight.
bool bench_request_bytes(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                         SimError *error) {
    (void)host, (void)parameter;
    City city = {.targets = 10,
                 .workers = 100000,
                 .work_ms = 5000,
                 .rate_share = 100,
                 .users = 1000000,
                 .has_no_keep_alive = true};
    CityRun run;
    if (!city_begin(&run, &city, NULL, error)) return false;
    int64_t empty = bytes_in_use(&run);
    city_seconds(&run, 20);
    int64_t in_flight = sim_world_totals(run.world).requests_in_flight;
    BenchRounds bytes = {0};
    bench_rounds_add(&bytes, (double)(bytes_in_use(&run) - empty) / (double)in_flight);
    bench_result_set(result, &bytes);
    snprintf(result->note, sizeof result->note,
             "%lld in flight, their connections and time-outs among it", (long long)in_flight);
    city_end(&run);
    return true;
}

bool bench_memory_growth(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                         SimError *error) {
    (void)parameter;
    int64_t requests = host->is_full ? 10000000 : 300000;
    City city = {.targets = 100};
    CityRun run;
    if (!city_begin(&run, &city, host->directory, error)) return false;
    city_answer(&run, requests);
    int64_t before = host->peak_bytes();
    city_answer(&run, 9 * requests);
    int64_t after = host->peak_bytes();
    BenchRounds growth = {0};
    bench_rounds_add(&growth, 100 * (double)(after - before) / (double)before);
    bench_result_set(result, &growth);
    snprintf(result->note, sizeof result->note, "%.1e requests: %.1f MB, %.1e: %.1f MB",
             (double)requests, (double)before / 1e6, 10 * (double)requests, (double)after / 1e6);
    city_end(&run);
    return true;
}

// 1,000 targets with ten jobs each in steady coming and going.
bool bench_clone(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                 SimError *error) {
    (void)parameter;
    City city = {.targets = 1000, .workers = 100, .work_ms = 333};
    CityRun run;
    if (!city_begin(&run, &city, NULL, error)) return false;
    city_seconds(&run, 20);
    BenchRounds times = {0};
    for (int i = 0; i < CLONE_ROUNDS; i++) {
        double start = host->cpu_seconds();
        SimWorld *clone = sim_world_clone(run.world);
        bench_rounds_add(&times, (host->cpu_seconds() - start) * 1e3);
        sim_world_destroy(clone);
    }
    bench_result_set(result, &times);
    snprintf(result->note, sizeof result->note, "%lld in flight, %.1f MB",
             (long long)sim_world_totals(run.world).requests_in_flight,
             (double)bytes_in_use(&run) / 1e6);
    city_end(&run);
    return true;
}
