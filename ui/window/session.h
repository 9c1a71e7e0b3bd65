/// A session: somebody watches a flight. It owns the flight, what is remembered of it, the dots and
/// the scene; it takes in what is pressed and the viewing time that passes. It reads no clock and
/// draws nothing: the caller does both.
///
/// A frame goes: session_event for each event, session_begin with the viewing time since the last
/// frame, session_work as long as it returns true and there is time left for this frame,
/// session_end, then the scene is drawn. What could not be reached within a frame is not made up
/// for: the achieved speed is then lower than the requested one, and both are shown.
#pragma once

#include "window/flight.h"
#include "window/flight_input.h"
#include "window/keys.h"
#include "window/scene.h"

typedef struct Session Session;

typedef struct SessionOptions {
    const SimScenario *scenario;
    uint64_t seed;              ///< 0: the scenario's
    const SimCommand *commands; ///< given at their instants; may be NULL
    int32_t command_count;
    const char *log_directory; ///< where commands.jsonl is kept; NULL: nowhere
    const char *keys_file;     ///< changes the key map; NULL: as it is
    float width, height;       ///< px at ui-scale 1
    bool has_intro;            ///< begins with three requests in slow motion
} SessionOptions;

/// What a session asks of the one who owns the window.
typedef enum SessionWish {
    SESSION_WISH_NONE,
    SESSION_WISH_EXPORT,  ///< call session_export with a folder
    SESSION_WISH_PICTURE, ///< keep a picture of the window
    SESSION_WISH_FULL_SCREEN,
    SESSION_WISH_QUIT,
} SessionWish;

/// Begins at t = 0, playing. NULL: `error` says why (the key map or the log).
Session *session_create(const SessionOptions *options, SimError *error);
void session_destroy(Session *session);

/// Whether all that was pressed is in the log, if there is one; what could not be written is tried
/// again. False: `error` says why.
bool session_keep_log(Session *session, SimError *error);

/// Takes one event in; what it asks of the world happens at once.
void session_event(Session *session, const UiEvent *event);
/// The same for an action, as if its key had been pressed.
void session_press(Session *session, Action action);

/// Begins a frame, `dt_s` of viewing time after the last.
void session_begin(Session *session, double dt_s);
/// Runs the world a piece towards where this frame should end: a millisecond or so. False: it is
/// there.
bool session_work(Session *session);
/// Ends the frame: moves the dots and fills the scene. `wall_s`: what the caller's clock says the
/// whole frame took, for the achieved speed; 0: not measured.
const Scene *session_end(Session *session, double wall_s);
/// A whole frame without a bound, as measured as planned.
const Scene *session_frame(Session *session, double dt_s);

/// Goes to an instant, back or forth; takes effect over the next frames, at full speed.
void session_seek(Session *session, SimTime time);
void session_set_playing(Session *session, bool is_playing);
/// Simulated seconds a second; INFINITY: as fast as it goes.
void session_set_speed(Session *session, double speed);
/// Whether it is still on its way to where it was told to go.
bool session_is_seeking(const Session *session);

/// The oldest wish that was not taken yet.
SessionWish session_take_wish(Session *session);
/// Writes all files of the run so far into `directory`, by running it again. False: `error` says
/// what failed.
bool session_export(const Session *session, const char *directory, SimError *error);

/// Shows a sentence for a few seconds.
void session_toast(Session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

const Scene *session_scene(const Session *session);
const Layout *session_layout(const Session *session);
const Flight *session_flight(const Session *session);
const KeyMap *session_keys(const Session *session);
