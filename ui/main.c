// One program; what it can do is in ui/cli/.
#include "cli/cli.h"

#include <malloc.h>

// Whoever steps back in time clones worlds and drops them again. Memory that one gives back is kept
// for the next: to have it cleared anew costs ten times what copying a world does. The sizes are
// what an array of a large world takes, and some of those.
static void keep_memory(void) {
#ifdef M_MMAP_THRESHOLD
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

int main(int argc, char **argv) {
    keep_memory();
    return cli_main(argc, argv);
}
