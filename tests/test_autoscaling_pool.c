// Warm pools: each fact seen in a run.
#include "group_run.h"

#define POOL(m)  ",\"warm_pool\":{" m "}"
#define TWO_OF_5 "\"min\":1,\"desired\":2,\"max\":5"
#define SELF_HOOK                                                                                  \
    ",\"lifecycle_hooks\":[{\"name\":\"ready\",\"transition\":"                                    \
    "\"autoscaling:EC2_INSTANCE_LAUNCHING\",\"completed_by_instance\":true}]"
#define END_HOOK                                                                                   \
    ",\"lifecycle_hooks\":[{\"name\":\"bye\",\"transition\":"                                      \
    "\"autoscaling:EC2_INSTANCE_TERMINATING\",\"heartbeat_timeout\":\"60s\"}]"

// A boot takes 20 s and what it installs 100 s more; a new desired capacity is acted on after 6 s.
static Run *run_pool(const char *members) {
    return run_group(
        (Sketch){.health = "\"interval\":\"5s\",\"timeout\":\"2s\"",
                 .launch = ",\"boot\":{\"constant\":\"20s\"},\"user_data\":{\"constant\":\"100s\"}",
                 .launches = V2,
                 .rate = "2/s"},
        members, "", 10);
}

static const ScalingGroup *group(const Run *run) {
    return &run->world->scaling_groups.items[0];
}

static int32_t in_state(const Run *run, SimLifecycle state) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++)
        count += run->world->scaling_instances.items[i].state == (int32_t)state;
    return count;
}

// The first in the pool.
static const ScalingInstance *pooled(const Run *run) {
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++)
        if (scaling_is_pooled(run->world->scaling_instances.items[i].state))
            return &run->world->scaling_instances.items[i];
    ck_abort_msg("the pool is empty");
}

// When the n-th application began to serve.
static double serves(const Run *run, int32_t n) {
    return when(run, "Instance", "running", n);
}

static int32_t healthy(const Run *run) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->world->targets.count; i++)
        count += target_state(run->world, i, NULL, NULL, NULL, NULL) == SIM_TARGET_HEALTHY;
    return count;
}

START_TEST(a_pool_has_what_the_largest_capacity_leaves) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(counts(run).warmed, 3);
    want(run, 4);
    run_to(run, 200);
    ck_assert_int_eq(counts(run).warmed, 1);
    want(run, 2);
    run_to(run, 400);
    ck_assert_int_eq(counts(run).warmed, 3);
    run_end(run);
}
END_TEST

START_TEST(a_pool_can_be_smaller_or_have_a_least_size) {
    Run *run = run_pool(TWO_OF_5 POOL("\"max_group_prepared_capacity\":4"));
    ck_assert_int_eq(counts(run).warmed, 2);
    run_end(run);
    run = run_pool("\"min\":5,\"max\":5" POOL("\"min_size\":1"));
    ck_assert_int_eq(counts(run).warmed, 1);
    run_set(run, PATH "warm_pool.min_size", "2");
    run_to(run, 60);
    ck_assert_int_eq(counts(run).warmed, 2);
    run_end(run);
}
END_TEST

START_TEST(instances_wait_stopped_unless_said) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    ck_assert_int_eq(in_state(run, SIM_LIFECYCLE_WARMED_STOPPED), 3);
    run_end(run);
    run = run_pool(TWO_OF_5 POOL("\"pool_state\":\"Hibernated\""));
    ck_assert_int_eq(in_state(run, SIM_LIFECYCLE_WARMED_HIBERNATED), 3);
    run_end(run);
}
END_TEST

START_TEST(a_scale_out_takes_from_the_pool_first) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    want(run, 4);
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 4);
    ck_assert_int_eq(group(run)->warm_starts, 2);
    ck_assert_int_eq(group(run)->launches, 5);
    ck_assert_int_le(nth(run, 4)->number, 5);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 2);
    run_end(run);
}
END_TEST

START_TEST(an_empty_pool_means_cold_launches) {
    Run *run = run_pool(TWO_OF_5 POOL("\"max_group_prepared_capacity\":3"));
    want(run, 4);
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 4);
    ck_assert_int_eq(group(run)->warm_starts, 1);
    ck_assert_int_eq(group(run)->launches, 4);
    run_end(run);
}
END_TEST

