// Route 53's health checks, each fact seen in the run of a small scenario.
#include "scenario_text.h"

#define CHECK(name, more) "{\"name\":\"" name "\"" more "}"
#define CHECKS(list)      ",\"health_checks\":[" list "]"
#define TYPE(type)        ",\"type\":\"" type "\""
#define ENDPOINT(name)    ",\"endpoint\":\"ap-south-1/" name "\""
#define HTTP_TO(name)     TYPE("HTTP") ENDPOINT(name)
#define QUICK             ",\"request_interval\":\"10s\""
#define ONCE              ",\"failure_threshold\":1"
#define SICK(at, name)                                                                             \
    "{\"at\":\"" at "\",\"do\":\"errors\",\"instance\":\"ap-south-1/" name                         \
    "\",\"share\":1,\"health_errors\":true}"
#define STEP(at, what, name)                                                                       \
    "{\"at\":\"" at "\",\"do\":\"" what "\",\"instance\":\"ap-south-1/" name "\"}"
#define RECOVER(at, name)                                                                          \
    "{\"at\":\"" at "\",\"do\":\"recover\",\"target\":\"ap-south-1/" name "\"}"
#define DARK(at) "{\"at\":\"" at "\",\"do\":\"zone_power\",\"zone\":\"ap-south-1a\"}"

// When a check changed to `to` for the n-th time, in seconds; -1: it did not.
static double turned(const Run *run, const char *check, const char *to, int32_t n) {
    const SeenIncident *seen = run_incident(run, "HealthCheck", check, to, n);
    return seen != NULL ? (double)seen->time / 1e9 : -1;
}

// When the check of `more` first turns unhealthy under a timeline; -1: within `seconds` it does
// not.
static double unhealthy_at(const char *checks, const char *timeline, double seconds) {
    Sketch sketch = {.route53 = checks, .timeline = timeline, .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, seconds);
    double at = turned(run, "a", "unhealthy", 0);
    run_end(run);
    return at;
}

static int32_t logged_checks(const Run *run, double from, double to) {
    int32_t count = 0;
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        bool is_checker = a->client_ip >> 16 == (15u << 8 | 177u);
        count += is_checker && (double)a->time >= from * 1e9 && (double)a->time < to * 1e9;
    }
    return count;
}

// Whether the text is refused with these words.
static bool is_refused(const char *checks, const char *words) {
    Sketch sketch = {.route53 = checks};
    char *text = text_of(&sketch), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    if (scenario == NULL && diagnostics.count > 0)
        sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    bool is_it = scenario == NULL && strstr(line, words) != NULL;
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return is_it;
}

// --- what may be asked for
// -----------------------------------------------------------------------------------------------------

START_TEST(a_failure_threshold_is_one_to_ten) {
    ck_assert(is_refused(CHECKS(CHECK("a", HTTP_TO("web") ",\"failure_threshold\":11")),
                         "Allowed are 1 to 10"));
    ck_assert(is_refused(CHECKS(CHECK("a", HTTP_TO("web") ",\"failure_threshold\":0")),
                         "Allowed are 1 to 10"));
    ck_assert(!is_refused(CHECKS(CHECK("a", HTTP_TO("web") ",\"failure_threshold\":10")), ""));
}
END_TEST

START_TEST(an_interval_is_ten_or_thirty_seconds) {
    ck_assert(is_refused(CHECKS(CHECK("a", HTTP_TO("web") ",\"request_interval\":\"20s\"")),
                         "every 10 or every 30 seconds"));
    ck_assert(!is_refused(CHECKS(CHECK("a", HTTP_TO("web") QUICK)), ""));
}
END_TEST

START_TEST(private_addresses_are_not_checked) {
    static const char *const endpoints[] = {"10.0.1.2",  "192.168.0.1", "172.16.5.5",
                                            "127.0.0.1", "169.254.1.1", "224.0.0.1"};
    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++) {
        char checks[200];
        snprintf(checks, sizeof checks,
                 ",\"health_checks\":[{\"name\":\"a\",\"type\":\"HTTP\",\"endpoint\":\"%s\"}]",
                 endpoints[i]);
        ck_assert(is_refused(checks, "private, local or multicast"));
    }
}
END_TEST

START_TEST(three_regions_are_the_least) {
    ck_assert(
        is_refused(CHECKS(CHECK("a", HTTP_TO("web") ",\"regions\":[\"us-east-1\",\"eu-west-1\"]")),
                   "2 elements"));
    const char *checks = CHECKS(
        CHECK("a", HTTP_TO("web") ",\"regions\":[\"us-east-1\",\"eu-west-1\",\"sa-east-1\"]"));
    Sketch sketch = {.route53 = checks};
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(run->world->checkers.count, 6);
    run_end(run);
}
END_TEST

