// GSL calls any generator through a table of functions; this one leads to our stream, so that no
// distribution of GSL's needs a generator, or a state, of its own.
#include "engine/random_gsl.h"

#include <limits.h>

_Static_assert(ULONG_MAX == UINT64_MAX, "GSL's generators return unsigned long: 64 bits here");

static void set(void *state, unsigned long seed) {
    random_stream_seed(state, seed, "gsl");
}

static unsigned long get(void *state) {
    return random_u64(state);
}

static double get_double(void *state) {
    return random_unit(state);
}

static const gsl_rng_type stream_type = {
    .name = "albatross-xoshiro256++",
    .max = ULONG_MAX,
    .min = 0,
    .size = sizeof(RandomStream),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *random_gsl_type(void) {
    return &stream_type;
}

gsl_rng random_gsl(RandomStream *stream) {
    return (gsl_rng){.type = &stream_type, .state = stream};
}
