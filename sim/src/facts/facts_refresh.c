// Facts about instance refreshes of Auto Scaling groups.
#include "facts/table.h"

#define ASG "autoscaling/ec2/userguide/"
#define API "autoscaling API: RefreshPreferences"

// clang-format off
static const SimFact rows[] = {
    FACT("ASG-701", "An instance refresh is Pending first, InProgress while it replaces, and Successful when all instances are updated.", ASG "check-status-instance-refresh", DOCUMENTED, "a_refresh_replaces_all_instances_and_succeeds"),
    FACT("ASG-702", "With least and largest share at 100 % one instance is replaced at a time.", API, DOCUMENTED, "at_a_hundred_percent_one_goes_at_a_time"),
    FACT("ASG-703", "Unless said, 90 % of the desired capacity stays in service, healthy and ready.", API, DOCUMENTED, "nine_of_ten_stay_unless_said"),
    FACT("ASG-704", "Unless said, a refresh does not make a group grow.", API, DOCUMENTED, "a_group_does_not_grow_unless_said"),
    FACT("ASG-705", "Where the group has a maintenance policy, its percentages are the refresh's.", API, DOCUMENTED, "the_percentages_of_the_maintenance_policy_are_a_refreshs_too"),
    FACT("ASG-706", "The largest share is given only together with the least.", API, DOCUMENTED, "what_aws_refuses_of_a_refresh_is_refused"),
    FACT("ASG-707", "The two shares are at most 100 apart.", API, DOCUMENTED, "what_aws_refuses_of_a_refresh_is_refused"),
    FACT("ASG-708", "A refresh that succeeds leaves its desired configuration as the group's own.", ASG "instance-refresh-overview", DOCUMENTED, "after_success_the_group_launches_the_new_version"),
    FACT("ASG-709", "A new instance is updated when it passes the health checks that its group heeds.", ASG "instance-refresh-overview", DOCUMENTED, "a_new_instance_has_to_pass_the_checks_its_group_heeds"),
    FACT("ASG-710", "Its warm-up is the group's default one, and where there is none the grace period.", API, DOCUMENTED, "the_warm_up_is_the_groups_else_its_grace_period"),
    FACT("ASG-711", "A checkpoint delay is given only together with checkpoints.", API, DOCUMENTED, "what_aws_refuses_of_a_refresh_is_refused"),
    FACT("ASG-712", "Unless said, a refresh pauses an hour at a checkpoint.", API, DOCUMENTED, "a_checkpoint_lasts_an_hour_unless_said"),
    FACT("ASG-713", "Checkpoints are in ascending order, each once.", API, DOCUMENTED, "what_aws_refuses_of_a_refresh_is_refused"),
    FACT("ASG-714", "With skip matching, instances that run the desired configuration stay.", ASG "asg-instance-refresh-skip-matching", DOCUMENTED, "what_matches_can_be_skipped"),
    FACT("ASG-715", "What the group launches while a refresh goes on has the desired configuration.", ASG "instance-refresh-overview", DOCUMENTED, "a_scale_out_meanwhile_launches_the_desired_configuration"),
    FACT("ASG-716", "With auto rollback a refresh that fails is rolled back; else what was replaced stays.", ASG "instance-refresh-rollback", DOCUMENTED, "a_refresh_that_fails_can_roll_back_by_itself"),
    FACT("ASG-717", "Auto rollback needs a desired configuration.", API, DOCUMENTED, "what_aws_refuses_of_a_refresh_is_refused"),
    FACT("ASG-718", "A rollback replaces only what the refresh had deployed, with what the group launched before.", ASG "instance-refresh-rollback", DOCUMENTED, "a_rollback_replaces_only_what_was_deployed"),
    FACT("ASG-719", "A refresh is Baking for its bake time before it is successful.", "autoscaling API: InstanceRefresh", DOCUMENTED, "a_refresh_bakes_before_it_is_successful"),
    FACT("ASG-720", "Instances protected from scale-in are waited for, ignored or refreshed.", API, DOCUMENTED, "protected_instances_are_waited_for_ignored_or_refreshed"),
    FACT("ASG-721", "Instances in standby are waited for or ignored.", API, DOCUMENTED, "instances_in_standby_are_waited_for_or_ignored"),
    FACT("ASG-722", "A refresh fails when one of its alarms is in ALARM.", API, DOCUMENTED, "an_alarm_makes_a_refresh_fail"),
    FACT("ASG-723", "A refresh that can make no replacement, or whose new instances do not pass, fails after an hour.", ASG "instance-refresh-overview", DOCUMENTED, "a_refresh_fails_after_an_hour_without_progress"),
    FACT("ASG-724", "At a checkpoint a refresh replaces nothing until the delay is over.", ASG "asg-adding-checkpoints-instance-refresh", DOCUMENTED, "a_refresh_pauses_at_its_checkpoints"),
    FACT("ASG-725", "A group has one refresh at a time.", "autoscaling API: StartInstanceRefresh", DOCUMENTED, "one_refresh_goes_on_at_a_time"),
    FACT("ASG-726", "Only a refresh that goes on is cancelled or rolled back.", ASG "instance-refresh-rollback", DOCUMENTED, "only_a_refresh_that_goes_on_is_cancelled_or_rolled_back"),
    FACT("ASG-727", "A refresh without a desired configuration is not rolled back.", "autoscaling API: RollbackInstanceRefresh", DOCUMENTED, "a_refresh_without_a_desired_configuration_replaces_with_equals"),
    FACT("ASG-728", "Instances of another version are replaced before those of the same.", ASG "asg-adding-checkpoints-instance-refresh", DOCUMENTED, "other_versions_are_replaced_before_equal_ones"),
    FACT("ASG-729", "Instances in standby can be terminated by a refresh.", API, DOCUMENTED, "instances_in_standby_can_be_terminated"),
    FACT("ASG-730", "While the process InstanceRefresh is suspended, a refresh replaces nothing.", ASG "understand-how-suspending-processes-affects-other-processes", DOCUMENTED, "a_suspended_refresh_replaces_nobody"),
    FACT("ASG-731", "With a largest share above 100 % instances are launched before others are terminated.", ASG "instance-refresh-overview", DOCUMENTED, "above_a_hundred_percent_others_are_launched_first"),
    FACT("ASG-732", "What is replaced so is terminated when its replacement is healthy and warm.", ASG "ec2-auto-scaling-instance-maintenance-policy", DOCUMENTED, "what_is_replaced_goes_when_its_replacement_is_ready"),
    FACT("ASG-733", "By API there is no skip matching, no auto rollback and no bake time unless said.", ASG "understand-instance-refresh-default-values", DOCUMENTED, "a_refresh_ends_with_the_last_instance"),
    FACT("ASG-734", "By API protected instances and those in standby are waited for unless said.", ASG "understand-instance-refresh-default-values", DOCUMENTED, "both_are_waited_for_unless_said"),
    FACT("ASG-735", "The next instances are replaced when those before are warm.", ASG "instance-refresh-overview", DOCUMENTED, "the_next_waits_until_a_new_instance_is_warm"),
    FACT("ASG-736", "Of several checkpoints that are passed at once the last counts.", ASG "asg-adding-checkpoints-instance-refresh", DOCUMENTED, "checkpoints_that_are_passed_at_once_are_skipped"),
    FACT("ASG-737", "The last checkpoint says how much of the group is replaced in all.", ASG "asg-adding-checkpoints-instance-refresh", DOCUMENTED, "the_last_checkpoint_ends_a_refresh"),
    FACT("ASG-738", "Cancelling starts no further replacement and takes none back.", ASG "cancel-instance-refresh", DOCUMENTED, "cancelling_leaves_what_was_replaced"),
    FACT("ASG-739", "As many go at a time as the least share leaves of the desired capacity, rounded down.", API, INFERRED, "a_batch_is_what_the_least_share_leaves"),
    LEFT_OUT("ASG-740", "A refresh fails after 14 days in all.", ASG "instance-refresh-overview", "runs are hours"),
    LEFT_OUT("ASG-741", "When a group grows during a refresh it may reach a checkpoint again.", ASG "asg-adding-checkpoints-instance-refresh", "what is launched meanwhile counts as updated"),
    LEFT_OUT("ASG-742", "A refresh can replace root volumes only.", ASG "replace-root-volume", "instances have no volumes"),
    LEFT_OUT("ASG-743", "In the console skip matching is on, and instances aside are ignored.", ASG "understand-instance-refresh-default-values", "defaults are those of the API"),
    LEFT_OUT("ASG-744", "Launch templates have numbered versions, of which a group names one.", ASG "create-launch-template", "a launch template here is one version under a name of its own"),
    // Maintenance policies, and what was found beside refreshes
    FACT("ASG-745", "While instances are replaced, no more are missing than the least share of the maintenance policy leaves.", ASG "instance-maintenance-policy-overview-and-considerations", DOCUMENTED, "a_maintenance_policy_says_how_many_may_be_missing"),
    FACT("ASG-746", "As many are launched first as the largest share allows beyond the desired capacity, whatever the least share is.", ASG "instance-maintenance-policy-overview-and-considerations", DOCUMENTED, "a_maintenance_policy_can_launch_some_and_terminate_others"),
    FACT("ASG-747", "What is replaced so is terminated when the default instance warm-up of its replacement is over.", ASG "instance-maintenance-policy-overview-and-considerations", DOCUMENTED, "what_a_policy_replaces_goes_when_its_replacement_is_warm"),
    FACT("ASG-748", "A launch is WaitingForInstanceWarmup until the default instance warm-up is over, and Successful then.", "autoscaling API: ScalingActivityStatusCode", DOCUMENTED, "a_launch_is_over_when_its_instance_is_warm"),
    FACT("ASG-749", "A launch is WaitingForInstanceId until RunInstances has answered, after a second and a half, and PreInService then.", "autoscaling API: ScalingActivityStatusCode; daemonology.net: EC2 boot time", OBSERVED, "a_launch_waits_for_its_id_first"),
    FACT("ASG-750", "What is launched while AddToLoadBalancer is suspended is not registered, and not when it is resumed either.", ASG "understand-how-suspending-processes-affects-other-processes", DOCUMENTED, "what_is_launched_while_its_process_rests_is_not_registered"),
    FACT("ASG-786", "An instance bears the security groups of the launch template that it was launched from, whichever its group has by now.", ASG "create-launch-template", INFERRED, "a_refresh_can_change_the_security_groups"),
    FACT("ASG-788", "Whom balancing the zones again takes out of the fuller zone, the termination policies choose.", ASG "common-scenarios-termination", DOCUMENTED, "whom_balancing_takes_the_policies_choose"),
    FACT("ASG-789", "Which of the instances of another version a refresh replaces first, the termination policies choose.", ASG "common-scenarios-termination", DOCUMENTED, "which_goes_first_in_a_refresh_the_policies_choose"),
};
// clang-format on

const FactTable facts_refresh = FACT_TABLE("Instance refresh", rows);
