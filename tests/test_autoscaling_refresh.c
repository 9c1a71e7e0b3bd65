// Instance refreshes: each fact seen in a run.
#include "group_run.h"

#define TEN        "\"min\":1,\"desired\":10,\"max\":12"
#define FOUR       "\"min\":1,\"desired\":4,\"max\":8"
#define TO_V2      ",\"instance_refresh\":{\"launch\":\"v2\"}"
#define REFRESH(m) ",\"instance_refresh\":{\"launch\":\"v2\"," m "}"

#define ALARM                                                                                      \
    ",\"alarms\":[{\"name\":\"bad\",\"metric\":\"HTTPCode_Target_5XX_Count\",\"dimensions\":{"     \
    "\"LoadBalancer\":\"web\"},\"stat\":\"Sum\",\"period\":\"60s\",\"evaluation_periods\":1,"      \
    "\"comparison\":\"GreaterThanThreshold\",\"threshold\":1e9}]"

static Run *run_with(const char *members, const char *launches) {
    return run_group(
        (Sketch){.health = QUICK, .launch = QUICK_BOOT, .launches = launches, .rate = "2/s"},
        members, ALARM, 10);
}

static void begin(Run *run) {
    run_do(run, SIM_COMMAND_START_REFRESH, G);
}

static Run *refreshing(const char *members) {
    Run *run = run_with(members, V2);
    begin(run);
    return run;
}

static const ScalingRefresh *refresh(const Run *run) {
    return scaling_refresh_of(run->world, 0);
}

static const char *launch_name(const Run *run, const ScalingInstance *it) {
    return run->world->config->launches[run->world->instances.items[it->instance].launch].name;
}

// In service, of this version.
static int32_t count_of(const Run *run, const char *version) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++) {
        const ScalingInstance *it = &run->world->scaling_instances.items[i];
        count +=
            it->state == SIM_LIFECYCLE_IN_SERVICE && strcmp(launch_name(run, it), version) == 0;
    }
    return count;
}

// When the n-th refresh incident whose `to` begins so came.
static double told(const Run *run, const char *to, int32_t n) {
    return when(run, "InstanceRefresh", to, n);
}

// The most that were launching or terminating their places at once, until then.
static int32_t least_in_service(Run *run, double from, double to) {
    int32_t least = INT32_MAX;
    for (double t = from; t <= to; t += 1) {
        run_to(run, t);
        if (counts(run).in_service < least) least = counts(run).in_service;
    }
    return least;
}

static int32_t most_present(Run *run, double from, double to) {
    int32_t most = 0;
    for (double t = from; t <= to; t += 1) {
        run_to(run, t);
        SimViewScalingGroup it = counts(run);
        if (it.in_service + it.pending > most) most = it.in_service + it.pending;
    }
    return most;
}

// --- its course
// --------------------------------------------------------------------------------------------------------------

START_TEST(a_refresh_replaces_all_instances_and_succeeds) {
    Run *run = refreshing(FOUR TO_V2);
    run_to(run, 600);
    ck_assert_double_eq_tol(told(run, "Pending", 0), 10, 0.01);
    ck_assert_double_eq_tol(told(run, "InProgress", 0), 15, 0.01);
    ck_assert_double_gt(told(run, "Successful", 0), 15);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    ck_assert_int_eq(count_of(run, "v1"), 0);
    ck_assert_int_eq(refresh(run)->percent, 100);
    run_end(run);
}
END_TEST

START_TEST(a_refresh_ends_with_the_last_instance) {
    Run *run = refreshing(FOUR TO_V2);
    run_to(run, 600);
    // Defaults of the API: neither bake time nor skipped ones.
    ck_assert_double_eq_tol(told(run, "Successful", 0), told(run, "100 %", 0), 0.01);
    begin(run);
    run_to(run, 640);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_lt(refresh(run)->ready, 4);
    run_end(run);
}
END_TEST

