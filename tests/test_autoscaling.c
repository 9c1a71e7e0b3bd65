// An instance's way through its Auto Scaling group, and how many there are: each fact seen in a
// run.
#include "group_run.h"

#define HOOK(transition, more)                                                                     \
    ",\"lifecycle_hooks\":[{\"name\":\"h\",\"transition\":\"autoscaling:EC2_INSTANCE_" transition  \
    "\"" more "}]"
#define ONE_TO_TEN "\"min\":1,\"max\":10"

static Run *run_for(const Sketch *sketch, double seconds) {
    Run *run = run_begin(sketch);
    run_to(run, seconds);
    return run;
}

/// A group that wants one more at 10 s: its second instance.
static Run *run_launching(const char *members, double seconds) {
    char all[1024];
    snprintf(all, sizeof all, ONE_TO_TEN "%s", members);
    Run *run = run_group((Sketch){0}, all, "", 10);
    want(run, 2);
    run_to(run, seconds);
    return run;
}

START_TEST(a_steady_group_begins_with_its_instances_in_service) {
    Sketch sketch = GROUP_SKETCH("\"min\":2,\"desired\":4,\"max\":6", .begin = NULL);
    Run *run = run_for(&sketch, 60);
    ck_assert_int_eq(counts(run).in_service, 4);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 60), 599); // one is on its way
    ck_assert_double_eq(run_sum(run, "GroupInServiceInstances", "AutoScalingGroupName=g"), 240);
    ck_assert_double_eq(run_sum(run, "GroupMaxSize", "AutoScalingGroupName=g"), 360);
    run_end(run);
}
END_TEST

START_TEST(a_launched_instance_comes_to_serve) {
    Run *run = run_launching("", 200);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(run_state(run, "web", nth(run, 2)->id), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(run_requests(run, "web", nth(run, 2)->id), 100);
    const SeenIncident *seen = run_incident(run, "ScalingActivity", nth(run, 2)->id, NULL, 0);
    ck_assert_ptr_nonnull(strstr(seen->cause, "At 2026-01-05T09:00:10Z a user request"));
    ck_assert_ptr_nonnull(strstr(seen->cause, "desired capacity from 1 to 2"));
    run_end(run);
}
END_TEST

START_TEST(a_launch_begins_after_six_seconds_and_a_termination_after_five) {
    Run *run = run_launching("", 60);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Pending", 0), 16, 0.01);
    want(run, 1);
    run_to(run, 100);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), 65, 0.01);
    run_end(run);
}
END_TEST

START_TEST(an_instance_is_in_service_before_its_application_serves) {
    Run *run = run_launching("", 100);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "InService", 0), 22.4, 0.01);
    ck_assert_double_eq_tol(when(run, "Instance", "running", 0), 46, 0.01);
    run_end(run);
}
END_TEST

START_TEST(user_data_is_installed_after_the_boot) {
    Sketch sketch = GROUP_SKETCH(ONE_TO_TEN, .launch = ",\"user_data\":{\"constant\":\"60s\"}");
    Run *run = run_for(&sketch, 10);
    want(run, 2);
    run_to(run, 150);
    ck_assert_double_eq_tol(when(run, "Instance", "running", 0), 16 + 30 + 60, 0.01);
    run_end(run);
}
END_TEST

START_TEST(an_instance_is_registered_before_it_is_in_service) {
    Run *run = run_launching("", 100);
    int32_t registered = -1, in_service = -1;
    for (int32_t i = 0; i < run->incidents.count; i++) {
        const SeenIncident *seen = &run->incidents.items[i];
        bool is_target = strstr(seen->subject, nth(run, 2)->id) != NULL;
        if (is_target && registered < 0 && strcmp(seen->type, "TargetHealth") == 0) registered = i;
        if (in_service < 0 && strcmp(seen->to, "InService") == 0) in_service = i;
    }
    ck_assert_int_ge(registered, 0);
    ck_assert_int_lt(registered, in_service);
    run_end(run);
}
END_TEST

START_TEST(an_instance_drains_before_it_is_held_and_terminated) {
    Run *run = run_launching(HOOK("TERMINATING", ",\"heartbeat_timeout\":\"60s\""), 100);
    want(run, 1);
    run_to(run, 110);
    ck_assert_int_eq(how_many(run, "ScalingActivity", "WaitingForELBConnectionDraining"), 1);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating:Wait"), 0);
    run_to(run, 300);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), 105, 0.01);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating:Wait", 0), 115, 0.01);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminated", 0), 175, 0.01);
    ck_assert_int_eq(counts(run).in_service, 1);
    run_end(run);
}
END_TEST

