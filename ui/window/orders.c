// A key says what, the focus says whom. Names go into commands as scenarios spell them, so that a
// log can be read and replayed.
#include "window/orders.h"

#include <stdio.h>
#include <string.h>

static const double slow_factor = 3;
static const double canary_weight = 10;
static const double weight_points = 5;
static const double shift_length = 30.0 * SIM_MINUTE;

static bool is_place(SceneTarget focus, SimPlaceKind kind) {
    return focus.kind == SCENE_TARGET_PLACE && focus.place.kind == kind;
}

int32_t order_instance(const SimView *view, SceneTarget focus) {
    (void)view;
    return is_place(focus, SIM_PLACE_INSTANCE) ? focus.place.index : -1;
}

int32_t order_group(const SimView *view, SceneTarget focus) {
    if (is_place(focus, SIM_PLACE_GROUP)) return focus.place.index;
    if (is_place(focus, SIM_PLACE_INSTANCE) && view->instances[focus.place.index].first_group >= 0)
        return view->instances[focus.place.index].first_group;
    return view->group_count == 1 ? 0 : -1;
}

int32_t order_zone(const SimView *view, SceneTarget focus) {
    if (focus.kind == SCENE_TARGET_ZONE) return focus.index;
    if (is_place(focus, SIM_PLACE_INSTANCE)) return view->instances[focus.place.index].zone;
    return is_place(focus, SIM_PLACE_NODE) ? view->nodes[focus.place.index].zone : -1;
}

int32_t order_release(const SimView *view, SceneTarget focus) {
    int32_t group = order_group(view, focus);
    if (group >= 0 && view->groups[group].release >= 0) return view->groups[group].release;
    for (int32_t i = 0; i < view->release_count && is_place(focus, SIM_PLACE_RULE); i++)
        if (view->releases[i].rule == focus.place.index) return i;
    return view->release_count == 1 ? 0 : -1;
}

int32_t order_scaling_group(const SimView *view, SceneTarget focus) {
    int32_t instance = order_instance(view, focus);
    if (instance >= 0 && view->instances[instance].scaling_group >= 0)
        return view->instances[instance].scaling_group;
    for (int32_t i = 0; i < view->scaling_group_count && is_place(focus, SIM_PLACE_GROUP); i++)
        if (view->scaling_groups[i].first_group == focus.place.index) return i;
    return view->scaling_group_count == 1 ? 0 : -1;
}

bool order_is_one(Action action) {
    return (action >= ACTION_ALGORITHM_1 && action <= ACTION_ALGORITHM_9) ||
           (action >= ACTION_KILL && action <= ACTION_ERROR_RATE);
}

static const char *region_name(const SimView *view, int32_t region) {
    return view->regions[region].name;
}

static void name_instance(const SimView *view, int32_t instance, char *out, size_t capacity) {
    const SimViewInstance *it = &view->instances[instance];
    snprintf(out, capacity, "%s/%s", region_name(view, it->region), it->name);
}

SimCommand order_algorithm(const SimView *view, int32_t group, int32_t algorithm) {
    const SimViewGroup *it = &view->groups[group];
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "regions.%s.target_groups.%s.algorithm",
             region_name(view, it->region), it->name);
    snprintf(command.value, sizeof command.value, "%s", sim_algorithm(algorithm).name);
    return command;
}

static bool order_pick(const SimView *view, SceneTarget focus, int32_t algorithm,
                       SimCommand *command, SimError *reason) {
    int32_t group = order_group(view, focus);
    if (group < 0)
        return sim_error_set(reason,
                             "Focus a target group first (Tab), then choose its algorithm.");
    if (algorithm >= sim_algorithm_count())
        return sim_error_set(reason, "There are %d algorithms.", (int)sim_algorithm_count());
    *command = order_algorithm(view, group, algorithm);
    return true;
}

static bool order_fail_zone(const SimView *view, SceneTarget focus, SimCommand *command,
                            SimError *reason) {
    int32_t zone = order_zone(view, focus);
    if (zone < 0) return sim_error_set(reason, "Focus a zone, or something in it, first (Tab).");
    if (!view->zones[zone].has_power)
        return sim_error_set(reason, "%s is without power already. Recover it first.",
                             view->zones[zone].name);
    command->kind = SIM_COMMAND_ZONE_POWER;
    snprintf(command->target, sizeof command->target, "%s", view->zones[zone].name);
    return true;
}

// The balancer whose node has the focus is shifted; with a zone in focus, the only one there is.
static int32_t order_balancer(const SimView *view, SceneTarget focus) {
    if (is_place(focus, SIM_PLACE_NODE)) return view->nodes[focus.place.index].balancer;
    return view->balancer_count == 1 ? 0 : -1;
}

