// A session with a real world: what is pressed is what is logged is what is replayed, and going
// back in time is exact.
#include "session_fixture.h"
#include "sim/export.h"
#include "sim/view.h"
#include "window/charts.h"

#include <math.h>

static SimScenario *scenario;
static char folder[64];

static void set_up(void) {
    scenario = session_scenario();
    make_directory(folder, sizeof folder);
}

static void tear_down(void) {
    sim_scenario_release(scenario);
    remove_directory(folder);
}

static Session *fly(const char *log) {
    SimError error = {0};
    SessionOptions options = {
        .scenario = scenario, .log_directory = log, .width = 1920, .height = 1080};
    Session *session = session_create(&options, &error);
    ck_assert_msg(session != NULL, "%s", error.text);
    return session;
}

static SimTime now(const Session *session) {
    return flight_now(session_flight(session));
}

static uint64_t hash(const Session *session) {
    return sim_world_hash(flight_world(session_flight(session)));
}

static const SimView *view(const Session *session) {
    return session_scene(session)->view;
}

static void play_for(Session *session, double seconds) {
    for (int i = 0; i < (int)(seconds * 60 + 0.5); i++)
        session_frame(session, 1.0 / 60);
}

static void arrive(Session *session) {
    while (session_is_seeking(session))
        session_frame(session, 1.0 / 60);
}

static void seek(Session *session, SimTime time) {
    session_seek(session, time);
    arrive(session);
    ck_assert_int_eq(now(session), time);
}

static void type(Session *session, const char *text) {
    UiEvent event = {.kind = UI_EVENT_TEXT};
    snprintf(event.text, sizeof event.text, "%s", text);
    session_event(session, &event);
}

static void press(Session *session, const char *name, int32_t modifiers) {
    UiEvent event = {.kind = UI_EVENT_KEY, .modifiers = modifiers};
    snprintf(event.text, sizeof event.text, "%s", name);
    session_event(session, &event);
}

static SimCommand *logged(int32_t *count) {
    size_t length;
    char *text = read_whole(folder, "commands.jsonl", &length);
    SimCommand *commands = NULL;
    SimError error = {0};
    ck_assert_msg(sim_command_log_read(text, (int64_t)length, &commands, count, &error), "%s",
                  error.text);
    free(text);
    return commands;
}

// The hash of a world that was never watched, given the commands of the log all at once.
static uint64_t headless_hash(SimTime until) {
    int32_t count;
    SimCommand *commands = logged(&count);
    SimWorld *world = sim_world_create(scenario, 0);
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(world, &commands[i], true, NULL));
    sim_world_advance(world, until, 0, NULL);
    uint64_t result = sim_world_hash(world);
    sim_world_destroy(world);
    free(commands);
    return result;
}

static void headless_export(const char *directory, SimTime until) {
    int32_t count;
    SimCommand *commands = logged(&count);
    SimWorld *world = sim_world_create(scenario, 0);
    for (int32_t i = 0; i < count; i++)
        ck_assert(sim_world_command(world, &commands[i], true, NULL));
    SimError error = {0};
    SimExportOptions options = sim_export_default(directory);
    SimExport *export = sim_export_create(world, &options, &error);
    ck_assert_msg(export != NULL, "%s", error.text);
    sim_world_advance(world, until, 0, sim_export_sink(export));
    sim_world_finish(world, sim_export_sink(export));
    ck_assert_msg(sim_export_finish(export, world, true, &error), "%s", error.text);
    sim_export_destroy(export);
    sim_world_destroy(world);
    free(commands);
}

START_TEST(an_untouched_session_is_the_headless_run) {
    Session *session = fly(folder);
    play_for(session, 3);
    ck_assert_int_gt(now(session), 2900 * SIM_MILLISECOND);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    session_destroy(session);
}
END_TEST

