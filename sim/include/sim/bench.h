/// Benchmarks: how fast the engine and the whole way of a request are, on this machine, now.
///
/// A row is one kind of work with a floor (what done means) and a goal. Engine rows are small
/// models on the engine alone, each beside the textbook program for the same work, run in the same
/// minute; rows of the full path are ordinary scenarios. The simulator knows no clock: the caller
/// brings one.
#pragma once

#include "sim/base.h"

/// What a row needs of the outside world.
typedef struct SimBenchHost {
    double (*cpu_seconds)(
        void);               ///< what this thread has used, so that a busy machine disturbs less
    double (*seconds)(void); ///< a clock on the wall that only goes forward
    int64_t (*peak_bytes)(void); ///< the most memory that this process ever held
    const char *directory;       ///< for files; an existing one, its contents may be overwritten
    bool is_full;                ///< full length instead of a length for every day
} SimBenchHost;

typedef struct SimBenchRow {
    const char *name; ///< "hold-100"
    const char *work; ///< one line
    const char *unit; ///< of the value: "ns", "M/s", "x", "%", "bytes", "ms"
    double floor, goal;
    double ratio_floor, ratio_goal; ///< of our speed over the textbook program's; 0: none asked for
    bool is_more_better;
    const char
        *beside; ///< what others reach, or what limits it (one machine, another day); may be empty
} SimBenchRow;

/// A measurement: the median of several rounds, with the extremes.
typedef struct SimBenchResult {
    double value, value_min, value_max;
    double baseline;              ///< the textbook program's value; 0: none
    double ratio;                 ///< how many times as fast as that, median of the rounds; 0: none
    double mean, mean_half_width; ///< simulated, with its 95 % interval; theory 0: not compared
    double theory;
    int32_t rounds;
    char note[200]; ///< what belongs beside the figure; may be empty
} SimBenchResult;

int32_t sim_bench_count(void);
/// Lent for ever.
const SimBenchRow *sim_bench_row(int32_t index);
/// Index by name; -1: there is none.
int32_t sim_bench_find(const char *name);
/// Runs a row; takes seconds, in full length minutes. False: `error` says what the outside world
/// refused.
bool sim_bench_run(int32_t index, const SimBenchHost *host, SimBenchResult *result,
                   SimError *error);
