// Records of the hosted zone: what each stands for, what those of one name must agree upon, and
// where aliases lead.
#include "scenario/compile_records.h"
#include "base/fact.h"
#include "scenario/compile.h"
#include "scenario/keys.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ALIAS_TTL           (60 * SIM_SECOND)  // fixed by AWS
#define ACCELERATOR_TTL     (300 * SIM_SECOND) // of an accelerator's own name (model)
#define ACCELERATOR         "accelerator/"
#define PLAIN_TTL           (300 * SIM_SECOND) // AWS's suggestion to start with
#define RECORDS_A_SET       100                // fixed
#define GEOPROXIMITY_A_SET  30                 // fixed
#define POLICY(policy)      (1u << CONFIG_POLICY_##policy)
#define ANY_POLICY_BUT_ZERO (~POLICY(SIMPLE))

// --- places in a running world
// ------------------------------------------------------------------------------------

// A running world knows a record by its index; one that was deleted leaves its place behind.
static void take_over_records(Config *config, const Config *previous) {
    if (previous == NULL) return;
    config->record_count = previous->record_count;
    for (int32_t i = 0; i < previous->record_count; i++) {
        config->records[i] = previous->records[i];
        config->records[i].is_deleted = true;
    }
}

static const char *identifier_of(Compiler *compiler, const RawRecord *raw, int32_t position) {
    const char *given = raw->record.set_identifier;
    return given != NULL ? given : arena_format(compiler->arena, "%d", position);
}

static int32_t take_index(Config *config, const Config *previous, const char *name,
                          const char *identifier) {
    for (int32_t i = 0; previous != NULL && i < previous->record_count; i++) {
        const ConfigRecord *old = &previous->records[i];
        if (!old->is_deleted && config->records[i].is_deleted && strcasecmp(old->name, name) == 0 &&
            strcmp(old->set_identifier, identifier) == 0)
            return i;
    }
    return config->record_count++;
}

static void compare_records(Config *config, const Config *previous) {
    if (previous == NULL) return;
    config->shape += config->record_count != previous->record_count;
    for (int32_t i = 0; i < previous->record_count; i++) {
        bool is_gone = config->records[i].is_deleted && !previous->records[i].is_deleted;
        config->has_deleted = config->has_deleted || is_gone;
        config->shape += is_gone;
    }
}

// Keys that belong to some policies only, and must be said there.
typedef struct OwnedKey {
    const char *key, *words, *remedy;
    uint32_t policies;
    bool is_optional;
} OwnedKey;

static const OwnedKey owned_keys[] = {
    {"weight", "weight", "Add \"weight\": 0 to 255.", POLICY(WEIGHTED), false},
    {"set_identifier", "set identifier", "", ANY_POLICY_BUT_ZERO, true},
    {"region", "region", "Add \"region\": where its resource is.", POLICY(LATENCY), false},
    {"failover", "role", "Add \"failover\": PRIMARY or SECONDARY.", POLICY(FAILOVER), false},
    {"geolocation", "place", "Add \"geolocation\": whom it answers.", POLICY(GEOLOCATION), false},
    {"geoproximity", "place", "Add \"geoproximity\": where its resource is.", POLICY(GEOPROXIMITY),
     false},
    {"cidr", "CIDR location", "Add \"cidr\": its collection and location.", POLICY(IP_BASED),
     false},
    {"values", "list of values", "Give each record a value.", POLICY(SIMPLE), true},
};

static const char *policy_words(ConfigPolicy policy) {
    static const char *const words[CONFIG_POLICY_COUNT] = {
        "a simple",      "a weighted",     "a latency",           "a failover",
        "a geolocation", "a geoproximity", "a multivalue answer", "an IP-based"};
    return words[policy];
}

static const char *remedy_for(const OwnedKey *owned, char *out, size_t capacity) {
    int32_t policy = CONFIG_POLICY_WEIGHTED;
    while (policy < CONFIG_POLICY_COUNT && (owned->policies >> policy & 1) == 0)
        policy++;
    if (policy == CONFIG_POLICY_COUNT) return owned->remedy;
    snprintf(out, capacity, "Add \"policy\": \"%s\".", key_policies[policy]);
    return out;
}

