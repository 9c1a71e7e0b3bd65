// The collector: longer periods and percentiles from merged seconds.
#include "cloudwatch/collector.h"
#include "cloudwatch/series.h"

#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#define WEB "LoadBalancer=app/web/0123456789abcdef"

typedef struct Fixture {
    Meter meter;
    int32_t balancer, nodes[2], group, group_node, clients, client;
    SimCollector *collector;
    SimSink sink;
} Fixture;

static void feed(void *context, const SimPeriod *period) {
    sim_collector_period(context, period);
}

static void make(Fixture *f) {
    *f = (Fixture){0};
    Meter *m = &f->meter;
    f->balancer = meter_scope_add(m, METER_BALANCER, WEB, -1, -1, -1);
    f->nodes[0] = meter_scope_add(m, METER_NODE, "AvailabilityZone=a;" WEB, f->balancer, -1, -1);
    f->nodes[1] = meter_scope_add(m, METER_NODE, "AvailabilityZone=b;" WEB, f->balancer, -1, -1);
    f->group = meter_scope_add(m, METER_GROUP, WEB ";TargetGroup=targetgroup/blue/1111111111111111",
                               -1, -1, -1);
    f->group_node =
        meter_scope_add(m, METER_GROUP_NODE,
                        "AvailabilityZone=a;" WEB ";TargetGroup=targetgroup/blue/1111111111111111",
                        f->group, f->nodes[0], f->balancer);
    f->clients = meter_scope_add(m, METER_CLIENTS, "", -1, -1, -1);
    f->client = meter_scope_add(m, METER_CLIENT, "Client=x", f->clients, -1, -1);
    f->collector = collector_create(m);
    f->sink = (SimSink){.context = f->collector, .period = feed};
}

static void drop(Fixture *f) {
    sim_collector_destroy(f->collector);
    array_deinit(&f->meter.scopes);
    array_deinit(&f->meter.series);
    array_deinit(&f->meter.samples);
    array_deinit(&f->meter.buckets);
    array_deinit(&f->meter.text);
}

static int32_t ask(Fixture *f, const char *metric, const char *dimensions, const char *stat,
                   SimTime period, SimTime from, SimTime to) {
    int32_t series = series_find(&f->meter, NULL, metric, dimensions);
    ck_assert_int_ge(series, 0);
    return sim_collector_add(f->collector, series, stat, period, from, to);
}

static void close_second(Fixture *f, int second) {
    meter_close(&f->meter, second * SIM_SECOND, (second + 1) * SIM_SECOND, &f->sink);
}

