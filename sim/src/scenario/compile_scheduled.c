// Scheduled actions of Auto Scaling groups: when they come, and what AWS refuses of them.
#include "base/fact.h"
#include "scenario/compile.h"
#include "scenario/schedule.h"
#include "scenario/time_zone.h"

#define CENTURY_S (INT64_C(36525) * 86400)

static bool is_given(const RawScheduled *raw, const char *key) {
    return node_member(raw->node, key) != NULL;
}

// What is so far away never comes.
static SimTime after_start(const Compiler *compiler, int64_t unix_s) {
    int64_t seconds = unix_s - compiler->raw->start_unix_s;
    if (seconds > CENTURY_S) return SIM_NEVER;
    return seconds < -CENTURY_S ? -1 : seconds * SIM_SECOND;
}

static void compile_recurrence(Compiler *compiler, const RawScheduled *raw,
                               ConfigScheduledAction *action) {
    if (raw->recurrence == NULL) return;
    const char *fault = cron_parse(raw->recurrence, &action->cron);
    action->has_cron = SIM_FACT("ASG-512", fault == NULL);
    if (fault != NULL)
        COMPILE_REFUSE(compiler, raw->node, "recurrence",
                       "Write minute, hour, day of the month, month, day of the week, as in "
                       "\"30 6 * * 1-5\".",
                       "no cron expression: %s", fault);
}

static void compile_time_zone(Compiler *compiler, const RawScheduled *raw,
                              ConfigScheduledAction *action) {
    if (!is_given(raw, "time_zone") || raw->time_zone == NULL) return;
    if (raw->recurrence == NULL)
        COMPILE_REFUSE(compiler, raw->node, "time_zone",
                       "Give \"recurrence\", or leave it out: start and end are in UTC.",
                       "a time zone is that of a cron expression");
    if (!time_zone_offset(raw->time_zone, &action->offset_s))
        COMPILE_REFUSE(compiler, raw->node, "time_zone",
                       "Take Etc/UTC, Etc/GMT+12 to Etc/GMT-14 (west is plus), or a zone without "
                       "daylight saving time, as Asia/Kolkata.",
                       "no time zone of one offset: rules of daylight saving time are not built");
}

// At a time, by an expression, or by an interval from a time on.
static void check_times(Compiler *compiler, const RawScheduled *raw) {
    bool has_at = is_given(raw, "at"), has_start = is_given(raw, "start_time");
    bool has_every = is_given(raw, "every"), has_cron = is_given(raw, "recurrence");
    if (!has_at && !has_start && !has_cron)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Give \"at\", \"start_time\" or \"recurrence\".",
                       "a scheduled action has a time");
    if (has_at && has_start)
        COMPILE_REFUSE(compiler, raw->node, "at", "Leave one of the two out.",
                       "\"at\" and \"start_time\" say the same thing");
    if (has_every && has_cron)
        COMPILE_REFUSE(compiler, raw->node, "every", "Leave one of the two out.",
                       "\"every\" and \"recurrence\" both say how it recurs");
    if (has_every && !has_at && !has_start)
        COMPILE_REFUSE(compiler, raw->node, "every", "Give \"at\" or \"start_time\".",
                       "an interval needs a time to begin from");
    if (is_given(raw, "end_time") && !has_every && !has_cron)
        COMPILE_REFUSE(compiler, raw->node, "end_time", "Leave it out.",
                       "what does not recur has no end");
    if (has_start && SIM_FACT("ASG-641", after_start(compiler, raw->start_unix_s) < 0))
        COMPILE_REFUSE(compiler, raw->node, "start_time",
                       "Take a time after \"start\", when the run begins.",
                       "AWS refuses what lies in the past");
}

static void check_sizes(Compiler *compiler, const RawScheduled *raw,
                        const ConfigScheduledAction *action) {
    if (action->min < 0 && action->max < 0 && action->desired < 0)
        COMPILE_REFUSE(compiler, raw->node, NULL, "Give min, max or desired.",
                       "a scheduled action sets something");
    if (action->min >= 0 && action->max >= 0 && action->min > action->max)
        COMPILE_REFUSE(compiler, raw->node, "max", "", "the largest capacity is below the least");
}

// Of two actions of a group that come first at the same moment AWS takes one.
static void check_unique(Compiler *compiler, const RawScheduled *raw,
                         const ConfigScheduledAction *action) {
    const Config *config = compiler->config;
    SimTime first = schedule_next(config, action, -1);
    for (const ConfigScheduledAction *other = config->scheduled_actions; other != action; other++) {
        bool is_same = other->group == action->group && first != SIM_NEVER &&
                       schedule_next(config, other, -1) == first;
        if (!SIM_FACT("ASG-642", is_same)) continue;
        COMPILE_REFUSE(compiler, raw->node, NULL, "Move one of them by a minute.",
                       "a scheduled action with this start time already exists: \"%.63s\"",
                       other->name);
        return;
    }
}

void compile_scheduled(Compiler *compiler, const RawScheduled *raw, int32_t group) {
    Config *config = compiler->config;
    ConfigScheduledAction *action = &config->scheduled_actions[config->scheduled_action_count++];
    *action = (ConfigScheduledAction){.name = raw->name != NULL ? raw->name : "",
                                      .group = group,
                                      .at_ns = is_given(raw, "at") ? raw->at : -1,
                                      .every_ns = raw->every,
                                      .end_ns = SIM_NEVER,
                                      .min = is_given(raw, "min") ? raw->min : -1,
                                      .max = is_given(raw, "max") ? raw->max : -1,
                                      .desired = is_given(raw, "desired") ? raw->desired : -1};
    if (is_given(raw, "start_time")) action->at_ns = after_start(compiler, raw->start_unix_s);
    if (is_given(raw, "end_time")) action->end_ns = after_start(compiler, raw->end_unix_s);
    compile_recurrence(compiler, raw, action);
    compile_time_zone(compiler, raw, action);
    check_times(compiler, raw);
    check_sizes(compiler, raw, action);
    check_unique(compiler, raw, action);
}
