// Health checks: every node checks every target by itself, in a rhythm of its own (elb.md 3).
//
// A check is an attempt of its own kind: it opens a connection, waits in the target's queue unless
// the health endpoint is separate, and comes back with a code, a reset, or not within its time-out.
// The first success makes an initial target healthy; after that it takes a full run of the opposite
// result to change a state.
#include "elb/elb.h"

#include <stdio.h>

#include "base/fact.h"
#include "elb/barrier.h"
#include "elb/names.h"
#include "elb/ranks.h"
#include "elb/zones.h"
#include "engine/hash.h"
#include "world/world.h"

static const ConfigHealthCheck *check_of(const SimWorld *world, const Probe *probe) {
    return &world->config->target_groups[world->node_groups.items[probe->node_group].group]
                .health_check;
}

static const ElbNode *node_of(const SimWorld *world, const Probe *probe) {
    return &world->nodes.items[world->node_groups.items[probe->node_group].node];
}

/// None while no rule of any balancer names its group.
static int32_t node_count_of(const SimWorld *world, const Target *target) {
    int32_t balancer = world->groups.items[target->group].balancer;
    return balancer >= 0 ? world->balancers.items[balancer].node_count : 0;
}

static void add_probes(SimWorld *world, int32_t target_index) {
    Target *target = &world->targets.items[target_index];
    const Group *group = &world->groups.items[target->group];
    target->first_probe = world->probes.count;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        Probe *probe = array_push(&world->probes);
        const ElbNode *node =
            &world->nodes.items[world->node_groups.items[group->first_view + i].node];
        probe->node_group = group->first_view + i;
        probe->target = target_index;
        // Named by what it checks and from where, so that other targets leave its phase alone.
        uint64_t bits = hash_text(hash_u64(HASH_START, world->seed),
                                  world->config->target_groups[target->group].name);
        bits = hash_text(bits, world->config->instances[target->instance].name);
        if (target->port != world->config->target_groups[target->group].port)
            bits = hash_u64(bits, (uint64_t)target->port);
        probe->bits = SIM_FACT("ELB-307", true)
                          ? hash_text(bits, world->config->zones[node->zone].name)
                          : bits;
        if (node->rank > 0) probe->bits = hash_u64(probe->bits, (uint64_t)node->rank);
    }
}

void probe_start(SimWorld *world, int32_t target_index, bool is_healthy, bool is_first) {
    if (is_first) add_probes(world, target_index);
    const Target *target = &world->targets.items[target_index];
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        Probe *probe = &world->probes.items[target->first_probe + i];
        probe->state = SIM_FACT("ELB-221", is_healthy) ? SIM_TARGET_HEALTHY : SIM_TARGET_INITIAL;
        probe->reason = is_healthy ? PROBE_REASON_NONE : PROBE_REASON_REGISTRATION;
        probe->successes = probe->failures = 0;
        RandomStream stream = random_mixed(probe->bits, DRAW_HEALTH_WORK, (uint32_t)probe->number);
        SimTime phase =
            (SimTime)(random_unit(&stream) * (double)check_of(world, probe)->interval_ns);
        world_cancel(world, &probe->next);
        probe->next =
            world_after(world, phase, EVENT_CHECK, (uint32_t)(target->first_probe + i), 0);
    }
}

// The check under way is nobody's any more.
static void forget_check(SimWorld *world, Probe *probe) {
    world_cancel(world, &probe->timeout);
    if (probe->attempt1 == 0) return;
    int32_t attempt = probe->attempt1 - 1;
    probe->attempt1 = 0;
    world->attempts.items[attempt].kind_index = -1;
    attempt_leave(world, attempt);
}

void probe_stop(SimWorld *world, int32_t target_index) {
    const Target *target = &world->targets.items[target_index];
    if (target->first_probe < 0) return;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        Probe *probe = &world->probes.items[target->first_probe + i];
        world_cancel(world, &probe->next);
        forget_check(world, probe);
    }
}

void node_probes_forget(SimWorld *world, int32_t view) {
    const NodeGroup *node_group = &world->node_groups.items[view];
    const Group *group = &world->groups.items[node_group->group];
    int32_t number = world->nodes.items[node_group->node].number;
    for (int32_t i = 0; i < group->member_count; i++) {
        const Target *target = &world->targets.items[world->members.items[group->first_member + i]];
        if (target->first_probe < 0) continue;
        Probe *probe = &world->probes.items[target->first_probe + number];
        probe->state = SIM_TARGET_INITIAL;
        probe->reason = PROBE_REASON_REGISTRATION;
        probe->successes = probe->failures = 0;
    }
}

