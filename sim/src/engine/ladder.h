/// An ordered set of keys from which the least is taken, over and over: a ladder queue (Tang, Goh
/// and Thng 2005).
///
/// The nearest keys stand sorted in `bottom`. What is later lies unsorted: in the buckets of
/// *rungs*, each a range of time cut into pieces of equal width, the finest rung first; and what is
/// later than all rungs in `top`. When the bottom is empty the next bucket is sorted into it, after
/// it was spread over a finer rung if it holds many. So a key is moved a few times, whatever the
/// number of keys, and sorted among few. While there are few keys at all, all stand in the bottom.
///
/// All zero is no ladder: ladder_init. It holds no pointers besides its arrays.
#pragma once

#include "engine/array.h"

#include <stdbool.h>
#include <stdint.h>

/// Compared as one number. The upper 64 bits say when, and decide the bucket.
__extension__ typedef unsigned __int128 EventKey;

enum { LADDER_RUNGS = 16, LADDER_BOTTOM = 64 };

typedef struct LadderNode {
    uint64_t high, low; ///< a key
    uint32_t next1;     ///< index + 1 of the next in the bucket, or of the next free one
    uint32_t padding;
} LadderNode;

/// Bucket n holds the keys of which (upper half - start) >> shift is n; the first also what is
/// before.
typedef struct LadderRung {
    uint64_t start, last; ///< upper halves: of its first bucket, and the last that it takes
    uint32_t shift;
    uint32_t first, count; ///< buckets, in `buckets`
    uint32_t current;      ///< those before are empty
} LadderRung;

typedef struct Ladder {
    EventKey horizon;          ///< keys below stand in the bottom, all others later
    ARRAY_OF(EventKey) bottom; ///< the least key last
    ARRAY_OF(EventKey) top;
    ARRAY_OF(LadderNode) nodes;
    ARRAY_OF(uint32_t) buckets;     ///< index + 1 of the first node; of one rung after the other
    LadderRung rungs[LADDER_RUNGS]; ///< the coarsest first
    int32_t rung_count;
    uint32_t free1; ///< first free node + 1
    int32_t count;  ///< all keys
} Ladder;

#define LADDER_ARRAY_ENTRIES(owner, member)                                                        \
    ARRAY_ENTRY(owner, member.bottom, false), ARRAY_ENTRY(owner, member.top, false),               \
        ARRAY_ENTRY(owner, member.nodes, false), ARRAY_ENTRY(owner, member.buckets, false)

void ladder_init(Ladder *ladder);
void ladder_deinit(Ladder *ladder);

/// For ladder_push: a key at or beyond the horizon, and a bottom that has grown too long.
void ladder_push_later(Ladder *ladder, EventKey key);
void ladder_shorten_bottom(Ladder *ladder);
/// Fills the empty bottom; false: there are no keys at all.
bool ladder_refill(Ladder *ladder);

/// Takes all keys out, in no order, into `keys` (room for `count`).
void ladder_empty(Ladder *ladder, EventKey *keys);

/// Adds a key, which is not in the ladder.
static inline void ladder_push(Ladder *ladder, EventKey key) {
    ladder->count++;
    if (key >= ladder->horizon) {
        ladder_push_later(ladder, key);
        return;
    }
    if (ladder->bottom.count == ladder->bottom.capacity)
        array_make_room((Array *)&ladder->bottom, sizeof key);
    EventKey *bottom = ladder->bottom.items;
    int32_t at = ladder->bottom.count++;
    for (; at > 0 && bottom[at - 1] < key; at--)
        bottom[at] = bottom[at - 1];
    bottom[at] = key;
    if (ladder->bottom.count > LADDER_BOTTOM) ladder_shorten_bottom(ladder);
}

/// The least key, of a bottom that is not empty.
static inline EventKey ladder_first(const Ladder *ladder) {
    return ladder->bottom.items[ladder->bottom.count - 1];
}

/// Takes the least key out.
static inline void ladder_drop_first(Ladder *ladder) {
    ladder->bottom.count--;
    ladder->count--;
}
