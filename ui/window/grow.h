/// Memory that only grows, and never fails: out of memory ends the program with a sentence.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Zeroed memory for `count` items; to be freed with free().
void *grow_zeroed(size_t count, size_t item_size);

/// Room for at least `needed` items in an array of `*capacity`; returns it where it stands now.
/// What is new is not zeroed.
void *grow_array(void *items, int32_t *capacity, int32_t needed, size_t item_size);
