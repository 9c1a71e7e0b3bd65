// What a balancer can carry, what it has reserved, and how long it takes to be set up.
#include "base/fact.h"
#include "scenario/compile.h"

#define RESERVATION_MIN     100   // fixed
#define RESERVED_A_BALANCER 15000 // adjustable

// Nodes stand in ranks: one more a zone at a time.
static void compile_ranks(Compiler *compiler, const RawBalancer *raw, ConfigBalancer *balancer) {
    ConfigCapacity *capacity = &balancer->capacity;
    capacity->ranks_max = 1;
    if (capacity->node_units <= 0 || balancer->zone_count == 0) return;
    capacity->ranks_max = CONFIG_NODES_MAX / balancer->zone_count;
    if (SIM_FACT("ELB-960", capacity->ranks_max < 2))
        COMPILE_REFUSE(compiler, raw->capacity.node, "node_units",
                       "Enable at most 4 zones, or leave it out.",
                       "a load balancer has at most %d nodes here: in %d zones none gets a second",
                       CONFIG_NODES_MAX, balancer->zone_count);
}

void compile_capacity(Compiler *compiler, const RawBalancer *raw, ConfigBalancer *balancer) {
    balancer->capacity = raw->capacity.capacity;
    balancer->capacity.is_limited = node_member(raw->node, "capacity") != NULL;
    balancer->capacity.overflow = (ConfigOverflow)raw->capacity.overflow;
    balancer->reserved_units = raw->reservation.units;
    if (balancer->capacity.is_limited && node_member(raw->capacity.node, "units") == NULL)
        COMPILE_REFUSE(compiler, raw->node, "capacity", "Add \"units\": how many LCUs it has.",
                       "a limited capacity needs a limit");
    compile_ranks(compiler, raw, balancer);
    const Node *reservation = raw->reservation.node;
    bool is_too_small = raw->reservation.units > 0 && raw->reservation.units < RESERVATION_MIN;
    if (SIM_FACT("ELB-815", is_too_small))
        COMPILE_REFUSE(compiler, reservation, "capacity_units", "Reserve more, or 0 for none.",
                       "a reservation is at least %d LCUs", RESERVATION_MIN);
    if (SIM_FACT("ELB-857", raw->reservation.units > RESERVED_A_BALANCER))
        COMPILE_WARN(compiler, reservation, "capacity_units", "AWS raises it on request.",
                     "%d reserved LCUs of a load balancer are above the quota of %d",
                     raw->reservation.units, RESERVED_A_BALANCER);
    // What is not read from a file was created by a command.
    bool is_of_file = compiler->previous == NULL && !compiler->is_nested;
    if (balancer->provisioning_ns > 0 && !compiler->config->is_cold && is_of_file)
        COMPILE_REFUSE(compiler, raw->node, "provisioning",
                       "Say \"begin\": \"cold\", or leave it out.",
                       "a run that begins steady begins with active load balancers");
}
