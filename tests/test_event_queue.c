// Pending events against a naive list that is searched from end to end: whatever ladder, lanes,
// stale entries and compaction do, events come out in the one order that the header states.
#include "engine/event_queue.h"
#include "engine/random.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>

// What the naive list knows of an event; the same index names it in all queues under test.
typedef struct Known {
    SimTime time;
    uint64_t sequence;
    EventClass class_;
    bool pends;
    EventId plain, laned;
} Known;

// The same trace, three ways: a naive list, plain pushes, and lanes wherever a delay is fixed.
typedef struct Trace {
    ARRAY_OF(Known) known;
    ARRAY_OF(uint32_t) pending; // indexes into known, in no order
    EventQueue plain, laned;
    RandomStream random;
    SimTime now;
    uint64_t pops;
    int compactions; // of the two queues together
} Trace;

enum { DELAY_COUNT = 40 };

static const ArrayEntry queue_entries[] = {
    LADDER_ARRAY_ENTRIES(EventQueue, ladder),
    ARRAY_ENTRY(EventQueue, slots, false),
    ARRAY_ENTRY(EventQueue, lanes, false),
    ARRAY_ENTRY(EventQueue, lane_keys, false),
};

static EventQueue clone_of(const EventQueue *queue) {
    EventQueue clone;
    memcpy(&clone, queue, sizeof(clone));
    array_register_clone(queue_entries, (int)(sizeof queue_entries / sizeof *queue_entries), &clone,
                         queue);
    return clone;
}

static void trace_init(Trace *trace, const char *name) {
    *trace = (Trace){0};
    event_queue_init(&trace->plain);
    event_queue_init(&trace->laned);
    random_stream_seed(&trace->random, 1, name);
}

static void trace_deinit(Trace *trace) {
    array_deinit(&trace->known);
    array_deinit(&trace->pending);
    event_queue_deinit(&trace->plain);
    event_queue_deinit(&trace->laned);
}

static Known *know(Trace *trace, SimTime time, EventClass class_) {
    uint32_t index = (uint32_t)trace->known.count;
    *array_push(&trace->pending) = index;
    Known *known = array_push(&trace->known);
    *known = (Known){.time = time, .sequence = index + 1, .class_ = class_, .pends = true};
    return known;
}

static uint16_t kind_of(uint32_t index) {
    return (uint16_t)(index % 256);
}

static void push_anywhere(Trace *trace) {
    // Few distinct times, so that many events tie.
    SimTime time = trace->now + random_below(&trace->random, 60);
    EventClass class_ =
        random_below(&trace->random, 4) == 0 ? EVENT_CLASS_COMMAND : EVENT_CLASS_MODEL;
    uint32_t a = (uint32_t)trace->known.count;
    Known *known = know(trace, time, class_);
    known->plain = event_queue_push(&trace->plain, time, class_, kind_of(a), a, ~a);
    known->laned = event_queue_push(&trace->laned, time, class_, kind_of(a), a, ~a);
}

static void push_after_fixed_delay(Trace *trace) {
    SimTime delay = (SimTime)random_below(&trace->random, DELAY_COUNT) * 3;
    int32_t lane = event_queue_lane(&trace->laned, delay);
    uint32_t a = (uint32_t)trace->known.count;
    Known *known = know(trace, trace->now + delay, EVENT_CLASS_MODEL);
    known->plain =
        event_queue_push(&trace->plain, known->time, EVENT_CLASS_MODEL, kind_of(a), a, ~a);
    known->laned = event_queue_push_lane(&trace->laned, lane, trace->now, kind_of(a), a, ~a);
}

static void forget(Trace *trace, int32_t place) {
    trace->known.items[trace->pending.items[place]].pends = false;
    trace->pending.items[place] = trace->pending.items[--trace->pending.count];
}

static int32_t place_of_first(const Trace *trace) {
    int32_t first = -1;
    const Known *best = NULL;
    for (int32_t i = 0; i < trace->pending.count; i++) {
        const Known *known = &trace->known.items[trace->pending.items[i]];
        bool is_before = best == NULL || known->time < best->time ||
                         (known->time == best->time &&
                          (known->class_ < best->class_ ||
                           (known->class_ == best->class_ && known->sequence < best->sequence)));
        if (!is_before) continue;
        best = known;
        first = i;
    }
    return first;
}