void probes_of_node_stop(SimWorld *world, int32_t node) {
    for (int32_t i = 0; i < world->probes.count; i++)
        if (world->node_groups.items[world->probes.items[i].node_group].node == node)
            forget_check(world, &world->probes.items[i]);
}

// The hops that a handshake adds. One with an application that speaks no TLS fails.
static int32_t begin_tls(const SimWorld *world, Attempt *attempt) {
    int32_t launch = world->instances.items[attempt->instance].launch;
    if (attempt->is_closed == ATTEMPT_OPEN &&
        SIM_FACT("ELB-343", world->config->launches[launch].serves == CONFIG_SERVES_HTTP))
        attempt->is_closed = ATTEMPT_NO_HANDSHAKE;
    return 2;
}

static void send_check(SimWorld *world, int32_t index) {
    int32_t attempt_index = attempt_create(world);
    Probe *probe = &world->probes.items[index];
    const Target *target = &world->targets.items[probe->target];
    Attempt *attempt = &world->attempts.items[attempt_index];
    attempt->kind = ATTEMPT_CHECK;
    attempt->kind_index = index;
    attempt->node = world->node_groups.items[probe->node_group].node;
    attempt->target = probe->target;
    attempt->instance = target->instance;
    attempt->bits = probe->bits;
    attempt->attempt_number = (uint8_t)probe->number;
    attempt->is_new_connection = 1;
    probe->attempt1 = attempt_index + 1;
    attempt->is_closed = SIM_FACT("ELB-913", (target->deaf & TARGET_DEAF_CHECK) != 0);
    bool is_held = (target->held_checks >> world->nodes.items[attempt->node].number & 1) != 0;
    if (SIM_FACT("ELB-910", is_held)) {
        attempt->state = ATTEMPT_SILENT;
        return;
    }
    // A connection is opened for each check: there, back, and there again with the request.
    int32_t hops = SIM_FACT("ELB-318", true) ? 3 : 1;
    if (world->config->target_groups[target->group].health_check.is_https)
        hops += begin_tls(world, attempt);
    SimTime delay = hops * hop_between(world, attempt->node, attempt->instance);
    attempt_step(world, attempt_index, delay, EVENT_INSTANCE_RECEIVE);
}

// The first check of a node. That of the first node is told.
static void begin_checks(SimWorld *world, Probe *probe) {
    const Target *target = &world->targets.items[probe->target];
    bool is_first = true;
    if (SIM_FACT("ELB-336", true)) probe->reason = PROBE_REASON_INITIAL;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        const Probe *other = &world->probes.items[target->first_probe + i];
        is_first = is_first && (other == probe || other->reason == PROBE_REASON_REGISTRATION);
    }
    if (is_first)
        world_tell_target(world, probe->target, "initial", "initial",
                          "the first check is under way: Elb.InitialHealthChecking");
}

static int32_t balancer_of(const SimWorld *world, const Probe *probe) {
    return world->groups.items[world->targets.items[probe->target].group].balancer;
}

void probe_check(SimWorld *world, int32_t index) {
    Probe *probe = &world->probes.items[index];
    const ConfigHealthCheck *check = check_of(world, probe);
    SimTime pause = check->interval_ns + (SIM_FACT("ELB-308", true) ? 0 : check->timeout_ns);
    probe->next =
        world_lane(world, event_queue_lane(&world->events, pause), EVENT_CHECK, (uint32_t)index, 0);
    int32_t node_index = world->node_groups.items[probe->node_group].node;
    const ElbNode *node = &world->nodes.items[node_index];
    if (node->stage == NODE_ABSENT) return;
    bool has_power = SIM_FACT("ELB-315", world->zones.items[node->zone].has_power != 0);
    // Nobody who is asked in a dark region answers, so whoever goes by the balancer's health learns
    // of it when checks would have told.
    bool finds_silence = !has_power && SIM_FACT("R53-703 R53-714",
                                                balancer_is_dark(world, balancer_of(world, probe)));
    if (!finds_silence && (!has_power || !node_is_up(world, node_index))) return;
    SIM_ASSERT(probe->attempt1 == 0);
    if (node->number > 0 && !SIM_FACT("ELB-319", true)) return;
    probe->number++;
    if (probe->reason == PROBE_REASON_REGISTRATION) begin_checks(world, probe);
    probe->timeout = world_lane(world, event_queue_lane(&world->events, check->timeout_ns),
                                EVENT_CHECK_TIMEOUT, (uint32_t)index, 0);
    if (has_power) send_check(world, index);
}

// --- results
// --------------------------------------------------------------------------------------------------------------------

