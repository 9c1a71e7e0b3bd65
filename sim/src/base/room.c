// Room is mapped and given back untouched, which costs two system calls whatever the size. That is
// an answer for limits (ulimit -v, RLIMIT_DATA, strict overcommitment), which fail an allocation;
// where memory is promised freely, nothing fails.
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#include "sim/base.h"

#include <sys/mman.h>

bool sim_memory_has_room(size_t bytes) {
    SIM_ASSERT(bytes > 0);
    void *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return room != MAP_FAILED && munmap(room, bytes) == 0;
}
