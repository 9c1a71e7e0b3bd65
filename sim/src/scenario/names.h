/// Names: from a text to the index of what it names.
#pragma once

#include "scenario/arena.h"

typedef struct NameEntry {
    const char *name;
    int32_t index;
} NameEntry;

typedef struct Names {
    Arena *arena;
    NameEntry *entries; ///< in the order in which they were added
    int32_t count, capacity;
    int32_t *slots; ///< entry + 1, open addressing
    int32_t slot_count;
} Names;

void names_init(Names *names, Arena *arena);
/// The index of a name; -1: unknown.
int32_t names_find(const Names *names, const char *name);
/// Adds a name, lent by the caller. Returns -1, or the index that already bears it (then nothing is
/// added).
int32_t names_add(Names *names, const char *name, int32_t index);

/// A 64-bit hash of a text, the same everywhere.
uint64_t text_hash(const char *text);
