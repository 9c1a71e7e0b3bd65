// Commands: checked when they are given, carried out when their moment comes, logged so that the
// run can be had again.
//
// They wait in a list of their own rather than among the pending events, so that it makes no
// difference to the run when they were given: a log submitted at t = 0 leaves the same numbers on
// all other events as the person did who pressed the keys one by one.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "faults/faults.h"
#include "scenario/build.h"
#include "scenario/scenario.h"
#include "world/world.h"

// The path of a forward's weight in the rule of a release.
static void weight_path(const SimWorld *world, const ConfigRelease *release, int32_t group,
                        char *out, size_t capacity) {
    const ConfigBalancer *balancer = &world->config->balancers[release->balancer];
    const ConfigListener *listener = &balancer->listeners[release->listener];
    const ConfigRule *rule = &listener->rules[release->rule];
    char where[48];
    if (rule->priority == 0)
        snprintf(where, sizeof where, "default");
    else
        snprintf(where, sizeof where, "rules.%d.then", rule->priority);
    snprintf(out, capacity, "regions.%s.load_balancers.%s.listeners.%d.%s.forward.%s.weight",
             world->config->regions[balancer->region].name, balancer->name, listener->port, where,
             world->config->target_groups[group].name);
}

static SimScenario *set_weight(const SimWorld *world, const SimScenario *scenario,
                               const ConfigRelease *release, int32_t group, int32_t weight,
                               SimError *error) {
    char path[512], value[16];
    weight_path(world, release, group, path, sizeof path);
    snprintf(value, sizeof value, "%d", weight);
    return sim_scenario_set(scenario, path, value, true, error);
}

// The scenario with the release's new group at `percent`. The weight that grows goes first, so that
// 0/0 never stands between.
static SimScenario *shifted(const SimWorld *world, const ConfigRelease *release, int32_t percent,
                            SimError *error) {
    int32_t first = percent > 0 ? release->fresh : release->stable;
    int32_t second = percent > 0 ? release->stable : release->fresh;
    int32_t first_weight = percent > 0 ? percent : 100;
    SimScenario *half = set_weight(world, world->scenario, release, first, first_weight, error);
    if (half == NULL) return NULL;
    SimScenario *whole = set_weight(world, half, release, second, 100 - first_weight, error);
    sim_scenario_release(half);
    return whole;
}

// The scenario as the command would leave it; NULL: refused.
static SimScenario *changed_scenario(const SimWorld *world, const SimCommand *command,
                                     SimError *error) {
    if (command->kind == SIM_COMMAND_SET)
        return sim_scenario_set(world->scenario, command->target, command->value, true, error);
    if (build_is(command->kind)) return scenario_build(world->scenario, command, error);
    int32_t release = world_find_release(world, command->target);
    if (release < 0) {
        sim_error_set(error, "There is no release \"%s\".", command->target);
        return NULL;
    }
    double percent = command->kind == SIM_COMMAND_ROLLBACK ? 0 : command->number;
    if (!(percent >= 0 && percent <= 100)) {
        sim_error_set(error, "The weight of a new version is between 0 and 100, not %g.", percent);
        return NULL;
    }
    return shifted(world, &world->config->releases[release], (int32_t)(percent + 0.5), error);
}

// The same, also judged by what AWS keeps an account of.
static SimScenario *allowed_scenario(const SimWorld *world, const SimCommand *command,
                                     SimError *error) {
    SimScenario *scenario = changed_scenario(world, command, error);
    if (scenario == NULL || capacity_check(world, scenario_config(scenario), error))
        return scenario;
    sim_scenario_release(scenario);
    return NULL;
}

static bool is_change_of_scenario(SimCommandKind kind) {
    return build_is(kind) || kind == SIM_COMMAND_SET || kind == SIM_COMMAND_SHIFT ||
           kind == SIM_COMMAND_ROLLBACK;
}

bool command_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (command->kind == SIM_COMMAND_NONE) return true;
    if (is_zonal_shift(command->kind)) return zonal_shift_check(world, command, error);
    if (command->kind == SIM_COMMAND_SET_ALARM_STATE)
        return alarm_command_check(world, command, error);
    if (is_routing_control(command->kind)) return control_check(world, command, error);
    if (is_autoscaling(command->kind)) return autoscaling_command_check(world, command, error);
    if (!is_change_of_scenario(command->kind)) return fault_check(world, command, error);
    SimScenario *scenario = allowed_scenario(world, command, error);
    if (scenario == NULL) return false;
    sim_scenario_release(scenario);
    return true;
}

