/// Auto Scaling: groups that launch and terminate instances until there are as many as desired.
///
/// A group's instances are slots among the world's instances (scenario/compile_autoscaling.c). A
/// launch fills a slot that is absent: the instance gets a new id, boots, may be held by a hook, is
/// registered with the group's target groups and is in service. A termination goes the other way:
/// deregistered, drained, held, gone; and the slot is free again. Everything else (health checks,
/// zones, policies, refreshes) only says how many there should be, or which one should go.
#pragma once

#include "engine/event_queue.h"
#include "scenario/config.h"
#include "sim/command.h"
#include "sim/view.h"

typedef struct SimWorld SimWorld;

/// Purpose of a draw, beside those about requests: whom to terminate.
enum { DRAW_VICTIM = 1000 };

// What is hashed may have no padding bytes.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wpadded"

#define SCALING_ID_MAX    24
#define SCALING_CAUSE_MAX 240

/// A slot, and the instance that it holds now.
typedef struct ScalingInstance {
    char id[SCALING_ID_MAX]; ///< "i-0..."; of the one before while absent
    SimTime launched;
    SimTime in_service;   ///< since then; -1: not yet
    SimTime grace_until;  ///< until then failing checks are no reason to replace it
    SimTime ended;        ///< when it was terminated or left the group
    SimTime silent_since; ///< it fails its EC2 status checks; -1: it does not
    SimTime boot_left;    ///< of one that was hibernated while it booted
    SimTime held_since;   ///< by a hook
    EventId timer;        ///< boot, hook
    int32_t group, instance;
    int32_t state;     ///< SimLifecycle
    int32_t number;    ///< the how manyth launch of its group
    int32_t hook;      ///< that holds it, index in the group
    int32_t replaces1; ///< the slot whose instance goes when this one is in service, index + 1
    int32_t heartbeats;
    int32_t refresh; ///< the instance refresh of its group, by its number, that has no work here
    int32_t starts;  ///< how often it was started; 0: EC2 has not answered yet
    int32_t is_incomplete; ///< what it was to install was cut off, and is not done again
    int32_t returns;       ///< from service to the warm pool
    uint8_t is_protected;
    uint8_t is_superseded; ///< another was launched in its place: it does not count any more
    uint8_t is_unhealthy;  ///< said so by set_instance_health
    uint8_t is_abandoned;
} ScalingInstance;

/// The moving part of a group.
typedef struct ScalingGroup {
    int32_t min, max, desired;
    int32_t launches;        ///< made so far
    int32_t draws;           ///< of a random victim
    int32_t warm_starts;     ///< launches that took one from the warm pool
    int32_t pool_scope1;     ///< of the pool's metrics, index + 1
    int32_t zone_away;       ///< shifted away from, index of `zones` + 1; 0: none
    SimTime throttled_until; ///< no batch of replacements before
    EventId act;             ///< launching or terminating is due
    EventId check;
    int32_t scope;
    int32_t cooldown_of1; ///< a simple policy whose activity is under way, index + 1
    SimTime cooldown_until;
    uint64_t attached;             ///< a bit a target group of which one target passed its checks
    char cause[SCALING_CAUSE_MAX]; ///< why the capacity is about to change
} ScalingGroup;

/// How an instance refresh stands: in the order of AWS's life of one.
///
/// A refresh replaces the instances of a group, some at a time, with such as the desired
/// configuration launches. What it may replace next follows from how many are ready: in service,
/// healthy, and warm. `number` marks what it need not touch: what was launched since it began, what
/// matches, and, in a rollback, what it had not replaced.
typedef struct ScalingRefresh {
    ConfigRefresh preferences; ///< as it was started
    SimTime started, ended;
    SimTime progressed;  ///< when the last instance became ready, or nothing was to be done
    SimTime waits_until; ///< a checkpoint's delay or the bake time; 0: it does not wait
    EventId tick;
    int32_t status; ///< SimRefreshStatus
    int32_t number; ///< grows with each refresh and rollback of the group
    int32_t launch; ///< of what is launched while it goes on
    int32_t launch_before;
    int32_t group_launch1; ///< what the group launches since one was successful, index + 1
    int32_t total, ready;  ///< as it looked last
    int32_t ready_most;
    int32_t percent;    ///< told last
    int32_t checkpoint; ///< the next
    int32_t waits_for;  ///< protected and in standby
    int32_t is_rolled_back;
    char reason[SCALING_CAUSE_MAX];
} ScalingRefresh;

#pragma GCC diagnostic pop

