// The balancing algorithms by what they choose: against their definitions, by statistics where they
// draw, and by counted work where they must not look at everyone.
#include "balancing/balancing.h"

#include <check.h>
#include <math.h>
#include <signal.h>
#include <string.h>

enum { MEMBERS_MAX = 100000 };

static Choosers choosers;
static RandomStream stream;

static int32_t algorithm_by_name(const char *name) {
    int32_t algorithm = algorithm_find(name);
    ck_assert_int_ge(algorithm, 0);
    return algorithm;
}

static void setup(void) {
    choosers = (Choosers){0};
    random_stream_seed(&stream, 7, "test");
}

static void teardown(void) {
    choosers_deinit(&choosers);
}

// A chooser whose members are all routable and of weight 1.
static int32_t make(const char *name, int32_t count) {
    int32_t chooser = chooser_add(&choosers, algorithm_by_name(name), count);
    for (int32_t i = 0; i < count; i++) {
        int32_t m = chooser_member_add(&choosers, chooser);
        chooser_member_set(&choosers, chooser, m, true, 1);
    }
    return chooser;
}

static int32_t pick_for(int32_t chooser, uint32_t client_ip) {
    ChooserRequest request = {.client_ip = client_ip, .stream = &stream};
    return chooser_pick(&choosers, chooser, &request);
}

static int32_t pick(int32_t chooser) {
    return pick_for(chooser, 0x0A000001);
}

static void count_picks(int32_t chooser, int32_t picks, int32_t *counts, int32_t count) {
    memset(counts, 0, (size_t)count * sizeof *counts);
    for (int32_t i = 0; i < picks; i++) {
        int32_t m = pick_for(chooser, (uint32_t)i * 2654435761U);
        if (m < 0 || m >= count) ck_abort_msg("member %d of %d was chosen", m, count);
        counts[m]++;
    }
}

// Chi-square against expected counts; the bound is that of one run in a million (Wilson and
// Hilferty), which a fixed seed either passes for ever or never.
static void expect_proportions(const int32_t *counts, const double *weights, int32_t count) {
    double total = 0, weight_sum = 0, chi_square = 0;
    for (int32_t m = 0; m < count; m++) {
        total += counts[m];
        weight_sum += weights[m];
    }
    int32_t degrees = -1;
    for (int32_t m = 0; m < count; m++) {
        double expected = total * weights[m] / weight_sum;
        if (weights[m] <= 0) {
            ck_assert_int_eq(counts[m], 0);
            continue;
        }
        chi_square += (counts[m] - expected) * (counts[m] - expected) / expected;
        degrees++;
    }
    double part = 2.0 / (9.0 * degrees);
    double bound = degrees * pow(1 - part + 4.753 * sqrt(part), 3);
    ck_assert_msg(chi_square < bound, "chi-square %g of %d degrees", chi_square, degrees);
}

static void expect_even(const int32_t *counts, int32_t count) {
    double weights[64];
    ck_assert_int_le(count, 64);
    for (int32_t m = 0; m < count; m++) {
        weights[m] = 1;
    }
    expect_proportions(counts, weights, count);
}

START_TEST(the_list_names_five_algorithms_in_the_order_of_their_keys) {
    static const char *const names[] = {"round_robin", "least_outstanding_requests",
                                        "weighted_random", "power_of_two_choices", "ip_hash"};
    ck_assert_int_eq(sim_algorithm_count(), 5);
    for (int32_t i = 0; i < 5; i++) {
        SimAlgorithmInfo info = sim_algorithm(i);
        ck_assert_str_eq(info.name, names[i]);
        ck_assert_int_eq(algorithm_find(names[i]), i);
        ck_assert_int_eq(info.is_offered_by_alb, i < 3);
        ck_assert_int_eq(algorithm_get(i)->has_slow_start, i == 0);
        ck_assert_uint_gt(strlen(info.title), 0);
        ck_assert_uint_gt(strlen(info.description), 0);
    }
    ck_assert_int_eq(algorithm_find("roundrobin"), -1);
    ck_assert_ptr_null(algorithm_get(-1));
    ck_assert_ptr_null(algorithm_get(5));
}
END_TEST

