// Where to launch, and whom to terminate: zones first, then the termination policies.
#include <stdio.h>
#include <string.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "engine/hash.h"
#include "world/world.h"

static const ConfigScalingGroup *config_of(const SimWorld *world, int32_t group) {
    return &world->config->scaling_groups[group];
}

static int32_t zone_of(const SimWorld *world, const ScalingInstance *it) {
    return world->config->instances[it->instance].zone;
}

static int32_t count_in_zone(const SimWorld *world, int32_t group, int32_t zone) {
    int32_t count = 0;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        count += it->group == group && scaling_counts(it) && zone_of(world, it) == zone;
    }
    return count;
}

bool scaling_zone_has_capacity(const SimWorld *world, int32_t zone) {
    const Zone *at = &world->zones.items[zone];
    return at->has_power && !at->lacks_capacity;
}

int32_t scaling_pick_zone(const SimWorld *world, int32_t group, uint32_t tried) {
    const ConfigScalingGroup *config = config_of(world, group);
    int32_t best = -1, fewest = 0;
    for (int32_t z = 0; z < config->zone_count; z++) {
        int32_t zone = config->zones[z];
        bool is_away = world->scaling_groups.items[group].zone_away == zone + 1;
        if ((tried >> z & 1) != 0 || SIM_FACT("ASG-320", is_away)) continue;
        int32_t count = count_in_zone(world, group, zone);
        bool is_better = best < 0 || SIM_FACT("ASG-301", count < fewest);
        if (!is_better) continue;
        best = zone;
        fewest = count;
    }
    return best;
}

// --- termination policies
// --------------------------------------------------------------------------------------------------

typedef struct Candidates {
    int32_t *slots;
    int32_t count;
} Candidates;

// Keeps those whose rank is the lowest.
static void keep_lowest(const SimWorld *world, Candidates *candidates,
                        int64_t (*rank)(const SimWorld *, int32_t)) {
    int64_t lowest = INT64_MAX;
    int32_t kept = 0;
    for (int32_t i = 0; i < candidates->count; i++) {
        int64_t its = rank(world, candidates->slots[i]);
        if (its > lowest) continue;
        if (its < lowest) kept = 0;
        lowest = its;
        candidates->slots[kept++] = candidates->slots[i];
    }
    candidates->count = kept;
}

static int64_t rank_zone(const SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    return -count_in_zone(world, it->group, zone_of(world, it));
}

static int64_t rank_oldest(const SimWorld *world, int32_t slot) {
    return world->scaling_instances.items[slot].number;
}

static int64_t rank_newest(const SimWorld *world, int32_t slot) {
    return -(int64_t)world->scaling_instances.items[slot].number;
}

// One that is not launched from now on is older than the current one; among those the first.
static int64_t rank_template(const SimWorld *world, int32_t slot) {
    const ScalingInstance *it = &world->scaling_instances.items[slot];
    int32_t launch = world->instances.items[it->instance].launch;
    return launch == scaling_launch_template(world, it->group) ? INT32_MAX : launch;
}

static int64_t rank_hour(const SimWorld *world, int32_t slot) {
    SimTime age = world->now - world->scaling_instances.items[slot].launched;
    return SIM_HOUR - age % SIM_HOUR;
}

static void apply_policy(const SimWorld *world, int32_t policy, Candidates *candidates) {
    switch ((ConfigTermination)policy) {
    case CONFIG_TERMINATE_OLDEST_INSTANCE:
        keep_lowest(world, candidates, SIM_FACT("ASG-314", true) ? rank_oldest : rank_newest);
        break;
    case CONFIG_TERMINATE_NEWEST_INSTANCE:
        keep_lowest(world, candidates, SIM_FACT("ASG-315", true) ? rank_newest : rank_oldest);
        break;
    case CONFIG_TERMINATE_OLDEST_LAUNCH_TEMPLATE:
        if (SIM_FACT("ASG-316", true)) keep_lowest(world, candidates, rank_template);
        break;
    case CONFIG_TERMINATE_CLOSEST_TO_NEXT_HOUR:
        if (SIM_FACT("ASG-323", true)) keep_lowest(world, candidates, rank_hour);
        break;
    default:
        if (SIM_FACT("ASG-311", true)) keep_lowest(world, candidates, rank_template);
        if (SIM_FACT("ASG-312", true)) keep_lowest(world, candidates, rank_hour);
    }
}

static int32_t draw(SimWorld *world, int32_t group, const Candidates *candidates) {
    if (candidates->count <= 1) return candidates->count == 1 ? candidates->slots[0] : -1;
    uint64_t bits = hash_text(hash_u64(HASH_START, world->seed), config_of(world, group)->name);
    RandomStream stream =
        random_mixed(bits, DRAW_VICTIM, (uint32_t)world->scaling_groups.items[group].draws++);
    uint32_t chosen = random_below(&stream, (uint32_t)candidates->count);
    return candidates->slots[SIM_FACT("ASG-313", true) ? chosen : 0];
}