START_TEST(a_calculated_check_is_no_child) {
    ck_assert(is_refused(
        CHECKS(CHECK("a", HTTP_TO("web")) "," CHECK(
            "b",
            TYPE("CALCULATED") ",\"children\":["
                               "\"a\"]") "," CHECK("c",
                                                   TYPE("CALCULATED") ",\"children\":[\"b\"]")),
        "can not count another"));
    ck_assert(!is_refused(CHECKS(CHECK("a", HTTP_TO("web")) "," CHECK(
                              "b", TYPE("CALCULATED") ",\"children\":[\"a\"]")),
                          ""));
}
END_TEST

// --- rhythm
// --------------------------------------------------------------------------------------------------------------------

START_TEST(a_checker_asks_every_thirty_seconds_unless_said) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))), .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 660);
    // Answers take up to half a second each.
    ck_assert_double_eq_tol(logged_checks(run, 30, 630), 16 * 600 / 30.3, 6);
    run_end(run);
}
END_TEST

START_TEST(sixteen_checkers_ask) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))), .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 31);
    bool has_asked[17] = {false};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *a = &run->accesses.items[i];
        if (a->client_ip >> 16 != (15u << 8 | 177u)) continue;
        ck_assert_uint_le(a->client_ip & 0xFFFF, 16);
        has_asked[a->client_ip & 0xFFFF] = true;
    }
    for (int32_t i = 1; i <= 16; i++)
        ck_assert(has_asked[i]);
    run_end(run);
}
END_TEST

START_TEST(checkers_are_not_coordinated) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))), .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 601);
    int32_t most = 0, empty = 0;
    for (int32_t s = 0; s < 600; s++) {
        int32_t count = logged_checks(run, s, s + 1);
        if (count > most) most = count;
        empty += count == 0;
    }
    ck_assert_int_ge(most, 2);
    ck_assert_int_lt(most, 9);
    ck_assert_int_gt(empty, 200);
    run_end(run);
}
END_TEST

START_TEST(an_interval_begins_with_the_answer) {
    // A silent endpoint costs a checker 4 s a question: 34 s from one to the next.
    Sketch sketch = {
        .route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))), .timeline = DARK("1s"), .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 682);
    for (int32_t i = 0; i < 16; i++) {
        int32_t asked = run->world->checkers.items[i].number;
        ck_assert_int_ge(asked, 20);
        ck_assert_int_le(asked, 21);
    }
    run_end(run);
}
END_TEST

// --- limits
// --------------------------------------------------------------------------------------------------------------------

START_TEST(a_tcp_check_waits_ten_seconds_and_an_http_check_four) {
    double tcp = unhealthy_at(
        CHECKS(CHECK("a", TYPE("TCP") ENDPOINT("web-1") ",\"port\":80" QUICK)), DARK("100s"), 300);
    double http = unhealthy_at(CHECKS(CHECK("a", HTTP_TO("web-1") QUICK)), DARK("100s"), 300);
    ck_assert_double_gt(http, 100);
    // Three questions fail, each six seconds later, in the same rhythm before.
    ck_assert_double_eq_tol(tcp - http, 18, 3);
}
END_TEST

START_TEST(an_answer_must_come_within_two_seconds) {
    const char *slow = CHECKS(CHECK("a", HTTP_TO("web-1") ",\"work\":{\"constant\":\"2500ms\"}"));
    const char *fast = CHECKS(CHECK("a", HTTP_TO("web-1") ",\"work\":{\"constant\":\"1500ms\"}"));
    ck_assert_double_gt(unhealthy_at(slow, "", 200), 60);
    ck_assert_double_eq(unhealthy_at(fast, "", 200), -1);
}
END_TEST

START_TEST(only_2xx_and_3xx_are_healthy) {
    ck_assert_double_eq(unhealthy_at(CHECKS(CHECK("a", HTTP_TO("web-1"))), "", 200), -1);
    double at = unhealthy_at(CHECKS(CHECK("a", HTTP_TO("web-1"))), SICK("100s", "web-1"), 300);
    ck_assert_double_eq_tol(at, 188, 8);
}
END_TEST

START_TEST(a_redirect_is_healthy_and_not_followed) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))),
                     .action = "{\"redirect\":{\"host\":\"else.example.com\"}}",
                     .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    ck_assert_double_eq(turned(run, "a", "unhealthy", 0), -1);
    ck_assert_int_gt(logged_checks(run, 0, 300), 100);
    run_end(run);
}
END_TEST

