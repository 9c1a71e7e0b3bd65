// Dots on a straight road: a client at x = 0, a node at 300, an instance at 600.
#include "window/dots.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const SimPlace client = {SIM_PLACE_CLIENT, 0}, node = {SIM_PLACE_NODE, 0},
                      instance = {SIM_PLACE_INSTANCE, 0};

static float x_of(SimPlace place) {
    return place.kind == SIM_PLACE_CLIENT ? 0.0f : place.kind == SIM_PLACE_NODE ? 300.0f : 600.0f;
}

static int32_t straight(const void *context, SimPlace from, SimPlace to, ScenePoint *points,
                        int32_t capacity) {
    (void)context;
    ck_assert_int_ge(capacity, 2);
    if (from.kind == SIM_PLACE_RESOLVER || to.kind == SIM_PLACE_RESOLVER) return 0;
    points[0] = (ScenePoint){x_of(from), 100};
    points[1] = (ScenePoint){x_of(to), 100};
    return 2;
}

static ScenePoint rest(const void *context, SimPlace place, bool is_queued, int32_t n) {
    (void)context;
    return (ScenePoint){x_of(place) + (is_queued ? 50.0f : 10.0f), 100 + 10.0f * (float)n};
}

static const DotsGeometry road = {NULL, straight, rest};

static SimHop hop(SimHopKind kind, uint64_t request, SimPlace from, SimPlace to, SimTime time) {
    return (SimHop){.kind = kind,
                    .request = request,
                    .bits = request,
                    .from = from,
                    .to = to,
                    .time = time,
                    .arrives = time};
}

static void tell(Dots *dots, SimHop told) {
    dots_hop(dots, &told);
}

static SceneDot only_dot(const Dots *dots) {
    int32_t count;
    const SceneDot *list = dots_list(dots, &count);
    ck_assert_int_eq(count, 1);
    return list[0];
}

static int32_t dot_count(const Dots *dots) {
    int32_t count;
    dots_list(dots, &count);
    return count;
}

static Dots *literal_dots(void) {
    Dots *dots = dots_create();
    dots_set_literal(dots, true);
    return dots;
}

START_TEST(a_literal_dot_travels_at_its_fixed_speed) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 7, client, node, 0));
    dots_advance(dots, &road, 0, 0);
    ck_assert_float_eq_tol(only_dot(dots).x, 0, 1e-3f);
    dots_advance(dots, &road, 0.5, 1);
    ck_assert_float_eq_tol(only_dot(dots).x, DOTS_SPEED_LITERAL * 0.5, 1e-2f);
    dots_advance(dots, &road, 5, 2);
    ck_assert_float_eq_tol(only_dot(dots).x, 300, 1e-3f); // and stands where its walk ended
    dots_destroy(dots);
}
END_TEST

START_TEST(steps_told_before_the_dot_arrives_wait_for_it) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 7, client, node, 0));
    tell(dots, hop(SIM_HOP_TRAVEL, 7, node, instance, 1));
    dots_advance(dots, &road, 0.5, 2);
    ck_assert_float_eq_tol(only_dot(dots).x, 120, 1e-2f);
    dots_advance(dots, &road, 1.0, 2); // 360 px in all: 60 on the second edge, whatever the frames
    dots_advance(dots, &road, 0.0, 2);
    ck_assert_float_ge(only_dot(dots).x, 300);
    for (int i = 0; i < 60; i++)
        dots_advance(dots, &road, 0.1, 2);
    ck_assert_float_eq_tol(only_dot(dots).x, 600, 1e-2f);
    dots_destroy(dots);
}
END_TEST

START_TEST(a_literal_dot_rests_as_long_as_the_request_did) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 7, node, instance, 0));
    dots_advance(dots, &road, 0, 0);
    dots_advance(dots, &road, 3, 0);
    tell(dots, hop(SIM_HOP_QUEUED, 7, instance, instance, 10 * SIM_MILLISECOND));
    tell(dots, hop(SIM_HOP_SERVED, 7, instance, instance, 30 * SIM_MILLISECOND));
    dots_advance(dots, &road, 1, 100 * SIM_MILLISECOND); // comes to rest, as drawn, only now
    ck_assert_float_eq_tol(only_dot(dots).x, 650, 1e-2f);
    dots_advance(dots, &road, 1, 119 * SIM_MILLISECOND); // 19 ms of 20 waited
    ck_assert_float_eq_tol(only_dot(dots).x, 650, 1e-2f);
    dots_advance(dots, &road, 1, 120 * SIM_MILLISECOND);
    ck_assert_float_eq_tol(only_dot(dots).x, 610, 1e-2f);
    dots_destroy(dots);
}
END_TEST

