// Whom an Auto Scaling group replaces, where it launches and whom it terminates: each fact seen in
// a run.
#include "group_run.h"
#include "sim/view.h"

#define ONE_ZONE    ",\"zones\":[\"ap-south-1a\"]"
#define TWO_OF_FOUR "\"min\":1,\"desired\":2,\"max\":4"

static Run *run_of(const char *members, double seconds) {
    return run_group((Sketch){.health = QUICK, .launch = QUICK_BOOT}, members, "", seconds);
}

static void crash(Run *run, int from, int to) {
    for (int n = from; n <= to; n++) {
        char target[40];
        snprintf(target, sizeof target, G "#%d", n);
        run_do(run, SIM_COMMAND_CRASH, target);
    }
}

// --- health
// ----------------------------------------------------------------------------------------------------------------

START_TEST(elb_health_is_ignored_unless_it_is_enabled) {
    Run *run = run_of(TWO_OF_FOUR, 10);
    crash(run, 1, 1);
    run_to(run, 300);
    ck_assert_int_eq(run_state(run, "web", nth(run, 1)->id), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(counts(run).in_service, 2);
    run_end(run);
    run = run_of(TWO_OF_FOUR ELB, 10);
    crash(run, 1, 1);
    run_to(run, 120);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminated"), 1);
    ck_assert_int_eq(nth(run, 2)->number, 3);
    run_end(run);
}
END_TEST

START_TEST(an_instance_that_does_not_run_is_replaced_even_in_its_grace_period) {
    Run *run = run_of("\"min\":1,\"max\":4,\"health_check_grace_period\":\"600s\"", 10);
    want(run, 2);
    run_to(run, 31);
    run_do(run, SIM_COMMAND_TERMINATE, G "#2");
    run_to(run, 100);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), 60, 0.01);
    ck_assert_int_eq(nth(run, 2)->number, 3);
    run_end(run);
}
END_TEST

START_TEST(failing_checks_are_forgiven_in_the_grace_period) {
    Run *run = run_of("\"min\":1,\"max\":4,\"health_check_grace_period\":\"200s\"" ELB, 10);
    want(run, 2); // in service at 21 s
    run_to(run, 80);
    crash(run, 2, 2);
    run_to(run, 300);
    double taken = when(run, "Lifecycle", "Terminating", 0);
    ck_assert_double_gt(taken, 221);
    ck_assert_double_lt(taken, 252.5);
    run_end(run);
}
END_TEST

START_TEST(an_instance_without_power_is_replaced_after_some_minutes) {
    Run *run = run_of(TWO_OF_FOUR, 10);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1a");
    run_to(run, 400);
    double taken = when(run, "Lifecycle", "Terminating", 0);
    ck_assert_double_gt(taken, 300);
    ck_assert_double_lt(taken, 345);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 2);
    run_end(run);
}
END_TEST

START_TEST(elb_health_counts_once_one_target_has_passed) {
    Sketch sketch = GROUP_SKETCH(
        TWO_OF_FOUR ELB, .health = QUICK, .begin = "cold",
        .launch =
            ",\"boot\":{\"constant\":\"5s\"},\"health_paths\":[{\"path\":\"/*\",\"status\":500}]");
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    ck_assert_int_eq(run_state(run, "web", nth(run, 1)->id), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 0);
    run_end(run);
}
END_TEST

START_TEST(an_unhealthy_instance_is_terminated_before_it_is_replaced) {
    Run *run = run_of("\"min\":1,\"desired\":4,\"max\":4" ELB, 10);
    crash(run, 1, 2);
    run_to(run, 200);
    double first = when(run, "Lifecycle", "Terminating", 0);
    double launched = when(run, "Lifecycle", "Pending", 0);
    ck_assert_double_gt(first, 0);
    ck_assert_double_lt(first, launched);
    // The second waits until the group is whole again.
    ck_assert_double_gt(when(run, "Lifecycle", "Terminating", 1), launched + 30);
    run_end(run);
}
END_TEST

