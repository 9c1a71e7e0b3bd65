// Chaos: random commands at random moments, on worlds with everything in them. Whatever is pressed,
// requests and attempts stay conserved, a clone goes on identically, and a replay of the log falls
// exactly alike.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/random.h"
#include "sim/view.h"
#include "sim/world.h"

static const char *const files[] = {SOURCE_DIR "/scenarios/bad-release.json",
                                    SOURCE_DIR "/tests/chaos.json"};

static SimScenario *load(const char *file) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_load(file, &diagnostics);
    char text[800] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, text, sizeof text);
    ck_assert_msg(scenario != NULL, "%s", text);
    sim_diagnostics_deinit(&diagnostics);
    return scenario;
}

static void name_instance(const SimView *view, RandomStream *stream, SimCommand *command) {
    const SimViewInstance *instance =
        &view->instances[random_below(stream, (uint32_t)view->instance_count)];
    snprintf(command->target, sizeof command->target, "%s/%s", view->regions[instance->region].name,
             instance->name);
}

static void choose_set(const SimView *view, RandomStream *stream, SimCommand *command) {
    const SimViewGroup *group = &view->groups[random_below(stream, (uint32_t)view->group_count)];
    const char *region = view->regions[group->region].name;
    switch (random_below(stream, 5)) {
    case 0:
        snprintf(command->target, sizeof command->target, "regions.%s.target_groups.%s.algorithm",
                 region, group->name);
        snprintf(
            command->value, sizeof command->value, "%s",
            sim_algorithm((int32_t)random_below(stream, (uint32_t)sim_algorithm_count())).name);
        break;
    case 1:
        snprintf(command->target, sizeof command->target, "clients.0.arrivals.poisson");
        snprintf(command->value, sizeof command->value, "%u/s", 20 + random_below(stream, 300));
        break;
    case 2:
        snprintf(command->target, sizeof command->target, "regions.%s.target_groups.%s.cross_zone",
                 region, group->name);
        snprintf(command->value, sizeof command->value, "%s",
                 random_below(stream, 2) ? "true" : "false");
        break;
    case 3:
        snprintf(command->target, sizeof command->target, "launch_templates.0.backlog");
        snprintf(command->value, sizeof command->value, "%u", random_below(stream, 20));
        break;
    default:
        snprintf(command->target, sizeof command->target,
                 "regions.%s.target_groups.%s.deregistration_delay", region, group->name);
        snprintf(command->value, sizeof command->value, "%us", random_below(stream, 30));
    }
}

static SimCommand random_command(const SimView *view, RandomStream *stream) {
    SimCommand command = {.kind =
                              (SimCommandKind)(1 + random_below(stream, SIM_COMMAND_COUNT - 1))};
    const SimViewGroup *group = &view->groups[random_below(stream, (uint32_t)view->group_count)];
    switch (command.kind) {
    case SIM_COMMAND_SET:
        choose_set(view, stream, &command);
        break;
    case SIM_COMMAND_ZONE_POWER:
    case SIM_COMMAND_ZONE_PARTITION:
        snprintf(command.target, sizeof command.target, "%s",
                 view->zones[random_below(stream, (uint32_t)view->zone_count)].name);
        break;
    case SIM_COMMAND_SHIFT:
    case SIM_COMMAND_ROLLBACK:
        snprintf(command.target, sizeof command.target, "%s", view->releases[0].name);
        command.number = random_below(stream, 101);
        break;
    case SIM_COMMAND_RECOVER:
        if (random_below(stream, 2) != 0)
            snprintf(command.target, sizeof command.target, "%s",
                     view->zones[random_below(stream, (uint32_t)view->zone_count)].name);
        else
            name_instance(view, stream, &command);
        break;
    default:
        name_instance(view, stream, &command);
    }
    if (command.kind == SIM_COMMAND_TERMINATE && random_below(stream, 4) != 0)
        command.kind = SIM_COMMAND_CRASH;
    if (command.kind == SIM_COMMAND_SLOW) command.number = 1 + random_below(stream, 10);
    if (command.kind == SIM_COMMAND_ERRORS) {
        command.number = random_unit(stream);
        command.is_health = (int32_t)random_below(stream, 2);
    }
    if (command.kind == SIM_COMMAND_REGISTER || command.kind == SIM_COMMAND_DEREGISTER)
        snprintf(command.value, sizeof command.value, "%s/%s", view->regions[group->region].name,
                 group->name);
    return command;
}

static void ignore_hop(void *context, const SimHop *hop) {
    int64_t *count = context;
    ck_assert_int_ge(hop->arrives, hop->time);
    ++*count;
}

static uint64_t replayed_hash(const SimScenario *scenario, uint64_t seed, const SimWorld *original,
                              SimTime until) {
    SimWorld *world = sim_world_create(scenario, seed);
    int32_t count;
    const SimCommand *commands = sim_world_commands(original, &count);
    SimError error;
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(world, &commands[i], true, &error));
    sim_world_advance(world, until, 0, NULL);
    uint64_t hash = sim_world_hash(world);
    sim_world_finish(world, NULL);
    sim_world_destroy(world);
    return hash;
}

static void fly(const char *file, uint64_t seed) {
    SimScenario *scenario = load(file);
    SimWorld *world = sim_world_create(scenario, seed);
    SimViewer *viewer = sim_viewer_create();
    RandomStream stream;
    random_stream_seed(&stream, seed, "chaos");
    int64_t hops = 0;
    SimSink sink = {.context = &hops, .hop = ignore_hop};
    SimTime until = 0;
    for (int32_t i = 0; i < 60; i++) {
        SimCommand command = random_command(sim_viewer_look(viewer, world), &stream);
        SimError error = {""};
        if (!sim_world_command(world, &command, false, &error)) ck_assert(error.text[0] != '\0');
        until += (SimTime)(random_exponential(&stream) * 2e9);
        sim_world_advance(world, until, 0, i % 2 == 0 ? &sink : NULL);
        if (i != 30) continue;
        SimWorld *clone = sim_world_clone(world);
        ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(world));
        sim_world_destroy(world);
        world = clone;
    }
    uint64_t hash = sim_world_hash(world);
    ck_assert_uint_eq(replayed_hash(scenario, seed, world, until), hash);
    ck_assert_int_gt(hops, 0);
    sim_world_finish(world, NULL);
    sim_viewer_destroy(viewer);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

START_TEST(random_commands_keep_requests_conserved_and_replay_alike) {
    fly(files[_i % 2], 1 + (uint64_t)_i);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("chaos");
    TCase *tcase = tcase_create("chaos");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, random_commands_keep_requests_conserved_and_replay_alike, 0,
                        TEST_SCALE > 1 ? 6 : 16);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