// Any event of the whole trace, mostly recent: pending, fired or cancelled.
static void cancel_any(Trace *trace) {
    if (trace->known.count == 0) return;
    uint32_t count = (uint32_t)trace->known.count;
    uint32_t back = random_below(&trace->random, count < 300 ? count : 300);
    uint32_t index = count - 1 - back;
    const Known *known = &trace->known.items[index];
    bool pends = known->pends;
    SimTime time = -1;
    ck_assert_int_eq(event_queue_time_of(&trace->laned, known->laned, &time), pends);
    if (pends) ck_assert_int_eq(time, known->time);
    ck_assert_int_eq(event_queue_cancel(&trace->plain, known->plain), pends);
    ck_assert_int_eq(event_queue_cancel(&trace->laned, known->laned), pends);
    ck_assert(!event_queue_cancel(&trace->laned, known->laned));
    ck_assert(!event_queue_time_of(&trace->laned, known->laned, &time));
    for (int32_t i = 0; pends && i < trace->pending.count; i++)
        if (trace->pending.items[i] == index) {
            forget(trace, i);
            break;
        }
}

static void check_event(const Event *event, const Known *known, uint32_t index) {
    ck_assert_int_eq(event->time, known->time);
    ck_assert_uint_eq(event->sequence, known->sequence);
    ck_assert_uint_eq(event->class_, known->class_);
    ck_assert_uint_eq(event->kind, kind_of(index));
    ck_assert_uint_eq(event->a, index);
    ck_assert_uint_eq(event->b, ~index);
}

static void pop_all_three(Trace *trace) {
    int32_t place = place_of_first(trace);
    Event plain, laned;
    ck_assert_int_eq(event_queue_pop(&trace->plain, &plain), place >= 0);
    ck_assert_int_eq(event_queue_pop(&trace->laned, &laned), place >= 0);
    if (place < 0) return;
    uint32_t index = trace->pending.items[place];
    const Known *known = &trace->known.items[index];
    check_event(&plain, known, index);
    check_event(&laned, known, index);
    trace->now = known->time;
    trace->pops++;
    forget(trace, place);
}

static void peek_all_three(Trace *trace) {
    int32_t place = place_of_first(trace);
    SimTime plain = -1, laned = -1;
    EventClass class_ = EVENT_CLASS_COMMAND;
    ck_assert_int_eq(event_queue_peek_time(&trace->plain, &plain, NULL), place >= 0);
    ck_assert_int_eq(event_queue_peek_time(&trace->laned, &laned, &class_), place >= 0);
    if (place < 0) return;
    const Known *known = &trace->known.items[trace->pending.items[place]];
    ck_assert_int_eq(plain, known->time);
    ck_assert_int_eq(laned, known->time);
    ck_assert_int_eq((int)class_, (int)known->class_);
}

// Weights out of 100 for what a step does; the rest pops.
typedef struct Mix {
    uint32_t push, push_fixed, cancel, peek;
    bool compacts;
} Mix;

static void step(Trace *trace, const Mix *mix) {
    int32_t plain_dead = trace->plain.dead, laned_dead = trace->laned.dead;
    uint32_t dice = random_below(&trace->random, 100);
    if (dice < mix->push)
        push_anywhere(trace);
    else if (dice < mix->push + mix->push_fixed)
        push_after_fixed_delay(trace);
    else if (dice < mix->push + mix->push_fixed + mix->cancel)
        cancel_any(trace);
    else if (dice < mix->push + mix->push_fixed + mix->cancel + mix->peek)
        peek_all_three(trace);
    else
        pop_all_three(trace);
    ck_assert_int_eq(event_queue_count(&trace->plain), trace->pending.count);
    ck_assert_int_eq(event_queue_count(&trace->laned), trace->pending.count);
    // Only a compaction that a cancellation set off drops so many at once while few are popped.
    bool has_cancelled =
        dice >= mix->push + mix->push_fixed && dice < mix->push + mix->push_fixed + mix->cancel;
    trace->compactions += has_cancelled && plain_dead > 32 && trace->plain.dead == 0;
    trace->compactions += has_cancelled && laned_dead > 32 && trace->laned.dead == 0;
}

