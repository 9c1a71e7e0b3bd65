/// Numbers as text, straight into memory that has room for them: two digits at a time by a table,
/// hexadecimal eight at once. Each function returns the end of what it wrote.
#pragma once

#include <stdint.h>
#include <string.h>

/// The most that digits_plain writes.
enum { DIGITS_MAX = 20 };

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
                                  "25262728293031323334353637383940414243444546474849"
                                  "50515253545556575859606162636465666768697071727374"
                                  "75767778798081828384858687888990919293949596979899";

/// 0 to 9.
static inline char *digits_one(char *at, uint32_t value) {
    *at = (char)('0' + value);
    return at + 1;
}

/// 0 to 99.
static inline char *digits_two(char *at, uint32_t value) {
    memcpy(at, digit_pairs + 2 * (size_t)value, 2);
    return at + 2;
}

/// 0 to 999.
static inline char *digits_three(char *at, uint32_t value) {
    return digits_two(digits_one(at, value / 100), value % 100);
}

/// 0 to 999999.
static inline char *digits_six(char *at, uint32_t value) {
    at = digits_two(at, value / 10000);
    at = digits_two(at, value / 100 % 100);
    return digits_two(at, value % 100);
}

static inline int digits_count(uint64_t value) {
    int count = 1;
    for (uint64_t limit = 10; count < DIGITS_MAX && value >= limit; limit *= 10)
        count++;
    return count;
}

/// Without zeros in front.
static inline char *digits_plain(char *at, uint64_t value) {
    char *end = at + digits_count(value);
    char *first = end;
    for (; first - at >= 2; value /= 100)
        digits_two(first -= 2, (uint32_t)(value % 100));
    if (first > at) digits_one(at, (uint32_t)value);
    return end;
}

/// A port without zeros in front: nearly all have four or five digits.
static inline char *digits_port(char *at, uint16_t port) {
    if (port < 1000) return digits_plain(at, port);
    uint32_t rest = port;
    if (rest >= 10000) at = digits_one(at, rest / 10000);
    at = digits_two(at, rest / 100 % 100);
    return digits_two(at, rest % 100);
}

/// Spreads eight nibbles over eight bytes, turns each into its digit (those above 9 are 39 further
/// on, at 'a'), and writes them from the highest.
static inline char *digits_hex8(char *at, uint32_t value) {
    uint64_t x = value;
    x = (x << 16 | x) & UINT64_C(0x0000FFFF0000FFFF);
    x = (x << 8 | x) & UINT64_C(0x00FF00FF00FF00FF);
    x = (x << 4 | x) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    uint64_t is_letter = (x + UINT64_C(0x0606060606060606)) >> 4 & UINT64_C(0x0101010101010101);
    x += UINT64_C(0x3030303030303030) + is_letter * 39;
    const char digits[8] = {(char)(x >> 56), (char)(x >> 48), (char)(x >> 40), (char)(x >> 32),
                            (char)(x >> 24), (char)(x >> 16), (char)(x >> 8),  (char)x};
    memcpy(at, digits, sizeof digits);
    return at + 8;
}

static inline char *digits_hex16(char *at, uint64_t value) {
    return digits_hex8(digits_hex8(at, (uint32_t)(value >> 32)), (uint32_t)value);
}
