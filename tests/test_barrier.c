// Security groups and network ACLs: each misconfiguration with what one sees of it.
#include "scenario_text.h"

#define GROUP(name, inbound, more) "{\"name\":\"" name "\",\"inbound\":[" inbound "]" more "}"
#define FROM(port, source)         "{\"port\":" #port ",\"source\":\"" source "\"}"
#define TO(port, destination)      "{\"port\":" #port ",\"destination\":\"" destination "\"}"
#define GROUPS(list)               ",\"security_groups\":[" list "]"
#define BEARS(list)                ",\"security_groups\":[" list "]"
#define INSTANCES(more)                                                                            \
    "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]" more "}"
#define ALLOW(number, ports, key, block)                                                           \
    "{\"rule\":" #number ",\"action\":\"allow\",\"ports\":\"" ports "\",\"" key "\":\"" block "\"" \
    "}"
#define DENY(number, ports, key, block)                                                            \
    "{\"rule\":" #number ",\"action\":\"deny\",\"ports\":\"" ports "\",\"" key "\":\"" block "\"}"
#define ACL(subnets, inbound, outbound)                                                            \
    ",\"network_acls\":[{\"name\":\"n\",\"subnets\":\"" subnets "\",\"inbound\":[" inbound         \
    "],\"outbound\":[" outbound "]}]"

#define ANYWHERE FROM(80, "0.0.0.0/0")
// What the balancer and the instances need, and no more.
#define SOUND GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("app", FROM(80, "alb"), ""))

// One user who asks ten times a second, and so keeps one connection.
#define ONE_USER(timeout)                                                                          \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":\"10ms\","  \
    "\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"10/s\"},"   \
    "\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}}],\"timeout\":\"" timeout "\"}"

static const char brisk[] = "\"interval\":\"5s\",\"timeout\":\"2s\"";

static Sketch guarded(const char *region) {
    return (Sketch){.region = region,
                    .balancer = BEARS("\"alb\""),
                    .instances = INSTANCES(BEARS("\"app\"")),
                    .health = brisk,
                    .client = ",\"timeout\":\"20s\",\"keep_alive\":\"0s\""};
}

static int32_t answered_ok(const Run *run, double from, double to) {
    return run_codes(run, 200, 200, from, to);
}

static double errors_of_connecting(const Run *run) {
    return run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web;TargetGroup=web");
}

// Runs it for a while; whether requests are answered with 200.
static bool serves(Sketch sketch) {
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    bool is_serving = answered_ok(run, 20, 30) > 50;
    run_end(run);
    return is_serving;
}

START_TEST(groups_that_permit_what_is_needed_change_nothing) {
    ck_assert(serves(guarded(SOUND)));
}
END_TEST

// --- the balancer
// ----------------------------------------------------------------------------------------------------------------

START_TEST(no_inbound_rule_is_a_connect_timeout_without_code_or_log_line) {
    Sketch sketch = guarded(
        GROUPS(GROUP("alb", FROM(443, "0.0.0.0/0"), "") "," GROUP("app", FROM(80, "alb"), "")));
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_double_eq(run_sum(run, "RequestCount", "LoadBalancer=web"), 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=connect_timeout"), 400);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    const SeenIncident *told = run_incident(run, "Connection", NULL, "times out", 0);
    ck_assert_str_eq(told->cause, "security group alb has no inbound rule for tcp 80");
    ck_assert_ptr_null(run_incident(run, "Connection", NULL, "times out", 1)); // once a minute
    run_end(run);
}
END_TEST

START_TEST(a_source_block_lets_in_its_addresses_alone) {
    // The first population has 24.0.0.1 and up.
    Sketch sketch = guarded(
        GROUPS(GROUP("alb", FROM(80, "24.0.0.0/16"), "") "," GROUP("app", FROM(80, "alb"), "")));
    ck_assert(serves(sketch));
    sketch.region =
        GROUPS(GROUP("alb", FROM(80, "24.1.0.0/16"), "") "," GROUP("app", FROM(80, "alb"), ""));
    ck_assert(!serves(sketch));
}
END_TEST

START_TEST(rules_of_all_groups_add_up) {
    Sketch sketch = guarded(GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("none", "", "") "," GROUP(
        "app", FROM(80, "alb"), "")));
    sketch.instances = INSTANCES(BEARS("\"none\",\"app\""));
    ck_assert(serves(sketch));
}
END_TEST

