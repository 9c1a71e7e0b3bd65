// Owner and arrays meet only through offsets, so this file knows nothing of what is in a world.
#include "engine/array_register.h"

#include "engine/array.h"
#include "engine/hash.h"

static Array *array_of(void *owner, const ArrayEntry *entry) {
    return (Array *)(void *)((char *)owner + entry->offset);
}

static const Array *array_in(const void *owner, const ArrayEntry *entry) {
    return (const Array *)(const void *)((const char *)owner + entry->offset);
}

void array_register_clone(const ArrayEntry *entries, int count, void *to, const void *from) {
    for (int i = 0; i < count; i++) {
        Array *copy = array_of(to, &entries[i]);
        *copy = (Array){0};
        array_copy_items(copy, array_in(from, &entries[i]), entries[i].item_size);
    }
}

void array_register_deinit(const ArrayEntry *entries, int count, void *owner) {
    for (int i = 0; i < count; i++)
        array_deinit_items(array_of(owner, &entries[i]));
}

uint64_t array_register_hash(const ArrayEntry *entries, int count, const void *owner) {
    uint64_t hash = HASH_START;
    for (int i = 0; i < count; i++) {
        if (!entries[i].hashed) continue;
        const Array *array = array_in(owner, &entries[i]);
        hash = hash_text(hash, entries[i].name);
        hash = hash_bytes(hash, array->items, (size_t)array->count * entries[i].item_size);
    }
    return hash;
}

size_t array_register_bytes(const ArrayEntry *entries, int count, const void *owner) {
    size_t bytes = 0;
    for (int i = 0; i < count; i++)
        bytes += (size_t)array_in(owner, &entries[i])->capacity * entries[i].item_size;
    return bytes;
}
