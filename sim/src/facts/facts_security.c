// Facts about security.
// Numbers 901-929: security groups and network ACLs. 930-949: building a balancer.
#include "facts/table.h"

#define VPC_GROUPS "vpc/latest/userguide/security-group-rules"
#define VPC_ACLS   "vpc/latest/userguide/nacl-rules"
#define TRACKING   "AWSEC2/latest/UserGuide/security-group-connection-tracking"

// clang-format off
static const SimFact rows[] = {
    // Security groups and network ACLs
    FACT("ELB-901", "When the balancer's security group does not permit the client, its connect times out: no code and no line in the access log.", TROUBLE, INFERRED, "no_inbound_rule_is_a_connect_timeout_without_code_or_log_line"),
    FACT("ELB-902", "A security group permits everything outbound unless its outbound rules are changed.", VPC_GROUPS, MEMORY, "all_may_go_out_unless_said"),
    FACT("ELB-903", "Security groups are stateful: replies pass whatever the rules of the other direction say.", TRACKING, MEMORY, "replies_pass_security_groups_untold"),
    FACT("ELB-904", "A connection that stands goes on when the rule that let it in is removed.", TRACKING, MEMORY, "a_connection_outlives_the_rule_that_let_it_in"),
    FACT("ELB-905", "A rule that names a security group lets in whoever bears that group.", VPC_GROUPS, MEMORY, "a_group_as_source_lets_in_those_who_bear_it"),
    FACT("ELB-906", "The rules of all security groups of an interface add up: one that permits is enough.", VPC_GROUPS, MEMORY, "rules_of_all_groups_add_up"),
    FACT("ELB-907", "Network ACLs are stateless: replies need an entry of their own.", VPC_ACLS, MEMORY, "the_balancers_subnet_needs_a_rule_for_replies_to_clients"),
    FACT("ELB-908", "The entry of a network ACL with the lowest number that fits decides.", VPC_ACLS, MEMORY, "the_entry_of_the_lowest_number_decides"),
    FACT("ELB-909", "A network ACL stops packets of connections that stand as well.", TRACKING, MEMORY, "a_network_acl_stops_connections_that_stand"),
    FACT("ELB-910", "When the targets' security group does not permit the balancer, health checks fail with Target.Timeout.", TROUBLE, DOCUMENTED, "a_closed_target_group_times_out_checks_and_makes_504_after_10_s"),
    FACT("ELB-911", "A node that gets no connection to a target within 10 s answers 504 and counts TargetConnectionErrorCount.", TROUBLE, DOCUMENTED, "a_closed_target_group_times_out_checks_and_makes_504_after_10_s"),
    FACT("ELB-913", "Where nothing listens on the checked port, checks fail with Target.FailedHealthChecks.", TROUBLE, DOCUMENTED, "where_nothing_listens_checks_fail_at_once_and_requests_are_502"),
    FACT("ELB-914", "Where nothing listens on the target's port the connection is reset: 502 at once.", TROUBLE, DOCUMENTED, "where_nothing_listens_checks_fail_at_once_and_requests_are_502"),
    FACT("ELB-915", "A network ACL that denies replies to ports 1024-65535 makes 504.", TROUBLE, DOCUMENTED, "a_network_acl_without_the_ports_of_replies_makes_504"),
    FACT("ELB-916", "A balancer whose security group permits nothing outbound to the targets finds them unhealthy and answers 504.", TROUBLE, DOCUMENTED, "no_outbound_rule_at_the_balancer_makes_targets_unhealthy_and_504"),
    FACT("ELB-917", "A changed rule of a security group holds at once, for connections opened from then on.", VPC_GROUPS, MEMORY, "a_changed_rule_holds_for_the_next_connection"),
    FACT("ELB-918", "A network ACL denies what none of its entries fits.", VPC_ACLS, MEMORY, "what_no_entry_fits_is_denied"),
    LEFT_OUT("ELB-919", "A flow that rules for everybody permit both ways is not tracked and ends with its rule.", TRACKING, "every connection is tracked here"),
    LEFT_OUT("ELB-950", "A web application firewall judges a request before a target is chosen.", "application/load-balancer-integrations", "comes with the firewall"),
};
// clang-format on

const FactTable facts_security = FACT_TABLE("Security", rows);