// Kills, picks an algorithm, shifts weights and more, as somebody would.
static void press_much(Session *session) {
    play_for(session, 2);
    type(session, "2"); // the focus is on the first group
    play_for(session, 1);
    press(session, "Enter", 0);
    type(session, "k");
    play_for(session, 3);
    type(session, " "); // paused: two commands in one instant
    session_frame(session, 0.1);
    type(session, "u");
    type(session, "s");
    type(session, ".");
    type(session, "]");
    type(session, " ");
    play_for(session, 2);
    type(session, "d");
    type(session, "b");
    play_for(session, 1);
}

START_TEST(what_is_pressed_is_logged_and_replays_to_the_same_hash) {
    Session *session = fly(folder);
    press_much(session);
    int32_t count;
    SimCommand *commands = logged(&count);
    ck_assert_int_eq(count, 7);
    ck_assert_int_eq(commands[0].kind, SIM_COMMAND_SET);
    ck_assert_int_eq(commands[1].kind, SIM_COMMAND_CRASH);
    ck_assert_int_eq(commands[2].at, commands[3].at);
    ck_assert_int_eq(commands[4].kind, SIM_COMMAND_SHIFT);
    ck_assert_int_eq(commands[6].kind, SIM_COMMAND_ROLLBACK);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    free(commands);
    session_destroy(session);
}
END_TEST

START_TEST(the_exported_files_are_those_of_a_headless_replay) {
    char here[64], there[64];
    make_directory(here, sizeof here);
    make_directory(there, sizeof there);
    Session *session = fly(folder);
    press_much(session);
    SimError error = {0};
    ck_assert_msg(session_export(session, here, &error), "%s", error.text);
    headless_export(there, now(session));
    assert_same_files(here, there);
    static const char *const pictures[] = {"charts.svg", "charts.png"};
    for (int i = 0; i < 2; i++) {
        size_t length;
        free(read_whole(here, pictures[i], &length));
        ck_assert_int_gt((int64_t)length, 10000);
    }
    session_destroy(session);
    remove_directory(here);
    remove_directory(there);
}
END_TEST

START_TEST(commands_at_the_start_and_at_full_speed_replay_too) {
    Session *session = fly(folder);
    type(session, " ");
    type(session, "5"); // at t = 0, before anything has happened
    type(session, " ");
    type(session, "*");
    session_begin(session, 1.0 / 60);
    for (int i = 0; i < 5; i++) // as many slices as a frame had time for
        session_work(session);
    session_end(session, 0);
    ck_assert_int_lt(now(session), 60 * SIM_SECOND);
    type(session, "]");
    session_frame(session, 1.0 / 60);
    ck_assert_int_eq(now(session), 60 * SIM_SECOND);
    ck_assert(session_scene(session)->is_finished);
    ck_assert(!session_scene(session)->is_playing);
    ck_assert_uint_eq(hash(session), headless_hash(60 * SIM_SECOND));
    session_destroy(session);
}
END_TEST

START_TEST(going_back_and_forth_is_exact) {
    Session *straight = fly(NULL), *wandering = fly(NULL);
    play_for(straight, 2);
    play_for(wandering, 2);
    type(straight, "3");
    type(wandering, "3");
    seek(straight, 17 * SIM_SECOND + 5);
    seek(wandering, 33 * SIM_SECOND);
    seek(wandering, SIM_SECOND); // before the command, which is still to come
    seek(wandering, 17 * SIM_SECOND + 5);
    ck_assert_uint_eq(hash(straight), hash(wandering));
    seek(wandering, 12 * SIM_SECOND);
    seek(wandering, 6 * SIM_SECOND);
    seek(wandering, 17 * SIM_SECOND + 5);
    ck_assert_uint_eq(hash(straight), hash(wandering));
    session_destroy(straight);
    session_destroy(wandering);
}
END_TEST

