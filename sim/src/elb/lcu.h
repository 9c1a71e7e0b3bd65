/// The load of a node in capacity units.
#pragma once

#include "sim/view.h"

typedef struct SimWorld SimWorld;

/// The dimension that counts: the highest, the first of equals.
SimLcuDimension lcu_highest(const double load[SIM_LCU_DIMENSIONS]);
/// Adds the load of a node in the second that closes, `seconds` long, to `load`. Connections that
/// it rejected are part of what was asked of it, and of nothing else.
void lcu_add_node(const SimWorld *world, int32_t node, double seconds, bool with_rejected,
                  double load[SIM_LCU_DIMENSIONS]);
