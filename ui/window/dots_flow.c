// Each edge is a conveyor. A hop is drawn when its bits are a multiple of N, a power of two, so
// that a smaller N only adds dots to those of a larger one. N follows the busiest edge of its
// class. Entering dots keep their distance from the one before, a little more or less by their
// bits, so that a burst in one frame becomes a row and not a heap; when too many wait to enter, N
// doubles at once.
#include "window/dots_flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "window/grow.h"
#include "window/polyline.h"

static const float fade_s = 0.12f, dropped_s = 0.6f;
static const float wait_px_max = 140; // a row that waits longer than this to enter is too many dots
// What fits at DOTS_SPEED with DOTS_GAP and its jitter between dots is about 10 a second: well
// within 25.
static const double rate_high = 10, rate_low = 4;
// A dot of a failure stands for at least an eighth of what another dot does, else a few failures in
// a hundred look like the rule; but rare ones are all shown: a single one counts for 1 in the mean
// over a second.
static const int32_t failed_share_most = 8;
static const double failed_rate_high = 1.2, failed_rate_low = 0.4;

void dots_flow_init(DotsFlow *flow) {
    *flow = (DotsFlow){.edges = grow_zeroed(DOTS_EDGE_MAX, sizeof(FlowEdge)),
                       .dots = grow_zeroed(DOTS_FLOW_MAX, sizeof(FlowDot)),
                       .entries = grow_zeroed(FLOW_ENTRY_MAX, sizeof(FlowEntry)),
                       .weight = {1, 1}};
}

void dots_flow_deinit(DotsFlow *flow) {
    free(flow->edges);
    free(flow->dots);
    free(flow->entries);
}

void dots_flow_clear(DotsFlow *flow) {
    memset(flow->edges, 0, sizeof(FlowEdge) * DOTS_EDGE_MAX);
    flow->dot_count = flow->entry_count = flow->edge_count = 0;
    flow->weight[0] = flow->weight[1] = 1;
}

// ---- taking hops in

static bool is_same_place(SimPlace a, SimPlace b) {
    return a.kind == b.kind && a.index == b.index;
}

static int32_t edge_of(DotsFlow *flow, SimPlace from, SimPlace to, bool is_failed) {
    uint64_t key = (uint64_t)from.kind << 56 ^ (uint64_t)to.kind << 48 ^ (uint64_t)is_failed << 47 ^
                   (uint64_t)(uint32_t)from.index << 20 ^ (uint64_t)(uint32_t)to.index;
    key *= UINT64_C(0x9E3779B97F4A7C15);
    int32_t i = (int32_t)(key >> 40) % DOTS_EDGE_MAX;
    for (;; i = (i + 1) % DOTS_EDGE_MAX) {
        FlowEdge *edge = &flow->edges[i];
        if (edge->is_used && edge->is_failed == is_failed && is_same_place(edge->from, from) &&
            is_same_place(edge->to, to))
            return i;
        if (edge->is_used) continue;
        if (flow->edge_count == DOTS_EDGE_MAX - 1) // one stays free, so that the search ends
            return -1;
        *edge = (FlowEdge){.from = from, .to = to, .is_failed = is_failed, .is_used = true};
        flow->edge_count++;
        return i;
    }
}

static bool is_failure(const SimHop *hop) {
    return hop->kind == SIM_HOP_DROPPED || hop->kind == SIM_HOP_FAILED ||
           (hop->kind == SIM_HOP_TRAVEL && hop->is_response && hop->status >= 500);
}

static SceneDotShape shape_of(const SimHop *hop) {
    if (hop->kind == SIM_HOP_DROPPED || (hop->kind == SIM_HOP_FAILED && hop->status == 0))
        return SCENE_DOT_DROPPED;
    return is_failure(hop) ? SCENE_DOT_ERROR : hop->is_draining ? SCENE_DOT_DRAINING : SCENE_DOT_OK;
}

static float patience_at(const SimHop *hop) {
    if (hop->deadline <= hop->born || hop->deadline == SIM_NEVER) return -1;
    float left = (float)((double)(hop->deadline - hop->time) / (double)(hop->deadline - hop->born));
    return left < 0.9f ? fmaxf(left, 0) : -1; // a full ring says nothing
}

void dots_flow_hop(DotsFlow *flow, const SimHop *hop, double work_mean) {
    bool is_failed = is_failure(hop);
    bool is_outbound = hop->kind == SIM_HOP_TRAVEL && !hop->is_response;
    if (!is_failed && !is_outbound) return;
    // What is lost at a place stays there: an edge from the place to itself.
    SimPlace from = hop->kind == SIM_HOP_DROPPED ? hop->to : hop->from;
    SimPlace to = hop->kind == SIM_HOP_TRAVEL ? hop->to : from;
    int32_t edge = edge_of(flow, from, to, is_failed);
    if (edge < 0) return;
    flow->edges[edge].count++;
    if (hop->bits % (uint64_t)flow->weight[is_failed] != 0 || flow->entry_count == FLOW_ENTRY_MAX)
        return;
    flow->entries[flow->entry_count++] = (FlowEntry){
        .edge = edge,
        .bits = hop->bits,
        .shape = shape_of(hop),
        .work = hop->work > 0 ? (float)fmin(1.0, (double)hop->work / (2.5 * work_mean)) : 0.4f,
        .patience = patience_at(hop),
    };
}

// ---- N

/// Dots a second on the busiest edge above which N doubles, and below which it halves.
static double highest_rate(const DotsFlow *flow, int32_t is_failed, int32_t weight) {
    bool is_rich = is_failed && (int64_t)weight * failed_share_most < flow->weight[0];
    return is_rich ? failed_rate_high : rate_high;
}