#define TWENTY "\"min\":20,\"max\":24" ELB

START_TEST(a_tenth_is_replaced_at_a_time) {
    Run *run = run_of(TWENTY, 11);
    crash(run, 1, 6);
    run_to(run, 35);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 2);
    run_end(run);
}
END_TEST

START_TEST(the_next_batch_waits_for_the_first) {
    Run *run = run_of("\"min\":30,\"max\":40,\"default_instance_warmup\":\"120s\"" ELB, 11);
    crash(run, 1, 6);
    run_to(run, 400);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), 30, 0.01);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 2), 30, 0.01);
    ck_assert_double_ge(when(run, "Lifecycle", "Terminating", 3), 30 + 60 + 120);
    run_end(run);
}
END_TEST

START_TEST(when_all_are_unhealthy_one_is_replaced) {
    Run *run = run_of(TWENTY, 11);
    crash(run, 1, 20);
    run_to(run, 35);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 1);
    run_end(run);
}
END_TEST

START_TEST(instances_that_do_not_run_are_replaced_all_at_once) {
    Run *run = run_of(TWENTY, 11);
    for (int n = 1; n <= 6; n++) {
        char target[40];
        snprintf(target, sizeof target, G "#%d", n);
        run_do(run, SIM_COMMAND_TERMINATE, target);
    }
    run_to(run, 35);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 6);
    run_end(run);
}
END_TEST

START_TEST(a_maintenance_policy_can_launch_first) {
    Run *run =
        run_of(TWO_OF_FOUR ELB ",\"instance_maintenance_policy\":{\"min_healthy_percentage\":"
                               "100,\"max_healthy_percentage\":150}",
               10);
    crash(run, 1, 1);
    run_to(run, 120);
    double launched = when(run, "Lifecycle", "Pending", 0);
    ck_assert_double_gt(launched, 0);
    ck_assert_double_lt(launched, when(run, "Lifecycle", "Terminating", 0));
    ck_assert_int_eq(counts(run).in_service, 2);
    run_end(run);
}
END_TEST

#define POLICY(min, max)                                                                           \
    ",\"instance_maintenance_policy\":{\"min_healthy_percentage\":" #min                           \
    ",\"max_healthy_percentage\":" #max "}"
#define TEN "\"min\":10,\"max\":12" ELB

START_TEST(a_maintenance_policy_says_how_many_may_be_missing) {
    Run *run = run_of(TEN POLICY(70, 100), 11);
    crash(run, 1, 6);
    run_to(run, 34);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 3);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Pending"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_maintenance_policy_can_launch_some_and_terminate_others) {
    Run *run = run_of(TEN POLICY(90, 120), 11);
    crash(run, 1, 6);
    run_to(run, 34);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Pending"), 2);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 1);
    run_end(run);
}
END_TEST

START_TEST(what_a_policy_replaces_goes_when_its_replacement_is_warm) {
    Run *run =
        run_of("\"min\":2,\"max\":4,\"default_instance_warmup\":\"60s\"" ELB POLICY(100, 200), 11);
    crash(run, 1, 1);
    run_to(run, 200);
    double in_service = when(run, "Lifecycle", "InService", 0);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), in_service + 60, 0.01);
    ck_assert_int_eq(counts(run).in_service, 2);
    run_end(run);
}
END_TEST

START_TEST(health_can_be_set_outside_the_grace_period) {
    Run *run = run_of("\"min\":1,\"max\":4,\"health_check_grace_period\":\"100s\"", 10);
    want(run, 2);
    run_to(run, 31);
    order(run, SIM_COMMAND_SET_INSTANCE_HEALTH, G "#2", "Unhealthy", false);
    run_to(run, 91);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 0);
    order(run, SIM_COMMAND_SET_INSTANCE_HEALTH, G "#1", "Unhealthy", false);
    run_to(run, 121);
    ck_assert_double_eq_tol(when(run, "Lifecycle", "Terminating", 0), 120, 0.01);
    run_end(run);
}
END_TEST