static const Mix mixes[] = {
    {.push = 50, .peek = 5},                                        // no lanes, nothing cancelled
    {.push_fixed = 50},                                             // lanes only
    {.push = 25, .push_fixed = 25, .cancel = 15, .peek = 5},        // a bit of everything
    {.push = 10, .push_fixed = 40, .cancel = 35, .peek = 1},        // most is cancelled
    {.push = 30, .cancel = 50, .peek = 5},                          // empty most of the time
    {.push = 30, .push_fixed = 40, .cancel = 25},                   // pops are rare
    {.push = 45, .cancel = 53, .compacts = true},                   // stale outnumber live
    {.push = 22, .push_fixed = 22, .cancel = 54, .compacts = true}, // and dead heads with them
};

START_TEST(event_queue_and_lanes_pop_random_traces_as_a_naive_list_does) {
    const Mix *mix = &mixes[_i];
    Trace trace;
    trace_init(&trace, "trace");
    for (int i = 0; i < 10000; i++) {
        step(&trace, mix);
        if (i % 100 == 0)
            ck_assert_uint_eq(event_queue_hash(&trace.plain), event_queue_hash(&trace.laned));
    }
    while (trace.pending.count > 0)
        pop_all_three(&trace);
    pop_all_three(&trace);
    ck_assert_uint_gt(trace.pops, 100);
    ck_assert(!mix->compacts || trace.compactions > 2);
    ck_assert_int_eq(trace.plain.dead, 0);
    ck_assert_int_eq(trace.laned.dead, 0);
    if (mix->push_fixed > 0) ck_assert_int_eq(trace.laned.lanes.count, DELAY_COUNT);
    trace_deinit(&trace);
}
END_TEST

// Works off what pends and hashes it, with pushes and cancellations that follow from what is
// popped.
static uint64_t go_on(EventQueue *queue) {
    uint64_t hash = event_queue_hash(queue);
    Event event;
    for (int i = 0; i < 2000 && event_queue_pop(queue, &event); i++) {
        hash = hash * 31 + event.sequence + (uint64_t)event.time * 7 + event.a;
        if (event.a % 3 == 0) continue;
        int32_t lane = event_queue_lane(queue, event.a % 50);
        EventId id = event_queue_push_lane(queue, lane, event.time, 1, event.a + 1, 0);
        hash = hash * 31 + id.index1 + id.stamp;
        if (event.a % 5 == 0) ck_assert(event_queue_cancel(queue, id));
    }
    return hash + event_queue_hash(queue);
}

// Whatever is popped too early leaves something behind that is popped after it: order over the
// whole run is all there is to see.
static void pop_in_order(EventQueue *queue, Event *last) {
    Event event;
    ck_assert(event_queue_pop(queue, &event));
    ck_assert_int_ge(event.time, last->time);
    if (event.time == last->time) {
        ck_assert_uint_ge(event.class_, last->class_);
        if (event.class_ == last->class_) ck_assert_uint_gt(event.sequence, last->sequence);
    }
    *last = event;
}

// Delays of many sizes at once: equal times by the thousand, a crowd, a tail over many orders of
// magnitude, the far end of time.
static SimTime delay_of_any_size(RandomStream *random) {
    switch (random_below(random, 6)) {
    case 0:
        return 0;
    case 1:
        return SIM_MILLISECOND;
    case 2:
        return (SimTime)(random_exponential(random) * 1e3);
    case 3:
        return INT64_C(1) << random_below(random, 50);
    case 4:
        return random_below(random, 1000) == 0 ? SIM_HOUR * 100000 : 7;
    default:
        return (SimTime)(random_exponential(random) * 1e9);
    }
}

START_TEST(event_queue_keeps_order_while_it_grows_and_shrinks_by_thousands) {
    EventQueue queue;
    event_queue_init(&queue);
    RandomStream random;
    random_stream_seed(&random, 3, "tide");
    Event last = {.time = 0};
    int64_t pushed = 0, popped = 0;
    for (int i = 0; i < 300000; i++) {
        // Tides of ever more and ever fewer, with a crowd of equal times now and then.
        uint32_t rising = i / 20000 % 2 == 0 ? 60 : 42;
        uint32_t crowd = random_below(&random, 20000) == 0 ? 3000 : 1;
        bool pushes = event_queue_count(&queue) == 0 || random_below(&random, 100) < rising;
        if (!pushes) pop_in_order(&queue, &last);
        popped += !pushes;
        SimTime time = last.time + delay_of_any_size(&random);
        for (uint32_t n = 0; pushes && n < crowd; n++, pushed++)
            event_queue_push(
                &queue, time,
                time > last.time && n % 3 == 1 ? EVENT_CLASS_COMMAND : EVENT_CLASS_MODEL, 0, 0, 0);
    }
    for (; event_queue_count(&queue) > 0; popped++)
        pop_in_order(&queue, &last);
    ck_assert_int_eq(pushed, popped);
    ck_assert_int_gt(queue.ladder.buckets.count, 10000);
    event_queue_deinit(&queue);
}
END_TEST