START_TEST(nobody_is_chosen_when_nobody_is_routable) {
    int32_t chooser = chooser_add(&choosers, _i, 0);
    ck_assert_int_eq(pick(chooser), -1);
    for (int32_t i = 0; i < 3; i++) {
        chooser_member_add(&choosers, chooser);
    }
    ck_assert_int_eq(pick(chooser), -1);
    chooser_member_set(&choosers, chooser, 1, true, 1);
    ck_assert_int_eq(pick(chooser), 1);
    chooser_member_set(&choosers, chooser, 1, false, 1);
    ck_assert_int_eq(pick(chooser), -1);
}
END_TEST

START_TEST(only_routable_members_are_chosen) {
    enum { COUNT = 37 };
    int32_t chooser = make(sim_algorithm(_i).name, COUNT);
    bool is_routable[COUNT];
    int32_t outstanding[COUNT] = {0};
    int32_t routable = COUNT;
    for (int32_t m = 0; m < COUNT; m++) {
        is_routable[m] = true;
    }
    for (int32_t step = 0; step < 20000; step++) {
        int32_t m = (int32_t)random_below(&stream, COUNT);
        if (random_below(&stream, 4) == 0) {
            bool now = random_below(&stream, (uint32_t)step / 5000 + 2) == 0;
            routable += (int32_t)now - (int32_t)is_routable[m];
            is_routable[m] = now;
            chooser_member_set(&choosers, chooser, m, now, random_unit(&stream));
        }
        if (outstanding[m] > 0) {
            chooser_end(&choosers, chooser, m);
            outstanding[m]--;
        }
        int32_t chosen = pick_for(chooser, (uint32_t)step);
        if (routable == 0 ? chosen != -1 : chosen < 0 || !is_routable[chosen])
            ck_abort_msg("step %d: %d was chosen", step, chosen);
        if (chosen < 0) continue;
        chooser_begin(&choosers, chooser, chosen);
        outstanding[chosen]++;
    }
}
END_TEST

START_TEST(all_alike_get_alike) {
    int32_t counts[8];
    int32_t chooser = make(sim_algorithm(_i).name, 8);
    count_picks(chooser, 80000, counts, 8);
    expect_even(counts, 8);
    chooser_member_set(&choosers, chooser, 2, false, 1);
    chooser_member_set(&choosers, chooser, 7, false, 1);
    count_picks(chooser, 60000, counts, 8);
    static const double without[] = {1, 1, 0, 1, 1, 1, 1, 0};
    expect_proportions(counts, without, 8);
}
END_TEST

START_TEST(weights_of_nothing_count_as_all_alike) {
    int32_t counts[4];
    int32_t chooser = make(sim_algorithm(_i).name, 4);
    for (int32_t m = 0; m < 4; m++) {
        chooser_member_set(&choosers, chooser, m, true, 0);
    }
    count_picks(chooser, 8000, counts, 4);
    expect_even(counts, 4);
}
END_TEST

START_TEST(members_that_come_one_by_one_are_found) {
    int32_t other = make(sim_algorithm(_i).name, 3);
    int32_t chooser = chooser_add(&choosers, _i, 1);
    for (int32_t i = 0; i < 200; i++) {
        int32_t m = chooser_member_add(&choosers, chooser);
        ck_assert_int_eq(m, i);
        if (m > 0) chooser_member_set(&choosers, chooser, m - 1, false, 1);
        chooser_member_set(&choosers, chooser, m, true, 1);
        ck_assert_int_eq(pick(chooser), m);
        chooser_begin(&choosers, chooser, m);
        ck_assert_int_lt(pick(other), 3);
    }
    for (int32_t m = 0; m < 200; m++) {
        chooser_end(&choosers, chooser, m);
    }
}
END_TEST

