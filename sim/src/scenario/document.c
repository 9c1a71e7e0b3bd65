// cJSON parses; its tree is turned at once into ours, whose values know parent and place. Both the
// scan and cJSON keep the order of the text, so places are handed out by counting.
#include "scenario/document.h"

#include "engine/alloc.h"
#include "sim/base.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Build {
    Arena *arena;
    Scan *scan;
    int32_t next_place;
} Build;

Node *node_create(Arena *arena, NodeKind kind) {
    Node *node = arena_alloc(arena, sizeof *node);
    node->kind = kind;
    return node;
}

void node_append(Arena *arena, Node *parent, const char *key, Node *member) {
    member->key = key == NULL ? NULL : arena_text(arena, key);
    member->parent = parent;
    member->next = NULL;
    member->index = parent->count++;
    if (parent->last == NULL)
        parent->first = member;
    else
        parent->last->next = member;
    parent->last = member;
}

static NodeKind kind_of(const cJSON *json) {
    if (cJSON_IsObject(json)) return NODE_OBJECT;
    if (cJSON_IsArray(json)) return NODE_LIST;
    if (cJSON_IsString(json)) return NODE_STRING;
    if (cJSON_IsNumber(json)) return NODE_NUMBER;
    return cJSON_IsBool(json) ? NODE_BOOLEAN : NODE_NULL;
}

static Node *build(Build *context, const cJSON *json) {
    Node *node = node_create(context->arena, kind_of(json));
    SIM_ASSERT(context->next_place < context->scan->place_count);
    node->place = context->scan->places[context->next_place++];
    if (node->kind == NODE_NUMBER) node->number = json->valuedouble;
    if (node->kind == NODE_BOOLEAN) node->number = cJSON_IsTrue(json) ? 1 : 0;
    if (node->kind == NODE_STRING) node->text = arena_text(context->arena, json->valuestring);
    if (node->kind < NODE_LIST) return node;
    for (const cJSON *member = json->child; member != NULL; member = member->next)
        node_append(context->arena, node, node->kind == NODE_OBJECT ? member->string : NULL,
                    build(context, member));
    return node;
}

