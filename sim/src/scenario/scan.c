// One pass over the bytes, recursive by the grammar of RFC 8259 and stricter than cJSON: UTF-8 must
// be well formed, escapes must name characters, numbers must follow the grammar and be finite,
// depth and size are bounded. What it accepts, cJSON accepts, and both meet the values in the same
// order, so the n-th place belongs to the n-th value.
#include "scenario/scan.h"

#include "engine/alloc.h"
#include "sim/base.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Cursor {
    Scan *scan;
    int64_t at;
    int32_t line, column;
    bool has_comments;
} Cursor;

static bool scan_value(Cursor *cursor, ScanPlace place, int depth);

static unsigned char peek(const Cursor *cursor) {
    return (unsigned char)cursor->scan->text[cursor->at];
}

static bool at_end(const Cursor *cursor) {
    return cursor->at >= cursor->scan->length;
}

static bool refuse(Cursor *cursor, const char *error, const char *remedy) {
    Scan *scan = cursor->scan;
    if (scan->error[0] != 0) return false;
    scan->line = cursor->line;
    scan->column = cursor->column;
    snprintf(scan->error, sizeof scan->error, "%s", error);
    snprintf(scan->remedy, sizeof scan->remedy, "%s", remedy);
    return false;
}

/// Length of the well-formed UTF-8 character at the cursor; 0: there is none.
static int utf8_length(const Cursor *cursor) {
    const unsigned char *p = (const unsigned char *)cursor->scan->text + cursor->at;
    int64_t left = cursor->scan->length - cursor->at;
    if (p[0] < 0x80) return 1;
    int length = p[0] >= 0xC2 && p[0] <= 0xDF   ? 2
                 : p[0] >= 0xE0 && p[0] <= 0xEF ? 3
                 : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4
                                                : 0;
    if (length == 0 || left < length) return 0;
    for (int i = 1; i < length; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    bool is_overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
    bool is_surrogate = p[0] == 0xED && p[1] > 0x9F;
    bool is_beyond = p[0] == 0xF4 && p[1] > 0x8F;
    return is_overlong || is_surrogate || is_beyond ? 0 : length;
}

/// Steps over one character.
static bool step(Cursor *cursor) {
    int length = utf8_length(cursor);
    if (length == 0) return refuse(cursor, "this is not UTF-8", "Save the file as UTF-8.");
    if (peek(cursor) == '\n') {
        cursor->line++;
        cursor->column = 1;
    } else {
        cursor->column++;
    }
    cursor->at += length;
    return true;
}

/// Blanks one byte out, keeping line ends, so that places stay true.
static bool blank(Cursor *cursor) {
    int64_t from = cursor->at;
    if (!step(cursor)) return false;
    for (int64_t i = from; i < cursor->at; i++)
        if (cursor->scan->text[i] != '\n') cursor->scan->text[i] = ' ';
    return true;
}

static bool skip_comment(Cursor *cursor) {
    char second = cursor->at + 1 < cursor->scan->length ? cursor->scan->text[cursor->at + 1] : 0;
    if (!cursor->has_comments || (second != '/' && second != '*'))
        return refuse(cursor, "'/' begins no value",
                      "Comments are // to the end of the line or /* ... */.");
    Cursor start = *cursor;
    bool has_begun = blank(cursor);
    if (!has_begun || !blank(cursor)) return false;
    while (!at_end(cursor)) {
        if (second == '/' && peek(cursor) == '\n') return true;
        bool is_last = second == '*' && peek(cursor) == '*' &&
                       cursor->at + 1 < cursor->scan->length &&
                       cursor->scan->text[cursor->at + 1] == '/';
        if (!blank(cursor)) return false;
        if (is_last) return blank(cursor);
    }
    return second == '/' || refuse(&start, "this comment has no end", "Close it with */.");
}

static bool skip_space(Cursor *cursor) {
    while (!at_end(cursor)) {
        unsigned char c = peek(cursor);
        if (c == '/') {
            if (!skip_comment(cursor)) return false;
        } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!step(cursor)) return false;
        } else {
            break;
        }
    }
    return true;
}

