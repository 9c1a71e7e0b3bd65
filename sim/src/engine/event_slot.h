/// Where a pending event lies until it is popped: half a cache line that ladder, lanes and the list
/// of free slots thread through, so that whoever leads to an event has fetched it too.
#pragma once

#include "engine/array.h"

#include <stdbool.h>
#include <stdint.h>

/// Compared as one number, it is the order of events. The upper 64 bits (time and class) say when,
/// the lower ones hold the sequence and the slot.
__extension__ typedef unsigned __int128 EventKey;

/// Later than every event.
#define EVENT_KEY_NONE (~(EventKey)0)

typedef struct EventSlot {
    uint64_t high;  ///< time << 1 | class
    uint64_t stamp; ///< sequence << 24 | lane + 1 << 9 | is dead << 8 | kind; 0: the slot is free
    uint32_t a, b;  ///< the caller's own
    uint32_t next1; ///< the next in its bucket, in its lane, or of the free slots; 0: none
    uint32_t prev1; ///< the one before in its lane; 0: none
} EventSlot;

enum {
    EVENT_SLOT_BITS = 24, ///< of a key: so many slots; of a stamp: what is not the sequence
    EVENT_LANE_SHIFT = 9,
    EVENT_LANES_MAX = (1 << (EVENT_SLOT_BITS - EVENT_LANE_SHIFT)) - 1,
    EVENT_DEAD = 1 << 8, ///< cancelled, but the ladder still leads to it
    EVENT_KIND_MASK = EVENT_DEAD - 1,
};
#define EVENT_SLOT_MASK ((UINT64_C(1) << EVENT_SLOT_BITS) - 1)

/// Where the records lie that an event of some kind will touch, by its `a` and its `b`: so that
/// they can be fetched from memory while the events before it are carried out.
typedef struct EventHomes {
    const Array *of_a, *of_b;
    uint32_t a_bytes, b_bytes; ///< a record; 0: nothing is worth it
} EventHomes;

/// The key of the event in slot `index`.
static inline EventKey event_slot_key(const EventSlot *slot, uint32_t index) {
    return (EventKey)slot->high << 64 | ((slot->stamp & ~EVENT_SLOT_MASK) | index);
}

static inline uint32_t event_key_slot(EventKey key) {
    return (uint32_t)((uint64_t)key & EVENT_SLOT_MASK);
}

static inline uint64_t event_slot_sequence(const EventSlot *slot) {
    return slot->stamp >> EVENT_SLOT_BITS;
}

/// The lane + 1; 0: pushed without a lane.
static inline uint32_t event_slot_lane1(const EventSlot *slot) {
    return (uint32_t)(slot->stamp & EVENT_SLOT_MASK) >> EVENT_LANE_SHIFT;
}

static inline bool event_slot_is_dead(const EventSlot *slot) {
    return (slot->stamp & EVENT_DEAD) != 0;
}