static int by_key(const void *a, const void *b) {
    const Node *left = *(const Node *const *)a, *right = *(const Node *const *)b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

/// The first member whose key an earlier one has too, in `node` or below; NULL: none.
static const Node *find_duplicate(const Node *node) {
    const Node *found = NULL;
    if (node->kind == NODE_OBJECT && node->count > 1) {
        const Node **members = alloc_zeroed((size_t)node->count, sizeof *members);
        int32_t n = 0;
        for (const Node *member = node->first; member != NULL; member = member->next)
            members[n++] = member;
        qsort(members, (size_t)n, sizeof *members, by_key);
        for (int32_t i = 1; i < n; i++)
            if (strcmp(members[i - 1]->key, members[i]->key) == 0 &&
                (found == NULL || members[i]->index < found->index))
                found = members[i];
        free(members);
    }
    for (const Node *member = node->first; member != NULL && found == NULL; member = member->next)
        found = find_duplicate(member);
    return found;
}

static bool check_duplicates(Scan *scan, const Node *root) {
    const Node *twice = find_duplicate(root);
    if (twice == NULL) return true;
    scan->line = twice->place.key_line;
    scan->column = twice->place.key_column;
    snprintf(scan->error, sizeof scan->error, "the key \"%.60s\" stands twice in this object",
             twice->key);
    snprintf(scan->remedy, sizeof scan->remedy, "Keep one of them.");
    return false;
}

Node *document_parse(Arena *arena, Scan *scan, const char *text, int64_t length,
                     bool has_comments) {
    if (!scan_text(scan, text, length, has_comments)) return NULL;
    // The scan is stricter, so cJSON only ever fails for want of memory.
    cJSON *json = alloc_check(cJSON_ParseWithLength(scan->text, (size_t)scan->length + 1));
    Build context = {.arena = arena, .scan = scan};
    Node *root = build(&context, json);
    SIM_ASSERT(context.next_place == scan->place_count);
    cJSON_Delete(json);
    return check_duplicates(scan, root) ? root : NULL;
}

Node *node_copy(Arena *arena, const Node *node) {
    Node *copy = node_create(arena, node->kind);
    copy->number = node->number;
    copy->place = node->place;
    if (node->text != NULL) copy->text = arena_text(arena, node->text);
    for (const Node *member = node->first; member != NULL; member = member->next)
        node_append(arena, copy, member->key, node_copy(arena, member));
    return copy;
}

void node_replace(Node *old, Node *fresh) {
    Node *parent = old->parent;
    fresh->key = old->key;
    fresh->index = old->index;
    fresh->parent = parent;
    fresh->next = old->next;
    fresh->place = old->place;
    if (parent->first == old) parent->first = fresh;
    if (parent->last == old) parent->last = fresh;
    for (Node *member = parent->first; member != NULL; member = member->next)
        if (member->next == old) member->next = fresh;
}

void node_remove(Node *node) {
    Node *parent = node->parent, *before = NULL;
    for (Node *member = parent->first; member != node; member = member->next)
        before = member;
    if (before == NULL)
        parent->first = node->next;
    else
        before->next = node->next;
    if (parent->last == node) parent->last = before;
    for (Node *member = node->next; member != NULL; member = member->next)
        member->index--;
    parent->count--;
    node->parent = node->next = NULL;
}

Node *node_member(const Node *node, const char *key) {
    if (node == NULL || node->kind != NODE_OBJECT) return NULL;
    for (Node *member = node->first; member != NULL; member = member->next)
        if (strcmp(member->key, key) == 0) return member;
    return NULL;
}

Node *node_element(const Node *node, int32_t index) {
    if (node == NULL || node->kind != NODE_LIST) return NULL;
    for (Node *member = node->first; member != NULL; member = member->next)
        if (member->index == index) return member;
    return NULL;
}

const char *node_identity(const Node *element, int32_t which, char *buffer, int32_t capacity) {
    static const char *const keys[NODE_IDENTITIES] = {"set_identifier", "name",     "rule",
                                                      "port",           "priority", "target_group"};
    const Node *member = node_member(element, keys[which]);
    if (member == NULL) return NULL;
    if (member->kind == NODE_STRING) return member->text;
    if (member->kind != NODE_NUMBER) return NULL;
    number_print(member->number, buffer, capacity);
    return buffer;
}

static void append_text(char *out, int32_t capacity, const char *text) {
    size_t used = strlen(out);
    snprintf(out + used, (size_t)capacity - used, "%s", text);
}

void node_path(const Node *node, char *out, int32_t capacity) {
    if (node->parent == NULL) {
        out[0] = 0;
        return;
    }
    node_path(node->parent, out, capacity);
    if (out[0] != 0) append_text(out, capacity, ".");
    char buffer[40];
    const char *name = node->key;
    for (int32_t i = 0; name == NULL && i < NODE_IDENTITIES; i++)
        name = node_identity(node, i, buffer, sizeof buffer);
    if (name == NULL) {
        snprintf(buffer, sizeof buffer, "%d", node->index);
        name = buffer;
    }
    append_text(out, capacity, name);
}

void number_print(double number, char *out, int32_t capacity) {
    if (number == 0) number = 0; // not "-0"
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, (size_t)capacity, "%.*g", digits, number);
        if (strtod(out, NULL) == number) break;
    }
    // Whole numbers are written as one would: 20000, not 2e+04.
    if (fabs(number) < 1e15 && number == floor(number))
        snprintf(out, (size_t)capacity, "%.0f", number);
    for (char *p = out; *p != 0; p++)
        if (*p == ',') *p = '.';
}

typedef struct Printer {
    char *out;
    int32_t capacity, length;
} Printer;

static void put(Printer *printer, char c) {
    if (printer->length < printer->capacity - 1) printer->out[printer->length] = c;
    printer->length++;
}

static void put_text(Printer *printer, const char *text) {
    for (; *text != 0; text++)
        put(printer, *text);
}

static void put_string(Printer *printer, const char *text) {
    put(printer, '"');
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++) {
        char escape[8];
        if (*p == '"' || *p == '\\')
            snprintf(escape, sizeof escape, "\\%c", *p);
        else if (*p == '\n')
            snprintf(escape, sizeof escape, "\\n");
        else if (*p < 0x20)
            snprintf(escape, sizeof escape, "\\u%04x", *p);
        else
            snprintf(escape, sizeof escape, "%c", *p);
        put_text(printer, escape);
    }
    put(printer, '"');
}

static void print_node(Printer *printer, const Node *node) {
    char number[40];
    switch (node->kind) {
    case NODE_NULL:
        put_text(printer, "null");
        break;
    case NODE_BOOLEAN:
        put_text(printer, node->number != 0 ? "true" : "false");
        break;
    case NODE_NUMBER:
        number_print(node->number, number, sizeof number);
        put_text(printer, number);
        break;
    case NODE_STRING:
        put_string(printer, node->text);
        break;
    case NODE_LIST:
    case NODE_OBJECT:
        put(printer, node->kind == NODE_LIST ? '[' : '{');
        for (const Node *member = node->first; member != NULL; member = member->next) {
            if (member != node->first) put(printer, ',');
            if (member->key != NULL) {
                put_string(printer, member->key);
                put(printer, ':');
            }
            print_node(printer, member);
        }
        put(printer, node->kind == NODE_LIST ? ']' : '}');
        break;
    }
}

int32_t node_print(const Node *node, char *out, int32_t capacity) {
    Printer printer = {.out = out, .capacity = capacity};
    print_node(&printer, node);
    if (capacity > 0) out[printer.length < capacity ? printer.length : capacity - 1] = 0;
    return printer.length;
}
