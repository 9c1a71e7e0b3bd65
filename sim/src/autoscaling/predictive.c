// AWS does not say how it forecasts. Here an hour is forecast as the mean of the same hour of the
// days before; with two full weeks behind it, of the same hour of the same day of the week.
#include "autoscaling/predictive.h"

#include <math.h>
#include <stdio.h>

#include "autoscaling/autoscaling.h"
#include "base/fact.h"
#include "cloudwatch/watch.h"
#include "world/scopes.h"
#include "world/world.h"

#define HOUR_S       3600
#define NEEDED_HOURS 24 // before anything is forecast
#define RENEWAL      6  // hours
#define WEEK_HOURS   (7 * 24)
#define BIN          SIM_MINUTE
#define BINS         65 // An hour, and what is being filled meanwhile.

static const ConfigScalingPolicy *config_of(const SimWorld *world, int32_t forecast) {
    return &world->config->scaling_policies[world->forecasts.items[forecast].policy];
}

int64_t predictive_hour(const SimWorld *world, SimTime at) {
    return (world->config->start_unix_s + at / SIM_SECOND) / HOUR_S;
}

// When an hour begins, in the time of the run.
static SimTime begin_of(const SimWorld *world, int64_t hour) {
    return (hour * HOUR_S - world->config->start_unix_s) * SIM_SECOND;
}

// --- forecasting

// Where an hour's load is kept; a run may begin in 1970, and its history before that.
static int64_t slot_of(int64_t hour) {
    return (hour % FORECAST_PAST_HOURS + FORECAST_PAST_HOURS) % FORECAST_PAST_HOURS;
}

static double past_of(const ScalingForecast *it, int64_t hour, int64_t before) {
    if (hour >= before || hour < before - FORECAST_PAST_HOURS) return -1;
    return it->past[slot_of(hour)];
}

// The mean of the same hour every `step` hours back; below 0: none is known.
static double mean_before(const ScalingForecast *it, int64_t hour, int64_t now, int64_t step) {
    double sum = 0;
    int32_t count = 0;
    for (int64_t at = hour - step; at >= now - FORECAST_PAST_HOURS; at -= step) {
        double load = past_of(it, at, now);
        if (load < 0) continue;
        sum += load;
        count++;
    }
    return count > 0 ? sum / count : -1;
}

static int32_t count_known(const ScalingForecast *it) {
    int32_t known = 0;
    for (int32_t i = 0; i < FORECAST_PAST_HOURS; i++)
        known += it->past[i] >= 0;
    return known;
}

static void forecast(ScalingForecast *it, int64_t hour) {
    int32_t known = count_known(it);
    if (SIM_FACT("ASG-621", known < NEEDED_HOURS)) return;
    // An hour that the run began in the middle of is not known.
    bool is_weekly = SIM_FACT("ASG-620", known > FORECAST_PAST_HOURS - 24);
    it->made = hour;
    for (int32_t i = 0; i < FORECAST_HOURS; i++) {
        it->loads[i] = is_weekly ? mean_before(it, hour + i, hour, WEEK_HOURS) : -1;
        if (it->loads[i] < 0) it->loads[i] = mean_before(it, hour + i, hour, 24);
    }
}

double predictive_load(const SimWorld *world, int32_t index, int64_t hour) {
    const ScalingForecast *it = &world->forecasts.items[index];
    if (it->made < 0 || hour < it->made || hour >= it->made + FORECAST_HOURS) return -1;
    if (!SIM_FACT("ASG-510", true)) hour = it->made;
    return it->loads[hour - it->made];
}

int32_t predictive_capacity(const SimWorld *world, int32_t index, int64_t hour) {
    double load = predictive_load(world, index, hour);
    return load < 0 ? -1 : (int32_t)ceil(load / config_of(world, index)->target - 1e-9);
}

// --- the load of the run