START_TEST(a_wrong_certificate_passes) {
    // One for another host, and one that expires at once.
    const char *const certificates[] = {"\"x.example.org\"",
                                        "{\"name\":\"app.example.com\",\"expires\":\"1s\"}"};
    for (int i = 0; i < 2; i++) {
        char listener[300];
        snprintf(listener, sizeof listener,
                 "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":[%s],"
                 "\"default\":{\"forward\":\"web\"}}",
                 certificates[i]);
        Sketch sketch = {.route53 = CHECKS(CHECK(
                             "a", TYPE("HTTPS") ENDPOINT("web") ",\"host\":\"app.example.com\"")),
                         .listeners = listener,
                         .rate = "1/s"};
        Run *run = run_begin(&sketch);
        run_to(run, 200);
        ck_assert_double_eq(turned(run, "a", "unhealthy", 0), -1);
        ck_assert_int_gt(logged_checks(run, 0, 200), 80);
        run_end(run);
    }
}
END_TEST

// A body of `before` letters, then the text.
static bool finds(int32_t before, const char *text) {
    char *launch = malloc(8000);
    snprintf(launch, 8000, ",\"body\":\"%0*dALL WELL\"", before, 0);
    char checks[300];
    snprintf(checks, sizeof checks,
             CHECKS(CHECK("a", TYPE("HTTP_STR_MATCH") ENDPOINT("web") ",\"search_string\":\"%s\"")),
             text);
    Sketch sketch = {.route53 = checks, .launch = launch, .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 200);
    bool is_found = turned(run, "a", "unhealthy", 0) < 0;
    run_end(run);
    free(launch);
    return is_found;
}

START_TEST(a_text_is_searched_in_the_first_5120_bytes) {
    ck_assert(finds(5120 - 8, "ALL WELL"));
    ck_assert(!finds(5120 - 7, "ALL WELL"));
    ck_assert(!finds(1, "all well"));
}
END_TEST

START_TEST(a_text_has_up_to_255_characters) {
    char text[300], checks[600];
    for (int length = 255; length <= 256; length++) {
        snprintf(text, sizeof text, "%0*d", length, 0);
        snprintf(checks, sizeof checks,
                 CHECKS(CHECK("a", TYPE("HTTP_STR_MATCH") ENDPOINT("web-1") ",\"search_string\":"
                                                                            "\"%s\"")),
                 text);
        ck_assert_int_eq(is_refused(checks, "255"), length == 256);
    }
}
END_TEST

START_TEST(a_calculated_check_has_up_to_255_children) {
    static char checks[20000], children[6000];
    for (int count = 199; count <= 256; count += 57) {
        checks[0] = children[0] = '\0';
        for (int i = 0; i < count; i++)
            snprintf(children + strlen(children), 12, "%s\"c%d\"", i > 0 ? "," : "", i % 199);
        snprintf(checks, sizeof checks,
                 CHECKS(CHECK("all", TYPE("CALCULATED") ",\"children\":[%s]")), children);
        ck_assert_int_eq(is_refused(checks, "this list has 256 elements"), count == 256);
    }
}
END_TEST

START_TEST(a_check_of_a_routing_control_has_no_interval) {
    static const char *const keys[] = {",\"request_interval\":\"10s\"", ",\"failure_threshold\":1"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char checks[400];
        snprintf(
            checks, sizeof checks,
            CHECKS(CHECK(
                "a",
                TYPE("RECOVERY_CONTROL") ",\"routing_control\":\"c\"%s")) ",\"routing_controls\":[{"
                                                                          "\"name\":\"c\"}]",
            keys[i]);
        ck_assert(is_refused(checks, "only a check of type"));
    }
}
END_TEST

// --- counting and voting
// -------------------------------------------------------------------------------------------------------

START_TEST(a_checker_changes_its_mind_after_three_results) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))),
                     .timeline = SICK("100s", "web-1")};
    Run *run = run_begin(&sketch);
    // All have failed twice by now, and none three times.
    run_to(run, 160);
    ck_assert_double_eq(run->world->checkers.items[0].is_healthy, 1);
    run_to(run, 192);
    for (int32_t i = 0; i < 16; i++)
        ck_assert_int_eq(run->world->checkers.items[i].is_healthy, 0);
    run_end(run);
}
END_TEST

