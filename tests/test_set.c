// Changing a scenario by path: what may be named, what may change, and that nothing changes when it
// may not.
#include "scenario/scenario.h"
#include "sim/scenario.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static SimScenario *base;

static void load(void) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    base = sim_scenario_load(SOURCE_DIR "/tests/valid/small.json", &diagnostics);
    ck_assert_ptr_nonnull(base);
    sim_diagnostics_deinit(&diagnostics);
}

static void unload(void) {
    sim_scenario_release(base);
}

#define REGION   "regions.ap-south-1."
#define LISTENER REGION "load_balancers.web.listeners.443."

START_TEST(what_was_set_is_what_is_got) {
    static const struct {
        const char *path, *value, *got;
        bool live;
    } cases[] = {
        {"clients.mumbai.arrivals.poisson", "250/s", "\"250/s\"", true},
        {"clients.0.arrivals.poisson", "\"250/s\"", "\"250/s\"", true},
        {"clients.mumbai.timeout", "10s", "\"10s\"", true},
        {"clients.mumbai.retry.attempts", "3", "3", true},
        {"clients.mumbai.retry", "{\"attempts\":2,\"backoff\":\"1s\"}",
         "{\"attempts\":2,\"backoff\":\"1s\"}", true},
        {"clients.mumbai.requests.0.share", "2.5", "2.5", true},
        {"clients.mumbai.requests.0.work.lognormal.cv", "2", "2", true},
        {"clients.mumbai.requests.0.work", "{\"exponential\":{\"mean\":\"5ms\"}}",
         "{\"exponential\":{\"mean\":\"5ms\"}}", true},
        {"clients.mumbai.arrivals.changes.0.rate", "1/s", "\"1/s\"", true},
        {REGION "target_groups.blue.algorithm", "least_outstanding_requests",
         "\"least_outstanding_requests\"", true},
        {REGION "target_groups.blue.cross_zone", "false", "false", true},
        {REGION "target_groups.blue.slow_start", "30s", "\"30s\"", true},
        {REGION "target_groups.1.health_check.unhealthy_threshold", "3", "3", true},
        {REGION "target_groups.green.draining.early_end", "true", "true", true},
        {REGION "load_balancers.web.idle_timeout", "10s", "\"10s\"", true},
        {LISTENER "rules.10.then.forward.green.weight", "50", "50", true},
        {LISTENER "rules.0.then.forward.1.weight", "50", "50", true},
        {"launch_templates.v1.workers", "4", "4", true},
        {"launch_templates.v1.backlog", "unlimited", "\"unlimited\"", true},
        {"launch_templates.v1.errors", "0.5", "0.5", true},
        {"title", "5", "\"5\"", false},
        {"title", "Words and more", "\"Words and more\"", false},
        {"duration", "1h", "\"1h\"", false},
        {"seed", "7", "7", false},
        {"begin", "cold", "\"cold\"", false},
        {REGION "instances.b.count", "8", "8", false},
        {REGION "instances.1.count", "3", "3", false},
        {REGION "zones.1", "ap-south-1c", "\"ap-south-1c\"", false},
        {"route53.records.app.example.com.alias", "ap-south-1/web", "\"ap-south-1/web\"", false},
        {"expect.0.is", "< 10", "\"< 10\"", false},
    };
    uint64_t hash = sim_scenario_hash(base);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SimError error = {{0}};
        char got[300];
        SimScenario *changed =
            sim_scenario_set(base, cases[i].path, cases[i].value, cases[i].live, &error);
        ck_assert_msg(changed != NULL, "%s", error.text);
        ck_assert_msg(sim_scenario_get(changed, cases[i].path, got, sizeof got, &error), "%s",
                      error.text);
        ck_assert_str_eq(got, cases[i].got);
        ck_assert_uint_eq(sim_scenario_hash(base), hash);
        sim_scenario_release(changed);
        if (cases[i].live) continue;
        // And what is not live is refused when it should be.
        ck_assert_msg(sim_scenario_set(base, cases[i].path, cases[i].value, true, &error) == NULL,
                      "%s", cases[i].path);
        ck_assert_ptr_nonnull(strstr(error.text, "while the world runs"));
    }
}
END_TEST

