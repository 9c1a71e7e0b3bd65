// Faults strike instances and zones; recovering undoes them at once, and what restarts comes back
// empty.
#include "faults/faults.h"

#include <stdio.h>

#include "base/fact.h"
#include "faults/links.h"
#include "scenario/command.h"
#include "world/world.h"

static bool is_instance_fault(SimCommandKind kind) {
    return kind == SIM_COMMAND_CRASH || kind == SIM_COMMAND_HANG || kind == SIM_COMMAND_SLOW ||
           kind == SIM_COMMAND_ERRORS || kind == SIM_COMMAND_TERMINATE;
}

static bool check_instance(const SimWorld *world, const SimCommand *command, SimError *error) {
    char name[192];
    int32_t port;
    bool is_container = command_container(command->target, name, &port);
    int32_t index = world_find_instance(world, name);
    if (index < 0)
        return sim_error_set(error,
                             "There is no instance \"%s\": name it as \"region/instance\", a "
                             "container on it as \"region/instance:port\".",
                             name);
    if (is_container && !container_check(world, command, index, port, error)) return false;
    if (world->instances.items[index].is_terminated)
        return sim_error_set(error, "%s was terminated: nothing more can happen to it.",
                             command->target);
    if (command->kind == SIM_COMMAND_SLOW && !(command->number > 0))
        return sim_error_set(error, "The factor of a slow-down is above 0, not %g.",
                             command->number);
    if (command->kind == SIM_COMMAND_ERRORS && !(command->number >= 0 && command->number <= 1))
        return sim_error_set(error, "The share of errors is between 0 and 1, not %g.",
                             command->number);
    return true;
}

static bool check_zone(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (world_find_zone(world, command->target) >= 0) return true;
    return sim_error_set(error, "There is no zone \"%s\".", command->target);
}

static bool check_region(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (world_find_region(world, command->target) >= 0) return true;
    return sim_error_set(error, "There is no region \"%s\".", command->target);
}

static bool check_recover(const SimWorld *world, const SimCommand *command, SimError *error) {
    char name[192];
    int32_t port;
    command_container(command->target, name, &port);
    if (world_find_zone(world, command->target) >= 0) return true;
    if (world_find_region(world, command->target) >= 0) return true;
    if (world_find_instance(world, name) < 0)
        return sim_error_set(error, "There is no instance or zone \"%s\" to recover.",
                             command->target);
    return check_instance(world, command, error);
}

// The port that a registration is for.
static int32_t port_of(const SimWorld *world, const SimCommand *command, int32_t group) {
    return command->number > 0 ? (int32_t)command->number
                               : world->config->target_groups[group].port;
}

static int32_t lifecycle_of(const SimWorld *world, int32_t target) {
    return target >= 0 ? world->targets.items[target].lifecycle : TARGET_DEREGISTERED;
}

static bool check_register(const SimWorld *world, const SimCommand *command, int32_t group,
                           int32_t instance, SimError *error) {
    const ConfigTargetGroup *config = &world->config->target_groups[group];
    int32_t port = port_of(world, command, group);
    uint32_t address = world->config->instances[instance].address;
    int32_t lifecycle = lifecycle_of(world, target_find(world, group, instance, port));
    if (!config->is_ip && world->instances.items[instance].is_terminated)
        return sim_error_set(error, "%s was terminated and can not be registered.",
                             command->target);
    if (!config->is_ip && address != 0 && !address_is_in_vpc(address, config->region))
        return sim_error_set(error,
                             "The address of %s is outside the VPC: only a target group of "
                             "target_type ip can hold it.",
                             command->target);
    if (SIM_FACT("ELB-202 ELB-283", config->is_ip && lifecycle == TARGET_DRAINING))
        return sim_error_set(error,
                             "%s is draining: an address can be registered again only when its "
                             "deregistration delay has passed.",
                             command->target);
    if (lifecycle != TARGET_DRAINING && lifecycle != TARGET_DEREGISTERED &&
        lifecycle != TARGET_INVALID)
        return sim_error_set(error, "%s is registered in %s already.", command->target,
                             command->value);
    return true;
}

static bool check_deregister(const SimWorld *world, const SimCommand *command, int32_t group,
                             int32_t instance, SimError *error) {
    int32_t target = target_meant(world, group, instance, (int32_t)command->number);
    int32_t lifecycle = lifecycle_of(world, target);
    if (target == -2)
        return sim_error_set(error, "%s is registered in %s on several ports: say which.",
                             command->target, command->value);
    if (lifecycle == TARGET_DRAINING)
        return sim_error_set(error, "%s is draining already.", command->target);
    if (lifecycle == TARGET_DEREGISTERED || lifecycle == TARGET_INVALID)
        return sim_error_set(error, "%s is not registered in %s.", command->target, command->value);
    return true;
}