START_TEST(an_unhealthy_instance_goes_whatever_the_policies_say) {
    Run *run = run_of("\"min\":1,\"desired\":3,\"max\":4,\"termination_policies\":"
                      "[\"NewestInstance\"]" ELB ONE_ZONE,
                      10);
    crash(run, 1, 1);
    run_to(run, 60);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 1);
    run_to(run, 120);
    ck_assert_int_eq(nth(run, 1)->number, 2);
    run_end(run);
}
END_TEST

START_TEST(an_instance_is_replaced_at_the_end_of_its_life) {
    Sketch sketch =
        GROUP_SKETCH(TWO_OF_FOUR ",\"max_instance_lifetime\":\"24h\"", .rate = "0.01/s");
    Run *run = run_begin(&sketch);
    run_to(run, 23 * 3600 - 40);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 0);
    run_to(run, 23 * 3600 + 20);
    ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), 1);
    run_to(run, 23 * 3600 + 300);
    ck_assert_int_eq(nth(run, 1)->number, 3);
    ck_assert_int_eq(nth(run, 2)->number, 4);
    run_end(run);
}
END_TEST

// --- zones
// -----------------------------------------------------------------------------------------------------------------

START_TEST(instances_are_spread_evenly_over_zones) {
    Run *run = run_of("\"min\":2,\"max\":10,\"suspended_processes\":[\"AZRebalance\"]", 10);
    want(run, 6);
    run_to(run, 60);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 3);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 3);
    run_end(run);
}
END_TEST

START_TEST(another_zone_is_tried_when_one_has_no_capacity) {
    Run *run = run_of("\"min\":2,\"max\":10", 10);
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    want(run, 6);
    run_to(run, 60);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 1);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 5);
    ck_assert_int_gt(how_many(run, "AutoScalingGroup", "Failed"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_group_that_stays_balanced_waits_for_capacity) {
    Run *run =
        run_of("\"min\":2,\"max\":10,\"availability_zone_distribution\":\"balanced-only\"", 10);
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    want(run, 6);
    run_to(run, 200);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 1);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a");
    run_to(run, 400);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 3);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 3);
    run_end(run);
}
END_TEST

// At its largest, and one zone has them all but one.
START_TEST(zones_are_balanced_again_by_launching_first) {
    Run *run = run_of("\"min\":2,\"max\":6", 10);
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    want(run, 6);
    run_to(run, 100);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 5);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a");
    int32_t most = 0, fewest = 99;
    for (int t = 101; t <= 400; t++) {
        run_to(run, t);
        int32_t there = counts(run).in_service + counts(run).pending;
        if (there > most) most = there;
        if (counts(run).in_service < fewest) fewest = counts(run).in_service;
    }
    ck_assert_int_eq(most, 7);
    ck_assert_int_eq(fewest, 6);
    ck_assert_int_eq(count_in(run, "ap-south-1a"), 3);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 3);
    run_end(run);
}
END_TEST

START_TEST(a_view_tells_a_zone_that_takes_no_launches) {
    Run *run = run_of("\"min\":2,\"max\":6", 10);
    SimViewer *viewer = sim_viewer_create();
    ck_assert(!sim_viewer_look(viewer, run->world)->zones[0].lacks_capacity);
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    run_to(run, 11);
    ck_assert(sim_viewer_look(viewer, run->world)->zones[0].lacks_capacity);
    ck_assert(!sim_viewer_look(viewer, run->world)->zones[1].lacks_capacity);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a");
    run_to(run, 12);
    ck_assert(!sim_viewer_look(viewer, run->world)->zones[0].lacks_capacity);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(a_group_shifted_away_from_a_zone_launches_elsewhere) {
    Run *run = run_of("\"min\":2,\"max\":6", 10);
    order(run, SIM_COMMAND_SHIFT_SCALING, G, "ap-south-1a", false);
    want(run, 4);
    run_to(run, 100);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 3);
    order(run, SIM_COMMAND_SHIFT_SCALING, G, "none", false);
    run_to(run, 300);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 2);
    run_end(run);
}
END_TEST

