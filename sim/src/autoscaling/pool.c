// A warm pool: instances that were launched ahead, prepared, and wait beside their group, stopped,
// running or hibernated.
//
// As many wait as the largest capacity leaves beside the desired one, so that a scale-out to the
// limit finds them all. A scale-out takes from the pool first; what a stopped one saves is all that
// its first boot installed.
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/scopes.h"
#include "world/world.h"

static const ConfigWarmPool *pool_of(const SimWorld *world, int32_t group) {
    return &world->config->scaling_groups[group].warm_pool;
}

static ScalingInstance *at(SimWorld *world, int32_t slot) {
    return &world->scaling_instances.items[slot];
}

static int32_t zone_of(const SimWorld *world, int32_t slot) {
    return world->config->instances[world->scaling_instances.items[slot].instance].zone;
}

int32_t scaling_pool_wanted(const SimWorld *world, int32_t group) {
    const ConfigWarmPool *pool = pool_of(world, group);
    const ScalingGroup *it = &world->scaling_groups.items[group];
    if (!pool->is_there) return 0;
    int32_t most = SIM_FACT("ASG-762", pool->prepared >= 0) ? pool->prepared : it->max;
    int32_t wanted = SIM_FACT("ASG-761", most > it->desired) ? most - it->desired : 0;
    return SIM_FACT("ASG-763", wanted < pool->min_size) ? pool->min_size : wanted;
}

// Those that wait, or are on their way there.
static int32_t count_pool(const SimWorld *world, int32_t group) {
    SimViewScalingGroup counts = scaling_counts_of(world, group);
    return counts.warm_pending + counts.warmed;
}

bool scaling_pool_differs(const SimWorld *world, int32_t group) {
    if (!pool_of(world, group)->is_there) return false;
    SimViewScalingGroup counts = scaling_counts_of(world, group);
    return counts.warm_pending + counts.warmed != scaling_pool_wanted(world, group);
}

// --- out of the pool
// -------------------------------------------------------------------------------------------------------

static bool is_waiting(const ScalingInstance *it) {
    return it->state >= SIM_LIFECYCLE_WARMED_STOPPED &&
           it->state <= SIM_LIFECYCLE_WARMED_HIBERNATED;
}

// While a refresh goes on only those that it need not replace.
static bool may_start(const SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    const ScalingRefresh *refresh = scaling_refresh_of(world, it->group);
    bool is_stale =
        refresh != NULL && refresh_is_active(refresh->status) && it->refresh != refresh->number;
    int32_t zone = zone_of(world, slot);
    bool has_capacity = SIM_FACT("ASG-773", scaling_zone_has_capacity(world, zone));
    return is_waiting(it) && !SIM_FACT("ASG-774", is_stale) && has_capacity &&
           world->scaling_groups.items[it->group].zone_away != zone + 1;
}

// The oldest of the zone, else of another.
static int32_t pick_waiting(const SimWorld *world, int32_t group, int32_t zone) {
    int32_t best = -1;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        if (it->group != group || !may_start(world, i)) continue;
        bool is_here = zone_of(world, i) == zone,
             was_here = best >= 0 && zone_of(world, best) == zone;
        bool is_older = best >= 0 && it->number < world->scaling_instances.items[best].number;
        if (best < 0 || (is_here && !was_here) || (is_here == was_here && is_older)) best = i;
    }
    return best;
}

bool scaling_pool_take(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                       const char *cause) {
    if (!SIM_FACT("ASG-760", pool_of(world, group)->is_there)) return false;
    int32_t best = pick_waiting(world, group, zone);
    if (best < 0 || (replaces >= 0 && zone_of(world, best) != zone)) return false;
    if (replaces >= 0) {
        at(world, best)->replaces1 = replaces + 1;
        at(world, replaces)->is_superseded = 1;
    }
    world->scaling_groups.items[group].warm_starts++;
    scaling_start(world, best, cause);
    return true;
}

// --- into the pool
// ---------------------------------------------------------------------------------------------------------

static void stop(SimWorld *world, int32_t slot, bool is_hibernated) {
    ScalingInstance *it = at(world, slot);
    Instance *instance = &world->instances.items[it->instance];
    SimTime ends = world->now;
    bool is_cut_off =
        instance->is_booting && event_queue_time_of(&world->events, instance->boot, &ends);
    it->boot_left = is_cut_off ? ends - world->now : 0;
    // The first boot is the only one that installs: what is cut off then is not done again.
    if (is_cut_off && !is_hibernated && scaling_installs(world, slot)) it->is_incomplete = 1;
    if (is_cut_off) world_cancel(world, &instance->boot);
    instance->is_booting = 1;
    instance->is_stopped = 1;
    instance_refresh(world, it->instance);
    instance_lose_all(world, it->instance, true);
}

void scaling_pool_enter(SimWorld *world, int32_t slot) {
    static const SimLifecycle states[] = {SIM_LIFECYCLE_WARMED_STOPPED,
                                          SIM_LIFECYCLE_WARMED_RUNNING,
                                          SIM_LIFECYCLE_WARMED_HIBERNATED};
    ScalingInstance *it = at(world, slot);
    ConfigPoolState state = pool_of(world, it->group)->state;
    it->in_service = -1;
    it->returns = 0;
    if (state != CONFIG_POOL_RUNNING) stop(world, slot, state == CONFIG_POOL_HIBERNATED);
    scaling_set_state(world, slot, states[state],
                      it->is_incomplete
                          ? "it is stopped before its user data is done, which does not run again"
                          : "it waits in the warm pool");
    if (world->now > 0)
        scaling_tell_activity(world, slot, "Successful", "it waits in the warm pool");
    scaling_follow(world, it->group, NULL);
}

