// The list of algorithms, and what all of them share: members, their routability and their
// outstanding counts. A chooser's members and index are ranges of two common arrays; a range that
// must grow moves to the end at twice its size, so that what it leaves behind is never more than
// what it holds.
#include "balancing/balancing.h"

#include "balancing/algorithms.h"

#include <math.h>
#include <string.h>

// Both are hashed and copied as bytes, so none may be padding.
_Static_assert(sizeof(Chooser) == 40, "a Chooser has padding");
_Static_assert(sizeof(ChooserMember) == 24, "a ChooserMember has padding");

static const Algorithm *const algorithms[] = {
    &algorithm_round_robin,     &algorithm_least_outstanding_requests,
    &algorithm_weighted_random, &algorithm_power_of_two_choices,
    &algorithm_ip_hash,
};

int32_t sim_algorithm_count(void) {
    return (int32_t)(sizeof algorithms / sizeof algorithms[0]);
}

SimAlgorithmInfo sim_algorithm(int32_t index) {
    const Algorithm *algorithm = algorithm_get(index);
    SIM_ASSERT(algorithm != NULL);
    return algorithm->info;
}

const Algorithm *algorithm_get(int32_t index) {
    return index >= 0 && index < sim_algorithm_count() ? algorithms[index] : NULL;
}

int32_t algorithm_find(const char *name) {
    for (int32_t i = 0; i < sim_algorithm_count(); i++) {
        if (strcmp(algorithms[i]->info.name, name) == 0) return i;
    }
    return -1;
}

int64_t *chooser_index_make(Choosers *choosers, Chooser *chooser, int32_t count) {
    if (count > chooser->index_capacity) {
        int32_t doubled = 2 * chooser->index_capacity;
        chooser->first_index = choosers->index.count;
        chooser->index_capacity = count > doubled ? count : doubled;
        array_resize(&choosers->index, choosers->index.count + chooser->index_capacity);
    }
    chooser->index_count = count;
    return chooser_index(choosers, chooser);
}

void chooser_index_routable(Choosers *choosers, Chooser *chooser) {
    int64_t *list = chooser_index_make(choosers, chooser, chooser->routable_count);
    const ChooserMember *members = chooser_members(choosers, chooser);
    int32_t at = 0;
    for (int32_t m = 0; m < chooser->count; m++) {
        if (members[m].is_routable) list[at++] = m;
    }
    SIM_ASSERT(at == chooser->routable_count);
    choosers->work += chooser->count;
}

double chooser_weight_max(Choosers *choosers, const Chooser *chooser) {
    const ChooserMember *members = chooser_members(choosers, chooser);
    double weight_max = 0;
    for (int32_t m = 0; m < chooser->count; m++) {
        if (members[m].is_routable && members[m].weight > weight_max)
            weight_max = members[m].weight;
    }
    choosers->work += chooser->count;
    return weight_max;
}

int64_t chooser_share(const ChooserMember *member, double weight_max) {
    if (weight_max <= 0) return CHOOSER_ONE;
    double share = ceil(member->weight / weight_max * (double)CHOOSER_ONE);
    return share < (double)CHOOSER_ONE ? (int64_t)share : CHOOSER_ONE;
}

void choosers_deinit(Choosers *choosers) {
    array_deinit(&choosers->choosers);
    array_deinit(&choosers->members);
    array_deinit(&choosers->index);
}

static Chooser *get(Choosers *choosers, int32_t chooser) {
    SIM_ASSERT(chooser >= 0 && chooser < choosers->choosers.count);
    return &choosers->choosers.items[chooser];
}

static ChooserMember *get_member(Choosers *choosers, const Chooser *chooser, int32_t m) {
    SIM_ASSERT(m >= 0 && m < chooser->count);
    return &choosers->members.items[chooser->first + m];
}

