// Practice runs of zonal autoshift: when they may begin, what ends them, and their outcomes.
#include <stdio.h>

#include "base/fact.h"
#include "elb/autoshift.h"
#include "elb/zonal_shift.h"
#include "world/world.h"

#define WEEK        (7 * 24 * SIM_HOUR)
#define LOOK_AGAIN  SIM_MINUTE        // at what blocks a run (model)
#define WATCH_EVERY (10 * SIM_SECOND) // its alarms are looked at (model)

const char *practice_outcome_word(PracticeOutcome outcome) {
    static const char *const words[] = {"",       "PENDING",     "SUCCEEDED",
                                        "FAILED", "INTERRUPTED", "CAPACITY_CHECK_FAILED"};
    return words[outcome];
}

static const ConfigAutoshift *config_of(const SimWorld *world, int32_t balancer) {
    return &world->config->balancers[balancer].autoshift;
}

static void tell(SimWorld *world, int32_t balancer, const char *to, const char *cause) {
    const ConfigBalancer *config = &world->config->balancers[balancer];
    char subject[160];
    snprintf(subject, sizeof subject, "%s/%s", world->config->regions[config->region].name,
             config->name);
    world_tell(world, SIM_MARK_SHIFT, "PracticeRun", subject, "", to, cause);
}

static void look_in(SimWorld *world, int32_t balancer, SimTime delay) {
    world->autoshifts.items[balancer].practice =
        world_after(world, delay, EVENT_PRACTICE, (uint32_t)balancer, 0);
}

// The name of the first alarm in ALARM; NULL: none is.
static const char *alarmed(const SimWorld *world, const int32_t *alarms, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (alarms[i] >= 0 && world->alarms.items[alarms[i]].state == SIM_ALARM_ALARM)
            return world->config->alarms[alarms[i]].name;
    return NULL;
}

static const char *blocking_alarm(const SimWorld *world, int32_t balancer) {
    const ConfigAutoshift *config = config_of(world, balancer);
    return alarmed(world, config->blocking_alarms, config->blocking_alarm_count);
}

// --- ending
// ------------------------------------------------------------------------------------------------------

static void finish(SimWorld *world, int32_t balancer, PracticeOutcome outcome, const char *cause) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    autoshift->practice_ends = 0;
    autoshift->outcome = (int32_t)outcome;
    tell(world, balancer, practice_outcome_word(outcome), cause);
    world_cancel(world, &autoshift->practice);
    autoshift->practice_due += WEEK;
    look_in(world, balancer,
            SIM_FACT("R53-809", true) ? autoshift->practice_due - world->now : SIM_HOUR);
}

static void stop(SimWorld *world, int32_t balancer, PracticeOutcome outcome, const char *cause) {
    finish(world, balancer, outcome, cause);
    zonal_shift_stop(world, balancer, "the practice run is over");
}

static void watch(SimWorld *world, int32_t balancer) {
    const Autoshift *autoshift = &world->autoshifts.items[balancer];
    const ConfigAutoshift *config = config_of(world, balancer);
    const char *outcome = alarmed(world, config->outcome_alarms, config->outcome_alarm_count);
    const char *blocking = blocking_alarm(world, balancer);
    char cause[200];
    if (SIM_FACT("R53-811", outcome != NULL)) {
        snprintf(cause, sizeof cause, "the outcome alarm %.100s is in ALARM",
                 outcome != NULL ? outcome : "");
        stop(world, balancer, PRACTICE_FAILED, cause);
    } else if (SIM_FACT("R53-812", blocking != NULL)) {
        snprintf(cause, sizeof cause, "the blocking alarm %.100s is in ALARM",
                 blocking != NULL ? blocking : "");
        stop(world, balancer, PRACTICE_INTERRUPTED, cause);
    } else if (SIM_FACT("R53-810", world->now >= autoshift->practice_ends)) {
        stop(world, balancer, PRACTICE_SUCCEEDED,
             "no outcome alarm was in ALARM for all of its time");
    } else {
        SimTime left = autoshift->practice_ends - world->now;
        look_in(world, balancer, left < WATCH_EVERY ? left : WATCH_EVERY);
    }
}

// --- beginning
// ---------------------------------------------------------------------------------------------------

