// Least outstanding requests: the routable member with the fewest requests in progress, any of
// those that tie with the same chance. A tournament tree knows of every range of members the
// minimum and how many have it; a change climbs from a leaf to the root, a choice descends.
//
// Index: node 1 is the root, node n has the children 2n and 2n + 1, the second half are the leaves.
// A node is minimum << 32 | how many have it.
#include "balancing/algorithms.h"

#include "base/fact.h"

// A leaf that may not be chosen: later than any count, and none has it.
static const int64_t NOBODY = (int64_t)INT32_MAX << 32;

static int64_t leaf_of(const ChooserMember *member) {
    int32_t outstanding = SIM_FACT("ELB-205", true) ? member->outstanding : 0;
    return member->is_routable ? (int64_t)outstanding << 32 | 1 : NOBODY;
}

static int64_t minimum_of(int64_t node) {
    return node >> 32;
}

static int64_t count_of(int64_t node) {
    return node & UINT32_MAX;
}

// Both ways are worked out, so that no branch has to be guessed: which one holds is chance.
static int64_t join(int64_t a, int64_t b) {
    int64_t both = a + count_of(b), less = a < b ? a : b;
    return minimum_of(a ^ b) == 0 ? both : less;
}

static void rebuild(Choosers *choosers, Chooser *chooser) {
    int32_t leaves = 1;
    while (leaves < chooser->count)
        leaves *= 2;
    int64_t *tree = chooser_index_make(choosers, chooser, 2 * leaves);
    const ChooserMember *members = chooser_members(choosers, chooser);
    for (int32_t m = 0; m < leaves; m++) {
        tree[leaves + m] = m < chooser->count ? leaf_of(&members[m]) : NOBODY;
    }
    for (int32_t node = leaves - 1; node >= 1; node--) {
        tree[node] = join(tree[2 * node], tree[2 * node + 1]);
    }
    tree[0] = 0;
    choosers->work += 2 * leaves;
}

static void changed(Choosers *choosers, Chooser *chooser, int32_t m) {
    int64_t *tree = chooser_index(choosers, chooser);
    uint32_t node = (uint32_t)(chooser->index_count / 2 + m);
    int64_t value = leaf_of(&chooser_members(choosers, chooser)[m]), work = 0;
    while (tree[node] != value) {
        tree[node] = value;
        work++;
        if (node == 1) break;
        value = join(value, tree[node ^ 1]);
        node /= 2;
    }
    choosers->work += work;
}

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    const int64_t *tree = chooser_index(choosers, chooser);
    int32_t leaves = chooser->index_count / 2;
    int64_t minimum = minimum_of(tree[1]);
    // Which of those that tie, counted from the left.
    int64_t skip =
        SIM_FACT("ELB-206", true) ? random_below(request->stream, (uint32_t)count_of(tree[1])) : 0;
    int32_t node = 1, levels = 0;
    while (node < leaves) {
        node *= 2;
        levels++;
        int64_t here = minimum_of(tree[node]) == minimum ? count_of(tree[node]) : 0;
        bool is_right = skip >= here;
        skip -= is_right ? here : 0;
        node += is_right;
    }
    choosers->work += levels;
    return node - leaves;
}

const Algorithm algorithm_least_outstanding_requests = {
    .info = {.name = "least_outstanding_requests",
             .title = "Least outstanding requests",
             .description = "The healthy target with the fewest requests in progress.",
             .is_offered_by_alb = true},
    .has_draws = true,
    .rebuild = rebuild,
    .changed = changed,
    .pick = pick,
};
