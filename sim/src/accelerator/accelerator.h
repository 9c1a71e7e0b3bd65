/// Global Accelerator: two addresses for all regions, and clients enter AWS at the nearest edge.
///
/// DNS gives one of the two addresses whatever happens; where a connection ends is decided at the
/// edge, when it is opened: the closest endpoint group takes what its traffic dial lets in, an
/// endpoint of it by weight among the healthy. When a group has none, up to three other groups are
/// tried, the closest first and whatever their dials; when they have none either, the closest
/// group of all gets the connection. An open connection stays where it is.
///
/// To the model that is a choice between addresses which a request connects to as if DNS had given
/// them; what its endpoint is stands beside requests and connections, in arrays that exist only
/// where somebody has an accelerator. Limits: "close" is the table of round trips, all edges know
/// the same at the same time, and an endpoint that stays silent costs the client its own connect
/// time-out, as its edge has nobody to pass the connection on to.
#pragma once

#include "engine/event_queue.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;
typedef struct Request Request;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// Moving part of a ConfigEndpoint.
typedef struct Endpoint {
    EventId timer;           ///< when the edges hear of a change
    int32_t is_healthy;      ///< as its balancer or its checks say
    int32_t is_held_healthy; ///< as the edges know
    int32_t streak;          ///< of an instance: results in a row that go against is_healthy
    int32_t flows;           ///< open connections
} Endpoint;

/// Moving part of a ConfigEndpointGroup.
typedef struct EndpointGroup {
    int64_t new_flows;
    int32_t scope;   ///< of the meter
    int32_t is_able; ///< has a healthy endpoint with a weight, as told last
} EndpointGroup;

#pragma GCC diagnostic pop

void accelerator_start(SimWorld *world);
/// Weights or dials have changed.
void accelerator_reconfigure(SimWorld *world);

/// The request goes to an accelerator: its way is chosen, and stands in it as an answer of DNS
/// would. False: nobody listens on its port.
bool accelerator_route(SimWorld *world, int32_t request, int32_t accelerator);
/// The group that gets most of a population's new connections now; -1: nobody listens on its port.
int32_t accelerator_prefers(const SimWorld *world, int32_t population, int32_t accelerator);
/// The request connects without an accelerator.
void accelerator_leave(SimWorld *world, int32_t request);
/// The request goes over an open connection.
void accelerator_reuse(SimWorld *world, int32_t request);
/// A round trip through the edge, when it is `direct_ns` over the internet.
SimTime accelerator_round_trip(const SimWorld *world, int32_t endpoint, SimTime direct_ns);
/// What the first round trip of a connection takes, when a whole one is `round_trip_ns`: the
/// client's ends at the edge, which has begun the rest meanwhile.
SimTime accelerator_set_up(const SimWorld *world, int32_t endpoint, SimTime round_trip_ns);

// Flows: connections of clients that an accelerator carries.
void accelerator_opened(SimWorld *world, int32_t connection, int32_t request);
void accelerator_closed(SimWorld *world, int32_t connection);
/// Bytes of a connection's request and of its answer.
void accelerator_carries(SimWorld *world, int32_t connection, int32_t in, int32_t out);
/// Data must flow within this time, or the accelerator closes the connection; it can not be set.
#define ACCELERATOR_IDLE_LIMIT (340 * SIM_SECOND)

// Health.
/// A balancer's targets have changed.
void accelerator_balancer_changed(SimWorld *world, int32_t balancer);
/// Checks an instance, and will again.
void accelerator_check(SimWorld *world, int32_t endpoint);
/// The edges hear what an endpoint is.
void accelerator_heard(SimWorld *world, int32_t endpoint);
/// Whether a group has a healthy endpoint with a weight above 0.
bool endpoint_group_is_able(const SimWorld *world, int32_t group);
/// Whether one of its groups has.
bool accelerator_is_able(const SimWorld *world, int32_t accelerator);
void accelerator_gauges(SimWorld *world);
