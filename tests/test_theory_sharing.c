// Processor sharing: a stay's mean depends on the mean of the work alone, and everybody is slowed
// down alike, small and large, by 1 / (1 - load). Seen through the hops, which tell each request's
// work.
//
// What was drawn in a batch (how many came, with how much work) explains much of what its stays
// were; the means of both are known, so this part is taken off by regression, and intervals are
// half as wide at no cost. That the work has its stated mean is a figure of its own, for the
// regression would hide it.
#include "theory.h"

#include "engine/array.h"

#include <string.h>

enum { CLASSES = 4, RECENT = 1 << 16 };

// Classes by work: below half the mean, the mean, twice the mean, and beyond.
static const double class_ends[CLASSES] = {0.5, 1, 2, INFINITY};

typedef struct Sums {
    int64_t came, left;
    double brought, stayed;                          ///< seconds
    double class_work[CLASSES], class_stay[CLASSES]; ///< of those that left
} Sums;

typedef struct Watch {
    Sums batch, total;
    uint64_t request[RECENT]; ///< who is inside, by the last bits of the number
    SimTime entered[RECENT];
} Watch;

typedef struct Shared {
    double mean[THEORY_BATCHES_MAX], slowdown[CLASSES][THEORY_BATCHES_MAX];
    double came[THEORY_BATCHES_MAX],
        brought[THEORY_BATCHES_MAX]; ///< relative to their means, less 1
    Sums total;
} Shared;

static int32_t class_of(SimTime work) {
    int32_t class_ = 0;
    while ((double)work > class_ends[class_] * THEORY_WORK * 1e9)
        class_++;
    return class_;
}

static void see_hop(void *context, const SimHop *hop) {
    Watch *watch = context;
    uint64_t slot = hop->request % RECENT;
    if (hop->kind == SIM_HOP_SERVED) {
        watch->batch.came++;
        watch->batch.brought += (double)hop->work / 1e9;
        watch->request[slot] = hop->request;
        watch->entered[slot] = hop->time;
    } else if (hop->kind == SIM_HOP_FINISHED) {
        // An assertion of check's writes to a pipe each time.
        if (watch->request[slot] != hop->request) ck_abort_msg("%d are too few", RECENT);
        double stay = (double)(hop->time - watch->entered[slot]) / 1e9;
        int32_t class_ = class_of(hop->work);
        watch->batch.left++;
        watch->batch.stayed += stay;
        watch->batch.class_stay[class_] += stay;
        watch->batch.class_work[class_] += (double)hop->work / 1e9;
    }
}

static void add(Sums *total, const Sums *batch) {
    total->came += batch->came;
    total->left += batch->left;
    total->brought += batch->brought;
    total->stayed += batch->stayed;
}

static void end_batch(Watch *watch, Shared *shared, int32_t index, double expected) {
    Sums *batch = &watch->batch;
    shared->mean[index] = batch->stayed / (double)batch->left;
    shared->came[index] = (double)batch->came / expected - 1;
    shared->brought[index] = batch->brought / (double)batch->came / THEORY_WORK - 1;
    for (int32_t c = 0; c < CLASSES; c++)
        shared->slowdown[c][index] = batch->class_stay[c] / batch->class_work[c];
    add(&shared->total, batch);
    *batch = (Sums){0};
}

