// An evaluation takes the windows that end at the newest published datapoint, decides
// (alarm_decide.c), and when the state changes tells it with its reason and does the new state's
// actions.
#include "cloudwatch/alarm.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/alarm_decide.h"
#include "cloudwatch/alarm_reason.h"
#include "cloudwatch/publication.h"
#include "cloudwatch/series.h"
#include "cloudwatch/watch.h"
#include "engine/alloc.h"
#include "scenario/names.h"
#include "world/world.h"

#define STANDARD_RESOLUTION SIM_MINUTE
#define HIGH_RESOLUTION     (10 * SIM_SECOND)
#define DAY                 (24 * SIM_HOUR)

const char *sim_alarm_state_name(SimAlarmState state) {
    static const char *const names[] = {"OK", "ALARM", "INSUFFICIENT_DATA"};
    return names[state];
}

static const ConfigAlarm *config_of(const SimWorld *world, int32_t alarm) {
    return &world->config->alarms[alarm];
}

static const MeterWatch *watch_of(const SimWorld *world, int32_t alarm) {
    return &world->meter.watches.items[world->alarms.items[alarm].first_watch];
}

void alarm_full_name(const SimWorld *world, int32_t alarm, char *out, size_t capacity) {
    const ConfigAlarm *config = config_of(world, alarm);
    snprintf(out, capacity, "%s/%s", world->config->regions[config->region].name, config->name);
}

// --- making

// How much time a datapoint of the metric covers. AWS's own metrics have standard resolution, those
// of instances with basic monitoring less; ours are of high resolution where somebody looks so
// closely.
static SimTime resolution_of(const ConfigAlarm *alarm, const ConfigAlarmMetric *metric) {
    bool is_ours = metric->namespace_ != NULL && strcmp(metric->namespace_, "Albatross") == 0;
    if (metric->resolution_ns > 0) return metric->resolution_ns;
    return alarm->period_ns < SIM_MINUTE && SIM_FACT("CW-105", is_ours) ? HIGH_RESOLUTION
                                                                        : STANDARD_RESOLUTION;
}

static bool has_percentile(const ConfigAlarmMetric *metric) {
    return stats_need_histogram(metric->stat);
}

static void add_watch(SimWorld *world, const ConfigAlarm *alarm, const ConfigAlarmMetric *metric) {
    SimTime bin = resolution_of(alarm, metric);
    int64_t range = alarm->evaluation_periods + 3; // as many as are ever looked at
    int64_t bins = (range * alarm->period_ns + 2 * bin + 2 * SIM_MINUTE) / bin + 2;
    watch_add(&world->meter, bin, (int32_t)bins, has_percentile(metric));
}

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

static void start_alarm(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    char dimensions[256];
    snprintf(dimensions, sizeof dimensions, "AlarmName=alarm/%s/%s", config->name,
             world->config->regions[config->region].name);
    Alarm *alarm = &world->alarms.items[index];
    bool is_steady = SIM_FACT("CW-304", !world->config->is_cold);
    *alarm = (Alarm){.state = is_steady ? SIM_ALARM_OK : SIM_ALARM_INSUFFICIENT_DATA,
                     .first_watch = world->meter.watches.count};
    snprintf(alarm->reason, sizeof alarm->reason, "not evaluated yet");
    alarm->scope = meter_scope_add(&world->meter, METER_ALARM, dimensions, -1, -1, -1);
    if (composite_start(world, index)) return;
    for (int32_t i = 0; i < config->metric_count; i++)
        add_watch(world, config, &config->metrics[i]);
    world_after(world, phase_of(world, index) + step_of(config), EVENT_ALARM, (uint32_t)index, 0);
}

static uint64_t name_of(const SimWorld *world, int32_t series) {
    SimSeries it = series_describe(&world->meter, series);
    char name[800];
    snprintf(name, sizeof name, "%s %s", it.metric, it.dimensions);
    return text_hash(name);
}

