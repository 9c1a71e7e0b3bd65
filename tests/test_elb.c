// Application Load Balancers: rules, actions, the choice of a target, and the codes they make
// themselves, each fact seen in the run of a small scenario.
#include "rule_text.h"

// --- rules
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(the_lowest_priority_wins_not_the_longest_path) {
    const char *rules = RULE(20, "\"path-pattern\":[\"/api/orders\"]",
                             FIXED(420)) "," RULE(10, "\"path-pattern\":[\"/api/*\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/api/orders"), rules, FIXED(404)), 410);
    const char *turned = RULE(10, "\"path-pattern\":[\"/api/orders\"]",
                              FIXED(420)) "," RULE(20, "\"path-pattern\":[\"/api/*\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/api/orders"), turned, FIXED(404)), 420);
}
END_TEST

START_TEST(the_default_rule_takes_what_no_rule_matches) {
    const char *rules = RULE(1, "\"path-pattern\":[\"/api/*\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/other"), rules, FIXED(404)), 404);
}
END_TEST

START_TEST(hosts_match_whatever_their_case_and_paths_do_not) {
    const char *host = RULE(1, "\"host-header\":[\"APP.Example.COM\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/x"), host, FIXED(404)), 410);
    const char *path = RULE(1, "\"path-pattern\":[\"/Api\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/api"), path, FIXED(404)), 404);
    ck_assert_int_eq(code_under(ASK("/Api"), path, FIXED(404)), 410);
}
END_TEST

START_TEST(a_star_takes_any_characters_and_a_question_mark_exactly_one) {
    const char *star = RULE(1, "\"path-pattern\":[\"/img/*.png\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/img/a/b.png"), star, FIXED(404)), 410);
    ck_assert_int_eq(code_under(ASK("/img/.png"), star, FIXED(404)), 410);
    ck_assert_int_eq(code_under(ASK("/img/a.jpg"), star, FIXED(404)), 404);
    const char *mark = RULE(1, "\"path-pattern\":[\"/v?\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/v1"), mark, FIXED(404)), 410);
    ck_assert_int_eq(code_under(ASK("/v"), mark, FIXED(404)), 404);
    ck_assert_int_eq(code_under(ASK("/v12"), mark, FIXED(404)), 404);
}
END_TEST

START_TEST(a_wildcard_host_does_not_match_its_parent) {
    const char *rules = RULE(1, "\"host-header\":[\"*.app.example.com\"]", FIXED(410)) "," RULE(
        2, "\"host-header\":[\"*.example.com\"]", FIXED(420));
    ck_assert_int_eq(code_under(ASK("/"), rules, FIXED(404)), 420);
}
END_TEST

START_TEST(conditions_must_all_hold_and_values_of_one_are_alternatives) {
    const char *rules = RULE(
        1,
        "\"host-header\":[\"x.example.com\",\"app.example.com\"],\"path-pattern\":[\"/a\",\"/b\"]",
        FIXED(410));
    ck_assert_int_eq(code_under(ASK("/b"), rules, FIXED(404)), 410);
    ck_assert_int_eq(code_under(ASK("/c"), rules, FIXED(404)), 404);
    const char *other =
        RULE(1, "\"host-header\":[\"x.example.com\"],\"path-pattern\":[\"/b\"]", FIXED(410));
    ck_assert_int_eq(code_under(ASK("/b"), other, FIXED(404)), 404);
}
END_TEST

START_TEST(a_path_condition_does_not_see_the_query) {
    const char *asked = "{\"path\":\"/a\",\"query\":\"q=/b\",\"work\":{\"constant\":\"1ms\"}}";
    ck_assert_int_eq(
        code_under(asked, RULE(1, "\"path-pattern\":[\"*b*\"]", FIXED(410)), FIXED(404)), 404);
    ck_assert_int_eq(
        code_under(asked, RULE(1, "\"path-pattern\":[\"/a\"]", FIXED(410)), FIXED(404)), 410);
}
END_TEST