void world_reconfigure(SimWorld *world, SimScenario *scenario) {
    SimScenario *old = world->scenario;
    const Config *old_config = world->config;
    world->scenario = scenario;
    world->config = scenario_config(scenario);
    if (world->config->shape != old_config->shape) {
        elb_reshape(world, old_config);
        route53_reshape(world);
    }
    compute_reconfigure(world);
    elb_reconfigure(world);
    traffic_reconfigure(world, old_config);
    health_checks_reconfigure(world);
    if (world->config->accelerator_count > 0) accelerator_reconfigure(world);
    if (world->config->scaling_group_count > 0) autoscaling_reconfigure(world, old_config);
    sim_scenario_release(old);
}

static void json_text(char *out, size_t capacity, const char *text) {
    size_t length = 0;
    for (; *text != '\0' && length + 3 < capacity; text++) {
        if ((unsigned char)*text < 0x20) continue;
        if (*text == '"' || *text == '\\') out[length++] = '\\';
        out[length++] = *text;
    }
    out[length] = '\0';
}

static void tell_change(SimWorld *world, const SimCommand *command) {
    char parameters[2600], path[400], value[2010], to[300];
    json_text(path, sizeof path, command->target);
    json_text(value, sizeof value, command->value);
    switch (command->kind) {
    case SIM_COMMAND_SHIFT:
        snprintf(parameters, sizeof parameters, "{\"release\":\"%s\",\"weight\":%d}", path,
                 (int)(command->number + 0.5));
        snprintf(to, sizeof to, "new version at %d %%", (int)(command->number + 0.5));
        world_tell_api(world, SIM_MARK_DEPLOYMENT, "Deployment", command->target, "", to, "shift",
                       "ModifyRule", parameters);
        break;
    case SIM_COMMAND_ROLLBACK:
        snprintf(parameters, sizeof parameters, "{\"release\":\"%s\",\"weight\":0}", path);
        world_tell_api(world, SIM_MARK_ROLLBACK, "Deployment", command->target, "", "rolled back",
                       "rollback", "ModifyRule", parameters);
        break;
    case SIM_COMMAND_SET:
        snprintf(parameters, sizeof parameters, "{\"path\":\"%s\",\"value\":\"%s\"}", path, value);
        world_tell_api(world, SIM_MARK_COMMAND, "Command", command->target, "", command->value,
                       "set", command_api(command->target), parameters);
        break;
    default:
        build_parameters(command, parameters, sizeof parameters);
        build_subject(command, to, sizeof to);
        world_tell_api(world, SIM_MARK_COMMAND, "Command", to, "", "done",
                       sim_command_name(command->kind),
                       SIM_FACT("ELB-943", true) ? build_api(command->kind) : NULL, parameters);
    }
}

// The API action with which the console would change what a path names.
const char *command_api(const char *path) {
    if (strstr(path, ".auto_scaling_groups.") != NULL) return "UpdateAutoScalingGroup";
    if (strstr(path, ".health_check.") != NULL) return "ModifyTargetGroup";
    if (strstr(path, ".target_groups.") != NULL && strstr(path, ".load_balancers.") == NULL)
        return "ModifyTargetGroupAttributes";
    if (strstr(path, ".certificates") != NULL) return "AddListenerCertificates";
    if (strstr(path, ".ssl_policy") != NULL || strstr(path, ".mutual_authentication") != NULL ||
        strstr(path, ".default") != NULL)
        return "ModifyListener";
    if (strstr(path, ".listeners.") != NULL) return "ModifyRule";
    if (strstr(path, ".minimum_load_balancer_capacity") != NULL) return "ModifyCapacityReservation";
    if (strstr(path, ".load_balancers.") != NULL && strstr(path, ".security_groups") != NULL)
        return "SetSecurityGroups";
    if (strstr(path, ".instances.") != NULL && strstr(path, ".security_groups") != NULL)
        return "ModifyInstanceAttribute";
    if (strstr(path, ".security_groups.") != NULL) return "ModifySecurityGroupRules";
    if (strstr(path, ".network_acls.") != NULL) return "ReplaceNetworkAclEntry";
    if (strstr(path, ".load_balancers.") != NULL) return "ModifyLoadBalancerAttributes";
    if (strncmp(path, "route53", 7) == 0) return "ChangeResourceRecordSets";
    if (strstr(path, ".client_affinity") != NULL) return "UpdateListener";
    if (strncmp(path, "global_accelerator", 18) == 0) return "UpdateEndpointGroup";
    return NULL;
}

