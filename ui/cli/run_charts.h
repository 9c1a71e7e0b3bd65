/// The charts of a run without a window: watched while it runs, drawn when it is over.
#pragma once

#include "sim/world.h"

typedef struct RunCharts RunCharts;

/// For a world at t = 0.
RunCharts *run_charts_create(const SimWorld *world);
void run_charts_destroy(RunCharts *charts);

void run_charts_period(RunCharts *charts, const SimPeriod *period);
void run_charts_incident(RunCharts *charts, const SimIncident *incident);
/// At each whole second of simulated time, between advances.
void run_charts_second(RunCharts *charts, const SimWorld *world);

/// Writes charts.svg and charts.png into `directory`. False: `error` says why.
bool run_charts_write(RunCharts *charts, const SimWorld *world, const char *directory,
                      SimError *error);
