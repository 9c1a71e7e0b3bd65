/// Pending events, popped in one total order: by time, then class, then the sequence in which
/// they were pushed. Cancelling is cheap, and so are fixed delays: intervals and limits that always
/// are as long go through lanes, one a distinct delay, which fire in exactly the order in which
/// plain pushes would.
///
/// The queue is part of a world that is cloned by copying arrays: it holds no pointers besides its
/// arrays. Pushing allocates only until the queue has taken on its lasting size.
#pragma once

#include "engine/array.h"
#include "engine/array_register.h"
#include "engine/event_slot.h"
#include "engine/ladder.h"
#include "sim/base.h"

#include <stdbool.h>
#include <stdint.h>

/// The first class of an instant comes first.
typedef enum EventClass { EVENT_CLASS_COMMAND = 0, EVENT_CLASS_MODEL = 1 } EventClass;

/// Names a pending event for as long as it pends; all zero: none.
typedef struct EventId {
    uint32_t index1;
    uint32_t stamp; ///< of its sequence, the lower half
} EventId;

#define EVENT_SEQUENCE_MAX ((UINT64_C(1) << (64 - EVENT_SLOT_BITS)) - 1)

/// What is popped; `kind` (below 256), `a` and `b` are the caller's own.
typedef struct Event {
    SimTime time;
    uint64_t sequence; ///< order of pushing over the whole run, from 1
    uint32_t a, b;
    uint16_t kind;
    uint16_t class_; ///< an EventClass
    uint32_t padding;
} Event;

/// The events of one fixed delay, in order, threaded through their slots.
typedef struct EventLane {
    SimTime delay_ns;
    uint32_t head1, tail1;
} EventLane;

typedef struct EventQueue {
    Ladder ladder;       ///< the events pushed without a lane
    EventKey lane_first; ///< the least key of all lanes; EVENT_KEY_NONE: they are empty
    ARRAY_OF(EventSlot) slots;
    ARRAY_OF(EventLane) lanes;
    ARRAY_OF(EventKey) lane_keys; ///< of each lane's first event; EVENT_KEY_NONE: none
    uint64_t sequence;            ///< of the event pushed last
    SimTime time_popped;          ///< of the event popped last
    uint32_t free1;               ///< first free slot + 1; 0: none
    int32_t live;
    int32_t dead; ///< cancelled events to which the ladder still leads
    int32_t padding;
} EventQueue;

/// The arrays of a queue for a register. None is hashed, since their layout is not state:
/// event_queue_hash() says what is pending.
#define EVENT_QUEUE_ARRAY_ENTRIES(owner, member)                                                   \
    LADDER_ARRAY_ENTRIES(owner, member.ladder), ARRAY_ENTRY(owner, member.slots, false),           \
        ARRAY_ENTRY(owner, member.lanes, false), ARRAY_ENTRY(owner, member.lane_keys, false)

/// Makes an empty queue; event_queue_deinit frees what it holds.
void event_queue_init(EventQueue *queue);
void event_queue_deinit(EventQueue *queue);

/// Finds or makes the lane of a fixed delay (0 or more). It looks through all lanes: keep what it
/// returns.
int32_t event_queue_lane(EventQueue *queue, SimTime delay_ns);

/// Takes an event back; false when it already fired or was cancelled, or `id` is none.
bool event_queue_cancel(EventQueue *queue, EventId id);

/// Time and class of the next event, either of which may be NULL; false: the queue is empty.
bool event_queue_peek_time(EventQueue *queue, SimTime *time_ns, EventClass *class_);

/// When a pending event will fire; false: it is not pending any more.
bool event_queue_time_of(const EventQueue *queue, EventId id, SimTime *time_ns);

/// A hash of what is pending and in which order, whatever ladder, lanes and slots look like.
uint64_t event_queue_hash(const EventQueue *queue);

/// The number of pending events.
static inline int32_t event_queue_count(const EventQueue *queue) {
    return queue->live;
}

// For the functions below, which are written out here because a run does little else.
void event_queue_add_slot(EventQueue *queue);
/// Takes the first event of the ladder out, which is dead.
void event_queue_bury_first(EventQueue *queue);
/// Takes the first event of its lane off it; the caller frees the slot.
void event_queue_lane_drop_first(EventQueue *queue, uint32_t lane1);
void event_queue_lane_begin(EventQueue *queue, int32_t lane, uint32_t index);

static inline void event_queue_free_slot(EventQueue *queue, uint32_t index) {
    EventSlot *slot = &queue->slots.items[index];
    slot->stamp = 0;
    slot->next1 = queue->free1;
    queue->free1 = index + 1;
}

/// The least key of the ladder, maybe of a dead event; EVENT_KEY_NONE: it is empty.
static inline EventKey event_queue_ladder_first(EventQueue *queue, const EventHomes *homes) {
    Ladder *ladder = &queue->ladder;
    bool has_any = ladder_has_bottom(ladder) || ladder_refill(ladder, queue->slots.items, homes);
    return has_any ? ladder_first(ladder) : EVENT_KEY_NONE;
}