START_TEST(udp_permits_no_http) {
    Sketch sketch =
        guarded(GROUPS(GROUP("alb", "{\"protocol\":\"udp\",\"port\":80,\"source\":\"0.0.0.0/0\"}",
                             "") "," GROUP("app", FROM(80, "alb"), "")));
    ck_assert(!serves(sketch));
    sketch = guarded(GROUPS(GROUP("alb", "{\"protocol\":\"all\",\"source\":\"0.0.0.0/0\"}",
                                  "") "," GROUP("app", FROM(80, "alb"), "")));
    ck_assert(serves(sketch));
}
END_TEST

// The balancer may send nothing on: unhealthy, and 504.
START_TEST(no_outbound_rule_at_the_balancer_makes_targets_unhealthy_and_504) {
    Sketch sketch = guarded(
        GROUPS(GROUP("alb", ANYWHERE, ",\"outbound\":[]") "," GROUP("app", FROM(80, "alb"), "")));
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_gt(run_codes(run, 504, -1, 20, 60), 300);
    ck_assert_int_eq(answered_ok(run, 0, 60), 0);
    run_end(run);
    sketch.region = GROUPS(GROUP("alb", ANYWHERE, ",\"outbound\":[" TO(80, "app") "]") "," GROUP(
        "app", FROM(80, "alb"), ""));
    ck_assert(serves(sketch));
}
END_TEST

START_TEST(all_may_go_out_unless_said) {
    ck_assert(serves(guarded(SOUND)));
    ck_assert(!serves(guarded(
        GROUPS(GROUP("alb", ANYWHERE, ",\"outbound\":[]") "," GROUP("app", FROM(80, "alb"), "")))));
}
END_TEST

// --- the targets
// -----------------------------------------------------------------------------------------------------------------

START_TEST(a_closed_target_group_times_out_checks_and_makes_504_after_10_s) {
    Sketch sketch = guarded(GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("app", "", "")));
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    const char *reason = "";
    SimTargetState state =
        target_state(run->world, run_target(run, "web", "web-1"), &reason, NULL, NULL, NULL);
    ck_assert_int_eq(state, SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.Timeout");
    int32_t count = run_codes(run, 504, -1, 0, 40);
    ck_assert_int_gt(count, 200);
    ck_assert_int_eq(count, run->accesses.count);
    ck_assert_double_eq(errors_of_connecting(run), count);
    ck_assert_ptr_nonnull(strstr(run_incident(run, "Response", NULL, "504", 0)->cause,
                                 "within 10 s; security group app has no inbound rule for tcp 80"));
    ck_assert_ptr_nonnull(strstr(run_incident(run, "TargetHealth", NULL, "unhealthy", 0)->cause,
                                 "(Target.Timeout); security group app has no inbound rule"));
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        ck_assert_int_eq((a->time - a->created) / SIM_SECOND, 10);
        ck_assert_int_eq(a->target_processing, -1);
    }
    run_end(run);
}
END_TEST

START_TEST(an_open_check_port_hides_a_blocked_one) {
    Sketch sketch =
        guarded(GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("app", FROM(9000, "alb"), "")));
    sketch.health = "\"interval\":\"5s\",\"timeout\":\"2s\",\"port\":9000";
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    int32_t count = run_codes(run, 504, -1, 0, 40);
    ck_assert_int_gt(count, 200);
    ck_assert_int_eq(count, run->accesses.count);
    ck_assert_double_eq(errors_of_connecting(run), count);
    run_end(run);
}
END_TEST

START_TEST(a_group_as_source_lets_in_those_who_bear_it) {
    ck_assert(serves(guarded(SOUND)));
    Sketch sketch = guarded(GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("other", "", "") "," GROUP(
        "app", FROM(80, "other"), "")));
    ck_assert(!serves(sketch));
    sketch.region = GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("app", FROM(80, "10.0.0.0/8"), ""));
    ck_assert(serves(sketch));
}
END_TEST

