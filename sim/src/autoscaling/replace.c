// Who is unhealthy or too old, and how many at once are replaced.
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "world/world.h"

// EC2 checks each minute; two in a row fail, and the group gives it some minutes to recover.
#define STATUS_CHECKS   (2 * SIM_MINUTE)
#define STATUS_PATIENCE (3 * SIM_MINUTE)

typedef enum Verdict { WELL, GONE, IMPAIRED, SAID, FAILS_ELB } Verdict;

static const ConfigScalingGroup *config_of(const SimWorld *world, int32_t group) {
    return &world->config->scaling_groups[group];
}

// One target of the attachment has to have passed before failing checks count.
static void note_attachments(SimWorld *world, int32_t group) {
    const ConfigScalingGroup *config = config_of(world, group);
    for (int32_t i = 0; i < config->target_group_count && i < 64; i++) {
        const Group *tg = &world->groups.items[config->target_groups[i]];
        for (int32_t m = 0; m < tg->member_count; m++) {
            int32_t target = world->members.items[tg->first_member + m];
            if (target_state(world, target, NULL, NULL, NULL, NULL) == SIM_TARGET_HEALTHY)
                world->scaling_groups.items[group].attached |= UINT64_C(1) << i;
        }
    }
}

static bool fails_elb(const SimWorld *world, const ScalingInstance *it) {
    const ConfigScalingGroup *config = config_of(world, it->group);
    if (SIM_FACT("ASG-201 ASG-202", !config->is_elb_health)) return false;
    for (int32_t i = 0; i < config->target_group_count && i < 64; i++) {
        int32_t target = target_find(world, config->target_groups[i], it->instance, 0);
        bool is_attached = (world->scaling_groups.items[it->group].attached >> i & 1) != 0;
        if (target < 0 || SIM_FACT("ASG-208", !is_attached)) continue;
        if (target_state(world, target, NULL, NULL, NULL, NULL) == SIM_TARGET_UNHEALTHY)
            return true;
    }
    return false;
}

static Verdict judge(SimWorld *world, int32_t slot) {
    ScalingInstance *it = &world->scaling_instances.items[slot];
    const Instance *instance = &world->instances.items[it->instance];
    if (SIM_FACT("ASG-204", instance->is_terminated != 0)) return GONE;
    bool has_power = world->zones.items[instance->zone].has_power != 0;
    if (has_power)
        it->silent_since = -1;
    else if (it->silent_since < 0)
        it->silent_since = world->now;
    if (it->is_unhealthy) return SAID;
    if (SIM_FACT("ASG-218", world->now < it->grace_until)) return WELL;
    if (SIM_FACT("ASG-207",
                 !has_power && world->now - it->silent_since >= STATUS_CHECKS + STATUS_PATIENCE))
        return IMPAIRED;
    return fails_elb(world, it) ? FAILS_ELB : WELL;
}

// An instance that has not passed its first check yet is not unhealthy, and not well either.
static bool passes_elb(const SimWorld *world, const ScalingInstance *it) {
    const ConfigScalingGroup *config = config_of(world, it->group);
    if (!SIM_FACT("ASG-709", config->is_elb_health)) return true;
    for (int32_t i = 0; i < config->target_group_count; i++) {
        int32_t target = target_find(world, config->target_groups[i], it->instance, 0);
        if (target < 0) continue;
        SimTargetState state = target_state(world, target, NULL, NULL, NULL, NULL);
        if (state == SIM_TARGET_INITIAL || state == SIM_TARGET_UNHEALTHY) return false;
    }
    return true;
}

bool scaling_is_well(SimWorld *world, int32_t slot) {
    return judge(world, slot) == WELL && passes_elb(world, &world->scaling_instances.items[slot]);
}

static const char *words_of(Verdict verdict) {
    switch (verdict) {
    case GONE:
        return "an EC2 instance state change: it is not running";
    case IMPAIRED:
        return "an EC2 health check indicating it has been impaired";
    case SAID:
        return "a user health-check";
    default:
        return "an ELB system health check failure";
    }
}

// How many a maintenance policy lets be there beyond the desired capacity, and how many be missing.
static int32_t beyond_of(const ConfigScalingGroup *config, int32_t desired) {
    if (config->max_healthy <= 100) return 0;
    int32_t beyond = desired * (config->max_healthy - 100) / 100;
    return beyond > 1 ? beyond : 1;
}

static int32_t missing_of(const ConfigScalingGroup *config, int32_t desired) {
    int32_t missing = desired * (100 - config->min_healthy) / 100;
    return missing == 0 && config->max_healthy <= 100 ? 1 : missing;
}

// Those that wait for what is launched in their place are what there is beyond.
static bool launches_first(const SimWorld *world, int32_t group) {
    const ConfigScalingGroup *config = config_of(world, group);
    int32_t desired = world->scaling_groups.items[group].desired, superseded = 0;
    if (config->min_healthy < 0) return false;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        superseded +=
            it->group == group && it->state == SIM_LIFECYCLE_IN_SERVICE && it->is_superseded;
    }
    return SIM_FACT("ASG-746", superseded < beyond_of(config, desired));
}

