/// The charts of a run as files: watched while it runs, drawn when it is over.
#pragma once

#include "sim/world.h"

typedef struct RunCharts RunCharts;

/// For a world at t = 0. `next` is told everything too, such as the sink of an export; it is
/// borrowed.
RunCharts *run_charts_create(const SimWorld *world, const SimSink *next);
void run_charts_destroy(RunCharts *charts);

/// The sink to advance with; lent as long as the charts live.
const SimSink *run_charts_sink(RunCharts *charts);
/// At each whole second of simulated time, between advances.
void run_charts_second(RunCharts *charts, const SimWorld *world);

/// Writes charts.svg and charts.png into `directory`. False: `error` says why.
bool run_charts_write(RunCharts *charts, const SimWorld *world, const char *directory,
                      SimError *error);
