// The keys of Auto Scaling groups.
#include "scenario/key_rows.h"

static const char *const transitions[] = {"autoscaling:EC2_INSTANCE_LAUNCHING",
                                          "autoscaling:EC2_INSTANCE_TERMINATING", NULL};
static const char *const results[] = {"ABANDON", "CONTINUE", NULL};
static const char *const health_types[] = {"EC2", "ELB", NULL};
static const char *const distributions[] = {"balanced-best-effort", "balanced-only", NULL};
static const char *const impairments[] = {"ReplaceUnhealthy", "IgnoreUnhealthy", NULL};

static const Key hook_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawHook, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"transition", KEY_ENUM, KEY_REQUIRED, AT(RawHook, transition), .values = transitions,
     .doc = "When it holds an instance: at launch, before it is registered, or when it is to be "
            "terminated, after it is deregistered."},
    {"heartbeat_timeout", KEY_DURATION, KEY_LIVE, AT(RawHook, timeout), SECONDS(30), SECONDS(7200),
     "\"3600s\"", .fact = "ASG-111", .limits_fact = "ASG-117",
     .doc = "How long it waits for complete_lifecycle_action."},
    {"default_result", KEY_ENUM, KEY_LIVE, AT(RawHook, result), .default_ = "\"ABANDON\"",
     .values = results, .fact = "ASG-112",
     .doc = "What happens when that time is over: at launch ABANDON terminates the instance."},
    {"completed_by_instance", KEY_BOOLEAN, KEY_LIVE, AT(RawHook, is_self_completed),
     .default_ = "false",
     .doc = "At launch: whether the instance completes it itself, with CONTINUE, when its "
            "application serves, as the last line of its user data would."},
    END,
};
static const KeyKind hook = {"lifecycle_hook", "A lifecycle hook.", sizeof(RawHook), hook_keys, 0};

static const Key maintenance_keys[] = {
    {"min_healthy_percentage", KEY_INTEGER, KEY_LIVE, AT(RawMaintenance, min_healthy), 0, 100, "90",
     .doc = "Share of the desired capacity that must stay in service while instances are "
            "replaced."},
    {"max_healthy_percentage", KEY_INTEGER, KEY_LIVE, AT(RawMaintenance, max_healthy), 100, 200,
     "100",
     .doc = "Share up to which the group may grow while instances are replaced; above 100 "
            "replacements are launched first."},
    END,
};
static const KeyKind maintenance = {"instance_maintenance_policy",
                                    "How many instances a replacement may take or add.",
                                    sizeof(RawMaintenance), maintenance_keys, 0};

static const char *const pool_states[] = {"Stopped", "Running", "Hibernated", NULL};
static const Key pool_keys[] = {
    {"max_group_prepared_capacity", KEY_INTEGER, KEY_LIVE, AT(RawWarmPool, prepared), 0, 10000,
     .doc = "Most instances of group and pool together: the pool is what is left of that beside "
            "the desired capacity. The group's max unless said."},
    {"min_size", KEY_INTEGER, KEY_LIVE, AT(RawWarmPool, min_size), 0, 10000, "0",
     .doc = "So many wait at least, whatever the desired capacity is."},
    {"pool_state", KEY_ENUM, KEY_LIVE, AT(RawWarmPool, state), .default_ = "\"Stopped\"",
     .values = pool_states, .fact = "ASG-764",
     .doc = "How instances wait: Stopped (a start boots, and installs nothing again), Running "
            "(they serve at once), Hibernated (they go on where they were)."},
    {"reuse_on_scale_in", KEY_BOOLEAN, KEY_LIVE, AT(RawWarmPool, is_reused), .default_ = "false",
     .doc = "Whether instances that a scale-in takes return to the pool instead of being "
            "terminated."},
    END,
};
static const KeyKind pool = {"warm_pool", "Instances that were launched ahead and wait.",
                             sizeof(RawWarmPool), pool_keys, 0};

static const char *const on_protected[] = {"Wait", "Ignore", "Refresh", NULL};
static const char *const on_standby[] = {"Wait", "Ignore", "Terminate", NULL};

