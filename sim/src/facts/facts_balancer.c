// Facts about balancers, zones and names.
// Numbers 170-199: scheme, states, zonal shift.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    FACT("ELB-101", "Targets registered in a zone that is not enabled are unused and get no traffic.", HOW, DOCUMENTED, "a_target_in_a_zone_that_is_not_enabled_is_unused"),
    FACT("ELB-102", "With cross-zone balancing a zone's address stays in DNS while the target group has a healthy target anywhere.", GROUPS, DOCUMENTED, "with_cross_zone_it_stays_while_any_target_is_healthy"),
    FACT("ELB-103", "Without cross-zone balancing a zone without a healthy target leaves DNS.", GROUPS, DOCUMENTED, "without_cross_zone_a_zone_without_a_healthy_target_leaves_dns"),
    FACT("ELB-104", "When no zone has enough healthy targets, DNS gives the addresses of all zones.", GROUPS, DOCUMENTED, "when_no_zone_qualifies_all_are_given"),
    FACT("ELB-105", "Without cross-zone balancing a request that enters a zone without registered targets gets 503.", ATTRS, DOCUMENTED, "an_empty_zone_without_cross_zone_is_503"),
    FACT("ELB-106", "With several target groups a zone stays in DNS while one of them is healthy there.", GROUPS, MODEL, "a_healthy_group_keeps_its_zone_in_dns"),
    FACT("ELB-107", "A node dies with its zone and its address leaves DNS.", "", MODEL, "a_node_dies_with_its_zone_and_leaves_dns"),
    FACT("ELB-108", "The client chooses which address of the answer to use, and tries the next when one is silent.", HOW, DOCUMENTED, "an_old_answer_costs_the_connect_timeout_and_then_the_next_address_serves"),
    // Scheme
    FACT("ELB-170", "Only clients inside its network reach an internal balancer; from the internet its addresses lead nowhere.", HOW, DOCUMENTED, "clients_outside_can_not_connect_to_an_internal_balancer"),
    FACT("ELB-171", "The nodes of an internal balancer have private addresses, those of an internet-facing one public ones; both reach their targets over private ones.", HOW, DOCUMENTED, "internal_means_private_addresses_and_internet_facing_public_ones"),
    FACT("ELB-172", "An Application Load Balancer needs subnets in at least two zones.", ALB, DOCUMENTED, "one_zone_is_refused_and_two_are_not"),
    FACT("ELB-173", "Clients inside a region are as far from its nodes as another zone is.", "", MODEL, "clients_inside_reach_an_internal_balancer_in_a_millisecond"),
    // States
    FACT("ELB-179", "A balancer with deletion protection is not deleted: OperationNotPermitted. The protection is off unless it is turned on.", "API DeleteLoadBalancer", DOCUMENTED, "a_protected_balancer_is_not_deleted"),
    FACT("ELB-180", "A balancer is in state provisioning until it is set up, and active from then on.", "API LoadBalancerState", DOCUMENTED, "a_balancer_being_provisioned_answers_nobody_and_checks_nothing"),
    FACT("ELB-181", "A balancer that serves and can not scale is active_impaired.", "API LoadBalancerState", DOCUMENTED, "a_balancer_that_can_not_scale_is_active_impaired"),
    FACT("ELB-182", "A balancer that could not be set up is in state failed, and never serves.", "API LoadBalancerState", DOCUMENTED, "a_balancer_whose_subnets_are_full_is_failed"),
    FACT("ELB-183", "A second balancer of a name is refused: DuplicateLoadBalancerName.", "API CreateLoadBalancer", DOCUMENTED, "a_second_balancer_of_a_name_is_refused"),
    FACT("ELB-184", "A zonal shift takes the address of its zone out of DNS.", "application/zonal-shift", DOCUMENTED, "a_shifted_zone_leaves_dns_and_the_others_stay"),
    FACT("ELB-185", "Zonal shift is off by default and is enabled on each balancer.", "application/zonal-shift", DOCUMENTED, "zonal_shift_is_off_unless_said"),
    FACT("ELB-186", "A balancer is shifted away from one zone at a time.", "application/zonal-shift", DOCUMENTED, "one_zone_at_a_time_can_be_shifted_away_from"),
    FACT("ELB-187", "With cross-zone balancing the targets of the zone shifted away from get no new requests from any node.", "application/zonal-shift", DOCUMENTED, "with_cross_zone_targets_of_the_shifted_zone_get_nothing_new"),
    FACT("ELB-188", "Without cross-zone balancing a zonal shift is left to DNS: who still comes to the zone is served there.", "API AdministrativeOverride", INFERRED, "without_cross_zone_a_shift_is_left_to_dns"),
    FACT("ELB-189", "Connections and requests under way go on through a zonal shift.", "application/zonal-shift", DOCUMENTED, "what_is_under_way_goes_on_through_a_shift"),
    FACT("ELB-190", "A target group in one zone only is not shifted away from.", "r53recovery/arc-zonal-shift.resource-types.app-load-balancers", DOCUMENTED, "a_group_in_one_zone_is_not_shifted_away_from"),
    FACT("ELB-191", "Targets shifted away from are administratively overridden, whatever their health.", "application/zonal-shift", DOCUMENTED, "targets_shifted_away_from_are_overridden_and_not_unhealthy"),
    FACT("ELB-192", "ActiveZonalShiftHostCount counts the targets shifted away from, while a shift lasts.", METRICS, DOCUMENTED, "hosts_shifted_away_from_are_counted_while_it_lasts"),
    FACT("ELB-193", "A zonal shift expires after the time it was given.", "r53recovery/arc-zonal-shift", MEMORY, "a_zonal_shift_expires"),
    FACT("ELB-194", "DNS does not fall back on the zone shifted away from when all others have failed.", "", MODEL, "dns_does_not_fall_back_on_the_shifted_zone"),
    FACT("ELB-195", "Nobody answers at the addresses of a deleted balancer; requests in flight are still answered.", "", MODEL, "nobody_answers_at_the_addresses_of_a_deleted_balancer"),
    FACT("ELB-196", "A balancer created under the name of one that was deleted is another one, with another id.", "API LoadBalancer", INFERRED, "a_balancer_created_under_an_earlier_name_is_another_one"),
    FACT("ELB-197", "An alias of a deleted balancer is answered without an address.", "Route 53 routing-to-elb-load-balancer", MEMORY, "an_alias_of_a_deleted_balancer_has_no_address"),
    LEFT_OUT("ELB-198", "Each subnet is a /27 at least with 8 free addresses; where they run out the balancer can not scale and answers too little.", ALB, "subnets have no addresses that could run out"),
    LEFT_OUT("ELB-199", "Each zone has a name of its own before the balancer's name.", HOW, "clients ask for the balancer's own name"),
    LEFT_OUT("ELB-850", "To delete what is deleted already succeeds.", "API DeleteLoadBalancer", "a name that is not there is more likely a slip of the pen"),
    LEFT_OUT("ELB-851", "To create the same balancer twice with the same settings succeeds and makes one.", "API CreateLoadBalancer", "a second one is more likely a slip of the pen"),
    LEFT_OUT("ELB-870", "With a Network Load Balancer one unhealthy target group is enough to take a zone out of DNS.", "network/load-balancer-target-groups", "comes with the Network Load Balancer"),
    FACT("ELB-980", "Zones are enabled and disabled while a balancer runs; targets in a disabled one stay registered and are unused.", HOW, DOCUMENTED, "targets_in_a_zone_that_is_disabled_stay_registered_and_unused"),
    FACT("ELB-991", "Nodes of a zone that is enabled check the targets for an interval and a time-out before they enter DNS.", "", MODEL, "nodes_of_a_zone_that_is_enabled_check_the_targets_before_they_enter_dns"),
    FACT("ELB-992", "Nodes of a zone that is disabled leave DNS, take no new connections after two TTLs, serve what is open, and go when nothing is.", "", MODEL, "nodes_of_a_zone_that_is_disabled_leave_dns_and_go_when_nothing_is_open"),
    FACT("ELB-993", "A balancer has a node at least in each zone that is enabled, and its name leads to all of them.", ALB, DOCUMENTED, "a_balancer_has_a_node_in_each_zone_that_is_enabled"),
};
// clang-format on

const FactTable facts_balancer = FACT_TABLE("Balancers, zones and names", rows);