static bool check_registration(const SimWorld *world, const SimCommand *command, SimError *error) {
    int32_t instance = world_find_instance(world, command->target),
            group = world_find_group(world, command->value);
    if (instance < 0)
        return sim_error_set(error, "There is no instance \"%s\": name it as \"region/instance\".",
                             command->target);
    if (group < 0)
        return sim_error_set(error, "There is no target group \"%s\": name it as \"region/group\".",
                             command->value);
    if (world->config->instances[instance].region != world->config->target_groups[group].region)
        return sim_error_set(error, "%s and %s are in different regions.", command->target,
                             command->value);
    return command->kind == SIM_COMMAND_REGISTER
               ? check_register(world, command, group, instance, error)
               : check_deregister(world, command, group, instance, error);
}

bool fault_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (link_is_command(command->kind)) return link_check(world, command, error);
    if (is_instance_fault(command->kind)) return check_instance(world, command, error);
    switch (command->kind) {
    case SIM_COMMAND_ZONE_POWER:
    case SIM_COMMAND_ZONE_PARTITION:
    case SIM_COMMAND_ZONE_IMPAIRMENT:
        return check_zone(world, command, error);
    case SIM_COMMAND_REGION_POWER:
        return check_region(world, command, error);
    case SIM_COMMAND_RECOVER:
        return check_recover(world, command, error);
    default:
        return check_registration(world, command, error);
    }
}

// --- instances
// --------------------------------------------------------------------------------------------------------------------

static void tell_fault(SimWorld *world, const SimCommand *command, const char *to) {
    world_tell(world, SIM_MARK_FAULT, "Fault", command->target, "", to,
               sim_command_name(command->kind));
}

static void crash(SimWorld *world, int32_t index) {
    world->instances.items[index].is_crashed = 1;
    world->instances.items[index].is_hung = 0;
    instance_refresh(world, index);
    instance_lose_all(world, index, true);
}

static void terminate(SimWorld *world, int32_t index) {
    crash(world, index);
    world->instances.items[index].is_terminated = 1;
    for (int32_t i = 0; i < world->targets.count; i++) {
        if (world->targets.items[i].instance != index) continue;
        int32_t group = world->targets.items[i].group;
        // An address is asked on and on: nobody tells the balancer who stood behind it.
        if (SIM_FACT("ELB-284", world->config->target_groups[group].is_ip)) continue;
        target_invalidate(world, i);
        if (world->groups.items[group].balancer >= 0)
            balancer_dns_refresh(world, world->groups.items[group].balancer,
                                 "an instance was terminated");
    }
}

static void strike(SimWorld *world, const SimCommand *command, int32_t index) {
    Instance *instance = &world->instances.items[index];
    char words[64];
    switch (command->kind) {
    case SIM_COMMAND_CRASH:
        crash(world, index);
        tell_fault(world, command, "crashed");
        break;
    case SIM_COMMAND_HANG:
        instance->is_hung = 1;
        tell_fault(world, command, "hung");
        break;
    case SIM_COMMAND_SLOW:
        instance->slow_factor = command->number;
        snprintf(words, sizeof words, "%gx slower", command->number);
        tell_fault(world, command, words);
        break;
    case SIM_COMMAND_ERRORS:
        instance->error_share = command->number;
        instance->is_health_failing = command->is_health != 0;
        snprintf(words, sizeof words, "answers 500 to %g %%", command->number * 100);
        tell_fault(world, command, words);
        break;
    default:
        terminate(world, index);
        tell_fault(world, command, "terminated");
        break;
    }
    instance_refresh(world, index);
}

static void recover_instance(SimWorld *world, int32_t index) {
    Instance *instance = &world->instances.items[index];
    if (instance->is_hung) instance_lose_all(world, index, true);
    instance->is_hung = instance->is_crashed = instance->is_health_failing = 0;
    instance->slow_factor = 1;
    instance->error_share = 0;
    containers_recover(world, index);
    instance_refresh(world, index);
}

// --- zones
// ------------------------------------------------------------------------------------------------------------------------

static void lose_instances_of(SimWorld *world, int32_t zone) {
    for (int32_t i = 0; i < world->instances.count; i++)
        if (world->config->instances[i].zone == zone) instance_lose_all(world, i, false);
}

static void drop_connections_into(SimWorld *world, int32_t zone) {
    for (int32_t i = 0; i < world->targets.count; i++)
        if (world->config->instances[world->targets.items[i].instance].zone == zone) {
            target_connections_drop(world, i);
            target_streams_lose(world, i);
        }
}