static int32_t load_series(const SimWorld *world, const ConfigScalingPolicy *policy) {
    const ConfigScalingGroup *group = &world->config->scaling_groups[policy->group];
    bool is_cpu = policy->predictive.is_cpu;
    int32_t scope = is_cpu ? world->scaling_groups.items[policy->group].scope
                           : world->groups.items[group->target_groups[0]].scope;
    if (scope < 0) return -1; // The target group serves no balancer yet.
    const MeterScope *at = &world->meter.scopes.items[scope];
    return at->first_series +
           meter_offset(at->kind, is_cpu ? METRIC_CPU_UTILIZATION : METRIC_REQUEST_COUNT);
}

// Of the hour that ends now: requests a minute, or the sum of all CPUs in percent, on average.
static double measure(const SimWorld *world, int32_t index) {
    const ScalingForecast *it = &world->forecasts.items[index];
    Accumulator accumulator;
    accumulator_init(&accumulator, false, false);
    watch_window(&world->meter, it->watch, world->now - SIM_HOUR, world->now, &accumulator);
    double sum = accumulator.sample.sum;
    accumulator_deinit(&accumulator);
    return sum / (config_of(world, index)->predictive.is_cpu ? HOUR_S : 60);
}

static void end_hour(SimWorld *world, int32_t index) {
    ScalingForecast *it = &world->forecasts.items[index];
    int64_t hour = predictive_hour(world, world->now);
    MeterWatch *watch = &world->meter.watches.items[it->watch];
    bool is_whole = world->now >= SIM_HOUR && watch->series >= 0;
    it->past[slot_of(hour - 1)] = SIM_FACT("ASG-635", is_whole) ? measure(world, index) : -1;
    if (watch->series < 0) watch->series = load_series(world, config_of(world, index));
    bool is_time = SIM_FACT("ASG-622", it->made < 0 || hour >= it->made + RENEWAL);
    if (is_time) forecast(it, hour);
    event_queue_push(&world->events, begin_of(world, hour + 1), EVENT_CLASS_MODEL,
                     EVENT_SCALING_FORECAST, (uint32_t)index, FORECAST_HOUR_ENDS);
}

// --- scaling

// As far as slots were made for.
static void raise_max(SimWorld *world, const ConfigScalingPolicy *policy, int32_t capacity) {
    ScalingGroup *group = &world->scaling_groups.items[policy->group];
    int32_t room = world->config->scaling_groups[policy->group].room;
    double buffer = SIM_FACT("ASG-628", true) ? policy->predictive.max_buffer : 0;
    double wanted = ceil(capacity * (100 + buffer) / 100 - 1e-9);
    int32_t max = wanted < room ? (int32_t)wanted : room;
    if (max <= group->max) return;
    char to[32], cause[200];
    snprintf(to, sizeof to, "max %d", max);
    snprintf(cause, sizeof cause,
             "predictive policy %.63s forecast a capacity of %d and raised the maximum from %d",
             policy->name, capacity, group->max);
    group->max = max;
    scaling_tell_group(world, policy->group, to, cause);
}

static void scale(SimWorld *world, int32_t index, int64_t hour) {
    const ConfigScalingPolicy *policy = config_of(world, index);
    int32_t capacity = predictive_capacity(world, index, hour);
    if (!policy->predictive.scales || capacity < 0) return;
    if (SIM_FACT("ASG-627", policy->predictive.raises_max)) raise_max(world, policy, capacity);
    if (SIM_FACT("ASG-624", capacity <= world->scaling_groups.items[policy->group].desired)) return;
    char cause[160];
    snprintf(cause, sizeof cause, "predictive policy %.50s forecast a load of %.6g from %02d:00 on",
             policy->name, predictive_load(world, index, hour), (int)(hour % 24));
    scaling_desire(world, policy->group, capacity, cause);
}

// The next hour that begins after `hour`.
static void plan_scaling(SimWorld *world, int32_t index, int64_t hour) {
    SimTime buffer = SIM_FACT("ASG-625", true) ? config_of(world, index)->predictive.buffer_ns : 0;
    SimTime at = begin_of(world, hour) - buffer;
    event_queue_push(&world->events, at > world->now ? at : world->now, EVENT_CLASS_MODEL,
                     EVENT_SCALING_FORECAST, (uint32_t)index, FORECAST_SCALES);
}

