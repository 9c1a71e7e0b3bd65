// Predictive scaling policies: the history that a scenario gives is written out by the hour, and
// what AWS refuses is refused.
#include "base/fact.h"
#include "scenario/compile.h"

#include <math.h>

#define HISTORY_HOURS_MAX (14 * 24)
#define CAPACITY_MAX      10000

// The newest two weeks count.
static void compile_history(Compiler *compiler, const RawPolicy *raw, ConfigPredictive *out) {
    const RawLoad *loads = raw->history.items;
    int64_t hours = 0, passed = 0;
    for (int32_t i = 0; i < raw->history.count; i++) {
        hours += loads[i].length / SIM_HOUR;
        if (loads[i].length % SIM_HOUR != 0)
            COMPILE_REFUSE(compiler, loads[i].node, "for", "Give whole hours.",
                           "a forecast knows hours only");
    }
    int64_t skipped = hours > HISTORY_HOURS_MAX ? hours - HISTORY_HOURS_MAX : 0;
    out->history_hours = (int32_t)(hours - skipped);
    out->history = arena_array(compiler->arena, out->history_hours, sizeof *out->history);
    for (int32_t i = 0; i < raw->history.count; i++)
        for (int64_t h = 0; h < loads[i].length / SIM_HOUR; h++, passed++)
            if (passed >= skipped) out->history[passed - skipped] = loads[i].load;
    if (out->history_hours < 24)
        COMPILE_WARN(compiler, raw->node, NULL, "Give 24 hours or more, up to 14 days.",
                     "with %d hours of history nothing is forecast yet", out->history_hours);
}

static void check_max(Compiler *compiler, const RawPolicy *raw, const ConfigPredictive *out) {
    bool has_buffer = node_member(raw->node, "max_capacity_buffer") != NULL;
    if (SIM_FACT("ASG-629", has_buffer != out->raises_max))
        COMPILE_REFUSE(compiler, raw->node, has_buffer ? "max_capacity_buffer" : NULL,
                       has_buffer ? "Leave it out, or let the policy raise the maximum."
                                  : "Say by how many percent, 0 to 100.",
                       has_buffer ? "only a policy with IncreaseMaxCapacity has a buffer"
                                  : "IncreaseMaxCapacity needs \"max_capacity_buffer\"");
}

static void check_only(Compiler *compiler, const RawPolicy *raw,
                       const ConfigScalingPolicy *policy) {
    for (const ConfigScalingPolicy *other = compiler->config->scaling_policies; other != policy;
         other++) {
        bool is_second =
            other->group == policy->group && other->predictive.scales && policy->predictive.scales;
        if (SIM_FACT("ASG-630", is_second))
            COMPILE_REFUSE(compiler, raw->node, "mode", "Let one of them forecast only.",
                           "another predictive policy of the group scales: \"%.63s\"", other->name);
    }
}

void compile_predictive(Compiler *compiler, const RawPolicy *raw, ConfigScalingPolicy *policy) {
    const ConfigScalingGroup *group = &compiler->config->scaling_groups[policy->group];
    ConfigPredictive *out = &policy->predictive;
    *out = (ConfigPredictive){.is_cpu = raw->metric_pair == 0,
                              .scales = SIM_FACT("ASG-623", raw->mode == 1),
                              .buffer_ns = raw->buffer,
                              .raises_max = raw->breach == 1,
                              .max_buffer = raw->max_buffer};
    policy->target = raw->target;
    if (node_member(raw->node, "metric_pair") == NULL || node_member(raw->node, "target") == NULL)
        COMPILE_REFUSE(compiler, raw->node, NULL, "",
                       "predictive scaling needs \"metric_pair\" and \"target\"");
    else if (!out->is_cpu && group->target_group_count == 0)
        COMPILE_REFUSE(compiler, raw->node, "metric_pair", "Give the group a target group.",
                       "ALBRequestCount needs a target group");
    compile_history(compiler, raw, out);
    check_max(compiler, raw, out);
    check_only(compiler, raw, policy);
}

// The largest hour of the history with the buffer on top.
static double most_of(const RawPolicy *raw) {
    const RawLoad *loads = raw->history.items;
    double most = 0;
    for (int32_t i = 0; i < raw->history.count; i++)
        if (loads[i].load > most) most = loads[i].load;
    if (raw->target <= 0) return 0;
    return ceil(ceil(most / raw->target) * (100 + raw->max_buffer) / 100);
}

int32_t compile_predictive_room(const RawScalingGroup *raw) {
    const RawPolicy *policies = raw->policies.items;
    double room = raw->max;
    for (int32_t i = 0; i < raw->policies.count; i++) {
        bool raises = policies[i].type == CONFIG_SCALING_PREDICTIVE && policies[i].breach == 1;
        if (raises && most_of(&policies[i]) > room) room = most_of(&policies[i]);
    }
    return room > CAPACITY_MAX && raw->max < CAPACITY_MAX ? CAPACITY_MAX : (int32_t)room;
}
