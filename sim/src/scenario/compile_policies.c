// Scaling policies of Auto Scaling groups, and the two alarms that each target-tracking policy
// makes for itself.
#include "base/fact.h"
#include "scenario/compile.h"

#include <math.h>
#include <string.h>

static const char *const metric_names[] = {"ASGAverageCPUUtilization", "ALBRequestCountPerTarget",
                                           NULL};

// --- steps

static void check_steps(Compiler *compiler, const RawPolicy *raw,
                        const ConfigScalingPolicy *policy) {
    for (int32_t i = 0; i < policy->step_count; i++) {
        const ConfigPolicyStep *step = &policy->steps[i];
        bool is_empty = !(step->lower < step->upper);
        bool is_apart = i > 0 && policy->steps[i - 1].upper < step->lower;
        bool is_over = i > 0 && policy->steps[i - 1].upper > step->lower;
        if (SIM_FACT("ASG-507", !is_empty && !is_apart && !is_over)) continue;
        COMPILE_REFUSE(compiler, raw->node, "steps",
                       "Write them in order, each from where the one before ends.",
                       is_empty  ? "a step is empty"
                       : is_over ? "steps overlap"
                                 : "there is a gap between steps");
        return;
    }
}

// Beyond the outermost bound something has to be said too.
static void check_ends(Compiler *compiler, const RawPolicy *raw,
                       const ConfigScalingPolicy *policy) {
    const ConfigPolicyStep *first = &policy->steps[0];
    const ConfigPolicyStep *last = &policy->steps[policy->step_count - 1];
    if (isinf(first->lower) && isinf(last->upper) && policy->step_count == 1) {
        COMPILE_REFUSE(compiler, raw->node, "steps", "Give it the bound at the threshold: 0.",
                       "a step is bounded on one side at least");
        return;
    }
    if (SIM_FACT("ASG-610", first->lower < 0 && !isinf(first->lower)))
        COMPILE_REFUSE(compiler, raw->node, "steps",
                       "Leave \"lower_bound\" out of the first, or add a step below it.",
                       "steps below the threshold reach down without end");
    if (SIM_FACT("ASG-611", last->upper > 0 && !isinf(last->upper)))
        COMPILE_REFUSE(compiler, raw->node, "steps",
                       "Leave \"upper_bound\" out of the last, or add a step above it.",
                       "steps above the threshold reach up without end");
}

static void compile_steps(Compiler *compiler, const RawPolicy *raw, ConfigScalingPolicy *policy) {
    const RawPolicyStep *steps = raw->steps.items;
    policy->step_count = raw->steps.count;
    policy->steps = arena_array(compiler->arena, raw->steps.count, sizeof *policy->steps);
    for (int32_t i = 0; i < raw->steps.count; i++) {
        bool has_lower = node_member(steps[i].node, "lower_bound") != NULL;
        bool has_upper = node_member(steps[i].node, "upper_bound") != NULL;
        policy->steps[i] = (ConfigPolicyStep){.lower = has_lower ? steps[i].lower : -INFINITY,
                                              .upper = has_upper ? steps[i].upper : INFINITY,
                                              .by = steps[i].by};
    }
    check_steps(compiler, raw, policy);
    if (policy->step_count > 0) check_ends(compiler, raw, policy);
}

// --- target tracking

static int32_t add_alarm(Compiler *compiler, const ConfigScalingPolicy *policy, int32_t index,
                         const ConfigAlarmMetric *metric, bool is_high, double threshold,
                         const Node *place) {
    const ConfigScalingGroup *group = &compiler->config->scaling_groups[policy->group];
    const char *name = arena_format(compiler->arena, "TargetTracking-%s-Alarm%s-%s", group->name,
                                    SIM_FACT("ASG-617", is_high) ? "High" : "Low", policy->name);
    ConfigAlarm *alarm = compile_alarm_add(compiler, group->region, name, place);
    alarm->metrics = arena_array(compiler->arena, 1, sizeof *alarm->metrics);
    alarm->metrics[0] = *metric;
    alarm->metric_count = 1;
    alarm->period_ns = SIM_MINUTE;
    alarm->threshold = threshold;
    alarm->comparison = is_high ? CONFIG_GT : CONFIG_LT;
    alarm->evaluation_periods =
        is_high ? (SIM_FACT("ASG-411", true) ? 3 : 1) : (SIM_FACT("ASG-412", true) ? 15 : 3);
    alarm->datapoints_to_alarm = alarm->evaluation_periods;
    alarm->treat_missing =
        SIM_FACT("ASG-419", true) ? CONFIG_MISSING_MISSING : CONFIG_MISSING_BREACHING;
    alarm->has_actions = true;
    ConfigAlarmAction *action = arena_array(compiler->arena, 1, sizeof *action);
    *action =
        (ConfigAlarmAction){.kind = CONFIG_ALARM_SCALES, .name = policy->name, .policy = index};
    alarm->actions[SIM_ALARM_ALARM] = action;
    alarm->action_count[SIM_ALARM_ALARM] = 1;
    return compiler->config->alarm_count - 1;
}