START_TEST(after_success_the_group_launches_the_new_version) {
    Run *run = refreshing(FOUR TO_V2);
    run_to(run, 600);
    want(run, 5);
    run_to(run, 640);
    ck_assert_int_eq(count_of(run, "v2"), 5);
    // Until it is given another one.
    run_set(run, PATH "launch", "v2");
    run_set(run, PATH "launch", "v1");
    want(run, 6);
    run_to(run, 680);
    ck_assert_int_eq(count_of(run, "v1"), 1);
    run_end(run);
}
END_TEST

START_TEST(a_scale_out_meanwhile_launches_the_desired_configuration) {
    Run *run = refreshing(FOUR REFRESH("\"checkpoint_percentages\":[25,100]"));
    run_to(run, 100);
    ck_assert_int_eq(count_of(run, "v2"), 1);
    want(run, 6);
    run_to(run, 130);
    ck_assert_int_eq(count_of(run, "v2"), 3);
    ck_assert_int_eq(count_of(run, "v1"), 3);
    run_end(run);
}
END_TEST

START_TEST(a_refresh_without_a_desired_configuration_replaces_with_equals) {
    Run *run = refreshing(FOUR);
    run_to(run, 600);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(nth(run, 1)->number, 5);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    SimCommand command = {.kind = SIM_COMMAND_ROLLBACK_REFRESH, .target = G};
    SimError error;
    begin(run);
    run_to(run, 620);
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "desired configuration"));
    run_end(run);
}
END_TEST

// --- how many at once
// --------------------------------------------------------------------------------------------------------

START_TEST(nine_of_ten_stay_unless_said) {
    Run *run = refreshing(TEN TO_V2);
    ck_assert_int_eq(least_in_service(run, 10, 400), 9);
    ck_assert_int_eq(count_of(run, "v2"), 10);
    run_end(run);
}
END_TEST

START_TEST(a_group_does_not_grow_unless_said) {
    Run *run = refreshing(TEN TO_V2);
    ck_assert_int_eq(most_present(run, 10, 400), 10);
    run_end(run);
}
END_TEST

START_TEST(a_batch_is_what_the_least_share_leaves) {
    // 25 % of ten are two and a half.
    Run *run = refreshing(TEN REFRESH("\"min_healthy_percentage\":75"));
    ck_assert_int_eq(least_in_service(run, 10, 300), 8);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    run_end(run);
}
END_TEST

START_TEST(at_a_hundred_percent_one_goes_at_a_time) {
    Run *run = refreshing(FOUR REFRESH("\"min_healthy_percentage\":100"));
    ck_assert_int_eq(least_in_service(run, 10, 300), 3);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    run_end(run);
}
END_TEST

#define MORE "\"min_healthy_percentage\":100,\"max_healthy_percentage\":150"

START_TEST(above_a_hundred_percent_others_are_launched_first) {
    Run *run = refreshing(FOUR REFRESH(MORE));
    ck_assert_int_eq(most_present(run, 10, 20), 6);
    ck_assert_int_ge(least_in_service(run, 21, 300), 4);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    ck_assert_int_eq(count_of(run, "v1"), 0);
    run_end(run);
}
END_TEST

START_TEST(what_is_replaced_goes_when_its_replacement_is_ready) {
    Run *run = refreshing(FOUR REFRESH(MORE ",\"instance_warmup\":\"40s\""));
    run_to(run, 300);
    double in_service = when(run, "Lifecycle", "InService", 0);
    double gone = when(run, "Lifecycle", "Terminating", 0);
    ck_assert_double_eq_tol(in_service, 20, 0.01);
    ck_assert_double_ge(gone, in_service + 39.99);
    ck_assert_double_lt(gone, in_service + 46);
    run_end(run);
}
END_TEST

START_TEST(the_percentages_of_the_maintenance_policy_are_a_refreshs_too) {
    Run *run = refreshing(FOUR TO_V2 ",\"instance_maintenance_policy\":{\"min_healthy_percentage\":"
                                     "100,\"max_healthy_percentage\":200}");
    ck_assert_int_eq(most_present(run, 10, 20), 8);
    run_end(run);
}
END_TEST