// The zone in which the fewest are, of the group and its pool together.
static int32_t pick_zone(const SimWorld *world, int32_t group) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[group];
    int32_t best = -1, fewest = 0;
    for (int32_t z = 0; z < config->zone_count; z++) {
        int32_t count = 0;
        for (int32_t i = 0; i < world->scaling_instances.count; i++) {
            const ScalingInstance *it = &world->scaling_instances.items[i];
            count += it->group == group && (scaling_counts(it) || scaling_is_pooled(it->state)) &&
                     zone_of(world, i) == config->zones[z];
        }
        if (!scaling_zone_has_capacity(world, config->zones[z]) || (best >= 0 && count >= fewest))
            continue;
        best = config->zones[z];
        fewest = count;
    }
    return best;
}

static bool fill_one(SimWorld *world, int32_t group, int32_t wanted) {
    char cause[SCALING_CAUSE_MAX], when[40];
    snprintf(cause, sizeof cause,
             "At %s an instance was launched into the warm pool, of which %d are wanted.",
             scaling_time(world, when, sizeof when), wanted);
    int32_t zone = pick_zone(world, group);
    return zone >= 0 && scaling_launch_warm(world, group, zone, cause);
}

// The newest go first: they may not be prepared yet.
static bool shrink_one(SimWorld *world, int32_t group, int32_t wanted) {
    int32_t newest = -1;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = at(world, i);
        if (it->group == group && scaling_is_pooled(it->state) && !it->returns &&
            (newest < 0 || it->number > at(world, newest)->number))
            newest = i;
    }
    if (newest < 0) return false;
    char cause[SCALING_CAUSE_MAX];
    snprintf(cause, sizeof cause, "The warm pool has more than the %d that are wanted.", wanted);
    scaling_terminate(world, newest, cause);
    return true;
}

void scaling_pool_begin(SimWorld *world, int32_t group) {
    ScalingGroup *it = &world->scaling_groups.items[group];
    if (pool_of(world, group)->is_there && it->pool_scope1 == 0)
        it->pool_scope1 = world_warm_pool_scope(world, group) + 1;
}

void scaling_pool_act(SimWorld *world, int32_t group) {
    if (!pool_of(world, group)->is_there && count_pool(world, group) == 0) return;
    int32_t wanted = scaling_pool_wanted(world, group), count = count_pool(world, group);
    bool goes_on = !scaling_is_suspended(world, group, CONFIG_PROCESS_LAUNCH);
    for (; count < wanted && goes_on; count++)
        goes_on = fill_one(world, group, wanted);
    goes_on = !scaling_is_suspended(world, group, CONFIG_PROCESS_TERMINATE);
    for (; count > wanted && goes_on; count--)
        goes_on = shrink_one(world, group, wanted);
}

void scaling_pool_check(SimWorld *world, int32_t group) {
    if (!pool_of(world, group)->is_there) return;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = at(world, i);
        if (it->group == group && scaling_is_pooled(it->state) &&
            SIM_FACT("ASG-775", world->instances.items[it->instance].is_terminated != 0))
            scaling_terminate(world, i, "An instance of the warm pool does not run any more.");
    }
}

bool scaling_pool_is_refreshed(SimWorld *world, int32_t group) {
    const ConfigWarmPool *pool = pool_of(world, group);
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    if (!pool->is_there || refresh->total > refresh->ready) return true;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = at(world, i);
        if (it->group == group && scaling_is_pooled(it->state) &&
            SIM_FACT("ASG-776", it->refresh != refresh->number))
            scaling_terminate(world, i, "An instance refresh replaces the warm pool last.");
    }
    scaling_follow(world, group, NULL);
    return scaling_counts_of(world, group).warmed >= scaling_pool_wanted(world, group);
}

void scaling_pool_gauges(SimWorld *world, int32_t group) {
    const ConfigWarmPool *pool = pool_of(world, group);
    const ScalingGroup *it = &world->scaling_groups.items[group];
    if (!SIM_FACT("ASG-778", pool->is_there) || it->pool_scope1 == 0) return;
    SimViewScalingGroup counts = scaling_counts_of(world, group);
    int32_t total = counts.warm_pending + counts.warmed + counts.warm_terminating;
    const struct {
        Metric metric;
        int32_t value;
    } gauges[] = {{METRIC_POOL_MIN, pool->min_size},
                  {METRIC_POOL_DESIRED, counts.warm_wanted},
                  {METRIC_POOL_PENDING, counts.warm_pending},
                  {METRIC_POOL_TERMINATING, counts.warm_terminating},
                  {METRIC_POOL_WARMED, counts.warmed},
                  {METRIC_POOL_TOTAL, total},
                  {METRIC_GROUP_AND_POOL_DESIRED, it->desired + counts.warm_wanted},
                  {METRIC_GROUP_AND_POOL_TOTAL, counts.in_service + counts.pending +
                                                    counts.standby + counts.terminating + total}};
    for (size_t i = 0; i < sizeof gauges / sizeof gauges[0]; i++)
        meter_gauge(&world->meter, it->pool_scope1 - 1, gauges[i].metric, gauges[i].value);
}
