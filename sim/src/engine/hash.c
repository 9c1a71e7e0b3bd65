// Bytes are read as little-endian words of eight; the length closes the stream, so that neither
// trailing zeros nor the border between two texts can be confused.
#include "engine/hash.h"

#include <string.h>

static uint64_t load_little_endian(const unsigned char *bytes, size_t length) {
    uint64_t word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static uint64_t load_word(const unsigned char *bytes) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return word;
#else
    return load_little_endian(bytes, 8);
#endif
}

uint64_t hash_bytes(uint64_t state, const void *bytes, size_t length) {
    const unsigned char *next = bytes;
    size_t left = length;
    for (; left >= 8; left -= 8, next += 8)
        state = hash_u64(state, load_word(next));
    if (left > 0) state = hash_u64(state, load_little_endian(next, left));
    return hash_u64(state, length);
}

uint64_t hash_text(uint64_t state, const char *text) {
    return hash_bytes(state, text, strlen(text));
}