static void refresh_dns(SimWorld *world, const char *cause) {
    for (int32_t i = 0; i < world->balancers.count; i++)
        balancer_dns_refresh(world, i, cause);
}

static void lose_power(SimWorld *world, int32_t zone) {
    world->zones.items[zone].has_power = 0;
    for (int32_t i = 0; i < world->nodes.count; i++)
        if (world->nodes.items[i].zone == zone) node_dies(world, i);
    lose_instances_of(world, zone);
    refresh_dns(world, "the zone lost power");
    autoshift_zone_changed(world, zone);
}

// A region is lost when all of its zones are.
static void each_zone(SimWorld *world, int32_t region, void (*strike_zone)(SimWorld *, int32_t)) {
    for (int32_t i = 0; i < world->config->zone_count; i++)
        if (SIM_FACT("R53-830", world->config->zones[i].region == region)) strike_zone(world, i);
}

static void recover_zone(SimWorld *world, int32_t zone) {
    world->zones.items[zone].has_power = 1;
    world->zones.items[zone].is_partitioned = 0;
    world->zones.items[zone].lacks_capacity = 0;
    world->zones.items[zone].is_impaired = 0;
    refresh_dns(world, "the zone is back");
    autoshift_zone_changed(world, zone);
}

static void apply_registration(SimWorld *world, const SimCommand *command) {
    int32_t instance = world_find_instance(world, command->target),
            group = world_find_group(world, command->value);
    bool is_register = command->kind == SIM_COMMAND_REGISTER;
    char parameters[700], port[32] = "";
    if (command->number > 0) snprintf(port, sizeof port, ",\"port\":%g", command->number);
    snprintf(parameters, sizeof parameters,
             "{\"targetGroup\":\"%s\",\"targets\":[{\"id\":\"%s\"%s}]}",
             world->config->target_groups[group].name, instance_name(world, instance), port);
    world_tell_api(world, SIM_MARK_COMMAND, "Command", command->target, "",
                   is_register ? "registered" : "deregistered", sim_command_name(command->kind),
                   is_register ? "RegisterTargets" : "DeregisterTargets", parameters);
    if (is_register)
        target_register(world, group, instance, port_of(world, command, group), false, true);
    else
        target_deregister(world, target_meant(world, group, instance, (int32_t)command->number));
    if (world->groups.items[group].balancer >= 0)
        balancer_dns_refresh(world, world->groups.items[group].balancer,
                             "targets were registered or deregistered");
}

static void strike_container(SimWorld *world, const SimCommand *command, int32_t instance,
                             int32_t port) {
    char words[64];
    bool is_recovery = command->kind == SIM_COMMAND_RECOVER;
    container_strike(world, command, instance, port, words);
    world_tell(world, is_recovery ? SIM_MARK_RECOVERY : SIM_MARK_FAULT,
               is_recovery ? "Recovery" : "Fault", command->target, "", words,
               sim_command_name(command->kind));
}

void fault_apply(SimWorld *world, const SimCommand *command) {
    if (link_is_command(command->kind)) {
        link_apply(world, command);
        return;
    }
    char name[192];
    int32_t port;
    bool is_container = command_container(command->target, name, &port);
    int32_t zone = world_find_zone(world, command->target);
    int32_t instance = world_find_instance(world, name);
    if (is_container && instance >= 0) {
        strike_container(world, command, instance, port);
        return;
    }
    if (is_instance_fault(command->kind)) {
        strike(world, command, instance);
        return;
    }
    switch (command->kind) {
    case SIM_COMMAND_ZONE_POWER:
        tell_fault(world, command, "no power");
        lose_power(world, zone);
        break;
    case SIM_COMMAND_REGION_POWER:
        tell_fault(world, command, "no power");
        each_zone(world, world_find_region(world, command->target), lose_power);
        break;
    case SIM_COMMAND_ZONE_PARTITION:
        tell_fault(world, command, "partitioned");
        world->zones.items[zone].is_partitioned = 1;
        drop_connections_into(world, zone);
        autoshift_zone_changed(world, zone);
        break;
    case SIM_COMMAND_ZONE_IMPAIRMENT:
        tell_fault(world, command, "impaired, by AWS's own telemetry");
        world->zones.items[zone].is_impaired = 1;
        autoshift_zone_changed(world, zone);
        break;
    case SIM_COMMAND_RECOVER:
        world_tell(world, SIM_MARK_RECOVERY, "Recovery", command->target, "", "running", "recover");
        if (zone >= 0)
            recover_zone(world, zone);
        else if (world_find_region(world, command->target) >= 0)
            each_zone(world, world_find_region(world, command->target), recover_zone);
        else
            recover_instance(world, instance);
        break;
    default:
        apply_registration(world, command);
    }
}
