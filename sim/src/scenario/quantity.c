// Quantities are read digit by digit, in whole nanoseconds, so that no rounding and no locale has a
// say.
#include "scenario/quantity.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct Unit {
    const char *name;
    int64_t ns;
} Unit;

static const Unit units[] = {
    {"h", SIM_HOUR},         {"m", SIM_MINUTE},       {"s", SIM_SECOND},
    {"ms", SIM_MILLISECOND}, {"us", SIM_MICROSECOND}, {"ns", 1},
};
#define UNIT_COUNT ((int)(sizeof units / sizeof units[0]))

static const Unit *find_unit(const char *name) {
    for (int i = 0; i < UNIT_COUNT; i++)
        if (strcmp(units[i].name, name) == 0) return &units[i];
    return NULL;
}

static int count_digits(const char *text) {
    int n = 0;
    while (text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

QuantityResult quantity_duration(const char *text, SimTime *ns) {
    int whole = count_digits(text);
    int fraction = whole > 0 && text[whole] == '.' ? count_digits(text + whole + 1) : -1;
    const Unit *unit = find_unit(text + whole + (fraction >= 0 ? fraction + 1 : 0));
    if (whole < 1 || whole > 15 || fraction == 0 || fraction > 12 || unit == NULL)
        return QUANTITY_MALFORMED;
    int64_t value = 0;
    for (int i = 0; i < whole; i++)
        value = value * 10 + (text[i] - '0');
    if (value > INT64_C(4000000000000000000) / unit->ns) return QUANTITY_TOO_LARGE;
    int64_t total = value * unit->ns, scale = unit->ns;
    for (int i = 0; i < fraction; i++) {
        int64_t digit = text[whole + 1 + i] - '0';
        if (digit != 0 && scale % 10 != 0) return QUANTITY_TOO_FINE;
        scale = scale % 10 != 0 ? 0 : scale / 10;
        if (digit != 0 && scale == 0) return QUANTITY_TOO_FINE;
        total += digit * scale;
    }
    *ns = total;
    return QUANTITY_OK;
}

QuantityResult quantity_rate(const char *text, double *per_second) {
    int whole = count_digits(text);
    int fraction = whole > 0 && text[whole] == '.' ? count_digits(text + whole + 1) : -1;
    const char *rest = text + whole + (fraction >= 0 ? fraction + 1 : 0);
    if (whole < 1 || whole > 15 || fraction == 0 || fraction > 6 || rest[0] != '/')
        return QUANTITY_MALFORMED;
    const Unit *unit = find_unit(rest + 1);
    if (unit == NULL || unit->ns < SIM_SECOND) return QUANTITY_MALFORMED;
    if (whole > 9) return QUANTITY_TOO_LARGE;
    // At most 15 digits: exact in a double until the one division.
    double digits = 0, divisor = (double)(unit->ns / SIM_SECOND);
    for (const char *p = text; p < rest; p++)
        if (*p != '.') digits = digits * 10 + (*p - '0');
    for (int i = 0; i < fraction; i++)
        divisor *= 10;
    *per_second = digits / divisor;
    return QUANTITY_OK;
}

static int number_at(const char *text, int from, int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++)
        value = value * 10 + (text[from + i] - '0');
    return value;
}

static int days_of_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

QuantityResult quantity_start(const char *text, int64_t *unix_s) {
    static const char shape[] = "0000-00-00T00:00:00Z";
    if (strlen(text) != sizeof shape - 1) return QUANTITY_MALFORMED;
    for (int i = 0; shape[i] != 0; i++)
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return QUANTITY_MALFORMED;
    int year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
    int hour = number_at(text, 11, 2), minute = number_at(text, 14, 2),
        second = number_at(text, 17, 2);
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
        return QUANTITY_TOO_FINE;
    if (hour > 23 || minute > 59 || second > 59) return QUANTITY_TOO_FINE;
    int64_t days = day - 1;
    for (int y = 1970; y < year; y++)
        days += 337 + days_of_month(y, 2);
    for (int m = 1; m < month; m++)
        days += days_of_month(year, m);
    *unix_s = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return QUANTITY_OK;
}

void quantity_duration_print(SimTime ns, char *out, int32_t capacity) {
    for (int i = 0; i < UNIT_COUNT; i++) {
        if (ns % units[i].ns != 0 || units[i].ns < SIM_MILLISECOND) continue;
        snprintf(out, (size_t)capacity, "%" PRId64 "%s", ns / units[i].ns,
                 ns == 0 ? "s" : units[i].name);
        return;
    }
    char digits[16];
    snprintf(digits, sizeof digits, "%09d", (int)(ns % SIM_SECOND));
    int last = 9;
    while (digits[last - 1] == '0')
        digits[--last] = 0;
    snprintf(out, (size_t)capacity, "%" PRId64 ".%ss", ns / SIM_SECOND, digits);
}