static int hex_digit(unsigned char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The number of a \uXXXX whose backslash is at `at`; -1: there is none.
static int32_t escape_code(const Cursor *cursor, int64_t at) {
    if (at + 6 > cursor->scan->length) return -1;
    const char *p = cursor->scan->text + at;
    if (p[0] != '\\' || p[1] != 'u') return -1;
    int32_t code = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit((unsigned char)p[i]);
        if (digit < 0) return -1;
        code = code * 16 + digit;
    }
    return code;
}

static bool scan_escape(Cursor *cursor) {
    char c = cursor->at + 1 < cursor->scan->length ? cursor->scan->text[cursor->at + 1] : 0;
    int64_t length = 2;
    if (c == 'u') {
        int32_t code = escape_code(cursor, cursor->at);
        if (code <= 0)
            return refuse(cursor, "this escape names no character",
                          "Write \\u and four hexadecimal digits, not 0000.");
        length = 6;
        if (code >= 0xDC00 && code <= 0xDFFF)
            return refuse(cursor, "half a surrogate pair", "Write the character itself.");
        if (code >= 0xD800 && code <= 0xDBFF) {
            int32_t low = escape_code(cursor, cursor->at + 6);
            if (low < 0xDC00 || low > 0xDFFF)
                return refuse(cursor, "half a surrogate pair", "Write the character itself.");
            length = 12;
        }
    } else if (c == 0 || strchr("\"\\/bfnrt", c) == NULL) {
        return refuse(cursor, "unknown escape in a string",
                      "Known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX.");
    }
    cursor->at += length;
    cursor->column += (int32_t)length;
    return true;
}

static bool scan_string(Cursor *cursor) {
    Cursor start = *cursor;
    if (!step(cursor)) return false;
    while (!at_end(cursor)) {
        unsigned char c = peek(cursor);
        if (c == '"') return step(cursor);
        if (c == '\n' || c == '\r') break;
        if (c < 0x20)
            return refuse(cursor, "a control character stands in a string",
                          "Write it as an escape, such as \\t.");
        if (c == '\\' ? !scan_escape(cursor) : !step(cursor)) return false;
    }
    return refuse(&start, "this string has no end on its line", "Close it with a quotation mark.");
}

static bool skip_digits(Cursor *cursor) {
    int64_t from = cursor->at;
    while (!at_end(cursor) && peek(cursor) >= '0' && peek(cursor) <= '9')
        step(cursor);
    return cursor->at > from;
}

static bool is_next(const Cursor *cursor, const char *any) {
    return !at_end(cursor) && peek(cursor) != 0 && strchr(any, peek(cursor)) != NULL;
}

static bool scan_number(Cursor *cursor) {
    Cursor start = *cursor;
    const char *remedy =
        "A number is like 12, -0.5 or 1e3; a quantity with a unit is a string, like \"250ms\".";
    if (is_next(cursor, "-")) step(cursor);
    bool is_zero = is_next(cursor, "0");
    int64_t digits = cursor->at;
    if (!skip_digits(cursor)) return refuse(&start, "this is no number", remedy);
    if (is_zero && cursor->at - digits > 1)
        return refuse(&start, "a number does not begin with 0", remedy);
    if (is_next(cursor, ".")) {
        step(cursor);
        if (!skip_digits(cursor)) return refuse(&start, "digits must follow the point", remedy);
    }
    if (is_next(cursor, "eE")) {
        step(cursor);
        if (is_next(cursor, "+-")) step(cursor);
        if (!skip_digits(cursor))
            return refuse(&start, "digits must follow the exponent's e", remedy);
    }
    if (!at_end(cursor) && !is_next(cursor, " \t\r\n,]}/"))
        return refuse(&start, "this is no number", remedy);
    if (cursor->at - start.at > 60)
        return refuse(&start, "this number is too long", "Write at most 60 characters.");
    char text[64];
    memcpy(text, cursor->scan->text + start.at, (size_t)(cursor->at - start.at));
    text[cursor->at - start.at] = 0;
    return isfinite(strtod(text, NULL)) || refuse(&start, "this number is too large", remedy);
}