START_TEST(only_failures_in_a_row_count) {
    // Sick for 40 s of every 80: never three questions of one checker in a row.
    Sketch sketch = {
        .route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))),
        .timeline = SICK("100s", "web-1") "," RECOVER("140s", "web-1") "," SICK(
            "180s",
            "web-1") "," RECOVER("220s",
                                 "web-1") "," SICK("260s",
                                                   "web-1") "," RECOVER("300s",
                                                                        "web-1") "," SICK("400s",
                                                                                          "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 400);
    ck_assert_double_eq(turned(run, "a", "unhealthy", 0), -1);
    run_to(run, 500);
    ck_assert_double_gt(turned(run, "a", "unhealthy", 0), 460);
    run_end(run);
}
END_TEST

START_TEST(the_way_back_takes_the_same_number) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))),
                     .timeline = SICK("100s", "web-1") "," RECOVER("300s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 500);
    double back = turned(run, "a", "healthy", 0);
    ck_assert_double_gt(back, 360);
    ck_assert_double_lt(back, 390);
    run_end(run);
}
END_TEST

#define DENY(number, block) "{\"rule\":" #number ",\"action\":\"deny\",\"source\":\"" block "\"}"
#define ACL(denied)                                                                                \
    ",\"network_acls\":[{\"name\":\"n\",\"subnets\":\"load_balancers\",\"inbound\":[" denied       \
    ",{\"rule\":100,\"action\":\"allow\",\"source\":\"0.0.0.0/0\"}],\"outbound\":[{\"rule\":100,"  \
    "\"action\":\"allow\",\"destination\":\"0.0.0.0/0\"}]}]"
// Checkers 1 to 7, 8 to 11, 12 and 13 are held back.
#define THIRTEEN DENY(1, "15.177.0.0/29") "," DENY(2, "15.177.0.8/30") "," DENY(3, "15.177.0.12/31")

static Run *behind_acl(const char *acl) {
    Sketch sketch = {
        .route53 = CHECKS(CHECK("a", HTTP_TO("web") QUICK)), .region = acl, .rate = "1/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 200);
    return run;
}

START_TEST(three_of_sixteen_are_enough_and_two_are_not) {
    Run *run = behind_acl(ACL(THIRTEEN));
    ck_assert_int_eq(health_check_votes(run->world, 0), 3);
    ck_assert(health_check_status(run->world, 0));
    run_end(run);
    run = behind_acl(ACL(THIRTEEN "," DENY(4, "15.177.0.14/32")));
    ck_assert_int_eq(health_check_votes(run->world, 0), 2);
    ck_assert(!health_check_status(run->world, 0));
    run_end(run);
}
END_TEST

START_TEST(a_new_check_is_healthy_until_there_is_data) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))), .timeline = DARK("1ms")};
    Run *run = run_begin(&sketch);
    run_to(run, 60);
    ck_assert(health_check_status(run->world, 0));
    run_to(run, 150);
    ck_assert(!health_check_status(run->world, 0));
    run_end(run);
}
END_TEST

START_TEST(a_status_reaches_dns_within_five_seconds) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1") QUICK ONCE)),
                     .timeline = STEP("100s", "crash", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    int32_t seen = 0;
    for (double t = 100; t < 120; t += 0.05) {
        run_to(run, t);
        for (int32_t i = 0; i < 16; i++) {
            const Checker *checker = &run->world->checkers.items[i];
            seen += checker->is_healthy != checker->is_held_healthy;
        }
    }
    // Sixteen statuses of three seconds each on their way.
    ck_assert_double_eq_tol(seen * 0.05, 16 * 3, 10);
    run_end(run);
}
END_TEST

// --- inverted, disabled, calculated, mirrored
// -------------------------------------------------------------------------------------

START_TEST(an_inverted_check_swaps_its_result) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1") ",\"inverted\":true")),
                     .timeline = SICK("100s", "web-1")};
    Run *run = run_begin(&sketch);
    ck_assert(!health_check_status(run->world, 0));
    run_to(run, 200);
    ck_assert(health_check_status(run->world, 0));
    run_end(run);
}
END_TEST

START_TEST(a_disabled_check_is_healthy) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1")) "," CHECK(
                         "all", TYPE("CALCULATED") ",\"children\":[\"a\"]")),
                     .timeline = SICK("10s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 150);
    ck_assert(!health_check_status(run->world, 0));
    ck_assert(!health_check_status(run->world, 1));
    int32_t asked = run->world->checkers.items[0].number;
    run_set(run, "route53.health_checks.a.disabled", "true");
    run_to(run, 300);
    ck_assert(health_check_status(run->world, 0));
    ck_assert(health_check_status(run->world, 1));
    ck_assert_int_eq(run->world->checkers.items[0].number, asked);
    run_set(run, "route53.health_checks.a.inverted", "true");
    run_to(run, 301);
    ck_assert(!health_check_status(run->world, 0));
    run_end(run);
}
END_TEST

