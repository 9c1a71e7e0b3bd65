// HTTP/2 between clients and nodes: how many connections and streams a user's requests need, and
// what the targets see of it, each rule seen in the run of a small scenario.
#include "scenario_text.h"

#define HTTPS_LISTENER                                                                             \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],\"default\":{"    \
    "\"forward\":\"web\"}}"
#define MANY_WORKERS ",\"backlog\":100000"
#define LONG_KEEP    ",\"keep_alive\":\"5000s\""

// One user asks at `rate`, each request taking `work`.
static Run *begin_one_user(const char *rate, const char *work, const char *client,
                           const char *balancer) {
    char clients[2048];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"dns_round_"
             "trip\":\"0s\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"%s\"},"
             "\"requests\":[{\"work\":{\"constant\":\"%s\"}}]%s}",
             rate, work, client);
    Sketch sketch = {.listeners = HTTPS_LISTENER,
                     .clients = clients,
                     .balancer = balancer,
                     .launch = MANY_WORKERS LONG_KEEP ",\"health_endpoint\":\"separate\","
                                                      "\"discipline\":\"processor_sharing\""};
    return run_begin(&sketch);
}

static int32_t client_connections(const Run *run) {
    return run->world->populations.items[0].connections;
}

static int32_t streams(const Run *run) {
    return run->world->nodes.items[0].streams + run->world->nodes.items[1].streams;
}

static int32_t connections_with(const char *client, const char *balancer, const char *rate) {
    Run *run = begin_one_user(rate, "1ms", client, balancer);
    run_to(run, 0.5);
    run_set(run, "launch_templates.v1.speed", "0.001"); // from now on everything stays inside
    run_to(run, 2.5);
    int32_t count = client_connections(run);
    run_end(run);
    return count;
}

START_TEST(requests_of_one_user_share_an_http2_connection) {
    ck_assert_int_eq(connections_with(",\"http2\":true", "", "20/s"), 1);
    // HTTP/1.1 needs one for each that is under way: counted where HTTP/2 could be had and is off.
    ck_assert_int_gt(connections_with(",\"http2\":true", ",\"http2\":false", "20/s"), 15);
}
END_TEST

START_TEST(a_hundred_and_twenty_eight_streams_fill_a_connection) {
    Run *run = begin_one_user("100/s", "1ms", ",\"http2\":true", "");
    run_to(run, 0.5);
    ck_assert_int_eq(client_connections(run), 1);
    run_set(run, "launch_templates.v1.speed", "0.001");
    while (streams(run) < 128)
        run_to(run, (double)run->world->now / 1e9 + 0.001);
    ck_assert_int_eq(client_connections(run), 1);
    run_to(run, (double)run->world->now / 1e9 + 0.1);
    ck_assert_int_gt(streams(run), 128);
    ck_assert_int_eq(client_connections(run), 2);
    run_end(run);
}
END_TEST

START_TEST(each_stream_reaches_the_targets_as_a_request_of_its_own) {
    Run *run = begin_one_user("20/s", "1ms", ",\"http2\":true", "");
    run_to(run, 0.5);
    run_set(run, "launch_templates.v1.speed", "0.001");
    run_to(run, 2.5);
    int32_t inside = 0, open = 0;
    for (int32_t i = 0; i < 2; i++) {
        inside += run->world->nodes.items[i].in_flight;
        open += run->world->nodes.items[i].connections;
    }
    ck_assert_int_gt(inside, 15);
    ck_assert_int_ge(open - client_connections(run), inside);
    run_end(run);
}
END_TEST

START_TEST(the_access_log_says_h2) {
    Run *run = begin_one_user("20/s", "1ms", ",\"http2\":true", "");
    run_to(run, 2);
    ck_assert_int_gt(run->accesses.count, 20);
    for (int32_t i = 0; i < run->accesses.count; i++)
        ck_assert_int_eq((int)run->accesses.items[i].protocol, SIM_ACCESS_H2);
    run_end(run);
    run = begin_one_user("20/s", "1ms", ",\"http2\":true", ",\"http2\":false");
    run_to(run, 2);
    ck_assert_int_gt(run->accesses.count, 20);
    ck_assert_int_eq((int)run->accesses.items[0].protocol, SIM_ACCESS_HTTP);
    run_end(run);
}
END_TEST

START_TEST(ten_thousand_requests_end_a_connection_with_goaway) {
    Run *run = begin_one_user("1/s", "10us", ",\"http2\":true", "");
    run_to(run, 1.5);
    run_set(run, "clients.c.arrivals.constant", "1000/s");
    run_to(run, 10);
    ck_assert_int_eq(client_connections(run), 1);
    ck_assert_ptr_null(run_incident(run, "Connection", NULL, "GOAWAY", 0));
    run_to(run, 11.9);
    const SeenIncident *goaway = run_incident(run, "Connection", NULL, "GOAWAY", 0);
    ck_assert_ptr_nonnull(goaway);
    ck_assert_int_lt(goaway->time, (SimTime)(11.7 * 1e9));
    run_to(run, 31.9);
    ck_assert_ptr_nonnull(run_incident(run, "Connection", NULL, "GOAWAY", 2));
    ck_assert_ptr_null(run_incident(run, "Connection", NULL, "GOAWAY", 3));
    // Nobody notices: streams that were under way end as they would have.
    ck_assert_int_eq(run->world->totals.requests_failed, 0);
    run_end(run);
}
END_TEST

