// Safety rules over routing controls: what they refuse, by whose name, and that nothing has changed
// then.
#include "scenario_text.h"

#define ON(name)  "{\"name\":\"" name "\",\"state\":\"On\"}"
#define OFF(name) "{\"name\":\"" name "\"}"
#define ASSERTION(name, controls, config, more)                                                    \
    "{\"name\":\"" name "\",\"asserted_controls\":[" controls "],\"rule_config\":{" config         \
    "}" more "}"
#define GATING(name, gates, targets, config, more)                                                 \
    "{\"name\":\"" name "\",\"gating_controls\":[" gates "],\"target_controls\":[" targets         \
    "],\"rule_config\":{" config "}" more "}"
#define NO_WAIT ",\"wait_period\":\"0s\""

static Run *with_rules(const char *controls, const char *rules) {
    char members[2000];
    snprintf(members, sizeof members, ",\"routing_controls\":[%s],\"safety_rules\":[%s]", controls,
             rules);
    Sketch sketch = {.route53 = members};
    Run *run = run_begin(&sketch);
    run_to(run, 1);
    return run;
}

static bool flip(Run *run, const char *control, const char *state, bool is_overriding,
                 SimError *error) {
    SimCommand command = {.kind = SIM_COMMAND_ROUTING_CONTROL, .is_health = is_overriding};
    snprintf(command.target, sizeof command.target, "%s", control);
    snprintf(command.value, sizeof command.value, "%s", state);
    bool is_taken = sim_world_command(run->world, &command, false, error);
    run_to(run, (double)run->world->now / 1e9 + 0.001);
    return is_taken;
}

static bool flip_all(Run *run, const char *states, SimError *error) {
    SimCommand command = {.kind = SIM_COMMAND_ROUTING_CONTROLS};
    snprintf(command.value, sizeof command.value, "%s", states);
    bool is_taken = sim_world_command(run->world, &command, false, error);
    run_to(run, (double)run->world->now / 1e9 + 0.001);
    return is_taken;
}

static bool is_on(const Run *run, int32_t control) {
    return run->world->controls.items[control].is_on != 0;
}

START_TEST(an_assertion_rule_refuses_to_turn_all_off) {
    Run *run =
        with_rules(ON("a") "," ON("b"), ASSERTION("one-stays", "\"a\",\"b\"",
                                                  "\"type\":\"ATLEAST\",\"threshold\":1", NO_WAIT));
    SimError error;
    ck_assert_msg(flip(run, "a", "Off", false, &error), "%s", error.text);
    ck_assert(!is_on(run, 0));
    ck_assert(!flip(run, "b", "Off", false, &error));
    ck_assert_msg(strstr(error.text, "\"one-stays\"") != NULL, "%s", error.text);
    ck_assert(is_on(run, 1));
    // The other way round it is fine.
    ck_assert(flip(run, "a", "On", false, &error));
    ck_assert(flip(run, "b", "Off", false, &error));
    ck_assert(is_on(run, 0) && !is_on(run, 1));
    run_end(run);
}
END_TEST

START_TEST(a_step_of_a_timeline_is_refused_alike) {
    Sketch sketch = {
        .route53 = ",\"routing_controls\":[" ON("a") "],\"safety_rules\":[" ASSERTION(
            "one-stays", "\"a\"", "\"type\":\"OR\"", "") "]",
        .timeline = "{\"at\":\"10s\",\"do\":\"update_routing_control_state\",\"routing_control\":"
                    "\"a\",\"state\":\"Off\"}"};
    Run *run = run_begin(&sketch);
    run_to(run, 20);
    const SeenIncident *refused = run_incident(run, "Refused", "a", NULL, 0);
    ck_assert_ptr_nonnull(refused);
    ck_assert_msg(strstr(refused->cause, "\"one-stays\"") != NULL, "%s", refused->cause);
    ck_assert(is_on(run, 0));
    run_end(run);
}
END_TEST

