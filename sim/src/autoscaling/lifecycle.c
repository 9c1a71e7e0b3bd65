// An instance's way through its group, once it is launched: held by a hook, registered, in service;
// and out again: deregistered, drained, held, terminated.
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "traffic/traffic.h"
#include "world/world.h"

#define HEARTBEATS_MAX 100
#define HELD_MAX       (48 * SIM_HOUR)

static ScalingInstance *at(SimWorld *world, int32_t slot) {
    return &world->scaling_instances.items[slot];
}

static const ConfigScalingGroup *config_of(const SimWorld *world, int32_t slot) {
    return &world->config->scaling_groups[world->scaling_instances.items[slot].group];
}

void scaling_set_state(SimWorld *world, int32_t slot, SimLifecycle state, const char *cause) {
    ScalingInstance *it = at(world, slot);
    SimLifecycle before = (SimLifecycle)it->state;
    it->state = (int32_t)state;
    if (before == state) return;
    world_tell(world, SIM_MARK_NONE, "Lifecycle", it->id, sim_lifecycle_name(before),
               sim_lifecycle_name(state), cause);
}

bool scaling_is_running(const SimWorld *world, int32_t slot) {
    const Instance *instance =
        &world->instances.items[world->scaling_instances.items[slot].instance];
    return !instance->is_terminated && world->zones.items[instance->zone].has_power;
}

// --- hooks
// -----------------------------------------------------------------------------------------------------------------

static int32_t find_hook(const SimWorld *world, int32_t slot, bool is_terminating) {
    const ConfigScalingGroup *config = config_of(world, slot);
    for (int32_t i = 0; i < config->hook_count; i++)
        if (config->hooks[i].is_terminating == is_terminating) return i;
    return -1;
}

static void complete_by_itself(SimWorld *world, int32_t slot);