// Many servers filling up from nothing: every arrival brings its successor, very soon, and its end,
// much later.
START_TEST(event_queue_keeps_order_while_arrivals_outrun_their_ends) {
    EventQueue queue;
    event_queue_init(&queue);
    RandomStream random;
    random_stream_seed(&random, 1, "x");
    event_queue_push(&queue, 0, EVENT_CLASS_MODEL, 0, 0, 0);
    Event last = {.time = 0};
    for (int i = 0; i < 100000; i++) {
        pop_in_order(&queue, &last);
        if (last.kind != 0) continue;
        event_queue_push(&queue, last.time + (SimTime)(random_exponential(&random) * 11),
                         EVENT_CLASS_MODEL, 0, 0, 0);
        event_queue_push(&queue, last.time + (SimTime)(random_exponential(&random) * 1e6),
                         EVENT_CLASS_MODEL, 1, 0, 0);
    }
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_takes_no_event_after_the_time_asked_for) {
    EventQueue queue;
    event_queue_init(&queue);
    event_queue_push(&queue, 0, EVENT_CLASS_MODEL, 0, 0, 0);
    event_queue_push(&queue, 5, EVENT_CLASS_MODEL, 0, 0, 0);
    Event event;
    ck_assert(!event_queue_pop_until(&queue, -1, NULL, &event));
    ck_assert(event_queue_pop_until(&queue, 4, NULL, &event));
    ck_assert(!event_queue_pop_until(&queue, 4, NULL, &event));
    ck_assert(event_queue_pop_until(&queue, 5, NULL, &event));
    ck_assert(!event_queue_pop_until(&queue, SIM_NEVER, NULL, &event));
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_clone_continues_identically_from_any_moment) {
    Trace trace;
    trace_init(&trace, "clone");
    for (int i = 0; i < 3000; i++) {
        step(&trace, &mixes[3 - i % 2]);
        if (i % 10 != 0) continue;
        uint64_t before = event_queue_hash(&trace.laned);
        EventQueue one = clone_of(&trace.laned);
        EventQueue two = clone_of(&trace.laned);
        ck_assert_uint_eq(event_queue_hash(&one), before);
        ck_assert_uint_eq(go_on(&one), go_on(&two));
        ck_assert_uint_eq(event_queue_hash(&trace.laned), before);
        event_queue_deinit(&one);
        event_queue_deinit(&two);
    }
    trace_deinit(&trace);
}
END_TEST

START_TEST(event_queue_pops_equal_times_in_class_then_push_order) {
    EventQueue queue;
    event_queue_init(&queue);
    for (uint32_t i = 0; i < 100; i++)
        event_queue_push(&queue, 7, i % 2 ? EVENT_CLASS_COMMAND : EVENT_CLASS_MODEL, 0, i, 0);
    Event event;
    for (uint32_t i = 0; i < 100; i++) {
        ck_assert(event_queue_pop(&queue, &event));
        ck_assert_uint_eq(event.a, i < 50 ? 2 * i + 1 : 2 * (i - 50));
    }
    ck_assert(!event_queue_pop(&queue, &event));
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_reaches_the_ends_of_time) {
    EventQueue queue;
    event_queue_init(&queue);
    event_queue_push(&queue, SIM_NEVER, EVENT_CLASS_MODEL, 3, 0, 0);
    event_queue_push(&queue, SIM_NEVER, EVENT_CLASS_COMMAND, 2, 0, 0);
    event_queue_push(&queue, SIM_NEVER - 1, EVENT_CLASS_MODEL, 1, 0, 0);
    event_queue_push(&queue, 0, EVENT_CLASS_MODEL, 0, 0, 0);
    Event event;
    for (unsigned kind = 0; kind < 4; kind++) {
        ck_assert(event_queue_pop(&queue, &event));
        ck_assert_uint_eq(event.kind, kind);
    }
    ck_assert_int_eq(event.time, SIM_NEVER);
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_id_is_dead_after_firing_and_after_reuse_of_its_slot) {
    EventQueue queue;
    event_queue_init(&queue);
    ck_assert(!event_queue_cancel(&queue, (EventId){0}));
    EventId first = event_queue_push(&queue, 1, EVENT_CLASS_MODEL, 0, 0, 0);
    Event event;
    ck_assert(event_queue_pop(&queue, &event));
    ck_assert(!event_queue_cancel(&queue, first));
    EventId second = event_queue_push(&queue, 2, EVENT_CLASS_MODEL, 0, 0, 0);
    ck_assert_uint_eq(first.index1, second.index1);
    ck_assert(!event_queue_cancel(&queue, first));
    SimTime time = 0;
    ck_assert(event_queue_time_of(&queue, second, &time));
    ck_assert_int_eq(time, 2);
    ck_assert(event_queue_cancel(&queue, second));
    ck_assert(!event_queue_peek_time(&queue, &time, NULL));
    ck_assert_int_eq(event_queue_count(&queue), 0);
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_finds_the_lane_of_a_delay_again) {
    EventQueue queue;
    event_queue_init(&queue);
    int32_t second = event_queue_lane(&queue, SIM_SECOND);
    ck_assert_int_ne(event_queue_lane(&queue, SIM_MINUTE), second);
    ck_assert_int_eq(event_queue_lane(&queue, SIM_SECOND), second);
    event_queue_deinit(&queue);
}
END_TEST

