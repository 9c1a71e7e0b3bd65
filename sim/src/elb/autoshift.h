/// Zonal autoshift: AWS itself takes the traffic of a balancer away from an impaired zone, and
/// practises it.
///
/// AWS goes by its own telemetry of the zone, not by the health of anybody's targets: some minutes
/// after a zone is impaired (`telemetry_delay`, model) it shifts the balancers that opted in, and
/// as long after it has recovered it shifts them back, if their capacity is balanced by then. About
/// once a week it makes a practice run of half an hour, which alarms of the owner may block or end.
/// Of several shifts one is applied: one begun by hand before an autoshift, that before practice.
#pragma once

#include "engine/event_queue.h"
#include "sim/base.h"

typedef struct SimWorld SimWorld;

/// Whose shift is applied, in the order of precedence.
typedef enum ShiftKind { SHIFT_BY_HAND, SHIFT_AUTO, SHIFT_PRACTICE } ShiftKind;
const char *shift_kind_word(ShiftKind kind);

typedef enum PracticeOutcome {
    PRACTICE_NONE,
    PRACTICE_PENDING,
    PRACTICE_SUCCEEDED,
    PRACTICE_FAILED,
    PRACTICE_INTERRUPTED,
    PRACTICE_CAPACITY_CHECK_FAILED,
} PracticeOutcome;
/// AWS's word: "SUCCEEDED".
const char *practice_outcome_word(PracticeOutcome outcome);

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

/// Of one balancer, beside its ZonalShift.
typedef struct Autoshift {
    EventId telemetry;      ///< AWS notices that a zone is impaired, or that it has recovered
    EventId practice;       ///< the next look at practice
    SimTime practice_ends;  ///< of the run under way; 0: none
    SimTime practice_due;   ///< of the week's run, whenever it may begin
    int32_t noticed_node1;  ///< in the zone whose impairment AWS is about to notice, number + 1
    int32_t active_node1;   ///< an autoshift leads away from it, applied or not; 0: none
    int32_t practice_count; ///< runs begun: zones take turns (model)
    int32_t outcome;        ///< PracticeOutcome of the last one
    int32_t is_blocked;     ///< the week's run waits, and that was told
    int32_t is_held;        ///< the zone has recovered and capacity is not balanced: that was told
} Autoshift;

#pragma GCC diagnostic pop

/// Plans the first practice run of a balancer.
void autoshift_start(SimWorld *world, int32_t balancer);
/// The balancer was deleted.
void autoshift_forget(SimWorld *world, int32_t balancer);
/// Settings have changed.
void autoshift_reconfigure(SimWorld *world);
/// A zone was struck, or is back.
void autoshift_zone_changed(SimWorld *world, int32_t zone);
/// A balancer's zone was disabled: what AWS had noticed of it concerns it no more.
void autoshift_zone_left(SimWorld *world, int32_t balancer, int32_t node1);
/// AWS has noticed it.
void autoshift_due(SimWorld *world, int32_t balancer);
/// The next look at practice.
void practice_due(SimWorld *world, int32_t balancer);
/// A shift by hand begins while another one is applied.
void autoshift_overruled(SimWorld *world, int32_t balancer);
/// The applied shift is over or was cancelled; an autoshift that is active may be applied now.
void autoshift_follows(SimWorld *world, int32_t balancer, ShiftKind ended, bool is_cancelled);
/// Whether healthy targets are as many in each zone of the balancer, within a fifth (model).
bool balancer_is_balanced(const SimWorld *world, int32_t balancer);
