// Time. A frame has a goal; work goes towards it in slices that stop at each whole second, where
// history and charts take their samples. Going back is a rewind and then the same work at full
// speed. While it hurries, hops feed the badges but not the dots: what passes by in a blink is not
// shown as if it travelled.
#include "window/session_state.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "window/captions.h"
#include "window/grow.h"
#include "window/recorder.h"

static const double literal_rate_max =
    40; // requests a second of viewing time that an eye can tell apart
static const double toast_s = 4;
static const double intro_s_max = 45;
static const double caption_s_least = 1.2;
static const double after_intro_s = 6;
static const SimTime jump_step = 50 * SIM_MILLISECOND;

// ---- listening

static void take_period(void *context, const SimPeriod *period) {
    Session *session = context;
    history_period(session->history, period);
    charts_period(session->charts, period);
}

static void take_incident(void *context, const SimIncident *incident) {
    Session *session = context;
    history_incident(session->history, flight_incident_count(session->flight), incident);
}

static void take_hop(void *context, const SimHop *hop) {
    Session *session = context;
    badges_hop(session->badges, hop);
    if (session->seek < 0) dots_hop(session->dots, hop);
}

void session_look(Session *session) {
    session->view = sim_viewer_look(session->viewer, flight_world(session->flight));
}

static void take_second(Session *session) {
    session_look(session);
    history_second(session->history, session->view);
    charts_second(session->charts, session->view);
}

int64_t session_advance(Session *session, SimTime until, int64_t max_events) {
    SimSink sink = {
        .context = session, .period = take_period, .incident = take_incident, .hop = take_hop};
    SimTime second = history_next_second(session->history);
    SimTime stop = until < second ? until : second;
    int64_t executed;
    bool is_reached = flight_advance(session->flight, stop, max_events, &sink, &executed);
    if (is_reached && stop == second) take_second(session);
    return executed;
}

// ---- reliving

static void relive_seconds(const Session *session, Recorder *recorder, SimWorld *world) {
    int32_t count, given = 0, all;
    const SimCommand *tape = flight_tape(session->flight, &count, &all);
    SimTime now = flight_now(session->flight);
    for (SimTime t = SIM_SECOND; t <= now; t += SIM_SECOND) {
        flight_replay(world, tape, all, &given, t, recorder_sink(recorder), NULL);
        recorder_second(recorder, world);
    }
    flight_replay(world, tape, all, &given, now, recorder_sink(recorder), NULL);
}

void session_relive(Session *session) {
    history_destroy(session->history);
    charts_destroy(session->charts);
    SimWorld *world = sim_world_create(flight_scenario(session->flight),
                                       sim_world_seed(flight_world(session->flight)));
    Recorder *recorder = recorder_create(world, NULL);
    relive_seconds(session, recorder, world);
    recorder_release(recorder, &session->history, &session->charts);
    recorder_destroy(recorder);
    sim_world_destroy(world);
}

// ---- life

static bool open_inputs(Session *session, const SessionOptions *options, SimError *error) {
    session->keys = key_map_default();
    if (options->keys_file != NULL && !key_map_load(&session->keys, options->keys_file, error))
        return false;
    if (options->log_directory == NULL) return true;
    session->log =
        flight_log_open(options->log_directory, options->commands, options->command_count, error);
    return session->log != NULL;
}

static SceneTarget first_focus(const SimView *view) {
    SceneTarget focus = {.kind = SCENE_TARGET_NONE};
    if (view->group_count > 0)
        focus = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_GROUP, 0}};
    else if (view->instance_count > 0)
        focus = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_INSTANCE, 0}};
    return focus;
}

static void say(Intro *intro, const char *sentence) {
    if (sentence[0] == '\0' || strcmp(sentence, intro->caption) == 0) return;
    snprintf(intro->caption, sizeof intro->caption, "%s", sentence);
    intro->said_s = 0;
}

static void begin_intro(Session *session) {
    session->intro.is_on = true;
    session->wants_literal = true;
    session->speed = session_intro_speed;
    dots_set_literal(session->dots, true);
    dots_set_limit(session->dots, 1);
}

void session_end_intro(Session *session) {
    if (!session->intro.is_on) return;
    session->intro.is_on = false;
    session->intro.after_s = after_intro_s;
    say(&session->intro, "Now it flows: a dot stands for several requests, as the legend says.");
    session->wants_literal = false;
    session->speed = 1;
    dots_set_limit(session->dots, -1);
    dots_set_literal(session->dots, false);
}

