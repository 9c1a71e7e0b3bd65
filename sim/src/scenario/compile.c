// The order of rooms is the order of references: what is named by others comes first. Every room
// goes on after an error, so that all of them are told together.
#include "scenario/compile.h"

#include "scenario/cities.h"
#include "scenario/describe.h"
#include "scenario/keys.h"
#include "scenario/prices.h"
#include "scenario/read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// As the key table has it, for regions and for lists of their zones.
#define ZONES_A_REGION 20

const Node *compile_place(const Node *node, const char *key) {
    return key == NULL ? node : read_place(node, key);
}

const char *compile_scoped(Compiler *compiler, int32_t region, const char *name) {
    return arena_format(compiler->arena, "%s/%s", compiler->config->regions[region].name, name);
}

static const char *suggest_name(const Names *names, const char *name) {
    const char *best = NULL;
    int32_t best_distance = 1 + (int32_t)strlen(name) / 3;
    for (int32_t i = 0; i < names->count && i < 2000; i++) {
        int32_t distance = suggest_distance(name, names->entries[i].name);
        if (distance > best_distance || (best != NULL && distance == best_distance)) continue;
        best = names->entries[i].name;
        best_distance = distance;
    }
    return best;
}

int32_t compile_find(Compiler *compiler, const Names *names, const char *name, const Node *place,
                     const char *kind) {
    if (name == NULL || name[0] == 0) return -1;
    int32_t index = names_find(names, name);
    if (index >= 0 || compiler->is_incomplete) return index;
    if (diagnostics_is_full(compiler->diagnostics)) return index;
    char remedy[300] = "";
    const char *meant = suggest_name(names, name);
    if (meant != NULL)
        snprintf(remedy, sizeof remedy, "Did you mean \"%s\"?", meant);
    else if (names->count > 0)
        snprintf(remedy, sizeof remedy, "There is \"%s\"%s.", names->entries[0].name,
                 names->count > 1 ? " and others" : "");
    COMPILE_REFUSE(compiler, place, NULL, remedy, "there is no %s \"%.128s\"", kind, name);
    return -1;
}

void compile_add(Compiler *compiler, Names *names, const char *name, int32_t index,
                 const Node *place, const char *kind) {
    if (names_add(names, name, index) < 0) return;
    COMPILE_REFUSE(compiler, place, NULL, "Names tell things apart; choose another.",
                   "there is a %s \"%.128s\" already", kind, name);
}

const char *compile_id16(Compiler *compiler, const char *kind, const char *name) {
    return arena_format(compiler->arena, "%016" PRIx64,
                        text_hash(arena_format(compiler->arena, "%s %s", kind, name)));
}

int32_t *compile_zones(Compiler *compiler, int32_t region, const RawTexts *texts, const Node *node,
                       int32_t *count) {
    const Config *config = compiler->config;
    int32_t *zones = compile_zone_list(compiler, region, texts, node_member(node, "zones"), count);
    for (int32_t z = 0; texts->count == 0 && z < config->zone_count; z++)
        if (config->zones[z].region == region) zones[(*count)++] = z;
    return zones;
}

int32_t *compile_zone_list(Compiler *compiler, int32_t region, const RawTexts *texts,
                           const Node *list, int32_t *count) {
    const Config *config = compiler->config;
    int32_t *zones = arena_array(compiler->arena, ZONES_A_REGION, sizeof *zones);
    *count = 0;
    for (int32_t i = 0; i < texts->count; i++) {
        const Node *place = node_element(list, i);
        int32_t zone = compile_find(compiler, &compiler->zones, texts->items[i], place, "zone");
        if (zone < 0) continue;
        bool is_twice = false;
        for (int32_t k = 0; k < *count; k++)
            is_twice = is_twice || zones[k] == zone;
        if (config->zones[zone].region != region)
            COMPILE_REFUSE(compiler, place, NULL, "", "this zone belongs to another region");
        else if (is_twice)
            COMPILE_REFUSE(compiler, place, NULL, "", "this zone stands twice");
        else
            zones[(*count)++] = zone;
    }
    return zones;
}

static int32_t count_zones(const RawScenario *raw) {
    const RawRegion *regions = raw->regions.items;
    int32_t count = 0;
    for (int32_t i = 0; i < raw->regions.count; i++)
        count += regions[i].zones.count;
    return count;
}

static void compile_region(Compiler *compiler, const RawRegion *raw, int32_t index) {
    Config *config = compiler->config;
    const char *name = raw->name == NULL ? "" : raw->name;
    const char *place = region_place(name);
    config->regions[index] = (ConfigRegion){.name = name,
                                            .place = place == NULL ? name : place,
                                            .same_zone_hop_ns = raw->same_zone_round_trip / 2,
                                            .cross_zone_hop_ns = raw->cross_zone_round_trip / 2,
                                            .cross_zone_round_trip_ns = raw->cross_zone_round_trip};
    if (name[0] != 0)
        compile_add(compiler, &compiler->regions, name, index, read_place(raw->node, "name"),
                    "region");
    const Node *zones = node_member(raw->node, "zones");
    for (int32_t i = 0; i < raw->zones.count; i++) {
        int32_t zone = config->zone_count++;
        config->zones[zone] = (ConfigZone){.name = raw->zones.items[i], .region = index};
        if (raw->zones.items[i][0] != 0)
            compile_add(compiler, &compiler->zones, raw->zones.items[i], zone,
                        node_element(zones, i), "zone");
    }
}

