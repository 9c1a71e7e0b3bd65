// Trees of aliases: how health travels up, when Route 53 backs out of a branch, and what makes a
// balancer healthy to it.
#include "zone_text.h"

#define TO_NAME(name) "\"alias\":\"" name "\""
#define BRANCH(region, name, more)                                                                 \
    RECORD("latency", region, "\"region\":\"" region "\"," TO_NAME(name) more)
#define LEAF(name, id, weight, more) RECORD_OF(name, "weighted", id, "\"weight\":" weight "," more)

// Latency over weighted: us-east-1 has s1 and s2, ap-southeast-2 has s3 and s4.
#define LEAVES                                                                                     \
    LEAF("us.example.com", "w1", "1", TO_BALANCER("1") JUDGED)                                     \
    "," LEAF("us.example.com", "w2", "1", TO_BALANCER("2") JUDGED) "," LEAF(                       \
        "au.example.com", "w3", "1",                                                               \
        TO_BALANCER("3") JUDGED) "," LEAF("au.example.com", "w4", "1", TO_BALANCER("4") JUDGED)
#define TREE(judged)                                                                               \
    BRANCH("us-east-1", "us.example.com", judged)                                                  \
    "," BRANCH("ap-southeast-2", "au.example.com", judged) "," LEAVES
enum { US, AU, W1, W2, W3, W4 };

START_TEST(a_branch_without_a_healthy_leaf_is_left_for_the_next_best_region) {
    Run *run = zone_run(TREE(JUDGED), ONE_CITY, SICK_SERVER("1") "," SICK_SERVER("2"), 4);
    const char *seen = zone_seen(run, 0);
    ck_assert_msg(strcmp(seen, "w1") == 0 || strcmp(seen, "w2") == 0, "%s", seen);
    run_to(run, 120);
    // From New York latency would pick us-east-1; w1 and w2 are down, so it is Sydney.
    ck_assert_double_eq(zone_share(run, 900, AU), 1);
    ck_assert_double_eq_tol(zone_share(run, 2400, W3), 0.5, 0.05);
    ck_assert_ptr_nonnull(
        run_incident(run, "RecordHealth", "app.example.com/us-east-1", "unhealthy", 0));
    run_end(run);
}
END_TEST

START_TEST(a_branch_with_one_healthy_leaf_is_kept) {
    // A sick leaf of the other branch makes this one no worse.
    Run *run = zone_run(TREE(JUDGED), ONE_CITY, SICK_SERVER("3"), 120);
    ck_assert_double_eq(zone_share(run, 600, US), 1);
    run_end(run);
    run = zone_run(TREE(JUDGED), ONE_CITY, SICK_SERVER("1"), 120);
    ck_assert_double_eq(zone_share(run, 600, US), 1);
    ck_assert_double_eq(zone_share(run, 1200, W2), 1);
    run_end(run);
}
END_TEST

START_TEST(a_branch_that_evaluates_nothing_is_kept_with_all_leaves_down) {
    Run *run = zone_run(TREE(""), ONE_CITY, SICK_SERVER("1") "," SICK_SERVER("2"), 120);
    ck_assert_double_eq(zone_share(run, 600, US), 1);
    ck_assert_double_eq_tol(zone_share(run, 2400, W1), 0.5, 0.05);
    run_end(run);
    // Its leaves are judged all the same.
    run = zone_run(TREE(""), ONE_CITY, SICK_SERVER("1"), 120);
    ck_assert_double_eq(zone_share(run, 600, W2), 1);
    run_end(run);
}
END_TEST

START_TEST(when_every_branch_is_down_the_best_one_is_answered_as_if_healthy) {
    Run *run = zone_run(
        TREE(JUDGED), ONE_CITY,
        SICK_SERVER("1") "," SICK_SERVER("2") "," SICK_SERVER("3") "," SICK_SERVER("4"), 120);
    ck_assert_double_eq(zone_share(run, 600, US), 1);
    ck_assert_double_eq_tol(zone_share(run, 2400, W1), 0.5, 0.05);
    run_end(run);
}
END_TEST

