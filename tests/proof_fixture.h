/// Proofs that keys matter: a row of tests/keys/proofs.txt says which change of a key changes what
/// a run gives. The loader's rule is that whatever it accepts acts; a key whose every change leaves
/// all outputs as they were would be a promise that nobody keeps.
///
/// A row is
///
///     kind.key | base | 20s | path | value [ | value ...]
///     kind.key live | base | 10s..20s | path | value
///     kind.key alike | enumerator | enumerator [...] | why no run tells them apart
///     kind.key none | why no run can show it
///
/// `base` is a scenario file, perhaps with changes behind it, "file + path=value + path=value".
/// `path` is as for `set`; a value is JSON or bare text, `absent` takes the key out, `file` leaves
/// what the base says. With one value the other is the base itself. A live row sets the value at
/// the first instant in a running world, and what follows must differ from what follows unset.
///
/// "enumerator => value" is a value that stands for the enumerator: an object that holds it with
/// what else it needs. "! value" is one that the loader must refuse, as it refuses a name that
/// nobody has: then that is what the key changes.
#pragma once

#include "scenario/keys.h"
#include "sim/scenario.h"
#include "sim/world.h"

enum { PROOF_VALUES_MAX = 64, PROOF_LINE_MAX = 8000, PROOF_KEYS_MAX = 1200 };

typedef enum ProofSort { PROOF_FILE, PROOF_LIVE, PROOF_ALIKE, PROOF_NONE } ProofSort;

typedef struct Proof {
    int32_t line; ///< in the file, from 1
    ProofSort sort;
    char text[PROOF_LINE_MAX]; ///< what the others point into
    const char *key;           ///< "kind.key"
    const char *base, *path;
    SimTime at, until;
    const char *values[PROOF_VALUES_MAX];
    int32_t value_count;
} Proof;

/// A row of the key table with the kind it belongs to.
typedef struct ProofKey {
    const KeyKind *kind;
    const Key *row;
    char name[128]; ///< "kind.key"
} ProofKey;

/// What a run gives.
typedef struct Outcome {
    uint64_t run;  ///< metrics, access log, incidents, verdicts
    uint64_t told; ///< what is shown besides: texts, charts, mutants, how rules answer
} Outcome;

/// Every key of the table that is built, each once. Returns how many.
int32_t proof_keys(ProofKey *out);
/// Whether a key is for readers alone: then `told` counts too.
bool proof_is_told(const ProofKey *key);

/// Reads one line. False: it is empty or a comment, or `error` says what is wrong with it.
bool proof_read(const char *line, int32_t number, Proof *proof, SimError *error);

/// The base of a proof with its changes. NULL: `error` says why.
SimScenario *proof_base(const char *base, SimError *error);
/// The enumerator that a value stands for, into `out`: the value itself unless it says another.
void proof_word(const char *value, char *out, size_t capacity);
/// The same with the value at a path changed. NULL: refused.
SimScenario *proof_change(const SimScenario *scenario, const char *path, const char *value,
                          SimError *error);
/// What a run of it gives until then; of NULL, of one that is refused, nothing.
Outcome proof_outcome(const SimScenario *scenario, SimTime until);
/// What follows after `at`, with the value set then (NULL: nothing is set). False: the command is
/// refused.
bool proof_live(const SimScenario *scenario, const char *path, const char *value, SimTime at,
                SimTime until, Outcome *outcome, SimError *error);
