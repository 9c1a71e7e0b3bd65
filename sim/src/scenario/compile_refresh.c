// The instance refresh that a group may be given: a desired configuration and preferences.
#include "base/fact.h"
#include "scenario/compile.h"

// Those of the group's maintenance policy, else 90 and 100.
static void compile_percentages(Compiler *compiler, const RawRefresh *raw,
                                const ConfigScalingGroup *group, ConfigRefresh *refresh) {
    bool has_min = node_member(raw->node, "min_healthy_percentage") != NULL;
    bool has_max = node_member(raw->node, "max_healthy_percentage") != NULL;
    bool has_policy = SIM_FACT("ASG-705", group->min_healthy >= 0);
    refresh->min_healthy = has_min      ? raw->min_healthy
                           : has_policy ? group->min_healthy
                                        : (SIM_FACT("ASG-703", true) ? 90 : 0);
    refresh->max_healthy = has_max      ? raw->max_healthy
                           : has_policy ? group->max_healthy
                                        : (SIM_FACT("ASG-704", true) ? 100 : 200);
    if (SIM_FACT("ASG-706", has_max && !has_min && !has_policy))
        COMPILE_REFUSE(compiler, raw->node, "max_healthy_percentage",
                       "Write \"min_healthy_percentage\" too.",
                       "AWS takes the largest share only together with the least");
    if (SIM_FACT("ASG-707",
                 (has_min || has_max) && refresh->max_healthy - refresh->min_healthy > 100))
        COMPILE_REFUSE(compiler, raw->node, "max_healthy_percentage",
                       "AWS allows a spread of at most 100.", "from %d to %d %% is too wide",
                       refresh->min_healthy, refresh->max_healthy);
}

static void compile_checkpoints(Compiler *compiler, const RawRefresh *raw, ConfigRefresh *refresh) {
    bool has_delay = node_member(raw->node, "checkpoint_delay") != NULL;
    for (int32_t i = 0; i < raw->checkpoints.count; i++) {
        int32_t percent = raw->checkpoints.items[i];
        bool is_ascending = i == 0 || percent > raw->checkpoints.items[i - 1];
        if (!SIM_FACT("ASG-713", is_ascending))
            COMPILE_REFUSE(
                compiler, node_element(node_member(raw->node, "checkpoint_percentages"), i), NULL,
                "Write each once, the smallest first.", "checkpoints are in ascending order");
        refresh->checkpoints[refresh->checkpoint_count++] = (uint8_t)percent;
    }
    if (SIM_FACT("ASG-711", has_delay && raw->checkpoints.count == 0))
        COMPILE_REFUSE(compiler, raw->node, "checkpoint_delay",
                       "Write \"checkpoint_percentages\" too.",
                       "AWS takes a delay only together with checkpoints");
}

// Those of the desired configuration have to be there, unless the group gives its own.
static void check_bearers(Compiler *compiler, const RawScalingGroup *raw,
                          const ConfigScalingGroup *group) {
    int32_t count = 0;
    if (group->refresh.launch < 0 || group->refresh.launch == group->launch ||
        !group->is_borne_by_launch)
        return;
    compile_bearer_of_instance(compiler, group->region, &raw->security_groups, raw->node,
                               group->refresh.launch, &count);
}

void compile_refresh(Compiler *compiler, const RawScalingGroup *raw, ConfigScalingGroup *group) {
    const RawRefresh *of = &raw->refresh;
    ConfigRefresh *refresh = &group->refresh;
    SimTime standard = SIM_FACT("ASG-710", group->default_warmup_ns >= 0) ? group->default_warmup_ns
                                                                          : group->grace_ns;
    bool has_warmup = node_member(of->node, "instance_warmup") != NULL;
    *refresh = (ConfigRefresh){.launch = -1,
                               .warmup_ns = has_warmup ? of->warmup : standard,
                               .checkpoint_delay_ns = of->checkpoint_delay,
                               .bake_ns = of->bake,
                               .on_protected = of->protected_,
                               .on_standby = of->standby,
                               .skips_matching = of->skips_matching,
                               .is_auto_rollback = of->is_auto_rollback};
    if (of->launch != NULL)
        refresh->launch = compile_find(compiler, &compiler->launches, of->launch,
                                       compile_place(of->node, "launch"), "launch template");
    if (SIM_FACT("ASG-717", of->is_auto_rollback && of->launch == NULL))
        COMPILE_REFUSE(compiler, of->node, "auto_rollback", "Write \"launch\" too.",
                       "AWS rolls back only from a desired configuration");
    compile_percentages(compiler, of, group, refresh);
    compile_checkpoints(compiler, of, refresh);
    check_bearers(compiler, raw, group);
}

static void compile_alarms_of(Compiler *compiler, const RawRefresh *raw,
                              ConfigScalingGroup *group) {
    const Node *list = node_member(raw->node, "alarms");
    for (int32_t i = 0; i < raw->alarms.count; i++) {
        if (raw->alarms.items[i][0] == '\0') continue;
        int32_t alarm = compile_find(compiler, &compiler->alarms,
                                     compile_scoped(compiler, group->region, raw->alarms.items[i]),
                                     node_element(list, i), "alarm");
        if (alarm >= 0) group->refresh.alarms[group->refresh.alarm_count++] = alarm;
    }
}

void compile_refresh_alarms(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    Config *config = compiler->config;
    if (config->scaling_group_count == 0) return;
    int32_t group = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t i = 0; i < regions[r].scaling_groups.count; i++)
            compile_alarms_of(
                compiler, &((const RawScalingGroup *)regions[r].scaling_groups.items + i)->refresh,
                &config->scaling_groups[group++]);
}
