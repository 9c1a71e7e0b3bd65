// Scaling policies: what an alarm, once it fires, makes of the desired capacity.
//
// An alarm fires when it changes its state, and then each minute that it stays in ALARM. What keeps
// a group from growing each time are the instances that warm up: they are counted as if they were
// there already, and are no base for more.
#include <math.h>
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/world.h"

static const ConfigScalingPolicy *config_of(const SimWorld *world, int32_t policy) {
    return &world->config->scaling_policies[policy];
}

// Those whose metrics count by now.
static int32_t count_warm(const SimWorld *world, const ConfigScalingPolicy *policy) {
    int32_t warm = 0;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        warm += it->group == policy->group && it->state == SIM_LIFECYCLE_IN_SERVICE &&
                world->now >= it->in_service + policy->warmup_ns;
    }
    return warm;
}

SimTime scaling_warm_at(const SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    SimTime longest = world->config->scaling_groups[it->group].default_warmup_ns;
    if (it->state != SIM_LIFECYCLE_IN_SERVICE || it->in_service < 0) return 0;
    for (int32_t i = 0; i < world->config->scaling_policy_count; i++) {
        const ConfigScalingPolicy *policy = config_of(world, i);
        bool waits = policy->kind == CONFIG_SCALING_TARGET || policy->kind == CONFIG_SCALING_STEP;
        if (policy->group == it->group && waits && policy->warmup_ns > longest)
            longest = policy->warmup_ns;
    }
    return longest > 0 ? it->in_service + longest : 0;
}

// Others do not take away what a forecast asks for.
static int32_t keep_forecast(const SimWorld *world, int32_t group, int32_t wanted) {
    int32_t desired = world->scaling_groups.items[group].desired;
    if (wanted >= desired || world->forecasts.count == 0) return wanted;
    int32_t least = SIM_FACT("ASG-626", true) ? predictive_floor(world, group) : 0;
    if (wanted >= least) return wanted;
    return least < desired ? least : desired;
}

static bool is_cooling_down(const SimWorld *world, int32_t group) {
    return world->now < world->scaling_groups.items[group].cooldown_until;
}

// --- step and simple
// ------------------------------------------------------------------------------------------------------

int32_t scaling_adjust(int32_t base, const ConfigScalingPolicy *policy, double by) {
    if (SIM_FACT("ASG-513", policy->adjustment == CONFIG_ADJUST_EXACT)) return (int32_t)by;
    if (policy->adjustment == CONFIG_ADJUST_CHANGE) return base + (int32_t)by;
    double change = base * by / 100;
    // Towards zero, and what is not zero is at least one.
    double rounded = trunc(change + (change > 0 ? 1e-9 : -1e-9));
    if (SIM_FACT("ASG-502", change > 0 && change < 1)) rounded = 1;
    if (SIM_FACT("ASG-503", change < 0 && change > -1)) rounded = -1;
    if (change != 0 && SIM_FACT("ASG-504", fabs(rounded) < policy->min_magnitude))
        rounded = change > 0 ? policy->min_magnitude : -policy->min_magnitude;
    return base + (int32_t)rounded;
}

// Above the threshold a step takes its lower bound, below it its upper one.
static const ConfigPolicyStep *find_step(const ConfigScalingPolicy *policy, double over) {
    for (int32_t i = 0; i < policy->step_count; i++) {
        const ConfigPolicyStep *step = &policy->steps[i];
        bool is_in = SIM_FACT("ASG-501", over >= 0) ? over >= step->lower && over < step->upper
                                                    : over > step->lower && over <= step->upper;
        if (is_in) return step;
    }
    return NULL;
}

static double aggregate(const ConfigScalingPolicy *policy, const Alarm *alarm) {
    if (SIM_FACT("ASG-511", policy->aggregation == CONFIG_AGGREGATE_AVERAGE))
        return alarm->points_average;
    return policy->aggregation == CONFIG_AGGREGATE_MINIMUM ? alarm->points_minimum
                                                           : alarm->points_maximum;
}

// Out: those that warm up are no base for more. In: those that terminate still belong to it, and
// while others warm up nobody goes.
static void fire_step(SimWorld *world, const ConfigScalingPolicy *policy, double over,
                      const char *cause) {
    const ConfigPolicyStep *step = find_step(policy, over);
    if (step == NULL || (is_cooling_down(world, policy->group) && !SIM_FACT("ASG-514", true)))
        return;
    int32_t desired = world->scaling_groups.items[policy->group].desired;
    int32_t warm = count_warm(world, policy), base = desired;
    if (SIM_FACT("ASG-505", step->by > 0 && warm < desired)) base = warm;
    if (step->by < 0 && SIM_FACT("ASG-612", true))
        base += scaling_counts_of(world, policy->group).terminating;
    int32_t wanted = scaling_adjust(base, policy, step->by);
    if (policy->adjustment != CONFIG_ADJUST_EXACT && (wanted > desired) != (step->by > 0)) return;
    if (wanted < desired && SIM_FACT("ASG-613", warm < desired)) return;
    scaling_desire(world, policy->group, keep_forecast(world, policy->group, wanted), cause);
}