START_TEST(a_change_reaches_the_compiled_scenario_and_leaves_the_old_one) {
    SimError error;
    SimScenario *changed =
        sim_scenario_set(base, LISTENER "rules.10.then.forward.green.weight", "25", true, &error);
    SimScenario *again =
        sim_scenario_set(changed, "launch_templates.v1.workers", "3", true, &error);
    sim_scenario_release(changed);
    ck_assert_int_eq(
        scenario_config(again)->balancers[0].listeners[0].rules[0].action.forwards[1].weight, 25);
    ck_assert_int_eq(scenario_config(again)->launches[0].workers, 3);
    ck_assert_int_eq(
        scenario_config(base)->balancers[0].listeners[0].rules[0].action.forwards[1].weight, 0);
    ck_assert_int_eq(scenario_config(base)->launches[0].workers, 8);
    sim_scenario_release(again);
}
END_TEST

START_TEST(what_may_not_be_is_refused_with_its_reason) {
    static const struct {
        const char *path, *value, *reason;
    } cases[] = {
        {"", "1", "path is empty"},
        {"clients.", "1", "ends with a dot"},
        {"clients..timeout", "1s", "no element"},
        {"clients.pune.timeout", "1s", "no element \"pune.timeout\""},
        {"clients.mumbai.timeot", "1s", "Did you mean \"timeout\"?"},
        {"clients.mumbai.timeout.ms", "1s", "timeout"},
        {"clients.mumbai.timeout", "1", "a duration like"},
        {"clients.mumbai.timeout", "\xff", "not UTF-8"},
        {"session_stores", "1", "not yet"},
        {"clients.mumbai.city", "Atlantis", "no such city"},
        {REGION "target_groups.blue.algorithm", "fastest", "no such balancing algorithm"},
        {REGION "target_groups.blue.algorithm", "5", "no such balancing algorithm"},
        {REGION "target_groups.blue.health_check.interval", "5s", "below its interval"},
        {REGION "target_groups.red.slow_start", "30s", "no element \"red.slow_start\""},
        {LISTENER "rules.10.then.forward.blue.weight", "0", "0/0"},
        {LISTENER "rules.10.then.forward.blue.weight", "-1", "Allowed are 0 to 999"},
        {LISTENER "rules.10.then.redirect.status", "302", "\"redirect\" is not given"},
        {"launch_templates.v1.name", "v9", "no launch template \"v1\""},
        {"launch_templates.v1.errors", "1.5", "Allowed are 0 to 1"},
        {"launch_templates.v1", "5", "should be an object"},
        {"route53", "[]", "should be an object"},
        {"timeline.0.at.x", "1", "nothing stands"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SimError error = {{0}};
        ck_assert_msg(sim_scenario_set(base, cases[i].path, cases[i].value, false, &error) == NULL,
                      "%s", cases[i].path);
        ck_assert_msg(strstr(error.text, cases[i].reason) != NULL, "%s = %s: %s", cases[i].path,
                      cases[i].value, error.text);
    }
}
END_TEST

START_TEST(what_changes_only_as_a_whole_says_so) {
    SimError error = {{0}};
    const char *path = LISTENER "rules.10.if.path-pattern";
    ck_assert(sim_scenario_set(base, path, "[\"/b\"]", true, &error) == NULL);
    ck_assert_msg(strstr(error.text, "set " LISTENER "rules.10.if as a whole") != NULL, "%s",
                  error.text);
    SimScenario *changed = sim_scenario_set(base, path, "[\"/b\"]", false, &error);
    ck_assert_msg(changed != NULL, "%s", error.text);
    sim_scenario_release(changed);
    ck_assert(sim_scenario_set(base, "seed", "5", true, &error) == NULL);
    ck_assert_msg(strstr(error.text, "use --set") != NULL, "%s", error.text);
}
END_TEST

START_TEST(slow_start_with_least_outstanding_is_refused_from_both_sides) {
    SimError error;
    SimScenario *slow =
        sim_scenario_set(base, REGION "target_groups.blue.slow_start", "30s", true, &error);
    ck_assert_ptr_nonnull(slow);
    ck_assert_ptr_null(sim_scenario_set(slow, REGION "target_groups.blue.algorithm",
                                        "least_outstanding_requests", true, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "slow start does not work"));
    SimScenario *least = sim_scenario_set(base, REGION "target_groups.blue.algorithm",
                                          "least_outstanding_requests", true, &error);
    ck_assert_ptr_null(
        sim_scenario_set(least, REGION "target_groups.blue.slow_start", "30s", true, &error));
    sim_scenario_release(slow);
    sim_scenario_release(least);
}
END_TEST

START_TEST(a_key_the_file_does_not_give_has_its_default) {
    static const struct {
        const char *path, *value;
    } cases[] = {
        {"seed", "1"},
        {"clients.mumbai.timeout", "\"75s\""},
        {REGION "target_groups.green.health_check.interval", "\"30s\""},
        {REGION "target_groups.green.algorithm", "\"round_robin\""},
        {"launch_templates.v1.boot", "{\"constant\":\"30s\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SimError error = {{0}};
        char got[100];
        ck_assert_msg(sim_scenario_get(base, cases[i].path, got, sizeof got, &error), "%s",
                      error.text);
        ck_assert_str_eq(got, cases[i].value);
    }
    SimError error = {{0}};
    char got[8];
    ck_assert(!sim_scenario_get(base, "clients.mumbai.nothing", got, sizeof got, &error));
    ck_assert(!sim_scenario_get(base, "clients", got, sizeof got, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "longer than"));
}
END_TEST

START_TEST(setting_what_stands_there_already_keeps_the_hash) {
    SimError error;
    SimScenario *same = sim_scenario_set(base, "duration", "300s", false, &error);
    SimScenario *standard = sim_scenario_set(base, "clients.mumbai.timeout", "75s", true, &error);
    ck_assert_uint_eq(sim_scenario_hash(same), sim_scenario_hash(base));
    ck_assert_uint_eq(sim_scenario_hash(standard), sim_scenario_hash(base));
    sim_scenario_release(same);
    sim_scenario_release(standard);
}
END_TEST

START_TEST(elements_of_one_name_go_by_set_identifier_or_index) {
    SimError error = {{0}};
    const char *records = "[{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"weight\":1,"
                          "\"set_identifier\":\"old\",\"value\":\"ap-south-1/b-1\"},"
                          "{\"name\":\"app.example.com\",\"policy\":\"weighted\",\"weight\":2,"
                          "\"alias\":\"ap-south-1/web\"}]";
    SimScenario *weighted = sim_scenario_set(base, "route53.records", records, false, &error);
    ck_assert_msg(weighted != NULL, "%s", error.text);
    ck_assert_int_eq(scenario_config(weighted)->records[0].ttl_ns, 300 * SIM_SECOND);
    ck_assert_int_eq(scenario_config(weighted)->records[1].ttl_ns, 60 * SIM_SECOND);
    ck_assert_ptr_null(
        sim_scenario_set(weighted, "route53.records.app.example.com.weight", "9", true, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "several elements"));
    static const char *const paths[] = {"route53.records.old.weight", "route53.records.0.weight"};
    for (int i = 0; i < 2; i++) {
        SimScenario *changed = sim_scenario_set(weighted, paths[i], "9", true, &error);
        ck_assert_msg(changed != NULL, "%s", error.text);
        ck_assert_int_eq(scenario_config(changed)->records[0].weight, 9);
        ck_assert_int_eq(scenario_config(changed)->records[1].weight, 2);
        sim_scenario_release(changed);
    }
    sim_scenario_release(weighted);
}
END_TEST

static uint64_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

START_TEST(random_paths_and_values_are_refused_or_set_but_never_fatal) {
    static const char *const parts[] = {"clients",
                                        "mumbai",
                                        "0",
                                        "1",
                                        "regions",
                                        "ap-south-1",
                                        "load_balancers",
                                        "web",
                                        "listeners",
                                        "443",
                                        "rules",
                                        "10",
                                        "then",
                                        "forward",
                                        "blue",
                                        "weight",
                                        "default",
                                        "redirect",
                                        "if",
                                        "path-pattern",
                                        "target_groups",
                                        "health_check",
                                        "matcher",
                                        "retry",
                                        "jitter",
                                        "arrivals",
                                        "changes",
                                        "requests",
                                        "work",
                                        "lognormal",
                                        "mean",
                                        "launch_templates",
                                        "v1",
                                        "boot",
                                        "timeline",
                                        "say",
                                        "expect",
                                        "dimensions",
                                        "LoadBalancer",
                                        "mutants",
                                        "route53",
                                        "records",
                                        "app.example.com",
                                        "x",
                                        ""};
    static const char *const values[] = {"1",
                                         "-1",
                                         "0",
                                         "1s",
                                         "x",
                                         "\"\"",
                                         "null",
                                         "[]",
                                         "{}",
                                         "[{}]",
                                         "{\"constant\":\"1s\"}",
                                         "300-200",
                                         "{\"a\":",
                                         "/* x */ 1",
                                         ""};
    uint64_t state = 7;
    int set = 0;
    for (int i = 0; i < 4000; i++) {
        char path[300] = "";
        for (uint64_t n = 1 + next_random(&state) % 7; n > 0; n--) {
            strcat(path, parts[next_random(&state) % (sizeof parts / sizeof parts[0])]);
            if (n > 1) strcat(path, ".");
        }
        SimError error = {{0}};
        char got[100];
        sim_scenario_get(base, path, got, sizeof got, &error);
        const char *value = values[next_random(&state) % (sizeof values / sizeof values[0])];
        SimScenario *changed =
            sim_scenario_set(base, path, value, next_random(&state) % 2 == 0, &error);
        ck_assert(changed != NULL || error.text[0] != 0);
        set += changed != NULL;
        sim_scenario_release(changed);
    }
    ck_assert_int_lt(set, 4000);
}
END_TEST

START_TEST(every_key_of_the_file_takes_wrong_values_without_harm) {
    // Paths that exist, so that values meet the compiler and not only the walk.
    static const char *const paths[] = {"clients",
                                        "clients.mumbai",
                                        "clients.mumbai.arrivals",
                                        "clients.mumbai.arrivals.changes",
                                        "clients.mumbai.requests",
                                        "clients.mumbai.requests.0",
                                        "clients.mumbai.retry",
                                        "route53",
                                        "route53.records",
                                        "route53.records.0",
                                        "regions",
                                        "regions.0",
                                        "regions.0.zones",
                                        "regions.0.load_balancers",
                                        "regions.0.load_balancers.web",
                                        "regions.0.load_balancers.web.listeners",
                                        LISTENER "rules",
                                        LISTENER "rules.10",
                                        LISTENER "rules.10.if",
                                        LISTENER "rules.10.then",
                                        LISTENER "rules.10.then.forward",
                                        LISTENER "default",
                                        REGION "target_groups",
                                        REGION "target_groups.blue",
                                        REGION "target_groups.blue.health_check",
                                        REGION "target_groups.blue.health_check.matcher",
                                        REGION "instances",
                                        REGION "instances.b",
                                        "launch_templates",
                                        "launch_templates.v1",
                                        "launch_templates.v1.boot",
                                        "releases",
                                        "releases.v2",
                                        "releases.v2.rule",
                                        "timeline",
                                        "timeline.0",
                                        "expect",
                                        "expect.0",
                                        "mutants",
                                        "charts"};
    static const char *const values[] = {"[]",
                                         "{}",
                                         "[{}]",
                                         "null",
                                         "0",
                                         "x",
                                         "[null]",
                                         "[[]]",
                                         "{\"name\":\"x\"}",
                                         "[{\"name\":\"x\"},{\"name\":\"x\"}]",
                                         "blue"};
    for (size_t p = 0; p < sizeof paths / sizeof paths[0]; p++) {
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++) {
            SimError error = {{0}};
            SimScenario *changed = sim_scenario_set(base, paths[p], values[v], false, &error);
            ck_assert(changed != NULL || error.text[0] != 0);
            sim_scenario_release(changed);
        }
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("set");
    TCase *tests = tcase_create("set");
    tcase_add_checked_fixture(tests, load, unload);
    tcase_add_test(tests, what_was_set_is_what_is_got);
    tcase_add_test(tests, a_change_reaches_the_compiled_scenario_and_leaves_the_old_one);
    tcase_add_test(tests, what_may_not_be_is_refused_with_its_reason);
    tcase_add_test(tests, what_changes_only_as_a_whole_says_so);
    tcase_add_test(tests, slow_start_with_least_outstanding_is_refused_from_both_sides);
    tcase_add_test(tests, a_key_the_file_does_not_give_has_its_default);
    tcase_add_test(tests, setting_what_stands_there_already_keeps_the_hash);
    tcase_add_test(tests, elements_of_one_name_go_by_set_identifier_or_index);
    tcase_add_test(tests, random_paths_and_values_are_refused_or_set_but_never_fatal);
    tcase_add_test(tests, every_key_of_the_file_takes_wrong_values_without_harm);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