START_TEST(an_algorithm_changed_while_running_knows_what_is_outstanding) {
    int32_t chooser = make("round_robin", 5);
    for (int32_t i = 0; i < 12; i++) {
        chooser_begin(&choosers, chooser, pick(chooser));
    }
    // 3 3 2 2 2, and one less at member 3.
    chooser_end(&choosers, chooser, 3);
    chooser_set_algorithm(&choosers, chooser, algorithm_by_name("least_outstanding_requests"));
    ck_assert_int_eq(pick(chooser), 3);
    for (int32_t algorithm = 0; algorithm < 40; algorithm++) {
        chooser_set_algorithm(&choosers, chooser, algorithm % 5);
        ck_assert_int_ge(pick(chooser), 0);
    }
    // Indexes are used again, not heaped up.
    ck_assert_int_le(choosers.index.count, 64);
}
END_TEST

START_TEST(a_copy_of_the_arrays_chooses_alike) {
    int32_t chooser = make(sim_algorithm(_i).name, 9);
    for (int32_t i = 0; i < 100; i++) {
        chooser_begin(&choosers, chooser, pick_for(chooser, (uint32_t)i));
    }
    Choosers original = choosers;
    Choosers copy = {.work = original.work};
    array_copy(&copy.choosers, &original.choosers);
    array_copy(&copy.members, &original.members);
    array_copy(&copy.index, &original.index);
    RandomStream stream_before = stream;
    int32_t chosen[100];
    for (int32_t i = 0; i < 100; i++) {
        chosen[i] = pick_for(chooser, (uint32_t)i);
        chooser_begin(&choosers, chooser, chosen[i]);
    }
    choosers_deinit(&choosers);
    choosers = copy;
    stream = stream_before;
    for (int32_t i = 0; i < 100; i++) {
        ck_assert_int_eq(pick_for(chooser, (uint32_t)i), chosen[i]);
        chooser_begin(&choosers, chooser, chosen[i]);
    }
}
END_TEST

START_TEST(round_robin_is_sequential_and_even) {
    int32_t chooser = make("round_robin", 5);
    for (int32_t i = 0; i < 50; i++) {
        ck_assert_int_eq(pick(chooser), i % 5);
    }
}
END_TEST

START_TEST(round_robin_goes_on_where_it_was_when_health_changes) {
    int32_t chooser = make("round_robin", 5);
    ck_assert_int_eq(pick(chooser), 0);
    ck_assert_int_eq(pick(chooser), 1);
    chooser_member_set(&choosers, chooser, 0, false, 1);
    ck_assert_int_eq(pick(chooser), 2);
    chooser_member_set(&choosers, chooser, 3, false, 1);
    ck_assert_int_eq(pick(chooser), 4);
    chooser_member_set(&choosers, chooser, 0, true, 1);
    ck_assert_int_eq(pick(chooser), 0);
    chooser_member_set(&choosers, chooser, 3, true, 1);
    ck_assert_int_eq(pick(chooser), 1);
}
END_TEST

START_TEST(round_robin_gives_a_slow_starter_its_part_of_the_turns) {
    static const double weights[] = {1, 0.4, 1, 0.07};
    int32_t chooser = make("round_robin", 4);
    chooser_member_set(&choosers, chooser, 1, true, weights[1]);
    chooser_member_set(&choosers, chooser, 3, true, weights[3]);
    int32_t counts[4];
    count_picks(chooser, 2470, counts, 4);
    for (int32_t m = 0; m < 4; m++) {
        ck_assert_double_eq_tol(counts[m], 1000 * weights[m], 1);
    }
}
END_TEST

START_TEST(round_robin_spreads_the_turns_of_a_slow_starter) {
    int32_t chooser = make("round_robin", 2);
    chooser_member_set(&choosers, chooser, 1, true, 0.25);
    int32_t run = 0;
    for (int32_t i = 0; i < 100; i++) {
        run = pick(chooser) == 0 ? run + 1 : 0;
        ck_assert_int_le(run, 4);
    }
}
END_TEST

