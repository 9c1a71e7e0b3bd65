/// The log of a flight: commands.jsonl, one command a line, on the disk before the next thing
/// happens.
#pragma once

#include "sim/command.h"

typedef struct FlightLog FlightLog;

/// Opens `directory`/commands.jsonl anew with the commands that the flight begins with; makes the
/// directory when needed. A log that is there already is kept as commands-1.jsonl, -2 ... NULL:
/// `error` says why.
FlightLog *flight_log_open(const char *directory, const SimCommand *commands, int32_t count,
                           SimError *error);
void flight_log_close(FlightLog *log);

/// Brings those of the flight's commands to the disk that are not there yet. False: `error` says
/// why; the flight may go on, and the next call tries again.
bool flight_log_keep(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error);

/// The flight took a new way: the log so far is kept under the next free name, and a new one begins
/// with these commands.
bool flight_log_fork(FlightLog *log, const SimCommand *commands, int32_t count, SimError *error);
