/// Changing a document by path: the grammar of `set`, `--set` and mutants.
#pragma once

#include "scenario/document.h"
#include "scenario/keys.h"
#include "sim/base.h"

/// A copy of the document with the value at `path` changed. NULL: `error` says why. The result is
/// not compiled yet.
Node *set_apply(Arena *arena, const Node *root, const char *path, const char *value, bool live,
                SimError *error);
/// Finds the place of a path in a document that may be changed; `creates` makes optional objects,
/// and a list that is not given, on the way. NULL: `error` says why.
Node *set_walk(Arena *arena, Node *root, const char *path, bool creates, SimError *error);
/// Whether the change would lead to a valid scenario.
bool set_check(const Node *root, const char *path, const char *value, bool live, SimError *error);
/// Whether there is such a path.
bool set_resolves(const Node *root, const char *path, SimError *error);
/// The value at a path, the default where the file is silent. NULL: `error` says why.
const Node *set_find(Arena *arena, const Node *root, const char *path, SimError *error);
