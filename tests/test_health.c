// Health checks, registration, draining and slow start, each fact seen in the run of a small
// scenario.
#include "scenario_text.h"

#define A "ap-south-1/web/web-1"
#define B "ap-south-1/web/web-2"
#define LONE                                                                                       \
    "{\"name\":\"web\",\"count\":1,\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],\"target_"        \
    "groups\":[\"web\"]}"
#define CHECK(members) "\"interval\":\"10s\",\"timeout\":\"5s\"," members

static const SeenIncident *change(const Run *run, const char *target, const char *to, int32_t n) {
    const SeenIncident *seen = run_incident(run, "TargetHealth", target, to, n);
    if (seen == NULL) ck_abort_msg("%s did not become %s", target, to);
    return seen;
}

// Nodes' own verdicts of the first target of the first group.
static SimTargetState verdict(const Run *run, const char *instance, int32_t node) {
    return run->world->probes
        .items[run->world->targets.items[run_target(run, "web", instance)].first_probe + node]
        .state;
}

static int32_t checks_made(const Run *run, const char *instance, int32_t node) {
    return run->world->probes
        .items[run->world->targets.items[run_target(run, "web", instance)].first_probe + node]
        .number;
}

// --- the state machine
// ------------------------------------------------------------------------------------------------------------

