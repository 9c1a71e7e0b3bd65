// A ladder of 16-byte keys. Time, class, sequence and slot form one unsigned 128-bit number, so
// that the total order is one comparison, and first-in-first-out on ties costs nothing. Events
// themselves lie in slots; a key whose sequence differs from its slot's is stale.
//
// A lane threads the events of one delay through their slots and shows only its head to the ladder.
// Cancelling behind the head unlinks and frees at once. A cancelled head keeps its slot, dead,
// until its key surfaces: were it unlinked, every time-out cancelled in order would cost a key.
#include "engine/event_queue.h"

#include "engine/alloc.h"
#include "engine/hash.h"

enum { SLOT_BITS = 24, STALE_COUNT_TOLERATED = 64, PREFETCH_COUNT = 16 };
#define SEQUENCE_MAX ((UINT64_C(1) << (64 - SLOT_BITS)) - 1)
#define SLOT_MASK    ((UINT64_C(1) << SLOT_BITS) - 1)

// The order of events, stated once.
static EventKey key_make(SimTime time, EventClass class_, uint64_t sequence, uint32_t slot) {
    uint64_t high = (uint64_t)time << 1 | (uint64_t)class_;
    uint64_t low = sequence << SLOT_BITS | slot;
    return (EventKey)high << 64 | low;
}

static uint32_t key_slot(EventKey key) {
    return (uint32_t)((uint64_t)key & SLOT_MASK);
}

static uint64_t key_sequence(EventKey key) {
    return (uint64_t)key >> SLOT_BITS;
}

static EventKey key_of_slot(const EventQueue *queue, uint32_t index) {
    const EventSlot *slot = &queue->slots.items[index];
    return key_make(slot->time, (EventClass)slot->class_, slot->sequence, index);
}

static uint32_t slot_take(EventQueue *queue) {
    uint32_t free1 = queue->free1;
    if (free1 != 0) {
        queue->free1 = queue->slots.items[free1 - 1].next1;
        return free1 - 1;
    }
    SIM_ASSERT((uint64_t)queue->slots.count <= SLOT_MASK);
    array_push(&queue->slots);
    return (uint32_t)queue->slots.count - 1;
}

static void slot_free(EventQueue *queue, uint32_t index) {
    EventSlot *slot = &queue->slots.items[index];
    slot->sequence = 0;
    slot->generation++;
    slot->next1 = queue->free1;
    queue->free1 = index + 1;
}

static uint32_t slot_fill(EventQueue *queue, SimTime time, EventClass class_, uint16_t kind,
                          uint32_t a, uint32_t b) {
    SIM_ASSERT(time >= queue->time_popped);
    SIM_ASSERT(queue->sequence < SEQUENCE_MAX);
    uint32_t index = slot_take(queue);
    EventSlot *slot = &queue->slots.items[index];
    // All but the generation, member by member: this is the most frequent write of a run.
    slot->time = time;
    slot->sequence = ++queue->sequence;
    slot->a = a;
    slot->b = b;
    slot->next1 = slot->prev1 = slot->lane1 = 0;
    slot->kind = kind;
    slot->class_ = (uint8_t)class_;
    slot->is_dead = 0;
    queue->live++;
    return index;
}

static EventId slot_id(const EventQueue *queue, uint32_t index) {
    return (EventId){.index1 = index + 1, .generation = queue->slots.items[index].generation};
}

// The slot of a pending event, or NULL.
static const EventSlot *slot_of_id(const EventQueue *queue, EventId id) {
    if (id.index1 == 0 || id.index1 > (uint32_t)queue->slots.count) return NULL;
    const EventSlot *slot = &queue->slots.items[id.index1 - 1];
    bool pends = slot->generation == id.generation && slot->sequence != 0 && !slot->is_dead;
    return pends ? slot : NULL;
}

// Takes the head off its lane and returns the new head + 1, whose key the ladder now needs.
static uint32_t lane_drop_head(EventQueue *queue, uint32_t index) {
    const EventSlot *slot = &queue->slots.items[index];
    EventLane *lane = &queue->lanes.items[slot->lane1 - 1];
    SIM_ASSERT(lane->head1 == index + 1);
    lane->head1 = slot->next1;
    if (lane->head1 != 0)
        queue->slots.items[lane->head1 - 1].prev1 = 0;
    else
        lane->tail1 = 0;
    return lane->head1;
}

