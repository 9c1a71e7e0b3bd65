/// Containers: processes of one instance, each behind a port of its own.
///
/// A target is an instance at a port, so several containers of a host are several targets, each
/// with its own health. A fault may strike one of them: its port then refuses, falls silent or
/// fails, and its neighbours go on. They share the workers of their host, as containers without
/// limits do.
#pragma once

#include "sim/base.h"
#include "sim/command.h"

typedef struct SimWorld SimWorld;
typedef struct Attempt Attempt;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// What was done to the process at a port; there is none for those that nothing happened to.
typedef struct Container {
    double error_share; ///< injected
    int32_t instance, port;
    uint8_t is_crashed, is_hung;
    uint8_t is_health_failing; ///< injected errors strike checks too
    uint8_t padding[5];
} Container;

#pragma GCC diagnostic pop

/// NULL: nothing ever happened to what listens there.
const Container *container_find(const SimWorld *world, int32_t instance, int32_t port);
/// The one that an attempt goes to, by the port that it is asked or checked at.
const Container *container_of(const SimWorld *world, const Attempt *attempt);

/// Whether the fault may strike the port, at which something must be registered.
bool container_check(const SimWorld *world, const SimCommand *command, int32_t instance,
                     int32_t port, SimError *error);
/// A crash, a hang, errors or a recovery, told in words that are written to `words`.
void container_strike(SimWorld *world, const SimCommand *command, int32_t instance, int32_t port,
                      char words[64]);
/// The whole instance restarts: nothing is left of what happened to its processes.
void containers_recover(SimWorld *world, int32_t instance);
