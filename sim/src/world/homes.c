// What the next events will touch first.
#include "world/world.h"

#include "compute/compute.h"

void world_homes(const SimWorld *world, EventHomes *homes) {
    const Array *requests = (const Array *)&world->requests,
                *attempts = (const Array *)&world->attempts,
                *stations = (const Array *)&world->stations.stations,
                *connections = (const Array *)&world->connections;
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        homes[kind] = (EventHomes){.of_a = stations, .of_b = stations};
    homes[EVENT_NODE_RECEIVE] =
        (EventHomes){.of_a = requests, .of_b = stations, .a_bytes = sizeof(Request)};
    homes[EVENT_CLIENT_RESPONSE] =
        (EventHomes){requests, connections, sizeof(Request), sizeof(Connection)};
    homes[EVENT_STATION] = (EventHomes){stations, attempts, sizeof(Station), sizeof(Attempt)};
}
