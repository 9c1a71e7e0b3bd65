// A path is walked beside the key table: the document says what is there, the table what could be.
// The change is made in a copy, which is then compiled like a file; so one checker judges them all.
//
// Elements of a list go by their name, set identifier, port, priority or target group, or by their
// index. Names may hold dots, so the longest identity that fits the rest of the path is taken.
#include "scenario/set.h"

#include "base/fact.h"
#include "scenario/compile.h"
#include "scenario/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Walk {
    Arena *arena;
    const char *path, *rest;
    Node *node;          ///< where the walk stands; NULL: a key the file does not have
    Node *parent;        ///< of `node`
    const KeyKind *kind; ///< of `node` when it is an object of the table
    const Key *key;      ///< the row that governs `node`
    bool is_live;
    int32_t live_length; ///< of the path to what can be changed live, when `node` stands in it
    bool creates;        ///< whether missing optional objects are made on the way
    char missing[64];    ///< name of the key that the file does not have
    SimError *error;
} Walk;

static bool is_prefix(const char *rest, const char *identity, size_t *length) {
    size_t n = strlen(identity);
    *length = n;
    return n > 0 && strncmp(rest, identity, n) == 0 && (rest[n] == '.' || rest[n] == 0);
}

/// The element that the rest of the path begins with. `used` receives how much of it.
static Node *find_element(const Node *list, const char *rest, size_t *used, bool *is_ambiguous) {
    Node *best = NULL;
    *used = 0;
    *is_ambiguous = false;
    char buffer[40];
    for (int32_t which = 0; which < NODE_IDENTITIES; which++) {
        for (Node *element = list->first; element != NULL; element = element->next) {
            size_t length = 0;
            const char *identity = node_identity(element, which, buffer, sizeof buffer);
            if (identity == NULL || !is_prefix(rest, identity, &length) || length < *used) continue;
            *is_ambiguous = best != NULL && best != element && length == *used;
            best = element;
            *used = length;
        }
    }
    if (best != NULL) return best;
    for (Node *element = list->first; element != NULL; element = element->next) {
        snprintf(buffer, sizeof buffer, "%d", element->index);
        if (is_prefix(rest, buffer, used)) return element;
    }
    return NULL;
}

static bool walk_element(Walk *walk) {
    size_t used = 0;
    bool is_ambiguous = false;
    Node *element = find_element(walk->node, walk->rest, &used, &is_ambiguous);
    if (element == NULL)
        return sim_error_set(walk->error, "%.200s: \"%s\" has no element \"%.100s\".", walk->path,
                             walk->node->key == NULL ? "the list" : walk->node->key, walk->rest);
    if (is_ambiguous)
        return sim_error_set(walk->error,
                             "%.200s: several elements are named \"%.*s\"; use an index.",
                             walk->path, (int)used, walk->rest);
    walk->parent = walk->node;
    walk->node = element;
    walk->rest += used;
    return true;
}

static bool refuse_key(const Walk *walk, const char *name) {
    const char *names[64];
    int32_t count = 0;
    for (const Key *key = walk->kind->keys; key->name != NULL && count < 63; key++)
        if (key->type != KEY_NOT_YET) names[count++] = key->name;
    names[count] = NULL;
    const char *meant = suggest_word(name, names);
    return sim_error_set(walk->error, "%.200s: %s has no key \"%.60s\".%s%s%s", walk->path,
                         walk->kind->name, name, meant == NULL ? "" : " Did you mean \"",
                         meant == NULL ? "" : meant, meant == NULL ? "" : "\"?");
}

/// A member of an object that the table describes.
static bool walk_key(Walk *walk, const char *name) {
    const Key *key = key_find(walk->kind, name);
    if (key == NULL) return refuse_key(walk, name);
    if (key->type == KEY_NOT_YET)
        return sim_error_set(walk->error, "%.200s: not yet: \"%s\" is planned and not built.",
                             walk->path, name);
    walk->key = key;
    walk->is_live = (key->flags & KEY_LIVE) != 0;
    if (walk->is_live) walk->live_length = (int32_t)(walk->rest - walk->path);
    walk->parent = walk->node;
    walk->node = node_member(walk->parent, name);
    walk->kind = key->type == KEY_OBJECT || key->type == KEY_OBJECTS || key->type == KEY_FORWARD ||
                         key->type == KEY_NAMED
                     ? key->kind
                     : NULL;
    if (walk->node != NULL || walk->rest[0] == 0) return true;
    if (key->type != KEY_OBJECT || (key->flags & (KEY_EXCLUSIVE | KEY_REQUIRED)) != 0)
        return sim_error_set(walk->error, "%.200s: \"%s\" is not given.", walk->path, name);
    walk->node = node_create(walk->arena, NODE_OBJECT);
    walk->node->parent = walk->parent;
    walk->node->key = key->name;
    if (walk->creates) node_append(walk->arena, walk->parent, key->name, walk->node);
    return true;
}

/// A member within a value that the table does not describe key by key (a distribution,
/// dimensions).
static bool walk_member(Walk *walk, const char *name) {
    walk->parent = walk->node;
    walk->node = node_member(walk->parent, name);
    if (walk->node != NULL || walk->rest[0] == 0) return true;
    return sim_error_set(walk->error, "%.200s: there is no \"%s\".", walk->path, name);
}

