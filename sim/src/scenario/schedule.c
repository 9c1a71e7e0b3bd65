// A time of its own comes first; what recurs comes after it, until the end.
#include "scenario/schedule.h"

#include "base/fact.h"

static SimTime next_by_cron(const Config *config, const ConfigScheduledAction *action,
                            SimTime after) {
    int64_t from = config->start_unix_s + (after < 0 ? 0 : after / SIM_SECOND + 1);
    int64_t offset = SIM_FACT("ASG-645", true) ? action->offset_s : 0;
    int64_t at = cron_next(&action->cron, from + offset);
    return at < 0 ? SIM_NEVER : (at - offset - config->start_unix_s) * SIM_SECOND;
}

static SimTime next_by_interval(const ConfigScheduledAction *action, SimTime after) {
    SimTime passed = (after - action->at_ns) / action->every_ns + 1;
    return action->at_ns + passed * action->every_ns;
}

SimTime schedule_next(const Config *config, const ConfigScheduledAction *action, SimTime after) {
    if (after < action->at_ns) return action->at_ns;
    SimTime next = SIM_NEVER;
    if (action->every_ns > 0) next = next_by_interval(action, after);
    if (action->has_cron) next = next_by_cron(config, action, after);
    return SIM_FACT("ASG-643", next > action->end_ns) ? SIM_NEVER : next;
}
