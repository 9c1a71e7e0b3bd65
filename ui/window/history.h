/// What the window remembers of a run: the state of its counters at each whole second, and the
/// marks of its timeline.
///
/// A flight that went back in time lives its past again, and it is the same past: what is
/// remembered stays, only what is new is added. After the flight took a new way, history is made
/// anew.
#pragma once

#include "window/scene.h"

typedef struct History History;

/// For a world seen as `view`.
History *history_create(const SimWorld *world, const SimView *view);
void history_destroy(History *history);

/// Takes a closed second in. Those that are known already are ignored.
void history_period(History *history, const SimPeriod *period);
/// Takes the n-th incident of the run in. Those that are known already are ignored.
void history_incident(History *history, int64_t n, const SimIncident *incident);
/// Remembers the counters of a view that stands at a whole second. Seconds that are known already
/// are ignored.
void history_second(History *history, const SimView *view);

/// The first whole second that is not remembered yet: who advances the world stops there.
SimTime history_next_second(const History *history);

/// The marks so far, in order of time; lent until the next incident.
const SceneMark *history_marks(const History *history, int32_t *count);

/// Fills the rates of the last 10 s and 60 s before view->now. The arrays inside are the history's,
/// lent until the next call.
void history_rates(History *history, const SimView *view, SceneRates *rates);