START_TEST(a_start_installs_nothing_again) {
    Run *run = run_pool(TWO_OF_5 POOL("\"max_group_prepared_capacity\":3"));
    want(run, 4);
    run_to(run, 200);
    // Both at 16 s: one boots, the other boots and installs.
    ck_assert_double_eq_tol(when(run, "Lifecycle", "InService", 0), 16 + 6.4, 0.01);
    ck_assert_double_eq_tol(serves(run, 0), 16 + 20, 0.01);
    ck_assert_double_eq_tol(serves(run, 1), 16 + 120, 0.01);
    ck_assert_int_eq(healthy(run), 4);
    run_end(run);
}
END_TEST

START_TEST(what_is_cut_off_is_not_done_again) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    run_set(run, PATH "max", "6");
    run_to(run, 60);
    ck_assert_int_eq(counts(run).warmed, 4);
    want(run, 6);
    run_to(run, 400);
    // The one that was launched into the pool meanwhile is in service and serves nobody.
    ck_assert_int_eq(counts(run).in_service, 6);
    ck_assert_int_eq(healthy(run), 5);
    run_end(run);
}
END_TEST

START_TEST(a_hook_holds_an_instance_until_it_is_prepared) {
    Run *run = run_pool(TWO_OF_5 POOL("") SELF_HOOK);
    run_set(run, PATH "max", "6");
    run_to(run, 60);
    ck_assert_int_eq(in_state(run, SIM_LIFECYCLE_WARMED_PENDING_WAIT), 1);
    run_to(run, 200);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Warmed:Stopped", 0), 16 + 120, 0.01);
    want(run, 6);
    run_to(run, 400);
    ck_assert_int_eq(counts(run).in_service, 6);
    ck_assert_int_eq(healthy(run), 6);
    run_end(run);
}
END_TEST

START_TEST(hibernated_instances_go_on_where_they_were) {
    Run *run = run_pool(TWO_OF_5 POOL("\"pool_state\":\"Hibernated\""));
    want(run, 3);
    run_to(run, 100);
    ck_assert_double_eq_tol(serves(run, 0), 16 + 6.4, 0.01);
    // One that had still to install goes on with that.
    run_set(run, PATH "max", "6");
    run_to(run, 200);
    want(run, 6);
    run_to(run, 400);
    ck_assert_int_eq(healthy(run), 6);
    ck_assert_double_eq_tol(serves(run, 3), 206 + 120, 0.1);
    run_end(run);
}
END_TEST

START_TEST(running_instances_serve_at_once) {
    Run *run = run_pool(TWO_OF_5 POOL("\"pool_state\":\"Running\""));
    ck_assert_int_eq(in_state(run, SIM_LIFECYCLE_WARMED_RUNNING), 3);
    want(run, 3);
    run_to(run, 17);
    ck_assert_int_eq(counts(run).in_service, 3);
    run_to(run, 30);
    ck_assert_int_eq(healthy(run), 3);
    run_end(run);
}
END_TEST

START_TEST(nothing_starts_in_a_zone_without_capacity) {
    Run *run = run_pool(TWO_OF_5 ",\"zones\":[\"ap-south-1a\"]" POOL(""));
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    want(run, 3);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(group(run)->warm_starts, 0);
    run_end(run);
}
END_TEST

START_TEST(an_instance_that_dies_in_the_pool_is_replaced) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    char name[64];
    snprintf(name, sizeof name, "ap-south-1/%s", pooled(run)->id);
    run_do(run, SIM_COMMAND_TERMINATE, name);
    run_to(run, 100);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Warmed:Terminating"), 1);
    ck_assert_int_eq(counts(run).warmed, 3);
    ck_assert_int_eq(group(run)->launches, 6);
    run_end(run);
}
END_TEST

#define TO_V2                                                                                      \
    ",\"instance_refresh\":{\"launch\":\"v2\",\"checkpoint_percentages\":[50,100],"                \
    "\"checkpoint_delay\":\"100s\"}"

START_TEST(a_refresh_replaces_the_pool_last) {
    Run *run = run_pool(TWO_OF_5 POOL("") TO_V2);
    run_do(run, SIM_COMMAND_START_REFRESH, G);
    run_to(run, 400);
    const ScalingRefresh *refresh = scaling_refresh_of(run->world, 0);
    ck_assert_int_eq(refresh->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Warmed:Terminating"), 3);
    ck_assert_double_gt(when(run, "Lifecycle", "Warmed:Terminating", 0),
                        when(run, "Lifecycle", "Terminating", 1));
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++) {
        const ScalingInstance *it = &run->world->scaling_instances.items[i];
        if (scaling_is_pooled(it->state))
            ck_assert_int_eq(run->world->instances.items[it->instance].launch, refresh->launch);
    }
    ck_assert_int_eq(counts(run).warmed, 3);
    run_end(run);
}
END_TEST

