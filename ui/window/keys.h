/// The key map: which key does what. It is data (assets/keys.csv), and a file of the same shape
/// changes it.
#pragma once

#include <stddef.h>

#include "sim/base.h"
#include "window/flight_input.h"

/// What a key can do. The order is that of the help.
typedef enum Action {
    ACTION_NONE = -1,
    ACTION_PLAY,
    ACTION_STEP,
    ACTION_FASTER,
    ACTION_SLOWER,
    ACTION_SPEED_ONE,
    ACTION_SPEED_MAX,
    ACTION_BACK,
    ACTION_FORWARD,
    ACTION_NEXT_MARK,
    ACTION_PREVIOUS_MARK,
    ACTION_FOCUS_NEXT,
    ACTION_FOCUS_PREVIOUS,
    ACTION_FOCUS_LEFT,
    ACTION_FOCUS_RIGHT,
    ACTION_FOCUS_UP,
    ACTION_FOCUS_DOWN,
    ACTION_ENTER,
    ACTION_ESCAPE,
    ACTION_ALGORITHMS,
    ACTION_ALGORITHM_1,
    ACTION_ALGORITHM_9 = ACTION_ALGORITHM_1 + 8,
    ACTION_KILL,
    ACTION_HANG,
    ACTION_SLOW,
    ACTION_RECOVER,
    ACTION_FAIL_ZONE,
    ACTION_SHIFT_ZONE,
    ACTION_DRAIN,
    ACTION_RELEASE,
    ACTION_WEIGHT_DOWN,
    ACTION_WEIGHT_UP,
    ACTION_REFRESH,
    ACTION_CANCEL_REFRESH,
    ACTION_ERROR_RATE,
    ACTION_MODE,
    ACTION_CHARTS,
    ACTION_DELAY,
    ACTION_EXPORT,
    ACTION_PICTURE,
    ACTION_HELP,
    ACTION_FULL_SCREEN,
    ACTION_QUIT,
    ACTION_COUNT
} Action;

enum { KEYS_PER_ACTION = 4 };

/// A key with what must be held: {"Left", UI_SHIFT}. Empty text: none.
typedef struct KeyChord {
    char text[16];
    int32_t modifiers;
} KeyChord;

/// A plain value.
typedef struct KeyMap {
    KeyChord chords[ACTION_COUNT][KEYS_PER_ACTION];
    char words[ACTION_COUNT][24]; ///< for hints; "" none
    char helps[ACTION_COUNT][80];
} KeyMap;

/// The program's own map.
KeyMap key_map_default(void);

/// Changes `map` by the rows of `csv` (heading `action,keys`, further columns are optional; keys
/// separated by blanks). A key given to one action is taken from the one that had it. False:
/// `error` names `name`, the line and what is allowed; the map is unchanged.
bool key_map_parse(KeyMap *map, const char *csv, const char *name, SimError *error);

/// The same from a file.
bool key_map_load(KeyMap *map, const char *path, SimError *error);

/// What the event asks for, ACTION_NONE when nothing.
Action key_map_find(const KeyMap *map, const UiEvent *event);

/// The first key of an action as it is written for people ("Shift+←"); "" when it has none.
void key_map_label(const KeyMap *map, Action action, char *out, size_t capacity);

/// The name of an action in files ("weight_up").
const char *action_name(Action action);
