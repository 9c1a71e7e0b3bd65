// The two modes side by side, and what they share: the list to draw, and the mean work that sizes
// are measured against.
#include "window/dots.h"

#include <stdlib.h>

#include "window/dots_flow.h"
#include "window/dots_literal.h"
#include "window/grow.h"

struct Dots {
    DotsLiteral literal;
    DotsFlow flow;
    bool is_literal;
    double work_mean; ///< ns, of about the last thousand requests
    SceneDot *list;
    int32_t count;
};

enum { LIST_MAX = DOTS_FLOW_MAX > DOTS_LITERAL_MAX ? DOTS_FLOW_MAX : DOTS_LITERAL_MAX };

Dots *dots_create(void) {
    Dots *dots = grow_zeroed(1, sizeof *dots);
    dots_literal_init(&dots->literal);
    dots_flow_init(&dots->flow);
    dots->work_mean = 10 * (double)SIM_MILLISECOND;
    dots->list = grow_zeroed(LIST_MAX, sizeof *dots->list);
    return dots;
}

void dots_destroy(Dots *dots) {
    if (dots == NULL) return;
    dots_literal_deinit(&dots->literal);
    dots_flow_deinit(&dots->flow);
    free(dots->list);
    free(dots);
}

void dots_clear(Dots *dots) {
    dots_literal_clear(&dots->literal);
    dots_flow_clear(&dots->flow);
    dots->count = 0;
}

void dots_set_literal(Dots *dots, bool is_literal) {
    if (dots->is_literal == is_literal) return;
    dots_clear(dots);
    dots->is_literal = is_literal;
}

bool dots_is_literal(const Dots *dots) {
    return dots->is_literal;
}

void dots_set_limit(Dots *dots, int64_t limit) {
    dots->literal.limit = limit;
}

void dots_hop(Dots *dots, const SimHop *hop) {
    if (hop->kind == SIM_HOP_BORN && hop->work > 0)
        dots->work_mean += ((double)hop->work - dots->work_mean) / 1000;
    if (dots->is_literal)
        dots_literal_hop(&dots->literal, hop);
    else
        dots_flow_hop(&dots->flow, hop, dots->work_mean);
}

void dots_advance(Dots *dots, const DotsGeometry *geometry, double dt_s, SimTime now) {
    SIM_ASSERT(dt_s >= 0);
    if (dots->is_literal) {
        dots_literal_advance(&dots->literal, geometry, (float)dt_s, now);
        dots->count = dots_literal_list(&dots->literal, dots->work_mean, now, dots->list, LIST_MAX);
    } else {
        dots_flow_advance(&dots->flow, geometry, (float)dt_s);
        dots->count = dots_flow_list(&dots->flow, dots->list, LIST_MAX);
    }
}

const SceneDot *dots_list(const Dots *dots, int32_t *count) {
    *count = dots->count;
    return dots->list;
}

int32_t dots_weight(const Dots *dots, bool is_failed) {
    return dots->is_literal ? 1 : dots->flow.weight[is_failed];
}

bool dots_is_crowded(const Dots *dots) {
    return dots->is_literal && dots->literal.is_crowded;
}

bool dots_followed(const Dots *dots, int64_t n, SimHop *hop) {
    for (int32_t i = 0; dots->is_literal && i < DOTS_LITERAL_MAX; i++) {
        const Walker *walker = &dots->literal.walkers[i];
        if (walker->phase != WALKER_NONE && walker->number == n) {
            *hop = walker->at;
            return true;
        }
    }
    return false;
}

int64_t dots_begun(const Dots *dots) {
    return dots->is_literal ? dots->literal.begun : 0;
}

int32_t dots_alive(const Dots *dots) {
    return dots->is_literal ? dots->literal.alive : dots->flow.dot_count;
}
