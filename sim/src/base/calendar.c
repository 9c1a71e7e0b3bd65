// Years are counted from March on, so that a leap day is the last of its year.
#include "base/calendar.h"

void calendar_date(int64_t days, int64_t *year, int64_t *month, int64_t *day) {
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t of_era = shifted - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

int32_t calendar_weekday(int64_t days) {
    return (int32_t)(((days + 4) % 7 + 7) % 7); // 1970 began on a Thursday
}