START_TEST(a_refresh_takes_no_stale_instance_from_the_pool) {
    Run *run = run_pool(TWO_OF_5 POOL("") TO_V2);
    run_do(run, SIM_COMMAND_START_REFRESH, G);
    run_to(run, 60);
    want(run, 3);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 3);
    ck_assert_int_eq(group(run)->warm_starts, 0);
    run_end(run);
}
END_TEST

#define LAUNCH_FIRST                                                                               \
    ",\"instance_maintenance_policy\":{\"min_healthy_percentage\":100,"                            \
    "\"max_healthy_percentage\":150}"

START_TEST(what_leaves_the_pool_warms_up) {
    Run *run = run_pool(TWO_OF_5 POOL("") ",\"default_instance_warmup\":\"100s\","
                                          "\"health_check_grace_period\":\"200s\"");
    want(run, 3);
    run_to(run, 60);
    const ScalingInstance *it = nth(run, 3);
    ck_assert_int_eq(it->state, SIM_LIFECYCLE_IN_SERVICE);
    int32_t slot = (int32_t)(it - run->world->scaling_instances.items);
    ck_assert_int_eq(scaling_warm_at(run->world, slot), it->in_service + 100 * SIM_SECOND);
    ck_assert_int_gt(scaling_warm_at(run->world, slot), run->world->now);
    ck_assert_int_gt(it->grace_until, run->world->now);
    const SeenIncident *told =
        run_incident(run, "ScalingActivity", it->id, "WaitingForInstanceWarmup", 0);
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_nonnull(strstr(told->cause, "warms up until 2026-01-05T09:0"));
    run_end(run);
}
END_TEST

START_TEST(what_is_launched_first_comes_from_the_pool) {
    Run *run = run_pool(TWO_OF_5 POOL("") LAUNCH_FIRST);
    order(run, SIM_COMMAND_SET_INSTANCE_HEALTH, G "#1", "Unhealthy", false);
    run_to(run, 35);
    ck_assert_int_eq(group(run)->warm_starts, 1);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 0);
    run_to(run, 100);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 1);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 1);
    run_to(run, 200);
    ck_assert_int_eq(counts(run).warmed, 3); // filled again
    run_end(run);
    // Those of the pool are to be replaced themselves.
    run = run_pool(TWO_OF_5 POOL("") LAUNCH_FIRST TO_V2);
    run_do(run, SIM_COMMAND_START_REFRESH, G);
    run_to(run, 260);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 2);
    ck_assert_int_eq(group(run)->warm_starts, 0);
    run_end(run);
}
END_TEST

START_TEST(what_scales_in_can_return_to_the_pool) {
    Run *run = run_pool("\"min\":1,\"desired\":3,\"max\":4" POOL("\"reuse_on_scale_in\":true"));
    want(run, 2);
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(counts(run).warmed, 2);
    ck_assert_int_eq(group(run)->launches, 4);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 0);
    // It can be used again.
    want(run, 4);
    run_to(run, 150);
    ck_assert_int_eq(healthy(run), 4);
    ck_assert_int_eq(group(run)->launches, 4);
    run_end(run);
    run = run_pool("\"min\":1,\"desired\":3,\"max\":4" POOL(""));
    want(run, 2);
    run_to(run, 60);
    ck_assert_int_eq(group(run)->launches, 5);
    run_end(run);
}
END_TEST

START_TEST(a_hook_holds_what_returns_to_the_pool) {
    Run *run =
        run_pool("\"min\":1,\"desired\":3,\"max\":4" POOL("\"reuse_on_scale_in\":true") END_HOOK);
    want(run, 2);
    run_to(run, 50);
    ck_assert_int_eq(in_state(run, SIM_LIFECYCLE_WARMED_PENDING_WAIT), 1);
    run_end(run);
}
END_TEST