static SimTargetState next_state(const Probe *probe, const ConfigHealthCheck *check) {
    switch ((SimTargetState)probe->state) {
    case SIM_TARGET_INITIAL:
        if (probe->successes >= (SIM_FACT("ELB-301", true) ? 1 : check->healthy_threshold))
            return SIM_TARGET_HEALTHY;
        return SIM_FACT("ELB-305", probe->failures >= check->unhealthy_threshold)
                   ? SIM_TARGET_UNHEALTHY
                   : SIM_TARGET_INITIAL;
    case SIM_TARGET_HEALTHY:
        return SIM_FACT("ELB-302 ELB-320", probe->failures >= check->unhealthy_threshold)
                   ? SIM_TARGET_UNHEALTHY
                   : SIM_TARGET_HEALTHY;
    default:
        return SIM_FACT("ELB-303 ELB-321", probe->successes >= check->healthy_threshold)
                   ? SIM_TARGET_HEALTHY
                   : SIM_TARGET_UNHEALTHY;
    }
}

static void tell_change(SimWorld *world, const Probe *probe, SimTargetState from,
                        SimTargetState to) {
    const ElbNode *node = &world->nodes.items[world->node_groups.items[probe->node_group].node];
    char cause[320], behind[160] = "";
    if (probe->reason == PROBE_REASON_TIMEOUT || probe->reason == PROBE_REASON_FAILED)
        target_barrier_describe(world, world->node_groups.items[probe->node_group].node,
                                probe->target, true, behind, sizeof behind);
    int32_t streak = to == SIM_TARGET_HEALTHY ? probe->successes : probe->failures;
    snprintf(cause, sizeof cause, "node %s: %d %s check%s%s%s%s%s",
             world->config->zones[node->zone].name, streak,
             to == SIM_TARGET_HEALTHY ? "passed" : "failed", streak == 1 ? "" : "s in a row",
             probe->reason != 0 ? " (" : "", probe_reason_name(probe->reason),
             probe->reason != 0 ? ")" : "", behind);
    world_tell_target(world, probe->target, sim_target_state_name(from), sim_target_state_name(to),
                      cause);
}

static void record_result(SimWorld *world, int32_t index, bool is_success, ProbeReason reason) {
    Probe *probe = &world->probes.items[index];
    const int16_t ceiling = INT16_MAX;
    if (is_success) {
        if (probe->successes < ceiling) probe->successes++;
        if (SIM_FACT("ELB-304", true)) probe->failures = 0;
    } else {
        if (probe->failures < ceiling) probe->failures++;
        probe->successes = 0;
    }
    SimTargetState before = probe->state, after = next_state(probe, check_of(world, probe));
    if (after == SIM_TARGET_UNHEALTHY && !is_success) probe->reason = (uint8_t)reason;
    if (SIM_FACT("ELB-346", after == SIM_TARGET_HEALTHY)) probe->reason = PROBE_REASON_NONE;
    if (before == after) return;
    probe->state = (uint8_t)after;
    node_group_target_changed(world, probe->node_group, probe->target, before, after);
    const ElbNode *node = node_of(world, probe);
    if (after == SIM_TARGET_UNHEALTHY)
        target_slow_end(world, probe->target);
    else if (SIM_FACT("ELB-961", node->rank == 0)) // what is new to a new node is not new
        target_slow_begin(world, probe->target);
    node_group_member_refresh(world, probe->node_group, probe->target);
    if (node_has_say(node)) tell_change(world, probe, before, after);
    balancer_dns_refresh(world,
                         world->groups.items[world->targets.items[probe->target].group].balancer,
                         "health checks");
}

void probe_answered(SimWorld *world, int32_t attempt_index, int32_t status) {
    int32_t index = world->attempts.items[attempt_index].kind_index;
    attempt_free(world, attempt_index);
    if (index < 0) return;
    Probe *probe = &world->probes.items[index];
    world_cancel(world, &probe->timeout);
    probe->attempt1 = 0;
    // A check is no request: no metric counts it.
    if (!SIM_FACT("ELB-523", true))
        meter_count(&world->meter, world->node_groups.items[probe->node_group].scope,
                    METRIC_TARGET_CONNECTION_ERRORS, status == 0);
    if (!SIM_FACT("ELB-311", true))
        meter_count(&world->meter, world->node_groups.items[probe->node_group].scope,
                    METRIC_REQUEST_COUNT, 1);
    const uint8_t *matcher = check_of(world, probe)->matcher;
    bool has_answer = status > 0 && status < CONFIG_CODES;
    bool is_match = has_answer && SIM_FACT("ELB-310 ELB-332", matcher[status] != 0);
    record_result(world, index, is_match,
                  SIM_FACT("ELB-309", status == 0) ? PROBE_REASON_FAILED : PROBE_REASON_MISMATCH);
}

