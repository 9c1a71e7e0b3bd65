// What CloudWatch is told of a run: which metrics have a datapoint when, and what they count.
#include "scenario_text.h"

#define BALANCER  "LoadBalancer=web"
#define GROUP     "LoadBalancer=web;TargetGroup=web"
#define ALONE     "TargetGroup=web"
#define ZONE      "AvailabilityZone=ap-south-1a;LoadBalancer=web"
#define BAD_GROUP "LoadBalancer=web;TargetGroup=bad"

// --- when a metric is reported
// ----------------------------------------------------------------------------------------------------------

// A bit for each part of the run below.
enum { NEVER = 0, QUIET = 1, BUSY = 2, EMPTY = 4, ALWAYS = QUIET | BUSY | EMPTY };

static const struct {
    const char *metric, *dimensions;
    int when;
} reported[] = {
    {"RequestCount", GROUP, QUIET | BUSY},
    {"HTTPCode_Target_2XX_Count", GROUP, QUIET | BUSY},
    {"HTTPCode_Target_3XX_Count", GROUP, QUIET | BUSY},
    {"HTTPCode_Target_4XX_Count", GROUP, QUIET | BUSY},
    {"HTTPCode_Target_5XX_Count", GROUP, QUIET | BUSY},
    {"HealthyHostCount", GROUP, QUIET | BUSY},
    {"UnHealthyHostCount", GROUP, QUIET | BUSY},
    {"RequestCountPerTarget", GROUP, ALWAYS},
    {"RequestCountPerTarget", ALONE, ALWAYS},
    {"TargetResponseTime", GROUP, BUSY},
    {"HTTPCode_ELB_3XX_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_4XX_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_5XX_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_500_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_502_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_503_Count", BALANCER, BUSY},
    {"HTTPCode_ELB_504_Count", BALANCER, BUSY},
    {"HTTP_Fixed_Response_Count", BALANCER, BUSY},
    {"HTTP_Redirect_Count", BALANCER, BUSY},
    {"NewConnectionCount", BALANCER, BUSY},
    {"ActiveConnectionCount", BALANCER, BUSY},
    {"TargetConnectionErrorCount", BALANCER, BUSY},
    {"RuleEvaluations", BALANCER, BUSY},
    {"ProcessedBytes", BALANCER, BUSY},
    {"UnhealthyRoutingRequestCount", BAD_GROUP, BUSY},
    {"HealthyStateDNS", GROUP, QUIET | BUSY},
    {"HealthyStateRouting", GROUP, QUIET | BUSY},
    {"UnhealthyStateDNS", GROUP, QUIET | BUSY},
    {"UnhealthyStateRouting", GROUP, QUIET | BUSY},
    {"ConsumedLCUs", BALANCER, ALWAYS},
    {"PeakLCUs", BALANCER, ALWAYS},
    {"ForwardedInvalidHeaderRequestCount", ZONE, ALWAYS},
    // What does not happen here at all; that it is told when it does stands further below.
    {"ReservedLCUs", BALANCER, NEVER},
    {"RejectedConnectionCount", BALANCER, NEVER},
    {"ClientTLSNegotiationErrorCount", BALANCER, NEVER},
    {"TargetTLSNegotiationErrorCount", GROUP, NEVER},
    {"GrpcRequestCount", GROUP, NEVER},
    {"DroppedInvalidHeaderRequestCount", ZONE, NEVER},
    {"DesyncMitigationMode_NonCompliant_Request_Count", BALANCER, NEVER},
    {"HTTP_Redirect_Url_Limit_Exceeded_Count", BALANCER, NEVER},
};

#define ASK(path)     "{\"path\":\"" path "\",\"work\":{\"constant\":\"1ms\"}}"
#define FIXED(status) "{\"fixed-response\":{\"status\":" #status "}}"
#define RULE(priority, path, action)                                                               \
    "{\"priority\":" #priority ",\"if\":{\"path-pattern\":[\"" path "\"]},\"then\":" action "}"