START_TEST(a_calculated_check_counts_its_children) {
    Sketch sketch = {
        .route53 = CHECKS(CHECK("a", HTTP_TO("web-1")) "," CHECK("b", HTTP_TO("web-2")) "," CHECK(
            "both",
            TYPE(
                "C"
                "A"
                "L"
                "C"
                "U"
                "L"
                "A"
                "T"
                "E"
                "D") ",\"children\":[\"a\",\"b\"]") "," CHECK("one",
                                                              TYPE(
                                                                  "CALCULATED") ",\"children\":["
                                                                                "\"a\",\"b\"],"
                                                                                "\"health_"
                                                                                "threshold\":"
                                                                                "1") "," CHECK("non"
                                                                                               "e",
                                                                                               TYPE(
                                                                                                   "CALCULATED") ",\"children\":["
                                                                                                                 "\"a\",\"b\"],"
                                                                                                                 "\"health_"
                                                                                                                 "threshold\":0") "," CHECK("thre"
                                                                                                                                            "e",
                                                                                                                                            TYPE(
                                                                                                                                                "CALCULATED") ",\"children\":[\"a\",\"b\"],\"health_threshold\":3")),
        .timeline = SICK("100s", "web-1") "," SICK("300s", "web-2")};
    Run *run = run_begin(&sketch);
    run_to(run, 50);
    const bool at_first[] = {true, true, true, true, true, false},
               then[] = {false, true, false, true, true, false},
               at_last[] = {false, false, false, false, true, false};
    for (int32_t i = 0; i < 6; i++)
        ck_assert_int_eq(health_check_status(run->world, i), at_first[i]);
    double sum = run_sum(run, "ChildHealthCheckHealthyCount", "HealthCheckId=both");
    ck_assert_double_eq(sum, 50 * 2);
    run_to(run, 250);
    for (int32_t i = 0; i < 6; i++)
        ck_assert_int_eq(health_check_status(run->world, i), then[i]);
    run_to(run, 500);
    for (int32_t i = 0; i < 6; i++)
        ck_assert_int_eq(health_check_status(run->world, i), at_last[i]);
    run_end(run);
}
END_TEST

#define WEIGHTED(id, weight, instance, check)                                                      \
    "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"set_identifier\":\"" id               \
    "\",\"weight\":" #weight ",\"value\":\"ap-south-1/" instance                                   \
    "\",\"ttl\":\"10s\",\"health_check\":\"" check "\"}"

