/// Quantities with units as scenario files write them: "250ms", "300/s", "2026-01-05T09:00:00Z".
#pragma once

#include "sim/base.h"

#define QUANTITY_DURATION_PATTERN "^[0-9]{1,15}(\\.[0-9]{1,12})?(ns|us|ms|s|m|h)$"
#define QUANTITY_RATE_PATTERN     "^[0-9]{1,15}(\\.[0-9]{1,6})?/(s|m|h)$"
#define QUANTITY_START_PATTERN    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"

typedef enum QuantityResult {
    QUANTITY_OK,
    QUANTITY_MALFORMED, ///< does not match the pattern
    QUANTITY_TOO_LARGE, ///< beyond what 64 bits of nanoseconds hold, or a rate beyond any limit
    QUANTITY_TOO_FINE,  ///< not a whole number of nanoseconds; of a date: no such day
} QuantityResult;

/// A number and a unit: ns, us, ms, s, m or h.
QuantityResult quantity_duration(const char *text, SimTime *ns);
/// Events a second (per s, m or h).
QuantityResult quantity_rate(const char *text, double *per_second);
/// ISO 8601 in UTC; seconds since 1970.
QuantityResult quantity_start(const char *text, int64_t *unix_s);
/// Writes a duration that reads back exactly, in seconds where no unit divides it: "9m", "250ms",
/// "12.000000001s".
void quantity_duration_print(SimTime ns, char *out, int32_t capacity);
