// What a health check asks for, and what counts as a good answer.
#include "scenario_text.h"

#define TWO_GROUPS                                                                                 \
    ",{\"name\":\"reports\",\"health_check\":{\"path\":\"/"                                        \
    "reports\",\"interval\":\"10s\",\"timeout\":"                                                  \
    "\"5s\"}}"
#define TO_REPORTS                                                                                 \
    "{\"priority\":1,\"if\":{\"path-pattern\":[\"/reports/"                                        \
    "*\"]},\"then\":{\"forward\":\"reports\"}}"
#define ANSWERS(path, status) "{\"path\":\"" path "\",\"status\":" status "}"

static const char *reason_of(const Run *run, const char *group, const char *instance) {
    const char *reason = "";
    target_state(run->world, run_target(run, group, instance), &reason, NULL, NULL, NULL);
    return reason;
}

START_TEST(a_check_is_judged_by_what_its_own_path_answers) {
    static const struct {
        const char *path;
        SimTargetState state;
    } rows[] = {
        {"/health", SIM_TARGET_HEALTHY},
        {"/healthz", SIM_TARGET_UNHEALTHY}, // the wrong path: 404
        {"/Health", SIM_TARGET_UNHEALTHY},
        {"/api/status", SIM_TARGET_UNHEALTHY}, // 503
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char health[128];
        snprintf(health, sizeof health, "\"interval\":\"10s\",\"path\":\"%s\"", rows[i].path);
        Sketch sketch = {.health = health,
                         .launch = ",\"health_paths\":[" ANSWERS("/health", "200") "," ANSWERS(
                             "/api/*", "503") "," ANSWERS("/*", "404") "]"};
        Run *run = run_begin(&sketch);
        run_to(run, 30);
        ck_assert_msg(run_state(run, "web", "web-1") == rows[i].state, "%s", rows[i].path);
        if (rows[i].state == SIM_TARGET_UNHEALTHY)
            ck_assert_str_eq(reason_of(run, "web", "web-1"), "Target.ResponseCodeMismatch");
        // The requests themselves are served whatever the check gets.
        ck_assert_int_gt(run_codes(run, 200, 200, 25, 30), 45);
        run_end(run);
    }
}
END_TEST

