/// The scenario of the full-path rows, as text: one city over HTTPS to one Application Load
/// Balancer in two zones, a rule, a target group, small instances (one worker, 20 ms of work on
/// average) at 60 % load. Loaded and run as any file.
#pragma once

#include "sim/bench.h"
#include "sim/export.h"
#include "sim/world.h"

typedef struct City {
    int32_t targets;
    double rate_share;      ///< of the 30/s a target that make 60 %; 0 means 1
    double work_ms;         ///< mean; 0: 20
    int32_t workers;        ///< 0: 1
    int32_t check_seconds;  ///< interval of health checks; 0: 30
    int32_t users;          ///< 0: twenty a target
    bool has_no_keep_alive; ///< clients close their connections with every answer
} City;

/// A world at t = 0 with what writes its CSV files. NULL world: `error` says why.
typedef struct CityRun {
    SimWorld *world;
    SimExport *export; ///< NULL: nothing listens
    SimSink sink;
} CityRun;

/// `directory` NULL: no files.
bool city_begin(CityRun *run, const City *city, const char *directory, SimError *error);
/// The same of any scenario's text.
bool city_begin_text(CityRun *run, const char *text, const char *directory, SimError *error);
void city_end(CityRun *run);
/// Runs until `count` more requests were answered or lost, in whole seconds of simulated time.
/// Returns how many were.
int64_t city_answer(CityRun *run, int64_t count);
/// Runs whole seconds; returns how many requests were answered or lost.
int64_t city_seconds(CityRun *run, int64_t seconds);
/// Health checks made so far.
int64_t city_checks(const CityRun *run);
