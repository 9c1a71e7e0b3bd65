// An instance refresh from its start to its end: Pending, InProgress with its checkpoints, Baking,
// and how it ends; cancelled, failed, rolled back.
//
// It looks at its group every few seconds and does what its status asks for. Whom it replaces, and
// how many at once, is in refresh_step.c.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/world.h"

#define LOOK_PERIOD (5 * SIM_SECOND)
#define PATIENCE    SIM_HOUR

const char *sim_refresh_status_name(SimRefreshStatus status) {
    static const char *const names[SIM_REFRESH_STATUS_COUNT] = {"",
                                                                "Pending",
                                                                "InProgress",
                                                                "Baking",
                                                                "Cancelling",
                                                                "RollbackInProgress",
                                                                "Successful",
                                                                "Failed",
                                                                "Cancelled",
                                                                "RollbackSuccessful",
                                                                "RollbackFailed"};
    return names[status];
}

bool refresh_is_active(int32_t status) {
    return status >= SIM_REFRESH_PENDING && status < SIM_REFRESH_SUCCESSFUL;
}

static ScalingRefresh *at(SimWorld *world, int32_t group) {
    return &world->scaling_refreshes.items[group];
}

const ScalingRefresh *scaling_refresh_of(const SimWorld *world, int32_t group) {
    return group < world->scaling_refreshes.count ? &world->scaling_refreshes.items[group] : NULL;
}

// --- what it means for the group
// ------------------------------------------------------------------------------------------

int32_t scaling_launch_template(const SimWorld *world, int32_t group) {
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    int32_t own = world->config->scaling_groups[group].launch;
    if (refresh == NULL) return own;
    if (SIM_FACT("ASG-715", refresh_is_active(refresh->status))) return refresh->launch;
    return refresh->group_launch1 != 0 ? refresh->group_launch1 - 1 : own;
}

int32_t scaling_refresh_number(const SimWorld *world, int32_t group) {
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    return refresh != NULL ? refresh->number : 0;
}

bool scaling_refresh_waits(const SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    const ScalingRefresh *refresh = scaling_refresh_of(world, it->group);
    return refresh != NULL && refresh_is_active(refresh->status) && it->refresh == refresh->number;
}

void scaling_refresh_forget(SimWorld *world, int32_t group) {
    if (group < world->scaling_refreshes.count) at(world, group)->group_launch1 = 0;
}

// --- telling
// ----------------------------------------------------------------------------------------------------------------

static void tell(SimWorld *world, int32_t group, SimMark mark, const char *from, const char *to,
                 const char *cause) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[group];
    char subject[160];
    snprintf(subject, sizeof subject, "%s/%s", world->config->regions[config->region].name,
             config->name);
    world_tell(world, mark, "InstanceRefresh", subject, from, to, cause);
}

static void set_status(SimWorld *world, int32_t group, SimRefreshStatus status,
                       const char *reason) {
    ScalingRefresh *refresh = at(world, group);
    SimRefreshStatus before = (SimRefreshStatus)refresh->status;
    refresh->status = (int32_t)status;
    refresh->waits_until = 0;
    snprintf(refresh->reason, sizeof refresh->reason, "%s", reason);
    if (!refresh_is_active(refresh->status)) refresh->ended = world->now;
    SimMark mark = status == SIM_REFRESH_ROLLBACK_IN_PROGRESS || status == SIM_REFRESH_FAILED
                       ? SIM_MARK_ROLLBACK
                       : SIM_MARK_DEPLOYMENT;
    bool is_quiet = status == SIM_REFRESH_IN_PROGRESS || status == SIM_REFRESH_CANCELLING;
    tell(world, group, is_quiet ? SIM_MARK_NONE : mark, sim_refresh_status_name(before),
         sim_refresh_status_name(status), reason);
}

