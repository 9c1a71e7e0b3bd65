// Automatic target weights: targets that fail more than their peers are found, and get less when
// the group asks for it (elb.md 2.3).
//
// What a target does wrong is a 5XX answer or a connection that could not be made. Every 5 s its
// share of failures is compared with that of all its healthy peers together. AWS publishes no
// numbers, so these are the model's: the last period counts whole and each one before it half as
// much as the next; a target is anomalous that had 3 failures at least and failed 5 points and 3
// standard deviations more often than its peers, until it is within 5 points again. An anomalous
// target's weight is halved every period down to a sixteenth, a normal one's doubled up to parity;
// at most half of the healthy targets are held down at once. Health is left alone.
//
// A group is looked at only while one of its targets has failed lately: without failures nothing is
// counted and no event comes.
#include "elb/elb.h"

#include <math.h>
#include <stdio.h>

#include "base/fact.h"
#include "elb/names.h"
#include "world/world.h"

#define PERIOD             (5 * SIM_SECOND)
#define HEALTHY_MIN        3    // AWS's
#define FAILURES_MIN       3    // to be anomalous
#define POINTS             0.05 // above the peers
#define DEVIATIONS         3    // of the difference of two shares
#define STEPS_MAX          4    // 1/16
#define REQUESTS_KNOWN     1    // below, nothing is known of a target any more
#define FAILURES_FORGOTTEN 0.01

// The array is made with the first failure of a run; targets may have come since.
static void make_room(SimWorld *world) {
    if (world->anomalies.count < world->targets.count)
        array_resize(&world->anomalies, world->targets.count);
}

static Anomaly *anomaly_of(SimWorld *world, int32_t target) {
    return &world->anomalies.items[target];
}

const Anomaly *target_anomaly(const SimWorld *world, int32_t target) {
    static const Anomaly none = {0};
    return target < world->anomalies.count ? &world->anomalies.items[target] : &none;
}

static int32_t member_of(const SimWorld *world, const Group *group, int32_t i) {
    return world->members.items[group->first_member + i];
}

double target_weight(const SimWorld *world, int32_t target) {
    return target_slow_share(world, target) * ldexp(1, -target_anomaly(world, target)->steps);
}

static void forget(Anomaly *anomaly) {
    *anomaly = (Anomaly){.requests_seen = anomaly->requests_seen};
}

static void schedule(SimWorld *world, int32_t group) {
    SimTime period = SIM_FACT("ELB-263", true) ? PERIOD : 3 * PERIOD;
    world->groups.items[group].anomaly_tick = 1;
    world_after(world, period - world->now % period, EVENT_ANOMALY_TICK, (uint32_t)group, 0);
}

static void begin_watch(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    make_room(world);
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t target = member_of(world, group, i);
        *anomaly_of(world, target) =
            (Anomaly){.requests_seen = world->targets.items[target].requests};
    }
    schedule(world, index);
}

void target_failed(SimWorld *world, int32_t target) {
    int32_t index = world->targets.items[target].group;
    const Group *group = &world->groups.items[index];
    if (!group->anomaly_tick) {
        if (SIM_FACT("ELB-260", group->registered < HEALTHY_MIN)) return;
        begin_watch(world, index);
    }
    make_room(world);
    anomaly_of(world, target)->failures_open++;
}

// --- the judgement
// -----------------------------------------------------------------------------------------------------------------

/// What the healthy targets of a group did in the periods that count.
typedef struct Sum {
    double requests, failures;
    int32_t targets, mitigated;
} Sum;

static void close_period(SimWorld *world, int32_t target) {
    Anomaly *anomaly = anomaly_of(world, target);
    int64_t requests = world->targets.items[target].requests;
    anomaly->requests = anomaly->requests / 2 + (double)(requests - anomaly->requests_seen);
    anomaly->failures = anomaly->failures / 2 + anomaly->failures_open;
    // A failure may come long after its request.
    anomaly->requests = fmax(anomaly->requests, anomaly->failures);
    anomaly->requests_seen = requests;
    anomaly->failures_open = 0;
    if (anomaly->failures < FAILURES_FORGOTTEN) anomaly->failures = 0;
}

static bool is_healthy(const SimWorld *world, int32_t target) {
    return target_state(world, target, NULL, NULL, NULL, NULL) == SIM_TARGET_HEALTHY;
}

static Sum sum_up(SimWorld *world, const Group *group) {
    Sum sum = {0};
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t target = member_of(world, group, i);
        close_period(world, target);
        if (!is_healthy(world, target)) continue;
        const Anomaly *anomaly = anomaly_of(world, target);
        sum.requests += anomaly->requests;
        sum.failures += anomaly->failures;
        sum.targets++;
        sum.mitigated += anomaly->steps > 0;
    }
    return sum;
}

static double share_of(double failures, double requests) {
    return requests > 0 ? failures / requests : 0;
}

// Of the difference between two shares that are alike in truth.
static double deviation_of(double pooled, double requests, double peer_requests) {
    if (requests <= 0 || peer_requests <= 0) return 0;
    return sqrt(pooled * (1 - pooled) * (1 / requests + 1 / peer_requests));
}

