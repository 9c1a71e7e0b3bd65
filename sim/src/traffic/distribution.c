// Durations drawn from the distributions a scenario can name. Each has a stated mean; GSL samples
// all but the hottest.
#include "traffic/traffic.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#include "engine/random_gsl.h"

static double draw_lognormal(gsl_rng *rng, double mean, double cv) {
    double sigma2 = log1p(cv * cv);
    return gsl_ran_lognormal(rng, log(mean) - sigma2 / 2, sqrt(sigma2));
}

static double draw_gamma(gsl_rng *rng, double mean, double cv) {
    double shape = 1 / (cv * cv);
    return gsl_ran_gamma(rng, shape, mean / shape);
}

static double draw_by_gsl(const ConfigDistribution *d, RandomStream *stream) {
    gsl_rng rng = random_gsl(stream);
    switch (d->kind) {
    case CONFIG_LOGNORMAL:
        return draw_lognormal(&rng, d->mean_ns, d->shape);
    case CONFIG_GAMMA:
        return draw_gamma(&rng, d->mean_ns, d->shape);
    case CONFIG_PARETO:
        return gsl_ran_pareto(&rng, d->shape, d->mean_ns * (d->shape - 1) / d->shape);
    case CONFIG_WEIBULL:
        return gsl_ran_weibull(&rng, d->mean_ns / tgamma(1 + 1 / d->shape), d->shape);
    default:
        SIM_ASSERT(false);
        return 0;
    }
}

SimTime distribution_draw(const ConfigDistribution *distribution, RandomStream *stream) {
    if (distribution->kind == CONFIG_CONSTANT || distribution->mean_ns <= 0)
        return (SimTime)distribution->mean_ns;
    double ns = distribution->kind == CONFIG_EXPONENTIAL
                    ? random_exponential(stream) * distribution->mean_ns
                    : draw_by_gsl(distribution, stream);
    // Heavy tails stay far below the end of simulated time.
    return (SimTime)fmin(ns, 1e18);
}
