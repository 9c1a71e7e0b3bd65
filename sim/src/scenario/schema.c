// The JSON Schema, printed from the key table. It says of shapes and ranges all that the reader
// says; what needs a look at the rest of the file (names, AWS's refusals) and limits of quantities
// is the compiler's.
#include "scenario/keys.h"

#include "engine/alloc.h"
#include "scenario/quantity.h"
#include "scenario/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KINDS_MAX 128

typedef struct Printer {
    char *text;
    size_t length, capacity;
    const KeyKind *kinds[KINDS_MAX]; ///< met so far, to be printed once each
    int32_t kind_count;
    int32_t depth;
} Printer;

static void put(Printer *printer, const char *text) {
    size_t length = strlen(text);
    if (printer->length + length + 1 > printer->capacity) {
        printer->capacity = 2 * (printer->length + length + 1);
        printer->text = alloc_grow(printer->text, printer->capacity, 1);
    }
    memcpy(printer->text + printer->length, text, length + 1);
    printer->length += length;
}

__attribute__((format(printf, 2, 3))) static void putf(Printer *printer, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    SIM_ASSERT(length >= 0 && (size_t)length < sizeof text);
    put(printer, text);
}

static void put_string(Printer *printer, const char *text) {
    Node node = {.kind = NODE_STRING, .text = text};
    char out[2048];
    SIM_ASSERT(node_print(&node, out, sizeof out) < (int32_t)sizeof out);
    put(printer, out);
}

static void put_number(Printer *printer, const char *name, double number) {
    char text[40];
    number_print(number, text, sizeof text);
    putf(printer, ", \"%s\": %s", name, text);
}

static void put_line(Printer *printer) {
    putf(printer, "\n%*s", printer->depth * 2, "");
}

static void put_words(Printer *printer, const char *const *words) {
    put(printer, "\"enum\": [");
    for (int32_t i = 0; words[i] != NULL; i++) {
        put(printer, i == 0 ? "" : ", ");
        put_string(printer, words[i]);
    }
    put(printer, "]");
}

static void put_pattern(Printer *printer, const char *pattern) {
    put(printer, ", \"pattern\": ");
    put_string(printer, pattern);
}

/// A kind's name for $ref; remembers that it must be printed.
static void put_reference(Printer *printer, const KeyKind *kind) {
    bool is_known = false;
    for (int32_t i = 0; i < printer->kind_count; i++)
        is_known = is_known || printer->kinds[i] == kind;
    if (!is_known) {
        SIM_ASSERT(printer->kind_count < KINDS_MAX);
        printer->kinds[printer->kind_count++] = kind;
    }
    putf(printer, "\"$ref\": \"#/$defs/%s\"", kind->name);
}

static void put_list(Printer *printer, const Key *key) {
    put(printer, "\"type\": \"array\", \"items\": {");
    if (key->type == KEY_TEXTS) {
        put(printer, "\"type\": \"string\"");
        put_number(printer, "minLength", 1);
        put_number(printer, "maxLength",
                   key->characters > 0 ? key->characters : KEY_CHARACTERS_MAX);
        if (key->pattern != NULL) put_pattern(printer, key->pattern);
    } else if (key->type == KEY_PERCENTAGES) {
        put(printer, "\"type\": \"integer\"");
        put_number(printer, "minimum", 1);
        put_number(printer, "maximum", 100);
    } else {
        put_reference(printer, key->kind);
    }
    put(printer, "}");
    put_number(printer, "minItems", key->min);
    put_number(printer, "maxItems", key->max);
}

static void put_text_type(Printer *printer, const Key *key) {
    put(printer, "\"type\": \"string\"");
    put_number(printer, "minLength", key->min);
    put_number(printer, "maxLength", key->max);
    if (key->pattern != NULL) put_pattern(printer, key->pattern);
}

static void put_quantity(Printer *printer, const char *pattern) {
    put(printer, "\"type\": \"string\"");
    put_pattern(printer, pattern);
}

