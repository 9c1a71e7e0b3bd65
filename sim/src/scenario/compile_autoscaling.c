// Auto Scaling groups, and the slots into which they launch.
//
// An instance that a group launches needs an index by which the world knows it, so a group has
// slots among the instances: in each of its zones twice as many as it may ever want (which a
// forecast may raise above its maximum), for those that drain stand beside those that replace them.
// A group that is given a larger maximum while its world runs gets more of them at the end, and no
// slot ever changes its index.
#include "base/fact.h"
#include "scenario/compile.h"

#include <string.h>

#define SLOTS_BESIDE 2

const char *const scaling_processes[] = {
    "Launch",      "Terminate",        "AddToLoadBalancer", "AlarmNotification", "AZRebalance",
    "HealthCheck", "ReplaceUnhealthy", "ScheduledActions",  "InstanceRefresh",   NULL};
static const char *const termination_names[] = {"Default",
                                                "OldestInstance",
                                                "NewestInstance",
                                                "OldestLaunchTemplate",
                                                "ClosestToNextInstanceHour",
                                                NULL};

static int32_t slots_a_zone(int32_t most) {
    return 2 * most + SLOTS_BESIDE;
}

// Group and warm pool together, at most.
static int32_t most_of(const RawScalingGroup *raw) {
    int32_t most = compile_predictive_room(raw);
    if (raw->warm_pool.node == NULL) return most;
    bool is_more = node_member(raw->warm_pool.node, "max_group_prepared_capacity") != NULL &&
                   raw->warm_pool.prepared > most;
    return (is_more ? raw->warm_pool.prepared : most) + raw->warm_pool.min_size;
}

static int32_t zones_of(const Compiler *compiler, int32_t region, const RawScalingGroup *raw) {
    const RawRegion *regions = compiler->raw->regions.items;
    return raw->zones.count > 0 ? raw->zones.count : regions[region].zones.count;
}

int64_t compile_slots_needed(const Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    int64_t needed = compiler->previous != NULL ? compiler->previous->slot_count : 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        const RawScalingGroup *groups = regions[r].scaling_groups.items;
        for (int32_t i = 0; i < regions[r].scaling_groups.count; i++)
            needed +=
                (int64_t)slots_a_zone(most_of(&groups[i])) * zones_of(compiler, r, &groups[i]);
    }
    return needed;
}

static int32_t find_word(const char *const *words, const char *word) {
    for (int32_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], word) == 0) return i;
    return -1;
}

// The position of a word; -1 after saying that there is none.
static int32_t compile_word(Compiler *compiler, const char *const *words, const char *word,
                            const Node *place, const char *kind) {
    int32_t found = find_word(words, word);
    if (found < 0 && word[0] != '\0') {
        const char *meant = suggest_word(word, words);
        const char *remedy =
            meant == NULL ? "" : arena_format(compiler->arena, "Did you mean \"%s\"?", meant);
        COMPILE_REFUSE(compiler, place, NULL, remedy, "there is no %s \"%.60s\"", kind, word);
    }
    return found;
}

static void compile_terminations(Compiler *compiler, const RawScalingGroup *raw,
                                 ConfigScalingGroup *group) {
    const Node *list = node_member(raw->node, "termination_policies");
    for (int32_t i = 0; i < raw->terminations.count; i++) {
        int32_t policy = compile_word(compiler, termination_names, raw->terminations.items[i],
                                      node_element(list, i), "termination policy");
        if (policy >= 0) group->terminations[group->termination_count++] = policy;
    }
    if (group->termination_count == 0)
        group->terminations[group->termination_count++] = CONFIG_TERMINATE_DEFAULT;
}

static void compile_suspended(Compiler *compiler, const RawScalingGroup *raw,
                              ConfigScalingGroup *group) {
    const Node *list = node_member(raw->node, "suspended_processes");
    for (int32_t i = 0; i < raw->suspended.count; i++) {
        int32_t process = compile_word(compiler, scaling_processes, raw->suspended.items[i],
                                       node_element(list, i), "process");
        if (process >= 0) group->suspended |= UINT32_C(1) << process;
    }
}

static void compile_hooks(Compiler *compiler, const RawScalingGroup *raw,
                          ConfigScalingGroup *group) {
    const RawHook *hooks = raw->hooks.items;
    group->hooks = arena_array(compiler->arena, raw->hooks.count, sizeof *group->hooks);
    group->hook_count = raw->hooks.count;
    for (int32_t i = 0; i < raw->hooks.count; i++)
        group->hooks[i] = (ConfigHook){.name = hooks[i].name != NULL ? hooks[i].name : "",
                                       .is_terminating = hooks[i].transition == 1,
                                       .is_continue = hooks[i].result == 1,
                                       .is_self_completed = hooks[i].is_self_completed,
                                       .timeout_ns = hooks[i].timeout};
}

