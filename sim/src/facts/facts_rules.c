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
    FACT("ELB-125", "With stickiness of the forward action a request that carries the cookie goes to the target group named there.", ACTIONS, DOCUMENTED, "a_cookie_holds_users_to_the_group_they_met_first"),
    FACT("ELB-130", "A header condition matches when the request carries the header with one of its values.", CONDS, DOCUMENTED, "a_header_condition_looks_at_the_header_of_its_name"),
    FACT("ELB-131", "Header conditions ignore the case of the header's name.", CONDS, DOCUMENTED, "names_of_headers_match_whatever_their_case"),
    FACT("ELB-132", "Header conditions ignore the case of the value.", CONDS, DOCUMENTED, "values_of_headers_match_whatever_their_case"),
    FACT("ELB-133", "A header that stands several times in a request is searched in order until one matches.", "API HttpHeaderConditionConfig", DOCUMENTED, "a_header_sent_twice_is_searched_until_one_matches"),
    FACT("ELB-134", "Values of header conditions have the wildcards * and ?, the header's name has none.", CONDS, DOCUMENTED, "values_of_headers_have_wildcards_and_names_have_none"),
    FACT("ELB-135", "A rule may have several header conditions, and all must match.", CONDS, DOCUMENTED, "header_conditions_of_a_rule_must_all_match"),
    FACT("ELB-136", "Method conditions match exactly and heed case.", CONDS, DOCUMENTED, "methods_match_exactly_and_with_their_case"),
    FACT("ELB-137", "Method conditions may name custom methods and have no wildcards.", CONDS, DOCUMENTED, "methods_may_be_custom_and_have_no_wildcards"),
    FACT("ELB-138", "Query conditions ignore case.", CONDS, DOCUMENTED, "queries_match_whatever_their_case"),
    FACT("ELB-139", "A query value without a key matches whatever the key is.", CONDS, DOCUMENTED, "a_query_value_without_a_key_matches_any_key"),
    FACT("ELB-140", "In a query condition a backslash before * or ? makes it a character like any other.", "API QueryStringConditionConfig", DOCUMENTED, "a_backslash_makes_a_wildcard_of_a_query_a_character"),
    FACT("ELB-141", "A source condition sees the address that connects and never X-Forwarded-For; a header condition can see that.", CONDS, DOCUMENTED, "a_source_condition_does_not_see_x_forwarded_for"),
    FACT("ELB-142", "A source condition takes the addresses of its CIDR blocks.", CONDS, DOCUMENTED, "a_source_condition_takes_the_addresses_of_its_block"),
    FACT("ELB-143", "Host, path and header conditions can compare with regular expressions.", CONDS, DOCUMENTED, "hosts_paths_and_headers_may_be_matched_by_regular_expressions"),
    FACT("ELB-144", "A rule has at most five values over all its conditions, a condition three.", CONDS, DOCUMENTED, "a_condition_has_three_values_and_a_rule_five"),
    FACT("ELB-145", "A rule has at most five wildcards; another page says six.", CONDS, DOCUMENTED, "a_rule_has_five_wildcards_over_all_its_conditions"),
    FACT("ELB-146", "A host condition has a dot and only letters behind the last one.", CONDS, DOCUMENTED, "a_host_has_a_dot_and_only_letters_behind_the_last_one"),
    FACT("ELB-147", "A balancer has 100 rules besides the default ones, and more on request.", QUOTAS, DOCUMENTED, "more_than_a_hundred_rules_are_worth_a_warning"),
    FACT("ELB-148", "Priorities are unique within a listener.", RULES, DOCUMENTED, "a_priority_stands_once_in_a_listener"),
    FACT("ELB-149", "A header condition can not look at Host.", "API HttpHeaderConditionConfig", DOCUMENTED, "a_header_condition_has_a_short_name_that_is_not_host"),
    FACT("ELB-150", "A user whose cookie ran out is given a target group by weight again.", "API TargetGroupStickinessConfig", DOCUMENTED, "a_cookie_that_ran_out_is_a_new_choice_by_weight"),
    FACT("ELB-151", "Weights that move leave users with a cookie where they are, even at a weight of 0.", ACTIONS, INFERRED, "weights_that_move_leave_users_where_they_are"),
    FACT("ELB-152", "The duration must be said when stickiness is on, 1 s to 7 days.", "API TargetGroupStickinessConfig", DOCUMENTED, "stickiness_of_a_rule_wants_its_duration"),
    FACT("ELB-153", "A forward action to several target groups of which one has sticky sessions must be sticky itself.", ACTIONS, DOCUMENTED, "a_sticky_group_among_several_needs_a_sticky_rule"),
    FACT("ELB-154", "Answers of the balancer itself bring no cookie, so that nobody is held to a group without targets.", "", MODEL, "an_answer_of_the_balancer_itself_brings_no_cookie"),
    FACT("ELB-155", "Clients that keep no cookies are spread by weight with each request.", "", MODEL, "clients_without_cookies_are_spread_by_weight"),
    LEFT_OUT("ELB-166", "A cookie that was URL-encoded on its way is not accepted, and AWSALBTGCORS carries the same for other origins.", ACTIONS, "clients return cookies as they came"),
    LEFT_OUT("ELB-167", "Source conditions also take blocks of IPv6 addresses.", CONDS, "clients have IPv4 addresses"),
    FACT("ELB-168", "The duration of a rule's stickiness counts anew from each answer.", "", MODEL, "every_answer_holds_a_user_for_the_whole_duration"),
    FACT("ELB-169", "The block 255.255.255.255/32 is refused as a source.", CONDS, DOCUMENTED, "the_broadcast_address_is_refused_as_a_source"),
};
// clang-format on

const FactTable facts_rules = FACT_TABLE("Listeners, rules and actions", rows);
