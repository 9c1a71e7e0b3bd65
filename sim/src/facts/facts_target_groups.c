// Facts about target groups.
// Numbers 240-269: sticky sessions and automatic target weights. 270-299: health thresholds, ports,
// targets by address.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Kinds
    FACT("ELB-201", "Targets of a group that no rule names are unused and not checked.", HEALTH, DOCUMENTED, "a_group_in_no_rule_is_unused_and_unchecked"),
    LEFT_OUT("ELB-202", "Target groups may hold addresses, a function or another balancer.", GROUPS, "other kinds of targets come with Lambda and the Network Load Balancer"),
    // Choosing a target
    FACT("ELB-203", "Round robin gives the healthy targets their turns one after the other.", ATTRS, DOCUMENTED, "round_robin_is_sequential_and_even"),
    FACT("ELB-204", "Every node goes round its targets by itself.", "", MODEL, "round_robin_gives_each_target_of_a_node_the_same"),
    FACT("ELB-205", "Least outstanding requests chooses the target with the fewest requests in progress.", ATTRS, DOCUMENTED, "least_outstanding_chooses_only_minima"),
    FACT("ELB-206", "Ties of least outstanding requests are broken at random.", "", MODEL, "least_outstanding_breaks_ties_uniformly"),
    FACT("ELB-207", "Weighted random is even and not by turns while all weights are alike.", ATTRS, DOCUMENTED, "weighted_random_does_not_go_by_turns"),
    // Automatic target weights
    LEFT_OUT("ELB-208", "Automatic target weights send less to targets that fail more than their peers.", ATTRS, "not built yet"),
    // Slow start
    FACT("ELB-209", "With slow start a target that becomes healthy gets a share that grows linearly.", ATTRS, DOCUMENTED, "a_new_target_ramps_linearly_to_its_full_share"),
    FACT("ELB-210", "A target ramps only beside a healthy one that does not ramp itself.", ATTRS, DOCUMENTED, "without_a_full_peer_a_target_does_not_ramp"),
    FACT("ELB-211", "Targets that are healthy when slow start is turned on do not ramp.", ATTRS, DOCUMENTED, "targets_healthy_when_slow_start_is_turned_on_do_not_ramp"),
    FACT("ELB-212", "A target that goes unhealthy leaves its ramp and begins a new one when it is healthy again.", ATTRS, DOCUMENTED, "a_ramp_interrupted_by_ill_health_begins_anew"),
    FACT("ELB-213", "Slow start can not be had with least outstanding requests.", ATTRS, DOCUMENTED, "a_refused_command_changes_nothing"),
    // Sticky sessions
    LEFT_OUT("ELB-214", "A cookie can hold a client to one target.", ATTRS, "not built yet"),
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
    LEFT_OUT("ELB-227", "Health thresholds of a target group can be counts or percentages above one target.", GROUPS, "not built yet"),
};
// clang-format on

const FactTable facts_target_groups = FACT_TABLE("Target groups", rows);
