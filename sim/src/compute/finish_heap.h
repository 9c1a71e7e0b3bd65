/// The jobs of a processor-sharing station, ordered by the attained service at which they finish,
/// those that finish together by arrival. A pairing heap threaded through StationJob: nothing is
/// allocated, any job can leave, and an arrival costs one comparison.
///
/// Roots are index + 1, 0 is the empty heap. `child1` is the first child, `sibling1` the next one
/// of the same parent, `previous1` the sibling before or, of a first child, the parent.
#pragma once

#include "compute/station.h"

/// Adds `job` (in no heap) to the heap at `root1`; returns the new root.
uint32_t finish_heap_add(StationJob *jobs, uint32_t root1, int32_t job);

/// Takes `job`, which is in the heap at `root1`, out; returns the new root.
uint32_t finish_heap_remove(StationJob *jobs, uint32_t root1, int32_t job);