START_TEST(rules_are_counted_up_to_the_one_that_matches_and_the_default_never) {
    Sketch sketch = {.requests = ASK("/b") "," ASK("/z"),
                     .rules = RULE(1, "\"path-pattern\":[\"/a\"]", FIXED(410)) "," RULE(
                         2, "\"path-pattern\":[\"/b\"]",
                         FIXED(410)) "," RULE(3, "\"path-pattern\":[\"/c\"]", FIXED(410)),
                     .action = FIXED(404)};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double expected = 2.0 * run_codes(run, 410, -1, 0, 1e9) + 3.0 * run_codes(run, 404, -1, 0, 1e9);
    ck_assert_double_eq(run_sum(run, "RuleEvaluations", "LoadBalancer=web"), expected);
    run_end(run);
}
END_TEST

START_TEST(more_rules_than_a_byte_counts_are_matched) {
    char *rules = calloc(1, 65536);
    for (int i = 1; i <= 300; i++)
        snprintf(rules + strlen(rules), 65536 - strlen(rules),
                 "%s{\"priority\":%d,\"if\":{\"path-pattern\":[\"/p%d\"]},\"then\":" FIXED(410) "}",
                 i > 1 ? "," : "", i, i);
    char *text = malloc(100000);
    Sketch sketch = {.requests = ASK("/p290"), .rules = "RULES", .action = FIXED(404)};
    char *base = text_of(&sketch), *at = strstr(base, "RULES");
    snprintf(text, 100000, "%.*s%s%s", (int)(at - base), base, rules, at + 5);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "rules", &diagnostics);
    ck_assert_ptr_nonnull(scenario);
    SimWorld *world = sim_world_create(scenario, 0);
    sim_world_advance(world, 5 * SIM_SECOND, 0, NULL);
    ck_assert_int_gt(world->rules.items[289].matched, 20);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(rules), free(text), free(base);
}
END_TEST

// --- actions
// ----------------------------------------------------------------------------------------------------------------------

static double share_of_green(const char *action, const char *instances) {
    Sketch sketch = {.rate = "200/s", .groups = GREEN, .instances = instances, .action = action};
    Run *run = run_begin(&sketch);
    run_to(run, 50);
    int32_t green = 0;
    for (int32_t i = 0; i < run->accesses.count; i++)
        green += strstr(run->accesses.items[i].group, "green") != NULL;
    double share = (double)green / run->accesses.count;
    run_end(run);
    return share;
}

START_TEST(forward_weights_are_shares) {
    // 10,000 requests: four standard deviations are 0.018 at a quarter.
    ck_assert_double_eq_tol(share_of_green(SPLIT(75, 25), BOTH_GROUPS), 0.25, 0.018);
    ck_assert_double_eq_tol(share_of_green(SPLIT(1, 9), BOTH_GROUPS), 0.9, 0.013);
    ck_assert_double_eq(share_of_green(SPLIT(1, 0), BOTH_GROUPS), 0);
    ck_assert_double_eq(share_of_green(SPLIT(0, 5), BOTH_GROUPS), 1);
}
END_TEST

START_TEST(an_empty_weighted_group_still_gets_its_share) {
    Sketch sketch = {.rate = "200/s", .groups = GREEN, .action = SPLIT(1, 1)};
    Run *run = run_begin(&sketch);
    run_to(run, 50);
    double share = (double)run_codes(run, 503, 0, 0, 1e9) / run->accesses.count;
    ck_assert_double_eq_tol(share, 0.5, 0.02);
    run_end(run);
}
END_TEST

