/// The meaning of a document, as a number.
#pragma once

#include "scenario/document.h"

/// A hash of a valid scenario document that does not depend on how it is written.
uint64_t meaning_hash(const Node *root);