// Every code that a balancer makes, and a group whose only target fails.
static const Sketch every_kind = {
    .arrivals = "{\"constant\":\"0/s\",\"changes\":[{\"at\":\"100s\",\"rate\":\"70/s\"},{\"at\":"
                "\"140s\",\"rate\":\"0/s\"}]}",
    .requests = ASK("/") "," ASK("/moved") "," ASK("/gone") "," ASK("/500") "," ASK("/502") "," ASK(
        "/503") "," ASK("/504"),
    .rules = RULE(1, "/moved", "{\"redirect\":{\"path\":\"/\"}}") "," RULE(2, "/gone", FIXED(404)) "," RULE(
        3, "/500",
        FIXED(
            500)) "," RULE(4, "/502",
                           "{\"forward\":\"bad\"}") "," RULE(5, "/503",
                                                             "{\"forward\":\"none\"}") "," RULE(6,
                                                                                                "/5"
                                                                                                "0"
                                                                                                "4",
                                                                                                "{"
                                                                                                "\""
                                                                                                "fo"
                                                                                                "rw"
                                                                                                "ar"
                                                                                                "d"
                                                                                                "\""
                                                                                                ":"
                                                                                                "\""
                                                                                                "fu"
                                                                                                "ll"
                                                                                                "\""
                                                                                                "}"),
    .groups = ",{\"name\":\"bad\"},{\"name\":\"none\"},{\"name\":\"full\"}",
    .instances = "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]},"
                 "{\"name\":\"bad\",\"launch\":\"v1\",\"target_groups\":[\"bad\"]},"
                 "{\"name\":\"full\",\"launch\":\"tiny\",\"target_groups\":[\"full\"]}",
    .launches = ",{\"name\":\"tiny\",\"workers\":1,\"backlog\":0,\"speed\":0.001,"
                "\"health_endpoint\":\"separate\"}",
    .group = ",\"deregistration_delay\":\"0s\"",
    .timeline = "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/bad\"},"
                "{\"at\":\"300s\",\"do\":\"deregister\",\"instance\":\"ap-south-1/web-1\","
                "\"target_group\":\"ap-south-1/web\"},"
                "{\"at\":\"300s\",\"do\":\"deregister\",\"instance\":\"ap-south-1/web-2\","
                "\"target_group\":\"ap-south-1/web\"}"};

static void expect_reported(Run *run, int part, double from, double to) {
    run_to(run, from);
    memset(run->is_reported, 0, sizeof run->is_reported);
    run_to(run, to);
    for (size_t i = 0; i < sizeof reported / sizeof reported[0]; i++) {
        int32_t series = run_series(run, reported[i].metric, reported[i].dimensions);
        bool is_expected = (reported[i].when & part) != 0;
        if (run->is_reported[series] == is_expected) continue;
        ck_abort_msg("%s is %sreported from %g to %g s", reported[i].metric,
                     is_expected ? "not " : "", from, to);
    }
}

START_TEST(every_metric_is_reported_when_aws_says_so) {
    Run *run = run_begin(&every_kind);
    expect_reported(run, QUIET, 90, 99);
    expect_reported(run, BUSY, 115, 135);
    expect_reported(run, EMPTY, 305, 310);
    run_end(run);
}
END_TEST

// --- which metrics there are
// -----------------------------------------------------------------------------------------------------------

// The sets of dimensions of load-balancer-cloudwatch-metrics, a bit each.
enum { L = 1, Z = 2, T = 4, ZT = 8, ALONE_T = 16, ALONE_ZT = 32 };
#define LZ    (L | Z)
#define HOSTS (T | ZT)
#define ALL   (L | Z | T | ZT)

static int set_of(const char *dimensions) {
    static const int sets[8] = {0, L, Z, LZ, T, T, ZT, ZT};
    int zone = strstr(dimensions, "AvailabilityZone=") != NULL;
    int group = strstr(dimensions, "TargetGroup=") != NULL;
    if (strstr(dimensions, "LoadBalancer=") == NULL) return zone ? ALONE_ZT : ALONE_T;
    return sets[group * 4 + zone * 2 + !(zone || group)];
}

#define MEAN "Average,Minimum,Maximum"

