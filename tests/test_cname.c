// CNAME records: another name to ask for, where an alias has the answer; and what Route 53 sees of
// who asks.
#include "zone_text.h"

#define NAME(name, more)     "{\"name\":\"" name "\"," more "}"
#define CNAME(name, to, ttl) NAME(name, "\"cname\":\"" to "\",\"ttl\":\"" ttl "\"")
#define PLAIN(name, n, ttl)  NAME(name, "\"value\":\"ap-south-1/p-" n "\",\"ttl\":\"" ttl "\"")
#define ONE_RESOLVER         USERS_OF("ny", "New York", "1", "")

static double queries(const Run *run) {
    return run_sum(run, "DNSQueries", "HostedZoneId=Z0ALBATROSS");
}

static const CacheEntry *entry_of(const Run *run) {
    return &run->world->caches.items[cache_index(run->world, 0, 0)];
}

START_TEST(a_cname_costs_another_lookup) {
    Run *run = zone_run(CNAME("app.example.com", "origin.example.com",
                              "100s") "," PLAIN("origin.example.com", "1", "100s"),
                        ONE_RESOLVER, NULL, 2000);
    // A CNAME and an address every hundred seconds, and the users are served by the address.
    ck_assert_double_eq_tol((double)zone_answers(run, 0), 20, 1);
    ck_assert_double_eq_tol((double)zone_answers(run, 1), 20, 1);
    ck_assert_double_eq_tol(queries(run), 40, 2);
    ck_assert_int_gt(zone_served(run, "p-1"), 39000);
    run_end(run);
    // An alias is followed inside Route 53.
    run = zone_run(NAME("app.example.com", "\"alias\":\"origin.example.com\"") "," PLAIN(
                       "origin.example.com", "1", "100s"),
                   ONE_RESOLVER, NULL, 2000);
    ck_assert_double_eq_tol(queries(run), 20, 1);
    run_end(run);
}
END_TEST

START_TEST(the_first_user_waits_for_two_lookups) {
    const char *records = CNAME("app.example.com", "origin.example.com",
                                "100s") "," PLAIN("origin.example.com", "1", "100s");
    Sketch sketch = zone_sketch(records, ONE_RESOLVER, NULL);
    sketch.begin = "cold";
    sketch.launch = ",\"boot\":{\"constant\":\"0s\"}";
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 5);
    // Two lookups of 10 ms, a connection and a request of 10 ms each, 1 ms of work.
    for (int32_t i = 0; i < run->hops.count; i++) {
        if (run->hops.items[i].kind != SIM_HOP_ANSWERED) continue;
        ck_assert_double_eq_tol((double)(run->hops.items[i].time - run->hops.items[i].born) / 1e6,
                                41, 0.5);
        break;
    }
    run_end(run);
}
END_TEST

START_TEST(each_link_of_a_chain_of_cnames_has_its_own_ttl) {
    Run *run = zone_run(CNAME("app.example.com", "b.example.com",
                              "400s") "," CNAME("b.example.com", "c.example.com",
                                                "100s") "," PLAIN("c.example.com", "1", "20s"),
                        ONE_RESOLVER, NULL, 4000);
    ck_assert_double_eq_tol((double)zone_answers(run, 0), 10, 1);
    ck_assert_double_eq_tol((double)zone_answers(run, 1), 40, 2);
    ck_assert_double_eq_tol((double)zone_answers(run, 2), 200, 4);
    ck_assert_int_gt(zone_served(run, "p-1"), 79000);
    run_end(run);
}
END_TEST

START_TEST(the_own_name_of_a_balancer_is_no_record_of_the_zone) {
    Run *run =
        zone_run(CNAME("app.example.com", "ap-south-1/b1", "300s"), ONE_RESOLVER, NULL, 3000);
    // Its addresses are asked for every minute, of AWS's zone.
    ck_assert_double_eq_tol(queries(run), 10, 1);
    ck_assert_int_gt(zone_served(run, "s1"), 59000);
    ck_assert_int_le(entry_of(run)->expires - run->world->now, 60 * SIM_SECOND);
    ck_assert_int_eq(entry_of(run)->ttl_ns, 60 * SIM_SECOND);
    run_end(run);
    run =
        zone_run(NAME("app.example.com", "\"alias\":\"ap-south-1/b1\""), ONE_RESOLVER, NULL, 3000);
    ck_assert_double_eq_tol(queries(run), 50, 1);
    run_end(run);
}
END_TEST

