// A key that types something is told twice by SDL: as a key and as text. The text is what counts,
// so a key is taken as such only when it types nothing: it has a name of its own, or Ctrl or Alt is
// held.
#include "window/sdl/input.h"

#include <stdio.h>
#include <string.h>

static const struct {
    SDL_Keycode code;
    const char *name;
} named[] = {
    {SDLK_TAB, "Tab"},        {SDLK_RETURN, "Enter"},
    {SDLK_KP_ENTER, "Enter"}, {SDLK_ESCAPE, "Escape"},
    {SDLK_LEFT, "Left"},      {SDLK_RIGHT, "Right"},
    {SDLK_UP, "Up"},          {SDLK_DOWN, "Down"},
    {SDLK_HOME, "Home"},      {SDLK_END, "End"},
    {SDLK_PAGEUP, "PageUp"},  {SDLK_PAGEDOWN, "PageDown"},
    {SDLK_DELETE, "Delete"},  {SDLK_BACKSPACE, "Backspace"},
    {SDLK_F1, "F1"},          {SDLK_F2, "F2"},
    {SDLK_F3, "F3"},          {SDLK_F4, "F4"},
    {SDLK_F5, "F5"},          {SDLK_F6, "F6"},
    {SDLK_F7, "F7"},          {SDLK_F8, "F8"},
    {SDLK_F9, "F9"},          {SDLK_F10, "F10"},
    {SDLK_F11, "F11"},        {SDLK_F12, "F12"},
};
enum { NAMED_COUNT = sizeof named / sizeof *named };

static const char *name_of(SDL_Keycode code) {
    for (int i = 0; i < NAMED_COUNT; i++)
        if (named[i].code == code) return named[i].name;
    return NULL;
}

static int32_t modifiers_of(uint16_t held) {
    // The right Alt key is AltGr on many layouts: it makes text.
    return (held & KMOD_SHIFT ? UI_SHIFT : 0) | (held & KMOD_CTRL ? UI_CTRL : 0) |
           (held & KMOD_LALT ? UI_ALT : 0);
}

static bool translate_key(Input *input, const SDL_KeyboardEvent *key, UiEvent *out) {
    input->is_repeat = key->repeat != 0;
    const char *name = name_of(key->keysym.sym);
    *out = (UiEvent){.kind = UI_EVENT_KEY,
                     .modifiers = modifiers_of(key->keysym.mod),
                     .is_repeat = input->is_repeat};
    if (name == NULL && (out->modifiers & (UI_CTRL | UI_ALT)) == 0)
        return false; // its text follows
    snprintf(out->text, sizeof out->text, "%s",
             name != NULL ? name : SDL_GetKeyName(key->keysym.sym));
    return out->text[0] != '\0';
}

static bool translate_text(const Input *input, const SDL_TextInputEvent *text, UiEvent *out) {
    if ((SDL_GetModState() & KMOD_CTRL) != 0 || strlen(text->text) >= sizeof out->text)
        return false;
    *out = (UiEvent){.kind = UI_EVENT_TEXT, .is_repeat = input->is_repeat};
    snprintf(out->text, sizeof out->text, "%.*s", (int)sizeof out->text - 1, text->text);
    return out->text[0] != '\0';
}

static UiEvent mouse_event(UiEventKind kind, int32_t x, int32_t y, float ui_scale) {
    return (UiEvent){.kind = kind, .x = (float)x / ui_scale, .y = (float)y / ui_scale};
}

bool input_translate(Input *input, const SDL_Event *event, float ui_scale, UiEvent *out) {
    switch (event->type) {
    case SDL_QUIT:
        *out = (UiEvent){.kind = UI_EVENT_QUIT};
        return true;
    case SDL_KEYDOWN:
        return translate_key(input, &event->key, out);
    case SDL_TEXTINPUT:
        return translate_text(input, &event->text, out);
    case SDL_MOUSEMOTION:
        *out = mouse_event(UI_EVENT_MOUSE_MOVE, event->motion.x, event->motion.y, ui_scale);
        return true;
    case SDL_MOUSEBUTTONDOWN:
        *out = mouse_event(UI_EVENT_MOUSE_DOWN, event->button.x, event->button.y, ui_scale);
        return event->button.button == SDL_BUTTON_LEFT;
    case SDL_MOUSEWHEEL:
        *out = (UiEvent){.kind = UI_EVENT_WHEEL, .wheel = (float)event->wheel.y};
        return event->wheel.y != 0;
    case SDL_WINDOWEVENT:
        *out = (UiEvent){.kind = UI_EVENT_MOUSE_LEAVE};
        return event->window.event == SDL_WINDOWEVENT_LEAVE;
    default:
        return false;
    }
}

// ---- making events

static uint16_t take_modifiers(const char **key) {
    uint16_t held = 0;
    for (;;) {
        if (strncmp(*key, "Shift+", 6) == 0 && (*key)[6] != '\0')
            held |= KMOD_LSHIFT, *key += 6;
        else if (strncmp(*key, "Ctrl+", 5) == 0 && (*key)[5] != '\0')
            held |= KMOD_LCTRL, *key += 5;
        else
            return held;
    }
}

static SDL_Keycode code_of(const char *key) {
    for (int i = 0; i < NAMED_COUNT; i++)
        if (strcmp(named[i].name, key) == 0) return named[i].code;
    return strcmp(key, "Space") == 0 ? SDLK_SPACE : SDL_GetKeyFromName(key);
}

static bool push_press(Uint32 type, SDL_Keycode code, uint16_t held) {
    SDL_Event event = {
        .key = {.type = type,
                .state = type == SDL_KEYDOWN ? SDL_PRESSED : SDL_RELEASED,
                .keysym = {.sym = code, .scancode = SDL_GetScancodeFromKey(code), .mod = held}}};
    return SDL_PushEvent(&event) == 1;
}

bool input_push_key(const char *key) {
    uint16_t held = take_modifiers(&key);
    SDL_Keycode code = code_of(key);
    const char *typed = strcmp(key, "Space") == 0 ? " " : strlen(key) == 1 ? key : "";
    if (code == SDLK_UNKNOWN && typed[0] == '\0') return false;
    push_press(SDL_KEYDOWN, code, held);
    if (typed[0] != '\0' && (held & KMOD_CTRL) == 0) {
        SDL_Event event = {.text = {.type = SDL_TEXTINPUT}};
        snprintf(event.text.text, sizeof event.text.text, "%s", typed);
        SDL_PushEvent(&event);
    }
    return push_press(SDL_KEYUP, code, held);
}
