// Health thresholds of target groups: how many targets must be healthy for a zone's address to stay
// in DNS, and for a node not to fail open (elb.md 2.8).
#include "scenario_text.h"

#define GROUP_WEB                "LoadBalancer=web;TargetGroup=web"
#define ZONE(z)                  "AvailabilityZone=ap-south-1" z ";LoadBalancer=web;TargetGroup=web"
#define MINIMUM(action, members) "\"" action "\":{\"minimum_healthy_targets\":{" members "}}"
#define THRESHOLDS(dns, routing)                                                                   \
    ",\"target_group_health\":{" MINIMUM("dns_failover",                                           \
                                         dns) "," MINIMUM("unhealthy_state_routing", routing) "}"
#define HALF THRESHOLDS("\"percentage\":50", "\"percentage\":50")
#define TENS                                                                                       \
    "{\"name\":\"a\",\"count\":10,\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],"                  \
    "\"target_groups\":[\"web\"]},{\"name\":\"b\",\"count\":10,\"launch\":\"v1\",\"zones\":"       \
    "[\"ap-south-1b\"],\"target_groups\":[\"web\"]}"
#define FOUR                                                                                       \
    "{\"name\":\"web\",\"count\":4,\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],"                 \
    "\"target_groups\":[\"web\"]}"

// The first `count` instances of a name crash, and the checks have time to find out.
static void crash(Run *run, const char *name, int32_t count) {
    for (int32_t i = 1; i <= count; i++) {
        char target[64];
        snprintf(target, sizeof target, "ap-south-1/%s-%d", name, i);
        run_do(run, SIM_COMMAND_CRASH, target);
    }
    run_to(run, (double)run->world->now / 1e9 + 25);
}

static bool fails_open(const Run *run, int32_t node) {
    return run->world->node_groups.items[run->world->groups.items[0].first_view + node]
               .is_failing_open != 0;
}

START_TEST(below_its_count_a_node_routes_to_all_its_targets) {
    Sketch sketch = {.group = THRESHOLDS("\"count\":3", "\"count\":3"), .instances = FOUR};
    Run *run = run_begin(&sketch);
    crash(run, "web", 1);
    ck_assert(!fails_open(run, 0));
    ck_assert_double_eq(run_sum(run, "UnhealthyRoutingRequestCount", GROUP_WEB), 0);
    int64_t before = run_requests(run, "web", "web-1");
    crash(run, "web", 2);
    ck_assert(fails_open(run, 0) && fails_open(run, 1));
    ck_assert_double_gt(run_sum(run, "UnhealthyRoutingRequestCount", GROUP_WEB), 30);
    // The dead ones have their share again, and the clients their 502.
    ck_assert_int_gt(run_requests(run, "web", "web-1"), before + 5);
    ck_assert_int_eq(run_codes(run, 503, -1, 0, 1e9), 0);
    run_end(run);
}
END_TEST

START_TEST(a_count_and_a_percentage_act_each_by_itself) {
    static const struct {
        const char *thresholds;
        int32_t crashed;
        bool is_open;
    } rows[] = {
        {THRESHOLDS("\"count\":\"off\"", "\"count\":1,\"percentage\":75"), 1, false},
        {THRESHOLDS("\"count\":\"off\"", "\"count\":1,\"percentage\":76"), 1, true},
        {THRESHOLDS("\"count\":\"off\"", "\"count\":4,\"percentage\":1"), 1, true},
        {THRESHOLDS("\"count\":\"off\"", "\"count\":3,\"percentage\":1"), 1, false},
        {THRESHOLDS("\"count\":\"off\"", "\"percentage\":\"off\""), 3, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Sketch sketch = {.group = rows[i].thresholds, .instances = FOUR};
        Run *run = run_begin(&sketch);
        crash(run, "web", rows[i].crashed);
        ck_assert_msg(fails_open(run, 0) == rows[i].is_open, "row %d", (int)i);
        run_end(run);
    }
}
END_TEST

START_TEST(unless_said_a_share_of_ill_targets_changes_nothing) {
    Run *run = run_begin(&(Sketch){.instances = FOUR});
    crash(run, "web", 3);
    ck_assert(!fails_open(run, 0) && !fails_open(run, 1));
    run_end(run);
}
END_TEST

START_TEST(a_percentage_follows_the_number_of_registered_targets) {
    Sketch sketch = {.group = THRESHOLDS("\"count\":\"off\"", "\"percentage\":50"),
                     .instances = FOUR};
    Run *run = run_begin(&sketch);
    crash(run, "web", 2);
    ck_assert(!fails_open(run, 0)); // 2 of 4
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-4");
    run_to(run, 30);
    ck_assert(fails_open(run, 0)); // 1 of 3
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
    run_to(run, 31);
    ck_assert(!fails_open(run, 0)); // 1 of 2
    run_end(run);
}
END_TEST

START_TEST(without_cross_zone_six_of_ten_failing_take_their_zone_out) {
    Sketch sketch = {.group = ",\"cross_zone\":false" HALF, .instances = TENS};
    Run *run = run_begin(&sketch);
    crash(run, "b", 5);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3); // 50 % is not below 50 %
    crash(run, "b", 6);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 1);
    ck_assert(!fails_open(run, 0));
    ck_assert(fails_open(run, 1));
    const SeenIncident *left = run_incident(run, "NodeDNS", "web/ap-south-1b", "withdrawn", 0);
    ck_assert_ptr_nonnull(left);
    run_end(run);
}
END_TEST

