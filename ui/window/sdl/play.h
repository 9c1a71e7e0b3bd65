/// The window: opens it, shows a session in it, feeds it what is pressed, until somebody leaves.
#pragma once

#include "window/session.h"

/// Real SDL key events at given frames of a clock that ticks 60 times a second by itself: for
/// tests.
typedef struct PlayKey {
    int32_t frame;
    const char *key; ///< as for input_push_key
} PlayKey;
typedef struct PlayScript {
    const PlayKey *keys; ///< in order of frames
    int32_t key_count;
    int32_t frame_count; ///< the window closes after these; 0: when it is asked to
} PlayScript;

/// Where a flight stood when the window closed.
typedef struct PlayOutcome {
    SimTime now;
    uint64_t hash;
    int64_t frames;
    double frame_s_worst; ///< the longest frame, by the clock on the wall
} PlayOutcome;

typedef struct PlayOptions {
    const SimScenario *scenario;
    uint64_t seed;
    const SimCommand *commands;
    int32_t command_count;
    SimTime at;            ///< begins there, flown to at full speed
    int32_t width, height; ///< of the window in px
    float ui_scale;        ///< 0.5 to 4
    ThemeMode theme;
    const char *keys_file;            ///< NULL: the program's own keys
    const char *log_directory;        ///< of commands.jsonl; NULL: not kept
    const char *export_directory;     ///< what `c` fills; NULL: a new dated folder here each time
    const char *picture_path;         ///< what F12 writes; NULL: a dated file here
    const char *invocation, *version; ///< for run-info.json
    bool has_intro, is_full_screen;
    bool (*is_interrupted)(void); ///< asked each frame whether to end now (Ctrl-C); NULL: SDL
                                  ///< listens, as to the window's cross
    const PlayScript *script;     ///< NULL: somebody sits before it
} PlayOptions;

/// 1280 x 720, scale 1, dark, with the intro.
PlayOptions play_default(const SimScenario *scenario);

/// Plays until the window is closed. `outcome` may be NULL. False: `error` says why it could not
/// (no display, no fonts, a wrong key map, a log that cannot be written), or why it could not go on
/// (no memory) or what was lost (the disk was full for the log).
bool play_run(const PlayOptions *options, PlayOutcome *outcome, SimError *error);
