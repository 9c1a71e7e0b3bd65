/// A flight: a world that can be taken back in time.
///
/// The tape holds all commands of the flight, those of the past and, after going back, those still
/// to come. Commands to come are given again at their instant, so that the same things happen
/// again, until the person gives another one: then time takes a new way and the rest of the tape is
/// cut off. Going back starts from the last of a few clones kept on the way, or from the beginning.
#pragma once

#include "sim/world.h"

typedef struct Flight Flight;

/// Retains the scenario; `commands` (copied, in order of time) are given again at their instants.
/// `seed` 0: the scenario's.
Flight *flight_create(const SimScenario *scenario, uint64_t seed, const SimCommand *commands,
                      int32_t count);
void flight_destroy(Flight *flight);

const SimWorld *flight_world(const Flight *flight);
SimTime flight_now(const Flight *flight);
SimTime flight_duration(const Flight *flight);
const SimScenario *flight_scenario(const Flight *flight);

/// Runs towards `until` (cut to the scenario's duration), at most `max_events` (0: no bound). True:
/// it is reached, and nothing is left to happen at that instant. `executed` (may be NULL): how many
/// events that took.
bool flight_advance(Flight *flight, SimTime until, int64_t max_events, const SimSink *sink,
                    int64_t *executed);

/// Incidents told since the beginning of the run, up to where the world is now: going back lowers
/// it, so that whoever keeps them knows which ones it had already.
int64_t flight_incident_count(const Flight *flight);

/// Gives a command now. False: refused, `error` says why, nothing changed. `has_forked` tells
/// whether time took a new way: commands to come, or a future already lived, are no longer true.
bool flight_command(Flight *flight, const SimCommand *command, bool *has_forked, SimError *error);

/// The latest instant lived on this tape.
SimTime flight_lived(const Flight *flight);

/// Goes back to `time` or to the last instant before it from which the run can go on; the caller
/// advances the rest. Never goes forward.
void flight_rewind(Flight *flight, SimTime time);

/// All commands of the tape; `given` of them were given so far. Lent until the next call that
/// changes the flight.
const SimCommand *flight_tape(const Flight *flight, int32_t *count, int32_t *given);

/// Runs `world` to `until` giving `commands` at their instants, from `*given` on. A command that is
/// refused is left out and told in `error` (may be NULL); then the result is false.
bool flight_replay(SimWorld *world, const SimCommand *commands, int32_t count, int32_t *given,
                   SimTime until, const SimSink *sink, SimError *error);
