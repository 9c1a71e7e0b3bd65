// A list of findings. Each owns its texts; the list is sorted by place once, when the loader is
// done.
#include "scenario/diagnostics.h"

#include "engine/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// More findings than anybody reads are not kept.
#define FINDINGS_MAX 200
#define VALUE_MAX    60

void sim_diagnostics_init(SimDiagnostics *diagnostics) {
    memset(diagnostics, 0, sizeof *diagnostics);
}

void sim_diagnostics_deinit(SimDiagnostics *diagnostics) {
    for (int32_t i = 0; i < diagnostics->count; i++) {
        free(diagnostics->items[i].path);
        free(diagnostics->items[i].value);
        free(diagnostics->items[i].message);
        free(diagnostics->items[i].remedy);
    }
    free(diagnostics->items);
    free(diagnostics->file);
    memset(diagnostics, 0, sizeof *diagnostics);
}

static char *duplicate(const char *text) {
    char *copy = alloc_zeroed(strlen(text) + 1, 1);
    return strcpy(copy, text);
}

bool sim_diagnostics_has_errors(const SimDiagnostics *diagnostics) {
    for (int32_t i = 0; i < diagnostics->count; i++)
        if (diagnostics->items[i].class_ != SIM_DIAGNOSTIC_WARNING) return true;
    return false;
}

void diagnostics_set_file(SimDiagnostics *diagnostics, const char *file) {
    free(diagnostics->file);
    diagnostics->file = duplicate(file);
}

static SimDiagnostic *add(SimDiagnostics *diagnostics) {
    if (diagnostics->count == diagnostics->capacity) {
        diagnostics->capacity = diagnostics->capacity == 0 ? 8 : diagnostics->capacity * 2;
        diagnostics->items = alloc_grow(diagnostics->items, (size_t)diagnostics->capacity,
                                        sizeof *diagnostics->items);
    }
    SimDiagnostic *item = &diagnostics->items[diagnostics->count++];
    memset(item, 0, sizeof *item);
    return item;
}

/// The value as JSON, cut at a whole character.
static void print_value(const Node *node, char *out, int32_t capacity) {
    int32_t length = node_print(node, out, capacity);
    if (length < capacity) return;
    int32_t end = capacity - 4;
    while (end > 0 && ((unsigned char)out[end] & 0xC0) == 0x80)
        end--;
    strcpy(out + end, "...");
}

/// Keys and names may hold anything: what would upset a terminal becomes '?', and a character cut
/// in two goes.
static void make_printable(char *text) {
    size_t length = strlen(text), start = length;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F) text[i] = '?';
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0 || (unsigned char)text[start - 1] < 0xC0) return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (length - start < needed) text[start - 1] = 0;
}

__attribute__((format(printf, 6, 0))) static void
add_finding(SimDiagnostics *diagnostics, SimDiagnosticClass class_, const Node *node,
            bool is_at_key, const char *remedy, const char *format, va_list arguments) {
    // A full list still makes room for its first error, so that warnings never hide one.
    bool is_first_error =
        class_ != SIM_DIAGNOSTIC_WARNING && !sim_diagnostics_has_errors(diagnostics);
    if (diagnostics->count >= FINDINGS_MAX && !is_first_error) return;
    SimDiagnostic *item = add(diagnostics);
    char text[512], path[512] = "", value[VALUE_MAX] = "";
    vsnprintf(text, sizeof text, format, arguments);
    make_printable(text);
    item->class_ = class_;
    item->line = item->column = 1;
    if (node != NULL) {
        node_path(node, path, sizeof path);
        make_printable(path);
        if (!is_at_key && node->kind != NODE_OBJECT && node->kind != NODE_LIST)
            print_value(node, value, sizeof value);
        bool has_key = is_at_key && node->place.key_line > 0;
        item->line = has_key ? node->place.key_line : node->place.line;
        item->column = has_key ? node->place.key_column : node->place.column;
    }
    item->path = duplicate(path);
    item->value = duplicate(value);
    item->message = duplicate(text);
    item->remedy = duplicate(remedy);
}

