/// Conditions of rules: what a request must be like so that a rule takes it.
///
/// All but that of the source address are the same for every request of a kind, so they are asked
/// once; the address differs from user to user.
#pragma once

#include "traffic/traffic.h"

/// Whether all conditions of a rule hold, that of the source address apart.
bool conditions_hold(const ConfigRule *rule, const RequestTarget *target);
/// Whether the source address is among those of the rule, which has such a condition.
bool source_holds(const ConfigRule *rule, uint32_t client_ip);
/// Whether a text matches a pattern in which '*' takes zero or more characters and '?' exactly one.
bool pattern_matches(const char *pattern, const char *text, bool ignores_case);
