// A hash table that remembers the order of arrival, so that nothing ever depends on the order of
// hashes.
#include "scenario/names.h"

#include "sim/base.h"

#include <string.h>

// FNV-1a with a finish that spreads the last letters over all bits.
uint64_t text_hash(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++)
        hash = (hash ^ *p) * UINT64_C(1099511628211);
    hash = (hash ^ (hash >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ (hash >> 27)) * UINT64_C(0x94D049BB133111EB);
    return hash ^ (hash >> 31);
}

void names_init(Names *names, Arena *arena) {
    memset(names, 0, sizeof *names);
    names->arena = arena;
}

/// The slot of a name, or the free one where it would go.
static int32_t find_slot(const Names *names, const char *name) {
    uint32_t mask = (uint32_t)names->slot_count - 1;
    uint32_t slot = (uint32_t)text_hash(name) & mask;
    while (names->slots[slot] != 0 &&
           strcmp(names->entries[names->slots[slot] - 1].name, name) != 0)
        slot = (slot + 1) & mask;
    return (int32_t)slot;
}

int32_t names_find(const Names *names, const char *name) {
    if (names->slot_count == 0) return -1;
    int32_t entry1 = names->slots[find_slot(names, name)];
    return entry1 == 0 ? -1 : names->entries[entry1 - 1].index;
}

static void grow(Names *names) {
    int32_t capacity = names->capacity == 0 ? 16 : names->capacity * 2;
    NameEntry *entries = arena_array(names->arena, capacity, sizeof *entries);
    if (names->count > 0) memcpy(entries, names->entries, (size_t)names->count * sizeof *entries);
    names->entries = entries;
    names->capacity = capacity;
    names->slot_count = capacity * 2;
    names->slots = arena_array(names->arena, names->slot_count, sizeof *names->slots);
    for (int32_t i = 0; i < names->count; i++)
        names->slots[find_slot(names, entries[i].name)] = i + 1;
}

int32_t names_add(Names *names, const char *name, int32_t index) {
    if (names->count == names->capacity) grow(names);
    int32_t slot = find_slot(names, name);
    if (names->slots[slot] != 0) return names->entries[names->slots[slot] - 1].index;
    names->entries[names->count] = (NameEntry){name, index};
    names->slots[slot] = ++names->count;
    return -1;
}
