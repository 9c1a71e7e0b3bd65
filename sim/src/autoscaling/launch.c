// A launch: a free slot is filled with an instance, which boots; and the start of one that was
// stopped in a warm pool.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "engine/hash.h"
#include "traffic/traffic.h"
#include "world/scopes.h"
#include "world/world.h"

// From RunInstances until EC2 answers, and until it says "running"; the application boots on (1.8
// of the sheet).
#define ANSWERED_AFTER (1500 * SIM_MILLISECOND)
#define RUNNING_AFTER  (6400 * SIM_MILLISECOND)

static ScalingInstance *at(SimWorld *world, int32_t slot) {
    return &world->scaling_instances.items[slot];
}

static const ConfigScalingGroup *config_of(const SimWorld *world, int32_t slot) {
    return &world->config->scaling_groups[world->scaling_instances.items[slot].group];
}

// The slot that has been empty longest, so that nothing on its way to the one before is left.
static int32_t free_slot(const SimWorld *world, int32_t group, int32_t zone) {
    int32_t best = -1;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        bool is_free = it->state == SIM_LIFECYCLE_NONE || it->state == SIM_LIFECYCLE_TERMINATED;
        if (it->group != group || !is_free || world->config->instances[it->instance].zone != zone)
            continue;
        if (best < 0 || it->ended < world->scaling_instances.items[best].ended) best = i;
    }
    return best;
}

static void make_id(const SimWorld *world, ScalingInstance *it) {
    const ConfigScalingGroup *config = &world->config->scaling_groups[it->group];
    uint64_t bits = hash_text(HASH_START, world->config->regions[config->region].name);
    bits = hash_u64(hash_text(bits, config->name), (uint64_t)it->number);
    memset(it->id, 0, sizeof it->id);
    snprintf(it->id, sizeof it->id, "i-0%07" PRIx64, bits >> 36);
}

// A cookie that named the instance before is no cookie of this one.
static void forget_sessions(SimWorld *world, int32_t target) {
    for (int32_t i = 0; i < world->cookies.count; i++) {
        Cookie *cookie = &world->cookies.items[i];
        if (cookie->kind != COOKIE_GROUP && cookie->value == target) cookie->expires = 0;
    }
}

static void reset_targets(SimWorld *world, int32_t instance) {
    for (int32_t i = 0; i < world->targets.count; i++) {
        if (world->targets.items[i].instance != instance) continue;
        world->targets.items[i].requests = 0;
        if (i < world->anomalies.count) world->anomalies.items[i] = (Anomaly){0};
        forget_sessions(world, i);
    }
}

typedef struct Boot {
    SimTime running; ///< EC2 says so
    SimTime boots, installs;
} Boot;

static Boot draw_boot(const SimWorld *world, const ScalingInstance *it) {
    const ConfigLaunch *launch =
        &world->config->launches[world->instances.items[it->instance].launch];
    RandomStream stream;
    random_stream_seed(&stream, world->seed, it->id);
    Boot boot = {.boots = distribution_draw(&launch->boot, &stream)};
    boot.running = SIM_FACT("ASG-106", boot.boots > RUNNING_AFTER) ? RUNNING_AFTER : boot.boots;
    boot.installs = distribution_draw(&launch->user_data, &stream);
    if (!SIM_FACT("ASG-107", true)) boot.installs = 0;
    return boot;
}

bool scaling_installs(const SimWorld *world, int32_t slot) {
    return draw_boot(world, &world->scaling_instances.items[slot]).installs > 0;
}

static void prepare_instance(SimWorld *world, ScalingInstance *it) {
    Instance *instance = &world->instances.items[it->instance];
    int32_t launch = scaling_launch_template(world, it->group);
    *instance = (Instance){.slow_factor = 1,
                           .zone = instance->zone,
                           .region = instance->region,
                           .launch = launch,
                           .is_booting = 1,
                           .ip = UINT32_C(10) << 24 | ((uint32_t)instance->region & 15) << 20 |
                                 UINT32_C(0x40000) | ((uint32_t)world->next_launch++ & 0x3FFFF)};
    instance->scope = world_instance_scope(world, it->instance, launch);
    station_relaunch(&world->stations, it->instance, &world->config->launches[launch]);
    instance_refresh(world, it->instance);
    reset_targets(world, it->instance);
}

// What a steady run begins with has been there for a while.
static void begin(SimWorld *world, int32_t slot, bool is_warm) {
    ScalingInstance *it = at(world, slot);
    world->instances.items[it->instance].is_booting = 0;
    it->launched = -SIM_HOUR;
    it->state = is_warm ? SIM_LIFECYCLE_WARMED_PENDING : SIM_LIFECYCLE_PENDING;
    if (is_warm)
        scaling_pool_enter(world, slot);
    else
        scaling_enter_service(world, slot);
}

