// What is pressed. A flat dispatch: playback is the session's own; orders become commands to the
// world, which may refuse them with a reason; what only the owner of the window can do becomes a
// wish.
#include <math.h>
#include <stdio.h>

#include "window/layout.h"
#include "window/orders.h"
#include "window/session_state.h"

static const double speeds[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1,
                                2,     5,     10,    20,   50,   100,  200, 500, 1000};
enum { SPEED_COUNT = sizeof speeds / sizeof *speeds };
static const SimTime skip = 10 * SIM_SECOND;
static const double step_settle_s = 0.4;

// ---- speed and time

static void change_speed(Session *session, int32_t step) {
    session_end_intro(session);
    int32_t at = 0;
    while (at + 1 < SPEED_COUNT && speeds[at + 1] <= session->speed * 1.0001)
        at++;
    if (isinf(session->speed)) at = SPEED_COUNT;
    at += step;
    session->speed = at < 0 ? speeds[0] : at >= SPEED_COUNT ? (double)INFINITY : speeds[at];
}

static void set_speed(Session *session, double speed) {
    session_end_intro(session);
    session->speed = speed;
}

static bool is_ended(const Session *session) {
    return flight_now(session->flight) >= flight_duration(session->flight);
}

static void toggle_play(Session *session) {
    if (!is_ended(session)) {
        session->is_playing = !session->is_playing;
        return;
    }
    char back[32], export[32];
    key_map_label(&session->keys, ACTION_BACK, back, sizeof back);
    key_map_label(&session->keys, ACTION_EXPORT, export, sizeof export);
    session_toast(session, "The run has ended. %s goes back in time, %s writes its files.",
                  back[0] ? back : "The timeline", export[0] ? export : "the export");
}

// One event: whole seconds without any are passed over, but remembered.
static void step_event(Session *session) {
    session->is_playing = false;
    session->seek = -1;
    SimTime duration = flight_duration(session->flight);
    while (!is_ended(session) && session_advance(session, duration, 1) == 0)
        ;
    session->settle_s = step_settle_s;
    session_look(session);
}

static SimTime next_known_mark(const Session *session) {
    SimTime now = flight_now(session->flight), next = flight_duration(session->flight);
    const SimScenario *scenario = flight_scenario(session->flight);
    for (int32_t i = 0; i < sim_scenario_info(scenario)->step_count; i++) {
        SimTime at = sim_scenario_step(scenario, i).at;
        next = at > now && at < next ? at : next;
    }
    int32_t count;
    const SceneMark *marks = history_marks(session->history, &count);
    for (int32_t i = 0; i < count; i++)
        next = marks[i].time > now && marks[i].time < next ? marks[i].time : next;
    return next;
}

static SimTime previous_mark(const Session *session) {
    // A mark that has only just passed is the one somebody stands on.
    SimTime before = flight_now(session->flight) - SIM_SECOND / 2, previous = 0;
    int32_t count;
    const SceneMark *marks = history_marks(session->history, &count);
    for (int32_t i = 0; i < count; i++)
        previous = marks[i].time < before && marks[i].time > previous ? marks[i].time : previous;
    return previous;
}

static void jump_to_mark(Session *session) {
    session_seek(session, next_known_mark(session));
    session->is_jumping = true;
}

// ---- focus

static void move_focus(Session *session, int32_t step) {
    session->scene.focus = layout_next(session->layout, session->view, session->scene.focus, step);
}

static void point_focus(Session *session, int32_t dx, int32_t dy) {
    Scene *scene = &session->scene;
    if (scene->overlay == SCENE_OVERLAY_ALGORITHMS && dy != 0) {
        int32_t count = sim_algorithm_count();
        scene->overlay_choice = (scene->overlay_choice + dy + count) % count;
    } else if (scene->overlay == SCENE_OVERLAY_NONE) {
        scene->focus = layout_towards(session->layout, session->view, scene->focus, dx, dy);
    }
}

static bool has_place(const Session *session, SimPlaceKind kind) {
    const SceneTarget *focus = &session->scene.focus;
    return focus->kind == SCENE_TARGET_PLACE && focus->place.kind == kind;
}

static void focus_place(Session *session, SimPlaceKind kind, int32_t index) {
    session->scene.focus = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {kind, index}};
}

static void go_in(Session *session) {
    const SimView *view = session->view;
    int32_t index = session->scene.focus.place.index;
    for (int32_t i = 0; i < view->instance_count; i++) {
        const SimViewInstance *it = &view->instances[i];
        bool is_in_group = has_place(session, SIM_PLACE_GROUP) && it->first_group == index;
        bool is_in_zone = session->scene.focus.kind == SCENE_TARGET_ZONE &&
                          it->zone == session->scene.focus.index;
        if (!it->is_absent && (is_in_group || is_in_zone)) {
            focus_place(session, SIM_PLACE_INSTANCE, i);
            return;
        }
    }
    if (has_place(session, SIM_PLACE_RULE) && view->rules[index].forward_count > 0)
        focus_place(session, SIM_PLACE_GROUP,
                    view->forwards[view->rules[index].first_forward].group);
}

