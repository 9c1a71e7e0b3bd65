// What the DNS locations make of checkers, routing controls and other checks.
#include "route53/health_check.h"

#include <stdio.h>

#include "base/fact.h"
#include "cloudwatch/alarm.h"
#include "engine/hash.h"
#include "world/scopes.h"
#include "world/world.h"

#define READING_INTERVAL (10 * SIM_SECOND) // between looks at the data of an alarm (model)
#define SHARE_NEEDED     18 // per cent of the checkers: more than these must say healthy

bool health_check_status(const SimWorld *world, int32_t check) {
    return check < 0 || world->health_checks.items[check].is_healthy != 0;
}

int32_t health_check_votes(const SimWorld *world, int32_t index) {
    const HealthCheck *check = &world->health_checks.items[index];
    int32_t votes = 0;
    for (int32_t i = 0; i < check->checker_count; i++)
        votes += world->checkers.items[check->first_checker + i].is_held_healthy;
    return votes;
}

int32_t health_check_children(const SimWorld *world, int32_t index) {
    const ConfigCheck *config = &world->config->checks[index];
    int32_t healthy = 0;
    for (int32_t i = 0; i < config->child_count; i++)
        healthy += world->health_checks.items[config->children[i]].is_healthy;
    return healthy;
}

static bool found_healthy(const SimWorld *world, int32_t index) {
    const ConfigCheck *config = &world->config->checks[index];
    switch (config->type) {
    case CONFIG_CHECK_CALCULATED:
        return SIM_FACT("R53-530 R53-531",
                        health_check_children(world, index) >= config->health_threshold);
    case CONFIG_CHECK_RECOVERY_CONTROL:
        return SIM_FACT("R53-540", world->controls.items[config->routing_control].is_held_on != 0);
    case CONFIG_CHECK_ALARM:
        return world->health_checks.items[index].is_held_healthy != 0;
    default: {
        int32_t needed = SIM_FACT("R53-516 R53-702", true) ? SHARE_NEEDED : 50;
        return 100 * health_check_votes(world, index) >
               needed * world->health_checks.items[index].checker_count;
    }
    }
}

static bool judge(const SimWorld *world, int32_t index) {
    const ConfigCheck *config = &world->config->checks[index];
    bool is_healthy =
        SIM_FACT("R53-520 R53-533", config->is_disabled) || found_healthy(world, index);
    return SIM_FACT("R53-519 R53-521 R53-542", config->is_inverted) ? !is_healthy : is_healthy;
}

static const char *reason_text(const Checker *checker, char *buffer, size_t capacity) {
    static const char *const texts[] = {"",
                                        "no connection in time",
                                        "connection refused",
                                        "connection reset",
                                        "no TLS handshake",
                                        "no answer within 2 s",
                                        "",
                                        "the text is not in the body"};
    if (checker->reason != CHECKER_STATUS) return texts[checker->reason];
    snprintf(buffer, capacity, "status %d", checker->status);
    return buffer;
}

static void say_cause(const SimWorld *world, int32_t index, char *out, size_t capacity) {
    const ConfigCheck *config = &world->config->checks[index];
    const HealthCheck *check = &world->health_checks.items[index];
    if (config->is_disabled) {
        snprintf(out, capacity, "it is disabled");
    } else if (config->type == CONFIG_CHECK_CALCULATED) {
        snprintf(out, capacity, "%d of %d children are healthy, %d needed",
                 health_check_children(world, index), config->child_count,
                 config->health_threshold);
    } else if (config->type == CONFIG_CHECK_RECOVERY_CONTROL) {
        const ConfigControl *control = &world->config->controls[config->routing_control];
        snprintf(out, capacity, "routing control %s is %s", control->name,
                 world->controls.items[config->routing_control].is_held_on ? "on" : "off");
    } else if (config->type == CONFIG_CHECK_ALARM) {
        snprintf(out, capacity, "the data of alarm %.100s",
                 world->config->alarms[config->alarm].name);
    } else {
        int32_t votes = health_check_votes(world, index);
        const char *reason = "";
        char buffer[32];
        for (int32_t i = 0; i < check->checker_count && reason[0] == 0; i++) {
            const Checker *checker = &world->checkers.items[check->first_checker + i];
            if (!checker->is_held_healthy) reason = reason_text(checker, buffer, sizeof buffer);
        }
        snprintf(out, capacity, "%d of %d checkers say healthy%s%s", votes, check->checker_count,
                 reason[0] != 0 ? "; others: " : "", reason);
    }
}

