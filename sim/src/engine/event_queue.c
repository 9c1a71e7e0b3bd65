// Events lie in slots. Time, class, sequence and slot form one unsigned 128-bit number, so that the
// total order is one comparison, and first-in-first-out on ties costs nothing.
//
// A lane threads the events of one delay through their slots; only the keys of the lanes' first
// events are compared with the ladder's, and the least of them is kept at hand. So what is pushed
// to a lane is neither sorted nor searched, and what is cancelled there is unlinked and freed at
// once. A run has few lanes: when the least changes all are looked through. A cancelled event of
// the ladder keeps its slot, dead, until it surfaces or the dead outnumber the living.
#include "engine/event_queue.h"

#include "engine/hash.h"

enum { DEAD_COUNT_TOLERATED = 64 };

void event_queue_init(EventQueue *queue) {
    *queue = (EventQueue){.lane_first = EVENT_KEY_NONE};
    ladder_init(&queue->ladder);
}

void event_queue_deinit(EventQueue *queue) {
    ladder_deinit(&queue->ladder);
    array_deinit(&queue->slots);
    array_deinit(&queue->lanes);
    array_deinit(&queue->lane_keys);
    event_queue_init(queue);
}

void event_queue_add_slot(EventQueue *queue) {
    SIM_ASSERT((uint64_t)queue->slots.count <= EVENT_SLOT_MASK);
    array_push(&queue->slots);
    queue->free1 = (uint32_t)queue->slots.count;
}

// The slot of a pending event, or NULL.
static EventSlot *slot_of_id(const EventQueue *queue, EventId id) {
    if (id.index1 == 0 || id.index1 > (uint32_t)queue->slots.count) return NULL;
    EventSlot *slot = &queue->slots.items[id.index1 - 1];
    bool pends = (uint32_t)event_slot_sequence(slot) == id.stamp && slot->stamp != 0;
    return pends && !event_slot_is_dead(slot) ? slot : NULL;
}

static void find_lane_first(EventQueue *queue) {
    const EventKey *keys = queue->lane_keys.items;
    EventKey first = EVENT_KEY_NONE;
    for (int32_t i = 0; i < queue->lane_keys.count; i++)
        first = keys[i] < first ? keys[i] : first;
    queue->lane_first = first;
}

void event_queue_lane_begin(EventQueue *queue, int32_t lane, uint32_t index) {
    queue->lanes.items[lane].head1 = index + 1;
    EventKey key = event_slot_key(&queue->slots.items[index], index);
    queue->lane_keys.items[lane] = key;
    if (key < queue->lane_first) queue->lane_first = key;
}

void event_queue_lane_drop_first(EventQueue *queue, uint32_t lane1) {
    EventLane *lane = &queue->lanes.items[lane1 - 1];
    EventKey *key = &queue->lane_keys.items[lane1 - 1];
    EventKey dropped = *key;
    uint32_t next1 = queue->slots.items[lane->head1 - 1].next1;
    lane->head1 = next1;
    if (next1 != 0) {
        queue->slots.items[next1 - 1].prev1 = 0;
        *key = event_slot_key(&queue->slots.items[next1 - 1], next1 - 1);
    } else {
        lane->tail1 = 0;
        *key = EVENT_KEY_NONE;
    }
    if (dropped == queue->lane_first) find_lane_first(queue);
}

static void lane_unlink(EventQueue *queue, const EventSlot *slot) {
    uint32_t lane1 = event_slot_lane1(slot);
    if (slot->prev1 == 0) {
        event_queue_lane_drop_first(queue, lane1);
        return;
    }
    queue->slots.items[slot->prev1 - 1].next1 = slot->next1;
    if (slot->next1 != 0)
        queue->slots.items[slot->next1 - 1].prev1 = slot->prev1;
    else
        queue->lanes.items[lane1 - 1].tail1 = slot->prev1;
}

void event_queue_bury_first(EventQueue *queue) {
    uint32_t index = event_key_slot(ladder_first(&queue->ladder));
    ladder_drop_first(&queue->ladder);
    event_queue_free_slot(queue, index);
    queue->dead--;
}

static void sweep(EventQueue *queue) {
    EventSlot *slots = queue->slots.items;
    uint32_t dead1 = ladder_sweep(&queue->ladder, slots);
    while (dead1 != 0) {
        uint32_t index = dead1 - 1;
        dead1 = slots[index].next1;
        event_queue_free_slot(queue, index);
        queue->dead--;
    }
    SIM_ASSERT(queue->dead == 0);
}

int32_t event_queue_lane(EventQueue *queue, SimTime delay_ns) {
    SIM_ASSERT(delay_ns >= 0);
    for (int32_t i = 0; i < queue->lanes.count; i++)
        if (queue->lanes.items[i].delay_ns == delay_ns) return i;
    SIM_ASSERT(queue->lanes.count < EVENT_LANES_MAX);
    array_push(&queue->lanes)->delay_ns = delay_ns;
    *array_push(&queue->lane_keys) = EVENT_KEY_NONE;
    return queue->lanes.count - 1;
}

// The ladder still leads to the slot. Apart, for what is cancelled is nearly always in a lane.
static __attribute__((noinline)) void kill(EventQueue *queue, EventSlot *slot) {
    slot->stamp |= EVENT_DEAD;
    queue->dead++;
    if (queue->dead > DEAD_COUNT_TOLERATED && queue->dead > queue->ladder.count / 2) sweep(queue);
}

bool event_queue_cancel(EventQueue *queue, EventId id) {
    EventSlot *slot = slot_of_id(queue, id);
    if (slot == NULL) return false;
    queue->live--;
    if (event_slot_lane1(slot) == 0) {
        kill(queue, slot);
        return true;
    }
    lane_unlink(queue, slot);
    event_queue_free_slot(queue, id.index1 - 1);
    return true;
}

bool event_queue_peek_time(EventQueue *queue, SimTime *time_ns, EventClass *class_) {
    EventKey first;
    while ((first = event_queue_ladder_first(queue, NULL)) != EVENT_KEY_NONE &&
           event_slot_is_dead(&queue->slots.items[event_key_slot(first)]))
        event_queue_bury_first(queue);
    if (queue->lane_first < first) first = queue->lane_first;
    if (first == EVENT_KEY_NONE) return false;
    if (time_ns != NULL) *time_ns = (SimTime)(first >> 65);
    if (class_ != NULL) *class_ = (EventClass)((uint64_t)(first >> 64) & 1);
    return true;
}

bool event_queue_time_of(const EventQueue *queue, EventId id, SimTime *time_ns) {
    const EventSlot *slot = slot_of_id(queue, id);
    if (slot != NULL) *time_ns = (SimTime)(slot->high >> 1);
    return slot != NULL;
}

uint64_t event_queue_hash(const EventQueue *queue) {
    // A sum, so that it does not matter which slot holds what.
    uint64_t sum = 0;
    for (int32_t i = 0; i < queue->slots.count; i++) {
        const EventSlot *slot = &queue->slots.items[i];
        if (slot->stamp == 0 || event_slot_is_dead(slot)) continue;
        uint64_t hash = hash_u64(hash_u64(HASH_START, slot->high), event_slot_sequence(slot));
        hash = hash_u64(hash, slot->stamp & EVENT_KIND_MASK);
        sum += hash_u64(hash, (uint64_t)slot->a << 32 | slot->b);
    }
    return hash_u64(sum, queue->sequence);
}
