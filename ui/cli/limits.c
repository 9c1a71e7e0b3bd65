// The limit is one of data, not of addresses: what drivers and libraries only map costs nothing.
// Sanitizers reserve address space as if it were data, so they run without.
#include "cli/limits.h"

#include "cli/cli.h"
#include "sim/base.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SHADOW_MEMORY 1
#endif
#endif

#ifndef HAS_SHADOW_MEMORY
static void bound_memory(void) {
    struct rlimit limit;
    long pages = sysconf(_SC_PHYS_PAGES), page_size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page_size <= 0 || getrlimit(RLIMIT_DATA, &limit) != 0) return;
    rlim_t most = (rlim_t)pages / 4 * 3 * (rlim_t)page_size;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= most) return;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most) most = limit.rlim_max;
    limit.rlim_cur = most;
    setrlimit(RLIMIT_DATA, &limit);
}

// GLib, which SDL_ttf brings along, allocates before main() and aborts when it cannot. What stands
// in .preinit_array is called before any library is; not even stdio is in use there.
static void require_memory(void) {
    static const char complaint[] = "albatross: out of memory: too little is left to begin.\n";
    if (sim_memory_has_room((size_t)4 << 20)) return;
    ssize_t written = write(STDERR_FILENO, complaint, sizeof complaint - 1);
    (void)written;
    _exit(CLI_OUTSIDE);
}
__attribute__((section(".preinit_array"),
               used)) static void (*const before_libraries)(void) = require_memory;
#else
static void bound_memory(void) {
}
#endif

void limits_begin(void) {
    signal(SIGXFSZ, SIG_IGN);
    bound_memory();
}
