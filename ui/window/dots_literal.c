// A walker draws a request's story in the order in which it happened, late if need be. It walks,
// stands where a walk has ended, rests at an instance as long as the request did, and fades. A step
// is taken when the one before it is over as drawn; a rest is over when as much simulated time has
// passed since the dot came to rest as passed between the two hops.
#include "window/dots_literal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "window/grow.h"
#include "window/polyline.h"

static const float answered_fade_s = 0.12f;
static const float dropped_fade_s = 0.6f;
static const float settle_speed = 480.0f; // px/s from the end of a path to the place of rest

void dots_literal_init(DotsLiteral *literal) {
    *literal = (DotsLiteral){.walkers = grow_zeroed(DOTS_LITERAL_MAX, sizeof(Walker)), .limit = -1};
    dots_literal_clear(literal);
}

void dots_literal_deinit(DotsLiteral *literal) {
    free(literal->walkers);
}

void dots_literal_clear(DotsLiteral *literal) {
    for (int32_t i = 0; i < WALKER_BUCKETS; i++)
        literal->buckets[i] = -1;
    for (int32_t i = 0; i < DOTS_LITERAL_MAX; i++) {
        literal->walkers[i].phase = WALKER_NONE;
        literal->walkers[i].next = i + 1 < DOTS_LITERAL_MAX ? i + 1 : -1;
    }
    literal->free_first = 0;
    literal->alive = 0;
    literal->begun = 0;
    literal->rest_count = 0;
    literal->is_crowded = false;
}

// ---- finding

static int32_t *bucket_of(DotsLiteral *literal, const SimHop *hop) {
    uint64_t key = (hop->request + (uint64_t)hop->attempt * UINT64_C(0x9E3779B97F4A7C15)) *
                   UINT64_C(0xD6E8FEB86659FD93);
    return &literal->buckets[(key >> 32) % WALKER_BUCKETS];
}

static int32_t find_walker(DotsLiteral *literal, const SimHop *hop) {
    int32_t i = *bucket_of(literal, hop);
    while (i >= 0) {
        const SimHop *at = &literal->walkers[i].at;
        if (at->request == hop->request && at->attempt == hop->attempt) break;
        i = literal->walkers[i].next;
    }
    return i;
}

static int32_t add_walker(DotsLiteral *literal, const SimHop *hop) {
    int32_t i = literal->free_first;
    literal->begun++;
    if (i < 0) {
        literal->is_crowded = true;
        return -1;
    }
    Walker *walker = &literal->walkers[i];
    literal->free_first = walker->next;
    int32_t *bucket = bucket_of(literal, hop);
    *walker =
        (Walker){.phase = WALKER_STANDS, .next = *bucket, .number = literal->begun - 1, .at = *hop};
    *bucket = i;
    literal->alive++;
    return i;
}

static void remove_walker(DotsLiteral *literal, int32_t index) {
    Walker *walker = &literal->walkers[index];
    int32_t *link = bucket_of(literal, &walker->at);
    while (*link != index)
        link = &literal->walkers[*link].next;
    *link = walker->next;
    walker->phase = WALKER_NONE;
    walker->next = literal->free_first;
    literal->free_first = index;
    literal->alive--;
}

void dots_literal_hop(DotsLiteral *literal, const SimHop *hop) {
    int32_t index = find_walker(literal, hop);
    // A request that was under way when the picture began shows from where it travels next.
    bool is_welcome = literal->limit < 0 || literal->begun < literal->limit;
    if (index < 0 && is_welcome &&
        (hop->kind == SIM_HOP_BORN || (hop->kind == SIM_HOP_TRAVEL && !hop->is_response)))
        index = add_walker(literal, hop);
    if (index < 0) return;
    Walker *walker = &literal->walkers[index];
    if (walker->count == WALKER_STEPS_MAX) { // too far behind: it skips its oldest step
        walker->first = (walker->first + 1) % WALKER_STEPS_MAX;
        walker->count--;
    }
    walker->steps[(walker->first + walker->count) % WALKER_STEPS_MAX] = *hop;
    walker->count++;
}