// --- hooks
// -----------------------------------------------------------------------------------------------------------------

START_TEST(a_hook_holds_a_launch_until_it_is_completed) {
    Run *run = run_launching(HOOK("LAUNCHING", ""), 100);
    ck_assert_int_eq(nth(run, 2)->state, SIM_LIFECYCLE_PENDING_WAIT);
    ck_assert_int_eq(counts(run).in_service, 1);
    order(run, SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION, G "#2", "CONTINUE", false);
    run_to(run, 101);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(how_many(run, "ScalingActivity", "MidLifecycleAction"), 1);
    run_end(run);
}
END_TEST

START_TEST(a_hook_waits_for_an_hour_and_then_abandons) {
    Run *run = run_launching(HOOK("LAUNCHING", ""), 3620);
    ck_assert_int_eq(nth(run, 2)->state, SIM_LIFECYCLE_PENDING_WAIT);
    ck_assert_int_eq(nth(run, 2)->number, 2);
    run_to(run, 3640);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "Cancelled", 0), 3622.4, 0.01);
    ck_assert_int_eq(counts(run).in_service, 1);
    run_end(run);
}
END_TEST

START_TEST(an_abandoned_launch_is_terminated_and_replaced) {
    Run *run = run_launching(HOOK("LAUNCHING", ""), 100);
    order(run, SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION, G "#2", "ABANDON", false);
    run_to(run, 120);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminated"), 1);
    ck_assert_int_eq(nth(run, 2)->number, 3);
    ck_assert_int_eq(counts(run).in_service, 1);
    run_end(run);
}
END_TEST

START_TEST(a_termination_goes_on_whatever_its_hook_says) {
    Run *run = run_launching(HOOK("TERMINATING", ""), 100);
    want(run, 1);
    run_to(run, 130);
    ck_assert_int_eq(counts(run).terminating, 1);
    int32_t held = 0;
    for (int32_t n = 1; n <= 2; n++)
        if (nth(run, n)->state == SIM_LIFECYCLE_TERMINATING_WAIT) held = n;
    order(run, SIM_COMMAND_COMPLETE_LIFECYCLE_ACTION, held == 1 ? G "#1" : G "#2", "ABANDON",
          false);
    run_to(run, 131);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminated"), 1);
    run_end(run);
}
END_TEST

#define HALF_A_MINUTE ",\"heartbeat_timeout\":\"30s\""

START_TEST(a_heartbeat_makes_a_hook_wait_anew) {
    Run *run = run_launching(HOOK("LAUNCHING", HALF_A_MINUTE), 40);
    order(run, SIM_COMMAND_RECORD_HEARTBEAT, G "#2", "", false);
    run_to(run, 69);
    ck_assert_int_eq(nth(run, 2)->state, SIM_LIFECYCLE_PENDING_WAIT);
    run_to(run, 71);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "Cancelled", 0), 70, 0.01);
    run_end(run);
}
END_TEST

START_TEST(no_hook_holds_an_instance_for_ever) {
    Run *run = run_launching(HOOK("LAUNCHING", HALF_A_MINUTE), 40);
    // 100 timeouts of 30 s from 22.4 s on.
    for (double t = 40; t < 3020; t += 20) {
        order(run, SIM_COMMAND_RECORD_HEARTBEAT, G "#2", "", false);
        run_to(run, t + 20);
    }
    run_to(run, 3030);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "Cancelled", 0), 3022.4, 0.01);
    run_end(run);
}
END_TEST

// --- aside
// -----------------------------------------------------------------------------------------------------------------

static Run *run_two(double seconds) {
    Sketch sketch = GROUP_SKETCH("\"min\":1,\"desired\":2,\"max\":4", .begin = NULL);
    return run_for(&sketch, seconds);
}

START_TEST(an_instance_in_standby_serves_nobody_and_comes_back) {
    Run *run = run_two(20);
    order(run, SIM_COMMAND_ENTER_STANDBY, G "#1", "", true);
    run_to(run, 40);
    ck_assert_int_eq(counts(run).standby, 1);
    ck_assert_int_eq(counts(run).in_service, 1);
    int64_t served = run_requests(run, "web", nth(run, 1)->id);
    run_to(run, 100);
    ck_assert_int_eq(run_requests(run, "web", nth(run, 1)->id), served);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Pending"), 0);
    order(run, SIM_COMMAND_EXIT_STANDBY, G "#1", "", false);
    run_to(run, 200);
    ck_assert_int_eq(desired(run), 2);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_gt(run_requests(run, "web", nth(run, 1)->id), served);
    run_end(run);
}
END_TEST