static bool order_shift_zone(const SimView *view, SceneTarget focus, SimCommand *command,
                             SimError *reason) {
    int32_t zone = order_zone(view, focus), balancer = order_balancer(view, focus);
    if (zone < 0 || balancer < 0)
        return sim_error_set(reason, "Focus a node of the balancer first (Tab).");
    const SimViewBalancer *it = &view->balancers[balancer];
    snprintf(command->target, sizeof command->target, "%s/%s", region_name(view, it->region),
             it->name);
    command->kind = SIM_COMMAND_CANCEL_ZONAL_SHIFT;
    if (it->shifted_zone >= 0) return true;
    if (!it->has_zonal_shift)
        return sim_error_set(reason, "Zonal shift is off for %s: its \"zonal_shift\" is false.",
                             it->name);
    command->kind = SIM_COMMAND_ZONAL_SHIFT;
    command->number = shift_length;
    snprintf(command->value, sizeof command->value, "%s", view->zones[zone].name);
    return true;
}

static bool order_recover_zone(const SimView *view, int32_t zone, SimCommand *command,
                               SimError *reason) {
    const SimViewZone *it = &view->zones[zone];
    if (it->has_power && !it->is_partitioned && !it->is_impaired)
        return sim_error_set(reason, "Nothing is wrong with %s.", it->name);
    snprintf(command->target, sizeof command->target, "%s/%s", region_name(view, it->region),
             it->name);
    return true;
}

static bool order_recover(const SimView *view, SceneTarget focus, SimCommand *command,
                          SimError *reason) {
    command->kind = SIM_COMMAND_RECOVER;
    int32_t instance = order_instance(view, focus), zone = order_zone(view, focus);
    if (instance < 0 && zone < 0)
        return sim_error_set(reason, "Focus an instance or a zone first (Tab).");
    if (instance < 0 || view->instances[instance].state == SIM_INSTANCE_NO_POWER)
        return order_recover_zone(view, zone, command, reason);
    const SimViewInstance *it = &view->instances[instance];
    if (it->state == SIM_INSTANCE_RUNNING && it->slow_factor <= 1 && it->error_share <= 0)
        return sim_error_set(reason, "Nothing is wrong with %s.", it->name);
    name_instance(view, instance, command->target, sizeof command->target);
    return true;
}

/// Of several targets that one instance is on several ports, the first that still serves; 0: the
/// one on the group's own port.
static double port_to_drain(const SimView *view, int32_t instance, int32_t group) {
    const SimViewGroup *it = &view->groups[group];
    for (int32_t t = it->first_target; t < it->first_target + it->target_count; t++) {
        const SimViewTarget *target = &view->targets[t];
        if (target->instance == instance && target->state != SIM_TARGET_DRAINING &&
            target->state != SIM_TARGET_UNUSED)
            return target->port == it->port ? 0 : target->port;
    }
    return 0;
}

static bool order_drain(const SimView *view, int32_t instance, SimCommand *command,
                        SimError *reason) {
    int32_t group = view->instances[instance].first_group;
    if (group < 0)
        return sim_error_set(reason, "%s is in no target group.", view->instances[instance].name);
    command->kind = SIM_COMMAND_DEREGISTER;
    command->number = port_to_drain(view, instance, group);
    snprintf(command->value, sizeof command->value, "%s/%s",
             region_name(view, view->groups[group].region), view->groups[group].name);
    return true;
}

static double next_error_share(double now) {
    return now < 0.09 ? 0.1 : now < 0.49 ? 0.5 : now < 0.99 ? 1 : 0;
}

static bool order_to_instance(Action action, const SimView *view, SceneTarget focus,
                              SimCommand *command, SimError *reason) {
    int32_t instance = order_instance(view, focus);
    if (instance < 0)
        return sim_error_set(reason,
                             "Focus an instance first (Tab or arrows, Enter goes into a group).");
    name_instance(view, instance, command->target, sizeof command->target);
    if (action == ACTION_DRAIN) return order_drain(view, instance, command, reason);
    command->kind = action == ACTION_KILL   ? SIM_COMMAND_CRASH
                    : action == ACTION_HANG ? SIM_COMMAND_HANG
                    : action == ACTION_SLOW ? SIM_COMMAND_SLOW
                                            : SIM_COMMAND_ERRORS;
    if (action == ACTION_SLOW) command->number = slow_factor;
    if (action == ACTION_ERROR_RATE)
        command->number = next_error_share(view->instances[instance].error_share);
    return true;
}

static bool order_to_release(Action action, const SimView *view, SceneTarget focus,
                             SimCommand *command, SimError *reason) {
    int32_t release = order_release(view, focus);
    if (release < 0)
        return sim_error_set(reason, view->release_count == 0
                                         ? "This scenario has no release to shift traffic to."
                                         : "Focus a target group of a release first (Tab).");
    const SimViewRelease *it = &view->releases[release];
    snprintf(command->target, sizeof command->target, "%s", it->name);
    command->kind = SIM_COMMAND_SHIFT;
    if (action == ACTION_RELEASE && it->weight > 0)
        command->kind = SIM_COMMAND_ROLLBACK;
    else if (action == ACTION_RELEASE)
        command->number = canary_weight;
    else
        command->number =
            it->weight + (action == ACTION_WEIGHT_UP ? weight_points : -weight_points);
    command->number = command->number < 0 ? 0 : command->number > 100 ? 100 : command->number;
    if (command->kind == SIM_COMMAND_SHIFT && command->number == it->weight)
        return sim_error_set(reason, "The weight of %s is %d of 100 already.", it->name,
                             (int)it->weight);
    return true;
}

