// Shapes of traffic: waves, crowds, bursts, closed loops, visits.
#include "scenario_text.h"

#include "only.h"

#include <math.h>

// How many requests are born from one second to another.
static int64_t born_between(Run *run, double from, double to) {
    run_to(run, from);
    int64_t before = sim_world_totals(run->world).requests_born;
    run_to(run, to);
    return sim_world_totals(run->world).requests_born - before;
}

START_TEST(a_wave_swings_about_the_rate) {
    Run *run = run_begin(
        &(Sketch){.arrivals = "{\"constant\":\"100/s\",\"wave\":{\"swing\":0.6,\"period\":\"80s\","
                              "\"peak_at\":\"20s\"}}"});
    // A cosine is 2/pi of its height on average over the half about its peak.
    double swing = 0.6 * 2 / acos(-1);
    for (int turn = 0; turn < 2; turn++) {
        double from = 80.0 * turn;
        ck_assert_double_eq_tol((double)born_between(run, from, from + 40), 4000 * (1 + swing), 20);
        ck_assert_double_eq_tol((double)born_between(run, from + 40, from + 80), 4000 * (1 - swing),
                                20);
    }
    run_end(run);
}
END_TEST

START_TEST(a_flash_crowd_rises_steeply_and_decays) {
    Run *run = run_begin(&(Sketch){
        .arrivals = "{\"constant\":\"10/s\",\"flash_crowds\":[{\"at\":\"20s\",\"times\":11,"
                    "\"rise\":\"10s\",\"decay\":\"30s\"}]}",
        .work = "{\"constant\":\"1ms\"}"});
    ck_assert_double_eq_tol((double)born_between(run, 0, 20), 200, 2);
    ck_assert_double_eq_tol((double)born_between(run, 20, 30), 100 + 500, 4);
    // What is left of the excess after a time t is exp(-t/30).
    ck_assert_double_eq_tol((double)born_between(run, 30, 60), 300 + 3000 * (1 - exp(-1)), 15);
    ck_assert_double_eq_tol((double)born_between(run, 60, 90), 300 + 3000 * (exp(-1) - exp(-2)),
                            10);
    ck_assert_double_eq_tol((double)born_between(run, 300, 400), 1000, 5);
    run_end(run);
}
END_TEST

START_TEST(a_burst_multiplies_the_rate_while_it_lasts) {
    Run *run = run_begin(
        &(Sketch){.arrivals = "{\"constant\":\"20/s\",\"bursts\":{\"times\":5,\"calm\":\"20s\","
                              "\"burst\":\"5s\"}}",
                  .work = "{\"constant\":\"1ms\"}"});
    int32_t calm = 0, burst = 0, mixed = 0;
    double total = 0;
    for (int s = 0; s < 3000; s++) {
        int64_t born = born_between(run, s, s + 1);
        total += (double)born;
        calm += born >= 19 && born <= 21;
        burst += born >= 99 && born <= 101;
        mixed += born > 21 && born < 99;
    }
    // A fifth of the time is burst: (0.8 + 0.2 * 5) * 20 a second, and few seconds hold a change.
    ck_assert_double_eq_tol(total / 3000, 36, 5);
    ck_assert_int_gt(calm, 1900);
    ck_assert_int_gt(burst, 300);
    ck_assert_int_lt(mixed, 400);
    run_end(run);
}
END_TEST

#define LOOP                                                                                       \
    ",\"users\":20,\"arrivals\":{\"closed_loop\":{\"think_time\":{\"exponential\":{\"mean\":"      \
    "\"1s\"}}}}"
#define LOOP_CLIENT                                                                                \
    "{\"name\":\"c\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":\"10ms\","  \
    "\"dns_round_trip\":\"10ms\",\"jitter\":0,\"keep_alive\":\"600s\"" LOOP                        \
    ",\"requests\":[{\"path\":\"/\",\"work\":{\"constant\":\"90ms\"}}]}"

START_TEST(in_a_closed_loop_slow_answers_slow_the_traffic) {
    Run *run = run_begin(&(Sketch){.clients = LOOP_CLIENT});
    // The interactive response-time law: N / (Z + R) a second; an answer takes 101 ms.
    double quick = (double)born_between(run, 100, 1100) / 1000;
    ck_assert_double_eq_tol(quick, 20 / 1.101, 0.6);
    for (int i = 1; i <= 2; i++) {
        SimCommand slow = {.kind = SIM_COMMAND_SLOW, .number = 10};
        snprintf(slow.target, sizeof slow.target, "ap-south-1/web-%d", i);
        run_command(run, slow);
    }
    double late = (double)born_between(run, 1200, 2200) / 1000;
    ck_assert_double_eq_tol(late, 20 / 1.911, 0.6);
    ck_assert_int_le(sim_world_totals(run->world).requests_in_flight, 20);
    run_end(run);
}
END_TEST

