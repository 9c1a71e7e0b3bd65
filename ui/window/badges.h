/// Badges: failures of the last 10 s of simulated time, counted at the place where they happen, one
/// badge a cause.
#pragma once

#include "window/scene.h"

enum { BADGES_SHOWN_MAX = 12, BADGES_KEPT_MAX = 128 };

typedef struct Badges Badges;
Badges *badges_create(void);
void badges_destroy(Badges *badges);
void badges_clear(Badges *badges);
/// Takes a hop in, in the order in which they are told.
void badges_hop(Badges *badges, const SimHop *hop);
/// At most twelve, the most frequent ones, lent until the next call.
const SceneBadge *badges_list(Badges *badges, SimTime now, int32_t *count);
