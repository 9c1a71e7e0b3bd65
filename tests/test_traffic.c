// Clients: attempts, retries, redirects, connections and patience, each rule seen in the run of a
// small scenario.
#include "scenario_text.h"

#define ONE                                                                                        \
    "{\"name\":\"web\",\"count\":1,\"launch\":\"v1\",\"zones\":[\"ap-south-1a\"],\"target_"        \
    "groups\":[\"web\"]}"
#define RETRY(attempts)                                                                            \
    ",\"retry\":{\"attempts\":" #attempts ",\"backoff\":\"100ms\",\"jitter\":\"none\"}"
#define SLOW_CHECKS   "\"interval\":\"300s\",\"timeout\":\"120s\""
#define FIXED(status) "{\"fixed-response\":{\"status\":" #status "}}"

static SimTotals totals_of(const Sketch *sketch, double seconds) {
    Run *run = run_begin(sketch);
    run_to(run, seconds);
    SimTotals totals = sim_world_totals(run->world);
    run_end(run);
    return totals;
}

// --- retries
// --------------------------------------------------------------------------------------------------------------------

static double attempts_per_request(const Sketch *sketch) {
    SimTotals totals = totals_of(sketch, 100);
    return (double)totals.attempts_born / (double)totals.requests_born;
}

START_TEST(attempts_count_in_all_and_502_503_and_504_are_retried) {
    Sketch sketch = {.client = RETRY(3), .action = FIXED(502)};
    ck_assert_double_eq_tol(attempts_per_request(&sketch), 3, 0.02);
    sketch.action = FIXED(503);
    ck_assert_double_eq_tol(attempts_per_request(&sketch), 3, 0.02);
    sketch.action = FIXED(504), sketch.client = RETRY(2);
    ck_assert_double_eq_tol(attempts_per_request(&sketch), 2, 0.02);
}
END_TEST

START_TEST(neither_500_nor_an_answer_below_it_is_retried) {
    Sketch sketch = {.client = RETRY(3), .action = FIXED(500)};
    ck_assert_double_eq(attempts_per_request(&sketch), 1);
    sketch.action = FIXED(404);
    ck_assert_double_eq(attempts_per_request(&sketch), 1);
    sketch.action = NULL;
    ck_assert_double_eq(attempts_per_request(&sketch), 1);
}
END_TEST

START_TEST(time_outs_and_refusals_are_retried) {
    Sketch late = {.client = RETRY(3) ",\"timeout\":\"1s\"",
                   .work = "{\"constant\":\"2s\"}",
                   .rate = "1/s",
                   .launch = ",\"backlog\":1000"};
    ck_assert_double_eq_tol(attempts_per_request(&late), 3, 0.1);
    Sketch refused = {.client = RETRY(3) ",\"port\":81"};
    ck_assert_double_eq_tol(attempts_per_request(&refused), 3, 0.02);
}
END_TEST

START_TEST(the_backoff_doubles_up_to_its_limit) {
    Sketch sketch = {.rate = "1/s",
                     .action = FIXED(503),
                     .client = ",\"keep_alive\":\"60s\",\"retry\":{\"attempts\":5,\"backoff\":"
                               "\"100ms\",\"backoff_max\":\"300ms\",\"jitter\":\"none\"}"};
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 5);
    SimTime answered[5] = {0};
    int32_t count = 0;
    for (int32_t i = 0; i < run->hops.count && count < 5; i++)
        if (run->hops.items[i].kind == SIM_HOP_ANSWERED && run->hops.items[i].request == 1)
            answered[count++] = run->hops.items[i].time;
    ck_assert_int_eq(count, 5);
    // A round trip over the kept connection lies between.
    static const int64_t waits_ms[] = {110, 210, 310, 310};
    for (int32_t i = 0; i < 4; i++)
        ck_assert_int_eq(answered[i + 1] - answered[i], waits_ms[i] * SIM_MILLISECOND);
    run_end(run);
}
END_TEST

