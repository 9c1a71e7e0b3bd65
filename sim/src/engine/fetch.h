/// Fetching from memory ahead of use.
#pragma once

/// Fetches the line of the cache at an address, which may be any. Not __builtin_prefetch, for gcc
/// (12) takes a function that does nothing else for one without effects, and leaves out its calls.
static inline void fetch_line(const void *address) {
#if defined(__x86_64__)
    __asm__ volatile("prefetcht0 (%0)" : : "r"(address));
#elif defined(__aarch64__)
    __asm__ volatile("prfm pldl1keep, [%0]" : : "r"(address));
#else
    __builtin_prefetch(address);
#endif
}
