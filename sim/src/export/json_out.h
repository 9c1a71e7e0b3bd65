/// A small JSON writer: members and elements in the order they are told, two blanks a level, commas
/// by itself.
#pragma once

#include "export/file.h"

typedef struct JsonOut {
    OutFile *file;
    int depth;
    bool has_sibling; ///< at the present depth
} JsonOut;

/// `name` NULL: an element of an array, or the document itself.
void json_begin_object(JsonOut *json, const char *name);
void json_end_object(JsonOut *json);
void json_begin_array(JsonOut *json, const char *name);
void json_end_array(JsonOut *json);
/// NULL becomes null.
void json_text(JsonOut *json, const char *name, const char *value);
void json_integer(JsonOut *json, const char *name, int64_t value);
/// As %.9g; what is not finite becomes null.
void json_number(JsonOut *json, const char *name, double value);
void json_boolean(JsonOut *json, const char *name, bool value);
/// As 16 hexadecimal digits in quotes, for 64 bits do not fit a JSON number.
void json_hash(JsonOut *json, const char *name, uint64_t value);
/// A value that is JSON already.
void json_raw(JsonOut *json, const char *name, const char *value);
/// Comma, line break, indentation and the name; the caller writes the value, as text of JSON.
void json_begin_value(JsonOut *json, const char *name);
