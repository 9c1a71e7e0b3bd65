// What is asked before a library that does not survive the end of memory.
#define _DEFAULT_SOURCE
#include "sim/base.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

START_TEST(room_is_there_and_can_be_had_again) {
    for (int i = 0; i < 100; i++)
        ck_assert(sim_memory_has_room((size_t)1 << 20));
}
END_TEST

START_TEST(no_machine_has_room_for_everything) {
    ck_assert(!sim_memory_has_room(SIZE_MAX / 2));
}
END_TEST

// Sanitizers live beyond any such limit, so there the limit below fails even what they need.
START_TEST(a_limit_of_addresses_leaves_no_room_above_it) {
    if (TEST_SCALE != 1) return;
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_AS, &limit), 0);
    limit.rlim_cur = (rlim_t)512 << 20;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
    ck_assert(sim_memory_has_room((size_t)16 << 20));
    ck_assert(!sim_memory_has_room((size_t)512 << 20));
}
END_TEST

START_TEST(room_for_nothing_is_a_mistake) {
    sim_memory_has_room(0);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("room");
    TCase *tests = tcase_create("room");
    tcase_add_test(tests, room_is_there_and_can_be_had_again);
    tcase_add_test(tests, no_machine_has_room_for_everything);
    tcase_add_test(tests, a_limit_of_addresses_leaves_no_room_above_it);
    tcase_add_test_raise_signal(tests, room_for_nothing_is_a_mistake, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
