// Pools and the lists of indexes: handles die when their record is given back, reuse is the same in
// every run, lists keep their order whatever is taken out of the middle.
#include "engine/fifo.h"
#include "engine/pool.h"

#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

START_TEST(pool_all_zero_handle_is_never_live) {
    Pool pool = {0};
    ck_assert(!pool_is_live(&pool, 0, 0));
    uint32_t index = pool_take(&pool);
    ck_assert(!pool_is_live(&pool, 0, 0));
    ck_assert(!pool_is_live(&pool, index + 1, 0));
    ck_assert(!pool_is_live(&pool, index + 2, 1));
    pool_deinit(&pool);
}
END_TEST

START_TEST(pool_handle_dies_when_given_back_and_stays_dead_after_reuse) {
    Pool pool = {0};
    uint32_t index = pool_take(&pool);
    uint32_t generation = pool_generation(&pool, index);
    ck_assert(pool_is_live(&pool, index + 1, generation));
    for (int i = 0; i < 100; i++) {
        pool_give(&pool, index);
        ck_assert(!pool_is_live(&pool, index + 1, generation));
        ck_assert(!pool_is_live(&pool, index + 1, pool_generation(&pool, index)));
        ck_assert(!pool_is_taken(&pool, index));
        ck_assert_uint_eq(pool_take(&pool), index);
        ck_assert(!pool_is_live(&pool, index + 1, generation));
        ck_assert(pool_is_live(&pool, index + 1, pool_generation(&pool, index)));
    }
    ck_assert_int_eq(pool.live, 1);
    ck_assert_int_eq(pool_capacity(&pool), 1);
    pool_deinit(&pool);
}
END_TEST

START_TEST(pool_deals_out_the_index_given_back_last_first) {
    Pool pool = {0};
    for (uint32_t i = 0; i < 10; i++)
        ck_assert_uint_eq(pool_take(&pool), i);
    pool_give(&pool, 3);
    pool_give(&pool, 7);
    ck_assert_int_eq(pool.live, 8);
    ck_assert_uint_eq(pool_take(&pool), 7);
    ck_assert_uint_eq(pool_take(&pool), 3);
    ck_assert_uint_eq(pool_take(&pool), 10);
    pool_deinit(&pool);
}
END_TEST

START_TEST(pool_refuses_to_take_back_what_is_free) {
    Pool pool = {0};
    uint32_t index = pool_take(&pool);
    pool_give(&pool, index);
    pool_give(&pool, index);
}
END_TEST

// A record with a link in its middle, as the model's records have one.
typedef struct Linked {
    uint64_t before;
    IndexLink link;
    uint32_t after;
} Linked;

static Linked linked[6];

static IndexLinks no_links(void) {
    memset(linked, 0, sizeof linked);
    struct {
        Linked *items;
    } records = {linked};
    return INDEX_LINKS(&records, link);
}

START_TEST(index_list_pops_in_the_order_of_pushing) {
    IndexLinks links = no_links();
    IndexList list = {0};
    ck_assert_uint_eq(index_list_pop_front(&list, links), 0);
    for (uint32_t i = 0; i < 5; i++)
        index_list_push_back(&list, links, 4 - i);
    for (uint32_t i = 0; i < 5; i++)
        ck_assert_uint_eq(index_list_pop_front(&list, links), 5 - i);
    ck_assert_uint_eq(list.head1, 0);
    ck_assert_uint_eq(list.tail1, 0);
    ck_assert_int_eq(list.count, 0);
    for (int i = 0; i < 6; i++)
        ck_assert(linked[i].before == 0 && linked[i].after == 0);
}
END_TEST

START_TEST(index_list_keeps_order_when_any_member_is_removed) {
    for (uint32_t removed = 0; removed < 5; removed++) {
        IndexLinks links = no_links();
        IndexList list = {0};
        for (uint32_t i = 0; i < 5; i++)
            index_list_push_back(&list, links, i);
        index_list_remove(&list, links, removed);
        index_list_push_back(&list, links, 5);
        ck_assert_int_eq(list.count, 5);
        for (uint32_t i = 0; i < 6; i++)
            if (i != removed) ck_assert_uint_eq(index_list_pop_front(&list, links), i + 1);
        ck_assert_uint_eq(index_list_pop_front(&list, links), 0);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("pool");
    TCase *tests = tcase_create("pool");
    tcase_add_test(tests, pool_all_zero_handle_is_never_live);
    tcase_add_test(tests, pool_handle_dies_when_given_back_and_stays_dead_after_reuse);
    tcase_add_test(tests, pool_deals_out_the_index_given_back_last_first);
    tcase_add_test_raise_signal(tests, pool_refuses_to_take_back_what_is_free, SIGABRT);
    tcase_add_test(tests, index_list_pops_in_the_order_of_pushing);
    tcase_add_test(tests, index_list_keeps_order_when_any_member_is_removed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