static inline uint32_t event_queue_fill_slot(EventQueue *queue, SimTime time, EventClass class_,
                                             uint32_t lane1, uint16_t kind, uint32_t a,
                                             uint32_t b) {
    SIM_ASSERT(time >= queue->time_popped && kind <= EVENT_KIND_MASK);
    SIM_ASSERT(queue->sequence < EVENT_SEQUENCE_MAX);
    if (queue->free1 == 0) event_queue_add_slot(queue);
    uint32_t index = queue->free1 - 1;
    EventSlot *slot = &queue->slots.items[index];
    queue->free1 = slot->next1;
    slot->high = (uint64_t)time << 1 | (uint64_t)class_;
    slot->stamp = ++queue->sequence << EVENT_SLOT_BITS |
                  (uint64_t)(lane1 << EVENT_LANE_SHIFT | (uint32_t)kind);
    slot->a = a;
    slot->b = b;
    queue->live++;
    return index;
}

static inline EventId event_queue_id(const EventQueue *queue, uint32_t index) {
    return (EventId){.index1 = index + 1, .stamp = (uint32_t)queue->sequence};
}

/// Adds an event at `time`, which is not before the event popped last.
static inline EventId event_queue_push(EventQueue *queue, SimTime time, EventClass class_,
                                       uint16_t kind, uint32_t a, uint32_t b) {
    uint32_t index = event_queue_fill_slot(queue, time, class_, 0, kind, a, b);
    ladder_push(&queue->ladder, queue->slots.items, index);
    return event_queue_id(queue, index);
}

/// Adds an event of class MODEL at `now` + the lane's delay. `now` must not go back between
/// pushes to a lane.
static inline EventId event_queue_push_lane(EventQueue *queue, int32_t lane_index, SimTime now,
                                            uint16_t kind, uint32_t a, uint32_t b) {
    SIM_ASSERT(lane_index >= 0 && lane_index < queue->lanes.count);
    EventLane *lane = &queue->lanes.items[lane_index];
    SIM_ASSERT(now <= SIM_NEVER - lane->delay_ns);
    uint32_t index = event_queue_fill_slot(queue, now + lane->delay_ns, EVENT_CLASS_MODEL,
                                           (uint32_t)lane_index + 1, kind, a, b);
    EventSlot *slot = &queue->slots.items[index];
    slot->next1 = 0;
    slot->prev1 = lane->tail1;
    if (lane->tail1 == 0) {
        event_queue_lane_begin(queue, lane_index, index);
    } else {
        EventSlot *tail = &queue->slots.items[lane->tail1 - 1];
        SIM_ASSERT(tail->high <= slot->high);
        tail->next1 = index + 1;
    }
    lane->tail1 = index + 1;
    return event_queue_id(queue, index);
}

/// Takes the next event out, if it is due at `until_ns` at the latest; false: `out` is untouched.
/// `homes`, by kind, say what to fetch meanwhile; NULL: nothing.
static inline bool event_queue_pop_until(EventQueue *queue, SimTime until_ns,
                                         const EventHomes *homes, Event *out) {
    for (;;) {
        EventKey first = event_queue_ladder_first(queue, homes);
        // Nearly always the times differ, and tell.
        bool is_of_lane = (uint64_t)(queue->lane_first >> 64) <= (uint64_t)(first >> 64) &&
                          queue->lane_first < first;
        if (is_of_lane) first = queue->lane_first;
        SimTime time = (SimTime)(first >> 65);
        if (time >= until_ns && (time > until_ns || first == EVENT_KEY_NONE)) return false;
        uint32_t index = event_key_slot(first);
        const EventSlot *slot = &queue->slots.items[index];
        if (event_slot_is_dead(slot)) {
            event_queue_bury_first(queue);
            continue;
        }
        *out = (Event){.time = time,
                       .sequence = event_slot_sequence(slot),
                       .a = slot->a,
                       .b = slot->b,
                       .kind = slot->stamp & EVENT_KIND_MASK,
                       .class_ = slot->high & 1};
        queue->time_popped = time;
        queue->live--;
        if (homes != NULL) ladder_fetch(&queue->ladder, queue->slots.items, homes, LADDER_FETCHED);
        if (is_of_lane)
            event_queue_lane_drop_first(queue, event_slot_lane1(slot));
        else
            ladder_drop_first(&queue->ladder);
        event_queue_free_slot(queue, index);
        return true;
    }
}

/// Takes the next event out; false: the queue is empty, and `out` is untouched.
static inline bool event_queue_pop(EventQueue *queue, Event *out) {
    return event_queue_pop_until(queue, SIM_NEVER, NULL, out);
}
