// Application Recovery Controller: safety rules of routing controls, and zonal autoshift.
#include "facts/table.h"

#define SHIFTS   "r53recovery/latest/dg/arc-zonal-autoshift."
#define PRACTICE "arc-zonal-shift/latest/api/API_PracticeRunConfiguration"
#define RULES53  "r53recovery/latest/dg/routing-control.safety-rules"

// One line a fact, however long, so that two that are new never meet in one line.
// clang-format off
static const SimFact rows[] = {
    FACT("R53-541", "An assertion rule refuses a change of routing controls after which it would not hold, such as all off: nothing is changed, and the refusal names the rule.", RULES53, DOCUMENTED, "an_assertion_rule_refuses_to_turn_all_off"),
    FACT("R53-801", "A balancer that opted in is shifted away from a zone when AWS's own telemetry finds the zone impaired, whatever its targets say, and back when the zone has recovered.", SHIFTS "how-it-works.start-stop-auto", DOCUMENTED, "aws_shifts_away_from_an_impaired_zone_whatever_the_targets_say"),
    FACT("R53-802", "With zonal autoshift come practice runs: a zonal shift away from one zone about once a week.", SHIFTS "how-it-works.scheduled-practice-runs", DOCUMENTED, "a_practice_run_takes_a_zone_out_for_half_an_hour"),
    FACT("R53-803", "AWS acts 5 min unless said after a zone is impaired, and as long after it has recovered.", "-", MODEL, "aws_shifts_away_from_an_impaired_zone_whatever_the_targets_say"),
    FACT("R53-804", "A practice run takes about 30 min.", SHIFTS "how-it-works.scheduled-practice-runs", DOCUMENTED, "a_practice_run_takes_a_zone_out_for_half_an_hour"),
    FACT("R53-805", "Before an autoshift ends capacity is checked: while healthy targets are not balanced over the zones (within a fifth, model), traffic stays away.", SHIFTS "how-it-works.capacity-check", DOCUMENTED, "traffic_comes_back_when_capacity_is_balanced"),
    FACT("R53-806", "A shift begun by hand has precedence: an autoshift beside it is ACTIVE and NOT_APPLIED.", SHIFTS "how-it-works.precedence", DOCUMENTED, "a_shift_by_hand_goes_before_an_autoshift"),
    FACT("R53-807", "No practice run begins while another shift is applied.", SHIFTS "how-it-works.precedence", DOCUMENTED, "no_practice_run_begins_while_another_shift_is_applied"),
    FACT("R53-808", "A shift by hand or an autoshift ends a practice run, whose outcome is INTERRUPTED.", SHIFTS "how-it-works.precedence", DOCUMENTED, "other_shifts_interrupt_a_practice_run"),
    FACT("R53-809", "The next practice run is a week later, whatever became of this one.", SHIFTS "how-it-works.scheduled-practice-runs", DOCUMENTED, "the_next_practice_run_is_a_week_later"),
    FACT("R53-810", "A practice run that lasted all of its time without an outcome alarm has SUCCEEDED.", SHIFTS "considerations", DOCUMENTED, "a_practice_run_takes_a_zone_out_for_half_an_hour"),
    FACT("R53-811", "An outcome alarm in ALARM ends a practice run, which has FAILED.", SHIFTS "how-it-works.alarms", DOCUMENTED, "an_outcome_alarm_fails_a_practice_run"),
    FACT("R53-812", "A blocking alarm in ALARM keeps a practice run from beginning, and interrupts it.", SHIFTS "how-it-works.alarms", DOCUMENTED, "a_blocking_alarm_keeps_practice_away"),
    FACT("R53-813", "No practice run begins in blocked windows and on blocked dates; it begins when they are over.", SHIFTS "how-it-works.blocked-windows", DOCUMENTED, "a_blocked_window_puts_practice_off"),
    FACT("R53-814", "No practice run begins while there is an event in the region.", SHIFTS "how-it-works.scheduled-practice-runs", DOCUMENTED, "an_event_in_the_region_puts_practice_off"),
    FACT("R53-815", "A practice run begins with a capacity check; healthy targets that are not balanced make it CAPACITY_CHECK_FAILED.", SHIFTS "how-it-works.capacity-check", DOCUMENTED, "practice_begins_with_a_capacity_check"),
    FACT("R53-816", "Practice runs have up to ten outcome alarms.", PRACTICE, DOCUMENTED, "what_aws_refuses_of_autoshifts_is_refused"),
    FACT("R53-817", "They have at least one.", PRACTICE, DOCUMENTED, "what_aws_refuses_of_autoshifts_is_refused"),
    FACT("R53-818", "Their alarms are of the region of the load balancer.", SHIFTS "considerations", DOCUMENTED, "what_aws_refuses_of_autoshifts_is_refused"),
    FACT("R53-819", "A load balancer has to opt in to zonal shifts first.", "r53recovery/latest/dg/arc-zonal-shift.resource-types.app-load-balancers", DOCUMENTED, "what_aws_refuses_of_autoshifts_is_refused"),
    FACT("R53-820", "A rule asks for all of its controls to be On (AND), for one (OR), or for as many as its threshold says (ATLEAST).", "recovery-cluster/latest/api/safetyrule", DOCUMENTED, "a_rule_asks_for_all_for_one_or_for_some"),
    FACT("R53-821", "An inverted rule holds when it otherwise would not.", "recovery-cluster/latest/api/safetyrule", DOCUMENTED, "an_inverted_rule_asks_for_the_contrary"),
    FACT("R53-822", "Target controls of a gating rule can be changed only while it holds of its gating controls.", RULES53, DOCUMENTED, "a_gating_rule_locks_its_targets"),
    FACT("R53-823", "After a change requests against the controls of a rule fail for its wait period.", "recovery-cluster/latest/api/safetyrule", DOCUMENTED, "after_a_change_a_rule_waits"),
    FACT("R53-824", "The wait period is 5 s unless said.", "recovery-cluster/latest/api/safetyrule", MEMORY, "after_a_change_a_rule_waits"),
    FACT("R53-826", "Several controls changed in one transaction are judged by what they are afterwards.", "routing-control/latest/APIReference/API_UpdateRoutingControlStates", DOCUMENTED, "controls_changed_together_are_judged_together"),
    FACT("R53-827", "Safety rules can be overridden by the command that they would refuse.", "r53recovery/latest/dg/routing-control.override-safety-rule", DOCUMENTED, "a_command_can_override_safety_rules"),
    LEFT_OUT("R53-828", "Routing controls are grouped in control panels of a cluster with five regional endpoints.", "r53recovery/latest/dg/introduction-components-routing", "all controls are in one panel, and its endpoints never fail"),
    LEFT_OUT("R53-829", "Practice runs may be asked for, and allowed windows given; fault injection experiments have a place among shifts; groups and clusters may be shifted automatically too.", SHIFTS "considerations", "weekly practice runs of load balancers, with blocked windows and dates"),
    LEFT_OUT("R53-831", "Routing controls are made by a control plane in us-west-2, and flipped without it.", "r53recovery/latest/dg/introduction-regions-routing", "they exist when the run begins; no region's loss keeps them from being flipped"),
    LEFT_OUT("R53-832", "A zonal shift may be extended, and Network Load Balancers and Auto Scaling groups can be shifted too.", "r53recovery/latest/dg/arc-zonal-shift", "another shift may follow; groups shift their scaling by commands of their own"),
};
// clang-format on

const FactTable facts_recovery = FACT_TABLE("Application Recovery Controller", rows);