START_TEST(where_nothing_listens_checks_fail_at_once_and_requests_are_502) {
    Sketch sketch = guarded(SOUND);
    sketch.launch = ",\"port\":8080";
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    const char *reason = "";
    SimTargetState state =
        target_state(run->world, run_target(run, "web", "web-1"), &reason, NULL, NULL, NULL);
    ck_assert_int_eq(state, SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.FailedHealthChecks");
    ck_assert_int_gt(run_codes(run, 502, -1, 0, 30), 250);
    ck_assert_double_gt(errors_of_connecting(run), 250);
    ck_assert_ptr_nonnull(strstr(run_incident(run, "Response", NULL, "502", 0)->cause,
                                 "refused the connection; nothing listens on port 80"));
    for (int32_t i = 0; i < run->accesses.count; i++)
        ck_assert_int_lt(run->accesses.items[i].time - run->accesses.items[i].created,
                         100 * SIM_MILLISECOND);
    run_end(run);
}
END_TEST

// --- connections
// -----------------------------------------------------------------------------------------------------------------

// Instances of SOUND say nothing of what may go out, here they may send nothing by themselves.
START_TEST(replies_pass_security_groups_untold) {
    ck_assert(serves(guarded(
        GROUPS(GROUP("alb", ANYWHERE, "") "," GROUP("app", FROM(80, "alb"), ",\"outbound\":[]")))));
}
END_TEST

START_TEST(a_connection_outlives_the_rule_that_let_it_in) {
    Sketch sketch = guarded(SOUND);
    sketch.clients = ONE_USER("20s");
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, "regions.0.security_groups.alb.inbound.0.port", "443");
    run_set(run, "regions.0.security_groups.app.inbound.0.port", "443");
    run_to(run, 30);
    ck_assert_int_gt(answered_ok(run, 10.1, 30), 190);
    // Whoever comes anew is held back.
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_end(run);
}
END_TEST

START_TEST(a_changed_rule_holds_for_the_next_connection) {
    Sketch sketch = guarded(SOUND);
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, "regions.0.security_groups.app.inbound.0.port", "443");
    run_to(run, 40);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_set(run, "regions.0.security_groups.app.inbound.0.port", "80");
    run_to(run, 80);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(answered_ok(run, 70, 80), 90);
    run_end(run);
}
END_TEST

// What the window shows of it.
START_TEST(a_view_says_which_rule_is_missing) {
    Sketch sketch = guarded(GROUPS(GROUP("alb", "", "") "," GROUP("app", "", "")));
    sketch.launch = ",\"port\":8080";
    Run *run = run_begin(&sketch);
    run_to(run, 1);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->nodes[0].held_clients, 1);
    ck_assert_str_eq(view->nodes[0].held, "security group alb has no inbound rule for tcp 80");
    ck_assert_int_eq(view->groups[0].held_targets, 2);
    ck_assert_str_eq(view->groups[0].held, "security group app has no inbound rule for tcp 80");
    ck_assert_int_eq(view->groups[0].deaf_targets, 2);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

// --- network ACLs
// ----------------------------------------------------------------------------------------------------------------

#define IN_80   ALLOW(100, "80-80", "source", "0.0.0.0/0")
#define REPLIES ALLOW(100, "1024-65535", "destination", "0.0.0.0/0")

START_TEST(a_network_acl_without_the_ports_of_replies_makes_504) {
    Sketch sketch = {.region = ACL("instances", IN_80, REPLIES),
                     .health = brisk,
                     .client = ",\"keep_alive\":\"0s\""};
    ck_assert(serves(sketch));
    sketch.region = ACL("instances", IN_80, ALLOW(100, "80-80", "destination", "0.0.0.0/0"));
    Run *run = run_begin(&sketch);
    run_to(run, 40);
    ck_assert_int_gt(run_codes(run, 504, -1, 0, 40), 200);
    ck_assert_int_eq(answered_ok(run, 0, 40), 0);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_end(run);
}
END_TEST

