// How long checks take and what they cost, how soon they show what has happened, and what becomes
// of connections to targets.
#include "scenario_text.h"

#define A "ap-south-1/web/web-1"

static SimTargetState state_after(const Sketch *sketch, double seconds, const char *instance) {
    Run *run = run_begin(sketch);
    run_to(run, seconds);
    SimTargetState state = run_state(run, "web", instance);
    run_end(run);
    return state;
}

START_TEST(unless_said_a_check_waits_five_seconds) {
    Sketch sketch = {.health = "\"interval\":\"300s\"",
                     .launch = ",\"health_endpoint\":\"separate\",\"health_work\":{\"constant\":"
                               "\"4900ms\"}"};
    ck_assert_int_eq(state_after(&sketch, 1000, "web-1"), SIM_TARGET_HEALTHY);
    sketch.launch = ",\"health_endpoint\":\"separate\",\"health_work\":{\"constant\":\"5100ms\"}";
    ck_assert_int_eq(state_after(&sketch, 1000, "web-1"), SIM_TARGET_UNHEALTHY);
}
END_TEST

// Two round trips, one for the connection and one for the request, beside its work of half a
// second.
START_TEST(a_check_pays_for_a_connection_of_its_own) {
    Sketch sketch = {
        .health = "\"interval\":\"10s\",\"timeout\":\"2s\"",
        .launch = ",\"health_endpoint\":\"separate\",\"health_work\":{\"constant\":\"500ms\"}",
        .region = ",\"same_zone_round_trip\":\"700ms\",\"cross_zone_round_trip\":"
                  "\"700ms\""};
    ck_assert_int_eq(state_after(&sketch, 60, "web-1"), SIM_TARGET_HEALTHY);
    sketch.region = ",\"same_zone_round_trip\":\"800ms\",\"cross_zone_round_trip\":\"800ms\"";
    ck_assert_int_eq(state_after(&sketch, 60, "web-1"), SIM_TARGET_UNHEALTHY);
}
END_TEST

START_TEST(a_target_sees_the_checks_of_all_nodes) {
    Sketch sketch = {0};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    const Target *target = &run->world->targets.items[run_target(run, "web", "web-1")];
    for (int32_t node = 0; node < 2; node++)
        ck_assert_int_eq(run->world->probes.items[target->first_probe + node].number, 10);
    run_end(run);
}
END_TEST

// Seconds from what happens at 100 s to the moment when each node shows it.
static void expect_shown(const Sketch *sketch, const char *state, double least, double most) {
    Run *run = run_begin(sketch);
    run_to(run, 400);
    for (int32_t n = 0; n < 2; n++) {
        const SeenIncident *seen = run_incident(run, "TargetHealth", A, state, n);
        ck_assert_ptr_nonnull(seen);
        double after = (double)seen->time / 1e9 - 100;
        ck_assert_double_ge(after, least);
        ck_assert_double_le(after, most);
    }
    run_end(run);
}

START_TEST(a_failure_shows_within_the_threshold_of_intervals) {
    Sketch sketch = {.health = "\"interval\":\"10s\",\"timeout\":\"4s\",\"unhealthy_threshold\":3",
                     .timeline =
                         "{\"at\":\"100s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-1\"}"};
    expect_shown(&sketch, "unhealthy", 20, 34);
}
END_TEST

START_TEST(a_recovery_shows_within_the_threshold_of_intervals) {
    Sketch sketch = {.health = "\"interval\":\"10s\",\"timeout\":\"4s\",\"healthy_threshold\":4",
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"},"
                         "{\"at\":\"100s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"}"};
    expect_shown(&sketch, "healthy", 30, 41);
}
END_TEST

// --- connections to targets
// -------------------------------------------------------------------------------------------------------------

START_TEST(clients_share_the_connections_to_targets) {
    // A thousand users, each with a connection of its own, and hardly ever two requests at once.
    Sketch sketch = {.rate = "20/s", .work = "{\"constant\":\"1ms\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 0.01);
    int32_t none = run->world->nodes.items[0].connections + run->world->nodes.items[1].connections;
    ck_assert_int_eq(none, 0);
    run_to(run, 50);
    double clients = run->world->connection_pool.live;
    double all = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    ck_assert_double_gt(clients, 500);
    ck_assert_double_le(all - clients, 20);
    run_end(run);
}
END_TEST

#define DRAIN(at)                                                                                  \
    "{\"at\":\"" at "\",\"do\":\"deregister\",\"instance\":\"ap-south-1/web-1\","                  \
    "\"target_group\":\"ap-south-1/web\"}"

START_TEST(idle_connections_to_a_draining_target_are_closed) {
    Sketch sketch = {.client = ",\"keep_alive\":\"0s\"",
                     .arrivals = "{\"constant\":\"20/s\",\"changes\":[{\"at\":\"10s\",\"rate\":"
                                 "\"0/s\"}]}",
                     .timeline = DRAIN("20s")};
    Run *run = run_begin(&sketch);
    run_to(run, 19.9);
    const ElbNode *nodes = run->world->nodes.items;
    int32_t before = nodes[0].connections + nodes[1].connections;
    ck_assert_int_ge(before, 4);
    run_to(run, 20.1);
    nodes = run->world->nodes.items;
    ck_assert_int_eq(nodes[0].connections + nodes[1].connections, before / 2);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("check_times");
    TCase *tests = tcase_create("check_times");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, unless_said_a_check_waits_five_seconds);
    tcase_add_test(tests, a_check_pays_for_a_connection_of_its_own);
    tcase_add_test(tests, a_target_sees_the_checks_of_all_nodes);
    tcase_add_test(tests, a_failure_shows_within_the_threshold_of_intervals);
    tcase_add_test(tests, a_recovery_shows_within_the_threshold_of_intervals);
    tcase_add_test(tests, clients_share_the_connections_to_targets);
    tcase_add_test(tests, idle_connections_to_a_draining_target_are_closed);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