START_TEST(sixty_seconds_make_one_datapoint) {
    Fixture f;
    make(&f);
    int32_t minutes =
        ask(&f, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web", "Sum", SIM_MINUTE, 0, SIM_NEVER);
    int32_t seconds =
        ask(&f, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web", "Sum", SIM_SECOND, 0, SIM_NEVER);
    for (int second = 0; second < 150; second++) {
        if (second < 60 || second >= 120)
            meter_count(&f.meter, f.nodes[second % 2], METRIC_ELB_5XX, 1);
        close_second(&f, second);
    }
    int32_t count;
    const SimPoint *points = sim_collector_points(f.collector, minutes, &count);
    ck_assert_int_eq(count, 3);
    ck_assert_double_eq(points[0].value, 60);
    ck_assert(points[0].is_present && !points[1].is_present && points[2].is_present);
    ck_assert_double_eq(points[2].value, 30); // the open period, with what it has
    ck_assert_int_eq(points[2].start, 2 * SIM_MINUTE);
    points = sim_collector_points(f.collector, seconds, &count);
    ck_assert_int_eq(count, 150);
    ck_assert(points[59].is_present && !points[60].is_present);
    drop(&f);
}
END_TEST

static int compare_values(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

// The load of the seconds differs, so the mean of the seconds' percentiles would be far off.
START_TEST(percentiles_over_a_minute_are_those_of_all_its_requests) {
    enum { MOST = 20000 };
    static const char *stats[] = {"p50", "p90", "p99", "p99.9", "p100", "p0"};
    static const double shares[] = {0.5, 0.9, 0.99, 0.999, 1, 0};
    Fixture f;
    make(&f);
    int32_t questions[6];
    for (int i = 0; i < 6; i++)
        questions[i] =
            ask(&f, "TargetResponseTime", "LoadBalancer=web", stats[i], SIM_MINUTE, 0, SIM_NEVER);
    double *values = calloc(MOST, sizeof *values);
    int count = 0;
    for (int second = 0; second < 60; second++) {
        for (int i = 0; i < (second % 10 == 0 ? 1500 : 40); i++) {
            int64_t time =
                (int64_t)((second % 10 + 1) * 1e6 * (1 + fabs(sin(count * 12.9898) * 40)));
            values[count++] = (double)time * 1e-9;
            meter_observe(&f.meter, f.group_node, METRIC_TARGET_RESPONSE_TIME, time);
        }
        close_second(&f, second);
    }
    qsort(values, (size_t)count, sizeof *values, compare_values);
    for (int i = 0; i < 6; i++) {
        int32_t points;
        double got = sim_collector_points(f.collector, questions[i], &points)[0].value;
        double exact = values[(int)fmax(1, ceil(shares[i] * count)) - 1];
        ck_assert_int_eq(points, 1);
        ck_assert_double_le(fabs(got / exact - 1), i < 4 ? 0.01 : 1e-9);
    }
    free(values);
    drop(&f);
}
END_TEST

START_TEST(a_level_averages_over_time) {
    Fixture f;
    make(&f);
    int32_t minute =
        ask(&f, "ActiveConnectionCount", "LoadBalancer=web", "Sum", SIM_MINUTE, 0, SIM_NEVER);
    for (int second = 0; second < 60; second++) {
        meter_gauge(&f.meter, f.nodes[0], METRIC_ACTIVE_CONNECTIONS, second < 30 ? 10 : 0);
        meter_gauge(&f.meter, f.nodes[1], METRIC_ACTIVE_CONNECTIONS, second < 30 ? 6 : 0);
        close_second(&f, second);
    }
    int32_t count;
    ck_assert_double_eq_tol(sim_collector_points(f.collector, minute, &count)[0].value, 8, 1e-9);
    drop(&f);
}
END_TEST

START_TEST(availability_over_a_span_weighs_requests_not_seconds) {
    Fixture f;
    make(&f);
    int32_t whole = ask(&f, "Availability", "", "Average", 0, 0, SIM_NEVER);
    meter_count(&f.meter, f.client, METRIC_ANSWERED, 99);
    meter_count(&f.meter, f.client, METRIC_GOODPUT, 99);
    close_second(&f, 0);
    meter_count(&f.meter, f.client, METRIC_FAILED, 1);
    close_second(&f, 1);
    double value;
    ck_assert(sim_collector_value(f.collector, whole, &value));
    ck_assert_double_eq_tol(value, 99, 1e-12);
    drop(&f);
}
END_TEST

START_TEST(a_span_takes_only_its_seconds) {
    Fixture f;
    make(&f);
    int32_t span = ask(&f, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web", "Sum", 0, 3 * SIM_SECOND,
                       7 * SIM_SECOND);
    for (int second = 0; second < 10; second++) {
        meter_count(&f.meter, f.nodes[0], METRIC_ELB_5XX, 1);
        close_second(&f, second);
    }
    double value;
    ck_assert(sim_collector_value(f.collector, span, &value));
    ck_assert_double_eq(value, 4);
    drop(&f);
}
END_TEST

START_TEST(sums_of_nothing_are_zero_and_other_statistics_have_no_data) {
    static const char *stats[] = {"Sum", "SampleCount", "Average", "Minimum", "Maximum"};
    Fixture f;
    make(&f);
    int32_t questions[6];
    for (int i = 0; i < 5; i++)
        questions[i] =
            ask(&f, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web", stats[i], 0, 0, SIM_NEVER);
    questions[5] = ask(&f, "TargetResponseTime", "LoadBalancer=web", "p99", 0, 0, SIM_NEVER);
    close_second(&f, 0);
    for (int i = 0; i < 6; i++) {
        double value = -1;
        ck_assert_int_eq(sim_collector_value(f.collector, questions[i], &value), i < 2);
        if (i < 2) ck_assert_double_eq(value, 0);
    }
    drop(&f);
}
END_TEST

START_TEST(percentiles_of_what_has_no_histogram_have_no_data) {
    Fixture f;
    make(&f);
    int32_t question =
        ask(&f, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web", "p50", 0, 0, SIM_NEVER);
    meter_count(&f.meter, f.nodes[0], METRIC_ELB_5XX, 1);
    close_second(&f, 0);
    double value;
    ck_assert(!sim_collector_value(f.collector, question, &value));
    drop(&f);
}
END_TEST

START_TEST(statistics_are_known_by_their_names) {
    static const char *known[] = {"Sum", "Average", "Minimum", "Maximum", "SampleCount",
                                  "p0",  "p50",     "p99.9",   "p100"};
    static const char *unknown[] = {"",    "sum", "p",   "p101",   "p-1",  "p5x",
                                    "p.5", "p5.", "P50", "p5.5.5", "Sums", "p 5"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        ck_assert_msg(sim_stat_is_known(known[i]), "%s", known[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        ck_assert_msg(!sim_stat_is_known(unknown[i]), "%s", unknown[i]);
}
END_TEST

START_TEST(a_collector_that_starts_late_starts_with_its_first_period) {
    Fixture f;
    make(&f);
    int32_t question = ask(&f, "Requests", "", "Sum", SIM_MINUTE, 0, SIM_NEVER);
    close_second(&f, 125);
    int32_t count;
    const SimPoint *points = sim_collector_points(f.collector, question, &count);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(points[0].start, 2 * SIM_MINUTE);
    drop(&f);
}
END_TEST

START_TEST(a_question_asked_late_knows_nothing_of_before) {
    Fixture f;
    make(&f);
    int32_t early = ask(&f, "Answered", "", "Sum", 0, 0, SIM_NEVER);
    meter_count(&f.meter, f.client, METRIC_ANSWERED, 5);
    close_second(&f, 0);
    int32_t late = ask(&f, "Answered", "", "Sum", 0, 0, SIM_NEVER);
    meter_count(&f.meter, f.client, METRIC_ANSWERED, 2);
    close_second(&f, 1);
    double value;
    ck_assert(sim_collector_value(f.collector, early, &value));
    ck_assert_double_eq(value, 7);
    ck_assert(sim_collector_value(f.collector, late, &value));
    ck_assert_double_eq(value, 2);
    drop(&f);
}
END_TEST

START_TEST(going_back_in_time_is_our_mistake) {
    Fixture f;
    make(&f);
    ask(&f, "Answered", "", "Sum", SIM_SECOND, 0, SIM_NEVER);
    close_second(&f, 5);
    close_second(&f, 4);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("collector");
    TCase *tests = tcase_create("collector");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, sixty_seconds_make_one_datapoint);
    tcase_add_test(tests, percentiles_over_a_minute_are_those_of_all_its_requests);
    tcase_add_test(tests, a_level_averages_over_time);
    tcase_add_test(tests, availability_over_a_span_weighs_requests_not_seconds);
    tcase_add_test(tests, a_span_takes_only_its_seconds);
    tcase_add_test(tests, sums_of_nothing_are_zero_and_other_statistics_have_no_data);
    tcase_add_test(tests, percentiles_of_what_has_no_histogram_have_no_data);
    tcase_add_test(tests, statistics_are_known_by_their_names);
    tcase_add_test(tests, a_collector_that_starts_late_starts_with_its_first_period);
    tcase_add_test(tests, a_question_asked_late_knows_nothing_of_before);
    tcase_add_test_raise_signal(tests, going_back_in_time_is_our_mistake, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
