// Transforms: what a rule rewrites on the way to the target, seen in the access log of a run.
#include "rule_text.h"

#include "export/access_template.h"

// What the log said of one kind of request, the last time.
typedef struct Logged {
    int32_t count, status, target_status, priority;
    char host[64], uri[128], transform[64], actions[64], request[256];
} Logged;

static void copy(char *to, size_t size, const char *from) {
    snprintf(to, size, "%s", from != NULL ? from : "-");
}

static void see_transform(void *context, const SimAccessEntry *entry) {
    Logged *seen = context;
    seen->count++;
    seen->status = entry->elb_status;
    seen->target_status = entry->target_status;
    seen->priority = entry->rule_priority;
    copy(seen->host, sizeof seen->host, entry->transformed_host);
    copy(seen->uri, sizeof seen->uri, entry->transformed_uri);
    copy(seen->transform, sizeof seen->transform, entry->transform_status);
    snprintf(seen->actions, sizeof seen->actions, "%s%s", entry->is_rewritten ? "rewrite," : "",
             entry->action == SIM_ACCESS_FORWARD ? "forward"
             : entry->action == SIM_ACCESS_NONE  ? "-"
                                                 : "?");
    snprintf(seen->request, sizeof seen->request, "%s%s?%s", entry->host, entry->path,
             entry->query);
}

#define URL_REWRITE(regex, replace)                                                                \
    "\"url-rewrite\":{\"regex\":\"" regex "\",\"replace\":\"" replace "\"}"
#define HOST_REWRITE(regex, replace)                                                               \
    "\"host-header-rewrite\":{\"regex\":\"" regex "\",\"replace\":\"" replace "\"}"
#define TRANSFORM(transforms)                                                                      \
    "{\"priority\":5,\"if\":{\"path-pattern\":[\"/*\"]},\"transforms\":{" transforms               \
    "},\"then\":{\"forward\":\"web\"}}"
#define ASK_FOR(path, query)                                                                       \
    "{\"path\":\"" path "\",\"query\":\"" query "\",\"work\":{\"constant\":\"1ms\"}}"

static Logged logged_under(const char *requests, const char *rules, double *elb_500) {
    Run *run = run_begin(&(Sketch){.requests = requests, .rules = rules, .action = FIXED(404)});
    Logged seen = {.count = 0};
    run->sink.access = see_transform;
    run->sink.context = &seen;
    run->sink.period = NULL;
    run->sink.incident = NULL;
    run_to(run, 5);
    ck_assert_int_gt(seen.count, 20);
    if (elb_500 != NULL) *elb_500 = (double)sim_world_totals(run->world).lost[SIM_CAUSE_ELB_OTHER];
    run_end(run);
    return seen;
}

START_TEST(a_url_rewrite_changes_path_and_query_for_the_target) {
    const char *rule = TRANSFORM(URL_REWRITE("^/dp/([A-Za-z0-9]+)/?$", "/product.php?id=$1"));
    Logged seen = logged_under(ASK_FOR("/dp/B09G3HRMW", ""), rule, NULL);
    ck_assert_int_eq(seen.status, 200);
    ck_assert_str_eq(seen.uri, "/product.php?id=B09G3HRMW");
    ck_assert_str_eq(seen.host, "-");
    ck_assert_str_eq(seen.transform, "TransformSuccess");
    ck_assert_str_eq(seen.actions, "rewrite,forward");
    // The client asked for what it asked for.
    ck_assert_str_eq(seen.request, "app.example.com/dp/B09G3HRMW?");
    rule = TRANSFORM(URL_REWRITE("v=([0-9]+)", "version=$1$1"));
    seen = logged_under(ASK_FOR("/a", "x=1&v=42&y=2"), rule, NULL);
    ck_assert_str_eq(seen.uri, "/a?x=1&version=4242&y=2");
}
END_TEST

START_TEST(a_host_rewrite_changes_the_host_for_the_target) {
    const char *rule =
        TRANSFORM(HOST_REWRITE("^(APP)[.]example[.]com$", "internal.$1.example.com"));
    Logged seen = logged_under(ASK("/x"), rule, NULL);
    ck_assert_str_eq(seen.host, "internal.app.example.com");
    ck_assert_str_eq(seen.uri, "-");
    ck_assert_str_eq(seen.transform, "TransformSuccess");
    ck_assert_str_eq(seen.request, "app.example.com/x?");
}
END_TEST

