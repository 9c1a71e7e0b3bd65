// Global Accelerator: numbers 920 and up of Route 53's.
#include "facts/table.h"

#define GA        "global-accelerator/latest/dg/"
#define HOW_GA    GA "introduction-how-it-works"
#define WEIGHTS   GA "about-endpoints-endpoint-weights"
#define UNHEALTHY GA "about-endpoints-endpoint-weights.unhealthy-endpoints"
#define DIALS     GA "about-endpoint-groups-traffic-dial"
#define CHECKS    GA "about-endpoint-groups-health-check-options"
#define AFFINITY  GA "about-listeners-client-affinity"
#define GAMETRICS GA "cloudwatch-monitoring"
#define GAQUOTAS  GA "limits-global-accelerator"
#define CREATE    "global-accelerator/latest/api/API_CreateEndpointGroup"

// One line a fact, however long, so that two that are new never meet in one line.
// clang-format off
static const SimFact rows[] = {
    FACT("R53-920", "An accelerator has two addresses that stay: no answer of DNS changes when its endpoints fail, so none is ever old.", HOW_GA, DOCUMENTED, "a_failover_of_an_accelerator_changes_no_answer_of_dns"),
    FACT("R53-921", "The weight of an endpoint is 128 unless said.", WEIGHTS, DOCUMENTED, "endpoints_weigh_128_and_their_groups_are_dialled_to_100_unless_said"),
    FACT("R53-922", "The weight of an endpoint is 0 to 255.", WEIGHTS, DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-923", "The traffic dial of an endpoint group is at 100 % unless said.", DIALS, DOCUMENTED, "endpoints_weigh_128_and_their_groups_are_dialled_to_100_unless_said"),
    FACT("R53-924", "A traffic dial is a share of what is directed to its group; the rest goes to other groups, so that two groups at 50 % serve half of each other's clients.", DIALS, DOCUMENTED, "a_traffic_dial_lets_in_its_share_and_the_rest_goes_elsewhere"),
    FACT("R53-925", "Within a group an endpoint gets its weight over the sum of weights, and none with weight 0.", WEIGHTS, DOCUMENTED, "connections_are_shared_by_weight"),
    FACT("R53-926", "When a group has no healthy endpoint with a weight, the traffic dials of others have no say in where its connections go.", UNHEALTHY, DOCUMENTED, "a_failover_ignores_traffic_dials"),
    FACT("R53-927", "Up to three other groups are tried, the closest first.", UNHEALTHY, DOCUMENTED, "three_more_groups_are_tried"),
    FACT("R53-928", "When they have no healthy endpoint either, connections go to an endpoint of the group closest to the client.", UNHEALTHY, DOCUMENTED, "with_nothing_healthy_the_closest_group_gets_the_connections"),
    FACT("R53-929", "Open connections are not moved, neither by a change of health nor by dials and weights.", UNHEALTHY, DOCUMENTED, "open_connections_are_not_moved"),
    FACT("R53-930", "When a region is healthy again, new connections go there after about 30 s.", UNHEALTHY, DOCUMENTED, "the_way_back_takes_half_a_minute"),
    FACT("R53-931", "The health checks of an endpoint group are for instances; load balancers are judged by the checks of their target groups.", CHECKS, DOCUMENTED, "what_changes_nothing_of_accelerators_is_said"),
    FACT("R53-932", "Instances are checked every 10 or every 30 s.", CREATE, DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-933", "Every 30 s unless said.", CREATE, DOCUMENTED, "an_instance_is_judged_by_checks_of_the_accelerator"),
    FACT("R53-934", "Three equal results in a row unless said change an endpoint's health.", CREATE, DOCUMENTED, "an_instance_is_judged_by_checks_of_the_accelerator"),
    FACT("R53-935", "The threshold is 1 to 10.", CREATE, DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-936", "A listener has no client affinity unless said.", AFFINITY, DOCUMENTED, "without_affinity_each_connection_goes_its_own_way"),
    FACT("R53-937", "With affinity by source address all connections of an address go to the same endpoint.", AFFINITY, DOCUMENTED, "with_affinity_an_address_stays_with_its_endpoint"),
    FACT("R53-938", "As many equal results in a row as the threshold says turn an instance unhealthy, or healthy again.", CHECKS, DOCUMENTED, "an_instance_is_judged_by_checks_of_the_accelerator"),
    FACT("R53-939", "A TCP connection without data for 340 s is closed, which can not be set.", HOW_GA, DOCUMENTED, "an_idle_connection_is_closed_after_340_seconds"),
    FACT("R53-940", "The client's TCP connection ends at the edge, which opens one to the endpoint at almost the same time.", HOW_GA, DOCUMENTED, "a_connection_is_made_at_the_edge"),
    FACT("R53-941", "An endpoint group and all its endpoints are in one region.", GA "about-endpoint-groups", DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-942", "A listener has one endpoint group a region.", CREATE, DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-943", "An endpoint group has up to 10 load balancers.", GAQUOTAS, DOCUMENTED, "what_aws_refuses_of_accelerators_is_refused"),
    FACT("R53-944", "An Application Load Balancer is healthy when each of its target groups has a healthy target.", CHECKS, DOCUMENTED, "a_failover_of_an_accelerator_changes_no_answer_of_dns"),
    FACT("R53-945", "An internal load balancer may be an endpoint, and is reached from the internet by it.", GA "about-endpoints-caveats", DOCUMENTED, "an_internal_balancer_is_reached_through_an_accelerator"),
    FACT("R53-946", "Connections go to the endpoint group closest to the client.", HOW_GA, DOCUMENTED, "each_client_is_served_by_the_closest_group"),
    FACT("R53-947", "NewFlowCount counts the connections from clients to endpoints.", GAMETRICS, DOCUMENTED, "flows_are_counted_by_accelerator_listener_and_endpoint_group"),
    FACT("R53-948", "ActiveFlowCount is how many are open.", GAMETRICS, DOCUMENTED, "flows_are_counted_by_accelerator_listener_and_endpoint_group"),
    FACT("R53-949", "ProcessedBytesIn and ProcessedBytesOut count bytes with the headers of TCP and IP.", GAMETRICS, DOCUMENTED, "flows_are_counted_by_accelerator_listener_and_endpoint_group"),
    FACT("R53-950", "HealthyEndpointCount and UnhealthyEndpointCount are of the endpoints as the accelerator sees them.", GAMETRICS, DOCUMENTED, "flows_are_counted_by_accelerator_listener_and_endpoint_group"),
    FACT("R53-951", "An alias of an accelerator is answered with one of its two addresses.", R53 "resource-record-sets-choosing-alias-non-alias", DOCUMENTED, "an_alias_gives_one_of_two_addresses"),
    FACT("R53-952", "A round trip is one to the edge (5 ms unless said) and 80 % unless said of the rest of the way over the internet.", "-", MODEL, "a_round_trip_leads_over_the_edge"),
    FACT("R53-953", "Slow and lossy links between clients and a region are of the internet: they are not on the way through an accelerator, which has the clients' own access only.", "-", MODEL, "a_slow_link_is_not_on_the_way_through_an_accelerator"),
    FACT("R53-954", "New connections leave a load balancer 10 s unless said after it became unhealthy; AWS says at once when it knows.", "-", MODEL, "the_edges_know_of_a_failure_after_a_while"),
    LEFT_OUT("R53-955", "Listeners may be for UDP, and custom routing accelerators lead a client to a port of an instance.", HOW_GA, "standard accelerators for TCP only"),
    LEFT_OUT("R53-956", "A port of a listener may be mapped to another one at the endpoints.", GA "about-endpoint-groups-port-override", "the key port_overrides is refused"),
    LEFT_OUT("R53-957", "Metrics also have the dimensions SourceRegion, DestinationEdge, TransportProtocol, NetworkProtocol and AcceleratorIPAddress.", GAMETRICS, "flows are counted by Accelerator, Listener and EndpointGroup"),
    LEFT_OUT("R53-958", "PacketsProcessed and three counts of TCP resets are metrics too.", GAMETRICS, "packets are not simulated"),
    LEFT_OUT("R53-959", "The client's address may be replaced by one of the accelerator's.", GA "preserve-client-ip-address", "it is preserved, as it is by default for load balancers"),
    FACT("R53-960", "An alias of an accelerator may evaluate its target's health, and AWS does not say how: it is healthy while an endpoint group of it has a healthy endpoint with a weight.", "-", MODEL, "an_alias_goes_by_an_accelerator_that_has_a_healthy_endpoint"),
    LEFT_OUT("R53-961", "Instances may be checked by HTTP and HTTPS too.", "global-accelerator/latest/api/API_CreateEndpointGroup", "they are checked by TCP, the default"),
};
// clang-format on

const FactTable facts_accelerator = FACT_TABLE("Global Accelerator", rows);
