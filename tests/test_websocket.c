// WebSockets: pinned to the target that took them, whatever changes around them, each rule seen in
// the run of a small scenario.
#include "scenario_text.h"

#define SOCKET(life, more)                                                                         \
    "{\"path\":\"/chat\",\"work\":{\"constant\":\"1ms\"},\"websocket\":{\"constant\":\"" life      \
    "\"}" more "}"

static int32_t open_sockets(const Run *run, const char *instance) {
    return run->world->instances.items[run_instance(run, instance)].sockets;
}

static int32_t all_sockets(const Run *run) {
    return open_sockets(run, "web-1") + open_sockets(run, "web-2");
}

static int32_t connections(const Run *run) {
    return run->world->nodes.items[0].connections + run->world->nodes.items[1].connections;
}

#define STOP_AT(at)                                                                                \
    "{\"at\":\"" at "\",\"do\":\"set\",\"path\":\"clients.c.arrivals.constant\",\"value\":\"0/"    \
    "s\"}"

// Twenty sockets in two seconds, then no more.
static Run *begin(const char *life, const char *more, const char *balancer, const char *group) {
    char request[256];
    snprintf(request, sizeof request,
             "{\"path\":\"/chat\",\"work\":{\"constant\":\"1ms\"},\"websocket\":{\"constant\":"
             "\"%s\"}%s}",
             life, more);
    Sketch sketch = {
        .requests = request, .balancer = balancer, .group = group, .timeline = STOP_AT("2050ms")};
    return run_begin(&sketch);
}

START_TEST(a_socket_stays_open_as_long_as_its_user_and_holds_two_connections) {
    Run *run = begin("100s", "", NULL, NULL);
    run_to(run, 10);
    ck_assert_int_eq(all_sockets(run), 20);
    ck_assert_int_ge(connections(run), 40);
    ck_assert_int_eq(run->world->totals.requests_answered, 20);
    run_to(run, 101);
    ck_assert_int_gt(all_sockets(run), 0);
    run_to(run, 105);
    ck_assert_int_eq(all_sockets(run), 0);
    run_to(run, 200);
    ck_assert_int_eq(connections(run), 0);
    run_end(run);
}
END_TEST

START_TEST(a_socket_is_logged_when_it_closes) {
    Run *run = begin("30s", "", NULL, NULL);
    run_to(run, 25);
    ck_assert_int_eq(run->accesses.count, 0);
    run_to(run, 40);
    ck_assert_int_eq(run->accesses.count, 20);
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        ck_assert_int_eq((int)a->protocol, SIM_ACCESS_WS);
        ck_assert_int_eq(a->elb_status, 101);
        ck_assert_int_eq(a->target_status, 101);
        ck_assert_int_gt(a->time - a->created, 30 * SIM_SECOND);
        ck_assert_int_lt(a->target_processing, 10 * SIM_MILLISECOND);
    }
    run_end(run);
}
END_TEST

START_TEST(a_socket_outlives_a_change_of_the_rules) {
    Sketch sketch = {
        .requests = SOCKET("100s", ""),
        .groups = ",{\"name\":\"green\"}",
        .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},"
                     "{\"name\":\"green\",\"count\":2,\"launch\":\"v1\",\"target_groups\":["
                     "\"green\"]}",
        .action = "{\"forward\":[{\"target_group\":\"web\",\"weight\":1},{\"target_group\":"
                  "\"green\",\"weight\":0}]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 3.05);
    ck_assert_int_eq(all_sockets(run), 30);
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.80.default.forward.green.weight",
            "1");
    run_to(run, 3.06);
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.80.default.forward.web.weight",
            "0");
    run_to(run, 10.05);
    ck_assert_int_eq(all_sockets(run), 30);
    ck_assert_int_ge(open_sockets(run, "green-1") + open_sockets(run, "green-2"), 68);
    run_end(run);
}
END_TEST

START_TEST(a_socket_outlives_deregistration_until_the_delay_ends) {
    Run *run = begin("300s", "", NULL, ",\"deregistration_delay\":\"60s\"");
    run_to(run, 10);
    int32_t before = open_sockets(run, "web-1");
    ck_assert_int_gt(before, 5);
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
    run_to(run, 69);
    ck_assert_int_eq(open_sockets(run, "web-1"), before);
    run_to(run, 71);
    ck_assert_int_eq(open_sockets(run, "web-1"), 0);
    ck_assert_int_eq(open_sockets(run, "web-2"), 20 - before);
    // Closed, with a line each, and no code of the balancer's own.
    ck_assert_int_eq(run->accesses.count, before);
    ck_assert_int_eq(run_codes(run, 101, 101, 0, 1e9), before);
    run_end(run);
}
END_TEST

