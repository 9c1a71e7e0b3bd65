// Most of the flight is flown at full speed; the last seconds in the fixed frames that a window
// would have had, since dots are made of what was watched.
#include "window/shot.h"

#include <math.h>

#include "draw/player_cairo.h"
#include "window/painter.h"

enum { FRAMES_A_SECOND = 30 };
static const SimTime watched = 20 * SIM_SECOND;

ShotOptions shot_default(const SimScenario *scenario, const char *path) {
    return (ShotOptions){.scenario = scenario,
                         .path = path,
                         .width = 1920,
                         .height = 1080,
                         .ui_scale = 1,
                         .theme = THEME_DARK};
}

static bool check(const ShotOptions *options, SimError *error) {
    if (!(options->ui_scale >= 0.5f && options->ui_scale <= 4))
        return sim_error_set(error, "The scale is %g; it must be between 0.5 and 4.",
                             (double)options->ui_scale);
    if ((float)options->width < 1024 * options->ui_scale ||
        (float)options->height < 640 * options->ui_scale)
        return sim_error_set(
            error, "A picture of %dx%d is too small at scale %g; the least is %dx%d.",
            (int)options->width, (int)options->height, (double)options->ui_scale,
            (int)ceilf(1024 * options->ui_scale), (int)ceilf(640 * options->ui_scale));
    SimTime duration = sim_scenario_info(options->scenario)->duration;
    if (options->at < 0 || options->at > duration)
        return sim_error_set(error, "The run lasts %g s: there is nothing to see at %g s.",
                             (double)duration / 1e9, (double)options->at / 1e9);
    return true;
}

static void fly_to(Session *session, SimTime at) {
    session_seek(session, at > watched ? at - watched : 0);
    do
        session_frame(session, 0);
    while (session_is_seeking(session));
    while (flight_now(session_flight(session)) < at) {
        double left_s = (double)(at - flight_now(session_flight(session))) / 1e9;
        session_frame(session, fmin(left_s, 1.0 / FRAMES_A_SECOND));
    }
    session_set_playing(session, false);
    session_frame(session, 0);
}

Session *shot_session(const ShotOptions *options, SimError *error) {
    if (!check(options, error)) return NULL;
    SessionOptions inner = {.scenario = options->scenario,
                            .seed = options->seed,
                            .commands = options->commands,
                            .command_count = options->command_count,
                            .width = (float)options->width / options->ui_scale,
                            .height = (float)options->height / options->ui_scale};
    Session *session = session_create(&inner, error);
    if (session != NULL) fly_to(session, options->at);
    return session;
}

bool shot_take(const ShotOptions *options, SimError *error) {
    Session *session = shot_session(options, error);
    if (session == NULL) return false;
    Painter painter;
    bool is_taken = painter_init(&painter, options->theme, error);
    if (is_taken) {
        painter_paint(&painter, session);
        is_taken = draw_png_scaled(&painter.list, (int)((float)options->width / options->ui_scale),
                                   (int)((float)options->height / options->ui_scale),
                                   options->ui_scale, options->path, error);
        painter_deinit(&painter);
    }
    session_destroy(session);
    return is_taken;
}
