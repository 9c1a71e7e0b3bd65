/// A document: the tree of a JSON text, every value knowing its place, its parent and therefore its
/// path.
#pragma once

#include "scenario/arena.h"
#include "scenario/scan.h"

#include <stdbool.h>

typedef enum NodeKind {
    NODE_NULL,
    NODE_BOOLEAN,
    NODE_NUMBER,
    NODE_STRING,
    NODE_LIST,
    NODE_OBJECT
} NodeKind;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    int32_t index;   ///< within the parent
    int32_t count;   ///< of members
    double number;   ///< of a boolean: 0 or 1
    const char *key; ///< within an object, else NULL
    const char *text;
    Node *parent, *first, *last, *next;
    ScanPlace place; ///< all zero: did not come from a file
};

/// Parses a text into nodes of the arena. NULL: `scan` (initialised here, to be given back by the
/// caller with scan_deinit) says what is wrong and where.
Node *document_parse(Arena *arena, Scan *scan, const char *text, int64_t length, bool has_comments);
/// A new node without a place.
Node *node_create(Arena *arena, NodeKind kind);
Node *node_copy(Arena *arena, const Node *node);
/// Appends a member; `key` is NULL in a list.
void node_append(Arena *arena, Node *parent, const char *key, Node *member);
/// Puts `fresh` where `old` stands.
void node_replace(Node *old, Node *fresh);
/// Takes a member out of its parent.
void node_remove(Node *node);
/// The member of an object, the element of a list; NULL: none, or `node` is NULL or no object
/// (list).
Node *node_member(const Node *node, const char *key);
Node *node_element(const Node *node, int32_t index);
/// "regions.ap-south-1.zones.0" into `out`; elements go by their name where they have one.
void node_path(const Node *node, char *out, int32_t capacity);
/// Text that identifies an element of a list: its name, port, priority ...; NULL: only its index
/// does. `buffer` may be used.
const char *node_identity(const Node *element, int32_t which, char *buffer, int32_t capacity);
#define NODE_IDENTITIES 6
/// JSON on one line. Returns the length that the whole has; `out` may be too small (then it is cut)
/// or NULL with capacity 0.
int32_t node_print(const Node *node, char *out, int32_t capacity);
/// The shortest text that reads back as the same number.
void number_print(double number, char *out, int32_t capacity);
