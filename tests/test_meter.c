// The meter: how counts become AWS's metrics.
#include "cloudwatch/histogram.h"
#include "cloudwatch/meter.h"
#include "cloudwatch/meter_table.h"
#include "cloudwatch/series.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define WEB  "LoadBalancer=app/web/0123456789abcdef"
#define BLUE "TargetGroup=targetgroup/blue/1111111111111111"

// One balancer with nodes in two zones and one group, two clients.
typedef struct Fixture {
    Meter meter;
    int32_t balancer, nodes[2], group, group_nodes[2], group_alone;
    int32_t clients, client[2], cause, client_cause[2], instance;
} Fixture;

// What the sink was told, copied.
typedef struct Heard {
    int32_t count;
    SimTime start, end;
    SimSample samples[400];
    bool is_present[400];
    double p50[400];
    int32_t periods;
} Heard;

static void hear(void *context, const SimPeriod *period) {
    Heard *heard = context;
    heard->count = period->series_count;
    heard->start = period->start;
    heard->end = period->end;
    heard->periods++;
    ck_assert_int_le(period->series_count, 400);
    for (int32_t i = 0; i < period->series_count; i++) {
        heard->samples[i] = period->samples[i];
        heard->is_present[i] = period->is_present[i];
        const SimHistogram *histogram = period->histograms[i];
        heard->p50[i] = histogram == NULL ? -2 : sim_histogram_percentile(histogram, 0.5);
    }
}

static Fixture make(void) {
    Fixture f = {0};
    Meter *meter = &f.meter;
    f.balancer = meter_scope_add(meter, METER_BALANCER, WEB, -1, -1, -1);
    f.nodes[0] = meter_scope_add(meter, METER_NODE, "AvailabilityZone=a;" WEB, f.balancer, -1, -1);
    f.nodes[1] = meter_scope_add(meter, METER_NODE, "AvailabilityZone=b;" WEB, f.balancer, -1, -1);
    f.group = meter_scope_add(meter, METER_GROUP, WEB ";" BLUE, -1, -1, -1);
    for (int i = 0; i < 2; i++) {
        const char *dimensions =
            i == 0 ? "AvailabilityZone=a;" WEB ";" BLUE : "AvailabilityZone=b;" WEB ";" BLUE;
        f.group_nodes[i] =
            meter_scope_add(meter, METER_GROUP_NODE, dimensions, f.group, f.nodes[i], f.balancer);
    }
    f.group_alone = meter_scope_add(meter, METER_GROUP_ALONE, BLUE, -1, -1, -1);
    f.clients = meter_scope_add(meter, METER_CLIENTS, "", -1, -1, -1);
    f.cause = meter_scope_add(meter, METER_CAUSE, "Cause=Timeout", -1, -1, -1);
    for (int i = 0; i < 2; i++) {
        f.client[i] = meter_scope_add(meter, METER_CLIENT, i == 0 ? "Client=x" : "Client=y",
                                      f.clients, -1, -1);
        f.client_cause[i] = meter_scope_add(
            meter, METER_CLIENT_CAUSE, i == 0 ? "Cause=Timeout;Client=x" : "Cause=Timeout;Client=y",
            f.cause, -1, -1);
    }
    f.instance = meter_scope_add(meter, METER_INSTANCE, "InstanceId=i-1", -1, -1, -1);
    return f;
}

static void drop(Fixture *f) {
    array_deinit(&f->meter.scopes);
    array_deinit(&f->meter.series);
    array_deinit(&f->meter.samples);
    array_deinit(&f->meter.buckets);
    array_deinit(&f->meter.text);
}

static Heard close_second(Fixture *f) {
    Heard heard = {0};
    SimSink sink = {.context = &heard, .period = hear};
    meter_close(&f->meter, 0, SIM_SECOND, &sink);
    ck_assert_int_eq(heard.periods, 1);
    return heard;
}

static int32_t find(const Fixture *f, const char *metric, const char *dimensions) {
    int32_t index = series_find(&f->meter, NULL, metric, dimensions);
    ck_assert_msg(index >= 0, "no series %s {%s}", metric, dimensions);
    return index;
}