START_TEST(a_pool_has_metrics_of_its_own) {
    static const struct {
        const char *name;
        double average;
    } rows[] = {{"WarmPoolMinSize", 1},
                {"WarmPoolDesiredCapacity", 3},
                {"WarmPoolPendingCapacity", 0},
                {"WarmPoolTerminatingCapacity", 0},
                {"WarmPoolWarmedCapacity", 3},
                {"WarmPoolTotalCapacity", 3},
                {"GroupAndWarmPoolDesiredCapacity", 5},
                {"GroupAndWarmPoolTotalCapacity", 5}};
    Run *run = run_pool(TWO_OF_5 POOL("\"min_size\":1"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t series = run_series(run, rows[i].name, "AutoScalingGroupName=g");
        ck_assert(run->is_reported[series]);
        ck_assert_double_eq_tol(run->sums[series], 10 * rows[i].average, 1e-9);
    }
    run_end(run);
    run = run_pool(TWO_OF_5);
    ck_assert_int_lt(sim_series_find(run->world, NULL, "WarmPoolMinSize", "AutoScalingGroupName=g"),
                     0);
    run_end(run);
}
END_TEST

START_TEST(a_pool_that_begins_cold_is_filled) {
    char region[2048];
    snprintf(region, sizeof region, GROUP("%s"), TWO_OF_5 POOL(""));
    Sketch sketch = GROUP_SKETCH("", .begin = "cold");
    sketch.region = region;
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(counts(run).warmed, 3);
    run_end(run);
}
END_TEST

START_TEST(a_stopped_instance_is_seen_and_uses_nothing) {
    Run *run = run_pool(TWO_OF_5 POOL(""));
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    int32_t stopped = 0;
    for (int32_t i = 0; i < view->instance_count; i++) {
        const SimViewInstance *it = &view->instances[i];
        if (it->is_absent || it->state != SIM_INSTANCE_STOPPED) continue;
        stopped++;
        ck_assert_int_eq(it->lifecycle, SIM_LIFECYCLE_WARMED_STOPPED);
        ck_assert_double_eq(it->cpu, 0);
    }
    ck_assert_int_eq(stopped, 3);
    ck_assert_int_eq(view->scaling_groups[0].warm_wanted, 3);
    ck_assert_int_eq(view->scaling_groups[0].warmed, 3);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(only_hooks_at_launch_are_completed_by_the_instance) {
    char region[2048];
    snprintf(region, sizeof region, GROUP("%s"),
             TWO_OF_5 ",\"lifecycle_hooks\":[{\"name\":\"bye\",\"transition\":"
                      "\"autoscaling:EC2_INSTANCE_TERMINATING\",\"completed_by_instance\":true}]");
    Sketch sketch = GROUP_SKETCH("", .begin = NULL);
    sketch.region = region;
    char *text = text_of(&sketch), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    ck_assert_ptr_null(sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics));
    sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_ptr_nonnull(strstr(line, "hook at its launch"));
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}
END_TEST

START_TEST(a_world_with_a_pool_is_cloned_and_sliced_without_a_difference) {
    Run *run = run_pool(TWO_OF_5 POOL("\"reuse_on_scale_in\":true") SELF_HOOK);
    want(run, 4);
    run_to(run, 30);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 300);
    for (int t = 31; t <= 300; t++)
        sim_world_advance(clone, t * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("autoscaling_pool");
    TCase *tests = tcase_create("pool");
    tcase_add_test(tests, a_pool_has_what_the_largest_capacity_leaves);
    tcase_add_test(tests, a_pool_can_be_smaller_or_have_a_least_size);
    tcase_add_test(tests, instances_wait_stopped_unless_said);
    tcase_add_test(tests, a_scale_out_takes_from_the_pool_first);
    tcase_add_test(tests, an_empty_pool_means_cold_launches);
    tcase_add_test(tests, a_start_installs_nothing_again);
    tcase_add_test(tests, what_is_cut_off_is_not_done_again);
    tcase_add_test(tests, a_hook_holds_an_instance_until_it_is_prepared);
    tcase_add_test(tests, hibernated_instances_go_on_where_they_were);
    tcase_add_test(tests, running_instances_serve_at_once);
    tcase_add_test(tests, nothing_starts_in_a_zone_without_capacity);
    tcase_add_test(tests, an_instance_that_dies_in_the_pool_is_replaced);
    tcase_add_test(tests, a_refresh_replaces_the_pool_last);
    tcase_add_test(tests, a_refresh_takes_no_stale_instance_from_the_pool);
    tcase_add_test(tests, what_leaves_the_pool_warms_up);
    tcase_add_test(tests, what_is_launched_first_comes_from_the_pool);
    tcase_add_test(tests, what_scales_in_can_return_to_the_pool);
    tcase_add_test(tests, a_hook_holds_what_returns_to_the_pool);
    tcase_add_test(tests, a_pool_has_metrics_of_its_own);
    tcase_add_test(tests, a_pool_that_begins_cold_is_filled);
    tcase_add_test(tests, a_stopped_instance_is_seen_and_uses_nothing);
    tcase_add_test(tests, only_hooks_at_launch_are_completed_by_the_instance);
    tcase_add_test(tests, a_world_with_a_pool_is_cloned_and_sliced_without_a_difference);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
