/// Flow mode: edges with dots on them, a sample of what the edge carries. See dots.h.
#pragma once

#include "window/dots.h"

typedef struct FlowEdge {
    SimPlace from, to;
    bool is_failed, is_used;
    int32_t count; ///< hops since the last frame, sampled or not
    double rate;   ///< hops a second of viewing time, mean of about the last second
    float last;    ///< px along the edge of the dot that entered last; may lie before the edge
    bool has_last;
    ScenePoint path[DOTS_PATH_MAX];
    int32_t path_count;
    float length;
} FlowEdge;

typedef struct FlowDot {
    int32_t edge;
    float walked; ///< px from the start of the edge; below 0: waits to enter
    float fade_left, work, patience;
    SceneDotShape shape;
} FlowDot;

typedef struct FlowEntry {
    int32_t edge;
    uint64_t bits;
    float work, patience;
    SceneDotShape shape;
} FlowEntry;

enum { FLOW_ENTRY_MAX = 512 };

typedef struct DotsFlow {
    FlowEdge *edges; ///< DOTS_EDGE_MAX, open addressing
    FlowDot *dots;   ///< DOTS_FLOW_MAX
    FlowEntry *entries;
    int32_t dot_count, entry_count, edge_count;
    int32_t weight[2]; ///< N by class: well, failed
} DotsFlow;

void dots_flow_init(DotsFlow *flow);
void dots_flow_deinit(DotsFlow *flow);
void dots_flow_clear(DotsFlow *flow);
void dots_flow_hop(DotsFlow *flow, const SimHop *hop, double work_mean);
void dots_flow_advance(DotsFlow *flow, const DotsGeometry *geometry, float dt_s);
int32_t dots_flow_list(const DotsFlow *flow, SceneDot *out, int32_t capacity);
