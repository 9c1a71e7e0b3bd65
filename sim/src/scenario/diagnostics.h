/// Collecting what is wrong with a scenario.
#pragma once

#include "scenario/document.h"
#include "sim/scenario.h"

/// Adds a finding about `node` (NULL: the whole file). `remedy` may be "". The message is one
/// clause without a full stop.
void diagnostics_add(SimDiagnostics *diagnostics, SimDiagnosticClass class_, const Node *node,
                     const char *remedy, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/// The same at the key of `node` instead of its value.
void diagnostics_add_key(SimDiagnostics *diagnostics, SimDiagnosticClass class_, const Node *node,
                         const char *remedy, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/// A finding about the text itself.
void diagnostics_add_syntax(SimDiagnostics *diagnostics, const Scan *scan);
void diagnostics_set_file(SimDiagnostics *diagnostics, const char *file);
/// Whether no further finding is kept, so that nobody need look for a suggestion.
bool diagnostics_is_full(const SimDiagnostics *diagnostics);
/// Whether something was already said about a member of `node`.
bool diagnostics_has_below(const SimDiagnostics *diagnostics, const Node *node);
/// Brings the findings into the order of their places.
void diagnostics_sort(SimDiagnostics *diagnostics);
/// The first error as one sentence without a file. Returns false.
bool diagnostics_to_error(const SimDiagnostics *diagnostics, SimError *error);

/// The word of `words` (ends with NULL) that `text` was probably meant to be; NULL: none is near.
const char *suggest_word(const char *text, const char *const *words);
/// The number of letters to insert, delete, change or swap that lead from one word to the other;
/// words beyond 63 letters are far.
int32_t suggest_distance(const char *a, const char *b);
