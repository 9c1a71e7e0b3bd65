// Facts about Auto Scaling. A number's hundreds: 1 the lifecycle, 2 health and replacement, 3 zones
// and whom to terminate, 4 target tracking and capacity, 5 the other policies, 6 warm-up, 7
// refreshes and warm pools.
#include "facts/table.h"

#define ASG "autoscaling/ec2/userguide/"

// clang-format off
static const SimFact rows[] = {
    // Lifecycle
    FACT("ASG-101", "An instance is registered with its target groups before it is in service; health checks run beside that.", ASG "lifecycle-hooks-overview", DOCUMENTED, "an_instance_is_registered_before_it_is_in_service"),
    FACT("ASG-103", "An instance to be terminated is deregistered first, and its draining is waited for.", ASG "lifecycle-hooks-overview", DOCUMENTED, "an_instance_drains_before_it_is_held_and_terminated"),
    FACT("ASG-104", "While it drains its activity is WaitingForELBConnectionDraining.", ASG "API: ScalingActivityStatusCode", DOCUMENTED, "an_instance_drains_before_it_is_held_and_terminated"),
    FACT("ASG-105", "From a new desired capacity it takes 6 seconds until a launch begins and 5 until a termination does.", "logs of real groups", OBSERVED, "a_launch_begins_after_six_seconds_and_a_termination_after_five"),
    FACT("ASG-106", "EC2 reports an instance as running about 6 seconds after RunInstances, and it is in service then, before its application serves.", "daemonology.net: EC2 boot time", OBSERVED, "an_instance_is_in_service_before_its_application_serves"),
    FACT("ASG-107", "What user data installs comes on top of the boot.", "", MODEL, "user_data_is_installed_after_the_boot"),
    LEFT_OUT("ASG-108", "A Windows instance without fast launch takes 15 minutes or more.", "AWSEC2: win-ami-config-fast-launch", "boot times are the launch template's to say"),
    FACT("ASG-110", "A hook at launch holds an instance in Pending:Wait, before it is registered.", ASG "lifecycle-hooks-overview", DOCUMENTED, "a_hook_holds_a_launch_until_it_is_completed"),
    FACT("ASG-111", "A hook waits for an hour unless it says otherwise.", ASG "adding-lifecycle-hooks", DOCUMENTED, "a_hook_waits_for_an_hour_and_then_abandons"),
    FACT("ASG-112", "When nobody completes it, a hook's result is ABANDON unless it says otherwise.", ASG "adding-lifecycle-hooks", DOCUMENTED, "a_hook_waits_for_an_hour_and_then_abandons"),
    FACT("ASG-113", "A launch that is abandoned is terminated and replaced.", ASG "adding-lifecycle-hooks", DOCUMENTED, "an_abandoned_launch_is_terminated_and_replaced"),
    FACT("ASG-114", "A termination goes on whichever the result of its hook is.", ASG "adding-lifecycle-hooks", DOCUMENTED, "a_termination_goes_on_whatever_its_hook_says"),
    FACT("ASG-115", "A heartbeat makes a hook wait anew.", ASG "adding-lifecycle-hooks", DOCUMENTED, "a_heartbeat_makes_a_hook_wait_anew"),
    FACT("ASG-116", "A hook holds an instance for 48 hours or a hundred timeouts, whichever is less.", ASG "adding-lifecycle-hooks", DOCUMENTED, "no_hook_holds_an_instance_for_ever"),
    FACT("ASG-120", "An instance in standby is deregistered, does not count, and serves nobody.", ASG "as-enter-exit-standby", DOCUMENTED, "an_instance_in_standby_serves_nobody_and_comes_back"),
    FACT("ASG-121", "A detached instance runs on outside its group.", ASG "ec2-auto-scaling-detach-attach-instances", DOCUMENTED, "a_detached_instance_runs_on_and_is_replaced"),
    FACT("ASG-122", "Taking an instance out may take the desired capacity down with it; else it is replaced.", ASG "ec2-auto-scaling-detach-attach-instances", DOCUMENTED, "an_instance_can_go_with_its_share_of_the_desired_capacity"),
    LEFT_OUT("ASG-123", "Instances that run already can be attached to a group.", ASG "ec2-auto-scaling-detach-attach-instances", "a group's instances are slots of its own"),
    LEFT_OUT("ASG-124", "Spot instances, their interruption and their rebalance recommendations.", ASG "ec2-auto-scaling-mixed-instances-groups", "one launch template and on-demand capacity only"),
    // Health
    FACT("ASG-201", "What a load balancer finds unhealthy is ignored unless the group is told to heed it.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "elb_health_is_ignored_unless_it_is_enabled"),
    FACT("ASG-202", "With ELB health checks an instance of which one target is unhealthy is replaced.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "elb_health_is_ignored_unless_it_is_enabled"),
    FACT("ASG-203", "A group looks at the health of its instances every 30 seconds; the period is not published.", "", MODEL, "an_instance_that_does_not_run_is_replaced_even_in_its_grace_period"),
    FACT("ASG-204", "An instance in any state but running is unhealthy at once, even in its grace period.", ASG "health-check-grace-period", DOCUMENTED, "an_instance_that_does_not_run_is_replaced_even_in_its_grace_period"),
    FACT("ASG-205", "Made by API a group has no grace period.", ASG "health-check-grace-period", DOCUMENTED, "elb_health_is_ignored_unless_it_is_enabled"),
    FACT("ASG-206", "The grace period begins when an instance is in service.", ASG "health-check-grace-period", DOCUMENTED, "failing_checks_are_forgiven_in_the_grace_period"),
    FACT("ASG-207", "EC2 checks each minute, and an impaired instance is given some minutes to recover: here two checks and three minutes.", ASG "ec2-auto-scaling-health-checks", MODEL, "an_instance_without_power_is_replaced_after_some_minutes"),
    FACT("ASG-208", "ELB health checks count only when one target of the attachment has passed.", ASG "load-balancer-status", DOCUMENTED, "elb_health_counts_once_one_target_has_passed"),
    FACT("ASG-209", "An unhealthy instance is terminated first and then replaced: the group dips below its desired capacity.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "an_unhealthy_instance_is_terminated_before_it_is_replaced"),
    FACT("ASG-210", "At most a tenth of the desired capacity is replaced at a time, and at least one.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "a_tenth_is_replaced_at_a_time"),
    FACT("ASG-211", "The next batch waits for the first check of the replacements and their warm-up.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "the_next_batch_waits_for_the_first"),
    FACT("ASG-212", "When every instance is unhealthy by ELB, fewer are replaced: here one.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "when_all_are_unhealthy_one_is_replaced"),
    FACT("ASG-213", "Instances that do not run, or were said to be unhealthy, are replaced without that limit.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "instances_that_do_not_run_are_replaced_all_at_once"),
    FACT("ASG-214", "A maintenance policy of at least 100 % and more above launches before it terminates.", ASG "instance-maintenance-policy-overview-and-considerations", DOCUMENTED, "a_maintenance_policy_can_launch_first"),
    FACT("ASG-216", "The percentages of a maintenance policy are at most 100 apart.", ASG "instance-maintenance-policy-overview-and-considerations", DOCUMENTED, "what_aws_refuses_of_a_group_is_refused"),
    FACT("ASG-217", "Health that is set by API heeds the grace period.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "health_can_be_set_outside_the_grace_period"),
    FACT("ASG-218", "In its grace period an instance is not replaced for failing checks.", ASG "health-check-grace-period", DOCUMENTED, "failing_checks_are_forgiven_in_the_grace_period"),
    FACT("ASG-219", "While the group is a tenth or more below its desired capacity, no other is taken out for its health.", ASG "ec2-auto-scaling-health-checks", DOCUMENTED, "an_unhealthy_instance_is_terminated_before_it_is_replaced"),
    LEFT_OUT("ASG-220", "EBS and VPC Lattice health checks.", ASG "ec2-auto-scaling-health-checks", "neither volumes nor Lattice are simulated"),
    // Zones and termination
    FACT("ASG-301", "An instance is launched into the zone with the fewest.", ASG "auto-scaling-benefits", DOCUMENTED, "instances_are_spread_evenly_over_zones"),
    FACT("ASG-302", "A launch fails in a zone without capacity, and another zone is tried.", ASG "auto-scaling-benefits", DOCUMENTED, "another_zone_is_tried_when_one_has_no_capacity"),
    FACT("ASG-303", "A group spreads by best effort unless it is told to stay balanced.", "autoscaling API: CapacityDistributionStrategy", DOCUMENTED, "another_zone_is_tried_when_one_has_no_capacity"),
    FACT("ASG-304", "A group that stays balanced asks the same zone on and on.", "autoscaling API: CapacityDistributionStrategy", DOCUMENTED, "a_group_that_stays_balanced_waits_for_capacity"),
    FACT("ASG-305", "Zones are balanced again by launching before terminating.", ASG "auto-scaling-benefits", DOCUMENTED, "zones_are_balanced_again_by_launching_first"),
    FACT("ASG-306", "Balancing may exceed the largest capacity by a tenth, and at least by one.", ASG "auto-scaling-benefits", DOCUMENTED, "zones_are_balanced_again_by_launching_first"),
    FACT("ASG-308", "The least capacity is not above the largest.", ASG "asg-capacity-limits", DOCUMENTED, "what_aws_refuses_of_a_group_is_refused"),
    FACT("ASG-309", "The desired capacity lies between them.", ASG "asg-capacity-limits", DOCUMENTED, "what_aws_refuses_of_a_group_is_refused"),
    FACT("ASG-310", "By default one goes from the zone that has the most.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "one_goes_from_the_zone_that_has_the_most"),
    FACT("ASG-311", "Of these the one of the oldest launch template goes.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "the_oldest_launch_template_goes_first"),
    FACT("ASG-312", "Of these the one closest to its next billing hour goes.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "the_one_closest_to_its_next_hour_goes"),
    FACT("ASG-313", "Of these one goes at random.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "equals_go_at_random"),
    FACT("ASG-314", "OldestInstance takes the oldest.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "a_termination_policy_chooses_who_goes"),
    FACT("ASG-315", "NewestInstance takes the newest.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "a_termination_policy_chooses_who_goes"),
    FACT("ASG-316", "OldestLaunchTemplate takes one whose template is not the group's own any more.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "the_oldest_launch_template_goes_first_by_its_own_policy"),
    FACT("ASG-317", "Whatever the policy, the balance of zones goes first.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "one_goes_from_the_zone_that_has_the_most"),
    FACT("ASG-318", "An instance that is protected from scale-in does not go.", ASG "ec2-auto-scaling-instance-protection", DOCUMENTED, "a_protected_instance_does_not_go"),
    LEFT_OUT("ASG-319", "AllocationStrategy and functions as termination policies.", ASG "ec2-auto-scaling-termination-policies", "there are no mixed instances and no functions"),
    FACT("ASG-320", "A group that is shifted away from a zone launches into the others.", "autoscaling API: AvailabilityZoneImpairmentPolicy", DOCUMENTED, "a_group_shifted_away_from_a_zone_launches_elsewhere"),
    FACT("ASG-321", "Unhealthy instances of that zone may be left alone meanwhile.", "autoscaling API: AvailabilityZoneImpairmentPolicy", DOCUMENTED, "unhealthy_instances_of_an_impaired_zone_can_be_left_alone"),
    FACT("ASG-322", "An instance that reaches the maximum instance lifetime is replaced, one after the other.", ASG "asg-max-instance-lifetime", DOCUMENTED, "an_instance_is_replaced_at_the_end_of_its_life"),
    FACT("ASG-323", "ClosestToNextInstanceHour takes the one closest to its next billing hour.", ASG "ec2-auto-scaling-termination-policies", DOCUMENTED, "the_one_closest_to_its_next_hour_goes_by_its_own_policy"),
    FACT("ASG-324", "The maximum instance lifetime is none or at least a day.", ASG "asg-max-instance-lifetime", DOCUMENTED, "what_aws_refuses_of_a_group_is_refused"),
    // Capacity
    FACT("ASG-401", "A desired capacity outside the limits is refused.", ASG "asg-capacity-limits", DOCUMENTED, "a_desired_capacity_outside_the_limits_is_refused"),
    FACT("ASG-403", "The desired capacity never leaves the limits, however they or a policy would move it.", ASG "asg-capacity-limits", DOCUMENTED, "a_smaller_maximum_takes_the_desired_capacity_along"),
    // Target tracking
    FACT("ASG-405", "Target tracking scales out in proportion to the metric and rounds up.", ASG "as-scaling-target-tracking", DOCUMENTED, "target_tracking_scales_out_in_proportion"),
    FACT("ASG-406", "It scales in so as to remove less rather than more.", ASG "as-scaling-target-tracking", DOCUMENTED, "target_tracking_scales_in_when_the_metric_stays_low"),
    FACT("ASG-407", "Instances that warm up count as present and are no base for more.", ASG "ec2-auto-scaling-default-instance-warmup", DOCUMENTED, "a_warming_instance_is_no_reason_for_another"),
    FACT("ASG-408", "Of several target-tracking policies all have to agree before the group scales in.", ASG "as-scaling-target-tracking", DOCUMENTED, "all_policies_agree_before_a_group_scales_in"),
    FACT("ASG-409", "Scaling in can be turned off for a policy.", ASG "as-scaling-target-tracking", DOCUMENTED, "scaling_in_can_be_turned_off"),
    FACT("ASG-410", "Target tracking does not scale in while instances warm up.", ASG "ec2-auto-scaling-default-instance-warmup", DOCUMENTED, "no_scaling_in_while_instances_warm_up"),
    FACT("ASG-411", "A policy's high alarm watches three datapoints of a minute.", "logs of real groups", OBSERVED, "target_tracking_scales_out_in_proportion"),
    FACT("ASG-412", "Its low alarm watches fifteen.", "logs of real groups", OBSERVED, "target_tracking_scales_in_when_the_metric_stays_low"),
    FACT("ASG-413", "The low alarm's threshold is 0.70 of the target in small groups, and grows to 0.90 with the group as it is in the file.", "", MODEL, "scaling_in_begins_well_below_the_target"),
    LEFT_OUT("ASG-414", "Target tracking on network traffic and on metrics of one's own.", ASG "as-scaling-target-tracking", "instances have no network metrics, and nothing publishes others"),
    LEFT_OUT("ASG-415", "Without detailed monitoring EC2's metrics have a datapoint every 5 minutes.", ASG "as-scaling-target-tracking", "every metric here has one a minute, as with detailed monitoring"),
    // Step, simple and scheduled scaling
    FACT("ASG-501", "Above its threshold a step takes its lower bound and not its upper one; below it is the reverse.", ASG "as-scaling-simple-step", DOCUMENTED, "the_documented_example_of_step_scaling"),
    FACT("ASG-502", "A percentage that makes less than one instance makes one.", ASG "as-scaling-simple-step", DOCUMENTED, "percentages_are_rounded_as_documented"),
    FACT("ASG-503", "A percentage that takes less than one instance takes one.", ASG "as-scaling-simple-step", DOCUMENTED, "percentages_are_rounded_as_documented"),
    FACT("ASG-504", "A percentage can be given a least number of instances.", ASG "as-scaling-simple-step", DOCUMENTED, "percentages_are_rounded_as_documented"),
    FACT("ASG-505", "While instances of a step warm up the same step adds nothing, and a higher one only the difference.", ASG "as-scaling-simple-step", DOCUMENTED, "a_step_that_repeats_adds_nothing_while_it_warms_up"),
    FACT("ASG-506", "Simple scaling waits for its activity and a cooldown.", ASG "ec2-auto-scaling-scaling-cooldowns", DOCUMENTED, "simple_scaling_waits_for_its_cooldown"),
    FACT("ASG-507", "Steps neither overlap nor leave gaps.", ASG "as-scaling-simple-step", DOCUMENTED, "steps_with_gaps_are_refused"),
    FACT("ASG-508", "A scheduled action may come up to two minutes late.", ASG "ec2-auto-scaling-scheduled-scaling", DOCUMENTED, "a_scheduled_action_comes_a_little_late"),
    FACT("ASG-509", "An alarm fires its policy each minute that it stays in ALARM.", "AmazonCloudWatch: AlarmThatSendsEmail", DOCUMENTED, "an_alarm_that_stays_fires_each_minute"),
    LEFT_OUT("ASG-510", "Predictive scaling forecasts two days by the hour from two weeks of history.", ASG "ec2-auto-scaling-predictive-scaling", "runs are hours and have no history"),
    LEFT_OUT("ASG-511", "A step policy takes the average, minimum or maximum of the alarm's metric.", ASG "as-scaling-simple-step", "the value is the datapoint of the alarm"),
    LEFT_OUT("ASG-512", "Scheduled actions recur by cron expressions.", ASG "ec2-auto-scaling-scheduled-scaling", "they recur by an interval from the start of the run"),
    // Processes
    FACT("ASG-520", "A process of a group can be suspended, and rests until it is resumed.", ASG "as-suspend-resume-processes", DOCUMENTED, "a_suspended_process_rests"),
    // Warm-up
    FACT("ASG-601", "A policy's warm-up is the group's default one, and where there is none the default cooldown of 300 seconds.", ASG "consolidated-view-of-warm-up-and-cooldown-settings", DOCUMENTED, "a_warming_instance_is_no_reason_for_another"),
    FACT("ASG-602", "The cooldown begins when the last instance was launched or terminated, and is 300 seconds unless said.", ASG "ec2-auto-scaling-scaling-cooldowns", DOCUMENTED, "simple_scaling_waits_for_its_cooldown"),
    FACT("ASG-603", "The metrics of an instance do not count until its warm-up is over.", ASG "ec2-auto-scaling-default-instance-warmup", DOCUMENTED, "a_warming_instance_does_not_count_in_the_groups_cpu"),
    // Refreshes and warm pools
    LEFT_OUT("ASG-701", "An instance refresh replaces all instances in batches, with checkpoints and rollback.", ASG "asg-instance-refresh", "not built yet"),
    LEFT_OUT("ASG-702", "A warm pool keeps prepared instances stopped, running or hibernated.", ASG "ec2-auto-scaling-warm-pools", "not built yet"),
};
// clang-format on

const FactTable facts_autoscaling = FACT_TABLE("Auto Scaling", rows);