START_TEST(a_routing_control_moves_traffic_without_probing) {
    Sketch sketch = {
        .records = WEIGHTED("one", 1, "web-1", "one") "," WEIGHTED("two", 1, "web-2", "two"),
        .route53 =
            CHECKS(CHECK("one", TYPE("RECOVERY_CONTROL") ",\"routing_control\":\"one\"") "," CHECK(
                "two",
                TYPE("RECOVERY_CONTROL") ",\"routing_control\":\"two\"")) ",\"routing_controls\":[{"
                                                                          "\"name\":\"one\","
                                                                          "\"state\":\"On\"},{"
                                                                          "\"name\":\"two\"}]",
        .client = ",\"keep_alive\":\"0s\"",
        .timeline = "{\"at\":\"100s\",\"do\":\"update_routing_control_state\",\"routing_control\":"
                    "\"two\",\"state\":\"On\"},{\"at\":\"100s\",\"do\":"
                    "\"update_routing_control_state\",\"routing_control\":\"one\",\"state\":"
                    "\"Off\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 100);
    int32_t one = run_instance(run, "web-1"), two = run_instance(run, "web-2");
    ck_assert_int_gt(run->world->instances.items[one].answered, 900);
    ck_assert_int_eq(run->world->instances.items[two].answered, 0);
    // Seconds to the DNS locations, and the caches.
    run_to(run, 116);
    int64_t before = run->world->instances.items[one].answered;
    run_to(run, 200);
    ck_assert_int_eq(run->world->instances.items[one].answered, before);
    ck_assert_int_gt(run->world->instances.items[two].answered, 800);
    run_end(run);
}
END_TEST

#define ALARM(name, stat, threshold, comparison, more)                                             \
    "{\"name\":\"" name "\",\"metric\":\"TargetResponseTime\",\"dimensions\":{\"LoadBalancer\":"   \
    "\"web\"},\"stat\":\"" stat "\",\"period\":\"60s\",\"comparison\":\"" comparison               \
    "\",\"threshold\":" threshold ",\"evaluation_periods\":1" more "}"
#define SLOW_ALARM(more)                                                                           \
    ",\"alarms\":[" ALARM("slow", "Average", "0.05", "GreaterThanThreshold", more) "]"
#define BY_ALARM(more) CHECK("a", TYPE("CLOUDWATCH_METRIC") ",\"alarm\":\"ap-south-1/slow\"" more)

static bool is_taken(const char *alarms) {
    Sketch sketch = {.region = alarms, .route53 = CHECKS(BY_ALARM(""))};
    char *text = text_of(&sketch);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    bool is_it = scenario != NULL;
    if (is_it) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return is_it;
}

START_TEST(an_alarm_of_a_percentile_can_not_be_used) {
    ck_assert(is_taken(SLOW_ALARM("")));
    ck_assert(
        !is_taken(",\"alarms\":[" ALARM("slow", "p99", "0.05", "GreaterThanThreshold", "") "]"));
}
END_TEST

START_TEST(a_check_of_an_alarm_reads_its_data_and_not_its_state) {
    Sketch sketch = {.region = SLOW_ALARM(""),
                     .route53 = CHECKS(BY_ALARM("")),
                     .timeline =
                         "{\"at\":\"400s\",\"do\":\"set_alarm_state\",\"alarm\":"
                         "\"ap-south-1/slow\",\"state\":\"ALARM\"},"
                         "{\"at\":\"720s\",\"do\":\"slow\",\"instance\":\"ap-south-1/web-1\","
                         "\"factor\":30}"};
    Run *run = run_begin(&sketch);
    run_to(run, 720);
    ck_assert_ptr_nonnull(run_incident(run, "Alarm", "ap-south-1/slow", "ALARM", 0));
    ck_assert_double_eq(turned(run, "a", "unhealthy", 0), -1);
    run_to(run, 1200);
    // Slow data is published a minute or two after its minute, and read within ten seconds.
    double at = turned(run, "a", "unhealthy", 0);
    ck_assert_double_gt(at, 720 + 60);
    ck_assert_double_lt(at, 780 + 60 + 60 + 16);
    run_end(run);
}
END_TEST

static bool is_healthy_without_data(const char *check) {
    Sketch sketch = {.begin = "cold", .rate = "0/s", .region = SLOW_ALARM(""), .route53 = check};
    Run *run = run_begin(&sketch);
    run_to(run, 400);
    bool is_healthy = health_check_status(run->world, 0);
    run_end(run);
    return is_healthy;
}

START_TEST(without_data_a_check_of_an_alarm_is_as_its_owner_chose) {
#define WITHOUT(word) CHECKS(BY_ALARM(",\"insufficient_data_health_status\":\"" word "\""))
    ck_assert(is_healthy_without_data(WITHOUT("Healthy")));
    ck_assert(!is_healthy_without_data(WITHOUT("Unhealthy")));
    ck_assert(is_healthy_without_data(WITHOUT("LastKnownStatus")));
}
END_TEST

// --- what is seen of them
// ------------------------------------------------------------------------------------------------------

static int32_t agents;

static void see_agent(void *context, const SimAccessEntry *entry) {
    see_access(context, entry);
    agents += entry->user_agent != NULL &&
              strstr(entry->user_agent, "Amazon-Route53-Health-Check-Service") != NULL;
}

START_TEST(checks_are_counted_and_logged_as_requests) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))), .rate = "1/s"};
    Run *run = run_begin(&sketch);
    agents = 0;
    run->sink.access = see_agent;
    run_to(run, 300);
    int32_t checks = logged_checks(run, 0, 300);
    ck_assert_int_gt(checks, 140);
    ck_assert_int_eq(agents, checks);
    ck_assert_double_eq_tol(run_sum(run, "RequestCount", "LoadBalancer=web"), 300 + checks, 2);
    // No user wanted them.
    ck_assert_double_eq_tol(run_sum(run, "Requests", ""), 300, 2);
    ck_assert_int_le(sim_world_totals(run->world).requests_born, 300);
    run_end(run);
}
END_TEST

#define OF_STATUS                                                                                  \
    "\"alarms\":[{\"name\":\"down\",\"metric\":\"HealthCheckStatus\",\"dimensions\":{"             \
    "\"HealthCheckId\":\"a\"},\"stat\":\"Minimum\",\"period\":\"60s\",\"evaluation_periods\":1,"   \
    "\"threshold\":1,\"comparison\":\"LessThanThreshold\"}]"

