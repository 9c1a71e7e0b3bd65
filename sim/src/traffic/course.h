/// The course of a rate: pieces that are linear in time, integrated and inverted exactly. `factor`
/// multiplies the rate.
#pragma once

#include "scenario/config.h"

double course_rate(const ConfigArrivals *arrivals, SimTime at);
/// The integral of the rate, without a factor.
double course_mass(const ConfigArrivals *arrivals, SimTime from, SimTime to);
/// When the integral from `from` on has grown by `mass`; SIM_NEVER when it never does.
SimTime course_time_after(const ConfigArrivals *arrivals, double factor, SimTime from, double mass);
