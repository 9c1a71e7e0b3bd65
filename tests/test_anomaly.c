// Automatic target weights: who is found to be anomalous, and what the weights then do.
#include "scenario_text.h"
#include "sim/view.h"

#define MITIGATING ",\"algorithm\":\"weighted_random\",\"anomaly_mitigation\":true"
#define WEB(count)                                                                                 \
    "{\"name\":\"web\",\"count\":" #count ",\"launch\":\"v1\",\"target_groups\":[\"web\"]}"

static Run *begin_with(const char *rate, const char *group, const char *instances) {
    Sketch sketch = {.rate = rate, .group = group, .instances = instances};
    return run_begin(&sketch);
}

static void make_fail(Run *run, int number, double share) {
    SimCommand command = {.kind = SIM_COMMAND_ERRORS, .number = share};
    snprintf(command.target, sizeof command.target, "ap-south-1/web-%d", number);
    run_command(run, command);
}

static const Anomaly *anomaly_of(const Run *run, int number) {
    char name[16];
    snprintf(name, sizeof name, "web-%d", number);
    return target_anomaly(run->world, run_target(run, "web", name));
}

static AnomalyCounts counts_of(const Run *run) {
    AnomalyCounts counts;
    group_count_anomalies(run->world, 0, &counts);
    return counts;
}

static int64_t total_requests(const Run *run, int count) {
    int64_t total = 0;
    for (int i = 1; i <= count; i++) {
        char name[16];
        snprintf(name, sizeof name, "web-%d", i);
        total += run_requests(run, "web", name);
    }
    return total;
}

/// The share of all requests that web-1 of `count` gets in the next `seconds`.
static double share_during(Run *run, int count, double seconds) {
    int64_t one = run_requests(run, "web", "web-1"), all = total_requests(run, count);
    run_to(run, (double)sim_world_now(run->world) / 1e9 + seconds);
    return (double)(run_requests(run, "web", "web-1") - one) /
           (double)(total_requests(run, count) - all);
}

START_TEST(a_target_that_fails_more_than_its_peers_is_anomalous) {
    Run *run = begin_with("200/s", "", WEB(4));
    run_to(run, 12);
    make_fail(run, 1, 0.3);
    run_to(run, 21);
    const SeenIncident *seen =
        run_incident(run, "AnomalyDetection", "ap-south-1/web/web-1", "anomalous", 0);
    ck_assert_ptr_nonnull(seen);
    ck_assert_int_eq(seen->time, 15 * SIM_SECOND);
    ck_assert_int_eq(counts_of(run).anomalous, 1);
    ck_assert_int_eq(counts_of(run).mitigated, 0);
    run_to(run, 60);
    ck_assert_double_eq_tol(share_during(run, 4, 20), 0.25, 0.01);
    run_end(run);
}
END_TEST

START_TEST(targets_that_all_fail_alike_are_normal) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    for (int i = 1; i <= 4; i++)
        make_fail(run, i, 0.3);
    run_to(run, 120);
    ck_assert_ptr_null(run_incident(run, "AnomalyDetection", NULL, NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(two_targets_are_too_few_to_compare) {
    Run *two = begin_with("100/s", "", WEB(2)), *three = begin_with("100/s", "", WEB(3));
    make_fail(two, 1, 0.5);
    make_fail(three, 1, 0.5);
    run_to(two, 30);
    run_to(three, 30);
    ck_assert_ptr_null(run_incident(two, "AnomalyDetection", NULL, NULL, 0));
    ck_assert_ptr_nonnull(run_incident(three, "AnomalyDetection", NULL, NULL, 0));
    run_end(two);
    run_end(three);
}
END_TEST

START_TEST(an_anomalous_target_stays_healthy) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.5);
    run_to(run, 60);
    ck_assert(anomaly_of(run, 1)->is_anomalous);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(the_weight_of_an_anomalous_target_falls_every_five_seconds) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    run_to(run, 12);
    make_fail(run, 1, 0.5);
    for (int steps = 0; steps <= 4; steps++) {
        run_to(run, 14.9 + 5 * steps);
        ck_assert_int_eq(anomaly_of(run, 1)->steps, steps);
    }
    ck_assert_int_eq(counts_of(run).mitigated, 1);
    run_end(run);
}
END_TEST