START_TEST(unhealthy_instances_of_an_impaired_zone_can_be_left_alone) {
    static const char *const policies[] = {"ReplaceUnhealthy", "IgnoreUnhealthy"};
    for (int i = 0; i < 2; i++) {
        char members[200];
        snprintf(members, sizeof members,
                 TWO_OF_FOUR ELB ",\"availability_zone_impairment\":\"%s\"", policies[i]);
        Run *run = run_of(members, 10);
        order(run, SIM_COMMAND_SHIFT_SCALING, G, "ap-south-1a", false);
        run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1a");
        run_to(run, 200);
        ck_assert_int_eq(how_many(run, "Lifecycle", "Terminating"), i == 0);
        run_end(run);
    }
}
END_TEST

// --- who goes
// --------------------------------------------------------------------------------------------------------------

// Three in one zone, one in the other: it goes from the three, whatever the policy.
START_TEST(one_goes_from_the_zone_that_has_the_most) {
    static const char *const policies[] = {"Default", "OldestInstance"};
    for (int i = 0; i < 2; i++) {
        char members[240];
        snprintf(members, sizeof members,
                 "\"min\":1,\"desired\":2,\"max\":6,\"termination_policies\":[\"%s\"],"
                 "\"suspended_processes\":[\"AZRebalance\"]",
                 policies[i]);
        Run *run = run_of(members, 10);
        run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
        want(run, 4);
        run_to(run, 100);
        want(run, 3);
        run_to(run, 150);
        ck_assert_int_eq(count_in(run, "ap-south-1a"), 1);
        want(run, 2);
        run_to(run, 200);
        ck_assert_int_eq(count_in(run, "ap-south-1a"), 1);
        run_end(run);
    }
}
END_TEST

// The second and third instance are launched from v2; in which zone is level by then.
static Run *run_mixed(const char *policies) {
    char region[400];
    snprintf(region, sizeof region, GROUP("\"min\":2,\"max\":6" ONE_ZONE "%s"), policies);
    Sketch sketch = GROUP_SKETCH("", .launches = V2);
    sketch.region = region;
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, PATH "launch", "v2");
    want(run, 4);
    run_to(run, 100);
    return run;
}

// The numbers of those in service, as a mask.
static uint32_t there(const Run *run) {
    uint32_t mask = 0;
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++) {
        const ScalingInstance *it = &run->world->scaling_instances.items[i];
        if (it->state == SIM_LIFECYCLE_IN_SERVICE) mask |= UINT32_C(1) << it->number;
    }
    return mask;
}

// Five of six stand in zone b, and two of them go.
static uint32_t left_after_balancing(const char *policy) {
    char members[200];
    snprintf(members, sizeof members, "\"min\":2,\"max\":6,\"termination_policies\":[\"%s\"]",
             policy);
    Run *run = run_of(members, 10);
    run_do(run, SIM_COMMAND_INSUFFICIENT_CAPACITY, "ap-south-1a");
    want(run, 6);
    run_to(run, 100);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 5);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/ap-south-1a");
    run_to(run, 400);
    ck_assert_int_eq(count_in(run, "ap-south-1b"), 3);
    uint32_t left = there(run);
    run_end(run);
    return left;
}

START_TEST(whom_balancing_takes_the_policies_choose) {
    uint32_t first_and_new = 1u << 1 | 1u << 7 | 1u << 8;
    ck_assert_uint_eq(left_after_balancing("OldestInstance"), first_and_new | 7u << 4);
    ck_assert_uint_eq(left_after_balancing("NewestInstance"), first_and_new | 7u << 2);
}
END_TEST

