// Keys are compared by what they type, so a map says "?" and not "Shift and the key left of
// Backspace". Only keys that type nothing have names. The embedded file and a person's own go
// through one parser; it works on a copy, so a wrong file changes nothing.
#include "window/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"

static const char *const action_names[ACTION_COUNT] = {
    [ACTION_PLAY] = "play",
    [ACTION_STEP] = "step",
    [ACTION_FASTER] = "faster",
    [ACTION_SLOWER] = "slower",
    [ACTION_SPEED_ONE] = "speed_one",
    [ACTION_SPEED_MAX] = "speed_max",
    [ACTION_BACK] = "back",
    [ACTION_FORWARD] = "forward",
    [ACTION_NEXT_MARK] = "next_mark",
    [ACTION_PREVIOUS_MARK] = "previous_mark",
    [ACTION_FOCUS_NEXT] = "focus_next",
    [ACTION_FOCUS_PREVIOUS] = "focus_previous",
    [ACTION_FOCUS_LEFT] = "focus_left",
    [ACTION_FOCUS_RIGHT] = "focus_right",
    [ACTION_FOCUS_UP] = "focus_up",
    [ACTION_FOCUS_DOWN] = "focus_down",
    [ACTION_ENTER] = "enter",
    [ACTION_ESCAPE] = "escape",
    [ACTION_ALGORITHMS] = "algorithms",
    [ACTION_ALGORITHM_1] = "algorithm_1",
    [ACTION_ALGORITHM_1 + 1] = "algorithm_2",
    [ACTION_ALGORITHM_1 + 2] = "algorithm_3",
    [ACTION_ALGORITHM_1 + 3] = "algorithm_4",
    [ACTION_ALGORITHM_1 + 4] = "algorithm_5",
    [ACTION_ALGORITHM_1 + 5] = "algorithm_6",
    [ACTION_ALGORITHM_1 + 6] = "algorithm_7",
    [ACTION_ALGORITHM_1 + 7] = "algorithm_8",
    [ACTION_ALGORITHM_9] = "algorithm_9",
    [ACTION_KILL] = "kill",
    [ACTION_HANG] = "hang",
    [ACTION_SLOW] = "slow",
    [ACTION_RECOVER] = "recover",
    [ACTION_FAIL_ZONE] = "fail_zone",
    [ACTION_SHIFT_ZONE] = "shift_zone",
    [ACTION_DRAIN] = "drain",
    [ACTION_RELEASE] = "release",
    [ACTION_WEIGHT_DOWN] = "weight_down",
    [ACTION_WEIGHT_UP] = "weight_up",
    [ACTION_REFRESH] = "refresh",
    [ACTION_CANCEL_REFRESH] = "cancel_refresh",
    [ACTION_ERROR_RATE] = "error_rate",
    [ACTION_MODE] = "mode",
    [ACTION_CHARTS] = "charts",
    [ACTION_DELAY] = "delay",
    [ACTION_EXPORT] = "export",
    [ACTION_PICTURE] = "picture",
    [ACTION_HELP] = "help",
    [ACTION_FULL_SCREEN] = "full_screen",
    [ACTION_QUIT] = "quit",
};

/// Keys that type nothing, or (Space, Comma) what cannot stand in the file.
static const char *const key_names[] = {
    "Tab",    "Enter",    "Escape", "Left",      "Right", "Up",  "Down", "Home", "End",
    "PageUp", "PageDown", "Delete", "Backspace", "F1",    "F2",  "F3",   "F4",   "F5",
    "F6",     "F7",       "F8",     "F9",        "F10",   "F11", "F12"};

const char *action_name(Action action) {
    SIM_ASSERT(action >= 0 && action < ACTION_COUNT);
    return action_names[action];
}

static Action find_action(const char *name) {
    for (int32_t i = 0; i < ACTION_COUNT; i++)
        if (strcmp(action_names[i], name) == 0) return (Action)i;
    return ACTION_NONE;
}

static bool is_key_name(const char *name) {
    for (size_t i = 0; i < sizeof key_names / sizeof *key_names; i++)
        if (strcmp(key_names[i], name) == 0) return true;
    return false;
}

