// Route 53 and the resolvers before it, each fact seen in the run of a small scenario.
#include "scenario_text.h"

#define PLAIN(name, ttl)                                                                           \
    "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/" name "\",\"ttl\":\"" ttl "\"}"
#define WEIGHTED(id, weight, instance, ttl)                                                        \
    "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"" id               \
    "\",\"weight\":" #weight ",\"value\":\"ap-south-1/" instance "\",\"ttl\":\"" ttl "\"}"

// Queries that Route 53 saw.
static double queries(const Run *run) {
    return run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS");
}

static int64_t served(const Run *run, const char *instance) {
    return run->world->instances.items[run_instance(run, instance)].answered;
}

START_TEST(an_alias_is_kept_for_sixty_seconds) {
    Sketch sketch = {.client = ",\"resolvers\":1,\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 1200);
    // Every miss is followed by 60 s and the wait for the next request.
    ck_assert_double_eq_tol(queries(run), 1200 / 60.1, 1);
    run_end(run);
}
END_TEST

START_TEST(a_plain_address_is_kept_for_its_own_ttl) {
    Sketch sketch = {.records = PLAIN("web-1", "10s"),
                     .client = ",\"resolvers\":1,\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 1000);
    ck_assert_double_eq_tol(queries(run), 1000 / 10.1, 2);
    run_end(run);
    sketch.records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}";
    run = run_begin(&sketch);
    run_to(run, 3000);
    ck_assert_double_eq_tol(queries(run), 10, 1);
    run_end(run);
}
END_TEST

START_TEST(each_resolver_has_a_cache_of_its_own) {
    Sketch sketch = {.client = ",\"resolvers\":5,\"keep_alive\":\"0s\"", .rate = "50/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    ck_assert_double_eq_tol(queries(run), 50, 4);
    run_end(run);
}
END_TEST

START_TEST(one_query_serves_all_who_wait_for_it) {
    Sketch sketch = {.begin = "cold",
                     .launch = ",\"boot\":{\"constant\":\"0s\"}",
                     .rate = "1000/s",
                     .client = ",\"resolvers\":1,\"dns_round_trip\":\"100ms\""};
    sketch.clients =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"dns_round_trip\":\"100ms\",\"jitter\":0,\"resolvers\":1,"
        "\"arrivals\":{\"constant\":\"1000/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]}";
    Run *run = run_begin(&sketch);
    run_to(run, 0.1);
    ck_assert_int_eq(run->accesses.count, 0);
    run_to(run, 1);
    ck_assert_double_eq(queries(run), 1);
    ck_assert_int_gt(run->accesses.count, 900);
    run_end(run);
}
END_TEST

START_TEST(weights_are_shares_of_queries) {
    Sketch sketch = {.records =
                         WEIGHTED("a", 30, "web-1", "0s") "," WEIGHTED("b", 10, "web-2", "0s"),
                     .rate = "50/s",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":20"};
    Run *run = run_begin(&sketch);
    run_to(run, 200);
    double share = (double)run->world->records.items[1].answers / queries(run);
    ck_assert_double_gt(queries(run), 5000);
    ck_assert_double_eq_tol(share, 0.25, 0.025);
    run_end(run);
}
END_TEST

START_TEST(a_weight_of_zero_is_never_chosen_unless_all_are) {
    Sketch sketch = {.records = WEIGHTED("a", 1, "web-1", "1s") "," WEIGHTED("b", 0, "web-2", "1s"),
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":10"};
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    ck_assert_int_eq(served(run, "web-2"), 0);
    ck_assert_int_gt(served(run, "web-1"), 2000);
    run_end(run);
    sketch.records = WEIGHTED("a", 0, "web-1", "1s") "," WEIGHTED("b", 0, "web-2", "1s");
    run = run_begin(&sketch);
    run_to(run, 300);
    double share = (double)run->world->records.items[0].answers / queries(run);
    ck_assert_double_eq_tol(share, 0.5, 0.06);
    run_end(run);
}
END_TEST

START_TEST(the_weighted_draw_is_one_a_cache_fill_and_not_one_a_request) {
    Sketch sketch = {.records =
                         WEIGHTED("a", 1, "web-1", "100s") "," WEIGHTED("b", 1, "web-2", "100s"),
                     .rate = "100/s",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":1"};
    Run *run = run_begin(&sketch);
    int32_t lumps = 0, fills = 0;
    for (double t = 0; t < 2000; t += 10) {
        int64_t a = served(run, "web-1"), b = served(run, "web-2");
        double before = queries(run);
        run_to(run, t + 10);
        bool is_lump = served(run, "web-1") == a || served(run, "web-2") == b;
        // In ten seconds without a query all go one way.
        if (queries(run) == before && t > 0) lumps += is_lump, fills++;
    }
    ck_assert_int_gt(fills, 150);
    ck_assert_int_ge(lumps, fills - 2);
    ck_assert_int_gt(served(run, "web-1"), 10000);
    ck_assert_int_gt(served(run, "web-2"), 10000);
    run_end(run);
}
END_TEST

START_TEST(a_kept_connection_asks_no_resolver) {
    Sketch sketch = {.rate = "100/s", .client = ",\"resolvers\":1,\"users\":1"};
    sketch.clients =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":\"2ms\","
        "\"dns_round_trip\":\"10ms\",\"jitter\":0,\"resolvers\":1,\"users\":1,"
        "\"arrivals\":{\"constant\":\"10/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]}";
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    ck_assert_double_eq(queries(run), 0);
    ck_assert_int_gt(run->accesses.count, 5900);
    run_end(run);
}
END_TEST

// --- the balancer's own name
// ---------------------------------------------------------------------------------------------------------

#define SICK(at, name)                                                                             \
    "{\"at\":\"" at "\",\"do\":\"errors\",\"instance\":\"ap-south-1/" name                         \
    "\",\"share\":1,\"health_errors\":true}"

START_TEST(without_cross_zone_a_zone_without_a_healthy_target_leaves_dns) {
    Sketch sketch = {
        .group = ",\"cross_zone\":false",
        .timeline = SICK(
            "5s", "web-1") ",{\"at\":\"100s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 4);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_to(run, 60);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    ck_assert_ptr_nonnull(run_incident(run, "NodeDNS", "web/ap-south-1a", "withdrawn", 0));
    run_to(run, 200);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    ck_assert_ptr_nonnull(run_incident(run, "NodeDNS", "web/ap-south-1a", "in DNS", 0));
    run_end(run);
}
END_TEST

START_TEST(with_cross_zone_it_stays_while_any_target_is_healthy) {
    Sketch sketch = {.timeline = SICK("5s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(cross_zone_turned_off_is_told_at_once) {
    Sketch sketch = {.timeline = SICK("5s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    run_set(run, "regions.ap-south-1.target_groups.web.cross_zone", "false");
    run_to(run, 60.001);
    ck_assert_ptr_nonnull(run_incident(run, "NodeDNS", "web/ap-south-1a", "withdrawn", 0));
    run_end(run);
}
END_TEST

START_TEST(when_no_zone_qualifies_all_are_given) {
    Sketch sketch = {.group = ",\"cross_zone\":false",
                     .timeline = SICK("5s", "web-1") "," SICK("100s", "web-2")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    run_to(run, 160);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(a_healthy_group_keeps_its_zone_in_dns) {
    Sketch sketch = {
        .group = ",\"cross_zone\":false",
        .groups = ",{\"name\":\"b\",\"cross_zone\":false,\"health_check\":{\"interval\":\"10s\"}}",
        .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/b\"]},\"then\":{\"forward\":\"b\"}}",
        .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},"
                     "{\"name\":\"b\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"b\"]}",
        .timeline = SICK("5s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(a_node_dies_with_its_zone_and_leaves_dns) {
    Sketch sketch = {.timeline = "{\"at\":\"5s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1b\"}",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":1"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 1);
    run_to(run, 80);
    // The caches have learnt it: nobody knocks at the dead node any more.
    run_watch_hops(run);
    run_to(run, 90);
    for (int32_t i = 0; i < run->hops.count; i++)
        ck_assert(!(run->hops.items[i].kind == SIM_HOP_DROPPED &&
                    run->hops.items[i].to.kind == SIM_PLACE_NODE));
    run_end(run);
}
END_TEST

// Before the caches have learnt it, clients wait for their connect time-out and take the other
// address.
START_TEST(an_old_answer_costs_the_connect_timeout_and_then_the_next_address_serves) {
    Sketch sketch = {.timeline = "{\"at\":\"1ms\",\"do\":\"zone_power\",\"zone\":\"ap-south-1b\"}",
                     .client = ",\"keep_alive\":\"0s\",\"resolvers\":1",
                     .rate = "20/s",
                     .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"zones\":[\"ap-"
                                  "south-1a\"],\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    for (int32_t i = 0; i < run->world->caches.count; i++) {
        run->world->caches.items[i].zone_mask = 3;
        run->world->caches.items[i].expires = 30 * SIM_SECOND;
    }
    run_watch_hops(run);
    run_to(run, 20);
    int32_t slow = 0, fast = 0;
    for (int32_t i = 0; i < run->hops.count; i++) {
        const SimHop *hop = &run->hops.items[i];
        if (hop->kind != SIM_HOP_ANSWERED) continue;
        ck_assert_int_eq(hop->status, 200);
        double ms = (double)(hop->time - hop->born) / 1e6;
        fast += ms < 100;
        slow += ms >= 100;
        if (ms >= 100) ck_assert_double_eq_tol(ms, 3000 + 31, 10);
    }
    ck_assert_int_gt(slow, 100);
    ck_assert_int_gt(fast, 100);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("route53");
    TCase *tests = tcase_create("route53");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_alias_is_kept_for_sixty_seconds);
    tcase_add_test(tests, a_plain_address_is_kept_for_its_own_ttl);
    tcase_add_test(tests, each_resolver_has_a_cache_of_its_own);
    tcase_add_test(tests, one_query_serves_all_who_wait_for_it);
    tcase_add_test(tests, weights_are_shares_of_queries);
    tcase_add_test(tests, a_weight_of_zero_is_never_chosen_unless_all_are);
    tcase_add_test(tests, the_weighted_draw_is_one_a_cache_fill_and_not_one_a_request);
    tcase_add_test(tests, a_kept_connection_asks_no_resolver);
    tcase_add_test(tests, without_cross_zone_a_zone_without_a_healthy_target_leaves_dns);
    tcase_add_test(tests, with_cross_zone_it_stays_while_any_target_is_healthy);
    tcase_add_test(tests, cross_zone_turned_off_is_told_at_once);
    tcase_add_test(tests, when_no_zone_qualifies_all_are_given);
    tcase_add_test(tests, a_healthy_group_keeps_its_zone_in_dns);
    tcase_add_test(tests, a_node_dies_with_its_zone_and_leaves_dns);
    tcase_add_test(tests, an_old_answer_costs_the_connect_timeout_and_then_the_next_address_serves);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