static void go_out(Session *session) {
    Scene *scene = &session->scene;
    int32_t group = order_group(session->view, scene->focus);
    if (scene->overlay != SCENE_OVERLAY_NONE)
        scene->overlay = SCENE_OVERLAY_NONE;
    else if (has_place(session, SIM_PLACE_INSTANCE) && group >= 0)
        focus_place(session, SIM_PLACE_GROUP, group);
    else
        scene->focus = (SceneTarget){.kind = SCENE_TARGET_NONE};
}

// ---- orders

static void keep_in_log(Session *session, bool has_forked) {
    int32_t count, given;
    const SimCommand *tape = flight_tape(session->flight, &count, &given);
    SimError error;
    if (session->log == NULL) return;
    bool is_kept = has_forked ? flight_log_fork(session->log, tape, count, &error)
                              : flight_log_keep(session->log, tape, count, &error);
    if (!is_kept) session_toast(session, "%s", error.text);
}

static void command(Session *session, const SimCommand *order) {
    SimError error = {0};
    bool has_forked = false;
    if (session_is_seeking(session)) {
        session_toast(session, "Wait until the flight is where you sent it.");
        return;
    }
    if (!flight_command(session->flight, order, &has_forked, &error)) {
        session_toast(session, "%s", error.text);
        return;
    }
    char words[160];
    order_describe(order, words, sizeof words);
    session_toast(session, has_forked ? "%s. Time takes a new way from here." : "%s.", words);
    if (has_forked) session_relive(session);
    keep_in_log(session, has_forked);
    session_look(session);
}

static void order(Session *session, Action action) {
    SimCommand made;
    SimError reason = {0};
    if (order_make(action, session->view, session->scene.focus, &made, &reason))
        command(session, &made);
    else
        session_toast(session, "%s", reason.text);
    if (session->scene.overlay == SCENE_OVERLAY_ALGORITHMS)
        session->scene.overlay = SCENE_OVERLAY_NONE;
}

static void open_algorithms(Session *session) {
    int32_t group = order_group(session->view, session->scene.focus);
    if (group < 0) {
        session_toast(session, "Focus a target group first, then choose its algorithm.");
        return;
    }
    session->scene.overlay_choice = session->view->groups[group].algorithm;
    session->scene.overlay = SCENE_OVERLAY_ALGORITHMS;
}

static void enter(Session *session) {
    if (session->scene.overlay == SCENE_OVERLAY_ALGORITHMS)
        order(session, (Action)(ACTION_ALGORITHM_1 + session->scene.overlay_choice));
    else if (session->scene.overlay == SCENE_OVERLAY_HELP)
        session->scene.overlay = SCENE_OVERLAY_NONE;
    else
        go_in(session);
}

// ---- the rest

static void toggle_overlay(Session *session, SceneOverlay overlay) {
    session->scene.overlay = session->scene.overlay == overlay ? SCENE_OVERLAY_NONE : overlay;
}

static void toggle_mode(Session *session) {
    session_end_intro(session);
    session->wants_literal = !session->wants_literal;
    session_begin(session, 0);
    if (session->wants_literal && !dots_is_literal(session->dots))
        session_toast(session, "Too many requests a second to draw each one: slow down first.");
}

static void turn_page(Session *session) {
    int32_t pages = layout_panel_pages(session->layout, &session->scene);
    session->scene.chart_page = (session->scene.chart_page + 1) % pages;
}

static void toggle_delay(Session *session) {
    session->hides_delay = !session->hides_delay;
    session_toast(session,
                  session->hides_delay
                      ? "CloudWatch's datapoints stand at the end of their minute."
                      : "CloudWatch's datapoints stand where they appear: a minute or two later.");
}

static void press_playback(Session *session, Action action) {
    switch (action) {
    case ACTION_PLAY:
        toggle_play(session);
        break;
    case ACTION_STEP:
        step_event(session);
        break;
    case ACTION_FASTER:
    case ACTION_SLOWER:
        change_speed(session, action == ACTION_FASTER ? 1 : -1);
        break;
    case ACTION_SPEED_ONE:
        set_speed(session, 1);
        break;
    case ACTION_SPEED_MAX:
        set_speed(session, (double)INFINITY);
        break;
    case ACTION_BACK:
        session_seek(session, flight_now(session->flight) - skip);
        break;
    case ACTION_FORWARD:
        session_seek(session, flight_now(session->flight) + skip);
        break;
    case ACTION_NEXT_MARK:
        jump_to_mark(session);
        break;
    default:
        session_seek(session, previous_mark(session));
    }
}

