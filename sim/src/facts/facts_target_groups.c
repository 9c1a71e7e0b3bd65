// Facts about target groups.
// Numbers 240-269: sticky sessions and automatic target weights. 270-299: health thresholds, ports,
// targets by address.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Kinds
    FACT("ELB-201", "Targets of a group that no rule names are unused and not checked.", HEALTH, DOCUMENTED, "a_group_in_no_rule_is_unused_and_unchecked"),
    FACT("ELB-202", "A target group may hold addresses instead of instances.", GROUPS, DOCUMENTED, "an_address_is_registered_again_only_after_its_delay"),
    // Choosing a target
    FACT("ELB-203", "Round robin gives the healthy targets their turns one after the other.", ATTRS, DOCUMENTED, "round_robin_goes_from_target_to_target"),
    FACT("ELB-204", "Every node goes round its targets by itself.", "", MODEL, "every_node_goes_round_by_itself"),
    FACT("ELB-205", "Least outstanding requests chooses the target with the fewest requests in progress.", ATTRS, DOCUMENTED, "the_target_with_the_fewest_requests_in_progress_is_chosen"),
    FACT("ELB-206", "Ties of least outstanding requests are broken at random.", "", MODEL, "ties_of_requests_in_progress_are_broken_at_random"),
    FACT("ELB-207", "Weighted random is even and not by turns while all weights are alike.", ATTRS, DOCUMENTED, "weighted_random_is_even_and_goes_by_no_turns"),
    // Slow start
    FACT("ELB-209", "With slow start a target that becomes healthy gets a share that grows linearly.", ATTRS, DOCUMENTED, "a_new_target_ramps_linearly_to_its_full_share"),
    FACT("ELB-210", "A target ramps only beside a healthy one that does not ramp itself.", ATTRS, DOCUMENTED, "without_a_full_peer_a_target_does_not_ramp"),
    FACT("ELB-211", "Targets that are healthy when slow start is turned on do not ramp.", ATTRS, DOCUMENTED, "targets_healthy_when_slow_start_is_turned_on_do_not_ramp"),
    FACT("ELB-212", "A target that goes unhealthy leaves its ramp and begins a new one when it is healthy again.", ATTRS, DOCUMENTED, "a_ramp_interrupted_by_ill_health_begins_anew"),
    FACT("ELB-213", "Slow start can not be had with least outstanding requests.", ATTRS, DOCUMENTED, "a_refused_command_changes_nothing"),
    // Deregistration
    FACT("ELB-215", "A deregistered target gets no new request, and those inside may finish.", ATTRS, DOCUMENTED, "new_requests_stop_at_once_and_those_inside_finish"),
    FACT("ELB-216", "An idle target is shown as draining until the deregistration delay is over.", "two measurements", OBSERVED, "draining_is_shown_for_the_whole_delay_even_when_idle"),
    FACT("ELB-217", "A request still inside when the deregistration delay ends gets 502.", TROUBLE, DOCUMENTED, "what_is_still_inside_when_the_delay_runs_out_gets_502"),
    FACT("ELB-218", "The deregistration delay is 300 s unless said.", ATTRS, DOCUMENTED, "unless_said_the_delay_is_five_minutes"),
    FACT("ELB-219", "Deregistering lowers HealthyHostCount and does not raise UnHealthyHostCount.", METRICS, DOCUMENTED, "deregistering_lowers_healthy_and_does_not_raise_unhealthy"),
    FACT("ELB-220", "With draining.early_end a drain ends with the last request, or at once.", "", MODEL, "an_early_end_comes_with_the_last_request_or_at_once"),
    FACT("ELB-221", "A target registered again is initial until a check succeeds.", HEALTH, DOCUMENTED, "a_target_registered_again_begins_as_initial"),
    // Zones
    FACT("ELB-222", "With cross-zone balancing 2 + 8 targets in two zones get a tenth each.", HOW, DOCUMENTED, "with_cross_zone_every_target_gets_a_tenth"),
    FACT("ELB-223", "Without it the two get 25 % each and the eight 6.25 % each.", HOW, DOCUMENTED, "without_cross_zone_targets_share_their_zones_half"),
    // Health thresholds
    FACT("ELB-224", "Fail-open begins with zero healthy targets and not before; such requests are UnhealthyRoutingRequestCount.", HEALTH, DOCUMENTED, "fail_open_begins_below_one_healthy_target_and_is_counted"),
    FACT("ELB-225", "Initial targets are in the fail-open set.", "", MODEL, "initial_targets_are_in_the_fail_open_set"),
    FACT("ELB-226", "Draining targets are not in the fail-open set.", "", MODEL, "draining_targets_are_not_in_the_fail_open_set"),
    FACT("ELB-227", "Health thresholds of a target group can be counts or percentages; either one breached is enough.", GROUPS, DOCUMENTED, "a_count_and_a_percentage_act_each_by_itself"),
    FACT("ELB-228", "The deregistration delay is 0 to 3,600 s.", "API TargetGroupAttribute", DOCUMENTED, "a_deregistration_delay_is_an_hour_at_most"),
    FACT("ELB-229", "Slow start lasts 30 to 900 s; 0 turns it off.", "API TargetGroupAttribute", DOCUMENTED, "a_slow_start_lasts_30_to_900_seconds"),
    FACT("ELB-230", "Slow start can not be had with weighted random.", ATTRS, DOCUMENTED, "slow_start_is_refused_with_weighted_random"),
    FACT("ELB-231", "1,000 targets a target group may be raised on request.", QUOTAS, DOCUMENTED, "above_the_quota_of_targets_is_a_warning"),
    FACT("ELB-233", "Idle connections to a target that drains are closed at once.", "", MODEL, "idle_connections_to_a_draining_target_are_closed"),
    LEFT_OUT("ELB-235", "With the target optimizer an agent says how much a target takes; when none has room the answer is 503 at once.", ATTRS, "it needs an agent on the targets, and none is simulated"),
    LEFT_OUT("ELB-236", "A function as target is invoked without a connection; the balancer waits for its answer or its time-out.", "application/lambda-functions", "comes with Lambda"),
    LEFT_OUT("ELB-237", "Bodies for a function above 1 MB are 413, answers above 1 MB and errors of the function 502.", "application/lambda-functions", "comes with Lambda"),
    LEFT_OUT("ELB-238", "Unless said, only the last of several headers of one name reaches a function.", "application/lambda-functions", "comes with Lambda"),
    // Sticky sessions
    FACT("ELB-240", "With stickiness a user's requests go to the target of the first one, past the algorithm.", ATTRS, DOCUMENTED, "a_users_requests_go_to_the_target_of_the_first"),
    FACT("ELB-241", "A user silent for the duration of stickiness is given a target anew.", ATTRS, DOCUMENTED, "a_user_silent_for_the_duration_is_given_a_target_anew"),
    FACT("ELB-242", "Every answer begins the duration anew.", ATTRS, DOCUMENTED, "every_answer_begins_the_duration_anew"),
    FACT("ELB-243", "A user whose target is deregistered, draining or unhealthy gets another one and stays there, even when the old one returns.", ATTRS, DOCUMENTED, "a_user_whose_target_is_gone_gets_another_and_stays_there"),
    FACT("ELB-244", "A target that is added gets none of the users who are held elsewhere.", ATTRS, DOCUMENTED, "a_new_target_gets_only_users_who_are_new"),
    FACT("ELB-245", "The duration is 1 s to 7 days, a day unless said.", "API TargetGroupAttribute", DOCUMENTED, "unless_said_a_user_is_held_for_a_day"),
    FACT("ELB-246", "Stickiness by the application's cookie begins with the answer in which the target sets it.", ATTRS, DOCUMENTED, "a_session_begins_when_the_target_sets_the_cookie_named"),
    FACT("ELB-247", "Once begun, a session of the application is renewed by every answer.", ATTRS, DOCUMENTED, "a_session_of_the_application_is_renewed_by_every_answer"),
    FACT("ELB-248", "A client that keeps no cookies is not held.", ATTRS, DOCUMENTED, "a_client_that_keeps_no_cookies_is_not_held"),
    FACT("ELB-249", "Requests that no cookie led to a target are NonStickyRequestCount, with the application's cookie AppCookieNonStickinessCount.", METRICS, DOCUMENTED, "each_kind_of_stickiness_has_its_own_count"),
    FACT("ELB-250", "Stickiness can not be had without cross-zone balancing.", ATTRS, DOCUMENTED, "what_is_refused_in_a_file_is_refused_live"),
    FACT("ELB-251", "Stickiness can not be had with weighted random.", ATTRS, DOCUMENTED, "what_is_refused_in_a_file_is_refused_live"),
    FACT("ELB-252", "Cookies of the application may not be called AWSALB, AWSALBAPP or AWSALBTG.", ATTRS, DOCUMENTED, "what_aws_refuses_of_stickiness_is_refused"),
    FACT("ELB-253", "The application's cookie can not be used with weighted target groups.", ATTRS, DOCUMENTED, "what_aws_refuses_of_stickiness_is_refused"),
    FACT("ELB-254", "The counts of requests without a cookie are reported, zero too, while stickiness is on.", METRICS, DOCUMENTED, "zero_is_reported_while_stickiness_is_on"),
    FACT("ELB-255", "While a node fails open, users stay with their targets, unhealthy as these are.", "", MODEL, "while_a_node_fails_open_users_stay_where_they_are"),
    FACT("ELB-256", "An answer that is an error begins no session of the application.", "", MODEL, "an_answer_that_is_an_error_begins_no_session"),
    LEFT_OUT("ELB-257", "AWSALBCORS goes along with AWSALB and wins when both come back.", ATTRS, "the users of the model come from one site, so both would always say the same"),
    FACT("ELB-258", "SessionsLost counts a user whose target could no longer be chosen and who got another, once.", "", MODEL, "a_lost_session_is_counted_once"),
    // Automatic target weights
    FACT("ELB-259", "A target that fails more than its peers is found to be anomalous, whether that was asked for or not.", ATTRS, DOCUMENTED, "a_target_that_fails_more_than_its_peers_is_anomalous"),
    FACT("ELB-260", "Anomalies are looked for among three healthy targets or more.", ATTRS, DOCUMENTED, "two_targets_are_too_few_to_compare"),
    FACT("ELB-261", "An anomalous target keeps its health.", ATTRS, DOCUMENTED, "an_anomalous_target_stays_healthy"),
    FACT("ELB-262", "Mitigation can be had with weighted random only.", ATTRS, DOCUMENTED, "mitigation_is_refused_but_with_weighted_random"),
    FACT("ELB-263", "Mitigation moves the weights every 5 s.", ATTRS, DOCUMENTED, "the_weight_of_an_anomalous_target_falls_every_five_seconds"),
    FACT("ELB-264", "A target that is normal again gets more by and by, up to parity.", ATTRS, DOCUMENTED, "a_target_that_recovers_climbs_back_step_by_step"),
    FACT("ELB-265", "AnomalousHostCount and MitigatedHostCount are always reported.", METRICS, DOCUMENTED, "both_counts_are_always_reported"),
    FACT("ELB-266", "Anomalous are 3 failures or more at all nodes together and a share 5 points and 3 standard deviations above the peers', the last 5 s counting whole and each period before half as much.", "", MODEL, "a_few_failures_are_no_anomaly"),
    FACT("ELB-267", "An anomalous target's weight is halved down to a sixteenth, a normal one's doubled.", "", MODEL, "an_anomalous_target_ends_with_a_sixteenth_of_a_share"),
    FACT("ELB-268", "At most half of the healthy targets are held down at once.", "", MODEL, "at_most_half_of_the_targets_are_held_down"),
    FACT("ELB-269", "A connection to a target that can not be made is such a failure too.", ATTRS, DOCUMENTED, "refused_connections_are_failures_too"),
    // Thresholds
    FACT("ELB-270", "Below the count of unhealthy_state_routing a node routes to all its targets.", GROUPS, DOCUMENTED, "below_its_count_a_node_routes_to_all_its_targets"),
    FACT("ELB-271", "Percentages are of the targets registered, and so change when targets are registered and deregistered.", GROUPS, DOCUMENTED, "a_percentage_follows_the_number_of_registered_targets"),
    FACT("ELB-272", "Without cross-zone balancing thresholds are for each zone: of 10 + 10 targets with 6 unhealthy in one zone, 50 % takes that zone out of DNS and makes it fail open.", GROUPS, DOCUMENTED, "without_cross_zone_six_of_ten_failing_take_their_zone_out"),
    FACT("ELB-273", "The address of a zone without registered targets is still in DNS.", ATTRS, DOCUMENTED, "an_empty_zone_without_cross_zone_is_503"),
    FACT("ELB-274", "With cross-zone balancing thresholds are for the whole group: with 14 of 20 healthy 50 % changes nothing.", GROUPS, DOCUMENTED, "with_cross_zone_fourteen_of_twenty_are_enough"),
    FACT("ELB-275", "The threshold of DNS failover may not be below that of routing.", GROUPS, DOCUMENTED, "a_threshold_of_dns_below_that_of_routing_is_refused"),
    FACT("ELB-276", "HealthyStateDNS, UnhealthyStateDNS, HealthyStateRouting and UnhealthyStateRouting count the zones that meet a threshold and those that do not.", METRICS, DOCUMENTED, "zones_that_meet_their_thresholds_are_counted"),
    FACT("ELB-277", "With DNS failover off a zone's address stays in DNS whatever its health.", GROUPS, DOCUMENTED, "with_dns_failover_off_an_unhealthy_zone_stays_in_dns"),
    FACT("ELB-278", "A zone can leave DNS before its node fails open.", GROUPS, DOCUMENTED, "a_zone_can_leave_dns_before_it_fails_open"),
    // Ports and addresses
    FACT("ELB-280", "A registration may name a port of its own, which overrides that of the target group.", GROUPS, DOCUMENTED, "a_registration_may_name_a_port_of_its_own"),
    FACT("ELB-281", "One instance registered on several ports is several targets, each with its turn, as containers on dynamic ports are.", "application/target-group-register-targets", DOCUMENTED, "an_instance_on_several_ports_is_several_targets"),
    FACT("ELB-282", "What is registered with a port is deregistered with that port.", "API DeregisterTargets", DOCUMENTED, "ports_are_registered_and_deregistered_one_by_one"),
    FACT("ELB-283", "A target by address can be registered again only when its deregistration delay has passed.", ATTRS, DOCUMENTED, "an_address_is_registered_again_only_after_its_delay"),
    FACT("ELB-284", "An address whose instance was terminated stays registered and fails its checks.", GROUPS, INFERRED, "an_address_outlives_its_instance_and_fails_its_checks"),
    FACT("ELB-285", "A public address can not be a target.", GROUPS, DOCUMENTED, "addresses_of_targets_are_private"),
    FACT("ELB-286", "An address outside the VPC can be a target of a group of addresses only.", GROUPS, INFERRED, "an_address_outside_the_vpc_needs_a_group_of_addresses"),
    FACT("ELB-287", "An address outside the VPC belongs to no zone: nodes of all zones use it, without cross-zone balancing too.", "API TargetDescription", MEMORY, "an_address_outside_the_vpc_is_a_target_of_every_zone"),
    FACT("ELB-288", "The address of a load balancer can not be used as a target: Target.IpUnusable.", "API TargetHealth", DOCUMENTED, "the_address_of_a_node_is_unusable"),
    FACT("ELB-290", "A draining target that breaks a connection before the delay is over leaves its client with a 5xx.", ATTRS, DOCUMENTED, "a_draining_target_that_breaks_off_is_a_502"),
    LEFT_OUT("ELB-291", "A target of type lambda is a function, one of type alb another load balancer.", GROUPS, "they come with Lambda and the Network Load Balancer"),
    // Containers
    FACT("ELB-292", "Of several containers on one instance each is a target by its port: one that fails is unhealthy while the others go on.", GROUPS, INFERRED, "a_container_fails_alone_while_its_neighbours_serve"),
    LEFT_OUT("ELB-293", "Containers have shares of their host's processor and memory.", "AmazonECS/latest/developerguide/task_definition_parameters", "containers of an instance share its workers"),
    LEFT_OUT("ELB-294", "A service of ECS picks the dynamic ports, registers what it starts and deregisters what it stops.", "AmazonECS/latest/developerguide/service-load-balancing", "a timeline registers and deregisters as the service would"),
};
// clang-format on

const FactTable facts_target_groups = FACT_TABLE("Target groups", rows);
