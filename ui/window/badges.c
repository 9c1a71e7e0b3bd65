// An error is counted once, where it is first seen: at the instance that answered it, at the node
// that made it, at the client that gave up. A small memory of requests already counted keeps the
// way back from counting again. Counts stand in ten slots of a second each.
#include "window/badges.h"

#include <stdlib.h>
#include <string.h>

#include "window/grow.h"

enum { SLOTS = 10, RECENT = 1024 };

typedef struct Kept {
    SceneBadge badge;
    int32_t counts[SLOTS];
    int64_t seconds[SLOTS]; ///< of which second a slot is; -1: none
} Kept;

struct Badges {
    Kept kept[BADGES_KEPT_MAX];
    int32_t kept_count;
    uint64_t recent[RECENT]; ///< requests and attempts counted already, by hash; 0: none
    SceneBadge shown[BADGES_KEPT_MAX];
};

Badges *badges_create(void) {
    return grow_zeroed(1, sizeof(Badges));
}

void badges_destroy(Badges *badges) {
    free(badges);
}

void badges_clear(Badges *badges) {
    memset(badges, 0, sizeof *badges);
}

static uint64_t key_of(const SimHop *hop) {
    return (hop->request << 4) + (uint64_t)hop->attempt + 1;
}

static uint64_t *recent_of(Badges *badges, uint64_t key) {
    return &badges->recent[(key * UINT64_C(0x9E3779B97F4A7C15)) >> 54];
}

static bool was_counted(Badges *badges, const SimHop *hop) {
    return *recent_of(badges, key_of(hop)) == key_of(hop);
}

static int64_t last_second(const Kept *kept) {
    int64_t last = -1;
    for (int32_t i = 0; i < SLOTS; i++)
        last = kept->seconds[i] > last ? kept->seconds[i] : last;
    return last;
}

// The entry of a place and a code; a full table gives up its oldest.
static Kept *find_kept(Badges *badges, SimPlace place, int32_t status, SceneDotShape shape) {
    int32_t oldest = 0;
    for (int32_t i = 0; i < badges->kept_count; i++) {
        const SceneBadge *badge = &badges->kept[i].badge;
        if (badge->place.kind == place.kind && badge->place.index == place.index &&
            badge->status == status && badge->shape == shape)
            return &badges->kept[i];
        if (last_second(&badges->kept[i]) < last_second(&badges->kept[oldest])) oldest = i;
    }
    Kept *kept = badges->kept_count < BADGES_KEPT_MAX ? &badges->kept[badges->kept_count++]
                                                      : &badges->kept[oldest];
    *kept = (Kept){.badge = {.place = place, .status = status, .shape = shape}};
    for (int32_t i = 0; i < SLOTS; i++)
        kept->seconds[i] = -1;
    return kept;
}

static void count_failure(Badges *badges, const SimHop *hop, SimPlace place, SceneDotShape shape) {
    *recent_of(badges, key_of(hop)) = key_of(hop);
    Kept *kept = find_kept(badges, place, hop->status, shape);
    int64_t second = hop->time / SIM_SECOND;
    int32_t slot = (int32_t)(second % SLOTS);
    if (kept->seconds[slot] != second) {
        kept->seconds[slot] = second;
        kept->counts[slot] = 0;
    }
    kept->counts[slot]++;
}

// Codes below 500 are the client's doing: those that a target gave are no failure; what a node made
// by itself stands there.
static void count_code(Badges *badges, const SimHop *hop) {
    if (hop->status >= 500 || hop->from.kind == SIM_PLACE_NODE)
        count_failure(badges, hop, hop->from, SCENE_DOT_ERROR);
    else
        *recent_of(badges, key_of(hop)) = key_of(hop);
}

void badges_hop(Badges *badges, const SimHop *hop) {
    if (hop->kind == SIM_HOP_DROPPED)
        count_failure(badges, hop, hop->to, SCENE_DOT_DROPPED);
    else if (hop->kind == SIM_HOP_TRAVEL && hop->is_response && hop->status >= 400 &&
             !was_counted(badges, hop))
        count_code(badges, hop);
    else if (hop->kind == SIM_HOP_FAILED && !was_counted(badges, hop))
        count_failure(badges, hop, hop->from,
                      hop->status == 0 ? SCENE_DOT_DROPPED : SCENE_DOT_ERROR);
}

static int most_first(const void *a, const void *b) {
    const SceneBadge *x = a, *y = b;
    bool is_clients = x->status >= 400 && x->status < 500,
         are_clients = y->status >= 400 && y->status < 500;
    if (is_clients != are_clients) return is_clients ? 1 : -1;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    if (x->place.kind != y->place.kind) return x->place.kind < y->place.kind ? -1 : 1;
    if (x->place.index != y->place.index) return x->place.index < y->place.index ? -1 : 1;
    return (x->status > y->status) - (x->status < y->status);
}

const SceneBadge *badges_list(Badges *badges, SimTime now, int32_t *count) {
    int64_t second = now / SIM_SECOND;
    int32_t shown = 0;
    for (int32_t i = 0; i < badges->kept_count; i++) {
        SceneBadge badge = badges->kept[i].badge;
        for (int32_t slot = 0; slot < SLOTS; slot++) {
            int64_t of = badges->kept[i].seconds[slot];
            badge.count += of > second - SLOTS && of <= second ? badges->kept[i].counts[slot] : 0;
        }
        if (badge.count > 0) badges->shown[shown++] = badge;
    }
    qsort(badges->shown, (size_t)shown, sizeof *badges->shown, most_first);
    *count = shown < BADGES_SHOWN_MAX ? shown : BADGES_SHOWN_MAX;
    return badges->shown;
}
