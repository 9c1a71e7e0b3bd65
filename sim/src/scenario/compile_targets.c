// Launch templates, target groups and instances: what stands behind a load balancer.
#include "balancing/balancing.h"
#include "base/fact.h"
#include "scenario/compile.h"
#include "scenario/quantity.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INSTANCES_MAX      1000000
#define TARGETS_A_GROUP    1000 // AWS's quota, adjustable
#define TARGETS_A_BALANCER 1000 // adjustable
#define GROUPS_A_REGION    3000 // adjustable
#define SHORT_IDS_UP_TO    2000

static ConfigPathAnswer *compile_paths(Compiler *compiler, const RawList *list, int32_t *count) {
    const RawPathAnswer *raws = list->items;
    ConfigPathAnswer *paths = arena_array(compiler->arena, list->count, sizeof *paths);
    *count = list->count;
    for (int32_t i = 0; i < list->count; i++) {
        paths[i] = raws[i].path;
        if (paths[i].path == NULL) paths[i].path = "";
    }
    return paths;
}

void compile_launches(Compiler *compiler) {
    const RawLaunch *raws = compiler->raw->launches.items;
    Config *config = compiler->config;
    config->launch_count = compiler->raw->launches.count;
    config->launches = arena_array(compiler->arena, config->launch_count, sizeof *config->launches);
    for (int32_t i = 0; i < config->launch_count; i++) {
        const RawLaunch *raw = &raws[i];
        ConfigLaunch *launch = &config->launches[i];
        *launch = raw->launch;
        launch->discipline = (ConfigDiscipline)raw->discipline;
        launch->on_full = (ConfigOnFull)raw->on_full;
        launch->is_health_separate = raw->health_endpoint == 1;
        launch->health_paths =
            compile_paths(compiler, &raw->health_paths, &launch->health_path_count);
        launch->paths = compile_paths(compiler, &raw->paths, &launch->path_count);
        launch->serves = (ConfigServes)raw->serves;
        launch->response_defect = (ConfigResponseDefect)raw->response_defect;
        if (raw->response_defect > 0) config->has_response_defects = true;
        launch->answers_all = launch->path_count == 0 && launch->serves != CONFIG_SERVES_HTTPS &&
                              launch->needs_header == NULL && launch->errors <= 0;
        if (launch->name == NULL)
            launch->name = "";
        else
            compile_add(compiler, &compiler->launches, launch->name, i,
                        compile_place(raw->node, "name"), "launch template");
        if (launch->max_in_flight > 0 && launch->discipline != CONFIG_PROCESSOR_SHARING)
            COMPILE_REFUSE(compiler, raw->node, "max_in_flight",
                           "Bound the backlog instead, or leave it out.",
                           "only processor sharing has a bound on all inside");
        if (launch->max_in_flight > 0 && launch->max_in_flight < launch->workers)
            COMPILE_REFUSE(compiler, raw->node, "max_in_flight", "", "below the number of workers");
    }
}

/// "200,202-299" into a table by code from `first` on. False: a range runs backwards.
static bool parse_matcher(const char *text, int first, uint8_t *matcher) {
    while (*text != 0) {
        char *end;
        long from = strtol(text, &end, 10), to = from;
        if (*end == '-') to = strtol(end + 1, &end, 10);
        if (to < from) return false;
        if (first > 0 && !SIM_FACT("ELB-351", true)) to = from;
        for (long code = from; code <= to && first + code < CONFIG_CODES; code++)
            matcher[first + code] = 1;
        if (end == text) return true; // not of the key's shape, which is told elsewhere
        text = end + (*end == ',');
    }
    return true;
}

// AWS takes one of the two, by the protocol version.
static void check_matcher(Compiler *compiler, const RawTargetGroup *raw, const Node *node,
                          bool is_grpc, ConfigHealthCheck *check) {
    const char *key = is_grpc ? "grpc_code" : "matcher", *other = is_grpc ? "matcher" : "grpc_code";
    if (SIM_FACT("ELB-352", node_member(node, other) != NULL))
        COMPILE_REFUSE(compiler, node, other,
                       is_grpc ? "Write grpc_code instead." : "Write matcher instead.",
                       is_grpc ? "health checks of gRPC are judged by codes of gRPC"
                               : "health checks are judged by codes of HTTP unless the "
                                 "protocol_version is GRPC");
    bool is_path_given = node_member(node, "path") != NULL;
    if (SIM_FACT("ELB-353", is_grpc && !is_path_given)) check->path = "/AWS.ALB/healthcheck";
    if (!parse_matcher(is_grpc ? check->grpc_code : check->matcher_text,
                       is_grpc ? CONFIG_GRPC_STATUS : 0, check->matcher))
        COMPILE_REFUSE(compiler, raw->health_check.node, key, "Write the lower code first.",
                       "a range of codes runs backwards");
}

