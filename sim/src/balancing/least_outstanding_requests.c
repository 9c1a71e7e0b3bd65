// Least outstanding requests: the routable member with the fewest requests in progress, any of
// those that tie with the same chance.
//
// The routable members stand in one order by their counts, those with the same count side by side,
// and each such run is a level. A request more or less moves a member past its level's end into the
// level beside it: two members change places, whatever the number of members. The first level is
// those that tie for the minimum.
//
// Index: one cell of header, one a member (its place in the order), one a place (its level, which
// member stands there), two a level (its count; its first and last place). A cell holds two numbers
// of 32 bits.
#include "balancing/algorithms.h"

#include "base/fact.h"

#include <stdlib.h>

enum { NO_PLACE = -1, HEADER = 1, LEVEL_CELLS = 2 };

static int64_t pair(int32_t high, int32_t low) {
    return (int64_t)((uint64_t)(uint32_t)high << 32 | (uint32_t)low);
}
static int32_t high_of(int64_t cell) {
    return (int32_t)(cell >> 32);
}
static int32_t low_of(int64_t cell) {
    return (int32_t)(uint32_t)cell;
}

// The parts of an index.
typedef struct Order {
    int64_t *header;  // (levels made so far, level + 1 that was given back last)
    int64_t *members; // (0, place)
    int64_t *places;  // (level, member)
    int64_t *levels;  // (level + 1 given back before, count), (first, last)
} Order;

static Order order_of(Choosers *choosers, const Chooser *chooser) {
    int64_t *cells = chooser_index(choosers, chooser);
    int64_t *members = cells + HEADER, *places = members + chooser->count;
    return (Order){cells, members, places, places + chooser->routable_count};
}

static int64_t *level_count(const Order *order, int32_t level) {
    return &order->levels[LEVEL_CELLS * level];
}
static int64_t *level_range(const Order *order, int32_t level) {
    return &order->levels[LEVEL_CELLS * level + 1];
}

// No more levels are ever in use than there are members in them.
static int32_t level_take(const Order *order, int32_t count, int32_t first, int32_t last) {
    int32_t made = high_of(*order->header), level = low_of(*order->header) - 1;
    if (level >= 0) {
        *order->header = pair(made, high_of(*level_count(order, level)));
    } else {
        level = made;
        *order->header = pair(made + 1, 0);
    }
    *level_count(order, level) = pair(0, count);
    *level_range(order, level) = pair(first, last);
    return level;
}

static void level_give(const Order *order, int32_t level) {
    int32_t made = high_of(*order->header), before1 = low_of(*order->header);
    *level_count(order, level) = pair(before1, 0);
    *order->header = pair(made, level + 1);
}

static int32_t counted(const ChooserMember *member) {
    return SIM_FACT("ELB-205", true) ? member->outstanding : 0;
}

static int compare_cells(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

// Sorted by count, then by number: as long as they are sorted, a place holds both.
static void put_in_order(const Order *order, const ChooserMember *members, int32_t count) {
    int32_t at = 0;
    for (int32_t m = 0; m < count; m++) {
        order->members[m] = pair(0, NO_PLACE);
        if (members[m].is_routable) order->places[at++] = pair(counted(&members[m]), m);
    }
    qsort(order->places, (size_t)at, sizeof *order->places, compare_cells);
}

static void make_levels(const Order *order, int32_t routable) {
    *order->header = 0;
    int32_t level = -1;
    for (int32_t place = 0; place < routable; place++) {
        int32_t count = high_of(order->places[place]), m = low_of(order->places[place]);
        if (level < 0 || low_of(*level_count(order, level)) != count)
            level = level_take(order, count, place, place);
        *level_range(order, level) = pair(high_of(*level_range(order, level)), place);
        order->places[place] = pair(level, m);
        order->members[m] = pair(0, place);
    }
}

static void rebuild(Choosers *choosers, Chooser *chooser) {
    int32_t routable = chooser->routable_count;
    chooser_index_make(choosers, chooser, HEADER + chooser->count + (1 + LEVEL_CELLS) * routable);
    Order order = order_of(choosers, chooser);
    put_in_order(&order, chooser_members(choosers, chooser), chooser->count);
    make_levels(&order, routable);
    choosers->work += chooser->count + routable;
}

static void stand_at(const Order *order, int32_t place, int32_t level, int32_t m) {
    order->places[place] = pair(level, m);
    order->members[m] = pair(0, place);
}

// The level at a place, if it is the one of this count; -1: it is not.
static int32_t level_at(const Order *order, int32_t place, int32_t places, int32_t count) {
    if (place < 0 || place >= places) return -1;
    int32_t level = high_of(order->places[place]);
    return low_of(*level_count(order, level)) == count ? level : -1;
}

static void changed(Choosers *choosers, Chooser *chooser, int32_t m) {
    Order order = order_of(choosers, chooser);
    int32_t place = low_of(order.members[m]);
    if (place == NO_PLACE) return;
    int32_t level = high_of(order.places[place]);
    int32_t now = counted(&chooser_members(choosers, chooser)[m]);
    int32_t change = now - low_of(*level_count(&order, level));
    if (change == 0) return;
    SIM_ASSERT(change == 1 || change == -1);
    choosers->work++;
    int64_t *range = level_range(&order, level);
    int32_t first = high_of(*range), last = low_of(*range);
    // It leaves its level at the end beyond which the counts go on as its own now does.
    int32_t edge = change > 0 ? last : first;
    int32_t beside = level_at(&order, edge + change, chooser->routable_count, now);
    if (beside < 0 && first == last) {
        *level_count(&order, level) = pair(0, now);
        return;
    }
    if (place != edge) stand_at(&order, place, level, low_of(order.places[edge]));
    if (first == last)
        level_give(&order, level);
    else
        *range = change > 0 ? pair(first, last - 1) : pair(first + 1, last);
    if (beside < 0) {
        beside = level_take(&order, now, edge, edge);
    } else {
        range = level_range(&order, beside);
        *range = change > 0 ? pair(edge, low_of(*range)) : pair(high_of(*range), edge);
    }
    stand_at(&order, edge, beside, m);
}

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    Order order = order_of(choosers, chooser);
    uint32_t ties = (uint32_t)low_of(*level_range(&order, high_of(order.places[0]))) + 1;
    choosers->work++;
    return low_of(
        order.places[SIM_FACT("ELB-206", true) ? random_below(request->stream, ties) : 0]);
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
