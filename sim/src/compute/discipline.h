/// What the two service disciplines do differently, for station.c alone. In all of them the station
/// has been caught up to `now`.
#pragma once

#include "compute/station.h"

/// Work done per ns on each job in service, 0 when frozen.
double station_rate(const Station *station);

/// The first whole ns at which `left` ns of work are done at `rate`; SIM_NEVER when that is beyond
/// any run.
SimTime station_due(SimTime now, double left, double rate);

/// Pushes the completion of `job` (0 under processor sharing) at `due`, none when SIM_NEVER.
EventId station_push_completion(Stations *stations, EventQueue *events, SimTime due,
                                int32_t station, int32_t job);

StationEntry fcfs_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                        int32_t job);
/// Takes a job out of the queue or out of service, its completion event with it.
void fcfs_leave(Stations *stations, EventQueue *events, int32_t station, int32_t job);
/// A free worker takes the first in the queue; -1: no free worker or nobody waits.
int32_t fcfs_start_next(Stations *stations, EventQueue *events, SimTime now, int32_t station);
/// After a change of rate: completion events anew for those in service.
void fcfs_reschedule(Stations *stations, EventQueue *events, SimTime now, int32_t station);

StationEntry sharing_enter(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                           int32_t job);
void sharing_leave(Stations *stations, EventQueue *events, SimTime now, int32_t station,
                   int32_t job);
/// After a change of rate or of who is first: the one completion event anew.
void sharing_reschedule(Stations *stations, EventQueue *events, SimTime now, int32_t station);
