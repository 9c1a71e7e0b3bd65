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

// --- zonal shift
// ----------------------------------------------------------------------------------------------------------------

#define SHIFTABLE ",\"zonal_shift\":true"

static SimCommand shift_away(const char *zone, SimTime length) {
    SimCommand command = {.kind = SIM_COMMAND_ZONAL_SHIFT, .number = (double)length};
    snprintf(command.target, sizeof command.target, "ap-south-1/web");
    snprintf(command.value, sizeof command.value, "%s", zone);
    return command;
}

static SimCommand cancel_shift(void) {
    SimCommand command = {.kind = SIM_COMMAND_CANCEL_ZONAL_SHIFT};
    snprintf(command.target, sizeof command.target, "ap-south-1/web");
    return command;
}

static Run *run_shifted(const Sketch *sketch, double at) {
    Run *run = run_begin(sketch);
    run_to(run, at);
    run_command(run, shift_away("ap-south-1a", SIM_HOUR));
    return run;
}

static bool is_refused(Run *run, SimCommand command, const char *part) {
    SimError error = {""};
    if (sim_world_command(run->world, &command, false, &error)) return false;
    ck_assert_msg(strstr(error.text, part) != NULL, "%s", error.text);
    return true;
}

START_TEST(a_shifted_zone_leaves_dns_and_the_others_stay) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_shifted(&sketch, 10);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_to(run, 11);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    run_command(run, cancel_shift());
    run_to(run, 12);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    run_end(run);
}
END_TEST

START_TEST(with_cross_zone_targets_of_the_shifted_zone_get_nothing_new) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_shifted(&sketch, 10);
    run_to(run, 10.1);
    int64_t before = run_requests(run, "web", "web-1");
    ck_assert_int_gt(before, 20);
    run_to(run, 60);
    ck_assert_int_eq(run_requests(run, "web", "web-1"), before);
    ck_assert_int_gt(run_requests(run, "web", "web-2"), 400);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY); // health is another thing
    run_command(run, cancel_shift());
    run_to(run, 120);
    ck_assert_int_gt(run_requests(run, "web", "web-1"), before + 200);
    run_end(run);
}
END_TEST

START_TEST(without_cross_zone_a_shift_is_left_to_dns) {
    // Its users keep their connections to the node that is shifted away from.
    Sketch sketch = {.balancer = SHIFTABLE, .group = ",\"cross_zone\":false", .rate = "50/s"};
    Run *run = run_shifted(&sketch, 30);
    run_to(run, 31);
    int64_t before = run_requests(run, "web", "web-1");
    run_to(run, 36);
    ck_assert_int_gt(run_requests(run, "web", "web-1"), before);
    ck_assert_str_eq(target_override(run->world, run_target(run, "web", "web-1")),
                     "zonal_shift_delegated_to_dns");
    run_end(run);
}
END_TEST

START_TEST(what_is_under_way_goes_on_through_a_shift) {
    Sketch sketch = {.balancer = SHIFTABLE, .work = "{\"constant\":\"5s\"}", .rate = "2/s"};
    Run *run = run_shifted(&sketch, 30);
    run_to(run, 40);
    ck_assert_int_eq(run->accesses.count, run_codes(run, 200, 200, 0, 40));
    ck_assert_int_gt(run_codes(run, 200, 200, 30.1, 35), 8); // begun before
    ck_assert_int_eq(sim_world_totals(run->world).requests_failed, 0);
    run_end(run);
}
END_TEST

START_TEST(zonal_shift_is_off_unless_said) {
    Sketch sketch = {.balancer = ""};
    Run *run = run_begin(&sketch);
    ck_assert(is_refused(run, shift_away("ap-south-1a", SIM_HOUR), "is off"));
    run_set(run, "regions.ap-south-1.load_balancers.web.zonal_shift", "true");
    run_to(run, 1);
    ck_assert(!is_refused(run, shift_away("ap-south-1a", SIM_HOUR), ""));
    run_end(run);
}
END_TEST

