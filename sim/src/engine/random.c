// Streams are seeded by splitmix64 from a hash of seed and name. Exponential and normal variates
// come from ziggurats of 256 layers of equal area: a uniform point in a random layer is under the
// density when it lies left of the next layer's edge, which is nearly always; the rest is decided
// here. Layer number, sign and position use different bits of one draw.
#include "engine/random.h"

#include "engine/hash.h"
#include "sim/base.h"

#include <math.h>

void random_stream_seed(RandomStream *stream, uint64_t scenario_seed, const char *name) {
    *stream = random_stream_of(hash_text(hash_u64(HASH_START, scenario_seed), name));
}

// A 32-bit draw times n, of which the high word is the result; low words below 2^32 mod n belong to
// the results that would come up once too often.
uint32_t random_below(RandomStream *stream, uint32_t n) {
    SIM_ASSERT(n > 0);
    uint64_t product = (random_u64(stream) >> 32) * n;
    if ((uint32_t)product < n) {
        uint32_t surplus = (uint32_t)-n % n;
        while ((uint32_t)product < surplus)
            product = (random_u64(stream) >> 32) * n;
    }
    return (uint32_t)(product >> 32);
}

// A uniform height in the layer, for the part of it that the density cuts.
static double height_in_layer(RandomStream *stream, const double *f, uint32_t layer) {
    return f[layer] + random_unit(stream) * (f[layer + 1] - f[layer]);
}

double random_exponential_edge(RandomStream *stream, uint32_t layer, double x) {
    double before = 0.0;
    for (;;) {
        // Beyond the base strip the distribution begins anew: it has no memory.
        if (layer == 0)
            before += random_exponential_x[1];
        else if (height_in_layer(stream, random_exponential_f, layer) < exp(-x))
            return before + x;
        uint64_t bits = random_u64(stream);
        layer = (uint32_t)(bits % RANDOM_LAYERS);
        x = (double)(bits >> 11) * 0x1p-53 * random_exponential_x[layer];
        if (x < random_exponential_x[layer + 1]) return before + x;
    }
}

// Marsaglia's tail: an exponential of rate `edge` beyond the edge, thinned to the normal.
static double normal_beyond(RandomStream *stream, double edge) {
    for (;;) {
        double x = -log(random_unit_open(stream)) / edge;
        double y = -log(random_unit_open(stream));
        if (y + y > x * x) return edge + x;
    }
}

double random_normal_edge(RandomStream *stream, uint32_t layer, double x, double sign) {
    if (layer == 0) return sign * normal_beyond(stream, random_normal_x[1]);
    if (height_in_layer(stream, random_normal_f, layer) < exp(-0.5 * x * x)) return sign * x;
    return random_normal(stream);
}
