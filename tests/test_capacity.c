// Capacity units, how a balancer scales, reservations and the bill, each fact seen in the run of a
// small scenario.
#include "elb/lcu.h"
#include "scenario_text.h"

#define NO_KEEP            ",\"keep_alive\":\"0s\""
#define LIMIT(units, more) ",\"capacity\":{\"units\":" #units more "}"
#define RESERVED                                                                                   \
    "regions.ap-south-1.load_balancers.web.minimum_load_balancer_capacity.capacity_units"

static const Capacity *capacity_of(const Run *run) {
    return &run->world->capacities.items[0];
}

static Run *run_for(const Sketch *sketch, double seconds) {
    Run *run = run_begin(sketch);
    run_to(run, seconds);
    return run;
}

// --- what a unit is
// -------------------------------------------------------------------------------------------------------------

START_TEST(twenty_five_new_connections_a_second_are_one_lcu) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP};
    Run *run = run_for(&sketch, 30);
    ck_assert_double_eq_tol(capacity_of(run)->load[SIM_LCU_NEW_CONNECTIONS], 4, 0.2);
    run_end(run);
}
END_TEST

START_TEST(three_thousand_active_connections_are_one_lcu) {
    Sketch sketch = {0};
    sketch.clients =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"users\":6000,\"arrivals\":{\"constant\":\"600/s\"},"
        "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}}]}";
    Run *run = run_for(&sketch, 90);
    ck_assert_double_eq_tol(capacity_of(run)->load[SIM_LCU_ACTIVE_CONNECTIONS], 2, 0.1);
    ck_assert_int_eq(lcu_highest(capacity_of(run)->load), SIM_LCU_PROCESSED_BYTES);
    run_end(run);
}
END_TEST

START_TEST(a_gigabyte_an_hour_is_one_lcu) {
    Sketch sketch = {.requests = "{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"},"
                                 "\"request_bytes\":400,\"response_bytes\":999600}"};
    Run *run = run_for(&sketch, 30); // ten megabytes a second
    ck_assert_double_eq_tol(capacity_of(run)->load[SIM_LCU_PROCESSED_BYTES], 36, 0.1);
    run_end(run);
}
END_TEST

// So many rules that match nothing.
static Run *run_with_rules(int count) {
    static char rules[8192];
    size_t used = 0;
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(rules + used, sizeof rules - used,
                                 "%s{\"priority\":%d,\"if\":{\"path-pattern\":[\"/x\"]},\"then\":"
                                 "{\"forward\":\"web\"}}",
                                 i == 0 ? "" : ",", i + 1);
    Sketch sketch = {.rate = "100/s", .rules = rules};
    return run_for(&sketch, 30);
}

START_TEST(a_thousand_evaluations_beyond_ten_a_request_are_one_lcu) {
    Run *run = run_with_rules(10);
    ck_assert_double_eq(capacity_of(run)->load[SIM_LCU_RULE_EVALUATIONS], 0);
    ck_assert_double_gt(run_sum(run, "RuleEvaluations", "LoadBalancer=web"), 10 * 2900);
    run_end(run);
    run = run_with_rules(30);
    ck_assert_double_eq_tol(capacity_of(run)->load[SIM_LCU_RULE_EVALUATIONS], 2, 0.05);
    ck_assert_double_gt(run_sum(run, "RuleEvaluations", "LoadBalancer=web"), 30 * 2900);
    run_end(run);
}
END_TEST

START_TEST(the_highest_dimension_is_what_is_consumed) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP};
    Run *run = run_for(&sketch, 60);
    // 4 LCUs of new connections beside less than one of bytes, for a minute.
    ck_assert_double_eq_tol(run_sum(run, "ConsumedLCUs", "LoadBalancer=web"), 4.0 / 60, 0.002);
    run_end(run);
}
END_TEST