void probe_timeout(SimWorld *world, int32_t index) {
    Probe *probe = &world->probes.items[index];
    probe->timeout = (EventId){0, 0};
    forget_check(world, probe);
    record_result(world, index, false, PROBE_REASON_TIMEOUT);
}

// --- what the nodes say together
// -------------------------------------------------------------------------------------------------

static bool does_check(const SimWorld *world, const Probe *probe) {
    return world->zones.items[node_of(world, probe)->zone].has_power != 0;
}

// How many nodes say what. A node without power has no say, unless all are: then it is what they
// said last.
static int32_t count_states(const SimWorld *world, const Target *target, bool with_dead,
                            int32_t counts[3]) {
    int32_t voices = 0;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        const Probe *probe = &world->probes.items[target->first_probe + i];
        if (!node_has_say(node_of(world, probe))) continue;
        if (!with_dead && !does_check(world, probe)) continue;
        counts[probe->state]++;
        voices++;
    }
    return voices;
}

static SimTargetState state_of_nodes(const SimWorld *world, const Target *target,
                                     const Probe **sample, int32_t *healthy_nodes) {
    int32_t counts[3] = {0, 0, 0};
    int32_t voices = count_states(world, target, false, counts);
    bool is_any_alive = voices > 0;
    if (!is_any_alive) voices = count_states(world, target, true, counts);
    *healthy_nodes = counts[SIM_TARGET_HEALTHY];
    SimTargetState state = SIM_TARGET_INITIAL;
    if (counts[SIM_TARGET_UNHEALTHY] > 0 &&
        counts[SIM_TARGET_UNHEALTHY] >= counts[SIM_TARGET_INITIAL])
        state = SIM_TARGET_UNHEALTHY;
    if (counts[SIM_TARGET_HEALTHY] > 0 && counts[SIM_TARGET_HEALTHY] * 2 >= voices)
        state = SIM_TARGET_HEALTHY;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        const Probe *probe = &world->probes.items[target->first_probe + i];
        if (!node_has_say(node_of(world, probe))) continue;
        if (probe->state == (uint8_t)state && (!is_any_alive || does_check(world, probe)))
            *sample = probe;
    }
    return state;
}

static int32_t longest_streak(const SimWorld *world, const Target *target) {
    int32_t longest = 0;
    for (int32_t i = 0; i < node_count_of(world, target); i++) {
        const Probe *probe = &world->probes.items[target->first_probe + i];
        int32_t streak = probe->state == SIM_TARGET_UNHEALTHY ? probe->successes : probe->failures;
        if (node_has_say(node_of(world, probe)) && streak > longest) longest = streak;
    }
    return longest;
}

static const char *reason_of_lifecycle(int32_t lifecycle) {
    switch ((TargetLifecycle)lifecycle) {
    case TARGET_DRAINING:
        if (!SIM_FACT("ELB-338", true)) break;
        return "Target.DeregistrationInProgress";
    case TARGET_DEREGISTERED:
        return "Target.NotRegistered";
    case TARGET_INVALID:
        return "Target.InvalidState";
    case TARGET_IP_UNUSABLE:
        return "Target.IpUnusable";
    default:
        break;
    }
    return "Target.NotInUse";
}

static int32_t nodes_there(const SimWorld *world, const Target *target) {
    int32_t index = world->groups.items[target->group].balancer;
    if (index < 0) return 0;
    return zones_node_count(world, index);
}

SimTargetState target_state(const SimWorld *world, int32_t index, const char **reason,
                            int32_t *healthy_nodes, int32_t *node_count, int32_t *streak) {
    const Target *target = &world->targets.items[index];
    int32_t healthy = 0;
    const Probe *sample = NULL;
    SimTargetState state =
        target->lifecycle == TARGET_DRAINING ? SIM_TARGET_DRAINING : SIM_TARGET_UNUSED;
    bool is_registered = target->lifecycle == TARGET_REGISTERED;
    if (is_registered) state = state_of_nodes(world, target, &sample, &healthy);
    if (reason != NULL)
        *reason = is_registered ? probe_reason_name(sample != NULL ? sample->reason : 0)
                                : reason_of_lifecycle(target->lifecycle);
    if (healthy_nodes != NULL) *healthy_nodes = healthy;
    if (node_count != NULL) *node_count = nodes_there(world, target);
    if (streak != NULL) *streak = is_registered ? longest_streak(world, target) : 0;
    return state;
}