START_TEST(the_first_success_makes_an_initial_target_healthy_whatever_the_threshold) {
    Sketch sketch = {.begin = "cold",
                     .health = CHECK("\"healthy_threshold\":10"),
                     .launch = ",\"boot\":{\"constant\":\"0s\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 0.001);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_INITIAL);
    run_to(run, 10.1);
    for (int32_t node = 0; node < 2; node++) {
        ck_assert_int_eq(verdict(run, "web-1", node), SIM_TARGET_HEALTHY);
        ck_assert_int_eq(checks_made(run, "web-1", node), 1);
    }
    run_end(run);
}
END_TEST

// Checks that a node made of a target until the state changed `n` times.
static int32_t checks_until(const Sketch *sketch, int32_t node, SimTargetState state) {
    Run *run = run_begin(sketch);
    double t = 20;
    run_to(run, t);
    int32_t before = checks_made(run, "web-1", node);
    run_do(run, state == SIM_TARGET_UNHEALTHY ? SIM_COMMAND_CRASH : SIM_COMMAND_RECOVER,
           "ap-south-1/web-1");
    while (verdict(run, "web-1", node) != state && t < 400)
        run_to(run, t += 0.1);
    int32_t made = checks_made(run, "web-1", node) - before;
    run_end(run);
    return made;
}

START_TEST(a_healthy_target_goes_unhealthy_on_the_nth_failure_in_a_row) {
    Sketch two = {.health = CHECK("\"unhealthy_threshold\":2")},
           seven = {.health = CHECK("\"unhealthy_threshold\":7")};
    for (int32_t node = 0; node < 2; node++) {
        ck_assert_int_eq(checks_until(&two, node, SIM_TARGET_UNHEALTHY), 2);
        ck_assert_int_eq(checks_until(&seven, node, SIM_TARGET_UNHEALTHY), 7);
    }
}
END_TEST

START_TEST(an_unhealthy_target_needs_the_whole_healthy_threshold) {
    const char *crash = "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}";
    Sketch three = {.health = "\"interval\":\"5s\",\"timeout\":\"2s\",\"healthy_threshold\":3",
                    .timeline = crash};
    Sketch nine = {.health = "\"interval\":\"5s\",\"timeout\":\"2s\",\"healthy_threshold\":9",
                   .timeline = crash};
    ck_assert_int_eq(checks_until(&three, 0, SIM_TARGET_HEALTHY), 3);
    ck_assert_int_eq(checks_until(&nine, 1, SIM_TARGET_HEALTHY), 9);
}
END_TEST

START_TEST(a_success_between_failures_begins_the_count_anew) {
    // Failing every other check: 30 s of refusal fit two checks only when they come 10 s apart; 12
    // s fit one at most two.
    Sketch sketch = {
        .health = CHECK("\"unhealthy_threshold\":3"),
        .timeline = "{\"at\":\"20s\",\"do\":\"crash\",\"instance\":\"ap-south-1/"
                    "web-1\"},{\"at\":\"39s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"},"
                    "{\"at\":\"51s\",\"do\":\"crash\",\"instance\":\"ap-south-1/"
                    "web-1\"},{\"at\":\"70s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 120);
    ck_assert_ptr_null(run_incident(run, "TargetHealth", A, "unhealthy", 0));
    run_end(run);
}
END_TEST

START_TEST(an_initial_target_that_fails_the_unhealthy_threshold_is_unhealthy) {
    Sketch sketch = {.begin = "cold",
                     .health = CHECK("\"unhealthy_threshold\":4"),
                     .launch = ",\"boot\":{\"constant\":\"10h\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    const SeenIncident *seen = change(run, A, "unhealthy", 0);
    ck_assert_str_eq(seen->from, "initial");
    ck_assert_int_gt(seen->time, 30 * SIM_SECOND);
    ck_assert_int_lt(seen->time, 41 * SIM_SECOND);
    run_end(run);
}
END_TEST

START_TEST(unless_said_checks_are_every_30_s_and_2_failures_or_5_successes_count) {
    Sketch sketch = {
        .health = "",
        .timeline =
            "{\"at\":\"100s\",\"do\":\"hang\",\"instance\":\"ap-south-1/"
            "web-1\"},{\"at\":\"200s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    ck_assert_int_eq(checks_made(run, "web-1", 0), 20);
    // One interval and a time-out of 5 s at least, two intervals and it at most.
    SimTime down = change(run, A, "unhealthy", 0)->time - 100 * SIM_SECOND,
            up = change(run, A, "healthy", 0)->time - 200 * SIM_SECOND;
    ck_assert_int_ge(down, 35 * SIM_SECOND);
    ck_assert_int_le(down, 65 * SIM_SECOND + SIM_SECOND / 100);
    ck_assert_int_ge(up, 120 * SIM_SECOND);
    ck_assert_int_le(up, 151 * SIM_SECOND);
    run_end(run);
}
END_TEST

START_TEST(nodes_check_by_themselves_and_may_disagree) {
    Sketch sketch = {.timeline =
                         "{\"at\":\"20s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    SimTime first = change(run, A, "unhealthy", 0)->time,
            second = change(run, A, "unhealthy", 1)->time;
    ck_assert_int_gt(second - first, SIM_SECOND / 2);
    ck_assert_str_ne(change(run, A, "unhealthy", 0)->cause, change(run, A, "unhealthy", 1)->cause);
    ck_assert_ptr_null(run_incident(run, "TargetHealth", A, "unhealthy", 2));
    run_end(run);
}
END_TEST

START_TEST(a_check_is_start_to_start_whatever_it_takes) {
    Sketch sketch = {
        .launch = ",\"health_endpoint\":\"separate\",\"health_work\":{\"constant\":\"4500ms\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    ck_assert_int_eq(checks_made(run, "web-1", 0), 30);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

static void expect_reason(const char *timeline, const char *reason) {
    Sketch sketch = {.timeline = timeline};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    const char *said;
    target_state(run->world, run_target(run, "web", "web-1"), &said, NULL, NULL, NULL);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(said, reason);
    run_end(run);
}

START_TEST(reasons_tell_a_refusal_a_timeout_and_a_wrong_code_apart) {
    expect_reason("{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}",
                  "Target.FailedHealthChecks");
    expect_reason("{\"at\":\"1s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-1\"}",
                  "Target.Timeout");
    expect_reason("{\"at\":\"1s\",\"do\":\"errors\",\"instance\":\"ap-south-1/"
                  "web-1\",\"share\":1,\"health_errors\":true}",
                  "Target.ResponseCodeMismatch");
}
END_TEST

START_TEST(only_codes_that_match_count_as_success) {
    Sketch sketch = {.health = CHECK("\"matcher\":\"201-299\"")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_end(run);
}
END_TEST

START_TEST(errors_leave_health_alone_unless_they_strike_it) {
    Sketch sketch = {
        .timeline =
            "{\"at\":\"1s\",\"do\":\"errors\",\"instance\":\"ap-south-1/web-1\",\"share\":1}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(run_codes(run, 500, 500, 2, 60), 200);
    run_end(run);
}
END_TEST

START_TEST(checks_are_not_requests) {
    Sketch sketch = {.rate = "0/s", .arrivals = "{\"constant\":\"0/s\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(checks_made(run, "web-1", 0), 6);
    ck_assert_double_eq(run_sum(run, "RequestCount", "LoadBalancer=web"), 0);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_2XX_Count", "LoadBalancer=web"), 0);
    ck_assert_double_eq(run_sum(run, "NewConnectionCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

// --- checks under load
// ----------------------------------------------------------------------------------------------------------------

static SimTargetState state_under_overload(const char *launch) {
    Sketch sketch = {
        .instances = LONE, .rate = "100/s", .work = "{\"constant\":\"200ms\"}", .launch = launch};
    Run *run = run_begin(&sketch);
    run_to(run, 120);
    SimTargetState state = run_state(run, "web", "web-1");
    run_end(run);
    return state;
}

START_TEST(checks_wait_behind_requests_so_that_overload_looks_like_ill_health) {
    ck_assert_int_eq(state_under_overload(",\"backlog\":2000"), SIM_TARGET_UNHEALTHY);
}
END_TEST

START_TEST(a_separate_health_endpoint_does_not_see_overload) {
    ck_assert_int_eq(state_under_overload(",\"backlog\":2000,\"health_endpoint\":\"separate\""),
                     SIM_TARGET_HEALTHY);
}
END_TEST

START_TEST(a_separate_health_endpoint_dies_with_its_process) {
    // Every moment of the 4 s that a check takes: those under way as it crashes must fail too.
    Sketch sketch = {
        .health = "\"interval\":\"5s\",\"timeout\":\"4900ms\",\"unhealthy_threshold\":2",
        .launch = ",\"health_endpoint\":\"separate\",\"health_work\":{\"constant\":\"4500ms\"}",
        .timeline = "{\"at\":\"21s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 21);
    // With checks of 4.5 s every 5 s, one is nearly always under way: it fails now, and the next
    // within 5 s.
    run_to(run, 27);
    ck_assert_int_eq(verdict(run, "web-1", 0), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(verdict(run, "web-1", 1), SIM_TARGET_UNHEALTHY);
    run_end(run);
}
END_TEST

// --- zones
// ------------------------------------------------------------------------------------------------------------------------

START_TEST(in_a_partition_only_the_other_zones_node_finds_targets_ill) {
    Sketch sketch = {.timeline =
                         "{\"at\":\"1s\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1a\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(verdict(run, "web-1", 0), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(verdict(run, "web-1", 1), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(verdict(run, "web-2", 0), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(verdict(run, "web-2", 1), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(a_node_without_power_checks_nothing_and_has_no_say) {
    Sketch sketch = {.timeline = "{\"at\":\"20s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    int32_t before = checks_made(run, "web-1", 0);
    run_to(run, 80);
    ck_assert_int_eq(checks_made(run, "web-1", 0), before);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// --- unused
// -----------------------------------------------------------------------------------------------------------------------

static void expect_unused(Run *run, const char *group, const char *instance, const char *reason) {
    const char *said;
    ck_assert_int_eq(
        target_state(run->world, run_target(run, group, instance), &said, NULL, NULL, NULL),
        SIM_TARGET_UNUSED);
    ck_assert_str_eq(said, reason);
}

START_TEST(a_terminated_instance_is_unused_and_gets_nothing) {
    Sketch sketch = {.timeline =
                         "{\"at\":\"10s\",\"do\":\"terminate\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10.5);
    expect_unused(run, "web", "web-1", "Target.InvalidState");
    int64_t before = run_requests(run, "web", "web-1");
    run_to(run, 30);
    ck_assert_int_eq(run_requests(run, "web", "web-1"), before);
    ck_assert_int_eq(run_codes(run, 200, 200, 11, 30), run_codes(run, -1, -1, 11, 30));
    run_end(run);
}
END_TEST

START_TEST(a_terminated_instance_can_not_be_registered) {
    Sketch sketch = {.groups = ",{\"name\":\"other\"}",
                     .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_"
                                  "groups\":[\"web\"]},{\"name\":\"late\",\"launch\":\"v1\"}"};
    Run *run = run_begin(&sketch);
    run_do(run, SIM_COMMAND_TERMINATE, "ap-south-1/late");
    run_to(run, 1);
    SimCommand command = {
        .kind = SIM_COMMAND_REGISTER, .target = "ap-south-1/late", .value = "ap-south-1/web"};
    SimError error = {""};
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "terminated"));
    run_end(run);
}
END_TEST

START_TEST(a_group_in_no_rule_is_unused_and_unchecked) {
    Sketch sketch = {
        .groups = ",{\"name\":\"idle\"}",
        .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},"
                     "{\"name\":\"x\",\"launch\":\"v1\",\"target_groups\":[\"idle\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    expect_unused(run, "idle", "x", "Target.NotInUse");
    ck_assert_int_eq(run->world->targets.items[run_target(run, "idle", "x")].first_probe, -1);
    run_end(run);
}
END_TEST

START_TEST(a_target_in_a_zone_that_is_not_enabled_is_unused) {
    Sketch sketch = {
        .zones = "\"ap-south-1a\",\"ap-south-1b\",\"ap-south-1c\"",
        .balancer = ",\"zones\":[\"ap-south-1a\",\"ap-south-1b\"]",
        .instances =
            "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    expect_unused(run, "web", "web-3", "Target.NotInUse");
    ck_assert_int_eq(run_requests(run, "web", "web-3"), 0);
    ck_assert_int_gt(run_requests(run, "web", "web-1"), 100);
    run_end(run);
}
END_TEST

// --- draining
// ---------------------------------------------------------------------------------------------------------------------

#define DRAIN(at)                                                                                  \
    "{\"at\":\"" at "\",\"do\":\"deregister\",\"instance\":\"ap-south-1/"                          \
    "web-1\",\"target_group\":\"ap-south-1/web\"}"

START_TEST(draining_is_shown_for_the_whole_delay_even_when_idle) {
    Sketch sketch = {.group = ",\"deregistration_delay\":\"40s\"", .timeline = DRAIN("10s")};
    Run *run = run_begin(&sketch);
    run_to(run, 49.99);
    ck_assert_int_eq(run->world->targets.items[0].in_flight.count, 0);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_DRAINING);
    run_to(run, 50);
    expect_unused(run, "web", "web-1", "Target.NotRegistered");
    run_end(run);
}
END_TEST

START_TEST(unless_said_the_delay_is_five_minutes) {
    Sketch sketch = {.timeline = DRAIN("10s")};
    Run *run = run_begin(&sketch);
    run_to(run, 400);
    ck_assert_int_eq(change(run, A, "unused", 0)->time, 310 * SIM_SECOND);
    run_end(run);
}
END_TEST

START_TEST(an_early_end_comes_with_the_last_request_or_at_once) {
    Sketch sketch = {.group = ",\"deregistration_delay\":\"40s\",\"draining\":{\"early_end\":true}",
                     .timeline = DRAIN("10005ms"),
                     .rate = "1/s"};
    Run *idle = run_begin(&sketch);
    run_to(idle, 30);
    ck_assert_int_eq(change(idle, A, "unused", 0)->time, 10005 * SIM_MILLISECOND);
    run_end(idle);
    sketch.work = "{\"constant\":\"5s\"}";
    Run *busy = run_begin(&sketch);
    run_to(busy, 30);
    SimTime end = change(busy, A, "unused", 0)->time;
    ck_assert_int_gt(end, 12 * SIM_SECOND);
    ck_assert_int_lt(end, 16 * SIM_SECOND);
    ck_assert_int_eq(run_codes(busy, 502, -1, 0, 1e9), 0);
    run_end(busy);
}
END_TEST

START_TEST(new_requests_stop_at_once_and_those_inside_finish) {
    Sketch sketch = {.work = "{\"constant\":\"5s\"}",
                     .rate = "2/s",
                     .launch = ",\"backlog\":1000",
                     .timeline = DRAIN("20s"),
                     .health = "\"interval\":\"300s\",\"timeout\":\"100s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    int64_t before = run_requests(run, "web", "web-1");
    int32_t inside = run->world->targets.items[0].in_flight.count;
    ck_assert_int_gt(inside, 3);
    run_to(run, 60);
    ck_assert_int_eq(run_requests(run, "web", "web-1"), before);
    ck_assert_int_eq(run->world->targets.items[0].in_flight.count, 0);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 60), run->accesses.count);
    run_end(run);
}
END_TEST

START_TEST(what_is_still_inside_when_the_delay_runs_out_gets_502) {
    Sketch sketch = {.work = "{\"constant\":\"15s\"}",
                     .rate = "2/s",
                     .launch = ",\"backlog\":1000",
                     .group = ",\"deregistration_delay\":\"5s\"",
                     .timeline = DRAIN("20s"),
                     .health = "\"interval\":\"300s\",\"timeout\":\"100s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 24.99);
    int32_t inside = run->world->targets.items[0].in_flight.count;
    ck_assert_int_gt(inside, 3);
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 30), 0);
    run_to(run, 25);
    ck_assert_int_eq(run_codes(run, 502, 0, 25, 25.1), inside);
    ck_assert_int_eq(run->world->targets.items[0].in_flight.count, 0);
    run_end(run);
}
END_TEST

START_TEST(draining_targets_are_not_in_the_fail_open_set) {
    Sketch sketch = {.timeline =
                         DRAIN("10s") ",{\"at\":\"10s\",\"do\":\"errors\",\"instance\":\"ap-south-"
                                      "1/web-2\",\"share\":1,\"health_errors\":true}"};
    Run *run = run_begin(&sketch);
    run_to(run, 50);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(run_codes(run, 500, 500, 45, 50), run_codes(run, -1, -1, 45, 50));
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-2");
    run_to(run, 60);
    ck_assert_int_eq(run_codes(run, 503, 0, 51, 60), run_codes(run, -1, -1, 51, 60));
    run_end(run);
}
END_TEST

START_TEST(deregistering_lowers_healthy_and_does_not_raise_unhealthy) {
    Sketch sketch = {.timeline = DRAIN("10500ms")};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double healthy = run_sum(run, "HealthyHostCount", "LoadBalancer=web;TargetGroup=web");
    // Two nodes say two, each second.
    ck_assert_double_eq(healthy, 40);
    run_to(run, 20);
    ck_assert_double_eq(
        run_sum(run, "HealthyHostCount", "LoadBalancer=web;TargetGroup=web") - healthy, 20);
    ck_assert_double_eq(run_sum(run, "UnHealthyHostCount", "LoadBalancer=web;TargetGroup=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_target_registered_again_begins_as_initial) {
    Sketch sketch = {.timeline =
                         DRAIN("10s") ",{\"at\":\"15s\",\"do\":\"register\",\"instance\":\"ap-"
                                      "south-1/web-1\",\"target_group\":\"ap-south-1/web\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 15.0001);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_INITIAL);
    run_to(run, 400);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_ptr_null(run_incident(run, "TargetHealth", A, "unused", 0));
    run_end(run);
}
END_TEST

// --- slow start
// -------------------------------------------------------------------------------------------------------------------

#define LATE                                                                                       \
    "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},{\"name\":"      \
    "\"late\",\"launch\":\"v1\"}"
#define REGISTER_LATE                                                                              \
    "{\"at\":\"10s\",\"do\":\"register\",\"instance\":\"ap-south-1/"                               \
    "late\",\"target_group\":\"ap-south-1/web\"}"

START_TEST(a_new_target_ramps_linearly_to_its_full_share) {
    Sketch sketch = {.rate = "300/s",
                     .instances = LATE,
                     .group = ",\"slow_start\":\"100s\"",
                     .timeline = REGISTER_LATE,
                     .work = "{\"constant\":\"1ms\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    int32_t late = run_target(run, "web", "late");
    double t = 10;
    while (run->world->targets.items[late].slow_since < 0 && t < 40)
        run_to(run, t += 0.1);
    double begin = (double)run->world->targets.items[late].slow_since / 1e9;
    ck_assert_double_gt(begin, 10);
    // Both nodes must know it: their first checks lie within one interval.
    run_to(run, begin + 40);
    int64_t at40 = run->world->targets.items[late].requests,
            all40 = run->world->groups.items[0].requests;
    run_to(run, begin + 60);
    double share = (double)(run->world->targets.items[late].requests - at40) /
                   (double)(run->world->groups.items[0].requests - all40);
    // Half of a full share beside two whole ones.
    ck_assert_double_eq_tol(share, 0.5 / 2.5, 0.01);
    run_to(run, begin + 102);
    at40 = run->world->targets.items[late].requests, all40 = run->world->groups.items[0].requests;
    run_to(run, begin + 120);
    share = (double)(run->world->targets.items[late].requests - at40) /
            (double)(run->world->groups.items[0].requests - all40);
    ck_assert_double_eq_tol(share, 1.0 / 3, 0.005);
    run_end(run);
}
END_TEST

START_TEST(without_a_full_peer_a_target_does_not_ramp) {
    Sketch sketch = {.instances = "{\"name\":\"late\",\"launch\":\"v1\"}",
                     .group = ",\"slow_start\":\"100s\"",
                     .timeline = REGISTER_LATE};
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    ck_assert_int_eq(run_state(run, "web", "late"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(run->world->targets.items[0].slow_since, -1);
    run_end(run);
}
END_TEST

START_TEST(targets_healthy_when_slow_start_is_turned_on_do_not_ramp) {
    Sketch sketch = {0};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, "regions.ap-south-1.target_groups.web.slow_start", "100s");
    run_to(run, 60);
    ck_assert_int_eq(run->world->targets.items[0].slow_since, -1);
    run_end(run);
}
END_TEST

START_TEST(a_ramp_interrupted_by_ill_health_begins_anew) {
    Sketch sketch = {.instances = LATE,
                     .group = ",\"slow_start\":\"300s\"",
                     .health = "\"interval\":\"5s\",\"timeout\":\"2s\",\"healthy_threshold\":2",
                     .timeline = REGISTER_LATE
                     ",{\"at\":\"60s\",\"do\":\"crash\",\"instance\":\"ap-south-1/"
                     "late\"},{\"at\":\"80s\",\"do\":\"recover\",\"target\":\"ap-south-1/late\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    int32_t late = run_target(run, "web", "late");
    ck_assert_int_gt(run->world->targets.items[late].slow_since, 0);
    run_to(run, 80);
    ck_assert_int_eq(run->world->targets.items[late].slow_since, -1);
    run_to(run, 100);
    ck_assert_int_gt(run->world->targets.items[late].slow_since, 80 * SIM_SECOND);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("health");
    TCase *tests = tcase_create("health");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_first_success_makes_an_initial_target_healthy_whatever_the_threshold);
    tcase_add_test(tests, a_healthy_target_goes_unhealthy_on_the_nth_failure_in_a_row);
    tcase_add_test(tests, an_unhealthy_target_needs_the_whole_healthy_threshold);
    tcase_add_test(tests, a_success_between_failures_begins_the_count_anew);
    tcase_add_test(tests, an_initial_target_that_fails_the_unhealthy_threshold_is_unhealthy);
    tcase_add_test(tests, unless_said_checks_are_every_30_s_and_2_failures_or_5_successes_count);
    tcase_add_test(tests, nodes_check_by_themselves_and_may_disagree);
    tcase_add_test(tests, a_check_is_start_to_start_whatever_it_takes);
    tcase_add_test(tests, reasons_tell_a_refusal_a_timeout_and_a_wrong_code_apart);
    tcase_add_test(tests, only_codes_that_match_count_as_success);
    tcase_add_test(tests, errors_leave_health_alone_unless_they_strike_it);
    tcase_add_test(tests, checks_are_not_requests);
    tcase_add_test(tests, checks_wait_behind_requests_so_that_overload_looks_like_ill_health);
    tcase_add_test(tests, a_separate_health_endpoint_does_not_see_overload);
    tcase_add_test(tests, a_separate_health_endpoint_dies_with_its_process);
    tcase_add_test(tests, in_a_partition_only_the_other_zones_node_finds_targets_ill);
    tcase_add_test(tests, a_node_without_power_checks_nothing_and_has_no_say);
    tcase_add_test(tests, a_terminated_instance_is_unused_and_gets_nothing);
    tcase_add_test(tests, a_terminated_instance_can_not_be_registered);
    tcase_add_test(tests, a_group_in_no_rule_is_unused_and_unchecked);
    tcase_add_test(tests, a_target_in_a_zone_that_is_not_enabled_is_unused);
    tcase_add_test(tests, draining_is_shown_for_the_whole_delay_even_when_idle);
    tcase_add_test(tests, unless_said_the_delay_is_five_minutes);
    tcase_add_test(tests, an_early_end_comes_with_the_last_request_or_at_once);
    tcase_add_test(tests, new_requests_stop_at_once_and_those_inside_finish);
    tcase_add_test(tests, what_is_still_inside_when_the_delay_runs_out_gets_502);
    tcase_add_test(tests, draining_targets_are_not_in_the_fail_open_set);
    tcase_add_test(tests, deregistering_lowers_healthy_and_does_not_raise_unhealthy);
    tcase_add_test(tests, a_target_registered_again_begins_as_initial);
    tcase_add_test(tests, a_new_target_ramps_linearly_to_its_full_share);
    tcase_add_test(tests, without_a_full_peer_a_target_does_not_ramp);
    tcase_add_test(tests, targets_healthy_when_slow_start_is_turned_on_do_not_ramp);
    tcase_add_test(tests, a_ramp_interrupted_by_ill_health_begins_anew);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