START_TEST(an_alarm_on_route_53_has_data_in_us_east_1_only) {
    Sketch sketch = {
        .route53 = CHECKS(CHECK("a", HTTP_TO("web-1") QUICK)),
        .region = "," OF_STATUS,
        .instances =
            "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\",\"target_groups\":[\"web\"]}"
            "]},{\"name\":\"us-east-1\",\"zones\":[\"us-east-1a\",\"us-east-1b\"]," OF_STATUS
            ",\"instances\":[",
        .timeline = SICK("300s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 700);
    ck_assert_int_eq(run->world->alarms.items[0].state, SIM_ALARM_INSUFFICIENT_DATA);
    ck_assert_int_eq(run->world->alarms.items[1].state, SIM_ALARM_ALARM);
    run_end(run);
}
END_TEST

START_TEST(the_status_is_a_metric) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))),
                     .timeline = SICK("100s", "web-1")};
    Run *run = run_begin(&sketch);
    run_to(run, 300);
    double at = turned(run, "a", "unhealthy", 0);
    ck_assert_double_eq_tol(run_sum(run, "HealthCheckStatus", "HealthCheckId=a"), at, 1);
    run_end(run);
}
END_TEST

START_TEST(the_share_of_checkers_is_a_metric) {
    Run *run = behind_acl(ACL(THIRTEEN));
    double before = run_sum(run, "HealthCheckPercentageHealthy", "HealthCheckId=a");
    run_to(run, 300);
    double share = (run_sum(run, "HealthCheckPercentageHealthy", "HealthCheckId=a") - before) / 100;
    ck_assert_double_eq_tol(share, 18.75, 0.01);
    run_end(run);
}
END_TEST

START_TEST(latency_is_measured_where_asked_for) {
    Sketch sketch = {
        .route53 = CHECKS(
            CHECK("a", HTTP_TO("web") ",\"measure_latency\":true") "," CHECK("b", HTTP_TO("web")))};
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    SimWorld *world = run->world;
    const char *of_b = "HealthCheckId=b;Region=us-east-1";
    ck_assert_int_lt(sim_series_find(world, NULL, "ConnectionTime", of_b), 0);
    double far = run_sum(run, "ConnectionTime", "HealthCheckId=a;Region=us-east-1"),
           near = run_sum(run, "ConnectionTime", "HealthCheckId=a;Region=ap-southeast-1");
    // Two checkers, twenty questions each, at 191 and at 64 ms.
    ck_assert_double_eq_tol(far / 40, 191, 15);
    ck_assert_double_eq_tol(near / 40, 64, 6);
    ck_assert_double_gt(run_sum(run, "TimeToFirstByte", "HealthCheckId=a;Region=us-east-1"), far);
    run_end(run);
}
END_TEST

// --- the budget of a failover
// --------------------------------------------------------------------------------------------------

// The mean of ten runs.
static double mean_of_seeds(const char *timeline, const char *to, double since) {
    double sum = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        char top[40];
        snprintf(top, sizeof top, ",\"seed\":%d", (int)seed);
        Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web-1"))),
                         .timeline = timeline,
                         .top = top,
                         .rate = "1/s"};
        Run *run = run_begin(&sketch);
        run_to(run, 500);
        sum += turned(run, "a", to, 0) - since;
        run_end(run);
    }
    return sum / 10;
}

START_TEST(a_silent_endpoint_leaves_dns_after_about_a_hundred_seconds) {
    ck_assert_double_eq_tol(mean_of_seeds(DARK("100s"), "unhealthy", 100), 100, 4);
}
END_TEST

START_TEST(a_refusing_endpoint_leaves_about_twelve_seconds_earlier) {
    double silent = mean_of_seeds(DARK("100s"), "unhealthy", 100);
    double refusing = mean_of_seeds(STEP("100s", "crash", "web-1"), "unhealthy", 100);
    ck_assert_double_eq_tol(silent - refusing, 12, 1.5);
}
END_TEST

START_TEST(recovery_is_seen_earlier_than_failure) {
    double back = mean_of_seeds(SICK("100s", "web-1") "," RECOVER("300s", "web-1"), "healthy", 300);
    double there = mean_of_seeds(SICK("100s", "web-1"), "unhealthy", 100);
    ck_assert_double_eq_tol(there, 88, 4);
    ck_assert_double_eq_tol(back, 69, 4);
}
END_TEST