static const Key refresh_keys[] = {
    {"launch", KEY_TEXT, KEY_LIVE, AT(RawRefresh, launch), 1, 63,
     .doc = "The desired configuration: the launch template that replaces the group's own. Without "
            "it instances are replaced by equal ones, and there is no rollback."},
    {"min_healthy_percentage", KEY_INTEGER, KEY_LIVE, AT(RawRefresh, min_healthy), 0, 100,
     .doc = "Share of the desired capacity that stays in service and ready; the maintenance "
            "policy's, else 90, unless said."},
    {"max_healthy_percentage", KEY_INTEGER, KEY_LIVE, AT(RawRefresh, max_healthy), 100, 200,
     .doc = "Share up to which the group may grow; above 100, instances are launched first. The "
            "maintenance policy's, else 100, unless said."},
    {"instance_warmup", KEY_DURATION, KEY_LIVE, AT(RawRefresh, warmup), 0, SECONDS(3600),
     .doc = "How long from InService on a new instance is not ready yet; the default instance "
            "warm-up, else the grace period, unless said."},
    {"checkpoint_percentages", KEY_PERCENTAGES, KEY_LIVE, AT(RawRefresh, checkpoints), 1,
     CONFIG_CHECKPOINTS_MAX,
     .doc = "It pauses when so much of the group is replaced, in ascending order, and ends with "
            "the last."},
    {"checkpoint_delay", KEY_DURATION, KEY_LIVE, AT(RawRefresh, checkpoint_delay), 0,
     SECONDS(172800), "\"3600s\"", .fact = "ASG-712", .doc = "How long it pauses there."},
    {"skip_matching", KEY_BOOLEAN, KEY_LIVE, AT(RawRefresh, skips_matching), .default_ = "false",
     .fact = "ASG-733",
     .doc = "Whether instances stay that run the desired configuration already."},
    {"auto_rollback", KEY_BOOLEAN, KEY_LIVE, AT(RawRefresh, is_auto_rollback), .default_ = "false",
     .fact = "ASG-733", .doc = "Whether it rolls back when it fails."},
    {"bake_time", KEY_DURATION, KEY_LIVE, AT(RawRefresh, bake), 0, SECONDS(172800), "\"0s\"",
     .fact = "ASG-733",
     .doc = "How long it waits after the last instance before it is successful."},
    {"scale_in_protected_instances", KEY_ENUM, KEY_LIVE, AT(RawRefresh, protected_),
     .default_ = "\"Wait\"", .values = on_protected, .fact = "ASG-734",
     .doc = "What it does with instances that are protected from scale-in."},
    {"standby_instances", KEY_ENUM, KEY_LIVE, AT(RawRefresh, standby), .default_ = "\"Wait\"",
     .values = on_standby, .fact = "ASG-734", .doc = "What it does with instances in standby."},
    {"alarms", KEY_TEXTS, KEY_LIVE, AT(RawRefresh, alarms), 1, CONFIG_REFRESH_ALARMS_MAX,
     .characters = 128, .doc = "CloudWatch alarms of the region that make it fail."},
    END,
};
static const KeyKind refresh = {
    "instance_refresh",
    "What the next instance refresh of the group does (start_instance_refresh).",
    sizeof(RawRefresh), refresh_keys, 0};

static const char *const policy_types[] = {"TargetTrackingScaling", "StepScaling", "SimpleScaling",
                                           "PredictiveScaling", NULL};
static const char *const metric_pairs[] = {"ASGCPUUtilization", "ALBRequestCount", NULL};
static const char *const later_pairs[] = {"ASGNetworkIn", "ASGNetworkOut", NULL};
static const char *const modes[] = {"ForecastOnly", "ForecastAndScale", NULL};
static const char *const breaches[] = {"HonorMaxCapacity", "IncreaseMaxCapacity", NULL};
static const char *const adjustments[] = {"ChangeInCapacity", "ExactCapacity",
                                          "PercentChangeInCapacity", NULL};
static const char *const aggregations[] = {"Average", "Minimum", "Maximum", NULL};
static const char *const metrics[] = {"ASGAverageCPUUtilization", "ALBRequestCountPerTarget", NULL};
static const char *const later_metrics[] = {"ASGAverageNetworkIn", "ASGAverageNetworkOut", NULL};

static const Key policy_step_keys[] = {
    {"lower_bound", KEY_NUMBER, 0, AT(RawPolicyStep, lower), -1e12, 1e12,
     .doc = "Above the alarm's threshold by this; open unless said."},
    {"upper_bound", KEY_NUMBER, 0, AT(RawPolicyStep, upper), -1e12, 1e12,
     .doc = "Up to this above the threshold; open unless said."},
    {"adjustment", KEY_NUMBER, KEY_REQUIRED, AT(RawPolicyStep, by), -10000, 10000,
     .doc = "By how many instances or percent, or to how many."},
    END,
};
static const KeyKind policy_step = {"policy_step", "A step of step scaling.", sizeof(RawPolicyStep),
                                    policy_step_keys, 0};

