// Stickiness of a rule: a cookie holds users to one of several weighted target groups.
#include "rule_text.h"

#define STICKY(web, green, stickiness)                                                             \
    "{\"forward\":[{\"target_group\":\"web\",\"weight\":" #web                                     \
    "},{\"target_group\":\"green\",\"weight\":" #green "}],\"stickiness\":{" stickiness "}}"
#define HOUR "\"duration\":\"1h\""

enum { USERS = 40 };

// Forty users, an address each, who ask at random.
static Run *begin(const char *action, const char *rate, const char *more, const char *instances) {
    char clients[1024];
    snprintf(clients, sizeof clients,
             "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
             "\"10ms\",\"jitter\":0,\"users\":%d,\"arrivals\":{\"constant\":\"%s\"},\"requests\":"
             "[" ASK("/") "]%s}",
             USERS, rate, more);
    return run_begin(
        &(Sketch){.clients = clients, .groups = GREEN, .instances = instances, .action = action});
}

// How often users met web and green.
typedef struct Met {
    int32_t web[USERS], green[USERS];
    int32_t users_of_green, users_of_both;
} Met;

// Of the requests that came in [from, to) seconds and were answered by a target.
static Met met_between(const Run *run, double from, double to) {
    Met met = {.users_of_green = 0};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *seen = &run->accesses.items[i];
        if ((double)seen->created < from * 1e9 || (double)seen->created >= to * 1e9) continue;
        if (seen->target_status == 0) continue;
        bool is_green = strstr(seen->group, "green") != NULL;
        (is_green ? met.green : met.web)[seen->client_ip % USERS]++;
    }
    for (int i = 0; i < USERS; i++) {
        met.users_of_green += met.green[i] > 0;
        met.users_of_both += met.green[i] > 0 && met.web[i] > 0;
    }
    return met;
}

START_TEST(a_cookie_holds_users_to_the_group_they_met_first) {
    Run *run = begin(STICKY(1, 1, HOUR), "10/s", "", BOTH_GROUPS);
    run_to(run, 120);
    Met met = met_between(run, 0, 120);
    ck_assert_int_eq(met.users_of_both, 0);
    // By weight: a half of forty, within three standard deviations.
    ck_assert_int_ge(met.users_of_green, 11);
    ck_assert_int_le(met.users_of_green, 29);
    run_end(run);
    run = begin(SPLIT(1, 1), "10/s", "", BOTH_GROUPS);
    run_to(run, 120);
    ck_assert_int_eq(met_between(run, 0, 120).users_of_both, USERS);
    run_end(run);
}
END_TEST

START_TEST(a_cookie_that_ran_out_is_a_new_choice_by_weight) {
    // A user is silent for 20 seconds on average.
    Run *run = begin(STICKY(1, 1, "\"duration\":\"1s\""), "2/s", "", BOTH_GROUPS);
    run_to(run, 600);
    ck_assert_int_gt(met_between(run, 0, 600).users_of_both, USERS - 3);
    run_end(run);
}
END_TEST

START_TEST(every_answer_holds_a_user_for_the_whole_duration) {
    // A user is silent for 0.4 seconds on average, and hardly ever for 10.
    Run *run = begin(STICKY(1, 1, "\"duration\":\"10s\""), "100/s", "", BOTH_GROUPS);
    run_to(run, 10);
    Met before = met_between(run, 5, 10);
    run_to(run, 120);
    Met after = met_between(run, 5, 120);
    ck_assert_int_eq(after.users_of_green, before.users_of_green);
    ck_assert_int_eq(after.users_of_both, 0);
    run_end(run);
}
END_TEST

#define WEIGHT(group)                                                                              \
    "regions.ap-south-1.load_balancers.web.listeners.80.default.forward." group ".weight"

START_TEST(weights_that_move_leave_users_where_they_are) {
    Run *run = begin(STICKY(1, 0, HOUR), "10/s", "", BOTH_GROUPS);
    run_to(run, 60);
    run_set(run, WEIGHT("green"), "1");
    run_to(run, 60.01);
    run_set(run, WEIGHT("web"), "0");
    run_to(run, 120);
    // All forty came before: not one goes to green, although all the weight is there.
    ck_assert_int_eq(met_between(run, 60, 120).users_of_green, 0);
    run_set(run, "regions.ap-south-1.load_balancers.web.listeners.80.default.stickiness.enabled",
            "false");
    run_to(run, 180);
    Met met = met_between(run, 120.1, 180);
    ck_assert_int_eq(met.users_of_green, USERS);
    ck_assert_int_eq(met.users_of_both, 0);
    run_end(run);
}
END_TEST

