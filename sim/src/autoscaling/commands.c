// What a person may ask of a group or of one of its instances.
#include <stdio.h>
#include <string.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/world.h"

bool is_autoscaling(SimCommandKind kind) {
    return kind >= SIM_COMMAND_SET_DESIRED_CAPACITY && kind <= SIM_COMMAND_ROLLBACK_REFRESH;
}

static bool is_of_refresh(SimCommandKind kind) {
    return kind >= SIM_COMMAND_START_REFRESH && kind <= SIM_COMMAND_ROLLBACK_REFRESH;
}

static bool is_of_group(SimCommandKind kind) {
    return kind == SIM_COMMAND_SET_DESIRED_CAPACITY || kind == SIM_COMMAND_SHIFT_SCALING ||
           is_of_refresh(kind);
}

static int32_t slot_of(const SimWorld *world, const SimCommand *command) {
    int32_t instance = world_find_instance(world, command->target);
    return instance < 0 ? -1 : world->config->instances[instance].slot1 - 1;
}

static bool check_desired(const SimWorld *world, const SimCommand *command, int32_t index,
                          SimError *error) {
    const ScalingGroup *group = &world->scaling_groups.items[index];
    bool is_allowed = command->number >= group->min && command->number <= group->max;
    if (SIM_FACT("ASG-401", is_allowed)) return true;
    return sim_error_set(error,
                         "The desired capacity of %s is between its min %d and its max %d, not %g.",
                         command->target, group->min, group->max, command->number);
}

static bool check_shift(const SimWorld *world, const SimCommand *command, int32_t index,
                        SimError *error) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[index];
    int32_t zone = world_find_zone(world, command->value);
    if (strcmp(command->value, "none") == 0) return true;
    for (int32_t i = 0; i < config->zone_count; i++)
        if (config->zones[i] == zone) return true;
    return sim_error_set(error, "%s has no zone \"%s\"; \"none\" ends the shift.", command->target,
                         command->value);
}

static bool check_group(const SimWorld *world, const SimCommand *command, SimError *error) {
    int32_t index = world_find_scaling_group(world, command->target);
    if (index < 0)
        return sim_error_set(error,
                             "There is no Auto Scaling group \"%s\": name it as \"region/group\".",
                             command->target);
    if (is_of_refresh(command->kind)) return scaling_refresh_check(world, command, index, error);
    return command->kind == SIM_COMMAND_SHIFT_SCALING ? check_shift(world, command, index, error)
                                                      : check_desired(world, command, index, error);
}

static bool check_word(const SimCommand *command, const char *a, const char *b, SimError *error) {
    if (strcmp(command->value, a) == 0 || strcmp(command->value, b) == 0) return true;
    return sim_error_set(error, "Write %s or %s, not \"%.40s\".", a, b, command->value);
}

static bool expect_state(const SimCommand *command, bool is_right, const char *words,
                         SimError *error) {
    return is_right || sim_error_set(error, "%s is not %s.", command->target, words);
}

// A smaller desired capacity may not pass the group's least.
static bool check_decrement(const SimWorld *world, const SimCommand *command,
                            const ScalingInstance *it, SimError *error) {
    const ScalingGroup *group = &world->scaling_groups.items[it->group];
    if (!command->is_health || group->desired > group->min) return true;
    return sim_error_set(error, "The desired capacity is at its min %d already.", group->min);
}

static bool check_instance(const SimWorld *world, const SimCommand *command, SimError *error) {
    int32_t slot = slot_of(world, command);
    if (slot < 0)
        return sim_error_set(error, "There is no instance \"%s\" of an Auto Scaling group.",
                             command->target);
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    bool is_in_service = it->state == SIM_LIFECYCLE_IN_SERVICE;
    switch (command->kind) {
    case SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION:
        return expect_state(command, it->hook >= 0, "held by a lifecycle hook", error) &&
               check_word(command, "CONTINUE", "ABANDON", error);
    case SIM_COMMAND_RECORD_HEARTBEAT:
        return expect_state(command, it->hook >= 0, "held by a lifecycle hook", error);
    case SIM_COMMAND_EXIT_STANDBY: {
        const ScalingGroup *group = &world->scaling_groups.items[it->group];
        return expect_state(command, it->state == SIM_LIFECYCLE_STANDBY, "in standby", error) &&
               (group->desired < group->max ||
                sim_error_set(error, "The desired capacity is at its max %d already.", group->max));
    }
    case SIM_COMMAND_SET_INSTANCE_HEALTH:
        return expect_state(command, is_in_service, "in service", error) &&
               check_word(command, "Unhealthy", "Healthy", error);
    case SIM_COMMAND_SET_INSTANCE_PROTECTION:
        return expect_state(command, is_in_service, "in service", error);
    default:
        return expect_state(command, is_in_service, "in service", error) &&
               check_decrement(world, command, it, error);
    }
}

bool autoscaling_command_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (is_of_group(command->kind)) return check_group(world, command, error);
    if (command->kind != SIM_COMMAND_INSUFFICIENT_CAPACITY)
        return check_instance(world, command, error);
    if (world_find_zone(world, command->target) >= 0) return true;
    return sim_error_set(error, "There is no zone \"%s\".", command->target);
}

// --- carrying out
// ----------------------------------------------------------------------------------------------------------

