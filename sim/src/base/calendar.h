/// The civil calendar, in UTC and without leap seconds: what days since 1970 are called.
#pragma once

#include <stdint.h>

/// Year, month (1 to 12) and day (1 to 31) of a day since 1970-01-01.
void calendar_date(int64_t days, int64_t *year, int64_t *month, int64_t *day);
/// 0 on Sundays to 6 on Saturdays.
int32_t calendar_weekday(int64_t days);
