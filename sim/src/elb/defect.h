/// Requests that a node answers before it looks at its rules, and answers that it does not pass on,
/// because something about them is wrong (elb.md 4.1 and 4.3).
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "scenario/config.h"

typedef struct SimWorld SimWorld;

/// Whether the node turns the attempt away, or waits in vain for the rest of it: nothing more is
/// to be done then. Only for requests whose kind is odd.
bool defect_turns_away(SimWorld *world, int32_t attempt, int32_t listener);
/// The node has waited for the idle time-out and the request is not complete: 408.
void defect_times_out(SimWorld *world, int32_t attempt);
/// The client left before it had sent all: 400.
void defect_client_gone(SimWorld *world, int32_t attempt);
/// Whether the answer that has come from the target can not be passed on: 502, or 504 when the idle
/// time-out ends. Only where Config.has_response_defects.
bool defect_of_response(SimWorld *world, int32_t attempt);
/// Why requests of this kind were turned away last, in a few words.
const char *defect_why(const SimWorld *world, int32_t kind);
/// Ends both connections behind an ambiguous request in defensive mode. Only for odd requests.
bool desync_closes(const SimWorld *world, const ConfigRequest *request, int32_t balancer);
/// "Severe", "Ambiguous", "Acceptable"; NULL: compliant.
const char *desync_class_name(ConfigDesyncReason reason);
