// Building by command: listeners, rules, target groups and security groups that come and go while
// requests pass.
#include "building.h"

#include "scenario/scenario.h"

// --- AWS's refusals
// ---------------------------------------------------------------------------------------------------------------

START_TEST(a_second_listener_of_a_port_is_refused) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(is_refused(run, SIM_COMMAND_CREATE_LISTENER, "ap-south-1/web",
                         LISTENER(80, FIXED(404)), "DuplicateListener"));
    run_end(run);
}
END_TEST

START_TEST(a_priority_in_use_is_refused) {
    Sketch sketch = {.rules = PATH_RULE(10, "/a", FIXED(410))};
    Run *run = run_begin(&sketch);
    ck_assert(is_refused(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
                         PATH_RULE(10, "/b", FIXED(420)), "PriorityInUse"));
    run_end(run);
}
END_TEST

START_TEST(a_second_target_group_of_a_name_is_refused) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(is_refused(run, SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"web\"}",
                         "DuplicateTargetGroupName"));
    run_end(run);
}
END_TEST

START_TEST(a_target_group_in_use_is_not_deleted) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(
        is_refused(run, SIM_COMMAND_DELETE_TARGET_GROUP, "ap-south-1/web", "", "ResourceInUse"));
    run_end(run);
}
END_TEST

START_TEST(the_default_rule_is_not_deleted) {
    Run *run = run_begin(&(Sketch){0});
    ck_assert(is_refused(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/default", "",
                         "OperationNotPermitted"));
    run_end(run);
}
END_TEST

START_TEST(a_security_group_that_is_borne_is_not_deleted) {
    Sketch sketch = {.region = ",\"security_groups\":[{\"name\":\"alb\",\"inbound\":["
                               "{\"port\":80,\"source\":\"0.0.0.0/0\"}]},{\"name\":\"spare\"}]",
                     .balancer = ",\"security_groups\":[\"alb\"]"};
    Run *run = run_begin(&sketch);
    ck_assert(is_refused(run, SIM_COMMAND_DELETE_SECURITY_GROUP, "ap-south-1/alb", "",
                         "DependencyViolation"));
    build(run, SIM_COMMAND_DELETE_SECURITY_GROUP, "ap-south-1/spare", "");
    run_to(run, 1);
    ck_assert_int_eq(run->world->config->security_group_count, 1);
    run_end(run);
}
END_TEST

START_TEST(what_no_file_may_say_no_command_builds) {
    static const struct {
        SimCommandKind kind;
        const char *target, *value, *word;
    } cases[] = {
        {SIM_COMMAND_CREATE_LISTENER, "ap-south-1/web",
         "{\"protocol\":\"HTTPS\",\"port\":443,\"default\":{\"forward\":\"web\"}}", "certificate"},
        {SIM_COMMAND_CREATE_LISTENER, "ap-south-1/app", LISTENER(81, FIXED(404)), "app"},
        {SIM_COMMAND_CREATE_LISTENER, "web", LISTENER(81, FIXED(404)), "region/load balancer"},
        {SIM_COMMAND_CREATE_LISTENER, "ap-south-1/web", "{", "column"},
        {SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
         PATH_RULE(10, "/b", "{\"forward\":\"blue\"}"), "blue"},
        {SIM_COMMAND_CREATE_RULE, "ap-south-1/web/81", PATH_RULE(10, "/b", FIXED(404)), "81"},
        {SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "", "80/10"},
        {SIM_COMMAND_DELETE_LISTENER, "ap-south-1/web/443", "", "443"},
        {SIM_COMMAND_DELETE_TARGET_GROUP, "ap-south-1/blue", "", "TargetGroupNotFound"},
        {SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"a b\"}", "hyphens"},
        {SIM_COMMAND_SET_RULE_PRIORITIES, "ap-south-1/web/80", "{\"10\":20}", "RuleNotFound"},
        {SIM_COMMAND_AUTHORIZE_INGRESS, "ap-south-1/none", "{\"port\":80,\"source\":\"0.0.0.0/0\"}",
         "none"},
    };
    Run *run = run_begin(&(Sketch){0});
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert(is_refused(run, cases[i].kind, cases[i].target, cases[i].value, cases[i].word));
    run_end(run);
}
END_TEST

