// Alarms: what AWS refuses about them, and their metrics under full names. CloudWatch is regional,
// so short names of load balancers and target groups are those of the alarm's region.
#include "scenario/compile.h"

#include <stdio.h>
#include <string.h>

#include "base/fact.h"
#include "cloudwatch/meter_table.h"

#define DAY  (24 * SIM_HOUR)
#define WEEK (7 * DAY)

static const ConfigComparison comparisons[] = {CONFIG_GT, CONFIG_GE, CONFIG_LT, CONFIG_LE};

ConfigAlarm *compile_alarm_add(Compiler *compiler, int32_t region, const char *name,
                               const Node *place) {
    Config *config = compiler->config;
    if (config->alarm_count == compiler->alarm_capacity) {
        compiler->alarm_capacity = compiler->alarm_capacity * 2 + 8;
        ConfigAlarm *grown =
            arena_array(compiler->arena, compiler->alarm_capacity, sizeof *config->alarms);
        if (config->alarm_count > 0)
            memcpy(grown, config->alarms, (size_t)config->alarm_count * sizeof *grown);
        config->alarms = grown;
    }
    int32_t index = config->alarm_count++;
    config->alarms[index] =
        (ConfigAlarm){.name = name, .region = region, .has_delay = true, .suppressor = -1};
    if (name[0] != 0)
        compile_add(compiler, &compiler->alarms, compile_scoped(compiler, region, name), index,
                    place, "alarm");
    return &config->alarms[index];
}

// --- the metric

/// A value of a dimension as AWS has it: a short name of the region under its full name. NULL: the
/// region has no such thing.
static const char *full_value(Compiler *compiler, int32_t region, const char *name,
                              const char *value) {
    const Config *config = compiler->config;
    bool is_of_route_53 = strcmp(name, "HealthCheckId") == 0 || strcmp(name, "HostedZoneId") == 0;
    bool is_us_east_1 = strcmp(config->regions[region].name, "us-east-1") == 0;
    if (SIM_FACT("R53-904", is_of_route_53 && !is_us_east_1)) return NULL;
    bool is_balancer = strcmp(name, "LoadBalancer") == 0;
    if (!is_balancer && strcmp(name, "TargetGroup") != 0) return value;
    int32_t count = is_balancer ? config->balancer_count : config->target_group_count;
    for (int32_t i = 0; i < count; i++) {
        const ConfigBalancer *balancer = is_balancer ? &config->balancers[i] : NULL;
        const ConfigTargetGroup *group = is_balancer ? NULL : &config->target_groups[i];
        const char *full = is_balancer ? balancer->full_name : group->full_name;
        const char *brief = is_balancer ? balancer->name : group->name;
        bool is_here = (is_balancer ? balancer->region : group->region) == region;
        if (!SIM_FACT("CW-107", is_here) || full == NULL) continue;
        if (strcmp(value, full) == 0 || strcmp(value, brief) == 0) return full;
    }
    return NULL;
}

static const char *full_dimensions(Compiler *compiler, int32_t region, const char *dimensions,
                                   const Node *place) {
    const char *full = "";
    for (const char *at = dimensions; *at != 0;) {
        size_t length = strcspn(at, ";"), name_length = strcspn(at, "=");
        char *name = arena_copy(compiler->arena, at, name_length);
        char *value = arena_copy(compiler->arena, at + name_length + 1, length - name_length - 1);
        const char *found = full_value(compiler, region, name, value);
        if (found == NULL && !compiler->is_incomplete)
            COMPILE_WARN(
                compiler, place, NULL,
                "CloudWatch is regional, and Route 53's metrics are in us-east-1: name one of "
                "this region, or the alarm never has data.",
                "this region has no %.20s \"%.80s\"", name, value);
        full = arena_format(compiler->arena, "%s%s%s=%s", full, full[0] == 0 ? "" : ";", name,
                            found == NULL ? "-" : found);
        at += length + (at[length] == ';');
    }
    return full;
}

bool compile_has_metric(const ConfigAlarmMetric *metric) {
    for (int m = 0; m < METRIC_COUNT; m++) {
        const MetricRow *row = metric_row((Metric)m);
        if (strcmp(row->name, metric->metric) == 0 &&
            (metric->namespace_ == NULL || strcmp(row->namespace_, metric->namespace_) == 0))
            return true;
    }
    return false;
}