static SimSample sample(const Fixture *f, const Heard *heard, const char *metric,
                        const char *dimensions) {
    return heard->samples[find(f, metric, dimensions)];
}

static bool present(const Fixture *f, const Heard *heard, const char *metric,
                    const char *dimensions) {
    return heard->is_present[find(f, metric, dimensions)];
}

START_TEST(requests_of_a_group_node_reach_group_node_and_balancer_once) {
    Fixture f = make();
    meter_set_registered(&f.meter, f.group, 2);
    for (int i = 0; i < 5; i++)
        meter_count(&f.meter, f.group_nodes[i % 2], METRIC_REQUEST_COUNT, 1);
    Heard heard = close_second(&f);
    const char *whole[] = {"LoadBalancer=web", "LoadBalancer=web;TargetGroup=blue"};
    for (int i = 0; i < 2; i++) {
        SimSample got = sample(&f, &heard, "RequestCount", whole[i]);
        ck_assert_double_eq(got.sum, 5);
        ck_assert_double_eq(got.minimum, 2); // of nodes, not of requests
        ck_assert_double_eq(got.maximum, 3);
        ck_assert_int_eq(got.count, 2);
    }
    ck_assert_double_eq(
        sample(&f, &heard, "RequestCount", "AvailabilityZone=a;LoadBalancer=web").sum, 3);
    ck_assert_double_eq(
        sample(&f, &heard, "RequestCount", "AvailabilityZone=b;LoadBalancer=web;TargetGroup=blue")
            .sum,
        2);
    drop(&f);
}
END_TEST

START_TEST(node_counters_reach_the_balancer_only) {
    Fixture f = make();
    meter_count(&f.meter, f.nodes[0], METRIC_ELB_502, 2);
    meter_count(&f.meter, f.nodes[1], METRIC_ELB_502, 1);
    meter_count(&f.meter, f.group_nodes[1], METRIC_UNHEALTHY_ROUTING, 4);
    meter_count(&f.meter, f.nodes[1], METRIC_PROCESSED_BYTES, 1500);
    Heard heard = close_second(&f);
    ck_assert_double_eq(sample(&f, &heard, "HTTPCode_ELB_502_Count", "LoadBalancer=web").sum, 3);
    ck_assert_double_eq(sample(&f, &heard, "ProcessedBytes", "LoadBalancer=web").sum, 1500);
    ck_assert_double_eq(
        sample(&f, &heard, "UnhealthyRoutingRequestCount", "LoadBalancer=web;TargetGroup=blue").sum,
        4);
    ck_assert_int_eq(
        series_find(&f.meter, NULL, "HTTPCode_ELB_502_Count", "LoadBalancer=web;TargetGroup=blue"),
        -1);
    ck_assert_int_eq(
        series_find(&f.meter, NULL, "UnhealthyRoutingRequestCount", "LoadBalancer=web"), -1);
    drop(&f);
}
END_TEST

START_TEST(a_node_counts_at_its_balancer_what_nodes_do_not_carry) {
    Fixture f = make();
    meter_count(&f.meter, f.nodes[0], METRIC_RULE_EVALUATIONS, 3);
    meter_count(&f.meter, f.nodes[1], METRIC_RULE_EVALUATIONS, 4);
    Heard heard = close_second(&f);
    ck_assert_double_eq(sample(&f, &heard, "RuleEvaluations", "LoadBalancer=web").sum, 7);
    ck_assert_int_eq(
        series_find(&f.meter, NULL, "RuleEvaluations", "AvailabilityZone=a;LoadBalancer=web"), -1);
    drop(&f);
}
END_TEST

