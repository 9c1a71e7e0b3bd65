// The key map: matched by what is typed, changed by a file, and never left half changed.
#include "window/keys.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static UiEvent typed(const char *text) {
    UiEvent event = {.kind = UI_EVENT_TEXT};
    snprintf(event.text, sizeof event.text, "%s", text);
    return event;
}

static UiEvent pressed(const char *name, int32_t modifiers) {
    UiEvent event = typed(name);
    event.kind = UI_EVENT_KEY;
    event.modifiers = modifiers;
    return event;
}

static const struct {
    const char *text;
    int32_t modifiers;
    Action action;
} known[] = {
    {" ", 0, ACTION_PLAY},          {".", 0, ACTION_STEP},       {"+", 0, ACTION_FASTER},
    {"-", 0, ACTION_SLOWER},        {"0", 0, ACTION_SPEED_ONE},  {">", 0, ACTION_NEXT_MARK},
    {"<", 0, ACTION_PREVIOUS_MARK}, {"a", 0, ACTION_ALGORITHMS}, {"1", 0, ACTION_ALGORITHM_1},
    {"9", 0, ACTION_ALGORITHM_9},   {"k", 0, ACTION_KILL},       {"[", 0, ACTION_WEIGHT_DOWN},
    {"]", 0, ACTION_WEIGHT_UP},     {"?", 0, ACTION_HELP},       {"c", 0, ACTION_EXPORT},
    {"o", 0, ACTION_SHIFT_ZONE},    {"z", 0, ACTION_FAIL_ZONE},  {"u", 0, ACTION_RECOVER},
    {"b", 0, ACTION_RELEASE},
};

START_TEST(symbols_are_matched_by_the_text_they_type) {
    KeyMap map = key_map_default();
    UiEvent event = typed(known[_i].text);
    ck_assert_int_eq(key_map_find(&map, &event), known[_i].action);
}
END_TEST

START_TEST(keys_that_type_nothing_are_matched_by_name_and_modifiers) {
    KeyMap map = key_map_default();
    ck_assert_int_eq(key_map_find(&map, &(UiEvent){.kind = UI_EVENT_KEY, .text = "Tab"}),
                     ACTION_FOCUS_NEXT);
    UiEvent back = pressed("Tab", UI_SHIFT), earlier = pressed("Left", UI_SHIFT),
            quit = pressed("q", UI_CTRL);
    ck_assert_int_eq(key_map_find(&map, &back), ACTION_FOCUS_PREVIOUS);
    ck_assert_int_eq(key_map_find(&map, &earlier), ACTION_BACK);
    ck_assert_int_eq(key_map_find(&map, &quit), ACTION_QUIT);
    UiEvent plain = typed("q");
    ck_assert_int_eq(key_map_find(&map, &plain), ACTION_NONE);
}
END_TEST

START_TEST(every_action_has_a_key_and_words_for_the_help) {
    KeyMap map = key_map_default();
    char label[32];
    key_map_label(&map, (Action)_i, label, sizeof label);
    ck_assert_msg(label[0] != '\0' && map.helps[_i][0] != '\0', "%s", action_name((Action)_i));
}
END_TEST

START_TEST(labels_are_written_for_people) {
    KeyMap map = key_map_default();
    char label[32];
    key_map_label(&map, ACTION_PLAY, label, sizeof label);
    ck_assert_str_eq(label, "Space");
    key_map_label(&map, ACTION_BACK, label, sizeof label);
    ck_assert_str_eq(label, "Shift+←");
    key_map_label(&map, ACTION_FASTER, label, sizeof label);
    ck_assert_str_eq(label, "+");
}
END_TEST

START_TEST(a_file_takes_a_key_from_the_action_that_had_it) {
    KeyMap map = key_map_default();
    SimError error;
    ck_assert(key_map_parse(&map, "action,keys\nhelp,k\nkill,Ctrl+K x\n", "mine.csv", &error));
    UiEvent k = typed("k"), x = typed("x"), question = typed("?"), control = pressed("k", UI_CTRL);
    ck_assert_int_eq(key_map_find(&map, &k), ACTION_HELP);
    ck_assert_int_eq(key_map_find(&map, &x), ACTION_KILL);
    ck_assert_int_eq(key_map_find(&map, &control), ACTION_KILL);
    ck_assert_int_eq(key_map_find(&map, &question), ACTION_NONE);
}
END_TEST

static const struct {
    const char *csv, *message;
} wrong[] = {
    {"action,keys\nfly,k\n", "mine.csv:2: there is no action \"fly\""},
    {"action,keys\nkill,Banana\n", "mine.csv:2: \"Banana\" is no key"},
    {"action,keys\nkill,x\nhang,x\n", "mine.csv:3: \"x\" is given to kill already"},
    {"kill,x\nkill,w\n", "mine.csv:2: kill stands here a second time"},
    {"kill\n", "mine.csv:1: kill needs its keys"},
    {"kill,x e r f t\n", "mine.csv:1: at most 4 keys"},
};

START_TEST(a_wrong_file_names_line_and_remedy_and_changes_nothing) {
    KeyMap map = key_map_default(), before = map;
    SimError error = {0};
    ck_assert(!key_map_parse(&map, wrong[_i].csv, "mine.csv", &error));
    ck_assert_msg(strstr(error.text, wrong[_i].message) == error.text, "%s", error.text);
    ck_assert_mem_eq(&map, &before, sizeof map);
}
END_TEST

START_TEST(a_missing_file_is_told) {
    KeyMap map = key_map_default();
    SimError error = {0};
    ck_assert(!key_map_load(&map, "/no/such/file.csv", &error));
    ck_assert_ptr_nonnull(strstr(error.text, "/no/such/file.csv"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("keys");
    TCase *tests = tcase_create("keys");
    tcase_add_loop_test(tests, symbols_are_matched_by_the_text_they_type, 0,
                        (int)(sizeof known / sizeof *known));
    tcase_add_test(tests, keys_that_type_nothing_are_matched_by_name_and_modifiers);
    tcase_add_loop_test(tests, every_action_has_a_key_and_words_for_the_help, 0, ACTION_COUNT);
    tcase_add_test(tests, labels_are_written_for_people);
    tcase_add_test(tests, a_file_takes_a_key_from_the_action_that_had_it);
    tcase_add_loop_test(tests, a_wrong_file_names_line_and_remedy_and_changes_nothing, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(tests, a_missing_file_is_told);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