START_TEST(a_transform_without_a_match_lets_the_request_pass) {
    const char *rule = TRANSFORM(URL_REWRITE("^/old/", "/new/") "," HOST_REWRITE("^www", "api"));
    Logged seen = logged_under(ASK("/other"), rule, NULL);
    ck_assert_int_eq(seen.status, 200);
    ck_assert_str_eq(seen.uri, "-");
    ck_assert_str_eq(seen.host, "-");
    ck_assert_str_eq(seen.transform, "-");
    ck_assert_str_eq(seen.actions, "forward");
}
END_TEST

typedef struct Failure {
    const char *path, *transforms, *status;
} Failure;

static const Failure failures[] = {
    {"/old", URL_REWRITE("^/old", ""), "TransformInvalidPath"},
    {"/old/x", URL_REWRITE("^/old/", "new/"), "TransformInvalidPath"},
    {"/x", HOST_REWRITE(".*", ""), "TransformInvalidHost"},
    {"/x", HOST_REWRITE("example", "a/b"), "TransformInvalidHost"},
    {"/x", URL_REWRITE("x", "y") "," HOST_REWRITE(".*", ""), "TransformInvalidHost"},
};

static void expect_failure(const Failure *failure) {
    char requests[256], rule[512];
    snprintf(requests, sizeof requests, ASK("%s"), failure->path);
    snprintf(rule, sizeof rule, TRANSFORM("%s"), failure->transforms);
    double lost = 0;
    Logged seen = logged_under(requests, rule, &lost);
    ck_assert_int_eq(seen.status, 500);
    ck_assert_int_eq(seen.target_status, 0);
    ck_assert_str_eq(seen.transform, failure->status);
    ck_assert_str_eq(seen.uri, "-");
    ck_assert_str_eq(seen.host, "-");
    ck_assert_str_eq(seen.actions, "-");
    ck_assert_double_gt(lost, 20);
}

START_TEST(a_transform_that_fails_is_500) {
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        expect_failure(&failures[i]);
}
END_TEST

START_TEST(a_rewrite_longer_than_its_buffer_fails) {
    char requests[2200], path[1900] = "/";
    memset(path + 1, 'a', sizeof path - 2);
    snprintf(requests, sizeof requests, ASK("%s"), path);
    Logged seen = logged_under(requests, TRANSFORM(URL_REWRITE("^/(.*)$", "/$1$1")), NULL);
    ck_assert_int_eq(seen.status, 200);
    seen = logged_under(requests, TRANSFORM(URL_REWRITE("^/(.*)$", "/$1$1$1")), NULL);
    ck_assert_int_eq(seen.status, 500);
    ck_assert_str_eq(seen.transform, "TransformBufferTooSmall");
}
END_TEST

// The second rule matches what the first makes of the request, and never gets it.
START_TEST(a_transform_does_not_change_the_route) {
    const char *rules =
        "{\"priority\":5,\"if\":{\"path-pattern\":[\"/old/*\"]},\"transforms\":{" URL_REWRITE(
            "^/old/", "/new/") "},\"then\":{\"forward\":\"web\"}},"
                               "{\"priority\":1,\"if\":{\"path-pattern\":[\"/new/*\"]},\"then\":"
                               "{\"fixed-response\":{\"status\":410}}}";
    Logged seen = logged_under(ASK("/old/x"), rules, NULL);
    ck_assert_int_eq(seen.status, 200);
    ck_assert_int_eq(seen.priority, 5);
    ck_assert_str_eq(seen.uri, "/new/x");
}
END_TEST

START_TEST(a_line_of_the_log_ends_with_the_transform) {
    static AccessTemplates templates;
    SimAccessEntry entry = {.balancer = "app/web/0",
                            .method = "GET",
                            .host = "h",
                            .path = "/",
                            .action = SIM_ACCESS_FORWARD,
                            .is_rewritten = true,
                            .user_agent = "curl/8 \"x\"",
                            .transformed_uri = "/a b",
                            .transform_status = "TransformSuccess"};
    AccessRuns runs = access_runs(&templates, &entry);
    char text[4096];
    snprintf(text, sizeof text, "%.*s", (int)runs.length, runs.text);
    ck_assert_ptr_nonnull(strstr(text, " \"rewrite,forward\" \"-\" \"-\" "));
    ck_assert_ptr_nonnull(strstr(text, " \"curl/8%20\\x22x\\x22\" "));
    const char *end = " \"-\" \"/a%20b\" \"TransformSuccess\"\n";
    ck_assert_str_eq(text + strlen(text) - strlen(end), end);
}
END_TEST