START_TEST(going_back_shows_the_past_as_it_was) {
    Session *session = fly(NULL);
    seek(session, 30 * SIM_SECOND);
    session_set_playing(session, false);
    Scene before = *session_frame(session, 0);
    double rate = before.rates.requests_rate, availability = before.rates.availability;
    int32_t marks = before.mark_count, points = before.charts[0].series[0].point_count;
    char value[32];
    snprintf(value, sizeof value, "%s", before.charts[1].value);
    seek(session, 45 * SIM_SECOND);
    int32_t marks_later = session_frame(session, 0)->mark_count;
    seek(session, 30 * SIM_SECOND);
    const Scene *after = session_frame(session, 0);
    ck_assert_double_eq(after->rates.requests_rate, rate);
    ck_assert_double_eq(after->rates.availability, availability);
    ck_assert_int_ge(after->mark_count, marks);
    ck_assert_int_eq(after->charts[0].series[0].point_count, points);
    ck_assert_str_eq(after->charts[1].value, value);
    seek(session, 45 * SIM_SECOND); // lived a second time: nothing is remembered twice
    ck_assert_int_eq(session_frame(session, 0)->mark_count, marks_later);
    ck_assert_int_gt(marks_later, marks);
    session_destroy(session);
}
END_TEST

START_TEST(a_command_in_the_past_takes_a_new_way_and_keeps_the_old_log) {
    Session *session = fly(folder);
    play_for(session, 1);
    type(session, "2");
    seek(session, 25 * SIM_SECOND);
    type(session, "]");
    seek(session, 30 * SIM_SECOND);
    seek(session, 10 * SIM_SECOND);
    type(session, "3");
    play_for(session, 1);
    int32_t count;
    SimCommand *commands = logged(&count);
    ck_assert_int_eq(count, 2);
    ck_assert_str_eq(commands[1].value, sim_algorithm(2).name);
    free(commands);
    size_t length;
    char *kept = read_whole(folder, "commands-1.jsonl", &length);
    ck_assert_ptr_nonnull(strstr(kept, "shift"));
    free(kept);
    seek(session, 26 * SIM_SECOND);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    ck_assert_int_eq(view(session)->releases[0].weight,
                     10); // the timeline's own, without the points of the other way
    session_destroy(session);
}
END_TEST

START_TEST(history_after_a_new_way_is_that_of_a_fresh_flight) {
    Session *forked = fly(folder), *fresh = fly(NULL);
    seek(forked, 30 * SIM_SECOND);
    seek(forked, 11 * SIM_SECOND);
    seek(fresh, 11 * SIM_SECOND);
    type(forked, "z"); // refused or not, both are asked the same
    type(fresh, "z");
    type(forked, "4");
    type(fresh, "4");
    seek(forked, 24 * SIM_SECOND);
    seek(fresh, 24 * SIM_SECOND);
    session_set_playing(forked, false);
    session_set_playing(fresh, false);
    const Scene *a = session_frame(forked, 0), *b = session_frame(fresh, 0);
    ck_assert_int_eq(a->mark_count, b->mark_count);
    for (int32_t i = 0; i < a->mark_count; i++)
        ck_assert_str_eq(a->marks[i].text, b->marks[i].text);
    for (int32_t i = 0; i < a->chart_count; i++) {
        ck_assert_str_eq(a->charts[i].value, b->charts[i].value);
        ck_assert_int_eq(a->charts[i].series[0].point_count, b->charts[i].series[0].point_count);
    }
    ck_assert_double_eq(a->rates.p99_s, b->rates.p99_s);
    session_destroy(forked);
    session_destroy(fresh);
}
END_TEST

START_TEST(a_single_step_executes_one_event_and_replays) {
    Session *session = fly(folder);
    play_for(session, 1);
    type(session, " ");
    int64_t before = sim_world_totals(flight_world(session_flight(session))).events;
    for (int i = 0; i < 50; i++)
        type(session, ".");
    ck_assert_int_eq(sim_world_totals(flight_world(session_flight(session))).events, before + 50);
    type(session, "]");
    type(session, " ");
    play_for(session, 1);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    session_destroy(session);
}
END_TEST

START_TEST(steps_across_a_second_are_remembered) {
    Session *session = fly(NULL);
    seek(session, SIM_SECOND - 20 * SIM_MILLISECOND);
    for (int i = 0; i < 4000 && now(session) < 3 * SIM_SECOND; i++)
        type(session, ".");
    ck_assert_int_ge(now(session), 3 * SIM_SECOND);
    const Scene *scene = session_frame(session, 0);
    ck_assert_int_ge(scene->charts[0].series[0].point_count, 2);
    session_destroy(session);
}
END_TEST