static void check_health_check(Compiler *compiler, const RawTargetGroup *raw,
                               ConfigHealthCheck *check) {
    const Node *node = compile_place(raw->node, "health_check");
    check_matcher(compiler, raw, node, raw->version == CONFIG_GRPC, check);
    if (SIM_FACT("ELB-334", check->timeout_ns < check->interval_ns)) return;
    char interval[40], remedy[120];
    quantity_duration_print(check->interval_ns, interval, sizeof interval);
    snprintf(remedy, sizeof remedy, "The interval is %s.", interval);
    COMPILE_REFUSE(compiler, node, "timeout", remedy,
                   "the time-out of a health check must be below its interval");
}

static void check_algorithm(Compiler *compiler, const RawTargetGroup *raw,
                            const ConfigTargetGroup *group) {
    const Node *place = compile_place(raw->node, "algorithm");
    int32_t algorithm = algorithm_find(group->algorithm);
    if (algorithm < 0) {
        const char *names[64] = {0};
        for (int32_t i = 0; i < sim_algorithm_count() && i < 63; i++)
            names[i] = sim_algorithm(i).name;
        char remedy[160];
        const char *meant = suggest_word(group->algorithm, names);
        if (meant != NULL)
            snprintf(remedy, sizeof remedy, "Did you mean \"%s\"?", meant);
        else
            snprintf(remedy, sizeof remedy, "`albatross algorithms` lists them.");
        COMPILE_REFUSE(compiler, place, NULL, remedy, "there is no such balancing algorithm");
        return;
    }
    if (group->slow_start_ns == 0) return;
    if (!SIM_FACT("ELB-213 ELB-230", algorithm_get(algorithm)->has_slow_start))
        COMPILE_REFUSE(compiler, raw->node, "slow_start",
                       "AWS offers it with round_robin only; write \"0s\" or change the algorithm.",
                       "slow start does not work with %s", group->algorithm);
    if (SIM_FACT("ELB-229", group->slow_start_ns < 30 * SIM_SECOND))
        COMPILE_REFUSE(compiler, raw->node, "slow_start", "Allowed are 0s (off) and 30s to 900s.",
                       "out of range");
}

static const char *threshold_text(int32_t value, char *out, size_t capacity) {
    if (value < 0) return "off";
    snprintf(out, capacity, "%d", value);
    return out;
}

/// AWS's rule, so that clients are led away from a zone before its node fails open.
static void check_threshold(Compiler *compiler, const RawTargetGroup *raw, const char *key,
                            int32_t dns, int32_t routing) {
    if (!SIM_FACT("ELB-275", dns >= 0 && dns < routing)) return;
    char remedy[120], text[2][16];
    snprintf(remedy, sizeof remedy, "For DNS it is %s, for routing %s.",
             threshold_text(dns, text[0], sizeof text[0]),
             threshold_text(routing, text[1], sizeof text[1]));
    // One of the two is given, or both would have their defaults, which agree.
    const Node *given = raw->thresholds.routing.minimum.node;
    if (node_member(given, key) == NULL) given = raw->thresholds.dns.minimum.node;
    COMPILE_REFUSE(compiler, given, key, remedy,
                   "the threshold of DNS failover must not be below that of routing");
}

static void compile_thresholds(Compiler *compiler, const RawTargetGroup *raw,
                               ConfigTargetGroup *group) {
    group->dns_minimum = raw->thresholds.dns.minimum.minimum;
    group->routing_minimum = raw->thresholds.routing.minimum.minimum;
    check_threshold(compiler, raw, "count", group->dns_minimum.count, group->routing_minimum.count);
    check_threshold(compiler, raw, "percentage", group->dns_minimum.percentage,
                    group->routing_minimum.percentage);
}

static void check_mitigation(Compiler *compiler, const RawTargetGroup *raw,
                             const ConfigTargetGroup *group) {
    bool is_possible = SIM_FACT("ELB-262", strcmp(group->algorithm, "weighted_random") == 0);
    if (group->is_anomaly_mitigation && !is_possible)
        COMPILE_REFUSE(compiler, raw->node, "anomaly_mitigation",
                       "Write \"algorithm\": \"weighted_random\", or leave it out.",
                       "anomaly mitigation does not work with %s", group->algorithm);
}