static double lowest_rate(const DotsFlow *flow, int32_t is_failed, int32_t weight) {
    bool is_rich = is_failed && (int64_t)weight * failed_share_most <= flow->weight[0];
    return is_rich ? failed_rate_low : rate_low;
}

static void follow_rates(DotsFlow *flow, float dt_s) {
    if (dt_s <= 0) return;
    double keep = exp(-(double)dt_s), busiest[2] = {0, 0};
    for (int32_t i = 0; i < DOTS_EDGE_MAX; i++) {
        FlowEdge *edge = &flow->edges[i];
        if (!edge->is_used) continue;
        edge->rate = edge->rate * keep + (1 - keep) * edge->count / (double)dt_s;
        edge->count = 0;
        busiest[edge->is_failed] = fmax(busiest[edge->is_failed], edge->rate);
    }
    for (int32_t c = 0; c < 2; c++) {
        while (flow->weight[c] < 1 << 24 &&
               busiest[c] / flow->weight[c] > highest_rate(flow, c, flow->weight[c]))
            flow->weight[c] *= 2;
        while (flow->weight[c] > 1 &&
               busiest[c] / flow->weight[c] < lowest_rate(flow, c, flow->weight[c]))
            flow->weight[c] /= 2;
    }
}

// ---- moving

static bool is_spot(const FlowEdge *edge) {
    return is_same_place(edge->from, edge->to);
}

static void find_path(FlowEdge *edge, const DotsGeometry *geometry) {
    if (is_spot(edge)) {
        edge->path[0] = geometry->rest(geometry->context, edge->to, false, 0);
        edge->path_count = 1;
    } else {
        edge->path_count =
            geometry->path(geometry->context, edge->from, edge->to, edge->path, DOTS_PATH_MAX);
    }
    edge->length = polyline_length(edge->path, edge->path_count);
}

static float jitter_of(uint64_t bits) {
    return (float)((bits * UINT64_C(0xD6E8FEB86659FD93)) >> 40) / (float)(1 << 24);
}

static void enter(DotsFlow *flow, const FlowEntry *entry) {
    FlowEdge *edge = &flow->edges[entry->edge];
    float gap = DOTS_GAP * (1.0f + 0.2f * jitter_of(entry->bits));
    float start = edge->has_last ? fminf(0, edge->last - gap) : 0;
    if (is_spot(edge)) start = 0;
    if (start < -wait_px_max) {
        flow->weight[edge->is_failed] *= flow->weight[edge->is_failed] < 1 << 24 ? 2 : 1;
        return;
    }
    if (edge->path_count == 0 || flow->dot_count == DOTS_FLOW_MAX) return;
    edge->last = start;
    edge->has_last = true;
    flow->dots[flow->dot_count++] = (FlowDot){.edge = entry->edge,
                                              .walked = start,
                                              .fade_left = is_spot(edge) ? dropped_s : fade_s,
                                              .work = entry->work,
                                              .patience = entry->patience,
                                              .shape = entry->shape};
}

static void enter_all(DotsFlow *flow, const DotsGeometry *geometry) {
    for (int32_t i = 0; i < flow->entry_count; i++)
        find_path(&flow->edges[flow->entries[i].edge], geometry);
    for (int32_t i = 0; i < flow->entry_count; i++) {
        const FlowEntry *entry = &flow->entries[i];
        // N may have grown within this frame.
        if (entry->bits % (uint64_t)flow->weight[flow->edges[entry->edge].is_failed] == 0)
            enter(flow, entry);
    }
    flow->entry_count = 0;
}

// A dot that has arrived fades where an instance takes it, and goes at once where another edge
// takes over.
static bool move_dot(FlowDot *dot, const FlowEdge *edge, float dt_s) {
    bool is_there = dot->walked >= edge->length;
    dot->walked += DOTS_SPEED * dt_s;
    if (!is_there) return true;
    bool stays =
        is_spot(edge) || edge->to.kind == SIM_PLACE_INSTANCE || edge->to.kind == SIM_PLACE_CLIENT;
    dot->fade_left -= dt_s;
    return stays && dot->fade_left > 0;
}

void dots_flow_advance(DotsFlow *flow, const DotsGeometry *geometry, float dt_s) {
    int32_t kept = 0;
    for (int32_t i = 0; i < flow->dot_count; i++)
        if (move_dot(&flow->dots[i], &flow->edges[flow->dots[i].edge], dt_s))
            flow->dots[kept++] = flow->dots[i];
    flow->dot_count = kept;
    for (int32_t i = 0; i < DOTS_EDGE_MAX; i++) {
        flow->edges[i].last += DOTS_SPEED * dt_s;
        if (flow->edges[i].path_count > 0)
            find_path(&flow->edges[i], geometry); // the window may have another size now
    }
    follow_rates(flow, dt_s);
    enter_all(flow, geometry);
}

int32_t dots_flow_list(const DotsFlow *flow, SceneDot *out, int32_t capacity) {
    int32_t count = 0;
    for (int32_t i = 0; i < flow->dot_count && count < capacity; i++) {
        const FlowDot *dot = &flow->dots[i];
        const FlowEdge *edge = &flow->edges[dot->edge];
        if (dot->walked < 0 || edge->path_count == 0) continue;
        ScenePoint at = polyline_at(edge->path, edge->path_count, dot->walked);
        float whole = is_spot(edge) ? dropped_s : fade_s;
        out[count++] = (SceneDot){.x = at.x,
                                  .y = at.y,
                                  .work = dot->work,
                                  .patience = dot->patience,
                                  .fade = fmaxf(0, fminf(1, dot->fade_left / whole)),
                                  .shape = dot->shape};
    }
    return count;
}
