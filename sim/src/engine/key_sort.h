/// Sorting the keys of a few events: what a ladder does with a bucket before its turn.
#pragma once

#include "engine/event_slot.h"

enum { KEY_SORT_FEW = 16 }; ///< so many are what it is made for

/// Sorts `count` keys, no two of which are equal, the least first.
void key_sort(EventKey *keys, int32_t count);