static void compile_metric(Compiler *compiler, const ConfigAlarmMetric *raw, const Node *node,
                           int32_t region, ConfigAlarmMetric *metric) {
    *metric = *raw;
    if (metric->metric == NULL) metric->metric = "";
    if (metric->stat == NULL) {
        metric->stat = "Sum";
        if (node_member(node, "stat") == NULL)
            COMPILE_REFUSE(compiler, node, NULL, "Say which statistic of the metric counts.",
                           "the key \"stat\" is missing");
    }
    compile_check_stat(compiler, node, raw->stat);
    if (!compile_has_metric(metric))
        COMPILE_WARN(compiler, node, "metric",
                     "CloudWatch takes such an alarm, and it never has data.",
                     "nothing reports a metric \"%.80s\"%s", metric->metric,
                     metric->namespace_ == NULL ? "" : " in this namespace");
    metric->dimensions =
        full_dimensions(compiler, region, metric->dimensions == NULL ? "" : metric->dimensions,
                        compile_place(node, "dimensions"));
}

// --- metric math: see compile_queries.c

static void compile_metrics(Compiler *compiler, const RawAlarm *raw, ConfigAlarm *alarm) {
    const RawQuery *raws = raw->queries.items;
    int32_t count = raw->queries.count;
    alarm->metrics = arena_array(compiler->arena, count + 1, sizeof *alarm->metrics);
    if (count == 0) {
        compile_metric(compiler, &raw->metric, raw->node, alarm->region, &alarm->metrics[0]);
        alarm->metric_count = 1;
        return;
    }
    for (int32_t i = 0; i < count; i++)
        if (raws[i].expression == NULL)
            compile_metric(compiler, &raws[i].metric, raws[i].node, alarm->region,
                           &alarm->metrics[alarm->metric_count++]);
    compile_queries(compiler, raw, alarm);
}

// --- what AWS refuses

static bool is_period(SimTime period) {
    return period % SIM_MINUTE == 0 || period == 10 * SIM_SECOND || period == 20 * SIM_SECOND ||
           period == 30 * SIM_SECOND;
}

static bool is_ours(const ConfigAlarm *alarm) {
    for (int32_t i = 0; i < alarm->metric_count; i++) {
        const char *space = alarm->metrics[i].namespace_;
        if (space == NULL || strcmp(space, "Albatross") != 0) return false;
    }
    return true;
}

static void check_period(Compiler *compiler, const RawAlarm *raw, const ConfigAlarm *alarm) {
    if (!SIM_FACT("CW-331", is_period(alarm->period_ns)))
        COMPILE_REFUSE(compiler, raw->node, "period",
                       "Allowed are 10s, 20s, 30s and multiples of 60s.", "no period of an alarm");
    SimTime whole = alarm->evaluation_periods * alarm->period_ns;
    SimTime most = alarm->period_ns < SIM_HOUR ? DAY : WEEK;
    if (SIM_FACT("CW-332", whole > most))
        COMPILE_REFUSE(compiler, raw->node, "evaluation_periods",
                       "Periods below an hour may cover a day in all, longer ones 7 days.",
                       "an alarm does not look back so far");
    if (alarm->period_ns < SIM_MINUTE && !is_ours(alarm))
        COMPILE_WARN(compiler, raw->node, "period",
                     "Take 60s; or say the namespace where it is Albatross, whose metrics are of "
                     "high resolution.",
                     "this metric has a datapoint a minute, so most of these periods have none");
}

static void check_points(Compiler *compiler, const RawAlarm *raw, ConfigAlarm *alarm) {
    if (node_member(raw->node, "datapoints_to_alarm") == NULL)
        alarm->datapoints_to_alarm = SIM_FACT("CW-306", true) ? alarm->evaluation_periods : 1;
    if (SIM_FACT("CW-330", alarm->datapoints_to_alarm > alarm->evaluation_periods))
        COMPILE_REFUSE(compiler, raw->node, "datapoints_to_alarm",
                       "It is M of N, and N is evaluation_periods.",
                       "%d datapoints of %d can not breach", alarm->datapoints_to_alarm,
                       alarm->evaluation_periods);
}

