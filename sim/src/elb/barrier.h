/// Barriers: security groups and network ACLs, and what they keep from passing.
///
/// What is held back is dropped: the sender hears nothing and waits for its connect time-out.
/// A security group judges the first packet of a connection only, a network ACL each packet of it,
/// there and back.
#pragma once

#include "scenario/config.h"
#include "sim/view.h"

typedef struct SimWorld SimWorld;

/// Who holds a connection back; none: it can be made.
typedef struct Barrier {
    SimBarrier kind;
    int32_t owner; ///< security group, network ACL or zone; -1: several groups, none of which
                   ///< permits
    int32_t port;  ///< the packets go to; 0: ports 1024-65535, of replies
} Barrier;

/// From a client's address to a listener's port at a node.
Barrier barrier_to_node(const SimWorld *world, uint32_t client, int32_t node, int32_t port);
/// From a node to a port of an instance.
Barrier barrier_to_instance(const SimWorld *world, int32_t node, int32_t instance, int32_t port);
/// From a client's address straight to a port of an instance.
Barrier barrier_to_server(const SimWorld *world, uint32_t client, int32_t instance, int32_t port);
/// Whether it also holds back the packets of a connection made before.
bool barrier_stops_established(const Barrier *barrier);

/// Whether a node of the region speaks to targets from this address.
bool address_is_of_node(const SimWorld *world, int32_t region, uint32_t address);

/// The port a target is asked at, and the one it is checked at.
int32_t target_port(const SimWorld *world, int32_t target);
int32_t target_check_port(const SimWorld *world, int32_t target);
/// Works out what holds the nodes back from a target, and whether anything listens there.
void target_barriers_refresh(SimWorld *world, int32_t target);
void barriers_refresh(SimWorld *world);
/// Why no connection to a target's port can be made, for requests or for checks, as "; security
/// group app has no inbound rule for tcp 80"; "" when nothing is in the way.
void target_barrier_describe(const SimWorld *world, int32_t node, int32_t target, bool is_check,
                             char *out, int32_t capacity);
/// Clients of a population come to nothing at a node: told once a minute.
void barrier_tell(SimWorld *world, int32_t population, int32_t node, const Barrier *barrier);
/// In words: what is missing or in the way.
void barrier_describe(const SimWorld *world, const Barrier *barrier, char *out, int32_t capacity);
