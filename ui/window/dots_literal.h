/// Literal mode: every request is a walker with a queue of steps. See dots.h.
#pragma once

#include "window/dots.h"

enum { WALKER_STEPS_MAX = 32, WALKER_BUCKETS = 1024 };

typedef enum WalkerPhase {
    WALKER_NONE,
    WALKER_STANDS,
    WALKER_WALKS,
    WALKER_RESTS,
    WALKER_FADES
} WalkerPhase;

typedef struct Walker {
    WalkerPhase phase;
    int32_t next; ///< in its bucket, or in the free list; -1 none
    int64_t number;
    SimHop steps[WALKER_STEPS_MAX]; ///< told, but not drawn yet: a ring
    int32_t first, count;
    SimHop at; ///< the step that it is at
    ScenePoint path[DOTS_PATH_MAX];
    int32_t path_count;
    float walked;
    ScenePoint position;
    SimTime rest_since;  ///< simulated time at which it came to rest, as drawn
    uint64_t rest_order; ///< who came first stands first
    SceneDotShape shape;
    float fade_left, fade_whole;
    bool is_placed;
} Walker;

typedef struct DotsLiteral {
    Walker *walkers; ///< DOTS_LITERAL_MAX
    int32_t buckets[WALKER_BUCKETS];
    int32_t free_first, alive;
    int64_t begun, limit; ///< limit below 0: none
    uint64_t rest_count;
    bool is_crowded;
} DotsLiteral;

void dots_literal_init(DotsLiteral *literal);
void dots_literal_deinit(DotsLiteral *literal);
void dots_literal_clear(DotsLiteral *literal);
void dots_literal_hop(DotsLiteral *literal, const SimHop *hop);
void dots_literal_advance(DotsLiteral *literal, const DotsGeometry *geometry, float dt_s,
                          SimTime now);
/// Writes at most `capacity` dots. `work_mean` in ns: what a dot of middle size brings.
int32_t dots_literal_list(const DotsLiteral *literal, double work_mean, SimTime now, SceneDot *out,
                          int32_t capacity);