// What AWS/ApplicationELB has, as far as it is modelled: all that the documentation lists but
// for what facts ELB-540 to ELB-548 leave out.
static const struct {
    const char *metric;
    int sets;
    const char *unit, *stats;
} listed[] = {
    {"ActiveConnectionCount", LZ, "Count", "Sum"},
    {"ActiveZonalShiftHostCount", HOSTS, "Count", "Sum"},
    {"AnomalousHostCount", HOSTS, "Count", "Minimum,Maximum"},
    {"AppCookieNonStickinessCount", LZ, "Count", "Sum"},
    {"CapacityUtilization", L, "Percent", "Maximum"},
    {"ClientTLSNegotiationErrorCount", LZ, "Count", "Sum"},
    {"ConsumedLCUs", L, "Count", "Sum"},
    {"DesyncMitigationMode_NonCompliant_Request_Count", LZ, "Count", "Sum"},
    {"DroppedInvalidHeaderRequestCount", Z, "Count", "Sum"},
    {"ForwardedInvalidHeaderRequestCount", Z, "Count", "Sum"},
    {"GrpcRequestCount", HOSTS | ALONE_T | ALONE_ZT, "Count", "Sum"},
    {"HTTPCode_ELB_3XX_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_4XX_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_500_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_502_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_503_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_504_Count", LZ, "Count", "Sum"},
    {"HTTPCode_ELB_5XX_Count", LZ, "Count", "Sum"},
    {"HTTPCode_Target_2XX_Count", ALL, "Count", "Sum"},
    {"HTTPCode_Target_3XX_Count", ALL, "Count", "Sum"},
    {"HTTPCode_Target_4XX_Count", ALL, "Count", "Sum"},
    {"HTTPCode_Target_5XX_Count", ALL, "Count", "Sum"},
    {"HTTP_Fixed_Response_Count", LZ, "Count", "Sum"},
    {"HTTP_Redirect_Count", LZ, "Count", "Sum"},
    {"HealthyHostCount", HOSTS, "Count", MEAN},
    {"HealthyStateDNS", HOSTS, "Count", "Maximum"},
    {"HealthyStateRouting", HOSTS, "Count", "Maximum"},
    {"MitigatedHostCount", HOSTS, "Count", MEAN},
    {"NewConnectionCount", LZ, "Count", "Sum"},
    {"NonStickyRequestCount", LZ, "Count", "Sum"},
    {"PeakLCUs", L, "Count", "Sum,Maximum"},
    {"ProcessedBytes", LZ, "Bytes", "Sum"},
    {"RejectedConnectionCount", LZ, "Count", "Sum"},
    {"RequestCount", ALL, "Count", "Sum"},
    {"RequestCountPerTarget", HOSTS | ALONE_T | ALONE_ZT, "Count", "Sum"},
    {"ReservedLCUs", L, "Count", "Sum"},
    {"RuleEvaluations", L, "Count", "Sum"},
    {"TargetConnectionErrorCount", ALL, "Count", "Sum"},
    {"TargetResponseTime", ALL, "Seconds", "Average,p50,p90,p99"},
    {"TargetTLSNegotiationErrorCount", ALL, "Count", "Sum"},
    {"UnHealthyHostCount", HOSTS, "Count", MEAN},
    {"UnhealthyRoutingRequestCount", HOSTS, "Count", "Sum"},
    {"UnhealthyStateDNS", HOSTS, "Count", "Minimum"},
    {"UnhealthyStateRouting", HOSTS, "Count", "Minimum"},
};
enum { LISTED = sizeof listed / sizeof listed[0] };

#define POPULATION(name, host, more, requests)                                                     \
    "{\"name\":\"" name "\",\"host\":\"" host ".example.com\",\"round_trip\":\"10ms\","            \
    "\"jitter\":0,\"users\":500,\"keep_alive\":\"1s\","                                            \
    "\"arrivals\":{\"constant\":\"40/s\"},\"requests\":[" requests "]" more "}"
#define HTTP_ONLY    ",\"protocol\":\"HTTP\""
#define TO(n, group) RULE(n, "/" group, "{\"forward\":\"" group "\"}")
#define HTTPS_LISTENER                                                                             \
    "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[\"app.example.com\"],"                 \
    "\"default\":{\"forward\":\"grpc\"}}"

#define CALL "{\"grpc\":true,\"work\":{\"constant\":\"1ms\"}}"
#define ODD  "{\"path\":\"/\",\"classification\":\"SpaceInUri\",\"work\":{\"constant\":\"1ms\"}}"
#define UNDERSCORE                                                                                 \
    "{\"path\":\"/\",\"headers\":{\"X_Tenant\":\"7\"},\"work\":{\"constant\":\"1ms\"}}"
