// Arrays, their register and the hash: a clone is equal and independent, and the hash sees contents
// and names, never capacity.
#include "engine/array.h"
#include "engine/array_register.h"
#include "engine/hash.h"

#include <check.h>
#include <stdlib.h>

typedef struct Pair {
    uint32_t left, right;
} Pair;

typedef struct Owner {
    int64_t now;
    ARRAY_OF(Pair) pairs;
    ARRAY_OF(uint64_t) numbers;
    ARRAY_OF(double) cache;
} Owner;

static const ArrayEntry entries[] = {
    ARRAY_ENTRY(Owner, pairs, true),
    ARRAY_ENTRY(Owner, numbers, true),
    ARRAY_ENTRY(Owner, cache, false),
};
enum { ENTRY_COUNT = sizeof(entries) / sizeof(entries[0]) };

static uint64_t hash_of(const Owner *owner) {
    return array_register_hash(entries, ENTRY_COUNT, owner);
}

static Owner sample(void) {
    Owner owner = {.now = 5};
    for (uint32_t i = 0; i < 100; i++) {
        *array_push(&owner.pairs) = (Pair){.left = i, .right = i * i};
        *array_push(&owner.cache) = 0.5 * i;
    }
    *array_push(&owner.numbers) = 42;
    return owner;
}

static void deinit(Owner *owner) {
    array_register_deinit(entries, ENTRY_COUNT, owner);
}

static Owner clone_of(const Owner *owner) {
    Owner clone;
    memcpy(&clone, owner, sizeof(clone));
    array_register_clone(entries, ENTRY_COUNT, &clone, owner);
    return clone;
}