START_TEST(a_balancer_behind_a_cname_withdraws_its_dead_zones) {
    Sketch sketch = {.records = CNAME("app.example.com", "ap-south-1/web", "300s"),
                     .client = ",\"resolvers\":1,\"keep_alive\":\"0s\"",
                     .timeline =
                         "{\"at\":\"100s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 99);
    ck_assert_uint_eq(entry_of(run)->zone_mask, 3);
    run_to(run, 162);
    ck_assert_uint_eq(entry_of(run)->zone_mask, 2);
    run_end(run);
}
END_TEST

// --- what Route 53 refuses
// ----------------------------------------------------------------------------------------------------------

static bool is_refused(const char *records, const char *zone, const char *words) {
    Sketch sketch = zone_sketch(records, ONE_RESOLVER, NULL);
    sketch.route53 = zone;
    char *text = text_of(&sketch), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    bool is_said = false;
    for (int32_t i = 0; i < diagnostics.count; i++) {
        sim_diagnostic_format(&diagnostics, i, line, sizeof line);
        is_said = is_said || strstr(line, words) != NULL;
    }
    bool is_it = scenario == NULL && is_said;
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return is_it;
}

#define ORIGIN "," PLAIN("origin.example.com", "1", "60s")
#define APP    "," PLAIN("app.example.com", "2", "60s")

START_TEST(a_cname_can_not_stand_at_the_apex_where_an_alias_may) {
    const char *words = "can not stand at the apex";
    ck_assert(is_refused(CNAME("example.com", "origin.example.com", "60s") ORIGIN APP, "", words));
    ck_assert(is_refused(CNAME("app.example.com", "origin.app.example.com",
                               "60s") "," PLAIN("origin.app.example.com", "1", "60s"),
                         ",\"name\":\"app.example.com\"", words));
    ck_assert(
        !is_refused(CNAME("www.example.com", "origin.example.com", "60s") ORIGIN APP, "", ""));
    ck_assert(
        !is_refused(NAME("example.com", "\"alias\":\"origin.example.com\"") ORIGIN APP, "", ""));
}
END_TEST

START_TEST(a_cname_is_alone_under_its_name) {
    const char *more = "\"weight\":1,\"ttl\":\"60s\",";
    char records[2000];
    snprintf(records, sizeof records,
             "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"a\",%s"
             "\"cname\":\"origin.example.com\"},"
             "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"b\",%s"
             "\"value\":\"ap-south-1/p-1\"}" ORIGIN,
             more, more);
    ck_assert(is_refused(records, "", "a CNAME and other records"));
    snprintf(records, sizeof records,
             "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"a\",%s"
             "\"cname\":\"origin.example.com\"},"
             "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"b\",%s"
             "\"cname\":\"ap-south-1/b1\"}" ORIGIN,
             more, more);
    ck_assert(!is_refused(records, "", ""));
}
END_TEST

START_TEST(a_multivalue_answer_is_no_cname) {
    ck_assert(is_refused(RECORD("multivalue_answer", "a", "\"cname\":\"origin.example.com\"")
                             ORIGIN,
                         "", "can not be a CNAME"));
    ck_assert(!is_refused(RECORD("multivalue_answer", "a", TO_PLAIN("1")), "", ""));
}
END_TEST

START_TEST(a_record_lies_in_its_zone) {
    ck_assert(is_refused(PLAIN("app.example.org", "1", "60s") APP, ",\"name\":\"example.com\"",
                         "is not permitted in the zone"));
    ck_assert(is_refused(PLAIN("badexample.com", "1", "60s") APP, ",\"name\":\"example.com\"",
                         "is not permitted in the zone"));
    ck_assert(!is_refused(PLAIN("b.example.com", "1", "60s") APP, ",\"name\":\"example.com\"", ""));
}
END_TEST

START_TEST(a_chain_that_leads_back_to_itself_is_refused) {
    ck_assert(is_refused(CNAME("app.example.com", "b.example.com",
                               "60s") "," CNAME("b.example.com", "app.example.com", "60s"),
                         "", "leads back to itself"));
}
END_TEST

// --- who asks
// ----------------------------------------------------------------------------------------------------------------

#define I(id, place)                                                                               \
    RECORD("ip_based", id,                                                                         \
           "\"cidr\":{\"collection\":\"isps\",\"location\":\"" place "\"}," TO_PLAIN("1"))
#define BLOCKS                                                                                     \
    "\"cidr_collections\":[{\"name\":\"isps\",\"locations\":[{\"name\":\"wide\",\"blocks\":["      \
    "\"81.0.0.0/8\"]},{\"name\":\"narrow\",\"blocks\":[\"81.1.0.0/16\"]}]}]"

static void expect_block(const char *client, const char *seen) {
    char clients[2000];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"city\":\"London\",\"host\":\"app.example.com\",\"protocol\":"
             "\"HTTP\",\"source\":\"81.1.2.0/24\",\"arrivals\":{\"constant\":\"20/s\"},"
             "\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]%s}",
             client);
    Sketch sketch =
        zone_sketch(I("wide", "wide") "," I("narrow", "narrow") "," I("rest", "*"), clients, NULL);
    Run *run = zone_run_with(&sketch, BLOCKS);
    run_to(run, 30);
    ck_assert_msg(strcmp(zone_seen(run, 0), seen) == 0, "%s: %s", client, zone_seen(run, 0));
    run_end(run);
}

