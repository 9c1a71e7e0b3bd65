// The hash of a document's meaning: every key of the table in the table's order, the default where
// the file is silent, quantities as numbers. White space, comments, the order of members and "60s"
// or "1m" make no difference.
#include "scenario/meaning.h"

#include "scenario/names.h"
#include "scenario/quantity.h"
#include "scenario/read.h"

#include <string.h>

typedef struct Meaning {
    Arena *arena;
    uint64_t state;
} Meaning;

static void add_bits(Meaning *meaning, uint64_t bits) {
    uint64_t x = meaning->state ^ bits;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    meaning->state = (x ^ (x >> 31)) + UINT64_C(0x9E3779B97F4A7C15);
}

static void add_number(Meaning *meaning, double number) {
    uint64_t bits = 0;
    if (number == 0) number = 0; // both zeros alike
    memcpy(&bits, &number, sizeof bits);
    add_bits(meaning, bits);
}

/// Any value by its shape; members of objects count alike in any order.
static void add_any(Meaning *meaning, const Node *node) {
    add_bits(meaning, (uint64_t)node->kind);
    SimTime ns = 0;
    if (node->kind == NODE_BOOLEAN || node->kind == NODE_NUMBER)
        add_number(meaning, node->number);
    else if (node->kind == NODE_STRING && quantity_duration(node->text, &ns) == QUANTITY_OK)
        add_bits(meaning, (uint64_t)ns);
    else if (node->kind == NODE_STRING)
        add_bits(meaning, text_hash(node->text));
    else if (node->kind == NODE_LIST)
        for (const Node *member = node->first; member != NULL; member = member->next)
            add_any(meaning, member);
    else if (node->kind == NODE_OBJECT) {
        uint64_t sum = 0;
        for (const Node *member = node->first; member != NULL; member = member->next) {
            Meaning one = {meaning->arena, text_hash(member->key)};
            add_any(&one, member);
            sum += one.state;
        }
        add_bits(meaning, sum);
    }
}

static void add_object(Meaning *meaning, const KeyKind *kind, const Node *node);

static void add_forward(Meaning *meaning, const Key *key, const Node *node) {
    Node *object = node_create(meaning->arena, NODE_OBJECT);
    node_append(meaning->arena, object, "target_group", node_copy(meaning->arena, node));
    add_bits(meaning, 1);
    add_object(meaning, key->kind, object);
}

static void add_value(Meaning *meaning, const Key *key, const Node *node) {
    SimTime ns = 0;
    double rate = 0;
    if (key->type == KEY_TEXT)
        add_bits(meaning, text_hash(node->text));
    else if (key->type == KEY_DURATION && quantity_duration(node->text, &ns) == QUANTITY_OK)
        add_bits(meaning, (uint64_t)ns);
    else if (key->type == KEY_RATE && quantity_rate(node->text, &rate) == QUANTITY_OK)
        add_number(meaning, rate);
    else if (key->type == KEY_REDIRECT)
        add_bits(meaning, node->kind == NODE_NUMBER ? (uint64_t)node->number
                          : node->text[7] == '1'    ? 301
                                                    : 302);
    else if (key->type == KEY_OBJECT)
        add_object(meaning, key->kind, node);
    else if (key->type == KEY_FORWARD && node->kind == NODE_STRING)
        add_forward(meaning, key, node);
    else if (key->type == KEY_OBJECTS || key->type == KEY_FORWARD) {
        add_bits(meaning, (uint64_t)node->count);
        for (const Node *member = node->first; member != NULL; member = member->next)
            add_object(meaning, key->kind, member);
    } else
        add_any(meaning, node);
}

static void add_object(Meaning *meaning, const KeyKind *kind, const Node *node) {
    for (const Key *key = kind->keys; key->name != NULL; key++) {
        if (key->type == KEY_NOT_YET || strcmp(key->name, "$schema") == 0) continue;
        const Node *member = node_member(node, key->name);
        if (member == NULL) member = read_default(meaning->arena, key);
        if (member == NULL && key->type == KEY_OBJECT && (key->flags & KEY_EXCLUSIVE) == 0)
            member = node_create(meaning->arena, NODE_OBJECT);
        add_bits(meaning, member == NULL ? 0 : text_hash(key->name));
        if (member != NULL) add_value(meaning, key, member);
    }
}

uint64_t meaning_hash(const Node *root) {
    Arena arena;
    arena_init(&arena);
    Meaning meaning = {&arena, 1};
    add_object(&meaning, &key_scenario, root);
    arena_deinit(&arena);
    return meaning.state;
}
