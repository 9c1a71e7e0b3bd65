// The one place that meets the end of memory: it says so and leaves, with the status of
// "the outside world failed".
#include "engine/alloc.h"

#include "engine/mapping.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_OUTSIDE_WORLD_FAILED = 3 };

/// What the machines we know fetch at once.
enum { CACHE_LINE = 64 };

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

// What is large has a mapping, what is small begins at a line of the cache.
static bool is_mapped(size_t bytes) {
    return bytes >= MAPPING_BYTES_MIN;
}

static void *lines_of(size_t bytes) {
    if (is_mapped(bytes)) return mapping_create(bytes);
    return aligned_alloc(CACHE_LINE, (bytes + CACHE_LINE) / CACHE_LINE * CACHE_LINE);
}

void *alloc_grow_lines(void *memory, size_t old_count, size_t count, size_t item_size) {
    if (item_size > 0 && count > SIZE_MAX / 2 / item_size) give_up(count, item_size);
    size_t old_bytes = old_count * item_size, bytes = count * item_size;
    bool is_moved = is_mapped(old_bytes);
    void *grown = is_moved ? mapping_grow(memory, old_bytes, bytes) : lines_of(bytes);
    if (grown == NULL) give_up(count, item_size);
    if (is_moved) return grown;
    if (old_bytes > 0) memcpy(grown, memory, old_bytes);
    free(memory);
    return grown;
}

void alloc_free_lines(void *memory, size_t count, size_t item_size) {
    if (is_mapped(count * item_size))
        mapping_destroy(memory, count * item_size);
    else
        free(memory);
}

void *alloc_check(void *memory) {
    if (memory != NULL) return memory;
    fputs("Out of memory.\n", stderr);
    exit(STATUS_OUTSIDE_WORLD_FAILED);
}

void alloc_free(void *memory) {
    free(memory);
}
