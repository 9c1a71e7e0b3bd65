// The one place that meets the end of memory: it says so and leaves, with the status of
// "the outside world failed".
#define _DEFAULT_SOURCE // madvise
#include "engine/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { STATUS_OUTSIDE_WORLD_FAILED = 3 };

/// Of the machines we know: what is fetched at once, and what the largest kind of page holds.
enum { CACHE_LINE = 64, HUGE_PAGE = 2 << 20 };

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

// Pages of the large kind are asked for where there are any, for in a large array nearly every
// access is to another page. What is asked is a hint: whether it is followed changes no result.
static void *lines_of(size_t bytes) {
    size_t alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : CACHE_LINE;
    void *memory = aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
#ifdef MADV_HUGEPAGE
    if (memory != NULL && bytes >= HUGE_PAGE)
        (void)madvise(memory, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
    return memory;
}

void *alloc_grow_lines(void *memory, size_t used, size_t count, size_t item_size) {
    if (item_size > 0 && count > SIZE_MAX / 2 / item_size) give_up(count, item_size);
    size_t bytes = count * item_size;
    void *grown = lines_of(bytes > 0 ? bytes : 1);
    if (grown == NULL) give_up(count, item_size);
    if (used > 0) memcpy(grown, memory, used * item_size);
    free(memory);
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
