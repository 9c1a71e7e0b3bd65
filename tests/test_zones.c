// Zones of a running balancer, enabled and disabled by set_subnets: three zones in the region, the
// balancer in the first and the third, an instance in each.
#include "building.h"
#include "elb/ranks.h"
#include "elb/zones.h"
#include "sim/view.h"

#define WEB      "ap-south-1/web"
#define ALL      "[\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\"]"
#define A_AND_C  "[\"ap-south-1a\",\"ap-south-1c\"]"
#define B_AND_C  "[\"ap-south-1b\",\"ap-south-1c\"]"
#define THREE    "\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\""
#define IN_TWO   ",\"zones\":" A_AND_C
#define SERVERS  "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"
#define NO_KEEP  ",\"keep_alive\":\"0s\""
#define ZONE_B   "AvailabilityZone=ap-south-1b;LoadBalancer=web"
#define NODES_BC 6u

static Run *begin(Sketch sketch) {
    sketch.zones = THREE;
    if (sketch.balancer == NULL) sketch.balancer = IN_TWO;
    if (sketch.instances == NULL) sketch.instances = SERVERS;
    return run_begin(&sketch);
}

static void set_zones(Run *run, const char *zones) {
    build(run, SIM_COMMAND_SET_SUBNETS, WEB, zones);
}

static ElbNode *node_of(const Run *run, int32_t number) {
    return &run->world->nodes.items[run->world->balancers.items[0].first_node + number];
}

START_TEST(a_balancer_has_a_node_in_each_zone_that_is_enabled) {
    Run *run = begin((Sketch){.rate = "30/s", .client = NO_KEEP});
    run_to(run, 30);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 5);
    ck_assert_int_gt(node_of(run, 0)->requests, 200);
    ck_assert_int_eq(node_of(run, 1)->requests, 0);
    ck_assert_int_gt(node_of(run, 2)->requests, 200);
    ck_assert_uint_ne(node_of(run, 0)->ip, node_of(run, 2)->ip);
    run_end(run);
}
END_TEST

START_TEST(a_group_whose_targets_are_all_unused_is_503) {
    Run *run = begin((Sketch){.instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\","
                                           "\"zones\":[\"ap-south-1b\"],"
                                           "\"target_groups\":[\"web\"]}"});
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 503, -1, 0, 10), 50);
    ck_assert_int_eq(run_codes(run, 503, -1, 0, 10), run->accesses.count);
    set_zones(run, ALL);
    run_to(run, 60);
    ck_assert_int_gt(run_codes(run, 200, -1, 30, 60), 200);
    ck_assert_int_eq(run_codes(run, 503, -1, 30, 60), 0);
    run_end(run);
}
END_TEST

START_TEST(targets_in_a_zone_come_into_use_when_it_is_enabled) {
    Run *run = begin((Sketch){.rate = "30/s"});
    run_to(run, 10);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_UNUSED);
    ck_assert_int_eq(run_requests(run, "web", "web-2"), 0);
    set_zones(run, ALL);
    run_to(run, 11);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_INITIAL);
    run_to(run, 100);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_HEALTHY);
    int64_t before = run_requests(run, "web", "web-2");
    run_to(run, 200);
    ck_assert_double_eq_tol((double)(run_requests(run, "web", "web-2") - before), 1000, 50);
    run_end(run);
}
END_TEST

START_TEST(targets_in_a_zone_that_is_disabled_stay_registered_and_unused) {
    Run *run = begin((Sketch){.rate = "30/s"});
    run_to(run, 30);
    set_zones(run, B_AND_C);
    run_to(run, 31);
    const char *reason = "";
    int32_t target = run_target(run, "web", "web-1");
    ck_assert_int_eq(target_state(run->world, target, &reason, NULL, NULL, NULL),
                     SIM_TARGET_UNUSED);
    ck_assert_str_eq(reason, "Target.NotInUse");
    int64_t before = run_requests(run, "web", "web-1");
    run_to(run, 200);
    ck_assert_int_eq(run_requests(run, "web", "web-1"), before);
    ck_assert_int_eq(run_state(run, "web", "web-3"), SIM_TARGET_HEALTHY);
    // Registered all the while: nothing has to be said for it to come back.
    set_zones(run, ALL);
    run_to(run, 260);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(run_requests(run, "web", "web-1"), before);
    ck_assert_double_eq(run_sum(run, "LostRequests", "Cause=connect_timeout"), 0);
    run_end(run);
}
END_TEST

START_TEST(nodes_of_a_zone_that_is_enabled_check_the_targets_before_they_enter_dns) {
    Run *run = begin((Sketch){.rate = "30/s", .client = NO_KEEP});
    run_to(run, 10);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 5);
    ck_assert(!node_answers(run->world, run->world->balancers.items[0].first_node + 1));
    set_zones(run, ALL);
    run_to(run, 24); // 10 s and 5 s: an interval, a time-out
    ck_assert_int_eq(node_of(run, 1)->stage, NODE_STARTING);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 5);
    run_to(run, 27);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 7);
    for (int32_t i = 0; i < 3; i++) {
        const Target *target = &run->world->targets.items[i];
        ck_assert_int_eq(run->world->probes.items[target->first_probe + 1].state,
                         SIM_TARGET_HEALTHY);
    }
    run_to(run, 200);
    int64_t before = node_of(run, 1)->requests;
    run_to(run, 300);
    ck_assert_double_eq_tol((double)(node_of(run, 1)->requests - before), 1000, 150);
    run_end(run);
}
END_TEST

