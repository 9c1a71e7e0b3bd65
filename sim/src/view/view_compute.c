// The right of the picture: zones and instances.
#include "view/viewer.h"

static SimInstanceState state_of(const SimWorld *world, int32_t index) {
    const Instance *instance = &world->instances.items[index];
    if (instance->is_terminated) return SIM_INSTANCE_TERMINATED;
    if (instance->is_stopped) return SIM_INSTANCE_STOPPED;
    if (!world->zones.items[world->config->instances[index].zone].has_power)
        return SIM_INSTANCE_NO_POWER;
    if (instance->is_crashed) return SIM_INSTANCE_CRASHED;
    if (instance->is_hung) return SIM_INSTANCE_HUNG;
    return instance->is_booting ? SIM_INSTANCE_BOOTING : SIM_INSTANCE_RUNNING;
}

#define GONE_AFTER (30 * SIM_SECOND)

bool view_is_absent(const SimWorld *world, int32_t instance) {
    const ConfigInstance *config = &world->config->instances[instance];
    if (config->slot1 == 0) return false;
    const ScalingInstance *it = &world->scaling_instances.items[config->slot1 - 1];
    return it->state == SIM_LIFECYCLE_NONE ||
           (it->state == SIM_LIFECYCLE_TERMINATED && world->now > it->ended + GONE_AFTER);
}

static SimLifecycle lifecycle_of(const SimWorld *world, const ConfigInstance *config) {
    if (config->slot1 == 0) return SIM_LIFECYCLE_NONE;
    return (SimLifecycle)world->scaling_instances.items[config->slot1 - 1].state;
}

static void view_group_refresh(SimViewScalingGroup *out, const SimWorld *world, int32_t group) {
    const ScalingRefresh *refresh = scaling_refresh_of(world, group);
    if (refresh == NULL || refresh->status == SIM_REFRESH_NONE) return;
    int32_t left = refresh->total - refresh->ready;
    out->refresh = (SimRefreshStatus)refresh->status;
    out->is_refreshing = refresh_is_active(refresh->status);
    out->refresh_percent = refresh->percent;
    out->refresh_left = left > 0 ? left : 0;
    out->refresh_waits_until = refresh->waits_until;
    out->refresh_waits_for = refresh->waits_for;
    out->refresh_launch = world->config->launches[refresh->launch].name;
    out->refresh_reason = refresh->reason;
    out->can_roll_back = out->is_refreshing && refresh->preferences.launch >= 0 &&
                         refresh->is_rolled_back == 0 && refresh->status != SIM_REFRESH_CANCELLING;
}

static int32_t count_warming(const SimWorld *world, int32_t group) {
    int32_t count = 0;
    for (int32_t i = 0; i < world->scaling_instances.count; i++)
        count += world->scaling_instances.items[i].group == group &&
                 scaling_warm_at(world, i) > world->now;
    return count;
}

static bool is_of_refresh(const SimWorld *world, const ConfigInstance *config, bool is_new) {
    if (config->slot1 == 0) return false;
    const ScalingInstance *it = &world->scaling_instances.items[config->slot1 - 1];
    const ScalingRefresh *refresh = scaling_refresh_of(world, it->group);
    return refresh != NULL && refresh_is_active(refresh->status) &&
           (it->refresh == refresh->number) == is_new;
}

static void view_scaling_groups(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->scaling_groups);
    for (int32_t i = 0; i < world->scaling_groups.count; i++) {
        const ConfigScalingGroup *config = &world->config->scaling_groups[i];
        const ScalingGroup *group = &world->scaling_groups.items[i];
        SimViewScalingGroup out = scaling_counts_of(world, i);
        out.name = config->name;
        out.region = config->region;
        out.min = group->min;
        out.max = group->max;
        out.desired = group->desired;
        view_group_refresh(&out, world, i);
        if (config->refresh.launch >= 0)
            out.next_launch = world->config->launches[config->refresh.launch].name;
        out.warming = count_warming(world, i);
        out.forecast = predictive_wanted(world, i);
        out.first_group = config->target_group_count > 0 ? config->target_groups[0] : -1;
        *array_push(&viewer->scaling_groups) = out;
    }
}