static void check_hooks(Compiler *compiler, const RawScalingGroup *raw) {
    const RawHook *hooks = raw->hooks.items;
    for (int32_t i = 0; i < raw->hooks.count; i++)
        if (hooks[i].is_self_completed && hooks[i].transition == 1)
            COMPILE_REFUSE(compiler, hooks[i].node, "completed_by_instance",
                           "Complete it with complete_lifecycle_action.",
                           "an instance completes by itself only a hook at its launch");
}

static void compile_pool(const RawScalingGroup *raw, ConfigScalingGroup *group) {
    const RawWarmPool *pool = &raw->warm_pool;
    if (pool->node == NULL) return;
    bool has_prepared = node_member(pool->node, "max_group_prepared_capacity") != NULL;
    group->warm_pool = (ConfigWarmPool){.is_there = true,
                                        .is_reused = pool->is_reused,
                                        .prepared = has_prepared ? pool->prepared : -1,
                                        .min_size = pool->min_size,
                                        .state = (ConfigPoolState)pool->state};
}

static void compile_maintenance(Compiler *compiler, const RawScalingGroup *raw,
                                ConfigScalingGroup *group) {
    group->min_healthy = group->max_healthy = -1;
    const Node *node = node_member(raw->node, "instance_maintenance_policy");
    if (node == NULL) return;
    group->min_healthy = raw->maintenance.min_healthy;
    group->max_healthy = raw->maintenance.max_healthy;
    if (SIM_FACT("ASG-216", group->max_healthy - group->min_healthy > 100))
        COMPILE_REFUSE(compiler, node, NULL, "AWS allows a spread of at most 100.",
                       "from %d to %d %% is too wide", group->min_healthy, group->max_healthy);
}

// A file says all three; in a running world the desired capacity follows the limits.
static void check_limits(Compiler *compiler, const RawScalingGroup *raw,
                         ConfigScalingGroup *group) {
    bool is_said = node_member(raw->node, "desired") != NULL;
    group->desired = is_said ? raw->desired : group->min;
    if (SIM_FACT("ASG-308", group->min > group->max)) {
        COMPILE_REFUSE(compiler, raw->node, "max", "Raise it, or lower \"min\".",
                       "the largest capacity is below the least");
        return;
    }
    bool is_outside = group->desired < group->min || group->desired > group->max;
    bool is_file = compiler->previous == NULL && !compiler->is_nested;
    if (SIM_FACT("ASG-309", is_outside && is_file))
        COMPILE_REFUSE(
            compiler, raw->node, "desired",
            arena_format(compiler->arena, "Allowed are %d to %d.", group->min, group->max),
            "the desired capacity is outside min and max");
}

static void compile_group_names(Compiler *compiler, const RawScalingGroup *raw,
                                ConfigScalingGroup *group) {
    const Node *list = node_member(raw->node, "target_groups");
    group->target_groups =
        arena_array(compiler->arena, raw->target_groups.count, sizeof *group->target_groups);
    for (int32_t i = 0; i < raw->target_groups.count; i++) {
        const Node *place = node_element(list, i);
        int32_t found =
            compile_find(compiler, &compiler->groups,
                         compile_scoped(compiler, group->region, raw->target_groups.items[i]),
                         place, "target group");
        if (found < 0) continue;
        if (compiler->config->target_groups[found].is_ip)
            COMPILE_REFUSE(compiler, place, NULL, "Use one of target_type instance.",
                           "instances of an Auto Scaling group are no targets of addresses");
        group->target_groups[group->target_group_count++] = found;
    }
}