static void begin_watching(Session *session, const SessionOptions *options) {
    session->viewer = sim_viewer_create();
    session_look(session);
    session->history = history_create(flight_world(session->flight), session->view);
    session->charts =
        charts_create(flight_world(session->flight), options->scenario, session->view);
    session->badges = badges_create();
    session->dots = dots_create();
    session->layout = layout_create();
    take_second(session);
    session->scene.focus = first_focus(session->view);
    if (options->has_intro) begin_intro(session);
}

Session *session_create(const SessionOptions *options, SimError *error) {
    SIM_ASSERT(options != NULL && options->scenario != NULL);
    Session *session = grow_zeroed(1, sizeof *session);
    if (!open_inputs(session, options, error)) {
        free(session);
        return NULL;
    }
    session->flight =
        flight_create(options->scenario, options->seed, options->commands, options->command_count);
    session->width = options->width > 0 ? options->width : 1920;
    session->height = options->height > 0 ? options->height : 1080;
    session->is_playing = true;
    session->speed = 1;
    session->seek = -1;
    session->achieved = -1;
    session->scene.cursor = -1;
    begin_watching(session, options);
    session_end(session, 0);
    return session;
}

bool session_keep_log(Session *session, SimError *error) {
    int32_t count, given;
    const SimCommand *tape = flight_tape(session->flight, &count, &given);
    return session->log == NULL || flight_log_keep(session->log, tape, count, error);
}

void session_destroy(Session *session) {
    if (session == NULL) return;
    flight_log_close(session->log);
    layout_destroy(session->layout);
    dots_destroy(session->dots);
    badges_destroy(session->badges);
    charts_destroy(session->charts);
    history_destroy(session->history);
    sim_viewer_destroy(session->viewer);
    flight_destroy(session->flight);
    free(session);
}

// ---- going

void session_seek(Session *session, SimTime time) {
    SimTime duration = flight_duration(session->flight);
    session->seek = time < 0 ? 0 : time > duration ? duration : time;
    session->is_jumping = false;
    session_end_intro(session);
    dots_clear(session->dots);
    if (session->seek >= flight_now(session->flight)) return;
    badges_clear(session->badges);
    flight_rewind(session->flight, session->seek);
    session_look(session);
}

bool session_is_seeking(const Session *session) {
    return session->seek >= 0;
}

void session_set_playing(Session *session, bool is_playing) {
    session->is_playing = is_playing;
}

void session_set_speed(Session *session, double speed) {
    SIM_ASSERT(speed > 0);
    session->speed = speed;
}

static double arrivals(const Session *session) {
    double rate = 0;
    for (int32_t i = 0; i < session->view->client_count; i++)
        rate += session->view->clients[i].rate;
    return rate;
}

static bool can_be_literal(const Session *session) {
    return session->intro.is_on ||
           (isfinite(session->speed) && arrivals(session) * session->speed <= literal_rate_max);
}

static SimTime frame_goal(const Session *session) {
    SimTime now = flight_now(session->flight), duration = flight_duration(session->flight);
    if (session->seek >= 0) return session->seek;
    if (!session->is_playing) return now;
    double gain = session->frame_s * session->speed * 1e9;
    return gain < (double)(duration - now) ? now + (SimTime)llround(gain) : duration;
}

// Until somebody asks for something there is nothing to watch: the intro hurries to the next birth.
static void hurry_to_birth(Session *session) {
    int64_t begun = dots_begun(session->dots);
    for (int32_t i = 0; i < 20000 && dots_begun(session->dots) == begun; i++)
        if (session_advance(session, flight_duration(session->flight), 1) == 0 &&
            flight_now(session->flight) >= flight_duration(session->flight))
            break;
}

static void lead_intro(Session *session) {
    Intro *intro = &session->intro;
    if (!intro->is_on || !session->is_playing) return;
    intro->viewed_s += session->frame_s;
    int64_t limit = intro->viewed_s < 4 ? 1 : intro->viewed_s < 8 ? 2 : 3;
    bool is_over = dots_begun(session->dots) >= 3 && dots_alive(session->dots) == 0;
    if (is_over || intro->viewed_s > intro_s_max) {
        session_end_intro(session);
        return;
    }
    dots_set_limit(session->dots, limit);
    if (dots_alive(session->dots) == 0 && dots_begun(session->dots) < limit)
        hurry_to_birth(session);
}

void session_begin(Session *session, double dt_s) {
    SIM_ASSERT(dt_s >= 0);
    session->frame_s = dt_s;
    lead_intro(session);
    dots_set_literal(session->dots, session->wants_literal && can_be_literal(session));
    session->frame_from = flight_now(session->flight);
    session->goal = frame_goal(session);
}