static const Key load_keys[] = {
    {"for", KEY_DURATION, KEY_REQUIRED, AT(RawLoad, length), (double)SIM_HOUR, 14 * DAY,
     .doc = "How many hours."},
    {"load", KEY_NUMBER, KEY_REQUIRED, AT(RawLoad, load), 0, 1e9,
     .doc = "Of ALBRequestCount: requests a minute to the target group. Of ASGCPUUtilization: the "
            "CPU of all instances together, in percent of one."},
    END,
};
static const KeyKind load = {"hours_of_load", "Hours before the run, and the load of each.",
                             sizeof(RawLoad), load_keys, 0};

static const Key policy_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawPolicy, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"type", KEY_ENUM, KEY_REQUIRED, AT(RawPolicy, type), .values = policy_types,
     .doc = "How it scales."},
    {"metric", KEY_ENUM, 0, AT(RawPolicy, metric), .values = metrics, .later = later_metrics,
     .doc =
         "Of target tracking: average CPU of the group in percent, or requests a minute for each "
         "target of its first target group."},
    {"target", KEY_NUMBER, 0, AT(RawPolicy, target), 0.001, 1e9,
     .doc = "Of target tracking: the value that the metric is held at. Of predictive scaling: the "
            "load of one instance, in percent of its CPU or in requests a minute."},
    {"disable_scale_in", KEY_BOOLEAN, 0, AT(RawPolicy, is_in_disabled), .default_ = "false",
     .doc = "Of target tracking: whether it only scales out."},
    {"scale_in_factor", KEY_NUMBER, 0, AT(RawPolicy, factor), 0.1, 1,
     .doc = "Of target tracking: scale-in begins below this share of the target; by the group's "
            "size, 0.70 to 0.90, unless said."},
    {"adjustment_type", KEY_ENUM, 0, AT(RawPolicy, adjustment), .default_ = "\"ChangeInCapacity\"",
     .values = adjustments, .doc = "Of step and simple scaling: what adjustments are."},
    {"adjustment", KEY_NUMBER, 0, AT(RawPolicy, by), -10000, 10000, "0",
     .doc = "Of simple scaling: by how many instances or percent, or to how many."},
    {"min_adjustment_magnitude", KEY_INTEGER, 0, AT(RawPolicy, min_magnitude), 0, 10000, "0",
     .doc = "Of PercentChangeInCapacity: at least so many instances."},
    {"metric_aggregation_type", KEY_ENUM, 0, AT(RawPolicy, aggregation), .default_ = "\"Average\"",
     .values = aggregations, .fact = "ASG-511",
     .doc = "Of step scaling: what the datapoints of the alarm's evaluation periods come to before "
            "they are compared with the steps."},
    {"steps", KEY_OBJECTS, 0, AT(RawPolicy, steps), 0, 20, .kind = &policy_step,
     .doc = "Of step scaling, in order, without gaps."},
    {"estimated_instance_warmup", KEY_DURATION, 0, AT(RawPolicy, warmup), 0, SECONDS(3600),
     .doc = "How long a new instance warms up; the default warm-up, else the default cooldown, "
            "unless said."},
    {"cooldown", KEY_DURATION, 0, AT(RawPolicy, cooldown), 0, DAY,
     .doc = "Of simple scaling: pause after an activity; the default one unless said."},
    {"metric_pair", KEY_ENUM, 0, AT(RawPolicy, metric_pair), .values = metric_pairs,
     .later = later_pairs,
     .doc = "Of predictive scaling: what load is, and what it is for one instance. "
            "ALBRequestCount is that of the group's first target group."},
    {"mode", KEY_ENUM, KEY_LIVE, AT(RawPolicy, mode), .default_ = "\"ForecastOnly\"",
     .values = modes, .fact = "ASG-623",
     .doc = "Of predictive scaling: whether it also scales by what it forecasts."},
    {"scheduling_buffer_time", KEY_DURATION, 0, AT(RawPolicy, buffer), 0, SECONDS(3599), "\"300s\"",
     .fact = "ASG-625", .limits_fact = "ASG-631",
     .doc = "Of predictive scaling: how long before the hour it launches."},
    {"max_capacity_breach_behavior", KEY_ENUM, 0, AT(RawPolicy, breach),
     .default_ = "\"HonorMaxCapacity\"", .values = breaches, .fact = "ASG-627",
     .doc = "Of predictive scaling: what a forecast above the largest capacity does; "
            "IncreaseMaxCapacity raises it, as far as the history asks, and it stays raised."},
    {"max_capacity_buffer", KEY_INTEGER, 0, AT(RawPolicy, max_buffer), 0, 100,
     .doc = "Of IncreaseMaxCapacity: by how many percent the maximum is to be above the forecast."},
    {"history", KEY_OBJECTS, 0, AT(RawPolicy, history), 0, 336, .kind = &load,
     .doc = "Of predictive scaling: the load before the run, the oldest hours first; the last of "
            "them ends with the last full hour before \"start\". A forecast needs 24 hours and "
            "takes up to 14 days."},
    END,
};
static const KeyKind policy = {"scaling_policy", "A scaling policy.", sizeof(RawPolicy),
                               policy_keys, 0};

