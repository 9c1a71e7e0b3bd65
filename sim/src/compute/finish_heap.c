// A pairing heap: melding two heaps hangs the later root below the earlier one, and removing a root
// melds its children in two passes (pairs from left to right, then all from right to left), which
// makes a removal cost O(log n) amortised.
#include "compute/finish_heap.h"

static bool is_before(const StationJob *a, const StationJob *b) {
    if (a->finish != b->finish) return a->finish < b->finish;
    return a->arrival < b->arrival;
}

// Both are roots without siblings, or none.
static uint32_t meld(StationJob *jobs, uint32_t a1, uint32_t b1) {
    if (a1 == 0) return b1;
    if (b1 == 0) return a1;
    uint32_t top1 = is_before(&jobs[b1 - 1], &jobs[a1 - 1]) ? b1 : a1;
    uint32_t low1 = top1 == a1 ? b1 : a1;
    StationJob *top = &jobs[top1 - 1];
    StationJob *low = &jobs[low1 - 1];
    low->sibling1 = top->child1;
    low->previous1 = top1;
    if (top->child1 != 0) jobs[top->child1 - 1].previous1 = low1;
    top->child1 = low1;
    return top1;
}

// Makes a tree that hangs among siblings a heap of its own; returns the sibling after it.
static uint32_t cut_first(StationJob *jobs, uint32_t first1) {
    if (first1 == 0) return 0;
    uint32_t next1 = jobs[first1 - 1].sibling1;
    jobs[first1 - 1].sibling1 = 0;
    jobs[first1 - 1].previous1 = 0;
    return next1;
}

static uint32_t meld_siblings(StationJob *jobs, uint32_t first1) {
    // The pairs are kept as a stack through sibling1, so that the second pass begins at the right.
    uint32_t pairs1 = 0;
    while (first1 != 0) {
        uint32_t second1 = cut_first(jobs, first1);
        uint32_t rest1 = cut_first(jobs, second1);
        uint32_t pair1 = meld(jobs, first1, second1);
        jobs[pair1 - 1].sibling1 = pairs1;
        pairs1 = pair1;
        first1 = rest1;
    }
    uint32_t root1 = 0;
    while (pairs1 != 0) {
        uint32_t next1 = cut_first(jobs, pairs1);
        root1 = meld(jobs, root1, pairs1);
        pairs1 = next1;
    }
    return root1;
}

uint32_t finish_heap_add(StationJob *jobs, uint32_t root1, int32_t job) {
    jobs[job].child1 = jobs[job].sibling1 = jobs[job].previous1 = 0;
    return meld(jobs, root1, (uint32_t)job + 1);
}

uint32_t finish_heap_remove(StationJob *jobs, uint32_t root1, int32_t job) {
    StationJob *gone = &jobs[job];
    uint32_t job1 = (uint32_t)job + 1;
    uint32_t below1 = meld_siblings(jobs, gone->child1);
    gone->child1 = 0;
    if (root1 == job1) return below1;
    SIM_ASSERT(gone->previous1 != 0);
    StationJob *previous = &jobs[gone->previous1 - 1];
    if (previous->child1 == job1) {
        previous->child1 = gone->sibling1;
    } else {
        previous->sibling1 = gone->sibling1;
    }
    if (gone->sibling1 != 0) jobs[gone->sibling1 - 1].previous1 = gone->previous1;
    gone->sibling1 = gone->previous1 = 0;
    return meld(jobs, root1, below1);
}