static bool is_in_window(const SimWorld *world, const ConfigAutoshift *config) {
    int64_t seconds = world->config->start_unix_s + world->now / SIM_SECOND;
    int64_t day = seconds / 86400, minute = (day + 3) % 7 * 1440 + seconds % 86400 / 60;
    for (int32_t i = 0; i < config->blocked_date_count; i++)
        if (config->blocked_dates[i] == day) return true;
    for (int32_t i = 0; i < config->blocked_window_count; i++) {
        const ConfigWindow *window = &config->blocked_windows[i];
        bool is_wrapped = window->until < window->from;
        bool is_after = minute >= window->from, is_before = minute < window->until;
        if (is_wrapped ? is_after || is_before : is_after && is_before) return true;
    }
    return false;
}

static bool has_event(const SimWorld *world, int32_t region) {
    for (int32_t i = 0; i < world->zones.count; i++) {
        const Zone *zone = &world->zones.items[i];
        if (world->config->zones[i].region == region &&
            (!zone->has_power || zone->is_partitioned || zone->is_impaired))
            return true;
    }
    return false;
}

// Why the week's run may not begin now; NULL: it may.
static const char *blocked_by(const SimWorld *world, int32_t balancer) {
    if (SIM_FACT("R53-807", world->shifts.items[balancer].node1 != 0))
        return "another shift is applied, and it has precedence";
    if (SIM_FACT("R53-813", is_in_window(world, config_of(world, balancer))))
        return "a blocked window or date";
    if (SIM_FACT("R53-812", blocking_alarm(world, balancer) != NULL))
        return "a blocking alarm is in ALARM";
    if (SIM_FACT("R53-814", has_event(world, world->config->balancers[balancer].region)))
        return "an event in the region";
    return NULL;
}

static void begin(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    SimTime length = config_of(world, balancer)->practice_length_ns;
    const ConfigBalancer *config = &world->config->balancers[balancer];
    int32_t node1 = 1 + autoshift->practice_count++ % config->zone_count;
    while ((config->enabled >> (node1 - 1) & 1) == 0)
        node1 = 1 + autoshift->practice_count++ % config->zone_count;
    int32_t node = world->balancers.items[balancer].first_node + node1 - 1;
    autoshift->practice_ends = world->now + length;
    autoshift->outcome = PRACTICE_PENDING;
    char to[100];
    snprintf(to, sizeof to, "away from %.64s",
             world->config->zones[world->nodes.items[node].zone].name);
    tell(world, balancer, to, "the weekly practice run");
    zonal_shift_begin(world, balancer, node1, SHIFT_PRACTICE, autoshift->practice_ends);
    look_in(world, balancer, length < WATCH_EVERY ? length : WATCH_EVERY);
}

static void try_to_begin(SimWorld *world, int32_t balancer) {
    Autoshift *autoshift = &world->autoshifts.items[balancer];
    const char *cause = blocked_by(world, balancer);
    if (cause != NULL) {
        if (!autoshift->is_blocked) tell(world, balancer, "blocked", cause);
        autoshift->is_blocked = 1;
        look_in(world, balancer, LOOK_AGAIN);
        return;
    }
    autoshift->is_blocked = 0;
    if (SIM_FACT("R53-815", !balancer_is_balanced(world, balancer)))
        finish(world, balancer, PRACTICE_CAPACITY_CHECK_FAILED,
               "healthy targets are not as many in each zone");
    else
        begin(world, balancer);
}

void practice_due(SimWorld *world, int32_t balancer) {
    world->autoshifts.items[balancer].practice = (EventId){0, 0};
    if (world->autoshifts.items[balancer].practice_ends != 0)
        watch(world, balancer);
    else if (SIM_FACT("R53-802", true))
        try_to_begin(world, balancer);
}

void autoshift_start(SimWorld *world, int32_t balancer) {
    const ConfigAutoshift *config = config_of(world, balancer);
    if (config->practice_at_ns < 0) return;
    SimTime at = config->practice_at_ns > world->now ? config->practice_at_ns : world->now;
    world->autoshifts.items[balancer].practice_due = at;
    look_in(world, balancer, at - world->now);
}

// --- other shifts
// ------------------------------------------------------------------------------------------------

void autoshift_overruled(SimWorld *world, int32_t balancer) {
    const ZonalShift *shift = &world->shifts.items[balancer];
    if (shift->kind == SHIFT_PRACTICE && SIM_FACT("R53-808", true))
        finish(world, balancer, PRACTICE_INTERRUPTED, "a shift that has precedence began");
}