// Who holds the old answer is served for two minutes, and connections that are open go on.
START_TEST(nodes_of_a_zone_that_is_disabled_leave_dns_and_go_when_nothing_is_open) {
    Sketch sketch = {.rate = "30/s", .client = ",\"keep_alive\":\"300s\""};
    sketch.arrivals = "{\"constant\":\"30/s\",\"changes\":[{\"at\":\"300s\",\"rate\":\"0/s\"}]}";
    Run *run = begin(sketch);
    run_to(run, 30);
    set_zones(run, B_AND_C);
    run_to(run, 50);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), NODES_BC);
    ck_assert_int_eq(node_of(run, 0)->stage, NODE_LEAVING);
    int64_t before = node_of(run, 0)->requests;
    run_to(run, 290);
    ck_assert_int_gt(node_of(run, 0)->requests, before);
    ck_assert_int_eq(node_of(run, 0)->stage, NODE_LEAVING);
    ck_assert(!node_answers(run->world, run->world->balancers.items[0].first_node));
    run_to(run, 400); // idle for a minute
    ck_assert_int_eq(node_of(run, 0)->stage, NODE_ABSENT);
    ck_assert_int_eq(node_of(run, 0)->connections, 0);
    ck_assert_ptr_nonnull(run_incident(run, "Node", "web/ap-south-1a", "absent", 0));
    ck_assert_double_eq(run_sum(run, "LostRequests", "Cause=connect_timeout"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_zone_that_is_enabled_again_in_time_goes_on) {
    Run *run = begin((Sketch){.rate = "30/s"});
    run_to(run, 30);
    set_zones(run, B_AND_C);
    run_to(run, 60);
    set_zones(run, ALL);
    run_to(run, 62);
    ck_assert_int_eq(node_of(run, 0)->stage, NODE_SERVING);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 7);
    run_end(run);
}
END_TEST

START_TEST(at_least_two_zones_remain) {
    Run *run = begin((Sketch){0});
    static const struct {
        const char *zones, *word;
    } cases[] = {
        {"[\"ap-south-1a\"]", "two zones"},
        {"[]", "zones"},
        {"[\"ap-south-1a\",\"ap-south-1a\"]", "twice"},
        {"[\"ap-south-1a\",\"eu-west-1a\"]", "eu-west-1a"},
        {"{}", "list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert(is_refused(run, SIM_COMMAND_SET_SUBNETS, WEB, cases[i].zones, cases[i].word));
    ck_assert(is_refused(run, SIM_COMMAND_SET_SUBNETS, "ap-south-1/app", ALL, "app"));
    run_end(run);
}
END_TEST

START_TEST(a_zone_has_metrics_from_when_it_is_enabled) {
    Run *run = begin((Sketch){.rate = "30/s", .client = NO_KEEP});
    run_to(run, 30);
    ck_assert_int_eq(node_of(run, 1)->scope, -1);
    set_zones(run, ALL);
    run_to(run, 200);
    ck_assert_double_gt(run_sum(run, "RequestCount", ZONE_B), 500);
    double sum = 0;
    for (int32_t n = 0; n < 3; n++)
        sum += (double)node_of(run, n)->requests;
    ck_assert_double_eq_tol(run_sum(run, "RequestCount", "LoadBalancer=web"), sum, 30);
    run_end(run);
}
END_TEST

START_TEST(a_zonal_shift_ends_with_its_zone) {
    Run *run = begin((Sketch){.balancer = IN_TWO ",\"zonal_shift\":true"});
    run_to(run, 10);
    SimCommand shift = command_of(SIM_COMMAND_ZONAL_SHIFT, WEB, "ap-south-1a");
    shift.number = 3600e9;
    run_command(run, shift);
    run_to(run, 20);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 4);
    set_zones(run, B_AND_C);
    run_to(run, 60);
    ck_assert_int_eq(run->world->shifts.items[0].node1, 0);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), NODES_BC);
    SimError error;
    ck_assert(!sim_world_command(run->world, &shift, false, &error));
    run_end(run);
}
END_TEST