static size_t character_length(const char *text) {
    unsigned char first = (unsigned char)text[0];
    return first == 0 ? 0 : first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static bool take_prefix(const char **text, const char *prefix) {
    size_t length = strlen(prefix);
    if (strncmp(*text, prefix, length) != 0 || (*text)[length] == '\0') return false;
    *text += length;
    return true;
}

// "Shift+Left", "Ctrl+Q", "+", "Space"; false when it is none of these.
static bool parse_chord(const char *text, KeyChord *chord) {
    *chord = (KeyChord){0};
    for (bool more = true; more;) {
        more = false;
        if (take_prefix(&text, "Shift+")) chord->modifiers |= UI_SHIFT, more = true;
        if (take_prefix(&text, "Ctrl+")) chord->modifiers |= UI_CTRL, more = true;
        if (take_prefix(&text, "Alt+")) chord->modifiers |= UI_ALT, more = true;
    }
    if (strcmp(text, "Space") == 0)
        text = " ";
    else if (strcmp(text, "Comma") == 0)
        text = ",";
    bool is_character = character_length(text) == strlen(text) && text[0] != '\0';
    // Shift and a character would say twice what the text typed says once.
    if (!is_key_name(text) && (!is_character || chord->modifiers == UI_SHIFT)) return false;
    snprintf(chord->text, sizeof chord->text, "%s", text);
    return true;
}

static bool is_same_letter(char a, char b) {
    return (a | 0x20) == (b | 0x20) && (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
}

static bool is_same_chord(const KeyChord *a, const KeyChord *b) {
    if (a->text[0] == '\0' || a->modifiers != b->modifiers) return false;
    if (strcmp(a->text, b->text) == 0) return true;
    // With Ctrl held no text is typed, so that a letter has no case.
    return (a->modifiers & (UI_CTRL | UI_ALT)) != 0 && a->text[1] == '\0' && b->text[1] == '\0' &&
           is_same_letter(a->text[0], b->text[0]);
}

// Cuts the next cell off `*line`; NULL when the row has no more.
static char *next_cell(char **line) {
    char *cell = *line;
    if (cell == NULL) return NULL;
    char *comma = strchr(cell, ',');
    if (comma != NULL) *comma = '\0';
    *line = comma != NULL ? comma + 1 : NULL;
    return cell;
}

static void release_chord(KeyMap *map, const KeyChord *chord, const bool *is_given) {
    for (int32_t action = 0; action < ACTION_COUNT; action++)
        for (int32_t i = 0; i < KEYS_PER_ACTION && !is_given[action]; i++)
            if (is_same_chord(&map->chords[action][i], chord)) {
                memmove(&map->chords[action][i], &map->chords[action][i + 1],
                        sizeof(KeyChord) * (size_t)(KEYS_PER_ACTION - 1 - i));
                map->chords[action][KEYS_PER_ACTION - 1] = (KeyChord){0};
            }
}

static Action find_chord(const KeyMap *map, const KeyChord *chord) {
    for (int32_t action = 0; action < ACTION_COUNT; action++)
        for (int32_t i = 0; i < KEYS_PER_ACTION; i++)
            if (is_same_chord(&map->chords[action][i], chord)) return (Action)action;
    return ACTION_NONE;
}

typedef struct Reader {
    KeyMap map;
    bool is_given[ACTION_COUNT]; ///< the file named it already
    const char *name;
    int32_t line;
    SimError *error;
} Reader;

static bool read_keys(Reader *reader, Action action, char *keys) {
    int32_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(keys, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        KeyChord chord;
        if (!parse_chord(word, &chord))
            return sim_error_set(reader->error,
                                 "%s:%d: \"%s\" is no key. Write the character it types (\"?\"), "
                                 "or Space, Comma, Tab, Enter, "
                                 "Escape, Left, F1 ..., with Shift+, Ctrl+ or Alt+ before it.",
                                 reader->name, reader->line, word);
        if (count == KEYS_PER_ACTION)
            return sim_error_set(reader->error, "%s:%d: at most %d keys an action.", reader->name,
                                 reader->line, KEYS_PER_ACTION);
        release_chord(&reader->map, &chord, reader->is_given);
        Action other = find_chord(&reader->map, &chord);
        if (other != ACTION_NONE)
            return sim_error_set(reader->error,
                                 "%s:%d: \"%s\" is given to %s already. One key does one thing.",
                                 reader->name, reader->line, word, action_names[other]);
        reader->map.chords[action][count++] = chord;
    }
    return true;
}

static bool read_row(Reader *reader, char *row) {
    char *name = next_cell(&row), *keys = next_cell(&row), *word = next_cell(&row),
         *help = next_cell(&row);
    Action action = find_action(name);
    if (action == ACTION_NONE)
        return sim_error_set(
            reader->error,
            "%s:%d: there is no action \"%s\". The help (?) and assets/keys.csv list them.",
            reader->name, reader->line, name);
    if (keys == NULL)
        return sim_error_set(reader->error, "%s:%d: %s needs its keys after a comma.", reader->name,
                             reader->line, name);
    if (reader->is_given[action])
        return sim_error_set(reader->error,
                             "%s:%d: %s stands here a second time. Put all its keys in one row.",
                             reader->name, reader->line, name);
    memset(reader->map.chords[action], 0, sizeof reader->map.chords[action]);
    reader->is_given[action] = true;
    if (word != NULL)
        snprintf(reader->map.words[action], sizeof reader->map.words[action], "%s", word);
    if (help != NULL)
        snprintf(reader->map.helps[action], sizeof reader->map.helps[action], "%s", help);
    return read_keys(reader, action, keys);
}

static bool read_line(Reader *reader, const char *start, size_t length) {
    char row[256];
    if (length >= sizeof row)
        return sim_error_set(reader->error, "%s:%d: the line is longer than %zu characters.",
                             reader->name, reader->line, sizeof row - 1);
    memcpy(row, start, length);
    row[length] = '\0';
    row[strcspn(row, "\r")] = '\0';
    bool is_heading = reader->line == 1 && strncmp(row, "action,", 7) == 0;
    return row[0] == '\0' || row[0] == '#' || is_heading || read_row(reader, row);
}

bool key_map_parse(KeyMap *map, const char *csv, const char *name, SimError *error) {
    SIM_ASSERT(map != NULL && csv != NULL);
    Reader reader = {.map = *map, .name = name, .error = error};
    while (*csv != '\0') {
        size_t length = strcspn(csv, "\n");
        reader.line++;
        if (!read_line(&reader, csv, length)) return false;
        csv += length + (csv[length] == '\n');
    }
    *map = reader.map;
    return true;
}

KeyMap key_map_default(void) {
    KeyMap map = {0};
    SimError error;
    bool is_read = key_map_parse(&map, asset_keys_csv, "assets/keys.csv", &error);
    SIM_ASSERT(is_read);
    return map;
}

bool key_map_load(KeyMap *map, const char *path, SimError *error) {
    char text[16384];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return sim_error_set(
            error, "The key map %s cannot be opened. Give a file shaped like assets/keys.csv.",
            path);
    size_t length = fread(text, 1, sizeof text, file);
    bool is_read = ferror(file) == 0 && length < sizeof text;
    fclose(file);
    if (!is_read)
        return sim_error_set(error,
                             "The key map %s cannot be read, or is longer than %zu characters.",
                             path, sizeof text - 1);
    text[length] = '\0';
    return key_map_parse(map, text, path, error);
}

Action key_map_find(const KeyMap *map, const UiEvent *event) {
    KeyChord chord = {.modifiers = event->kind == UI_EVENT_KEY ? event->modifiers : 0};
    if (event->kind != UI_EVENT_KEY && event->kind != UI_EVENT_TEXT) return ACTION_NONE;
    snprintf(chord.text, sizeof chord.text, "%s", event->text);
    return find_chord(map, &chord);
}

void key_map_label(const KeyMap *map, Action action, char *out, size_t capacity) {
    const KeyChord *chord = &map->chords[action][0];
    const char *text = strcmp(chord->text, " ") == 0        ? "Space"
                       : strcmp(chord->text, "Escape") == 0 ? "Esc"
                       : strcmp(chord->text, "Left") == 0   ? "←"
                       : strcmp(chord->text, "Right") == 0  ? "→"
                       : strcmp(chord->text, "Up") == 0     ? "↑"
                       : strcmp(chord->text, "Down") == 0   ? "↓"
                                                            : chord->text;
    snprintf(out, capacity, "%s%s%s%s", chord->modifiers & UI_CTRL ? "Ctrl+" : "",
             chord->modifiers & UI_ALT ? "Alt+" : "", chord->modifiers & UI_SHIFT ? "Shift+" : "",
             text);
}
