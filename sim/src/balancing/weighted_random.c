// Weighted random: a routable member by chance, in proportion to its weight. A random point on the
// line of all shares laid end to end is found by bisection, or at once when all are alike.
//
// Index: of each routable member its number and where its share ends, by turns.
#include "balancing/algorithms.h"

#include "base/fact.h"

static void rebuild(Choosers *choosers, Chooser *chooser) {
    double weight_max = chooser_weight_max(choosers, chooser);
    int64_t *list = chooser_index_make(choosers, chooser, 2 * chooser->routable_count);
    const ChooserMember *members = chooser_members(choosers, chooser);
    int32_t at = 0;
    int64_t end = 0;
    for (int32_t m = 0; m < chooser->count; m++) {
        if (!members[m].is_routable) continue;
        end += chooser_share(&members[m], weight_max);
        list[2 * at] = m;
        list[2 * at + 1] = end;
        at++;
    }
    choosers->work += chooser->count;
}

// Below `end`, which is so far below 2^64 that no share's chance is wrong by what a test could see.
static int64_t random_point(RandomStream *stream, int64_t end) {
    __extension__ typedef unsigned __int128 Product;
    return (int64_t)((Product)random_u64(stream) * (uint64_t)end >> 64);
}

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    const int64_t *list = chooser_index(choosers, chooser);
    int32_t low = 0, high = chooser->routable_count - 1;
    int64_t end = list[2 * high + 1];
    int64_t point = SIM_FACT("ELB-207", true) ? random_point(request->stream, end) : 0;
    choosers->work++;
    if (end == CHOOSER_ONE * chooser->routable_count) return (int32_t)list[2 * (point >> 32)];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        choosers->work++;
        if (point < list[2 * middle + 1]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (int32_t)list[2 * low];
}

const Algorithm algorithm_weighted_random = {
    .info = {.name = "weighted_random",
             .title = "Weighted random",
             .description = "A healthy target by chance, in proportion to its weight; the weights "
                            "are all equal unless something lowers one.",
             .is_offered_by_alb = true},
    .has_draws = true,
    .rebuild = rebuild,
    .pick = pick,
};