#define SAYS ",\"edns_client_subnet\":true"

START_TEST(a_block_is_of_the_resolver_unless_it_says_of_whom_it_asks) {
    expect_block("", "narrow");
    expect_block(",\"resolver_source\":\"9.9.9.0/24\"", "rest");
    expect_block(",\"resolver_source\":\"9.9.9.0/24\"" SAYS, "narrow");
}
END_TEST

START_TEST(a_client_subnet_shorter_than_a_block_does_not_match_it) {
    expect_block(SAYS ",\"client_subnet_bits\":16", "narrow");
    expect_block(SAYS ",\"client_subnet_bits\":15", "wide");
    expect_block(SAYS ",\"client_subnet_bits\":7", "rest");
}
END_TEST

#define G(id, place, n) RECORD("geolocation", id, "\"geolocation\":{" place "}," TO_PLAIN(n))
#define P(id, region, n)                                                                           \
    RECORD("geoproximity", id, "\"geoproximity\":{\"region\":\"" region "\"}," TO_PLAIN(n))
#define L(id, region, n) RECORD("latency", id, "\"region\":\"" region "\"," TO_PLAIN(n))

START_TEST(policies_of_places_see_the_resolver_unless_it_says_of_whom_it_asks) {
    const char *const zones[] = {
        G("there", "\"country\":\"GB\"", "1") "," G("here", "\"country\":\"IN\"", "2"),
        P("there", "eu-west-2", "1") "," P("here", "ap-south-1", "2"),
        L("there", "eu-central-1", "1") "," L("here", "ap-south-1", "2"),
    };
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        Run *run = zone_run(
            zones[i],
            USERS_OF("near", "Mumbai", "1", "") "," USERS_OF(
                "far", "Mumbai", "1",
                ",\"resolver_city\":\"London\"") "," USERS_OF("says", "Mumbai", "1",
                                                              ",\"resolver_city\":\"London\"" SAYS),
            NULL, 30);
        ck_assert_str_eq(zone_seen(run, 0), "here");
        ck_assert_str_eq(zone_seen(run, 1), "there");
        ck_assert_str_eq(zone_seen(run, 2), "here");
        run_end(run);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("cname");
    TCase *tests = tcase_create("cname");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_cname_costs_another_lookup);
    tcase_add_test(tests, the_first_user_waits_for_two_lookups);
    tcase_add_test(tests, each_link_of_a_chain_of_cnames_has_its_own_ttl);
    tcase_add_test(tests, the_own_name_of_a_balancer_is_no_record_of_the_zone);
    tcase_add_test(tests, a_balancer_behind_a_cname_withdraws_its_dead_zones);
    tcase_add_test(tests, a_cname_can_not_stand_at_the_apex_where_an_alias_may);
    tcase_add_test(tests, a_cname_is_alone_under_its_name);
    tcase_add_test(tests, a_multivalue_answer_is_no_cname);
    tcase_add_test(tests, a_record_lies_in_its_zone);
    tcase_add_test(tests, a_chain_that_leads_back_to_itself_is_refused);
    tcase_add_test(tests, a_block_is_of_the_resolver_unless_it_says_of_whom_it_asks);
    tcase_add_test(tests, a_client_subnet_shorter_than_a_block_does_not_match_it);
    tcase_add_test(tests, policies_of_places_see_the_resolver_unless_it_says_of_whom_it_asks);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
