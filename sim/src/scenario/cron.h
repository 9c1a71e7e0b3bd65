/// Cron expressions: "30 6 * * 1-5" is half past six on working days. Five fields, minute, hour,
/// day of the month, month and day of the week, each a list of numbers, ranges and steps; months
/// and days of the week have names too. Its clock is the caller's: that of UTC, or
/// ahead of it by a time zone's offset.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// A bit for each value that matches.
typedef struct Cron {
    uint64_t minutes;
    uint32_t hours, days, months, weekdays;
    bool is_any_day, is_any_weekday; ///< Not restricted: written as "*".
} Cron;

/// Reads an expression; NULL: it is well-formed, else what is wrong with it.
const char *cron_parse(const char *text, Cron *cron);

/// The first moment from `from_unix_s` on, in seconds since 1970; -1: none within eight years.
int64_t cron_next(const Cron *cron, int64_t from_unix_s);