START_TEST(a_detached_instance_runs_on_and_is_replaced) {
    Run *run = run_two(20);
    const ScalingInstance *it = nth(run, 1);
    order(run, SIM_COMMAND_DETACH_INSTANCES, G "#1", "", false);
    run_to(run, 100);
    ck_assert_int_eq(it->state, SIM_LIFECYCLE_DETACHED);
    ck_assert(!run->world->instances.items[it->instance].is_terminated);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_eq(desired(run), 2);
    run_end(run);
}
END_TEST

START_TEST(an_instance_can_go_with_its_share_of_the_desired_capacity) {
    Run *run = run_two(20);
    order(run, SIM_COMMAND_TERMINATE_IN_GROUP, G "#1", "", true);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 1);
    ck_assert_int_eq(desired(run), 1);
    SimError error;
    SimCommand command = {.kind = SIM_COMMAND_TERMINATE_IN_GROUP, .is_health = 1, .target = G "#1"};
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_str_eq(error.text, "The desired capacity is at its min 1 already.");
    run_end(run);
}
END_TEST

// --- limits
// ----------------------------------------------------------------------------------------------------------------

START_TEST(a_desired_capacity_outside_the_limits_is_refused) {
    Run *run = run_two(10);
    SimError error;
    SimCommand command = {.kind = SIM_COMMAND_SET_DESIRED_CAPACITY, .target = G, .number = 5};
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "between its min 1 and its max 4, not 5"));
    command.number = 4;
    ck_assert(sim_world_command(run->world, &command, false, &error));
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 4);
    run_end(run);
}
END_TEST

START_TEST(a_smaller_maximum_takes_the_desired_capacity_along) {
    Run *run = run_two(10);
    run_set(run, PATH "max", "1");
    run_to(run, 60);
    ck_assert_int_eq(desired(run), 1);
    ck_assert_int_eq(counts(run).in_service, 1);
    run_end(run);
}
END_TEST

START_TEST(a_larger_maximum_makes_room) {
    Run *run = run_two(10);
    run_set(run, PATH "max", "30");
    run_set(run, PATH "desired", "25");
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 25);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 100), 999);
    run_end(run);
}
END_TEST

START_TEST(a_suspended_process_rests) {
    Run *run = run_two(10);
    run_set(run, PATH "suspended_processes", "[\"Launch\",\"Terminate\"]");
    want(run, 4);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 2);
    run_set(run, PATH "suspended_processes", "[\"Terminate\"]");
    run_to(run, 200);
    ck_assert_int_eq(counts(run).in_service, 4);
    want(run, 1);
    run_to(run, 300);
    ck_assert_int_eq(counts(run).in_service, 4);
    run_end(run);
}
END_TEST

START_TEST(a_warming_instance_does_not_count_in_the_groups_cpu) {
    Sketch sketch = GROUP_SKETCH("\"min\":0,\"desired\":0,\"max\":4,"
                                 "\"default_instance_warmup\":\"100s\"",
                                 .begin = NULL);
    Run *run = run_for(&sketch, 10);
    want(run, 1);
    run_to(run, 120);
    int32_t series =
        sim_series_find(run->world, "AWS/EC2", "CPUUtilization", "AutoScalingGroupName=g");
    ck_assert_int_ge(series, 0);
    ck_assert(!run->is_reported[series]);
    run_to(run, 130);
    ck_assert(run->is_reported[series]);
    run_end(run);
}
END_TEST

START_TEST(a_launch_is_over_when_its_instance_is_warm) {
    Sketch sketch = GROUP_SKETCH("\"min\":1,\"max\":4,\"default_instance_warmup\":\"90s\"",
                                 .launch = ",\"boot\":{\"constant\":\"5s\"}");
    Run *run = run_for(&sketch, 10);
    want(run, 2);
    run_to(run, 200);
    double in_service = when(run, "Lifecycle", "InService", 0);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "WaitingForInstanceWarmup", 0), in_service,
                            0.01);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "Successful", 0), in_service + 90, 0.01);
    run_end(run);
}
END_TEST

