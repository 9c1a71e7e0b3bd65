// The whole way of a request, metrics and their CSV files on. Health checks are part of every run
// and billed apart: two cities without traffic that differ in nothing but how often they check tell
// what one costs.
#include "bench/bench.h"
#include "bench/city.h"

#include <stdio.h>

enum { ROUNDS = 5, CHECKS_RARE = 300, CHECKS_OFTEN = 5 };

typedef struct Cost {
    double seconds;
    int64_t requests, checks;
} Cost;

static Cost answer(const SimBenchHost *host, CityRun *run, int64_t requests) {
    Cost cost = {.checks = -city_checks(run)};
    double start = host->cpu_seconds();
    cost.requests = city_answer(run, requests);
    cost.seconds = host->cpu_seconds() - start;
    cost.checks += city_checks(run);
    return cost;
}

static double idle(const SimBenchHost *host, const City *city, int64_t seconds, int64_t *checks,
                   SimError *error) {
    CityRun run;
    if (!city_begin(&run, city, NULL, error)) return -1;
    city_seconds(&run, 2 * CHECKS_OFTEN);
    *checks = -city_checks(&run);
    double start = host->cpu_seconds();
    city_seconds(&run, seconds);
    double took = host->cpu_seconds() - start;
    *checks += city_checks(&run);
    city_end(&run);
    return took;
}

// Seconds a health check; below 0: refused.
static double check_cost(const SimBenchHost *host, int32_t targets, SimError *error) {
    int64_t seconds = 1500000 / targets, rare = 0, often = 0;
    if (seconds < 20) seconds = 20;
    City city = {.targets = targets, .rate_share = 1e-4 / targets, .check_seconds = CHECKS_RARE};
    double rarely = idle(host, &city, seconds, &rare, error);
    city.check_seconds = CHECKS_OFTEN;
    double oftener = idle(host, &city, seconds, &often, error);
    if (rarely < 0 || oftener < 0) return -1;
    double cost = (oftener - rarely) / (double)(often - rare);
    return cost > 0 ? cost : 0;
}

static double request_cost(const Cost *cost, double check) {
    return (cost->seconds - check * (double)cost->checks) / (double)cost->requests;
}

static int64_t requests_a_round(const SimBenchHost *host) {
    return host->is_full ? 3000000 : 500000;
}

bool bench_path(const SimBenchHost *host, int32_t targets, SimBenchResult *result,
                SimError *error) {
    double check = check_cost(host, targets, error);
    CityRun run;
    City city = {.targets = targets};
    if (check < 0 || !city_begin(&run, &city, host->directory, error)) return false;
    city_answer(&run, requests_a_round(host) / 4);
    BenchRounds speeds = {0};
    SimTotals before = sim_world_totals(run.world);
    int64_t requests = 0;
    for (int i = 0; i < ROUNDS; i++) {
        Cost cost = answer(host, &run, requests_a_round(host));
        requests += cost.requests;
        bench_rounds_add(&speeds, 1e-6 / request_cost(&cost, check));
    }
    SimTotals after = sim_world_totals(run.world);
    bench_result_set(result, &speeds);
    snprintf(result->note, sizeof result->note, "%.2f events a request, a check %.0f ns",
             (double)(after.events - before.events) / (double)requests, check * 1e9);
    city_end(&run);
    return true;
}

bool bench_path_growth(const SimBenchHost *host, int32_t targets, SimBenchResult *result,
                       SimError *error) {
    double check_few = check_cost(host, 10, error), check = check_cost(host, targets, error);
    CityRun few = {0}, many = {0};
    City small = {.targets = 10}, large = {.targets = targets};
    bool is_ready = check_few >= 0 && check >= 0 &&
                    city_begin(&few, &small, host->directory, error) &&
                    city_begin(&many, &large, host->directory, error);
    BenchRounds ratios = {0};
    if (is_ready) {
        city_answer(&few, requests_a_round(host) / 4);
        city_answer(&many, requests_a_round(host) / 4);
    }
    for (int i = 0; is_ready && i < ROUNDS; i++) {
        Cost base = answer(host, &few, requests_a_round(host)),
             cost = answer(host, &many, requests_a_round(host));
        bench_rounds_add(&ratios, request_cost(&cost, check) / request_cost(&base, check_few));
    }
    if (is_ready) {
        bench_result_set(result, &ratios);
        snprintf(result->note, sizeof result->note, "a check %.0f ns", check * 1e9);
    }
    city_end(&few);
    city_end(&many);
    return is_ready;
}
