/// Balancing: how a node chooses one of a target group's targets.
///
/// Every (node, target group) has a chooser of its own: a round-robin cursor and an outstanding count a target (model rule; AWS
/// does not say whether nodes share them). A chooser works on *members*, positions 0..count-1 that the owner maps to targets. Choosers
/// live in flat arrays (Choosers), so that a world of them is cloned by copying. An algorithm is one small file with an
/// Algorithm of functions; balancing.c lists them. None scans all members unless its definition demands it.
#pragma once

#include "engine/array.h"
#include "engine/random.h"
#include "sim/scenario.h"

/// A member as the algorithms see it.
typedef struct ChooserMember {
    double weight;       ///< 1 unless slow start or weights say less; never below 0
    int32_t outstanding; ///< requests in progress from this node
    int32_t is_routable; ///< may be chosen now
} ChooserMember;

/// One (node, target group). Offsets point into the arrays of Choosers.
typedef struct Chooser {
    int32_t algorithm;
    int32_t first;    ///< of its members
    int32_t count;    ///< members in use
    int32_t capacity; ///< members it has room for
    int32_t routable_count;
    int32_t cursor; ///< the algorithm's own: the round-robin position
    int32_t first_index, index_count; ///< the algorithm's own index, in `index`
} Chooser;

typedef struct Choosers {
    ARRAY_OF(Chooser) choosers;
    ARRAY_OF(ChooserMember) members;
    ARRAY_OF(int64_t) index; ///< trees and the like, kept by the algorithms
} Choosers;

/// What is known of the request to be routed.
typedef struct ChooserRequest {
    uint32_t client_ip;
    RandomStream *stream; ///< for ties and random choices
} ChooserRequest;

/// One algorithm. `rebuild` after anything but `outstanding` has changed (membership, weights, routability, the algorithm itself);
/// `changed` after member `m`'s outstanding count has; `pick` returns a routable member, count of routable being at least 1.
typedef struct Algorithm {
    SimAlgorithmInfo info;
    bool has_slow_start; ///< AWS offers slow start with it
    void (*rebuild)(Choosers *choosers, Chooser *chooser);
    void (*changed)(Choosers *choosers, Chooser *chooser, int32_t m); ///< NULL: indifferent
    int32_t (*pick)(Choosers *choosers, Chooser *chooser, const ChooserRequest *request);
} Algorithm;

/// By index as in sim_algorithm(); -1 / NULL when unknown.
const Algorithm *algorithm_get(int32_t index);
int32_t algorithm_find(const char *name);

/// Adds a chooser with room for `capacity` members, none in use.
int32_t chooser_add(Choosers *choosers, int32_t algorithm, int32_t capacity);
/// Adds a member, not routable, weight 1; returns its number. Room grows when it must.
int32_t chooser_member_add(Choosers *choosers, int32_t chooser);
void chooser_set_algorithm(Choosers *choosers, int32_t chooser, int32_t algorithm);
/// Changes what may be chosen. Cheap enough for a health change; slow-start ramps call it with a new weight now and then.
void chooser_member_set(Choosers *choosers, int32_t chooser, int32_t m, bool is_routable, double weight);
/// Chooses; -1 when nothing is routable.
int32_t chooser_pick(Choosers *choosers, int32_t chooser, const ChooserRequest *request);
/// A request to member `m` began or ended.
void chooser_begin(Choosers *choosers, int32_t chooser, int32_t m);
void chooser_end(Choosers *choosers, int32_t chooser, int32_t m);
