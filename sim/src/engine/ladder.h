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
#include "engine/fetch.h"

#include <stdbool.h>
#include <stdint.h>

enum { LADDER_FETCHED = 4, LADDER_RUNGS = 16, LADDER_BOTTOM = 32, LADDER_GAP = 32 };

/// Bucket n holds the events of which (upper half of the key - start) >> shift is n; the first also
/// what is before.
typedef struct LadderRung {
    uint64_t start, last; ///< upper halves: of its first bucket, and the last that it takes
    uint32_t shift;
    uint32_t first, count; ///< buckets, in `buckets`
    uint32_t current;      ///< those before are empty
} LadderRung;

typedef struct Ladder {
    uint64_t horizon; ///< an upper half: what is pushed before it belongs into the bottom, the
                      ///< rest, which comes after all of its time, later
    ARRAY_OF(EventKey) bottom;      ///< from `first` on, the least key first
    ARRAY_OF(uint32_t) top;         ///< slots
    ARRAY_OF(uint32_t) buckets;     ///< slot + 1 of the first; of one rung after the other
    LadderRung rungs[LADDER_RUNGS]; ///< the finest first; those that are not there are all zero
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

// For ladder_push: beyond the finest rung; before the horizon.
void ladder_push_far(Ladder *ladder, EventSlot *slots, uint32_t index);
void ladder_push_soon(Ladder *ladder, EventSlot *slots, uint32_t index);
/// Fills the empty bottom; false: there are no events at all. `homes`, by kind, may be NULL.
bool ladder_refill(Ladder *ladder, EventSlot *slots, const EventHomes *homes);

/// Takes out the events whose slots are dead. Returns them as a list threaded through their slots:
/// the first, index + 1; 0: there are none.
uint32_t ladder_sweep(Ladder *ladder, EventSlot *slots);

static inline bool ladder_has_bottom(const Ladder *ladder) {
    return ladder->first < ladder->bottom.count;
}

// A bucket is a list of slots, the one added last first.
static inline void ladder_bucket_add(uint32_t *bucket, EventSlot *slots, uint32_t index) {
    slots[index].next1 = *bucket;
    *bucket = index + 1;
}

// The number of the bucket that an upper half belongs into.
static inline uint32_t ladder_bucket_number(const LadderRung *rung, uint64_t high) {
    return high > rung->start ? (uint32_t)((high - rung->start) >> rung->shift) : 0;
}

// What comes before the rung's current bucket makes its own the current one.
static inline void ladder_rung_add(Ladder *ladder, LadderRung *rung, EventSlot *slots,
                                   uint32_t index) {
    uint32_t number = ladder_bucket_number(rung, slots[index].high);
    if (number < rung->current) rung->current = number;
    ladder_bucket_add(&ladder->buckets.items[rung->first + number], slots, index);
}

/// Adds the event in slot `index`, which was pushed later than all that the ladder holds. Nearly
/// always it belongs into the finest rung.
static inline void ladder_push(Ladder *ladder, EventSlot *slots, uint32_t index) {
    uint64_t high = slots[index].high;
    ladder->count++;
    if (high < ladder->horizon) {
        ladder_push_soon(ladder, slots, index);
        return;
    }
    // Without a rung the horizon is beyond all.
    if (high <= ladder->rungs[0].last)
        ladder_rung_add(ladder, &ladder->rungs[0], slots, index);
    else
        ladder_push_far(ladder, slots, index);
}

/// Fetches what the event will touch that stands `ahead` of the first in the bottom. Whatever its
/// kind, the same is done, for which of the kinds it is can not be foreseen.
static inline void ladder_fetch(const Ladder *ladder, const EventSlot *slots,
                                const EventHomes *homes, int32_t ahead) {
    int32_t at = ladder->first + ahead, last = ladder->bottom.count - 1;
    if (last < ladder->first) return;
    at = at < last ? at : last;
    const EventSlot *slot = &slots[event_key_slot(ladder->bottom.items[at])];
    const EventHomes *of_kind = &homes[slot->stamp & EVENT_KIND_MASK];
    uintptr_t a = (uintptr_t)of_kind->of_a->items + (uintptr_t)slot->a * of_kind->a_bytes;
    uintptr_t b = (uintptr_t)of_kind->of_b->items + (uintptr_t)slot->b * of_kind->b_bytes;
    fetch_line((const void *)a);
    fetch_line((const void *)(a + 64));
    fetch_line((const void *)b);
    fetch_line((const void *)(b + 64));
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