// A time-out on every request, all of them answered in time, 100 in flight. Returns how many
// requests were followed to their end (a check of every step would take longer than the steps).
static int run_with_every_timeout_cancelled(EventQueue *queue, bool in_lane, int requests) {
    enum { IN_FLIGHT = 100 };
    EventId timeouts[IN_FLIGHT] = {0};
    int32_t lane = event_queue_lane(queue, SIM_MINUTE);
    event_queue_push(queue, 1, EVENT_CLASS_MODEL, 0, 0, 0);
    Event event;
    int cancelled = 0;
    for (int i = 0; i < requests && event_queue_pop(queue, &event) && event.kind == 0; i++) {
        EventId *timeout = &timeouts[i % IN_FLIGHT];
        cancelled += event_queue_cancel(queue, *timeout);
        SimTime later = event.time + SIM_MINUTE;
        *timeout = in_lane ? event_queue_push_lane(queue, lane, event.time, 1, 0, 0)
                           : event_queue_push(queue, later, EVENT_CLASS_MODEL, 1, 0, 0);
        event_queue_push(queue, event.time + SIM_MILLISECOND, EVENT_CLASS_MODEL, 0, 0, 0);
    }
    return cancelled + IN_FLIGHT;
}

// All that the ladder's arrays have room for, in keys and buckets.
static int32_t room_for_keys(const EventQueue *queue) {
    const Ladder *ladder = &queue->ladder;
    return ladder->bottom.capacity + ladder->top.capacity + ladder->buckets.capacity;
}

START_TEST(event_queue_memory_stays_bounded_where_everything_is_cancelled) {
    for (int in_lane = 0; in_lane < 2; in_lane++) {
        EventQueue queue;
        event_queue_init(&queue);
        ck_assert_int_eq(run_with_every_timeout_cancelled(&queue, in_lane, 200000), 200000);
        ck_assert_int_le(queue.slots.count, in_lane ? 110 : 256);
        ck_assert_int_le(room_for_keys(&queue), in_lane ? 64 : 1024);
        ck_assert_int_eq(event_queue_count(&queue), 101);
        event_queue_deinit(&queue);
    }
}
END_TEST

START_TEST(event_queue_memory_stays_bounded_when_lanes_are_many_and_idle) {
    EventQueue queue;
    event_queue_init(&queue);
    for (int round = 0; round < 100; round++)
        for (SimTime delay = 1; delay <= 300; delay++) {
            int32_t lane = event_queue_lane(&queue, delay);
            EventId one = event_queue_push_lane(&queue, lane, round, 0, 0, 0);
            EventId two = event_queue_push_lane(&queue, lane, round, 0, 0, 0);
            ck_assert(event_queue_cancel(&queue, delay % 2 ? one : two));
            ck_assert(event_queue_cancel(&queue, delay % 2 ? two : one));
        }
    ck_assert_int_eq(event_queue_count(&queue), 0);
    ck_assert_int_le(queue.slots.count, 302);
    ck_assert_int_le(room_for_keys(&queue), 2048);
    ck_assert(!event_queue_peek_time(&queue, NULL, NULL));
    ck_assert_int_eq(queue.ladder.count, 0);
    ck_assert_int_eq(queue.dead, 0);
    event_queue_deinit(&queue);
}
END_TEST