// An application that knows /orders and nothing else.
START_TEST(a_rewrite_decides_what_the_application_is_asked_for) {
    static const struct {
        const char *path, *rule;
        int32_t status;
    } rows[] = {
        {"/orders", TRANSFORM(""), 200},
        {"/api/orders", TRANSFORM(""), 404}, // the rewrite is lacking
        {"/api/orders", TRANSFORM(URL_REWRITE("^/api/", "/")), 200},
        {"/api/orders", TRANSFORM(URL_REWRITE("^/api", "/?all=")), 404},
        {"/api/orders", TRANSFORM(URL_REWRITE("^/api/orders", "/orders?all=1")), 200},
        {"/api/orders", TRANSFORM(URL_REWRITE("^/other", "/orders")), 404},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char request[128];
        snprintf(request, sizeof request, "{\"path\":\"%s\",\"work\":{\"constant\":\"1ms\"}}",
                 rows[i].path);
        Sketch sketch = {.requests = request,
                         .rules = rows[i].rule,
                         .action = FIXED(403),
                         .launch = ",\"paths\":[{\"path\":\"/orders\",\"status\":200},{\"path\":"
                                   "\"/*\",\"status\":404}]"};
        Run *run = run_begin(&sketch);
        run_to(run, 5);
        ck_assert_int_gt(run_codes(run, rows[i].status, rows[i].status, 0, 5), 40);
        ck_assert_int_eq(run_codes(run, -1, -1, 0, 5),
                         run_codes(run, rows[i].status, rows[i].status, 0, 5));
        double not_found = run_sum(run, "HTTPCode_Target_4XX_Count", "LoadBalancer=web");
        ck_assert(rows[i].status == 404 ? not_found > 40 : not_found < 1);
        ck_assert_int_eq(run_state(run, "web", "web-1"), SIM_TARGET_HEALTHY); // checks have theirs
        run_end(run);
    }
}
END_TEST

// Requests in flight are judged by the rules that they came through.
START_TEST(a_rule_that_changes_makes_no_request_in_flight_a_404) {
    Sketch sketch = {.requests = "{\"path\":\"/api/orders\",\"work\":{\"constant\":\"2s\"}}",
                     .rules = TRANSFORM(URL_REWRITE("^/api/", "/")),
                     .launch = ",\"backlog\":1000,\"paths\":[{\"path\":\"/orders\",\"status\":200},"
                               "{\"path\":\"/*\",\"status\":404}]",
                     .rate = "4/s"};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    run_set(run, "regions.0.load_balancers.web.idle_timeout", "50s");
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 404, -1, 0, 10), 0);
    ck_assert_int_gt(run_codes(run, 200, 200, 5, 7), 5);
    run_end(run);
}
END_TEST

START_TEST(transforms_are_checked_when_they_are_read) {
    Sketch sketch = {.rules = TRANSFORM(URL_REWRITE("^/(a", "/"))};
    ck_assert(is_refused(&sketch, "a group is not closed"));
    sketch.rules = TRANSFORM(URL_REWRITE("^/(a)", "/$2"));
    ck_assert(is_refused(&sketch, "has no group $2"));
    sketch.rules = TRANSFORM("\"url-rewrite\":{\"replace\":\"/\"}");
    ck_assert(is_refused(&sketch, "\"regex\" is missing"));
    sketch.rules =
        "{\"priority\":5,\"if\":{\"path-pattern\":[\"/*\"]},\"transforms\":{" URL_REWRITE(
            "a", "b") "},\"then\":" FIXED(404) "}";
    ck_assert(is_refused(&sketch, "only what is forwarded"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("transform");
    TCase *tests = tcase_create("transform");
    tcase_add_test(tests, a_url_rewrite_changes_path_and_query_for_the_target);
    tcase_add_test(tests, a_host_rewrite_changes_the_host_for_the_target);
    tcase_add_test(tests, a_transform_without_a_match_lets_the_request_pass);
    tcase_add_test(tests, a_transform_that_fails_is_500);
    tcase_add_test(tests, a_rewrite_longer_than_its_buffer_fails);
    tcase_add_test(tests, a_transform_does_not_change_the_route);
    tcase_add_test(tests, a_line_of_the_log_ends_with_the_transform);
    tcase_add_test(tests, a_rewrite_decides_what_the_application_is_asked_for);
    tcase_add_test(tests, a_rule_that_changes_makes_no_request_in_flight_a_404);
    tcase_add_test(tests, transforms_are_checked_when_they_are_read);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
