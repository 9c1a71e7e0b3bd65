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
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