static const char *api_of(SimCommandKind kind) {
    switch (kind) {
    case SIM_COMMAND_SET_DESIRED_CAPACITY:
        return "SetDesiredCapacity";
    case SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION:
        return "CompleteLifecycleAction";
    case SIM_COMMAND_RECORD_HEARTBEAT:
        return "RecordLifecycleActionHeartbeat";
    case SIM_COMMAND_ENTER_STANDBY:
        return "EnterStandby";
    case SIM_COMMAND_EXIT_STANDBY:
        return "ExitStandby";
    case SIM_COMMAND_DETACH_INSTANCES:
        return "DetachInstances";
    case SIM_COMMAND_SET_INSTANCE_PROTECTION:
        return "SetInstanceProtection";
    case SIM_COMMAND_SET_INSTANCE_HEALTH:
        return "SetInstanceHealth";
    case SIM_COMMAND_TERMINATE_IN_GROUP:
        return "TerminateInstanceInAutoScalingGroup";
    case SIM_COMMAND_SHIFT_SCALING:
        return "StartZonalShift";
    case SIM_COMMAND_START_REFRESH:
        return "StartInstanceRefresh";
    case SIM_COMMAND_CANCEL_REFRESH:
        return "CancelInstanceRefresh";
    case SIM_COMMAND_ROLLBACK_REFRESH:
        return "RollbackInstanceRefresh";
    default:
        return NULL;
    }
}

static void tell_command(SimWorld *world, const SimCommand *command) {
    char parameters[700], to[64];
    snprintf(parameters, sizeof parameters, "{\"target\":\"%s\",\"value\":\"%.60s\",\"number\":%g}",
             command->target, command->value, command->number);
    if (command->kind == SIM_COMMAND_SET_DESIRED_CAPACITY)
        snprintf(to, sizeof to, "desired %g", command->number);
    else
        snprintf(to, sizeof to, "%.60s", command->value[0] != '\0' ? command->value : "done");
    bool is_fault = command->kind == SIM_COMMAND_INSUFFICIENT_CAPACITY;
    world_tell_api(world, is_fault ? SIM_MARK_FAULT : SIM_MARK_COMMAND,
                   is_fault ? "Fault" : "Command", command->target, "",
                   is_fault ? "no capacity for launches" : to, sim_command_name(command->kind),
                   api_of(command->kind), parameters);
}

static void decrement(SimWorld *world, int32_t slot) {
    ScalingGroup *group = &world->scaling_groups.items[world->scaling_instances.items[slot].group];
    if (SIM_FACT("ASG-122", true)) group->desired--;
}

static void replace_taken(SimWorld *world, int32_t slot, bool is_decremented) {
    if (is_decremented) decrement(world, slot);
    scaling_follow(world, world->scaling_instances.items[slot].group,
                   "An instance was taken out of the group by a user request.");
}

static void exit_standby(SimWorld *world, int32_t slot) {
    ScalingInstance *it = &world->scaling_instances.items[slot];
    world->scaling_groups.items[it->group].desired++;
    scaling_set_state(world, slot, SIM_LIFECYCLE_PENDING, "it leaves standby");
    scaling_enter_service(world, slot);
}

static void apply_to_instance(SimWorld *world, const SimCommand *command) {
    int32_t slot = slot_of(world, command);
    ScalingInstance *it = &world->scaling_instances.items[slot];
    switch (command->kind) {
    case SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION:
        scaling_complete_hook(world, slot, strcmp(command->value, "CONTINUE") == 0,
                              "complete_lifecycle_action");
        break;
    case SIM_COMMAND_RECORD_HEARTBEAT:
        scaling_heartbeat(world, slot);
        break;
    case SIM_COMMAND_ENTER_STANDBY:
        scaling_leave_service(world, slot, SIM_LIFECYCLE_ENTERING_STANDBY, "a user request");
        replace_taken(world, slot, command->is_health != 0);
        break;
    case SIM_COMMAND_EXIT_STANDBY:
        exit_standby(world, slot);
        break;
    case SIM_COMMAND_DETACH_INSTANCES:
        scaling_leave_service(world, slot, SIM_LIFECYCLE_DETACHING, "a user request");
        replace_taken(world, slot, command->is_health != 0);
        break;
    case SIM_COMMAND_SET_INSTANCE_PROTECTION:
        it->is_protected = command->is_health != 0;
        break;
    case SIM_COMMAND_SET_INSTANCE_HEALTH:
        it->is_unhealthy = strcmp(command->value, "Unhealthy") == 0 &&
                           SIM_FACT("ASG-217", world->now >= it->grace_until);
        break;
    default:
        scaling_terminate(world, slot,
                          "An instance was taken out of service in response to a user request.");
        replace_taken(world, slot, command->is_health != 0);
    }
}

void autoscaling_command_apply(SimWorld *world, const SimCommand *command) {
    tell_command(world, command);
    int32_t group = world_find_scaling_group(world, command->target);
    switch (command->kind) {
    case SIM_COMMAND_SET_DESIRED_CAPACITY:
        scaling_desire(world, group, (int32_t)command->number,
                       "a user request explicitly set group desired capacity,");
        break;
    case SIM_COMMAND_SHIFT_SCALING:
        world->scaling_groups.items[group].zone_away =
            strcmp(command->value, "none") == 0 ? 0 : world_find_zone(world, command->value) + 1;
        break;
    case SIM_COMMAND_START_REFRESH:
    case SIM_COMMAND_CANCEL_REFRESH:
    case SIM_COMMAND_ROLLBACK_REFRESH:
        scaling_refresh_apply(world, command->kind, group);
        break;
    case SIM_COMMAND_INSUFFICIENT_CAPACITY:
        world->zones.items[world_find_zone(world, command->target)].lacks_capacity = 1;
        break;
    default:
        apply_to_instance(world, command);
    }
}
