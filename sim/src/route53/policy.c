// Routing policies: which record of a name is next, when some are left out. The caller drops those
// it does not want and asks again, so every policy says here only what it would like best among
// what is left (route53.md 2).
#include <string.h>

#include "base/fact.h"
#include "route53/route53.h"
#include "world/world.h"

typedef struct Choice {
    const SimWorld *world;
    const int32_t *records; ///< indices of the name's records
    int32_t count;
    const RecordSet *dropped;
    QuerySource source;
    RandomStream *stream;
} Choice;

static const ConfigRecord *record_at(const Choice *choice, int32_t position) {
    return &choice->world->config->records[choice->records[position]];
}

static bool is_left(const Choice *choice, int32_t position) {
    return (choice->dropped->bits[position / 64] >> (position % 64) & 1) == 0;
}

static int32_t next_left(const Choice *choice, int32_t position) {
    while (position < choice->count && !is_left(choice, position))
        position++;
    return position;
}

#define EACH_LEFT(choice, i)                                                                       \
    (int32_t i = next_left(choice, 0); i < (choice)->count; i = next_left(choice, i + 1))

// Weight 0 is never chosen while a record above 0 is left; when only such are left, all are equally
// likely.
static int32_t choose_weighted(const Choice *choice) {
    int64_t total = 0;
    int32_t count = 0;
    for
        EACH_LEFT(choice, i) {
            total += record_at(choice, i)->weight;
            count++;
        }
    if (count == 0) return -1;
    bool has_weights = SIM_FACT("R53-201 R53-202 R53-208", total > 0);
    if (has_weights && total == 0) return next_left(choice, 0);
    int64_t draw = random_below(choice->stream, (uint32_t)(has_weights ? total : count));
    for
        EACH_LEFT(choice, i) {
            draw -= has_weights ? record_at(choice, i)->weight : 1;
            if (draw < 0) return i;
        }
    SIM_ASSERT(false);
    return -1;
}

// By a table of how far places are. Of an unknown place nothing is known: the first record.
static int32_t choose_nearest(const Choice *choice, bool is_biased) {
    int32_t best = -1, place = choice->source.place;
    double least = 0;
    for
        EACH_LEFT(choice, i) {
            const ConfigRecord *record = record_at(choice, i);
            double distance = place >= 0 ? record->distances[place] : 0;
            if (SIM_FACT("R53-220", is_biased)) distance *= 1 - record->bias / 100.0;
            bool is_nearer = SIM_FACT("R53-210 R53-211 R53-252 R53-698", distance < least);
            if (best < 0 || is_nearer) best = i, least = distance;
        }
    return best;
}

static int32_t choose_failover(const Choice *choice) {
    int32_t secondary = -1;
    for
        EACH_LEFT(choice, i) {
            if (SIM_FACT("R53-212 R53-214", !record_at(choice, i)->is_secondary)) return i;
            secondary = i;
        }
    return secondary;
}

/// How small the place is that a record names, when the query comes from there: 4 a state, 3 a
/// country, 2 a continent, 1 anywhere; 0: it does not.
static int32_t match_place(const Choice *choice, const ConfigRecord *record) {
    if (record->is_default) return 1;
    if (SIM_FACT("R53-696", choice->source.place < 0)) return 0;
    const ConfigPlace *place = &choice->world->config->places[choice->source.place];
    if (record->continent[0] != 0) return strcmp(record->continent, place->continent) == 0 ? 2 : 0;
    if (strcmp(record->country, place->country) != 0) return 0;
    if (record->subdivision[0] == 0) return 3;
    return strcmp(record->subdivision, place->subdivision) == 0 ? 4 : 0;
}

// The smallest place wins. Whoever matches nothing gets no answer, not the nearest record.
static int32_t choose_geolocation(const Choice *choice) {
    int32_t best = -1, smallest = 0;
    for
        EACH_LEFT(choice, i) {
            int32_t match = match_place(choice, record_at(choice, i));
            bool is_smaller = SIM_FACT("R53-216 R53-219", match > smallest);
            if (is_smaller && SIM_FACT("R53-217", match > 0)) best = i, smallest = match;
        }
    return best;
}

/// The longest block of a record that holds the address, in bits + 1; 1: it is the default; 0:
/// none.
static int32_t match_address(const Choice *choice, const ConfigRecord *record) {
    if (SIM_FACT("R53-224", record->is_default)) return 1;
    int32_t longest = 0;
    for (int32_t i = 0; i < record->block_count; i++) {
        const ConfigBlock *block = &record->blocks[i];
        if ((choice->source.address & block->mask) != block->address) continue;
        int32_t bits = __builtin_popcount(block->mask);
        // What is said of the client may not be enough to know.
        if (SIM_FACT("R53-246", choice->source.bits < bits)) continue;
        if (bits + 1 > longest) longest = bits + 1;
    }
    return longest;
}

static int32_t choose_by_address(const Choice *choice) {
    int32_t best = -1, longest = 0;
    for
        EACH_LEFT(choice, i) {
            int32_t match = match_address(choice, record_at(choice, i));
            bool is_longer = SIM_FACT("R53-223", match > longest);
            if (is_longer && match > 0) best = i, longest = match;
        }
    return best;
}

int32_t policy_choose(const SimWorld *world, const Name *name, QuerySource source,
                      RandomStream *stream, const RecordSet *dropped) {
    Choice choice = {.world = world,
                     .records = &world->name_records.items[name->first],
                     .count = name->count,
                     .dropped = dropped,
                     .source = source,
                     .stream = stream};
    switch (world->config->records[name->first_record].policy) {
    case CONFIG_POLICY_WEIGHTED:
        return choose_weighted(&choice);
    case CONFIG_POLICY_LATENCY:
        return choose_nearest(&choice, false);
    case CONFIG_POLICY_GEOPROXIMITY:
        return choose_nearest(&choice, true);
    case CONFIG_POLICY_FAILOVER:
        return choose_failover(&choice);
    case CONFIG_POLICY_GEOLOCATION:
        return choose_geolocation(&choice);
    case CONFIG_POLICY_IP_BASED:
        return choose_by_address(&choice);
    default: {
        int32_t first = next_left(&choice, 0);
        return first < choice.count ? first : -1;
    }
    }
}

void policy_sample(RandomStream *stream, int32_t total, int32_t count, uint16_t *out) {
    uint16_t order[POLICY_SAMPLE_MAX] = {0};
    SIM_ASSERT(total <= POLICY_SAMPLE_MAX && count <= total);
    for (int32_t i = 0; i < total; i++)
        order[i] = (uint16_t)i;
    for (int32_t i = 0; i < count; i++) {
        int32_t other = i + (int32_t)random_below(stream, (uint32_t)(total - i));
        out[i] = order[other];
        order[other] = order[i];
    }
}
