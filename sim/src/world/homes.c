// What the next events will touch first, where that is far away in memory: thousands are in flight,
// and each of them lies still for thousands of events.
#include "compute/compute.h"
#include "world/world.h"

void world_homes(const SimWorld *world, EventHomes *homes) {
    const Array *requests = (const Array *)&world->requests;
    const Array *attempts = (const Array *)&world->attempts;
    const Array *stations = (const Array *)&world->stations.stations;
    const Array *connections = (const Array *)&world->connections;
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        homes[kind] = (EventHomes){.of_a = stations, .of_b = stations};
    homes[EVENT_NODE_RECEIVE].of_a = requests;
    homes[EVENT_NODE_RECEIVE].a_bytes = sizeof(Request);
    homes[EVENT_CLIENT_RESPONSE] = (EventHomes){.of_a = requests,
                                                .a_bytes = sizeof(Request),
                                                .of_b = connections,
                                                .b_bytes = sizeof(Connection)};
    homes[EVENT_STATION] = (EventHomes){
        .of_a = stations, .a_bytes = sizeof(Station), .of_b = attempts, .b_bytes = sizeof(Attempt)};
}
