/// Headers on their way to a target: what a balancer adds, and what it takes out (elb.md 4.1).
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct SimWorld SimWorld;
typedef struct Attempt Attempt;

/// Whether a header reaches the application with an attempt, by its name in any case.
bool header_arrives(const SimWorld *world, const Attempt *attempt, const char *name);
/// A request has a header whose name is not valid, and a node passes it on, or not.
void headers_count_invalid(SimWorld *world, int32_t node);
