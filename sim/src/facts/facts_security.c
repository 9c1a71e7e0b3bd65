// Facts about security.
// Numbers 901-929: security groups and network ACLs. 930-949: building a balancer.
#include "facts/table.h"

#define VPC_GROUPS "vpc/latest/userguide/security-group-rules"
#define VPC_ACLS   "vpc/latest/userguide/nacl-rules"
#define TRACKING   "AWSEC2/latest/UserGuide/security-group-connection-tracking"

#define API "elasticloadbalancing/latest/APIReference/API_"

// clang-format off
static const SimFact rows[] = {
    // Security groups and network ACLs
    FACT("ELB-901", "When the balancer's security group does not permit the client, its connect times out: no code and no line in the access log.", TROUBLE, INFERRED, "no_inbound_rule_is_a_connect_timeout_without_code_or_log_line"),
    FACT("ELB-902", "A security group permits everything outbound unless its outbound rules are changed.", VPC_GROUPS, DOCUMENTED, "all_may_go_out_unless_said"),
    FACT("ELB-903", "Security groups are stateful: replies pass whatever the rules of the other direction say.", TRACKING, DOCUMENTED, "replies_pass_security_groups_untold"),
    FACT("ELB-904", "A connection that stands goes on when the rule that let it in is removed.", TRACKING, DOCUMENTED, "a_connection_outlives_the_rule_that_let_it_in"),
    FACT("ELB-905", "A rule that names a security group lets in whoever bears that group.", VPC_GROUPS, MEMORY, "a_group_as_source_lets_in_those_who_bear_it"),
    FACT("ELB-906", "The rules of all security groups of an interface add up: one that permits is enough.", VPC_GROUPS, DOCUMENTED, "rules_of_all_groups_add_up"),
    FACT("ELB-907", "Network ACLs are stateless: replies need an entry of their own.", TRACKING, DOCUMENTED, "the_balancers_subnet_needs_a_rule_for_replies_to_clients"),
    FACT("ELB-908", "The entry of a network ACL with the lowest number that fits decides.", VPC_ACLS, DOCUMENTED, "the_entry_of_the_lowest_number_decides"),
    FACT("ELB-909", "A network ACL stops packets of connections that stand as well.", TRACKING, DOCUMENTED, "a_network_acl_stops_connections_that_stand"),
    FACT("ELB-910", "When the targets' security group does not permit the balancer, health checks fail with Target.Timeout.", TROUBLE, DOCUMENTED, "a_closed_target_group_times_out_checks_and_makes_504_after_10_s"),
    FACT("ELB-911", "A node that gets no connection to a target within 10 s answers 504 and counts TargetConnectionErrorCount.", TROUBLE, DOCUMENTED, "a_closed_target_group_times_out_checks_and_makes_504_after_10_s"),
    FACT("ELB-912", "With the checked port open and the port of requests blocked, targets are healthy and requests get 504.", TROUBLE, INFERRED, "an_open_check_port_hides_a_blocked_one"),
    FACT("ELB-913", "Where nothing listens on the checked port, checks fail with Target.FailedHealthChecks.", TROUBLE, DOCUMENTED, "where_nothing_listens_checks_fail_at_once_and_requests_are_502"),
    FACT("ELB-914", "Where nothing listens on the target's port the connection is reset: 502 at once.", TROUBLE, DOCUMENTED, "where_nothing_listens_checks_fail_at_once_and_requests_are_502"),
    FACT("ELB-915", "A network ACL that denies replies to ports 1024-65535 makes 504.", TROUBLE, DOCUMENTED, "a_network_acl_without_the_ports_of_replies_makes_504"),
    FACT("ELB-916", "A balancer whose security group permits nothing outbound to the targets finds them unhealthy and answers 504.", TROUBLE, DOCUMENTED, "no_outbound_rule_at_the_balancer_makes_targets_unhealthy_and_504"),
    FACT("ELB-917", "A changed rule of a security group holds at once, for connections opened from then on.", VPC_GROUPS, MEMORY, "a_changed_rule_holds_for_the_next_connection"),
    FACT("ELB-918", "A network ACL denies what none of its entries fits.", "vpc/latest/userguide/default-network-acl", DOCUMENTED, "what_no_entry_fits_is_denied"),
    LEFT_OUT("ELB-919", "A flow that rules for everybody permit both ways is not tracked and ends with its rule.", TRACKING, "every connection is tracked here"),
    // Building a balancer
    FACT("ELB-930", "A second listener on a port of a balancer is refused: DuplicateListener.", API "CreateListener", DOCUMENTED, "a_second_listener_of_a_port_is_refused"),
    FACT("ELB-931", "A priority that another rule of the listener has is refused: PriorityInUse.", API "CreateRule", MEMORY, "a_priority_in_use_is_refused"),
    FACT("ELB-932", "A second target group of a name is refused: DuplicateTargetGroupName.", API "CreateTargetGroup", DOCUMENTED, "a_second_target_group_of_a_name_is_refused"),
    FACT("ELB-933", "A target group that a rule or listener forwards to is not deleted: ResourceInUse.", API "DeleteTargetGroup", MEMORY, "a_target_group_in_use_is_not_deleted"),
    FACT("ELB-934", "The default rule of a listener is not deleted by itself.", RULES, DOCUMENTED, "the_default_rule_is_not_deleted"),
    FACT("ELB-935", "Targets of a group are unused until a rule names it; then they are initial, and healthy after the first good check.", HEALTH, DOCUMENTED, "a_new_group_is_unused_until_a_rule_names_it_then_checked"),
    FACT("ELB-937", "Requests in flight outlive the rule and the listener they came through.", "", MODEL, "requests_in_flight_outlive_their_rule_and_their_listener"),
    FACT("ELB-938", "Priorities of several rules are set all at once, so that rules may change places.", API "SetRulePriorities", MEMORY, "priorities_are_set_all_at_once"),
    FACT("ELB-939", "A security group that somebody bears is not deleted: DependencyViolation.", "AWSEC2/latest/APIReference/API_DeleteSecurityGroup", MEMORY, "a_security_group_that_is_borne_is_not_deleted"),
    FACT("ELB-940", "Targets of a group are unused again when no rule names it any more: Target.NotInUse.", HEALTH, DOCUMENTED, "targets_are_unused_when_the_last_rule_is_gone"),
    FACT("ELB-942", "A created or deleted rule holds for the next request.", "", MODEL, "a_created_rule_takes_requests_from_then_on"),
    FACT("ELB-943", "Each step that builds or changes a balancer is recorded by CloudTrail under its API action.", "application/load-balancer-cloudtrail-logs", MEMORY, "each_step_stands_in_the_trail_under_its_api_action"),
    FACT("ELB-944", "A created balancer is provisioning until it is active, and nobody answers before.", "APIReference/API_LoadBalancerState", DOCUMENTED, "a_created_balancer_is_provisioning_and_then_serves"),
    LEFT_OUT("ELB-950", "A web application firewall judges a request before a target is chosen.", "application/load-balancer-integrations", "comes with the firewall"),
    LEFT_OUT("ELB-951", "When the web application firewall can not be reached the answer is 500, unless waf.fail_open is on.", "application/load-balancer-integrations", "comes with the firewall"),
    LEFT_OUT("ELB-952", "A rate-based rule looks back 1 to 10 minutes and stops an address that sends more than its limit.", "waf/latest/developerguide/waf-rule-statement-type-rate-based", "comes with the firewall"),
    LEFT_OUT("ELB-953", "A request without a session is sent to log in, refused with 401, or let through, as the rule says.", "application/listener-authenticate-users", "comes with authentication"),
    LEFT_OUT("ELB-954", "An access token that ran out is renewed without the user.", "application/listener-authenticate-users", "comes with authentication"),
    // Subnets
    FACT("ELB-955", "An internet-facing balancer in a subnet without a route to an internet gateway is not reached: connects time out.", TROUBLE, DOCUMENTED, "a_public_node_in_a_private_subnet_is_not_reached"),
    FACT("ELB-956", "A second entry of a number in one direction of a network ACL is refused: NetworkAclEntryAlreadyExists.", "AWSEC2/latest/APIReference/API_CreateNetworkAclEntry", MEMORY, "entries_of_network_acls_are_created_replaced_and_deleted"),
    FACT("ELB-957", "An entry that is not there is not replaced: InvalidNetworkAclEntry.NotFound.", "AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry", MEMORY, "entries_of_network_acls_are_created_replaced_and_deleted"),
    FACT("ELB-958", "Instances bear the security groups of their launch template unless they say others.", "AWSEC2/latest/APIReference/API_RequestLaunchTemplateData", MEMORY, "instances_bear_the_groups_of_their_launch_template"),
    FACT("ELB-990", "Conditions, transforms and action of a rule can be changed, and the default action of a listener; it holds for the next request.", "elasticloadbalancing/latest/APIReference/API_ModifyRule", DOCUMENTED, "a_changed_rule_or_default_action_holds_for_the_next_request"),
};
// clang-format on

const FactTable facts_security = FACT_TABLE("Security", rows);