// A running world knows a group by its index, so one that it has keeps it, and one that went leaves
// its place behind.
static int32_t take_index(Compiler *compiler, const RawTargetGroup *raw, int32_t region) {
    Config *config = compiler->config;
    const Config *previous = compiler->previous;
    for (int32_t i = 0;
         previous != NULL && raw->group.name != NULL && i < previous->target_group_count; i++) {
        const ConfigTargetGroup *old = &previous->target_groups[i];
        if (old->region != region || strcmp(old->name, raw->group.name) != 0) continue;
        if (config->target_groups[i].is_deleted) return i;
    }
    return config->target_group_count++;
}

static void take_over_groups(Compiler *compiler) {
    const Config *previous = compiler->previous;
    if (previous == NULL) return;
    compiler->config->target_group_count = previous->target_group_count;
    for (int32_t i = 0; i < previous->target_group_count; i++) {
        compiler->config->target_groups[i] = previous->target_groups[i];
        compiler->config->target_groups[i].is_deleted = true;
        compiler->config->target_groups[i].balancer = -1;
    }
}

int32_t compile_group_index(Compiler *compiler, int32_t region, const RawTargetGroup *raw) {
    const char *name = raw->group.name;
    return name == NULL ? -1
                        : names_find(&compiler->groups, compile_scoped(compiler, region, name));
}

static void compile_target_group(Compiler *compiler, const RawTargetGroup *raw, int32_t region) {
    int32_t index = take_index(compiler, raw, region);
    ConfigTargetGroup *group = &compiler->config->target_groups[index];
    *group = raw->group;
    group->region = region;
    group->is_https = raw->protocol == 1;
    group->version = (ConfigVersion)raw->version;
    group->balancer = -1;
    group->is_ip = raw->target_type == 1;
    group->is_drain_early_end = raw->draining.is_early_end;
    group->health_check = raw->health_check.check;
    group->health_check.is_https = SIM_FACT("ELB-341", raw->health_check.protocol == 1);
    if (group->name == NULL) group->name = "";
    const char *scoped = compile_scoped(compiler, region, group->name);
    group->id16 = compile_id16(compiler, "targetgroup", scoped);
    group->full_name = arena_format(compiler->arena, "targetgroup/%s/%s", group->name, group->id16);
    if (group->name[0] != 0)
        compile_add(compiler, &compiler->groups, scoped, index, compile_place(raw->node, "name"),
                    "target group");
    check_health_check(compiler, raw, &group->health_check);
    check_algorithm(compiler, raw, group);
    check_mitigation(compiler, raw, group);
    compile_stickiness(compiler, raw, group);
    compile_thresholds(compiler, raw, group);
}

void compile_target_groups(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    int32_t count = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        count += regions[r].target_groups.count;
    if (compiler->previous != NULL) count += compiler->previous->target_group_count;
    compiler->config->target_groups =
        arena_array(compiler->arena, count, sizeof *compiler->config->target_groups);
    take_over_groups(compiler);
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        int32_t groups = regions[r].target_groups.count;
        if (SIM_FACT("ELB-856", groups > GROUPS_A_REGION))
            COMPILE_WARN(compiler, regions[r].node, "target_groups", "AWS raises it on request.",
                         "%d target groups are above the quota of %d a region", groups,
                         GROUPS_A_REGION);
        for (int32_t i = 0; i < groups; i++)
            compile_target_group(compiler,
                                 (const RawTargetGroup *)regions[r].target_groups.items + i, r);
    }
}

/// "i-0a1f", from region, entry and number; longer in a large scenario, and tried again until it is
/// free.
static const char *make_id(Compiler *compiler, int32_t region, int32_t entry, int32_t number,
                           int32_t total) {
    for (int32_t attempt = 0;; attempt++) {
        char key[200], id[40];
        snprintf(key, sizeof key, "instance %.63s %d %d %d", compiler->config->regions[region].name,
                 entry, number, attempt);
        uint64_t hash = text_hash(key);
        if (total <= SHORT_IDS_UP_TO)
            snprintf(id, sizeof id, "i-%04x", (unsigned)(hash & 0xFFFF));
        else
            snprintf(id, sizeof id, "i-%08x", (unsigned)(hash & 0xFFFFFFFF));
        char scoped[140];
        snprintf(scoped, sizeof scoped, "%.63s/%s", compiler->config->regions[region].name, id);
        if (names_find(&compiler->instances, scoped) < 0) return arena_text(compiler->arena, id);
    }
}

