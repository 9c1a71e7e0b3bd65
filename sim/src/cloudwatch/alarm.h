/// CloudWatch alarms: each watches one metric of its region and is OK, in ALARM or without enough
/// data.
///
/// An alarm is evaluated every minute (every 10 s when its period is shorter than a minute), on the
/// datapoints that are published by then: a datapoint appears 1 to 2 minutes after its period's
/// end. Actions come with a change of state only. What an alarm looks back on is kept for it alone
/// (watch.h); a world without alarms keeps nothing and has no event for them.
#pragma once

#include "engine/event_queue.h"
#include "scenario/config.h"
#include "sim/world.h"

/// As it stands. The order of fields leaves no gaps, for they are hashed.
typedef struct Alarm {
    SimTime since;       ///< in this state
    SimTime point_start; ///< of the newest datapoint it knows
    double point_value;  ///< its value
    /// Of the datapoints that counted last.
    double points_average, points_minimum, points_maximum;
    int32_t state;        ///< SimAlarmState
    int32_t first_watch;  ///< one a metric
    int32_t scope;        ///< of AlarmState
    int32_t is_evaluated; ///< once at least
    int32_t has_point;
    int32_t is_held;   ///< of a composite: the actions of its state wait for the suppressor
    EventId timer;     ///< of a composite: when they wait no longer
    int32_t told;      ///< of a composite: state + 1 whose actions came last
    int32_t breaching; ///< of the datapoints that counted last
    char reason[200];  ///< why it is in this state, as told last
} Alarm;

/// What the datapoints of an alarm say by themselves, whatever state it is in: Route 53 health
/// checks on an alarm go by these.
typedef enum AlarmStream {
    ALARM_STREAM_OK,
    ALARM_STREAM_BREACHING,
    ALARM_STREAM_INSUFFICIENT,
} AlarmStream;

/// Puts an alarm into a state, tells it when that is a change, and lets composites follow.
void alarm_change_state(SimWorld *world, int32_t alarm, SimAlarmState state, const char *reason);
/// Does the actions of an alarm's state.
void alarm_act(SimWorld *world, int32_t alarm);
/// Its threshold now: that of a target-tracking policy's low alarm follows the group's size.
double alarm_threshold(const SimWorld *world, int32_t alarm);
/// "region/alarm".
void alarm_full_name(const SimWorld *world, int32_t alarm, char *out, size_t capacity);

/// A composite alarm's first state; false: it has a metric.
bool composite_start(SimWorld *world, int32_t alarm);
/// Judges a composite's rule anew.
void composite_evaluate(SimWorld *world, int32_t alarm);
/// An alarm changed its state, `before` being the one it left: composites that name it follow, and
/// those it suppresses.
void composites_follow(SimWorld *world, int32_t alarm, SimAlarmState before);
/// A composite has changed its state; its actions come now or wait for the suppressor.
void composite_changed(SimWorld *world, int32_t alarm);
/// Its actions have waited long enough.
void composite_timer(SimWorld *world, int32_t alarm);

/// Makes the alarms of the scenario, with what they look back on.
void alarms_start(SimWorld *world);
/// Evaluates an alarm whose turn it is, and plans the next turn.
void alarm_due(SimWorld *world, int32_t alarm);
/// When it is evaluated next; 0: it looks at other alarms.
SimTime alarm_next_evaluation(const SimWorld *world, int32_t alarm);
/// Samples AlarmState, as a second closes.
void alarms_gauge(SimWorld *world);
/// By the datapoints published until now.
AlarmStream alarm_data_stream(const SimWorld *world, int32_t alarm);

/// SIM_COMMAND_SET_ALARM_STATE: the state stays until the next evaluation.
bool alarm_command_check(const SimWorld *world, const SimCommand *command, SimError *error);
void alarm_command_apply(SimWorld *world, const SimCommand *command);