void autoscaling_start(SimWorld *world);
/// Takes up changed groups after a `set`; `old` is what was.
void autoscaling_reconfigure(SimWorld *world, const Config *old);
/// Capacity is to follow what is desired.
void autoscaling_act(SimWorld *world, int32_t group);
/// The periodic look at a group: health, zones, what is missing.
void autoscaling_check(SimWorld *world, int32_t group);
/// The timer of a slot went off.
void autoscaling_timer(SimWorld *world, int32_t slot);
/// The application of an instance serves.
void autoscaling_booted(SimWorld *world, int32_t instance);
/// A target of an instance is deregistered and has drained.
void autoscaling_drained(SimWorld *world, int32_t instance);
/// Gauges of the second that is about to close.
void autoscaling_gauges(SimWorld *world);
/// The id of an instance as it stands now: a fixed one's name, or that of a slot's instance.
const char *instance_name(const SimWorld *world, int32_t instance);
/// The n-th oldest instance (from 1) of a group; -1: there are fewer.
int32_t autoscaling_nth(const SimWorld *world, int32_t group, int32_t n);
int32_t world_find_scaling_group(const SimWorld *world, const char *name); ///< "region/group"

/// An alarm whose action is the policy changed its state, or stays in ALARM.
void autoscaling_alarm_fires(SimWorld *world, int32_t policy, int32_t alarm);
/// Below which value of its metric a target-tracking policy scales in, with the group as it is.
double scaling_low_threshold(const SimWorld *world, int32_t policy);
/// A scheduled action is due.
void autoscaling_scheduled(SimWorld *world, int32_t action);
/// When it will come next, its lateness included; SIM_NEVER.
SimTime scaling_scheduled_time(const SimWorld *world, int32_t action);

/// A refresh looks at its group.
void autoscaling_refresh_due(SimWorld *world, int32_t group);

// commands.c
bool is_autoscaling(SimCommandKind kind);
bool autoscaling_command_check(const SimWorld *world, const SimCommand *command, SimError *error);
void autoscaling_command_apply(SimWorld *world, const SimCommand *command);

// What the files of this room ask of each other.

static inline bool scaling_is_pending(int32_t state) {
    return state >= SIM_LIFECYCLE_PENDING && state <= SIM_LIFECYCLE_PENDING_PROCEED;
}

/// It counts towards the desired capacity.
static inline bool scaling_counts(const ScalingInstance *it) {
    return (scaling_is_pending(it->state) || it->state == SIM_LIFECYCLE_IN_SERVICE) &&
           !it->is_superseded;
}

static inline bool scaling_is_pooled(int32_t state) {
    return state >= SIM_LIFECYCLE_WARMED_PENDING && state <= SIM_LIFECYCLE_WARMED_HIBERNATED;
}

// pool.c
/// Makes the metrics of a pool that is new.
void scaling_pool_begin(SimWorld *world, int32_t group);
/// How many are to wait in the group's pool; 0: it has none.
int32_t scaling_pool_wanted(const SimWorld *world, int32_t group);
/// Whether another number waits, or is on its way there.
bool scaling_pool_differs(const SimWorld *world, int32_t group);
/// Puts one that waits into service, of the zone or else of another; in the place of `replaces`, a
/// slot or -1, of the zone only. False: none may be taken.
bool scaling_pool_take(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                       const char *cause);
/// Launches into the pool, or terminates there, until as many wait as are wanted.
void scaling_pool_act(SimWorld *world, int32_t group);
/// Those that died while they waited are given up.
void scaling_pool_check(SimWorld *world, int32_t group);
/// An instance is prepared: it waits from now on.
void scaling_pool_enter(SimWorld *world, int32_t slot);
/// Takes an instance out of service and back to the pool. False: it has no room.
bool scaling_pool_return(SimWorld *world, int32_t slot, const char *cause);
/// Whether the refresh of a group has nothing more to do in its pool; what it has to, is begun.
bool scaling_pool_is_refreshed(SimWorld *world, int32_t group);
void scaling_pool_gauges(SimWorld *world, int32_t group);

// group.c
/// How many are in which state; the rest is zero.
SimViewScalingGroup scaling_counts_of(const SimWorld *world, int32_t group);
/// The group's CPUUtilization comes as often as the metrics of what it launches.
void scaling_set_monitoring(SimWorld *world, int32_t group);
int32_t scaling_capacity(const SimWorld *world, int32_t group);
bool scaling_is_suspended(const SimWorld *world, int32_t group, ConfigProcess process);
/// Sets the desired capacity, clipped to the limits, and lets capacity follow.
void scaling_desire(SimWorld *world, int32_t group, int32_t desired, const char *cause);
/// Lets capacity follow; `cause` is told with what is launched or terminated.
void scaling_follow(SimWorld *world, int32_t group, const char *cause);

// activity.c
/// "2026-01-05T09:05:00Z"
const char *scaling_time(const SimWorld *world, char *out, size_t capacity);
const char *scaling_time_at(const SimWorld *world, SimTime at, char *out, size_t capacity);
void scaling_tell_activity(SimWorld *world, int32_t slot, const char *status, const char *cause);
void scaling_tell_group(SimWorld *world, int32_t group, const char *to, const char *cause);

