/// Memory. Out of memory ends the program here, so no other file checks.
#pragma once

#include <stddef.h>

/// Zeroed memory for `count` items of `item_size` bytes; never NULL. Freed with alloc_free, or
/// with free() where a caller outside gets it.
void *alloc_zeroed(size_t count, size_t item_size);

/// Resizes `memory` (NULL: new) to `count` items, keeping its contents; what is added is
/// indeterminate. The old pointer is no longer valid.
void *alloc_grow(void *memory, size_t count, size_t item_size);

/// The same for `memory` whose first `used` items hold anything; what comes begins at a cache line.
void *alloc_grow_lines(void *memory, size_t used, size_t count, size_t item_size);

/// For what another library allocated: returns `memory`, unless it is NULL.
void *alloc_check(void *memory);

/// Gives memory back; NULL is allowed.
void alloc_free(void *memory);
