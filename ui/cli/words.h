/// Small things that people type or read: times, numbers, near misses. The same in every locale.
#pragma once

#include "sim/base.h"

#include <stddef.h>

/// Reads "90s", "5m", "1h", "1h30m", "250ms", "1.5s" or plain seconds. False: it is none of them,
/// or more than a year.
bool words_read_time(const char *text, SimTime *time);
/// Reads a whole number of decimal digits. False: it is none, or too large.
bool words_read_whole(const char *text, uint64_t *value);
/// Reads a plain decimal number, such as "1.5"; no sign, no exponent.
bool words_read_decimal(const char *text, double *value);

enum { WORDS_SIZE = 48 };
/// "12:05", "1:02:05": minutes and seconds; a started second is not told.
const char *words_time(SimTime time, char out[WORDS_SIZE]);
/// A whole number with a narrow space between thousands: for people only.
const char *words_count(int64_t value, char out[WORDS_SIZE]);
/// A duration as people say it: "48 ms", "1.25 s"; below 0: "-".
const char *words_span(double seconds, char out[WORDS_SIZE]);

/// The word that was probably meant, or NULL.
const char *words_nearest(const char *text, const char *const *words, int count);

/// `first`, `second` and `third` joined; the caller's, to be freed with free().
char *words_join(const char *first, const char *second, const char *third);

/// "albatross" and the arguments, as they could be typed again; the caller's, to be freed with
/// free().
char *words_invocation(int argc, char **argv);