START_TEST(an_http2_connection_past_its_client_keep_alive_takes_no_further_request) {
    Run *run = begin_one_user("10/s", "1ms", ",\"http2\":true", ",\"client_keep_alive\":\"60s\"");
    run_to(run, 59.9);
    double before = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    run_to(run, 61.9);
    ck_assert_double_eq(run_sum(run, "NewConnectionCount", "LoadBalancer=web"), before + 1);
    ck_assert_int_eq(client_connections(run), 1);
    run_end(run);
}
END_TEST

START_TEST(an_http2_connection_is_idle_when_its_last_stream_has_ended) {
    Run *run = begin_one_user("1/s", "100s", ",\"http2\":true,\"timeout\":\"1000s\"",
                              ",\"idle_timeout\":\"200s\"");
    run_to(run, 1.5);
    run_set(run, "clients.c.arrivals.constant", "0/s");
    run_to(run, 100); // longer than the 60 s a user keeps an idle connection
    ck_assert_int_eq(client_connections(run), 1);
    run_to(run, 150);
    ck_assert_int_eq(streams(run), 0);
    ck_assert_int_eq(client_connections(run), 1);
    run_to(run, 165);
    ck_assert_int_eq(client_connections(run), 0);
    ck_assert_int_eq(run->world->nodes.items[0].http2_connections +
                         run->world->nodes.items[1].http2_connections,
                     0);
    run_end(run);
}
END_TEST

START_TEST(a_user_who_loses_patience_with_a_stream_asks_over_another_connection) {
    Run *run = begin_one_user("10/s", "1ms", ",\"http2\":true,\"timeout\":\"2s\"", "");
    run_to(run, 1);
    run_do(run, SIM_COMMAND_HANG, "ap-south-1/web-1");
    run_to(run, 4);
    ck_assert_int_gt(client_connections(run), 1);
    run_end(run);
}
END_TEST

START_TEST(requests_that_meet_no_connection_yet_open_their_own) {
    // Five requests within the time that the first SYN takes.
    Run *run = begin_one_user("1000/s", "10us", ",\"http2\":true", "");
    run_to(run, 3);
    ck_assert_int_eq(client_connections(run), 5);
    run_end(run);
}
END_TEST

START_TEST(requests_that_wait_for_the_handshakes_share_the_connection) {
    // 100 requests in the half second that TCP and TLS take; the first SYN takes 100 ms to arrive.
    char clients[] =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"200ms\",\"dns_round_"
        "trip\":\"0s\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"1/s\",\"changes\":["
        "{\"at\":\"1150ms\",\"rate\":\"500/s\"},{\"at\":\"1300ms\",\"rate\":\"0/s\"}]},"
        "\"requests\":[{\"work\":{\"constant\":\"1ms\"}}],\"http2\":true}";
    Sketch sketch = {.listeners = HTTPS_LISTENER, .clients = clients, .launch = MANY_WORKERS};
    Run *run = run_begin(&sketch);
    run_to(run, 1.35);
    ck_assert_int_eq(client_connections(run), 1);
    ck_assert_int_gt(streams(run), 70);
    run_to(run, 5);
    // The first may not be sent before 1 s + 400 ms, and arrives 100 ms later, with all others.
    for (int32_t i = 0; i < run->accesses.count; i++)
        ck_assert_int_ge(run->accesses.items[i].created, 1500 * SIM_MILLISECOND);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("http2");
    TCase *tests = tcase_create("runs");
    tcase_add_test(tests, requests_of_one_user_share_an_http2_connection);
    tcase_add_test(tests, a_hundred_and_twenty_eight_streams_fill_a_connection);
    tcase_add_test(tests, each_stream_reaches_the_targets_as_a_request_of_its_own);
    tcase_add_test(tests, the_access_log_says_h2);
    tcase_add_test(tests, ten_thousand_requests_end_a_connection_with_goaway);
    tcase_add_test(tests, an_http2_connection_past_its_client_keep_alive_takes_no_further_request);
    tcase_add_test(tests, an_http2_connection_is_idle_when_its_last_stream_has_ended);
    tcase_add_test(tests, a_user_who_loses_patience_with_a_stream_asks_over_another_connection);
    tcase_add_test(tests, requests_that_meet_no_connection_yet_open_their_own);
    tcase_add_test(tests, requests_that_wait_for_the_handshakes_share_the_connection);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