START_TEST(a_leaf_that_nobody_judges_keeps_its_branch_for_ever) {
    Run *run = zone_run(
        BRANCH("us-east-1", "us.example.com", JUDGED) "," BRANCH(
            "ap-southeast-2", "au.example.com",
            JUDGED) "," LEAF("us.example.com", "w1", "1",
                             TO_BALANCER("1")
                                 JUDGED) "," LEAF("us.example.com", "w2", "1",
                                                  TO_BALANCER(
                                                      "2")) "," LEAF("au.example.com", "w3", "1",
                                                                     TO_BALANCER("3") JUDGED),
        ONE_CITY, SICK_SERVER("1") "," SICK_SERVER("2"), 120);
    ck_assert_double_eq(zone_share(run, 600, 0), 1);
    ck_assert_double_eq(zone_share(run, 1200, 3), 1);
    run_end(run);
}
END_TEST

// app -> middle -> us: with a level that does not ask in between, what is below does not count.
#define THREE(top, middle)                                                                         \
    BRANCH("us-east-1", "middle.example.com", top)                                                 \
    "," BRANCH("ap-southeast-2", "au.example.com", top) "," LEAVES "," LEAF(                       \
        "middle.example.com", "m", "1", TO_NAME("us.example.com") middle)

START_TEST(each_level_of_a_tree_must_evaluate_its_target) {
    const char *sick = SICK_SERVER("1") "," SICK_SERVER("2");
    Run *run = zone_run(THREE(JUDGED, JUDGED), ONE_CITY, sick, 120);
    ck_assert_double_eq(zone_share(run, 400, AU), 1);
    run_end(run);
    run = zone_run(THREE(JUDGED, ""), ONE_CITY, sick, 120);
    ck_assert_double_eq(zone_share(run, 400, US), 1);
    run_end(run);
}
END_TEST

START_TEST(an_alias_of_records_is_followed_inside_and_has_their_ttl) {
    Run *run = zone_run("{\"name\":\"app.example.com\",\"alias\":\"b.example.com\"},{\"name\":\"b."
                        "example.com\",\"value\":\"ap-south-1/p-1\",\"ttl\":\"20s\"}",
                        USERS_OF("ny", "New York", "1", ""), NULL, 1000);
    ck_assert_int_gt(zone_served(run, "p-1"), 19000);
    // One query a miss, whatever the length of the way.
    ck_assert_double_eq_tol(run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS"), 1000 / 20.05,
                            2);
    ck_assert_int_eq(zone_answers(run, 0), zone_answers(run, 1));
    run_end(run);
}
END_TEST

// A failing check on the alias of the first branch, all of whose leaves are healthy.
START_TEST(a_failing_check_of_an_alias_hides_a_healthy_branch) {
    Sketch sketch = zone_sketch(
        BRANCH("us-east-1", "us.example.com", JUDGED ",\"health_check\":\"switch\"") "," BRANCH(
            "ap-southeast-2", "au.example.com", JUDGED) "," LEAVES,
        ONE_CITY,
        "{\"at\":\"5s\",\"do\":\"update_routing_control_state\",\"routing_control\":\"us\","
        "\"state\":"
        "\"Off\"}");
    Run *run = zone_run_with(&sketch, "\"routing_controls\":[{\"name\":\"us\",\"state\":\"On\"}],"
                                      "\"health_checks\":[{\"name\":\"switch\","
                                      "\"type\":\"RECOVERY_CONTROL\",\"routing_control\":\"us\"}]");
    run_to(run, 100);
    ck_assert(record_is_healthy(run->world, W1));
    ck_assert_double_eq(zone_share(run, 600, AU), 1);
    run_end(run);
}
END_TEST

// --- what makes a balancer healthy
// ----------------------------------------------------------------------------

#define PAIR                                                                                       \
    RECORD("failover", "first", "\"failover\":\"PRIMARY\"," TO_BALANCER("1") JUDGED)               \
    "," RECORD("failover", "second", "\"failover\":\"SECONDARY\"," TO_BALANCER("2") JUDGED)

START_TEST(an_alias_that_evaluates_its_target_is_as_healthy_as_its_balancer) {
    Run *run = zone_run(PAIR, ONE_CITY, SICK_SERVER("1"), 120);
    ck_assert_str_eq(zone_seen(run, 0), "second");
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/s1");
    run_to(run, 260);
    ck_assert_str_eq(zone_seen(run, 0), "first");
    run_end(run);
}
END_TEST

START_TEST(its_health_changes_with_the_last_target_and_no_later) {
    Run *run = zone_run(PAIR, ONE_CITY, SICK_SERVER("1"), 120);
    const SeenIncident *record =
        run_incident(run, "RecordHealth", "app.example.com/first", "unhealthy", 0);
    ck_assert_ptr_nonnull(record);
    SimTime last = 0;
    for (int32_t i = 0; i < run->incidents.count; i++)
        if (strcmp(run->incidents.items[i].type, "TargetHealth") == 0)
            last = run->incidents.items[i].time;
    ck_assert_int_eq(record->time, last);
    run_end(run);
}
END_TEST

