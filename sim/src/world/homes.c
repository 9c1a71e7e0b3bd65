// What the next events will touch first.
#include "world/world.h"

#include "compute/compute.h"

void world_homes(const SimWorld *world, EventHomes *homes) {
    const Array *requests = (const Array *)&world->requests,
                *attempts = (const Array *)&world->attempts,
                *jobs = (const Array *)&world->stations.jobs,
                *stations = (const Array *)&world->stations.stations,
                *connections = (const Array *)&world->connections;
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        for (int i = 0; i < EVENT_HOMES; i++)
            homes[kind].of[i] = (EventHome){.records = stations};
    homes[EVENT_NODE_RECEIVE].of[0] = (EventHome){requests, sizeof(Request), 0};
    homes[EVENT_CLIENT_RESPONSE].of[0] = (EventHome){requests, sizeof(Request), 0};
    homes[EVENT_CLIENT_RESPONSE].of[1] = (EventHome){connections, sizeof(Connection), 1};
    homes[EVENT_STATION].of[0] = (EventHome){stations, sizeof(Station), 0};
    homes[EVENT_STATION].of[1] = (EventHome){attempts, sizeof(Attempt), 1};
    homes[EVENT_STATION].of[2] = (EventHome){jobs, sizeof(StationJob), 1};
}