START_TEST(a_retry_that_succeeds_makes_the_request_available) {
    Sketch sketch = {.client = RETRY(6),
                     .health = SLOW_CHECKS,
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    SimTotals totals = totals_of(&sketch, 100);
    ck_assert_int_gt(totals.retries, 400);
    // The node goes round: a retry finds the other target unless another request came between.
    ck_assert_int_ge(totals.requests_available, totals.requests_answered * 95 / 100);
}
END_TEST

START_TEST(an_answer_of_500_or_above_is_answered_and_not_available) {
    Sketch sketch = {.action = FIXED(503)};
    SimTotals totals = totals_of(&sketch, 100);
    ck_assert_int_eq(totals.requests_available, 0);
    ck_assert_int_gt(totals.requests_answered, 990);
    ck_assert_int_eq(totals.lost[SIM_CAUSE_FIXED_5XX], totals.requests_answered);
    ck_assert_int_eq(totals.requests_failed, 0);
}
END_TEST

// --- redirects
// ----------------------------------------------------------------------------------------------------------------------

// The most that was ever inside web-1 while SYNs beyond it were refused.
static int32_t inside_when_refused(const char *launch) {
    Sketch sketch = {.rate = "100/s",
                     .work = "{\"constant\":\"60s\"}",
                     .records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}",
                     .client = ",\"keep_alive\":\"0s\",\"timeout\":\"10m\"",
                     .launch = launch};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    const Station *station = &run->world->stations.stations.items[run_instance(run, "web-1")];
    int32_t inside = station->inside.count + station->queue.count;
    SimTotals totals = sim_world_totals(run->world);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_REFUSED], 1900);
    // Three were on their way when the last place was taken: accepted, and reset when they came.
    ck_assert_int_le(totals.lost[SIM_CAUSE_RESET], 3);
    run_end(run);
    return inside;
}

START_TEST(straight_syns_are_judged_by_the_bound_of_the_discipline) {
    ck_assert_int_eq(inside_when_refused(",\"backlog\":7,\"on_full\":\"refuse\""), 15);
    ck_assert_int_eq(inside_when_refused(",\"backlog\":7,\"on_full\":\"refuse\",\"discipline\":"
                                         "\"processor_sharing\""),
                     15);
    ck_assert_int_eq(inside_when_refused(",\"backlog\":7,\"on_full\":\"refuse\",\"discipline\":"
                                         "\"processor_sharing\",\"max_in_flight\":9"),
                     9);
    ck_assert_int_eq(inside_when_refused(",\"backlog\":0,\"on_full\":\"refuse\",\"discipline\":"
                                         "\"processor_sharing\",\"max_in_flight\":30"),
                     30);
}
END_TEST

START_TEST(a_redirect_is_followed_at_most_five_times) {
    Sketch sketch = {.action = "{\"redirect\":{\"path\":\"/x/#{path}\"}}", .client = RETRY(3)};
    SimTotals totals = totals_of(&sketch, 100);
    int64_t done = totals.requests_failed;
    ck_assert_int_gt(done, 980);
    ck_assert_int_eq(totals.lost[SIM_CAUSE_TOO_MANY_REDIRECTS], done);
    ck_assert_double_eq_tol((double)totals.redirects / (double)done, 5, 0.05);
    ck_assert_double_eq_tol((double)totals.attempts_answered / (double)done, 6, 0.05);
    ck_assert_int_eq(totals.retries, 0);
}
END_TEST

START_TEST(placeholders_keep_parts_through_a_chain_of_redirects) {
    Sketch sketch = {.rate = "200/s",
                     .requests =
                         "{\"path\":\"/a/b\",\"query\":\"q=1\",\"work\":{\"constant\":\"1ms\"}}",
                     .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/a/"
                              "*\"]},\"then\":{\"redirect\":{\"path\":\"/one/#{path}\"}}},"
                              "{\"priority\":2,\"if\":{\"path-pattern\":[\"/one/a/"
                              "b\"]},\"then\":{\"redirect\":{\"path\":\"/#{host}/"
                              "#{path}\",\"query\":\"#{query}&two\"}}},"
                              "{\"priority\":3,\"if\":{\"path-pattern\":[\"/app.example.com/one/a/"
                              "b\"]},\"then\":{\"forward\":\"web\"}}",
                     .action = FIXED(404)};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 404, -1, 0, 10), 0);
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 10), 1900);
    ck_assert_int_ge(run_codes(run, 301, -1, 0, 10), 2 * run_codes(run, 200, 200, 0, 10));
    run_end(run);
}
END_TEST