static bool walk_step(Walk *walk) {
    if (walk->node->kind == NODE_LIST) return walk_element(walk);
    size_t length = strcspn(walk->rest, ".");
    if (walk->node->kind != NODE_OBJECT || length == 0 || length >= sizeof walk->missing)
        return sim_error_set(walk->error, "%.200s: nothing stands at \"%.100s\".", walk->path,
                             walk->rest);
    snprintf(walk->missing, sizeof walk->missing, "%.*s", (int)length, walk->rest);
    walk->rest += length;
    return walk->kind != NULL ? walk_key(walk, walk->missing) : walk_member(walk, walk->missing);
}

static bool walk_path(Walk *walk, Node *root) {
    walk->node = root;
    walk->kind = &key_scenario;
    walk->rest = walk->path;
    if (walk->path[0] == 0) return sim_error_set(walk->error, "The path is empty.");
    for (;;) {
        if (!walk_step(walk)) return false;
        if (walk->rest[0] == 0) return true;
        walk->rest++; // the dot
        if (walk->rest[0] == 0)
            return sim_error_set(walk->error, "%.200s: the path ends with a dot.", walk->path);
    }
}

static bool is_textual(const Walk *walk) {
    if (walk->key == NULL) return false;
    switch (walk->key->type) {
    case KEY_TEXT:
    case KEY_ENUM:
    case KEY_DURATION:
    case KEY_RATE:
    case KEY_START:
    case KEY_TEXTS:
    case KEY_HEADERS:
        return true;
    default:
        return false;
    }
}

/// The value as JSON where it is JSON; else the bare text.
static Node *parse_value(const Walk *walk, const char *value) {
    Scan scan;
    Node *node = document_parse(walk->arena, &scan, value, (int64_t)strlen(value), false);
    bool is_valid_text = scan.error[0] == 0 || strstr(scan.error, "UTF-8") == NULL;
    scan_deinit(&scan);
    if (!is_valid_text) return NULL;
    // 5 where a text stands is the text "5".
    bool is_bare = node == NULL || (node->kind < NODE_STRING && is_textual(walk));
    if (!is_bare) return node;
    node = node_create(walk->arena, NODE_STRING);
    node->text = arena_text(walk->arena, value);
    return node;
}

static bool check_live(const Walk *walk) {
    if (!walk->is_live && walk->live_length > 0)
        return sim_error_set(walk->error,
                             "%.200s: this can not be changed by itself while the world runs; set "
                             "%.*s as a whole.",
                             walk->path, (int)walk->live_length, walk->path);
    return SIM_FACT("ELB-965", walk->is_live) ||
           sim_error_set(walk->error,
                         "%.200s: this can not be changed while the world runs; use --set.",
                         walk->path);
}

Node *set_apply(Arena *arena, const Node *root, const char *path, const char *value, bool live,
                SimError *error) {
    Node *copy = node_copy(arena, root);
    Walk walk = {.arena = arena, .path = path, .creates = true, .error = error};
    if (!walk_path(&walk, copy) || (live && !check_live(&walk))) return NULL;
    Node *fresh = parse_value(&walk, value);
    if (fresh == NULL) {
        sim_error_set(error, "%.200s: the value is not UTF-8.", path);
        return NULL;
    }
    if (walk.node != NULL)
        node_replace(walk.node, fresh);
    else
        node_append(arena, walk.parent, walk.missing, fresh);
    return copy;
}

Node *set_walk(Arena *arena, Node *root, const char *path, bool creates, SimError *error) {
    Walk walk = {.arena = arena, .path = path, .creates = creates, .error = error};
    if (!walk_path(&walk, root)) return NULL;
    if (walk.node == NULL && creates && walk.key != NULL &&
        (walk.key->type == KEY_OBJECTS || walk.key->type == KEY_TEXTS)) {
        walk.node = node_create(arena, NODE_LIST);
        node_append(arena, walk.parent, walk.missing, walk.node);
    }
    if (walk.node == NULL) sim_error_set(error, "%.200s: nothing is given here.", path);
    return walk.node;
}

bool set_check(const Node *root, const char *path, const char *value, bool live, SimError *error) {
    Arena arena;
    SimDiagnostics diagnostics;
    arena_init(&arena);
    sim_diagnostics_init(&diagnostics);
    const Node *changed = set_apply(&arena, root, path, value, live, error);
    bool is_fine = changed != NULL;
    if (is_fine) {
        compile_nested(&arena, changed, &diagnostics);
        is_fine =
            !sim_diagnostics_has_errors(&diagnostics) || diagnostics_to_error(&diagnostics, error);
    }
    sim_diagnostics_deinit(&diagnostics);
    arena_deinit(&arena);
    return is_fine;
}

bool set_resolves(const Node *root, const char *path, SimError *error) {
    Arena arena;
    arena_init(&arena);
    bool is_found = true;
    Walk walk = {.arena = &arena, .path = path, .error = error};
    // Without `creates` the walk changes nothing.
    is_found = walk_path(&walk, (Node *)(uintptr_t)root);
    arena_deinit(&arena);
    return is_found;
}

const Node *set_find(Arena *arena, const Node *root, const char *path, SimError *error) {
    Walk walk = {.arena = arena, .path = path, .error = error};
    if (!walk_path(&walk, (Node *)(uintptr_t)root)) return NULL;
    if (walk.node != NULL) return walk.node;
    Node *standard = walk.kind == NULL && walk.key != NULL && walk.parent != NULL
                         ? read_default(arena, walk.key)
                         : NULL;
    if (standard == NULL) sim_error_set(error, "%.200s: nothing is given here.", path);
    return standard;
}