// --- readiness
// ---------------------------------------------------------------------------------------------------------------

START_TEST(the_next_waits_until_a_new_instance_is_warm) {
    Run *run = refreshing(FOUR REFRESH("\"instance_warmup\":\"60s\""));
    run_to(run, 200);
    double in_service = when(run, "Lifecycle", "InService", 0);
    double next = when(run, "Lifecycle", "Terminating", 1);
    ck_assert_double_ge(next, in_service + 59.99);
    ck_assert_double_lt(next, in_service + 66);
    run_end(run);
}
END_TEST

START_TEST(the_warm_up_is_the_groups_else_its_grace_period) {
    Run *run = refreshing(FOUR TO_V2 ",\"default_instance_warmup\":\"30s\","
                                     "\"health_check_grace_period\":\"300s\"");
    run_to(run, 200);
    ck_assert_double_lt(
        when(run, "Lifecycle", "Terminating", 1) - when(run, "Lifecycle", "InService", 0), 36);
    run_end(run);
    run = refreshing(FOUR TO_V2 ",\"health_check_grace_period\":\"90s\"");
    run_to(run, 300);
    ck_assert_double_ge(
        when(run, "Lifecycle", "Terminating", 1) - when(run, "Lifecycle", "InService", 0), 89.99);
    run_end(run);
}
END_TEST

#define SLOW_V2 ",{\"name\":\"v2\",\"workers\":8,\"boot\":{\"constant\":\"60s\"}}"

START_TEST(a_new_instance_has_to_pass_the_checks_its_group_heeds) {
    Run *run = run_with(FOUR TO_V2, SLOW_V2);
    begin(run);
    run_to(run, 60);
    // Heeding EC2 alone, the group finds an instance that still boots as good as another.
    ck_assert_int_ge(count_of(run, "v2"), 2);
    run_end(run);
    run = run_with(FOUR ELB TO_V2 ",\"health_check_grace_period\":\"120s\"", SLOW_V2);
    run_set(run, PATH "instance_refresh.instance_warmup", "0s");
    begin(run);
    run_to(run, 60);
    ck_assert_int_eq(count_of(run, "v2"), 1);
    run_to(run, 110);
    ck_assert_int_eq(refresh(run)->ready, 1);
    run_end(run);
}
END_TEST

START_TEST(other_versions_are_replaced_before_equal_ones) {
    Run *run = run_with(FOUR REFRESH("\"checkpoint_percentages\":[50,100]"), V2);
    // The two oldest come to be of the new version.
    begin(run);
    run_to(run, 200);
    order(run, SIM_COMMAND_CANCEL_REFRESH, G, "", false);
    run_to(run, 210);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_CANCELLED);
    order(run, SIM_COMMAND_TERMINATE_IN_GROUP, G "#2", "", false);
    run_to(run, 240);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    ck_assert_int_eq(count_of(run, "v1"), 2);
    int32_t old = nth(run, 2)->number;
    ck_assert_str_eq(launch_name(run, nth(run, 2)), "v2");
    begin(run);
    run_to(run, 300);
    // The one launched last is of the old version, and goes before those of the new one.
    ck_assert_int_eq(nth(run, 1)->number, old);
    ck_assert_int_eq(count_of(run, "v1"), 0);
    run_end(run);
}
END_TEST

// After the first of four was replaced: whether number `number` is still in service.
static bool is_left(const char *policy, int32_t number) {
    char members[300];
    snprintf(
        members, sizeof members,
        FOUR REFRESH("\"checkpoint_percentages\":[25,100]") ",\"termination_policies\":[\"%s\"]",
        policy);
    Run *run = refreshing(members);
    run_to(run, 100);
    ck_assert_int_eq(count_of(run, "v2"), 1);
    bool is_there = false;
    for (int32_t i = 0; i < run->world->scaling_instances.count; i++) {
        const ScalingInstance *it = &run->world->scaling_instances.items[i];
        is_there = is_there || (it->state == SIM_LIFECYCLE_IN_SERVICE && it->number == number);
    }
    run_end(run);
    return is_there;
}

