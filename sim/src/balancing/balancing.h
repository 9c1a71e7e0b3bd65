/// Balancing: how a node chooses one of a target group's targets.
///
/// Every (node, target group) has a chooser of its own: a round-robin cursor and an outstanding
/// count a target (model rule; AWS does not say whether nodes share them). A chooser works on
/// *members*, positions 0..count-1 that the owner maps to targets. Choosers live in flat arrays
/// (Choosers), so that a world of them is cloned by copying. An algorithm is one small file with an
/// Algorithm of functions; balancing.c lists them. None scans all members unless its definition
/// demands it: what a choice needs is kept in an index, which is rebuilt at the first choice after
/// a change of what may be chosen, so that many changes at once cost one rebuild.
#pragma once

#include "engine/array.h"
#include "engine/random.h"
#include "sim/scenario.h"

/// A member as the algorithms see it.
typedef struct ChooserMember {
    double weight;       ///< 1 unless slow start or weights say less; never below 0
    int32_t outstanding; ///< requests in progress from this node
    int32_t is_routable; ///< may be chosen now
    int64_t credit;      ///< round robin: part of a turn saved up, of CHOOSER_ONE
} ChooserMember;

/// A whole share or turn, where algorithms count weights in integers so that their sums are exact.
#define CHOOSER_ONE (INT64_C(1) << 32)

/// One (node, target group). Offsets point into the arrays of Choosers.
typedef struct Chooser {
    int32_t algorithm;
    int32_t first;    ///< of its members
    int32_t count;    ///< members in use
    int32_t capacity; ///< members it has room for
    int32_t routable_count;
    int32_t is_stale; ///< the index must be rebuilt before it is used
    int32_t cursor;   ///< the algorithm's own: from which member on the next turn is
    int32_t first_index, index_count; ///< the algorithm's own index, in `index`
    int32_t index_capacity;           ///< what was ever set aside for it there
} Chooser;

typedef struct Choosers {
    ARRAY_OF(Chooser) choosers;
    ARRAY_OF(ChooserMember) members;
    ARRAY_OF(int64_t) index; ///< trees and the like, kept by the algorithms
    int64_t work; ///< members and cells of the index looked at by changes and choices, for tests of
                  ///< what they cost
} Choosers;

/// What is known of the request to be routed.
typedef struct ChooserRequest {
    uint32_t client_ip;
    RandomStream *stream; ///< for ties and random choices
} ChooserRequest;

/// One algorithm. `rebuild` makes the index before the first pick after anything but `outstanding`
/// has changed (membership, weights, routability, the algorithm itself); `changed` keeps it after
/// member `m`'s outstanding count has, never on a stale index; `pick` returns a routable member,
/// count of routable being at least 1.
typedef struct Algorithm {
    SimAlgorithmInfo info;
    bool has_slow_start; ///< AWS offers slow start with it
    bool has_draws;      ///< reads the request's stream; without it the stream may hold anything
    void (*rebuild)(Choosers *choosers, Chooser *chooser);
    void (*changed)(Choosers *choosers, Chooser *chooser, int32_t m); ///< NULL: indifferent
    int32_t (*pick)(Choosers *choosers, Chooser *chooser, const ChooserRequest *request);
} Algorithm;

/// By index as in sim_algorithm(); -1 / NULL when unknown.
const Algorithm *algorithm_get(int32_t index);
int32_t algorithm_find(const char *name);

/// For rebuild: room for the chooser's index, `count` cells that hold anything. Valid until the
/// next call.
int64_t *chooser_index_make(Choosers *choosers, Chooser *chooser, int32_t count);
/// For rebuild: an index that lists the routable members in order.
void chooser_index_routable(Choosers *choosers, Chooser *chooser);
/// For rebuild: the greatest weight of a routable member; 0: all have none, which counts as all
/// alike.
double chooser_weight_max(Choosers *choosers, const Chooser *chooser);
/// A member's weight as a share of the greatest: 0 to CHOOSER_ONE, rounded up.
int64_t chooser_share(const ChooserMember *member, double weight_max);

static inline ChooserMember *chooser_members(Choosers *choosers, const Chooser *chooser) {
    return &choosers->members.items[chooser->first];
}
static inline int64_t *chooser_index(Choosers *choosers, const Chooser *chooser) {
    return &choosers->index.items[chooser->first_index];
}

/// Frees what the arrays hold.
void choosers_deinit(Choosers *choosers);

/// Adds a chooser with room for `capacity` members, none in use.
int32_t chooser_add(Choosers *choosers, int32_t algorithm, int32_t capacity);
/// Adds a member, not routable, weight 1; returns its number. Room grows when it must.
int32_t chooser_member_add(Choosers *choosers, int32_t chooser);
/// Outstanding counts stay, they are facts; the cursor begins anew.
void chooser_set_algorithm(Choosers *choosers, int32_t chooser, int32_t algorithm);
/// Changes what may be chosen. Cheap enough for a health change; slow-start ramps call it with a
/// new weight now and then.
void chooser_member_set(Choosers *choosers, int32_t chooser, int32_t m, bool is_routable,
                        double weight);
/// Whether a member may be chosen now.
bool chooser_is_routable(Choosers *choosers, int32_t chooser, int32_t m);
/// Whether a choice will read the request's stream, which costs something to seed.
bool chooser_has_draws(const Choosers *choosers, int32_t chooser);
/// Chooses; -1 when nothing is routable.
int32_t chooser_pick(Choosers *choosers, int32_t chooser, const ChooserRequest *request);
/// A request to member `m` began or ended.
void chooser_begin(Choosers *choosers, int32_t chooser, int32_t m);
void chooser_end(Choosers *choosers, int32_t chooser, int32_t m);
