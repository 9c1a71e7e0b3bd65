/// One line on a terminal that says how far a run is; nothing in a pipe.
#pragma once

#include "sim/world.h"

typedef struct Progress {
    bool is_shown; ///< standard error is a terminal
    bool has_line; ///< something stands there
    double began_s, last_s;
} Progress;

/// Starts the clock.
Progress progress_begin(void);
/// Tells the line anew when a tenth of a second has passed since the last time.
void progress_show(Progress *progress, const SimWorld *world, SimTime until);
/// Takes the line away.
void progress_end(Progress *progress);
/// Wall time since the beginning, in s.
double progress_seconds(const Progress *progress);