START_TEST(the_oldest_launch_template_goes_first) {
    Run *run = run_mixed("");
    // Back to v1: the youngest two, of v2, are those that would not be launched now.
    run_set(run, PATH "launch", "v1");
    want(run, 2);
    run_to(run, 200);
    ck_assert_uint_eq(there(run), 1u << 1 | 1u << 2);
    run_end(run);
}
END_TEST

START_TEST(the_oldest_launch_template_goes_first_by_its_own_policy) {
    Run *run = run_mixed(",\"termination_policies\":[\"OldestLaunchTemplate\",\"NewestInstance\"]");
    want(run, 3);
    run_to(run, 200);
    ck_assert_uint_eq(there(run), 1u << 1 | 1u << 3 | 1u << 4);
    run_end(run);
}
END_TEST

// Of one zone and one template: launched an hour ago, and now.
static Run *run_in_time(const char *policy) {
    char region[400];
    snprintf(region, sizeof region, GROUP("\"min\":1,\"max\":6" ONE_ZONE "%s"), policy);
    Sketch sketch = GROUP_SKETCH("", .begin = NULL);
    sketch.region = region;
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    want(run, 2); // launched at 16 s
    run_to(run, 100);
    want(run, 3); // launched at 106 s
    run_to(run, 200);
    want(run, 2);
    run_to(run, 300);
    return run;
}

START_TEST(a_termination_policy_chooses_who_goes) {
    Run *run = run_in_time(",\"termination_policies\":[\"OldestInstance\"]");
    ck_assert_uint_eq(there(run), 1u << 2 | 1u << 3);
    run_end(run);
    run = run_in_time(",\"termination_policies\":[\"NewestInstance\"]");
    ck_assert_uint_eq(there(run), 1u << 1 | 1u << 2);
    run_end(run);
}
END_TEST

// The first was launched an hour before the run: at 205 s it is the furthest into its hour.
START_TEST(the_one_closest_to_its_next_hour_goes) {
    Run *run = run_in_time("");
    ck_assert_uint_eq(there(run), 1u << 2 | 1u << 3);
    run_end(run);
}
END_TEST

START_TEST(the_one_closest_to_its_next_hour_goes_by_its_own_policy) {
    Run *run =
        run_in_time(",\"termination_policies\":[\"ClosestToNextInstanceHour\",\"NewestInstance\"]");
    ck_assert_uint_eq(there(run), 1u << 2 | 1u << 3);
    run_end(run);
}
END_TEST

START_TEST(equals_go_at_random) {
    Sketch sketch = GROUP_SKETCH("\"min\":1,\"desired\":8,\"max\":8" ONE_ZONE, .begin = NULL);
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    want(run, 4);
    run_to(run, 100);
    ck_assert_uint_ne(there(run), 0x1E0); // not simply the first four
    run_end(run);
}
END_TEST

START_TEST(a_protected_instance_does_not_go) {
    Run *run = run_of("\"min\":1,\"desired\":3,\"max\":3,\"new_instances_protected_from_scale_in\":"
                      "true",
                      10);
    want(run, 1);
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 3);
    order(run, SIM_COMMAND_SET_INSTANCE_PROTECTION, G "#2", "", false);
    run_to(run, 120);
    ck_assert_uint_eq(there(run), 1u << 1 | 1u << 3);
    run_end(run);
}
END_TEST

// --- refusals
// --------------------------------------------------------------------------------------------------------------

static void expect_refused(const char *members, const char *words) {
    expect_of_group((Sketch){0}, members, words);
}