START_TEST(without_a_limit_nothing_is_rejected_and_nothing_utilized) {
    Sketch sketch = {.rate = "2000/s", .client = NO_KEEP};
    Run *run = run_for(&sketch, 10);
    ck_assert(!run->is_reported[run_series(run, "RejectedConnectionCount", "LoadBalancer=web")]);
    ck_assert(!run->is_reported[run_series(run, "CapacityUtilization", "LoadBalancer=web")]);
    ck_assert(run->is_reported[run_series(run, "PeakLCUs", "LoadBalancer=web")]);
    ck_assert(run->is_reported[run_series(run, "ConsumedLCUs", "LoadBalancer=web")]);
    run_end(run);
}
END_TEST

// --- scaling
// --------------------------------------------------------------------------------------------------------------------

START_TEST(capacity_doubles_in_five_minutes_at_the_fastest) {
    Sketch sketch = {.rate = "500/s", .client = NO_KEEP, .balancer = LIMIT(2, "")};
    Run *run = run_for(&sketch, 301);
    ck_assert_double_eq_tol(capacity_of(run)->units, 4, 0.05);
    run_to(run, 601);
    ck_assert_double_eq_tol(capacity_of(run)->units, 8, 0.1);
    run_end(run);
}
END_TEST

START_TEST(capacity_grows_to_twice_the_load_and_no_further) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = LIMIT(7, "")};
    Run *run = run_for(&sketch, 300);
    ck_assert_double_eq_tol(capacity_of(run)->units, 8.6, 0.7);
    double mean = run_sum(run, "CapacityUtilization", "LoadBalancer=web") / 300;
    ck_assert_double_eq_tol(mean, 50, 5);
    run_end(run);
}
END_TEST

START_TEST(a_node_at_its_limit_rejects_new_connections) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = LIMIT(2, "")};
    Run *run = run_for(&sketch, 60);
    double rejected = run_sum(run, "RejectedConnectionCount", "LoadBalancer=web");
    ck_assert_double_gt(rejected, 1900); // half of them, once it is noticed
    ck_assert_double_lt(rejected, 3000);
    ck_assert_double_eq(rejected, (double)sim_world_totals(run->world).lost[SIM_CAUSE_REFUSED]);
    // They are no connections, no requests and no lines of the log.
    ck_assert_int_eq(run->accesses.count, run_codes(run, 200, 200, 0, 60));
    ck_assert_double_lt(run_sum(run, "NewConnectionCount", "LoadBalancer=web"), 4200);
    run_end(run);
}
END_TEST

START_TEST(kept_connections_go_on_while_new_ones_are_rejected) {
    Sketch sketch = {.rate = "100/s", .balancer = LIMIT(0.5, ",\"grow\":false")};
    Run *run = run_for(&sketch, 60);
    ck_assert_double_gt(run_sum(run, "RejectedConnectionCount", "LoadBalancer=web"), 100);
    ck_assert_int_gt(run_codes(run, 200, 200, 50, 60), 550);
    run_end(run);
}
END_TEST

START_TEST(overflow_can_be_answered_with_503) {
    Sketch sketch = {.rate = "100/s",
                     .client = NO_KEEP,
                     .balancer = LIMIT(2, ",\"overflow\":\"answer_503\",\"grow\":false")};
    Run *run = run_for(&sketch, 60);
    ck_assert_int_gt(run_codes(run, 503, 0, 0, 60), 2000);
    ck_assert_double_eq(run_sum(run, "RejectedConnectionCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(capacity_utilization_is_a_percentage_up_to_one_hundred) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = LIMIT(16, "")};
    Run *run = run_for(&sketch, 60);
    ck_assert_double_eq_tol(run_sum(run, "CapacityUtilization", "LoadBalancer=web"), 60 * 21.4,
                            80); // 25 % when it is full
    run_end(run);
    sketch.balancer = LIMIT(1, ",\"grow\":false");
    run = run_for(&sketch, 60);
    double sum = run_sum(run, "CapacityUtilization", "LoadBalancer=web");
    ck_assert_double_gt(sum, 55 * 100);
    ck_assert_double_le(sum, 60 * 100);
    run_end(run);
}
END_TEST

START_TEST(peak_lcus_are_what_is_asked_for_rejected_or_not) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = LIMIT(1, ",\"grow\":false")};
    Run *run = run_for(&sketch, 60);
    ck_assert_double_eq_tol(run_sum(run, "PeakLCUs", "LoadBalancer=web"), 60 * 3.45, 15);
    ck_assert_double_lt(run_sum(run, "ConsumedLCUs", "LoadBalancer=web"), 1.5 / 60);
    run_end(run);
}
END_TEST

