/// Included before all else in the build for tests/flip.sh: of a suite's tests only the one that
/// ALBATROSS_ONLY names is added, since no other is asked whether it notices.
#pragma once

#define _DEFAULT_SOURCE // as test_room.c says too, but too late here

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool is_wanted_alone(const char *test) {
    const char *only = getenv("ALBATROSS_ONLY");
    return only == NULL || strcmp(only, test) == 0;
}

#undef tcase_add_test
#define tcase_add_test(tcase, test)                                                                \
    (is_wanted_alone(#test) ? _tcase_add_test(tcase, test, 0, 0, 0, 1) : (void)0)

#undef tcase_add_loop_test
#define tcase_add_loop_test(tcase, test, from, to)                                                 \
    (is_wanted_alone(#test) ? _tcase_add_test(tcase, test, 0, 0, from, to) : (void)0)

#undef tcase_add_test_raise_signal
#define tcase_add_test_raise_signal(tcase, test, signal)                                           \
    (is_wanted_alone(#test) ? _tcase_add_test(tcase, test, signal, 0, 0, 1) : (void)0)
