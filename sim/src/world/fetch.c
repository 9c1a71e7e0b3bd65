// One event needs records that lead to one another: its request, the request's connection and
// time-out, the neighbours of that in its lane. What leads on must have come before it can be
// followed, so each step is taken one or two events after the one before.
#include "world/fetch.h"

enum { FIRST_AHEAD = 6, SECOND_AHEAD = 4, THIRD_AHEAD = 2 };

static void fetch(const void *record, size_t size) {
    for (size_t at = 0; at < size; at += 64)
        __builtin_prefetch((const char *)record + at);
}

static void fetch_slot(const SimWorld *world, EventId id) {
    if (id.index1 != 0) fetch(&world->events.slots.items[id.index1 - 1], 1);
}

static void fetch_lane_neighbours(const SimWorld *world, EventId id) {
    if (id.index1 == 0) return;
    const EventSlot *slots = world->events.slots.items, *slot = &slots[id.index1 - 1];
    if (slot->next1 != 0) fetch(&slots[slot->next1 - 1], 1);
    if (slot->prev1 != 0) fetch(&slots[slot->prev1 - 1], 1);
}

static void fetch_job(const SimWorld *world, uint32_t station, uint32_t job) {
    fetch(&world->stations.stations.items[station], sizeof(Station));
    fetch(&world->instances.items[station], sizeof(Instance));
    fetch(&world->stations.jobs.items[job], sizeof(StationJob));
    fetch(&world->stations.links.items[job], 1);
    fetch(&world->attempts.items[job], sizeof(Attempt));
}

static void fetch_first(const SimWorld *world, const EventSlot *slot) {
    switch ((EventKind)(slot->stamp & EVENT_KIND_MASK)) {
    case EVENT_NODE_RECEIVE:
    case EVENT_CLIENT_RESPONSE:
        fetch(&world->requests.items[slot->a], sizeof(Request));
        break;
    case EVENT_INSTANCE_RECEIVE:
    case EVENT_NODE_RESPONSE:
        fetch(&world->attempts.items[slot->a], sizeof(Attempt));
        fetch(&world->attempt_links.items[slot->a], 1);
        fetch(&world->stations.jobs.items[slot->a], sizeof(StationJob));
        break;
    case EVENT_STATION:
        fetch_job(world, slot->a, slot->b);
        break;
    default:
        break;
    }
}

static void fetch_second(const SimWorld *world, const EventSlot *slot) {
    switch ((EventKind)(slot->stamp & EVENT_KIND_MASK)) {
    case EVENT_NODE_RECEIVE:
    case EVENT_CLIENT_RESPONSE: {
        const Request *request = &world->requests.items[slot->a];
        if (request->connection1 != 0)
            fetch(&world->connections.items[request->connection1 - 1], sizeof(Connection));
        fetch_slot(world, request->patience);
        fetch(&world->users.items[request->user], 1);
        break;
    }
    case EVENT_INSTANCE_RECEIVE:
    case EVENT_NODE_RESPONSE: {
        const Attempt *attempt = &world->attempts.items[slot->a];
        fetch_slot(world, attempt->timer);
        if (attempt->instance >= 0) {
            fetch(&world->stations.stations.items[attempt->instance], sizeof(Station));
            fetch(&world->instances.items[attempt->instance], sizeof(Instance));
        }
        if (attempt->target >= 0) fetch(&world->targets.items[attempt->target], sizeof(Target));
        if (attempt->request1 != 0)
            fetch(&world->requests.items[attempt->request1 - 1], sizeof(Request));
        break;
    }
    default:
        break;
    }
}

static void fetch_third(const SimWorld *world, const EventSlot *slot) {
    EventKind kind = (EventKind)(slot->stamp & EVENT_KIND_MASK);
    if (kind == EVENT_CLIENT_RESPONSE)
        fetch_lane_neighbours(world, world->requests.items[slot->a].patience);
    if (kind == EVENT_NODE_RESPONSE)
        fetch_lane_neighbours(world, world->attempts.items[slot->a].timer);
}

void fetch_ahead(const SimWorld *world) {
    const EventSlot *slot;
    if ((slot = event_queue_ahead(&world->events, FIRST_AHEAD)) != NULL) fetch_first(world, slot);
    if ((slot = event_queue_ahead(&world->events, SECOND_AHEAD)) != NULL) fetch_second(world, slot);
    if ((slot = event_queue_ahead(&world->events, THIRD_AHEAD)) != NULL) fetch_third(world, slot);
}