static void put_whole(Printer *printer, const Key *key) {
    put(printer, key->type == KEY_NUMBER ? "\"type\": \"number\"" : "\"type\": \"integer\"");
    put_number(printer, "minimum", key->min);
    put_number(printer, "maximum", key->max);
}

/// What a value must be, without braces.
static void put_type(Printer *printer, const Key *key) {
    switch (key->type) {
    case KEY_TEXT:
        put_text_type(printer, key);
        break;
    case KEY_ENUM:
        put_words(printer, key->values);
        break;
    case KEY_BOOLEAN:
        put(printer, "\"type\": \"boolean\"");
        break;
    case KEY_INTEGER:
    case KEY_SEED:
    case KEY_NUMBER:
        put_whole(printer, key);
        break;
    case KEY_DURATION:
        put_quantity(printer, QUANTITY_DURATION_PATTERN);
        break;
    case KEY_RATE:
        put_quantity(printer, QUANTITY_RATE_PATTERN);
        break;
    case KEY_START:
        put_quantity(printer, QUANTITY_START_PATTERN);
        break;
    case KEY_INTEGER_OR:
        put(printer, "\"anyOf\": [{");
        put_words(printer, key->values);
        put(printer, "}, {");
        put_whole(printer, key);
        put(printer, "}]");
        break;
    case KEY_REDIRECT:
        put(printer, "\"enum\": [\"HTTP_301\", \"HTTP_302\", 301, 302]");
        break;
    case KEY_DISTRIBUTION:
        put(printer, "\"$ref\": \"#/$defs/distribution\"");
        break;
    case KEY_HEADERS:
        put(printer, "\"$ref\": \"#/$defs/headers\"");
        break;
    case KEY_DIMENSIONS:
        put(printer, "\"$ref\": \"#/$defs/dimensions\"");
        break;
    case KEY_OBJECT:
        put_reference(printer, key->kind);
        break;
    case KEY_TEXTS:
    case KEY_PERCENTAGES:
    case KEY_OBJECTS:
        put_list(printer, key);
        break;
    case KEY_FORWARD:
        put(printer, "\"anyOf\": [{");
        put_type(printer, key_find(key->kind, "target_group"));
        put(printer, "}, {");
        put_list(printer, key);
        put(printer, "}]");
        break;
    case KEY_NAMED:
        put(printer, "\"type\": \"array\", \"items\": {\"anyOf\": [{");
        put_type(printer, key->kind->keys);
        put(printer, "}, {");
        put_reference(printer, key->kind);
        put(printer, "}]}");
        put_number(printer, "minItems", key->min);
        put_number(printer, "maxItems", key->max);
        break;
    case KEY_ANY:
        put(printer, "\"type\": [\"string\", \"number\", \"boolean\", \"null\"]");
        break;
    case KEY_NAME_OR_JSON:
        put(printer, "\"type\": [\"string\", \"object\"]");
        break;
    case KEY_NOT_YET:
        break;
    }
}

static void put_key(Printer *printer, const Key *key) {
    put_string(printer, key->name);
    put(printer, ": {");
    put_type(printer, key);
    put(printer, ", \"description\": ");
    put_string(printer, key->doc);
    if (key->default_ != NULL) {
        put(printer, ", \"default\": ");
        put(printer, key->default_);
    }
    put(printer, "}");
}

static void put_names(Printer *printer, const KeyKind *kind, int flag, const char *before,
                      const char *between, const char *after) {
    bool is_first = true;
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if ((key->flags & flag) == 0) continue;
        put(printer, is_first ? before : between);
        put_string(printer, key->name);
        is_first = false;
    }
    if (!is_first) put(printer, after);
}

