// Round robin: the routable members in turn. A member of less than the greatest weight (slow start)
// saves up its share of a turn each time it comes by and is passed over until it has a whole one,
// so it gets its weight's part of the turns, evenly spread. A choice looks at greatest over mean
// weight members on average: one when all are alike.
//
// Index: the position in the list, then the list: member and share by turns.
#include "balancing/algorithms.h"

#include "base/fact.h"

// The first entry that is behind the member chosen last, as if all had kept their places.
static int64_t find_turn(const int64_t *list, int32_t count, int32_t cursor) {
    int32_t low = 0, high = count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (list[2 * middle] < cursor) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count ? low : 0;
}

static void rebuild(Choosers *choosers, Chooser *chooser) {
    int32_t count = chooser->routable_count;
    double weight_max = chooser_weight_max(choosers, chooser);
    int64_t *list = chooser_index_make(choosers, chooser, 1 + 2 * count) + 1;
    const ChooserMember *members = chooser_members(choosers, chooser);
    int32_t at = 0;
    for (int32_t m = 0; m < chooser->count; m++) {
        if (!members[m].is_routable) continue;
        list[2 * at] = m;
        list[2 * at + 1] = chooser_share(&members[m], weight_max);
        at++;
    }
    list[-1] = find_turn(list, count, chooser->cursor);
    choosers->work += chooser->count;
}

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    (void)request;
    int64_t *position = chooser_index(choosers, chooser);
    const int64_t *list = position + 1;
    ChooserMember *members = chooser_members(choosers, chooser);
    for (;;) {
        int32_t m = (int32_t)list[2 * *position];
        int64_t share = list[2 * *position + 1];
        bool is_next = SIM_FACT("ELB-203", *position + 1 < chooser->routable_count);
        *position = is_next ? *position + 1 : 0;
        choosers->work++;
        members[m].credit += share;
        if (members[m].credit < CHOOSER_ONE) continue;
        members[m].credit -= CHOOSER_ONE;
        chooser->cursor = m + 1;
        return m;
    }
}

const Algorithm algorithm_round_robin = {
    .info = {.name = "round_robin",
             .title = "Round robin",
             .description = "Each healthy target in turn, whatever it is doing.",
             .is_offered_by_alb = true},
    .has_slow_start = true,
    .rebuild = rebuild,
    .pick = pick,
};
