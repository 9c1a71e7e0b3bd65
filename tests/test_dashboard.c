// Dashboards: where widgets stand, which datapoints they have and when, and expressions over them,
// each seen in the run of a small scenario; and what the window makes of them.
#include "scenario_text.h"

#include "sim/dashboard.h"
#include "window/charts.h"

#define WEB                   "\"dimensions\":{\"LoadBalancer\":\"web\"}"
#define REQUESTS(more)        "{\"metric\":\"RequestCount\"," WEB ",\"stat\":\"Sum\"" more "}"
#define WIDGET(more, metrics) "{" more "\"metrics\":[" metrics "]}"
#define BOARD(widgets)        ",\"dashboard\":{\"widgets\":[" widgets "]}"

/// A world with a dashboard that is fed by it.
typedef struct Shown {
    SimScenario *scenario;
    SimWorld *world;
    SimDashboard *board;
} Shown;

static void take_period(void *context, const SimPeriod *period) {
    sim_dashboard_period(context, period);
}

static Shown show(const char *board, SimTime until) {
    Shown shown = {.scenario = scenario_of(&(Sketch){.rate = "50/s", .top = board})};
    shown.world = sim_world_create(shown.scenario, 0);
    shown.board = sim_dashboard_create(shown.world);
    ck_assert_ptr_nonnull(shown.board);
    SimSink sink = {.context = shown.board, .period = take_period};
    sim_world_advance(shown.world, until, INT64_MAX, &sink);
    return shown;
}

static void show_end(Shown *shown) {
    sim_dashboard_destroy(shown->board);
    sim_world_destroy(shown->world);
    sim_scenario_release(shown->scenario);
}

static bool is_refused(const char *board, const char *why) {
    SimDiagnostics diagnostics;
    sim_diagnostics_init(&diagnostics);
    char *text = text_of(&(Sketch){.top = board});
    SimScenario *scenario =
        sim_scenario_parse(text, (int64_t)strlen(text), "board.json", &diagnostics);
    bool is_said = false;
    for (int32_t i = 0; i < diagnostics.count; i++)
        is_said = is_said || strstr(diagnostics.items[i].message, why) != NULL;
    bool is_gone = scenario == NULL;
    sim_scenario_release(scenario);
    sim_diagnostics_deinit(&diagnostics);
    free(text);
    return is_gone && is_said;
}

START_TEST(a_widget_ends_within_the_24_columns) {
    ck_assert(is_refused(BOARD(WIDGET("\"x\":20,\"y\":0,\"width\":5,", REQUESTS(""))),
                         "beyond the 24 columns"));
    Shown shown = show(BOARD(WIDGET("\"x\":20,\"y\":0,\"width\":4,", REQUESTS(""))), SIM_SECOND);
    ck_assert_int_eq(sim_dashboard_widget(shown.board, 0).x, 20);
    show_end(&shown);
}
END_TEST

START_TEST(a_widget_is_six_by_six_unless_said) {
    Shown shown = show(BOARD(WIDGET("", REQUESTS(""))), SIM_SECOND);
    ck_assert_int_eq(sim_dashboard_widget(shown.board, 0).width, 6);
    ck_assert_int_eq(sim_dashboard_widget(shown.board, 0).height, 6);
    show_end(&shown);
}
END_TEST

START_TEST(widgets_without_a_place_take_the_next_free_one) {
    Shown shown =
        show(BOARD(WIDGET("\"x\":6,\"y\":0,", REQUESTS("")) "," WIDGET("", REQUESTS("")) "," WIDGET(
                 "\"width\":12,", REQUESTS("")) "," WIDGET("", REQUESTS(""))),
             SIM_SECOND);
    const int32_t places[][2] = {{6, 0}, {0, 0}, {12, 0}, {0, 6}};
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(sim_dashboard_widget(shown.board, i).x, places[i][0]);
        ck_assert_int_eq(sim_dashboard_widget(shown.board, i).y, places[i][1]);
    }
    show_end(&shown);
}
END_TEST

START_TEST(a_widgets_period_is_five_minutes_unless_said) {
    Shown shown = show(BOARD(WIDGET("", REQUESTS(""))), 11 * SIM_MINUTE);
    int32_t count;
    const SimPoint *points =
        sim_dashboard_points(shown.board, 0, 0, 11 * SIM_MINUTE, false, &count);
    ck_assert_int_eq(count, 2);
    ck_assert_int_eq(points[1].start, 5 * SIM_MINUTE);
    ck_assert_double_eq_tol(points[1].value, 50 * 300, 1000);
    show_end(&shown);
}
END_TEST