// Without a policy the throttle is all that holds a termination back.
static bool may_terminate(const SimWorld *world, int32_t group) {
    const ConfigScalingGroup *config = config_of(world, group);
    int32_t desired = world->scaling_groups.items[group].desired, in_service = 0;
    if (config->min_healthy < 0) return true;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        in_service += it->group == group && it->state == SIM_LIFECYCLE_IN_SERVICE;
    }
    return SIM_FACT("ASG-745", desired - in_service < missing_of(config, desired));
}

// `why` completes "in response to".
static bool replace(SimWorld *world, int32_t slot, const char *why) {
    char cause[SCALING_CAUSE_MAX], when[40];
    scaling_time(world, when, sizeof when);
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    int32_t group = it->group;
    bool is_running = scaling_is_running(world, slot);
    if (SIM_FACT("ASG-209 ASG-214", launches_first(world, group) && is_running)) {
        int32_t zone = scaling_pick_zone(world, group, 0);
        snprintf(
            cause, sizeof cause,
            "At %s an instance was launched before another is taken out of service in response "
            "to %s.",
            when, why);
        return zone >= 0 && scaling_zone_has_capacity(world, zone) &&
               scaling_launch_first(world, group, zone, slot, cause);
    }
    if (scaling_is_suspended(world, group, CONFIG_PROCESS_TERMINATE)) return false;
    if (is_running && !may_terminate(world, group)) return false;
    snprintf(cause, sizeof cause, "At %s an instance was taken out of service in response to %s.",
             when, why);
    if (!SIM_FACT("ASG-326", true)) slot = scaling_pick_victim(world, group);
    scaling_terminate(world, slot, cause);
    snprintf(cause, sizeof cause,
             "An instance is started in the place of one taken out in response to %s.", why);
    scaling_follow(world, group, cause);
    return true;
}

static bool may_be_judged(const SimWorld *world, int32_t group, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    bool is_left_alone = world->scaling_groups.items[group].zone_away - 1 ==
                             world->config->instances[it->instance].zone &&
                         SIM_FACT("ASG-321", config_of(world, group)->ignores_unhealthy);
    return it->group == group && it->state == SIM_LIFECYCLE_IN_SERVICE && !it->is_superseded &&
           !is_left_alone;
}

typedef struct Judged {
    int32_t in_service, unhealthy;
} Judged;

static Judged count_unhealthy(SimWorld *world, int32_t group) {
    Judged judged = {0, 0};
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        if (!may_be_judged(world, group, i)) continue;
        judged.in_service++;
        judged.unhealthy += judge(world, i) == FAILS_ELB;
    }
    return judged;
}

// At most a tenth of the desired capacity at a time, and one batch after the other: the next when
// what replaces the first has been checked and is warm.
static int32_t allowance(const SimWorld *world, int32_t group) {
    const ScalingGroup *it = &world->scaling_groups.items[group];
    const ConfigScalingGroup *config = config_of(world, group);
    int32_t batch = it->desired / 10 > 1 ? it->desired / 10 : 1;
    // A maintenance policy says by itself how many may be missing.
    if (config->min_healthy >= 0)
        return beyond_of(config, it->desired) + missing_of(config, it->desired);
    if (SIM_FACT("ASG-211", world->now < it->throttled_until)) return 0;
    int32_t missing = it->desired;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *other = &world->scaling_instances.items[i];
        missing -= other->group == group && other->state == SIM_LIFECYCLE_IN_SERVICE;
    }
    if (SIM_FACT("ASG-219", missing * 10 >= it->desired && missing > 0)) return 0;
    return SIM_FACT("ASG-210", true) ? batch : it->desired;
}

void scaling_check_health(SimWorld *world, int32_t group) {
    note_attachments(world, group);
    if (scaling_is_suspended(world, group, CONFIG_PROCESS_HEALTH_CHECK) ||
        scaling_is_suspended(world, group, CONFIG_PROCESS_REPLACE_UNHEALTHY))
        return;
    int32_t left = allowance(world, group);
    Judged judged = count_unhealthy(world, group);
    // All at once is rather the balancer's trouble than theirs.
    if (SIM_FACT("ASG-212",
                 judged.unhealthy == judged.in_service && judged.in_service > 1 && left > 1))
        left = 1;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        if (!may_be_judged(world, group, i)) continue;
        Verdict verdict = judge(world, i);
        bool is_limited = SIM_FACT("ASG-213", verdict != GONE && verdict != SAID);
        if (verdict == WELL || (is_limited && left == 0)) continue;
        if (!replace(world, i, words_of(verdict)) || !is_limited) continue;
        left--;
        SimTime warmup = config_of(world, group)->default_warmup_ns;
        world->scaling_groups.items[group].throttled_until =
            world->now + SIM_MINUTE + (warmup > 0 ? warmup : 0);
    }
}

// One after the other, and never more than a tenth.
void scaling_check_lifetimes(SimWorld *world, int32_t group) {
    SimTime most = config_of(world, group)->max_lifetime_ns;
    const ScalingGroup *it = &world->scaling_groups.items[group];
    if (most == 0 || scaling_capacity(world, group) != it->desired || it->act.index1 != 0) return;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *other = &world->scaling_instances.items[i];
        if (other->group == group && scaling_is_pending(other->state)) return;
        if (!may_be_judged(world, group, i)) continue;
        if (SIM_FACT("ASG-322", world->now - other->launched < most)) continue;
        replace(world, i, "its reaching the maximum instance lifetime of the group");
        return;
    }
}
