/// An output file: written beside its name, renamed to it when complete.
///
/// A write that fails is remembered with the file's name and the system's reason, and not repeated;
/// later writes do nothing. Numbers are written the same in every locale.
#pragma once

#include "sim/base.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct OutFile {
    char *path;      ///< the final name; owned
    char *temporary; ///< where it is written; owned
    char *buffer;    ///< owned
    size_t used;
    int descriptor;   ///< -1: closed or never opened
    SimError failure; ///< empty: none
} OutFile;

/// Opens "directory/name.part". False: `error` says why, and nothing is left behind.
bool out_file_open(OutFile *file, const char *directory, const char *name, SimError *error);
/// Whether a write failed.
bool out_file_has_failed(const OutFile *file);
/// Writes what is left, to the disk, under the temporary name still: what can fail for want of
/// space has been done.
bool out_file_seal(OutFile *file, SimError *error);
/// Seals, unless that is done, and renames. False: `error` says why; the older file of that name is
/// whole.
bool out_file_finish(OutFile *file, SimError *error);
/// Removes what was written. For a file that was finished or never opened, only its memory is given
/// back.
void out_file_discard(OutFile *file);

/// Removes "directory/name" and what a killed program left of it; neither need be there.
bool remove_file(const char *directory, const char *name, SimError *error);

enum { OUT_BUFFER_SIZE = 1 << 16 };

/// The way when the buffer has no room.
void out_bytes_full(OutFile *file, const char *bytes, size_t length);

static inline void out_bytes(OutFile *file, const char *bytes, size_t length) {
    if (length > OUT_BUFFER_SIZE - file->used) {
        out_bytes_full(file, bytes, length);
        return;
    }
    memcpy(file->buffer + file->used, bytes, length);
    file->used += length;
}

static inline void out_char(OutFile *file, char c) {
    if (file->used == OUT_BUFFER_SIZE)
        out_bytes_full(file, &c, 1);
    else
        file->buffer[file->used++] = c;
}

/// Begins the file anew, empty, and hands out what was written so far for reading; to be closed by
/// the caller. NULL: the file has failed.
FILE *out_file_begin_anew(OutFile *file);

/// Writes the buffer out, so that it is empty.
void out_flush(OutFile *file);

/// Room for up to `length` bytes, at most OUT_BUFFER_SIZE, behind what was written; out_advance
/// takes up to where it was used.
static inline char *out_room(OutFile *file, size_t length) {
    if (length > OUT_BUFFER_SIZE - file->used) out_flush(file);
    return file->buffer + file->used;
}

static inline void out_advance(OutFile *file, const char *end) {
    file->used = (size_t)(end - file->buffer);
}

void out_text(OutFile *file, const char *text);
void out_integer(OutFile *file, int64_t value);
/// As printf's %.9g with a point.
void out_number(OutFile *file, double value);
/// Of `width` digits, zeros in front.
void out_digits(OutFile *file, uint64_t value, int width);
void out_hex16(OutFile *file, uint64_t value);
enum { DATE_TIME_LENGTH = 19 };
/// "2026-01-05T09:00:00" without an end mark, UTC, of a second of the years 0 to 9999.
void format_date_time(int64_t unix_s, char text[DATE_TIME_LENGTH]);
/// The same and `fraction_digits` (0, 3, 6 or 9) of the second, then "Z". Fractions
/// are cut, not rounded.
void out_timestamp(OutFile *file, int64_t start_unix_s, SimTime time, int fraction_digits);
/// Seconds with nine decimals.
void out_seconds(OutFile *file, SimTime time);
/// A field of CSV by RFC 4180: quoted when it must be.
void out_csv(OutFile *file, const char *text);

/// Makes a directory with its parents. False: `error` says which and why.
bool make_directories(const char *path, SimError *error);