START_TEST(an_unhealthy_weighted_group_still_gets_its_share) {
    Sketch sketch = {
        .rate = "200/s",
        .groups = GREEN,
        .instances = BOTH_GROUPS,
        .action = SPLIT(1, 1),
        .timeline =
            "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/"
            "green-1\"},{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/green-2\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 90);
    ck_assert_int_eq(run_state(run, "green", "green-1"), SIM_TARGET_UNHEALTHY);
    double share = (double)run_codes(run, 502, 0, 40, 90) / run_codes(run, -1, -1, 40, 90);
    ck_assert_double_eq_tol(share, 0.5, 0.02);
    run_end(run);
}
END_TEST

START_TEST(redirects_count_as_redirects_and_elb_3xx_and_not_as_requests) {
    Sketch sketch = {
        .requests = ASK("/old"),
        .rules = RULE(1, "\"path-pattern\":[\"/old\"]", "{\"redirect\":{\"path\":\"/new\"}}")};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    int32_t redirects = run_codes(run, 301, -1, 0, 1e9), answered = run_codes(run, 200, -1, 0, 1e9);
    ck_assert_int_gt(redirects, 80);
    ck_assert_double_eq(run_sum(run, "HTTP_Redirect_Count", "LoadBalancer=web"), redirects);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_3XX_Count", "LoadBalancer=web"), redirects);
    ck_assert_double_eq_tol(run_sum(run, "RequestCount", "LoadBalancer=web"), answered, 2);
    run_end(run);
}
END_TEST

START_TEST(fixed_responses_are_not_in_request_count) {
    Sketch sketch = {.action = FIXED(503)};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    int32_t fixed = run_codes(run, 503, 0, 0, 1e9);
    ck_assert_int_gt(fixed, 80);
    ck_assert_double_eq(run_sum(run, "HTTP_Fixed_Response_Count", "LoadBalancer=web"), fixed);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_503_Count", "LoadBalancer=web"), fixed);
    ck_assert_double_eq(run_sum(run, "RequestCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_listener_is_found_by_protocol_and_port) {
    Sketch sketch = {.client = ",\"port\":8080"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_int_gt(sim_world_totals(run->world).lost[SIM_CAUSE_REFUSED], 40);
    run_end(run);
}
END_TEST

// --- the choice of a target
// -----------------------------------------------------------------------------------------------------------

START_TEST(round_robin_gives_each_target_of_a_node_the_same) {
    Sketch sketch = {
        .rate = "50/s",
        .instances =
            "{\"name\":\"web\",\"count\":5,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 41);
    int64_t low = INT64_MAX, high = 0;
    for (int32_t i = 0; i < 5; i++) {
        int64_t count = run->world->targets.items[i].requests;
        low = count < low ? count : low, high = count > high ? count : high;
    }
    ck_assert_int_gt(low, 390);
    // Each of the two nodes goes round by itself, so each adds at most one.
    ck_assert_int_le(high - low, 2);
    run_end(run);
}
END_TEST

// 2 + 8 targets in two zones that each receive half of the requests.
static void zone_shares(const char *group, double *small, double *large) {
    Sketch sketch = {.rate = "100/s",
                     .group = group,
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":50",
                     .instances = "{\"name\":\"a\",\"count\":2,\"launch\":\"v1\",\"zones\":[\"ap-"
                                  "south-1a\"],\"target_groups\":[\"web\"]},"
                                  "{\"name\":\"b\",\"count\":8,\"launch\":\"v1\",\"zones\":[\"ap-"
                                  "south-1b\"],\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 200);
    double total = (double)run->world->groups.items[0].requests;
    *small = (double)run_requests(run, "web", "a-1") / total;
    *large = (double)run_requests(run, "web", "b-1") / total;
    run_end(run);
}

START_TEST(with_cross_zone_every_target_gets_a_tenth) {
    double small, large;
    zone_shares("", &small, &large);
    ck_assert_double_eq_tol(small, 0.10, 0.001);
    ck_assert_double_eq_tol(large, 0.10, 0.001);
}
END_TEST

START_TEST(without_cross_zone_targets_share_their_zones_half) {
    double small, large;
    zone_shares(",\"cross_zone\":false", &small, &large);
    ck_assert_double_eq_tol(small, 0.25, 0.01);
    ck_assert_double_eq_tol(large, 0.0625, 0.0025);
}
END_TEST

START_TEST(an_empty_zone_without_cross_zone_is_503) {
    Sketch sketch = {.group = ",\"cross_zone\":false",
                     .client = ",\"keep_alive\":\"0s\"",
                     .instances = "{\"name\":\"a\",\"count\":2,\"launch\":\"v1\",\"zones\":[\"ap-"
                                  "south-1a\"],\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    // Its address is given all the same. A client that has no other is made.
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    for (int32_t i = 0; i < run->world->caches.count; i++)
        run->world->caches.items[i].zone_mask = 2;
    run_to(run, 1);
    ck_assert_int_gt(run_codes(run, 503, 0, 0, 1), 3);
    ck_assert_int_eq(run_codes(run, 200, -1, 0, 1), 0);
    run_end(run);
}
END_TEST

START_TEST(fail_open_begins_below_one_healthy_target_and_is_counted) {
    Sketch sketch = {.rate = "50/s",
                     .timeline = "{\"at\":\"5s\",\"do\":\"errors\",\"instance\":\"ap-south-1/"
                                 "web-1\",\"share\":1,\"health_errors\":true},"
                                 "{\"at\":\"100s\",\"do\":\"errors\",\"instance\":\"ap-south-1/"
                                 "web-2\",\"share\":1,\"health_errors\":true}"};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    // One healthy target is enough: the unhealthy one gets nothing.
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_double_eq(
        run_sum(run, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=web"), 0);
    int64_t before = run_requests(run, "web", "web-1");
    run_to(run, 140);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_UNHEALTHY);
    int64_t routed =
        (int64_t)run_sum(run, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=web");
    int64_t now = run_requests(run, "web", "web-1");
    run_to(run, 150);
    ck_assert_int_gt(routed, 100);
    ck_assert_int_gt(now, before);
    ck_assert_double_eq_tol(
        run_sum(run, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=web") -
            (double)routed,
        500, 2);
    ck_assert_int_eq(run_codes(run, 503, 0, 0, 1e9), 0);
    run_end(run);
}
END_TEST

START_TEST(initial_targets_are_in_the_fail_open_set) {
    Sketch sketch = {.begin = "cold",
                     .launch = ",\"boot\":{\"constant\":\"0s\"},\"health_endpoint\":\"separate\","
                               "\"health_work\":{\"constant\":\"4s\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 3.9);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_INITIAL);
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 4), 20);
    ck_assert_double_gt(
        run_sum(run, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=web"), 20);
    run_end(run);
}
END_TEST

START_TEST(no_registered_target_is_503) {
    Sketch sketch = {.instances = "{\"name\":\"web\",\"launch\":\"v1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_gt(run_codes(run, 503, 0, 0, 5), 40);
    ck_assert_int_eq(run_codes(run, 503, 0, 0, 5), run->accesses.count);
    ck_assert_double_eq(run_sum(run, "RequestCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

// --- targets under stress
// ---------------------------------------------------------------------------------------------------------------

#define ONE                                                                                        \
    "{\"name\":\"web\",\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],\"target_groups\":[\"web\"]}"
#define SLOW_CHECKS "\"interval\":\"300s\",\"timeout\":\"120s\""

// Milliseconds from a request's arrival at the node to the answer, of the first entry with this
// code.
static double wait_of(const Run *run, int32_t code) {
    for (int32_t i = 0; i < run->accesses.count; i++)
        if (run->accesses.items[i].elb_status == code)
            return (double)(run->accesses.items[i].time - run->accesses.items[i].created) / 1e6;
    ck_abort_msg("no %d", code);
    return 0;
}

START_TEST(a_crashed_process_refuses_and_that_is_502_at_once) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .timeline =
                         "{\"at\":\"10s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    ck_assert_int_eq(run_codes(run, 502, 0, 11, 20), run_codes(run, -1, -1, 11, 20));
    ck_assert_double_lt(wait_of(run, 502), 20);
    double errors = run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web");
    ck_assert_double_ge(errors, run_codes(run, 502, 0, 11, 20) - 1);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_502_Count", "LoadBalancer=web"),
                        run_codes(run, 502, 0, 0, 1e9));
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_5XX_Count", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(requests_inside_a_process_that_crashes_get_502) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"30s\"}",
                     .rate = "1/s",
                     .launch = ",\"backlog\":100",
                     .timeline =
                         "{\"at\":\"20s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 19.9);
    ck_assert_int_eq(run->accesses.count, 0);
    run_to(run, 20.009);
    // Arrived once a second, all still inside, waiting or served.
    ck_assert_int_eq(run_codes(run, 502, 0, 20, 20.009), 19);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(the_balancer_does_not_try_another_target) {
    Sketch sketch = {.health = SLOW_CHECKS,
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    double share = (double)run_codes(run, 502, 0, 5, 60) / run_codes(run, -1, -1, 5, 60);
    ck_assert_double_eq_tol(share, 0.5, 0.02);
    run_end(run);
}
END_TEST

START_TEST(a_hang_is_504_after_the_idle_timeout) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .launch = ",\"backlog\":\"unlimited\"",
                     .timeline = "{\"at\":\"2s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 70);
    ck_assert_int_gt(run_codes(run, 504, 0, 0, 70), 50);
    ck_assert_double_eq_tol(wait_of(run, 504), 60000, 3);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(the_idle_timeout_is_a_setting) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .balancer = ",\"idle_timeout\":\"7s\"",
                     .launch = ",\"backlog\":\"unlimited\"",
                     .timeline = "{\"at\":\"2s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    ck_assert_double_eq_tol(wait_of(run, 504), 7000, 3);
    run_end(run);
}
END_TEST

static Run *full_run(const char *launch) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"40s\"}",
                     .launch = launch};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    return run;
}

START_TEST(a_full_backlog_drops_and_that_is_504_after_ten_seconds) {
    Run *run = full_run(",\"backlog\":4");
    ck_assert_double_eq_tol(wait_of(run, 504), 10000, 3);
    // Workers and backlog: twelve are inside.
    ck_assert_int_eq(run->world->stations.stations.items[0].queue.count, 4);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"),
                        run_codes(run, 504, 0, 0, 20));
    ck_assert_int_gt(run_codes(run, 504, 0, 0, 20), 70);
    run_end(run);
}
END_TEST

START_TEST(a_full_backlog_that_refuses_is_502_at_once) {
    Run *run = full_run(",\"backlog\":4,\"on_full\":\"refuse\"");
    ck_assert_double_lt(wait_of(run, 502), 20);
    ck_assert_int_gt(run_codes(run, 502, 0, 0, 20), 170);
    run_end(run);
}
END_TEST

START_TEST(a_full_target_that_sheds_answers_503_itself) {
    Run *run = full_run(",\"backlog\":4,\"on_full\":\"shed\"");
    ck_assert_int_gt(run_codes(run, 503, 503, 0, 20), 170);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_5XX_Count", "LoadBalancer=web"),
                        run_codes(run, 503, 503, 0, 20));
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_zone_without_power_is_504_after_ten_seconds) {
    Sketch sketch = {.health = SLOW_CHECKS,
                     .client = ",\"keep_alive\":\"0s\"",
                     .timeline = "{\"at\":\"1s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    ck_assert_double_eq_tol(wait_of(run, 504), 10000, 3);
    ck_assert_int_gt(run_codes(run, 504, 0, 0, 40), 50);
    run_end(run);
}
END_TEST

// The connection stood, so it is the idle time-out that ends the wait, and no connection failed.
START_TEST(requests_inside_a_zone_that_dies_are_504_after_the_idle_timeout) {
    Sketch sketch = {
        .rate = "1/s",
        .work = "{\"constant\":\"8s\"}",
        .client = ",\"timeout\":\"90s\"",
        .instances = "{\"name\":\"web\",\"launch\":\"v1\",\"zones\":[\"ap-south-1b\"],\"target_"
                     "groups\":[\"web\"]}",
        .health = SLOW_CHECKS,
        .arrivals = "{\"constant\":\"1/s\",\"changes\":[{\"at\":\"8500ms\",\"rate\":\"0/s\"}]}",
        .timeline = "{\"at\":\"8600ms\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1b\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    ck_assert_double_eq_tol(wait_of(run, 504), 60000, 5);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_client_that_leaves_is_460) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"5s\"}",
                     .rate = "1/s",
                     .client = ",\"timeout\":\"2s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(run_codes(run, 460, 0, 0, 30), run->accesses.count);
    ck_assert_int_gt(run->accesses.count, 20);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_4XX_Count", "LoadBalancer=web"),
                        run->accesses.count);
    // It works on for nobody: what it answered was lost on the way.
    ck_assert_int_gt(run->world->instances.items[0].answered, 20);
    run_end(run);
}
END_TEST

// The client is gone when the node notices; where it was sent is the attempt's too.
START_TEST(a_client_that_leaves_after_a_redirect_is_logged_with_where_it_was_sent) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"5s\"}",
                     .rate = "1/s",
                     .client = ",\"timeout\":\"2s\"",
                     .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/\"]},"
                              "\"then\":{\"redirect\":{\"path\":\"/moved\"}}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    int32_t gone = 0;
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *seen = &run->accesses.items[i];
        ck_assert_str_eq(seen->path, seen->elb_status == 460 ? "/moved" : "/");
        gone += seen->elb_status == 460;
    }
    ck_assert_int_gt(gone, 20);
    // One place, whoever goes there.
    ck_assert_int_eq(run->world->urls.count, 1);
    run_end(run);
}
END_TEST

START_TEST(node_addresses_differ_for_many_zones_and_balancers) {
    static char zones[512], balancers[65536], top[70000];
    size_t length = 0;
    for (int i = 0; i < 8; i++)
        snprintf(zones + strlen(zones), sizeof zones - strlen(zones), "%s\"ap-south-1%c\"",
                 i > 0 ? "," : "", 'a' + i);
    for (int i = 0; i < 300; i++)
        length += (size_t)snprintf(balancers + length, sizeof balancers - length,
                                   "%s{\"name\":\"b%d\",\"listeners\":[{\"protocol\":\"HTTP\","
                                   "\"port\":80,\"default\":{\"fixed-response\":{\"status\":"
                                   "404}}}]}",
                                   i > 0 ? "," : "", i);
    ck_assert_uint_lt(length, sizeof balancers - 1);
    snprintf(top, sizeof top,
             "{\"albatross\":1,\"title\":\"t\",\"duration\":\"1s\",\"clients\":[{\"name\":\"c\","
             "\"host\":\"a.example.com\",\"protocol\":\"HTTP\",\"round_trip\":\"1ms\",\"arrivals\":"
             "{\"constant\":\"1/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]}],"
             "\"route53\":{\"records\":[{\"name\":\"a.example.com\",\"alias\":\"ap-south-1/b0\"}]},"
             "\"regions\":[{\"name\":\"ap-south-1\",\"zones\":[%s],\"load_balancers\":[%s]}],"
             "\"launch_templates\":[{\"name\":\"v1\",\"workers\":1}]}",
             zones, balancers);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *many = sim_scenario_parse(top, (int64_t)strlen(top), "many", &diagnostics);
    char line[512] = "";
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(many != NULL, "%s", line);
    SimWorld *world = sim_world_create(many, 0);
    ck_assert_int_eq(world->nodes.count, 2400);
    for (int32_t i = 0; i < world->nodes.count; i++)
        for (int32_t j = 0; j < i; j++)
            ck_assert_uint_ne(world->nodes.items[i].ip, world->nodes.items[j].ip);
    sim_world_destroy(world);
    sim_scenario_release(many);
    sim_diagnostics_deinit(&diagnostics);
}
END_TEST

START_TEST(work_stops_when_the_client_leaves_if_the_target_notices) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"5s\"}",
                     .rate = "1/s",
                     .client = ",\"timeout\":\"2s\"",
                     .launch = ",\"cancel_on_disconnect\":true"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_gt(run_codes(run, 460, 0, 0, 30), 20);
    ck_assert_int_eq(run->world->instances.items[0].answered, 0);
    run_end(run);
}
END_TEST

START_TEST(a_targets_own_error_is_passed_through_as_the_targets) {
    Sketch sketch = {.instances = ONE, .launch = ",\"errors\":1"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 500, 500, 0, 10), run->accesses.count);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_5XX_Count", "LoadBalancer=web"),
                        run->accesses.count);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web"), 0);
    ck_assert_int_eq(run_state(run, "web", "web"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// Bursts of requests come as often as the target closes its connections, some just as it does.
static int32_t races(const char *launch) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .work = "{\"constant\":\"1ms\"}",
                     .launch = launch,
                     .region =
                         ",\"same_zone_round_trip\":\"20ms\",\"cross_zone_round_trip\":\"20ms\"",
                     .arrivals = "{\"poisson\":\"2/s\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 2000);
    int32_t count = run_codes(run, 502, 0, 0, 2000);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"), 0);
    run_end(run);
    return count;
}

START_TEST(a_target_that_closes_first_makes_502s) {
    ck_assert_int_gt(races(",\"keep_alive\":\"1s\""), 10);
    ck_assert_int_eq(races(",\"keep_alive\":\"75s\""), 0);
}
END_TEST

static double connections_of(const char *launch, int32_t *bad) {
    Run *run = run_begin(&(Sketch){.rate = "50/s", .launch = launch});
    run_to(run, 60);
    *bad = run->accesses.count - run_codes(run, 200, 200, 0, 60);
    double count = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    run_end(run);
    return count;
}

START_TEST(a_target_that_keeps_no_connection_is_asked_over_a_new_one) {
    int32_t bad;
    double usual = connections_of("", &bad);
    double more = connections_of(",\"keep_alive\":\"0s\"", &bad) - usual;
    ck_assert_int_eq(bad, 0); // and none is lost by it
    ck_assert_double_gt(more, 2900);
}
END_TEST

START_TEST(a_clients_connection_lives_an_hour_unless_said) {
    Run *run = run_begin(&(Sketch){
        .clients = "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\","
                   "\"round_trip\":\"10ms\",\"users\":1,\"keep_alive\":\"60s\",\"arrivals\":"
                   "{\"constant\":\"0.1/s\"},\"requests\":[{\"path\":\"/\",\"work\":"
                   "{\"constant\":\"1ms\"}}]}",
        .instances = "{\"name\":\"web\",\"launch\":\"v1\",\"target_groups\":[\"web\"]}"});
    run_to(run, 3590);
    double before = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    run_to(run, 3700);
    // His next one; at the other node it may need one to the target as well.
    double more = run_sum(run, "NewConnectionCount", "LoadBalancer=web") - before;
    ck_assert_double_ge(more, 1);
    ck_assert_double_le(more, 2);
    ck_assert_double_eq(before, 2);
    run_end(run);
}
END_TEST

START_TEST(a_partition_cuts_only_nodes_of_other_zones_off) {
    Sketch sketch = {.health = SLOW_CHECKS,
                     .client = ",\"resolvers\":1",
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1b\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    // web-1 stands in zone a: both nodes reach it. web-2 in b: only b's node does.
    ck_assert_int_gt(run_codes(run, 504, 0, 11, 60), 50);
    double share = (double)run_codes(run, 504, 0, 15, 60) / run_codes(run, -1, -1, 15, 60);
    ck_assert_double_eq_tol(share, 0.25, 0.08);
    run_end(run);
    // Where each node keeps to its own zone nobody notices.
    sketch.group = ",\"cross_zone\":false";
    run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 60), run->accesses.count);
    ck_assert_int_gt(run_requests(run, "web", "web-2"), 100);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("elb");
    TCase *tests = tcase_create("elb");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_lowest_priority_wins_not_the_longest_path);
    tcase_add_test(tests, the_default_rule_takes_what_no_rule_matches);
    tcase_add_test(tests, hosts_match_whatever_their_case_and_paths_do_not);
    tcase_add_test(tests, a_star_takes_any_characters_and_a_question_mark_exactly_one);
    tcase_add_test(tests, a_wildcard_host_does_not_match_its_parent);
    tcase_add_test(tests, conditions_must_all_hold_and_values_of_one_are_alternatives);
    tcase_add_test(tests, a_path_condition_does_not_see_the_query);
    tcase_add_test(tests, rules_are_counted_up_to_the_one_that_matches_and_the_default_never);
    tcase_add_test(tests, more_rules_than_a_byte_counts_are_matched);
    tcase_add_test(tests, forward_weights_are_shares);
    tcase_add_test(tests, an_empty_weighted_group_still_gets_its_share);
    tcase_add_test(tests, an_unhealthy_weighted_group_still_gets_its_share);
    tcase_add_test(tests, redirects_count_as_redirects_and_elb_3xx_and_not_as_requests);
    tcase_add_test(tests, fixed_responses_are_not_in_request_count);
    tcase_add_test(tests, a_listener_is_found_by_protocol_and_port);
    tcase_add_test(tests, round_robin_gives_each_target_of_a_node_the_same);
    tcase_add_test(tests, with_cross_zone_every_target_gets_a_tenth);
    tcase_add_test(tests, without_cross_zone_targets_share_their_zones_half);
    tcase_add_test(tests, an_empty_zone_without_cross_zone_is_503);
    tcase_add_test(tests, fail_open_begins_below_one_healthy_target_and_is_counted);
    tcase_add_test(tests, initial_targets_are_in_the_fail_open_set);
    tcase_add_test(tests, no_registered_target_is_503);
    tcase_add_test(tests, a_crashed_process_refuses_and_that_is_502_at_once);
    tcase_add_test(tests, requests_inside_a_process_that_crashes_get_502);
    tcase_add_test(tests, the_balancer_does_not_try_another_target);
    tcase_add_test(tests, a_hang_is_504_after_the_idle_timeout);
    tcase_add_test(tests, the_idle_timeout_is_a_setting);
    tcase_add_test(tests, a_full_backlog_drops_and_that_is_504_after_ten_seconds);
    tcase_add_test(tests, a_full_backlog_that_refuses_is_502_at_once);
    tcase_add_test(tests, a_full_target_that_sheds_answers_503_itself);
    tcase_add_test(tests, a_zone_without_power_is_504_after_ten_seconds);
    tcase_add_test(tests, requests_inside_a_zone_that_dies_are_504_after_the_idle_timeout);
    tcase_add_test(tests, a_client_that_leaves_is_460);
    tcase_add_test(tests, a_client_that_leaves_after_a_redirect_is_logged_with_where_it_was_sent);
    tcase_add_test(tests, node_addresses_differ_for_many_zones_and_balancers);
    tcase_add_test(tests, work_stops_when_the_client_leaves_if_the_target_notices);
    tcase_add_test(tests, a_targets_own_error_is_passed_through_as_the_targets);
    tcase_add_test(tests, a_target_that_closes_first_makes_502s);
    tcase_add_test(tests, a_target_that_keeps_no_connection_is_asked_over_a_new_one);
    tcase_add_test(tests, a_clients_connection_lives_an_hour_unless_said);
    tcase_add_test(tests, a_partition_cuts_only_nodes_of_other_zones_off);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
