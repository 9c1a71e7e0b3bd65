// What the balancer says of each request, on the shipped scenario of two hosts and three listeners.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sim/access.h"
#include "sim/scenario.h"
#include "sim/world.h"

typedef struct Seen {
    int64_t count, wrong_certificate, certificate_without_tls;
    uint64_t traces[4096];
} Seen;

static void see(void *context, const SimAccessEntry *entry) {
    Seen *seen = context;
    if (entry->is_https && strcmp(entry->certificate, entry->host) != 0) seen->wrong_certificate++;
    if (!entry->is_https && entry->certificate != NULL) seen->certificate_without_tls++;
    ck_assert_int_lt(seen->count, 4096);
    seen->traces[seen->count++] = entry->trace_bits;
}

static void watch(Seen *seen) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    SimScenario *scenario =
        sim_scenario_load(SOURCE_DIR "/scenarios/listeners-and-rules.json", &diagnostics);
    sim_diagnostics_deinit(&diagnostics);
    ck_assert_ptr_nonnull(scenario);
    SimWorld *world = sim_world_create(scenario, 0);
    sim_scenario_release(scenario);
    SimSink sink = {.context = seen, .access = see};
    sim_world_advance(world, 10 * SIM_SECOND, 0, &sink);
    sim_world_destroy(world);
}

START_TEST(the_certificate_is_that_of_the_host_asked_for) {
    static Seen seen;
    memset(&seen, 0, sizeof seen);
    watch(&seen);
    ck_assert_int_gt(seen.count, 1000);
    ck_assert_int_eq(seen.wrong_certificate, 0);
    ck_assert_int_eq(seen.certificate_without_tls, 0);
}
END_TEST

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

START_TEST(no_two_requests_share_a_trace) {
    static Seen seen;
    memset(&seen, 0, sizeof seen);
    watch(&seen);
    qsort(seen.traces, (size_t)seen.count, sizeof seen.traces[0], by_value);
    for (int64_t i = 1; i < seen.count; i++)
        ck_assert_uint_ne(seen.traces[i - 1], seen.traces[i]);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("access");
    TCase *tests = tcase_create("access");
    tcase_add_test(tests, the_certificate_is_that_of_the_host_asked_for);
    tcase_add_test(tests, no_two_requests_share_a_trace);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
