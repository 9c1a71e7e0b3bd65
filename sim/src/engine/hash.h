/// A 64-bit streaming hash: `state = hash_u64(state, value)`, begun with HASH_START. Every input
/// bit reaches every bit of the state; the order of the values matters. Not for adversaries.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(0x9E3779B97F4A7C15)

/// A bijection in which each input bit changes about half of the output bits.
static inline uint64_t hash_mix(uint64_t x) {
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/// The state after `value`: a bijection of either argument when the other is held.
static inline uint64_t hash_u64(uint64_t state, uint64_t value) {
    uint64_t turned = (state << 23 | state >> 41) * UINT64_C(0xD6E8FEB86659FD93);
    return hash_mix((turned + HASH_START) ^ value);
}

/// The same where values come by the million: one multiplication, so that a value's bits reach the
/// whole state only with those that follow. Finish with hash_mix or hash_u64.
static inline uint64_t hash_step(uint64_t state, uint64_t value) {
    return ((state << 27 | state >> 37) ^ value) * UINT64_C(0xD6E8FEB86659FD93);
}

/// The state after `length` bytes and their number, the same on machines of either endianness.
/// `bytes` may be NULL when `length` is 0.
uint64_t hash_bytes(uint64_t state, const void *bytes, size_t length);

/// The state after a text, its end included.
uint64_t hash_text(uint64_t state, const char *text);
