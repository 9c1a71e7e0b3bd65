// Values as text: no locale takes part, so that equal runs leave equal bytes everywhere, and
// nothing is slower than the digits themselves where lines are many.
#include "export/file.h"

#include "export/digits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void out_text(OutFile *file, const char *text) {
    out_bytes(file, text, strlen(text));
}

void out_digits(OutFile *file, uint64_t value, int width) {
    char digits[20];
    int at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (at > 0 && (value > 0 || (int)sizeof digits - at < width));
    out_bytes(file, digits + at, sizeof digits - (size_t)at);
}

void out_integer(OutFile *file, int64_t value) {
    if (value < 0) out_char(file, '-');
    char *at = out_room(file, DIGITS_MAX);
    out_advance(file, digits_plain(at, value < 0 ? 0 - (uint64_t)value : (uint64_t)value));
}

void out_hex16(OutFile *file, uint64_t value) {
    out_advance(file, digits_hex16(out_room(file, 16), value));
}

// Nine significant digits of a positive value and its decimal exponent. The C library rounds; its
// decimal point, which is the locale's, is skipped.
static void split_decimal(double value, char digits[10], int *exponent) {
    char text[64];
    snprintf(text, sizeof text, "%.8e", value);
    int count = 0;
    const char *at = text;
    for (; *at != '\0' && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9' && count < 9) digits[count++] = *at;
    digits[count] = '\0';
    bool is_small = *at == 'e' && at[1] == '-';
    *exponent = 0;
    for (at += *at == 'e' ? 2 : 0; *at >= '0' && *at <= '9'; at++)
        *exponent = *exponent * 10 + (*at - '0');
    if (is_small) *exponent = -*exponent;
    while (count > 1 && digits[count - 1] == '0')
        digits[--count] = '\0';
}

static void out_scientific(OutFile *file, const char *digits, int exponent) {
    out_char(file, digits[0]);
    if (digits[1] != '\0') out_char(file, '.');
    out_text(file, digits + 1);
    out_char(file, 'e');
    out_char(file, exponent < 0 ? '-' : '+');
    out_digits(file, (uint64_t)(exponent < 0 ? -exponent : exponent), 2);
}

static void out_fixed(OutFile *file, const char *digits, int exponent) {
    int count = (int)strlen(digits);
    if (exponent < 0) {
        out_text(file, "0.");
        for (int i = -1; i > exponent; i--)
            out_char(file, '0');
        out_text(file, digits);
        return;
    }
    for (int i = 0; i <= exponent; i++)
        out_char(file, i < count ? digits[i] : '0');
    if (count <= exponent + 1) return;
    out_char(file, '.');
    out_text(file, digits + exponent + 1);
}

void out_number(OutFile *file, double value) {
    SIM_ASSERT(isfinite(value));
    if (value == floor(value) && fabs(value) < 1e9) {
        out_integer(file, (int64_t)value);
        return;
    }
    if (value < 0) out_char(file, '-');
    char digits[10] = "";
    int exponent;
    split_decimal(fabs(value), digits, &exponent);
    if (exponent < -4 || exponent >= 9)
        out_scientific(file, digits, exponent);
    else
        out_fixed(file, digits, exponent);
}

typedef struct Date {
    int64_t year;
    int month, day;
} Date;

// Days since 1970 to a date of the Gregorian calendar, counted in eras of 400 years that begin in
// March.
static Date date_of(int64_t days) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    Date date = {.day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
                 .month = (int)(shifted < 10 ? shifted + 3 : shifted - 9)};
    date.year = year_of_era + era * 400 + (date.month <= 2);
    return date;
}

static char *put_digits(char *at, int64_t value, int width, char after) {
    for (int i = width - 1; i >= 0; i--, value /= 10)
        at[i] = (char)('0' + value % 10);
    if (after != '\0') at[width] = after;
    return at + width + (after != '\0');
}

void format_date_time(int64_t unix_s, char text[DATE_TIME_LENGTH]) {
    int64_t days = (unix_s >= 0 ? unix_s : unix_s - 86399) / 86400;
    int64_t of_day = unix_s - days * 86400;
    Date date = date_of(days);
    SIM_ASSERT(date.year >= 0 && date.year <= 9999);
    char *at = put_digits(text, date.year, 4, '-');
    at = put_digits(at, date.month, 2, '-');
    at = put_digits(at, date.day, 2, 'T');
    at = put_digits(at, of_day / 3600, 2, ':');
    at = put_digits(at, of_day / 60 % 60, 2, ':');
    put_digits(at, of_day % 60, 2, '\0');
}

static void out_fraction(OutFile *file, SimTime fraction_ns, int digits) {
    static const SimTime units[] = {SIM_SECOND, 0, 0, SIM_MILLISECOND, 0, 0, SIM_MICROSECOND,
                                    0,          0, 1};
    if (digits == 0) return;
    out_char(file, '.');
    out_digits(file, (uint64_t)(fraction_ns / units[digits]), digits);
}

void out_timestamp(OutFile *file, int64_t start_unix_s, SimTime time, int fraction_digits) {
    SIM_ASSERT(time >= 0 && fraction_digits >= 0 && fraction_digits <= 9 &&
               fraction_digits % 3 == 0);
    char text[DATE_TIME_LENGTH];
    format_date_time(start_unix_s + time / SIM_SECOND, text);
    out_bytes(file, text, sizeof text);
    out_fraction(file, time % SIM_SECOND, fraction_digits);
    out_char(file, 'Z');
}

void out_seconds(OutFile *file, SimTime time) {
    if (time < 0) out_char(file, '-');
    uint64_t size = time < 0 ? 0 - (uint64_t)time : (uint64_t)time;
    out_digits(file, size / (uint64_t)SIM_SECOND, 1);
    out_char(file, '.');
    out_digits(file, size % (uint64_t)SIM_SECOND, 9);
}

void out_csv(OutFile *file, const char *text) {
    if (strpbrk(text, "\",\r\n") == NULL) {
        out_text(file, text);
        return;
    }
    out_char(file, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') out_char(file, '"');
        out_char(file, *text);
    }
    out_char(file, '"');
}
