// The balancer as a thing in a network: scheme and addresses, zones, zonal shift, each fact seen in
// the run of a small scenario.
#include "scenario_text.h"

#define INSIDE                                                                                     \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"inside\":\"ap-south-"    \
    "1\","                                                                                         \
    "\"dns_round_trip\":\"10ms\",\"jitter\":0,\"arrivals\":{\"constant\":\"10/s\"},"               \
    "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"10ms\"}}]}"

static bool is_private(uint32_t ip) {
    return ip >> 24 == 10;
}

// The first finding about a sketch whose text holds `part`; false: there is none.
static bool finds(const Sketch *sketch, const char *part) {
    char *text = text_of(sketch), line[1024];
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    bool is_found = false;
    for (int32_t i = 0; i < diagnostics.count; i++) {
        sim_diagnostic_format(&diagnostics, i, line, sizeof line);
        is_found = is_found || strstr(line, part) != NULL;
    }
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return is_found;
}

// --- scheme
// ----------------------------------------------------------------------------------------------------------------------

START_TEST(clients_outside_can_not_connect_to_an_internal_balancer) {
    Sketch sketch = {.balancer = ",\"scheme\":\"internal\"", .client = ",\"timeout\":\"30s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    SimTotals totals = sim_world_totals(run->world);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_CONNECT_TIMEOUT], 500);
    ck_assert_int_eq(totals.requests_answered, 0);
    ck_assert_int_eq(run->accesses.count, 0); // the balancer knows nothing of them
    run_end(run);
}
END_TEST

START_TEST(clients_inside_reach_an_internal_balancer_in_a_millisecond) {
    Sketch sketch = {.balancer = ",\"scheme\":\"internal\"", .clients = INSIDE};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(run->accesses.count, 90);
    ck_assert_int_eq(sim_world_totals(run->world).requests_failed, 0);
    // A millisecond there and back, a tenth of one or a whole one to the target, 10 ms of work.
    double mean = run_sum(run, "ResponseTime", "Client=c") / run_sum(run, "Answered", "Client=c");
    ck_assert_double_lt(mean, 0.015);
    run_end(run);
}
END_TEST

START_TEST(clients_inside_also_reach_internet_facing_balancers) {
    Sketch sketch = {.clients = INSIDE};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(run->accesses.count, 90);
    run_end(run);
}
END_TEST

START_TEST(internal_means_private_addresses_and_internet_facing_public_ones) {
    for (int is_internal = 0; is_internal <= 1; is_internal++) {
        Sketch sketch = {.balancer = is_internal ? ",\"scheme\":\"internal\"" : "",
                         .clients = INSIDE};
        Run *run = run_begin(&sketch);
        run_to(run, 3);
        for (int32_t i = 0; i < run->world->nodes.count; i++)
            ck_assert_int_eq(is_private(run->world->nodes.items[i].ip), is_internal);
        ck_assert_int_gt(run->accesses.count, 10);
        for (int32_t i = 0; i < run->accesses.count; i++)
            ck_assert(is_private(run->accesses.items[i].target_ip)); // whatever the scheme
        run_end(run);
    }
}
END_TEST

START_TEST(one_zone_is_refused_and_two_are_not) {
    Sketch one = {.zones = "\"ap-south-1a\""}, two = {.zones = NULL};
    ck_assert(finds(&one, "needs at least two zones"));
    ck_assert(!finds(&two, "needs at least two zones"));
}
END_TEST

START_TEST(clients_that_can_not_reach_an_internal_balancer_are_warned_of) {
    Sketch outside = {.balancer = ",\"scheme\":\"internal\""},
           inside = {.balancer = ",\"scheme\":\"internal\"", .clients = INSIDE};
    ck_assert(finds(&outside, "is internal, and these clients are not inside ap-south-1"));
    ck_assert(!finds(&inside, "is internal"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("balancer");
    TCase *tests = tcase_create("balancer");
    tcase_add_test(tests, clients_outside_can_not_connect_to_an_internal_balancer);
    tcase_add_test(tests, clients_inside_reach_an_internal_balancer_in_a_millisecond);
    tcase_add_test(tests, clients_inside_also_reach_internet_facing_balancers);
    tcase_add_test(tests, internal_means_private_addresses_and_internet_facing_public_ones);
    tcase_add_test(tests, one_zone_is_refused_and_two_are_not);
    tcase_add_test(tests, clients_that_can_not_reach_an_internal_balancer_are_warned_of);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