START_TEST(a_redirect_to_https_opens_a_connection_there) {
    Sketch sketch = {.listeners =
                         "{\"protocol\":\"HTTP\",\"port\":80,\"default\":{\"redirect\":{"
                         "\"protocol\":\"HTTPS\",\"port\":\"443\",\"status\":\"HTTP_302\"}}},"
                         "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example."
                         "com\"],\"default\":{\"forward\":\"web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 302, -1, 0, 10), 90);
    ck_assert_int_gt(run_codes(run, 200, 200, 0, 10), 90);
    run_end(run);
}
END_TEST

START_TEST(a_redirect_to_a_host_without_a_record_is_lost_for_want_of_an_address) {
    Sketch sketch = {.action = "{\"redirect\":{\"host\":\"nowhere.example.com\"}}",
                     .client = RETRY(3)};
    SimTotals totals = totals_of(&sketch, 10);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_NO_ADDRESS], 90);
    ck_assert_int_eq(totals.retries, 0);
}
END_TEST

// Patience ends while the redirect travels back; the retry is answered, and nobody is sent where
// the first try pointed.
START_TEST(a_redirect_that_comes_too_late_is_not_followed) {
    Sketch sketch = {.rate = "1/s",
                     .action = "{\"redirect\":{\"path\":\"/moved\"}}",
                     .client = ",\"timeout\":\"24ms\"" RETRY(2) ",\"keep_alive\":\"60s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 1.02);
    // SYN 5 ms, back 5, request 5: it stands at the node at 15 ms after its birth, the answer is
    // due at 20 ms.
    sketch.timeline = NULL;
    run_to(run, 60);
    SimTotals totals = sim_world_totals(run->world);
    ck_assert_int_le(run->world->urls.count, 6);
    ck_assert_int_eq(totals.requests_answered, 0);
    run_end(run);
    Sketch late = {.rate = "1/s",
                   .action = "{\"redirect\":{\"path\":\"/moved\"}}",
                   .client = ",\"timeout\":\"18ms\",\"keep_alive\":\"0s\"" RETRY(3)};
    Run *slow = run_begin(&late);
    run_to(slow, 60);
    totals = sim_world_totals(slow->world);
    ck_assert_int_gt(run_codes(slow, 301, -1, 0, 60), 150);
    ck_assert_int_eq(totals.redirects, 0);
    ck_assert_int_eq(totals.requests_answered, 0);
    run_end(slow);
}
END_TEST

// --- connections
// ----------------------------------------------------------------------------------------------------------------------

// Milliseconds from birth to answer of the first request and of the last.
static void client_times(const char *client, const char *listeners, double *first, double *last) {
    Sketch sketch = {.listeners = listeners,
                     .work = "{\"constant\":\"0s\"}",
                     .region = ",\"same_zone_round_trip\":\"0s\",\"cross_zone_round_trip\":\"0s\""};
    char clients[1024];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"100ms\",\"dns_round_"
             "trip\":\"0s\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"1/s\"},"
             "\"requests\":[{\"work\":{\"constant\":\"0s\"}}]%s}",
             client);
    sketch.clients = clients;
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 5.9);
    *first = *last = -1;
    for (int32_t i = 0; i < run->hops.count; i++) {
        const SimHop *hop = &run->hops.items[i];
        if (hop->kind != SIM_HOP_ANSWERED) continue;
        *last = (double)(hop->time - hop->born) / 1e6;
        if (*first < 0) *first = *last;
    }
    run_end(run);
}

#define HTTPS_LISTENER                                                                             \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],\"default\":{"    \
    "\"forward\":\"web\"}}"

START_TEST(a_new_connection_pays_tcp_and_tls_and_a_kept_one_neither) {
    double first, last;
    client_times(",\"protocol\":\"HTTP\"", NULL, &first, &last);
    ck_assert_double_eq(first, 200);
    ck_assert_double_eq(last, 100);
    client_times("", HTTPS_LISTENER, &first, &last);
    ck_assert_double_eq(first, 300);
    ck_assert_double_eq(last, 100);
    client_times(",\"tls\":\"1.2\"", HTTPS_LISTENER, &first, &last);
    ck_assert_double_eq(first, 400);
    ck_assert_double_eq(last, 100);
    client_times(",\"protocol\":\"HTTP\",\"keep_alive\":\"0s\"", NULL, &first, &last);
    ck_assert_double_eq(first, 200);
    ck_assert_double_eq(last, 200);
}
END_TEST