static void view_instance(SimViewer *viewer, const SimWorld *world, int32_t index) {
    const ConfigInstance *config = &world->config->instances[index];
    const ConfigLaunch *launch = &world->config->launches[world->instances.items[index].launch];
    const Instance *instance = &world->instances.items[index];
    *array_push(&viewer->instances) = (SimViewInstance){
        .name = instance_name(world, index),
        .is_absent = view_is_absent(world, index),
        .lifecycle = lifecycle_of(world, config),
        .scaling_group = config->slot1 != 0 ? config->scaling_group : -1,
        .is_old = is_of_refresh(world, config, false),
        .is_new = is_of_refresh(world, config, true),
        .launch = launch->name,
        .region = config->region,
        .zone = config->zone,
        .first_group =
            config->slot1 != 0 && config->target_group_count > 0 ? config->target_groups[0] : -1,
        .ip = instance->ip,
        .state = state_of(world, index),
        .is_partitioned = world->zones.items[config->zone].is_partitioned != 0,
        .workers = launch->workers,
        .busy = station_busy(&world->stations, index),
        .queued = station_queued(&world->stations, index),
        .backlog = launch->backlog,
        .sockets = instance->sockets,
        .warm_at = config->slot1 != 0 ? scaling_warm_at(world, config->slot1 - 1) : 0,
        .cpu = instance->cpu,
        .slow_factor = instance->slow_factor,
        .error_share = 1 - (1 - launch->errors) * (1 - instance->error_share),
        .answered_total = instance->answered,
        .errors_total = instance->errors,
        .lost_total = instance->lost};
}

static int32_t launch_group(const SimWorld *world, int32_t instance) {
    const ConfigInstance *config = &world->config->instances[instance];
    return config->target_group_count > 0 ? config->target_groups[0] : -1;
}

// An instance stands with the group it was launched into, until that is over and a command has
// registered it elsewhere.
static void place_registered(SimViewer *viewer, const SimWorld *world) {
    for (int32_t i = 0; i < world->targets.count; i++) {
        const Target *target = &world->targets.items[i];
        SimViewInstance *instance = &viewer->instances.items[target->instance];
        bool is_there = target->lifecycle != TARGET_DEREGISTERED &&
                        !world->config->target_groups[target->group].is_deleted;
        bool is_own = target->group == launch_group(world, target->instance);
        if (is_there && (instance->first_group < 0 || is_own))
            instance->first_group = target->group;
    }
    for (int32_t i = 0; i < viewer->instances.count; i++)
        if (viewer->instances.items[i].first_group < 0)
            viewer->instances.items[i].first_group = launch_group(world, i);
}

static bool is_shifted_away(const SimWorld *world, int32_t zone) {
    for (int32_t i = 0; i < world->nodes.count; i++) {
        const ElbNode *node = &world->nodes.items[i];
        if (node->zone == zone && world->shifts.items[node->balancer].node1 == node->number + 1)
            return true;
    }
    return false;
}

void view_compute(SimViewer *viewer, const SimWorld *world) {
    array_clear(&viewer->zones);
    array_clear(&viewer->instances);
    for (int32_t i = 0; i < world->zones.count; i++)
        *array_push(&viewer->zones) =
            (SimViewZone){.name = world->config->zones[i].name,
                          .region = world->config->zones[i].region,
                          .has_power = world->zones.items[i].has_power != 0,
                          .is_partitioned = world->zones.items[i].is_partitioned != 0,
                          .is_impaired = world->zones.items[i].is_impaired != 0,
                          .lacks_capacity = world->zones.items[i].lacks_capacity != 0,
                          .is_shifted_away = is_shifted_away(world, i)};
    for (int32_t i = 0; i < world->instances.count; i++)
        view_instance(viewer, world, i);
    place_registered(viewer, world);
    view_scaling_groups(viewer, world);
}