// --- rules and listeners
// ------------------------------------------------------------------------------------------------------------

START_TEST(a_created_rule_takes_requests_from_then_on) {
    Run *run = run_begin(&(Sketch){0});
    run_to(run, 5);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80", PATH_RULE(10, "/*", FIXED(410)));
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 5), 40);
    ck_assert_int_gt(run_codes(run, 410, -1, 5.1, 10), 40);
    ck_assert_int_eq(run_codes(run, 200, 200, 5.1, 10), 0);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 15);
    ck_assert_int_eq(run_codes(run, 410, -1, 10.1, 15), 0);
    ck_assert_int_gt(run_codes(run, 200, 200, 10.1, 15), 40);
    run_end(run);
}
END_TEST

#define RULE_10 "regions.ap-south-1.load_balancers.web.listeners.80.rules.10."
#define DEFAULT "regions.ap-south-1.load_balancers.web.listeners.80.default"

START_TEST(a_changed_rule_or_default_action_holds_for_the_next_request) {
    Run *run = run_begin(&(Sketch){.rules = PATH_RULE(10, "/x", FIXED(410))});
    run_to(run, 5);
    run_set(run, RULE_10 "if", "{\"path-pattern\":[\"/\"]}");
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 410, -1, 0, 5), 0);
    ck_assert_int_gt(run_codes(run, 410, -1, 5.1, 10), 40);
    run_set(run, RULE_10 "then", FIXED(420));
    run_to(run, 15);
    ck_assert_int_gt(run_codes(run, 420, -1, 10.1, 15), 40);
    run_set(run, RULE_10 "then", "{\"forward\":\"web\"}");
    run_to(run, 20);
    ck_assert_int_gt(run_codes(run, 200, 200, 15.1, 20), 40);
    run_set(run, RULE_10 "if", "{\"path-pattern\":[\"/x\"]}");
    run_set(run, DEFAULT, FIXED(430));
    run_to(run, 25);
    ck_assert_int_gt(run_codes(run, 430, -1, 20.1, 25), 40);
    ck_assert_int_eq(run_codes(run, 200, 200, 20.1, 25), 0);
    ck_assert_int_eq(run->world->config->balancers[0].listeners[0].rule_count, 2);
    run_end(run);
}
END_TEST

// Requests that are at their targets for two seconds, or wait for a redirect's place.
START_TEST(requests_in_flight_outlive_the_action_that_took_them) {
    Sketch sketch = {.work = "{\"constant\":\"2s\"}",
                     .groups = ",{\"name\":\"b\"}",
                     .launch = ",\"backlog\":1000",
                     .rate = "4/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    run_set(run, DEFAULT, FIXED(404));
    run_to(run, 11.9);
    ck_assert_int_ge(run_codes(run, 200, 200, 10.1, 11.9), 6);
    run_set(run, DEFAULT,
            "{\"forward\":[{\"target_group\":\"web\",\"weight\":1},"
            "{\"target_group\":\"b\",\"weight\":1}]}");
    run_to(run, 20);
    ck_assert_int_gt(run_codes(run, 503, -1, 12, 20), 5);
    ck_assert_int_gt(run_codes(run, 200, 200, 14.1, 20), 5);
    run_set(run, DEFAULT, "{\"redirect\":{\"path\":\"/a\"}}");
    run_to(run, 22);
    run_set(run, DEFAULT, "{\"redirect\":{\"path\":\"/b\"}}");
    run_to(run, 24);
    run_set(run, DEFAULT, "{\"forward\":\"web\"}");
    run_to(run, 30);
    ck_assert_int_gt(run_codes(run, 200, 200, 26.1, 30), 10);
    SimWorld *clone = sim_world_clone(run->world);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

START_TEST(a_weight_leaves_its_rule_the_same_one) {
    Sketch sketch = {.groups = ",{\"name\":\"b\"}",
                     .action = "{\"forward\":[{\"target_group\":\"web\",\"weight\":1},"
                               "{\"target_group\":\"b\",\"weight\":1}]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 2);
    run_set(run, DEFAULT ".forward.b.weight", "3");
    run_to(run, 4);
    ck_assert_int_eq(run->world->rules.count, 1);
    run_end(run);
}
END_TEST

START_TEST(priorities_are_set_all_at_once) {
    Sketch sketch = {.rules = PATH_RULE(10, "/*", FIXED(410)) "," PATH_RULE(20, "/*", FIXED(420))};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    build(run, SIM_COMMAND_SET_RULE_PRIORITIES, "ap-south-1/web/80", "{\"10\":20,\"20\":10}");
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 410, -1, 0, 5), 40);
    ck_assert_int_eq(run_codes(run, 410, -1, 5.1, 10), 0);
    ck_assert_int_gt(run_codes(run, 420, -1, 5.1, 10), 40);
    // Each kept its own numbers: the handles changed places, not the rules.
    ck_assert_int_eq(run->world->rules.items[0].matched, run_codes(run, 410, -1, 0, 10));
    ck_assert(is_refused(run, SIM_COMMAND_SET_RULE_PRIORITIES, "ap-south-1/web/80", "{\"10\":20}",
                         "PriorityInUse"));
    run_end(run);
}
END_TEST

// Each request is at its target for two seconds.
START_TEST(requests_in_flight_outlive_their_rule_and_their_listener) {
    Sketch sketch = {.work = "{\"constant\":\"2s\"}",
                     .rules = PATH_RULE(10, "/*", "{\"forward\":\"web\"}"),
                     .launch = ",\"backlog\":1000",
                     .rate = "2/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 11.9);
    int32_t late = 0;
    for (int32_t i = 0; i < run->accesses.count; i++)
        late += run->accesses.items[i].time > 10 * SIM_SECOND &&
                run->accesses.items[i].rule_priority == 10;
    ck_assert_int_ge(late, 3);
    build(run, SIM_COMMAND_DELETE_LISTENER, "ap-south-1/web/80", "");
    run_to(run, 30);
    ck_assert_int_ge(run_codes(run, 200, 200, 12, 15), 3);
    ck_assert_int_eq(run_codes(run, -1, -1, 15, 30), 0);
    ck_assert_int_eq(run_codes(run, 502, -1, 0, 30) + run_codes(run, 504, -1, 0, 30), 0);
    // Who comes to a port without a listener is refused.
    ck_assert_double_gt(run_sum(run, "LostRequests", "Cause=refused"), 25);
    run_end(run);
}
END_TEST

START_TEST(a_deleted_listener_can_be_created_anew) {
    Run *run = run_begin(&(Sketch){0});
    run_to(run, 5);
    build(run, SIM_COMMAND_DELETE_LISTENER, "ap-south-1/web/80", "");
    run_to(run, 10);
    build(run, SIM_COMMAND_CREATE_LISTENER, "ap-south-1/web",
          LISTENER(80, "{\"forward\":\"web\"}"));
    run_to(run, 60);
    ck_assert_int_eq(run_codes(run, 200, 200, 5.1, 10), 0);
    ck_assert_int_gt(run_codes(run, 200, 200, 40, 60), 150);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// --- target groups
// ----------------------------------------------------------------------------------------------------------------

static const char *reason_of(const Run *run, const char *group, const char *instance) {
    const char *reason = "";
    target_state(run->world, run_target(run, group, instance), &reason, NULL, NULL, NULL);
    return reason;
}

START_TEST(a_new_group_is_unused_until_a_rule_names_it_then_checked) {
    Run *run = run_begin(&(Sketch){0});
    build(run, SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"blue\"," BRISK "}");
    run_to(run, 1);
    SimCommand registration =
        command_of(SIM_COMMAND_REGISTER, "ap-south-1/web-1", "ap-south-1/blue");
    run_command(run, registration);
    run_to(run, 20);
    ck_assert_int_eq(run_state(run, "blue", "web-1"), SIM_TARGET_UNUSED);
    ck_assert_str_eq(reason_of(run, "blue", "web-1"), "Target.NotInUse");
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
          PATH_RULE(10, "/*", "{\"forward\":\"blue\"}"));
    run_to(run, 20.0001);
    ck_assert_int_eq(run_state(run, "blue", "web-1"), SIM_TARGET_INITIAL);
    run_to(run, 26);
    ck_assert_int_eq(run_state(run, "blue", "web-1"), SIM_TARGET_HEALTHY);
    run_to(run, 40);
    ck_assert_int_gt(run_requests(run, "blue", "web-1"), 150);
    ck_assert_double_gt(run_sum(run, "RequestCount", "LoadBalancer=web;TargetGroup=blue"), 150);
    run_end(run);
}
END_TEST

START_TEST(targets_are_unused_when_the_last_rule_is_gone) {
    Sketch sketch = {.rules = PATH_RULE(10, "/*", "{\"forward\":\"web\"}"), .action = FIXED(404)};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 12);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNUSED);
    ck_assert_str_eq(reason_of(run, "web", "web-1"), "Target.NotInUse");
    build(run, SIM_COMMAND_DELETE_TARGET_GROUP, "ap-south-1/web", "");
    run_to(run, 14);
    ck_assert_int_eq(world_find_group(run->world, "ap-south-1/web"), -1);
    ck_assert_int_gt(run_codes(run, 404, -1, 10.1, 14), 30);
    build(run, SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"web\"," BRISK "}");
    run_to(run, 15);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80", PATH_RULE(10, "/*", FIXED(410)));
    run_to(run, 20);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNUSED);
    run_end(run);
}
END_TEST

// With requests in flight that the first balancer's nodes still wait for.
START_TEST(targets_of_a_group_that_no_rule_names_any_more_may_leave) {
    Sketch sketch = {
        .rules = PATH_RULE(10, "/*", "{\"forward\":\"web\"}"),
        .action = FIXED(404),
        .instances =
            "{\"name\":\"web\",\"count\":3,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 12);
    build(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1", "ap-south-1/web");
    build(run, SIM_COMMAND_TERMINATE, "ap-south-1/web-2", "");
    run_to(run, 14);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_DRAINING);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_UNUSED);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
          PATH_RULE(10, "/*", "{\"forward\":\"web\"}"));
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-3"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_DRAINING);
    run_end(run);
}
END_TEST

START_TEST(a_group_moves_to_another_balancer_while_requests_are_in_flight) {
    Sketch sketch = {.balancer =
                         "},{\"name\":\"other\",\"listeners\":[" LISTENER(80, FIXED(404)) "]",
                     .rules = PATH_RULE(10, "/*", "{\"forward\":\"web\"}"),
                     .action = FIXED(404),
                     .rate = "5/s",
                     .work = "{\"constant\":\"2s\"}",
                     .launch = ",\"backlog\":1000"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 10.001);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/other/80",
          PATH_RULE(10, "/*", "{\"forward\":\"web\"}"));
    run_to(run, 60);
    ck_assert_int_ge(run_codes(run, 200, 200, 10.1, 20), 9);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(world_find_group(run->world, "ap-south-1/web"), 0);
    ck_assert_int_eq(run->world->groups.items[0].balancer, 1);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/other/80/10", "");
    run_to(run, 60.001);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
          PATH_RULE(10, "/*", "{\"forward\":\"web\"}"));
    run_to(run, 100);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

// --- security groups
// --------------------------------------------------------------------------------------------------------------

START_TEST(permissions_come_and_go_by_command) {
    Sketch sketch = {.region = ",\"security_groups\":[{\"name\":\"alb\",\"inbound\":[]}]",
                     .balancer = ",\"security_groups\":[\"alb\"]",
                     .client = ",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    const char *permission = "{\"port\":80,\"source\":\"0.0.0.0/0\"}";
    run_to(run, 10);
    build(run, SIM_COMMAND_AUTHORIZE_INGRESS, "ap-south-1/alb", permission);
    run_to(run, 20);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 10), 0);
    ck_assert_int_gt(run_codes(run, 200, 200, 14, 20), 50);
    ck_assert(is_refused(run, SIM_COMMAND_AUTHORIZE_INGRESS, "ap-south-1/alb", permission,
                         "InvalidPermission.Duplicate"));
    build(run, SIM_COMMAND_REVOKE_INGRESS, "ap-south-1/alb", permission);
    run_to(run, 30);
    ck_assert_int_eq(run_codes(run, 200, 200, 21, 30), 0);
    ck_assert(is_refused(run, SIM_COMMAND_REVOKE_INGRESS, "ap-south-1/alb", permission,
                         "InvalidPermission.NotFound"));
    build(run, SIM_COMMAND_REVOKE_EGRESS, "ap-south-1/alb",
          "{\"protocol\":\"all\",\"destination\":\"0.0.0.0/0\"}");
    run_to(run, 31);
    ck_assert_int_eq(run->world->config->security_groups[0].outbound_count, 0);
    build(run, SIM_COMMAND_AUTHORIZE_EGRESS, "ap-south-1/alb",
          "{\"port\":80,\"destination\":\"0.0.0.0/0\"}");
    run_to(run, 32);
    ck_assert_int_eq(run->world->config->security_groups[0].outbound_count, 1);
    run_end(run);
}
END_TEST

// Deleted things leave the picture, created ones join it behind what was there.
START_TEST(a_view_lists_what_there_is_now) {
    Sketch sketch = {.rules = PATH_RULE(10, "/a", FIXED(410)) "," PATH_RULE(20, "/b", FIXED(420))};
    Run *run = run_begin(&sketch);
    SimViewer *viewer = sim_viewer_create();
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80", PATH_RULE(5, "/c", FIXED(430)));
    build(run, SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"blue\"," BRISK "}");
    run_to(run, 1);
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->rule_count, 4);
    ck_assert(view->rules[0].is_deleted);
    const SimViewListener *listener = &view->listeners[view->listener_order[0]];
    ck_assert_int_eq(listener->rule_count, 3);
    ck_assert_int_eq(view->rules[view->rule_order[listener->first_rule]].priority, 5);
    ck_assert_int_eq(view->rules[view->rule_order[listener->first_rule + 2]].priority, 0);
    ck_assert_int_eq(view->group_count, 2);
    ck_assert_int_eq(view->regions[0].group_count, 2);
    build(run, SIM_COMMAND_DELETE_TARGET_GROUP, "ap-south-1/blue", "");
    run_to(run, 2);
    view = sim_viewer_look(viewer, run->world);
    ck_assert(view->groups[1].is_deleted);
    ck_assert_int_eq(view->regions[0].group_count, 1);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

// --- replay
// -----------------------------------------------------------------------------------------------------------------

// Builds half a balancer, tears parts of it down again, and is cloned in the middle.
static void play(Run *run) {
    run_to(run, 2);
    build(run, SIM_COMMAND_CREATE_TARGET_GROUP, "ap-south-1", "{\"name\":\"blue\"," BRISK "}");
    run_to(run, 3);
    build(run, SIM_COMMAND_CREATE_LISTENER, "ap-south-1/web", LISTENER(8080, FIXED(404)));
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80",
          PATH_RULE(10, "/*",
                    "{\"forward\":[{\"target_group\":\"blue\"},{\"target_group\":\"web\"}]}"));
    run_to(run, 4);
    run_command(run, command_of(SIM_COMMAND_REGISTER, "ap-south-1/web-2", "ap-south-1/blue"));
    run_to(run, 20);
    build(run, SIM_COMMAND_SET_RULE_PRIORITIES, "ap-south-1/web/80", "{\"10\":5}");
    run_to(run, 20.001);
    run_set(run, "regions.0.load_balancers.web.listeners.80.rules.5.then.forward.blue.weight", "3");
    run_to(run, 30);
}

static void play_on(Run *run) {
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/5", "");
    build(run, SIM_COMMAND_DELETE_LISTENER, "ap-south-1/web/8080", "");
    run_to(run, 31);
    build(run, SIM_COMMAND_DELETE_TARGET_GROUP, "ap-south-1/blue", "");
    run_to(run, 50);
}

static uint64_t end_hash(Run *run) {
    uint64_t hash = sim_world_hash(run->world);
    run_end(run);
    return hash;
}

START_TEST(a_log_of_building_replays_to_the_same_hash) {
    Run *live = run_begin(&(Sketch){.rate = "50/s"});
    play(live);
    play_on(live);
    Run *replay = run_begin(&(Sketch){.rate = "50/s"});
    int32_t count;
    const SimCommand *log = sim_world_commands(live->world, &count);
    ck_assert_int_eq(count, 9);
    for (int32_t i = 0; i < count; i++) {
        char line[8192];
        SimCommand read;
        SimError error;
        sim_command_write(&log[i], line, sizeof line);
        ck_assert_msg(sim_command_read(line, &read, &error), "%s: %s", line, error.text);
        ck_assert(sim_world_command(replay->world, &read, true, NULL));
    }
    run_to(replay, 50);
    ck_assert_uint_eq(end_hash(live), end_hash(replay));
}
END_TEST

START_TEST(a_clone_of_what_was_built_goes_on_identically) {
    Run *run = run_begin(&(Sketch){.rate = "50/s"});
    play(run);
    Run *other = calloc(1, sizeof *other);
    other->world = sim_world_clone(run->world);
    other->sink = (SimSink){
        .context = other, .period = see_period, .access = see_access, .incident = see_incident};
    play_on(run);
    play_on(other);
    ck_assert_uint_eq(end_hash(run), end_hash(other));
}
END_TEST

START_TEST(a_change_that_builds_nothing_leaves_every_handle_alone) {
    Run *run = run_begin(&(Sketch){0});
    run_to(run, 5);
    int32_t shape = run->world->config->shape;
    run_set(run, "regions.0.target_groups.web.algorithm", "least_outstanding_requests");
    run_to(run, 6);
    ck_assert_int_eq(run->world->config->shape, shape);
    run_end(run);
}
END_TEST

// A mutant of the file speaks of a rule that a command has taken away.
START_TEST(mutants_of_the_file_refuse_no_change_of_the_running_world) {
    Sketch sketch = {.rules = PATH_RULE(10, "/*", FIXED(410)),
                     .top = ",\"mutants\":[\"regions.0.load_balancers.web.listeners.80.rules.10."
                            "priority=20\"]"};
    Run *run = run_begin(&sketch);
    build(run, SIM_COMMAND_DELETE_RULE, "ap-south-1/web/80/10", "");
    run_to(run, 5);
    ck_assert_ptr_null(run_incident(run, "Refused", NULL, NULL, 0));
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 5), 40);
    run_end(run);
}
END_TEST

// --- the trail
// --------------------------------------------------------------------------------------------------------------------

typedef struct Trail {
    char actions[32][48];
    int32_t count;
} Trail;

static void see_action(void *context, const SimIncident *incident) {
    Trail *trail = context;
    if (incident->api == NULL || trail->count == 32) return;
    snprintf(trail->actions[trail->count++], sizeof trail->actions[0], "%s", incident->api);
}

START_TEST(each_step_stands_in_the_trail_under_its_api_action) {
    static const char *const wanted[] = {
        "CreateTargetGroup", "CreateListener",    "CreateRule",
        "RegisterTargets",   "SetRulePriorities", "ModifyRule",
        "DeleteRule",        "DeleteListener",    "DeleteTargetGroup"};
    Trail trail = {.count = 0};
    Run *run = run_begin(&(Sketch){0});
    run->sink = (SimSink){.context = &trail, .incident = see_action};
    play(run);
    play_on(run);
    ck_assert_int_eq(trail.count, 9);
    for (int32_t i = 0; i < 9; i++)
        ck_assert_str_eq(trail.actions[i], wanted[i]);
    run->sink = (SimSink){0};
    run_end(run);
}
END_TEST

// --- timelines
// --------------------------------------------------------------------------------------------------------------------

START_TEST(steps_of_a_timeline_build_upon_each_other) {
    Sketch sketch = {
        .timeline = "{\"at\":\"3s\",\"do\":\"create_rule\",\"listener\":\"ap-south-1/web/80\","
                    "\"rule\":" PATH_RULE(
                        10, "/*",
                        "{\"forward\":\"blue\"}") "},"
                                                  "{\"at\":\"1s\",\"do\":\"create_target_group\","
                                                  "\"region\":\"ap-south-1\","
                                                  "\"target_group\":{\"name\":\"blue\"," BRISK "}},"
                                                  "{\"at\":\"2s\",\"do\":\"register\",\"instance\":"
                                                  "\"web-1\",\"target_group\":\"blue\"},"
                                                  "{\"at\":\"20s\",\"do\":\"set\",\"path\":"
                                                  "\"regions.0.target_groups.blue.health_check."
                                                  "interval\",\"value\":\"10s\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(run_state(run, "blue", "web-1"), SIM_TARGET_HEALTHY);
    ck_assert_int_gt(run_requests(run, "blue", "web-1"), 100);
    ck_assert_ptr_null(run_incident(run, "Refused", NULL, NULL, 0));
    run_end(run);
}
END_TEST

START_TEST(a_command_has_room_for_the_longest_body) {
    Run *run = run_begin(&(Sketch){0});
    char body[1025], rule[1400];
    memset(body, 'x', sizeof body);
    body[1024] = '\0';
    snprintf(rule, sizeof rule,
             "{\"priority\":1,\"if\":{\"path-pattern\":[\"/*\"]},\"then\":{\"fixed-response\":"
             "{\"status\":503,\"content_type\":\"application/javascript\",\"body\":\"%s\"}}}",
             body);
    build(run, SIM_COMMAND_CREATE_RULE, "ap-south-1/web/80", rule);
    run_to(run, 5);
    ck_assert_int_gt(run_codes(run, 503, -1, 1, 5), 20);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("build");
    TCase *tests = tcase_create("build");
    tcase_add_test(tests, a_command_has_room_for_the_longest_body);
    tcase_add_test(tests, a_second_listener_of_a_port_is_refused);
    tcase_add_test(tests, a_priority_in_use_is_refused);
    tcase_add_test(tests, a_second_target_group_of_a_name_is_refused);
    tcase_add_test(tests, a_target_group_in_use_is_not_deleted);
    tcase_add_test(tests, the_default_rule_is_not_deleted);
    tcase_add_test(tests, a_security_group_that_is_borne_is_not_deleted);
    tcase_add_test(tests, what_no_file_may_say_no_command_builds);
    tcase_add_test(tests, a_created_rule_takes_requests_from_then_on);
    tcase_add_test(tests, a_changed_rule_or_default_action_holds_for_the_next_request);
    tcase_add_test(tests, requests_in_flight_outlive_the_action_that_took_them);
    tcase_add_test(tests, a_weight_leaves_its_rule_the_same_one);
    tcase_add_test(tests, priorities_are_set_all_at_once);
    tcase_add_test(tests, requests_in_flight_outlive_their_rule_and_their_listener);
    tcase_add_test(tests, a_deleted_listener_can_be_created_anew);
    tcase_add_test(tests, a_new_group_is_unused_until_a_rule_names_it_then_checked);
    tcase_add_test(tests, targets_are_unused_when_the_last_rule_is_gone);
    tcase_add_test(tests, targets_of_a_group_that_no_rule_names_any_more_may_leave);
    tcase_add_test(tests, a_group_moves_to_another_balancer_while_requests_are_in_flight);
    tcase_add_test(tests, permissions_come_and_go_by_command);
    tcase_add_test(tests, a_view_lists_what_there_is_now);
    tcase_add_test(tests, a_log_of_building_replays_to_the_same_hash);
    tcase_add_test(tests, a_clone_of_what_was_built_goes_on_identically);
    tcase_add_test(tests, a_change_that_builds_nothing_leaves_every_handle_alone);
    tcase_add_test(tests, mutants_of_the_file_refuse_no_change_of_the_running_world);
    tcase_add_test(tests, each_step_stands_in_the_trail_under_its_api_action);
    tcase_add_test(tests, steps_of_a_timeline_build_upon_each_other);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
