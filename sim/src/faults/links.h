/// Links: the way between the clients of a place and a region, when it is slow or loses packets.
///
/// "Mumbai/ap-south-1" is the internet between the two; "Mumbai/*" the clients' own access to it,
/// which lies on the way to every region, and to the edge of an accelerator too.
///
/// A slow link adds to every round trip. A lost packet comes again after a wait that doubles: 1 s
/// for the SYN of a connection, a round trip and 200 ms for a request, as systems do it; either
/// packet of an exchange may be lost, and a request's exchange is one, whatever its size (model).
/// Handshakes of TLS and what is between zones lose nothing. Route 53's table of latencies is not
/// live and knows of none of this.
#pragma once

#include "sim/base.h"
#include "sim/command.h"

typedef struct SimWorld SimWorld;
typedef struct Request Request;

/// From a population to a region: population * (regions + 1) + region, its own access behind its
/// regions. None until a link is touched.
typedef struct Link {
    SimTime added_ns;
    double loss; ///< of each packet, 0 to 1
} Link;

bool link_is_command(SimCommandKind kind);
/// Whether the command names a place with clients, and a region. False: `error` says what is wrong.
bool link_check(const SimWorld *world, const SimCommand *command, SimError *error);
void link_apply(SimWorld *world, const SimCommand *command);
/// For a region: the way to the edge of an accelerator, which is the access alone.
#define LINK_TO_EDGE (-1)
/// What is wrong with the whole way to a region, the access among it.
Link link_whole(const SimWorld *world, int32_t population, int32_t region);
/// What the link adds to a round trip.
SimTime link_added(const SimWorld *world, int32_t population, int32_t region);
/// What is lost before a packet of an exchange has come through and was answered, the first try
/// waiting `timeout_ns`. `leg` tells the exchanges of an attempt apart.
SimTime link_lost(const SimWorld *world, const Request *request, int32_t region, SimTime timeout_ns,
                  uint32_t leg);
