// Nodes that come and go with a balancer's capacity, seen in the run of a small scenario: 100 new
// connections a second ask for 4 LCUs, so that capacity grows from 4 to 8 and each of two zones
// needs a second node of 3.
#include "elb/ranks.h"
#include "scenario_text.h"
#include "sim/view.h"

#define GROWS                                                                                      \
    ",\"capacity\":{\"units\":4,\"doubles_in\":\"60s\",\"node_units\":3},"                         \
    "\"client_keep_alive\":\"60s\""
#define NO_KEEP ",\"keep_alive\":\"0s\""

static const Balancer *balancer_of(const Run *run) {
    return &run->world->balancers.items[0];
}

static const ElbNode *node_of(const Run *run, int32_t number) {
    return &run->world->nodes.items[balancer_of(run)->first_node + number];
}

static double told(const Run *run, const char *to) {
    const SeenIncident *seen = run_incident(run, "Node", "web/ap-south-1a 2", to, 0);
    return seen != NULL ? (double)seen->time / 1e9 : -1;
}

START_TEST(a_balancer_that_grows_adds_nodes_whose_addresses_enter_dns) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(balancer_of(run)->ranks, 1);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_to(run, 240);
    ck_assert_int_eq(balancer_of(run)->ranks, 2);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 15);
    ck_assert_uint_ne(node_of(run, 0)->ip, node_of(run, 2)->ip);
    ck_assert_double_gt(told(run, "serving"), 0);
    // Whoever asked DNS since then finds the new ones as often as the old ones.
    int64_t before = node_of(run, 2)->requests;
    run_to(run, 340);
    double share = (double)(node_of(run, 2)->requests - before) / (100 * 100);
    ck_assert_double_eq_tol(share, 0.25, 0.03);
    // Metrics are of zones, and of all nodes together.
    double sum = 0;
    for (int32_t i = 0; i < 4; i++)
        sum += (double)node_of(run, i)->requests;
    ck_assert_double_eq_tol(run_sum(run, "RequestCount", "LoadBalancer=web"), sum, 30);
    run_end(run);
}
END_TEST

START_TEST(a_node_enters_dns_when_it_has_checked_the_targets) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS};
    Run *run = run_begin(&sketch);
    while (balancer_of(run)->ranks == 1)
        run_to(run, (double)run->world->now / 1e9 + 1);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_to(run, told(run, "starting") + 14);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3); // 10 s and 5 s: an interval, a time-out
    ck_assert_int_eq(node_of(run, 2)->requests, 0);
    run_to(run, told(run, "starting") + 17);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 15);
    for (int32_t i = 0; i < 2; i++) {
        const Target *target = &run->world->targets.items[i];
        const Probe *probe = &run->world->probes.items[target->first_probe + 2];
        ck_assert_int_gt(probe->number, 0);
        ck_assert_int_eq(probe->state, SIM_TARGET_HEALTHY);
    }
    run_end(run);
}
END_TEST

START_TEST(a_new_node_checks_every_target_and_begins_no_slow_start) {
    Sketch sketch = {.rate = "100/s",
                     .client = NO_KEEP,
                     .balancer = GROWS,
                     .group = ",\"slow_start\":\"600s\"",
                     .instances = "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\","
                                  "\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    ck_assert_int_eq(balancer_of(run)->ranks, 2);
    for (int32_t i = 0; i < 3; i++) {
        const Target *target = &run->world->targets.items[i];
        ck_assert_int_gt(run->world->probes.items[target->first_probe + 3].number, 3);
        ck_assert_int_eq(target->slow_since, -1);
    }
    // What is new to all of them is new.
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
    run_to(run, 110);
    run_do(run, SIM_COMMAND_REGISTER, "ap-south-1/web-1");
    run_to(run, 130);
    ck_assert_int_ge(run->world->targets.items[0].slow_since, 0);
    run_end(run);
}
END_TEST

static bool is_said_to_fail_open(const Run *run) {
    SimViewer *viewer = sim_viewer_create();
    bool is_said = sim_viewer_look(viewer, run->world)->groups[0].is_failing_open;
    sim_viewer_destroy(viewer);
    return is_said;
}

// It knows of no healthy target, and routes to none.
START_TEST(a_node_that_makes_its_first_checks_is_not_said_to_fail_open) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS};
    Run *run = run_begin(&sketch);
    while (balancer_of(run)->ranks == 1)
        run_to(run, (double)run->world->now / 1e9 + 1);
    ck_assert_int_eq(node_of(run, 2)->stage, NODE_STARTING);
    const NodeGroup *view =
        &run->world->node_groups.items[run->world->groups.items[0].first_view + 2];
    ck_assert_int_eq(view->healthy, 0);
    ck_assert(view->is_failing_open);
    ck_assert(!is_said_to_fail_open(run));
    double from = (double)run->world->now / 1e9;
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-2");
    run_to(run, from + 60);
    ck_assert(is_said_to_fail_open(run));
    run_end(run);
}
END_TEST