void predictive_due(SimWorld *world, int32_t index, ForecastMoment moment) {
    if (moment == FORECAST_HOUR_ENDS) {
        end_hour(world, index);
        return;
    }
    SimTime buffer = config_of(world, index)->predictive.buffer_ns;
    int64_t hour = predictive_hour(world, world->now + buffer);
    scale(world, index, hour);
    plan_scaling(world, index, hour + 1);
}

// The most for the hour that is and, when it is time to launch for it, the next.
static int32_t wanted_of(const SimWorld *world, int32_t index) {
    SimTime ahead = world->now + config_of(world, index)->predictive.buffer_ns;
    int32_t now = predictive_capacity(world, index, predictive_hour(world, world->now));
    int32_t next = predictive_capacity(world, index, predictive_hour(world, ahead));
    return now > next ? now : next;
}

static int32_t most_wanted(const SimWorld *world, int32_t group, bool is_scaling) {
    int32_t most = -1;
    for (int32_t i = 0; i < world->forecasts.count; i++) {
        const ConfigScalingPolicy *policy = config_of(world, i);
        if (policy->group != group || (is_scaling && !policy->predictive.scales)) continue;
        if (wanted_of(world, i) > most) most = wanted_of(world, i);
    }
    return most;
}

int32_t predictive_floor(const SimWorld *world, int32_t group) {
    int32_t most = most_wanted(world, group, true);
    return most < 0 ? 0 : most;
}

int32_t predictive_wanted(const SimWorld *world, int32_t group) {
    return most_wanted(world, group, false);
}

SimTime predictive_next(const SimWorld *world, int32_t index, int32_t *capacity, int64_t *hour) {
    const ConfigPredictive *config = &config_of(world, index)->predictive;
    if (!config->scales) return SIM_NEVER;
    *hour = predictive_hour(world, world->now + config->buffer_ns) + 1;
    *capacity = predictive_capacity(world, index, *hour);
    return *capacity < 0 ? SIM_NEVER : begin_of(world, *hour) - config->buffer_ns;
}

// --- beginning, gauges

static void begin(SimWorld *world, int32_t policy) {
    const ConfigPredictive *config = &world->config->scaling_policies[policy].predictive;
    int32_t index = world->forecasts.count;
    int64_t hour = predictive_hour(world, 0);
    ScalingForecast *it = array_push(&world->forecasts);
    *it = (ScalingForecast){.policy = policy,
                            .scope = world_forecast_scope(world, policy, false),
                            .scope_load = world_forecast_scope(world, policy, true),
                            .watch = watch_add(&world->meter, BIN, BINS, false),
                            .made = -1};
    for (int32_t i = 0; i < FORECAST_PAST_HOURS; i++)
        it->past[i] = -1;
    for (int32_t i = 0; i < config->history_hours; i++)
        it->past[slot_of(hour - config->history_hours + i)] = config->history[i];
    world->meter.watches.items[it->watch].series =
        load_series(world, &world->config->scaling_policies[policy]);
    forecast(it, hour);
    int64_t next = begin_of(world, hour) < 0 ? hour + 1 : hour;
    event_queue_push(&world->events, begin_of(world, hour + 1), EVENT_CLASS_MODEL,
                     EVENT_SCALING_FORECAST, (uint32_t)index, FORECAST_HOUR_ENDS);
    plan_scaling(world, index, next);
}

void predictive_start(SimWorld *world) {
    for (int32_t i = 0; i < world->config->scaling_policy_count; i++)
        if (world->config->scaling_policies[i].kind == CONFIG_SCALING_PREDICTIVE) begin(world, i);
}

void predictive_gauges(SimWorld *world) {
    for (int32_t i = 0; i < world->forecasts.count; i++) {
        const ScalingForecast *it = &world->forecasts.items[i];
        int64_t hour = predictive_hour(world, world->now - 1);
        double load = predictive_load(world, i, hour);
        if (!SIM_FACT("ASG-632", load >= 0)) continue;
        meter_gauge(&world->meter, it->scope_load, METRIC_FORECAST_LOAD, load);
        meter_gauge(&world->meter, it->scope, METRIC_FORECAST_CAPACITY,
                    predictive_capacity(world, i, hour));
    }
}
