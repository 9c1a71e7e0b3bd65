/// The algorithms that balancing.c lists, one file each.
#pragma once

#include "balancing/balancing.h"

extern const Algorithm algorithm_round_robin;
extern const Algorithm algorithm_least_outstanding_requests;
extern const Algorithm algorithm_weighted_random;
extern const Algorithm algorithm_power_of_two_choices;
extern const Algorithm algorithm_ip_hash;
