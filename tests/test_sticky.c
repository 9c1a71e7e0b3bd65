// Sticky sessions, each fact seen in the run of a small scenario. Most have one user, so that who
// is held to whom is seen by the targets' counts.
#include "scenario_text.h"
#include "sim/view.h"

#define USERS(count, rate, requests, more)                                                         \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":\"10ms\","  \
    "\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":" #count                                   \
    ",\"arrivals\":{\"constant\":\"" rate "\"},\"requests\":[" requests "]" more "}"
#define HOME "{\"path\":\"/\",\"work\":{\"constant\":\"10ms\"}}"
#define LOGIN                                                                                      \
    "{\"path\":\"/"                                                                                \
    "login\",\"share\":0,\"work\":{\"constant\":\"10ms\"},\"sets_cookie\":\"SESSION\"}"
#define EACH_LOGS_IN                                                                               \
    "{\"path\":\"/login\",\"work\":{\"constant\":\"10ms\"},\"sets_cookie\":\"SESSION\"}"
#define LB_COOKIE(more)  ",\"stickiness\":{\"type\":\"lb_cookie\"" more "}"
#define APP_COOKIE(more) ",\"stickiness\":{\"type\":\"app_cookie\",\"name\":\"SESSION\"" more "}"

static double now_of(const Run *run) {
    return (double)sim_world_now(run->world) / 1e9;
}

static int64_t requests_of(const Run *run, int number) {
    char name[16];
    snprintf(name, sizeof name, "web-%d", number);
    return run_requests(run, "web", name);
}

/// The number of the only target that has requests since `before`; 0: several.
static int only_target(const Run *run, const int64_t before[2]) {
    int64_t one = requests_of(run, 1) - before[0], two = requests_of(run, 2) - before[1];
    ck_assert_int_gt(one + two, 0);
    return one == 0 ? 2 : two == 0 ? 1 : 0;
}

/// The target that serves the one user in the next `seconds`; 0: both do.
static int target_during(Run *run, double seconds) {
    int64_t before[2] = {requests_of(run, 1), requests_of(run, 2)};
    run_to(run, now_of(run) + seconds);
    return only_target(run, before);
}

static void name_of(int number, char out[32]) {
    snprintf(out, 32, "ap-south-1/web-%d", number);
}

static Run *begin_with_one_user(const char *rate_and_group[2]) {
    char clients[1024];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"dns_round_trip\":\"10ms\",\"jitter\":0,\"users\":1,\"arrivals\":{"
             "\"constant\":\"%s\"},\"requests\":[" HOME "," LOGIN "]}",
             rate_and_group[0]);
    Sketch sketch = {.clients = clients, .group = rate_and_group[1]};
    return run_begin(&sketch);
}

START_TEST(a_users_requests_go_to_the_target_of_the_first) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE("")});
    ck_assert_int_ne(target_during(run, 30), 0);
    ck_assert_double_eq(run_sum(run, "NonStickyRequestCount", "LoadBalancer=web"), 1);
    run_end(run);
}
END_TEST

START_TEST(without_stickiness_a_user_is_not_held) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE(",\"enabled\":false")});
    ck_assert_int_eq(target_during(run, 30), 0);
    ck_assert(!run->is_reported[run_series(run, "NonStickyRequestCount", "LoadBalancer=web")]);
    run_end(run);
}
END_TEST

START_TEST(a_user_silent_for_the_duration_is_given_a_target_anew) {
    Run *run = begin_with_one_user((const char *[2]){"0.4/s", LB_COOKIE(",\"duration\":\"2s\"")});
    ck_assert_int_eq(target_during(run, 60), 0);
    double requests = (double)(requests_of(run, 1) + requests_of(run, 2));
    ck_assert_double_eq(run_sum(run, "NonStickyRequestCount", "LoadBalancer=web"), requests);
    ck_assert_double_eq(run_sum(run, "SessionsLost", ""), 0);
    run_end(run);
}
END_TEST

START_TEST(every_answer_begins_the_duration_anew) {
    Run *run = begin_with_one_user((const char *[2]){"1/s", LB_COOKIE(",\"duration\":\"2s\"")});
    ck_assert_int_ne(target_during(run, 60), 0);
    run_end(run);
}
END_TEST

START_TEST(unless_said_a_user_is_held_for_a_day) {
    Run *run = begin_with_one_user((const char *[2]){"0.0001/s", LB_COOKIE("")});
    ck_assert_int_ne(target_during(run, 80000), 0);
    ck_assert_int_eq(run->world->config->target_groups[0].stickiness.duration_ns / SIM_SECOND,
                     86400);
    run_end(run);
}
END_TEST

typedef struct Loss {
    SimCommandKind strike, heal;
} Loss;