#define EVERY_PATH                                                                                 \
    ASK("/")                                                                                       \
    "," ASK("/moved") "," ASK("/gone") "," ASK("/500") "," ASK("/bad") "," ASK("/none") "," ASK(   \
        "/full") "," ASK("/own") "," ASK("/app") "," ASK("/tls") "," ODD

// Whatever makes a balancer report: each code of its own, cookies, gRPC, handshakes that fail on
// either side, a zonal shift, a reservation; beside it one that is too small.
static const Sketch all_at_once = {
    .clients = POPULATION("plain", "app", HTTP_ONLY, EVERY_PATH) "," POPULATION(
        "grpc", "app", ",\"http2\":true",
        CALL) "," POPULATION("old", "app", ",\"tls\":\"1.0\"",
                             ASK("/")) "," POPULATION("many", "small", HTTP_ONLY, UNDERSCORE),
    .records = "{\"name\":\"app.example.com\",\"alias\":\"ap-south-1/web\"},"
               "{\"name\":\"small.example.com\",\"alias\":\"ap-south-1/small\"}",
    .listeners = "{\"protocol\":\"HTTP\",\"port\":80,\"rules\":[" RULE(1, "/moved", "{\"redirect\":{\"path\":\"/\"}}") "," RULE(
        2, "/gone",
        FIXED(
            404)) "," RULE(3, "/500",
                           FIXED(
                               500)) "," TO(4,
                                            "bad") "," TO(5,
                                                          "none") "," TO(6,
                                                                         "full") "," TO(7,
                                                                                        "own") "," TO(8,
                                                                                                      "app") "," TO(9,
                                                                                                                    "tls") "],\"default\":{\"forward\":\"web\"}}," HTTPS_LISTENER,
    .balancer = ",\"zonal_shift\":true,"
                "\"minimum_load_balancer_capacity\":{\"capacity_units\":100}},"
                "{\"name\":\"small\",\"drop_invalid_header_fields\":true,\"capacity\":{\"units\":0."
                "2,\"grow\":false},"
                "\"listeners\":[{\"protocol\":\"HTTP\",\"port\":80,"
                "\"default\":{\"forward\":\"small\"}}]",
    .groups = ",{\"name\":\"bad\"},{\"name\":\"none\"},{\"name\":\"full\"},{\"name\":\"small\"},"
              "{\"name\":\"own\",\"stickiness\":{\"type\":\"lb_cookie\"}},"
              "{\"name\":\"app\",\"stickiness\":{\"type\":\"app_cookie\",\"name\":\"sid\"}},"
              "{\"name\":\"tls\",\"protocol\":\"HTTPS\"},"
              "{\"name\":\"grpc\",\"protocol_version\":\"GRPC\"}",
    .instances = "{\"name\":\"web\",\"count\":4,\"launch\":\"v1\",\"target_groups\":"
                 "[\"web\",\"own\",\"app\",\"tls\",\"grpc\",\"small\"]},"
                 "{\"name\":\"bad\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"bad\"]},"
                 "{\"name\":\"full\",\"launch\":\"tiny\",\"target_groups\":[\"full\"]}",
    .launch = ",\"serves\":\"HTTP\"",
    .launches = ",{\"name\":\"tiny\",\"workers\":1,\"backlog\":0,\"speed\":0.001,"
                "\"health_endpoint\":\"separate\"}",
    .timeline = "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/bad-1\"},"
                "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/bad-2\"},"
                "{\"at\":\"90s\",\"do\":\"zonal_shift\",\"load_balancer\":\"ap-south-1/web\","
                "\"zone\":\"ap-south-1a\",\"expires_in\":\"10m\"}",
};

static int place_of(const char *metric) {
    for (int i = 0; i < LISTED; i++)
        if (strcmp(listed[i].metric, metric) == 0) return i;
    return -1;
}

