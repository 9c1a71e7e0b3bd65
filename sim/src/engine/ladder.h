/// An ordered set of events from which the least is taken, over and over: a ladder queue (Tang, Goh
/// and Thng 2005).
///
/// The keys of the nearest events stand sorted in `bottom`. What is later lies unsorted: in the
/// buckets of *rungs*, each a range of time cut into pieces of equal width, the finest rung first;
/// and what is later than all rungs in `top`. When the bottom is empty the next bucket is sorted
/// into it, after it was spread over a finer rung if it holds many. So an event is moved a few
/// times, whatever their number, and sorted among few. While there are few at all, all stand in the
/// bottom.
///
/// A bucket is a list threaded through the events' own slots, which belong to the caller and come
/// with every call. All zero is no ladder: ladder_init. It holds no pointers besides its arrays.
#pragma once

#include "engine/array.h"
#include "engine/event_slot.h"

#include <stdbool.h>
#include <stdint.h>

enum { LADDER_RUNGS = 16, LADDER_BOTTOM = 32, LADDER_GAP = 32 };

/// Bucket n holds the events of which (upper half of the key - start) >> shift is n; the first also
/// what is before.
typedef struct LadderRung {
    uint64_t start, last; ///< upper halves: of its first bucket, and the last that it takes
    uint32_t shift;
    uint32_t first, count; ///< buckets, in `buckets`
    uint32_t current;      ///< those before are empty
} LadderRung;

typedef struct Ladder {
    EventKey horizon;               ///< keys below stand in the bottom, all others later
    ARRAY_OF(EventKey) bottom;      ///< from `first` on, the least key first
    ARRAY_OF(uint32_t) top;         ///< slots
    ARRAY_OF(uint32_t) buckets;     ///< slot + 1 of the first; of one rung after the other
    LadderRung rungs[LADDER_RUNGS]; ///< the coarsest first
    int32_t rung_count;
    int32_t first;        ///< where the bottom begins
    int32_t count;        ///< all events
    int32_t spread_count; ///< all events when the coarsest rung was made
} Ladder;

#define LADDER_ARRAY_ENTRIES(owner, member)                                                        \
    ARRAY_ENTRY(owner, member.bottom, false), ARRAY_ENTRY(owner, member.top, false),               \
        ARRAY_ENTRY(owner, member.buckets, false)

void ladder_init(Ladder *ladder);
void ladder_deinit(Ladder *ladder);

/// For ladder_push: a key at or beyond the horizon, and a bottom that has grown too long.
void ladder_push_later(Ladder *ladder, EventSlot *slots, EventKey key);
void ladder_shorten_bottom(Ladder *ladder, EventSlot *slots);
/// For whoever adds to a bottom without room at one of its ends.
void ladder_make_room(Ladder *ladder);
/// Fills the empty bottom; false: there are no events at all.
bool ladder_refill(Ladder *ladder, EventSlot *slots);

/// Takes all events out, in no order, into `indexes` (room for `count`).
void ladder_empty(Ladder *ladder, EventSlot *slots, uint32_t *indexes);

static inline bool ladder_has_bottom(const Ladder *ladder) {
    return ladder->first < ladder->bottom.count;
}

// Into a bottom with room at both ends, of which the nearer one gives way.
static inline void ladder_insert(Ladder *ladder, EventKey key) {
    EventKey *bottom = ladder->bottom.items;
    int32_t first = ladder->first, end = ladder->bottom.count;
    if (first < end && key < bottom[first + (end - first) / 2]) {
        int32_t at = --ladder->first;
        for (; bottom[at + 1] < key; at++)
            bottom[at] = bottom[at + 1];
        bottom[at] = key;
    } else {
        int32_t at = ladder->bottom.count++;
        for (; at > first && bottom[at - 1] > key; at--)
            bottom[at] = bottom[at - 1];
        bottom[at] = key;
    }
}

/// Adds an event by its key, which is not in the ladder.
static inline void ladder_push(Ladder *ladder, EventSlot *slots, EventKey key) {
    ladder->count++;
    if (key >= ladder->horizon) {
        ladder_push_later(ladder, slots, key);
        return;
    }
    if (ladder->bottom.count >= ladder->bottom.capacity || ladder->first == 0)
        ladder_make_room(ladder);
    ladder_insert(ladder, key);
    if (ladder->bottom.count - ladder->first > LADDER_BOTTOM) ladder_shorten_bottom(ladder, slots);
}

/// The least key, of a bottom that is not empty.
static inline EventKey ladder_first(const Ladder *ladder) {
    return ladder->bottom.items[ladder->first];
}

/// Takes the least key out.
static inline void ladder_drop_first(Ladder *ladder) {
    ladder->first++;
    ladder->count--;
}