START_TEST(response_times_are_in_seconds_and_merge_with_their_histograms) {
    Fixture f = make();
    meter_observe(&f.meter, f.group_nodes[0], METRIC_TARGET_RESPONSE_TIME, 10 * SIM_MILLISECOND);
    meter_observe(&f.meter, f.group_nodes[0], METRIC_TARGET_RESPONSE_TIME, 20 * SIM_MILLISECOND);
    meter_observe(&f.meter, f.group_nodes[1], METRIC_TARGET_RESPONSE_TIME, 90 * SIM_MILLISECOND);
    Heard heard = close_second(&f);
    SimSample got = sample(&f, &heard, "TargetResponseTime", "LoadBalancer=web");
    ck_assert_double_eq_tol(got.sum, 0.120, 1e-12);
    ck_assert_double_eq_tol(got.minimum, 0.010, 1e-12);
    ck_assert_double_eq_tol(got.maximum, 0.090, 1e-12);
    ck_assert_int_eq(got.count, 3);
    ck_assert_double_eq_tol(heard.p50[find(&f, "TargetResponseTime", "LoadBalancer=web")], 20e6,
                            0.2e6);
    ck_assert_double_eq_tol(
        heard.p50[find(&f, "TargetResponseTime", "AvailabilityZone=b;LoadBalancer=web")], 90e6,
        0.9e6);
    ck_assert_double_eq(heard.p50[find(&f, "RequestCount", "LoadBalancer=web")], -2);
    drop(&f);
}
END_TEST

START_TEST(registered_targets_make_zero_a_datapoint) {
    Fixture f = make();
    Heard without = close_second(&f);
    const char *everywhere[] = {"LoadBalancer=web", "AvailabilityZone=b;LoadBalancer=web",
                                "LoadBalancer=web;TargetGroup=blue",
                                "AvailabilityZone=a;LoadBalancer=web;TargetGroup=blue"};
    for (int i = 0; i < 4; i++)
        ck_assert(!present(&f, &without, "RequestCount", everywhere[i]));
    meter_set_registered(&f.meter, f.group, 1);
    Heard with = close_second(&f);
    for (int i = 0; i < 4; i++) {
        ck_assert(present(&f, &with, "RequestCount", everywhere[i]));
        ck_assert(present(&f, &with, "HTTPCode_Target_5XX_Count", everywhere[i]));
        ck_assert_double_eq(sample(&f, &with, "RequestCount", everywhere[i]).sum, 0);
    }
    meter_set_registered(&f.meter, f.group, 0);
    Heard after = close_second(&f);
    ck_assert(!present(&f, &after, "RequestCount", "LoadBalancer=web"));
    drop(&f);
}
END_TEST

