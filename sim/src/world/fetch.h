/// What the events to come will need, fetched while others are carried out: hints to the processor
/// that change no result. A world that fits into its caches is better off without.
#pragma once

#include "world/world.h"

/// Whether the world is large enough.
static inline bool fetch_is_worthwhile(const SimWorld *world) {
    return world->attempts.count + world->users.count > 16384;
}

/// Looks at the events that come next.
void fetch_ahead(const SimWorld *world);