static const Key scheduled_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawScheduled, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"at", KEY_DURATION, 0, AT(RawScheduled, at), 1, 365 * DAY,
     .doc = "When, from the start of the run on; it may come up to two minutes late."},
    {"start_time", KEY_START, 0, AT(RawScheduled, start_unix_s),
     .doc = "The same by the wall clock, in UTC, as \"start\" says when the run begins."},
    {"recurrence", KEY_TEXT, 0, AT(RawScheduled, recurrence), 1, 255,
     .doc = "A cron expression of five fields: minute, hour, day of the month, month, day of the "
            "week. With a time beside it, it comes then and recurs afterwards."},
    {"time_zone", KEY_TEXT, 0, AT(RawScheduled, time_zone), 1, 64, "\"Etc/UTC\"",
     .doc = "Of a recurrence: the zone of its hours, by its IANA name. Zones of one offset: "
            "Etc/GMT+12 to Etc/GMT-14 (west is plus), Asia/Kolkata and others without daylight "
            "saving time."},
    {"every", KEY_DURATION, 0, AT(RawScheduled, every), SECONDS(300), 365 * DAY,
     .doc = "Instead of an expression: how often it recurs from its time on; once unless said."},
    {"end_time", KEY_START, 0, AT(RawScheduled, end_unix_s),
     .doc = "The moment, in UTC, after which it does not recur any more."},
    {"min", KEY_INTEGER, 0, AT(RawScheduled, min), 0, 10000, .doc = "The new least capacity."},
    {"max", KEY_INTEGER, 0, AT(RawScheduled, max), 0, 10000,
     .doc = "The new largest capacity; at most the group's own as the file has it makes room for."},
    {"desired", KEY_INTEGER, 0, AT(RawScheduled, desired), 0, 10000,
     .doc = "The new desired capacity."},
    END,
};
static const KeyKind scheduled = {"scheduled_action",
                                  "A scheduled action of an Auto Scaling group.",
                                  sizeof(RawScheduled), scheduled_keys, 0};