START_TEST(array_push_gives_zeroed_items_even_where_others_were) {
    ARRAY_OF(Pair) pairs = {0};
    for (uint32_t i = 0; i < 1000; i++) {
        Pair *pair = array_push(&pairs);
        ck_assert_uint_eq(pair->left | pair->right, 0);
        *pair = (Pair){.left = i + 1, .right = i + 2};
    }
    ck_assert_int_eq(pairs.count, 1000);
    for (uint32_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(pairs.items[i].left, i + 1);
    array_clear(&pairs);
    ck_assert_int_eq(pairs.count, 0);
    ck_assert_uint_eq(array_push(&pairs)->left, 0);
    array_resize(&pairs, 10);
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(pairs.items[i].right, 0);
    array_deinit(&pairs);
    ck_assert_ptr_null(pairs.items);
    ck_assert_int_eq(pairs.capacity, 0);
}
END_TEST

START_TEST(array_reserve_keeps_items_still_until_the_reserve_is_used_up) {
    ARRAY_OF(uint64_t) numbers = {0};
    array_reserve(&numbers, 100);
    uint64_t *items = numbers.items;
    for (uint64_t i = 0; i < 100; i++)
        *array_push(&numbers) = i;
    ck_assert_ptr_eq(items, numbers.items);
    ck_assert_int_eq(numbers.capacity, 100);
    array_deinit(&numbers);
}
END_TEST

START_TEST(array_keeps_its_items_while_it_grows_to_many_megabytes) {
    ARRAY_OF(Pair) pairs = {0};
    enum { COUNT = 2000000 };
    for (uint32_t i = 0; i < COUNT; i++)
        *array_push(&pairs) = (Pair){.left = i, .right = ~i};
    array_resize(&pairs, COUNT + 1000);
    for (uint32_t i = 0; i < COUNT; i++) {
        if (pairs.items[i].left != i || pairs.items[i].right != ~i)
            ck_abort_msg("item %u is not what was pushed", i);
    }
    for (int32_t i = COUNT; i < pairs.count; i++)
        ck_assert(pairs.items[i].left == 0 && pairs.items[i].right == 0);
    ck_assert_uint_eq((uintptr_t)pairs.items % 64, 0);
    array_deinit(&pairs);
    ck_assert_ptr_null(pairs.items);
}
END_TEST

START_TEST(array_copy_replaces_what_was_there) {
    ARRAY_OF(uint64_t) from = {0};
    __typeof__(from) to = {0};
    for (uint64_t i = 0; i < 20; i++)
        *array_push(&from) = i;
    array_resize(&to, 50);
    array_copy(&to, &from);
    ck_assert_int_eq(to.count, 20);
    ck_assert_mem_eq(to.items, from.items, 20 * sizeof(uint64_t));
    array_clear(&from);
    array_copy(&to, &from);
    ck_assert_int_eq(to.count, 0);
    array_deinit(&from);
    array_deinit(&to);
}
END_TEST

START_TEST(register_clone_is_equal_and_independent) {
    Owner owner = sample();
    Owner clone = clone_of(&owner);
    ck_assert_uint_eq(hash_of(&owner), hash_of(&clone));
    ck_assert_int_eq(clone.now, 5);
    ck_assert_double_eq(clone.cache.items[99], 49.5);
    uint64_t before = hash_of(&owner);
    clone.pairs.items[50].right = 0;
    array_push(&clone.numbers);
    ck_assert_uint_eq(hash_of(&owner), before);
    ck_assert_uint_ne(hash_of(&clone), before);
    deinit(&clone);
    ck_assert_uint_eq(hash_of(&owner), before);
    deinit(&owner);
}
END_TEST

START_TEST(register_clones_and_hashes_empty_arrays) {
    Owner owner = {0};
    Owner clone = clone_of(&owner);
    ck_assert_uint_eq(hash_of(&owner), hash_of(&clone));
    *array_push(&clone.numbers) = 0;
    ck_assert_uint_ne(hash_of(&owner), hash_of(&clone));
    deinit(&clone);
    deinit(&owner);
}
END_TEST

START_TEST(register_hash_is_unaffected_by_capacity_and_by_what_lies_beyond_the_count) {
    Owner owner = sample();
    uint64_t before = hash_of(&owner);
    size_t bytes = array_register_bytes(entries, ENTRY_COUNT, &owner);
    array_reserve(&owner.pairs, 5000);
    array_push(&owner.numbers);
    owner.numbers.count--;
    ck_assert_uint_eq(hash_of(&owner), before);
    ck_assert_uint_ge(array_register_bytes(entries, ENTRY_COUNT, &owner), 5000 * sizeof(Pair));
    ck_assert_uint_gt(array_register_bytes(entries, ENTRY_COUNT, &owner), bytes);
    deinit(&owner);
    ck_assert_uint_eq(array_register_bytes(entries, ENTRY_COUNT, &owner), 0);
}
END_TEST

START_TEST(register_hash_sees_every_hashed_byte_and_no_other_array) {
    Owner owner = sample();
    uint64_t before = hash_of(&owner);
    owner.cache.items[3] = -1.0;
    ck_assert_uint_eq(hash_of(&owner), before);
    unsigned char *bytes = (unsigned char *)owner.pairs.items;
    for (size_t i = 0; i < 100 * sizeof(Pair); i++) {
        bytes[i] ^= 0x10;
        ck_assert_uint_ne(hash_of(&owner), before);
        bytes[i] ^= 0x10;
    }
    ck_assert_uint_eq(hash_of(&owner), before);
    deinit(&owner);
}
END_TEST

START_TEST(register_hash_tells_the_same_items_under_another_name_apart) {
    Owner owner = sample();
    ArrayEntry renamed[ENTRY_COUNT];
    memcpy(renamed, entries, sizeof(entries));
    ck_assert_uint_eq(array_register_hash(renamed, ENTRY_COUNT, &owner), hash_of(&owner));
    renamed[1].name = "other_numbers";
    ck_assert_uint_ne(array_register_hash(renamed, ENTRY_COUNT, &owner), hash_of(&owner));
    deinit(&owner);
}
END_TEST

START_TEST(hash_of_bytes_is_of_little_endian_words_and_their_length) {
    const unsigned char bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    uint64_t expected = hash_u64(HASH_START, UINT64_C(0x0807060504030201));
    expected = hash_u64(hash_u64(expected, 0x0A09), 10);
    ck_assert_uint_eq(hash_bytes(HASH_START, bytes, sizeof(bytes)), expected);
    ck_assert_uint_eq(hash_bytes(HASH_START, NULL, 0), hash_u64(HASH_START, 0));
    ck_assert_uint_ne(hash_bytes(HASH_START, "\0\0", 1), hash_bytes(HASH_START, "\0\0", 2));
    uint64_t ab_c = hash_text(hash_text(HASH_START, "ab"), "c");
    ck_assert_uint_ne(ab_c, hash_text(hash_text(HASH_START, "a"), "bc"));
}
END_TEST

START_TEST(hash_changes_about_half_of_its_bits_for_each_input_bit) {
    double changed = 0;
    for (uint64_t value = 0; value < 100; value++)
        for (int bit = 0; bit < 64; bit++) {
            uint64_t difference =
                hash_u64(value, value) ^ hash_u64(value, value ^ UINT64_C(1) << bit);
            int count = __builtin_popcountll(difference);
            ck_assert_int_ge(count, 8);
            changed += count;
        }
    ck_assert_double_eq_tol(changed / 6400, 32.0, 0.5);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("array_register");
    TCase *tests = tcase_create("array_register");
    tcase_add_test(tests, array_push_gives_zeroed_items_even_where_others_were);
    tcase_add_test(tests, array_reserve_keeps_items_still_until_the_reserve_is_used_up);
    tcase_add_test(tests, array_keeps_its_items_while_it_grows_to_many_megabytes);
    tcase_add_test(tests, array_copy_replaces_what_was_there);
    tcase_add_test(tests, register_clone_is_equal_and_independent);
    tcase_add_test(tests, register_clones_and_hashes_empty_arrays);
    tcase_add_test(tests,
                   register_hash_is_unaffected_by_capacity_and_by_what_lies_beyond_the_count);
    tcase_add_test(tests, register_hash_sees_every_hashed_byte_and_no_other_array);
    tcase_add_test(tests, register_hash_tells_the_same_items_under_another_name_apart);
    tcase_add_test(tests, hash_of_bytes_is_of_little_endian_words_and_their_length);
    tcase_add_test(tests, hash_changes_about_half_of_its_bits_for_each_input_bit);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
