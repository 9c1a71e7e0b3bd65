// A comma is owed as soon as a sibling stands at this depth. Text is written in ASCII with escapes
// for quotes, backslashes and control characters; UTF-8 passes as it is.
#include "export/json_out.h"

#include <math.h>
#include <string.h>

static void out_escaped(OutFile *file, const char *text) {
    out_char(file, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        const char *known = "\"\"\\\\\nn\rr\tt";
        const char *found = known;
        while (*found != '\0' && *found != (char)c)
            found += 2;
        if (*found != '\0') {
            out_char(file, '\\');
            out_char(file, found[1]);
        } else if (c < 0x20 || c == 0x7f) {
            out_text(file, "\\u00");
            out_char(file, "0123456789abcdef"[c >> 4]);
            out_char(file, "0123456789abcdef"[c & 15]);
        } else {
            out_char(file, (char)c);
        }
    }
    out_char(file, '"');
}

static void out_line(JsonOut *json) {
    out_char(json->file, '\n');
    for (int i = 0; i < json->depth; i++)
        out_text(json->file, "  ");
}

void json_begin_value(JsonOut *json, const char *name) {
    if (json->has_sibling) out_char(json->file, ',');
    if (json->depth > 0) out_line(json);
    json->has_sibling = true;
    if (name == NULL) return;
    out_escaped(json->file, name);
    out_text(json->file, ": ");
}

static void begin(JsonOut *json, const char *name, char bracket) {
    json_begin_value(json, name);
    out_char(json->file, bracket);
    json->depth++;
    json->has_sibling = false;
}

static void end(JsonOut *json, char bracket) {
    SIM_ASSERT(json->depth > 0);
    json->depth--;
    if (json->has_sibling) out_line(json);
    out_char(json->file, bracket);
    json->has_sibling = true;
    if (json->depth == 0) out_char(json->file, '\n');
}

void json_begin_object(JsonOut *json, const char *name) {
    begin(json, name, '{');
}

void json_end_object(JsonOut *json) {
    end(json, '}');
}

void json_begin_array(JsonOut *json, const char *name) {
    begin(json, name, '[');
}

void json_end_array(JsonOut *json) {
    end(json, ']');
}

void json_text(JsonOut *json, const char *name, const char *value) {
    json_begin_value(json, name);
    if (value == NULL)
        out_text(json->file, "null");
    else
        out_escaped(json->file, value);
}

void json_integer(JsonOut *json, const char *name, int64_t value) {
    json_begin_value(json, name);
    out_integer(json->file, value);
}

void json_number(JsonOut *json, const char *name, double value) {
    json_begin_value(json, name);
    if (isfinite(value))
        out_number(json->file, value);
    else
        out_text(json->file, "null");
}

void json_boolean(JsonOut *json, const char *name, bool value) {
    json_begin_value(json, name);
    out_text(json->file, value ? "true" : "false");
}

void json_hash(JsonOut *json, const char *name, uint64_t value) {
    json_begin_value(json, name);
    out_char(json->file, '"');
    out_hex16(json->file, value);
    out_char(json->file, '"');
}

void json_raw(JsonOut *json, const char *name, const char *value) {
    json_begin_value(json, name);
    out_text(json->file, value);
}
