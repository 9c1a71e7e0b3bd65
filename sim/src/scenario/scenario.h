/// The scenario object within the simulator.
#pragma once

#include "scenario/config.h"
#include "scenario/document.h"
#include "sim/scenario.h"

/// The compiled scenario, lent as long as the scenario lives.
const Config *scenario_config(const SimScenario *scenario);
/// The document it was compiled from.
const Node *scenario_document(const SimScenario *scenario);
