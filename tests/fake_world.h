/// A world of fixed answers with a real meter, for tests of what listens to worlds. It defines
/// every function of worlds and scenarios that outputs and judge ask, so the true ones are not
/// linked.
#pragma once

#include "sim/view.h"
#include "world/world_meter.h"

#include <stdio.h>
#include <string.h>

struct SimScenario {
    SimScenarioInfo info;
    SimScenarioExpect expects[8];
    int references;
};

struct SimWorld {
    Meter meter;
    SimScenario scenario;
    SimTotals totals;
    SimCommand commands[2];
    int32_t command_count;
    SimTime now;
    int32_t balancer, node, clients, client;
};

const Meter *world_meter(const SimWorld *world) {
    return &world->meter;
}

SimTotals sim_world_totals(const SimWorld *world) {
    return world->totals;
}

uint64_t sim_world_hash(const SimWorld *world) {
    return UINT64_C(0xabc) + (uint64_t)world->now;
}

uint64_t sim_world_seed(const SimWorld *world) {
    return world->scenario.info.seed;
}

SimTime sim_world_now(const SimWorld *world) {
    return world->now;
}

const SimScenario *sim_world_scenario(const SimWorld *world) {
    return &world->scenario;
}

const SimCommand *sim_world_commands(const SimWorld *world, int32_t *count) {
    *count = world->command_count;
    return world->commands;
}

const char *sim_cause_name(SimCause cause) {
    static const char *const names[SIM_CAUSE_COUNT] = {
        "None",      "NoAddress", "ConnectTimeout", "Refused", "Reset",    "Timeout",
        "Target5XX", "ELB502",    "ELB503",         "ELB504",  "Fixed5XX", "TooManyRedirects",
        "Tls",       "ELBOther"};
    return names[cause];
}

int32_t sim_balancer_count(const SimWorld *world) {
    (void)world;
    return 1;
}

const char *sim_balancer_name(const SimWorld *world, int32_t balancer) {
    (void)world, (void)balancer;
    return "web";
}

SimCost sim_balancer_cost(const SimWorld *world, int32_t balancer) {
    (void)world, (void)balancer;
    return (SimCost){
        .hours = 1, .lcu_hours = 2, .dimension = SIM_LCU_PROCESSED_BYTES, .usd = 0.0385};
}

int32_t sim_command_write(const SimCommand *command, char *out, int32_t capacity) {
    return snprintf(out, (size_t)capacity, "{\"at\":%lld,\"target\":\"%s\"}",
                    (long long)command->at, command->target);
}

const SimScenarioInfo *sim_scenario_info(const SimScenario *scenario) {
    return &scenario->info;
}

uint64_t sim_scenario_hash(const SimScenario *scenario) {
    return scenario->info.seed * 3;
}

SimScenario *sim_scenario_retain(const SimScenario *scenario) {
    SimScenario *retained = (SimScenario *)scenario;
    retained->references++;
    return retained;
}

void sim_scenario_release(SimScenario *scenario) {
    scenario->references--;
}

SimScenarioExpect sim_scenario_expect(const SimScenario *scenario, int32_t index) {
    return scenario->expects[index];
}

/// "== 3" or "< 3".
bool sim_scenario_expect_holds(const SimScenario *scenario, int32_t index, double value) {
    double limit = 0;
    const char *is = scenario->expects[index].is;
    if (sscanf(is, "== %lf", &limit) == 1) return value == limit;
    return sscanf(is, "< %lf", &limit) == 1 && value < limit;
}

static inline SimWorld fake_world(void) {
    SimWorld world = {
        .scenario.info = {.title = "A \"test\"", .start_unix_s = 1767603600, .seed = 42}};
    const char *web = "LoadBalancer=app/web/0123456789abcdef";
    char zone[128];
    snprintf(zone, sizeof zone, "AvailabilityZone=a;%s", web);
    world.balancer = meter_scope_add(&world.meter, METER_BALANCER, web, -1, -1, -1);
    world.node = meter_scope_add(&world.meter, METER_NODE, zone, world.balancer, -1, -1);
    world.clients = meter_scope_add(&world.meter, METER_CLIENTS, "", -1, -1, -1);
    world.client = meter_scope_add(&world.meter, METER_CLIENT, "Client=x", world.clients, -1, -1);
    return world;
}

static inline void fake_world_deinit(SimWorld *world) {
    array_deinit(&world->meter.scopes);
    array_deinit(&world->meter.series);
    array_deinit(&world->meter.samples);
    array_deinit(&world->meter.buckets);
    array_deinit(&world->meter.text);
}