static void arrive(Session *session) {
    session->seek = -1;
    session->is_jumping = false;
    session->goal = flight_now(session->flight);
}

static void stop_at_new_mark(Session *session, int32_t before) {
    int32_t count;
    const SceneMark *marks = history_marks(session->history, &count);
    if (session->is_jumping && count > before) {
        session_toast(session, "%s", marks[before].text);
        arrive(session);
    }
}

bool session_work(Session *session) {
    SimTime now = flight_now(session->flight), until = session->goal;
    if (now >= session->goal) {
        if (session->seek >= 0) arrive(session);
        return false;
    }
    if (session->is_jumping && now + jump_step < until) until = now + jump_step;
    int32_t marks;
    history_marks(session->history, &marks);
    session_advance(session, until, SESSION_SLICE);
    stop_at_new_mark(session, marks);
    return true;
}

static void measure_speed(Session *session, double wall_s) {
    if (wall_s <= 0 || session->seek >= 0 || !session->is_playing) {
        session->measured_wall_s = session->measured_sim_s = 0;
        return;
    }
    session->measured_wall_s += wall_s;
    session->measured_sim_s += (double)(flight_now(session->flight) - session->frame_from) / 1e9;
    if (session->measured_wall_s < 0.5) return;
    session->achieved = session->measured_sim_s / session->measured_wall_s;
    session->measured_wall_s = session->measured_sim_s = 0;
}

static int32_t way_between(const void *context, SimPlace from, SimPlace to, ScenePoint *points,
                           int32_t capacity) {
    const Session *session = context;
    return layout_path(session->layout, session->view, from, to, points, capacity);
}

static ScenePoint place_of_rest(const void *context, SimPlace place, bool is_queued, int32_t n) {
    return layout_rest(((const Session *)context)->layout, place, is_queued, n);
}

static void move_dots(Session *session) {
    DotsGeometry geometry = {session, way_between, place_of_rest};
    double dt_s =
        session->is_playing ? session->frame_s : fmin(session->frame_s, session->settle_s);
    session->settle_s = fmax(0, session->settle_s - session->frame_s);
    dots_advance(session->dots, &geometry, session->seek >= 0 ? 0 : dt_s, session->view->now);
}

// The eldest request that is still on the map speaks; a sentence stays long enough to be read.
static void caption_intro(Session *session) {
    Intro *intro = &session->intro;
    char sentence[200];
    SimHop hop;
    intro->said_s += session->frame_s;
    intro->after_s = fmax(0, intro->after_s - session->frame_s);
    bool may_speak = intro->caption[0] == '\0' || intro->said_s >= caption_s_least;
    for (int64_t n = 0; n < 3 && intro->is_on && may_speak; n++)
        if (dots_followed(session->dots, n, &hop)) {
            caption_of_hop(session->view, &hop, sentence, sizeof sentence);
            say(intro, sentence);
            return;
        }
}

const Scene *session_end(Session *session, double wall_s) {
    if (session->seek >= 0 && flight_now(session->flight) >= session->seek) arrive(session);
    session_look(session);
    layout_update(session->layout, session->view, session->width, session->height);
    move_dots(session);
    caption_intro(session);
    measure_speed(session, wall_s);
    if (flight_now(session->flight) >= flight_duration(session->flight) && session->seek < 0)
        session->is_playing = false;
    session->toast_left_s = fmax(0, session->toast_left_s - session->frame_s);
    session->frame_s = 0;
    session_fill_scene(session);
    return &session->scene;
}

const Scene *session_frame(Session *session, double dt_s) {
    session_begin(session, dt_s);
    while (session_work(session))
        ;
    return session_end(session, dt_s);
}

// ---- asking

void session_wish(Session *session, SessionWish wish) {
    if (session->wish_count < SESSION_WISHES) session->wishes[session->wish_count++] = wish;
}

SessionWish session_take_wish(Session *session) {
    if (session->wish_count == 0) return SESSION_WISH_NONE;
    SessionWish wish = session->wishes[0];
    memmove(session->wishes, session->wishes + 1,
            sizeof *session->wishes * (size_t)--session->wish_count);
    return wish;
}

void session_toast(Session *session, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(session->scene.toast, sizeof session->scene.toast, format, arguments);
    va_end(arguments);
    session->toast_left_s = toast_s;
}

const Scene *session_scene(const Session *session) {
    return &session->scene;
}

const Layout *session_layout(const Session *session) {
    return session->layout;
}

const Flight *session_flight(const Session *session) {
    return session->flight;
}

const KeyMap *session_keys(const Session *session) {
    return &session->keys;
}