static void answer(SimWorld *world, int32_t slot, SimTime running) {
    ScalingInstance *it = at(world, slot);
    char status[96];
    snprintf(status, sizeof status, "PreInService: launching %s",
             world->config->zones[world->config->instances[it->instance].zone].name);
    it->starts = 1;
    it->timer = world_after(world, running, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
    scaling_tell_activity(world, slot, status, "EC2 has answered with its id");
}

void scaling_launch_answered(SimWorld *world, int32_t slot) {
    Boot boot = draw_boot(world, at(world, slot));
    answer(world, slot, boot.running > ANSWERED_AFTER ? boot.running - ANSWERED_AFTER : 0);
}

static bool launch(SimWorld *world, int32_t group, int32_t zone, int32_t replaces, bool is_warm,
                   const char *cause) {
    int32_t slot = free_slot(world, group, zone);
    if (slot < 0) return false;
    ScalingInstance *it = at(world, slot);
    *it = (ScalingInstance){.group = group,
                            .instance = it->instance,
                            .launched = world->now,
                            .in_service = -1,
                            .silent_since = -1,
                            .hook = -1,
                            .number = ++world->scaling_groups.items[group].launches,
                            .replaces1 = replaces + 1,
                            .refresh = scaling_refresh_number(world, group),
                            .starts = 1,
                            .is_protected = config_of(world, slot)->is_protected};
    make_id(world, it);
    prepare_instance(world, it);
    if (replaces >= 0) at(world, replaces)->is_superseded = 1;
    if (world->now == 0 && !world->config->is_cold) {
        begin(world, slot, is_warm);
        return true;
    }
    Boot boot = draw_boot(world, it);
    SimTime serves = boot.boots + boot.installs;
    world->instances.items[it->instance].boot =
        world_after(world, serves, EVENT_BOOTED, (uint32_t)it->instance, 0);
    scaling_tell_activity(world, slot, "WaitingForInstanceId", cause);
    if (SIM_FACT("ASG-749", boot.running > ANSWERED_AFTER)) {
        it->starts = 0;
        it->timer = world_after(world, ANSWERED_AFTER, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
    } else {
        answer(world, slot, boot.running);
    }
    scaling_set_state(world, slot, is_warm ? SIM_LIFECYCLE_WARMED_PENDING : SIM_LIFECYCLE_PENDING,
                      "Launching a new EC2 instance.");
    return true;
}

bool scaling_launch(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                    const char *cause) {
    return launch(world, group, zone, replaces, false, cause);
}

bool scaling_launch_first(SimWorld *world, int32_t group, int32_t zone, int32_t replaces,
                          const char *cause) {
    if (SIM_FACT("ASG-785", true) && scaling_pool_take(world, group, zone, replaces, cause)) {
        scaling_follow(world, group, NULL); // its place in the pool is filled again
        return true;
    }
    return scaling_launch(world, group, zone, replaces, cause);
}

bool scaling_launch_warm(SimWorld *world, int32_t group, int32_t zone, const char *cause) {
    return launch(world, group, zone, -1, true, cause);
}

// A start boots, and installs nothing: that was for the first boot. What hibernated goes on where
// it was, and what runs need not start.
void scaling_start(SimWorld *world, int32_t slot, const char *cause) {
    ScalingInstance *it = at(world, slot);
    Instance *instance = &world->instances.items[it->instance];
    bool was_running = it->state == SIM_LIFECYCLE_WARMED_RUNNING;
    bool was_hibernated = it->state == SIM_LIFECYCLE_WARMED_HIBERNATED;
    it->starts += !was_running;
    Boot boot = draw_boot(world, it);
    SimTime serves = boot.boots + (SIM_FACT("ASG-767", true) ? 0 : boot.installs);
    if (SIM_FACT("ASG-769", was_hibernated)) {
        serves = RUNNING_AFTER + it->boot_left;
        boot.running = RUNNING_AFTER;
    }
    it->boot_left = 0;
    if (!SIM_FACT("ASG-770", was_running)) {
        instance->is_stopped = 0;
        instance->is_booting = 1;
        if (!SIM_FACT("ASG-768", it->is_incomplete != 0))
            instance->boot = world_after(world, serves, EVENT_BOOTED, (uint32_t)it->instance, 0);
    }
    instance_refresh(world, it->instance);
    SimTime running = was_running || !SIM_FACT("ASG-783", true) ? 0 : boot.running;
    it->timer = world_after(world, running, EVENT_SCALING_TIMER, (uint32_t)slot, 0);
    scaling_tell_activity(world, slot, "PreInService: starting from the warm pool", cause);
    scaling_set_state(world, slot, SIM_LIFECYCLE_PENDING, "it leaves the warm pool");
}