static void check_owned_keys(Compiler *compiler, const RawRecord *raw) {
    for (size_t i = 0; i < sizeof owned_keys / sizeof *owned_keys; i++) {
        const OwnedKey *owned = &owned_keys[i];
        bool is_given = node_member(raw->node, owned->key) != NULL;
        bool may = (owned->policies >> raw->policy & 1) != 0;
        const char *who = policy_words((ConfigPolicy)raw->policy);
        char remedy[80];
        if (is_given && !may)
            COMPILE_REFUSE(compiler, raw->node, owned->key,
                           remedy_for(owned, remedy, sizeof remedy), "%s record has no %s", who,
                           owned->words);
        if (!is_given && may && !owned->is_optional)
            COMPILE_REFUSE(compiler, raw->node, NULL, owned->remedy, "%s record needs a %s", who,
                           owned->words);
    }
}

static void check_alias(Compiler *compiler, const RawRecord *raw) {
    bool is_alias = raw->alias != NULL;
    bool has_ttl = SIM_FACT("R53-311", node_member(raw->node, "ttl") != NULL);
    bool is_accelerator = is_alias && strncmp(raw->alias, ACCELERATOR, sizeof ACCELERATOR - 1) == 0;
    if (is_accelerator && has_ttl)
        COMPILE_REFUSE(compiler, raw->node, "ttl", "It is the accelerator's own.",
                       "the TTL of an alias can not be set");
    else if (is_alias && has_ttl && strchr(raw->alias, '/') != NULL)
        COMPILE_REFUSE(compiler, raw->node, "ttl", "It is 60s, the load balancer's own.",
                       "the TTL of an alias can not be set");
    else if (is_alias && has_ttl)
        COMPILE_REFUSE(compiler, raw->node, "ttl", "It is that of the records it stands for.",
                       "the TTL of an alias can not be set");
    if (SIM_FACT("R53-312", !is_alias && raw->record.evaluates_health))
        COMPILE_REFUSE(compiler, raw->node, "evaluate_target_health", "Give it a health check.",
                       "only an alias can evaluate its target's health");
    if (SIM_FACT("R53-231", is_alias && raw->policy == CONFIG_POLICY_MULTIVALUE))
        COMPILE_REFUSE(compiler, raw->node, "alias", "Give it a \"value\".",
                       "a multivalue answer record can not be an alias");
}

// --- the zone
// ------------------------------------------------------------------------------------------------------

// Unless said, the last two labels of the first record's name.
static const char *zone_name(const Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.records;
    if (compiler->raw->route53.name != NULL) return compiler->raw->route53.name;
    const char *name = list->count > 0 ? ((const RawRecord *)list->items)[0].record.name : NULL;
    if (name == NULL) return "";
    int32_t dots = 0;
    for (const char *at = name + strlen(name); at > name; at--)
        if (at[-1] == '.' && ++dots == 2) return at;
    return name;
}

static bool is_in_zone(const char *name, const char *zone) {
    size_t length = strlen(name), end = strlen(zone);
    if (length < end || strcasecmp(name + length - end, zone) != 0) return false;
    return length == end || name[length - end - 1] == '.';
}

static void check_zone(Compiler *compiler, const RawRecord *raw, const ConfigRecord *record) {
    const char *zone = zone_name(compiler);
    bool is_apex = record->is_cname && strcasecmp(record->name, zone) == 0;
    if (SIM_FACT("R53-245", is_apex))
        COMPILE_REFUSE(compiler, raw->node, "cname", "Write \"alias\": it may stand there.",
                       "a CNAME can not stand at the apex of the zone, %s", zone);
    bool is_outside = compiler->raw->route53.name != NULL && !is_in_zone(record->name, zone);
    if (SIM_FACT("R53-257", is_outside))
        COMPILE_REFUSE(compiler, raw->node, "name", "Leave out the zone's name, or change it.",
                       "a record of this name is not permitted in the zone %s", zone);
    if (SIM_FACT("R53-258", record->is_cname && record->policy == CONFIG_POLICY_MULTIVALUE))
        COMPILE_REFUSE(compiler, raw->node, "cname", "Give it a \"value\".",
                       "a multivalue answer record can not be a CNAME");
}

bool compile_is_planned(const Compiler *compiler, const char *what, const char *key,
                        const char *name) {
    const RawStep *steps = compiler->raw->timeline.items;
    for (int32_t i = 0; i < compiler->raw->timeline.count; i++) {
        const Node *kind = node_member(steps[i].node, "do"), *at = node_member(steps[i].node, key);
        if (kind == NULL || kind->kind != NODE_STRING || strcmp(kind->text, what) != 0) continue;
        if (at != NULL && at->kind == NODE_OBJECT) at = node_member(at, "name");
        if (at == NULL || at->kind != NODE_STRING) continue;
        size_t length = strlen(name);
        bool is_it = strncasecmp(at->text, name, length) == 0;
        if (is_it && (at->text[length] == '\0' || at->text[length] == '/')) return true;
    }
    return false;
}

