/// Commands within the scenario module: decoding them from documents.
#pragma once

#include "scenario/document.h"
#include "sim/command.h"

/// The names of commands in the order of SimCommandKind, ended by NULL.
extern const char *const command_names[SIM_COMMAND_COUNT + 1];

/// Decodes an object {"at": ..., "do": ..., ...}; "say" is passed over when `has_say`. False:
/// `error` says what is wrong with
/// `*place`, and nothing was written to `command`.
bool command_decode(const Node *node, bool has_say, SimCommand *command, const Node **place,
                    SimError *error);

/// Divides "region/instance:port", a container's name. False: no port is named, and `instance` is
/// the whole name. A port that is none is -1.
bool command_container(const char *name, char instance[192], int32_t *port);
