// Facts about health checks.
// Numbers 330-359: protocols, ports, reasons.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    FACT("ELB-301", "One success makes a new target healthy, whatever the healthy threshold.", HEALTH, DOCUMENTED, "the_first_success_makes_an_initial_target_healthy_whatever_the_threshold"),
    FACT("ELB-302", "A healthy target is unhealthy from the unhealthy threshold's failure in a row on.", HEALTH, DOCUMENTED, "a_healthy_target_goes_unhealthy_on_the_nth_failure_in_a_row"),
    FACT("ELB-303", "An unhealthy target needs the whole healthy threshold of successes in a row.", HEALTH, DOCUMENTED, "an_unhealthy_target_needs_the_whole_healthy_threshold"),
    FACT("ELB-304", "Only results in a row count.", HEALTH, DOCUMENTED, "a_success_between_failures_begins_the_count_anew"),
    FACT("ELB-305", "An initial target that fails the unhealthy threshold is unhealthy.", HEALTH, INFERRED, "an_initial_target_that_fails_the_unhealthy_threshold_is_unhealthy"),
    FACT("ELB-306", "The interval is 30 s, the thresholds 2 failures and 5 successes unless said.", HEALTH, DOCUMENTED, "unless_said_checks_are_every_30_s_and_2_failures_or_5_successes_count"),
    FACT("ELB-307", "Every node checks every target by itself, so nodes may disagree for a while.", HEALTH, DOCUMENTED, "nodes_check_by_themselves_and_may_disagree"),
    FACT("ELB-308", "The interval is from one check's start to the next, however long a check takes.", HEALTH, DOCUMENTED, "a_check_is_start_to_start_whatever_it_takes"),
    FACT("ELB-309", "Reasons tell a wrong code, a time-out and a failed connection apart.", "API TargetHealth", DOCUMENTED, "reasons_tell_a_refusal_a_timeout_and_a_wrong_code_apart"),
    FACT("ELB-310", "Only codes of the matcher count as success; unless said that is 200.", HEALTH, DOCUMENTED, "only_codes_that_match_count_as_success"),
    FACT("ELB-311", "Health checks are not counted as requests.", METRICS, DOCUMENTED, "checks_are_not_requests"),
    FACT("ELB-312", "A terminated instance is unused: Target.InvalidState.", "API TargetHealth", DOCUMENTED, "a_terminated_instance_is_unused_and_gets_nothing"),
    FACT("ELB-313", "Checks wait behind requests at a busy target, so that overload looks like ill health.", "", MODEL, "checks_wait_behind_requests_so_that_overload_looks_like_ill_health"),
    FACT("ELB-314", "A separate health endpoint does not see overload.", "", MODEL, "a_separate_health_endpoint_does_not_see_overload"),
    FACT("ELB-315", "A node without power checks nothing, and what it thought last has no say.", "", MODEL, "a_node_without_power_checks_nothing_and_has_no_say"),
    FACT("ELB-316", "Health checks of a target group of protocol version GRPC call a method and judge the status of gRPC it returns.", HEALTH, DOCUMENTED, "a_check_of_grpc_judges_the_status_that_a_method_returns"),
    FACT("ELB-317", "A check without an answer for 5 s has failed, unless said; the API names other defaults.", HEALTH, DOCUMENTED, "unless_said_a_check_waits_five_seconds"),
    FACT("ELB-318", "Each check opens a connection of its own.", HEALTH, DOCUMENTED, "a_check_pays_for_a_connection_of_its_own"),
    FACT("ELB-319", "A target is checked by each node, so that it sees a check an interval and node.", HEALTH, INFERRED, "a_target_sees_the_checks_of_all_nodes"),
    FACT("ELB-320", "A failure shows after the interval times the unhealthy threshold and a time-out at most, and after one interval less at least.", HEALTH, INFERRED, "a_failure_shows_within_the_threshold_of_intervals"),
    FACT("ELB-321", "A recovery shows after the interval times the healthy threshold at most, and after one interval less at least.", HEALTH, INFERRED, "a_recovery_shows_within_the_threshold_of_intervals"),
    LEFT_OUT("ELB-322", "Checks say User-Agent ELB-HealthChecker/2.0 and the address of the target as their host.", TROUBLE, "instances do not look at the headers of a check"),
    LEFT_OUT("ELB-323", "Checks of functions are off by default; the targets are then unavailable.", "API CreateTargetGroupInput", "comes with Lambda"),
    // Paths and codes
    FACT("ELB-330", "A check is of one path, which the target group names: at another path the same instance may answer otherwise.", HEALTH, DOCUMENTED, "a_check_is_judged_by_what_its_own_path_answers"),
    FACT("ELB-331", "An instance in several target groups is checked in each by itself, and can be healthy in one and unhealthy in another.", GROUPS, DOCUMENTED, "an_instance_is_judged_in_each_of_its_groups_by_itself"),
    FACT("ELB-332", "The matcher takes lists and ranges of the codes 200 to 499.", HEALTH, DOCUMENTED, "a_matcher_takes_lists_and_ranges"),
    FACT("ELB-333", "An interval is 5 s to 300 s, a time-out 2 s to 120 s, a threshold 2 to 10.", HEALTH, DOCUMENTED, "settings_of_a_check_outside_their_ranges_are_refused"),
    FACT("ELB-334", "The time-out of a check must be below its interval.", "", MEMORY, "a_time_out_not_below_its_interval_is_refused"),
    FACT("ELB-335", "A check goes to the target's own port unless the target group names another.", HEALTH, DOCUMENTED, "a_check_goes_to_the_port_that_is_named"),
    // Reasons
    FACT("ELB-336", "A target is initial with Elb.RegistrationInProgress, and from its first check on with Elb.InitialHealthChecking.", "API TargetHealth", DOCUMENTED, "a_new_target_says_first_registration_and_then_checking"),
    FACT("ELB-338", "A draining target says Target.DeregistrationInProgress, and Target.NotRegistered when it is gone.", "API TargetHealth", DOCUMENTED, "a_target_that_leaves_says_so_until_it_is_gone"),
    LEFT_OUT("ELB-340", "Elb.InternalError tells of a fault of the load balancer itself, of a target that is unhealthy or unavailable.", "API TargetHealth", "the service itself has no faults here"),
    // Protocols
    FACT("ELB-341", "A check speaks HTTP unless HTTPS is asked for, whatever requests speak.", "API CreateTargetGroup", DOCUMENTED, "a_check_speaks_its_own_protocol"),
    FACT("ELB-343", "A check over HTTPS of a target that speaks no TLS is Target.FailedHealthChecks.", "API TargetHealth", DOCUMENTED, "a_check_whose_handshake_fails_has_failed"),
    LEFT_OUT("ELB-344", "Without health checks a target is unavailable with Target.HealthCheckDisabled.", "API TargetHealth", "checks of instances and addresses are always on, and functions are not modelled"),
    LEFT_OUT("ELB-345", "A Network Load Balancer shows unhealthy.draining while connections to an unhealthy target drain.", "API TargetHealth", "it comes with the Network Load Balancer"),
    FACT("ELB-346", "Every other reason of the API comes with the state that the API has it for.", "API TargetHealth", DOCUMENTED, "each_reason_comes_with_its_state"),
    // gRPC
    FACT("ELB-350", "Status 12 of gRPC, unimplemented, counts as success unless said.", "API Matcher", DOCUMENTED, "unless_said_a_check_of_grpc_calls_a_method_that_nobody_has"),
    FACT("ELB-351", "GrpcCode takes lists and ranges of the statuses 0 to 99.", "API Matcher", DOCUMENTED, "grpc_code_takes_lists_and_ranges_of_0_to_99"),
    FACT("ELB-352", "Checks of gRPC are judged by GrpcCode and all others by HttpCode; the other of the two is refused.", "API Matcher", INFERRED, "codes_of_the_other_protocol_are_refused"),
    FACT("ELB-353", "A check of gRPC calls /AWS.ALB/healthcheck unless said.", HEALTH, DOCUMENTED, "unless_said_a_check_of_grpc_calls_a_method_that_nobody_has"),
    FACT("ELB-354", "A server answers a method that it does not have with status 12.", "grpc.io/docs/guides/status-codes", DOCUMENTED, "unless_said_a_check_of_grpc_calls_a_method_that_nobody_has"),
    FACT("ELB-355", "A check asks for / unless said.", HEALTH, DOCUMENTED, "what_no_path_names_is_answered_with_200"),
    LEFT_OUT("ELB-356", "Network, Gateway and Classic Load Balancers have other defaults for their checks, and those of the first two are made by many and decided together.", "network/target-group-health-checks", "they come with these balancers"),
    LEFT_OUT("ELB-357", "The administrative override of a target can be unknown.", "API AdministrativeOverride", "the simulator always knows it"),
    LEFT_OUT("ELB-981", "Health checks do not speak WebSocket.", "application/target-group-health-checks", "a check asks over HTTP and nothing else"),
};
// clang-format on

const FactTable facts_health = FACT_TABLE("Health checks", rows);