START_TEST(with_cross_zone_fourteen_of_twenty_are_enough) {
    Sketch sketch = {.group = HALF, .instances = TENS};
    Run *run = run_begin(&sketch);
    crash(run, "b", 6);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    ck_assert(!fails_open(run, 0) && !fails_open(run, 1));
    // Below ten of the twenty all zones fail; then all addresses are given.
    crash(run, "b", 10);
    ck_assert(!fails_open(run, 1));
    crash(run, "a", 1);
    ck_assert(fails_open(run, 0) && fails_open(run, 1));
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(zones_that_meet_their_thresholds_are_counted) {
    static const struct {
        const char *metric, *dimensions;
        double value;
    } rows[] = {
        {"HealthyStateDNS", GROUP_WEB, 1},     {"UnhealthyStateDNS", GROUP_WEB, 1},
        {"HealthyStateRouting", GROUP_WEB, 1}, {"UnhealthyStateRouting", GROUP_WEB, 1},
        {"HealthyStateDNS", ZONE("a"), 1},     {"UnhealthyStateDNS", ZONE("a"), 0},
        {"HealthyStateDNS", ZONE("b"), 0},     {"UnhealthyStateDNS", ZONE("b"), 1},
        {"HealthyStateRouting", ZONE("b"), 0}, {"UnhealthyStateRouting", ZONE("b"), 1},
    };
    Sketch sketch = {.group = ",\"cross_zone\":false" HALF, .instances = TENS};
    Run *run = run_begin(&sketch);
    crash(run, "b", 6);
    double before[sizeof rows / sizeof rows[0]];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        before[i] = run_sum(run, rows[i].metric, rows[i].dimensions);
    run_to(run, 35); // ten seconds, a sample each
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ck_assert_double_eq(run_sum(run, rows[i].metric, rows[i].dimensions) - before[i],
                            10 * rows[i].value);
    run_end(run);
}
END_TEST

START_TEST(with_dns_failover_off_an_unhealthy_zone_stays_in_dns) {
    Sketch sketch = {.group = ",\"cross_zone\":false" THRESHOLDS("\"count\":\"off\"", "")};
    Run *run = run_begin(&sketch);
    crash(run, "web", 1);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    ck_assert(fails_open(run, 0));
    run_end(run);
    sketch.group = ",\"cross_zone\":false";
    run = run_begin(&sketch);
    crash(run, "web", 1);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    run_end(run);
}
END_TEST

START_TEST(a_zone_can_leave_dns_before_it_fails_open) {
    Sketch sketch = {.group = ",\"cross_zone\":false" THRESHOLDS("\"count\":8", "\"count\":5"),
                     .instances = TENS};
    Run *run = run_begin(&sketch);
    crash(run, "b", 3);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 1);
    ck_assert(!fails_open(run, 1));
    crash(run, "b", 6);
    ck_assert(fails_open(run, 1));
    // And back, when enough of them are healthy again.
    for (int32_t i = 1; i <= 6; i++) {
        char target[64];
        snprintf(target, sizeof target, "ap-south-1/b-%d", i);
        run_do(run, SIM_COMMAND_RECOVER, target);
    }
    run_to(run, 120);
    ck_assert(!fails_open(run, 1));
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(a_threshold_of_dns_below_that_of_routing_is_refused) {
    Sketch sketch = {.group = THRESHOLDS("\"count\":2", "\"count\":2")};
    Run *run = run_begin(&sketch);
    SimCommand command = {.kind = SIM_COMMAND_SET};
    SimError error;
    snprintf(command.target, sizeof command.target,
             "regions.ap-south-1.target_groups.web.target_group_health.dns_failover."
             "minimum_healthy_targets.count");
    snprintf(command.value, sizeof command.value, "1");
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "must not be below that of routing"));
    snprintf(command.value, sizeof command.value, "off");
    ck_assert(sim_world_command(run->world, &command, false, &error));
    run_to(run, 1);
    ck_assert_int_eq(run->world->config->target_groups[0].dns_minimum.count, -1);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("thresholds");
    TCase *tests = tcase_create("thresholds");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, below_its_count_a_node_routes_to_all_its_targets);
    tcase_add_test(tests, a_count_and_a_percentage_act_each_by_itself);
    tcase_add_test(tests, unless_said_a_share_of_ill_targets_changes_nothing);
    tcase_add_test(tests, a_percentage_follows_the_number_of_registered_targets);
    tcase_add_test(tests, without_cross_zone_six_of_ten_failing_take_their_zone_out);
    tcase_add_test(tests, with_cross_zone_fourteen_of_twenty_are_enough);
    tcase_add_test(tests, zones_that_meet_their_thresholds_are_counted);
    tcase_add_test(tests, with_dns_failover_off_an_unhealthy_zone_stays_in_dns);
    tcase_add_test(tests, a_zone_can_leave_dns_before_it_fails_open);
    tcase_add_test(tests, a_threshold_of_dns_below_that_of_routing_is_refused);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