START_TEST(round_robin_keeps_saved_turns_while_weights_ramp) {
    // The weight rises by steps far smaller than the picks between them would need for one turn.
    int32_t chooser = make("round_robin", 10);
    int32_t turns = 0;
    double expected = 0;
    for (int32_t step = 1; step <= 1000; step++) {
        double weight = 0.05 * step / 1000;
        chooser_member_set(&choosers, chooser, 4, true, weight);
        for (int32_t i = 0; i < 9; i++) {
            turns += pick(chooser) == 4;
        }
        expected += weight;
    }
    ck_assert_double_eq_tol(turns, expected, 2);
    ck_assert_int_gt(turns, 20);
}
END_TEST

START_TEST(round_robin_of_equal_slow_starters_is_plain) {
    int32_t chooser = make("round_robin", 3);
    for (int32_t m = 0; m < 3; m++) {
        chooser_member_set(&choosers, chooser, m, true, 0.01);
    }
    for (int32_t i = 0; i < 9; i++) {
        ck_assert_int_eq(pick(chooser), i % 3);
    }
}
END_TEST

START_TEST(least_outstanding_chooses_only_minima) {
    enum { COUNT = 21 };
    int32_t chooser = make("least_outstanding_requests", COUNT);
    int32_t outstanding[COUNT] = {0};
    for (int32_t step = 0; step < 20000; step++) {
        int32_t m = (int32_t)random_below(&stream, COUNT);
        if (random_below(&stream, 2) == 0) {
            chooser_begin(&choosers, chooser, m);
            outstanding[m]++;
        } else if (outstanding[m] > 0) {
            chooser_end(&choosers, chooser, m);
            outstanding[m]--;
        }
        int32_t minimum = INT32_MAX;
        for (int32_t i = 0; i < COUNT; i++) {
            if (i != 5 && outstanding[i] < minimum) minimum = outstanding[i];
        }
        chooser_member_set(&choosers, chooser, 5, step < 10, 1);
        int32_t chosen = pick(chooser);
        if (step >= 10 && (chosen == 5 || outstanding[chosen] != minimum))
            ck_abort_msg("step %d: %d has %d, the least is %d", step, chosen, outstanding[chosen],
                         minimum);
    }
}
END_TEST

START_TEST(least_outstanding_breaks_ties_uniformly) {
    // 7 of 11 tie, in an uneven pattern.
    static const int32_t busy[] = {0, 3, 8, 9};
    double weights[11];
    int32_t counts[11];
    int32_t chooser = make("least_outstanding_requests", 11);
    for (int32_t m = 0; m < 11; m++) {
        weights[m] = 1;
    }
    for (int32_t i = 0; i < 4; i++) {
        chooser_begin(&choosers, chooser, busy[i]);
        weights[busy[i]] = 0;
    }
    count_picks(chooser, 70000, counts, 11);
    expect_proportions(counts, weights, 11);
}
END_TEST

START_TEST(weighted_random_keeps_proportions) {
    static const double weights[] = {1, 0.5, 0, 2, 0.01, 1, 0.25};
    int32_t counts[7];
    int32_t chooser = make("weighted_random", 7);
    for (int32_t m = 0; m < 7; m++) {
        chooser_member_set(&choosers, chooser, m, true, weights[m]);
    }
    count_picks(chooser, 100000, counts, 7);
    expect_proportions(counts, weights, 7);
}
END_TEST

START_TEST(weighted_random_does_not_go_by_turns) {
    int32_t chooser = make("weighted_random", 2);
    int32_t repeated = 0, before = pick(chooser);
    for (int32_t i = 0; i < 10000; i++) {
        int32_t m = pick(chooser);
        repeated += m == before;
        before = m;
    }
    ck_assert_int_gt(repeated, 4750);
    ck_assert_int_lt(repeated, 5250);
}
END_TEST

START_TEST(power_of_two_chooses_the_better_of_two_different_members) {
    // Member m has 5 - m in progress: of two different ones of 6 the better is m in m of 15.
    static const double weights[] = {0, 1, 2, 3, 4, 5};
    int32_t counts[6];
    int32_t chooser = make("power_of_two_choices", 6);
    for (int32_t m = 0; m < 6; m++) {
        for (int32_t i = m; i < 5; i++) {
            chooser_begin(&choosers, chooser, m);
        }
    }
    count_picks(chooser, 60000, counts, 6);
    expect_proportions(counts, weights, 6);
}
END_TEST