// A series that the list does not have is wrong, and so is one of the list that never spoke.
START_TEST(metrics_have_the_dimensions_that_aws_lists_and_no_others) {
    Run *run = run_begin(&all_at_once);
    run_to(run, 120);
    int spoke[LISTED] = {0};
    for (int32_t i = 0; i < sim_series_count(run->world); i++) {
        SimSeries series = sim_series(run->world, i);
        if (strcmp(series.namespace_, "AWS/ApplicationELB") != 0) continue;
        int place = place_of(series.metric), set = set_of(series.dimensions);
        if (strcmp(series.metric, "HTTP_Redirect_Url_Limit_Exceeded_Count") == 0) continue;
        ck_assert_msg(place >= 0, "AWS has no %s", series.metric);
        ck_assert_msg((listed[place].sets & set) != 0, "%s {%s}", series.metric, series.dimensions);
        ck_assert_str_eq(series.unit, listed[place].unit);
        ck_assert_str_eq(series.stats, listed[place].stats);
        if (run->is_reported[i]) spoke[place] |= set;
    }
    for (int i = 0; i < LISTED; i++)
        ck_assert_msg(spoke[i] == listed[i].sets, "%s spoke of %d, not of %d", listed[i].metric,
                      spoke[i], listed[i].sets);
    run_end(run);
}
END_TEST

/// The value of a dimension: `kind`/`name`/ and 16 hexadecimal digits.
static bool is_value(const char *dimensions, const char *begin) {
    const char *at = strstr(dimensions, begin);
    if (at == NULL) return false;
    at += strlen(begin);
    size_t digits = strspn(at, "0123456789abcdef");
    return digits == 16 && (at[digits] == '\0' || at[digits] == ';');
}

START_TEST(dimensions_have_the_values_that_aws_gives_them) {
    Run *run = run_begin(&every_kind);
    int seen = 0;
    for (int32_t i = 0; i < sim_series_count(run->world); i++) {
        SimSeries info = sim_series(run->world, i);
        if (strcmp(info.metric, "RequestCount") != 0) continue;
        bool is_of_bad = strstr(info.dimensions, "/bad/") != NULL;
        if (strstr(info.dimensions, "LoadBalancer=") != NULL)
            ck_assert_msg(is_value(info.dimensions, "LoadBalancer=app/web/"), "%s",
                          info.dimensions);
        if (is_of_bad)
            ck_assert_msg(is_value(info.dimensions, "TargetGroup=targetgroup/bad/"), "%s",
                          info.dimensions);
        seen |= is_of_bad ? 2 : 1;
    }
    ck_assert_int_eq(seen, 3);
    run_end(run);
}
END_TEST

START_TEST(a_group_alone_has_what_it_has_with_its_balancer) {
    Run *run = run_begin(&all_at_once);
    run_to(run, 60);
    double whole = 0;
    static const char *const zones[] = {"ap-south-1a", "ap-south-1b"};
    for (int i = 0; i < 2; i++) {
        char with[120], alone[120];
        snprintf(with, sizeof with, "AvailabilityZone=%s;LoadBalancer=web;TargetGroup=grpc",
                 zones[i]);
        snprintf(alone, sizeof alone, "AvailabilityZone=%s;TargetGroup=grpc", zones[i]);
        double count = run_sum(run, "GrpcRequestCount", alone);
        ck_assert_double_gt(count, 500);
        ck_assert_double_eq(count, run_sum(run, "GrpcRequestCount", with));
        // Two of the four targets are in each zone.
        ck_assert_double_eq_tol(run_sum(run, "RequestCountPerTarget", alone), count / 2, 1e-6);
        ck_assert_double_eq_tol(run_sum(run, "RequestCountPerTarget", with), count / 2, 1e-6);
        whole += count;
    }
    ck_assert_double_eq(run_sum(run, "GrpcRequestCount", "TargetGroup=grpc"), whole);
    ck_assert_double_eq_tol(run_sum(run, "RequestCountPerTarget", "TargetGroup=grpc"), whole / 4,
                            1e-6);
    run_end(run);
}
END_TEST

// --- what it counts
// ---------------------------------------------------------------------------------------------------------------------

START_TEST(codes_of_the_balancer_are_counted_by_class_and_by_code) {
    Run *run = run_begin(&every_kind);
    run_to(run, 200);
    static const char *const names[] = {"HTTPCode_ELB_500_Count", "HTTPCode_ELB_502_Count",
                                        "HTTPCode_ELB_503_Count", "HTTPCode_ELB_504_Count"};
    static const int32_t codes[] = {500, 502, 503, 504};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        double count = run_sum(run, names[i], BALANCER);
        ck_assert_double_gt(count, 300);
        ck_assert_double_eq(count, run_codes(run, codes[i], 0, 0, 200));
        sum += count;
    }
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_5XX_Count", BALANCER), sum);
    ck_assert_double_eq(run_sum(run, "HTTPCode_ELB_4XX_Count", BALANCER),
                        run_codes(run, 404, 0, 0, 200));
    run_end(run);
}
END_TEST

