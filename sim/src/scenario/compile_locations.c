// Where records send whom: regions, places and blocks of addresses that policies go by. How far
// each place is from a record is worked out here, so that a query only compares.
#include "base/fact.h"
#include "scenario/cities.h"
#include "scenario/compile_records.h"
#include "scenario/places.h"

#include <string.h>

#define BLOCKS_A_COLLECTION 1000 // fixed
#define BLOCK_BITS_MAX      24   // of IPv4

void compile_places(Compiler *compiler) {
    const RawRecord *raws = compiler->raw->route53.records.items;
    bool is_asked = false;
    for (int32_t i = 0; i < compiler->raw->route53.records.count; i++)
        is_asked = is_asked || raws[i].policy == CONFIG_POLICY_LATENCY ||
                   raws[i].policy == CONFIG_POLICY_GEOLOCATION ||
                   raws[i].policy == CONFIG_POLICY_GEOPROXIMITY;
    if (is_asked) places_read(compiler->arena, compiler->config);
}

static double *distances_of(Compiler *compiler) {
    return arena_array(compiler->arena, compiler->config->place_count, sizeof(double));
}

static void compile_latency(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    const Config *config = compiler->config;
    record->distances = distances_of(compiler);
    if (record->region == NULL) return;
    record->detail = record->region;
    if (!city_has_region(record->region))
        COMPILE_REFUSE(compiler, raw->node, "region", "Use a region such as eu-west-1.",
                       "the table of round trips does not know this region");
    for (int32_t i = 0; i < config->place_count; i++)
        record->distances[i] = place_latency(config, i, record->region);
}

static void compile_geolocation(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    static const char *const continents[] = {"AF", "AN", "AS", "EU", "OC", "NA", "SA"};
    const RawGeolocation *place = &raw->geolocation;
    bool has_continent = node_member(place->node, "continent") != NULL;
    const char *country = place->country != NULL ? place->country : "";
    record->is_default = strcmp(country, "*") == 0;
    if (has_continent) record->continent = continents[place->continent];
    if (!record->is_default) record->country = country;
    if (place->subdivision != NULL) record->subdivision = place->subdivision;
    if (has_continent == (country[0] != 0))
        COMPILE_REFUSE(compiler, raw->node, "geolocation", "Say one of the two.",
                       "a place is a continent or a country");
    if (SIM_FACT("R53-236", place->subdivision != NULL && strcmp(country, "US") != 0))
        COMPILE_REFUSE(compiler, place->node, "subdivision", "Add \"country\": \"US\".",
                       "only states of the US are known as subdivisions");
    record->detail = record->is_default ? "default"
                     : has_continent    ? record->continent
                     : place->subdivision == NULL
                         ? record->country
                         : arena_format(compiler->arena, "%s-%s", country, record->subdivision);
}

static void compile_geoproximity(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    const Config *config = compiler->config;
    const RawGeoproximity *place = &raw->geoproximity;
    bool has_latitude = node_member(place->node, "latitude") != NULL,
         has_longitude = node_member(place->node, "longitude") != NULL;
    record->bias = place->bias;
    record->distances = distances_of(compiler);
    const char *where = place->region != NULL ? place->region : "coordinates";
    record->detail = place->bias == 0
                         ? where
                         : arena_format(compiler->arena, "%s, bias %+d", where, place->bias);
    if (has_latitude != has_longitude || has_latitude == (place->region != NULL)) {
        COMPILE_REFUSE(compiler, raw->node, "geoproximity", "Say one of the two.",
                       "a place is a region, or latitude and longitude");
        return;
    }
    ConfigPlace point = place_at(place->latitude, place->longitude);
    if (place->region != NULL) {
        int32_t index = place_find(config, place->region);
        if (index < 0)
            COMPILE_REFUSE(compiler, place->node, "region", "Say latitude and longitude.",
                           "it is not known where this region is");
        else
            point = config->places[index];
    }
    for (int32_t i = 0; i < config->place_count; i++)
        record->distances[i] = place_distance(&config->places[i], &point);
}

static const RawCollection *find_collection(Compiler *compiler, const RawRecord *raw) {
    const RawList *list = &compiler->raw->route53.collections;
    Names names;
    names_init(&names, compiler->arena);
    for (int32_t i = 0; i < list->count; i++)
        names_add(&names, ((const RawCollection *)list->items)[i].name, i);
    int32_t index = compile_find(compiler, &names, raw->cidr.collection,
                                 compile_place(raw->cidr.node, "collection"), "CIDR collection");
    return index < 0 ? NULL : &((const RawCollection *)list->items)[index];
}

static void compile_blocks(Compiler *compiler, const RawCidrLocation *raw, ConfigRecord *record) {
    const Node *place = compile_place(raw->node, "blocks");
    record->blocks = arena_array(compiler->arena, raw->blocks.count, sizeof *record->blocks);
    for (int32_t i = 0; i < raw->blocks.count; i++) {
        ConfigBlock *block = &record->blocks[record->block_count];
        if (!compile_block(compiler, raw->blocks.items[i], place, block)) continue;
        int32_t bits = __builtin_popcount(block->mask);
        if (SIM_FACT("R53-232", bits < 1 || bits > BLOCK_BITS_MAX))
            COMPILE_REFUSE(compiler, place, NULL, "Give a larger block.",
                           "\"%.18s\" is not of 1 to %d bits", raw->blocks.items[i],
                           BLOCK_BITS_MAX);
        record->block_count++;
    }
}

static void compile_cidr(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    const char *location = raw->cidr.location;
    if (raw->cidr.collection == NULL || location == NULL) {
        if (node_member(raw->node, "cidr") != NULL)
            COMPILE_REFUSE(compiler, raw->node, "cidr", "",
                           "this needs a collection and a location");
        return;
    }
    record->detail = location;
    const RawCollection *collection = find_collection(compiler, raw);
    if (collection == NULL) return;
    record->is_default = strcmp(location, "*") == 0;
    Names names;
    names_init(&names, compiler->arena);
    const RawCidrLocation *locations = collection->locations.items;
    int32_t blocks = 0;
    for (int32_t i = 0; i < collection->locations.count; i++) {
        if (locations[i].name != NULL) names_add(&names, locations[i].name, i);
        blocks += locations[i].blocks.count;
    }
    if (SIM_FACT("R53-233", blocks > BLOCKS_A_COLLECTION))
        COMPILE_REFUSE(compiler, collection->node, "locations", "This quota is fixed.",
                       "the collection has more than %d blocks", BLOCKS_A_COLLECTION);
    if (record->is_default) return;
    int32_t index = compile_find(compiler, &names, location,
                                 compile_place(raw->cidr.node, "location"), "location");
    if (index >= 0) compile_blocks(compiler, &locations[index], record);
}

void compile_location(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    switch (record->policy) {
    case CONFIG_POLICY_LATENCY:
        compile_latency(compiler, raw, record);
        break;
    case CONFIG_POLICY_GEOLOCATION:
        if (node_member(raw->node, "geolocation") != NULL)
            compile_geolocation(compiler, raw, record);
        break;
    case CONFIG_POLICY_GEOPROXIMITY:
        if (node_member(raw->node, "geoproximity") != NULL)
            compile_geoproximity(compiler, raw, record);
        break;
    case CONFIG_POLICY_IP_BASED:
        compile_cidr(compiler, raw, record);
        break;
    default:
        break;
    }
}