static void measure_shared(const TheoryRun *run, Shared *shared) {
    SimScenario *scenario = theory_load_scenario(run);
    SimWorld *world = sim_world_create(scenario, 0);
    Watch *watch = calloc(1, sizeof *watch);
    SimSink sink = {.context = watch, .hop = see_hop};
    SimTime length = theory_batch_length(run);
    sim_world_advance(world, length, 0, &sink);
    watch->batch = (Sums){0};
    *shared = (Shared){0};
    for (int32_t i = 0; i < THEORY_BATCHES; i++) {
        sim_world_advance(world, (i + 2) * length, 0, &sink);
        end_batch(watch, shared, i, theory_rate(run) * (double)length / 1e9);
    }
    free(watch);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

// Work that does not vary explains nothing.
static double controlled(const Shared *shared, const double *batches, bool has_constant_work,
                         double *mean) {
    const double *controls[] = {shared->came, shared->brought};
    return theory_controlled(batches, controls, has_constant_work ? 1 : 2, mean);
}

static bool mean_agrees(const char *what, const Shared *shared, bool has_constant_work) {
    double mean, half = controlled(shared, shared->mean, has_constant_work, &mean);
    printf("%lld requests; without regression +- %.3g; ", (long long)shared->total.left,
           theory_half_width(shared->mean));
    return theory_agrees(what, mean, half, THEORY_WORK / (1 - theory_load()), 0.005);
}

static bool work_agrees(const char *what, const Shared *shared) {
    double mean = shared->total.brought / (double)shared->total.came / THEORY_WORK;
    return theory_agrees(what, mean, theory_half_width(shared->brought), 1, 0.005);
}

static bool mutant_is_found(const char *what, TheoryRun run, bool has_constant_work) {
    Shared *shared = malloc(sizeof *shared);
    run.speed = THEORY_WRONG_SPEED;
    measure_shared(&run, shared);
    double mean, half = controlled(shared, shared->mean, has_constant_work, &mean),
                 theory = THEORY_WORK / (1 - theory_load());
    printf("%s at a speed of %g: %.7g +- %.3g, theory %.7g\n", what, run.speed, mean, half, theory);
    free(shared);
    return fabs(mean - theory) > half;
}

static const TheoryRun exponential = {.file = "mg1ps.json",
                                      .rate_full = 10000,
                                      .minutes = 46,
                                      .work = "{\"exponential\":{\"mean\":\"100us\"}}"};
static const TheoryRun lognormal = {.file = "mg1ps.json",
                                    .rate_full = 10000,
                                    .minutes = 66,
                                    .work = "{\"lognormal\":{\"mean\":\"100us\",\"cv\":2}}"};
static const TheoryRun constant = {
    .file = "mg1ps.json", .rate_full = 10000, .minutes = 18, .work = "{\"constant\":\"100us\"}"};

START_TEST(shared_work_slows_small_and_large_alike) {
    Shared shared;
    measure_shared(&exponential, &shared);
    ck_assert(work_agrees("exponential work", &shared));
    ck_assert(mean_agrees("M/M/1-PS mean", &shared, false));
    for (int32_t c = 0; c < CLASSES; c++) {
        char what[64];
        snprintf(what, sizeof what, "slowdown of work up to %g times the mean", class_ends[c]);
        double slowdown, half = controlled(&shared, shared.slowdown[c], false, &slowdown);
        ck_assert(theory_agrees(what, slowdown, half, 1 / (1 - theory_load()), 0.005));
    }
}
END_TEST

START_TEST(shared_work_without_spread_stays_as_long_as_its_mean_says) {
    Shared shared;
    measure_shared(&constant, &shared);
    ck_assert_double_eq_tol(shared.total.brought / (double)shared.total.came, THEORY_WORK, 1e-12);
    ck_assert(mean_agrees("M/D/1-PS mean", &shared, true));
}
END_TEST

START_TEST(shared_work_of_wide_spread_stays_as_long_as_its_mean_says) {
    Shared shared;
    measure_shared(&lognormal, &shared);
    ck_assert(work_agrees("lognormal work", &shared));
    ck_assert(mean_agrees("M/G/1-PS mean", &shared, false));
}
END_TEST

START_TEST(sharing_at_a_rate_wrong_by_two_percent_is_found_out) {
    ck_assert(mutant_is_found("M/M/1-PS mean", exponential, false));
    ck_assert(mutant_is_found("M/D/1-PS mean", constant, true));
    ck_assert(mutant_is_found("M/G/1-PS mean", lognormal, false));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("theory_sharing");
    TCase *tests = tcase_create("theory_sharing");
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, shared_work_slows_small_and_large_alike);
    tcase_add_test(tests, shared_work_without_spread_stays_as_long_as_its_mean_says);
    tcase_add_test(tests, shared_work_of_wide_spread_stays_as_long_as_its_mean_says);
    tcase_add_test(tests, sharing_at_a_rate_wrong_by_two_percent_is_found_out);
    suite_add_tcase(suite, tests);
    return theory_main(suite);
}