START_TEST(a_literal_dot_at_rest_waits_for_the_simulation) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 7, node, instance, 0));
    tell(dots, hop(SIM_HOP_SERVED, 7, instance, instance, 1));
    for (int i = 0; i < 100; i++)
        dots_advance(dots, &road, 1, SIM_SECOND);
    ck_assert_float_eq_tol(only_dot(dots).x, 610, 1e-2f);
    dots_destroy(dots);
}
END_TEST

START_TEST(those_at_rest_stand_in_the_order_of_their_coming) {
    Dots *dots = literal_dots();
    for (uint64_t i = 1; i <= 3; i++) {
        tell(dots, hop(SIM_HOP_TRAVEL, i, node, instance, 0));
        tell(dots, hop(SIM_HOP_QUEUED, i, instance, instance, 1));
    }
    for (int i = 0; i < 100; i++)
        dots_advance(dots, &road, 0.1, SIM_SECOND);
    int32_t count;
    const SceneDot *list = dots_list(dots, &count);
    ck_assert_int_eq(count, 3);
    for (int32_t i = 0; i < 3; i++)
        ck_assert_float_eq_tol(list[i].y, 100 + 10.0f * (float)i, 1e-2f);
    dots_destroy(dots);
}
END_TEST

START_TEST(answered_and_dropped_dots_go_away) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 1, node, client, 0));
    tell(dots, hop(SIM_HOP_ANSWERED, 1, client, client, 1));
    tell(dots, hop(SIM_HOP_TRAVEL, 2, node, instance, 0));
    tell(dots, hop(SIM_HOP_DROPPED, 2, node, instance, 1));
    for (int i = 0; i < 26; i++)
        dots_advance(dots, &road, 0.05, 2);
    ck_assert_int_eq(dot_count(dots), 2);
    for (int i = 0; i < 8; i++)
        dots_advance(dots, &road, 0.05, 2);
    ck_assert_int_eq(only_dot(dots).shape, SCENE_DOT_DROPPED); // stays longer: it must be seen
    for (int i = 0; i < 10; i++)
        dots_advance(dots, &road, 0.05, 2);
    ck_assert_int_eq(dot_count(dots), 0);
    ck_assert_int_eq(dots_alive(dots), 0);
    dots_destroy(dots);
}
END_TEST

START_TEST(an_error_becomes_a_diamond_on_its_way_back_and_not_before) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 1, client, node, 0));
    SimHop back = hop(SIM_HOP_TRAVEL, 1, node, client, 1);
    back.is_response = true;
    back.status = 502;
    tell(dots, back);
    dots_advance(dots, &road, 0.1, 1);
    ck_assert_int_eq(only_dot(dots).shape, SCENE_DOT_OK);
    dots_advance(dots, &road, 2, 1);
    dots_advance(dots, &road, 0.1, 1);
    ck_assert_int_eq(only_dot(dots).shape, SCENE_DOT_ERROR);
    dots_destroy(dots);
}
END_TEST

START_TEST(paths_off_the_map_are_skipped) {
    Dots *dots = literal_dots();
    tell(dots, hop(SIM_HOP_TRAVEL, 1, client, (SimPlace){SIM_PLACE_RESOLVER, 0}, 0));
    tell(dots, hop(SIM_HOP_TRAVEL, 1, client, node, 1));
    dots_advance(dots, &road, 0, 1);
    dots_advance(dots, &road, 0.5, 1);
    ck_assert_float_eq_tol(only_dot(dots).x, 120, 1e-2f);
    dots_destroy(dots);
}
END_TEST

START_TEST(literal_dots_are_bounded_and_say_when_they_are_too_many) {
    Dots *dots = literal_dots();
    for (uint64_t i = 0; i < 2 * DOTS_LITERAL_MAX; i++)
        tell(dots, hop(SIM_HOP_TRAVEL, i, client, node, 0));
    dots_advance(dots, &road, 0.1, 1);
    ck_assert_int_eq(dot_count(dots), DOTS_LITERAL_MAX);
    ck_assert(dots_is_crowded(dots));
    for (uint64_t i = 0; i < 2 * DOTS_LITERAL_MAX; i++)
        tell(dots, hop(SIM_HOP_ANSWERED, i, client, client, 1));
    for (int i = 0; i < 40; i++)
        dots_advance(dots, &road, 0.1, 1);
    ck_assert_int_eq(dot_count(dots), 0);
    dots_destroy(dots);
}
END_TEST