// launch.c
/// Launches into a zone; `replaces` is a slot, which goes when the new one is in service, or -1.
/// False: there is no free slot.
bool scaling_launch(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                    const char *cause);
/// The same in the place of an instance that goes later: from the warm pool where one waits there.
bool scaling_launch_first(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                          const char *cause);
/// Launches into the warm pool.
bool scaling_launch_warm(SimWorld *world, int32_t group, int32_t zone, const char *cause);
/// Lets a stopped instance start, or one that runs go on, towards service.
void scaling_start(SimWorld *world, int32_t slot, const char *cause);
/// EC2 has answered: the instance has its id.
void scaling_launch_answered(SimWorld *world, int32_t slot);
/// Whether its template has something to install at the first boot.
bool scaling_installs(const SimWorld *world, int32_t slot);

// lifecycle.c
/// Begins the end of an instance: deregistering, draining, hook.
void scaling_terminate(SimWorld *world, int32_t slot, const char *cause);
void scaling_set_state(SimWorld *world, int32_t slot, SimLifecycle state, const char *cause);
void scaling_enter_service(SimWorld *world, int32_t slot);
/// Takes an instance in service out of routing, into standby or out of the group.
void scaling_leave_service(SimWorld *world, int32_t slot, SimLifecycle state, const char *cause);
/// Its hook waits anew, within the overall limit.
void scaling_heartbeat(SimWorld *world, int32_t slot);
void scaling_complete_hook(SimWorld *world, int32_t slot, bool is_continue, const char *cause);
/// Deregisters from all target groups; true: something drains now.
bool scaling_deregister(SimWorld *world, int32_t slot);
/// It runs, or could: neither terminated nor in a zone without power.
bool scaling_is_running(const SimWorld *world, int32_t slot);

// placement.c
/// The zone to launch into: the one with the fewest of those that may be asked (`tried`: bits of
/// the group's zones not to be asked again); -1: none is left.
int32_t scaling_pick_zone(const SimWorld *world, int32_t group, uint32_t tried);
bool scaling_zone_has_capacity(const SimWorld *world, int32_t zone);
/// Whom the termination policies choose; -1: nobody may go.
int32_t scaling_pick_victim(SimWorld *world, int32_t group);
/// Of these slots those that the group's termination policies leave, in their order; returns how
/// many. The first so many of `slots` are they.
int32_t scaling_narrow(const SimWorld *world, int32_t group, int32_t *slots, int32_t count);
void scaling_rebalance(SimWorld *world, int32_t group);

// policy.c
/// A launch or a termination has ended: the cooldown of simple scaling may begin.
void scaling_activity_ended(SimWorld *world, int32_t group);
/// When an instance in service counts for all policies of its group and in its metrics; 0: it is
/// not in service, or there is nothing that would wait.
SimTime scaling_warm_at(const SimWorld *world, int32_t slot);
/// The capacity that an adjustment makes of `base`.
int32_t scaling_adjust(int32_t base, const ConfigScalingPolicy *policy, double by);

// refresh.c
/// The refresh of a group, over or not; NULL: none of its groups had one yet.
const ScalingRefresh *scaling_refresh_of(const SimWorld *world, int32_t group);
bool refresh_is_active(int32_t status);
/// What the group launches from now on.
int32_t scaling_launch_template(const SimWorld *world, int32_t group);
/// The number that an instance launched now bears.
int32_t scaling_refresh_number(const SimWorld *world, int32_t group);
/// Whether an instance that takes another's place waits for the refresh to say so.
bool scaling_refresh_waits(const SimWorld *world, int32_t slot);
/// The group was given another launch template.
void scaling_refresh_forget(SimWorld *world, int32_t group);
bool scaling_refresh_check(const SimWorld *world, const SimCommand *command, int32_t group,
                           SimError *error);
void scaling_refresh_apply(SimWorld *world, SimCommandKind kind, int32_t group);
// refresh_step.c
/// Counts anew what is ready, and of how many.
void refresh_look(SimWorld *world, int32_t group);
/// Replaces as many as may be replaced now.
void refresh_replace(SimWorld *world, int32_t group);
/// Those whose place is taken go. True: some wait for that still.
bool refresh_retire(SimWorld *world, int32_t group);
/// What was launched in the place of others and is not ready is taken back.
void refresh_withdraw(SimWorld *world, int32_t group);
/// Whether nothing is left to be replaced, up to the last checkpoint.
bool refresh_is_complete(const SimWorld *world, int32_t group);

// scheduled.c
void scaling_scheduled_start(SimWorld *world);

// replace.c
/// It runs and passes the health checks that its group heeds.
bool scaling_is_well(SimWorld *world, int32_t slot);
void scaling_check_health(SimWorld *world, int32_t group);
void scaling_check_lifetimes(SimWorld *world, int32_t group);