START_TEST(a_silent_socket_is_closed_by_the_idle_timeout) {
    Run *run = begin("300s", ",\"websocket_ping\":\"90s\"", NULL, NULL);
    run_to(run, 55);
    ck_assert_int_eq(all_sockets(run), 20);
    run_to(run, 65);
    ck_assert_int_eq(all_sockets(run), 0);
    run_end(run);
    run = begin("300s", ",\"websocket_ping\":\"90s\"", ",\"idle_timeout\":\"100s\"", NULL);
    run_to(run, 250);
    ck_assert_int_eq(all_sockets(run), 20);
    run_end(run);
}
END_TEST

START_TEST(least_outstanding_requests_chooses_once_for_a_socket) {
    Run *run = begin("1000s", "", NULL, ",\"algorithm\":\"least_outstanding_requests\"");
    run_to(run, 5);
    ck_assert_int_eq(open_sockets(run, "web-1"), 10);
    run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
    run_to(run, 6);
    run_set(run, "clients.c.arrivals.constant", "10/s");
    run_to(run, 8.05);
    // The other took all of them, and those that are open stay where they are.
    ck_assert_int_eq(open_sockets(run, "web-1"), 10);
    ck_assert_int_ge(open_sockets(run, "web-2"), 29);
    int32_t in_flight = run->world->nodes.items[0].in_flight + run->world->nodes.items[1].in_flight;
    ck_assert_int_ge(in_flight, all_sockets(run));
    run_end(run);
}
END_TEST

START_TEST(a_crash_closes_the_sockets_of_its_target) {
    Run *run = begin("1000s", "", NULL, NULL);
    run_to(run, 5);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_to(run, 6);
    ck_assert_int_eq(open_sockets(run, "web-1"), 0);
    ck_assert_int_eq(open_sockets(run, "web-2"), 10);
    run_end(run);
}
END_TEST