START_TEST(the_next_mark_is_the_timelines_step) {
    Session *session = fly(NULL);
    type(session, ">");
    arrive(session);
    ck_assert_int_ge(now(session), 20 * SIM_SECOND);
    ck_assert_int_le(now(session), 20 * SIM_SECOND + 50 * SIM_MILLISECOND);
    const Scene *scene = session_frame(session, 0);
    ck_assert_str_eq(scene->caption, "Ten percent go to green.");
    ck_assert_str_eq(scene->caption_step, "Step 1 of 2");
    type(session, ">");
    arrive(session);
    ck_assert_int_gt(now(session), 20 * SIM_SECOND);
    type(session, "<");
    type(session, "<");
    arrive(session);
    ck_assert_int_le(now(session), 20 * SIM_SECOND);
    session_destroy(session);
}
END_TEST

START_TEST(a_refusal_becomes_a_toast_and_nothing_is_logged) {
    Session *session = fly(folder);
    play_for(session, 0.5);
    uint64_t before = hash(session);
    type(session, "[");
    ck_assert_str_ne(session_frame(session, 0)->toast, "");
    type(session, "k"); // the focus is on a group
    ck_assert_ptr_nonnull(strstr(session_scene(session)->toast, "instance"));
    int32_t count;
    free(logged(&count));
    ck_assert_int_eq(count, 0);
    seek(session, now(session));
    ck_assert_uint_eq(hash(session), before);
    session_destroy(session);
}
END_TEST

START_TEST(the_speed_requested_and_the_speed_achieved_are_both_told) {
    Session *session = fly(NULL);
    for (int i = 0; i < 3; i++)
        type(session, "+");
    ck_assert_double_eq(session_frame(session, 0)->speed, 10);
    for (int i = 0; i < 60; i++) { // a machine that has only one slice a frame
        session_begin(session, 1.0 / 60);
        session_end(session, 1.0 / 60);
    }
    ck_assert_double_eq(session_scene(session)->speed_achieved, 0);
    play_for(session, 1);
    ck_assert_double_eq_tol(session_scene(session)->speed_achieved, 10, 0.5);
    session_destroy(session);
}
END_TEST

START_TEST(rates_are_the_engines_own_counts) {
    Session *session = fly(NULL);
    seek(session, 15 * SIM_SECOND);
    const Scene *scene = session_frame(session, 0);
    ck_assert_double_eq_tol(scene->rates.requests_rate, 90, 15);
    ck_assert_double_eq_tol(scene->rates.client_rate[0], 60, 12);
    ck_assert_double_ge(scene->rates.p99_s, 0.05);
    ck_assert_double_eq_tol(scene->rates.availability, 1, 0.02);
    ck_assert_double_eq_tol(scene->rates.record_share[0], 1, 1e-9);
    double sum = 0;
    for (int32_t i = 0; i < 60; i++)
        sum += isnan(scene->rates.client_spark[0][i]) ? 0 : (double)scene->rates.client_spark[0][i];
    ck_assert_double_eq_tol(sum, (double)view(session)->clients[0].born_total, 2);
    session_destroy(session);
}
END_TEST

START_TEST(errors_leave_badges_where_they_happen) {
    Session *session = fly(NULL);
    seek(session, 32 * SIM_SECOND);
    const Scene *scene = session_frame(session, 0);
    int32_t errors = 0;
    for (int32_t i = 0; i < scene->badge_count; i++)
        ck_assert(scene->badges[i].shape == SCENE_DOT_DROPPED || scene->badges[i].status >= 500 ||
                  scene->badges[i].place.kind == SIM_PLACE_NODE);
    for (int32_t i = 0; i < scene->badge_count; i++)
        if (scene->badges[i].status == 500 && scene->badges[i].place.kind == SIM_PLACE_INSTANCE) {
            const SimViewInstance *at = &view(session)->instances[scene->badges[i].place.index];
            ck_assert_str_eq(at->launch, "v2");
            errors += scene->badges[i].count;
        }
    ck_assert_int_gt(errors, 10); // about 8 % of 84/s go to green, half of them fail, over 10 s
    ck_assert_int_lt(errors, 100);
    session_destroy(session);
}
END_TEST

