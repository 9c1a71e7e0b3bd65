// An evaluation takes the windows that end at the newest published datapoint (alarm_points.c),
// decides (alarm_decide.c), and when the state changes tells it with its reason and does the new
// state's actions.
#include "cloudwatch/alarm.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/alarm_decide.h"
#include "cloudwatch/alarm_points.h"
#include "cloudwatch/alarm_reason.h"
#include "engine/alloc.h"
#include "world/world.h"

#define DAY (24 * SIM_HOUR)

const char *sim_alarm_state_name(SimAlarmState state) {
    static const char *const names[] = {"OK", "ALARM", "INSUFFICIENT_DATA"};
    return names[state];
}

static const ConfigAlarm *config_of(const SimWorld *world, int32_t alarm) {
    return &world->config->alarms[alarm];
}

double alarm_threshold(const SimWorld *world, int32_t alarm) {
    const ConfigAlarm *config = config_of(world, alarm);
    return config->low_of1 == 0 ? config->threshold
                                : scaling_low_threshold(world, config->low_of1 - 1);
}

void alarm_full_name(const SimWorld *world, int32_t alarm, char *out, size_t capacity) {
    const ConfigAlarm *config = config_of(world, alarm);
    snprintf(out, capacity, "%s/%s", world->config->regions[config->region].name, config->name);
}

// --- making

static SimTime step_of(const ConfigAlarm *alarm) {
    if (SIM_FACT("CW-302", alarm->period_ns < SIM_MINUTE)) return 10 * SIM_SECOND;
    bool is_long = alarm->evaluation_periods * alarm->period_ns > DAY;
    return SIM_FACT("CW-303", is_long) ? SIM_HOUR : SIM_MINUTE;
}

// Each alarm has its own second of the minute; without delays all are evaluated on the minute.
static SimTime phase_of(const SimWorld *world, int32_t alarm) {
    if (!config_of(world, alarm)->has_delay) return 0;
    char name[192];
    snprintf(name, sizeof name, "alarm ");
    alarm_full_name(world, alarm, name + strlen(name), sizeof name - strlen(name));
    RandomStream stream;
    random_stream_seed(&stream, world->seed, name);
    SimTime step = step_of(config_of(world, alarm));
    return (SimTime)(random_unit(&stream) * (double)(step < SIM_MINUTE ? step : SIM_MINUTE));
}

SimTime alarm_next_evaluation(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    if (config->rule != NULL) return 0;
    SimTime step = step_of(config), phase = phase_of(world, index);
    return phase + ((world->now - phase) / step + 1) * step;
}

static void start_alarm(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "AlarmName=alarm/%s/%s", config->name,
             world->config->regions[config->region].name);
    Alarm *alarm = &world->alarms.items[index];
    bool is_steady = SIM_FACT("CW-304", !world->config->is_cold);
    *alarm =
        (Alarm){.state = is_steady ? SIM_ALARM_OK : SIM_ALARM_INSUFFICIENT_DATA, .first_watch = -1};
    snprintf(alarm->reason, sizeof alarm->reason, "not evaluated yet");
    alarm->scope = meter_scope_add(&world->meter, METER_ALARM, dimensions, -1, -1, -1);
    if (composite_start(world, index)) return;
    alarm_watch(world, index);
    world_after(world, phase_of(world, index) + step_of(config), EVENT_ALARM, (uint32_t)index, 0);
}

void alarms_start(SimWorld *world) {
    array_resize(&world->alarms, world->config->alarm_count);
    for (int32_t i = 0; i < world->config->alarm_count; i++)
        start_alarm(world, i);
    for (int32_t i = 0; i < world->config->alarm_count; i++)
        alarm_find_series(world, i);
}

// --- states

void alarm_act(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    const Alarm *alarm = &world->alarms.items[index];
    char subject[160], cause[200];
    alarm_full_name(world, index, subject, sizeof subject);
    snprintf(cause, sizeof cause, "alarm %s", subject);
    if (!SIM_FACT("CW-323", config->has_actions)) return;
    for (int32_t i = 0; i < config->action_count[alarm->state]; i++) {
        const ConfigAlarmAction *action = &config->actions[alarm->state][i];
        if (action->kind == CONFIG_ALARM_NOTIFIES)
            world_tell(world, SIM_MARK_NONE, "Notification", action->name, "",
                       sim_alarm_state_name((SimAlarmState)alarm->state), cause);
        else
            autoscaling_alarm_fires(world, action->policy, index);
    }
}

