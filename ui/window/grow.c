// Arrays double, so that appending costs the same in the long run whatever the length.
#include "window/grow.h"

#include "draw/memory.h"

#include <stdlib.h>

void *grow_zeroed(size_t count, size_t item_size) {
    return memory_check(calloc(count ? count : 1, item_size));
}

void *grow_array(void *items, int32_t *capacity, int32_t needed, size_t item_size) {
    if (needed <= *capacity) return items;
    int32_t wanted = *capacity > 0 ? *capacity * 2 : 64;
    while (wanted < needed)
        wanted *= 2;
    *capacity = wanted;
    return memory_check(realloc(items, (size_t)wanted * item_size));
}