START_TEST(codes_of_targets_are_counted_by_class) {
    Sketch sketch = {.launch = ",\"errors\":0.5"};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    int32_t good = run_codes(run, 200, 200, 0, 100), bad = run_codes(run, 500, 500, 0, 100);
    ck_assert_int_gt(bad, 400);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_2XX_Count", GROUP), good);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_5XX_Count", GROUP), bad);
    ck_assert_double_eq(run_sum(run, "HTTPCode_Target_4XX_Count", GROUP), 0);
    run_end(run);
}
END_TEST

START_TEST(a_check_that_gets_no_connection_is_no_connection_error) {
    Sketch sketch = {.arrivals = "{\"constant\":\"0/s\"}",
                     .timeline =
                         "{\"at\":\"1s\",\"do\":\"crash\",\"instance\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_double_eq(run_sum(run, "TargetConnectionErrorCount", BALANCER), 0);
    run_end(run);
}
END_TEST

START_TEST(new_connections_are_counted_on_both_sides) {
    Sketch sketch = {
        .rate = "1/s", .client = ",\"keep_alive\":\"0s\"", .launch = ",\"keep_alive\":\"0s\""};
    Run *run = run_begin(&sketch);
    run_to(run, 21);
    ck_assert_int_eq(run->accesses.count, 20);
    ck_assert_double_eq(run_sum(run, "NewConnectionCount", BALANCER), 2 * 20);
    run_end(run);
}
END_TEST

START_TEST(processed_bytes_are_those_of_requests_and_answers) {
    Sketch sketch = {.requests = "{\"path\":\"/\",\"request_bytes\":700,\"response_bytes\":4000,"
                                 "\"work\":{\"constant\":\"1ms\"}}"};
    Run *run = run_begin(&sketch);
    run_to(run, 50);
    ck_assert_int_gt(run->accesses.count, 490);
    ck_assert_double_eq_tol(run_sum(run, "ProcessedBytes", BALANCER), 4700.0 * run->accesses.count,
                            4700.0 * 11);
    run_end(run);
}
END_TEST

// From sending: the connection that had to be opened first is not in it.
START_TEST(the_response_time_begins_when_the_request_is_sent) {
    Sketch sketch = {.work = "{\"constant\":\"40ms\"}",
                     .launch = ",\"keep_alive\":\"0s\"",
                     .region =
                         ",\"same_zone_round_trip\":\"20ms\",\"cross_zone_round_trip\":\"20ms\""};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    double count = run_sum(run, "HTTPCode_Target_2XX_Count", GROUP);
    ck_assert_double_gt(count, 190);
    // There and back is 20 ms; so would be the opening of a connection before.
    ck_assert_double_eq_tol(run_sum(run, "TargetResponseTime", GROUP), 0.060 * count, 1e-6);
    run_end(run);
}
END_TEST

// The sum of a metric over ten seconds from `from` on.
static double sum_of_ten(Run *run, const char *metric, double from) {
    run_to(run, from);
    double before = run_sum(run, metric, GROUP);
    run_to(run, from + 10);
    return run_sum(run, metric, GROUP) - before;
}

#define SICK(at, name)                                                                             \
    "{\"at\":\"" at "\",\"do\":\"errors\",\"instance\":\"ap-south-1/" name                         \
    "\",\"share\":1,\"health_errors\":true}"

START_TEST(requests_per_target_are_over_the_healthy_and_else_over_the_registered) {
    Sketch sketch = {.rate = "100/s", .timeline = SICK("20s", "web-1") "," SICK("80s", "web-2")};
    Run *run = run_begin(&sketch);
    ck_assert_double_eq_tol(sum_of_ten(run, "RequestCountPerTarget", 5), 500, 1);
    ck_assert_double_eq_tol(sum_of_ten(run, "RequestCountPerTarget", 60), 1000, 2);
    ck_assert_double_eq_tol(sum_of_ten(run, "RequestCountPerTarget", 120), 500, 1);
    run_end(run);
}
END_TEST

START_TEST(active_connections_are_those_of_both_sides_at_all_nodes) {
    Sketch sketch = {.arrivals =
                         "{\"constant\":\"20/s\",\"changes\":[{\"at\":\"5s\",\"rate\":\"0/s\"}]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    double before = run_sum(run, "ActiveConnectionCount", BALANCER);
    run_to(run, 11);
    const ElbNode *nodes = run->world->nodes.items;
    int32_t clients = (int32_t)run->world->connection_pool.live;
    ck_assert_int_gt(nodes[0].connections, 0);
    ck_assert_int_gt(nodes[1].connections, 0);
    ck_assert_int_gt(nodes[0].connections + nodes[1].connections, clients);
    ck_assert_double_eq(run_sum(run, "ActiveConnectionCount", BALANCER) - before,
                        nodes[0].connections + nodes[1].connections);
    run_end(run);
}
END_TEST

// The least and the most of a metric in any second of the run.
typedef struct Extremes {
    int32_t series;
    double minimum, maximum; ///< of the second in which they are furthest apart
} Extremes;

static void see_extremes(void *context, const SimPeriod *period) {
    Extremes *extremes = context;
    if (!period->is_present[extremes->series]) return;
    const SimSample *sample = &period->samples[extremes->series];
    if (sample->maximum - sample->minimum <= extremes->maximum - extremes->minimum) return;
    extremes->minimum = sample->minimum;
    extremes->maximum = sample->maximum;
}

START_TEST(nodes_that_disagree_show_in_minimum_and_maximum) {
    Sketch sketch = {.timeline =
                         "{\"at\":\"1s\",\"do\":\"zone_partition\",\"zone\":\"ap-south-1a\"}"};
    Run *run = run_begin(&sketch);
    Extremes extremes = {.series = run_series(run, "HealthyHostCount", GROUP)};
    SimSink sink = {.context = &extremes, .period = see_extremes};
    sim_world_advance(run->world, 60 * SIM_SECOND, 0, &sink);
    ck_assert_double_eq(extremes.minimum, 1);
    ck_assert_double_eq(extremes.maximum, 2);
    run_end(run);
}
END_TEST

START_TEST(healthy_hosts_of_a_zone_are_its_own) {
    Sketch sketch = {.instances = "{\"name\":\"a\",\"count\":3,\"launch\":\"v1\",\"zones\":[\"ap-"
                                  "south-1a\"],\"target_groups\":[\"web\"]},"
                                  "{\"name\":\"b\",\"launch\":\"v1\",\"zones\":[\"ap-south-1b\"],"
                                  "\"target_groups\":[\"web\"]}"};
    Run *run = run_begin(&sketch);
    run_to(run, 10);
    // Each second two nodes say it.
    ck_assert_double_eq(run_sum(run, "HealthyHostCount", "AvailabilityZone=ap-south-1a;" GROUP),
                        2 * 10 * 3);
    ck_assert_double_eq(run_sum(run, "HealthyHostCount", "AvailabilityZone=ap-south-1b;" GROUP),
                        2 * 10 * 1);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("reported");
    TCase *tests = tcase_create("reported");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_metric_is_reported_when_aws_says_so);
    tcase_add_test(tests, metrics_have_the_dimensions_that_aws_lists_and_no_others);
    tcase_add_test(tests, a_group_alone_has_what_it_has_with_its_balancer);
    tcase_add_test(tests, dimensions_have_the_values_that_aws_gives_them);
    tcase_add_test(tests, codes_of_the_balancer_are_counted_by_class_and_by_code);
    tcase_add_test(tests, codes_of_targets_are_counted_by_class);
    tcase_add_test(tests, a_check_that_gets_no_connection_is_no_connection_error);
    tcase_add_test(tests, new_connections_are_counted_on_both_sides);
    tcase_add_test(tests, processed_bytes_are_those_of_requests_and_answers);
    tcase_add_test(tests, the_response_time_begins_when_the_request_is_sent);
    tcase_add_test(tests, requests_per_target_are_over_the_healthy_and_else_over_the_registered);
    tcase_add_test(tests, active_connections_are_those_of_both_sides_at_all_nodes);
    tcase_add_test(tests, nodes_that_disagree_show_in_minimum_and_maximum);
    tcase_add_test(tests, healthy_hosts_of_a_zone_are_its_own);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