static const Loss losses[] = {
    {SIM_COMMAND_DEREGISTER, SIM_COMMAND_REGISTER},
    {SIM_COMMAND_CRASH, SIM_COMMAND_RECOVER},
    {SIM_COMMAND_TERMINATE, SIM_COMMAND_NONE},
};

static void lose_target(const Loss *loss) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE("")});
    char name[32];
    int first = target_during(run, 5);
    ck_assert_int_ne(first, 0);
    name_of(first, name);
    run_do(run, loss->strike, name);
    run_to(run, 40); // for health checks to notice
    ck_assert_int_eq(target_during(run, 10), 3 - first);
    ck_assert_double_eq(run_sum(run, "SessionsLost", "Client=c"), 1);
    if (loss->heal != SIM_COMMAND_NONE) {
        run_do(run, loss->heal, name);
        run_to(run, 120);
        ck_assert_int_eq(run_state(run, "web", name + 11), SIM_TARGET_HEALTHY);
    }
    ck_assert_int_eq(target_during(run, 10), 3 - first);
    ck_assert_double_eq(run_sum(run, "SessionsLost", ""), 1);
    ck_assert_double_eq(run_sum(run, "NonStickyRequestCount", "LoadBalancer=web"), 2);
    run_end(run);
}

START_TEST(a_user_whose_target_is_gone_gets_another_and_stays_there) {
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        lose_target(&losses[i]);
}
END_TEST

// The new target refuses too, so that no answer writes the cookie anew for a while.
START_TEST(a_lost_session_is_counted_once) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE("")});
    char name[32];
    int first = target_during(run, 5);
    name_of(3 - first, name);
    run_do(run, SIM_COMMAND_CRASH, name);
    name_of(first, name);
    run_do(run, SIM_COMMAND_DEREGISTER, name);
    run_to(run, 15);
    ck_assert_double_eq(run_sum(run, "SessionsLost", "Client=c"), 1);
    ck_assert_double_gt(run_sum(run, "NonStickyRequestCount", "LoadBalancer=web"), 50);
    run_end(run);
}
END_TEST

START_TEST(while_a_node_fails_open_users_stay_where_they_are) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE("")});
    char name[32];
    int first = target_during(run, 5);
    name_of(3 - first, name);
    run_do(run, SIM_COMMAND_CRASH, name);
    run_to(run, 40);
    name_of(first, name);
    run_do(run, SIM_COMMAND_CRASH, name);
    run_to(run, 80);
    ck_assert_int_eq(target_during(run, 10), first);
    ck_assert_double_gt(
        run_sum(run, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=web"), 100);
    ck_assert_double_eq(run_sum(run, "SessionsLost", ""), 0);
    run_end(run);
}
END_TEST

START_TEST(a_new_target_gets_only_users_who_are_new) {
    Sketch sketch = {.clients = USERS(40, "100/s", HOME, ""),
                     .group = LB_COOKIE(""),
                     .instances =
                         "{\"name\":\"web\",\"count\":2,\"launch\":\"v1\","
                         "\"target_groups\":[\"web\"]},{\"name\":\"new\",\"launch\":\"v1\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    run_do(run, SIM_COMMAND_REGISTER, "ap-south-1/new");
    run_to(run, 60);
    ck_assert_int_eq(run_state(run, "web", "new"), SIM_TARGET_HEALTHY);
    ck_assert_int_eq(run_requests(run, "web", "new"), 0);
    run_end(run);
}
END_TEST

START_TEST(a_client_that_keeps_no_cookies_is_not_held) {
    Sketch sketch = {.clients = USERS(1, "10/s", HOME, ",\"cookies\":false"),
                     .group = LB_COOKIE("")};
    Run *run = run_begin(&sketch);
    ck_assert_int_eq(target_during(run, 30), 0);
    double requests = (double)(requests_of(run, 1) + requests_of(run, 2));
    ck_assert_double_eq(run_sum(run, "NonStickyRequestCount", "LoadBalancer=web"), requests);
    run_end(run);
}
END_TEST

// --- the application's cookie

/// One share may not be 0 before the other is above.
static void ask_only(Run *run, int wanted, int unwanted) {
    char path[64];
    snprintf(path, sizeof path, "clients.c.requests.%d.share", wanted);
    run_set(run, path, "1");
    run_to(run, now_of(run) + 0.001);
    snprintf(path, sizeof path, "clients.c.requests.%d.share", unwanted);
    run_set(run, path, "0");
}

static void log_in(Run *run) {
    ask_only(run, 1, 0);
    run_to(run, now_of(run) + 3);
    ask_only(run, 0, 1);
}

START_TEST(a_session_begins_when_the_target_sets_the_cookie_named) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", APP_COOKIE("")});
    ck_assert_int_eq(target_during(run, 10), 0);
    log_in(run);
    run_to(run, 15);
    ck_assert_int_ne(target_during(run, 30), 0);
    run_end(run);
}
END_TEST

START_TEST(an_answer_that_is_an_error_begins_no_session) {
    Sketch sketch = {.clients = USERS(1, "10/s", HOME "," LOGIN, ""),
                     .group = APP_COOKIE(""),
                     .launch = ",\"errors\":1"};
    Run *run = run_begin(&sketch);
    log_in(run);
    run_to(run, 10);
    ck_assert_int_eq(target_during(run, 10), 0);
    run_end(run);
}
END_TEST

START_TEST(a_session_of_the_application_is_renewed_by_every_answer) {
    Run *run = begin_with_one_user((const char *[2]){"1/s", APP_COOKIE(",\"duration\":\"2s\"")});
    log_in(run);
    run_to(run, 5);
    ck_assert_int_ne(target_during(run, 60), 0);
    run_set(run, "clients.c.arrivals.constant", "0.4/s");
    run_to(run, 70);
    ck_assert_int_eq(target_during(run, 60), 0);
    run_end(run);
}
END_TEST

START_TEST(each_kind_of_stickiness_has_its_own_count) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", APP_COOKIE("")});
    run_to(run, 10);
    double requests = run_sum(run, "RequestCount", "LoadBalancer=web");
    ck_assert_double_gt(requests, 90);
    ck_assert_double_eq(run_sum(run, "AppCookieNonStickinessCount", "LoadBalancer=web"), requests);
    ck_assert(!run->is_reported[run_series(run, "NonStickyRequestCount", "LoadBalancer=web")]);
    run_end(run);
}
END_TEST

