/// Large memory in mappings of its own, which begin at a page of the largest kind. Growing moves
/// the pages to their new place and copies nothing, so that a world of a million targets does not
/// pay for its memory over and over while it is made.
#pragma once

#include <stddef.h>

/// From this size on memory is worth a mapping: what the largest kind of page holds.
enum { MAPPING_BYTES_MIN = 2 << 20 };

/// New memory of `bytes`, at least MAPPING_BYTES_MIN, zeroed; NULL when there is none.
void *mapping_create(size_t bytes);

/// Moves a mapping to one of `bytes`, more than it had; what is added is zeroed. NULL: there is no
/// memory, and the old one is as it was.
void *mapping_grow(void *memory, size_t old_bytes, size_t bytes);

void mapping_destroy(void *memory, size_t bytes);
