/// GSL's distributions drawing from streams of ours.
#pragma once

#include "engine/random.h"

#include <gsl/gsl_rng.h>

/// Our generator as a type of GSL's.
const gsl_rng_type *random_gsl_type(void);

/// A generator for gsl_ran_*, by value, whose state is `stream` itself: drawing advances the
/// stream. It owns nothing and lives no longer than the stream; never gsl_rng_free it.
///
///     gsl_rng generator = random_gsl(&stream);
///     double work = gsl_ran_gamma(&generator, 2.5, 0.4);
gsl_rng random_gsl(RandomStream *stream);