// The first press starts a refresh, the next rolls it back; what has nothing to go back to can only
// be cancelled.
static bool order_refresh(Action action, const SimView *view, SceneTarget focus,
                          SimCommand *command, SimError *reason) {
    int32_t group = order_scaling_group(view, focus);
    if (group < 0)
        return sim_error_set(reason, view->scaling_group_count == 0
                                         ? "This scenario has no Auto Scaling group."
                                         : "Focus a target group of an Auto Scaling group first "
                                           "(Tab).");
    const SimViewScalingGroup *it = &view->scaling_groups[group];
    bool goes_on = it->is_refreshing && it->refresh != SIM_REFRESH_CANCELLING;
    if (action == ACTION_CANCEL_REFRESH && !goes_on)
        return sim_error_set(reason, "%s has no instance refresh to cancel.", it->name);
    if (action == ACTION_REFRESH && it->is_refreshing && !it->can_roll_back)
        return sim_error_set(reason, "The instance refresh of %s can not be rolled back.",
                             it->name);
    snprintf(command->target, sizeof command->target, "%s/%s", region_name(view, it->region),
             it->name);
    command->kind = action == ACTION_CANCEL_REFRESH ? SIM_COMMAND_CANCEL_REFRESH
                    : it->is_refreshing             ? SIM_COMMAND_ROLLBACK_REFRESH
                                                    : SIM_COMMAND_START_REFRESH;
    return true;
}

bool order_make(Action action, const SimView *view, SceneTarget focus, SimCommand *command,
                SimError *reason) {
    SIM_ASSERT(order_is_one(action));
    *command = (SimCommand){0};
    switch (action) {
    case ACTION_FAIL_ZONE:
        return order_fail_zone(view, focus, command, reason);
    case ACTION_SHIFT_ZONE:
        return order_shift_zone(view, focus, command, reason);
    case ACTION_RECOVER:
        return order_recover(view, focus, command, reason);
    case ACTION_RELEASE:
    case ACTION_WEIGHT_DOWN:
    case ACTION_WEIGHT_UP:
        return order_to_release(action, view, focus, command, reason);
    case ACTION_REFRESH:
    case ACTION_CANCEL_REFRESH:
        return order_refresh(action, view, focus, command, reason);
    case ACTION_KILL:
    case ACTION_HANG:
    case ACTION_SLOW:
    case ACTION_DRAIN:
    case ACTION_ERROR_RATE:
        return order_to_instance(action, view, focus, command, reason);
    default:
        return order_pick(view, focus, (int32_t)(action - ACTION_ALGORITHM_1), command, reason);
    }
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

void order_describe(const SimCommand *command, char *out, size_t capacity) {
    const char *name = last_part(command->target);
    switch (command->kind) {
    case SIM_COMMAND_CRASH:
        snprintf(out, capacity, "%s crashes: what was inside is lost", name);
        break;
    case SIM_COMMAND_HANG:
        snprintf(out, capacity, "%s hangs: it accepts and never answers", name);
        break;
    case SIM_COMMAND_SLOW:
        snprintf(out, capacity, "%s works %g times slower", name, command->number);
        break;
    case SIM_COMMAND_ERRORS:
        snprintf(out, capacity, "%s answers %g %% of requests with 500", name,
                 command->number * 100);
        break;
    case SIM_COMMAND_RECOVER:
        snprintf(out, capacity, "%s is back, empty", name);
        break;
    case SIM_COMMAND_ZONE_POWER:
        snprintf(out, capacity, "%s loses power", name);
        break;
    case SIM_COMMAND_ZONAL_SHIFT:
        snprintf(out, capacity, "%s is shifted away from %s", name, command->value);
        break;
    case SIM_COMMAND_CANCEL_ZONAL_SHIFT:
        snprintf(out, capacity, "%s: the zonal shift is cancelled", name);
        break;
    case SIM_COMMAND_DEREGISTER:
        snprintf(out, capacity, "%s is deregistered from %s: it drains", name,
                 last_part(command->value));
        break;
    case SIM_COMMAND_SHIFT:
        snprintf(out, capacity, "%s: %g of 100 go to the new version", name, command->number);
        break;
    case SIM_COMMAND_ROLLBACK:
        snprintf(out, capacity, "%s: rolled back, nothing goes to the new version", name);
        break;
    case SIM_COMMAND_START_REFRESH:
        snprintf(out, capacity, "%s: an instance refresh begins", name);
        break;
    case SIM_COMMAND_CANCEL_REFRESH:
        snprintf(out, capacity, "%s: the refresh is cancelled, what was replaced stays", name);
        break;
    case SIM_COMMAND_ROLLBACK_REFRESH:
        snprintf(out, capacity, "%s: the refresh is rolled back", name);
        break;
    case SIM_COMMAND_SET:
        snprintf(out, capacity, "%s = %s", command->target, command->value);
        break;
    default:
        snprintf(out, capacity, "%s %s", sim_command_name(command->kind), name);
    }
}