static void compile_scaling_group(Compiler *compiler, const RawScalingGroup *raw, int32_t region) {
    Config *config = compiler->config;
    int32_t index = config->scaling_group_count++;
    ConfigScalingGroup *group = &config->scaling_groups[index];
    *group = (ConfigScalingGroup){.name = raw->name != NULL ? raw->name : "",
                                  .region = region,
                                  .min = raw->min,
                                  .max = raw->max,
                                  .slots_a_zone = slots_a_zone(most_of(raw)),
                                  .room = compile_predictive_room(raw),
                                  .is_elb_health = raw->health_type == 1,
                                  .grace_ns = raw->grace,
                                  .default_warmup_ns = -1,
                                  .default_cooldown_ns = raw->cooldown,
                                  .is_balanced_only = raw->distribution == 1,
                                  .is_protected = raw->is_protected,
                                  .ignores_unhealthy = raw->impairment == 1};
    if (group->name[0] != '\0')
        compile_add(compiler, &compiler->scaling, compile_scoped(compiler, region, group->name),
                    index, compile_place(raw->node, "name"), "Auto Scaling group");
    if (node_member(raw->node, "default_instance_warmup") != NULL)
        group->default_warmup_ns = raw->warmup;
    group->launch = compile_find(compiler, &compiler->launches, raw->launch,
                                 compile_place(raw->node, "launch"), "launch template");
    group->zones = compile_zones(compiler, region, &raw->zones, raw->node, &group->zone_count);
    group->security_groups =
        compile_bearer_of_instance(compiler, region, &raw->security_groups, raw->node,
                                   group->launch, &group->security_group_count);
    group->is_borne_by_launch = node_member(raw->node, "security_groups") == NULL;
    compile_group_names(compiler, raw, group);
    check_limits(compiler, raw, group);
    group->max_lifetime_ns = raw->max_lifetime;
    if (SIM_FACT("ASG-324", raw->max_lifetime > 0 && raw->max_lifetime < 24 * SIM_HOUR))
        COMPILE_REFUSE(compiler, raw->node, "max_instance_lifetime",
                       "Allowed are 0s (none) and 24h or more.", "out of range");
    compile_terminations(compiler, raw, group);
    compile_suspended(compiler, raw, group);
    compile_maintenance(compiler, raw, group);
    compile_hooks(compiler, raw, group);
    check_hooks(compiler, raw);
    compile_pool(raw, group);
    compile_refresh(compiler, raw, group);
}

// --- slots
// -----------------------------------------------------------------------------------------------------------------

static void add_slot(Compiler *compiler, int32_t group, int32_t zone) {
    Config *config = compiler->config;
    const ConfigScalingGroup *of = &config->scaling_groups[group];
    int32_t *ports = arena_array(compiler->arena, of->target_group_count, sizeof *ports);
    for (int32_t i = 0; i < of->target_group_count; i++)
        ports[i] = config->target_groups[of->target_groups[i]].port;
    config->slot_count++;
    config->instances[config->instance_count++] = (ConfigInstance){
        .name = arena_format(compiler->arena, "%s.%d", of->name, config->slot_count),
        .region = of->region,
        .zone = zone,
        .launch = of->launch,
        .target_groups = of->target_groups,
        .target_ports = ports,
        .target_group_count = of->target_group_count,
        .security_groups = of->security_groups,
        .security_group_count = of->security_group_count,
        .entry = -1,
        .slot1 = config->slot_count,
        .scaling_group = group,
        .is_borne_by_launch = of->is_borne_by_launch};
}

// Those that the running world has stand first, as they stood.
static void inherit_slots(Compiler *compiler) {
    const Config *previous = compiler->previous;
    for (int32_t i = 0; previous != NULL && i < previous->instance_count; i++) {
        const ConfigInstance *old = &previous->instances[i];
        if (old->slot1 != 0) add_slot(compiler, old->scaling_group, old->zone);
    }
}

static int32_t count_slots(const Config *config, int32_t group, int32_t zone) {
    int32_t count = 0;
    for (int32_t i = config->instance_count - 1; i >= 0 && config->instances[i].slot1 != 0; i--)
        count += config->instances[i].scaling_group == group && config->instances[i].zone == zone;
    return count;
}

static void fill_slots(Compiler *compiler) {
    Config *config = compiler->config;
    for (int32_t g = 0; g < config->scaling_group_count; g++) {
        const ConfigScalingGroup *group = &config->scaling_groups[g];
        for (int32_t z = 0; z < group->zone_count; z++)
            for (int32_t n = count_slots(config, g, group->zones[z]); n < group->slots_a_zone; n++)
                add_slot(compiler, g, group->zones[z]);
    }
}

void compile_scaling_groups(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    Config *config = compiler->config;
    int32_t count = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        count += regions[r].scaling_groups.count;
    if (count == 0 || compiler->is_incomplete) return;
    config->scaling_groups = arena_array(compiler->arena, count, sizeof *config->scaling_groups);
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t i = 0; i < regions[r].scaling_groups.count; i++)
            compile_scaling_group(compiler,
                                  (const RawScalingGroup *)regions[r].scaling_groups.items + i, r);
    compile_bearers_of_launches(compiler);
    inherit_slots(compiler);
    fill_slots(compiler);
}
