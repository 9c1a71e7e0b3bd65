/// What every part of the simulator shares: simulated time, errors, assertions.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Simulated time: nanoseconds since the start of the run. Durations use the same type.
typedef int64_t SimTime;

#define SIM_MICROSECOND INT64_C(1000)
#define SIM_MILLISECOND INT64_C(1000000)
#define SIM_SECOND      INT64_C(1000000000)
#define SIM_MINUTE      (60 * SIM_SECOND)
#define SIM_HOUR        (60 * SIM_MINUTE)
/// Later than anything that happens.
#define SIM_NEVER INT64_MAX

/// Why something the user asked for was refused: one whole sentence with its place and remedy.
typedef struct SimError {
    char text[512];
} SimError;

/// Writes a printf-style sentence into `error` (which may be NULL, then nothing happens); always
/// returns false, so that a function can refuse in one line.
bool sim_error_set(SimError *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// Whether `bytes` more of memory could be had now. To be asked before a library that does not
/// survive a failed allocation of its own: it may crash, or go on with half of what it should have.
bool sim_memory_has_room(size_t bytes);

/// Tells SIM_ASSERT the simulated time of this thread, for its message only; no run ever reads it.
void sim_assert_clock(SimTime now);
_Noreturn void sim_assert_failed(const char *condition, const char *file, int line);

/// Our own mistakes end the program, in every build, with the simulated time and the place.
#define SIM_ASSERT(condition)                                                                      \
    ((condition) ? (void)0 : sim_assert_failed(#condition, __FILE__, __LINE__))
