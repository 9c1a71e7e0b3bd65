// Errors and assertions: the two ways in which something can be wrong that is not part of the
// model.
#include "sim/base.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

// Read by the message of a failed assertion only, so it can not make runs differ.
static _Thread_local SimTime assert_clock;

bool sim_error_set(SimError *error, const char *format, ...) {
    if (error == NULL) return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    return false;
}

void sim_assert_clock(SimTime now) {
    assert_clock = now;
}

void sim_assert_failed(const char *condition, const char *file, int line) {
    fprintf(stderr, "%s:%d: assertion failed at %" PRId64 " ns simulated: %s\n", file, line,
            assert_clock, condition);
    abort();
}
