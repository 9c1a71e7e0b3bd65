/// Dots: requests on their way over the map, made from the hops that the simulator tells.
///
/// Two modes. *Literal*: each request is a dot that takes its own way and rests where the
/// simulation says it waits; steps that happen before the dot has arrived queue up behind it.
/// *Flow*: a sample of the requests, chosen by their bits, each edge by itself; "1 dot = N" differs
/// for failures, which are rarer. Travel is drawn at a fixed speed of viewing time and is not to
/// scale; time spent at a place is.
///
/// What is drawn is a function of the hops and of the viewing time that passed; nothing here reads
/// a clock. Memory is bounded.
#pragma once

#include "window/scene.h"

/// Where dots go: the layout, or straight lines in a test.
typedef struct DotsGeometry {
    const void *context;
    /// As layout_path.
    int32_t (*path)(const void *context, SimPlace from, SimPlace to, ScenePoint *points,
                    int32_t capacity);
    /// As layout_rest.
    ScenePoint (*rest)(const void *context, SimPlace place, bool is_queued, int32_t n);
} DotsGeometry;

enum {
    DOTS_PATH_MAX = 48,      ///< points of a path
    DOTS_LITERAL_MAX = 400,  ///< dots in literal mode; more requests at once are not drawn, and
                             ///< dots_is_crowded says so
    DOTS_FLOW_MAX = 2048,    ///< dots in flow mode
    DOTS_EDGE_MAX = 512,     ///< edges with dots in flow mode
    DOTS_SPEED = 180,        ///< px a second of viewing time, flow
    DOTS_SPEED_LITERAL = 240 ///< literal: one follows it with the eye
};
#define DOTS_GAP 14.0f ///< px: dots of an edge are never nearer in flow mode

typedef struct Dots Dots;
Dots *dots_create(void);
void dots_destroy(Dots *dots);

/// Forgets everything on the map; the mode stays.
void dots_clear(Dots *dots);
/// Changes the mode; clears when it differs.
void dots_set_literal(Dots *dots, bool is_literal);
bool dots_is_literal(const Dots *dots);

/// Literal mode draws only the first `limit` requests that begin after the last clearing; below 0:
/// all.
void dots_set_limit(Dots *dots, int64_t limit);

/// Takes one hop in. To be called in the order in which they are told.
void dots_hop(Dots *dots, const SimHop *hop);

/// Moves everything on by `dt_s` of viewing time; `now` is the simulated time reached.
void dots_advance(Dots *dots, const DotsGeometry *geometry, double dt_s, SimTime now);

/// The dots to draw, lent until the next call that changes `dots`.
const SceneDot *dots_list(const Dots *dots, int32_t *count);

/// N of "1 dot = N": 1 in literal mode.
int32_t dots_weight(const Dots *dots, bool is_failed);

/// Literal mode had no dot for a request since it was cleared.
bool dots_is_crowded(const Dots *dots);

/// The step that the n-th request since the last clearing is at as it is drawn, in literal mode;
/// false: it has not begun or is gone. For captions.
bool dots_followed(const Dots *dots, int64_t n, SimHop *hop);
/// Requests that began since the last clearing, and those of them that are still drawn.
int64_t dots_begun(const Dots *dots);
int32_t dots_alive(const Dots *dots);
