// IP hash: the same client goes to the same target for as long as it may. A client has an endless
// list of members of its own, by a hash of its address, and goes to the first that is routable. So
// when a member leaves only its own clients move, each to the next of its list, and all come back
// with it. A new member takes its part of every place of these lists and changes nothing else
// (jump consistent hash, Lamping and Veach 2014).
//
// When hardly any member is routable the list may not reach one soon: then the routable member with
// the greatest hash together with the client's is taken, which moves as few.
//
// Index: the routable members.
#include "balancing/algorithms.h"

#include "engine/hash.h"

// With half of the members routable, one client in 2^64 goes through all.
enum { TRIES_MAX = 64 };

// 0 to count - 1; when `count` grows by one, one in count + 1 keys moves, to the new number.
static int32_t jump_hash(uint64_t key, int32_t count) {
    int64_t now = -1, next = 0;
    while (next < count) {
        now = next;
        key = hash_mix(key + HASH_START);
        double unit = (double)((key >> 11) + 1) * 0x1p-53;
        double jump = (double)(now + 1) / unit;
        next = jump < (double)count ? (int64_t)jump : count;
    }
    return (int32_t)now;
}

static int32_t pick_by_rank(Choosers *choosers, const Chooser *chooser, uint64_t client) {
    const int64_t *list = chooser_index(choosers, chooser);
    int32_t best = (int32_t)list[0];
    uint64_t rank_max = 0;
    for (int32_t i = 0; i < chooser->routable_count; i++) {
        uint64_t rank = hash_u64(client, (uint64_t)list[i]);
        if (rank <= rank_max) continue;
        rank_max = rank;
        best = (int32_t)list[i];
    }
    choosers->work += chooser->routable_count;
    return best;
}

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    const ChooserMember *members = chooser_members(choosers, chooser);
    uint64_t client = hash_u64(HASH_START, request->client_ip);
    for (uint64_t attempt = 0; attempt < TRIES_MAX; attempt++) {
        int32_t m = jump_hash(hash_u64(client, attempt), chooser->count);
        choosers->work++;
        if (members[m].is_routable) return m;
    }
    return pick_by_rank(choosers, chooser, client);
}

const Algorithm algorithm_ip_hash = {
    .info = {.name = "ip_hash",
             .title = "IP hash",
             .description = "The same client address goes to the same target while it is healthy."},
    .rebuild = chooser_index_routable,
    .pick = pick,
};
