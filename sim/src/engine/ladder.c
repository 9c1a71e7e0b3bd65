// Buckets are powers of two wide, so that an event's bucket is a shift: one monotone function for
// adding an event and for asking whether its bucket has passed, without rounding.
//
// The order holds because of one rule: from the bottom over the finest to the coarsest rung and the
// top, everything here is before everything there. An event goes to the first of these places that
// reaches as far as it. The bucket that was sorted into the bottom stays the current one, and takes
// what is later than the bottom's last; so equal times, however many, are never inserted among each
// other, and a rung need not reach further than the events it was made of, whatever lies far
// beyond.
//
// Slots lie anywhere in memory, so those that will be needed are fetched some steps ahead.
#include "engine/ladder.h"

#include "engine/fetch.h"
#include "engine/key_sort.h"
#include "sim/base.h"

enum { SPREAD_COUNT = KEY_SORT_FEW, AHEAD = 8, ENOUGH_COUNT = 8, SAMPLE_COUNT = 256, MANY = 1024 };

static uint64_t high_of(EventKey key) {
    return (uint64_t)(key >> 64);
}

void ladder_init(Ladder *ladder) {
    *ladder = (Ladder){.horizon = UINT64_MAX};
}

void ladder_deinit(Ladder *ladder) {
    array_deinit(&ladder->bottom);
    array_deinit(&ladder->top);
    array_deinit(&ladder->buckets);
    ladder_init(ladder);
}

// Leaves a gap in front, and room for as many behind.
static void make_room(Ladder *ladder) {
    int32_t kept = ladder->bottom.count - ladder->first, from = ladder->first;
    while (ladder->bottom.capacity < kept + 2 * LADDER_GAP)
        array_make_room((Array *)&ladder->bottom, sizeof(EventKey));
    EventKey *bottom = ladder->bottom.items;
    if (kept > 0) memmove(bottom + LADDER_GAP, bottom + from, (size_t)kept * sizeof *bottom);
    ladder->first = LADDER_GAP;
    ladder->bottom.count = LADDER_GAP + kept;
}

static void bottom_clear(Ladder *ladder) {
    ladder->bottom.count = ladder->first;
    make_room(ladder);
}

static void bottom_append(Ladder *ladder, EventKey key) {
    if (ladder->bottom.count >= ladder->bottom.capacity) make_room(ladder);
    ladder->bottom.items[ladder->bottom.count++] = key;
}

static void top_append(Ladder *ladder, uint32_t index) {
    if (ladder->top.count == ladder->top.capacity)
        array_make_room((Array *)&ladder->top, sizeof index);
    ladder->top.items[ladder->top.count++] = index;
}

// The last upper half that belongs into a bucket.
static uint64_t bucket_last(const LadderRung *rung, uint32_t number) {
    EventKey last = (EventKey)rung->start + ((EventKey)(number + 1) << rung->shift) - 1;
    return last < UINT64_MAX ? (uint64_t)last : UINT64_MAX;
}

void ladder_push_far(Ladder *ladder, EventSlot *slots, uint32_t index) {
    uint64_t high = slots[index].high;
    for (int32_t r = 0; r < ladder->rung_count; r++) {
        LadderRung *rung = &ladder->rungs[r];
        if (high > rung->last) continue;
        ladder_rung_add(ladder, rung, slots, index);
        return;
    }
    top_append(ladder, index);
}

// The later part of the bottom goes back to where later events are.
static void shorten_bottom(Ladder *ladder, EventSlot *slots) {
    int32_t kept = (ladder->bottom.count - ladder->first) / 2, end = ladder->bottom.count;
    const EventKey *bottom = ladder->bottom.items;
    ladder->bottom.count = ladder->first + kept;
    ladder->horizon = high_of(bottom[ladder->bottom.count]);
    for (int32_t i = ladder->bottom.count; i < end; i++)
        ladder_push_far(ladder, slots, event_key_slot(bottom[i]));
}

