/// Pending events, popped in one total order: by time, then class, then the sequence in which
/// they were pushed. Cancelling is cheap, and so are fixed delays: time-outs, network delays and
/// probe intervals go through lanes, one a distinct delay, which fire in exactly the order in which
/// plain pushes would.
///
/// The queue is part of a world that is cloned by copying arrays: it holds no pointers besides its
/// arrays. Pushing allocates only until the queue has taken on its lasting size.
#pragma once

#include "engine/array.h"
#include "engine/array_register.h"
#include "engine/ladder.h"
#include "sim/base.h"

#include <stdbool.h>
#include <stdint.h>

/// The first class of an instant comes first.
typedef enum EventClass { EVENT_CLASS_COMMAND = 0, EVENT_CLASS_MODEL = 1 } EventClass;

/// Names a pending event for as long as it pends; all zero: none.
typedef struct EventId {
    uint32_t index1, generation;
} EventId;

/// What is popped; `kind`, `a` and `b` are the caller's own.
typedef struct Event {
    SimTime time;
    uint64_t sequence; ///< order of pushing over the whole run, from 1
    uint32_t a, b;
    uint16_t kind;
    uint16_t class_; ///< an EventClass
    EventId id;
} Event;

/// Where an event waits, whether the ladder or a lane leads to it.
typedef struct EventSlot {
    SimTime time;
    uint64_t sequence; ///< 0: the slot is free
    uint32_t a, b;
    uint32_t generation;
    uint32_t next1, prev1; ///< neighbours in the lane; `next1` of a free slot: the next free one
    uint32_t lane1;        ///< lane + 1; 0: pushed without a lane
    uint16_t kind;
    uint8_t class_;
    uint8_t is_dead; ///< a cancelled head of a lane, which stays until it surfaces
} EventSlot;

/// The events of one fixed delay, in order; only the first has a key in the ladder.
typedef struct EventLane {
    SimTime delay_ns;
    uint32_t head1, tail1;
} EventLane;

typedef struct EventQueue {
    Ladder ladder; ///< keys (time, class, sequence, slot) from the highest bit down; stale ones are
                   ///< dropped when they surface
    ARRAY_OF(EventSlot) slots;
    ARRAY_OF(EventLane) lanes;
    uint64_t sequence;   ///< of the event pushed last
    SimTime time_popped; ///< of the event popped last
    uint32_t free1;      ///< first free slot + 1; 0: none
    int32_t live;
    int32_t stale; ///< keys in the ladder that lead to no live event
} EventQueue;

/// The arrays of a queue for a register. None is hashed, since their layout is not state:
/// event_queue_hash() says what is pending.
#define EVENT_QUEUE_ARRAY_ENTRIES(owner, member)                                                   \
    LADDER_ARRAY_ENTRIES(owner, member.ladder), ARRAY_ENTRY(owner, member.slots, false),           \
        ARRAY_ENTRY(owner, member.lanes, false)

/// Makes an empty queue; event_queue_deinit frees what it holds.
void event_queue_init(EventQueue *queue);
void event_queue_deinit(EventQueue *queue);

/// Adds an event at `time`, which is not before the event popped last.
EventId event_queue_push(EventQueue *queue, SimTime time, EventClass class_, uint16_t kind,
                         uint32_t a, uint32_t b);

/// Finds or makes the lane of a fixed delay (0 or more). It looks through all lanes: keep what it
/// returns.
int32_t event_queue_lane(EventQueue *queue, SimTime delay_ns);

/// Adds an event of class MODEL at `now` + the lane's delay. `now` must not go back between
/// pushes to a lane.
EventId event_queue_push_lane(EventQueue *queue, int32_t lane, SimTime now, uint16_t kind,
                              uint32_t a, uint32_t b);

/// Takes an event back; false when it already fired or was cancelled, or `id` is none.
bool event_queue_cancel(EventQueue *queue, EventId id);

/// Time and class of the next event, either of which may be NULL; false: the queue is empty.
bool event_queue_peek_time(EventQueue *queue, SimTime *time_ns, EventClass *class_);

/// Takes the next event out; false: the queue is empty, and `out` is untouched.
bool event_queue_pop(EventQueue *queue, Event *out);

/// The same, if it is due at `until_ns` at the latest.
bool event_queue_pop_until(EventQueue *queue, SimTime until_ns, Event *out);

/// When a pending event will fire; false: it is not pending any more.
bool event_queue_time_of(const EventQueue *queue, EventId id, SimTime *time_ns);

/// The number of pending events.
int32_t event_queue_count(const EventQueue *queue);

/// A hash of what is pending and in which order, whatever ladder, lanes and slots look like.
uint64_t event_queue_hash(const EventQueue *queue);
