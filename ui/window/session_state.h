/// The inside of a session, for its own files.
#pragma once

#include "window/badges.h"
#include "window/charts.h"
#include "window/dots.h"
#include "window/history.h"
#include "window/log.h"
#include "window/session.h"

enum { SESSION_WISHES = 8, SESSION_HINTS = 24, SESSION_SLICE = 3000 };

/// Three requests in slow motion, before the flow.
typedef struct Intro {
    bool is_on;
    double viewed_s; ///< viewing time since it began
    double said_s;   ///< viewing time since the caption changed
    double after_s;  ///< viewing time left of the word that follows it
    char caption[SCENE_CAPTION_BYTES];
} Intro;

struct Session {
    Flight *flight;
    SimViewer *viewer;
    const SimView *view; ///< lent until the world moves
    History *history;
    Charts *charts;
    Badges *badges;
    Dots *dots;
    Layout *layout;
    FlightLog *log;
    KeyMap keys;
    float width, height;
    // playback
    bool is_playing, wants_literal, hides_delay;
    double speed;
    SimTime goal;    ///< of this frame
    SimTime seek;    ///< where it is going at full speed; below 0: nowhere
    bool is_jumping; ///< stops at the first new mark
    double settle_s; ///< viewing time that dots may move on after a single step
    double frame_s;  ///< viewing time of this frame
    SimTime frame_from;
    double measured_wall_s, measured_sim_s, achieved;
    // what is shown
    Scene scene;
    Intro intro;
    SceneHint hints[SESSION_HINTS];
    Action hint_actions[SESSION_HINTS];
    double toast_left_s;
    SessionWish wishes[SESSION_WISHES];
    int32_t wish_count;
};

static const double session_intro_speed = 0.01;

/// Looks at the world anew.
void session_look(Session *session);
/// Runs at most `max_events` towards `until`, stopping at whole seconds to remember them. Returns
/// the events executed.
int64_t session_advance(Session *session, SimTime until, int64_t max_events);
/// Makes history and charts anew, by running again to where the flight is.
void session_relive(Session *session);
void session_end_intro(Session *session);
void session_wish(Session *session, SessionWish wish);
/// Fills the scene from the state.
void session_fill_scene(Session *session);
/// Fills the hints that work now.
void session_fill_hints(Session *session);
