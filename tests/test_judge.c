// The judge of expectations: what holds, what does not, and what can not be asked.
#include "fake_world.h"
#include "sim/export.h"

#include <check.h>
#include <stdlib.h>

static void feed(void *context, const SimPeriod *period) {
    sim_judge_period(context, period);
}

// Ten seconds with one 503 each.
static SimVerdict judge(const SimScenarioExpect *expect) {
    SimWorld world = fake_world();
    world.scenario.expects[0] = *expect;
    world.scenario.info.expect_count = 1;
    SimJudge *judge = sim_judge_create(&world);
    SimSink sink = {.context = judge, .period = feed};
    for (int second = 0; second < 10; second++) {
        meter_count(&world.meter, world.node, METRIC_ELB_503, 1);
        meter_close(&world.meter, second * SIM_SECOND, (second + 1) * SIM_SECOND, &sink);
    }
    SimVerdict verdict = sim_judge_verdict(judge, 0);
    sim_judge_destroy(judge);
    ck_assert_int_eq(world.scenario.references, 0);
    fake_world_deinit(&world);
    return verdict;
}

static SimScenarioExpect expect_of(const char *metric, const char *dimensions, const char *stat,
                                   const char *is) {
    return (SimScenarioExpect){.metric = metric,
                               .dimensions = dimensions,
                               .stat = stat,
                               .is = is,
                               .from = 0,
                               .to = SIM_NEVER};
}

START_TEST(an_expectation_that_holds_says_its_value) {
    SimScenarioExpect expect =
        expect_of("HTTPCode_ELB_503_Count", "LoadBalancer=web", "Sum", "== 10");
    SimVerdict verdict = judge(&expect);
    ck_assert(verdict.holds && verdict.has_data);
    ck_assert_double_eq(verdict.value, 10);
    ck_assert_str_eq(verdict.text,
                     "Sum of HTTPCode_ELB_503_Count {LoadBalancer=web} is 10, expected == 10");
}
END_TEST

START_TEST(an_expectation_that_does_not_hold_fails) {
    SimScenarioExpect expect =
        expect_of("HTTPCode_ELB_503_Count", "LoadBalancer=web", "Sum", "< 10");
    SimVerdict verdict = judge(&expect);
    ck_assert(!verdict.holds && verdict.has_data);
    ck_assert_str_eq(verdict.text,
                     "Sum of HTTPCode_ELB_503_Count {LoadBalancer=web} is 10, expected < 10");
}
END_TEST

START_TEST(a_span_is_judged_alone) {
    SimScenarioExpect expect =
        expect_of("HTTPCode_ELB_503_Count", "LoadBalancer=web", "Sum", "== 3");
    expect.from = 2 * SIM_SECOND;
    expect.to = 5 * SIM_SECOND;
    ck_assert(judge(&expect).holds);
}
END_TEST

START_TEST(an_absent_counter_sums_to_zero) {
    SimScenarioExpect expect =
        expect_of("HTTPCode_ELB_504_Count", "LoadBalancer=web", "Sum", "== 0");
    SimVerdict verdict = judge(&expect);
    ck_assert(verdict.holds && verdict.has_data);
}
END_TEST

START_TEST(other_statistics_of_nothing_fail_with_no_data) {
    static const char *const stats[] = {"Average", "Minimum", "Maximum", "p99"};
    for (int i = 0; i < 4; i++) {
        SimScenarioExpect expect =
            expect_of("TargetResponseTime", "LoadBalancer=web", stats[i], "< 100");
        SimVerdict verdict = judge(&expect);
        ck_assert(!verdict.holds && !verdict.has_data);
        ck_assert_ptr_nonnull(strstr(verdict.text, "no data"));
    }
}
END_TEST

START_TEST(what_does_not_exist_fails_and_says_so) {
    SimScenarioExpect expects[] = {
        expect_of("RequestsCount", "LoadBalancer=web", "Sum", "== 0"),
        expect_of("HTTPCode_ELB_503_Count", "LoadBalancer=api", "Sum", "== 0"),
        expect_of("HTTPCode_ELB_503_Count", "", "Sum", "== 0")};
    for (int i = 0; i < 3; i++) {
        SimVerdict verdict = judge(&expects[i]);
        ck_assert(!verdict.holds && !verdict.has_data);
        ck_assert_ptr_nonnull(strstr(verdict.text, "no such metric"));
    }
    SimScenarioExpect odd = expect_of("HTTPCode_ELB_503_Count", "LoadBalancer=web", "Mean", "== 0");
    SimVerdict verdict = judge(&odd);
    ck_assert(!verdict.holds);
    ck_assert_ptr_nonnull(strstr(verdict.text, "no such statistic"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("judge");
    TCase *tests = tcase_create("judge");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, an_expectation_that_holds_says_its_value);
    tcase_add_test(tests, an_expectation_that_does_not_hold_fails);
    tcase_add_test(tests, a_span_is_judged_alone);
    tcase_add_test(tests, an_absent_counter_sums_to_zero);
    tcase_add_test(tests, other_statistics_of_nothing_fail_with_no_data);
    tcase_add_test(tests, what_does_not_exist_fails_and_says_so);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
