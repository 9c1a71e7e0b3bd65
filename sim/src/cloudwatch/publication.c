#include "cloudwatch/publication.h"

#include <stdio.h>

#include "base/fact.h"
#include "engine/random.h"
#include "scenario/names.h"
#include "traffic/traffic.h"

SimTime published_at(uint64_t seed, uint64_t name_bits, int64_t number, SimTime bin_ns) {
    SimTime unit = bin_ns < SIM_MINUTE ? bin_ns : SIM_MINUTE;
    RandomStream stream = random_mixed(name_bits ^ seed, DRAW_PUBLICATION, (uint32_t)number);
    SimTime drawn = (SimTime)(random_unit(&stream) * (double)unit);
    return (number + 1) * bin_ns + (SIM_FACT("CW-102 ASG-420", true) ? unit + drawn : 0);
}

SimTime sim_published(uint64_t seed, const char *series, SimTime period, SimTime end) {
    return published_at(seed, text_hash(series), end / period - 1, period);
}