static bool scan_word(Cursor *cursor) {
    static const char *const words[] = {"true", "false", "null"};
    for (int i = 0; i < 3; i++) {
        int64_t length = (int64_t)strlen(words[i]);
        if (cursor->scan->length - cursor->at < length) continue;
        if (memcmp(cursor->scan->text + cursor->at, words[i], (size_t)length) != 0) continue;
        cursor->at += length;
        cursor->column += (int32_t)length;
        return true;
    }
    if (utf8_length(cursor) == 0) return step(cursor);
    return refuse(cursor, "here a value should stand",
                  "Values are \"text\", numbers, true, false, null, [lists] and {objects}.");
}

static void add_place(Scan *scan, ScanPlace place) {
    if (scan->place_count == scan->place_capacity) {
        scan->place_capacity = scan->place_capacity == 0 ? 256 : scan->place_capacity * 2;
        scan->places = alloc_grow(scan->places, (size_t)scan->place_capacity, sizeof *scan->places);
    }
    scan->places[scan->place_count++] = place;
}

static bool scan_key(Cursor *cursor, ScanPlace *place) {
    if (!is_next(cursor, "\""))
        return refuse(cursor, "here a key should stand",
                      "Keys are in quotation marks; no comma follows the last member.");
    place->key_line = cursor->line;
    place->key_column = cursor->column;
    if (!scan_string(cursor) || !skip_space(cursor)) return false;
    if (!is_next(cursor, ":"))
        return refuse(cursor, "a ':' is missing after the key", "Write \"key\": value.");
    return step(cursor) && skip_space(cursor);
}

/// The members between the brackets of a list or an object.
static bool scan_members(Cursor *cursor, char close, int depth) {
    Cursor start = *cursor;
    if (depth >= SCAN_DEPTH_MAX)
        return refuse(cursor, "too many values within values", "At most 64 levels are read.");
    if (!step(cursor) || !skip_space(cursor)) return false;
    const char closing[2] = {close, 0};
    if (is_next(cursor, closing)) return step(cursor);
    while (!at_end(cursor)) {
        ScanPlace place = {0};
        if (close == '}' && !scan_key(cursor, &place)) return false;
        if (!scan_value(cursor, place, depth + 1) || !skip_space(cursor)) return false;
        if (is_next(cursor, closing)) return step(cursor);
        if (at_end(cursor)) break;
        if (!is_next(cursor, ","))
            return refuse(cursor, "a ',' is missing between two members",
                          close == '}' ? "Or close the object with }."
                                       : "Or close the list with ].");
        if (!step(cursor) || !skip_space(cursor)) return false;
    }
    return refuse(&start, close == '}' ? "this object has no end" : "this list has no end",
                  close == '}' ? "Close it with }." : "Close it with ].");
}

static bool scan_value(Cursor *cursor, ScanPlace place, int depth) {
    if (at_end(cursor))
        return refuse(cursor, "the text ends where a value should stand", "Is the file complete?");
    if (cursor->scan->place_count == SCAN_VALUES_MAX)
        return refuse(cursor, "the file holds more than 1000000 values",
                      "Write repeated instances with count.");
    place.line = cursor->line;
    place.column = cursor->column;
    add_place(cursor->scan, place);
    switch (peek(cursor)) {
    case '{':
        return scan_members(cursor, '}', depth);
    case '[':
        return scan_members(cursor, ']', depth);
    case '"':
        return scan_string(cursor);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return scan_number(cursor);
    default:
        return scan_word(cursor);
    }
}

bool scan_text(Scan *scan, const char *text, int64_t length, bool has_comments) {
    memset(scan, 0, sizeof *scan);
    Cursor cursor = {.scan = scan, .line = 1, .column = 1, .has_comments = has_comments};
    if (length > SCAN_SIZE_MAX)
        return refuse(&cursor, "the file is larger than 16 MiB",
                      "Write repeated instances with count.");
    scan->text = alloc_grow(NULL, (size_t)length + 1, 1);
    memcpy(scan->text, text, (size_t)length);
    scan->text[length] = 0;
    scan->length = length;
    if (!skip_space(&cursor) || !scan_value(&cursor, (ScanPlace){0}, 0) || !skip_space(&cursor))
        return false;
    return at_end(&cursor) ||
           refuse(&cursor, "something follows the end of the document", "A file holds one object.");
}

void scan_deinit(Scan *scan) {
    free(scan->text);
    free(scan->places);
    memset(scan, 0, sizeof *scan);
}