// Large answers over connections that were opened when there was one node a zone.
START_TEST(kept_connections_hold_back_a_balancer_that_has_grown) {
    Sketch sketch = {.balancer = ",\"capacity\":{\"units\":6,\"doubles_in\":\"60s\","
                                 "\"node_units\":3}"};
    sketch.clients =
        "{\"name\":\"kept\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"users\":10,\"keep_alive\":\"300s\",\"arrivals\":{\"constant\":\"5/s\","
        "\"changes\":[{\"at\":\"1m\",\"rate\":\"10/s\"}]},\"requests\":[{\"path\":\"/\","
        "\"response_bytes\":300000,\"work\":{\"constant\":\"1ms\"}}]},"
        "{\"name\":\"brief\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"users\":100,\"keep_alive\":\"0s\",\"arrivals\":{\"constant\":\"2/s\"},"
        "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}}]}";
    Run *run = run_begin(&sketch);
    run_to(run, 400);
    ck_assert_int_gt(balancer_of(run)->ranks, 2);
    ck_assert_double_lt(run->world->capacities.items[0].utilization, 0.7);
    ck_assert_double_gt(node_of(run, 0)->overflow, 0.2);
    for (int32_t n = 2; n < 8; n++)
        ck_assert_double_eq(node_of(run, n)->overflow, 0);
    ck_assert_double_gt(run_sum(run, "RejectedConnectionCount", "LoadBalancer=web"), 50);
    run_end(run);
}
END_TEST

// Few ask after two minutes, and some of them over connections that stay open.
START_TEST(a_node_that_is_not_needed_leaves_dns_and_goes_when_nothing_is_open) {
    Sketch sketch = {.balancer = ",\"capacity\":{\"units\":4,\"doubles_in\":\"60s\","
                                 "\"node_units\":3}"};
    sketch.clients =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"users\":1000,\"keep_alive\":\"0s\",\"arrivals\":{\"constant\":\"100/s\","
        "\"changes\":[{\"at\":\"2m\",\"rate\":\"1/s\"}]},"
        "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}}]},"
        "{\"name\":\"kept\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"users\":20,\"keep_alive\":\"300s\",\"arrivals\":{\"constant\":\"2/s\","
        "\"changes\":[{\"at\":\"70m\",\"rate\":\"0/s\"}]},"
        "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}}]}";
    Run *run = run_begin(&sketch);
    run_to(run, 120);
    while (node_of(run, 2)->stage != NODE_LEAVING && run->world->now < 65 * SIM_MINUTE)
        run_to(run, (double)run->world->now / 1e9 + 5);
    ck_assert_int_eq(node_of(run, 2)->stage, NODE_LEAVING);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    ck_assert_int_eq(node_of(run, 2)->is_in_dns, 0);
    double from = told(run, "leaving");
    int64_t before = node_of(run, 2)->requests;
    run_to(run, from + 300);
    ck_assert_int_gt(node_of(run, 2)->requests, before); // over what was open
    ck_assert_int_eq(balancer_of(run)->ranks, 2);
    run_to(run, 73 * 60);
    ck_assert_int_eq(balancer_of(run)->ranks, 1);
    ck_assert_int_eq(node_of(run, 2)->connections, 0);
    ck_assert(!node_answers(run->world, balancer_of(run)->first_node + 2));
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 4400) + run_codes(run, 504, -1, 0, 4400), 0);
    run_end(run);
}
END_TEST

START_TEST(a_reserved_balancer_begins_with_the_nodes_of_its_floor) {
    Sketch sketch = {.balancer = ",\"capacity\":{\"units\":4,\"node_units\":20},"
                                 "\"minimum_load_balancer_capacity\":{\"capacity_units\":100}"};
    Run *run = run_begin(&sketch);
    run_to(run, 1);
    ck_assert_int_eq(balancer_of(run)->ranks, 3);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 63);
    run_end(run);
}
END_TEST

START_TEST(a_zone_that_dies_or_is_shifted_takes_all_of_its_nodes) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS ",\"zonal_shift\":true"};
    Run *run = run_begin(&sketch);
    run_to(run, 120);
    SimCommand shift = {.kind = SIM_COMMAND_ZONAL_SHIFT,
                        .target = "ap-south-1/web",
                        .value = "ap-south-1a",
                        .number = 600e9};
    run_command(run, shift);
    run_to(run, 121);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 10);
    shift.kind = SIM_COMMAND_CANCEL_ZONAL_SHIFT;
    run_command(run, shift);
    run_to(run, 130);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1b");
    run_to(run, 160);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 5);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(a_clone_goes_on_with_the_same_nodes) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS};
    Run *run = run_begin(&sketch);
    run_to(run, 45);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 150);
    sim_world_advance(clone, 150 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

START_TEST(a_deleted_balancer_leaves_its_nodes_as_they_are) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = GROWS};
    Run *run = run_begin(&sketch);
    run_to(run, 45);
    run_do(run, SIM_COMMAND_DELETE_LOAD_BALANCER, "ap-south-1/web");
    run_to(run, 200);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 0);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("ranks");
    TCase *tests = tcase_create("ranks");
    tcase_add_test(tests, a_balancer_that_grows_adds_nodes_whose_addresses_enter_dns);
    tcase_add_test(tests, a_node_enters_dns_when_it_has_checked_the_targets);
    tcase_add_test(tests, a_new_node_checks_every_target_and_begins_no_slow_start);
    tcase_add_test(tests, a_node_that_makes_its_first_checks_is_not_said_to_fail_open);
    tcase_add_test(tests, kept_connections_hold_back_a_balancer_that_has_grown);
    tcase_add_test(tests, a_node_that_is_not_needed_leaves_dns_and_goes_when_nothing_is_open);
    tcase_add_test(tests, a_reserved_balancer_begins_with_the_nodes_of_its_floor);
    tcase_add_test(tests, a_zone_that_dies_or_is_shifted_takes_all_of_its_nodes);
    tcase_add_test(tests, a_clone_goes_on_with_the_same_nodes);
    tcase_add_test(tests, a_deleted_balancer_leaves_its_nodes_as_they_are);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