// Series may come later, with a target group that is created; until then there is no data.
static void find_series(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t i = 0; i < config->metric_count; i++) {
        MeterWatch *watch = &world->meter.watches.items[world->alarms.items[index].first_watch + i];
        const ConfigAlarmMetric *metric = &config->metrics[i];
        if (watch->series >= 0) continue;
        watch->series =
            series_find(&world->meter, metric->namespace_, metric->metric, metric->dimensions);
        if (watch->series >= 0) watch->name_bits = name_of(world, watch->series);
    }
}

void alarms_start(SimWorld *world) {
    array_resize(&world->alarms, world->config->alarm_count);
    for (int32_t i = 0; i < world->config->alarm_count; i++)
        start_alarm(world, i);
    for (int32_t i = 0; i < world->config->alarm_count; i++)
        find_series(world, i);
}

// --- datapoints

// The end of the newest published datapoint.
static SimTime newest_end(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    const MeterWatch *watch = watch_of(world, index);
    int64_t number = world->now / watch->bin_ns - 1;
    while (config->has_delay && number >= 0 &&
           published_at(world->seed, watch->name_bits, number, watch->bin_ns) > world->now)
        number--;
    return (number + 1) * watch->bin_ns;
}

// Where the newest window ends. Windows shorter than a datapoint follow each other by the clock.
static SimTime anchor_of(const SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    if (config->period_ns >= watch_of(world, index)->bin_ns) return newest_end(world, index);
    SimTime bin = watch_of(world, index)->bin_ns;
    SimTime known = world->now - bin - (config->has_delay ? 2 * SIM_MINUTE : 0);
    return known < 0 ? 0 : known / config->period_ns * config->period_ns;
}

static Stat stat_of(const ConfigAlarmMetric *metric) {
    Stat stat;
    bool is_known = stat_parse(metric->stat, strlen(metric->stat), &stat);
    SIM_ASSERT(is_known);
    return stat;
}

// Of one metric in the window that begins at `start`.
static bool value_at(const SimWorld *world, int32_t index, int32_t metric, SimTime start,
                     Accumulator *accumulator, double *value) {
    const ConfigAlarm *config = config_of(world, index);
    accumulator_clear(accumulator);
    if (start < 0) return false;
    watch_window(&world->meter, world->alarms.items[index].first_watch + metric, start,
                 start + config->period_ns, accumulator);
    return accumulator_value(accumulator, stat_of(&config->metrics[metric]), value);
}

static void init_accumulator(const SimWorld *world, int32_t index, int32_t metric,
                             Accumulator *accumulator) {
    const MeterWatch *watch =
        &world->meter.watches.items[world->alarms.items[index].first_watch + metric];
    accumulator_init(accumulator,
                     watch->series >= 0 && series_is_level(&world->meter, watch->series),
                     has_percentile(&config_of(world, index)->metrics[metric]));
}

// The values of all parts of a metric-math alarm, the oldest first; the last part is looked at.
// One period more than asked, so that RATE has something to begin from.
static void compute_parts(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                          MathRow *rows) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t q = 0; q < config->query_count; q++) {
        const ConfigAlarmQuery *query = &config->queries[q];
        if (query->metric < 0) {
            math_evaluate(query->program, rows, count, (double)config->period_ns / 1e9, &rows[q]);
            continue;
        }
        Accumulator accumulator;
        init_accumulator(world, index, query->metric, &accumulator);
        rows[q].is_series = true;
        for (int32_t i = 0; i < count; i++)
            rows[q].is_present[i] =
                value_at(world, index, query->metric, anchor - (count - i) * config->period_ns,
                         &accumulator, &rows[q].values[i]);
        accumulator_deinit(&accumulator);
    }
}

static void points_of_math(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                           AlarmPoint *points) {
    const ConfigAlarm *config = config_of(world, index);
    int32_t span = count + 1;
    size_t cells = (size_t)config->query_count * (size_t)span;
    double *values = alloc_zeroed(cells, sizeof *values);
    bool *present = alloc_zeroed(cells, sizeof *present);
    MathRow *rows = alloc_zeroed((size_t)config->query_count, sizeof *rows);
    for (int32_t q = 0; q < config->query_count; q++)
        rows[q] =
            (MathRow){values + (size_t)q * (size_t)span, present + (size_t)q * (size_t)span, false};
    compute_parts(world, index, anchor, span, rows);
    const MathRow *looked_at = &rows[config->query_count - 1];
    for (int32_t i = 0; i < count; i++) {
        SimTime start = anchor - (i + 1) * config->period_ns;
        points[i].start = start;
        points[i].is_present = start >= 0 && looked_at->is_present[span - 1 - i];
        points[i].value = looked_at->values[span - 1 - i];
    }
    alloc_free(values);
    alloc_free(present);
    alloc_free(rows);
}

