/// The loop of sim_world_advance() around a small model: next time, bound, closed second, hash,
/// dispatch. It is written out here so that a model of a few lines meets the same work an event as
/// the product's own.
#pragma once

#include "engine/event_queue.h"
#include "engine/hash.h"

typedef struct EngineLoop {
    EventQueue events;
    SimTime now, period_start;
    uint64_t executed_hash;
    int64_t executed;
} EngineLoop;

static inline void engine_loop_init(EngineLoop *loop) {
    *loop = (EngineLoop){.executed_hash = HASH_START};
    event_queue_init(&loop->events);
}

static inline void engine_loop_execute(EngineLoop *loop, const Event *event) {
    SIM_ASSERT(event->time >= loop->now);
    while (event->time - loop->period_start >= SIM_SECOND)
        loop->period_start += SIM_SECOND;
    loop->now = event->time;
    loop->executed_hash =
        hash_step(loop->executed_hash, (uint64_t)event->time ^ (uint64_t)event->kind << 56 ^
                                           (uint64_t)event->a << 28 ^ event->b);
    loop->executed++;
}

/// The next event, executed as far as the loop is concerned; the model does the rest. False: none
/// until `until_ns`.
static inline bool engine_loop_next(EngineLoop *loop, SimTime until_ns, Event *event) {
    if (!event_queue_pop_until(&loop->events, until_ns, NULL, event)) return false;
    engine_loop_execute(loop, event);
    return true;
}