// One activity, its end, and the cooldown from then on.
static void fire_simple(SimWorld *world, const ConfigScalingPolicy *policy, int32_t index,
                        const char *cause) {
    ScalingGroup *group = &world->scaling_groups.items[policy->group];
    if (SIM_FACT("ASG-506", is_cooling_down(world, policy->group))) return;
    int32_t desired = group->desired;
    int32_t wanted = scaling_adjust(desired, policy, policy->by);
    scaling_desire(world, policy->group, keep_forecast(world, policy->group, wanted), cause);
    if (group->desired == desired) return;
    group->cooldown_of1 = index + 1;
    group->cooldown_until = SIM_NEVER;
}

void scaling_activity_ended(SimWorld *world, int32_t index) {
    ScalingGroup *group = &world->scaling_groups.items[index];
    if (group->cooldown_of1 == 0) return;
    SimViewScalingGroup counts = scaling_counts_of(world, index);
    if (counts.in_service != group->desired || counts.terminating > 0) return;
    SimTime cooldown = config_of(world, group->cooldown_of1 - 1)->cooldown_ns;
    group->cooldown_of1 = 0;
    group->cooldown_until = world->now + (SIM_FACT("ASG-602", true) ? cooldown : 0);
}

// --- target tracking
// -----------------------------------------------------------------------------------------------------

// What the policy would have by itself, with the metric at `value`: out it rounds up, in it
// removes less.
static int32_t tracked(const ConfigScalingPolicy *policy, int32_t base, double value, bool is_out) {
    double exact = base * value / policy->target;
    if (is_out) return (int32_t)(SIM_FACT("ASG-405", true) ? ceil(exact - 1e-9) : floor(exact));
    double removed = base - exact;
    return base - (int32_t)(SIM_FACT("ASG-406", true) ? floor(removed + 1e-9) : ceil(removed));
}

// All that may scale in have to agree, and the largest of what they ask for wins.
static bool do_others_agree(const SimWorld *world, int32_t index, int32_t desired,
                            int32_t *wanted) {
    const ConfigScalingPolicy *policy = config_of(world, index);
    for (int32_t i = 0; i < world->config->scaling_policy_count; i++) {
        const ConfigScalingPolicy *other = config_of(world, i);
        if (i == index || other->group != policy->group || other->kind != CONFIG_SCALING_TARGET ||
            other->is_in_disabled)
            continue;
        const Alarm *low = &world->alarms.items[other->low_alarm];
        if (SIM_FACT("ASG-408", low->state != SIM_ALARM_ALARM)) return false;
        int32_t its = tracked(other, desired, low->point_value, false);
        if (its > *wanted) *wanted = its;
    }
    return true;
}

static void fire_tracking(SimWorld *world, int32_t index, int32_t alarm, double value,
                          const char *cause) {
    const ConfigScalingPolicy *policy = config_of(world, index);
    int32_t desired = world->scaling_groups.items[policy->group].desired;
    int32_t warm = count_warm(world, policy);
    if (is_cooling_down(world, policy->group) && !SIM_FACT("ASG-515", true)) return;
    if (alarm == policy->high_alarm) {
        int32_t base = SIM_FACT("ASG-407", warm < desired && warm > 0) ? warm : desired;
        int32_t wanted = tracked(policy, base, value, true);
        if (wanted > desired) scaling_desire(world, policy->group, wanted, cause);
        return;
    }
    if (SIM_FACT("ASG-409", policy->is_in_disabled)) return;
    if (SIM_FACT("ASG-410", warm < desired)) return;
    int32_t wanted = tracked(policy, desired, value, false);
    if (!do_others_agree(world, index, desired, &wanted)) return;
    wanted = keep_forecast(world, policy->group, wanted);
    if (wanted < desired) scaling_desire(world, policy->group, wanted, cause);
}

// Of the group as it is. AWS publishes no factor; see the facts.
double scaling_low_threshold(const SimWorld *world, int32_t index) {
    const ConfigScalingPolicy *policy = config_of(world, index);
    if (policy->in_factor > 0) return policy->in_factor * policy->target;
    double n = SIM_FACT("ASG-616", true) ? world->scaling_groups.items[policy->group].desired
                                         : world->config->scaling_groups[policy->group].desired;
    double factor = n > 0 ? floor((n - 1) / n / 0.05 + 1e-9) * 0.05 : 0;
    if (factor < 0.70) factor = 0.70;
    if (factor > 0.90) factor = 0.90;
    return (SIM_FACT("ASG-413", true) ? factor : 1) * policy->target;
}

// --- alarms
// ---------------------------------------------------------------------------------------------------------------

void autoscaling_alarm_fires(SimWorld *world, int32_t index, int32_t alarm) {
    const ConfigScalingPolicy *policy = config_of(world, index);
    const Alarm *state = &world->alarms.items[alarm];
    if (SIM_FACT("ASG-614",
                 scaling_is_suspended(world, policy->group, CONFIG_PROCESS_ALARM_NOTIFICATION)))
        return;
    // An alarm set by hand may have seen nothing that could be compared.
    if (policy->kind != CONFIG_SCALING_SIMPLE && state->has_point == 0) return;
    const ConfigAlarm *config = &world->config->alarms[alarm];
    char cause[160];
    snprintf(cause, sizeof cause, "a monitor alarm %.60s in state ALARM triggered policy %.40s",
             config->name, policy->name);
    if (policy->kind == CONFIG_SCALING_TARGET)
        fire_tracking(world, index, alarm, state->point_value, cause);
    else if (policy->kind == CONFIG_SCALING_STEP)
        fire_step(world, policy, aggregate(policy, state) - config->threshold, cause);
    else
        fire_simple(world, policy, index, cause);
}
