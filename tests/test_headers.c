// Headers between client and target: what a balancer takes out and adds, seen by an application
// that can not do without one.
#include "scenario_text.h"

#define INVALID ",\"headers\":{\"X_Tenant\":\"7\"}"
#define VALID   ",\"headers\":{\"X-Tenant\":\"7\"}"

typedef struct Answers {
    int32_t good, bad; ///< 200 and the target's own 400
    double dropped, forwarded;
} Answers;

static double of_nodes(const Run *run, const char *metric) {
    return run_sum(run, metric, "AvailabilityZone=ap-south-1a;LoadBalancer=web") +
           run_sum(run, metric, "AvailabilityZone=ap-south-1b;LoadBalancer=web");
}

static Answers ask(const char *needs, const char *request, const char *balancer) {
    char launch[96], requests[256];
    snprintf(launch, sizeof launch, ",\"needs_header\":\"%s\"", needs);
    snprintf(requests, sizeof requests, "{\"path\":\"/\",\"work\":{\"constant\":\"1ms\"}%s}",
             request);
    Sketch sketch = {.launch = launch, .requests = requests, .balancer = balancer};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    Answers answers = {.good = run_codes(run, 200, 200, 0, 1e9),
                       .bad = run_codes(run, 400, 400, 0, 1e9),
                       .dropped = of_nodes(run, "DroppedInvalidHeaderRequestCount"),
                       .forwarded = of_nodes(run, "ForwardedInvalidHeaderRequestCount")};
    ck_assert_int_eq(answers.good + answers.bad, run->accesses.count);
    ck_assert_int_gt(run->accesses.count, 40);
    run_end(run);
    return answers;
}

static bool arrives(const char *needs, const char *request, const char *balancer) {
    Answers answers = ask(needs, request, balancer);
    ck_assert(answers.good == 0 || answers.bad == 0);
    return answers.good > 0;
}

#define DROP ",\"drop_invalid_header_fields\":true"

START_TEST(header_names_that_are_not_valid_are_kept_unless_said) {
    ck_assert(arrives("X_Tenant", INVALID, NULL));
    ck_assert(arrives("x_tenant", INVALID, ",\"drop_invalid_header_fields\":false"));
    ck_assert(!arrives("X_Tenant", "", NULL));
}
END_TEST

START_TEST(header_names_that_are_not_valid_can_be_dropped) {
    ck_assert(!arrives("X_Tenant", INVALID, DROP));
    ck_assert(arrives("X-Tenant", VALID, DROP));
}
END_TEST

START_TEST(requests_with_header_names_that_are_not_valid_are_counted) {
    Answers kept = ask("X_Tenant", INVALID, NULL), dropped = ask("X_Tenant", INVALID, DROP),
            valid = ask("X-Tenant", VALID, DROP);
    ck_assert_double_ge(kept.forwarded, kept.good);
    ck_assert_double_eq(kept.dropped, 0);
    ck_assert_double_ge(dropped.dropped, dropped.bad);
    ck_assert_double_eq(dropped.forwarded, 0);
    ck_assert_double_eq(valid.dropped + valid.forwarded, 0);
}
END_TEST

START_TEST(a_target_receives_what_the_balancer_adds) {
    static const char *const names[] = {"X-Forwarded-For", "X-Forwarded-Proto", "x-forwarded-port",
                                        "X-Amzn-Trace-Id"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_msg(arrives(names[i], "", NULL), "%s", names[i]);
    ck_assert(!arrives("X-Real-IP", "", NULL));
    // Without a balancer nobody adds anything.
    Sketch straight = {.launch = ",\"needs_header\":\"X-Forwarded-For\"",
                       .records = "{\"name\":\"app.example.com\",\"value\":\"ap-south-1/web-1\"}"};
    Run *run = run_begin(&straight);
    run_watch_hops(run);
    run_to(run, 5);
    for (int32_t i = 0; i < run->hops.count; i++)
        if (run->hops.items[i].kind == SIM_HOP_ANSWERED)
            ck_assert_int_eq(run->hops.items[i].status, 400);
    run_end(run);
}
END_TEST

#define XFF(mode) ",\"xff_header_processing_mode\":\"" mode "\""
#define SENT      ",\"forwarded_for\":1"

START_TEST(x_forwarded_for_is_appended_preserved_or_removed) {
    static const struct {
        const char *balancer;
        bool alone, sent; ///< whether the header arrives
    } rows[] = {{NULL, true, true},
                {XFF("append"), true, true},
                {XFF("preserve"), false, true},
                {XFF("remove"), false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_int_eq(arrives("X-Forwarded-For", "", rows[i].balancer), rows[i].alone);
        ck_assert_int_eq(arrives("X-Forwarded-For", SENT, rows[i].balancer), rows[i].sent);
    }
}
END_TEST

START_TEST(a_mode_set_while_it_runs_holds_for_the_next_request) {
    Sketch sketch = {.launch = ",\"needs_header\":\"X-Forwarded-For\""};
    Run *run = run_begin(&sketch);
    run_to(run, 5);
    run_set(run, "regions.ap-south-1.load_balancers.web.xff_header_processing_mode", "remove");
    run_to(run, 10);
    ck_assert_int_eq(run_codes(run, 400, 400, 0, 5), 0);
    ck_assert_int_eq(run_codes(run, 200, 200, 5.1, 10), 0);
    run_set(run, "launch_templates.v1.needs_header", "X-Forwarded-Proto");
    run_to(run, 15);
    ck_assert_int_eq(run_codes(run, 400, 400, 10.1, 15), 0);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("headers");
    TCase *tests = tcase_create("runs");
    tcase_add_test(tests, header_names_that_are_not_valid_are_kept_unless_said);
    tcase_add_test(tests, header_names_that_are_not_valid_can_be_dropped);
    tcase_add_test(tests, requests_with_header_names_that_are_not_valid_are_counted);
    tcase_add_test(tests, a_target_receives_what_the_balancer_adds);
    tcase_add_test(tests, x_forwarded_for_is_appended_preserved_or_removed);
    tcase_add_test(tests, a_mode_set_while_it_runs_holds_for_the_next_request);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