START_TEST(a_visit_has_as_many_requests_as_said_on_average) {
    Run *run = run_begin(
        &(Sketch){.rate = "10/s",
                  .client = ",\"visits\":{\"requests\":4,\"think_time\":{\"constant\":\"2s\"}}"});
    double born = (double)born_between(run, 100, 1100) / 1000;
    ck_assert_double_eq_tol(born, 40, 1.5);
    run_end(run);
}
END_TEST

START_TEST(a_visit_asks_the_same_whatever_answers_it) {
    // Arrivals end, so that all visits are over: they came at other times and asked the same.
    Sketch sketch = {.arrivals = "{\"constant\":\"10/s\",\"changes\":[{\"at\":\"5s\",\"rate\":"
                                 "\"0/s\"}]}",
                     .work = "{\"exponential\":{\"mean\":\"50ms\"}}",
                     .client = ",\"visits\":{\"requests\":4,\"think_time\":{\"constant\":"
                               "\"100ms\"}}"};
    uint64_t sums[2];
    int64_t born[2];
    for (int i = 0; i < 2; i++) {
        sketch.launch = i == 0 ? ",\"speed\":1" : ",\"speed\":3";
        Run *run = run_begin(&sketch);
        run_watch_hops(run);
        run_to(run, 60);
        sums[i] = 0;
        for (int32_t h = 0; h < run->hops.count; h++)
            if (run->hops.items[h].kind == SIM_HOP_BORN)
                sums[i] += run->hops.items[h].bits ^ (uint64_t)run->hops.items[h].work;
        born[i] = sim_world_totals(run->world).requests_born;
        run_end(run);
    }
    ck_assert_int_gt(born[0], 120);
    ck_assert_int_eq(born[0], born[1]);
    ck_assert_uint_eq(sums[0], sums[1]);
}
END_TEST

START_TEST(worlds_with_loops_and_bursts_clone_and_slice_alike) {
    Sketch sketch = {
        .clients = LOOP_CLIENT
        ",{\"name\":\"b\",\"host\":\"app.example.com\",\"protocol\":\"HTTP\",\"round_trip\":"
        "\"10ms\",\"arrivals\":{\"poisson\":\"20/s\",\"bursts\":{\"times\":3,\"calm\":\"5s\","
        "\"burst\":\"2s\"}},\"visits\":{\"requests\":3,\"think_time\":{\"constant\":\"1s\"}},"
        "\"requests\":[{\"work\":{\"constant\":\"5ms\"}}]}"};
    SimScenario *scenario = scenario_of(&sketch);
    SimWorld *world = sim_world_create(scenario, 0), *sliced = sim_world_create(scenario, 0);
    for (int i = 1; i <= 97; i++)
        sim_world_advance(sliced, 60 * SIM_SECOND * i / 97, 0, NULL);
    sim_world_advance(world, 20 * SIM_SECOND, 0, NULL);
    SimWorld *clone = sim_world_clone(world);
    sim_world_advance(world, 60 * SIM_SECOND, 0, NULL);
    sim_world_advance(clone, 60 * SIM_SECOND, 0, NULL);
    ck_assert_uint_eq(sim_world_hash(world), sim_world_hash(clone));
    ck_assert_uint_eq(sim_world_hash(world), sim_world_hash(sliced));
    sim_world_destroy(world);
    sim_world_destroy(clone);
    sim_world_destroy(sliced);
    sim_scenario_release(scenario);
}
END_TEST

START_TEST(a_rate_set_during_a_burst_is_multiplied_too) {
    Run *run = run_begin(
        &(Sketch){.arrivals = "{\"constant\":\"20/s\",\"bursts\":{\"times\":4,\"calm\":\"1ms\","
                              "\"burst\":\"700h\"}}",
                  .work = "{\"constant\":\"1ms\"}"});
    ck_assert_double_eq_tol((double)born_between(run, 10, 20), 800, 2);
    run_set(run, "clients.c.arrivals.constant", "10/s");
    ck_assert_double_eq_tol((double)born_between(run, 30, 40), 400, 2);
    run_set(run, "clients.c.arrivals.bursts.times", "8");
    ck_assert_double_eq_tol((double)born_between(run, 50, 60), 800, 2);
    run_end(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("arrivals");
    TCase *tests = tcase_create("shapes");
    tcase_add_test(tests, a_wave_swings_about_the_rate);
    tcase_add_test(tests, a_flash_crowd_rises_steeply_and_decays);
    tcase_add_test(tests, a_burst_multiplies_the_rate_while_it_lasts);
    tcase_add_test(tests, in_a_closed_loop_slow_answers_slow_the_traffic);
    tcase_add_test(tests, a_visit_has_as_many_requests_as_said_on_average);
    tcase_add_test(tests, a_visit_asks_the_same_whatever_answers_it);
    tcase_add_test(tests, worlds_with_loops_and_bursts_clone_and_slice_alike);
    tcase_add_test(tests, a_rate_set_during_a_burst_is_multiplied_too);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
