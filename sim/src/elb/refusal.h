/// What a node has turned away, by reason: how often, when last, and when it was told last.
///
/// Codes that a node makes by itself, requests it could not read, handshakes that failed: incidents
/// tell each reason once a minute, and whoever looks at a node asks what it was of late.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sim/base.h"

/// All zero: never happened.
typedef struct Refusal {
    SimTime told, last;
    int64_t count;
    int32_t status; ///< the code; 0 of a handshake
    int32_t party;  ///< who was concerned, in the words of whoever counts
} Refusal;

/// Counts one. Whether it is to be told: not if it was within the last minute.
bool refusal_count(Refusal *refusal, SimTime now, int32_t status, int32_t party);
