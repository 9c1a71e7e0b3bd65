// Codes that a balancer makes itself because of what a request or an answer is like, TLS towards
// targets and protocol versions, each rule seen in the run of a small scenario.
#include "scenario_text.h"

#include "sim/view.h"

#define ODD(more) "{\"path\":\"/odd\",\"work\":{\"constant\":\"1ms\"}" more "}"

// What a population that asks for one odd thing gets.
typedef struct Odd {
    int32_t code, target_code; ///< of all entries; -1: several, 0: none
    int32_t count;             ///< of entries
    double elb_4xx, elb_5xx, requests, rules, desync, new_connections;
    int32_t priority, action;
    SimTime last_time; ///< from creation to response of the last entry
    char class_[16], reason[48], cause[160];
} Odd;

static Odd look(Run *run, double seconds) {
    run_to(run, seconds);
    Odd odd = {.count = run->accesses.count};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        odd.code = i == 0 || odd.code == a->elb_status ? a->elb_status : -1;
        odd.target_code = i == 0 || odd.target_code == a->target_status ? a->target_status : -1;
        odd.priority = a->rule_priority;
        odd.action = (int32_t)a->action;
        odd.last_time = a->time - a->created;
        snprintf(odd.class_, sizeof odd.class_, "%s", a->classification);
        snprintf(odd.reason, sizeof odd.reason, "%s", a->classification_reason);
    }
    odd.elb_4xx = run_sum(run, "HTTPCode_ELB_4XX_Count", "LoadBalancer=web");
    odd.elb_5xx = run_sum(run, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web");
    odd.requests = run_sum(run, "RequestCount", "LoadBalancer=web");
    odd.rules = run_sum(run, "RuleEvaluations", "LoadBalancer=web");
    odd.new_connections = run_sum(run, "NewConnectionCount", "LoadBalancer=web");
    odd.desync =
        run_sum(run, "DesyncMitigationMode_NonCompliant_Request_Count", "LoadBalancer=web");
    const SeenIncident *told = run_incident(run, "Refusal", NULL, NULL, 0);
    if (told != NULL) snprintf(odd.cause, sizeof odd.cause, "%s", told->cause);
    run_end(run);
    return odd;
}

static Odd ask(const char *request, const char *balancer) {
    Sketch sketch = {.requests = request,
                     .balancer = balancer,
                     .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/never\"]},\"then\":"
                              "{\"fixed-response\":{\"status\":410}}}"};
    return look(run_begin(&sketch), 10);
}

static void assert_turned_away(const char *request, int32_t code, const char *cause) {
    Odd odd = ask(request, NULL);
    ck_assert_int_gt(odd.count, 80);
    ck_assert_int_eq(odd.code, code);
    ck_assert_int_eq(odd.target_code, 0);
    ck_assert_double_gt(code < 500 ? odd.elb_4xx : odd.elb_5xx, 80);
    ck_assert_double_eq(odd.requests, 0);
    ck_assert_str_eq(odd.cause, cause);
}

START_TEST(a_malformed_request_is_400) {
    assert_turned_away(ODD(",\"defect\":\"malformed\""), 400, "the request is malformed");
}
END_TEST

START_TEST(a_header_above_16_k_is_400) {
    assert_turned_away(ODD(",\"defect\":\"header_too_long\""), 400, "a header is longer than 16 K");
}
END_TEST

START_TEST(headers_above_64_k_are_413) {
    assert_turned_away(ODD(",\"defect\":\"headers_too_large\""), 413,
                       "the headers are larger than 64 K");
}
END_TEST

START_TEST(a_request_line_above_16_k_is_414) {
    assert_turned_away(ODD(",\"defect\":\"url_too_long\""), 414,
                       "the request line is longer than 16 K");
}
END_TEST

START_TEST(an_unknown_transfer_encoding_is_501) {
    assert_turned_away(ODD(",\"defect\":\"transfer_encoding\""), 501,
                       "a Transfer-Encoding other than chunked or identity");
}
END_TEST

START_TEST(an_unexpected_http_version_is_505) {
    assert_turned_away(ODD(",\"defect\":\"http_version\""), 505, "an unexpected version of HTTP");
}
END_TEST

START_TEST(more_than_thirty_forwarded_addresses_are_463) {
    assert_turned_away(ODD(",\"forwarded_for\":31"), 463,
                       "more than 30 addresses in X-Forwarded-For");
    ck_assert_int_eq(ask(ODD(",\"forwarded_for\":30"), NULL).code, 200);
}
END_TEST