void diagnostics_add(SimDiagnostics *diagnostics, SimDiagnosticClass class_, const Node *node,
                     const char *remedy, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_finding(diagnostics, class_, node, false, remedy, format, arguments);
    va_end(arguments);
}

void diagnostics_add_key(SimDiagnostics *diagnostics, SimDiagnosticClass class_, const Node *node,
                         const char *remedy, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_finding(diagnostics, class_, node, true, remedy, format, arguments);
    va_end(arguments);
}

void diagnostics_add_syntax(SimDiagnostics *diagnostics, const Scan *scan) {
    SimDiagnostic *item = add(diagnostics);
    item->class_ = SIM_DIAGNOSTIC_SYNTAX;
    item->line = scan->line;
    item->column = scan->column;
    item->path = duplicate("");
    item->value = duplicate("");
    item->message = duplicate(scan->error);
    item->remedy = duplicate(scan->remedy);
}

bool diagnostics_is_full(const SimDiagnostics *diagnostics) {
    return diagnostics->count >= FINDINGS_MAX;
}

bool diagnostics_has_below(const SimDiagnostics *diagnostics, const Node *node) {
    char path[512];
    node_path(node, path, sizeof path);
    size_t length = strlen(path);
    for (int32_t i = 0; i < diagnostics->count; i++)
        if (strncmp(diagnostics->items[i].path, path, length) == 0 &&
            diagnostics->items[i].path[length] == '.')
            return true;
    return false;
}

/// By place; equal places stay in the order in which they were found.
void diagnostics_sort(SimDiagnostics *diagnostics) {
    for (int32_t i = 1; i < diagnostics->count; i++) {
        SimDiagnostic item = diagnostics->items[i];
        int32_t j = i;
        for (; j > 0; j--) {
            const SimDiagnostic *before = &diagnostics->items[j - 1];
            if (before->line < item.line ||
                (before->line == item.line && before->column <= item.column))
                break;
            diagnostics->items[j] = *before;
        }
        diagnostics->items[j] = item;
    }
}

static bool ends_sentence(const char *text) {
    size_t length = strlen(text);
    return length > 0 && strchr(".?", text[length - 1]) != NULL;
}

static int32_t format_body(const SimDiagnostic *item, char *out, size_t capacity) {
    bool has_value = item->value[0] != 0, has_remedy = item->remedy[0] != 0;
    const char *stop = !has_value && ends_sentence(item->message) ? "" : ".";
    return snprintf(out, capacity, "%s%s%s%s%s%s%s%s%s", item->path, item->path[0] != 0 ? ": " : "",
                    item->message, has_value ? " (found " : "", item->value, has_value ? ")" : "",
                    stop, has_remedy ? " " : "", item->remedy);
}

int32_t sim_diagnostic_format(const SimDiagnostics *diagnostics, int32_t index, char *out,
                              int32_t capacity) {
    SIM_ASSERT(index >= 0 && index < diagnostics->count && capacity > 0);
    const SimDiagnostic *item = &diagnostics->items[index];
    char body[2048];
    format_body(item, body, sizeof body);
    const char *file = diagnostics->file == NULL ? "" : diagnostics->file;
    const char *word = item->class_ == SIM_DIAGNOSTIC_WARNING ? "warning: " : "";
    int32_t length = snprintf(out, (size_t)capacity, "%s:%d:%d: %s%s", file, item->line,
                              item->column, word, body);
    return length < capacity ? length : capacity - 1;
}

bool diagnostics_to_error(const SimDiagnostics *diagnostics, SimError *error) {
    for (int32_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->items[i].class_ == SIM_DIAGNOSTIC_WARNING) continue;
        char body[2048];
        format_body(&diagnostics->items[i], body, sizeof body);
        return sim_error_set(error, "%.500s", body);
    }
    return sim_error_set(error, "unknown error");
}