// The one of this name that was deleted last.
static int32_t find_deleted_balancer(Compiler *compiler, const char *alias) {
    const Config *config = compiler->config;
    for (int32_t b = config->balancer_count - 1; b >= 0; b--) {
        const ConfigBalancer *balancer = &config->balancers[b];
        if (!balancer->is_deleted) continue;
        if (strcmp(compile_scoped(compiler, balancer->region, balancer->name), alias) == 0)
            return b;
    }
    return -1;
}

// An alias outlives the balancer that it stands for.
static int32_t compile_alias(Compiler *compiler, const RawRecord *raw, const char *key,
                             const char *alias) {
    if (names_find(&compiler->balancers, alias) < 0) {
        int32_t deleted = find_deleted_balancer(compiler, alias);
        bool is_left_over =
            compiler->is_nested &&
            compile_is_planned(compiler, "delete_load_balancer", "load_balancer", alias);
        if (deleted >= 0 || is_left_over) return deleted;
    }
    return compile_find(compiler, &compiler->balancers, alias, compile_place(raw->node, key),
                        "load balancer");
}

static void compile_values(Compiler *compiler, const RawRecord *raw, ConfigRecord *record) {
    const char *one[] = {raw->value};
    RawTexts texts = raw->value != NULL ? (RawTexts){one, 1} : raw->values;
    const Node *place = compile_place(raw->node, raw->value != NULL ? "value" : "values");
    record->values = arena_array(compiler->arena, texts.count, sizeof *record->values);
    for (int32_t i = 0; i < texts.count; i++) {
        int32_t instance =
            compile_find(compiler, &compiler->instances, texts.items[i], place, "instance");
        if (instance < 0) continue;
        for (int32_t k = 0; k < record->value_count; k++)
            if (record->values[k] == instance)
                COMPILE_REFUSE(compiler, place, NULL, "", "the value \"%.128s\" stands twice",
                               texts.items[i]);
        record->values[record->value_count++] = instance;
    }
    record->instance = record->value_count > 0 ? record->values[0] : -1;
}

static void compile_record(Compiler *compiler, const RawRecord *raw, int32_t index,
                           const char *identifier) {
    ConfigRecord *record = &compiler->config->records[index];
    *record = raw->record;
    if (record->name == NULL) record->name = "";
    record->set_identifier = identifier;
    record->policy = (ConfigPolicy)raw->policy;
    record->balancer = record->accelerator = record->instance = record->target = -1;
    record->detail = record->continent = record->country = record->subdivision = "";
    record->is_secondary = raw->failover == 1;
    compiler->config->evaluates_health |= record->evaluates_health;
    record->is_cname = raw->cname != NULL;
    compiler->config->has_cnames |= record->is_cname;
    bool is_accelerator =
        raw->alias != NULL && strncmp(raw->alias, ACCELERATOR, sizeof ACCELERATOR - 1) == 0;
    if (raw->alias == NULL && !record->is_cname)
        compile_values(compiler, raw, record);
    else if (is_accelerator)
        record->accelerator =
            compile_find(compiler, &compiler->accelerators, raw->alias + sizeof ACCELERATOR - 1,
                         compile_place(raw->node, "alias"), "accelerator");
    else if (raw->alias != NULL && strchr(raw->alias, '/') != NULL)
        record->balancer = compile_alias(compiler, raw, "alias", raw->alias);
    else if (record->is_cname && strchr(raw->cname, '/') != NULL)
        record->balancer = compile_alias(compiler, raw, "cname", raw->cname);
    bool is_alias = SIM_FACT("R53-301 R53-302", raw->alias != NULL);
    if (is_alias)
        record->ttl_ns = is_accelerator ? ACCELERATOR_TTL : ALIAS_TTL;
    else if (node_member(raw->node, "ttl") == NULL)
        record->ttl_ns = SIM_FACT("R53-261", true) ? PLAIN_TTL : ALIAS_TTL;
    record->health_check = compile_find(compiler, &compiler->checks, raw->health_check,
                                        compile_place(raw->node, "health_check"), "health check");
    check_owned_keys(compiler, raw);
    check_alias(compiler, raw);
    check_zone(compiler, raw, record);
    if (record->policy == CONFIG_POLICY_FAILOVER)
        record->detail = record->is_secondary ? "SECONDARY" : "PRIMARY";
    compile_location(compiler, raw, record);
}

// --- records of one name
// ------------------------------------------------------------------------------------------