static void hold(SimWorld *world, int32_t slot, int32_t hook, SimLifecycle state) {
    ScalingInstance *it = at(world, slot);
    const ConfigHook *config = &config_of(world, slot)->hooks[hook];
    char cause[160];
    snprintf(cause, sizeof cause, "the lifecycle hook %.60s holds it", config->name);
    it->hook = hook;
    it->held_since = world->now;
    it->heartbeats = 0;
    it->timer = world_after(world, config->timeout_ns, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
    scaling_set_state(world, slot, state, cause);
    scaling_tell_activity(world, slot, "MidLifecycleAction", cause);
    if (!world->instances.items[it->instance].is_booting) complete_by_itself(world, slot);
}

static void complete_by_itself(SimWorld *world, int32_t slot) {
    const ScalingInstance *it = at(world, slot);
    bool is_launching =
        it->state == SIM_LIFECYCLE_PENDING_WAIT || it->state == SIM_LIFECYCLE_WARMED_PENDING_WAIT;
    if (it->hook >= 0 && is_launching &&
        SIM_FACT("ASG-771", config_of(world, slot)->hooks[it->hook].is_self_completed))
        scaling_complete_hook(world, slot, true, "the instance's application serves");
}

void autoscaling_booted(SimWorld *world, int32_t instance) {
    int32_t slot = world->config->instances[instance].slot1 - 1;
    if (slot >= 0) complete_by_itself(world, slot);
}

void scaling_heartbeat(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    const ConfigHook *hook = &config_of(world, slot)->hooks[it->hook];
    SimTime most = HEARTBEATS_MAX * hook->timeout_ns;
    if (most > HELD_MAX) most = HELD_MAX;
    SimTime ends = world->now + (SIM_FACT("ASG-115", true) ? hook->timeout_ns : 0);
    if (SIM_FACT("ASG-116", ends > it->held_since + most)) ends = it->held_since + most;
    if (ends < world->now) ends = world->now;
    it->heartbeats++;
    world_cancel(world, &it->timer);
    it->timer = world_after(world, ends - world->now, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
}

static void end_instance(SimWorld *world, int32_t slot);

void scaling_complete_hook(SimWorld *world, int32_t slot, bool is_continue, const char *cause) {
    ScalingInstance *it = at(world, slot);
    world_cancel(world, &it->timer);
    bool is_warm = it->state >= SIM_LIFECYCLE_WARMED_PENDING;
    bool is_launching =
        it->state == SIM_LIFECYCLE_PENDING_WAIT || it->state == SIM_LIFECYCLE_WARMED_PENDING_WAIT;
    it->hook = -1;
    if (!is_launching) {
        // ABANDON or CONTINUE, it is terminated.
        bool proceeds = SIM_FACT("ASG-114", true) || is_continue;
        scaling_set_state(world, slot,
                          is_warm ? SIM_LIFECYCLE_WARMED_TERMINATING_PROCEED
                                  : SIM_LIFECYCLE_TERMINATING_PROCEED,
                          cause);
        if (proceeds) end_instance(world, slot);
        return;
    }
    if (SIM_FACT("ASG-113", !is_continue)) {
        it->is_abandoned = 1;
        scaling_tell_activity(world, slot, "Cancelled", cause);
        scaling_terminate(world, slot, "The launch was abandoned by its lifecycle hook.");
        scaling_follow(world, it->group, "An abandoned instance is replaced.");
        return;
    }
    scaling_set_state(
        world, slot, is_warm ? SIM_LIFECYCLE_WARMED_PENDING_PROCEED : SIM_LIFECYCLE_PENDING_PROCEED,
        cause);
    if (is_warm)
        scaling_pool_enter(world, slot);
    else
        scaling_enter_service(world, slot);
}

// --- in service
// ------------------------------------------------------------------------------------------------------------

static void register_targets(SimWorld *world, int32_t slot) {
    const ScalingInstance *it = at(world, slot);
    const ConfigScalingGroup *config = config_of(world, slot);
    bool is_begin = world->now == 0;
    bool is_resting = scaling_is_suspended(world, it->group, CONFIG_PROCESS_ADD_TO_LOAD_BALANCER);
    if (SIM_FACT("ASG-750", is_resting)) return;
    for (int32_t i = 0; i < config->target_group_count; i++) {
        int32_t group = config->target_groups[i];
        if (world->config->target_groups[group].is_deleted) continue;
        target_register(world, group, it->instance, world->config->target_groups[group].port,
                        is_begin && !world->config->is_cold, !is_begin);
        if (!is_begin && world->groups.items[group].balancer >= 0)
            balancer_dns_refresh(world, world->groups.items[group].balancer,
                                 "an instance was registered");
    }
}

static void retire_replaced(SimWorld *world, int32_t slot);

// "it warms up until 2026-01-05T09:15:23Z", or that it is there.
static const char *warm_up_words(const SimWorld *world, int32_t slot, char *out, size_t capacity) {
    char when[40];
    SimTime at = scaling_warm_at(world, slot);
    snprintf(out, capacity, "it is in service");
    if (at <= world->now) return out;
    snprintf(out, capacity, "it warms up until %s: those that scale its group do not count it yet",
             scaling_time_at(world, at, when, sizeof when));
    return out;
}

// Its activity is over when it is warm; what it replaces under a maintenance policy stays so long.
static bool warm_up(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    SimTime warmup = config_of(world, slot)->default_warmup_ns;
    char words[120];
    if (world->now == 0 || !SIM_FACT("ASG-748", warmup > 0)) return false;
    scaling_tell_activity(world, slot, "WaitingForInstanceWarmup",
                          warm_up_words(world, slot, words, sizeof words));
    it->timer = world_after(world, warmup > 0 ? warmup : 0, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
    return true;
}

static void become_warm(SimWorld *world, int32_t slot) {
    scaling_tell_activity(world, slot, "Successful", "the instance is warm");
    retire_replaced(world, slot);
}

void scaling_enter_service(SimWorld *world, int32_t slot) {
    bool is_registered_first = SIM_FACT("ASG-101", true);
    if (is_registered_first) register_targets(world, slot);
    ScalingInstance *it = at(world, slot);
    // What a steady run begins with has served for a while; what waited in a pool has not.
    bool has_served = it->launched < 0 && (world->now == 0 || !SIM_FACT("ASG-787", true));
    it->in_service = has_served ? it->launched : world->now;
    it->grace_until =
        it->in_service + (SIM_FACT("ASG-206", true) ? config_of(world, slot)->grace_ns : -1);
    scaling_set_state(world, slot, SIM_LIFECYCLE_IN_SERVICE, "it runs and is registered");
    if (!is_registered_first) register_targets(world, slot);
    bool is_warming = warm_up(world, slot);
    char words[120];
    if (world->now > 0 && !is_warming)
        scaling_tell_activity(world, slot, "Successful",
                              warm_up_words(world, slot, words, sizeof words));
    scaling_activity_ended(world, it->group);
    bool waits = is_warming && SIM_FACT("ASG-747", config_of(world, slot)->min_healthy >= 0);
    if (!waits) retire_replaced(world, slot);
}

static void retire_replaced(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    int32_t replaced = it->replaces1 - 1;
    if (replaced < 0 || scaling_refresh_waits(world, slot)) return;
    it->replaces1 = 0;
    if (at(world, replaced)->state == SIM_LIFECYCLE_IN_SERVICE)
        scaling_terminate(world, replaced,
                          "An instance was taken out of service: the one launched in its place is "
                          "in service.");
}

// --- the end
// ---------------------------------------------------------------------------------------------------------------

// A target of an instance that does not run any more leaves at once.
static bool deregister_one(SimWorld *world, int32_t slot, int32_t index) {
    Target *target = &world->targets.items[index];
    if (target->lifecycle == TARGET_DEREGISTERED) return false;
    if (target->lifecycle == TARGET_DRAINING) return true;
    int32_t balancer = world->groups.items[target->group].balancer;
    if (target->lifecycle == TARGET_REGISTERED && scaling_is_running(world, slot)) {
        target_deregister(world, index);
    } else if (target->lifecycle == TARGET_REGISTERED) {
        target_deregister(world, index);
        if (world->targets.items[index].lifecycle == TARGET_DRAINING) {
            world_cancel(world, &world->targets.items[index].drain);
            target_drain_ends(world, index);
        }
    } else {
        target->lifecycle = TARGET_DEREGISTERED;
    }
    if (balancer >= 0) balancer_dns_refresh(world, balancer, "an instance was deregistered");
    return world->targets.items[index].lifecycle == TARGET_DRAINING;
}

static bool is_draining(const SimWorld *world, int32_t instance) {
    for (int32_t i = 0; i < world->targets.count; i++)
        if (world->targets.items[i].instance == instance &&
            world->targets.items[i].lifecycle == TARGET_DRAINING)
            return true;
    return false;
}

bool scaling_deregister(SimWorld *world, int32_t slot) {
    int32_t instance = at(world, slot)->instance;
    for (int32_t i = 0; i < world->targets.count; i++)
        if (world->targets.items[i].instance == instance) deregister_one(world, slot, i);
    return is_draining(world, instance);
}

static void leave(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    it->ended = world->now;
    it->in_service = -1;
    for (int32_t i = 0; i < world->scaling_instances.count; i++)
        if (at(world, i)->replaces1 == slot + 1) at(world, i)->replaces1 = 0;
}

static void end_instance(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    Instance *instance = &world->instances.items[it->instance];
    world_cancel(world, &it->timer);
    world_cancel(world, &instance->boot);
    instance->is_crashed = 1;
    instance->is_hung = 0;
    instance_refresh(world, it->instance);
    instance_lose_all(world, it->instance, true);
    instance->is_terminated = 1;
    leave(world, slot);
    scaling_set_state(world, slot, SIM_LIFECYCLE_TERMINATED, "the instance was terminated");
    scaling_tell_activity(world, slot, "Successful", "Terminating EC2 instance.");
    scaling_activity_ended(world, it->group);
    scaling_follow(world, it->group, NULL);
}

// Drained, or never registered.
static void drained(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    int32_t hook = it->is_abandoned ? -1 : find_hook(world, slot, true);
    if (it->state == SIM_LIFECYCLE_ENTERING_STANDBY) {
        scaling_set_state(world, slot, SIM_LIFECYCLE_STANDBY, "it is deregistered");
    } else if (it->state == SIM_LIFECYCLE_DETACHING) {
        leave(world, slot);
        scaling_set_state(world, slot, SIM_LIFECYCLE_DETACHED, "it runs on outside the group");
        if (!SIM_FACT("ASG-121", true)) end_instance(world, slot);
    } else if (it->returns && hook >= 0 && SIM_FACT("ASG-779", true)) {
        hold(world, slot, hook, SIM_LIFECYCLE_WARMED_PENDING_WAIT);
    } else if (it->returns) {
        scaling_pool_enter(world, slot);
    } else if (hook >= 0) {
        hold(world, slot, hook,
             it->state == SIM_LIFECYCLE_WARMED_TERMINATING ? SIM_LIFECYCLE_WARMED_TERMINATING_WAIT
                                                           : SIM_LIFECYCLE_TERMINATING_WAIT);
    } else {
        end_instance(world, slot);
    }
}

bool scaling_pool_return(SimWorld *world, int32_t slot, const char *cause) {
    ScalingInstance *it = at(world, slot);
    const ConfigWarmPool *pool = &config_of(world, slot)->warm_pool;
    SimViewScalingGroup counts = scaling_counts_of(world, it->group);
    bool has_room = counts.warm_pending + counts.warmed < scaling_pool_wanted(world, it->group);
    if (!pool->is_there || !SIM_FACT("ASG-765", pool->is_reused) || !has_room) return false;
    int32_t replaced = it->replaces1 - 1;
    if (replaced >= 0) at(world, replaced)->is_superseded = 0;
    it->replaces1 = 0;
    it->returns = 1;
    world_cancel(world, &it->timer);
    scaling_tell_activity(world, slot, "InProgress: returning to the warm pool", cause);
    scaling_set_state(world, slot, SIM_LIFECYCLE_WARMED_PENDING, cause);
    if (scaling_deregister(world, slot))
        scaling_tell_activity(world, slot, "WaitingForELBConnectionDraining", cause);
    else
        drained(world, slot);
    return true;
}

void scaling_terminate(SimWorld *world, int32_t slot, const char *cause) {
    ScalingInstance *it = at(world, slot);
    // Its place among those that count is free from now on.
    int32_t replaced = it->replaces1 - 1;
    if (replaced >= 0) at(world, replaced)->is_superseded = 0;
    it->replaces1 = 0;
    world_cancel(world, &it->timer);
    scaling_tell_activity(world, slot, "InProgress: terminating", cause);
    bool is_warm = scaling_is_pooled(it->state);
    it->returns = 0;
    scaling_set_state(
        world, slot, is_warm ? SIM_LIFECYCLE_WARMED_TERMINATING : SIM_LIFECYCLE_TERMINATING, cause);
    bool is_waiting = scaling_deregister(world, slot);
    if (SIM_FACT("ASG-103 ASG-104", is_waiting)) {
        scaling_tell_activity(world, slot, "WaitingForELBConnectionDraining", cause);
        return;
    }
    drained(world, slot);
}

void scaling_leave_service(SimWorld *world, int32_t slot, SimLifecycle state, const char *cause) {
    world_cancel(world, &at(world, slot)->timer);
    scaling_set_state(world, slot, state, cause);
    bool is_draining_now = SIM_FACT("ASG-120", true) && scaling_deregister(world, slot);
    if (!is_draining_now) drained(world, slot);
}

void autoscaling_drained(SimWorld *world, int32_t instance) {
    int32_t slot = world->config->instances[instance].slot1 - 1;
    if (slot < 0 || is_draining(world, instance)) return;
    int32_t state = at(world, slot)->state;
    bool is_returning = state == SIM_LIFECYCLE_WARMED_PENDING && at(world, slot)->returns != 0;
    if (state == SIM_LIFECYCLE_TERMINATING || state == SIM_LIFECYCLE_ENTERING_STANDBY ||
        state == SIM_LIFECYCLE_DETACHING || state == SIM_LIFECYCLE_WARMED_TERMINATING ||
        is_returning)
        drained(world, slot);
}

void autoscaling_timer(SimWorld *world, int32_t slot) {
    ScalingInstance *it = at(world, slot);
    it->timer = (EventId){0, 0};
    if (it->starts == 0) {
        scaling_launch_answered(world, slot);
        return;
    }
    if (it->state == SIM_LIFECYCLE_PENDING) {
        int32_t hook = find_hook(world, slot, false);
        if (SIM_FACT("ASG-110", hook >= 0))
            hold(world, slot, hook, SIM_LIFECYCLE_PENDING_WAIT);
        else
            scaling_enter_service(world, slot);
        return;
    }
    if (it->state == SIM_LIFECYCLE_WARMED_PENDING) {
        int32_t hook = find_hook(world, slot, false);
        if (SIM_FACT("ASG-766", hook >= 0))
            hold(world, slot, hook, SIM_LIFECYCLE_WARMED_PENDING_WAIT);
        else
            scaling_pool_enter(world, slot);
        return;
    }
    if (it->state == SIM_LIFECYCLE_IN_SERVICE) {
        become_warm(world, slot);
        return;
    }
    if (it->hook < 0) return;
    const ConfigHook *hook = &config_of(world, slot)->hooks[it->hook];
    char cause[160];
    snprintf(cause, sizeof cause, "the heartbeat timeout of the hook %.60s is over: %s", hook->name,
             hook->is_continue ? "CONTINUE" : "ABANDON");
    scaling_complete_hook(world, slot, hook->is_continue, cause);
}