static double new_connections(const char *client, const char *balancer, const char *rate,
                              double seconds) {
    Sketch sketch = {.balancer = balancer,
                     .instances = ONE,
                     .launch = ",\"keep_alive\":\"5000s\"",
                     .work = "{\"constant\":\"1ms\"}"};
    char clients[1024];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"%s\"},"
             "\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]%s}",
             rate, client);
    sketch.clients = clients;
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    double count = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    run_end(run);
    return count;
}

START_TEST(a_user_keeps_a_connection_sixty_seconds_at_most_idle) {
    const char *patient = ",\"keep_alive\":\"600s\"";
    // One request in 50 s: one client connection and one target connection serve all.
    ck_assert_double_eq(new_connections(patient, "", "1.2/m", 1001), 2);
    // One in 75 s: both are closed in between, each request opens two.
    ck_assert_double_eq(new_connections(patient, "", "0.8/m", 1001), 2 * 13);
}
END_TEST

// One user who asks at 50 s and at 100 s over a connection that every side keeps for long, then no
// more.
static Run *begin_two_requests(const char *client, const char *balancer, const char *work,
                               const char *timeline) {
    char clients[1024];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"jitter\":0,\"users\":1,\"arrivals\":{\"constant\":\"1.2/m\"},"
             "\"requests\":[{\"work\":{\"constant\":\"%s\"}}]%s}",
             work, client);
    Sketch sketch = {.balancer = balancer,
                     .instances = ONE,
                     .launch = ",\"keep_alive\":\"5000s\"",
                     .clients = clients,
                     .timeline = timeline};
    return run_begin(&sketch);
}

static int32_t open_connections(const Run *run) {
    return run->world->nodes.items[0].connections + run->world->nodes.items[1].connections;
}

#define NO_MORE(at)                                                                                \
    "{\"at\":\"" at "\",\"do\":\"set\",\"path\":\"clients.c.arrivals.constant\",\"value\":\"0/"    \
    "s\"}"

START_TEST(a_connection_used_again_is_kept_from_its_last_use_on) {
    Run *run = begin_two_requests("", "", "1ms", NO_MORE("145s"));
    run_to(run, 159.9);
    ck_assert_int_eq(open_connections(run), 2); // the client's and the target's
    run_to(run, 161);
    ck_assert_int_eq(open_connections(run), 0);
    run_end(run);
}
END_TEST

START_TEST(a_shorter_keep_alive_holds_for_connections_in_use) {
    Run *run = begin_two_requests(",\"keep_alive\":\"10m\"", ",\"idle_timeout\":\"4000s\"", "10s",
                                  NO_MORE("105s") ",{\"at\":\"105s\",\"do\":\"set\",\"path\":"
                                                  "\"clients.c.keep_alive\",\"value\":\"5s\"},"
                                                  "{\"at\":\"105s\",\"do\":\"set\",\"path\":"
                                                  "\"regions.ap-south-1.load_balancers.web.idle_"
                                                  "timeout\",\"value\":\"7s\"}");
    run_to(run, 114.9);
    ck_assert_int_eq(open_connections(run), 2);
    run_to(run, 116);
    ck_assert_int_eq(open_connections(run), 1); // the client's is gone
    run_to(run, 118);
    ck_assert_int_eq(open_connections(run), 0);
    run_end(run);
}
END_TEST

START_TEST(a_connection_past_its_client_keep_alive_closes_with_the_next_answer) {
    // Ten minutes of use: the default lives on, a life of 60 s is ten connections.
    ck_assert_double_eq(new_connections("", "", "1/s", 601), 2);
    ck_assert_double_eq_tol(
        new_connections("", ",\"idle_timeout\":\"4000s\",\"client_keep_alive\":\"60s\"", "1/s",
                        601),
        2 + 10, 1.5);
}
END_TEST