START_TEST(trace_is_405) {
    assert_turned_away(ODD(",\"method\":\"TRACE\""), 405, "the method TRACE");
    ck_assert_int_eq(ask(ODD(",\"method\":\"OPTIONS\""), NULL).code, 200);
}
END_TEST

START_TEST(a_request_turned_away_meets_no_rule_and_ends_its_connection) {
    Odd odd = ask(ODD(",\"defect\":\"malformed\""), NULL);
    ck_assert_int_eq(odd.priority, -2);
    ck_assert_int_eq(odd.action, SIM_ACCESS_NONE);
    ck_assert_double_eq(odd.rules, 0);
    ck_assert_double_ge(odd.new_connections, odd.count);
    ck_assert_double_eq(ask(ODD(""), NULL).priority, 0);
}
END_TEST

START_TEST(a_client_that_sends_nothing_more_is_408_after_the_idle_timeout) {
    Sketch sketch = {.rate = "1/s",
                     .requests = ODD(",\"defect\":\"no_data\""),
                     .balancer = ",\"idle_timeout\":\"20s\""};
    Odd odd = look(run_begin(&sketch), 60);
    ck_assert_int_gt(odd.count, 30);
    ck_assert_int_eq(odd.code, 408);
    ck_assert_int_eq(odd.last_time, 20 * SIM_SECOND);
    ck_assert_str_eq(odd.cause, "the client sent nothing more within the idle timeout");
}
END_TEST

START_TEST(a_client_that_leaves_before_it_has_sent_all_is_400) {
    Sketch sketch = {
        .rate = "1/s", .requests = ODD(",\"defect\":\"no_data\""), .client = ",\"timeout\":\"5s\""};
    Odd odd = look(run_begin(&sketch), 60);
    ck_assert_int_gt(odd.count, 30);
    ck_assert_int_eq(odd.code, 400);
    ck_assert_str_eq(odd.cause, "the client left before it had sent all");
}
END_TEST

// --- desync mitigation

static Odd desync(const char *reason, const char *mode) {
    char request[256], balancer[128];
    snprintf(request, sizeof request, ODD(",\"classification\":\"%s\""), reason);
    snprintf(balancer, sizeof balancer, ",\"desync_mitigation_mode\":\"%s\"", mode);
    return ask(request, balancer);
}

START_TEST(monitor_lets_every_request_pass) {
    ck_assert_int_eq(desync("SpaceInUri", "monitor").code, 200);
    ck_assert_int_eq(desync("AmbiguousUri", "monitor").code, 200);
    ck_assert_int_eq(desync("BadHeader", "monitor").code, 200);
}
END_TEST

START_TEST(defensive_blocks_severe_requests_only) {
    ck_assert_int_eq(desync("SpaceInUri", "defensive").code, 200);
    ck_assert_int_eq(desync("SuspiciousHeader", "defensive").code, 200);
    ck_assert_int_eq(desync("BadContentLength", "defensive").code, 400);
    ck_assert_int_eq(desync("SuspiciousTeClPresent", "defensive").code, 400);
    ck_assert_int_eq(ask(ODD(",\"classification\":\"BadUri\""), NULL).code, 400);
}
END_TEST

START_TEST(strictest_lets_compliant_requests_pass_only) {
    ck_assert_int_eq(desync("Compliant", "strictest").code, 200);
    ck_assert_int_eq(desync("GetHeadZeroContentLength", "strictest").code, 400);
    ck_assert_int_eq(desync("EmptyHeader", "strictest").code, 400);
    ck_assert_int_eq(desync("BadVersion", "strictest").code, 400);
}
END_TEST

START_TEST(defensive_closes_both_connections_behind_an_ambiguous_request) {
    Odd ambiguous = desync("EmptyHeader", "defensive"), fine = desync("SpaceInUri", "defensive");
    ck_assert_double_ge(ambiguous.new_connections, 2.0 * ambiguous.count);
    ck_assert_double_lt(fine.new_connections, 1.2 * fine.count);
}
END_TEST

