// The table of rows, with what was promised for each; medians and confidence intervals.
#include "bench/bench.h"

#include <math.h>
#include <string.h>

typedef struct Row {
    SimBenchRow row;
    BenchRun *run;
    int32_t parameter;
} Row;

#define LOWER(name, work, unit, floor, goal, beside)                                               \
    { name, work, unit, floor, goal, 0, 0, false, beside }

static const Row rows[] = {
    {LOWER("hold-100", "hold model, 100 pending", "ns", 30, 18, "ladder 18, binary heap 53"),
     bench_hold, 100},
    {LOWER("hold-10k", "hold model, 10^4 pending", "ns", 45, 18, "ladder 18, binary heap 108"),
     bench_hold, 10000},
    {LOWER("hold-1m", "hold model, 10^6 pending", "ns", 180, 110, "ladder 86-130, binary heap 286"),
     bench_hold, 1000000},
    {{"queue", "M/M/1, customers", "M/s", 25, 40, 1.75, 2.8, true,
      "Cimba 10.5, bare C 44, wall 58"},
     bench_queue,
     0},
    {{"choices", "1,000 servers, power of two choices, jobs", "M/s", 15, 18, 0, 0, true,
      "Cimba 4.0, bare C 20.5"},
     bench_choices,
     1000},
    {LOWER("choices-10k", "the same, a job at 10,000 servers against 100", "x", 1.25, 1.1,
           "bare C 1.08"),
     bench_choices_growth, 10000},
    {LOWER("time-outs", "the same at 1,000, a time-out on every job", "%", 12, 5,
           "lanes 3, pushed 64"),
     bench_choices_time_outs, 1000},
    {{"path", "full path, 10 targets, requests", "M/s", 1.5, 3, 0, 0, true, "Stability Sim 0.075"},
     bench_path,
     10},
    {LOWER("path-1k", "full path, a request at 1,000 targets against 10", "x", 1.4, 1.2, ""),
     bench_path_growth, 1000},
    {LOWER("path-100k", "full path, a request at 100,000 targets against 10", "x", 3, 2, ""),
     bench_path_growth, 100000},
    {{"world", "nine regions, 16 cities, 1,000 targets, 50,000/s, requests", "M/s", 1, 1.5, 0, 0,
      true, ""},
     bench_world,
     0},
    {LOWER("request-bytes", "memory of a request in flight", "bytes", 256, 128, ""),
     bench_request_bytes, 0},
    {LOWER("memory", "peak memory, ten times the requests", "%", 5, 1, ""), bench_memory_growth, 0},
    {LOWER("access-log", "access log on, written to /dev/null", "%", 40, 20, ""), bench_access_log,
     0},
    {LOWER("clone", "clone: 1,000 targets, 10,000 in flight", "ms", 5, 1, ""), bench_clone, 0},
    {{"threads", "independent runs on two threads", "x", 1.9, 2, 0, 0, true,
      "limit 2 on two free cores"},
     bench_threads,
     0},
};

int32_t sim_bench_count(void) {
    return (int32_t)(sizeof rows / sizeof rows[0]);
}

const SimBenchRow *sim_bench_row(int32_t index) {
    SIM_ASSERT(index >= 0 && index < sim_bench_count());
    return &rows[index].row;
}

int32_t sim_bench_find(const char *name) {
    for (int32_t i = 0; i < sim_bench_count(); i++)
        if (strcmp(rows[i].row.name, name) == 0) return i;
    return -1;
}

bool sim_bench_run(int32_t index, const SimBenchHost *host, SimBenchResult *result,
                   SimError *error) {
    SIM_ASSERT(index >= 0 && index < sim_bench_count());
    *result = (SimBenchResult){0};
    return rows[index].run(host, rows[index].parameter, result, error);
}

void bench_rounds_add(BenchRounds *rounds, double value) {
    SIM_ASSERT(rounds->count < BENCH_ROUNDS);
    int32_t at = rounds->count++;
    for (; at > 0 && rounds->values[at - 1] > value; at--)
        rounds->values[at] = rounds->values[at - 1];
    rounds->values[at] = value;
}

double bench_rounds_median(const BenchRounds *rounds) {
    SIM_ASSERT(rounds->count > 0);
    return (rounds->values[(rounds->count - 1) / 2] + rounds->values[rounds->count / 2]) / 2;
}

void bench_result_set(SimBenchResult *result, const BenchRounds *rounds) {
    result->value = bench_rounds_median(rounds);
    result->value_min = rounds->values[0];
    result->value_max = rounds->values[rounds->count - 1];
    result->rounds = rounds->count;
}

void bench_tally_result(const BenchTally *tally, double scale, SimBenchResult *result) {
    static const double student_29 = 2.045; // 95 %, BENCH_BATCHES - 1 degrees of freedom
    double sum = 0, squares = 0, size = (double)tally->batch_size / scale;
    for (int i = 0; i < BENCH_BATCHES; i++)
        sum += tally->sums[i] / size;
    double mean = sum / BENCH_BATCHES;
    for (int i = 0; i < BENCH_BATCHES; i++)
        squares += (tally->sums[i] / size - mean) * (tally->sums[i] / size - mean);
    result->mean = mean;
    result->mean_half_width = student_29 * sqrt(squares / (BENCH_BATCHES - 1) / BENCH_BATCHES);
}