START_TEST(capacity_is_spread_evenly_over_the_zones) {
    // 4 LCUs asked of 4: enough while both zones share them, and half of it when one is left.
    Sketch sketch = {.rate = "80/s", .client = NO_KEEP, .balancer = LIMIT(4, ",\"grow\":false")};
    Run *run = run_for(&sketch, 60);
    double before = run_sum(run, "RejectedConnectionCount", "LoadBalancer=web");
    ck_assert_double_lt(before, 200);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1a");
    run_to(run, 240);
    double after = run_sum(run, "RejectedConnectionCount", "LoadBalancer=web") - before;
    ck_assert_double_gt(after, 3000);
    run_end(run);
}
END_TEST

START_TEST(a_balancer_that_can_not_scale_is_active_impaired) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP, .balancer = LIMIT(2, ",\"grow\":false")};
    Run *run = run_for(&sketch, 30);
    ck_assert_int_eq(capacity_of(run)->state, SIM_BALANCER_ACTIVE_IMPAIRED);
    ck_assert_double_eq(capacity_of(run)->units, 2);
    ck_assert_int_gt(run_codes(run, 200, 200, 20, 30), 300); // it serves
    run_set(run, "regions.ap-south-1.load_balancers.web.capacity.grow", "true");
    run_to(run, 60);
    ck_assert_int_eq(capacity_of(run)->state, SIM_BALANCER_ACTIVE);
    ck_assert_double_gt(capacity_of(run)->units, 2);
    ck_assert_ptr_nonnull(
        run_incident(run, "LoadBalancer", "ap-south-1/web", "active_impaired", 0));
    run_end(run);
}
END_TEST

START_TEST(a_balancer_being_provisioned_answers_nobody_and_checks_nothing) {
    Sketch sketch = {.begin = "cold",
                     .balancer = ",\"provisioning\":\"2m\"",
                     .launch = ",\"boot\":{\"constant\":\"1s\"}"};
    Run *run = run_for(&sketch, 119);
    ck_assert_int_eq(capacity_of(run)->state, SIM_BALANCER_PROVISIONING);
    ck_assert_int_gt(sim_world_totals(run->world).lost[SIM_CAUSE_CONNECT_TIMEOUT], 500);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_INITIAL);
    run_to(run, 150);
    ck_assert_int_eq(capacity_of(run)->state, SIM_BALANCER_ACTIVE);
    ck_assert_int_gt(run_codes(run, 200, 200, 140, 150), 50);
    ck_assert_ptr_nonnull(run_incident(run, "LoadBalancer", "ap-south-1/web", "active", 0));
    run_end(run);
}
END_TEST

// --- reservation
// ----------------------------------------------------------------------------------------------------------------

START_TEST(reserved_lcus_are_a_floor_that_is_there_from_the_start) {
    Sketch sketch = {.rate = "500/s",
                     .client = NO_KEEP,
                     .balancer = LIMIT(2, ",\"grow\":false") ",\"minimum_load_balancer_capacity\":{"
                                                             "\"capacity_units\":100}"};
    Run *run = run_for(&sketch, 30);
    ck_assert_double_eq(capacity_of(run)->units, 100);
    ck_assert(!run->is_reported[run_series(run, "RejectedConnectionCount", "LoadBalancer=web")]);
    run_end(run);
}
END_TEST

