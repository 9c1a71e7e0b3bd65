// The tail of a failover: caches that keep answers, and where resolvers seem to be.
#include "scenario_text.h"

#define CONTROLLED(id, weight, instance)                                                           \
    "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"" id               \
    "\",\"weight\":" #weight ",\"value\":\"ap-south-1/" instance                                   \
    "\",\"ttl\":\"60s\",\"health_check\":\"" id "\"}"
#define MIRROR(id)                                                                                 \
    "{\"name\":\"" id "\",\"type\":\"RECOVERY_CONTROL\",\"routing_control\":\"" id "\"}"
#define FLIP(at, control, state)                                                                   \
    "{\"at\":\"" at "\",\"do\":\"update_routing_control_state\",\"routing_control\":\"" control    \
    "\",\"state\":\"" state "\"}"
#define CACHE(members) ",\"dns_cache\":{" members "}"
#define BRISK          ",\"keep_alive\":\"0s\""

// Two servers, each behind a switch; at 200 s the switches move all from web-1 to web-2.
static Run *moved(const char *client) {
    Sketch sketch = {.records = CONTROLLED("one", 1, "web-1") "," CONTROLLED("two", 1, "web-2"),
                     .route53 = ",\"health_checks\":[" MIRROR("one") "," MIRROR(
                         "two") "],\"routing_controls\":[{\"name\":\"one\",\"state\":\"On\"},"
                                "{\"name\":\"two\"}]",
                     .rate = "100/s",
                     .client = client,
                     .timeline = FLIP("200s", "two", "On") "," FLIP("200s", "one", "Off")};
    Run *run = run_begin(&sketch);
    run_to(run, 200);
    return run;
}

static int64_t at_old(const Run *run) {
    return run->world->instances.items[run_instance(run, "web-1")].answered;
}

// The share of requests in [from, to) seconds that went to the old server.
static double old_share(Run *run, double from, double to) {
    run_to(run, from);
    int64_t before = at_old(run);
    run_to(run, to);
    return (double)(at_old(run) - before) / (100 * (to - from));
}

START_TEST(the_share_of_old_answers_falls_in_a_line_over_the_ttl) {
    Run *run = moved(BRISK ",\"resolvers\":300");
    // The answer changes at 203 s or so; each resolver asks again at its own second of 60.
    ck_assert_double_eq_tol(old_share(run, 200, 201), 1, 0.03);
    ck_assert_double_eq_tol(old_share(run, 213, 223), 0.75, 0.08);
    ck_assert_double_eq_tol(old_share(run, 238, 248), 0.33, 0.08);
    ck_assert_double_lt(old_share(run, 266, 270), 0.01);
    run_end(run);
}
END_TEST

START_TEST(a_browser_holds_an_answer_for_a_time_of_its_own) {
    Run *run = moved(BRISK ",\"resolvers\":25" CACHE("\"browser_hold\":\"60s\""));
    // What a resolver said just before it asked again is held for another minute.
    ck_assert_double_gt(old_share(run, 258, 268), 0.2);
    ck_assert_double_gt(old_share(run, 280, 290), 0.01);
    ck_assert_double_eq(old_share(run, 330, 340), 0);
    run_end(run);
}
END_TEST

START_TEST(a_share_of_the_users_holds) {
    Run *run =
        moved(BRISK ",\"resolvers\":1" CACHE("\"browser_hold\":\"10m\",\"browser_share\":0.3"));
    ck_assert_double_eq_tol(old_share(run, 270, 300), 0.3, 0.05);
    run_end(run);
}
END_TEST

START_TEST(an_overstaying_resolver_keeps_its_answer) {
    Run *run =
        moved(BRISK ",\"resolvers\":50" CACHE("\"overstay\":\"20m\",\"overstay_share\":0.02"));
    // One of fifty: its users are still there a quarter of an hour later.
    ck_assert_double_eq_tol(old_share(run, 900, 1100), 0.02, 0.005);
    ck_assert_double_eq(old_share(run, 1600, 1700), 0);
    run_end(run);
}
END_TEST

START_TEST(the_share_of_old_answers_is_a_metric) {
    Run *run = moved(BRISK ",\"resolvers\":300");
    double before = run_sum(run, "OldAnswerShare", "Client=c");
    ck_assert_double_eq(before, 0);
    run_to(run, 300);
    // A triangle of a minute, in per cent, and three seconds until the locations know.
    double sum = run_sum(run, "OldAnswerShare", "Client=c") / 100 / 100;
    ck_assert_double_eq_tol(sum, 30, 3);
    ck_assert_double_eq(run_sum(run, "OldAnswerShare", "") / 100 / 100, sum);
    double so_far = run_sum(run, "OldAnswerShare", "Client=c");
    run_to(run, 400);
    ck_assert_double_eq(run_sum(run, "OldAnswerShare", "Client=c"), so_far);
    run_end(run);
}
END_TEST

// A name by latency in two regions; the users are in Mumbai.
static int64_t answers_of_london(const char *client) {
    char *text = malloc(8000);
    snprintf(text, 8000,
             "{\"albatross\":1,\"title\":\"t\",\"duration\":\"1h\",\"clients\":[{\"name\":\"c\","
             "\"city\":\"Mumbai\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"arrivals\":{"
             "\"constant\":\"10/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]%s}],"
             "\"route53\":{\"records\":[{\"name\":\"app.example.com\",\"policy\":\"latency\","
             "\"set_identifier\":\"m\",\"region\":\"ap-south-1\",\"value\":\"ap-south-1/m\"},"
             "{\"name\":\"app.example.com\",\"policy\":\"latency\",\"set_identifier\":\"l\","
             "\"region\":\"eu-west-1\",\"value\":\"eu-west-1/l\"}]},\"regions\":[{\"name\":"
             "\"ap-south-1\",\"zones\":[\"ap-south-1a\"],\"instances\":[{\"name\":\"m\",\"launch\":"
             "\"v1\"}]},{\"name\":\"eu-west-1\",\"zones\":[\"eu-west-1a\"],\"instances\":[{"
             "\"name\":\"l\",\"launch\":\"v1\"}]}],\"launch_templates\":[{\"name\":\"v1\","
             "\"workers\":4}]}",
             client);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "t", &diagnostics);
    char line[1024] = "";
    if (scenario == NULL) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(scenario != NULL, "%s", line);
    SimWorld *world = sim_world_create(scenario, 0);
    sim_world_advance(world, 100 * SIM_SECOND, 0, NULL);
    int64_t answered = world->instances.items[1].answered;
    sim_world_destroy(world);
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return answered;
}

START_TEST(a_far_resolver_misplaces_its_users_unless_it_says_of_whom_it_asks) {
    ck_assert_int_eq(answers_of_london(""), 0);
    ck_assert_int_gt(answers_of_london(",\"resolver_city\":\"London\""), 900);
    ck_assert_int_eq(answers_of_london(",\"resolver_city\":\"London\",\"edns_client_subnet\":true"),
                     0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("dns_caches");
    TCase *tests = tcase_create("dns_caches");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_share_of_old_answers_falls_in_a_line_over_the_ttl);
    tcase_add_test(tests, a_browser_holds_an_answer_for_a_time_of_its_own);
    tcase_add_test(tests, a_share_of_the_users_holds);
    tcase_add_test(tests, an_overstaying_resolver_keeps_its_answer);
    tcase_add_test(tests, the_share_of_old_answers_is_a_metric);
    tcase_add_test(tests, a_far_resolver_misplaces_its_users_unless_it_says_of_whom_it_asks);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