/// The members of an object schema, without its braces.
static void put_object(Printer *printer, const KeyKind *kind) {
    put(printer, "\"type\": \"object\", \"description\": ");
    put_string(printer, kind->doc);
    put(printer, ", \"additionalProperties\": false");
    put_names(printer, kind, KEY_REQUIRED, ", \"required\": [", ", ", "]");
    put_names(printer, kind, KEY_EXCLUSIVE, ", \"oneOf\": [{\"required\": [",
              "]}, {\"required\": [", "]}]");
    if (kind->member_min > 0) put_number(printer, "minProperties", kind->member_min);
    put(printer, ",");
    put_line(printer);
    put(printer, "\"properties\": {");
    printer->depth++;
    bool is_first = true;
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if (key->type == KEY_NOT_YET) continue;
        put(printer, is_first ? "" : ",");
        put_line(printer);
        put_key(printer, key);
        is_first = false;
    }
    printer->depth--;
    put_line(printer);
    put(printer, "}");
}

static void put_distribution(Printer *printer, const ReadDistribution *kind) {
    putf(printer,
         "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"%s\"], "
         "\"properties\": {\"%s\": {",
         kind->name, kind->name);
    if (strcmp(kind->name, "constant") == 0) {
        put_quantity(printer, QUANTITY_DURATION_PATTERN);
    } else {
        put(printer,
            "\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"mean\"");
        if (kind->shape != NULL) putf(printer, ", \"%s\"", kind->shape);
        put(printer, "], \"properties\": {\"mean\": {");
        put_quantity(printer, QUANTITY_DURATION_PATTERN);
        put(printer, "}");
        if (kind->shape != NULL) {
            putf(printer, ", \"%s\": {\"type\": \"number\"", kind->shape);
            put_number(printer, "minimum", kind->min);
            put_number(printer, "maximum", kind->max);
            put(printer, "}");
        }
        put(printer, "}");
    }
    put(printer, "}}}");
}

static void put_distributions(Printer *printer) {
    put_line(printer);
    put(printer, "\"distribution\": {\"description\": \"A distribution of durations with a stated "
                 "mean.\", \"oneOf\": [");
    printer->depth++;
    for (int32_t i = 0; i < 6; i++) {
        put(printer, i == 0 ? "" : ",");
        put_line(printer);
        put_distribution(printer, &read_distributions[i]);
    }
    printer->depth--;
    put_line(printer);
    put(printer, "]},");
}

static void put_dimensions(Printer *printer) {
    put_line(printer);
    put(printer, "\"dimensions\": {\"type\": \"object\", \"propertyNames\": {\"pattern\": ");
    put_string(printer, READ_DIMENSION_PATTERN);
    put(printer, "}, \"additionalProperties\": {\"type\": \"string\"");
    put_pattern(printer, READ_DIMENSION_VALUE_PATTERN);
    put(printer, "}}");
}

static void put_header_value(Printer *printer) {
    put(printer, "{\"type\": \"string\"");
    put_pattern(printer, READ_HEADER_VALUE_PATTERN);
    put(printer, "}");
}

static void put_headers(Printer *printer) {
    put_line(printer);
    put(printer, "\"headers\": {\"type\": \"object\", \"maxProperties\": 50, "
                 "\"propertyNames\": {\"pattern\": ");
    put_string(printer, READ_HEADER_PATTERN);
    put(printer, "}, \"additionalProperties\": {\"anyOf\": [");
    put_header_value(printer);
    put(printer, ", {\"type\": \"array\", \"items\": ");
    put_header_value(printer);
    put(printer, "}]}},");
}

char *sim_scenario_schema(void) {
    Printer printer = {.depth = 1};
    put(&printer, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  "
                  "\"title\": \"Albatross scenario\",\n  ");
    put_object(&printer, &key_scenario);
    put(&printer, ",\n  \"$defs\": {");
    printer.depth = 2;
    put_distributions(&printer);
    put_headers(&printer);
    put_dimensions(&printer);
    // Kinds found while one is printed follow it.
    for (int32_t i = 0; i < printer.kind_count; i++) {
        put(&printer, ",");
        put_line(&printer);
        put_string(&printer, printer.kinds[i]->name);
        put(&printer, ": {");
        put_object(&printer, printer.kinds[i]);
        put(&printer, "}");
    }
    put(&printer, "\n  }\n}\n");
    return printer.text;
}
