// Routing controls of Application Recovery Controller: switches that a person flips, one or several
// in a transaction. The health checks that mirror them need no probing; what remains is the way to
// the DNS locations, and caches.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "engine/hash.h"
#include "route53/health_check.h"
#include "route53/safety_rule.h"
#include "world/world.h"

static int32_t find(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->control_count; i++)
        if (strcmp(world->config->controls[i].name, name) == 0) return i;
    return -1;
}

static bool want(const SimWorld *world, const char *name, const char *state, ControlChange *change,
                 SimError *error) {
    int32_t control = find(world, name);
    if (control < 0) return sim_error_set(error, "There is no routing control \"%.190s\".", name);
    bool is_on = strcmp(state, "On") == 0;
    if (!is_on && strcmp(state, "Off") != 0)
        return sim_error_set(error, "A routing control is \"On\" or \"Off\", not \"%.100s\".",
                             state);
    if (change->wanted[control] >= 0)
        return sim_error_set(error, "The routing control \"%.190s\" stands twice.", name);
    change->wanted[control] = is_on;
    return true;
}

// "mumbai=Off, ireland=On"
static bool want_each(const SimWorld *world, const char *text, ControlChange *change,
                      SimError *error) {
    char name[200], state[8];
    while (*text != '\0') {
        int used = 0;
        if (sscanf(text, " %199[^=, ] = %7[A-Za-z] %n", name, state, &used) != 2 || used == 0)
            return sim_error_set(
                error, "States are given as \"name=On, other=Off\", not \"%.100s\".", text);
        if (!want(world, name, state, change, error)) return false;
        text += used;
        if (*text == ',') text++;
    }
    return true;
}

static bool read_change(const SimWorld *world, const SimCommand *command, ControlChange *change,
                        SimError *error) {
    memset(change->wanted, -1, sizeof change->wanted);
    return command->kind == SIM_COMMAND_ROUTING_CONTROL
               ? want(world, command->target, command->value, change, error)
               : want_each(world, command->value, change, error);
}

bool is_routing_control(SimCommandKind kind) {
    return kind == SIM_COMMAND_ROUTING_CONTROL || kind == SIM_COMMAND_ROUTING_CONTROLS;
}

bool control_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    ControlChange change;
    if (!read_change(world, command, &change, error)) return false;
    bool is_overridden = SIM_FACT("R53-827", command->is_health != 0);
    return is_overridden || safety_rules_allow(world, &change, error);
}

static void flip(SimWorld *world, int32_t index, bool is_on, const SimCommand *command) {
    bool is_single = command->kind == SIM_COMMAND_ROUTING_CONTROL;
    const char *name = world->config->controls[index].name, *state = is_on ? "On" : "Off";
    world->controls.items[index].is_on = is_on;
    char parameters[512];
    snprintf(parameters, sizeof parameters,
             "{\"routingControlName\":\"%.190s\",\"routingControlState\":\"%.3s\"%s}", name, state,
             command->is_health ? ",\"safetyRulesToOverride\":\"all\"" : "");
    world_tell_api(
        world, SIM_MARK_COMMAND, "RoutingControl", name, "", state, sim_command_name(command->kind),
        is_single ? "UpdateRoutingControlState" : "UpdateRoutingControlStates", parameters);
    uint64_t bits = hash_text(hash_u64(HASH_START, world->seed), name);
    world_after(world, status_trip(bits, (int32_t)(world->now / SIM_MILLISECOND)),
                EVENT_CONTROL_HEARD, (uint32_t)index, 0);
}

void control_apply(SimWorld *world, const SimCommand *command) {
    ControlChange change;
    SimError error;
    bool is_read = read_change(world, command, &change, &error);
    SIM_ASSERT(is_read);
    safety_rules_changed(world, &change);
    for (int32_t i = 0; i < world->config->control_count; i++)
        if (change.wanted[i] >= 0) flip(world, i, change.wanted[i] != 0, command);
}
