/// The inside of the benchmarks: what rows share.
#pragma once

#include "sim/bench.h"

/// Runs one row; `parameter` is the row's own size.
typedef bool BenchRun(const SimBenchHost *host, int32_t parameter, SimBenchResult *result,
                      SimError *error);

BenchRun bench_hold;              ///< parameter: pending events
BenchRun bench_queue;             ///< M/M/1
BenchRun bench_choices;           ///< parameter: servers
BenchRun bench_choices_growth;    ///< parameter: servers against a hundred
BenchRun bench_choices_time_outs; ///< parameter: servers
BenchRun bench_world;             ///< nine regions, sixteen cities
BenchRun bench_path;              ///< parameter: targets
BenchRun bench_path_growth;       ///< parameter: targets against ten
BenchRun bench_request_bytes;
BenchRun bench_memory_growth;
BenchRun bench_access_log;
BenchRun bench_clone;
BenchRun bench_threads;

enum { BENCH_ROUNDS = 7, BENCH_BATCHES = 30 };

/// The values of several rounds.
typedef struct BenchRounds {
    double values[BENCH_ROUNDS];
    int32_t count;
} BenchRounds;

void bench_rounds_add(BenchRounds *rounds, double value);
double bench_rounds_median(const BenchRounds *rounds);
/// Median, extremes and number of rounds as the result's value.
void bench_result_set(SimBenchResult *result, const BenchRounds *rounds);

/// Simulated times with a confidence interval from means of batches: all of one length, in order.
typedef struct BenchTally {
    double sums[BENCH_BATCHES];
    int64_t batch_size, in_batch; ///< values of a batch, and of the one that is being filled
    int32_t batch;
} BenchTally;

// No division: what is measured has a few dozen nanoseconds a value.
static inline void bench_tally_add(BenchTally *tally, double value) {
    tally->sums[tally->batch] += value;
    if (++tally->in_batch < tally->batch_size || tally->batch == BENCH_BATCHES - 1) return;
    tally->in_batch = 0;
    tally->batch++;
}

/// Mean and half width of the full batches into the result, times `scale`.
void bench_tally_result(const BenchTally *tally, double scale, SimBenchResult *result);