static void tell_progress(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    int32_t percent = refresh->total > 0 ? 100 * refresh->ready / refresh->total : 100;
    if (percent == refresh->percent) return;
    refresh->percent = percent;
    char to[64];
    snprintf(to, sizeof to, "%d %%, %d to update", percent, refresh->total - refresh->ready);
    tell(world, group, SIM_MARK_NONE, sim_refresh_status_name((SimRefreshStatus)refresh->status),
         to, "instances launched for the refresh are in service, healthy and warm");
}

// --- beginning
// --------------------------------------------------------------------------------------------------------------

// What there is and need not be replaced bears the new number.
static void mark_done(SimWorld *world, int32_t group, int32_t before, bool is_rollback) {
    const ScalingRefresh *refresh = at(world, group);
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        ScalingInstance *it = &world->scaling_instances.items[i];
        if (it->group != group) continue;
        bool is_same = world->instances.items[it->instance].launch == refresh->launch;
        bool is_done = is_rollback
                           ? SIM_FACT("ASG-718", it->refresh != before)
                           : is_same && SIM_FACT("ASG-714", refresh->preferences.skips_matching);
        if (is_done) it->refresh = refresh->number;
    }
}

static void start(SimWorld *world, int32_t group) {
    if (world->scaling_refreshes.count == 0)
        array_resize(&world->scaling_refreshes, world->config->scaling_group_count);
    int32_t own = scaling_launch_template(world, group);
    ScalingRefresh *refresh = at(world, group);
    refresh->preferences = world->config->scaling_groups[group].refresh;
    refresh->number++;
    refresh->launch_before = own;
    refresh->launch = refresh->preferences.launch >= 0 ? refresh->preferences.launch : own;
    refresh->started = refresh->progressed = world->now;
    refresh->ready = refresh->ready_most = refresh->percent = refresh->checkpoint = 0;
    refresh->total = world->scaling_groups.items[group].desired;
    refresh->waits_for = refresh->is_rolled_back = 0;
    mark_done(world, group, 0, false);
    char reason[SCALING_CAUSE_MAX];
    snprintf(reason, sizeof reason, "a user request; instances are replaced by such of %.60s",
             world->config->launches[refresh->launch].name);
    set_status(world, group,
               SIM_FACT("ASG-701", true) ? SIM_REFRESH_PENDING : SIM_REFRESH_IN_PROGRESS, reason);
    refresh->tick = world_after(world, LOOK_PERIOD, EVENT_SCALING_REFRESH, (uint32_t)group, 0);
}

// What it launched is replaced by what there was before.
static void roll_back(SimWorld *world, int32_t group, const char *reason) {
    refresh_withdraw(world, group);
    ScalingRefresh *refresh = at(world, group);
    int32_t before = refresh->number++;
    refresh->launch = refresh->launch_before;
    refresh->is_rolled_back = 1;
    refresh->progressed = world->now;
    refresh->ready_most = 0;
    mark_done(world, group, before, true);
    refresh_look(world, group);
    refresh = at(world, group);
    refresh->percent = refresh->total > 0 ? 100 * refresh->ready / refresh->total : 100;
    set_status(world, group, SIM_REFRESH_ROLLBACK_IN_PROGRESS, reason);
}

// --- going on
// ---------------------------------------------------------------------------------------------------------------

static void fail(SimWorld *world, int32_t group, const char *reason) {
    const ScalingRefresh *refresh = at(world, group);
    bool is_rollback = refresh->status == SIM_REFRESH_ROLLBACK_IN_PROGRESS;
    if (!is_rollback && SIM_FACT("ASG-716", refresh->preferences.is_auto_rollback)) {
        roll_back(world, group, reason);
        return;
    }
    refresh_withdraw(world, group);
    set_status(world, group, is_rollback ? SIM_REFRESH_ROLLBACK_FAILED : SIM_REFRESH_FAILED,
               reason);
}