void alarm_change_state(SimWorld *world, int32_t index, SimAlarmState state, const char *reason) {
    Alarm *alarm = &world->alarms.items[index];
    SimAlarmState before = (SimAlarmState)alarm->state;
    bool is_change = before != state;
    bool is_composite = config_of(world, index)->rule != NULL;
    alarm->state = (int32_t)state;
    memset(alarm->reason, 0, sizeof alarm->reason);
    snprintf(alarm->reason, sizeof alarm->reason, "%s", reason);
    if (is_change) {
        char subject[160];
        alarm_full_name(world, index, subject, sizeof subject);
        alarm->since = world->now;
        world_tell(world, SIM_MARK_ALARM, "Alarm", subject, sim_alarm_state_name(before),
                   sim_alarm_state_name(state), alarm->reason);
    }
    if (is_change && is_composite)
        composite_changed(world, index);
    else if (!is_composite && SIM_FACT("CW-308", is_change))
        alarm_act(world, index);
    if (is_change) composites_follow(world, index, before);
}

// A percentile of so few samples says little, and an alarm may be told to leave its state alone.
static bool is_too_few(const ConfigAlarm *alarm, const AlarmPoint *newest) {
    Stat stat = alarm_stat(&alarm->metrics[0]);
    if (!SIM_FACT("CW-320", alarm->is_low_sample_ignored) || alarm->query_count > 0 ||
        stat.kind != STAT_PERCENTILE || !newest->is_present)
        return false;
    double tail = stat.share > 0.5 ? 1 - stat.share : stat.share;
    return (double)newest->samples * tail < 10 - 1e-9;
}

// As an ordinary day would have left it: what has no data then is without data from the start.
static bool is_quiet_begin(const SimWorld *world, const Alarm *alarm, AlarmOutcome outcome) {
    return !world->config->is_cold && !alarm->is_evaluated && outcome == ALARM_TO_INSUFFICIENT_DATA;
}

// The newest datapoint, and what those that counted come to together.
static void note_points(Alarm *alarm, const AlarmPoint *points, int32_t count, int32_t real) {
    int32_t seen = 0;
    double sum = 0;
    for (int32_t i = 0; i < count && seen < real; i++) {
        double value = points[i].value;
        if (!points[i].is_present) continue;
        if (seen++ == 0) {
            alarm->has_point = 1;
            alarm->point_start = points[i].start;
            alarm->point_value = alarm->points_minimum = alarm->points_maximum = value;
        }
        sum += value;
        if (value < alarm->points_minimum) alarm->points_minimum = value;
        if (value > alarm->points_maximum) alarm->points_maximum = value;
    }
    if (seen > 0) alarm->points_average = sum / seen;
}

// Actions of Auto Scaling are done each minute that an alarm stays in ALARM.
static void scale_again(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t i = 0; i < config->action_count[SIM_ALARM_ALARM] && config->has_actions; i++)
        if (config->actions[SIM_ALARM_ALARM][i].kind == CONFIG_ALARM_SCALES)
            autoscaling_alarm_fires(world, config->actions[SIM_ALARM_ALARM][i].policy, index);
}

// What CloudWatch has and when it had it are two things; the second makes alarms late.
static void tell_published(const SimWorld *world, int32_t index, const AlarmPoint *newest,
                           char *reason, size_t capacity) {
    SimTime at = alarm_newest_published(world, index);
    size_t used = strlen(reason);
    if (at <= 0 || !newest->is_present) return;
    int64_t clock = world->config->start_unix_s + at / SIM_SECOND;
    snprintf(reason + used, capacity - used, "; the newest was published at %02d:%02d:%02d",
             (int)(clock / 3600 % 24), (int)(clock / 60 % 60), (int)(clock % 60));
}