START_TEST(a_zone_that_dies_takes_its_sockets_along) {
    Run *run = begin("1000s", "", NULL, NULL);
    run_to(run, 5);
    run_do(run, SIM_COMMAND_ZONE_POWER, "ap-south-1a");
    run_to(run, 6);
    // Those that came through its node are gone; those of the other node wait for silence.
    int32_t left = all_sockets(run);
    ck_assert_int_lt(left, 20);
    run_to(run, 70);
    ck_assert_int_eq(open_sockets(run, "web-1"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_websocket_has_a_connection_of_its_own) {
    Sketch sketch = {.clients =
                         "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\","
                         "\"users\":1,\"http2\":true,\"arrivals\":{\"constant\":\"10/s\"},"
                         "\"requests\":[" SOCKET("1000s", "") "]}",
                     .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
                                  "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_gt(all_sockets(run), 40);
    ck_assert_int_ge(run->world->populations.items[0].connections, all_sockets(run));
    ck_assert_int_eq(run->world->populations.items[0].streams, 0);
    run_end(run);
}
END_TEST

START_TEST(a_clone_with_open_sockets_goes_on_identically) {
    Run *run = begin("40s", "", NULL, NULL);
    run_to(run, 10);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 100);
    sim_world_advance(clone, 100 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

#define ANEW ",\"websocket_reconnect\":true"

static double reconnects(const Run *run) {
    return run_sum(run, "WebSocketReconnects", "Client=c");
}

static Run *begin_anew(const char *life, const char *retry, const char *group) {
    char client[160], request[256];
    snprintf(request, sizeof request,
             "{\"path\":\"/chat\",\"work\":{\"constant\":\"1ms\"},"
             "\"websocket\":{\"constant\":\"%s\"}" ANEW "}",
             life);
    snprintf(client, sizeof client, ",\"retry\":{\"attempts\":9,%s}", retry);
    Sketch sketch = {
        .requests = request, .client = client, .group = group, .timeline = STOP_AT("2050ms")};
    return run_begin(&sketch);
}

START_TEST(clients_open_a_cut_socket_anew_after_their_backoff) {
    Run *run = begin_anew("300s", "\"backoff\":\"10s\",\"jitter\":\"none\"", NULL);
    run_to(run, 5);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_to(run, 14.9);
    ck_assert_int_eq(all_sockets(run), 10);
    ck_assert_int_eq(run->world->populations.items[0].reconnecting, 10);
    run_to(run, 15.5);
    ck_assert_double_eq(reconnects(run), 10);
    int32_t back = all_sockets(run);
    ck_assert_int_ge(back, 10); // some met the crashed target first, and try again
    run_to(run, 80);
    ck_assert_int_eq(open_sockets(run, "web-2"), 20);
    ck_assert_int_eq(run->world->populations.items[0].reconnecting, 0);
    // They stay as long as they would have stayed, and whoever leaves does not come back.
    run_to(run, 303);
    ck_assert_int_eq(all_sockets(run), 0);
    ck_assert_double_eq(reconnects(run), 10);
    run_end(run);
}
END_TEST

START_TEST(a_deploy_without_jitter_brings_all_users_back_at_once) {
    static const char *const retries[] = {"\"backoff\":\"10s\",\"jitter\":\"none\"",
                                          "\"backoff\":\"10s\",\"jitter\":\"full\""};
    int32_t back[2];
    for (int32_t i = 0; i < 2; i++) {
        Run *run = begin_anew("300s", retries[i], ",\"deregistration_delay\":\"20s\"");
        run_to(run, 5);
        run_do(run, SIM_COMMAND_DEREGISTER, "ap-south-1/web-1");
        run_to(run, 24);
        ck_assert_double_eq(reconnects(run), 0);
        run_to(run, 34);
        back[i] = open_sockets(run, "web-2") - 10;
        ck_assert_ptr_nonnull(run_incident(run, "TargetHealth", NULL, "unused", 0));
        ck_assert_ptr_nonnull(strstr(run_incident(run, "TargetHealth", NULL, "unused", 0)->cause,
                                     "10 WebSockets closed"));
        run_to(run, 40);
        ck_assert_int_eq(open_sockets(run, "web-2"), 20);
        run_end(run);
    }
    ck_assert_int_eq(back[0], 0);
    ck_assert_int_gt(back[1], 5);
}
END_TEST

START_TEST(a_socket_that_falls_silent_is_opened_anew) {
    Sketch sketch = {.requests = SOCKET("300s", ANEW ",\"websocket_ping\":\"90s\""),
                     .timeline = STOP_AT("2050ms")};
    Run *run = run_begin(&sketch);
    run_to(run, 70);
    ck_assert_int_eq(all_sockets(run), 20);
    ck_assert_double_eq(reconnects(run), 20);
    run_to(run, 200);
    ck_assert_double_gt(reconnects(run), 50);
    run_end(run);
}
END_TEST

START_TEST(a_clone_with_users_who_come_back_goes_on_identically) {
    Run *run = begin_anew("60s", "\"backoff\":\"10s\"", NULL);
    run_to(run, 5);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_to(run, 8);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 100);
    sim_world_advance(clone, 100 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("websocket");
    TCase *tests = tcase_create("runs");
    tcase_add_test(tests, a_socket_stays_open_as_long_as_its_user_and_holds_two_connections);
    tcase_add_test(tests, a_socket_is_logged_when_it_closes);
    tcase_add_test(tests, a_socket_outlives_a_change_of_the_rules);
    tcase_add_test(tests, a_socket_outlives_deregistration_until_the_delay_ends);
    tcase_add_test(tests, a_silent_socket_is_closed_by_the_idle_timeout);
    tcase_add_test(tests, least_outstanding_requests_chooses_once_for_a_socket);
    tcase_add_test(tests, a_crash_closes_the_sockets_of_its_target);
    tcase_add_test(tests, a_zone_that_dies_takes_its_sockets_along);
    tcase_add_test(tests, a_websocket_has_a_connection_of_its_own);
    tcase_add_test(tests, a_clone_with_open_sockets_goes_on_identically);
    tcase_add_test(tests, clients_open_a_cut_socket_anew_after_their_backoff);
    tcase_add_test(tests, a_deploy_without_jitter_brings_all_users_back_at_once);
    tcase_add_test(tests, a_socket_that_falls_silent_is_opened_anew);
    tcase_add_test(tests, a_clone_with_users_who_come_back_goes_on_identically);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