START_TEST(a_balancer_scales_above_its_reservation) {
    Sketch sketch = {.rate = "2000/s",
                     .client = NO_KEEP,
                     .work = "{\"constant\":\"1ms\"}",
                     .balancer = LIMIT(2, "") ",\"minimum_load_balancer_capacity\":{"
                                              "\"capacity_units\":100}"};
    Run *run = run_for(&sketch, 180);
    ck_assert_double_gt(capacity_of(run)->units, 140);
    run_end(run);
}
END_TEST

START_TEST(a_reservation_of_6000_is_100_reserved_lcus_a_minute) {
    Sketch sketch = {.balancer = ",\"minimum_load_balancer_capacity\":{\"capacity_units\":6000}"};
    Run *run = run_for(&sketch, 60);
    ck_assert_double_eq_tol(run_sum(run, "ReservedLCUs", "LoadBalancer=web"), 100, 1e-6);
    run_end(run);
}
END_TEST

START_TEST(a_reservation_pends_for_minutes_before_it_is_provisioned) {
    Sketch sketch = {.balancer = LIMIT(2, "")};
    Run *run = run_for(&sketch, 10);
    run_set(run, RESERVED, "100");
    run_to(run, 200);
    ck_assert_double_lt(capacity_of(run)->units, 10);
    ck_assert_ptr_nonnull(run_incident(run, "CapacityReservation", "ap-south-1/web", "pending", 0));
    run_to(run, 312);
    ck_assert_double_eq(capacity_of(run)->units, 100);
    ck_assert_ptr_nonnull(
        run_incident(run, "CapacityReservation", "ap-south-1/web", "provisioned", 0));
    run_end(run);
}
END_TEST

START_TEST(a_reservation_that_can_not_be_had_is_failed) {
    Sketch sketch = {.balancer = LIMIT(2, ",\"grow\":false")};
    Run *run = run_for(&sketch, 10);
    run_set(run, RESERVED, "100");
    run_to(run, 320);
    ck_assert_double_eq(capacity_of(run)->units, 2);
    ck_assert_double_eq(capacity_of(run)->reserved, 0);
    ck_assert_ptr_nonnull(run_incident(run, "CapacityReservation", "ap-south-1/web", "failed", 0));
    run_set(run, "regions.ap-south-1.load_balancers.web.capacity.grow", "true");
    run_set(run, RESERVED, "200");
    run_to(run, 640);
    ck_assert_double_eq(capacity_of(run)->reserved, 200);
    run_end(run);
}
END_TEST

static bool is_refused(Run *run, const char *value, const char *part) {
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target, "%s", RESERVED);
    snprintf(command.value, sizeof command.value, "%s", value);
    SimError error = {""};
    bool is_taken = sim_world_command(run->world, &command, false, &error);
    ck_assert_msg(is_taken || strstr(error.text, part) != NULL, "%s", error.text);
    return !is_taken;
}

START_TEST(a_reservation_may_be_lowered_twice_a_day) {
    Sketch sketch = {.top = ",\"start\":\"2026-01-05T22:00:00Z\"",
                     .rate = "1/s",
                     .balancer = ",\"minimum_load_balancer_capacity\":{\"capacity_units\":500}"};
    Run *run = run_begin(&sketch);
    const char *const lower[] = {"400", "300"};
    for (int i = 0; i < 2; i++) {
        ck_assert(!is_refused(run, lower[i], ""));
        run_to(run, 60 * (i + 1));
    }
    ck_assert(is_refused(run, "200", "lowered 2 times today"));
    ck_assert_int_eq(capacity_of(run)->requested, 300);
    ck_assert(!is_refused(run, "600", "")); // raising is free
    run_to(run, 2 * 3600 + 1);              // another day
    ck_assert(!is_refused(run, "200", ""));
    run_end(run);
}
END_TEST

START_TEST(a_reservation_below_one_hundred_is_refused) {
    Sketch sketch = {.rate = "1/s"};
    Run *run = run_begin(&sketch);
    ck_assert(is_refused(run, "99", "at least 100"));
    ck_assert(!is_refused(run, "100", ""));
    run_end(run);
}
END_TEST

