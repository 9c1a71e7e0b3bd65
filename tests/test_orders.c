// What a key and the focus make: commands as scenarios spell them, or a reason why not.
#include "window/orders.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const SimViewRegion region = {.name = "ap-south-1", .zone_count = 2, .balancer_count = 1};
static const SimViewZone zones[] = {{.name = "ap-south-1a", .has_power = true},
                                    {.name = "ap-south-1b", .has_power = true}};
static const SimViewNode nodes[] = {{.zone = 0}, {.zone = 1}};
static const SceneTarget second_node = {.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_NODE, 1}};

static SimView view_of(const SimViewBalancer *balancer) {
    return (SimView){.regions = &region,
                     .region_count = 1,
                     .zones = zones,
                     .zone_count = 2,
                     .nodes = nodes,
                     .node_count = 2,
                     .balancers = balancer,
                     .balancer_count = 1};
}

START_TEST(a_node_in_focus_is_shifted_away_from_and_back) {
    SimViewBalancer balancer = {
        .name = "web", .node_count = 2, .has_zonal_shift = true, .shifted_zone = -1};
    SimView view = view_of(&balancer);
    SimCommand command;
    SimError error;
    ck_assert(order_make(ACTION_SHIFT_ZONE, &view, second_node, &command, &error));
    ck_assert_int_eq(command.kind, SIM_COMMAND_ZONAL_SHIFT);
    ck_assert_str_eq(command.target, "ap-south-1/web");
    ck_assert_str_eq(command.value, "ap-south-1b");
    ck_assert_double_eq(command.number, 30.0 * SIM_MINUTE);
    balancer.shifted_zone = 1;
    ck_assert(order_make(ACTION_SHIFT_ZONE, &view, second_node, &command, &error));
    ck_assert_int_eq(command.kind, SIM_COMMAND_CANCEL_ZONAL_SHIFT);
    ck_assert_str_eq(command.value, "");
}
END_TEST

START_TEST(a_balancer_that_allows_no_shift_says_so) {
    SimViewBalancer balancer = {.name = "web", .node_count = 2, .shifted_zone = -1};
    SimView view = view_of(&balancer);
    SimCommand command;
    SimError error;
    ck_assert(!order_make(ACTION_SHIFT_ZONE, &view, second_node, &command, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "zonal_shift"));
    SceneTarget nothing = {.kind = SCENE_TARGET_NONE};
    ck_assert(!order_make(ACTION_SHIFT_ZONE, &view, nothing, &command, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "Focus a node"));
}
END_TEST

START_TEST(a_groups_refresh_is_started_rolled_back_and_cancelled) {
    SimViewScalingGroup group = {.name = "app", .first_group = 0};
    SimView view = {
        .regions = &region, .region_count = 1, .scaling_groups = &group, .scaling_group_count = 1};
    SceneTarget focus = {.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_GROUP, 0}};
    SimCommand command;
    SimError error;
    ck_assert(order_make(ACTION_REFRESH, &view, focus, &command, &error));
    ck_assert_int_eq(command.kind, SIM_COMMAND_START_REFRESH);
    ck_assert_str_eq(command.target, "ap-south-1/app");
    ck_assert(!order_make(ACTION_CANCEL_REFRESH, &view, focus, &command, &error));
    group.refresh = SIM_REFRESH_IN_PROGRESS;
    group.is_refreshing = group.can_roll_back = true;
    ck_assert(order_make(ACTION_REFRESH, &view, focus, &command, &error));
    ck_assert_int_eq(command.kind, SIM_COMMAND_ROLLBACK_REFRESH);
    ck_assert(order_make(ACTION_CANCEL_REFRESH, &view, focus, &command, &error));
    ck_assert_int_eq(command.kind, SIM_COMMAND_CANCEL_REFRESH);
    group.can_roll_back = false;
    ck_assert(!order_make(ACTION_REFRESH, &view, focus, &command, &error));
    view.scaling_group_count = 0;
    ck_assert(!order_make(ACTION_REFRESH, &view, focus, &command, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no Auto Scaling group"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("orders");
    TCase *tests = tcase_create("orders");
    tcase_add_test(tests, a_node_in_focus_is_shifted_away_from_and_back);
    tcase_add_test(tests, a_groups_refresh_is_started_rolled_back_and_cancelled);
    tcase_add_test(tests, a_balancer_that_allows_no_shift_says_so);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
