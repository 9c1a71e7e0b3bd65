// The one place that meets the end of memory: it says so and leaves, with the status of
// "the outside world failed".
#include "engine/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATUS_OUTSIDE_WORLD_FAILED = 3 };

static _Noreturn void give_up(size_t count, size_t item_size) {
    fprintf(stderr, "Out of memory: %zu items of %zu bytes could not be had.\n", count, item_size);
    exit(STATUS_OUTSIDE_WORLD_FAILED);
}

void *alloc_zeroed(size_t count, size_t item_size) {
    // A request for nothing still gets a pointer, so that NULL always means failure.
    void *memory = calloc(count > 0 ? count : 1, item_size);
    if (memory == NULL) give_up(count, item_size);
    return memory;
}

void *alloc_grow(void *memory, size_t count, size_t item_size) {
    if (item_size > 0 && count > SIZE_MAX / item_size) give_up(count, item_size);
    size_t bytes = count * item_size;
    void *grown = realloc(memory, bytes > 0 ? bytes : 1);
    if (grown == NULL) give_up(count, item_size);
    return grown;
}

void *alloc_check(void *memory) {
    if (memory != NULL) return memory;
    fputs("Out of memory.\n", stderr);
    exit(STATUS_OUTSIDE_WORLD_FAILED);
}

void alloc_free(void *memory) {
    free(memory);
}