// Into a bottom with room at both ends, of which the nearer one gives way.
static void insert(Ladder *ladder, EventKey key) {
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

void ladder_push_soon(Ladder *ladder, EventSlot *slots, uint32_t index) {
    if (ladder->bottom.count >= ladder->bottom.capacity || ladder->first == 0) make_room(ladder);
    insert(ladder, event_slot_key(&slots[index], index));
    if (ladder->bottom.count - ladder->first > LADDER_BOTTOM) shorten_bottom(ladder, slots);
}

// The least bucket width with at most two buckets an event on the whole range. What is beyond the
// coarser rung's current bucket is never this rung's, even where its own last bucket would reach
// further.
static LadderRung *rung_open(Ladder *ladder, uint64_t least, uint64_t most, int32_t count) {
    LadderRung *rung = ladder->rungs;
    memmove(rung + 1, rung, (size_t)ladder->rung_count * sizeof *rung);
    const LadderRung *last = ladder->rung_count++ > 0 ? rung + 1 : NULL;
    uint64_t range = most - least, buckets_max = 2 * (uint64_t)count;
    *rung = (LadderRung){.start = least, .first = last != NULL ? last->first + last->count : 0};
    if (range >= buckets_max)
        rung->shift = (uint32_t)(__builtin_clzll(buckets_max) - __builtin_clzll(range));
    rung->shift += range >> rung->shift >= buckets_max;
    rung->count = (uint32_t)(range >> rung->shift) + 1;
    rung->last = bucket_last(rung, rung->count - 1);
    uint64_t last_allowed = last != NULL ? bucket_last(last, last->current) : UINT64_MAX;
    if (rung->last > last_allowed) rung->last = last_allowed;
    uint32_t end = rung->first + rung->count;
    if ((uint32_t)ladder->buckets.count < end) array_resize(&ladder->buckets, (int32_t)end);
    return rung;
}

// The finest rung is used up.
static void rung_close(Ladder *ladder) {
    LadderRung *rungs = ladder->rungs;
    memmove(rungs, rungs + 1, (size_t)--ladder->rung_count * sizeof *rungs);
    rungs[ladder->rung_count] = (LadderRung){0};
}

static void fetch_ahead(const EventSlot *slots, const uint32_t *indexes, int32_t i, int32_t count) {
    if (i + AHEAD < count) fetch_line(&slots[indexes[i + AHEAD]]);
}

// How late the nearest 64th of the top's events is, judged by a sample.
static uint64_t near_high(const Ladder *ladder, const EventSlot *slots) {
    uint64_t least[4] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
    for (int32_t i = 0; i < SAMPLE_COUNT; i++) {
        int32_t at = (int32_t)((int64_t)i * ladder->top.count / SAMPLE_COUNT), n = 3;
        uint64_t high = slots[ladder->top.items[at]].high;
        if (high >= least[n]) continue;
        for (; n > 0 && least[n - 1] > high; n--)
            least[n] = least[n - 1];
        least[n] = high;
    }
    return least[3];
}

// How far a rung made of the top reaches: 320 times as far as the nearest 64th of its events,
// so that the many that are far off do not make the buckets of those wide that come and go all the
// time, and never so far that a few far ones do. What lies beyond stays in the top.
static uint64_t top_reach(const Ladder *ladder, const EventSlot *slots, uint64_t *least) {
    const uint32_t *top = ladder->top.items;
    int32_t count = ladder->top.count;
    uint64_t first = UINT64_MAX, last = 0;
    EventKey sum = 0;
    for (int32_t i = 0; i < count; i++) {
        fetch_ahead(slots, top, i, count);
        uint64_t high = slots[top[i]].high;
        first = high < first ? high : first;
        last = high > last ? high : last;
        sum += high;
    }
    *least = first;
    EventKey reach = first + 4 * (sum / (uint32_t)count - first);
    EventKey near = count > MANY ? near_high(ladder, slots) : first;
    if (near > first && first + 320 * (near - first) < reach) reach = first + 320 * (near - first);
    return reach < last ? (uint64_t)reach : last;
}

static void spread_top(Ladder *ladder, EventSlot *slots) {
    ladder->spread_count = ladder->count;
    uint32_t *top = ladder->top.items;
    int32_t count = ladder->top.count, left = 0;
    uint64_t least, most = top_reach(ladder, slots, &least);
    const LadderRung *rung = rung_open(ladder, least, most, count);
    uint32_t *buckets = ladder->buckets.items + rung->first;
    for (int32_t i = 0; i < count; i++) {
        fetch_ahead(slots, top, i, count);
        uint32_t index = top[i];
        uint64_t high = slots[index].high;
        if (high <= rung->last)
            ladder_bucket_add(&buckets[ladder_bucket_number(rung, high)], slots, index);
        else
            top[left++] = index;
    }
    ladder->top.count = left;
}

static void sort_bottom(Ladder *ladder, int32_t from) {
    key_sort(ladder->bottom.items + from, ladder->bottom.count - from);
}

// Moves the events of a bucket behind those of the bottom, unsorted.
static void gather(Ladder *ladder, const EventSlot *slots, uint32_t *bucket) {
    for (uint32_t at1 = *bucket; at1 != 0; at1 = slots[at1 - 1].next1)
        bottom_append(ladder, event_slot_key(&slots[at1 - 1], at1 - 1));
    *bucket = 0;
}

static void put_back(Ladder *ladder, EventSlot *slots, uint32_t *bucket, int32_t from) {
    while (ladder->bottom.count > from)
        ladder_bucket_add(bucket, slots,
                          event_key_slot(ladder->bottom.items[--ladder->bottom.count]));
}

// The bottom, unsorted and too long, becomes a finer rung, unless all its events are of one time.
static bool spread_bottom(Ladder *ladder, EventSlot *slots) {
    int32_t count = ladder->bottom.count - ladder->first;
    if (count <= SPREAD_COUNT || ladder->rung_count == LADDER_RUNGS) return false;
    const EventKey *keys = ladder->bottom.items + ladder->first;
    uint64_t least = UINT64_MAX, most = 0;
    for (int32_t i = 0; i < count; i++) {
        uint64_t high = high_of(keys[i]);
        least = high < least ? high : least;
        most = high > most ? high : most;
    }
    if (least == most) return false;
    const LadderRung *rung = rung_open(ladder, least, most, count);
    uint32_t *buckets = ladder->buckets.items + rung->first;
    for (int32_t i = 0; i < count; i++)
        ladder_bucket_add(&buckets[ladder_bucket_number(rung, high_of(keys[i]))], slots,
                          event_key_slot(keys[i]));
    ladder->bottom.count = ladder->first;
    return true;
}

// The next bucket that holds anything, of the finest rung; NULL: the rung is used up.
static uint32_t *next_bucket(Ladder *ladder, const EventSlot *slots) {
    LadderRung *rung = &ladder->rungs[0];
    uint32_t *buckets = ladder->buckets.items + rung->first;
    while (rung->current < rung->count && buckets[rung->current] == 0)
        rung->current++;
    if (rung->current == rung->count) return NULL;
    uint32_t ahead = rung->current + AHEAD;
    if (ahead < rung->count && buckets[ahead] != 0) fetch_line(&slots[buckets[ahead] - 1]);
    return &buckets[rung->current];
}

// The buckets that follow, until the bottom holds enough to be worth the way here; not one that
// must be spread.
static void gather_more(Ladder *ladder, EventSlot *slots) {
    LadderRung *rung = &ladder->rungs[0];
    while (ladder->bottom.count - ladder->first < ENOUGH_COUNT) {
        uint32_t current = rung->current;
        uint32_t *bucket = next_bucket(ladder, slots);
        if (bucket == NULL) {
            rung->current = current;
            return;
        }
        int32_t from = ladder->bottom.count;
        gather(ladder, slots, bucket);
        if (ladder->bottom.count - from > SPREAD_COUNT) {
            put_back(ladder, slots, bucket, from);
            rung->current = current;
            return;
        }
        sort_bottom(ladder, from);
    }
}

static void bottom_is_all(Ladder *ladder, const EventSlot *slots) {
    const uint32_t *top = ladder->top.items;
    bottom_clear(ladder);
    for (int32_t i = 0; i < ladder->top.count; i++)
        bottom_append(ladder, event_slot_key(&slots[top[i]], top[i]));
    ladder->top.count = 0;
    sort_bottom(ladder, ladder->first);
    ladder->horizon = UINT64_MAX;
}

// A rung that was made when there were far fewer events is too coarse for those of now, each of
// which would be moved twice: all go back to the top.
static bool is_outgrown(const Ladder *ladder) {
    return ladder->rung_count == 1 && ladder->count > MANY &&
           ladder->count / 2 > ladder->spread_count &&
           ladder->bottom.count - ladder->first > 4 * SPREAD_COUNT;
}

static void dissolve(Ladder *ladder, const EventSlot *slots) {
    for (int32_t i = ladder->first; i < ladder->bottom.count; i++)
        top_append(ladder, event_key_slot(ladder->bottom.items[i]));
    bottom_clear(ladder);
    const LadderRung *rung = &ladder->rungs[0];
    uint32_t *buckets = ladder->buckets.items + rung->first;
    for (uint32_t n = rung->current; n < rung->count; n++) {
        for (uint32_t at1 = buckets[n]; at1 != 0; at1 = slots[at1 - 1].next1)
            top_append(ladder, at1 - 1);
        buckets[n] = 0;
    }
    rung_close(ladder);
}

bool ladder_refill(Ladder *ladder, EventSlot *slots, const EventHomes *homes) {
    SIM_ASSERT(!ladder_has_bottom(ladder));
    for (;;) {
        if (ladder->rung_count == 0) {
            if (ladder->top.count <= SPREAD_COUNT) {
                bottom_is_all(ladder, slots);
                return ladder_has_bottom(ladder);
            }
            spread_top(ladder, slots);
        }
        uint32_t *bucket = next_bucket(ladder, slots);
        if (bucket == NULL) {
            rung_close(ladder);
            continue;
        }
        bottom_clear(ladder);
        gather(ladder, slots, bucket);
        if (is_outgrown(ladder)) {
            dissolve(ladder, slots);
            continue;
        }
        if (spread_bottom(ladder, slots)) continue;
        sort_bottom(ladder, ladder->first);
        gather_more(ladder, slots);
        ladder->horizon = high_of(ladder->bottom.items[ladder->bottom.count - 1]);
        for (int32_t i = 0; homes != NULL && i < LADDER_FETCHED; i++)
            ladder_fetch(ladder, slots, homes, i);
        return true;
    }
}

// Takes the dead out of a bucket.
static void sweep_bucket(EventSlot *slots, uint32_t *bucket, uint32_t *dead1) {
    for (uint32_t *at1 = bucket; *at1 != 0;) {
        EventSlot *slot = &slots[*at1 - 1];
        if (event_slot_is_dead(slot)) {
            uint32_t index = *at1 - 1;
            *at1 = slot->next1;
            ladder_bucket_add(dead1, slots, index);
        } else {
            at1 = &slot->next1;
        }
    }
}

static void sweep_bottom(Ladder *ladder, EventSlot *slots, uint32_t *dead1) {
    EventKey *bottom = ladder->bottom.items;
    int32_t left = ladder->first;
    for (int32_t i = ladder->first; i < ladder->bottom.count; i++) {
        uint32_t index = event_key_slot(bottom[i]);
        if (event_slot_is_dead(&slots[index]))
            ladder_bucket_add(dead1, slots, index);
        else
            bottom[left++] = bottom[i];
    }
    ladder->bottom.count = left;
}

static void sweep_top(Ladder *ladder, EventSlot *slots, uint32_t *dead1) {
    uint32_t *top = ladder->top.items;
    int32_t left = 0;
    for (int32_t i = 0; i < ladder->top.count; i++) {
        if (event_slot_is_dead(&slots[top[i]]))
            ladder_bucket_add(dead1, slots, top[i]);
        else
            top[left++] = top[i];
    }
    ladder->top.count = left;
}

uint32_t ladder_sweep(Ladder *ladder, EventSlot *slots) {
    uint32_t dead1 = 0;
    sweep_bottom(ladder, slots, &dead1);
    sweep_top(ladder, slots, &dead1);
    for (int32_t r = 0; r < ladder->rung_count; r++) {
        const LadderRung *rung = &ladder->rungs[r];
        for (uint32_t n = rung->current; n < rung->count; n++)
            sweep_bucket(slots, &ladder->buckets.items[rung->first + n], &dead1);
    }
    for (uint32_t at1 = dead1; at1 != 0; at1 = slots[at1 - 1].next1)
        ladder->count--;
    return dead1;
}