static void hold(EventQueue *queue, RandomStream *random, int times) {
    Event event;
    for (int i = 0; i < times; i++) {
        ck_assert(event_queue_pop(queue, &event));
        event_queue_push(queue, event.time + random_below(random, 2000), EVENT_CLASS_MODEL, 0, 0,
                         0);
    }
}

START_TEST(event_queue_does_not_allocate_in_the_steady_state) {
    EventQueue queue;
    event_queue_init(&queue);
    RandomStream random;
    random_stream_seed(&random, 2, "hold");
    for (int i = 0; i < 1000; i++)
        event_queue_push(&queue, random_below(&random, 1000), EVENT_CLASS_MODEL, 0, 0, 0);
    hold(&queue, &random, 20000);
    const void *slots = queue.slots.items;
    int32_t room = room_for_keys(&queue), slot_count = queue.slots.count;
    hold(&queue, &random, 50000);
    ck_assert_ptr_eq(queue.slots.items, slots);
    ck_assert_int_eq(room_for_keys(&queue), room);
    ck_assert_int_eq(queue.slots.count, slot_count);
    event_queue_deinit(&queue);
}
END_TEST

START_TEST(event_queue_hash_sees_every_part_of_a_pending_event) {
    uint64_t hashes[6];
    for (int i = 0; i < 6; i++) {
        EventQueue queue;
        event_queue_init(&queue);
        event_queue_push(&queue, 1 + (i == 1), i == 2 ? EVENT_CLASS_COMMAND : EVENT_CLASS_MODEL,
                         i == 3, i == 4, i == 5);
        hashes[i] = event_queue_hash(&queue);
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(hashes[i], hashes[j]);
        event_queue_deinit(&queue);
    }
}
END_TEST

START_TEST(event_queue_refuses_an_event_before_the_one_popped_last) {
    EventQueue queue;
    event_queue_init(&queue);
    event_queue_push(&queue, 10, EVENT_CLASS_MODEL, 0, 0, 0);
    Event event;
    event_queue_pop(&queue, &event);
    event_queue_push(&queue, 9, EVENT_CLASS_MODEL, 0, 0, 0);
}
END_TEST

START_TEST(event_queue_refuses_a_lane_whose_time_goes_back) {
    EventQueue queue;
    event_queue_init(&queue);
    int32_t lane = event_queue_lane(&queue, 5);
    event_queue_push_lane(&queue, lane, 2, 0, 0, 0);
    event_queue_push_lane(&queue, lane, 1, 0, 0, 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("event_queue");
    TCase *tests = tcase_create("event_queue");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, event_queue_and_lanes_pop_random_traces_as_a_naive_list_does, 0,
                        (int)(sizeof(mixes) / sizeof(mixes[0])));
    tcase_add_test(tests, event_queue_keeps_order_while_it_grows_and_shrinks_by_thousands);
    tcase_add_test(tests, event_queue_keeps_order_while_arrivals_outrun_their_ends);
    tcase_add_test(tests, event_queue_takes_no_event_after_the_time_asked_for);
    tcase_add_test(tests, event_queue_clone_continues_identically_from_any_moment);
    tcase_add_test(tests, event_queue_pops_equal_times_in_class_then_push_order);
    tcase_add_test(tests, event_queue_reaches_the_ends_of_time);
    tcase_add_test(tests, event_queue_id_is_dead_after_firing_and_after_reuse_of_its_slot);
    tcase_add_test(tests, event_queue_finds_the_lane_of_a_delay_again);
    tcase_add_test(tests, event_queue_memory_stays_bounded_where_everything_is_cancelled);
    tcase_add_test(tests, event_queue_memory_stays_bounded_when_lanes_are_many_and_idle);
    tcase_add_test(tests, event_queue_does_not_allocate_in_the_steady_state);
    tcase_add_test(tests, event_queue_hash_sees_every_part_of_a_pending_event);
    tcase_add_test_raise_signal(tests, event_queue_refuses_an_event_before_the_one_popped_last,
                                SIGABRT);
    tcase_add_test_raise_signal(tests, event_queue_refuses_a_lane_whose_time_goes_back, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
