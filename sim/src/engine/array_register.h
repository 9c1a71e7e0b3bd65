/// The register of a world's arrays: one static table names each array once, and cloning,
/// destroying, hashing and measuring walk that table, so that no array can be forgotten by one of
/// them.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ArrayEntry {
    const char *name;
    size_t offset;    ///< of the ARRAY_OF in its owner, bytes
    size_t item_size; ///< bytes
    bool hashed;      ///< part of the run hash; the items must have no padding bytes
} ArrayEntry;

/// One entry of a register: `ARRAY_ENTRY(World, servers, true)`.
#define ARRAY_ENTRY(owner, member, is_hashed)                                                      \
    { #member, offsetof(owner, member), sizeof(*((owner *)0)->member.items), is_hashed }

/// Gives `to`, which must already be a byte copy of the owner `from`, its own copy of every
/// array. Capacity beyond the count is not copied.
void array_register_clone(const ArrayEntry *entries, int count, void *to, const void *from);

/// Frees every array of `owner` and leaves them empty.
void array_register_deinit(const ArrayEntry *entries, int count, void *owner);

/// A hash over names and items of the `hashed` arrays; capacity and addresses do not enter it.
uint64_t array_register_hash(const ArrayEntry *entries, int count, const void *owner);

/// The memory that the arrays hold, bytes, unused capacity included.
size_t array_register_bytes(const ArrayEntry *entries, int count, const void *owner);