START_TEST(cloudwatch_is_late_by_one_to_two_minutes_and_the_same_each_time) {
    SimTime end = 5 * SIM_MINUTE, at = sim_published(1, "RequestCount", SIM_MINUTE, end);
    ck_assert_int_ge(at, end + 60 * SIM_SECOND);
    ck_assert_int_lt(at, end + 120 * SIM_SECOND);
    ck_assert_int_eq(at, sim_published(1, "RequestCount", SIM_MINUTE, end));
    ck_assert_int_ne(at - end, sim_published(1, "RequestCount", SIM_MINUTE, end + SIM_MINUTE) -
                                   end - SIM_MINUTE);
    ck_assert_int_ne(at, sim_published(1, "HTTPCode_ELB_5XX_Count", SIM_MINUTE, end));
}
END_TEST

START_TEST(dots_are_on_the_map_in_flow_and_literal_mode) {
    Session *session = fly(NULL);
    play_for(session, 6);
    const Scene *scene = session_scene(session);
    ck_assert(!scene->is_literal);
    ck_assert_int_gt(scene->dot_count, 10);
    ck_assert_int_gt(scene->dot_weight, 1);
    for (int32_t i = 0; i < scene->dot_count; i++) {
        ck_assert_float_ge(scene->dots[i].x, 0);
        ck_assert_float_le(scene->dots[i].x, 1920);
    }
    for (int i = 0; i < 4; i++)
        type(session, "-");
    type(session, "m");
    play_for(session, 6);
    ck_assert(scene->is_literal);
    ck_assert_int_eq(scene->dot_weight, 1);
    ck_assert_int_gt(scene->dot_count, 1);
    session_destroy(session);
}
END_TEST

START_TEST(the_first_three_requests_are_told_in_slow_motion_then_it_flows) {
    SessionOptions options = {.scenario = scenario, .has_intro = true};
    Session *session = session_create(&options, NULL);
    const Scene *scene = session_scene(session);
    bool has_spoken_of_city = false, has_spoken_of_answer = false;
    int32_t dots_max = 0, frames = 0;
    while (scene->speed < 1 && frames++ < 60 * 60) {
        session_frame(session, 1.0 / 60);
        has_spoken_of_city = has_spoken_of_city || strstr(scene->caption, "A request from") != NULL;
        has_spoken_of_answer = has_spoken_of_answer || strstr(scene->caption, "answer") != NULL;
        if (scene->speed < 1) dots_max = scene->dot_count > dots_max ? scene->dot_count : dots_max;
        ck_assert(scene->is_literal || scene->speed >= 1);
    }
    ck_assert(has_spoken_of_city);
    ck_assert(has_spoken_of_answer);
    ck_assert_int_ge(dots_max, 1);
    ck_assert_int_le(dots_max, 3);
    ck_assert_int_lt(frames, 60 * 46);
    play_for(session, 1);
    ck_assert(!scene->is_literal);
    ck_assert_ptr_nonnull(strstr(scene->caption, "flows"));
    play_for(session, 6);
    ck_assert_str_eq(scene->caption, "");
    session_destroy(session);
}
END_TEST

static bool has_hint(const Scene *scene, const char *key) {
    for (int32_t i = 0; i < scene->hint_count; i++)
        if (strcmp(scene->hints[i].key, key) == 0) return true;
    return false;
}