START_TEST(ip_hash_keeps_a_client_and_moves_only_who_must) {
    enum { COUNT = 16, CLIENTS = 16000 };
    static int32_t at[CLIENTS];
    int32_t chooser = make("ip_hash", COUNT), moved_to[COUNT] = {0};
    for (uint32_t client = 0; client < CLIENTS; client++) {
        at[client] = pick_for(chooser, 0xC0A80000 + client);
        ck_assert(pick_for(chooser, 0xC0A80000 + client) == at[client]);
    }
    chooser_member_set(&choosers, chooser, 6, false, 1);
    for (uint32_t client = 0; client < CLIENTS; client++) {
        int32_t now = pick_for(chooser, 0xC0A80000 + client);
        if (at[client] == 6) {
            moved_to[now]++;
        } else if (now != at[client]) {
            ck_abort_msg("client %u moved from %d to %d", client, at[client], now);
        }
    }
    // Those who must move are spread over all others.
    for (int32_t m = 0; m < COUNT; m++) {
        if (m != 6) ck_assert_int_gt(moved_to[m], 30);
    }
    chooser_member_set(&choosers, chooser, 6, true, 1);
    for (uint32_t client = 0; client < CLIENTS; client++) {
        if (pick_for(chooser, 0xC0A80000 + client) != at[client])
            ck_abort_msg("client %u did not come back", client);
    }
}
END_TEST

START_TEST(ip_hash_gives_a_new_member_its_part_and_moves_no_other) {
    enum { COUNT = 9, CLIENTS = 20000 };
    static int32_t at[CLIENTS];
    int32_t chooser = make("ip_hash", COUNT), moved = 0;
    for (uint32_t client = 0; client < CLIENTS; client++) {
        at[client] = pick_for(chooser, client * 77);
    }
    chooser_member_set(&choosers, chooser, chooser_member_add(&choosers, chooser), true, 1);
    for (uint32_t client = 0; client < CLIENTS; client++) {
        int32_t now = pick_for(chooser, client * 77);
        if (now == at[client]) continue;
        if (now != COUNT) ck_abort_msg("client %u moved between old members", client);
        moved++;
    }
    ck_assert_int_gt(moved, CLIENTS / 10 - 300);
    ck_assert_int_lt(moved, CLIENTS / 10 + 300);
}
END_TEST

START_TEST(ip_hash_serves_the_few_that_are_left_evenly_and_steadily) {
    enum { COUNT = 2000, LEFT = 5 };
    static int32_t at[5000];
    int32_t chooser = make("ip_hash", COUNT), counts[LEFT] = {0};
    for (int32_t m = 0; m < COUNT; m++) {
        chooser_member_set(&choosers, chooser, m, m % (COUNT / LEFT) == 3, 1);
    }
    for (uint32_t client = 0; client < 5000; client++) {
        at[client] = pick_for(chooser, client);
        counts[at[client] / (COUNT / LEFT)]++;
    }
    expect_even(counts, LEFT);
    chooser_member_set(&choosers, chooser, 3, false, 1);
    for (uint32_t client = 0; client < 5000; client++) {
        int32_t now = pick_for(chooser, client);
        if (at[client] != 3 && now != at[client]) ck_abort_msg("client %u moved", client);
    }
}
END_TEST

// Cells looked at for a request on average: choose, begin, and end some time later.
static double work_of_a_request(const char *name, int32_t count) {
    enum { PICKS = 4096, INSIDE = 256 };
    int32_t inside[INSIDE];
    int32_t chooser = make(name, count);
    pick(chooser);
    int64_t before = choosers.work;
    for (int32_t i = 0; i < PICKS; i++) {
        int32_t slot = i % INSIDE;
        if (i >= INSIDE) chooser_end(&choosers, chooser, inside[slot]);
        inside[slot] = pick_for(chooser, (uint32_t)i);
        chooser_begin(&choosers, chooser, inside[slot]);
    }
    return (double)(choosers.work - before) / PICKS;
}