START_TEST(which_goes_first_in_a_refresh_the_policies_choose) {
    ck_assert(!is_left("OldestInstance", 1));
    ck_assert(is_left("OldestInstance", 4));
    ck_assert(is_left("NewestInstance", 1));
    ck_assert(!is_left("NewestInstance", 4));
}
END_TEST

START_TEST(what_matches_can_be_skipped) {
    Run *run = run_with(FOUR REFRESH("\"skip_matching\":true"), V2);
    run_set(run, PATH "launch", "v2");
    want(run, 6);
    run_to(run, 60);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    int32_t kept = nth(run, 5)->number;
    begin(run);
    run_to(run, 300);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(nth(run, 1)->number, kept);
    ck_assert_int_eq(count_of(run, "v2"), 6);
    // Nothing to replace: at once.
    begin(run);
    run_to(run, 306);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    run_end(run);
}
END_TEST

// --- checkpoints and bake time
// -----------------------------------------------------------------------------------------------

START_TEST(a_refresh_pauses_at_its_checkpoints) {
    Run *run = refreshing(
        TEN REFRESH("\"min_healthy_percentage\":50,\"checkpoint_percentages\":[20,50,100],"
                    "\"checkpoint_delay\":\"300s\""));
    run_to(run, 200);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    double first = told(run, "checkpoint 20 %", 0);
    ck_assert_double_gt(first, 15);
    run_to(run, first + 299);
    ck_assert_int_eq(count_of(run, "v1"), 8);
    run_to(run, first + 500);
    ck_assert_int_eq(count_of(run, "v2"), 5);
    run_to(run, 1200);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v2"), 10);
    run_end(run);
}
END_TEST

START_TEST(a_checkpoint_lasts_an_hour_unless_said) {
    Run *run = refreshing(FOUR REFRESH("\"checkpoint_percentages\":[25,100]"));
    run_to(run, 3600);
    ck_assert_int_eq(count_of(run, "v2"), 1);
    run_to(run, 3800);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    run_end(run);
}
END_TEST

START_TEST(checkpoints_that_are_passed_at_once_are_skipped) {
    Run *run = refreshing("\"min\":1,\"desired\":2,\"max\":4" REFRESH(
        "\"checkpoint_percentages\":[10,40,100],\"checkpoint_delay\":\"60s\""));
    run_to(run, 300);
    ck_assert_int_eq(how_many(run, "InstanceRefresh", "checkpoint"), 1);
    ck_assert_int_eq(how_many(run, "InstanceRefresh", "checkpoint 40 %"), 1);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    run_end(run);
}
END_TEST

START_TEST(the_last_checkpoint_ends_a_refresh) {
    Run *run = refreshing(FOUR REFRESH("\"checkpoint_percentages\":[50]"));
    run_to(run, 300);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    run_end(run);
}
END_TEST

START_TEST(a_refresh_bakes_before_it_is_successful) {
    Run *run = refreshing(FOUR REFRESH("\"bake_time\":\"200s\""));
    run_to(run, 600);
    double baking = told(run, "Baking", 0);
    ck_assert_double_gt(baking, 15);
    ck_assert_double_eq_tol(told(run, "Successful", 0), baking + 200, 5);
    run_end(run);
}
END_TEST

// --- those that stand aside
// --------------------------------------------------------------------------------------------------

static Run *with_protected(const char *preferences) {
    char members[400];
    snprintf(members, sizeof members, FOUR REFRESH("%s"), preferences);
    Run *run = run_with(members, V2);
    order(run, SIM_COMMAND_SET_INSTANCE_PROTECTION, G "#1", "", true);
    run_to(run, 11);
    begin(run);
    run_to(run, 300);
    return run;
}