static void compile_instance_entry(Compiler *compiler, const RawInstance *raw, int32_t region,
                                   int32_t entry, int32_t total) {
    Config *config = compiler->config;
    const Node *place = compile_place(raw->node, "name");
    int32_t zone_count = 0;
    int32_t *zones = compile_zones(compiler, region, &raw->zones, raw->node, &zone_count);
    uint32_t address = compile_address(compiler, raw);
    Registrations registered = compile_registrations(compiler, raw, region, address);
    int32_t security_count = 0;
    int32_t launch = compile_find(compiler, &compiler->launches, raw->launch,
                                  compile_place(raw->node, "launch"), "launch template");
    int32_t *security = compile_bearer_of_instance(compiler, region, &raw->security_groups,
                                                   raw->node, launch, &security_count);
    bool is_numbered = node_member(raw->node, "count") != NULL;
    for (int32_t i = 0; i < raw->count; i++) {
        const char *name = raw->name;
        if (name == NULL)
            name = make_id(compiler, region, entry, i, total);
        else if (is_numbered)
            name = arena_format(compiler->arena, "%s-%d", name, i + 1);
        int32_t index = config->instance_count++;
        compile_add(compiler, &compiler->instances, compile_scoped(compiler, region, name), index,
                    place, "instance");
        config->instances[index] =
            (ConfigInstance){.name = name,
                             .region = region,
                             .zone = zone_count > 0 ? zones[i % zone_count] : -1,
                             .launch = launch,
                             .address = address,
                             .target_groups = registered.groups,
                             .target_ports = registered.ports,
                             .target_group_count = registered.count,
                             .security_groups = security,
                             .security_group_count = security_count,
                             .entry = entry};
    }
}

static bool check_total(Compiler *compiler, const RawRegion *regions, int32_t *total) {
    int64_t sum = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        const RawInstance *entries = regions[r].instances.items;
        for (int32_t i = 0; i < regions[r].instances.count; i++) {
            sum += entries[i].count;
            if (sum <= INSTANCES_MAX) continue;
            COMPILE_REFUSE(compiler, entries[i].node, "count", "",
                           "more than %d instances in one scenario", INSTANCES_MAX);
            return false;
        }
    }
    *total = (int32_t)sum;
    return true;
}

static void compile_entries(Compiler *compiler, const RawRegion *regions, int32_t total) {
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t i = 0; i < regions[r].instances.count; i++)
            compile_instance_entry(compiler, (const RawInstance *)regions[r].instances.items + i, r,
                                   i, total);
}

// A target in several groups of a balancer counts in each.
static void check_balancers(Compiler *compiler, const int32_t *targets) {
    const Config *config = compiler->config;
    int32_t *sums = arena_array(compiler->arena, config->balancer_count, sizeof *sums);
    for (int32_t g = 0; g < config->target_group_count; g++)
        if (config->target_groups[g].balancer >= 0)
            sums[config->target_groups[g].balancer] += targets[g];
    const RawRegion *regions = compiler->raw->regions.items;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t b = 0; b < regions[r].balancers.count; b++) {
            const RawBalancer *raw = (const RawBalancer *)regions[r].balancers.items + b;
            const char *name = raw->balancer.name;
            int32_t index =
                name == NULL ? -1
                             : names_find(&compiler->balancers, compile_scoped(compiler, r, name));
            if (index >= 0 && SIM_FACT("ELB-855", sums[index] > TARGETS_A_BALANCER))
                COMPILE_WARN(compiler, raw->node, "name", "AWS raises it on request.",
                             "%d targets are above the quota of %d a load balancer", sums[index],
                             TARGETS_A_BALANCER);
        }
}

static void check_quotas(Compiler *compiler) {
    const Config *config = compiler->config;
    int32_t *targets = arena_array(compiler->arena, config->target_group_count, sizeof *targets);
    for (int32_t i = 0; i < config->instance_count; i++)
        for (int32_t g = 0; g < config->instances[i].target_group_count; g++)
            targets[config->instances[i].target_groups[g]]++;
    check_balancers(compiler, targets);
    const RawRegion *regions = compiler->raw->regions.items;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t g = 0; g < regions[r].target_groups.count; g++) {
            const RawTargetGroup *raw = (const RawTargetGroup *)regions[r].target_groups.items + g;
            int32_t index = compile_group_index(compiler, r, raw);
            if (index >= 0 && SIM_FACT("ELB-231", targets[index] > TARGETS_A_GROUP))
                COMPILE_WARN(compiler, raw->node, "name", "AWS raises it on request.",
                             "%d targets are above the quota of %d a target group", targets[index],
                             TARGETS_A_GROUP);
        }
}

void compile_instances(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    int32_t total = 0;
    if (!check_total(compiler, regions, &total)) {
        compiler->is_incomplete = true;
        return;
    }
    compiler->config->instances =
        arena_array(compiler->arena, total + compile_slots_needed(compiler),
                    sizeof *compiler->config->instances);
    compile_entries(compiler, regions, total);
    check_quotas(compiler);
}