START_TEST(a_widget_of_seconds_takes_metrics_of_high_resolution) {
    ck_assert(is_refused(BOARD(WIDGET("\"period\":\"10s\",", REQUESTS(""))),
                         "RequestCount has a datapoint a minute"));
    Shown shown = show(BOARD(WIDGET("\"period\":\"10s\",", "{\"metric\":\"Goodput\",\"stat\":"
                                                           "\"Sum\"}")),
                       35 * SIM_SECOND);
    int32_t count;
    sim_dashboard_points(shown.board, 0, 0, 35 * SIM_SECOND, true, &count);
    ck_assert_int_eq(count, 3);
    show_end(&shown);
}
END_TEST

START_TEST(a_widget_of_type_text_says_what_its_markdown_says) {
    Shown shown =
        show(BOARD("{\"type\":\"text\",\"markdown\":\"# Read me\\n- first\"}"), SIM_SECOND);
    SimWidget widget = sim_dashboard_widget(shown.board, 0);
    ck_assert_int_eq(widget.view, SIM_WIDGET_TEXT);
    ck_assert_str_eq(widget.markdown, "# Read me\n- first");
    show_end(&shown);
    ck_assert(is_refused(BOARD("{\"type\":\"text\"}"), "says something"));
    ck_assert(is_refused(BOARD(WIDGET("\"type\":\"text\",\"markdown\":\"a\",", REQUESTS(""))),
                         "shows no metrics"));
    ck_assert(is_refused(BOARD(WIDGET("\"markdown\":\"a\",", REQUESTS(""))), "of type text"));
}
END_TEST

START_TEST(a_gauge_needs_both_ends_of_its_scale) {
    ck_assert(is_refused(
        BOARD(WIDGET("\"view\":\"gauge\",\"y_axis\":{\"left\":{\"max\":9}},", REQUESTS(""))),
        "a gauge needs"));
    Shown shown =
        show(BOARD(WIDGET("\"view\":\"gauge\",\"y_axis\":{\"left\":{\"min\":0,\"max\":9}},",
                          REQUESTS(""))),
             SIM_SECOND);
    ck_assert_int_eq(sim_dashboard_widget(shown.board, 0).view, SIM_WIDGET_GAUGE);
    show_end(&shown);
}
END_TEST

START_TEST(the_period_that_is_not_over_is_not_drawn) {
    SimTime now = 5 * SIM_MINUTE + 59 * SIM_SECOND;
    Shown shown = show(BOARD(WIDGET("\"period\":\"60s\",", REQUESTS(""))), now);
    int32_t count;
    sim_dashboard_points(shown.board, 0, 0, now, false, &count);
    ck_assert_int_eq(count, 5);
    // Published, they are a minute or two late besides, and never taken back.
    sim_dashboard_points(shown.board, 0, 0, now, true, &count);
    ck_assert_int_ge(count, 3);
    ck_assert_int_le(count, 4);
    show_end(&shown);
}
END_TEST

START_TEST(a_widget_draws_an_expression_over_metrics_that_it_hides) {
    Shown shown = show(
        BOARD(WIDGET("\"period\":\"60s\",\"stat\":\"Sum\",",
                     "{\"id\":\"twice\",\"expression\":\"2 * asked\",\"label\":\"double\"},"
                     "{\"id\":\"asked\",\"metric\":\"RequestCount\"," WEB ",\"visible\":false},"
                     "{\"metric\":\"RequestCount\"," WEB ",\"label\":\"once\"}")),
        4 * SIM_MINUTE);
    ck_assert_int_eq(sim_dashboard_widget(shown.board, 0).line_count, 2);
    ck_assert_str_eq(sim_dashboard_line(shown.board, 0, 0).label, "double");
    int32_t count, single_count;
    const SimPoint *twice = sim_dashboard_points(shown.board, 0, 0, 4 * SIM_MINUTE, false, &count);
    const SimPoint *once =
        sim_dashboard_points(shown.board, 0, 1, 4 * SIM_MINUTE, false, &single_count);
    ck_assert_int_eq(count, 4);
    ck_assert_int_eq(single_count, 4);
    for (int32_t i = 0; i < count; i++) {
        ck_assert_double_gt(once[i].value, 2000);
        ck_assert_double_eq(twice[i].value, 2 * once[i].value);
    }
    show_end(&shown);
}
END_TEST

