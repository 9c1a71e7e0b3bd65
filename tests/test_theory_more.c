// Queues with a bound, with any work, and with a choice of servers: M/M/2 with ten places, M/G/1
// against Lindley's recursion over the very same draws, and power of two choices among a thousand
// servers against its limit of infinitely many. See theory.h.
#include "theory.h"

#include "engine/array.h"

#include <gsl/gsl_sf_gamma.h>

enum { PLACES = 10, WORKERS = 2 };
static const TheoryRun mm2_10 = {.file = "mm2_10.json", .rate_full = 20000, .minutes = 11};

// The chances of 0 to PLACES inside, at `speed`.
static void mm2_10_states(double p[PLACES + 1]) {
    double offered = WORKERS * theory_load(), sum = 1;
    p[0] = 1;
    for (int n = 1; n <= PLACES; n++)
        sum += p[n] = p[n - 1] * offered / (n < WORKERS ? n : WORKERS);
    for (int n = 0; n <= PLACES; n++)
        p[n] /= sum;
}

// Of those who are let in, by Little's law.
static double mm2_10_mean(void) {
    double p[PLACES + 1], inside = 0;
    mm2_10_states(p);
    for (int n = 1; n <= PLACES; n++)
        inside += n * p[n];
    return inside / (WORKERS * theory_load() / THEORY_WORK * (1 - p[PLACES]));
}

static double mm2_10_loss(void) {
    double p[PLACES + 1];
    mm2_10_states(p);
    return p[PLACES];
}

START_TEST(two_workers_with_eight_places_to_wait_are_mm2_10) {
    TheoryMeans means;
    theory_measure(&mm2_10, &means);
    ck_assert(theory_mean_agrees("M/M/2/10 mean", &means, mm2_10_mean()));
    // Losses are rare and come in clusters.
    ck_assert(theory_agrees("M/M/2/10 loss", means.total_loss, theory_half_width(means.loss),
                            mm2_10_loss(), 0.04));
}
END_TEST

// With infinitely many servers a share load^(2^k - 1) of them holds k jobs or more, and a job meets
// k or more at the one it joins with the chance that both it looked at have.
#define TWO_CHOICES_WORK 10e-3

// What a finite number of servers adds to a stay is inversely proportional to it and grows with the
// load: 0.1 % with a thousand at 0.7. Beyond, five thousand are taken, for a shorter time.
static TheoryRun two_choices_run(void) {
    TheoryRun run = {.file = "two_choices.json", .rate_full = 200000, .minutes = 1.6};
    // Batches are whole seconds, too many requests for a short run.
    if (TEST_SCALE > 1) {
        run.servers = 400;
        run.rate_full /= 5;
        return run;
    }
    if (theory_load() <= 0.7) return run;
    run.servers = 10000;
    run.rate_full *= 5;
    run.minutes = 0.2;
    return run;
}

static double share_met(int k) {
    return pow(theory_load(), pow(2, k + 1) - 2);
}

static double two_choices_mean(void) {
    double sum = 0;
    for (int k = 0; k < 16; k++)
        sum += share_met(k);
    return TWO_CHOICES_WORK * sum;
}

// Behind k others a stay is a sum of k + 1 exponentials.
static double two_choices_tail(double t, const void *context) {
    (void)context;
    double sum = 0;
    for (int k = 0; k < 16; k++)
        sum += (share_met(k) - share_met(k + 1)) * gsl_sf_gamma_inc_Q(k + 1, t / TWO_CHOICES_WORK);
    return sum;
}

START_TEST(two_choices_among_a_thousand_servers_are_near_their_mean_field) {
    TheoryMeans means;
    TheoryRun run = two_choices_run();
    theory_measure(&run, &means);
    ck_assert(theory_mean_agrees("two choices mean", &means, two_choices_mean()));
    ck_assert(theory_p99_agrees("two choices p99", &means,
                                theory_p99_of(two_choices_tail, NULL, 1000 * TWO_CHOICES_WORK)));
}
END_TEST