// A second group of b1, on a path of its own.
static Run *with_second_group(const char *instances, const char *top, const char *timeline) {
    Sketch sketch = zone_sketch(PAIR, ONE_CITY, timeline);
    char groups[2000], servers[2000], balancers[3000];
    snprintf(groups, sizeof groups, "%s" ZONE_GROUP("x"), sketch.groups);
    snprintf(servers, sizeof servers, "%s%s", sketch.instances, instances);
    snprintf(balancers, sizeof balancers,
             "},{\"name\":\"b1\",\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,\"rules\":[{"
             "\"priority\":1,\"if\":{\"path-pattern\":[\"/x\"]},\"then\":{\"forward\":\"bx\"}}],"
             "\"default\":{\"forward\":\"b1\"}}]%s",
             ZONE_BALANCER("2") ZONE_BALANCER("3") ZONE_BALANCER("4"));
    sketch.groups = groups;
    sketch.instances = servers;
    sketch.balancer = balancers;
    Run *run = run_begin(&sketch);
    if (top != NULL) run_set(run, "route53.empty_group", top);
    run_to(run, 130);
    return run;
}

START_TEST(one_group_with_unhealthy_targets_only_makes_the_balancer_unhealthy) {
    Run *run = with_second_group(ZONE_SERVER("x"), NULL, SICK_SERVER("x"));
    ck_assert_int_eq(run_state(run, "b1", "s1"), SIM_TARGET_HEALTHY);
    ck_assert_str_eq(zone_seen(run, 0), "second");
    run_end(run);
}
END_TEST

START_TEST(an_empty_group_is_ignored_unless_the_scenario_says_otherwise) {
    Run *run = with_second_group("", NULL, NULL);
    ck_assert_str_eq(zone_seen(run, 0), "first");
    run_end(run);
    run = with_second_group("", "unhealthy", NULL);
    ck_assert_str_eq(zone_seen(run, 0), "second");
    run_end(run);
}
END_TEST

START_TEST(a_balancer_without_any_target_is_unhealthy) {
    Run *run = zone_run(PAIR, ONE_CITY, NULL, 10);
    SimCommand command = {
        .kind = SIM_COMMAND_DEREGISTER, .target = "ap-south-1/s1", .value = "ap-south-1/b1"};
    ck_assert_str_eq(zone_seen(run, 0), "first");
    run_command(run, command);
    run_to(run, 400);
    ck_assert_str_eq(zone_seen(run, 0), "second");
    run_end(run);
}
END_TEST

START_TEST(evaluating_can_be_turned_off_in_a_running_world) {
    Run *run = zone_run(PAIR, ONE_CITY, SICK_SERVER("1"), 120);
    run_set(run, "route53.records.first.evaluate_target_health", "false");
    run_to(run, 240);
    ck_assert_str_eq(zone_seen(run, 0), "first");
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("alias_trees");
    TCase *tests = tcase_create("alias_trees");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_branch_without_a_healthy_leaf_is_left_for_the_next_best_region);
    tcase_add_test(tests, a_branch_with_one_healthy_leaf_is_kept);
    tcase_add_test(tests, a_branch_that_evaluates_nothing_is_kept_with_all_leaves_down);
    tcase_add_test(tests, when_every_branch_is_down_the_best_one_is_answered_as_if_healthy);
    tcase_add_test(tests, a_leaf_that_nobody_judges_keeps_its_branch_for_ever);
    tcase_add_test(tests, each_level_of_a_tree_must_evaluate_its_target);
    tcase_add_test(tests, a_failing_check_of_an_alias_hides_a_healthy_branch);
    tcase_add_test(tests, an_alias_of_records_is_followed_inside_and_has_their_ttl);
    tcase_add_test(tests, an_alias_that_evaluates_its_target_is_as_healthy_as_its_balancer);
    tcase_add_test(tests, its_health_changes_with_the_last_target_and_no_later);
    tcase_add_test(tests, one_group_with_unhealthy_targets_only_makes_the_balancer_unhealthy);
    tcase_add_test(tests, an_empty_group_is_ignored_unless_the_scenario_says_otherwise);
    tcase_add_test(tests, a_balancer_without_any_target_is_unhealthy);
    tcase_add_test(tests, evaluating_can_be_turned_off_in_a_running_world);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
