// The choice of a target by each node, as those who watch single requests see it in a run.
#include "scenario_text.h"

enum { NODES = 2, TARGETS = 4 };

/// A choice: who chose whom, and what was in progress there from this node before.
typedef struct Choice {
    int32_t node, target;
    int32_t in_progress[TARGETS];
} Choice;

typedef struct Choices {
    ARRAY_OF(Choice) items;
    int32_t in_progress[NODES][TARGETS];
    int32_t node; ///< of the hop before
} Choices;

// A choice is told as a hop from the node to the group and one from there to the target; its end as
// a hop back, which takes no time here.
static void see_choice(void *context, const SimHop *hop) {
    Choices *choices = context;
    if (hop->kind != SIM_HOP_TRAVEL) return;
    if (hop->from.kind == SIM_PLACE_NODE && hop->to.kind == SIM_PLACE_GROUP)
        choices->node = hop->from.index;
    if (hop->from.kind == SIM_PLACE_GROUP && hop->to.kind == SIM_PLACE_INSTANCE) {
        int32_t *in_progress = choices->in_progress[choices->node];
        Choice *choice = array_push(&choices->items);
        *choice = (Choice){.node = choices->node, .target = hop->to.index};
        memcpy(choice->in_progress, in_progress, sizeof choice->in_progress);
        in_progress[hop->to.index]++;
    }
    if (hop->from.kind == SIM_PLACE_INSTANCE && hop->to.kind == SIM_PLACE_NODE)
        choices->in_progress[hop->to.index][hop->from.index]--;
}

static Choices watch(const char *algorithm, const char *work, const char *timeline) {
    char group[64];
    snprintf(group, sizeof group, ",\"algorithm\":\"%s\"", algorithm);
    Sketch sketch = {
        .rate = "200/s",
        .work = work,
        .group = group,
        .launch = ",\"backlog\":\"unlimited\",\"health_endpoint\":\"separate\"",
        .region = ",\"same_zone_round_trip\":\"0s\",\"cross_zone_round_trip\":\"0s\"",
        .instances = "{\"name\":\"web\",\"count\":4,\"launch\":\"v1\",\"target_groups\":[\"web\"]}",
        .timeline = timeline};
    Run *run = run_begin(&sketch);
    Choices choices = {0};
    SimSink sink = {.context = &choices, .hop = see_choice};
    sim_world_advance(run->world, 50 * SIM_SECOND, 0, &sink);
    run_end(run);
    ck_assert_int_gt(choices.items.count, 9900);
    return choices;
}

// How many choices of a node were made of the target of its choice before.
static int32_t count_repeats(const Choices *choices) {
    int32_t last[NODES] = {-1, -1}, repeats = 0;
    for (int32_t i = 0; i < choices->items.count; i++) {
        const Choice *choice = &choices->items.items[i];
        repeats += choice->target == last[choice->node];
        last[choice->node] = choice->target;
    }
    return repeats;
}

static void expect_even(const Choices *choices) {
    int32_t counts[TARGETS] = {0};
    for (int32_t i = 0; i < choices->items.count; i++)
        counts[choices->items.items[i].target]++;
    // Four standard deviations of a quarter of 10,000.
    for (int32_t t = 0; t < TARGETS; t++)
        ck_assert_double_eq_tol((double)counts[t] / choices->items.count, 0.25, 0.018);
}

START_TEST(round_robin_goes_from_target_to_target) {
    Choices choices = watch("round_robin", NULL, NULL);
    int32_t last = -1;
    for (int32_t i = 0; i < choices.items.count; i++) {
        const Choice *choice = &choices.items.items[i];
        if (choice->node != 0) continue;
        if (last >= 0) ck_assert_int_eq(choice->target, (last + 1) % TARGETS);
        last = choice->target;
    }
    array_deinit(&choices.items);
}
END_TEST

START_TEST(every_node_goes_round_by_itself) {
    Choices choices = watch("round_robin", NULL, NULL);
    int32_t last[NODES] = {-1, -1};
    for (int32_t i = 0; i < choices.items.count; i++) {
        const Choice *choice = &choices.items.items[i];
        int32_t before = last[choice->node];
        if (before >= 0) ck_assert_int_eq(choice->target, (before + 1) % TARGETS);
        last[choice->node] = choice->target;
    }
    ck_assert_int_ge(last[0], 0);
    ck_assert_int_ge(last[1], 0);
    array_deinit(&choices.items);
}
END_TEST

START_TEST(the_target_with_the_fewest_requests_in_progress_is_chosen) {
    Choices choices =
        watch("least_outstanding_requests", "{\"exponential\":{\"mean\":\"50ms\"}}",
              "{\"at\":\"1s\",\"do\":\"slow\",\"instance\":\"ap-south-1/web-1\",\"factor\":20}");
    int32_t slow = 0;
    for (int32_t i = 0; i < choices.items.count; i++) {
        const Choice *choice = &choices.items.items[i];
        for (int32_t t = 0; t < TARGETS; t++)
            ck_assert_int_le(choice->in_progress[choice->target], choice->in_progress[t]);
        slow += choice->target == 0;
    }
    ck_assert_int_lt(slow, choices.items.count / 8);
    array_deinit(&choices.items);
}
END_TEST

START_TEST(ties_of_requests_in_progress_are_broken_at_random) {
    // Nothing is ever in progress, so that all choices are ties.
    Choices choices = watch("least_outstanding_requests", "{\"constant\":\"0s\"}", NULL);
    expect_even(&choices);
    ck_assert_double_eq_tol((double)count_repeats(&choices) / choices.items.count, 0.25, 0.018);
    array_deinit(&choices.items);
}
END_TEST

START_TEST(weighted_random_is_even_and_goes_by_no_turns) {
    Choices choices = watch("weighted_random", NULL, NULL);
    expect_even(&choices);
    ck_assert_double_eq_tol((double)count_repeats(&choices) / choices.items.count, 0.25, 0.018);
    array_deinit(&choices.items);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("choice");
    TCase *tests = tcase_create("choice");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, round_robin_goes_from_target_to_target);
    tcase_add_test(tests, every_node_goes_round_by_itself);
    tcase_add_test(tests, the_target_with_the_fewest_requests_in_progress_is_chosen);
    tcase_add_test(tests, ties_of_requests_in_progress_are_broken_at_random);
    tcase_add_test(tests, weighted_random_is_even_and_goes_by_no_turns);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