static void say(SimWorld *world, const PendingCommand *pending) {
    const char *text = pending->step >= 0 ? world->config->timeline[pending->step].say : NULL;
    if (text != NULL) world_tell(world, SIM_MARK_NONE, "Caption", "timeline", "", "", text);
}

// A command refused when its moment comes (what it needs was changed meanwhile) leaves its reason
// in the event log.
static void tell_refused(SimWorld *world, const SimCommand *command, const SimError *error) {
    world_tell(world, SIM_MARK_NONE, "Refused", command->target, "",
               sim_command_name(command->kind), error->text);
}

void command_execute(SimWorld *world, int32_t index) {
    PendingCommand pending = world->commands.items[index];
    const SimCommand *command = &pending.command;
    SimError error = {""};
    say(world, &pending);
    world->commands.items[index].state = 1;
    world_dns_may_change(world);
    if (command->kind == SIM_COMMAND_NONE) return;
    if (is_change_of_scenario(command->kind)) {
        SimScenario *scenario = allowed_scenario(world, command, &error);
        if (scenario != NULL) {
            tell_change(world, command);
            world_reconfigure(world, scenario);
            return;
        }
    } else if (is_zonal_shift(command->kind)) {
        if (zonal_shift_check(world, command, &error)) {
            zonal_shift_apply(world, command);
            return;
        }
    } else if (command->kind == SIM_COMMAND_SET_ALARM_STATE) {
        if (alarm_command_check(world, command, &error)) {
            alarm_command_apply(world, command);
            return;
        }
    } else if (is_routing_control(command->kind)) {
        if (control_check(world, command, &error)) {
            control_apply(world, command);
            return;
        }
    } else if (is_autoscaling(command->kind)) {
        if (autoscaling_command_check(world, command, &error)) {
            autoscaling_command_apply(world, command);
            return;
        }
    } else if (fault_check(world, command, &error)) {
        fault_apply(world, command);
        return;
    }
    world->commands.items[index].state = 2;
    tell_refused(world, command, &error);
}

void command_add(SimWorld *world, const SimCommand *command, int32_t step) {
    *(PendingCommand *)array_push(&world->commands) =
        (PendingCommand){.command = *command, .step = step};
    array_push(&world->command_order);
    int32_t at = world->command_order.count - 1;
    int32_t *order = world->command_order.items;
    for (;
         at > world->commands_done && world->commands.items[order[at - 1]].command.at > command->at;
         at--)
        order[at] = order[at - 1];
    order[at] = world->commands.count - 1;
}

int32_t command_next(const SimWorld *world) {
    return world->commands_done < world->command_order.count
               ? world->command_order.items[world->commands_done]
               : -1;
}

// What a caller's buffer holds behind the end of a text is no part of the run, and the log is
// hashed as bytes.
static SimCommand tidy(const SimCommand *command) {
    SimCommand tidied;
    memset(&tidied, 0, sizeof tidied);
    tidied.at = command->at;
    tidied.kind = command->kind;
    tidied.is_health = command->is_health;
    tidied.number = command->number;
    snprintf(tidied.target, sizeof tidied.target, "%s", command->target);
    snprintf(tidied.value, sizeof tidied.value, "%s", command->value);
    return tidied;
}

bool sim_world_command(SimWorld *world, const SimCommand *command, bool is_replay,
                       SimError *error) {
    SIM_ASSERT(world->sink == NULL && !world->is_finished);
    SimCommand accepted = tidy(command);
    if (!is_replay) accepted.at = world->now + 1;
    if (accepted.at < world->now)
        return sim_error_set(
            error, "A command for %" PRId64 " ns comes too late: it is %" PRId64 " ns already.",
            accepted.at, world->now);
    // A replayed log may build on what its own earlier commands did, so it is judged when its
    // moment comes.
    if (!is_replay && !command_check(world, &accepted, error)) return false;
    command_add(world, &accepted, -1);
    *(SimCommand *)array_push(&world->log) = accepted;
    return true;
}

const SimCommand *sim_world_commands(const SimWorld *world, int32_t *count) {
    *count = world->log.count;
    return world->log.items;
}
