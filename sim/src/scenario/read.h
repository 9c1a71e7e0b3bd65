/// Reading: a document checked against the key table and decoded into raw structures.
#pragma once

#include "scenario/diagnostics.h"
#include "scenario/keys.h"
#include "scenario/raw.h"

typedef struct Reader {
    Arena *arena;
    SimDiagnostics *diagnostics;
    /// Part of the file could not be read, so a name that seems not to exist may stand there.
    bool is_incomplete;
    struct ReadPattern *patterns; ///< compiled regular expressions
    int32_t pattern_count;
} Reader;

/// A reader into `arena`; reader_deinit gives back what the arena does not own.
void reader_init(Reader *reader, Arena *arena, SimDiagnostics *diagnostics);
void reader_deinit(Reader *reader);

/// Decodes an object of `kind` into `out` (zeroed, kind->size bytes). Everything wrong is reported;
/// fields that could not be read have their defaults.
void read_object(Reader *reader, const KeyKind *kind, const Node *node, void *out);
/// A member of the object `node` for messages, or the object itself where the key is absent.
const Node *read_place(const Node *node, const char *key);
/// A short text for what a key holds: "a duration like \"250ms\" or \"5m\"".
const char *read_expectation(const Key *key);
/// The default of a key as a node without place; NULL: it has none.
Node *read_default(Arena *arena, const Key *key);
/// The distributions, for the schema.
typedef struct ReadDistribution {
    const char *name;
    const char *shape; ///< name of the second parameter, NULL: none
    double min, max;   ///< of the shape
} ReadDistribution;
extern const ReadDistribution read_distributions[6];
#define READ_HEADER_PATTERN          "^[A-Za-z0-9!#$&'^_`|~.-]+$"
#define READ_HEADER_VALUE_PATTERN    "^[ -~]{0,2000}$"
#define READ_DIMENSION_PATTERN       "^[A-Za-z]{1,64}$"
#define READ_DIMENSION_VALUE_PATTERN "^[^;=]{1,256}$"
