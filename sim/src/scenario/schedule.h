/// When a scheduled action is due.
#pragma once

#include "scenario/config.h"

/// The first moment after `after` (-1: from the start of the run on), in ns from the start;
/// SIM_NEVER: it does not come again.
SimTime schedule_next(const Config *config, const ConfigScheduledAction *action, SimTime after);