START_TEST(the_balancers_subnet_needs_a_rule_for_replies_to_clients) {
    Sketch sketch = {.region = ACL("load_balancers",
                                   IN_80 "," ALLOW(200, "1024-65535", "source", "10.0.0.0/8"),
                                   REPLIES "," ALLOW(200, "80-80", "destination", "10.0.0.0/8")),
                     .client = ",\"keep_alive\":\"0s\""};
    ck_assert(serves(sketch));
    sketch.region =
        ACL("load_balancers", IN_80 "," ALLOW(200, "1024-65535", "source", "10.0.0.0/8"),
            ALLOW(200, "80-80", "destination", "10.0.0.0/8"));
    ck_assert(!serves(sketch));
}
END_TEST

START_TEST(the_entry_of_the_lowest_number_decides) {
    const char *out = REPLIES;
    char region[1000];
    Sketch sketch = {.region = region, .health = brisk, .client = ",\"keep_alive\":\"0s\""};
    snprintf(region, sizeof region, ACL("instances", "%s", "%s"),
             DENY(90, "0-1000", "source", "10.0.0.0/8") "," IN_80, out);
    ck_assert(!serves(sketch));
    snprintf(region, sizeof region, ACL("instances", "%s", "%s"),
             DENY(110, "0-1000", "source", "10.0.0.0/8") "," IN_80, out);
    ck_assert(serves(sketch));
}
END_TEST

START_TEST(what_no_entry_fits_is_denied) {
    Sketch sketch = {.region = ACL("instances", "", REPLIES),
                     .health = brisk,
                     .client = ",\"keep_alive\":\"0s\""};
    ck_assert(!serves(sketch));
}
END_TEST

START_TEST(a_network_acl_stops_connections_that_stand) {
    Sketch sketch = {.region =
                         ACL("load_balancers",
                             "{\"rule\":100,\"action\":\"allow\",\"source\":\"0.0.0.0/0\"}",
                             "{\"rule\":100,\"action\":\"allow\",\"destination\":\"0.0.0.0/0\"}"),
                     .clients = ONE_USER("5s")};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(answered_ok(run, 0, 10), 90);
    run_set(run, "regions.0.network_acls.n.outbound.0.action", "deny");
    run_to(run, 30);
    ck_assert_int_eq(answered_ok(run, 10.5, 30), 0);
    run_end(run);
}
END_TEST

START_TEST(a_network_acl_silences_kept_connections_until_the_idle_timeout) {
    Sketch sketch = {
        .region = ACL("instances", "{\"rule\":100,\"action\":\"allow\",\"source\":\"0.0.0.0/0\"}",
                      "{\"rule\":100,\"action\":\"allow\",\"destination\":\"0.0.0.0/0\"}"),
        .rate = "1/s",
        .health = "\"interval\":\"300s\",\"timeout\":\"2s\"",
        .client = ",\"timeout\":\"120s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, "regions.0.network_acls.n.inbound.0.action", "deny");
    run_to(run, 100);
    int32_t idle = 0, connect = 0;
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        if (a->elb_status != 504) continue;
        idle += (a->time - a->created) / SIM_SECOND == 60;
        connect += (a->time - a->created) / SIM_SECOND == 10;
    }
    ck_assert_int_ge(idle, 1);
    ck_assert_int_gt(connect, 10);
    run_end(run);
}
END_TEST

// --- entries that come and go
// ------------------------------------------------------------------------------------------------------

static const char all_pass[] = ACL("load_balancers", ALLOW(100, "0-65535", "source", "0.0.0.0/0"),
                                   ALLOW(100, "0-65535", "destination", "0.0.0.0/0"));

static SimCommand entry_command(SimCommandKind kind, const char *target, const char *entry) {
    SimCommand command = {.kind = kind};
    snprintf(command.target, sizeof command.target, "ap-south-1/n/%s", target);
    snprintf(command.value, sizeof command.value, "%s", entry);
    return command;
}