static void press_focus(Session *session, Action action) {
    switch (action) {
    case ACTION_FOCUS_NEXT:
        move_focus(session, 1);
        break;
    case ACTION_FOCUS_PREVIOUS:
        move_focus(session, -1);
        break;
    case ACTION_FOCUS_LEFT:
    case ACTION_FOCUS_RIGHT:
        point_focus(session, action == ACTION_FOCUS_LEFT ? -1 : 1, 0);
        break;
    case ACTION_FOCUS_UP:
    case ACTION_FOCUS_DOWN:
        point_focus(session, 0, action == ACTION_FOCUS_UP ? -1 : 1);
        break;
    case ACTION_ENTER:
        enter(session);
        break;
    default:
        go_out(session);
    }
}

static void press_view(Session *session, Action action) {
    switch (action) {
    case ACTION_ALGORITHMS:
        open_algorithms(session);
        break;
    case ACTION_MODE:
        toggle_mode(session);
        break;
    case ACTION_CHARTS:
        turn_page(session);
        break;
    case ACTION_DELAY:
        toggle_delay(session);
        break;
    case ACTION_HELP:
        toggle_overlay(session, SCENE_OVERLAY_HELP);
        break;
    case ACTION_EXPORT:
        session_wish(session, SESSION_WISH_EXPORT);
        break;
    case ACTION_PICTURE:
        session_wish(session, SESSION_WISH_PICTURE);
        break;
    case ACTION_FULL_SCREEN:
        session_wish(session, SESSION_WISH_FULL_SCREEN);
        break;
    case ACTION_QUIT:
        session_wish(session, SESSION_WISH_QUIT);
        break;
    default:
        break;
    }
}

void session_press(Session *session, Action action) {
    if (action == ACTION_NONE) return;
    session_look(session);
    if (order_is_one(action))
        order(session, action);
    else if (action <= ACTION_PREVIOUS_MARK)
        press_playback(session, action);
    else if (action <= ACTION_ESCAPE)
        press_focus(session, action);
    else
        press_view(session, action);
}

// ---- events

static void click(Session *session, SceneTarget target) {
    Scene *scene = &session->scene;
    if (scene->overlay != SCENE_OVERLAY_NONE) {
        scene->overlay = SCENE_OVERLAY_NONE;
        return;
    }
    if (target.kind == SCENE_TARGET_KEY && target.index < scene->hint_count)
        session_press(session, session->hint_actions[target.index]);
    else if (target.kind == SCENE_TARGET_PLACE || target.kind == SCENE_TARGET_ZONE)
        scene->focus = target;
    else if (target.kind == SCENE_TARGET_TIMELINE || target.kind == SCENE_TARGET_MARK)
        session_seek(session, target.time);
}

static void hover(Session *session, float x, float y) {
    Scene *scene = &session->scene;
    scene->hover_x = x;
    scene->hover_y = y;
    scene->hover = layout_hit(session->layout, scene, x, y);
    scene->cursor = scene->hover.kind == SCENE_TARGET_CHART ? scene->hover.time : -1;
}

static void turn_wheel(Session *session, float notches) {
    SceneTargetKind over = session->scene.hover.kind;
    if (over == SCENE_TARGET_TIMELINE || over == SCENE_TARGET_MARK || over == SCENE_TARGET_CHART)
        session_seek(session,
                     flight_now(session->flight) + (SimTime)((double)notches * (double)skip));
    else
        change_speed(session, notches > 0 ? 1 : -1);
}

// Held keys repeat where that is what one wants of them.
static bool may_repeat(Action action) {
    return action == ACTION_STEP || (action >= ACTION_FASTER && action <= ACTION_SLOWER) ||
           action == ACTION_BACK || action == ACTION_FORWARD ||
           (action >= ACTION_FOCUS_NEXT && action <= ACTION_FOCUS_DOWN);
}

static void press_key(Session *session, const UiEvent *event) {
    Action action = key_map_find(&session->keys, event);
    if (!event->is_repeat || may_repeat(action)) session_press(session, action);
}

void session_event(Session *session, const UiEvent *event) {
    switch (event->kind) {
    case UI_EVENT_TEXT:
    case UI_EVENT_KEY:
        press_key(session, event);
        break;
    case UI_EVENT_MOUSE_MOVE:
        hover(session, event->x, event->y);
        break;
    case UI_EVENT_MOUSE_DOWN:
        hover(session, event->x, event->y);
        click(session, session->scene.hover);
        break;
    case UI_EVENT_MOUSE_LEAVE:
        session->scene.hover = (SceneTarget){.kind = SCENE_TARGET_NONE};
        session->scene.cursor = -1;
        break;
    case UI_EVENT_WHEEL:
        turn_wheel(session, event->wheel);
        break;
    case UI_EVENT_RESIZE:
        session->width = event->x;
        session->height = event->y;
        layout_update(session->layout, session->view, session->width, session->height);
        break;
    case UI_EVENT_QUIT:
        session_wish(session, SESSION_WISH_QUIT);
        break;
    case UI_EVENT_NONE:
        break;
    }
}
