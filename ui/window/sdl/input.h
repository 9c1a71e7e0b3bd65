/// SDL's events as ours.
#pragma once

#include <SDL.h>

#include "window/flight_input.h"

/// What SDL does not say again with a typed text: whether its key is held.
typedef struct Input {
    bool is_repeat;
} Input;

/// Translates one event; `ui_scale` divides px of the window. False: it means nothing to us.
bool input_translate(Input *input, const SDL_Event *event, float ui_scale, UiEvent *out);

/// Pushes the events that a keyboard makes for `key` ("k", "?", "Space", "Shift+Left", "Ctrl+Q"):
/// press, typed text, release. For tests and scripts. False: there is no such key.
bool input_push_key(const char *key);
