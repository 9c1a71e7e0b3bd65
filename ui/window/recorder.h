/// A recorder follows a run without a window: it remembers what charts and marks are made of, and
/// writes them as charts.svg and charts.png.
///
/// Advance the world with its sink, stopping at each whole second, or let recorder_advance do so.
#pragma once

#include "window/charts.h"
#include "window/history.h"

typedef struct Recorder Recorder;

/// For a world at t = 0. `inner` (may be NULL) is told everything as well; it is borrowed.
Recorder *recorder_create(const SimWorld *world, const SimSink *inner);
void recorder_destroy(Recorder *recorder);
/// What to advance with; lent as long as the recorder lives.
const SimSink *recorder_sink(Recorder *recorder);
/// To be called when the world has reached a whole second.
void recorder_second(Recorder *recorder, const SimWorld *world);
/// Advances to `until` by whole seconds.
void recorder_advance(Recorder *recorder, SimWorld *world, SimTime until);

/// Hands over what was remembered; the recorder keeps nothing.
void recorder_release(Recorder *recorder, History **history, Charts **charts);

/// Writes charts.svg and charts.png of the run so far into `directory`, which must exist. Equal
/// runs make equal bytes as long as fonts are equal. False: `error` says why.
bool recorder_write(Recorder *recorder, const SimWorld *world, const char *directory,
                    SimError *error);
