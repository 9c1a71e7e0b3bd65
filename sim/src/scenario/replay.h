/// A recorded access log as arrivals: who asked for what, when, and how long the target took.
///
/// A file is read once, when a scenario is compiled: plain or gzip, in any order, cut short or with
/// foreign lines between. What does not parse is counted under its reason with the numbers of the
/// first such lines, and left out.
#pragma once

#include "scenario/alb_line.h"
#include "scenario/arena.h"
#include "scenario/config.h"

enum { REPLAY_LINES_NAMED = 5, REPLAY_ENTRIES_MAX = 5000000, REPLAY_KINDS_MAX = 100000 };

typedef struct ReplaySkipped {
    int64_t count;
    int64_t lines[REPLAY_LINES_NAMED]; ///< the first of them, from 1 on
} ReplaySkipped;

/// What is asked for, once for each different method, host, path and query.
typedef struct ReplayKind {
    const char *method, *host, *path, *query;
    int64_t entries, request_bytes, response_bytes; ///< sums
} ReplayKind;

typedef struct Replay {
    ConfigReplayEntry *entries; ///< by time from the first, those of one time as they stood
    int32_t count;
    ReplayKind *kinds;
    int32_t kind_count;
    int64_t line_count;
    ReplaySkipped skipped[ALB_LINE_STATUSES];
    int64_t without_time; ///< entries that no target answered: they take the mean of their kind
    int32_t user_count;   ///< different addresses: an entry's user is one of 0 to these
    bool is_cut;          ///< the file ends in the middle of its compressed data
    uint64_t hash;        ///< of all that was read
} Replay;

/// Reads a file; the result is in the arena. False: `error` says why not.
bool replay_read(Arena *arena, const char *file, Replay *out, SimError *error);
/// Why a line was left out, in words: "are no entries of such a log".
const char *replay_reason(AlbLineStatus status);