static void lane_append(EventQueue *queue, int32_t lane_index, uint32_t index) {
    EventLane *lane = &queue->lanes.items[lane_index];
    EventSlot *slot = &queue->slots.items[index];
    slot->lane1 = (uint32_t)lane_index + 1;
    slot->prev1 = lane->tail1;
    if (lane->tail1 == 0) {
        lane->head1 = index + 1;
        ladder_push(&queue->ladder, key_of_slot(queue, index));
    } else {
        EventSlot *tail = &queue->slots.items[lane->tail1 - 1];
        SIM_ASSERT(tail->time <= slot->time);
        tail->next1 = index + 1;
    }
    lane->tail1 = index + 1;
}

static void lane_unlink_behind_head(EventQueue *queue, const EventSlot *slot) {
    queue->slots.items[slot->prev1 - 1].next1 = slot->next1;
    if (slot->next1 != 0)
        queue->slots.items[slot->next1 - 1].prev1 = slot->prev1;
    else
        queue->lanes.items[slot->lane1 - 1].tail1 = slot->prev1;
}

// The first event has done its work: its lane's next one gets a key.
static void retire_first(EventQueue *queue, uint32_t index) {
    uint32_t next1 = 0;
    if (queue->slots.items[index].lane1 != 0) next1 = lane_drop_head(queue, index);
    slot_free(queue, index);
    ladder_drop_first(&queue->ladder);
    if (next1 != 0) ladder_push(&queue->ladder, key_of_slot(queue, next1 - 1));
}

static bool is_stale(const EventQueue *queue, EventKey key) {
    return queue->slots.items[key_slot(key)].sequence != key_sequence(key);
}

// The slots of those that come next lie anywhere: they are fetched all at once.
static bool refill(EventQueue *queue) {
    if (!ladder_refill(&queue->ladder)) return false;
    const EventKey *keys = queue->ladder.bottom.items;
    for (int32_t i = queue->ladder.bottom.count,
                 least = i > PREFETCH_COUNT ? i - PREFETCH_COUNT : 0;
         i-- > least;)
        __builtin_prefetch(&queue->slots.items[key_slot(keys[i])]);
    return true;
}

// Makes the first key that of a live event; false: there is none.
static bool surface(EventQueue *queue) {
    while (queue->ladder.bottom.count > 0 || refill(queue)) {
        EventKey first = ladder_first(&queue->ladder);
        if (is_stale(queue, first))
            ladder_drop_first(&queue->ladder);
        else if (queue->slots.items[key_slot(first)].is_dead)
            retire_first(queue, key_slot(first));
        else
            return true;
        queue->stale--;
    }
    return false;
}

// The key that shall stand in the ladder for `key`: itself, or that of the next in the lane of a
// dead head. Returns false when none shall.
static bool refresh(EventQueue *queue, EventKey *key) {
    uint32_t index = key_slot(*key);
    if (is_stale(queue, *key)) return false;
    if (!queue->slots.items[index].is_dead) return true;
    uint32_t next1 = lane_drop_head(queue, index);
    slot_free(queue, index);
    if (next1 == 0) return false;
    *key = key_of_slot(queue, next1 - 1);
    return true;
}

static void compact(EventQueue *queue) {
    int32_t count = queue->ladder.count;
    EventKey *keys = alloc_grow(NULL, (size_t)count, sizeof *keys);
    ladder_empty(&queue->ladder, keys);
    for (int32_t i = 0; i < count; i++)
        if (refresh(queue, &keys[i])) ladder_push(&queue->ladder, keys[i]);
    queue->stale = 0;
    alloc_free(keys);
}

void event_queue_init(EventQueue *queue) {
    *queue = (EventQueue){0};
    ladder_init(&queue->ladder);
}

void event_queue_deinit(EventQueue *queue) {
    ladder_deinit(&queue->ladder);
    array_deinit(&queue->slots);
    array_deinit(&queue->lanes);
    event_queue_init(queue);
}