static void check_percentile(Compiler *compiler, const RawAlarm *raw, const ConfigAlarm *alarm) {
    if (node_member(raw->node, "evaluate_low_sample_count_percentile") == NULL) return;
    bool is_one = alarm->query_count == 0 && alarm->metrics[0].stat[0] == 'p';
    if (SIM_FACT("CW-333", !is_one))
        COMPILE_REFUSE(compiler, raw->node, "evaluate_low_sample_count_percentile",
                       "Leave it out, or take a percentile like p99.",
                       "only percentiles have too few samples");
}

// --- actions

static void compile_action_of(Compiler *compiler, const char *text, const Node *place,
                              int32_t region, bool is_composite, ConfigAlarmAction *action) {
    size_t kind = strcspn(text, ":");
    bool scales = strncmp(text, "autoscaling:", 12) == 0 || strncmp(text, "ec2:", 4) == 0;
    *action = (ConfigAlarmAction){
        .kind = CONFIG_ALARM_NOTIFIES, .name = text + kind + (text[kind] == ':'), .policy = -1};
    if (strncmp(text, "sns:", 4) == 0) return;
    if (strncmp(text, "autoscaling:", 12) == 0 && !is_composite) {
        action->kind = CONFIG_ALARM_SCALES;
        action->policy =
            compile_find(compiler, &compiler->policies,
                         compile_scoped(compiler, region, action->name), place, "scaling policy");
        if (action->policy >= 0 &&
            compiler->config->scaling_policies[action->policy].kind == CONFIG_SCALING_PREDICTIVE)
            COMPILE_REFUSE(compiler, place, NULL, "Name a step or a simple scaling policy.",
                           "a predictive scaling policy has no alarms: it goes by the clock");
        return;
    }
    if (is_composite && SIM_FACT("CW-341", scales))
        COMPILE_REFUSE(compiler, place, NULL, "Give them to the alarms that it is made of.",
                       "a composite alarm has no actions of EC2 or Auto Scaling");
    else
        COMPILE_REFUSE(compiler, place, NULL,
                       "\"sns:TOPIC\" and \"autoscaling:GROUP/POLICY\" are built.",
                       "not yet: \"%.*s\" is planned and not built", (int)kind, text);
}

void compile_alarm_actions(Compiler *compiler, const RawTexts actions[3], const Node *node,
                           ConfigAlarm *alarm) {
    static const char *const keys[] = {"ok_actions", "alarm_actions", "insufficient_data_actions"};
    for (int state = SIM_ALARM_OK; state <= SIM_ALARM_INSUFFICIENT_DATA; state++) {
        const RawTexts *texts = &actions[state];
        const Node *list = node_member(node, keys[state]);
        alarm->action_count[state] = texts->count;
        alarm->actions[state] = arena_array(compiler->arena, texts->count, sizeof **alarm->actions);
        for (int32_t i = 0; i < texts->count; i++)
            compile_action_of(compiler, texts->items[i], node_element(list, i), alarm->region,
                              alarm->rule != NULL, &alarm->actions[state][i]);
    }
}

static void compile_alarm(Compiler *compiler, const RawAlarm *raw, int32_t region) {
    const char *name = raw->alarm.name == NULL ? "" : raw->alarm.name;
    ConfigAlarm *alarm =
        compile_alarm_add(compiler, region, name, compile_place(raw->node, "name"));
    *alarm = raw->alarm;
    alarm->name = name;
    alarm->region = region;
    alarm->comparison = comparisons[raw->comparison];
    alarm->treat_missing = (ConfigTreatMissing)raw->treat_missing;
    if (!SIM_FACT("CW-314", true) && node_member(raw->node, "treat_missing_data") == NULL)
        alarm->treat_missing = CONFIG_MISSING_BREACHING;
    alarm->is_low_sample_ignored = raw->low_samples == 1;
    alarm->suppressor = -1;
    compile_metrics(compiler, raw, alarm);
    check_points(compiler, raw, alarm);
    if (alarm->period_ns > 0) check_period(compiler, raw, alarm);
    check_percentile(compiler, raw, alarm);
    compile_alarm_actions(compiler, raw->actions, raw->node, alarm);
}

void compile_alarms(Compiler *compiler) {
    const RawRegion *regions = compiler->raw->regions.items;
    for (int32_t r = 0; r < compiler->config->region_count; r++) {
        const RawAlarm *raws = regions[r].alarms.items;
        for (int32_t i = 0; i < regions[r].alarms.count; i++)
            compile_alarm(compiler, &raws[i], r);
        compile_composites(compiler, &regions[r].composites, r);
    }
}
