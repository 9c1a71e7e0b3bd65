/// A pool of records addressed by (index1, generation). The pool deals out indexes; the owner
/// keeps the records in its own arrays, as long as pool_capacity(). The index given back last is
/// dealt out first, so reuse is the same in every run. All zero is an empty pool.
#pragma once

#include "engine/array.h"
#include "engine/array_register.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Pool {
    ARRAY_OF(uint32_t) generation; ///< of each index: odd while it is live, even while it is free
    ARRAY_OF(uint32_t) free;       ///< free indexes, the next one last
    int32_t live;
} Pool;

/// The arrays of a pool for a register: `POOL_ARRAY_ENTRIES(World, requests_pool),`.
#define POOL_ARRAY_ENTRIES(owner, member)                                                          \
    ARRAY_ENTRY(owner, member.generation, true), ARRAY_ENTRY(owner, member.free, true)

/// Frees the pool's memory and leaves an empty pool.
void pool_deinit(Pool *pool);

/// Takes a free index (0-based), growing the pool by one when there is none. Its record holds
/// what its last user left, or is new: then pool_capacity() has grown, and so must the arrays.
uint32_t pool_take(Pool *pool);

/// Gives a live index back; handles to it are dead from now on.
void pool_give(Pool *pool, uint32_t index);

/// Whether the handle (index + 1, generation) is still the one that was dealt out; all zero is not.
bool pool_is_live(const Pool *pool, uint32_t index1, uint32_t generation);

/// Whether an index (0-based) is in use: for walking all records.
static inline bool pool_is_taken(const Pool *pool, uint32_t index) {
    return (pool->generation.items[index] & 1) != 0;
}

/// The generation for a handle to a live index.
static inline uint32_t pool_generation(const Pool *pool, uint32_t index) {
    return pool->generation.items[index];
}

/// How many indexes were ever dealt out: all are below this.
static inline int32_t pool_capacity(const Pool *pool) {
    return pool->generation.count;
}