START_TEST(a_choice_among_ten_thousand_costs_little_more_than_among_a_hundred) {
    const char *name = sim_algorithm(_i).name;
    double few = work_of_a_request(name, 100);
    double many = work_of_a_request(name, 10000);
    ck_assert_double_gt(few, 0.9);
    ck_assert_msg(many < 2.5 * few && many < 64, "%s: %g cells among 100, %g among 10,000", name,
                  few, many);
}
END_TEST

START_TEST(round_robin_with_slow_starters_costs_little_more) {
    int32_t chooser = make("round_robin", 10000);
    for (int32_t m = 0; m < 10000; m += 2) {
        chooser_member_set(&choosers, chooser, m, true, 0.1);
    }
    pick(chooser);
    int64_t before = choosers.work;
    for (int32_t i = 0; i < 10000; i++) {
        pick(chooser);
    }
    ck_assert_int_lt(choosers.work - before, 25000);
}
END_TEST

START_TEST(registering_many_members_is_linear) {
    int32_t chooser = chooser_add(&choosers, _i, 0);
    for (int32_t i = 0; i < MEMBERS_MAX; i++) {
        chooser_member_set(&choosers, chooser, chooser_member_add(&choosers, chooser), true, 1);
    }
    ck_assert_int_ge(pick(chooser), 0);
    ck_assert_int_le(choosers.work, 4 * MEMBERS_MAX);
    ck_assert_int_le(choosers.members.count, 4 * MEMBERS_MAX);
}
END_TEST

START_TEST(ending_what_never_began_is_our_mistake) {
    chooser_end(&choosers, make("round_robin", 1), 0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("balancing");
    TCase *tests = tcase_create("balancing");
    int32_t all = sim_algorithm_count();
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_list_names_five_algorithms_in_the_order_of_their_keys);
    tcase_add_loop_test(tests, nobody_is_chosen_when_nobody_is_routable, 0, all);
    tcase_add_loop_test(tests, only_routable_members_are_chosen, 0, all);
    tcase_add_loop_test(tests, all_alike_get_alike, 0, all);
    tcase_add_loop_test(tests, weights_of_nothing_count_as_all_alike, 0, all);
    tcase_add_loop_test(tests, members_that_come_one_by_one_are_found, 0, all);
    tcase_add_test(tests, an_algorithm_changed_while_running_knows_what_is_outstanding);
    tcase_add_loop_test(tests, a_copy_of_the_arrays_chooses_alike, 0, all);
    tcase_add_test(tests, round_robin_is_sequential_and_even);
    tcase_add_test(tests, round_robin_goes_on_where_it_was_when_health_changes);
    tcase_add_test(tests, round_robin_gives_a_slow_starter_its_part_of_the_turns);
    tcase_add_test(tests, round_robin_spreads_the_turns_of_a_slow_starter);
    tcase_add_test(tests, round_robin_keeps_saved_turns_while_weights_ramp);
    tcase_add_test(tests, round_robin_of_equal_slow_starters_is_plain);
    tcase_add_test(tests, least_outstanding_chooses_only_minima);
    tcase_add_test(tests, least_outstanding_breaks_ties_uniformly);
    tcase_add_test(tests, weighted_random_keeps_proportions);
    tcase_add_test(tests, weighted_random_does_not_go_by_turns);
    tcase_add_test(tests, power_of_two_chooses_the_better_of_two_different_members);
    tcase_add_test(tests, ip_hash_keeps_a_client_and_moves_only_who_must);
    tcase_add_test(tests, ip_hash_gives_a_new_member_its_part_and_moves_no_other);
    tcase_add_test(tests, ip_hash_serves_the_few_that_are_left_evenly_and_steadily);
    tcase_add_loop_test(tests, a_choice_among_ten_thousand_costs_little_more_than_among_a_hundred,
                        0, all);
    tcase_add_test(tests, round_robin_with_slow_starters_costs_little_more);
    tcase_add_loop_test(tests, registering_many_members_is_linear, 0, all);
    tcase_add_test_raise_signal(tests, ending_what_never_began_is_our_mistake, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
