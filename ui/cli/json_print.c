// Members in the order they are told. Texts come from files that were checked to be UTF-8, or from
// names of files, so that only quotes, backslashes and control characters need an escape.
#include "cli/json_print.h"

#include <inttypes.h>
#include <math.h>

static void print_quoted(FILE *file, const char *text) {
    putc('"', file);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(file, "\\%c", *p);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(file, "\\u%04x", *p);
        else
            putc(*p, file);
    }
    putc('"', file);
}

static void begin(JsonPrint *json, const char *name) {
    if (json->has_sibling) putc(',', json->file);
    if (json->depth > 0) fprintf(json->file, "\n%*s", 2 * json->depth, "");
    json->has_sibling = true;
    if (name == NULL) return;
    print_quoted(json->file, name);
    fputs(": ", json->file);
}

void json_print_open(JsonPrint *json, const char *name, char bracket) {
    begin(json, name);
    putc(bracket, json->file);
    json->depth++;
    json->has_sibling = false;
}

void json_print_close(JsonPrint *json, char bracket) {
    json->depth--;
    if (json->has_sibling) fprintf(json->file, "\n%*s", 2 * json->depth, "");
    putc(bracket, json->file);
    json->has_sibling = true;
    if (json->depth == 0) putc('\n', json->file);
}

void json_print_text(JsonPrint *json, const char *name, const char *value) {
    begin(json, name);
    if (value == NULL)
        fputs("null", json->file);
    else
        print_quoted(json->file, value);
}

void json_print_texts(JsonPrint *json, const char *name, const char *const *values, int count) {
    json_print_open(json, name, '[');
    for (int i = 0; i < count; i++)
        json_print_text(json, NULL, values[i]);
    json_print_close(json, ']');
}

void json_print_integer(JsonPrint *json, const char *name, int64_t value) {
    begin(json, name);
    fprintf(json->file, "%" PRId64, value);
}

void json_print_unsigned(JsonPrint *json, const char *name, uint64_t value) {
    begin(json, name);
    fprintf(json->file, "%" PRIu64, value);
}

void json_print_number(JsonPrint *json, const char *name, double value) {
    begin(json, name);
    if (isfinite(value))
        fprintf(json->file, "%.9g", value);
    else
        fputs("null", json->file);
}

void json_print_boolean(JsonPrint *json, const char *name, bool value) {
    begin(json, name);
    fputs(value ? "true" : "false", json->file);
}

void json_print_hash(JsonPrint *json, const char *name, uint64_t value) {
    begin(json, name);
    fprintf(json->file, "\"%016" PRIx64 "\"", value);
}
