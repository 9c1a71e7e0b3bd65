// Fields become bits; the next moment is found by going through days, then hours and minutes.
#include "scenario/cron.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/fact.h"

#define DAY_S       86400
#define YEARS_AHEAD 8 // Between two leap days there may be that many.

typedef struct Field {
    int low, high;
    const char *const *names; ///< Of the values from `low` on; NULL: none.
} Field;

static const char *const month_names[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL",
                                          "AUG", "SEP", "OCT", "NOV", "DEC", NULL};
static const char *const weekday_names[] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", NULL};
// Sunday is 0 and 7.
static const Field fields[] = {
    {0, 59, NULL}, {0, 23, NULL}, {1, 31, NULL}, {1, 12, month_names}, {0, 7, weekday_names}};
#define FIELD_COUNT 5

// A number or a name at `*at`; -1: there is none that the field knows.
static int read_value(const char **at, const Field *field) {
    int value = 0, digits = 0;
    for (; isdigit((unsigned char)**at) && digits < 3; digits++)
        value = value * 10 + (*(*at)++ - '0');
    if (digits > 0) return value >= field->low && value <= field->high ? value : -1;
    for (int i = 0; field->names != NULL && field->names[i] != NULL; i++) {
        if (strncasecmp(*at, field->names[i], 3) != 0) continue;
        *at += 3;
        return field->low + i;
    }
    return -1;
}

// "*", "5", "1-5", each with "/2" behind it.
static bool read_part(const char **at, const Field *field, uint64_t *bits) {
    int low = field->low, high = field->high, step = 1;
    if (**at == '*') {
        (*at)++;
    } else {
        low = high = read_value(at, field);
        if (low < 0) return false;
        if (**at == '-') {
            (*at)++;
            high = read_value(at, field);
        } else if (**at == '/') {
            high = field->high;
        }
        if (high < low) return false;
    }
    if (**at == '/') {
        static const Field steps = {1, 999, NULL};
        (*at)++;
        step = read_value(at, &steps);
        if (step < 0) return false;
    }
    for (int value = low; value <= high; value += step)
        *bits |= UINT64_C(1) << value;
    return true;
}

static bool read_field(const char **at, const Field *field, uint64_t *bits, bool *is_any) {
    *bits = 0;
    *is_any = **at == '*' && ((*at)[1] == ' ' || (*at)[1] == '\0');
    for (;;) {
        if (!read_part(at, field, bits)) return false;
        if (**at != ',') return true;
        (*at)++;
    }
}

const char *cron_parse(const char *text, Cron *cron) {
    static const char *const faults[FIELD_COUNT] = {
        "its first field is no minute, 0 to 59", "its second field is no hour, 0 to 23",
        "its third field is no day of the month, 1 to 31",
        "its fourth field is no month, 1 to 12 or JAN to DEC",
        "its fifth field is no day of the week, 0 to 7 or SUN to SAT"};
    uint64_t bits[FIELD_COUNT];
    bool is_any[FIELD_COUNT];
    const char *at = text + strspn(text, " ");
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (*at == '\0') return "it has fewer than five fields";
        if (!read_field(&at, &fields[i], &bits[i], &is_any[i]) || (*at != ' ' && *at != '\0'))
            return faults[i];
        at += strspn(at, " ");
    }
    if (*at != '\0') return "it has more than five fields";
    *cron = (Cron){.minutes = bits[0],
                   .hours = (uint32_t)bits[1],
                   .days = (uint32_t)bits[2],
                   .months = (uint32_t)bits[3],
                   .weekdays = (uint32_t)(bits[4] | bits[4] >> 7),
                   .is_any_day = is_any[2],
                   .is_any_weekday = is_any[4]};
    return NULL;
}

// When both kinds of days are restricted, one of them is enough.
static bool is_day(const Cron *cron, int64_t days) {
    int64_t year, month, day;
    calendar_date(days, &year, &month, &day);
    bool is_of_month = (cron->days >> day & 1) != 0;
    bool is_of_week = (cron->weekdays >> calendar_weekday(days) & 1) != 0;
    if ((cron->months >> month & 1) == 0) return false;
    bool is_either = SIM_FACT("ASG-640", !cron->is_any_day && !cron->is_any_weekday);
    return is_either ? is_of_month || is_of_week : is_of_month && is_of_week;
}

int64_t cron_next(const Cron *cron, int64_t from_unix_s) {
    int64_t first = (from_unix_s + 59) / 60 * 60;
    for (int64_t days = first / DAY_S; days < first / DAY_S + YEARS_AHEAD * 366; days++) {
        if (!is_day(cron, days)) continue;
        for (int64_t minute = 0; minute < 24 * 60; minute++) {
            int64_t at = days * DAY_S + minute * 60;
            bool is_moment = (cron->hours >> (minute / 60) & 1) != 0 &&
                             (cron->minutes >> (minute % 60) & 1) != 0;
            if (at >= first && is_moment) return at;
        }
    }
    return -1;
}