START_TEST(protected_instances_are_waited_for_ignored_or_refreshed) {
    Run *run = with_protected("\"scale_in_protected_instances\":\"Wait\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_eq(count_of(run, "v1"), 1);
    order(run, SIM_COMMAND_SET_INSTANCE_PROTECTION, G "#1", "", false);
    run_to(run, 400);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    run_end(run);
    run = with_protected("\"scale_in_protected_instances\":\"Ignore\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v1"), 1);
    run_end(run);
    run = with_protected("\"scale_in_protected_instances\":\"Refresh\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v1"), 0);
    run_end(run);
}
END_TEST

static Run *with_standby(const char *preferences) {
    char members[400];
    snprintf(members, sizeof members, FOUR REFRESH("%s"), preferences);
    Run *run = run_with(members, V2);
    order(run, SIM_COMMAND_ENTER_STANDBY, G "#1", "", true);
    run_to(run, 40);
    begin(run);
    run_to(run, 300);
    return run;
}

START_TEST(instances_in_standby_are_waited_for_or_ignored) {
    Run *run = with_standby("\"standby_instances\":\"Wait\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_eq(count_of(run, "v2"), 3);
    order(run, SIM_COMMAND_EXIT_STANDBY, G "#1", "", false);
    run_to(run, 400);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    run_end(run);
    run = with_standby("\"standby_instances\":\"Ignore\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(counts(run).standby, 1);
    run_end(run);
}
END_TEST

START_TEST(instances_in_standby_can_be_terminated) {
    Run *run = with_standby("\"standby_instances\":\"Terminate\"");
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_SUCCESSFUL);
    ck_assert_int_eq(counts(run).standby, 0);
    run_end(run);
}
END_TEST

START_TEST(both_are_waited_for_unless_said) {
    Run *run = run_with(FOUR TO_V2, V2);
    order(run, SIM_COMMAND_SET_INSTANCE_PROTECTION, G "#1", "", true);
    order(run, SIM_COMMAND_ENTER_STANDBY, G "#2", "", true);
    run_to(run, 40);
    begin(run);
    run_to(run, 300);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_eq(refresh(run)->waits_for, 2);
    run_end(run);
}
END_TEST

START_TEST(a_suspended_refresh_replaces_nobody) {
    Run *run = refreshing(FOUR TO_V2 ",\"suspended_processes\":[\"InstanceRefresh\"]");
    run_to(run, 200);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    run_set(run, PATH "suspended_processes", "[]");
    run_to(run, 400);
    ck_assert_int_eq(count_of(run, "v2"), 4);
    run_end(run);
}
END_TEST

// --- failing, rolling back, cancelling
// -----------------------------------------------------------------------------------

#define BROKEN_V2                                                                                  \
    ",{\"name\":\"v2\",\"workers\":8,\"boot\":{\"constant\":\"5s\"},\"health_paths\":[{\"path\":"  \
    "\"/*\",\"status\":500}]}"

START_TEST(a_refresh_fails_after_an_hour_without_progress) {
    Run *run = run_with(FOUR ELB TO_V2, BROKEN_V2);
    begin(run);
    run_to(run, 3600);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_IN_PROGRESS);
    run_to(run, 3630);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_FAILED);
    // Nothing is rolled back, and the group launches what it did.
    run_to(run, 3900);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    run_end(run);
}
END_TEST

#define STEPS "\"checkpoint_percentages\":[50,100],\"checkpoint_delay\":\"600s\""

START_TEST(a_refresh_that_fails_can_roll_back_by_itself) {
    Run *run = run_with(FOUR ELB REFRESH("\"auto_rollback\":true"), BROKEN_V2);
    begin(run);
    run_to(run, 4200);
    ck_assert_int_eq(how_many(run, "InstanceRefresh", "RollbackInProgress"), 1);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_ROLLBACK_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    run_end(run);
}
END_TEST