// Capacity is spread anew, and the nodes of a zone come in as many ranks as those of the others.
START_TEST(capacity_is_spread_over_the_zones_that_are_enabled) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP};
    sketch.balancer = IN_TWO ",\"capacity\":{\"units\":6,\"grow\":false}";
    Run *run = begin(sketch);
    run_to(run, 60);
    double before = run->world->capacities.items[0].utilization; // 2 of 3 in each zone
    set_zones(run, ALL);
    run_to(run, 200);
    double after = run->world->capacities.items[0].utilization;
    ck_assert_double_eq_tol(after, before, 0.15);
    ck_assert_int_eq(zones_in_service_count(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(a_clone_goes_on_with_the_same_zones) {
    Run *run = begin((Sketch){.rate = "30/s"});
    run_to(run, 30);
    set_zones(run, ALL);
    run_to(run, 35);
    SimWorld *clone = sim_world_clone(run->world);
    set_zones(run, B_AND_C);
    run_to(run, 300);
    SimCommand command = command_of(SIM_COMMAND_SET_SUBNETS, WEB, B_AND_C);
    SimError error;
    ck_assert(sim_world_command(clone, &command, false, &error));
    sim_world_advance(clone, 300 * SIM_SECOND, INT64_MAX, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

START_TEST(nodes_of_a_zone_that_is_not_enabled_are_not_shown) {
    Run *run = begin((Sketch){0});
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->nodes[1].stage, SIM_NODE_ABSENT);
    ck_assert(!view->groups[0].is_failing_open);
    ck_assert_int_eq(view->targets[0].node_count, 2);
    set_zones(run, ALL);
    run_to(run, 1);
    view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->nodes[1].stage, SIM_NODE_STARTING);
    ck_assert(!view->nodes[1].is_in_dns);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

static bool is_waited_for(const SimView *view, const char *words, double seconds) {
    for (int32_t i = 0; i < view->timer_count; i++)
        if (strstr(view->timers[i].text, words) != NULL &&
            (double)view->timers[i].at / 1e9 > seconds - 0.1 &&
            (double)view->timers[i].at / 1e9 < seconds + 0.1)
            return true;
    return false;
}

static bool has_timer(const SimView *view, const char *words) {
    for (int32_t i = 0; i < view->timer_count; i++)
        if (strstr(view->timers[i].text, words) != NULL) return true;
    return false;
}

START_TEST(a_viewer_sees_what_nodes_of_a_zone_wait_for) {
    Run *run = begin((Sketch){.begin = "cold"});
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert(has_timer(view, "first check from ap-south-1a"));
    ck_assert(!has_timer(view, "first check from ap-south-1b"));
    run_to(run, 30);
    set_zones(run, ALL);
    run_to(run, 31);
    view = sim_viewer_look(viewer, run->world);
    ck_assert(is_waited_for(view, "node in ap-south-1b has checked the targets", 45));
    run_to(run, 60);
    set_zones(run, B_AND_C);
    run_to(run, 61);
    view = sim_viewer_look(viewer, run->world);
    ck_assert(is_waited_for(view, "node in ap-south-1a takes no new connections", 180));
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

// A group that a rule names later stands in the zones that are enabled by then.
START_TEST(a_group_that_joins_later_has_metrics_in_every_zone) {
    Sketch sketch = {.rate = "30/s", .client = NO_KEEP, .groups = ",{\"name\":\"late\"}"};
    sketch.instances = "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\",\"target_groups\":[\"web\","
                       "\"late\"]}";
    Run *run = begin(sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_CREATE_RULE, WEB "/80", PATH_RULE(1, "/*", "{\"forward\":\"late\"}"));
    run_to(run, 20);
    build(run, SIM_COMMAND_DELETE_RULE, WEB "/80/1", "");
    run_to(run, 25);
    set_zones(run, ALL);
    run_to(run, 60);
    build(run, SIM_COMMAND_CREATE_RULE, WEB "/80", PATH_RULE(1, "/*", "{\"forward\":\"late\"}"));
    run_to(run, 300);
    ck_assert_double_gt(run_sum(run, "RequestCount",
                                "AvailabilityZone=ap-south-1b;LoadBalancer=web;TargetGroup=late"),
                        500);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("zones");
    TCase *tests = tcase_create("zones");
    tcase_add_test(tests, a_balancer_has_a_node_in_each_zone_that_is_enabled);
    tcase_add_test(tests, a_group_whose_targets_are_all_unused_is_503);
    tcase_add_test(tests, targets_in_a_zone_come_into_use_when_it_is_enabled);
    tcase_add_test(tests, targets_in_a_zone_that_is_disabled_stay_registered_and_unused);
    tcase_add_test(tests, nodes_of_a_zone_that_is_enabled_check_the_targets_before_they_enter_dns);
    tcase_add_test(tests, nodes_of_a_zone_that_is_disabled_leave_dns_and_go_when_nothing_is_open);
    tcase_add_test(tests, a_zone_that_is_enabled_again_in_time_goes_on);
    tcase_add_test(tests, at_least_two_zones_remain);
    tcase_add_test(tests, a_zone_has_metrics_from_when_it_is_enabled);
    tcase_add_test(tests, a_zonal_shift_ends_with_its_zone);
    tcase_add_test(tests, capacity_is_spread_over_the_zones_that_are_enabled);
    tcase_add_test(tests, a_clone_goes_on_with_the_same_zones);
    tcase_add_test(tests, nodes_of_a_zone_that_is_not_enabled_are_not_shown);
    tcase_add_test(tests, a_viewer_sees_what_nodes_of_a_zone_wait_for);
    tcase_add_test(tests, a_group_that_joins_later_has_metrics_in_every_zone);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