static void expect_refused(Run *run, SimCommand command, const char *words) {
    SimError error;
    uint64_t before = sim_world_hash(run->world);
    ck_assert_msg(!sim_world_command(run->world, &command, false, &error), "taken: %s", words);
    ck_assert_msg(strstr(error.text, words) != NULL, "\"%s\", not \"%s\"", error.text, words);
    ck_assert(sim_world_hash(run->world) == before);
}

#define DENY_80  DENY(50, "80-80", "source", "0.0.0.0/0")
#define ALLOW_80 ALLOW(50, "80-80", "source", "0.0.0.0/0")

START_TEST(entries_of_network_acls_are_created_replaced_and_deleted) {
    Sketch sketch = {.region = all_pass, .health = brisk, .client = ",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_command(run, entry_command(SIM_COMMAND_CREATE_ACL_ENTRY, "inbound", DENY_80));
    run_to(run, 20);
    ck_assert_int_gt(answered_ok(run, 0, 10), 90);
    ck_assert_int_lt(answered_ok(run, 10.1, 20), 2);
    expect_refused(run, entry_command(SIM_COMMAND_CREATE_ACL_ENTRY, "inbound", ALLOW_80),
                   "NetworkAclEntryAlreadyExists");
    // The other direction counts for itself, and a wrong one is none.
    expect_refused(run,
                   entry_command(SIM_COMMAND_REPLACE_ACL_ENTRY, "outbound",
                                 DENY(50, "80-80", "destination", "0.0.0.0/0")),
                   "InvalidNetworkAclEntry.NotFound");
    expect_refused(run, entry_command(SIM_COMMAND_CREATE_ACL_ENTRY, "sideways", DENY_80), "");
    expect_refused(run, entry_command(SIM_COMMAND_DELETE_ACL_ENTRY, "inbound/51", ""),
                   "There is no");
    run_command(run, entry_command(SIM_COMMAND_REPLACE_ACL_ENTRY, "inbound", ALLOW_80));
    run_to(run, 30);
    ck_assert_int_gt(answered_ok(run, 21, 30), 80);
    run_command(run, entry_command(SIM_COMMAND_DELETE_ACL_ENTRY, "inbound/100", ""));
    run_command(run, entry_command(SIM_COMMAND_DELETE_ACL_ENTRY, "inbound/50", ""));
    run_to(run, 40);
    ck_assert_int_lt(answered_ok(run, 31, 40), 2);
    ck_assert_ptr_nonnull(
        run_incident(run, "Command", "ap-south-1/n/inbound", "done", 1)); // created, replaced
    ck_assert_ptr_nonnull(run_incident(run, "Command", "ap-south-1/n/inbound/50", "done", 0));
    run_end(run);
}
END_TEST

START_TEST(instances_bear_the_groups_of_their_launch_template) {
    // Nothing lets the balancer in to "shut"; "app" does.
    const char *groups = GROUPS(
        GROUP("alb", ANYWHERE, "") "," GROUP("app", FROM(80, "alb"), "") "," GROUP("shut", "", ""));
    Sketch sketch = guarded(groups);
    sketch.instances = INSTANCES("");
    sketch.launch = BEARS("\"app\"");
    ck_assert(serves(sketch));
    sketch.launch = BEARS("\"shut\"");
    ck_assert(!serves(sketch));
    // What an instance says itself counts, all alone.
    sketch.instances = INSTANCES(BEARS("\"app\""));
    ck_assert(serves(sketch));
    sketch.instances = INSTANCES("");
    Run *run = run_begin(&sketch);
    SimCommand command = {.kind = SIM_COMMAND_DELETE_SECURITY_GROUP};
    snprintf(command.target, sizeof command.target, "ap-south-1/shut");
    expect_refused(run, command, "DependencyViolation");
    run_end(run);
}
END_TEST

// --- subnets
// ---------------------------------------------------------------------------------------------------------------------

START_TEST(a_public_node_in_a_private_subnet_is_not_reached) {
    Sketch sketch = {.region = ",\"private_subnets\":[\"ap-south-1a\",\"ap-south-1b\"]",
                     .health = brisk,
                     .client = ",\"timeout\":\"20s\",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(run->accesses.count, 0);
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=connect_timeout"), 200);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->nodes[0].held_by, SIM_BARRIER_NO_ROUTE);
    ck_assert_int_gt(view->nodes[0].held_clients, 0);
    sim_viewer_destroy(viewer);
    // Its targets are asked over the network of the region, which goes on.
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    // One route is made: half of the addresses answer, the others cost a connect time-out first.
    run_set(run, "regions.0.private_subnets", "[\"ap-south-1b\"]");
    run_to(run, 60);
    ck_assert_int_gt(answered_ok(run, 40, 60), 150);
    ck_assert_int_eq(run->world->nodes.items[1].connections, 0);
    run_set(run, "regions.0.private_subnets", "[]");
    double lost = run_sum(run, "LostRequests", "Cause=connect_timeout");
    run_to(run, 90);
    ck_assert_double_eq(run_sum(run, "LostRequests", "Cause=connect_timeout"), lost);
    run_end(run);
}
END_TEST

START_TEST(an_internal_balancer_needs_no_way_to_the_internet) {
    Sketch sketch = {.region = ",\"private_subnets\":[\"ap-south-1a\",\"ap-south-1b\"]",
                     .balancer = ",\"scheme\":\"internal\"",
                     .client = ",\"inside\":\"ap-south-1\""};
    ck_assert(serves(sketch));
}
END_TEST

// A route that is taken away leaves kept connections without a way back too.
START_TEST(kept_connections_end_with_the_route) {
    Sketch sketch = {.clients = ONE_USER("5s")};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(answered_ok(run, 0, 10), 90);
    run_set(run, "regions.0.private_subnets", "[\"ap-south-1a\",\"ap-south-1b\"]");
    run_to(run, 30);
    ck_assert_int_lt(answered_ok(run, 10.1, 30), 2);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("barrier");
    TCase *tests = tcase_create("barrier");
    tcase_add_test(tests, groups_that_permit_what_is_needed_change_nothing);
    tcase_add_test(tests, no_inbound_rule_is_a_connect_timeout_without_code_or_log_line);
    tcase_add_test(tests, a_source_block_lets_in_its_addresses_alone);
    tcase_add_test(tests, rules_of_all_groups_add_up);
    tcase_add_test(tests, udp_permits_no_http);
    tcase_add_test(tests, no_outbound_rule_at_the_balancer_makes_targets_unhealthy_and_504);
    tcase_add_test(tests, all_may_go_out_unless_said);
    tcase_add_test(tests, a_closed_target_group_times_out_checks_and_makes_504_after_10_s);
    tcase_add_test(tests, an_open_check_port_hides_a_blocked_one);
    tcase_add_test(tests, a_group_as_source_lets_in_those_who_bear_it);
    tcase_add_test(tests, where_nothing_listens_checks_fail_at_once_and_requests_are_502);
    tcase_add_test(tests, replies_pass_security_groups_untold);
    tcase_add_test(tests, a_connection_outlives_the_rule_that_let_it_in);
    tcase_add_test(tests, a_changed_rule_holds_for_the_next_connection);
    tcase_add_test(tests, a_view_says_which_rule_is_missing);
    tcase_add_test(tests, a_network_acl_without_the_ports_of_replies_makes_504);
    tcase_add_test(tests, the_balancers_subnet_needs_a_rule_for_replies_to_clients);
    tcase_add_test(tests, the_entry_of_the_lowest_number_decides);
    tcase_add_test(tests, what_no_entry_fits_is_denied);
    tcase_add_test(tests, a_network_acl_stops_connections_that_stand);
    tcase_add_test(tests, a_network_acl_silences_kept_connections_until_the_idle_timeout);
    tcase_add_test(tests, entries_of_network_acls_are_created_replaced_and_deleted);
    tcase_add_test(tests, instances_bear_the_groups_of_their_launch_template);
    tcase_add_test(tests, a_public_node_in_a_private_subnet_is_not_reached);
    tcase_add_test(tests, an_internal_balancer_needs_no_way_to_the_internet);
    tcase_add_test(tests, kept_connections_end_with_the_route);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