static bool is_anomalous(const Anomaly *anomaly, const Sum *sum) {
    if (anomaly->requests < REQUESTS_KNOWN) return false;
    double peer_requests = sum->requests - anomaly->requests;
    double above = share_of(anomaly->failures, anomaly->requests) -
                   share_of(sum->failures - anomaly->failures, peer_requests);
    if (anomaly->is_anomalous) return above >= POINTS;
    double pooled = share_of(sum->failures, sum->requests);
    return SIM_FACT("ELB-266", anomaly->failures >= FAILURES_MIN && above >= POINTS &&
                                   above >= DEVIATIONS * deviation_of(pooled, anomaly->requests,
                                                                      peer_requests));
}

static void tell(SimWorld *world, int32_t target, const Sum *sum, bool is_now) {
    const Anomaly *anomaly = anomaly_of(world, target);
    char cause[96];
    snprintf(cause, sizeof cause, "%.1f %% failed, %.1f %% of its peers'",
             100 * share_of(anomaly->failures, anomaly->requests),
             100 * share_of(sum->failures - anomaly->failures, sum->requests - anomaly->requests));
    world_tell_target_as(world, "AnomalyDetection", target, is_now ? "normal" : "anomalous",
                         is_now ? "anomalous" : "normal", cause);
}

static void judge(SimWorld *world, int32_t target, const Sum *sum) {
    Anomaly *anomaly = anomaly_of(world, target);
    bool is_now =
        sum->targets >= HEALTHY_MIN && SIM_FACT("ELB-259 ELB-261", is_anomalous(anomaly, sum));
    if (is_now == (anomaly->is_anomalous != 0)) return;
    tell(world, target, sum, is_now);
    anomaly->is_anomalous = is_now;
}

// --- the weight
// -----------------------------------------------------------------------------------------------------------------

static bool may_be_held_down(const Anomaly *anomaly, const Sum *sum) {
    return anomaly->steps > 0 || SIM_FACT("ELB-268", 2 * (sum->mitigated + 1) <= sum->targets);
}

// Returns whether the weight moved.
static bool move_weight(SimWorld *world, int32_t target, Sum *sum) {
    Anomaly *anomaly = anomaly_of(world, target);
    int32_t before = anomaly->steps;
    if (anomaly->is_anomalous) {
        if (!may_be_held_down(anomaly, sum)) return false;
        if (SIM_FACT("ELB-267", anomaly->steps < STEPS_MAX)) anomaly->steps++;
    } else if (anomaly->steps > 0) {
        anomaly->steps = SIM_FACT("ELB-264", true) ? anomaly->steps - 1 : 0;
    }
    if (before == anomaly->steps) return false;
    if (before == 0 || anomaly->steps == 0) {
        sum->mitigated += before == 0 ? 1 : -1;
        world_tell_target_as(world, "AnomalyMitigation", target, before == 0 ? "no" : "yes",
                             before == 0 ? "yes" : "no",
                             before == 0 ? "anomalous" : "its weight is that of its peers again");
    }
    return true;
}

static void refresh_views(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    if (group->balancer < 0) return; // no rule names it any more
    for (int32_t n = 0; n < world->balancers.items[group->balancer].node_count; n++)
        for (int32_t i = 0; i < group->member_count; i++)
            node_group_member_refresh(world, group->first_view + n, member_of(world, group, i));
}

// An unhealthy target is not judged; it begins anew when it is back.
static void look_at(SimWorld *world, int32_t target, Sum *sum, bool is_mitigating,
                    bool *has_moved) {
    Anomaly *anomaly = anomaly_of(world, target);
    if (!is_healthy(world, target)) {
        *has_moved = *has_moved || anomaly->steps > 0;
        forget(anomaly);
        return;
    }
    judge(world, target, sum);
    if (is_mitigating && move_weight(world, target, sum)) *has_moved = true;
}

void group_anomaly_tick(SimWorld *world, int32_t index) {
    Group *group = &world->groups.items[index];
    bool is_mitigating = world->config->target_groups[index].is_anomaly_mitigation;
    bool has_moved = false, is_needed = false;
    make_room(world);
    Sum sum = sum_up(world, group);
    for (int32_t i = 0; i < group->member_count; i++) {
        int32_t target = member_of(world, group, i);
        look_at(world, target, &sum, is_mitigating, &has_moved);
        const Anomaly *anomaly = anomaly_of(world, target);
        is_needed = is_needed || anomaly->failures > 0 || anomaly->steps > 0;
    }
    group->anomaly_tick = 0;
    if (has_moved) refresh_views(world, index);
    if (is_needed) schedule(world, index);
}

void group_mitigation_refresh(SimWorld *world, int32_t index) {
    const Group *group = &world->groups.items[index];
    if (!group->anomaly_tick || world->config->target_groups[index].is_anomaly_mitigation) return;
    make_room(world);
    for (int32_t i = 0; i < group->member_count; i++)
        anomaly_of(world, member_of(world, group, i))->steps = 0;
}

void group_count_anomalies(const SimWorld *world, int32_t index, AnomalyCounts *counts) {
    const Group *group = &world->groups.items[index];
    *counts = (AnomalyCounts){0};
    for (int32_t i = 0; i < group->member_count && group->anomaly_tick; i++) {
        int32_t target = member_of(world, group, i);
        const Anomaly *anomaly = target_anomaly(world, target);
        int32_t zone = world->targets.items[target].zone_number;
        counts->anomalous += anomaly->is_anomalous;
        counts->mitigated += anomaly->steps > 0;
        counts->anomalous_by_zone[zone] += anomaly->is_anomalous;
        counts->mitigated_by_zone[zone] += anomaly->steps > 0;
    }
}