/// Indexed by record, those of the running world included.
typedef struct RecordSets {
    Compiler *compiler;
    const RawRecord **raws;
    int32_t *first;    ///< of each record's name
    int32_t *siblings; ///< at the first of a name: how many it has
    int32_t *next;     ///< the next record of the same name, -1: none
    int32_t *last;     ///< at the first of a name: its last so far
    int32_t *depth;    ///< at the first of a name: 0 not walked, -1 being walked, else how many
                       ///< names aliases lead through, itself included
    Names identifiers;
} RecordSets;

static void join_set(RecordSets *sets, int32_t index) {
    const char *name = sets->compiler->config->records[index].name;
    int32_t first = name[0] == 0 ? -1 : names_add(&sets->compiler->hosts, name, index);
    sets->first[index] = first < 0 ? index : first;
    sets->next[index] = -1;
    if (first >= 0) sets->next[sets->last[first]] = index;
    sets->last[sets->first[index]] = index;
    sets->siblings[sets->first[index]]++;
}

static void check_identifier(RecordSets *sets, const RawRecord *raw, int32_t index) {
    Compiler *compiler = sets->compiler;
    const ConfigRecord *record = &compiler->config->records[index];
    const char *key = arena_format(compiler->arena, "%s %s", record->name, record->set_identifier);
    bool is_taken = names_add(&sets->identifiers, key, index) >= 0;
    if (SIM_FACT("R53-230", is_taken && record->policy != CONFIG_POLICY_SIMPLE))
        COMPILE_REFUSE(compiler, raw->node, "set_identifier",
                       "Set identifiers tell records of one name apart.",
                       "another record of this name has the set identifier \"%s\"",
                       record->set_identifier);
}

static void check_count(RecordSets *sets, const RawRecord *raw, int32_t index) {
    int32_t count = sets->siblings[sets->first[index]];
    if (SIM_FACT("R53-229", count == RECORDS_A_SET + 1))
        COMPILE_REFUSE(sets->compiler, raw->node, "name", "This quota is fixed.",
                       "more than %d records of one name", RECORDS_A_SET);
    if (SIM_FACT("R53-228",
                 count == GEOPROXIMITY_A_SET + 1 && raw->policy == CONFIG_POLICY_GEOPROXIMITY))
        COMPILE_REFUSE(sets->compiler, raw->node, "name", "This quota is fixed.",
                       "more than %d geoproximity records of one name", GEOPROXIMITY_A_SET);
}

static bool is_same_place(const ConfigRecord *a, const ConfigRecord *b) {
    return strcmp(a->continent, b->continent) == 0 && strcmp(a->country, b->country) == 0 &&
           strcmp(a->subdivision, b->subdivision) == 0 && a->is_default == b->is_default;
}

// What a policy wants to have once among the records of a name.
static void check_twin(Compiler *compiler, const RawRecord *raw, const ConfigRecord *record,
                       const ConfigRecord *other) {
    bool is_region = record->policy == CONFIG_POLICY_LATENCY && record->region != NULL &&
                     other->region != NULL && strcmp(record->region, other->region) == 0;
    if (SIM_FACT("R53-226", is_region))
        COMPILE_REFUSE(compiler, raw->node, "region", "One record a region.",
                       "another latency record of this name is for this region");
    if (SIM_FACT("R53-227", record->policy == CONFIG_POLICY_FAILOVER &&
                                record->is_secondary == other->is_secondary))
        COMPILE_REFUSE(compiler, raw->node, "failover", "One PRIMARY and one SECONDARY.",
                       "there is a %s record of this name already", record->detail);
    if (SIM_FACT("R53-234",
                 record->policy == CONFIG_POLICY_GEOLOCATION && is_same_place(record, other)))
        COMPILE_REFUSE(compiler, raw->node, "geolocation", "One record a place.",
                       "another geolocation record of this name is for this place");
    if (record->policy == CONFIG_POLICY_IP_BASED && strcmp(record->detail, other->detail) == 0)
        COMPILE_REFUSE(compiler, raw->node, "cidr", "One record a location.",
                       "another IP-based record of this name is for this location");
}

static void check_record_set(RecordSets *sets, const RawRecord *raw, int32_t index) {
    Compiler *compiler = sets->compiler;
    const ConfigRecord *records = compiler->config->records, *record = &records[index];
    int32_t first = sets->first[index];
    check_identifier(sets, raw, index);
    check_count(sets, raw, index);
    if (first == index) return;
    bool is_mixed = SIM_FACT("R53-225", records[first].policy != record->policy);
    if (is_mixed)
        COMPILE_REFUSE(compiler, raw->node, "policy", "Use one policy.",
                       "records of one name can not mix policies");
    else if (record->policy == CONFIG_POLICY_SIMPLE)
        COMPILE_REFUSE(compiler, raw->node, "name",
                       "Several records of one name need a policy such as weighted.",
                       "there is a simple record of this name already");
    if (SIM_FACT("R53-256", !is_mixed && records[first].is_cname != record->is_cname))
        COMPILE_REFUSE(compiler, raw->node, "name", "A CNAME stands alone.",
                       "a name can not have a CNAME and other records");
    for (int32_t i = first; i != index && !is_mixed && i >= 0; i = sets->next[i])
        check_twin(compiler, raw, record, &records[i]);
}

