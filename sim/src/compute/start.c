// Zones and instances as a run begins, and after a launch template was changed.
#include "compute/compute.h"

#include <string.h>

#include "world/scopes.h"
#include "world/world.h"

static void add_zones(SimWorld *world) {
    int32_t number = 0;
    for (int32_t i = 0; i < world->config->zone_count; i++) {
        bool is_next_region =
            i > 0 && world->config->zones[i].region != world->config->zones[i - 1].region;
        number = is_next_region ? 0 : number;
        Zone *zone = array_push(&world->zones);
        *zone = (Zone){.has_power = 1, .number = number};
        number++;
        SIM_ASSERT(zone->number < ELB_ZONES_MAX);
    }
}

// A slot of an Auto Scaling group is empty until something is launched into it.
static void add_slot(SimWorld *world, const ConfigInstance *config) {
    *(Instance *)array_push(&world->instances) = (Instance){.slow_factor = 1,
                                                            .zone = config->zone,
                                                            .region = config->region,
                                                            .launch = config->launch,
                                                            .scope = -1,
                                                            .is_terminated = 1};
    stations_add(&world->stations, &world->config->launches[config->launch]);
}

static void boot(SimWorld *world, int32_t index) {
    const ConfigInstance *config = &world->config->instances[index];
    const ConfigLaunch *launch = &world->config->launches[config->launch];
    RandomStream stream;
    random_stream_seed(&stream, world->seed, config->name);
    SimTime delay = distribution_draw(&launch->boot, &stream);
    if (delay <= 0) return;
    world->instances.items[index].is_booting = 1;
    world->instances.items[index].boot =
        world_after(world, delay, EVENT_BOOTED, (uint32_t)index, 0);
}

static void add_instance(SimWorld *world, int32_t index) {
    const ConfigInstance *config = &world->config->instances[index];
    if (config->slot1 != 0) {
        add_slot(world, config);
        return;
    }
    Instance *instance = array_push(&world->instances);
    // 10.<region>.x.y: private addresses, one an instance.
    uint32_t host = (uint32_t)index + 10;
    *instance = (Instance){.slow_factor = 1,
                           .ip = config->address != 0
                                     ? config->address
                                     : UINT32_C(10) << 24 | ((uint32_t)config->region & 15) << 20 |
                                           (host & 0xFFFFF),
                           .scope = world_instance_scope(world, index, config->launch),
                           .zone = config->zone,
                           .region = config->region,
                           .launch = config->launch};
    stations_add(&world->stations, &world->config->launches[config->launch]);
    if (world->config->is_cold) boot(world, index);
}

void compute_start(SimWorld *world) {
    add_zones(world);
    for (int32_t i = 0; i < world->config->instance_count; i++) {
        add_instance(world, i);
        instance_refresh(world, i);
    }
}

void instance_booted(SimWorld *world, int32_t index) {
    Instance *instance = &world->instances.items[index];
    instance->boot = (EventId){0, 0};
    instance->is_booting = 0;
    world_tell(world, SIM_MARK_NONE, "Instance", instance_name(world, index), "booting", "running",
               "its boot time is over");
    autoscaling_booted(world, index);
}

#define STARTED_AT_ONCE 64

void compute_reconfigure(SimWorld *world) {
    for (int32_t i = world->instances.count; i < world->config->instance_count; i++)
        add_slot(world, &world->config->instances[i]);
    for (int32_t i = 0; i < world->instances.count; i++) {
        const ConfigLaunch *launch = &world->config->launches[world->instances.items[i].launch];
        if (launch->workers < world->stations.stations.items[i].workers)
            attempts_at_instance_wait(world, i);
        int32_t started[STARTED_AT_ONCE], count = STARTED_AT_ONCE;
        while (count == STARTED_AT_ONCE) {
            station_resize(&world->stations, &world->events, world->now, i, launch, started,
                           STARTED_AT_ONCE, &count);
            for (int32_t s = 0; s < count && world_is_watched(world); s++) {
                SimPlace here = {SIM_PLACE_INSTANCE, i};
                world_hop_attempt(world, started[s], SIM_HOP_SERVED, here, here, world->now, 0);
            }
        }
        instance_refresh(world, i);
    }
}
