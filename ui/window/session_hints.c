// Hints: keys that do something now. Whether an order can be given is asked of the orders
// themselves, so hint and key never disagree.
#include <stdio.h>
#include <string.h>

#include "window/layout.h"
#include "window/orders.h"
#include "window/session_state.h"

static void add_hint(Session *session, Action action, const char *word) {
    int32_t *count = &session->scene.hint_count;
    if (*count == SESSION_HINTS) return;
    SceneHint *hint = &session->hints[*count];
    char label[sizeof hint->key * 2];
    key_map_label(&session->keys, action, label, sizeof label);
    if (label[0] == '\0') return; // its key was given to something else
    snprintf(hint->key, sizeof hint->key, "%.15s", label);
    // By way of a copy, for a hint and the words of the keys are parts of one session.
    char said[sizeof hint->word];
    snprintf(said, sizeof said, "%.23s", word != NULL ? word : session->keys.words[action]);
    memcpy(hint->word, said, sizeof hint->word);
    session->hint_actions[(*count)++] = action;
}

static void add_order(Session *session, Action action, const char *word) {
    SimCommand command;
    if (order_make(action, session->view, session->scene.focus, &command, NULL))
        add_hint(session, action, word);
}

static void add_playback(Session *session, bool is_ended) {
    if (!is_ended) {
        add_hint(session, ACTION_PLAY, session->is_playing ? "pause" : "play");
        add_hint(session, ACTION_STEP, NULL);
        add_hint(session, ACTION_FASTER, NULL);
        add_hint(session, ACTION_SLOWER, NULL);
        add_hint(session, ACTION_NEXT_MARK, NULL);
    }
    if (session->view->now > 0) add_hint(session, ACTION_BACK, NULL);
    add_hint(session, ACTION_FOCUS_NEXT, NULL);
    char word[32];
    int32_t pages = layout_panel_pages(session->layout, &session->scene);
    snprintf(word, sizeof word, "charts %d/%d", (int)(session->scene.chart_page % pages + 1),
             (int)pages);
    if (pages > 1) add_hint(session, ACTION_CHARTS, word);
}

// Any group can be refreshed; a hint is worth its room where the scenario is about that.
static void add_refresh(Session *session) {
    int32_t group = order_scaling_group(session->view, session->scene.focus);
    if (group < 0) return;
    const SimViewScalingGroup *it = &session->view->scaling_groups[group];
    if (it->next_launch == NULL && !it->is_refreshing) return;
    add_order(session, ACTION_REFRESH, it->is_refreshing ? "roll back" : NULL);
    add_order(session, ACTION_CANCEL_REFRESH, NULL);
}

static void add_orders(Session *session) {
    int32_t release = order_release(session->view, session->scene.focus);
    if (release >= 0) {
        add_order(session, ACTION_RELEASE,
                  session->view->releases[release].weight > 0 ? "roll back" : "deploy");
        add_order(session, ACTION_WEIGHT_DOWN, NULL);
        add_order(session, ACTION_WEIGHT_UP, NULL);
    }
    add_refresh(session);
    if (order_group(session->view, session->scene.focus) >= 0)
        add_hint(session, ACTION_ALGORITHMS, NULL);
    add_order(session, ACTION_RECOVER, NULL);
    for (int32_t action = ACTION_KILL; action <= ACTION_SLOW; action++)
        add_order(session, (Action)action, NULL);
    add_order(session, ACTION_DRAIN, NULL);
    add_order(session, ACTION_ERROR_RATE, NULL);
    add_order(session, ACTION_FAIL_ZONE, NULL);
    add_order(session, ACTION_SHIFT_ZONE, NULL);
}

void session_fill_hints(Session *session) {
    session->scene.hint_count = 0;
    if (session->scene.overlay != SCENE_OVERLAY_NONE) {
        add_hint(session, ACTION_ESCAPE, "close");
        if (session->scene.overlay == SCENE_OVERLAY_ALGORITHMS)
            add_hint(session, ACTION_ENTER, "choose");
        return;
    }
    bool is_ended = session->view->now >= session->view->duration;
    add_playback(session, is_ended);
    if (!is_ended) add_orders(session);
    add_hint(session, ACTION_MODE, session->wants_literal ? "flow" : "literal");
    add_hint(session, ACTION_EXPORT, NULL);
    add_hint(session, ACTION_HELP, NULL);
}
