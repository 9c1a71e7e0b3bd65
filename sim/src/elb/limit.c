// How long a node waits for a connection and for an answer, and its client for all of it.
//
// A time-out for each attempt, nearly all of them taken back, would be much of what a run does. So
// a limit is a moment, and an event only while it is not known that something else happens before:
// an attempt that travels arrives, and one that is served is done, at a time that is known. Where
// that can change (a target that hangs, slows down, loses its power) those it befalls wait.
#include "elb/elb.h"

#include "world/world.h"

static void node_waits(SimWorld *world, int32_t index) {
    Attempt *attempt = &world->attempts.items[index];
    bool is_waiting = attempt->is_counted || (attempt->protocol & ATTEMPT_UNREAD) != 0;
    if (!is_waiting || attempt->timer.index1 != 0) return;
    attempt->timer = event_queue_push(&world->events, attempt->limit, EVENT_CLASS_MODEL,
                                      EVENT_ATTEMPT_TIMER, (uint32_t)index, 0);
}

void attempt_waits(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    if (attempt->kind == ATTEMPT_CHECK) return;
    if (attempt->request1 != 0) request_waits(world, attempt->request1 - 1);
    if (attempt->kind == ATTEMPT_REQUEST) node_waits(world, index);
}

// When the first of those who wait gives up.
static SimTime earliest_end(const Attempt *attempt) {
    return attempt->limit < attempt->patience_ends ? attempt->limit : attempt->patience_ends;
}

void attempt_step(SimWorld *world, int32_t index, SimTime delay_ns, int32_t kind) {
    Attempt *attempt = &world->attempts.items[index];
    if (world->now + delay_ns >= earliest_end(attempt)) attempt_waits(world, index);
    attempt->step = world_after(world, delay_ns, (EventKind)kind, (uint32_t)index, 0);
}

void attempt_awaits_work(SimWorld *world, int32_t index) {
    const Attempt *attempt = &world->attempts.items[index];
    SimTime span = earliest_end(attempt) - world->now;
    if (!station_is_done_within(&world->stations, attempt->instance, index, attempt->work_ns, span))
        attempt_waits(world, index);
}

void attempt_limit(SimWorld *world, int32_t index, SimTime wait_ns) {
    Attempt *attempt = &world->attempts.items[index];
    world_cancel(world, &attempt->timer);
    attempt->limit = world->now + wait_ns;
}

static void jobs_wait(SimWorld *world, const IndexList *jobs) {
    for (uint32_t at1 = jobs->head1; at1 != 0; at1 = world->stations.jobs.items[at1 - 1].link.next1)
        attempt_waits(world, (int32_t)at1 - 1);
}

void attempts_at_instance_wait(SimWorld *world, int32_t instance) {
    const Station *station = &world->stations.stations.items[instance];
    jobs_wait(world, &station->inside);
    jobs_wait(world, &station->queue);
}