static bool fails_by_alarm(SimWorld *world, int32_t group) {
    const ConfigRefresh *preferences = &at(world, group)->preferences;
    for (int32_t i = 0; i < preferences->alarm_count; i++) {
        int32_t alarm = preferences->alarms[i];
        if (!SIM_FACT("ASG-722", world->alarms.items[alarm].state == SIM_ALARM_ALARM)) continue;
        char reason[SCALING_CAUSE_MAX];
        snprintf(reason, sizeof reason, "the alarm %.120s is in ALARM",
                 world->config->alarms[alarm].name);
        fail(world, group, reason);
        return true;
    }
    return false;
}

// It goes on trying for an hour; what has to warm up for longer is not late by that.
static bool fails_by_time(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    if (refresh->ready > refresh->ready_most) {
        refresh->ready_most = refresh->ready;
        refresh->progressed = world->now;
    }
    SimTime late = refresh->progressed + PATIENCE + refresh->preferences.warmup_ns;
    if (!SIM_FACT("ASG-723", world->now >= late)) return false;
    char reason[SCALING_CAUSE_MAX];
    if (refresh->waits_for > 0)
        snprintf(reason, sizeof reason,
                 "it waited an hour for %d instances in standby or protected from scale-in",
                 refresh->waits_for);
    else
        snprintf(reason, sizeof reason,
                 "no instance became healthy and warm for an hour: %d of %d are updated",
                 refresh->ready, refresh->total);
    fail(world, group, reason);
    return true;
}

static void succeed(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    bool is_rollback = refresh->status == SIM_REFRESH_ROLLBACK_IN_PROGRESS;
    if (!is_rollback && SIM_FACT("ASG-708", refresh->preferences.launch >= 0))
        refresh->group_launch1 = refresh->launch + 1;
    char reason[SCALING_CAUSE_MAX];
    snprintf(reason, sizeof reason, "instances are updated: the group launches %.60s",
             world->config
                 ->launches[is_rollback || refresh->group_launch1 == 0 ? refresh->launch
                                                                       : refresh->group_launch1 - 1]
                 .name);
    set_status(world, group, is_rollback ? SIM_REFRESH_ROLLBACK_SUCCESSFUL : SIM_REFRESH_SUCCESSFUL,
               reason);
    scaling_set_monitoring(world, group);
}

static void complete(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    if (refresh->status == SIM_REFRESH_ROLLBACK_IN_PROGRESS || refresh->preferences.bake_ns == 0) {
        succeed(world, group);
        return;
    }
    set_status(world, group, SIM_REFRESH_BAKING,
               "all instances are updated; the bake time has to pass");
    refresh->waits_until =
        world->now + (SIM_FACT("ASG-719", true) ? refresh->preferences.bake_ns : 0);
}

// The last checkpoint that was reached counts: those that were passed at once are skipped.
static void reach_checkpoint(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    const ConfigRefresh *preferences = &refresh->preferences;
    int32_t reached = refresh->checkpoint - 1;
    for (int32_t i = refresh->checkpoint; i < preferences->checkpoint_count - 1; i++) {
        if (100 * refresh->ready < preferences->checkpoints[i] * refresh->total) break;
        reached = i;
        if (!SIM_FACT("ASG-736", true)) break;
    }
    if (reached < refresh->checkpoint) return;
    refresh->checkpoint = reached + 1;
    refresh->waits_until = world->now + preferences->checkpoint_delay_ns;
    char to[64], cause[160];
    snprintf(to, sizeof to, "checkpoint %d %%", preferences->checkpoints[reached]);
    snprintf(cause, sizeof cause, "%d of %d instances are updated; it goes on in %.0f s",
             refresh->ready, refresh->total, (double)preferences->checkpoint_delay_ns / 1e9);
    snprintf(refresh->reason, sizeof refresh->reason, "%s", cause);
    tell(world, group, SIM_MARK_DEPLOYMENT, sim_refresh_status_name(SIM_REFRESH_IN_PROGRESS), to,
         cause);
}