START_TEST(a_rule_asks_for_all_for_one_or_for_some) {
    static const struct {
        const char *config;
        int32_t may_go; ///< of three
    } rows[] = {{"\"type\":\"AND\"", 0},
                {"\"type\":\"ATLEAST\",\"threshold\":2", 1},
                {"\"type\":\"OR\"", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char rule[400];
        snprintf(rule, sizeof rule,
                 "{\"name\":\"r\",\"asserted_controls\":[\"a\",\"b\",\"c\"],\"rule_config\":{%s}"
                 ",\"wait_period\":\"0s\"}",
                 rows[i].config);
        Run *run = with_rules(ON("a") "," ON("b") "," ON("c"), rule);
        SimError error;
        static const char *const names[] = {"a", "b", "c"};
        for (int32_t k = 0; k < 3; k++)
            ck_assert_msg(flip(run, names[k], "Off", false, &error) == (k < rows[i].may_go),
                          "%s, the %dth", rows[i].config, (int)k + 1);
        run_end(run);
    }
}
END_TEST

START_TEST(an_inverted_rule_asks_for_the_contrary) {
    Run *run =
        with_rules(OFF("a") "," ON("b"), ASSERTION("not-both", "\"a\",\"b\"",
                                                   "\"type\":\"AND\",\"inverted\":true", NO_WAIT));
    SimError error;
    ck_assert(!flip(run, "a", "On", false, &error));
    ck_assert(flip(run, "b", "Off", false, &error));
    ck_assert(flip(run, "a", "On", false, &error));
    run_end(run);
}
END_TEST

START_TEST(a_gating_rule_locks_its_targets) {
    Run *run = with_rules(OFF("gate") "," ON("a"),
                          GATING("lock", "\"gate\"", "\"a\"", "\"type\":\"OR\"", NO_WAIT));
    SimError error;
    ck_assert(!flip(run, "a", "Off", false, &error));
    ck_assert_msg(strstr(error.text, "gating rule \"lock\"") != NULL, "%s", error.text);
    ck_assert(is_on(run, 1));
    ck_assert(flip(run, "gate", "On", false, &error));
    ck_assert(flip(run, "a", "Off", false, &error));
    ck_assert(!is_on(run, 1));
    run_end(run);
}
END_TEST

START_TEST(after_a_change_a_rule_waits) {
    Run *run = with_rules(ON("a") "," ON("b"),
                          ASSERTION("one-stays", "\"a\",\"b\"", "\"type\":\"OR\"", ""));
    SimError error;
    ck_assert(flip(run, "a", "Off", false, &error));
    run_to(run, 5.9);
    ck_assert(!flip(run, "a", "On", false, &error));
    ck_assert_msg(strstr(error.text, "waits") != NULL, "%s", error.text);
    run_to(run, 6.1);
    ck_assert(flip(run, "a", "On", false, &error));
    run_end(run);
}
END_TEST

START_TEST(controls_changed_together_are_judged_together) {
    Run *run = with_rules(ON("a") "," OFF("b"),
                          ASSERTION("one-stays", "\"a\",\"b\"", "\"type\":\"OR\"", ""));
    SimError error;
    ck_assert(!flip(run, "a", "Off", false, &error));
    ck_assert(!flip_all(run, "a=Off, b=Off", &error));
    ck_assert(is_on(run, 0) && !is_on(run, 1));
    ck_assert_msg(flip_all(run, "a=Off, b=On", &error), "%s", error.text);
    ck_assert(!is_on(run, 0) && is_on(run, 1));
    ck_assert(!flip_all(run, "a=Maybe", &error));
    ck_assert(!flip_all(run, "a", &error));
    ck_assert(!flip_all(run, "a=On, x=On", &error));
    ck_assert(!flip_all(run, "a=On, a=Off", &error));
    run_end(run);
}
END_TEST

START_TEST(a_command_can_override_safety_rules) {
    Run *run = with_rules(ON("a"), ASSERTION("one-stays", "\"a\"", "\"type\":\"OR\"", ""));
    SimError error;
    ck_assert(!flip(run, "a", "Off", false, &error));
    ck_assert(flip(run, "a", "Off", true, &error));
    ck_assert(!is_on(run, 0));
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("safety_rules");
    TCase *tests = tcase_create("safety_rules");
    tcase_add_test(tests, an_assertion_rule_refuses_to_turn_all_off);
    tcase_add_test(tests, a_step_of_a_timeline_is_refused_alike);
    tcase_add_test(tests, a_rule_asks_for_all_for_one_or_for_some);
    tcase_add_test(tests, an_inverted_rule_asks_for_the_contrary);
    tcase_add_test(tests, a_gating_rule_locks_its_targets);
    tcase_add_test(tests, after_a_change_a_rule_waits);
    tcase_add_test(tests, controls_changed_together_are_judged_together);
    tcase_add_test(tests, a_command_can_override_safety_rules);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