START_TEST(what_no_path_names_is_answered_with_200) {
    Sketch sketch = {.launch = ",\"health_paths\":[" ANSWERS("/other", "500") "]"};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_set(run, "launch_templates.v1.health_paths.0.path", "/");
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_set(run, "launch_templates.v1.health_paths.0.status", "200");
    run_to(run, 120);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(an_instance_is_judged_in_each_of_its_groups_by_itself) {
    Sketch sketch = {.groups = TWO_GROUPS,
                     .rules = TO_REPORTS,
                     .requests = "{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}},"
                                 "{\"path\":\"/reports/1\",\"work\":{\"constant\":\"1ms\"}}",
                     .launches = ",{\"name\":\"half\",\"workers\":8,\"health_paths\":[" ANSWERS(
                         "/reports", "503") "]}"};
    sketch.instances =
        "{\"name\":\"web-1\",\"launch\":\"v1\",\"target_groups\":[\"web\",\"reports\"]},"
        "{\"name\":\"web-2\",\"launch\":\"half\",\"target_groups\":[\"web\","
        "\"reports\"]}";
    Run *run = run_begin(&sketch);
    run_to(run, 25);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(run_state(run, "reports", "web-2"), SIM_TARGET_UNHEALTHY);
    int64_t users = run_requests(run, "web", "web-2"),
            reports = run_requests(run, "reports", "web-2");
    run_to(run, 60);
    ck_assert_int_gt(run_requests(run, "web", "web-2"), users + 60);
    ck_assert_int_eq(run_requests(run, "reports", "web-2"), reports);
    run_end(run);
}
END_TEST

START_TEST(a_matcher_takes_lists_and_ranges) {
    static const struct {
        const char *matcher, *status;
        bool is_success;
    } rows[] = {
        {"200", "200", true},
        {"200", "202", false},
        {"200,202", "202", true},
        {"200,202", "201", false},
        {"200-299", "204", true},
        {"200-299", "301", false},
        {"200-204,301-302", "302", true},
        {"200-204,301-302", "300", false},
        {"200-499", "404", true},
        {"200-499", "500", false},
        {"499", "499", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char health[128], launch[128];
        snprintf(health, sizeof health, "\"interval\":\"10s\",\"matcher\":\"%s\"", rows[i].matcher);
        snprintf(launch, sizeof launch, ",\"health_paths\":[{\"path\":\"/\",\"status\":%s}]",
                 rows[i].status);
        Sketch sketch = {.health = health, .launch = launch};
        Run *run = run_begin(&sketch);
        run_to(run, 30);
        ck_assert_msg((run_state(run, "web", "web-1") == SIM_TARGET_HEALTHY) == rows[i].is_success,
                      "%s with %s", rows[i].matcher, rows[i].status);
        run_end(run);
    }
}
END_TEST

// What a live set of a health check's key is told; "" when it is accepted.
static void set_check(Run *run, const char *key, const char *value, SimError *error) {
    SimCommand command = {.kind = SIM_COMMAND_SET};
    snprintf(command.target, sizeof command.target,
             "regions.ap-south-1.target_groups.web.health_check.%s", key);
    snprintf(command.value, sizeof command.value, "%s", value);
    error->text[0] = 0;
    sim_world_command(run->world, &command, false, error);
    run_to(run, (double)run->world->now / 1e9 + 1);
}

START_TEST(settings_of_a_check_outside_their_ranges_are_refused) {
    static const struct {
        const char *key, *low, *lowest, *highest, *high;
    } rows[] = {
        {"timeout", "1999ms", "2s", "120s", "121s"},
        {"interval", "4999ms", "5s", "300s", "301s"},
        {"healthy_threshold", "1", "2", "10", "11"},
        {"unhealthy_threshold", "1", "2", "10", "11"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Sketch sketch = {.health = i == 0 ? "\"interval\":\"300s\"" : "\"timeout\":\"2s\""};
        Run *run = run_begin(&sketch);
        SimError error;
        const char *values[] = {rows[i].low, rows[i].lowest, rows[i].highest, rows[i].high};
        for (int v = 0; v < 4; v++) {
            set_check(run, rows[i].key, values[v], &error);
            bool is_refused = strstr(error.text, "out of range") != NULL;
            ck_assert_msg(is_refused == (v == 0 || v == 3), "%s = %s: %s", rows[i].key, values[v],
                          error.text);
        }
        run_end(run);
    }
}
END_TEST

START_TEST(a_time_out_not_below_its_interval_is_refused) {
    Sketch sketch = {.health = "\"interval\":\"10s\",\"timeout\":\"5s\""};
    Run *run = run_begin(&sketch);
    SimError error;
    set_check(run, "timeout", "10s", &error);
    ck_assert_ptr_nonnull(strstr(error.text, "must be below its interval"));
    set_check(run, "interval", "5s", &error);
    ck_assert_ptr_nonnull(strstr(error.text, "must be below its interval"));
    set_check(run, "timeout", "9s", &error);
    ck_assert_str_eq(error.text, "");
    run_end(run);
}
END_TEST

static SimTargetState state_with(const char *group, const char *health, const char *launch,
                                 char *reason, size_t capacity) {
    Sketch sketch = {.group = group, .health = health, .launch = launch};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    snprintf(reason, capacity, "%s", reason_of(run, "web", "web-1"));
    SimTargetState state = run_state(run, "web", "web-1");
    run_end(run);
    return state;
}

#define OVER_TLS  ",\"protocol\":\"HTTPS\",\"port\":443"
#define BY_HTTP   "\"interval\":\"10s\""
#define BY_HTTPS  "\"interval\":\"10s\",\"protocol\":\"HTTPS\""
#define SERVES(p) ",\"serves\":\"" p "\""

START_TEST(a_check_speaks_its_own_protocol) {
    char reason[64];
    // The popular slip: requests speak HTTPS, and the check is left at its default.
    ck_assert_int_eq(state_with(OVER_TLS, BY_HTTP, SERVES("HTTPS"), reason, sizeof reason),
                     SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.ResponseCodeMismatch");
    ck_assert_int_eq(state_with(OVER_TLS, BY_HTTPS, SERVES("HTTPS"), reason, sizeof reason),
                     SIM_TARGET_HEALTHY);
    ck_assert_int_eq(state_with("", BY_HTTP, SERVES("HTTP"), reason, sizeof reason),
                     SIM_TARGET_HEALTHY);
}
END_TEST

START_TEST(a_check_whose_handshake_fails_has_failed) {
    char reason[64];
    ck_assert_int_eq(state_with("", BY_HTTPS, SERVES("HTTP"), reason, sizeof reason),
                     SIM_TARGET_UNHEALTHY);
    ck_assert_str_eq(reason, "Target.FailedHealthChecks");
    ck_assert_int_eq(state_with("", BY_HTTPS, "", reason, sizeof reason), SIM_TARGET_HEALTHY);
}
END_TEST

// --- gRPC
// ------------------------------------------------------------------------------------------------------------------------

#define CALLER                                                                                     \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"round_trip\":\"10ms\",\"users\":10,"           \
    "\"http2\":true,\"arrivals\":{\"constant\":\"1/s\"},"                                          \
    "\"requests\":[{\"grpc\":true,\"work\":{\"constant\":\"1ms\"}}]}"

// A world whose group speaks `version`, with more settings of its check and paths of its servers.
static Run *begin_version(const char *version, const char *check, const char *paths) {
    char group[64], health[200], launch[300];
    snprintf(group, sizeof group, ",\"protocol_version\":\"%s\"", version);
    snprintf(health, sizeof health, "\"interval\":\"10s\"%s", check);
    snprintf(launch, sizeof launch, ",\"health_paths\":[%s]", paths);
    Sketch sketch = {.clients = CALLER,
                     .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
                                  "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}",
                     .group = group,
                     .health = health,
                     .launch = launch};
    Run *run = run_begin(&sketch);
    run_to(run, 30);
    return run;
}

static bool is_healthy(const char *version, const char *check, const char *paths) {
    Run *run = begin_version(version, check, paths);
    bool is = run_state(run, "web", "web-1") == SIM_TARGET_HEALTHY;
    if (!is) ck_assert_str_eq(reason_of(run, "web", "web-1"), "Target.ResponseCodeMismatch");
    run_end(run);
    return is;
}

#define METHOD         ",\"path\":\"/grpc.health.v1.Health/Check\""
#define CODE(code)     ",\"grpc_code\":\"" code "\""
#define SAYS(status)   "{\"path\":\"/grpc.health.v1.*\",\"grpc_status\":" status "}"
#define MATCHER(codes) ",\"matcher\":\"" codes "\""

START_TEST(a_check_of_grpc_judges_the_status_that_a_method_returns) {
    ck_assert(is_healthy("GRPC", METHOD CODE("0"), SAYS("0")));
    ck_assert(!is_healthy("GRPC", METHOD CODE("0"), SAYS("14")));
    // The same servers asked over HTTP.
    ck_assert(is_healthy("HTTP1", METHOD, SAYS("14")));
    ck_assert(!is_healthy("HTTP2", METHOD, "{\"path\":\"/*\",\"status\":404}"));
    // A failing application returns neither.
    Run *run = begin_version("GRPC", METHOD CODE("0,12"), SAYS("0"));
    SimCommand errors = {.kind = SIM_COMMAND_ERRORS, .number = 1, .is_health = 1};
    snprintf(errors.target, sizeof errors.target, "ap-south-1/web-1");
    run_command(run, errors);
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    ck_assert_int_eq(run_state(run, "web", "web-2"), SIM_TARGET_HEALTHY);
    run_end(run);
}
END_TEST

START_TEST(unless_said_a_check_of_grpc_calls_a_method_that_nobody_has) {
    ck_assert(is_healthy("GRPC", "", ""));
    ck_assert(is_healthy("GRPC", "", SAYS("0")));
    ck_assert(!is_healthy("GRPC", CODE("0"), ""));
    ck_assert(!is_healthy("GRPC", "", "{\"path\":\"/AWS.ALB/healthcheck\"}"));
    Run *run = begin_version("GRPC", "", "");
    ck_assert_str_eq(run->world->config->target_groups[0].health_check.path,
                     "/AWS.ALB/healthcheck");
    run_end(run);
}
END_TEST

static const char *finding_of(const char *version, const char *check) {
    static char line[1024];
    char group[64], health[200];
    snprintf(group, sizeof group, ",\"protocol_version\":\"%s\"", version);
    snprintf(health, sizeof health, "\"interval\":\"10s\"%s", check);
    Sketch sketch = {.clients = CALLER,
                     .listeners = "{\"protocol\":\"HTTPS\",\"port\":443,\"certificates\":["
                                  "\"app.example.com\"],\"default\":{\"forward\":\"web\"}}",
                     .group = group,
                     .health = health};
    char *text = text_of(&sketch);
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "x", &diagnostics);
    line[0] = '\0';
    if (diagnostics.count > 0) sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert((scenario != NULL) == (line[0] == '\0'));
    if (scenario != NULL) sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return line;
}

START_TEST(grpc_code_takes_lists_and_ranges_of_0_to_99) {
    static const struct {
        const char *codes, *status;
        bool is_success;
    } rows[] = {{"0", "0", true},        {"0,12", "12", true},    {"0,12", "2", false},
                {"0-5", "5", true},      {"0-5", "6", false},     {"0-99", "99", true},
                {"3,10-20", "15", true}, {"3,10-20", "4", false}, {"99", "99", true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char check[120], paths[120];
        snprintf(check, sizeof check, METHOD ",\"grpc_code\":\"%s\"", rows[i].codes);
        snprintf(paths, sizeof paths, SAYS("%s"), rows[i].status);
        ck_assert_msg(is_healthy("GRPC", check, paths) == rows[i].is_success, "%s with %s",
                      rows[i].codes, rows[i].status);
    }
    ck_assert_ptr_nonnull(strstr(finding_of("GRPC", CODE("100")), "codes 0 to 99"));
    ck_assert_ptr_nonnull(strstr(finding_of("GRPC", CODE("12,")), "codes 0 to 99"));
    ck_assert_ptr_nonnull(strstr(finding_of("GRPC", CODE("5-0")), "runs backwards"));
}
END_TEST

START_TEST(codes_of_the_other_protocol_are_refused) {
    ck_assert_str_eq(finding_of("GRPC", CODE("0")), "");
    ck_assert_str_eq(finding_of("HTTP2", MATCHER("200-299")), "");
    ck_assert_ptr_nonnull(strstr(finding_of("GRPC", MATCHER("200")), "codes of gRPC"));
    ck_assert_ptr_nonnull(strstr(finding_of("HTTP2", CODE("12")), "codes of HTTP"));
    // What a file may not say can not be set either, and nothing has changed.
    Run *run = begin_version("GRPC", "", "");
    SimCommand set = {.kind = SIM_COMMAND_SET};
    snprintf(set.target, sizeof set.target, "regions.0.target_groups.web.health_check.matcher");
    snprintf(set.value, sizeof set.value, "200");
    SimError error;
    ck_assert(!sim_world_command(run->world, &set, false, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "codes of gRPC"));
    run_set(run, "regions.0.target_groups.web.health_check.grpc_code", "0");
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_UNHEALTHY);
    run_end(run);
}
END_TEST

// --- reasons
// ---------------------------------------------------------------------------------------------------------------------

#define INTO(name, launch, groups)                                                                 \
    "{\"name\":\"" name "\",\"launch\":\"" launch "\",\"target_groups\":[" groups "]}"
#define DO(at, command, name)                                                                      \
    "{\"at\":\"" at "\",\"do\":\"" command "\",\"instance\":\"ap-south-1/" name "\"}"
#define MOVE(at, command, name, group)                                                             \
    "{\"at\":\"" at "\",\"do\":\"" command "\",\"instance\":\"ap-south-1/" name                    \
    "\",\"target_group\":\"ap-south-1/" group "\"}"

START_TEST(each_reason_comes_with_its_state) {
    static const struct {
        const char *group, *instance;
        SimTargetState state;
        const char *reason;
    } rows[] = {
        {"web", "good", SIM_TARGET_HEALTHY, ""},
        {"web", "late", SIM_TARGET_INITIAL, "Elb.RegistrationInProgress"},
        {"slow", "mute", SIM_TARGET_INITIAL, "Elb.InitialHealthChecking"},
        {"web", "wrong", SIM_TARGET_UNHEALTHY, "Target.ResponseCodeMismatch"},
        {"web", "mute", SIM_TARGET_UNHEALTHY, "Target.Timeout"},
        {"web", "dead", SIM_TARGET_UNHEALTHY, "Target.FailedHealthChecks"},
        {"web", "gone", SIM_TARGET_UNUSED, "Target.InvalidState"},
        {"web", "leaving", SIM_TARGET_DRAINING, "Target.DeregistrationInProgress"},
        {"quick", "good", SIM_TARGET_UNUSED, "Target.NotRegistered"},
        {"idle", "good", SIM_TARGET_UNUSED, "Target.NotInUse"},
        {"addresses", "node", SIM_TARGET_UNUSED, "Target.IpUnusable"},
    };
    Sketch sketch = {
        .launches =
            ",{\"name\":\"wrong\",\"workers\":1,\"health_paths\":[" ANSWERS("/*", "404") "]}",
        .rules = "{\"priority\":1,\"if\":{\"path-pattern\":[\"/x\"]},\"then\":{\"forward\":[{"
                 "\"target_group\":\"slow\"},{\"target_group\":\"quick\"},{\"target_group\":"
                 "\"addresses\"}]}}",
        .groups =
            ",{\"name\":\"slow\",\"health_check\":{\"interval\":\"60s\"}},{\"name\":\"quick\","
            "\"deregistration_delay\":\"0s\"},{\"name\":\"idle\"},"
            "{\"name\":\"addresses\",\"target_type\":\"ip\"}",
        .instances = INTO("good", "v1", "\"web\",\"quick\",\"idle\"") "," INTO("late", "v1", "") "," INTO(
            "wrong", "wrong",
            "\"web\"") "," INTO("mute", "v1",
                                "\"web\"") "," INTO("dead", "v1",
                                                    "\"web\"") "," INTO("gone", "v1",
                                                                        "\"web\"") "," INTO("leavin"
                                                                                            "g",
                                                                                            "v1",
                                                                                            "\"web"
                                                                                            "\"") ",{\"name\":\"node\",\"launch\":\"v1\",\"address\":"
                                                                                                  "\"10.15.0.0\",\"target_groups\":[\"addresses\"]}",
        .timeline = DO("1s", "hang", "mute") "," DO("1s", "crash", "dead") "," DO(
            "1s", "terminate",
            "gone") "," MOVE("30s", "deregister", "leaving",
                             "web") "," MOVE("30s", "deregister", "good",
                                             "quick") "," MOVE("1s", "register", "mute",
                                                               "slow") "," MOVE("64.999s",
                                                                                "register", "late",
                                                                                "web")};
    Run *run = run_begin(&sketch);
    run_to(run, 65);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_msg(run_state(run, rows[i].group, rows[i].instance) == rows[i].state,
                      "the state of %s in %s", rows[i].instance, rows[i].group);
        ck_assert_str_eq(reason_of(run, rows[i].group, rows[i].instance), rows[i].reason);
    }
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("health_paths");
    TCase *tests = tcase_create("health_paths");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_check_is_judged_by_what_its_own_path_answers);
    tcase_add_test(tests, what_no_path_names_is_answered_with_200);
    tcase_add_test(tests, an_instance_is_judged_in_each_of_its_groups_by_itself);
    tcase_add_test(tests, a_matcher_takes_lists_and_ranges);
    tcase_add_test(tests, settings_of_a_check_outside_their_ranges_are_refused);
    tcase_add_test(tests, a_time_out_not_below_its_interval_is_refused);
    tcase_add_test(tests, a_check_speaks_its_own_protocol);
    tcase_add_test(tests, a_check_whose_handshake_fails_has_failed);
    tcase_add_test(tests, a_check_of_grpc_judges_the_status_that_a_method_returns);
    tcase_add_test(tests, unless_said_a_check_of_grpc_calls_a_method_that_nobody_has);
    tcase_add_test(tests, grpc_code_takes_lists_and_ranges_of_0_to_99);
    tcase_add_test(tests, codes_of_the_other_protocol_are_refused);
    tcase_add_test(tests, each_reason_comes_with_its_state);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
