/// Captions: the scenario's own, by its timeline, and those of the first requests, step by step.
#pragma once

#include "window/scene.h"

/// The last `say` of the timeline at or before view->now, and "Step 2 of 5". Empty texts when there
/// is none.
void caption_of_timeline(const SimScenario *scenario, const SimView *view, char *caption,
                         size_t caption_capacity, char *step, size_t step_capacity);

/// What a request does at a step, in a sentence.
void caption_of_hop(const SimView *view, const SimHop *hop, char *out, size_t capacity);
