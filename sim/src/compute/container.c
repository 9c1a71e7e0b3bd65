// Faults of single processes lie beside their instances, in a list that is empty until one is
// struck: runs without them pay a test of its length.
#include "compute/container.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/barrier.h"
#include "world/world.h"

const Container *container_find(const SimWorld *world, int32_t instance, int32_t port) {
    for (int32_t i = 0; i < world->containers.count; i++) {
        const Container *container = &world->containers.items[i];
        if (container->instance == instance && SIM_FACT("ELB-292", container->port == port))
            return container;
    }
    return NULL;
}

// A client who comes straight has the port of his connection.
static int32_t port_of(const SimWorld *world, const Attempt *attempt) {
    if (attempt->kind == ATTEMPT_CHECK) return target_check_port(world, attempt->target);
    if (attempt->target >= 0) return target_port(world, attempt->target);
    int32_t connection1 =
        attempt->request1 > 0 ? world->requests.items[attempt->request1 - 1].connection1 : 0;
    return connection1 > 0 ? world->connections.items[connection1 - 1].port : -1;
}

const Container *container_of(const SimWorld *world, const Attempt *attempt) {
    if (world->containers.count == 0) return NULL;
    return container_find(world, attempt->instance, port_of(world, attempt));
}

static bool is_registered_at(const SimWorld *world, int32_t instance, int32_t port) {
    for (int32_t i = 0; i < world->targets.count; i++) {
        const Target *target = &world->targets.items[i];
        if (target->instance == instance && target->port == port &&
            target->lifecycle != TARGET_DEREGISTERED && target->lifecycle != TARGET_INVALID)
            return true;
    }
    return false;
}

bool container_check(const SimWorld *world, const SimCommand *command, int32_t instance,
                     int32_t port, SimError *error) {
    if (command->kind == SIM_COMMAND_SLOW || command->kind == SIM_COMMAND_TERMINATE)
        return sim_error_set(error,
                             "The command \"%s\" is for a whole instance: its containers share "
                             "its processor and its life.",
                             sim_command_name(command->kind));
    return is_registered_at(world, instance, port) ||
           sim_error_set(error, "Nothing of %s is registered at that port in a target group.",
                         command->target);
}

static Container *container_at(SimWorld *world, int32_t instance, int32_t port) {
    for (int32_t i = 0; i < world->containers.count; i++) {
        Container *container = &world->containers.items[i];
        if (container->instance == instance && container->port == port) return container;
    }
    Container *fresh = array_push(&world->containers);
    *fresh = (Container){.instance = instance, .port = port};
    return fresh;
}

// All that is inside or waits at this port.
static void lose_all(SimWorld *world, int32_t instance, int32_t port, bool is_reset) {
    for (int32_t i = 0; i < world->targets.count; i++)
        if (world->targets.items[i].instance == instance && world->targets.items[i].port == port)
            instance_lose_target(world, i, is_reset);
}

void container_strike(SimWorld *world, const SimCommand *command, int32_t instance, int32_t port,
                      char words[64]) {
    Container *container = container_at(world, instance, port);
    bool was_hung = container->is_hung != 0;
    switch (command->kind) {
    case SIM_COMMAND_CRASH:
        container->is_crashed = 1;
        container->is_hung = 0;
        snprintf(words, 64, "crashed");
        break;
    case SIM_COMMAND_HANG:
        container->is_hung = 1;
        snprintf(words, 64, "hung");
        break;
    case SIM_COMMAND_ERRORS:
        container->error_share = command->number;
        container->is_health_failing = command->is_health != 0;
        snprintf(words, 64, "answers 500 to %g %%", command->number * 100);
        return;
    default:
        *container = (Container){.instance = instance, .port = port};
        snprintf(words, 64, "running");
        if (!was_hung) return;
        break;
    }
    lose_all(world, instance, port, command->kind != SIM_COMMAND_HANG);
}

void containers_recover(SimWorld *world, int32_t instance) {
    for (int32_t i = 0; i < world->containers.count; i++) {
        Container *container = &world->containers.items[i];
        if (container->instance != instance) continue;
        bool was_hung = container->is_hung != 0;
        *container = (Container){.instance = instance, .port = container->port};
        if (was_hung) lose_all(world, instance, container->port, true);
    }
}