START_TEST(a_viewer_sees_how_many_checkers_say_healthy) {
    Run *run = behind_acl(ACL(THIRTEEN));
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->health_check_count, 1);
    ck_assert_str_eq(view->health_checks[0].name, "a");
    ck_assert_str_eq(view->health_checks[0].type, "HTTP");
    ck_assert_int_eq(view->health_checks[0].healthy_checkers, 3);
    ck_assert_int_eq(view->health_checks[0].checkers, 16);
    ck_assert(view->health_checks[0].is_healthy);
    // Checkers are no clients: nobody draws them among the people.
    ck_assert_int_eq(view->client_count, 1);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(a_region_is_lost_with_all_its_zones) {
    Sketch sketch = {.route53 = CHECKS(CHECK("a", HTTP_TO("web"))),
                     .timeline = "{\"at\":\"100s\",\"do\":\"region_power\",\"region\":"
                                 "\"ap-south-1\"},{\"at\":\"400s\",\"do\":\"recover\",\"target\":"
                                 "\"ap-south-1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 101);
    ck_assert_int_eq(run->world->zones.items[0].has_power, 0);
    ck_assert_int_eq(run->world->zones.items[1].has_power, 0);
    run_to(run, 400);
    ck_assert_double_eq_tol(turned(run, "a", "unhealthy", 0), 200, 12);
    run_to(run, 600);
    ck_assert_int_eq(run->world->zones.items[1].has_power, 1);
    ck_assert_double_gt(turned(run, "a", "healthy", 0), 450);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("health_checks");
    TCase *tests = tcase_create("health_checks");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_failure_threshold_is_one_to_ten);
    tcase_add_test(tests, an_interval_is_ten_or_thirty_seconds);
    tcase_add_test(tests, private_addresses_are_not_checked);
    tcase_add_test(tests, three_regions_are_the_least);
    tcase_add_test(tests, a_calculated_check_is_no_child);
    tcase_add_test(tests, a_checker_asks_every_thirty_seconds_unless_said);
    tcase_add_test(tests, sixteen_checkers_ask);
    tcase_add_test(tests, checkers_are_not_coordinated);
    tcase_add_test(tests, an_interval_begins_with_the_answer);
    tcase_add_test(tests, a_tcp_check_waits_ten_seconds_and_an_http_check_four);
    tcase_add_test(tests, an_answer_must_come_within_two_seconds);
    tcase_add_test(tests, only_2xx_and_3xx_are_healthy);
    tcase_add_test(tests, a_redirect_is_healthy_and_not_followed);
    tcase_add_test(tests, a_wrong_certificate_passes);
    tcase_add_test(tests, a_text_is_searched_in_the_first_5120_bytes);
    tcase_add_test(tests, a_text_has_up_to_255_characters);
    tcase_add_test(tests, a_calculated_check_has_up_to_255_children);
    tcase_add_test(tests, a_check_of_a_routing_control_has_no_interval);
    tcase_add_test(tests, an_alarm_on_route_53_has_data_in_us_east_1_only);
    tcase_add_test(tests, a_checker_changes_its_mind_after_three_results);
    tcase_add_test(tests, only_failures_in_a_row_count);
    tcase_add_test(tests, the_way_back_takes_the_same_number);
    tcase_add_test(tests, three_of_sixteen_are_enough_and_two_are_not);
    tcase_add_test(tests, a_new_check_is_healthy_until_there_is_data);
    tcase_add_test(tests, a_status_reaches_dns_within_five_seconds);
    tcase_add_test(tests, an_inverted_check_swaps_its_result);
    tcase_add_test(tests, a_disabled_check_is_healthy);
    tcase_add_test(tests, a_calculated_check_counts_its_children);
    tcase_add_test(tests, a_routing_control_moves_traffic_without_probing);
    tcase_add_test(tests, an_alarm_of_a_percentile_can_not_be_used);
    tcase_add_test(tests, a_check_of_an_alarm_reads_its_data_and_not_its_state);
    tcase_add_test(tests, without_data_a_check_of_an_alarm_is_as_its_owner_chose);
    tcase_add_test(tests, checks_are_counted_and_logged_as_requests);
    tcase_add_test(tests, the_status_is_a_metric);
    tcase_add_test(tests, the_share_of_checkers_is_a_metric);
    tcase_add_test(tests, latency_is_measured_where_asked_for);
    tcase_add_test(tests, a_silent_endpoint_leaves_dns_after_about_a_hundred_seconds);
    tcase_add_test(tests, a_refusing_endpoint_leaves_about_twelve_seconds_earlier);
    tcase_add_test(tests, recovery_is_seen_earlier_than_failure);
    tcase_add_test(tests, a_viewer_sees_how_many_checkers_say_healthy);
    tcase_add_test(tests, a_region_is_lost_with_all_its_zones);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
