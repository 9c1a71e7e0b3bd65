/// What a person does to the window, without SDL: keys by name, symbols by the text they type, the
/// mouse in px at ui-scale 1.
///
/// A key that types something arrives as UI_EVENT_TEXT, so that "?" is "?" on every keyboard; a key
/// that types nothing, or is held with Ctrl or Alt, arrives as UI_EVENT_KEY with a name.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum UiEventKind {
    UI_EVENT_NONE,
    UI_EVENT_TEXT,       ///< `text`: one character in UTF-8
    UI_EVENT_KEY,        ///< `text`: "Tab", "Left", "F12", "Q"; with `modifiers`
    UI_EVENT_MOUSE_MOVE, ///< `x`, `y`
    UI_EVENT_MOUSE_DOWN, ///< `x`, `y`: the first button
    UI_EVENT_MOUSE_LEAVE,
    UI_EVENT_WHEEL,  ///< `wheel` notches, away from the person is positive
    UI_EVENT_RESIZE, ///< `x`, `y`: the new size
    UI_EVENT_QUIT,
} UiEventKind;

enum { UI_SHIFT = 1, UI_CTRL = 2, UI_ALT = 4 };

typedef struct UiEvent {
    UiEventKind kind;
    int32_t
        modifiers; ///< UI_SHIFT, ...: of keys only; in a typed text Shift has done its work already
    float x, y;
    float wheel;
    bool is_repeat; ///< the key is being held
    char text[16];
} UiEvent;