int32_t chooser_add(Choosers *choosers, int32_t algorithm, int32_t capacity) {
    SIM_ASSERT(algorithm_get(algorithm) != NULL && capacity >= 0);
    Chooser *chooser = array_push(&choosers->choosers);
    chooser->algorithm = algorithm;
    chooser->first = choosers->members.count;
    chooser->capacity = capacity;
    chooser->is_stale = 1;
    array_resize(&choosers->members, choosers->members.count + capacity);
    return choosers->choosers.count - 1;
}

static void make_room(Choosers *choosers, Chooser *chooser) {
    int32_t first = choosers->members.count;
    int32_t capacity = chooser->capacity < 4 ? 8 : 2 * chooser->capacity;
    array_resize(&choosers->members, first + capacity);
    memcpy(&choosers->members.items[first], chooser_members(choosers, chooser),
           (size_t)chooser->count * sizeof(ChooserMember));
    chooser->first = first;
    chooser->capacity = capacity;
}

int32_t chooser_member_add(Choosers *choosers, int32_t chooser) {
    Chooser *c = get(choosers, chooser);
    if (c->count == c->capacity) make_room(choosers, c);
    int32_t m = c->count++;
    *get_member(choosers, c, m) = (ChooserMember){.weight = 1};
    c->is_stale = 1;
    return m;
}

void chooser_set_algorithm(Choosers *choosers, int32_t chooser, int32_t algorithm) {
    Chooser *c = get(choosers, chooser);
    SIM_ASSERT(algorithm_get(algorithm) != NULL);
    if (c->algorithm == algorithm) return;
    c->algorithm = algorithm;
    c->cursor = 0;
    c->is_stale = 1;
}

void chooser_member_set(Choosers *choosers, int32_t chooser, int32_t m, bool is_routable,
                        double weight) {
    Chooser *c = get(choosers, chooser);
    ChooserMember *member = get_member(choosers, c, m);
    SIM_ASSERT(weight >= 0);
    bool was_routable = member->is_routable != 0;
    if (was_routable == is_routable && member->weight == weight) return;
    c->routable_count += (int32_t)is_routable - (int32_t)was_routable;
    member->is_routable = is_routable;
    member->weight = weight;
    // The weight of a member that may not be chosen matters to no index.
    if (was_routable || is_routable) c->is_stale = 1;
}

bool chooser_is_routable(Choosers *choosers, int32_t chooser, int32_t m) {
    return get_member(choosers, get(choosers, chooser), m)->is_routable != 0;
}

bool chooser_has_draws(const Choosers *choosers, int32_t chooser) {
    return algorithms[choosers->choosers.items[chooser].algorithm]->has_draws;
}

int32_t chooser_pick(Choosers *choosers, int32_t chooser, const ChooserRequest *request) {
    Chooser *c = get(choosers, chooser);
    if (c->routable_count == 0) return -1;
    const Algorithm *algorithm = algorithms[c->algorithm];
    if (c->is_stale) {
        algorithm->rebuild(choosers, c);
        c->is_stale = 0;
    }
    int32_t m = algorithm->pick(choosers, c, request);
    SIM_ASSERT(get_member(choosers, c, m)->is_routable);
    return m;
}

static void add_outstanding(Choosers *choosers, int32_t chooser, int32_t m, int32_t change) {
    Chooser *c = get(choosers, chooser);
    ChooserMember *member = get_member(choosers, c, m);
    member->outstanding += change;
    SIM_ASSERT(member->outstanding >= 0);
    const Algorithm *algorithm = algorithms[c->algorithm];
    if (algorithm->changed != NULL && !c->is_stale) algorithm->changed(choosers, c, m);
}

void chooser_begin(Choosers *choosers, int32_t chooser, int32_t m) {
    add_outstanding(choosers, chooser, m, 1);
}

void chooser_end(Choosers *choosers, int32_t chooser, int32_t m) {
    add_outstanding(choosers, chooser, m, -1);
}