START_TEST(clients_without_cookies_are_spread_by_weight) {
    Run *run = begin(STICKY(1, 1, HOUR), "10/s", ",\"cookies\":false", BOTH_GROUPS);
    run_to(run, 120);
    ck_assert_int_eq(met_between(run, 0, 120).users_of_both, USERS);
    run_end(run);
}
END_TEST

START_TEST(an_answer_of_the_balancer_itself_brings_no_cookie) {
    // Nothing is registered with green: half of the first requests are answered 503.
    Run *run = begin(STICKY(1, 1, HOUR), "10/s", "", NULL);
    run_to(run, 300);
    ck_assert_int_gt(run_codes(run, 503, 0, 0, 30), 15);
    ck_assert_int_eq(run_codes(run, 503, 0, 100, 300), 0);
    run_end(run);
}
END_TEST

START_TEST(stickiness_of_a_rule_wants_its_duration) {
    Sketch sketch = {.groups = GREEN, .action = STICKY(1, 1, "\"enabled\":true")};
    ck_assert(is_refused(&sketch, "AWS wants the duration"));
    sketch.action = STICKY(1, 1, "\"enabled\":false");
    ck_assert(!is_refused(&sketch, ""));
    sketch.action = STICKY(1, 1, "\"duration\":\"604801s\"");
    ck_assert(is_refused(&sketch, "out of range"));
    sketch.action = "{\"fixed-response\":{\"status\":404},\"stickiness\":{\"duration\":\"1h\"}}";
    ck_assert(is_refused(&sketch, "only a forward action"));
}
END_TEST

START_TEST(a_sticky_group_among_several_needs_a_sticky_rule) {
    Sketch sketch = {.group = ",\"stickiness\":{}", .groups = GREEN, .action = SPLIT(1, 1)};
    ck_assert(is_refused(&sketch, "needs stickiness of the action too"));
    sketch.action = STICKY(1, 1, HOUR);
    ck_assert(!is_refused(&sketch, ""));
    sketch.action = "{\"forward\":\"web\"}";
    ck_assert(!is_refused(&sketch, ""));
}
END_TEST

// Both cookies together: the group by the one, the target within it by the other.
START_TEST(a_user_is_held_to_a_group_and_in_it_to_a_target) {
    Sketch sketch = {
        .rate = "10/s",
        .work = "{\"constant\":\"1ms\"}",
        .group = ",\"stickiness\":{}",
        .groups = ",{\"name\":\"green\",\"stickiness\":{}}",
        .instances = BOTH_GROUPS,
        .client = ",\"addresses\":1000",
        .action = STICKY(1, 1, HOUR),
    };
    Run *run = run_begin(&sketch);
    run_to(run, 600);
    uint32_t target_of[1001] = {0};
    for (int32_t i = 0; i < run->accesses.count; i++) {
        const SeenAccess *seen = &run->accesses.items[i];
        uint32_t *known = &target_of[seen->client_ip & 1023];
        if (*known != 0) ck_assert_uint_eq(*known, seen->target_ip);
        *known = seen->target_ip;
    }
    run_end(run);
}
END_TEST

START_TEST(a_clone_holds_its_users_to_their_groups) {
    Run *run = begin(STICKY(1, 1, HOUR), "10/s", "", BOTH_GROUPS);
    run_to(run, 60);
    SimWorld *clone = sim_world_clone(run->world);
    run_to(run, 120);
    sim_world_advance(clone, 120 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(clone), sim_world_hash(run->world));
    sim_world_destroy(clone);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("sticky_group");
    TCase *tests = tcase_create("sticky_group");
    tcase_add_test(tests, a_cookie_holds_users_to_the_group_they_met_first);
    tcase_add_test(tests, a_cookie_that_ran_out_is_a_new_choice_by_weight);
    tcase_add_test(tests, every_answer_holds_a_user_for_the_whole_duration);
    tcase_add_test(tests, weights_that_move_leave_users_where_they_are);
    tcase_add_test(tests, clients_without_cookies_are_spread_by_weight);
    tcase_add_test(tests, an_answer_of_the_balancer_itself_brings_no_cookie);
    tcase_add_test(tests, stickiness_of_a_rule_wants_its_duration);
    tcase_add_test(tests, a_sticky_group_among_several_needs_a_sticky_rule);
    tcase_add_test(tests, a_user_is_held_to_a_group_and_in_it_to_a_target);
    tcase_add_test(tests, a_clone_holds_its_users_to_their_groups);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