static bool find_metric(Compiler *compiler, const RawPolicy *raw, const ConfigScalingPolicy *policy,
                        ConfigAlarmMetric *metric) {
    const ConfigScalingGroup *group = &compiler->config->scaling_groups[policy->group];
    if (raw->metric == 0) {
        *metric = (ConfigAlarmMetric){
            .namespace_ = "AWS/EC2",
            .metric = "CPUUtilization",
            .dimensions = arena_format(compiler->arena, "AutoScalingGroupName=%s", group->name),
            .stat = "Average"};
        return true;
    }
    if (group->target_group_count == 0) {
        COMPILE_REFUSE(compiler, raw->node, "metric", "Give the group a target group.",
                       "%s needs a target group", metric_names[raw->metric]);
        return false;
    }
    const char *full = compiler->config->target_groups[group->target_groups[0]].full_name;
    *metric = (ConfigAlarmMetric){
        .namespace_ = "AWS/ApplicationELB",
        .metric = SIM_FACT("ASG-416", true) ? "RequestCountPerTarget" : "HealthyHostCount",
        .dimensions = arena_format(compiler->arena, "TargetGroup=%s", full),
        .stat = "Sum"};
    return true;
}

static void compile_tracking(Compiler *compiler, const RawPolicy *raw, ConfigScalingPolicy *policy,
                             int32_t index) {
    ConfigAlarmMetric metric;
    const Node *place = compile_place(raw->node, "name");
    if (node_member(raw->node, "target") == NULL || node_member(raw->node, "metric") == NULL) {
        COMPILE_REFUSE(compiler, raw->node, NULL, "",
                       "target tracking needs \"metric\" and \"target\"");
        return;
    }
    policy->target = raw->target;
    if (!find_metric(compiler, raw, policy, &metric)) return;
    policy->in_factor = raw->factor;
    policy->high_alarm = add_alarm(compiler, policy, index, &metric, true, raw->target, place);
    policy->low_alarm = add_alarm(compiler, policy, index, &metric, false, raw->target, place);
    compiler->config->alarms[policy->low_alarm].low_of1 = index + 1;
}

static void compile_policy(Compiler *compiler, const RawPolicy *raw, int32_t group) {
    Config *config = compiler->config;
    const ConfigScalingGroup *of = &config->scaling_groups[group];
    int32_t index = config->scaling_policy_count++;
    ConfigScalingPolicy *policy = &config->scaling_policies[index];
    SimTime standard = of->default_warmup_ns >= 0 ? of->default_warmup_ns : of->default_cooldown_ns;
    *policy = (ConfigScalingPolicy){.name = raw->name != NULL ? raw->name : "",
                                    .group = group,
                                    .kind = (ConfigScalingKind)raw->type,
                                    .adjustment = (ConfigAdjustment)raw->adjustment,
                                    .by = raw->by,
                                    .min_magnitude = raw->min_magnitude,
                                    .aggregation = (ConfigAggregation)raw->aggregation,
                                    .is_in_disabled = raw->is_in_disabled,
                                    .warmup_ns = SIM_FACT("ASG-601", true) ? standard : 0,
                                    .cooldown_ns = of->default_cooldown_ns,
                                    .high_alarm = -1,
                                    .low_alarm = -1};
    if (node_member(raw->node, "estimated_instance_warmup") != NULL)
        policy->warmup_ns = raw->warmup;
    if (node_member(raw->node, "cooldown") != NULL) policy->cooldown_ns = raw->cooldown;
    const char *scoped = compile_scoped(
        compiler, of->region, arena_format(compiler->arena, "%s/%s", of->name, policy->name));
    if (policy->name[0] != '\0')
        compile_add(compiler, &compiler->policies, scoped, index, compile_place(raw->node, "name"),
                    "scaling policy");
    if (policy->kind == CONFIG_SCALING_STEP) compile_steps(compiler, raw, policy);
    if (policy->kind == CONFIG_SCALING_TARGET) compile_tracking(compiler, raw, policy, index);
    if (policy->kind == CONFIG_SCALING_PREDICTIVE) compile_predictive(compiler, raw, policy);
}

static int32_t count_of(const Compiler *compiler, bool is_scheduled) {
    const RawRegion *regions = compiler->raw->regions.items;
    int32_t count = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++) {
        const RawScalingGroup *groups = regions[r].scaling_groups.items;
        for (int32_t i = 0; i < regions[r].scaling_groups.count; i++)
            count += is_scheduled ? groups[i].scheduled.count : groups[i].policies.count;
    }
    return count;
}

void compile_policies(Compiler *compiler) {
    Config *config = compiler->config;
    const RawRegion *regions = compiler->raw->regions.items;
    if (config->scaling_group_count == 0) return;
    config->scaling_policies =
        arena_array(compiler->arena, count_of(compiler, false), sizeof *config->scaling_policies);
    config->scheduled_actions =
        arena_array(compiler->arena, count_of(compiler, true), sizeof *config->scheduled_actions);
    int32_t group = 0;
    for (int32_t r = 0; r < compiler->raw->regions.count; r++)
        for (int32_t i = 0; i < regions[r].scaling_groups.count; i++, group++) {
            const RawScalingGroup *raw =
                (const RawScalingGroup *)regions[r].scaling_groups.items + i;
            for (int32_t p = 0; p < raw->policies.count; p++)
                compile_policy(compiler, (const RawPolicy *)raw->policies.items + p, group);
            for (int32_t s = 0; s < raw->scheduled.count; s++)
                compile_scheduled(compiler, (const RawScheduled *)raw->scheduled.items + s, group);
        }
}
