/// JSON on a stream, for the subcommands with --json: a member a line.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct JsonPrint {
    FILE *file;
    int depth;
    bool has_sibling; ///< at the present depth
} JsonPrint;

/// `name` NULL: an element of an array, or the document itself.
void json_print_open(JsonPrint *json, const char *name, char bracket);
/// Ends what json_print_open began, with the matching bracket.
void json_print_close(JsonPrint *json, char bracket);
/// NULL becomes null.
void json_print_text(JsonPrint *json, const char *name, const char *value);
void json_print_texts(JsonPrint *json, const char *name, const char *const *values, int count);
void json_print_integer(JsonPrint *json, const char *name, int64_t value);
void json_print_unsigned(JsonPrint *json, const char *name, uint64_t value);
/// As %.9g; what is not finite becomes null.
void json_print_number(JsonPrint *json, const char *name, double value);
void json_print_boolean(JsonPrint *json, const char *name, bool value);
/// 64 bits as 16 hexadecimal digits in quotes, for they do not fit a JSON number.
void json_print_hash(JsonPrint *json, const char *name, uint64_t value);
