// The state as a scene: nothing is decided here, only gathered.
#include <stdio.h>

#include "window/captions.h"
#include "window/orders.h"
#include "window/session_state.h"

static void fill_captions(Session *session) {
    Scene *scene = &session->scene;
    caption_of_timeline(flight_scenario(session->flight), session->view, scene->caption,
                        sizeof scene->caption, scene->caption_step, sizeof scene->caption_step);
    bool follows_intro = session->intro.after_s > 0 && scene->caption[0] == '\0';
    if (!session->intro.is_on && !follows_intro) return;
    snprintf(scene->caption, sizeof scene->caption, "%s", session->intro.caption);
    snprintf(scene->caption_step, sizeof scene->caption_step, "%s",
             session->intro.is_on ? "First 3 requests" : "Flow");
}

static void fill_playback(Session *session) {
    Scene *scene = &session->scene;
    scene->view = session->view;
    scene->is_playing = session->is_playing || session->seek >= 0;
    scene->is_finished = session->view->now >= session->view->duration;
    scene->is_literal = dots_is_literal(session->dots);
    scene->speed = session->speed;
    scene->speed_achieved = session->achieved;
    if (session->toast_left_s <= 0) scene->toast[0] = '\0';
}

static void fill_dots(Session *session) {
    Scene *scene = &session->scene;
    scene->dots = dots_list(session->dots, &scene->dot_count);
    scene->dot_weight = dots_weight(session->dots, false);
    scene->dot_weight_error = dots_weight(session->dots, true);
    scene->badges = badges_list(session->badges, session->view->now, &scene->badge_count);
}

void session_fill_scene(Session *session) {
    Scene *scene = &session->scene;
    fill_playback(session);
    fill_captions(session);
    fill_dots(session);
    history_rates(session->history, session->view, &scene->rates);
    scene->marks = history_marks(session->history, &scene->mark_count);
    scene->charts = charts_list(session->charts, session->view, scene->cursor,
                                !session->hides_delay, &scene->chart_count);
    session_fill_hints(session);
    scene->hints = session->hints;
    scene->keys = &session->keys;
}