START_TEST(nonzero_metrics_are_absent_while_nothing_happens) {
    Fixture f = make();
    meter_set_registered(&f.meter, f.group, 3);
    meter_count(&f.meter, f.nodes[0], METRIC_ELB_5XX, 1);
    Heard heard = close_second(&f);
    ck_assert(present(&f, &heard, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web"));
    ck_assert(
        !present(&f, &heard, "HTTPCode_ELB_5XX_Count", "AvailabilityZone=b;LoadBalancer=web"));
    ck_assert(!present(&f, &heard, "HTTPCode_ELB_4XX_Count", "LoadBalancer=web"));
    ck_assert(!present(&f, &heard, "TargetResponseTime", "LoadBalancer=web"));
    ck_assert(!present(&f, &heard, "ActiveConnectionCount", "LoadBalancer=web"));
    Heard quiet = close_second(&f);
    ck_assert(!present(&f, &quiet, "HTTPCode_ELB_5XX_Count", "LoadBalancer=web"));
    drop(&f);
}
END_TEST

START_TEST(requests_per_target_divide_by_healthy_then_by_registered) {
    Fixture f = make();
    meter_set_registered(&f.meter, f.group, 4);
    const struct {
        int healthy;
        double expected;
    } rows[] = {{3, 4}, {0, 3}};
    for (int row = 0; row < 2; row++) {
        meter_count(&f.meter, f.group_nodes[0], METRIC_REQUEST_COUNT, 12);
        for (int node = 0; node < 2; node++)
            meter_gauge(&f.meter, f.group, METRIC_HEALTHY_HOSTS, rows[row].healthy);
        Heard heard = close_second(&f);
        ck_assert_double_eq(sample(&f, &heard, "RequestCountPerTarget", "TargetGroup=blue").sum,
                            rows[row].expected);
        ck_assert_double_eq(
            sample(&f, &heard, "RequestCountPerTarget", "LoadBalancer=web;TargetGroup=blue").sum,
            rows[row].expected);
        ck_assert(present(&f, &heard, "RequestCountPerTarget", "TargetGroup=blue"));
    }
    meter_set_registered(&f.meter, f.group, 0);
    Heard none = close_second(&f);
    ck_assert(present(&f, &none, "RequestCountPerTarget", "TargetGroup=blue"));
    ck_assert_double_eq(sample(&f, &none, "RequestCountPerTarget", "TargetGroup=blue").sum, 0);
    drop(&f);
}
END_TEST

START_TEST(target_group_alone_finds_its_group_whichever_came_first) {
    Meter meter = {0};
    int32_t alone = meter_scope_add(&meter, METER_GROUP_ALONE, BLUE, -1, -1, -1);
    meter_scope_add(&meter, METER_GROUP, WEB ";TargetGroup=targetgroup/green/2222222222222222", -1,
                    -1, -1);
    int32_t group = meter_scope_add(&meter, METER_GROUP, WEB ";" BLUE, -1, -1, -1);
    ck_assert_int_eq(meter.scopes.items[alone].parents[0], group);
    Fixture f = {.meter = meter};
    drop(&f);
}
END_TEST

START_TEST(active_connections_add_over_nodes) {
    Fixture f = make();
    meter_gauge(&f.meter, f.nodes[0], METRIC_ACTIVE_CONNECTIONS, 10);
    meter_gauge(&f.meter, f.nodes[0], METRIC_ACTIVE_CONNECTIONS,
                20); // twice in the second: the mean
    meter_gauge(&f.meter, f.nodes[1], METRIC_ACTIVE_CONNECTIONS, 7);
    Heard heard = close_second(&f);
    SimSample got = sample(&f, &heard, "ActiveConnectionCount", "LoadBalancer=web");
    ck_assert_double_eq(got.sum, 22);
    ck_assert_int_eq(got.count, 2);
    ck_assert_double_eq(got.maximum, 15);
    drop(&f);
}
END_TEST

START_TEST(a_level_of_zero_is_not_reported) {
    Fixture f = make();
    meter_gauge(&f.meter, f.nodes[0], METRIC_ACTIVE_CONNECTIONS, 0);
    meter_gauge(&f.meter, f.nodes[1], METRIC_ACTIVE_CONNECTIONS, 1);
    Heard heard = close_second(&f);
    ck_assert(!present(&f, &heard, "ActiveConnectionCount", "AvailabilityZone=a;LoadBalancer=web"));
    ck_assert(present(&f, &heard, "ActiveConnectionCount", "LoadBalancer=web"));
    drop(&f);
}
END_TEST

START_TEST(host_counts_are_not_merged_and_keep_a_sample_a_node) {
    Fixture f = make();
    meter_set_registered(&f.meter, f.group, 4);
    meter_gauge(&f.meter, f.group_nodes[0], METRIC_HEALTHY_HOSTS, 3);
    meter_gauge(&f.meter, f.group, METRIC_HEALTHY_HOSTS, 4);
    meter_gauge(&f.meter, f.group, METRIC_HEALTHY_HOSTS, 2);
    Heard heard = close_second(&f);
    SimSample got = sample(&f, &heard, "HealthyHostCount", "LoadBalancer=web;TargetGroup=blue");
    ck_assert_int_eq(got.count, 2);
    ck_assert_double_eq(got.sum, 6);
    ck_assert_double_eq(got.minimum, 2);
    ck_assert_double_eq(got.maximum, 4);
    ck_assert(present(&f, &heard, "HealthyHostCount",
                      "AvailabilityZone=a;LoadBalancer=web;TargetGroup=blue"));
    ck_assert(!present(&f, &heard, "HealthyHostCount",
                       "AvailabilityZone=b;LoadBalancer=web;TargetGroup=blue"));
    drop(&f);
}
END_TEST

START_TEST(a_zero_gauge_is_a_datapoint_only_with_registered_targets) {
    Fixture f = make();
    for (int registered = 0; registered < 2; registered++) {
        meter_set_registered(&f.meter, f.group, registered);
        meter_gauge(&f.meter, f.group, METRIC_UNHEALTHY_HOSTS, 0);
        Heard heard = close_second(&f);
        ck_assert_int_eq(
            present(&f, &heard, "UnHealthyHostCount", "LoadBalancer=web;TargetGroup=blue"),
            registered);
    }
    drop(&f);
}
END_TEST

START_TEST(availability_is_weighted_by_finished_requests) {
    Fixture f = make();
    meter_count(&f.meter, f.client[0], METRIC_ANSWERED, 9);
    meter_count(&f.meter, f.client[0], METRIC_GOODPUT, 9);
    meter_count(&f.meter, f.client[1], METRIC_ANSWERED, 1);
    meter_count(&f.meter, f.client[1], METRIC_FAILED, 2);
    Heard heard = close_second(&f);
    SimSample all = sample(&f, &heard, "Availability", "");
    ck_assert_int_eq(all.count, 12);
    ck_assert_double_eq(all.sum / (double)all.count, 75);
    ck_assert_double_eq(sample(&f, &heard, "Availability", "Client=x").minimum, 100);
    ck_assert_double_eq(sample(&f, &heard, "Availability", "Client=y").maximum, 0);
    ck_assert(present(&f, &heard, "Availability", "Client=y"));
    Heard quiet = close_second(&f);
    ck_assert(!present(&f, &quiet, "Availability", ""));
    ck_assert(present(&f, &quiet, "Requests", ""));
    drop(&f);
}
END_TEST

START_TEST(lost_requests_add_by_cause) {
    Fixture f = make();
    meter_count(&f.meter, f.client_cause[0], METRIC_LOST_REQUESTS, 2);
    meter_count(&f.meter, f.client_cause[1], METRIC_LOST_REQUESTS, 3);
    Heard heard = close_second(&f);
    ck_assert_double_eq(sample(&f, &heard, "LostRequests", "Cause=Timeout").sum, 5);
    drop(&f);
}
END_TEST

static Meter copy_of(const Meter *from) {
    Meter to = {0};
    array_copy(&to.scopes, &from->scopes);
    array_copy(&to.series, &from->series);
    array_copy(&to.samples, &from->samples);
    array_copy(&to.buckets, &from->buckets);
    array_copy(&to.text, &from->text);
    return to;
}

START_TEST(a_meter_copied_by_its_arrays_goes_on_alike) {
    Fixture f = make();
    meter_observe(&f.meter, f.group_nodes[0], METRIC_TARGET_RESPONSE_TIME, 10 * SIM_MILLISECOND);
    meter_count(&f.meter, f.group_nodes[0], METRIC_REQUEST_COUNT, 1);
    Fixture clone = f;
    clone.meter = copy_of(&f.meter);
    meter_observe(&f.meter, f.group_nodes[1], METRIC_TARGET_RESPONSE_TIME, 30 * SIM_MILLISECOND);
    meter_observe(&clone.meter, f.group_nodes[1], METRIC_TARGET_RESPONSE_TIME,
                  30 * SIM_MILLISECOND);
    Heard a = close_second(&f), b = close_second(&clone);
    ck_assert_mem_eq(a.samples, b.samples, sizeof a.samples);
    ck_assert_mem_eq(a.p50, b.p50, sizeof a.p50);
    drop(&f), drop(&clone);
}
END_TEST

START_TEST(listening_leaves_no_trace) {
    Fixture f = make(), fresh = make();
    for (int round = 0; round < 2; round++) {
        meter_observe(&f.meter, f.group_nodes[0], METRIC_TARGET_RESPONSE_TIME,
                      10 * SIM_MILLISECOND);
        meter_count(&f.meter, f.nodes[0], METRIC_ELB_5XX, 1);
        meter_gauge(&f.meter, f.instance, METRIC_CPU_UTILIZATION, 55);
        if (round == 0) close_second(&f);
        if (round == 1) meter_close(&f.meter, 0, SIM_SECOND, NULL);
        ck_assert_mem_eq(f.meter.samples.items, fresh.meter.samples.items,
                         (size_t)f.meter.samples.count * sizeof(SimSample));
        ck_assert_mem_eq(f.meter.series.items, fresh.meter.series.items,
                         (size_t)f.meter.series.count * sizeof(MeterSeries));
        ck_assert_mem_eq(f.meter.buckets.items, fresh.meter.buckets.items,
                         (size_t)f.meter.buckets.count * sizeof(uint32_t));
    }
    drop(&f), drop(&fresh);
}
END_TEST

START_TEST(every_metric_has_a_row_and_a_kind_that_carries_it) {
    for (int metric = 0; metric < METRIC_COUNT; metric++) {
        const MetricRow *row = metric_row((Metric)metric);
        ck_assert_ptr_nonnull(row->name);
        ck_assert_ptr_nonnull(row->stats);
        ck_assert_msg(meter_offset((int32_t)row->counted_at, (Metric)metric) >= 0, "%s", row->name);
        for (int other = 0; other < metric; other++)
            ck_assert_str_ne(row->name, metric_row((Metric)other)->name);
    }
}
END_TEST

START_TEST(dimensions_match_as_a_whole_set_in_any_order) {
    Fixture f = make();
    int32_t whole = find(&f, "RequestCount", WEB ";" BLUE);
    ck_assert_int_eq(find(&f, "RequestCount", "TargetGroup=blue;LoadBalancer=web"), whole);
    ck_assert_int_eq(series_find(&f.meter, "AWS/ApplicationELB", "RequestCount",
                                 "TargetGroup=blue;LoadBalancer=web"),
                     whole);
    const char *wrong[] = {"TargetGroup=blue",
                           "LoadBalancer=we",
                           "LoadBalancer=app",
                           "LoadBalancer=web;TargetGroup=green",
                           "LoadBalancer=web;LoadBalancer=web",
                           "LoadBalancer=0123456789abcdef",
                           ""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(series_find(&f.meter, NULL, "RequestCount", wrong[i]) == -1, "%s", wrong[i]);
    ck_assert_int_eq(series_find(&f.meter, "AWS/EC2", "RequestCount", "LoadBalancer=web"), -1);
    ck_assert_int_eq(series_find(&f.meter, NULL, "RequestsCount", "LoadBalancer=web"), -1);
    drop(&f);
}
END_TEST

START_TEST(counting_what_nobody_carries_is_our_mistake) {
    Fixture f = make();
    meter_count(&f.meter, f.instance, METRIC_REQUEST_COUNT, 1);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("meter");
    TCase *tests = tcase_create("meter");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, requests_of_a_group_node_reach_group_node_and_balancer_once);
    tcase_add_test(tests, node_counters_reach_the_balancer_only);
    tcase_add_test(tests, a_node_counts_at_its_balancer_what_nodes_do_not_carry);
    tcase_add_test(tests, response_times_are_in_seconds_and_merge_with_their_histograms);
    tcase_add_test(tests, registered_targets_make_zero_a_datapoint);
    tcase_add_test(tests, nonzero_metrics_are_absent_while_nothing_happens);
    tcase_add_test(tests, requests_per_target_divide_by_healthy_then_by_registered);
    tcase_add_test(tests, target_group_alone_finds_its_group_whichever_came_first);
    tcase_add_test(tests, active_connections_add_over_nodes);
    tcase_add_test(tests, a_level_of_zero_is_not_reported);
    tcase_add_test(tests, host_counts_are_not_merged_and_keep_a_sample_a_node);
    tcase_add_test(tests, a_zero_gauge_is_a_datapoint_only_with_registered_targets);
    tcase_add_test(tests, availability_is_weighted_by_finished_requests);
    tcase_add_test(tests, lost_requests_add_by_cause);
    tcase_add_test(tests, a_meter_copied_by_its_arrays_goes_on_alike);
    tcase_add_test(tests, listening_leaves_no_trace);
    tcase_add_test(tests, every_metric_has_a_row_and_a_kind_that_carries_it);
    tcase_add_test(tests, dimensions_match_as_a_whole_set_in_any_order);
    tcase_add_test_raise_signal(tests, counting_what_nobody_carries_is_our_mistake, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