// ---- moving

static void begin_walk(Walker *walker, const DotsGeometry *geometry) {
    ScenePoint points[DOTS_PATH_MAX];
    int32_t count = geometry->path(geometry->context, walker->at.from, walker->at.to, points,
                                   DOTS_PATH_MAX - 1);
    if (count == 0) { // off the map: it stays where it is
        walker->phase = WALKER_STANDS;
        return;
    }
    walker->path_count = 0;
    if (walker->is_placed) walker->path[walker->path_count++] = walker->position;
    memcpy(&walker->path[walker->path_count], points, sizeof *points * (size_t)count);
    walker->path_count += count;
    walker->walked = 0;
    walker->position = walker->path[0];
    walker->is_placed = true;
    walker->phase = WALKER_WALKS;
}

static void begin_fade(Walker *walker, float seconds) {
    walker->phase = WALKER_FADES;
    walker->fade_left = walker->fade_whole = seconds;
}

static void begin_rest(DotsLiteral *literal, Walker *walker, const DotsGeometry *geometry,
                       SimTime now) {
    walker->phase = WALKER_RESTS;
    walker->rest_since = now;
    walker->rest_order = literal->rest_count++;
    if (!walker->is_placed)
        walker->position = geometry->rest(geometry->context, walker->at.to, false, 0);
    walker->is_placed = true;
}

static void begin_step(DotsLiteral *literal, Walker *walker, const DotsGeometry *geometry,
                       SimTime now) {
    const SimHop *hop = &walker->at;
    walker->shape = hop->status >= 500 ? SCENE_DOT_ERROR
                    : hop->is_draining ? SCENE_DOT_DRAINING
                                       : walker->shape;
    switch (hop->kind) {
    case SIM_HOP_BORN:
        walker->position = geometry->rest(geometry->context, hop->from, false, 0);
        walker->is_placed = false; // the path says where it really starts
        break;
    case SIM_HOP_TRAVEL:
        begin_walk(walker, geometry);
        break;
    case SIM_HOP_QUEUED:
    case SIM_HOP_SERVED:
        begin_rest(literal, walker, geometry, now);
        break;
    case SIM_HOP_FINISHED:
        walker->phase = WALKER_STANDS;
        break;
    case SIM_HOP_ANSWERED:
        begin_fade(walker, answered_fade_s);
        break;
    case SIM_HOP_FAILED:
        walker->shape = hop->status == 0 ? SCENE_DOT_DROPPED : SCENE_DOT_ERROR;
        begin_fade(walker, dropped_fade_s);
        break;
    case SIM_HOP_DROPPED:
        walker->shape = SCENE_DOT_DROPPED;
        begin_fade(walker, dropped_fade_s);
        break;
    }
}

static bool is_rest_over(const Walker *walker, const SimHop *next, SimTime now) {
    return walker->phase != WALKER_RESTS ||
           now - walker->rest_since >= next->time - walker->at.time;
}

// Takes the next step if there is one and the one before is over.
static bool take_step(DotsLiteral *literal, Walker *walker, const DotsGeometry *geometry,
                      SimTime now) {
    if (walker->count == 0 || walker->phase == WALKER_FADES || walker->phase == WALKER_WALKS)
        return false;
    const SimHop *next = &walker->steps[walker->first];
    if (!is_rest_over(walker, next, now)) return false;
    walker->at = *next;
    walker->first = (walker->first + 1) % WALKER_STEPS_MAX;
    walker->count--;
    begin_step(literal, walker, geometry, now);
    return true;
}

static void walk(Walker *walker, float *dt_s) {
    float length = polyline_length(walker->path, walker->path_count);
    float step = DOTS_SPEED_LITERAL * *dt_s, left = length - walker->walked;
    *dt_s = step > left ? (step - left) / DOTS_SPEED_LITERAL : 0;
    walker->walked += step > left ? left : step;
    walker->position = polyline_at(walker->path, walker->path_count, walker->walked);
    if (step >= left) walker->phase = WALKER_STANDS;
}