START_TEST(a_browser_gives_up_after_seventy_five_seconds) {
    Sketch sketch = {.instances = ONE,
                     .health = SLOW_CHECKS,
                     .rate = "1/s",
                     .balancer = ",\"idle_timeout\":\"4000s\"",
                     .launch = ",\"backlog\":1000",
                     .timeline =
                         "{\"at\":\"100ms\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 75.9);
    ck_assert_int_eq(sim_world_totals(run->world).lost[SIM_CAUSE_TIMEOUT], 0);
    run_to(run, 76);
    ck_assert_int_eq(sim_world_totals(run->world).lost[SIM_CAUSE_TIMEOUT], 1);
    run_end(run);
}
END_TEST

START_TEST(populations_of_one_stream_get_the_same_arrivals) {
    Sketch sketch = {
        .clients = "{\"name\":\"a\",\"stream\":\"s\",\"host\":\"app.example.com\",\"protocol\":"
                   "\"HTTP\",\"round_trip\":\"1ms\",\"arrivals\":{\"poisson\":\"50/"
                   "s\"},\"requests\":[{\"work\":{\"exponential\":{\"mean\":\"1ms\"}}}]},"
                   "{\"name\":\"b\",\"stream\":\"s\",\"host\":\"app.example.com\",\"protocol\":"
                   "\"HTTP\",\"round_trip\":\"9ms\",\"arrivals\":{\"poisson\":\"50/"
                   "s\"},\"requests\":[{\"work\":{\"exponential\":{\"mean\":\"1ms\"}}}]}"};
    Run *run = run_begin(&sketch);
    run_watch_hops(run);
    run_to(run, 20);
    const SimHop *last[2] = {NULL, NULL};
    int32_t pairs = 0;
    for (int32_t i = 0; i < run->hops.count; i++) {
        const SimHop *hop = &run->hops.items[i];
        if (hop->kind != SIM_HOP_BORN) continue;
        last[hop->from.index] = hop;
        if (hop->from.index == 0) continue;
        ck_assert_ptr_nonnull(last[0]);
        ck_assert_int_eq(last[0]->time, last[1]->time);
        ck_assert_uint_eq(last[0]->bits, last[1]->bits);
        ck_assert_int_eq(last[0]->work, last[1]->work);
        pairs++;
    }
    ck_assert_int_gt(pairs, 800);
    run_end(run);
}
END_TEST

START_TEST(a_server_without_a_balancer_refuses_resets_and_falls_silent) {
    Sketch sketch = {
        .records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}",
        .work = "{\"constant\":\"500ms\"}",
        .timeline = "{\"at\":\"20s\",\"do\":\"crash\",\"instance\":\"ap-south-1/"
                    "web-1\"},{\"at\":\"30s\",\"do\":\"recover\",\"target\":\"ap-south-1/web-1\"},"
                    "{\"at\":\"40s\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"};
    SimTotals totals = totals_of(&sketch, 20);
    ck_assert_int_gt(totals.requests_available, 180);
    ck_assert_int_eq(totals.lost[SIM_CAUSE_REFUSED], 0);
    totals = totals_of(&sketch, 60);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_RESET], 3);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_REFUSED], 60);
    ck_assert_int_gt(totals.lost[SIM_CAUSE_CONNECT_TIMEOUT], 100);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("traffic");
    TCase *tests = tcase_create("traffic");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, attempts_count_in_all_and_502_503_and_504_are_retried);
    tcase_add_test(tests, neither_500_nor_an_answer_below_it_is_retried);
    tcase_add_test(tests, time_outs_and_refusals_are_retried);
    tcase_add_test(tests, the_backoff_doubles_up_to_its_limit);
    tcase_add_test(tests, a_retry_that_succeeds_makes_the_request_available);
    tcase_add_test(tests, an_answer_of_500_or_above_is_answered_and_not_available);
    tcase_add_test(tests, straight_syns_are_judged_by_the_bound_of_the_discipline);
    tcase_add_test(tests, a_redirect_is_followed_at_most_five_times);
    tcase_add_test(tests, placeholders_keep_parts_through_a_chain_of_redirects);
    tcase_add_test(tests, a_redirect_to_https_opens_a_connection_there);
    tcase_add_test(tests, a_redirect_to_a_host_without_a_record_is_lost_for_want_of_an_address);
    tcase_add_test(tests, a_redirect_that_comes_too_late_is_not_followed);
    tcase_add_test(tests, a_new_connection_pays_tcp_and_tls_and_a_kept_one_neither);
    tcase_add_test(tests, a_user_keeps_a_connection_sixty_seconds_at_most_idle);
    tcase_add_test(tests, a_connection_used_again_is_kept_from_its_last_use_on);
    tcase_add_test(tests, a_shorter_keep_alive_holds_for_connections_in_use);
    tcase_add_test(tests, a_connection_past_its_client_keep_alive_closes_with_the_next_answer);
    tcase_add_test(tests, a_browser_gives_up_after_seventy_five_seconds);
    tcase_add_test(tests, populations_of_one_stream_get_the_same_arrivals);
    tcase_add_test(tests, a_server_without_a_balancer_refuses_resets_and_falls_silent);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
