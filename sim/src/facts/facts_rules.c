// Facts about listeners, rules and actions.
// Numbers 130-169: further conditions, stickiness between target groups, transforms.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    FACT("ELB-111", "A connection to a port without a listener is refused.", "", MODEL, "a_listener_is_found_by_protocol_and_port"),
    FACT("ELB-112", "The rule with the lowest priority number that matches wins; the longest path has no precedence.", RULES, DOCUMENTED, "the_lowest_priority_wins_not_the_longest_path"),
    FACT("ELB-113", "The default rule has no conditions and comes last.", RULES, DOCUMENTED, "the_default_rule_takes_what_no_rule_matches"),
    FACT("ELB-114", "Host conditions ignore case, path conditions do not.", CONDS, DOCUMENTED, "hosts_match_whatever_their_case_and_paths_do_not"),
    FACT("ELB-115", "In conditions * stands for zero or more characters and ? for exactly one.", CONDS, DOCUMENTED, "a_star_takes_any_characters_and_a_question_mark_exactly_one"),
    FACT("ELB-116", "The host pattern *.example.com does not match example.com.", CONDS, DOCUMENTED, "a_wildcard_host_does_not_match_its_parent"),
    FACT("ELB-117", "All conditions of a rule must hold; any one value of a condition is enough.", CONDS, INFERRED, "conditions_must_all_hold_and_values_of_one_are_alternatives"),
    FACT("ELB-118", "A path condition sees the path and never the query.", CONDS, DOCUMENTED, "a_path_condition_does_not_see_the_query"),
    FACT("ELB-119", "A forward action sends each target group its weight's share of the requests.", ACTIONS, DOCUMENTED, "forward_weights_are_shares"),
    FACT("ELB-120", "A weighted target group without targets still gets its share: 503.", ACTIONS, DOCUMENTED, "an_empty_weighted_group_still_gets_its_share"),
    FACT("ELB-121", "A weighted target group without healthy targets still gets its share.", ACTIONS, DOCUMENTED, "an_unhealthy_weighted_group_still_gets_its_share"),
    FACT("ELB-122", "A redirect may keep parts of the URL by #{protocol}, #{host}, #{port}, #{path} and #{query}.", ACTIONS, DOCUMENTED, "placeholders_keep_parts_through_a_chain_of_redirects"),
    FACT("ELB-123", "A redirect can lead from HTTP to HTTPS.", ACTIONS, DOCUMENTED, "a_redirect_to_https_opens_a_connection_there"),
    LEFT_OUT("ELB-124", "Conditions may look at headers, methods, queries and source addresses.", CONDS, "not built yet"),
    LEFT_OUT("ELB-125", "A cookie can hold a client to one of several weighted target groups.", ACTIONS, "not built yet"),
};
// clang-format on

const FactTable facts_rules = FACT_TABLE("Listeners, rules and actions", rows);
