// Whom an instance refresh replaces next, and how many at once.
//
// The least healthy percentage says how many may be missing or not ready, the largest how many may
// be there beyond the desired capacity. Where it is 100 an instance is terminated and the group
// launches another; above that, others are launched first, and what they replace goes when they are
// ready.
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/world.h"

static ScalingRefresh *at(SimWorld *world, int32_t group) {
    return &world->scaling_refreshes.items[group];
}

static bool is_warm(const SimWorld *world, const ScalingInstance *it,
                    const ScalingRefresh *refresh) {
    return SIM_FACT("ASG-735", world->now >= it->in_service + refresh->preferences.warmup_ns);
}

static bool is_ready(SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    return it->state == SIM_LIFECYCLE_IN_SERVICE && is_warm(world, it, at(world, it->group)) &&
           scaling_is_well(world, slot);
}

static bool is_protected_from(const ScalingInstance *it, const ScalingRefresh *refresh) {
    return it->is_protected && refresh->preferences.on_protected != CONFIG_ASIDE_TAKE;
}

/// What there is of a group as a refresh sees it.
typedef struct Census {
    int32_t updated; ///< launched for it, or matching, ready or not
    int32_t ready;   ///< of those
    int32_t able;    ///< old or new, in service, healthy and warm
    int32_t present; ///< pending or in service
    int32_t old;     ///< to be replaced
    int32_t ignored, waits_for;
} Census;

static void count_old(const ScalingInstance *it, const ScalingRefresh *refresh, Census *census) {
    bool is_ignoring = refresh->preferences.on_protected == CONFIG_ASIDE_IGNORE;
    if (!SIM_FACT("ASG-720", is_protected_from(it, refresh)))
        census->old++;
    else if (is_ignoring)
        census->ignored++;
    else
        census->waits_for++;
}

static Census take_census(SimWorld *world, int32_t group) {
    Census census = {0};
    const ScalingRefresh *refresh = at(world, group);
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        if (it->group != group) continue;
        bool is_updated = it->refresh == refresh->number;
        bool waits = refresh->preferences.on_standby == CONFIG_ASIDE_WAIT;
        bool is_aside = it->state == SIM_LIFECYCLE_STANDBY && !is_updated;
        census.waits_for += is_aside && SIM_FACT("ASG-721", waits);
        bool is_present = scaling_is_pending(it->state) || it->state == SIM_LIFECYCLE_IN_SERVICE;
        if (!is_present) continue;
        bool ready = is_ready(world, i);
        census.present++;
        census.able += ready;
        if (!scaling_counts(it)) continue;
        census.updated += is_updated;
        census.ready += is_updated && ready;
        if (!is_updated) count_old(it, refresh, &census);
    }
    return census;
}

void refresh_look(SimWorld *world, int32_t group) {
    Census census = take_census(world, group);
    ScalingRefresh *refresh = at(world, group);
    int32_t total = world->scaling_groups.items[group].desired - census.ignored;
    refresh->total = total > 0 ? total : 0;
    refresh->ready = census.ready < refresh->total ? census.ready : refresh->total;
    refresh->waits_for = census.waits_for;
}

// How many are to be updated by the next checkpoint.
static int32_t goal_of(const ScalingRefresh *refresh) {
    const ConfigRefresh *preferences = &refresh->preferences;
    bool has_checkpoint = refresh->status != SIM_REFRESH_ROLLBACK_IN_PROGRESS &&
                          refresh->checkpoint < preferences->checkpoint_count;
    if (!SIM_FACT("ASG-724", has_checkpoint)) return refresh->total;
    return (refresh->total * preferences->checkpoints[refresh->checkpoint] + 99) / 100;
}

bool refresh_is_complete(const SimWorld *world, int32_t group) {
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    const ConfigRefresh *preferences = &refresh->preferences;
    bool is_last = refresh->status == SIM_REFRESH_ROLLBACK_IN_PROGRESS ||
                   SIM_FACT("ASG-737", refresh->checkpoint >= preferences->checkpoint_count - 1);
    bool is_whole = goal_of(refresh) >= refresh->total;
    return is_last && refresh->ready >= goal_of(refresh) && (!is_whole || refresh->waits_for == 0);
}

// --- choosing
// ---------------------------------------------------------------------------------------------------------------

static bool is_to_go(SimWorld *world, int32_t group, int32_t slot) {
    const ScalingRefresh *refresh = at(world, group);
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    return it->group == group && it->state == SIM_LIFECYCLE_IN_SERVICE && !it->is_superseded &&
           it->refresh != refresh->number && !SIM_FACT("ASG-720", is_protected_from(it, refresh));
}

static bool differs(SimWorld *world, int32_t group, int32_t slot) {
    int32_t instance = world->scaling_instances.items[slot].instance;
    return world->instances.items[instance].launch != at(world, group)->launch;
}

static int32_t oldest_of(const SimWorld *world, const int32_t *slots, int32_t count) {
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++) {
        const ScalingInstance *all = world->scaling_instances.items;
        if (best < 0 || all[slots[i]].number < all[best].number) best = slots[i];
    }
    return best;
}