START_TEST(an_alarm_makes_a_refresh_fail) {
    Run *run = refreshing(FOUR REFRESH(STEPS ",\"alarms\":[\"bad\"]"));
    run_to(run, 200);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    order(run, SIM_COMMAND_SET_ALARM_STATE, "ap-south-1/bad", "ALARM", false);
    run_to(run, 206);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_FAILED);
    ck_assert_ptr_nonnull(strstr(refresh(run)->reason, "alarm bad"));
    run_to(run, 400);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    run_end(run);
}
END_TEST

START_TEST(a_rollback_replaces_only_what_was_deployed) {
    Run *run = refreshing(FOUR REFRESH(STEPS));
    run_to(run, 200);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    int32_t untouched = nth(run, 1)->number;
    order(run, SIM_COMMAND_ROLLBACK_REFRESH, G, "", false);
    run_to(run, 400);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_ROLLBACK_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    ck_assert_int_eq(nth(run, 1)->number, untouched);
    ck_assert_int_eq(nth(run, 2)->number, untouched + 1);
    want(run, 5);
    run_to(run, 440);
    ck_assert_int_eq(count_of(run, "v1"), 5);
    run_end(run);
}
END_TEST

START_TEST(cancelling_leaves_what_was_replaced) {
    Run *run = refreshing(FOUR REFRESH(STEPS));
    run_to(run, 200);
    order(run, SIM_COMMAND_CANCEL_REFRESH, G, "", false);
    run_to(run, 400);
    ck_assert_int_eq(how_many(run, "InstanceRefresh", "Cancelling"), 1);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_CANCELLED);
    ck_assert_int_eq(count_of(run, "v2"), 2);
    ck_assert_int_eq(count_of(run, "v1"), 2);
    run_end(run);
}
END_TEST

START_TEST(a_refresh_that_is_cut_short_leaves_the_desired_capacity) {
    Run *run = refreshing(FOUR REFRESH(MORE ",\"instance_warmup\":\"100s\""));
    run_to(run, 60);
    ck_assert_int_eq(counts(run).in_service, 6);
    order(run, SIM_COMMAND_ROLLBACK_REFRESH, G, "", false);
    run_to(run, 120);
    ck_assert_int_eq(refresh(run)->status, SIM_REFRESH_ROLLBACK_SUCCESSFUL);
    ck_assert_int_eq(count_of(run, "v1"), 4);
    ck_assert_int_eq(count_of(run, "v2"), 0);
    run_end(run);
}
END_TEST

// --- refusals
// ----------------------------------------------------------------------------------------------------------------

static void expect_no(Run *run, SimCommandKind kind, const char *words) {
    SimCommand command = {.kind = kind, .target = G};
    SimError error = {""};
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_msg(strstr(error.text, words) != NULL, "%s", error.text);
}

START_TEST(one_refresh_goes_on_at_a_time) {
    Run *run = refreshing(FOUR TO_V2);
    run_to(run, 30);
    expect_no(run, SIM_COMMAND_START_REFRESH, "not over: InProgress");
    run_to(run, 300);
    begin(run);
    run_to(run, 310);
    run_end(run);
}
END_TEST

START_TEST(only_a_refresh_that_goes_on_is_cancelled_or_rolled_back) {
    Run *run = run_with(FOUR TO_V2, V2);
    expect_no(run, SIM_COMMAND_CANCEL_REFRESH, "could be cancelled");
    expect_no(run, SIM_COMMAND_ROLLBACK_REFRESH, "could be rolled back");
    begin(run);
    run_to(run, 30);
    order(run, SIM_COMMAND_ROLLBACK_REFRESH, G, "", false);
    run_to(run, 31);
    expect_no(run, SIM_COMMAND_ROLLBACK_REFRESH, "could be rolled back");
    run_to(run, 300);
    expect_no(run, SIM_COMMAND_ROLLBACK_REFRESH, "could be rolled back");
    run_end(run);
}
END_TEST

static void expect_refused(const char *refresh_members, const char *words) {
    char members[800];
    snprintf(members, sizeof members, FOUR ",\"instance_refresh\":{%s}", refresh_members);
    expect_of_group((Sketch){.launches = V2}, members, words);
}