START_TEST(what_is_past_is_the_beginning_of_what_is_present) {
    Shown shown = show(BOARD(WIDGET("\"period\":\"60s\",", REQUESTS(""))), 8 * SIM_MINUTE);
    int32_t few, many;
    const SimPoint *points = sim_dashboard_points(shown.board, 0, 0, 5 * SIM_MINUTE, true, &few);
    double kept[8];
    for (int32_t i = 0; i < few; i++)
        kept[i] = points[i].value;
    points = sim_dashboard_points(shown.board, 0, 0, 8 * SIM_MINUTE, true, &many);
    ck_assert_int_gt(few, 0);
    ck_assert_int_gt(many, few);
    for (int32_t i = 0; i < few; i++)
        ck_assert_double_eq(points[i].value, kept[i]);
    show_end(&shown);
}
END_TEST

static void take_chart_period(void *context, const SimPeriod *period) {
    charts_period(context, period);
}

/// The window's charts of a dashboard after four minutes.
static void with_charts(const char *board, void (*judge)(const SceneChart *list, int32_t count)) {
    SimScenario *scenario = scenario_of(&(Sketch){.rate = "50/s", .top = board});
    SimWorld *world = sim_world_create(scenario, 0);
    SimViewer *viewer = sim_viewer_create();
    Charts *charts = charts_create(world, scenario, sim_viewer_look(viewer, world));
    SimSink sink = {.context = charts, .period = take_chart_period};
    for (SimTime now = SIM_SECOND; now <= 4 * SIM_MINUTE; now += SIM_SECOND) {
        sim_world_advance(world, now, INT64_MAX, &sink);
        charts_second(charts, sim_viewer_look(viewer, world));
    }
    int32_t count;
    const SceneChart *list = charts_list(charts, sim_viewer_look(viewer, world), -1, false, &count);
    judge(list, count);
    charts_destroy(charts);
    sim_viewer_destroy(viewer);
    sim_world_destroy(world);
    sim_scenario_release(scenario);
}

static void judge_stack(const SceneChart *list, int32_t count) {
    ck_assert_int_eq(count, 1);
    ck_assert(list[0].is_widget && list[0].widget.is_stacked);
    ck_assert_str_eq(list[0].title, "RequestCount");
    ck_assert_int_eq(list[0].series_count, 2);
    for (int32_t i = 0; i < 4; i++)
        ck_assert_double_eq(list[0].series[1].points[i].value,
                            2 * list[0].series[0].points[i].value);
    ck_assert(list[0].series[1].has_number);
    ck_assert_double_eq(list[0].series[1].number, list[0].series[0].number);
}

START_TEST(a_stacked_line_stands_upon_the_one_below_and_its_number_is_its_own) {
    with_charts(BOARD(WIDGET("\"period\":\"60s\",\"stacked\":true,",
                             REQUESTS("") "," REQUESTS(",\"label\":\"again\""))),
                judge_stack);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("dashboard");
    TCase *tests = tcase_create("runs");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_widget_ends_within_the_24_columns);
    tcase_add_test(tests, a_widget_is_six_by_six_unless_said);
    tcase_add_test(tests, widgets_without_a_place_take_the_next_free_one);
    tcase_add_test(tests, a_widgets_period_is_five_minutes_unless_said);
    tcase_add_test(tests, a_widget_of_seconds_takes_metrics_of_high_resolution);
    tcase_add_test(tests, a_widget_of_type_text_says_what_its_markdown_says);
    tcase_add_test(tests, a_gauge_needs_both_ends_of_its_scale);
    tcase_add_test(tests, the_period_that_is_not_over_is_not_drawn);
    tcase_add_test(tests, a_widget_draws_an_expression_over_metrics_that_it_hides);
    tcase_add_test(tests, what_is_past_is_the_beginning_of_what_is_present);
    tcase_add_test(tests, a_stacked_line_stands_upon_the_one_below_and_its_number_is_its_own);
    suite_add_tcase(suite, tests);
    return run_tests(suite);
}