EventId event_queue_push(EventQueue *queue, SimTime time, EventClass class_, uint16_t kind,
                         uint32_t a, uint32_t b) {
    uint32_t index = slot_fill(queue, time, class_, kind, a, b);
    ladder_push(&queue->ladder, key_make(time, class_, queue->sequence, index));
    return slot_id(queue, index);
}

int32_t event_queue_lane(EventQueue *queue, SimTime delay_ns) {
    SIM_ASSERT(delay_ns >= 0);
    for (int32_t i = 0; i < queue->lanes.count; i++)
        if (queue->lanes.items[i].delay_ns == delay_ns) return i;
    array_push(&queue->lanes)->delay_ns = delay_ns;
    return queue->lanes.count - 1;
}

EventId event_queue_push_lane(EventQueue *queue, int32_t lane, SimTime now, uint16_t kind,
                              uint32_t a, uint32_t b) {
    SIM_ASSERT(lane >= 0 && lane < queue->lanes.count);
    SimTime delay_ns = queue->lanes.items[lane].delay_ns;
    SIM_ASSERT(now <= SIM_NEVER - delay_ns);
    uint32_t index = slot_fill(queue, now + delay_ns, EVENT_CLASS_MODEL, kind, a, b);
    lane_append(queue, lane, index);
    return slot_id(queue, index);
}

bool event_queue_cancel(EventQueue *queue, EventId id) {
    const EventSlot *slot = slot_of_id(queue, id);
    if (slot == NULL) return false;
    uint32_t index = id.index1 - 1;
    queue->live--;
    if (slot->lane1 != 0 && slot->prev1 != 0) {
        lane_unlink_behind_head(queue, slot);
        slot_free(queue, index);
        return true;
    }
    if (slot->lane1 != 0)
        queue->slots.items[index].is_dead = true;
    else
        slot_free(queue, index);
    queue->stale++;
    if (queue->stale > STALE_COUNT_TOLERATED && queue->stale > queue->ladder.count / 2)
        compact(queue);
    return true;
}

bool event_queue_peek_time(EventQueue *queue, SimTime *time_ns, EventClass *class_) {
    if (!surface(queue)) return false;
    uint64_t high = (uint64_t)(ladder_first(&queue->ladder) >> 64);
    if (time_ns != NULL) *time_ns = (SimTime)(high >> 1);
    if (class_ != NULL) *class_ = (EventClass)(high & 1);
    return true;
}

bool event_queue_pop(EventQueue *queue, Event *out) {
    return event_queue_pop_until(queue, SIM_NEVER, out);
}

bool event_queue_pop_until(EventQueue *queue, SimTime until_ns, Event *out) {
    if (!surface(queue)) return false;
    EventKey first = ladder_first(&queue->ladder);
    if ((SimTime)(first >> 65) > until_ns) return false;
    uint32_t index = key_slot(first);
    const EventSlot *slot = &queue->slots.items[index];
    *out = (Event){.time = slot->time,
                   .sequence = slot->sequence,
                   .a = slot->a,
                   .b = slot->b,
                   .kind = slot->kind,
                   .class_ = slot->class_,
                   .id = slot_id(queue, index)};
    queue->time_popped = slot->time;
    queue->live--;
    retire_first(queue, index);
    return true;
}

bool event_queue_time_of(const EventQueue *queue, EventId id, SimTime *time_ns) {
    const EventSlot *slot = slot_of_id(queue, id);
    if (slot != NULL) *time_ns = slot->time;
    return slot != NULL;
}

int32_t event_queue_count(const EventQueue *queue) {
    return queue->live;
}

uint64_t event_queue_hash(const EventQueue *queue) {
    // A sum, so that it does not matter which slot holds what.
    uint64_t sum = 0;
    for (int32_t i = 0; i < queue->slots.count; i++) {
        const EventSlot *slot = &queue->slots.items[i];
        if (slot->sequence == 0 || slot->is_dead) continue;
        uint64_t hash = hash_u64(hash_u64(HASH_START, (uint64_t)slot->time), slot->sequence);
        hash = hash_u64(hash, (uint64_t)slot->kind << 1 | slot->class_);
        sum += hash_u64(hash, (uint64_t)slot->a << 32 | slot->b);
    }
    return hash_u64(sum, queue->sequence);
}
