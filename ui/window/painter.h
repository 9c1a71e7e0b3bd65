/// A painter: what a frame needs besides its scene, made once: measurer, theme and draw list.
#pragma once

#include "window/session.h"

typedef struct Painter {
    TextMeasure *text;
    Theme theme;
    DrawList list;
} Painter;

/// False: `error` says what is missing (fonts, palette), and nothing is left to undo.
bool painter_init(Painter *painter, ThemeMode mode, SimError *error);
void painter_deinit(Painter *painter);
/// Draws the session's scene into the list.
void painter_paint(Painter *painter, const Session *session);