START_TEST(hints_show_only_keys_that_work) {
    Session *session = fly(NULL);
    const Scene *scene = session_frame(session, 0.1);
    ck_assert(has_hint(scene, "a"));
    ck_assert(has_hint(scene, "]"));
    ck_assert(!has_hint(scene, "[")); // nothing goes to the new version yet
    ck_assert(!has_hint(scene, "k")); // a group cannot be killed
    ck_assert(!has_hint(scene, "u"));
    press(session, "Enter", 0);
    session_frame(session, 0.1);
    ck_assert(has_hint(scene, "k"));
    type(session, "k");
    play_for(session, 0.2);
    ck_assert(has_hint(scene, "u"));
    seek(session, 60 * SIM_SECOND);
    session_frame(session, 0.1);
    ck_assert(!has_hint(scene, "k"));
    ck_assert(!has_hint(scene, "Space"));
    ck_assert(has_hint(scene, "c"));
    session_destroy(session);
}
END_TEST

START_TEST(a_zone_loses_power_and_gets_it_back) {
    Session *session = fly(folder);
    play_for(session, 0.5);
    for (int i = 0; i < 60 && session_scene(session)->focus.kind != SCENE_TARGET_ZONE; i++)
        press(session, "Tab", 0);
    ck_assert_int_eq(session_scene(session)->focus.kind, SCENE_TARGET_ZONE);
    int32_t zone = session_scene(session)->focus.index;
    type(session, "z");
    play_for(session, 0.5);
    ck_assert(!view(session)->zones[zone].has_power);
    type(session, "z");
    ck_assert_ptr_nonnull(strstr(session_scene(session)->toast, "already"));
    type(session, "u");
    play_for(session, 0.5);
    ck_assert(view(session)->zones[zone].has_power);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    session_destroy(session);
}
END_TEST

START_TEST(faults_of_an_instance_come_and_go) {
    Session *session = fly(folder);
    press(session, "Enter", 0); // from the group to its first instance
    int32_t instance = session_scene(session)->focus.place.index;
    static const struct {
        const char *key;
        SimCommandKind kind;
    } faults[] = {{"h", SIM_COMMAND_HANG},
                  {"s", SIM_COMMAND_SLOW},
                  {"y", SIM_COMMAND_ERRORS},
                  {"k", SIM_COMMAND_CRASH}};
    for (int i = 0; i < 4; i++) {
        type(session, faults[i].key);
        play_for(session, 0.2);
        const SimViewInstance *it = &view(session)->instances[instance];
        bool is_ill =
            it->state != SIM_INSTANCE_RUNNING || it->slow_factor > 1 || it->error_share > 0;
        ck_assert_msg(is_ill, "%s did nothing", faults[i].key);
        type(session, "u");
        play_for(session, 0.2);
        it = &view(session)->instances[instance];
        ck_assert_int_eq(it->state, SIM_INSTANCE_RUNNING);
        ck_assert_double_eq(it->slow_factor, 1);
        ck_assert_double_eq(it->error_share, 0);
    }
    int32_t count;
    SimCommand *commands = logged(&count);
    ck_assert_int_eq(count, 8);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(commands[2 * i].kind, faults[i].kind);
        ck_assert_int_eq(commands[2 * i + 1].kind, SIM_COMMAND_RECOVER);
    }
    free(commands);
    ck_assert_uint_eq(hash(session), headless_hash(now(session)));
    session_destroy(session);
}
END_TEST

START_TEST(a_key_map_of_ones_own_is_used) {
    char path[100];
    snprintf(path, sizeof path, "%s/keys.csv", folder);
    FILE *file = fopen(path, "w");
    fputs("action,keys\nplay,p\n", file);
    fclose(file);
    SessionOptions options = {.scenario = scenario, .keys_file = path};
    Session *session = session_create(&options, NULL);
    type(session, " ");
    ck_assert(session_frame(session, 0)->is_playing);
    type(session, "p");
    ck_assert(!session_frame(session, 0)->is_playing);
    ck_assert_str_eq(session_scene(session)->hints[0].key, "p");
    session_destroy(session);
}
END_TEST

