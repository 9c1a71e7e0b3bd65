// The table of facts. A source is the page of AWS's documentation as its URL ends; a test is a
// START_TEST of tests/, and a test of its own sees to it that all of them exist.
#include "sim/facts.h"

#include <stddef.h>

#define DOCUMENTED   SIM_FACT_DOCUMENTED
#define OBSERVED     SIM_FACT_OBSERVED
#define INFERRED     SIM_FACT_INFERRED
#define MODEL        SIM_FACT_MODEL
#define NOT_MODELLED SIM_FACT_NOT_MODELLED

#define ALB     "application/application-load-balancers"
#define RULES   "application/listener-rules"
#define CONDS   "application/rule-condition-types"
#define ACTIONS "application/rule-action-types"
#define GROUPS  "application/load-balancer-target-groups"
#define ATTRS   "application/edit-target-group-attributes"
#define LBATTRS "application/edit-load-balancer-attributes"
#define HEALTH  "application/target-group-health-checks"
#define TROUBLE "application/load-balancer-troubleshooting"
#define METRICS "application/load-balancer-cloudwatch-metrics"
#define HOW     "userguide/how-elastic-load-balancing-works"
#define R53     "Route53/"

// clang-format off
static const SimFact facts[] = {
    // Shape, zones, names
    {"ELB-1.1-1", "Targets registered in a zone that is not enabled are unused and get no traffic.", HOW, DOCUMENTED, "a_target_in_a_zone_that_is_not_enabled_is_unused"},
    {"ELB-1.1-2", "With cross-zone balancing a zone's address stays in DNS while the target group has a healthy target anywhere.", GROUPS, DOCUMENTED, "with_cross_zone_it_stays_while_any_target_is_healthy"},
    {"ELB-1.1-3", "Without cross-zone balancing a zone without a healthy target leaves DNS.", GROUPS, DOCUMENTED, "without_cross_zone_a_zone_without_a_healthy_target_leaves_dns"},
    {"ELB-1.1-4", "When no zone has enough healthy targets, DNS gives the addresses of all zones.", GROUPS, DOCUMENTED, "when_no_zone_qualifies_all_are_given"},
    {"ELB-1.1-5", "Without cross-zone balancing a request that enters a zone without registered targets gets 503.", ATTRS, DOCUMENTED, "an_empty_zone_without_cross_zone_is_503"},
    {"ELB-1.1-6", "With several target groups a zone stays in DNS while one of them is healthy there.", GROUPS, MODEL, "a_healthy_group_keeps_its_zone_in_dns"},
    {"ELB-1.1-7", "A node dies with its zone and its address leaves DNS.", "", MODEL, "a_node_dies_with_its_zone_and_leaves_dns"},
    {"ELB-1.1-8", "The client chooses which address of the answer to use, and tries the next when one is silent.", HOW, DOCUMENTED, "an_old_answer_costs_the_connect_timeout_and_then_the_next_address_serves"},
    {"ELB-1.1-9", "A zonal shift takes one zone's address out of DNS.", "application/zonal-shift", NOT_MODELLED, NULL},
    {"ELB-1.1-10", "When a balancer scales, its nodes and their addresses change.", ALB, NOT_MODELLED, NULL},
    // Listeners and rules
    {"ELB-1.2-1", "A connection to a port without a listener is refused.", "", MODEL, "a_listener_is_found_by_protocol_and_port"},
    {"ELB-1.2-2", "The rule with the lowest priority number that matches wins; the longest path has no precedence.", RULES, DOCUMENTED, "the_lowest_priority_wins_not_the_longest_path"},
    {"ELB-1.2-3", "The default rule has no conditions and comes last.", RULES, DOCUMENTED, "the_default_rule_takes_what_no_rule_matches"},
    {"ELB-1.2-4", "Host conditions ignore case, path conditions do not.", CONDS, DOCUMENTED, "hosts_match_whatever_their_case_and_paths_do_not"},
    {"ELB-1.2-5", "In conditions * stands for zero or more characters and ? for exactly one.", CONDS, DOCUMENTED, "a_star_takes_any_characters_and_a_question_mark_exactly_one"},
    {"ELB-1.2-6", "The host pattern *.example.com does not match example.com.", CONDS, DOCUMENTED, "a_wildcard_host_does_not_match_its_parent"},
    {"ELB-1.2-7", "All conditions of a rule must hold; any one value of a condition is enough.", CONDS, INFERRED, "conditions_must_all_hold_and_values_of_one_are_alternatives"},
    {"ELB-1.2-8", "A path condition sees the path and never the query.", CONDS, DOCUMENTED, "a_path_condition_does_not_see_the_query"},
    {"ELB-1.2-9", "A forward action sends each target group its weight's share of the requests.", ACTIONS, DOCUMENTED, "forward_weights_are_shares"},
    {"ELB-1.2-10", "A weighted target group without targets still gets its share: 503.", ACTIONS, DOCUMENTED, "an_empty_weighted_group_still_gets_its_share"},
    {"ELB-1.2-11", "A weighted target group without healthy targets still gets its share.", ACTIONS, DOCUMENTED, "an_unhealthy_weighted_group_still_gets_its_share"},
    {"ELB-1.2-12", "A redirect may keep parts of the URL by #{protocol}, #{host}, #{port}, #{path} and #{query}.", ACTIONS, DOCUMENTED, "placeholders_keep_parts_through_a_chain_of_redirects"},
    {"ELB-1.2-13", "A redirect can lead from HTTP to HTTPS.", ACTIONS, DOCUMENTED, "a_redirect_to_https_opens_a_connection_there"},
    {"ELB-1.2-14", "Conditions may look at headers, methods, queries and source addresses.", CONDS, NOT_MODELLED, NULL},
    {"ELB-1.2-15", "A cookie can hold a client to one of several weighted target groups.", ACTIONS, NOT_MODELLED, NULL},
    // Target groups
    {"ELB-2.1-1", "Targets of a group that no rule names are unused and not checked.", HEALTH, DOCUMENTED, "a_group_in_no_rule_is_unused_and_unchecked"},
    {"ELB-2.1-2", "Target groups may hold addresses, a function or another balancer.", GROUPS, NOT_MODELLED, NULL},
    {"ELB-2.2-1", "Round robin gives the healthy targets their turns one after the other.", ATTRS, DOCUMENTED, "round_robin_is_sequential_and_even"},
    {"ELB-2.2-2", "Every node goes round its targets by itself.", "", MODEL, "round_robin_gives_each_target_of_a_node_the_same"},
    {"ELB-2.2-3", "Least outstanding requests chooses the target with the fewest requests in progress.", ATTRS, DOCUMENTED, "least_outstanding_chooses_only_minima"},
    {"ELB-2.2-4", "Ties of least outstanding requests are broken at random.", "", MODEL, "least_outstanding_breaks_ties_uniformly"},
    {"ELB-2.2-5", "Weighted random is even and not by turns while all weights are alike.", ATTRS, DOCUMENTED, "weighted_random_does_not_go_by_turns"},
    {"ELB-2.3-1", "Automatic target weights send less to targets that fail more than their peers.", ATTRS, NOT_MODELLED, NULL},
    {"ELB-2.4-1", "With slow start a target that becomes healthy gets a share that grows linearly.", ATTRS, DOCUMENTED, "a_new_target_ramps_linearly_to_its_full_share"},
    {"ELB-2.4-2", "A target ramps only beside a healthy one that does not ramp itself.", ATTRS, DOCUMENTED, "without_a_full_peer_a_target_does_not_ramp"},
    {"ELB-2.4-3", "Targets that are healthy when slow start is turned on do not ramp.", ATTRS, DOCUMENTED, "targets_healthy_when_slow_start_is_turned_on_do_not_ramp"},
    {"ELB-2.4-4", "A target that goes unhealthy leaves its ramp and begins a new one when it is healthy again.", ATTRS, DOCUMENTED, "a_ramp_interrupted_by_ill_health_begins_anew"},
    {"ELB-2.4-5", "Slow start can not be had with least outstanding requests.", ATTRS, DOCUMENTED, "a_refused_command_changes_nothing"},
    {"ELB-2.5-1", "A cookie can hold a client to one target.", ATTRS, NOT_MODELLED, NULL},
    {"ELB-2.6-1", "A deregistered target gets no new request, and those inside may finish.", ATTRS, DOCUMENTED, "new_requests_stop_at_once_and_those_inside_finish"},
    {"ELB-2.6-2", "An idle target is shown as draining until the deregistration delay is over.", "two measurements", OBSERVED, "draining_is_shown_for_the_whole_delay_even_when_idle"},
    {"ELB-2.6-3", "A request still inside when the deregistration delay ends gets 502.", TROUBLE, DOCUMENTED, "what_is_still_inside_when_the_delay_runs_out_gets_502"},
    {"ELB-2.6-4", "The deregistration delay is 300 s unless said.", ATTRS, DOCUMENTED, "unless_said_the_delay_is_five_minutes"},
    {"ELB-2.6-5", "Deregistering lowers HealthyHostCount and does not raise UnHealthyHostCount.", METRICS, DOCUMENTED, "deregistering_lowers_healthy_and_does_not_raise_unhealthy"},
    {"ELB-2.6-6", "With draining.early_end a drain ends with the last request, or at once.", "", MODEL, "an_early_end_comes_with_the_last_request_or_at_once"},
    {"ELB-2.6-7", "A target registered again is initial until a check succeeds.", HEALTH, DOCUMENTED, "a_target_registered_again_begins_as_initial"},
    {"ELB-2.7-1", "With cross-zone balancing 2 + 8 targets in two zones get a tenth each.", HOW, DOCUMENTED, "with_cross_zone_every_target_gets_a_tenth"},
    {"ELB-2.7-2", "Without it the two get 25 % each and the eight 6.25 % each.", HOW, DOCUMENTED, "without_cross_zone_targets_share_their_zones_half"},
    {"ELB-2.8-1", "Fail-open begins with zero healthy targets and not before; such requests are UnhealthyRoutingRequestCount.", HEALTH, DOCUMENTED, "fail_open_begins_below_one_healthy_target_and_is_counted"},
    {"ELB-2.8-2", "Initial targets are in the fail-open set.", "", MODEL, "initial_targets_are_in_the_fail_open_set"},
    {"ELB-2.8-3", "Draining targets are not in the fail-open set.", "", MODEL, "draining_targets_are_not_in_the_fail_open_set"},
    {"ELB-2.8-4", "Health thresholds of a target group can be counts or percentages above one target.", GROUPS, NOT_MODELLED, NULL},
    // Health checks
    {"ELB-3-1", "One success makes a new target healthy, whatever the healthy threshold.", HEALTH, DOCUMENTED, "the_first_success_makes_an_initial_target_healthy_whatever_the_threshold"},
    {"ELB-3-2", "A healthy target is unhealthy from the unhealthy threshold's failure in a row on.", HEALTH, DOCUMENTED, "a_healthy_target_goes_unhealthy_on_the_nth_failure_in_a_row"},
    {"ELB-3-3", "An unhealthy target needs the whole healthy threshold of successes in a row.", HEALTH, DOCUMENTED, "an_unhealthy_target_needs_the_whole_healthy_threshold"},
    {"ELB-3-4", "Only results in a row count.", HEALTH, DOCUMENTED, "a_success_between_failures_begins_the_count_anew"},
    {"ELB-3-5", "An initial target that fails the unhealthy threshold is unhealthy.", HEALTH, INFERRED, "an_initial_target_that_fails_the_unhealthy_threshold_is_unhealthy"},
    {"ELB-3-6", "The interval is 30 s, the thresholds 2 failures and 5 successes unless said.", HEALTH, DOCUMENTED, "unless_said_checks_are_every_30_s_and_2_failures_or_5_successes_count"},
    {"ELB-3-7", "Every node checks every target by itself, so nodes may disagree for a while.", HEALTH, DOCUMENTED, "nodes_check_by_themselves_and_may_disagree"},
    {"ELB-3-8", "The interval is from one check's start to the next, however long a check takes.", HEALTH, DOCUMENTED, "a_check_is_start_to_start_whatever_it_takes"},
    {"ELB-3-9", "Reasons tell a wrong code, a time-out and a failed connection apart.", "API TargetHealth", DOCUMENTED, "reasons_tell_a_refusal_a_timeout_and_a_wrong_code_apart"},
    {"ELB-3-10", "Only codes of the matcher count as success; unless said that is 200.", HEALTH, DOCUMENTED, "only_codes_that_match_count_as_success"},
    {"ELB-3-11", "Health checks are not counted as requests.", METRICS, DOCUMENTED, "checks_are_not_requests"},
    {"ELB-3-12", "A terminated instance is unused: Target.InvalidState.", "API TargetHealth", DOCUMENTED, "a_terminated_instance_is_unused_and_gets_nothing"},
    {"ELB-3-13", "Checks wait behind requests at a busy target, so that overload looks like ill health.", "", MODEL, "checks_wait_behind_requests_so_that_overload_looks_like_ill_health"},
    {"ELB-3-14", "A separate health endpoint does not see overload.", "", MODEL, "a_separate_health_endpoint_does_not_see_overload"},
    {"ELB-3-15", "A node without power checks nothing, and what it thought last has no say.", "", MODEL, "a_node_without_power_checks_nothing_and_has_no_say"},
    {"ELB-3-16", "Health checks can be made over HTTPS, gRPC and other ports.", HEALTH, NOT_MODELLED, NULL},
    // Connections and codes
    {"ELB-4.1-1", "The idle timeout of 60 s closes client and target connections that carry nothing.", LBATTRS, DOCUMENTED, "a_user_keeps_a_connection_sixty_seconds_at_most_idle"},
    {"ELB-4.1-2", "A target that closes kept connections before the balancer does makes 502s.", LBATTRS, DOCUMENTED, "a_target_that_closes_first_makes_502s"},
    {"ELB-4.1-3", "A client connection that has lived its client keep-alive duration is closed with one more answer.", LBATTRS, DOCUMENTED, "a_connection_past_its_client_keep_alive_closes_with_the_next_answer"},
    {"ELB-4.1-4", "The balancer does not try another target.", "re:Post question QUx1Aafz9fQc2nbRlRRZutOA", OBSERVED, "the_balancer_does_not_try_another_target"},
    {"ELB-4.1-5", "HTTP/2 carries up to 128 requests at once over a client connection.", "application/load-balancer-listeners", NOT_MODELLED, NULL},
    {"ELB-4.2-1", "TLS 1.3 costs a new connection one round trip, TLS 1.2 two.", "RFC 8446", DOCUMENTED, "a_new_connection_pays_tcp_and_tls_and_a_kept_one_neither"},
    {"ELB-4.3-1", "A target that refuses the connection is 502.", TROUBLE, DOCUMENTED, "a_crashed_process_refuses_and_that_is_502_at_once"},
    {"ELB-4.3-2", "A target that breaks the connection with a request inside is 502.", TROUBLE, DOCUMENTED, "requests_inside_a_process_that_crashes_get_502"},
    {"ELB-4.3-3", "A target group without registered targets is 503.", TROUBLE, DOCUMENTED, "no_registered_target_is_503"},
    {"ELB-4.3-4", "A target that gives no connection within 10 s is 504.", TROUBLE, DOCUMENTED, "a_zone_without_power_is_504_after_ten_seconds"},
    {"ELB-4.3-5", "A target that gives no answer within the idle timeout is 504.", TROUBLE, DOCUMENTED, "a_hang_is_504_after_the_idle_timeout"},
    {"ELB-4.3-6", "The idle timeout that makes a 504 is the balancer's setting.", LBATTRS, DOCUMENTED, "the_idle_timeout_is_a_setting"},
    {"ELB-4.3-7", "A client that leaves before the answer is 460.", TROUBLE, DOCUMENTED, "a_client_that_leaves_is_460"},
    {"ELB-4.3-8", "A code of the target is passed through and counted as the target's.", METRICS, DOCUMENTED, "a_targets_own_error_is_passed_through_as_the_targets"},
    {"ELB-4.3-9", "A zone that dies with requests inside is 504 after the idle timeout, and no connection error.", "", MODEL, "requests_inside_a_zone_that_dies_are_504_after_the_idle_timeout"},
    {"ELB-4.3-10", "Malformed requests, header limits and slow clients are 400, 408, 413 and 414.", TROUBLE, NOT_MODELLED, NULL},
    // Metrics
    {"ELB-5.1-1", "RequestCount counts only requests for which a target was chosen; fixed responses are none.", METRICS, INFERRED, "fixed_responses_are_not_in_request_count"},
    {"ELB-5.1-2", "Redirects count in HTTP_Redirect_Count and HTTPCode_ELB_3XX_Count and not in RequestCount.", METRICS, INFERRED, "redirects_count_as_redirects_and_elb_3xx_and_not_as_requests"},
    {"ELB-5.1-3", "RuleEvaluations does not count the default rule.", METRICS, DOCUMENTED, "rules_are_counted_up_to_the_one_that_matches_and_the_default_never"},
    {"ELB-5.1-4", "RequestCountPerTarget divides by the healthy targets, or by the registered ones when none is healthy.", METRICS, DOCUMENTED, "requests_per_target_divide_by_healthy_then_by_registered"},
    {"ELB-5.1-5", "A metric reported when nonzero has no datapoint while nothing happens.", METRICS, DOCUMENTED, "nonzero_metrics_are_absent_while_nothing_happens"},
    {"ELB-5.1-6", "ActiveConnectionCount adds client and target connections over the nodes.", METRICS, DOCUMENTED, "active_connections_add_over_nodes"},
    // Route 53
    {"R53-2-1", "A weighted record gets its weight's share of the queries.", R53 "routing-policy-weighted", DOCUMENTED, "weights_are_shares_of_queries"},
    {"R53-2-2", "A weight of 0 is never chosen unless all weights are 0; then all are equally likely.", R53 "resource-record-sets-values-weighted-alias", DOCUMENTED, "a_weight_of_zero_is_never_chosen_unless_all_are"},
    {"R53-2-3", "The draw is one a cache fill, so a large resolver makes a split lumpy.", R53 "welcome-dns-service", INFERRED, "the_weighted_draw_is_one_a_cache_fill_and_not_one_a_request"},
    {"R53-2-4", "Latency, failover, geolocation, geoproximity, multivalue and IP-based routing choose by other rules.", R53 "routing-policy", NOT_MODELLED, NULL},
    {"R53-3-1", "An alias of a load balancer has a TTL of 60 s.", R53 "resource-record-sets-values-weighted", DOCUMENTED, "an_alias_is_kept_for_sixty_seconds"},
    {"R53-3-2", "A plain record is kept for its own TTL.", R53 "resource-record-sets-choosing-alias-non-alias", DOCUMENTED, "a_plain_address_is_kept_for_its_own_ttl"},
    {"R53-3-3", "An alias with evaluate target health is as healthy as its balancer.", R53 "resource-record-sets-values-weighted-alias", NOT_MODELLED, NULL},
    {"R53-6-1", "Each resolver caches by itself, and only its misses are queries.", R53 "welcome-dns-service", DOCUMENTED, "each_resolver_has_a_cache_of_its_own"},
    {"R53-6-2", "One query serves all who wait for it.", "", MODEL, "one_query_serves_all_who_wait_for_it"},
    {"R53-6-3", "An open connection asks no resolver again.", "", MODEL, "a_kept_connection_asks_no_resolver"},
    {"R53-6-4", "Some resolvers and browsers keep answers longer than they may.", "Flavel et al., LANMAN 2014", NOT_MODELLED, NULL},
    // Targets under stress
    {"MODEL-1-1", "A full backlog drops: 504 after the connect limit of 10 s.", "", MODEL, "a_full_backlog_drops_and_that_is_504_after_ten_seconds"},
    {"MODEL-1-2", "A full backlog with on_full refuse is 502 at once.", "", MODEL, "a_full_backlog_that_refuses_is_502_at_once"},
    {"MODEL-1-3", "A full target with on_full shed answers 503 itself.", "", MODEL, "a_full_target_that_sheds_answers_503_itself"},
    {"MODEL-1-4", "A target works on for a client that has gone, unless cancel_on_disconnect.", "", MODEL, "work_stops_when_the_client_leaves_if_the_target_notices"},
    {"MODEL-1-5", "A partition cuts a zone's targets off from the nodes of other zones only.", "", MODEL, "a_partition_cuts_only_nodes_of_other_zones_off"},
    {"MODEL-1-6", "Injected errors leave health checks alone unless health_errors.", "", MODEL, "errors_leave_health_alone_unless_they_strike_it"},
    {"MODEL-1-7", "A browser gives up after 75 s unless said.", "", MODEL, "a_browser_gives_up_after_seventy_five_seconds"},
    // Clients
    {"MODEL-2-1", "Attempts count in all; 502, 503 and 504 are tried again.", "", MODEL, "attempts_count_in_all_and_502_503_and_504_are_retried"},
    {"MODEL-2-2", "Neither 500 nor an answer below it is tried again.", "", MODEL, "neither_500_nor_an_answer_below_it_is_retried"},
    {"MODEL-2-3", "Time-outs and failures to connect are tried again.", "", MODEL, "time_outs_and_refusals_are_retried"},
    {"MODEL-2-4", "The wait before a retry doubles up to its limit.", "", MODEL, "the_backoff_doubles_up_to_its_limit"},
    {"MODEL-2-5", "A redirect is followed at most five times, as an attempt of the same request and not a retry.", "", MODEL, "a_redirect_is_followed_at_most_five_times"},
    {"MODEL-2-6", "Populations that name the same stream receive the same arrivals.", "", MODEL, "populations_of_one_stream_get_the_same_arrivals"},
    {"MODEL-2-7", "An answer of 500 or above is answered and not available; it is lost under its code.", "", MODEL, "an_answer_of_500_or_above_is_answered_and_not_available"},
    {"MODEL-2-8", "A server without a balancer refuses, resets and falls silent by itself.", "", MODEL, "a_server_without_a_balancer_refuses_resets_and_falls_silent"},
    {"MODEL-2-9", "Requests and attempts are conserved: born are answered, failed or in flight.", "", MODEL, "the_books_balance_at_every_moment"},
    {"MODEL-2-10", "Scenarios that differ only in the algorithm get exactly the same requests.", "", MODEL, "another_algorithm_gets_exactly_the_same_requests"},
    // Queues
    {"MODEL-3-1", "One worker with a queue is M/M/1.", "queueing theory", MODEL, "one_worker_is_mm1"},
    {"MODEL-3-2", "Four workers with one queue are M/M/4.", "queueing theory", MODEL, "four_workers_with_one_queue_are_mm4"},
    {"MODEL-3-3", "Under processor sharing the mean stay depends on the mean of the work only.", "queueing theory", MODEL, "shared_work_of_any_spread_stays_as_long_as_its_mean_says"},
    {"MODEL-3-4", "What is inside is arrivals a second times the mean stay.", "Little's law", MODEL, "littles_law_holds_at_the_instance"},
};
// clang-format on

int32_t sim_fact_count(void) {
    return (int32_t)(sizeof facts / sizeof facts[0]);
}

SimFact sim_fact(int32_t index) {
    SIM_ASSERT(index >= 0 && index < sim_fact_count());
    return facts[index];
}

const char *sim_fact_status_name(SimFactStatus status) {
    static const char *const names[SIM_FACT_STATUS_COUNT] = {
        "documented", "observed", "inferred", "memory", "model", "not modelled"};
    SIM_ASSERT(status < SIM_FACT_STATUS_COUNT);
    return names[status];
}