START_TEST(zero_is_reported_while_stickiness_is_on) {
    Run *run = begin_with_one_user((const char *[2]){"0.01/s", LB_COOKIE("")});
    run_to(run, 3);
    int32_t series = run_series(run, "NonStickyRequestCount", "LoadBalancer=web");
    ck_assert(run->is_reported[series]);
    ck_assert_double_eq(run->sums[series], 0);
    ck_assert(
        !run->is_reported[run_series(run, "AppCookieNonStickinessCount", "LoadBalancer=web")]);
    run_end(run);
}
END_TEST

// --- set while the world runs

START_TEST(stickiness_can_be_turned_on_and_off_in_a_running_world) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", ""});
    ck_assert_int_eq(target_during(run, 5), 0);
    run_set(run, "regions.ap-south-1.target_groups.web.stickiness.enabled", "true");
    run_to(run, 6);
    ck_assert_int_ne(target_during(run, 5), 0);
    run_set(run, "regions.ap-south-1.target_groups.web.stickiness.enabled", "false");
    run_to(run, 12);
    ck_assert_int_eq(target_during(run, 5), 0);
    run_end(run);
}
END_TEST

START_TEST(a_clone_holds_its_users_as_the_original_does) {
    Sketch sketch = {.clients = USERS(40, "100/s", HOME, ""), .group = LB_COOKIE("")};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 20);
    sim_world_advance(clone, 20 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    ck_assert_int_eq(clone->cookies.count, 40);
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

START_TEST(a_view_counts_no_cookie_of_the_kind_that_is_not_asked_for_any_more) {
    Sketch sketch = {.clients = USERS(40, "100/s", EACH_LOGS_IN, ""), .group = APP_COOKIE("")};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    run_set(run, "regions.ap-south-1.target_groups.web.stickiness", "{\"type\":\"lb_cookie\"}");
    run_to(run, 40);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(run->world->cookies.count, 80);
    ck_assert_int_eq(view->targets[0].sessions + view->targets[1].sessions, 40);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

START_TEST(a_view_tells_the_cookie_and_whom_it_holds) {
    Sketch sketch = {.clients = USERS(40, "100/s", HOME, ""),
                     .group = LB_COOKIE(",\"duration\":\"10s\"")};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    SimViewer *viewer = sim_viewer_create();
    const SimView *view = sim_viewer_look(viewer, run->world);
    ck_assert_str_eq(view->groups[0].sticky_cookie, "AWSALB");
    ck_assert_int_eq(view->groups[0].sticky_duration, 10 * SIM_SECOND);
    ck_assert_int_eq(view->targets[0].sessions + view->targets[1].sessions, 40);
    run_set(run, "clients.c.arrivals.constant", "0/s");
    run_to(run, 40);
    view = sim_viewer_look(viewer, run->world);
    ck_assert_int_eq(view->targets[0].sessions + view->targets[1].sessions, 0);
    sim_viewer_destroy(viewer);
    run_end(run);
}
END_TEST

// --- refused

typedef struct Refused {
    const char *group, *groups, *action; ///< as in Sketch
    const char *words;                   ///< of the message
} Refused;

#define TWO_GROUPS "{\"forward\":[{\"target_group\":\"web\"},{\"target_group\":\"b\"}]}"

static const Refused refused[] = {
    {LB_COOKIE("") ",\"cross_zone\":false", "", NULL, "need cross-zone balancing"},
    {LB_COOKIE("") ",\"algorithm\":\"weighted_random\"", "", NULL,
     "do not work with weighted_random"},
    {",\"stickiness\":{\"type\":\"app_cookie\",\"name\":\"AWSALBTGx\"}", "", NULL, "own cookies"},
    {APP_COOKIE(""), ",{\"name\":\"b\"}", TWO_GROUPS, "forward.web.target_group: app_cookie"},
    {LB_COOKIE(""), ",{\"name\":\"b\"}", TWO_GROUPS, "a sticky target group among several"},
    {",\"stickiness\":{\"type\":\"app_cookie\"}", "", NULL, "needs the name of a cookie"},
    {LB_COOKIE(",\"name\":\"X\""), "", NULL, "always AWSALB"},
    {LB_COOKIE(",\"duration\":\"169h\""), "", NULL, "168h"},
};

static void expect_refused_file(const Refused *it) {
    Sketch sketch = {.group = it->group, .groups = it->groups, .action = it->action};
    char *text = text_of(&sketch), line[1024] = "";
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario = sim_scenario_parse(text, (int64_t)strlen(text), "sketch", &diagnostics);
    ck_assert_msg(scenario == NULL, "%s was not refused", it->words);
    sim_diagnostic_format(&diagnostics, 0, line, sizeof line);
    ck_assert_msg(strstr(line, it->words) != NULL, "%s: %s", it->words, line);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
}

START_TEST(what_aws_refuses_of_stickiness_is_refused) {
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        expect_refused_file(&refused[i]);
}
END_TEST

static void expect_refused(Run *run, const char *path, const char *value, const char *words) {
    SimCommand command = {.kind = SIM_COMMAND_SET};
    SimError error = {""};
    uint64_t hash = sim_world_hash(run->world);
    snprintf(command.target, sizeof command.target, "regions.ap-south-1.target_groups.web.%s",
             path);
    snprintf(command.value, sizeof command.value, "%s", value);
    ck_assert(!sim_world_command(run->world, &command, false, &error));
    ck_assert_msg(strstr(error.text, words) != NULL, "%s", error.text);
    ck_assert_uint_eq(sim_world_hash(run->world), hash);
}

START_TEST(what_is_refused_in_a_file_is_refused_live) {
    Run *run = begin_with_one_user((const char *[2]){"10/s", LB_COOKIE("")});
    run_to(run, 5);
    expect_refused(run, "cross_zone", "false", "need cross-zone");
    expect_refused(run, "algorithm", "weighted_random", "do not work with weighted_random");
    expect_refused(run, "stickiness.name", "AWSALBAPP-0", "always AWSALB");
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sticky");
    TCase *tests = tcase_create("sticky");
    tcase_add_test(tests, a_users_requests_go_to_the_target_of_the_first);
    tcase_add_test(tests, without_stickiness_a_user_is_not_held);
    tcase_add_test(tests, a_user_silent_for_the_duration_is_given_a_target_anew);
    tcase_add_test(tests, every_answer_begins_the_duration_anew);
    tcase_add_test(tests, unless_said_a_user_is_held_for_a_day);
    tcase_add_test(tests, a_user_whose_target_is_gone_gets_another_and_stays_there);
    tcase_add_test(tests, a_lost_session_is_counted_once);
    tcase_add_test(tests, while_a_node_fails_open_users_stay_where_they_are);
    tcase_add_test(tests, a_new_target_gets_only_users_who_are_new);
    tcase_add_test(tests, a_client_that_keeps_no_cookies_is_not_held);
    tcase_add_test(tests, a_session_begins_when_the_target_sets_the_cookie_named);
    tcase_add_test(tests, an_answer_that_is_an_error_begins_no_session);
    tcase_add_test(tests, a_session_of_the_application_is_renewed_by_every_answer);
    tcase_add_test(tests, each_kind_of_stickiness_has_its_own_count);
    tcase_add_test(tests, zero_is_reported_while_stickiness_is_on);
    tcase_add_test(tests, stickiness_can_be_turned_on_and_off_in_a_running_world);
    tcase_add_test(tests, a_view_counts_no_cookie_of_the_kind_that_is_not_asked_for_any_more);
    tcase_add_test(tests, a_view_tells_the_cookie_and_whom_it_holds);
    tcase_add_test(tests, a_clone_holds_its_users_as_the_original_does);
    tcase_add_test(tests, what_aws_refuses_of_stickiness_is_refused);
    tcase_add_test(tests, what_is_refused_in_a_file_is_refused_live);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
