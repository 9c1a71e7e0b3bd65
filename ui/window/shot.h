/// A picture of the window without a display.
#pragma once

#include "window/session.h"

typedef struct ShotOptions {
    const SimScenario *scenario;
    uint64_t seed;              ///< 0: the scenario's
    const SimCommand *commands; ///< given at their instants; may be NULL
    int32_t command_count;
    SimTime at;            ///< what the picture shows
    int32_t width, height; ///< px of the picture
    float ui_scale;        ///< 0.5 to 4
    ThemeMode theme;
    const char *path; ///< of the PNG
} ShotOptions;

/// 1920 x 1080, scale 1, dark, at t = 0.
ShotOptions shot_default(const SimScenario *scenario, const char *path);

/// Flies to `at`, the last 20 s as if they were watched, so that requests are on their way, and
/// writes the picture. Equal options make equal pictures. False: `error` says why.
bool shot_take(const ShotOptions *options, SimError *error);

/// The session of a shot, standing at `at`, paused: for whoever draws it otherwise. NULL: `error`
/// says why.
Session *shot_session(const ShotOptions *options, SimError *error);
