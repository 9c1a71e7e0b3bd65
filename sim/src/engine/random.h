/// Random streams: xoshiro256++, 32 bytes of state each, one stream a purpose and owner. A stream
/// is seeded from the scenario's seed and its name, so that adding one leaves all others alone.
/// What is drawn depends on nothing but the stream.
#pragma once

#include <stdint.h>

#include "engine/hash.h"

typedef struct RandomStream {
    uint64_t s[4]; ///< not all zero
} RandomStream;

/// A stream of a seed by splitmix64: hash_mix of a counter that no two of four steps share, so the
/// state is never all zero.
static inline RandomStream random_stream_of(uint64_t seed) {
    RandomStream stream;
    for (int i = 0; i < 4; i++) {
        seed += UINT64_C(0x9E3779B97F4A7C15);
        stream.s[i] = hash_mix(seed);
    }
    return stream;
}

/// Seeds a stream from the scenario's seed and the stream's name.
void random_stream_seed(RandomStream *stream, uint64_t scenario_seed, const char *name);

/// A cheap stream for later draws about one request: a function of the request's 64 random bits,
/// what is drawn for, and which attempt it is.
static inline RandomStream random_mixed(uint64_t bits, uint32_t purpose, uint32_t attempt) {
    return random_stream_of(hash_u64(bits, (uint64_t)purpose << 32 | attempt));
}

/// 0 to n - 1, all equally likely, without bias; n is 1 or more.
uint32_t random_below(RandomStream *stream, uint32_t n);

/// 64 random bits.
static inline uint64_t random_u64(RandomStream *stream) {
    uint64_t *s = stream->s;
    uint64_t sum = s[0] + s[3];
    uint64_t result = (sum << 23 | sum >> 41) + s[0];
    uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

/// Uniform in [0, 1), in steps of 2^-53.
static inline double random_unit(RandomStream *stream) {
    return (double)(random_u64(stream) >> 11) * 0x1p-53;
}

/// Uniform in (0, 1), never 0: for logarithms.
static inline double random_unit_open(RandomStream *stream) {
    return ((double)(random_u64(stream) >> 12) + 0.5) * 0x1p-52;
}

enum { RANDOM_LAYERS = 256 };

/// Tables of the two ziggurats: right edges of the layers, from the widest (the base strip, as wide
/// as its area demands) to 0, and the density there.
extern const double random_exponential_x[RANDOM_LAYERS + 1];
extern const double random_exponential_f[RANDOM_LAYERS + 1];
extern const double random_normal_x[RANDOM_LAYERS + 1];
extern const double random_normal_f[RANDOM_LAYERS + 1];

/// What the samplers do with the draws (1 in 50 or so) that fall outside the quick part of a layer.
double random_exponential_edge(RandomStream *stream, uint32_t layer, double x);
double random_normal_edge(RandomStream *stream, uint32_t layer, double x, double sign);

/// Exponential with mean 1.
static inline double random_exponential(RandomStream *stream) {
    uint64_t bits = random_u64(stream);
    uint32_t layer = (uint32_t)(bits % RANDOM_LAYERS);
    double x = (double)(bits >> 11) * 0x1p-53 * random_exponential_x[layer];
    if (x < random_exponential_x[layer + 1]) return x;
    return random_exponential_edge(stream, layer, x);
}

/// Normal with mean 0 and standard deviation 1.
static inline double random_normal(RandomStream *stream) {
    uint64_t bits = random_u64(stream);
    uint32_t layer = (uint32_t)(bits % RANDOM_LAYERS);
    double sign = (bits >> 8 & 1) != 0 ? -1.0 : 1.0;
    double x = (double)(bits >> 11) * 0x1p-53 * random_normal_x[layer];
    if (x < random_normal_x[layer + 1]) return sign * x;
    return random_normal_edge(stream, layer, x, sign);
}
