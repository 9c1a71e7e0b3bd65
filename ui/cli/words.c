// Reading by digits instead of strtod and strtol: no locale, no sign, no hexadecimal, nothing left
// over.
#include "cli/words.h"

#include "draw/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define YEAR (366 * 24 * SIM_HOUR)

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Digits with at most nine places after the point. Exact, which a double would not be.
static bool read_number(const char **text, int64_t *whole, int64_t *billionths) {
    const char *p = *text;
    int64_t place = 100000000;
    *whole = *billionths = 0;
    if (!is_digit(*p)) return false;
    for (; is_digit(*p); p++) {
        if (*whole > INT64_MAX / 10 - 1) return false;
        *whole = *whole * 10 + (*p - '0');
    }
    if (*p == '.') {
        p++;
        if (!is_digit(*p)) return false;
        for (; is_digit(*p); p++, place /= 10)
            *billionths += place * (*p - '0');
    }
    *text = p;
    return true;
}

static SimTime read_unit(const char **text) {
    static const struct {
        const char *name;
        SimTime length;
    } units[] = {{"ms", SIM_MILLISECOND}, {"us", SIM_MICROSECOND}, {"ns", 1},
                 {"s", SIM_SECOND},       {"m", SIM_MINUTE},       {"h", SIM_HOUR}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t length = strlen(units[i].name);
        if (strncmp(*text, units[i].name, length) != 0) continue;
        *text += length;
        return units[i].length;
    }
    return 0;
}

// One number with its unit; without a unit, seconds, and then nothing may follow.
static bool read_part(const char **text, SimTime *part) {
    int64_t whole, billionths;
    if (!read_number(text, &whole, &billionths)) return false;
    SimTime unit = read_unit(text);
    if (unit == 0 && **text != '\0') return false;
    if (unit == 0) unit = SIM_SECOND;
    if (whole > YEAR / unit) return false;
    *part = whole * unit;
    // A fraction times an hour still fits 64 bits when the unit is taken in two steps.
    *part += unit >= SIM_SECOND ? billionths * (unit / SIM_SECOND) : billionths * unit / SIM_SECOND;
    return true;
}

bool words_read_time(const char *text, SimTime *time) {
    SimTime sum = 0, part;
    do {
        if (!read_part(&text, &part)) return false;
        sum += part;
        if (sum > YEAR) return false;
    } while (*text != '\0');
    *time = sum;
    return true;
}

bool words_read_whole(const char *text, uint64_t *value) {
    uint64_t sum = 0;
    if (*text == '\0') return false;
    for (; *text != '\0'; text++) {
        if (!is_digit(*text)) return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (sum > (UINT64_MAX - digit) / 10) return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool words_read_decimal(const char *text, double *value) {
    int64_t whole, billionths;
    if (!read_number(&text, &whole, &billionths) || *text != '\0') return false;
    *value = (double)whole + (double)billionths / 1e9;
    return true;
}

const char *words_time(SimTime time, char out[WORDS_SIZE]) {
    int64_t seconds = time / SIM_SECOND, hours = seconds / 3600;
    int minutes = (int)(seconds / 60 % 60), rest = (int)(seconds % 60);
    if (hours > 0)
        snprintf(out, WORDS_SIZE, "%" PRId64 ":%02d:%02d", hours, minutes, rest);
    else
        snprintf(out, WORDS_SIZE, "%d:%02d", minutes, rest);
    return out;
}

const char *words_count(int64_t value, char out[WORDS_SIZE]) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        bool is_between = i > 0 && is_digit(digits[i - 1]) && (length - i) % 3 == 0;
        const char *space = is_between ? "\u202f" : "";
        used += (size_t)snprintf(out + used, WORDS_SIZE - used, "%s%c", space, digits[i]);
    }
    return out;
}

const char *words_span(double seconds, char out[WORDS_SIZE]) {
    if (seconds < 0)
        snprintf(out, WORDS_SIZE, "-");
    else if (seconds < 0.01)
        snprintf(out, WORDS_SIZE, "%.2f ms", seconds * 1e3);
    else if (seconds < 1)
        snprintf(out, WORDS_SIZE, "%.0f ms", seconds * 1e3);
    else
        snprintf(out, WORDS_SIZE, "%.2f s", seconds);
    return out;
}

static int smallest(int a, int b, int c) {
    int least = a < b ? a : b;
    return least < c ? least : c;
}

// Levenshtein's distance with one row.
static int distance(const char *a, const char *b) {
    enum { WORD_MAX = 63 };
    int row[WORD_MAX + 1];
    size_t n = strlen(a), m = strlen(b);
    if (n > WORD_MAX || m > WORD_MAX) return 1000;
    for (size_t j = 0; j <= m; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[m];
}

const char *words_nearest(const char *text, const char *const *words, int count) {
    const char *nearest = NULL;
    int least = 3 + (int)strlen(text) / 4;
    for (int i = 0; i < count; i++) {
        int far = distance(text, words[i]);
        // Half of a word replaced is no near miss, however short the word is.
        if (far >= least || 2 * far > (int)strlen(words[i])) continue;
        nearest = words[i];
        least = far;
    }
    return nearest;
}

char *words_join(const char *first, const char *second, const char *third) {
    size_t size = strlen(first) + strlen(second) + strlen(third) + 1;
    char *text = memory_check(malloc(size));
    snprintf(text, size, "%s%s%s", first, second, third);
    return text;
}

// Quoted only where a shell would see more than a word.
static char *quote(const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_=./:,+%@";
    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') return words_join(" ", word, "");
    char *quoted = words_join(" '", "", "");
    for (const char *p = word; *p != '\0'; p++) {
        char one[2] = {*p, '\0'};
        char *longer = words_join(quoted, *p == '\'' ? "'\\''" : one, "");
        free(quoted);
        quoted = longer;
    }
    char *whole = words_join(quoted, "'", "");
    free(quoted);
    return whole;
}

char *words_invocation(int argc, char **argv) {
    char *text = words_join("albatross", "", "");
    for (int i = 0; i < argc; i++) {
        char *word = quote(argv[i]);
        char *longer = words_join(text, word, "");
        free(word);
        free(text);
        text = longer;
    }
    return text;
}
