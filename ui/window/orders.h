/// Orders: what a key means for what has the focus, as a command to the world, or the reason why it
/// means nothing here.
#pragma once

#include "window/keys.h"
#include "window/scene.h"

/// The target group that the focus means: itself, that of an instance, or the only one there is; -1
/// none.
int32_t order_group(const SimView *view, SceneTarget focus);
/// The instance that the focus means; -1 none.
int32_t order_instance(const SimView *view, SceneTarget focus);
/// The zone that the focus means: itself, that of an instance or of a node; -1 none.
int32_t order_zone(const SimView *view, SceneTarget focus);
/// The release that the focus means, or the only one there is; -1 none.
int32_t order_release(const SimView *view, SceneTarget focus);

/// The Auto Scaling group that the focus means: of its target group or instance, or the only one
/// there is; -1 none.
int32_t order_scaling_group(const SimView *view, SceneTarget focus);

/// Whether an action is given to the world at all.
bool order_is_one(Action action);

/// Makes the command of an action. False: `reason` says what to do first. What AWS or the model
/// refuse is not judged here.
bool order_make(Action action, const SimView *view, SceneTarget focus, SimCommand *command,
                SimError *reason);

/// The command that gives group `group` the algorithm of that index.
SimCommand order_algorithm(const SimView *view, int32_t group, int32_t algorithm);

/// What was ordered, in words for a toast: "Crash i-3".
void order_describe(const SimCommand *command, char *out, size_t capacity);
