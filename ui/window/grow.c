// Arrays double, so that appending costs the same in the long run whatever the length.
#include "window/grow.h"

#include <stdio.h>
#include <stdlib.h>

static void *check_memory(void *memory) {
    if (memory != NULL) return memory;
    fputs("albatross: out of memory\n", stderr);
    exit(3);
}

void *grow_zeroed(size_t count, size_t item_size) {
    return check_memory(calloc(count ? count : 1, item_size));
}

void *grow_array(void *items, int32_t *capacity, int32_t needed, size_t item_size) {
    if (needed <= *capacity) return items;
    int32_t wanted = *capacity > 0 ? *capacity * 2 : 64;
    while (wanted < needed)
        wanted *= 2;
    *capacity = wanted;
    return check_memory(realloc(items, (size_t)wanted * item_size));
}
