/// What a run came to, for a person and for another program.
#pragma once

#include "sim/world.h"

/// Watches response times while a world runs.
typedef struct Summary {
    SimCollector *collector; ///< owned
    int32_t questions[6];    ///< -1: there is no such metric
    uint64_t scenario_hash;  ///< as it began; commands may change it
} Summary;

void summary_init(Summary *summary, const SimWorld *world);
void summary_deinit(Summary *summary);
void summary_period(Summary *summary, const SimPeriod *period);

/// A few lines on standard output; `directory` NULL: nothing was written.
void summary_print(const Summary *summary, const SimWorld *world, double wall_seconds,
                   const char *directory);
/// One object on standard output, its members named as in summary.json.
void summary_print_json(const Summary *summary, const SimWorld *world, bool is_complete);
