// Routing controls of Application Recovery Controller: switches that a person flips. The health
// checks that mirror them need no probing; what remains is the way to the DNS locations, and
// caches.
#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "engine/hash.h"
#include "route53/health_check.h"
#include "world/world.h"

static int32_t find(const SimWorld *world, const char *name) {
    for (int32_t i = 0; i < world->config->control_count; i++)
        if (strcmp(world->config->controls[i].name, name) == 0) return i;
    return -1;
}

bool control_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    if (find(world, command->target) < 0)
        return sim_error_set(error, "There is no routing control \"%s\".", command->target);
    bool is_state = strcmp(command->value, "On") == 0 || strcmp(command->value, "Off") == 0;
    return is_state || sim_error_set(error, "A routing control is \"On\" or \"Off\", not \"%s\".",
                                     command->value);
}

void control_apply(SimWorld *world, const SimCommand *command) {
    int32_t index = find(world, command->target);
    RoutingControl *control = &world->controls.items[index];
    control->is_on = strcmp(command->value, "On") == 0;
    char parameters[512];
    snprintf(parameters, sizeof parameters,
             "{\"routingControlName\":\"%.190s\",\"routingControlState\":\"%.3s\"}",
             command->target, command->value);
    world_tell_api(world, SIM_MARK_COMMAND, "RoutingControl", command->target, "", command->value,
                   sim_command_name(command->kind), "UpdateRoutingControlState", parameters);
    uint64_t bits = hash_text(hash_u64(HASH_START, world->seed), command->target);
    world_after(world, status_trip(bits, (int32_t)(world->now / SIM_MILLISECOND)),
                EVENT_CONTROL_HEARD, (uint32_t)index, 0);
}
