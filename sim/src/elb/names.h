/// Names of targets and their states for the event log.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

/// "healthy", "draining", ... as the nodes together say.
const char *target_state_word(const SimWorld *world, int32_t target);
/// Tells the sink that a target changed state.
void world_tell_target(SimWorld *world, int32_t target, const char *from, const char *to,
                       const char *cause);
/// The same of another property of it than its health, named by `type`.
void world_tell_target_as(SimWorld *world, const char *type, int32_t target, const char *from,
                          const char *to, const char *cause);
const char *probe_reason_name(int32_t reason);
/// The name of a node: "web/ap-south-1a", of the second one there "web/ap-south-1a 2".
void node_subject(const SimWorld *world, int32_t node, char *out, size_t capacity);
/// Tells the sink what happened to something at a node.
void world_tell_node(SimWorld *world, int32_t node, const char *type, const char *from,
                     const char *to, const char *cause);
