/// Building by command: what the console's steps do to the document.
///
/// A command of this kind adds an element to a list of the scenario or takes one out, and the
/// result is compiled like a file; so what a file may not say no command may build.
#pragma once

#include "scenario/config.h"
#include "scenario/document.h"
#include "sim/command.h"

bool build_is(SimCommandKind kind);
/// A copy of the document as the command leaves it. NULL: refused, `error` says why, in AWS's terms
/// where it has them. `config` is what the document was compiled to.
Node *build_apply(Arena *arena, const Node *root, const Config *config, const SimCommand *command,
                  SimError *error);
/// What it was asked with, as JSON for the trail.
void build_parameters(const SimCommand *command, char *out, int32_t capacity);
/// What it was done to, "region/name" and on.
void build_subject(const SimCommand *command, char *out, int32_t capacity);
/// The API action of such a command, "CreateListener".
const char *build_api(SimCommandKind kind);
