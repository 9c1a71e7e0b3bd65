/// Memory. Out of memory ends the program here, so no other file checks.
#pragma once

#include <stddef.h>

/// Zeroed memory for `count` items of `item_size` bytes; never NULL. Freed with alloc_free, or
/// with free() where a caller outside gets it.
void *alloc_zeroed(size_t count, size_t item_size);

/// Resizes `memory` (NULL: new) to `count` items, keeping its contents; what is added is
/// indeterminate. The old pointer is no longer valid.
void *alloc_grow(void *memory, size_t count, size_t item_size);

/// The same for `memory` of `old_count` items, fewer than `count`; what comes begins at a cache
/// line, and is moved rather than copied when it is large. Freed with alloc_free_lines only.
void *alloc_grow_lines(void *memory, size_t old_count, size_t count, size_t item_size);

/// Gives back what alloc_grow_lines made for so many items; NULL with a count of 0 is allowed.
void alloc_free_lines(void *memory, size_t count, size_t item_size);

/// For what another library allocated: returns `memory`, unless it is NULL.
void *alloc_check(void *memory);

/// Gives memory back; NULL is allowed.
void alloc_free(void *memory);