// --- aliases of records
// -------------------------------------------------------------------------------------------

/// How many names lie one below the other from this one on.
static int32_t walk_aliases(RecordSets *sets, int32_t first) {
    const ConfigRecord *records = sets->compiler->config->records;
    if (sets->depth[first] > 0) return sets->depth[first];
    sets->depth[first] = -1;
    int32_t deepest = 0;
    for (int32_t i = first; i >= 0; i = sets->next[i]) {
        int32_t target = records[i].target, depth = 0;
        if (target >= 0 && sets->depth[target] < 0)
            COMPILE_REFUSE(sets->compiler, sets->raws[i]->node,
                           records[i].is_cname ? "cname" : "alias", "Let it end at an address.",
                           "this %s leads back to itself", records[i].is_cname ? "CNAME" : "alias");
        else if (target >= 0)
            depth = walk_aliases(sets, target);
        if (depth > deepest) deepest = depth;
        if (depth == CONFIG_ALIAS_DEPTH)
            COMPILE_REFUSE(sets->compiler, sets->raws[i]->node,
                           records[i].is_cname ? "cname" : "alias", "Build a flatter tree.",
                           "more than %d names lie above one another here", CONFIG_ALIAS_DEPTH);
    }
    return sets->depth[first] = deepest + 1;
}

static void link_alias(RecordSets *sets, const RawRecord *raw, int32_t index) {
    Compiler *compiler = sets->compiler;
    ConfigRecord *record = &compiler->config->records[index];
    const char *name = raw->cname != NULL ? raw->cname : raw->alias;
    if (name == NULL || strchr(name, '/') != NULL) return;
    record->target =
        compile_find(compiler, &compiler->hosts, name,
                     compile_place(raw->node, raw->cname != NULL ? "cname" : "alias"), "record");
}

static void init_sets(RecordSets *sets, int32_t count) {
    Arena *arena = sets->compiler->arena;
    int32_t **arrays[] = {&sets->first, &sets->siblings, &sets->next, &sets->last, &sets->depth};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        *arrays[i] = arena_array(arena, count, sizeof(int32_t));
    sets->raws = arena_array(arena, count, sizeof *sets->raws);
    names_init(&sets->identifiers, arena);
}

static void compile_sets(RecordSets *sets, const RawList *list) {
    Compiler *compiler = sets->compiler;
    const RawRecord *raws = list->items;
    int32_t *positions = arena_array(compiler->arena, list->count, sizeof *positions);
    Names names;
    names_init(&names, compiler->arena);
    for (int32_t i = 0; i < list->count; i++) {
        const char *name = raws[i].record.name == NULL ? "" : raws[i].record.name;
        int32_t earlier = name[0] == 0 ? -1 : names_add(&names, name, i);
        int32_t position = ++positions[earlier < 0 ? i : earlier];
        const char *identifier = identifier_of(compiler, &raws[i], position);
        int32_t index = take_index(compiler->config, compiler->previous, name, identifier);
        sets->raws[index] = &raws[i];
        compile_record(compiler, &raws[i], index, identifier);
        join_set(sets, index);
        check_record_set(sets, &raws[i], index);
    }
}

void compile_records(Compiler *compiler) {
    const RawList *list = &compiler->raw->route53.records;
    Config *config = compiler->config;
    int32_t count =
        list->count + (compiler->previous == NULL ? 0 : compiler->previous->record_count);
    RecordSets sets = {.compiler = compiler};
    init_sets(&sets, count);
    config->records = arena_array(compiler->arena, count, sizeof *config->records);
    config->is_empty_group_unhealthy = compiler->raw->route53.empty_group == 1;
    take_over_records(config, compiler->previous);
    compile_places(compiler);
    compile_sets(&sets, list);
    for (int32_t i = 0; i < config->record_count; i++)
        if (sets.raws[i] != NULL) link_alias(&sets, sets.raws[i], i);
    for (int32_t i = 0; i < config->record_count; i++)
        if (sets.raws[i] != NULL && sets.first[i] == i) walk_aliases(&sets, i);
    compare_records(config, compiler->previous);
}