START_TEST(requests_that_are_not_compliant_are_counted_and_classified) {
    Odd odd = desync("BothTeClPresent", "monitor");
    ck_assert_double_ge(odd.desync, odd.count);
    ck_assert_str_eq(odd.class_, "Ambiguous");
    ck_assert_str_eq(odd.reason, "BothTeClPresent");
    ck_assert_str_eq(desync("BadMethod", "monitor").class_, "Severe");
    ck_assert_str_eq(desync("NonCompliantVersion", "monitor").class_, "Acceptable");
    odd = ask(ODD(""), NULL);
    ck_assert_double_eq(odd.desync, 0);
    ck_assert_str_eq(odd.class_, "-");
}
END_TEST

// --- answers of targets

static Odd answered(const char *launch, const char *balancer) {
    Sketch sketch = {.launch = launch, .balancer = balancer};
    return look(run_begin(&sketch), 30);
}

START_TEST(a_malformed_answer_is_502) {
    Odd odd = answered(",\"response_defect\":\"malformed\"", NULL);
    ck_assert_int_eq(odd.code, 502);
    ck_assert_int_eq(odd.target_code, 0);
    ck_assert_double_gt(odd.requests, 200);
}
END_TEST

START_TEST(an_answer_with_headers_above_32_k_is_502) {
    ck_assert_int_eq(answered(",\"response_defect\":\"headers_too_large\"", NULL).code, 502);
}
END_TEST

START_TEST(a_body_shorter_than_its_content_length_is_504_after_the_idle_timeout) {
    Odd odd = answered(",\"response_defect\":\"short_body\"", ",\"idle_timeout\":\"10s\"");
    ck_assert_int_gt(odd.count, 100);
    ck_assert_int_eq(odd.code, 504);
    ck_assert_int_ge(odd.last_time, 10 * SIM_SECOND);
    ck_assert_int_lt(odd.last_time, 10 * SIM_SECOND + 100 * SIM_MILLISECOND);
}
END_TEST

// --- TLS to targets

#define SLOW_CHECKS "\"interval\":\"300s\",\"timeout\":\"120s\""
#define HTTPS_GROUP ",\"protocol\":\"HTTPS\""

