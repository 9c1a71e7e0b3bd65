/// The place where a mechanism of AWS stands in the code.
///
/// `SIM_FACT("ELB-212", condition)` is `condition`; it costs nothing. In a build with
/// ALBATROSS_FLIPS it is the contrary when the environment variable ALBATROSS_FLIP names one of the
/// ids, so that `tests/flip.sh` can see whether a test notices. Several ids stand with spaces
/// between them: facts that share one mechanism.
#pragma once

#include <stdbool.h>

#ifdef ALBATROSS_FLIPS
/// Whether the environment asks for the contrary of one of `ids`.
bool fact_is_flipped(const char *ids);
#define SIM_FACT(ids, condition) ((bool)(condition) != fact_is_flipped(ids))
#else
#define SIM_FACT(ids, condition) (condition)
#endif
