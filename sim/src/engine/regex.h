/// Regular expressions without backtracking: all ways through the pattern are followed at once, so
/// that no pattern and no text takes longer than their lengths multiplied, and nothing is
/// allocated.
///
/// Known are literals, `.`, classes `[a-z]` and `[^...]`, `\d \w \s` and their capitals, groups
/// `(...)` and `(?:...)`, `|`, `* + ? {m,n}` (lazy with a further `?`), `^` and `$`. A search finds
/// the leftmost match; where several begin there, the one that a backtracking matcher would meet
/// first.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    REGEX_STEPS_MAX = 512,
    REGEX_SETS_MAX = 64,
    REGEX_GROUPS_MAX = 10, ///< the whole match is group 0
    REGEX_SLOTS = 2 * REGEX_GROUPS_MAX
};

typedef struct RegexStep {
    uint8_t op;
    uint8_t character; ///< lower case where case is ignored
    int16_t next;      ///< the way that is preferred; of a class: the set
    int16_t other;     ///< the second way of a fork
} RegexStep;

/// A set of characters: bit c of byte c / 8.
typedef struct RegexSet {
    uint8_t bits[32];
} RegexSet;

typedef struct Regex {
    const RegexStep *steps;
    const RegexSet *sets;
    int32_t step_count, set_count;
    int32_t group_count; ///< the whole match included
    bool ignores_case;
} Regex;

/// Room to build one; `regex` points into it, so whoever keeps it copies steps and sets.
typedef struct RegexBuilder {
    Regex regex;
    RegexStep steps[REGEX_STEPS_MAX];
    RegexSet sets[REGEX_SETS_MAX];
} RegexBuilder;

/// Builds `builder->regex` of a pattern. Returns NULL, or what is wrong with it as a clause.
const char *regex_build(RegexBuilder *builder, const char *pattern, bool ignores_case);

/// Whether the pattern is found in a text. `slots` (NULL: not asked for) receives where each group
/// begins and ends, -1 where it took no part.
bool regex_search(const Regex *regex, const char *text, int32_t slots[REGEX_SLOTS]);
