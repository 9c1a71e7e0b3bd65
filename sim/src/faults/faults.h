/// Faults: what can break, and how it heals.
#pragma once

#include "sim/command.h"

typedef struct SimWorld SimWorld;

/// Whether the command, a fault, recovery or (de)registration, makes sense now. False: `error` says
/// why not.
bool fault_check(const SimWorld *world, const SimCommand *command, SimError *error);
/// Carries it out.
void fault_apply(SimWorld *world, const SimCommand *command);
