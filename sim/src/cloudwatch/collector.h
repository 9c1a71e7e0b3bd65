/// The collector without a world: see sim_collector_create.
#pragma once

#include "cloudwatch/meter.h"

SimCollector *collector_create(const Meter *meter);