void compile_regions(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    Config *config = compiler->config;
    config->region_count = compiler->raw->regions.count;
    config->regions = arena_array(compiler->arena, config->region_count, sizeof *config->regions);
    config->zones = arena_array(compiler->arena, count_zones(compiler->raw), sizeof *config->zones);
    for (int32_t i = 0; i < config->region_count; i++)
        compile_region(compiler, &regions[i], i);
}

static const char *text_or_empty(const char *text) {
    return text == NULL ? "" : text;
}

static void compile_texts(const RawScenario *raw, Config *config) {
    static const char *const levels[] = {"setup", "basic", "intermediate", "advanced"};
    config->title = text_or_empty(raw->title);
    config->level = levels[raw->level];
    config->question = text_or_empty(raw->question);
    config->answer = text_or_empty(raw->answer);
    config->pitfall = text_or_empty(raw->pitfall);
    config->topics = raw->topics.items;
    config->topic_count = raw->topics.count;
    config->curriculum = raw->curriculum.items;
    config->curriculum_count = raw->curriculum.count;
    config->follow_ups = raw->follow_ups.items;
    config->follow_up_count = raw->follow_ups.count;
    config->start_unix_s = raw->start_unix_s;
    config->is_cold = raw->begin == 1;
    config->price_balancer_hour = price_of("alb_hour");
    config->price_lcu_hour = price_of("alb_lcu_hour");
    config->seed = raw->seed;
    config->duration_ns = raw->duration;
}

static void init_names(Compiler *compiler) {
    Names *all[] = {&compiler->regions,   &compiler->zones,    &compiler->launches,
                    &compiler->balancers, &compiler->groups,   &compiler->instances,
                    &compiler->releases,  &compiler->hosts,    &compiler->security,
                    &compiler->alarms,    &compiler->checks,   &compiler->controls,
                    &compiler->scaling,   &compiler->policies, &compiler->accelerators};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        names_init(all[i], compiler->arena);
}

static void compile_rooms(Compiler *compiler) {
    compile_texts(compiler->raw, compiler->config);
    compile_regions(compiler);
    compile_security(compiler);
    compile_launches(compiler);
    compile_target_groups(compiler);
    compile_balancers(compiler);
    compile_handles(compiler);
    compile_instances(compiler);
    compile_scaling_groups(compiler);
    compile_policies(compiler);
    compile_checks(compiler);
    compile_safety_rules(compiler);
    compile_accelerators(compiler);
    compile_records(compiler);
    compile_clients(compiler);
    compile_checkers(compiler);
    compile_cookies(compiler);
    compile_alarms(compiler);
    compile_check_alarms(compiler);
    compile_autoshifts(compiler);
    compile_refresh_alarms(compiler);
    compile_releases(compiler);
    compile_timeline(compiler);
    compile_expects(compiler);
    compile_dashboard(compiler);
    compile_mutants(compiler);
    if (!sim_diagnostics_has_errors(compiler->diagnostics))
        config_describe(compiler->config, compiler->arena);
}

static Compiler *compile(Arena *arena, const Node *root, const char *file, bool is_nested,
                         const Config *previous, SimDiagnostics *diagnostics) {
    RawScenario *raw = arena_alloc(arena, sizeof *raw);
    Compiler *compiler = arena_alloc(arena, sizeof *compiler);
    *compiler = (Compiler){.arena = arena,
                           .diagnostics = diagnostics,
                           .raw = raw,
                           .config = arena_alloc(arena, sizeof(Config)),
                           .file = file,
                           .previous = previous,
                           .is_nested = is_nested};
    init_names(compiler);
    if (root->kind != NODE_OBJECT) {
        diagnostics_add(diagnostics, SIM_DIAGNOSTIC_STRUCTURAL, root, "",
                        "a scenario is an object {...}");
        return compiler;
    }
    Reader reader;
    reader_init(&reader, arena, diagnostics);
    read_object(&reader, &key_scenario, root, raw);
    reader_deinit(&reader);
    compiler->is_incomplete = reader.is_incomplete;
    compile_rooms(compiler);
    return compiler;
}

Config *compile_document(Arena *arena, const Node *root, const char *file,
                         SimDiagnostics *diagnostics) {
    return compile(arena, root, file, false, NULL, diagnostics)->config;
}

Config *compile_live(Arena *arena, const Node *root, const Config *previous,
                     SimDiagnostics *diagnostics) {
    return compile(arena, root, NULL, false, previous, diagnostics)->config;
}

Compiler *compile_nested(Arena *arena, const Node *root, SimDiagnostics *diagnostics) {
    return compile(arena, root, NULL, true, NULL, diagnostics);
}
