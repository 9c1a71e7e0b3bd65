// Buckets are powers of two wide, so that a key's bucket is a shift: one monotone function for
// adding a key and for asking whether its bucket has passed, without rounding.
//
// The order holds because of one rule: from the bottom over the finest to the coarsest rung and the
// top, everything here is before everything there. A key goes to the first of these places that
// reaches as far as it. The bucket that was sorted into the bottom stays the current one, and takes
// what is later than the bottom's last; so equal times, however many, are never inserted among each
// other, and a rung need not reach further than the keys it was made of, whatever lies far beyond.
#include "engine/ladder.h"

#include "sim/base.h"

enum { SPREAD_COUNT = 48, ARITY = 4 };
#define NOTHING_LATER (~(EventKey)0)

static uint64_t high_of(EventKey key) {
    return (uint64_t)(key >> 64);
}

static EventKey key_of_node(const LadderNode *node) {
    return (EventKey)node->high << 64 | node->low;
}

void ladder_init(Ladder *ladder) {
    *ladder = (Ladder){.horizon = NOTHING_LATER};
}

void ladder_deinit(Ladder *ladder) {
    array_deinit(&ladder->bottom);
    array_deinit(&ladder->top);
    array_deinit(&ladder->nodes);
    array_deinit(&ladder->buckets);
    ladder_init(ladder);
}

static void append(Array *keys, EventKey key) {
    if (keys->count == keys->capacity) array_make_room(keys, sizeof key);
    ((EventKey *)keys->items)[keys->count++] = key;
}

static uint32_t node_take(Ladder *ladder) {
    uint32_t taken = ladder->free1;
    if (taken == 0) {
        array_push(&ladder->nodes);
        return (uint32_t)ladder->nodes.count - 1;
    }
    ladder->free1 = ladder->nodes.items[taken - 1].next1;
    return taken - 1;
}

static void bucket_add(Ladder *ladder, uint32_t *bucket, EventKey key) {
    uint32_t index = node_take(ladder);
    ladder->nodes.items[index] =
        (LadderNode){.high = high_of(key), .low = (uint64_t)key, .next1 = *bucket};
    *bucket = index + 1;
}

static uint32_t bucket_number(const LadderRung *rung, uint64_t high) {
    return high > rung->start ? (uint32_t)((high - rung->start) >> rung->shift) : 0;
}

// The last upper half that belongs into a bucket.
static uint64_t bucket_last(const LadderRung *rung, uint32_t number) {
    EventKey last = (EventKey)rung->start + ((EventKey)(number + 1) << rung->shift) - 1;
    return last < UINT64_MAX ? (uint64_t)last : UINT64_MAX;
}

void ladder_push_later(Ladder *ladder, EventKey key) {
    uint64_t high = high_of(key);
    for (int32_t r = ladder->rung_count - 1; r >= 0; r--) {
        LadderRung *rung = &ladder->rungs[r];
        if (high > rung->last) continue;
        uint32_t number = bucket_number(rung, high);
        if (number < rung->current) rung->current = number;
        bucket_add(ladder, &ladder->buckets.items[rung->first + number], key);
        return;
    }
    append((Array *)&ladder->top, key);
}

// The later part of the bottom goes back to where later keys are.
void ladder_shorten_bottom(Ladder *ladder) {
    EventKey *bottom = ladder->bottom.items;
    int32_t moved = ladder->bottom.count / 2, kept = ladder->bottom.count - moved;
    ladder->horizon = bottom[moved - 1];
    for (int32_t i = 0; i < moved; i++)
        ladder_push_later(ladder, bottom[i]);
    memmove(bottom, bottom + moved, (size_t)kept * sizeof *bottom);
    ladder->bottom.count = kept;
}

// The least bucket width with at most two buckets a key on the whole range. What is beyond the
// coarser rung's current bucket is never this rung's, even where its own last bucket would reach
// further.
static void rung_open(Ladder *ladder, uint64_t least, uint64_t most, int32_t count) {
    const LadderRung *last = ladder->rung_count > 0 ? &ladder->rungs[ladder->rung_count - 1] : NULL;
    LadderRung *rung = &ladder->rungs[ladder->rung_count++];
    uint64_t range = most - least, buckets_max = 2 * (uint64_t)count;
    *rung = (LadderRung){.start = least, .first = last != NULL ? last->first + last->count : 0};
    while (range >> rung->shift >= buckets_max)
        rung->shift++;
    rung->count = (uint32_t)(range >> rung->shift) + 1;
    rung->last = bucket_last(rung, rung->count - 1);
    uint64_t last_allowed = last != NULL ? bucket_last(last, last->current) : UINT64_MAX;
    if (rung->last > last_allowed) rung->last = last_allowed;
    uint32_t end = rung->first + rung->count;
    if ((uint32_t)ladder->buckets.count < end) array_resize(&ladder->buckets, (int32_t)end);
}

static void rung_open_for(Ladder *ladder, const EventKey *keys, int32_t count) {
    uint64_t least = UINT64_MAX, most = 0;
    for (int32_t i = 0; i < count; i++) {
        uint64_t high = high_of(keys[i]);
        least = high < least ? high : least;
        most = high > most ? high : most;
    }
    rung_open(ladder, least, most, count);
}

static void spread_top(Ladder *ladder) {
    rung_open_for(ladder, ladder->top.items, ladder->top.count);
    const LadderRung *rung = &ladder->rungs[ladder->rung_count - 1];
    for (int32_t i = 0; i < ladder->top.count; i++) {
        EventKey key = ladder->top.items[i];
        bucket_add(ladder, &ladder->buckets.items[rung->first + bucket_number(rung, high_of(key))],
                   key);
    }
    ladder->top.count = 0;
}