// --- the bill
// -------------------------------------------------------------------------------------------------------------------

START_TEST(the_bill_is_begun_hours_and_the_highest_dimension_of_each_hour) {
    Sketch sketch = {.rate = "100/s", .client = NO_KEEP};
    Run *run = run_for(&sketch, 1800);
    SimCost cost = sim_balancer_cost(run->world, 0);
    ck_assert_int_eq(cost.hours, 1);
    ck_assert_double_eq_tol(cost.lcu_hours, 2, 0.02); // 4 LCUs for half an hour
    ck_assert_int_eq(cost.dimension, SIM_LCU_NEW_CONNECTIONS);
    ck_assert_double_eq_tol(cost.usd, 0.0225 + 2 * 0.008, 0.0005);
    run_to(run, 5400);
    cost = sim_balancer_cost(run->world, 0);
    ck_assert_int_eq(cost.hours, 2);
    ck_assert_double_eq_tol(cost.usd, 2 * 0.0225 + 6 * 0.008, 0.001);
    run_end(run);
}
END_TEST

START_TEST(what_is_reserved_is_paid_for_used_or_not) {
    Sketch sketch = {.rate = "1/s",
                     .balancer = ",\"minimum_load_balancer_capacity\":{\"capacity_units\":100}"};
    Run *run = run_for(&sketch, 3600);
    ck_assert_double_eq_tol(sim_balancer_cost(run->world, 0).lcu_hours, 100, 0.01);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("capacity");
    TCase *tests = tcase_create("capacity");
    tcase_add_test(tests, twenty_five_new_connections_a_second_are_one_lcu);
    tcase_add_test(tests, three_thousand_active_connections_are_one_lcu);
    tcase_add_test(tests, a_gigabyte_an_hour_is_one_lcu);
    tcase_add_test(tests, a_thousand_evaluations_beyond_ten_a_request_are_one_lcu);
    tcase_add_test(tests, the_highest_dimension_is_what_is_consumed);
    tcase_add_test(tests, without_a_limit_nothing_is_rejected_and_nothing_utilized);
    tcase_add_test(tests, capacity_doubles_in_five_minutes_at_the_fastest);
    tcase_add_test(tests, capacity_grows_to_twice_the_load_and_no_further);
    tcase_add_test(tests, a_node_at_its_limit_rejects_new_connections);
    tcase_add_test(tests, kept_connections_go_on_while_new_ones_are_rejected);
    tcase_add_test(tests, overflow_can_be_answered_with_503);
    tcase_add_test(tests, capacity_utilization_is_a_percentage_up_to_one_hundred);
    tcase_add_test(tests, peak_lcus_are_what_is_asked_for_rejected_or_not);
    tcase_add_test(tests, capacity_is_spread_evenly_over_the_zones);
    tcase_add_test(tests, a_balancer_that_can_not_scale_is_active_impaired);
    tcase_add_test(tests, a_balancer_being_provisioned_answers_nobody_and_checks_nothing);
    tcase_add_test(tests, reserved_lcus_are_a_floor_that_is_there_from_the_start);
    tcase_add_test(tests, a_balancer_scales_above_its_reservation);
    tcase_add_test(tests, a_reservation_of_6000_is_100_reserved_lcus_a_minute);
    tcase_add_test(tests, a_reservation_pends_for_minutes_before_it_is_provisioned);
    tcase_add_test(tests, a_reservation_that_can_not_be_had_is_failed);
    tcase_add_test(tests, a_reservation_may_be_lowered_twice_a_day);
    tcase_add_test(tests, a_reservation_below_one_hundred_is_refused);
    tcase_add_test(tests, the_bill_is_begun_hours_and_the_highest_dimension_of_each_hour);
    tcase_add_test(tests, what_is_reserved_is_paid_for_used_or_not);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