START_TEST(an_anomalous_target_ends_with_a_sixteenth_of_a_share) {
    Run *run = begin_with("400/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.9);
    run_to(run, 60);
    ck_assert_double_eq_tol(share_during(run, 4, 100), 1 / 49.0, 0.003);
    run_end(run);
}
END_TEST

START_TEST(a_target_that_recovers_climbs_back_step_by_step) {
    Run *run = begin_with("400/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.9);
    run_to(run, 60);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/web-1");
    int before = anomaly_of(run, 1)->steps;
    ck_assert_int_eq(before, 4);
    for (int i = 1; i <= 12; i++) {
        run_to(run, 60.1 + 5 * i);
        int now = anomaly_of(run, 1)->steps;
        ck_assert_int_le(before - now, 1);
        ck_assert_int_ge(before - now, 0);
        before = now;
    }
    ck_assert_int_eq(before, 0);
    ck_assert_double_eq_tol(share_during(run, 4, 30), 0.25, 0.02);
    ck_assert_ptr_nonnull(run_incident(run, "AnomalyMitigation", "ap-south-1/web/web-1", "no", 0));
    run_end(run);
}
END_TEST

START_TEST(both_counts_are_always_reported) {
    Run *run = begin_with("10/s", "", WEB(2));
    run_to(run, 3);
    const char *const names[] = {"AnomalousHostCount", "MitigatedHostCount"};
    for (int i = 0; i < 2; i++) {
        int32_t series = run_series(run, names[i], "LoadBalancer=web;TargetGroup=web");
        ck_assert(run->is_reported[series]);
        series = run_series(run, names[i],
                            "AvailabilityZone=ap-south-1a;LoadBalancer=web;TargetGroup=web");
        ck_assert(run->is_reported[series]);
    }
    run_end(run);
}
END_TEST

START_TEST(a_zone_counts_its_own_anomalous_targets) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    make_fail(run, 2, 0.5);
    run_to(run, 30);
    const char *counts = "MitigatedHostCount";
    ck_assert_double_eq(
        run_sum(run, counts, "AvailabilityZone=ap-south-1a;LoadBalancer=web;TargetGroup=web"), 0);
    ck_assert_double_eq(
        run_sum(run, counts, "AvailabilityZone=ap-south-1b;LoadBalancer=web;TargetGroup=web"), 25);
    run_end(run);
}
END_TEST

START_TEST(a_few_failures_are_no_anomaly) {
    Run *run = begin_with("8/s", MITIGATING, WEB(4));
    run_to(run, 11);
    make_fail(run, 1, 1);
    run_to(run, 11.9); // two requests
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/web-1");
    run_to(run, 60);
    ck_assert_ptr_null(run_incident(run, "AnomalyDetection", NULL, NULL, 0));
    ck_assert_int_gt(run_codes(run, 500, 500, 0, 60), 0);
    run_end(run);
}
END_TEST

START_TEST(a_little_more_failure_than_the_peers_is_no_anomaly) {
    Run *run = begin_with("400/s", MITIGATING, WEB(4));
    for (int i = 1; i <= 4; i++)
        make_fail(run, i, 0.04);
    make_fail(run, 1, 0.06);
    run_to(run, 300);
    ck_assert_ptr_null(run_incident(run, "AnomalyDetection", NULL, NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(at_most_half_of_the_targets_are_held_down) {
    Run *run = begin_with("400/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.9);
    make_fail(run, 2, 0.8);
    make_fail(run, 3, 0.7);
    run_to(run, 60);
    ck_assert_int_eq(counts_of(run).anomalous, 3);
    ck_assert_int_eq(counts_of(run).mitigated, 2);
    run_end(run);
}
END_TEST

START_TEST(refused_connections_are_failures_too) {
    Sketch sketch = {.rate = "200/s",
                     .group = MITIGATING,
                     .instances = WEB(4),
                     .health = "\"interval\":\"60s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 12);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_to(run, 31);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(anomaly_of(run, 1)->steps, 4);
    run_end(run);
}
END_TEST

START_TEST(a_target_that_goes_unhealthy_begins_anew) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    run_to(run, 12);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(anomaly_of(run, 1)->is_anomalous, 0);
    ck_assert_int_eq(anomaly_of(run, 1)->steps, 0);
    run_end(run);
}
END_TEST

START_TEST(without_failures_nobody_looks) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    run_to(run, 60);
    ck_assert_int_eq(run->world->groups.items[0].anomaly_tick, 0);
    ck_assert_int_eq(run->world->anomalies.count, 0);
    make_fail(run, 1, 0.5);
    run_to(run, 70);
    ck_assert_int_eq(run->world->groups.items[0].anomaly_tick, 1);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/web-1");
    run_to(run, 300);
    ck_assert_int_eq(run->world->groups.items[0].anomaly_tick, 0);
    run_end(run);
}
END_TEST

START_TEST(mitigation_turned_off_gives_everybody_the_same_again) {
    Run *run = begin_with("400/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.9);
    run_to(run, 60);
    run_set(run, "regions.ap-south-1.target_groups.web.anomaly_mitigation", "false");
    run_to(run, 61);
    ck_assert_double_eq_tol(share_during(run, 4, 30), 0.25, 0.02);
    ck_assert_int_eq(counts_of(run).anomalous, 1);
    run_end(run);
}
END_TEST

START_TEST(a_view_tells_who_is_anomalous_and_what_he_gets) {
    Run *run = begin_with("200/s", MITIGATING, WEB(4));
    make_fail(run, 1, 0.5);
    run_to(run, 31);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert(view->groups[0].is_mitigating);
    ck_assert_int_eq(view->groups[0].anomalous, 1);
    ck_assert_int_eq(view->groups[0].mitigated, 1);
    ck_assert(view->targets[0].is_anomalous && !view->targets[1].is_anomalous);
    ck_assert_double_eq(view->targets[0].held_down, 1 / 16.0);
    ck_assert_double_eq(view->targets[1].held_down, 0);
    bool is_timed = false;
    for (int32_t i = 0; i < view->timer_count; i++)
        is_timed = is_timed || (view->timers[i].at == 35 * SIM_SECOND &&
                                strstr(view->timers[i].text, "weights") != NULL);
    ck_assert(is_timed);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

static void expect_refused(Run *run, const char *key, const char *value) {
    SimCommand command = {.kind = SIM_COMMAND_SET};
    SimError error = {""};
    uint64_t hash = sim_world_hash(run->world);
    snprintf(command.target, sizeof command.target, "regions.ap-south-1.target_groups.web.%s", key);
    snprintf(command.value, sizeof command.value, "%s", value);
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_msg(strstr(error.text, "anomaly mitigation does not work with") != NULL, "%s",
                  error.text);
    ck_assert_uint_eq(sim_world_hash(run->world), hash);
}

START_TEST(mitigation_is_refused_but_with_weighted_random) {
    Run *other = begin_with("10/s", "", WEB(2)), *run = begin_with("10/s", MITIGATING, WEB(2));
    expect_refused(other, "anomaly_mitigation", "true");
    expect_refused(run, "algorithm", "least_outstanding_requests");
    run_end(other);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("anomaly");
    TCase *tests = tcase_create("anomaly");
    tcase_add_test(tests, a_target_that_fails_more_than_its_peers_is_anomalous);
    tcase_add_test(tests, targets_that_all_fail_alike_are_normal);
    tcase_add_test(tests, two_targets_are_too_few_to_compare);
    tcase_add_test(tests, an_anomalous_target_stays_healthy);
    tcase_add_test(tests, the_weight_of_an_anomalous_target_falls_every_five_seconds);
    tcase_add_test(tests, an_anomalous_target_ends_with_a_sixteenth_of_a_share);
    tcase_add_test(tests, a_target_that_recovers_climbs_back_step_by_step);
    tcase_add_test(tests, both_counts_are_always_reported);
    tcase_add_test(tests, a_zone_counts_its_own_anomalous_targets);
    tcase_add_test(tests, a_few_failures_are_no_anomaly);
    tcase_add_test(tests, a_little_more_failure_than_the_peers_is_no_anomaly);
    tcase_add_test(tests, at_most_half_of_the_targets_are_held_down);
    tcase_add_test(tests, refused_connections_are_failures_too);
    tcase_add_test(tests, a_target_that_goes_unhealthy_begins_anew);
    tcase_add_test(tests, without_failures_nobody_looks);
    tcase_add_test(tests, mitigation_turned_off_gives_everybody_the_same_again);
    tcase_add_test(tests, a_view_tells_who_is_anomalous_and_what_he_gets);
    tcase_add_test(tests, mitigation_is_refused_but_with_weighted_random);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
