/// Finding scenarios by name, and reading them with everything that is wrong told to the person.
#pragma once

#include "cli/options.h"
#include "sim/scenario.h"

#include <stdio.h>

/// A scenario file found in the search order: ./scenarios, the source tree's, the installed ones.
/// The first of a name counts.
typedef struct FoundScenario {
    char *name; ///< "bad-release"
    char *path; ///< "scenarios/bad-release.json"
} FoundScenario;

typedef struct FoundScenarios {
    FoundScenario *items;
    int count;
} FoundScenarios;

/// All of them, in the order of their names. The caller gives them back.
FoundScenarios scenarios_find(void);
void scenarios_free(FoundScenarios *found);

/// The file that `name` means: a path, or a bare name looked up in the search order. The text is
/// the caller's, to be freed with free(). NULL: there is none, which was said on standard error
/// with the nearest name.
char *scenarios_resolve(const char *name);

/// Whether an operand is the schema that stands among the scenarios, as `scenarios/*.json` names
/// it; then it says that it is passed over.
bool scenarios_is_schema(const char *name);

/// Prints each finding on its line: "file:line:column: ...".
void scenarios_print(const SimDiagnostics *diagnostics, FILE *file);

/// Resolves and reads; findings, warnings too, go to standard error. NULL: it is wrong. The caller
/// holds one reference.
SimScenario *scenarios_load(const char *name);
/// The same with "PATH=VALUE" changes applied in their order.
SimScenario *scenarios_load_with(const char *name, const TextList *changes);
/// One such change. NULL: `error` says why; the old scenario is untouched.
SimScenario *scenarios_change(const SimScenario *scenario, const char *path_and_value,
                              SimError *error);