static const Key scaling_group_keys[] = {
    {"name", KEY_TEXT, KEY_REQUIRED, AT(RawScalingGroup, name), 1, 63, .pattern = NAME_PATTERN,
     .shape = NAME_SHAPE, .doc = "Its name."},
    {"launch", KEY_TEXT, KEY_REQUIRED | KEY_LIVE, AT(RawScalingGroup, launch), 1, 63,
     .doc = "The launch template of instances launched from now on."},
    {"zones", KEY_TEXTS, 0, AT(RawScalingGroup, zones), 1, 8, .characters = 63,
     .doc = "The zones it launches into; all of the region unless said."},
    {"target_groups", KEY_TEXTS, 0, AT(RawScalingGroup, target_groups), 0, 50, .characters = 32,
     .doc = "The target groups its instances are registered with."},
    {"security_groups", KEY_TEXTS, 0, AT(RawScalingGroup, security_groups), 1, 5, .characters = 63,
     .doc = "Security groups that its instances bear; none: nothing is held back."},
    {"min", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawScalingGroup, min), 0, 10000,
     .doc = "Least capacity."},
    {"desired", KEY_INTEGER, KEY_LIVE, AT(RawScalingGroup, desired), 0, 10000,
     .doc = "Desired capacity as the run begins; min unless said. Set in a running world, it is a "
            "new desired capacity."},
    {"max", KEY_INTEGER, KEY_REQUIRED | KEY_LIVE, AT(RawScalingGroup, max), 0, 10000,
     .doc = "Largest capacity."},
    {"health_check_type", KEY_ENUM, KEY_LIVE, AT(RawScalingGroup, health_type),
     .default_ = "\"EC2\"", .values = health_types, .fact = "ASG-201",
     .doc = "ELB: what the health checks of its target groups find unhealthy is replaced too."},
    {"health_check_grace_period", KEY_DURATION, KEY_LIVE, AT(RawScalingGroup, grace), 0, DAY,
     "\"0s\"", .fact = "ASG-205",
     .doc = "How long from InService on an instance is not replaced for failing checks."},
    {"default_instance_warmup", KEY_DURATION, KEY_LIVE, AT(RawScalingGroup, warmup), 0,
     SECONDS(3600),
     .doc = "How long from InService on an instance's metrics do not count; none unless said."},
    {"default_cooldown", KEY_DURATION, 0, AT(RawScalingGroup, cooldown), 0, DAY, "\"300s\"",
     .doc = "Pause after an activity of simple scaling, and the warm-up of policies where no other "
            "is said."},
    {"policies", KEY_OBJECTS, 0, AT(RawScalingGroup, policies), 0, 50, .kind = &policy,
     .doc = "Its scaling policies. Step and simple ones are fired by alarms whose action is "
            "\"autoscaling:group/policy\"."},
    {"scheduled_actions", KEY_OBJECTS, 0, AT(RawScalingGroup, scheduled), 0, 125,
     .kind = &scheduled, .doc = "Its scheduled actions."},
    {"warm_pool", KEY_OBJECT, KEY_OPTIONAL | KEY_LIVE, AT(RawScalingGroup, warm_pool),
     .kind = &pool, .doc = "Instances that were launched ahead and wait; none unless said."},
    {"termination_policies", KEY_TEXTS, KEY_LIVE, AT(RawScalingGroup, terminations), 1,
     CONFIG_TERMINATIONS_MAX, .characters = 63,
     .doc = "Default, OldestInstance, NewestInstance, OldestLaunchTemplate, "
            "ClosestToNextInstanceHour; the next decides what one leaves open."},
    {"availability_zone_distribution", KEY_ENUM, KEY_LIVE, AT(RawScalingGroup, distribution),
     .default_ = "\"balanced-best-effort\"", .values = distributions, .fact = "ASG-303",
     .doc = "What happens when a zone has no capacity: another zone is tried, or the same again."},
    {"availability_zone_impairment", KEY_ENUM, KEY_LIVE, AT(RawScalingGroup, impairment),
     .default_ = "\"ReplaceUnhealthy\"", .values = impairments,
     .doc = "What happens to unhealthy instances of a zone that is shifted away from."},
    {"new_instances_protected_from_scale_in", KEY_BOOLEAN, KEY_LIVE,
     AT(RawScalingGroup, is_protected), .default_ = "false",
     .doc = "Whether an instance is protected from scale-in from its launch on."},
    {"instance_maintenance_policy", KEY_OBJECT, KEY_LIVE, AT(RawScalingGroup, maintenance),
     .kind = &maintenance, .doc = "How replacing goes; without it: terminate, then launch."},
    {"instance_refresh", KEY_OBJECT, KEY_LIVE, AT(RawScalingGroup, refresh), .kind = &refresh,
     .doc = "What the next instance refresh does; start_instance_refresh begins it."},
    {"suspended_processes", KEY_TEXTS, KEY_LIVE, AT(RawScalingGroup, suspended), 0, 9,
     .characters = 63,
     .doc = "Launch, Terminate, AddToLoadBalancer, AlarmNotification, AZRebalance, HealthCheck, "
            "InstanceRefresh, ReplaceUnhealthy, ScheduledActions: those that rest."},
    {"max_instance_lifetime", KEY_DURATION, KEY_LIVE, AT(RawScalingGroup, max_lifetime), 0,
     365 * DAY, "\"0s\"",
     .doc = "An instance this old is replaced; 0s: none, else at least a day."},
    {"lifecycle_hooks", KEY_OBJECTS, 0, AT(RawScalingGroup, hooks), 0, 50, .kind = &hook,
     .doc = "Its lifecycle hooks."},
    {"mixed_instances_policy", KEY_NOT_YET, .doc = "Several instance types and Spot."},
    END,
};
const KeyKind key_scaling_group = {"auto_scaling_group", "An Auto Scaling group.",
                                   sizeof(RawScalingGroup), scaling_group_keys, 0};
