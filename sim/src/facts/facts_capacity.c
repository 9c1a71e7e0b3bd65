// Facts about capacity and scaling.
// Numbers 801-849: capacity units and scaling.
#include "facts/table.h"

// clang-format off
static const SimFact rows[] = {
    // Capacity units
    FACT("ELB-801", "One LCU is 25 new connections a second.", "pricing", DOCUMENTED, "twenty_five_new_connections_a_second_are_one_lcu"),
    FACT("ELB-802", "One LCU is 3,000 active connections.", "pricing", DOCUMENTED, "three_thousand_active_connections_are_one_lcu"),
    FACT("ELB-803", "One LCU is a gigabyte an hour.", "pricing", DOCUMENTED, "a_gigabyte_an_hour_is_one_lcu"),
    FACT("ELB-804", "One LCU is 1,000 rule evaluations a second, of which the first ten of a request are free.", "pricing", DOCUMENTED, "a_thousand_evaluations_beyond_ten_a_request_are_one_lcu"),
    FACT("ELB-805", "Of the four dimensions only the highest is billed.", "pricing", DOCUMENTED, "the_bill_is_begun_hours_and_the_highest_dimension_of_each_hour"),
    LEFT_OUT("ELB-806", "One LCU is 0.4 GB an hour for targets that are functions.", "pricing", "functions are no targets yet"),
    FACT("ELB-807", "ConsumedLCUs is a part of an hour: its Sum over an hour is the LCU-hours used.", "", MODEL, "the_highest_dimension_is_what_is_consumed"),
    FACT("ELB-808", "PeakLCUs is what the load asks the balancer to scale for, and its Sum of a minute is to be held against the reservation.", "application/capacity-unit-reservation", DOCUMENTED, "peak_lcus_are_what_is_asked_for_rejected_or_not"),
    FACT("ELB-809", "ReservedLCUs is a part of an hour: 6,000 reserved units are 100 a minute.", "application/monitor-capacity-unit-reservation", DOCUMENTED, "a_reservation_of_6000_is_100_reserved_lcus_a_minute"),
    FACT("ELB-810", "CapacityUtilization is a percentage that ends at 100.", METRICS, DOCUMENTED, "capacity_utilization_is_a_percentage_up_to_one_hundred"),
    FACT("ELB-811", "A balancer is paid for by the hour, one that has begun as a whole.", "pricing", DOCUMENTED, "the_bill_is_begun_hours_and_the_highest_dimension_of_each_hour"),
    FACT("ELB-812", "Reserved units are paid for like used ones, used or not, and what is used above them as well.", "", MODEL, "what_is_reserved_is_paid_for_used_or_not"),
    // Reservation
    FACT("ELB-813", "A reservation is a floor: capacity does not fall below it.", "application/capacity-unit-reservation", DOCUMENTED, "reserved_lcus_are_a_floor_that_is_there_from_the_start"),
    FACT("ELB-814", "A reservation pends for minutes before it is provisioned.", "application/request-capacity-unit-reservation", DOCUMENTED, "a_reservation_pends_for_minutes_before_it_is_provisioned"),
    FACT("ELB-815", "A reservation is at least 100 LCUs.", "application/capacity-unit-reservation", DOCUMENTED, "a_reservation_below_one_hundred_is_refused"),
    FACT("ELB-816", "A reservation may be lowered twice a day.", "application/request-capacity-unit-reservation", DOCUMENTED, "a_reservation_may_be_lowered_twice_a_day"),
    FACT("ELB-817", "A balancer scales above its reservation as the load asks for it.", "application/capacity-unit-reservation", DOCUMENTED, "a_balancer_scales_above_its_reservation"),
    FACT("ELB-818", "Capacity is spread evenly over the zones.", "application/request-capacity-unit-reservation", DOCUMENTED, "capacity_is_spread_evenly_over_the_zones"),
    FACT("ELB-819", "A reservation that can not be had is failed; the balancer goes on with what it has.", "application/monitor-capacity-unit-reservation", DOCUMENTED, "a_reservation_that_can_not_be_had_is_failed"),
    // Scaling
    FACT("ELB-820", "Capacity doubles in five minutes at the fastest, which is widely repeated and not documented.", "", MODEL, "capacity_doubles_in_five_minutes_at_the_fastest"),
    FACT("ELB-821", "Capacity follows the load up to twice of what it asks for, and shrinks by half an hour at the fastest.", "", MODEL, "capacity_grows_to_twice_the_load_and_no_further"),
    FACT("ELB-822", "A balancer at its limit rejects new connections, which are counted in RejectedConnectionCount.", METRICS, DOCUMENTED, "a_node_at_its_limit_rejects_new_connections"),
    FACT("ELB-823", "Connections that are open go on while new ones are rejected.", "", MODEL, "kept_connections_go_on_while_new_ones_are_rejected"),
    FACT("ELB-824", "With overflow answer_503 a balancer at its limit answers 503 instead; for an ALB that is field lore.", "", MODEL, "overflow_can_be_answered_with_503"),
    FACT("ELB-825", "Where a scenario sets no capacity a balancer carries whatever comes, and reports no CapacityUtilization.", "", MODEL, "without_a_limit_nothing_is_rejected_and_nothing_utilized"),
    FACT("ELB-826", "A balancer that scales adds nodes, whose addresses enter DNS.", HOW, DOCUMENTED, "a_balancer_that_grows_adds_nodes_whose_addresses_enter_dns"),
    LEFT_OUT("ELB-852", "A reservation is rebalancing while a zone is added or removed.", "application/monitor-capacity-unit-reservation", "how long it lasts is not published; what is reserved is spread anew at once"),
    FACT("ELB-857", "15,000 reserved LCUs a balancer may be raised on request.", "application/capacity-unit-reservation", DOCUMENTED, "above_the_quota_of_reserved_units_is_a_warning"),
    LEFT_OUT("ELB-884", "One NLCU of TCP is 800 new or 100,000 active connections or a gigabyte an hour.", "pricing", "comes with the Network Load Balancer"),
    LEFT_OUT("ELB-885", "A balancer also scales for what its features cost, the firewall and functions.", "networking blog", "comes with them"),
    // Nodes
    FACT("ELB-960", "A balancer has up to eight nodes here, as many addresses as an answer holds; what one carries is said by the scenario, for AWS does not publish it.", "", MODEL, "a_second_node_needs_room_among_eight"),
    FACT("ELB-961", "A node that is added checks every target; what is new to it alone begins no slow start.", "", MODEL, "a_new_node_checks_every_target_and_begins_no_slow_start"),
    FACT("ELB-962", "A node enters DNS an interval and a time-out after it has begun to check the targets.", "", MODEL, "a_node_enters_dns_when_it_has_checked_the_targets"),
    FACT("ELB-963", "A node that is no longer needed leaves DNS, takes no new connections after two TTLs, serves what is open, and goes when nothing is.", "", MODEL, "a_node_that_is_not_needed_leaves_dns_and_goes_when_nothing_is_open"),
    LEFT_OUT("ELB-964", "Before nodes are added they are replaced by larger ones.", ALB, "said of Outposts only; a node of the model is as large as it will be"),
    LEFT_OUT("ELB-982", "In earlier years the advice was to raise load by half every five minutes at most.", "quoted in books", "how fast capacity follows is said by the scenario"),
    FACT("ELB-997", "Of several nodes in a zone each carries what a node can: those that come later take nothing off it while clients keep their connections.", "", MODEL, "kept_connections_hold_back_a_balancer_that_has_grown"),
};
// clang-format on

const FactTable facts_capacity = FACT_TABLE("Capacity and scaling", rows);