static int32_t votes_of_checkers(const SimWorld *world, const HealthCheck *check) {
    int32_t votes = 0;
    for (int32_t i = 0; i < check->checker_count; i++)
        votes += world->checkers.items[check->first_checker + i].is_healthy;
    return votes;
}

void health_check_tells(SimWorld *world, int32_t index, SimTime trip_ns) {
    const Checker *checker = &world->checkers.items[index];
    const HealthCheck *check = &world->health_checks.items[checker->check];
    const ConfigCheck *config = &world->config->checks[checker->check];
    const char *words[] = {"unhealthy", "healthy"};
    bool is_healthy = checker->is_healthy != 0;
    char subject[160], cause[160], buffer[32];
    snprintf(subject, sizeof subject, "%s/%s-%d", config->name, checker_region(checker->region),
             (index - check->first_checker) % CHECKERS_A_REGION + 1);
    snprintf(cause, sizeof cause, "%d in a row: %s; %d of %d say healthy; DNS hears it in %.1f s",
             config->failure_threshold,
             is_healthy ? "passed" : reason_text(checker, buffer, sizeof buffer),
             votes_of_checkers(world, check), check->checker_count, (double)trip_ns / SIM_SECOND);
    world_tell(world, SIM_MARK_NONE, "Checker", subject, words[!is_healthy], words[is_healthy],
               cause);
}

static void judge_one(SimWorld *world, int32_t index) {
    HealthCheck *check = &world->health_checks.items[index];
    int32_t is_healthy = judge(world, index);
    if (is_healthy == check->is_healthy) return;
    check->is_healthy = is_healthy;
    world_dns_may_change(world);
    char cause[160];
    say_cause(world, index, cause, sizeof cause);
    world_tell(world, SIM_MARK_HEALTH, "HealthCheck", world->config->checks[index].name,
               is_healthy ? "unhealthy" : "healthy", is_healthy ? "healthy" : "unhealthy", cause);
}

// Children first.
void health_checks_judge(SimWorld *world) {
    for (int pass = 0; pass < 2; pass++)
        for (int32_t i = 0; i < world->config->check_count; i++)
            if ((world->config->checks[i].type == CONFIG_CHECK_CALCULATED) == (pass == 1))
                judge_one(world, i);
    route53_health_changed(world);
}

void checker_heard(SimWorld *world, int32_t index, bool is_healthy) {
    world->checkers.items[index].is_held_healthy = is_healthy;
    health_checks_judge(world);
}

// What was flipped twice in a hurry ends as it was flipped last.
void control_heard(SimWorld *world, int32_t index) {
    world->controls.items[index].is_held_on = world->controls.items[index].is_on;
    health_checks_judge(world);
}

// --- alarms
// -----------------------------------------------------------------------------------------------------------------------

// OK is healthy, ALARM unhealthy; the state of the alarm itself, which a hand may have set, has no
// say.
static bool reading_of(const SimWorld *world, int32_t index) {
    const ConfigCheck *config = &world->config->checks[index];
    if (!SIM_FACT("R53-534", true))
        return world->alarms.items[config->alarm].state != SIM_ALARM_ALARM;
    switch (alarm_data_stream(world, config->alarm)) {
    case ALARM_STREAM_OK:
        return true;
    case ALARM_STREAM_BREACHING:
        return false;
    default:
        if (SIM_FACT("R53-535", config->insufficient == CONFIG_INSUFFICIENT_LAST_KNOWN))
            return world->health_checks.items[index].says_healthy != 0;
        return config->insufficient == CONFIG_INSUFFICIENT_HEALTHY;
    }
}

void health_check_reads(SimWorld *world, int32_t index) {
    world_after(world, READING_INTERVAL, EVENT_CHECK_READS, (uint32_t)index, 0);
    HealthCheck *check = &world->health_checks.items[index];
    int32_t is_healthy = reading_of(world, index);
    if (is_healthy == check->says_healthy) return;
    check->says_healthy = is_healthy;
    uint64_t bits = hash_text(hash_u64(HASH_START, world->seed), world->config->checks[index].name);
    world_after(world, status_trip(bits, (int32_t)(world->now / SIM_SECOND)), EVENT_CHECK_HEARD,
                (uint32_t)index, (uint32_t)is_healthy);
}