int32_t scaling_narrow(const SimWorld *world, int32_t group, int32_t *slots, int32_t count) {
    Candidates candidates = {slots, count};
    const ConfigScalingGroup *config = config_of(world, group);
    for (int32_t p = 0; p < config->termination_count; p++)
        apply_policy(world, config->terminations[p], &candidates);
    return candidates.count;
}

// Those in service that nothing protects; of one zone, or with -1 of all.
static void find_victims(const SimWorld *world, int32_t group, int32_t zone,
                         Candidates *candidates) {
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        bool may_go = it->group == group && it->state == SIM_LIFECYCLE_IN_SERVICE &&
                      !it->is_superseded && !SIM_FACT("ASG-318", it->is_protected != 0) &&
                      (zone < 0 || zone_of(world, it) == zone);
        if (may_go && candidates->count < CONFIG_VICTIMS_MAX)
            candidates->slots[candidates->count++] = i;
    }
}

int32_t scaling_pick_victim(SimWorld *world, int32_t group) {
    int32_t slots[CONFIG_VICTIMS_MAX];
    Candidates candidates = {slots, 0};
    find_victims(world, group, -1, &candidates);
    if (SIM_FACT("ASG-310 ASG-317", true)) keep_lowest(world, &candidates, rank_zone);
    candidates.count = scaling_narrow(world, group, slots, candidates.count);
    return draw(world, group, &candidates);
}

// --- rebalancing
// -----------------------------------------------------------------------------------------------------------

// The zones that have most and fewest; false: they are level, or nothing can be launched.
static bool find_imbalance(const SimWorld *world, int32_t group, int32_t *most, int32_t *fewest) {
    const ConfigScalingGroup *config = config_of(world, group);
    int32_t high = -1, low = INT32_MAX;
    *most = *fewest = -1;
    for (int32_t z = 0; z < config->zone_count; z++) {
        int32_t zone = config->zones[z], count = count_in_zone(world, group, zone);
        if (count > high) high = count, *most = zone;
        bool is_usable = scaling_zone_has_capacity(world, zone) &&
                         world->scaling_groups.items[group].zone_away != zone + 1;
        if (is_usable && count < low) low = count, *fewest = zone;
    }
    return *fewest >= 0 && high - low >= 2;
}

static int32_t count_present(const SimWorld *world, int32_t group) {
    int32_t count = 0;
    for (int32_t i = 0; i < world->scaling_instances.count; i++) {
        const ScalingInstance *it = &world->scaling_instances.items[i];
        count += it->group == group &&
                 (scaling_is_pending(it->state) || it->state == SIM_LIFECYCLE_IN_SERVICE);
    }
    return count;
}

static int32_t victim_in(SimWorld *world, int32_t group, int32_t zone) {
    int32_t slots[CONFIG_VICTIMS_MAX];
    Candidates candidates = {slots, 0};
    find_victims(world, group, zone, &candidates);
    if (!SIM_FACT("ASG-788", true)) return candidates.count > 0 ? slots[0] : -1;
    candidates.count = scaling_narrow(world, group, slots, candidates.count);
    return draw(world, group, &candidates);
}

void scaling_rebalance(SimWorld *world, int32_t group) {
    const ScalingGroup *it = &world->scaling_groups.items[group];
    int32_t most, fewest;
    if (scaling_is_suspended(world, group, CONFIG_PROCESS_AZ_REBALANCE) ||
        scaling_is_suspended(world, group, CONFIG_PROCESS_LAUNCH) ||
        scaling_is_suspended(world, group, CONFIG_PROCESS_TERMINATE) || it->act.index1 != 0 ||
        scaling_capacity(world, group) != it->desired)
        return;
    int32_t margin = it->max / 10 > 1 ? it->max / 10 : 1;
    if (!SIM_FACT("ASG-306", true)) margin = 0;
    while (find_imbalance(world, group, &most, &fewest)) {
        int32_t victim = victim_in(world, group, most);
        if (victim < 0) return;
        char cause[SCALING_CAUSE_MAX], when[40];
        snprintf(cause, sizeof cause,
                 "At %s instances were launched to balance instances in zones %s with other zones.",
                 scaling_time(world, when, sizeof when), world->config->zones[most].name);
        if (!SIM_FACT("ASG-305", true)) {
            scaling_terminate(world, victim, cause);
            scaling_follow(world, group, cause);
            return;
        }
        if (count_present(world, group) >= it->max + margin) return;
        if (!scaling_launch_first(world, group, fewest, victim, cause)) return;
        it = &world->scaling_groups.items[group];
    }
}