START_TEST(the_mouse_does_what_keys_do) {
    Session *session = fly(NULL);
    session_frame(session, 0.1);
    const Scene *scene = session_scene(session);
    bool was_clicked = false;
    for (float x = 10; x < 600 && !was_clicked;
         x += 5) { // somewhere in the line of hints stands "pause"
        UiEvent move = {.kind = UI_EVENT_MOUSE_MOVE, .x = x, .y = 1060};
        session_event(session, &move);
        if (scene->hover.kind != SCENE_TARGET_KEY ||
            strcmp(scene->hints[scene->hover.index].word, "pause") != 0)
            continue;
        move.kind = UI_EVENT_MOUSE_DOWN;
        session_event(session, &move);
        was_clicked = true;
    }
    ck_assert(was_clicked);
    ck_assert(!session_frame(session, 0)->is_playing);
    session_destroy(session);
}
END_TEST

START_TEST(a_log_given_at_the_start_is_flown_again) {
    Session *session = fly(folder);
    press_much(session);
    SimTime until = now(session);
    uint64_t expected = hash(session);
    int32_t count;
    SimCommand *commands = logged(&count);
    session_destroy(session);
    SessionOptions options = {.scenario = scenario, .commands = commands, .command_count = count};
    Session *again = session_create(&options, NULL);
    seek(again, until);
    ck_assert_uint_eq(hash(again), expected);
    session_destroy(again);
    free(commands);
}
END_TEST

START_TEST(wishes_are_handed_to_the_owner_of_the_window) {
    Session *session = fly(NULL);
    type(session, "c");
    press(session, "F12", 0);
    press(session, "F11", 0);
    press(session, "q", UI_CTRL);
    ck_assert_int_eq(session_take_wish(session), SESSION_WISH_EXPORT);
    ck_assert_int_eq(session_take_wish(session), SESSION_WISH_PICTURE);
    ck_assert_int_eq(session_take_wish(session), SESSION_WISH_FULL_SCREEN);
    ck_assert_int_eq(session_take_wish(session), SESSION_WISH_QUIT);
    ck_assert_int_eq(session_take_wish(session), SESSION_WISH_NONE);
    session_destroy(session);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("session");
    TCase *tests = tcase_create("session");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_untouched_session_is_the_headless_run);
    tcase_add_test(tests, what_is_pressed_is_logged_and_replays_to_the_same_hash);
    tcase_add_test(tests, the_exported_files_are_those_of_a_headless_replay);
    tcase_add_test(tests, commands_at_the_start_and_at_full_speed_replay_too);
    tcase_add_test(tests, going_back_and_forth_is_exact);
    tcase_add_test(tests, going_back_shows_the_past_as_it_was);
    tcase_add_test(tests, a_command_in_the_past_takes_a_new_way_and_keeps_the_old_log);
    tcase_add_test(tests, history_after_a_new_way_is_that_of_a_fresh_flight);
    tcase_add_test(tests, a_single_step_executes_one_event_and_replays);
    tcase_add_test(tests, steps_across_a_second_are_remembered);
    tcase_add_test(tests, the_next_mark_is_the_timelines_step);
    tcase_add_test(tests, a_refusal_becomes_a_toast_and_nothing_is_logged);
    tcase_add_test(tests, the_speed_requested_and_the_speed_achieved_are_both_told);
    tcase_add_test(tests, rates_are_the_engines_own_counts);
    tcase_add_test(tests, errors_leave_badges_where_they_happen);
    tcase_add_test(tests, cloudwatch_is_late_by_one_to_two_minutes_and_the_same_each_time);
    tcase_add_test(tests, dots_are_on_the_map_in_flow_and_literal_mode);
    tcase_add_test(tests, the_first_three_requests_are_told_in_slow_motion_then_it_flows);
    tcase_add_test(tests, hints_show_only_keys_that_work);
    tcase_add_test(tests, a_zone_loses_power_and_gets_it_back);
    tcase_add_test(tests, faults_of_an_instance_come_and_go);
    tcase_add_test(tests, a_key_map_of_ones_own_is_used);
    tcase_add_test(tests, the_mouse_does_what_keys_do);
    tcase_add_test(tests, a_log_given_at_the_start_is_flown_again);
    tcase_add_test(tests, wishes_are_handed_to_the_owner_of_the_window);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
