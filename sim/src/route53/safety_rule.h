/// Safety rules of Application Recovery Controller: they refuse changes of routing controls that
/// would do harm, such as all off.
///
/// An assertion rule looks at the states as they would be afterwards, a gating rule at its gating
/// controls as they are. After a change a rule's controls stay as they are for its wait period.
#pragma once

#include "sim/base.h"

typedef struct SimWorld SimWorld;

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// Moving part of a ConfigSafetyRule.
typedef struct SafetyRule {
    SimTime waits_until; ///< no change of its controls before
} SafetyRule;

#pragma GCC diagnostic pop

/// Routing controls of a hosted zone, at most.
enum { CONTROLS_MAX = 300 };

/// A change of some controls in one transaction: 0 Off, 1 On, -1 left as it is.
typedef struct ControlChange {
    int8_t wanted[CONTROLS_MAX];
} ControlChange;

void safety_rules_start(SimWorld *world);
/// Whether all rules let the change through. False: `error` names the one that does not.
bool safety_rules_allow(const SimWorld *world, const ControlChange *change, SimError *error);
/// The change is about to be made: rules begin to wait.
void safety_rules_changed(SimWorld *world, const ControlChange *change);