static uint64_t scatter(uint64_t n) {
    n = (n ^ (n >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94D049BB133111EB);
    return n ^ (n >> 31);
}

// Feeds `rate` requests a second in frames of 1/60 s, beginning with request `*next`.
static void flow_for(Dots *dots, double seconds, int rate, uint64_t *next) {
    int frames = (int)(seconds * 60);
    for (int f = 0; f < frames; f++) {
        for (int i = 0; i < rate / 60; i++) {
            SimHop told = hop(SIM_HOP_TRAVEL, *next, client, node, 0);
            told.bits = scatter((*next)++);
            tell(dots, told);
        }
        dots_advance(dots, &road, 1.0 / 60, 0);
    }
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static const int rates[] = {60, 300, 3000, 60000};

START_TEST(flow_dots_are_never_nearer_than_the_gap) {
    Dots *dots = dots_create();
    uint64_t next = 1;
    flow_for(dots, 1, rates[_i], &next);
    for (int round = 0; round < 60; round++) {
        flow_for(dots, 0.1, rates[_i], &next);
        int32_t count;
        const SceneDot *list = dots_list(dots, &count);
        float x[DOTS_FLOW_MAX];
        int32_t on_the_way = 0; // those that have arrived stand at the end while they fade
        for (int32_t i = 0; i < count; i++)
            if (list[i].x < x_of(node)) x[on_the_way++] = list[i].x;
        ck_assert_int_ge(on_the_way, 2);
        qsort(x, (size_t)on_the_way, sizeof *x, ascending);
        for (int32_t i = 1; i < on_the_way; i++)
            ck_assert_float_ge(x[i] - x[i - 1], DOTS_GAP - 0.01f);
    }
    dots_destroy(dots);
}
END_TEST

START_TEST(flow_draws_one_of_n_and_n_fits_the_rate) {
    Dots *dots = dots_create();
    uint64_t next = 1;
    flow_for(dots, 8, rates[_i], &next);
    int32_t weight = dots_weight(dots, false);
    double shown_rate = (double)rates[_i] / weight;
    ck_assert_double_le(shown_rate, 25);
    ck_assert_msg(weight == 1 || shown_rate >= 4, "1 dot = %d at %d/s", weight, rates[_i]);
    // A road of 300 px holds what enters in 300/180 s.
    double expected = shown_rate * 300 / DOTS_SPEED;
    ck_assert_double_eq_tol(dot_count(dots), expected, 6 + 0.3 * expected);
    dots_destroy(dots);
}
END_TEST

/// Ten seconds of 3,000 requests a second, one in `every` frames of which brings a failure.
static Dots *flow_with_failures(int every) {
    Dots *dots = dots_create();
    for (int f = 0; f < 600; f++) {
        for (uint64_t i = 0; i < 50; i++) {
            SimHop told = hop(SIM_HOP_TRAVEL, (uint64_t)f * 50 + i, client, node, 0);
            told.bits = scatter(told.request);
            tell(dots, told);
        }
        if (f % every == 0) {
            SimHop failed = hop(SIM_HOP_TRAVEL, (uint64_t)f, node, client, 0);
            failed.bits = scatter((uint64_t)f);
            failed.is_response = true;
            failed.status = 500;
            tell(dots, failed);
        }
        dots_advance(dots, &road, 1.0 / 60, 0);
    }
    return dots;
}

static int count_errors(const Dots *dots) {
    int32_t count, errors = 0;
    const SceneDot *list = dots_list(dots, &count);
    for (int32_t i = 0; i < count; i++)
        errors += list[i].shape == SCENE_DOT_ERROR;
    return errors;
}

START_TEST(rare_failures_are_all_shown) {
    Dots *dots = flow_with_failures(150); // the last ones entered 2.5 and 5 s before the end
    ck_assert_int_ge(dots_weight(dots, false), 256);
    ck_assert_int_eq(dots_weight(dots, true), 1);
    SimHop failed = hop(SIM_HOP_TRAVEL, 600, node, client, 0);
    failed.is_response = true;
    failed.status = 500;
    failed.bits = scatter(600);
    tell(dots, failed);
    dots_advance(dots, &road, 1.0 / 60, 0);
    ck_assert_int_eq(count_errors(dots), 1);
    dots_destroy(dots);
}
END_TEST

START_TEST(failures_that_come_often_do_not_look_like_the_rule) {
    Dots *dots = flow_with_failures(20); // three a second: one request in a thousand
    int32_t weight = dots_weight(dots, true);
    ck_assert_int_gt(weight, 1);
    ck_assert_int_le(weight * 8, dots_weight(dots, false)); // and yet more than their share
    ck_assert_int_le(count_errors(dots), 3);
    dots_destroy(dots);
}
END_TEST

START_TEST(flow_moves_at_its_fixed_speed_and_fades_in_the_tile) {
    Dots *dots = dots_create();
    tell(dots, hop(SIM_HOP_TRAVEL, 0, node, instance, 0));
    dots_advance(dots, &road, 0, 0);
    dots_advance(dots, &road, 1, 0);
    ck_assert_float_eq_tol(only_dot(dots).x, 300 + DOTS_SPEED, 1e-2f);
    dots_advance(dots, &road, 0.7, 0);
    dots_advance(dots, &road, 0.06, 0);
    ck_assert_float_eq_tol(only_dot(dots).x, 600, 1e-2f);
    ck_assert_float_lt(only_dot(dots).fade, 1);
    dots_advance(dots, &road, 0.1, 0);
    ck_assert_int_eq(dot_count(dots), 0);
    dots_destroy(dots);
}
END_TEST

START_TEST(flow_is_a_function_of_hops_and_viewing_time) {
    Dots *a = dots_create(), *b = dots_create();
    uint64_t next_a = 1, next_b = 1;
    flow_for(a, 5, 3000, &next_a);
    flow_for(b, 5, 3000, &next_b);
    int32_t count_a, count_b;
    const SceneDot *list_a = dots_list(a, &count_a), *list_b = dots_list(b, &count_b);
    ck_assert_int_eq(count_a, count_b);
    ck_assert_int_gt(count_a, 5);
    for (int32_t i = 0; i < count_a; i++)
        ck_assert_float_eq(list_a[i].x, list_b[i].x);
    dots_destroy(a);
    dots_destroy(b);
}
END_TEST

START_TEST(paused_nothing_moves) {
    Dots *dots = dots_create();
    uint64_t next = 1;
    flow_for(dots, 3, 300, &next);
    int32_t count;
    float before = dots_list(dots, &count)[0].x;
    for (int i = 0; i < 100; i++)
        dots_advance(dots, &road, 0, 0);
    ck_assert_float_eq(dots_list(dots, &count)[0].x, before);
    dots_destroy(dots);
}
END_TEST

START_TEST(many_edges_are_bounded) {
    Dots *dots = dots_create();
    for (int f = 0; f < 200; f++) {
        for (int i = 0; i < 4 * DOTS_EDGE_MAX; i++)
            tell(dots,
                 hop(SIM_HOP_TRAVEL, (uint64_t)i, node, (SimPlace){SIM_PLACE_INSTANCE, i}, 0));
        dots_advance(dots, &road, 1.0 / 60, 0);
    }
    ck_assert_int_le(dot_count(dots), DOTS_FLOW_MAX);
    dots_destroy(dots);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("dots");
    TCase *tests = tcase_create("dots");
    int rate_count = (int)(sizeof rates / sizeof *rates);
    tcase_add_test(tests, a_literal_dot_travels_at_its_fixed_speed);
    tcase_add_test(tests, steps_told_before_the_dot_arrives_wait_for_it);
    tcase_add_test(tests, a_literal_dot_rests_as_long_as_the_request_did);
    tcase_add_test(tests, a_literal_dot_at_rest_waits_for_the_simulation);
    tcase_add_test(tests, those_at_rest_stand_in_the_order_of_their_coming);
    tcase_add_test(tests, answered_and_dropped_dots_go_away);
    tcase_add_test(tests, an_error_becomes_a_diamond_on_its_way_back_and_not_before);
    tcase_add_test(tests, paths_off_the_map_are_skipped);
    tcase_add_test(tests, literal_dots_are_bounded_and_say_when_they_are_too_many);
    tcase_add_loop_test(tests, flow_dots_are_never_nearer_than_the_gap, 0, rate_count);
    tcase_add_loop_test(tests, flow_draws_one_of_n_and_n_fits_the_rate, 0, rate_count);
    tcase_add_test(tests, rare_failures_are_all_shown);
    tcase_add_test(tests, failures_that_come_often_do_not_look_like_the_rule);
    tcase_add_test(tests, flow_moves_at_its_fixed_speed_and_fades_in_the_tile);
    tcase_add_test(tests, flow_is_a_function_of_hops_and_viewing_time);
    tcase_add_test(tests, paused_nothing_moves);
    tcase_add_test(tests, many_edges_are_bounded);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