// Those of another version first; of these the one that the termination policies choose, and of
// those that are equal by them the oldest.
static int32_t pick_old(SimWorld *world, int32_t group) {
    int32_t slots[CONFIG_VICTIMS_MAX], count = 0;
    bool has_other = false;
    for (int32_t i = 0; i < world->scaling_instances.count; i++)
        has_other = has_other || (is_to_go(world, group, i) && differs(world, group, i));
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        bool is_first = is_to_go(world, group, i) &&
                        SIM_FACT("ASG-728", !has_other || differs(world, group, i));
        if (is_first && count < CONFIG_VICTIMS_MAX) slots[count++] = i;
    }
    if (SIM_FACT("ASG-789", true)) count = scaling_narrow(world, group, slots, count);
    return oldest_of(world, slots, count);
}

static const char *cause_of(const SimWorld *world, char *out, size_t capacity) {
    char when[40];
    snprintf(out, capacity,
             "At %s an instance was taken out of service in response to an instance refresh.",
             scaling_time(world, when, sizeof when));
    return out;
}

static bool launch_first(SimWorld *world, int32_t group) {
    int32_t old = pick_old(world, group);
    if (old < 0) return false;
    int32_t zone = world->config->instances[world->scaling_instances.items[old].instance].zone;
    if (!scaling_zone_has_capacity(world, zone) ||
        world->scaling_groups.items[group].zone_away == zone + 1)
        zone = scaling_pick_zone(world, group, 0);
    return zone >= 0 && scaling_zone_has_capacity(world, zone) &&
           scaling_launch_first(world, group, zone, old,
                                "An instance was launched in response to an instance refresh, "
                                "before the one that it replaces is terminated.");
}

static bool terminate_first(SimWorld *world, int32_t group) {
    int32_t old = pick_old(world, group);
    if (old < 0) return false;
    char cause[SCALING_CAUSE_MAX];
    scaling_terminate(world, old, cause_of(world, cause, sizeof cause));
    scaling_follow(world, group, "An instance is replaced in response to an instance refresh.");
    return true;
}

static void take_standby(SimWorld *world, int32_t group) {
    if (at(world, group)->preferences.on_standby != CONFIG_ASIDE_TAKE) return;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        char cause[SCALING_CAUSE_MAX];
        if (it->group == group && it->state == SIM_LIFECYCLE_STANDBY &&
            it->refresh != at(world, group)->number && SIM_FACT("ASG-729", true))
            scaling_terminate(world, i, cause_of(world, cause, sizeof cause));
    }
}

// --- replacing
// --------------------------------------------------------------------------------------------------------------

static bool is_resting(const SimWorld *world, int32_t group) {
    return SIM_FACT("ASG-730",
                    scaling_is_suspended(world, group, CONFIG_PROCESS_INSTANCE_REFRESH)) ||
           scaling_is_suspended(world, group, CONFIG_PROCESS_LAUNCH) ||
           scaling_is_suspended(world, group, CONFIG_PROCESS_TERMINATE);
}

void refresh_replace(SimWorld *world, int32_t group) {
    if (is_resting(world, group)) return;
    take_standby(world, group);
    Census census = take_census(world, group);
    const ConfigRefresh *preferences = &at(world, group)->preferences;
    int32_t desired = world->scaling_groups.items[group].desired;
    // What is missing is about to be launched, so that is under way too.
    int32_t missing = desired - scaling_capacity(world, group);
    if (missing < 0) missing = 0;
    int32_t left = goal_of(at(world, group)) - census.updated - missing;
    int32_t beyond = desired * (preferences->max_healthy - 100) / 100;
    if (preferences->max_healthy > 100 && beyond == 0) beyond = 1;
    int32_t spare = desired * (100 - preferences->min_healthy);
    int32_t out = SIM_FACT("ASG-739", true) ? spare / 100 : (spare + 99) / 100;
    if (SIM_FACT("ASG-702", out == 0 && beyond == 0)) out = 1;
    for (int32_t room = desired + beyond - census.present - missing;
         SIM_FACT("ASG-731", beyond > 0) && room > 0 && left > 0; room--, left--)
        if (!launch_first(world, group)) break;
    for (int32_t room = out - (desired - census.able); room > 0 && left > 0; room--, left--)
        if (!terminate_first(world, group)) break;
}

bool refresh_retire(SimWorld *world, int32_t group) {
    bool are_left = false;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        ScalingInstance *it = &world->scaling_instances.items[i];
        int32_t replaced = it->replaces1 - 1;
        if (it->group != group || replaced < 0) continue;
        if (!SIM_FACT("ASG-732", is_ready(world, i))) {
            are_left = true;
            continue;
        }
        it->replaces1 = 0;
        char cause[SCALING_CAUSE_MAX];
        if (world->scaling_instances.items[replaced].state == SIM_LIFECYCLE_IN_SERVICE)
            scaling_terminate(world, replaced, cause_of(world, cause, sizeof cause));
    }
    return are_left;
}

void refresh_withdraw(SimWorld *world, int32_t group) {
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        if (it->group == group && it->replaces1 != 0 &&
            (scaling_is_pending(it->state) || it->state == SIM_LIFECYCLE_IN_SERVICE))
            scaling_terminate(world, i, "The instance refresh that launched it goes no further.");
    }
}