START_TEST(a_service_rate_wrong_by_two_percent_shows_in_each_of_these_means) {
    ck_assert(theory_mutant_is_found("M/M/2/10 mean", mm2_10, mm2_10_mean()));
    ck_assert(theory_mutant_is_found("two choices mean", two_choices_run(), two_choices_mean()));
}
END_TEST

// One request as the hops told it; -1 where they have not yet.
typedef struct Stay {
    SimTime arrived, begun, finished, work;
} Stay;

typedef struct Stays {
    ARRAY_OF(Stay) stays;       ///< in order of arrival
    ARRAY_OF(int32_t) index_of; ///< by the request's number
} Stays;

static void see_stay(void *context, const SimHop *hop) {
    Stays *stays = context;
    if (hop->kind != SIM_HOP_QUEUED && hop->kind != SIM_HOP_SERVED && hop->kind != SIM_HOP_FINISHED)
        return;
    while (stays->index_of.count <= (int32_t)hop->request)
        *(int32_t *)array_push(&stays->index_of) = -1;
    int32_t *index = &stays->index_of.items[hop->request];
    if (*index < 0) {
        *index = stays->stays.count;
        *(Stay *)array_push(&stays->stays) = (Stay){hop->time, -1, -1, hop->work};
    }
    Stay *stay = &stays->stays.items[*index];
    if (hop->kind == SIM_HOP_SERVED) stay->begun = hop->time;
    if (hop->kind == SIM_HOP_FINISHED) stay->finished = hop->time;
}

// How many requests waited otherwise than by Lindley's recursion: each begins when it has come and
// the one before it is done, which is when that one began and its work later.
static int32_t count_off(const Stays *stays, int32_t *waited, int32_t *compared) {
    int32_t off = 0;
    SimTime free_at = 0;
    for (int32_t i = 0; i < stays->stays.count; i++) {
        const Stay *stay = &stays->stays.items[i];
        SimTime begins = stay->arrived > free_at ? stay->arrived : free_at;
        free_at = begins + stay->work;
        if (stay->finished < 0) break;
        off += stay->begun != begins || stay->finished != free_at;
        *waited += begins > stay->arrived;
        ++*compared;
    }
    return off;
}

static int32_t run_lindley(double speed, int32_t *waited, int32_t *compared) {
    TheoryRun run = {.file = "mg1.json", .rate_full = 10000, .speed = speed};
    SimScenario *scenario = theory_load_scenario(&run);
    SimWorld *world = sim_world_create(scenario, 0);
    Stays stays = {0};
    SimSink sink = {.context = &stays, .hop = see_stay};
    sim_world_advance(world, (SimTime)(TEST_SCALE > 1 ? 3 : 150) * SIM_SECOND, 0, &sink);
    int32_t off = count_off(&stays, waited, compared);
    array_deinit(&stays.stays);
    array_deinit(&stays.index_of);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
    return off;
}

// Works are whole nanoseconds and so are all sums of them: not one may be rounded.
START_TEST(every_stay_at_mg1_is_that_of_lindleys_recursion_over_the_same_draws) {
    int32_t waited = 0, compared = 0;
    int32_t off = run_lindley(0, &waited, &compared);
    printf("M/G/1: %d stays compared, %d of them waited, %d differ\n", compared, waited, off);
    ck_assert_int_eq(off, 0);
    ck_assert_int_gt(compared, 1000000 / TEST_SCALE);
    ck_assert_double_eq_tol((double)waited / compared, theory_load(), 0.01 * sqrt(TEST_SCALE));
    ck_assert_int_gt(run_lindley(THEORY_WRONG_SPEED, &waited, &compared), 1000000 / TEST_SCALE);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("theory_more");
    TCase *tests = tcase_create("theory_more");
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, two_workers_with_eight_places_to_wait_are_mm2_10);
    tcase_add_test(tests, two_choices_among_a_thousand_servers_are_near_their_mean_field);
    tcase_add_test(tests, a_service_rate_wrong_by_two_percent_shows_in_each_of_these_means);
    tcase_add_test(tests, every_stay_at_mg1_is_that_of_lindleys_recursion_over_the_same_draws);
    suite_add_tcase(suite, tests);
    return theory_main(suite);
}
