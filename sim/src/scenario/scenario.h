/// The scenario object within the simulator.
#pragma once

#include "scenario/config.h"
#include "scenario/document.h"
#include "sim/scenario.h"

/// The scenario as a command of `build.h` would leave it, for the world that runs with this one.
/// NULL: refused, `error` says why.
SimScenario *scenario_build(const SimScenario *scenario, const SimCommand *command,
                            SimError *error);
/// The compiled scenario, lent as long as the scenario lives.
const Config *scenario_config(const SimScenario *scenario);
/// The document it was compiled from.
const Node *scenario_document(const SimScenario *scenario);
