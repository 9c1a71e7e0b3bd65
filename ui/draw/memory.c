// One place of ui/ meets the end of memory, as engine/alloc.c does for sim/.
#include "draw/memory.h"

#include <stdio.h>
#include <stdlib.h>

enum { STATUS_OUTSIDE_WORLD_FAILED = 3 };

void *memory_check(void *memory) {
    if (memory != NULL) return memory;
    fputs("albatross: out of memory.\n", stderr);
    exit(STATUS_OUTSIDE_WORLD_FAILED);
}
