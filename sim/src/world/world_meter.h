/// The one thing the metrics' public functions need of a world.
#pragma once

#include "cloudwatch/meter.h"

/// The world's meter, lent as long as the world stands still.
const Meter *world_meter(const SimWorld *world);