START_TEST(what_aws_refuses_of_a_group_is_refused) {
    static const char *const rows[][2] = {
        {"\"min\":3,\"max\":2", "below the least"},
        {"\"min\":1,\"max\":2,\"desired\":3", "outside min and max"},
        {"\"min\":1,\"max\":2,\"max_instance_lifetime\":\"12h\"", "out of range"},
        {"\"min\":1,\"max\":2,\"instance_maintenance_policy\":{\"min_healthy_percentage\":50,"
         "\"max_healthy_percentage\":160}",
         "too wide"},
        {"\"min\":1,\"max\":2,\"termination_policies\":[\"OldestInstances\"]", "OldestInstance"},
        {"\"min\":1,\"max\":2,\"suspended_processes\":[\"Launches\"]", "Launch"},
        {"\"min\":1,\"max\":2,\"lifecycle_hooks\":[{\"name\":\"h\",\"transition\":"
         "\"autoscaling:EC2_INSTANCE_LAUNCHING\",\"heartbeat_timeout\":\"10s\"}]",
         "out of range"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(rows[i][0], rows[i][1]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("autoscaling_health");
    TCase *tests = tcase_create("replacement");
    tcase_add_test(tests, elb_health_is_ignored_unless_it_is_enabled);
    tcase_add_test(tests, an_instance_that_does_not_run_is_replaced_even_in_its_grace_period);
    tcase_add_test(tests, failing_checks_are_forgiven_in_the_grace_period);
    tcase_add_test(tests, an_instance_without_power_is_replaced_after_some_minutes);
    tcase_add_test(tests, elb_health_counts_once_one_target_has_passed);
    tcase_add_test(tests, an_unhealthy_instance_is_terminated_before_it_is_replaced);
    tcase_add_test(tests, a_tenth_is_replaced_at_a_time);
    tcase_add_test(tests, the_next_batch_waits_for_the_first);
    tcase_add_test(tests, when_all_are_unhealthy_one_is_replaced);
    tcase_add_test(tests, instances_that_do_not_run_are_replaced_all_at_once);
    tcase_add_test(tests, a_maintenance_policy_can_launch_first);
    tcase_add_test(tests, a_maintenance_policy_says_how_many_may_be_missing);
    tcase_add_test(tests, a_maintenance_policy_can_launch_some_and_terminate_others);
    tcase_add_test(tests, what_a_policy_replaces_goes_when_its_replacement_is_warm);
    tcase_add_test(tests, health_can_be_set_outside_the_grace_period);
    tcase_add_test(tests, an_unhealthy_instance_goes_whatever_the_policies_say);
    tcase_add_test(tests, an_instance_is_replaced_at_the_end_of_its_life);
    tcase_add_test(tests, instances_are_spread_evenly_over_zones);
    tcase_add_test(tests, another_zone_is_tried_when_one_has_no_capacity);
    tcase_add_test(tests, a_group_that_stays_balanced_waits_for_capacity);
    tcase_add_test(tests, zones_are_balanced_again_by_launching_first);
    tcase_add_test(tests, a_view_tells_a_zone_that_takes_no_launches);
    tcase_add_test(tests, whom_balancing_takes_the_policies_choose);
    tcase_add_test(tests, a_group_shifted_away_from_a_zone_launches_elsewhere);
    tcase_add_test(tests, unhealthy_instances_of_an_impaired_zone_can_be_left_alone);
    tcase_add_test(tests, one_goes_from_the_zone_that_has_the_most);
    tcase_add_test(tests, the_oldest_launch_template_goes_first);
    tcase_add_test(tests, the_oldest_launch_template_goes_first_by_its_own_policy);
    tcase_add_test(tests, a_termination_policy_chooses_who_goes);
    tcase_add_test(tests, the_one_closest_to_its_next_hour_goes);
    tcase_add_test(tests, the_one_closest_to_its_next_hour_goes_by_its_own_policy);
    tcase_add_test(tests, equals_go_at_random);
    tcase_add_test(tests, a_protected_instance_does_not_go);
    tcase_add_test(tests, what_aws_refuses_of_a_group_is_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