static int32_t rank_at_rest(const DotsLiteral *literal, const Walker *walker) {
    int32_t rank = 0;
    for (int32_t i = 0; i < DOTS_LITERAL_MAX; i++) {
        const Walker *other = &literal->walkers[i];
        rank += other->phase == WALKER_RESTS && other->rest_order < walker->rest_order &&
                other->at.kind == walker->at.kind && other->at.to.kind == walker->at.to.kind &&
                other->at.to.index == walker->at.to.index;
    }
    return rank;
}

static void settle(const DotsLiteral *literal, Walker *walker, const DotsGeometry *geometry,
                   float dt_s) {
    bool is_queued = walker->at.kind == SIM_HOP_QUEUED;
    ScenePoint goal =
        geometry->rest(geometry->context, walker->at.to, is_queued, rank_at_rest(literal, walker));
    float dx = goal.x - walker->position.x, dy = goal.y - walker->position.y;
    float distance = hypotf(dx, dy), step = settle_speed * dt_s;
    float share = distance > step ? step / distance : 1;
    walker->position.x += dx * share;
    walker->position.y += dy * share;
}

static void advance_walker(DotsLiteral *literal, int32_t index, const DotsGeometry *geometry,
                           float dt_s, SimTime now) {
    Walker *walker = &literal->walkers[index];
    float left = dt_s;
    do { // as many steps as fit into the time: a short walk may end within a frame
        if (walker->phase == WALKER_WALKS) walk(walker, &left);
    } while (take_step(literal, walker, geometry, now));
    if (walker->phase == WALKER_RESTS) settle(literal, walker, geometry, dt_s);
    if (walker->phase == WALKER_FADES && (walker->fade_left -= dt_s) <= 0)
        remove_walker(literal, index);
}

void dots_literal_advance(DotsLiteral *literal, const DotsGeometry *geometry, float dt_s,
                          SimTime now) {
    for (int32_t i = 0; i < DOTS_LITERAL_MAX; i++)
        if (literal->walkers[i].phase != WALKER_NONE)
            advance_walker(literal, i, geometry, dt_s, now);
}

// ---- showing

static float work_left(const Walker *walker, double work_mean, SimTime now) {
    const SimHop *at = &walker->at;
    if (at->work <= 0) return 0.4f;
    double whole = fmin(1.0, (double)at->work / (2.5 * work_mean));
    double done = at->kind == SIM_HOP_SERVED ? (double)(now - walker->rest_since) / (double)at->work
                                             : at->is_response;
    return (float)(whole * fmax(0.0, 1.0 - done));
}

static float patience_left(const SimHop *hop, SimTime now) {
    if (hop->deadline <= hop->born || hop->deadline == SIM_NEVER) return -1;
    return (float)fmin(
        1.0, fmax(0.0, (double)(hop->deadline - now) / (double)(hop->deadline - hop->born)));
}

int32_t dots_literal_list(const DotsLiteral *literal, double work_mean, SimTime now, SceneDot *out,
                          int32_t capacity) {
    int32_t count = 0;
    for (int32_t i = 0; i < DOTS_LITERAL_MAX && count < capacity; i++) {
        const Walker *walker = &literal->walkers[i];
        if (walker->phase == WALKER_NONE || (!walker->is_placed && walker->at.kind != SIM_HOP_BORN))
            continue;
        float patience = patience_left(&walker->at, now);
        out[count++] = (SceneDot){
            .x = walker->position.x,
            .y = walker->position.y,
            .work = work_left(walker, work_mean, now),
            .patience = literal->alive < 40 || patience < 0.5f
                            ? patience
                            : -1, // rings on few, else they hide the dots
            .fade = walker->phase == WALKER_FADES ? walker->fade_left / walker->fade_whole : 1,
            .shape = walker->shape,
        };
    }
    return count;
}