static bool is_waiting(SimWorld *world, int32_t group) {
    ScalingRefresh *refresh = at(world, group);
    if (refresh->waits_until == 0) return false;
    if (SIM_FACT("ASG-724", world->now < refresh->waits_until)) return true;
    refresh->waits_until = 0;
    refresh->progressed = world->now;
    return false;
}

static void go_on(SimWorld *world, int32_t group) {
    refresh_look(world, group);
    tell_progress(world, group);
    bool has_pairs = refresh_retire(world, group);
    bool is_rollback = at(world, group)->status == SIM_REFRESH_ROLLBACK_IN_PROGRESS;
    if (!is_rollback && fails_by_alarm(world, group)) return;
    if (!is_rollback && at(world, group)->waits_until == 0) reach_checkpoint(world, group);
    if (is_waiting(world, group)) return;
    bool is_complete = !has_pairs && refresh_is_complete(world, group);
    if (is_complete && scaling_pool_is_refreshed(world, group)) {
        complete(world, group);
        return;
    }
    if (!fails_by_time(world, group) && !is_complete) refresh_replace(world, group);
}

void autoscaling_refresh_due(SimWorld *world, int32_t group) {
    at(world, group)->tick = (EventId){0, 0};
    switch (at(world, group)->status) {
    case SIM_REFRESH_PENDING:
        set_status(world, group, SIM_REFRESH_IN_PROGRESS, "it begins to replace instances");
        go_on(world, group);
        break;
    case SIM_REFRESH_IN_PROGRESS:
    case SIM_REFRESH_ROLLBACK_IN_PROGRESS:
        go_on(world, group);
        break;
    case SIM_REFRESH_BAKING:
        refresh_look(world, group);
        if (!fails_by_alarm(world, group) && world->now >= at(world, group)->waits_until)
            succeed(world, group);
        break;
    default:
        refresh_look(world, group);
        if (!refresh_retire(world, group))
            set_status(world, group, SIM_REFRESH_CANCELLED,
                       "a user request; what was replaced stays");
    }
    if (refresh_is_active(at(world, group)->status))
        at(world, group)->tick =
            world_after(world, LOOK_PERIOD, EVENT_SCALING_REFRESH, (uint32_t)group, 0);
}

// --- commands
// ---------------------------------------------------------------------------------------------------------------

bool scaling_refresh_check(const SimWorld *world, const SimCommand *command, int32_t group,
                           SimError *error) {
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    int32_t status = refresh != NULL ? refresh->status : SIM_REFRESH_NONE;
    if (command->kind == SIM_COMMAND_START_REFRESH)
        return !SIM_FACT("ASG-725", refresh_is_active(status)) ||
               sim_error_set(error, "%s has an instance refresh that is not over: %s.",
                             command->target, sim_refresh_status_name((SimRefreshStatus)status));
    bool can_end = refresh_is_active(status) && status != SIM_REFRESH_CANCELLING;
    bool is_rollback = command->kind == SIM_COMMAND_ROLLBACK_REFRESH;
    if (!SIM_FACT("ASG-726", can_end && (!is_rollback || refresh->is_rolled_back == 0)))
        return sim_error_set(error, "%s has no instance refresh that could be %s.", command->target,
                             is_rollback ? "rolled back" : "cancelled");
    if (!is_rollback || !SIM_FACT("ASG-727", refresh->preferences.launch < 0)) return true;
    return sim_error_set(error,
                         "The refresh of %s has no desired configuration (\"launch\"), so it can "
                         "not be rolled back.",
                         command->target);
}

void scaling_refresh_apply(SimWorld *world, SimCommandKind kind, int32_t group) {
    if (kind == SIM_COMMAND_START_REFRESH)
        start(world, group);
    else if (kind == SIM_COMMAND_ROLLBACK_REFRESH)
        roll_back(world, group, "a user request");
    else if (SIM_FACT("ASG-738", true))
        set_status(world, group, SIM_REFRESH_CANCELLING,
                   "a user request: nothing further is replaced");
    else
        roll_back(world, group, "a user request");
}
