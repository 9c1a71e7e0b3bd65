/// The strict look at a JSON text before it is parsed: is it JSON at all, and where does every
/// value stand?
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define SCAN_DEPTH_MAX  64
#define SCAN_SIZE_MAX   ((int64_t)16 << 20)
#define SCAN_VALUES_MAX 1000000 ///< about 200 bytes each while a document is read

/// Where a value begins and where its key does (0: it has none); lines and columns count from 1,
/// columns in characters.
typedef struct ScanPlace {
    int32_t line, column;
    int32_t key_line, key_column;
} ScanPlace;

typedef struct Scan {
    char *text; ///< the document with comments blanked out, zero-terminated
    int64_t length;
    ScanPlace *places; ///< of every value, in the order in which they begin
    int32_t place_count, place_capacity;
    int32_t line, column; ///< of the error
    char error[160];      ///< empty: none
    char remedy[160];
} Scan;

/// Scans `length` bytes. False: `error`, `remedy`, `line` and `column` say what is wrong. Either
/// way the caller calls scan_deinit. With `has_comments`, // and /* */ are blanked out, else they
/// are errors.
bool scan_text(Scan *scan, const char *text, int64_t length, bool has_comments);
void scan_deinit(Scan *scan);
