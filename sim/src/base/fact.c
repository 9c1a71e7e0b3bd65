// Only in builds for tests/flip.sh: the environment is read once, for the places that ask stand in
// the hottest code.
#include "base/fact.h"

#ifdef ALBATROSS_FLIPS

#include <stdlib.h>
#include <string.h>

bool fact_is_flipped(const char *ids) {
    static const char *asked; // the one piece of file-scope state, and never in a shipped build
    if (!asked) {
        const char *value = getenv("ALBATROSS_FLIP");
        asked = value ? value : "";
    }
    size_t length = strlen(asked);
    if (length == 0) {
        return false;
    }
    for (const char *at = strstr(ids, asked); at; at = strstr(at + 1, asked)) {
        bool begins = at == ids || at[-1] == ' ';
        if (begins && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

#else

typedef int NothingWithoutFlips; // a translation unit may not be empty

#endif