START_TEST(one_zone_at_a_time_can_be_shifted_away_from) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_begin(&sketch);
    ck_assert(is_refused(run, cancel_shift(), "not shifted away"));
    ck_assert(is_refused(run, shift_away("ap-south-1c", SIM_HOUR), "not enabled"));
    ck_assert(is_refused(run, shift_away("ap-south-1a", SIM_SECOND), "1 minute to 72 hours"));
    ck_assert(!is_refused(run, shift_away("ap-south-1a", SIM_HOUR), ""));
    run_to(run, 1);
    ck_assert(is_refused(run, shift_away("ap-south-1b", SIM_HOUR), "one zone at a time"));
    run_command(run, cancel_shift());
    run_to(run, 2);
    ck_assert(!is_refused(run, shift_away("ap-south-1b", SIM_HOUR), ""));
    run_end(run);
}
END_TEST

START_TEST(a_zonal_shift_expires) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_begin(&sketch);
    run_command(run, shift_away("ap-south-1a", 2 * SIM_MINUTE));
    run_to(run, 119);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    run_to(run, 121);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 3);
    ck_assert_ptr_nonnull(run_incident(run, "ZonalShift", "ap-south-1/web", "expired", 0));
    run_end(run);
}
END_TEST

START_TEST(a_group_in_one_zone_is_not_shifted_away_from) {
    Sketch sketch = {.balancer = SHIFTABLE,
                     .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"zones\":["
                                  "\"ap-south-1a\"],\"target_groups\":[\"web\"]}"};
    Run *run = run_shifted(&sketch, 10);
    run_to(run, 60);
    ck_assert_int_eq(run->accesses.count, run_codes(run, 200, 200, 0, 60));
    run_end(run);
}
END_TEST

START_TEST(targets_shifted_away_from_are_overridden_and_not_unhealthy) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_begin(&sketch);
    int32_t a = run_target(run, "web", "web-1"), b = run_target(run, "web", "web-2");
    ck_assert_str_eq(target_override(run->world, a), "no_override");
    run_command(run, shift_away("ap-south-1a", SIM_HOUR));
    run_to(run, 1);
    ck_assert_str_eq(target_override(run->world, a), "zonal_shift_active");
    ck_assert_str_eq(target_override(run->world, b), "no_override");
    run_end(run);
}
END_TEST

START_TEST(hosts_shifted_away_from_are_counted_while_it_lasts) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    int32_t of_group =
        run_series(run, "ActiveZonalShiftHostCount", "LoadBalancer=web;TargetGroup=web");
    ck_assert(!run->is_reported[of_group]);
    run_command(run, shift_away("ap-south-1a", SIM_HOUR));
    run_to(run, 20);
    ck_assert_double_eq(run->sums[of_group], 10); // one host, ten seconds
    ck_assert_double_eq(run_sum(run, "ActiveZonalShiftHostCount",
                                "AvailabilityZone=ap-south-1a;LoadBalancer=web;TargetGroup=web"),
                        10);
    run_end(run);
}
END_TEST

START_TEST(dns_does_not_fall_back_on_the_shifted_zone) {
    Sketch sketch = {.balancer = SHIFTABLE};
    Run *run = run_shifted(&sketch, 1);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-2");
    run_to(run, 60);
    ck_assert_uint_eq(balancer_dns_mask(run->world, 0), 2);
    run_end(run);
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
    tcase_add_test(tests, a_shifted_zone_leaves_dns_and_the_others_stay);
    tcase_add_test(tests, with_cross_zone_targets_of_the_shifted_zone_get_nothing_new);
    tcase_add_test(tests, without_cross_zone_a_shift_is_left_to_dns);
    tcase_add_test(tests, what_is_under_way_goes_on_through_a_shift);
    tcase_add_test(tests, zonal_shift_is_off_unless_said);
    tcase_add_test(tests, one_zone_at_a_time_can_be_shifted_away_from);
    tcase_add_test(tests, a_zonal_shift_expires);
    tcase_add_test(tests, a_group_in_one_zone_is_not_shifted_away_from);
    tcase_add_test(tests, targets_shifted_away_from_are_overridden_and_not_unhealthy);
    tcase_add_test(tests, hosts_shifted_away_from_are_counted_while_it_lasts);
    tcase_add_test(tests, dns_does_not_fall_back_on_the_shifted_zone);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