START_TEST(a_launch_waits_for_its_id_first) {
    Run *run = run_launching("", 30);
    double began = when(run, "Lifecycle", "Pending", 0);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "WaitingForInstanceId", 0), began, 0.001);
    ck_assert_double_eq_tol(when(run, "ScalingActivity", "PreInService", 0), began + 1.5, 0.001);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "InService", 0), began + 6.4, 0.001);
    run_end(run);
}
END_TEST

START_TEST(what_is_launched_while_its_process_rests_is_not_registered) {
    Sketch sketch =
        GROUP_SKETCH("\"min\":1,\"max\":4,\"suspended_processes\":[\"AddToLoadBalancer\"]",
                     .launch = ",\"boot\":{\"constant\":\"5s\"}");
    Run *run = run_for(&sketch, 10);
    want(run, 2);
    run_to(run, 60);
    int32_t group = world_find_group(run->world, "ap-south-1/web");
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_lt(target_find(run->world, group, nth(run, 2)->instance, 0), 0);
    // Nor when it is resumed: only what is launched from then on.
    run_set(run, PATH "suspended_processes", "[]");
    want(run, 3);
    run_to(run, 120);
    ck_assert_int_lt(target_find(run->world, group, nth(run, 2)->instance, 0), 0);
    ck_assert_int_ge(target_find(run->world, group, nth(run, 3)->instance, 0), 0);
    run_end(run);
}
END_TEST

START_TEST(a_group_that_starts_cold_launches_what_it_wants) {
    Sketch sketch = GROUP_SKETCH("\"min\":2,\"max\":4", .begin = "cold");
    Run *run = run_for(&sketch, 5);
    ck_assert_int_eq(counts(run).pending, 2);
    run_to(run, 100);
    ck_assert_int_eq(counts(run).in_service, 2);
    ck_assert_int_gt(run_codes(run, 200, 200, 60, 100), 390);
    run_end(run);
}
END_TEST

START_TEST(a_world_with_a_group_is_cloned_and_sliced_without_a_difference) {
    Run *run = run_launching("", 30);
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
    Suite *suite = suite_create("autoscaling");
    TCase *tests = tcase_create("groups");
    tcase_add_test(tests, a_steady_group_begins_with_its_instances_in_service);
    tcase_add_test(tests, a_launched_instance_comes_to_serve);
    tcase_add_test(tests, a_launch_begins_after_six_seconds_and_a_termination_after_five);
    tcase_add_test(tests, an_instance_is_in_service_before_its_application_serves);
    tcase_add_test(tests, user_data_is_installed_after_the_boot);
    tcase_add_test(tests, an_instance_is_registered_before_it_is_in_service);
    tcase_add_test(tests, an_instance_drains_before_it_is_held_and_terminated);
    tcase_add_test(tests, a_hook_holds_a_launch_until_it_is_completed);
    tcase_add_test(tests, a_hook_waits_for_an_hour_and_then_abandons);
    tcase_add_test(tests, an_abandoned_launch_is_terminated_and_replaced);
    tcase_add_test(tests, a_termination_goes_on_whatever_its_hook_says);
    tcase_add_test(tests, a_heartbeat_makes_a_hook_wait_anew);
    tcase_add_test(tests, no_hook_holds_an_instance_for_ever);
    tcase_add_test(tests, an_instance_in_standby_serves_nobody_and_comes_back);
    tcase_add_test(tests, a_detached_instance_runs_on_and_is_replaced);
    tcase_add_test(tests, an_instance_can_go_with_its_share_of_the_desired_capacity);
    tcase_add_test(tests, a_desired_capacity_outside_the_limits_is_refused);
    tcase_add_test(tests, a_smaller_maximum_takes_the_desired_capacity_along);
    tcase_add_test(tests, a_larger_maximum_makes_room);
    tcase_add_test(tests, a_suspended_process_rests);
    tcase_add_test(tests, a_warming_instance_does_not_count_in_the_groups_cpu);
    tcase_add_test(tests, a_launch_is_over_when_its_instance_is_warm);
    tcase_add_test(tests, a_launch_waits_for_its_id_first);
    tcase_add_test(tests, what_is_launched_while_its_process_rests_is_not_registered);
    tcase_add_test(tests, a_group_that_starts_cold_launches_what_it_wants);
    tcase_add_test(tests, a_world_with_a_group_is_cloned_and_sliced_without_a_difference);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