static double mean_time(const char *group, const char *launch) {
    Sketch sketch = {.group = group,
                     .launch = launch,
                     .rate = "10/s",
                     .work = "{\"constant\":\"10ms\"}",
                     .region =
                         ",\"same_zone_round_trip\":\"4ms\",\"cross_zone_round_trip\":\"4ms\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double sum = 0;
    int32_t count = 0;
    for (int32_t i = 0; i < run->accesses.count; i++, count++)
        sum += (double)(run->accesses.items[i].time - run->accesses.items[i].created) / 1e6;
    run_end(run);
    return sum / count;
}

START_TEST(tls_to_targets_costs_a_round_trip_and_work_for_each_new_connection) {
    // Each request opens one: 4 ms of TCP, 4 ms of TLS, 4 ms there and back, 10 ms of work.
    double plain = mean_time("", ",\"keep_alive\":\"0s\"");
    ck_assert_double_eq_tol(plain, 18, 0.01);
    double tls = mean_time(HTTPS_GROUP, ",\"keep_alive\":\"0s\",\"tls_work\":\"0s\"");
    ck_assert_double_eq_tol(tls, 22, 0.01);
    double work = mean_time(HTTPS_GROUP, ",\"keep_alive\":\"0s\",\"tls_work\":\"7ms\"");
    ck_assert_double_eq_tol(work, 29, 0.01);
    // Kept connections have it behind them.
    ck_assert_double_lt(mean_time(HTTPS_GROUP, ",\"tls_work\":\"7ms\""), 15.5);
}
END_TEST

START_TEST(handshakes_are_counted_at_the_instance) {
    Sketch sketch = {.group = HTTPS_GROUP, .launch = ",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double both = 0;
    for (int32_t i = 1; i <= 2; i++) {
        char dimensions[40];
        snprintf(dimensions, sizeof dimensions, "InstanceId=web-%d", i);
        both += run_sum(run, "TLSHandshakes", dimensions);
    }
    ck_assert_double_eq_tol(both, run_sum(run, "RequestCount", "LoadBalancer=web"), 1);
    run_end(run);
}
END_TEST

START_TEST(a_target_that_can_not_do_tls_is_502) {
    Sketch sketch = {.group = HTTPS_GROUP, .health = SLOW_CHECKS, .launch = ",\"serves\":\"HTTP\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(run_codes(run, 502, 0, 0, 1e9), 80);
    ck_assert_int_eq(run_codes(run, 502, 0, 0, 1e9), run->accesses.count);
    ck_assert_double_eq(run_sum(run, "TargetTLSNegotiationErrorCount", "LoadBalancer=web"),
                        run->accesses.count);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", "LoadBalancer=web"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_handshake_that_a_target_never_answers_is_504_after_ten_seconds) {
    Sketch sketch = {.group = HTTPS_GROUP,
                     .health = SLOW_CHECKS,
                     .rate = "1/s",
                     .launch = ",\"keep_alive\":\"0s\"",
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-1\"},"
                         "{\"at\":\"1s\",\"do\":\"hang\",\"instance\":\"ap-south-1/web-2\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    int32_t late = run_codes(run, 504, 0, 0, 1e9);
    ck_assert_int_gt(late, 10);
    ck_assert_double_eq(run_sum(run, "TargetTLSNegotiationErrorCount", "LoadBalancer=web"), late);
    const SeenAccess *last = &run->accesses.items[run->accesses.count - 1];
    ck_assert_int_eq(last->time - last->created, 10 * SIM_SECOND);
    run_end(run);
}
END_TEST

START_TEST(a_plain_request_to_a_target_that_expects_tls_is_its_400) {
    Sketch sketch = {.health = SLOW_CHECKS, .launch = ",\"serves\":\"HTTPS\""};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_gt(run->accesses.count, 80);
    ck_assert_int_eq(run_codes(run, 400, 400, 0, 1e9), run->accesses.count);
    run_end(run);
    sketch.group = HTTPS_GROUP;
    run = run_begin(&sketch);
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 200, 200, 0, 1e9), run->accesses.count);
    run_end(run);
}
END_TEST

// --- protocol versions

static int32_t code_of_version(const char *client, const char *request, const char *version) {
    char clients[1024], group[64];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"jitter\":0,"
             "\"users\":1000,\"arrivals\":{\"constant\":\"10/s\"},\"requests\":[{\"work\":{"
             "\"constant\":\"1ms\"}%s}]%s}",
             request, client);
    snprintf(group, sizeof group, ",\"protocol_version\":\"%s\"", version);
    Sketch sketch = {.clients = clients,
                     .group = group,
                     .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
                                  "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_gt(run->accesses.count, 30);
    int32_t code = run->accesses.items[0].elb_status;
    ck_assert_int_eq(run_codes(run, code, -1, 0, 1e9), run->accesses.count);
    double requests = run_sum(run, "RequestCount", "LoadBalancer=web");
    if (code == 464) ck_assert_double_eq(requests, 0);
    run_end(run);
    return code;
}

#define H2   ",\"http2\":true"
#define POST ",\"method\":\"POST\""
#define GRPC ",\"grpc\":true"

START_TEST(http_1_1_to_a_group_of_http2_or_grpc_is_464) {
    ck_assert_int_eq(code_of_version("", "", "HTTP1"), 200);
    ck_assert_int_eq(code_of_version("", "", "HTTP2"), 464);
    ck_assert_int_eq(code_of_version("", POST, "GRPC"), 464);
}
END_TEST

START_TEST(http_2_fits_every_group_but_grpc_takes_post_only) {
    ck_assert_int_eq(code_of_version(H2, "", "HTTP1"), 200);
    ck_assert_int_eq(code_of_version(H2, "", "HTTP2"), 200);
    ck_assert_int_eq(code_of_version(H2, "", "GRPC"), 464);
    ck_assert_int_eq(code_of_version(H2, POST, "GRPC"), 200);
}
END_TEST

START_TEST(grpc_to_a_group_of_http1_is_464) {
    ck_assert_int_eq(code_of_version(H2, GRPC, "HTTP1"), 464);
    ck_assert_int_eq(code_of_version(H2, GRPC, "HTTP2"), 200);
    ck_assert_int_eq(code_of_version(H2, GRPC, "GRPC"), 200);
}
END_TEST

// Requests of many users that stay inside: of those, open connections to the targets.
typedef struct Shared {
    int32_t streams, connections;
} Shared;

#define CALLS(rate)                                                                                \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"jitter\":0,\"users\":" \
    "1,"                                                                                           \
    "\"http2\":true,\"arrivals\":{\"constant\":\"" rate                                            \
    "\"},\"requests\":[{\"grpc\":true,\"work\":{\"constant\":\"1ms\"}}]}"
#define GRPC_LISTENER                                                                              \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],\"default\":{"    \
    "\"forward\":\"web\"}}"

static Run *begin_calls(const char *clients, const char *version, const char *launch,
                        const char *timeline) {
    char group[96];
    snprintf(group, sizeof group, ",\"protocol_version\":\"%s\"", version);
    Sketch sketch = {.clients = clients,
                     .group = group,
                     .launch = launch,
                     .timeline = timeline,
                     .listeners = GRPC_LISTENER};
    return run_begin(&sketch);
}

static Shared shared(const Run *run) {
    Shared sum = {0};
    for (int32_t i = 0; i < run->world->nodes.count; i++) {
        const ElbNode *node = &run->world->nodes.items[i];
        sum.streams += node->in_flight;
        sum.connections += node->connections - node->http2_connections;
    }
    return sum;
}

#define ROOMY                                                                                      \
    ",\"backlog\":100000,\"discipline\":\"processor_sharing\",\"health_endpoint\":\"separate\""

START_TEST(requests_to_a_group_of_http2_share_connections) {
    static const char *const versions[] = {"HTTP2", "GRPC"};
    for (int32_t i = 0; i < 2; i++) {
        Run *run = begin_calls(CALLS("20/s"), versions[i], ROOMY, NULL);
        run_to(run, 1);
        run_set(run, "launch_templates.v1.speed", "0.001");
        run_to(run, 6);
        Shared now = shared(run);
        ck_assert_int_gt(now.streams, 40);
        ck_assert_int_le(now.connections, 4); // one of each node to each target
        double active =
            run->world->nodes.items[0].connections + run->world->nodes.items[1].connections;
        ck_assert_double_le(active, 6);
        run_set(run, "launch_templates.v1.speed", "1000");
        run_set(run, "clients.c.arrivals.constant", "0/s");
        run_to(run, 8);
        ck_assert_int_eq(shared(run).streams, 0);
        ck_assert_int_eq(run->world->nodes.items[0].target_streams, 0);
        ck_assert_int_eq(run->world->nodes.items[0].target_http2, 0);
        run_to(run, 200); // idle ones close as any other
        ck_assert_int_eq(shared(run).connections, 0);
        ck_assert_double_le(run_sum(run, "NewConnectionCount", "LoadBalancer=web"), 8);
        run_end(run);
    }
}
END_TEST

START_TEST(a_hundred_and_twenty_eight_streams_fill_a_connection_to_a_target) {
    Run *run = begin_calls(CALLS("100/s"), "GRPC", ROOMY, NULL);
    run_to(run, 1);
    run_set(run, "launch_templates.v1.speed", "0.001");
    while (shared(run).streams < 250)
        run_to(run, (double)run->world->now / 1e9 + 0.01);
    ck_assert_int_le(shared(run).connections, 8);
    run_to(run, 20);
    Shared now = shared(run);
    ck_assert_int_gt(now.streams, 1200);
    ck_assert_int_ge(now.connections, now.streams / 128);
    ck_assert_int_le(now.connections, now.streams / 128 + 5);
    run_end(run);
}
END_TEST

START_TEST(streams_go_down_with_the_connection_of_a_target_that_crashes) {
    Run *run = begin_calls(CALLS("20/s"), "GRPC", ROOMY, NULL);
    run_to(run, 1);
    run_set(run, "launch_templates.v1.speed", "0.001");
    run_to(run, 3);
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-1");
    run_do(run, SIM_COMMAND_CRASH, "ap-south-1/web-2");
    run_to(run, 3.5);
    ck_assert_int_eq(shared(run).streams, 0);
    ck_assert_int_eq(shared(run).connections, 0);
    ck_assert_int_gt(run_codes(run, 502, 0, 0, 1e9), 20);
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/web-1");
    run_do(run, SIM_COMMAND_RECOVER, "ap-south-1/web-2");
    run_set(run, "launch_templates.v1.speed", "1");
    run_to(run, 100);
    ck_assert_int_gt(run_codes(run, 200, 200, 4, 1e9), 1000);
    ck_assert_int_le(shared(run).connections, 4);
    run_end(run);
}
END_TEST

// A stream that nobody waits for any more ends alone.
START_TEST(a_client_that_leaves_ends_its_stream_and_no_connection) {
    const char *clients =
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"jitter\":0,"
        "\"users\":9,"
        "\"http2\":true,\"timeout\":\"2s\",\"arrivals\":{\"constant\":\"20/"
        "s\"},\"requests\":[{\"grpc\":"
        "true,\"work\":{\"constant\":\"10ms\"}},{\"grpc\":true,\"work\":{\"constant\":\"60s\"}}]}";
    Run *run = begin_calls(clients, "GRPC", ROOMY, NULL);
    run_to(run, 30);
    ck_assert_int_gt(run_codes(run, 460, 0, 0, 1e9), 100);
    ck_assert_int_gt(shared(run).streams, 10);
    ck_assert_int_le(shared(run).connections, 8);
    run_end(run);
}
END_TEST

// --- servers without a balancer

static Run *begin_direct(const char *launch, const char *client) {
    char clients[1024];
    snprintf(
        clients, sizeof clients,
        "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"jitter\":0,"
        "\"users\":1,\"arrivals\":{\"constant\":\"2/s\"},\"requests\":[{\"work\":{\"constant\":"
        "\"10ms\"}}]%s}",
        client);
    Sketch sketch = {.clients = clients,
                     .records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}",
                     .launch = launch};
    return run_begin(&sketch);
}

static SimTime last_answer(Run *run) {
    run_watch_hops(run);
    run_to(run, 20);
    SimTime time = 0;
    for (int32_t i = 0; i < run->hops.count; i++)
        if (run->hops.items[i].kind == SIM_HOP_ANSWERED)
            time = run->hops.items[i].time - run->hops.items[i].born;
    return time;
}

START_TEST(a_server_without_a_balancer_does_its_clients_handshakes) {
    // TCP, TLS 1.3 and the answer take 10 ms each, the request 10 ms, the handshake 7 ms.
    Run *run = begin_direct(",\"tls_work\":\"7ms\"", ",\"keep_alive\":\"0s\"");
    ck_assert_int_eq(last_answer(run), 47 * SIM_MILLISECOND);
    ck_assert_double_ge(run_sum(run, "TLSHandshakes", "InstanceId=web-1"), 38);
    run_end(run);
    run = begin_direct(",\"tls_work\":\"7ms\"", "");
    ck_assert_int_eq(last_answer(run), 20 * SIM_MILLISECOND);
    ck_assert_double_eq(run_sum(run, "TLSHandshakes", "InstanceId=web-1"), 1);
    run_end(run);
    run = begin_direct(",\"tls_work\":\"7ms\"", ",\"protocol\":\"HTTP\",\"keep_alive\":\"0s\"");
    ck_assert_int_eq(last_answer(run), 30 * SIM_MILLISECOND);
    run_end(run);
}
END_TEST

START_TEST(https_to_a_server_that_speaks_http_fails_in_the_handshake) {
    Run *run = begin_direct(",\"serves\":\"HTTP\"", "");
    run_to(run, 20);
    ck_assert_int_eq(sim_world_totals(run->world).requests_answered, 0);
    ck_assert_int_gt(sim_world_totals(run->world).lost[SIM_CAUSE_TLS], 35);
    run_end(run);
}
END_TEST

START_TEST(grpc_requests_are_counted_and_logged_as_grpcs) {
    Sketch sketch = {.clients =
                         "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\","
                         "\"users\":1000,\"http2\":true,\"arrivals\":{\"constant\":\"10/s\"},"
                         "\"requests\":[{\"grpc\":true,\"work\":{\"constant\":\"1ms\"}}]}",
                     .group = ",\"protocol_version\":\"GRPC\"",
                     .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
                                  "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    ck_assert_int_eq((int)run->accesses.items[0].protocol, SIM_ACCESS_GRPCS);
    double grpc = run_sum(run, "GrpcRequestCount", "LoadBalancer=web;TargetGroup=web");
    ck_assert_double_gt(grpc, 30);
    ck_assert_double_eq(grpc, run_sum(run, "RequestCount", "LoadBalancer=web"));
    run_end(run);
}
END_TEST

// --- what is told of them

#define BOTH(what)                                                                                 \
    "{\"at\":\"1s\",\"do\":\"" what "\",\"instance\":\"ap-south-1/web-1\"},"                       \
    "{\"at\":\"1s\",\"do\":\"" what "\",\"instance\":\"ap-south-1/web-2\"}"
#define GONE                                                                                       \
    "{\"at\":\"1s\",\"do\":\"deregister\",\"instance\":\"ap-south-1/web-1\",\"target_group\":"     \
    "\"ap-south-1/web\"},{\"at\":\"1s\",\"do\":\"deregister\",\"instance\":\"ap-south-1/web-2\","  \
    "\"target_group\":\"ap-south-1/web\"}"
#define NEVER "{\"constant\":\"1000s\"}"

// The access log has no field for these causes: events have to say them.
static const struct {
    int32_t code;
    const char *cause; ///< a part of it
    Sketch sketch;
} told[] = {
    {460, "closed its connection before web-", {.client = ",\"timeout\":\"2s\"", .work = NEVER}},
    {464,
     "does not fit the protocol version of web",
     {.clients =
          "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"arrivals\":{"
          "\"constant\":\"10/s\"},\"requests\":[{\"work\":{\"constant\":\"1ms\"}}]}",
      .group = ",\"protocol_version\":\"GRPC\"",
      .listeners = GRPC_LISTENER}},
    {500,
     "a transform of the rule failed",
     {.rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/*\"]},\"then\":{\"forward\":\"web\"},"
               "\"transforms\":{\"url-rewrite\":{\"regex\":\"^.*$\",\"replace\":\"none\"}}}"}},
    {502, "refused the connection", {.timeline = BOTH("crash")}},
    {502, "with the request inside", {.work = "{\"constant\":\"5s\"}", .timeline = BOTH("crash")}},
    {502,
     "keep-alive below idle timeout",
     {.rate = "20/s",
      .launch = ",\"keep_alive\":\"101ms\"",
      .region = ",\"same_zone_round_trip\":\"90ms\",\"cross_zone_round_trip\":\"90ms\""}},
    {502, "the TLS handshake with web-", {.group = HTTPS_GROUP, .launch = ",\"serves\":\"HTTP\""}},
    {502, "malformed", {.launch = ",\"response_defect\":\"malformed\""}},
    {502,
     "the deregistration delay of web-",
     {.work = "{\"constant\":\"5s\"}",
      .group = ",\"deregistration_delay\":\"1s\"",
      .timeline = GONE}},
    {503, "web has no registered target", {.timeline = GONE}},
    {503,
     "no capacity left",
     {.rate = "100/s",
      .balancer = ",\"capacity\":{\"units\":0.1,\"grow\":false,\"overflow\":\"answer_503\"}"}},
    {504,
     "gave no connection within 10 s",
     {.rate = "40/s", .work = NEVER, .launch = ",\"backlog\":0"}},
    {504,
     "did not finish the TLS handshake",
     {.group = HTTPS_GROUP, .launch = ",\"keep_alive\":\"0s\"", .timeline = BOTH("hang")}},
    {504, "no answer within the idle timeout", {.timeline = BOTH("hang")}},
    {504,
     "shorter than its Content-Length",
     {.balancer = ",\"idle_timeout\":\"5s\"", .launch = ",\"response_defect\":\"short_body\""}},
};

START_TEST(the_cause_of_each_code_is_told) {
    Run *run = run_begin(&told[_i].sketch);
    run_to(run, 100);
    char code[16];
    snprintf(code, sizeof code, "%d", told[_i].code);
    bool is_told = false;
    const SeenIncident *seen;
    for (int32_t n = 0; (seen = run_incident(run, "Response", NULL, code, n)) != NULL; n++)
        is_told = is_told || strstr(seen->cause, told[_i].cause) != NULL;
    ck_assert_msg(is_told, "nothing says of %d: %s", told[_i].code, told[_i].cause);
    ck_assert_int_gt(run_codes(run, told[_i].code, -1, 0, 1e9), 0);
    run_end(run);
}
END_TEST

START_TEST(a_look_at_a_node_says_what_it_answered_by_itself_and_why) {
    Sketch sketch = {.timeline = GONE,
                     .requests =
                         ODD(",\"share\":1") "," ODD(",\"share\":1,\"defect\":\"malformed\"")};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    int64_t clients_fault = 0, own_fault = 0, malformed = 0, none = 0;
    for (int32_t n = 0; n < view->node_count; n++) {
        const SimViewNode *node = &view->nodes[n];
        clients_fault += node->elb_4xx_total, own_fault += node->elb_5xx_total;
        ck_assert_int_eq(node->reason_count, 2);
        ck_assert(node->reasons[0].last >= node->reasons[1].last);
        for (int32_t i = 0; i < 2; i++) {
            bool is_malformed = node->reasons[i].status == 400;
            const char *why = is_malformed ? "the request is malformed"
                                           : "web has no registered target that this node may use";
            ck_assert_str_eq(node->reasons[i].text, why);
            if (is_malformed)
                malformed = node->reasons[i].count; // of all nodes
            else
                none += node->reasons[i].count;
        }
    }
    ck_assert_int_gt(malformed, 10);
    ck_assert_int_eq(malformed, clients_fault);
    ck_assert_int_eq(none, own_fault);
    ck_assert_double_eq((double)own_fault,
                        run_sum(run, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web"));
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(a_cause_is_told_once_a_minute_of_each_node) {
    Sketch sketch = {.timeline = GONE};
    Run *run = run_begin(&sketch);
    run_to(run, 55);
    ck_assert_ptr_nonnull(run_incident(run, "Response", "web/ap-south-1a", "503", 0));
    ck_assert_ptr_null(run_incident(run, "Response", "web/ap-south-1a", "503", 1));
    run_to(run, 70);
    ck_assert_ptr_nonnull(run_incident(run, "Response", "web/ap-south-1a", "503", 1));
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("codes");
    TCase *tests = tcase_create("runs");
    tcase_add_test(tests, a_malformed_request_is_400);
    tcase_add_test(tests, a_look_at_a_node_says_what_it_answered_by_itself_and_why);
    tcase_add_test(tests, a_header_above_16_k_is_400);
    tcase_add_test(tests, headers_above_64_k_are_413);
    tcase_add_test(tests, a_request_line_above_16_k_is_414);
    tcase_add_test(tests, an_unknown_transfer_encoding_is_501);
    tcase_add_test(tests, an_unexpected_http_version_is_505);
    tcase_add_test(tests, more_than_thirty_forwarded_addresses_are_463);
    tcase_add_test(tests, trace_is_405);
    tcase_add_test(tests, a_request_turned_away_meets_no_rule_and_ends_its_connection);
    tcase_add_test(tests, a_client_that_sends_nothing_more_is_408_after_the_idle_timeout);
    tcase_add_test(tests, a_client_that_leaves_before_it_has_sent_all_is_400);
    tcase_add_test(tests, monitor_lets_every_request_pass);
    tcase_add_test(tests, defensive_blocks_severe_requests_only);
    tcase_add_test(tests, strictest_lets_compliant_requests_pass_only);
    tcase_add_test(tests, defensive_closes_both_connections_behind_an_ambiguous_request);
    tcase_add_test(tests, requests_that_are_not_compliant_are_counted_and_classified);
    tcase_add_test(tests, a_malformed_answer_is_502);
    tcase_add_test(tests, an_answer_with_headers_above_32_k_is_502);
    tcase_add_test(tests, a_body_shorter_than_its_content_length_is_504_after_the_idle_timeout);
    tcase_add_test(tests, tls_to_targets_costs_a_round_trip_and_work_for_each_new_connection);
    tcase_add_test(tests, handshakes_are_counted_at_the_instance);
    tcase_add_test(tests, a_target_that_can_not_do_tls_is_502);
    tcase_add_test(tests, a_handshake_that_a_target_never_answers_is_504_after_ten_seconds);
    tcase_add_test(tests, a_plain_request_to_a_target_that_expects_tls_is_its_400);
    tcase_add_test(tests, http_1_1_to_a_group_of_http2_or_grpc_is_464);
    tcase_add_test(tests, http_2_fits_every_group_but_grpc_takes_post_only);
    tcase_add_test(tests, grpc_to_a_group_of_http1_is_464);
    tcase_add_test(tests, grpc_requests_are_counted_and_logged_as_grpcs);
    tcase_add_test(tests, requests_to_a_group_of_http2_share_connections);
    tcase_add_test(tests, a_hundred_and_twenty_eight_streams_fill_a_connection_to_a_target);
    tcase_add_test(tests, streams_go_down_with_the_connection_of_a_target_that_crashes);
    tcase_add_test(tests, a_client_that_leaves_ends_its_stream_and_no_connection);
    tcase_add_test(tests, a_server_without_a_balancer_does_its_clients_handshakes);
    tcase_add_test(tests, https_to_a_server_that_speaks_http_fails_in_the_handshake);
    tcase_add_loop_test(tests, the_cause_of_each_code_is_told, 0,
                        (int)(sizeof told / sizeof told[0]));
    tcase_add_test(tests, a_cause_is_told_once_a_minute_of_each_node);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