START_TEST(what_aws_refuses_of_a_refresh_is_refused) {
    static const char *const rows[][2] = {
        {"\"launch\":\"v9\"", "launch template"},
        {"\"max_healthy_percentage\":120", "together with the least"},
        {"\"min_healthy_percentage\":50,\"max_healthy_percentage\":160", "too wide"},
        {"\"checkpoint_delay\":\"60s\"", "together with checkpoints"},
        {"\"checkpoint_percentages\":[50,20]", "ascending"},
        {"\"checkpoint_percentages\":[0,20]", "out of range"},
        {"\"auto_rollback\":true", "desired configuration"},
        {"\"alarms\":[\"none\"]", "alarm"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(rows[i][0], rows[i][1]);
    run_end(run_with(FOUR REFRESH("\"checkpoint_percentages\":[20,50]"), V2));
}
END_TEST

// Whether the n-th oldest gets requests.
static bool is_reached(const Run *run, int32_t n) {
    return run_state(run, "web", nth(run, n)->id) == SIM_TARGET_HEALTHY;
}

// Nothing lets the balancer in to what bears "shut".
START_TEST(a_refresh_can_change_the_security_groups) {
    Sketch sketch =
        GROUP_SKETCH("", .balancer = ",\"security_groups\":[\"alb\"]", .health = QUICK,
                     .launch = QUICK_BOOT ",\"security_groups\":[\"app\"]",
                     .launches = ",{\"name\":\"v2\",\"workers\":8,\"boot\":{\"constant\":\"5s\"},"
                                 "\"security_groups\":[\"shut\"]}",
                     .rate = "2/s");
    sketch.region = GROUP("\"min\":1,\"desired\":2,\"max\":4" REFRESH(
        "\"checkpoint_percentages\":[50,100]")) ",\"security_groups\":[{\"name\":\"alb\","
                                                "\"inbound\":[{\"port\":80,\"source\":"
                                                "\"0.0.0.0/"
                                                "0\"}]},{\"name\":\"app\",\"inbound\":[{"
                                                "\"port\":80,\"source\":\"alb\"}]},"
                                                "{\"name\":\"shut\",\"inbound\":[]}]";
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    begin(run);
    run_to(run, 80); // it pauses when one of two is replaced
    ck_assert_str_eq(launch_name(run, nth(run, 1)), "v1");
    ck_assert_str_eq(launch_name(run, nth(run, 2)), "v2");
    ck_assert(is_reached(run, 1) && !is_reached(run, 2));
    // The group's own template changes what comes, not what is there.
    order(run, SIM_COMMAND_CANCEL_REFRESH, G, "", false);
    run_to(run, 90);
    run_set(run, PATH "launch", "v2");
    run_to(run, 150);
    ck_assert(is_reached(run, 1) && !is_reached(run, 2));
    run_end(run);
}
END_TEST

START_TEST(a_view_tells_how_a_refresh_stands_and_who_is_updated) {
    Run *run = refreshing(FOUR REFRESH(STEPS));
    run_to(run, 200);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    const SimViewScalingGroup *group = &view->scaling_groups[0];
    ck_assert_int_eq(group->refresh, SIM_REFRESH_IN_PROGRESS);
    ck_assert_int_eq(group->refresh_percent, 50);
    ck_assert_int_eq(group->refresh_left, 2);
    ck_assert_str_eq(group->refresh_launch, "v2");
    ck_assert_str_eq(group->next_launch, "v2");
    ck_assert(group->can_roll_back);
    ck_assert_int_gt(group->refresh_waits_until, run->world->now);
    int32_t updated = 0, old = 0, timers = 0;
    for (int32_t i = 0; i < view->instance_count; i++) {
        bool is_there = view->instances[i].lifecycle == SIM_LIFECYCLE_IN_SERVICE;
        updated += is_there && view->instances[i].is_new;
        old += is_there && view->instances[i].is_old;
    }
    for (int32_t i = 0; i < view->timer_count; i++)
        timers += strstr(view->timers[i].text, "checkpoint of the refresh ends") != NULL;
    ck_assert_int_eq(updated, 2);
    ck_assert_int_eq(old, 2);
    ck_assert_int_eq(timers, 1);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(a_world_that_refreshes_is_cloned_and_sliced_without_a_difference) {
    Run *run = refreshing(TEN REFRESH(STEPS));
    run_to(run, 60);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 400);
    for (int t = 61; t <= 400; t++)
        sim_world_advance(clone, t * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("autoscaling_refresh");
    TCase *tests = tcase_create("refresh");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_refresh_replaces_all_instances_and_succeeds);
    tcase_add_test(tests, a_refresh_ends_with_the_last_instance);
    tcase_add_test(tests, after_success_the_group_launches_the_new_version);
    tcase_add_test(tests, a_scale_out_meanwhile_launches_the_desired_configuration);
    tcase_add_test(tests, a_refresh_without_a_desired_configuration_replaces_with_equals);
    tcase_add_test(tests, nine_of_ten_stay_unless_said);
    tcase_add_test(tests, a_group_does_not_grow_unless_said);
    tcase_add_test(tests, a_batch_is_what_the_least_share_leaves);
    tcase_add_test(tests, at_a_hundred_percent_one_goes_at_a_time);
    tcase_add_test(tests, above_a_hundred_percent_others_are_launched_first);
    tcase_add_test(tests, what_is_replaced_goes_when_its_replacement_is_ready);
    tcase_add_test(tests, the_percentages_of_the_maintenance_policy_are_a_refreshs_too);
    tcase_add_test(tests, the_next_waits_until_a_new_instance_is_warm);
    tcase_add_test(tests, the_warm_up_is_the_groups_else_its_grace_period);
    tcase_add_test(tests, a_new_instance_has_to_pass_the_checks_its_group_heeds);
    tcase_add_test(tests, other_versions_are_replaced_before_equal_ones);
    tcase_add_test(tests, which_goes_first_in_a_refresh_the_policies_choose);
    tcase_add_test(tests, what_matches_can_be_skipped);
    tcase_add_test(tests, a_refresh_pauses_at_its_checkpoints);
    tcase_add_test(tests, a_checkpoint_lasts_an_hour_unless_said);
    tcase_add_test(tests, checkpoints_that_are_passed_at_once_are_skipped);
    tcase_add_test(tests, the_last_checkpoint_ends_a_refresh);
    tcase_add_test(tests, a_refresh_bakes_before_it_is_successful);
    tcase_add_test(tests, protected_instances_are_waited_for_ignored_or_refreshed);
    tcase_add_test(tests, instances_in_standby_are_waited_for_or_ignored);
    tcase_add_test(tests, instances_in_standby_can_be_terminated);
    tcase_add_test(tests, both_are_waited_for_unless_said);
    tcase_add_test(tests, a_suspended_refresh_replaces_nobody);
    tcase_add_test(tests, a_refresh_fails_after_an_hour_without_progress);
    tcase_add_test(tests, a_refresh_that_fails_can_roll_back_by_itself);
    tcase_add_test(tests, an_alarm_makes_a_refresh_fail);
    tcase_add_test(tests, a_rollback_replaces_only_what_was_deployed);
    tcase_add_test(tests, cancelling_leaves_what_was_replaced);
    tcase_add_test(tests, a_refresh_that_is_cut_short_leaves_the_desired_capacity);
    tcase_add_test(tests, one_refresh_goes_on_at_a_time);
    tcase_add_test(tests, only_a_refresh_that_goes_on_is_cancelled_or_rolled_back);
    tcase_add_test(tests, what_aws_refuses_of_a_refresh_is_refused);
    tcase_add_test(tests, a_refresh_can_change_the_security_groups);
    tcase_add_test(tests, a_view_tells_how_a_refresh_stands_and_who_is_updated);
    tcase_add_test(tests, a_world_that_refreshes_is_cloned_and_sliced_without_a_difference);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