static void evaluate(SimWorld *world, int32_t index, SimTime anchor) {
    ConfigAlarm config = *config_of(world, index);
    Alarm *alarm = &world->alarms.items[index];
    bool was_alarm = alarm->state == SIM_ALARM_ALARM;
    int32_t count = alarm_range(&config);
    AlarmPoint *points = alarm_points(world, index, anchor, count);
    AlarmVerdict verdict = alarm_decide(&config, points, count);
    char reason[sizeof alarm->reason];
    config.threshold = alarm_threshold(world, index);
    alarm_reason(&config, points, count, &verdict, alarm_has_series(world, index),
                 world->config->start_unix_s, reason, sizeof reason);
    note_points(alarm, points, count, verdict.real);
    alarm->breaching = verdict.breaching;
    tell_published(world, index, &points[0], reason, sizeof reason);
    if (is_too_few(&config, &points[0])) verdict.outcome = ALARM_KEEPS;
    if (SIM_FACT("CW-106", is_quiet_begin(world, alarm, verdict.outcome))) {
        SimAlarmState before = (SimAlarmState)alarm->state;
        alarm->state = SIM_ALARM_INSUFFICIENT_DATA;
        memcpy(alarm->reason, reason, sizeof reason);
        composites_follow(world, index, before);
    } else if (verdict.outcome != ALARM_KEEPS) {
        alarm_change_state(world, index, (SimAlarmState)verdict.outcome, reason);
    }
    bool stays = SIM_FACT("ASG-509", was_alarm) && alarm->state == SIM_ALARM_ALARM;
    alarm->is_evaluated = 1;
    alloc_free(points);
    if (stays) scale_again(world, index);
}

// What was before a run that begins steady is an ordinary day, so an alarm waits until its N
// periods lie in the run; one that begins cold was made just now, and has nothing behind it.
static bool is_early(const SimWorld *world, const ConfigAlarm *config, SimTime anchor) {
    return !world->config->is_cold && anchor < config->evaluation_periods * config->period_ns;
}

void alarm_due(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    if (config->rule != NULL) {
        composite_timer(world, index);
        return;
    }
    SimTime step = SIM_FACT("CW-301", true) ? step_of(config) : config->period_ns;
    world_after(world, step, EVENT_ALARM, (uint32_t)index, 0);
    alarm_find_series(world, index);
    SimTime anchor = alarm_anchor(world, index);
    if (!is_early(world, config, anchor)) evaluate(world, index, anchor);
}

void alarms_gauge(SimWorld *world) {
    static const double levels[] = {
        [SIM_ALARM_OK] = 0, [SIM_ALARM_ALARM] = 1, [SIM_ALARM_INSUFFICIENT_DATA] = 0.5};
    for (int32_t i = 0; i < world->alarms.count; i++)
        meter_gauge(&world->meter, world->alarms.items[i].scope, METRIC_ALARM_STATE,
                    levels[world->alarms.items[i].state]);
}

AlarmStream alarm_data_stream(const SimWorld *world, int32_t index) {
    ConfigAlarm config = *config_of(world, index);
    SIM_ASSERT(config.rule == NULL); // there is no data behind a rule
    config.treat_missing = CONFIG_MISSING_MISSING;
    int32_t count = alarm_range(&config);
    AlarmPoint *points = alarm_points(world, index, alarm_anchor(world, index), count);
    AlarmOutcome outcome = alarm_decide(&config, points, count).outcome;
    alloc_free(points);
    if (outcome == ALARM_TO_ALARM) return ALARM_STREAM_BREACHING;
    return outcome == ALARM_TO_OK ? ALARM_STREAM_OK : ALARM_STREAM_INSUFFICIENT;
}

// --- the command

static bool state_of(const char *name, SimAlarmState *state) {
    for (int s = SIM_ALARM_OK; s <= SIM_ALARM_INSUFFICIENT_DATA; s++) {
        if (strcmp(name, sim_alarm_state_name((SimAlarmState)s)) != 0) continue;
        *state = (SimAlarmState)s;
        return true;
    }
    return false;
}

bool alarm_command_check(const SimWorld *world, const SimCommand *command, SimError *error) {
    SimAlarmState state;
    if (world_find_alarm(world, command->target) < 0)
        return sim_error_set(error, "There is no alarm \"%s\": name it as \"region/name\".",
                             command->target);
    return state_of(command->value, &state) ||
           sim_error_set(error,
                         "\"%.40s\" is no state of an alarm: OK, ALARM or "
                         "INSUFFICIENT_DATA.",
                         command->value);
}

void alarm_command_apply(SimWorld *world, const SimCommand *command) {
    SimAlarmState state = SIM_ALARM_OK;
    state_of(command->value, &state);
    char parameters[600];
    snprintf(parameters, sizeof parameters, "{\"alarmName\":\"%s\",\"stateValue\":\"%.40s\"}",
             strchr(command->target, '/') + 1, command->value);
    world_tell_api(world, SIM_MARK_COMMAND, "Command", command->target, "", command->value,
                   "set by hand until the next evaluation", "SetAlarmState", parameters);
    if (SIM_FACT("CW-350", true))
        alarm_change_state(world, world_find_alarm(world, command->target), state,
                           "set by hand, until the next evaluation");
}
