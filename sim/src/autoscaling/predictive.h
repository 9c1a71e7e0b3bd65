/// Predictive scaling: a group grows ahead of a load that is known from the days before.
///
/// A policy keeps the load of each of the last 336 hours by the wall clock: those before the run
/// from the scenario, then those of the run. Every six hours it forecasts the next 48 from them.
/// Before each hour a policy that scales lets the group grow to what the hour needs; it never lets
/// it shrink, and others do not shrink it below that.
#pragma once

#include "engine/event_queue.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;

enum { FORECAST_PAST_HOURS = 14 * 24, FORECAST_HOURS = 48 };

typedef enum ForecastMoment {
    FORECAST_HOUR_ENDS, ///< its load is known, and it may be time to forecast anew
    FORECAST_SCALES,    ///< a while before an hour begins
} ForecastMoment;

#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

typedef struct ScalingForecast {
    int32_t policy;
    int32_t scope, scope_load;
    int32_t watch;                    ///< of the load
    int64_t made;                     ///< the first hour forecast, since 1970; -1: none was made
    double past[FORECAST_PAST_HOURS]; ///< by hour modulo their number; below 0: not known
    double loads[FORECAST_HOURS];     ///< from `made` on
} ScalingForecast;

#pragma GCC diagnostic pop

void predictive_start(SimWorld *world);
void predictive_due(SimWorld *world, int32_t forecast, ForecastMoment moment);
void predictive_gauges(SimWorld *world);

/// The load forecast for an hour since 1970; below 0: none is.
double predictive_load(const SimWorld *world, int32_t forecast, int64_t hour);
/// What that needs, whatever the limits; -1: there is no forecast.
int32_t predictive_capacity(const SimWorld *world, int32_t forecast, int64_t hour);
/// The hour since 1970 at a time of the run.
int64_t predictive_hour(const SimWorld *world, SimTime at);
/// What the policies of a group forecast for the hour that is, or when it is time to launch for it
/// the next, whether they scale or not; -1: none.
int32_t predictive_wanted(const SimWorld *world, int32_t group);
/// When a policy that scales will look at the next hour; SIM_NEVER: it only forecasts.
SimTime predictive_next(const SimWorld *world, int32_t forecast, int32_t *capacity, int64_t *hour);
/// Below what the forecast of a group's policy lets others not shrink it now; 0: nothing.
int32_t predictive_floor(const SimWorld *world, int32_t group);
