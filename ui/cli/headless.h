/// A run without a window: as fast as it goes, until its end, an interruption, or a failure of the
/// files it writes.
#pragma once

#include "cli/progress.h"
#include "sim/export.h"
#include "sim/world.h"

typedef enum HeadlessEnd { HEADLESS_DONE, HEADLESS_INTERRUPTED, HEADLESS_FAILED } HeadlessEnd;

typedef struct HeadlessPlan {
    SimTime until;
    const SimSink *sink;
    const SimExport *export; ///< the run stops when it fails; may be NULL
    Progress *progress;      ///< may be NULL
    /// Told at each whole second of simulated time; may be NULL.
    void (*second)(void *context, const SimWorld *world);
    void *context;
} HeadlessPlan;

/// Advances to the plan's end, but does not finish the world. interrupt_begin() was called before.
HeadlessEnd headless_fly(SimWorld *world, const HeadlessPlan *plan);

/// Reads a command log; `file` NULL is an empty one. The array is the caller's, to be freed with
/// free(). False: what is wrong was said on standard error.
bool headless_read_commands(const char *file, SimCommand **commands, int32_t *count);