static void points_of_metric(const SimWorld *world, int32_t index, SimTime anchor, int32_t count,
                             AlarmPoint *points) {
    Accumulator accumulator;
    init_accumulator(world, index, 0, &accumulator);
    for (int32_t i = 0; i < count; i++) {
        points[i].start = anchor - (i + 1) * config_of(world, index)->period_ns;
        points[i].is_present =
            value_at(world, index, 0, points[i].start, &accumulator, &points[i].value);
        points[i].samples = accumulator.sample.count;
    }
    accumulator_deinit(&accumulator);
}

// Windows back from the anchor, the newest first; to be freed.
static AlarmPoint *points_of(const SimWorld *world, int32_t index, SimTime anchor, int32_t count) {
    const ConfigAlarm *config = config_of(world, index);
    AlarmPoint *points = alloc_zeroed((size_t)count, sizeof *points);
    if (config->query_count > 0)
        points_of_math(world, index, anchor, count, points);
    else
        points_of_metric(world, index, anchor, count, points);
    for (int32_t i = 0; i < count; i++)
        points[i].is_breaching = points[i].is_present && alarm_breaches(config, points[i].value);
    return points;
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
            autoscaling_alarm_fires(world, action->policy, index, alarm->point_value);
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
    Stat stat = stat_of(&alarm->metrics[0]);
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

static void note_point(Alarm *alarm, const AlarmPoint *points, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        if (!points[i].is_present) continue;
        alarm->has_point = 1;
        alarm->point_start = points[i].start;
        alarm->point_value = points[i].value;
        return;
    }
}

// Actions of Auto Scaling are done each minute that an alarm stays in ALARM.
static void scale_again(SimWorld *world, int32_t index) {
    const ConfigAlarm *config = config_of(world, index);
    for (int32_t i = 0; i < config->action_count[SIM_ALARM_ALARM] && config->has_actions; i++)
        if (config->actions[SIM_ALARM_ALARM][i].kind == CONFIG_ALARM_SCALES)
            autoscaling_alarm_fires(world, config->actions[SIM_ALARM_ALARM][i].policy, index,
                                    world->alarms.items[index].point_value);
}

static void evaluate(SimWorld *world, int32_t index, SimTime anchor) {
    const ConfigAlarm *config = config_of(world, index);
    Alarm *alarm = &world->alarms.items[index];
    int32_t count = alarm_range(config);
    AlarmPoint *points = points_of(world, index, anchor, count);
    AlarmVerdict verdict = alarm_decide(config, points, count);
    char reason[sizeof alarm->reason];
    alarm_reason(config, points, count, &verdict, watch_of(world, index)->series >= 0,
                 world->config->start_unix_s, reason, sizeof reason);
    note_point(alarm, points, count);
    if (is_too_few(config, &points[0])) verdict.outcome = ALARM_KEEPS;
    if (SIM_FACT("CW-106", is_quiet_begin(world, alarm, verdict.outcome))) {
        SimAlarmState before = (SimAlarmState)alarm->state;
        alarm->state = SIM_ALARM_INSUFFICIENT_DATA;
        memcpy(alarm->reason, reason, sizeof reason);
        composites_follow(world, index, before);
    } else if (verdict.outcome != ALARM_KEEPS) {
        bool stays = SIM_FACT("ASG-509", verdict.outcome == ALARM_TO_ALARM) &&
                     alarm->state == SIM_ALARM_ALARM;
        alarm_change_state(world, index, (SimAlarmState)verdict.outcome, reason);
        if (stays) scale_again(world, index);
    }
    alarm->is_evaluated = 1;
    alloc_free(points);
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
    find_series(world, index);
    SimTime anchor = anchor_of(world, index);
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
    AlarmPoint *points = points_of(world, index, anchor_of(world, index), count);
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
