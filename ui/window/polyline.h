/// Going along a line of straight pieces.
#pragma once

#include "window/scene.h"

float polyline_length(const ScenePoint *points, int32_t count);
/// The point `distance` px from the start; the ends are never left.
ScenePoint polyline_at(const ScenePoint *points, int32_t count, float distance);