void health_check_heard(SimWorld *world, int32_t index, bool is_healthy) {
    world->health_checks.items[index].is_held_healthy = is_healthy;
    health_checks_judge(world);
}

// --- beginning
// -----------------------------------------------------------------------------------------------------------------

static void add_checker(SimWorld *world, int32_t index, int32_t number) {
    const ConfigCheck *config = &world->config->checks[index];
    int32_t region = number / CHECKERS_A_REGION;
    int32_t at = world->checkers.count;
    Checker *checker = array_push(&world->checkers);
    // Named by check, region and number, so that other checks leave its rhythm alone.
    uint64_t bits = hash_text(hash_u64(HASH_START, world->seed), config->name);
    bits = hash_text(bits, checker_region(config->regions[region]));
    checker->bits = hash_u64(bits, (uint64_t)(number % CHECKERS_A_REGION));
    if (!SIM_FACT("R53-525", true)) checker->bits = world->seed;
    checker->check = index;
    checker->region = config->regions[region];
    checker->is_healthy = checker->is_held_healthy = SIM_FACT("R53-518", true);
    checker->scope = -1;
    if (config->is_measuring && number % CHECKERS_A_REGION == 0)
        checker->scope = world_check_region_scope(world, index, checker->region);
    else if (config->is_measuring)
        checker->scope = world->checkers.items[at - 1].scope;
    RandomStream stream = random_mixed(checker->bits, DRAW_CHECKER, 0);
    SimTime phase = (SimTime)(random_unit(&stream) * (double)config->interval_ns);
    checker->next = world_after(world, phase, EVENT_CHECKER, (uint32_t)at, 0);
}

void health_checks_start(SimWorld *world) {
    safety_rules_start(world);
    for (int32_t i = 0; i < world->config->control_count; i++) {
        RoutingControl *control = array_push(&world->controls);
        control->is_on = control->is_held_on = world->config->controls[i].is_on;
    }
    for (int32_t i = 0; i < world->config->check_count; i++) {
        const ConfigCheck *config = &world->config->checks[i];
        HealthCheck *check = array_push(&world->health_checks);
        check->first_checker = world->checkers.count;
        check->scope = world_check_scope(world, i);
        check->says_healthy = check->is_held_healthy = 1;
        if (config->type == CONFIG_CHECK_ALARM)
            world_after(world, READING_INTERVAL, EVENT_CHECK_READS, (uint32_t)i, 0);
        if (config->population < 0) continue;
        int32_t count = config->region_count * (SIM_FACT("R53-517", true) ? CHECKERS_A_REGION : 1);
        check->checker_count = count;
        for (int32_t n = 0; n < count; n++)
            add_checker(world, i, n);
    }
    // Nothing is told of how a run begins.
    for (int pass = 0; pass < 2; pass++)
        for (int32_t i = 0; i < world->config->check_count; i++)
            world->health_checks.items[i].is_healthy = judge(world, i);
}

void health_checks_reconfigure(SimWorld *world) {
    health_checks_judge(world);
}

// --- metrics
// -------------------------------------------------------------------------------------------------------------------

void health_checks_gauges(SimWorld *world) {
    for (int32_t i = 0; i < world->health_checks.count; i++) {
        const HealthCheck *check = &world->health_checks.items[i];
        meter_gauge(&world->meter, check->scope, METRIC_CHECK_STATUS,
                    SIM_FACT("R53-900", check->is_healthy != 0));
        if (check->checker_count > 0)
            meter_gauge(&world->meter, check->scope, METRIC_CHECK_PERCENTAGE_HEALTHY,
                        SIM_FACT("R53-901", true)
                            ? 100.0 * votes_of_checkers(world, check) / check->checker_count
                            : 0);
        if (world->config->checks[i].type == CONFIG_CHECK_CALCULATED)
            meter_gauge(&world->meter, check->scope, METRIC_CHECK_CHILDREN,
                        SIM_FACT("R53-903", true) ? health_check_children(world, i) : 0);
    }
}
