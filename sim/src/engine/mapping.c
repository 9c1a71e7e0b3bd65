// A place that begins where it must is found by asking for more than is needed and giving both ends
// back. To grow, such a place is found first, and the old pages are then moved onto its beginning:
// the tables of pages change, not what the pages hold.
#define _GNU_SOURCE // mremap
#include "engine/mapping.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

static size_t whole_pages(size_t bytes) {
    return (bytes + MAPPING_BYTES_MIN - 1) / MAPPING_BYTES_MIN * MAPPING_BYTES_MIN;
}

/// `size` bytes of address space, whole pages.
static char *find_place(size_t size) {
    size_t asked = size + MAPPING_BYTES_MIN;
    char *found = mmap(NULL, asked, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (found == MAP_FAILED) return NULL;
    size_t before = whole_pages((uintptr_t)found) - (uintptr_t)found;
    if (before > 0) (void)munmap(found, before);
    if (before < MAPPING_BYTES_MIN) (void)munmap(found + before + size, MAPPING_BYTES_MIN - before);
    return found + before;
}

// Large pages are a hint, for in a large array nearly every access is to another page: whether it
// is followed changes no result.
static void *advised(char *memory, size_t size) {
#ifdef MADV_HUGEPAGE
    (void)madvise(memory, size, MADV_HUGEPAGE);
#else
    (void)size;
#endif
    return memory;
}

void *mapping_create(size_t bytes) {
    char *memory = find_place(whole_pages(bytes));
    return memory == NULL ? NULL : advised(memory, whole_pages(bytes));
}

void *mapping_grow(void *memory, size_t old_bytes, size_t bytes) {
    size_t old_size = whole_pages(old_bytes), size = whole_pages(bytes);
    char *grown = find_place(size);
    if (grown == NULL) return NULL;
#ifdef MREMAP_FIXED
    if (mremap(memory, old_size, size, MREMAP_MAYMOVE | MREMAP_FIXED, grown) == grown)
        return advised(grown, size);
#endif
    memcpy(grown, memory, old_bytes);
    mapping_destroy(memory, old_bytes);
    return advised(grown, size);
}

void mapping_destroy(void *memory, size_t bytes) {
    (void)munmap(memory, whole_pages(bytes));
}