static uint32_t least_child(const EventKey *heap, uint32_t first, uint32_t end) {
    uint32_t least = first;
    for (uint32_t i = first + 1; i < end && i < first + ARITY; i++)
        if (heap[i] < heap[least]) least = i;
    return least;
}

static void sift_down(EventKey *heap, uint32_t count, uint32_t hole, EventKey key) {
    for (uint32_t first; (first = hole * ARITY + 1) < count;) {
        uint32_t least = least_child(heap, first, count);
        if (key < heap[least]) break;
        heap[hole] = heap[least];
        hole = least;
    }
    heap[hole] = key;
}

// Heapsort, the least last: for the rare bucket of many keys that no rung can part.
static void sort_many(EventKey *keys, uint32_t count) {
    for (uint32_t i = count / ARITY + 1; i-- > 0;)
        if (i < count) sift_down(keys, count, i, keys[i]);
    while (count > 1) {
        EventKey least = keys[0];
        count--;
        sift_down(keys, count, 0, keys[count]);
        keys[count] = least;
    }
}

static void sort_few(EventKey *keys, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        EventKey key = keys[i];
        int32_t at = i;
        for (; at > 0 && keys[at - 1] < key; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

static void sort_bottom(Ladder *ladder) {
    if (ladder->bottom.count <= SPREAD_COUNT)
        sort_few(ladder->bottom.items, ladder->bottom.count);
    else
        sort_many(ladder->bottom.items, (uint32_t)ladder->bottom.count);
}

// Moves the keys of a bucket into the empty bottom, unsorted.
static void gather(Ladder *ladder, uint32_t *bucket) {
    uint32_t first1 = *bucket, last1 = 0;
    for (uint32_t at1 = first1; at1 != 0; at1 = ladder->nodes.items[at1 - 1].next1) {
        append((Array *)&ladder->bottom, key_of_node(&ladder->nodes.items[at1 - 1]));
        last1 = at1;
    }
    ladder->nodes.items[last1 - 1].next1 = ladder->free1;
    ladder->free1 = first1;
    *bucket = 0;
}

// The bottom, unsorted and too long, becomes a finer rung, unless all its keys are of one time.
static bool spread_bottom(Ladder *ladder) {
    if (ladder->bottom.count <= SPREAD_COUNT || ladder->rung_count == LADDER_RUNGS) return false;
    rung_open_for(ladder, ladder->bottom.items, ladder->bottom.count);
    const LadderRung *rung = &ladder->rungs[ladder->rung_count - 1];
    if (rung->count == 1) {
        ladder->rung_count--;
        return false;
    }
    for (int32_t i = 0; i < ladder->bottom.count; i++) {
        EventKey key = ladder->bottom.items[i];
        bucket_add(ladder, &ladder->buckets.items[rung->first + bucket_number(rung, high_of(key))],
                   key);
    }
    ladder->bottom.count = 0;
    return true;
}

// The next bucket that holds anything, of the finest rung; NULL: the rung is used up.
static uint32_t *next_bucket(Ladder *ladder) {
    LadderRung *rung = &ladder->rungs[ladder->rung_count - 1];
    uint32_t *buckets = ladder->buckets.items + rung->first;
    while (rung->current < rung->count && buckets[rung->current] == 0)
        rung->current++;
    if (rung->current == rung->count) return NULL;
    // What comes next is fetched while this one is worked off.
    if (rung->current + 1 < rung->count && buckets[rung->current + 1] != 0)
        __builtin_prefetch(&ladder->nodes.items[buckets[rung->current + 1] - 1]);
    return &buckets[rung->current];
}

static void bottom_is_all(Ladder *ladder) {
    EventKey *keys = ladder->top.items;
    for (int32_t i = 0; i < ladder->top.count; i++)
        append((Array *)&ladder->bottom, keys[i]);
    ladder->top.count = 0;
    sort_bottom(ladder);
    ladder->horizon = NOTHING_LATER;
}

bool ladder_refill(Ladder *ladder) {
    SIM_ASSERT(ladder->bottom.count == 0);
    for (;;) {
        if (ladder->rung_count == 0) {
            if (ladder->top.count <= SPREAD_COUNT) {
                bottom_is_all(ladder);
                return ladder->bottom.count > 0;
            }
            spread_top(ladder);
        }
        uint32_t *bucket = next_bucket(ladder);
        if (bucket == NULL) {
            ladder->rung_count--;
            continue;
        }
        gather(ladder, bucket);
        if (spread_bottom(ladder)) continue;
        sort_bottom(ladder);
        ladder->horizon = ladder->bottom.items[0] + 1;
        return true;
    }
}

void ladder_empty(Ladder *ladder, EventKey *keys) {
    int32_t count = 0;
    for (int32_t i = 0; i < ladder->bottom.count; i++)
        keys[count++] = ladder->bottom.items[i];
    for (int32_t i = 0; i < ladder->top.count; i++)
        keys[count++] = ladder->top.items[i];
    for (int32_t i = 0; i < ladder->buckets.count; i++) {
        for (uint32_t at1 = ladder->buckets.items[i]; at1 != 0;
             at1 = ladder->nodes.items[at1 - 1].next1)
            keys[count++] = key_of_node(&ladder->nodes.items[at1 - 1]);
        ladder->buckets.items[i] = 0;
    }
    SIM_ASSERT(count == ladder->count);
    ladder->bottom.count = ladder->top.count = ladder->nodes.count = 0;
    ladder->free1 = 0;
    ladder->rung_count = ladder->count = 0;
    ladder->horizon = NOTHING_LATER;
}
